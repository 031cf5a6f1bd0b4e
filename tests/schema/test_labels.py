"""The label schema's values."""

from dataclasses import replace

import pytest

from tui.schema import (
    AttributeChoice,
    AttributeDef,
    AttributeType,
    Channel,
    LabelDef,
    LabelSchema,
    default_schema,
)


def keys_of(label: str, attribute: str) -> dict[str, object]:
    """Key → value of an attribute of the default schema."""
    found = default_schema().label(label).attribute(attribute)
    assert found is not None
    return {option.key: option.value for option in found.options}


def test_default_labels_have_their_keys_channels_and_natural_spans() -> None:
    assert [
        (label.name, label.key, label.channel, label.natural) for label in default_schema()
    ] == [
        ("claim", "c", Channel.TINT, "sentence"),
        ("entity", "e", Channel.INK, "word"),
        ("quote", "q", Channel.UNDERLINE, "quotation"),
        ("cue", "k", Channel.ITALIC, "word"),
    ]


def test_digits_choose_the_type_of_an_entity_in_its_order() -> None:
    keys = keys_of("entity", "type")

    assert " ".join(f"{key}:{value}" for key, value in keys.items()) == (
        "1:PERS 2:ORG 3:GPE 4:LOC 5:NORP 6:OCC 7:EVENT 8:DATE 9:LAW 0:OTHER "
        "a:FAC b:PRODUCT c:MONEY d:PERCENT e:QUANTITY f:TIME"
    )


def test_a_value_that_is_a_digit_is_its_own_key() -> None:
    assert keys_of("claim", "checkworthiness") == {n: n for n in "0123"}
    assert keys_of("claim", "appears_false") == {**{n: n for n in "12345"}, "0": "unsure"}


def test_yes_and_no_are_the_first_keys() -> None:
    assert keys_of("cue", "negated") == {"1": True, "2": False}


def test_choices_beyond_the_last_key_have_none() -> None:
    many = AttributeDef(
        "a", AttributeType.CHOICE, tuple(AttributeChoice(f"v{n}") for n in range(40))
    )

    assert [option.key for option in many.options][9:11] == ["0", "a"]
    assert [option.key for option in many.options][35:] == ["z", "", "", "", ""]
    assert many.option("") is None
    assert many.option("z") == many.options[35]


def test_no_key_is_given_out_twice() -> None:
    choices = (
        AttributeChoice("a"),
        AttributeChoice("b", key="1"),
        AttributeChoice("2"),
        AttributeChoice("c"),
        AttributeChoice("d", key="2"),
    )

    keys = [option.key for option in AttributeDef("a", AttributeType.CHOICE, choices).options]

    assert keys == ["3", "1", "4", "5", "2"]


def test_links_lead_where_the_default_says() -> None:
    links = {
        label.name: {link.type: link.targets for link in label.links} for label in default_schema()
    }

    assert links == {
        "claim": {
            "source": ("entity",),
            "made_in": ("quote",),
            "repeats": ("claim",),
            "contradicts": ("claim",),
        },
        "entity": {"coreference": ("entity",)},
        "quote": {
            "speaker": ("entity",),
            "addressee": ("entity",),
            "cue": ("cue",),
            "continues": ("quote",),
        },
        "cue": {},
    }


def test_an_unknown_label_is_neutral() -> None:
    assert default_schema().label("frame") == LabelDef("frame")
    assert "frame" not in default_schema()


def test_the_first_attribute_is_offered_only_when_keys_choose_it() -> None:
    entity = default_schema().label("entity")
    by_text = replace(entity, attributes=entity.attributes[2:])

    assert entity.first_attribute == entity.attributes[0]
    assert by_text.first_attribute is None
    assert LabelDef("bare").first_attribute is None


FORM = LabelSchema(
    (
        LabelDef(
            "a",
            attributes=(
                AttributeDef(
                    "one", AttributeType.CHOICE, (AttributeChoice("x"), AttributeChoice("y")), "x"
                ),
                AttributeDef(
                    "some",
                    AttributeType.CHOICES,
                    (AttributeChoice("x"), AttributeChoice("y")),
                    ["y"],
                ),
                AttributeDef("count", AttributeType.NUMBER, required=True),
                AttributeDef("text", AttributeType.TEXT, required=True),
                AttributeDef("flag", AttributeType.YES_NO, required=True),
            ),
        ),
    )
)


@pytest.mark.parametrize(
    ("name", "good", "bad", "problem"),
    [
        ("one", "x", "z", "'z' is not one of its choices"),
        ("one", "y", ["x"], "['x'] is not a value of type choice"),
        ("some", ["x", "y"], ["x", 3], "3 is not one of its choices"),
        ("some", [], "x", "'x' is not a value of type multi-choice"),
        ("count", 2.5, True, "True is not a value of type number"),
        ("count", 0, "1", "'1' is not a value of type number"),
        ("text", "", 1, "1 is not a value of type text"),
        ("flag", False, "no", "'no' is not a value of type yes-no"),
        ("flag", True, 1, "1 is not a value of type yes-no"),
    ],
)
def test_attribute_values_are_held_to_their_type(
    name: str, good: object, bad: object, problem: str
) -> None:
    attribute = FORM.label("a").attribute(name)
    assert attribute is not None
    assert (attribute.problem(good), attribute.problem(bad)) == (None, problem)


def test_no_and_zero_are_values_but_an_empty_text_is_missing() -> None:
    def missing(attributes: dict[str, object]) -> list[str]:
        return [one.name for one in FORM.label("a").missing_required(attributes)]

    assert missing({}) == ["count", "text", "flag"]
    assert missing({"count": 0, "text": "", "flag": False}) == ["text"]


def test_defaults_are_given_to_each_annotation_anew() -> None:
    defaults = FORM.label("a").defaults()

    assert defaults == {"one": "x", "some": ["y"]}
    assert defaults["some"] is not FORM.label("a").defaults()["some"]


def test_the_hash_follows_the_labels_and_not_the_place_of_the_guidelines() -> None:
    moved = replace(default_schema(), guidelines="/elsewhere/guidelines.md")
    changed = LabelSchema(default_schema().labels[:3])

    assert moved.sha256() == default_schema().sha256()
    assert changed.sha256() != default_schema().sha256()
