"""One line of any text painted into so many cells: titles, list items, messages, tables.

The same pipeline as a paragraph of an article, but never broken: what does not fit is cut at
a cluster's edge and ends in an ellipsis, on the side where reading would go on.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from tui.text.bidi import Direction
from tui.text.graphemes import cell_len, cluster_starts
from tui.text.layout import DocumentLayout, LayoutOptions, Row

ELLIPSIS = "…"
WIDEST = 100_000

Align = Literal["start", "left", "right"]

_SEPARATORS = dict.fromkeys([*range(0x0A, 0x0E), *range(0x1C, 0x1F), 0x85, 0x2028, 0x2029], " ")


def flat(text: str) -> str:
    """The text with every line and paragraph separator as a space; as many code points."""
    return text.translate(_SEPARATORS)


@lru_cache(maxsize=2048)
def line_row(text: str, width: int, direction: Direction = Direction.AUTO) -> Row:
    """The row that shows as much of `text` as fits into `width` cells.

    Its offsets count in `text`; one that would lie on the ellipsis is its end.
    """
    text = flat(text)
    row = _row(text[: 8 * width + 64], width, direction)
    if row.end >= len(text) and _cells(row) <= width:
        return row
    return _row(_cut(text, max(width - 1, 0)) + ELLIPSIS[:width], width, direction)


def fit(
    text: str, width: int, *, align: Align = "start", direction: Direction = Direction.AUTO
) -> str:
    """`text` in visual order in exactly `width` cells.

    `align` ``start`` is right for a text that runs from right to left, else left.
    """
    if width <= 0:
        return ""
    row = line_row(text, width, direction)
    content = "".join(cell.text for cell in row.cells)
    gap = max(width - _cells(row), 0)
    right = row.level % 2 == 1 if align == "start" else align == "right"
    return " " * gap + content if right else content + " " * gap


_EXPLICIT = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def isolated(text: str) -> str:
    """The text made to stand inside a sentence of another direction (FSI … PDI, UAX #9 2.4).

    Its own explicit controls are left out, so that none can reach beyond it.
    """
    return f"\u2068{text.translate(_EXPLICIT)}\u2069"


def runs_rtl(text: str) -> bool:
    """Whether a line of this text runs from right to left (UAX #9 P2 and P3)."""
    return line_row(text, 16).level % 2 == 1


def _cells(row: Row) -> int:
    return sum(cell.width for cell in row.cells)


def _row(text: str, width: int, direction: Direction) -> Row:
    return DocumentLayout(text, LayoutOptions(width=WIDEST, direction=direction)).row(0)


def _cut(text: str, width: int) -> str:
    """The first clusters of `text` that fit into `width` cells, shaped or not."""
    text = text[: 8 * width + 64]
    edges = [*cluster_starts(text), len(text)]
    # Shaping only ever makes a text narrower, so this many clusters surely fit.
    used = 0
    for start, end in zip(edges, edges[1:], strict=False):
        used += max(cell_len(text[start:end]), 1)
        if used > width:
            return text[:start].rstrip()
    return text
