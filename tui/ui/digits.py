"""Digits set the first attribute of the annotation just tagged, jumped to or chosen."""

from __future__ import annotations

from tui.annotations.schema import Option
from tui.session.session import Said, Session


def offered(session: Session) -> list[Option]:
    """What digits can set now; nothing once the attribute is set, or for a suggestion."""
    pinned = session.at_hand
    if pinned is None or pinned.status == "suggested":
        return []
    attribute = session.schema.label(pinned.label).first_attribute
    if attribute is None or pinned.attributes.get(attribute.name):
        return []
    return [option for option in attribute.options if option.key.isdigit()]


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
