"""The form of one annotation: its attributes as the schema has them, and its note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import events
from textual.containers import VerticalScroll
from textual.widget import Widget

from tui.annotations.model import JSON, Annotation
from tui.annotations.schema import AttributeDef, AttributeType, LabelDef
from tui.text.line import isolated
from tui.text.numbers import number_of
from tui.ui.screens.dialog import Caption, Dialog
from tui.ui.widgets.bidi_area import BidiArea
from tui.ui.widgets.bidi_input import BidiInput
from tui.ui.widgets.options import Options

KEYS = "tab next field  enter saves (in the note: ctrl+s)  esc leaves all as it was"

ASK = "not saved: esc again throws away what you typed, enter saves (in the note: ctrl+s)"

MOST_LINES = 24
"""Lines of fields that are shown at once, at most."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form was filled in with."""

    attributes: dict[str, JSON]
    note: str


class FormScreen(Dialog[Filled]):
    """Attributes and note of an annotation."""

    def __init__(self, annotation: Annotation, label: LabelDef) -> None:
        super().__init__(f"{annotation.label}: {isolated(annotation.text)}", KEYS)
        self._annotation = annotation
        self._label = label
        self._fields: dict[str, Options | BidiInput | BidiArea] = {}
        self._names: dict[Widget, Caption] = {}
        self._note: BidiArea
        self._before: list[str] = []
        self._asked = False
        """Whether it was said that leaving throws away what was typed."""

    def body(self) -> Iterable[Widget]:
        """A field an attribute, then the note."""
        look = self.app.look
        fields: list[Widget] = []
        for definition in self._label.attributes:
            value = self._annotation.attributes.get(definition.name)
            name = definition.name + (" *" if definition.required else "")
            field = self._field(definition, value)
            self._fields[definition.name] = field
            self._names[field] = Caption(look, f"{name}  {definition.help}".rstrip())
            fields += [self._names[field], field]
        self._note = BidiArea(self._annotation.note)
        self._names[self._note] = Caption(look, "note")
        fields += [self._names[self._note], self._note]
        yield VerticalScroll(*fields, id="form", can_focus=False)

    def _field(self, definition: AttributeDef, value: object) -> Options | BidiInput | BidiArea:
        if definition.options:
            return Options(definition, value, self.app.look)
        words = "" if value is None else str(value)
        return BidiArea(words) if definition.multiline else BidiInput(value=words)

    def on_mount(self) -> None:
        """Begin with the first field that is empty, else with the first one."""
        self.query_one("#form").styles.max_height = min(self.room(), MOST_LINES)
        self._before = self._typed()
        fields = [*self._fields.values(), self._note]
        first = next((field for field in fields if not _filled(field)), fields[0])
        self.set_focus(first, scroll_visible=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keep the name of the field in view too, which stands above it."""
        if event.widget in self._names:
            self.call_after_refresh(self._bring_into_view, event.widget)

    def _bring_into_view(self, field: Widget) -> None:
        region = self._names[field].virtual_region.union(field.virtual_region)
        self.query_one("#form").scroll_to_region(region, animate=False)

    # --------------------------------------------------------------------- keys

    def key_pressed(self, key: str) -> None:
        """Go through the fields, choose options, save."""
        focused = self.focused
        if key in ("tab", "down"):
            self.focus_next()
        elif key in ("shift+tab", "up"):
            self.focus_previous()
        elif key in ("ctrl+s", "enter"):
            self._save()
        elif isinstance(focused, Options):
            focused.choose(key)
            self.foot.say(focused.help_text() or KEYS)

    def on_bidi_input_submitted(self, event: BidiInput.Submitted) -> None:
        """Enter in a field saves."""
        event.stop()
        self._save()

    def on_bidi_area_submitted(self, event: BidiArea.Submitted) -> None:
        """ctrl+s in the note saves."""
        event.stop()
        self._save()

    def on_bidi_area_cancelled(self, event: BidiArea.Cancelled) -> None:
        """Escape in the note leaves the form."""
        event.stop()
        self.leave("escape")

    def leave(self, key: str) -> None:
        """ctrl+q saves, for nothing is lost by leaving; escape asks once where words were typed."""
        if key == "ctrl+q":
            self._save()
        elif self._typed() == self._before or self._asked:
            self.dismiss(None)
        else:
            self._asked = True
            self.foot.say(ASK)

    # -------------------------------------------------------------------- values

    def _typed(self) -> list[str]:
        """What stands in the fields of text and in the note, which takes longest to do again."""
        fields = (*self._fields.values(), self._note)
        return [field.value for field in fields if isinstance(field, BidiInput | BidiArea)]

    def _save(self) -> None:
        attributes = dict(self._annotation.attributes)
        for definition in self._label.attributes:
            try:
                value = self._value(definition)
            except ValueError:
                self.foot.say(f"{isolated(definition.name)} takes a number, such as 12 or 2.5")
                self.set_focus(self._fields[definition.name])
                return
            if value is None:
                attributes.pop(definition.name, None)
            else:
                attributes[definition.name] = value  # type: ignore[assignment]
        self.dismiss(Filled(dict(attributes), self._note.value))

    def _value(self, definition: AttributeDef) -> object:
        field = self._fields[definition.name]
        value = field.value
        if definition.type is AttributeType.NUMBER and isinstance(value, str):
            return number_of(value) if value.strip() else None
        return None if value == "" else value


def _filled(field: Options | BidiInput | BidiArea) -> bool:
    return field.value not in (None, "")
