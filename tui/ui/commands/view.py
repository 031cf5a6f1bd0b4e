"""Around the article: panes, index, sidebar, and leaving.

The actions that open a dialog; imported when the first of them is called.

The dialogs about the session: suggestions, the annotator's name, the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.actions import Action, Scope
from tui.keys.keymap import shown
from tui.session.messages import StatusMessage
from tui.ui.commands.annotation import begin_placing
from tui.ui.commands.table import command, last_part
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.widgets.choices import ListItem

if TYPE_CHECKING:
    from tui.ui.reader_screen import ReaderScreen


class FilterPrompt:
    """What the field does while it filters the index."""

    placeholder = "filter: words of title or id; label:claim status:done by:NAME changed:"
    keys = (("enter", "keep"), ("esc", "show all"))

    def __init__(self, screen: ReaderScreen) -> None:
        self._screen = screen

    @property
    def value(self) -> str:
        """What the field begins with."""
        return self._screen.collection.filter

    def changed(self, value: str) -> None:
        """Show the documents that fit while it is typed."""
        self._screen.collection.set_filter(value)
        self._screen.index.top = 0
        self._screen.index.go(0)
        self._screen.index.refresh()

    def submitted(self) -> StatusMessage | None:
        """Keep the filter and go to the list."""
        self._screen.focus_pane(Scope.INDEX)
        return None

    def cancelled(self) -> None:
        """Show all documents again."""
        self._screen.collection.set_filter("")
        self._screen.index.go(self._screen.collection.place_of(self._screen.index.open_id) or 0)
        self._screen.index.refresh()
        self._screen.focus_pane(Scope.INDEX)


@command("suggest")
def _suggest(screen: ReaderScreen, _: Action) -> StatusMessage:
    from tui.session.suggesting import make_suggestions

    return make_suggestions(screen.session)


@command("settings.annotator")
def _annotator(screen: ReaderScreen, _: Action) -> None:
    """Ask for the annotator's name; the next annotations carry it."""
    from tui.ui.dialogs.dialog import NameDialog

    def named(name: str | None) -> None:
        if name:
            screen.show(screen.attempt(lambda: _become(screen, name)))

    screen.app.push_screen(NameDialog(screen.session.annotator), named)


def _become(screen: ReaderScreen, name: str) -> StatusMessage:
    screen.session.switch_annotator(name)
    screen.collection.annotator = name
    screen.index.reload()
    screen.app.remember("annotator", name)
    return StatusMessage(f"annotations are {name}'s from now on")


@command("notices")
def _notices(screen: ReaderScreen, _: Action) -> None:
    from tui.ui.dialogs.dialog import ListDialog
    from tui.ui.widgets.choices import ListItem

    choices = [ListItem(line) for line in screen.app.notices]
    screen.app.push_screen(ListDialog("Said at the start", choices, empty="nothing was said"))


@command("doctor")
def _doctor(screen: ReaderScreen, _: Action) -> StatusMessage:
    del screen
    return StatusMessage("`hashiya doctor` in the shell shows how this terminal is spoken to")


@command("palette")
def _palette(screen: ReaderScreen, _: Action) -> None:
    actions = [action for action in screen.app.keymap.actions if action.id != "palette"]
    here = screen.scope
    actions.sort(
        key=lambda action: here not in action.scopes and Scope.ANYWHERE not in action.scopes
    )
    choices = [
        ListItem(action.help, key=shown(action.keys[0]) if action.keys else "", beside=action.group)
        for action in actions
    ]

    def chosen(place: int | None) -> None:
        if place is not None:
            screen.perform(actions[place])

    screen.app.push_screen(ListDialog("Commands", choices), chosen)


@command("help")
def _help(screen: ReaderScreen, _: Action) -> None:
    here = screen.scope
    choices: list[ListItem] = []
    for action in screen.app.keymap.of(here):
        keys = " ".join(shown(key) for key in action.keys)
        choices.append(ListItem(action.help, key=keys, beside=action.group))
    screen.app.push_screen(
        ListDialog(f"Keys in the {here.value}", choices, keys="type to find  esc leaves")
    )


@command("view.theme")
def _theme(screen: ReaderScreen, _: Action) -> None:
    names = sorted(screen.app.available_themes, key=lambda name: not name.startswith("hashiya"))
    place = names.index(screen.app.theme) if screen.app.theme in names else 0

    def chosen(place: int | None) -> None:
        if place is not None:
            screen.app.set_theme(names[place])
            screen.show(StatusMessage(f"theme {names[place]}"))

    screen.app.push_screen(
        ListDialog("Theme", [ListItem(name) for name in names], place=place), chosen
    )


@command("pane.next", "pane.previous")
def _pane(screen: ReaderScreen, action: Action) -> None:
    screen.panes.next(1 if action.id == "pane.next" else -1)


@command("pane.index", "pane.sidebar", "pane.article")
def _show_pane(screen: ReaderScreen, action: Action) -> None:
    screen.panes.toggle(last_part(action))


@command("view.mirror")
def _mirror(screen: ReaderScreen, _: Action) -> None:
    screen.panes.mirror()


@command("quit")
def _quit(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    return screen.leaving.leave()


@command("suspend")
def _suspend(screen: ReaderScreen, _: Action) -> None:
    screen.session.leave()
    screen.app.action_suspend_process()


# ------------------------------------------------------------------------ index


@command("index.up", "index.down", "index.page_up", "index.page_down", "index.first", "index.last")
def _index_move(screen: ReaderScreen, action: Action) -> None:
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
def _index_open(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    chosen = screen.index.chosen_id
    return screen.open_document(chosen) if chosen else None


@command("index.order")
def _index_order(screen: ReaderScreen, _: Action) -> StatusMessage:
    order = screen.collection.reorder()
    screen.index.go(screen.collection.place_of(screen.index.open_id) or 0)
    screen.index.refresh()
    return StatusMessage(f"index by {order}")


@command("index.all")
def _all(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    if not screen.collection.filter:
        return None
    FilterPrompt(screen).cancelled()
    return StatusMessage("all documents")


@command("index.filter")
def _filter(screen: ReaderScreen, _: Action) -> None:
    screen.ask(FilterPrompt(screen))


# ---------------------------------------------------------------------- sidebar


@command(
    "sidebar.up", "sidebar.down", "sidebar.page_up", "sidebar.page_down", "sidebar.first",
    "sidebar.last",
)  # fmt: skip
def _sidebar_move(screen: ReaderScreen, action: Action) -> None:
    far = len(screen.session.annotations) + 1
    page = max(screen.sidebar.body_height // 2, 1)
    steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page, "first": -far, "last": far}
    screen.go_to_annotation(screen.sidebar.step(steps[last_part(action)]))


@command("sidebar.open")
def _sidebar_open(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    chosen = screen.acting_on()
    if chosen is not None and chosen.status == "orphaned":
        return begin_placing(screen, chosen)
    screen.go_to_annotation(screen.sidebar.chosen)
    screen.focus_pane(Scope.ARTICLE)
    return None


@command("sidebar.order")
def _sidebar_order(screen: ReaderScreen, _: Action) -> StatusMessage:
    screen.sidebar.by_label = not screen.sidebar.by_label
    screen.app.remember("sidebar_order", "label" if screen.sidebar.by_label else "text")
    return StatusMessage("by label" if screen.sidebar.by_label else "in the order of the text")
