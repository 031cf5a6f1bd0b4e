"""The open document: whether it is done, and how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.session.session import Said
from tui.session.todo import still_to_do
from tui.ui.actions import Action
from tui.ui.commands.table import command

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen


@command("document.done")
def _done(screen: MainScreen, _: Action) -> Said | None:
    if screen.session.status == "done":
        return _open_next(screen)
    said = screen.session.set_status("done")
    screen.collection.forget_rows()
    left = still_to_do(screen.session)
    return said if said.error or not left else Said(f"{said.text}; j goes to what is left: {left}")


def _open_next(screen: MainScreen) -> Said | None:
    following = screen.collection.next_unfinished(screen.index.open_id)
    if following is None:
        return Said("every document is done")
    return screen.open_document(following)


@command("document.reopen")
def _reopen(screen: MainScreen, _: Action) -> Said:
    screen.collection.forget_rows()
    return screen.session.set_status("reading")


# ------------------------------------------------------------------------- view


@command("view.marks")
def _marks(screen: MainScreen, _: Action) -> Said:
    shown = not screen.session.reading.options.marks
    _lay_out(screen, marks=shown)
    screen.app.remember("show_marks", shown)
    return Said("vowel marks shown" if shown else "vowel marks hidden")


@command("view.controls")
def _controls(screen: MainScreen, _: Action) -> Said:
    shown = not screen.session.reading.options.controls
    _lay_out(screen, controls=shown)
    screen.app.remember("show_controls", shown)
    return Said("invisible controls shown" if shown else "invisible controls hidden")


def _lay_out(screen: MainScreen, **changes: bool) -> None:
    """Lay the text out with other options; the caret stays in view."""
    line = screen.article.caret_row - screen.article.top
    if screen.session.reading.lay_out(**changes):
        screen.article.opened(at_line=line)


@command("view.direction")
def _direction(screen: MainScreen, _: Action) -> Said:
    line = screen.article.caret_row - screen.article.top
    said = screen.session.turn()
    screen.article.opened(at_line=line)
    return said


@command("view.narrower", "view.wider")
def _measure(screen: MainScreen, action: Action) -> Said:
    article = screen.article
    measure = article.measure + (4 if action.id == "view.wider" else -4)
    article.measure = max(20, min(measure, 200))
    article.lay_out()
    screen.app.remember("measure", article.measure)
    return Said(f"{article.text_width} cells wide, at most {article.measure}")


@command("view.others")
def _others(screen: MainScreen, _: Action) -> Said:
    session = screen.session
    session.show_others = not session.show_others
    session.load_notes()
    screen.app.remember("show_others", session.show_others)
    return Said("all annotators' work is shown" if session.show_others else "only one's own work")
