"""The noun phrases of a passage, and the rules of its language that tell of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import Passage
from tui.suggest.rules.phrases.joined_letters import HebrewJoinedLetters, JoinedLetters
from tui.suggest.rules.phrases.names.given_names import (
    ArabicGivenNames,
    GivenNames,
    PersianGivenNames,
    UrduGivenNames,
)
from tui.suggest.rules.phrases.names.name_signs import ArabicNameSigns, NameSigns
from tui.suggest.rules.phrases.names.names_arabic import ArabicNames
from tui.suggest.rules.phrases.names.names_english import EnglishNames
from tui.suggest.rules.phrases.names.names_hebrew import HebrewNames
from tui.suggest.rules.phrases.names.names_persian_urdu import PersianNames, UrduNames
from tui.suggest.rules.phrases.names.person_names import PersonNames
from tui.suggest.rules.phrases.noun_phrases import (
    ArabicNounPhrases,
    EnglishNounPhrases,
    HebrewNounPhrases,
    NounPhrase,
    NounPhrases,
    PersianNounPhrases,
    UrduNounPhrases,
)
from tui.suggest.rules.phrases.phrase_ends import EnglishPhraseEnds, HebrewPhraseEnds, PhraseEnds
from tui.suggest.rules.phrases.quoted_names import (
    ArabicQuotedNames,
    EnglishQuotedNames,
    HebrewQuotedNames,
    PersianQuotedNames,
    QuotedNames,
)
from tui.suggest.rules.phrases.stops.stops import Stops
from tui.suggest.rules.phrases.stops.stops_arabic import ArabicStops
from tui.suggest.rules.phrases.stops.stops_english import EnglishStops
from tui.suggest.rules.phrases.stops.stops_hebrew import HebrewStops
from tui.suggest.rules.phrases.stops.stops_persian_urdu import PersianStops, UrduStops
from tui.suggest.rules.phrases.subjects import (
    ArabicSubjects,
    EnglishSubjects,
    HebrewSubjects,
    PersianSubjects,
    Subject,
    Subjects,
    UrduSubjects,
)
from tui.suggest.rules.phrases.words import (
    ArabicPassageWords,
    EnglishPassageWords,
    HebrewPassageWords,
    PassageWords,
    PersianPassageWords,
    UrduPassageWords,
)


@dataclass(frozen=True)
class PhraseClasses:
    """The classes that read the noun phrases of one language, each made with those before it."""

    words: type[PassageWords]
    stops: type[Stops]
    names: type[PersonNames]
    noun_phrases: type[NounPhrases]
    subjects: type[Subjects]
    joined: type[JoinedLetters] = JoinedLetters
    quoted: type[QuotedNames] = QuotedNames
    given: type[GivenNames] = GivenNames
    signs: type[NameSigns] = NameSigns
    ends: type[PhraseEnds] = PhraseEnds


class Phrases:
    """The noun phrases of a passage, and the persons that it names.

    A language's subclass has the classes of the language. `learned` is empty until a `NameLearner`
    has read the passage.
    """

    classes: ClassVar[PhraseClasses]

    words: PassageWords
    stops: Stops
    signs: NameSigns
    given: GivenNames

    def __init__(self, passage: Passage, cues: dict[int, Cue]) -> None:
        made = self.classes
        self.words = words = made.words(passage, cues)
        self.learned = words.learned
        self.joined = joined = made.joined(words)
        self.quoted = quoted = made.quoted(words)
        self.stops = stops = made.stops(words, joined, quoted)
        self.given = given = made.given(words, joined)
        self.signs = signs = made.signs(words, stops, given)
        self.names = names = made.names(words, joined, stops, given, signs)
        self.ends = ends = made.ends(words, joined, quoted, stops)
        self.noun_phrases = made.noun_phrases(words, joined, stops, ends, names)
        self.subjects = made.subjects(words, joined, ends, signs, names, self.noun_phrases)

    def end(self, at: int) -> int:
        """Return the index after the phrase that begins at a token; `at` where none does."""
        return self.ends.end(at)

    def end_from(self, at: int) -> int:
        """Return the index after the phrase that begins at a token, even if that is a stop word."""
        return self.ends.end_from(at)

    def between(self, first: int, end: int) -> list[NounPhrase]:
        """Return the noun phrases among the tokens `[first, end)`, quotations left out."""
        return self.noun_phrases.between(first, end)

    def person(self, first: int, after: int) -> tuple[int, int] | None:
        """Return the tokens `[start, end)` of the person's name in a phrase; None without one."""
        return self.names.person(first, after)

    def subject(self, first: int, after: int) -> Subject | None:
        """Return what the phrase of the tokens `[first, after)` names; None where it cannot
        speak."""
        return self.subjects.subject(first, after)


class ArabicPhrases(Phrases):
    """The noun phrases of an Arabic passage."""

    words: ArabicPassageWords
    stops: ArabicStops
    signs: ArabicNameSigns
    given: ArabicGivenNames

    classes = PhraseClasses(
        words=ArabicPassageWords,
        quoted=ArabicQuotedNames,
        stops=ArabicStops,
        given=ArabicGivenNames,
        signs=ArabicNameSigns,
        names=ArabicNames,
        noun_phrases=ArabicNounPhrases,
        subjects=ArabicSubjects,
    )


class PersianPhrases(Phrases):
    """The noun phrases of a Persian passage."""

    classes = PhraseClasses(
        words=PersianPassageWords,
        quoted=PersianQuotedNames,
        stops=PersianStops,
        given=PersianGivenNames,
        names=PersianNames,
        noun_phrases=PersianNounPhrases,
        subjects=PersianSubjects,
    )


class HebrewPhrases(Phrases):
    """The noun phrases of a Hebrew passage."""

    classes = PhraseClasses(
        words=HebrewPassageWords,
        joined=HebrewJoinedLetters,
        quoted=HebrewQuotedNames,
        stops=HebrewStops,
        names=HebrewNames,
        ends=HebrewPhraseEnds,
        noun_phrases=HebrewNounPhrases,
        subjects=HebrewSubjects,
    )


class UrduPhrases(Phrases):
    """The noun phrases of an Urdu passage."""

    classes = PhraseClasses(
        words=UrduPassageWords,
        stops=UrduStops,
        given=UrduGivenNames,
        names=UrduNames,
        noun_phrases=UrduNounPhrases,
        subjects=UrduSubjects,
    )


class EnglishPhrases(Phrases):
    """The noun phrases of an English passage."""

    classes = PhraseClasses(
        words=EnglishPassageWords,
        quoted=EnglishQuotedNames,
        stops=EnglishStops,
        ends=EnglishPhraseEnds,
        names=EnglishNames,
        noun_phrases=EnglishNounPhrases,
        subjects=EnglishSubjects,
    )


class PhraseReader:
    """Rules that read the phrases of a passage."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.passage = phrases.words.passage
        self.tokens = phrases.words.tokens
        self.lexicon = phrases.words.lexicon
        self.cues = phrases.words.cues
