"""What stops a noun phrase, in any language."""

from __future__ import annotations

from abc import ABC, abstractmethod

from tui.suggest.rules.phrases.joined_letters import JoinedLetters
from tui.suggest.rules.phrases.quoted_names import QuotedNames
from tui.suggest.rules.phrases.words import PassageWords, PhraseRules


class Stops(PhraseRules, ABC):
    """Tells which words are not in a phrase; each language has its own rules."""

    def __init__(self, words: PassageWords, joined: JoinedLetters, quoted: QuotedNames) -> None:
        super().__init__(words)
        self._joined = joined
        self._quoted = quoted

    @abstractmethod
    def is_stop(self, index: int, at: int) -> bool:
        """Tell whether a token does not belong to the phrase that starts at `at`."""

    def ends_phrase(self, at: int) -> bool:
        """Tell whether a sign, a verb of saying or a word that is in no phrase is at a token."""
        ends = at >= len(self.tokens) or at in self.cues
        return ends or not self._words.joins(at) or self.is_stop(at, at)

    def is_joined(self, index: int) -> bool:
        """Tell whether a conjunction is joined to a preposition or adverb at a token."""
        return False
