"""The commands: one module each, named after its command.

A module is imported when its command is called. `add` is an attribute of this package, imported at
its first use, since the reader needs it only if sources are given.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.cli.commands import add
else:
    __getattr__ = lazy_modules(__name__, "add")

__all__ = ["add"]
