"""What is generated in the documentation is up to date, and the rest agrees with the code."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest

from scripts import docs
from scripts.key_table import key_table
from scripts.translations import LANGUAGES, Translation, all_actions, read
from tests.articles import document
from tests.docs.pages import DOCS, name
from tui.formats import DESCRIPTIONS, READ_ONLY, WRITTEN_ONLY
from tui.formats.documents import document_line
from tui.formats.jsonl import annotation_lines
from tui.keys.bindings import Scope
from tui.keys.keyboard import Keyboard
from tui.model import OptionalKeys, annotate, edited, link
from tui.store.database import Store
from tui.store.row_mapping import Change


@pytest.mark.parametrize("page", docs.pages(), ids=name)
def test_the_page_is_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert docs.pages()[page](text) == text, "run `make docs`"


def test_the_page_of_keys_has_every_action() -> None:
    text = (DOCS / "keys.md").read_text(encoding="utf-8")
    for action in all_actions():
        assert f"`{action.id}` |" in text


def test_the_page_of_formats_has_every_format() -> None:
    rows = (DOCS / "formats.md").read_text(encoding="utf-8").splitlines()
    said = {row.split("`")[1]: row.split(" | ")[-1] for row in rows if row.startswith("| `")}
    one_way = dict.fromkeys(READ_ONLY, "read only |") | dict.fromkeys(
        WRITTEN_ONLY, "written only |"
    )
    assert said == {name: one_way.get(name, "yes |") for name in DESCRIPTIONS}


def test_the_keys_that_the_page_calls_free_are_free() -> None:
    page = (DOCS / "labels.md").read_text(encoding="utf-8")
    free = re.search(r"(`.`(?:, `.`)* and `.`) are free in the article", page)
    assert free
    here = {Scope.ANYWHERE, Scope.ARTICLE}
    bound = {key: a.id for a in all_actions() if here & set(a.scopes) for key in a.keys}
    assert {key: bound[key] for key in re.findall("`(.)`", free[1]) if key in bound} == {}


def test_a_changed_sentence_counts_as_untranslated() -> None:
    action = all_actions()[0]
    entry = {"english": action.help, "text": "نص"}
    made = Translation("ar", actions={action.id: entry})
    assert made.help(action) == "نص"
    assert made.untranslated([action._replace(help="Another sentence")]) != []
    assert made.untranslated(all_actions()[:2]) == [all_actions()[1]]


@pytest.mark.parametrize("code", LANGUAGES)
def test_translations_are_of_actions_that_there_are(code: str) -> None:
    translation, actions = read(code), all_actions()
    assert set(translation.actions) <= {action.id for action in actions}
    assert set(translation.groups) == {action.group for action in actions if action.keys}
    for id, entry in translation.actions.items():
        # What is set as code, such as `enter`, is the same in every language.
        codes = [sorted(re.findall(r"`\S+?`", entry[which])) for which in ("english", "text")]
        assert codes[0] == codes[1], id
    rows = key_table(actions, translation)
    assert rows.count("\n| ") > len(actions)
    assert '<code dir="ltr">&#40;</code>' in rows  # an opening bracket stays one


def test_letters_of_other_keyboards_are_those_that_the_pages_name() -> None:
    named = {"ث": "e", "ؤ": "c", "ض": "q", "ز": "c", "ק": "e", "ב": "c", "ל": "k"}
    for letter, key in named.items():
        assert Keyboard().pressed(letter, letter) == key
        assert any(f"`{letter}`" in page.read_text("utf-8") for page in DOCS.glob("keys.*md"))


def tables(page: Path) -> dict[str, list[list[str]]]:
    """Return the cells of each table of a page, by the heading above it and its first cell."""
    found: dict[str, list[list[str]]] = {}
    heading, rows = "", None
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        if not line.startswith("| "):
            rows = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if rows is None:
            rows = found.setdefault(f"{heading}: {cells[0]}", [])
        elif set(cells[0]) != {"-"}:
            rows.append(cells)
    return found


def test_the_columns_of_the_database_are_those_of_the_schema(tmp_path: Path) -> None:
    Store.open(tmp_path / "a.db").close()
    connection = sqlite3.connect(tmp_path / "a.db")
    documented = tables(DOCS / "database.md")
    assert len(documented) == 9
    for place, rows in documented.items():
        table = place.partition(":")[0]
        query = f"SELECT name, type FROM pragma_table_info('{table}')"
        columns = dict(connection.execute(query).fetchall())
        shown = {row[0].strip("`"): row[1] for row in rows}
        # Columns that only sorting uses are the program's own.
        own = {"id_order", "title_order", "title_key"}
        assert shown == {key: type for key, type in columns.items() if key not in own}, table
    connection.close()


def test_the_keys_of_an_exported_line_are_those_that_are_written(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        store.add_documents([document("نص عن نص", "a.txt")])
        info = store.documents.get("a.txt")
        text = store.documents.text(info.text_sha256)
        made = annotate(info, text, (0, 2), "quote", "me", status="suggested", origin="x: y")
        orphan = edited(annotate(info, text, (3, 5), "entity", "me"), status="orphaned")
        arrow = link(made, orphan, "speaker", "me")
        rows = (made, orphan, arrow)
        store.history.commit("all", "a.txt", "me", [Change(None, row) for row in rows])
        (record,) = store.annotated_documents()
    everything = OptionalKeys(fragments=True, score=True, reviews=True)
    line = json.loads(next(iter(annotation_lines(record, context=False, keys=everything))))
    whole = json.loads(document_line(record, everything))
    rows_of = tables(DOCS / "jsonl.md").items()
    documented = {place: [row[0].strip("`") for row in rows] for place, rows in rows_of}
    assert documented["The keys of a line: key"] == list(line)
    assert documented["documents: key"] == list(whole)
    spans = documented["documents: key of a span"]
    assert spans[:-1] == [*whole["spans"][0], "prefix", "suffix"]
    assert spans[-1] == "deleted_at"
    assert documented["documents: key of a link"] == [*whole["links"][0], "deleted_at"]
