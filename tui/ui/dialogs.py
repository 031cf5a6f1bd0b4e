"""The actions that open a dialog; imported when the first of them is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.annotations.model import Annotation
from tui.errors import Busy, CannotWrite
from tui.session import everywhere, linking, tagging
from tui.session.session import Said
from tui.session.tagging import NO_CURRENT
from tui.ui.keymap import Action, Scope, shown
from tui.ui.openers import opens
from tui.ui.screens.dialog import ListDialog
from tui.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen


@opens("palette")
def _palette(screen: MainScreen, _: Action) -> None:
    actions = [action for action in screen.app.keymap.actions if action.id != "palette"]
    here = screen.scope
    actions.sort(
        key=lambda action: here not in action.scopes and Scope.ANYWHERE not in action.scopes
    )
    choices = [
        Choice(action.help, key=shown(action.keys[0]) if action.keys else "", beside=action.group)
        for action in actions
    ]

    def chosen(place: int | None) -> None:
        if place is not None:
            screen.perform(actions[place])

    screen.app.push_screen(ListDialog("Commands", choices), chosen)


@opens("help")
def _help(screen: MainScreen, _: Action) -> None:
    here = screen.scope
    choices: list[Choice] = []
    for action in screen.app.keymap.of(here):
        keys = " ".join(shown(key) for key in action.keys)
        choices.append(Choice(action.help, key=keys, beside=action.group))
    screen.app.push_screen(
        ListDialog(f"Keys in the {here.value}", choices, keys="type to find  esc leaves")
    )


@opens("view.theme")
def _theme(screen: MainScreen, _: Action) -> None:
    names = sorted(screen.app.available_themes, key=lambda name: not name.startswith("hashiya"))
    place = names.index(screen.app.theme) if screen.app.theme in names else 0

    def chosen(place: int | None) -> None:
        if place is not None:
            screen.app.set_theme(names[place])
            screen.show(Said(f"theme {names[place]}"))

    screen.app.push_screen(
        ListDialog("Theme", [Choice(name) for name in names], place=place), chosen
    )


# -------------------------------------------------------------- one annotation


@opens("note.open")
def _form(screen: MainScreen, _: Action) -> Said | None:
    from tui.ui.screens.form import Filled, FormScreen

    session, current = screen.session, screen.acting_on()
    if current is None:
        return NO_CURRENT

    def filled(result: Filled | None) -> None:
        if result is None:
            screen.show(Said("nothing changed"))
            return
        said = tagging.update(
            session, current, f"edit {current.label}",
            attributes=result.attributes, note=result.note,
        )  # fmt: skip
        session.pinned = current.id
        screen.show(said)

    session.pinned = current.id
    screen.app.push_screen(FormScreen(current, session.schema.label(current.label)), filled)
    return None


@opens("note.everywhere")
def _everywhere(screen: MainScreen, _: Action) -> Said | None:
    from tui.ui.screens.everywhere import EverywhereDialog

    session, current = screen.session, screen.acting_on()
    if current is None:
        return NO_CURRENT
    found = everywhere.hits(session, current)

    def taken(chosen: list[everywhere.Hit] | None) -> None:
        if chosen:
            screen.show(everywhere.take(session, current, chosen))

    def in_all() -> list[everywhere.Hit]:
        return everywhere.hits_in_all(session, current)

    session.pinned = current.id
    screen.app.push_screen(EverywhereDialog(current.label, current.text, found, in_all), taken)
    return None


# -------------------------------------------------------------------- bookmarks


@opens("document.bookmark")
def _bookmark(screen: MainScreen, _: Action) -> Said:
    session = screen.session
    if session.info is None:
        return Said("no document is open", error=True)
    caret = session.reading.caret
    marks = session.store.bookmarks(session.info.id, session.annotator)
    try:
        for mark in marks:
            if mark.offset == caret:
                session.store.remove_bookmark(mark)
                return Said("bookmark removed")
        session.store.set_bookmark(session.info.id, session.annotator, caret)
    except (Busy, CannotWrite) as error:
        return Said(f"bookmark not saved: {error}", error=True)
    return Said("bookmark set; m here again removes it")


@opens("document.bookmarks")
def _bookmarks(screen: MainScreen, _: Action) -> Said | None:
    session = screen.session
    if session.info is None:
        return Said("no document is open", error=True)
    marks = session.store.bookmarks(session.info.id, session.annotator)
    if not marks:
        return Said("no bookmarks here; m sets one")
    text = session.reading.text

    def choice(offset: int, name: str) -> Choice:
        percent = f"{100 * offset // max(len(text), 1)}%"
        return Choice(name or text[offset : offset + 80], beside=percent)

    def chosen(place: int | None) -> None:
        if place is not None:
            session.moved()
            session.reading.drop()
            session.reading.go_to(marks[place].offset)
            screen.show(None)

    choices = [choice(mark.offset, mark.name) for mark in marks]
    screen.app.push_screen(ListDialog("Bookmarks", choices), chosen)
    return None


# ------------------------------------------------------------------------ links


@opens("note.link")
def _link(screen: MainScreen, _: Action) -> Said | None:
    session, source = screen.session, screen.acting_on()
    if source is None:
        return NO_CURRENT
    types = linking.link_types(session, source)
    if not types:
        return Said(f"no links go out from {source.label}", error=True)

    def to_target(place: int | None) -> None:
        if place is not None:
            _choose_target(screen, source, types[place].type)

    if len(types) == 1:
        to_target(0)
        return None
    # The likeliest type and target are preselected: enter takes both at once.
    pairs = [
        (definition.type, found[0].annotation)
        for definition in types
        if (found := linking.candidates(session, source, definition))
    ]
    if not pairs:
        wanted = sorted({target for definition in types for target in definition.targets})
        return Said(f"nothing here to link to; tag a {' or '.join(wanted)} first", error=True)
    choices = [
        Choice(target.text, key=str(number) if number < 10 else "", beside=link_type,
               label=target.label)
        for number, (link_type, target) in enumerate(pairs, 1)
    ]  # fmt: skip
    dialog = LinkTypeDialog(f"Link {source.label}: type and nearest target", choices)

    def taken(place: int | None) -> None:
        if place is None:
            return
        link_type, target = pairs[place]
        if dialog.wants_others:
            _choose_target(screen, source, link_type)
        else:
            screen.show(linking.add_link(session, source, target, link_type))

    screen.app.push_screen(dialog, taken)
    return None


class LinkTypeDialog(ListDialog):
    """Choose the type of a link with its nearest target; `right` or `t` shows other targets."""

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__(
            title, choices, filtering=False, keys="enter links  t other targets  esc leaves"
        )
        self.wants_others = False

    def key_pressed(self, event) -> None:  # type: ignore[no-untyped-def]
        """As in any list, and `t` for the other targets of the type."""
        if event.key == "t":
            self.wants_others = True
            self._take()
        else:
            super().key_pressed(event)


def _choose_target(screen: MainScreen, source: Annotation, link_type: str) -> None:
    session = screen.session
    definition = session.schema.label(source.label).link(link_type)
    found = linking.candidates(session, source, definition) if definition else []
    if not found:
        targets = " or ".join(definition.targets) if definition else "?"
        screen.show(Said(f"nothing here to link to; tag a {targets} first", error=True))
        return
    text = session.reading.text
    choices = []
    for number, candidate in enumerate(found, 1):
        row = candidate.annotation
        choices.append(
            Choice(
                row.text,
                key=str(number) if number < 10 else "",
                beside=str(row.attributes.get("type", row.label)),
                label=row.label,
                before=text[max(row.start - 40, 0) : row.start],
                after=text[row.end : row.end + 40],
            )
        )

    def chosen(place: int | None) -> None:
        if place is not None:
            target = found[place].annotation
            screen.show(linking.add_link(session, source, target, link_type))

    screen.app.push_screen(
        ListDialog(f"{link_type} of {source.label}", choices, filtering=False,
                   keys="enter or its number links  ↑ ↓ move  esc leaves"),
        chosen,
    )  # fmt: skip


# ------------------------------------------------------------------- guidelines


@opens("view.guidelines")
def _guidelines(screen: MainScreen, _: Action) -> Said | None:
    from tui.ui.screens.text import TextScreen

    name = screen.session.schema.guidelines
    if not name:
        return Said('the schema names no guidelines: guidelines = "guidelines.md"')
    path = Path(name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return Said(f"{path}: cannot be read: {error}", error=True)
    screen.app.push_screen(TextScreen(path.name, text))
    return None
