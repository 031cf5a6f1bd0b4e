"""Accept all suggestions with the same label and maker as a given one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tui.model import Annotation, DocumentInfo, maker_and_reason
from tui.session.annotation_list import score_shown
from tui.session.commands.deciding import acceptance_changes
from tui.session.commands.tag_everywhere import CONTEXT, OccurrencePreview
from tui.session.messages import NOTHING_OPEN, StatusMessage, plural
from tui.session.session import Session
from tui.store.annotation_queries import AnnotationFilter
from tui.suggest.experience import Experience, experience_of
from tui.text.layout import listed, runs_rtl
from tui.text.spans import Span
from tui.text.unicode import LRM


def maker_of(annotation: Annotation) -> str:
    """Return the name before the reason in a suggestion's origin."""
    return maker_and_reason(annotation.origin)[0]


def previews(session: Session, annotation: Annotation) -> list[OccurrencePreview]:
    """Return the suggestions similar to this one in the open document, this one included."""
    if session.info is None:
        return []
    learned = experience_of(session.store, session.schema, session.annotator)
    text = session.open_text.text
    rows = [row for row in session.annotations.items if _is_similar(row, annotation)]
    found = [_preview(session.info, text, row, learned) for row in rows]
    return [replace(one, ticked=True) if one.suggested == annotation else one for one in found]


def previews_in_all(session: Session, annotation: Annotation) -> list[OccurrencePreview]:
    """Return similar suggestions in the open document, then in all others. Raises StoreError."""
    found = previews(session, annotation)
    learned = experience_of(session.store, session.schema, session.annotator)
    chosen = AnnotationFilter(labels=(annotation.label,), statuses=("suggested",))
    here = session.info.id if session.info is not None else ""
    texts: dict[str, tuple[DocumentInfo, str]] = {}
    for row in session.store.annotations.select(chosen):
        if row.document_id == here or not _is_similar(row, annotation):
            continue
        if row.document_id not in texts:
            info = session.store.documents.get(row.document_id)
            texts[info.id] = info, session.store.documents.text(info.text_sha256)
        info, text = texts[row.document_id]
        if row.text_sha256 == info.text_sha256:
            found.append(_preview(info, text, row, learned))
    return found


def _is_similar(row: Annotation, annotation: Annotation) -> bool:
    return (
        row.status == "suggested"
        and row.label == annotation.label
        and maker_of(row) == maker_of(annotation)
    )


def _preview(
    info: DocumentInfo, text: str, row: Annotation, learned: Experience
) -> OccurrencePreview:
    """Return a suggestion in its context; not ticked if its text was mostly rejected before."""
    yes, no = learned.counts(row.label, row.text)
    before = f"rejected {no}×" if no else ""
    return OccurrencePreview(
        info,
        Span(row.start, row.end),
        row.shown_text,
        ticked=no <= yes,
        why=listed((score_shown(row.score), before, _reason(row))),
        before=text[max(row.start - CONTEXT, 0) : row.start],
        after=text[row.end : row.end + CONTEXT],
        suggested=row,
    )


def _reason(row: Annotation) -> str:
    """Return why it is suggested; a sentence that begins with a word of the text keeps its
    direction."""
    reason = maker_and_reason(row.origin)[1]
    sentence = re.sub(r"^“[^”]*”", "", reason)
    return reason if runs_rtl(sentence) else f"{LRM}{reason}"


def accept_chosen(session: Session, chosen: Iterable[OccurrencePreview]) -> StatusMessage:
    """Accept suggestions with the targets of their suggested links, as one step of undo."""
    if session.info is None:
        return NOTHING_OPEN
    rows: Sequence[Annotation] = [one.suggested for one in chosen if one.suggested is not None]
    if not rows:
        return StatusMessage("nothing was accepted")
    changes = acceptance_changes(session, rows)
    count = f"{len(rows)} {plural(rows[0].label, len(rows))}"
    result = session.commit(f"accept {count}", changes)
    session.pinned = None
    session.made += len(rows)
    return result.message(f"{count} accepted,")
