"""The noun phrases of a passage, and which of them are oblique."""

from __future__ import annotations

from typing import NamedTuple

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.joined_letters import JoinedLetters
from tui.suggest.rules.phrases.names.person_names import PersonNames
from tui.suggest.rules.phrases.phrase_ends import PhraseEnds
from tui.suggest.rules.phrases.stops.stops import Stops
from tui.suggest.rules.phrases.words import (
    HAVING,
    JOINS,
    PassageWords,
    PhraseRules,
)


class NounPhrase(NamedTuple):
    """A run of words without a stop between them."""

    first: int
    after: int
    oblique: bool
    """Whether a preposition, a postposition or another noun governs it; then it is no subject."""
    part: int
    """Which of the parts between commas it is in, counted from the left."""


class NounPhrases(PhraseRules):
    """The noun phrases among tokens; languages have their own subclass."""

    def __init__(
        self,
        words: PassageWords,
        joined: JoinedLetters,
        stops: Stops,
        ends: PhraseEnds,
        names: PersonNames,
    ) -> None:
        super().__init__(words)
        self._joined = joined
        self._stops = stops
        self._ends = ends
        self._names = names

    def between(self, first: int, end: int) -> list[NounPhrase]:
        """Return the noun phrases among the tokens `[first, end)`, quotations left out."""
        found: list[NounPhrase] = []
        # What is before a token: parts between commas, a preposition, the particle of a relative
        # clause, an opening bracket.
        index, part, oblique, relative, aside = first, 0, False, False, False
        while index < end:
            joined = self.connective(index)
            if joined:
                index, part, oblique, relative = index + joined, part + 1, False, False
                continue
            token = self.tokens[index]
            if index > first and ("(" in token.gap or ")" in token.gap):
                aside = "(" in token.gap
            parted = token.gap.strip(SPACES + JOINS + "()") or ". " in token.gap
            if index > first and parted:
                part, oblique, relative = part + 1, False, False
            if token.quotation < 0 and self.is_pronoun(index, end):
                found.append(NounPhrase(index, index + 1, oblique or relative, part))
                index, oblique = index + 1, False
                continue
            if token.quotation >= 0 or self._stops.is_stop(index, index):
                oblique = oblique or self._is_preposition(index)
                relative = relative or self._ends.is_relative(index)
                index += 1
                continue
            after = min(self._ends.end(index), end)
            oblique = oblique and not self.follows_time(index)
            relative = relative or self._ends.is_relative(index)
            phrase = self.phrase(index, after, part, governed=oblique or relative or aside)
            found.append(phrase)
            index = after
            oblique = phrase.oblique and self.preposition_goes_on
        return found

    def _is_preposition(self, index: int) -> bool:
        """Return whether a preposition is at a token, perhaps with a conjunction joined: وعن (and
        of)."""
        token, prepositions = self.tokens[index], self.lexicon.stops.prepositions
        if token.bare in prepositions:
            return True
        joined = token.bare[1:] in prepositions and token.quotation < 0
        return joined and self._stops.is_joined(index)

    def connective(self, index: int) -> int:
        """Return how many words of an expression that joins sentences are at a token: با این حال
        (nevertheless) has three."""
        first = self.tokens[index].bare
        for words in self.lexicon.clause.connectives:
            if words[0] != first:
                continue
            following = self.tokens[index : index + len(words)]
            if tuple(token.bare for token in following) == words and following[0].quotation < 0:
                return len(words)
        return 0

    # ---------------------------------------------- what a language says itself

    preposition_goes_on = False
    """Whether a preposition governs what follows its noun phrase too."""

    def follows_time(self, index: int) -> bool:
        """Return whether a word for a time before a token ends what a preposition governs."""
        return False

    def phrase(self, first: int, after: int, part: int, *, governed: bool) -> NounPhrase:
        """Return a phrase, oblique if it is `governed` by what is before it, or by what is written
        with it."""
        return NounPhrase(first, after, governed, part)

    def is_pronoun(self, index: int, end: int) -> bool:
        """Return whether a pronoun is at a token, and is no determiner of a noun."""
        return self.tokens[index].bare in self.lexicon.clause.pronouns

    # ---------------------------------------------------------- about a phrase

    def is_apposed(self, phrase: NounPhrase) -> bool:
        """Return whether a phrase is between two commas."""
        behind = self.tokens[phrase.after].gap if phrase.after < len(self.tokens) else "."
        return all(
            gap.strip(SPACES) in ("،", ",") for gap in (self.tokens[phrase.first].gap, behind)
        )

    def is_office(self, phrase: NounPhrase) -> bool:
        """Return whether a phrase begins with an office, and names nobody."""
        known = self._words.noun(phrase.first) in self.lexicon.nouns.titles_and_roles
        return known and self._names.person(phrase.first, phrase.after) is None


class EnglishNounPhrases(NounPhrases):
    """The noun phrases among English tokens."""

    def follows_time(self, index: int) -> bool:
        """Return whether an article is behind a word for a time, which ends what a preposition
        governs: on Sunday evening the department said."""
        article = self.tokens[index].bare in ("the", "a", "an", "its", "his", "her", "their")
        if not index or not article:
            return False
        before = self.tokens[index - 1].bare
        return before in self.lexicon.stops.times


class HebrewNounPhrases(NounPhrases):
    """The noun phrases among Hebrew tokens."""

    def phrase(self, first: int, after: int, part: int, *, governed: bool) -> NounPhrase:
        """Return a phrase, which may be governed by what is before it or by a letter joined to it:
        בעירייה (in the municipality)."""
        governed = governed or self._joined.clitic(first) in tuple("בכלמ")
        return NounPhrase(first, after, governed, part)


class ArabicNounPhrases(NounPhrases):
    """The noun phrases among Arabic tokens."""

    def is_pronoun(self, index: int, end: int) -> bool:
        """Return False: Arabic pronouns only open clauses here."""
        return False


class PersianNounPhrases(NounPhrases):
    """The noun phrases among Persian tokens."""

    preposition_goes_on = True

    def phrase(self, first: int, after: int, part: int, *, governed: bool) -> NounPhrase:
        """Return a phrase, which may be governed by what is before it or by را behind it."""
        if self._words.has_postposition(after + 1):
            owned = (
                self.tokens[after].bare in self.lexicon.clause.owners
                and self._names.person(first, after) is None
            )  # پایان آن را (its end, as an object)
            governed = governed or (
                owned and self._words.noun(first) not in self.lexicon.nouns.heads
            )
        return NounPhrase(first, after, governed or self._words.has_postposition(after), part)


class UrduNounPhrases(NounPhrases):
    """The noun phrases among Urdu tokens."""

    def phrase(self, first: int, after: int, part: int, *, governed: bool) -> NounPhrase:
        """Return a phrase, which may be governed by what is before it or by the postposition behind
        it.

        Where a name and a noun are before کا (of), only the noun is: حاجرہ ملاح | کشتی کی طرف
        (Hajra Mallah | towards the boat).
        """
        if not self._words.has_postposition(after):
            return NounPhrase(first, after, governed, part)
        if self.tokens[after].bare not in self.lexicon.grammar.genitives:
            return NounPhrase(first, after, True, part)
        name = self._names.person(first, after - 1) if after - first > 2 else None
        if self.tokens[after - 1].bare in self.lexicon.nouns.bodies:
            return NounPhrase(first, after, True, part)
        noun = self._words.is_common(after - 1)
        if name is None or name[1] - name[0] < 2 or not noun:
            return NounPhrase(first, after, True, part)
        # حاجرہ ملاح | کشتی کی طرف (Hajra Mallah | towards the boat)
        return NounPhrase(first, after - 1, governed, part)

    def is_pronoun(self, index: int, end: int) -> bool:
        """Return whether a pronoun is at a token, and is no determiner of a noun."""
        lexicon = self.lexicon
        word = self.tokens[index].bare
        if word not in lexicon.clause.pronouns:
            return False
        if (
            word in lexicon.grammar.postpositions
            and index
            and not self.tokens[index].gap.strip(SPACES)
        ):
            following = self.tokens[index + 1].bare if index + 1 < len(self.tokens) else ""
            # میں نے, not گھر میں (I; in the house)
            return following == lexicon.grammar.subject_marker
        if word in lexicon.clause.pronouns_always:
            return True
        if index + 2 < end and self.tokens[index + 2].bare == HAVING:
            return False  # یہ سن کر (having heard this)
        return index + 1 >= end or self._stops.is_stop(index + 1, index + 1)
