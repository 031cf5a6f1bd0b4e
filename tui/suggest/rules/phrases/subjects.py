"""What a noun phrase refers to: a person, a body, a place, a pronoun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from tui.suggest.rules.cues.cue import letter_end
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.hebrew_words import HebrewWords
from tui.suggest.rules.phrases.names.arabic_signs import ArabicNameSigns
from tui.suggest.rules.phrases.names.person import PersonNames
from tui.suggest.rules.phrases.noun_phrases import NounPhrases
from tui.suggest.rules.phrases.phrase_ends import PhraseEnds
from tui.suggest.rules.phrases.words import SHORTEST_NAME, PassageWords, PhraseRules
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


class Subjects(PhraseRules):
    """Tells what noun phrases refer to."""

    def __init__(
        self,
        words: PassageWords,
        hebrew: HebrewWords,
        ends: PhraseEnds,
        arabic_signs: ArabicNameSigns,
        names: PersonNames,
        noun_phrases: NounPhrases,
    ) -> None:
        super().__init__(words)
        self._arabic = words.arabic
        self._hebrew = hebrew
        self._ends = ends
        self._arabic_signs = arabic_signs
        self._names = names
        self._noun_phrases = noun_phrases

    def subject(self, first: int, after: int) -> Subject | None:
        """Return what the phrase of the tokens `[first, after)` names; None where it cannot
        speak."""
        tokens, lexicon = self.tokens, self.lexicon
        whole_first = first
        while first < after - 1 and tokens[first].bare in lexicon.determiners:
            if tokens[first + 1].bare in lexicon.prepositions:
                break  # یکی از معلمان
            first += 1
        head = self._words.noun(first)
        start = tokens[first].span.start + (self._joined(first) if lexicon.clitics else 0)
        if tokens[first].bare in lexicon.pronouns:
            return Subject(tokens[first].span, first, first + 1, head, "pronoun",
                           self._pronoun_gender(first))  # fmt: skip
        some = lexicon.capitals and tokens[whole_first].bare in ("a", "an")
        some = some and not self._is_described_person(first, after)
        name = None if some else self._names.person(first, after)
        if name is not None:
            begin = tokens[name[0]].span.start
            if name[0] == first:
                begin = max(start, begin + self._hebrew.joined_letters(first))
            span = Span(begin, tokens[name[1] - 1].span.end)
            return Subject(_without_possessive(span, self.passage.text), whole_first,
                           max(after, name[1]), head, "person",
                           sure=self._names.is_sure(name))  # fmt: skip
        kind = self._subject_kind(first, after)
        sure = True
        if kind == "unknown" and self._arabic_signs.is_made_like_a_name(first, after):
            kind, sure = "person", False
        after = self._end_of_noun(first, after)
        span = Span(start, self._ends.end_offset(after))
        if tokens[first].quotation >= 0:
            inside = self.passage.quotations[tokens[first].quotation]
            span = inside_marks(self.passage.text, inside)
        span = span.trimmed(self.passage.text)
        if not span.length:
            return None
        return Subject(span, whole_first, after, head, kind, sure=sure)

    def bearers(self) -> Iterator[tuple[Subject, frozenset[str]]]:
        """Return the persons whom a Persian or Urdu passage names with an office, in order, each
        with the nouns for it: beside the name, or beyond a comma."""
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
            offices = frozenset(beside & self.lexicon.roles)
            if offices:
                yield subject, offices

    def _is_described_person(self, first: int, after: int) -> bool:
        """Tell whether an article belongs to an adjective and a full name: a triumphant Wendy
        Tiffin."""
        words = self.tokens[first:after]
        named = words[1:]
        return (
            len(words) == SHORTEST_NAME
            and not words[0].capital
            and words[0].bare not in self.lexicon.heads
            and all(word.capital and word.bare not in self.lexicon.heads for word in named)
        )

    def _end_of_noun(self, first: int, after: int) -> int:
        """Return where the noun that a phrase names somebody by ends."""
        if self.lexicon.clitics == "arabic":
            return self._end_of_arabic_noun(first, after)
        return self._end_of_english_noun(first, after) if self.lexicon.capitals else after

    def _end_of_arabic_noun(self, first: int, after: int) -> int:
        """Return where an object without article follows a noun, or behind the name of somebody
        whose relative is meant."""
        if self._words.noun(first) in self.lexicon.heads:
            nouns = self.lexicon.naming | self.lexicon.not_first | self.lexicon.occasions
            for index in range(first + 1, after):
                word = self.tokens[index].bare
                noun = word in nouns or self._arabic.is_noun(word)
                if noun and self.tokens[index - 1].article and not (
                    self.tokens[index].article or word in self.lexicon.representing
                ):  # fmt: skip
                    return index  # منفذو الهجوم | اسم البلدة
        kin = self._arabic_signs.kin(first, after)
        whose = None if kin is None else self._names.person(kin + 1, after)
        return after if whose is None else whose[1]  # عائلة الشاب حسن أبو زايد

    def _end_of_english_noun(self, first: int, after: int) -> int:
        """Return where a phrase's last noun for persons ends, or a body's last capital."""
        named = self.tokens[first].capital and self._subject_kind(first, after) == "body"
        for index in range(after - 1, first - 1, -1):
            token = self.tokens[index]
            if token.capital if named else token.bare in self.lexicon.persons:
                return index + 1
        return after

    def _joined(self, index: int) -> int:
        """Return the code points of what is joined to an Arabic or Hebrew word that opens a
        phrase."""
        lexicon, word = self.lexicon, self.tokens[index].bare
        names = self._learned.known | lexicon.given
        if lexicon.clitics == "arabic" and word[0] in "وف" and word not in names | lexicon.with_waw:
            named = word[1:] in lexicon.given and len(word) > SHORTEST_NAME  # فرغد المطلق
        elif lexicon.clitics == "hebrew" and word[0] == "ו" and word not in names:
            named = word[1:] in lexicon.several_of or word[1:] in names  # ואחד השרים
        else:
            named = False
        if named:
            return letter_end(self.passage.written(index))
        return self._cut(index) if self._words.noun(index) != word else 0

    def _cut(self, index: int) -> int:
        """Return the code points of a conjunction or preposition before a noun that is known."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        noun = self._words.noun(index)
        article = "ה" if self.lexicon.clitics == "hebrew" else "ال"
        letters = len(word) - len(noun)
        if not word.endswith(noun) or (word.startswith(article) and letters == len(article)):
            return 0
        return letter_end(written)

    def _pronoun_gender(self, index: int) -> str:
        word, lexicon = self.tokens[index].bare, self.lexicon
        if word in lexicon.first_persons:
            return "1"
        if word in lexicon.pronouns_feminine:
            return "f"
        if word in lexicon.pronouns_masculine:
            return "m"
        return "p" if word in lexicon.pronouns_plural else ""

    def _subject_kind(self, first: int, after: int) -> SubjectKind:
        lexicon = self.lexicon
        if lexicon.clitics == "hebrew" and first + 1 < after:
            opening = self.tokens[first].bare
            first += opening in lexicon.several_of or opening[1:] in lexicon.several_of
        words = [self._words.noun(i) for i in range(first, after)]
        if words[0] in lexicon.sources:
            return "source"
        if lexicon.capitals or not lexicon.clitics:
            words = words[::-1] if lexicon.capitals or lexicon.genitives else words
        elif (
            lexicon.clitics == "hebrew"
            and first + 1 < after
            and (self.tokens[first + 1].article or self._hebrew.clitic(first + 1))
        ):
            words = words[:1]  # the head of a construct is first: שביתת האחיות
        elif lexicon.clitics == "hebrew":
            words = words[:SHORTEST_NAME]
        head_first = lexicon.clitics == "arabic" or lexicon.object_marker != ""
        for word in words[:1] if head_first else words:
            if word in lexicon.bodies:
                return "body"
            if word in lexicon.persons:
                return "people"
        if any(word in lexicon.places for word in words) and len(words) == 1:
            return "place"
        if lexicon.capitals and sum(char.isupper() for char in self.passage.written(first)) > 1:
            return "body"
        return "unknown"


def _without_possessive(span: Span, text: str) -> Span:
    found = _POSSESSIVE.search(span.of(text))
    return Span(span.start, span.end - len(found[0])) if found else span
