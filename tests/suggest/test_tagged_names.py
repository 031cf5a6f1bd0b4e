"""Names tagged elsewhere: what else a full name offers, what is left out, what is copied."""

from collections.abc import Mapping

import pytest

from tui.model import JSON
from tui.suggest import confirmed_names, known_names

PERSON: Mapping[str, JSON] = {"type": "PERS"}


def found(text: str, *names: str, attributes: Mapping[str, JSON] = PERSON) -> list[str]:
    return [hit.span.of(text) for hit in known_names(text, [(name, attributes) for name in names])]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("زار قيوح المعرض.", "محمد عبد الصمد قيوح", ["قيوح"]),
        ("وكان قيوحاً حاضراً.", "محمد عبد الصمد قيوح", ["قيوحاً"]),
        ("وصل أبو سنينة أمس.", "تيسير أبو سنينة", ["أبو سنينة"]),
        ("نیک‌روش رفت.", "سعید نیک‌روش", ["نیک‌روش"]),
        ("אמרה ברנע.", "נועה ברנע", ["ברנע"]),
        ("Then Okafor left.", "Denise Okafor", ["Okafor"]),
        ("زار محمد عبد الصمد قيوح المعرض.", "محمد عبد الصمد قيوح", ["محمد عبد الصمد قيوح"]),
    ],
)
def test_a_persons_full_name_offers_the_surname(text: str, name: str, expected: list[str]) -> None:
    assert found(text, name) == expected


def test_a_surname_alone_scores_less_and_says_whose_it_is() -> None:
    (hit,) = known_names("زار قيوح المعرض.", [("عبد الصمد قيوح", PERSON)])
    assert hit.score < 0.9
    assert hit.why == "“عبد الصمد قيوح” is tagged elsewhere as PERS; this is the surname."


def test_a_word_that_only_ends_in_alef_is_not_the_name_with_tanwin() -> None:
    assert found("سارا معاً.", "سار") == []


def test_only_persons_have_surnames() -> None:
    assert found("المتحدة وحدها.", "المملكة المتحدة", attributes={"type": "GPE"}) == []


def test_names_that_differ_in_their_hamza_are_two_names() -> None:
    assert found("شركة إكس وشركة أكس ثم اكس", "إكس") == ["إكس", "اكس"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("بعد صلاة المغرب", "المغرب"), ("بكل حماس", "حماس"), ("כל אור", "אור"), ("with hope", "hope")],
)
def test_a_name_that_is_a_common_word_too_scores_low(text: str, name: str) -> None:
    (hit,) = known_names(text, [(name, {})])
    assert hit.score < 0.5
    assert hit.why.endswith("It is a common word too.")


def test_attributes_are_copied_where_annotations_agree() -> None:
    tagged: list[tuple[str, Mapping[str, JSON], int]] = [
        ("لندن", {"type": "GPE", "kb_id": "Q84"}, 2),
        ("لندن", {"type": "LOC"}, 1),
        ("كوبر", {"type": "PERS", "kb_id": "1"}, 1),
        ("بيت", {"type": "LOC"}, 1),
        ("بيت", {"type": "ORG"}, 1),
    ]
    assert confirmed_names(tagged, {"kb_id"}) == [
        ("لندن", {"type": "GPE", "kb_id": "Q84"}),
        ("بيت", {}),
        ("كوبر", {"type": "PERS"}),
    ]
