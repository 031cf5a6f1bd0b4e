"""The command line: one module a command, named after it.

A command's module is imported when the command is called. What only a mistake, an error or a source
needs is an attribute of this package, imported at its first use.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.cli import add, crash_report, mistakes, names_in_settings, output
else:
    __getattr__ = lazy_modules(__name__, "add crash_report mistakes names_in_settings output")

__all__ = ["add", "crash_report", "mistakes", "names_in_settings", "output"]
