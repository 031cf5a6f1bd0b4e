"""New databases of tests are copies of one that the migrations made, and do not wait for the disk.

Migrating takes 80 ms, and thousands of tests and examples begin with a new database. The tests of
migrating itself carry the marker `migrates` and have the real thing.

`synchronous` is OFF in the process of the tests: what it adds is for power failures, and it takes
5 ms of a test and lets it wait for 20 more. Programs that a test starts have the real setting, and
so have tests with the marker `synchronous`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from tui.store import database, ingest, migrations
from tui.store.file import schema_check, sqlite_file
from tui.store.file.log_owner import TABLE as GENERATION_TABLE
from tui.store.file.sqlite_file import LONG_BUSY_TIMEOUT, SqliteFile, translate_errors

_migrate = database._migrate
_open = sqlite_file._open
_apply_all, _version = migrations.apply_all, schema_check.SCHEMA_VERSION


@cache
def _migrated() -> sqlite3.Connection:
    """An empty database in memory, as the migrations make it."""
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    made.execute("BEGIN")
    migrations.apply_all(made)
    made.execute("COMMIT")
    made.execute(f"DROP TABLE IF EXISTS {GENERATION_TABLE}")  # each file has its own
    return made


def _copy_if_new(file: SqliteFile, version: int) -> None:
    """Do what `_migrate` does, with a copy for an empty file."""
    real = migrations.apply_all is _apply_all and _version == schema_check.SCHEMA_VERSION
    if version or not real or not file.writable:
        _migrate(file, version)
        return
    with file.busy_timeout(LONG_BUSY_TIMEOUT), translate_errors(file.path):
        _migrated().backup(file.connection)
        file.connection.execute("PRAGMA journal_mode = WAL")
        file.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _open_unsynchronous(path: Path, *, read_only: bool, immutable: bool) -> sqlite3.Connection:
    connection = _open(path, read_only=read_only, immutable=immutable)
    connection.execute("PRAGMA synchronous = OFF")
    return connection


@contextmanager
def copied() -> Iterator[None]:
    """Make new databases by copying for as long as this lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_migrate", _copy_if_new)
        yield


@contextmanager
def unsynchronous() -> Iterator[None]:
    """Let databases not wait for the disk for as long as this lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite_file, "_open", _open_unsynchronous)
        patch.setitem(ingest._BULK, "synchronous", 0)
        yield
