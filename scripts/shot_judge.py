"""How far the article in a picture reads as it should: an error rate, from tesseract.

It takes the order of letters and words into account, not how they join: in the right order the
rate is below 0.1, with unjoined letters about 0.12, with every word reversed about 0.7. Look at
the picture as well.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Sequence

from scripts.shot_terminals import Shot

PROGRAMS = ("tesseract", "convert")

Area = tuple[float, float, float, float]
"""The left, top, width and height of a part of a picture, as shares of it."""

AREA: Area = (0.222, 0.095, 0.516, 0.8)
"""The article in a picture of 120 columns and 32 rows."""

LONGEST = 1500
"""Letters of the text that fit into a picture, with some to spare."""

ROW = 28
"""The height in pixels that a row is scaled to: tesseract reads lines as high as it was trained on,
and of rows that are much higher leaves whole ones out."""

_STROKE = 13
"""Pixels: what is wider and higher is the letters' ground, as a tint, and is taken for black."""

_UNDERLINE = 91
"""Pixels: a line at least so long, of six cells, is no part of a letter."""

_VARIANTS = str.maketrans("أإآٱىة", "اااايه")


def can_judge() -> bool:
    """Whether the programs are there."""
    return all(map(shutil.which, PROGRAMS))


def error_rate(picture: bytes, text: str, *, rows: int = Shot.rows, area: Area = AREA) -> float:
    """Return the share of letters that differ between a PNG of a reader and the text's start.

    `rows` is the height of the terminal in the picture, `area` its article.
    """
    expected = normalized(text)[:LONGEST]
    return distance(normalized(read(picture, rows, area)), expected)


def read(picture: bytes, rows: int, area: Area) -> str:
    """Return what tesseract reads in the article: letters lighter than their ground."""
    left, top, width, height = area
    size = subprocess.run(
        ["identify", "-format", "%w %h", "png:-"], input=picture, check=True, stdout=subprocess.PIPE
    )
    across, down = map(int, size.stdout.split())
    part = f"{across * width:.0f}x{down * height:.0f}+{across * left:.0f}+{down * top:.0f}"
    scale = ["-resize", f"{100 * ROW * rows / down:.1f}%"]
    light = ["-separate", "-evaluate-sequence", "max", *scale]
    strokes = ["-morphology", "TopHat", f"Rectangle:{_STROKE}x{_STROKE}"]
    lines = ["(", "+clone", "-morphology", "Open", f"Rectangle:{_UNDERLINE}x1", ")"]
    strokes += [*lines, "-compose", "minus-src", "-composite", "-level", "15%,50%"]
    cut = subprocess.run(
        ["convert", "png:-", "-crop", part, "+repage", *light, *strokes, "-negate", "png:-"],
        input=picture,
        check=True,
        stdout=subprocess.PIPE,
    )
    found = subprocess.run(
        ["tesseract", "-", "-", "-l", "ara", "--psm", "6"],
        input=cut.stdout,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return found.stdout.decode()


def normalized(text: str) -> str:
    """Return the letters and digits of a text, without what tesseract cannot tell apart."""
    kept = "".join(
        char
        for char in unicodedata.normalize("NFKC", text)
        if not unicodedata.combining(char) and unicodedata.category(char) != "Cf" and char != "ـ"
    )
    return " ".join(re.sub(r"[^\w\s]", " ", kept.translate(_VARIANTS)).split())


def distance(found: str, expected: Sequence[str]) -> float:
    """Return the edits that make the text found the start of the one expected, per letter."""
    before = list(range(len(expected) + 1))
    for number, char in enumerate(found, 1):
        row = [number]
        for at, other in enumerate(expected, 1):
            row.append(min(before[at] + 1, row[-1] + 1, before[at - 1] + (char != other)))
        before = row
    return min(edits / length for length, edits in enumerate(before) if length)
