"""Clients and server killed with SIGKILL while four databases are worked in and synchronised."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.hub.conftest import Hub, begin_again
from tests.hub.test_convergence import PLACES
from tests.store.making import document
from tests.store.replication.test_merging_in_any_order import export, kept_rows, shared_rows
from tests.ui.pty_child import ROOT
from tui.errors import Busy, Conflict, HubError
from tui.hub.exchange import sync
from tui.model import Annotation, annotate, edited
from tui.store.database import Store
from tui.store.maintenance.checks import check_database
from tui.store.row_mapping import Change

TEXT = "قال زاك كوبر إن اليابان مهمة. " * 40


class Replicas:
    """Four databases, a process for each that synchronises it all the time, and a hub."""

    def __init__(self, hub: Hub, folder: Path, draw: random.Random) -> None:
        self._hub = hub
        self._draw = draw
        self._clients: list[subprocess.Popen[bytes]] = []
        self.stores = [Store.open(folder / f"{place}.db") for _, place in PLACES]
        self.made: set[str] = set()
        """Ids of all annotations that somebody has saved."""

    def person(self, place: int) -> str:
        return PLACES[place][0]

    def start(self) -> None:
        """Let the clients synchronise."""
        self._clients = [self._client(place) for place in range(len(PLACES))]

    def stop(self) -> None:
        """Kill the clients for good."""
        for client in self._clients:
            client.kill()
            client.wait()
        self._clients = []

    def _client(self, place: int) -> subprocess.Popen[bytes]:
        person = self.person(place)
        words = (self.stores[place].path, self._hub.address(person), person)
        return subprocess.Popen(
            [sys.executable, "-m", "tests.hub.killed_sync", *map(str, words)], cwd=ROOT
        )

    def kill_something(self) -> None:
        """Kill a client, a process of the server, or the whole server."""
        chosen = self._draw.randrange(10)
        if chosen < 7:
            place = self._draw.randrange(len(PLACES))
            self._clients[place].kill()
            self._clients[place].wait()
            self._clients[place] = self._client(place)
        elif chosen < 9:
            with suppress(Exception):
                query = "SELECT pid FROM pg_stat_activity WHERE application_name = 'hashiya'"
                found = self._hub.execute(query, "postgres")
                os.kill(self._draw.choice(found)[0], signal.SIGKILL)
        else:
            self._hub.postgres.kill()
            self.until_the_server_is_back()

    def until_the_server_is_back(self) -> None:
        end = time.monotonic() + 60
        while True:
            with suppress(Exception):
                self._hub.execute("SELECT 1", "postgres")
                return
            with suppress(subprocess.CalledProcessError):
                self._hub.postgres.start()
            assert time.monotonic() < end

    def work(self, place: int) -> None:
        """Tag, edit, or delete something of one's own."""
        store, person = self.stores[place], self.person(place)
        own = [a for a in store.annotations.in_document("a") if a.annotator == person]
        kind = self._draw.choice(("tag", "edit", "edit", "delete"))
        if kind == "tag" or not own:
            info = store.documents.get("a")
            start = self._draw.randrange(info.length - 5)
            new = annotate(info, TEXT, (start, start + 3), "entity", person)
            self._commit(place, "tag", Change(None, new))
            self.made.add(new.id)
        elif kind == "edit":
            self.edit(place, self._draw.choice(own))
        else:
            self._commit(place, "delete", Change(self._draw.choice(own), None))

    def edit(self, place: int, row: Annotation) -> None:
        """Change a row, in a way that nobody else does."""
        note = f"{place} {self._draw.random()}"
        self._commit(place, "note", Change(row, edited(row, note=note)))

    def _commit(self, place: int, kind: str, change: Change) -> None:
        def committed() -> bool:
            # The row was changed by what came from the hub: a person would see that.
            with suppress(Conflict):
                self.stores[place].history.commit(kind, "a", self.person(place), [change])
            return True

        _until(committed)

    def settle(self) -> None:
        """Synchronise all until everybody has everything."""
        self.until_the_server_is_back()
        for _ in range(3):
            for place in range(len(PLACES)):
                _until(lambda: self._synced(place))  # noqa: B023 (called at once)

    def _synced(self, place: int) -> bool:
        person = self.person(place)
        try:
            sync(self.stores[place], self._hub.address(person), person)
        except HubError:
            return False
        return True

    def close(self) -> None:
        self.stop()
        for store in self.stores:
            store.close()


def _until(done: Callable[[], bool]) -> None:
    """Try until it is done; another process may have the database locked."""
    end = time.monotonic() + 60
    while True:
        with suppress(Busy):
            if done():
                return
        assert time.monotonic() < end


@contextmanager
def replicas(hub: Hub, folder: Path, seed: int) -> Iterator[Replicas]:
    begin_again(hub)
    hub.execute("SELECT hub.set_blind(false)")
    with closing(Replicas(hub, folder, random.Random(seed))) as made:
        made.stores[0].add_documents([document("a", TEXT)])
        made.settle()
        yield made


@pytest.mark.parametrize(
    ("operations", "kills"), [(20, 5), pytest.param(1000, 200, marks=pytest.mark.soak)]
)
def test_nothing_is_lost_or_doubled(
    only_hub: Hub, tmp_path: Path, operations: int, kills: int
) -> None:
    with replicas(only_hub, tmp_path, operations) as made:
        made.start()
        every = operations * len(PLACES) // kills
        for number in range(operations * len(PLACES)):
            made.work(number % len(PLACES))
            if number % every == every - 1:
                made.kill_something()
        made.stop()
        made.settle()
        assert len({_export(store.path) for store in made.stores}) == 1
        # Edits of the same rows that do not know of each other, and kills while they meet.
        rows = made.stores[1].annotations.in_document("a")
        shared = [row for row in rows if row.annotator == "hind"][:20]
        for row in shared:
            for place in (1, 2):
                made.edit(place, row)
        edits = {
            one
            for store in made.stores[1:3]
            for one in shared_rows(store.path)
            if one[0] == "annotations"
        }
        made.start()
        for _ in range(max(2, kills // 10)):
            time.sleep(0.1)
            made.kill_something()
        made.stop()
        made.settle()
        assert len({_export(store.path) for store in made.stores}) == 1
        everywhere = {
            one
            for store in made.stores
            for one in (*shared_rows(store.path), *kept_rows(store.path))
        }
        assert shared
        assert edits <= everywhere
        for store in made.stores:
            assert store.hub.pending() == 0
            assert [one for one in check_database(store.path) if one.severity == "error"] == []
            there = store._file.rows("SELECT id FROM annotations")
            assert {row_id for (row_id,) in there} == made.made
        query = "SELECT id FROM hub.rows WHERE kind = 'annotations'"
        assert sorted(row_id for (row_id,) in only_hub.execute(query)) == sorted(made.made)


def _export(path: Path) -> bytes:
    return re.sub(rb'"source":"[^"]*"', b"", export(path))
