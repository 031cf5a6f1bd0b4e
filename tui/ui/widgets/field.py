"""The text, caret and selection of a text field, without the screen.

The text is typed, stored and pasted in logical order. The caret is an offset at an edge between two
clusters. Where directions meet, one offset has two positions on the screen, so the caret also has
the neighbour it is *attached* to: the cluster before it, after which typed text continues, or the
one after it. `tui.ui.widgets.field_view` maps that to rows and columns. This module does not
import Textual.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import NamedTuple

from tui.keys.keyboard import split_lam_alef
from tui.text.spans import Span
from tui.text.unicode import EMOJI_STYLE, LINE_BREAKS, ZWJ, characters, cluster_starts, words

_LINE_ENDS = dict.fromkeys(map(ord, characters(LINE_BREAKS)), "\n")


_MAX_UNDO = 1000


class Spot(NamedTuple):
    """A position of the caret."""

    offset: int
    forward: bool
    """Attached to the cluster after the offset, instead of the one before it."""


@dataclass(frozen=True, slots=True)
class FieldState:
    """The state that undo returns to."""

    text: str = ""
    caret: int = 0
    anchor: int = 0
    """The other end of the selection; the caret itself when nothing is selected."""
    forward: bool = False
    """See Spot."""

    @property
    def spot(self) -> Spot:
        """The offset of the caret."""
        return Spot(self.caret, self.forward)

    @property
    def selection(self) -> Span:
        """The selection, empty when there is none."""
        return Span(min(self.caret, self.anchor), max(self.caret, self.anchor))


class Field:
    """An editable text. Every editing method returns whether the text changed."""

    def __init__(self, text: str = "", *, multiline: bool = False) -> None:
        self.multiline = multiline
        """Whether it can hold several lines; else a line end becomes a space."""
        self._state = FieldState(text, len(text), len(text))
        self._undo: list[FieldState] = []
        self._redo: list[FieldState] = []
        self._typing = False

    @property
    def text(self) -> str:
        """The text in logical order, exactly as it was set, typed or pasted."""
        return self._state.text

    @property
    def state(self) -> FieldState:
        """Text, caret and selection."""
        return self._state

    @property
    def caret(self) -> int:
        """The caret's offset."""
        return self._state.caret

    @property
    def selection(self) -> Span:
        """The selection, empty when there is none."""
        return self._state.selection

    @property
    def selected_text(self) -> str:
        """The selected text in logical order."""
        return self.selection.of(self.text)

    def set_text(self, text: str) -> None:
        """Start with another text and an empty history, the caret at its end."""
        self._state = FieldState(text, len(text), len(text))
        self._typing = False
        self._undo.clear()
        self._redo.clear()

    # --------------------------------------------------------------- editing

    def type(self, characters: str) -> bool:
        """Insert typed characters; continuous typing is one step to undo."""
        typed = self._cleaned(split_lam_alef(characters))
        going_on = self._typing and not self.selection.length and not typed.isspace()
        changed = self._replace(self.selection, typed, going_on=going_on)
        self._typing = changed and not typed.isspace()
        return changed

    def paste(self, text: str) -> bool:
        """Insert a text as it is stored elsewhere, without its control characters."""
        return self._replace(self.selection, self._cleaned(text))

    def backspace(self) -> bool:
        """Delete the selection, or what was typed last: a mark, else the cluster before."""
        if self.selection.length:
            return self._replace(self.selection, "")
        return self._replace(Span(self._typed_before(), self.caret), "")

    def delete(self) -> bool:
        """Delete the selection, or the cluster after the caret."""
        if self.selection.length:
            return self._replace(self.selection, "")
        return self._replace(Span(self.caret, self.after(self.caret)), "")

    def delete_word_back(self) -> bool:
        """Delete the selection, or from the start of the word before to the caret."""
        span = self.selection
        return self._replace(span if span.length else Span(self.word_before(), self.caret), "")

    def delete_word(self) -> bool:
        """Delete the selection, or from the caret to the start of the next word."""
        span = self.selection
        return self._replace(span if span.length else Span(self.caret, self.word_after()), "")

    def delete_to_start(self) -> bool:
        """Delete from the start of the line to the caret."""
        start = self.text.rfind("\n", 0, self.caret) + 1 if self.multiline else 0
        return self._replace(Span(start, self.caret), "")

    def cut(self) -> str:
        """Delete the selection and return its text."""
        text = self.selected_text
        self._replace(self.selection, "")
        return text

    def undo(self) -> bool:
        """Undo the last step."""
        return self._step(self._undo, self._redo)

    def redo(self) -> bool:
        """Redo the last undone step."""
        return self._step(self._redo, self._undo)

    def _step(self, source: list[FieldState], target: list[FieldState]) -> bool:
        self._typing = False
        if not source:
            return False
        target.append(self._state)
        self._state = source.pop()
        return True

    def _replace(self, span: Span, new: str, *, going_on: bool = False) -> bool:
        self._typing = False
        if not span.length and not new:
            return False
        if not going_on:
            self._undo = [*self._undo[-_MAX_UNDO:], self._state]
        self._redo.clear()
        caret = span.start + len(new)
        text = self.text[: span.start] + new + self.text[span.end :]
        self._state = FieldState(text, caret, caret)
        return True

    def _cleaned(self, text: str) -> str:
        """Return text without control characters and lone surrogates, with the field's line
        ends."""
        text = text.replace("\r\n", "\n").translate(_LINE_ENDS).replace("\t", " ")
        if not self.multiline:
            text = text.replace("\n", " ")
        return "".join(
            char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs")
        )

    # ---------------------------------------------------------------- moving

    def move(self, offset: int, *, forward: bool = False, select: bool = False) -> None:
        """Move the caret to an offset; `select` keeps the other end of the selection."""
        self._typing = False
        offset = min(max(offset, 0), len(self.text))
        anchor = self._state.anchor if select else offset
        self._state = replace(self._state, caret=offset, anchor=anchor, forward=forward)

    def select(self, span: Span) -> None:
        """Select a span, with the caret at its end."""
        self.move(span.start)
        self.move(span.end, select=True)

    def select_all(self) -> None:
        """Select the whole text."""
        self.select(Span(0, len(self.text)))

    def select_word(self, offset: int) -> None:
        """Select the word at an offset, else the word that ends there, else the cluster."""
        found = [word for word in words(self.text) if word.start <= offset <= word.end]
        if found:
            self.select(found[-1])
        else:
            start = self.edges()[max(bisect_right(self.edges(), offset) - 1, 0)]
            self.select(Span(start, self.after(start)))

    def word_before(self) -> int:
        """Return the start of the word before the caret, or of the word around it."""
        starts = [word.start for word in words(self.text) if word.start < self.caret]
        return starts[-1] if starts else 0

    def word_after(self) -> int:
        """Return the start of the next word, or the end of the text."""
        starts = (word.start for word in words(self.text) if word.start > self.caret)
        return next(starts, len(self.text))

    def edges(self) -> list[int]:
        """Return the offsets where the caret can be: the edges of clusters."""
        return [*cluster_starts(self.text), len(self.text)]

    def before(self, offset: int) -> int:
        """Return the cluster edge before an offset."""
        edges = self.edges()
        return edges[max(bisect_left(edges, offset) - 1, 0)]

    def after(self, offset: int) -> int:
        """Return the cluster edge after an offset."""
        edges = self.edges()
        return edges[min(bisect_right(edges, offset), len(edges) - 1)]

    def _typed_before(self) -> int:
        """Return the start of what was typed last before the caret.

        A vowel mark is typed and deleted alone; an emoji sequence is not.
        """
        start = self.before(self.caret)
        cluster = self.text[start : self.caret]
        marked = len(cluster) > 1 and unicodedata.category(cluster[-1]) == "Mn"
        if marked and ZWJ not in cluster and cluster[-1] != EMOJI_STYLE:
            return self.caret - 1
        return start


def is_text_input(key: str, character: str) -> bool:
    """Whether a key (its Textual name) inserts its character, as ZWNJ and vowel marks do."""
    if key.startswith(("ctrl+", "alt+")):
        return False
    return all(unicodedata.category(char) not in ("Cc", "Cs") for char in character)
