"""The pane of the open document, with its annotations, the caret, the selection and matches."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.model import Annotation, DocumentInfo, heading_of, title_of
from tui.session.annotation_index import has_place
from tui.session.messages import plural
from tui.session.results import CommitResult
from tui.session.session import Session
from tui.text.layout import Align, Anchor, Cell, Row, RowBounds, fit, listed, tight
from tui.text.spans import Heading, Span
from tui.text.unicode import cell_len
from tui.ui.styles import PLAIN, Kind, ThemeStyles
from tui.ui.widgets.pane import FinishedLine, Frame, Pane, strip_of

if TYPE_CHECKING:
    from tui.text.markdown import StyledRun

SCREENS = 3
"""Screens of painted rows that are cached: the one in view, the next, and the one before."""


class RowMarks(NamedTuple):
    """The marks that a row shows in addition to its text."""

    annotations: tuple[Annotation, ...] = ()
    """The annotations that overlap it, in text order."""
    current: str = ""
    """The id of the current annotation, if it is one of them."""
    unsaved: frozenset[str] = frozenset()
    """The ids of those that are not saved yet."""
    chosen: Span | None = None
    """The selection, if it overlaps the row."""
    matches: tuple[tuple[Span, bool], ...] = ()
    """Matches of the search that overlap it, each with whether it is the current one."""
    caret: int | None = None
    """The caret, if it is in the row."""
    focused: bool = False
    """Whether the pane has the focus."""
    annotator: str = ""
    """The annotator whose own annotations these are; empty if there are none."""
    comments: str = ""
    """The signs of what is open on annotations that begin in the row."""
    linked: frozenset[str] = frozenset()
    """The ids of those that a link connects with the current annotation."""
    lanes: tuple[tuple[str, Kind | None], ...] = ()
    """The layers that are compared: a sign, with the kind of annotation it is of, or nothing."""
    layer: str = ""
    """Another annotator whose layer has a lane of its own; empty for none."""
    compared: frozenset[str] = frozenset()
    """The ids of those that are compared."""
    markup: tuple[StyledRun, ...] = ()
    """The parts of a Markdown text that overlap it."""


_NONE = frozenset[str]()
"""No ids: shared by the cached rows, most of which have none."""


class RowPlace(NamedTuple):
    """The position of the text in the pane, in cells."""

    width: int
    """Of the pane."""
    left: int
    """Of the empty margin left of the text."""


class ArticleRows:
    """Paints the rows of the open document and caches them, as `finish` returns them."""

    def __init__(
        self, session: Session, theme: ThemeStyles, finish: Callable[[Strip], FinishedLine]
    ) -> None:
        self._session = session
        self._theme = theme
        self._finish = finish
        self.forget()

    def forget(self, room: int = 0) -> None:
        """Begin a new cache of `room` rows; also when text, layout or colours changed."""
        self.room = room
        self.finished = lru_cache(maxsize=room)(self._paint_finished)
        """Returns a finished row, from the cache if it has not changed.

        Its stages are not kept: each is as large, and has Textual's caches of its own.
        """

    def row_marks(self, row: RowBounds, *, caret: bool, focused: bool) -> RowMarks:
        """Return the marks of the row; `caret` tells whether the caret is in it."""
        session, start, end = self._session, row.start, max(row.end, row.start + 1)
        annotations = tuple(session.annotations.overlapping(start, end))
        selection = session.open_text.selection
        chosen = selection if selection and selection.overlaps(Span(row.start, row.end)) else None
        current = session.current
        here = frozenset(annotation.id for annotation in annotations)
        is_unsaved = annotations and session.saver.queued_count
        unsaved = session.saver.unsaved_ids() if is_unsaved else frozenset()
        return RowMarks(
            annotations,
            current.id if current is not None and current.id in here else "",
            _common(unsaved, here),
            chosen,
            tuple(session.search.within(row.start, row.end)),
            session.open_text.caret if caret else None,
            caret and focused,
            session.annotator if annotations else "",
            _comment_signs(
                session, [annotation for annotation in annotations if annotation.start >= row.start]
            ),
            _common(linked_with(session, current) | session.lanes.ends, here),
            _lane_signs(session, row, annotations),
            session.layer,
            _common(session.lanes.annotations, here),
            markdown.within(start, end) if (markdown := session.outline.markdown) else (),
        )

    # ---------------------------------------------------------------- painting

    def _paint_finished(self, anchor: Anchor, marks: RowMarks, place: RowPlace) -> FinishedLine:
        return self._finish(self.paint(anchor, marks, place))

    def paint(self, anchor: Anchor, marks: RowMarks, place: RowPlace) -> Strip:
        """Paint a row, without the colours of the pane."""
        bounds = {
            bound
            for annotation in marks.annotations
            for stretch in annotation.stretches
            for bound in stretch
        }
        bounds.update(marks.chosen or ())
        if marks.caret is not None:
            bounds.add(marks.caret)
        row = self._session.open_text.layout.row_at(anchor, bounds)
        if marks.caret is not None:  # hidden text has no cell: the nearest one shows the caret
            marks = marks._replace(caret=row.stop_at(marks.caret))
        styles = self._with_caret(self._cell_styles(row, marks), marks)
        segments = [
            Segment("".join([cell.text for cell, _ in group]), style)
            for style, group in groupby(styles, key=lambda pair: pair[1])
        ]
        before = self._start_side(row, marks, place.left + row.indent, place, at_left=True)
        room = place.width - place.left - row.indent - row.width
        after = self._start_side(row, marks, room, place, at_left=False)
        # Rich would keep each text that it counts, and the cells of the row are counted already.
        width = row.width + sum(segment.cell_length for segment in (*before, *after))
        return Strip(_merged([*before, *segments, *after]), width).adjust_cell_length(place.width)

    def _cell_styles(self, row: Row, marks: RowMarks) -> Iterator[tuple[Cell, Style]]:
        annotations, matches, chosen = marks.annotations, marks.matches, marks.chosen
        if not (annotations or matches or chosen):
            yield from ((cell, self._markup(marks, cell)) for cell in row.cells)
            return
        text_end = _text_end(row)
        painted = [
            (start, end, kind, letters)
            for stretches, kind, letters in self._distinct(row, marks)
            for start, end in stretches
        ]
        for cell in row.cells:
            kinds: list[Kind] = []
            state = ""
            for start, end, kind, letters in painted if cell.start < text_end else ():
                if start <= cell.style_offset < end:
                    kinds.append(kind)
                    state += letters
            if marks.compared and cell.start < text_end:
                state += self._disputed(annotations, cell.style_offset)
            for span, at_hand in matches:
                if span.start <= cell.style_offset < span.end:
                    state += "M" if at_hand else "m"
            if chosen and chosen.start <= cell.style_offset < chosen.end:
                state += "s"
            style = self._theme.cell(kinds, state) if kinds or state else PLAIN
            yield cell, self._markup(marks, cell) + style if marks.markup else style

    def _markup(self, marks: RowMarks, cell: Cell) -> Style:
        """Return the style of a cell of a Markdown text without annotations."""
        for run in marks.markup:
            if run.start <= cell.style_offset < run.end:
                return self._theme.markup(run.kinds)
        return PLAIN

    def _distinct(
        self, row: Row, marks: RowMarks
    ) -> Iterable[tuple[tuple[tuple[int, int], ...], Kind, str]]:
        """Return the stretches in the row, kind and state letters of what differs in any of them.

        Of equal ones the last counts, as it does when styles are added up. Thousands of annotations
        may cover a row, and few of them differ in it.
        """
        found: dict[tuple[tuple[tuple[int, int], ...], Kind, str], None] = {}
        for annotation in marks.annotations:
            letters = "c" if annotation.id == marks.current else ""
            letters += "l" if annotation.id in marks.linked else ""
            letters += "x" if annotation.id in marks.unsaved else ""
            letters += "?" if annotation.status == "suggested" else ""
            shown = annotation.annotator == marks.annotator or annotation.id in marks.compared
            letters += "" if shown else "o"
            stretches = tuple(
                (max(start, row.start), min(end, row.end + 1))
                for start, end in annotation.stretches
                if start <= row.end and end >= row.start
            )
            key = stretches, self._theme.kind(annotation), letters
            found.pop(key, None)
            found[key] = None
        return found

    def _disputed(self, annotations: Iterable[Annotation], offset: int) -> str:
        """Return the state of the compared layers here: `m` if a layer has nothing, else `l`."""
        lanes = self._session.lanes.lanes
        here = {annotation.id for annotation in annotations if _covers(annotation, offset)}
        count = sum(not here.isdisjoint(lane.annotations) for lane in lanes)
        return "" if not count else "l" if count == len(lanes) else "m"

    def _with_caret(
        self, styles: Iterator[tuple[Cell, Style]], marks: RowMarks
    ) -> Iterator[tuple[Cell, Style]]:
        if marks.caret is None:
            yield from styles
            return
        for cell, style in styles:
            if cell.start <= marks.caret < cell.end:
                block = self._theme.caret(rtl=cell.level % 2 == 1, focused=marks.focused)
                yield cell, style + block
            else:
                yield cell, style

    def _start_side(
        self, row: Row, marks: RowMarks, room: int, place: RowPlace, *, at_left: bool
    ) -> list[Segment]:
        """Return the side where reading begins: bars, or the caret after the row's end."""
        if at_left == row.runs_rtl:
            return self._end_side(row, marks, room, place, at_left=at_left)
        margin = place.left
        bars = self._bars(row, marks)
        if marks.comments:
            bars.append(Segment(marks.comments[0], self._theme.accent))
        bars = bars[: max(margin - 1, 0)]
        pad = Segment(" " * (margin - len(bars) - 1), PLAIN)
        near = Segment(" " * (room - margin + 1), PLAIN)
        return [pad, *reversed(bars), near] if at_left else [near, *bars, pad]

    def _end_side(
        self, row: Row, marks: RowMarks, room: int, place: RowPlace, *, at_left: bool
    ) -> list[Segment]:
        """Return the side where reading ends: the caret after the last cell, and the letters.

        Letters show the kinds where there is no colour, in the margin after the caret.
        """
        if room < 1:
            return []
        caret = PLAIN
        if marks.caret is not None and row.cell_at(marks.caret) is None:
            caret = self._theme.caret(rtl=row.runs_rtl, focused=marks.focused)
        outer = place.left if at_left else place.width - place.left - row.limit
        near = min(room - outer, room - 1)
        letters = self._letters(marks.annotations)[: max(outer - 1, 0)]
        outward = [Segment(" ", caret), Segment(" " * near, PLAIN)]
        outward.append(Segment(letters[::-1] if at_left else letters, self._theme.dim))
        outward.append(Segment(" " * (room - 1 - near - len(letters)), PLAIN))
        return outward[::-1] if at_left else outward

    def _letters(self, annotations: tuple[Annotation, ...]) -> str:
        """Return the letters of the row's kinds in reading order if there is no colour."""
        if self._theme.colour:
            return ""
        return "".join(
            [self._theme.letter(self._theme.kind(annotation)) for annotation in annotations]
        )

    def _bars(self, row: Row, marks: RowMarks) -> list[Segment]:
        """Return a column for each label of long spans, with a bar if one is on the row.

        Layers have lanes: compared layers instead of the labels, a layer shown next to one's own
        after them.
        """
        lanes = [
            Segment(sign or " ", self._theme.chip(kind.label, kind.value) if kind else PLAIN)
            for sign, kind in marks.lanes
        ]
        if self._session.lanes.lanes or not marks.annotations:
            return lanes
        names = {
            annotation.label
            for annotation in marks.annotations
            if annotation.annotator != marks.layer
        }
        sign = "▐" if row.runs_rtl else "▌"
        bars = [
            Segment(sign, self._theme.chip(label.name))
            if label.name in names
            else Segment(" ", PLAIN)
            for label in self._session.schema
            if label.natural != "word"
        ]
        return [*bars, *lanes]


def _lane_signs(
    session: Session, row: RowBounds, annotations: Iterable[Annotation]
) -> tuple[tuple[str, Kind | None], ...]:
    """Return the signs of a row's lanes: a key where a span begins, else a bar."""
    bar = "▐" if row.runs_rtl else "▌"
    if not session.lanes.lanes:
        theirs = [
            annotation
            for annotation in annotations
            if session.layer and annotation.annotator == session.layer
        ]
        return tuple((bar, _painted_kind(session, annotation)) for annotation in theirs[:1])
    found: list[tuple[str, Kind | None]] = []
    for lane in session.lanes.lanes:
        there = [annotation for annotation in annotations if annotation.id in lane.annotations]
        begins = any(
            row.start <= annotation.start < max(row.end, row.start + 1) for annotation in there
        )
        sign = "" if not there else lane.sign if begins else bar
        sign = sign if len(sign) < 2 else "+"  # each lane has one cell
        found.append((sign, _painted_kind(session, there[0]) if there else None))
    return tuple(found)


def _painted_kind(session: Session, annotation: Annotation) -> Kind:
    return Kind(
        annotation.label, session.schema.label(annotation.label).shaded_value(annotation.attributes)
    )


def _comment_signs(session: Session, annotations: Iterable[Annotation]) -> str:
    """Return the signs of flags and open comments on annotations, each once."""
    found = {session.annotations.comment_sign(annotation.id) for annotation in annotations}
    return "".join(sorted(found))


def _common(some: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Return the ids that are in both sets."""
    return some & others or _NONE


def linked_with(session: Session, annotation: Annotation | None) -> frozenset[str]:
    """Return the ids of the annotations at the other end of an annotation's links."""
    if annotation is None:
        return frozenset()
    links = session.annotations.links_of(annotation.id)
    return frozenset(id for one in links for id in (one.from_id, one.to_id)) - {annotation.id}


def _covers(annotation: Annotation, offset: int) -> bool:
    """Whether an annotation (without gaps between fragments) contains an offset."""
    return annotation.start <= offset < annotation.end and (
        annotation.fragments is None
        or any(low <= offset < high for low, high in annotation.fragments)
    )


def _text_end(row: Row) -> int:
    """Return the offset after the last cell of the row that is not white space."""
    for cell in reversed(row.logical):
        if not cell.text.isspace():
            return cell.end
    return row.start


def _merged(segments: list[Segment]) -> list[Segment]:
    """Join adjacent segments of the same style and drop empty ones: each costs escape sequences."""
    shown = [segment for segment in segments if segment.text]
    return [
        Segment("".join([segment.text for segment in group]), style)
        for style, group in groupby(shown, key=lambda segment: segment.style)
    ]


LONGEST_FACTS = 400
"""Cells of the facts in the head that are measured: more than a text is wide."""


LONGEST_HEADING = 32
"""Cells of the heading in the head."""


MANY = 20
"""The most changed spans whose rows are repainted one by one; with more, the whole pane is."""


AHEAD_AFTER, AHEAD_FOR = 0.015, 0.004
"""Seconds from a scroll to rendering the next lines, and of one slice of that."""


TITLE_WITHIN = 4000
"""Code points at a text's start within which its first line is looked for."""


MARGIN = 4
"""Cells at each side of the text: one for the caret after a full row, two for the bars, and one
that stays empty."""


NOTHING_TO_READ = (
    "Nothing to read yet.",
    "",
    "Quit (ctrl+q), and name a folder or a file:",
    "",
    "hashiya articles/",
    "hashiya interview.txt",
    "",
    "hashiya tour shows on a sample article how to work.",
)
"""The text while the database has no document."""


class Article(Pane):
    """The pane of the open document."""

    class Pointed(Message):
        """The mouse pointed at an offset of the text."""

        def __init__(
            self,
            offset: int,
            *,
            extend: bool = False,
            clicks: int = 1,
            dragged_from: int | None = None,
            ends: bool = False,
        ) -> None:
            super().__init__()
            self.offset = offset
            self.extend = extend
            """Whether the selection goes there."""
            self.clicks = clicks
            self.dragged_from = dragged_from
            """Where the button was pressed, of a mouse that is dragged."""
            self.ends = ends
            """Whether the drag ends here."""

    class LaidOut(Message):
        """The text has a new layout, or another text is open."""

    def __init__(self, session: Session, theme: ThemeStyles) -> None:
        super().__init__(theme, id="article")
        self.session = session
        self.measure = 72
        self.advice: Sequence[str] = NOTHING_TO_READ
        """The text while the database has no document."""
        self._rows = ArticleRows(session, theme, self.finished)
        self._strips: dict[int, FinishedLine] = {}
        """Lines in view and near it by number, without the caret, for as long as they show the
        same."""
        self._showing: tuple[object, ...] = ()
        self._numbering = -1
        self._caret_line = 0
        self._shown_matches: list[Span] = []
        self._shown: tuple[Span | None, Annotation | None] = (None, None)
        """The selection and the current annotation as they were painted."""
        self._shown_linked: frozenset[str] = frozenset()
        """The annotations that were painted as linked with the current one."""
        self._shown_heading: Heading | None = None
        """The heading that the head shows."""
        self._facts: tuple[tuple[object, ...], str] = (), ""
        """The values on which the line of facts in the head depends, and the facts."""
        self._ahead = range(0)
        """The lines to paint in idle time."""
        self._pressed_at: int | None = None
        """The offset at which the mouse button is held down."""
        self._dragged = False
        """Whether the mouse has moved since to another offset."""
        self._sized = False
        """Whether the pane has had a size."""

    # ------------------------------------------------------------------ layout

    @property
    def text_width(self) -> int:
        """The width of the text: the measure, or less if the pane is narrower."""
        return self._text_width_in(self.size.width)

    def _text_width_in(self, width: int) -> int:
        return max(min(self.measure, width - 2 * self._margin), 1)

    @property
    def _room(self) -> int:
        """How many painted rows are cached."""
        return SCREENS * self.size.height

    @property
    def _margin(self) -> int:
        """The cells on each side of the text; more than usual for many layers."""
        return max(MARGIN, len(self.session.lanes.lanes) + 2)

    @property
    def text_left(self) -> int:
        """The column at which rows begin: the text is centred."""
        return self._place.left

    @property
    def _place(self) -> RowPlace:
        width = self.size.width
        return RowPlace(width, max((width - self._text_width_in(width)) // 2, 0))

    def on_resize(self) -> None:
        """Lay the text out again, keeping the caret on its screen line if possible."""
        if not self._sized:
            self._take_first_size()
            return
        if self._rows.room != self._room:
            self.forget()
        self.lay_out()

    def _take_first_size(self) -> None:
        """Lay the text out once the pane has a size, which says how much is in view around the
        caret."""
        if self.size.width:
            self._sized = True
            self.session.open_text.lay_out(width=self.text_width)
            self.opened()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of the pane; the first frame comes before `Resize` does."""
        if not self._sized:
            self._take_first_size()
        return super().render_lines(crop)

    def lay_out(self) -> None:
        """Lay the text out in the pane's width, keeping the caret on its screen line."""
        if not self.size.width:
            return
        reading = self.session.open_text
        line = self._caret_line - self.top
        if reading.lay_out(width=self.text_width):
            self.opened(at_line=line if 0 <= line < self.body_height else None)

    def opened(self, at_line: int | None = None) -> None:
        """Show a new text or layout with the caret at a line of the body (by default a
        third down)."""
        self.forget()
        self.post_message(self.LaidOut())
        index = self.caret_row
        self._caret_line = index
        wanted = self.body_height // 3 if at_line is None else at_line
        self.top = 0
        self.scroll_lines_to(index - wanted)
        self.keep_in_view(index)
        self.refresh()

    @property
    def caret_row(self) -> int:
        """The row that the caret is in."""
        return self.session.open_text.layout.row_of(self.session.open_text.caret)

    def follow_caret(self) -> None:
        """Scroll to the caret after a command, and repaint the changed lines."""
        index = self.caret_row
        heading = self.session.outline.heading_at(self.session.open_text.caret)
        if heading != self._shown_heading:
            self._shown_heading = heading
            self.refresh(Region(0, 0, self.size.width, self.head_height))
        before, self._caret_line = self._caret_line, index
        layout = self.session.open_text.layout
        changed = [(line, line + 1) for line in {before, index}]
        changed += [
            (layout.row_of(span.start), layout.row_of(span.end) + 1)
            for span in self._changed_spans()
        ]
        for first, last in changed:
            self._forget_lines(first, last)
        matches, self._shown_matches = self._shown_matches, self.session.search.matches
        if matches != self._shown_matches:
            self.refresh()
        if not (self.keep_in_view(index, margin=2) | self._keep_bounds_in_view(index)):
            for first, last in changed:
                self.refresh_lines(first, last)

    def _keep_bounds_in_view(self, caret_row: int) -> bool:
        """Scroll to all of the selection or the pinned annotation, if it fits; True if that moved.

        Of one that does not fit, the part around the caret stays in view.
        """
        session = self.session
        pinned = session.pinned_annotation
        span = session.open_text.selection
        if span is None and pinned is not None:
            span = Span(pinned.start, pinned.end)
        if span is None:
            return False
        layout = session.open_text.layout
        rows = sorted({layout.row_of(span.start), layout.row_of(span.end), caret_row})
        if rows[-1] - rows[0] >= self.body_height:
            return False
        return self.keep_in_view(rows[-1]) | self.keep_in_view(rows[0])

    def _forget_lines(self, first: int, last: int) -> None:
        """Forget the cached lines `[first, last)`."""
        lines = range(first, last)
        few = lines if len(lines) < len(self._strips) else list(self._strips)
        for line in few:
            if line in lines:
                self._strips.pop(line, None)

    def annotations_changed(self, result: CommitResult) -> None:
        """Repaint the rows of annotations that a command changed, and the counts in the head."""
        spans = {Span(row.start, row.end) for row in result.annotations() if has_place(row)}
        spans |= self._spans_of(result.annotation_ids())
        if result.unsaved or len(spans) > MANY:
            self.refresh()
            return
        layout = self.session.open_text.layout
        self.refresh(Region(0, 0, self.size.width, self.head_height))
        for span in spans:
            self.refresh_lines(layout.row_of(span.start), layout.row_of(span.end) + 1)

    def _changed_spans(self) -> list[Span]:
        """Return the old and new spans of the selection and the current annotation, if changed."""
        before, self._shown = self._shown, (self.session.open_text.selection, self.session.current)
        pairs = zip(before, self._shown, strict=True)
        changed = [one for pair in pairs if pair[0] != pair[1] for one in pair if one is not None]
        spans = [Span(one.start, one.end) for one in changed]
        linked = linked_with(self.session, self._shown[1])
        if linked != self._shown_linked:
            spans += self._spans_of(linked ^ self._shown_linked)
            self._shown_linked = linked
        return spans

    def _spans_of(self, ids: Iterable[str]) -> set[Span]:
        """Return the spans of those annotations that have a place."""
        found = [self.session.annotations.in_text(id) for id in ids]
        return {Span(row.start, row.end) for row in found if row is not None}

    def scroll_lines_to(self, top: int) -> bool:
        """Scroll, and paint the next screen of lines in idle time."""
        before = self.top
        moved = super().scroll_lines_to(top)
        height = self.body_height
        if moved and height:
            down = self.top > before
            first = self.top + height if down else self.top - height
            self._ahead = range(max(first, 0), first + height)
            near = range(self.top - height, self.top + 2 * height)
            self._strips = {line: strip for line, strip in self._strips.items() if line in near}
            self.set_timer(AHEAD_AFTER, self._paint_ahead)
        return moved

    def refresh_scrolled(self) -> None:
        """Repaint the text after scrolling; the head seldom changes."""
        self.refresh_lines(self.top, self.top + self.body_height)
        self.refresh_changed(range(self.head_height))

    def _paint_ahead(self) -> None:
        """Paint lines that are not in view yet, in short slices."""
        until = perf_counter() + AHEAD_FOR
        self._forget_if_changed()
        while self._ahead and perf_counter() < until:
            index, self._ahead = self._ahead[0], self._ahead[1:]
            if self.session.info is not None and index < self.line_count():
                self._finished_row(index, self.size.width)
        if self._ahead:
            self.set_timer(AHEAD_AFTER, self._paint_ahead)

    def settle(self, budget: float) -> bool:
        """Count more rows of the text; return True while there are more. The view does not move."""
        layout = self.session.open_text.layout
        if layout.settled:
            return False
        offset = layout.row(min(self.top, layout.row_count - 1)).start
        more = layout.settle(budget)
        top = layout.row_of(offset)
        self._caret_line += top - self.top
        self.top = top
        return more

    def notify_style_update(self) -> None:
        """Forget all cached lines: the theme changed."""
        self.forget()
        super().notify_style_update()

    # ---------------------------------------------------------------- painting

    def forget(self) -> None:
        """Forget all cached lines, for another text, layout, theme or size."""
        self._rows.forget(self._room)
        self._strips.clear()

    def line_count(self) -> int:
        """Return the number of rows of the text."""
        if self.session.info is None:
            return len(self.advice)
        return self.session.open_text.layout.row_count

    def head(self, width: int) -> list[Strip]:
        """Return the title, unless the text shows it, and the line of source, date and counts.

        Both begin at the edge at which the text begins.
        """
        info = self.session.info
        if info is None:
            return [strip_of([], width), self.rule_strip(width)]
        side: Align = "right" if self.session.open_text.runs_rtl else "left"
        room, left = self.text_width, " " * self.text_left

        def line(text: str, style: Style) -> Strip:
            words = Segment(fit(text, room, align=side), style)
            return Strip([Segment(left), words]).adjust_cell_length(width)

        title_style = self.theme.accent if self.has_focus else self.theme.title
        title = line(info.title or info.id, title_style)
        if self._shows_title(info.title):
            title = strip_of([], width)
        facts = line(self._facts_line(info), self.theme.dim)
        if self.head_height == 1:
            return [facts if self._shows_title(info.title) else title]
        return [title, facts]

    def _facts_line(self, info: DocumentInfo) -> str:
        """Return the facts that fit as one text; scrolling seldom changes them."""
        session = self.session
        heading = session.outline.heading_at(session.open_text.caret)
        depends_on = (
            info, session.status, session.annotations, session.counts, heading, self.text_width
        )  # fmt: skip
        if depends_on != self._facts[0]:
            self._facts = depends_on, listed(self._facts_that_fit(info))
        return self._facts[1]

    def _facts_that_fit(self, info: DocumentInfo) -> list[str]:
        """Return the facts in full or short; in a narrow pane without the text's length, then with
        a shortened source."""

        room = self.text_width

        def over(facts: list[str]) -> int:
            return cell_len(tight(listed(facts), LONGEST_FACTS)) - room

        facts = self._document_facts(info, short=False)
        if over(facts) > 0:
            facts = self._document_facts(info, short=True)
        if over(facts) > SHORTEST_BY:
            facts = facts[:-1]
        if over(facts) > 0:
            whole = len(facts)
            facts = self._document_facts(info, short=True, over=over(facts))[:whole]
        return facts

    def _document_facts(self, info: DocumentInfo, *, short: bool, over: int = 0) -> list[str]:
        """Return source, author, date and counts; `short` gives labels by their keys.

        The source is shortened by `over` cells, as the counts say more.
        """
        facts = ["✓ done"] if self.session.status == "done" else []
        if info.review:
            facts.append(info.review)
        if said := self.session.annotations.open_comments(None):
            facts.append(f"* {len(said)} {plural('comment', len(said))}")
        heading = self.session.outline.heading_at(self.session.open_text.caret)
        if heading is not None and heading.title != info.title:
            facts.append(
                f"§ {_shortened(heading.title, cell_len(heading.title) - LONGEST_HEADING)}"
            )
        # The title of a chapter's book is more useful than its file name.
        source = str(info.meta.get("book") or info.source.rsplit("/", 1)[-1])
        facts.append(_shortened(source, over))
        if not (short and heading):
            facts += [str(info.meta[key]) for key in ("author", "date") if info.meta.get(key)]
        counts = self.session.schema.in_order(self.session.counts)
        if short:
            facts.append(" ".join(f"{self.theme.sign(label)}{n}" for label, n in counts))
        else:
            facts += [f"{n} {plural(label, n)}" for label, n in counts]
        return [*facts, f"{info.length:,} {plural('character', info.length)}"]

    def _shows_title(self, title: str) -> bool:
        """Whether the text begins with the title and that line is in view."""
        reading = self.session.open_text
        first = title_of(reading.text[:TITLE_WITHIN])
        if not title or title not in (first, heading_of(first)):
            return False
        start = reading.text.index(title.removesuffix("…"))
        end = reading.text.find("\n", start)
        last = end if end >= 0 else len(reading.text)
        return reading.layout.row_of(max(last - 1, start)) >= self.top

    def frame(self) -> Frame:
        """Prepare a frame, first forgetting the lines that may have changed."""
        self._forget_if_changed()
        if self.session.info is not None:
            self.session.open_text.layout.settle_view(self.top, self.body_height)
        return super().frame()

    def _forget_if_changed(self) -> None:
        """Forget all cached lines if something changed that can show on any line."""
        session = self.session
        showing = (
            session.open_text.layout, session.annotations, session.search, session.search.version,
            session.saver.unsaved_ids(), self._place,
        )  # fmt: skip
        if showing != self._showing:
            self._showing = showing
            self._strips.clear()

    def line(self, index: int, width: int) -> Strip:
        """Return a row of the text with its annotations and marks, without the pane's colours."""
        if self.session.info is None:
            text = fit(f"  {self.advice[index]}", width, align="left")
            return Strip([Segment(text, self.theme.dim)])
        return self._rows.paint(*self._row(index, width, caret=index == self._caret_line))

    def finish_line(self, y: int, width: int) -> FinishedLine:
        """Paint one line of the pane; the rows of the text have a cache of their own."""
        frame = self._frame or self.frame()
        index = self.top + y - frame.head_height
        if self.session.info is None or not self.top <= index < frame.line_count:
            return super().finish_line(y, width)
        return self._finished_row(index, width)

    def _finished_row(self, index: int, width: int) -> FinishedLine:
        """Return a row as it is painted, from the cache if it has not changed."""
        layout = self.session.open_text.layout
        if layout.numbering != self._numbering:
            self._numbering = layout.numbering
            self._strips.clear()
        if index == self._caret_line:
            return self._rows.finished(*self._row(index, width, caret=True))
        strip = self._strips.get(index)
        if strip is None:
            strip = self._rows.finished(*self._row(index, width, caret=False))
            self._strips[index] = strip
        return strip

    def _row(self, index: int, width: int, *, caret: bool) -> tuple[Anchor, RowMarks, RowPlace]:
        """Return the anchor, the marks and the position of a row."""
        anchor = self.session.open_text.layout.locate(index)
        bounds = self.session.open_text.layout.bounds_at(anchor)
        marks = self._rows.row_marks(bounds, caret=caret, focused=self.has_focus)
        return anchor, marks, RowPlace(width, self.text_left)

    # ------------------------------------------------------------------- mouse

    def offset_at(self, x: int, y: int) -> int:
        """Return the offset of the cluster at a cell of the pane."""
        layout = self.session.open_text.layout
        index = self.top + y - self.head_height
        index = max(0, min(index, layout.row_count - 1))
        return layout.row(index).offset_at(x - self.text_left)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret at the mouse, and begin a drag."""
        if event.button != 1 or event.y < self.head_height:
            return
        event.stop()
        self.capture_mouse()
        offset = self.offset_at(event.x, event.y)
        self._pressed_at, self._dragged = offset, False
        if event.shift:
            self._pressed_at = None
        self.post_message(self.Pointed(offset, extend=event.shift))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to the mouse while the button is down."""
        if self._pressed_at is None:
            return
        event.stop()
        offset = self.offset_at(event.x, event.y)
        self._dragged = self._dragged or offset != self._pressed_at
        if self._dragged:
            self.post_message(self.Pointed(offset, dragged_from=self._pressed_at))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End the drag."""
        self.release_mouse()
        pressed_at, self._pressed_at = self._pressed_at, None
        if pressed_at is not None and self._dragged:
            event.stop()
            offset = self.offset_at(event.x, event.y)
            self.post_message(self.Pointed(offset, dragged_from=pressed_at, ends=True))

    def on_click(self, event: events.Click) -> None:
        """Select the word on a double click, the sentence on a triple click."""
        if event.chain > 1 and event.y >= self.head_height:
            event.stop()
            self.post_message(self.Pointed(self.offset_at(event.x, event.y), clicks=event.chain))


SHORTEST_BY = 4
"""Cells by which the source of a text is shortened, to keep the text's length in the head."""


def _shortened(text: str, over: int) -> str:
    """Return the text, in logical order, at least `over` cells shorter, with an ellipsis; as it is
    if that is none."""
    if over <= 0:
        return text
    room = cell_len(text) - over - 1
    ends = list(accumulate(map(cell_len, text)))
    return f"{text[: bisect_right(ends, room)]}…"
