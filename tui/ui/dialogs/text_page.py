"""A dialog with a text to read: the project's guidelines, or another annotator's note."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.text.layout import DocumentLayout, LayoutOptions
from tui.ui.dialogs.dialog import Dialog
from tui.ui.protocols import AppServices
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.pane import HeadlessPane


class PlainText(HeadlessPane):
    """A text to read, laid out like an article; headings of Markdown are bold."""

    def __init__(self, text: str, theme: ThemeStyles) -> None:
        super().__init__(theme, id="plain")
        self._text = text
        self._layout: DocumentLayout | None = None

    @property
    def layout_of_text(self) -> DocumentLayout:
        """Return the text laid out in the pane's width."""
        width = max(self.size.width, 1)
        if self._layout is None or self._layout.options.width != width:
            self._layout = DocumentLayout(self._text, LayoutOptions(width=width))
            self._layout.settle()
        return self._layout

    def line_count(self) -> int:
        """Return the number of rows."""
        return self.layout_of_text.row_count

    def line(self, index: int, width: int) -> Strip:
        """Return one row."""
        row = self.layout_of_text.row(index)
        start = self._text.rfind("\n", 0, row.start) + 1
        heading = self._text.startswith("#", start)
        style = Style(bold=True) if heading else Style()
        return Strip([Segment(row.text(), style)]).adjust_cell_length(width)


class TextScreen(Dialog[None]):
    """A dialog that shows a text, which the move keys scroll."""

    def __init__(self, services: AppServices, title: str, text: str) -> None:
        super().__init__(services, title, "↑ ↓ pgup pgdn scroll  esc leaves")
        self._words = text
        self.text: PlainText

    def body(self) -> Iterable[Widget]:
        """Return the text."""
        self.text = PlainText(self._words, self.theme)
        yield self.text

    def on_mount(self) -> None:
        """Be as high as the terminal allows."""
        self.text.styles.height = self.room()
        self.set_focus(self.text)

    def key_pressed(self, key: str) -> None:
        """Scroll."""
        page = max(self.text.body_height - 1, 1)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "space": page,
                 "home": -(10**9), "end": 10**9}  # fmt: skip
        if key in steps:
            self.text.scroll_lines_to(self.text.top + steps[key])
