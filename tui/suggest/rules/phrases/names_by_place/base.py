"""Names that their place in a sentence tells."""

from __future__ import annotations

from abc import ABC, abstractmethod

from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.passage_phrases import Phrases
from tui.suggest.rules.phrases.words import PhraseRules


class NamesByPlace(PhraseRules, ABC):
    """Learns the names that their place tells; each language has its own places."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases.words)
        self._ends = phrases.ends
        self._names = phrases.names
        self._noun_phrases = phrases.noun_phrases

    @abstractmethod
    def learn(self, phrases: list[NounPhrase]) -> None:
        """Learn the names among the phrases of the passage."""

    def learn_name(self, name: NounPhrase) -> None:
        """Learn the words of a phrase that is a name."""
        words = [self.tokens[i].bare for i in range(name.first, name.after)]
        self._learned.known.update(words)
        self._learned.sure.update(words)
        self._learned.first_names.add(words[0])
        self._learned.surnames.add(words[-1])
