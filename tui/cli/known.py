"""Which files need not be read again, since the database knows them as they are."""

from __future__ import annotations

import os

from tui.annotations.model import stamp_of
from tui.annotations.store import Store

COARSE = 2.0
"""Seconds by which a file's times may lag behind the clock: coarse ones, and those of servers."""


def unchanged_document(store: Store, path: str) -> str | None:
    """The id of the document that was read from the file at this absolute path, and is so still.

    None where it has to be read: it is new, or something was done to it since. Its change time
    tells, which unlike the time of its last writing nobody can set.
    """
    known = store.source_state(path)
    if known is None:
        return None
    try:
        times = os.stat(path), os.lstat(path)  # a link may lead elsewhere than before  # noqa: PTH116
    except OSError:
        return None
    changed = max(time for one in times for time in (one.st_ctime, one.st_mtime))
    document_id, stamp = known
    return document_id if stamp_of(changed + COARSE) < stamp else None
