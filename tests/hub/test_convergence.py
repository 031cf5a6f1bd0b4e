"""Several databases and a hub: whatever is done, exchanged and cut, all end with the same rows."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.hub.conftest import CURATOR, Hub, begin_again
from tests.hub.cutting_proxy import CuttingProxy, cutting_proxy
from tests.store.making import document
from tests.store.replication.test_merging_in_any_order import (
    TEXTS,
    change_row,
    execute,
    export,
    kept_rows,
    shared_rows,
)
from tui.errors import HubError
from tui.hub.exchange import sync
from tui.model import Annotation, annotate
from tui.store.database import Store
from tui.store.maintenance.checks import check_database
from tui.store.row_mapping import Change

PLACES = ((CURATOR, CURATOR), ("hind", "hind"), ("hind", "laptop"), ("عمر", "عمر"))
"""Who works in which database: hind has two."""


class Step(NamedTuple):
    """Something that is done in one of the databases."""

    place: int
    kind: str
    number: int
    cut: int = 0
    """After how many bytes a synchronisation is cut; 0 for one that is not."""


KINDS = ("tag", "tag", "edit", "edit", "delete", "link", "place", "comment", "text", "same time")
cuts = st.one_of(st.just(0), st.integers(1, 12_000))
syncs = st.builds(Step, st.integers(0, 3), st.just("sync"), st.just(0), cuts)
works = st.builds(Step, st.integers(0, 3), st.sampled_from(KINDS), st.integers(0, 11))
steps = st.lists(st.one_of(syncs, works), min_size=4, max_size=20)


class Team:
    """The databases of a team, and their hub behind a proxy."""

    def __init__(self, hub: Hub, proxy: CuttingProxy, folder: Path) -> None:
        self._hub = hub
        self._proxy = proxy
        self.stores = [Store.open(folder / f"{place}.db") for _, place in PLACES]
        self.saved: set[tuple[str, bytes]] = set()
        """Contents of all rows that anybody has saved."""

    def do(self, step: Step) -> None:
        person, _ = PLACES[step.place]
        store = self.stores[step.place]
        if step.kind == "sync":
            self._sync(step.place, step.cut)
        elif step.kind == "text":
            if person == CURATOR:
                store.add_documents([document("a", TEXTS[step.number % 3])])
                store.documents.reanchor("a", person, store.documents.placements("a"))
        else:
            _work(store, person, step)
        self.saved |= set(shared_rows(store.path))

    def _sync(self, place: int, cut: int = 0) -> None:
        person, _ = PLACES[place]
        self._proxy.allowance = cut or None
        address = f"postgresql://{person}@/{self._hub.database}?host={self._proxy.folder}"
        try:
            sync(self.stores[place], address, person)
        except HubError:
            assert cut
        # What was being written when the connection was cut has been saved as well.
        self.saved |= set(shared_rows(self.stores[place].path))

    def settle(self) -> None:
        """Synchronise all, until nobody has anything to send and everybody has all."""
        for place in (*range(len(PLACES)), *range(len(PLACES)), *range(len(PLACES))):
            self._sync(place)

    def close(self) -> None:
        for store in self.stores:
            store.close()


def _work(store: Store, person: str, step: Step) -> None:
    """Do something with the person's own layer, as far as there is something."""
    if not store.documents.count():
        return
    info = store.documents.get("a")
    own: list[Annotation] = [
        row for row in store.annotations.in_document("a") if row.annotator == person
    ]
    if step.kind == "tag":
        text = store.documents.text_of("a")
        start = step.number % 8
        new = annotate(info, text, (start, start + 3), "entity", person)
        store.history.commit("tag", "a", person, [Change(None, new)])
    elif step.kind == "place":
        store.progress.save("a", person, step.number % info.length)
    elif step.kind == "same time" and own:
        sql = "UPDATE annotations SET updated_at = ? WHERE id = ?"
        execute(store.path, sql, (own[0].created_at, own[step.number % len(own)].id))
    elif own:
        change_row(store, person, step.kind, step.number, own[step.number % len(own)].id)


@contextmanager
def team(hub: Hub) -> Iterator[Team]:
    """A team with an open hub, and one document that all have."""
    folder = Path(tempfile.mkdtemp())
    try:
        begin_again(hub)
        hub.execute("SELECT hub.set_blind(false)")
        with cutting_proxy(hub.postgres.folder) as proxy:
            made = Team(hub, proxy, folder)
            made.stores[0].add_documents([document("a", TEXTS[0])])
            made.settle()
            yield made
            made.close()
    finally:
        shutil.rmtree(folder)


def _exports(team: Team) -> set[bytes]:
    return {re.sub(rb'"source":"[^"]*"', b"", export(store.path)) for store in team.stores}


@settings(
    max_examples=max(2, settings().max_examples // 20),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would take many minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
@example(
    [
        Step(1, "tag", 1),
        Step(1, "sync", 0),
        Step(2, "sync", 0),
        Step(1, "edit", 1),
        Step(2, "edit", 2),
        Step(2, "sync", 0, 4000),
        Step(1, "sync", 0),
    ]
)
@example(
    [
        Step(2, "tag", 0),
        Step(2, "sync", 0),
        Step(1, "sync", 0),
        Step(2, "link", 2),
        Step(1, "delete", 1),
    ]
)
def test_all_end_with_the_same_rows(only_hub: Hub, done: list[Step]) -> None:
    with team(only_hub) as made:
        for step in done:
            made.do(step)
        made.settle()
        assert len(_exports(made)) == 1
        for store in made.stores:
            assert store.hub.pending() == 0
            assert [one for one in check_database(store.path) if one.severity == "error"] == []


@pytest.mark.parametrize("cut", [700, 2500, 3500, 4500, 6000])
def test_a_cut_loses_nothing_and_doubles_nothing(only_hub: Hub, cut: int) -> None:
    with team(only_hub) as made:
        for number in range(12):
            made.do(Step(1, "tag", number))
        made.do(Step(1, "sync", 0, cut))
        made.settle()
        assert len(_exports(made)) == 1
        assert len(made.stores[3].annotations.in_document("a")) == 12


def test_every_edit_that_was_overwritten_is_in_versions(only_hub: Hub) -> None:
    with team(only_hub) as made:
        made.do(Step(1, "tag", 1))
        made.settle()
        for place, number in ((1, 3), (2, 5), (1, 7)):
            made.do(Step(place, "edit", number))
        edits = {
            one
            for store in made.stores[1:3]
            for one in shared_rows(store.path)
            if one[0] == "annotations"
        }
        made.settle()
        assert edits <= {
            one
            for store in made.stores
            for one in (*shared_rows(store.path), *kept_rows(store.path))
        }
