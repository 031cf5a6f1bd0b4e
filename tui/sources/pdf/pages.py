"""The lines of a PDF file's pages, built from the positions of its characters.

`page_glyphs` has the characters, and `columns` divides a page. Here they become lines of cells:
letters with their marks, and spaces where there is a gap.
"""

from __future__ import annotations

import bisect
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from tui.sources.pdf.columns import regions
from tui.sources.pdf.page_glyphs import RTL_LETTER, Doubts, Glyph, is_mark, page_glyphs
from tui.text.unicode import (
    HAMZA_MARKS,
    JOINERS,
    MADDAH_ABOVE,
    SHADDA,
    SHIN,
    SHIN_DOTS,
    characters,
    pattern,
)

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

SAME_LINE = 0.45
"""The difference of two characters' base lines, in their size, up to which they are in one line."""

MARK_DISTANCE = 0.8
"""The distance of a mark from its base line, in its size, up to which it belongs to it."""

NEAR = 12
"""Letters on each side of a mark that it may be on."""

WORD_GAP = 0.16
"""The least gap between two words, in the size of the letters."""

UNSURE = 0.1
"""How much wider the gap must be after a letter whose width is not known."""

HINTED_GAP = 0.04
"""The least gap where PDFium has a space."""

WIDE_GAP = 1.0
"""The least gap between the cells of a table, or between columns, in the size of the letters."""

_SHIN_DOTS = frozenset(characters(SHIN_DOTS))

_JOINERS = frozenset(characters(JOINERS))

_COMPOSED = re.compile(f"[{pattern(f'{MADDAH_ABOVE} {HAMZA_MARKS}')}]")
"""Marks that change an Arabic letter into another one."""


class PdfCell(NamedTuple):
    """A character with its marks, in its place on a line."""

    text: str
    left: float
    right: float
    is_exact: bool = True
    """Whether its end is known exactly."""


class Segment(NamedTuple):
    """Part of a line without a wide gap in it: all of it, or the cell of a table."""

    cells: tuple[PdfCell, ...]
    """From left to right; a space has a cell."""

    @property
    def left(self) -> float:
        """Where it begins on the page."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Where it ends on the page."""
        return self.cells[-1].right


class PageLine(NamedTuple):
    """A line of a page."""

    segments: tuple[Segment, ...]
    """From left to right."""
    y: float
    size: float
    score: int
    """The number of its right-to-left characters minus that of its left-to-right ones."""
    column: int = 0
    """Which of the columns it is in, from 1; 0 outside of columns."""

    @property
    def left(self) -> float:
        """Where it begins on the page."""
        return self.segments[0].left

    @property
    def right(self) -> float:
        """Where it ends on the page."""
        return self.segments[-1].right


def page_lines(page: PdfPage, doubts: Doubts) -> list[PageLine]:
    """Return the lines of a page in the order of reading, from left to right each."""
    glyphs = list(page_glyphs(page, doubts))
    doubts.characters += sum(len(glyph.text) for glyph in glyphs)
    letters = [glyph for glyph in glyphs if not is_mark(glyph) and RTL_LETTER.match(glyph.text)]
    doubts.letters += len(letters)
    doubts.climbing += sum(map(_is_climbing, letters, letters[1:]))
    for glyph in glyphs:
        if glyph.left == glyph.x:  # else a part of a ligature
            doubts.advances.setdefault(glyph.text, (glyph.right - glyph.left) / glyph.size)
    rtl = sum(bool(RTL_LETTER.match(glyph.text)) for glyph in glyphs) * 2 > len(glyphs)
    return [
        _of_column(line, number) if number else line
        for number, region in regions(glyphs, rtl)
        for group in _grouped(region)
        if (line := _line(group, doubts)) is not None
    ]


def _of_column(line: PageLine, number: int) -> PageLine:
    """Return a line of a column: its wide gaps are those of justified text."""
    cells = [*line.segments[0].cells]
    for segment in line.segments[1:]:
        cells += [PdfCell(" ", cells[-1].right, segment.left), *segment.cells]
    return line._replace(segments=(Segment(tuple(cells)),), column=number)


def _grouped(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the glyphs of each line, from the top of the page to its bottom."""
    # A mark is above or below the line, and so is a letter that the file gives with its mark.
    marked = {(one.source, one.x, one.y) for one in glyphs if is_mark(one)}
    firm = [one for one in glyphs if (one.source, one.x, one.y) not in marked]
    lines = list(_by_base_line(firm))
    rest: list[Glyph] = []
    tops = [-line[0].y for line in lines]
    for glyph in glyphs:
        if (glyph.source, glyph.x, glyph.y) not in marked:
            continue
        at = bisect.bisect(tops, -glyph.y)
        near = [lines[index] for index in (at - 1, at) if 0 <= index < len(lines)]
        line = min(near, key=lambda one: abs(one[0].y - glyph.y), default=None)
        if line is None or abs(line[0].y - glyph.y) > MARK_DISTANCE * glyph.size:
            rest.append(glyph)
        else:
            line.append(glyph)
    yield from sorted([*lines, *_by_base_line(rest)], key=lambda line: -line[0].y)


def _by_base_line(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    line: list[Glyph] = []
    y = size = 0.0
    for glyph in sorted(glyphs, key=lambda one: -one.y):
        if line and y - glyph.y > SAME_LINE * max(size, glyph.size):
            yield line
            line = []
        if not line or glyph.size > size:  # a raised number does not lead the line
            y, size = glyph.y, glyph.size
        line.append(glyph)
    if line:
        yield line


def _line(glyphs: list[Glyph], doubts: Doubts) -> PageLine | None:
    """Return the line of these glyphs; None if it has no visible character."""
    glyphs, hints = _without_thin_spaces(glyphs)
    if not glyphs:
        return None
    size = Counter(glyph.size for glyph in glyphs).most_common(1)[0][0]
    near = 0.1 * size
    segments: list[Segment] = []
    run: list[PdfCell] = []
    for cell in _cells(glyphs, doubts):
        end = run[-1].right if run else cell.left
        gap = cell.left - end
        if gap > WIDE_GAP * size:
            segments += _segment(run)
            run = []
        elif run and cell.text != " " != run[-1].text:
            place = bisect.bisect_left(hints, end - near)
            hinted = place < len(hints) and hints[place] <= cell.left + near
            sure = WORD_GAP if run[-1].is_exact else WORD_GAP + UNSURE
            if gap > (HINTED_GAP if hinted else sure) * size:
                run.append(PdfCell(" ", end, cell.left))
        run.append(cell)
    segments += _segment(run)
    if not segments:
        return None
    return PageLine(tuple(segments), glyphs[0].y, size, _score(segments))


def _score(segments: Iterable[Segment]) -> int:
    """Return the number of right-to-left characters minus that of left-to-right ones."""
    first = [cell.text[0] for segment in segments for cell in segment.cells]
    rtl = sum(bool(RTL_LETTER.match(char)) for char in first)
    return rtl - sum(char.isalpha() and not RTL_LETTER.match(char) for char in first)


def _segment(cells: list[PdfCell]) -> list[Segment]:
    """Return the cells as a segment with single spaces and none at its ends; [] if none remain."""
    kept: list[PdfCell] = []
    for cell in cells:
        if cell.text != " " or (kept and kept[-1].text != " "):
            kept.append(cell)
    if kept and kept[-1].text == " ":
        kept.pop()
    return [Segment(tuple(kept))] if kept else []


def _cells(glyphs: list[Glyph], doubts: Doubts) -> list[PdfCell]:
    """Return the cells of a line from left to right: marks go to their letters."""
    bases = [glyph for glyph in glyphs if not is_mark(glyph)]
    # A joiner has no width of its own and begins where the letter after it does, on its left.
    bases.sort(key=lambda one: (round(one.x, 2), one.text not in _JOINERS, one.left, one.right))
    marks: list[list[Glyph]] = [[] for _ in bases]
    for mark in glyphs:
        if is_mark(mark) and bases:
            marks[_letter_of(mark, bases)].append(mark)
    cells: list[PdfCell] = []
    before: Glyph | None = None
    for base, own in zip(bases, marks, strict=True):
        if before is not None and _is_twin(before, base):
            continue
        before = base
        left, right, is_exact = _extent(base, own, doubts)
        if base.text.isspace():
            cells.append(PdfCell(" ", left, right))
        elif base.text in _JOINERS:
            cells.append(PdfCell(base.text, left, left))
        else:
            text = _with_marks(base.text, own, doubts)
            cells.append(PdfCell(text, left, right, is_exact))
    return _attached(cells)


def _extent(base: Glyph, marks: list[Glyph], doubts: Doubts) -> tuple[float, float, bool]:
    """Return where a letter begins and ends on the line, and whether that is exact.

    PDFium divides the width of a glyph for a letter with marks among them. A letter of a script
    that does not join then gets the width that it has elsewhere.
    """
    left, right = min(base.x, base.left), base.right
    parts = [
        one
        for one in marks
        if one.x == base.x and (one.right <= base.left or base.right <= one.left)
    ]
    if not parts:
        return left, right, True
    left = min(left, *(one.left for one in parts))
    right = max(right, *(one.right for one in parts))
    known = 0.0
    if unicodedata.bidirectional(base.text[0]) != "AL":
        known = doubts.advances.get(base.text, 0.0) * base.size
    return left, max(right, base.x + known), known > 0


def _attached(cells: list[PdfCell]) -> list[PdfCell]:
    """Return the cells with joiners at the end of the cell that they follow in reading."""
    kept: list[PdfCell] = []
    joiner = ""
    for cell in cells:
        if cell.text in _JOINERS:
            joiner = cell.text
            continue
        if joiner and RTL_LETTER.match(cell.text):
            cell = cell._replace(text=cell.text + joiner)
        joiner = ""
        kept.append(cell)
    return kept


def _is_climbing(first: Glyph, second: Glyph) -> bool:
    """Whether two neighbouring letters are neither level nor on different lines, as in Nastaliq."""
    size = first.size
    is_near = abs(first.x - second.x) < 1.5 * size
    return is_near and 0.03 * size < abs(first.y - second.y) < 0.9 * size


def _without_thin_spaces(glyphs: list[Glyph]) -> tuple[list[Glyph], list[float]]:
    """Return the glyphs without spaces that have no width of their own, and the places of these.

    PDFium adds a space at one end of some gaps, and a producer may put the space of a line's end at
    the place of the last letter.
    """
    letters = {round(one.x, 1) for one in glyphs if not one.text.isspace() and not is_mark(one)}
    kept: list[Glyph] = []
    hints: list[float] = []
    for glyph in glyphs:
        is_thin = glyph.right - glyph.left < 0.01 or round(glyph.x, 1) in letters
        if glyph.text.isspace() and is_thin:
            hints.append(glyph.x)
        else:
            kept.append(glyph)
    return kept, sorted(hints)


def _is_twin(first: Glyph, second: Glyph) -> bool:
    """Whether a letter is drawn twice to look bold."""
    return (
        first.text == second.text
        and not first.text.isspace()
        and first.source != second.source
        and second.x - first.x < 0.1 * first.size
    )


def _letter_of(mark: Glyph, bases: list[Glyph]) -> int:
    """Return the index of the letter that a mark is on: the one it shares its origin with, else the
    one whose middle is nearest."""
    middle = (mark.left + mark.right) / 2
    place = bisect.bisect(bases, mark.x, key=lambda one: one.x)
    near = range(max(place - NEAR, 0), min(place + NEAR, len(bases)))
    for index in near:
        base = bases[index]
        if base.source == mark.source and base.x == mark.x and not base.text.isspace():
            return index

    def distance(index: int) -> float:
        base = bases[index]
        if base.text.isspace() or base.text in _JOINERS:
            return math.inf
        outside = max(base.left - middle, middle - base.right, 0.0)
        return outside * 4 + abs((base.left + base.right) / 2 - middle)

    return min(near, key=distance)


def _with_marks(text: str, marks: list[Glyph], doubts: Doubts) -> str:
    """Return a letter with its marks in the usual order: shadda first, else Unicode's."""
    if not marks:
        return text
    own = sorted("".join(mark.text for mark in marks), key=_mark_order)
    if SHIN not in text:
        wrong = _SHIN_DOTS.intersection(own)  # of a glyph that stands for several characters
        doubts.unknown += len(wrong)
    whole = text + "".join(own)
    return unicodedata.normalize("NFC", whole) if _COMPOSED.search(whole) else whole


def _mark_order(mark: str) -> int:
    return 26 if mark == SHADDA else unicodedata.combining(mark)
