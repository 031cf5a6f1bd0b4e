"""A database in a network folder is open on one machine at a time."""

from __future__ import annotations

import errno
import json
import os
import stat
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.store.machines import folder, in_network_folder, let_pass, lock, machine, present
from tests.store.making import document, tag
from tui.cli.main import run
from tui.errors import CannotWrite, InUseElsewhere
from tui.store.database import Store
from tui.store.file import machine_lock
from tui.store.file.log_owner import companion
from tui.store.file.machine_lock import MachineLock
from tui.store.file.network import holding
from tui.store.maintenance.backup import restore
from tui.store.maintenance.checks import check_database
from tui.store.replication.other_database import other_database

NO_PROCESS = 4_194_305
"""One more than the largest id that Linux gives (proc_sys_kernel(5))."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_lock, "GRACE", 0.0)
    monkeypatch.setattr(machine_lock, "_RECENT", 0.0)
    monkeypatch.setattr(machine_lock, "_PATIENCE", 0.3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "annotations.db"
    path.touch()
    return path


@pytest.fixture
def held(path: Path) -> Iterator[MachineLock]:
    """The machine `one` has the database open."""
    held = lock(path, "one")
    held.take()
    yield held
    held.leave()


def leave_file(
    path: Path, name: str, stage: str = "open", content: Mapping[str, object] = MappingProxyType({})
) -> Path:
    """Make the file of a process on the machine of this name, which nobody renews."""
    folder(path).mkdir(exist_ok=True)
    number = len(list(folder(path).iterdir()))
    file = folder(path) / f"{machine(name).id}.{NO_PROCESS}.{number:08x}.{stage}"
    said = {"machine": name, "since": "2026-01-31T10:20:30.000000Z", "boot": machine(name).boot}
    of_process = {"process": NO_PROCESS, "started": "7", "namespace": machine_lock._namespace()}
    file.write_text(json.dumps({**said, **of_process, **content}))
    return file


# ------------------------------------------------------------------ one after the other


def test_a_file_is_there_as_long_as_the_machine_has_it(path: Path) -> None:
    held = lock(path, "one")
    held.take()
    assert present(path) == ["one open"]
    held.leave()
    assert not folder(path).exists()


def test_another_machine_is_refused_and_told_by_whom(path: Path, held: MachineLock) -> None:
    with pytest.raises(InUseElsewhere, match=r"is open on one since 20\d\d-\d\d-\d\d \d\d:\d\d;"):
        lock(path, "two").take()
    assert present(path) == ["one open"]
    held.verify()


def test_processes_of_one_machine_share_it(path: Path, held: MachineLock) -> None:
    second = lock(path, "one")
    second.take()
    held.leave()
    with pytest.raises(InUseElsewhere):
        lock(path, "two").take()
    second.leave()
    other = lock(path, "two")
    other.take()
    other.leave()


def test_who_has_it_is_not_kept_up_by_one_who_asks(path: Path, held: MachineLock) -> None:
    leave_file(path, "two", "arriving")
    second = lock(path, "one")
    second.take()
    second.leave()


def test_of_two_that_arrive_at_once_neither_is_first(path: Path) -> None:
    leave_file(path, "two", "arriving")
    with pytest.raises(InUseElsewhere, match="two since"):
        lock(path, "one").take()
    assert present(path) == ["two arriving"]


def test_everybody_may_write_who_may_write_around_it(path: Path) -> None:
    path.parent.chmod(0o2775 | stat.S_ISVTX)
    path.chmod(0o664)
    held = lock(path, "one")
    held.take()
    assert stat.S_IMODE(folder(path).stat().st_mode) & 0o1777 == 0o775
    (file,) = folder(path).iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o664
    held.leave()


def test_other_files_are_left_alone(path: Path) -> None:
    folder(path).mkdir()
    strange = [folder(path) / name for name in (".nfs0000000a", "notes.txt", "a.b.c.d.e")]
    for one in strange:
        one.touch()
    held = lock(path, "one")
    held.take()
    held.leave()
    assert sorted(folder(path).iterdir()) == sorted(strange)


@pytest.mark.parametrize("is_listed", [True, False])
def test_who_renames_a_file_while_others_look_is_seen(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, is_listed: bool
) -> None:
    arriving = leave_file(path, "one", "arriving")
    list_folder = Path.iterdir

    def rename_meanwhile(self: Path) -> Iterator[Path]:
        """List the folder; the other machine, which has looked already, has the database then."""
        found = list(list_folder(self))
        if arriving in found:
            arriving.rename(arriving.with_suffix(".open"))
        return (one for one in found if is_listed or one != arriving)

    monkeypatch.setattr(Path, "iterdir", rename_meanwhile)
    with pytest.raises(InUseElsewhere, match="open on one since"):
        lock(path, "two").take()
    assert present(path) == ["one open"]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"machine": 1}', "\udcff", "[" * 4096])
def test_a_file_that_says_nothing_is_another_machines(path: Path, content: str) -> None:
    leave_file(path, "two").write_text(content, errors="surrogateescape")
    with pytest.raises(InUseElsewhere, match="is open on another machine; quit"):
        lock(path, "one").take()


def test_a_name_cannot_control_the_terminal(path: Path) -> None:
    leave_file(path, "two", content={"machine": "a\x1b[2J\nb" + "c" * 100})
    with pytest.raises(InUseElsewhere) as refused:
        lock(path, "one").take()
    assert str(refused.value).isprintable()
    assert "open on a[2Jb" + "c" * 55 + " since" in str(refused.value)


# ------------------------------------------------------------------ after a crash


def test_a_machine_that_does_not_answer_loses_it(path: Path, held: MachineLock) -> None:
    let_pass(path, machine_lock.STALE + 5)
    other = lock(path, "two")
    other.take()
    assert present(path) == ["two open"]
    held.require()  # its lease has not ended by its own clock
    with pytest.raises(InUseElsewhere, match="another machine, two since"):
        held.verify()
    with pytest.raises(InUseElsewhere):
        held.require()
    other.verify()
    other.leave()


def test_it_is_waited_for(path: Path, held: MachineLock) -> None:
    let_pass(path, machine_lock.STALE - 5)
    with pytest.raises(InUseElsewhere):
        lock(path, "two").take()
    held.verify()


def test_the_file_is_renewed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_lock, "RENEW_EVERY", 0.01)
    held = lock(path, "one")
    held.take()
    let_pass(path, 1000)
    (file,) = folder(path).iterdir()
    then = file.stat().st_mtime
    end = time.monotonic() + 30
    while file.stat().st_mtime < then + 900 and time.monotonic() < end:
        time.sleep(0.01)
    assert file.stat().st_mtime > then + 900
    held.leave()
    assert not folder(path).exists()


def test_a_removed_file_is_not_made_again(path: Path, held: MachineLock) -> None:
    (file,) = folder(path).iterdir()
    file.unlink()
    held._renewed = -1000.0
    with pytest.raises(InUseElsewhere, match="taken over by another machine, as"):
        held.verify()
    assert present(path) == []


def test_a_machine_that_slept_looks_before_it_reads(
    path: Path, held: MachineLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = machine_lock._clock
    monkeypatch.setattr(machine_lock, "_clock", lambda: clock() + 3600)
    held.require()
    let_pass(path, 3600)
    monkeypatch.setattr(machine_lock, "_clock", lambda: clock() + 7200)
    other = lock(path, "two")
    other.take()
    with pytest.raises(InUseElsewhere):
        held.require()
    other.leave()


def test_the_shared_memory_of_another_machine_is_removed(path: Path) -> None:
    memory = companion(path, "-shm")
    memory.write_bytes(b"x")
    held = lock(path, "one")
    held.take()
    assert memory.exists()
    let_pass(path, 50)
    second = lock(path, "one")
    second.take()
    assert memory.exists()
    second.leave()
    let_pass(path, machine_lock.STALE + 5)
    other = lock(path, "two")
    other.take()
    assert not memory.exists()
    other.leave()
    held.leave()


@pytest.mark.parametrize("stage", ["arriving", "open", "left"])
def test_what_killed_processes_left_is_removed(path: Path, stage: str) -> None:
    leave_file(path, "two", stage)
    leave_file(path, "three", "left")
    let_pass(path, machine_lock.STALE + 5)
    held = lock(path, "one")
    held.take()
    assert present(path) == ["one open"]
    held.leave()


def test_one_process_at_a_time_takes_over(path: Path) -> None:
    stale = leave_file(path, "two")
    let_pass(path, machine_lock.STALE + 5)
    leave_file(path, "one", "arriving", {"process": os.getpid(), "started": _own_start()})
    with pytest.raises(InUseElsewhere):
        lock(path, "one").take()
    assert stale.exists()


def _own_start() -> str:
    return machine_lock._start_of(os.getpid()) or ""


@pytest.mark.parametrize(
    "process", [{"process": NO_PROCESS}, {"process": os.getpid(), "started": "7"}]
)
def test_a_killed_process_of_this_machine_keeps_nobody_out(
    path: Path, process: dict[str, object]
) -> None:
    leave_file(path, "one", content=process)
    held = lock(path, "one")
    held.take()
    held.leave()
    assert not folder(path).exists()
    # By another mount, whose memory is another one.
    leave_file(path, "two", content={**process, "boot": machine("one").boot})
    companion(path, "-shm").touch()
    held = lock(path, "one")
    held.take()
    assert not companion(path, "-shm").exists()
    held.leave()


@pytest.mark.parametrize(
    "process",
    [
        {"process": os.getpid(), "started": _own_start()},
        {"namespace": "pid:[1]"},
        {"boot": machine("two").boot},
        {"process": -1},
        {"process": 10**30},
        {"process": None},
    ],
)
def test_a_process_that_may_live_keeps_its_machine_in(
    path: Path, process: dict[str, object]
) -> None:
    leave_file(path, "two", content={"boot": machine("one").boot, **process})
    with pytest.raises(InUseElsewhere):
        lock(path, "one").take()
    assert present(path) == ["two open"]


def test_this_machine_is_known_again(tmp_path: Path) -> None:
    device = tmp_path.stat().st_dev
    here = machine_lock.this_machine(device)
    assert machine_lock.this_machine(device) == here
    other = machine_lock.this_machine(device + 1)
    assert (other.boot, other.name) == (here.boot, here.name)
    assert other.id != here.id


# ------------------------------------------------------------------ the folder


def test_a_folder_out_of_reach_is_not_lost(
    path: Path, held: MachineLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> int:
        raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))

    for renewed in (held._renewed, -1000.0):
        held._renewed = renewed
        with monkeypatch.context() as patch:
            patch.setattr(os, "open", gone)
            with pytest.raises(CannotWrite, match="cannot be read") as refused:
                held.verify()
        assert not isinstance(refused.value, InUseElsewhere)
        held.verify()


def test_a_folder_that_was_unmounted_is_not_lost(path: Path, held: MachineLock) -> None:
    held._device += 1
    (file,) = folder(path).iterdir()
    aside = path.with_name("aside")
    file.rename(aside)
    with pytest.raises(CannotWrite, match="cannot be read") as refused:
        held.verify()
    assert not isinstance(refused.value, InUseElsewhere)
    aside.rename(file)
    held.verify()


def test_what_cannot_be_locked_is_opened_only_where_it_cannot_be_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(path).touch()
    with pytest.raises(CannotWrite, match="cannot note there that it has the database open"):
        machine_lock.hold(path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert machine_lock.hold(path) is None


def test_who_may_only_read_is_refused_as_well(
    path: Path, held: MachineLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(MachineLock, "_make_folder", read_only)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(InUseElsewhere):
        machine_lock.hold(path)
    let_pass(path, machine_lock.STALE + 5)
    assert machine_lock.hold(path) is None


def test_a_full_disk_still_renews(
    path: Path, held: MachineLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    let_pass(path, 1000)
    held._renewed = -1000.0
    monkeypatch.setattr(os, "pwrite", full)
    held.verify()
    with pytest.raises(InUseElsewhere):
        lock(path, "two").take()


def test_files_are_waited_for_that_exist_no_more(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_lock, "_PAUSE", 0.01)
    log, is_there = companion(path, "-wal"), os.path.lexists
    shown = [True, True, True]  # as sshfs does for some seconds after another machine removed it

    def is_shown(file: Path) -> bool:
        return bool(shown) and shown.pop() if file == log else is_there(file)

    monkeypatch.setattr(os.path, "lexists", is_shown)
    held = lock(path, "one")
    held.take()
    assert not shown
    held.leave()


# ------------------------------------------------------------------ the store


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    in_network_folder(monkeypatch)
    return monkeypatch


def test_on_a_disk_of_this_machine_there_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    with Store.open(path):
        assert not folder(path).exists()


@pytest.mark.usefixtures("network")
def test_a_store_holds_the_lock_until_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    with Store.open(path) as store:
        assert present(path) == ["here open"]
        with Store.open(path, read_only=True):
            assert present(path) == ["here open"]
        assert present(path) == ["here open"]
        store.add_documents([document("a")])
    assert not folder(path).exists()
    with Store.open(path, read_only=True):
        assert present(path) == ["here open"]
    assert not folder(path).exists()
    assert check_database(path) == []
    assert not folder(path).exists()


@pytest.mark.usefixtures("network")
def test_a_file_that_is_no_database_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    path.write_text("no database")
    for read_only in (True, False):
        with pytest.raises(Exception, match="not a database"):
            Store.open(path, read_only=read_only)
    assert not folder(path).exists()


@pytest.mark.usefixtures("network")
def test_nothing_is_touched_while_another_machine_has_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "annotations.db"
    with Store.open(path) as store:
        store.add_documents([document("a")])
    other = lock(path, "there")
    other.take()
    before = {one: one.stat()[:] for one in tmp_path.iterdir() if one.is_file()}
    for words in ("list", "check", "backup out.db", "search word", "stats", "assign --list"):
        assert run(["--db", str(path), *words.split()]) == 1
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert "the database is open on there since" in err
    with pytest.raises(InUseElsewhere):
        Store.open(path)
    with pytest.raises(InUseElsewhere), other_database(path):
        pass
    backup = tmp_path / "other.db"
    Store.open(backup).close()
    for one, two in ((backup, path), (path, backup)):
        with pytest.raises(InUseElsewhere):
            restore(one, two)
    backup.unlink()
    assert {one: one.stat()[:] for one in tmp_path.iterdir() if one.is_file()} == before
    other.leave()
    with holding(path):
        assert run(["--db", str(path), "list"]) == 0


def test_who_was_taken_over_writes_no_more(tmp_path: Path, network: pytest.MonkeyPatch) -> None:
    path = tmp_path / "annotations.db"
    store = Store.open(path)
    store.add_documents([document("a")])
    tag(store)
    let_pass(path, machine_lock.STALE + 5)
    other = lock(path, "there")
    other.take()
    files = [path, companion(path, "-wal")]
    before = [one.read_bytes() for one in files]
    for write in (lambda: tag(store), lambda: store.choices.save("me", "a", "b")):
        with pytest.raises(InUseElsewhere, match="another machine, there since"):
            write()
    with pytest.raises(InUseElsewhere):
        store.documents.get("a")
    with pytest.raises(InUseElsewhere):
        store.data_version()
    store.close()
    assert [one.read_bytes() for one in files] == before
    assert present(path) == ["there open"]
    other.leave()
    # The memory that SQLite shares is of another time now: a new process is needed.
    with pytest.raises(InUseElsewhere):
        Store.open(path)


def test_a_transaction_is_not_finished_after_that(
    tmp_path: Path, network: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "annotations.db"
    store = Store.open(path)
    store.add_documents([document("a")])
    log = companion(path, "-wal").read_bytes()
    other = lock(path, "there")

    def slow_write() -> None:
        with store.writing():
            tag(store)
            let_pass(path, machine_lock.STALE + 5)
            other.take()

    with pytest.raises(InUseElsewhere):
        slow_write()
    store.close()
    assert companion(path, "-wal").read_bytes() == log
    other.leave()


def test_what_cannot_be_reached_is_not_closed(tmp_path: Path, network: pytest.MonkeyPatch) -> None:
    path = tmp_path / "annotations.db"
    store = Store.open(path)
    store.add_documents([document("a")])
    log = companion(path, "-wal").read_bytes()

    def gone(*_: object) -> bool:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with network.context() as patch:
        patch.setattr(os, "open", gone)
        store.close()
    assert companion(path, "-wal").read_bytes() == log
    with pytest.raises(InUseElsewhere, match="was out of reach"):
        Store.open(path)
