"""The review: a table of all annotations, filtered as one types, and the way to each."""

from pathlib import Path

import pytest

from tests.articles import seed_text
from tests.ui.driving import Reader, reading
from tui.model import annotate, link
from tui.store.database import Store
from tui.text.layout import tight
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
        assert f"Review: {len(expected)} {noun} " in reader.shown()


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


async def test_values_have_their_names_and_quotes_their_speaker(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare, size=(160, 40)) as reader:
        await review(reader)
        (line,) = (line for line in reader.shown().splitlines() if "type direct" in line)
        assert tight("كوبر", 9) in line
        columns = {line.index("me") for line in reader.shown().splitlines() if " me " in line}
        assert len(columns) == 1


async def test_it_is_sorted_by_any_column_and_turned(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare, size=(160, 40)) as reader:
        dialog = await review(reader)
        await reader.press("ctrl+s")
        assert dialog.choices.sorted_by == "label"
        assert [row.label for row in dialog._rows] == ["entity"] * 4 + ["quote"] * 2
        await reader.press("ctrl+r")
        assert [row.label for row in dialog._rows] == ["quote"] * 2 + ["entity"] * 4
        head = dialog.choices.head(dialog.choices.size.width)[0].text
        await reader.pilot.click("#choices", offset=(head.index("annotator"), 0))
        await reader.settled()
        assert dialog.choices.sorted_by == "annotator"
        assert [row.annotator for row in dialog._rows] == ["her", *["me"] * 4, "model"]


async def test_all_that_are_ticked_are_deleted_in_one_step(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare) as reader:
        dialog = await review(reader)
        await reader.press("ctrl+d")
        assert "nothing is ticked" in reader.shown()
        await reader.press("ctrl+g", "ctrl+d")
        assert len(dialog._rows) == 6
        await reader.press("ctrl+d")
        assert texts(dialog) == ["علي"]
        assert list(reader.store.links.all()) == []
        await reader.press("escape", "tab", "u")
        assert len(list(reader.store.annotations.select())) == 6
        assert len(list(reader.store.links.all())) == 1


async def test_a_value_is_set_on_all_that_are_ticked(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare) as reader:
        dialog = await review(reader, "label:entity", "by:me")
        await reader.press("ctrl+t", "ctrl+t", "ctrl+e", *"type", "space", *"ORG", "enter")
        await reader.until(lambda: reader.app.screen is dialog)
        assert [row.attributes for row in dialog._rows] == [{"type": "ORG"}] * 2
        await reader.press("escape", "tab", "u")
        found = {row.text: row.attributes.get("type") for row in reader.store.annotations.select()}
        assert (found["كوبر"], found["لندن"]) == ("PERS", "GPE")


@pytest.mark.parametrize("width", [80, 100, 140])
async def test_all_its_keys_are_in_view(tmp_path: Path, width: int) -> None:
    async with reading(tmp_path, [SEED, SECOND], prepare=prepare, size=(width, 24)) as reader:
        await review(reader)
        for key in ("enter goes there", "^T ticks", "^R reverses", "tab completes", "esc leaves"):
            assert key in reader.shown()
        assert "001.txt" in reader.shown() or width < 140
