"""The words by which news reports speech, in one language, as the rules look them up.

All words are folded, and so are the words of a text: marks, hamzas and letters of the same look are
spelt one way, case does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from tui.text.language import fold_text

LANGUAGES = ("ar", "fa", "he", "ur", "en")
"""Codes of the languages that have a lexicon (ISO 639-1)."""


CueKind = Literal[
    "verb",
    "weaker verb",
    "describing",
    "participle",
    "source before",
    "source after",
    "own words",
    "saying",
    "told in",
    "passive",
]
"""What an expression does: report a clause or a quotation, report beside a quotation alone, quote a
judgement, hang on the sentence's verb, are before or after a source, stand for a source named
before, follow نقل عن, are before في and a source, name nobody."""


_ONE_SIGN = str.maketrans({"’": "'", "׳": "'", "״": '"', "‘": "'"})


@lru_cache(maxsize=1 << 15)
def bare(word: str) -> str:
    """Return the word without marks and case, its hamzas, endings and apostrophes spelt one way."""
    return fold_text(word).casefold().translate(_ONE_SIGN)


Phrase = tuple[tuple[str, ...], CueKind]
"""An expression as its folded words, and what it does."""


class LanguageSigns(NamedTuple):
    """What tells a language from others, without the rest of its lexicon."""

    script: str
    letters: frozenset[str]
    """Letters that others of its script do not have."""
    common: frozenset[str]
    """Common words, folded."""


@dataclass(frozen=True)
class Lexicon:
    """One language's words, all folded; a language without a list has an empty one."""

    language: str
    datelines: bool
    """Whether a paragraph may begin with its place and agency, and a dash behind them."""
    subject_marker: str
    """The word after a subject: نے."""
    object_marker: str
    """The word after an object: را."""
    genitives: frozenset[str]
    postpositions: frozenset[str]
    feminine: re.Pattern[str] | None
    """Forms of verbs of which a woman is the subject; None where they do not tell."""
    plural: re.Pattern[str] | None
    masculine_verb: re.Pattern[str] | None
    """Forms of Urdu verbs of which a man is the subject."""
    passive_auxiliaries: frozenset[str]
    masculine: frozenset[str]
    """Exceptions: forms that only look feminine."""
    either: frozenset[str]
    """Forms that are of both genders."""
    feminine_participle: re.Pattern[str] | None
    plural_participle: re.Pattern[str] | None
    cues: Mapping[str, tuple[Phrase, ...]]
    """Reporting expressions by their first word, the longest first."""
    transitive: frozenset[str]
    objects: frozenset[str]
    takes: Mapping[str, frozenset[str]]
    """For a preposition the verbs whose object it introduces."""
    with_ba: frozenset[str]
    """Verbs of which ب introduces what is promised, asked or blamed."""
    takes_ba: frozenset[str]
    not_before_verb: frozenset[str]
    """Words after which a form is a noun or an infinitive: the claim, to claim."""
    disclosing: frozenset[str]
    """Verbal nouns after which عن is before what is not told: الكشف عن اسمه."""
    ascribing: frozenset[str]
    """Verbs after which إلى is before who spoke: نسبت إلى الوزير قوله."""
    before_verb: frozenset[str]
    """Conjunctions right before a verb."""
    before_wish: frozenset[str]
    """Particles after which an imperfect is a subjunctive."""
    quoting: frozenset[str]
    """Verbs after which عن is before who spoke."""
    says: frozenset[str]
    """Verbs whose object is what is said, and no noun."""
    addressed: frozenset[str]
    """Verbs with which a pronoun is written for whom is answered."""
    needs_object: frozenset[str]
    """Verbs that always have an object: a noun alone after them, with و before, is it."""
    subordinating: frozenset[str]
    """Conjunctions of clauses that have the subject of the sentence: إذ."""
    called: tuple[tuple[str, ...], ...]
    """Words behind somebody whose name follows: زبون يدعى فتحي."""
    finite: frozenset[str]
    """Forms of verbs that have a subject, which are in no noun phrase."""
    light_forms: frozenset[str]
    """Those of them of Persian light verbs, and their participles."""
    first_persons: frozenset[str]
    """Pronouns of the first person, and forms of verbs of which one is the subject."""
    going_on: frozenset[str]
    """Urdu auxiliaries right behind a verb's root: رہے."""
    behind_verb: frozenset[str]
    """Auxiliaries that go on with a verb: ہے in کہا ہے."""
    imperfect: tuple[str, ...]
    """Endings of Urdu participles, which with ہے or after نہیں are verbs."""
    describing: frozenset[str]
    """Words that begin, behind a name and a comma, what describes its bearer."""
    endings: tuple[str, ...]
    """Endings of nouns: of several, of one, and with a complement."""
    inside: frozenset[str]
    """Adverbs that may be inside a verb of two words: تأکید هم کرد."""
    issued_in: frozenset[str]
    """Words for what somebody issued, between a verb and the clause: أكدت فيه أن."""
    with_infinitive: frozenset[str]
    """Verbs whose object is an infinitive."""
    judging: frozenset[str]
    """Verbs and participles that give a judgement of their object."""
    before_quotation: frozenset[str]
    """Verbs that report only what is between quotation marks right behind them."""
    only_with_shadda: frozenset[str]
    before_person: frozenset[str]
    """Those of them that are verbs where a person or body follows: عقب الوزير."""
    with_preposition: frozenset[str]
    """Forms of verbs that report only with what they take: عبر عن."""
    also_nouns: frozenset[str]
    """Forms of verbs that are nouns as well."""
    nominal: frozenset[str]
    """First words of expressions that are nouns, with کا after who spoke."""
    impersonal: frozenset[str]
    """Hebrew passives, of which nobody is the subject: נכתב, נמסר."""
    documents: frozenset[str]
    """Nouns for what words are written in."""
    reported_from: frozenset[str]
    """Passives that take מ before who spoke."""
    passing_on: frozenset[str]
    """Frames before who spoke, whose words a newspaper's verb passes on."""
    not_sources: frozenset[str]
    complementizers: frozenset[str]
    joined: str
    relatives: frozenset[str]
    what: frozenset[str]
    described_as: frozenset[str]
    conjunctions: frozenset[str]
    later: tuple[tuple[str, ...], ...]
    """Expressions behind a verb that say when it was: אמרה אחר כך."""
    before_gerund: frozenset[str]
    """Prepositions after which a form in -ing reports nothing: a knack to finding her."""
    catenatives: frozenset[str]
    """Words before “to” after which an infinitive says what somebody did: went on to accuse."""
    modals: frozenset[str]
    """Verbs before an infinitive that say what is to be done: must commend."""
    being: frozenset[str]
    """Forms of to be, before a verb in -ing that goes on."""
    about: frozenset[str]
    """Prepositions before what somebody speaks on, a colon behind it."""
    conceding: frozenset[str]
    """Conjunctions that begin, after a comma, what the writer adds."""
    turns: tuple[tuple[str, ...], ...]
    """Expressions between subject and verb that say that it is now who speaks: بدوره."""
    referring: tuple[tuple[str, ...], ...]
    """Expressions for the quotation before, at the start of a sentence: این را, یہ بات."""
    connectives: tuple[tuple[str, ...], ...]
    """Expressions that join a sentence to the one before, its subject right after them."""
    joining: frozenset[str]
    """Conjunctions that join two verbs of one subject."""
    as_which: frozenset[str]
    pronouns_always: frozenset[str]
    """Pronouns that are never determiners."""
    copulas: frozenset[str]
    common_nouns: frozenset[str]
    behind_only: frozenset[str]
    """Frames that count only right after a quotation."""
    pronouns: frozenset[str]
    owners: frozenset[str]
    """Pronouns that are after what belongs to them."""
    pronouns_feminine: frozenset[str]
    pronouns_masculine: frozenset[str]
    object_pronouns: frozenset[str]
    """Pronouns before a verb of which the noun before is the object: אותה כינו."""
    latter: frozenset[str]
    """Pronouns that mean whom the sentence names last."""
    pronouns_plural: frozenset[str]
    introducing: frozenset[str]
    """Conjunctions after which a clause begins with its subject: لكن المتحدث اكتفى."""
    as_for: frozenset[str]
    auxiliaries: frozenset[str]
    negations: frozenset[str]
    adverbs: frozenset[str]
    """What may be between a verb and the subject after it."""
    determiners: frozenset[str]
    definite: frozenset[str]
    """Those of them that point to somebody who was named: این."""
    titles: frozenset[str]
    roles: frozenset[str]
    people: frozenset[str]
    several: frozenset[str]
    several_of: frozenset[str]
    """Words before a noun for several: אחד השרים."""
    bodies: frozenset[str]
    sources: frozenset[str]
    kin: frozenset[str]
    """Nouns for relatives, with whose name theirs is not told: والدة سارة."""
    circles: frozenset[str]
    """Nouns for who is near somebody and speaks for them: مصادر بري."""
    honours: frozenset[str]
    """Titles that do not tell whether their bearer is a man or a woman: سماحة الشيخ."""
    deputies: frozenset[str]
    """Offices with عن before whom they stand for: النائب عن الولاية."""
    representing: frozenset[str]
    """Words after which is whom somebody speaks for."""
    signs: frozenset[str]
    """Things that words are written on."""
    titled: frozenset[str]
    """Nouns of which the words between marks are said to be: whose title was “…”."""
    asking: frozenset[str]
    """Urdu words of questions, after whom is asked and سے."""
    naming: frozenset[str]
    named_after: tuple[tuple[str, ...], ...]
    not_quote: tuple[tuple[str, ...], ...]
    whose_name: frozenset[str]
    """Persian words before a name that is somebody's: نامش."""
    second_words: frozenset[str]
    """Words that are never the first of a name: الدین."""
    towns: frozenset[str]
    """Words behind a name that make it that of an Urdu town."""
    press: frozenset[str]
    """Nouns with the name of a newspaper or channel behind them."""
    media: frozenset[str]
    not_subjects: frozenset[str]
    offices: frozenset[str]
    audiences: frozenset[str]
    told_to: frozenset[str]
    agencies: frozenset[str]
    occasions: frozenset[str]
    manner: frozenset[str]
    """Words behind a subject: how somebody speaks (ضاحكا), or an object (وجود)."""
    not_first: frozenset[str]
    prepositions: frozenset[str]
    stops: frozenset[str]
    stop_verbs: frozenset[str]
    """Those of them that are verbs."""
    openers: frozenset[str]
    name_parts: frozenset[str]
    after_names: frozenset[str]
    """What follows a name and is no part of it: KC."""
    participles: frozenset[str]
    """Words that make a participle of the word before: ہوئے."""
    inner: frozenset[str]
    not_names: frozenset[tuple[str, ...]]
    """Two words of which the second looks like a given name: עורך דינה."""
    surnames: frozenset[str]
    """Frequent surnames that look like a word behind a preposition."""
    surname_endings: re.Pattern[str] | None
    like_clitics: frozenset[str]
    """How names begin that only look like words after clitics."""
    not_at_start: frozenset[str]
    also_verbs: frozenset[str]
    """Names that are verbs too: فضل."""
    with_waw: frozenset[str]
    with_ha: frozenset[str]
    given: frozenset[str]
    plural_nouns: frozenset[str]
    """Broken plurals of nouns for persons and bodies."""
    feminine_names: frozenset[str]
    """Given names of women; names of both are in no list."""
    masculine_names: frozenset[str]
    own_kin: frozenset[str]
    """Hebrew nouns for kin, whose given name alone follows: אביו יפתח נשא דברים."""
    feminine_nouns: frozenset[str]
    """Nouns and titles of women, where the ending does not tell."""
    masculine_nouns: frozenset[str]
    given_or_noun: frozenset[str]
    """Those of the list that are other words too among them."""
    common_names: frozenset[str]
    """Names that are common words too."""
    places: frozenset[str]
    nationalities: frozenset[str]
    times: frozenset[str]
    """Words for times that may be between a preposition and the subject."""
    weekdays: frozenset[str]
    """Words with a capital letter that are not names: days and months."""
    writing: frozenset[str]
    written: frozenset[str]
    saying_only: frozenset[str]
    """Participles that add nothing to a verb of saying before them: قائلا."""
    issuing: frozenset[str]
    """Verbs of which the object is what somebody says something in: أصدرت بيانا."""
    with_these: frozenset[str]
    """Behind a quotation, before a noun for it and the verb: بهذه الكلمات اختتم."""
    withholding: frozenset[str]
    """Verbs behind somebody who is not named, before that of saying: خبير رفض ذكر اسمه قال."""
    spokesman: tuple[str, ...]
    """Words before somebody who speaks for a body: على لسان."""
    with_hamza: frozenset[str]
    """Verbs that end in أ, and are another word where ا is written: هنأ, not هنا."""
    meanwhile: frozenset[str]
    """Pronouns before a verb that says what somebody does meanwhile: وهو يشير."""
    numbers: frozenset[str]
    """Numbers in words, which are in no name."""
    doubtful: frozenset[str]
    titles_and_roles: frozenset[str]
    persons: frozenset[str]
    """Nouns for persons, with a name or without one."""
    heads: frozenset[str]
    """Nouns that make a phrase one that can speak."""


def has_words(words: Iterable[str], phrases: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether the words begin with one of the phrases."""
    start = tuple(words)
    return any(start[: len(phrase)] == phrase for phrase in phrases)
