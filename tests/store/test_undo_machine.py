"""Random commands of two people against a plain model of what the database should hold."""

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.store.making import TEXT, document
from tui.errors import Conflict
from tui.model import Annotation, Link, annotate, edited, link, moved
from tui.store.database import Store
from tui.store.row_mapping import Change

PEOPLE = ("me", "her")
Rows = dict[str, Annotation | Link]


def plain(row: Annotation | Link) -> Annotation | Link:
    """The row without the times that undo advances."""
    return replace(row, updated_at="", deleted_at=None)


@dataclass
class Step:
    """A command as the model remembers it: each row before and after, None where there is none."""

    rows: list[tuple[str, Annotation | Link | None, Annotation | Link | None]]


class Commands(RuleBasedStateMachine):
    """Each person has a stack of steps done and one of steps undone, as in any editor."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.stores = [Store.open(self.folder / "a.db") for _ in PEOPLE]
        self.stores[0].add_documents([document("a")])
        self.info = self.stores[0].documents.get("a")
        self.live: Rows = {}
        self.done: dict[str, list[Step]] = {person: [] for person in PEOPLE}
        self.undone: dict[str, list[Step]] = {person: [] for person in PEOPLE}

    def teardown(self) -> None:
        for store in self.stores:
            store.close()
        shutil.rmtree(self.folder)

    def store(self, person: str) -> Store:
        return self.stores[PEOPLE.index(person)]

    @initialize()
    def begin(self) -> None:
        assert self.stored() == {}

    def stored(self) -> Rows:
        store = self.stores[0]
        found: list[Annotation | Link] = [
            *store.annotations.in_document("a"),
            *store.links.in_document("a"),
        ]
        return {row.id: row for row in found}

    def annotations(self) -> list[Annotation]:
        return [row for row in self.live.values() if isinstance(row, Annotation)]

    def do(self, person: str, changes: list[Change]) -> None:
        """Writes a command and notes what it did."""
        self.store(person).history.commit("step", "a", person, changes)
        step = Step([])
        for change in changes:
            before, after = change.before, change.after
            row = change.row
            assert isinstance(row, Annotation | Link)
            left = before if isinstance(before, Annotation | Link) else None
            right = after if isinstance(after, Annotation | Link) else None
            step.rows.append((row.id, left, right))
            self.put(row.id, right)
        self.done[person].append(step)
        self.undone[person] = []

    def put(self, row_id: str, row: Annotation | Link | None) -> None:
        if row is None:
            self.live.pop(row_id)
        else:
            self.live[row_id] = row

    @rule(
        person=st.sampled_from(PEOPLE),
        spans=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), min_size=1, max_size=4),
        label=st.sampled_from(["entity", "claim", "quote"]),
    )
    def tag(self, person: str, spans: list[tuple[int, int]], label: str) -> None:
        made = [
            annotate(self.info, TEXT, (start, start + length), label, person)
            for start, length in spans
        ]
        self.do(person, [Change(None, annotation) for annotation in made])

    @precondition(lambda self: self.annotations())
    @rule(person=st.sampled_from(PEOPLE), data=st.data(), note=st.text(max_size=5))
    def edit(self, person: str, data: st.DataObject, note: str) -> None:
        row = data.draw(st.sampled_from(self.annotations()))
        try:
            note.encode()
        except UnicodeEncodeError:
            return
        changed = edited(row, note=note, attributes={"n": note}, status="rejected")
        self.do(person, [Change(row, changed)])

    @precondition(lambda self: self.annotations())
    @rule(person=st.sampled_from(PEOPLE), data=st.data(), start=st.integers(0, 30))
    def move(self, person: str, data: st.DataObject, start: int) -> None:
        row = data.draw(st.sampled_from(self.annotations()))
        self.do(person, [Change(row, moved(row, TEXT, (start, start + 2)))])

    @precondition(lambda self: len(self.annotations()) > 1)
    @rule(person=st.sampled_from(PEOPLE), data=st.data())
    def tie(self, person: str, data: st.DataObject) -> None:
        ends = st.sampled_from(self.annotations())
        self.do(person, [Change(None, link(data.draw(ends), data.draw(ends), "x", person))])

    @precondition(lambda self: self.annotations())
    @rule(person=st.sampled_from(PEOPLE), data=st.data())
    def delete(self, person: str, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(self.annotations()))
        ties = [
            other
            for other in self.live.values()
            if isinstance(other, Link) and row.id in (other.from_id, other.to_id)
        ]
        gone: list[Annotation | Link] = [*ties, row]
        self.do(person, [Change(other, None) for other in gone])

    def step(self, person: str, *, back: bool) -> bool:
        """Undoes or redoes one step; False when the store rightly had nothing to do, or refused."""
        source, target = (self.done, self.undone) if back else (self.undone, self.done)
        store = self.store(person)
        act = store.history.undo if back else store.history.redo
        before = self.stored()
        if not source[person]:
            assert act("a", person) is None
            return False
        step = source[person][-1]
        expected = [(row_id, after if back else left) for row_id, left, after in step.rows]
        matches = all(
            (self.live.get(row_id) is None) == (row is None)
            and (row is None or plain(self.live[row_id]) == plain(row))
            for row_id, row in expected
        )
        if not matches or self.would_hang(step, back=back):
            try:
                act("a", person)
            except Conflict:
                assert self.stored() == before
                return False
            raise AssertionError("the store turned a step whose rows another had changed")
        assert act("a", person) is not None
        stored = self.stored()
        for row_id, left, after in step.rows:
            self.put(row_id, stored.get(row_id) if (left if back else after) else None)
        target[person].append(source[person].pop())
        return True

    def would_hang(self, step: Step, *, back: bool) -> bool:
        """Whether turning the step leaves a live link without one of its ends."""
        after = dict(self.live)
        for row_id, left, right in step.rows:
            row = left if back else right
            after.pop(row_id, None)
            if row is not None:
                after[row_id] = row
        return any(
            isinstance(row, Link) and not {row.from_id, row.to_id} <= after.keys()
            for row in after.values()
        )

    @rule(person=st.sampled_from(PEOPLE))
    def undo(self, person: str) -> None:
        self.step(person, back=True)

    @rule(person=st.sampled_from(PEOPLE))
    def redo(self, person: str) -> None:
        self.step(person, back=False)

    @rule(person=st.sampled_from(PEOPLE))
    def undo_all_and_redo_all(self, person: str) -> None:
        last = {row_id: plain(row) for row_id, row in self.live.items()}
        turned = 0
        while self.step(person, back=True):
            turned += 1
        for _ in range(turned):
            assert self.step(person, back=False)
        if turned:
            assert {row_id: plain(row) for row_id, row in self.stored().items()} == last

    @rule(person=st.sampled_from(PEOPLE))
    def restart(self, person: str) -> None:
        place = PEOPLE.index(person)
        self.stores[place].close()
        self.stores[place] = Store.open(self.folder / "a.db")

    @invariant()
    def the_database_holds_what_the_model_holds(self) -> None:
        stored = self.stored()
        assert {key: plain(row) for key, row in stored.items()} == {
            key: plain(row) for key, row in self.live.items()
        }
        for row_id, row in stored.items():
            assert row.updated_at >= self.live[row_id].updated_at


TestCommands = Commands.TestCase
TestCommands.settings = settings(
    max_examples=settings().max_examples // 4,  # of the profile: more in `make soak`
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
