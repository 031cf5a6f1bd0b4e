"""Imports that the reader's start does without."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from tui.ui.sparing import sparing

pytestmark = pytest.mark.slow

PROGRAM = """
import importlib, sys
from tui.ui.sparing import sparing
with sparing():
    import tui.ui.app
assert not {"ssl", "platformdirs", "textual.command", "textual.widgets._select"} & set(sys.modules)
for name in ("ssl", "platformdirs", "textual.command"):
    assert importlib.import_module(name).__file__
from textual.command import CommandPalette
from textual.app import App
assert isinstance(CommandPalette(), importlib.import_module("textual.screen").Screen)
"""


def test_the_reader_is_imported_without_what_it_never_uses() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_what_is_imported_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    before = importlib.import_module("textual.command")
    with sparing():
        assert importlib.import_module("textual.command") is before
    assert importlib.import_module("textual.command") is before
