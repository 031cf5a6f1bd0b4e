"""The keys that mean something just now, whatever the table of actions says of them.

`enter` and `escape` decide on what waits in the article; digits set the first attribute of the
annotation just tagged, jumped to or chosen.

What waits in the article for `enter` or `escape` while one selects or moves.

New bounds, the place of an annotation that lost its own, the target of a link. Any other command
than a move, a selection or a view ends it with nothing done. What carries it out is imported
then: the reader's start does not wait for it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from tui.keys.actions import Action, Scope
from tui.keys.keymap import Keymap, shown
from tui.model import Annotation
from tui.session.messages import StatusMessage
from tui.session.session import Session
from tui.text.spans import Span

_GROUPS = frozenset({"Moving", "Selecting"})


_OTHERS = frozenset({"note.overlap", "palette", "help", "copy"})


GONE = StatusMessage("it is no longer there", error=True)


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
    def enter(self) -> StatusMessage | None:
        """Carry it out; None where that cannot be done here, and it goes on waiting."""

    @abstractmethod
    def escape(self) -> StatusMessage:
        """Leave everything as it was."""


class Rebounding(Waiting):
    """New bounds for an annotation: its span is the selection (`r`)."""

    keys = (("enter", "sets the bounds"), ("esc", "leaves them"), ("s S f F", "move them"))

    def __init__(self, session: Session, annotation: Annotation) -> None:
        self._session = session
        self._id = annotation.id
        session.open_text.select(Span(annotation.start, annotation.end))

    def enter(self) -> StatusMessage | None:
        """Set the bounds to the selection."""
        from tui.session.tagging import set_bounds

        selection = self._session.open_text.selection
        annotation = self._session.annotations.in_text(self._id)
        if selection is None or annotation is None:
            return self.escape()
        self._session.open_text.drop()
        said = set_bounds(self._session, annotation, selection)
        changed = self._session.annotations.in_text(self._id)
        if changed is not None:
            self._session.open_text.go_to(changed.end)
            self._session.pin(changed, go=False)
        return said

    def escape(self) -> StatusMessage:
        """Leave the bounds."""
        annotation = self._session.annotations.in_text(self._id)
        self._session.open_text.drop()
        if annotation is not None:
            self._session.pin(annotation)
        return StatusMessage("the bounds stay as they were")


class Placing(Waiting):
    """A place for an annotation that lost its own."""

    keys = (("enter", "puts it on the selection"), ("esc", "leaves it without a place"))

    def __init__(self, session: Session, orphan: Annotation) -> None:
        self._session = session
        self._orphan = orphan

    def enter(self) -> StatusMessage | None:
        """Put it on the selection."""
        from tui.session.changed_text import place

        selection = self._session.open_text.selection
        return place(self._session, self._orphan, selection) if selection else None

    def escape(self) -> StatusMessage:
        """Leave it without a place."""
        self._session.open_text.drop()
        return StatusMessage("it stays without a place")


class Aiming(Waiting):
    """The target of a link, moved to in the text."""

    keys = (("enter", "links to it"), ("esc", "links nothing"), ("n N \\", "go through them"))
    refusal = "such a link leads to no annotation that is here"

    def __init__(self, session: Session, source: Annotation, link_type: str) -> None:
        self._session = session
        self._source = source.id
        self._type = link_type

    def enter(self) -> StatusMessage | None:
        """Link to the annotation at the caret, if the link may lead there."""
        from tui.session import linking

        session = self._session
        source = session.annotations.in_text(self._source)
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

    def escape(self) -> StatusMessage:
        """Link nothing and go back."""
        source = self._session.annotations.in_text(self._source)
        if source is not None:
            self._session.pin(source)
        return StatusMessage("nothing was linked")


_DECIDING = ("note.accept", "note.reject", "move.next_todo", "note.open", "note.everywhere")


class KeysNow:
    """What waits for a key, what a key does about it, and what the footer offers meanwhile."""

    def __init__(self, session: Session, keymap: Keymap) -> None:
        self._session = session
        self._keymap = keymap
        self.waiting: Waiting | None = None
        """What `enter` and `escape` decide on in the article."""

    def take(self, key: str, scope: Scope) -> StatusMessage | None:
        """Do what the key does just now; None where the table of actions is to be asked."""
        if self.waiting is None:
            return self._set_by_digit(key) if scope is not Scope.INDEX else None
        if scope is Scope.ARTICLE and key in ("enter", "escape"):
            return self.decide(carry_out=key == "enter")
        return None

    def decide(self, *, carry_out: bool) -> StatusMessage | None:
        """Carry out what waits, or leave it; it waits on where that cannot be done here."""
        waiting, self.waiting = self.waiting, None
        if waiting is None:
            return None
        said = waiting.enter() if carry_out else waiting.escape()
        if said is None:
            self.waiting = waiting
            return StatusMessage(waiting.refusal, error=True)
        return said

    def cancel_pending(self, action: Action) -> None:
        """End what waits with nothing done, unless it goes on waiting after the action."""
        if self.waiting is None:
            return

        if not goes_on(action):
            self.waiting = None

    def offered(self, scope: Scope) -> Sequence[tuple[str, str]]:
        """What the keys do that matter more just now than those of the pane, each with its key."""
        if scope is not Scope.ARTICLE:
            return []
        if self.waiting is not None:
            return self.waiting.keys
        at_hand = self._session.at_hand
        return self._offered_for(at_hand) if at_hand is not None else []

    def _offered_for(self, at_hand: Annotation) -> list[tuple[str, str]]:
        """To decide on a suggestion; else the digits, until the attribute is set."""
        if at_hand.status == "suggested":
            actions = (self._keymap.action(id) for id in _DECIDING)
            return [(shown(action.keys[0]), action.label) for action in actions if action.keys]
        attribute = self._session.schema.label(at_hand.label).first_attribute
        if attribute is None or at_hand.attributes.get(attribute.name):
            return []
        options = [(o.key, o.words) for o in attribute.options if o.key.isdigit()]
        return [*options, ("enter", "more")]

    def _set_by_digit(self, key: str) -> StatusMessage | None:
        """Set the first attribute; None where the key is no digit that sets it."""
        at_hand = self._session.at_hand
        if at_hand is None or not (len(key) == 1 and key.isdigit()):
            return None
        attribute = self._session.schema.label(at_hand.label).first_attribute
        option = attribute.option(key) if attribute else None
        if attribute is None or option is None:
            return None
        from tui.session.tagging import set_attribute

        return set_attribute(self._session, at_hand, attribute.name, option.value)
