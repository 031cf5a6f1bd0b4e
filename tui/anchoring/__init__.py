"""Anchoring: find the place of annotations, carets and bookmarks in a changed text.

`alignment` finds what two versions of a text have in common. `placement` places annotations by it
(`place_annotations`, `SpanPlacer`) and maps single offsets (`map_offset`). `quote_finder` finds
quoted texts by their words and context (`QuoteFinder`). Most texts never change, so each of them
is imported when one of its names is first used.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_exports

if TYPE_CHECKING:
    from tui.anchoring.alignment import FUZZY_THRESHOLD
    from tui.anchoring.placement import (
        Placement,
        PlacementKind,
        SpanPlacer,
        map_offset,
        place_annotations,
    )
    from tui.anchoring.quote_finder import QuoteFinder
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "alignment": "FUZZY_THRESHOLD",
            "placement": "Placement PlacementKind SpanPlacer map_offset place_annotations",
            "quote_finder": "QuoteFinder",
        },
    )

__all__ = [
    "FUZZY_THRESHOLD",
    "Placement",
    "PlacementKind",
    "QuoteFinder",
    "SpanPlacer",
    "map_offset",
    "place_annotations",
]
