"""Count what an export could not write or had to change, by kind; the counts go to stderr."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable

from tui.model import AnnotatedDocument, Annotation, Link

NOTES = "notes"

ATTRIBUTES = "attributes"

LINKS = "links"

FAR_LINKS = "links to annotations that are not exported with them"

LINK_DETAILS = "annotators, statuses and times of links"

OVERLAPS = "overlapping annotations"

ORPHANS = "orphaned annotations"

ANNOTATORS = "annotators' names"

STATUSES = "statuses other than accepted"

ORIGINS = "origins of suggestions"

IDS = "ids of annotations"

TIMES = "times of annotations"

META = "documents' meta"

TITLES = "documents' titles and sources"

PROGRESS = "readers' progress"

COMMENTS = "comments"

SCORES = "scores"

HULLS = "discontinuous annotations: written as their hull"

_UNREPORTED = (PROGRESS, IDS, TIMES, TITLES)
"""Kinds that nobody expects in another tool's file: counted, but not reported."""

EMPTY_DOCUMENTS = "documents without annotations"

TEXTLESS_DOCUMENTS = "documents without text"

WHITE_SPACE = "documents' white space and ids"

NO_COLUMN = "annotations whose label has no column"

SPACES_ONLY = "annotations of white space alone"

INSIDE_WORDS = "annotations inside a word: the word became several tokens"

GROWN = "annotations inside a word: they grew to the whole word"

CLUSTERS = "annotations that begin or end inside a grapheme: they grew to the whole of it"

RETYPED = "attributes of another type than the schema says: written as text"

NEWLINES = "line ends of two characters: written as one"

LINE_ENDS = "notes or attributes with line ends or outer white space: written on one line"

NAMES = "names that brat cannot store or show: written in another form"

LABEL_SPACES = "labels with white space: written with _ for it"

SPACES_INSIDE = "tokens that hold white space: written with _ for it"

NOT_CLAIMS = "annotations that are not claims"

NUMBER_IDS = "documents whose id is a number: have it read as text (pandas: dtype=str)"

_OF_SPANS: dict[str, Callable[[Annotation], int]] = {
    NOTES: lambda span: bool(span.note),
    ATTRIBUTES: lambda span: len(span.attributes),
    ANNOTATORS: lambda span: bool(span.annotator),
    STATUSES: lambda span: span.status != "accepted",
    ORIGINS: lambda span: bool(span.origin),
    IDS: lambda _: 1,
    TIMES: lambda _: 1,
    SCORES: lambda span: span.score is not None,
}

_OF_RECORDS: dict[str, Callable[[AnnotatedDocument], int]] = {
    META: lambda record: bool(record.meta),
    TITLES: lambda _: 1,
    COMMENTS: lambda record: len(record.comments),
    PROGRESS: lambda record: sum(one.status != "unread" for one in record.progress),
    EMPTY_DOCUMENTS: lambda record: not record.annotations,
    LINKS: lambda record: len(record.links),
    LINK_DETAILS: lambda record: len(record.links),
}


class Losses:
    """Counts of losses and of remarks, by kind."""

    def __init__(self) -> None:
        self.lost: Counter[str] = Counter()
        """The counts of what the format cannot hold."""
        self.annotators: set[str] = set()
        """The annotators whose names are lost."""
        self.remarks: Counter[str] = Counter()
        """The counts of what is in the file, but not as one might expect."""

    def count_loss(self, kind: str, count: int = 1) -> None:
        """Count what the format cannot hold."""
        if count:
            self.lost[kind] += count

    def remark(self, kind: str, count: int = 1) -> None:
        """Count something that a reader of the file should know."""
        if count:
            self.remarks[kind] += count

    def add(self, other: Losses) -> None:
        """Add the counts of another file of the same export."""
        self.lost.update(other.lost)
        self.annotators |= other.annotators
        self.remarks.update(other.remarks)

    def lines(self, format_name: str) -> list[str]:
        """Return the sentences for stderr; none if nothing was lost."""
        said = [f"{format_name}: {count:,} × {kind}" for kind, count in self.remarks.items()]
        # The loss of the name does not matter if there is only one annotator.
        unreported = _UNREPORTED if len(self.annotators) > 1 else (*_UNREPORTED, ANNOTATORS)
        kinds = {kind: count for kind, count in self.lost.items() if kind not in unreported}
        if kinds:
            lost = "; ".join(f"{kind} ({count:,})" for kind, count in kinds.items())
            said.append(f"not in the file, since {format_name} cannot hold them: {lost}")
        return said


def placed(
    record: AnnotatedDocument, losses: Losses, *, holds_fragments: bool = False
) -> list[Annotation]:
    """Return the annotations with a place in the record's text; orphaned ones are lost.

    Discontinuous ones are counted unless the format can hold their fragments.
    """
    spans = [span for span in record.annotations if span.status != "orphaned"]
    losses.count_loss(ORPHANS, len(record.annotations) - len(spans))
    if not holds_fragments:
        losses.remark(HULLS, sum(span.fragments is not None for span in spans))
    return spans


def inner_links(record: AnnotatedDocument, ids: Container[str], losses: Losses) -> list[Link]:
    """Return the links between two of the annotations with these ids; others are lost."""
    links = [link for link in record.links if link.from_id in ids and link.to_id in ids]
    losses.count_loss(FAR_LINKS, len(record.links) - len(links))
    return links


def count_lost(
    losses: Losses, record: AnnotatedDocument, spans: Iterable[Annotation], kinds: Iterable[str]
) -> None:
    """Count the losses of these kinds in the record and these annotations of it."""
    spans = list(spans)
    for kind in kinds:
        if kind == ANNOTATORS:
            losses.annotators.update(span.annotator for span in spans)
        if kind in _OF_RECORDS:
            losses.count_loss(kind, _OF_RECORDS[kind](record))
        else:
            losses.count_loss(kind, sum(map(_OF_SPANS[kind], spans)))
