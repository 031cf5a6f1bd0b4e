"""Making suggestions for the open document; accepting them is left to a person."""

from __future__ import annotations

from tui.model import Annotation
from tui.session.messages import NOTHING_OPEN, StatusMessage, plural
from tui.session.session import Session
from tui.store.row_mapping import Change
from tui.suggest import suggest
from tui.suggest.experience import experience_of
from tui.suggest.storing import new_rows


def make_suggestions(session: Session) -> StatusMessage:
    """Suggest by those of the rules and the names tagged elsewhere that the session asks.

    What is annotated already, or was suggested before, is left out; a speaker that is annotated
    already gets only the link. One step of undo removes them all.
    """
    if session.info is None:
        return NOTHING_OPEN
    text = session.open_text.text
    learned = experience_of(session.store, session.schema, session.annotator)
    found = suggest(text, learned.names, session.suggest_with)
    found = learned.ranked(found, text)
    there = [
        row
        for row in session.store.annotations.in_document(session.info.id)
        if session.may_change(row)
    ]
    links = [arrow for row in there for arrow in session.annotations.links_from(row.id)]
    made = new_rows(found, session.info, text, there, links, session.schema, session.annotator)
    count = sum(isinstance(row, Annotation) for row in made)
    if not count:
        return StatusMessage("nothing to suggest that is not there already")
    result = session.commit(f"suggest {count}", [Change(None, row) for row in made])
    message = result.message(f"{count} {plural('suggestion', count)}")
    return message._replace(text=f"{message.text}; j goes to the first")
