"""What a noun phrase refers to: a person, a body, a place, a pronoun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.cues.cue import letter_end
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.joined_letters import JoinedLetters
from tui.suggest.rules.phrases.names.name_signs import NameSigns
from tui.suggest.rules.phrases.names.person_names import PersonNames
from tui.suggest.rules.phrases.noun_phrases import NounPhrases
from tui.suggest.rules.phrases.phrase_ends import PhraseEnds
from tui.suggest.rules.phrases.words import (
    SHORTEST_NAME,
    ArabicPassageWords,
    PassageWords,
    PhraseRules,
)
from tui.text.language import inside_marks
from tui.text.spans import Span

SubjectKind = Literal["person", "body", "place", "source", "people", "pronoun", "unknown"]
"""What a phrase refers to."""


LONGEST_SUBJECT = 6
"""Tokens of a subject before its verb, or of a heading before its colon."""


_POSSESSIVE = re.compile("['’]s\\Z")


class Subject(NamedTuple):
    """The words that name who spoke."""

    span: Span
    """A person's or body's name alone, else the noun phrase."""
    first: int
    """Index of the first token of the whole phrase, title included."""
    after: int
    """Index of the token after it."""
    head: str
    """Its first word, folded, without the conjunction joined to it."""
    kind: SubjectKind
    gender: str = ""
    sure: bool = True
    """Whether a title, given name or capital letter tells the name; else only its place does."""

    @property
    def can_speak(self) -> bool:
        """Whether it is a person, a body, some people or a pronoun, and no place or other noun."""
        return self.kind in ("person", "body", "people", "pronoun")

    @property
    def is_sure_person(self) -> bool:
        """Whether it is a person whose name a title, given name or capital letter tells."""
        return self.kind == "person" and self.sure


class Subjects(PhraseRules):
    """What noun phrases refer to; each language has its own subclass."""

    def __init__(
        self,
        words: PassageWords,
        joined: JoinedLetters,
        ends: PhraseEnds,
        signs: NameSigns,
        names: PersonNames,
        noun_phrases: NounPhrases,
    ) -> None:
        super().__init__(words)
        self._joined = joined
        self._ends = ends
        self._signs = signs
        self._names = names
        self._noun_phrases = noun_phrases

    def subject(self, first: int, after: int) -> Subject | None:
        """Return the person, body or other subject that the phrase `[first, after)` names; None
        where nothing is left of it."""
        tokens, lexicon = self.tokens, self.lexicon
        whole_first = first
        while first < after - 1 and tokens[first].bare in lexicon.nouns.determiners:
            if tokens[first + 1].bare in lexicon.stops.prepositions:
                break  # یکی از معلمان (one of the teachers)
            first += 1
        head = self._words.noun(first)
        start = tokens[first].span.start + self.joined(first)
        if tokens[first].bare in lexicon.clause.pronouns:
            return Subject(tokens[first].span, first, first + 1, head, "pronoun",
                           self._pronoun_gender(first))  # fmt: skip
        some = self.is_some(whole_first, first, after)
        name = None if some else self._names.person(first, after)
        if name is not None:
            begin = tokens[name[0]].span.start
            if name[0] == first:
                begin = max(start, begin + self._joined.joined_letters(first))
            span = Span(begin, tokens[name[1] - 1].span.end)
            return Subject(_without_possessive(span, self.passage.text), whole_first,
                           max(after, name[1]), head, "person",
                           sure=self._names.is_sure(name))  # fmt: skip
        kind = self.kind(first, after)
        sure = True
        if kind == "unknown" and self._signs.is_made_like_a_name(first, after):
            kind, sure = "person", False
        after = self.end_of_noun(first, after)
        span = Span(start, self._ends.end_offset(after))
        if tokens[first].quotation >= 0:
            inside = self.passage.quotations[tokens[first].quotation]
            span = inside_marks(self.passage.text, inside)
        span = span.trimmed(self.passage.text)
        if not span.length:
            return None
        return Subject(span, whole_first, after, head, kind, sure=sure)

    # ---------------------------------------------- what a language says itself

    def joined(self, index: int) -> int:
        """Return the code points of what is joined to a word that opens a phrase."""
        return 0

    def is_some(self, article: int, first: int, after: int) -> bool:
        """Return whether an article at a token says that the phrase `[first, after)` names
        nobody."""
        return False

    def end_of_noun(self, first: int, after: int) -> int:
        """Return the index after the noun by which a phrase names somebody."""
        return after

    def telling(self, words: list[str]) -> list[str]:
        """Return the nouns of a phrase that tell what it refers to, the most telling first."""
        return words

    def kind(self, first: int, after: int) -> SubjectKind:
        """Return what the phrase `[first, after)`, which has no name, refers to."""
        return self.kind_of([self._words.noun(i) for i in range(first, after)])

    # ------------------------------------------------------------- the nouns

    def kind_of(self, words: list[str]) -> SubjectKind:
        """Return what a phrase of these folded nouns refers to."""
        lexicon = self.lexicon
        if words[0] in lexicon.nouns.sources:
            return "source"
        for word in self.telling(words):
            if word in lexicon.nouns.bodies:
                return "body"
            if word in lexicon.nouns.persons:
                return "people"
        return "place" if len(words) == 1 and words[0] in lexicon.names.places else "unknown"

    def bearers(self) -> Iterator[tuple[Subject, frozenset[str]]]:
        """Return the persons whom a passage names with an office, in order, each with the nouns for
        it: next to the name, or beyond a comma."""
        phrases = self._noun_phrases.between(0, len(self.tokens))
        for place, phrase in enumerate(phrases):
            name = self._names.person(phrase.first, phrase.after)
            subject = self.subject(phrase.first, phrase.after) if name is not None else None
            if name is None or subject is None:
                continue
            beside = {self._words.noun(i) for i in range(phrase.first, phrase.after)
                      if not name[0] <= i < name[1]}  # fmt: skip
            for other in phrases[max(0, place - 1) : place + 2]:
                comma = self.tokens[max(other.first, phrase.first)].gap.strip(SPACES) in ("،", ",")
                if other is not phrase and abs(other.part - phrase.part) == 1 and comma and (
                    self._noun_phrases.is_office(other)
                ):  # fmt: skip
                    beside |= {self._words.noun(i) for i in range(other.first, other.after)}
            offices = frozenset(beside & self.lexicon.nouns.roles)
            if offices:
                yield subject, offices

    def cut(self, index: int, article: str) -> int:
        """Return the code points of a conjunction or preposition joined to a listed noun, 0 for its
        `article`."""
        word, noun = self.tokens[index].bare, self._words.noun(index)
        letters = len(word) - len(noun)
        if not word.endswith(noun) or (word.startswith(article) and letters == len(article)):
            return 0
        return letter_end(self.passage.written(index))

    def _pronoun_gender(self, index: int) -> str:
        """Return "m", "f", "p" or "1" for a pronoun at a token, "" where it does not tell."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if word in lexicon.clause.first_persons:
            return "1"
        if word in lexicon.clause.pronouns_feminine:
            return "f"
        if word in lexicon.clause.pronouns_masculine:
            return "m"
        return "p" if word in lexicon.clause.pronouns_plural else ""


class EnglishSubjects(Subjects):
    """What English noun phrases refer to."""

    def is_some(self, article: int, first: int, after: int) -> bool:
        """Return whether “a” or “an” at a token says that the phrase `[first, after)` names nobody:
        a Tory MP."""
        some = self.tokens[article].bare in ("a", "an")
        return some and not self._is_described_person(first, after)

    def _is_described_person(self, first: int, after: int) -> bool:
        """Return whether an article belongs to an adjective and a full name: a triumphant Wendy
        Tiffin."""
        words = self.tokens[first:after]
        named = words[1:]
        return (
            len(words) == SHORTEST_NAME
            and not words[0].capital
            and words[0].bare not in self.lexicon.nouns.heads
            and all(word.capital and word.bare not in self.lexicon.nouns.heads for word in named)
        )

    def end_of_noun(self, first: int, after: int) -> int:
        """Return the index after a phrase's last noun for persons, or a body's last word with a
        capital letter."""
        named = self.tokens[first].capital and self.kind(first, after) == "body"
        for index in range(after - 1, first - 1, -1):
            token = self.tokens[index]
            if token.capital if named else token.bare in self.lexicon.nouns.persons:
                return index + 1
        return after

    def telling(self, words: list[str]) -> list[str]:
        """Return the nouns of a phrase that tell what it refers to: the last one first."""
        return words[::-1]

    def kind(self, first: int, after: int) -> SubjectKind:
        """Return what a phrase refers to; one that begins with an abbreviation is a body: NATO."""
        found = super().kind(first, after)
        capitals = sum(char.isupper() for char in self.passage.written(first)) > 1
        return "body" if found == "unknown" and capitals else found


class HebrewSubjects(Subjects):
    """What Hebrew noun phrases refer to."""

    def joined(self, index: int) -> int:
        """Return the code points of what is joined to a word that opens a phrase: ו in ואחד השרים
        (and one of the ministers)."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        names = (self._learned.known, lexicon.names.given)
        if word[0] == "ו" and not is_in_any(word, *names) and (
            is_in_any(word[1:], lexicon.nouns.several_of, *names)
        ):  # fmt: skip
            return letter_end(self.passage.written(index))
        return self.cut(index, "ה") if self._words.noun(index) != word else 0

    def kind(self, first: int, after: int) -> SubjectKind:
        """Return what a phrase refers to: of a construct the first word tells, as in שביתת האחיות
        (the strike of the nurses)."""
        if first + 1 < after:
            opening = self.tokens[first].bare
            several = self.lexicon.nouns.several_of
            first += opening in several or opening[1:] in several
        construct = first + 1 < after and (self.tokens[first + 1].article)
        longest = 1 if construct else SHORTEST_NAME
        return self.kind_of([self._words.noun(i) for i in range(first, after)][:longest])


class ArabicSubjects(Subjects):
    """What Arabic noun phrases refer to."""

    _words: ArabicPassageWords

    def joined(self, index: int) -> int:
        """Return the code points of what is joined to a word that opens a phrase: ف in فرغد المطلق
        (then Raghad al-Mutlaq)."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        given = lexicon.names.given
        if word[0] in "وف" and word[1:] in given and len(word) > SHORTEST_NAME and (
            not is_in_any(word, self._learned.known, given, lexicon.names.with_waw)
        ):  # fmt: skip
            return letter_end(self.passage.written(index))
        return self.cut(index, "ال") if self._words.noun(index) != word else 0

    def end_of_noun(self, first: int, after: int) -> int:
        """Return the index after the noun of a phrase: before an object without article, and behind
        the name of a person whose relative is meant."""
        if self._words.noun(first) in self.lexicon.nouns.heads:
            nouns = (
                self.lexicon.nouns.naming
                | self.lexicon.nouns.not_first
                | self.lexicon.nouns.occasions
            )
            for index in range(first + 1, after):
                word = self.tokens[index].bare
                noun = word in nouns or self._words.arabic.is_noun(word)
                if noun and self.tokens[index - 1].article and not (
                    self.tokens[index].article or word in self.lexicon.nouns.representing
                ):  # fmt: skip
                    return index  # منفذو الهجوم | اسم البلدة (the attackers | the name of the town)
        kin = self._signs.kin(first, after)
        whose = None if kin is None else self._names.person(kin + 1, after)
        # عائلة الشاب حسن أبو زايد (the family of the young man Hassan Abu Zayed)
        return after if whose is None else whose[1]

    def telling(self, words: list[str]) -> list[str]:
        """Return the noun of a phrase that tells what it refers to: the first."""
        return words[:1]


class PersianSubjects(Subjects):
    """What Persian noun phrases refer to."""

    def telling(self, words: list[str]) -> list[str]:
        """Return the noun of a phrase that tells what it refers to: the first."""
        return words[:1]


class UrduSubjects(Subjects):
    """What Urdu noun phrases refer to."""

    def telling(self, words: list[str]) -> list[str]:
        """Return the nouns of a phrase that tell what it refers to: the last one first."""
        return words[::-1]


def _without_possessive(span: Span, text: str) -> Span:
    """Return a span without the 's at its end."""
    found = _POSSESSIVE.search(span.of(text))
    return Span(span.start, span.end - len(found[0])) if found else span
