"""`hashiya merge` on the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Hashiya


@pytest.fixture
def two(tmp_path: Path, hashiya: Hashiya) -> tuple[str, str]:
    """Two databases, each with its own document of one name and a common one."""
    for name, text in (("one", "نص واحد"), ("two", "نص آخر")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "x.txt").write_text(text, encoding="utf-8")
        (folder / "y.txt").write_text("مشترك", encoding="utf-8")
        assert hashiya("--db", f"{name}.db", "add", name).status == 0
    return "one.db", "two.db"


def test_a_merge_makes_a_database_and_says_what_came(
    hashiya: Hashiya, two: tuple[str, str]
) -> None:
    done = hashiya("merge", *two)
    assert done.status == 0
    assert done.out.splitlines() == [
        "one.db: documents: 2 added",
        "two.db: documents: 1 added, 1 unchanged",
    ]
    assert "another text has the id x.txt; the document there is x.txt~" in done.err
    assert len(hashiya("list", "--json").out.splitlines()) == 3
    again = hashiya("merge", "--json", *two)
    reports = [json.loads(line) for line in again.out.splitlines()]
    assert [one["database"] for one in reports] == [*two]
    assert all(one["documents"]["added"] == 0 for one in reports)


def test_a_dry_run_changes_nothing(hashiya: Hashiya, two: tuple[str, str], tmp_path: Path) -> None:
    done = hashiya("merge", "--dry-run", *two)
    assert done.out.splitlines()[1] == "two.db: documents: 1 added, 1 unchanged"
    assert "nothing was changed" in done.err
    assert not (tmp_path / "annotations.db").exists()
    hashiya("merge", two[0])
    before = hashiya("export", "--format", "documents").out
    assert hashiya("merge", "--dry-run", two[1]).out == "two.db: documents: 1 added, 1 unchanged\n"
    assert hashiya("export", "--format", "documents").out == before


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("nowhere.db",), 1, "there is no such file"),
        (("annotations.db",), 2, "the database itself"),
        (("--rename", "x", "one.db"), 2, "OLD=NEW"),
        (("--rename", "nobody=her", "one.db"), 2, "no annotator 'nobody'"),
        (("one/x.txt",), 1, "not a database"),
    ],
)
def test_what_cannot_be_merged_is_said(
    hashiya: Hashiya, two: tuple[str, str], words: tuple[str, ...], status: int, said: str
) -> None:
    hashiya("merge", two[0])
    done = hashiya("merge", *words)
    assert (done.status, said in done.err) == (status, True), done.err
