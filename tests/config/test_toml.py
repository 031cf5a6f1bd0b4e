"""Where keys stand in a TOML text."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config import load
from tui.config.toml import MOST_FAULTS, Fault, settings_error
from tui.config.toml_lines import KeyPath, key_lines
from tui.errors import SettingsError

TEXT = '''\
# a comment = [not a key]
theme = "dark" # x = 1
"odd \\u06a9 key" = 1979-05-27 07:32:00
dotted . "k.e.y" = true

[keys]
'a.b' = [
  "x", # one
  "]",
  { inner = [1,
    2], other = """
] = still
a string""" },
]

[[labels]]
name = \'\'\'
]]\'\'\'
[[labels.attributes]]
name = "type"
[[ labels . attributes ]]
name = ""
[[labels]]
name = "b"
[labels.deep]
empty = []
none = {}
after = 1
'''


def test_every_key_and_item_has_its_line() -> None:
    assert key_lines(TEXT) == {
        ("theme",): 2,
        ("odd ک key",): 3,
        ("dotted",): 4,
        ("dotted", "k.e.y"): 4,
        ("keys",): 6,
        ("keys", "a.b"): 7,
        ("keys", "a.b", 0): 8,
        ("keys", "a.b", 1): 9,
        ("keys", "a.b", 2): 10,
        ("keys", "a.b", 2, "inner"): 10,
        ("keys", "a.b", 2, "inner", 0): 10,
        ("keys", "a.b", 2, "inner", 1): 11,
        ("keys", "a.b", 2, "other"): 11,
        ("labels",): 16,
        ("labels", 0): 16,
        ("labels", 0, "name"): 17,
        ("labels", 0, "attributes"): 19,
        ("labels", 0, "attributes", 0): 19,
        ("labels", 0, "attributes", 0, "name"): 20,
        ("labels", 0, "attributes", 1): 21,
        ("labels", 0, "attributes", 1, "name"): 22,
        ("labels", 1): 23,
        ("labels", 1, "name"): 24,
        ("labels", 1, "deep"): 25,
        ("labels", 1, "deep", "empty"): 26,
        ("labels", 1, "deep", "none"): 27,
        ("labels", 1, "deep", "after"): 28,
    }


def paths(value: Any, path: KeyPath = ()) -> set[KeyPath]:
    """Every path that the standard library's parser finds."""
    if isinstance(value, dict):
        items: list[tuple[str | int, Any]] = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    else:
        return {path}
    below = [paths(inner, (*path, key)) for key, inner in items]
    return set().union({path}, *below)


def test_finds_the_very_paths_that_tomllib_finds() -> None:
    assert set(key_lines(TEXT)) == paths(tomllib.loads(TEXT)) - {()}


SCALARS = st.one_of(
    st.booleans().map(lambda flag: str(flag).lower()),
    st.integers(-(2**31), 2**31).map(str),
    st.text("ab]}[{=,#'\n", max_size=6).map(lambda text: f'"""\n{text}"""'),
    st.text('ab]}[{=,#\\"', max_size=6).map(lambda text: f"'{text}'"),
    st.text("ab]}[{=,#'", max_size=6).map(lambda text: f'"{text}\\""'),
)
GAPS = st.sampled_from(["", " ", "\n", " # ],} \n\t"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.builds(
            lambda items, gap: f"[{gap}{f'{gap},{gap}'.join(items)}{gap}]",
            st.lists(inner, max_size=3),
            GAPS,
        ),
        st.lists(SCALARS.filter(lambda text: "\n" not in text), max_size=3).map(
            lambda items: "{" + ", ".join(f"k{n} = {item}" for n, item in enumerate(items)) + "}"
        ),
    ),
    max_leaves=6,
)


@given(st.lists(VALUES, max_size=5))
def test_no_value_hides_a_key(values: list[str]) -> None:
    text = "".join(f"[[t]]\nkey{n} = {value}\n" for n, value in enumerate(values))

    lines = key_lines(text)

    assert set(lines) == paths(tomllib.loads(text)) - {()}
    for (*_, key), line in lines.items():
        if isinstance(key, str) and key.startswith("key"):
            assert text.split("\n")[line - 1].startswith(f"{key} =")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a." * 400_000 + "a = 1", "nested too deeply"),
        ("[" + "a . 'b' .\t" * 90_000 + "a]", "nested too deeply"),
        ("#" * 1_000_001, "more than 1,000,000 bytes"),
    ],
)
def test_a_file_that_would_take_minutes_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "hashiya.toml").write_text(text)
    with pytest.raises(SettingsError, match=message):
        load(tmp_path / "hashiya.toml")


def test_a_message_is_short_whatever_the_file_holds(tmp_path: Path) -> None:
    (tmp_path / "hashiya.toml").write_text(f"{'x' * 100_000} = 1\nmeasure = '{'y' * 100_000}'\n")
    assert all(len(str(fault)) < 1000 for fault in load(tmp_path / "hashiya.toml").faults)
    many = [Fault("a", line, "", "wrong") for line in range(1, 500)]
    assert len(str(settings_error(many)).splitlines()) == MOST_FAULTS + 1
