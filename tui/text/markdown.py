"""Find headings, emphasis, code, links and markup signs in the stored text of a Markdown document.

markdown-it-py parses the text (CommonMark and tables). It does not give the position of a token on
its line, so its inline parser gets a state that records it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Any, Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from tui.text.spans import Heading

LONGEST = 2_000_000
"""Code points of a text above which it is read as plain text: parsing takes a second by then."""

Kind = Literal["heading", "strong", "emphasis", "code", "link", "sign"]
"""The kind of a part of the text; `sign` is for the characters of the markup itself."""

_HEADING = re.compile(r"[ \t]*(#{1,6})(?=[ \t]|$)[ \t]*(.*?)(?:[ \t]+(#+))?[ \t]*$")

_QUOTE = re.compile(r"[ \t]*(?:>[ ]?)+")

_BULLET = re.compile(r"(?:[ \t>]|[-+*][ \t](?=[ \t]*[-+*\d]))*([-+*]|\d{1,9}[.)])(?=[ \t]|$)")


_ADDRESS = re.compile(r"\]\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|\]\[[^\]]*\]|\]", re.DOTALL)


class StyledRun(NamedTuple):
    """Code points `[start, end)` that are of the same kinds."""

    start: int
    end: int
    kinds: frozenset[Kind]


class Markdown:
    """The structure of a Markdown text."""

    def __init__(self, headings: Iterable[Heading] = (), runs: Sequence[StyledRun] = ()) -> None:
        self.headings = tuple(headings)
        self._runs = runs
        self._starts = [run.start for run in runs]

    def within(self, start: int, end: int) -> tuple[StyledRun, ...]:
        """Return the runs that overlap `[start, end)`, in order."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_right(self._starts, end - 1)
        return tuple(run for run in self._runs[first:last] if run.end > start)


def parse_markdown(text: str) -> Markdown:
    """Return the structure of a text; an empty one if it is too long to be parsed at once."""
    if len(text) > LONGEST:
        return Markdown()
    return _Reader(text).read()


class _Reader:
    """Finds the places of one text's tokens."""

    def __init__(self, text: str) -> None:
        self._text = text
        # The parser counts a carriage return, or both characters, as the end of a line too.
        self._lines = re.split(r"\r\n|\r|\n", text)
        ends = [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]
        self._starts = [0, *ends]
        self._headings: list[Heading] = []
        self._found: list[tuple[int, int, Kind]] = []
        self._cursor = 0
        """The offset from which the next piece of inline text is searched; cells share a line."""

    def read(self) -> Markdown:
        """Return the structure."""
        tokens = _parser().parse(self._text)
        for index, token in enumerate(tokens):
            if token.map is None:
                continue
            first, last = token.map
            match token.type:
                case "heading_open":
                    self._heading(token, tokens[index + 1], first, last)
                case "blockquote_open":
                    for line in range(first, last):
                        self._sign(line, _QUOTE.match(self._lines[line]))
                case "list_item_open":
                    self._sign(first, _BULLET.match(self._lines[first]), group=1)
                case "fence":
                    self._code(first, last, fenced=True)
                case "code_block":
                    self._code(first, last, fenced=False)
                case "hr":
                    self._add(self._starts[first], self._end(first), "sign")
                case "inline":
                    self._inline(token, first, last)
        return Markdown(self._headings, _runs(self._found))

    def _end(self, line: int) -> int:
        return self._starts[line] + len(self._lines[line])

    def _add(self, start: int, end: int, kind: Kind) -> None:
        if start < end:
            self._found.append((start, end, kind))

    def _sign(self, line: int, match: re.Match[str] | None, group: int = 0) -> None:
        if match is not None:
            start = self._starts[line]
            self._add(start + match.start(group), start + match.end(group), "sign")

    def _heading(self, token: Token, inline: Token, first: int, last: int) -> None:
        start = self._starts[first]
        line = self._lines[first]
        if token.markup.startswith("#"):
            prefix = _prefix_length(line, token.markup)
            match = _HEADING.match(line, prefix)
            if match is None:
                return
            for group in (1, 3):
                if match[group]:
                    self._add(start + match.start(group), start + match.end(group), "sign")
            self._add(start + match.start(2), start + match.end(2), "heading")
            offset = start + match.start(2 if match[2] else 1)
        else:  # underlined
            offset = start + len(line) - len(line.lstrip(" \t>"))
            self._add(offset, self._end(last - 2), "heading")
            self._add(self._starts[last - 1], self._end(last - 1), "sign")
        title = "".join(_words(inline.children or ())).strip()
        if title:
            self._headings.append(Heading(offset, int(token.tag[1:]), title))

    def _code(self, first: int, last: int, *, fenced: bool) -> None:
        last = min(last, len(self._lines))
        for line in range(first, last):
            is_fence = fenced and (
                line == first or (line == last - 1 and _is_fence(self._lines[line]))
            )
            self._add(self._starts[line], self._end(line), "sign" if is_fence else "code")

    def _inline(self, token: Token, first: int, last: int) -> None:
        """Add the parts inside a paragraph, heading or cell."""
        places = self._places(token.content.split("\n"), first, last)
        if places is None:
            return
        lengths = [len(line) + 1 for line in token.content.split("\n")]
        starts = [0, *accumulate(lengths)]

        def at(position: int) -> int:
            """Return the offset of a position in the token's content."""
            line = bisect_right(starts, position) - 1
            line = min(line, len(places) - 1)
            return places[line] + position - starts[line]

        for start, end, kind in _marks(token.content, token.children or ()):
            for line in range(len(places)):  # a part may go over several lines
                low = max(start, starts[line])
                high = min(end, starts[line + 1] - 1)
                self._add(at(low), at(low) + high - low, kind)

    def _places(self, lines: Sequence[str], first: int, last: int) -> list[int] | None:
        """Return where each line of a token's content is; None if it cannot be found."""
        found: list[int] = []
        number = first
        for line in lines:
            while number < min(last, len(self._lines)):
                start = self._starts[number]
                place = self._text.find(line, max(start, self._cursor), self._end(number))
                if place >= 0:
                    self._cursor = place + len(line)
                    found.append(place)
                    break
                number += 1
            else:
                return None
            number += len(lines) > 1
        return found


def _prefix_length(line: str, markup: str) -> int:
    """Return the length of the quote and list signs before a heading's signs on a line."""
    match = re.search(rf"(?<!#){re.escape(markup)}(?!#)", line)
    return match.start() if match is not None else 0


def _is_fence(line: str) -> bool:
    return line.lstrip(" \t>")[:3] in ("```", "~~~")


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the text of inline tokens without their signs."""
    for token in tokens:
        if token.type == "image":
            yield from _words(token.children or ())
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type != "html_inline":
            yield token.content


def _marks(content: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int, Kind]]:
    """Yield the parts of a token's content: positions and kind."""
    opened: list[tuple[Kind, int]] = []
    for token in tokens:
        place = token.meta.get("place")
        if place is None:
            continue
        match token.type:
            case "em_open" | "strong_open":
                size = len(token.markup)
                start = place - size + 1
                yield start, start + size, "sign"
                opened.append(("emphasis" if size == 1 else "strong", start + size))
            case "link_open":
                yield place - 1, place, "sign"
                opened.append(("link", place))
            case "em_close" | "strong_close" if opened:
                kind, start = opened.pop()
                yield start, place, kind
                yield place, place + len(token.markup), "sign"
            case "link_close" if opened:
                kind, start = opened.pop()
                yield start, place, kind
                yield place, _link_end(content, place), "sign"
            case "code_inline":
                size = len(token.markup)
                end = _code_end(content, place + size, token.markup)
                yield place, place + size, "sign"
                yield place + size, end, "code"
                yield end, end + size, "sign"


def _link_end(content: str, place: int) -> int:
    """Return the end of the address of a link whose text ends at `place`."""
    found = _ADDRESS.match(content, place)
    return found.end() if found is not None else place


def _code_end(content: str, start: int, markup: str) -> int:
    """Return where the sign is that ends code after a position."""
    end = re.compile(rf"(?<!`){markup}(?!`)").search(content, start)
    return end.start() if end is not None else len(content)


def _runs(found: Iterable[tuple[int, int, Kind]]) -> list[StyledRun]:
    """Return parts that may overlap as runs that do not."""
    changes: dict[int, list[tuple[Kind, int]]] = {}
    for start, end, kind in found:
        changes.setdefault(start, []).append((kind, 1))
        changes.setdefault(end, []).append((kind, -1))
    counts: dict[Kind, int] = {}
    runs: list[StyledRun] = []
    before = 0
    for offset in sorted(changes):
        kinds: frozenset[Kind] = frozenset(kind for kind, count in counts.items() if count)
        if kinds and before < offset:
            runs.append(StyledRun(before, offset, kinds))
        for kind, step in changes[offset]:
            counts[kind] = counts.get(kind, 0) + step
        before = offset
    return runs


@cache
def _parser() -> MarkdownIt:
    """Return a parser whose inline tokens record their positions."""

    class PlacedState(StateInline):
        """Notes in each token where it begins in the text that is parsed."""

        _last = (-1, 0)
        """The position of the last run of signs, and how many tokens there are of it."""

        def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
            token = super().push(ttype, tag, nesting)
            # A run of `*` becomes a token for each, before the position moves on.
            position, count = self._last
            count = count + 1 if ttype == "text" and position == self.pos else 0
            if ttype == "text":
                self._last = self.pos, count
            token.meta["place"] = self.pos + count
            return token

    class PlacedInline(ParserInline):
        def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
            state = PlacedState(src, md, env, tokens)
            self.tokenize(state)
            for rule in self.ruler2.getRules(""):
                rule(state)
            return state.tokens

    parser = MarkdownIt("commonmark").enable("table")
    inline = PlacedInline()
    inline.ruler.enableOnly(parser.inline.ruler.get_active_rules())
    inline.ruler2.enableOnly(parser.inline.ruler2.get_active_rules())
    parser.inline = inline
    return parser
