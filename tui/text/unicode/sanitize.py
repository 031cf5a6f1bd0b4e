"""Make text safe for any terminal: no control sequence, and cells that all terminals count alike.

A terminal must never receive an escape sequence from a document. Its cursor must move by the cells
that were counted, else the rest of the row shifts. Where xterm, VTE, konsole, kitty, mlterm and
tmux count differently, something is painted that all count alike: no variation selectors, joiners,
emoji modifiers or lone jamo. Two things are kept because readers need them, although terminals
disagree: signs that enclose digits, such as END OF AYAH, and spacing vowel signs of Indic scripts.

In text that is printed but not laid out, control characters are written as JSON escapes. A line of
JSON keeps its value; other text shows where the characters were.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tui.text.unicode.letters import (
    EMOJI_MODIFIERS,
    EXPLICIT_CONTROLS,
    HANGUL_JAMO,
    IGNORABLE,
    NEW_ARABIC_LETTERS,
    REGIONAL_INDICATORS,
    SURROGATES,
    characters,
    pattern,
)
from tui.text.unicode.width import cell_len

INVISIBLE = frozenset(characters(IGNORABLE))
"""Characters that take no cell. Their effect (joining, breaking, reordering) precedes painting."""

MAX_MARKS = 7
"""Marks that are painted on one cluster: mlterm puts an eighth into a cell of its own."""

MAX_CELLS = 8
"""Cells that one cluster may take: four emoji, as many as a ZWJ sequence in use has."""

_LONGEST = 64
"""The most code points of a cluster that are read; fewer are painted."""

REPLACEMENT = "\ufffd"

LONE_MARK_BASE = "\u25cc"
"""DOTTED CIRCLE, the base of a mark that has none."""

NEWLINE = "\u2424"
"""SYMBOL FOR NEWLINE, for the three ends of a line that have no picture of their own."""

_MODIFIERS = frozenset(characters(EMOJI_MODIFIERS))
"""Emoji modifiers: two more cells in most terminals, none in others."""

_JAMO = re.compile(f"[{pattern(HANGUL_JAMO)}]+")

_REGIONAL = dict(zip(characters(REGIONAL_INDICATORS), characters("24B6-24CF"), strict=True))
"""The letters of flags, one or two cells when alone, and the circled letter painted instead."""

_NEW_LETTERS = frozenset(characters(NEW_ARABIC_LETTERS))

_SIGNS = {
    "\u200e": "▸",  # LEFT-TO-RIGHT MARK
    "\u200f": "◂",  # RIGHT-TO-LEFT MARK
    "\u061c": "◃",  # ARABIC LETTER MARK
    "\u202a": "→",  # LEFT-TO-RIGHT EMBEDDING
    "\u202b": "←",  # RIGHT-TO-LEFT EMBEDDING
    "\u202d": "⇒",  # LEFT-TO-RIGHT OVERRIDE
    "\u202e": "⇐",  # RIGHT-TO-LEFT OVERRIDE
    "\u202c": "↓",  # POP DIRECTIONAL FORMATTING
    "\u2066": "↦",  # LEFT-TO-RIGHT ISOLATE
    "\u2067": "↤",  # RIGHT-TO-LEFT ISOLATE
    "\u2068": "↔",  # FIRST STRONG ISOLATE
    "\u2069": "↧",  # POP DIRECTIONAL ISOLATE
    "\u200c": "∣",  # ZERO WIDTH NON-JOINER
    "\u200d": "‿",  # ZERO WIDTH JOINER
    "\u2060": "∩",  # WORD JOINER
    "\u200b": "␣",  # ZERO WIDTH SPACE
    "\u00ad": "¬",  # SOFT HYPHEN
    "\ufeff": "∅",  # ZERO WIDTH NO-BREAK SPACE, the byte order mark
    "\u00a0": "⍽",  # NO-BREAK SPACE
    "\u202f": "⍽",  # NARROW NO-BREAK SPACE
}

_OTHER_SIGN = "▫"


def control_sign(char: str) -> str:
    """Return the sign, one cell wide, for an invisible character or a no-break space.

    Raises ValueError for any other character.
    """
    if char in _SIGNS:
        return _SIGNS[char]
    if char in INVISIBLE:
        return _OTHER_SIGN
    raise ValueError(f"{char!a} is not an invisible character")


def sanitized(cluster: str) -> str:
    """Return one cluster made safe for any terminal; it can be shaped, or contain two letters.

    The result contains no control, no bidi or format character, no line separator, no surrogate and
    no noncharacter, at most `MAX_MARKS` marks, and takes 1 to `MAX_CELLS` cells; it is "" if all of
    the cluster is invisible. Sanitizing it again changes nothing.
    """
    return _sanitized(cluster[:_LONGEST])


@lru_cache(maxsize=1 << 13)
def _sanitized(cluster: str) -> str:
    parts: list[str] = []
    marks = cells = 0
    for char in _compose_jamo(cluster):
        if char in INVISIBLE or (parts and char in _MODIFIERS):
            continue
        shown = _painted_char(char)
        width = cell_len(shown)
        if not width and not parts:
            parts.append(LONE_MARK_BASE)
            cells = 1
        if not width and marks < MAX_MARKS:
            parts.append(shown)
            marks += 1
        elif width and cells + width <= MAX_CELLS:
            parts.append(shown)
            cells += width
    regional = [at for at, part in enumerate(parts) if part in _REGIONAL]
    if len(regional) % 2:
        parts[regional[-1]] = _REGIONAL[parts[regional[-1]]]
    return "".join(parts)


def _compose_jamo(cluster: str) -> str:
    """Return the cluster with jamo as syllables.

    Terminals give a syllable two cells, but its jamo two to four.
    """
    return _JAMO.sub(lambda found: unicodedata.normalize("NFC", found[0]), cluster)


def _painted_char(char: str) -> str:
    """Return the text to paint for one visible code point."""
    category = unicodedata.category(char)
    if char.isprintable():
        # Modifiers, and jamo outside of syllables, are not marks but have no width: terminals
        # disagree.
        return char if category[0] == "M" or cell_len(char) else REPLACEMENT
    if category == "Zs":
        return char
    if category == "Cc":
        return _control_picture(char)
    if category in ("Zl", "Zp"):
        return NEWLINE
    # The signs that enclose digits, such as END OF AYAH, are format characters with a width.
    if category == "Co" or (category == "Cf" and cell_len(char)) or char in _NEW_LETTERS:
        return char
    return REPLACEMENT


def _control_picture(control: str) -> str:
    """Return the sign for a control character."""
    code = ord(control)
    if control == "\t":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    return {0x7F: "\u2421", 0x85: NEWLINE}.get(code, REPLACEMENT)


# Escaping

# JSON allows these unescaped: DEL and C1, ends of lines, explicit bidi controls, surrogates.
_LEFT_BY_JSON = "\x7f-\x9f" + pattern(f"2028-2029 {EXPLICIT_CONTROLS} {SURROGATES}")

# Both are compiled when they are first used.
_IN_JSON = f"[{_LEFT_BY_JSON}]"

# A tab and the end of a line only advance the cursor; a lone return would paint over the line.
_IN_LINES = f"[\x00-\x08\x0b-\x0c\x0e-\x1f{_LEFT_BY_JSON}]|\r(?!\n)"


def escaped_json(line: str) -> str:
    """Return JSON with those controls escaped that JSON allows unescaped; its value stays the
    same."""
    return re.sub(_IN_JSON, _escape, line)


def escaped_lines(text: str) -> str:
    """Return lines of any format with control characters escaped, except tabs and ends of lines."""
    return re.sub(_IN_LINES, _escape, text)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
