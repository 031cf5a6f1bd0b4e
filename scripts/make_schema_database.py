"""Make the small database of the present schema that later versions are tested to open.

Run once before a release that changed the schema::

    .venv/bin/python -m scripts.make_schema_database tests/data/schema_v1.db

A database of a schema that was released is never made again.
"""

import sqlite3
import sys
from contextlib import closing
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
    change = Change(status, status._replace(status="done"))
    store.history.commit("done", "b.txt", "ميم", [change])
    store.progress.save(name, "ميم", 9)
    store.bookmarks.set(name, "ميم", 4, "هنا")
    store.add_documents(
        [Document(name, "قال", "/seeds/مقال.txt", TEXT + "\nزيادة", {"author": "م"})]
    )


def fill_history(store: Store) -> None:
    """A third document with every kind of history entry: live, undone, superseded."""
    name, text = "c.txt", "وقال زاك كوبر ذلك."
    store.add_documents([Document(name, "c", "/seeds/c.txt", text)])
    person = _made(store, name, 3, (5, 13), "entity")
    verb = _made(store, name, 4, (1, 4), "cue")
    store.history.commit("entity", name, "ميم", [Change(None, person)])
    store.history.commit("cue", name, "ميم", [Change(None, verb)])
    store.history.commit("note", name, "ميم", [Change(verb, edited(verb, note="ملغاة"))])
    store.history.undo(name, "ميم")
    (verb,) = (row for row in store.annotations.in_document(name) if row.label == "cue")
    store.history.commit("delete", name, "ميم", [Change(verb, None)])
    store.add_documents([Document(name, "c", "/seeds/c.txt", "أمس. " + text)])
    store.documents.reanchor(name, "ميم", store.documents.placements(name))
    (person,) = store.annotations.in_document(name)
    changed = edited(person, attributes={"type": "PERS"})
    store.history.commit("attributes", name, "ميم", [Change(person, changed)])
    store.history.undo(name, "ميم")


TEAM = (
    "UPDATE documents SET review = 'to review' WHERE id = 'b.txt'",
    """INSERT INTO annotations SELECT '0194249e-1c88-7000-8000-000000000005', id, text_sha256,
    'entity', 0, 6, 'نص ثان', '', char(13, 10), '{}', '', 'هند', 'suggested', 'rules: names',
    :stamp, :stamp, NULL, '[[0, 2], [3, 6]]', 0.75 FROM documents WHERE id = 'b.txt'""",
    """INSERT INTO comments SELECT 'comment-1', document_id, id, NULL, 'flag', 'هند', '',
    :stamp, :stamp, NULL, NULL FROM annotations WHERE id LIKE '%1'""",
    """INSERT INTO comments SELECT 'comment-2', document_id, annotation_id, id, 'comment', 'ميم',
    'لماذا؟', :stamp, :stamp, :stamp, NULL FROM comments""",
    "INSERT INTO assignments VALUES ('b.txt', 'هند', 'ميم', :stamp, NULL)",
    """INSERT INTO decisions VALUES ('decision-1', 'b.txt', 'ميم', 'label', '["a", "b"]', '"a"',
    :stamp, :stamp, NULL)""",
    """INSERT INTO versions VALUES ('comment-1', 'comments', '{"text": "قديم"}', 'other.db',
    :stamp)""",
)
"""What the tables of comments and of teamwork hold: nothing in the program writes them yet."""


def fill_team(path: Path) -> None:
    """Fill the tables of comments and of teamwork, and the columns that came with them."""
    with closing(sqlite3.connect(path)) as database, database:
        for statement in TEAM:
            database.execute(statement, {"stamp": STAMP} if ":stamp" in statement else {})


def main() -> None:
    """Write the database that the command line names; leave one that is there."""
    (path,) = (Path(argument) for argument in sys.argv[1:])
    if path.exists():
        sys.exit(f"{path} already exists")
    with Store.open(path) as store:
        fill(store)
        fill_history(store)
    fill_team(path)


if __name__ == "__main__":
    main()
