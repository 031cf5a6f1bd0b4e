"""Where a field's text, caret and selection stand, and moves on the screen."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tui.text.spans import Span
from tui.text.unicode.segmentation import cluster_starts
from tui.ui.widgets.field import Field
from tui.ui.widgets.field_view import FieldRow, FieldView


def view_of(text: str, width: int = 20, *, multiline: bool = False) -> FieldView:
    """A view of the text, the caret at its `|` or at the end."""
    before, bar, after = text.partition("|")
    field = Field(before + after, multiline=multiline)
    if bar:
        field.move(len(before))
    return FieldView(field, width)


def painted(view: FieldView, row: FieldRow) -> str:
    """The row, the letters as they are stored and the caret's column as `[…]`."""
    columns = [" "] * view.width
    for column, cell in row.cells:
        columns[column : column + cell.width] = [view.field.text[cell.start : cell.end]]
        columns[column + 1 : column + 1] = [""] * (cell.width - 1)
    if row.caret is not None:
        columns[row.caret] = f"[{columns[row.caret]}]"
    return "".join(columns)


def rows_of(view: FieldView) -> list[FieldRow]:
    """All rows, painted."""
    return [view.row(number) for number in range(view.row_count)]


def only(view: FieldView) -> str:
    """The only row, painted."""
    [row] = rows_of(view)
    return painted(view, row)


# ------------------------------------------------------------ painting


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|", "[ ]         "),
        ("abc", "abc[ ]      "),
        ("ab|c", "ab[c]       "),
        ("אבג", "      [ ]גבא"),
        ("א|בג", "       ג[ב]א"),
        ("|אבג", "       גב[א]"),
        ("אב ab", "     a[b] בא"),
        ("123", "123[ ]      "),
        ("אב 12", "     1[2] בא"),
    ],
)
def test_the_caret_stands_where_the_next_letter_will_appear(text: str, expected: str) -> None:
    assert only(view_of(text, 10)) == expected


def test_a_field_is_right_aligned_while_its_first_strong_letter_is_right_to_left() -> None:
    view = view_of("", 8)

    seen = [only(view)]
    for letter in "1 אa":
        view.field.type(letter)
        seen.append(only(view))

    assert seen == ["[ ]       ", "1[ ]      ", "1 [ ]     ", "    [ ]א 1", "    [a]א 1"]


LATIN, HEBREW, ARABIC = "abc", "אבג", "ءبل"
LETTERS = st.text(
    [*LATIN, *HEBREW, *ARABIC, *"ا01٢ .(،-", "\u064e", "\u05b0", "\u200c", "\u200f", "字"],
    max_size=12,
)


def letter_like(cluster: str) -> str | None:
    """A letter of the same bidi class, which never joins; None for a cluster without one."""
    if cluster[0] == "\u200f":
        return None  # it is not seen, so no caret is attached to it
    return {"L": "x", "R": "א", "AL": "ء"}.get(unicodedata.bidirectional(cluster[0]))


@given(LETTERS, st.data())
@example("ab אב", None)
def test_a_letter_appears_where_the_caret_stood(text: str, data: st.DataObject | None) -> None:
    view = view_of(text, 40)
    edges = view.field.edges()
    spots = [(o, f) for o in edges for f in (False, True)] if data is None else []
    if data is not None:
        spots = [(data.draw(st.sampled_from(edges)), data.draw(st.booleans()))]
    for offset, forward in spots:
        view = view_of(text, 40)
        attached = text[offset:] if forward else text[:offset]
        start = 0 if forward else (cluster_starts(attached) or [0])[-1]
        letter = letter_like(attached[start:]) if attached else None
        assume(letter is not None)
        assert letter is not None
        view.field.move(offset, forward=forward)
        [before] = rows_of(view)

        view.field.type(letter)
        [after] = rows_of(view)

        [column] = [column for column, cell in after.cells if cell.start == offset]
        assert column == before.caret


# -------------------------------------------------------------- moving


def walk(view: FieldView, step: str) -> list[tuple[int, int]]:
    """The carets (column, offset) of a walk until it stops."""
    seen = []
    while True:
        [row] = rows_of(view)
        assert row.caret is not None
        state = view.field.state
        seen.append((row.caret, state.caret))
        getattr(view, step)()
        if view.field.state == state:
            return seen


@given(LETTERS)
@example("ab אב 12 ج")
@example("بلا سلا")
def test_a_walk_to_the_right_crosses_each_cluster_once(text: str) -> None:
    view = view_of(text, 60)
    walk(view, "left")

    carets = walk(view, "right")

    columns = [column for column, _ in carets]
    assert columns == sorted(columns)
    [row] = rows_of(view)
    clusters = [cell for _, cell in row.cells]
    assert len(carets) == len(clusters) + 1 + sum(
        cell.start != cell.style_offset for cell in clusters
    )


@given(LETTERS)
def test_a_walk_back_goes_the_same_way(text: str) -> None:
    view = view_of(text, 60)
    walk(view, "left")

    there = walk(view, "right")
    back = walk(view, "left")

    assert [column for column, _ in there] == [column for column, _ in reversed(back)]


@pytest.mark.parametrize(
    ("text", "move", "offset"),
    [
        ("|אבג", "left", 1),
        ("|אבג", "right", 0),
        ("|abc", "right", 1),
        ("קול |אבג", "word_left", 7),
        ("קול אב|ג", "word_right", 4),
        ("ab c|d", "word_left", 3),
        ("a|b cd", "word_right", 3),
        ("קול א|בג", "home", 0),
        ("קול א|בג", "end", 7),
    ],
)
def test_moves_go_to_their_side_of_the_screen(text: str, move: str, offset: int) -> None:
    view = view_of(text)

    getattr(view, move)()

    assert view.field.caret == offset
    assert not view.field.selection.length


def test_a_step_goes_into_a_ligature_before_it_leaves_it() -> None:
    view = view_of("|لا", 6)

    seen = [only(view)]
    for _ in range(2):
        view.left()
        seen.append(only(view))

    assert [view.field.caret, seen] == [2, ["     [لا]", "    [ا]ل", "    [ ]لا"]]


def test_moving_with_shift_selects_the_columns_on_the_way() -> None:
    view = view_of("ab |אבג", 10)

    view.home(select=True)
    view.field.move(5, select=True)

    [row] = rows_of(view)
    assert view.field.selection == Span(3, 5)
    assert row.selected == {4, 5}


def test_a_selection_across_directions_is_several_ranges() -> None:
    view = view_of("ab|", 10)
    view.field.paste(" אבג")
    view.field.select(Span(1, 4))

    [row] = rows_of(view)

    assert row.selected == {1, 2, 5}


@pytest.mark.parametrize(("step", "offset"), [("left", 3), ("right", 1)])
def test_an_arrow_leaves_a_selection_at_its_side(step: str, offset: int) -> None:
    view = view_of("אבגד")
    view.field.select(Span(1, 3))

    getattr(view, step)()

    assert view.field.caret == offset
    assert not view.field.selection.length


# --------------------------------------------------------------- mouse


@given(LETTERS, st.integers(0, 39))
def test_a_click_puts_the_caret_into_its_column(text: str, column: int) -> None:
    view = view_of(text, 40)

    view.click(0, column)

    [row] = rows_of(view)
    under = [cell for at, cell in row.cells if at <= column < at + cell.width]
    split_now = any(cell.start < view.field.caret < cell.end for _, cell in row.cells)
    if under and under[0].width == 1 and not split_now:
        assert row.caret == column


@pytest.mark.parametrize(
    ("text", "column", "offset"),
    [("abc", 9, 3), ("אבג", 0, 3), ("אבג", 9, 0), ("abc", 0, 0), ("", 4, 0)],
)
def test_a_click_beside_the_text_goes_to_its_end(text: str, column: int, offset: int) -> None:
    view = view_of(text, 10)

    view.click(0, column)

    assert view.field.caret == offset


def test_a_drag_selects_between_two_columns() -> None:
    view = view_of("אבגד", 10)

    view.click(0, 9)
    view.click(0, 7, select=True)

    assert view.field.selected_text == "אב"


def test_a_double_click_selects_the_word_under_it() -> None:
    view = view_of("קול אבג", 10)

    view.click_word(0, 4)

    assert view.field.selected_text == "אבג"


# ------------------------------------------------------------ scrolling


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abcdefgh", "efgh[ ]"),
        ("אבגדהוזח", "[ ]חזוה"),
    ],
)
def test_a_long_text_scrolls_so_that_the_caret_is_seen(text: str, expected: str) -> None:
    assert only(view_of(text, 5)) == expected


def test_it_scrolls_back_only_as_far_as_needed() -> None:
    view = view_of("abcdefgh", 5)
    seen = [only(view)]
    for _ in range(6):
        view.left()
        seen.append(only(view))

    assert seen[4:] == ["[e]fgh ", "[d]efgh", "[c]defg"]


def test_deleting_leaves_no_needless_blank() -> None:
    view = view_of("abcdefgh", 5)
    rows_of(view)

    for _ in range(5):
        view.field.backspace()
        rows_of(view)

    assert only(view) == "abc[ ] "


@given(LETTERS, st.integers(1, 6), st.data())
def test_the_caret_is_always_in_view(text: str, width: int, data: st.DataObject) -> None:
    view = view_of(text, width)
    for _ in range(3):
        view.field.move(data.draw(st.sampled_from(view.field.edges())))
        [row] = rows_of(view)
        assert row.caret is not None
        assert 0 <= row.caret < width


# ---------------------------------------------------------- several lines


def lines(view: FieldView) -> list[str]:
    return [painted(view, row).rstrip() for row in rows_of(view)]


def test_lines_wrap_and_align_each_by_itself() -> None:
    view = view_of("אבג דהו זח\nab", 8, multiline=True)

    assert lines(view) == [" והד גבא", "      חז", "ab[ ]"]


def test_enter_begins_a_line() -> None:
    view = view_of("אב", 5, multiline=True)

    view.field.type("\n")

    assert lines(view) == ["   בא", "    [ ]"]
    assert view.caret_row == 1


def test_up_and_down_keep_their_column() -> None:
    view = view_of("abcde\nab\nabcd|e", 10, multiline=True)

    columns = []
    for step in (view.up, view.up, view.up, view.down):
        moved = step()
        columns.append((moved, view.caret_row, rows_of(view)[view.caret_row].caret))

    assert columns == [(True, 1, 2), (True, 0, 4), (False, 0, 4), (True, 1, 2)]


def test_left_and_right_go_on_in_the_next_line_as_one_reads() -> None:
    view = view_of("אב|\nגד", 6, multiline=True)

    view.left()
    assert view.field.caret == 3
    view.right()
    assert view.field.caret == 2


def test_a_click_finds_its_row() -> None:
    view = view_of("אבג\nab", 6, multiline=True)

    view.click(0, 5)
    assert view.field.caret == 0
    view.click(1, 5)
    assert view.field.caret == 6
    view.click(9, 0)
    assert view.field.caret == 4


@given(st.text([*LATIN, *HEBREW, *"لا \n1\u064e字"], max_size=40), st.integers(2, 12), st.data())
def test_moves_end_and_the_caret_stays_in_view(text: str, width: int, data: st.DataObject) -> None:
    view = view_of(text, width, multiline=True)
    steps = [view.left, view.right, view.up, view.down, view.home, view.end, view.word_left]
    for step in data.draw(st.lists(st.sampled_from(steps), max_size=12)):
        step(select=data.draw(st.booleans()))
        rows = rows_of(view)
        carets = [row.caret for row in rows if row.caret is not None]
        assert len(carets) == 1
        assert 0 <= carets[0] < width
        assert view.field.caret in view.field.edges()


@given(st.text([*LATIN, *HEBREW, *"لا \n1"], max_size=40), st.integers(3, 12))
def test_going_left_or_right_on_and_on_passes_every_line(text: str, width: int) -> None:
    view = view_of(text, width, multiline=True)
    view.field.move(0)
    for _ in range(3 * len(text) + 3):
        before = view.field.state
        row = rows_of(view)[view.caret_row]
        ends = [column + cell.width for column, cell in row.cells] or [(row.caret or 0) + 1]
        rtl = ends[-1] == width
        (view.left if rtl else view.right)()
        if view.field.state == before:
            break
    assert view.caret_row == len(rows_of(view)) - 1
