"""Decide on the differences between several annotators, in the open document.

Decisions become annotations and links of the adjudicator's own layer, with an `origin` that names
the ids they come from, and a row of `decisions`; the annotators' own rows do not change. Each
answer is one command: one transaction, one step of undo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from tui.model import (
    Annotation,
    Decision,
    Link,
    instant_of,
    new_id,
    now,
)
from tui.session.annotation_list import chips
from tui.session.commands import undoing
from tui.session.commands.own_layer import OwnLayer
from tui.session.lanes import Lane, Lanes
from tui.session.messages import Level, StatusMessage, in_message, plural
from tui.session.session import Session
from tui.store.row_mapping import Change
from tui.team.decided import (
    AnyQuestion,
    State,
    state_of,
)
from tui.team.layer_comparison import (
    ALL,
    NONE,
    OWN,
    LinkQuestion,
    Question,
    Rule,
    subject_ids,
)
from tui.text import unicode
from tui.text.layout import isolated

NOTHING_LEFT = "nothing is left to decide here"

NOTHING_ANYWHERE = "nothing is left to decide, here or in another document"

SHOWN = 30
"""Code points of a text that the status line shows, at most."""

NAMED = 3
"""The most layers that the status line names one by one; more are grouped by what they have."""

STEPS_OF_A_TAG = 3
"""The most commands before an answer that belong to it: a tag, and its values."""


class Adjudication:
    """The questions of the open document, and the answers to them."""

    def __init__(
        self,
        session: Session,
        annotators: Sequence[str] = (),
        rule: Rule = "unanimous",
        *,
        blind: bool = False,
    ) -> None:
        """`annotators` are those whose layers are compared; by default all who finished.

        With `blind`, layers are called only by their numbers.
        """
        self._session = session
        self._own = OwnLayer(session)
        self._wanted = annotators
        self._rule = rule
        self._blind = blind
        self.annotators: tuple[str, ...] = ()
        """Those whose layers are compared in the open document, numbered from 1."""
        self.current: AnyQuestion | None = None
        """The question that is asked."""
        self._state: State | None = None
        """What the database had when the question was asked."""
        self._asked_at = timedelta.max
        """When it was asked, as `instant_of` gives it."""
        self._made: dict[str, str] = {}
        """The ids of annotations that were tagged as answers, by the questions' subjects."""

    # ----------------------------------------------------------------- the state

    def state(self) -> State:
        """Read from the database what is agreed on, what is decided and what is open."""
        info = self._session.info
        if info is None:
            return State((), (), (), (), (), (), (), (), 0, ())
        session = self._session
        state = state_of(session.store, info, session.annotator, self._wanted, self._rule)
        self.annotators, self._state = state.annotators, state
        return state

    # --------------------------------------------------------------- the questions

    def begin(self) -> StatusMessage:
        """Adopt what all layers agree on, and ask the first question."""
        state = self.state()
        if len(self.annotators) < 2:
            return StatusMessage("fewer than two annotators have finished it", Level.ERROR)
        if state.waiting:
            self.current = None
            count = f"{state.waiting:,} {plural('annotation', state.waiting)}"
            return StatusMessage(
                f"{count} of an earlier text: place them first (palette: what changed)", Level.ERROR
            )
        said = self._take_agreed(state)
        message = self.ask()
        if self._session.annotator in self.annotators:
            said = ["your own layer is one of those compared; f2 changes who you are", *said]
        return message._replace(text="; ".join([*said, message.text]))

    def ask(self, *, back: bool = False, again: str = "", take: bool = True) -> StatusMessage:
        """Ask the first open question from the caret on, else the first of all.

        Once no question about annotations is open, agreed links are adopted, and so are agreed
        annotations whose adoption was undone; not with `take` False, which is for after an undo.
        With `back` the question before the caret is asked. `again` is the subject of a question to
        ask before all others.
        """
        state = self.state()
        take = take and not self._session.saver.queued_count
        if take and not state.questions and self._take_agreed(state):
            state = self.state()
        if take and not state.questions and state.agreed_links:
            changes = self._own.agreed_links(state)
            self._session.commit(f"take {len(changes)} {plural('link', len(changes))}", changes)
            state = self.state()
        self.current = self._nearest_question(state, back=back, again=again)
        self._asked_at = instant_of(now())
        self._show_question(state)
        return self.asked()

    def asked(self) -> StatusMessage:
        """Return the current question for the status line, and the number of open ones."""
        state = self._state
        if self.current is None or state is None:
            return StatusMessage(NOTHING_LEFT)
        left = f"{state.left} left of {state.left + state.decided}"
        return StatusMessage(f"{self.question(self.current)} · {left}", Level.QUESTION)

    @property
    def left(self) -> int:
        """Return the number of open questions when the document was last read."""
        return self._state.left if self._state is not None else 0

    def ask_next(self) -> StatusMessage:
        """Leave the question open and ask the next one."""
        state, current = self._state, self.current
        subjects = [one.subject for one in state.link_questions] if state is not None else []
        if subjects and isinstance(current, LinkQuestion):
            place = subjects.index(current.subject) if current.subject in subjects else -1
            return self.ask(again=subjects[(place + 1) % len(subjects)])
        if isinstance(current, Question):
            # Several questions may begin at one place.
            following = [one for one in self._questions() if _sort_key(one) > _sort_key(current)]
            if following:
                return self.ask(again=following[0].subject)
        self._session.open_text.go_to(0)
        return self.ask()

    def _questions(self) -> Sequence[Question]:
        return self._state.questions if self._state is not None else ()

    def _nearest_question(self, state: State, *, back: bool, again: str) -> AnyQuestion | None:
        questions = state.all_questions
        for question in questions:
            if question.subject == again:
                return question
        if not questions or not isinstance(questions[0], Question):
            return questions[-1 if back else 0] if questions else None
        current, caret = self.current, self._session.open_text.caret
        own = [question for question in questions if isinstance(question, Question)]
        if back:
            here = _sort_key(current) if isinstance(current, Question) else ((caret, caret), "")
            return next((one for one in reversed(own) if _sort_key(one) < here), own[-1])
        return next((one for one in own if one.span[0] >= caret), own[0])

    def _show_question(self, state: State) -> None:
        """Go to the subject of the question, and show each layer's part of it."""
        question, session = self.current, self._session
        lanes = [self._lane(number, name) for number, name in enumerate(self.annotators, 1)]
        session.show_lanes(Lanes(tuple(lanes), self._linked_ids(state), self._names()))
        if isinstance(question, Question):
            session.open_text.deselect()
            session.open_text.go_to(question.span[0])
            session.unpin()
        elif question is not None:
            session.open_text.deselect()
            session.pin(state.own[question.source].row)

    def _lane(self, number: int, name: str) -> Lane:
        """Return the lane of a layer for the current question."""
        question = self.current
        who = f"layer {number}" if self._blind else name
        if question is None:
            return Lane(str(number), who, frozenset())
        option = question.options.get(name, ())
        if isinstance(question, LinkQuestion):
            said = self._option_words(question, option)
            return Lane(str(number), who, frozenset(), said)
        rows = [row for row in option if isinstance(row, Annotation)]
        said = " + ".join(self._row_words(question, row) for row in rows)
        return Lane(str(number), who, frozenset(row.id for row in rows), said or "nothing")

    def _row_words(self, question: Question, row: Annotation) -> str:
        """Return a layer's annotation as text, the difference first, since there is little room."""
        facts = chips(self._session.schema.label(row.label), row.attributes)
        text = isolated(row.shown_text)
        match question.kind:
            case "bounds":
                labels = {one.label for one in question.annotations}
                return " ".join([text, *([row.label] if len(labels) > 1 else []), *facts])
            case "attributes":
                return " ".join([*(facts or ["no attributes"]), text])
            case _:
                return " ".join([row.label, *facts, text])

    def _linked_ids(self, state: State) -> frozenset[str]:
        """Return the ids of the decided annotations that the links in question connect."""
        question = self.current
        if not isinstance(question, LinkQuestion):
            return frozenset()
        ends = {question.source, *question.targets.values()}
        return frozenset(state.own[place].row.id for place in ends)

    def _names(self) -> Mapping[str, str]:
        """Return the names of annotators to show while theirs are hidden."""
        if not self._blind:
            return {}
        return {name: str(number) for number, name in enumerate(self.annotators, 1)}

    def question(self, question: AnyQuestion) -> str:
        """Return the status line's question: what differs, and what each layer has."""
        answers = [
            (str(number), name, self._option_words(question, question.options.get(name, ())))
            for number, name in enumerate(self.annotators, 1)
        ]
        if len(answers) > NAMED:
            said: dict[str, list[str]] = {}
            for number, _, words in answers:
                said.setdefault(words, []).append(number)
            parts = [f"{' '.join(numbers)} {words}" for words, numbers in said.items()]
        elif self._blind:
            parts = [f"{number} {words}" for number, _, words in answers]
        else:
            parts = [f"{number} {in_message(name)} {words}" for number, name, words in answers]
        kind = question.kind if isinstance(question, Question) else f"link {question.type}"
        return f"{kind}: {', '.join(parts)}"

    def _option_words(
        self, question: AnyQuestion, option: Sequence[Annotation] | Sequence[Link]
    ) -> str:
        if not option:
            return "nothing"
        if isinstance(question, LinkQuestion):
            own = self._state.own if self._state is not None else ()
            ends = (own[question.targets[one.id]].row.shown_text[:SHOWN] for one in option)
            return " + ".join(f"→ {isolated(text)}" for text in ends)
        annotations = [row for row in option if isinstance(row, Annotation)]
        if question.kind == "attributes":
            return "; ".join(in_message(_values(row)) for row in annotations)
        if question.kind == "bounds":
            text = self._session.open_text.text
            counts = [_words(text, row) for row in annotations]
            every = {_words(text, row) for row in question.annotations}
            if len(every) == 1:  # what differs is a part of a word
                return " + ".join(isolated(row.shown_text[:SHOWN]) for row in annotations)
            return " + ".join(f"{count} {plural('word', count)}" for count in counts)
        return " + ".join(in_message(row.label) for row in annotations)

    # ----------------------------------------------------------------- the answers

    def choose(self, number: int) -> StatusMessage:
        """Take what the layer of this number has, counting from 1."""
        if not 1 <= number <= len(self.annotators):
            return StatusMessage(f"there is no layer {number}", Level.ERROR)
        return self._answer(self.annotators[number - 1])

    def choose_none(self) -> StatusMessage:
        """Decide that none of them is right."""
        return self._answer(NONE)

    def choose_all(self) -> StatusMessage:
        """Decide that all of them are right; one of several equal ones is taken."""
        return self._answer(ALL)

    def choose_own(self, annotation: Annotation) -> StatusMessage:
        """Decide for an annotation that the adjudicator has just made."""
        if self.current is None:
            return StatusMessage(NOTHING_LEFT)
        mine = self._session.annotations.get(annotation.id)
        if mine is None or not isinstance(self.current, Question):
            return self._answer(OWN)
        if instant_of(mine.created_at) >= self._asked_at:
            self._made[self.current.subject] = mine.id
        return self._answer(OWN, mine)

    def replaced(self) -> list[Annotation]:
        """Return rows that the question's annotations replaced in a merge or synchronisation.

        Rows made on another text than the present one are left out.
        """
        info, question = self._session.info, self.current
        if info is None or not isinstance(question, Question):
            return []
        found = self._session.store.annotations.replaced(row.id for row in question.annotations)
        return [row for row in found if row.text_sha256 == info.text_sha256]

    def summary_of(self, row: Annotation) -> str:
        """Return the label, words, attributes and note of a replaced row, for a list."""
        words = [row.label, isolated(row.shown_text[:SHOWN])]
        words += [_values(row)] if row.attributes else []
        words += [isolated(row.note[:SHOWN])] if row.note else []
        return " ".join(words)

    def choose_replaced(self, row: Annotation) -> StatusMessage:
        """Answer with a replaced row: add an annotation like it to the adjudicator's layer."""
        session = self._session
        if session.info is None:
            return StatusMessage(NOTHING_LEFT)
        made = replace(self._own.like(row), text=row.text)
        result = session.commit(f"tag {row.label}", [Change(None, made)])
        return result.message(row.label) if result.unsaved else self.choose_own(made)

    def undo(self) -> StatusMessage:
        """Undo the last command; ask again what an undone answer was about.

        An annotation that was tagged as the answer is taken back with it.
        """
        session = self._session
        info = session.info
        if info is None:
            return undoing.undo(session)
        before = {one.id: one for one in session.store.comments.decisions(info.id)}
        message = undoing.undo(session)
        if message.failed:
            return message
        left = {one.id for one in session.store.comments.decisions(info.id)}
        undone = [one for id, one in before.items() if id not in left]
        made = self._made.get(undone[0].subject, "") if undone else ""
        for _ in range(STEPS_OF_A_TAG):
            if session.annotations.get(made) is not None:
                undoing.undo(session)
        following = self.ask(again=undone[0].subject if undone else "", take=False)
        return StatusMessage(f"{message.text}; {following.text}", following.level)

    def _answer(self, choice: str, made: Annotation | None = None) -> StatusMessage:
        """Write an answer and ask the next question; `made` is what the adjudicator tagged.

        While an answer is not saved yet no question follows, since open questions are read from
        the database.
        """
        if self._session.saver.queued_count:
            self._session.retry()
            if self._session.saver.queued_count:
                return StatusMessage("the last answer is not saved yet", Level.ERROR)
            return self.ask()
        question, info, state = self.current, self._session.info, self._state
        if question is None or info is None or state is None:
            return StatusMessage(NOTHING_LEFT)
        if isinstance(question, Question):
            changes = self._own.answer(state, question, choice, made)
            kind: str = question.kind
            if [one.subject for one in state.questions] == [question.subject]:
                changes += self._own.links_agreed_after(state, question, changes)
        else:
            changes = self._own.answer_about_links(state, question, choice)
            kind = "links"
        changes += self._own.superseded(subject_ids(question.subject))
        stamp = now()
        decision = Decision(
            new_id(), info.id, self._session.annotator, kind, question.subject, choice, stamp, stamp
        )
        result = self._session.commit(f"decide {kind}", [*changes, Change(None, decision)])
        named = "a layer" if self._blind and choice not in (NONE, ALL, OWN) else choice
        named = "your own" if choice == OWN else named
        done = result.message(f"decided for {in_message(named)},")
        if result.unsaved:
            return done
        following = self.ask()
        return StatusMessage(f"{done.text}; {following.text}", following.level)

    def _take_agreed(self, state: State) -> list[str]:
        """Update the adjudicator's layer with all agreements, as one command; say what was done."""
        changes = self._own.agreements(state)
        taken = len(state.agreed) + len(state.stale)
        withdrawn = len(state.withdrawn) + len(state.doubled)
        if changes:
            self._session.commit(f"take {taken}", changes)
        said = [f"taken: {taken}"] if taken else []
        return [*said, f"withdrawn: {withdrawn}"] if withdrawn else said


def _words(text: str, row: Annotation) -> int:
    """Return how many words an annotation has, without the gaps between its fragments."""
    return sum(len(unicode.words(text[start:end])) for start, end in row.stretches)


def _sort_key(question: Question) -> tuple[tuple[int, int], str]:
    return question.span, question.subject


def _values(row: Annotation) -> str:
    return " ".join(f"{name}={value}" for name, value in row.attributes.items()) or "no attributes"
