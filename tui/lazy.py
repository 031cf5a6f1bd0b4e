"""Names and modules of a package that are imported at their first use.

A start that opens an article needs neither folding nor sentences, and `hashiya list` needs no
caret. So a package of the text engine exports names of all its modules and imports none of them,
and `cli`, `sources` and `store` import what a whole command or kind of file is about when it is
called for (PEP 562).
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from sys import modules


def lazy_exports(package: str, names: Mapping[str, str]) -> Callable[[str], object]:
    """Return the `__getattr__` of a package that exports names of its modules.

    `names` has for each module the names that it exports, separated by spaces. The function
    raises AttributeError for any other name.
    """

    def load(name: str) -> object:
        for module, exported in names.items():
            if name in exported.split():
                found: object = getattr(import_module(f"{package}.{module}"), name)
                setattr(modules[package], name, found)
                return found
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return load


def lazy_modules(package: str, names: str) -> Callable[[str], object]:
    """Return the `__getattr__` of a package whose modules are its attributes.

    `names` are theirs, separated by spaces. The function raises AttributeError for any other name.
    """

    def load(name: str) -> object:
        if name not in names.split():
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return import_module(f"{package}.{name}")

    return load
