"""The database's rows as formats see them."""

from __future__ import annotations

from tui.annotations.model import Annotation, Link
from tui.exchange.record import RecordLink, RecordSpan


def span_of(row: Annotation) -> RecordSpan:
    """An annotation as formats see it."""
    return RecordSpan(
        id=row.id,
        start=row.start,
        end=row.end,
        label=row.label,
        text=row.text,
        prefix=row.prefix,
        suffix=row.suffix,
        attributes=row.attributes,
        note=row.note,
        annotator=row.annotator,
        status=row.status,
        origin=row.origin,
        created_at=row.created_at,
        updated_at=row.updated_at,
        deleted_at=row.deleted_at or "",
    )


def link_of(row: Link) -> RecordLink:
    """A link as formats see it."""
    return RecordLink(
        id=row.id,
        type=row.type,
        from_id=row.from_id,
        to_id=row.to_id,
        annotator=row.annotator,
        status=row.status,
        created_at=row.created_at,
        updated_at=row.updated_at,
        deleted_at=row.deleted_at or "",
    )
