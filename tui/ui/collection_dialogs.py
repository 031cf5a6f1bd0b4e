"""The dialogs over all documents, and over a document that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.annotations.model import Annotation
from tui.session.session import Said
from tui.ui.actions import Action
from tui.ui.commands.openers import opens

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen
    from tui.ui.screens.searching import Found


@opens("search")
def _search(screen: MainScreen, _: Action) -> None:
    from tui.ui.screens.searching import SearchDialog

    def found(result: Found | None) -> None:
        if result is None:
            return
        said = screen.open_document(result.document_id)
        if said is None:
            session = screen.session
            session.search.look_for(result.query)
            session.search.first_from(result.offset)
            session.reading.go_to(result.offset)
        screen.show(said)

    screen.app.push_screen(SearchDialog(screen.session), found)


@opens("review")
def _review(screen: MainScreen, _: Action) -> None:
    from tui.ui.screens.reviewing import ReviewDialog

    def chosen(row: Annotation | None) -> None:
        if row is not None:
            screen.show(screen.attempt(lambda: go_to(screen, row)))

    screen.app.push_screen(ReviewDialog(screen.session), chosen)


def go_to(screen: MainScreen, row: Annotation) -> Said | None:
    """Open the annotation's document at it; what to say."""
    session = screen.session
    said: Said | None = None
    if session.info is None or session.info.id != row.document_id:
        said = screen.open_document(row.document_id)
    if said is None and not session.mine(row) and not session.show_others:
        session.show_others = True
        session.load_notes()
        said = Said(f"{row.annotator}'s annotation: all annotators' work is shown now")
    there = session.notes.get(row.id)
    if there is not None and there.status not in ("orphaned", "rejected"):
        session.pin(there)
    return said
