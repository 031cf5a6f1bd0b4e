"""The annotations and links of the open document, kept in the order of its text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from tui.model import Annotation, Link

HIDDEN = frozenset({"rejected", "orphaned"})
"""The statuses of annotations that have no place in the text for now."""


def _order(annotation: Annotation) -> tuple[int, int, str]:
    return annotation.start, annotation.end, annotation.id


class AnnotationIndex:
    """What stands in the margin of one document.

    A value that never changes: `with_rows` makes the next one.
    """

    def __init__(self, annotations: Iterable[Annotation] = (), links: Iterable[Link] = ()) -> None:
        self._rows = {row.id: row for row in annotations}
        self._links = {row.id: row for row in links}
        living = [row for row in self._rows.values() if row.deleted_at is None]
        self.orphans = sorted((row for row in living if row.status == "orphaned"), key=_order)
        self.items = sorted((row for row in living if row.status not in HIDDEN), key=_order)
        """The annotations that have a place in the text, by start, end and id."""
        self._starts = [row.start for row in self.items]
        self._reach = list(accumulate((row.end for row in self.items), max))
        self._from: dict[str, list[Link]] = {}
        self._to: dict[str, list[Link]] = {}
        for link in self._links.values():
            if link.deleted_at is None and link.status not in HIDDEN:
                self._from.setdefault(link.from_id, []).append(link)
                self._to.setdefault(link.to_id, []).append(link)

    def __len__(self) -> int:
        return len(self.items)

    def with_rows(self, rows: Iterable[Annotation | Link]) -> AnnotationIndex:
        """These notes with some rows added or replaced, by their ids."""
        annotations, links = dict(self._rows), dict(self._links)
        for row in rows:
            if isinstance(row, Annotation):
                annotations[row.id] = row
            else:
                links[row.id] = row
        return AnnotationIndex(annotations.values(), links.values())

    def differing(self, other: AnnotationIndex) -> set[Annotation]:
        """The annotations with a place that only one of the two has, or has otherwise."""
        # Most are the very same objects, which is told sooner than that they are equal.
        here, there = ({id(row) for row in notes.items} for notes in (self, other))
        return {row for row in self.items if id(row) not in there} ^ {
            row for row in other.items if id(row) not in here
        }

    def get(self, id: str) -> Annotation | None:
        """The annotation of that id that is not deleted, else None."""
        row = self._rows.get(id)
        return row if row and row.deleted_at is None else None

    def in_text(self, id: str) -> Annotation | None:
        """As `get`, but None for one that has no place in the text for now."""
        row = self.get(id)
        return row if row and row.status not in HIDDEN else None

    def overlapping(self, start: int, end: int) -> list[Annotation]:
        """The annotations that share a code point with `[start, end)`, in text order."""
        last = bisect_left(self._starts, end)
        first = last
        while first and self._reach[first - 1] > start:
            first -= 1
        return [row for row in self.items[first:last] if row.end > start]

    def at(self, offset: int) -> list[Annotation]:
        """The annotations at the caret, the shortest first.

        Those with start ≤ offset < end; when there are none, those that end at the offset.
        """
        found = self.overlapping(offset, offset + 1)
        if not found:
            found = [row for row in self.overlapping(offset - 1, offset) if row.end == offset]
        return sorted(found, key=lambda row: (row.end - row.start, row.start, row.id))

    def same(self, label: str, start: int, end: int) -> list[Annotation]:
        """The annotations of that label on exactly that span, whoever made them."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, start)
        return [row for row in self.items[first:last] if row.end == end and row.label == label]

    def adjacent(
        self, offset: int, current: Annotation | None, *, forward: bool
    ) -> Annotation | None:
        """The next or previous annotation from the offset on, None at the end of all.

        From the current one, where the caret stands at its start; else by where they start. At
        the end of the current one, one that starts there comes next.
        """
        if current is not None and current.start == offset:
            place = self.items.index(current) + (1 if forward else -1)
        elif forward:
            touches = current is not None and current.end == offset
            place = (bisect_left if touches else bisect_right)(self._starts, offset)
        else:
            place = bisect_left(self._starts, offset) - 1
        return self.items[place] if 0 <= place < len(self.items) else None

    def links_from(self, id: str) -> Sequence[Link]:
        """The links that go out from the annotation."""
        return self._from.get(id, ())

    def links_to(self, id: str) -> Sequence[Link]:
        """The links that come in to the annotation."""
        return self._to.get(id, ())

    def links_of(self, id: str) -> list[Link]:
        """The links that go out from, or come in to, the annotation."""
        return [*self.links_from(id), *(link for link in self.links_to(id) if link.from_id != id)]

    def hidden_links_of(self, id: str) -> list[Link]:
        """The rejected links from and to the annotation: gone from sight, but still kept."""
        return [
            link
            for link in self._links.values()
            if id in (link.from_id, link.to_id)
            and link.deleted_at is None
            and link.status in HIDDEN
        ]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many annotations each label has; suggestions left out."""
        return Counter(row.label for row in self.items if row.status == "accepted")
