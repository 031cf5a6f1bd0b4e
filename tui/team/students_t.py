"""The two-sided 95 % quantile of Student's t distribution.

Written out because the libraries that have it (SciPy) are several times as large as Hashiya.
"""

from __future__ import annotations

import math
from functools import cache

_PROBABILITY = 0.975


@cache
def students_t(degrees: int) -> float:
    """Return t with P(T ≤ t) = 0.975 for `degrees` (at least 1) degrees of freedom.

    The distribution function is the finite sum for integer degrees (Abramowitz and Stegun 26.7.3
    and 26.7.4), inverted by bisection.
    """
    low, high = 0.0, 13.0  # t of one degree of freedom is 12.706
    while high - low > 1e-10:
        middle = (low + high) / 2
        if _distribution(middle, degrees) < _PROBABILITY:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _distribution(t: float, degrees: int) -> float:
    """P(T ≤ t) for t ≥ 0."""
    theta = math.atan(t / math.sqrt(degrees))
    cosine = math.cos(theta)
    if degrees % 2:
        total, term = 0.0, cosine
        for k in range(3, degrees + 1, 2):
            total += term
            term *= cosine * cosine * (k - 1) / k
        inside = 2 / math.pi * (theta + math.sin(theta) * total)
    else:
        total, term = 0.0, 1.0
        for k in range(2, degrees + 1, 2):
            total += term
            term *= cosine * cosine * (k - 1) / k
        inside = math.sin(theta) * total
    return 0.5 + inside / 2
