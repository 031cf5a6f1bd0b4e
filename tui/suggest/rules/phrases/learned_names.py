"""Names that a passage gives in full, learned for where a part of one is alone."""

from __future__ import annotations

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.names_by_place.arabic import ArabicPlaces
from tui.suggest.rules.phrases.names_by_place.base import NamesByPlace
from tui.suggest.rules.phrases.names_by_place.hebrew import HebrewPlaces
from tui.suggest.rules.phrases.names_by_place.persian_urdu import PersianUrduPlaces
from tui.suggest.rules.phrases.passage_phrases import Phrases
from tui.suggest.rules.phrases.words import PhraseRules

_SERVANT = "عبدال"


class NameLearner(PhraseRules):
    """Learns the names that a passage gives in full or tells by their place."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases.words)
        self._hebrew = phrases.hebrew
        self._stops = phrases.stops
        self._arabic_signs = phrases.arabic_signs
        self._names = phrases.names
        self._noun_phrases = phrases.noun_phrases
        self._by_place = _names_by_place(phrases)

    def learn(self) -> None:
        """Learn the names twice: at the second time a surname is known to be a name's end."""
        self._learn_full_names()
        self._learned.forget()
        self._learn_full_names()

    def _learn_full_names(self) -> None:
        """Learn the words of the names that are given in full, for where one is alone."""
        lengths = {}
        phrases = self._noun_phrases.between(0, len(self.tokens))
        if self._by_place is not None:
            self._by_place.learn(phrases)
        for phrase in phrases:
            kin = self._arabic_signs.kin(phrase.first, phrase.after)
            first = phrase.first if kin is None else kin + 1
            name = self._names.person(first, phrase.after)
            if name is not None and name[1] - name[0] > 1:
                words = [self.tokens[i].bare for i in range(*name)]
                words[0] = words[0][self._hebrew.joined_letters(name[0]) :]
                lengths[name] = words
        surnames = {words[-1] for words in lengths.values() if words[0] in self.lexicon.given}
        for name, words in lengths.items():
            if self.lexicon.object_marker and words[0] in surnames and len(words) == 2:
                continue  # a surname alone, and a noun: فرزانه کمبود را
            again = (
                len(words) > 1
                and words[0] in self.lexicon.given
                and self._words.counts[words[1]] > 1
            )
            if again:
                self._learned.surnames.add(words[1])
            closed = self._is_closed(name)
            if closed:
                self._learned.first_names.add(words[0])
                self._learned.surnames.add(words[-1])
            if self._names.is_sure(name):
                self._learned.sure.update(words)
            self._learned.known.update(
                word
                for place, word in enumerate(words)
                if len(word) > (1 if self.lexicon.clitics == "hebrew" else 2)
                and not (
                    place > 1
                    and self.tokens[name[0] + place].article
                    and not (self._names.is_sure(name) and word.endswith("ي"))
                )
                and (closed or word in self.lexicon.given or self._words.counts[word] > 1)
            )
            if self.lexicon.subject == "before":  # عبدالشکور is called شکور as well
                servants = {word for word in words if word.startswith(_SERVANT)}
                self._learned.known |= {word.removeprefix(_SERVANT) for word in servants}
            self._learned.known -= self.lexicon.name_parts

    def _is_closed(self, name: tuple[int, int]) -> bool:
        """Tell whether a sign, a verb of saying or a stop ends a name.

        No noun is then taken with the name. English tells by capital letters, Arabic by the rules
        of its names.
        """
        end = name[1]
        if self.lexicon.capitals or self.lexicon.clitics == "arabic" or end >= len(self.tokens):
            return True
        if end - name[0] == 2:  # a given name and a surname
            words = [self.tokens[i].bare for i in range(*name)]
            if words[0] in self.lexicon.given and self.lexicon.clitics != "hebrew":
                return True
        following = self.tokens[end]
        parted = following.gap.strip(SPACES)[:1] in ("،", ",", ":", "(", ";", "؛")
        ends = parted or end in self.cues or following.quotation >= 0
        return ends or self._stops.is_stop(end, name[0])


def _names_by_place(phrases: Phrases) -> NamesByPlace | None:
    """Return what learns names by their place; None for English, where capital letters tell."""
    lexicon = phrases.words.lexicon
    if lexicon.clitics == "arabic":
        return ArabicPlaces(phrases)
    if lexicon.clitics == "hebrew":
        return HebrewPlaces(phrases)
    return None if lexicon.capitals else PersianUrduPlaces(phrases)
