"""Ask a terminal, in one round trip, about itself and its handling of right-to-left text."""

from __future__ import annotations

import fcntl
import os
import re
import select
import sys
import termios
import time
import tty
from collections.abc import Callable
from typing import NamedTuple

DEVICE = "/dev/tty"

TIMEOUT = 0.8
"""Seconds to wait for all answers."""

# Save the cursor, XTVERSION, DECRQM of ANSI mode 8 (BDSM), DA2, DA1. Every terminal answers
# DA1, so no other answer comes after that one.
QUERY_START, QUERY_END = b"\x1b7\x1b[>0q\x1b[8$p\x1b[>c", b"\x1b[c"

QUERY = QUERY_START + QUERY_END

# XTGETTCAP: the number of colours (Co), and direct colour (RGB), by name in hexadecimal. xterm
# answers these only if configured to, but always names colour 255 if it has one. Only terminals
# that
# call themselves xterm are asked, before DA1: others may print the query.
COLOUR_QUERY = b"\x1bP+q436F\x1b\\\x1bP+q524742\x1b\\\x1b]4;255;?\x1b\\"

# QTerminal and zutty print the p of CSI 8 $ p: restore the cursor and erase it.
TIDY = b"\x1b8\x1b[K"

_XTVERSION = re.compile(rb"\x1bP>\|([^\x07\x1b]*)(?:\x1b\\|\x07)")

_BDSM = re.compile(rb"\x1b\[8;(\d)\$y")


_DA2 = re.compile(rb"\x1b\[>([\d;]*)c")


_LAST_COLOUR = re.compile(rb"\x1b\]4;255;rgb:[0-9A-Fa-f/]+(?:\x1b\\|\x07)")


_CAPABILITY = re.compile(rb"\x1bP([01])\+r([0-9A-Fa-f;=]*)\x1b\\")


_DA1 = re.compile(rb"\x1b\[\?([\d;]*)c")


class Answers(NamedTuple):
    """A terminal's answers; a field is empty if it gave none."""

    xtversion: str = ""
    """Its name and version, such as `VTE(7006)` or `tmux 3.3a`."""
    bdsm: int | None = None
    """Its answer about the bidirectional support mode: 1 it reorders and can be told not to, 2
    it has been told not to, 3 and 4 the same but permanently, 0 it does not know the mode; None
    for no answer."""
    da2: str = ""
    """The parameters of its secondary device attributes, such as `0;136;0`."""
    da1: str = ""
    """The parameters of its primary device attributes."""
    typed: bytes = b""
    """Input that is not an answer: keys that were typed meanwhile."""
    colours: int = 0
    """The number of its colours; 0 for no answer."""
    direct_colour: bool = False
    """Whether it shows colours given as red, green and blue."""


def parse(received: bytes) -> Answers:
    """Parse what the terminal sent into answers and typed keys."""

    def take(pattern: re.Pattern[bytes]) -> str:
        nonlocal received
        found = pattern.search(received)
        if found is None:
            return ""
        received = received[: found.start()] + received[found.end() :]
        return found[1].decode("utf-8", "replace")

    capabilities = {
        name.decode().upper(): _from_hex(value)
        for known, words in _CAPABILITY.findall(received)
        for name, _, value in [words.partition(b"=")]
        if known == b"1"
    }
    received = _CAPABILITY.sub(b"", received)
    colours = capabilities.get("436F", b"")
    if _LAST_COLOUR.search(received):
        colours = colours or b"256"
        received = _LAST_COLOUR.sub(b"", received)
    xtversion, bdsm, da2, da1 = map(take, (_XTVERSION, _BDSM, _DA2, _DA1))
    return Answers(
        xtversion,
        int(bdsm) if bdsm else None,
        da2,
        da1,
        received,
        int(colours) if colours.isdigit() else 0,
        "524742" in capabilities,
    )


def _from_hex(value: bytes) -> bytes:
    """Return the bytes of a hexadecimal answer; empty if it is not valid."""
    try:
        return bytes.fromhex(value.decode())
    except ValueError:
        return b""


def is_terminal() -> bool:
    """Whether standard input and output are a terminal that understands sequences."""
    dumb = os.environ.get("TERM", "") in ("", "dumb", "unknown")
    return not dumb and sys.stdin.isatty() and sys.stdout.isatty()


def return_typed_keys(typed: bytes, device: str = DEVICE) -> None:
    """Put keys that were typed during a probe back into the terminal's input.

    This is for commands that read no keys. If the kernel does not allow it, the keys are lost.
    """
    if not typed:
        return
    try:
        fd = os.open(device, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return
    try:
        for byte in typed:
            fcntl.ioctl(fd, termios.TIOCSTI, bytes([byte]))
    except OSError:
        return
    finally:
        os.close(fd)


def probe(
    device: str = DEVICE,
    timeout: float = TIMEOUT,
    *,
    colours: bool = False,
    wrap: Callable[[str], str] = str,
) -> Answers:
    """Ask the terminal at `device`, and wait at most `timeout` seconds for its answers.

    With `colours`, ask for the number of colours too. `wrap` wraps the query for a multiplexer that
    passes it on.

    Keys typed meanwhile are in `Answers.typed`. If the device cannot be opened or is not a
    terminal, the answers are empty.
    """
    try:
        fd = os.open(device, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return Answers()
    try:
        before = termios.tcgetattr(fd)
        # TCSANOW: the default, TCSAFLUSH, would throw away what was typed so far.
        tty.setraw(fd, termios.TCSANOW)
        try:
            query = QUERY_START + COLOUR_QUERY + QUERY_END if colours else QUERY
            os.write(fd, wrap(query.decode()).encode())
            received = _read_answers(fd, timeout)
            os.write(fd, wrap(TIDY.decode()).encode())
        finally:
            termios.tcsetattr(fd, termios.TCSANOW, before)
    except (OSError, termios.error):
        return Answers()
    finally:
        os.close(fd)
    return parse(received)


def _read_answers(fd: int, timeout: float) -> bytes:
    """Read until the answer to DA1 has arrived or the time is up."""
    received = b""
    end = time.monotonic() + timeout
    while not _DA1.search(received):
        left = end - time.monotonic()
        if left <= 0 or not select.select([fd], [], [], left)[0]:
            break
        chunk = os.read(fd, 4096)
        if not chunk:
            break
        received += chunk
    return received
