"""The words by which news reports speech, one TOML file a language, as the rules look them up.

The files say what each list means. All words are folded, and so are the words of a text: marks,
hamzas and letters of the same look are spelt one way, case does not count.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import resources
from itertools import chain
from typing import Any, Literal

from tui.suggest.lexicons import arabic_verbs, hebrew_verbs
from tui.suggest.lexicons.arabic_verbs import Conjugation
from tui.suggest.lexicons.hebrew_verbs import plurals
from tui.suggest.lexicons.persian_urdu_verbs import finite, first_person, third_person, urdu
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


class _Table:
    """One part of a lexicon's file."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table

    def words(self, name: str) -> frozenset[str]:
        """Return the single words of a list, folded."""
        value = self._table.get(name, "")
        listed = value.split() if isinstance(value, str) else value
        return frozenset(bare(word) for word in listed if " " not in word)

    def phrases(self, *names: str) -> list[tuple[str, ...]]:
        """Return the expressions of the lists, each as its folded words."""
        found = []
        for name in names:
            value = self._table.get(name, ())
            listed = value.split() if isinstance(value, str) else value
            found += [tuple(map(bare, phrase.split())) for phrase in listed]
        return found

    def stems(self, name: str) -> list[tuple[str, ...]]:
        """Return the verbs of a list, each as its stems, folded: past and present in Persian, root,
        base and perfect participles in Urdu."""
        value = self._table.get(name, ())
        listed = value.split() if isinstance(value, str) else value
        return [tuple(map(bare, verb.replace("-", " ").split())) for verb in listed]

    def text(self, name: str) -> str:
        """Return a value that is not a list."""
        return str(self._table.get(name, ""))


@dataclass(frozen=True)
class Lexicon:
    """One language's words."""

    language: str
    script: str
    subject: Literal["before", "after", "both"]
    """Where the subject of a reporting verb is."""
    capitals: bool
    """Whether names begin with a capital letter."""
    clitics: Literal["", "arabic", "hebrew"]
    """Which letters are joined to the next word."""
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
    letters: frozenset[str]
    """Letters that tell the language from others of its script."""
    common: frozenset[str]
    """Common words that tell it."""
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


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language of `LANGUAGES`, read once."""
    path = resources.files("tui.suggest.lexicons") / f"{language}.toml"
    return _lexicon(tomllib.loads(path.read_text(encoding="utf-8")))


def _lexicon(data: Mapping[str, Any]) -> Lexicon:
    grammar, agreement, detection, verbs, frames, clause, nouns, stops, names, style = (
        _Table(data.get(name, {}))
        for name in (
            "grammar", "agreement", "detection", "verbs", "frames", "clause", "nouns", "stops",
            "names", "style",
        )
    )  # fmt: skip
    article = "ال" if data["language"] == "ar" else ""
    conjugated = _conjugated(data["verbs"].get("conjugated", {}), data["language"])
    of_verb = _forms_by_verb(conjugated)
    every = partial(_with_forms, of_verb)
    titles, roles, people, bodies, sources = (
        _with_article(nouns.words(name), article)
        for name in ("titles", "roles", "people", "bodies", "sources")
    )
    several = nouns.words("several")
    people |= several
    if data["grammar"]["capitals"]:
        people |= frozenset(map(_plural, roles))
    for ending in map(bare, grammar.text("plurals").split()):
        people |= {noun + ending for noun in roles}
        people |= {f"{noun[:-1]}گان" for noun in roles if noun.endswith("ه")}
    if data["language"] == "he":
        made = {word for role in roles - nouns.words("naming") for word in plurals(role)}
        people |= made - names.words("given")
    heads = titles | roles | people | bodies | sources | nouns.words("documents")
    no_verbs = heads | stops.words("words") | stops.words("verbs")
    no_verbs |= names.words("given") | names.words("places") | names.words("parts")
    no_verbs -= verbs.words("only_with_shadda")
    no_participles = heads | nouns.words("manner") | nouns.words("common")
    return Lexicon(
        language=data["language"],
        script=data["script"],
        subject=data["grammar"]["subject"],
        capitals=data["grammar"]["capitals"],
        clitics=data["grammar"]["clitics"],
        subject_marker=bare(grammar.text("subject_marker")),
        object_marker=bare(grammar.text("object_marker")),
        genitives=grammar.words("genitives"),
        postpositions=grammar.words("postpositions"),
        feminine=_pattern(agreement.text("feminine")),
        plural=_pattern(agreement.text("plural")),
        masculine_verb=_pattern(agreement.text("masculine_verb")),
        passive_auxiliaries=verbs.words("passive_auxiliaries"),
        masculine=agreement.words("masculine")
        | {bare(form) for verb in chain(*conjugated.values()) for form in verb.masculine},
        either=agreement.words("either"),
        feminine_participle=_pattern(agreement.text("feminine_participle")),
        plural_participle=_pattern(agreement.text("plural_participle")),
        letters=frozenset(detection.text("letters")),
        common=detection.words("words"),
        cues=_cues(verbs, frames, data, _made(conjugated, no_participles, no_verbs)),
        transitive=every(verbs.words("transitive")),
        objects=every(verbs.words("objects")),
        takes={word: every(words) for word, words in _takes(data["verbs"]["takes"]).items()},
        with_ba=every(verbs.words("takes_ba")),
        takes_ba=every(verbs.words("takes_ba"))
        | (verbs.words("report") | _finite_forms(conjugated["report"]) if article else frozenset()),
        not_before_verb=verbs.words("not_before"),
        disclosing=verbs.words("disclosing"),
        ascribing=verbs.words("ascribing"),
        before_verb=verbs.words("before_verb"),
        before_wish=verbs.words("before_wish"),
        quoting=verbs.words("quoting"),
        says=every(verbs.words("says")),
        addressed=every(verbs.words("addressed")),
        needs_object=every(verbs.words("needs_object")),
        subordinating=clause.words("subordinating"),
        called=tuple(clause.phrases("called")),
        finite=_finite(_Table(data.get("finite", {}))),
        light_forms=_light(_Table(data.get("finite", {}))),
        first_persons=clause.words("first_persons") | _first_person(verbs),
        going_on=verbs.words("going_on"),
        behind_verb=verbs.words("auxiliaries"),
        imperfect=tuple(map(bare, _Table(data.get("finite", {})).text("imperfect").split())),
        describing=clause.words("describing"),
        endings=tuple(map(bare, grammar.text("endings").split())),
        inside=clause.words("inside"),
        issued_in=clause.words("issued_in"),
        with_infinitive=verbs.words("with_infinitive"),
        judging=every(verbs.words("describe")),
        before_quotation=verbs.words("before_quotation"),
        only_with_shadda=verbs.words("only_with_shadda"),
        before_person=verbs.words("before_person"),
        with_preposition=every(verbs.words("with_preposition")),
        also_nouns=verbs.words("also_nouns"),
        nominal=verbs.words("nominal"),
        impersonal=verbs.words("impersonal"),
        documents=nouns.words("documents"),
        reported_from=verbs.words("reported_from"),
        passing_on=frozenset(" ".join(words) for words in frames.phrases("passing_on")),
        not_sources=frames.words("not_sources"),
        complementizers=clause.words("complementizers"),
        joined=clause.text("joined"),
        relatives=clause.words("relatives"),
        what=clause.words("what"),
        described_as=clause.words("described_as"),
        conjunctions=clause.words("conjunctions"),
        later=tuple(clause.phrases("later")),
        before_gerund=clause.words("before_gerund"),
        catenatives=clause.words("catenatives"),
        modals=clause.words("modals"),
        being=clause.words("being"),
        about=clause.words("about"),
        conceding=clause.words("conceding"),
        turns=tuple(clause.phrases("turns")),
        referring=tuple(clause.phrases("referring")),
        connectives=tuple(clause.phrases("connectives")),
        joining=clause.words("joining"),
        as_which=clause.words("as_which"),
        pronouns_always=clause.words("pronouns_always"),
        copulas=clause.words("copulas"),
        common_nouns=nouns.words("common") | _verbal_nouns(data),
        behind_only=frames.words("behind_only"),
        pronouns=clause.words("pronouns"),
        owners=clause.words("owners"),
        pronouns_feminine=clause.words("pronouns_feminine"),
        object_pronouns=clause.words("object_pronouns"),
        latter=clause.words("latter"),
        pronouns_masculine=clause.words("pronouns_masculine"),
        pronouns_plural=clause.words("pronouns_plural"),
        introducing=clause.words("introducing") | clause.words("as_for"),
        as_for=clause.words("as_for"),
        auxiliaries=clause.words("auxiliaries"),
        negations=clause.words("negations"),
        adverbs=clause.words("adverbs"),
        determiners=nouns.words("determiners"),
        definite=nouns.words("definite"),
        titles=titles,
        roles=roles,
        people=people,
        several=several,
        several_of=nouns.words("several_of"),
        bodies=bodies,
        sources=sources,
        kin=nouns.words("kin"),
        circles=nouns.words("circles"),
        honours=nouns.words("honours"),
        deputies=nouns.words("deputies"),
        representing=nouns.words("representing"),
        signs=nouns.words("signs"),
        titled=nouns.words("titled"),
        asking=clause.words("asking"),
        naming=nouns.words("naming") | (nouns.words("bodies") if article else frozenset()),
        named_after=tuple(nouns.phrases("named_after")),
        not_quote=tuple(nouns.phrases("not_quote")),
        whose_name=names.words("whose_name"),
        second_words=names.words("second_words"),
        towns=names.words("towns"),
        press=nouns.words("press"),
        media=nouns.words("media"),
        not_subjects=nouns.words("not_subjects"),
        offices=nouns.words("offices"),
        audiences=nouns.words("audiences"),
        told_to=nouns.words("told_to"),
        agencies=nouns.words("agencies"),
        occasions=nouns.words("occasions"),
        manner=nouns.words("manner"),
        not_first=nouns.words("not_first") | nouns.words("manner"),
        prepositions=stops.words("prepositions"),
        stops=stops.words("words") | stops.words("prepositions") | stops.words("verbs"),
        stop_verbs=stops.words("verbs"),
        openers=stops.words("openers"),
        name_parts=names.words("parts"),
        not_at_start=names.words("not_at_start"),
        also_verbs=names.words("also_verbs"),
        not_names=frozenset(names.phrases("not_names")),
        surnames=names.words("surnames"),
        surname_endings=_pattern(names.text("surname_endings")),
        like_clitics=names.words("like_clitics"),
        after_names=names.words("after_names"),
        participles=clause.words("participles"),
        inner=names.words("inner"),
        with_waw=names.words("with_waw"),
        with_ha=names.words("with_ha"),
        common_names=names.words("also_words"),
        given=_given(names, data["language"]) - heads - stops.words("words"),
        plural_nouns=nouns.words("plurals"),
        feminine_names=names.words("feminine"),
        masculine_names=names.words("masculine"),
        own_kin=nouns.words("own_kin"),
        feminine_nouns=nouns.words("feminine"),
        masculine_nouns=nouns.words("masculine"),
        given_or_noun=_given(names, data["language"]),
        places=names.words("places"),
        nationalities=names.words("nationalities"),
        times=stops.words("times"),
        weekdays=stops.words("weekdays"),
        writing=style.words("writing"),
        written=style.words("written"),
        saying_only=verbs.words("saying_only"),
        issuing=verbs.words("issuing"),
        with_these=clause.words("with_these"),
        withholding=verbs.words("withholding"),
        spokesman=tuple(bare(word) for word in frames.text("spokesman").split()),
        with_hamza=verbs.words("with_hamza"),
        meanwhile=clause.words("meanwhile"),
        numbers=stops.words("numbers"),
        doubtful=style.words("doubtful"),
        titles_and_roles=titles | roles,
        persons=titles | roles | people,
        heads=heads,
    )


def _conjugated(table: Mapping[str, str], language: str) -> dict[str, list[Conjugation]]:
    """Return the Arabic or Hebrew verbs by what they do: report, weak, describe."""
    conjugate = hebrew_verbs.conjugate if language == "he" else arabic_verbs.conjugate
    kinds = ("report", "weak", "describe")
    return {kind: [conjugate(verb) for verb in table.get(kind, "").split()] for kind in kinds}


def _made(
    conjugated: Mapping[str, list[Conjugation]],
    no_participles: frozenset[str],
    no_verbs: frozenset[str],
) -> dict[tuple[str, ...], CueKind]:
    """Return the expressions that are forms of these verbs and no nouns or names."""
    found: dict[tuple[str, ...], CueKind] = {}
    for name, kind in _KINDS:
        for verb in conjugated.get(name, ()):
            for form in map(bare, verb.finite):
                if form not in no_verbs:
                    found.setdefault((form,), kind)
            for form in map(bare, verb.participle):
                if form not in no_participles:
                    found.setdefault((form,), "participle")
    return found


def _finite_forms(verbs: Iterable[Conjugation]) -> frozenset[str]:
    return frozenset(bare(form) for verb in verbs for form in verb.finite)


def _forms_by_verb(conjugated: Mapping[str, list[Conjugation]]) -> dict[str, frozenset[str]]:
    """Return all forms of each verb, participles included, by the one that names it."""
    return {
        bare(verb.finite[0]): frozenset(map(bare, (*verb.finite, *verb.participle)))
        for verbs in conjugated.values()
        for verb in verbs
    }


def _with_forms(of_verb: Mapping[str, frozenset[str]], words: frozenset[str]) -> frozenset[str]:
    """Return the words, and of a verb among them all forms."""
    return words.union(*(of_verb[word] for word in words if word in of_verb))


def _verbal_nouns(data: Mapping[str, Any]) -> frozenset[str]:
    """Return the single nouns that make verbs of saying, and are no names."""
    compound = _Table(data.get("compound", {}))
    return frozenset().union(*(compound.words(verb) for verb in data.get("compound", {})))


def _given(names: _Table, language: str) -> frozenset[str]:
    """Return the given names; those of Hebrew are listed by gender too."""
    listed = names.words("given")
    if language == "he":
        listed |= names.words("feminine") | names.words("masculine")
    return listed


def _finite(table: _Table) -> frozenset[str]:
    found = frozenset(form for past, present in table.stems("stems")
                      for form in finite(past, present))  # fmt: skip
    found |= {form for past, present in table.stems("also_nouns")
              for form in finite(past, present, alone=False)}  # fmt: skip
    found |= {f"{preverb}{form}" for preverb, past, present in table.stems("with_preverbs")
              for form in finite(past, present)}  # fmt: skip
    return found | table.words("words")


def _light(table: _Table) -> frozenset[str]:
    pairs = [(stems[0], stems[1]) for stems in table.stems("light")]
    found = {form for past, present in pairs for form in finite(past, present)}
    return frozenset(found | {f"{past}ه" for past, _ in pairs})


def _first_person(verbs: _Table) -> frozenset[str]:
    stems = [verb for name in _SPEAKING for verb in verbs.stems(f"{name}_stems")]
    pairs = [(verb[0], verb[1]) for verb in stems if len(verb) == _PERSIAN]
    return frozenset(form for past, present in pairs for form in first_person(past, present))


def _plural(noun: str) -> str:
    """Return the plural of an English noun: officers, policewomen, secretaries."""
    if noun.endswith(("man", "woman")):
        return f"{noun[:-2]}en"
    if noun.endswith("y"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "ch", "sh", "x")) else f"{noun}s"


def _with_article(words: frozenset[str], article: str) -> frozenset[str]:
    return words | {article + word for word in words} if article else words


def _pattern(words: str) -> re.Pattern[str] | None:
    return re.compile(words) if words else None


def _takes(value: list[str] | Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the verbs by preposition; a list of prepositions stands for all verbs, an empty
    set."""
    if isinstance(value, list):
        return {bare(word): frozenset() for word in value}
    return {bare(word): frozenset(map(bare, verbs.split())) for word, verbs in value.items()}


_KINDS: tuple[tuple[str, CueKind], ...] = (
    ("report", "verb"),
    ("participle", "participle"),
    ("describe", "describing"),
    ("weak", "weaker verb"),
    ("passive", "passive"),
)


_SPEAKING = ("report", "weak")
"""Those of them of which a form of the first person is an expression too."""


def _cues(
    verbs: _Table, frames: _Table, data: Mapping[str, Any], made: dict[tuple[str, ...], CueKind]
) -> dict[str, tuple[Phrase, ...]]:
    """Return the expressions by first word. Of two readings of one the stronger verb counts, and
    what is listed before what is `made` by rule."""
    found: dict[tuple[str, ...], CueKind] = {}
    light = {verb: _light_forms(data, verb) for verb in data.get("light", {})}
    for name, kind in _KINDS:
        for phrase in verbs.phrases(name, f"{name}_phrases"):
            found.setdefault(phrase, kind)
        for verb in verbs.stems(f"{name}_stems"):
            for form in _forms(verb, first=name in _SPEAKING):
                found.setdefault(tuple(form.split()), kind)
        _add_compounds(found, data.get(f"{name}_compound", {}), light, kind)
    for phrase in _participles(verbs):
        found.setdefault(phrase, "participle")
    found = made | found
    _add_compounds(found, data.get("compound", {}), light, "verb")
    for name, kind in (
        ("before_speaker", "source before"),
        ("behind_only", "source before"),
        ("after_speaker", "source after"),
        ("pronoun", "own words"),
        ("sayings", "saying"),
    ):
        found.update(dict.fromkeys(frames.phrases(name), kind))
    by_first: dict[str, list[Phrase]] = {}
    told: dict[tuple[str, ...], CueKind] = dict.fromkeys(frames.phrases("told_in"), "told in")
    for phrase, kind in (*told.items(), *found.items()):  # told in a document, else by somebody
        by_first.setdefault(phrase[0], []).append((phrase, kind))
    return {
        first: tuple(sorted(listed, key=lambda item: -len(item[0])))
        for first, listed in by_first.items()
    }


def _participles(verbs: _Table) -> Iterator[tuple[str, ...]]:
    """Return what Persian makes of با, a noun and اینکه, in all its spellings."""
    prepositions = ("", "به", "بر", "از", "نسبت به")
    for noun in verbs.phrases("participle_nouns"):
        for preposition in prepositions:
            for that in (("این", "که"), ("اینکه",)):
                *more, last = ("با", *noun, *preposition.split())
                found = (*more, last, *that)
                yield tuple(map(bare, found))
                if preposition:  # براینکه
                    yield tuple(map(bare, (*more, f"{last}{that[0]}", *that[1:])))


_PERSIAN = 2
"""Stems of a Persian verb; an Urdu one has more."""


def _forms(stems: tuple[str, ...], *, first: bool = False) -> list[str]:
    """Return the forms of the third person, and with `first` those of the first too."""
    if len(stems) > _PERSIAN:
        return urdu(*stems)
    past, present = stems
    return third_person(past, present) + (first_person(past, present) if first else [])


def _light_forms(data: Mapping[str, Any], verb: str) -> list[tuple[str, ...]]:
    """Return the forms of a light verb: those listed, and those made from its stems."""
    made = [form for stems in _Table(data.get("light_stems", {})).stems(verb)
            for form in _forms(stems)]  # fmt: skip
    return [*_Table(data["light"]).phrases(verb), *(tuple(form.split()) for form in made)]


def _add_compounds(
    found: dict[tuple[str, ...], CueKind],
    compound: Mapping[str, Any],
    light: Mapping[str, list[tuple[str, ...]]],
    kind: CueKind,
) -> None:
    """Add the nouns of each light verb with all its forms."""
    for verb in compound:
        for noun in _Table(compound).phrases(verb):
            for form in light[verb]:
                found.setdefault((*noun, *form), kind)


def has_words(words: Iterable[str], phrases: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether the words begin with one of the phrases."""
    start = tuple(words)
    return any(start[: len(phrase)] == phrase for phrase in phrases)
