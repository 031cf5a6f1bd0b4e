"""Adjudication in the reader: one question after the other, each answered by a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tui.errors import HashiyaError
from tui.keys.bindings import Action, Scope
from tui.model import Annotation
from tui.session.commands import tagging, undoing
from tui.session.commands.adjudicating import NOTHING_ANYWHERE, NOTHING_LEFT, Adjudication
from tui.session.lanes import NO_LANES
from tui.session.messages import NOTHING_OPEN, Level, StatusMessage
from tui.store.database import Store
from tui.team.decided import state_of
from tui.team.layer_comparison import Question, Rule
from tui.text.layout import isolated
from tui.text.spans import Span
from tui.ui.commands import command
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.pending_action import PendingAction
from tui.ui.widgets.choice_list import ListItem

if TYPE_CHECKING:
    from tui.ui.protocols import Reader

MOST_COUNTED, COUNTED_AT_ONCE = 1000, 4
"""The most documents whose questions are counted for the index, and how many of them at once."""

MOST_ON_THE_WAY = 50
"""The most documents without questions that one key skips."""


@command("adjudicate")
def _adjudicate(reader: Reader, _: Action) -> StatusMessage:
    session = reader.session
    documents = session.store.progress.done_by_several(session.annotator)
    return begin_adjudication(reader, documents=documents)


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
    adjudication = Adjudication(
        session, annotators, settings.adjudication, blind=settings.blind_adjudication
    )
    pending = Adjudicating(reader, adjudication, documents)
    message = adjudication.begin()
    if message.level is not Level.ERROR:
        message = pending.with_next(message)
        reader.begin(pending)
        pending.count(annotators, settings.adjudication)
    return message


class Adjudicating(PendingAction):
    """The keys that answer a question; they last until `escape`."""

    _on_a_question: ClassVar = (
        ("1-9", "take that layer's"),
        ("0", "none"),
        ("b", "all"),
        ("n", "next"),
        ("N", "previous"),
        ("enter", "list"),
        ("u", "undo"),
        ("esc", "end"),
    )
    _with_none_left: ClassVar = (("u", "undo"), ("esc", "end"))
    lasts: ClassVar = True

    def __init__(
        self, reader: Reader, adjudication: Adjudication, documents: Sequence[str]
    ) -> None:
        self._reader = reader
        self.adjudication = adjudication
        self._documents = documents
        self._settled: dict[str, bool] = {}
        """By document, whether nothing is left in it, as far as that was counted."""
        self._visited: set[str] = set()
        """Documents that were opened since, for which the counts are out of date."""
        self._before = reader.session.last_tag
        """The annotation tagged last when the question was asked; another one answers it."""
        self._answers: dict[str, Callable[[], StatusMessage]] = {
            "0": adjudication.choose_none,
            "b": adjudication.choose_all,
            "n": self._next,
            "N": lambda: adjudication.ask(back=True),
            "r": self._select,
            "u": adjudication.undo,
            "U": self._redo,
        }

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that answer the question; without one, those that go on."""
        if self.adjudication.current is not None:
            return self._on_a_question
        following = [("n", "next document")] if self._following() is not None else []
        return (*following, *self._with_none_left)

    def finish(self) -> StatusMessage | None:
        """Use what was just tagged as the answer; without that, list the answers."""
        own = self._own()
        message = self._decide_for(own) if own is not None else self._list()
        self._reader.begin(self)
        return message

    def cancel(self) -> StatusMessage:
        """Drop the selection; without one, leave and show one's own layer again."""
        session = self._reader.session
        if session.open_text.selection is not None:
            session.open_text.deselect()
            self._reader.begin(self)
            return self.adjudication.asked()
        own = self._own()
        if own is not None:
            self._decide_for(own)
        self._reader.index.notes = {}
        session.show_lanes(NO_LANES)
        self._reader.article.lay_out()
        return StatusMessage("adjudication ended; the palette starts it again")

    # ---------------------------------------------------------------- progress

    def count(self, annotators: Sequence[str], rule: Rule) -> None:
        """Show in the index how much is left in each document, counted in the background."""
        session = self._reader.session
        path, adjudicator = session.store.path, session.annotator
        waiting = list(self._documents[:MOST_COUNTED])

        def counted(found: Mapping[str, tuple[int, bool]]) -> StatusMessage | None:
            if self._reader.pending.current is self:
                for id, (left, settled) in found.items():
                    if id not in self._visited:
                        self._note(id, left, settled=settled)
                begin()
            return self._reader.last_message

        def begin() -> None:
            batch = [waiting.pop(0) for _ in range(min(COUNTED_AT_ONCE, len(waiting)))]
            if batch:
                self._reader.in_background(
                    lambda: _left_in(path, batch, adjudicator, annotators, rule), counted
                )

        begin()

    def _note(self, document_id: str, left: int, *, settled: bool) -> None:
        index = self._reader.index
        self._settled[document_id] = settled
        index.notes = {**index.notes, document_id: f"{left} left" if left else "✓"}
        index.refresh()

    def with_next(self, message: StatusMessage) -> StatusMessage:
        """Return the message, with how to go on if no question is left here."""
        session = self._reader.session
        if session.info is not None:
            left = self.adjudication.left
            self._visited.add(session.info.id)
            self._note(session.info.id, left, settled=not left)
        self._reader.article.lay_out()
        if self.adjudication.current is None and message.text.endswith(NOTHING_LEFT):
            before = message.text.removesuffix(NOTHING_LEFT)
            if self._following() is not None:
                return message._replace(text=f"{before}nothing is left here; n: next document")
            if len(self._documents) > 1:
                return message._replace(text=before + NOTHING_ANYWHERE)
        return message

    # -------------------------------------------------------------------- keys

    def handle_key(self, key: str) -> StatusMessage | None:
        """Answer the question by one of the keys; a digit after one's own tag is its attribute."""
        action = self._reader.services.keymap.lookup(Scope.ARTICLE, key)
        if action is not None and action.command == "tag":
            own = self._own()
            if own is not None:
                self._decide_for(own)
            return None
        own = self._own()
        if own is not None:
            return self._after_own(own, key)
        if len(key) == 1 and key in "123456789":
            return self._asked(lambda: self.adjudication.choose(int(key)))
        return self._asked(self._answers[key]) if key in self._answers else None

    def _after_own(self, own: Annotation, key: str) -> StatusMessage | None:
        """Set an attribute of one's own answer by a digit, or end the answer by any other key."""
        if key.isdigit():
            said = self._set_attribute(own, key)
            return said if said.failed else self._decide_for(own)
        if key == "u":
            said = undoing.undo(self._reader.session)
            return StatusMessage(f"{said.text}; {self.adjudication.asked().text}", said.level)
        # The first key that is no attribute ends one's own answer, then does what it does.
        message = self._decide_for(own)
        if key not in self._answers:
            return None
        return message if key in ("b", "n") else self._asked(self._answers[key])

    def _own(self) -> Annotation | None:
        """Return the annotation that was tagged since the question was asked."""
        session = self._reader.session
        made = session.last_tag
        if made is None or made == self._before or self.adjudication.current is None:
            return None
        return session.annotations.get(made.id)

    def _decide_for(self, own: Annotation) -> StatusMessage:
        return self._asked(lambda: self.adjudication.choose_own(own))

    def _asked(self, answer: Callable[[], StatusMessage]) -> StatusMessage:
        """Answer, and remember what was tagged last when the next question is asked."""
        try:
            message = answer()
        except HashiyaError as error:
            following = self.adjudication.ask(take=False)
            return StatusMessage(f"not done: {error}; {following.text}", Level.ERROR)
        self._before = self._reader.session.last_tag
        return self.with_next(message)

    def _redo(self) -> StatusMessage:
        said = undoing.redo(self._reader.session)
        following = self.adjudication.ask()
        return StatusMessage(f"{said.text}; {following.text}", following.level)

    def _list(self) -> StatusMessage:
        """List the answers, also those of more layers than there are digits."""
        adjudication = self.adjudication
        if adjudication.current is None:
            return StatusMessage(NOTHING_LEFT)
        lanes = self._reader.session.lanes.lanes
        choices = [
            ListItem(lane.summary, key=lane.sign, before=f"{isolated(lane.who)}: ")
            for lane in lanes
        ]
        choices += [ListItem("none of them", key="0"), ListItem("all of them", key="b")]
        answers: list[Callable[[], StatusMessage]] = [
            partial(adjudication.choose, number) for number in range(1, len(lanes) + 1)
        ]
        answers += [adjudication.choose_none, adjudication.choose_all]
        for row in adjudication.replaced():
            who = isolated(self._reader.session.name_of(row.annotator))
            choices.append(ListItem(adjudication.summary_of(row), before=f"{who}, replaced: "))
            answers.append(partial(adjudication.choose_replaced, row))

        def chosen(place: int | None) -> None:
            if place is not None:
                self._reader.show(self._asked(answers[place]))

        asked = adjudication.asked()
        dialog = ListDialog(self._reader.services, asked.text, choices, filtering=len(lanes) > 9)
        self._reader.open_dialog(dialog, chosen)
        return asked

    def _set_attribute(self, own: Annotation, key: str) -> StatusMessage:
        attribute = self._reader.session.schema.label(own.label).first_attribute
        option = attribute.option(key) if attribute else None
        if attribute is None or option is None:
            return StatusMessage(f"{own.label} has no value {key}", Level.ERROR)
        return tagging.set_attribute(self._reader.session, own, attribute.name, option.value)

    def _select(self) -> StatusMessage:
        """Select what the question is about, to tag it with bounds of one's own."""
        question = self.adjudication.current
        if not isinstance(question, Question):
            return StatusMessage("there are no bounds to set here", Level.ERROR)
        self._reader.session.open_text.select(Span(*question.span))
        return StatusMessage("move the bounds, then tag; escape drops the selection")

    def _next(self) -> StatusMessage:
        """Ask the next question; once nothing is left here, go on to a document with questions.

        In documents without questions, what all agree on is adopted.
        """
        adjudication = self.adjudication
        if adjudication.current is not None:
            return adjudication.ask_next()
        message = StatusMessage(NOTHING_LEFT)
        for _ in range(MOST_ON_THE_WAY):
            following = self._following()
            if following is None:
                break
            refusal = self._reader.open_document(following)
            if refusal is not None and refusal.failed:
                return refusal
            message = adjudication.begin()
            if message.failed:
                self._settled[following] = True
                return message
            self._reader.begin(self)
            self._visited.add(following)
            self._note(following, adjudication.left, settled=not adjudication.left)
            if adjudication.left:
                break
        return message

    def _following(self) -> str | None:
        """Return the next document in which something is left, as far as that is known."""
        info = self._reader.session.info
        if info is None:
            return None
        place = self._documents.index(info.id) if info.id in self._documents else -1
        others = (*self._documents[place + 1 :], *self._documents[: max(place, 0)])
        return next((id for id in others if not self._settled.get(id, False)), None)


def _left_in(
    path: Path, ids: Sequence[str], adjudicator: str, annotators: Sequence[str], rule: Rule
) -> dict[str, tuple[int, bool]]:
    """Count what is left in documents, over a connection of its own."""
    with Store.open(path, create=False, read_only=True) as store:
        infos = map(store.documents.get, ids)
        states = {info.id: state_of(store, info, adjudicator, annotators, rule) for info in infos}
    return {id: (state.left, state.is_settled) for id, state in states.items()}
