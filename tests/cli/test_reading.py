"""What opening the reader does before there is a screen."""

from __future__ import annotations

import importlib
import sys

import pytest

from tui.cli.reading import without


def test_a_module_is_missing_for_a_while_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "netrc", raising=False)
    with without("netrc"), pytest.raises(ModuleNotFoundError):
        importlib.import_module("netrc")
    assert importlib.import_module("netrc").__name__ == "netrc"


def test_a_module_that_is_there_stays() -> None:
    with without("json"):
        assert importlib.import_module("json") is sys.modules["json"]
