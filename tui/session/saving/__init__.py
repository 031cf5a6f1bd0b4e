"""Writing what the annotator did, and keeping it when it cannot be written.

`farewell`, which few sessions need, is an attribute, imported at its first use.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.session.saving import farewell
else:
    __getattr__ = lazy_modules(__name__, "farewell")

__all__ = ["farewell"]
