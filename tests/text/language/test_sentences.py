"""Sentences, where ICU alone would break wrongly."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from tests.text.seed import SEED
from tests.text.strategies import texts
from tui.text.language.sentences import find_sentences, is_reporting_verb


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("انتهى. ثم بدأ؟ نعم!", ["انتهى.", "ثم بدأ؟", "نعم!"]),
        ("قال د. أحمد نعم. وقالت أ.د. منى لا.", ["قال د. أحمد نعم.", "وقالت أ.د. منى لا."]),
        ("التقى م. علي. ثم عاد.", ["التقى م. علي.", "ثم عاد."]),
        ("العنوان ص.ب 12 الرياض. شكرا.", ["العنوان ص.ب 12 الرياض.", "شكرا."]),
        ("عام 300 ق.م. في مصر. ثم عاد.", ["عام 300 ق.م. في مصر.", "ثم عاد."]),
        ("كتبت ج. ك. رولينغ كتابا. نعم.", ["كتبت ج. ك. رولينغ كتابا.", "نعم."]),
        ("1. النص الأول. ثم.\n٢. الثاني.", ["1. النص الأول.", "ثم.", "٢. الثاني."]),
        ("وقع في 1945. ثم عاد.", ["وقع في 1945.", "ثم عاد."]),
        ("قال «نعم. لا. ربما.» ثم ذهب. وعاد.", ["قال «نعم. لا. ربما.»", "ثم ذهب.", "وعاد."]),
        ("“هل انتهى؟” قال علي. ثم خرج.", ["“هل انتهى؟” قال علي.", "ثم خرج."]),
        ("“انتهى.” ثم خرج.", ["“انتهى.”", "ثم خرج."]),
        ("كان... ثم صار. نعم.", ["كان... ثم صار.", "نعم."]),
        ("انتهت المحادثات.وقال ذلك.", ["انتهت المحادثات.", "وقال ذلك."]),
        ("موقع عربي.نت هنا. نعم.", ["موقع عربي.نت هنا.", "نعم."]),
        ("زار حي.السلام أمس. نعم.", ["زار حي.السلام أمس.", "نعم."]),
        ("موقع ب.ت. نعم", ["موقع ب.ت. نعم"]),
        ("أول\x1eثان. ثالث", ["أول", "ثان.", "ثالث"]),
        (" \n \n", []),
        ("Dr. Smith left. He did.", ["Dr. Smith left.", "He did."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in find_sentences(text)] == expected


def test_sentences_of_the_seed() -> None:
    found = find_sentences(SEED)
    assert len(found) == 34
    assert found[2].of(SEED).startswith("ستوقع البلدان")
    assert found[2].of(SEED).endswith("على المحادثات.")
    assert (1806, 1916) in found
    assert (2034, 2185) in found


@given(texts)
def test_sentences_lie_in_order_without_white_space_at_their_ends(text: str) -> None:
    found = find_sentences(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for span in found:
        assert span.of(text)
        assert span.of(text) == span.of(text).strip()
    between = text[: found[0].start] if found else text
    assert not between.strip()


@pytest.mark.parametrize("word", ["قال", "قالت", "وأضاف", "فأكدوا", "صرّح", "يقول", "ادعت", "نفى"])
def test_reporting_verbs(word: str) -> None:
    assert is_reporting_verb(word)


@pytest.mark.parametrize("word", ["الصين", "قالب", "وقت", "", "و"])
def test_other_words(word: str) -> None:
    assert not is_reporting_verb(word)


def test_a_prefix_counts_only_where_it_may() -> None:
    assert not is_reporting_verb("وقال", prefixed=False)
