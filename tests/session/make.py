"""Rows for tests, without a database."""

from tui.choices import AnnotationStatus
from tui.model import Annotation, Link, new_id
from tui.model import link as make_link

STAMP = "2026-01-02T03:04:05.000006Z"


def annotation(
    start: int,
    end: int,
    label: str = "entity",
    *,
    status: AnnotationStatus = "accepted",
    text: str = "",
) -> Annotation:
    """An annotation of nobody's text."""
    return Annotation(
        id=new_id(),
        document_id="d",
        text_sha256="0" * 64,
        label=label,
        start=start,
        end=end,
        text=text,
        prefix="",
        suffix="",
        attributes={},
        note="",
        annotator="me",
        status=status,
        origin="",
        created_at=STAMP,
        updated_at=STAMP,
    )


def link(source: Annotation, target: Annotation, type: str) -> Link:
    """A link between two of them."""
    return make_link(source, target, type, "me")
