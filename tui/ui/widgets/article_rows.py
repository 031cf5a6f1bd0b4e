"""Rows of the article as strips: the text, with all that lies on it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from tui.annotations.model import Annotation
from tui.session.session import Session
from tui.text.layout import Anchor, Cell, Row
from tui.text.spans import Span
from tui.ui.look import PLAIN, Look

KEPT = 1024
"""Painted rows that are kept: as many as some screenfuls, each with and without what lies on it."""


class Lying(NamedTuple):
    """What a painted row shows beside its text."""

    notes: tuple[Annotation, ...] = ()
    """The annotations that overlap it, in text order."""
    current: str = ""
    """The id of the current annotation, if it is one of them."""
    unsaved: frozenset[str] = frozenset()
    """The ids of those that are not saved yet."""
    chosen: Span | None = None
    """The selection, if it overlaps the row."""
    matches: tuple[tuple[Span, bool], ...] = ()
    """Matches of a search on it, each with whether it is the one at hand."""
    caret: int | None = None
    """The caret, if it stands in the row."""
    focused: bool = False
    """Whether the caret is that of the pane which takes the keys."""
    annotator: str = ""
    """Whose annotations are not painted as another's, where there are any."""


class Place(NamedTuple):
    """Where the text stands in the pane, in cells."""

    width: int
    """Of the pane."""
    left: int
    """Of what is empty left of the text."""


class ArticleRows:
    """Paints rows of the open document, and keeps what it painted."""

    def __init__(self, session: Session, look: Look) -> None:
        self._session = session
        self._look = look
        self._strips: LRUCache[tuple[Anchor, Lying, Place], Strip] = LRUCache(KEPT)

    def forget(self) -> None:
        """Paint everything anew: the text, its layout or the colours changed."""
        self._strips.clear()

    def lying_on(self, row: Row, *, caret: bool, focused: bool) -> Lying:
        """What lies on a row now; `caret` says whether the caret is painted in it."""
        session, start, end = self._session, row.start, max(row.end, row.start + 1)
        notes = tuple(session.notes.overlapping(start, end))
        selection = session.reading.selection
        chosen = selection if selection and selection.overlaps(Span(row.start, row.end)) else None
        current = session.current if notes else None
        here = frozenset(note.id for note in notes)
        unsaved = session.saver.unsaved_ids() if notes and session.saver.waiting else frozenset()
        return Lying(
            notes,
            current.id if current is not None and current.id in here else "",
            unsaved & here,
            chosen,
            tuple(session.search.within(row.start, row.end)),
            session.reading.caret if caret else None,
            caret and focused,
            session.annotator if notes else "",
        )

    def strip(self, anchor: Anchor, lying: Lying, place: Place) -> Strip:
        """A row of the text with what lies on it; the same strip for the same look of it."""
        key = anchor, lying, place
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._paint(anchor, lying, place)
        return strip

    # ---------------------------------------------------------------- painting

    def _paint(self, anchor: Anchor, lying: Lying, place: Place) -> Strip:
        bounds = {bound for note in lying.notes for bound in (note.start, note.end)}
        bounds.update(lying.chosen or ())
        if lying.caret is not None:
            bounds.add(lying.caret)
        row = self._session.reading.layout.row_at(anchor, bounds)
        if lying.caret is not None:  # what is not seen has no cell: the nearest one shows it
            lying = lying._replace(caret=row.stop_at(lying.caret))
        styles = self._with_caret(self._cell_styles(row, lying), lying)
        segments = [
            Segment("".join([cell.text for cell, _ in group]), style)
            for style, group in groupby(styles, key=lambda pair: pair[1])
        ]
        before = self._side(row, lying, place.left + row.indent, place, at_left=True)
        room = place.width - place.left - row.indent - row.width
        after = self._side(row, lying, room, place, at_left=False)
        return Strip(_merged([*before, *segments, *after])).adjust_cell_length(place.width)

    def _cell_styles(self, row: Row, lying: Lying) -> Iterator[tuple[Cell, Style]]:
        notes, matches, chosen = lying.notes, lying.matches, lying.chosen
        if not (notes or matches or chosen):
            yield from ((cell, PLAIN) for cell in row.cells)
            return
        for cell in row.cells:
            labels, state = [], ""
            for note in notes:
                if note.start <= cell.style_offset < note.end:
                    labels.append(note.label)
                    state += "c" if note.id == lying.current else ""
                    state += "x" if note.id in lying.unsaved else ""
                    state += "?" if note.status == "suggested" else ""
                    state += "" if note.annotator == lying.annotator else "o"
            for span, at_hand in matches:
                if span.start <= cell.style_offset < span.end:
                    state += "M" if at_hand else "m"
            if chosen and chosen.start <= cell.style_offset < chosen.end:
                state += "s"
            yield cell, self._look.cell(labels, state) if labels or state else PLAIN

    def _with_caret(
        self, styles: Iterator[tuple[Cell, Style]], lying: Lying
    ) -> Iterator[tuple[Cell, Style]]:
        if lying.caret is None:
            yield from styles
            return
        for cell, style in styles:
            if cell.start <= lying.caret < cell.end:
                block = self._look.caret(rtl=cell.level % 2 == 1, focused=lying.focused)
                yield cell, style + block
            else:
                yield cell, style

    def _side(
        self, row: Row, lying: Lying, room: int, place: Place, *, at_left: bool
    ) -> list[Segment]:
        """What stands beside the row: bars on the side where reading begins, the caret after."""
        if at_left == row.runs_rtl:
            # At a paragraph's end the caret stands after the last cell.
            if lying.caret is None or row.cell_at(lying.caret) is not None or room < 1:
                return [Segment(" " * room, PLAIN)]
            block = Segment(" ", self._look.caret(rtl=row.runs_rtl, focused=lying.focused))
            blank = Segment(" " * (room - 1), PLAIN)
            return [blank, block] if at_left else [block, blank]
        margin = place.left
        bars = self._bars(lying.notes)[: max(margin - 1, 0)]
        segments = [Segment("▐" if row.runs_rtl else "▌", style) for style in bars]
        pad = Segment(" " * (margin - len(bars) - 1), PLAIN)
        near = Segment(" " * (room - margin + 1), PLAIN)
        return [pad, *reversed(segments), near] if at_left else [near, *segments, pad]

    def _bars(self, notes: tuple[Annotation, ...]) -> list[Style]:
        """A bar for each label of long spans that lies on the row."""
        if not notes:
            return []
        names = {note.label for note in notes}
        return [
            self._look.chip(label.name)
            for label in self._session.schema
            if label.natural != "word" and label.name in names
        ]


def _merged(segments: list[Segment]) -> list[Segment]:
    """The segments, neighbours of one style as one: each has its own escape sequences."""
    return [
        Segment("".join([segment.text for segment in group]), style)
        for style, group in groupby(segments, key=lambda segment: segment.style)
    ]
