"""Commands on the panes and the session: index, sidebar, filter, theme, palette, quit."""

from __future__ import annotations

from collections.abc import Sequence

from tui.keys.actions import Action, Scope
from tui.keys.keymap import key_label
from tui.session.commands import tagging
from tui.session.messages import StatusMessage
from tui.ui.commands import command
from tui.ui.commands.bounds import begin_placing
from tui.ui.dialogs.dialog import ListDialog, NameDialog
from tui.ui.dialogs.key_help import KeyHelp
from tui.ui.protocols import Reader
from tui.ui.widgets.choice_list import ListItem


class FilterPrompt:
    """The prompt that filters the index."""

    placeholder = "title or id; label:claim status:done review:to by:NAME changed: all:"

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys and what they do."""
        return ("enter", "open" if self._only_one else "keep"), ("esc", "show all")

    @property
    def _only_one(self) -> str:
        """The id of the only document that fits the filter, if there is just one."""
        collection, index = self._reader.collection, self._reader.index
        only_one = collection.filter and len(collection) == 1
        return (index.chosen_id or "") if only_one else ""

    @property
    def value(self) -> str:
        """The text the prompt begins with."""
        return self._reader.collection.filter

    def changed(self, value: str) -> None:
        """Show the matching documents while the filter is typed."""
        self._reader.collection.set_filter(value)
        self._reader.index.top = 0
        self._reader.index.go(0)
        self._reader.index.refresh()

    def submitted(self) -> StatusMessage | None:
        """Keep the filter and go to the list; open the document if only one matches."""
        collection = self._reader.collection
        if self._only_one:
            opened = self._reader.open_document(self._only_one)
            return opened or StatusMessage("opened; escape in the index shows all documents")
        self._reader.focus_pane(Scope.INDEX)
        if not collection.filter:
            return StatusMessage("all documents")
        return StatusMessage(f"{len(collection)} fit; escape shows all documents")

    def cancelled(self) -> StatusMessage:
        """Show all documents again."""
        self._reader.collection.set_filter("")
        self._reader.index.go(self._reader.collection.place_of(self._reader.index.open_id) or 0)
        self._reader.index.refresh()
        self._reader.focus_pane(Scope.INDEX)
        return StatusMessage("all documents")


@command("suggest")
def _suggest(reader: Reader, _: Action) -> StatusMessage:
    """Suggest with the rules and name lists, and start the suggesters of the settings."""
    message = reader.suggest()
    info, suggesters = reader.session.info, reader.services.suggesters
    if info is None or suggesters is None:
        return message
    asked = suggesters.start(info.id, reader.session.annotator)
    return message._replace(text=f"{message.text}; {asked.text}") if asked else message


@command("settings.annotator")
def _ask_annotator(reader: Reader, _: Action) -> None:
    """Ask for the annotator's name, which the next annotations will have."""

    def named(name: str | None) -> None:
        if name:
            reader.show(reader.attempt(lambda: _switch_annotator(reader, name)))

    reader.open_dialog(NameDialog(reader.services, reader.session.annotator), named)


def _switch_annotator(reader: Reader, name: str) -> StatusMessage:
    reader.session.switch_annotator(name)
    reader.collection.annotator = name
    reader.index.reload()
    reader.services.remember("annotator", name)
    return StatusMessage(f"annotations are {name}'s from now on")


@command("notices")
def _show_notices(reader: Reader, _: Action) -> None:
    choices = [ListItem(line) for line in reader.services.notices]
    reader.open_dialog(
        ListDialog(reader.services, "Said at the start", choices, empty="nothing was said")
    )


@command("doctor")
def _mention_doctor(reader: Reader, _: Action) -> StatusMessage:
    del reader
    return StatusMessage("`hashiya doctor` in the shell shows how this terminal is spoken to")


@command("palette")
def _show_palette(reader: Reader, _: Action) -> None:
    actions = [action for action in reader.services.keymap.actions if action.id != "palette"]
    here = reader.scope
    actions.sort(
        key=lambda action: here not in action.scopes and Scope.ANYWHERE not in action.scopes
    )
    choices = [
        ListItem(
            action.help,
            key=key_label(action.keys[0]) if action.keys else "",
            detail=action.group,
            detail_yields=True,
            words=action.id,
        )
        for action in actions
    ]

    def chosen(place: int | None) -> None:
        if place is not None:
            reader.perform(actions[place])

    reader.open_dialog(ListDialog(reader.services, "Commands", choices), chosen)


@command("help")
def _show_help(reader: Reader, _: Action) -> None:
    reader.open_dialog(KeyHelp(reader.services, reader.scope))


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


@command("pane.cycle")
def _focus_next_pane(reader: Reader, action: Action) -> None:
    reader.panes.next(1 if action.argument == "next" else -1)


@command("pane.toggle")
def _toggle_pane(reader: Reader, action: Action) -> None:
    reader.panes.toggle(action.argument)


@command("view.mirror")
def _mirror_panes(reader: Reader, _: Action) -> None:
    reader.panes.mirror()


@command("quit")
def _quit(reader: Reader, _: Action) -> StatusMessage | None:
    return reader.leave()


@command("suspend")
def _suspend(reader: Reader, _: Action) -> None:
    reader.session.leave()
    reader.services.suspend_to_shell()


# ------------------------------------------------------------------------ index


@command("index.move")
def _move_in_index(reader: Reader, action: Action) -> None:
    index = reader.index
    places = {
        "up": index.place - 1,
        "down": index.place + 1,
        "page_up": index.place - index.page(),
        "page_down": index.place + index.page(),
        "first": 0,
        "last": len(index.collection) - 1,
    }
    index.go(places[action.argument])


@command("index.open")
def _open_chosen(reader: Reader, _: Action) -> StatusMessage | None:
    chosen = reader.index.chosen_id
    return reader.open_document(chosen) if chosen else None


@command("index.order")
def _change_index_order(reader: Reader, _: Action) -> StatusMessage:
    order = reader.collection.reorder()
    reader.index.go(reader.collection.place_of(reader.index.open_id) or 0)
    reader.index.refresh()
    return StatusMessage(f"index by {order}")


@command("index.all")
def _show_all_documents(reader: Reader, _: Action) -> StatusMessage | None:
    if not reader.collection.filter:
        return None
    return FilterPrompt(reader).cancelled()


@command("index.filter")
def _filter_index(reader: Reader, _: Action) -> None:
    reader.ask(FilterPrompt(reader))


# ---------------------------------------------------------------------- sidebar


@command("sidebar.move")
def _move_in_sidebar(reader: Reader, action: Action) -> None:
    far = len(reader.session.annotations) + 1
    page = max(reader.sidebar.body_height // 2, 1)
    steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page, "first": -far, "last": far}
    reader.go_to_annotation(reader.sidebar.step(steps[action.argument]))


@command("sidebar.open")
def _act_in_sidebar(reader: Reader, _: Action) -> StatusMessage | None:
    label = reader.sidebar.chosen_label
    if label:
        return tagging.tag(reader.session, reader.session.schema.label(label))
    chosen = reader.acting_on()
    if chosen is not None and chosen.status == "orphaned":
        return begin_placing(reader, chosen)
    reader.go_to_annotation(reader.sidebar.chosen)
    reader.focus_pane(Scope.ARTICLE)
    return None


@command("sidebar.order")
def _change_sidebar_order(reader: Reader, _: Action) -> StatusMessage:
    reader.sidebar.by_label = not reader.sidebar.by_label
    reader.services.remember("sidebar_order", "label" if reader.sidebar.by_label else "text")
    return StatusMessage("by label" if reader.sidebar.by_label else "in the order of the text")
