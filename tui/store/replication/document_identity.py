"""Decide which documents of two databases are the same, and their ids afterwards.

Two documents with one id are the same if they have had a text in common. Otherwise the one whose
first text was added earlier keeps the id, and the other gets its id with digits of its first text's
hash. The ids depend only on which texts the documents with that id have had, so that the
order in which databases are merged does not matter.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from tui.store.replication.rules import base_id, distinct_id

Side: TypeAlias = Literal["main", "other"]
"""The database that is open, or the one that is attached to it."""

Texts: TypeAlias = Mapping[str, str]
"""The hashes of a document's texts, each with the time at which it was added."""

_DIGITS = "*~" + "[0-9a-f]" * 8


class Member(NamedTuple):
    """A document of one of the databases."""

    side: Side
    id: str


class NewIds(NamedTuple):
    """The documents whose id changes, with their new ids."""

    here: dict[str, str]
    """In the database that is open."""
    there: dict[str, str]
    """In the attached one."""


def new_ids(connection: sqlite3.Connection) -> NewIds:
    """Return the documents that get another id when the database `other` is merged into `main`."""
    ids = NewIds({}, {})
    for base in sorted(_doubtful(connection)):
        members = dict(_members(connection, base))
        for member, document_id in resolved(base, members).items():
            if document_id != member.id:
                side = ids.here if member.side == "main" else ids.there
                side[member.id] = document_id
    return ids


def resolved(base: str, members: Mapping[Member, Texts]) -> dict[Member, str]:
    """Return the id of each document whose id is, or was before a merge, `base`."""
    groups = sorted(_groups(members), key=lambda group: _first_text(members, group))
    found: dict[Member, str] = {}
    for place, group in enumerate(groups):
        _, sha256 = _first_text(members, group)
        document_id = distinct_id(base, sha256) if place else base
        found |= dict.fromkeys(group, document_id)
    return found


def _first_text(members: Mapping[Member, Texts], group: Iterable[Member]) -> tuple[str, str]:
    """Return when the earliest of the documents' texts was added, and its hash."""
    return min((added, sha256) for one in group for sha256, added in members[one].items())


def _groups(members: Mapping[Member, Texts]) -> list[list[Member]]:
    """Return the documents in groups that have had a text in common."""
    groups: list[tuple[set[str], list[Member]]] = []
    for member, texts in members.items():
        known, together = set(texts), [member]
        others = []
        for group in groups:
            if group[0].isdisjoint(texts):
                others.append(group)
            else:
                known |= group[0]
                together += group[1]
        groups = [*others, (known, together)]
    return [group for _, group in groups]


def _doubtful(connection: sqlite3.Connection) -> set[str]:
    """Return the ids for which a document may have to be renamed, or may get its id back."""
    differing = connection.execute(
        "SELECT o.id FROM other.documents o JOIN main.documents d ON d.id = o.id "
        "WHERE d.text_sha256 <> o.text_sha256"
    )
    found = {str(document_id) for (document_id,) in differing}
    for side in ("main", "other"):
        rows = connection.execute(f"SELECT id FROM {side}.documents WHERE id GLOB ?", (_DIGITS,))
        found |= {base_id(document_id)[0] for (document_id,) in rows}
    # An id with digits that are none of its text's may itself be one that two documents have.
    return found


def _members(connection: sqlite3.Connection, base: str) -> Iterator[tuple[Member, Texts]]:
    """Yield the documents that are called `base`, or were before they were renamed."""
    sides: tuple[Side, ...] = ("main", "other")
    for side in sides:
        texts: dict[str, dict[str, str]] = defaultdict(dict)
        rows = connection.execute(
            "SELECT d.id, t.text_sha256, t.added_at FROM "
            f"{side}.documents d JOIN {side}.document_texts t ON t.document_id = d.id "
            # The range lets SQLite use the index.
            "WHERE d.id = ?1 OR (d.id BETWEEN ?1 || '~0' AND ?1 || '~g' AND d.id GLOB ?2 "
            "AND length(d.id) = length(?1) + 9)",
            (base, _DIGITS),
        )
        for document_id, sha256, added in rows:
            texts[document_id][sha256] = added
        for document_id, found in texts.items():
            _, digits = base_id(document_id)
            is_told_apart = document_id != base and any(one.startswith(digits) for one in found)
            if document_id == base or is_told_apart:
                yield Member(side, document_id), found
