"""Where FriBidi 1.0.8 is behind Unicode: what it paints, and what is right.

FriBidi paints the golden rows, so that whatever else differs is our fault. The script that makes
those rows compares this list with FriBidi; ICU 72 and HarfBuzz agree with what is called right.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tui.text.unicode._joining_data import FORMS, LAM_ALEFS
from tui.text.unicode.letters import LAM
from tui.text.unicode.shaping import FINAL, INITIAL, MEDIAL
from tui.text.unicode.width import cell_len


class Behind(NamedTuple):
    """A text and the first row of it."""

    why: str
    text: str
    fribidi: str
    """What FriBidi paints, without the spaces at the row's sides."""
    right: str
    width: int = 40
    """Cells of a row."""


BEHIND = (
    Behind("no lam-alef over a mark (Unicode 9.2, R1 and L1)", "وَلَا", "ﺎﻟَﻭَ", "ﻻَﻭَ"),
    Behind("a letter newer than Unicode 11 joins nothing", "حق\u08c7ب", "ﺏ\u08c7ﻖﺣ", "ﺐ\u08c7ﻘﺣ"),
    Behind("joining stops at an enclosing mark", "ب\u20ddت", "ﺕﺏ\u20dd", "ﺖﺑ\u20dd"),
    Behind(
        "two isolates side by side are taken for one (BD13)",
        "a \u2066ש!\u2069\u2066ש\u2069",
        "a !שש",
        "a ש!ש",
    ),
    Behind(
        "spaces before an isolate's end at a row's (L1)", "a \u2067ש \u2069 bcd", "a  ש", "a ש", 5
    ),
)

LAM_ALEF_OVER_MARKS = frozenset({"arabic_daily", "quran"})
"""The texts that have a lam-alef with a mark between its letters."""

_LIGATURES = {
    FORMS[alef][FINAL] + FORMS[LAM][form]: pair[entered]
    for alef, pair in LAM_ALEFS.items()
    for entered, form in enumerate((INITIAL, MEDIAL))
}
_APART = re.compile(
    "([ﺎﺂﺄﺈ])([\u064b-\u0652\u06d6-\u06ed\u0670]*)([ﻟﻠ])([\u064b-\u0652\u06d6-\u06ed\u0670]+)"
)


def with_lam_alefs(painted: str, width: int, *, rtl: bool) -> str:
    """FriBidi's row of so many cells with the ligatures that it misses."""
    row = _APART.sub(lambda found: _LIGATURES[found[1] + found[3]] + found[4] + found[2], painted)
    return " " * (width - cell_len(row.strip())) + row.strip() if rtl else row
