"""Names that no list has and their place tells, such as before a verb or next to an office."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import pairwise

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.passage_phrases import ArabicPhrases, Phrases
from tui.suggest.rules.phrases.words import (
    AGE,
    COMMAS,
    LONGEST_NAME,
    SHORTEST_NAME,
    PhraseRules,
)


class NamesByPlace(PhraseRules, ABC):
    """The learning of names that no list has and their place tells; each language has its own
    places."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases.words)
        self._ends = phrases.ends
        self._names = phrases.names
        self._noun_phrases = phrases.noun_phrases

    @abstractmethod
    def learn(self, phrases: list[NounPhrase]) -> None:
        """Learn the names among the noun phrases of the passage."""

    def learn_name(self, name: NounPhrase) -> None:
        """Learn the words of a phrase that is a name."""
        words = [self.tokens[i].bare for i in range(name.first, name.after)]
        self._learned.known.update(words)
        self._learned.sure.update(words)
        self._learned.first_names.add(words[0])
        self._learned.surnames.add(words[-1])


class NamesBesideOffices(NamesByPlace):
    """The learning of names of two or three words that a comma separates from an office."""

    def learn_beside_offices(self, phrases: list[NounPhrase]) -> None:
        """Learn the name in “X Y, the head of …,” and in “the head of …, X Y,”."""
        several = len(self.passage.source.paragraphs) > 1
        for one, other in pairwise(phrases):
            if several and not self.passage.paragraph(self.tokens[one.first].span.start):
                continue  # a headline has its own commas
            if other.part != one.part + 1 or one.oblique or other.first != one.after:
                self.learn_apart(one)
                continue
            if self.tokens[other.first].gap.strip(SPACES) not in ("،", ","):
                continue
            for name, office in ((one, other), (other, one)):
                alone = self.may_be_single_name(name, opens=name is one)
                if self._noun_phrases.is_office(office) and (alone or self.may_be_name(name)):
                    self.learn_name(name)

    def may_be_name(self, phrase: NounPhrase) -> bool:
        """Return whether two or three words may be a name: they are between the start of a sentence
        or clause, commas and stops, and none is a known noun."""
        lexicon = self.lexicon
        if phrase.oblique or not 2 <= phrase.after - phrase.first < LONGEST_NAME:
            return False
        parted = self._words.is_parted(phrase.after)
        starts = phrase.first == 0 or self._words.is_parted(phrase.first)
        starts = starts or self.tokens[phrase.first - 1].bare in lexicon.clause.conjunctions
        words = [self.tokens[i].bare for i in range(phrase.first, phrase.after)]
        plain = not any(
            word in lexicon.nouns.heads
            or (self._words.is_common(place) and word not in lexicon.names.given)
            for place, word in enumerate(words, phrase.first)
        )
        return parted and starts and plain

    def may_be_single_name(self, phrase: NounPhrase, *, opens: bool) -> bool:
        """Return whether one word may be a name, which opens a sentence (`opens`) or is between
        commas."""
        return False

    def learn_apart(self, office: NounPhrase) -> None:
        """Learn the name of an office's holder that is not right behind the office; none as a
        rule."""


class HebrewPlaces(NamesBesideOffices):
    """The learning of Hebrew names by their place."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__(phrases)
        self._joined = phrases.joined

    def learn(self, phrases: list[NounPhrase]) -> None:
        """Learn the names next to an office, then those of speakers."""
        self.learn_beside_offices(phrases)
        self._learn_speakers()

    def may_be_name(self, phrase: NounPhrase) -> bool:
        """Return whether two or three words may be a name: none begins with ה (the)."""
        words = self.tokens[phrase.first : phrase.after]
        return super().may_be_name(phrase) and not any(word.bare.startswith("ה") for word in words)

    def learn_apart(self, office: NounPhrase) -> None:
        """Learn the name behind an office, what it is for, and a comma: הממונה על השכר, אורי ידין,
        (the head of wages, Uri Yadin,)."""
        first = self._ends.comma_behind(office.after)
        last = NounPhrase(office.after - 1, office.after, office.oblique, office.part)
        is_office = self._noun_phrases.is_office
        named = is_office(office) or is_office(last)  # נכנסת סטודנטית (a student comes in)
        if office.oblique or first == office.after or not named:
            return
        after = self._ends.end(first)
        name = NounPhrase(first, after, False, office.part + 1)
        if after > first and not self._joined.clitic(first) and self.may_be_name(name):
            self.learn_name(name)

    def _learn_speakers(self) -> None:
        """Learn two words right behind a verb of saying that are no known nouns, where את (before
        an object), כי (that), a sign or a quotation follows: אמר פלוני אלמוני כי (said so-and-so
        that)."""
        lexicon, tokens = self.lexicon, self.tokens
        for cue in self.cues.values():
            at = cue.after
            while (
                at < len(tokens)
                and tokens[at].bare in lexicon.clause.adverbs
                and self._words.joins(at)
            ):
                at += 1
            if not cue.is_verb or at >= len(tokens) or tokens[at].gap != " ":
                continue
            after = self._ends.end(at)
            words = [tokens[i].bare for i in range(at, after)]
            nouns = (lexicon.nouns.heads, lexicon.names.places, lexicon.nouns.common)
            if len(words) != 2 or any(word in listed for listed in nouns for word in words):
                continue
            joined = any(
                tokens[i].article or self._joined.clitic(i) or tokens[i].bare[0] in "ושכל"
                for i in range(at, after)
            )
            ends = self._words.is_parted(after) or (
                tokens[after].bare == "את"
                or tokens[after].bare in lexicon.clause.complementizers
                or tokens[after].quotation >= 0
            )
            if (
                ends
                and not joined
                and words[0][0] not in "במ"
                and words[1] not in lexicon.stops.words
            ):
                self._learned.known.update(words)
                self._learned.surnames.add(words[1])


class ArabicPlaces(NamesByPlace):
    """The learning of Arabic names by their place."""

    def __init__(self, phrases: ArabicPhrases) -> None:
        super().__init__(phrases)
        self._arabic = phrases.words.arabic
        self._stops = phrases.stops
        self._given = phrases.given
        self._signs = phrases.signs

    def learn(self, phrases: list[NounPhrase]) -> None:
        """Learn the names before an office, then those of speakers."""
        self._learn_before_office(phrases)
        self._learn_speakers()

    def _learn_before_office(self, phrases: list[NounPhrase]) -> None:
        """Learn names of two to four words with an office without article behind a comma: الوليد
        بركات، أخصائي الأعصاب، (al-Walid Barakat, a neurologist,)."""
        for one, other in pairwise(phrases):
            if other.first != one.after or not 2 <= one.after - one.first <= LONGEST_NAME:
                continue
            office = self.tokens[other.first]
            parted = office.gap.strip(SPACES) in COMMAS and not office.article
            if not parted or self._words.noun(other.first) not in self.lexicon.nouns.persons:
                continue
            verb = self._given.is_made_like_a_verb(one.first)
            # لم يشارك هوغو بريتو، أخصائي (Hugo Brito, a specialist, did not take part)
            name = one._replace(first=one.first + verb)
            several = name.after - name.first > 1
            if several and self._may_be_name(name.first, name.after):
                self.learn_name(name)

    def _learn_speakers(self) -> None:
        """Learn two to four words made like a name between a verb of saying and what was said: قال
        فلان الفلاني إن (so-and-so said that)."""
        for cue in self.cues.values():
            if not cue.is_verb or cue.after >= len(self.tokens):
                continue
            at = cue.after
            after = self._ends.end(at)
            if not 2 <= after - at <= LONGEST_NAME or not self._stops.is_before_speech(after):
                continue
            told = (
                cue.word in self.lexicon.verbs.addressed or cue.word in self.lexicon.verbs.objects
            )
            # مازح سيلفا الحضور (Silva joked with the audience)
            object_behind = told and self.tokens[after - 1].article
            if self._signs.is_with_ba(at, after) or object_behind:
                continue
            made = self._signs.is_made_like_a_name(at, after - 1)
            named = made and self._names.person(at, after) is None
            if named and self._words.noun(after - 1) not in self.lexicon.nouns.heads:
                words = {self.tokens[i].bare for i in range(at, after)} - self.lexicon.names.parts
                self._learned.known |= words
                self._learned.surnames.add(self.tokens[after - 1].bare)

    def _may_be_name(self, first: int, after: int) -> bool:
        """Return whether no word of a phrase is a noun, and no known name is in it."""
        for index in range(first, after):
            word = self.tokens[index].bare
            if self._words.noun(index) in self.lexicon.nouns.heads or self._arabic.is_noun(word):
                return False
        word = self.tokens[first].bare
        joined = word[0] in "وف" and word[1:] in self.lexicon.names.given
        return not joined and self._names.person(first, after) is None


class PersianUrduPlaces(NamesBesideOffices):
    """The learning of Persian and Urdu names by their place."""

    def learn(self, phrases: list[NounPhrase]) -> None:
        """Learn the names that are described or introduced, then those next to an office."""
        for phrase in phrases:
            if self._is_described(phrase) or self._is_introduced(phrase):
                self.learn_name(phrase)
        self.learn_beside_offices(phrases)

    def _is_described(self, name: NounPhrase) -> bool:
        """Return whether a comma and an age, a clause or “one of” are behind what may be a name:
        فرزاد دریکوند، از شاگردان او (Farzad Derikvand, one of his pupils)."""
        if name.after >= len(self.tokens):
            return False
        token, word = self.tokens[name.after], self.tokens[name.after].bare
        comma = token.gap.strip(SPACES) in ("،", ",") and token.quotation < 0
        following = self.tokens[name.after + 1].bare if name.after + 1 < len(self.tokens) else ""
        if comma and AGE in (word, following, word[-len(AGE) :]):
            return self.may_be_name(name) or self.may_be_single_name(name, opens=True)
        described = word[:1].isdigit() or is_in_any(
            word, self.lexicon.nouns.several, self.lexicon.clause.describing
        )
        return comma and described and self.may_be_name(name)

    def _is_introduced(self, name: NounPhrase) -> bool:
        """Return whether a Persian sentence says that the words are somebody's name: نامش گل‌اندام
        است (her name is Golandam)."""
        if not name.first or name.after >= len(self.tokens):
            return False
        before, behind = self.tokens[name.first - 1].bare, self.tokens[name.after].bare
        says = before in self.lexicon.names.whose_name and behind in self.lexicon.clause.copulas
        return (
            says and self._words.is_unlisted(name.first) and name.after - name.first < LONGEST_NAME
        )


class PersianPlaces(PersianUrduPlaces):
    """The learning of Persian names by their place."""

    def may_be_single_name(self, phrase: NounPhrase, *, opens: bool) -> bool:
        """Return whether one word may be a name: it opens a sentence and has a comma behind it,
        پریا، دانشجوی معماری (Paria, a student of architecture), or is between commas, مادرش، کژال،
        (his mother, Kajal,)."""
        lexicon, word = self.lexicon, self.tokens[phrase.first].bare
        if phrase.after - phrase.first > 1 or phrase.oblique:
            return False
        nouns = lexicon.nouns
        known = (nouns.heads, lexicon.names.places, nouns.not_subjects, nouns.common)
        if opens:
            placed = self.passage.sentence_start(phrase.first) == phrase.first
        else:
            placed = phrase.after < len(self.tokens) and self._noun_phrases.is_apposed(phrase)
        listed = is_in_any(self._words.stem(word), *known) or self._words.is_common(phrase.first)
        return placed and len(word) >= SHORTEST_NAME and not listed
