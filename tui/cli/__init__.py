"""The command line: `commands` has a module for each command, the rest is what they share.

Modules that only an error or a completion needs are attributes of this package, imported at first
use.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.cli import crash_report, names_in_settings, output
else:
    __getattr__ = lazy_modules(__name__, "crash_report names_in_settings output")

__all__ = ["crash_report", "names_in_settings", "output"]
