"""A running `hashiya serve`, and pages of it in a real browser."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, sync_playwright

from tests.needs import needs_program

ROOT = Path(__file__).parents[2]

PATIENCE = 60.0
"""Seconds to wait for a condition before the test fails."""

SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

LRM = "\u200e"


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Wait for a condition. Raises AssertionError if it does not hold in time."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)


class Server:
    """A running `hashiya serve` with the article of `seeds/`."""

    def __init__(self, folder: Path, *options: str, annotator: str = "me") -> None:
        seeds = folder / "seeds"
        if not seeds.exists():
            seeds.symlink_to(ROOT / "seeds")
        self.folder = folder
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        env = {**os.environ, "PYTHONPATH": path, "HASHIYA_ANNOTATOR": annotator}
        env.pop("HASHIYA_DB", None)
        self._log = folder / "stderr"
        command = [sys.executable, "-m", "tui", "serve", "--port", "0", *options]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=log
            )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().decode().strip()
        assert self.address, self.said

    @property
    def said(self) -> str:
        """What the server has said on stderr."""
        return self._log.read_text()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        port = urlsplit(self.address).port
        assert port is not None
        return port

    @property
    def token(self) -> str:
        """The token in its address."""
        return parse_qs(urlsplit(self.address).query)["token"][0]

    def rows(self, query: str, *values: object) -> list[Any]:
        """Return what a query of the database gives."""
        uri = f"{(self.folder / 'annotations.db').as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def readers(self) -> list[int]:
        """Return the ids of the reader processes."""
        return [pid for pid, parent in _parents() if parent == self.process.pid]

    def stop(self) -> int:
        """End it as ctrl+c does; return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            assert self.process.stdout is not None
            self.process.stdout.close()


def _parents() -> Iterator[tuple[int, int]]:
    """Yield each running process with its parent's id."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                yield int(entry.name), int(fields[1])


class ReaderPage:
    """A page with a reader."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(address)
        wait_until(lambda: "me" in self.text() or "\ufee5" in self.text(), "the reader")

    def rows(self) -> list[str]:
        """Return the rows of xterm.js's buffer, without the marks that keep their order."""
        rows = self.page.evaluate(
            """() => window.terminal?.cols
              ? [...Array(terminal.rows).keys()].map(
                  (row) => terminal.buffer.active.getLine(row)
                    .translateToString(true, 0, terminal.cols))
              : []"""
        )
        return [str(row).replace(LRM, "") for row in rows]

    def text(self) -> str:
        """Return all rows."""
        return "\n".join(self.rows())

    def wait_for(self, text: str) -> None:
        """Wait until a text is on the screen."""
        wait_until(lambda: text in self.text(), f"{text!r} on the screen:\n{self.text()}")

    def press(self, *keys: str) -> None:
        """Press keys, by Playwright's names."""
        for key in keys:
            self.page.keyboard.press(key)

    def size(self) -> tuple[int, int]:
        """Return its columns and rows."""
        columns, rows = self.page.evaluate("[terminal.cols, terminal.rows]")
        return columns, rows

    def click(self, column: int, row: int) -> None:
        """Click on a cell."""
        box = self.page.locator(".xterm-screen").bounding_box()
        assert box is not None
        columns, rows = self.size()
        x = box["x"] + (column + 0.5) * box["width"] / columns
        y = box["y"] + (row + 0.5) * box["height"] / rows
        self.page.mouse.click(x, y)

    def paste(self, text: str) -> None:
        """Paste as the browser does."""
        self.page.evaluate(
            """(text) => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/plain", text);
              const event = new ClipboardEvent("paste",
                { clipboardData, bubbles: true, cancelable: true });
              document.activeElement.dispatchEvent(event);
            }""",
            text,
        )


@contextmanager
def running_browser(profile: Path) -> Iterator[BrowserContext]:
    """Run a Chromium with a profile of its own that records every request."""
    program = needs_program("chromium")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=program,
            args=SWITCHES,
            headless=True,
            permissions=["clipboard-read", "clipboard-write"],
            viewport={"width": 1200, "height": 700},
        )
        try:
            yield context
        finally:
            context.close()
