"""A hub: a PostgreSQL database that keeps several people's databases in step.

Most readers have none: what a reader needs of it is imported when there is one.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.hub import background, sync
else:
    __getattr__ = lazy_modules(__name__, "background sync")

__all__ = ["background", "sync"]
