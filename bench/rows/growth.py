"""How the time of the text functions grows with hostile texts."""

from __future__ import annotations

from bench.growth import measured
from bench.table import Result, Target

_LAST = 64_000
"""Code points of the longest text; `python -m bench.growth` goes on to 512,000."""


def doubling(rounds: int) -> list[Result]:
    """The worst of all text functions over all kinds of texts, for a text of twice the length.

    One round: each figure is the best of several calls already.
    """
    del rounds
    worst = max(measured(last=_LAST), key=lambda one: one.ratio)
    what = f"text of twice the length, the worst of all functions ({worst.work}, {worst.shape})"
    return [Result(Target(what, "", 2.5, "×"), [worst.ratio], [])]
