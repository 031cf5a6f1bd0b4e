"""`citron`: quotations with their sources, cues and contents, as BBC R&D's Citron reads them.

A document is a JSON object with `text`, `quotes` and `coreference_groups`; Citron has one a file,
here there are several, one per line. A quote that another one continues is one quote with several
`contents`, which is also what a discontinuous annotation becomes. Citron reads the `start` and
`end` of a span, in code points. Ids and annotators of spans, `links` and the fields of the document
are read by Hashiya alone.

Files of Citron, and of PolNeAR's annotations in its form, are read: the contents of a quotation
become a quote, discontinuous if there are several; sources and coreferences become entities, cues
become cues. `confidence` is the score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tui.choices import Unit
from tui.errors import ExchangeError
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions
from tui.formats.shared.losses import (
    ATTRIBUTES,
    COMMENTS,
    NOTES,
    ORIGINS,
    PROGRESS,
    STATUSES,
    TIMES,
    Losses,
    count_lost,
    placed,
)
from tui.formats.shared.offset_units import OffsetMap
from tui.formats.shared.parsed import (
    OUR_FIELDS,
    Head,
    ImportReport,
    ParsedDocument,
    ParsedLink,
    ParsedSpan,
    parse_foreign_document,
    parse_link,
)
from tui.formats.shared.refusals import PartFault
from tui.formats.shared.validation import Validator
from tui.model import JSON, AnnotatedDocument, Annotation, ImportedDocument, Link
from tui.sources.json_values import Fields, compact
from tui.text.spans import Span
from tui.text.unicode import BYTE_ORDER_MARK

QUOTE, ENTITY, CUE = "quote", "entity", "cue"
"""The labels that are exchanged."""

SPEAKER_LINKS = ("speaker", "source")
"""Types of links from a quote to who said it."""

CUE_LINK, CONTINUES, COREFERENCE = "cue", "continues", "coreference"
"""The types of the other links that are exchanged."""

_LOST = (STATUSES, ORIGINS, NOTES, ATTRIBUTES, TIMES, PROGRESS, COMMENTS)

_OTHERS = "annotations that are not quotes, nor sources, cues or coreferences of one"

_OTHER_LINKS = "links other than speaker, cue, continues and coreference"

_SCORES = "scores of annotations that are not quotes"

_NO_CUE = "quotes without a cue, which Citron's own reader needs: written with null"

_MORE_CUES = "further cues of a quote: the first alone is written"

_QUOTE_FIELDS = ("id", "cue", "sources", "contents", "coreferences", "confidence", "annotator")

_SPAN_FIELDS = frozenset({"id", "annotator", "start", "end", "text"})

_LEFT_OUT = "fields of spans other than start, end and text: left out"

_NO_CONTENTS = "quotes without contents: left out"


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write the documents, one per line."""
    losses = Losses()
    for record in records:
        document = _Document(record, options.unit or Unit.CODEPOINT, losses)
        out.write(compact(document.value()).encode() + b"\n")
    return losses


class _Document:
    """Makes the object of one document."""

    def __init__(self, record: AnnotatedDocument, unit: Unit, losses: Losses) -> None:
        self._record = record
        self._losses = losses
        self._offsets = OffsetMap(record.text, unit)
        spans = placed(record, losses, holds_fragments=True)
        self._spans = {span.id: span for span in spans}
        self._out: defaultdict[str, list[Link]] = defaultdict(list)
        for link in record.links:
            if link.from_id in self._spans and link.to_id in self._spans:
                self._out[link.from_id].append(link)
        self._written: set[str] = set()
        self._roots: dict[str, str] = {}
        """For each quote, the first quote of its chain, under which it is written."""
        self._links: list[dict[str, str]] = []
        self._continued = 0

    def value(self) -> dict[str, Any]:
        """Return the object, and count what it cannot hold."""
        record = self._record
        quotes = [self._quote(root, parts) for root, parts in self._chains()]
        groups = self._groups()
        spans = list(self._spans.values())
        others = [span for span in spans if span.id not in self._written]
        self._losses.count_loss(_OTHERS, len(others))
        written = len(self._links) + self._continued
        self._losses.count_loss(_OTHER_LINKS, len(record.links) - written)
        scored = (span for span in spans if span.label != QUOTE and span.score is not None)
        self._losses.count_loss(_SCORES, sum(1 for _ in scored))
        count_lost(self._losses, record, spans, _LOST)
        return {
            "text": record.text,
            "quotes": quotes,
            "coreference_groups": groups,
            "links": self._links,
            "document_id": record.id,
            "title": record.title,
            "source": record.source,
            "sha256": record.sha256,
            "meta": dict(record.meta),
        }

    def _chains(self) -> list[tuple[Annotation, list[Annotation]]]:
        """Return each quote that does not continue another, with all quotes that continue it."""
        quotes = [span for span in self._spans.values() if span.label == QUOTE]
        self._roots = {quote.id: self._root(quote.id) for quote in quotes}
        chains: defaultdict[str, list[Annotation]] = defaultdict(list)
        for quote in quotes:
            chains[self._roots[quote.id]].append(quote)
        return [(self._spans[root], parts) for root, parts in chains.items()]

    def _root(self, quote: str) -> str:
        """Return the first quote of a chain; for a cycle, its smallest id."""
        seen = [quote]
        while True:
            before = next(
                (
                    link.to_id
                    for link in self._out[seen[-1]]
                    if link.type == CONTINUES and self._spans[link.to_id].label == QUOTE
                ),
                None,
            )
            if before is None:
                return seen[-1]
            if before in seen:
                return min(seen[seen.index(before) :])
            seen.append(before)

    def _quote(self, root: Annotation, parts: list[Annotation]) -> dict[str, Any]:
        links = [link for part in parts for link in self._out[part.id]]
        self._continued += sum(
            link.type == CONTINUES and link.to_id in self._roots for link in links
        )
        cues = self._targets(links, (CUE_LINK,))
        sources = self._targets(links, SPEAKER_LINKS)
        self._losses.remark(_NO_CUE, not cues)
        self._losses.count_loss(_MORE_CUES, max(0, len(cues) - 1))
        self._written.update(part.id for part in parts)
        places = [place for part in parts for place in self._places(part)]
        quote: dict[str, Any] = {
            "id": root.id,
            "cue": self._span(cues[0]) if cues else None,
            "sources": [self._span(one) for one in sources],
            "contents": [self._piece(one) for one in sorted(set(places))],
            "annotator": root.annotator,
        }
        meant = [link for one in sources for link in self._out[one.id] if link.type == COREFERENCE]
        if meant:
            found = dict.fromkeys(link.to_id for link in meant)
            quote["coreferences"] = [self._span(self._spans[one]) for one in found]
        if root.score is not None:
            quote["confidence"] = root.score
        return quote

    def _targets(self, links: list[Link], types: Iterable[str]) -> list[Annotation]:
        """Return the targets of links of these types, in the order of the text."""
        wanted = [link for link in links if link.type in types]
        for link in wanted:
            self._note(link)
        targets = {link.to_id: self._spans[link.to_id] for link in wanted}
        return sorted(targets.values(), key=lambda one: (one.start, one.end, one.id))

    def _groups(self) -> list[list[dict[str, Any]]]:
        """Return the groups of entities that coreference links join."""
        group: dict[str, list[str]] = {}
        for links in list(self._out.values()):
            for link in links:
                if link.type != COREFERENCE:
                    continue
                self._note(link)
                first = group.setdefault(link.from_id, [link.from_id])
                second = group.setdefault(link.to_id, [link.to_id])
                if first is not second:
                    first += second
                    group.update(dict.fromkeys(second, first))
        groups = {id(members): members for members in group.values()}
        made = [sorted((self._spans[one] for one in each), key=_place) for each in groups.values()]
        return [
            [self._span(one) for one in members]
            for members in sorted(made, key=lambda one: _place(one[0]))
        ]

    def _note(self, link: Link) -> None:
        """Add a link to the listed ones; a quote that continues another counts as its root."""
        ends = (self._roots.get(end, end) for end in (link.from_id, link.to_id))
        names = ("id", "type", "from", "to", "annotator", "status", "created_at", "updated_at")
        told = (link.annotator, link.status, link.created_at, link.updated_at)
        values = (link.id, link.type, *ends, *told)
        self._links.append(dict(zip(names, values, strict=True)))

    def _places(self, span: Annotation) -> list[Span]:
        pieces = span.fragments or ((span.start, span.end),)
        return [Span(*piece) for piece in pieces]

    def _span(self, span: Annotation) -> dict[str, Any]:
        self._written.add(span.id)
        piece = self._piece(Span(span.start, span.end))
        return {**piece, "id": span.id, "annotator": span.annotator}

    def _piece(self, place: Span) -> dict[str, Any]:
        start, end = self._offsets.from_span(*place)
        return {"start": start, "end": end, "text": place.of(self._record.text)}


def _place(span: Annotation) -> tuple[int, int, str]:
    return span.start, span.end, span.id


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the documents of a file: one object, one a line, or an array.

    Raises ExchangeError if the file has faults.
    """
    reader = _Reader(report, options)
    with Validator(report, options, Unit.CODEPOINT) as validator:
        for parsed in validator.each(report.source.objects(), reader.parse):
            yield from validator.accept(parsed)


class _Place(NamedTuple):
    """A span as in the file."""

    start: int
    end: int
    text: str | None
    id: str


class _Reader:
    """Makes documents of objects."""

    def __init__(self, report: ImportReport, options: ImportOptions) -> None:
        self._report = report
        self._text_field = options.text_field
        self._unit = options.unit
        self._text: str | None = None
        """The text, if offsets count its code points."""
        self._spans: dict[str, ParsedSpan] = {}
        self._links: dict[tuple[str, str, str], ParsedLink] = {}
        self._is_ours = False

    def parse(self, fields: Fields) -> ParsedDocument:
        """Return the document of an object; fields that Citron does not use go into `meta`.

        Raises ExchangeError if a field is missing or of another type.
        """
        parsed = parse_foreign_document(
            fields, self._text_field, ("quotes", "coreference_groups", *OUR_FIELDS)
        )
        self._text = parsed.text if self._unit in (None, Unit.CODEPOINT) else None
        self._spans, self._links = {}, {}
        self._is_ours = bool(parsed.id)
        for quote in fields.objects("quotes"):
            try:
                self._quote(quote)
            except ExchangeError as error:
                parsed.faults.append(PartFault(error, quote.plain()))
        for number, group in enumerate(fields.items("coreference_groups")):
            try:
                self._group(fields, group, number)
            except ExchangeError as error:
                parsed.faults.append(PartFault(error, group))
        parsed.spans = list(self._spans.values())
        if self._is_ours and "links" in fields:
            keys = {span.id: span.key for span in parsed.spans}
            parsed.links = [parse_link(one) for one in fields.objects("links")]
            for link in parsed.links:
                link.from_key = keys.get(link.from_key, link.from_key)
                link.to_key = keys.get(link.to_key, link.to_key)
        else:
            parsed.links = list(self._links.values())
        return parsed

    def _quote(self, quote: Fields) -> None:
        contents = [self._place(one) for one in quote.objects("contents")]
        contents.sort(key=lambda one: (one.start, one.end))
        if not contents:
            self._report.warn(_NO_CONTENTS, 1, quote.line)
            return
        name = quote.name("id", "")
        span = ParsedSpan(quote.line, contents[0].start, contents[-1].end, QUOTE)
        span.original = quote.plain()
        span.key = f"quote {name or len(self._spans)}"
        span.id, span.source_id = (name, "") if self._is_ours else ("", name)
        if len(contents) > 1:
            self._verify(quote, contents)
            span.fragments = tuple((one.start, one.end) for one in contents)
        else:
            span.text = contents[0].text
        span.score = _confidence(quote)
        span.annotator = quote.name("annotator", "")
        known = set(_QUOTE_FIELDS)
        span.attributes = {key: value for key, value in quote.values.items() if key not in known}
        if span.key in self._spans:
            raise quote.error(f"there are two quotes with the id {name!r}")
        self._spans[span.key] = span
        sources = [self._mention(one, ENTITY) for one in quote.objects("sources")]
        for source in sources:
            self._link(quote, SPEAKER_LINKS[0], span.key, source)
        if quote.values.get("cue") is not None:
            cue = self._mention(quote.inner(quote.values["cue"], "cue"), CUE)
            self._link(quote, CUE_LINK, span.key, cue)
        for one in quote.objects("coreferences"):
            meant = self._mention(one, ENTITY)
            if sources:
                self._link(quote, COREFERENCE, sources[0], meant)

    def _verify(self, quote: Fields, contents: list[_Place]) -> None:
        """Raise ExchangeError if one of several contents is not at its offsets.

        The text between them, by which the whole could be found elsewhere, is not in the file.
        """
        for one in contents:
            if self._text is None or one.text is None:
                continue
            if self._text[max(0, one.start) : max(0, one.end)] != one.text:
                message = f"the content {one.text[:40]!r} is not at its offsets"
                raise quote.error(f"{message} [{one.start}, {one.end})")

    def _group(self, fields: Fields, group: JSON, number: int) -> None:
        """Link the members of a group of coreferences to its first one."""
        holder = fields.inner({"members": group}, f"coreference_groups[{number}]")
        members = [self._mention(one, ENTITY) for one in holder.objects("members")]
        for member in members[1:]:
            pairs = ((member, members[0]), (members[0], member))
            if not any((COREFERENCE, *pair) in self._links for pair in pairs):
                self._link(fields, COREFERENCE, member, members[0])

    def _mention(self, fields: Fields, label: str) -> str:
        """Return the key of a source, cue or coreference; equal spans of one label share a key."""
        place = self._place(fields)
        key = f"{label} {place.start}-{place.end} {place.id}"
        if key not in self._spans:
            span = ParsedSpan(fields.line, place.start, place.end, label, key=key, text=place.text)
            span.id, span.source_id = (place.id, "") if self._is_ours else ("", place.id)
            span.annotator = fields.name("annotator", "")
            span.original = fields.plain()
            self._spans[key] = span
        return key

    def _place(self, fields: Fields) -> _Place:
        self._report.warn(_LEFT_OUT, len(fields.values.keys() - _SPAN_FIELDS), fields.line)
        text = fields.text_or_none("text")
        return _Place(fields.integer("start"), fields.integer("end"), text, fields.name("id", ""))

    def _link(self, fields: Fields, kind: str, source: str, target: str) -> None:
        if source != target:
            place = (kind, source, target)
            self._links.setdefault(place, ParsedLink(fields.line, *place))


def _confidence(quote: Fields) -> float | None:
    """Return the quote's confidence; None if there is none.

    Raises ExchangeError if it is not a number from 0 to 1.
    """
    value = quote.float_number("confidence")
    if value is None:
        if quote.values.get("confidence") is not None:
            raise quote.error('"confidence" is not a number')
        return None
    if not 0 <= value <= 1:
        raise quote.error(f'"confidence" is not from 0 to 1: {value}')
    return value


def sniff(head: Head) -> bool:
    """Return whether a file is of this format."""
    if head.keys:
        return "quotes" in head.keys and "text" in head.keys
    start = head.text.lstrip(f"{BYTE_ORDER_MARK} \t\r\n")[:1]
    return start == "{" and '"quotes":' in head.text.replace(" ", "") and '"contents"' in head.text
