"""The noun phrases of a passage, and the rules that tell of them."""

from __future__ import annotations

from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import Passage
from tui.suggest.rules.phrases.hebrew_words import HebrewWords
from tui.suggest.rules.phrases.names.arabic import ArabicNames
from tui.suggest.rules.phrases.names.arabic_signs import ArabicNameSigns
from tui.suggest.rules.phrases.names.english import EnglishNames
from tui.suggest.rules.phrases.names.given import GivenNames
from tui.suggest.rules.phrases.names.hebrew import HebrewNames
from tui.suggest.rules.phrases.names.persian_urdu import PersianUrduNames
from tui.suggest.rules.phrases.names.person import PersonNames
from tui.suggest.rules.phrases.noun_phrases import NounPhrase, NounPhrases
from tui.suggest.rules.phrases.phrase_ends import PhraseEnds
from tui.suggest.rules.phrases.quoted_names import QuotedNames
from tui.suggest.rules.phrases.stops.arabic import ArabicStops
from tui.suggest.rules.phrases.stops.base import Stops
from tui.suggest.rules.phrases.stops.english import EnglishStops
from tui.suggest.rules.phrases.stops.hebrew import HebrewStops
from tui.suggest.rules.phrases.stops.persian_urdu import PersianUrduStops
from tui.suggest.rules.phrases.subjects import Subject, Subjects
from tui.suggest.rules.phrases.words import PassageWords


class Phrases:
    """The noun phrases of a passage, and the persons that it names.

    `learned` is empty until a `NameLearner` has read the passage.
    """

    def __init__(self, passage: Passage, cues: dict[int, Cue]) -> None:
        self.words = PassageWords(passage, cues)
        self.learned = self.words.learned
        self.hebrew = HebrewWords(self.words)
        self.quoted = QuotedNames(self.words)
        self.arabic_stops = ArabicStops(self.words, self.quoted)
        self.stops = self._stops_of_language()
        self.ends = PhraseEnds(self.words, self.hebrew, self.quoted, self.stops)
        self.given = GivenNames(self.words, self.hebrew)
        self.arabic_signs = ArabicNameSigns(self.words, self.arabic_stops, self.given)
        self.names = self._names_of_language()
        self.noun_phrases = NounPhrases(
            self.words, self.hebrew, self.stops, self.arabic_stops, self.ends, self.names
        )
        self.subjects = Subjects(
            self.words, self.hebrew, self.ends, self.arabic_signs, self.names, self.noun_phrases
        )

    def _stops_of_language(self) -> Stops:
        """Return what stops a phrase in the language of the passage."""
        lexicon = self.words.lexicon
        if lexicon.clitics == "arabic":
            return self.arabic_stops
        if lexicon.clitics == "hebrew":
            return HebrewStops(self.words, self.hebrew)
        return EnglishStops(self.words) if lexicon.capitals else PersianUrduStops(self.words)

    def _names_of_language(self) -> PersonNames:
        """Return what finds names in the language of the passage."""
        lexicon = self.words.lexicon
        if lexicon.clitics == "arabic":
            return ArabicNames(self.words, self.arabic_stops, self.given, self.arabic_signs)
        if lexicon.clitics == "hebrew":
            return HebrewNames(self.words, self.stops, self.given, self.hebrew)
        if lexicon.capitals:
            return EnglishNames(self.words)
        return PersianUrduNames(self.words, self.stops, self.given)

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
