"""What importing Textual brings along and the reader never uses: a fifth of the time to start.

Textual's modules are imported while these are missing, and find out that they can do without.
Whoever needs them later imports them as ever.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_PALETTE = "textual.command"


_FOLDERS = "platformdirs"


@contextmanager
def sparing() -> Iterator[None]:
    """Import the reader inside this block."""
    # Asyncio takes OpenSSL in and does without where there is none: 5 ms, and some memory.
    # Textual's own palette, which ours replaces, takes ten widgets in: 17 ms. Where downloads go
    # it asks for screenshots, which the reader does not take: 2 ms.
    with (
        _absent("ssl", None),
        _absent(_PALETTE, _Nominal(_PALETTE)),
        _absent(_FOLDERS, _Nominal(_FOLDERS)),
    ):
        yield


class _Nominal(ModuleType):
    """A module that has every class one asks for, and nothing in any of them."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


@contextmanager
def _absent(name: str, instead: ModuleType | None) -> Iterator[None]:
    """Let something stand where a module would, unless that is there already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = instead  # type: ignore[assignment]  # None makes an import of it fail
    try:
        yield
    finally:
        del sys.modules[name]
