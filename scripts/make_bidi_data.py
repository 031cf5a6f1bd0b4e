"""Writes tui/text/unicode/_bidi_data.py: python -m scripts.make_bidi_data

The classes come from python-bidi, so that the text engine's two ways to levels see the same
classes; brackets and mirrored characters from Unicode's files under tests/data.
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from scripts.tables import ROOT
from tui.text.unicode.bidi_reference import reference_classes
from tui.text.unicode.bidi_rules import (
    CLOSER,
    LETTERS,
    OPENER,
)

HEAD = '''"""Bidi classes, brackets and mirrored characters, made by scripts/make_bidi_data.py."""

'''
CHUNK = 0x4000
LINE = 92


def records(name: str) -> Iterator[list[str]]:
    """The fields of each line of one of Unicode's files."""
    for line in (ROOT / "tests/data" / name).read_text(encoding="utf-8").splitlines():
        fields = line.partition("#")[0].strip()
        if fields:
            yield [field.strip() for field in fields.split(";")]


def character(code: str) -> str:
    """The character that a file writes in hexadecimal digits."""
    return chr(int(code, 16))


def brackets() -> list[tuple[str, str]]:
    """Opening and closing bracket of each pair, by code point."""
    return [
        (character(code), character(pair))
        for code, pair, kind in records("BidiBrackets.txt")
        if kind == "o"
    ]


def mirrored() -> list[tuple[str, str]]:
    """Each pair of characters that mirror each other, once."""
    glyphs = {character(code): character(glyph) for code, glyph in records("BidiMirroring.txt")}
    if any(glyphs[glyph] != char for char, glyph in glyphs.items()):
        sys.exit("BidiMirroring.txt is not symmetric: a list of pairs cannot hold it")
    return [(char, glyph) for char, glyph in glyphs.items() if char < glyph]


def letters() -> Iterator[str]:
    """The class letter of every code point."""
    special = {opener: OPENER for opener, _ in brackets()}
    special |= {closer: CLOSER for _, closer in brackets()}
    for start in range(0, 0x110000, CHUNK):
        text = "".join(map(chr, range(start, start + CHUNK)))
        for char, name in zip(text, reference_classes(text), strict=True):
            yield special.get(char, LETTERS[name])


def wrapped(name: str, pieces: Iterable[str], separator: str = "") -> str:
    """An assignment of the joined pieces, in lines that are not too long."""
    lines = [""]
    for piece in pieces:
        if len(lines[-1]) + len(piece) > LINE:
            lines.append("")
        lines[-1] += piece + separator
    lines[-1] = lines[-1].rstrip()
    if len(lines) == 1:
        return f"{name} = {quote(lines[0])}\n"
    quoted = "".join(f"    {quote(line)}\n" for line in lines)
    return f"{name} = (\n{quoted})\n"


def quote(line: str) -> str:
    """A string literal as the formatter writes it, safe from editors that normalise."""
    escaped = line.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(c):04x}" if c != normal(c) else c for c in escaped) + '"'


def normal(char: str) -> str:
    """The canonical equivalent of a character."""
    return unicodedata.normalize("NFC", char)


def main() -> None:
    """Write the module."""
    runs = [f"{letter}{sum(1 for _ in run)}" for letter, run in groupby(letters())]
    canonical = [
        (char, normal(char)) for pair in brackets() for char in pair if char != normal(char)
    ]
    parts = [
        wrapped("CLASS_RUNS", runs, " ")
        + '"""Letter and length of each run of code points of one class, from U+0000 on."""\n',
        wrapped("BRACKETS", map("".join, brackets()))
        + '"""Opening and closing bracket of each pair (Bidi_Paired_Bracket)."""\n',
        wrapped("CANONICAL_BRACKETS", map("".join, canonical))
        + '"""Each bracket that has a canonical equivalent, and that equivalent (BD16)."""\n',
        wrapped("MIRRORED", map("".join, mirrored()))
        + '"""Pairs of characters that mirror each other (Bidi_Mirroring_Glyph)."""\n',
    ]
    target = ROOT / "tui/text/unicode/_bidi_data.py"
    target.write_text(HEAD + "\n".join(parts), encoding="utf-8")
    print(f"{target}: {len(runs)} runs")


if __name__ == "__main__":
    main()
