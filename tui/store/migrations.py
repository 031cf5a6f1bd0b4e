"""The schema of the database, as sqlite-utils migrations.

A released migration keeps its name and its effect; a new one is added to `MIGRATIONS`, and counted
in `file.schema_check`. Each has a row in the table `_sqlite_migrations`; `PRAGMA user_version` is
their number, so that a start need not import sqlite_utils to see that all is done.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tui.model import content_id, new_id
from tui.store.file import schema_check
from tui.store.file.schema_check import APPLICATION_ID, MIGRATION_SET
from tui.store.listing import document_keys
from tui.store.search import rebuild_index

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def apply_all(connection: sqlite3.Connection) -> None:
    """Migrate the database to the newest schema, inside the caller's transaction."""
    import sqlite_utils.migrations  # a third of a start, which seldom migrates

    migrations = sqlite_utils.migrations.Migrations(MIGRATION_SET)
    for migration in MIGRATIONS:
        migrations()(migration)
    migrations.apply(sqlite_utils.Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version = {schema_check.SCHEMA_VERSION}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def m001_documents_annotations_history(db: Database) -> None:
    """Create the tables of the first release.

    What sqlite-utils cannot make is SQL: a CHECK of a column, a UNIQUE column, a partial index, and
    a full-text index without the texts themselves.
    """
    _create_documents(db)
    _create_annotations(db)
    _create_history(db)
    _create_search(db)


def _create_documents(db: Database) -> None:
    # The text comes last: to read a column after a long value, SQLite follows all its pages.
    db.table("texts").create(
        {"sha256": str, "added_at": str, "text": str},
        pk="sha256",
        not_null={"sha256", "added_at", "text"},
        strict=True,
    )
    # length counts code points; SQLite's length() stops at a NUL.
    documents = db.table("documents").create(
        {
            "id": str,
            "title": str,
            "source": str,
            "text_sha256": str,
            "pending_sha256": str,
            "length": int,
            "added_at": str,
            "title_key": str,
            "meta": str,
        },
        pk="id",
        not_null={
            "id",
            "title",
            "source",
            "text_sha256",
            "length",
            "added_at",
            "title_key",
            "meta",
        },
        defaults={"meta": "{}"},
        foreign_keys=[
            ("text_sha256", "texts", "sha256"),
            ("pending_sha256", "texts", "sha256"),
        ],
        strict=True,
    )
    documents.create_index(["source"], "documents_source")
    documents.create_index(["text_sha256"], "documents_text")
    db.execute("CREATE INDEX documents_changed ON documents (id) WHERE pending_sha256 IS NOT NULL")
    db.execute(
        """
        CREATE TABLE progress (
            document_id TEXT NOT NULL REFERENCES documents (id),
            annotator TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('unread', 'reading', 'done')),
            offset INTEGER NOT NULL DEFAULT 0,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (document_id, annotator)
        ) STRICT
        """
    )
    db.table("bookmarks").create(
        {"document_id": str, "annotator": str, "offset": int, "name": str, "created_at": str},
        pk=("document_id", "annotator", "offset"),
        not_null={"document_id", "annotator", "offset", "name", "created_at"},
        defaults={"name": ""},
        foreign_keys=[("document_id", "documents", "id")],
        strict=True,
    )
    # What an annotator chose in the reader; the settings file itself is never rewritten.
    db.table("choices").create(
        {"annotator": str, "name": str, "value": str},
        pk=("annotator", "name"),
        not_null={"annotator", "name", "value"},
        strict=True,
    )


def _create_annotations(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE annotations (
            id TEXT PRIMARY KEY NOT NULL,
            document_id TEXT NOT NULL REFERENCES documents (id),
            text_sha256 TEXT NOT NULL REFERENCES texts (sha256),
            label TEXT NOT NULL,
            start_offset INTEGER NOT NULL,
            end_offset INTEGER NOT NULL,
            text TEXT NOT NULL,
            prefix TEXT NOT NULL DEFAULT '',
            suffix TEXT NOT NULL DEFAULT '',
            attributes TEXT NOT NULL DEFAULT '{}',
            note TEXT NOT NULL DEFAULT '',
            annotator TEXT NOT NULL,
            status TEXT NOT NULL DEFAULT 'accepted'
                CHECK (status IN ('accepted', 'suggested', 'rejected', 'orphaned')),
            origin TEXT NOT NULL DEFAULT '',
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            deleted_at TEXT
        ) STRICT
        """
    )
    place = ["document_id", "start_offset", "end_offset", "id"]
    db.table("annotations").create_index(place, "annotations_place")
    db.execute(
        "CREATE INDEX annotations_counts ON annotations (document_id, annotator, status, label) "
        "WHERE deleted_at IS NULL"
    )
    db.execute(
        """
        CREATE TABLE links (
            id TEXT PRIMARY KEY NOT NULL,
            document_id TEXT NOT NULL REFERENCES documents (id),
            type TEXT NOT NULL,
            from_id TEXT NOT NULL REFERENCES annotations (id),
            to_id TEXT NOT NULL REFERENCES annotations (id),
            annotator TEXT NOT NULL,
            status TEXT NOT NULL DEFAULT 'accepted'
                CHECK (status IN ('accepted', 'suggested', 'rejected', 'orphaned')),
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            deleted_at TEXT
        ) STRICT
        """
    )
    links = db.table("links")
    links.create_index(["document_id"], "links_document")
    links.create_index(["from_id"], "links_from")
    links.create_index(["to_id"], "links_to")


def _create_history(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE history (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            document_id TEXT NOT NULL REFERENCES documents (id),
            annotator TEXT NOT NULL,
            kind TEXT NOT NULL,
            changes TEXT NOT NULL,
            created_at TEXT NOT NULL,
            undone_at TEXT,
            superseded_at TEXT
        ) STRICT
        """
    )
    db.execute(
        "CREATE INDEX history_live ON history (document_id, annotator, undone_at, seq) "
        "WHERE superseded_at IS NULL"
    )


def _create_search(db: Database) -> None:
    # Folded texts, kept as an index only: the texts are stored once. Marks count as parts of
    # words, so that Hebrew points do not cut one.
    db.execute(
        """
        CREATE VIRTUAL TABLE text_search USING fts5 (
            body, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
        )
        """
    )
    # Fewer merges while many documents are added; a search reads a few more segments.
    db.execute("INSERT INTO text_search (text_search, rank) VALUES ('automerge', 16)")
    # Connects a text with its rowid in text_search; a VACUUM may change the rowids of texts.
    db.table("text_numbers").create(
        {"number": int, "sha256": str}, pk="number", not_null={"sha256"}, strict=True
    )


def m002_fragments_reviews_teams(db: Database) -> None:
    """Add fragments of annotations, and what several annotators of one document need.

    What sqlite-utils has no method for is SQL: a CHECK of a column, and setting a column to the
    value of another one.
    """
    db.table("documents").add_column("updated_at", str, not_null_default="")
    db.table("documents").add_column("deleted_at", str)
    db.execute("UPDATE documents SET updated_at = added_at")
    db.execute(
        "ALTER TABLE documents ADD COLUMN review TEXT "
        "CHECK (review IN ('to review', 'returned', 'approved'))"
    )
    db.execute(
        "ALTER TABLE annotations ADD COLUMN fragments TEXT CHECK (json_type(fragments) = 'array')"
    )
    db.execute("ALTER TABLE annotations ADD COLUMN score REAL CHECK (score BETWEEN 0 AND 1)")
    _create_comments(db)
    _create_team_tables(db)


def _create_comments(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE comments (
            id TEXT PRIMARY KEY NOT NULL,
            document_id TEXT NOT NULL REFERENCES documents (id),
            annotation_id TEXT REFERENCES annotations (id),
            parent_id TEXT REFERENCES comments (id),
            kind TEXT NOT NULL CHECK (kind IN ('comment', 'flag')),
            annotator TEXT NOT NULL,
            text TEXT NOT NULL DEFAULT '',
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            resolved_at TEXT,
            deleted_at TEXT
        ) STRICT
        """
    )
    db.table("comments").create_index(["document_id", "created_at"], "comments_document")
    db.table("comments").create_index(["annotation_id"], "comments_annotation")


def _create_team_tables(db: Database) -> None:
    assignments = db.table("assignments").create(
        {
            "document_id": str,
            "annotator": str,
            "assigned_by": str,
            "updated_at": str,
            "deleted_at": str,
        },
        pk=("document_id", "annotator"),
        not_null={"document_id", "annotator", "assigned_by", "updated_at"},
        foreign_keys=[("document_id", "documents", "id")],
        strict=True,
    )
    assignments.create_index(["annotator"], "assignments_annotator")
    decision = ("id", "document_id", "adjudicator", "kind", "subject", "choice", "created_at")
    decisions = db.table("decisions").create(
        dict.fromkeys((*decision, "updated_at", "deleted_at"), str),
        pk="id",
        not_null={*decision, "updated_at"},
        foreign_keys=[("document_id", "documents", "id")],
        strict=True,
    )
    decisions.create_index(["document_id", "adjudicator"], "decisions_document")
    # Rows that a merge or a synchronisation replaced; the index finds those of one row.
    version = ("row_id", "kind", "row", "source", "replaced_at")
    versions = db.table("versions").create(
        dict.fromkeys(version, str), not_null={*version}, strict=True
    )
    versions.create_index(["row_id", "kind"], "versions_row")


def m003_search_folding_natural_order(db: Database) -> None:
    """Sort ids and titles in natural order, and fold the search index as now.

    Hebrew points, Koranic hamza and some letters were not folded before.
    """
    documents = db.table("documents")
    documents.add_column("id_order", str, not_null_default="")
    documents.add_column("title_order", str, not_null_default="")
    documents.create_index(["id_order", "id"], "documents_id_order")
    keys = [
        (*document_keys(document_id, title), document_id)
        for document_id, title in db.execute("SELECT id, title FROM documents")
    ]
    db.conn.executemany(
        "UPDATE documents SET title_key = ?, id_order = ?, title_order = ? WHERE id = ?", keys
    )
    rebuild_index(db.conn)


def m004_merging(db: Database) -> None:
    """Add what merging needs: every text that a document has had, and the database's own id.

    Triggers note the texts, so that a document that another program changes is known as well.
    """
    _create_document_texts(db)
    # Documents whose source is a path on the machine of the database that they were merged from.
    db.table("merged_sources").create(
        {"document_id": str},
        pk="document_id",
        not_null={"document_id"},
        foreign_keys=[("document_id", "documents", "id")],
        strict=True,
    )
    db.execute(
        "CREATE TRIGGER source_changed AFTER UPDATE OF source ON documents "
        "BEGIN DELETE FROM merged_sources WHERE document_id = new.id; END"
    )
    db.table("database_identity").create({"id": str}, pk="id", not_null={"id"}, strict=True)
    db.table("database_identity").insert({"id": _identity_of(db)})
    # Other names for the annotators of a database, as `merge --rename` was told.
    db.table("merged_names").create(
        {"database_id": str, "old_name": str, "new_name": str},
        pk=("database_id", "old_name"),
        not_null={"database_id", "old_name", "new_name"},
        strict=True,
    )


_EARLIER_TEXTS = """
    SELECT id AS document_id, text_sha256 AS sha256 FROM documents
    UNION SELECT id, pending_sha256 FROM documents WHERE pending_sha256 IS NOT NULL
    UNION SELECT document_id, text_sha256 FROM annotations
    UNION SELECT h.document_id, json_extract(c.value, '$.before.text_sha256')
        FROM history h, json_each(iif(json_valid(h.changes), h.changes, '[]')) c
        WHERE c.type = 'object' AND json_extract(c.value, '$.table') = 'documents'
"""
"""The texts that a document is known to have had: those of annotations and of done commands too."""


def _create_document_texts(db: Database) -> None:
    db.table("document_texts").create(
        {"document_id": str, "text_sha256": str, "added_at": str},
        pk=("document_id", "text_sha256"),
        not_null={"document_id", "text_sha256", "added_at"},
        foreign_keys=[("document_id", "documents", "id"), ("text_sha256", "texts", "sha256")],
        strict=True,
    )
    insert = "INSERT OR IGNORE INTO document_texts (document_id, text_sha256, added_at)"
    db.execute(
        "CREATE TRIGGER document_added AFTER INSERT ON documents "
        f"BEGIN {insert} VALUES (new.id, new.text_sha256, new.added_at); END"
    )
    for column in ("text_sha256", "pending_sha256"):
        db.execute(
            f"CREATE TRIGGER document_{column}_changed AFTER UPDATE OF {column} ON documents "
            f"WHEN new.{column} IS NOT NULL AND new.{column} IS NOT old.{column} BEGIN {insert} "
            f"SELECT new.id, sha256, added_at FROM texts WHERE sha256 = new.{column}; END"
        )
    db.execute(f"{insert} SELECT id, text_sha256, added_at FROM documents")
    db.execute(
        f"{insert} SELECT d.id, t.sha256, t.added_at FROM ({_EARLIER_TEXTS}) f "
        "JOIN texts t ON t.sha256 = f.sha256 JOIN documents d ON d.id = f.document_id"
    )


def _identity_of(db: Database) -> str:
    """Return the database's id: always the same one for copies of an older database."""
    oldest = db.execute("SELECT id, created_at FROM history ORDER BY seq LIMIT 1").fetchone()
    first = db.execute("SELECT id, added_at FROM documents ORDER BY rowid LIMIT 1").fetchone()
    if oldest is None and first is None:
        return new_id()
    return content_id("database", *(oldest or ()), *(first or ()))


def m005_hub(db: Database) -> None:
    """Add what synchronising with a hub needs.

    Triggers note in the outbox which rows have changed, if there is a hub and unless the change
    comes from it.
    """
    db.execute(
        """
        CREATE TABLE hub_state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            hub_id TEXT NOT NULL,
            seq INTEGER NOT NULL DEFAULT 0,
            token TEXT NOT NULL DEFAULT '',
            annotator TEXT NOT NULL,
            is_curator INTEGER NOT NULL,
            synced_at TEXT,
            applying INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """
    )
    # The tokens of the pushes since the last pull, by which the hub knows what was sent from here.
    db.table("hub_pushes").create({"token": str}, pk="token", not_null={"token"}, strict=True)
    # The documents that are on the hub under their id here.
    db.table("hub_documents").create(
        {"document_id": str}, pk="document_id", not_null={"document_id"}, strict=True
    )
    # Rows that refer to rows that have not come yet.
    db.table("hub_waiting").create(
        {"kind": str, "id": str, "owner": str, "document_id": str, "row": str},
        pk=("kind", "id", "owner"),
        not_null={"kind", "id", "owner", "document_id", "row"},
        strict=True,
    )
    db.execute(
        """
        CREATE TABLE outbox (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            row_id TEXT NOT NULL,
            second TEXT NOT NULL DEFAULT '',
            refused INTEGER NOT NULL DEFAULT 0,
            UNIQUE (kind, row_id, second)
        ) STRICT
        """
    )
    for table, key, columns in _SENT:
        values = ", ".join(f"new.{name}" for name in key) + (", ''" if len(key) == 1 else "")
        for event, name in (("INSERT", "added"), (f"UPDATE{columns}", "changed")):
            db.execute(
                f"CREATE TRIGGER outbox_{table}_{name} AFTER {event} ON {table} "
                "WHEN EXISTS (SELECT 1 FROM hub_state WHERE applying = 0) BEGIN "
                f"DELETE FROM outbox WHERE (kind, row_id, second) = ('{table}', {values}); "
                f"INSERT INTO outbox (kind, row_id, second) VALUES ('{table}', {values}); END"
            )


_SENT = (
    ("documents", ("id",), " OF title, text_sha256, meta, updated_at, deleted_at, review"),
    ("document_texts", ("document_id", "text_sha256"), ""),
    ("annotations", ("id",), ""),
    ("links", ("id",), ""),
    ("comments", ("id",), ""),
    ("progress", ("document_id", "annotator"), ""),
    ("assignments", ("document_id", "annotator"), ""),
    ("decisions", ("id",), ""),
)
"""The tables whose rows go to a hub: key, and which columns count where others are local."""


def m006_deleted_documents(db: Database) -> None:
    """Index the deleted documents, which are few, so that a list of the others need not read all.

    Nothing is written to the index while documents are added.
    """
    db.execute("CREATE INDEX documents_deleted ON documents (id) WHERE deleted_at IS NOT NULL")


def m007_spellings(db: Database) -> None:
    """Index the words of Koranic texts as they are spelled today, too, and fold Hebrew signs."""
    has_hebrew = _holds_any("title || id", "\u05be\u05f3\u05f4")
    keys = [
        (*document_keys(document_id, title), document_id)
        for document_id, title in db.execute(f"SELECT id, title FROM documents WHERE {has_hebrew}")
    ]
    db.conn.executemany(
        "UPDATE documents SET title_key = ?, id_order = ?, title_order = ? WHERE id = ?", keys
    )
    is_koranic = _holds_any("text", "\u0670\u06e7\u06e8")
    if db.execute(f"SELECT 1 FROM texts WHERE {is_koranic} LIMIT 1").fetchone():
        rebuild_index(db.conn)


def _holds_any(value: str, characters: str) -> str:
    """Return the condition that an SQL value contains one of the characters."""
    return " OR ".join(f"instr({value}, char({ord(one)}))" for one in characters)


MIGRATIONS = (
    m001_documents_annotations_history,
    m002_fragments_reviews_teams,
    m003_search_folding_natural_order,
    m004_merging,
    m005_hub,
    m006_deleted_documents,
    m007_spellings,
)
"""All migrations, in order. One that was released keeps its name and its effect."""
