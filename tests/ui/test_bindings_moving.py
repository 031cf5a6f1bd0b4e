"""The keys that move in the article: the arrows as it is seen, the others in reading order."""

from pathlib import Path

import pytest

from tests.articles import seed_text
from tests.ui.driving import Reader, reading
from tui.model import annotate
from tui.store.database import Store

SEED = seed_text()
SECOND = SEED.index("من المقرر")
THIRD = SEED.index("ستوقع البلدان")
LATIN = "one two (three) four"
MIXED = "قال ABC ثم"


@pytest.mark.parametrize(
    ("text", "start", "keys", "expected"),
    [
        (SEED, 0, ["left"], 1),
        (SEED, 5, ["right"], 4),
        (SEED, 0, ["right"], 0),
        (LATIN, 5, ["left"], 4),
        (LATIN, 5, ["right"], 6),
        # A run of Latin letters inside Arabic is crossed as it is seen: from its right end.
        (MIXED, 3, ["left"], 6),
        (MIXED, 6, ["left"], 5),
        (MIXED, 4, ["right"], 5),
        (SEED, 0, ["ctrl+left"], SEED.index("توقع")),
        (SEED, SEED.index("توقع"), ["ctrl+right"], 0),
        (LATIN, 0, ["ctrl+right"], 4),
        (LATIN, 9, ["ctrl+left"], 4),
        (SEED, 0, ["space"], SEED.index("توقع")),
        (SEED, SEED.index("توقع") + 2, ["backspace"], SEED.index("توقع")),
        (SEED, SEED.index("توقع"), ["backspace"], 0),
        (LATIN, 4, ["space"], 9),
        (SEED, 3000, ["ctrl+home"], 0),
        (SEED, 3000, ["ctrl+end"], len(SEED)),
        (SEED, 0, ["}"], SECOND),
        (SEED, SECOND, ["}"], THIRD),
        (SEED, SECOND + 9, ["{"], SECOND),
        (SEED, SECOND, ["{"], 0),
        (SEED, THIRD, [")"], SEED.index("وستتبع")),
        (SEED, SEED.index("وستتبع"), ["("], THIRD),
        (SEED, SEED.index("وستتبع") + 3, ["("], SEED.index("وستتبع")),
        ("a\n\n \n\nb", 0, ["}"], 6),
        ("a\n\n \n\nb", 6, ["{"], 0),
    ],
)
async def test_a_move_by_letter_word_sentence_paragraph(
    tmp_path: Path, text: str, start: int, keys: list[str], expected: int
) -> None:
    async with reading(tmp_path, [text]) as reader:
        reader.go(start)
        await reader.press(*keys)
        assert reader.caret == expected


async def test_behind_the_last_quotation_the_mark_says_that_there_is_none(tmp_path: Path) -> None:
    async with reading(tmp_path, ["he said “one” and “two” only"]) as reader:
        await reader.press("quotation_mark", "quotation_mark")
        assert (reader.caret, reader.said) == (19, "")
        await reader.press("quotation_mark")
        assert (reader.caret, reader.said) == (19, "no quotation after this place")
        await reader.press("ctrl+home", "ctrl+p", *"previous quotation", "enter")
        assert (reader.caret, reader.said) == (0, "no quotation before this place")


async def test_the_quotation_mark_goes_into_the_next_quotation(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        carets = []
        for _ in range(3):
            await reader.press("quotation_mark")
            carets.append(reader.caret)
        assert carets == [1329, 1707, 2035]
        await reader.press("quotation_mark", "q")
        assert reader.spans() == [("quote", 2187, 2357)]


async def test_a_letter_with_its_marks_is_one_step(tmp_path: Path) -> None:
    async with reading(tmp_path, ["كَتَبَ"]) as reader:
        carets = []
        for _ in range(3):
            await reader.press("left")
            carets.append(reader.caret)
        assert carets == [2, 4, 6]


async def test_up_and_down_by_rows_and_the_screen(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED * 3], size=(100, 24)) as reader:
        layout = reader.session.open_text.layout

        def row() -> int:
            return layout.row_of(reader.caret)

        for key, expected in (("down", 1), ("down", 2), ("up", 1)):
            await reader.press(key)
            assert row() == expected
        await reader.press("pagedown")
        page = row() - 1
        assert page == reader.screen.article.body_height - 1
        await reader.press("pageup")
        assert row() == 1


async def test_home_and_end_of_a_row_in_reading_order(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(SECOND + 20)
        layout = reader.session.open_text.layout
        row = layout.row(layout.row_of(reader.caret))
        await reader.press("end")
        # On the space at which the row was broken.
        assert SEED[reader.caret] == " "
        assert layout.row_of(reader.caret) == layout.row_of(SECOND + 20)
        assert reader.caret == row.end - 1
        await reader.press("home")
        assert reader.caret == SECOND


async def test_end_in_a_paragraphs_last_row_stands_after_it(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one two\n\nthree"]) as reader:
        await reader.press("end")
        assert reader.caret == 7


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (["ك", "و", "ب", "ر"], "كوبر"),
        (["ا", "س", "ت", "ر", "ا", "ل", "ي", "ا"], "أستراليا"),
        (['"', "R", "A", "A", '"'], "RAA"),
    ],
)
async def test_find_goes_to_the_first_match_from_the_caret(
    tmp_path: Path, query: list[str], found: str
) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("/", *query)
        assert reader.caret == 0
        count = len(reader.session.search.matches)
        assert f"of {count} for" in reader.shown()
        await reader.press("enter")
        assert reader.caret == SEED.index(found)


async def test_n_goes_through_the_matches_while_searching_and_escape_ends_it(
    tmp_path: Path,
) -> None:
    def prepare(store: Store) -> None:
        info = store.documents.get("000.txt")
        store.load([annotate(info, SEED, (20, 30), "entity", "me")])

    async with reading(tmp_path, prepare=prepare) as reader:
        await reader.press("/", *"كوبر", "enter")
        first = SEED.index("كوبر")
        second = SEED.index("كوبر", first + 1)
        assert reader.caret == first
        await reader.press("n")
        assert reader.caret == second
        await reader.press("n")
        assert reader.caret == first
        await reader.press("N")
        assert reader.caret == second
        await reader.press("escape")
        assert not reader.session.search.active
        await reader.press("ctrl+home", "n")
        assert reader.caret == 20


async def test_n_goes_on_from_where_one_moved_to(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("/", *"اليابان", "enter")
        reader.go(SEED.index("زاك"))
        await reader.press("n")
        assert reader.caret == SEED.index("اليابان", SEED.index("زاك"))


async def test_a_second_search_is_typed_over_the_first_one(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("/", *"اليابان", "enter")
        first = reader.caret
        await reader.press("/", *"الصين", "enter")
        assert reader.session.search.query == "الصين"
        assert reader.caret > first
        await reader.press("/", "end", "backspace", "enter")
        assert reader.session.search.query == "الصي"


async def test_escape_in_the_field_ends_the_search_where_one_was(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(50)
        await reader.press("/", *"كوبر", "escape")
        assert reader.caret == 50
        assert not reader.session.search.active


async def test_nothing_found_says_so(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("/", *"zzz", "enter")
        assert "nothing found" in reader.said
        assert reader.caret == 0
        assert not reader.session.search.active


async def test_a_selection_is_dropped_first_then_the_search_ends(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("/", *"كوبر", "enter", "shift+left", "escape")
        assert reader.selection is None
        assert reader.session.search.active
        await reader.press("escape")
        assert not reader.session.search.active


def overlapping(store: Store) -> None:
    """Three that overlap, two of which start together, and one more."""
    info = store.documents.get("000.txt")
    spans = [("claim", 83, 294), ("entity", 83, 93), ("entity", 97, 107), ("quote", 1329, 1450)]
    store.load([annotate(info, SEED, (start, end), label, "me") for label, start, end in spans])


async def test_n_goes_to_every_annotation_also_where_two_start_together(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=overlapping) as reader:
        seen = []
        for _ in range(4):
            await reader.press("n")
            current = reader.session.current
            assert current is not None
            seen.append((current.label, current.start, current.end))
        assert seen == [
            ("entity", 83, 93), ("claim", 83, 294), ("entity", 97, 107), ("quote", 1329, 1450),
        ]  # fmt: skip
        await reader.press("n")
        assert "no annotation after" in reader.said
        for expected in reversed(seen[:-1]):
            await reader.press("N")
            current = reader.session.current
            assert current is not None
            assert (current.label, current.start, current.end) == expected
        await reader.press("N")
        assert "no annotation before" in reader.said


def things_to_do(store: Store) -> None:
    """A quote without speaker first in the text, then two suggestions."""
    info = store.documents.get("000.txt")
    rows = [annotate(info, SEED, (83, 120), "quote", "me")]
    for start, end in ((735, 743), (1322, 1326)):
        rows.append(
            annotate(
                info, SEED, (start, end), "entity", "model", status="suggested", origin="a model"
            )
        )
    store.load(rows)


async def current_starts(reader: Reader, *keys: str) -> list[int]:
    starts = []
    for key in keys:
        await reader.press(key)
        starts.append(reader.caret)
    return starts


async def test_j_goes_to_suggestions_then_to_quotes_without_speaker(tmp_path: Path) -> None:
    async with reading(tmp_path, prepare=things_to_do) as reader:
        assert await current_starts(reader, "j", "j", "j") == [735, 1322, 735]
        assert "a model" in reader.said
        assert await current_starts(reader, "J", "J") == [1322, 735]
        await reader.press("+", "-")
        assert await current_starts(reader, "j") == [83]
        assert "without speaker" in reader.said
        await reader.press("x")
        await reader.press("j")
        assert "nothing is left to do" in reader.said
