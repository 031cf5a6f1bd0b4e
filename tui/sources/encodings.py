"""Bytes to text: UTF-8 first, UTF-16 and UTF-32 by their byte-order mark, else detected.

Of the eight-bit encodings, those of Arabic and Hebrew are judged here, by what their text
looks like, because short texts mislead a general detector; charset-normalizer does the rest.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from tui.errors import NotText
from tui.text.unicode import (
    ARABIC_8_BIT,
    ARABIC_BLOCK,
    DIRECTIONAL_MARKS,
    HEBREW_8_BIT,
    HEBREW_BLOCK,
    HEBREW_LETTERS,
    JOINERS,
    pattern,
)

_SAMPLE = 1 << 16
"""Bytes that are enough to tell an encoding by."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive, as Word's and LibreOffice's files are"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x1f\x8b", "gzip data"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF file"),
)

_NAMES = {
    "cp1256": "Windows-1256",
    "cp1255": "Windows-1255",
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "iso8859-6": "ISO-8859-6",
    "cp720": "code page 720",
    "cp862": "code page 862",
}

# What the general detector may answer: it also knows code pages that nobody writes in.
_GUESSES = [
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "cp1258", "cp874", "koi8_r"),
    *("cp866", "cp437", "cp850", "iso8859_5", "mac_roman", "mac_cyrillic", "big5", "gb18030"),
    *("euc_jp", "euc_kr", "cp932", "cp949", "iso2022_jp"),
]

_NOT_OF_FILES = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"}
"""Python's text encodings for host names and source code."""

_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b")

_RTL_TEXT = pattern(f"{HEBREW_BLOCK} {ARABIC_BLOCK} {JOINERS} {DIRECTIONAL_MARKS}")

_USUAL_WIDE = re.compile(rf"[\t\n\r\x20-\x7e\u00a0-\u024f{_RTL_TEXT}\u2010-\u2026]+")

_ANY_RTL = pattern(f"{HEBREW_LETTERS} {ARABIC_8_BIT}")

_LATIN = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u024f"

# Bytes read in the wrong encoding give words of two scripts, which writers do not.
_TWO_SCRIPTS = re.compile(f"[{_ANY_RTL}][{_LATIN}]|[{_LATIN}][{_ANY_RTL}]")

_PUNCTUATION = re.compile(
    "[\x00-\x7f\u00a0\u00ab\u00bb\u00b7\u00ad\u060c\u061b\u061f"
    f"{pattern(f'{JOINERS} {DIRECTIONAL_MARKS}')}\u2010-\u2026]+"
)


class Decoded(NamedTuple):
    """A text and where it came from."""

    text: str
    encoding: str
    """Python's name of the encoding, without its byte-order mark's `-sig`."""


def shown(encoding: str) -> str:
    """Return the name by which people know an encoding: `Windows-1256` for `cp1256`."""
    return _NAMES.get(encoding, encoding.upper().replace("_", "-"))


def known(encoding: str) -> str:
    """Return Python's name of an encoding of text; NotText when there is none of that name."""
    try:
        b"x".decode(encoding, "replace")  # refuses zip, hex and the like, which `lookup` does not
        name = codecs.lookup(encoding).name
    except (LookupError, UnicodeError, ValueError):
        raise NotText(f"there is no encoding {encoding!r}") from None
    if name in _NOT_OF_FILES:
        raise NotText(f"{encoding!r} is not an encoding of files")
    return name


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of `data`; with an `encoding`, in that one.

    The text is exactly what was decoded, a leading byte-order mark apart. Raises NotText,
    with the reason, for bytes that are not text, broken text or an unknown encoding.
    """
    if encoding is not None:
        return _decode_as(data, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, name)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _decode_as(data, _without_utf8(data, error))
    if _is_clean(data):
        return Decoded(text, "utf-8")
    return _decode_as(data, _wide_or_refuse(data))


def detect(sample: bytes, *, guess: bool = True) -> str:
    """Return the encoding of a file of lines that begins with `sample`, a part of a line or not.

    Where most of it is UTF-8, the lines that are not are faults of their own. Without `guess`
    only UTF-8, the encodings of Arabic and Hebrew, and those with a byte-order mark are told.
    The mark is not skipped: see `mark_length`. Raises NotText.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        wide = _wide(sample)
        if wide is not None:
            return wide
        _refuse_binary(sample)
        if _mostly_utf8(sample):
            return "utf-8"
        told = _eight_bit(sample)
        return told or (_guessed(sample) if guess else "utf-8")
    return "utf-8" if _is_clean(sample) else _wide_or_refuse(sample)


def mark_length(sample: bytes) -> int:
    """Return the number of bytes of the byte-order mark that `sample` begins with, 0 for none."""
    return next((len(mark) for mark, _ in _MARKS if sample.startswith(mark)), 0)


def _decode_as(data: bytes, encoding: str) -> Decoded:
    """The text of bytes whose byte-order mark, where they have one, is the encoding's own."""
    try:
        name = known(encoding)
        own_mark = next((mark for mark, of in _MARKS if of == name and data.startswith(mark)), b"")
        return Decoded(data.removeprefix(own_mark).decode(name), name)
    except UnicodeDecodeError as error:
        where = f"at byte {error.start:,} ({error.reason})"
        raise NotText(f"its {shown(encoding)} is broken {where}") from None
    except UnicodeError as error:  # of codecs that are written in Python, such as UTF-16's
        raise NotText(f"its {shown(encoding)} is broken ({error})") from None


def _is_clean(data: bytes) -> bool:
    """Whether so few control characters are in it that it is text: a stray one does not make
    it binary."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return not controls or (controls * 10 <= len(data) and data.count(0) * 100 <= len(data))


def _wide_or_refuse(data: bytes) -> str:
    """The wide encoding, without a byte-order mark, that explains all those control bytes."""
    encoding = _wide(data)
    if encoding is None:
        raise NotText(_no_text(data))
    return encoding


def _wide(data: bytes) -> str | None:
    """The wide encoding that the bytes are in without a byte-order mark, if any."""
    names = ("utf-16-le", "utf-16-be")
    return next((name for name in names if _looks_wide(data[:_SAMPLE], name)), None)


def _without_utf8(data: bytes, error: UnicodeDecodeError) -> str:
    """The eight-bit or wide encoding of bytes that are not valid UTF-8."""
    wide = _wide(data)
    if wide is not None:
        return wide
    sample = _whole_words(data)
    _refuse_binary(sample)
    if _mostly_utf8(sample):
        raise NotText(f"its UTF-8 is broken at byte {error.start:,} ({error.reason})")
    return _eight_bit(sample) or _guessed(sample)


def _refuse_binary(sample: bytes) -> None:
    """Raise NotText where an eight-bit text would not hold so many control characters."""
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 200 > len(sample):
        raise NotText(_no_text(sample))


def _no_text(data: bytes) -> str:
    what = next((what for mark, what in _SIGNATURES if data.startswith(mark)), None)
    return f"it is not text but {what}" if what else "it is not text: its bytes are binary data"


def _whole_words(data: bytes) -> bytes:
    """A sample that ends at a line's end where it can: multi-byte letters stay whole."""
    if len(data) <= _SAMPLE:
        return data
    cut = data.rfind(b"\n", 0, _SAMPLE)
    return data[: cut + 1] if cut > 0 else data[:_SAMPLE]


def _mostly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    wide = sum(char > "\x7f" and char != "\ufffd" for char in text)
    return wide > 9 * text.count("\ufffd")


def _looks_wide(sample: bytes, encoding: str) -> bool:
    """Whether it is UTF-16 without a mark: almost all letters of one right-to-left script,
    ASCII or Latin, which chance does not give."""
    sample = sample[: len(sample) // 2 * 2]
    if not sample or not (0 in sample or 6 in sample or 5 in sample):
        return False
    text = sample.decode(encoding, "replace")
    usual = len(_USUAL_WIDE.sub("", text))
    return usual * 20 <= len(text)


class _Script(NamedTuple):
    letters: re.Pattern[str]
    usual: frozenset[str]
    """The letters that make up most of any text in the script."""
    encodings: tuple[str, ...]


_SCRIPTS = (
    _Script(
        re.compile(f"[{pattern(ARABIC_8_BIT)}]"),
        frozenset("البتيمنورهدعسفقك"),
        ("cp1256", "iso8859-6", "cp720"),
    ),
    _Script(
        re.compile(f"[{pattern(HEBREW_8_BIT)}]"),
        frozenset("יוהלאמתברשנדעםח"),
        ("cp1255", "cp862"),
    ),
)


def _eight_bit(sample: bytes) -> str | None:
    """The Arabic or Hebrew encoding that makes the likeliest text of it; None if none does."""
    marks = [(_likeness(sample, s, name), name) for s in _SCRIPTS for name in s.encodings]
    best, encoding = max(marks, key=lambda mark: mark[0])
    return encoding if best > 0 else None


def _likeness(sample: bytes, script: _Script, encoding: str) -> float:
    """How much it looks like text of the script, 0 (not at all) to 1."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    wide = _PUNCTUATION.sub("", text)
    letters = script.letters.findall(wide)
    if not letters or len(letters) < 0.9 * len(wide):
        return 0.0
    if len(_TWO_SCRIPTS.findall(text)) > 0.02 * len(letters):
        return 0.0
    usual = sum(letter in script.usual for letter in letters) / len(letters)
    return usual if usual > 0.4 else 0.0


def _guessed(sample: bytes) -> str:
    """The general detector's answer; NotText when it has none."""
    from charset_normalizer import from_bytes  # half a start's time: only when it is needed

    best = from_bytes(sample, cp_isolation=_GUESSES).best()
    if best is None:
        raise NotText("its encoding cannot be told: save it as UTF-8, or name the encoding")
    return known(best.encoding)
