#!/usr/bin/env python3
"""Takes pictures of the reader in real terminals, each under an X server of its own.

    .venv/bin/python -m scripts.shots                      all terminals that are installed
    .venv/bin/python -m scripts.shots xterm vte --scene find
    .venv/bin/python -m scripts.shots kitty --root /srv/trixie

It needs Xvfb, xdotool and ImageMagick, and for VTE the system's Python with its bindings; on
Debian: apt-get install xvfb xdotool imagemagick x11-xkb-utils dbus-x11 fonts-dejavu-core tmux
screen mosh weston python3-gi gir1.2-vte-2.91 xterm gnome-terminal xfce4-terminal tilix mlterm
konsole qterminal kitty alacritty foot suckless-tools rxvt-unicode zutty pterm. With tesseract and
its Arabic (tesseract-ocr-ara) it also says how far the article reads as it should.

With --root, the terminals are those of another system below that folder, into which /dev,
/dev/pts, /proc, /tmp, this folder and its Python are bound.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.shot_judge import can_judge, error_rate
from scripts.shot_terminals import ALONE, TERMINALS, Shot

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "terminals"
SEED = "000_e9c5731a151683e9.txt"
SIZE = 16
"""Of the font, in points: a size for Arabic, whose letters are smaller than Latin ones."""

PATIENCE = 60.0
"""Seconds that a terminal gets to show something that stays."""


@dataclass(frozen=True)
class Scene:
    """What is to be seen: a command, and keys for it as xdotool names them."""

    command: str
    keys: Sequence[str] = field(default=())


HASHIYA = f"{shlex.quote(sys.executable)} -m tui"
AGREEMENT = ("alef", "teh", "feh", "alef", "qaf", "yeh", "tehmarbuta")
TAG = ("e", "3", *["Down"] * 3, "c", "parenright", "k", *["braceright"] * 3, "q", "1")
FOUND = (*(f"Arabic_{letter}" for letter in AGREEMENT), "space", *"RAA", "space", *"2023")
SCENES = {
    "reader": Scene(HASHIYA, (*TAG, *["Up"] * 4)),
    "find": Scene(HASHIYA, (*TAG, "slash", *FOUND)),
    "doctor": Scene(f"{HASHIYA} doctor"),
}

ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "SHELL": "/bin/bash",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "GDK_BACKEND": "x11",
    "QT_QPA_PLATFORM": "xcb",
    "NO_AT_BRIDGE": "1",
    "DBUS_SESSION_BUS_ADDRESS": "disabled:",
}

COMMAND_SCRIPT = """#!/bin/bash
echo $$ > {folder}/pid
cd {folder}
export LANG=C.UTF-8 LC_ALL=C.UTF-8 HASHIYA_ANNOTATOR=reader
{command}
exec sleep 1000
"""


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Poll until the condition holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {PATIENCE:.0f} s for {what}")
        time.sleep(0.1)


@contextlib.contextmanager
def running(
    command: Sequence[str], env: dict[str, str], log: Path, **options: object
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in a process group of its own, and end the group afterwards."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=env, stdout=output, stderr=output, start_new_session=True, **options
        )  # type: ignore[call-overload]  # any options
    try:
        yield process
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(2)


@contextlib.contextmanager
def x_server(folder: Path) -> Iterator[str]:
    """An X server without a screen; gives its display."""
    reader, writer = os.pipe()
    size = ["-screen", "0", "2000x1200x24", "-nolisten", "tcp", "-noreset"]
    command = ["Xvfb", "-displayfd", str(writer), *size]
    with running(command, dict(os.environ), folder / "xvfb.log", pass_fds=[writer]):
        os.close(writer)
        with os.fdopen(reader) as answer:
            yield f":{answer.readline().strip()}"


class Screen:
    """What is on an X server's screen."""

    def __init__(self, env: dict[str, str]) -> None:
        self._env = env

    def _run(self, *command: str) -> bytes:
        return subprocess.run(command, env=self._env, check=True, stdout=subprocess.PIPE).stdout

    def picture(self) -> bytes:
        """The whole screen as it is now, as PNG."""
        return self._run("import", "-silent", "-window", "root", "png:-")

    def settled(self, not_this: bytes = b"") -> bytes:
        """Wait until a picture other than `not_this` stays for a second."""
        last, since = not_this, time.monotonic()

        def stays() -> bool:
            nonlocal last, since
            now = self.picture()
            if now != last:
                last, since = now, time.monotonic()
            return last != not_this and time.monotonic() - since > 1.5

        wait_until(stays, "a picture that stays")
        return last

    def press(self, keys: Sequence[str]) -> None:
        """Press keys in the terminal's window: without a window manager none has the focus."""
        self._run("xdotool", "windowfocus", "--sync", self._window())
        self._run("xdotool", "mousemove", "200", "200")
        for key in keys:
            self._run("xdotool", "key", key)
            time.sleep(0.2)

    def _window(self) -> str:
        """The id of the window that is seen, by its name or else, as Weston's, by its class."""
        for kind in ("--name", "--class"):
            command = ["xdotool", "search", "--onlyvisible", kind, ".+"]
            found = subprocess.run(command, env=self._env, stdout=subprocess.PIPE)
            if found.returncode == 0:
                return found.stdout.split()[-1].decode()
        raise LookupError("there is no window to press keys in")

    def save(self, picture: bytes, path: Path, colours: int = 128) -> bytes:
        """Save a picture without its empty margins, in few colours; return it in all of them."""
        cut = ["-trim", "+repage", "-bordercolor", "black", "-border", "6"]
        command = ["convert", "png:-", *cut, "png:-"]
        trimmed = subprocess.run(
            command, input=picture, env=self._env, check=True, stdout=subprocess.PIPE
        ).stdout
        few = ["+dither", "-colors", str(colours), "-strip", f"png8:{path}"]
        subprocess.run(["convert", "png:-", *few], input=trimmed, env=self._env, check=True)
        return trimmed


def program_in(home: Path, display: str, command: str) -> tuple[Path, dict[str, str]]:
    """Write the program that a terminal runs, in a new home; return it and its environment."""
    program = home / "program"
    program.write_text(COMMAND_SCRIPT.format(folder=shlex.quote(str(home)), command=command))
    program.chmod(0o755)
    (home / "run").mkdir(mode=0o700)
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "DISPLAY": display, **ENVIRONMENT}
    env |= {"XDG_RUNTIME_DIR": f"{home}/run", "XDG_CONFIG_HOME": f"{home}/.config"}
    return program, env


def take(
    name: str, scene: str, path: Path, root: Path | None = None, size: int = SIZE
) -> float | None:
    """Take one picture, with a font of `size` points.

    Return the error rate of its article, None if it is not known.
    """
    # Programs that are ending may still write into their home.
    temporary = tempfile.TemporaryDirectory(prefix="shot.", ignore_cleanup_errors=True)
    with temporary as home, x_server(Path(home)) as display:
        folder = Path(home)
        prepare(folder)
        program, env = program_in(folder, display, SCENES[scene].command)
        command = TERMINALS[name](Shot(folder, program, size=size))
        if root:
            command = ["chroot", str(root), *command]
        # Both layouts at once: keys that xdotool has to put onto the keyboard first get lost.
        subprocess.run(["setxkbmap", "-layout", "us,ara"], env=env, check=True)
        screen = Screen(env)
        picture = screen.picture()
        with running(command, env, folder / "terminal.log"):
            picture = screen.settled(picture)
            if keys := SCENES[scene].keys:
                screen.press(keys)
                picture = screen.settled(picture)
            end(folder / "pid")
        picture = screen.save(picture, path)
    text = (ROOT / "seeds" / SEED).read_text(encoding="utf-8")
    return error_rate(picture, text) if scene != "doctor" and can_judge() else None


def end(pid: Path) -> None:
    """End the program, and with it what it runs in beyond its terminal: tmux, screen, mosh."""
    with contextlib.suppress(OSError, ValueError):
        os.kill(int(pid.read_text()), signal.SIGKILL)


def programs(name: str) -> list[str]:
    """The programs that a terminal needs, by its name in TERMINALS."""
    alone = next(one for one in sorted(ALONE, key=len)[::-1] if f"-{name}".endswith(f"-{one}"))
    around = name.removesuffix(alone).partition("-")[0]
    return [program for program in (around, alone) if program not in ("", "vte")]


def prepare(folder: Path) -> None:
    """Lay a folder with a document and annotations on it."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")


def main() -> int:
    """Take the pictures that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("terminals", nargs="*", metavar="TERMINAL")
    parser.add_argument("--scene", action="append", choices=SCENES)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--size", type=int, default=SIZE, help="of the font, in points")
    parser.add_argument("--root", type=Path, help="the root of the system with the terminals")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    path = f"{options.root}/usr/bin" if options.root else None
    for name in options.terminals or TERMINALS:
        if name not in TERMINALS:
            parser.error(f"{name} is none of {', '.join(TERMINALS)}")
        if missing := [name for name in programs(name) if not shutil.which(name, path=path)]:
            print(f"{name}: {' and '.join(missing)} not installed", file=sys.stderr)
            continue
        for scene in options.scene or ("reader", "find"):
            picture = options.out / f"{name}-{scene}.png"
            rate = take(name, scene, picture, options.root, options.size)
            judged = "" if rate is None else f", error rate {rate:.3f}"
            print(f"{picture}: {picture.stat().st_size // 1000} kB{judged}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
