"""Control characters as JSON writes them: what a terminal would obey, made readable.

A line of JSON stays the same line to whoever parses it; any other text shows where they were.
"""

from __future__ import annotations

import re

# Those that JSON lets stand unescaped: DEL and C1, ends of lines, and what overrides directions.
_LEFT_BY_JSON = "\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_IN_JSON = re.compile(f"[{_LEFT_BY_JSON}]")
# A tab and the end of a line only move the cursor on; a return alone would paint over the line.
_IN_LINES = re.compile(f"[\x00-\x08\x0b-\x0c\x0e-\x1f{_LEFT_BY_JSON}]|\r(?!\n)")


def escaped_json(line: str) -> str:
    """JSON with the controls escaped that it may hold as they are; it means the same."""
    return _IN_JSON.sub(_escape, line)


def escaped_lines(text: str) -> str:
    """Lines of any format, fit to be seen: only tabs and ends of lines stay as they are."""
    return _IN_LINES.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
