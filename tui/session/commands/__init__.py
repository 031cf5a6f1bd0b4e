"""Commands on an open document, each one step of undo: tagging, linking, deciding, commenting.

Those that a key of the reader itself leads to are attributes, imported at their first use.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.session.commands import suggesting, tagging
else:
    __getattr__ = lazy_modules(__name__, "suggesting tagging")

__all__ = ["suggesting", "tagging"]
