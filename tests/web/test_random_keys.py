"""Random keys in several pages at once: no key is lost, and nothing is left behind."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pyte
import pytest

from tests.ptys import Screen
from tests.web.serving import LRM, Server

pytestmark = pytest.mark.slow

PAGES = 2
"""Pages that are open at once."""

KEYS = (
    *"ceqkceqkvwWsSfFnNjJyx.rli!uUm't<>|goh\\(){}123",
    *("\t", "\x1b[Z", "\r", "\x1b", "\x7f", " ", "?", "\x1bOP", "/", "\x03", "\x0b", "\x1a"),
    *(f"\x1b[{final}" for final in "ABCDHF"),
    *(f"\x1b[1;{modifier}{final}" for modifier in "256" for final in "ABCDHF"),
    *("\x1b[5~", "\x1b[6~", "\x1b[3~", "\x1b[I", "\x1b[O", "ؤ", "ث", "لا", "é", "漢", "😀"),
    "\x1b[200~pasted اليابان\x1b[201~",
)
"""What a page sends for keys; none of them quits, or hides a pane."""

PATIENCE = 300.0
"""Seconds to wait for a condition: on a busy machine many keys take their time."""

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"

WARM = 10
"""Rounds after which a reader has imported all that it needs."""

GROWTH = {"server": 10_000, "reader": 30_000}
"""Kilobytes by which the memory of each may grow after that."""


class Page:
    """A page that a test plays, with the screen that it would show."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, size: tuple[int, int]) -> None:
        self._socket = socket
        self.reader = 0
        """The id of its reader process."""
        self.size = size
        self._screen = Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            if message.type is aiohttp.WSMsgType.BINARY:
                self._stream.feed(message.data.replace(LRM.encode(), b""))

    def text(self) -> str:
        """Return the screen's rows."""
        return "\n".join(self._screen.display)

    async def type(self, data: str) -> None:
        """Send keys in one message."""
        await self._socket.send_str(json.dumps(["stdin", data]))

    async def resize(self, size: tuple[int, int]) -> None:
        """Change the size of the screen."""
        self.size = size
        self._screen.resize(size[1], size[0])
        await self._socket.send_str(json.dumps(["resize", {"width": size[0], "height": size[1]}]))

    async def wait_for(self, text: str) -> None:
        """Wait until a text is on the screen."""

        def shown() -> bool:
            assert not self._reading.done(), f"the reader has ended:\n{self.text()}"
            return text in self.text()

        await wait_until(shown, lambda: f"{text!r} on\n{self.text()}")

    async def close(self, *, politely: bool) -> None:
        """Close it: as a browser does, or as a network that is gone."""
        if politely:
            await self._socket.close()
        else:
            connection = self._socket._response.connection
            assert connection is not None
            assert connection.transport is not None
            connection.transport.abort()
        await self._reading
        await self._socket.close()


async def wait_until(condition: Callable[[], object], what: Callable[[], str]) -> None:
    """Wait for a condition. Raises AssertionError if it does not hold in time."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what()}"
        await asyncio.sleep(0.02)


def memory(pid: int) -> int:
    """Return the memory of a process in kilobytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def open_files(pid: int) -> int:
    """Return the number of open file descriptors of a process."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


async def open_page(session: aiohttp.ClientSession, server: Server) -> Page:
    size = (120, 36)
    address = (
        f"ws://127.0.0.1:{server.port}/ws?token={server.token}&width={size[0]}&height={size[1]}"
    )
    others = set(server.readers())
    page = Page(await session.ws_connect(address, max_msg_size=0), size)
    await page.wait_for("commands")
    [page.reader] = set(server.readers()) - others
    return page


async def press_random_keys(page: Page, choose: random.Random) -> None:
    """Press keys of all kinds, several of them in one message now and then."""
    for _ in range(choose.randrange(10, 40)):
        keys = "".join(choose.choices(KEYS, k=choose.choice((1, 1, 1, 2, 5))))
        if choose.random() < 0.1:
            column, row = (choose.randint(1, most - 2) for most in page.size)  # not on ^X quit
            keys += f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"
        await page.type(keys)
    if choose.random() < 0.2:
        await page.resize((choose.randint(110, 160), choose.randint(20, 50)))


async def find_in_article(page: Page, choose: random.Random) -> None:
    """Type into the field of find, and see that every key has arrived, in order."""
    for _ in range(6):  # out of fields and dialogs, some of which ask once more
        await page.type("\x1b")
        await asyncio.sleep(0.02)
    column, row = page.size[0] // 2, page.size[1] // 2  # in the article
    await page.type(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m\x1b[1;5H/\x15")
    wanted = ""
    for _ in range(choose.randrange(10, 25)):
        piece = "".join(choose.choices(LETTERS, k=choose.choice((1, 1, 2, 4))))
        if wanted and choose.random() < 0.2:
            wanted, piece = wanted[:-1], "\x7f"
        else:
            wanted += piece
        await page.type(piece)
        wanted = wanted[:40]
        if len(wanted) == 40:
            break
    await page.type("." if len(wanted) < 40 else "\x15" + wanted + ".")
    await page.wait_for(wanted + ".")
    await page.type("\x15\x1b")


class Counts(NamedTuple):
    """What was counted of pages."""

    rounds: int
    kilobytes: int = 0
    """By which the reader's memory grew after the first rounds, at most."""


async def use_page(page: Page, choose: random.Random, rounds: int, until: float) -> Counts:
    """Press keys for some rounds; return what was counted."""
    warm, files, grown, done = 0, 0, 0, 0
    while not done or (done < rounds and time.monotonic() < until):
        await press_random_keys(page, choose)
        await find_in_article(page, choose)
        done += 1
        if done == WARM:
            warm, files = memory(page.reader), open_files(page.reader)
        elif done > WARM:
            grown = max(grown, memory(page.reader) - warm)
            assert open_files(page.reader) <= files + 4  # its daily copy opens some
    return Counts(done, grown)


async def run_pages(server: Server, seconds: float) -> tuple[Counts, int, int]:
    """Open, use and close pages for a time.

    Return what was counted, the number of pages, and by how many kilobytes the server grew.
    """
    choose = random.Random(20)
    counts, opened = [], 0
    async with aiohttp.ClientSession() as session:
        await (await open_page(session, server)).close(politely=True)
        await wait_until(lambda: not server.readers(), lambda: "the end of the first reader")
        before, files = memory(server.process.pid), open_files(server.process.pid)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            pages = [await open_page(session, server) for _ in range(PAGES)]
            opened += PAGES
            used = [use_page(page, choose, choose.choice((1, 3, 100)), until) for page in pages]
            counts += await asyncio.gather(*used)
            for page in pages:
                await page.type("".join(choose.choices(("\x1b[A", "\x1b[B", "\x1b[6~"), k=20)))
                await page.close(politely=choose.random() < 0.5)
            await wait_until(lambda: not server.readers(), lambda: "the end of the readers")
        await wait_until(
            lambda: open_files(server.process.pid) <= files, lambda: "closed descriptors"
        )
    rounds = sum(count.rounds for count in counts)
    kilobytes = max(count.kilobytes for count in counts)
    return Counts(rounds, kilobytes), opened, memory(server.process.pid) - before


@pytest.mark.parametrize(
    "seconds", [2, pytest.param(600, marks=pytest.mark.soak)], ids=["short", "ten minutes"]
)
async def test_no_key_is_lost_and_nothing_leaks(tmp_path: Path, seconds: int) -> None:
    server = Server(tmp_path)
    try:
        counts, pages, server_kilobytes = await run_pages(server, seconds)
    finally:
        server.stop()
    assert counts.rounds >= pages >= PAGES
    assert server_kilobytes < GROWTH["server"]
    assert counts.kilobytes < GROWTH["reader"]
    assert "Traceback" not in server.said
