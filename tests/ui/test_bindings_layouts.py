"""Keys count by their place: the letters of right-to-left keyboards, sent as characters."""

from pathlib import Path

import pytest
from textual import events

from tests.articles import seed_text
from tests.ui.driving import reading
from tui.config import KeyboardLayout, Settings
from tui.ui.dialogs.key_help import KeyHelp

SEED = seed_text()
QWERTY = "qwertyuiop asdfghjkl zxcvbnm"
ROWS = {
    "arabic": "ضصثقفغعهخح شسيبلاتنم ئءؤرﻻىة",
    "persian": "ضصثقفغعهخح شسیبلاتنم ظطزرذدپ",
    "urdu": "قوعرتےءیہپ اسدفگحجکل زشچطبنم",
    "hebrew": "/'קראטוןםפ שדגכעיחלך זסבהנמצ",
}
LAYOUTS: dict[str, KeyboardLayout] = {"urdu": "urdu", "hebrew": "hebrew"}
"""Those whose setting has to be named: their letters lie elsewhere, or are punctuation."""


def pairs(layout: str) -> list[tuple[str, str]]:
    """Each character of a layout with the key that it lies on."""
    return [
        (character, key)
        for character, key in zip(ROWS[layout], QWERTY, strict=True)
        if character != " "
    ]


@pytest.mark.parametrize("layout", ROWS)
async def test_every_letter_acts_as_the_key_it_lies_on(tmp_path: Path, layout: str) -> None:
    settings = Settings(keyboard_layout=LAYOUTS.get(layout, ""))
    async with reading(tmp_path, settings=settings) as reader:
        done: list[str] = []
        reader.screen.perform = lambda action: done.append(action.id)  # type: ignore[method-assign]  # it only notes
        keys = [key for _, key in pairs(layout)]
        await reader.press(*(character for character, _ in pairs(layout)))
        by_place, done[:] = list(done), []
        await reader.press(*keys)
        assert by_place == done
        assert {"tag.claim", "tag.entity", "tag.quote", "tag.cue", "undo"} <= set(by_place)


@pytest.mark.parametrize(
    ("layout", "claim", "entity", "quote", "cue", "undo"),
    [
        ("arabic", "ؤ", "ث", "ض", "ن", "ع"),
        ("persian", "ز", "ث", "ض", "ن", "ع"),
        ("urdu", "چ", "ع", "ق", "ک", "ء"),
        ("hebrew", "ב", "ק", "/", "ל", "ו"),
    ],
)
async def test_tagging_and_undo_with_another_keyboard_on(
    tmp_path: Path, layout: str, claim: str, entity: str, quote: str, cue: str, undo: str
) -> None:
    settings = Settings(keyboard_layout=LAYOUTS.get(layout, ""))
    async with reading(tmp_path, settings=settings) as reader:
        reader.go(1400)
        for key in (claim, entity, quote, cue):
            reader.go(1400)
            await reader.press(key)
        assert {row[0] for row in reader.spans()} == {"claim", "entity", "quote", "cue"}
        await reader.press(undo, undo)
        assert len(reader.spans()) == 2


@pytest.mark.parametrize(
    ("digits", "value"), [("١", "PERS"), ("٠", "OTHER"), ("۳", "GPE"), ("۹", "LAW")]
)
async def test_arabic_and_persian_digits_are_digits(
    tmp_path: Path, digits: str, value: str
) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", digits)
        assert reader.saved()[0].attributes == {"type": value}


async def test_the_question_mark_of_an_arabic_keyboard_shows_the_keys(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        # The pilot has no name for this character; a terminal sends it as it is.
        reader.app.post_message(events.Key("arabic_question_mark", "؟"))
        await reader.until(lambda: isinstance(reader.app.screen, KeyHelp))


async def test_punctuation_is_mapped_where_a_setting_names_the_layout(tmp_path: Path) -> None:
    # On an Arabic keyboard `ج` and `د` lie on the brackets, `و` on the comma, `ز` on the full stop.
    async with reading(tmp_path, settings=Settings(keyboard_layout="arabic")) as reader:
        await reader.press("ث", "١", "space", "ز")
        assert [row.attributes for row in reader.saved()] == [{"type": "PERS"}] * 2
        await reader.press("د")
        assert not reader.screen.sidebar.display


async def test_in_a_field_letters_are_letters(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("/", *"كوبر", "enter")
        assert reader.session.search.query == "كوبر"
        assert SEED[reader.caret :].startswith("كوبر")


async def test_shifted_letters_are_capitals(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        # Shift and the key on `u`, `n`: `÷` needs the setting, `آ` does not.
        await reader.press("e", "space", "e", "ctrl+home", "ى")
        assert reader.caret == 8
        await reader.press("آ")
        assert reader.caret == 0
