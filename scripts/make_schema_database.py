"""Makes the small database of the present schema that later versions are tested to open.

Run once before a release that changed the schema::

    .venv/bin/python -m scripts.make_schema_database tests/data/schema_v1.db

A database that was released is never made again.
"""

import sys
from dataclasses import replace
from pathlib import Path

from tui.model import Annotation, Document, annotate, edited, link
from tui.store.database import Store
from tui.store.row_mapping import Change, DocumentStatus

STAMP = "2025-01-02T03:04:05.000000Z"
TEXT = "قال زاك كوبر: “اليابان مهمة”.\nThe end."


def _made(store: Store, name: str, number: int, span: tuple[int, int], label: str) -> Annotation:
    made = annotate(store.documents.get(name), store.documents.text_of(name), span, label, "ميم")
    return replace(
        made,
        id=f"0194249e-1c88-7000-8000-00000000000{number}",
        created_at=STAMP,
        updated_at=STAMP,
    )


def fill(store: Store) -> None:
    """Two documents with something of everything that the schema holds."""
    store.add_documents(
        [
            Document("مقال.txt", "قال زاك كوبر", "/seeds/مقال.txt", TEXT, {"author": "م"}),
            Document("b.txt", "b", "/seeds/b.txt", "نص ثان\r\n"),
        ]
    )
    name = "مقال.txt"
    person = replace(_made(store, name, 1, (4, 12), "entity"), attributes={"type": "PERS"})
    quote = _made(store, name, 2, (15, 27), "quote")
    speaker = replace(link(quote, person, "speaker", "ميم"), created_at=STAMP, updated_at=STAMP)
    store.history.commit("entity", name, "ميم", [Change(None, person)])
    store.history.commit("quote", name, "ميم", [Change(None, quote)])
    store.history.commit("link", name, "ميم", [Change(None, speaker)])
    store.history.commit("note", name, "ميم", [Change(quote, edited(quote, note="ملاحظة"))])
    store.history.undo(name, "ميم")
    status = DocumentStatus("b.txt", "ميم", "unread")
    change = Change(status, replace(status, status="done"))
    store.history.commit("done", "b.txt", "ميم", [change])
    store.progress.save(name, "ميم", 9)
    store.bookmarks.set(name, "ميم", 4, "هنا")
    store.add_documents(
        [Document(name, "قال", "/seeds/مقال.txt", TEXT + "\nزيادة", {"author": "م"})]
    )


def main() -> None:
    """Writes the database that the command line names; one that is there is left."""
    (path,) = (Path(argument) for argument in sys.argv[1:])
    if path.exists():
        sys.exit(f"{path} is there already")
    with Store.open(path) as store:
        fill(store)


if __name__ == "__main__":
    main()
