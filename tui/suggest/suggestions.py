"""Suggestions for a text, as plain values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from tui.model import JSON
from tui.suggest.rules.languages import find_indirect, find_quotes, find_speakers
from tui.suggest.rules.passages import Passage, Source
from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.quotes.quote import Quote
from tui.suggest.rules.reports.report import Report
from tui.suggest.tagged_names import KnownName, known_names
from tui.text.spans import Span

_QUOTED, _INDIRECT = 0.9, 0.6
"""Scores of what is between quotation marks and of a reported clause."""


BUILT_IN = ("rules", "names")
"""The suggesters that need nothing from outside."""


class SuggestedLink(NamedTuple):
    """A link from a suggestion to another of the same list."""

    type: str
    target: int
    """Index in the list."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed annotation."""

    label: str
    span: Span
    attributes: Mapping[str, JSON]
    why: str
    """Why it is proposed, as an English sentence."""
    links: tuple[SuggestedLink, ...] = field(default=())
    score: float | None = 0.9
    """How likely it is right, from 0 to 1; None where its maker does not say."""
    maker: str = "rules"
    """The suggester that proposes it."""


def suggest(
    text: str,
    known: Iterable[KnownName] = (),
    makers: Sequence[str] = BUILT_IN,
    min_score: float = 0.0,
    *,
    indirect: bool = True,
    advance: Callable[[int], object] = lambda _: None,
) -> list[Suggestion]:
    """Propose the quotations of a text with their speakers and cues, and the known names in it.

    `known` are names tagged elsewhere with their attributes, the likeliest first; `makers` are the
    built-in suggesters to ask. Suggestions with a score below `min_score` are left out, and so are
    reported clauses unless `indirect`. `advance` is called now and then with the number of code
    points that have been read since.

    The list is in the order of the text, longer spans first; links are indexes of the list.
    """
    found = _reported_speech(text, clauses=indirect, advance=advance) if "rules" in makers else []
    names = known_names(text, known, lambda: advance(0)) if "names" in makers else []
    taken = {(made.label, made.span): index for index, made in enumerate(found)}
    for span, attributes, why, score in names:
        at = taken.get(("entity", span))
        if at is None:
            found.append(Suggestion("entity", span, attributes, why, score=score, maker="names"))
        else:  # a speaker that is known: what was tagged elsewhere says more than a guess
            speaker = found[at]
            merged = {**speaker.attributes, **attributes}
            found[at] = replace(speaker, attributes=merged, why=f"{speaker.why} {why}")
    return kept(_in_order(found), lambda made: made.score is None or made.score >= min_score)


def quotations(text: str) -> list[Suggestion]:
    """Propose the quotations of a text that report speech, their speakers and their cues."""
    return _reported_speech(text, clauses=False)


def _reported_speech(
    text: str, *, clauses: bool, advance: Callable[[int], object] = lambda _: None
) -> list[Suggestion]:
    """Propose the quotations, and with `clauses` indirect speech, with speakers and cues.

    A long text is read in pieces, because its words take a hundred times its length in memory.
    """
    found: list[Suggestion] = []
    for piece in _pieces(text):
        base = len(found)
        for made in _in_piece(piece.of(text), clauses=clauses):
            links = tuple(SuggestedLink(kind, base + at) for kind, at in made.links)
            span = Span(made.span.start + piece.start, made.span.end + piece.start)
            found.append(replace(made, span=span, links=links))
        advance(piece.length)
    return found


_PIECE = 1_000_000
"""Code points of a text that are read at once."""

_CUTS = tuple(map(re.compile, (r"\n+", r"[.!?؟۔]\s", r"\s")))
"""Where a text is best divided, the best first."""


def _pieces(text: str) -> Iterator[Span]:
    """Divide a text behind paragraphs, else sentences, else words."""
    start = 0
    while len(text) - start > _PIECE:
        latest = start + _PIECE
        for cut in _CUTS:
            ends = [found.end() for found in cut.finditer(text, latest - _PIECE // 10, latest)]
            if ends:
                latest = ends[-1]
                break
        yield Span(start, latest)
        start = latest
    yield Span(start, len(text))


def _in_piece(text: str, *, clauses: bool) -> list[Suggestion]:
    made = _Made()
    for passage in Source(text).passages():
        speakers = find_speakers(passage)
        collector = _Collector(passage, made)
        collector.collect(find_quotes(speakers))
        if clauses and not passage.nested:
            collector.collect(find_indirect(speakers))
    return _in_order(made.suggestions)


def kept(found: list[Suggestion], keep: Callable[[Suggestion], bool]) -> list[Suggestion]:
    """Return the suggestions that `keep` accepts, without the links to others."""
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


class _Made:
    """The suggestions of all passages, each label and span only once."""

    def __init__(self) -> None:
        self.suggestions: list[Suggestion] = []
        self.places: dict[tuple[str, Span], int] = {}

    def add(self, made: Suggestion) -> int:
        """Add a suggestion unless it is there; return its index."""
        place = (made.label, made.span)
        if place not in self.places:
            self.places[place] = len(self.suggestions)
            self.suggestions.append(made)
        return self.places[place]


class _Collector:
    """The making of suggestions from quotes, each speaker and cue only once."""

    def __init__(self, passage: Passage, made: _Made) -> None:
        self.passage = passage
        self.made = made

    def collect(self, found: list[Quote]) -> None:
        """Add the suggestions of all quotes."""
        indices: list[int] = []
        for quote in found:
            indices.append(self._quote(quote, indices))

    def _quote(self, quote: Quote, earlier: list[int]) -> int:
        attributes: dict[str, JSON] = {"type": quote.type} if quote.type else {}
        links: list[SuggestedLink] = []
        why = quote.why
        report = quote.report
        if report is not None:
            cue = report.cue.span.of(self.passage.text)
            why = quote.why.replace("{cue}", f"“{cue}”")
            if self._is_written(report, quote):
                attributes["medium"] = "writing"
            if report.subject is not None:
                attributes["speaker_form"] = (
                    "implicit" if quote.continues is not None else report.form
                )
                links.append(SuggestedLink("speaker", self._speaker(report, report.subject)))
            elif report.gender == "1":
                links += self._speaker_around()
            if report.cue.span.length:
                links.append(SuggestedLink("cue", self._cue(report)))
        if quote.continues is not None:
            links.append(SuggestedLink("continues", earlier[quote.continues]))
        score = _INDIRECT if quote.type == "indirect" else _QUOTED
        return self.made.add(
            Suggestion("quote", quote.span, attributes, why, tuple(links), score=score)
        )

    def _speaker_around(self) -> list[SuggestedLink]:
        """Return the speaker of the quotation that a passage is inside of, who says I in it."""
        outer = self.passage.spans[0].trimmed(self.passage.text)
        place = self.made.places.get(("quote", outer)) if self.passage.nested else None
        found = self.made.suggestions[place].links if place is not None else ()
        return [link for link in found if link.type == "speaker"]

    def _speaker(self, report: Report, subject: Subject) -> int:
        cue = report.cue.span.of(self.passage.text)
        why = f"It names who says what “{cue}” reports."
        if not cue:
            why = "A colon and a quotation follow it."
        return self.made.add(Suggestion("entity", subject.span, _attributes(subject), why))

    def _cue(self, report: Report) -> int:
        words = set(report.cue.word.split())
        doubtful = words & self.passage.lexicon.style.doubtful
        attributes: dict[str, JSON] = {"stance": "doubtful" if doubtful else "neutral"}
        if report.negated:
            attributes["negated"] = True
        why = "It reports a quotation."
        return self.made.add(Suggestion("cue", report.cue.span, attributes, why))

    def _is_written(self, report: Report, quote: Quote) -> bool:
        """Return whether the quote was written: كتب, or في بيان between the verb and the
        quotation."""
        lexicon = self.passage.lexicon
        low = min(report.cue.span.end, quote.span.end)
        high = max(report.cue.span.end, quote.span.start)
        tokens = self.passage.words_in(Span(low, high)) if high - low < _NEAR else []
        passage = [word.bare for word in tokens if word.quotation < 0]
        return bool(set(report.cue.word.split()) & lexicon.style.writing) or any(
            before in lexicon.stops.prepositions and word in lexicon.style.written
            for before, word in pairwise(passage)
        )


_NEAR = 400
"""Code points between a cue and a quotation among which is looked for what it was written in."""


def _attributes(subject: Subject) -> dict[str, JSON]:
    """Return the attributes of a speaker's entity that its words make sure, `type` first."""
    match subject.kind:
        case "person":
            return {"type": "PERS", "mention": "name"}
        case "body":
            named = subject.after - subject.first > 1
            return {"type": "ORG", "mention": "name" if named else "description"}
        case "place":
            return {"type": "GPE", "mention": "name"}
        case "people" | "source":
            return {"mention": "description"}
        case _:
            return {}


def _in_order(found: list[Suggestion]) -> list[Suggestion]:
    """Return the suggestions by place, longer ones first, with their links adapted."""
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
