"""Commands on how the text is shown: marks, controls, direction, measure, layers, theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.bindings import Action
from tui.session.commands import document_state
from tui.session.messages import Level, StatusMessage
from tui.ui.commands import command
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.widgets.choice_list import ListItem

if TYPE_CHECKING:
    from tui.ui.protocols import Reader


@command("view.marks")
def _toggle_marks(reader: Reader, _: Action) -> StatusMessage:
    shown = not reader.session.open_text.options.marks
    _lay_out(reader, marks=shown)
    reader.services.remember("show_marks", shown)
    return StatusMessage("vowel marks shown" if shown else "vowel marks hidden")


@command("view.controls")
def _toggle_controls(reader: Reader, _: Action) -> StatusMessage:
    shown = not reader.session.open_text.options.controls
    _lay_out(reader, controls=shown)
    reader.services.remember("show_controls", shown)
    return StatusMessage("invisible controls shown" if shown else "invisible controls hidden")


def _lay_out(reader: Reader, **changes: bool) -> None:
    """Lay the text out with changed options, keeping the caret on its screen line."""
    line = reader.article.caret_row - reader.article.top
    if reader.session.open_text.lay_out(**changes):
        reader.article.opened(at_line=line)


@command("view.direction")
def _cycle_direction(reader: Reader, _: Action) -> StatusMessage:
    line = reader.article.caret_row - reader.article.top
    said = document_state.cycle_direction(reader.session)
    reader.article.opened(at_line=line)
    return said


@command("view.measure")
def _change_measure(reader: Reader, action: Action) -> StatusMessage:
    article = reader.article
    wider = action.argument == "wider"
    # Where the pane has less room than the measure asks for, each step narrower still shows.
    shown = article.measure if wider else min(article.measure, article.text_width)
    measure = shown + (4 if wider else -4)
    article.measure = max(20, min(measure, 200))
    article.lay_out()
    reader.services.remember("measure", article.measure)
    return StatusMessage(f"{article.text_width} cells wide, at most {article.measure}")


@command("view.layers")
def _show_next_layer(reader: Reader, _: Action) -> StatusMessage:
    settings, session = reader.services.settings, reader.session
    if settings.blind_adjudication and session.annotator not in settings.curators:
        return StatusMessage("the layers of others are for curators here", Level.ERROR)
    return document_state.show_next_layer(session)


@command("view.others")
def _toggle_others(reader: Reader, _: Action) -> StatusMessage:
    session = reader.session
    session.show_others = not session.show_others
    session.load_annotations()
    reader.services.remember("show_others", session.show_others)
    return StatusMessage(
        "all annotators' work is shown" if session.show_others else "only your own work is shown"
    )


@command("view.theme")
def _choose_theme(reader: Reader, _: Action) -> None:
    names = reader.services.theme_names()
    place = names.index(reader.services.theme_name)

    def chosen(place: int | None) -> None:
        if place is not None:
            reader.services.set_theme(names[place])
            reader.show(StatusMessage(f"theme {names[place]}"))

    reader.open_dialog(
        ListDialog(reader.services, "Theme", [ListItem(name) for name in names], place=place),
        chosen,
    )
