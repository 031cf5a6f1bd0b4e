"""How far the article in a picture reads as it should: an error rate, from tesseract.

It takes the order of letters and words into account, not how they join: in the right order the
rate is below 0.1, with every word reversed about 0.8. Look at the picture as well.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Sequence

PROGRAMS = ("tesseract", "convert")

AREA = (0.222, 0.095, 0.516, 0.8)
"""The article's left and top, width and height, as shares of a picture of 120 columns."""

LONGEST = 1500
"""Letters of the text that fit into a picture, with some to spare."""

GOOD = 0.06
"""An error rate at which no other size of letters is tried."""

_SCALES = (300, 200, 400)
"""Sizes in percent at which tesseract reads; which is best depends on the font's size."""

_VARIANTS = str.maketrans("أإآٱىة", "اااايه")


def can_judge() -> bool:
    """Whether the programs are there."""
    return all(map(shutil.which, PROGRAMS))


def error_rate(picture: bytes, text: str) -> float:
    """Return the share of letters that differ between a PNG of a reader and the text's start."""
    expected = normalized(text)[:LONGEST]
    best = 1.0
    for scale in _SCALES:
        best = min(best, distance(normalized(read(picture, scale)), expected))
        if best <= GOOD:
            break
    return best


def read(picture: bytes, scale: int) -> str:
    """Return what tesseract reads in the article: light letters on any dark ground."""
    left, top, width, height = AREA
    size = subprocess.run(
        ["identify", "-format", "%w %h", "png:-"], input=picture, check=True, stdout=subprocess.PIPE
    )
    columns, rows = map(int, size.stdout.split())
    area = f"{columns * width:.0f}x{rows * height:.0f}+{columns * left:.0f}+{rows * top:.0f}"
    light = ["-separate", "-evaluate-sequence", "max", "-resize", f"{scale}%", "-level", "38%,60%"]
    cut = subprocess.run(
        ["convert", "png:-", "-crop", area, "+repage", *light, "-negate", "png:-"],
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
