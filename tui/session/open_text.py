"""The text that is open: its layout, the caret and the selection.

The caret is an offset, painted on the cluster that starts there. A selection is
`[min, max)` of the anchor and the caret.

Finding in the open document, folded for Arabic spelling.

The direction of a document's paragraphs, where its reader chose one for it alone.

It is kept by document and annotator among the choices that the database holds.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from tui.store.database import Store
from tui.text.layout import DocumentLayout, LayoutOptions
from tui.text.spans import Span
from tui.text.unicode import Direction

if TYPE_CHECKING:
    from tui.text.language import Folded, Kind

TURNS = (Direction.AUTO, Direction.RTL, Direction.LTR)
"""The order in which directions are gone through."""


def direction_of(store: Store, document_id: str, annotator: str, otherwise: Direction) -> Direction:
    """The direction that was chosen for this document, else the given one."""
    kept = store.choices.by_annotator(annotator).get(_name(document_id), "")
    return Direction(kept) if kept in TURNS else otherwise


def keep_direction(store: Store, document_id: str, annotator: str, direction: Direction) -> None:
    """Keep a direction for this document. Raises Busy and CannotWrite."""
    store.choices.save(annotator, _name(document_id), direction.value)


def following(direction: Direction) -> Direction:
    """The direction that comes after this one."""
    return TURNS[(TURNS.index(direction) + 1) % len(TURNS)]


def _name(document_id: str) -> str:
    return f"direction:{document_id}"


class Search:
    """A query and its matches in one text; an empty query has none."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded: Folded | None = None
        self.query = ""
        self.matches: list[Span] = []
        self.place = -1
        """Which match one is at; -1 for none."""
        self.version = 0

    @property
    def active(self) -> bool:
        """Whether a search is going on."""
        return bool(self.query)

    def look_for(self, query: str) -> None:
        """Find all matches of the query; the text is folded once."""
        from tui.text.language import (
            find,
            fold,  # its tables are no part of a start
        )

        if self._folded is None:
            self._folded = fold(self._text)
        self.query = query
        self.matches = list(find(self._folded, query)) if query.strip() else []
        self.place = -1
        self.version += 1

    def clear(self) -> None:
        """End the search."""
        self.query, self.matches, self.place = "", [], -1
        self.version += 1

    @property
    def match(self) -> Span | None:
        """The match that one is at."""
        return self.matches[self.place] if 0 <= self.place < len(self.matches) else None

    def first_from(self, offset: int) -> Span | None:
        """Go to the first match at or after the offset, else to the first of all."""
        if not self.matches:
            return None
        self.place = bisect_left(self.matches, Span(offset, offset)) % len(self.matches)
        self.version += 1
        return self.match

    def at(self, offset: int) -> Span | None:
        """The match that one is at, while the caret stands in it or at its end."""
        match = self.match
        return match if match and match.start <= offset <= match.end else None

    def step(self, by: int, offset: int) -> Span | None:
        """Go on by so many matches, around the end; from the caret where it left the match."""
        if not self.matches:
            return None
        if self.at(offset) is None:
            after = bisect_left(self.matches, Span(offset, offset))
            self.place = after - (by > 0)
        self.place = (self.place + by) % len(self.matches)
        self.version += 1
        return self.match

    def within(self, start: int, end: int) -> list[tuple[Span, bool]]:
        """The matches that touch `[start, end)`, each with whether it is the one at hand."""
        first = max(bisect_left(self.matches, Span(start, start)) - 1, 0)
        found = []
        for index in range(first, len(self.matches)):
            span = self.matches[index]
            if span.start >= end:
                break
            if span.end > start:
                found.append((span, index == self.place))
        return found


class OpenText:
    """One open text with a caret in it."""

    def __init__(self, text: str, options: LayoutOptions, caret: int = 0) -> None:
        self.text = text
        self.layout = DocumentLayout(text, options)
        self.caret = min(max(caret, 0), len(text))
        self.anchor: int | None = None
        """Where the selection starts; None without a selection."""
        self.extending = False
        """Whether every move extends the selection (`v`)."""
        self._narrower: list[Span] = []
        self._column: int | None = None

    # ------------------------------------------------------------------ layout

    @property
    def options(self) -> LayoutOptions:
        """How the text is laid out."""
        return self.layout.options

    def lay_out(self, **changes: Any) -> bool:
        """Change options of the layout; True when that made a new one. The caret stays."""
        options = self.options._replace(**changes)
        if options == self.options:
            return False
        self.layout = self.layout.with_options(options)
        self._column = None
        return True

    # --------------------------------------------------------------- selection

    @property
    def selection(self) -> Span | None:
        """The selected span, None when nothing is selected."""
        if self.anchor is None or self.anchor == self.caret:
            return None
        return Span(min(self.anchor, self.caret), max(self.anchor, self.caret))

    def select(self, span: Span) -> None:
        """Select the span; the caret stands at its end."""
        self.anchor, self.caret = span.start, span.end
        self._column = None

    def drop(self) -> bool:
        """Drop the selection; False when there was none."""
        had = self.anchor is not None or self.extending
        self.anchor, self.extending, self._narrower = None, False, []
        return had

    def toggle_extending(self) -> bool:
        """Start a selection at the caret that every move extends, or stop extending it."""
        self.extending = not self.extending
        if self.extending and self.anchor is None:
            self.anchor = self.caret
        return self.extending

    def widen(self) -> bool:
        """Widen the selection by one step; False at the widest."""
        from tui.text.language import widen

        before = self.selection
        base = before or Span(self.caret, self.caret)
        wider = widen(self.text, base)
        if wider == base or wider.length == 0:
            return False
        self._narrower.append(base)
        self.select(wider)
        return True

    def narrow(self) -> bool:
        """Undo one widening, else go to the next smaller span; False at the smallest."""
        if not self._narrower:
            smaller = self._smaller()
            if smaller is not None:
                self.select(smaller)
            return smaller is not None
        span = self._narrower.pop()
        self.select(span)
        if not span.length:
            self.anchor = None
        return True

    def _smaller(self) -> Span | None:
        """The largest natural span around the selection's start that is smaller than it."""
        selection = self.selection
        if selection is None:
            return None
        from tui.text.language import widen

        found, span = None, widen(self.text, Span(selection.start, selection.start))
        while span.length and selection.encloses(span) and span not in (selection, found):
            found, span = span, widen(self.text, span)
        return found

    # ------------------------------------------------------------------- moves

    def go_to(self, offset: int, *, extend: bool = False) -> None:
        """Put the caret at the offset; `extend` (or `v`) takes the selection along."""
        self._narrower = []
        if extend or self.extending:
            if self.anchor is None:
                self.anchor = self.caret
        else:
            self.anchor = None
        self.caret = min(max(offset, 0), len(self.text))
        self._column = None

    def move(self, name: str, *, extend: bool = False) -> None:
        """Make a move by the name of its action, such as `left` or `next_sentence`."""
        if name in ("up", "down"):
            self.move_rows(-1 if name == "up" else 1, extend=extend)
        else:
            self.go_to(self._target(name), extend=extend)

    def move_rows(self, rows: int, *, extend: bool = False) -> None:
        """Go so many rows down (up when negative), keeping the column in mind."""
        layout, index = self.layout, self.layout.row_of(self.caret)
        column = self._column
        if column is None:
            column = layout.row(index).column(self.caret)
        target = min(max(index + rows, 0), layout.row_count - 1)
        # Laying rows out may settle an estimate; the last row is asked for again.
        target = min(target, layout.row_count - 1)
        if target == index:
            edge = 0 if rows < 0 else len(self.text)
            self.go_to(edge, extend=extend)
        else:
            self.go_to(layout.row(target).offset_at(column), extend=extend)
        self._column = column

    def _target(self, name: str) -> int:
        """The offset that the move of this name leads to."""
        from tui.text.layout import SCREEN_MOVES, TEXT_MOVES

        if name in SCREEN_MOVES:
            return SCREEN_MOVES[name](self.layout, self.caret)
        if name in TEXT_MOVES:
            return TEXT_MOVES[name](self.text, self.caret)
        return {"first": 0, "last": len(self.text)}[name]

    # -------------------------------------------------------------- what is here

    def natural(self, kind: Kind) -> Span | None:
        """The selection, else the natural span of that kind at the caret."""
        from tui.text.language import natural_span

        return self.selection or natural_span(self.text, self.caret, kind)

    def percent(self) -> int:
        """How much of the text lies before the caret."""
        return round(100 * self.caret / len(self.text)) if self.text else 100
