"""The backup of a session's work: what it gives back, and when it compresses texts."""

import tracemalloc
from dataclasses import replace

from tests.session.make import annotation
from tui.model import DocumentInfo
from tui.session.saving.work_backup import WorkBackup
from tui.store.row_mapping import Change

LONG = "كلمة " * 200_000


def info(id: str, text: str, sha256: str) -> DocumentInfo:
    return DocumentInfo(id, id, id, sha256, len(text), "2026-01-01T00:00:00.000000Z")


def test_the_texts_of_all_documents_come_back() -> None:
    backup = WorkBackup()
    texts = {"a.txt": "أول", "b.txt": LONG, "c.txt": "ثالث"}
    for id in ("a.txt", "b.txt", "a.txt", "c.txt", "b.txt"):
        made = replace(annotation(0, 2), document_id=id)
        backup.add([Change(None, made)], (info(id, texts[id], made.text_sha256), texts[id]))
    backup.compress()
    found = {document.id: document for document in backup.documents()}
    assert {id: document.text for id, document in found.items()} == texts
    assert {id: len(document.annotations) for id, document in found.items()} == {
        "a.txt": 2,
        "b.txt": 2,
        "c.txt": 1,
    }


def test_the_text_of_a_document_that_was_left_takes_little_memory() -> None:
    backup = WorkBackup()
    tracemalloc.start()
    text = LONG + "."
    backup.add((), (info("a.txt", text, "1"), text))
    del text
    whole, _ = tracemalloc.get_traced_memory()
    backup.add((), (info("b.txt", "b", "2"), "b"))
    left, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert left < whole / 10
