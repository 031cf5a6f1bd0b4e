"""Styles of labels, alone and together."""

from itertools import combinations

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style

from tui.schema import PALETTE, default_schema
from tui.ui.styles import _SIXTEEN, ThemeStyles

VARIABLES = {
    "dim": "#8a8f99",
    "foreground": "#d8dee9", "background": "#16181d", "primary": "#3a6ea5", "accent": "#e0af68",
    "secondary": "#c586c0", "warning": "#e5c07b", "warning-muted": "#403a2a", "error": "#f7768e",
}  # fmt: skip
LABELS = default_schema().names


def styles(*, dark: bool = True, colour: bool = True, sixteen: bool = False) -> ThemeStyles:
    return ThemeStyles(default_schema(), VARIABLES, dark=dark, colour=colour, sixteen=sixteen)


def traits(style: Style) -> set[str]:
    """What the eye can tell of a style."""
    names = ("bold", "dim", "italic", "underline", "reverse")
    found = {name for name in names if getattr(style, name)}
    if style.color:
        found.add(f"ink {style.color.name}")
    if style.bgcolor:
        found.add(f"tint {style.bgcolor.name}")
    return found


@pytest.mark.parametrize("colour", [True, False])
@pytest.mark.parametrize("sixteen", [True, False])
def test_every_mix_of_labels_looks_like_no_other(colour: bool, sixteen: bool) -> None:
    made = styles(colour=colour, sixteen=sixteen)
    seen: dict[frozenset[str], tuple[str, ...]] = {}
    for size in range(4):
        for labels in combinations(("claim", "entity", "quote"), size):
            found = frozenset(traits(made.cell(labels)))
            assert found not in seen, (labels, seen[found])
            seen[found] = labels


def test_the_traits_of_all_that_overlap_are_kept() -> None:
    made = styles()
    alone = [traits(made.cell([label])) for label in ("claim", "entity", "quote")]
    together = traits(made.cell(["claim", "entity", "quote"]))
    assert all(one <= together for one in alone)


def test_without_colour_there_is_no_colour_and_the_claim_is_italic() -> None:
    made = styles(colour=False)
    for label in LABELS:
        for state in ("", "s", "m", "M", "c", "x", "?", "o"):
            style = made.cell([label], state)
            assert style.color is None
            assert style.bgcolor is None
    assert made.cell(["claim"]).italic
    assert made.caret(rtl=True, focused=True).reverse


def test_the_caret_tells_the_direction_with_and_without_colour() -> None:
    for colour in (True, False):
        made = styles(colour=colour)
        assert made.caret(rtl=True, focused=True) != made.caret(rtl=False, focused=True)


def test_sixteen_colours_come_out_as_they_are_named() -> None:
    for name, code in _SIXTEEN.items():
        wanted = Color.parse(name).number
        assert Color.parse(code).downgrade(ColorSystem.STANDARD).number == wanted
    names = {
        shade for pair in PALETTE.values() for one in pair for shade in (one.ink16, one.tint16)
    }
    assert names <= _SIXTEEN.keys()


def test_an_unknown_label_has_a_neutral_style() -> None:
    assert styles().cell(["never heard of"]).underline
