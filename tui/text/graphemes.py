"""Clusters: what a reader calls a letter, marks included (UAX #29, extended grapheme clusters).

How many cells one takes is in `cells`, how it is made safe for a terminal in `painting`; both
are offered here too.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate

from tui.text._ranges import characters, pattern
from tui.text.cells import cell_len
from tui.text.painting import INVISIBLE, MAX_CELLS, MAX_MARKS, control_sign, painted

__all__ = [
    "INVISIBLE",
    "MAX_CELLS",
    "MAX_MARKS",
    "cell_len",
    "cluster_starts",
    "control_sign",
    "painted",
]

EXTENDING = (
    "300-36F 483-489 591-5BD 5BF 5C1-5C2 5C4-5C5 5C7 610-61A 64B-65F 670 6D6-6DC 6DF-6E4 6E7-6E8 "
    "6EA-6ED 711 730-74A 7A6-7B0 200C-200D"
)
"""Marks and joiners of Latin, Cyrillic, Hebrew, Arabic, Syriac and Thaana: always Extend or ZWJ."""

SINGLE = (
    "20-7E A0-A8 AA-AC AF-2FF 370-482 48A-52F 531-556 559-58A 5BE 5C0 5C3 5C6 5D0-5EA 5EF-5F4 "
    "606-60F 61B 61D-64A 660-66F 671-6D5 6DE 6E5-6E6 6E9 6EE-70D 710 712-72F 74D-7A5 7B1 2010-2027 "
    "2030-203B 203D-2048 204A-205E"
)
"""Letters, digits and punctuation that join neither what precedes nor what follows them.

None is a pictograph, so that ZWJ joins nothing to them either (GB11).
"""

BIDI_CONTROLS = "200E-200F 202A-202E 2066-2069"
"""Clusters of their own (GB4, GB5), as line ends and tabs are."""


def cluster_starts(text: str) -> list[int]:
    """The offset, in code points, at which each cluster of `text` starts; [] for "".

    A lone surrogate counts as U+FFFD. Clusters are ICU's, but for texts of well-known characters,
    in which marks alone decide.
    """
    irregular, marked, extending = _patterns()
    if irregular.search(text):
        return _icu_starts(text)
    if not marked.search(text):
        return list(range(len(text)))
    starts = [offset for offset, char in enumerate(text) if char not in extending]
    return starts if starts[:1] == [0] else [0, *starts]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """What only ICU can judge; a mark; and the marks as a set."""
    marks, single = pattern(EXTENDING), pattern(SINGLE)
    # A mark after a control starts a cluster (GB4); CR LF is one (GB3).
    controls = rf"\n\t{pattern(BIDI_CONTROLS)}"
    irregular = rf"[^{single}{marks}{controls}]|[{controls}][{marks}]"
    return re.compile(irregular), re.compile(f"[{marks}]"), frozenset(characters(EXTENDING))


def _icu_starts(text: str) -> list[int]:
    # Loading ICU takes longer than most texts need, and most texts do not need it.
    from icu4py.breakers import CharacterBreaker

    from tui.text.breakers import segments

    ends = list(accumulate(map(len, segments(CharacterBreaker, text)), initial=0))
    return ends[:-1]
