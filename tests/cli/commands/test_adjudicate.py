"""Which document `hashiya adjudicate` opens, and what it refuses."""

from pathlib import Path
from typing import Any

import pytest

from tests.articles import document
from tests.cli.conftest import Hashiya
from tui.cli.commands import adjudicate, read
from tui.model import annotate
from tui.schema import default_schema
from tui.session.commands.adjudicating import Adjudication
from tui.session.session import Session
from tui.store.database import Store
from tui.store.row_mapping import Change, DocumentStatus
from tui.text.layout import LayoutOptions

TEXT = "قال الوزير إن الاتفاق جاهز"


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Four documents of two annotators, of which the first and the last are alike in both."""
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(f"{n} {TEXT}", f"{n}.txt") for n in range(1, 5)])
        for info in list(store.documents.all()):
            for who in ("ليلى", "omar"):
                end = 6 if who == "omar" and info.id in ("2.txt", "3.txt") else 5
                row = annotate(info, f"{info.id[0]} {TEXT}", (2, end), "entity", who)
                before = DocumentStatus(info.id, who, "unread")
                changes = [Change(before, DocumentStatus(info.id, who, "done")), Change(None, row)]
                store.history.commit("all", info.id, who, changes)
    found: list[str] = []

    def open_reader(_: object, first_document: str = "", **__: Any) -> int:
        found.append(first_document)
        return 0

    monkeypatch.setattr(read, "open_reader", open_reader)
    return found


def decide(folder: Path, id: str) -> None:
    with Store.open(folder / "annotations.db") as store:
        session = Session(store, default_schema(), "me")
        session.open(id, LayoutOptions(width=72))
        adjudication = Adjudication(session)
        adjudication.begin()
        while adjudication.current is not None:
            adjudication.choose(1)


def test_the_first_disagreement_that_is_not_decided(
    opened: list[str], hashiya: Hashiya, tmp_path: Path
) -> None:
    assert hashiya("adjudicate").status == 0
    decide(tmp_path, "2.txt")
    assert hashiya("adjudicate").status == 0
    assert hashiya("adjudicate", "--document", "4.txt").status == 0
    assert opened == ["2.txt", "3.txt", "4.txt"]
    decide(tmp_path, "3.txt")
    decide(tmp_path, "1.txt")
    assert hashiya("adjudicate").status == 0
    assert opened[3:] == ["4.txt"]  # nothing to decide, but something to take


def test_where_looking_takes_long_one_that_was_not_begun(
    opened: list[str], hashiya: Hashiya, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(tmp_path, "1.txt")
    monkeypatch.setattr(adjudicate, "LONGEST", -1.0)
    assert hashiya("adjudicate").status == 0
    assert opened == ["2.txt"]


def test_what_cannot_be_adjudicated(opened: list[str], hashiya: Hashiya, tmp_path: Path) -> None:
    result = hashiya("adjudicate", "--annotator", "omar", "--annotator", "nobody")
    assert result.status == 1
    assert result.err.startswith("hashiya: no document was finished by two annotators")
    (tmp_path / "hashiya.toml").write_text('curators = ["boss"]\n')
    result = hashiya("adjudicate")
    assert (result.status, result.err) == (1, "hashiya: only boss may adjudicate here\n")
    assert hashiya("--annotator", "boss", "adjudicate").status == 0
    assert opened == ["2.txt"]
