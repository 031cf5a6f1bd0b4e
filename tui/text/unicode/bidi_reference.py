"""The levels that python-bidi's Rust crate resolves, parsed from its debug output.

python-bidi has no function that returns levels. `get_display(…, debug=True)` returns the crate's
`BidiInfo` as Rust's `{:#?}` writes it, with one class and one level for each UTF-8 byte. That
format is not documented: output of any other shape raises `EngineError`.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from itertools import compress

import bidi

from tui.errors import EngineError
from tui.text.unicode.bidi import Direction, resolve

# The crate quotes the text before these, with its newlines escaped: a real newline is its own.
_CLASSES = "\n    original_classes: [\n        "

_LEVELS = ",\n    ],\n    levels: [\n        Level(\n            "

_PARAGRAPHS = ",\n        ),\n    ],\n    paragraphs: [\n"

_NEXT_CLASS = ",\n        "

_NEXT_LEVEL = ",\n        ),\n        Level(\n            "

_MAX_LEVEL = 126
"""UAX #9 BD2 allows 125 embeddings, and the implicit rules add one."""

_NUMBERS = {str(level): level for level in range(_MAX_LEVEL + 1)}

_FIRST_BYTES = bytes(byte & 0xC0 != 0x80 for byte in range(256))
"""For bytes.translate: 1 for the first byte of a character in UTF-8, 0 for the others."""


_SAMPLE = 'א(b\u0301)\u20671\u2069.\u00ad😀\n    levels: [\n"٣'

_SAMPLE_CLASSES = "R ON L NSM ON RLI EN PDI CS BN ON B" + " WS" * 4 + " L" * 6

_SAMPLE_CLASSES += " CS WS ON B ON AN"


def check_levels() -> None:
    """Verify the levels of one sample against the installed python-bidi.

    Raises EngineError when they differ; the message names the release and the cause.
    """
    classes = reference_classes(_SAMPLE)
    if classes != _SAMPLE_CLASSES.split():
        raise _changed(f"the classes of a sample are {' '.join(classes)}")
    levels = reference_levels(_SAMPLE, 1)
    if levels != resolve(_SAMPLE, Direction.RTL).levels:
        raise _changed(f"the levels of a sample are {' '.join(map(str, levels))}")


def reference_levels(text: str, level: int) -> bytes:
    """Return one embedding level for each code point of `text`, before rule L1.

    Each of the paragraphs in `text` has the paragraph level `level` (0 or 1). Characters that
    rule X9 removes have the level of the character before them. A lone surrogate, which UTF-8
    cannot hold, counts as U+FFFD.

    Raises EngineError when python-bidi answers in another format than the pinned release.
    """
    if not text:
        return b""
    utf8, debug = _debug_output(text, "R" if level else "L")
    found = _extract_list(debug, "levels", _LEVELS, _PARAGRAPHS).split(_NEXT_LEVEL)
    try:
        levels = bytes(map(_NUMBERS.__getitem__, found))
    except KeyError as unknown:
        raise _changed(f"{unknown} is not an embedding level") from None
    _check_count(levels, utf8)
    return bytes(compress(levels, utf8.translate(_FIRST_BYTES)))


def reference_classes(text: str) -> list[str]:
    """Return the bidi class of each code point of `text`, by its short name ("AL", "NSM").

    Raises EngineError as `reference_levels` does.
    """
    if not text:
        return []
    utf8, debug = _debug_output(text, "L")
    found = _extract_list(debug, "original_classes", _CLASSES, _LEVELS).split(_NEXT_CLASS)
    _check_count(found, utf8)
    return list(compress(found, utf8.translate(_FIRST_BYTES)))


def _changed(how: str) -> EngineError:
    """Return the error that python-bidi differs from the pinned release, and `how`."""
    release = version("python-bidi")
    return EngineError(
        f"python-bidi {release} does not work as the text engine requires: {how}; "
        "install the release that Hashiya's requirements name"
    )


def _debug_output(text: str, base: str) -> tuple[bytes, str]:
    """Return `text` in UTF-8, and the crate's debug output for it."""
    try:
        utf8 = text.encode()
    except UnicodeEncodeError:
        text = re.sub("[\ud800-\udfff]", "\ufffd", text)
        utf8 = text.encode()
    return utf8, str(bidi.get_display(text, base_dir=base, debug=True))


def _extract_list(debug: str, name: str, head: str, tail: str) -> str:
    """Return the entries of one list of the debug output, as one string."""
    start = debug.find(head)
    end = debug.find(tail, start)
    if start < 0 or end < 0:
        raise _changed(f"its debug text has no list '{name}' where it was")
    return debug[start + len(head) : end]


def _check_count(entries: bytes | list[str], utf8: bytes) -> None:
    if len(entries) != len(utf8):
        raise _changed(f"it lists {len(entries)} entries for {len(utf8)} bytes")
