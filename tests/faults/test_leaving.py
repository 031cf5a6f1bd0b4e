"""Every way out of the reader while something is not saved: a file keeps it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.readers import QUIT, database, hashiya, in_order, reader, stored
from tests.faults.test_locked import locked
from tests.ptys import PATIENCE, Program
from tui.session.saving.saver import left_behind
from tui.store.database import Store

pytestmark = pytest.mark.slow


def leave(folder: Path, how: Callable[[Program], None]) -> tuple[int, str]:
    """Tag under a lock, leave; the status, and what was said last."""
    with reader(folder) as program:
        program.until_shown("Notes", "w000")
        program.type("e1 ")
        program.until_shown("w000 PERS")
        with locked(database(folder)):
            program.type("e2 e3 ")
            program.until_shown("NOT SAVED", "w002 GPE")
            how(program)
            status = program.until_ended()
        return status, program.output.decode(errors="replace")


SUSPEND = "\x1a"
GONE = "the window closed"
WAYS: dict[str, tuple[Callable[[Program], None], int]] = {
    "quit": (lambda program: program.type(QUIT + QUIT), 1),
    "SIGTERM": (lambda program: program.signal(signal.SIGTERM), 143),
    "SIGHUP": (lambda program: program.signal(signal.SIGHUP), 129),
    "SIGINT": (lambda program: program.signal(signal.SIGINT), 130),
    GONE: (lambda program: program.hang_up(), 129),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_not_saved_goes_to_a_file_beside_the_database(folder: Path, way: str) -> None:
    how, expected = WAYS[way]
    status, said = leave(folder, how)
    # Where the terminal is gone Python ends with 120: it cannot say what it has to say.
    assert status in ((120, expected) if way == GONE else (expected,))
    assert [row.text for row in stored(folder)] == ["w000"]
    (file,) = left_behind(database(folder))
    if way != GONE:
        assert "could not be saved; import it later: hashiya --db" in said
        assert said.rstrip().endswith(f"import {file}")

    with reader(folder) as program:
        program.until_shown("Notes", "w000 PERS", "unsaved work")
        program.type(QUIT)
        program.until_ended()
    assert hashiya(folder, "import", str(file))[0] == 0
    assert [row.text for row in stored(folder)] == ["w000", "w001", "w002"]
    assert [row.attributes["type"] for row in stored(folder)] == ["PERS", "ORG", "GPE"]
    assert in_order(folder)


def test_where_all_is_saved_a_signal_leaves_no_file(folder: Path) -> None:
    with reader(folder) as program:
        program.until_shown("Notes", "w000")
        program.type("e1 ")
        program.until_shown("w000 PERS")
        program.signal(signal.SIGTERM)
        assert program.until_ended() == 143
    assert left_behind(database(folder)) == []
    with reader(folder) as program:
        program.until_shown("w000 PERS")
    assert in_order(folder)


def test_the_whole_screen_is_there_again_after_a_while_in_the_shell(folder: Path) -> None:
    with reader(folder) as program:
        program.until_shown("Notes", "w000", "@me", "quit")
        before = program.text()
        program.type(SUSPEND)
        program.until(lambda: is_stopped(program), "the reader to stop")
        program.play(0)
        program.screen.reset()
        program.signal(signal.SIGCONT)
        program.until(lambda: program.text() == before, "the screen as it was")


def is_stopped(program: Program) -> bool:
    """Whether the process waits for SIGCONT (proc(5))."""
    state = Path(f"/proc/{program.process.pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state == "T"


NOTE = "a long note that is being written"


def begin_note(program: Program) -> None:
    """Tag the first word, and open its form at the note."""
    program.until_shown("Notes", "w000")
    program.type("ei")
    program.until_shown("ctrl+s saves")


@pytest.mark.parametrize("way", [way for way in WAYS if way != "quit"])
def test_a_note_that_is_being_written_is_saved(folder: Path, way: str) -> None:
    with reader(folder) as program:
        begin_note(program)
        program.type(NOTE)
        program.until_shown(NOTE)
        WAYS[way][0](program)
        program.until_ended()
    assert [row.note for row in stored(folder)] == [NOTE]
    assert in_order(folder)


def test_a_comment_that_is_being_written_is_saved(folder: Path) -> None:
    with reader(folder) as program:
        program.until_shown("Notes", "w000")
        program.type("eC")
        program.until_shown("Comments on entity")
        program.type(NOTE)
        program.until_shown(NOTE)
        program.hang_up()
        program.until_ended()
    with Store.open(database(folder)) as store:
        comments = [
            row.text
            for document in store.documents.all()
            for row in store.comments.in_document(document.id)
        ]
    assert comments == [NOTE]


SIGNALS = ["SIGTERM", "SIGHUP", "SIGINT"]


@pytest.mark.parametrize("name", SIGNALS)
def test_keys_typed_right_before_a_signal_count(folder: Path, name: str) -> None:
    with reader(folder) as program:
        program.until_shown("Notes", "w000")
        program.type("e " * 30)
        program.signal(signal.Signals[name])
        assert program.until_ended() == 128 + signal.Signals[name]
    assert [row.text for row in stored(folder)] == [f"w{number:03}" for number in range(30)]
    assert in_order(folder)


@pytest.mark.parametrize("name", SIGNALS)
def test_a_note_typed_right_before_a_signal_is_saved_whole(folder: Path, name: str) -> None:
    with reader(folder) as program:
        begin_note(program)
        program.type(NOTE * 3)
        program.signal(signal.Signals[name])
        program.until_ended()
    assert [row.note for row in stored(folder)] == [NOTE * 3]


@pytest.mark.parametrize(("typed", "expected"), [("", 128 + signal.SIGHUP), (QUIT + QUIT, 1)])
def test_a_window_that_closes_hangs_up_more_than_once(
    folder: Path, typed: str, expected: int
) -> None:
    """The terminal, the shell and the kernel each send SIGHUP, also while the work is saved."""

    def hang_up_often(program: Program) -> None:
        program.type(typed)
        if typed:
            program.play(0.05)
        while program.process.poll() is None:
            program.signal(signal.SIGHUP)
            program.play(0.005)

    status, said = leave(folder, hang_up_often)
    # Python no longer handles signals in its last milliseconds, when all is saved.
    assert status in (expected, 128 + signal.SIGHUP, -signal.SIGHUP)
    assert len(left_behind(database(folder))) == 1
    assert "could not be saved; import it later" in said


def test_what_still_waits_when_the_time_is_up_is_dropped(folder: Path) -> None:
    with reader(folder) as program:
        program.until_shown("Notes", "w000")
        program.type(b"m\x1b" * 2000)
        program.signal(signal.SIGTERM)
        assert program.until_ended() == 143
    assert b"a bug in Hashiya" not in program.output
    assert in_order(folder)


def test_a_signal_ends_a_reader_whose_terminal_takes_nothing(folder: Path) -> None:
    """As one at the end of a connection that has died, which nobody has noticed yet."""
    with reader(folder) as program:
        begin_note(program)
        program.type(NOTE)
        program.until_shown(NOTE)
        flags = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK
        terminal = os.open(f"/proc/{program.process.pid}/fd/1", flags)
        try:
            with suppress(BlockingIOError):  # full: nobody reads
                while True:
                    os.write(terminal, b"x" * 4096)
        finally:
            os.close(terminal)
        os.write(program.master, b"more ")
        program.signal(signal.SIGTERM)
        assert program.process.wait(PATIENCE) == 143
    (row,) = stored(folder)
    assert row.note.startswith(NOTE)
    assert in_order(folder)
