"""Styles of labels, alone and together."""

from itertools import combinations

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style

from tui.schema import PALETTE, default_schema
from tui.ui.styles import _SIXTEEN, Kind, ThemeStyles

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
            found = frozenset(traits(made.cell(map(Kind, labels))))
            assert found not in seen, (labels, seen[found])
            seen[found] = labels


def test_the_traits_of_all_that_overlap_are_kept() -> None:
    made = styles()
    alone = [traits(made.cell([Kind(label)])) for label in ("claim", "entity", "quote")]
    together = traits(made.cell([Kind("claim"), Kind("entity"), Kind("quote")]))
    assert all(one <= together for one in alone)


def test_without_colour_there_is_no_colour_and_the_claim_is_italic() -> None:
    made = styles(colour=False)
    for label in LABELS:
        for state in ("", "s", "m", "M", "c", "x", "?", "o"):
            style = made.cell([Kind(label)], state)
            assert style.color is None
            assert style.bgcolor is None
    assert made.cell([Kind("claim")]).italic
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
    assert styles().cell([Kind("never heard of")]).underline


ENTITY = default_schema().label("entity")


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("sixteen", [True, False])
def test_the_first_values_of_an_entity_are_told_apart_by_ink_or_underline(
    dark: bool, sixteen: bool
) -> None:
    made = styles(dark=dark, sixteen=sixteen)
    shown = [
        (style.color, style.underline2)
        for value in ENTITY.shaded_values[:8]
        for style in [made.cell([Kind("entity", value)])]
    ]
    assert len(set(shown)) == 8


def test_without_colour_each_value_has_a_letter_of_its_own() -> None:
    made = styles(colour=False)
    letters = [made.letter(Kind("entity", value)) for value in ENTITY.shaded_values]
    assert letters[:4] == ["P", "O", "G", "L"]
    assert "" not in letters
    assert len(set(letters)) == len(letters)
    assert made.letter(Kind("quote", "direct")) == ""
    assert all(made.cell([Kind("entity", value)]).color is None for value in ENTITY.shaded_values)


def test_a_value_that_the_schema_does_not_know_looks_like_its_label() -> None:
    made = styles()
    assert made.cell([Kind("entity", "DRAGON")]) == made.cell([Kind("entity")])
