"""A field of one line for text of any direction."""

from __future__ import annotations

from tui.ui.widgets.field_widget import FieldWidget


class BidiInput(FieldWidget):
    """One line: `enter` submits, `escape` cancels; it scrolls sideways when it is full.

    It is right-aligned while its first strong letter runs from right to left.
    """

    class Changed(FieldWidget.Changed):
        """The text changed."""

    class Submitted(FieldWidget.Submitted):
        """`enter` was pressed."""

    class Cancelled(FieldWidget.Cancelled):
        """`escape` was pressed."""

    class Copied(FieldWidget.Copied):
        """`value` is to go to the clipboard."""

    def __init__(self, value: str = "", placeholder: str = "", *, id: str | None = None) -> None:
        super().__init__(value, placeholder, multiline=False, id=id)

    def _submits(self, key: str) -> bool:
        return key == "enter"
