"""The lines of a PDF file's pages, by the places of its characters.

PDFium names the characters with their places. Its own order of them is not used: it puts words from
right to left in order by rules that fail where the producer of the file has done so already.
"""

from __future__ import annotations

import bisect
import ctypes
import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.text.unicode import JOINERS, RTL_BLOCKS, characters, pattern

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

COLUMN_GAP = 0.9
"""The least gap between two columns, in the size of the letters."""

ASCENT = 0.6
"""How far letters are above their base line, in their size, on average."""

WIDEST = 20_000
"""The greatest width of a page that is read, in points; PDF allows 14,400."""

NARROWEST = 0.15
"""The width of a column at least, in that of the text."""

CROSSING = 0.3
"""The share of lines that may run over the space between two columns, such as titles."""

COLUMN_LINES = 4
"""Lines next to each other from which on two columns are read one after the other."""

COLUMN_CELLS = 12
"""Characters of a line in a column, on average; those of a table's cells are fewer."""

LEVEL = math.radians(5)
"""The angle up to which a character counts as level; others are left out."""

_LAM = "\u0644"
_ALEFS = frozenset("\u0627\u0622\u0623\u0625\u0671")

_SHADDA = "\u0651"

_SHIN, _SHIN_DOTS = "\u05e9", frozenset("\u05c1\u05c2")

_JOINERS = frozenset(characters(JOINERS))

_COMPOSED = re.compile("[\u0653-\u0655]")
"""Marks that make another letter of an Arabic one."""

_RTL = re.compile(f"[{pattern(RTL_BLOCKS)}]")

_WORDS = {
    words: sign
    for sign in map(chr, range(0xFDF0, 0xFDFE))
    if " " in (words := unicodedata.normalize("NFKC", sign))
}
"""Characters for several words; PDFium returns the words."""

_PRIVATE = ("Co", "Cn", "Cc")


class Glyph(NamedTuple):
    """One glyph of the page, with the characters it shows."""

    text: str
    x: float
    """Where it begins; all lengths are in points, from the page's lower left corner."""
    y: float
    """The base line."""
    left: float
    right: float
    size: float
    source: int
    """Identifies the text object that it is in."""


class PdfCell(NamedTuple):
    """A character with its marks, in its place on a line."""

    text: str
    left: float
    right: float
    is_exact: bool = True
    """Whether it is known where it ends."""


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
    """How many more of its characters run from right to left than from left to right."""
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


@dataclass(slots=True)
class Doubts:
    """Reasons to doubt the text of a file, counted over its pages."""

    characters: int = 0
    unknown: int = 0
    """Glyphs for which the file has no character, or an impossible one."""
    outside: int = 0
    """Characters outside of the page."""
    turned: int = 0
    """Characters that do not run along the page, which are left out."""
    letters: int = 0
    """Right-to-left letters."""
    climbing: int = 0
    """Those that are a little above or below the one before them, as in Nastaliq."""
    ligatures: Counter[bool] = field(default_factory=Counter)
    """Ligatures of lam and alef, by whether their letters were given in reverse."""
    advances: dict[str, float] = field(default_factory=dict)
    """The widths of letters in their size, as far as they are known."""


def page_lines(page: PdfPage, doubts: Doubts) -> list[PageLine]:
    """Return the lines of a page in the order of reading, from left to right each."""
    glyphs = list(_glyphs(page, doubts))
    doubts.characters += sum(len(glyph.text) for glyph in glyphs)
    letters = [glyph for glyph in glyphs if not _is_mark(glyph) and _RTL.match(glyph.text)]
    doubts.letters += len(letters)
    doubts.climbing += sum(map(_is_climbing, letters, letters[1:]))
    for glyph in glyphs:
        if glyph.left == glyph.x:  # else a part of a ligature
            doubts.advances.setdefault(glyph.text, (glyph.right - glyph.left) / glyph.size)
    rtl = sum(bool(_RTL.match(glyph.text)) for glyph in glyphs) * 2 > len(glyphs)
    return [
        _of_column(line, number) if number else line
        for number, region in _regions(glyphs, rtl)
        for group in _grouped(region)
        if (line := _line(group, doubts)) is not None
    ]


def _of_column(line: PageLine, number: int) -> PageLine:
    """Return a line of a column: its wide gaps are those of justified text."""
    cells = [*line.segments[0].cells]
    for segment in line.segments[1:]:
        cells += [PdfCell(" ", cells[-1].right, segment.left), *segment.cells]
    return line._replace(segments=(Segment(tuple(cells)),), column=number)


def _glyphs(page: PdfPage, doubts: Doubts) -> Iterator[Glyph]:
    """Yield the characters of a page that run as most of it does."""
    import pypdfium2.raw as pdfium

    left_edge, low_edge, right_edge, high_edge = _edges(page)
    text_page = page.get_textpage()
    raw = text_page.raw
    turn = _turn_of(raw, text_page.count_chars())
    x, y = ctypes.c_double(), ctypes.c_double()
    tight = [ctypes.c_double() for _ in range(4)]
    loose, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    kept: tuple[Any, ...] = ()
    sizes: dict[int, float] = {}
    parts: list[str] = []
    glyph: Glyph | None = None
    for index in range(text_page.count_chars()):
        source = pdfium.FPDFText_GetTextObject(raw, index)
        if not source:  # a space or a line break that PDFium adds
            continue
        char = _character(pdfium.FPDFText_GetUnicode(raw, index))
        key = ctypes.addressof(source.contents)
        if key not in sizes:
            pdfium.FPDFText_GetMatrix(raw, index, matrix)
            scale = math.hypot(matrix.c, matrix.d) or 1.0
            angle = math.atan2(matrix.b, matrix.a)
            size = pdfium.FPDFText_GetFontSize(raw, index) * scale
            sizes[key] = abs(size) if _is_level(angle - turn * math.pi / 2) else 0.0
        if not sizes[key]:
            doubts.turned += not char.isspace()
            continue
        if pdfium.FPDFText_HasUnicodeMapError(raw, index) or _is_unknown(char):
            doubts.unknown += 1
            char = "\ufffd"
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(raw, index, loose)
        pdfium.FPDFText_GetCharBox(raw, index, *tight)
        place = (key, x.value, y.value, *(one.value for one in tight))
        if place == kept and glyph is not None:  # a ligature: one glyph, several characters
            parts.append(char)
            continue
        if glyph is not None:
            yield glyph._replace(text=_ligature(parts, doubts))
        if not (left_edge <= x.value <= right_edge and low_edge <= y.value <= high_edge):
            doubts.outside += 1
            glyph, kept = None, ()
            continue
        glyph = Glyph(char, *_turned(x.value, y.value, loose, turn), sizes[key], key)
        parts, kept = [char], place
    if glyph is not None:
        yield glyph._replace(text=_ligature(parts, doubts))
    text_page.close()


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _edges(page: PdfPage) -> tuple[float, float, float, float]:
    """Return the edges of a page, left, lower, right and upper, with a little around it: lines that
    are too long are read."""
    left, low, right, high = page.get_mediabox()
    room = 0.2 * max(abs(right - left), abs(high - low))
    return (
        min(left, right) - room,
        min(low, high) - room,
        max(left, right) + room,
        max(low, high) + room,
    )


def _turn_of(raw: Any, count: int) -> int:
    """Return how many quarter turns most of a page's text is rotated by: 0, 1 or 3."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    turns: Counter[int] = Counter()
    key, turn = 0, 0
    for index in range(count):
        source = pdfium.FPDFText_GetTextObject(raw, index)
        if source:
            if ctypes.addressof(source.contents) != key:
                key = ctypes.addressof(source.contents)
                pdfium.FPDFText_GetMatrix(raw, index, matrix)
                turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
            turns[turn] += 1
    most = turns.most_common(1)[0][0] if turns else 0
    return most if most in (1, 3) else 0  # a mirrored text counts as level


def _turned(x: float, y: float, box: Any, turn: int) -> tuple[float, float, float, float]:
    """Return origin, base line, left and right edge after rotating the text upright."""
    if turn == 1:
        return y, -x, min(box.bottom, box.top), max(box.bottom, box.top)
    if turn == 3:
        return -y, x, min(-box.bottom, -box.top), max(-box.bottom, -box.top)
    return x, y, min(box.left, box.right), max(box.left, box.right)


def _is_level(angle: float) -> bool:
    """Whether a text with this angle runs along the page; a mirrored one counts."""
    return abs(math.sin(angle)) < math.sin(LEVEL)


def _is_unknown(char: str) -> bool:
    return char == "\ufffd" or (unicodedata.category(char) in _PRIVATE and char not in "\t\n\r\x02")


def _ligature(parts: Sequence[str], doubts: Doubts) -> str:
    """Return the characters of one glyph in the order of reading.

    PDFium returns those of a right-to-left word in reverse, unless it reversed the word twice. Lam
    and alef tell which, since all fonts have a ligature of lam and alef and none of alef and lam.
    """
    if len(parts) == 1:
        return parts[0]
    words = _WORDS.get("".join(parts)) or _WORDS.get("".join(parts[::-1]))
    if words is not None:
        return words
    bases = [part for part in parts if not unicodedata.combining(part)]
    reverse = parts[::-1]
    if len(bases) == 2 and _LAM in bases and not _ALEFS.isdisjoint(bases):
        is_reversed = bases[1] == _LAM
        doubts.ligatures[is_reversed] += 1
        return "".join(reverse if is_reversed else parts)
    mostly = doubts.ligatures[True] >= doubts.ligatures[False]
    rtl = all(_RTL.match(part) for part in bases) and bool(bases)
    return "".join(reverse if rtl and mostly else parts)


def _grouped(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the glyphs of each line, from the top of the page to its bottom."""
    # A mark is above or below the line, and so is a letter that the file gives with its mark.
    marked = {(one.source, one.x, one.y) for one in glyphs if _is_mark(one)}
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
    """Return how many more characters run from right to left than from left to right."""
    first = [cell.text[0] for segment in segments for cell in segment.cells]
    rtl = sum(bool(_RTL.match(char)) for char in first)
    return rtl - sum(char.isalpha() and not _RTL.match(char) for char in first)


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
    bases = [glyph for glyph in glyphs if not _is_mark(glyph)]
    # A joiner has no width of its own and begins where the letter after it does, on its left.
    bases.sort(key=lambda one: (round(one.x, 2), one.text not in _JOINERS, one.left, one.right))
    marks: list[list[Glyph]] = [[] for _ in bases]
    for mark in glyphs:
        if _is_mark(mark) and bases:
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
        if joiner and _RTL.match(cell.text):
            cell = cell._replace(text=cell.text + joiner)
        joiner = ""
        kept.append(cell)
    return kept


def _is_climbing(first: Glyph, second: Glyph) -> bool:
    """Whether two neighbouring letters are neither level nor on different lines, as in Nastaliq."""
    size = first.size
    is_near = abs(first.x - second.x) < 1.5 * size
    return is_near and 0.03 * size < abs(first.y - second.y) < 0.9 * size


def _is_mark(glyph: Glyph) -> bool:
    return all(unicodedata.category(char) in ("Mn", "Me") for char in glyph.text)


def _without_thin_spaces(glyphs: list[Glyph]) -> tuple[list[Glyph], list[float]]:
    """Return the glyphs without spaces that have no width of their own, and the places of these.

    PDFium adds a space at one end of some gaps, and a producer may put the space of a line's end at
    the place of the last letter.
    """
    letters = {round(one.x, 1) for one in glyphs if not one.text.isspace() and not _is_mark(one)}
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
    if _SHIN not in text:
        wrong = _SHIN_DOTS.intersection(own)  # of a glyph that stands for several characters
        doubts.unknown += len(wrong)
    whole = text + "".join(own)
    return unicodedata.normalize("NFC", whole) if _COMPOSED.search(whole) else whole


def _mark_order(mark: str) -> int:
    return 26 if mark == _SHADDA else unicodedata.combining(mark)


def _regions(glyphs: list[Glyph], rtl: bool) -> Iterator[tuple[int, list[Glyph]]]:
    """Yield the parts of a page in the order of reading, with the numbers of columns, from 1; what
    is in no column has 0."""
    numbers = itertools.count(1)
    for part in _parts(glyphs, rtl):
        yield (0 if part.outside else next(numbers)), part.glyphs


class _Part(NamedTuple):
    glyphs: list[Glyph]
    outside: bool
    """Whether it is in no column."""


def _parts(glyphs: list[Glyph], rtl: bool) -> Iterator[_Part]:
    """Yield text above, between and below columns, and each column, in the order of reading."""
    bands = _bands(glyphs)
    gutter = _gutter(bands)
    if gutter is None:
        yield _Part(glyphs, outside=True)
        return
    rest: list[Glyph] = []
    for open_there, run in groupby(bands, lambda band: _leaves_open(band, gutter)):
        found = list(run)
        before, inside, after = _trimmed(found, gutter, rtl) if open_there else (found, [], [])
        sides = [
            [one for band in inside for one in band if (one.x < gutter) is left]
            for left in (not rtl, rtl)
        ]
        if not all(map(_is_column, sides)):
            rest += itertools.chain.from_iterable(found)
            continue
        rest += itertools.chain.from_iterable(before)
        if rest:
            yield _Part(rest, outside=True)
        for side in sides:
            for part in _parts(side, rtl):  # there may be more than two
                yield part._replace(outside=False)
        rest = list(itertools.chain.from_iterable(after))
    if rest:
        yield _Part(rest, outside=True)


def _bands(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Return the glyphs in bands with white space between them: lines, or several columns."""
    bands: list[list[Glyph]] = []
    bottom = math.inf
    for glyph in sorted(glyphs, key=lambda one: -(one.y + ASCENT * one.size)):
        if glyph.y + ASCENT * glyph.size < bottom or not bands:
            bands.append([])
            bottom = math.inf
        bands[-1].append(glyph)
        bottom = min(bottom, glyph.y)
    return bands


def _gutter(bands: Sequence[Sequence[Glyph]]) -> float | None:
    """Return the middle of the strip that the fewest bands have text in; None if there is none as
    wide as columns need."""
    if not bands:
        return None
    every = [glyph for band in bands for glyph in band if not glyph.text.isspace()]
    if not every:
        return None
    size = Counter(round(glyph.size, 1) for glyph in every).most_common(1)[0][0]
    low, high = min(one.left for one in every), max(one.right for one in every)
    counts = [0] * (min(int(high - low), WIDEST) + 2)
    last = len(counts) - 1
    for band in bands:
        for left, right in pairwise(_gaps(band)):
            counts[min(max(int(left[1] - low), 0), last)] += 1
            counts[min(int(right[0] - low) + 1, last)] -= 1
    covered = list(itertools.accumulate(counts))
    crossing = CROSSING * max(covered)
    edge = int(NARROWEST * len(covered))
    found: list[tuple[int, int, int]] = []
    at = 0
    for is_free, run in groupby(covered, lambda count: count <= crossing):
        points = list(run)
        if is_free and edge < at + len(points) / 2 < len(covered) - edge:
            found.append((max(points), -len(points), at))
        at += len(points)
    wide = [one for one in found if -one[1] >= COLUMN_GAP * size]
    if not wide:
        return None
    _, length, start = min(wide)
    return low + start - length / 2


def _leaves_open(band: Sequence[Glyph], gutter: float) -> bool:
    """Whether a band has no text in the gutter, nor close to it."""
    room = COLUMN_GAP * band[0].size / 3
    return any(left <= gutter - room and gutter + room <= right for left, right in _gaps(band))


_Bands = list[list[Glyph]]


def _trimmed(bands: _Bands, gutter: float, rtl: bool) -> tuple[_Bands, _Bands, _Bands]:
    """Return bands before columns, of columns, and after them.

    At either end there may be full-width lines so short that they end before the gutter.
    """
    left = min(one.left for band in bands for one in band)
    right = max(one.right for band in bands for one in band)

    def belongs(band: Sequence[Glyph]) -> bool:
        at_start = [(one.x >= gutter) is rtl for one in band]
        if not all(at_start):
            return True
        inner = min(one.left for one in band) if rtl else max(one.right for one in band)
        room = right - gutter if rtl else gutter - left
        return abs(inner - gutter) < room / 3

    places = [place for place, band in enumerate(bands) if belongs(band)]
    if not places:
        return bands, [], []
    first, last = places[0], places[-1] + 1
    return bands[:first], bands[first:last], bands[last:]


def _is_column(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs are lines of text, not the cells of a table."""
    lines = len({round(glyph.y) for glyph in glyphs if not _is_mark(glyph)})
    return lines >= COLUMN_LINES and len(glyphs) >= COLUMN_CELLS * lines


def _gaps(band: Sequence[Glyph]) -> list[tuple[float, float]]:
    """Return the stretches of a band that no glyph covers, from left to right."""
    gaps: list[tuple[float, float]] = []
    right = -math.inf
    for glyph in sorted(band, key=lambda one: one.left):
        if glyph.text.isspace():
            continue
        if glyph.left > right:
            gaps.append((right, glyph.left))
        right = max(right, glyph.right)
    return [*gaps, (right, math.inf)]
