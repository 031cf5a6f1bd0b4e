"""The characters of a PDF file's pages with their places, as PDFium gives them.

PDFium's own order of the characters is not used: it reverses right-to-left words by rules that fail
if the producer of the file has already done so.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.text.unicode import ALEFS, ARABIC_WORD_SIGNS, LAM, RTL_BLOCKS, characters, pattern

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

LEVEL = math.radians(5)
"""The angle up to which a character counts as level; others are left out."""

RTL_LETTER = re.compile(f"[{pattern(RTL_BLOCKS)}]")

_WORDS = {
    words: sign
    for sign in characters(ARABIC_WORD_SIGNS)
    if " " in (words := unicodedata.normalize("NFKC", sign))
}
"""Characters that stand for several words, by these words, which PDFium returns."""

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
    """Those of them that are a little above or below the one before, as in Nastaliq."""
    ligatures: Counter[bool] = field(default_factory=Counter)
    """Ligatures of lam and alef, by whether their letters were given in reverse."""
    advances: dict[str, float] = field(default_factory=dict)
    """The widths of letters in their size, as far as they are known."""


def page_glyphs(page: PdfPage, doubts: Doubts) -> Iterator[Glyph]:
    """Yield the characters of a page that run in its main direction."""
    import pypdfium2.raw as pdfium

    left_edge, low_edge, right_edge, high_edge = _edges(page)
    text_page = page.get_textpage()
    raw = text_page.raw
    turn = _turn_of(raw, text_page.count_chars())
    x, y = ctypes.c_double(), ctypes.c_double()
    tight = [ctypes.c_double() for _ in range(4)]
    loose = pdfium.FS_RECTF()
    kept: tuple[Any, ...] = ()
    # By the address of the text object that a character belongs to.
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
            sizes[key] = _size(raw, index, turn)
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


def _size(raw: Any, index: int, turn: int) -> float:
    """Return the size of a character; 0 if it does not run as most of the page does."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, index, matrix)
    if not _is_level(math.atan2(matrix.b, matrix.a) - turn * math.pi / 2):
        return 0.0
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    return abs(float(pdfium.FPDFText_GetFontSize(raw, index)) * scale)


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _edges(page: PdfPage) -> tuple[float, float, float, float]:
    """Return the edges of a page: left, lower, right and upper.

    They are moved outward a little, so that lines that are slightly too long are read.
    """
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
    if len(bases) == 2 and LAM in bases and any(base in ALEFS for base in bases):
        is_reversed = bases[1] == LAM
        doubts.ligatures[is_reversed] += 1
        return "".join(reverse if is_reversed else parts)
    mostly = doubts.ligatures[True] >= doubts.ligatures[False]
    rtl = all(RTL_LETTER.match(part) for part in bases) and bool(bases)
    return "".join(reverse if rtl and mostly else parts)


def is_mark(glyph: Glyph) -> bool:
    """Whether a glyph has only marks."""
    return all(unicodedata.category(char) in ("Mn", "Me") for char in glyph.text)
