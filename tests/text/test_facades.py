"""What packages export that import their modules late, and what a start loads of them."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

FACADES = ["tui.text.unicode", "tui.text.layout", "tui.text.language"]
"""Those that export names of their modules."""
WITH_MODULES = [
    "tui.cli",
    "tui.cli.commands",
    "tui.sources",
    "tui.sources.pdf",
    "tui.store",
    "tui.store.maintenance",
    "tui.store.replication",
]
"""Those that have some of their modules as attributes."""


@pytest.mark.parametrize("package", FACADES)
def test_each_name_comes_from_the_module_that_type_checkers_see(package: str) -> None:
    facade = import_module(package)
    tree = ast.parse(Path(str(facade.__file__)).read_text(encoding="utf-8"))
    seen = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(f"{package}.")
        for alias in node.names
    }
    assert sorted(seen) == sorted(facade.__all__)
    for name, module in seen.items():
        assert getattr(facade, name) is getattr(import_module(str(module)), name)


@pytest.mark.parametrize("package", WITH_MODULES)
def test_each_module_is_the_one_that_type_checkers_see(package: str) -> None:
    facade = import_module(package)
    tree = ast.parse(Path(str(facade.__file__)).read_text(encoding="utf-8"))
    seen = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == package
        for alias in node.names
    }
    assert seen == set(facade.__all__)
    for name in seen:
        assert getattr(facade, name) is import_module(f"{package}.{name}")


@pytest.mark.parametrize("package", [*FACADES, *WITH_MODULES])
def test_an_unknown_name_is_no_attribute(package: str) -> None:
    with pytest.raises(AttributeError, match="has no attribute 'missing'"):
        import_module(package).missing  # noqa: B018 (what is tested)


@pytest.mark.parametrize("package", FACADES)
def test_every_function_and_class_that_is_exported_has_a_docstring(package: str) -> None:
    facade = import_module(package)
    exported = {name: getattr(facade, name) for name in facade.__all__}
    documented = {n: o for n, o in exported.items() if inspect.isclass(o) or inspect.isfunction(o)}
    assert documented
    assert [name for name, one in documented.items() if not one.__doc__] == []


def loaded_by(program: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.split())


@pytest.mark.slow
@pytest.mark.parametrize("package", FACADES)
def test_a_package_loads_its_modules_at_their_first_use(package: str) -> None:
    assert not {name for name in loaded_by(f"import {package}") if name.startswith(f"{package}.")}


@pytest.mark.slow
def test_a_layout_loads_no_library_of_reference() -> None:
    """They take longer to load than the first screen may, and ICU only once a text is there."""
    loaded = loaded_by("from tui.text.layout import DocumentLayout, fit")
    assert "tui.text.layout.document_layout" in loaded
    assert not loaded & {"arabic_reshaper", "bidi", "importlib.metadata"}


@pytest.mark.slow
def test_the_reader_loads_what_whole_commands_need_when_they_are_called() -> None:
    """Each of these would take one to four milliseconds of a start."""
    seldom = {
        "hashlib",
        "sqlite_utils",
        "tui.anchoring.placement",
        "tui.cli.commands.add",
        "tui.formats.documents",
        "tui.hub.background",
        "tui.sources.readers",
        "tui.store.maintenance.backup",
        "tui.store.ingest",
        "tui.store.search",
        "tui.text.language.folding",
        "tui.text.unicode.bidi_reference",
        "tui.ui.widgets.text_fields",
    }
    assert not loaded_by("import tui.cli.commands.read, tui.ui.app") & seldom
    assert all(find_spec(name) for name in seldom)
