"""A session of hours: what is counted, what is chosen and remembered, labels that are gone."""

from pathlib import Path

import pytest

from tests.articles import document, seed_text
from tests.ui.driving import Reader, press, reading, settled
from tui.config import Settings
from tui.model import annotate
from tui.schema import LabelSchema, default_schema
from tui.store.database import Store
from tui.ui.app import HashiyaApp, Launch

SEED = seed_text()


async def test_percent_and_document_stand_in_the_status_line(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED, "two"], size=(140, 30)) as reader:
        await reader.press("enter", "e", "space", "e", "ctrl+end")
        status = reader.shown().splitlines()[-2]
        assert "100%" in status
        assert "document 1 of 2" in status


# ------------------------------------------------------------ choices and settings


async def choosing(folder: Path, *keys: str) -> dict[str, object]:
    """What a session remembers of the keys that are pressed in it."""
    kept: dict[str, object] = {}
    with Store.open(folder / "annotations.db") as store:
        store.add_documents([document(SEED, "a.txt"), document("two", "b.txt")])
        app = HashiyaApp(
            store, default_schema(), Settings(), "me", Launch(remember=kept.__setitem__)
        )
        async with app.run_test(size=(140, 40)) as pilot:
            await settled(pilot)
            await press(pilot, *keys)
            await settled(pilot)
    return kept


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        (["tab", "<"], {"measure": 64}),
        (["tab", "t"], {"show_marks": False}),
        (["["], {"show_index": False}),
        (["tab", "]"], {"show_sidebar": False}),
        (["tab", "tab", "o"], {"sidebar_order": "text"}),
        (["ctrl+p", *"mirror", "enter"], {}),
        (["ctrl+p", *"invisible", "enter"], {"show_controls": True}),
        (["ctrl+p", *"others", "enter"], {}),
        (["ctrl+p", *"theme", "enter", *"contrast", "enter"], {"theme": "hashiya-contrast"}),
        (["ctrl+p", *"theme", "enter", *"nord", "enter"], {"theme": "nord"}),
    ],
)
async def test_what_is_chosen_in_the_reader_is_remembered(
    tmp_path: Path, keys: list[str], kept: dict[str, object]
) -> None:
    found = await choosing(tmp_path, *keys)
    assert found.items() >= kept.items()


@pytest.mark.parametrize("theme", ["hashiya-light", "hashiya-contrast", "textual-light", "nord"])
async def test_any_theme_shows_the_article(tmp_path: Path, theme: str) -> None:
    async with reading(tmp_path, settings=Settings(theme=theme)) as reader:
        assert reader.app.theme == theme
        await reader.press("e", "3")
        assert "entity GPE" in reader.shown()


async def test_settings_are_what_it_opens_with(tmp_path: Path) -> None:
    settings = Settings(
        measure=40, show_index=False, show_marks=False, mirrored=True, sidebar_order="text"
    )
    async with reading(tmp_path, [SEED, "two"], settings=settings, size=(140, 30)) as reader:
        assert reader.session.open_text.options.width == 40
        assert not reader.session.open_text.options.marks
        assert not reader.screen.sidebar.by_label
        await reader.press("enter")
        assert reader.screen.sidebar.region.x < reader.screen.article.region.x


# --------------------------------------------------------------- labels that are gone


def with_stance(store: Store) -> None:
    info = store.documents.get("000.txt")
    store.load([annotate(info, SEED, (0, 7), "stance", "me", attributes={"side": "for"})])


async def test_a_label_that_the_schema_lost_is_shown_and_kept(tmp_path: Path) -> None:
    schema = LabelSchema((default_schema().label("claim"),))
    async with reading(tmp_path, prepare=with_stance, schema=schema, size=(140, 30)) as reader:
        assert "stance 1" in reader.shown()
        assert current_label(reader) == "stance"
        await reader.press("space", "c")
        assert sorted(row[0] for row in reader.spans()) == ["claim", "stance"]
        stored = next(row for row in reader.saved() if row.label == "stance")
        assert stored.attributes == {"side": "for"}


async def test_its_form_keeps_the_attributes_that_it_does_not_know(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=with_stance) as reader:
        await reader.press("enter", *"why", "ctrl+s")
        await reader.until(lambda: bool(reader.saved()[0].note))
        (row,) = reader.saved()
        assert (row.attributes, row.note) == ({"side": "for"}, "why")
        await reader.press("l")
        assert "no links go out" in reader.said


def current_label(reader: Reader) -> str:
    current = reader.session.current
    assert current is not None
    return current.label
