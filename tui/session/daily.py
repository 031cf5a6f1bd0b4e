"""The copy that the reader makes of the database each day, beside its other work."""

from __future__ import annotations

from pathlib import Path

from tui.annotations.store import Store
from tui.errors import StoreError


def keep_copy(path: Path) -> str:
    """Make today's copy of the database at `path`; why it could not be made, else nothing.

    For a thread of its own: it opens the database itself. One without annotations needs none.
    """
    try:
        with Store.open(path, create=False, read_only=True) as store:
            if store.annotation_count():
                store.daily_backup()
    except StoreError as error:
        return f"no copy of today: {error}"
    return ""
