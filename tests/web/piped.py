"""A reader as the server starts one, with pipes for its page."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyte

from tests.ptys import Screen
from tests.web.serving import LRM, PATIENCE, ROOT

_HELLO = b"__GANGLION__\n"


class PipedReader:
    """A running reader that the test is the server and the page of."""

    def __init__(self, folder: Path, width: int = 120, height: int = 30) -> None:
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        env = {**os.environ, "PYTHONPATH": path, "HASHIYA_ANNOTATOR": "me", "HASHIYA_IN_PAGE": "1"}
        env |= {"COLUMNS": str(width), "ROWS": str(height), "COLORTERM": "truecolor"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui", "--db", "annotations.db", "read"],
            cwd=folder,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.output = b""
        """What the page would have got."""
        self._received = b""
        self._screen = Screen(width, height)
        self._stream = pyte.ByteStream(self._screen)
        self._began = False

    def rows(self) -> list[str]:
        """Return the rows of the screen, without the marks that keep their order."""
        return list(self._screen.display)

    def wait_for(self, text: str) -> None:
        """Wait until a text is on the screen."""
        self._wait_until(lambda: text in "\n".join(self.rows()), repr(text))

    def wait_for_output(self, data: bytes) -> None:
        """Wait until the page got some bytes."""
        self._wait_until(lambda: data in self.output, repr(data))

    def _wait_until(self, condition: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "\n".join([f"waited for {what}", *self.rows()])
            assert self._read(), self.process.communicate()[1].decode()

    def wait_for_end(self) -> int:
        """Wait until the reader has ended; return its exit status."""
        while self._read():
            pass
        return self.process.wait(PATIENCE)

    def _read(self) -> bool:
        """Read what there is; return whether the reader still writes."""
        assert self.process.stdout is not None
        if not select.select([self.process.stdout], [], [], 0.1)[0]:
            return True
        data = os.read(self.process.stdout.fileno(), 65536)
        self._received += data
        if not self._began and _HELLO in self._received:
            self._received = self._received.partition(_HELLO)[2]
            self._began = True
        while self._began and len(self._received) >= 5:
            end = 5 + int.from_bytes(self._received[1:5], "big")
            if len(self._received) < end:
                break
            if self._received[:1] == b"D":
                self.output += self._received[5:end]
                # pyte stops at a mark without a width; no sequence contains one.
                self._stream.feed(self._received[5:end].replace(LRM.encode(), b""))
            self._received = self._received[end:]
        return bool(data)

    def type(self, *texts: str) -> None:
        """Send packets of keys."""
        for text in texts:
            self._send(b"D", text.encode())

    def resize(self, width: int, height: int) -> None:
        """Send a new size of the screen."""
        self._send(b"M", json.dumps({"type": "resize", "width": width, "height": height}).encode())
        self._screen.resize(height, width)

    def quit(self) -> None:
        """Send the order to quit."""
        self._send(b"M", b'{"type": "quit"}')

    def _send(self, kind: bytes, payload: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(kind + len(payload).to_bytes(4, "big") + payload)
        self.process.stdin.flush()

    def leave(self) -> None:
        """Close the pipe to the reader, as a server does that is gone."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def __enter__(self) -> PipedReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()
