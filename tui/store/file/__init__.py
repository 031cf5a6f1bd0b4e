"""The database file itself: opening it, its transactions, and which log belongs to it.

`machine_lock`, which only network folders need, is an attribute, imported at its first use.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.store.file import machine_lock
else:
    __getattr__ = lazy_modules(__name__, "machine_lock")

__all__ = ["machine_lock"]
