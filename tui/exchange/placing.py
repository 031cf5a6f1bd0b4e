"""Where an offset of a file's text lies in the stored text."""

import re
from bisect import bisect_right
from collections.abc import Callable

_NEWLINE = re.compile(r"\r\n?")


def same_place(offset: int) -> int:
    """The offset itself, for equal texts."""
    return offset


def with_plain_newlines(text: str) -> str:
    """The text as programs see it that read CR LF and CR as LF."""
    return _NEWLINE.sub("\n", text) if "\r" in text else text


def pairs_of(text: str) -> list[int]:
    """The offsets of the LF of each CR LF."""
    return [match.end() - 1 for match in re.finditer("\r\n", text)]


def to_plain(text: str) -> Callable[[int], int]:
    """The map from offsets of `text` to those of `with_plain_newlines(text)`.

    An offset between CR and LF goes to the line end's start.
    """
    pairs = pairs_of(text)
    return (lambda offset: offset - bisect_right(pairs, offset)) if pairs else same_place


def from_plain(text: str) -> Callable[[int], int]:
    """The map from offsets of `with_plain_newlines(text)` back to those of `text`."""
    plain_ends = [position - index for index, position in enumerate(pairs_of(text))]
    return (lambda offset: offset + bisect_right(plain_ends, offset)) if plain_ends else same_place


def sure_map(carried: str, stored: str) -> Callable[[int], int] | None:
    """The map from offsets of one text to the other; None where more than newlines differs."""
    if carried == stored:
        return same_place
    if with_plain_newlines(carried) != with_plain_newlines(stored):
        return None
    there, back = to_plain(carried), from_plain(stored)
    return lambda offset: back(there(offset))
