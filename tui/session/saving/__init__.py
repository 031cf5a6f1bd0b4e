"""Writing what the annotator did, and keeping it when it cannot be written.

`rescue_file`, which few sessions need, is an attribute, imported at its first use.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.session.saving import rescue_file
else:
    __getattr__ = lazy_modules(__name__, "rescue_file")

__all__ = ["rescue_file"]
