"""The text of a line whose characters are known by their places on the page.

The order of the letters in a PDF file depends on its producer: some write them as they are read,
some from left to right, some mix both in a line. Only their places on the page are certain. The
order of reading is found by undoing UAX #9, and verified by applying it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import bidirectional, normalize

from tui.text.unicode import (
    ARABIC_WORD_SIGNS,
    PRESENTATION_FORMS,
    RTL_BLOCKS,
    Direction,
    pattern,
    resolve,
    row_levels,
    visual_order,
)

_KINDS = {
    "R": "r", "AL": "r", "AN": "a", "L": "l", "EN": "d", "ES": "s", "CS": "s", "ET": "s",
}  # fmt: skip
"""`r` right-to-left, `l` left-to-right, `a` and `d` digits, `s` what can be part of a number; `o`
is everything else."""

_LTR_STRETCH = re.compile(r"[lda](?:[^r]*[lda])?")
"""Cells in a line from right to left that may run against it."""

_RTL_STRETCH = re.compile(r"[ra](?:[^l]*[ra])?")
"""Cells in a line from left to right that run against it."""

_SIGNED = r"s*[da]+(?:s+[da]+)*s*"

_WAYS = tuple(
    re.compile(rf"{way}|l+|[da]+|[^lda]", re.DOTALL)
    for way in (
        r"[lda](?:.*[lda])?",
        r".+",
        rf"{_SIGNED}$|.+(?=[^lda]{_SIGNED}$)",
        rf"l(?:[^da]*l)?(?:[^lda]*{_SIGNED})?|{_SIGNED}",
        rf"l(?:[^da]*l)?|{_SIGNED}",
        r"l(?:[^da]*l)?|[da]+(?:s+[da]+)*s|[da]+",
        r"l(?:[^da]*l)?|s[da]+(?:s+[da]+)*|[da]+",
        r"l(?:[^da]*l)?|[da]+(?:s[da]+)*",
        r"l(?:[^da]*l)?|d+|a+",
        r"l+",
    )
)
"""What keeps its order in a stretch that runs against the line: all but the signs at its ends;
all of it; all but the number that it begins with; Latin words with the number after them; words and
numbers by themselves, with their signs, with one of them, without; digits; letters."""

_FORM = re.compile(f"[{pattern(PRESENTATION_FORMS)}]+")

_WORD_SIGNS = re.compile(f"[{pattern(ARABIC_WORD_SIGNS)}]")

_LIST_MARK = re.compile(r"(\s*\w{1,3})[()](\s)")
"""The number or letter of a list item, which has one bracket only."""

_OPENING, _CLOSING = "([{«‹", ")]}»›"

_QUOTES = "“”"

_BEGIN, _END = f"{_OPENING}“", f"{_CLOSING}”"

_MIRROR = str.maketrans(f"{_BEGIN}‘<{_END}’>", f"{_END}’>{_BEGIN}‘<")

_QUOTE = re.compile(f"[{_QUOTES}]")

_RTL = re.compile(f"[{pattern(RTL_BLOCKS)}]")


MOST_TRIES = 200
"""The most ways of reading that are tried for one line."""


class ReadingLine(NamedTuple):
    """A line in the order of reading."""

    text: str
    verified: bool
    """Whether UAX #9 puts the text into the order that it has on the page."""


def read_line(cells: Sequence[str], direction: Direction, before: str = "") -> ReadingLine:
    """Return the text of cells, which are characters with their marks, given from left to right.

    `before` is the text of the paragraph before the line, which is the context of numbers. Brackets
    stay as in the cells: see `turned_brackets`.
    """
    kinds = "".join(map(_kind, cells))
    rtl = direction is Direction.RTL
    found = list((_LTR_STRETCH if rtl else _RTL_STRETCH).finditer(kinds))
    reading = _Reading(cells, kinds, [_widened(kinds, *one.span()) for one in found], direction,
                       _context(before))  # fmt: skip
    ways = [0] * len(found)
    best = reading.order(ways)
    wrong = reading.mistakes(best)
    tries = MOST_TRIES
    for number in range(len(found) - 1, -1, -1) if rtl else range(len(found)):
        start, end = reading.stretches[number]
        for way in range(1, len(_WAYS)):
            if not tries or not any(start <= at < end for at in wrong):
                break
            tries -= 1
            ways[number] = way
            order = reading.order(ways)
            now_wrong = reading.mistakes(order)
            if any(start <= at < end for at in now_wrong):
                ways[number] = 0  # none of it is certain: it stays as it is on the page
            else:
                best, wrong = order, now_wrong
    return ReadingLine("".join(cells[at] for at in best), verified=not wrong)


def turned_brackets(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs of a text with brackets and quotation marks that open before they
    close.

    PDFium names their mirror images in text from right to left. Where a file has done so too, or
    more paragraphs have brackets that are balanced as they are, they stay. A pair that closes
    before it opens is mirrored by itself.
    """
    stay = sum(_mirror_vote(text) for text in paragraphs) < 0
    turned = [
        text if stay or not _RTL.search(text) else text.translate(_MIRROR) for text in paragraphs
    ]
    firsts = Counter(found[0] for text in turned if (found := _QUOTE.search(text)))
    quotes = "”“" if firsts["”"] > firsts["“"] else "“”"
    return [_paired(text, quotes) for text in turned]


def _mirror_vote(text: str) -> int:
    """Return 1 if brackets are balanced only when mirrored, -1 if only unmirrored, else 0."""
    text = _LIST_MARK.sub("", text)
    signs = "".join(char for char in text if char in _OPENING + _CLOSING)
    if not signs or not _RTL.search(text):
        return 0
    return _is_balanced(signs.translate(_MIRROR)) - _is_balanced(signs)


def _paired(text: str, quotes: str) -> str:
    """Return the text with each pair of brackets in order, if their number allows it."""
    mark = _LIST_MARK.match(text)
    if mark is not None:
        return f"{mark[1]}){mark[2]}{_paired(text[mark.end() :], quotes)}"
    chars = list(text)
    for opening, closing in zip(_OPENING + quotes[0], _CLOSING + quotes[1], strict=True):
        places = [at for at, char in enumerate(chars) if char in (opening, closing)]
        signs = "".join(chars[at] for at in places)
        if len(places) % 2 == 0 and not _is_balanced(signs):
            for number, at in enumerate(places):
                chars[at] = closing if number % 2 else opening
    return "".join(chars)


def plain_letters(text: str) -> str:
    """Return the text with letters in place of presentation forms and ligatures."""
    return _FORM.sub(
        lambda found: "".join(
            one if _WORD_SIGNS.match(one) else normalize("NFKC", one) for one in found[0]
        ),
        text,
    )


def _kind(cell: str) -> str:
    return _KINDS.get(bidirectional(cell[0]), "o")


def _context(before: str) -> str:
    """Return the last strong character of the text before a line; "" if there is none."""
    return next((char for char in reversed(before) if bidirectional(char) in ("L", "R", "AL")), "")


def _widened(kinds: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a stretch with the signs at its ends, which may belong to a number."""
    while start and kinds[start - 1] == "s":
        start -= 1
    while end < len(kinds) and kinds[end] == "s":
        end += 1
    return start, end


class _Reading(NamedTuple):
    """A line and the stretches in it that run against it."""

    cells: Sequence[str]
    kinds: str
    stretches: Sequence[tuple[int, int]]
    direction: Direction
    context: str
    """The last strong character before the line."""

    def order(self, ways: Sequence[int]) -> list[int]:
        """Return the indices of the cells in reading order; `ways` has the way of each stretch."""
        rtl = self.direction is Direction.RTL
        order: list[int] = []
        at = 0
        for (start, end), way in zip(self.stretches, ways, strict=True):
            start = max(start, at)
            order += range(at, start)
            units = [range(*unit.span()) for unit in _WAYS[way].finditer(self.kinds, start, end)]
            if rtl:  # the line is turned round as a whole at the end
                order += [one for unit in units for one in reversed(unit)]
            else:
                order += _turned(units, self.kinds)
            at = max(at, end)
        order += range(at, len(self.cells))
        if rtl:
            order.reverse()
        return order

    def mistakes(self, order: Sequence[int]) -> list[int]:
        """Return the indices of the cells that UAX #9 would not put where they are."""
        text = self.context + _paired("".join(self.cells[one] for one in order), _QUOTES)
        levels = row_levels(text, resolve(text, self.direction), 0, len(text))
        starts, place = [], len(self.context)
        for one in order:
            starts.append(place)
            place += len(self.cells[one])
        shown = visual_order([levels[start] for start in starts])
        return [at for at, index in enumerate(shown) if order[index] != at]


def _turned(units: Sequence[range], kinds: str) -> Iterator[int]:
    """Yield a stretch from right to left in a line from left to right; numbers keep their order."""
    for unit in reversed(units):
        whole = re.search("[ro]", kinds[unit.start : unit.stop]) is None
        yield from unit if whole else reversed(unit)


def _is_balanced(text: str) -> bool:
    """Whether each bracket that closes has one of its kind before it, and each that opens one
    after it."""
    open_brackets: list[str] = []
    for char in text:
        if char in _BEGIN:
            open_brackets.append(char)
        elif char in _END and (
            not open_brackets or open_brackets.pop() != _BEGIN[_END.index(char)]
        ):
            return False
    return not open_brackets
