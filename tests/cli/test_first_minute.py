"""The first minute: each state says what it is and what to do next."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import NAME, Hashiya
from tests.paths import SEED_FILE
from tests.ptys import Program
from tui.cli import main
from tui.cli.commands.read import unopened_advice
from tui.session.saving.saver import UNSAVED
from tui.terminal.detection import HINT_UNKNOWN

ME = {"HASHIYA_ANNOTATOR": "me"}


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["lst"], "`hashiya list`"),
        (["tuor"], "`hashiya tour`"),
        (["export", "--formt", "csv"], "did you mean --format?"),
        (["list", "--jsno"], "did you mean --json?"),
    ],
)
def test_a_mistyped_word_names_the_near_one(hashiya: Hashiya, words: list[str], near: str) -> None:
    result = hashiya(*words)

    assert result.status == 2
    assert near in result.err
    assert result.err.count("\n") == 1


def test_a_folder_that_cannot_be_written_names_the_way_out(
    hashiya: Hashiya, tmp_path: Path
) -> None:
    result = hashiya("--db", str(tmp_path / "nowhere" / "a.db"), "add", str(SEED_FILE))

    assert result.status == 1
    assert "cannot be created" in result.err
    assert "--db PATH" in result.err


def test_windows_itself_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.cli.main.os.name", "nt")
    with pytest.raises(SystemExit) as ended:
        main.main(["list"])
    monkeypatch.undo()
    assert "wsl --install" in str(ended.value.code)


def test_the_advice_counts_the_files_that_can_be_read(tmp_path: Path) -> None:
    assert unopened_advice(tmp_path) == []
    for name in ("a.txt", "b.md", "c.png", ".d.txt", "annotations.db"):
        (tmp_path / name).touch()
    assert "This folder holds 2 files that can be read." in unopened_advice(tmp_path)
    assert unopened_advice(tmp_path / "missing") == []


def test_the_database_is_no_file_that_was_left_out(hashiya: Hashiya, filled: Path) -> None:
    shutil.copy(SEED_FILE, filled / "b.txt")
    (filled / "c.png").touch()
    (filled / "annotations.db.2026-01-01.backup").touch()

    assert "left out 1 file by their ending (.png 1)" in hashiya("add", ".").err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("", ("Nothing to read yet.", "hashiya articles/")),
        (NAME, ("Nothing is open yet.", "This folder holds 1 file that", "hashiya .")),
    ],
)
def test_a_folder_without_a_database(tmp_path: Path, file: str, words: tuple[str, ...]) -> None:
    if file:
        shutil.copy(SEED_FILE, tmp_path / file)
    with Program(folder=tmp_path, env=ME) as program:
        program.until_shown(*words)
        program.type("\x11")
        assert program.until_ended() == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.png", ("Nothing of this could be read:", "a.png", "Quit (ctrl+q), and name another")),
        (".", ("Nothing of this could be read:", "(.png 1)", "holds no")),
    ],
)
def test_what_cannot_be_read_is_said_in_its_place(
    tmp_path: Path, name: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "a.png").write_bytes(bytes(range(256)) * 20)
    with Program(name, folder=tmp_path) as program:  # a login that is shared comes first
        program.until_shown(*words)


@pytest.mark.slow
def test_other_notices_are_no_reasons_why_a_source_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(bytes(range(256)) * 20)
    (tmp_path / f"annotations.db{UNSAVED}2026-01-01-000000-1.jsonl").touch()
    with Program("a.png", folder=tmp_path, env=ME) as program:
        program.until_shown("Nothing of this could be read:", "Quit (ctrl+q)", "unsaved work")
        said = program.text().partition("could be read:")[2].partition("Quit (ctrl+q)")[0]
    assert "a.png" in said
    assert "unsaved work" not in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"TERM": "dumb"}, (b"TERM is dumb", b"`hashiya show DOCUMENT`")),
        (
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            (b"the reader needs UTF-8", b"LC_ALL=C.UTF-8"),
        ),
    ],
)
def test_a_terminal_that_cannot_show_it_is_refused_in_one_line(
    tmp_path: Path, env: dict[str, str], words: tuple[bytes, ...]
) -> None:
    with Program(folder=tmp_path, env=env) as program:
        assert program.until_ended() == 1
        assert [word for word in words if word not in program.output] == []
        assert program.output.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "env",
    [
        {"TERM": "vt100", "NO_COLOR": "1"},
        {"LANG": "ar_EG.UTF-8"},
        {"LANG": "C"},
        {"LANG": "C", "LC_ALL": "C"},
    ],
    ids=str,
)
def test_it_opens_without_colour_and_in_any_locale(tmp_path: Path, env: dict[str, str]) -> None:
    shutil.copy(SEED_FILE, tmp_path)
    with Program(NAME, folder=tmp_path, env={**ME, **env}) as program:
        program.until_shown("c claim", "nothing tagged yet", "e 1  tag a person", "\ufef4")
        program.type("\x11")
        assert program.until_ended() == 0
    if "NO_COLOR" in env:
        styles = b";".join(re.findall(rb"\x1b\[([0-9;]*)m", program.output)).split(b";")
        assert {*styles} <= {b"", b"0", b"1", b"2", b"3", b"4", b"7"}


@pytest.mark.slow
def test_a_terminal_that_says_nothing_is_asked_about(tmp_path: Path) -> None:
    shutil.copy(SEED_FILE, tmp_path)
    with Program(NAME, folder=tmp_path, env={**ME, "TERM": "ansi"}, answers={}) as program:
        program.until_shown(HINT_UNKNOWN)
