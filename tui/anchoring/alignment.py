"""Find what two versions of a text have in common: runs of equal letters.

Both are compared as skeletons, in which different spellings are equal: composed and decomposed
letters, hamza carriers, presentation forms, digits, quotation marks, runs of white space. Marks,
tatweel and format characters are left out.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile
from typing import Literal
from zlib import crc32

from rapidfuzz.distance import Levenshtein

from tui.text import language
from tui.text.spans import Span
from tui.text.unicode import TATWEEL

WORDS = 3
"""This many words in a row connect two places if they occur once in each text."""


MANY = 1_000_000
"""Above this many letters, only some of the words are compared: of twice as many, one in three."""


MAX_CELLS = 100_000_000
"""The largest table for a letter-by-letter comparison; a longer gap is left unaligned."""


FUZZY_THRESHOLD = 0.85
"""Similarity (`fuzz.ratio` / 100) from which a text counts as an edited form of another."""


SHORT = 16
"""A text of fewer letters needs the similarity `SHORT_THRESHOLD`."""


SHORT_THRESHOLD = 0.9


Side = Literal["before", "after"]


_DROPPED = {"Mn", "Me", "Cf"}


_QUOTATION_MARKS = "“”„‟«»‹›‘’‚‛'״׳＂"


_WORD = re.compile(r"\w+")


class Skeleton:
    """The letters of a text, and the offset of the character that each comes from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offsets = array("Q")
        spellings = {char: _fold_character(char) for char in set(text)}
        replaced = text
        for char, letters in spellings.items():
            if char != letters and len(letters) == 1:
                replaced = replaced.replace(char, letters)
        pieces: list[str] = []
        last = 0
        for change in _length_changes(replaced, spellings):
            start, end = change.span()
            pieces.append(replaced[last:start])
            self.offsets.extend(range(last, start))
            letters, offset = spellings.get(replaced[start], " "), start
            if len(letters) < 2:
                space = replaced.find(" ", start, end)
                letters, offset = ("", start) if space < 0 else (" ", space)
            pieces.append(letters)
            self.offsets.extend([offset] * len(letters))
            last = end
        self.offsets.extend(range(last, len(text)))
        self.letters = "".join([*pieces, replaced[last:]])

    def from_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of letters that the span `[start, end)` of the text covers."""
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)

    def to_span(self, first: int, after: int) -> tuple[int, int]:
        """Return the range of characters that the letters `[first, after)` come from.

        Characters without letters before the first and after the last one are not included.
        """
        return self.offsets[first], self.offsets[after - 1] + 1

    def skipped(self, offset: int, side: Side) -> str:
        """Return the characters without letters right before or after the character at `offset`."""
        if side == "before":
            index = bisect_left(self.offsets, offset) - 1
            return self.text[self.offsets[index] + 1 if index >= 0 else 0 : offset]
        index = bisect_right(self.offsets, offset)
        limit = self.offsets[index] if index < len(self.offsets) else len(self.text)
        return self.text[offset + 1 : limit]


def _fold_character(char: str) -> str:
    """Return the letters of a character in a skeleton: usually one, none for a mark."""
    if char in _QUOTATION_MARKS:
        return '"'
    folded = language.fold_text(unicodedata.normalize("NFD", char))
    return "".join(
        letter
        for letter in unicodedata.normalize("NFD", folded)
        if letter != TATWEEL and unicodedata.category(letter) not in _DROPPED
    )


def _length_changes(replaced: str, spellings: Mapping[str, str]) -> Iterator[re.Match[str]]:
    """Yield the places where a skeleton has fewer or more letters than the text has characters."""
    skipped = "".join(re.escape(char) for char, letters in spellings.items() if not letters)
    longer = "".join(re.escape(char) for char, letters in spellings.items() if len(letters) > 1)
    ways = [f"[ {skipped}]{{2,}}"]
    ways += [f"[{skipped}]"] if skipped else []
    ways += [f"[{longer}]"] if longer else []
    return re.finditer("|".join(ways), replaced)


def map_span(old: Skeleton, span: Span, new: Skeleton, first: int, after: int) -> Span:
    """Return the span in the new text, given its new letters.

    Characters without letters next to its outermost letters, such as marks or tatweel, are included
    as before where both texts have the same there. Otherwise those are included whose kind was
    included before, and the marks of the last letter.
    """
    low, high = old.to_span(*old.from_span(*span))
    start, end = new.to_span(first, after)
    found = new.skipped(start, "before")
    inside = old.text[span.start : low]
    if old.skipped(low, "before") != found:
        inside = found[len(found) - _count_leading(reversed(found), set(map(_kind, inside))) :]
    start -= len(inside)
    found = new.skipped(end - 1, "after")
    inside = old.text[high : span.end]
    if old.skipped(high - 1, "after") != found:
        kinds = {"mark", *map(_kind, inside)}
        if old.text[high - 1].isspace():
            kinds.add("space")
        inside = found[: _count_leading(found, kinds)]
    return Span(start, end + len(inside))


def _count_leading(outward: Iterable[str], kinds: Set[str]) -> int:
    """Count the characters, from the span outward, that are of these kinds."""
    return sum(1 for _ in takewhile(lambda char: _kind(char) in kinds, outward))


def _kind(char: str) -> str:
    """Return the kind of a character without letters: a span includes all or none of each kind."""
    if char.isspace():
        return "space"
    if char == TATWEEL:
        return "tatweel"
    return "mark" if unicodedata.category(char) in ("Mn", "Me") else "format"


@dataclass(frozen=True, slots=True)
class Run:
    """`length` letters that are at `old` in the one skeleton and at `new` in the other."""

    old: int
    new: int
    length: int

    @property
    def shift(self) -> int:
        """The distance from the old place to the new one."""
        return self.new - self.old

    def covers_old(self, start: int, end: int) -> bool:
        """Whether the old letters `[start, end)` are in the run."""
        return self.old <= start and end <= self.old + self.length

    def covers_new(self, start: int, end: int) -> bool:
        """Whether the new letters `[start, end)` are in the run."""
        return self.new <= start and end <= self.new + self.length


class Alignment:
    """The runs that two skeletons have in common, by their old place.

    Runs are as long as possible. Two of them can contain the same letters if the texts leave it
    open which is meant: if "X and X" was cut to "X", it may be either.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        anchored = sorted(self._anchor_runs(), key=_old_and_new)
        runs = [run for run in [*anchored, *self._runs_in_gaps(anchored)] if run.length]
        self.runs = sorted(runs, key=_old_and_new)
        self._by_end = sorted(self.runs, key=_old_end)
        self._old_and_new = _RunIndex([(run.old, run) for run in self.runs])
        self._by_new = _RunIndex([(run.new, run) for run in self.runs])

    def touching(self, start: int, end: int) -> list[Run]:
        """Return the runs that contain any of the old letters `[start, end)`, by old place."""
        return self._old_and_new.touching(start, end)

    def last_before(self, old: int) -> Run | None:
        """Return the last run that ends at or before the old letter."""
        index = bisect_right(self._by_end, old, key=_old_end)
        return self._by_end[index - 1] if index else None

    def first_after(self, old: int) -> Run | None:
        """Return the first run that starts at or after the old letter."""
        index = bisect_left(self.runs, old, key=_old_start)
        return self.runs[index] if index < len(self.runs) else None

    def shifts_from(self, start: int, end: int) -> set[int]:
        """Return the shifts of all runs that contain all of the old letters `[start, end)`."""
        return {run.shift for run in self.touching(start, end) if run.covers_old(start, end)}

    def runs_to(self, start: int, end: int) -> list[Run]:
        """Return the runs that contain all of the new letters `[start, end)`."""
        touching = self._by_new.touching(start, end)
        return [run for run in touching if run.covers_new(start, end)]

    def shifts_to(self, start: int, end: int) -> set[int]:
        """Return the shifts of all runs that contain all of the new letters `[start, end)`."""
        return {run.shift for run in self.runs_to(start, end)}

    def _anchor_runs(self) -> list[Run]:
        """Return the common start and end, which may be empty, and the runs around unique words.

        Unique words are those that occur once in each text.
        """
        size = min(len(self.old), len(self.new))
        head = common_prefix(self.old, 0, self.new, 0)
        tail = common_suffix(self.old, len(self.old), self.new, len(self.new))
        runs = [Run(0, 0, head), Run(len(self.old) - tail, len(self.new) - tail, tail)]
        if head + tail < size:
            olds = _unique_words(self.old, head, len(self.old) - tail)
            news = _unique_words(self.new, head, len(self.new) - tail)
            for words, old in olds.items():
                new = news.get(words, -1)
                if old < 0 or new < 0 or _continues(runs[-1], old, new):
                    continue
                runs.append(self._extend(old, new))
        return runs

    def _extend(self, old: int, new: int) -> Run:
        before = common_suffix(self.old, old, self.new, new)
        after = common_prefix(self.old, old, self.new, new)
        return Run(old - before, new - before, before + after)

    def _runs_in_gaps(self, anchored: list[Run]) -> list[Run]:
        """Return the letters that are equal in the gaps between two adjacent runs."""
        found: list[Run] = []
        for run, following in pairwise(anchored):
            old, new = run.old + run.length, run.new + run.length
            old_gap, new_gap = following.old - old, following.new - new
            if old_gap > 0 and new_gap > 0 and old_gap * new_gap <= MAX_CELLS:
                found += _letter_runs(self.old, old, old_gap, self.new, new, new_gap)
        return found


class _RunIndex:
    """Finds the runs that overlap a range of one of the texts."""

    def __init__(self, placed: list[tuple[int, Run]]) -> None:
        placed = sorted(placed, key=lambda item: item[0])
        self._runs = [run for _, run in placed]
        self._starts = [start for start, _ in placed]
        self._ends = list(accumulate((start + run.length for start, run in placed), max))

    def touching(self, start: int, end: int) -> list[Run]:
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return [
            run
            for run, at in zip(self._runs[first:last], self._starts[first:last], strict=True)
            if at + run.length > start
        ]


def _old_and_new(run: Run) -> tuple[int, int]:
    return run.old, run.new


def _old_start(run: Run) -> int:
    return run.old


def _old_end(run: Run) -> int:
    return run.old + run.length


def common_prefix(one: str, at: int, other: str, other_at: int) -> int:
    """Count the letters that are the same from `one[at]` and `other[other_at]` on."""
    limit = min(len(one) - at, len(other) - other_at)
    low, step = 0, 64
    while low < limit:
        high = min(low + step, limit)
        if one[at + low : at + high] == other[other_at + low : other_at + high]:
            low, step = high, step * 2
        elif step == 1 or high - low == 1:
            return low
        else:
            step = max(1, (high - low) // 2)
    return limit


def common_suffix(one: str, end: int, other: str, other_end: int) -> int:
    """Count the letters that are the same before `one[end]` and `other[other_end]`."""
    limit = min(end, other_end)
    low, step = 0, 64
    while low < limit:
        high = min(low + step, limit)
        if one[end - high : end - low] == other[other_end - high : other_end - low]:
            low, step = high, step * 2
        elif high - low == 1:
            return low
        else:
            step = max(1, (high - low) // 2)
    return limit


def _unique_words(letters: str, start: int, end: int) -> dict[str, int]:
    """Return sequences of `WORDS` words with their places; -1 for those that occur twice."""
    found: dict[str, int] = {}
    one_in = 1 + (end - start) // MANY
    bounds: deque[int] = deque(maxlen=WORDS)
    for match in _WORD.finditer(letters, start, end):
        bounds.append(match.start())
        words = letters[bounds[0] : match.end()]
        if len(bounds) == WORDS and (one_in == 1 or crc32(words.encode()) % one_in == 0):
            found[words] = -1 if words in found else bounds[0]
    return found


def _continues(run: Run, old: int, new: int) -> bool:
    return run.shift == new - old and run.covers_old(old, old + 1)


def _letter_runs(
    old: str, old_start: int, old_length: int, new: str, new_start: int, new_length: int
) -> list[Run]:
    steps = Levenshtein.opcodes(
        old[old_start : old_start + old_length], new[new_start : new_start + new_length]
    )
    return [
        Run(old_start + step.src_start, new_start + step.dest_start, step.src_end - step.src_start)
        for step in steps
        if step.tag == "equal"
    ]


def splits_word(letters: str, bound: int) -> bool:
    """Return whether both letters next to a bound belong to one word."""
    return 0 < bound < len(letters) and letters[bound - 1].isalnum() and letters[bound].isalnum()
