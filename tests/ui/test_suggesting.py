"""`A`: the built-in suggesters run in a thread, and no key waits for them."""

import re
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.articles import document
from tests.ui.driving import Reader, press, settled
from tui.config import Settings
from tui.schema import default_schema
from tui.store.database import Store
from tui.suggest import suggest
from tui.text.unicode import cell_len
from tui.ui.app import HashiyaApp

NEWS = Path(__file__).parents[1] / "data" / "news"
TEXT = "قال الوزير سامي حداد: «الطريق مفتوح منذ الصباح للجميع».\n\nانتهى الخبر."


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Suggesting waits until this is set."""
    opened = threading.Event()

    def waiting(*arguments: object, **named: object) -> object:
        opened.wait(30)
        return suggest(*arguments, **named)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr("tui.suggest.suggest", waiting)
    yield opened
    opened.set()


@asynccontextmanager
async def reading(folder: Path) -> AsyncIterator[Reader]:
    with Store.open(folder / "annotations.db") as store:
        store.add_documents(
            [document(TEXT, "a.txt"), document("نص آخر", "b.txt"), document(TEXT, "c.txt")]
        )
        app = HashiyaApp(store, default_schema(), Settings(), "me")
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            await press(pilot, "enter")
            yield Reader(app, pilot, store)


def quotes(reader: Reader, id: str = "a.txt") -> list[str]:
    return [row.text for row in reader.store.annotations.in_document(id) if row.label == "quote"]


async def test_keys_work_while_suggestions_are_looked_for(
    tmp_path: Path, gate: threading.Event
) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("A")
        assert "looking for suggestions" in reader.shown()
        await reader.press("space", "e")
        assert [row.text for row in reader.store.annotations.in_document("a.txt")] == ["الوزير"]
        await reader.press("A")
        assert "still looking" in reader.shown()
        gate.set()
        await reader.until(lambda: "j goes to the first" in reader.shown())
        assert quotes(reader) == ["الطريق مفتوح منذ الصباح للجميع"]
        await reader.press("u")
        assert quotes(reader) == []


async def test_j_goes_to_the_first_when_they_come(tmp_path: Path, gate: threading.Event) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("A", "j")
        assert "goes to the first when done" in reader.shown()
        gate.set()
        await reader.until(lambda: reader.session.pinned is not None)
        await reader.press("+")
        rows = reader.store.annotations.in_document("a.txt")
        assert "accepted" in {row.status for row in rows}


async def test_j_waits_in_its_own_document_only(tmp_path: Path, gate: threading.Event) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("A", "j")
        reader.screen.open_document("c.txt")
        gate.set()
        await reader.until(lambda: bool(quotes(reader)))
        gate.clear()
        await reader.press("A")
        assert "looking for suggestions" in reader.shown()
        gate.set()
        await reader.until(lambda: "j goes to the first" in reader.shown())
        assert quotes(reader, "c.txt")
        assert reader.session.pinned is None


async def test_they_go_to_the_document_that_they_were_asked_for(
    tmp_path: Path, gate: threading.Event
) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("A")
        reader.screen.open_document("b.txt")
        await reader.settled()
        gate.set()
        await reader.until(lambda: bool(quotes(reader)))
        await reader.until(lambda: "saved in" in reader.shown())
        assert quotes(reader, "b.txt") == []
        reader.screen.open_document("a.txt")
        await reader.press("u")
        assert quotes(reader) == []


async def test_the_scores_of_a_preview_line_up(tmp_path: Path) -> None:
    article = (NEWS / "ar-02.txt").read_text(encoding="utf-8")
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(article, "a.txt")])
        app = HashiyaApp(store, default_schema(), Settings(), "me")
        async with app.run_test(size=(80, 24)) as pilot:
            reader = Reader(app, pilot, store)
            await reader.press_in_turn("A", "j", "*")
            lines = [line for line in reader.shown().splitlines() if "[x]" in line]
            assert len(lines) >= 5
            scores = [re.split(r"\S 0\.\d", line) for line in lines]
            assert {len(parts) for parts in scores} == {2}
            assert len({cell_len(before) for before, _ in scores}) == 1
