"""Annotations as lines of JSON, written by SQLite: many times as fast as row by row in Python.

The lines are those of the export over records, byte for byte; a test holds the two equal.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.annotations.connection import SqliteFile

BLOCK = 2000
"""Lines that are handed on at once."""

# Links of which an end of the same document is not exported are left out; of one that leads to
# another document it cannot be seen here.
_LINKS = """
    SELECT l.id, l.type, l.to_id FROM links l
    WHERE l.from_id = a.id AND l.deleted_at IS NULL AND {link}
      AND NOT EXISTS (
        SELECT 1 FROM annotations t
        WHERE t.id = l.to_id AND t.document_id = a.document_id
          AND (t.deleted_at IS NOT NULL OR NOT ({target})))
    ORDER BY l.id
"""

_LINE = """
    SELECT CAST(json_object(
        'id', a.id, 'document_id', a.document_id, 'document_title', d.title,
        'document_sha256', d.text_sha256, 'label', a.label, 'start', a.start_offset,
        'end', a.end_offset, 'text', a.text, 'prefix', a.prefix, 'suffix', a.suffix,
        'attributes', json(a.attributes), 'note', a.note,
        'links', {links},
        'annotator', a.annotator, 'status', a.status, 'created_at', a.created_at,
        'updated_at', a.updated_at) AS BLOB)
    FROM documents d CROSS JOIN annotations a ON a.document_id = d.id
    WHERE a.deleted_at IS NULL AND {chosen}
    ORDER BY d.id, a.start_offset, a.end_offset, a.id
"""


def jsonl_lines(
    file: SqliteFile,
    documents: Sequence[str],
    labels: Sequence[str],
    annotators: Sequence[str],
    statuses: Sequence[str],
) -> Iterator[bytes]:
    """Blocks of whole lines; what is empty does not choose. Raises as ``SqliteFile`` does."""
    parameters: dict[str, object] = {}

    def among(column: str, name: str, values: Sequence[str]) -> str:
        for number, value in enumerate(values):
            parameters[f"{name}{number}"] = value
        marks = ", ".join(f":{name}{number}" for number in range(len(values)))
        return f"{column} IN ({marks})" if values else "1"

    def chosen(table: str) -> str:
        conditions = (
            among(f"{table}.label", "label", labels),
            among(f"{table}.annotator", "annotator", annotators),
            among(f"{table}.status", "status", statuses),
        )
        return " AND ".join(one for one in conditions if one != "1") or "1"

    link = " AND ".join(
        (among("l.status", "status", statuses), among("l.annotator", "annotator", annotators))
    )
    links = "json('[]')"
    if file.row("SELECT 1 FROM links WHERE deleted_at IS NULL LIMIT 1") is not None:
        found = _LINKS.format(link=link, target=chosen("t"))
        links = (
            "(SELECT json_group_array(json_object('id', id, 'type', type, 'target', to_id)) "
            f"FROM ({found}))"
        )
    where = f"{chosen('a')} AND {among('a.document_id', 'document', documents)}"
    lines = file.stream(_LINE.format(links=links, chosen=where), parameters)
    block: list[bytes] = []
    for (line,) in lines:
        block.append(line)
        if len(block) == BLOCK:
            yield b"\n".join(block) + b"\n"
            block = []
    if block:
        yield b"\n".join(block) + b"\n"
