"""Settings: read from TOML, checked as a whole."""

from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from tui.config import Config, KeyboardLayout, Settings, ThemeColours, load
from tui.config.parsing import choice_text, with_choices
from tui.config.settings import CHOOSABLE
from tui.errors import SettingsError

DOCS = Path(__file__).parents[2] / "docs"


def config_of(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "hashiya.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def faults_of(tmp_path: Path, text: str) -> list[str]:
    """The faults of a settings text, without the folder."""
    faults = sorted(config_of(tmp_path, text).faults)
    return [str(fault).removeprefix(f"{tmp_path}/") for fault in faults]


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    config = load(tmp_path / "hashiya.toml")

    assert config == Config(Settings())
    assert not config.has_schema
    assert config.faults == ()


def test_the_documented_file_holds_every_setting_with_its_default() -> None:
    config = load(DOCS / "hashiya.toml")

    assert config.faults == ()
    assert config.settings == Settings()
    assert config.file is not None
    assert set(config.file.table) == {field.name for field in fields(Settings)}


def test_the_documented_file_names_every_keyboard_layout() -> None:
    text = (DOCS / "hashiya.toml").read_text(encoding="utf-8")

    for layout in get_args(KeyboardLayout):
        assert layout in text


def test_values_of_every_type_are_taken(tmp_path: Path) -> None:
    config = config_of(
        tmp_path,
        """
        annotator = "ليلى"
        shared_logins = ["lab"]
        measure = 60
        mirrored = true
        sidebar_order = "text"
        keyboard_layout = "persian"
        [keys]
        claim = "C"
        quote = ["q", "Q"]
        done = []
        next = ""
        [themes.sepia]
        dark = false
        primary = "#7A4b1e"
        """,
    )

    assert config.faults == ()
    assert config.settings == Settings(
        annotator="ليلى",
        shared_logins=("lab",),
        measure=60,
        mirrored=True,
        sidebar_order="text",
        keyboard_layout="persian",
        keys={"claim": ("C",), "quote": ("q", "Q"), "done": (), "next": ()},
        themes={"sepia": ThemeColours(dark=False, colours={"primary": "#7A4b1e"})},
    )


def test_all_faults_are_told_at_once_with_file_line_and_key(tmp_path: Path) -> None:
    faults = faults_of(
        tmp_path,
        """\
mesure = 72
measure = 10
mirrored = 1
show_index = 3
bidi = "magic"
annotator = 7
shared_logins = ["a",
  2]
keyboard_layout = ["hebrew"]
[keys]
claim = 3
"a b" = [1]
[themes.a]
dark = "no"
shade = "#000000"
accent = "red"
[themes]
b = 1
""",
    )

    assert faults == [
        "hashiya.toml:1: mesure: there is no such setting; did you mean measure?",
        "hashiya.toml:2: measure: 10 is not a whole number from 20 to 200",
        "hashiya.toml:3: mirrored: 1 is neither true nor false",
        "hashiya.toml:4: show_index: 3 is neither true nor false",
        "hashiya.toml:5: bidi: 'magic' is not one of "
        '"auto", "visual", "explicit", "lrm", "terminal"',
        "hashiya.toml:6: annotator: 7 is not a text in quotes",
        "hashiya.toml:7: shared_logins: ['a', 2] is not a list of texts",
        "hashiya.toml:9: keyboard_layout: ['hebrew'] is not one of "
        '"arabic", "arabic-mac", "persian", "persian-windows", '
        '"urdu", "urdu-windows", "hebrew"',
        "hashiya.toml:11: keys.claim: 3 is neither a key nor a list of keys",
        "hashiya.toml:12: keys.'a b': [1] is neither a key nor a list of keys",
        "hashiya.toml:13: themes.a: a theme needs its primary colour",
        "hashiya.toml:14: themes.a.dark: 'no' is neither true nor false",
        "hashiya.toml:15: themes.a.shade: a theme has no such colour",
        "hashiya.toml:16: themes.a.accent: 'red' is not a colour such as #56b4e9",
        "hashiya.toml:18: themes.b: 1 is not a table",
    ]


def test_a_setting_with_a_fault_keeps_its_default(tmp_path: Path) -> None:
    config = config_of(tmp_path, 'measure = "wide"\nmirrored = true\n')

    assert config.settings == Settings(mirrored=True)


def test_labels_in_the_file_are_no_settings(tmp_path: Path) -> None:
    config = config_of(tmp_path, 'guidelines = "g.md"\n[[labels]]\nname = "x"\n')

    assert config.faults == ()
    assert config.has_schema


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"theme = 'x'\nmeasure = \n", "hashiya.toml:2: "),
        (b"theme = 'x'\n\nkeys = [", "hashiya.toml:3: "),
        (b"a = 1\na = 2\n", "hashiya.toml:2: "),
        (b"theme = '\xe8\xc7'", "hashiya.toml: is not UTF-8 (byte 9); save it so"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_line(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "hashiya.toml"
    path.write_bytes(content)

    with pytest.raises(SettingsError) as caught:
        load(path)

    assert str(caught.value).startswith(f"{tmp_path}/{message}")
    assert "(at " not in str(caught.value)


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="it is not a file"):
        load(tmp_path)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "hashiya.toml"
    path.write_bytes(b"\xef\xbb\xbfmeasure = 50\n")

    assert load(path).settings.measure == 50


def test_a_choice_holds_until_the_file_says_something_else() -> None:
    in_file = Settings(measure=60)
    kept = {"measure": choice_text(in_file, "measure", 64)}

    assert with_choices(in_file, kept).measure == 64
    assert with_choices(Settings(measure=80), kept).measure == 80


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        "64",
        '{"value": "wide", "instead_of": 72}',
        '{"value": 5, "instead_of": 72}',
    ],
)
def test_a_kept_choice_that_cannot_be_read_is_left_out(text: str) -> None:
    assert with_choices(Settings(), {"measure": text, "of a newer version": text}) == Settings()


@pytest.mark.parametrize(("name", "value"), [("bidi", "lrm"), ("nothing", 1), ("measure", 7)])
def test_only_what_can_be_chosen_is_kept(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        choice_text(Settings(), name, value)


def test_every_choice_is_a_setting() -> None:
    assert {field.name for field in fields(Settings)} >= CHOOSABLE
