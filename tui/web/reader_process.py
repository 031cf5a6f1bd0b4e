"""The reader of one page: a process, and the pipes between it and the page's socket.

The process speaks Textual's protocol for web apps (`tui.ui.web_driver`). Its output is read to the
end even if the page is closed: a reader that is blocked in a write could not save.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence

_HELLO = b"__GANGLION__\n"
"""The line with which Textual's protocol begins."""

_OUTPUT, _META = b"D", b"M"

PATIENCE = 10.0
"""Seconds that a reader may take to save and end before it is ended by signals."""

_AFTER_TERMINATE = 3.0
"""Seconds between SIGTERM and SIGKILL."""

_KEPT_CHARACTERS = 4000
"""How many of the last characters of the reader's stderr are kept."""

_CHUNK = 65536


class ReaderProcess:
    """The reader of one page."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None or process.stderr is None:
            raise ValueError("the process needs three pipes")
        self._process = process
        self._stdin, self._stdout, self._stderr = process.stdin, process.stdout, process.stderr
        self._stderr_text = ""

    @classmethod
    async def start(
        cls, command: Sequence[str], environment: Mapping[str, str], width: int, height: int
    ) -> ReaderProcess:
        """Start a reader with a screen of this size, in cells. Raises OSError."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**environment, "COLUMNS": str(width), "ROWS": str(height)},
            start_new_session=True,  # the server's ctrl+c is not the reader's
        )
        return cls(process)

    @property
    def stderr_text(self) -> str:
        """The last `_KEPT_CHARACTERS` that the reader wrote to stderr, trimmed."""
        return self._stderr_text.strip()

    async def pass_output(self, send: Callable[[bytes], Awaitable[None]]) -> int:
        """Pass the reader's output to `send` until it ends; return its exit status.

        Once `send` has raised ConnectionError, the rest is read but dropped.
        """
        stdout = self._stdout
        words = asyncio.create_task(self._collect_stderr())
        connected = True
        with contextlib.suppress(asyncio.IncompleteReadError):
            while await stdout.readuntil(b"\n") != _HELLO:
                pass
            while True:
                kind = await stdout.readexactly(1)
                size = int.from_bytes(await stdout.readexactly(4), "big")
                payload = await stdout.readexactly(size)
                if kind == _OUTPUT and connected:
                    try:
                        await send(payload)
                    except ConnectionError:
                        connected = False
        await words
        return await self._process.wait()

    async def _collect_stderr(self) -> None:
        while data := await self._stderr.read(_CHUNK):
            self._stderr_text = (self._stderr_text + data.decode("utf-8", "replace"))[
                -_KEPT_CHARACTERS:
            ]

    async def type(self, data: str) -> None:
        """Send what was typed or pasted."""
        await self._send(_OUTPUT, data.encode("utf-8", "replace"))

    async def resize(self, width: int, height: int) -> None:
        """Send the new size of the screen in cells."""
        await self._send_meta({"type": "resize", "width": width, "height": height})

    async def _send_meta(self, message: Mapping[str, object]) -> None:
        await self._send(_META, json.dumps(message).encode())

    async def _send(self, kind: bytes, payload: bytes) -> None:
        """Send a packet; do nothing if the reader has ended."""
        with contextlib.suppress(ConnectionError, RuntimeError):
            self._stdin.write(kind + len(payload).to_bytes(4, "big") + payload)
            await self._stdin.drain()

    async def end(self) -> None:
        """Let the reader save and end; after `PATIENCE` seconds, end it by signals.

        `pass_output` must be running meanwhile.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._send_meta({"type": "quit"})
                self._stdin.close()
                await self._process.wait()
                return
        self._signal(signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_AFTER_TERMINATE):
                await self._process.wait()
                return
        self.kill()
        await self._process.wait()

    def kill(self) -> None:
        """End the process and what it started at once."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
