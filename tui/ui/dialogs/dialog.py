"""The base class of dialogs, the list dialog, and the dialog for the annotator's name.

A dialog has a title, a body and a line of keys, and covers a part of the reader. `escape` always
closes it without any change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from tui.keys.keymap import QUIT_IN_PAGE, key_with_label
from tui.text.language import fold
from tui.text.layout import fit
from tui.text.unicode import cell_len
from tui.ui.driver import press_key
from tui.ui.protocols import AppServices
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.choice_list import ChoiceList, ListItem
from tui.ui.widgets.pane import LineWidget, strip_of
from tui.ui.widgets.text_fields import BidiInput, FieldWidget

Result = TypeVar("Result")


SHARE = 90
"""Maximum height of a dialog in per cent of the terminal's, as in the style sheet."""


LOW = 16
"""Lines of a terminal below which dialogs have no padding, as in the style sheet."""


FRAME, LOW_FRAME = 4, 2
"""Lines of a dialog other than its body: the title, a line of keys, the padding above and below."""


LEAST_WIDTH = 38
"""The least width of a dialog in cells, even in a narrower terminal."""


SIDES, LOW_SIDES = 4, 2
"""Cells of the padding at both sides, as in the style sheet."""


FIELD, LOW_FIELD = 3, 1
"""Lines of a field with its margin."""


class Caption(LineWidget):
    """One line of text, painted in visual order."""

    DEFAULT_CSS = "Caption { height: 1; }"

    def __init__(self, theme: ThemeStyles, text: str, *, strong: bool = False) -> None:
        super().__init__()
        self._theme, self._text, self._strong = theme, text, strong
        self._marked = False

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.refresh()

    def mark(self, marked: bool) -> None:
        """Show whether the field below it has the focus."""
        if marked is not self._marked:
            self._marked = marked
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        del y
        width = self.size.width
        style = self._theme.accent if self._strong or self._marked else self._theme.dim
        sign = "▸ " if self._marked else ""
        words = fit(self._text, width - len(sign), align="left")
        return strip_of([(sign, style), (words, style)], width)


class KeyLine(Caption):
    """The keys of a dialog, in as many lines as they need; a click on one presses it."""

    DEFAULT_CSS = "KeyLine { height: auto; }"

    def __init__(self, theme: ThemeStyles, text: str, most: int) -> None:
        """`most` is the largest number of lines."""
        super().__init__(theme, text)
        self._most = most

    def set_text(self, text: str) -> None:
        """Show other keys, or a message."""
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    def lines(self, width: int) -> list[str]:
        """Return the keys in lines of at most `width` cells, with two spaces between them."""
        lines: list[str] = []
        for key in self._text.split(BETWEEN_KEYS):
            longer = f"{lines[-1]}{BETWEEN_KEYS}{key}" if lines else key
            if lines and (cell_len(longer) <= width or len(lines) == self._most):
                lines[-1] = longer
            else:
                lines.append(key)
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that the keys need."""
        del container, viewport
        return len(self.lines(width))

    def render_line(self, y: int) -> Strip:
        """Paint one line of keys."""
        width = self.size.width
        lines = self.lines(width)
        words = fit(lines[y], width, align="left") if y < len(lines) else ""
        return strip_of([(words, self._theme.dim)], width)

    def on_click(self, event: events.Click) -> None:
        """Press the clicked key, or the key whose description was clicked."""
        event.stop()
        lines = self.lines(self.size.width)
        pressed = ""
        for word in re.finditer(r"\S+", lines[event.y] if event.y < len(lines) else ""):
            if word.start() > event.x:
                break
            pressed = _key_named(word[0]) or pressed
        if pressed:
            press_key(self.app, events.Key(pressed, _CHARACTERS.get(pressed)))


BETWEEN_KEYS = "  "
"""The separator between the keys of a dialog."""


MOST_KEY_LINES = 3
"""The most lines of a dialog's keys; one in a low terminal."""


_CHARACTERS = {"enter": "\r", "tab": "\t", "escape": "\x1b"}


def _key_named(word: str) -> str:
    """Return the key that a word in the line of keys names; empty for other words."""
    if re.fullmatch(r"\^[A-Z]", word):
        return f"ctrl+{word[1].lower()}"
    return key if (key := key_with_label(word)) in (*_CHARACTERS, "up", "down") else ""


class DialogWidth(NamedTuple):
    """How wide a dialog is."""

    share: int
    """Per cent of the terminal's width."""
    most: int | None = None
    """The most cells, if there is a limit."""


class Dialog(ModalScreen[Result | None], Generic[Result]):
    """A modal screen in the reader's theme."""

    dialog_width = DialogWidth(80, most=100)

    CSS_PATH = Path(__file__).with_name("dialog.tcss")

    # Each dialog chooses the widget that has the focus at first. Textual would focus the first one
    # before, and scroll to it.
    AUTO_FOCUS = ""

    def __init__(self, services: AppServices, title: str, keys: str) -> None:
        super().__init__()
        self.services = services
        self.theme = services.theme_styles
        self._heading = title
        self._keys = keys
        self.heading: Caption
        self.foot: KeyLine

    def compose(self) -> ComposeResult:
        """Yield the title, the body and the line of keys."""
        self.set_class(self.is_low, "low")
        self.foot = KeyLine(self.theme, self._keys, 1 if self.is_low else MOST_KEY_LINES)
        with Vertical(id="dialog") as box:
            box.styles.width = f"{self.dialog_width.share}%"
            box.styles.min_width, box.styles.max_width = LEAST_WIDTH, self.dialog_width.most
            self.heading = Caption(self.theme, self._heading, strong=True)
            yield self.heading
            yield from self.body()
            yield self.foot

    def body(self) -> Iterable[Widget]:
        """Return the widgets between the title and the line of keys."""
        raise NotImplementedError

    @property
    def is_low(self) -> bool:
        """Whether the terminal is too low for padding."""
        return self.app.size.height < LOW

    def room(self, others: int = 0, *, fields: int = 0) -> int:
        """Return the lines left for a list, given `others` lines and `fields` under the title."""
        height = self.app.size.height
        others += len(self.foot.lines(self.inner_width)) - 1
        if self.is_low:
            return max(height - LOW_FRAME - others - fields * LOW_FIELD, 1)
        return max(height * SHARE // 100 - FRAME - others - fields * FIELD, 1)

    @property
    def inner_width(self) -> int:
        """The width of the dialog's lines in cells, known even before the first layout."""
        share, most = self.dialog_width
        width = self.app.size.width * share // 100
        if most is not None:
            width = min(width, most)
        return max(width, LEAST_WIDTH) - (LOW_SIDES if self.is_low else SIDES)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the dialog only once: two quick clicks would close the reader's screen too."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def on_key(self, event: events.Key) -> None:
        """Close the dialog on escape; pass every other key to `key_pressed`."""
        event.stop()
        event.prevent_default()
        if event.key in ("escape", "ctrl+q"):
            self.leave(event.key)
        elif event.key == QUIT_IN_PAGE and self.app.is_web:
            self.leave("ctrl+q")
        else:
            self.key_pressed(self.services.keyboard.pressed(event.key, event.character))

    def leave(self, key: str) -> None:
        """Close the dialog without a result, on escape or ctrl+q."""
        del key
        self.dismiss(None)

    def key_pressed(self, key: str) -> None:
        """Handle a key that no field used, named as on a Latin keyboard."""

    def on_field_widget_cancelled(self, event: FieldWidget.Cancelled) -> None:
        """Close the dialog when a field is left by escape."""
        event.stop()
        self.leave("escape")


class ListDialog(Dialog[int]):
    """Choose a line of a list by arrows or by typing a part of it; the result is its index.

    With `filtering`, a field above the list filters it; without, the keys of the items choose.
    """

    def __init__(
        self,
        services: AppServices,
        title: str,
        choices: Sequence[ListItem],
        *,
        filtering: bool = True,
        place: int = 0,
        keys: str = "↑ ↓ move  enter takes  esc leaves",
        empty: str = "nothing here",
    ) -> None:
        super().__init__(services, title, keys)
        self.all = list(choices)
        self._shown = list(range(len(self.all)))
        self._filtering = filtering
        self._place = place
        self._empty = empty
        self.choices: ChoiceList

    def body(self) -> Iterable[Widget]:
        """Return the field and the list."""
        if self._filtering:
            yield BidiInput(placeholder="type to filter")
        self.choices = ChoiceList(self.theme, self.all)
        self.choices.empty = self._empty
        self.choices.place = self._place
        yield self.choices

    def on_mount(self) -> None:
        """Give the field or the list the focus."""
        room = self.room(fields=int(self._filtering))
        self.choices.styles.height = max(min(len(self.all), room), 1)
        self.choices.can_focus = not self._filtering
        self.set_focus(self.query_one(BidiInput) if self._filtering else self.choices)
        # Keys that were typed ahead may have moved the bar by then.
        self.call_after_refresh(lambda: self.choices.go(self.choices.place))

    def on_field_widget_changed(self, event: FieldWidget.Changed) -> None:
        """Show the lines that contain all typed words."""
        event.stop()
        words = fold(event.value).text.casefold().split()
        haystacks = [self._haystack(choice) for choice in self.all]
        self._shown = [
            place for place, text in enumerate(haystacks) if all(word in text for word in words)
        ]
        if words:
            # What begins with the first word, or has a word that does, is likelier meant.
            first = words[0]
            self._shown.sort(
                key=lambda place: (
                    not fold(self.all[place].text).text.casefold().startswith(first),
                    not f" {haystacks[place]}".count(f" {first}"),
                )
            )
        self.choices.show([self.all[place] for place in self._shown])

    def _haystack(self, choice: ListItem) -> str:
        words = f"{choice.key} {choice.text} {choice.detail} {choice.words}"
        return fold(words).text.casefold()

    def on_field_widget_submitted(self, event: FieldWidget.Submitted) -> None:
        """Choose the selected line on enter."""
        event.stop()
        self._choose()

    def on_choice_list_item_chosen(self, event: ChoiceList.ItemChosen) -> None:
        """Choose the clicked line."""
        event.stop()
        self._choose()

    def key_pressed(self, key: str) -> None:
        """Move the selection, or choose a line by its key."""
        if self.choices.move(key):
            return
        if key == "enter":
            self._choose()
        elif not self._filtering:
            for place, choice in enumerate(self.choices.choices):
                if choice.key == key:
                    self.choices.go(place)
                    self._choose()
                    return

    def _choose(self) -> None:
        if self._shown and self.choices.choices:
            self.dismiss(self._shown[self.choices.place])


class NameDialog(Dialog[str]):
    """A field for the annotator's name."""

    def __init__(self, services: AppServices, name: str) -> None:
        super().__init__(services, "Annotator", "enter takes the name  esc leaves it as it is")
        self._asked = name

    def body(self) -> Iterable[Widget]:
        """Return an explanation and the field."""
        yield Caption(self.theme, "The name that your annotations carry")
        yield BidiInput(self._asked)

    def on_mount(self) -> None:
        """Give the field the focus, with the name selected, so that typing replaces it."""
        field = self.query_one(BidiInput)
        field.select_all()
        self.set_focus(field)

    def on_field_widget_submitted(self, event: FieldWidget.Submitted) -> None:
        """Return the name."""
        event.stop()
        self.dismiss(" ".join(event.value.split()) or None)
