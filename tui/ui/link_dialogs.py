"""The dialogs of links: to which annotation, which to follow, which to take away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.annotations.model import Annotation
from tui.errors import StoreError
from tui.session import linking
from tui.session.linking import Candidate, LinkEnd
from tui.session.session import Said
from tui.session.tagging import NO_CURRENT, not_yours
from tui.text.line import isolated
from tui.ui.actions import Action
from tui.ui.collection_dialogs import go_to
from tui.ui.commands.openers import opens
from tui.ui.screens.dialog import ListDialog
from tui.ui.waiting import Aiming
from tui.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

CONTEXT = 40
"""Code points of context on each side of a target."""
NO_LINK = Said("it has no link; l makes one", error=True)


@opens("note.link")
def _link(screen: MainScreen, _: Action) -> Said | None:
    session, source = screen.session, screen.acting_on()
    if source is None:
        return NO_CURRENT
    if not session.may_change(source):
        return not_yours(source)
    types = linking.link_types(session, source)
    if not types:
        return Said(f"no links go out from {source.label}", error=True)
    # The likeliest type and target are preselected: enter takes both at once.
    pairs = [
        (definition.type, found[0].annotation)
        for definition in types
        if (found := linking.candidates(session, source, definition))
    ]
    if not pairs:
        wanted = sorted({target for definition in types for target in definition.targets})
        return Said(f"nothing here to link to; tag a {' or '.join(wanted)} first", error=True)
    session.pin(source, go=False)
    if len(types) == 1:
        _choose_target(screen, source, types[0].type)
        return None
    choices = [
        Choice(target.text, key=_number(number), beside=link_type, label=target.label)
        for number, (link_type, target) in enumerate(pairs, 1)
    ]
    dialog = LinkDialog(f"Link {source.label}: type and likeliest target", choices, others=True)

    def taken(place: int | None) -> None:
        if place is None:
            return
        link_type, target = pairs[place]
        if dialog.wish == LinkDialog.OTHERS:
            _choose_target(screen, source, link_type)
        elif dialog.wish == LinkDialog.AIM:
            _aim(screen, source, link_type)
        else:
            screen.show(screen.attempt(lambda: _add(screen, source, target, link_type)))

    screen.app.push_screen(dialog, taken)
    return None


class LinkDialog(ListDialog):
    """Choose a target; `t` shows the others of its type, `m` lets one move to it in the text."""

    OTHERS, AIM = "t", "m"

    def __init__(self, title: str, choices: Sequence[Choice], *, others: bool) -> None:
        keys = "enter or its number links  m move to it in the text  esc leaves"
        if others:
            keys = keys.replace("  m ", "  t other targets  m ")
        super().__init__(title, choices, filtering=False, keys=keys)
        self._wishes = (self.OTHERS, self.AIM) if others else (self.AIM,)
        self.wish = ""

    def key_pressed(self, key: str) -> None:
        """As in any list, and the two other ways to a target."""
        if key in self._wishes:
            self.wish = key
            self._take()
        else:
            super().key_pressed(key)


def _number(number: int) -> str:
    return str(number) if number < 10 else ""


def _choose_target(screen: MainScreen, source: Annotation, link_type: str) -> None:
    session = screen.session
    definition = session.schema.label(source.label).link(link_type)
    found = linking.candidates(session, source, definition) if definition else []
    choices = [_target(session.reading.text, *pair) for pair in enumerate(found, 1)]
    dialog = LinkDialog(f"{link_type} of {source.label}", choices, others=False)

    def chosen(place: int | None) -> None:
        if place is None:
            return
        if dialog.wish == LinkDialog.AIM:
            _aim(screen, source, link_type)
        else:
            target = found[place].annotation
            screen.show(screen.attempt(lambda: _add(screen, source, target, link_type)))

    screen.app.push_screen(dialog, chosen)


def _target(text: str, number: int, candidate: Candidate) -> Choice:
    row = candidate.annotation
    return Choice(
        row.text,
        key=_number(number),
        beside=str(row.attributes.get("type") or row.label),
        label=row.label,
        before=text[max(row.start - CONTEXT, 0) : row.start],
        after=text[row.end : row.end + CONTEXT],
    )


def _add(screen: MainScreen, source: Annotation, target: Annotation, link_type: str) -> Said:
    return linking.add_link(screen.session, source, target, link_type)


def _aim(screen: MainScreen, source: Annotation, link_type: str) -> None:
    screen.session.pin(source)
    screen.wait_for(Aiming(screen.session, source, link_type))
    screen.show(Said(f"go to the {link_type}; enter links to it, escape links nothing"))


# ---------------------------------------------------------- following, unlinking


@opens("note.follow")
def _follow(screen: MainScreen, _: Action) -> Said | None:
    current = screen.acting_on()
    if current is None:
        return NO_CURRENT
    return _choose_link(screen, current, "Follow a link", lambda end: _go(screen, end))


@opens("note.unlink")
def _unlink(screen: MainScreen, _: Action) -> Said | None:
    current = screen.acting_on()
    if current is None:
        return NO_CURRENT

    def remove(end: LinkEnd) -> Said:
        screen.session.pin(current, go=False)
        return linking.remove_link(screen.session, end.link)

    return _choose_link(screen, current, "Take a link away", remove, always=True)


def _choose_link(
    screen: MainScreen,
    current: Annotation,
    title: str,
    act: Callable[[LinkEnd], Said | None],
    *,
    always: bool = False,
) -> Said | None:
    """Let one choose among the annotation's links; a single one is taken, unless `always`."""
    ends = linking.ends(screen.session, current)
    if not ends:
        return NO_LINK
    if len(ends) == 1 and not always:
        return act(ends[0])

    def chosen(place: int | None) -> None:
        if place is not None:
            screen.show(screen.attempt(lambda: act(ends[place])))

    choices = [_end(screen, number, end) for number, end in enumerate(ends, 1)]
    screen.app.push_screen(
        ListDialog(title, choices, filtering=False, keys="enter or its number  esc leaves"), chosen
    )
    return None


def _end(screen: MainScreen, number: int, end: LinkEnd) -> Choice:
    row = screen.session.notes.get(end.id)
    text, label = (row.text, row.label) if row else ("in another document", "")
    beside = f"{end.link.type} {'→' if end.outward else '←'}"
    return Choice(text, key=_number(number), beside=beside, label=label)


def _go(screen: MainScreen, end: LinkEnd) -> Said | None:
    row = screen.session.notes.get(end.id)
    try:
        row = row or screen.session.store.annotation(end.id)
    except StoreError as error:
        return Said(str(error), error=True)
    if row.deleted_at is not None:
        return Said("the other end was deleted", error=True)
    return go_to(screen, row) or Said(f"{row.label} {isolated(row.text)}")
