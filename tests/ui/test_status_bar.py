"""The status line: where am I, what is here, what just happened."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.driving import Reader, reading
from tui.keys.bindings import Label, Scope
from tui.keys.keymap import Keymap
from tui.model import Annotation, DocumentInfo, annotate
from tui.schema import default_schema
from tui.session.messages import Level, StatusMessage
from tui.text.layout.single_line import tight
from tui.ui.widgets.status_bar import keys_for

INFO = DocumentInfo("a.txt", "", "a.txt", "", 6, "")
SPOKEN = (
    "تونس.\n\nقالت ريم الجزيري: “نحن نعمل كل يوم منذ سنوات”.\n\n"
    "قال نوفل العياري: “نرفض هذا القرار رفضاً قاطعاً”.\n"
)
TEXT = "قالت ريم إن القرار كريم. قالت ريم نعم."


def status(reader: Reader) -> str:
    """The line as it is painted."""
    return reader.screen.status.render_line(0).text


async def test_a_search_leaves_room_for_what_is_at_the_caret(tmp_path: Path) -> None:
    async with reading(tmp_path, [TEXT]) as reader:
        await reader.press("/", *"ريم", "enter", "e", "1")
        assert f"match 1 of 3 for {tight('ريم', 9)} entity PERS" in status(reader)
        await reader.press("n", "w")
        assert "match 2 of 3" in status(reader)
        assert "selected 4 characters, 1 word " in status(reader)


async def test_one_is_counted_in_the_singular(tmp_path: Path) -> None:
    async with reading(tmp_path, [TEXT]) as reader:
        await reader.press("v", "left")
        assert "selected 1 character, 1 word " in status(reader)
        await reader.press(*["left"] * 5)
        assert "selected 6 characters, 2 words" in status(reader)


@pytest.mark.parametrize(("width", "place"), [(120, True), (80, True), (40, False)])
async def test_what_just_happened_has_room_in_a_narrow_terminal(
    tmp_path: Path, width: int, place: bool
) -> None:
    async with reading(tmp_path, [TEXT] * 3, size=(width, 12)) as reader:
        await reader.press("enter")
        await reader.press("e")
        line = status(reader)
        assert "entity saved" in line
        assert "@me" in line
        assert "%" in line
        assert ("document 1 of 3" in line) is place


def test_the_footer_begins_with_what_can_be_done_to_what_is_under_the_caret() -> None:
    keymap = Keymap(Label(one.name, one.key) for one in default_schema())

    def ids(*, selected: bool = False, current: Annotation | None = None) -> list[str]:
        return [
            one.id for one in keys_for(keymap, Scope.ARTICLE, selected=selected, current=current)
        ]

    row = annotate(INFO, "a text", (0, 1), "entity", "me")
    assert ids()[:4] == ["tag.claim", "tag.entity", "tag.quote", "tag.cue"]
    assert "note.open" not in ids()
    assert ids(current=row)[:4] == ["note.open", "note.link", "note.rebound", "note.delete"]
    suggestion = replace(row, status="suggested")
    assert ids(current=suggestion)[:2] == ["note.accept", "note.reject"]
    assert ids(selected=True, current=row)[:5] == [*ids()[:4], "select.widen"]
    for found in (ids(), ids(current=row), ids(selected=True)):
        assert found[-3:] == ["palette", "help", "quit"]
        assert len(set(found)) == len(found)


async def test_a_key_that_is_offered_can_be_clicked(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(120, 30)) as reader:
        await reader.press("e")
        bar = reader.screen.keybar.render_line(0).text
        await reader.pilot.click("#keys", offset=(bar.index("ORG"), 0))
        await reader.settled()
        assert reader.saved()[0].attributes == {"type": "ORG"}


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_a_long_reason_leaves_the_annotator_in_view(tmp_path: Path, width: int) -> None:
    async with reading(tmp_path, [TEXT], size=(width, 12)) as reader:
        info = reader.session.info
        assert info is not None
        made = annotate(info, TEXT, (5, 8), "entity", "me", status="suggested")
        reader.store.load([replace(made, origin="rules:" + " a reason without end" * 9)])
        reader.session.reload()
        await reader.press("enter", "j")
        line = status(reader)
        assert "a reason" in line
        assert line.endswith(" @me ")


@pytest.mark.parametrize(("width", "chips"), [(80, False), (160, True)])
async def test_what_was_accepted_has_room_before_attributes_and_reason(
    tmp_path: Path, width: int, chips: bool
) -> None:
    async with reading(tmp_path, [SPOKEN], size=(width, 24)) as reader:
        await reader.press_in_turn("A", "j", "+")
        line = status(reader)
        assert f"quote accepted, speaker {tight('ريم الجزيري', 12)}, cue {tight('قالت', 9)}" in line
        assert line.startswith(" quote?")
        assert ("direct" in line) is chips
        assert tight("نرفض", 4) in line


async def test_a_long_part_of_a_quotation_is_named_by_its_beginning(tmp_path: Path) -> None:
    long = "نحن نعمل كل يوم منذ سنوات طويلة من أجل هذه المدينة وأهلها"
    text = f"تونس.\n\n“{long}”، قالت ريم الجزيري، “ولن نتوقف أبداً عن هذا العمل”.\n"
    async with reading(tmp_path, [text], size=(160, 24)) as reader:
        await reader.press_in_turn("A", "j", "+", "+")
        assert "continues \u2068نحن نعمل كل يوم" in reader.said
        assert "وأهلها" not in reader.said
        assert reader.said.endswith("no suggestion is left")


async def test_where_suggestions_wait_the_footer_begins_with_the_way_to_them(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path, [SPOKEN], size=(80, 24)) as reader:
        await reader.press("A")
        await reader.until(lambda: "saved" in reader.said)
        await reader.settled()
        assert reader.screen.keybar.render_line(0).text.startswith(" j to do ")
        await reader.press("+")
        assert reader.said == "no annotation here; j goes to a suggestion"
        await reader.press("j", "+", "+")
        assert "no suggestion is left" in reader.said
        await reader.press("j")
        assert reader.said == "nothing is left to do here; d marks it done"


async def test_where_nothing_was_found_j_does_not_ask_to_look_again(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one two three"], size=(80, 24)) as reader:
        await reader.press("j")
        assert reader.said == "nothing was suggested here yet; A suggests"
        await reader.press_in_turn("A", "j")
        assert reader.said == "nothing is left to do here; d marks it done"
        assert "suggest" not in reader.screen.keybar.render_line(0).text


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_values_that_are_offered_are_whole(tmp_path: Path, width: int) -> None:
    async with reading(tmp_path, [TEXT], size=(width, 24)) as reader:
        await reader.press("e")
        offered = reader.screen.keybar.render_line(0).text
        assert "1 PERS" in offered
        assert "enter more" in offered


async def test_the_footer_offers_no_letter_while_a_field_takes_it(tmp_path: Path) -> None:
    async with reading(tmp_path, [SPOKEN], size=(120, 24)) as reader:
        await reader.press("e", "/")
        offered = " ".join(reader.screen.keybar.render_line(0).text.split())
        assert offered == "enter next match esc end ^P commands ^Q quit"


async def test_the_direction_is_shown_at_the_end_of_a_paragraph_too(tmp_path: Path) -> None:
    async with reading(tmp_path, [f"{TEXT}\n\nلا"], size=(80, 24)) as reader:
        reader.go(len(TEXT))
        assert "% ←" in status(reader)


async def test_the_position_gives_way_to_a_long_message(tmp_path: Path) -> None:
    async with reading(tmp_path, [TEXT] * 3, size=(80, 12)) as reader:
        await reader.press("enter")
        said = "every word of this message of sixty-eight cells fits before the name"
        reader.screen.show(StatusMessage(said))
        assert f"{said} @me" in status(reader)
        assert "document" not in status(reader)
        reader.screen.show(StatusMessage(said[:50]))
        assert "0% ←" in status(reader)
        assert f"{said[:50]} @me" in status(reader)
        reader.screen.show(None)
        assert "0% ← · document 1 of 3" in status(reader)


async def test_a_search_says_how_to_go_on_and_how_to_end(tmp_path: Path) -> None:
    async with reading(tmp_path, [TEXT], size=(80, 24)) as reader:
        offered = "n next match  N previous  esc end the search"
        await reader.press("/", *"ريم", "enter")
        assert offered in reader.shown()
        await reader.press("e")
        assert offered not in reader.shown()  # the digits count now
        await reader.press("n")
        assert offered in reader.shown()
        await reader.press("escape")
        assert offered not in reader.shown()


async def test_why_nothing_happened_is_whole_next_to_a_suggestion(tmp_path: Path) -> None:
    async with reading(tmp_path, [SPOKEN], size=(40, 24)) as reader:
        await reader.press("A", "j")
        assert "quote?" in status(reader)
        refused = StatusMessage("no links go out from a cue", Level.ERROR)
        reader.screen.show(refused)
        assert f"{refused.text} @me" in status(reader)
        reader.screen.show(None)
        assert "quote?" in status(reader)


@pytest.mark.parametrize(
    ("said", "start"),
    [("undone", "quote? …"), ("note saved", "quote? …"), ("entity deleted, saved", "quote? ")],
)
async def test_what_was_just_done_is_whole_next_to_a_suggestion_in_40_columns(
    tmp_path: Path, said: str, start: str
) -> None:
    async with reading(tmp_path, [SPOKEN], size=(40, 12)) as reader:
        await reader.press("A", "j")
        reader.screen.show(StatusMessage(said))
        assert status(reader).startswith(f" {start}")
        assert status(reader).endswith(f" {said} @me ")
