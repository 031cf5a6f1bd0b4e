"""Commands on links: make one, follow one, delete one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.errors import StoreError
from tui.keys.bindings import Action
from tui.model import Annotation
from tui.session.commands import linking
from tui.session.commands.linking import LinkCandidate, LinkEnd
from tui.session.messages import NO_CURRENT, Level, StatusMessage, not_yours
from tui.session.session import Session
from tui.text.layout import isolated
from tui.ui.commands import command
from tui.ui.commands.document import go_to
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.pending_action import PendingAction
from tui.ui.widgets.choice_list import ListItem
from tui.ui.widgets.text_fields import FieldWidget

if TYPE_CHECKING:
    from tui.ui.protocols import AppServices, Reader

CONTEXT = 40
"""Code points of context on each side of a target."""


NOTHING_LINKED = StatusMessage("nothing was linked")


NO_LINK = StatusMessage("it has no link; l makes one", Level.ERROR)


@command("note.link")
def _link_annotation(reader: Reader, _: Action) -> StatusMessage | None:
    session, source = reader.session, reader.acting_on()
    if source is None:
        return NO_CURRENT
    if not session.may_change(source):
        return not_yours(source)
    types = linking.link_types(session, source)
    if not types:
        return StatusMessage(f"no links go out from {source.label}", Level.ERROR)
    # The likeliest type and target are preselected: enter takes both at once.
    likeliest = {
        definition.type: found[0].annotation
        for definition in types
        if (found := linking.candidates(session, source, definition))
    }
    if not likeliest:
        *others, last = sorted({target for definition in types for target in definition.targets})
        wanted = f"{', '.join(others)} or {last}" if others else last
        return StatusMessage(f"nothing here to link to; tag a {wanted} first", Level.ERROR)
    session.pin(source, go=False)
    if len(types) == 1:
        _choose_target(reader, source, types[0].type)
    else:
        _choose_type_and_target(reader, source, likeliest)
    return None


def _choose_type_and_target(
    reader: Reader, source: Annotation, likeliest: Mapping[str, Annotation]
) -> None:
    """Ask for one of these types of links, each with its likeliest target."""
    pairs = list(likeliest.items())
    choices = [
        ListItem(target.text, key=_number_key(number), detail=link_type, label=target.label)
        for number, (link_type, target) in enumerate(pairs, 1)
    ]
    dialog = LinkDialog(
        reader.services, f"Link {source.label}: type and likeliest target", choices, others=True
    )

    def taken(place: int | None) -> None:
        if place is None:
            reader.show(NOTHING_LINKED)
            return
        link_type, target = pairs[place]
        if dialog.chosen_way == LinkDialog.OTHERS:
            _choose_target(reader, source, link_type)
        elif dialog.chosen_way == LinkDialog.AIM:
            _begin_choosing_in_text(reader, source, link_type)
        else:
            reader.show(reader.attempt(lambda: _add_link(reader, source, target, link_type)))

    reader.open_dialog(dialog, taken)


class LinkDialog(ListDialog):
    """Choose the target of a link by its number or by typing a part of it.

    `tab` shows the other targets of the type; `ctrl+t` chooses the target in the text.
    """

    OTHERS, AIM = "tab", "ctrl+t"

    def __init__(
        self, services: AppServices, title: str, choices: Sequence[ListItem], *, others: bool
    ) -> None:
        more = "tab others  " if others else ""
        keys = f"enter or its number links  {more}^T go to it in the text  esc leaves"
        super().__init__(services, title, choices, keys=keys)
        self._other_ways = (self.OTHERS, self.AIM) if others else (self.AIM,)
        self.chosen_way = ""

    def on_field_widget_changed(self, event: FieldWidget.Changed) -> None:
        """Choose the line whose number was typed; filter by any other text."""
        typed = event.value.strip()
        number = str(int(typed)) if len(typed) == 1 and typed.isdecimal() else ""
        for place, choice in enumerate(self.all):
            if number and choice.key == number:
                event.stop()
                self.dismiss(place)
                return
        super().on_field_widget_changed(event)

    def key_pressed(self, key: str) -> None:
        """Handle the two other ways to a target, and the keys of every list."""
        if key in self._other_ways:
            self.chosen_way = key
            self._choose()
        else:
            super().key_pressed(key)


def _number_key(number: int) -> str:
    return str(number) if number < 10 else ""


def _choose_target(reader: Reader, source: Annotation, link_type: str) -> None:
    session = reader.session
    definition = session.schema.label(source.label).link(link_type)
    found = linking.candidates(session, source, definition) if definition else []
    choices = [_target_item(session.open_text.text, *pair) for pair in enumerate(found, 1)]
    dialog = LinkDialog(reader.services, f"{link_type} of {source.label}", choices, others=False)

    def chosen(place: int | None) -> None:
        if place is None:
            reader.show(NOTHING_LINKED)
            return
        if dialog.chosen_way == LinkDialog.AIM:
            _begin_choosing_in_text(reader, source, link_type)
        else:
            target = found[place].annotation
            reader.show(reader.attempt(lambda: _add_link(reader, source, target, link_type)))

    reader.open_dialog(dialog, chosen)


def _target_item(text: str, number: int, candidate: LinkCandidate) -> ListItem:
    row = candidate.annotation
    return ListItem(
        row.text,
        key=_number_key(number),
        detail=str(row.attributes.get("type") or row.label),
        label=row.label,
        before=text[max(row.start - CONTEXT, 0) : row.start],
        after=text[row.end : row.end + CONTEXT],
    )


def _add_link(
    reader: Reader, source: Annotation, target: Annotation, link_type: str
) -> StatusMessage:
    return linking.add_link(reader.session, source, target, link_type)


def _begin_choosing_in_text(reader: Reader, source: Annotation, link_type: str) -> None:
    reader.session.pin(source)
    reader.begin(ChooseLinkTarget(reader.session, source, link_type))
    reader.show(StatusMessage(f"go to the {link_type}; enter links to it, escape links nothing"))


class ChooseLinkTarget(PendingAction):
    """Choosing the target of a link by moving to it in the text."""

    keys = (("enter", "links to it"), ("esc", "links nothing"), ("n N \\", "go through them"))
    refusal = "such a link leads to no annotation that is here"

    def __init__(self, session: Session, source: Annotation, link_type: str) -> None:
        self._session = session
        self._source = source.id
        self._type = link_type

    def finish(self) -> StatusMessage | None:
        """Link to the annotation at the caret, if the schema allows that link."""
        session = self._session
        source = session.annotations.in_text(self._source)
        if source is None:
            return StatusMessage("it is no longer there", Level.ERROR)
        target = session.current
        if target is None or target.id == source.id:
            return None
        if not linking.may_lead_to(session, source, target, self._type):
            return None
        said = linking.add_link(session, source, target, self._type)
        session.pin(source)
        return said

    def cancel(self) -> StatusMessage:
        """Add no link and go back."""
        source = self._session.annotations.in_text(self._source)
        if source is not None:
            self._session.pin(source)
        return NOTHING_LINKED


# ---------------------------------------------------------- following, unlinking


@command("note.follow")
def _follow_link(reader: Reader, _: Action) -> StatusMessage | None:
    current = reader.acting_on()
    if current is None:
        return NO_CURRENT
    return _choose_link(reader, current, "Follow a link", lambda end: _go_to_end(reader, end))


@command("note.unlink")
def _remove_link(reader: Reader, _: Action) -> StatusMessage | None:
    current = reader.acting_on()
    if current is None:
        return NO_CURRENT

    def remove(end: LinkEnd) -> StatusMessage:
        reader.session.pin(current, go=False)
        return linking.remove_link(reader.session, end.link)

    return _choose_link(reader, current, "Take a link away", remove, always=True)


def _choose_link(
    reader: Reader,
    current: Annotation,
    title: str,
    act: Callable[[LinkEnd], StatusMessage | None],
    *,
    always: bool = False,
) -> StatusMessage | None:
    """Let the annotator choose one of the annotation's links.

    A single link is taken without a dialog, unless `always`.
    """
    ends = linking.ends(reader.session, current)
    if not ends:
        return NO_LINK
    if len(ends) == 1 and not always:
        return act(ends[0])

    def chosen(place: int | None) -> None:
        if place is not None:
            reader.show(reader.attempt(lambda: act(ends[place])))
        elif always:
            reader.show(StatusMessage("no link was removed"))

    choices = [_end_item(reader, number, end) for number, end in enumerate(ends, 1)]
    reader.open_dialog(
        ListDialog(
            reader.services, title, choices, filtering=False, keys="enter or its number  esc leaves"
        ),
        chosen,
    )
    return None


def _end_item(reader: Reader, number: int, end: LinkEnd) -> ListItem:
    row = reader.session.annotations.get(end.id)
    text, label = (row.text, row.label) if row else ("in another document", "")
    detail_text = f"{end.link.type} {'→' if end.outward else '←'}"
    return ListItem(text, key=_number_key(number), detail=detail_text, label=label)


def _go_to_end(reader: Reader, end: LinkEnd) -> StatusMessage | None:
    row = reader.session.annotations.get(end.id)
    try:
        row = row or reader.session.store.annotations.get(end.id)
    except StoreError as error:
        return StatusMessage(str(error), Level.ERROR)
    if row.deleted_at is not None:
        return StatusMessage("the other end was deleted", Level.ERROR)
    return go_to(reader, row) or StatusMessage(f"{row.label} {isolated(row.text)}")
