"""What is suggested for a text, as plain values.

Names tagged elsewhere, where they stand in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from tui.model import JSON
from tui.suggest import lexicon
from tui.suggest.quotes import Quote, quotes
from tui.suggest.reports import Report
from tui.suggest.speakers import speaker_attributes
from tui.suggest.words import WordSequence
from tui.text.language import Folded, find_occurrences, fold_text
from tui.text.spans import Span

BUILT_IN = ("rules", "names")
"""The suggesters that need nothing from outside."""


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


class SuggestedLink(NamedTuple):
    """A link from a suggestion to another of the same list."""

    type: str
    target: int
    """Index in the list."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An annotation that is proposed."""

    label: str
    span: Span
    attributes: Mapping[str, JSON]
    why: str
    """Why it is proposed, as an English sentence."""
    links: tuple[SuggestedLink, ...] = field(default=())
    score: float = 0.9
    """How likely it is right, from 0 to 1."""
    maker: str = "rules"
    """The built-in suggester that proposes it."""


def suggest(
    text: str,
    known: Iterable[KnownName] = (),
    makers: Sequence[str] = BUILT_IN,
    min_score: float = 0.0,
) -> list[Suggestion]:
    """Propose the quotations of a text with their speakers and cues, and the known names in it.

    `known` are names tagged elsewhere, each with its attributes, the likeliest first; `makers`
    are the built-in suggesters that are asked. What scores less than `min_score` is left out.
    The list is in the order of the text, longer spans first; links point into it.
    """
    found = quotations(text) if "rules" in makers else []
    names = known_names(text, known) if "names" in makers else []
    taken = {(made.label, made.span): index for index, made in enumerate(found)}
    for span, attributes, why in names:
        at = taken.get(("entity", span))
        if at is None:
            found.append(Suggestion("entity", span, attributes, why, maker="names"))
        else:  # a speaker that is known: what was tagged elsewhere says more than a guess
            speaker = found[at]
            merged = {**speaker.attributes, **attributes}
            found[at] = replace(speaker, attributes=merged, why=f"{speaker.why} {why}")
    return kept(_in_order(found), lambda made: made.score >= min_score)


def quotations(text: str) -> list[Suggestion]:
    """Propose the quotations of a text that report speech, their speakers and their cues."""
    reading = WordSequence(text)
    return _Collector(reading).collect(quotes(reading))


def kept(found: list[Suggestion], keep: Callable[[Suggestion], bool]) -> list[Suggestion]:
    """The suggestions that `keep` holds for, without the links to those that it does not."""
    place: dict[int, int] = {}
    for index, made in enumerate(found):
        if keep(made):
            place[index] = len(place)
    return [
        replace(
            found[index],
            links=tuple(
                SuggestedLink(kind, place[at]) for kind, at in found[index].links if at in place
            ),
        )
        for index in place
    ]


class _Collector:
    """Turns quotes into suggestions, each speaker and cue once."""

    def __init__(self, reading: WordSequence) -> None:
        self.reading = reading
        self.made: list[Suggestion] = []
        self.places: dict[tuple[str, Span], int] = {}

    def collect(self, found: list[Quote]) -> list[Suggestion]:
        """The suggestions of all quotes, in the order of the text."""
        indices: list[int] = []
        for quote in found:
            indices.append(self._quote(quote, indices))
        return _in_order(self.made)

    def _quote(self, quote: Quote, earlier: list[int]) -> int:
        attributes: dict[str, JSON] = {"type": quote.type} if quote.type else {}
        links: list[SuggestedLink] = []
        why = quote.why
        report = quote.report
        if report is not None:
            cue = report.cue.of(self.reading.text)
            why = quote.why.format(cue=f"“{cue}”")
            if _is_written(self.reading, report, quote):
                attributes["medium"] = "writing"
            if report.subject is not None:
                attributes["speaker_form"] = (
                    "implicit" if quote.continues is not None else report.form
                )
                links.append(SuggestedLink("speaker", self._speaker(report)))
            if report.cue.length:
                links.append(SuggestedLink("cue", self._cue(report)))
        if quote.continues is not None:
            links.append(SuggestedLink("continues", earlier[quote.continues]))
        return self._add(Suggestion("quote", quote.span, attributes, why, tuple(links)))

    def _speaker(self, report: Report) -> int:
        subject = report.subject
        assert subject is not None  # noqa: S101 - the caller has looked
        attributes = speaker_attributes(self.reading, subject)
        cue = report.cue.of(self.reading.text)
        why = f"It names who says what “{cue}” reports."
        if report.kind == "heading":
            why = "A colon and a quotation follow it."
        return self._add(Suggestion("entity", subject.span, attributes, why))

    def _cue(self, report: Report) -> int:
        words = {word.bare for word in self.reading.words_in(report.cue)}
        text = report.cue.of(self.reading.text)
        doubtful = lexicon.bare(text) in lexicon.DOUBTFUL or bool(words & lexicon.DOUBTFUL)
        attributes: dict[str, JSON] = {"stance": "doubtful" if doubtful else "neutral"}
        if report.negated:
            attributes["negated"] = True
        why = "It reports a quotation."
        return self._add(Suggestion("cue", report.cue, attributes, why))

    def _add(self, made: Suggestion) -> int:
        place = (made.label, made.span)
        if place not in self.places:
            self.places[place] = len(self.made)
            self.made.append(made)
        return self.places[place]


def _is_written(reading: WordSequence, report: Report, quote: Quote) -> bool:
    """Whether the quote was read: كتب, or في بيان between the verb and the quotation."""
    verb = lexicon.bare(report.cue.of(reading.text))
    low = min(report.cue.end, quote.span.end)
    high = max(report.cue.end, quote.span.start)
    passage = [word.bare for word in reading.words_in(Span(low, high)) if word.quotation < 0]
    return verb in lexicon.WRITING_VERBS or any(
        before == "في" and word in lexicon.WRITTEN for before, word in pairwise(passage)
    )


def _in_order(found: list[Suggestion]) -> list[Suggestion]:
    """The suggestions by place, longer ones first, with their links pointing to where they are."""
    order = sorted(
        range(len(found)), key=lambda at: (found[at].span.start, -found[at].span.end, at)
    )
    place = {old: new for new, old in enumerate(order)}
    return [
        replace(
            found[old],
            links=tuple(SuggestedLink(kind, place[at]) for kind, at in found[old].links),
        )
        for old in order
    ]
