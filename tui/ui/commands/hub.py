"""The command that exchanges rows with the hub now."""

from __future__ import annotations

from tui.keys.actions import Action
from tui.session.messages import Level, StatusMessage
from tui.ui.commands import command
from tui.ui.protocols import Reader


@command("sync")
def _sync_now(reader: Reader, _: Action) -> StatusMessage:
    hub = reader.services.hub
    if hub is None:
        return StatusMessage("no hub: HASHIYA_HUB names its address", Level.ERROR)
    hub.wake()
    if hub.news.error:
        return StatusMessage(f"trying again; the last time {hub.news.error}", Level.WARNING)
    return StatusMessage("synchronising …")
