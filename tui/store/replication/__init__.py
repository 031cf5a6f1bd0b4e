"""Rows of several databases: merging another database, and keeping in step with a hub.

`rules` decides which of two rows wins. `merging` adds another database's rows; `hub_copy` collects
what changed here and applies what a hub sends. `Store` imports these two on first use.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.store.replication import hub_copy, merging
else:
    __getattr__ = lazy_modules(__name__, "hub_copy merging")

__all__ = ["hub_copy", "merging"]
