"""What two versions of a text have in common: runs of letters that stand in both.

Both are compared as skeletons, in which spellings of one text are equal: composed and decomposed
letters, hamza carriers, presentation forms, digits, quotation marks, runs of white space; marks,
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

from tui.text import language
from tui.text.spans import Span
from tui.text.unicode import TATWEEL

WORDS = 3
"""Words in a row that tie two places together when they stand once in each text."""


MANY = 1_000_000
"""Letters above which not all words serve as ties: of two times as many, one in three does."""


MAX_CELLS = 100_000_000
"""Of the table that a letter-by-letter comparison fills; a longer gap is left unaligned."""


FUZZY_THRESHOLD = 0.85
"""Similarity that a text must have to stand for one that was edited (`fuzz.ratio` / 100)."""


SHORT = 16
"""Letters below which a text must be as similar as `SHORT_THRESHOLD` says."""


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
        spellings = {char: _letters_of(char) for char in set(text)}
        evened = text
        for char, letters in spellings.items():
            if char != letters and len(letters) == 1:
                evened = evened.replace(char, letters)
        pieces: list[str] = []
        last = 0
        for change in _uneven(evened, spellings):
            start, end = change.span()
            pieces.append(evened[last:start])
            self.offsets.extend(range(last, start))
            letters, offset = spellings.get(evened[start], " "), start
            if len(letters) < 2:
                space = evened.find(" ", start, end)
                letters, offset = ("", start) if space < 0 else (" ", space)
            pieces.append(letters)
            self.offsets.extend([offset] * len(letters))
            last = end
        self.offsets.extend(range(last, len(text)))
        self.letters = "".join([*pieces, evened[last:]])

    def from_span(self, start: int, end: int) -> tuple[int, int]:
        """The letters that a span `[start, end)` of the text covers."""
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)

    def to_span(self, first: int, after: int) -> tuple[int, int]:
        """The characters that the letters `[first, after)` come from, without what is left out
        before the first and after the last one."""
        return self.offsets[first], self.offsets[after - 1] + 1

    def left_out(self, offset: int, side: Side) -> str:
        """The characters without letters right before or after the character at `offset`."""
        if side == "before":
            index = bisect_left(self.offsets, offset) - 1
            return self.text[self.offsets[index] + 1 if index >= 0 else 0 : offset]
        index = bisect_right(self.offsets, offset)
        limit = self.offsets[index] if index < len(self.offsets) else len(self.text)
        return self.text[offset + 1 : limit]


def _letters_of(char: str) -> str:
    """What stands for a character in a skeleton: mostly one letter, nothing for a mark."""
    if char in _QUOTATION_MARKS:
        return '"'
    folded = language.fold_text(unicodedata.normalize("NFD", char))
    return "".join(
        letter
        for letter in unicodedata.normalize("NFD", folded)
        if letter != TATWEEL and unicodedata.category(letter) not in _DROPPED
    )


def _uneven(evened: str, spellings: Mapping[str, str]) -> Iterator[re.Match[str]]:
    """Where a skeleton has fewer or more letters than the text has characters."""
    left_out = "".join(re.escape(char) for char, letters in spellings.items() if not letters)
    longer = "".join(re.escape(char) for char, letters in spellings.items() if len(letters) > 1)
    ways = [f"[ {left_out}]{{2,}}"]
    ways += [f"[{left_out}]"] if left_out else []
    ways += [f"[{longer}]"] if longer else []
    return re.finditer("|".join(ways), evened)


def carried_span(old: Skeleton, span: Span, new: Skeleton, first: int, after: int) -> Span:
    """Return where a span of the old text lies in the new one, given its new letters.

    What stands next to its outermost letters and has no letter of its own, such as a mark or
    tatweel, goes along: as it was where both texts have the same there; else what is of a kind
    that the span had there, and the marks of its last letter.
    """
    low, high = old.to_span(*old.from_span(*span))
    start, end = new.to_span(first, after)
    found = new.left_out(start, "before")
    inside = old.text[span.start : low]
    if old.left_out(low, "before") != found:
        inside = found[len(found) - _count(reversed(found), set(map(_kind, inside))) :]
    start -= len(inside)
    found = new.left_out(end - 1, "after")
    inside = old.text[high : span.end]
    if old.left_out(high - 1, "after") != found:
        kinds = {"mark", *map(_kind, inside)}
        if old.text[high - 1].isspace():
            kinds.add("space")
        inside = found[: _count(found, kinds)]
    return Span(start, end + len(inside))


def _count(outward: Iterable[str], kinds: Set[str]) -> int:
    """How many characters, from the span outward, are of these kinds."""
    return sum(1 for _ in takewhile(lambda char: _kind(char) in kinds, outward))


def _kind(char: str) -> str:
    """What kind of character without letters it is: of each kind a span has all or none."""
    if char.isspace():
        return "space"
    if char == TATWEEL:
        return "tatweel"
    return "mark" if unicodedata.category(char) in ("Mn", "Me") else "format"


@dataclass(frozen=True, slots=True)
class Run:
    """`length` letters that stand at `old` in the one skeleton and at `new` in the other."""

    old: int
    new: int
    length: int

    @property
    def shift(self) -> int:
        """What leads from an old place to the new one."""
        return self.new - self.old

    def covers_old(self, start: int, end: int) -> bool:
        """Whether the old letters `[start, end)` lie in the run."""
        return self.old <= start and end <= self.old + self.length

    def covers_new(self, start: int, end: int) -> bool:
        """Whether the new letters `[start, end)` lie in the run."""
        return self.new <= start and end <= self.new + self.length


class Alignment:
    """The runs that two skeletons share, by their old place.

    Runs are as long as they can be. Where two of them claim the same letters, the texts do not
    tell which is meant: "X and X" cut down to "X" keeps either.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        anchored = sorted(self._anchored(), key=_by_old)
        runs = [run for run in [*anchored, *self._between(anchored)] if run.length]
        self.runs = sorted(runs, key=_by_old)
        self._by_end = sorted(self.runs, key=_old_end)
        self._by_old = _Finder([(run.old, run) for run in self.runs])
        self._by_new = _Finder([(run.new, run) for run in self.runs])

    def touching(self, start: int, end: int) -> list[Run]:
        """The runs that share a letter with the old letters `[start, end)`, by old place."""
        return self._by_old.touching(start, end)

    def last_before(self, old: int) -> Run | None:
        """The run that ends last of those that end at or before the old letter."""
        index = bisect_right(self._by_end, old, key=_old_end)
        return self._by_end[index - 1] if index else None

    def first_after(self, old: int) -> Run | None:
        """The first run that starts at or after the old letter."""
        index = bisect_left(self.runs, old, key=_old_start)
        return self.runs[index] if index < len(self.runs) else None

    def shifts(self, start: int, end: int) -> set[int]:
        """The shifts of all runs that hold the old letters `[start, end)` whole."""
        return {run.shift for run in self.touching(start, end) if run.covers_old(start, end)}

    def leading_to(self, start: int, end: int) -> list[Run]:
        """The runs that hold the new letters `[start, end)` whole."""
        touching = self._by_new.touching(start, end)
        return [run for run in touching if run.covers_new(start, end)]

    def claims(self, start: int, end: int) -> set[int]:
        """The shifts of all runs that hold the new letters `[start, end)` whole."""
        return {run.shift for run in self.leading_to(start, end)}

    def _anchored(self) -> list[Run]:
        """The common start and end, which may be empty, and the runs about words that stand once
        in each text."""
        size = min(len(self.old), len(self.new))
        head = common_prefix(self.old, 0, self.new, 0)
        tail = common_suffix(self.old, len(self.old), self.new, len(self.new))
        runs = [Run(0, 0, head), Run(len(self.old) - tail, len(self.new) - tail, tail)]
        if head + tail < size:
            olds = _unique_words(self.old, head, len(self.old) - tail)
            news = _unique_words(self.new, head, len(self.new) - tail)
            for words, old in olds.items():
                new = news.get(words, -1)
                if old < 0 or new < 0 or _is_in(runs[-1], old, new):
                    continue
                runs.append(self._extended(old, new))
        return runs

    def _extended(self, old: int, new: int) -> Run:
        before = common_suffix(self.old, old, self.new, new)
        after = common_prefix(self.old, old, self.new, new)
        return Run(old - before, new - before, before + after)

    def _between(self, anchored: list[Run]) -> list[Run]:
        """What is the same, letter by letter, between two runs that follow on each other."""
        found: list[Run] = []
        for run, following in pairwise(anchored):
            old, new = run.old + run.length, run.new + run.length
            old_gap, new_gap = following.old - old, following.new - new
            if old_gap > 0 and new_gap > 0 and old_gap * new_gap <= MAX_CELLS:
                found += _letter_runs(self.old, old, old_gap, self.new, new, new_gap)
        return found


class _Finder:
    """Finds the runs that touch a stretch of one of the texts."""

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


def _by_old(run: Run) -> tuple[int, int]:
    return run.old, run.new


def _old_start(run: Run) -> int:
    return run.old


def _old_end(run: Run) -> int:
    return run.old + run.length


def common_prefix(one: str, at: int, other: str, other_at: int) -> int:
    """How many letters are the same from `one[at]` and `other[other_at]` on."""
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
    """How many letters are the same before `one[end]` and `other[other_end]`."""
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
    """`WORDS` words in a row, each with its place; -1 for those that stand there twice."""
    found: dict[str, int] = {}
    one_in = 1 + (end - start) // MANY
    bounds: deque[int] = deque(maxlen=WORDS)
    for match in _WORD.finditer(letters, start, end):
        bounds.append(match.start())
        words = letters[bounds[0] : match.end()]
        if len(bounds) == WORDS and (one_in == 1 or crc32(words.encode()) % one_in == 0):
            found[words] = -1 if words in found else bounds[0]
    return found


def _is_in(run: Run, old: int, new: int) -> bool:
    return run.shift == new - old and run.covers_old(old, old + 1)


def _letter_runs(
    old: str, old_start: int, old_length: int, new: str, new_start: int, new_length: int
) -> list[Run]:
    from rapidfuzz.distance import Levenshtein

    steps = Levenshtein.opcodes(
        old[old_start : old_start + old_length], new[new_start : new_start + new_length]
    )
    return [
        Run(old_start + step.src_start, new_start + step.dest_start, step.src_end - step.src_start)
        for step in steps
        if step.tag == "equal"
    ]


def splits_word(letters: str, bound: int) -> bool:
    """Return whether both letters beside a bound belong to one word."""
    return 0 < bound < len(letters) and letters[bound - 1].isalnum() and letters[bound].isalnum()
