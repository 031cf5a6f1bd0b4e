"""A real shell on a pseudo-terminal, in which the completion of `hashiya` is loaded."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from pathlib import Path

from tests.needs import needs_program

PATIENCE = 60.0
"""Seconds to wait for the shell before the test fails."""

_RC = {
    "bash": """
PS1='ready> '
bind 'set bell-style none'
bind 'set enable-bracketed-paste off'
args() { printf '<%s>' "$@"; echo '<<end>>'; }
source <(hashiya completion bash)
""",
    "zsh": """
PS1='ready> '
unsetopt beep prompt_sp prompt_cr
bindkey -e
autoload -Uz compinit && compinit -u -D
args() { printf '<%s>' "$@"; echo '<<end>>'; }
source <(hashiya completion zsh)
""",
    "fish": """
function fish_prompt; printf 'ready> '; end
function fish_greeting; end
function args; printf '<%s>' $argv; echo '<<end>>'; end
set -g fish_autosuggestion_enabled 0
hashiya completion fish | source
""",
}


class Shell:
    """A running shell; use it as a context manager."""

    def __init__(self, name: str, folder: Path, home: Path) -> None:
        """Start it in `folder`, with settings of its own in `home`."""
        program = needs_program(name)
        home.mkdir(exist_ok=True)
        rc = home / {"bash": "rc", "zsh": ".zshrc", "fish": "fish/config.fish"}[name]
        rc.parent.mkdir(exist_ok=True)
        rc.write_text(_RC[name], encoding="utf-8")
        arguments = [program]
        if name == "bash":
            arguments += ["--noprofile", "--rcfile", os.fspath(rc), "-i"]
        env = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": os.fspath(home),
            "ZDOTDIR": os.fspath(home),
            "XDG_CONFIG_HOME": os.fspath(home),
            "XDG_DATA_HOME": os.fspath(home),
            "LANG": "C.UTF-8",
            "TERM": "xterm",
        }
        self._read = b""
        sys.audit("os.forkpty")
        self._pid, self._master = pty.fork()
        if not self._pid:
            os.chdir(folder)
            os.execve(program, arguments, env)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 300, 0, 0))
        self._until(b"ready> ")

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._master)
        os.kill(self._pid, 9)
        os.waitpid(self._pid, 0)

    def completed(self, line: str) -> list[str]:
        """Type a line that begins with `hashiya`, with tabs; return the words it has become."""
        # What is typed behind the tab waits until the shell has completed.
        output = self._typed(f"{line}\x01args \r", b"<<end>>\r\n")
        found = re.findall(rb"<hashiya>(.*?)<<end>>\r\n", output, re.DOTALL)
        return re.findall(r"<(.*?)>(?=<|$)", found[-1].decode(), re.DOTALL)

    def offered(self, line: str) -> str:
        """Type a line with tabs; return all that the shell shows, without styles."""
        output = self._typed(f"{line}\x01args \r", b"<<end>>\r\n").decode()
        return re.sub(r"\x1b(\[[0-9;?]*[a-zA-Z]|\(B)", "", output)

    def _typed(self, keys: str, end: bytes) -> bytes:
        self._read = b""
        os.write(self._master, keys.encode())
        self._until(end)
        self._until(b"ready> ", after=self._read.index(end))
        return self._read

    def _until(self, wanted: bytes, after: int = 0) -> None:
        until = time.monotonic() + PATIENCE
        while wanted not in self._read[after:]:
            assert time.monotonic() < until, f"{wanted!r} never came: {self._read!r}"
            if select.select([self._master], [], [], 0.1)[0]:
                self._read += os.read(self._master, 65536)
