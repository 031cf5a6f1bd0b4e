"""One line for an error that nothing in the program foresaw, and a file with the rest."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import tempfile
import traceback

from tui import __version__


def message_of(error: Exception) -> str:
    """Write the report and return one line that names it."""
    what = traceback.format_exception_only(error)[-1].strip().partition("\n")[0]
    what = what if len(what) <= 200 else what[:199] + "…"
    try:
        where = _write(error)
    except OSError as refusal:
        return f"a fault of this program: {what}; no report could be written: {refusal.strerror}"
    return f"a fault of this program: {what}; please send the report {where} to its authors"


def _write(error: Exception) -> str:
    """Write a file that only this user can read: it may quote a document. Return its path."""
    facts = (
        f"hashiya {__version__}, Python {platform.python_version()}, {sys.platform}, "
        f"SQLite {sqlite3.sqlite_version}\n\n"
    )
    handle, path = tempfile.mkstemp(prefix="hashiya-report-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as report:
        report.write(facts)
        report.writelines(traceback.format_exception(error))
    return path
