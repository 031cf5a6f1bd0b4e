"""What is left of an annotator in a database once the hub has forgotten them."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.store.making import rows, tag, tie
from tests.store.replication.test_merging import execute
from tui.model import Decision, comment, new_id, now
from tui.store.database import Store
from tui.store.replication.forgetting import forget
from tui.store.row_mapping import Change

SECRET = "what hind wrote"
STAMP = "2030-01-01T00:00:00.000000Z"


@pytest.fixture
def worked_on(filled: Store) -> Store:
    """A database with work of hind's in every table that may name her, and some of omar's."""
    made = tag(filled, annotator="hind", attributes={"canonical": SECRET})
    tie(filled, made, made)
    said = comment("a", "hind", SECRET, annotation_id=made.id)
    filled.history.commit("comment", "a", "hind", [Change(None, said)])
    tag(filled, 16, 23, annotator="omar", attributes={"canonical": "kept"})
    stamp = now()
    chosen = Decision(new_id(), "a", "omar", "bounds", "x y", "hind", stamp, stamp)
    filled.history.commit("decide", "a", "omar", [Change(None, chosen)])
    filled.assignments.add([("a", "omar")], "hind")
    filled.progress.save("a", "hind", 5)
    for kind, row in (
        ("annotations", {"id": "1", "annotator": "hind", "note": SECRET}),
        ("decisions", {"id": "2", "adjudicator": "omar", "choice": "hind"}),
        ("annotations", {"id": "3", "annotator": "omar", "note": "kept"}),
    ):
        values = row["id"], kind, json.dumps(row), "a merge", stamp
        execute(filled, "INSERT INTO versions VALUES (?, ?, ?, ?, ?)", *values)
    return filled


def forgotten(store: Store, pseudonym: str | None) -> str:
    """Forget hind; return the rows of all tables but the history as text."""
    with closing(sqlite3.connect(store.path)) as database:
        with database:
            forget(database, "hind", pseudonym, STAMP)
        lines = [line for line in database.iterdump() if line.startswith("INSERT INTO")]
    return "\n".join(line for line in lines if not line.startswith('INSERT INTO "history"'))


def test_who_has_a_pseudonym_is_named_nowhere_any_more(worked_on: Store) -> None:
    left = forgotten(worked_on, "A17")
    assert "hind" not in left.replace(SECRET, "")
    assert [(row.annotator, row.attributes["canonical"]) for row in rows(worked_on)] == [
        ("A17", SECRET),
        ("omar", "kept"),
    ]
    assert worked_on.comments.decisions("a")[0].choice == "A17"
    assert [one.assigned_by for one in worked_on.assignments.all()] == ["A17"]


def test_of_a_layer_that_is_withdrawn_no_words_are_left(worked_on: Store) -> None:
    left = forgotten(worked_on, None)
    assert SECRET not in left
    assert [(row.annotator, row.attributes) for row in rows(worked_on)] == [
        ("omar", {"canonical": "kept"})
    ]
    assert worked_on.comments.in_document("a") == []
    assert worked_on.links.in_document("a") == []
    assert "hind" not in [one.annotator for one in worked_on.progress.in_document("a")]
    assert worked_on.comments.decisions("a")[0].choice == ""
    assert [one.assigned_by for one in worked_on.assignments.all()] == [""]
    assert execute(worked_on, "SELECT count(*) FROM history WHERE annotator = 'hind'") == [(0,)]
    kept = [json.loads(str(row)) for (row,) in execute(worked_on, "SELECT row FROM versions")]
    assert [(row["id"], row.get("choice")) for row in kept] == [("2", ""), ("3", None)]
