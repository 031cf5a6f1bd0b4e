"""What is piped into the reader, and what is shown in a pager."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.articles import document
from tests.paths import ROOT
from tests.ptys import Program
from tests.store.making import set_status
from tui.store.database import Store

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document("قال الوزير إن العمل بدأ.\n", "a.txt")])
        set_status(store, "a.txt", "me", "reading")
    return tmp_path


def program(folder: Path, name: str, script: str) -> str:
    """Write a program and return its path."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def hashiya(
    folder: Path, *words: str, data: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tui", *words],
        input=data,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        check=False,
    )


def test_add_reads_a_pipe(tmp_path: Path) -> None:
    text = "خبر من أنبوب\n".encode()
    for expected in (b"1 added, 0 unchanged", b"0 added, 1 unchanged"):
        done = hashiya(tmp_path, "add", "-", data=text)
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout


def test_the_reader_opens_what_is_piped_in_and_takes_keys_from_the_terminal(folder: Path) -> None:
    (folder / "given.txt").write_text("مقال جاء من أنبوب\n" * 9)
    script = program(
        folder,
        "piped",
        f"cat given.txt | {sys.executable} -m tui --annotator me read -",
    )
    with Program(script, folder=folder, module="tests.cli.run_program") as running:
        running.until_shown("stdin-")
        running.type("\x1b[B\x1b[Be")
        running.until_shown("saved")
        running.type("\x11")
        assert running.until_ended() == 0
    with Store.open(folder / "annotations.db") as store:
        (info,) = [one for one in store.documents.all() if one.id.startswith("stdin-")]
        assert [row.label for row in store.annotations.in_document(info.id)] == ["entity"]
        assert store.progress.get(info.id, "me").offset > 0


def test_a_pager_gets_what_is_printed_and_no_shell(folder: Path) -> None:
    pager = program(folder, "my pager", 'cat > got; echo "$1" > argument')
    env = {"PAGER": f"'{pager}' '$(touch hacked)'"}
    with Program("show", "a.txt", "--pager", folder=folder, env=env) as running:
        assert running.until_ended() == 0
    assert "ﺮﻳﺯﻮﻟﺍ" in (folder / "got").read_text().replace("\u200e", "")
    assert (folder / "argument").read_text() == "$(touch hacked)\n"
    assert not (folder / "hacked").exists()


def test_a_pager_that_is_left_early_is_no_error(folder: Path) -> None:
    pager = program(folder, "pager", "exit 0")
    with Program("show", "a.txt", "--pager", folder=folder, env={"PAGER": pager}) as running:
        assert running.until_ended() == 0


def test_a_pager_that_is_not_there_is_named(folder: Path) -> None:
    with Program(
        "show", "a.txt", "--pager", folder=folder, env={"PAGER": "no-such-pager -x"}
    ) as running:
        assert running.until_ended() == 2
        assert "no-such-pager -x: there is no such pager" in running.text()


def test_to_a_pipe_nothing_is_started(folder: Path) -> None:
    done = hashiya(folder, "show", "a.txt", "--pager")
    assert done.returncode == 0
    assert done.stdout == hashiya(folder, "show", "a.txt").stdout
