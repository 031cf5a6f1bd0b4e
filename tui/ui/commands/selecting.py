"""Selecting: extending, widening, and moving the bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.session import tagging
from tui.session.session import Said
from tui.ui.actions import Action
from tui.ui.commands.table import command, last_part

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen


@command(
    "select.left", "select.right", "select.word_left", "select.word_right", "select.up",
    "select.down", "select.row_start", "select.row_end",
)  # fmt: skip
def _extend(screen: MainScreen, action: Action) -> None:
    screen.session.moved()
    screen.session.reading.move(last_part(action), extend=True)


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
    if screen.keys_now.waiting is not None:
        return screen.keys_now.decide(carry_out=False)
    if not session.reading.drop() and session.search.active:
        session.search.clear()
    return Said("")


@command("bound.start_in", "bound.start_out", "bound.end_out", "bound.end_in")
def _bound(screen: MainScreen, action: Action) -> Said | None:
    return tagging.move_bound(screen.session, last_part(action))
