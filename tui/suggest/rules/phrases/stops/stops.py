"""What stops a noun phrase, in any language."""

from __future__ import annotations

from abc import ABC, abstractmethod

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.phrases.joined_letters import JoinedLetters
from tui.suggest.rules.phrases.quoted_names import QuotedNames
from tui.suggest.rules.phrases.words import PassageWords, PhraseRules


class Stops(PhraseRules, ABC):
    """The words that are in no noun phrase; each language has its own rules."""

    def __init__(self, words: PassageWords, joined: JoinedLetters, quoted: QuotedNames) -> None:
        super().__init__(words)
        self._joined = joined
        self._quoted = quoted

    @abstractmethod
    def is_stop(self, index: int, at: int) -> bool:
        """Return whether a token is no part of the phrase that begins at `at`."""

    def ends_phrase(self, at: int) -> bool:
        """Return whether a sign, a verb of saying or a word that is in no phrase is at a token."""
        ends = at >= len(self.tokens) or at in self.cues
        return ends or not self._words.joins(at) or self.is_stop(at, at)

    def is_listed_stop(self, word: str) -> bool:
        """Return whether a folded word is in a list of words that are in no phrase, or is a
        number."""
        stops, clause = self.lexicon.stops.words, self.lexicon.clause
        listed = is_in_any(word, stops, clause.complementizers, clause.relatives)
        return listed or word[0].isdigit()

    def is_given_before_word(self, index: int) -> bool:
        """Return whether a given name that is no stop word is at a token, and a word behind it."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        given = word in lexicon.names.given and word not in lexicon.stops.words
        return given and index + 1 < len(self.tokens)

    def is_joined(self, index: int) -> bool:
        """Return whether a conjunction is joined to a preposition or adverb at a token."""
        return False
