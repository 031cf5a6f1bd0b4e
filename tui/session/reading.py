"""The text that is open: its layout, the caret and the selection.

The caret is an offset, painted on the cluster that starts there. A selection is
`[min, max)` of the anchor and the caret.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tui.text.layout import DocumentLayout, LayoutOptions
from tui.text.spans import Span

if TYPE_CHECKING:
    from tui.text.spans_at import Kind

Move = Callable[[], int]


class Reading:
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
        from tui.text.spans_at import widen

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
        from tui.text.spans_at import widen

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
            self.go_to(self._moves()[name](), extend=extend)

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

    def _moves(self) -> dict[str, Move]:
        from tui.text import motion

        text, layout, caret = self.text, self.layout, self.caret
        return {
            "left": lambda: motion.left(layout, caret),
            "right": lambda: motion.right(layout, caret),
            "word_left": lambda: motion.word_left(layout, caret),
            "word_right": lambda: motion.word_right(layout, caret),
            "row_start": lambda: motion.row_home(layout, caret),
            "row_end": lambda: motion.row_end(layout, caret),
            "next_word": lambda: motion.next_word(text, caret),
            "previous_word": lambda: motion.previous_word(text, caret),
            "next_sentence": lambda: motion.next_sentence(text, caret),
            "previous_sentence": lambda: motion.previous_sentence(text, caret),
            "next_paragraph": lambda: motion.next_paragraph(text, caret),
            "previous_paragraph": lambda: motion.previous_paragraph(text, caret),
            "next_quotation": lambda: motion.next_quotation(text, caret),
            "previous_quotation": lambda: motion.previous_quotation(text, caret),
            "first": lambda: 0,
            "last": lambda: len(text),
        }

    # -------------------------------------------------------------- what is here

    def natural(self, kind: Kind) -> Span | None:
        """The selection, else the natural span of that kind at the caret."""
        from tui.text.spans_at import natural_span

        return self.selection or natural_span(self.text, self.caret, kind)

    def percent(self) -> int:
        """How much of the text lies before the caret."""
        return round(100 * self.caret / len(self.text)) if self.text else 100
