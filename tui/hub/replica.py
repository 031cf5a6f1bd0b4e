"""Recognise a database that is a copy of another one, by its replica id and its path.

Each database that is synchronised with a hub has a replica id. A file outside it stores the path of
the database that has the id on this machine. A copy has the same id and another path; it gets an id
of its own, so that the hub can distinguish the two.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from tui.model import new_id
from tui.store.file.network import network_type
from tui.store.replication.hub_copy import REPLICA

if TYPE_CHECKING:
    from tui.store.database import Store


def register_replica(store: Store) -> bool:
    """Store the path of the database; return whether it is a new copy of another one.

    A new copy gets a replica id of its own. If the path cannot be read or written, no copy is
    detected.
    """
    replica, here = store.hub.replica(), store.path.absolute()
    with contextlib.suppress(OSError):
        there = None if replica is None else _stored_path(replica)
        is_copy = replica is not None and (
            there is None or (there != here and _replica_in(there) == replica)
        )
        if replica is None or is_copy:
            new = new_id()
            _store_path(new, here)
            store.hub.set_replica(new)
        elif there != here:
            _store_path(replica, here)
        return is_copy
    return False


def _path_file(replica: str) -> Path:
    """Return the file that stores the path of the database with this id.

    It is in XDG_STATE_HOME, else in ~/.local/state. A relative XDG_STATE_HOME is ignored, as the
    XDG Base Directory Specification says.
    """
    given = Path(os.environ.get("XDG_STATE_HOME", ""))
    state = given if given.is_absolute() else Path.home() / ".local" / "state"
    return state / "hashiya" / "replicas" / f"{replica}.json"


def _store_path(replica: str, path: Path) -> None:
    file = _path_file(replica)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"path": str(path)}), encoding="utf-8", errors="surrogateescape")


def _stored_path(replica: str) -> Path | None:
    """Return the stored path of the database with this id; None if there is none."""
    try:
        words = _path_file(replica).read_text(encoding="utf-8", errors="surrogateescape")
        return Path(json.loads(words)["path"])
    except (FileNotFoundError, ValueError, LookupError, TypeError):
        return None


def _replica_in(path: Path) -> str | None:
    """Return the replica id of another database; None if there is no such database any more."""
    if not path.is_file():
        return None
    # In a network folder another machine may have it open: then SQLite must not share its log.
    mode = "immutable=1" if network_type(path) else "mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?{mode}", uri=True)) as database:
            found = database.execute(
                "SELECT value FROM choices WHERE annotator = '' AND name = ?", (REPLICA,)
            ).fetchone()
    except sqlite3.Error:
        return None
    return None if found is None else str(found[0])
