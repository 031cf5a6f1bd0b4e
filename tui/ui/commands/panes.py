"""Around the article: panes, index, sidebar, and leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.session.session import Said
from tui.ui.actions import Action, Scope
from tui.ui.commands.annotation import begin_placing
from tui.ui.commands.table import command, last_part
from tui.ui.screens.asking import Filtering

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen


@command("pane.next", "pane.previous")
def _pane(screen: MainScreen, action: Action) -> None:
    screen.panes.next(1 if action.id == "pane.next" else -1)


@command("pane.index", "pane.sidebar", "pane.article")
def _show_pane(screen: MainScreen, action: Action) -> None:
    screen.panes.toggle(last_part(action))


@command("view.mirror")
def _mirror(screen: MainScreen, _: Action) -> None:
    screen.panes.mirror()


@command("quit")
def _quit(screen: MainScreen, _: Action) -> Said | None:
    return screen.leaving.leave()


@command("suspend")
def _suspend(screen: MainScreen, _: Action) -> None:
    screen.session.leave()
    screen.app.action_suspend_process()


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
        return begin_placing(screen, chosen)
    screen.go_to_annotation(screen.sidebar.chosen)
    screen.focus_pane(Scope.ARTICLE)
    return None


@command("sidebar.order")
def _sidebar_order(screen: MainScreen, _: Action) -> Said:
    screen.sidebar.by_label = not screen.sidebar.by_label
    screen.app.remember("sidebar_order", "label" if screen.sidebar.by_label else "text")
    return Said("by label" if screen.sidebar.by_label else "in the order of the text")
