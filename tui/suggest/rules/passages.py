"""The text as the rules read it: paragraphs of one language, as folded words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from tui.suggest.lexicons.lexicon import LANGUAGES, Lexicon, bare
from tui.suggest.lexicons.lexicon_files import language_signs, lexicon
from tui.text.language import find_continued, find_quotations, find_sentences, inside_marks
from tui.text.spans import Span
from tui.text.unicode import LRM, NO_BREAK_SPACE, RLM, ZWNJ, paragraphs, words

SPACES = f" {NO_BREAK_SPACE}{LRM}{RLM}{ZWNJ}"
"""What may be between two words of a phrase."""

_SCRIPTS = {
    "Arabic": re.compile("[\u0620-\u06d3]"),
    "Hebrew": re.compile("[\u05d0-\u05ea]"),
    "Latin": re.compile("[A-Za-z]"),
}


_ARTICLES = ("ال", "\u0671ل", "ה")


_ENOUGH = 6
"""Signs of a language from which a paragraph's own language counts, not the document's."""


_SAMPLE = 5000
"""Code points of a paragraph by which its language is told."""


_LONGEST_DATELINE = 9
"""Tokens of the longest one: the place, the day and the agency."""


class Word(NamedTuple):
    """A word of the text."""

    span: Span
    bare: str
    """Folded, clitics included."""
    gap: str
    """What is between the word before and this one; a paragraph's first has a newline."""
    quotation: int
    """Index of the outermost quotation of the passage that holds it, -1 outside."""
    capital: bool
    """Whether it begins with a capital letter."""
    article: bool
    """Whether it begins with ال or ה. Folding makes أل in ألفة, a name, equal to ال."""


class ParagraphWords(NamedTuple):
    """The words of a paragraph that is not blank."""

    span: Span
    language: str


class Source:
    """A text with its words, sentences, quotations, and the language of each paragraph."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.continued = frozenset(find_continued(text))
        self.quotations = sorted([*find_quotations(text), *self.continued])
        self.words = list(self._words())
        self.sentences = find_sentences(text)
        self.sentence_starts = [span.start for span in self.sentences]
        self.paragraphs = self._paragraphs()
        self.paragraph_starts = [paragraph.span.start for paragraph in self.paragraphs]

    def _words(self) -> Iterator[Span]:
        """Return the words; a quotation mark ends one also where it is between letters."""
        edges = sorted({place for span in self.quotations for place in self._inner_edges(span)})
        at = 0
        for span in words(self.text):
            while at < len(edges) and edges[at] <= span.start:
                at += 1
            cuts = [span.start]
            while at < len(edges) and edges[at] < span.end:
                cuts.append(edges[at])
                at += 1
            for start, end in pairwise([*cuts, span.end]):
                if any(char.isalnum() for char in self.text[start:end]):
                    yield Span(start, end)

    def _inner_edges(self, quotation: Span) -> tuple[int, ...]:
        closed = quotation not in self.continued
        return quotation.start, quotation.start + 1, quotation.end - closed, quotation.end

    def _paragraphs(self) -> list[ParagraphWords]:
        spans = [Span(p.start, p.end) for p in paragraphs(self.text)]
        spans = [span for span in spans if span.of(self.text).strip()]
        votes = [_language_signs(span.of(self.text)[:_SAMPLE]) for span in spans]
        whole: Counter[str] = Counter()
        for vote in votes:
            whole.update(vote)
        return [
            ParagraphWords(span, _most_likely_language(vote, whole))
            for span, vote in zip(spans, votes, strict=True)
        ]

    def passages(self) -> Iterator[Passage]:
        """Return the paragraphs of each language together, then what is quoted inside
        quotations."""
        for language in LANGUAGES:
            spans = [p.span for p in self.paragraphs if p.language == language]
            if spans:
                passage = Passage(self, lexicon(language), spans)
                yield passage
                for quotation in passage.quotations:
                    inside = inside_marks(self.text, quotation)
                    if any(inside.encloses(other) for other in self.within(inside)):
                        yield Passage(self, lexicon(language), [inside], nested=True)

    def within(self, span: Span) -> list[Span]:
        """Return the outermost quotations that lie in a span."""
        found: list[Span] = []
        for index in range(bisect_left(self.quotations, (span.start, 0)), len(self.quotations)):
            quotation = self.quotations[index]
            if quotation.start >= span.end:
                break
            if quotation.end <= span.end and (not found or quotation.start >= found[-1].end):
                found.append(quotation)
        return found


def _language_signs(text: str) -> Counter[str]:
    """Return how many signs of each language a text has: its own letters and common words."""
    found: Counter[str] = Counter()
    scripts = {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()}
    script = max(scripts, key=lambda name: scripts[name])
    if not scripts[script]:
        return found
    several = [code for code in LANGUAGES if language_signs(code).script == script]
    if len(several) == 1:
        return Counter({several[0]: scripts[script]})
    letters = Counter(text)
    listed = Counter(map(bare, re.findall(rf"[\w{ZWNJ}]+", text)))
    for code in several:
        signs = language_signs(code)
        found[code] = sum(letters[letter] for letter in signs.letters)
        found[code] += 3 * sum(listed[word] for word in signs.common)
    return found


def _most_likely_language(vote: Counter[str], whole: Counter[str]) -> str:
    """Return the language that has most signs: of the paragraph, else of the document."""
    if not vote:
        return whole.most_common(1)[0][0] if whole else LANGUAGES[0]
    best, signs = vote.most_common(1)[0]
    if signs >= _ENOUGH or len(vote) == 1:
        return best
    return max(vote, key=lambda code: (whole[code], vote[code]))


@dataclass(frozen=True)
class Passage:
    """Paragraphs of one language, or the inside of a quotation: words, outermost quotations."""

    source: Source
    lexicon: Lexicon
    spans: Sequence[Span]
    nested: bool = False
    """Whether it is the inside of a quotation."""
    quotations: list[Span] = field(init=False)
    """The outermost ones, marks included."""
    tokens: list[Word] = field(init=False)

    def __post_init__(self) -> None:
        quotations = [found for span in self.spans for found in self.source.within(span)]
        object.__setattr__(self, "quotations", quotations)
        object.__setattr__(self, "tokens", list(self._read()))

    @property
    def text(self) -> str:
        """The whole text."""
        return self.source.text

    def _read(self) -> Iterator[Word]:
        text, listed = self.text, self.source.words
        starts = [span.start for span in self.quotations]
        last = -1
        for part in self.spans:
            for at in range(bisect_left(listed, (part.start, 0)), len(listed)):
                span = listed[at]
                if span.start >= part.end:
                    break
                index = bisect_right(starts, span.start) - 1
                inside = index >= 0 and self.quotations[index].holds(span.start)
                gap = text[last : span.start] if last >= part.start else "\n"
                word = span.of(text)
                yield Word(
                    span, bare(word), gap, index if inside else -1, word[0].isupper(),
                    word.startswith(_ARTICLES),
                )  # fmt: skip
                last = span.end

    @cached_property
    def _starts(self) -> list[int]:
        return [token.span.start for token in self.tokens]

    def first_from(self, offset: int) -> int:
        """Return the index of the first token that starts at `offset` or after."""
        return bisect_left(self._starts, offset)

    def sentence(self, offset: int) -> int:
        """Return the number of the sentence at `offset` (between two: the one before), -1
        before all."""
        return bisect_right(self.source.sentence_starts, offset) - 1

    def sentence_end(self, at: int) -> int:
        """Return the index of the first token of the sentence after that of a token."""
        number = self.sentence(self.tokens[at].span.start)
        end = at + 1
        while end < len(self.tokens):
            if self.sentence(self.tokens[end].span.start) != number:
                break
            end += 1
        return end

    def sentence_span(self, number: int) -> Span:
        """Return the sentence of that number."""
        return self.source.sentences[number]

    def paragraph(self, offset: int) -> int:
        """Return the number of the paragraph at `offset`, blank ones not counted."""
        return bisect_right(self.source.paragraph_starts, offset) - 1

    def first_in(self, paragraph: int) -> int:
        """Return the index of the first token of the paragraph of that number."""
        return self.first_from(self.source.paragraph_starts[paragraph]) if paragraph >= 0 else 0

    def words_in(self, span: Span) -> list[Word]:
        """Return the words that lie in a span."""
        return self.tokens[self.first_from(span.start) : self.first_from(span.end)]

    def sentence_start(self, at: int) -> int:
        """Return the index of the first token of the sentence of a token."""
        number = self.sentence(self.tokens[at].span.start)
        start = self.first_from(self.source.sentences[number].start) if number >= 0 else 0
        return min(self._datelines.get(start, start), at)

    @cached_property
    def _datelines(self) -> dict[int, int]:
        """For a paragraph's first token the one after its dateline: طويلة (أ ف ب) - مشت."""
        if not self.lexicon.grammar.datelines:
            return {}
        found = {}
        for paragraph in self.source.paragraphs:
            first = self.first_from(paragraph.span.start)
            after = self._after_dateline(first)
            if after > first:
                found[first] = after
        return found

    def _after_dateline(self, first: int) -> int:
        """Return the token after the dash, or dash and colon, that ends a dateline, or `first`."""
        if first >= len(self.tokens) or self.tokens[first].bare in self.lexicon.stops.words:
            return first
        after = first
        for at in range(first + 1, min(first + _LONGEST_DATELINE, len(self.tokens))):
            token = self.tokens[at]
            if token.quotation >= 0 or "\n" in token.gap or ". " in token.gap:
                break
            sign = token.gap.strip(SPACES).lstrip(")").strip(SPACES)
            place = self.tokens[first].bare in self.lexicon.names.places
            if sign in ("-", "–", "—") and " " in token.gap:
                after = at
            elif sign == ":" and (after > first or place):
                return at
        return after

    def written(self, at: int) -> str:
        """Return a token as it is written."""
        return self.tokens[at].span.of(self.text)
