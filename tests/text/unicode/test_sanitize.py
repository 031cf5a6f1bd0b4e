"""Painting: nothing that a terminal obeys or miscounts comes out, and nothing seen is lost."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.unicode.sanitize import INVISIBLE, MAX_CELLS, MAX_MARKS, control_sign, sanitized
from tui.text.unicode.segmentation import cluster_starts
from tui.text.unicode.width import cell_len

FORBIDDEN = {"Cc", "Cs", "Zl", "Zp"}
"""Categories of which nothing may reach a terminal."""

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HOSTILE = "".join(
    [
        "\x00\x07\x1b\x7f\x84\x85\x9b\x9d\t\n\r\u2028\u2029\u00ad\u034f\ufeff\ufffe\ufdd0\ud800",
        BIDI_CONTROLS,
        "\u200b\u200c\u200d\u2060\u00a0\u3000\u115f\u1160\u11a8\u3164\U000e0041\U000e0001",
        "\u0600\u06dd\u064e\u0651\u20dd\u0903\u1100\u1161\U0001f1f8\U0001f468\U0001f3fd\ufe0f",
        "مل a1\ue000\U0010ffff\U0001f3fb",
    ]
)


def is_safe(text: str) -> bool:
    """Whether a terminal can neither obey nor reorder by any of it."""
    return not any(
        unicodedata.category(char) in FORBIDDEN
        or char in INVISIBLE
        or char in BIDI_CONTROLS
        or ord(char) & 0xFFFE == 0xFFFE
        or 0xFDD0 <= ord(char) <= 0xFDEF
        for char in text
    )


@pytest.mark.slow
def test_every_code_point_is_painted_safely_in_cells_of_its_own() -> None:
    unsafe, unseen = set(), set()
    for char in map(chr, range(0x110000)):
        shown = sanitized(char)
        if not shown:
            unseen.add(char)
        if not is_safe(shown) or (shown and cell_len(shown) not in (1, 2)):
            unsafe.add(char)
    assert unsafe == set()
    assert unseen == INVISIBLE


@given(st.text(st.sampled_from(HOSTILE)) | st.text())
def test_any_string_is_painted_safely(text: str) -> None:
    shown = sanitized(text)
    assert is_safe(shown)
    assert shown or all(char in INVISIBLE for char in text)
    assert (1 if shown else 0) <= cell_len(shown) <= MAX_CELLS
    assert sum(unicodedata.category(char)[0] == "M" for char in shown) <= MAX_MARKS
    assert sanitized(shown) == shown


@given(st.text(st.sampled_from(HOSTILE)) | st.text())
def test_cells_of_painted_clusters_add_up(text: str) -> None:
    """A painted cluster takes its own cells next to any other one: no joiner leaks."""
    edges = [*cluster_starts(text), len(text)]
    shown = [sanitized(text[start:end]) for start, end in pairwise(edges)]
    assert cell_len("".join(shown)) == sum(map(cell_len, shown))


@pytest.mark.parametrize(
    ("cluster", "shown"),
    [
        ("م", "م"),
        ("ﻣَّ", "ﻣَّ"),
        ("שׁ", "שׁ"),
        ("漢", "漢"),
        ("\t", " "),
        ("\u00a0", "\u00a0"),
        ("\u202f", "\u202f"),
        ("\u3000", "\u3000"),
        ("\u00a0\u064e", "\u00a0\u064e"),
        ("\x1b", "␛"),
        ("\x00", "␀"),
        ("\r\n", "␍␊"),
        ("\x7f", "␡"),
        ("\x9b", "\ufffd"),
        ("\x85", "␤"),
        ("\u2028", "␤"),
        ("\u2029", "␤"),
        ("\ud83d", "\ufffd"),
        ("\ufdd0", "\ufffd"),
        ("\U0010ffff", "\ufffd"),
        ("\ue000", "\ue000"),
        ("\u064e", "\u25cc\u064e"),
        ("\u200b\u064e", "\u25cc\u064e"),
        ("\u00ad", ""),
        ("م\u034f\u064e", "م\u064e"),
        ("م\u200d", "م"),
    ],
)
def test_what_is_sanitized(cluster: str, shown: str) -> None:
    assert sanitized(cluster) == shown


@pytest.mark.parametrize("sign", "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2\u070f")
def test_signs_that_enclose_digits_keep_their_cell(sign: str) -> None:
    assert sanitized(sign) == sign
    assert cell_len(sanitized(f"{sign}١")) == 2


@pytest.mark.parametrize(
    ("cluster", "shown", "cells"),
    [
        ("❤️", "❤", 1),
        ("1️⃣", "1⃣", 1),
        ("👍🏽", "👍", 2),
        ("☝🏽", "☝", 1),
        ("🏽", "\ufffd", 1),
        ("🇸🇦", "🇸🇦", 2),
        ("🇸", "Ⓢ", 1),
        ("\u0600" * 7 + "🇸🇦", "\u0600" * 7 + "Ⓢ", 8),
        ("👨‍👩‍👧", "👨👩👧", 6),
        ("🏳️‍🌈", "🏳🌈", 3),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴", 2),
        ("👩" + "\u200d👩" * 9, "👩👩👩👩", 8),
        ("\u1100\u1161\u11a8", "각", 2),
        ("\u1161", "\ufffd", 1),
        ("葛\U000e0100", "葛", 2),
    ],
)
def test_sequences_on_which_terminals_disagree_are_painted_as_all_count_them(
    cluster: str, shown: str, cells: int
) -> None:
    assert sanitized(cluster) == shown
    assert cell_len(shown) == cells


def test_a_thousand_marks_are_capped() -> None:
    assert sanitized("ب" + "\u064e" * 1000) == "ب" + "\u064e" * MAX_MARKS
    assert sanitized("\u064e" * 1000) == "\u25cc" + "\u064e" * MAX_MARKS


def test_the_cap_leaves_the_fullest_letters_of_quran_and_bible_whole() -> None:
    for cluster in ("لَّٰٓۖ", "בְּֽ֭"):
        assert sanitized(cluster) == cluster


def test_a_sign_of_one_cell_stands_for_what_is_invisible() -> None:
    for char in INVISIBLE | set("\u00a0\u202f"):
        sign = control_sign(char)
        assert cell_len(sign) == len(sign) == 1, ascii(char)
        assert sanitized(sign) == sign, ascii(char)


def test_bidi_controls_and_joiners_have_each_their_own_sign() -> None:
    chars = BIDI_CONTROLS + "\u200b\u200c\u200d\u2060\u00ad\ufeff\u00a0"
    assert len({control_sign(char) for char in chars}) == len(chars)


@pytest.mark.parametrize("char", ["م", " ", "\x1b", "", "\u200e\u200e"])
def test_what_is_seen_has_no_sign(char: str) -> None:
    with pytest.raises(ValueError, match="not an invisible character"):
        control_sign(char)
