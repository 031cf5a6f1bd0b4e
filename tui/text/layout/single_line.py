"""Any text on one line of a given width: titles, list items, messages, tables.

It is shaped and reordered as a paragraph of an article is, but never broken: what does not fit is
cut at a cluster's edge and ends in an ellipsis, on the side where reading would go on: at the
end of the paragraph, or of the isolate or embedding that was cut. Widths count cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from tui.text.layout.glyphs import glyph_table
from tui.text.layout.rows import Cell, Row, RowRange, build_row
from tui.text.unicode.bidi import Direction, paragraph_level, resolve
from tui.text.unicode.letters import EXPLICIT_CONTROLS, FSI, LINE_BREAKS, PDI, characters

ELLIPSIS = "…"
"""Stands where a text was cut; one cell."""

Align = Literal["start", "left", "right"]

_LONGEST = 1 << 13
"""Code points of a text that are read: more than any line shows."""

_LINE_BREAKS = dict.fromkeys(map(ord, characters(LINE_BREAKS)), " ")
_EXPLICIT = dict.fromkeys(map(ord, characters(EXPLICIT_CONTROLS)))


def flat(text: str) -> str:
    """Return the text with every line and paragraph separator as a space; as many code points."""
    return text.translate(_LINE_BREAKS)


def isolated(text: str) -> str:
    """Return the text for use in a sentence of another direction (FSI … PDI, UAX #9 2.4).

    Its own explicit controls are left out, so that none has an effect beyond it.
    """
    return f"{FSI}{flat(text).translate(_EXPLICIT)}{PDI}"


def runs_rtl(text: str) -> bool:
    """Whether a line of this text runs from right to left (UAX #9 P2 and P3)."""
    return paragraph_level(flat(text[:_LONGEST])) == 1


def fit(
    text: str, width: int, *, align: Align = "start", direction: Direction = Direction.AUTO
) -> str:
    """Return `text` in visual order in exactly `width` cells.

    `align` `start` is right for a text that runs from right to left, else left.
    """
    if width <= 0:
        return ""
    if _stays(text, width, direction):
        return text.rjust(width) if align == "right" else text.ljust(width)
    row = line_row(text, width, direction)
    content = "".join(cell.text for cell in row.cells)
    gap = " " * (width - row.width)
    right = row.runs_rtl if align == "start" else align == "right"
    return gap + content if right else content + gap


def tight(text: str, most: int, *, direction: Direction = Direction.AUTO) -> str:
    """Return `text` in visual order in as many cells as it takes, at most `most`."""
    if _stays(text, most, direction):
        return text
    return "".join(cell.text for cell in line_row(text, most, direction).cells)


def _stays(text: str, width: int, direction: Direction) -> bool:
    """Whether the row of a text is surely the text itself.

    Printable ASCII is: one cell a letter, all at one level.
    """
    return (
        len(text) <= width
        and text.isascii()
        and text.isprintable()
        and direction is not Direction.RTL
        and not text.endswith(" ")
    )


def listed(parts: Iterable[str]) -> str:
    """Join the parts that are not empty by ` · `, each keeping its own direction."""
    return " · ".join(isolated(part) for part in parts if part)


def line_row(text: str, width: int, direction: Direction = Direction.AUTO) -> Row:
    """Return the row that shows as much of `text` as fits into `width` cells.

    Its offsets count in `text`; the cell of the ellipsis has the offset where the text was cut.
    """
    return _line_row(text[: _LONGEST + 1], max(width, 0), direction)


@lru_cache(maxsize=2048)
def _line_row(text: str, width: int, direction: Direction) -> Row:
    text = flat(text)
    if direction is Direction.AUTO:
        direction = Direction.RTL if runs_rtl(text) else Direction.LTR
    row, is_whole = _enough(text, width, direction)
    if is_whole and row.width <= width:
        return _made(row.cells, row.logical, row, width)
    return _ending(text[: _cut(row, width - 1)].rstrip(), width, direction)


def _ending(text: str, width: int, direction: Direction) -> Row:
    """Return the row of a text that goes on: with an ellipsis, inside the isolate that was cut."""
    row, end = _row(text, direction), len(text)
    if not width:
        return _made((), (), row, width)
    sign = Cell(end, end, ELLIPSIS, 1, row.level, end)
    cells = (sign, *row.cells) if row.runs_rtl else (*row.cells, sign)
    if not _EXPLICIT.keys().isdisjoint(map(ord, text)):
        shown = _row(text + ELLIPSIS, direction).cells
        # A number sign before the ellipsis makes one cluster with it (UAX #29 GB9b).
        if any(cell.start == end for cell in shown):
            cells = tuple(sign if cell.start == end else cell for cell in shown)
    return _made(cells, (*row.logical, sign), row, width)


def _enough(text: str, width: int, direction: Direction) -> tuple[Row, bool]:
    """Return a row at least `width` wide of the text's start, or of all; and whether it is all.

    White space at the end of the text counts as shown.
    """
    text, length = text[:_LONGEST].rstrip(), len(text)
    size = 8 * width + 64
    row = _row(text[:size], direction)
    # The last cluster may have been cut in two, so it says nothing.
    while size < len(text) and sum(cell.width for cell in row.logical[:-1]) <= width:
        size *= 2
        row = _row(text[:size], direction)
    return row, size >= len(text) and length <= _LONGEST


def _row(text: str, direction: Direction) -> Row:
    """Return all of a text in one row; line breaks are not looked for."""
    whole = RowRange(text, 0, 0, len(text), is_last=True)
    return build_row(whole, resolve(text, direction), 2 * len(text) + 1, glyph_table(True, False))


def _cut(row: Row, room: int) -> int:
    """Return the offset up to which the row's cells fit into `room`."""
    for cell in row.logical:
        room -= cell.width
        if room < 0:
            return cell.start
    return row.end


def _made(cells: tuple[Cell, ...], logical: tuple[Cell, ...], row: Row, width: int) -> Row:
    return Row(
        start=0,
        end=row.end,
        level=row.level,
        cells=cells,
        logical=logical,
        hanging=(),
        limit=width,
        is_last=True,
    )
