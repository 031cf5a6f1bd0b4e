"""Another annotator's annotations: shown on request, muted, and never changed in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.making import entries, stored_link
from tests.ui.driving import Reader, reading
from tui.config import Settings
from tui.keys.bindings import Scope
from tui.model import Annotation, Link, annotate, edited, link
from tui.store.database import Store
from tui.store.row_mapping import Change
from tui.ui.dialogs.text_page import TextScreen
from tui.ui.widgets.text_fields import BidiArea

TEXT = 'He said "we will see" to Ana and to Ana again.'
ALL = Settings(show_others=True)


def hers(store: Store) -> tuple[Annotation, Annotation, Link]:
    """Her quote and her entity, with a link."""
    info = store.documents.get("000.txt")
    quote = annotate(info, TEXT, (9, 20), "quote", "her", note="سطر\nآخر")
    ana = annotate(info, TEXT, (25, 28), "entity", "her", attributes={"type": "PERS"})
    arrow = link(quote, ana, "speaker", "her")
    store.load([quote, ana, arrow])
    return quote, ana, arrow


def add_hers(store: Store) -> None:
    """Put them into the database."""
    hers(store)


def unchanged(reader: Reader, rows: tuple[Annotation, Annotation, Link]) -> bool:
    """Whether the database holds her rows as they were."""
    quote, ana, arrow = rows
    store = reader.store
    return (
        store.annotations.get(quote.id),
        store.annotations.get(ana.id),
        stored_link(store, arrow),
    ) == rows


async def test_one_layer_after_the_other_is_shown_beside_ones_own(tmp_path: Path) -> None:
    def prepare(store: Store) -> None:
        add_hers(store)
        info = store.documents.get("000.txt")
        store.load([annotate(info, TEXT, (36, 39), "entity", "him")])

    async with reading(tmp_path, [TEXT], prepare=prepare) as reader:
        await reader.press("|")
        assert reader.said.startswith("2 annotations of her next to yours")
        assert {row.annotator for row in reader.session.annotations.items} == {"her"}
        assert "@her" in reader.shown()
        await reader.press("e", "|")
        assert {row.annotator for row in reader.session.annotations.items} == {"me", "him"}
        await reader.press("tab", "|")
        assert reader.screen.scope is Scope.SIDEBAR
        assert reader.said == "only your own annotations"
        assert {row.annotator for row in reader.session.annotations.items} == {"me"}


async def test_layers_are_not_shown_to_those_who_are_blind(tmp_path: Path) -> None:
    blind = Settings(blind_adjudication=True, curators=("ana",))
    async with reading(tmp_path, [TEXT], prepare=add_hers, settings=blind) as reader:
        await reader.press("|")
        assert "curators" in reader.said
        assert list(reader.session.annotations.items) == []


async def test_without_others_there_is_no_layer(tmp_path: Path) -> None:
    async with reading(tmp_path, [TEXT]) as reader:
        await reader.press("|")
        assert "nobody else" in reader.said


async def test_they_are_shown_on_request_and_muted(tmp_path: Path) -> None:
    async with reading(tmp_path, [TEXT], prepare=add_hers) as reader:
        assert "PERS" not in reader.shown()
        assert "@me" in reader.shown()
        await reader.press("ctrl+p", *"other annotators", "enter")
        assert "PERS" in reader.shown()
        assert "@her" in reader.shown()
        ana = TEXT.index("Ana")
        article = reader.screen.article
        strips = [article.line(row, article.size.width) for row in range(article.line_count())]
        styles = [
            segment.style
            for strip in strips
            for segment in strip
            if segment.text.strip() == "Ana" and segment.style
        ]
        reader.go(ana)
        await reader.press("e")
        assert styles[0].dim
        assert "entity saved" in reader.shown()
        mine = [row for row in reader.saved() if row.annotator == "me"]
        assert [row.text for row in mine] == ["Ana"]
        await reader.press("ctrl+p", *"other annotators", "enter")
        assert "@her" not in reader.shown()


ANYWHERE = ["x", "delete", "r", "l", "+", "-"]
PRESSED = [
    *((Scope.ARTICLE, key) for key in [*ANYWHERE, "s", "S", "f", "F"]),
    *((Scope.SIDEBAR, key) for key in ANYWHERE),
]


@pytest.mark.parametrize(("scope", "key"), PRESSED)
async def test_no_key_changes_them(tmp_path: Path, scope: Scope, key: str) -> None:
    rows: list[tuple[Annotation, Annotation, Link]] = []

    def prepare(store: Store) -> None:
        rows.append(hers(store))

    async with reading(tmp_path, [TEXT], settings=ALL, prepare=prepare) as reader:
        reader.go(TEXT.index("we"))
        reader.screen.focus_pane(scope)
        await reader.press(key, "enter")
        assert unchanged(reader, rows[0])
        assert entries(reader.store, "000.txt", "me") == []
        said = "this is not a suggestion" if key in "+-" else "it is her's; it stays as it is"
        await reader.press("escape")
        reader.go(TEXT.index("we"))
        reader.screen.focus_pane(scope)
        if key in "sSfF":  # they move what was jumped to, not what the caret is only in
            await reader.press("n", "N")
        await reader.press(key)
        assert said in reader.said


async def test_enter_shows_her_note_to_be_read_only(tmp_path: Path) -> None:
    async with reading(tmp_path, [TEXT], settings=ALL, prepare=add_hers) as reader:
        reader.go(TEXT.index("we"))
        await reader.press("enter")
        assert isinstance(reader.app.screen, TextScreen)
        assert "her's quote, to be read only" in reader.shown()
        await reader.press("x", "escape")
        assert [row.note for row in reader.saved() if row.label == "quote"] == ["سطر\nآخر"]


async def test_a_link_of_hers_that_goes_with_mine_is_counted(tmp_path: Path) -> None:
    async with reading(tmp_path, [TEXT], settings=ALL) as reader:
        reader.go(TEXT.index("Ana"))
        await reader.press("e")
        (mine,) = reader.saved()
        info = reader.store.documents.get("000.txt")
        with Store.open(reader.store.path) as other:
            quote = annotate(info, TEXT, (9, 20), "quote", "her")
            arrow = link(quote, mine, "speaker", "her")
            other.history.commit("link", info.id, "her", [Change(None, quote), Change(None, arrow)])
        await reader.until(lambda: reader.session.annotations.get(quote.id) is not None)
        await reader.press("x")
        assert "deleted with 1 link, 1 by others" in reader.said
        await reader.press("u")
        assert stored_link(reader.store, arrow).deleted_at is None


async def test_a_form_keeps_what_another_program_changed_meanwhile(tmp_path: Path) -> None:
    async with reading(tmp_path, [TEXT]) as reader:
        reader.go(TEXT.index("Ana"))
        await reader.press("e", "enter")
        (mine,) = reader.saved()
        with Store.open(reader.store.path) as other:
            changed = edited(mine, attributes={"type": "ORG"}, note="from elsewhere")
            other.history.commit("edit", mine.document_id, "me", [Change(mine, changed)])
        await reader.until(lambda: reader.session.annotations.get(mine.id) == changed)
        reader.app.screen.query(BidiArea).last().focus()
        await reader.press(*"typed", "ctrl+s")
        (saved,) = reader.saved()
        assert (saved.attributes, saved.note) == ({"type": "ORG"}, "typed")


async def test_a_documents_review_is_set_shown_filtered_and_undone(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one", "two"]) as reader:

        async def choose(words: str) -> None:
            await reader.press("ctrl+p", *words, "enter")

        await reader.press("enter")
        await choose("review: returned")
        assert reader.said == "review: returned, saved"
        assert "↻" in reader.shown()
        assert "returned · 000.txt" in reader.rows()[1]
        await choose("review: approved")
        assert [row.review for row in reader.store.documents.all()] == ["approved", None]
        await reader.press("d")
        assert "✓ done · approved" in reader.rows()[1]
        await reader.press("tab", "tab", "/", *"review:a", "escape", "/", *"review:none")
        assert len(reader.screen.collection) == 1
        await reader.press("escape", "shift+tab", "shift+tab", "u", "u")
        assert [row.review for row in reader.store.documents.all()] == ["returned", None]
        assert "returned · 000.txt" in reader.rows()[1]


async def test_only_a_curator_sets_a_review_where_one_is_named(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one"], settings=Settings(curators=("boss",))) as reader:
        await reader.press("enter", "ctrl+p", *"review: approved", "enter")
        assert reader.said == "only boss may set the review here"
        assert [row.review for row in reader.store.documents.all()] == [None]
