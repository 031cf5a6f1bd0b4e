"""Adjudication in the reader: one question after the other, each answered by a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from tui.errors import HashiyaError
from tui.keys.actions import Action
from tui.model import Annotation
from tui.session import tagging
from tui.session.adjudicating import NOTHING_LEFT, Adjudication
from tui.session.messages import NOTHING_OPEN, Level, StatusMessage
from tui.team.adjudication import Question
from tui.text.spans import Span
from tui.ui.commands.table import command
from tui.ui.pending_action import PendingAction
from tui.ui.protocols import Reader


@command("adjudicate")
def _adjudicate(reader: Reader, _: Action) -> StatusMessage:
    return begin_adjudication(reader)


def begin_adjudication(
    reader: Reader, annotators: Sequence[str] = (), documents: Sequence[str] = ()
) -> StatusMessage:
    """Ask the first question of the open document.

    `annotators` are those whose layers are compared. `documents` are the ids that `n` goes on to
    when nothing is left here.
    """
    session, settings = reader.session, reader.services.settings
    if session.info is None:
        return NOTHING_OPEN
    if settings.curators and session.annotator not in settings.curators:
        names = ", ".join(settings.curators)
        return StatusMessage(f"only {names} may adjudicate here", Level.ERROR)
    adjudication = Adjudication(session, annotators, blind=settings.blind_adjudication)
    pending = Adjudicating(reader, adjudication, documents)
    message = adjudication.begin()
    if message.level is not Level.ERROR:
        pending.show_layers()
        reader.begin(pending)
    return message


class Adjudicating(PendingAction):
    """The keys that answer a question; they last until `escape`."""

    keys: ClassVar = (
        ("1-9", "take that layer's"),
        ("0", "none"),
        ("b", "all"),
        ("n", "next"),
        ("N", "previous"),
        ("esc", "end"),
    )
    lasts: ClassVar = True

    def __init__(
        self, reader: Reader, adjudication: Adjudication, documents: Sequence[str]
    ) -> None:
        self._reader = reader
        self._adjudication = adjudication
        self._documents = documents
        self._showed_others = reader.session.show_others
        self._before = reader.session.last_tag
        """The annotation tagged last when the question was asked; another one answers it."""
        self._answers: dict[str, Callable[[], StatusMessage]] = {
            "0": adjudication.choose_none,
            "b": adjudication.choose_all,
            "n": self._next,
            "N": lambda: adjudication.ask(back=1),
            "r": self._select,
        }

    def show_layers(self) -> None:
        """Show everybody's annotations."""
        self._reader.session.show_others = True
        self._reader.session.load_annotations()

    def finish(self) -> StatusMessage | None:
        """Take what was just tagged as the answer, else ask again."""
        own = self._own()
        return self._decide_for(own) if own is not None else self._adjudication.ask()

    def cancel(self) -> StatusMessage:
        """Show one's own layer again."""
        own = self._own()
        if own is not None:
            self._decide_for(own)
        self._reader.session.show_others = self._showed_others
        self._reader.session.load_annotations()
        return StatusMessage("adjudication left; the palette begins it again")

    def handle_key(self, key: str) -> StatusMessage | None:
        """Answer the question by one of the keys; a digit after one's own tag is its attribute."""
        own = self._own()
        if own is not None:
            if key.isdigit():
                return self._set_attribute(own, key)
            # The first key that is not an attribute ends one's own answer, then does what it does.
            message = self._decide_for(own)
            if key not in self._answers:
                return None
            return message if key in ("0", "b", "n") else self._answers[key]()
        if len(key) == 1 and key in "123456789":
            return self._asked(lambda: self._adjudication.choose(int(key)))
        return self._asked(self._answers[key]) if key in self._answers else None

    def _own(self) -> Annotation | None:
        """Return what was tagged since the question was asked."""
        session = self._reader.session
        made = session.last_tag
        if made is None or made == self._before or self._adjudication.current is None:
            return None
        return session.annotations.get(made.id)

    def _decide_for(self, own: Annotation) -> StatusMessage:
        return self._asked(lambda: self._adjudication.choose_own(own))

    def _asked(self, answer: Callable[[], StatusMessage]) -> StatusMessage:
        """Answer, and remember what was tagged last when the next question is asked."""
        try:
            message = answer()
        except HashiyaError as error:
            return StatusMessage(f"not done: {error}", Level.ERROR)
        self._before = self._reader.session.last_tag
        if message.text.endswith(NOTHING_LEFT) and self._following() is not None:
            return StatusMessage(f"{message.text}; n opens the next document", message.level)
        return message

    def _set_attribute(self, own: Annotation, key: str) -> StatusMessage:
        attribute = self._reader.session.schema.label(own.label).first_attribute
        option = attribute.option(key) if attribute else None
        if attribute is None or option is None:
            return StatusMessage(f"{own.label} has no value {key}", Level.ERROR)
        return tagging.set_attribute(self._reader.session, own, attribute.name, option.value)

    def _select(self) -> StatusMessage:
        """Select what the question is about, to tag it with bounds of one's own."""
        question = self._adjudication.current
        if not isinstance(question, Question):
            return StatusMessage("there are no bounds to set here", Level.ERROR)
        self._reader.session.open_text.select(Span(*question.span))
        return StatusMessage("move the bounds, then tag; escape drops the selection")

    def _next(self) -> StatusMessage:
        """Ask the next question; once nothing is left here, open the next document."""
        if self._adjudication.current is not None:
            self._reader.session.open_text.go_to(self._reader.session.open_text.caret + 1)
            return self._adjudication.ask()
        following = self._following()
        if following is None:
            return StatusMessage(NOTHING_LEFT)
        refusal = self._reader.open_document(following)
        if refusal is not None:
            return refusal
        message = self._adjudication.begin()
        self.show_layers()
        self._reader.begin(self)
        return message

    def _following(self) -> str | None:
        """Return the next document with something to decide."""
        info = self._reader.session.info
        if info is None or info.id not in self._documents:
            return None
        place = self._documents.index(info.id)
        return next(iter(self._documents[place + 1 :]), None)
