"""Between the database's rows and the model's values, and what makes two rows the same.

A row that another program wrote may hold JSON that does not parse: its words are kept under the
key `UNREADABLE` and written back as they were, so that reading never fails and nothing is lost.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tui.annotations.model import JSON, Annotation, DocumentInfo, Link
from tui.errors import Unstorable

UNREADABLE = "(unreadable)"
"""The key that holds a row's JSON when it is not a JSON object."""

ANNOTATION_COLUMNS = (
    "id, document_id, text_sha256, label, start_offset, end_offset, text, prefix, suffix, "
    "attributes, note, annotator, status, origin, created_at, updated_at, deleted_at"
)
LINK_COLUMNS = (
    "id, document_id, type, from_id, to_id, annotator, status, created_at, updated_at, deleted_at"
)
SELECT_ANNOTATION = f"SELECT {ANNOTATION_COLUMNS} FROM annotations WHERE id = ?"  # noqa: S608
SELECT_LINK = f"SELECT {LINK_COLUMNS} FROM links WHERE id = ?"  # noqa: S608
DOCUMENT_COLUMNS = "id, title, source, text_sha256, length, added_at, pending_sha256, meta"

_ATTRIBUTES = 9


def annotation_of(row: tuple[Any, ...]) -> Annotation:
    """The annotation of a row of `ANNOTATION_COLUMNS`."""
    values = list(row)
    words = values[_ATTRIBUTES]
    values[_ATTRIBUTES] = {} if words == "{}" else object_of(words)
    return Annotation(*values)


def annotation_values(annotation: Annotation) -> tuple[Any, ...]:
    """The values of `ANNOTATION_COLUMNS`. Raises `StoreError` for attributes beyond JSON."""
    return (
        annotation.id,
        annotation.document_id,
        annotation.text_sha256,
        annotation.label,
        annotation.start,
        annotation.end,
        annotation.text,
        annotation.prefix,
        annotation.suffix,
        json_of(annotation.attributes),
        annotation.note,
        annotation.annotator,
        annotation.status,
        annotation.origin,
        annotation.created_at,
        annotation.updated_at,
        annotation.deleted_at,
    )


def link_of(row: tuple[Any, ...]) -> Link:
    """The link of a row of `LINK_COLUMNS`."""
    return Link(*row)


def link_values(link: Link) -> tuple[Any, ...]:
    """The values of `LINK_COLUMNS`."""
    return (
        link.id,
        link.document_id,
        link.type,
        link.from_id,
        link.to_id,
        link.annotator,
        link.status,
        link.created_at,
        link.updated_at,
        link.deleted_at,
    )


def document_of(row: tuple[Any, ...]) -> DocumentInfo:
    """The document of a row of `DOCUMENT_COLUMNS`."""
    *values, meta = row
    values.append(object_of(meta))
    return DocumentInfo(*values)


def object_of(words: str) -> dict[str, JSON]:
    """The JSON object that `words` are, or one that keeps them under `UNREADABLE`."""
    try:
        value = json.loads(words, parse_constant=_refuse)
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else {UNREADABLE: words}


def _refuse(constant: str) -> JSON:
    raise ValueError(f"{constant} is not JSON")


def json_of(value: Mapping[str, JSON]) -> str:
    """`value` as JSON for a column; the inverse of `object_of`.

    Raises `Unstorable` for what JSON cannot hold.
    """
    if not value:
        return "{}"
    words = value.get(UNREADABLE)
    if len(value) == 1 and isinstance(words, str):
        return words
    try:
        return json.dumps(dict(value), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise Unstorable(f"attributes that JSON cannot hold: {error}") from error


def same_content(one: Annotation | Link, other: Annotation | Link) -> bool:
    """Whether two rows say the same; when they were last written does not count."""
    if type(one) is not type(other):
        return False
    return replace(one, updated_at=other.updated_at) == other
