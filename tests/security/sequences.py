"""What may reach a terminal: the sequences that the program itself sends, and printable text.

Everything that is written to the pty is held against a strict grammar. Each sequence must be one
of a short list, of numbers only; nothing that a terminal could obey is left over between them.
"""

from __future__ import annotations

import re
import unicodedata

MARK = "ZQX7"
"""Stands after every control character of the hostile data, and nowhere else."""

# What Textual and the profile send; none of it can hold a word of the data, but for kitty's cells.
_OWN = re.compile(
    r"\x1b\[[\d;:]*m"  # colours and the like
    r"|\x1b\[\d+;\d+H"  # the cursor's place
    r"|\x1b\[\?\d+[hl]"  # modes: alternate screen, cursor, mouse, paste, synchronized output
    r"|\x1b\[(?:\?\d+|8)\$p"  # whether the terminal has a mode
    r"|\x1b\[>\d*u|\x1b\[<u"  # the keyboard's protocol
    r"|\x1b\[>0q|\x1b\[>?c"  # which terminal it is
    r"|\x1b[78]|\x1b\[K"  # what asking may have left on the line
    r"|\x1b\]22;(?:default|pointer|text)\x07"  # the mouse pointer's shape
    r"|\x1b\]52;c;[A-Za-z0-9+/=]*(?:\x07|\x1b\\)"  # what `y` copies, in base64
    r"|\x1b\]66;w=1:h=[12];[^\x00-\u0590\u2000-\u206f]+\x1b\\"  # a right-to-left cell for kitty
    r"|\r\n|\n|\r"
)
_OVERRIDES = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


def dangers(output: bytes) -> list[str]:
    """What no terminal should have been sent, each with its surroundings."""
    text = output.decode()
    found = []
    place = 0
    for own in _OWN.finditer(text):
        found += _in_text(text, place, own.start())
        if MARK in own[0]:
            found.append(repr(own[0]))
        place = own.end()
    return found + _in_text(text, place, len(text))


def _in_text(text: str, start: int, end: int) -> list[str]:
    return [
        f"{text[at]!a} in {text[max(at - 30, 0) : at + 30]!r}"
        for at in range(start, end)
        if unicodedata.category(text[at]) in ("Cc", "Cs", "Zl", "Zp") or text[at] in _OVERRIDES
    ]
