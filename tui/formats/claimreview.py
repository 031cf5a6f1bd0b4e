"""`claimreview`: fact checks as schema.org's ClaimReview, in one JSON-LD array.

Each claim with a verdict is a ClaimReview: `claimReviewed` is the claim in one sentence (the
attribute `normalized`, else its words), `reviewRating.alternateName` its verdict, and
`itemReviewed` the claim as it was made, with who made it, where, and its offsets in the text, in
code points, as a fragment of RFC 5147 (`char=12,40`). Google's fact-check results
require `claimReviewed`, `reviewRating` and `url`, the address of the published fact check; what a
claim lacks of these is counted.

One object, one object a line, an array, `@graph` and data feeds are read. A review that Hashiya
wrote is placed in its document; any other is a document of its own, with its claim as the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from tui.choices import Unit
from tui.errors import ExchangeError
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions
from tui.formats.shared.losses import (
    COMMENTS,
    EMPTY_DOCUMENTS,
    META,
    NOT_CLAIMS,
    NOTES,
    ORIGINS,
    PROGRESS,
    SCORES,
    STATUSES,
    Losses,
    count_lost,
    placed,
)
from tui.formats.shared.parsed import Head, ImportReport, ParsedDocument, ParsedSpan
from tui.formats.shared.validation import Validator
from tui.model import JSON, AnnotatedDocument, Annotation, ImportedDocument
from tui.sources.json_values import Fields, compact
from tui.text.unicode import BYTE_ORDER_MARK

CONTEXT = "https://schema.org"

CLAIM = "claim"
"""The label of the annotations that are reviewed."""

VERDICTS = ("verdict", "rating", "label")
"""Attributes that hold a verdict; the first that a claim has counts."""

SPEAKER_LINKS = ("source", "speaker", "claimant")
"""Types of links that lead from a claim to who made it."""

CLAIMANT = "claimant"
"""The attribute with the name of who made the claim, where no link leads to them."""

UUID_IRI = "urn:uuid:"

_PLACE = re.compile("char=([0-9]{1,15}),([0-9]{1,15})")

_NO_VERDICT = "claims without a verdict"

_OTHER_LINKS = "links other than from a claim to who made it"

_OTHER_ATTRIBUTES = "attributes that no property of a ClaimReview holds"

_NO_URL = "claims without the required url: the address of the fact check, attribute review_url"

_NO_AUTHOR = "claims whose author is unknown: a link of type source says who made it"

_MISSING = "reviews without the required {}"

_LEFT_OUT = "properties of reviews of documents that are in the database: left out"

_OTHER_THINGS = "things other than reviews, such as pages and organizations: left out"

_TIMES = "times of creation"

# Attributes, and the properties of the review that hold them.
_PROPERTIES = {"review_url": "url", "review_date": "datePublished"}

_USED = ("normalized", "claim_date", CLAIMANT, *VERDICTS, *_PROPERTIES)

_LOST = (STATUSES, SCORES, ORIGINS, PROGRESS, NOTES, COMMENTS)

_KNOWN_REVIEW = frozenset(
    ("@context", "@id", "@type", "author", "claimReviewed", "dateModified", "itemReviewed",
     "reviewRating", *_PROPERTIES.values())
)  # fmt: skip


def write(records: Iterable[AnnotatedDocument], out: Sink, _options: ExportOptions) -> Losses:
    """Write a ClaimReview for each claim with a verdict, one per line inside the array."""
    losses = Losses()
    out.write(b"[")
    count = 0
    for record in records:
        spans = placed(record, losses)
        claims = [span for span in spans if span.label == CLAIM and _verdict_of(span)]
        _count(losses, record, spans, claims)
        for claim in claims:
            review = compact(_review(record, claim, losses))
            out.write((",\n" if count else "\n").encode() + review.encode())
            count += 1
    out.write(b"\n]\n")
    return losses


def _count(
    losses: Losses, record: AnnotatedDocument, spans: list[Annotation], claims: list[Annotation]
) -> None:
    unjudged = sum(span.label == CLAIM for span in spans) - len(claims)
    losses.count_loss(_NO_VERDICT, unjudged)
    ids = {claim.id for claim in claims}
    told = [one for one in record.links if one.type in SPEAKER_LINKS and one.from_id in ids]
    speakers = {one.to_id for one in told}
    others = [span for span in spans if span.label != CLAIM and span.id not in speakers]
    losses.count_loss(NOT_CLAIMS, len(others))
    losses.count_loss(_OTHER_LINKS, len(record.links) - len(told))
    losses.count_loss(META, bool(record.meta.keys() - {"url"}))
    losses.count_loss(EMPTY_DOCUMENTS, not spans)
    losses.count_loss(_TIMES, sum(bool(claim.created_at) for claim in claims))
    count_lost(losses, record, claims, _LOST)


def _verdict_of(claim: Annotation) -> JSON:
    found = (claim.attributes.get(name) for name in VERDICTS)
    return next((value for value in found if value not in (None, "")), None)


def _text_of(claim: Annotation, name: str) -> str:
    value = claim.attributes.get(name)
    return value if isinstance(value, str) else ""


def _review(record: AnnotatedDocument, claim: Annotation, losses: Losses) -> dict[str, Any]:
    verdict = _verdict_of(claim)
    rating: dict[str, Any] = {"@type": "Rating"}
    if isinstance(verdict, int | float) and not isinstance(verdict, bool):
        rating["ratingValue"] = verdict
    rating["alternateName"] = verdict if isinstance(verdict, str) else compact(verdict)
    review: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "@id": f"{UUID_IRI}{claim.id}",
    }
    for name, property_ in _PROPERTIES.items():
        if value := _text_of(claim, name):
            review[property_] = value
    losses.remark(_NO_URL, "url" not in review)
    review["dateModified"] = claim.updated_at
    review["claimReviewed"] = _text_of(claim, "normalized") or claim.text
    review["author"] = {"@type": "Person", "name": claim.annotator}
    review["reviewRating"] = rating
    review["itemReviewed"] = _claim(record, claim, losses)
    used = {name for name in _USED if name in claim.attributes}
    losses.count_loss(_OTHER_ATTRIBUTES, len(claim.attributes.keys() - used))
    return review


def _claim(record: AnnotatedDocument, claim: Annotation, losses: Losses) -> dict[str, Any]:
    """Return the claim as it was made: its text, who made it, and in which document."""
    made: dict[str, Any] = {
        "@type": "Claim",
        "identifier": f"char={claim.start},{claim.end}",
        "text": claim.text,
    }
    names = _speakers(record, claim) or list(filter(None, [_text_of(claim, CLAIMANT)]))
    losses.remark(_NO_AUTHOR, not names)
    if names:
        authors = [{"@type": "Person", "name": name} for name in names]
        made["author"] = authors[0] if len(authors) == 1 else authors
    if date := _text_of(claim, "claim_date"):
        made["datePublished"] = date
    url = record.meta.get("url")
    made["appearance"] = {
        "@type": "CreativeWork",
        **({"url": url} if isinstance(url, str) and url else {}),
        "name": record.title,
        "identifier": record.id,
    }
    return made


def _speakers(record: AnnotatedDocument, claim: Annotation) -> list[str]:
    """Return the names of those who made the claim: the full name if the annotation has it."""
    spans = {span.id: span for span in record.annotations}
    targets = (
        spans.get(link.to_id)
        for link in record.links
        if link.from_id == claim.id and link.type in SPEAKER_LINKS
    )
    found = (_text_of(one, "canonical") or one.text for one in targets if one is not None)
    return list(dict.fromkeys(found))


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the documents that the reviews are about.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.CODEPOINT) as validator:
        reader = _Reader(report, options)
        for parsed in validator.each(_reviews(report.source.objects(), report), reader.parse):
            yield from validator.accept(parsed, again=bool(parsed.id))


def _reviews(
    pieces: Iterable[Fields | ExchangeError], report: ImportReport
) -> Iterator[Fields | ExchangeError]:
    """Yield the reviews, also those inside a graph, a feed or a page.

    In a graph with reviews, other objects are counted: pages describe themselves in the same graph.
    """
    for piece in pieces:
        if isinstance(piece, ExchangeError) or _is_review(piece):
            yield piece
            continue
        try:
            inner = _inside(piece)
        except ExchangeError as error:
            yield error
        else:
            reviews = [one for one in inner if _is_review(one)]
            report.warn(_OTHER_THINGS, len(inner) - len(reviews) if reviews else 0, piece.line)
            yield from _reviews(reviews or inner, report)


def _is_review(fields: Fields) -> bool:
    kind = fields.values.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return "ClaimReview" in kinds or "claimReviewed" in fields


def _inside(piece: Fields) -> list[Fields]:
    """Return the contents of a container.

    Raises ExchangeError if it is not one.
    """
    for name in ("@graph", "dataFeedElement", "item", "review"):
        value = piece.values.get(name)
        if isinstance(value, dict):
            return [piece.inner(value, name)]
        if isinstance(value, list):
            return piece.objects(name)
    raise piece.error('is not a ClaimReview: "claimReviewed" is missing')


class _Reader:
    """Makes documents of reviews."""

    def __init__(self, report: ImportReport, options: ImportOptions) -> None:
        self._report = report
        self._known = options.known
        self._number = 0

    def parse(self, fields: Fields) -> ParsedDocument:
        """Return the document that the review is about, with its claim.

        Raises ExchangeError if a property has an invalid type, or there is no claim.
        """
        self._number += 1
        item = _one(fields, "itemReviewed")
        rating = _one(fields, "reviewRating")
        words = fields.text("claimReviewed", "") or item.text("text", "") or item.text("name", "")
        if not words:
            raise fields.error('"claimReviewed" is missing')
        attributes, meta = self._attributes(fields, item, rating)
        span = ParsedSpan(fields.line, 0, len(words), CLAIM, attributes=attributes)
        span.annotator = ", ".join(_names(fields, "author"))
        span.original = fields.plain()
        span.updated_at = fields.text("dateModified", "")
        iri = fields.name("@id", "")
        span.source_id = iri
        known = self._of_document(fields, item, span)
        if known is not None:
            own = {"author", "itemReviewed", "reviewRating"}
            self._report.warn(_LEFT_OUT, len(meta.keys() - own), fields.line)
        return known or ParsedDocument(
            fields.line,
            record_id=iri or fields.text("url", ""),
            number=self._number,
            text=words,
            meta=meta,
            spans=[span],
        )

    def _of_document(self, fields: Fields, item: Fields, span: ParsedSpan) -> ParsedDocument | None:
        """Return the database's document that Hashiya wrote the review of, if it exists."""
        place = _PLACE.fullmatch(str(item.values.get("identifier", "")))
        appearance = item.values.get("appearance")
        if place is None or not isinstance(appearance, dict):
            return None
        name, words = appearance.get("identifier"), item.text("text", "")
        known = self._known.find(name, "") if isinstance(name, str) and name else None
        if known is None or known.id != name:
            return None
        span.start, span.end = int(place[1]), int(place[2])
        iri = fields.name("@id", "")
        span.text = words
        span.id = iri.removeprefix(UUID_IRI) if iri.startswith(UUID_IRI) else ""
        if fields.text("claimReviewed", "") not in ("", words):
            span.attributes["normalized"] = fields.text("claimReviewed")
        return ParsedDocument(fields.line, id=known.id, spans=[span])

    def _attributes(
        self, fields: Fields, item: Fields, rating: Fields
    ) -> tuple[dict[str, JSON], dict[str, JSON]]:
        """Return the claim's attributes, and the rest of the review for `meta`."""
        verdict = rating.values.get("alternateName")
        verdict = rating.values.get("ratingValue") if verdict in (None, "") else verdict
        attributes: dict[str, JSON] = {}
        if verdict not in (None, ""):
            attributes["verdict"] = verdict
        for name, property_ in _PROPERTIES.items():
            if value := fields.values.get(property_):
                attributes[name] = value
        if date := item.values.get("datePublished"):
            attributes["claim_date"] = date
        if names := _names(item, "author"):
            attributes[CLAIMANT] = ", ".join(names)
        for name, missing in (
            ("claimReviewed", not fields.values.get("claimReviewed")),
            ("reviewRating", "verdict" not in attributes),
            ("url", not fields.values.get("url")),
        ):
            self._report.warn(_MISSING.format(name), missing, fields.line)
        meta: dict[str, JSON] = {
            key: value for key, value in fields.values.items() if key not in _KNOWN_REVIEW
        }
        # Author and rating have more to them than the name and the words that are kept above.
        meta |= {
            name: fields.values[name]
            for name in ("author", "itemReviewed", "reviewRating")
            if name in fields
        }
        return attributes, meta


def _one(fields: Fields, name: str) -> Fields:
    """Return the object of this name, of several the first; an empty one where there is none.

    Raises ExchangeError if it is something else.
    """
    value = fields.values.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    return fields.inner({} if value is None else value, name)


def _names(fields: Fields, name: str) -> list[str]:
    """Return the names of people or organisations, each an object or a plain string."""
    value = fields.values.get(name)
    several = value if isinstance(value, list) else [value]
    found: list[str] = []
    for one in several:
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, dict) and isinstance(one.get("name"), str):
            found.append(str(one["name"]))
    return [one for one in found if one]


def sniff(head: Head) -> bool:
    """Return whether a file is of this format."""
    if "claimReviewed" in head.keys:
        return True
    if head.keys:
        container = bool(head.keys & {"@graph", "dataFeedElement", "@type"})
        return container and "ClaimReview" in head.text
    start = head.text.lstrip(f"{BYTE_ORDER_MARK} \t\r\n")[:1]
    return start == "{" and '"claimReviewed"' in head.text and '"@type"' in head.text
