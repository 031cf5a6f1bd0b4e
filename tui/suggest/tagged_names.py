"""Finding names in a text that were tagged elsewhere."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple, TypeAlias

from tui.model import JSON
from tui.suggest.lexicons.lexicon import LANGUAGES, bare
from tui.suggest.lexicons.lexicon_files import lexicon
from tui.text.language import Folded, find_occurrences, fold_text
from tui.text.spans import Span

KnownName: TypeAlias = tuple[str, Mapping[str, JSON]]
"""A name and the attributes of its annotations."""


_SHORTEST = 3
"""Letters of the shortest name that is looked for."""


_SURE, _ALONE, _COMMON = 0.9, 0.6, 0.3
"""Scores of a whole name, of a surname alone, and of a name that is a common word too."""


_TWICE = 2
"""Annotations of a name that must agree on a typed value before it is copied."""


_FATHATAN = "\u064b"


_HAMZA_CARRIERS = "أإآ"


class NameFound(NamedTuple):
    """A known name in a text."""

    span: Span
    attributes: Mapping[str, JSON]
    why: str
    score: float = _SURE


class _Wanted(NamedTuple):
    """A spelling to look for."""

    text: str
    attributes: Mapping[str, JSON]
    why: str
    score: float
    with_tanwin: bool = False


def confirmed_names(
    tagged: Iterable[tuple[str, Mapping[str, JSON], int]], typed: Collection[str] = ()
) -> list[KnownName]:
    """Return each tagged name with the attributes that its annotations confirm, commonest first.

    `tagged` are texts and attributes with the number of annotations that have both. A value that is
    chosen from a list counts if most annotations of the name agree on it; a value that people type
    (the attributes `typed`) only if two do.
    """
    values: dict[str, dict[str, Counter[str]]] = {}
    totals: Counter[str] = Counter()
    for text, attributes, count in tagged:
        totals[text] += count
        of_name = values.setdefault(text, {})
        for name, value in attributes.items():
            of_name.setdefault(name, Counter())[json.dumps(value, sort_keys=True)] += count
    return [
        (text, dict(_agreed(values[text], typed)))
        for text, _ in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    ]


def _agreed(
    values: Mapping[str, Counter[str]], typed: Collection[str]
) -> Iterator[tuple[str, JSON]]:
    for name, counts in values.items():
        value, most = counts.most_common(1)[0]
        if most * 2 > counts.total() and (name not in typed or most >= _TWICE):
            yield name, json.loads(value)


def known_names(
    text: str, known: Iterable[KnownName], advance: Callable[[], object] = lambda: None
) -> list[NameFound]:
    """Find the known names in a text, in order; a shorter name inside a longer one is left out.

    Only what is surely the name is found: see `find_occurrences`. A person's full name also offers
    the surname alone, also with tanwin (قيوحاً). If a name has several sets of attributes, the
    first is used. `advance` is called after each name that is looked for.
    """
    folded = Folded(text)
    found: dict[Span, NameFound] = {}
    seen: set[str] = set()
    names = list(known)
    for wanted in (*_whole_names(names), *_surnames(names)):
        plain = fold_text(wanted.text).strip()
        if len(plain) < _SHORTEST or plain in seen:
            continue
        seen.add(plain)
        advance()
        if plain.removeprefix("ال").removeprefix("ل") not in folded.text:
            continue  # far cheaper than the search, and most names are not in most texts
        for span in _places(folded, wanted):
            hit = NameFound(span, wanted.attributes, wanted.why, wanted.score)
            found.setdefault(span, hit)
    return _outermost(sorted(found.values(), key=lambda hit: (hit.span.start, -hit.span.end)))


def _whole_names(known: Iterable[KnownName]) -> Iterator[_Wanted]:
    for name, attributes in known:
        why = f"“{name}” is tagged elsewhere{_description(attributes)}."
        if bare(name) in _common_words():
            yield _Wanted(name, attributes, f"{why} It is a common word too.", _COMMON)
        else:
            yield _Wanted(name, attributes, why, _SURE)
            if " " not in name.strip() and attributes.get("type") == "PERS":
                yield _Wanted(f"{name}ا", attributes, why, _SURE, with_tanwin=True)


def _surnames(known: Iterable[KnownName]) -> Iterator[_Wanted]:
    """Yield the surnames of persons who are known by their full names."""
    for name, attributes in known:
        words = name.split()
        if attributes.get("type") != "PERS" or len(words) < 2:
            continue
        first = len(words) - 1
        if first > 1 and bare(words[first - 1]) in _name_parts():
            first -= 1
        surname = " ".join(words[first:])
        if bare(surname) in _name_parts() or bare(surname) in _common_words():
            continue
        why = f"“{name}” is tagged elsewhere{_description(attributes)}; this is the surname."
        yield _Wanted(surname, attributes, why, _ALONE)
        yield _Wanted(f"{surname}ا", attributes, why, _ALONE, with_tanwin=True)


def _places(folded: Folded, wanted: _Wanted) -> Iterator[Span]:
    for hit in find_occurrences(folded, wanted.text):
        written = hit.span.of(folded.source)
        if wanted.with_tanwin and _FATHATAN not in written:
            continue
        if hit.ticked and not _is_other_name(wanted.text, written):
            yield hit.span


def _is_other_name(name: str, written: str) -> bool:
    """Return whether two spellings differ in a hamza that both have: إكس, أكس.

    Folding makes such spellings equal. A bare alef is the same letter written with less care.
    """
    pairs = zip(_letters(name)[::-1], _letters(written)[::-1], strict=False)
    return any(
        one != other and one in _HAMZA_CARRIERS and other in _HAMZA_CARRIERS for one, other in pairs
    )


def _letters(text: str) -> str:
    """Return the letters of a text without marks, and carriers of hamza as they are written."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text))
    return "".join(char for char in plain if not unicodedata.combining(char) and char != "ـ")


@cache
def _common_words() -> frozenset[str]:
    return frozenset().union(*(lexicon(code).names.also_words for code in LANGUAGES))


@cache
def _name_parts() -> frozenset[str]:
    return frozenset().union(*(lexicon(code).names.parts for code in LANGUAGES))


def _description(attributes: Mapping[str, JSON]) -> str:
    kind = attributes.get("type")
    return f" as {kind}" if isinstance(kind, str) else ""


def _outermost(hits: list[NameFound]) -> list[NameFound]:
    kept: list[NameFound] = []
    for hit in hits:
        if not kept or hit.span.start >= kept[-1].span.end:
            kept.append(hit)
    return kept
