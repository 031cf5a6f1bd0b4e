"""Attributes in a few words."""

import pytest

from tui.model import JSON, origin_shown
from tui.schema import AttributeChoice, AttributeDef, AttributeType, LabelDef, default_schema
from tui.session.annotation_list import chips, score_shown

CLAIM = default_schema().label("claim")
EVENT = LabelDef(
    "event",
    attributes=(
        AttributeDef("degree", AttributeType.NUMBER),
        AttributeDef(
            "kind", AttributeType.CHOICES, (AttributeChoice("war"), AttributeChoice("peace"))
        ),
        AttributeDef("certain", AttributeType.YES_NO),
    ),
)


@pytest.mark.parametrize(
    ("label", "attributes", "expected"),
    [
        (CLAIM, {"verifiable": "not-yet", "topic": "طاقة"}, ["not-yet", "طاقة"]),
        (CLAIM, {"verifiable": "yes", "harm": "yes"}, ["verifiable yes", "harm yes"]),
        (CLAIM, {"checkworthiness": "3"}, ["checkworthiness 3"]),
        (CLAIM, {"verdict": "false", "verifiable": "not-yet"}, ["not-yet", "false"]),
        (EVENT, {"certain": True, "degree": 12.5}, ["degree 12.5", "certain"]),
        (EVENT, {"certain": False, "kind": ["war", "peace"]}, ["war+peace", "not certain"]),
        (EVENT, {"other": "x", "kind": ["war"], "degree": 0}, ["degree 0", "war", "x"]),
        (EVENT, {"kind": [], "other": "", "degree": None}, []),
        (LabelDef("unknown"), {"b": "x", "a": 3}, ["x", "a 3"]),
    ],
)
def test_chips_say_which_is_which(
    label: LabelDef, attributes: dict[str, JSON], expected: list[str]
) -> None:
    assert chips(label, attributes) == expected


@pytest.mark.parametrize(
    ("score", "shown"),
    [(None, ""), (0.0, "▁ 0.00"), (0.124, "▁ 0.12"), (0.5, "▅ 0.50"), (1.0, "█ 1.00")],
)
def test_a_score_is_a_bar_and_a_number(score: float | None, shown: str) -> None:
    assert score_shown(score) == shown


def test_an_origin_without_a_reason_is_shown_without_its_colon() -> None:
    assert [origin_shown(one) for one in ("m: why", "m: ", "http://m", "")] == [
        "m: why", "m", "http://m", "",
    ]  # fmt: skip
