"""tmux and screen: which terminal they run in, and how a sequence gets through to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

_ASK = "#{client_termtype}\t#{client_termname}\t#{version}\t#{allow-passthrough}"
_TIMEOUT = 1.0


class Outer(NamedTuple):
    """The terminal that a multiplexer runs in."""

    multiplexer: str
    """`tmux` or `screen`."""
    name: str = ""
    """What the terminal answered to XTVERSION, else its TERM; empty when it is not known."""
    passthrough: bool = False
    """Whether sequences get through to it."""


def passthrough(sequence: str) -> str:
    """Wrap a sequence so that tmux hands it on to the terminal it runs in."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\" if sequence else ""


def parse(answer: str) -> Outer:
    """Read tmux's answer to what it is asked; an old tmux leaves fields empty."""
    kind, name, version, allowed = (answer.rstrip("\n").split("\t") + [""] * 4)[:4]
    # Before 3.3 there was no such option, and everything got through.
    free = not allowed and version.startswith(("2.", "3.0", "3.1", "3.2"))
    return Outer("tmux", kind or name, free or allowed in ("on", "all", "1", "2"))


def outer(env: Mapping[str, str]) -> Outer:
    """Ask the multiplexer of this environment which terminal it runs in.

    GNU screen cannot be asked, nor can a tmux at the other end of a connection; then, and
    where tmux gives no answer, the terminal stays unknown.
    """
    if "TMUX" not in env:
        return Outer("screen" if "STY" in env else "tmux")
    import subprocess

    command = ["tmux", "display-message", "-p", _ASK]
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed command, found as the shell would
            command, capture_output=True, text=True, timeout=_TIMEOUT, check=True, env=dict(env)
        )
    except (OSError, subprocess.SubprocessError):
        return Outer("tmux")
    return parse(answer.stdout)
