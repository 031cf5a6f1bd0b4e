"""The fields on a screen: keys, paste, mouse, what is painted."""

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.ui.driving import press, settled
from tui.text.layout.single_line import fit
from tui.ui.widgets.text_fields import BidiArea, BidiInput, FieldMessage, FieldWidget


class Bench(App[None]):
    """One of each, and what they told."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "FieldWidget { width: 12; margin-bottom: 1; } BidiArea { height: 3; }"

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.bubbled: list[str] = []

    def compose(self) -> ComposeResult:
        yield BidiInput(placeholder="find")
        yield BidiArea()

    def on_key(self, event: events.Key) -> None:
        self.bubbled.append(event.key)

    def _tell(self, message: FieldMessage) -> None:
        self.told.append(f"{type(message).__name__} {message.value}")

    on_field_widget_changed = _tell
    on_field_widget_submitted = _tell
    on_field_widget_cancelled = _tell
    on_field_widget_copied = _tell


@pytest.fixture
def bench() -> Bench:
    return Bench()


def line(field: FieldWidget, y: int = 0) -> str:
    """A painted row without spaces at its right."""
    return field.render_line(y).text.rstrip()


def caret_of(field: FieldWidget, y: int = 0) -> int:
    """The column of the caret, found by its style."""
    names = ("bidi--caret", "bidi--caret-rtl")
    backgrounds = {field.get_component_rich_style(name).bgcolor for name in names}
    column = 0
    for segment in field.render_line(y):
        if segment.style is not None and segment.style.bgcolor in backgrounds:
            return column
        column += segment.cell_length
    raise AssertionError("no caret")


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Press the keys of a text."""
    for letter in text:
        await press(pilot, letter)


async def test_arabic_is_typed_joined_and_right_aligned_at_each_keystroke(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        field = bench.query_one(BidiInput)
        field.focus()
        seen = []
        for letter in "اليابان":
            await press(pilot, letter)
            seen.append(line(field))

        wanted = ["اليابان"[: count + 1] for count in range(7)]
        assert field.value == "اليابان"
        assert seen == [fit(text, 12) for text in wanted]
        assert caret_of(field) == 12 - 7 - 1
        assert bench.told == [f"Changed {text}" for text in wanted]


async def test_keys_that_are_commands_elsewhere_are_letters_here(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        field = bench.query_one(BidiInput)
        field.focus()
        await press(pilot, "٣", "space", "q", "slash", "1")

        assert field.value == "٣ q/1"
        assert bench.bubbled == []


@pytest.mark.parametrize("character", ["؟", "\u200c", "\u064e", "ﻻ"])
async def test_every_character_that_a_keyboard_types_goes_in(bench: Bench, character: str) -> None:
    async with bench.run_test() as pilot:
        field = bench.query_one(BidiInput)
        field.value = "ب"
        field.post_message(events.Key("a_key", character))
        await settled(pilot)

        assert field.value == "ب" + {"ﻻ": "لا"}.get(character, character)


async def test_enter_submits_and_escape_cancels(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        bench.query_one(BidiInput).focus()
        await press(pilot, "a", "enter", "escape")

        assert bench.told == ["Changed a", "Submitted a", "Cancelled a"]
        assert bench.bubbled == []


async def test_keys_that_mean_nothing_in_a_field_go_on(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        bench.query_one(BidiInput).focus()
        await press(pilot, "up", "pagedown", "f1", "ctrl+p", "ctrl+z")

        assert bench.bubbled == ["up", "pagedown", "f1", "ctrl+p", "ctrl+z"]


async def test_a_paste_keeps_its_order_and_loses_its_controls(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        field = bench.query_one(BidiInput)
        field.focus()
        await settled(pilot)
        field.post_message(events.Paste("قال\x1b]52;c;x\x07\r\n[/b] שלום"))
        await settled(pilot)

        assert field.value == "قال]52;c;x [/b] שלום"
        assert bench.told == ["Changed قال]52;c;x [/b] שלום"]


async def test_controls_of_a_text_that_was_set_are_never_painted(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        field = bench.query_one(BidiInput)
        field.value = "a\x1b[m\nb\x9b\ud800\u202e"
        await settled(pilot)

        painted = field.render_line(0).text
        assert painted.isprintable()
        assert painted.startswith("a")
        assert field.value == "a\x1b[m\nb\x9b\ud800\u202e"


async def test_setting_a_value_tells_nobody(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        bench.query_one(BidiInput).value = "x"
        await settled(pilot)

        assert bench.told == []


async def test_the_placeholder_shows_while_the_field_is_empty(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        field = bench.query_one(BidiInput)
        field.focus()
        await settled(pilot)
        assert line(field) == " find"

        field.placeholder = "اسم"
        assert line(field).strip() == fit("اسم", 3)
        await press(pilot, "a")
        assert line(field) == "a"


async def test_without_the_focus_there_is_no_caret(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        bench.query_one(BidiArea).focus()
        await settled(pilot)

        with pytest.raises(AssertionError, match="no caret"):
            caret_of(bench.query_one(BidiInput))


async def test_shift_selects_copy_tells_and_typing_replaces(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        field = bench.query_one(BidiInput)
        field.focus()
        await type_in(pilot, "قال")
        await press(pilot, "shift+right", "shift+right", "ctrl+c", "a")

        assert "Copied ال" in bench.told
        assert field.value == "قa"


async def test_cut_undo_and_redo(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        field = bench.query_one(BidiInput)
        field.focus()
        await type_in(pilot, "قال")
        values = []
        for key in ("ctrl+a", "ctrl+x", "ctrl+underscore", "ctrl+y"):
            await press(pilot, key)
            values.append(field.value)

        assert values == ["قال", "", "قال", ""]


async def test_a_mouse_click_and_a_drag(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        field = bench.query_one(BidiInput)
        field.value = "אבגד"
        await pilot.click(BidiInput, offset=(10, 0))
        assert field.field.caret == 1
        assert field.has_focus

        await pilot.mouse_down(BidiInput, offset=(11, 0))
        await pilot.hover(BidiInput, offset=(9, 0))
        await pilot.mouse_up(BidiInput, offset=(9, 0))
        assert field.field.selected_text == "אב"


async def test_a_double_click_selects_a_word_and_a_triple_one_all(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        field = bench.query_one(BidiInput)
        field.value = "אב גד"
        await pilot.click(BidiInput, offset=(8, 0), times=2)
        assert field.field.selected_text == "גד"

        await pilot.click(BidiInput, offset=(8, 0), times=3)
        assert field.field.selected_text == "אב גד"


async def test_a_note_takes_several_lines(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        area = bench.query_one(BidiArea)
        area.focus()
        await type_in(pilot, "אב")
        await press(pilot, "enter", "a", "enter", "ctrl+s", "escape")

        assert [line(area, y) for y in range(3)] == ["          בא", "a", ""]
        assert bench.told[-2:] == ["Submitted אב\na\n", "Cancelled אב\na\n"]


async def test_a_note_scrolls_with_its_caret_and_with_the_wheel(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        area = bench.query_one(BidiArea)
        area.focus()
        for letter in "abcde":
            await press(pilot, letter, "enter")
        assert [line(area, y) for y in range(3)] == ["d", "e", ""]

        area.post_message(
            events.MouseScrollUp(area, 0, 0, 0, 0, 0, shift=False, meta=False, ctrl=False)
        )
        await settled(pilot)
        assert [line(area, y) for y in range(3)] == ["a", "b", "c"]

        await press(pilot, "up")
        assert [line(area, y) for y in range(3)] == ["c", "d", "e"]


async def test_arrows_leave_a_note_at_its_edges(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        area = bench.query_one(BidiArea)
        area.value = "a\nb"
        area.focus()
        await press(pilot, "down", "up", "up")

        assert bench.bubbled == ["down", "up"]


async def test_resizing_wraps_anew(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        area = bench.query_one(BidiArea)
        area.value = "abc def"
        await settled(pilot)
        assert line(area) == "abc def"

        area.styles.width = 6
        await settled(pilot)
        assert [line(area, y) for y in range(2)] == ["abc", "def"]


async def test_the_caret_tells_the_direction_of_what_it_follows(bench: Bench) -> None:
    async with bench.run_test() as pilot:
        field = bench.query_one(BidiInput)
        field.focus()
        colours = []
        for letter in ("a", "space", "ب"):
            await press(pilot, letter)
            [style] = [s.style for s in field.render_line(0) if s.style and s.style.bold]
            colours.append(style.bgcolor)

        assert colours[0] == colours[1] != colours[2]


async def test_without_colours_caret_and_selection_show_by_reversing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    bench = Bench()
    async with bench.run_test() as pilot:
        field = bench.query_one(BidiInput)
        field.focus()
        await press(pilot, "a", "b", "c", "shift+left", "shift+left")

        reversed_text = "".join(
            segment.text
            for segment in field.render_line(0)
            if segment.style and segment.style.reverse
        )
        assert reversed_text == "bc"
