"""Tag all other occurrences of an annotation's text, in the document or in all documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tui.model import JSON, Annotation, DocumentInfo, annotate
from tui.session.annotation_index import HIDDEN
from tui.session.commands.deciding import decision_changes
from tui.session.messages import NOTHING_OPEN, StatusMessage, plural
from tui.session.session import Session
from tui.store.row_mapping import Change
from tui.text import language
from tui.text.layout import isolated
from tui.text.natural_order import natural_key
from tui.text.spans import Span

CONTEXT = 40
"""Code points of context on each side of an occurrence."""


MOST_DOCUMENTS = 2000
"""The most documents that are searched."""


@dataclass(frozen=True, slots=True)
class OccurrencePreview:
    """One occurrence with its context."""

    document: DocumentInfo
    span: Span
    text: str
    ticked: bool
    """Whether it is ticked at first."""
    why: str
    """The reason for a doubt, or that it is suggested; empty for a certain one."""
    before: str
    after: str
    suggested: Annotation | None = None
    """The suggestion on the same span, which is accepted instead of adding an annotation."""


def previews(session: Session, annotation: Annotation) -> list[OccurrencePreview]:
    """Return all other occurrences of the annotation's text in the open document.

    Spans that already have this label are left out. One inside another annotation with this label
    is not ticked.
    """
    if session.info is None:
        return []
    there = [
        row
        for row in session.annotations.items
        if row.label == annotation.label and session.may_change(row)
    ]
    return list(_previews_in(session.info, session.open_text.text, annotation, there))


def previews_in_all(session: Session, annotation: Annotation) -> list[OccurrencePreview]:
    """Return the occurrences in the open document, then in all others, in natural order.

    Raises StoreError.
    """
    found = previews(session, annotation)
    hits = session.store.search(annotation.text, MOST_DOCUMENTS)
    for hit in sorted(hits, key=lambda hit: natural_key(hit.document_id)):
        if session.info is not None and hit.document_id == session.info.id:
            continue
        info = session.store.documents.get(hit.document_id)
        there = [
            row
            for row in session.store.annotations.in_document(info.id)
            if row.label == annotation.label
            and row.status not in HIDDEN
            and session.may_change(row)
        ]
        found += _previews_in(
            info, session.store.documents.text(info.text_sha256), annotation, there
        )
    return found


def _previews_in(
    info: DocumentInfo, text: str, annotation: Annotation, there: Sequence[Annotation]
) -> Iterator[OccurrencePreview]:
    suggested = {(row.start, row.end): row for row in there if row.status == "suggested"}
    taken = {(row.start, row.end): row for row in there if row.status != "suggested"}
    for one in language.find_occurrences(text, annotation.text):
        span = one.span
        key = (span.start, span.end)
        if key in taken:
            continue
        around = next((row for row in taken.values() if _holds(row, span)), None)
        reasons = [one.how, f"inside {isolated(around.text)}" if around else ""]
        suggestion = suggested.get(key)
        if suggestion is not None:
            reasons.append("suggested")
        yield OccurrencePreview(
            info,
            span,
            text[span.start : span.end],
            one.ticked and around is None,
            ", ".join(reason for reason in reasons if reason),
            text[max(span.start - CONTEXT, 0) : span.start],
            text[span.end : span.end + CONTEXT],
            suggestion,
        )


def _holds(row: Annotation, span: Span) -> bool:
    return row.start <= span.start and span.end <= row.end


def tag_chosen(
    session: Session, annotation: Annotation, chosen: Iterable[OccurrencePreview]
) -> StatusMessage:
    """Tag occurrences like the annotation; one step of undo, which belongs to the open document."""
    if session.info is None:
        return NOTHING_OPEN
    texts = {session.info.text_sha256: session.open_text.text}
    suggested: dict[Annotation, Mapping[str, JSON]] = {}
    changes = []
    for hit in chosen:
        if hit.suggested is not None:
            suggested[hit.suggested] = annotation.attributes
            continue
        sha256 = hit.document.text_sha256
        if sha256 not in texts:
            texts[sha256] = session.store.documents.text(sha256)
        made = annotate(
            hit.document,
            texts[sha256],
            hit.span,
            annotation.label,
            session.annotator,
            attributes=annotation.attributes,
        )
        changes.append(Change(None, made))
    count = len(changes) + len(suggested)
    if not count:
        return StatusMessage("nothing to tag")
    changes += decision_changes(session, suggested, "accepted")
    result = session.commit(f"{count} {plural(annotation.label, count)}", changes)
    session.made += count
    return result.message(f"{count} {plural(annotation.label, count)}")
