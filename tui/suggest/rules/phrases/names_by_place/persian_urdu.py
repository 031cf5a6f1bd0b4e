"""Persian and Urdu names that their place tells: beside an office, an age or a clause."""

from __future__ import annotations

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.names_by_place.beside_offices import NamesBesideOffices
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.words import AGE, LONGEST_NAME, SHORTEST_NAME


class PersianUrduPlaces(NamesBesideOffices):
    """Learns Persian and Urdu names by their place."""

    def learn(self, phrases: list[NounPhrase]) -> None:
        """Learn the names that are described or introduced, then those beside an office."""
        for phrase in phrases:
            if self._is_described(phrase) or self._is_introduced(phrase):
                self.learn_name(phrase)
        self.learn_beside_offices(phrases)

    def _is_described(self, name: NounPhrase) -> bool:
        """Tell whether an age, a clause or one of several is behind what may be a Persian or Urdu
        name, a comma between: فرزاد دریکوند، از شاگردان او."""
        if name.after >= len(self.tokens):
            return False
        token, word = self.tokens[name.after], self.tokens[name.after].bare
        comma = token.gap.strip(SPACES) in ("،", ",") and token.quotation < 0
        following = self.tokens[name.after + 1].bare if name.after + 1 < len(self.tokens) else ""
        if comma and AGE in (word, following, word[-len(AGE) :]):
            return self.may_be_name(name) or self.may_be_single_name(name, opens=True)
        described = word[:1].isdigit() or word in self.lexicon.several | self.lexicon.describing
        return comma and described and self.may_be_name(name)

    def _is_introduced(self, name: NounPhrase) -> bool:
        """Tell whether a Persian sentence says that something is somebody's name: نامش گل‌اندام
        است."""
        if not name.first or name.after >= len(self.tokens):
            return False
        before, behind = self.tokens[name.first - 1].bare, self.tokens[name.after].bare
        says = before in self.lexicon.whose_name and behind in self.lexicon.copulas
        return (
            says and self._words.is_unlisted(name.first) and name.after - name.first < LONGEST_NAME
        )

    def may_be_single_name(self, phrase: NounPhrase, *, opens: bool) -> bool:
        """Tell whether one word that opens a Persian sentence, with a comma behind, may be a name,
        پریا، دانشجوی معماری, or one between commas: مادرش، کژال،."""
        lexicon, word = self.lexicon, self.tokens[phrase.first].bare
        if not lexicon.object_marker or phrase.after - phrase.first > 1 or phrase.oblique:
            return False
        known = lexicon.heads | lexicon.places | lexicon.not_subjects | lexicon.common_nouns
        if opens:
            placed = self.passage.sentence_start(phrase.first) == phrase.first
        else:
            placed = phrase.after < len(self.tokens) and self._noun_phrases.is_apposed(phrase)
        plain = self._words.stem(word) not in known and not self._words.is_common(phrase.first)
        return placed and len(word) >= SHORTEST_NAME and plain

    def only_leads_to(self, at: int) -> bool:
        """Tell whether all that is before a token in its Persian or Urdu clause says when, or joins
        it to what was before: روز دوشنبه, در همین حال."""
        start = self.passage.sentence_start(at)
        while at > start and not self.tokens[at].gap.strip(SPACES):
            lengths = (len(words) for words in self.lexicon.connectives if at - len(words) >= start)
            connective = self._noun_phrases.connective
            joined = next((length for length in lengths if connective(at - length) == length), 0)
            word = self.tokens[at - 1]
            when = word.bare in self.lexicon.stops - self.lexicon.prepositions - self.lexicon.finite
            if word.quotation >= 0 or not (joined or when):
                return False
            at -= joined or 1
        return self.tokens[at].quotation < 0
