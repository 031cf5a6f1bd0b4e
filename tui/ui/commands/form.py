"""Commands that show an annotation in a form: its attributes and its note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.bindings import Action
from tui.model import Annotation
from tui.session.commands import tagging
from tui.session.messages import NO_CURRENT, StatusMessage
from tui.ui.commands import command
from tui.ui.dialogs.annotation_form import Filled, FormScreen
from tui.ui.dialogs.text_page import TextScreen

if TYPE_CHECKING:
    from tui.ui.protocols import Reader


@command("note.open")
def _open_form(reader: Reader, _: Action) -> StatusMessage | None:
    return _show_form(reader)


@command("note.write")
def _open_note(reader: Reader, _: Action) -> StatusMessage | None:
    return _show_form(reader, note=True)


def _show_form(reader: Reader, *, note: bool = False) -> StatusMessage | None:
    """Open the form of the current annotation: where it was left, or on the note."""
    session, current = reader.session, reader.acting_on()
    if current is None:
        return NO_CURRENT

    def save(filled: Filled) -> StatusMessage:
        said = reader.attempt(
            lambda: tagging.fill_in(session, current, filled.attributes, filled.note)
        )
        return said or StatusMessage("")

    def closed(said: StatusMessage | None) -> None:
        reader.show(said or StatusMessage("nothing changed"))

    session.pinned = current.id
    if not session.may_change(current):
        _show_read_only(reader, current)
        return None
    form = FormScreen(
        reader.services,
        current,
        session.schema.label(current.label),
        save,
        text=session.open_text.text,
        start="note" if note else "",
        left_at=session.form_left_at,
    )
    reader.open_dialog(form, closed)
    return None


def _show_read_only(reader: Reader, annotation: Annotation) -> None:
    """Show the attributes and the note of another annotator's annotation."""
    facts = [
        f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in annotation.attributes.items()
    ]
    text = "\n".join([*facts, "", annotation.note]) if facts or annotation.note else "nothing more"
    title = f"{annotation.annotator}'s {annotation.label}, to be read only"
    reader.open_dialog(TextScreen(reader.services, title, text))
