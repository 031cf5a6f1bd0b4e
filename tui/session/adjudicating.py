"""Deciding on what several annotators differ in, in the open document.

What is decided becomes annotations and links of the adjudicator's own layer, with an `origin` that
names the ids they come from, and a row of `decisions`; the annotators' own rows stay as they are.
Each answer is one command: one transaction, one step of undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tui.model import (
    Annotation,
    Decision,
    Link,
    annotate,
    annotation_order,
    link,
    new_id,
    now,
)
from tui.session.messages import Level, StatusMessage, plural
from tui.session.session import Session
from tui.store.row_mapping import Change
from tui.team.adjudication import (
    ALL,
    NONE,
    OWN,
    Agreed,
    LinkComparison,
    LinkQuestion,
    Question,
    Rule,
    compare,
    compare_links,
)
from tui.text import unicode

ORIGIN = "adjudicated:"
"""How the origin of an adjudicated annotation begins; the ids that it comes from follow."""

NOTHING_LEFT = "nothing is left to decide here"


@dataclass(frozen=True, slots=True)
class State:
    """What is decided in the open document, and what is not."""

    agreed: tuple[Agreed, ...]
    """What all layers agree on and the adjudicator's layer does not have yet."""
    questions: tuple[Question, ...]
    """What differs and is not decided, in the text's order."""
    agreed_links: tuple[LinkQuestion, ...]
    link_questions: tuple[LinkQuestion, ...]
    """Links that differ; they come after the annotations that they connect."""
    decided: int

    @property
    def left(self) -> int:
        """How many questions are left."""
        return len(self.questions) + len(self.link_questions)


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

        With `blind` layers are called by their numbers alone.
        """
        self._session = session
        self._wanted = annotators
        self._rule = rule
        self._blind = blind
        self.annotators: tuple[str, ...] = ()
        """Those whose layers are compared in the open document, numbered from 1."""
        self.current: Question | LinkQuestion | None = None
        """The question that is asked."""

    # ----------------------------------------------------------------- the state

    def state(self) -> State:
        """Read from the database what is agreed on, decided and left."""
        session = self._session
        info = session.info
        if info is None:
            return State((), (), (), (), 0)
        rows = [
            row
            for row in session.store.annotations.in_document(info.id)
            if row.status == "accepted" and row.text_sha256 == info.text_sha256
        ]
        own = self._own()
        adopted = [sources(row) for row in own]
        self.annotators = self._compared(rows)
        layers: dict[str, list[Annotation]] = {name: [] for name in self.annotators}
        for row in rows:
            if row.annotator in layers and not sources(row):
                layers[row.annotator].append(row)
        decided = {
            one.subject
            for one in session.store.comments.decisions(info.id)
            if one.adjudicator == session.annotator
        }
        taken = {id for ids in adopted for id in ids}
        comparison = compare(layers, self._rule)
        questions = tuple(q for q in comparison.questions if q.subject not in decided)
        agreed = tuple(
            one
            for one in comparison.agreed
            if not taken & {member.id for member in one.members.values()}
        )
        links, missing = self._compare_links(own)
        return State(
            agreed,
            questions,
            missing,
            tuple(one for one in links.questions if one.subject not in decided),
            len(decided),
        )

    def _compare_links(
        self, own: Sequence[Annotation]
    ) -> tuple[LinkComparison, tuple[LinkQuestion, ...]]:
        """Compare the layers' links between what is decided; and the agreed ones that lack."""
        comparison = compare_links(self._links(), [sources(row) for row in own])
        there = {
            (one.type, one.from_id, one.to_id)
            for one in self._links((self._session.annotator,))[self._session.annotator]
        }
        missing = tuple(one for one in comparison.agreed if _ends(one, own) not in there)
        return comparison, missing

    def _own(self) -> list[Annotation]:
        """Return what is decided: the adjudicator's annotations that come from others."""
        info = self._session.info
        return [
            row
            for row in (self._session.store.annotations.in_document(info.id) if info else ())
            if row.annotator == self._session.annotator
            and row.status == "accepted"
            and row.text_sha256 == (info.text_sha256 if info else "")
            and sources(row)
        ]

    def _compared(self, rows: Iterable[Annotation]) -> tuple[str, ...]:
        """Return whose layers are compared: those who finished, else those with annotations."""
        session = self._session
        info = session.info
        if info is None:
            return ()
        if self._wanted:
            return tuple(self._wanted)
        done = {
            progress.annotator
            for progress in session.store.progress.in_document(info.id)
            if progress.status == "done"
        }
        marked = {row.annotator for row in rows if not sources(row)}
        return tuple(sorted(done if len(done) > 1 else done | marked))

    def _links(self, annotators: Sequence[str] = ()) -> dict[str, list[Link]]:
        """Return the accepted links of these annotators, or of those whose layers are compared."""
        found: dict[str, list[Link]] = {name: [] for name in annotators or self.annotators}
        info = self._session.info
        if info is not None:
            for one in self._session.store.links.in_document(info.id):
                if one.annotator in found and one.status == "accepted":
                    found[one.annotator].append(one)
        return found

    # --------------------------------------------------------------- the questions

    def begin(self) -> StatusMessage:
        """Take what is agreed on, and ask the first question."""
        state = self.state()
        if len(self.annotators) < 2:
            return StatusMessage("fewer than two annotators have finished here", Level.ERROR)
        taken = self._take(state.agreed)
        message = self.ask()
        return message._replace(text=f"taken: {taken}; {message.text}") if taken else message

    def ask(self, back: int = 0) -> StatusMessage:
        """Ask the first question that is left from the caret on, else the first of all.

        Agreed links are taken once nothing about annotations is left. With `back` 1 the question
        before the caret is asked.
        """
        state = self.state()
        if not state.questions and state.agreed_links:
            self._take_links(state.agreed_links)
            state = self.state()
        asked: Question | LinkQuestion | None = next(iter(state.link_questions), None)
        if state.questions:
            asked = self._nearest(state.questions, back)
        self.current = asked
        if asked is None:
            return StatusMessage(NOTHING_LEFT)
        self._show(asked)
        return StatusMessage(f"{self.question(asked)} · {state.left} left", Level.QUESTION)

    def _nearest(self, questions: Sequence[Question], back: int) -> Question:
        caret = self._session.open_text.caret
        if back:
            return next((q for q in reversed(questions) if q.span[0] < caret), questions[-1])
        return next((q for q in questions if q.span[0] >= caret), questions[0])

    def _show(self, question: Question | LinkQuestion) -> None:
        if isinstance(question, Question):
            start, _ = question.span
            self._session.open_text.deselect()
            self._session.open_text.go_to(start)
            self._session.unpin()

    def question(self, question: Question | LinkQuestion) -> str:
        """Return what the status line asks: what differs, and what each layer says."""
        parts = []
        for number, name in enumerate(self.annotators, 1):
            option = question.options.get(name, ())
            who = str(number) if self._blind else f"{number} {name}"
            parts.append(f"{who} {self._said(question, option)}")
        kind = question.kind if isinstance(question, Question) else f"link {question.type}"
        return f"{kind}: {', '.join(parts)}"

    def _said(
        self, question: Question | LinkQuestion, option: Sequence[Annotation] | Sequence[Link]
    ) -> str:
        if not option:
            return "nothing"
        if isinstance(question, LinkQuestion):
            return "yes"
        annotations = [row for row in option if isinstance(row, Annotation)]
        if question.kind == "attributes":
            return "; ".join(_values(row) for row in annotations)
        if question.kind == "bounds":
            text = self._session.open_text.text
            counts = [len(unicode.words(text[row.start : row.end])) for row in annotations]
            return " + ".join(f"{count} {plural('word', count)}" for count in counts)
        return " + ".join(row.label for row in annotations)

    # ----------------------------------------------------------------- the answers

    def choose(self, number: int) -> StatusMessage:
        """Take what the layer of this number has, counted from 1."""
        if not 1 <= number <= len(self.annotators):
            return StatusMessage(f"there is no layer {number}", Level.ERROR)
        return self._answer(self.annotators[number - 1])

    def choose_none(self) -> StatusMessage:
        """Decide that none of them is right."""
        return self._answer(NONE)

    def choose_all(self) -> StatusMessage:
        """Decide that all of them are right; of equal ones one is taken."""
        return self._answer(ALL)

    def choose_own(self, annotation: Annotation) -> StatusMessage:
        """Decide for an annotation that the adjudicator has just made."""
        if self.current is None:
            return StatusMessage(NOTHING_LEFT)
        mine = self._session.annotations.get(annotation.id)
        if mine is None or not isinstance(self.current, Question):
            return self._answer(OWN)
        origin = _origin(self.current.annotations)
        return self._answer(OWN, [Change(mine, replace(mine, origin=origin))])

    def _answer(self, choice: str, changes: Sequence[Change] = ()) -> StatusMessage:
        question, info = self.current, self._session.info
        if question is None or info is None:
            return StatusMessage(NOTHING_LEFT)
        made = list(changes)
        if isinstance(question, Question):
            made += self._earlier_answer(question)
            made += [Change(None, row) for row in self._copies(question, choice)]
            if not [q for q in self.state().questions if q.subject != question.subject]:
                made += self._agreed_links(made)
        elif choice not in (NONE, OWN) and (choice == ALL or question.options[choice]):
            made += [Change(None, row) for row in self._link_of(question)]
        stamp = now()
        kind = question.kind if isinstance(question, Question) else "links"
        decision = Decision(
            new_id(), info.id, self._session.annotator, kind, question.subject, choice, stamp, stamp
        )
        result = self._session.commit(f"decide {kind}", [*made, Change(None, decision)])
        following = self.ask()
        named = "a layer" if self._blind and choice not in (NONE, ALL, OWN) else choice
        done = result.message(f"decided for {named},")
        level = following.level if done.level is Level.INFO else done.level
        return StatusMessage(f"{done.text}; {following.text}", level)

    def _agreed_links(self, changes: Sequence[Change]) -> list[Change]:
        """Return the links that all agree on once these changes, the last answer's, are made."""
        own = {row.id: row for row in self._own()}
        for change in changes:
            row = change.row
            if isinstance(row, Annotation):
                own.pop(row.id, None)
                if isinstance(change.after, Annotation):
                    own[row.id] = change.after
        rows = sorted(own.values(), key=annotation_order)
        _, missing = self._compare_links(rows)
        return [
            Change(
                None, link(rows[one.source], rows[one.target], one.type, self._session.annotator)
            )
            for one in missing
        ]

    def _earlier_answer(self, question: Question) -> list[Change]:
        """Return the deletion of what was decided before one of the annotations changed."""
        session, asked = self._session, {row.id for row in question.annotations}
        rows = [
            row
            for row in session.annotations.items
            if session.mine(row) and asked & set(sources(row))
        ]
        ids = {row.id for row in rows}
        links = [
            one
            for one in session.store.links.in_document(question.annotations[0].document_id)
            if one.annotator == session.annotator and {one.from_id, one.to_id} & ids
        ]
        gone: list[Annotation | Link] = [*links, *rows]
        return [Change(row, None) for row in gone]

    def _copies(self, question: Question, choice: str) -> list[Annotation]:
        """Return the annotations to add; equal ones of several layers become one."""
        if choice in (NONE, OWN):
            return []
        names = self.annotators if choice == ALL else (choice,)
        equal: dict[object, list[Annotation]] = {}
        for name in names:
            for row in question.options.get(name, ()):
                equal.setdefault(_content(row), []).append(row)
        copies = []
        for rows in equal.values():
            same = [
                row
                for option in question.options.values()
                for row in option
                if _content(row) == _content(rows[0])
            ]
            # A single answer stands for all versions, so that links of any layer find their end.
            origins = same if len(equal) > 1 else question.annotations
            copies.append(self._copy(rows[0], origins))
        return copies

    def _copy(self, row: Annotation, origins: Iterable[Annotation]) -> Annotation:
        session = self._session
        assert session.info is not None  # noqa: S101  # a question belongs to an open document
        made = annotate(
            session.info,
            session.open_text.text,
            (row.start, row.end),
            row.label,
            session.annotator,
            attributes=row.attributes,
            note=row.note,
            origin=_origin(origins),
        )
        return replace(made, fragments=row.fragments)

    def _take(self, agreed: Sequence[Agreed]) -> int:
        """Add what all agree on to the adjudicator's layer, as one command."""
        if agreed:
            copies = [self._copy(one.taken, one.members.values()) for one in agreed]
            self._session.commit(f"take {len(copies)}", [Change(None, row) for row in copies])
        return len(agreed)

    def _take_links(self, agreed: Sequence[LinkQuestion]) -> None:
        rows = [row for one in agreed for row in self._link_of(one)]
        if rows:
            count = f"take {len(rows)} {plural('link', len(rows))}"
            self._session.commit(count, [Change(None, row) for row in rows])

    def _link_of(self, question: LinkQuestion) -> list[Link]:
        own = self._own()
        source, target = own[question.source], own[question.target]
        return [link(source, target, question.type, self._session.annotator)]


def sources(annotation: Annotation) -> list[str]:
    """Return the ids that an adjudicated annotation comes from; none for any other."""
    if not annotation.origin.startswith(ORIGIN):
        return []
    return annotation.origin.removeprefix(ORIGIN).split()


def _origin(annotations: Iterable[Annotation]) -> str:
    return " ".join([ORIGIN, *sorted({row.id for row in annotations})])


def _content(row: Annotation) -> object:
    attributes = tuple(sorted((name, str(value)) for name, value in row.attributes.items()))
    return row.label, row.start, row.end, row.fragments, attributes


def _ends(question: LinkQuestion, own: Sequence[Annotation]) -> tuple[str, str, str]:
    return question.type, own[question.source].id, own[question.target].id


def _values(row: Annotation) -> str:
    return " ".join(f"{name}={value}" for name, value in row.attributes.items()) or "no attributes"
