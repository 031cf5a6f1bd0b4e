"""An index of the annotations and links of one document, in the order of its text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from operator import attrgetter

from tui.model import Annotation, Comment, Link
from tui.session.results import CommitResult

HIDDEN = frozenset({"rejected", "orphaned"})
"""The statuses of annotations and links that are not shown in the text."""


def has_place(annotation: Annotation) -> bool:
    """Whether an annotation is shown in the text: not deleted, rejected or orphaned."""
    return annotation.deleted_at is None and annotation.status not in HIDDEN


def shown_to(annotator: str, rows: Sequence[Annotation], *, layer: str = "") -> list[Annotation]:
    """Return what an annotator sees of these annotations: their own, and others' suggestions.

    A suggestion with the label and bounds of one on which they have decided is left out: it may
    come again from a hub, and needs no second decision. All of the annotator `layer` are shown.
    """
    decided = {
        (row.label, row.start, row.end)
        for row in rows
        if row.annotator == annotator and row.status in ("accepted", "rejected")
    }
    return [
        row
        for row in rows
        if row.annotator in (annotator, layer)
        or (row.status == "suggested" and (row.label, row.start, row.end) not in decided)
    ]


def _order(annotation: Annotation) -> tuple[int, int, str]:
    return annotation.start, annotation.end, annotation.id


def _merged(
    before: Sequence[Annotation], changed: Iterable[Annotation], but: Container[str]
) -> list[Annotation]:
    """Return the annotations of `before` whose id is not in `but`, with the changed ones between.

    Both are sorted. Looking for the few places is much faster than sorting thousands.
    """
    kept = [row for row in before if row.id not in but]
    merged: list[Annotation] = []
    start = 0
    for row in changed:
        end = bisect_left(kept, _order(row), start, key=_order)
        merged += kept[start:end]
        merged.append(row)
        start = end
    return merged + kept[start:]


class AnnotationIndex:
    """The annotations and links of one document, looked up by place or by id.

    It is immutable: `with_rows` and `with_changes` return a new index.
    """

    def __init__(
        self,
        annotations: Iterable[Annotation] = (),
        links: Iterable[Link] = (),
        comments: Iterable[Comment] = (),
    ) -> None:
        self._rows = {row.id: row for row in annotations}
        self._links = {row.id: row for row in links}
        self._comments = {row.id: row for row in comments}
        living = [row for row in self._rows.values() if row.deleted_at is None]
        self.orphans = sorted((row for row in living if row.status == "orphaned"), key=_order)
        """The annotations that lost their place when the text changed."""
        self.items = sorted((row for row in living if has_place(row)), key=_order)
        """The annotations that have a place in the text, by start, end and id."""
        self._last_at: tuple[int, Sequence[Annotation]] = -1, ()
        """The last argument of `at`, and what it returned."""

    @cached_property
    def _starts(self) -> list[int]:
        return [row.start for row in self.items]

    @cached_property
    def _reach(self) -> list[int]:
        """For each annotation, the largest end of it and of those before it."""
        return list(accumulate([row.end for row in self.items], max))

    @cached_property
    def _ends(self) -> tuple[dict[str, list[Link]], dict[str, list[Link]]]:
        """The links that are shown, by the annotation at their start, and by that at their end."""
        links = [
            link
            for link in self._links.values()
            if link.deleted_at is None and link.status not in HIDDEN
        ]
        starting: dict[str, list[Link]] = {}
        ending: dict[str, list[Link]] = {}
        for link in links:
            starting.setdefault(link.from_id, []).append(link)
            ending.setdefault(link.to_id, []).append(link)
        return starting, ending

    def __len__(self) -> int:
        return len(self.items)

    def with_rows(self, rows: Iterable[Annotation | Link | Comment]) -> AnnotationIndex:
        """Return an index with rows added, or replaced if their ids are known."""
        annotations: dict[str, Annotation] = {}
        links: dict[str, Link] = {}
        comments: dict[str, Comment] = {}
        for row in rows:
            if isinstance(row, Annotation):
                annotations[row.id] = row
            elif isinstance(row, Link):
                links[row.id] = row
            else:
                comments[row.id] = row
        index = AnnotationIndex(annotations.values())
        index.orphans = _merged(self.orphans, index.orphans, annotations)
        index.items = _merged(self.items, index.items, annotations)
        index._rows = self._rows | annotations
        index._links = self._links | links
        index._comments = self._comments | comments
        if not links:
            index._ends = self._ends
        if not comments:
            index._threads = self._threads
        return index

    def with_changes(self, result: CommitResult) -> AnnotationIndex:
        """Return an index with the rows as a command left them."""
        return self.with_rows(
            row
            for change in result.changes
            if isinstance(row := change.after, Annotation | Link | Comment)
            and row.document_id == result.document_id
        )

    @cached_property
    def _threads(self) -> Mapping[str | None, Sequence[Comment]]:
        """The comments that are not deleted, by annotation, the oldest first."""
        threads: dict[str | None, list[Comment]] = {}
        for row in sorted(self._comments.values(), key=lambda one: (one.created_at, one.id)):
            if row.deleted_at is None:
                threads.setdefault(row.annotation_id, []).append(row)
        return threads

    def comments_on(self, id: str | None) -> Sequence[Comment]:
        """Return the comments on an annotation, or with None those on the document."""
        return self._threads.get(id, ())

    def open_comments(self, id: str | None) -> list[Comment]:
        """Return the comments and flags that begin a thread and are not resolved."""
        rows = self.comments_on(id)
        known = {row.id for row in rows}
        return [row for row in rows if row.resolved_at is None and row.parent_id not in known]

    def comment_sign(self, id: str) -> str:
        """Return the sign for open comments on an annotation: `!` a flag, `*` a comment,
        else ""."""
        if id not in self._threads:
            return ""
        kinds = {row.kind for row in self.open_comments(id)}
        return "!" if "flag" in kinds else "*" if kinds else ""

    @cached_property
    def has_suggestions(self) -> bool:
        """Whether anything was ever suggested here, even if it was decided on since."""
        return any(row.origin for row in self._rows.values())

    def get(self, id: str) -> Annotation | None:
        """Return the annotation with this id; None for an unknown or deleted one."""
        row = self._rows.get(id)
        return row if row and row.deleted_at is None else None

    def in_text(self, id: str) -> Annotation | None:
        """Return the annotation with this id if it has a place in the text, else None."""
        row = self.get(id)
        return row if row and has_place(row) else None

    def overlapping(self, start: int, end: int) -> list[Annotation]:
        """Return the annotations that share a code point with `[start, end)`, in text order."""
        last = bisect_left(self._starts, end)
        first = last
        while first and self._reach[first - 1] > start:
            first -= 1
        return [row for row in self.items[first:last] if row.end > start]

    def at(self, offset: int) -> list[Annotation]:
        """Return the annotations at an offset, shortest first.

        These are those with start ≤ offset < end, or if there are none, those that end at the
        offset. A key asks a dozen times for those at the caret.
        """
        if offset != self._last_at[0]:
            found = self.overlapping(offset, offset + 1)
            if not found:
                found = [row for row in self.overlapping(offset - 1, offset) if row.end == offset]
            found.sort(key=lambda row: (row.end - row.start, row.start, row.id))
            self._last_at = offset, tuple(found)
        return list(self._last_at[1])

    def same(self, label: str, start: int, end: int) -> list[Annotation]:
        """Return the annotations with exactly this label and span, of any annotator."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, start)
        return [row for row in self.items[first:last] if row.end == end and row.label == label]

    def adjacent(
        self, offset: int, current: Annotation | None, *, forward: bool
    ) -> Annotation | None:
        """Return the annotation after or before an offset; None past the last or the first.

        If the caret is at the start of the `current` annotation, this is its neighbour in text
        order; otherwise the nearest one by its start. At the end of the current annotation, one
        that starts right there comes next.
        """
        if current is not None and current.start == offset:
            here = bisect_left(self.items, _order(current), key=_order)
            place = here + (1 if forward else -1)
        elif forward:
            touches = current is not None and current.end == offset
            place = (bisect_left if touches else bisect_right)(self._starts, offset)
        else:
            place = bisect_left(self._starts, offset) - 1
        return self.items[place] if 0 <= place < len(self.items) else None

    def all_rows(self) -> list[Annotation | Link | Comment]:
        """Return every annotation, link and comment, deleted ones too."""
        return [*self._rows.values(), *self._links.values(), *self._comments.values()]

    def links_from(self, id: str) -> Sequence[Link]:
        """Return the links that start at the annotation."""
        return self._ends[0].get(id, ())

    def links_to(self, id: str) -> Sequence[Link]:
        """Return the links that end at the annotation."""
        return self._ends[1].get(id, ())

    def links_of(self, id: str) -> list[Link]:
        """Return the links that start or end at the annotation."""
        return [*self.links_from(id), *(link for link in self.links_to(id) if link.from_id != id)]

    def hidden_links_of(self, id: str) -> list[Link]:
        """Return the links that start or end at the annotation but are rejected and not shown."""
        return [
            link
            for link in self._links.values()
            if id in (link.from_id, link.to_id)
            and link.deleted_at is None
            and link.status in HIDDEN
        ]

    @cached_property
    def _tally(self) -> Mapping[tuple[str, str], int]:
        """The number of annotations that have a place, by label and status."""
        return Counter(map(attrgetter("label", "status"), self.items))

    @cached_property
    def suggestions_wait(self) -> bool:
        """Whether a suggestion has not been decided on."""
        return any(status == "suggested" for _, status in self._tally)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """The number of accepted annotations by label."""
        return Counter(
            {label: n for (label, status), n in self._tally.items() if status == "accepted"}
        )
