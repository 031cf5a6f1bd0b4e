"""Commands on the open document itself: its status, its review, its direction, whose layer is
shown."""

from __future__ import annotations

from collections import Counter

from tui.choices import ReadingStatus, ReviewStatus
from tui.errors import Busy, CannotWrite
from tui.session.annotation_index import has_place
from tui.session.messages import NOTHING_OPEN, Level, StatusMessage, plural
from tui.session.open_text import next_direction, save_direction
from tui.session.session import Session
from tui.store.row_mapping import Change, DocumentReview, DocumentStatus


def set_status(session: Session, status: ReadingStatus) -> StatusMessage:
    """Mark the open document as unread, reading or done; a command like any other."""
    if session.info is None:
        return NOTHING_OPEN
    before, after = (
        DocumentStatus(session.info.id, session.annotator, one) for one in (session.status, status)
    )
    result = session.commit(status, [Change(before, after)])
    session.status = status
    return result.message(f"marked {status},")


def set_review(session: Session, review: ReviewStatus | None) -> StatusMessage:
    """Set the state of the open document's review, None for no state; a command like any."""
    if session.info is None:
        return NOTHING_OPEN
    before, after = (DocumentReview(session.info.id, one) for one in (session.info.review, review))
    said = f"review: {review}," if review else "no review,"
    result = session.commit(said.rstrip(","), [Change(before, after)])
    session.info = session.info._replace(review=review)
    return result.message(said)


def cycle_direction(session: Session) -> StatusMessage:
    """Switch to the next direction of the open document's paragraphs, and remember it."""
    if session.info is None:
        return NOTHING_OPEN
    direction = next_direction(session.open_text.options.direction)
    session.open_text.lay_out(direction=direction)
    message = f"direction of paragraphs: {direction.value}"
    try:
        save_direction(session.store, session.info.id, session.annotator, direction)
    except (Busy, CannotWrite) as error:
        return StatusMessage(f"{message}, for now only: {error}", Level.WARNING)
    return StatusMessage(message)


def show_next_layer(session: Session) -> StatusMessage:
    """Show the annotations of the document's next annotator next to one's own."""
    if session.info is None:
        return NOTHING_OPEN
    if session.lanes.lanes:
        return StatusMessage("the layers are shown already", Level.ERROR)
    counts = Counter(
        row.annotator
        for row in session.store.annotations.in_document(session.info.id)
        if not session.may_change(row) and has_place(row)
    )
    names = ["", *sorted(counts)]
    if len(names) == 1:
        return StatusMessage("nobody else has annotated this document")
    place = names.index(session.layer) if session.layer in names else 0
    session.layer = names[(place + 1) % len(names)]
    session.load_annotations()
    if not session.layer:
        return StatusMessage("only your own annotations")
    count = counts[session.layer]
    words = f"{count} {plural('annotation', count)} of {session.layer} next to yours"
    return StatusMessage(f"{words}; | shows the next layer")
