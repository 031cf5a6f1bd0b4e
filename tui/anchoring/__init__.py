"""Anchoring: finding the place of annotations, carets and bookmarks in a changed text.

`alignment` finds what two versions of a text have in common; `placement` places annotations by it
(`plan`, `SpanPlacer`) and maps single offsets (`map_offset`); `quote_finder` finds quoted texts
by their words and context (`QuoteFinder`).
"""

from tui.anchoring.alignment import FUZZY_THRESHOLD
from tui.anchoring.placement import How, Placement, SpanPlacer, map_offset, plan
from tui.anchoring.quote_finder import FoundQuote, QuoteFinder, Reason

__all__ = [
    "FUZZY_THRESHOLD",
    "FoundQuote",
    "How",
    "Placement",
    "QuoteFinder",
    "Reason",
    "SpanPlacer",
    "map_offset",
    "plan",
]
