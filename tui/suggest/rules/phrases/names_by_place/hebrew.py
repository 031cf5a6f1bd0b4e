"""Hebrew names that their place tells: beside an office, or behind a verb of saying."""

from __future__ import annotations

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.names_by_place.beside_offices import NamesBesideOffices
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.passage_phrases import Phrases


class HebrewPlaces(NamesBesideOffices):
    """Learns Hebrew names by their place."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._hebrew = phrases.hebrew

    def learn(self, phrases: list[NounPhrase]) -> None:
        """Learn the names beside an office, then those of speakers."""
        self.learn_beside_offices(phrases)
        self._learn_speakers()

    def may_be_name(self, phrase: NounPhrase) -> bool:
        """Tell whether two or three words may be a name: none begins with ה."""
        words = self.tokens[phrase.first : phrase.after]
        return super().may_be_name(phrase) and not any(word.bare.startswith("ה") for word in words)

    def learn_apart(self, office: NounPhrase) -> None:
        """Learn the name behind an office, what it is for, and a comma."""
        first = self._ends.comma_behind(office.after)
        last = NounPhrase(office.after - 1, office.after, office.oblique, office.part)
        is_office = self._noun_phrases.is_office
        named = is_office(office) or is_office(last)  # נכנסת סטודנטית
        if office.oblique or first == office.after or not named:
            return
        after = self._ends.end(first)
        name = NounPhrase(first, after, False, office.part + 1)
        if after > first and not self._hebrew.clitic(first) and self.may_be_name(name):
            self.learn_name(name)

    def _learn_speakers(self) -> None:
        """Learn Hebrew names by their place: two words behind a verb of saying, before את, כי, a
        sign or a quotation, made like no other words."""
        lexicon, tokens = self.lexicon, self.tokens
        for cue in self.cues.values():
            at = cue.after
            while at < len(tokens) and tokens[at].bare in lexicon.adverbs and self._words.joins(at):
                at += 1
            if not cue.is_verb or at >= len(tokens) or tokens[at].gap != " ":
                continue
            after = self._ends.end(at)
            words = [tokens[i].bare for i in range(at, after)]
            nouns = (lexicon.heads, lexicon.places, lexicon.common_nouns)
            if len(words) != 2 or any(word in listed for listed in nouns for word in words):
                continue
            joined = any(
                tokens[i].article or self._hebrew.clitic(i) or tokens[i].bare[0] in "ושכל"
                for i in range(at, after)
            )
            following = tokens[after] if after < len(tokens) else None
            ends = following is None or (
                following.bare in {"את", *lexicon.complementizers}
                or following.quotation >= 0
                or following.gap.strip(SPACES) != ""
            )
            if ends and not joined and words[0][0] not in "במ" and words[1] not in lexicon.stops:
                self._learned.known.update(words)
                self._learned.surnames.add(words[1])
