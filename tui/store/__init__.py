"""The database: documents, annotations, links and their history in one SQLite file.

`database.Store` is an open database. `annotation_changes` writes and undoes commands,
`row_mapping` turns values into rows, `migrations` has the schema, `file` the database file and its
transactions. `ingest` adds documents, `importing` the contents of a file, and `replication` the
rows of other databases. `maintenance` copies, checks and repairs a database.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.store import (
        assignments,
        completion_names,
        database_stats,
        importing,
        ingest,
        jsonl_export,
        maintenance,
        migrations,
        replication,
        search,
    )
else:
    __getattr__ = lazy_modules(
        __name__,
        "assignments completion_names database_stats importing ingest jsonl_export maintenance "
        "migrations replication search",
    )

__all__ = [
    "assignments",
    "completion_names",
    "database_stats",
    "importing",
    "ingest",
    "jsonl_export",
    "maintenance",
    "migrations",
    "replication",
    "search",
]
