"""Where an English noun phrase stops, by its words and capital letters."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.phrases.stops.stops import Stops

_INSIDE_BODIES = ("of", "for", "and", "the", "&")
"""Small words that may be in the name of a body."""

_DETERMINERS = ("a", "an", "the", "his", "her", "its", "their")
"""Determiners that begin another phrase."""


class EnglishStops(Stops):
    """The English words that are in no noun phrase."""

    def is_stop(self, index: int, at: int) -> bool:
        """Return whether a token is no part of the phrase that begins at `at`."""
        lexicon, token = self.lexicon, self.tokens[index]
        if not token.bare or index in self.cues:
            return True
        if index > at:
            inside = self._is_inside(index, at)
            if inside is not None:
                return not inside
        if token.bare.endswith("ly") and not token.capital:
            return True
        if index > at and self._follows_name(index):
            return not self._is_noun_behind_name(index, at)  # a verb after a name
        counted = index + 1 < len(self.tokens) and self.tokens[index + 1].gap == "-"
        return token.bare in lexicon.stops.words or (token.bare[0].isdigit() and not counted)

    def _is_inside(self, index: int, at: int) -> bool | None:
        """Return whether a hyphen, a word such as “of”, a capital letter or an article tells that
        a token goes on with the phrase or not; None where it does not tell."""
        lexicon, token, before = self.lexicon, self.tokens[index], self.tokens[index - 1]
        if token.gap == "-":
            return True  # a 15-year-old
        if token.bare in _INSIDE_BODIES:
            return self._is_inside_body(index, at)
        if token.capital and token.bare not in lexicon.stops.weekdays:
            return True
        if token.bare in _DETERMINERS and not before.capital:
            return before.bare in lexicon.nouns.determiners  # injuries | a spokesperson described
        return None

    def _is_inside_body(self, index: int, at: int) -> bool:
        """Return whether “of” or the like is in the name of a body: the Ministry of Health."""
        if self.tokens[index].bare == "and" or index + 1 >= len(self.tokens):
            return False
        following = self.tokens[index + 1]
        if not following.capital and following.bare != "the":
            return False
        bodies = self.lexicon.nouns.bodies
        return any(token.capital and token.bare in bodies for token in self.tokens[at:index])

    def _follows_name(self, index: int) -> bool:
        """Return whether a small word that is no noun for somebody is right behind a name: Lisle
        warned."""
        nouns, token, before = self.lexicon.nouns, self.tokens[index], self.tokens[index - 1]
        if token.capital or not before.capital or before.bare in nouns.determiners:
            return False
        if is_in_any(token.bare, nouns.roles, nouns.people, nouns.bodies):
            return False
        if token.bare in self.lexicon.names.parts:
            return False
        return not self.passage.written(index - 1).endswith(("’s", "'s"))

    def _is_noun_behind_name(self, index: int, at: int) -> bool:
        """Return whether a word is the noun that an article before the name belongs to, or part of
        an office with its bearer behind it: a Burnley insider told, Hartlow ward councillor Ruth
        Aldana."""
        if self._is_before_office(index):
            return True
        articles = {self.tokens[i].bare for i in range(max(0, at - 1), index)}
        some = bool(articles & {"a", "an"})
        return index + 1 in self.cues and (some or "the" in articles)

    def _is_before_office(self, index: int) -> bool:
        """Return whether an office and a name are right behind a word."""
        if index + 2 >= len(self.tokens):
            return False
        office, name = self.tokens[index + 1], self.tokens[index + 2]
        joined = self._words.joins(index + 1) and self._words.joins(index + 2)
        listed = office.bare in self.lexicon.nouns.titles_and_roles and not office.capital
        return joined and listed and name.capital and name.quotation < 0
