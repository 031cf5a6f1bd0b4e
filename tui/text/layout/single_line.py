"""Any text on one line of a given width: titles, list items, messages, tables.

The text is shaped and reordered like a paragraph of an article, but never broken: what does not fit
is cut at the edge of a cluster and replaced by an ellipsis. That is on the side where reading would
continue: at the end of the paragraph, or of the isolate or embedding that was cut. Widths count
cells.
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
"""Replaces what was cut off; one cell."""

Align = Literal["start", "left", "right"]

_LONGEST = 1 << 13
"""Only this many code points of a text are read: more than any line shows."""

_DOT = "·"
"""Between the parts of a list."""

_ISOLATES = dict.fromkeys(map(ord, (FSI, PDI)))

_LINE_BREAKS = dict.fromkeys(map(ord, characters(LINE_BREAKS)), " ")
_EXPLICIT = dict.fromkeys(map(ord, characters(EXPLICIT_CONTROLS)))


def flat(text: str) -> str:
    """Return the text with a space for every line or paragraph separator; its length stays the
    same."""
    return text.translate(_LINE_BREAKS)


def isolated(text: str) -> str:
    """Return the text for use in a sentence of another direction (FSI … PDI, UAX #9 2.4).

    Its own explicit controls are removed, so that they cannot affect the rest of the sentence.
    """
    return f"{FSI}{flat(text).translate(_EXPLICIT)}{PDI}"


def runs_rtl(text: str) -> bool:
    """Whether a line of this text runs from right to left (UAX #9 P2 and P3)."""
    return paragraph_level(flat(text[:_LONGEST])) == 1


def fit(
    text: str, width: int, *, align: Align = "start", direction: Direction = Direction.AUTO
) -> str:
    """Return `text` in visual order in exactly `width` cells.

    `align` `start` means right for a text that runs from right to left, else left.
    """
    if width <= 0:
        return ""
    plain = _plain_row(text, width, direction)
    if plain is not None:
        return plain.rjust(width) if align == "right" else plain.ljust(width)
    row = line_row(text, width, direction)
    content = "".join(cell.text for cell in row.cells)
    gap = " " * (width - row.width)
    right = row.runs_rtl if align == "start" else align == "right"
    return gap + content if right else content + gap


def tight(text: str, most: int, *, direction: Direction = Direction.AUTO) -> str:
    """Return `text` in visual order in as many cells as it needs, at most `most`."""
    plain = _plain_row(text, most, direction)
    if plain is not None:
        return plain
    return "".join(cell.text for cell in line_row(text, most, direction).cells)


def _plain_row(text: str, width: int, direction: Direction) -> str | None:
    """Return the row of a text of printable ASCII, also of parts that are isolated or listed.

    It is the text itself without the isolates: one cell per letter, which all run from left to
    right. None for any other text, and for one that does not fit.
    """
    if direction is Direction.RTL:
        return None
    if FSI in text:
        text = text.translate(_ISOLATES)
    letters = text.replace(_DOT, "") if _DOT in text else text
    if len(text) > width or not letters.isascii() or not letters.isprintable():
        return None
    return None if text.endswith(" ") else text


def listed(parts: Iterable[str]) -> str:
    """Join the non-empty parts with ` · `; each keeps its own direction."""
    return f" {_DOT} ".join(isolated(part) for part in parts if part)


def line_row(text: str, width: int, direction: Direction = Direction.AUTO) -> Row:
    """Return the row that shows as much of `text` as fits into `width` cells.

    Its offsets count in `text`; the cell of the ellipsis has the offset where the text was cut.
    """
    return _line_row(text[: _LONGEST + 1], max(width, 0), direction)


@lru_cache(maxsize=512)
def _line_row(text: str, width: int, direction: Direction) -> Row:
    text = flat(text)
    if direction is Direction.AUTO:
        direction = Direction.RTL if runs_rtl(text) else Direction.LTR
    row, is_whole = _leading_row(text, width, direction)
    if is_whole and row.width <= width:
        return _line_of_cells(row.cells, row.logical, row, width)
    return _with_ellipsis(text[: _cut(row, width - 1)].rstrip(), width, direction)


def _with_ellipsis(text: str, width: int, direction: Direction) -> Row:
    """Return the row of a text that was cut, with an ellipsis inside the isolate that was cut."""
    row, end = _row(text, direction), len(text)
    if not width:
        return _line_of_cells((), (), row, width)
    sign = Cell(end, end, ELLIPSIS, 1, row.level, end)
    cells = (sign, *row.cells) if row.runs_rtl else (*row.cells, sign)
    if not _EXPLICIT.keys().isdisjoint(map(ord, text)):
        shown = _row(text + ELLIPSIS, direction).cells
        # A number sign before the ellipsis makes one cluster with it (UAX #29 GB9b).
        if any(cell.start == end for cell in shown):
            cells = tuple(sign if cell.start == end else cell for cell in shown)
    return _line_of_cells(cells, (*row.logical, sign), row, width)


def _leading_row(text: str, width: int, direction: Direction) -> tuple[Row, bool]:
    """Return a row of the start of the text, at least `width` wide, and whether it is all of it.

    White space at the end of the text counts as shown.
    """
    text, length = text[:_LONGEST].rstrip(), len(text)
    size = 8 * width + 64
    row = _row(text[:size], direction)
    # The last cluster may have been cut in two, so it does not count.
    while size < len(text) and sum(cell.width for cell in row.logical[:-1]) <= width:
        size *= 2
        row = _row(text[:size], direction)
    return row, size >= len(text) and length <= _LONGEST


@lru_cache(maxsize=512)
def _row(text: str, direction: Direction) -> Row:
    """Return all of a text in one row, without searching for line breaks.

    Cached, since a pane needs one text in several widths to see what fits.
    """
    whole = RowRange(text, 0, 0, len(text), is_last=True)
    return build_row(whole, resolve(text, direction), 2 * len(text) + 1, glyph_table(True, False))


def _cut(row: Row, room: int) -> int:
    """Return the offset up to which the row's cells fit into `room`."""
    for cell in row.logical:
        room -= cell.width
        if room < 0:
            return cell.start
    return row.end


def _line_of_cells(cells: tuple[Cell, ...], logical: tuple[Cell, ...], row: Row, width: int) -> Row:
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
