"""Which panes are shown."""

import pytest

from tui.ui.widgets.panes import NARROW, WIDE, PaneChoices, arrange

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
        shown = arrange(width, focus, choices, documents=5)
        sizes = {"index": shown.index, "article": int(shown.article), "sidebar": shown.sidebar}
        assert sizes[focus] > 0
        assert shown.index + shown.sidebar <= width


def test_a_wide_terminal_shows_all_three() -> None:
    shown = arrange(WIDE, "article", NOTHING, documents=5)
    assert shown.index
    assert shown.sidebar


def test_one_document_needs_no_index() -> None:
    assert arrange(WIDE, "article", NOTHING, documents=1).index == 0


def test_eighty_columns_leave_most_of_them_to_the_article() -> None:
    shown = arrange(80, "article", NOTHING, documents=5)
    assert shown.index == 0
    assert 80 - shown.sidebar >= 50


def test_a_narrow_terminal_shows_one_pane() -> None:
    shown = arrange(40, "sidebar", NOTHING, documents=5)
    assert (shown.index, shown.article, shown.sidebar) == (0, False, 40)


def test_choices_count_in_a_wide_terminal() -> None:
    shown = arrange(200, "article", PaneChoices(index=False, sidebar=False), documents=5)
    assert (shown.index, shown.sidebar) == (0, 0)
    alone = arrange(200, "article", PaneChoices(True, True, only_article=True), documents=5)
    assert (alone.index, alone.sidebar) == (0, 0)
