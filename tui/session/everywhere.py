"""Tagging every other occurrence of an annotation's text, here or in all documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tui.annotations.history import Change
from tui.annotations.model import Annotation, DocumentInfo, annotate
from tui.session.session import NOTHING_OPEN, Said, Session, plural
from tui.text.occurrences import occurrences
from tui.text.spans import Span

CONTEXT = 40
"""Code points of context on each side of a hit."""

MOST_DOCUMENTS = 2000
"""Documents that are looked through at most when all are asked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence, in its context."""

    document: DocumentInfo
    span: Span
    text: str
    ticked: bool
    """Whether it is taken unless the person says otherwise."""
    why: str
    """What makes it doubtful; empty for a plain one."""
    before: str
    after: str


def hits(session: Session, annotation: Annotation) -> list[Hit]:
    """All other occurrences of the annotation's text in the open document.

    Those that have this label on this span already are left out.
    """
    if session.info is None:
        return []
    there = {(row.start, row.end) for row in session.notes.items if row.label == annotation.label}
    return list(_hits_in(session.info, session.reading.text, annotation, there))


def hits_in_all(session: Session, annotation: Annotation) -> list[Hit]:
    """The occurrences in the open document and then in all others. Raises StoreError."""
    found = hits(session, annotation)
    for hit in session.store.search(annotation.text, MOST_DOCUMENTS):
        if session.info is not None and hit.document_id == session.info.id:
            continue
        info = session.store.document(hit.document_id)
        rows = session.store.annotations(info.id, annotators=[session.annotator])
        there = {(row.start, row.end) for row in rows if row.label == annotation.label}
        found += _hits_in(info, session.store.text(info.text_sha256), annotation, there)
    return found


def _hits_in(
    info: DocumentInfo, text: str, annotation: Annotation, there: set[tuple[int, int]]
) -> Iterator[Hit]:
    for one in occurrences(text, annotation.text):
        span = one.span
        if (span.start, span.end) in there:
            continue
        yield Hit(
            info,
            span,
            text[span.start : span.end],
            one.ticked,
            one.how,
            text[max(span.start - CONTEXT, 0) : span.start],
            text[span.end : span.end + CONTEXT],
        )


def take(session: Session, annotation: Annotation, chosen: Iterable[Hit]) -> Said:
    """Tag the hits as the annotation is: one command of the open document, whatever they are in."""
    if session.info is None:
        return NOTHING_OPEN
    texts: dict[str, str] = {session.info.id: session.reading.text}
    changes = []
    for hit in chosen:
        document = hit.document
        if document.id not in texts:
            texts[document.id] = session.store.text(document.text_sha256)
        made = annotate(
            document,
            texts[document.id],
            hit.span,
            annotation.label,
            session.annotator,
            attributes=annotation.attributes,
        )
        changes.append(Change(None, made))
    if not changes:
        return Said("nothing to tag")
    count = len(changes)
    outcome = session.commit(f"{count} {plural(annotation.label, count)}", changes)
    session.made += count
    return Said(f"{count} {plural(annotation.label, count)} {outcome}")
