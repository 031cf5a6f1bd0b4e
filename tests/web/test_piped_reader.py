"""The reader's end of the pipe: Textual's protocol, our encoding, and every way to end."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.articles import document
from tests.web.piped import PipedReader
from tests.web.serving import LRM
from tui.store.database import Store
from tui.text.unicode import cell_len

pytestmark = pytest.mark.slow

TEXT = "قال الوزير \u06da اليوم"


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[PipedReader]:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(TEXT)])
    with PipedReader(tmp_path) as running:
        yield running


def column_of(folder: Path, query: str) -> list[str | int]:
    connection = sqlite3.connect(folder / "annotations.db")
    try:
        return [row[0] for row in connection.execute(query)]
    finally:
        connection.close()


def labels(folder: Path) -> list[str | int]:
    return column_of(folder, "SELECT label FROM annotations ORDER BY created_at, id")


def place(folder: Path) -> int:
    [offset] = column_of(folder, "SELECT offset FROM progress")
    return int(offset)


def test_the_page_gets_visual_order_that_no_browser_reorders(reader: PipedReader) -> None:
    reader.wait_for("\ufedd\ufe8e\ufed7")
    assert f"\ufedd{LRM}\ufe8e{LRM}\ufed7{LRM}" in reader.output.decode()
    assert "\u00a0\u06da" in reader.output.decode()
    reader.wait_for_output(b"\x1b]11;#")  # the page's background


def test_keys_pastes_and_sizes_reach_the_reader(reader: PipedReader, tmp_path: Path) -> None:
    reader.wait_for("\ufedd\ufe8e\ufed7")
    reader.type("v\x1b[D", "\x1b", "c")  # escape, then a key
    reader.wait_for("claim saved")
    reader.type("\x1b[200~eee\x1b[201~", "/", "\x1b[200~pas", "ted\x1b[201~")
    reader.wait_for("pasted")
    reader.type("\x1b", "لا")
    reader.wait_for("b does nothing here")  # where an Arabic keyboard has lam-alef on one key
    reader.resize(60, 20)
    reader.wait_for("? shows the keys @me")  # the status line of a narrow screen
    assert labels(tmp_path) == ["claim"]


def test_a_key_behind_a_click_acts_where_the_click_was(reader: PipedReader, tmp_path: Path) -> None:
    reader.wait_for("\ufe8e\ufed7  ")  # in the article, not in the index
    row, text = next(found for found in enumerate(reader.rows()) if "\ufe8e\ufed7  " in found[1])
    column = cell_len(text[: text.index("\ufe8e\ufed7  ")]) - 3  # in the second word
    place = f"0;{column + 1};{row + 1}"
    reader.type(f"\x1b[<{place}M\x1b[<{place}me")
    reader.wait_for("entity saved")
    assert column_of(tmp_path, "SELECT text FROM annotations") == ["الوزير"]


@pytest.mark.parametrize(
    "end",
    [
        PipedReader.quit,
        lambda reader: reader.process.send_signal(signal.SIGTERM),
        lambda reader: reader.process.send_signal(signal.SIGHUP),
    ],
    ids=["quit", "SIGTERM", "SIGHUP"],
)
def test_every_end_saves(
    reader: PipedReader, tmp_path: Path, end: Callable[[PipedReader], None]
) -> None:
    reader.wait_for("\ufedd\ufe8e\ufed7")
    reader.type("e")
    reader.wait_for("entity saved")
    reader.type("\x1b[D")
    end(reader)
    assert reader.wait_for_end() == 0
    assert labels(tmp_path) == ["entity"]
    assert place(tmp_path) > 0


def test_keys_before_the_end_count(reader: PipedReader, tmp_path: Path) -> None:
    reader.wait_for("\ufedd\ufe8e\ufed7")
    reader.type(*"e k k")
    reader.leave()
    assert reader.wait_for_end() == 0
    assert labels(tmp_path) == ["entity", "cue", "cue"]


def test_a_server_that_is_gone_ends_the_reader_too(reader: PipedReader, tmp_path: Path) -> None:
    reader.wait_for("\ufedd\ufe8e\ufed7")
    assert reader.process.stdout is not None
    reader.process.stdout.close()
    reader.type("e", "\x1b[B", "\x1b[A")
    reader.leave()
    assert reader.process.wait(60) == 0
    assert labels(tmp_path) == ["entity"]


@pytest.mark.parametrize("leave", [PipedReader.leave, PipedReader.quit], ids=["leave", "quit"])
def test_a_note_that_is_being_written_is_saved_when_the_page_goes(
    reader: PipedReader, tmp_path: Path, leave: Callable[[PipedReader], None]
) -> None:
    reader.wait_for("\ufedd\ufe8e\ufed7")
    reader.type("ei")
    reader.wait_for("ctrl+s saves")
    reader.type("half a note")
    leave(reader)
    assert reader.wait_for_end() == 0
    assert column_of(tmp_path, "SELECT note FROM annotations") == ["half a note"]
