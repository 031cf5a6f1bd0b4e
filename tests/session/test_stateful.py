"""A thousand random commands against a plain model of annotations and links.

After each, the database, the session's notes, the sidebar's lines and the model say the same. The
model is a dictionary, with a copy of it for each step that can be undone.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.articles import document
from tests.session.opening import OPTIONS, SEED, make_suggestions
from tui.model import JSON, Annotation
from tui.schema import default_schema
from tui.session.annotation_list import AnnotationLine, annotation_lines, details
from tui.session.commands import deciding, linking, tag_everywhere, tagging, undoing
from tui.session.commands.bounds import vocabulary_of
from tui.session.session import Session
from tui.session.todo import next_todo
from tui.store.database import Store
from tui.text.language import natural_spans
from tui.text.language.clitics import Vocabulary
from tui.text.spans import Span

STEPS = 50
"""Commands of an example; each example starts with an empty database."""
EXAMPLES = settings().max_examples // 5
"""A fifth of the profile's: 20, and 400 in `make soak`."""

TEXT = SEED[1248:2360]
"""A stretch with quotations, for the suggestions."""
LABELS = default_schema().names
LINKS = [(label.name, one.type, one.targets) for label in default_schema() for one in label.links]
TYPES = ("PERS", "ORG", "GPE")
BOUNDS = ("start_in", "start_out", "end_in", "end_out")
MOVES: dict[str, Callable[[str, Span, Vocabulary], Span]] = {
    "start_in": natural_spans.move_start_in,
    "start_out": natural_spans.move_start_out,
    "end_in": lambda text, span, _: natural_spans.move_end_in(text, span),
    "end_out": lambda text, span, _: natural_spans.move_end_out(text, span),
}


@dataclass(frozen=True)
class Note:
    """An annotation as the model knows it."""

    label: str
    start: int
    end: int
    attributes: tuple[tuple[str, JSON], ...] = ()
    note: str = ""
    status: str = "accepted"


@dataclass
class Model:
    """Annotations by id; links as (type, from, to, status)."""

    notes: dict[str, Note] = field(default_factory=dict)
    links: list[tuple[str, str, str, str]] = field(default_factory=list)

    def shown(self) -> dict[str, Note]:
        """What has a place in the text."""
        return {id: one for id, one in self.notes.items() if one.status != "rejected"}


def note_of(row: Annotation) -> Note:
    """A stored annotation in the model's terms."""
    attributes = tuple(sorted(row.attributes.items()))
    return Note(row.label, row.start, row.end, attributes, row.note, row.status)


def with_value(one: Note, **changes: object) -> Note:
    """The note with other values."""
    return Note(**{**one.__dict__, **changes})


class Commands(RuleBasedStateMachine):
    """One annotator at work on one document."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.open(self.folder / "annotations.db")
        self.store.add_documents([document(TEXT, "000.txt")])
        self.session = Session(self.store, default_schema(), "me")
        self.session.open("000.txt", OPTIONS)
        self.model = Model()
        self.done: list[Model] = []
        self.undone: list[Model] = []
        self.known_lines: dict[str, AnnotationLine] = {}

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    # ------------------------------------------------------------------- helpers

    def step(self) -> Model:
        """Remember the state before a command that can be undone; the one to change."""
        self.done.append(deepcopy(self.model))
        self.undone = []
        return self.model

    def pick(self, data: st.DataObject, ids: list[str]) -> Annotation:
        """One of the annotations that the session has."""
        row = self.session.annotations.get(data.draw(st.sampled_from(sorted(ids))))
        assert row is not None
        return row

    def new_ids(self) -> list[Annotation]:
        return [row for row in self.session.annotations.items if row.id not in self.model.notes]

    def having(self, status: str) -> list[str]:
        return [id for id, one in self.model.notes.items() if one.status == status]

    # --------------------------------------------------------------------- tags

    @rule(
        start=st.integers(0, len(TEXT) - 2),
        length=st.integers(1, 60),
        label=st.sampled_from(LABELS),
    )
    def tag_selection(self, start: int, length: int, label: str) -> None:
        self._tag(Span(start, min(start + length, len(TEXT))), label)

    @rule(caret=st.integers(0, len(TEXT)), label=st.sampled_from(LABELS))
    def tag_natural(self, caret: int, label: str) -> None:
        kind = default_schema().label(label).natural
        span = natural_spans.natural_span(TEXT, caret, kind)
        self.session.unpin()
        self.session.open_text.deselect()
        self.session.open_text.go_to(caret)
        self._tag(span, label)

    def _tag(self, span: Span | None, label: str) -> None:
        if span is None:
            return
        same = [
            id
            for id, one in self.model.shown().items()
            if (one.label, one.start, one.end) == (label, span.start, span.end)
        ]
        if self.session.open_text.natural(default_schema().label(label).natural) != span:
            self.session.open_text.select(span)
        tagging.tag(self.session, default_schema().label(label))
        if not same:
            (made,) = self.new_ids()
            self.step().notes[made.id] = Note(label, span.start, span.end)
        elif self.model.notes[same[0]].status == "suggested" and len(same) == 1:
            self._accept(same[0])
        assert self.session.open_text.caret == span.end
        assert self.session.open_text.selection is None
        current = self.session.current
        assert current is not None
        assert (current.label, current.start, current.end) == (label, span.start, span.end)

    @precondition(lambda self: self.session.last_tag is not None)
    @rule(start=st.integers(0, len(TEXT) - 20))
    def repeat(self, start: int) -> None:
        last = self.session.last_tag
        assert last is not None
        span = Span(start, start + 5)
        if self.session.annotations.same(last.label, *span):
            return
        self.session.open_text.select(span)
        tagging.repeat(self.session)
        (made,) = self.new_ids()
        attributes = tuple(sorted(last.attributes.items()))
        self.step().notes[made.id] = Note(last.label, *span, attributes)

    # ------------------------------------------------------------------ changes

    @precondition(lambda self: self.model.shown())
    @rule(data=st.data(), value=st.sampled_from(TYPES), note=st.sampled_from(("", "one\ntwo")))
    def fill_in(self, data: st.DataObject, value: str, note: str) -> None:
        row = self.pick(data, list(self.model.shown()))
        attributes = {**row.attributes, "type": value}
        tagging.update(self.session, row, "edit", attributes=attributes, note=note)
        after = with_value(note_of(row), attributes=tuple(sorted(attributes.items())), note=note)
        if after != note_of(row):
            self.step().notes[row.id] = after

    @precondition(lambda self: self.model.shown())
    @rule(data=st.data(), which=st.sampled_from(BOUNDS))
    def move_bound(self, data: st.DataObject, which: str) -> None:
        row = self.pick(data, list(self.model.shown()))
        self.session.pin(row)
        span = MOVES[which](TEXT, Span(row.start, row.end), vocabulary_of(self.session))
        tagging.move_bound(self.session, which)
        if span != (row.start, row.end) and span.length:
            self.step().notes[row.id] = with_value(note_of(row), start=span.start, end=span.end)

    @precondition(lambda self: self.model.shown())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        row = self.pick(data, list(self.model.shown()))
        tagging.delete(self.session, row)
        model = self.step()
        del model.notes[row.id]
        model.links = [one for one in model.links if row.id not in one[1:3]]

    # -------------------------------------------------------------------- links

    @precondition(lambda self: len(self.model.shown()) > 1)
    @rule(data=st.data(), wanted=st.sampled_from(LINKS))
    def link(self, data: st.DataObject, wanted: tuple[str, str, tuple[str, ...]]) -> None:
        label, link_type, targets = wanted
        sources = [id for id, one in self.model.shown().items() if one.label == label]
        ends = [id for id, one in self.model.shown().items() if one.label in targets]
        if not sources or not ends:
            return
        source, target = self.pick(data, sources), self.pick(data, ends)
        linking.add_link(self.session, source, target, link_type)
        ours = (link_type, source.id, target.id)
        there = next(
            (one for one in self.model.links if one[:3] == ours and one[3] != "rejected"), None
        )
        if source.id == target.id or (there is not None and there[3] == "accepted"):
            return
        model = self.step()
        if there is not None:
            model.links.remove(there)
        model.links = [
            (*one[:3], "rejected") if one[:2] == ours[:2] and one[3] == "suggested" else one
            for one in model.links
        ]
        model.links.append((*ours, "accepted"))
        model.notes[target.id] = with_value(model.notes[target.id], status="accepted")

    @precondition(lambda self: any(one[3] != "rejected" for one in self.model.links))
    @rule(data=st.data())
    def unlink(self, data: st.DataObject) -> None:
        shown = [row for id in self.model.notes for row in self.session.annotations.links_from(id)]
        row = data.draw(st.sampled_from(sorted(shown, key=lambda one: one.id)))
        linking.remove_link(self.session, row)
        self.step().links.remove((row.type, row.from_id, row.to_id, row.status))

    # -------------------------------------------------------------- suggestions

    @rule()
    def suggest(self) -> None:
        before = {row.id for row in self.store.links.in_document("000.txt")}
        make_suggestions(self.session)
        made = self.new_ids()
        if not made:
            return
        model = self.step()
        for row in made:
            assert row.status == "suggested"
            model.notes[row.id] = note_of(row)
        for one in self.store.links.in_document("000.txt"):
            if one.id not in before:
                assert one.status == "suggested"
                model.links.append((one.type, one.from_id, one.to_id, "suggested"))

    @precondition(lambda self: self.having("suggested"))
    @rule(data=st.data(), accept=st.booleans())
    def decide(self, data: st.DataObject, accept: bool) -> None:
        row = self.pick(data, self.having("suggested"))
        offered = self._offered(row)
        deciding.decide(self.session, row, accept=accept)
        if accept:
            self._accept(row.id)
            return
        self._reject(row, offered)

    def _reject(self, row: Annotation, offered: list[tuple[str, str]]) -> None:
        model = self.step()
        out = [one for one in model.links if one[1] == row.id and one[3] == "suggested"]
        names = {
            TEXT[one.start : one.end]
            for one in model.notes.values()
            if (one.label, one.status) == ("entity", "accepted")
        }
        live = [one for one in model.links if one[3] != "rejected"]
        gone = {
            to
            for link_type, _, to, _ in out
            if model.notes[to].status == "suggested"
            and TEXT[model.notes[to].start : model.notes[to].end] not in names
            and all(one in out for one in live if one[2] == to)
            and not any(one[0] == "continues" and one[2] == to for one in out)
        }
        model.notes[row.id] = with_value(note_of(row), status="rejected")
        model.links = [
            (*one[:3], "rejected") if row.id in one[1:3] and one[3] == "suggested" else one
            for one in model.links
            if not gone & set(one[1:3])
        ]
        for id in gone:
            del model.notes[id]
        model.links += [("speaker", quote, to, "suggested") for quote, to in offered]

    def _offered(self, row: Annotation) -> list[tuple[str, str]]:
        """The quotes that lose this suggested speaker, each with the next likely one."""
        found = []
        for one in self.model.links:
            speakers = [
                other
                for other in self.model.links
                if other[:2] == one[:2] and other[3] != "rejected"
            ]
            if one[0] == "speaker" and one[2:] == (row.id, "suggested") and speakers == [one]:
                quote = self.session.annotations.in_text(one[1])
                if quote is not None:
                    following = deciding.next_speaker(self.session, quote, row.id)
                    found += [(quote.id, following.id)] if following else []
        return found

    def _accept(self, id: str) -> None:
        model = self.step()
        has = {one[:2] for one in model.links if one[3] == "accepted"}
        group = [id]
        for one in group:
            group += [
                to
                for link_type, source, to, status in model.links
                if (source, status) == (one, "suggested")
                and (link_type, source) not in has
                and model.notes[to].status == "suggested"
                and to not in group
            ]
        for one in group:
            model.notes[one] = with_value(model.notes[one], status="accepted")
        accepted = {other for other, one in model.notes.items() if one.status == "accepted"}
        model.links = [
            (*one[:3], "rejected" if one[:2] in has else "accepted")
            if one[3] == "suggested" and set(group) & set(one[1:3]) and accepted >= set(one[1:3])
            else one
            for one in model.links
        ]

    @precondition(lambda self: self.having("accepted"))
    @rule(data=st.data())
    def tag_everywhere(self, data: st.DataObject) -> None:
        row = self.pick(data, self.having("accepted"))
        hits = [hit for hit in tag_everywhere.previews(self.session, row) if hit.suggested is None][
            :5
        ]
        tag_everywhere.tag_chosen(self.session, row, hits)
        made = self.new_ids()
        assert {(one.start, one.end) for one in made} == {tuple(hit.span) for hit in hits}
        if made:
            model = self.step()
            attributes = tuple(sorted(row.attributes.items()))
            for one in made:
                model.notes[one.id] = Note(row.label, one.start, one.end, attributes)

    # ------------------------------------------------------------- undo, restart

    @rule()
    def undo(self) -> None:
        undoing.undo(self.session)
        if self.done:
            self.undone.append(self.model)
            self.model = self.done.pop()

    @rule()
    def redo(self) -> None:
        undoing.redo(self.session)
        if self.undone:
            self.done.append(self.model)
            self.model = self.undone.pop()

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = Store.open(self.folder / "annotations.db")
        self.session.__init__(self.store, default_schema(), "me")  # type: ignore[misc]  # starts again
        self.session.open("000.txt", OPTIONS)

    @rule(forward=st.booleans())
    def todo(self, forward: bool) -> None:
        found = next_todo(self.session, forward=forward)
        suggested = bool(self.having("suggested"))
        assert (found is not None and found.annotation.status == "suggested") == suggested
        if found is not None:
            self.session.pin(found.annotation)

    # --------------------------------------------------------------- what agrees

    @invariant()
    def the_database_agrees(self) -> None:
        stored = {row.id: note_of(row) for row in self.store.annotations.in_document("000.txt")}
        assert stored == self.model.notes
        links = Counter(
            (one.type, one.from_id, one.to_id, one.status)
            for one in self.store.links.in_document("000.txt")
        )
        assert links == Counter(self.model.links)
        assert all(TEXT[row.start : row.end] == row.text for row in self.session.annotations.items)

    @invariant()
    def the_notes_agree(self) -> None:
        notes = self.session.annotations
        assert {row.id: note_of(row) for row in notes.items} == self.model.shown()
        shown = Counter(
            (one.type, one.from_id, one.to_id)
            for id in self.model.notes
            for one in notes.links_from(id)
        )
        assert shown == Counter(one[:3] for one in self.model.links if one[3] != "rejected")

    @invariant()
    def the_sidebar_agrees(self) -> None:
        for by_label in (False, True):
            lines = annotation_lines(self.session, by_label=by_label)
            again = annotation_lines(self.session, by_label=by_label, known=self.known_lines)
            assert again == lines
            self.known_lines = {line.annotations[0]: line for line in again if line.annotations}
            listed = [id for line in lines for id in line.annotations]
            shown = self.model.shown()
            assert sorted(listed) == sorted(shown)
            arrows = Counter(
                id
                for id in listed
                if (row := self.session.annotations.get(id))
                for text in details(self.session, row)
                if "→" in text or "←" in text
            )
            expected: Counter[str] = Counter()
            for _, source, target, status in self.model.links:
                if status != "rejected":
                    expected.update(id for id in (source, target) if id in shown)
            assert arrows == expected


TestCommands = Commands.TestCase
TestCommands.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
