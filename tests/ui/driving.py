"""Driving the reader in tests: real keys, waiting on conditions, never on a clock."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.app import App
from textual.keys import KEY_NAME_REPLACEMENTS, REPLACED_KEYS, key_to_character
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from tests.articles import document, seed_text
from tui.config import Settings
from tui.model import Annotation
from tui.schema import LabelSchema, default_schema
from tui.session.session import Session
from tui.store.database import Store
from tui.ui.app import HashiyaApp
from tui.ui.reader_screen import ReaderScreen

PATIENCE = 60.0
"""Seconds to wait for a condition before the test fails."""

ROUNDS = 400
QUIET_ROUNDS = 2


def _key_event(key: str) -> events.Key:
    """Return the event of a key, given by Textual's name or by the character that it types."""
    if len(key) > 1:
        return events.Key(key, key_to_character(REPLACED_KEYS.get(key, key)))
    name = key
    if not key.isalnum():
        name = unicodedata.name(key).lower().replace("-", "_").replace(" ", "_")
    return events.Key(KEY_NAME_REPLACEMENTS.get(name, name), key)


def screen_lines(app: App[None]) -> list[Strip]:
    """Return the lines of an app's screen as they are painted.

    Textual's compositor is private. The one public way to the screen, `export_screenshot()`,
    makes an SVG image in which a cell's style can no longer be told.
    """
    return app.screen._compositor.render_strips()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, one after the other, each when all that the last one set off is done."""
    for key in keys:
        pilot.app.post_message(_key_event(key))
        await settled(pilot)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until no widget has a message left, and all is painted.

    `pause()` without a delay, and Textual's `press()`, would wait for an idle process, which takes
    20 ms and more at each key and mistakes a busy machine for a program at rest. `pause(0)` lets
    every queue reach its end and paints; a message may cause others, so the queues have to be
    empty twice in a row.
    """
    quiet = 0
    for _ in range(ROUNDS):
        await pilot.pause(0)
        quiet = 0 if _has_messages(pilot.app) else quiet + 1
        if quiet == QUIET_ROUNDS:
            return
    raise AssertionError("the messages never came to an end")


def _has_messages(app: App[None]) -> bool:
    """Whether a message waits in the app or in a widget of the screen."""
    widgets = app.screen.walk_children(Widget, with_self=True)
    return bool(app.message_queue_size or any(widget.message_queue_size for widget in widgets))


class Reader:
    """The running reader, seen from a test."""

    def __init__(self, app: HashiyaApp, pilot: Pilot[None], store: Store) -> None:
        self.app = app
        self.pilot = pilot
        self.store = store

    @property
    def screen(self) -> ReaderScreen:
        """The reader's main screen, also under a dialog."""
        found = next(screen for screen in self.app.screen_stack if isinstance(screen, ReaderScreen))
        assert isinstance(found, ReaderScreen)
        return found

    @property
    def session(self) -> Session:
        """The session behind it."""
        return self.app.session

    def pane(self) -> str:
        """The name of the pane that has the focus."""
        return self.screen.scope.value

    @property
    def caret(self) -> int:
        """Where the caret is."""
        return self.session.open_text.caret

    @property
    def selection(self) -> tuple[int, int] | None:
        """What is selected."""
        return self.session.open_text.selection

    @property
    def said(self) -> str:
        """What the status line says."""
        return self.screen.status.last_message.text

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, each when all that the last one set off is done."""
        await press(self.pilot, *keys)

    async def press_in_turn(self, *keys: str) -> None:
        """Press keys, each when the suggestions that the last one asked for have come."""
        for key in keys:
            await self.press(key)
            await self.until(lambda: "looking for suggestions" not in self.said)

    async def settled(self) -> None:
        """Wait until no widget has a message left, and all is painted."""
        await settled(self.pilot)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds; fails when it never does."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "the condition never came to hold"
            await self.pilot.pause(0.01)

    def go(self, offset: int) -> None:
        """Put the caret somewhere without keys."""
        self.session.unpin()
        self.session.open_text.deselect()
        self.session.open_text.go_to(offset)
        self.screen.show(None)

    def saved(self) -> list[Annotation]:
        """The annotations that the database holds, read by another connection."""
        assert self.session.info is not None
        with Store.open(self.store.path, create=False, read_only=True) as store:
            return store.annotations.in_document(self.session.info.id)

    def spans(self) -> list[tuple[str, int, int]]:
        """Label, start and end of the annotations that the database holds."""
        return [(row.label, row.start, row.end) for row in self.saved()]

    def rows(self) -> list[str]:
        """The lines of the article pane as they are painted."""
        article = self.screen.article
        return [article.render_line(y).text for y in range(article.size.height)]

    def painted(self) -> list[list[tuple[str, object]]]:
        """The article pane as it stands on the screen, text and style."""
        region = self.screen.article.region
        lines = screen_lines(self.app)[region.y : region.bottom]
        return [
            [(part.text, part.style) for part in line.crop(region.x, region.right)]
            for line in lines
        ]

    def shown(self) -> str:
        """All that is on the screen, as text."""
        width, height = self.app.size
        lines = screen_lines(self.app)
        return "\n".join(line.text for line in lines[:height]) if width else ""


@asynccontextmanager
async def reading(
    folder: Path,
    texts: Sequence[str] | None = None,
    *,
    size: tuple[int, int] = (120, 40),
    schema: LabelSchema | None = None,
    settings: Settings | None = None,
    annotator: str = "me",
    prepare: Callable[[Store], None] | None = None,
) -> AsyncIterator[Reader]:
    """Run the reader on a fresh database, or on the one that the folder holds."""
    with Store.open(folder / "annotations.db") as store:
        given = [seed_text()] if texts is None else texts
        store.add_documents(document(text, f"{n:03}.txt") for n, text in enumerate(given))
        if prepare is not None:
            prepare(store)
        app = HashiyaApp(store, schema or default_schema(), settings or Settings(), annotator)
        async with app.run_test(size=size) as pilot:
            reader = Reader(app, pilot, store)
            await reader.settled()
            yield reader
