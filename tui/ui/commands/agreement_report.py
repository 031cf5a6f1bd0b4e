"""The command that shows how far annotators agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.keys.bindings import Action
from tui.session.messages import Level, StatusMessage
from tui.store.database import Store
from tui.team.agreement_results import Agreement, agreement, without_gamma
from tui.team.html_report import Details, details_of
from tui.team.read_layers import gather
from tui.ui.commands import command
from tui.ui.commands.adjudication import begin_adjudication
from tui.ui.dialogs.agreement_dialog import AgreementDialog

if TYPE_CHECKING:
    from tui.ui.protocols import Reader


@command("agreement")
def _show_agreement(reader: Reader, _: Action) -> StatusMessage:
    path = reader.session.store.path
    reader.in_background(lambda: _measure(path), lambda found: _show_report(reader, *found))
    return StatusMessage("comparing the annotators …")


def _measure(path: Path) -> tuple[Agreement, Details]:
    """Measure agreement over the whole database, on its own connection."""
    with Store.open(path, create=False, read_only=True) as store:
        gathered = gather(store.annotated_documents())
    result = agreement(gathered.documents, gathered.annotators, without_gamma)
    return result, details_of(gathered.documents, result)


def _show_report(reader: Reader, result: Agreement, details: Details) -> StatusMessage | None:
    """Show the agreement report; `enter` in it opens a document."""
    ids = [score.document_id for score in details.documents if score.f1 is not None]
    if not ids:
        return StatusMessage("no document was finished by two annotators", Level.ERROR)

    def chosen(document: str | None) -> None:
        if document:
            refusal = reader.open_document(document)
            reader.show(refusal or begin_adjudication(reader, documents=ids))

    reader.open_dialog(AgreementDialog(reader.services, result, details), chosen)
    return StatusMessage("")
