"""What the one-line and the several-line field have in common: keys, mouse, painting.

The widgets only pass keys and clicks on to a `Field` and its `FieldView` and paint the rows
that come back. Letters and digits go in as they are typed: the mapping of keyboard layouts is
for keys that are commands.
"""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from tui.text.line import fit
from tui.ui.field import Field, types
from tui.ui.field_keys import edits, moves
from tui.ui.field_view import FieldRow, FieldView
from tui.ui.widgets.field_painting import row_segments
from tui.ui.widgets.painted import Painted


class FieldMessage(Message):
    """Something that a field tells its screen."""

    def __init__(self, field: FieldWidget, value: str) -> None:
        super().__init__()
        self.field = field
        self.value = value
        """The text in logical order."""

    @property
    def control(self) -> FieldWidget:
        """The field, for `@on` with a selector."""
        return self.field


class FieldWidget(Painted, can_focus=True):
    """A field that one types into; a base class."""

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
        """The text is to be taken."""

    class Cancelled(FieldMessage):
        """The field is to be left, nothing done."""

    class Copied(FieldMessage):
        """`value` is to go to the clipboard."""

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
        """The text in logical order. Setting it begins anew and tells nobody."""
        return self._field.text

    @value.setter
    def value(self, text: str) -> None:
        self._field.set_text(text)
        self._show()

    @property
    def placeholder(self) -> str:
        """What is shown while the field is empty."""
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
        """Do what the key does in a field; let all others go on to the screen."""
        if self._press(event):
            event.stop()
            event.prevent_default()

    def _press(self, event: events.Key) -> bool:
        """Whether the key was one of the field's."""
        key = event.key
        if self._leave(key) or self._move(key):
            return True
        if key in self._edits:
            self._tell(self._edits[key]())
        elif key in ("ctrl+c", "ctrl+x"):
            self._copy(cut=key == "ctrl+x")
        elif event.character and types(key, event.character):
            self._tell(self._field.type(event.character))
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
            self._tell(bool(self._field.cut()))

    def on_paste(self, event: events.Paste) -> None:
        """Insert the text in logical order, without its control characters."""
        event.stop()
        event.prevent_default()
        self._tell(self._field.paste(event.text))

    def _tell(self, changed: bool) -> None:
        if changed:
            self._show()
            self.text_changed()

    def text_changed(self) -> None:
        """Tell whoever listens."""
        self.post_message(self.Changed(self, self.value))

    # -------------------------------------------------------------------- mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret where the mouse is, and begin to select."""
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
        """Select a word by a double click, all by a triple one."""
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
        """Paint anew, the caret in view."""
        self._keep_in_view()
        self.refresh()
        if self.has_focus and self.is_attached:
            self.app.cursor_position = self._caret_on_screen()

    def _caret_on_screen(self) -> Offset:
        """Where an input method is to open its window."""
        row = self._view.caret_row
        column = self._view.row(row).caret or 0
        return self.content_region.offset + Offset(column, row - self._top)

    def _keep_in_view(self) -> None:
        height = self.content_size.height
        row = self._view.caret_row
        self._top = max(min(self._top, row), row - height + 1, 0) if height else 0

    def on_resize(self) -> None:
        """Wrap the text anew."""
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
            return Strip.blank(width, self.ground)
        row = self._view.row(number)
        if self.value:
            segments = row_segments(row, width, self._style)
        else:
            segments = self._placeholder_segments(row)
        return Strip(segments, width).apply_style(self.ground)

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
