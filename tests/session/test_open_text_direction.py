"""The direction of paragraphs, which each document keeps for each annotator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.articles import document
from tests.ui.driving import reading
from tui.errors import Busy
from tui.schema import default_schema
from tui.session.commands import document_state
from tui.session.messages import Level
from tui.session.open_text import direction_of, next_direction, save_direction
from tui.session.session import Session
from tui.store.database import Store
from tui.text.layout.document_layout import LayoutOptions
from tui.text.unicode.bidi import Direction

TEXTS = {"a.txt": "abc (א)\n", "b.txt": "אב\n"}
OPTIONS = LayoutOptions(20)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents(document(text, id) for id, text in TEXTS.items())
        yield store


def session_of(store: Store, annotator: str = "me") -> Session:
    return Session(store, default_schema(), annotator)


def test_directions_go_round() -> None:
    assert [next_direction(direction) for direction in Direction] == ["rtl", "ltr", "auto"]


def test_a_document_keeps_its_direction(store: Store) -> None:
    session = session_of(store)
    session.open("a.txt", OPTIONS)
    assert document_state.cycle_direction(session).text == "direction of paragraphs: rtl"
    assert session.open_text.layout.row(0).text() == "(א) abc".rjust(20)
    session.open("b.txt", OPTIONS)
    assert session.open_text.options.direction is Direction.AUTO
    for other, direction in (("me", Direction.RTL), ("you", Direction.AUTO)):
        again = session_of(store, other)
        again.open("a.txt", OPTIONS)
        assert again.open_text.options.direction is direction


def test_a_kept_direction_goes_before_the_settings(store: Store) -> None:
    save_direction(store, "a.txt", "me", Direction.AUTO)
    assert direction_of(store, "a.txt", "me", Direction.RTL) is Direction.AUTO
    assert direction_of(store, "b.txt", "me", Direction.RTL) is Direction.RTL
    store.choices.save("me", "direction:b.txt", "sideways")
    assert direction_of(store, "b.txt", "me", Direction.LTR) is Direction.LTR


def test_turning_works_where_nothing_can_be_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(store)
    assert document_state.cycle_direction(session).failed
    session.open("a.txt", OPTIONS)

    def refuse(*_: object) -> None:
        raise Busy("another program writes")

    monkeypatch.setattr(store.choices, "save", refuse)
    said = document_state.cycle_direction(session)
    assert said.level is Level.WARNING
    assert "rtl, for now only: another program writes" in said.text
    assert session.open_text.options.direction is Direction.RTL


async def test_the_command_turns_what_is_on_the_screen(tmp_path: Path) -> None:
    async with reading(tmp_path, ["abc (א)\n"], size=(60, 20)) as reader:
        (before,) = (row for row in reader.rows()[2:] if row.strip())
        await reader.press("ctrl+p", *"direction", "enter")
        (after,) = (row for row in reader.rows()[2:] if row.strip())
        assert before.strip() == "abc (א)"
        assert after.strip() == "(א) abc"
        assert before.index("abc") < after.index("(א)")
