"""What is around the quotations of a passage: signs, sentences, the reports in order."""

from __future__ import annotations

import re

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.speakers.speakers import Speakers
from tui.text.spans import Span
from tui.text.unicode import LRM, NO_BREAK_SPACE, RLM, TATWEEL

SENTENCE_WORDS = 5
"""Words from which a quotation without a reporting expression is still taken for one."""


NAME_WORDS = 3
"""Words of the longest name between quotation marks that is told by the noun before it."""


LIGHT = f" {NO_BREAK_SPACE}{LRM}{RLM}،,-–—{TATWEEL}"
"""What may be between a quotation and the expression after it."""


NEAR_WORDS = 14
"""Words after a weaker verb among which its clause begins."""


LONGEST_TAG = 24
"""Tokens between a quotation and the expression after it."""


_ENDS_IN_COLON = re.compile(rf":[\s{LRM}{RLM}]*\Z")


class Surroundings:
    """What is around the quotations of a passage: signs, sentences, the reports in order."""

    def __init__(self, speakers: Speakers) -> None:
        self.speakers = speakers
        self.passage = speakers.passage
        self.lexicon = self.passage.lexicon
        self.text = self.passage.text
        self.tokens = self.passage.tokens
        self.reports = speakers.found
        self.starts = [report.cue.span.start for report in self.reports]
        self._phrases = speakers.phrases

    def is_sentence(self, quotation: Span) -> bool:
        """Return whether the quotation begins a sentence."""
        number = self.passage.sentence(quotation.start)
        return number >= 0 and self.passage.sentence_span(number).start >= quotation.start - 1

    def is_whole_sentence(self, quotation: Span) -> bool:
        """Return whether a short quotation counts as a sentence by the stop that ends it."""
        return False

    def has_verb(self, quotation: Span) -> bool:
        """Return whether a Persian or Urdu quotation has a finite verb, or is a question."""
        first, end = (
            self.passage.first_from(quotation.start),
            self.passage.first_from(quotation.end),
        )
        asks = self.text[quotation.end - 2] in "؟?!"
        return asks or any(self._phrases.words.is_finite(at) for at in range(first, end))

    def follows_comma(self, quotation: Span) -> bool:
        """Return whether a comma is before a quotation."""
        before = self.text[max(0, quotation.start - 4) : quotation.start].rstrip(SPACES)
        return before.endswith(("،", ","))

    def follows_colon(self, quotation: Span) -> bool:
        """Return whether a colon is before a quotation, white space apart."""
        at = quotation.start
        return bool(_ENDS_IN_COLON.search(self.text, max(0, at - 8), at))

    def is_predicate(self, quotation: Span) -> bool:
        """Return whether a verb of being behind the marks says that something is what they hold: …
        “نوحہ” ہے (… is a “lament”)."""
        end = self.passage.first_from(quotation.end)
        return end < len(self.tokens) and self.tokens[end].bare in self.lexicon.clause.copulas

    def opens_with_topic(self, quotation: Span) -> bool:
        """Return whether the sentence before a colon begins with what somebody speaks on: On the
        strike that begins today: “…”"""
        last = self.passage.first_from(quotation.start)
        start = self.passage.sentence_start(last - 1) if last else 0
        short = 0 < last - start <= 2 * SENTENCE_WORDS
        return short and self.tokens[start].bare in self.lexicon.clause.about


class ArabicSurroundings(Surroundings):
    """What is around the quotations of an Arabic passage."""

    def is_whole_sentence(self, quotation: Span) -> bool:
        """Return whether a full stop is right behind a quotation."""
        return self.text[quotation.end : quotation.end + 1] == "."


class QuotationRules:
    """Rules that read a quotation and what is around it."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self.speakers = around.speakers
        self.passage = around.passage
        self.lexicon = around.lexicon
        self.text = around.text
        self.tokens = around.tokens
        self.reports = around.reports
        self._phrases = around.speakers.phrases
