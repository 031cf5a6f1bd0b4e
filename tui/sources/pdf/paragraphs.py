"""The paragraphs of a PDF file: which of its lines belong together."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from tui.sources.pdf.pages import PageLine
from tui.text.unicode import HYPHENS, pattern

_LEADING = 1.35
"""The least distance of lines at which a paragraph begins, relative to that inside paragraphs."""

_OTHER_SIZE = 0.12
"""The least difference of font sizes between a heading and a text."""

_INDENT = 0.8
"""The least indent of a first line, in the size of the letters."""

_HYPHEN = re.compile(f"(?<=[a-zß-ɏ])[{pattern(HYPHENS)}]$")
"""A Latin letter and a hyphen at the end of a line."""


class Block(NamedTuple):
    """The lines of a paragraph."""

    lines: tuple[PageLine, ...]
    page: int


class _Column(NamedTuple):
    """The edges of a column."""

    left: float
    right: float
    flush: Literal["left", "right"] | None
    """The edge at which lines of both directions begin; None if each direction has its own."""


def paragraph_blocks(pages: Sequence[Sequence[PageLine]], rtl: bool) -> list[Block]:
    """Return the paragraphs of all pages."""
    blocks: list[Block] = []
    for number, lines in enumerate(pages):
        leading = _usual_leading(lines)
        columns = _Columns(lines)
        open_lines: list[PageLine] = []
        for line in lines:
            if open_lines and not _continues(open_lines[-1], line, columns, leading, rtl):
                blocks.append(Block(tuple(open_lines), number))
                open_lines = []
            open_lines.append(line)
        if open_lines:
            blocks.append(Block(tuple(open_lines), number))
    return _across_pages(blocks, pages, rtl)


def _across_pages(
    blocks: Sequence[Block], pages: Sequence[Sequence[PageLine]], rtl: bool
) -> list[Block]:
    """Join the last paragraph of a page or column with the first one of the next where its last
    line is full."""
    joined: list[Block] = []
    columns = _Columns([line for page in pages for line in page])
    for block in blocks:
        before = joined[-1] if joined else None
        if before is not None:
            last, first = before.lines[-1], block.lines[0]
            if (
                (before.page + 1 == block.page or last.column < first.column > 1)
                and _same_kind(last, first)
                and not _is_short(last, first, columns.of(last), rtl)
                and not _is_indented(last, first, columns.of(first), rtl)
            ):
                joined[-1] = Block((*before.lines, *block.lines), block.page)
                continue
        joined.append(block)
    return joined


def _usual_leading(lines: Sequence[PageLine]) -> float:
    """Return the usual distance of the lines of a page, in their size."""
    steps = [
        (one.y - other.y) / one.size
        for one, other in pairwise(lines)
        if one.column == other.column and 0 < one.y - other.y < 2.5 * one.size
    ]
    return statistics.median_low(steps) if steps else 1.5


class _Columns:
    """The columns of some lines; each is computed once."""

    def __init__(self, lines: Sequence[PageLine]) -> None:
        self._lines = lines
        self._found: dict[tuple[int, float, bool], _Column] = {}

    def of(self, line: PageLine) -> _Column:
        """Return the column that a line is in."""
        key = line.column, line.size, line.score > 0
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._column(*key)
        return found

    def _column(self, number: int, size: float, rtl: bool) -> _Column:
        same = [one for one in self._lines if one.column == number and one.size < 1.5 * size]
        left, right = min(one.left for one in same), max(one.right for one in same)
        same = [one for one in same if (one.score > 0) == rtl]
        at_left = sum(one.left - left < 0.5 * one.size for one in same)
        at_right = sum(right - one.right < 0.5 * one.size for one in same)
        flush: Literal["left", "right"] | None = None
        if len(same) > 3 and min(at_left, at_right) * 2 < max(at_left, at_right):
            flush = "left" if at_left > at_right else "right"
        return _Column(left, right, flush)


def _continues(
    last: PageLine, line: PageLine, columns: _Columns, leading: float, rtl: bool
) -> bool:
    """Whether a line belongs to the paragraph of the line before it."""
    step = (last.y - line.y) / max(last.size, line.size)
    return (
        _same_kind(last, line)
        and last.column == line.column
        and 0 < step <= _LEADING * leading
        and not _is_short(last, line, columns.of(last), rtl)
        and not _is_indented(last, line, columns.of(line), rtl)
    )


def _same_kind(last: PageLine, line: PageLine) -> bool:
    """Whether two lines may be of one paragraph: no rows of a table, and of one size."""
    return (
        len(last.segments) == len(line.segments) == 1
        and abs(last.size - line.size) <= _OTHER_SIZE * last.size
    )


def _is_short(last: PageLine, line: PageLine, column: _Column, rtl: bool) -> bool:
    """Whether the first word of a line would have fitted at the end of the line before it."""
    is_rtl = rtl if not last.score else last.score > 0
    at_left = is_rtl if column.flush is None else column.flush == "right"
    room = last.left - column.left if at_left else column.right - last.right
    word = 0.0
    for cell in line.segments[-1 if is_rtl else 0].cells[:: -1 if is_rtl else 1]:
        if cell.text == " ":
            break
        word += cell.right - cell.left
    return room > word + 0.35 * last.size


def _is_indented(last: PageLine, line: PageLine, column: _Column, rtl: bool) -> bool:
    """Whether a line begins a paragraph by its indent."""
    is_rtl = rtl if not line.score else line.score > 0
    if is_rtl if column.flush is None else column.flush == "right":
        own, before = column.right - line.right, column.right - last.right
    else:
        own, before = line.left - column.left, last.left - column.left
    return own - before > _INDENT * line.size


def joined(lines: Iterable[str]) -> str:
    """Return the lines of a paragraph as one; a hyphen that divides a Latin word is left out."""
    parts: list[str] = []
    for line in lines:
        if parts and _HYPHEN.search(parts[-1][-2:]) and line[:1].islower():
            parts[-1] = parts[-1][:-1]
        elif parts:
            parts.append(" ")
        parts.append(line)
    return "".join(parts)
