"""Reading the lexicons: one TOML file a language, and the forms that are made of its words.

The files say what each list means. Verbs are listed by their stems, and nouns without plurals where
the grammar of the language makes the forms.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from tui.suggest.lexicons import verbs_arabic, verbs_english, verbs_hebrew
from tui.suggest.lexicons.lexicon import (
    AgreementWords,
    Clause,
    Frames,
    Grammar,
    LanguageSigns,
    Lexicon,
    Names,
    Nouns,
    StopWords,
    Style,
    Verbs,
    WordGroup,
    Words,
    bare,
)
from tui.suggest.lexicons.lexicon_tables import LexiconFile, Table
from tui.suggest.lexicons.reporting_expressions import (
    conjugated_expressions,
    reporting_expressions,
    speaking_first_persons,
)
from tui.suggest.lexicons.verbs_arabic import Conjugation
from tui.suggest.lexicons.verbs_persian_urdu import finite, finite_of_noun


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language of `LANGUAGES`, made once."""
    file = _read(language)
    conjugated = _Conjugated(file)
    nouns = _nouns(file)
    stops = _stops(file)
    no_participles = nouns.heads | nouns.manner | file.table("nouns").words("common")
    expressions = conjugated_expressions(
        conjugated.by_list, no_participles, _no_verbs(file, nouns.heads)
    )
    return Lexicon(
        language=file.language,
        cues=reporting_expressions(file, expressions),
        grammar=_group(Grammar, file.table("grammar")),
        agreement=_agreement(file, conjugated),
        verbs=_verbs(file, conjugated),
        frames=_group(Frames, file.table("frames")),
        clause=_clause(file),
        nouns=nouns,
        stops=stops,
        names=_names(file, nouns.heads),
        style=_group(Style, file.table("style")),
    )


@cache
def language_signs(language: str) -> LanguageSigns:
    """Return what tells a language of `LANGUAGES` from others: its lexicon takes longer to make."""
    file = _read(language)
    detection = file.table("detection")
    letters = frozenset(detection.text("letters"))
    return LanguageSigns(file.script, letters, detection.words("words"))


@cache
def _read(language: str) -> LexiconFile:
    """Return the content of a language's file, read once."""
    path = resources.files("tui.suggest.lexicons") / f"{language}.toml"
    return LexiconFile(tomllib.loads(path.read_text(encoding="utf-8")))


# ------------------------------------------------------------------- the groups

_G = TypeVar("_G", bound=WordGroup)

_READERS: Mapping[str, Callable[[Table, str], object]] = {
    "bool": Table.is_on,
    "str": lambda table, name: bare(table.text(name)),
    "Words": Table.words,
    "OrderedWords": Table.ordered_words,
    "Expressions": Table.expressions,
    "Pattern": lambda table, name: re.compile(text) if (text := table.text(name)) else None,
}
"""How a list is read, by the type of its field."""


def _group(kind: type[_G], table: Table, **made: object) -> _G:
    """Return a group with the lists of a table; `made` are the fields that take more than reading
    the list of the same name."""
    read: dict[str, Any] = dict(made)
    for field in fields(kind):
        if field.name not in made:
            read[field.name] = _READERS[str(field.type)](table, field.name)
    return kind(**read)


def _agreement(file: LexiconFile, conjugated: _Conjugated) -> AgreementWords:
    table = file.table("agreement")
    return _group(AgreementWords, table, masculine=table.words("masculine") | conjugated.masculine)


def _verbs(file: LexiconFile, conjugated: _Conjugated) -> Verbs:
    """Return the verbs; where a conjugated verb is listed by its perfect, with all its forms."""
    table = file.table("verbs")
    all_forms = {
        name: conjugated.with_forms(table.words(name))
        for name in ("transitive", "objects", "needs_object", "says", "addressed", "takes_ba",
                     "with_preposition", "voiced")
    }  # fmt: skip
    reporting = table.words("report") | conjugated.finite_forms("report")
    finite_verbs = file.table("finite")
    return _group(
        Verbs,
        table,
        **all_forms,
        takes=_takes(file, conjugated),
        quoting_with_ba=all_forms["takes_ba"] | (reporting if file.language == "ar" else set()),
        judging=conjugated.with_forms(table.words("describe")),
        finite=_finite_forms(finite_verbs),
        light_forms=_light_forms(finite_verbs),
        imperfect=finite_verbs.ordered_words("imperfect"),
    )


def _takes(file: LexiconFile, conjugated: _Conjugated) -> dict[str, Words]:
    """Return the verbs by preposition: of a table the listed ones, of a list of prepositions none,
    which stands for all verbs."""
    table = file.table("verbs", "takes")
    found = dict.fromkeys(file.table("verbs").words("takes"), Words())
    for preposition in file.keys("verbs", "takes"):
        found[bare(preposition)] = conjugated.with_forms(table.words(preposition))
    return found


def _clause(file: LexiconFile) -> Clause:
    table = file.table("clause")
    return _group(
        Clause,
        table,
        first_persons=table.words("first_persons") | speaking_first_persons(file.table("verbs")),
        introducing=table.words("introducing") | table.words("as_for"),
    )


def _nouns(file: LexiconFile) -> Nouns:
    """Return the nouns: those that can speak with the Arabic article too, people in the plural."""
    table = file.table("nouns")
    speaking = {
        name: table.words(name) for name in ("titles", "roles", "people", "bodies", "sources")
    }
    if file.language == "ar":
        speaking = {name: _with_article(words) for name, words in speaking.items()}
    speaking["people"] |= table.words("several") | _plurals(file, speaking["roles"])
    persons = speaking["titles"] | speaking["roles"] | speaking["people"]
    naming = table.words("bodies") if file.language == "ar" else Words()
    return _group(
        Nouns,
        table,
        **speaking,
        titles_and_roles=speaking["titles"] | speaking["roles"],
        persons=persons,
        heads=persons | speaking["bodies"] | speaking["sources"] | table.words("documents"),
        naming=table.words("naming") | naming,
        common=table.words("common") | _verbal_nouns(file),
        not_first=table.words("not_first") | table.words("manner"),
    )


def _stops(file: LexiconFile) -> StopWords:
    table = file.table("stops")
    words = table.words("words") | table.words("prepositions") | table.words("verbs")
    return _group(StopWords, table, words=words)


def _names(file: LexiconFile, heads: Words) -> Names:
    """Return the names; given names of Hebrew are listed by gender."""
    table = file.table("names")
    given = table.words("given")
    if file.language == "he":
        given |= table.words("feminine") | table.words("masculine")
    stops = file.table("stops").words("words")
    return _group(Names, table, given=given - heads - stops, given_or_noun=given)


# --------------------------------------------------- the forms of conjugated verbs


_CONJUGATE = {"he": verbs_hebrew.conjugate, "en": verbs_english.conjugate}
"""What makes the forms of a verb, in languages other than Arabic."""


class _Conjugated:
    """The Arabic, Hebrew or English verbs of `[verbs.conjugated]`, of which all forms are known."""

    def __init__(self, file: LexiconFile) -> None:
        conjugate = _CONJUGATE.get(file.language, verbs_arabic.conjugate)
        table = file.table("verbs", "conjugated")
        self.by_list: Mapping[str, list[Conjugation]] = {
            name: [conjugate(verb) for verb in table.text(name).split()]
            for name in ("report", "weak", "describe")
        }
        verbs = [verb for listed in self.by_list.values() for verb in listed]
        self.masculine = _bare(form for verb in verbs for form in verb.masculine)
        """Forms of a man that look like those of a woman."""
        self._forms = {
            bare(verb.finite[0]): _bare((*verb.finite, *verb.participle)) for verb in verbs
        }

    def finite_forms(self, name: str) -> Words:
        """Return the forms of the verbs of a list, without participles."""
        return _bare(form for verb in self.by_list[name] for form in verb.finite)

    def with_forms(self, words: Words) -> Words:
        """Return the words, and of a verb among them all forms."""
        return words.union(*(self._forms[word] for word in words if word in self._forms))


def _bare(words: Iterable[str]) -> Words:
    return frozenset(map(bare, words))


def _no_verbs(file: LexiconFile, heads: Words) -> Words:
    """Return the words that are nouns, names or stops even where they look like a verb's form."""
    stops, names = file.table("stops"), file.table("names")
    words = heads | stops.words("words") | stops.words("verbs")
    words |= names.words("given") | names.words("places") | names.words("parts")
    return words - file.table("verbs").words("only_with_shadda")


def _finite_forms(table: Table) -> Words:
    """Return the forms of the Persian verbs of `[finite]`, and what else it lists."""
    found = {form for past, present in table.stems("stems") for form in finite(past, present)}
    found |= {form for past, present in table.stems("also_nouns")
              for form in finite_of_noun(past, present)}  # fmt: skip
    found |= {f"{preverb}{form}" for preverb, past, present in table.stems("with_preverbs")
              for form in finite(past, present)}  # fmt: skip
    return table.words("words") | found


def _light_forms(table: Table) -> Words:
    """Return the forms of the Persian light verbs of `[finite]`, and their participles."""
    pairs = table.stems("light")
    found = {form for past, present in pairs for form in finite(past, present)}
    return frozenset(found | {f"{past}ه" for past, _ in pairs})


# ------------------------------------------------------------ the forms of nouns


def _with_article(words: Words) -> Words:
    """Return the Arabic words, without the article and with it."""
    return words | {f"ال{word}" for word in words}


def _plurals(file: LexiconFile, roles: Words) -> Words:
    """Return the plurals of offices and occupations that the grammar of a language makes."""
    match file.language:
        case "en":
            return frozenset(map(verbs_english.plural, roles))
        case "fa":
            endings = file.table("grammar").ordered_words("plurals")
            plurals = {noun + ending for ending in endings for noun in roles}
            return frozenset(plurals | {f"{noun[:-1]}گان" for noun in roles if noun.endswith("ه")})
        case "he":
            singular = roles - file.table("nouns").words("naming")
            plurals = {plural for noun in singular for plural in verbs_hebrew.plurals(noun)}
            return frozenset(plurals) - file.table("names").words("given")
    return Words()


def _verbal_nouns(file: LexiconFile) -> Words:
    """Return the single nouns that make verbs of saying with a light verb, and are no names."""
    compound = file.table("compound")
    return Words().union(*(compound.words(verb) for verb in file.keys("compound")))
