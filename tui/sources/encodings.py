"""Decode bytes: UTF-8 first, UTF-16 and UTF-32 by their byte-order mark, else detected.

Short texts mislead a general detector, so the eight-bit encodings of Arabic and Hebrew are detected
here, by the letters of the decoded text; charset-normalizer does the rest.
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
    GENERAL_PUNCTUATION,
    HEBREW_8_BIT,
    HEBREW_BLOCK,
    HEBREW_LETTERS,
    JOINERS,
    LATIN_1_AND_EXTENDED,
    LATIN_LETTERS,
    NO_BREAK_SPACE,
    pattern,
)

_SAMPLE = 1 << 16
"""The most bytes that are examined to detect an encoding."""

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

_DISPLAY_NAMES = {
    "cp1256": "Windows-1256",
    "cp1255": "Windows-1255",
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "iso8859-6": "ISO-8859-6",
    "cp720": "code page 720",
    "cp862": "code page 862",
}

# The answers that are accepted from the general detector, which knows many unused code pages.
_GUESSES = [
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "cp1258", "cp874", "koi8_r"),
    *("cp866", "cp437", "cp850", "iso8859_5", "mac_roman", "mac_cyrillic", "big5", "gb18030"),
    *("euc_jp", "euc_kr", "cp932", "cp949", "iso2022_jp"),
]

_NOT_OF_FILES = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"}
"""Python's text encodings for host names and source code."""

_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b")

_RTL_TEXT = pattern(f"{HEBREW_BLOCK} {ARABIC_BLOCK} {JOINERS} {DIRECTIONAL_MARKS}")

_OTHER_TEXT = pattern(f"{LATIN_1_AND_EXTENDED} {GENERAL_PUNCTUATION}")

_USUAL_WIDE = re.compile(rf"[\t\n\r\x20-\x7e{_OTHER_TEXT}{_RTL_TEXT}]+")

_ANY_RTL = pattern(f"{HEBREW_LETTERS} {ARABIC_8_BIT}")

_LATIN = pattern(LATIN_LETTERS)

# Bytes read in the wrong encoding give words of two scripts, which writers do not.
_TWO_SCRIPTS = re.compile(f"[{_ANY_RTL}][{_LATIN}]|[{_LATIN}][{_ANY_RTL}]")

_PUNCTUATION = re.compile(
    f"[\0-\x7f{NO_BREAK_SPACE}«»·\u00ad،؛؟"
    f"{pattern(f'{JOINERS} {DIRECTIONAL_MARKS} {GENERAL_PUNCTUATION}')}]+"
)


class Decoded(NamedTuple):
    """A text and its encoding."""

    text: str
    encoding: str
    """Python's name of the encoding, without its byte-order mark's `-sig`."""


def display_name(encoding: str) -> str:
    """Return the usual name of an encoding: `Windows-1256` for `cp1256`."""
    return _DISPLAY_NAMES.get(encoding, encoding.upper().replace("_", "-"))


def canonical_name(encoding: str) -> str:
    """Return Python's name of a text encoding. Raises NotText if there is no such encoding."""
    try:
        b"x".decode(encoding, "replace")  # refuses zip, hex and the like, which `lookup` does not
        name = codecs.lookup(encoding).name
    except (LookupError, UnicodeError, ValueError):
        raise NotText(f"there is no encoding {encoding!r}") from None
    if name in _NOT_OF_FILES:
        raise NotText(f"{encoding!r} is not an encoding of files")
    return name


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of `data`, decoded with `encoding` if given.

    The text is exactly what was decoded, without a leading byte-order mark. Raises NotText, with
    the reason, for bytes that are not text, broken text or an unknown encoding.
    """
    if encoding is not None:
        return _decode_as(data, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, name)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _decode_as(data, _detect_other_than_utf8(data, error))
    if _is_clean(data):
        return Decoded(text, "utf-8")
    return _decode_as(data, _require_wide(data))


def detect(sample: bytes, *, guess: bool = True) -> str:
    """Return the encoding of a file of lines that begins with `sample`, which may end anywhere.

    If most of the sample is UTF-8, it counts as UTF-8, and other lines are faults of their own.
    Without `guess`, only UTF-8, the encodings of Arabic and Hebrew, and those with a byte-order
    mark are recognised. The mark is not skipped: see `mark_length`. Raises NotText.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        wide = _detect_wide(sample)
        if wide is not None:
            return wide
        _refuse_binary(sample)
        if _mostly_utf8(sample):
            return "utf-8"
        told = _detect_eight_bit(sample)
        return told or (_guess(sample) if guess else "utf-8")
    return "utf-8" if _is_clean(sample) else _require_wide(sample)


def mark_length(sample: bytes) -> int:
    """Return the length in bytes of the byte-order mark at the start of `sample`, 0 for none."""
    return next((len(mark) for mark, _ in _MARKS if sample.startswith(mark)), 0)


def _decode_as(data: bytes, encoding: str) -> Decoded:
    """Return the text of bytes, without a byte-order mark of this encoding."""
    try:
        name = canonical_name(encoding)
        own_mark = next((mark for mark, of in _MARKS if of == name and data.startswith(mark)), b"")
        return Decoded(data.removeprefix(own_mark).decode(name), name)
    except UnicodeDecodeError as error:
        where = f"at byte {error.start:,} ({error.reason})"
        raise NotText(f"its {display_name(encoding)} is broken {where}") from None
    except UnicodeError as error:  # of codecs that are written in Python, such as UTF-16's
        raise NotText(f"its {display_name(encoding)} is broken ({error})") from None


def _is_clean(data: bytes) -> bool:
    """Whether there are few enough control characters for a text; a stray one is accepted."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return not controls or (controls * 10 <= len(data) and data.count(0) * 100 <= len(data))


def _require_wide(data: bytes) -> str:
    """Return the UTF-16 without byte-order mark that explains the control bytes. Raises NotText."""
    encoding = _detect_wide(data)
    if encoding is None:
        raise NotText(_not_text_message(data))
    return encoding


def _detect_wide(data: bytes) -> str | None:
    """Return the UTF-16 without byte-order mark that the bytes are in; None if neither."""
    names = ("utf-16-le", "utf-16-be")
    return next((name for name in names if _looks_wide(data[:_SAMPLE], name)), None)


def _detect_other_than_utf8(data: bytes, error: UnicodeDecodeError) -> str:
    """Return the eight-bit encoding or UTF-16 of bytes that are not valid UTF-8."""
    wide = _detect_wide(data)
    if wide is not None:
        return wide
    sample = _sample_of(data)
    _refuse_binary(sample)
    if _mostly_utf8(sample):
        raise NotText(f"its UTF-8 is broken at byte {error.start:,} ({error.reason})")
    return _detect_eight_bit(sample) or _guess(sample)


def _refuse_binary(sample: bytes) -> None:
    """Raise NotText if there are more control characters than in eight-bit text."""
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 200 > len(sample):
        raise NotText(_not_text_message(sample))


def _not_text_message(data: bytes) -> str:
    what = next((what for mark, what in _SIGNATURES if data.startswith(mark)), None)
    return f"it is not text but {what}" if what else "it is not text: its bytes are binary data"


def _sample_of(data: bytes) -> bytes:
    """Return a sample that ends at the end of a line if possible, so that no letter is cut."""
    if len(data) <= _SAMPLE:
        return data
    cut = data.rfind(b"\n", 0, _SAMPLE)
    return data[: cut + 1] if cut > 0 else data[:_SAMPLE]


def _mostly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    wide = sum(char > "\x7f" and char != "\ufffd" for char in text)
    return wide > 9 * text.count("\ufffd")


def _looks_wide(sample: bytes, encoding: str) -> bool:
    """Whether the sample is UTF-16 without a byte-order mark.

    If so, almost all of it is of one right-to-left script, ASCII or Latin, which is unlikely by
    chance.
    """
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


def _detect_eight_bit(sample: bytes) -> str | None:
    """Return the Arabic or Hebrew encoding that gives the likeliest text; None if none does."""
    marks = [
        (_likeness(sample, script, name), name) for script in _SCRIPTS for name in script.encodings
    ]
    best, encoding = max(marks, key=lambda mark: mark[0])
    return encoding if best > 0 else None


def _likeness(sample: bytes, script: _Script, encoding: str) -> float:
    """Return how much the sample looks like text of the script, from 0 (not at all) to 1."""
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


def _guess(sample: bytes) -> str:
    """Return the general detector's answer. Raises NotText if it has none."""
    from charset_normalizer import from_bytes  # half a start's time: only when it is needed

    best = from_bytes(sample, cp_isolation=_GUESSES).best()
    if best is None:
        raise NotText("its encoding is not recognised: save it as UTF-8, or name the encoding")
    return canonical_name(best.encoding)
