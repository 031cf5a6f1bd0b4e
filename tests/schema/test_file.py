"""Label schemas in TOML."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.schema.schema_toml import to_toml
from tui.config import Config, load
from tui.config.toml import Fault
from tui.errors import SettingsError
from tui.keys.bindings import Label
from tui.keys.keymap import Keymap
from tui.schema import (
    PALETTE,
    PRESETS,
    AttributeChoice,
    AttributeDef,
    AttributeType,
    Channel,
    LabelDef,
    LabelSchema,
    LinkDef,
    default_schema,
    open_schema,
)


def config_of(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "hashiya.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def schema_of(tmp_path: Path, text: str) -> LabelSchema:
    return open_schema(config_of(tmp_path, text))


def faults_of(tmp_path: Path, text: str) -> list[str]:
    """The faults of a schema, without the folder."""
    with pytest.raises(SettingsError) as caught:
        schema_of(tmp_path, text)
    return [fault.replace(f"{tmp_path}/", "") for fault in str(caught.value).split("\n")]


# --------------------------------------------------------------------- presets


def test_without_settings_the_default_schema_counts_and_is_read_once() -> None:
    assert open_schema(Config()) is default_schema()
    assert default_schema() is default_schema()


def test_the_default_can_be_named() -> None:
    assert open_schema(Config(), "default") == default_schema()


def types_of(preset: str) -> list[str]:
    attribute = open_schema(Config(), preset).label("entity").attribute("type")
    assert attribute is not None
    return [choice.value for choice in attribute.choices]


def test_wojood_has_its_21_types() -> None:
    assert " ".join(sorted(types_of("wojood"))) == (
        "CARDINAL CURR DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP OCC ORDINAL ORG PERCENT "
        "PERS PRODUCT QUANTITY TIME UNIT WEBSITE"
    )


def test_wojood_keeps_the_digits_of_the_default() -> None:
    assert types_of("wojood")[:9] == types_of("default")[:9]


def test_anercorp_has_its_4_types() -> None:
    assert types_of("anercorp") == ["PERS", "ORG", "LOC", "MISC"]


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_keep_the_other_labels(preset: str) -> None:
    schema = open_schema(Config(), preset)

    assert schema.names[:4] == default_schema().names
    assert schema.label("cue") is not None
    if preset != "polnear":
        assert schema.label("quote") == default_schema().label("quote")


@pytest.mark.parametrize("preset", PRESETS)
def test_no_label_of_a_preset_takes_a_key_of_the_reader(preset: str) -> None:
    schema = open_schema(Config(), preset)
    assert Keymap(Label(one.name, one.key) for one in schema).overridden == []


@pytest.mark.parametrize("preset", PRESETS[1:])
def test_presets_have_guidelines_in_arabic_and_english(preset: str) -> None:
    schema = open_schema(Config(), preset)
    text = Path(schema.guidelines).read_text(encoding="utf-8")

    arabic, line, english = text.partition("\n---\n")
    assert line
    assert len(re.findall("[ء-ي]", arabic)) > 500
    assert len(re.findall("[a-z]", english)) > 500
    assert len(re.findall("[ء-ي]", english)) < 5
    # A line that begins with Latin letters would be read from left to right.
    assert not re.search("^[#0-9. -]*[A-Za-z]", arabic, re.MULTILINE)
    values = [
        choice.value
        for label in schema
        for attribute in label.attributes
        if attribute.required
        for choice in attribute.choices
    ]
    for part in (arabic, english):
        assert [value for value in values if value not in part] == []


def test_the_guidelines_are_part_of_the_package() -> None:
    folder = Path(str(files("tui.schema"))) / "presets" / "guidelines"

    assert sorted(one.stem for one in folder.iterdir()) == sorted(PRESETS[1:])


# ------------------------------------------------------------ where it comes from


def test_the_settings_name_a_preset_or_a_file_beside_them(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[[labels]]\nname = "frame"\n', encoding="utf-8")

    preset = schema_of(tmp_path, 'schema = "anercorp"')
    own = schema_of(tmp_path, 'schema = "mine.toml"')

    assert preset == open_schema(Config(), "anercorp")
    assert own.names == ("frame",)


def test_the_option_goes_before_the_settings(tmp_path: Path) -> None:
    config = config_of(tmp_path, 'schema = "anercorp"')

    assert open_schema(config, "wojood") == open_schema(Config(), "wojood")


def test_labels_and_settings_share_a_file(tmp_path: Path) -> None:
    schema = schema_of(tmp_path, 'measure = 60\n[[labels]]\nname = "frame"\nkey = "m"\n')

    assert schema == LabelSchema((LabelDef("frame", key="m"),))


def test_a_schema_that_extends_replaces_by_name_and_adds(tmp_path: Path) -> None:
    schema = schema_of(
        tmp_path,
        """
        extends = "default"
        [[labels]]
        name = "cue"
        key = "k"
        [[labels]]
        name = "frame"
        key = "m"
        links = [{ type = "of", target = ["claim", "frame"] }]
        """,
    )

    assert schema.names == (*default_schema().names, "frame")
    assert schema.label("cue") == LabelDef("cue", key="k")
    assert schema.label("frame").links == (LinkDef("of", ("claim", "frame")),)


def test_the_guidelines_lie_beside_the_schema(tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text("# Guide\n", encoding="utf-8")

    schema = schema_of(tmp_path, 'guidelines = "guide.md"\nextends = "default"')

    assert schema.guidelines == str(tmp_path / "guide.md")


def test_guidelines_alone_go_with_the_labels_that_are_built_in(tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text("# Guide\n", encoding="utf-8")

    schema = schema_of(tmp_path, 'guidelines = "guide.md"')

    assert schema.labels == default_schema().labels
    assert schema.guidelines == str(tmp_path / "guide.md")


# ---------------------------------------------------------------------- faults


def test_all_faults_are_told_at_once_with_file_line_and_key(tmp_path: Path) -> None:
    faults = faults_of(
        tmp_path,
        """\
measure = 1
guidelines = "none.md"
extends = "defualt"
[[labels]]
name = "a b"
key = "n"
color = "sky"
colour = "skye"
channel = "blink"
natural = "letter"
[[labels.attributes]]
name = "one"
type = "chioce"
[[labels.attributes]]
name = "one"
type = "choice"
choices = ["x", { value = "x", key = "!" },
  { value = "y", key = "3", titel = "Y" }, { value = "z", key = "3" }, 4, {}]
default = "w"
[[labels.attributes]]
type = "choice"
multiline = true
[[labels.attributes]]
name = "n"
choices = ["x"]
required = 1
[[labels]]
name = "c"
key = "e"
links = [
  { type = "to", target = "claims" },
  { type = "to" },
  { type = "from", target = 3 },
  7,
]
[[labels]]
name = "c"
[[labels]]
name = "d"
key = "e"
attributes = 3
[[labels]]
key = "ؤ"
[[labels]]
name = "f"
key = "1"
""",
    )

    assert faults == [
        "hashiya.toml:1: measure: 1 is not a whole number from 20 to 200",
        "hashiya.toml:2: guidelines: there is no file none.md",
        "hashiya.toml:3: extends: 'defualt' is not one of default, wojood, anercorp, "
        "checkthat, averitec, polnear, claimbuster",
        "hashiya.toml:5: labels[1].name: 'a b' contains a space; use - or _",
        "hashiya.toml:7: labels[1].color: there is no such key here; did you mean colour?",
        "hashiya.toml:8: labels[1].colour: 'skye' is not a colour: write #rrggbb or a name; "
        "did you mean sky?",
        "hashiya.toml:9: labels[1].channel: 'blink' is not one of "
        '"tint", "ink", "underline", "italic"',
        "hashiya.toml:10: labels[1].natural: 'letter' is not one of "
        '"word", "sentence", "quotation"',
        "hashiya.toml:13: labels[1].attributes[1].type: 'chioce' is not one of "
        '"choice", "multi-choice", "number", "text", "yes-no"',
        "hashiya.toml:15: labels[1].attributes[2].name: the attribute one already exists",
        "hashiya.toml:17: labels[1].attributes[2].choices[2].key: "
        "'!' is neither a digit nor one of a to z",
        "hashiya.toml:17: labels[1].attributes[2].choices[2].value: 'x' already exists",
        "hashiya.toml:18: labels[1].attributes[2].choices[3].titel: there is no such key here; "
        "did you mean title?",
        "hashiya.toml:18: labels[1].attributes[2].choices[4].key: 3 chooses another value already",
        "hashiya.toml:18: labels[1].attributes[2].choices[5].value: 4 is not a text in quotes",
        "hashiya.toml:18: labels[1].attributes[2].choices[6].value: is missing",
        "hashiya.toml:19: labels[1].attributes[2].default: 'w' is not one of its choices",
        "hashiya.toml:20: labels[1].attributes[3].choices: a choice needs some",
        "hashiya.toml:20: labels[1].attributes[3].name: is missing",
        "hashiya.toml:22: labels[1].attributes[3].multiline: belongs to a text, not to a choice",
        "hashiya.toml:23: labels[1].attributes[4].type: is missing",
        "hashiya.toml:25: labels[1].attributes[4].choices: "
        "belong to a choice or a multi-choice, not to a text",
        "hashiya.toml:26: labels[1].attributes[4].required: 1 is neither true nor false",
        "hashiya.toml:31: labels[2].links[1].target: there is no label 'claims'",
        "hashiya.toml:32: labels[2].links[2].target: is missing",
        "hashiya.toml:32: labels[2].links[2].type: the link to already exists",
        "hashiya.toml:33: labels[2].links[3].target: 3 is not a label",
        "hashiya.toml:34: labels[2].links[4]: 7 is not a table",
        "hashiya.toml:37: labels[3].name: the label c already exists",
        "hashiya.toml:40: labels[4].key: e tags c already",
        "hashiya.toml:41: labels[4].attributes: 3 is not a list of tables",
        "hashiya.toml:42: labels[5].name: is missing",
        "hashiya.toml:43: labels[5].key: 'ؤ' is not one letter or sign of a US keyboard",
        "hashiya.toml:46: labels[6].key: digits choose attributes and the space moves; "
        "take another key",
    ]


def test_a_key_of_an_inherited_label_is_taken(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, 'extends = "default"\n[[labels]]\nname = "x"\nkey = "q"\n')

    assert faults == ["hashiya.toml:4: labels[1].key: q tags quote already"]


@pytest.mark.parametrize("text", ["labels = []", 'labels = []\nguidelines = ""'])
def test_a_schema_without_labels_is_none(tmp_path: Path, text: str) -> None:
    assert faults_of(tmp_path, text) == [
        "hashiya.toml:1: labels: a schema needs at least one label"
    ]


def test_two_schemas_in_one_settings_file_are_one_too_many(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, 'schema = "wojood"\n[[labels]]\nname = "x"\n')

    assert faults == [
        "hashiya.toml:1: schema: the labels are in this file already; keep one of the two"
    ]


def test_a_schema_file_holds_no_settings(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('measure = 3\n[[labels]]\nname = "x"\n', encoding="utf-8")

    assert faults_of(tmp_path, 'schema = "mine.toml"') == [
        "mine.toml:1: measure: is not part of a schema file: extends, guidelines, labels"
    ]


def test_a_schema_that_is_not_there_is_told() -> None:
    with pytest.raises(SettingsError, match=r"none\.toml: cannot be read: No such file"):
        open_schema(Config(), "none.toml")


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 3000])
def test_guidelines_of_an_impossible_name_are_not_there(tmp_path: Path, name: str) -> None:
    (fault,) = faults_of(tmp_path, f'guidelines = "{name}"\n')
    assert fault.startswith("hashiya.toml:1: guidelines: there is no file ")


def test_faults_that_others_found_come_along(tmp_path: Path) -> None:
    config = config_of(tmp_path, "measure = 0\n")
    found = Fault("hashiya.toml", 9, "keys.x", "there is no such action")

    with pytest.raises(SettingsError) as caught:
        open_schema(config, more_faults=[found])

    assert str(caught.value).split("\n") == [
        str(config.faults[0]),
        "hashiya.toml:9: keys.x: there is no such action",
    ]


@pytest.mark.parametrize("value", ["\\u001b[31m", "a\\u0000"])
def test_control_characters_are_refused_and_not_repeated(tmp_path: Path, value: str) -> None:
    [fault] = faults_of(tmp_path, f'[[labels]]\nname = "x"\nhelp = "{value}"\n')

    assert "contains a control character" in fault
    assert fault.isprintable()


# --------------------------------------------------------------------- writing

TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=8)
WORDS = st.text(st.characters(categories=("L", "N", "Pd")), min_size=1, max_size=6)
CHOICES = st.builds(AttributeChoice, WORDS, TEXTS, TEXTS)


@st.composite
def attribute_defs(draw: st.DrawFn, name: str) -> AttributeDef:
    kind = draw(st.sampled_from(AttributeType))
    chosen = kind in (AttributeType.CHOICE, AttributeType.CHOICES)
    choices = draw(st.lists(CHOICES, min_size=1, max_size=4, unique_by=lambda c: c.value))
    values = [choice.value for choice in choices]
    defaults: dict[AttributeType, st.SearchStrategy[object]] = {
        AttributeType.CHOICE: st.sampled_from(values),
        AttributeType.CHOICES: st.lists(st.sampled_from(values), unique=True),
        AttributeType.NUMBER: st.integers(-(2**31), 2**31) | st.floats(-1e9, 1e9),
        AttributeType.TEXT: TEXTS,
        AttributeType.YES_NO: st.booleans(),
    }
    return AttributeDef(
        name,
        kind,
        tuple(choices) if chosen else (),
        draw(st.none() | defaults[kind]),  # type: ignore[arg-type]  # drawn
        draw(st.booleans()),
        kind is AttributeType.TEXT and draw(st.booleans()),
        draw(TEXTS),
    )


@st.composite
def schemas(draw: st.DrawFn) -> LabelSchema:
    names = draw(st.lists(WORDS, min_size=1, max_size=3, unique=True))
    keys = draw(st.lists(st.sampled_from("abc;+=%"), min_size=3, max_size=3, unique=True))
    targets = st.lists(st.sampled_from(names), min_size=1, max_size=2)
    labels = []
    for name, key in zip(names, keys, strict=False):
        attribute_names = draw(st.lists(WORDS, max_size=2, unique=True))
        link_types = draw(st.lists(WORDS, max_size=2, unique=True))
        label = LabelDef(
            name=name,
            key=draw(st.sampled_from(["", key])),
            colour=draw(st.sampled_from([*PALETTE, "#12ABef"])),
            channel=draw(st.sampled_from(Channel)),
            natural=draw(st.sampled_from(["word", "sentence", "quotation"])),
            attributes=tuple(draw(attribute_defs(name)) for name in attribute_names),
            links=tuple(LinkDef(kind, tuple(draw(targets)), draw(TEXTS)) for kind in link_types),
            help=draw(TEXTS),
        )
        labels.append(label)
    return LabelSchema(tuple(labels))


@given(schemas())
def test_what_is_written_reads_back_equal(
    tmp_path_factory: pytest.TempPathFactory, schema: LabelSchema
) -> None:
    path = tmp_path_factory.getbasetemp() / "written.toml"
    path.write_text(to_toml(schema), encoding="utf-8")

    read = open_schema(Config(), str(path))

    assert read == schema
    assert read.sha256() == schema.sha256()


def test_the_guidelines_are_written_too(tmp_path: Path) -> None:
    guide = tmp_path / "guide.md"
    guide.touch()
    schema = LabelSchema((LabelDef("x"),), str(guide))

    assert schema_of(tmp_path, to_toml(schema)) == schema
