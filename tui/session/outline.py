"""The outline of the open document: its headings, its chapters if it is of a book, its markup."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tui import sources
from tui.model import HEADINGS_FIELD, DocumentInfo, is_markdown

if TYPE_CHECKING:
    from tui.store.database import Store
    from tui.text.markdown import Markdown
    from tui.text.spans import Heading


class Outline:
    """The headings and the Markdown structure of a text, computed on first use."""

    def __init__(self, info: DocumentInfo | None, text: str) -> None:
        self._info = info
        self._text = text

    @cached_property
    def markdown(self) -> Markdown | None:
        """The structure of a Markdown document; None for any other."""
        if self._info is None or not any(map(is_markdown, (self._info.id, self._info.source))):
            return None
        from tui.text.markdown import parse_markdown  # imports a parser

        return parse_markdown(self._text)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings in the order of the text."""
        if self.markdown is not None:
            return self.markdown.headings
        if self._info is None or HEADINGS_FIELD not in self._info.meta:
            return ()
        return tuple(sources.heading_notes.noted_headings(self._info.meta, self._text))

    def heading_at(self, offset: int) -> Heading | None:
        """Return the heading that the text at an offset is under."""
        place = bisect_right(self._offsets, offset)
        return self.headings[place - 1] if place else None

    @cached_property
    def _offsets(self) -> list[int]:
        return [heading.offset for heading in self.headings]


class ContentsEntry(NamedTuple):
    """A line of the contents."""

    document_id: str
    offset: int
    """Where it begins in its document, in code points."""
    depth: int
    """How far it is inside the entries above it, from 0."""
    title: str


def contents(store: Store, info: DocumentInfo, outline: Outline) -> list[ContentsEntry]:
    """Return the headings of the open document; of a book all chapters, in its order."""
    highest = min((heading.level for heading in outline.headings), default=1)
    own = [
        ContentsEntry(info.id, heading.offset, heading.level - highest, heading.title)
        for heading in outline.headings
    ]
    chapters = store.documents.chapters(info) if "chapter" in info.meta else []
    if len(chapters) < 2:
        return own
    found: list[ContentsEntry] = []
    for document_id, title in chapters:
        found.append(ContentsEntry(document_id, 0, 0, title))
        if document_id == info.id:
            # A chapter mostly begins with its title, which is one entry.
            first = own[:1] if own and own[0].title == title else []
            found += [entry._replace(depth=entry.depth + 1) for entry in own[len(first) :]]
    return found


def place_in(entries: list[ContentsEntry], document_id: str, offset: int) -> int:
    """Return the index of the entry that an offset of a document is under."""
    before = [
        place
        for place, entry in enumerate(entries)
        if entry.document_id == document_id and entry.offset <= offset
    ]
    return before[-1] if before else 0
