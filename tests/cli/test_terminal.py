"""What commands print to a terminal: in visual order, shaped, and obeyed by nobody."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.articles import document
from tests.ptys import Program
from tests.store.making import set_status
from tests.ui.pty_child import ROOT
from tui.model import annotate
from tui.store.database import Store
from tui.store.row_mapping import Change
from tui.text.layout.single_line import tight
from tui.text.unicode._joining_data import FORMS
from tui.text.unicode.sanitize import INVISIBLE

pytestmark = pytest.mark.slow

HOSTILE = "\u202e\x1b[31m\x07"
NAME = f"خبر {HOSTILE}أول.txt"
TEXT = f"قال الوزير {HOSTILE}إن العمل بدأ (2023).\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(TEXT, NAME)])
        info = store.documents.get(NAME)
        row = annotate(info, TEXT, (4, 10), "شخصية", "أحمد", attributes={"نوع": "وزير"})
        store.history.commit("entity", info.id, "أحمد", [Change(None, row)])
        set_status(store, info.id, "أحمد", "reading")
    return tmp_path


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["list"], ["خبر", "قال الوزير", "شخصية", "reading"]),
        (["search", "الوزير"], ["خبر", "قال الوزير"]),
        (["stats"], ["أحمد", "reading", "شخصية", "نوع", "وزير"]),
        (["show", "لا وجود له"], ["لا وجود له"]),
        (["add", "ملف مفقود.txt"], ["ملف مفقود"]),
        (["check"], ["in order"]),
    ],
    ids=lambda value: value[0],
)
def test_words_on_a_terminal(folder: Path, command: list[str], words: list[str]) -> None:
    with Program(*command, folder=folder, env={"HASHIYA_ANNOTATOR": "أحمد"}) as program:
        program.until_ended()
        shown = program.text()
    assert not {char for char in shown if char in FORMS}
    assert INVISIBLE.isdisjoint(shown)
    assert "\x1b[31m" not in program.output.decode()
    assert "\x07" not in program.output.decode()
    for word in words:
        assert tight(word, 99) in shown


def test_check_names_a_document_as_it_reads(folder: Path) -> None:
    with sqlite3.connect(folder / "annotations.db") as database:
        database.execute("UPDATE documents SET length = 3")
    with Program("check", folder=folder) as program:
        assert program.until_ended() == 1
        assert tight("خبر", 99) in program.text()


def test_the_gap_of_a_discontinuous_annotation_is_not_coloured(tmp_path: Path) -> None:
    text = "one two three"
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(text, "a.txt")])
        row = annotate(store.documents.get("a.txt"), text, (0, len(text)), "quote", "me")
        row = replace(row, fragments=((0, 3), (8, 13)))
        store.history.commit("quote", "a.txt", "me", [Change(None, row)])
    with Program("show", "a.txt", folder=tmp_path, env={"HASHIYA_ANNOTATOR": "me"}) as program:
        program.until_ended()
        output = program.output.decode()
    assert re.search(r"\x1b\[[0-9;]*4[0-9;]*mone\x1b\[0?m two \x1b\[[0-9;]*4[0-9;]*mthree", output)


def test_the_environment_does_not_change_how_cells_are_counted(tmp_path: Path) -> None:
    program = (
        "from tui.cli.main import run; run(['list']); from rich.cells import cell_len as cells; "
    )
    done = subprocess.run(
        [sys.executable, "-c", program + "print(cells('\U0001fae0'))"],
        env={"UNICODE_VERSION": "4.1.0", "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stdout == b"2\n"


def test_messages_to_other_programs_keep_their_logical_order(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.cli.main import run

    monkeypatch.chdir(folder)
    monkeypatch.delenv("HASHIYA_DB", raising=False)
    assert run(["show", "لا وجود له"]) == 1
    assert "'لا وجود له'" in capfdbinary.readouterr()[1].decode()
    assert run(["add", f"لا {HOSTILE}وجود.txt"]) == 1
    assert "لا ␛[31m␇وجود.txt: " in capfdbinary.readouterr()[1].decode()
