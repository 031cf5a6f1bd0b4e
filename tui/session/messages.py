"""Messages for the status line."""

from __future__ import annotations

import enum
from typing import NamedTuple

from tui.errors import shorten
from tui.model import Annotation, DocumentInfo
from tui.text.layout import isolated


class Level(enum.Enum):
    """The importance of a message."""

    INFO = enum.auto()
    """Something happened, as asked for."""
    QUESTION = enum.auto()
    """A question that a key answers; it is shown before other messages."""
    WARNING = enum.auto()
    """It happened, but not completely: for example, it is not saved yet."""
    ERROR = enum.auto()
    """It did not happen."""


class StatusMessage(NamedTuple):
    """The result of a command, or why it failed."""

    text: str
    level: Level = Level.INFO

    @property
    def failed(self) -> bool:
        """Whether it reports an error."""
        return self.level is Level.ERROR


NOTHING_OPEN = StatusMessage("no document is open", Level.ERROR)

NO_CURRENT = StatusMessage("no annotation here", Level.ERROR)


LONGEST_NAME = 32
"""Code points of an annotation's text in a message: a whole name, or the start of a quotation."""


def name_of(annotation: Annotation) -> str:
    """Return the text by which a message names an annotation."""
    return isolated(shorten(annotation.shown_text, LONGEST_NAME))


def in_message(words: str) -> str:
    """Return words such as a name for use in a message, isolated unless all of them are ASCII.

    ASCII changes no order.
    """
    return words if words.isascii() else isolated(words)


def not_yours(annotation: Annotation) -> StatusMessage:
    """Return the message that an annotation belongs to another annotator."""
    return StatusMessage(
        f"it is {in_message(annotation.annotator)}'s; it stays as it is", Level.ERROR
    )


def plural(noun: str, count: int) -> str:
    """Return a noun for a count: one entity, two entities. A noun that is not English stays as it
    is."""
    if count == 1 or not noun.isascii():
        return noun
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"


def message_after_sync(
    before: DocumentInfo | None, after: DocumentInfo | None
) -> StatusMessage | None:
    """Return the message about the open document after another program changed it, if any."""
    if before is None or after is None or before.id != after.id:
        return None
    if after.text_sha256 != before.text_sha256:
        return StatusMessage("another program has moved this document to its changed text")
    if after.pending_sha256 not in (None, before.pending_sha256):
        return StatusMessage("its source has another text now: open it again to see the change")
    return None
