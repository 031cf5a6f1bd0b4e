"""The options of an export and of an import."""

import enum
from dataclasses import dataclass, field
from typing import Literal

from tui.formats.shared.usage import LabelInfo
from tui.model import Document, KnownDocuments
from tui.sources.json_lines import MAX_LINE


class Unit(enum.StrEnum):
    """What an offset counts."""

    CODEPOINT = "codepoint"
    UTF16 = "utf16"
    BYTE = "byte"
    """Bytes of the text in UTF-8."""
    GRAPHEME = "grapheme"
    """Extended grapheme clusters (UAX #29)."""


class Nested(enum.StrEnum):
    """Which of several annotations on one token a format with one layer takes."""

    OUTERMOST = "outermost"
    INNERMOST = "innermost"
    ERROR = "error"


class Subword(enum.StrEnum):
    """What a format of tokens does with an annotation that begins or ends inside a word."""

    SPLIT = "split"
    """The word becomes several tokens: the annotation stays as it is."""
    WHOLE = "whole"
    """The annotation grows to the whole word."""


class CheckThatTask(enum.StrEnum):
    """Which task of the CheckThat! labs a table is for."""

    WORTH_CHECKING = "1A"
    VERIFIABLE = "1B"
    HARMFUL = "1C"
    NORMALIZATION = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What an export is asked for."""

    labels: tuple[LabelInfo, ...] = ()
    """The labels that are exported, in the schema's order; empty: as they come."""
    unit: Unit | None = None
    """What offsets count; None: what the format's own tool counts."""
    context: bool = False
    """Whether flat rows also carry the sentence and the document's meta."""
    nested: Nested = Nested.OUTERMOST
    subword: Subword = Subword.SPLIT
    columns: bool = False
    """conll: one column of tags for each of `labels`, instead of one for all."""
    relations: bool = False
    """doccano: the form for projects with relations, instead of the plain one."""
    task: CheckThatTask = CheckThatTask.WORTH_CHECKING
    """checkthat: the task whose table is written."""


class EmptyDatabase:
    """`KnownDocuments` of a database without documents."""

    def find(self, _document_id: str, _sha256: str) -> Document | None:
        """Return None."""
        return None

    def has_annotation(self, _annotation_id: str) -> bool:
        """Return False."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What an import is asked for, and the database that it is for."""

    now: str
    """The time of what comes without one."""
    annotator: str
    """Whose annotations they are where the file does not say."""
    known: KnownDocuments = field(default_factory=EmptyDatabase)
    """What the database holds."""
    document: str = ""
    """Id of the document that annotations are about whose own document is not named or known."""
    labels: tuple[LabelInfo, ...] | None = None
    """The schema's labels; others are reported. None: nothing is."""
    unit: Unit | None = None
    """What the file's offsets count; None: what the format's own tool counts."""
    status: Literal["accepted", "suggested"] | None = None
    """What accepted and suggested annotations become; None: as the file says."""
    text_field: str = "text"
    """The field that holds a record's text."""
    replace_surrogates: bool = False
    """Whether lone surrogates become U+FFFD instead of being refused."""
    max_line: int = MAX_LINE
    faults: int = 20
    """After how many faults a file is not read further."""
