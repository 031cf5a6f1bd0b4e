"""Commands on the index, the sidebar, and which panes are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.keys.bindings import Action, Scope
from tui.session.commands import tagging
from tui.session.messages import StatusMessage
from tui.ui.commands import command
from tui.ui.commands.placing import begin_placing

if TYPE_CHECKING:
    from tui.ui.protocols import Reader


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


@command("pane.cycle")
def _focus_next_pane(reader: Reader, action: Action) -> None:
    reader.panes.next(1 if action.argument == "next" else -1)


@command("pane.toggle")
def _toggle_pane(reader: Reader, action: Action) -> None:
    reader.panes.toggle(action.argument)


@command("view.mirror")
def _mirror_panes(reader: Reader, _: Action) -> None:
    reader.panes.mirror()


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
