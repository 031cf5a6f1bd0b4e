"""Reading the lexicons: one TOML file a language, and the forms that are made of its words.

The files say what each list means. Verbs are listed by their stems, and nouns without plurals where
the grammar of the language makes the forms.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from importlib import resources
from itertools import chain
from typing import Any

from tui.suggest.lexicons import verbs_arabic, verbs_hebrew
from tui.suggest.lexicons.lexicon import CueKind, LanguageSigns, Lexicon, Phrase, bare
from tui.suggest.lexicons.verbs_arabic import Conjugation
from tui.suggest.lexicons.verbs_hebrew import plurals
from tui.suggest.lexicons.verbs_persian_urdu import finite, first_person, third_person, urdu


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language of `LANGUAGES`, made once."""
    return _lexicon(_read(language))


@cache
def language_signs(language: str) -> LanguageSigns:
    """Return what tells a language of `LANGUAGES` from others: its lexicon takes longer to make."""
    data = _read(language)
    detection = _Table(data["detection"])
    letters = frozenset(detection.text("letters"))
    return LanguageSigns(data["script"], letters, detection.words("words"))


@cache
def _read(language: str) -> dict[str, Any]:
    """Return the content of a language's file, read once."""
    path = resources.files("tui.suggest.lexicons") / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


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


def _lexicon(data: Mapping[str, Any]) -> Lexicon:
    grammar, agreement, verbs, frames, clause, nouns, stops, names, style = (
        _Table(data.get(name, {}))
        for name in (
            "grammar", "agreement", "verbs", "frames", "clause", "nouns", "stops",
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
    if data["language"] == "en":
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
        datelines=data.get("grammar", {}).get("datelines", False),
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
    conjugate = verbs_hebrew.conjugate if language == "he" else verbs_arabic.conjugate
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
