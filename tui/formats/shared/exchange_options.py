"""The options of an export and of an import."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from tui.choices import CheckThatTask, Nested, ReviewStatus, Subword, Unit
from tui.formats.shared.label_usage import LabelInfo
from tui.model import AnnotatedDocument, Document, KnownDocuments, OptionalKeys
from tui.sources.json_lines import MAX_LINE


def keys_of(
    records: Iterable[AnnotatedDocument], possible: OptionalKeys | None = None
) -> OptionalKeys:
    """Return the optional keys that these documents have a value for.

    Stops once it has found all that are `possible`.
    """
    found = OptionalKeys()
    for record in records:
        found = OptionalKeys(
            found.fragments or any(span.fragments is not None for span in record.annotations),
            found.score or any(span.score is not None for span in record.annotations),
            found.reviews or bool(record.comments or record.decisions or record.review),
        )
        if found == (possible or (True, True, True)):
            break
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """The options of an export."""

    labels: tuple[LabelInfo, ...] = ()
    """The labels that are exported, in the schema's order; empty: in order of occurrence."""
    unit: Unit | None = None
    """The unit of offsets; None: the unit of the format's own tool."""
    keys: OptionalKeys | None = None
    """The optional keys of Hashiya's own formats; None: each line has those that it needs."""
    context: bool = False
    """Whether flat rows also carry the sentence and the document's meta."""
    nested: Nested = Nested.OUTERMOST
    subword: Subword = Subword.SPLIT
    columns: bool = False
    """conll: one column of tags for each of `labels`, instead of one for all."""
    bom: bool = False
    """csv: whether it begins with a byte-order mark, by which Excel knows UTF-8."""
    relations: bool = False
    """doccano: the form for projects with relations, instead of the plain one."""
    task: CheckThatTask = CheckThatTask.WORTH_CHECKING
    """checkthat: the task whose table is written."""


class EmptyDatabase:
    """`KnownDocuments` of a database without documents."""

    def find(self, _document_id: str, _sha256: str) -> Document | None:
        """Return None."""
        return None

    def has_annotation(self, _annotation_id: str, _document_id: str = "") -> bool:
        """Return False."""
        return False

    def has_link(self, _link_id: str, _document_id: str) -> bool:
        """Return False."""
        return False

    def review(self, _document_id: str) -> ReviewStatus | None:
        """Return None."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """The options of an import, and the database that it is for."""

    now: str
    """The time for rows without one in the file."""
    annotator: str
    """The annotator for rows without one in the file."""
    known: KnownDocuments = field(default_factory=EmptyDatabase)
    """The documents in the database."""
    document: str = ""
    """Id of the document for annotations whose document is not named or not known."""
    labels: tuple[LabelInfo, ...] | None = None
    """The schema's labels; others are reported. None: nothing is."""
    unit: Unit | None = None
    """The unit of the file's offsets; None: the unit of the format's own tool."""
    status: Literal["accepted", "suggested"] | None = None
    """The status for accepted and suggested annotations; None: the one in the file."""
    text_field: str = "text"
    """The field that holds a record's text."""
    replace_surrogates: bool = False
    """Whether lone surrogates become U+FFFD instead of being refused."""
    max_line: int = MAX_LINE
    faults: int = 20
    """The number of faults after which a file is not read further."""
    lenient: bool = False
    """Whether only the smallest faulty part is refused and everything else is imported."""
    new_labels: bool = False
    """Whether labels that are not among `labels` are not a fault of a lenient import."""
