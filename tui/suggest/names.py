"""Names tagged elsewhere, where they stand in a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from tui.model import JSON
from tui.text.language import Folded, find_occurrences, fold_text
from tui.text.spans import Span

KnownName: TypeAlias = tuple[str, Mapping[str, JSON]]
"""A name and the attributes of its annotations."""


_SHORTEST = 3
"""Letters of the shortest name that is looked for."""


class NameFound(NamedTuple):
    """A known name in a text."""

    span: Span
    attributes: Mapping[str, JSON]
    why: str


def known_names(text: str, known: Iterable[KnownName]) -> list[NameFound]:
    """Find the known names in a text, in order; inside a longer name a shorter one is not.

    Only what is surely the name is found: see `occurrences`. Of several attributes of one name
    the first are taken.
    """
    folded = Folded(text)
    found: dict[Span, NameFound] = {}
    seen: set[str] = set()
    for name, attributes in known:
        wanted = fold_text(name).strip()
        if len(wanted) < _SHORTEST or wanted in seen:
            continue
        seen.add(wanted)
        if not folded.may_contain(wanted.removeprefix("ال").removeprefix("ل")):
            continue  # far cheaper than the search, and most names are not in most texts
        why = f"“{name}” is tagged elsewhere{_as_what(attributes)}."
        for hit in find_occurrences(folded, name):
            if hit.ticked:
                found.setdefault(hit.span, NameFound(hit.span, attributes, why))
    return _outermost(sorted(found.values(), key=lambda hit: (hit.span.start, -hit.span.end)))


def _as_what(attributes: Mapping[str, JSON]) -> str:
    kind = attributes.get("type")
    return f" as {kind}" if isinstance(kind, str) else ""


def _outermost(hits: list[NameFound]) -> list[NameFound]:
    kept: list[NameFound] = []
    for hit in hits:
        if not kept or hit.span.start >= kept[-1].span.end:
            kept.append(hit)
    return kept
