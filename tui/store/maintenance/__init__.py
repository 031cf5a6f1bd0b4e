"""Taking care of a database as a whole: backups, checks, repair, and rescuing its contents."""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.store.maintenance import backup, repair, rescue_database
else:
    __getattr__ = lazy_modules(__name__, "backup repair rescue_database")

__all__ = ["backup", "repair", "rescue_database"]
