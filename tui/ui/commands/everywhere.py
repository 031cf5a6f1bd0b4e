"""Commands that list the places like an annotation, to tag or accept those that are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.bindings import Action
from tui.session.commands import similar_suggestions, tag_everywhere
from tui.session.commands.tag_everywhere import OccurrencePreview
from tui.session.messages import NO_CURRENT, Level, StatusMessage
from tui.ui.commands import command
from tui.ui.dialogs.everywhere_preview import EverywhereDialog

if TYPE_CHECKING:
    from tui.ui.protocols import Reader


@command("note.everywhere")
def _tag_everywhere(reader: Reader, _: Action) -> StatusMessage | None:
    session, current = reader.session, reader.acting_on()
    if current is None:
        return NO_CURRENT
    found = tag_everywhere.previews(session, current)

    def taken(chosen: list[OccurrencePreview] | None) -> None:
        if not chosen:
            reader.show(StatusMessage("nothing was tagged"))
        else:
            reader.show(reader.attempt(lambda: tag_everywhere.tag_chosen(session, current, chosen)))

    def in_all() -> list[OccurrencePreview]:
        return tag_everywhere.previews_in_all(session, current)

    session.pinned = current.id
    reader.open_dialog(EverywhereDialog(reader.services, current, found, in_all), taken)
    return None


@command("note.like")
def _accept_similar(reader: Reader, _: Action) -> StatusMessage | None:
    session, current = reader.session, reader.acting_on()
    if current is None or current.status != "suggested":
        return StatusMessage("this is not a suggestion", Level.ERROR)
    found = similar_suggestions.previews(session, current)

    def taken(chosen: list[OccurrencePreview] | None) -> None:
        if chosen is None:
            reader.show(StatusMessage("nothing was accepted"))
        else:
            reader.show(reader.attempt(lambda: similar_suggestions.accept_chosen(session, chosen)))

    session.pinned = current.id
    title = f"{current.label}: all suggested by {similar_suggestions.maker_of(current)}"
    dialog = EverywhereDialog(
        reader.services,
        current,
        found,
        lambda: similar_suggestions.previews_in_all(session, current),
        title,
    )
    reader.open_dialog(dialog, taken)
    return None
