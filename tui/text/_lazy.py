"""Import the exports of a package at their first use.

A start that opens an article needs neither folding nor sentences, and `hashiya list` needs no
caret: each package of the engine exports names of all its modules and imports none of them.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from sys import modules


def lazy_exports(package: str, names: Mapping[str, str]) -> Callable[[str], object]:
    """Return the `__getattr__` of a package.

    `names` has for each module the names that it exports, separated by spaces. The function
    raises AttributeError for any other name (PEP 562).
    """
    home = {name: module for module, exported in names.items() for name in exported.split()}

    def load(name: str) -> object:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found: object = getattr(import_module(f"{package}.{home[name]}"), name)
        setattr(modules[package], name, found)
        return found

    return load
