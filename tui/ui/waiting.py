"""What waits in the article for `enter` or `escape` while one selects or moves.

New bounds, the place of an annotation that lost its own, the target of a link. Any other command
than a move, a selection or a view ends it with nothing done. What carries it out is imported
then: the reader's start does not wait for it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from tui.annotations.model import Annotation
from tui.session.session import Said, Session
from tui.text.spans import Span
from tui.ui.actions import Action

_GROUPS = frozenset({"Moving", "Selecting"})
_OTHERS = frozenset({"note.overlap", "palette", "help", "copy"})
GONE = Said("it is no longer there", error=True)


def goes_on(action: Action) -> bool:
    """Whether what waits goes on waiting after this action."""
    return action.group in _GROUPS or action.id in _OTHERS or action.id.startswith("view.")


class Waiting(ABC):
    """What `enter` and `escape` do meanwhile."""

    keys: ClassVar[tuple[tuple[str, str], ...]]
    """What the keys do, for the footer."""
    refusal: ClassVar[str] = "select something first"
    """What is said where `enter` can do nothing."""

    @abstractmethod
    def enter(self) -> Said | None:
        """Carry it out; None where that cannot be done here, and it goes on waiting."""

    @abstractmethod
    def escape(self) -> Said:
        """Leave everything as it was."""


class Rebounding(Waiting):
    """New bounds for an annotation: its span is the selection (`r`)."""

    keys = (("enter", "sets the bounds"), ("esc", "leaves them"), ("s S f F", "move them"))

    def __init__(self, session: Session, annotation: Annotation) -> None:
        self._session = session
        self._id = annotation.id
        session.reading.select(Span(annotation.start, annotation.end))

    def enter(self) -> Said | None:
        """Set the bounds to the selection."""
        from tui.session.tagging import set_bounds

        selection = self._session.reading.selection
        annotation = self._session.notes.in_text(self._id)
        if selection is None or annotation is None:
            return self.escape()
        self._session.reading.drop()
        said = set_bounds(self._session, annotation, selection)
        changed = self._session.notes.in_text(self._id)
        if changed is not None:
            self._session.reading.go_to(changed.end)
            self._session.pin(changed, go=False)
        return said

    def escape(self) -> Said:
        """Leave the bounds."""
        annotation = self._session.notes.in_text(self._id)
        self._session.reading.drop()
        if annotation is not None:
            self._session.pin(annotation)
        return Said("the bounds stay as they were")


class Placing(Waiting):
    """A place for an annotation that lost its own."""

    keys = (("enter", "puts it on the selection"), ("esc", "leaves it without a place"))

    def __init__(self, session: Session, orphan: Annotation) -> None:
        self._session = session
        self._orphan = orphan

    def enter(self) -> Said | None:
        """Put it on the selection."""
        from tui.session.changed_text import place

        selection = self._session.reading.selection
        return place(self._session, self._orphan, selection) if selection else None

    def escape(self) -> Said:
        """Leave it without a place."""
        self._session.reading.drop()
        return Said("it stays without a place")


class Aiming(Waiting):
    """The target of a link, moved to in the text."""

    keys = (("enter", "links to it"), ("esc", "links nothing"), ("n N \\", "go through them"))
    refusal = "such a link leads to no annotation that is here"

    def __init__(self, session: Session, source: Annotation, link_type: str) -> None:
        self._session = session
        self._source = source.id
        self._type = link_type

    def enter(self) -> Said | None:
        """Link to the annotation at the caret, if the link may lead there."""
        from tui.session import linking

        session = self._session
        source = session.notes.in_text(self._source)
        if source is None:
            return GONE
        target = session.current
        if target is None or target.id == source.id:
            return None
        if not linking.may_lead_to(session, source, target, self._type):
            return None
        said = linking.add_link(session, source, target, self._type)
        session.pin(source)
        return said

    def escape(self) -> Said:
        """Link nothing and go back."""
        source = self._session.notes.in_text(self._source)
        if source is not None:
            self._session.pin(source)
        return Said("nothing was linked")
