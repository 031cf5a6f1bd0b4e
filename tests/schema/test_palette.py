"""The labels' colours hold on every ground and for every eye."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.schema import default_schema
from tui.schema.palette import PALETTE, RGB, SHADES, luminance, parse_hex, resolve_colour

GROUNDS = {True: ["#000000", "#121212", "#1e1e1e", "#282a36"], False: ["#ffffff", "#eff1f5"]}
TEXT = {True: "#e0e0e0", False: "#2a2a2a"}

# Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB.
EYES = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def contrast(one: RGB, other: RGB) -> float:
    """The contrast ratio of WCAG 2.1, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def linear(colour: RGB) -> list[float]:
    shares = [channel / 255 for channel in colour]
    return [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]


def lab(colour: list[float]) -> list[float]:
    """CIE L*a*b* of linear RGB, for white D65."""

    def root(share: float) -> float:
        return share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116

    red, green, blue = colour
    x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
    y = root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
    z = root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


def seen_apart(one: str, other: str, eyes: str) -> float:
    """The CIE 1976 colour difference as these eyes see it."""
    points = []
    for colour in (one, other):
        rgb = linear(parse_hex(colour))
        seen = [sum(m * c for m, c in zip(row, rgb, strict=True)) for row in EYES[eyes]]
        points.append(lab([min(max(channel, 0), 1) for channel in seen]))
    return float(sum((a - b) ** 2 for a, b in zip(*points, strict=True)) ** 0.5)


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("name", PALETTE)
def test_named_colours_read_on_every_ground_and_tint(name: str, dark: bool) -> None:
    shades = resolve_colour(name, dark=dark)
    tints = [resolve_colour(other, dark=dark).tint for other in PALETTE]

    for ground in [*GROUNDS[dark], *tints]:
        assert contrast(parse_hex(shades.ink), parse_hex(ground)) >= 4.5, ground
    assert contrast(parse_hex(TEXT[dark]), parse_hex(shades.tint)) >= 6.5


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("name", PALETTE)
def test_a_tint_shows_on_its_ground(name: str, dark: bool) -> None:
    tint = parse_hex(resolve_colour(name, dark=dark).tint)

    for ground in GROUNDS[dark]:
        assert contrast(tint, parse_hex(ground)) >= 1.15


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize(("eyes", "least"), [("protan", 29), ("deutan", 29), ("tritan", 19)])
def test_default_labels_stay_apart_for_colour_blind_eyes(
    eyes: str, least: float, dark: bool
) -> None:
    inks = [resolve_colour(label.colour, dark=dark).ink for label in default_schema()]

    for one, other in itertools.combinations(inks, 2):
        assert seen_apart(one, other, eyes) >= least, (one, other)


@pytest.mark.parametrize("dark", [True, False])
def test_default_labels_stay_apart_in_16_colours(dark: bool) -> None:
    shades = [resolve_colour(label.colour, dark=dark) for label in default_schema()]

    assert len({shade.ink16 for shade in shades}) == len(shades)
    assert all(shade.ink16 != shade.tint16 for shade in shades)


@given(st.integers(0, 0xFFFFFF), st.booleans())
def test_any_hex_colour_is_made_to_read(number: int, dark: bool) -> None:
    shades = resolve_colour(f"#{number:06x}", dark=dark)

    for name in PALETTE:
        tint = resolve_colour(name, dark=dark).tint
        assert contrast(parse_hex(shades.ink), parse_hex(tint)) >= 4.4
    assert luminance(parse_hex(shades.tint)) == pytest.approx(0.055 if dark else 0.72, abs=0.02)


def test_a_hex_colour_that_reads_is_left_alone() -> None:
    assert resolve_colour("#ffd700", dark=True).ink == "#ffd700"
    assert resolve_colour("#00008b", dark=False).ink == "#00008b"


def test_the_nearest_name_stands_for_a_hex_colour_in_16_colours() -> None:
    assert resolve_colour("#ff8a6a", dark=True).ink16 == "bright_red"


@pytest.mark.parametrize("dark", [True, False])
def test_shades_read_on_every_ground_and_tint(dark: bool) -> None:
    tints = [resolve_colour(name, dark=dark).tint for name in PALETTE]

    for shade in SHADES[dark]:
        for ground in [*GROUNDS[dark], *tints]:
            assert contrast(parse_hex(shade), parse_hex(ground)) >= 4.5, (shade, ground)


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("eyes", EYES)
def test_shades_stay_apart_for_colour_blind_eyes(eyes: str, dark: bool) -> None:
    for one, other in itertools.combinations([*SHADES[dark], TEXT[dark]], 2):
        assert seen_apart(one, other, eyes) >= 13, (one, other)
