"""The files, modules, classes and functions that are named in prose exist."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from tests.paths import ROOT

PAGES = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"]

MADE = {"articles/", "dist/", "site/"}
"""Folders that the named command makes."""

OF_OTHERS = {"KeyboardInterrupt", "ScrollView", "Strip"}
"""Classes of Python and Textual."""

_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.*-]+(/[\w.*-]+)*(/|\.(py|sql|js|md|toml|txt|json|yml))")
_IN_FILE = re.compile(r"`([\w.]+)` \(`([\w/]+\.py)`\)")
_CLASS = re.compile(r"([A-Z][a-z]\w+)(?:\.(\w+))?")
_MODULE = re.compile(r"`(tui(?:\.\w+)+)`")


def prose(page: str) -> str:
    return _BLOCK.sub("", (ROOT / page).read_text(encoding="utf-8"))


def code_in(page: str) -> set[str]:
    return set(_CODE.findall(prose(page)))


def files_named(path: str) -> Iterator[Path]:
    """The files or folders that a path in prose may mean: below the root, `tui`, or anywhere."""
    yield from ROOT.glob(path.rstrip("/"))
    yield from (ROOT / "tui").glob(f"**/{path.rstrip('/')}")


@cache
def members() -> dict[str, set[str]]:
    """The attributes of each class in `tui`: methods, class attributes, and those of `self`."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                names = found.setdefault(node.name, set())
                names |= {
                    part.name if isinstance(part, ast.FunctionDef) else part.attr
                    for part in ast.walk(node)
                    if isinstance(part, ast.FunctionDef | ast.Attribute)
                }
    return found


@pytest.mark.parametrize("page", PAGES)
def test_each_file_exists(page: str) -> None:
    paths = {code for code in code_in(page) if _PATH.fullmatch(code)} - MADE
    assert [path for path in sorted(paths) if next(files_named(path), None) is None] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_class_has_the_method(page: str) -> None:
    named = [found for code in code_in(page) if (found := _CLASS.fullmatch(code))]
    wrong = [
        found[0]
        for found in named
        if found[1] not in OF_OTHERS
        and (found[1] not in members() or (found[2] and found[2] not in members()[found[1]]))
    ]
    assert wrong == []


def test_each_function_is_in_the_file_behind_it() -> None:
    named = _IN_FILE.findall(prose("ARCHITECTURE.md"))
    assert len(named) > 10
    wrong = []
    for name, path in named:
        text = next(files_named(path)).read_text(encoding="utf-8")
        if not re.search(rf"\b{name.rpartition('.')[2]}\b", text):
            wrong.append(f"{name} ({path})")
    assert wrong == []


def test_the_picture_of_the_layers_agrees_with_the_contracts() -> None:
    """Each arrow leads down, and each package has a box."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers, between, *_ = (
        [re.sub(r"\btui\.", "", row).split(" | ") for row in contract["layers"]]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    height = {name: -float(row) for row, names in enumerate(layers) for name in names}
    height |= dict.fromkeys(between[1], (height["ui"] + height["text"]) / 2)
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    picture = page.partition("```mermaid\n")[2].partition("```")[0]
    inside = {
        box: [name for name in text.split(" · ") if name in height]
        for box, text in re.findall(r'(\w+)\["(.+?)"\]', picture)
    }
    drawn = {name for names in inside.values() for name in names}
    assert {path.parent.name for path in (ROOT / "tui").glob("*/__init__.py")} <= drawn
    arrows = re.findall(r"(\w+) --> (\w+)", re.sub(r'\[".+?"\]', "", picture))
    assert len(arrows) == picture.count("-->")
    wrong = [
        f"{start} --> {end}"
        for start, end in arrows
        if min(height[name] for name in inside[start]) <= max(height[name] for name in inside[end])
    ]
    assert wrong == []


def test_each_target_of_make_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {code[5:] for page in PAGES for code in code_in(page) if code.startswith("make ")}
    assert named - targets == set()


def test_each_module_that_a_docstring_names_exists() -> None:
    files = [
        p for folder in ("tui", "tests", "bench", "scripts") for p in (ROOT / folder).rglob("*.py")
    ]
    named = {
        (path, name) for path in files for name in _MODULE.findall(path.read_text(encoding="utf-8"))
    }
    wrong = [f"{path.relative_to(ROOT)}: {name}" for path, name in named if not is_defined(name)]
    assert wrong == []


def is_defined(name: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    try:
        import_module(name)
    except ImportError:
        module, _, last = name.rpartition(".")
        return bool(module) and is_defined(module) and hasattr(import_module(module), last)
    return True
