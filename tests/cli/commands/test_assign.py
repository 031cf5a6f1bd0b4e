"""`hashiya assign`, and what the index shows of it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.articles import document
from tests.cli.conftest import Hashiya
from tui.model import Assignment, stamp_of
from tui.session.collection import Collection
from tui.store.database import Store

NAMES = [f"{number}.txt" for number in range(1, 13)]


@pytest.fixture
def store(tmp_path: Path, hashiya: Hashiya) -> Iterator[Store]:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(f"text {name}", name) for name in NAMES])
        yield store


def listed(hashiya: Hashiya) -> dict[str, list[str]]:
    lines = hashiya("assign", "--list", "--json").out.splitlines()
    return {row["document_id"]: row["annotators"] for row in map(json.loads, lines)}


def test_documents_are_given_out_evenly(store: Store, hashiya: Hashiya) -> None:
    result = hashiya("assign", "--to", "ليلى", "--to", "omar", "--to", "dina")
    assert (result.status, result.out) == (0, "ليلى\t4\nomar\t4\ndina\t4\n")
    assert list(listed(hashiya)) == NAMES  # natural order
    store.add_documents([document("another", "13.txt")])
    again = hashiya("assign", "--to", "ليلى", "--to", "omar", "--to", "dina")
    assert sorted(again.out.split()) == sorted(["ليلى", "omar", "dina", "0", "0", "1"])
    assert "12 documents had been assigned before" in again.err


def test_a_share_of_the_documents_goes_to_several(store: Store, hashiya: Hashiya) -> None:
    words = ["--to", "a", "--to", "b", "--per-document", "2", "--overlap", "25%"]
    assert hashiya("assign", *words).status == 0
    assert sorted(map(len, listed(hashiya).values())) == [1] * 9 + [2] * 3


def test_what_nobody_began_is_taken_back(store: Store, hashiya: Hashiya) -> None:
    hashiya("assign", "--to", "a", "--document", "1.txt", "--document", "2.txt")
    store.progress.save("1.txt", "a", 3)
    assert hashiya("assign", "--take-back", "1").out == ""
    assert hashiya("assign", "--take-back", "0").out == "a\t1\n"
    assert listed(hashiya) == {"1.txt": ["a"]}
    hashiya("assign", "--to", "b", "--document", "2.txt")
    assert listed(hashiya) == {"1.txt": ["a"], "2.txt": ["b"]}


def test_the_index_shows_ones_own_and_all_by_a_filter(store: Store, hashiya: Hashiya) -> None:
    hashiya("assign", "--to", "me", "--document", "5.txt", "--document", "7.txt")
    own = Collection(store, "me")
    assert [row.id for place in range(len(own)) if (row := own.row(place))] == ["5.txt", "7.txt"]
    assert own.first_unfinished() == "5.txt"
    own.set_filter("all:")
    assert len(own) == 12
    assert len(Collection(store, "somebody else")) == 12


def test_an_assignment_that_comes_back_is_later_than_its_end(store: Store) -> None:
    store.assignments.add([("1.txt", "a")], "me")
    store.assignments.take_back([("1.txt", "a")])
    store.assignments.add([("1.txt", "a")], "me")
    (found,) = store.assignments.all()
    assert isinstance(found, Assignment)
    assert found.deleted_at is None
    tomorrow = stamp_of((datetime.now(UTC) + timedelta(days=1)).timestamp())
    assert store.assignments.not_begun(tomorrow) == [found]


@pytest.mark.parametrize(
    "words",
    [[], ["--list", "--to", "a"], ["--to", "a", "--to", "a"], ["--to", "a", "--per-document", "2"]],
)
def test_wrong_usage(store: Store, hashiya: Hashiya, words: list[str]) -> None:
    assert hashiya("assign", *words).status == 2


@pytest.mark.parametrize("name", ["", " \t"])
def test_nothing_is_assigned_to_nobody(store: Store, hashiya: Hashiya, name: str) -> None:
    result = hashiya("assign", "--to", name)
    assert result.status == 2
    assert "is not a name" in result.err
    assert list(store.assignments.all()) == []
