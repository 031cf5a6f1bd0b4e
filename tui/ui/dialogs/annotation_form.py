"""The form of an annotation: its note, and its attributes as the schema defines them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.model import JSON, Annotation
from tui.schema import AttributeDef, AttributeType, LabelDef, Option
from tui.session.messages import StatusMessage
from tui.text.language import parse_number, sentence_at
from tui.text.layout import DocumentLayout, LayoutOptions, Row, flat, isolated, tight
from tui.text.spans import Span
from tui.text.unicode import cell_len
from tui.ui.dialogs.dialog import Caption, Dialog
from tui.ui.protocols import AppServices
from tui.ui.styles import Kind, ThemeStyles
from tui.ui.widgets.pane import LineWidget, strip_of
from tui.ui.widgets.text_fields import BidiArea, BidiInput, FieldWidget


class Options(LineWidget, can_focus=True):
    """The options of one attribute, each chosen by a digit; the same digit again unsets it."""

    DEFAULT_CSS = "Options { height: auto; }"

    def __init__(self, definition: AttributeDef, value: JSON, theme: ThemeStyles) -> None:
        super().__init__()
        self.definition = definition
        self.theme = theme
        self.options: Sequence[Option] = definition.options
        self._many = definition.type is AttributeType.CHOICES
        self._chosen: list[JSON] = []
        if isinstance(value, list):
            self._chosen = list(value)
        elif value is not None and value != "":
            self._chosen = [value]
        self._place = next(
            (at for at, option in enumerate(self.options) if option.value in self._chosen), 0
        )

    @property
    def value(self) -> JSON:
        """The chosen value, a list of values, or None."""
        if self._many:
            known: list[JSON] = [option.value for option in self.options]
            chosen = [value for value in known if value in self._chosen]
            return chosen + [value for value in self._chosen if value not in known] or None
        return self._chosen[0] if self._chosen else None

    def choose(self, key: str) -> bool:
        """Choose or unset an option by its key, or step with the arrows and space."""
        option = self.definition.option(key)
        if option is not None:
            self._place = list(self.options).index(option)
            self._toggle(option)
        elif key in ("left", "right"):
            self._place = (self._place + (1 if key == "right" else -1)) % len(self.options)
            if not self._many:
                self._chosen = [self.options[self._place].value]
        elif key == "space":
            self._toggle(self.options[self._place])
        elif key in ("backspace", "delete"):
            self._chosen = []
        else:
            return False
        self.refresh()
        return True

    def _toggle(self, option: Option) -> None:
        if option.value in self._chosen:
            self._chosen.remove(option.value)
        else:
            self._chosen = [*(self._chosen if self._many else ()), option.value]

    # ---------------------------------------------------------------- painting

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that the options need."""
        del container, viewport
        return len(self._lines(width))

    def _lines(self, width: int) -> list[list[int]]:
        lines: list[list[int]] = [[]]
        used = 0
        for place, option in enumerate(self.options):
            size = self._room_for(option)
            if used + size > width and lines[-1]:
                lines.append([])
                used = 0
            lines[-1].append(place)
            used += size
        return lines

    @staticmethod
    def _room_for(option: Option) -> int:
        return cell_len(tight(option.key, 8)) + cell_len(tight(option.short_title, 400)) + 4

    def render_line(self, y: int) -> Strip:
        """Return one line of options; the chosen ones are reversed."""
        width = self.size.width
        lines = self._lines(width)
        segments: list[Segment] = []
        for place in lines[y] if y < len(lines) else ():
            option = self.options[place]
            segments.append(Segment(f"{tight(option.key, 8)} ", self.theme.accent))
            chosen = option.value in self._chosen
            style = Style(reverse=chosen, bold=chosen)
            if self.has_focus and place == self._place:
                style += Style(underline=True)
            segments.append(Segment(tight(option.short_title, max(width - 4, 1)), style))
            segments.append(Segment("  "))
        return Strip(segments).adjust_cell_length(width)

    def help_text(self) -> str:
        """Return the help of the selected option, else that of the attribute."""
        option = self.options[self._place] if self.options else None
        return (option.help if option and option.help else "") or self.definition.help

    def on_focus(self) -> None:
        """Show the bar."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the bar."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the option that was clicked."""
        lines = self._lines(self.size.width)
        if event.y >= len(lines):
            return
        x = 0
        for place in lines[event.y]:
            x += self._room_for(self.options[place])
            if event.x < x:
                event.stop()
                self._place = place
                self._toggle(self.options[place])
                self.refresh()
                return


KEYS = "enter saves  tab next field  esc leaves it as it was"
KEYS_IN_LINES = "ctrl+s saves  tab next field  esc leaves it as it was"
"""The keys in a field of several lines, in which `enter` begins another line."""


ASK = "not saved: esc again throws away what you typed"


EXCERPT_LINES, LOW_EXCERPT_LINES = 3, 1
"""The most lines of the sentence above the form."""


MIN_FORM_LINES, MOST_LINES = 3, 24
"""Lines of fields that are shown at once, at least and at most."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The values of a form that was saved."""

    attributes: dict[str, JSON]
    note: str


class AnnotatedPassage(NamedTuple):
    """A passage of a text with the span to emphasise in it."""

    text: str
    span: Span
    """In offsets of `text`."""


def passage_of(text: str, annotation: Annotation) -> AnnotatedPassage:
    """Return the sentence in which an annotation begins, extended to the whole annotation.

    For an annotation without a place, the text it was made on is returned with its context.
    """
    before, after = annotation.prefix, annotation.suffix
    start, end = annotation.start, annotation.end
    if text[start:end] == annotation.text:
        sentence = sentence_at(text, start)
        if sentence is not None:
            before = text[min(sentence.start, start) : start]
            after = text[end : max(sentence.end, end)]
    words = before + annotation.text + after
    return AnnotatedPassage(flat(words), Span(len(before), len(before) + len(annotation.text)))


class PassageView(LineWidget):
    """A passage in a few lines; a longer one begins at the line of its span."""

    DEFAULT_CSS = "PassageView { height: auto; }"

    def __init__(
        self, theme: ThemeStyles, passage: AnnotatedPassage, kind: Kind, most: int
    ) -> None:
        super().__init__()
        self._theme = theme
        self._passage = passage
        self._kind = kind
        self._most = most

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that are shown."""
        del container, viewport
        return len(self._rows(width))

    def _rows(self, width: int) -> list[Row]:
        layout = DocumentLayout(self._passage.text, LayoutOptions(width=max(width, 1)))
        rows = [layout.row(0)]
        while rows[-1].end < len(self._passage.text):
            rows.append(layout.row(len(rows)))
            if rows[-1].start > self._passage.span.start and len(rows) > self._most:
                break
        first = next(at for at, row in enumerate(rows) if row.end > self._passage.span.start)
        # With a row before it where there is room, unless the sentence ends earlier.
        first = max(min(first - self._most // 3, len(rows) - self._most), 0)
        return rows[first : first + self._most]

    def render_line(self, y: int) -> Strip:
        """Return a line: the span painted as in the text, the rest dim."""
        width = self.size.width
        rows = self._rows(width)
        if y >= len(rows):
            return strip_of([], width)
        marked = self._theme.cell([self._kind]) + self._theme.title
        span = self._passage.span
        segments = [Segment(" " * rows[y].indent)]
        segments += [
            Segment(cell.text, marked if cell.style_offset in range(*span) else self._theme.dim)
            for cell in rows[y].cells
        ]
        return Strip(segments).adjust_cell_length(width)


class FormScreen(Dialog[StatusMessage]):
    """The attributes and the note of an annotation.

    The note comes second because it is written more often than any attribute but the first. The
    form stays open while it cannot be saved, so that nothing that was typed is lost; its result is
    the message that it was saved.
    """

    def __init__(
        self,
        services: AppServices,
        annotation: Annotation,
        label: LabelDef,
        save: Callable[[Filled], StatusMessage],
        *,
        text: str = "",
        start: str = "",
        left_at: dict[str, str] | None = None,
    ) -> None:
        """`text` is the document's text; `start` names the first focused field (`note` for the
        note).

        `left_at` holds, by label, the attribute at which the form was last left; it is updated.
        """
        super().__init__(services, annotation.label, KEYS)
        self._left_at = left_at if left_at is not None else {}
        self._annotation = annotation
        self._label = label
        self._save_filled = save
        self._passage = passage_of(text, annotation)
        self._start = start
        self._fields: dict[str, Options | BidiInput | BidiArea] = {}
        self._names: dict[Widget, Caption] = {}
        self._note: BidiArea
        self._before: list[str] = []
        self._at_first: dict[str, JSON] = {}
        """The values of the fields when the form was opened."""
        self._asked = False
        """Whether the warning was shown that leaving discards what was typed."""

    def body(self) -> Iterable[Widget]:
        """Yield the sentence, the first attribute, the note, and the other attributes."""
        theme = self.theme
        most = LOW_EXCERPT_LINES if self.is_low else EXCERPT_LINES
        yield PassageView(theme, self._passage, theme.kind(self._annotation), most)
        self._note = BidiArea(self._annotation.note)
        fields: list[Widget] = []
        for number, definition in enumerate(self._label.attributes):
            if number == 1:
                fields += self._note_with_name()
            value = self._annotation.attributes.get(definition.name)
            name = definition.name + (" *" if definition.required else "")
            field = self._field(definition, value)
            self._fields[definition.name] = field
            self._names[field] = Caption(theme, f"{name}  {definition.help}".rstrip())
            fields += [self._names[field], field]
        if len(self._label.attributes) < 2:
            fields += self._note_with_name()
        yield VerticalScroll(*fields, id="form", can_focus=False)

    def _note_with_name(self) -> list[Widget]:
        self._names[self._note] = Caption(self.theme, "note")
        return [self._names[self._note], self._note]

    def _field(self, definition: AttributeDef, value: JSON) -> Options | BidiInput | BidiArea:
        if definition.options:
            return Options(definition, value, self.theme)
        words = "" if value is None else str(value)
        return BidiArea(words) if definition.multiline else BidiInput(value=words)

    def on_mount(self) -> None:
        """Focus the requested field, or else the one `_first_field` returns."""
        excerpt = LOW_EXCERPT_LINES if self.is_low else EXCERPT_LINES
        above = excerpt if self.is_low else excerpt + 1
        room = max(self.room(above), MIN_FORM_LINES)
        self.query_one("#form").styles.max_height = min(room, MOST_LINES)
        self._before = self._typed()
        self._at_first = {name: field.value for name, field in self._fields.items()}
        self.set_focus(self._first_field(), scroll_visible=False)

    def _first_field(self) -> Widget:
        """Return the field that has the focus at first, unless one was requested.

        Options come before text fields, in which a digit would be typed: the options where the form
        of this label was last left, else the first empty ones, else the first. Without options,
        nothing can be chosen by a digit.
        """
        asked = self._note if self._start == "note" else self._fields.get(self._start)
        if asked is not None:
            return asked
        options = {
            name: field for name, field in self._fields.items() if isinstance(field, Options)
        }
        if not options:
            return next(iter(self._fields.values()), self._note)
        left_at = options.get(self._left_at.get(self._label.name, ""))
        empty = (field for field in options.values() if not _is_filled(field))
        return left_at or next(empty, next(iter(options.values())))

    def _remember_field(self, widget: Widget) -> None:
        """Remember which options of this label had the focus last."""
        for name, field in self._fields.items():
            if field is widget and isinstance(field, Options):
                self._left_at[self._label.name] = name

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Mark the focused field's name, show its keys, and scroll the name into view."""
        self._remember_field(event.widget)
        for field, name in self._names.items():
            name.mark(field is event.widget)
        self.foot.set_text(KEYS_IN_LINES if isinstance(event.widget, BidiArea) else KEYS)
        if event.widget in self._names:
            self.call_after_refresh(self._bring_into_view, event.widget)

    def _bring_into_view(self, field: Widget) -> None:
        region = self._names[field].virtual_region.union(field.virtual_region)
        self.query_one("#form").scroll_to_region(region, animate=False)

    # --------------------------------------------------------------------- keys

    def key_pressed(self, key: str) -> None:
        """Go through the fields, choose options, or save."""
        focused = self.focused
        if key in ("tab", "down"):
            self.focus_next()
        elif key in ("shift+tab", "up"):
            self.focus_previous()
        elif key in ("ctrl+s", "enter"):
            self._save()
        elif isinstance(focused, Options):
            focused.choose(key)
            self.foot.set_text(focused.help_text() or KEYS)

    def on_field_widget_submitted(self, event: FieldWidget.Submitted) -> None:
        """Save on `enter` in a field of one line, on ctrl+s in the note."""
        event.stop()
        self._save()

    def leave(self, key: str) -> None:
        """Save on ctrl+q, which never loses work; on escape, ask once if words were typed."""
        if key == "ctrl+q":
            self._save()
        elif self._typed() == self._before or self._asked:
            self.dismiss(None)
        else:
            self._asked = True
            self.foot.set_text(ASK)

    # -------------------------------------------------------------------- values

    def _typed(self) -> list[str]:
        """Return the texts of the fields and the note, which take longest to type again."""
        fields = (*self._fields.values(), self._note)
        return [field.value for field in fields if isinstance(field, BidiInput | BidiArea)]

    def _save(self) -> None:
        filled = self._filled()
        if filled is None:
            return
        said = self._save_filled(filled)
        if said.failed:
            self.foot.set_text(said.text)
        else:
            self.dismiss(said)

    def keep_typed(self) -> None:
        """Save the form without closing it, if its values are valid."""
        filled = self._filled()
        if filled is not None:
            self._save_filled(filled)

    def _filled(self) -> Filled | None:
        """Return the values; None, with the field that is wrong focused, if one is not valid.

        A value that was not changed stays as it was, even one that the field cannot have.
        """
        attributes = dict(self._annotation.attributes)
        for definition in self._label.attributes:
            if self._fields[definition.name].value == self._at_first[definition.name]:
                continue
            try:
                value = self._value(definition)
            except ValueError:
                self.foot.set_text(f"{isolated(definition.name)} takes a number, such as 12 or 2.5")
                self.set_focus(self._fields[definition.name])
                return None
            if value is None:
                attributes.pop(definition.name, None)
            else:
                attributes[definition.name] = value
        return Filled(dict(attributes), self._note.value)

    def _value(self, definition: AttributeDef) -> JSON:
        field = self._fields[definition.name]
        value = field.value
        if definition.type is AttributeType.NUMBER and isinstance(value, str):
            return parse_number(value) if value.strip() else None
        return None if value == "" else value


def _is_filled(field: Options | BidiInput | BidiArea) -> bool:
    return field.value not in (None, "")
