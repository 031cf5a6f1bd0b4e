"""Moving the caret: by clusters, words, rows, and to what is annotated, found or to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.session.session import Said
from tui.session.todo import next_todo
from tui.ui.actions import Action
from tui.ui.commands.table import command, last_part
from tui.ui.screens.asking import Finding

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen


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
