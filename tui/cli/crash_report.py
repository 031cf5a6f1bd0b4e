"""Report an unexpected error: one line for the person, and a file with the details."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import tempfile
import traceback

from tui import __version__
from tui.errors import shorten


def report_crash(error: Exception) -> str:
    """Write the report and return one line that names it."""
    what = traceback.format_exception_only(error)[-1].strip().partition("\n")[0]
    what = shorten(what, 200)
    try:
        where = _write_report(error)
    except OSError as refusal:
        return f"a bug in Hashiya: {what}; no report could be written: {refusal.strerror}"
    return f"a bug in Hashiya: {what}; please send the report {where} to its authors"


def _write_report(error: Exception) -> str:
    """Write a file that only this user can read, as it may quote a document; return its path."""
    facts = (
        f"hashiya {__version__}, Python {platform.python_version()}, {sys.platform}, "
        f"SQLite {sqlite3.sqlite_version}\n\n"
    )
    handle, path = tempfile.mkstemp(prefix="hashiya-report-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as report:
        report.write(facts)
        report.writelines(traceback.format_exception(error))
    return path
