"""Messages for the status line."""

from __future__ import annotations

from typing import NamedTuple


class StatusMessage(NamedTuple):
    """What just happened, or why it did not."""

    text: str
    error: bool = False


NOTHING_OPEN = StatusMessage("no document is open", error=True)


def plural(noun: str, count: int) -> str:
    """Return a noun for a count: one entity, two entities. A noun that is not English stays."""
    if count == 1 or not noun.isascii():
        return noun
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"


NO_CURRENT = StatusMessage("no annotation here", error=True)
