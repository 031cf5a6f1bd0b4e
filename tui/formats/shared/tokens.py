"""Split texts into tokens, for the formats that annotate tokens.

ICU's word breaker finds the words (`segmentation.words`); each character between words is a token
of its own. As in spaCy, one space after a token is a property of the token and all other white
space is tokens, so that the tokens give back the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol, TypeVar

from icu4py.breakers import WordBreaker

from tui.choices import Nested, Subword
from tui.errors import ExchangeError
from tui.text.spans import Span
from tui.text.unicode import segments, words

JOINED = "texts put together from tokens, one space between two"
"""The warning about a document whose file has only tokens."""


class TokenCover(Protocol):
    """Anything that covers tokens, or code points, from `first` to `last`, both included."""

    @property
    def first(self) -> int:
        """The first of them."""

    @property
    def last(self) -> int:
        """The last of them."""


S = TypeVar("S", bound=TokenCover)


def one_layer(ranges: Iterable[S], nested: Nested, where: str) -> list[S]:
    """Return the ranges that fit into one layer, in the order of the text.

    The longest are preferred, as in spaCy's `filter_spans`, or the shortest; among equals the one
    that begins first, or came first.

    Raises ExchangeError if two overlap and `nested` is ERROR; the message names `where`.
    """
    sign = 1 if nested is Nested.INNERMOST else -1
    ranked = sorted(ranges, key=lambda one: (sign * (one.last - one.first), one.first))
    taken: set[int] = set()
    chosen = []
    for one in ranked:
        covered = range(one.first, one.last + 1)
        if taken.isdisjoint(covered):
            taken.update(covered)
            chosen.append(one)
        elif nested is Nested.ERROR:
            raise ExchangeError(f"annotations overlap in {where}, which --nested error forbids")
    return sorted(chosen, key=lambda one: one.first)


class Token(NamedTuple):
    """A token of the text, and whether one space follows that is not a token."""

    start: int
    end: int
    space: bool = False


class TokenRange(NamedTuple):
    """Tokens by number, both bounds included, as Prodigy counts them."""

    first: int
    last: int


class Tokens:
    """The tokens of one text.

    A span that begins or ends inside a word splits the word under `Subword.SPLIT`.
    """

    def __init__(self, text: str, spans: Iterable[tuple[int, int]], subword: Subword) -> None:
        spans = list(spans)
        plain = list(pieces(text))
        self.inside = _count_inside(plain, spans)
        """How many spans begin or end inside a word."""
        if subword is Subword.SPLIT:
            starts, ends = {start for start, _ in spans}, {end for _, end in spans}
            cut = _cut(plain, sorted(starts | ends))
            self.tokens = _with_spaces(text, cut, starts, ends)
        else:
            self.tokens = _with_spaces(text, plain, set(), set())
        self._starts = [token.start for token in self.tokens]
        self._ends = [token.end for token in self.tokens]

    def covering(self, start: int, end: int) -> TokenRange | None:
        """Return the tokens that `[start, end)` touches; None if it touches none."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end) - 1
        return TokenRange(first, last) if first <= last else None

    def bounds(self, tokens: TokenRange) -> tuple[int, int]:
        """Return the offsets at which these tokens begin and end."""
        return self._starts[tokens.first], self._ends[tokens.last]


def pieces(text: str) -> Iterator[Span]:
    """Yield the text as words, signs and runs of white space, without a gap."""
    at = 0
    for word in [*words(text), Span(len(text), len(text))]:
        for sign in segments(WordBreaker, text[at : word.start]):
            yield Span(at, at := at + len(sign))
        if word.end > at:
            yield word
        at = word.end


def _count_inside(plain: list[Span], spans: list[tuple[int, int]]) -> int:
    edges = {piece.start for piece in plain} | {piece.end for piece in plain}
    return sum(start not in edges or end not in edges for start, end in spans)


def _cut(plain: list[Span], cuts: list[int]) -> Iterator[Span]:
    """Yield the pieces, cut at each of the offsets."""
    number = 0
    for start, end in plain:
        while number < len(cuts) and cuts[number] <= start:
            number += 1
        while number < len(cuts) and cuts[number] < end:
            yield Span(start, cuts[number])
            start = cuts[number]
            number += 1
        yield Span(start, end)


def _with_spaces(text: str, plain: Iterable[Span], starts: set[int], ends: set[int]) -> list[Token]:
    """Return the pieces as tokens; a space that begins or ends a span stays a separate token."""
    tokens: list[Token] = []
    for start, end in plain:
        follows = bool(tokens) and not tokens[-1].space and not _is_space(text, tokens[-1])
        apart = start in starts or start + 1 in ends or text[start] != " "
        if follows and not apart and _is_space(text, (start, end)):
            tokens[-1] = tokens[-1]._replace(space=True)
            start += 1
        if start < end:
            tokens.append(Token(start, end))
    return tokens


def _is_space(text: str, piece: tuple[int, ...]) -> bool:
    return text[piece[0] : piece[1]].isspace()
