"""The schema of the database, as sqlite-utils migrations.

A migration that was released is never changed; a new one is added and `SCHEMA_VERSION` counted
up. Each stands in the table `_sqlite_migrations`; `PRAGMA user_version` holds their number, so
that a start need not import sqlite_utils to see that all is done.
"""

import sqlite3
from typing import TYPE_CHECKING

from tui.annotations.identity import APPLICATION_ID, MIGRATION_SET

if TYPE_CHECKING:
    from sqlite_utils.db import Database

SCHEMA_VERSION = 1
"""The number of migrations below."""


def apply_all(connection: sqlite3.Connection) -> None:
    """Brings the database up to `SCHEMA_VERSION`, inside the caller's transaction."""
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    migrations = Migrations(MIGRATION_SET)
    migrations()(m001_documents_annotations_history)
    migrations.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def m001_documents_annotations_history(db: "Database") -> None:
    """The tables of the first release."""
    for statement in _FIRST_SCHEMA:
        db.execute(statement)


_FIRST_SCHEMA = (
    # The text comes last: what stands after a long value costs a walk along its pages.
    """
    CREATE TABLE texts (
        sha256 TEXT PRIMARY KEY NOT NULL,
        added_at TEXT NOT NULL,
        text TEXT NOT NULL
    ) STRICT
    """,
    # length counts code points; SQLite's length() stops at a NUL.
    """
    CREATE TABLE documents (
        id TEXT PRIMARY KEY NOT NULL,
        title TEXT NOT NULL,
        source TEXT NOT NULL,
        text_sha256 TEXT NOT NULL REFERENCES texts (sha256),
        pending_sha256 TEXT REFERENCES texts (sha256),
        length INTEGER NOT NULL,
        added_at TEXT NOT NULL,
        title_key TEXT NOT NULL,
        meta TEXT NOT NULL DEFAULT '{}'
    ) STRICT
    """,
    "CREATE INDEX documents_source ON documents (source)",
    "CREATE INDEX documents_text ON documents (text_sha256)",
    "CREATE INDEX documents_changed ON documents (id) WHERE pending_sha256 IS NOT NULL",
    """
    CREATE TABLE progress (
        document_id TEXT NOT NULL REFERENCES documents (id),
        annotator TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('unread', 'reading', 'done')),
        offset INTEGER NOT NULL DEFAULT 0,
        updated_at TEXT NOT NULL,
        PRIMARY KEY (document_id, annotator)
    ) STRICT
    """,
    """
    CREATE TABLE bookmarks (
        document_id TEXT NOT NULL REFERENCES documents (id),
        annotator TEXT NOT NULL,
        offset INTEGER NOT NULL,
        name TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL,
        PRIMARY KEY (document_id, annotator, offset)
    ) STRICT
    """,
    # What an annotator chose in the reader; the settings file itself is never rewritten.
    """
    CREATE TABLE choices (
        annotator TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (annotator, name)
    ) STRICT
    """,
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
    """,
    "CREATE INDEX annotations_place ON annotations (document_id, start_offset, end_offset, id)",
    """
    CREATE INDEX annotations_counts ON annotations (document_id, annotator, status, label)
    WHERE deleted_at IS NULL
    """,
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
    """,
    "CREATE INDEX links_document ON links (document_id)",
    "CREATE INDEX links_from ON links (from_id)",
    "CREATE INDEX links_to ON links (to_id)",
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
    """,
    """
    CREATE INDEX history_live ON history (document_id, annotator, undone_at, seq)
    WHERE superseded_at IS NULL
    """,
    # Folded texts for the full-text search, kept as an index only: the texts are stored once.
    # Marks count as parts of words, so that Hebrew points do not cut one.
    """
    CREATE VIRTUAL TABLE text_search USING fts5 (
        body, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
    )
    """,
    # Fewer merges while many documents are added; a search looks into a few segments more.
    "INSERT INTO text_search (text_search, rank) VALUES ('automerge', 16)",
    # Ties a text to its rowid in text_search; a rowid of texts itself may change in a VACUUM.
    """
    CREATE TABLE text_numbers (
        number INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL
    ) STRICT
    """,
)
