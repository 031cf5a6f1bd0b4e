"""Annotations, links and their history, kept in one SQLite file.

`database` has the `Store`. The modules that are attributes here are about whole commands; a reader
that opens an article imports none of them.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.store import (
        backup,
        importing,
        ingest,
        jsonl_export,
        repair,
        rescue_database,
        search,
        stats,
    )
else:
    __getattr__ = lazy_modules(
        __name__, "backup ingest jsonl_export importing repair rescue_database search stats"
    )

__all__ = [
    "backup",
    "importing",
    "ingest",
    "jsonl_export",
    "repair",
    "rescue_database",
    "search",
    "stats",
]
