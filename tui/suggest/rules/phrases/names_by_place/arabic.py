"""Arabic names that their place tells: beside an office, or between a verb and what was said."""

from __future__ import annotations

from itertools import pairwise

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.names_by_place.base import NamesByPlace
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.passage_phrases import Phrases
from tui.suggest.rules.phrases.words import COMMAS, LONGEST_NAME


class ArabicPlaces(NamesByPlace):
    """Learns Arabic names by their place."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._stops = phrases.arabic_stops
        self._given = phrases.given
        self._arabic_signs = phrases.arabic_signs

    def learn(self, phrases: list[NounPhrase]) -> None:
        """Learn the names before an office, then those of speakers."""
        self._learn_before_office(phrases)
        self._learn_speakers()

    def _learn_before_office(self, phrases: list[NounPhrase]) -> None:
        """Learn Arabic names of two to four words, behind which an office without article says
        between commas who it is: الوليد بركات، أخصائي الأعصاب، ..."""
        for one, other in pairwise(phrases):
            if other.first != one.after or not 2 <= one.after - one.first <= LONGEST_NAME:
                continue
            office = self.tokens[other.first]
            parted = office.gap.strip(SPACES) in COMMAS and not office.article
            if not parted or self._words.noun(other.first) not in self.lexicon.persons:
                continue
            verb = self._given.is_made_like_a_verb(one.first)
            name = one._replace(first=one.first + verb)  # لم يشارك هوغو بريتو، أخصائي
            several = name.after - name.first > 1
            if several and self._names.may_be_arabic_name(name.first, name.after):
                self.learn_name(name)

    def _learn_speakers(self) -> None:
        """Learn Arabic names by their place: two to four words between a verb of saying and what
        was said, made like a name: قال فلان الفلاني إن."""
        for cue in self.cues.values():
            if not cue.is_verb or cue.after >= len(self.tokens):
                continue
            at = cue.after
            end = self._ends.end(at)
            after = next((i for i in range(at + 1, end) if self._is_office_of(i)), end)
            if not 2 <= after - at <= LONGEST_NAME or (
                after == end and not self._stops.is_before_speech(after)
            ):
                continue
            told = cue.word in self.lexicon.addressed or cue.word in self.lexicon.objects
            object_behind = told and self.tokens[after - 1].article  # مازح سيلفا الحضور
            if self._arabic_signs.is_with_ba(at, after) or object_behind:
                continue
            made = self._arabic_signs.is_made_like_a_name(at, after - 1)
            named = made and self._names.person(at, after) is None
            if named and self._words.noun(after - 1) not in self.lexicon.heads:
                words = {self.tokens[i].bare for i in range(at, after)} - self.lexicon.name_parts
                self._learned.known |= words
                self._learned.surnames.add(self.tokens[after - 1].bare)

    def _is_office_of(self, index: int) -> bool:
        """Tell whether an Arabic noun for an office, with its complement, is behind a name: ماركو
        سيلفا مدرب فولهام."""
        word, following = self.tokens[index].bare, self.tokens[index + 1 : index + 2]
        office = word in self.lexicon.roles and word not in self.lexicon.given_or_noun
        return office and following != [] and self._words.joins(index + 1)
