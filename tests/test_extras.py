"""The command that installs an extra fits the environment that Python runs in."""

from __future__ import annotations

import sys
import tomllib

import pytest

from tests.paths import ROOT
from tui import extras
from tui.extras import install_command


def test_pip_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/home/me/my venv/bin/python")
    assert install_command("pdf") == "'/home/me/my venv/bin/python' -m pip install 'hashiya[pdf]'"


def test_without_pip_it_is_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/opt/tools/hashiya/bin/python")
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    assert install_command("web") == (
        "uv pip install --python /opt/tools/hashiya/bin/python 'hashiya[web]'"
    )


def test_the_page_that_explains_them_has_each_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    page = (ROOT / "docs" / "begin.md").read_text("utf-8")
    assert [e for e in project["optional-dependencies"] if f"| `{e}` |" not in page] == []
