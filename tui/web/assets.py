"""The files that a page loads, all of them from this server and none from another host.

xterm.js comes with textual-serve, in one file with a page script that loads a font from another
host and cannot choose the renderer. So the last statement of the file, which would start that
script, is replaced by one that makes xterm.js's classes available to `static/page.js`.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tui.errors import WebError
from tui.extras import install_command
from tui.text.unicode import cell_len

STATIC = Path(__file__).with_name("static")

PAGE = STATIC / "page.html"

_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}

_CLASSES = ("Terminal", "FitAddon", "WebglAddon", "CanvasAddon")
"""The classes of xterm.js that the page uses."""

_START = "window.onload="
"""The last statement of textual-serve's script."""

_MIXED = 0x20000
"""The last code point before the planes in which all characters have the same width."""

_TAGS = range(0xE0000, 0xE0200)


class Asset(NamedTuple):
    """A file for the page."""

    content: bytes
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """Return all files by name. Raises WebError if textual-serve is not as expected."""
    own = {file.name: _asset(file) for file in STATIC.iterdir() if file.suffix in _TYPES}
    own.pop(PAGE.name)
    library = textual_serve_folder()
    script = (library / "js" / "textual.js").read_text(encoding="utf-8")
    return own | {
        "xterm.js": Asset(with_classes(script).encode(), _TYPES[".js"]),
        "xterm.css": _asset(library / "css" / "xterm.css"),
        "widths.json": Asset(json.dumps(widths()).encode(), _TYPES[".json"]),
    }


def _asset(file: Path) -> Asset:
    return Asset(file.read_bytes(), _TYPES[file.suffix])


def textual_serve_folder() -> Path:
    """Return the folder of textual-serve's files. Raises WebError if it is not installed."""
    try:
        import textual_serve
    except ImportError as error:
        raise WebError(f"a browser needs textual-serve: {install_command('web')}") from error
    return Path(textual_serve.__path__[0]) / "static"


def with_classes(script: str) -> str:
    """Return textual-serve's script with xterm.js's classes in `window.xterm`, and not started.

    Raises WebError if the script does not have the expected form.
    """
    library, start, page = script.rpartition(_START)
    names = {name: re.findall(rf"=new ([\w$]+)\.{name}\b", script)[-1:] for name in _CLASSES}
    if not start or not all(names.values()):
        raise WebError(
            f"this release of textual-serve is not known; install another: {install_command('web')}"
        )
    classes = ",".join(f"{name}:{module[0]}.{name}" for name, module in names.items())
    return f"{library}window.xterm={{{classes}}},window.unusedStart={page}"


@cache
def widths() -> dict[str, list[list[int]]]:
    """Return the characters that take no cell or two, as inclusive ranges of code points.

    xterm.js uses an older Unicode than the reader; some marks would take a cell. The characters of
    `emoji` take two cells before U+FE0F.
    """
    surrogates = range(0xD800, 0xE000)
    points = [point for point in (*range(0x20, _MIXED), *_TAGS) if point not in surrogates]
    sizes = {point: cell_len(chr(point)) for point in points}
    planes = [plane for plane in (0x20000, 0x30000) if cell_len(chr(plane)) == 2]
    return {
        "none": _ranges([point for point in points if sizes[point] == 0]),
        "two": _ranges([point for point in points if sizes[point] == 2])
        + [[plane, plane + 0xFFFD] for plane in planes],
        "emoji": _ranges(
            [
                point
                for point in points
                if sizes[point] == 1 and cell_len(f"{chr(point)}\ufe0f") == 2
            ]
        ),
    }


def _ranges(points: list[int]) -> list[list[int]]:
    """Return sorted numbers as inclusive ranges."""
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges
