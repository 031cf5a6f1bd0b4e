"""`hashiya agreement`."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.articles import document
from tests.cli.conftest import Hashiya
from tui.model import annotate, link
from tui.store.database import Store
from tui.store.row_mapping import Change, DocumentStatus

TEXT = "قال وزير الخارجية إن اليابان والصين اتفقتا على خطة جديدة للتعاون في عام 2025."
JAPAN, CHINA, MINISTER = (21, 28), (29, 35), (4, 17)


def mark(store: Store, name: str, who: str, spans: Sequence[tuple[int, int]], *, done: bool = True,
         type: str = "GPE") -> None:  # fmt: skip
    info = store.documents.get(name)
    rows = [annotate(info, TEXT, span, "entity", who, attributes={"type": type}) for span in spans]
    arrows = [link(rows[0], rows[1], "about", who)] if len(rows) > 1 else []
    changes = [Change(None, row) for row in rows] + [Change(None, row) for row in arrows]
    if done:
        unread = DocumentStatus(name, who, "unread")
        changes.append(Change(unread, DocumentStatus(name, who, "done")))
    store.history.commit("all", name, who, changes)


@pytest.fixture(autouse=True)
def without_gamma(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave γ out, whether its library is installed or not."""
    monkeypatch.setattr("tui.team.gamma.find_spec", lambda _: None)


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """Two annotators in two documents, of which one is done by both, and a third annotator."""
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(TEXT, "1.txt"), document(TEXT + " ", "2.txt")])
        mark(store, "1.txt", "ليلى", [JAPAN, CHINA])
        mark(store, "1.txt", "omar", [JAPAN, (28, 35)], type="LOC")
        mark(store, "2.txt", "ليلى", [JAPAN])
        mark(store, "2.txt", "omar", [MINISTER], done=False)
    return tmp_path


def test_json_has_every_figure_with_its_pairs(marked: Path, hashiya: Hashiya) -> None:
    result = hashiya("agreement", "--json")
    assert (result.status, result.err) == (0, "")
    found = json.loads(result.out)
    assert list(found) == ["annotators", "documents", "all", "labels", "attributes", "links"]
    assert (found["annotators"], found["documents"]) == (["omar", "ليلى"], 1)
    figures = ["f1_exact", "f1_overlap", "kappa", "alpha", "alpha_unitizing", "gamma"]
    assert list(found["all"]) == [*figures, "pairs"]
    assert found["all"]["f1_exact"] == {
        "value": 0.5,
        "low": None,
        "high": None,
        "documents": 1,
        "spans": 4,
        "reason": "one document: no interval",
    }
    assert found["all"]["f1_overlap"]["value"] == 1
    assert found["all"]["alpha_unitizing"]["flattened"] == 0
    (pair,) = found["all"]["pairs"]
    assert (pair["annotators"], pair["f1_exact"]["value"]) == (["omar", "ليلى"], 0.5)
    type_of_entity = found["attributes"]["entity"]["type"]
    assert type_of_entity["f1_exact"]["value"] == 0
    assert found["links"]["about"]["f1_exact"]["value"] == 0
    assert found["labels"]["entity"]["f1_exact"]["value"] == 0.5


def test_a_mistyped_label_is_named(marked: Path, hashiya: Hashiya) -> None:
    said = "no annotation has the label 'entitty'; the schema has claim, entity, quote, cue"
    result = hashiya("agreement", "--json", "--label", "entitty", "--label", "entity")
    assert (result.status, result.err.splitlines()) == (0, [said])
    assert json.loads(result.out)["labels"]["entity"]["f1_exact"]["value"] == 0.5
    assert hashiya("agreement", "--json", "--label", "entity").err == ""


def test_all_counts_what_was_touched(marked: Path, hashiya: Hashiya) -> None:
    found = json.loads(hashiya("agreement", "--json", "--all").out)
    assert found["documents"] == 2
    assert found["all"]["f1_exact"]["value"] == pytest.approx(2 / 6)


def test_a_table_for_people(marked: Path, hashiya: Hashiya) -> None:
    result = hashiya("agreement")
    assert result.status == 0
    assert re.search(r"all +0\.50 +1\.00", result.out)
    assert "0.50  1.txt" in result.out


def test_a_page_with_nothing_from_elsewhere(marked: Path, hashiya: Hashiya) -> None:
    assert hashiya("agreement", "--html", "out.html").status == 0
    page = (marked / "out.html").read_text(encoding="utf-8")
    assert not re.search(r"https?:|<script|<link|@import|url\(", page)
    assert "<bdi>ليلى</bdi>" in page
    refused = hashiya("agreement", "--html", "out.html")
    assert refused.status == 1
    assert "out.html" in refused.err
    assert hashiya("agreement", "--html", "out.html", "--force").status == 0


def test_nothing_to_compare_is_said(marked: Path, hashiya: Hashiya) -> None:
    result = hashiya("agreement", "--document", "2.txt")
    assert result.status == 1
    assert result.err.startswith("hashiya: no document was finished by two annotators")
    result = hashiya("agreement", "--annotator", "nobody")
    assert (result.status, "nobody" in result.err) == (1, True)


def test_a_paragraph_for_a_section_on_methods(marked: Path, hashiya: Hashiya) -> None:
    said = hashiya("stats", "--methods").out
    assert said.startswith("We annotated 2 documents (155 characters) with Hashiya ")
    assert "2 annotators made 6 annotations (6 entity)." in said
    assert "between 2 annotators over the 1 document " in said
    assert "F1 of exact spans 0.50, F1 of overlapping spans 1.00" in said
    assert "adjudicated" not in said


def test_a_layer_that_waits_for_its_text_is_no_empty_one(marked: Path, hashiya: Hashiya) -> None:
    before = json.loads(hashiya("agreement", "--json").out)
    assert before["all"]["f1_exact"]["documents"] == 1
    with Store.open(marked / "annotations.db") as store:
        mark(store, "1.txt", "سامر", [JAPAN])
        new = TEXT.replace("قال", "وقال")
        store.add_documents([document(new, "1.txt")])
        moved = [
            one for one in store.documents.placements("1.txt") if one.annotation.annotator != "omar"
        ]
        store.documents.reanchor("1.txt", "me", moved)
    result = hashiya("agreement", "--json")
    assert "2 annotations of an earlier text" in result.err
    found = json.loads(result.out)
    assert found["annotators"] == ["سامر", "ليلى"]
    assert found["all"]["f1_exact"]["value"] == pytest.approx(2 / 3)
