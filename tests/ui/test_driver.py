"""Textual at arm's length: only the two drivers use what is not public, and list it."""

from __future__ import annotations

import ast
import asyncio
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from textual.app import App

import tui.ui
from tui.terminal.profiles import Profile
from tui.ui import driver, web_driver

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(tui.ui.__path__, "tui.ui.")
]
DRIVERS = (driver, web_driver)
OTHERS = [module for module in MODULES if module not in DRIVERS]


def owner_of(name: str) -> tuple[type, str]:
    """The class and the attribute that a dotted name means."""
    path, _, attribute = name.rpartition(".")
    module, _, owner = path.rpartition(".")
    found = getattr(importlib.import_module(module), owner)
    assert isinstance(found, type)
    return found, attribute


def has(owner: type, name: str) -> bool:
    """Whether a class has an attribute, or sets it on its objects."""
    return any(
        name in vars(base) or f"self.{name} " in source or f"self.{name}:" in source
        for base in owner.__mro__
        if base.__module__.startswith("textual")
        for source in [source_of(base)]
    )


@cache
def source_of(owner: type) -> str:
    """The source of a class; finding it parses the whole of its module."""
    return inspect.getsource(owner)


@pytest.mark.parametrize("name", sorted({*driver.NOT_PUBLIC, *web_driver.NOT_PUBLIC}))
def test_the_installed_release_has_what_the_driver_uses(name: str) -> None:
    owner, attribute = owner_of(name)
    assert has(owner, attribute)


def tree_of(module: ModuleType) -> ast.Module:
    assert module.__file__ is not None
    return ast.parse(Path(module.__file__).read_text(encoding="utf-8"))


def classes_over_textual(module: ModuleType) -> Iterator[tuple[ast.ClassDef, list[type]]]:
    """The classes of a module that have a base from Textual, with these bases."""
    for node in tree_of(module).body:
        if isinstance(node, ast.ClassDef):
            made = vars(module)[node.name]
            bases = [base for base in made.__mro__ if base.__module__.startswith("textual")]
            if bases:
                yield node, bases


def private_names(node: ast.AST) -> Iterator[str]:
    """The private names of a class: its methods, and what it uses on `self`."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
            name = inner.name
        elif isinstance(inner, ast.Attribute):
            name = inner.attr
        else:
            continue
        if name.startswith("_") and not name.endswith("__"):
            yield name


@pytest.mark.parametrize("module", OTHERS, ids=lambda module: module.__name__)
def test_no_other_module_uses_a_private_name(module: ModuleType) -> None:
    imported = [
        node.module
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual")
    ]
    assert not [name for name in imported if "._" in (name or "")]
    for node, bases in classes_over_textual(module):
        clashes = {name for name in private_names(node) for base in bases if has(base, name)}
        assert not clashes, f"{node.name} uses {clashes}"


NAMED_TUPLES = {"_replace", "_asdict", "_fields"}
"""The public methods of named tuples that begin with an underscore."""


@pytest.mark.parametrize("module", OTHERS, ids=lambda module: module.__name__)
def test_no_other_module_uses_a_private_name_of_another_object(module: ModuleType) -> None:
    """Whatever the object is: its class cannot be told from the source."""
    found = {
        ast.unparse(node)
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.endswith("__")
        and node.attr not in NAMED_TUPLES
        and ast.unparse(node.value) not in ("self", "cls", "super()")
    }
    assert found == set()


@pytest.mark.parametrize("module", DRIVERS, ids=lambda module: module.__name__)
def test_a_driver_lists_every_private_name_it_uses(module: ModuleType) -> None:
    listed = {name.rpartition(".")[2] for name in module.NOT_PUBLIC}
    for node, bases in classes_over_textual(module):
        used = {name for name in private_names(node) for base in bases if has(base, name)}
        assert used <= listed
    others = {
        node.attr
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.endswith("__")
        and not (isinstance(node.value, ast.Name) and node.value.id == "self")
    }
    assert others <= listed


class OneThread(driver.TerminalDriver):
    """A driver whose writer thread is a list."""

    profile = Profile("plain", "")

    def __init__(self) -> None:
        super().__init__(App(), size=(80, 24))
        self.written: list[str] = []
        self._writer_thread: Any = SimpleNamespace(write=self.written.append)
        self._running = True


async def test_what_the_terminal_shows_at_once_is_written_at_once() -> None:
    driven = OneThread()
    for part in ("before", "\x1b[?2026h", "one", "two", "\x1b[?2026l", "after"):
        driven.write(part)
    assert driven.written == ["before", "\x1b[?2026honetwo\x1b[?2026l", "after"]


async def test_an_error_while_keys_are_read_is_that_of_the_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driven = OneThread()
    error = ZeroDivisionError("in a parser")

    def fail() -> None:
        raise error

    failed: list[Exception] = []
    monkeypatch.setattr(driven, "run_input_thread", fail)
    monkeypatch.setattr(driven._app, "_handle_exception", failed.append)
    await asyncio.to_thread(driven._run_input_thread)
    await asyncio.sleep(0)
    assert failed == [error]
