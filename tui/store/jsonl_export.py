"""Export annotations as lines of JSON written by SQLite: more than twice as fast as in Python.

The bytes are those of the `jsonl` format; a test compares the two.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tui.store.annotation_queries import AnnotationFilter
from tui.store.file.sqlite_file import SqliteFile
from tui.store.row_mapping import LIVE_LINK, UNREADABLE, fragments_of

BLOCK = 64
"""Lines of a block: few enough to stay in the processor's cache, which makes an export a fifth
faster."""

# json() because not every release of SQLite knows that the result of a subquery is JSON.
_LIST = """
    json((SELECT json_group_array(json_object('id', id, 'type', type, 'target', to_id))
          FROM (SELECT l.id, l.type, l.to_id FROM links l
                WHERE l.from_id = a.id AND {live} AND {wanted} ORDER BY l.id)))
"""

_LINKED = "EXISTS (SELECT 1 FROM links l WHERE l.from_id = a.id)"

_NO_LINKS = "json('[]')"

# Another program may have written no JSON, or no object: see `row_mapping.object_of`.
_ATTRIBUTES = f"""
    CASE WHEN json_valid(a.attributes) AND json_type(a.attributes) = 'object'
    THEN json(a.attributes) ELSE json_object('{UNREADABLE}', a.attributes) END
"""

_OBJECT = """
    json_object(
        'id', a.id, 'document_id', a.document_id, 'document_title', d.title,
        'document_sha256', a.text_sha256, 'label', a.label, 'start', a.start_offset,
        'end', a.end_offset, 'text', a.text, 'prefix', a.prefix, 'suffix', a.suffix,
        {fragments}'attributes', {attributes}, 'note', a.note,
        'links', {links},
        'annotator', a.annotator, 'status', a.status, {score}'created_at', a.created_at,
        'updated_at', a.updated_at)
"""

# SQLite writes some numbers with fewer digits than they have.
_FRAGMENTS = "'fragments', json(hashiya_fragments(a.fragments)), "

_SCORE = "'score', json(hashiya_number(a.score)), "

# Most annotations have no links, and many no attributes: checking whether there are any takes a
# fifth of the time of collecting none, and a constant no time.
_LINE = """
    CASE WHEN {linked} THEN {links} WHEN a.attributes = '{{}}' THEN {bare} ELSE {plain} END
"""

_LINES = """
    SELECT CAST({line} AS BLOB)
    FROM documents d CROSS JOIN annotations a ON a.document_id = d.id
    WHERE a.deleted_at IS NULL AND {chosen}
    ORDER BY d.id, a.start_offset, a.end_offset, a.id
"""


@dataclass(frozen=True, slots=True)
class JsonlLosses:
    """Counts of what the lines leave out of the chosen annotations' documents."""

    documents: int
    """Documents without a chosen annotation."""
    metas: int
    progress: int
    """Documents begun, per annotator."""
    origins: int
    links: int
    """Links, whose annotator, status and times are not in the lines."""
    comments: int
    """Comments on the chosen documents and their annotations."""
    numbers: int
    """Documents whose id is all digits: a program that guesses types reads a number."""


def count_losses(file: SqliteFile, chosen: AnnotationFilter) -> JsonlLosses:
    """Count what `jsonl_lines` of the same choice leaves out."""
    choice = _Choice(chosen)
    taken = f"a.deleted_at IS NULL AND {choice.annotations('a')}"
    among, of = choice.documents("d.id"), choice.documents("a.document_id")
    about = f"{choice.documents('c.document_id')} AND {choice.comments('c')}"
    scanned = choice.scan
    wanted = f"{LIVE_LINK} AND {choice.links('l')}"
    counts = file.rows(
        f"""
        SELECT
          (SELECT count(*) FROM documents d WHERE {among} AND NOT EXISTS
             (SELECT 1 FROM annotations a WHERE a.document_id = d.id AND {taken})),
          (SELECT count(*) FROM documents d WHERE {among} AND d.meta <> '{{}}'),
          (SELECT count(*) FROM progress p JOIN documents d ON d.id = p.document_id
             WHERE {among} AND p.status <> 'unread'),
          (SELECT count(*) FROM annotations a {scanned}
             WHERE a.origin <> '' AND {of} AND {taken}),
          (SELECT count(*) FROM links l CROSS JOIN annotations a ON a.id = l.from_id
             WHERE {wanted} AND {of} AND {taken}),
          (SELECT count(*) FROM comments c WHERE c.deleted_at IS NULL AND {about}
             AND NOT EXISTS (SELECT 1 FROM annotations a WHERE a.id = c.annotation_id
               AND NOT ({taken}))),
          (SELECT count(*) FROM documents d WHERE {among} AND d.id NOT GLOB '*[^0-9]*')
        """,
        choice.parameters,
    )
    return JsonlLosses(*counts[0])


class _Choice:
    """SQL conditions for a filter, with named parameters."""

    def __init__(self, chosen: AnnotationFilter) -> None:
        self.scan = "" if chosen.documents else "NOT INDEXED"
        """How all annotations are read for a count: SQLite would choose an index and look up each
        row, three times the work."""
        self.parameters: dict[str, object] = {}
        self._marks = {
            name: self._bound(name, values)
            for name, values in (
                ("document", chosen.documents),
                ("label", chosen.labels),
                ("annotator", chosen.annotators),
                ("status", chosen.statuses),
            )
        }

    def _bound(self, name: str, values: Sequence[str]) -> str:
        keys = [f"{name}{number}" for number in range(len(values))]
        self.parameters.update(zip(keys, values, strict=True))
        return ", ".join(f":{key}" for key in keys)

    def _all(self, columns: Mapping[str, str]) -> str:
        conditions = [
            f"{column} IN ({self._marks[name]})"
            for name, column in columns.items()
            if self._marks[name]
        ]
        return " AND ".join(conditions) or "1"

    def documents(self, column: str) -> str:
        return self._all({"document": column})

    def annotations(self, table: str) -> str:
        names = ("label", "annotator", "status")
        return self._all({name: f"{table}.{name}" for name in names})

    def comments(self, table: str) -> str:
        return self._all({"annotator": f"{table}.annotator"})

    def links(self, table: str) -> str:
        return self._all({name: f"{table}.{name}" for name in ("annotator", "status")})


def _optional_keys(file: SqliteFile, choice: _Choice) -> tuple[bool, bool]:
    """Return whether any chosen annotation has fragments, and whether any has a score."""
    # What hardly a row has is asked first: then no other column is read of the rest.
    taken = (
        "(a.fragments IS NOT NULL OR a.score IS NOT NULL) "
        f"AND a.deleted_at IS NULL AND {choice.annotations('a')} "
        f"AND {choice.documents('a.document_id')}"
    )
    found = file.rows(
        f"""
        SELECT max(a.fragments IS NOT NULL), max(a.score IS NOT NULL)
        FROM annotations a {choice.scan} WHERE {taken}
        """,
        choice.parameters,
    )
    if any(found[0]):
        make = file.connection.create_function
        make("hashiya_fragments", 1, _fragments_json, deterministic=True)
        make("hashiya_number", 1, json.dumps, deterministic=True)
    return bool(found[0][0]), bool(found[0][1])


def _fragments_json(words: str | None) -> str:
    fragments = None if words is None else fragments_of(words)
    return json.dumps(fragments, separators=(",", ":"))


def jsonl_lines(file: SqliteFile, chosen: AnnotationFilter) -> Iterator[bytes]:
    """Yield the chosen annotations in blocks of whole lines. Raises as `SqliteFile` does.

    TEXT values that are not UTF-8 keep their bytes.
    """
    choice = _Choice(chosen)
    linked, links = "0", _NO_LINKS
    if file.row("SELECT 1 FROM links WHERE deleted_at IS NULL LIMIT 1") is not None:
        linked, links = _LINKED, _LIST.format(live=LIVE_LINK, wanted=choice.links("l"))
    has_fragments, has_score = _optional_keys(file, choice)
    more = {"fragments": _FRAGMENTS if has_fragments else "", "score": _SCORE if has_score else ""}
    line = _LINE.format(
        linked=linked,
        links=_OBJECT.format(attributes=_ATTRIBUTES, links=links, **more),
        bare=_OBJECT.format(attributes="json('{}')", links=_NO_LINKS, **more),
        plain=_OBJECT.format(attributes=_ATTRIBUTES, links=_NO_LINKS, **more),
    )
    where = f"{choice.annotations('a')} AND {choice.documents('a.document_id')}"
    sql = _LINES.format(line=line, chosen=where)
    for rows in file.blocks(sql, choice.parameters, BLOCK):
        yield b"\n".join([line for (line,) in rows]) + b"\n"
