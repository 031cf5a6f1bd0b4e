"""The database: documents, annotations, links and their history in one SQLite file.

`database.Store` is an open database. `history` writes and undoes commands, `row_mapping` turns
values into rows, `connection` holds the file and its transactions, `migrations` the schema.
`ingest` adds documents, `importing` the contents of a file, and `replication` the rows of other
databases.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.store import (
        backup,
        completion_names,
        importing,
        ingest,
        jsonl_export,
        repair,
        replication,
        rescue_database,
        search,
        stats,
    )
else:
    __getattr__ = lazy_modules(
        __name__,
        "backup completion_names importing ingest jsonl_export repair replication rescue_database "
        "search stats",
    )

__all__ = [
    "backup",
    "completion_names",
    "importing",
    "ingest",
    "jsonl_export",
    "repair",
    "replication",
    "rescue_database",
    "search",
    "stats",
]
