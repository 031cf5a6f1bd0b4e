"""Several readers on terminals of their own, in step through one hub while keys stream."""

from __future__ import annotations

import os
import re
import select
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import pytest

from tests.hub.conftest import CURATOR, Hub, begin_again
from tests.ptys import Program
from tests.store.making import document, rows
from tests.store.replication.test_merging_in_any_order import export
from tui.hub.exchange import sync
from tui.store.database import Store
from tui.ui import app

KEYS = (b" ", b"e", b" ", b"\x1b[B", b" ", b"c")
"""The next word, an entity, two words and a row on, and a claim."""
FRAME_END = b"\x1b[?2026l"
ALIKE = 1.10
"""How much slower than without a hub a key may be, at the median."""


class Reader(Program):
    """A reader that measures how long a key takes."""

    def press(self, key: bytes) -> float:
        """Press a key; the seconds until the frame that it changes is whole."""
        while self.play(0):
            pass
        before, began = len(self.output), time.perf_counter()
        os.write(self.master, key)
        while FRAME_END not in self.output[before:]:
            select.select([self.master], [], [], 1)
            self.play(0)
            assert time.perf_counter() - began < 30
        return time.perf_counter() - began


def reader(folder: Path, database: Path, name: str, address: str) -> Reader:
    environment = {
        "HASHIYA_ANNOTATOR": name,
        "XDG_STATE_HOME": os.fspath(folder / "state"),
        "XDG_CONFIG_HOME": os.fspath(folder / "config"),
    }
    if address:
        environment["HASHIYA_HUB"] = address
    empty = folder / "empty"
    empty.mkdir(exist_ok=True)
    return Reader("--db", str(database), "read", str(empty), folder=folder, env=environment)


WORDS = ("قال", "زاك", "كوبر", "من", "المعهد", "إن", "اليابان", "وكوريا", "دولتان", "مهمتان")
TEXT = " ".join(WORDS[place * 7 % len(WORDS)] for place in range(4000))


@pytest.mark.parametrize(
    ("readers", "seconds"), [(3, 3.0), pytest.param(10, 300.0, marks=pytest.mark.soak)]
)
def test_no_key_waits_and_all_are_in_step(
    only_hub: Hub, tmp_path: Path, readers: int, seconds: float
) -> None:
    begin_again(only_hub)
    seconds = float(os.environ.get("HASHIYA_SOAK_SECONDS", seconds))
    readers = int(os.environ.get("HASHIYA_SOAK_READERS", readers))
    names = [f"reader{number}" for number in range(readers)]
    with Store.open(tmp_path / "curator.db") as curator:
        curator.add_documents([document("a", TEXT)])
        sync(curator, only_hub.address(), CURATOR)
    only_hub.execute("SELECT hub.set_blind(false)")
    for name in names:
        only_hub.add(name)
        with Store.open(tmp_path / f"{name}.db") as store:
            sync(store, only_hub.address(name), name)
    # As many without a hub, so that each is as often looked at, where the figures count.
    others_too = range(readers if seconds > 60 else 1)
    with Store.open(tmp_path / f"{names[0]}.db") as store:
        for number in others_too:
            store.backup(tmp_path / f"alone{number}.db")
    with ExitStack() as stack:
        own = [
            reader(tmp_path, tmp_path / f"{name}.db", name, only_hub.address(name))
            for name in names
        ]
        alone = [
            reader(tmp_path, tmp_path / f"alone{number}.db", names[0], "") for number in others_too
        ]
        for one in (*own, *alone):
            stack.enter_context(one)
            one.until_shown("nothing tagged yet")
        one.play(0.2)
        with_hub: list[float] = []
        without: list[float] = []
        end, number = time.monotonic() + seconds, 0
        while time.monotonic() < end or number < 6:
            key = KEYS[number % len(KEYS)]
            with_hub += [one.press(key) for one in own]
            without += [one.press(key) for one in alone]
            number += 1
        stopped = time.monotonic()
        for one in own:
            # It has what it still had to send with the hub when it has ended.
            os.write(one.master, b"\x11")
        for one in own:
            assert one.until_ended() == 0
        sent = time.monotonic() - stopped
    began = time.monotonic()
    for name in names:
        with Store.open(tmp_path / f"{name}.db") as store:
            assert store.hub.pending() == 0
            sync(store, only_hub.address(name), name)
            assert len(rows(store, "a")) >= readers
    pulled = time.monotonic() - began
    exports = {re.sub(rb'"source":"[^"]*"', b"", export(tmp_path / f"{n}.db")) for n in names}
    assert len(exports) == 1
    keys, others = statistics.median(with_hub), statistics.median(without)
    figures = (
        f"{readers} readers, {len(with_hub)} keys: {keys * 1000:.1f} ms at the median, "
        f"{others * 1000:.1f} ms without a hub; all sent {sent:.1f} s after the last key, "
        f"fetched in {pulled:.1f} s\n"
    )
    sys.stdout.write(figures)
    if seconds > 60:
        assert keys <= ALIKE * others, figures
        assert sent + pulled / readers <= 5, figures


@pytest.mark.parametrize("waits", [False, True])
def test_quitting_waits_two_seconds_for_a_server_that_stands_still(
    hub: Hub, tmp_path: Path, *, waits: bool
) -> None:
    path = tmp_path / "hind.db"
    with Store.open(tmp_path / "curator.db") as curator, Store.open(path) as hind:
        curator.add_documents([document("a", TEXT)])
        hub.sync(curator, CURATOR)
        hub.sync(hind, "hind")
    with reader(tmp_path, path, "hind", hub.address("hind")) as program:
        program.until_shown("synced now")
        with hub.postgres.stopped():
            if waits:
                program.type("e")
                program.until_shown("to send")
            program.type(b"\x11")
            program.until(lambda: b"\x1b[?1049l" in program.output, "the shell's screen")
            began = time.monotonic()
            assert program.until_ended() == 0
            # What is above two seconds is the end of the process, which may take long on a busy
            # machine; for a connection it would wait ten seconds.
            assert time.monotonic() - began < 8
    with Store.open(path) as hind:
        assert len(rows(hind, "a")) == waits
        hub.sync(hind, "hind")
        assert hind.hub.pending() == 0


def test_at_the_end_suggesters_and_the_hub_are_waited_for_two_seconds_in_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited: list[float] = []

    class Slow:
        def wake(self) -> None:
            waited.append(0)

        def stop(self, seconds: float) -> None:
            waited.append(seconds)
            clock[0] += seconds * 0.75

    clock = [100.0]
    monkeypatch.setattr(app, "monotonic", lambda: clock[0])
    monkeypatch.setattr(app, "_farewell", lambda _: "")
    slow: Any = Slow()
    app._end_session(cast(app.HashiyaApp, None), app.Launch(hub=slow, suggesters=slow))
    assert waited == [0, 2.0, 0.5]
