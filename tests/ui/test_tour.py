"""The tour: each step is done by the keys that it shows, and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.paths import SEED_FILE
from tests.ptys import Program
from tests.ui.driving import reading, screen_lines
from tui.cli.commands.tour import begin_tour
from tui.session.tour_steps import ARTICLE_ID, STEPS, Tour, article

KEYS = [[key for key, _ in step.keys] for step in STEPS]


def heading(number: int) -> str:
    return f"Tour {number} of 6"


def test_its_article_is_the_first_one_of_seeds() -> None:
    found = article()

    assert found.text == SEED_FILE.read_bytes().decode()
    assert found.id == SEED_FILE.name == ARTICLE_ID
    assert all(step.begins_at in found.text for step in STEPS)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_each_step_is_done_by_its_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size=size) as reader:
        begin_tour(reader.screen)
        for number, keys in enumerate(KEYS[:-1], 1):
            await reader.settled()
            shown = " ".join(reader.shown().split())
            assert heading(number) in shown
            assert [key for key in keys if f" {key} " not in shown] == []
            for key in keys:
                assert reader.screen.sidebar.head(40)[2].text.startswith(heading(number))
                await reader.press(key)
                await reader.until(lambda: "looking" not in reader.said)  # for suggestions
        assert heading(6) in reader.shown()
        tagged = [one for one in reader.saved() if one.status == "accepted"]
        assert [(one.label, one.text[:4]) for one in tagged] == [
            ("entity", "كوبر"),
            ("quote", "من ا"),
        ]


async def test_other_keys_do_not_end_a_step(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        begin_tour(reader.screen)
        await reader.press("t", "t", "u", "[", "[")
        assert heading(1) in reader.shown()
        await reader.press("space", "c", "u", "e", "c", "space", "x")
        assert heading(2) in reader.shown()
        await reader.press("(", "e", "1")  # another name, with a value, counts
        assert heading(3) in reader.shown()


async def test_in_a_narrow_terminal_the_status_line_has_the_step(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(64, 20)) as reader:
        begin_tour(reader.screen)
        assert reader.said.startswith("Tour 1 of 6: move: space goes to the next word")
        reader.screen.show(None)  # as when a dialog was closed
        assert reader.said.startswith("Tour 1 of 6")
        await reader.press("space")
        assert reader.said.startswith("Tour 2 of 6")
        await reader.press("tab")
        assert heading(2) in reader.shown()


async def test_in_a_narrow_terminal_the_first_step_is_there_from_the_start(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(50, 14)) as reader:
        reader.screen._begin_opening(begin_tour)
        await reader.settled()
        assert "Tour 1 of 6: move: space goes to" in reader.shown()


async def test_a_click_finds_the_labels_below_the_step(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        begin_tour(reader.screen)
        await reader.settled()
        lines = [line.text for line in screen_lines(reader.app)]
        row = next(number for number, line in enumerate(lines) if "▌ e entity" in line)
        column = cell_len(lines[row].partition("e entity")[0])
        await reader.pilot.click(offset=(column, row))
        await reader.settled()
        assert [one.label for one in reader.saved()] == ["entity"]


async def test_without_a_terminal_the_palette_names_the_command(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.screen.perform(reader.app.keymap.action("tour"))
        assert "hashiya tour" in reader.said


@pytest.mark.slow
def test_the_palette_gives_the_terminal_to_the_tour_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("نص قصير", encoding="utf-8")
    with Program("a.txt", folder=tmp_path, env={"HASHIYA_ANNOTATOR": "me"}) as program:
        program.until_shown("a.txt", "@me")
        program.type("\x10take the tour\r")
        program.until_shown(heading(1))
        program.type(" ")
        program.until_shown(heading(2))
        program.type("\x11")
        program.until_shown("enter goes back to the reader")
        program.type("\r")
        program.until_shown("a.txt", "back from the tour")
        program.type("e")
        program.until_shown("entity saved")
        program.type("\x11")
        assert program.until_ended() == 0


async def test_a_tour_of_nothing_says_its_first_step(tmp_path: Path) -> None:
    async with reading(tmp_path, []) as reader:
        tour = Tour(reader.session)
        assert (tour.advance(), tour.heading) == (False, "Tour 1 of 6: move")


@pytest.mark.slow
def test_the_command_leaves_nothing_behind(tmp_path: Path) -> None:
    env = {
        "HASHIYA_DB": str(tmp_path / "mine.db"),
        "HASHIYA_HUB": "postgresql://nobody@127.0.0.1:9/none",
        "TMPDIR": str(tmp_path / "tmp"),
    }
    (tmp_path / "tmp").mkdir()
    with Program("tour", folder=tmp_path, env=env) as program:
        program.until_shown(heading(1), "@you")
        program.type(" ")
        program.until_shown(heading(2))
        program.type("e1")
        program.until_shown(heading(3))
        assert "hub" not in program.text()
        program.type("\x11")
        assert program.until_ended() == 0
        printed = program.output.rpartition(b"\x1b")[2].decode()
    assert '"label":"entity"' in printed
    assert '"attributes":{"type":"PERS"}' in printed
    assert "hashiya FOLDER" in printed
    assert [one.name for one in tmp_path.iterdir()] == ["tmp"]
    assert list((tmp_path / "tmp").iterdir()) == []
