"""Files that were read before are read again only where something was done to them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.cli.commands.read import unchanged_document
from tui.model import Document, annotate, stamp_of
from tui.store.database import Store
from tui.store.row_mapping import Change
from tui.text.spans import Span

READ = 1_700_000_000.0
"""When the file was read."""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    file = tmp_path / "a.txt"
    file.write_text("نص")
    monkeypatch.setattr("tui.store.ingest.now", lambda: stamp_of(READ))
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([Document("a.txt", "نص", str(file), "نص")])
        yield store


def touched(monkeypatch: pytest.MonkeyPatch, written: float, changed: float) -> None:
    """Let all files have these times."""
    real = os.stat

    def stat(path: str | os.PathLike[str], *, follow_symlinks: bool = True) -> os.stat_result:
        fields = list(real(path, follow_symlinks=follow_symlinks))
        return os.stat_result(fields, {"st_mtime": written, "st_ctime": changed})

    monkeypatch.setattr("tui.cli.commands.read.os.stat", stat)
    monkeypatch.setattr("tui.cli.commands.read.os.lstat", stat)


def test_a_file_from_before_it_was_read_is_known(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched(monkeypatch, READ - 10, READ - 10)
    assert unchanged_document(store, str(tmp_path / "a.txt")) == "a.txt"


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        (READ + 10, READ + 10),
        (READ - 10, READ + 10),  # copied with its times, or written and set back
        (READ + 10, READ - 10),
        (READ - 1, READ - 1),  # as near as times can be coarse
    ],
)
def test_a_file_that_something_was_done_to_is_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: float, changed: float
) -> None:
    touched(monkeypatch, written, changed)
    assert unchanged_document(store, str(tmp_path / "a.txt")) is None


def test_a_file_that_is_new_or_gone_is_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched(monkeypatch, READ - 10, READ - 10)
    assert unchanged_document(store, str(tmp_path / "b.txt")) is None
    (tmp_path / "a.txt").unlink()
    assert unchanged_document(store, str(tmp_path / "a.txt")) is None


def test_a_document_that_waits_with_another_text_is_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = store.documents.get("a.txt")
    made = annotate(info, "نص", Span(0, 2), "entity", "me")
    store.history.commit("tag", "a.txt", "me", [Change(None, made)])
    store.add_documents([Document("a.txt", "نص", str(tmp_path / "a.txt"), "نص آخر")])
    touched(monkeypatch, READ - 10, READ - 10)
    assert unchanged_document(store, str(tmp_path / "a.txt")) is None


def test_a_book_is_known_by_its_first_chapter(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "a.epub"
    book.write_bytes(b"")
    store.add_documents(
        Document(f"a.epub#{n}", f"{n}", f"{book}#{n}", f"{n}", {"chapter": n}) for n in (1, 2)
    )
    touched(monkeypatch, READ - 10, READ - 10)
    assert unchanged_document(store, str(book)) == "a.epub#1"
    touched(monkeypatch, READ + 10, READ + 10)
    assert unchanged_document(store, str(book)) is None
