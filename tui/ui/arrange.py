"""Which panes are shown, from the terminal's width, the focus and what the person asked for."""

from __future__ import annotations

from dataclasses import dataclass

NARROW, WIDE = 72, 120
"""Columns below which only one pane fits, and from which all three do."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asked for; None leaves it to the width."""

    index: bool | None = None
    sidebar: bool | None = None
    only_article: bool = False


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Which panes are shown, and how wide the outer ones are in cells."""

    index: int
    article: bool
    sidebar: int


def arrange(width: int, focus: str, wishes: Wishes, *, documents: int) -> Arrangement:
    """The panes for a terminal of `width` columns with the focus on one of them.

    The pane with the focus is always shown. In a narrow terminal it is the only one.
    """
    if width < NARROW:
        return Arrangement(
            width if focus == "index" else 0,
            focus not in ("index", "sidebar"),
            width if focus == "sidebar" else 0,
        )
    index = wishes.index if wishes.index is not None else width >= WIDE and documents > 1
    sidebar = wishes.sidebar if wishes.sidebar is not None else True
    if wishes.only_article:
        index = sidebar = False
    index = index or focus == "index"
    sidebar = sidebar or focus == "sidebar"
    if index and sidebar and width < WIDE and wishes.index is None:
        # Between the two widths the index and the sidebar take turns.
        sidebar = focus != "index"
    outer = max(min(width // 4, 36), 22)
    return Arrangement(outer if index else 0, True, outer if sidebar else 0)
