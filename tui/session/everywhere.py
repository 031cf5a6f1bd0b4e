"""Tagging every other occurrence of an annotation's text, here or in all documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tui.annotations.model import Annotation
from tui.session.session import Said, Session
from tui.session.tagging import tag_all
from tui.text.occurrences import occurrences
from tui.text.spans import Span

CONTEXT = 40
"""Code points of context on each side of a hit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence, in its context."""

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
    text = session.reading.text
    found = []
    for one in occurrences(text, annotation.text):
        span = one.span
        if session.notes.same(annotation.label, span.start, span.end) is not None:
            continue
        found.append(
            Hit(
                span,
                text[span.start : span.end],
                one.ticked,
                one.how,
                text[max(span.start - CONTEXT, 0) : span.start],
                text[span.end : span.end + CONTEXT],
            )
        )
    return found


def take(session: Session, annotation: Annotation, spans: Iterable[Span]) -> Said:
    """Tag the spans as the annotation is, in one step of undo."""
    chosen: Sequence[Span] = sorted(spans)
    return tag_all(session, annotation, chosen)
