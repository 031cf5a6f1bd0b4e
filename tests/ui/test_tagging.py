"""Selecting and tagging in the reader, by keys; what was saved is read by another connection."""

from pathlib import Path

import pytest

from tests.articles import seed_text
from tests.ui.driving import reading

SEED = seed_text()


@pytest.mark.parametrize(
    ("offset", "key", "span"),
    [
        (2, "e", ("entity", 0, 7)),
        (SEED.index("قال زاك"), "k", ("cue", SEED.index("قال زاك"), SEED.index("قال زاك") + 3)),
        (1400, "q", ("quote", 1329, 1450)),
        (
            90,
            "c",
            ("claim", SEED.index("من المقرر"), SEED.index(".\n", 90)),
        ),
    ],
)
async def test_a_tag_takes_the_natural_span(
    tmp_path: Path, offset: int, key: str, span: tuple[str, int, int]
) -> None:
    async with reading(tmp_path) as reader:
        reader.go(offset)
        await reader.press(key)
        assert reader.spans() == [span]
        assert reader.caret == span[2]
        assert reader.selection is None
        assert "saved" in reader.said


async def test_a_selection_is_tagged_as_it_is(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("shift+left", "shift+left", "shift+left", "e")
        assert reader.spans() == [("entity", 0, 3)]


async def test_v_extends_with_every_move(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("v", "space", "space")
        assert reader.selection == (0, SEED.index("اتفاقية"))
        await reader.press("escape")
        assert reader.selection is None


async def test_the_name_inside_a_word(tmp_path: Path) -> None:
    at = SEED.index("وأستراليا")
    async with reading(tmp_path) as reader:
        reader.go(at)
        await reader.press("left", "v", "space", "backspace")
        reader.session.open_text.deselect()
        reader.go(at)
        await reader.press("s", "e")
        (saved,) = reader.saved()
        assert saved.text == "أستراليا"
        assert (saved.start, saved.end) == (at + 1, at + 9)


async def test_w_widens_and_narrows(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(1340)
        sizes = []
        for _ in range(6):
            await reader.press("w")
            assert reader.selection is not None
            sizes.append(reader.selection[1] - reader.selection[0])
        assert sizes == sorted(sizes)
        widest = reader.selection
        await reader.press("W")
        assert reader.selection != widest


async def test_a_digit_sets_the_first_attribute_and_other_keys_go_on(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "3", "space", "e", "space")
        first, second = reader.saved()
        assert first.attributes == {"type": "GPE"}
        assert "type" not in second.attributes


async def test_the_same_tag_again_selects_what_is_there(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "ctrl+home", "e")
        assert len(reader.spans()) == 1
        assert "already" in reader.said


async def test_overlapping_and_nested_ones_undo_redo_and_a_restart(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(1400)
        await reader.press("q")
        reader.go(1400)
        await reader.press("c")
        reader.go(1400)
        await reader.press("e", "1")
        everything = reader.spans()
        assert len(everything) == 3
        await reader.press("u", "u")
        assert len(reader.spans()) == 2
        await reader.press("U", "U")
        assert reader.spans() == everything
        await reader.press("ctrl+q")
    async with reading(tmp_path) as reader:
        assert reader.spans() == everything
        await reader.press("u", "u", "u", "u")
        assert reader.spans() == []
        await reader.press("U", "U", "U", "U")
        assert reader.spans() == everything
        assert [row.attributes for row in reader.saved() if row.label == "entity"] == [
            {"type": "PERS"}
        ]


async def test_backslash_goes_through_what_overlaps(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(1400)
        await reader.press("q")
        reader.go(1400)
        await reader.press("e")
        reader.go(1400)
        labels = []
        for _ in range(3):
            current = reader.session.current
            assert current is not None
            labels.append(current.label)
            await reader.press("\\")
        assert sorted(set(labels)) == ["entity", "quote"]


async def test_deleting_takes_the_links_along_in_one_step(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(SEED.index("كوبر: “"))
        await reader.press("e", "1")
        reader.go(1400)
        await reader.press("q", "l", "enter")
        await reader.until(lambda: len(reader.store.links.in_document("000.txt")) == 1)
        reader.go(SEED.index("كوبر: “"))
        await reader.press("x")
        assert [row[0] for row in reader.spans()] == ["quote"]
        assert reader.store.links.in_document("000.txt") == []
        await reader.press("u")
        assert len(reader.spans()) == 2
        assert len(reader.store.links.in_document("000.txt")) == 1


async def test_n_goes_through_the_annotations(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        for offset in (100, 300, 1400):
            reader.go(offset)
            await reader.press("e")
        starts = [start for _, start, _ in reader.spans()]
        await reader.press("ctrl+home", "n")
        assert reader.caret == starts[0]
        await reader.press("n", "n")
        assert reader.caret == starts[2]
        await reader.press("N")
        assert reader.caret == starts[1]


async def test_r_sets_new_bounds(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "r", "f", "enter")
        ((_, start, end),) = reader.spans()
        assert (start, SEED[start:end]) == (0, "اليابان توقع")
        await reader.press("r", "f", "escape")
        assert reader.spans() == [("entity", start, end)]


async def test_bounds_move_without_a_selection(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "f")
        assert [SEED[start:end] for _, start, end in reader.spans()] == ["اليابان توقع"]
        await reader.press("F")
        assert [SEED[start:end] for _, start, end in reader.spans()] == ["اليابان"]


async def test_repeating_the_last_tag(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "2", "space", ".")
        assert [row.attributes for row in reader.saved()] == [{"type": "ORG"}, {"type": "ORG"}]


async def test_all_other_occurrences_after_a_preview(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "3", "a", "enter")
        await reader.until(lambda: len(reader.spans()) > 1)
        texts = {SEED[start:end] for _, start, end in reader.spans()}
        assert len(reader.spans()) == 15
        assert texts == {"اليابان"}
        assert all(row.attributes == {"type": "GPE"} for row in reader.saved())
        await reader.press("u")
        assert len(reader.spans()) == 1


async def test_the_form_sets_attributes_and_a_note_of_several_lines(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "enter", "1", "tab", *"one", "enter", *"two")
        await reader.press("tab", "2", "tab", *"abc", "ctrl+s")
        await reader.until(lambda: bool(reader.saved()[0].note))
        (saved,) = reader.saved()
        assert saved.attributes == {"type": "PERS", "mention": "description", "canonical": "abc"}
        assert saved.note == "one\ntwo"


async def test_finding_goes_to_matches_and_a_tag_takes_one(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("/", *"كيشيدا", "enter")
        await reader.until(lambda: reader.session.search.match is not None)
        assert SEED[reader.caret :].startswith("كيشيدا")
        await reader.press("e")
        assert [SEED[start:end] for _, start, end in reader.spans()] == ["كيشيدا"]
        await reader.press("escape")
        assert not reader.session.search.active


async def test_the_mouse_selects(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        article = reader.screen.article
        row = reader.session.open_text.layout.row(0)
        x = article.text_left + row.column(10) + article.gutter.left
        y = article.head_height
        await reader.pilot.click("#article", offset=(x, y), times=2)
        await reader.settled()
        assert reader.selection is not None
        start, end = reader.selection
        assert start <= 10 < end
        assert " " not in SEED[start:end]


@pytest.mark.parametrize(("key", "label"), [("ؤ", "claim"), ("ث", "entity"), ("ض", "quote")])
async def test_keys_count_by_their_place(tmp_path: Path, key: str, label: str) -> None:
    async with reading(tmp_path) as reader:
        reader.go(1400)
        await reader.press(key)
        assert [row[0] for row in reader.spans()] == [label]


async def test_arabic_digits_are_digits(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "٢")
        assert reader.saved()[0].attributes == {"type": "ORG"}


async def test_pasting_into_the_article_does_nothing(tmp_path: Path) -> None:
    from textual import events

    async with reading(tmp_path) as reader:
        reader.app.post_message(events.Paste("cccqqqeee"))
        await reader.settled()
        assert reader.spans() == []


async def test_what_is_no_longer_selected_or_current_is_painted_anew(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(1400)
        for keys in (
            ["q"],
            ["e", "1"],
            ["u"],
            ["U"],
            ["x"],
            ["u"],
            ["right"],
            ["down", "down"],
            ["up", "w", "w", "w"],
            ["escape"],
            ["("],
        ):
            await reader.press(*keys)
            painted = reader.painted()
            reader.screen.article.refresh()
            await reader.settled()
            assert painted == reader.painted()
