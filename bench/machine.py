"""The machine that the figures are of."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.data import ROOT


def describe() -> list[str]:
    """What matters about the machine, line by line."""
    processor = re.search(r"^model name\s*:\s*(.*)$", _read("/proc/cpuinfo"), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s*(\d+) kB", _read("/proc/meminfo"), re.MULTILINE)
    gigabytes = int(memory[1]) / 2**20 if memory else 0
    return [
        f"{processor[1] if processor else platform.machine()}, {os.cpu_count()} cores, "
        f"{gigabytes:.0f} GiB of memory",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"Textual {version('textual')}, SQLite {sqlite3.sqlite_version}",
        measured(),
    ]


def measured() -> str:
    """Return when it was measured, and at which commit."""
    return f"measured on {datetime.now(UTC):%Y-%m-%d} at {_commit()}"


def load() -> float:
    """How many processes wanted a processor, on average of the last minute."""
    return os.getloadavg()[0]


def _read(path: str) -> str:
    file = Path(path)
    return file.read_text() if file.exists() else ""


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "no commit"
