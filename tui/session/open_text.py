"""The text of the open document: its layout, the caret, the selection and the search.

The caret is an offset in code points, drawn on the cluster that starts there. A selection is the
span between an anchor and the caret. The direction of paragraphs can be chosen for a document; it
is stored per annotator, with the other choices.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from functools import cached_property
from typing import Any

from tui.store.database import Store
from tui.text import language, layout
from tui.text.layout import DocumentLayout, LayoutOptions
from tui.text.spans import NaturalSpan, Span
from tui.text.unicode import Direction

_SAMPLE = 4000
"""Code points at a text's start by which its direction is determined."""


class OpenText:
    """A text with its layout, a caret and a selection."""

    def __init__(self, text: str, options: LayoutOptions, caret: int = 0) -> None:
        self.text = text
        self.layout = DocumentLayout(text, options)
        self.caret = min(max(caret, 0), len(text))
        self.anchor: int | None = None
        """The other end of the selection; None without one."""
        self.extending = False
        """Whether every move extends the selection (key `v`)."""
        self._narrower: list[Span] = []
        self._column: int | None = None
        self._vocabulary: language.Vocabulary | None = None

    # ------------------------------------------------------------------ layout

    @property
    def options(self) -> LayoutOptions:
        """The options of the layout."""
        return self.layout.options

    def lay_out(self, **changes: Any) -> bool:
        """Change layout options; return whether the layout changed. The caret stays."""
        options = self.options._replace(**changes)
        if options == self.options:
            return False
        self.layout = self.layout.with_options(options)
        self._column = None
        return True

    @property
    def runs_rtl(self) -> bool:
        """Whether the document as a whole runs from right to left.

        This is the direction that was chosen for it, else that of most of its letters.
        """
        direction = self.options.direction
        return self._mostly_rtl if direction is Direction.AUTO else direction is Direction.RTL

    @cached_property
    def _mostly_rtl(self) -> bool:
        classes = [unicodedata.bidirectional(char) for char in self.text[:_SAMPLE]]
        return classes.count("R") + classes.count("AL") > classes.count("L")

    # --------------------------------------------------------------- selection

    @property
    def selection(self) -> Span | None:
        """The selected span; None when nothing is selected."""
        if self.anchor is None or self.anchor == self.caret:
            return None
        return Span(min(self.anchor, self.caret), max(self.anchor, self.caret))

    def select(self, span: Span) -> None:
        """Select a span and move the caret to its end."""
        self.anchor, self.caret = span.start, span.end
        self._column = None

    def deselect(self) -> bool:
        """Drop the selection; return whether there was one."""
        had = self.anchor is not None or self.extending
        self.anchor, self.extending, self._narrower = None, False, []
        return had

    def toggle_extending(self) -> bool:
        """Switch whether every move extends the selection; return the new state."""
        self.extending = not self.extending
        if self.extending and self.anchor is None:
            self.anchor = self.caret
        return self.extending

    def widen(self) -> bool:
        """Select the next wider natural span; return False at the widest."""
        before = self.selection
        base = before or Span(self.caret, self.caret)
        wider = language.widen(self.text, base)
        if wider == base or wider.length == 0:
            return False
        self._narrower.append(base)
        self.select(wider)
        return True

    def narrow(self) -> bool:
        """Undo one widening, else select the next smaller span; return False at the smallest."""
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
        """Return the largest natural span at the selection's start that is smaller than it."""
        selection = self.selection
        if selection is None:
            return None
        found, span = None, language.widen(self.text, Span(selection.start, selection.start))
        while span.length and selection.encloses(span) and span not in (selection, found):
            found, span = span, language.widen(self.text, span)
        return found

    # ------------------------------------------------------------------- moves

    def go_to(self, offset: int, *, extend: bool = False) -> None:
        """Move the caret to an offset; with `extend`, or while extending, select up to there."""
        self._narrower = []
        if extend or self.extending:
            if self.anchor is None:
                self.anchor = self.caret
        else:
            self.anchor = None
        self.caret = min(max(offset, 0), len(self.text))
        self._column = None

    def move(self, name: str, *, extend: bool = False) -> None:
        """Move the caret by the name of a move, such as `left` or `next_sentence`."""
        if name in ("up", "down"):
            self.move_rows(-1 if name == "up" else 1, extend=extend)
        else:
            self.go_to(self._target(name), extend=extend)

    def move_rows(self, rows: int, *, extend: bool = False) -> None:
        """Move by rows, down or (if negative) up, keeping the column in shorter rows."""
        index, column = self.layout.row_of(self.caret), self._column
        if column is None:
            column = self.layout.row(index).column(self.caret)
        target = min(max(index + rows, 0), self.layout.row_count - 1)
        # Laying out rows can correct the estimated row count, so it is read again.
        target = min(target, self.layout.row_count - 1)
        if target == index:
            edge = 0 if rows < 0 else len(self.text)
            self.go_to(edge, extend=extend)
        else:
            self.go_to(self.layout.row(target).offset_at(column), extend=extend)
        self._column = column

    def _target(self, name: str) -> int:
        """Return the offset to which a move leads."""
        if name in ("first", "last"):
            return 0 if name == "first" else len(self.text)
        if name in layout.SCREEN_MOVES:
            return layout.SCREEN_MOVES[name](self.layout, self.caret)
        return language.TEXT_MOVES[name](self.text, self.caret)

    # ----------------------------------------------------------- at the caret

    def natural(self, kind: NaturalSpan) -> Span | None:
        """Return the selection, else the natural span of this kind at the caret."""
        return self.selection or language.natural_span(self.text, self.caret, kind)

    def vocabulary(self, *, article: bool) -> language.Vocabulary:
        """Return the words of the text, by which clitics are told from first letters."""
        if self._vocabulary is None or self._vocabulary.article != article:
            self._vocabulary = language.Vocabulary(self.text, article=article)
        return self._vocabulary

    def percent(self) -> int:
        """Return how much of the text is before the caret, in percent."""
        return round(100 * self.caret / len(self.text)) if self.text else 100


class Search:
    """A search in one text, folded for spelling: the query and its matches."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded: language.Folded | None = None
        self.query = ""
        self.matches: list[Span] = []
        self.place = -1
        """The index of the current match; -1 for none."""
        self.version = 0
        """A number that changes with the matches or the current match."""

    @property
    def active(self) -> bool:
        """Whether there is a query."""
        return bool(self.query)

    def look_for(self, query: str) -> None:
        """Find all matches of a query. The text is folded only once."""
        if self._folded is None:
            self._folded = language.fold(self._text)
        self.query = query
        self.matches = list(language.find(self._folded, query)) if query.strip() else []
        self.place = -1
        self.version += 1

    def clear(self) -> None:
        """End the search."""
        self.query, self.matches, self.place = "", [], -1
        self.version += 1

    @property
    def match(self) -> Span | None:
        """The current match."""
        return self.matches[self.place] if 0 <= self.place < len(self.matches) else None

    def first_from(self, offset: int) -> Span | None:
        """Go to the first match at or after an offset, else to the first of the text."""
        if not self.matches:
            return None
        self.place = bisect_left(self.matches, Span(offset, offset)) % len(self.matches)
        self.version += 1
        return self.match

    def at(self, offset: int) -> Span | None:
        """Return the current match if the offset is in it or at its end."""
        match = self.match
        return match if match and match.start <= offset <= match.end else None

    def step(self, by: int, offset: int) -> Span | None:
        """Move `by` matches, wrapping around; from the offset if it is not at the current match."""
        if not self.matches:
            return None
        if self.at(offset) is None:
            after = bisect_left(self.matches, Span(offset, offset))
            self.place = after - (by > 0)
        self.place = (self.place + by) % len(self.matches)
        self.version += 1
        return self.match

    def within(self, start: int, end: int) -> list[tuple[Span, bool]]:
        """Return the matches that overlap `[start, end)`, and whether each is the current one."""
        first = max(bisect_left(self.matches, Span(start, start)) - 1, 0)
        found = []
        for index in range(first, len(self.matches)):
            span = self.matches[index]
            if span.start >= end:
                break
            if span.end > start:
                found.append((span, index == self.place))
        return found


DIRECTIONS = (Direction.AUTO, Direction.RTL, Direction.LTR)
"""The directions in the order in which a key switches between them."""


def direction_of(store: Store, document_id: str, annotator: str, default: Direction) -> Direction:
    """Return the direction that was chosen for a document, else `default`."""
    kept = store.choices.by_annotator(annotator).get(_name(document_id), "")
    return Direction(kept) if kept in DIRECTIONS else default


def save_direction(store: Store, document_id: str, annotator: str, direction: Direction) -> None:
    """Store a direction for a document. Raises Busy or CannotWrite."""
    store.choices.save(annotator, _name(document_id), direction.value)


def next_direction(direction: Direction) -> Direction:
    """Return the direction that a key switches to from this one."""
    return DIRECTIONS[(DIRECTIONS.index(direction) + 1) % len(DIRECTIONS)]


def _name(document_id: str) -> str:
    return f"direction:{document_id}"
