"""A text field's text, caret and selection."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.spans import Span
from tui.ui.widgets.field import Field


def field_at(text: str, *, multiline: bool = False) -> Field:
    """A field with the caret at the `|` of the text, or all between two of them selected."""
    before, *rest = text.split("|")
    field = Field("".join([before, *rest]), multiline=multiline)
    field.move(len(before))
    if len(rest) == 2:
        field.move(len(before) + len(rest[0]), select=True)
    return field


def shown(field: Field) -> str:
    """The text with `|` at the ends of the selection, or at the caret."""
    start, end = field.selection
    text = field.text
    if start == end:
        return f"{text[:start]}|{text[start:]}"
    return f"{text[:start]}|{text[start:end]}|{text[end:]}"


def test_typing_goes_in_at_the_caret_in_logical_order() -> None:
    field = field_at("قال | أمس")

    for letter in "اليوم":
        assert field.type(letter)

    assert shown(field) == "قال اليوم| أمس"


def test_a_field_begins_with_its_caret_at_the_end() -> None:
    assert shown(Field("نص")) == "نص|"


def test_a_lam_alef_key_types_two_letters() -> None:
    field = Field()

    field.type("ﻷ")

    assert field.text == "لأ"


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        (Field.backspace, "ab|c", "a|c"),
        (Field.backspace, "|abc", "|abc"),
        (Field.backspace, "a|b|c", "a|c"),
        (Field.backspace, "مَ|ن", "م|ن"),
        (Field.backspace, "شّ\u064e|", "شّ|"),
        (Field.backspace, "😀\u200d👩|", "|"),
        (Field.backspace, "❤\ufe0f|", "|"),
        (Field.backspace, "لا|", "ل|"),
        (Field.backspace, "می\u200c|", "م|"),
        (Field.delete, "|مَن", "|ن"),
        (Field.delete, "ab|", "ab|"),
        (Field.delete, "|a|b", "|b"),
        (Field.delete_word_back, "قال أمس|", "قال |"),
        (Field.delete_word_back, "قال |", "|"),
        (Field.delete_word_back, "قا|ل", "|ل"),
        (Field.delete_word_back, "|قا|ل", "|ل"),
        (Field.delete_word, "|قال أمس", "|أمس"),
        (Field.delete_word, "قال |أمس", "قال |"),
        (Field.delete_to_start, "قال أ|مس", "|مس"),
    ],
)
def test_deleting(edit: Callable[[Field], bool], before: str, after: str) -> None:
    field = field_at(before)

    changed = edit(field)

    assert shown(field) == after
    assert changed == (before != after)


def test_deleting_to_the_start_stays_in_the_line() -> None:
    field = field_at("a\nbc|d", multiline=True)

    field.delete_to_start()

    assert shown(field) == "a\n|d"


def test_typing_replaces_what_is_selected() -> None:
    field = field_at("a|bc|d")

    field.type("x")

    assert shown(field) == "ax|d"


def test_cutting_gives_the_text() -> None:
    field = field_at("a|بج|d")

    assert field.cut() == "بج"
    assert shown(field) == "a|d"


@pytest.mark.parametrize(
    ("multiline", "expected"),
    [(False, "a b c d e f"), (True, "a\nb\nc\nd e\nf")],
)
def test_pasting_keeps_line_ends_only_where_there_are_lines(multiline: bool, expected: str) -> None:
    field = Field(multiline=multiline)

    field.paste("a\r\nb\rc\u2029d\te\x85f")

    assert field.text == expected


def test_pasting_leaves_out_control_characters_and_nothing_else() -> None:
    field = Field(multiline=True)

    field.paste("\x1b[31mمي\u200cروم\u202e\x00\x7f\x9b1m\ud800 \u2066x\u2069\ufeff")

    assert field.text == "[31mمي\u200cروم\u202e1m \u2066x\u2069\ufeff"


def test_a_text_that_is_set_is_not_touched() -> None:
    assert Field("a\x1b\nb\tc").text == "a\x1b\nb\tc"


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("قال إنه هنا", 5, "قال |إنه| هنا"),
        ("قال إنه هنا", 3, "|قال| إنه هنا"),
        ("قال", 3, "|قال|"),
        ("قال ، هنا", 4, "قال |،| هنا"),
        ("", 0, "|"),
    ],
)
def test_selecting_a_word(text: str, offset: int, expected: str) -> None:
    field = Field(text)

    field.select_word(offset)

    assert shown(field) == expected


def test_selecting_all_puts_the_caret_at_the_end() -> None:
    field = Field("ab")
    field.move(0)

    field.select_all()

    assert field.selection == Span(0, 2)
    assert field.caret == 2


def test_undo_takes_back_a_run_of_typing_at_once_and_words_one_by_one() -> None:
    field = Field()
    for letter in "ab cd":
        field.type(letter)

    texts = [field.text]
    while field.undo():
        texts.append(field.text)

    assert texts == ["ab cd", "ab ", "ab", ""]


def test_moving_ends_a_run_of_typing() -> None:
    field = Field()
    field.type("a")
    field.type("b")
    field.move(2)
    field.type("c")

    field.undo()

    assert field.text == "ab"


def test_undo_brings_the_selection_back() -> None:
    field = field_at("a|bc|d")
    field.type("x")

    field.undo()

    assert shown(field) == "a|bc|d"


def test_what_is_typed_after_a_text_was_set_can_be_taken_back() -> None:
    field = Field()
    field.type("a")
    field.set_text("b")
    field.type("c")

    assert field.undo()
    assert field.text == "b"
    assert not field.undo()


def test_an_edit_after_undo_ends_what_could_be_done_again() -> None:
    field = Field("a")
    field.type("b")
    field.undo()
    field.type("c")

    assert not field.redo()
    assert field.text == "ac"


EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.sampled_from("aبـلاא1 \u064e\u200c😀")),
        st.tuples(st.just("paste"), st.text("aب\n\u2066\u064e", max_size=4)),
        st.tuples(st.sampled_from(["backspace", "delete", "delete_word", "delete_word_back"])),
        st.tuples(st.just("move"), st.integers(0, 12)),
        st.tuples(st.just("select_word"), st.integers(0, 12)),
        st.tuples(st.sampled_from(["cut", "select_all", "undo", "redo"])),
    ),
    max_size=30,
)


@given(EDITS, st.booleans())
def test_undoing_all_gives_the_first_text_and_redoing_all_the_last(
    edits: list[tuple[object, ...]], multiline: bool
) -> None:
    field = Field("بداية", multiline=multiline)
    for name, *arguments in edits:
        getattr(field, str(name))(*arguments)
        assert 0 <= field.selection.start <= field.selection.end <= len(field.text)
    last = field.text
    while field.redo():
        last = field.text

    while field.undo():
        pass
    assert field.text == "بداية"
    while field.redo():
        pass
    assert field.text == last
