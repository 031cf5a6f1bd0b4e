"""What all dialogs have in common: they fit, they leave, they say their keys."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.articles import seed_text
from tests.ui.driving import Reader, reading
from tui.model import JSON, DocumentInfo, annotate
from tui.schema import AttributeChoice, AttributeDef, AttributeType, LabelDef, LabelSchema
from tui.store.database import Store
from tui.ui.dialogs.annotation_form import FormScreen, passage_of
from tui.ui.dialogs.dialog import Dialog, KeyLine

SEED = seed_text()
NOTE = "one\r\ntwo\tthree\u2028four\x07"
"""A note as another program can have written it."""
INFO = DocumentInfo("a.txt", "", "a.txt", "", len(SEED), "")


@pytest.mark.parametrize("height", [12, 24, 40, 60])
@pytest.mark.parametrize("words", ["review", "search all", "theme", "tag every"])
async def test_the_line_of_keys_is_in_view_at_any_height(
    tmp_path: Path, height: int, words: str
) -> None:
    async with reading(tmp_path, [SEED] * 3, size=(120, height)) as reader:
        await reader.press("tab", "e", "ctrl+p")
        assert "esc leaves" in reader.shown()
        await reader.press(*("space" if one == " " else one for one in words), "enter")
        assert reader.app.screen is not reader.screen
        assert "esc leaves" in reader.shown()
        await reader.press("escape")
        assert reader.app.screen_stack[-1] is reader.screen


@pytest.mark.parametrize("size", [(30, 24), (80, 24), (100, 12), (160, 40)])
@pytest.mark.parametrize("words", ["review", "theme", "help"])
async def test_a_dialog_knows_its_width_before_it_is_laid_out(
    tmp_path: Path, size: tuple[int, int], words: str
) -> None:
    async with reading(tmp_path, size=size) as reader:
        await reader.press("ctrl+p", *words, "enter")
        dialog = reader.app.screen
        assert isinstance(dialog, Dialog)
        assert dialog.inner_width == dialog.foot.size.width


async def test_a_low_terminal_has_lines_for_what_there_is_to_choose(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED] * 3, size=(40, 10)) as reader:
        await reader.press("e", "a")
        assert len([line for line in reader.shown().splitlines() if "[x]" in line]) >= 5
        await reader.press("enter", "ctrl+p", *"review", "enter")
        assert len([line for line in reader.shown().splitlines() if " entity " in line]) >= 5
        await reader.press("escape", "ctrl+p", *"theme", "enter")
        assert len([line for line in reader.shown().splitlines() if "hashiya-" in line]) == 3


async def test_the_form_keeps_the_name_of_the_field_in_view(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(100, 24)) as reader:
        await reader.press("c", "1", "enter")
        names = ["checkworthiness", "appears_false", "harm", "topic", "attributed", "normalized"]
        for name in [*names, "evidence", "verdict", "note"]:
            await reader.until(lambda: name in reader.shown())  # noqa: B023 - awaited right here
            await reader.press("tab")


async def test_a_choice_is_shown_beside_its_key_once(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(100, 30)) as reader:
        await reader.press("c", "1", "enter")
        await reader.until(lambda: "2 worth checking" in reader.shown())
        assert "2 2 worth checking" not in reader.shown()


@pytest.mark.parametrize(("typed", "kept"), [("١٢٫٥", 12.5), ("40", 40)])
async def test_a_number_is_taken_in_any_digits(tmp_path: Path, typed: str, kept: float) -> None:
    schema = LabelSchema(
        (LabelDef("حدث", key="i", attributes=(AttributeDef("درجة", AttributeType.NUMBER),)),)
    )
    async with reading(tmp_path, schema=schema) as reader:
        await reader.press("i", "enter", *"inf", "enter")
        assert reader.app.screen is not reader.screen
        assert "takes a number, such as 12 or 2.5" in reader.shown()
        await reader.press(*["backspace"] * 3, *typed, "enter")
        assert reader.app.screen_stack[-1] is reader.screen
        assert [row.attributes for row in reader.saved()] == [{"درجة": kept}]


async def test_what_was_not_changed_in_a_form_stays_as_it_was(tmp_path: Path) -> None:
    """Also values that the schema does not have: another program or an older schema made them."""
    choices = (AttributeChoice("war"), AttributeChoice("peace"))
    schema = LabelSchema(
        (
            LabelDef(
                "event",
                key="i",
                attributes=(
                    AttributeDef("topics", AttributeType.CHOICES, choices),
                    AttributeDef("kind", AttributeType.CHOICE, choices),
                    AttributeDef("year", AttributeType.TEXT),
                ),
            ),
        )
    )
    imported: dict[str, JSON] = {"topics": ["old", "war"], "kind": "old", "year": 1948}

    def prepare(store: Store) -> None:
        info = store.documents.get("000.txt")
        made = annotate(info, SEED, (0, 7), "event", "me", attributes=imported)
        store.load([replace(made, note=NOTE)])

    async with reading(tmp_path, schema=schema, prepare=prepare) as reader:
        await reader.press("enter", "enter")
        assert reader.said == "nothing changed"
        await reader.press("enter", "2", "enter")
        (row,) = reader.saved()
        assert row.attributes == {**imported, "topics": ["war", "peace", "old"]}
        assert row.note == NOTE


async def test_the_form_shows_the_sentence_and_the_keys_whole_in_80_columns(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as reader:
        await reader.press("e", "enter")
        shown = reader.shown()
        assert "esc leaves it as it was" in shown
        assert shown.count("▸ type") == 1
        await reader.press("tab")
        assert "ctrl+s saves" in reader.shown()
        assert "▸ note" in reader.shown()
        assert "▸ type" not in reader.shown()


async def test_a_note_leaves_the_form_where_it_was(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as reader:
        await reader.press("e", "1", "enter", "1", "enter")
        assert reader.saved()[0].attributes == {"type": "PERS", "mention": "name"}
        await reader.press("i", *"note", "ctrl+s")
        assert reader.said == "note saved"
        await reader.press("enter")
        assert "▸ mention" in reader.shown()
        await reader.press("2", "enter")
        assert reader.said == "entity edited, saved"
        (row,) = reader.saved()
        assert (row.note, row.attributes["type"]) == ("note", "PERS")
        assert row.attributes["mention"] != "name"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_keys_of_a_preview_are_whole(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size=size) as reader:
        await reader.press("e", "a")
        shown = reader.shown()
        for key in ("enter tags the ticked ones", "space on or off", "n none", "esc leaves"):
            assert shown.count(key) == 1
        foot = reader.app.screen.query_one(KeyLine)
        lines = foot.lines(foot.size.width)
        await reader.pilot.click(KeyLine, offset=(lines[-1].index("esc"), len(lines) - 1))
        await reader.settled()
        assert reader.app.screen is reader.screen


@pytest.mark.parametrize("start", [0, 100, 1330])
def test_the_passage_of_an_annotation_is_its_sentence(start: int) -> None:
    text = seed_text()
    span = (start, start + 4)
    passage = passage_of(text, annotate(INFO, text, span, "entity", "me"))
    assert passage.span.of(passage.text) == text[span[0] : span[1]]
    assert passage.text in text.replace("\n", " ")


def test_the_passage_of_one_without_a_place_is_its_context() -> None:
    text = seed_text()
    row = annotate(INFO, text, (100, 110), "entity", "me")
    passage = passage_of("another text", row)
    assert passage.span.of(passage.text) == row.text
    assert passage.text == (row.prefix + row.text + row.suffix).replace("\n", " ")


async def begun_links(reader: Reader) -> list[str]:
    """Tag two names and a quote, and return the lines of the dialog of links."""
    await reader.press("e", "1", "space", "e", "1", ")", "q", "l")
    return [line for line in reader.shown().splitlines() if re.search(r"▌ \d ", line)]


async def test_the_columns_of_the_links_line_up(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as reader:
        lines = await begun_links(reader)
        assert len(lines) >= 2
        found = [re.search(r"(speaker|addressee|cue|continues)", line) for line in lines]
        assert len({one.start() for one in found if one}) == 1
        assert all(line.index("▌ ") + 2 == line.index(re.findall(r"\d", line)[0]) for line in lines)


async def test_escape_says_that_no_link_was_taken_away(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as reader:
        await begun_links(reader)
        await reader.press("enter", "L", "escape")
        assert reader.said == "no link was removed"


@pytest.mark.parametrize("width", [80, 160])
async def test_help_begins_with_the_keys_that_are_needed_first(tmp_path: Path, width: int) -> None:
    async with reading(tmp_path, size=(width, 45)) as reader:
        await reader.press("?")
        lines = reader.shown().splitlines()
        first = next(n for n, line in enumerate(lines) if "First" in line)
        assert "Tag: claim, entity, quote, cue" in lines[first + 1]
        in_two = "Undo" in "".join(lines[first + 1 : first + 8])
        assert in_two == (width == 160)
        assert "flag or a comment" in reader.shown()  # sentences are wrapped, not cut
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_help_finds_a_key_by_its_words_and_scrolls(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as reader:
        await reader.press("?")
        before = reader.shown()
        await reader.press("pagedown")
        assert reader.shown() != before
        await reader.press(*"bookmark")
        lines = [line for line in reader.shown().splitlines() if "bookmark" in line.lower()]
        assert len(lines) >= 2
        assert "Accept the suggestion" not in reader.shown()


@pytest.mark.parametrize("size", [(80, 24), (80, 14), (60, 40), (160, 45)])
async def test_the_keys_of_the_form_are_in_view_at_any_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with reading(tmp_path, size=size) as reader:
        reader.go(400)
        await reader.press("c", "enter")
        lines = [line for line in reader.shown().splitlines() if "tab next field" in line]
        assert len(lines) == 1


async def test_a_click_on_the_line_of_keys_presses_them(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one two three"], size=(100, 40)) as reader:
        await reader.press("enter", "e", "1", "enter")
        form = reader.app.screen
        assert isinstance(form, FormScreen)
        before = form.focused
        words = form.foot._text
        await reader.pilot.click(KeyLine, offset=(words.index("next field"), 0))
        await reader.settled()
        assert form.focused is not before
        await reader.pilot.click(KeyLine, offset=(words.index("saves"), 0))
        await reader.settled()
        assert reader.app.screen is reader.screen
        await reader.press("enter")
        await reader.pilot.click(KeyLine, offset=(words.index("esc"), 0))
        await reader.settled()
        assert reader.app.screen is reader.screen
        assert reader.said == "nothing changed"
