"""Actions in the article that wait for `enter` or `escape`.

Such an action is pending while new bounds, a place for an orphaned annotation or the target of a
link are chosen: `enter` finishes it, `escape` cancels it. Any command other than a move, a
selection or a view cancels it too. When none is pending, digits set the first attribute of the
annotation that was just tagged, jumped to or chosen.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from tui.keys.bindings import Action, Scope
from tui.keys.keymap import Keymap, key_label
from tui.model import Annotation
from tui.session import commands
from tui.session.messages import Level, StatusMessage
from tui.session.session import Session

_REJECT = "note.reject"

_DECIDING = ("note.accept", _REJECT, "move.next_todo", "note.open", "note.everywhere")
"""The actions that the line of keys offers on a suggestion."""


_SEARCHING = (
    ("move.next_annotation", "next match"),
    ("move.previous_annotation", "previous"),
    ("select.drop", "end the search"),
)
"""The actions that the line of keys offers during a search, with what they do then."""


class PendingAction(ABC):
    """An action in the article that `enter` finishes and `escape` cancels."""

    moves_select: ClassVar[bool] = False
    """Whether a plain move extends the selection meanwhile, so that it stays on the screen."""
    refusal: ClassVar[str] = "select something first"
    """The message where `enter` can do nothing."""
    lasts: ClassVar[bool] = False
    """Whether it stays pending through every command, until `escape` ends it."""

    @property
    @abstractmethod
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys and what they do, for the line of keys."""

    @abstractmethod
    def finish(self) -> StatusMessage | None:
        """Carry out the action; return None, still pending, if that is not possible here."""

    @abstractmethod
    def cancel(self) -> StatusMessage:
        """Leave everything unchanged."""

    def handle_key(self, key: str) -> StatusMessage | None:  # noqa: ARG002  # for subclasses
        """Handle one of the action's own keys; return None for any other key."""
        return None


class PendingActions:
    """The pending action, and the digits that set attributes while there is none."""

    def __init__(self, session: Session, keymap: Keymap) -> None:
        self._session = session
        self._keymap = keymap
        self.current: PendingAction | None = None

    def handle_key(self, key: str, scope: Scope) -> StatusMessage | None:
        """Handle a key; return None if the keymap decides."""
        if self.current is None:
            return self._set_by_digit(key) if scope is not Scope.INDEX else None
        if scope is Scope.ARTICLE and key in ("enter", "escape"):
            return self.end(finish=key == "enter")
        return self.current.handle_key(key) if scope is not Scope.INDEX else None

    def end(self, *, finish: bool) -> StatusMessage | None:
        """Finish or cancel the pending action; it stays if it cannot be finished here."""
        pending, self.current = self.current, None
        if pending is None:
            return None
        message = pending.finish() if finish else pending.cancel()
        if message is None:
            self.current = pending
            return StatusMessage(pending.refusal, Level.ERROR)
        return message

    def cancel_before(self, action: Action) -> None:
        """Drop the pending action unless it stays pending after `action`."""
        pending = self.current
        if pending is not None and not action.keeps_pending and not pending.lasts:
            self.current = None

    def key_hints(self, scope: Scope) -> Sequence[tuple[str, str]]:
        """Return the keys that currently matter more than the pane's, with what they do."""
        if scope is not Scope.ARTICLE:
            return []
        if self.current is not None:
            return self.current.keys
        at_hand = self._session.pinned_annotation
        on_annotation = self._keys_on_annotation(at_hand) if at_hand is not None else []
        return on_annotation or self._keys_of_search()

    def _keys_of_search(self) -> list[tuple[str, str]]:
        """Return the keys that go through the matches of a search and end it, if there is one."""
        if not self._session.search.active:
            return []
        shown = [(self._keymap.action(id), does) for id, does in _SEARCHING]
        return [(key_label(action.keys[0]), does) for action, does in shown if action.keys]

    def _keys_on_annotation(self, at_hand: Annotation) -> list[tuple[str, str]]:
        """Return the keys that decide on a suggestion, or the digits until the attribute is set."""
        if at_hand.status == "suggested":
            actions = [self._keymap.action(id) for id in _DECIDING]
            again = at_hand.id == self._session.offered_speaker_of
            return [
                (
                    key_label(action.keys[0]),
                    # After rejecting a speaker, nobody expects to reject more than that.
                    f"reject the {at_hand.label}"
                    if again and action.id == _REJECT
                    else action.label,
                )
                for action in actions
                if action.keys
            ]
        attribute = self._session.schema.label(at_hand.label).first_attribute
        if attribute is None or at_hand.attributes.get(attribute.name):
            return []
        options = [
            (option.key, option.short_title) for option in attribute.options if option.key.isdigit()
        ]
        return [*options, ("enter", "more")]

    def _set_by_digit(self, key: str) -> StatusMessage | None:
        """Set the first attribute; return None if the key is no digit that sets it."""
        at_hand = self._session.pinned_annotation
        if at_hand is None or not (len(key) == 1 and key.isdigit()):
            return None
        attribute = self._session.schema.label(at_hand.label).first_attribute
        option = attribute.option(key) if attribute else None
        if attribute is None or option is None:
            return None
        return commands.tagging.set_attribute(self._session, at_hand, attribute.name, option.value)
