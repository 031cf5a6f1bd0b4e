"""Anchoring: find the place of annotations, carets and bookmarks in a changed text.

`alignment` finds what two versions of a text have in common. `placement` places annotations by it
(`place_annotations`, `SpanPlacer`) and maps single offsets (`map_offset`). `quote_finder` finds
quoted texts by their words and context (`QuoteFinder`).
"""

from tui.anchoring.alignment import FUZZY_THRESHOLD
from tui.anchoring.placement import (
    Placement,
    PlacementKind,
    SpanPlacer,
    map_offset,
    place_annotations,
)
from tui.anchoring.quote_finder import FoundQuote, QuoteFinder, Reason

__all__ = [
    "FUZZY_THRESHOLD",
    "FoundQuote",
    "Placement",
    "PlacementKind",
    "QuoteFinder",
    "Reason",
    "SpanPlacer",
    "map_offset",
    "place_annotations",
]
