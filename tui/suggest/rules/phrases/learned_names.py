"""Names that a passage gives in full, learned for where a part of one is alone."""

from __future__ import annotations

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.names_by_place import (
    ArabicPlaces,
    HebrewPlaces,
    NamesByPlace,
    PersianPlaces,
    PersianUrduPlaces,
)
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
        lengths = {}
        phrases = self._noun_phrases.between(0, len(self.tokens))
        if self._by_place is not None:
            self._by_place.learn(phrases)
        for phrase in phrases:
            kin = self._signs.kin(phrase.first, phrase.after)
            first = phrase.first if kin is None else kin + 1
            name = self._names.person(first, phrase.after)
            if name is not None and name[1] - name[0] > 1:
                words = [self.tokens[i].bare for i in range(*name)]
                words[0] = words[0][self._joined.joined_letters(name[0]) :]
                lengths[name] = words
        surnames = {words[-1] for words in lengths.values() if words[0] in self.lexicon.names.given}
        for name, words in lengths.items():
            if self.is_surname_and_noun(words, surnames):
                continue
            again = (
                len(words) > 1
                and words[0] in self.lexicon.names.given
                and self._words.counts[words[1]] > 1
            )
            if again:
                self._learned.surnames.add(words[1])
            closed = self.is_closed(name)
            if closed:
                self._learned.first_names.add(words[0])
                self._learned.surnames.add(words[-1])
            if self._names.is_sure(name):
                self._learned.sure.update(words)
            self._learned.known.update(
                word
                for place, word in enumerate(words)
                if len(word) >= self.shortest
                and not (
                    place > 1
                    and self.tokens[name[0] + place].article
                    and not (self._names.is_sure(name) and word.endswith("ي"))
                )
                and (closed or word in self.lexicon.names.given or self._words.counts[word] > 1)
            )
            self._learned.known |= self.short_forms(words)
            self._learned.known -= self.lexicon.names.parts

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
