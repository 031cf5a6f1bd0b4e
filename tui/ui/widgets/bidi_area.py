"""A field of several lines for text of any direction: notes."""

from __future__ import annotations

from textual import events

from tui.ui.field_keys import row_moves
from tui.ui.widgets.field_widget import FieldWidget


class BidiArea(FieldWidget):
    """Several lines: `enter` begins a new one, `submit_key` submits, `escape` cancels.

    Each line is aligned by its own first strong letter. `up` in the first row and `down` in the
    last go on to the screen, so that a form can move to its next field.
    """

    DEFAULT_CSS = "BidiArea { height: 5; }"
    WHEEL = 3

    class Changed(FieldWidget.Changed):
        """The text changed."""

    class Submitted(FieldWidget.Submitted):
        """The text is to be saved."""

    class Cancelled(FieldWidget.Cancelled):
        """`escape` was pressed."""

    class Copied(FieldWidget.Copied):
        """`value` is to go to the clipboard."""

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
            self._tell(self._field.type("\n"))
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
