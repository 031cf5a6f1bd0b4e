"""The keys that mean something just now, whatever the table of actions says of them.

`enter` and `escape` decide on what waits in the article; digits set the first attribute of the
annotation just tagged, jumped to or chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.session.session import Said, Session
from tui.ui.actions import Action, Scope
from tui.ui.keymap import Keymap, shown

if TYPE_CHECKING:
    from tui.annotations.model import Annotation
    from tui.ui.waiting import Waiting

_DECIDING = ("note.accept", "note.reject", "move.next_todo", "note.open", "note.everywhere")


class KeysNow:
    """What waits for a key, what a key does about it, and what the footer offers meanwhile."""

    def __init__(self, session: Session, keymap: Keymap) -> None:
        self._session = session
        self._keymap = keymap
        self.waiting: Waiting | None = None
        """What `enter` and `escape` decide on in the article."""

    def take(self, key: str, scope: Scope) -> Said | None:
        """Do what the key does just now; None where the table of actions is to be asked."""
        if self.waiting is None:
            return self._set_by_digit(key) if scope is not Scope.INDEX else None
        if scope is Scope.ARTICLE and key in ("enter", "escape"):
            return self.decide(carry_out=key == "enter")
        return None

    def decide(self, *, carry_out: bool) -> Said | None:
        """Carry out what waits, or leave it; it waits on where that cannot be done here."""
        waiting, self.waiting = self.waiting, None
        if waiting is None:
            return None
        said = waiting.enter() if carry_out else waiting.escape()
        if said is None:
            self.waiting = waiting
            return Said(waiting.refusal, error=True)
        return said

    def make_way(self, action: Action) -> None:
        """End what waits with nothing done, unless it goes on waiting after the action."""
        if self.waiting is None:
            return
        from tui.ui.waiting import goes_on

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

    def _set_by_digit(self, key: str) -> Said | None:
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
