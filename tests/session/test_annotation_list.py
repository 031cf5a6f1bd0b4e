"""Attributes in a few words."""

import pytest

from tui.model import JSON
from tui.schema import AttributeChoice, AttributeDef, AttributeType, LabelDef, default_schema
from tui.session.annotation_list import chips

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
