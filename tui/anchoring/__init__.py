"""Anchoring: finding the place of annotations, carets and bookmarks in a changed text.

`alignment` finds what two versions of a text have in common; `placement` places annotations by it
(`plan`, `locate`) and maps single offsets (`map_offset`).
"""

from tui.anchoring.placement import FUZZY_THRESHOLD, How, Placement, locate, map_offset, plan

__all__ = ["FUZZY_THRESHOLD", "How", "Placement", "locate", "map_offset", "plan"]
