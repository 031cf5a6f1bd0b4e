"""The words that an option, a setting or a stored row chooses from, each defined once.

The parsers of the command line take them from here. They are made at every key that the shell
completes, so this module imports nothing that takes time.
"""

import enum
from typing import Literal, get_args


def words_of(choices: type[enum.StrEnum]) -> tuple[str, ...]:
    """Return the values of an enumeration as plain text, which argparse quotes in its errors."""
    return tuple(one.value for one in choices)


# What annotations, links, documents and comments are

AnnotationStatus = Literal["accepted", "suggested", "rejected", "orphaned"]
ReadingStatus = Literal["unread", "reading", "done"]
ReviewStatus = Literal["to review", "returned", "approved"]
CommentKind = Literal["comment", "flag"]

ANNOTATION_STATUSES: tuple[AnnotationStatus, ...] = get_args(AnnotationStatus)
READING_STATUSES: tuple[ReadingStatus, ...] = get_args(ReadingStatus)
REVIEW_STATUSES: tuple[ReviewStatus, ...] = get_args(ReviewStatus)
COMMENT_KINDS: tuple[CommentKind, ...] = get_args(CommentKind)


# How right-to-left text is sent to the terminal


class Bidi(enum.StrEnum):
    """The values of the setting `bidi` and of the option `--bidi`."""

    AUTO = "auto"
    """Choose by what the terminal answers."""
    VISUAL = "visual"
    """Send visual order as it is, for a terminal that does not reorder."""
    EXPLICIT = "explicit"
    """Send visual order after telling the terminal, by ECMA-48, not to reorder."""
    LRM = "lrm"
    """Send visual order with a left-to-right mark after each right-to-left cell."""
    TERMINAL = "terminal"
    """Send the order that a reordering terminal turns into visual order."""


class Marks(enum.StrEnum):
    """Where the marks of a right-to-left cell are sent; the values of `marks` and `--marks`."""

    AUTO = "auto"
    """Where this terminal needs them."""
    AFTER = "after"
    """After their base, as in Unicode."""
    BEFORE = "before"
    """Before their base: for a terminal that draws marks one cell too far right."""
    STRIP = "strip"
    """Not at all: for a terminal in which a letter with marks is not drawn."""


# How annotations are exchanged


class Unit(enum.StrEnum):
    """The unit of offsets; the values of `--offset-unit`."""

    CODEPOINT = "codepoint"
    UTF16 = "utf16"
    BYTE = "byte"
    """Bytes of the text in UTF-8."""
    GRAPHEME = "grapheme"
    """Extended grapheme clusters (UAX #29)."""


class Subword(enum.StrEnum):
    """How a format of tokens treats an annotation that begins or ends inside a word."""

    WHOLE = "whole"
    """The annotation grows to the whole word."""
    SPLIT = "split"
    """The word becomes several tokens: the annotation stays as it is."""


class Nested(enum.StrEnum):
    """Which of several annotations on one token a format with one layer keeps."""

    OUTERMOST = "outermost"
    INNERMOST = "innermost"
    ERROR = "error"


class CheckThatTask(enum.StrEnum):
    """The task of the CheckThat! labs that a table is for."""

    WORTH_CHECKING = "1A"
    VERIFIABLE = "1B"
    HARMFUL = "1C"
    NORMALIZATION = "2"
