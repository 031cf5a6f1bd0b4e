"""Taking a document to its changed text, with its annotations: a preview, then one command."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from tui.annotations import querying
from tui.annotations.anchoring import Placement, plan
from tui.annotations.commands import commit
from tui.annotations.connection import SqliteFile
from tui.annotations.history import Change, DocumentText, Entry
from tui.annotations.model import Annotation, edited, moved
from tui.errors import Conflict


def placements(file: SqliteFile, document_id: str) -> list[Placement]:
    """Where the annotations that count in another text go in the document's newest one.

    Of all annotators, and those that were orphaned before; by their old places.
    """
    document = querying.document(file, document_id)
    target = document.pending_sha256 or document.text_sha256
    new = querying.text(file, target)
    annotations = sorted(
        querying.annotations(file, document_id, include_deleted=False),
        key=lambda annotation: (annotation.text_sha256, annotation.start, annotation.end),
    )
    placed: list[Placement] = []
    for sha256, group in groupby(annotations, lambda annotation: annotation.text_sha256):
        if sha256 != target:
            found = plan(querying.text(file, sha256), new, list(group))
            placed += [replace(placement, target=target) for placement in found]
    return placed


def reanchor(
    file: SqliteFile, document_id: str, annotator: str, placed: Sequence[Placement]
) -> Entry:
    """Writes the placements, and the document's new text, as one command.

    Raises `Conflict` when the document or an annotation is no longer as it was shown.
    """
    document = querying.document(file, document_id)
    target = document.pending_sha256 or document.text_sha256
    if any(placement.target != target for placement in placed):
        raise Conflict("the text changed again since its change was shown; nothing was changed")
    new = querying.text(file, target)
    changes = [
        Change(placement.annotation, _placed(placement, target, new)) for placement in placed
    ]
    if document.pending_sha256 is not None:
        before = DocumentText(document_id, document.text_sha256, document.pending_sha256)
        changes.insert(0, Change(before, DocumentText(document_id, target, None)))
    return commit(file, "re-anchoring", document_id, annotator, changes)


def _placed(placement: Placement, target: str, new: str) -> Annotation:
    """The annotation in its new text; one without a place keeps its old text and offsets."""
    annotation = placement.annotation
    if placement.span is None:
        return edited(annotation, status="orphaned")
    status = annotation.status
    if status == "orphaned":
        # What it was before is not kept; nothing with an origin is accepted without a key press.
        status = "suggested" if annotation.origin else "accepted"
    return moved(replace(annotation, text_sha256=target, status=status), new, placement.span)
