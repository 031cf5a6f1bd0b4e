"""Copy text, in logical order, to the clipboards of the terminal, tmux and the desktop."""

from __future__ import annotations

import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence

_TIMEOUT = 1.0
"""Seconds that a program may take; the screen is blocked meanwhile."""

_PICTURES = {0x1B: "\u241b", 0x9B: "\u241b["}
"""Signs for escape and CSI: pasted into a shell, ESC [ 201 ~ would end the bracketed paste, and the
text after it would be run as if it were typed."""


def copy(text: str, write: Callable[[str], object], env: Mapping[str, str] = os.environ) -> str:
    """Copy text and return how, for the status line, such as `by OSC 52 and xclip`.

    In tmux the text goes to tmux, which passes it on to the terminal. Elsewhere it is sent as OSC
    52 through `write`, which writes to the terminal unchanged. A terminal does not answer whether
    it accepted that, so the desktop's clipboard program gets the text too, if there is one.
    """
    data = _harmless(text)
    ways = []
    if "TMUX" in env and _run(("tmux", "load-buffer", "-w", "-"), data, env):
        ways.append("tmux")
    else:
        write(_osc52(data))
        ways.append("OSC 52")
    ways += [command[0] for command in _programs(env) if _run(command, data, env)]
    return f"by {' and '.join(ways)}"


def copy_in_page(text: str, write: Callable[[str], object]) -> str:
    """Copy text to the clipboard of the browser that shows the reader; return how.

    The page gets it as OSC 52, and offers a button if the browser refuses. The clipboard programs
    of this machine may be those of another desk.
    """
    write(_osc52(_harmless(text)))
    return "to the browser's clipboard"


def _harmless(text: str) -> bytes:
    return text.translate(_PICTURES).encode("utf-8", "replace")


def _osc52(data: bytes) -> str:
    return f"\x1b]52;c;{b64encode(data).decode()}\x07"


def _programs(env: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """Yield the commands that may fill the clipboard of this desktop."""
    if "WAYLAND_DISPLAY" in env:
        yield ("wl-copy",)
    elif "DISPLAY" in env:
        yield ("xclip", "-selection", "clipboard")
    yield ("pbcopy",)


def _run(command: Sequence[str], data: bytes, env: Mapping[str, str]) -> bool:
    """Pass `data` to a program; return whether it exists and succeeded."""
    program = shutil.which(command[0], path=env.get("PATH"))
    if program is None:
        return False
    try:
        # No pipes for its output: xclip keeps running and would hold them open.
        done = subprocess.run(  # noqa: S603 - one of the fixed commands above
            [program, *command[1:]],
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT,
            check=False,
            env=dict(env),
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
