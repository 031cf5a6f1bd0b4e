"""Leaving the reader without losing what is not saved yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.errors import StoreError
from tui.session.session import Said

if TYPE_CHECKING:
    from tui.ui.app import HashiyaApp


class Leaving:
    """Quits; where something is not saved yet, only when asked again."""

    def __init__(self, app: HashiyaApp) -> None:
        self._app = app
        self._warned = 0
        """How often leaving with what is unsaved now was warned of."""

    def saved(self) -> None:
        """What was unsaved is no more, and the warnings with it."""
        self._warned = 0

    def leave(self) -> Said | None:
        """Quit; where something is not saved yet, the second time: then a file keeps it."""
        session = self._app.session
        session.retry()
        if session.saver.waiting and not self._warned:
            self._warned = 1
            return Said("quit again, and a file keeps what is not saved", error=True)
        try:
            self._app.farewell = session.finish()
        except StoreError as error:
            if self._warned < 2:
                self._warned = 2
                return Said(f"quit again to lose it: {error}", error=True)
        self._app.exit()
        return None
