"""The name of a person in a noun phrase.

The languages give no sign of where a name begins or ends (English has capital letters): offices,
common words, given names and clitics must.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.phrases.joined_letters import JoinedLetters
from tui.suggest.rules.phrases.names.given_names import GivenNames
from tui.suggest.rules.phrases.names.name_signs import NameSigns
from tui.suggest.rules.phrases.stops.stops import Stops
from tui.suggest.rules.phrases.words import LONGEST_NAME, PassageWords, PhraseRules


class PersonNames(PhraseRules, ABC):
    """The search for the person's name in a noun phrase; each language has its own signs of one."""

    def __init__(
        self,
        words: PassageWords,
        joined: JoinedLetters,
        stops: Stops,
        given: GivenNames,
        signs: NameSigns,
    ) -> None:
        super().__init__(words)
        self.given_names = given
        self._joined = joined
        self._stops = stops
        self._signs = signs

    def person(self, first: int, after: int) -> tuple[int, int] | None:
        """Return the tokens `[start, end)` of the name of a person in a phrase, titles left out:
        سامح شكري in وزير الخارجية المصري سامح شكري (the Egyptian foreign minister Sameh Shoukry).
        None without one."""
        start = self.start(first, after)
        if start is None:
            return None
        end = self.end(start, after)
        names = self.lexicon.names
        while end > start + 1 and is_in_any(
            self.tokens[end - 1].bare, names.parts, names.after_names
        ):
            end -= 1
        return (start, end) if end > start else None

    @abstractmethod
    def start(self, first: int, after: int) -> int | None:
        """Return the token at which the name in the phrase `[first, after)` begins, None without
        one."""

    @abstractmethod
    def goes_on(self, index: int, start: int) -> bool:
        """Return whether the name that begins at `start` goes on with a token that is no part such
        as بن (bin)."""

    @abstractmethod
    def is_sure(self, name: tuple[int, int]) -> bool:
        """Return whether a title, given name or capital letter tells that the tokens are a name,
        not only their place."""

    def end(self, start: int, after: int) -> int:
        """Return the index after the name that begins at a token of a phrase."""
        end = start
        limit = start + self.length(start, after)
        while end < after and end < limit + self._parts(start, end):
            part = self.tokens[end].bare in self.lexicon.names.parts
            if end > start and not (part or self.goes_on(end, start)):
                break
            end += 1
        return end

    def length(self, start: int, after: int) -> int:
        """Return the most words that the name at a token can have, parts such as بن and van not
        counted."""
        return LONGEST_NAME

    def _parts(self, start: int, end: int) -> int:
        """Return how many words of a name are not counted: parts, and all but the first of what
        hyphens join."""
        names = self.lexicon.names
        parts = sum(
            is_in_any(token.bare, names.parts, names.second_words)
            for token in self.tokens[start:end]
        )
        return parts + self.hyphens(start, end)

    def hyphens(self, start: int, end: int) -> int:
        """Return how many hyphens are before the tokens `(start, end]`."""
        return sum(token.gap in ("־", "-") for token in self.tokens[start + 1 : end + 1])
