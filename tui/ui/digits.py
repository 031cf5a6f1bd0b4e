"""Digits set the first attribute of the annotation just tagged, jumped to or chosen."""

from __future__ import annotations

from tui.session.session import Said, Session
from tui.ui.keymap import Keymap, shown

_DECIDING = ("note.accept", "note.reject", "move.next_todo", "note.open", "note.everywhere")


def offered(session: Session, keymap: Keymap) -> list[tuple[str, str]]:
    """What the keys do that matter for the annotation at hand, each with its key.

    To decide on a suggestion; else the digits, until the attribute is set.
    """
    at_hand = session.at_hand
    if at_hand is None:
        return []
    if at_hand.status == "suggested":
        actions = (keymap.action(id) for id in _DECIDING)
        return [(shown(action.keys[0]), action.label) for action in actions if action.keys]
    attribute = session.schema.label(at_hand.label).first_attribute
    if attribute is None or at_hand.attributes.get(attribute.name):
        return []
    options = [(o.key, o.words) for o in attribute.options if o.key.isdigit()]
    return [*options, ("enter", "more")]


def take(session: Session, key: str) -> Said | None:
    """Set the first attribute by a digit; None where the key is no digit that sets it."""
    pinned = session.at_hand
    if pinned is None or not (len(key) == 1 and key.isdigit()):
        return None
    attribute = session.schema.label(pinned.label).first_attribute
    option = attribute.option(key) if attribute else None
    if attribute is None or option is None:
        return None
    from tui.session.tagging import set_attribute

    return set_attribute(session, pinned, attribute.name, option.value)
