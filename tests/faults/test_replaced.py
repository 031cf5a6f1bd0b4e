"""The database file is replaced, overwritten or removed under a reader, or after it was killed.

Real processes. Nothing that was shown as saved is ever gone, and no backup is ever harmed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.disks import read_only
from tests.faults.readers import (
    QUIT,
    database,
    hashiya,
    in_order,
    listed,
    reader,
    rescue_file,
    unsaved,
)
from tests.paths import ROOT
from tests.ptys import Program
from tui.store.database import Store
from tui.store.file.sqlite_file import log_path
from tui.store.maintenance.checks import check_database

pytestmark = pytest.mark.slow


def backed_up(folder: Path, good: Path) -> None:
    """A copy made by `hashiya backup`."""
    assert hashiya(folder, "backup", os.fspath(good))[0] == 0


def copied(folder: Path, good: Path) -> None:
    """A copy made by `cp`, while no program has the database open."""
    shutil.copyfile(database(folder), good)


def moved_over(good: Path, path: Path) -> None:
    """`mv good.db annotations.db`."""
    good.replace(path)


def copied_over(good: Path, path: Path) -> None:
    """`cp good.db annotations.db`: the same file with another content."""
    subprocess.run(["cp", good, path], check=True)


def moved_away_first(good: Path, path: Path) -> None:
    """`mv annotations.db former.db; cp good.db annotations.db`."""
    path.rename(path.with_name("former.db"))
    shutil.copyfile(good, path)


def copied_with_times(good: Path, path: Path) -> None:
    """`cp -p good.db annotations.db`: the file looks as old as the backup."""
    subprocess.run(["cp", "-p", good, path], check=True)


def renamed_over(good: Path, path: Path) -> None:
    """As `rsync` does: a copy next to it, which is given its name."""
    copy = path.with_name(f".{path.name}.x7Yz")
    shutil.copy2(good, copy)
    copy.replace(path)


COPYING = (backed_up, copied)
REPLACING = (moved_over, copied_over, moved_away_first)
MORE_REPLACING = (copied_with_times, renamed_over)

Replacing = Callable[[Path, Path], None]


def texts(path: Path) -> set[str]:
    """What is annotated in a database."""
    with Store.open(path, create=False, read_only=True) as store:
        return {row.text for row in store.annotations.in_document("a.txt")}


def tagged(program: Program, key: str, *shown: str) -> None:
    """Tag the word at the caret, and wait until it is shown as saved."""
    program.type(key)
    program.until(lambda: is_saved(program, shown), f"{shown} saved")


def is_saved(program: Program, shown: tuple[str, ...]) -> bool:
    return listed(program) >= {*shown} and not unsaved(program)


def session(folder: Path) -> None:
    """A whole session that tags the first word."""
    with reader(folder) as program:
        program.until_shown("Notes", "w000")
        tagged(program, "e1 ", "w000")
        program.type(QUIT)
        assert program.until_ended() == 0


def says_where(program: Program) -> Callable[[], bool]:
    """Whether the status line says that the work goes on in another file."""
    return lambda: any(words in program.text() for words in ("was replaced by", "REPLACED: in"))


def rescued(folder: Path) -> Path:
    """The only rescue database."""
    (path,) = folder.glob("annotations.db.rescued-*.db")
    return path


def left(folder: Path) -> set[str]:
    """The names of files that belong to an open database."""
    ends = ("-wal", "-shm", "-owner")
    return {path.name for path in folder.iterdir() if path.name.endswith(ends)}


def orders() -> list[pytest.ParameterSet]:
    """How a copy is made and put in place, and whether there is work before and after that."""
    return [
        pytest.param(
            copy,
            replace,
            before,
            after,
            marks=[]
            if replace in REPLACING and (copy is backed_up or (before and after))
            else [pytest.mark.soak],
        )
        for copy in COPYING
        for replace in REPLACING + MORE_REPLACING
        for before, after in ((True, True), (True, False), (False, True), (False, False))
        # Before the first work a file copied over itself is no other file.
        if before or copy is not copied or replace not in (copied_over, copied_with_times)
    ]


@pytest.mark.parametrize(("copy", "replace", "before", "after"), orders())
def test_the_reader_goes_on_in_a_rescue_database(
    folder: Path, copy: Replacing, replace: Replacing, *, before: bool, after: bool
) -> None:
    session(folder)
    good = folder.parent / "good.db"
    copy(folder, good)
    whole = good.read_bytes()
    work = {"w000"}
    with reader(folder) as program:
        program.until_shown("Notes", "w000", "^Q quit")
        if before:
            tagged(program, "e2 ", "w000", "w001")
            work.add("w001")
        replace(good, database(folder))
        if after:
            word = "w002" if before else "w001"
            tagged(program, "e3 ", word)
            work.add(word)
        program.until(says_where(program), "that it was replaced")
        program.type(QUIT)
        assert program.until_ended() == 1
        assert b"Traceback" not in program.output
        assert b"was replaced while it was open" in program.output
        assert os.fsencode(rescued(folder)) in program.output
    assert database(folder).read_bytes() == whole
    assert left(folder) == set()
    assert in_order(folder)
    assert texts(database(folder)) == {"w000"}
    assert check_database(rescued(folder)) == []
    assert texts(rescued(folder)) == work
    if replace is moved_away_first:
        assert texts(folder / "former.db") == work - ({word} if after else set())


def test_a_copy_of_the_same_content_changes_nothing(folder: Path) -> None:
    session(folder)
    good = folder.parent / "good.db"
    copied(folder, good)
    with reader(folder) as program:
        program.until_shown("Notes", "w000", "^Q quit")
        copied_over(good, database(folder))
        tagged(program, "e3 ", "w000", "w001")
        program.type(QUIT)
        assert program.until_ended() == 0
    assert in_order(folder)
    assert texts(database(folder)) == {"w000", "w001"}


@pytest.mark.parametrize(
    "replace", [copied_over, pytest.param(moved_over, marks=[pytest.mark.soak])]
)
def test_two_readers_each_keep_all_their_work(folder: Path, replace: Replacing) -> None:
    session(folder)
    good = folder.parent / "good.db"
    backed_up(folder, good)
    whole = good.read_bytes()
    with reader(folder, "ana") as first, reader(folder, "bo") as second:
        first.others, second.others = [second], [first]
        for program in (first, second):
            program.until_shown("Notes", "^Q quit")
        tagged(first, "e1 ", "w000")
        tagged(second, "e2  e2 ", "w000", "w002")
        replace(good, database(folder))
        tagged(first, "e1 ", "w001")
        for program in (first, second):
            program.until(says_where(program), "that it was replaced")
        tagged(second, "e3 ", "w003")
        for program in (first, second):
            program.type(QUIT)
            assert program.until_ended() == 1
    assert database(folder).read_bytes() == whole
    kept = [texts(path) for path in folder.glob("annotations.db.rescued-*.db")]
    if replace is copied_over:
        assert sorted(map(sorted, kept)) == [["w000", "w001"], ["w000", "w002", "w003"]]
    else:  # the former file is whole, with the work of both
        assert set().union(*kept) == {"w000", "w001", "w002", "w003"}
        assert all(work >= {"w000", "w002"} for work in kept)


@pytest.fixture
def cut_off(folder: Path) -> Iterator[tuple[Program, ExitStack, bytes]]:
    """A reader with saved work whose database is overwritten, in a folder read-only since then.

    Also what makes the folder writable again, and the bytes of the new file.
    """
    session(folder)
    good = folder.parent / "good.db"
    backed_up(folder, good)
    with reader(folder) as program:
        program.until_shown("Notes", "w000", "^Q quit")
        tagged(program, "e2  e2 ", "w000", "w001", "w003")
        program.signal(signal.SIGSTOP)
        copied_over(good, database(folder))
        with ExitStack() as disk:
            disk.enter_context(read_only(folder))
            program.signal(signal.SIGCONT)
            program.type("e3 ")
            program.until(lambda: "w004" in unsaved(program), "w004, not saved")
            yield program, disk, good.read_bytes()


def test_a_reader_that_cannot_rescue_its_work_does_so_later(
    folder: Path, cut_off: tuple[Program, ExitStack, bytes]
) -> None:
    program, disk, whole = cut_off
    disk.close()
    program.until(says_where(program), "that it was replaced")
    program.until(lambda: not unsaved(program), "everything saved")
    program.type(QUIT)
    assert program.until_ended() == 1
    assert database(folder).read_bytes() == whole
    assert texts(rescued(folder)) == {"w000", "w001", "w003", "w004"}
    assert in_order(folder)


def test_a_reader_that_cannot_rescue_its_work_writes_a_file_at_its_end(
    folder: Path, cut_off: tuple[Program, ExitStack, bytes]
) -> None:
    program, disk, whole = cut_off
    program.type(QUIT)
    program.until_shown("quit again")
    program.type(QUIT)
    file = rescue_file(program)
    assert b"Traceback" not in program.output
    assert database(folder).read_bytes() == whole
    disk.close()
    assert hashiya(folder, "import", file)[0] == 0
    assert texts(database(folder)) == {"w000", "w001", "w003", "w004"}
    assert in_order(folder)


def test_a_removed_database_is_kept_whole(folder: Path) -> None:
    session(folder)
    with reader(folder) as program:
        program.until_shown("Notes", "w000", "^Q quit")
        tagged(program, "e2 ", "w000", "w001")
        database(folder).unlink()
        tagged(program, "e3 ", "w002")
        program.type(QUIT)
        assert program.until_ended() == 1
    assert not database(folder).exists()
    assert texts(rescued(folder)) == {"w000", "w001", "w002"}


# ------------------------------------------------------------------ after a kill


@pytest.fixture
def killed(folder: Path) -> Path:
    """A folder whose reader was killed after it saved `w001`; `good.db` has only `w000`."""
    session(folder)
    backed_up(folder, folder.parent / "good.db")
    copied(folder, folder.parent / "plain.db")
    with reader(folder) as program:
        program.until_shown("Notes", "w000", "^Q quit")
        tagged(program, "e2 ", "w000", "w001")
        program.kill()
    assert log_path(database(folder)).stat().st_size > 0
    return folder


def test_after_a_kill_the_log_is_recovered(killed: Path) -> None:
    assert hashiya(killed, "stats")[0] == 0
    assert in_order(killed)
    assert texts(database(killed)) == {"w000", "w001"}
    session_shows(killed, "w000", "w001")


def test_a_folder_that_was_copied_after_a_kill_is_open_to_several(killed: Path) -> None:
    copy = killed.with_name("copy")
    shutil.copytree(killed, copy)
    with reader(copy) as program:
        program.until_shown("Notes", "▌ w000", "▌ w001")
        assert hashiya(copy, "stats")[0] == 0
        program.type(QUIT)
        assert program.until_ended() == 0
    assert in_order(copy)
    assert texts(database(copy)) == {"w000", "w001"}


def session_shows(folder: Path, *words: str) -> None:
    """Open the reader, see that these are listed, and quit."""
    with reader(folder) as program:
        program.until_shown("Notes", *(f"▌ {word}" for word in words))
        program.type(QUIT)
        assert program.until_ended() == 0


@pytest.mark.parametrize("name", ["good.db", "plain.db"])
@pytest.mark.parametrize("replace", [moved_over, copied_over])
def test_after_a_kill_a_stale_log_is_never_written_into_another_file(
    killed: Path, name: str, replace: Replacing
) -> None:
    good = killed.parent / name
    whole, log = good.read_bytes(), log_path(database(killed)).read_bytes()
    replace(good, database(killed))
    for words in (["list"], ["stats"], ["check"], ["add", "seeds"], ["backup"], ["export"]):
        status, out, err = hashiya(killed, *words)
        assert (status, out, err.count("\n")) == (1, "", 1), words
        assert "its log was written for another file" in err
        assert "hashiya --db" in err
        assert "restore" in err
    with reader(killed) as program:
        assert program.until_ended() == 1
        assert b"its log was written for another file" in program.output
    assert database(killed).read_bytes() == whole
    assert log_path(database(killed)).read_bytes() == log
    (aside,) = killed.glob("annotations.db.aside-*")
    assert (aside / "annotations.db").read_bytes() == whole
    assert (aside / "annotations.db-wal").read_bytes() == log

    assert hashiya(killed, "restore", os.fspath(database(killed)))[0] == 0
    assert texts(database(killed)) == {"w000"}
    assert in_order(killed)
    (kept,) = killed.glob("annotations.db.before-restore-*.db")
    assert kept.read_bytes() == whole
    assert log_path(kept).read_bytes() == log
    session_shows(killed, "w000")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 1.0])
def test_a_kill_in_mid_checkpoint_loses_nothing(killed: Path, share: float) -> None:
    write_back(database(killed), share)
    assert in_order(killed)
    assert texts(database(killed)) == {"w000", "w001"}


def write_back(path: Path, share: float) -> None:
    """Write a part of the log's pages into the database, as a checkpoint does that is killed."""
    log = log_path(path).read_bytes()
    (size,) = struct.unpack(">I", log[8:12])
    frames = [log[at : at + 24 + size] for at in range(32, len(log), 24 + size)]
    with path.open("r+b") as file:
        for frame in frames[: round(len(frames) * share)]:
            (page,) = struct.unpack(">I", frame[:4])
            file.seek((page - 1) * size)
            file.write(frame[24:])


_CHECKPOINTS = """
import sys
from pathlib import Path
from tui.store.file.sqlite_file import log_path
from tui.store.database import Store
from tests.store.making import document
with Store.open(Path(sys.argv[1])) as store:
    store._file.connection.execute("PRAGMA wal_autocheckpoint = 0")
    store.add_documents([document(f"more{n}", f"text {n} " * 4000) for n in range(100)])
    print("saved", flush=True)
    while True:
        store._file.connection.execute("PRAGMA wal_checkpoint(FULL)")
        store.progress.save("a.txt", "me", 1)
"""


@pytest.mark.parametrize(
    "seed", [pytest.param(n, marks=[pytest.mark.soak] if n >= 2 else []) for n in range(20)]
)
def test_a_real_kill_in_mid_checkpoint_loses_nothing(folder: Path, seed: int) -> None:
    session(folder)
    program = subprocess.Popen(
        [sys.executable, "-c", _CHECKPOINTS, database(folder)], stdout=subprocess.PIPE, cwd=ROOT
    )
    with program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"saved\n"
        time.sleep(random.Random(seed).random() / 50)
        program.kill()
    assert in_order(folder)
    assert texts(database(folder)) == {"w000"}
    with Store.open(database(folder), create=False, read_only=True) as store:
        assert store.documents.count() == 101


@pytest.fixture
def foreign_log(folder: Path, tmp_path: Path) -> bytes:
    """The log of another database of this program, which was killed."""
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    session(other)
    with reader(other) as program:
        program.until_shown("Notes", "w000", "^Q quit")
        tagged(program, "e2 ", "w001")
        program.kill()
    return log_path(database(other)).read_bytes()


@pytest.mark.parametrize("replays_before", [False, True])
def test_a_foreign_log_is_not_opened(
    folder: Path, foreign_log: bytes, *, replays_before: bool
) -> None:
    session(folder)
    if replays_before:
        session_shows(folder, "w000")
    whole = database(folder).read_bytes()
    log_path(database(folder)).write_bytes(foreign_log)
    for words in (["add", "seeds"], ["list"], ["check"]):
        status, _, err = hashiya(folder, *words)
        assert (status, err.count("\n")) == (1, 1), words
        assert "its log was written for another file" in err
    assert database(folder).read_bytes() == whole
    log_path(database(folder)).unlink()
    assert in_order(folder)


def test_a_log_of_another_program_that_was_killed_is_recovered(folder: Path) -> None:
    session(folder)
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, sqlite3, sys; one = sqlite3.connect(sys.argv[1]);"
            "one.execute(\"UPDATE documents SET title = 'new'\"); one.commit(); os._exit(0)",
            database(folder),
        ],
        check=True,
    )
    assert log_path(database(folder)).stat().st_size > 0
    assert "new" in hashiya(folder, "list")[1]
    assert in_order(folder)


@pytest.fixture
def linked(folder: Path) -> Path:
    """A folder whose database is a symbolic link to a file elsewhere."""
    real = folder.parent / "real"
    real.mkdir()
    session(folder)
    database(folder).rename(real / "data.db")
    database(folder).symlink_to(real / "data.db")
    return folder


def test_what_belongs_to_a_linked_database_is_beside_the_file_itself(linked: Path) -> None:
    good, real = linked.parent / "good.db", linked.parent / "real" / "data.db"
    backed_up(linked, good)
    whole = good.read_bytes()
    with reader(linked) as program:
        program.until_shown("Notes", "w000", "^Q quit")
        tagged(program, "e2 ", "w000", "w001")
        program.kill()
    assert left(linked) == set()
    assert log_path(real).stat().st_size > 0
    copied_over(good, real)
    status, out, err = hashiya(linked, "list")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "its log was written for another file" in err
    assert real.read_bytes() == whole
    status, out, _ = hashiya(linked, "restore", os.fspath(good))
    assert status == 0
    assert database(linked).is_symlink()
    assert Path(out.strip()).parent == real.parent
    assert texts(real) == texts(database(linked)) == {"w000"}
    assert good.read_bytes() == whole
    assert in_order(linked)


def test_a_reader_of_a_linked_database_goes_on_when_the_link_leads_elsewhere(linked: Path) -> None:
    other = linked.parent / "real" / "other.db"
    backed_up(linked, other)
    whole = other.read_bytes()
    with reader(linked) as program:
        program.until_shown("Notes", "w000", "^Q quit")
        tagged(program, "e2 ", "w000", "w001")
        database(linked).unlink()
        database(linked).symlink_to(other)
        tagged(program, "e3 ", "w002")
        program.until(says_where(program), "that it was replaced")
        program.type(QUIT)
        assert program.until_ended() == 1
    assert other.read_bytes() == whole
    assert texts(rescued(linked)) == {"w000", "w001", "w002"}
    assert texts(linked.parent / "real" / "data.db") == {"w000", "w001"}
    assert in_order(linked)


def test_a_folder_that_was_copied_whole_after_a_kill_is_opened(killed: Path) -> None:
    whole = killed.with_name("whole")
    shutil.copytree(killed, whole)
    assert in_order(whole)
    assert texts(database(whole)) == {"w000", "w001"}


def test_a_hot_rollback_journal_is_recovered_by_opening(folder: Path) -> None:
    session(folder)
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, sqlite3, sys; one = sqlite3.connect(sys.argv[1], isolation_level=None);"
            "one.execute('PRAGMA journal_mode = DELETE'); one.execute('PRAGMA cache_size = 2');"
            "one.execute('BEGIN IMMEDIATE');"
            "one.execute(\"UPDATE texts SET text = 'x' || text\");"
            "one.execute('CREATE TABLE filler AS SELECT hex(randomblob(200000)) AS x');"
            "os._exit(0)",
            database(folder),
        ],
        check=True,
    )
    assert database(folder).with_name("annotations.db-journal").stat().st_size > 0
    assert in_order(folder)
    assert texts(database(folder)) == {"w000"}
    session_shows(folder, "w000")


# ----------------------------------------------------------------------- restore


def test_restore_refuses_while_a_reader_is_open(folder: Path) -> None:
    session(folder)
    good = folder.parent / "good.db"
    backed_up(folder, good)
    with reader(folder) as program:
        program.until_shown("Notes", "w000", "^Q quit")
        tagged(program, "e2 ", "w000", "w001")
        command = Program(
            "--db", os.fspath(database(folder)), "restore", os.fspath(good), folder=folder
        )
        with command:
            assert command.until_ended() == 1
            assert b"another program has the database open; quit it first" in command.output
        tagged(program, "e2 ", "w002")
        program.type(QUIT)
        assert program.until_ended() == 0
    assert texts(database(folder)) == {"w000", "w001", "w002"}
    status, out, _ = hashiya(folder, "restore", os.fspath(good))
    assert status == 0
    assert texts(database(folder)) == {"w000"}
    assert texts(Path(out.strip())) == {"w000", "w001", "w002"}
    assert in_order(folder)
    session_shows(folder, "w000")


def test_restore_keeps_what_a_killed_reader_saved(killed: Path) -> None:
    status, out, _ = hashiya(killed, "restore", os.fspath(killed.parent / "good.db"))
    assert status == 0
    assert left(killed) == {f"{Path(out.strip()).name}{end}" for end in ("-wal", "-owner")}
    assert texts(database(killed)) == {"w000"}
    assert texts(Path(out.strip())) == {"w000", "w001"}


def test_restore_takes_a_backup_that_is_in_order_only(folder: Path) -> None:
    session(folder)
    good = folder.parent / "good.db"
    backed_up(folder, good)
    content = bytearray(good.read_bytes())
    for page in range(4, len(content) // 4096):
        content[page * 4096 : page * 4096 + 50] = b"\xee" * 50
    good.write_bytes(content)
    whole = database(folder).read_bytes()
    status, _, err = hashiya(folder, "restore", os.fspath(good))
    assert (status, err.count("\n")) == (1, 1)
    assert database(folder).read_bytes() == whole
    assert good.read_bytes() == content
    assert not [
        path.name for path in folder.iterdir() if "restore" in path.name or "tmp" in path.name
    ]


def test_restore_into_an_empty_place(folder: Path) -> None:
    session(folder)
    good = folder.parent / "good.db"
    moved_over(database(folder), good)
    whole = good.read_bytes()
    assert hashiya(folder, "restore", os.fspath(good)) == (0, "", "")
    assert texts(database(folder)) == {"w000"}
    assert good.read_bytes() == whole


def test_the_daily_copies_are_listed(folder: Path) -> None:
    session(folder)
    assert hashiya(folder, "backup", "--list") == (0, "", "")
    with Store.open(database(folder)) as store:
        made = store.daily_backup()
    status, out, _ = hashiya(folder, "backup", "--list")
    assert status == 0
    assert out.startswith(f"{made}  ")
    assert hashiya(folder, "restore", os.fspath(made or ""))[0] == 0
    assert in_order(folder)
