"""What each action does: one function an action id, over the reader's screen.

A function returns what to say in the status line, or None. The table of names is
`tui.ui.actions.ACTIONS`; a test holds that every action has its function here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.session import tagging
from tui.session.session import Said
from tui.session.tagging import NO_CURRENT
from tui.session.todo import next_suggestion, next_todo, still_to_do
from tui.ui.actions import Action, Scope
from tui.ui.openers import opener
from tui.ui.screens.asking import Filtering, Finding
from tui.ui.waiting import Rebounding

if TYPE_CHECKING:
    from tui.annotations.model import Annotation
    from tui.ui.screens.main import MainScreen

Command = Callable[["MainScreen", Action], Said | None]

COMMANDS: dict[str, Command] = {}


def command(*ids: str) -> Callable[[Command], Command]:
    """Make a function the doing of these actions."""

    def register(function: Command) -> Command:
        for id in ids:
            COMMANDS[id] = function
        return function

    return register


def perform(screen: MainScreen, action: Action) -> Said | None:
    """Do the action; what to say of it."""
    return COMMANDS[action.id.split(".")[0] if action.argument else action.id](screen, action)


def last_part(action: Action) -> str:
    """The action's own name, without its group: ``left`` of ``move.left``."""
    return action.id.rpartition(".")[2]


# ------------------------------------------------------------------------ panes


@command("pane.next", "pane.previous")
def _pane(screen: MainScreen, action: Action) -> None:
    screen.next_pane(1 if action.id == "pane.next" else -1)


@command("pane.index", "pane.sidebar", "pane.article")
def _show_pane(screen: MainScreen, action: Action) -> None:
    screen.toggle_pane(last_part(action))


@command("quit")
def _quit(screen: MainScreen, _: Action) -> Said | None:
    return screen.leave()


@command("suspend")
def _suspend(screen: MainScreen, _: Action) -> Said | None:
    return screen.suspend()


# ------------------------------------------------------------------------ index


@command("index.up", "index.down", "index.page_up", "index.page_down", "index.first", "index.last")
def _index_move(screen: MainScreen, action: Action) -> None:
    index = screen.index
    places = {
        "up": index.place - 1,
        "down": index.place + 1,
        "page_up": index.place - index.page(),
        "page_down": index.place + index.page(),
        "first": 0,
        "last": len(index.collection) - 1,
    }
    index.go(places[last_part(action)])


@command("index.open")
def _index_open(screen: MainScreen, _: Action) -> Said | None:
    chosen = screen.index.chosen_id
    return screen.open_document(chosen) if chosen else None


@command("index.order")
def _index_order(screen: MainScreen, _: Action) -> Said:
    order = screen.collection.reorder()
    screen.index.go(screen.collection.place_of(screen.index.open_id) or 0)
    screen.index.refresh()
    return Said(f"index by {order}")


@command("index.all")
def _all(screen: MainScreen, _: Action) -> Said | None:
    if not screen.collection.filter:
        return None
    Filtering(screen).cancelled()
    return Said("all documents")


@command("index.filter")
def _filter(screen: MainScreen, _: Action) -> None:
    screen.ask(Filtering(screen))


# ----------------------------------------------------------------------- moving


@command(
    "move.left", "move.right", "move.word_left", "move.word_right", "move.next_word",
    "move.previous_word", "move.up", "move.down", "move.row_start", "move.row_end", "move.first",
    "move.last", "move.previous_sentence", "move.next_sentence", "move.previous_paragraph",
    "move.next_paragraph", "move.next_quotation", "move.previous_quotation",
)  # fmt: skip
def _move(screen: MainScreen, action: Action) -> None:
    screen.session.moved()
    screen.session.reading.move(last_part(action))


@command("move.page_up", "move.page_down")
def _page(screen: MainScreen, action: Action) -> None:
    article = screen.article
    rows = max(article.body_height - 1, 1) * (1 if action.id == "move.page_down" else -1)
    screen.session.moved()
    screen.session.reading.move_rows(rows)
    article.scroll_lines_to(article.top + rows)


@command(
    "select.left", "select.right", "select.word_left", "select.word_right", "select.up",
    "select.down", "select.row_start", "select.row_end",
)  # fmt: skip
def _extend(screen: MainScreen, action: Action) -> None:
    screen.session.moved()
    screen.session.reading.move(last_part(action), extend=True)


@command("find")
def _find(screen: MainScreen, _: Action) -> None:
    screen.ask(Finding(screen))


@command("move.next_todo", "move.previous_todo")
def _todo(screen: MainScreen, action: Action) -> Said:
    found = next_todo(screen.session, forward=action.id == "move.next_todo")
    if found is None:
        return Said("nothing is left to do here")
    annotation, why = found
    screen.session.pin(annotation)
    return Said(why)


@command("move.next_annotation", "move.previous_annotation")
def _next_annotation(screen: MainScreen, action: Action) -> Said | None:
    session = screen.session
    forward = action.id == "move.next_annotation"
    caret = session.reading.caret
    if session.search.active:
        match = session.search.step(1 if forward else -1, caret)
        if match is not None:
            session.moved()
            session.reading.go_to(match.start)
        return None
    found = session.notes.beside(caret, session.current, forward=forward)
    if found is None:
        return Said(f"no annotation {'after' if forward else 'before'} this place")
    session.pin(found)
    return None


# -------------------------------------------------------------------- selecting


@command("select.toggle")
def _toggle(screen: MainScreen, _: Action) -> Said:
    extending = screen.session.reading.toggle_extending()
    return Said("selecting: every move extends" if extending else "selection ends here")


@command("select.widen")
def _widen(screen: MainScreen, _: Action) -> Said | None:
    screen.session.moved()
    return None if screen.session.reading.widen() else Said("nothing wider")


@command("select.narrow")
def _narrow(screen: MainScreen, _: Action) -> Said | None:
    screen.session.moved()
    return None if screen.session.reading.narrow() else Said("nothing narrower")


@command("select.drop")
def _drop(screen: MainScreen, _: Action) -> Said | None:
    session = screen.session
    if screen.waiting is not None:
        waiting, screen.waiting = screen.waiting, None
        return waiting.escape()
    if not session.reading.drop() and session.search.active:
        session.search.clear()
    return Said("")


@command("bound.start_in", "bound.start_out", "bound.end_out", "bound.end_in")
def _bound(screen: MainScreen, action: Action) -> Said | None:
    return tagging.move_bound(screen.session, last_part(action))


# ---------------------------------------------------------------------- tagging


@command("tag")
def _tag(screen: MainScreen, action: Action) -> Said:
    return tagging.tag(screen.session, screen.session.schema.label(action.argument))


@command("note.repeat")
def _repeat(screen: MainScreen, _: Action) -> Said:
    return tagging.repeat(screen.session)


@command("note.delete")
def _delete(screen: MainScreen, _: Action) -> Said:
    current = screen.acting_on()
    return tagging.delete(screen.session, current) if current else NO_CURRENT


@command("note.accept", "note.reject")
def _decide(screen: MainScreen, action: Action) -> Said:
    current = screen.acting_on()
    if current is None:
        return NO_CURRENT
    said = tagging.decide(screen.session, current, accept=action.id == "note.accept")
    if said.error:
        return said
    following = next_suggestion(screen.session, current)
    if following is None:
        return Said(f"{said.text}; no suggestion is left")
    screen.session.pin(following)
    return Said(f"{said.text}; next: {following.origin or 'suggested'}")


@command("note.overlap")
def _overlap(screen: MainScreen, _: Action) -> Said:
    return screen.session.cycle_overlap()


@command("note.rebound")
def _rebound(screen: MainScreen, _: Action) -> Said:
    current = screen.acting_on()
    if current is None:
        return NO_CURRENT
    if not screen.session.may_change(current):
        return tagging.not_yours(current)
    if current.status == "orphaned":
        return _begin_placing(screen, current)
    screen.wait_for(Rebounding(screen.session, current))
    return Said("move the bounds; enter sets them, escape leaves them")


def _begin_placing(screen: MainScreen, orphan: Annotation) -> Said:
    from tui.ui.text_dialogs import begin_placing

    return begin_placing(screen, orphan)


@command("undo")
def _undo(screen: MainScreen, _: Action) -> Said:
    return screen.session.undo()


@command("redo")
def _redo(screen: MainScreen, _: Action) -> Said:
    return screen.session.redo()


@command("copy")
def _copy(screen: MainScreen, _: Action) -> Said:
    from tui.ui.clipboard import copy

    session = screen.session
    span = session.reading.selection
    current = screen.acting_on()
    text = session.text_of(span) if span else current.text if current else ""
    if not text:
        return Said("nothing is selected, and no annotation is here", error=True)
    return Said(f"copied {len(text)} characters {copy(text, screen.app.write_raw)}")


# --------------------------------------------------------------------- document


@command("document.done")
def _done(screen: MainScreen, _: Action) -> Said | None:
    if screen.session.status == "done":
        return screen.open_next()
    said = screen.session.set_status("done")
    screen.collection.forget_rows()
    left = still_to_do(screen.session)
    return said if said.error or not left else Said(f"{said.text}; j goes to what is left: {left}")


@command("document.reopen")
def _reopen(screen: MainScreen, _: Action) -> Said:
    screen.collection.forget_rows()
    return screen.session.set_status("reading")


# ------------------------------------------------------------------------- view


@command("view.marks")
def _marks(screen: MainScreen, _: Action) -> Said:
    shown = not screen.session.reading.options.marks
    screen.lay_out(marks=shown)
    screen.remember("show_marks", shown)
    return Said("vowel marks shown" if shown else "vowel marks hidden")


@command("view.controls")
def _controls(screen: MainScreen, _: Action) -> Said:
    shown = not screen.session.reading.options.controls
    screen.lay_out(controls=shown)
    screen.remember("show_controls", shown)
    return Said("invisible controls shown" if shown else "invisible controls hidden")


@command("view.direction")
def _direction(screen: MainScreen, _: Action) -> Said:
    line = screen.article.caret_row - screen.article.top
    said = screen.session.turn()
    screen.article.opened(at_line=line)
    return said


@command("view.narrower", "view.wider")
def _measure(screen: MainScreen, action: Action) -> Said:
    return screen.set_measure(screen.article.measure + (4 if action.id == "view.wider" else -4))


@command("view.mirror")
def _mirror(screen: MainScreen, _: Action) -> None:
    screen.mirror()


@command("view.others")
def _others(screen: MainScreen, _: Action) -> Said:
    session = screen.session
    session.show_others = not session.show_others
    session.load_notes()
    screen.remember("show_others", session.show_others)
    return Said("all annotators' work is shown" if session.show_others else "only one's own work")


# ---------------------------------------------------------------------- sidebar


@command(
    "sidebar.up", "sidebar.down", "sidebar.page_up", "sidebar.page_down", "sidebar.first",
    "sidebar.last",
)  # fmt: skip
def _sidebar_move(screen: MainScreen, action: Action) -> None:
    far = len(screen.session.notes) + 1
    page = max(screen.sidebar.body_height // 2, 1)
    steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page, "first": -far, "last": far}
    screen.go_to_annotation(screen.sidebar.step(steps[last_part(action)]))


@command("sidebar.open")
def _sidebar_open(screen: MainScreen, _: Action) -> Said | None:
    chosen = screen.acting_on()
    if chosen is not None and chosen.status == "orphaned":
        return _begin_placing(screen, chosen)
    screen.go_to_annotation(screen.sidebar.chosen)
    screen.focus_pane(Scope.ARTICLE)
    return None


@command("sidebar.order")
def _sidebar_order(screen: MainScreen, _: Action) -> Said:
    screen.sidebar.by_label = not screen.sidebar.by_label
    screen.remember("sidebar_order", "label" if screen.sidebar.by_label else "text")
    return Said("by label" if screen.sidebar.by_label else "in the order of the text")


# ---------------------------------------------------------------------- dialogs


@command(
    "palette", "help", "view.theme", "document.bookmark", "document.bookmarks", "note.link",
    "view.guidelines", "note.open", "note.everywhere", "search", "review", "suggest",
    "document.reanchor", "notices", "document.orphans", "settings.annotator", "doctor",
    "note.follow", "note.unlink",
)  # fmt: skip
def _dialog(screen: MainScreen, action: Action) -> Said | None:
    return opener(action.id)(screen, action)
