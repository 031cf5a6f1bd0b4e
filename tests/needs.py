"""Programs that only some tests need, and that a machine may lack."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Never

import pytest

PROGRAMS = Path(__file__).with_name("programs.txt")
_POSTGRESQL = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
"""Where Debian keeps PostgreSQL's own programs, outside `PATH`."""


def packages() -> dict[str, str]:
    """Return the Debian package of each program that tests need."""
    lines = PROGRAMS.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if not line.startswith("#"))


def needs_program(name: str) -> str:
    """Return the path of a program that is listed in `programs.txt`.

    Where it is missing, the test is skipped at a desk and fails in CI, which installs it.
    """
    package = packages()[name]
    # Only root has /usr/sbin in PATH.
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", *map(str, _POSTGRESQL)])
    found = shutil.which(name, path=path)
    if found is None:
        lacks(f"this machine has no {name} (Debian: {package})")
    return found


def lacks(reason: str) -> Never:
    """Skip the test for what the machine lacks; in CI, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
