"""Rows of several databases: merging another database, and keeping in step with a hub.

`rules` decides which of two rows wins; `merge` takes another database's rows; `outbox` collects
what changed here and applies what a hub sends.
`Store` imports them when they are called.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.store.replication import merge, outbox
else:
    __getattr__ = lazy_modules(__name__, "merge outbox")

__all__ = ["merge", "outbox"]
