"""The direction of a document's paragraphs, where its reader chose one for it alone.

It is kept by document and annotator among the choices that the database holds.
"""

from __future__ import annotations

from tui.annotations.store import Store
from tui.text.bidi import Direction

TURNS = (Direction.AUTO, Direction.RTL, Direction.LTR)
"""The order in which directions are gone through."""


def direction_of(store: Store, document_id: str, annotator: str, otherwise: Direction) -> Direction:
    """The direction that was chosen for this document, else the given one."""
    kept = store.choices(annotator).get(_name(document_id), "")
    return Direction(kept) if kept in TURNS else otherwise


def keep_direction(store: Store, document_id: str, annotator: str, direction: Direction) -> None:
    """Keep a direction for this document. Raises Busy and CannotWrite."""
    store.keep_choice(annotator, _name(document_id), direction.value)


def following(direction: Direction) -> Direction:
    """The direction that comes after this one."""
    return TURNS[(TURNS.index(direction) + 1) % len(TURNS)]


def _name(document_id: str) -> str:
    return f"direction:{document_id}"
