"""The command line: `commands` has a module for each command, the rest is what they share.

What only an error or a completion needs is an attribute of this package, imported at its first use.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.cli import crash_report, names_in_settings, output
else:
    __getattr__ = lazy_modules(__name__, "crash_report names_in_settings output")

__all__ = ["crash_report", "names_in_settings", "output"]
