"""Text fields of one line and of several: keys, mouse and rendering.

The widgets pass keys and clicks to a `Field` and its `FieldView` and render the rows these return.
Characters are inserted as typed: keyboard layouts are mapped only for keys that are commands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from tui.text.layout import fit
from tui.ui.widgets.field import Field, is_text_input
from tui.ui.widgets.field_view import FieldRow, FieldView
from tui.ui.widgets.pane import LineWidget, strip_of

Move = Callable[[bool], bool]
"""Takes whether to select; False if there is nowhere to go and the key is unused."""


def moves(view: FieldView) -> dict[str, Move]:
    """Return the moves within a field by key, without `shift`."""
    field = view.field
    steps: dict[str, Callable[..., object]] = {
        "left": view.left,
        "right": view.right,
        "ctrl+left": view.word_left,
        "ctrl+right": view.word_right,
        "home": view.home,
        "end": view.end,
        "ctrl+home": partial(field.move, 0),
        "ctrl+end": lambda *, select: field.move(len(field.text), select=select),
    }
    return {key: partial(_always, step) for key, step in steps.items()}


def row_moves(view: FieldView, height: Callable[[], int]) -> dict[str, Move]:
    """Return the moves from row to row by key; a screen has `height` rows."""

    def screen(step: Callable[..., bool], select: bool) -> bool:
        for _ in range(max(height() - 1, 1)):
            step(select=select)
        return True

    return {
        "up": lambda select: view.up(select=select),
        "down": lambda select: view.down(select=select),
        "pageup": partial(screen, view.up),
        "pagedown": partial(screen, view.down),
    }


def edits(field: Field) -> Mapping[str, Callable[[], bool]]:
    """Return the changes by key; `ctrl+z` is not used since it suspends the reader."""
    return {
        "backspace": field.backspace,
        "delete": field.delete,
        "ctrl+w": field.delete_word_back,
        "ctrl+backspace": field.delete_word_back,
        "ctrl+delete": field.delete_word,
        "ctrl+u": field.delete_to_start,
        "ctrl+underscore": field.undo,
        "ctrl+slash": field.undo,
        "ctrl+y": field.redo,
    }


def _always(step: Callable[..., object], select: bool) -> bool:
    step(select=select)
    return True


def row_segments(
    row: FieldRow, width: int, style_of: Callable[[FieldRow, int], Style | None]
) -> list[Segment]:
    """Return the row in exactly `width` columns, each cell in the style of its column."""
    texts = [" "] * width
    for column, cell in row.cells:
        texts[column : column + cell.width] = [cell.text, *[""] * (cell.width - 1)]
    return [Segment(text, style_of(row, column)) for column, text in enumerate(texts) if text]


class FieldMessage(Message):
    """The base of the messages of a field."""

    def __init__(self, field: FieldWidget, value: str) -> None:
        super().__init__()
        self.field = field
        self.value = value
        """The text in logical order."""

    @property
    def control(self) -> FieldWidget:
        """The field, for `@on` with a selector."""
        return self.field


class FieldWidget(LineWidget, can_focus=True):
    """A text field; the base of `BidiInput` and `BidiArea`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bidi--caret",
        "bidi--caret-rtl",
        "bidi--selection",
        "bidi--placeholder",
    }
    DEFAULT_CSS = """
    FieldWidget {
        height: 1;
        background: $surface;
        color: $foreground;

        & > .bidi--caret { background: $secondary; color: $background; text-style: bold; }
        & > .bidi--caret-rtl { background: $accent; color: $background; text-style: bold; }
        & > .bidi--selection { background: $primary; color: $text; }
        & > .bidi--placeholder { color: $foreground-darken-2; }

        &:nocolor > .bidi--caret { text-style: bold reverse underline; }
        &:nocolor > .bidi--caret-rtl { text-style: bold reverse; }
        &:nocolor > .bidi--selection { text-style: reverse; }
        &:nocolor > .bidi--placeholder { text-style: dim; }
    }
    """

    class Changed(FieldMessage):
        """The text changed by typing, pasting, deleting, undoing."""

    class Submitted(FieldMessage):
        """The text was submitted."""

    class Cancelled(FieldMessage):
        """The field was left with `escape`."""

    class Copied(FieldMessage):
        """`value` was copied or cut."""

    def __init__(
        self, value: str = "", placeholder: str = "", *, multiline: bool, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._field = Field(value, multiline=multiline)
        self._view = FieldView(self._field)
        self._placeholder = placeholder
        self._top = 0
        self._moves = moves(self._view)
        self._edits = edits(self._field)

    # ----------------------------------------------------------------- the text

    @property
    def value(self) -> str:
        """The text in logical order; setting it clears the history and posts no message."""
        return self._field.text

    @value.setter
    def value(self, text: str) -> None:
        self._field.set_text(text)
        self._show()

    @property
    def placeholder(self) -> str:
        """The text shown while the field is empty."""
        return self._placeholder

    @placeholder.setter
    def placeholder(self, text: str) -> None:
        self._placeholder = text
        self.refresh()

    @property
    def field(self) -> Field:
        """The text with its caret and selection."""
        return self._field

    def select_all(self) -> None:
        """Select the whole text, so that typing replaces it."""
        self._field.select_all()
        self._show()

    # --------------------------------------------------------------------- keys

    def on_key(self, event: events.Key) -> None:
        """Handle a key of the field; let all others reach the screen."""
        if self._press(event):
            event.stop()
            event.prevent_default()

    def _press(self, event: events.Key) -> bool:
        """Handle a key; return whether it was one of the field's."""
        key = event.key
        if self._leave(key) or self._move(key):
            return True
        if key in self._edits:
            self._post(self._edits[key]())
        elif key in ("ctrl+c", "ctrl+x"):
            self._copy(cut=key == "ctrl+x")
        elif event.character and is_text_input(key, event.character):
            self._post(self._field.type(event.character))
        else:
            return False
        return True

    def _leave(self, key: str) -> bool:
        if key == "escape":
            self.post_message(self.Cancelled(self, self.value))
        elif self._submits(key):
            self.post_message(self.Submitted(self, self.value))
        else:
            return False
        return True

    def _submits(self, key: str) -> bool:
        raise NotImplementedError

    def _move(self, key: str) -> bool:
        *modifiers, name = key.split("+")
        select = "shift" in modifiers
        step = self._moves.get("+".join([*(m for m in modifiers if m != "shift"), name]))
        if step is not None:
            if not step(select):
                return False
        elif key == "ctrl+a":
            self._field.select_all()
        else:
            return False
        self._show()
        return True

    def _copy(self, *, cut: bool) -> None:
        text = self._field.selected_text
        if text:
            self.post_message(self.Copied(self, text))
        if cut:
            self._post(bool(self._field.cut()))

    def on_paste(self, event: events.Paste) -> None:
        """Insert the text in logical order, without its control characters."""
        event.stop()
        event.prevent_default()
        self._post(self._field.paste(event.text))

    def _post(self, changed: bool) -> None:
        if changed:
            self._show()
            self.text_changed()

    def text_changed(self) -> None:
        """Post `Changed`."""
        self.post_message(self.Changed(self, self.value))

    # -------------------------------------------------------------------- mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret at the mouse, and begin to select."""
        if event.button == 1:
            event.stop()
            self.capture_mouse()
            self._point(event, select=event.shift)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to the mouse while its button is down."""
        if self.app.mouse_captured is self:
            event.stop()
            self._point(event, select=True)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End selecting."""
        if self.app.mouse_captured is self:
            event.stop()
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Select a word by a double click, everything by a triple click."""
        event.stop()
        if event.chain == 2:
            row, column = self._place_of(event)
            self._view.click_word(row, column)
        elif event.chain > 2:
            self._field.select_all()
        self._show()

    def _point(self, event: events.MouseEvent, *, select: bool) -> None:
        row, column = self._place_of(event)
        self._view.click(row, column, select=select)
        self._show()

    def _place_of(self, event: events.MouseEvent) -> tuple[int, int]:
        offset = event.get_content_offset_capture(self)
        return offset.y + self._top, offset.x

    # ----------------------------------------------------------------- painting

    def _show(self) -> None:
        """Repaint with the caret in view."""
        self._keep_in_view()
        self.refresh()
        if self.has_focus and self.is_attached:
            self.app.cursor_position = self._caret_on_screen()

    def _caret_on_screen(self) -> Offset:
        """Return where an input method should open its window."""
        row = self._view.caret_row
        column = self._view.row(row).caret or 0
        return self.content_region.offset + Offset(column, row - self._top)

    def _keep_in_view(self) -> None:
        height = self.content_size.height
        row = self._view.caret_row
        self._top = max(min(self._top, row), row - height + 1, 0) if height else 0

    def on_resize(self) -> None:
        """Wrap the text again."""
        self._view.resize(self.content_size.width)
        self._show()

    def on_focus(self) -> None:
        """Show the caret."""
        self._show()

    def on_blur(self) -> None:
        """Hide the caret."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one row."""
        number = self._top + y
        width = self._view.width
        if number >= self._view.row_count:
            return strip_of([], width)
        row = self._view.row(number)
        if self.value:
            segments = row_segments(row, width, self._style)
        else:
            segments = self._placeholder_segments(row)
        return Strip(segments, width)

    def _placeholder_segments(self, row: FieldRow) -> list[Segment]:
        text = fit(self._placeholder, self._view.width - 1, align="left")
        style = self.get_component_rich_style("bidi--placeholder")
        return [Segment(" ", self._style(row, 0)), Segment(text, style)]

    def _style(self, row: FieldRow, column: int) -> Style | None:
        if column == row.caret and self.has_focus:
            name = "bidi--caret-rtl" if row.caret_rtl else "bidi--caret"
            return self.get_component_rich_style(name)
        if column in row.selected:
            return self.get_component_rich_style("bidi--selection")
        return None


class BidiInput(FieldWidget):
    """One line: `enter` submits, `escape` cancels; it scrolls sideways when it is full.

    It is right-aligned while its first strong letter runs from right to left.
    """

    def __init__(self, value: str = "", placeholder: str = "", *, id: str | None = None) -> None:
        super().__init__(value, placeholder, multiline=False, id=id)

    def _submits(self, key: str) -> bool:
        return key == "enter"


class BidiArea(FieldWidget):
    """Several lines: `enter` begins a new one, `submit_key` submits, `escape` cancels.

    Each line is aligned by its own first strong letter. `up` in the first row and `down` in the
    last go on to the screen, so that a form can move to its next field.
    """

    DEFAULT_CSS = "BidiArea { height: 5; }"
    WHEEL = 3

    def __init__(
        self,
        value: str = "",
        placeholder: str = "",
        *,
        submit_key: str = "ctrl+s",
        id: str | None = None,
    ) -> None:
        self._submit_key = submit_key
        super().__init__(value, placeholder, multiline=True, id=id)
        self._moves |= row_moves(self._view, lambda: self.content_size.height)

    def _submits(self, key: str) -> bool:
        return key == self._submit_key

    def _press(self, event: events.Key) -> bool:
        if event.key == "enter" != self._submit_key:
            self._post(self._field.type("\n"))
            return True
        return super()._press(event)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll without moving the caret."""
        event.stop()
        self._scroll(self.WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll without moving the caret."""
        event.stop()
        self._scroll(-self.WHEEL)

    def _scroll(self, rows: int) -> None:
        last = self._view.row_count - self.content_size.height
        self._top = max(min(self._top + rows, last), 0)
        self.refresh()
