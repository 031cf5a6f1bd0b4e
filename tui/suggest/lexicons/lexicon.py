"""The words by which news reports speech, in one language, as the rules look them up.

`Lexicon` has a group of lists for each table of a language's file: `nouns.kin` is the list `kin` of
the table `[nouns]`, with what `lexicon_files` adds by rule. All words are folded, and so are the
words of a text: marks, hamzas and letters of the same look are spelt one way, case does not count.
A language without a list has an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

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
"""What a reporting expression does.

- `verb` reports a clause or a quotation: said, قال
- `weaker verb` reports only a quotation next to it: smiled, ابتسم
- `describing` gives a quoted judgement of its object: called the plan “brave”, وصف
- `participle` has the subject of the sentence's verb: saying, قائلا
- `source before` is before who spoke: according to, وفقا ل
- `source after` is behind who spoke: کے مطابق (according to)
- `own words` stands for somebody named before: in his words, على حد قوله
- `saying` is a noun for what is said, with a pronoun: قوله (his saying), after نقل عن (quoted)
- `told in` is beside the document in which it is told: جاء في البيان (it said in the statement)
- `passive` says by nobody that something is told: يذكر أن (it is noted that)
"""


_ONE_SIGN = str.maketrans({"’": "'", "׳": "'", "״": '"', "‘": "'"})


@lru_cache(maxsize=1 << 15)
def bare(word: str) -> str:
    """Return the word without marks and case, its hamzas, endings and apostrophes spelt one way."""
    return fold_text(word).casefold().translate(_ONE_SIGN)


Words: TypeAlias = frozenset[str]
"""Single words."""

OrderedWords: TypeAlias = tuple[str, ...]
"""Single words in the order of the file; a tuple, as `str.endswith` takes it."""

Expressions: TypeAlias = tuple[tuple[str, ...], ...]
"""Expressions of one or more words, each as its words."""

Pattern: TypeAlias = re.Pattern[str] | None
"""How certain words begin or end; None where the language does not tell them so."""

Phrase = tuple[tuple[str, ...], CueKind]
"""A reporting expression as its words, and what it does."""


class LanguageSigns(NamedTuple):
    """What tells a language from others, without the rest of its lexicon."""

    script: str
    letters: frozenset[str]
    """Letters that others of its script do not have."""
    common: Words
    """Common words."""


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Lists of a lexicon that belong together: a table of its file."""


@dataclass(frozen=True, slots=True)
class Grammar(WordGroup):
    """Signs of grammar that are words or endings."""

    datelines: bool
    """Whether a paragraph may begin with its place and agency, and a dash behind them."""
    subject_marker: str
    """The word after a subject: Urdu نے."""
    object_marker: str
    """The word after an object: Persian را."""
    genitives: Words
    """Words after what something belongs to: Urdu کا, کے, کی (of)."""
    datives: Words
    """Words after somebody, or pronouns for somebody, who has a hope or fear: Urdu کو in وزیر کو
    امید ہے (the minister hopes)."""
    postpositions: Words
    """Words after what would have a preposition in English: Urdu کو (to), میں (in)."""
    endings: OrderedWords
    """Endings of Persian and Urdu nouns: of the plural, of “a”, of a complement."""


@dataclass(frozen=True, slots=True)
class AgreementWords(WordGroup):
    """What the form of a verb tells of its subject."""

    feminine: Pattern
    """Verbs of which a woman is the subject: قالت (she said)."""
    plural: Pattern
    """Verbs of which several are the subject: قالوا (they said)."""
    masculine_verb: Pattern
    """Urdu verbs of which a man is the subject: کہتا (he says)."""
    masculine: Words
    """Exceptions: verbs of a man that look like those of a woman: لفت (he pointed out)."""
    either: Words
    """Verbs of a man and of a woman: تردد (he hesitated; she repeats)."""
    feminine_participle: Pattern
    """Participles of a woman: قائلة (saying)."""
    plural_participle: Pattern
    """Participles of several: قائلين (saying)."""


@dataclass(frozen=True, slots=True)
class Verbs(WordGroup):
    """Reporting verbs and their kin, by what may be beside them.

    Where Arabic and Hebrew verbs are listed by the perfect, and English ones by the base, all forms
    of theirs are here.
    """

    # ------------------------------------------------- objects and prepositions
    transitive: Words
    """Verbs that may have an object, so that the noun after them need not be who spoke: أيد القرار
    (supported the decision)."""
    objects: Words
    """Verbs that always have one besides the clause: told the court that."""
    needs_object: Words
    """Verbs of which a noun alone after them, with و (and) in front, is the object: وخاطب البعثة
    قائلا (and addressed the mission, saying)."""
    says: Words
    """Verbs whose object is what is said, and never a noun: قال (said)."""
    addressed: Words
    """Verbs to which a pronoun is joined for whom the speaker answers: أجابته (answered him)."""
    takes: Mapping[str, Words]
    """For a preposition the verbs whose quoted words it introduces (empty: any verb): حذر من «…»
    (warned of “…”)."""
    takes_ba: Words
    """Verbs of which ب introduces what is promised, asked or blamed: تعهد ب (pledged to)."""
    quoting_with_ba: Words
    """Those, and all that report a clause: before quotation marks they may have ب (with) too."""
    with_preposition: Words
    """Verbs that report only with the preposition that they take: عبر عن (expressed; else
    crossed)."""
    voiced: Words
    """Verbs of calling or whispering: what stands between marks right behind one was said, even a
    single word: chanted “Resign”, هتف (chanted)."""
    with_infinitive: Words
    """Verbs whose object is an infinitive: vowed to “block every harbour”."""
    reported_from: Words
    """Hebrew passives with מ before who spoke: מלשכתו נמסר (it was said from his office)."""
    impersonal: Words
    """Hebrew passives that have no subject: נכתב (it is written)."""

    # ------------------------------------------------------------ what they say
    judging: Words
    """Verbs and participles that give a judgement of their object: وصف (described)."""
    quoting: Words
    """Verbs after which عن is before who spoke: نقل عن الوزير (quoted the minister)."""
    ascribing: Words
    """Verbs after which إلى is before who spoke: نسبت إلى الوزير قوله (ascribed to the
    minister)."""
    disclosing: Words
    """Verbal nouns after which عن is before what is not told: عدم الكشف عن اسمه (not disclosing
    his name)."""
    withholding: Words
    """Verbs behind somebody who is not named, before that of saying: خبير رفض ذكر اسمه قال (an
    expert who declined to be named said)."""
    issuing: Words
    """Verbs of which the object is what somebody says something in: أصدرت بيانا (issued a
    statement)."""
    saying_only: Words
    """Participles that add nothing to a verb of saying before them: أوضح قائلا (explained,
    saying)."""

    # -------------------------------------------------------- what is no report
    also_nouns: Words
    """Forms that are nouns as well: claims, رد (replied; reply)."""
    not_before: Words
    """Words after which a form is no verb of a report: the claim, to claim, عدم ذكر (not
    mentioning)."""
    before_verb: Words
    """Conjunctions right before a verb: عندما (when)."""
    before_wish: Words
    """Particles after which an imperfect says what is wished: أن يقول (to say)."""
    before_quotation: Words
    """Persian verbs that report only what is between quotation marks right behind them: نوشته
    (has written)."""
    only_with_shadda: Words
    """Arabic verbs only where a doubled letter is marked: بيّن (made clear), not بين (between)."""
    before_person: Words
    """Those of them that are verbs also where a person or body follows: عقب الوزير (the minister
    commented), else after."""
    with_hamza: Words
    """Arabic verbs that end in أ, and are another word where ا is written: هنأ (congratulated),
    هنا (here)."""

    # ------------------------------------------------------ Urdu and Persian
    nominal: Words
    """First words of expressions that are nouns, with کا after who spoke: کہنا in ان کا کہنا ہے
    (their saying is)."""
    experienced: Words
    """First words of expressions that are nouns, with کو after who has them: امید in وزیر کو امید
    ہے."""
    auxiliaries: Words
    """Auxiliaries that a verb goes on with: ہے in کہا ہے (has said)."""
    passive_auxiliaries: Words
    """Auxiliaries that make a passive: گئی in بتائی گئی (was told)."""
    going_on: Words
    """Auxiliaries right behind a verb's root: رہے in کر رہے (are doing)."""
    finite: Words
    """Forms of verbs that have a subject, which are in no noun phrase."""
    light_forms: Words
    """Those of Persian light verbs, and their participles: کرد (did), کرده."""
    imperfect: OrderedWords
    """Endings of Urdu participles, which with ہے (is) or after نہیں (not) are verbs."""


@dataclass(frozen=True, slots=True)
class Frames(WordGroup):
    """Expressions that name a source; most of them are in `Lexicon.cues`."""

    passing_on: Expressions
    """Persian frames before somebody whose words a newspaper's verb passes on: به نقل از وزیر
    نوشت (wrote, quoting the minister)."""
    behind_only: Words
    """Frames that count only right after a quotation: „…”, כך השר (“…”, so the minister)."""
    not_sources: Words
    """Words after a frame that have not spoken: לפי שעה (for the time being)."""
    spokesman: OrderedWords
    """The words before somebody who speaks for a body: على لسان (through)."""


@dataclass(frozen=True, slots=True)
class Clause(WordGroup):
    """Conjunctions, pronouns, adverbs: what a clause begins with and is held together by."""

    # ---------------------------------------------------- what opens a clause
    complementizers: Words
    """Particles before the reported clause: that, أن, که."""
    joined: str
    """The particle that is written together with the clause's first word: Hebrew ש (that)."""
    relatives: Words
    """Words that open a clause about a noun: who, الذي, که."""
    what: Words
    """Words for what somebody said: what, ما."""
    as_which: Words
    """Words before a verb that say how something was told: as, كما, هكذا (thus)."""
    as_what: Expressions
    """The same in several words: على ما أفاد (according to what he said)."""
    with_these: Words
    """Those before a noun for what was said: بهذه الكلمات اختتم (with these words he closed)."""
    described_as: Words
    """Words before a quoted judgement: وصف الوضع بأنه «…» (described the situation as “…”)."""
    conjunctions: Words
    """Conjunctions that open another clause: but, אבל."""
    joining: Words
    """Conjunctions between two verbs of one subject: and, Persian و."""
    subordinating: Words
    """Conjunctions of clauses that have the subject of the sentence: إذ رأت (as it
    held)."""
    conceding: Words
    """Conjunctions that begin, after a comma, what the writer adds: although."""
    introducing: Words
    """Conjunctions after which a clause begins with its subject: لكن المتحدث اكتفى (but the
    spokesman only), أما الوزير (as for the minister)."""
    as_for: Words
    """Those of them that set a subject before its clause: أما الوزير فقال (as for the minister, he
    said)."""
    connectives: Expressions
    """Expressions that join a sentence to the one before: با این حال (nevertheless)."""
    turns: Expressions
    """Expressions between subject and verb where somebody else speaks now: من جانبه (for his
    part)."""
    referring: Expressions
    """Expressions for the quotation before, at a sentence's start: این را (this), یہ بات."""
    about: Words
    """Prepositions before what somebody speaks on, a colon behind it: On the strike: “…”"""
    describing: Words
    """Words behind a name and a comma that begin what describes its bearer: از شاگردان او (one of
    his pupils)."""
    called: Expressions
    """Expressions behind somebody whose name follows: زبون يدعى فتحي (a customer called Fathi)."""

    # -------------------------------------------------- beside a verb
    auxiliaries: Words
    """Words between an Arabic subject and its verb, or before the verb: قد قال (has said)."""
    negations: Words
    """Words that deny the verb: not, لم (did not)."""
    adverbs: Words
    """Adverbs between a verb and the subject after it: said yesterday."""
    later: Expressions
    """Expressions behind a verb that say when it was: אמרה אחר כך (she said afterwards)."""
    inside: Words
    """Adverbs inside a verb of two words: هم in تأکید هم کرد (also stressed)."""
    issued_in: Words
    """Words for what somebody issued, behind a verb: أكدت فيه أن (stressed in it that)."""
    copulas: Words
    """Verbs that say what something is: است, ہے (is)."""
    participles: Words
    """Urdu words that make a participle of the word before: کھانستے ہوئے (coughing)."""
    asking: Words
    """Urdu words of questions, behind whom is asked and سے: ان سے پوچھا (asked them)."""
    before_gerund: Words
    """Prepositions after which a form in -ing reports nothing: a knack of finding her."""
    catenatives: Words
    """Words before “to” after which an infinitive says what somebody did: went on to accuse."""
    modals: Words
    """Verbs before an infinitive that say what is to be done: must commend."""
    future: Words
    """Verbs before an infinitive that say what is to come, or would be: will."""
    taking_to: Expressions
    """Expressions before the place from which somebody speaks: took to in took to X to say."""
    being: Words
    """Forms of “to be”, before a verb in -ing that goes on: is calling."""

    # ------------------------------------------------------------- pronouns
    pronouns: Words
    pronouns_feminine: Words
    pronouns_masculine: Words
    pronouns_plural: Words
    pronouns_always: Words
    """Urdu pronouns that are never determiners: میں (I)."""
    first_persons: Words
    """Pronouns of the first person, and forms of verbs of which one is the subject: I, گفتم (I
    said)."""
    owners: Words
    """Pronouns after what belongs to them: پایان آن (its end)."""
    object_pronouns: Words
    """Pronouns before a verb of which the noun before is the object: הממשלה, אותה כינו (the
    government, which they called)."""
    latter: Words
    """Pronouns for whom the sentence names last: אך זה השיב (but he answered)."""


@dataclass(frozen=True, slots=True)
class Nouns(WordGroup):
    """Nouns: who can speak, what has a name, and what is neither."""

    # ---------------------------------------------------------- who can speak
    titles: Words
    """Nouns right before a name: Mr, الدكتور (doctor)."""
    roles: Words
    """Offices and occupations, with a name or without one: minister, وزير."""
    people: Words
    """Nouns that describe a speaker who is not named: resident, residents."""
    bodies: Words
    """Nouns for bodies: ministry, شركة (company)."""
    sources: Words
    """Nouns for what speaks as a document: بيان (statement), تقرير (report)."""
    documents: Words
    """Hebrew nouns for what words are written in: בדו"ח נכתב (in the report it is written)."""
    titles_and_roles: Words
    persons: Words
    """Titles, roles and people."""
    heads: Words
    """All nouns for who or what can speak: persons, bodies, sources and documents."""

    # ------------------------------------------------------- more about them
    feminine: Words
    """Nouns and titles of women, where the ending does not tell: mother."""
    masculine: Words
    """Nouns and titles of men, where the ending does not tell: father."""
    honours: Words
    """Titles that end like those of women and are of men too: سماحة الشيخ (his eminence)."""
    plurals: Words
    """Plurals that have no ending of a plural: خبراء (experts)."""
    kin: Words
    """Nouns for relatives; the name behind one is not the relative's: والدة سارة (Sarah's
    mother)."""
    own_kin: Words
    """Hebrew nouns for relatives with a pronoun, whose given name alone follows: אביו יפתח (his
    father Yiftah)."""
    circles: Words
    """Nouns for those around somebody, who speak for them: مصادر بري (sources of Berri)."""
    deputies: Words
    """Offices with عن before whom they stand for: النائب عن الولاية (deputy for the state)."""
    offices: Words
    """Words of a title after which ل is before what it belongs to: العام in الأمين العام للأمم
    المتحدة (Secretary-General of the United Nations)."""
    representing: Words
    """Words after which is whom somebody speaks for: المتحدث باسم الوزارة (spokesman of the
    ministry)."""
    several: Words
    """Words for several, one, or some of a group: بعض (some), یکی (one)."""
    several_of: Words
    """Words before a noun for several: אחד השרים (one of the ministers), hundreds of."""
    determiners: Words
    """Words before a noun that are no part of what it names: the, این (this)."""
    definite: Words
    """Those of them that point to somebody who was named: این مربی (this coach)."""
    agencies: Words
    """Names of news agencies: رويترز (Reuters)."""
    press: Words
    """Persian nouns with the name of a newspaper or channel behind them: روزنامهٔ هشت صبح (the
    newspaper Eight in the Morning)."""

    # -------------------------------------------------------------- what has a name
    naming: Words
    """Nouns with a name between quotation marks behind them: the film “Parasite”."""
    named_after: Expressions
    """Expressions behind quotation marks that hold a name: «…» نام دارد (is called “…”)."""
    titled: Words
    """Nouns of which the words between marks are said to be the title: whose title was “…”."""
    not_quote: Expressions
    """Expressions before quotation marks that nobody in particular speaks: so-called."""
    signs: Words
    """Things that words are written on: banner."""

    # ------------------------------------------------------------- what is neither
    common: Words
    """Common nouns and adjectives that are no names: behind a name they are not part of it."""
    not_first: Words
    """First words of what is a verb's object or says how, never its subject: أمله (his hope)."""
    not_subjects: Words
    """Pronouns and the like that are no subject: there, it."""
    manner: Words
    """Words behind a subject: how somebody speaks (ضاحكا, laughing), or an object (وجود,
    existence)."""
    occasions: Words
    """What something is said in, where في (in) is no place of work: مؤتمر (conference)."""
    told_to: Words
    """Words for whom, where or how it was said, between a verb and its subject: told them."""
    audiences: Words
    """To whom something is told by ل: الصحفيين in للصحفيين (to journalists)."""


@dataclass(frozen=True, slots=True)
class StopWords(WordGroup):
    """Words that are in no noun phrase."""

    words: Words
    """All of them: prepositions, verbs that report nothing, adverbs, conjunctions."""
    prepositions: Words
    verbs: Words
    """Those of them that are Arabic verbs."""
    openers: Words
    """Words that may open a sentence before its subject: in, after."""
    numbers: Words
    """Numbers in words, which are in no name."""
    times: Words
    """Words for times that may be between a preposition and the subject: evening."""
    weekdays: Words
    """Words with a capital letter that are no names: days and months."""


@dataclass(frozen=True, slots=True)
class Names(WordGroup):
    """Names, and words that look like one."""

    given: Words
    """Given names that are no noun or stop."""
    given_or_noun: Words
    """All given names of the list, those that are other words too among them: رائد (a name;
    major)."""
    feminine: Words
    """Given names of women; names of both are in neither list."""
    masculine: Words
    """Given names of men."""
    surnames: Words
    """Frequent Hebrew surnames that look like a word behind a preposition: לוי (Levi;
    ל is “to”)."""
    surname_endings: Pattern
    """How Hebrew surnames end, and nouns with a preposition in front do not: -ביץ'
    (-vich)."""
    parts: Words
    """Small parts of names: bin, van, בן, بن."""
    inner: Words
    """Second words of Arabic given names, which a surname may follow: الله in فرج الله
    (Farajallah)."""
    second_words: Words
    """Second words of Urdu given names, never the first of a name: الدین (-uddin)."""
    after_names: Words
    """What follows a name and is no part of it: KC, صاحب (Mr)."""
    places: Words
    towns: Words
    """Words behind a name that make it that of an Urdu town: آباد (-abad)."""
    nationalities: Words
    whose_name: Words
    """Persian words before a name that is somebody's: نامش (his name)."""

    # -------------------------------------------------------------- look-alikes
    also_words: Words
    """Names that are common words too: أمل (Amal; hope)."""
    also_verbs: Words
    """Names that are Arabic verbs too: فضل (Fadl; preferred)."""
    not_at_start: Words
    """Names that are verbs at a sentence's start: ولد (Weld; was born)."""
    not_names: Expressions
    """Two words of which the second looks like a given name: עורך דינה (her lawyer; Dina)."""
    like_clitics: Words
    """Names that begin like words after clitics and the article: والتر (Walter), not و + ال."""
    with_waw: Words
    """Names whose first letter is no و (and): وليد (Walid)."""
    with_ha: Words
    """Names that end in ه, which else is a pronoun: طه (Taha)."""


@dataclass(frozen=True, slots=True)
class Style(WordGroup):
    """What the cue and its clause tell of the quotation."""

    writing: Words
    """Verbs for what is written: tweeted."""
    written: Words
    """Nouns for what is written: statement."""
    doubtful: Words
    """Verbs by which the writer doubts what is reported: claimed."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words, in the groups of its file."""

    language: str
    cues: Mapping[str, tuple[Phrase, ...]]
    """Reporting expressions by their first word, the longest first."""
    grammar: Grammar
    agreement: AgreementWords
    verbs: Verbs
    frames: Frames
    clause: Clause
    nouns: Nouns
    stops: StopWords
    names: Names
    style: Style

    def is_cue(self, word: str) -> bool:
        """Return whether a folded word is a reporting expression by itself."""
        return any(len(words) == 1 for words, _ in self.cues.get(word, ()))


def is_in_any(word: str, *lists: Container[str]) -> bool:
    """Return whether a word is in one of the lists; a union of them would take longer to make."""
    for listed in lists:  # noqa: SIM110  # a generator takes twice as long
        if word in listed:
            return True
    return False


def has_words(words: Iterable[str], phrases: Iterable[tuple[str, ...]]) -> bool:
    """Return whether the words begin with one of the phrases."""
    start = tuple(words)
    return any(start[: len(phrase)] == phrase for phrase in phrases)
