"""Keys that come faster than they can be dealt with.

Keys come in bursts where a line is slow or fingers are quick. Textual hands each on to what has
the focus at that moment; what the one before it will do (open a form, leave it) is still to come,
and the rest of a note would act on the article beneath.
"""

from __future__ import annotations

import asyncio

from textual.message_pump import MessagePump
from textual.widget import Widget

PATIENCE = 1.0
"""Seconds after which the next key goes on, whatever became of the last one."""


async def dealt_with(receiver: Widget) -> None:
    """Wait until all that came of a key which was handed to `receiver` has happened.

    A key goes up from queue to queue to its screen, as do the messages that it gives rise to:
    so each queue on that way is asked, twice, to say when it has come to this point.
    """
    stations = [node for node in receiver.ancestors_with_self if isinstance(node, Widget)]
    try:
        async with asyncio.timeout(PATIENCE):
            for node in stations:
                await _reached(node)
                await _reached(node)
            top = receiver.app.screen
            if top not in stations:
                # A screen that was opened begins with its queue when it has been laid out.
                await _reached(top)
    except TimeoutError:
        return


async def _reached(node: MessagePump) -> None:
    """Wait until a queue has come to its present end; one that is closed has."""
    reached = asyncio.Event()
    if node.call_later(reached.set):
        await reached.wait()
