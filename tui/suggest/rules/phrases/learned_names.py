"""Names that a passage gives in full, learned for where a part of one is alone."""

from __future__ import annotations

from collections.abc import Iterator

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.names_by_place import (
    ArabicPlaces,
    HebrewPlaces,
    NamesByPlace,
    PersianPlaces,
    PersianUrduPlaces,
)
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.passage_phrases import ArabicPhrases, Phrases
from tui.suggest.rules.phrases.words import PhraseRules

_SERVANT = "عبدال"


class NameLearner(PhraseRules):
    """The learning of names that a passage gives in full, or tells by their place; languages have
    their own subclass.

    Where a surname is alone later in the passage, it is known to be a name.
    """

    shortest = 3
    """Letters of the shortest word of a name that is learned."""

    def __init__(self, phrases: Phrases, by_place: NamesByPlace | None = None) -> None:
        super().__init__(phrases.words)
        self._joined = phrases.joined
        self._stops = phrases.stops
        self._signs = phrases.signs
        self._names = phrases.names
        self._noun_phrases = phrases.noun_phrases
        self._by_place = by_place

    def learn(self) -> None:
        """Learn the names twice: the second time the last words of names are known."""
        self._learn_full_names()
        self._learned.forget()
        self._learn_full_names()

    def _learn_full_names(self) -> None:
        """Learn the words of the names that are given in full."""
        phrases = self._noun_phrases.between(0, len(self.tokens))
        if self._by_place is not None:
            self._by_place.learn(phrases)
        names = dict(self._full_names(phrases))
        given = self.lexicon.names.given
        surnames = {words[-1] for words in names.values() if words[0] in given}
        for name, words in names.items():
            if not self.is_surname_and_noun(words, surnames):
                self._learn_name(name, words)

    def _full_names(self, phrases: list[NounPhrase]) -> Iterator[tuple[tuple[int, int], list[str]]]:
        """Return the tokens `[start, end)` of each name of several words, and its words without
        the letters joined to the first."""
        for phrase in phrases:
            kin = self._signs.kin(phrase.first, phrase.after)
            first = phrase.first if kin is None else kin + 1
            name = self._names.person(first, phrase.after)
            if name is not None and name[1] - name[0] > 1:
                words = [token.bare for token in self.tokens[slice(*name)]]
                words[0] = words[0][self._joined.joined_letters(name[0]) :]
                yield name, words

    def _learn_name(self, name: tuple[int, int], words: list[str]) -> None:
        """Learn the words of a name of several words."""
        learned, given, counts = self._learned, self.lexicon.names.given, self._words.counts
        if words[0] in given and counts[words[1]] > 1:
            learned.surnames.add(words[1])
        closed, sure = self.is_closed(name), self._names.is_sure(name)
        if closed:
            learned.first_names.add(words[0])
            learned.surnames.add(words[-1])
        if sure:
            learned.sure.update(words)
        for place, word in enumerate(words):
            adjective = place > 1 and self.tokens[name[0] + place].article
            if len(word) < self.shortest or (adjective and not (sure and word.endswith("ي"))):
                continue
            if closed or word in given or counts[word] > 1:
                learned.known.add(word)
        learned.known |= self.short_forms(words)
        learned.known -= self.lexicon.names.parts

    # ---------------------------------------------- what a language says itself

    def is_surname_and_noun(self, words: list[str], surnames: set[str]) -> bool:
        """Return whether two folded words are a surname alone and a noun."""
        return False

    def short_forms(self, words: list[str]) -> set[str]:
        """Return what else somebody is called, by the folded words of a name."""
        return set()

    def is_closed(self, name: tuple[int, int]) -> bool:
        """Return whether it is certain that no noun is taken for the last word of a name: capital
        letters, or the rules of Arabic names, tell where it ends."""
        return True


class ArabicNameLearner(NameLearner):
    """The learning of the names of an Arabic passage."""

    def __init__(self, phrases: ArabicPhrases) -> None:
        super().__init__(phrases, ArabicPlaces(phrases))


class LearnerByEnds(NameLearner):
    """The learning of names whose end only a sign, a verb of saying or a stop word tells."""

    def is_closed(self, name: tuple[int, int]) -> bool:
        """Return whether a sign, a verb of saying or a stop word is right behind a name, so that no
        noun is taken for its last word."""
        end = name[1]
        if end >= len(self.tokens):
            return True
        following = self.tokens[end]
        parted = following.gap.strip(SPACES)[:1] in ("،", ",", ":", "(", ";", "؛")
        ends = parted or end in self.cues or following.quotation >= 0
        return ends or self._stops.is_stop(end, name[0])


class HebrewNameLearner(LearnerByEnds):
    """The learning of the names of a Hebrew passage."""

    shortest = 2

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases, HebrewPlaces(phrases))


class UrduNameLearner(LearnerByEnds):
    """The learning of the names of an Urdu passage."""

    def __init__(self, phrases: Phrases, by_place: NamesByPlace | None = None) -> None:
        super().__init__(phrases, by_place or PersianUrduPlaces(phrases))

    def short_forms(self, words: list[str]) -> set[str]:
        """Return what else somebody is called: عبدالشکور (Abdul Shakoor) is also called شکور."""
        servants = {word for word in words if word.startswith(_SERVANT)}
        return {word.removeprefix(_SERVANT) for word in servants}

    def is_closed(self, name: tuple[int, int]) -> bool:
        """Return whether a name is a given name and one more word, or something right behind ends
        it."""
        two = name[1] - name[0] == 2 and self.tokens[name[0]].bare in self.lexicon.names.given
        return two or super().is_closed(name)


class PersianNameLearner(UrduNameLearner):
    """The learning of the names of a Persian passage."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases, PersianPlaces(phrases))

    def is_surname_and_noun(self, words: list[str], surnames: set[str]) -> bool:
        """Return whether two folded words are a surname alone and a noun: فرزانه کمبود را
        (Farzaneh, object: the lack)."""
        return words[0] in surnames and len(words) == 2
