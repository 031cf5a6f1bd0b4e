#!/usr/bin/env python3
"""Records docs/demo.cast from the real program, and draws docs/demo.gif of it.

    python -m scripts.demo             record, then draw
    python -m scripts.demo --draw      only draw the recording that is there

The reader runs on a pseudo-terminal that answers like a plain xterm, and gets the keys of `STEPS`.
The recording is an asciicast, version 2, with a marker where each step begins; a test replays the
keys and compares the screens (`tests/docs/test_demo.py`). The shell's prompt around the commands is
written by this script. Drawing needs the font DejaVu Sans Mono.
"""

from __future__ import annotations

import argparse
import codecs
import fcntl
import json
import os
import select
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyte
from PIL import Image, ImageDraw, ImageFont

from scripts.typed_keys import typed
from tests.ptys import LAUNCH
from tui.text.layout import DocumentLayout, LayoutOptions

ROOT = Path(__file__).resolve().parents[1]
CAST = ROOT / "docs" / "demo.cast"
PICTURE = ROOT / "docs" / "demo.gif"
NEWS = ROOT / "tests" / "data" / "news"
ARTICLES = ("ar-01", "ar-02", "fa-01")
COLUMNS, ROWS = 100, 28
ANNOTATOR = "laila"
PROMPT = "\x1b[1;32m$\x1b[0m "
CLEAR = "\x1b[2J\x1b[H"
FRAME_END = b"\x1b[?2026l"


class Step(NamedTuple):
    """Something that is shown."""

    caption: str
    keys: str = ""
    """Keys that are pressed one after the other, separated by spaces; a word in Arabic script is
    typed letter by letter."""
    command: str = ""
    """A command line that is typed in the shell instead."""
    pause: float = 1.0
    """Seconds after each key, or after the command."""


STEPS = (
    Step("open a folder of articles", command="hashiya articles/", pause=1.8),
    Step("move by paragraphs and words", "} space space space space", pause=0.35),
    Step("take one word more", "f"),
    Step("tag an entity, a person", "e 1", pause=0.9),
    Step("go into the next quotation", '"', pause=0.8),
    Step("tag a quote, word for word", "q 1", pause=0.9),
    Step("link it to its likeliest speaker", "l enter", pause=1.4),
    Step("suggest quotations, speakers and cues", "A", pause=1.4),
    Step("go to the first suggestion", "j", pause=1.6),
    Step("accept it, and go to the next one", "+ + + +", pause=0.9),
    Step("find", "/ موريتانيا enter n escape", pause=0.7),
    Step("quit; everything is saved already", "ctrl+q", pause=0.6),
    Step("export one annotation a line", command="hashiya export out.jsonl", pause=1.6),
    Step("open it again: all is as it was", command="hashiya articles/", pause=1.5),
    Step("read: show the article alone", "z", pause=3.0),
)

_ANSWERS = {
    b"\x1b[>0q": b"\x1bP>|XTerm(379)\x1b\\",
    b"\x1b[8$p": b"\x1b[8;0$y",
    b"\x1b[c": b"\x1b[?64c",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
}
"""What a plain xterm answers, but one that takes whole frames."""


def keys_of(step: Step) -> list[str]:
    """Return the keys of a step."""
    keys: list[str] = []
    for word in step.keys.split():
        keys += [word] if word.isascii() else [*word]
    return keys


def prepare(folder: Path) -> None:
    """Make the folder that is opened."""
    (folder / "articles").mkdir()
    for name in ARTICLES:
        shutil.copy(NEWS / f"{name}.txt", folder / "articles")


# ------------------------------------------------------------------ recording


class Recorder:
    """Runs commands on a pseudo-terminal, and keeps what is shown with its time in seconds."""

    def __init__(self, folder: Path) -> None:
        self.events: list[tuple[float, str, str]] = []
        self.now = 0.0
        self._folder = folder
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def add(self, kind: str, data: str) -> None:
        """Add an event that happens now."""
        self.events.append((round(self.now, 3), kind, data))

    def type_command(self, line: str) -> None:
        """Show a prompt, and a command that is typed behind it."""
        self.add("o", PROMPT)
        self.now += 0.6
        for letter in line:
            self.add("i", letter)
            self.add("o", letter)
            self.now += 0.045
        self.now += 0.4
        self.add("i", "\r")
        self.add("o", "\r\n")

    def start(self, line: str) -> Terminal:
        """Type a command of Hashiya, start it, and show what it shows first."""
        self.type_command(line)
        terminal = Terminal(shlex.split(line)[1:], self._folder)
        self.show(terminal)
        return terminal

    def show(self, terminal: Terminal) -> None:
        """Take in what a program shows until it rests."""
        began = time.monotonic()
        for data in terminal.until_it_rests():
            # A busy machine does not make the recording slower.
            self.now += min(time.monotonic() - began, 0.1)
            began = time.monotonic()
            if text := self._decoder.decode(data):
                self.add("o", text)

    def press(self, terminal: Terminal, key: str, pause: float) -> None:
        """Press a key, and look at what it does."""
        before = self.now
        self.add("i", typed(key))
        terminal.write(typed(key))
        self.show(terminal)
        self.now = max(self.now, before + pause)

    def save(self, path: Path) -> None:
        """Write the recording as an asciicast."""
        head = {
            "version": 2,
            "width": COLUMNS,
            "height": ROWS,
            "title": "Hashiya",
            "env": {"TERM": "xterm-256color", "SHELL": "/bin/sh"},
        }
        rows = [head, *([*event] for event in self.events)]
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_text("".join(lines), encoding="utf-8")


class Terminal:
    """A program on a pseudo-terminal of its own."""

    def __init__(self, words: list[str], folder: Path) -> None:
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.fspath(ROOT),
            "HOME": os.fspath(folder),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "HASHIYA_ANNOTATOR": ANNOTATOR,
        }
        launch = [sys.executable, "-c", LAUNCH, sys.executable, "-m", "tui", *words]
        self._process = subprocess.Popen(
            launch,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env=env,
            start_new_session=True,
        )
        os.close(slave)

    def close(self) -> None:
        """End the program, if it has not ended."""
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def write(self, data: str) -> None:
        """Type."""
        os.write(self._master, data.encode())

    def until_it_rests(self, rest: float = 0.7, patience: float = 30.0) -> Iterator[bytes]:
        """Yield what the program writes, until `rest` seconds after its last whole frame.

        It has `patience` seconds for the first one.
        """
        wait = patience
        while select.select([self._master], [], [], wait)[0]:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return  # it has ended
            for question, answer in _ANSWERS.items():
                if question in data:
                    os.write(self._master, answer)
            yield data
            if FRAME_END in data:
                wait = rest


def record(path: Path) -> None:
    """Record all steps."""
    with tempfile.TemporaryDirectory(prefix="demo.") as name:
        folder = Path(name)
        prepare(folder)
        recorder = Recorder(folder)
        terminal: Terminal | None = None
        for step in STEPS:
            recorder.add("m", step.caption)
            if step.command:
                if terminal is not None:
                    terminal.close()
                recorder.add("o", CLEAR)
                terminal = recorder.start(step.command)
                recorder.now += step.pause
                continue
            assert terminal is not None
            for key in keys_of(step):
                recorder.press(terminal, key, step.pause if key.isascii() else 0.12)
        recorder.add("o", "")  # keeps the last frame for its pause
        recorder.save(path)
        if terminal is not None:
            terminal.close()


# -------------------------------------------------------------------- screens


class Screen(pyte.Screen):
    """A screen that, as terminals do, leaves alone the private sequences it does not know."""

    def report_device_status(self, mode: int, **_: object) -> None:
        """Answer nothing: the answers are the program's own."""

    def select_graphic_rendition(self, *attrs: int, **private: object) -> None:
        """Take colours; what begins with `>` sets the keyboard."""
        if not private:
            super().select_graphic_rendition(*attrs)


class Shown(NamedTuple):
    """What a step of the recording showed when it was over."""

    caption: str
    typed: str
    text: str


def read_cast(path: Path) -> list[tuple[float, str, str]]:
    """Return the events of a recording: seconds, kind, data."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(float(at), kind, data) for at, kind, data in map(json.loads, lines[1:])]


@cache
def shown_steps(path: Path) -> tuple[Shown, ...]:
    """Return the steps of a recording."""
    screen = Screen(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    found: list[Shown] = []
    for _, kind, data in read_cast(path):
        if kind == "m":
            found.append(Shown(data, "", ""))
        elif kind == "i":
            found[-1] = found[-1]._replace(typed=found[-1].typed + data)
        else:
            stream.feed(data)
            found[-1] = found[-1]._replace(text="\n".join(screen.display))
    return tuple(found)


# -------------------------------------------------------------------- drawing

FONTS = Path("/usr/share/fonts/truetype/dejavu")
SIZE = 17
"""Pixels of the font."""
CELL_WIDTH, CELL_HEIGHT = 10, 22
MARGIN, CAPTION = 10, 40
"""Pixels around the screen, and of the line with keys and captions below it."""
FOREGROUND, BACKGROUND = "#e0e0e0", "#121212"
COLOURS = 96
SHORTEST = 0.09
"""Seconds of the shortest frame; browsers make shorter ones longer."""
POSTER = 1000
"""Milliseconds of the picture's first frame."""
_NAMED = {
    "default": FOREGROUND,
    "black": "#000000",
    "red": "#cd3131",
    "green": "#57c785",
    "brown": "#e5c07b",
    "blue": "#4a90d9",
    "magenta": "#bc3fbc",
    "cyan": "#3fb8c8",
    "white": "#e5e5e5",
}


def picture_size() -> tuple[int, int]:
    """Return the width and height of the pictures, in pixels."""
    return COLUMNS * CELL_WIDTH + 2 * MARGIN, ROWS * CELL_HEIGHT + 2 * MARGIN + CAPTION


class Painter:
    """Draws screens."""

    def __init__(self) -> None:
        names = {(False, False): "", (True, False): "-Bold", (False, True): "-Oblique"}
        names[True, True] = "-BoldOblique"
        self._fonts = {
            style: ImageFont.truetype(
                FONTS / f"DejaVuSansMono{name}.ttf", SIZE, layout_engine=ImageFont.Layout.BASIC
            )
            for style, name in names.items()
        }
        self._caption = ImageFont.truetype(
            FONTS / "DejaVuSans.ttf", 16, layout_engine=ImageFont.Layout.BASIC
        )
        self.size = picture_size()

    def paint(self, screen: pyte.Screen, keys: list[str], caption: str) -> Image.Image:
        """Return the picture of a screen, with keys that were pressed and what they do."""
        image = Image.new("RGB", self.size, BACKGROUND)
        draw = ImageDraw.Draw(image)
        for row in range(ROWS):
            for column in range(COLUMNS):
                self._cell(draw, screen.buffer[row][column], column, row)
        self._caption_line(draw, keys, caption)
        return image

    def _cell(
        self, draw: ImageDraw.ImageDraw, cell: pyte.screens.Char, column: int, row: int
    ) -> None:
        ink, paper = _colour(cell.fg, FOREGROUND), _colour(cell.bg, BACKGROUND)
        if cell.reverse:
            ink, paper = paper, ink
        x, y = MARGIN + column * CELL_WIDTH, MARGIN + row * CELL_HEIGHT
        if paper != BACKGROUND:
            draw.rectangle((x, y, x + CELL_WIDTH - 1, y + CELL_HEIGHT - 1), paper)
        # DejaVu Sans Mono has no slanted Arabic.
        slanted = cell.italics and cell.data.isascii()
        font = self._fonts[cell.bold, slanted]
        if cell.underscore:
            # Below the dots of Arabic letters.
            draw.line((x, y + CELL_HEIGHT - 1, x + CELL_WIDTH - 1, y + CELL_HEIGHT - 1), ink)
        for letter in cell.data:  # a letter, then its marks
            if letter != " ":
                draw.text((x, y + 1), letter, ink, font)

    def _caption_line(self, draw: ImageDraw.ImageDraw, keys: list[str], caption: str) -> None:
        top = self.size[1] - CAPTION
        draw.rectangle((0, top, *self.size), "#1f2a30")
        x = MARGIN
        for key in map(_visual, keys):
            width = draw.textlength(key, self._caption) + 16
            box = (x, top + 7, x + width, top + CAPTION - 8)
            draw.rounded_rectangle(box, 5, "#e8a33d")
            draw.text((x + 8, top + 9), key, "#10181c", self._caption)
            x += round(width) + 6
        draw.text((x + 6, top + 9), caption, "#ffffff", self._caption)


def _visual(word: str) -> str:
    """Return a word in joined forms, from left to right."""
    row = DocumentLayout(word, LayoutOptions(width=COLUMNS)).row(0)
    return "".join(cell.text for cell in row.cells)


def _colour(name: str, default: str) -> str:
    """Return a colour of pyte's as `#rrggbb`."""
    if name == "default":
        return default
    if name in _NAMED:
        return _NAMED[name]
    if name.startswith("bright"):
        return _NAMED[name.removeprefix("bright")]
    return f"#{name}"


def pressed(keys: list[str], key: str) -> None:
    """Add a key to those that are shown; letters in Arabic script become a word."""
    if not key.isascii() and keys and not keys[-1].isascii():
        keys[-1] += key
    else:
        keys.append(key)


def frames(path: Path, painter: Painter) -> Iterator[tuple[Image.Image, float]]:
    """Yield the pictures of a recording, each with its seconds."""
    screen = Screen(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    events = read_cast(path)
    names = {typed(key): key for step in STEPS for key in keys_of(step)}
    steps = iter(STEPS)
    step, keys = next(steps), list[str]()
    since, last = 0.0, events[-1][0]
    for number, (at, kind, data) in enumerate(events):
        if kind == "m":
            step, keys = (step if at == 0 else next(steps)), []
        elif kind == "i" and not step.command:
            pressed(keys, names[data])
        elif kind == "o":
            stream.feed(data)
        after = events[number + 1][0] if number + 1 < len(events) else last
        if after - since >= SHORTEST:
            yield painter.paint(screen, keys[-9:], step.caption), after - since
            since = after


def draw(path: Path, out: Path) -> None:
    """Draw a recording as an animated GIF."""
    painted = list(frames(path, Painter()))
    # One palette for all frames, made of some of them side by side.
    some = [one for one, _ in painted[:: max(1, len(painted) // 8)]] + [painted[-1][0]]
    sheet = Image.new("RGB", (some[0].width, some[0].height * len(some)))
    for number, one in enumerate(some):
        sheet.paste(one, (0, number * one.height))
    palette = sheet.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    images = [one.quantize(palette=palette, dither=Image.Dither.NONE) for one, _ in painted]
    milliseconds = [round(seconds * 1000) for _, seconds in painted]
    # The last frame comes first for a moment: it is what is seen where pictures do not move.
    milliseconds[-1] -= POSTER
    images[-1].save(
        out,
        save_all=True,
        append_images=images,
        duration=[POSTER, *milliseconds],
        loop=0,
        optimize=False,
    )


def main() -> int:
    """Record and draw."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--draw", action="store_true", help="only draw the recording that is there")
    parser.add_argument("--cast", type=Path, default=CAST)
    parser.add_argument("--out", type=Path, default=PICTURE)
    options = parser.parse_args()
    if not options.draw:
        record(options.cast)
    draw(options.cast, options.out)
    seconds = read_cast(options.cast)[-1][0]
    print(f"{options.cast}: {options.cast.stat().st_size // 1000} kB, {seconds:.0f} s")
    print(f"{options.out}: {options.out.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
