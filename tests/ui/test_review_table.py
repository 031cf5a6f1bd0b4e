"""The review: a table of all annotations, filtered as one types, and the way to each."""

from pathlib import Path

import pytest

from tests.ui.driving import Reader, reading, seed_text
from tui.model import annotate, link
from tui.store.database import Store
from tui.ui.dialogs.review_table import ReviewDialog

SEED = seed_text()
SECOND = "في لندن قال علي «نعم»"


def prepare(store: Store) -> None:
    """Six annotations in two documents, one with a link, one suggested, one by another."""
    info = store.documents.get("000.txt")
    quote = annotate(info, SEED, (1329, 1450), "quote", "me", attributes={"type": "direct"})
    speaker = annotate(info, SEED, (1322, 1326), "entity", "me", attributes={"type": "PERS"})
    loose = annotate(info, SEED, (1707, 1716), "quote", "me")
    guess = annotate(info, SEED, (0, 7), "entity", "model", status="suggested", origin="m")
    other = store.documents.get("001.txt")
    place = annotate(other, SECOND, (3, 7), "entity", "me", attributes={"type": "GPE"})
    hers = annotate(other, SECOND, (12, 15), "entity", "her", attributes={"type": "PERS"})
    store.load([quote, speaker, loose, guess, place, hers])
    store.load([link(quote, speaker, "speaker", "me")])


async def review(reader: Reader, *words: str) -> ReviewDialog:
    """Open the review with a filter typed, and wait for its table."""
    await reader.press("ctrl+p", *"review", "enter")
    await reader.until(lambda: isinstance(reader.app.screen, ReviewDialog))
    dialog = reader.app.screen
    assert isinstance(dialog, ReviewDialog)
    for word in words:
        await reader.press(*word, "space")
    await reader.until(lambda: dialog._timer is None)
    return dialog


def texts(dialog: ReviewDialog) -> list[str]:
    return [choice.text for choice in dialog.choices.choices]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ["اليابان", "كوبر", SEED[1329:1450], "خطوة مهمة", "لندن", "علي"]),
        (["label:quote"], [SEED[1329:1450], "خطوة مهمة"]),
        (["type:PERS"], ["كوبر", "علي"]),
        (["by:her"], ["علي"]),
        (["status:suggested"], ["اليابان"]),
        (["missing:speaker"], ["خطوة مهمة"]),
        (["missing:type"], ["اليابان", "خطوة مهمة"]),
        (["document:001", "type:GPE"], ["لندن"]),
        (["لندن"], ["لندن"]),
        (["nowhere"], []),
    ],
)
async def test_the_table_holds_what_fits(
    tmp_path: Path, words: list[str], expected: list[str]
) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare) as reader:
        dialog = await review(reader, *words)
        assert texts(dialog) == expected
        noun = "annotation" if len(expected) == 1 else "annotations"
        assert f"{len(expected)} {noun}  " in reader.shown()


async def test_it_is_a_table_with_titles_and_facts(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare, size=(140, 40)) as reader:
        await review(reader)
        lines = reader.shown().splitlines()
        (head,) = (line for line in lines if "annotator" in line)
        for title in ("label", "text", "attributes", "status", "annotator", "document"):
            assert title in head
        (guess,) = (line for line in lines if "suggested" in line and "model" in line)
        assert guess.index("suggested") == head.index("status")
        assert guess.index("model") == head.index("annotator")
        assert guess.index("000.txt") == head.index("document")


@pytest.mark.parametrize("width", [40, 60, 80, 100])
async def test_in_a_narrow_terminal_the_text_keeps_its_room(tmp_path: Path, width: int) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare, size=(width, 30)) as reader:
        dialog = await review(reader)
        columns, room = dialog.choices.shown(dialog.choices.size.width)
        assert room >= min(dialog.choices.LEAST, dialog.choices.size.width - 10)
        assert len(columns) <= len(dialog.choices.columns)


async def test_enter_goes_there_also_into_another_document(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare) as reader:
        await review(reader, "label:entity")
        await reader.press("down", "down", "enter")
        assert reader.session.open_text.text == SECOND
        assert reader.caret == 3
        current = reader.session.current
        assert current is not None
        assert current.text == "لندن"


async def test_going_to_anothers_annotation_shows_others(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare) as reader:
        await review(reader, "by:her")
        await reader.press("enter")
        assert reader.session.show_others
        assert "her" in reader.said


async def test_enter_right_after_typing_takes_what_was_typed(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare) as reader:
        await review(reader)
        await reader.press(*"type:GPE", "enter")
        assert reader.session.open_text.text == SECOND


async def test_a_filter_is_completed_by_tab(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare) as reader:
        dialog = await review(reader)
        await reader.press(*"mis", "tab")
        assert dialog.field.value == "missing:"
        assert "required  source  made_in" in reader.shown()
        await reader.press(*"sp", "tab")
        assert dialog.field.value == "missing:speaker"
        assert texts(dialog) == ["خطوة مهمة"]
        await reader.press("space", *"by:m", "tab")
        assert dialog.field.value == "missing:speaker by:me"


async def test_escape_leaves_where_one_was(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare) as reader:
        caret = reader.caret
        await review(reader, "label:quote")
        await reader.press("escape")
        assert reader.caret == caret
