"""Paragraphs: what stands between the characters of bidi class B (UAX #9 P1)."""

from __future__ import annotations

import re
from typing import NamedTuple

_RARE_SEPARATORS = "\r\x1c\x1d\x1e\x85\u2029"
SEPARATORS = "\n" + _RARE_SEPARATORS
"""Characters of bidi class B, which end a paragraph; CR LF counts as one."""

CONTENT = re.compile(f"[^{SEPARATORS}]+")
"""Matches what one paragraph holds, if it holds anything."""

_SEPARATOR = re.compile(f"\r\n|[{SEPARATORS}]")


class Paragraph(NamedTuple):
    """A paragraph's content `[start, end)` without separator, and the offset after that."""

    start: int
    end: int
    next: int


def paragraph_starts(text: str) -> list[int]:
    """The offset at which each paragraph starts; `[0]` for an empty text.

    A separator at the end of the text ends the last paragraph and starts none (UAX #9 P1).
    """
    starts = [0]
    if any(separator in text for separator in _RARE_SEPARATORS):
        starts += [match.end() for match in _SEPARATOR.finditer(text)]
    else:
        find, at = text.find, text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
    if len(starts) > 1 and starts[-1] == len(text):
        starts.pop()
    return starts


def content_end(text: str, start: int, following: int) -> int:
    """Where the content of the paragraph `[start, following)` ends, before its separator."""
    if following == start or text[following - 1] not in SEPARATORS:
        return following
    if text[following - 1] == "\n" and text.startswith("\r\n", max(following - 2, start)):
        return following - 2
    return following - 1


def paragraphs(text: str) -> list[Paragraph]:
    """All paragraphs of the text, in order; they cover it without a gap."""
    starts = paragraph_starts(text)
    return [
        Paragraph(start, content_end(text, start, following), following)
        for start, following in zip(starts, [*starts[1:], len(text)], strict=True)
    ]
