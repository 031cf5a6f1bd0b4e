"""The noun phrases of a passage, and the rules of its language that tell of them."""

from __future__ import annotations

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
from tui.suggest.rules.phrases.phrase_ends import HebrewPhraseEnds, PhraseEnds
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
    PersianUrduPassageWords,
)


class Phrases:
    """The noun phrases of a passage, and the persons that it names.

    A language's subclass puts together the rules of the language. `learned` is empty until a
    `NameLearner` has read the passage.
    """

    def __init__(
        self,
        words: PassageWords,
        joined: JoinedLetters,
        quoted: QuotedNames,
        stops: Stops,
        ends: PhraseEnds,
        signs: NameSigns,
        names: PersonNames,
        noun_phrases: type[NounPhrases],
        subjects: type[Subjects],
    ) -> None:
        self.words = words
        self.learned = words.learned
        self.joined = joined
        self.quoted = quoted
        self.stops = stops
        self.ends = ends
        self.signs = signs
        self.names = names
        self.noun_phrases = noun_phrases(words, joined, stops, ends, names)
        self.subjects = subjects(words, joined, ends, signs, names, self.noun_phrases)

    def end(self, at: int, *, opening: bool = False) -> int:
        """Return the index after the phrase that starts at a token; `at` where none does.

        With `opening` the first token belongs to it whatever it is.
        """
        return self.ends.end(at, opening=opening)

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

    def __init__(self, passage: Passage, cues: dict[int, Cue]) -> None:
        words = ArabicPassageWords(passage, cues)
        joined, quoted = JoinedLetters(words), ArabicQuotedNames(words)
        stops = ArabicStops(words, quoted)
        self.given = ArabicGivenNames(words, joined)
        signs = ArabicNameSigns(words, stops, self.given)
        names = ArabicNames(words, stops, self.given, signs)
        ends = PhraseEnds(words, joined, quoted, stops)
        super().__init__(
            words, joined, quoted, stops, ends, signs, names, ArabicNounPhrases, ArabicSubjects
        )


class PersianPhrases(Phrases):
    """The noun phrases of a Persian passage."""

    def __init__(self, passage: Passage, cues: dict[int, Cue]) -> None:
        words = PersianPassageWords(passage, cues)
        joined, quoted = JoinedLetters(words), PersianQuotedNames(words)
        stops, signs = PersianStops(words), NameSigns(words)
        names = PersianNames(words, stops, PersianGivenNames(words, joined))
        ends = PhraseEnds(words, joined, quoted, stops)
        super().__init__(
            words, joined, quoted, stops, ends, signs, names, PersianNounPhrases, PersianSubjects
        )


class HebrewPhrases(Phrases):
    """The noun phrases of a Hebrew passage."""

    def __init__(self, passage: Passage, cues: dict[int, Cue]) -> None:
        words = HebrewPassageWords(passage, cues)
        joined, quoted = HebrewJoinedLetters(words), HebrewQuotedNames(words)
        stops, signs = HebrewStops(words, joined), NameSigns(words)
        names = HebrewNames(words, stops, GivenNames(words, joined), joined)
        ends = HebrewPhraseEnds(words, joined, quoted, stops)
        super().__init__(
            words, joined, quoted, stops, ends, signs, names, HebrewNounPhrases, HebrewSubjects
        )


class UrduPhrases(Phrases):
    """The noun phrases of an Urdu passage."""

    def __init__(self, passage: Passage, cues: dict[int, Cue]) -> None:
        words = PersianUrduPassageWords(passage, cues)
        joined, quoted = JoinedLetters(words), QuotedNames(words)
        stops, signs = UrduStops(words), NameSigns(words)
        names = UrduNames(words, stops, UrduGivenNames(words, joined))
        ends = PhraseEnds(words, joined, quoted, stops)
        super().__init__(
            words, joined, quoted, stops, ends, signs, names, UrduNounPhrases, UrduSubjects
        )


class EnglishPhrases(Phrases):
    """The noun phrases of an English passage."""

    def __init__(self, passage: Passage, cues: dict[int, Cue]) -> None:
        words = EnglishPassageWords(passage, cues)
        joined, quoted = JoinedLetters(words), EnglishQuotedNames(words)
        stops, signs = EnglishStops(words), NameSigns(words)
        ends = PhraseEnds(words, joined, quoted, stops)
        super().__init__(
            words, joined, quoted, stops, ends, signs, EnglishNames(words), EnglishNounPhrases,
            EnglishSubjects,
        )  # fmt: skip
