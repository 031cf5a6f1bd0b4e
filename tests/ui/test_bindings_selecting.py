"""The keys that select, and the mouse."""

from pathlib import Path

import pytest

from tests.articles import seed_text
from tests.ui.driving import Reader, reading
from tui.config import Settings

SEED = seed_text()
SECOND = SEED.index("من المقرر")
QUOTED = SEED.index("سيكون صغيرا")
HERS = "وقالت إن «الأمر، كما ترى، واضح». ثم مضت."


def selected(reader: Reader) -> str:
    """The text that is selected, empty for none."""
    return reader.session.text_of(span) if (span := reader.session.open_text.selection) else ""


@pytest.mark.parametrize(
    ("start", "keys", "expected"),
    [
        (0, ["shift+left", "shift+left"], SEED[0:2]),
        (5, ["shift+right"], SEED[4:5]),
        (5, ["shift+right", "shift+left", "shift+left"], SEED[5:6]),
        (0, ["ctrl+shift+left"], "اليابان "),
        (8, ["ctrl+shift+right"], "اليابان "),
        (SECOND + 20, ["shift+home"], SEED[SECOND : SECOND + 20]),
        (0, ["v", "space", "space"], "اليابان توقع "),
        (0, ["v", "}"], SEED[:SECOND]),
        (SECOND, ["v", "("], SEED[:SECOND]),
        (8, ["v", "backspace", "space", "space"], "توقع "),
        (0, ["v", "space", "v"], "اليابان "),
        (0, ["v", "space", "v", "space"], ""),
        (0, ["shift+left", "left"], ""),
        (0, ["shift+left", "escape"], ""),
        (0, ["v", "space", "escape"], ""),
    ],
)
async def test_a_selection_follows_the_keys(
    tmp_path: Path, start: int, keys: list[str], expected: str
) -> None:
    async with reading(tmp_path) as reader:
        reader.go(start)
        await reader.press(*keys)
        assert selected(reader) == expected


async def test_shift_end_selects_to_the_rows_end(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(SECOND)
        await reader.press("end")
        end = reader.caret
        reader.go(SECOND)
        await reader.press("shift+end")
        assert reader.selection == (SECOND, end)


async def test_shift_up_and_down_select_by_rows(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(SECOND + 5)
        await reader.press("shift+down", "shift+down")
        two_rows = reader.selection
        assert two_rows is not None
        assert two_rows[0] == SECOND + 5
        await reader.press("shift+up")
        assert reader.selection is not None
        assert two_rows[0] < reader.selection[1] < two_rows[1]


async def test_a_selection_that_began_with_v_is_extended_by_a_search(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("v", "/", *"توقع", "enter")
        assert selected(reader) == "اليابان "


async def test_escape_drops_the_selection_and_keeps_the_caret(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("w", "escape")
        assert reader.selection is None
        assert reader.caret == 7


async def test_w_widens_by_word_clause_phrase_quotation_sentence_paragraph(tmp_path: Path) -> None:
    async with reading(tmp_path, [HERS]) as reader:
        reader.go(HERS.index("كما"))
        steps = []
        for _ in range(5):
            await reader.press("w")
            steps.append(selected(reader))
        assert steps == [
            "كما",
            "كما ترى",
            "الأمر، كما ترى، واضح",
            "وقالت إن «الأمر، كما ترى، واضح».",
            HERS,
        ]
        await reader.press("w")
        assert "nothing wider" in reader.said
        back = []
        for _ in range(5):
            await reader.press("W")
            back.append(selected(reader))
        assert back == [*reversed(steps[:-1]), ""]
        assert reader.caret == HERS.index("كما")
        await reader.press("W")
        assert "nothing narrower" in reader.said


async def test_w_takes_the_clause_after_inna_and_skips_equal_steps(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(QUOTED)
        await reader.press("w", "w")
        assert reader.selection == (1818, 1915)
        steps = []
        for _ in range(3):
            await reader.press("w")
            steps.append(reader.selection)
        # The phrase, then the sentence with its mark; no quotation is around it; the paragraph.
        assert steps == [(1806, 1915), (1806, 1916), (1631, 1916)]


async def test_w_goes_on_from_what_is_selected(tmp_path: Path) -> None:
    async with reading(tmp_path, [HERS]) as reader:
        reader.go(HERS.index("كما"))
        await reader.press("shift+left", "w")
        assert selected(reader) == "كما"


@pytest.mark.parametrize(
    ("words", "keys", "expected"),
    [
        ("وأستراليا", ["w", "s"], "أستراليا"),
        ("وأستراليا", ["w", "s", "S"], "وأستراليا"),
        ("والمملكة", ["w", "s", "f"], "المملكة المتحدة"),
        ("والمملكة", ["w", "s", "s"], "المملكة"),
        ("اتفاقية الوصول", ["w", "f", "f", "f"], "اتفاقية الوصول المتبادل (RAA)"),
        ("اتفاقية الوصول", ["w", "f", "f", "F"], "اتفاقية الوصول"),
        ("الوصول المتبادل", ["w", "S"], "اتفاقية الوصول"),
        ("لبلدان", ["w", "s"], "البلدان"),
        ("زاك كوبر", ["w", "f", "s"], "كوبر"),
        ("وزارة الدفاع", ["w", "s"], "وزارة"),
    ],
)
async def test_bounds_of_the_selection_move_by_clitics_and_words(
    tmp_path: Path, words: str, keys: list[str], expected: str
) -> None:
    async with reading(tmp_path) as reader:
        reader.go(SEED.index(words))
        await reader.press(*keys)
        assert selected(reader) == expected
        assert reader.spans() == []


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["e", "f"], "اليابان توقع"),
        (["e", "f", "F"], "اليابان"),
        (["e", "s"], "اليابان"),
        (["e", "s", "S"], "اليابان"),
    ],
)
async def test_bounds_of_the_current_annotation_move_without_a_selection(
    tmp_path: Path, keys: list[str], expected: str
) -> None:
    async with reading(tmp_path) as reader:
        await reader.press(*keys)
        assert [row.text for row in reader.saved()] == [expected]
        assert reader.selection is None
        await reader.press("u", "u", "u")
        assert reader.spans() == []


async def test_bounds_of_one_that_was_jumped_to_move_too(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "ctrl+end", "N", "f")
        assert [row.text for row in reader.saved()] == ["اليابان توقع"]
        assert "saved" in reader.said


# ------------------------------------------------------------------------- mouse


def spot(reader: Reader, offset: int) -> tuple[int, int]:
    """The cell of the article pane that shows the cluster at an offset."""
    article, layout = reader.screen.article, reader.session.open_text.layout
    index = layout.row_of(offset)
    x = article.gutter.left + article.text_left + layout.row(index).column(offset)
    return x, article.head_height + index - article.top


async def test_a_click_puts_the_caret_there(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("shift+left")
        await reader.pilot.click("#article", offset=spot(reader, 130))
        await reader.settled()
        assert reader.caret == 130
        assert reader.selection is None


async def test_a_double_click_selects_the_word_a_triple_click_the_sentence(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.pilot.click("#article", offset=spot(reader, 10), times=2)
        await reader.settled()
        assert selected(reader) == "توقع"
        await reader.pilot.click("#article", offset=spot(reader, 400), times=3)
        await reader.settled()
        assert selected(reader).startswith("وستتبع اتفاقًا")
        assert selected(reader).endswith("تايوان.")


async def drag(reader: Reader, start: int, end: int) -> None:
    await reader.pilot.mouse_down("#article", offset=spot(reader, start))
    await reader.pilot.hover("#article", offset=spot(reader, end))
    await reader.pilot.mouse_up("#article", offset=spot(reader, end))
    await reader.settled()


@pytest.mark.parametrize("turned", [False, True])
async def test_a_drag_takes_whole_words_and_says_which(tmp_path: Path, turned: bool) -> None:
    async with reading(tmp_path) as reader:
        text = reader.session.open_text.text
        start = text.index("توقع")
        end = text.index("عسكرية")
        await drag(reader, *((end + 2, start + 1) if turned else (start + 1, end + 2)))
        assert selected(reader) == text[start : end + len("عسكرية")]
        assert "selected" in reader.said
        assert text[start : start + 4] in reader.said
        assert reader.caret == (start if turned else end + len("عسكرية"))
        await drag(reader, start, start + 4)
        assert selected(reader) == "توقع"


@pytest.mark.parametrize("turned", [False, True])
async def test_a_drag_from_a_space_to_a_space_takes_neither(tmp_path: Path, turned: bool) -> None:
    async with reading(tmp_path) as reader:
        start = SEED.index("توقع")
        end = SEED.index(" مع", start)
        await drag(reader, *((end, start - 1) if turned else (start - 1, end)))
        assert reader.selection == (start, end)


async def test_a_drag_selects_from_where_it_began_letter_by_letter(tmp_path: Path) -> None:
    async with reading(tmp_path, settings=Settings(drag_selects="letters")) as reader:
        await reader.pilot.mouse_down("#article", offset=spot(reader, 100))
        await reader.pilot.hover("#article", offset=spot(reader, 115))
        await reader.pilot.mouse_up("#article", offset=spot(reader, 115))
        await reader.settled()
        assert reader.selection == (100, 115)
        await reader.pilot.hover("#article", offset=spot(reader, 120))
        await reader.settled()
        assert reader.selection == (100, 115)
        await reader.press("e")
        assert reader.spans() == [("entity", 100, 115)]


async def test_shift_click_extends_the_selection(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(100)
        await reader.pilot.click("#article", offset=spot(reader, 120), shift=True)
        await reader.settled()
        assert reader.selection == (100, 120)


async def test_a_click_in_another_pane_gives_it_the_focus(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one two", "three"], size=(140, 30)) as reader:
        await reader.press("tab", "e")
        await reader.pilot.click("#sidebar", offset=(5, reader.screen.sidebar.head_height + 1))
        await reader.settled()
        assert reader.screen.scope == "sidebar"
        await reader.pilot.click("#index", offset=(5, reader.screen.index.head_height + 1))
        await reader.settled()
        assert reader.session.open_text.text == "three"


async def test_the_wheel_scrolls_and_leaves_the_caret(tmp_path: Path) -> None:
    from textual import events

    async with reading(tmp_path, [SEED * 3], size=(100, 24)) as reader:
        article = reader.screen.article
        scroll = events.MouseScrollDown(article, 5, 5, 0, 1, 0, False, False, False)
        article.post_message(scroll)
        await reader.until(lambda: article.top == article.WHEEL)
        assert reader.caret == 0


async def test_whole_words_where_that_is_set(tmp_path: Path) -> None:
    async with reading(tmp_path, settings=Settings(snap_to_words=True)) as reader:
        reader.go(2)
        await reader.press("shift+left", "shift+left", "e")
        assert reader.spans() == [("entity", 0, 7)]
