"""A text as the suggesters read it: folded words with what stands between them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from tui.suggest.lexicon import bare
from tui.text.language import find_quotations, find_sentences
from tui.text.spans import Span
from tui.text.unicode import paragraphs, words


class Word(NamedTuple):
    """A word of the text."""

    span: Span
    bare: str
    """Folded, clitics included."""
    gap: str
    """What stands between the word before and this one; a paragraph's first has a newline."""
    quotation: int
    """Index of the outermost quotation that holds it, -1 outside."""


@dataclass(frozen=True)
class WordSequence:
    """A text's words, sentences and outermost quotations."""

    text: str
    quotations: list[Span] = field(init=False)
    """The outermost ones, marks included."""
    tokens: list[Word] = field(init=False)

    def __post_init__(self) -> None:
        outer: list[Span] = []
        for span in find_quotations(self.text):
            if not outer or span.start >= outer[-1].end:
                outer.append(span)
        object.__setattr__(self, "quotations", outer)
        object.__setattr__(self, "tokens", list(self._read()))

    def _read(self) -> list[Word]:
        starts = [span.start for span in self.quotations]
        tokens: list[Word] = []
        last = 0
        for span in words(self.text):
            index = bisect_right(starts, span.start) - 1
            inside = index >= 0 and self.quotations[index].holds(span.start)
            gap = self.text[last : span.start] if tokens else "\n"
            tokens.append(Word(span, bare(span.of(self.text)), gap, index if inside else -1))
            last = span.end
        return tokens

    @cached_property
    def _starts(self) -> list[int]:
        return [token.span.start for token in self.tokens]

    @cached_property
    def _sentences(self) -> list[Span]:
        return find_sentences(self.text)

    @cached_property
    def _paragraphs(self) -> list[int]:
        return [p.start for p in paragraphs(self.text) if self.text[p.start : p.end].strip()]

    def first_from(self, offset: int) -> int:
        """The index of the first token that starts at `offset` or after."""
        return bisect_right(self._starts, offset - 1)

    def sentence(self, offset: int) -> int:
        """The number of the sentence at `offset` (between two: the one before), -1 before all."""
        return bisect_right(self._sentences, offset, key=lambda span: span.start) - 1

    def sentence_span(self, number: int) -> Span:
        """The sentence of that number."""
        return self._sentences[number]

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph at `offset`, blank ones not counted."""
        return bisect_right(self._paragraphs, offset) - 1

    def words_in(self, span: Span) -> list[Word]:
        """The words that lie in a span."""
        return self.tokens[self.first_from(span.start) : self.first_from(span.end)]
