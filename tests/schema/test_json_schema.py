"""The JSON Schemas for editors accept and refuse what the program does."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from scripts import settings_schema
from tui.cli.environment import unknown_action_faults
from tui.config import Config
from tui.config.parsing import parse_settings
from tui.config.toml import TomlFile
from tui.errors import SettingsError
from tui.schema import PRESETS, open_schema

DOCS = Path(__file__).parents[2] / "docs"
PACKAGE = Path(str(files("tui.schema")))

SETTINGS = Draft7Validator(settings_schema.settings_schema())
LABELS = Draft7Validator(settings_schema.labels_schema())

Table = st.SearchStrategy[dict[str, Any]]

ONLY_THE_PROGRAM = re.compile(
    "already exists|tags .* already|there is no label|"
    "there is no file|is not one of its choices|is not an attribute of this label|"
    "chooses another value already"
)
"""Faults that lie between places of a file, or outside of it: no JSON Schema can express them."""


def faults_of(table: Mapping[str, Any], folder: Path, text: str = "") -> list[str]:
    """What the program finds wrong with a settings file."""
    file = TomlFile(folder / "hashiya.toml", text, table)
    settings, faults = parse_settings(file)
    config = Config(settings, file, tuple(faults))
    try:
        open_schema(config, "", unknown_action_faults(config))
    except SettingsError as error:
        return str(error).split("\n")
    return []


def refusals(validator: Draft7Validator, table: Mapping[str, Any]) -> list[str]:
    return [error.message for error in validator.iter_errors(table)]


@pytest.mark.parametrize("folder", settings_schema.PLACES, ids=lambda folder: folder.name)
def test_the_files_are_those_that_the_script_makes(folder: Path) -> None:
    for name, text in settings_schema.files().items():
        assert (folder / name).read_text(encoding="utf-8") == text
        Draft7Validator.check_schema(json.loads(text))


def test_the_documented_settings_fit_and_name_their_schema() -> None:
    text = (DOCS / "hashiya.toml").read_text(encoding="utf-8")

    assert text.startswith("#:schema ./hashiya.schema.json\n")
    assert refusals(SETTINGS, tomllib.loads(text)) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_the_presets_fit(preset: str) -> None:
    text = (PACKAGE / "presets" / f"{preset}.toml").read_text(encoding="utf-8")

    assert refusals(LABELS, tomllib.loads(text)) == []
    assert refusals(SETTINGS, tomllib.loads(text)) == []


def test_every_setting_is_described() -> None:
    for name, schema in settings_schema.settings_schema()["properties"].items():
        assert schema.get("description") or name == "labels"


RIGHT = [
    "",
    'annotator = "ليلى"',
    'annotator = ""',
    'shared_logins = ["lab", "pi"]',
    "shared_logins = []",
    "show_others = true",
    'curators = ["هند"]',
    'adjudication = "majority"',
    "blind_adjudication = true",
    'theme = "nord"',
    "measure = 20",
    "measure = 200",
    "measure = 0x40",
    "show_index = false\nshow_sidebar = false\nmirrored = true",
    'sidebar_order = "text"',
    'bidi = "lrm"\nmarks = "before"',
    "show_marks = false\nshow_controls = true",
    'direction = "rtl"',
    'drag_selects = "letters"\nsnap_to_words = true\nstrip_article = true',
    'suggest_with = ["gazetteer"]\nsuggest_on_opening = true',
    "suggest_with = []",
    'todo_order = "score"',
    'keyboard_layout = "urdu-windows"',
    'keyboard_layout = ""',
    'schema = "wojood"',
    'hub = "postgresql://hind@db.example.org/team"',
    "[keys]\nundo = 'X'\nredo = ['Y', 'Z']\nquit = []\n'tag.frame' = 'm'",
    '[keys]\nundo = ""',
    '[themes.sepia]\ndark = false\nprimary = "#7a4b1e"\nbackground = "#F4ECD8"',
    "[themes]",
    '[suggesters.model]\ncommand = ["python3", "suggest.py", ""]\nauto = true',
    '[suggesters.backend]\nurl = "https://host:9090"',
    'extends = "wojood"',
    'extends = "default"\nlabels = []',
    "guidelines = ''",
    '[[labels]]\nname = "frame"',
    '[[labels]]\nname = "إطار"\nkey = "@"\ncolour = "#12abEF"\nchannel = "tint"\nhelp = "x"',
    '[[labels]]\nname = "a"\ncolour = "sky"\nnatural = "quotation"',
    '[[labels]]\nname = "a"\nkey = ""\ncolour = ""\nchannel = ""\nnatural = ""\nshade = ""',
    '[[labels]]\nname = "a"\nkey = "$"',
    '[[labels]]\nname = "a"\nattributes = []\nlinks = []',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "choice"\nchoices = ["x"]',
    '[[labels]]\nname = "a"\nshade = "t"\n[[labels.attributes]]\nname = "t"\ntype = "choice"\n'
    'choices = [{ value = "x", title = "X", help = "h", key = "0" }, "y"]\ndefault = "y"',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "multi-choice"\n'
    'choices = ["x", "y"]\ndefault = ["y"]\nrequired = true',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "number"\ndefault = 1.5',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "number"\ndefault = inf',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "text"\nmultiline = true',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "yes-no"\ndefault = false',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = ""\nchoices = []',
    '[[labels]]\nname = "a"\n[[labels.links]]\ntype = "to"\ntarget = "a"\nhelp = "h"',
    '[[labels]]\nname = "a"\n[[labels.links]]\ntype = "to"\ntarget = ["a", "b"]\n'
    '[[labels]]\nname = "b"',
    'extends = "default"\n[[labels]]\nname = "z"\n[[labels.links]]\ntype = "to"\ntarget = "entity"',
]


WRONG = [
    "mesure = 72",
    "measure = 19",
    "measure = 201",
    'measure = "72"',
    "measure = true",
    "measure = 72.5",
    "mirrored = 1",
    'show_index = "yes"',
    'bidi = "magic"',
    'bidi = ""',
    "marks = 3",
    "annotator = 7",
    "annotator = 2026-01-01",
    'shared_logins = "a"',
    "shared_logins = ['a', 2]",
    'suggest_with = ["model"]',
    'keyboard_layout = "dvorak"',
    'todo_order = "length"',
    "keys = 3",
    "[keys]\nnothing = 'x'",
    "[keys]\nundo = 3",
    "[keys]\nundo = ['x', 3]",
    "themes = []",
    "[themes]\na = 1",
    "[themes.a]\ndark = true",
    '[themes.a]\nprimary = "red"',
    '[themes.a]\nprimary = "#12345"',
    '[themes.a]\nprimary = "#123456\\n"',
    '[themes.a]\nprimary = "#123456"\nshade = "#000000"',
    '[themes.a]\nprimary = "#123456"\ndark = "no"',
    '[suggesters.rules]\ncommand = ["x"]',
    "[suggesters.a]",
    '[suggesters.a]\ncommand = ["x"]\nurl = "http://h"',
    "[suggesters.a]\ncommand = []",
    '[suggesters.a]\ncommand = [""]',
    '[suggesters.a]\ncommand = "x"',
    '[suggesters.a]\ncommand = ["x", "\\u0000"]',
    '[suggesters.a]\nurl = "ftp://h"',
    '[suggesters.a]\ncommand = ["x"]\nauto = 1',
    '[suggesters.a]\ncommand = ["x"]\ntimeout = 3',
    'extends = "nothing"',
    'extends = ""',
    "labels = []",
    "labels = {}",
    "labels = [3]",
    'schema = "wojood"\n[[labels]]\nname = "a"',
    "[[labels]]\nkey = 'm'",
    '[[labels]]\nname = ""',
    '[[labels]]\nname = "a b"',
    '[[labels]]\nname = "a\\u2003b"',
    '[[labels]]\nname = "a\\u0007"',
    "[[labels]]\nname = 3",
    '[[labels]]\nname = "a"\nkey = "ab"',
    '[[labels]]\nname = "a"\nkey = "5"',
    '[[labels]]\nname = "a"\nkey = " "',
    '[[labels]]\nname = "a"\nkey = "ث"',
    '[[labels]]\nname = "a"\ncolour = "mauve"',
    '[[labels]]\nname = "a"\ncolour = "#12"',
    '[[labels]]\nname = "a"\nchannel = "bold"',
    '[[labels]]\nname = "a"\nnatural = "page"',
    '[[labels]]\nname = "a"\nshape = "x"',
    '[[labels]]\nname = "a"\nhelp = "x\\ny"',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "colour"',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\ntype = "text"',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "choice"',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "choice"\nchoices = []',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "text"\nchoices = ["x"]',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "number"\nmultiline = true',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "number"\ndefault = "1"',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "number"\ndefault = true',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "yes-no"\ndefault = 1',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "choice"\nchoices = [3]',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "choice"\n'
    'choices = [{ title = "x" }]',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "choice"\n'
    'choices = [{ value = "x", key = "A" }]',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "choice"\n'
    'choices = [{ value = "x", colour = "red" }]',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "text"\nrequired = "yes"',
    '[[labels]]\nname = "a"\n[[labels.links]]\ntype = "to"',
    '[[labels]]\nname = "a"\n[[labels.links]]\ntype = "to"\ntarget = 3',
    '[[labels]]\nname = "a"\n[[labels.links]]\ntype = "to"\ntarget = ["a", 3]',
    '[[labels]]\nname = "a"\n[[labels.links]]\ntype = "to"\ntarget = ""',
    '[[labels]]\nname = "a"\n[[labels.links]]\ntype = "to"\ntarget = ["a", ""]',
    '[[labels]]\nname = "a"\n[[labels.links]]\ntarget = "a"',
    '[[labels]]\nname = "a"\n[[labels.links]]\ntype = "to"\ntarget = "a"\ncolour = "sky"',
]


BETWEEN_PLACES = [
    '[[labels]]\nname = "a"\n[[labels]]\nname = "a"',
    '[[labels]]\nname = "a"\nkey = "m"\n[[labels]]\nname = "b"\nkey = "m"',
    '[[labels]]\nname = "a"\nshade = "t"',
    'guidelines = "missing.md"',
    '[[labels]]\nname = "a"\n[[labels.links]]\ntype = "to"\ntarget = "b"',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "choice"\n'
    'choices = ["x"]\ndefault = "y"',
    '[[labels]]\nname = "a"\n[[labels.attributes]]\nname = "t"\ntype = "choice"\n'
    'choices = ["x", "x"]',
]


@pytest.mark.parametrize("text", RIGHT)
def test_both_accept(tmp_path: Path, text: str) -> None:
    table = tomllib.loads(text)

    assert faults_of(table, tmp_path, text) == []
    assert refusals(SETTINGS, table) == []


@pytest.mark.parametrize("text", WRONG)
def test_both_refuse(tmp_path: Path, text: str) -> None:
    table = tomllib.loads(text)

    assert [one for one in faults_of(table, tmp_path, text) if not ONLY_THE_PROGRAM.search(one)]
    assert refusals(SETTINGS, table) != []


@pytest.mark.parametrize("text", BETWEEN_PLACES)
def test_only_the_program_refuses(tmp_path: Path, text: str) -> None:
    table = tomllib.loads(text)

    assert faults_of(table, tmp_path, text) != []
    assert refusals(SETTINGS, table) == []


def test_there_are_fifty_of_each_and_all_differ() -> None:
    assert len({*RIGHT}) == len(RIGHT) >= 50
    assert len({*WRONG}) == len(WRONG) >= 50


@pytest.mark.parametrize(
    "text", [one for one in (*RIGHT, *WRONG) if "[[labels]]" in one and "schema =" not in one]
)
def test_a_schema_file_is_judged_as_the_same_tables_in_the_settings(text: str) -> None:
    table = tomllib.loads(text)

    assert bool(refusals(LABELS, table)) == bool(refusals(SETTINGS, table))


def test_a_schema_file_has_no_settings() -> None:
    assert refusals(LABELS, {"measure": 72, "labels": [{"name": "a"}]}) != []
    assert refusals(LABELS, {}) != []


# ------------------------------------------------------------- files at random

WORDS = ["", "a", "b", "t", "x y", "a\x07", "ث", "text", "choice", "#123456", "u", "@", "5"]
ANYTHING = st.one_of(
    st.sampled_from(WORDS),
    st.booleans(),
    st.integers(-1, 250),
    st.sampled_from([1.5, float("inf"), date(2026, 1, 1)]),
    st.sampled_from([[], {}, ["a"], ["a", 3], [""], {"a": 1}]).map(deepcopy),
)


def table(required: Mapping[str, object], optional: Mapping[str, object]) -> Table:
    """Tables with these keys; a value is a strategy, or a list of which one is taken."""

    def values(of: Mapping[str, Any]) -> dict[str, st.SearchStrategy[Any]]:
        return {
            key: st.sampled_from(value).map(deepcopy) if isinstance(value, list) else value
            for key, value in of.items()
        }

    return st.fixed_dictionaries(values(required), optional=values(optional))


CHOICES = st.lists(
    st.one_of(
        st.sampled_from(["x", "y"]),
        table({"value": ["v", "w"]}, {"title": ["", "T"], "help": ["h"], "key": ["1", "a", ""]}),
    ),
    min_size=1,
    max_size=2,
)
ATTRIBUTES = st.one_of(
    *(
        table(
            {"name": ["t", "s"], "type": [kind], **needed},
            {"default": defaults, "required": st.booleans(), "help": ["", "h"], **more},
        )
        for kind, needed, defaults, more in (
            ("choice", {"choices": CHOICES}, ["x"], {}),
            ("multi-choice", {"choices": CHOICES}, [[], ["x"]], {}),
            ("number", {}, [1, 1.5], {"choices": [[]]}),
            ("text", {}, ["", "x"], {"multiline": st.booleans()}),
            ("", {}, ["", "x"], {"multiline": st.booleans()}),
            ("yes-no", {}, [True], {"multiline": [False]}),
        )
    )
)
LINKS = table({"type": ["to", "of"], "target": ["a", ["a"], []]}, {"help": ["h"]})
LABEL_TABLES = table(
    {"name": ["a", "b"]},
    {
        "key": ["@", "", "$"],
        "colour": ["sky", "#12abEF", ""],
        "channel": ["tint", ""],
        "natural": ["word", "sentence"],
        "shade": ["", "t"],
        "help": ["", "h"],
        "attributes": st.lists(ATTRIBUTES, max_size=2),
        "links": st.lists(LINKS, max_size=2),
    },
)
SUGGESTERS = st.one_of(
    table({"command": [["x"], ["x", ""]]}, {"auto": st.booleans()}),
    table({"url": ["http://h"]}, {"auto": st.booleans()}),
)
FILES = st.one_of(
    table({"labels": st.lists(LABEL_TABLES, min_size=1, max_size=2)}, {"extends": ["", "wojood"]}),
    table({}, {"guidelines": [""], "extends": ["default"], "labels": [[]]}),
    table(
        {},
        {
            "schema": ["", "wojood"],
            "annotator": ["", "a", "a\x07"],
            "measure": st.integers(15, 205),
            "mirrored": st.booleans(),
            "bidi": ["auto", "lrm"],
            "keyboard_layout": ["", "urdu"],
            "suggest_with": [[], ["rules"], ["rules", "names"]],
            "curators": [[], ["a"]],
            "keys": table({}, {"undo": ["x", "", [], ["x"]], "tag.frame": ["@"]}),
            "themes": st.dictionaries(
                st.sampled_from(["a", "b"]),
                table({"primary": ["#123456"]}, {"dark": st.booleans(), "panel": ["#ABCDEF"]}),
                max_size=2,
            ),
            "suggesters": st.dictionaries(st.sampled_from(["a", "rules"]), SUGGESTERS, max_size=1),
        },
    ),
)


@st.composite
def nearly_right_files(draw: st.DrawFn) -> dict[str, Any]:
    """Files of which at most two places were changed."""
    file = draw(FILES)
    for _ in range(draw(st.integers(0, 2))):
        places = [*_places(file)]
        holder = draw(st.sampled_from(places))
        keys = [*holder] if isinstance(holder, dict) else [*range(len(holder))]
        change = draw(st.sampled_from(["replace", "replace", "delete", "add"]))
        if keys and change == "replace":
            holder[draw(st.sampled_from(keys))] = draw(ANYTHING)
        elif keys and change == "delete":
            del holder[draw(st.sampled_from(keys))]
        elif isinstance(holder, dict):
            holder[draw(st.sampled_from(OTHER_KEYS))] = draw(ANYTHING)
        else:
            holder.append(draw(ANYTHING))
    return file


OTHER_KEYS = ["other", "name", "schema", "labels", "choices", "default", "multiline", "url", "key"]


def _places(value: object) -> Iterator[Any]:
    """All tables and lists in a file."""
    if isinstance(value, dict | list):
        yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from _places(item)


@given(file=nearly_right_files())
def test_program_and_schema_agree_on_any_file(file: dict[str, Any]) -> None:
    schema = file.get("schema")
    assume(not isinstance(schema, str) or schema in ("", *PRESETS))  # a file that is not there
    found = faults_of(file, Path("/nowhere"))
    refused = refusals(SETTINGS, file)

    assert bool([one for one in found if not ONLY_THE_PROGRAM.search(one)]) == bool(refused), (
        found,
        refused,
    )
