"""The noun phrases of a passage, and what each hangs on."""

from __future__ import annotations

from typing import NamedTuple

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.hebrew_words import HebrewWords
from tui.suggest.rules.phrases.names.person import PersonNames
from tui.suggest.rules.phrases.phrase_ends import PhraseEnds
from tui.suggest.rules.phrases.stops.arabic import ArabicStops
from tui.suggest.rules.phrases.stops.base import Stops
from tui.suggest.rules.phrases.words import (
    JOINS,
    LONGEST_NAME,
    SHORTEST_NAME,
    PassageWords,
    PhraseRules,
)


class NounPhrase(NamedTuple):
    """A run of words without a stop between them."""

    first: int
    after: int
    oblique: bool
    """Whether it hangs on a preposition or postposition, or on another noun."""
    part: int
    """Which of the parts between commas it is in, counted from the left."""


class NounPhrases(PhraseRules):
    """Finds noun phrases."""

    def __init__(
        self,
        words: PassageWords,
        hebrew: HebrewWords,
        stops: Stops,
        arabic_stops: ArabicStops,
        ends: PhraseEnds,
        names: PersonNames,
    ) -> None:
        super().__init__(words)
        self._hebrew = hebrew
        self._stops = stops
        self._arabic_stops = arabic_stops
        self._ends = ends
        self._names = names

    def between(self, first: int, end: int) -> list[NounPhrase]:
        """Return the noun phrases among the tokens `[first, end)`, quotations left out."""
        found: list[NounPhrase] = []
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
            if token.quotation < 0 and self._is_pronoun(index, end):
                found.append(NounPhrase(index, index + 1, oblique or relative, part))
                index, oblique = index + 1, False
                continue
            if (
                token.quotation >= 0
                or self._stops.is_stop(index, index)
                or self._is_dateline(index)
            ):
                oblique = (
                    oblique
                    or token.bare in self.lexicon.prepositions
                    or (
                        token.bare[1:] in self.lexicon.prepositions
                        and token.quotation < 0
                        and self._arabic_stops.is_joined(index)
                    )
                )
                relative = relative or self._ends.is_relative(index)
                index += 1
                continue
            after = min(self._ends.end(index), end)
            oblique = oblique and not self._follows_time(index)
            relative = relative or self._ends.is_relative(index)
            phrase = self._phrase(index, after, part, hangs=oblique or relative or aside)
            found.append(phrase)
            index = after
            oblique = (
                self.lexicon.subject == "before"
                and not self.lexicon.postpositions
                and (phrase.oblique)
            )
        return found

    def connective(self, index: int) -> int:
        """Return how many words of an expression that joins sentences are at a token: با این
        حال."""
        first = self.tokens[index].bare
        for words in self.lexicon.connectives:
            if words[0] != first:
                continue
            following = self.tokens[index : index + len(words)]
            if tuple(token.bare for token in following) == words and following[0].quotation < 0:
                return len(words)
        return 0

    def _follows_time(self, index: int) -> bool:
        """Tell whether an English article is behind a word for a time, which ends what hangs on a
        preposition: on Sunday evening the department said."""
        before = self.tokens[index - 1] if index else None
        article = self.tokens[index].bare in ("the", "a", "an", "its", "his", "her", "their")
        return (
            self.lexicon.capitals
            and article
            and before is not None
            and (before.bare in self.lexicon.weekdays or before.bare in self.lexicon.times)
        )

    def _is_dateline(self, index: int) -> bool:
        """Tell whether a town in capital letters begins a paragraph: AUSTIN, Texas —."""
        written = self.passage.written(index)
        starts = index == 0 or "\n" in self.tokens[index].gap
        return (
            self.lexicon.capitals
            and starts
            and written.isupper()
            and (len(written) >= LONGEST_NAME)
        )

    def _phrase(self, first: int, after: int, part: int, *, hangs: bool) -> NounPhrase:
        """Return a phrase, which hangs on what is before it or on what is written with it."""
        lexicon = self.lexicon
        if lexicon.clitics == "hebrew" and self._hebrew.clitic(first) in tuple("בכלמ"):
            hangs = True
        if lexicon.object_marker and self._words.has_postposition(after + 1):
            owned = (
                self.tokens[after].bare in lexicon.owners
                and self._names.person(first, after) is None
            )
            hangs = hangs or (owned and self._words.noun(first) not in lexicon.heads)  # پایان آن را
        if lexicon.object_marker and not hangs and self._words.is_common(first):
            hangs = self._is_long_object(after)
        if self._words.has_postposition(after):
            name = self._names.person(first, after - 1) if after - first > 2 else None
            if self._is_object(after):
                return NounPhrase(first, after, True, part)
            if self.tokens[after - 1].bare in lexicon.bodies:
                return NounPhrase(first, after, True, part)
            unlisted = after - first == SHORTEST_NAME and self._is_name_before_noun(first)
            noun = not lexicon.genitives or self._words.is_common(after - 1)
            if not unlisted and (name is None or name[1] - name[0] < 2 or not noun):
                return NounPhrase(first, after, True, part)
            after -= 1  # the last word hangs on what follows: حاجرہ ملاح کشتی کی طرف
        return NounPhrase(first, after, hangs, part)

    def _is_name_before_noun(self, first: int) -> bool:
        """Tell whether an Urdu phrase is two words that no list has, and a common one: بخت زادہ
        کوئلے سے."""
        urdu = self.lexicon.genitives != frozenset()
        names = all(self._words.is_unlisted(i) for i in (first, first + 1))
        return urdu and names and self._words.is_common(first + 2)

    def _is_long_object(self, after: int) -> bool:
        """Tell whether a Persian preposition and its noun are between a phrase and را: تأخیر در
        واردات را."""
        tokens = self.tokens
        if after + 1 >= len(tokens) or not self._words.joins(after):
            return False
        if tokens[after].bare not in self.lexicon.prepositions or tokens[after].quotation >= 0:
            return False
        end = self._ends.end(after + 1)
        return (
            end > after + 1
            and end < len(tokens)
            and (tokens[end].bare == self.lexicon.object_marker and self._words.joins(end))
        )

    def _is_object(self, after: int) -> bool:
        following = self.tokens[after].bare
        return following == self.lexicon.object_marker or following not in self.lexicon.genitives

    def _is_pronoun(self, index: int, end: int) -> bool:
        """Tell whether a token is a noun phrase by itself, and is not a determiner of one."""
        lexicon = self.lexicon
        word = self.tokens[index].bare
        if word not in lexicon.pronouns or lexicon.clitics == "arabic":
            return False
        if word in lexicon.postpositions and index and not self.tokens[index].gap.strip(SPACES):
            following = self.tokens[index + 1].bare if index + 1 < len(self.tokens) else ""
            return following == lexicon.subject_marker  # میں نے, not گھر میں
        if not lexicon.genitives or self.tokens[index].bare in lexicon.pronouns_always:
            return True
        return index + 1 >= end or self._stops.is_stop(index + 1, index + 1)

    def is_apposed(self, phrase: NounPhrase) -> bool:
        """Tell whether a phrase is between two commas."""
        behind = self.tokens[phrase.after].gap if phrase.after < len(self.tokens) else "."
        return all(
            gap.strip(SPACES) in ("،", ",") for gap in (self.tokens[phrase.first].gap, behind)
        )

    def is_office(self, phrase: NounPhrase) -> bool:
        """Tell whether a phrase begins with an office, and names nobody."""
        known = self._words.noun(phrase.first) in self.lexicon.titles_and_roles
        return known and self._names.person(phrase.first, phrase.after) is None
