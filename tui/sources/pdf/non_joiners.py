"""Restore zero-width non-joiners, which a PDF file does not contain.

A file has glyphs, and a non-joiner has none. In Persian `می‌خواهیم` its only trace is that the ی has
the form for the end of a word. The form of a letter is recognised by its width: in the same file,
letters at the ends of words and inside words show which width belongs to which form.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tui.sources.pdf.pages import PageLine, PdfCell, Segment
from tui.text.unicode import ARABIC_LETTERS, LAM, ZWNJ, are_joined, characters

_LETTERS = frozenset(characters(ARABIC_LETTERS))

_JOINED_ON_ONE_SIDE = frozenset(one for one in _LETTERS if not are_joined(one, LAM))
"""Letters that do not join the one after them, so that they have no other form before one."""

SAME = 0.012
"""The largest difference of widths of one form, in font sizes."""

OTHER = 0.06
"""The least difference of widths of two forms, in font sizes."""

ENOUGH = 3
"""The least number of occurrences from which the width of a form is known."""

_Key = tuple[str, bool, float]
"""A letter, whether it joins the one before it, and the size of its line."""


class Forms:
    """The widths of letters at the ends of words and inside of them."""

    def __init__(self, lines: Sequence[PageLine]) -> None:
        inside: dict[_Key, Counter[float]] = defaultdict(Counter)
        at_end: dict[_Key, Counter[float]] = defaultdict(Counter)
        for line in lines:
            for word in _words(line):
                joins = False
                for cell, following in zip(word, [*word[1:], None], strict=True):
                    key = cell.text[0], joins, round(line.size, 1)
                    (at_end if following is None else inside)[key][_width(cell, line)] += 1
                    joins = cell.text[0] not in _JOINED_ON_ONE_SIDE
        self._inside = {key: _usual(found) for key, found in inside.items()}
        self._at_end = {key: _usual(found) for key, found in at_end.items()}

    def is_final(self, cell: PdfCell, line: PageLine, *, joins: bool) -> bool:
        """Whether a letter inside a word has the form for the end of a word."""
        key = cell.text[0], joins, round(line.size, 1)
        end, inside = self._at_end.get(key), self._inside.get(key)
        if end is None or inside is None or abs(end - inside) < OTHER:
            return False
        return abs(_width(cell, line) - end) <= SAME


def with_non_joiners(lines: Sequence[PageLine], forms: Forms) -> tuple[list[PageLine], int]:
    """Return lines with non-joiners after letters inside of words that have their final form, and
    how many they are."""
    found: list[PageLine] = []
    count = 0
    for line in lines:
        final: set[PdfCell] = set()
        for word in _words(line):
            joins = False
            for cell in word[:-1]:
                is_final = cell.text[0] not in _JOINED_ON_ONE_SIDE and forms.is_final(
                    cell, line, joins=joins
                )
                if is_final:
                    final.add(cell)
                joins = not is_final and cell.text[0] not in _JOINED_ON_ONE_SIDE
        count += len(final)
        found.append(_marked(line, final) if final else line)
    return found, count


def _marked(line: PageLine, final: set[PdfCell]) -> PageLine:
    """Return the line with non-joiners in these cells."""
    segments = tuple(
        Segment(
            tuple(
                cell._replace(text=cell.text + ZWNJ) if cell in final else cell
                for cell in segment.cells
            )
        )
        for segment in line.segments
    )
    return line._replace(segments=segments)


def _words(line: PageLine) -> Iterator[list[PdfCell]]:
    """Yield the words of Arabic letters on a line, each in the order of reading."""
    for segment in line.segments:
        word: list[PdfCell] = []
        for cell in reversed(segment.cells):
            if cell.text[0] in _LETTERS and ZWNJ not in cell.text:
                word.append(cell)
            elif word:
                yield word
                word = []
        if word:
            yield word


def _width(cell: PdfCell, line: PageLine) -> float:
    return round((cell.right - cell.left) / line.size, 3)


def _usual(widths: Counter[float]) -> float | None:
    """Return the width that most of them have, up to `SAME`; None if too few have it."""
    width, _ = widths.most_common(1)[0]
    near = sum(count for other, count in widths.items() if abs(other - width) <= SAME)
    return width if near >= ENOUGH else None
