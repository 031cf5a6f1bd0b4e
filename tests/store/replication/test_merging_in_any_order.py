"""Merging databases of four people: in any order the same rows, and nothing lost."""

import io
import itertools
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.making import document
from tui.anchoring import Placement
from tui.choices import REVIEW_STATUSES
from tui.errors import Conflict
from tui.formats.documents import document_line
from tui.model import Comment, Decision, annotate, comment, edited, later_than, link, new_id
from tui.store.database import Store
from tui.store.file import log_owner
from tui.store.maintenance.checks import check_database
from tui.store.replication.other_database import other_database
from tui.store.replication.rules import DOCUMENT_ROWS, SHARED_TABLES, canonical
from tui.store.row_mapping import Change, DocumentReview

pytestmark = pytest.mark.slow

PEOPLE = ("ا", "ب", "me", "her")
NAMES = ("one", "two")
TEXTS = tuple(f"{word} قال زاك كوبر إن اليابان مهمة." for word in ("أ", "ب ب", "ج", ""))
STAMPS = ("2026-01-01T00:00:00.000000Z", "2026-01-01T03:00:00+03:00", "2026-01-02", "never")

Command = tuple[str, int, int]
"""What is done, and two numbers that decide to what."""

KINDS = (
    "add", "add", "tag", "edit", "delete", "link", "place", "comment", "assign", "same time",
    "answer", "resolve", "review", "decide",
)  # fmt: skip
TAKING = ("take over", "take over", "undo")
"""What changes whose a row is."""


def lists_of(kinds: Sequence[str]) -> st.SearchStrategy[list[Command]]:
    numbers = st.integers(0, 11)
    return st.lists(st.tuples(st.sampled_from(kinds), numbers, numbers), min_size=2, max_size=9)


commands = lists_of(KINDS)
with_taking = lists_of((*KINDS, *TAKING))
START: tuple[Command, ...] = (("add", 0, 0), ("tag", 0, 1), ("tag", 0, 2), ("place", 0, 9))
"""What all four databases have in common."""


def perform(store: Store, person: str, command: Command) -> None:
    """Do a command as far as there is something to do it with."""
    kind, one, two = command
    if kind == "add":
        name = NAMES[one % 3 > 0]  # the databases have the first in common
        store.add_documents([document(name, TEXTS[two % len(TEXTS)])])
        placements: Sequence[Placement] = store.documents.placements(name)
        if placements:
            store.documents.reanchor(name, person, placements)
        return
    infos = list(store.documents.all())
    if not infos:
        return
    info = infos[one % len(infos)]
    rows = store.annotations.in_document(info.id)
    if kind == "tag":
        text = store.documents.text_of(info.id)
        new = annotate(info, text, (two % 8, two % 8 + 3), "entity", person)
        store.history.commit("tag", info.id, person, [Change(None, new)])
    elif kind == "place":
        store.progress.save(info.id, person, two % info.length)
    elif kind == "assign":
        execute(
            store.path,
            "INSERT INTO assignments VALUES (?, ?, ?, ?, NULL) ON CONFLICT DO UPDATE SET "
            "assigned_by = excluded.assigned_by, updated_at = excluded.updated_at",
            (info.id, PEOPLE[two % 4], person, STAMPS[two % 2]),
        )
    elif kind == "review":
        after = DocumentReview(info.id, (None, *REVIEW_STATUSES)[two % 4])
        change = Change(DocumentReview(info.id, info.review), after)
        store.history.commit("review", info.id, person, [change])
    elif kind == "undo":
        with suppress(Conflict):
            store.history.undo(info.id, person)
    elif kind in ("answer", "resolve"):
        change_comment(store, person, kind, two, store.comments.in_document(info.id))
    elif rows:
        change_row(store, person, kind, two, rows[two % len(rows)].id)


def change_comment(
    store: Store, person: str, kind: str, number: int, there: Sequence[Comment]
) -> None:
    """Answer a comment, or the document, or resolve one."""
    info = next(iter(store.documents.all()))
    if kind == "answer":
        about = there[number % len(there)] if there else None
        made = comment(
            about.document_id if about else info.id,
            person,
            str(number),
            annotation_id=about.annotation_id if about else None,
            parent_id=about.id if about else None,
        )
        store.history.commit("answer", made.document_id, person, [Change(None, made)])
    elif there:
        row = there[number % len(there)]
        stamp = later_than(row.updated_at)
        after = replace(row, resolved_at=stamp, updated_at=stamp)
        store.history.commit("resolve", row.document_id, person, [Change(row, after)])


def change_row(store: Store, person: str, kind: str, number: int, annotation_id: str) -> None:
    row = store.annotations.get(annotation_id)
    links = store.links.in_document(row.document_id)
    if kind == "edit":
        change = Change(row, edited(row, note=str(number), attributes={"n": number}))
        store.history.commit("edit", row.document_id, person, [change])
    elif kind == "take over":
        taken = edited(row, annotator=person, status=("accepted", "rejected")[number % 2])
        store.history.commit("accept", row.document_id, person, [Change(row, taken)])
    elif kind == "delete":
        ties = [one for one in links if row.id in (one.from_id, one.to_id)]
        changes: list[Change] = [*(Change(one, None) for one in ties), Change(row, None)]
        store.history.commit("delete", row.document_id, person, changes)
    elif kind == "link":
        tie = link(row, row, "speaker", person)
        store.history.commit("link", row.document_id, person, [Change(None, tie)])
    elif kind == "decide":
        stamp = STAMPS[number % 3]
        subject = json.dumps([[row.id, str(number)]])
        one = Decision(new_id(), row.document_id, person, "bounds", subject, "none", stamp, stamp)
        store.history.commit("decide", row.document_id, person, [Change(None, one)])
    elif kind == "comment":
        values = (new_id(), row.document_id, row.id, person, str(number), *[STAMPS[number % 3]] * 2)
        sql = "INSERT INTO comments VALUES (?, ?, ?, NULL, 'flag', ?, ?, ?, ?, NULL, NULL)"
        execute(store.path, sql, values)
    else:  # two people edited at the same moment, or a clock was wrong
        sql = "UPDATE annotations SET updated_at = ? WHERE id = ?"
        execute(store.path, sql, (STAMPS[number % len(STAMPS)], row.id))


def execute(path: Path, sql: str, values: Sequence[object]) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute(sql, values)


def merge(target: Path, *others: Path) -> None:
    with Store.open(target) as store:
        for path in others:
            with other_database(path) as other:
                store.merge(other, {})


def export(path: Path) -> bytes:
    """The `documents` export; a source is local to a database."""
    out = io.BytesIO()
    with Store.open(path) as store:
        for record in store.annotated_documents():
            out.write(document_line(record).encode())
    return out.getvalue()


def dump(path: Path) -> list[str]:
    """All rows that a merge could change."""
    with closing(sqlite3.connect(path)) as database:
        return [line for line in database.iterdump() if log_owner.TABLE not in line]


def shared_rows(path: Path) -> Iterator[tuple[str, bytes]]:
    """The contents of all rows of documents, by table."""
    with closing(sqlite3.connect(path)) as database:
        for table in DOCUMENT_ROWS:
            select = f"SELECT {', '.join(table.columns)} FROM {table.name}"
            for values in database.execute(select):
                yield table.name, canonical(table, values)


def kept_rows(path: Path) -> Iterator[tuple[str, bytes]]:
    """The contents of the rows that lost, by table."""
    with closing(sqlite3.connect(path)) as database:
        for kind, row in database.execute("SELECT kind, row FROM versions"):
            table = SHARED_TABLES[kind]
            values = [json.loads(row)[name] for name in table.columns]
            yield kind, canonical(table, values)


@contextmanager
def four_databases(
    shared: Sequence[Command], own: Sequence[Sequence[Command]]
) -> Iterator[tuple[Path, ...]]:
    """Copies of one database, in each of which somebody has gone on working."""
    folder = Path(tempfile.mkdtemp())
    try:
        paths = tuple(folder / f"{number}.db" for number in range(len(PEOPLE)))
        with Store.open(paths[0]) as store:
            for command in (*START, *shared):
                perform(store, PEOPLE[0], command)
            for path in paths[1:]:
                store.backup(path)
        for path, person, done in zip(paths, PEOPLE, own, strict=True):
            with Store.open(path) as store:
                for command in done:
                    perform(store, person, command)
        yield paths
    finally:
        shutil.rmtree(folder)


@settings(max_examples=max(6, settings().max_examples // 8))
@given(
    with_taking,
    st.tuples(with_taking, with_taking, with_taking, with_taking),
    st.lists(st.permutations(range(4)), min_size=2, max_size=2, unique_by=tuple),
)
def test_any_order_gives_the_same_export(
    shared: list[Command],
    own: tuple[list[Command], ...],
    orders: list[list[int]],
) -> None:
    with four_databases(shared, own) as paths:
        folder = paths[0].parent
        exports = []
        for order in orders:
            target = folder / f"merged{''.join(map(str, order))}.db"
            merge(target, *(paths[number] for number in order))
            exports.append(export(target))
            problems = [one for one in check_database(target) if one.severity == "error"]
            assert problems == []
        # Two by two, and the results into each other.
        pairs = folder / "left.db", folder / "right.db"
        merge(pairs[0], paths[0], paths[1])
        merge(pairs[1], paths[2], paths[3])
        merge(*pairs)
        merge(*reversed(pairs))
        exports += [export(path) for path in pairs]
        # Into a database that somebody works in.
        merge(paths[0], *paths[1:])
        exports.append(export(paths[0]))
        assert len(set(exports)) == 1


@settings(max_examples=max(6, settings().max_examples // 8))
@given(commands, st.tuples(commands, commands, commands, commands))
def test_again_changes_nothing_and_every_row_that_lost_is_kept(
    shared: list[Command], own: tuple[list[Command], ...]
) -> None:
    with four_databases(shared, own) as paths:
        before = set(itertools.chain.from_iterable(map(shared_rows, paths)))
        merge(*paths)
        once = dump(paths[0])
        assert before <= {*shared_rows(paths[0]), *kept_rows(paths[0])}
        merge(*paths)
        assert dump(paths[0]) == once
