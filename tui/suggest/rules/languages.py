"""What each language has of its own: the classes of rules that are chosen once for a passage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tui.suggest.rules.cues.cues import Cues
from tui.suggest.rules.cues.cues_arabic import ArabicCues
from tui.suggest.rules.cues.cues_english import EnglishCues
from tui.suggest.rules.cues.cues_hebrew import HebrewCues
from tui.suggest.rules.cues.cues_persian_urdu import PersianCues, UrduCues
from tui.suggest.rules.passages import Passage
from tui.suggest.rules.phrases.learned_names import (
    ArabicNameLearner,
    HebrewNameLearner,
    NameLearner,
    PersianNameLearner,
    UrduNameLearner,
)
from tui.suggest.rules.phrases.passage_phrases import (
    ArabicPhrases,
    EnglishPhrases,
    HebrewPhrases,
    PersianPhrases,
    Phrases,
    UrduPhrases,
)
from tui.suggest.rules.quotes.continuations import (
    ArabicContinuations,
    Continuations,
    PersianUrduContinuations,
    PronounContinuations,
)
from tui.suggest.rules.quotes.indirect_speech import IndirectSpeech, PersianUrduIndirectSpeech
from tui.suggest.rules.quotes.no_speech import (
    ArabicNoSpeech,
    EnglishNoSpeech,
    HebrewNoSpeech,
    NoSpeech,
    PersianNoSpeech,
    PersianUrduNoSpeech,
)
from tui.suggest.rules.quotes.quote import Quote
from tui.suggest.rules.quotes.quoted_speech import (
    ArabicQuotedSpeech,
    PersianQuotedSpeech,
    PersianUrduQuotedSpeech,
    QuotedSpeech,
)
from tui.suggest.rules.quotes.report_after import (
    ArabicReportAfter,
    EnglishReportAfter,
    HebrewReportAfter,
    PersianReportAfter,
    PersianUrduReportAfter,
    ReportAfter,
)
from tui.suggest.rules.quotes.report_before import ArabicReportBefore, ReportBefore
from tui.suggest.rules.quotes.reported_clauses import (
    EnglishReportedClauses,
    HebrewReportedClauses,
    PersianReportedClauses,
    PersianUrduReportedClauses,
    ReportedClauses,
)
from tui.suggest.rules.quotes.reported_clauses_arabic import ArabicReportedClauses
from tui.suggest.rules.quotes.surroundings import ArabicSurroundings, Surroundings
from tui.suggest.rules.reports.following_subject import (
    EnglishFollowingSubject,
    FollowingSubject,
    PersianUrduFollowingSubject,
)
from tui.suggest.rules.reports.following_subject_arabic import ArabicFollowingSubject
from tui.suggest.rules.reports.following_subject_hebrew import HebrewFollowingSubject
from tui.suggest.rules.reports.preceding_subject import PrecedingSubject
from tui.suggest.rules.reports.preceding_subject_arabic import ArabicPrecedingSubject
from tui.suggest.rules.reports.preceding_subject_english_hebrew import (
    EnglishPrecedingSubject,
    HebrewPrecedingSubject,
)
from tui.suggest.rules.reports.preceding_subject_persian_urdu import (
    PersianPrecedingSubject,
    UrduPrecedingSubject,
)
from tui.suggest.rules.reports.report_reader import (
    EnglishReports,
    HebrewReports,
    PersianReports,
    ReportReader,
    UrduReports,
)
from tui.suggest.rules.reports.report_reader_arabic import ArabicReports
from tui.suggest.rules.speakers.anaphora import (
    Anaphora,
    ArabicAnaphora,
    EnglishAnaphora,
    HebrewAnaphora,
    PersianUrduAnaphora,
)
from tui.suggest.rules.speakers.gender import (
    ArabicGenders,
    EnglishGenders,
    Genders,
    HebrewGenders,
    UrduGenders,
)
from tui.suggest.rules.speakers.headings import EnglishHeadings, Headings, HebrewHeadings
from tui.suggest.rules.speakers.headings_arabic import ArabicHeadings
from tui.suggest.rules.speakers.headings_persian_urdu import PersianHeadings, UrduHeadings
from tui.suggest.rules.speakers.mentions import (
    ArabicMentions,
    EnglishMentions,
    HebrewMentions,
    Mentions,
    PersianMentions,
    UrduMentions,
)
from tui.suggest.rules.speakers.sentence_subjects import (
    ArabicSentenceSubjects,
    EnglishSentenceSubjects,
    HebrewSentenceSubjects,
    SentenceSubjects,
)
from tui.suggest.rules.speakers.speaker_rules import Reading
from tui.suggest.rules.speakers.speakers import Speakers
from tui.suggest.rules.speakers.unlisted_verbs import (
    ArabicUnlistedVerbs,
    EnglishUnlistedVerbs,
    HebrewUnlistedVerbs,
    PersianUrduUnlistedVerbs,
    UnlistedVerbs,
)


@dataclass(frozen=True)
class LanguageRules:
    """The classes of rules of one language, by what they find: its own, else what all share."""

    cues: type[Cues]
    phrases: type[Phrases]
    following: type[FollowingSubject]
    preceding: type[PrecedingSubject]
    reports: type[ReportReader]
    mentions: type[Mentions]
    anaphora: type[Anaphora]
    headings: type[Headings]
    unlisted_verbs: type[UnlistedVerbs]
    clauses: type[ReportedClauses]
    no_speech: type[NoSpeech]
    report_after: type[ReportAfter]
    continuations: type[Continuations]
    learner: Callable[..., NameLearner] = NameLearner
    genders: type[Genders] = Genders
    sentences: type[SentenceSubjects] = SentenceSubjects
    surroundings: type[Surroundings] = Surroundings
    report_before: type[ReportBefore] = ReportBefore
    quotes: type[QuotedSpeech] = QuotedSpeech
    indirect: type[IndirectSpeech] = IndirectSpeech


RULES = {
    "ar": LanguageRules(
        cues=ArabicCues,
        phrases=ArabicPhrases,
        learner=ArabicNameLearner,
        following=ArabicFollowingSubject,
        preceding=ArabicPrecedingSubject,
        reports=ArabicReports,
        genders=ArabicGenders,
        mentions=ArabicMentions,
        sentences=ArabicSentenceSubjects,
        anaphora=ArabicAnaphora,
        headings=ArabicHeadings,
        unlisted_verbs=ArabicUnlistedVerbs,
        surroundings=ArabicSurroundings,
        clauses=ArabicReportedClauses,
        no_speech=ArabicNoSpeech,
        report_before=ArabicReportBefore,
        report_after=ArabicReportAfter,
        continuations=ArabicContinuations,
        quotes=ArabicQuotedSpeech,
    ),
    "fa": LanguageRules(
        cues=PersianCues,
        phrases=PersianPhrases,
        learner=PersianNameLearner,
        following=PersianUrduFollowingSubject,
        preceding=PersianPrecedingSubject,
        reports=PersianReports,
        mentions=PersianMentions,
        anaphora=PersianUrduAnaphora,
        headings=PersianHeadings,
        unlisted_verbs=PersianUrduUnlistedVerbs,
        clauses=PersianReportedClauses,
        no_speech=PersianNoSpeech,
        report_after=PersianReportAfter,
        continuations=PersianUrduContinuations,
        quotes=PersianQuotedSpeech,
        indirect=PersianUrduIndirectSpeech,
    ),
    "he": LanguageRules(
        cues=HebrewCues,
        phrases=HebrewPhrases,
        learner=HebrewNameLearner,
        following=HebrewFollowingSubject,
        preceding=HebrewPrecedingSubject,
        reports=HebrewReports,
        genders=HebrewGenders,
        mentions=HebrewMentions,
        sentences=HebrewSentenceSubjects,
        anaphora=HebrewAnaphora,
        headings=HebrewHeadings,
        unlisted_verbs=HebrewUnlistedVerbs,
        clauses=HebrewReportedClauses,
        no_speech=HebrewNoSpeech,
        report_after=HebrewReportAfter,
        continuations=PronounContinuations,
    ),
    "ur": LanguageRules(
        cues=UrduCues,
        phrases=UrduPhrases,
        learner=UrduNameLearner,
        following=PersianUrduFollowingSubject,
        preceding=UrduPrecedingSubject,
        reports=UrduReports,
        genders=UrduGenders,
        mentions=UrduMentions,
        anaphora=PersianUrduAnaphora,
        headings=UrduHeadings,
        unlisted_verbs=PersianUrduUnlistedVerbs,
        clauses=PersianUrduReportedClauses,
        no_speech=PersianUrduNoSpeech,
        report_after=PersianUrduReportAfter,
        continuations=PersianUrduContinuations,
        quotes=PersianUrduQuotedSpeech,
        indirect=PersianUrduIndirectSpeech,
    ),
    "en": LanguageRules(
        cues=EnglishCues,
        phrases=EnglishPhrases,
        following=EnglishFollowingSubject,
        preceding=EnglishPrecedingSubject,
        reports=EnglishReports,
        genders=EnglishGenders,
        mentions=EnglishMentions,
        sentences=EnglishSentenceSubjects,
        anaphora=EnglishAnaphora,
        headings=EnglishHeadings,
        unlisted_verbs=EnglishUnlistedVerbs,
        clauses=EnglishReportedClauses,
        no_speech=EnglishNoSpeech,
        report_after=EnglishReportAfter,
        continuations=PronounContinuations,
    ),
}
"""The rules by language (ISO 639-1), one entry for each lexicon."""


def find_speakers(passage: Passage) -> Speakers:
    """Return the reports of a passage with who speaks, by the rules of its language."""
    rules = RULES[passage.lexicon.language]
    phrases = rules.phrases(passage, rules.cues(passage).find())
    rules.learner(phrases).learn()
    following = rules.following(phrases)
    preceding = rules.preceding(following)
    reading = Reading(following, preceding, rules.genders(phrases))
    anaphora = rules.anaphora(reading)
    return Speakers(
        reading,
        rules.mentions(reading),
        rules.reports(following, preceding),
        rules.sentences(reading),
        anaphora,
        rules.headings(reading, anaphora),
        rules.unlisted_verbs(reading, anaphora),
    )


def find_quotes(speakers: Speakers) -> list[Quote]:
    """Return the quotations of a passage that are somebody's words, in order, by the rules of its
    language; names and titles between marks are none."""
    rules = RULES[speakers.lexicon.language]
    around = rules.surroundings(speakers)
    clauses = rules.clauses(around)
    finder = rules.quotes(
        around,
        clauses,
        rules.no_speech(around, clauses),
        rules.report_before(around, clauses),
        rules.report_after(around),
        rules.continuations(around),
    )
    return finder.quotes()


def find_indirect(speakers: Speakers) -> list[Quote]:
    """Return the reported clauses of a passage whose verb and speaker are certain, in order, by the
    rules of its language."""
    return RULES[speakers.lexicon.language].indirect(speakers).quotes()
