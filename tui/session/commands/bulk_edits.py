"""Change many annotations of any documents at once; each change is one step of undo.

The step belongs to the open document, as with tagging all occurrences.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.model import JSON, Annotation, deleted, edited
from tui.session.messages import NOTHING_OPEN, Level, StatusMessage, plural
from tui.session.session import Session
from tui.store.row_mapping import Change


def delete_all(session: Session, rows: Sequence[Annotation]) -> StatusMessage:
    """Delete annotations with their links, if this annotator may change them."""
    mine, skipped = _changeable(session, rows)
    ids = {row.id for row in mine}
    links = [link for link in session.store.links.all() if link.from_id in ids or link.to_id in ids]
    changes = [Change(row, deleted(row)) for row in mine]
    changes += [Change(link, deleted(link)) for link in links]
    return _commit(session, changes, len(mine), "deleted", skipped)


def set_on_all(
    session: Session, rows: Sequence[Annotation], name: str, value: JSON
) -> StatusMessage:
    """Set an attribute of the annotations whose label has it; None removes its value."""
    mine, skipped = _changeable(session, rows)
    changes = []
    for row in mine:
        if session.schema.label(row.label).attribute(name) is None:
            continue
        attributes = {key: one for key, one in row.attributes.items() if key != name}
        if value is not None:
            attributes[name] = value
        if attributes != row.attributes:
            changes.append(Change(row, edited(row, attributes=attributes)))
    return _commit(session, changes, len(changes), f"with another {name}", skipped)


def _changeable(session: Session, rows: Sequence[Annotation]) -> tuple[list[Annotation], int]:
    """Return the rows that this annotator may change, and how many others there are."""
    mine = [row for row in rows if session.may_change(row)]
    return mine, len(rows) - len(mine)


def _commit(
    session: Session, changes: Sequence[Change], count: int, what: str, skipped: int
) -> StatusMessage:
    if session.info is None:
        return NOTHING_OPEN
    others = f"; {skipped} by others stay as they are" if skipped else ""
    if not changes:
        return StatusMessage(f"nothing to change{others}", Level.ERROR)
    words = f"{count} {plural('annotation', count)} {what}"
    result = session.commit(words, changes)
    return result.message(f"{words}{others},")
