"""Which panes are shown."""

import pytest

from tui.ui.widgets.article import MARGIN
from tui.ui.widgets.panes import LEAST_TEXT, NARROW, WIDE, PaneChoices, arrange

NOTHING = PaneChoices()


@pytest.mark.parametrize("focus", ["index", "article", "sidebar"])
@pytest.mark.parametrize("width", [20, 40, NARROW - 1, NARROW, 80, WIDE - 1, WIDE, 300])
def test_the_pane_with_the_focus_is_always_shown(width: int, focus: str) -> None:
    for choices in (
        NOTHING,
        PaneChoices(False, False),
        PaneChoices(True, True),
        PaneChoices(only_article=True),
    ):
        shown = arrange(width, focus, choices)
        sizes = {"index": shown.index, "article": int(shown.article), "sidebar": shown.sidebar}
        assert sizes[focus] > 0
        assert shown.index + shown.sidebar <= width


def test_a_wide_terminal_shows_all_three() -> None:
    shown = arrange(WIDE, "article", NOTHING)
    assert shown.index
    assert shown.sidebar


@pytest.mark.parametrize("width", [WIDE, 120, 140, 160, 200, 300])
def test_wherever_all_three_are_shown_a_row_of_text_keeps_its_cells(width: int) -> None:
    shown = arrange(width, "article", NOTHING)
    assert width - shown.index - shown.sidebar - 2 * MARGIN >= LEAST_TEXT


def test_the_index_is_wider_where_there_is_room() -> None:
    at_120, at_200 = arrange(120, "article", NOTHING), arrange(200, "article", NOTHING)
    assert 22 <= at_120.index <= 26
    assert at_200.index > at_120.index


def test_eighty_columns_leave_most_of_them_to_the_article() -> None:
    shown = arrange(80, "article", NOTHING)
    assert shown.index == 0
    assert 80 - shown.sidebar >= 50


def test_a_narrow_terminal_shows_one_pane() -> None:
    shown = arrange(40, "sidebar", NOTHING)
    assert (shown.index, shown.article, shown.sidebar) == (0, False, 40)


def test_choices_count_in_a_wide_terminal() -> None:
    shown = arrange(200, "article", PaneChoices(index=False, sidebar=False))
    assert (shown.index, shown.sidebar) == (0, 0)
    alone = arrange(200, "article", PaneChoices(True, True, only_article=True))
    assert (alone.index, alone.sidebar) == (0, 0)
