"""The generated joining types and forms are those of Unicode's files and of arabic-reshaper."""

import arabic_reshaper.letters
import pytest

from tests.text.unicode.joining_rules import encoded_forms, joining_types
from tests.text.unicode.test_shaping import is_newer
from tui.errors import EngineError
from tui.text.unicode import _joining_data
from tui.text.unicode.letters import characters
from tui.text.unicode.shaping_reference import check_forms


def test_the_forms_are_arabic_reshapers() -> None:
    check_forms()  # raises EngineError where one differs


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"\u0628": ("\ufe8f", "\ufe91", "\ufe92", "X")}, r"U\+0628 .*X.*\\ufe90"),
        ({"\u06d5": ("\u06d5", "", "", "\ue000")}, r"U\+06D5 .*\\ue000.* None"),
    ],
)
def test_a_release_with_other_forms_is_named(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, tuple[str, ...]], message: str
) -> None:
    monkeypatch.setattr(
        arabic_reshaper.letters,
        "LETTERS_ARABIC",
        arabic_reshaper.letters.LETTERS_ARABIC | change,
    )
    with pytest.raises(EngineError, match=r"arabic-reshaper \d+\.\d+\.\d+ .*" + message):
        check_forms()


def test_a_release_without_a_letter_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {**arabic_reshaper.letters.LETTERS_ARABIC}
    del fewer["\u0686"]
    monkeypatch.setattr(arabic_reshaper.letters, "LETTERS_ARABIC", fewer)
    with pytest.raises(EngineError, match=r"U\+0686 the forms None"):
        check_forms()


def test_no_form_that_unicode_encodes_is_missing() -> None:
    for (text, form), shown in encoded_forms().items():
        if len(text) == 1:
            assert _joining_data.FORMS[text]["ISME".index(form)] == shown
        else:
            assert _joining_data.LAM_ALEFS[text[1]]["IE".index(form)] == shown


def test_the_joining_types_are_unicodes() -> None:
    ours = {
        char: kind
        for kind, ranges in {
            "D": _joining_data.DUAL,
            "R": _joining_data.RIGHT,
            "L": _joining_data.LEFT,
            "C": _joining_data.CAUSING,
            "T": _joining_data.TRANSPARENT,
        }.items()
        for char in characters(ranges)
    }
    added = ours.items() - joining_types().items()
    assert joining_types().items() <= ours.items()
    assert {char for char, _ in added} == {char for char in ours if is_newer(char)}
