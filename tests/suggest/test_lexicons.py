"""The lists of the lexicons' files, and the fields that they are read into."""

import tomllib
from dataclasses import fields
from importlib import resources

import pytest

from tui.suggest.lexicons.lexicon import LANGUAGES, WordGroup, bare
from tui.suggest.lexicons.lexicon_files import lexicon

OF_EXPRESSIONS = {
    "verbs": {"report", "weak", "describe", "participle", "participle_nouns", "conjugated"},
    "frames": {"before_speaker", "after_speaker", "pronoun", "sayings", "told_in"},
    "grammar": {"plurals"},
}
"""Lists that expressions and plurals are made of, and that are no field."""

MADE = {
    "verbs": {"quoting_with_ba", "judging", "finite", "light_forms", "imperfect"},
    "nouns": {"titles_and_roles", "persons", "heads"},
    "names": {"given_or_noun"},
}
"""Fields that are made of several lists."""


def _tables(language: str) -> dict[str, dict[str, object]]:
    path = resources.files("tui.suggest.lexicons") / f"{language}.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: table for name, table in content.items() if isinstance(table, dict)}


def _groups(language: str) -> dict[str, set[str]]:
    read = lexicon(language)
    groups = {field.name: getattr(read, field.name) for field in fields(read)}
    return {
        name: {field.name for field in fields(group)}
        for name, group in groups.items()
        if isinstance(group, WordGroup)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_of_a_file_is_read(language: str) -> None:
    groups = _groups(language)
    for name, table in _tables(language).items():
        if name not in groups:
            continue
        made = {key for key in table if key.endswith(("_phrases", "_stems"))}
        assert set(table) - groups[name] - made == OF_EXPRESSIONS.get(name, set()) & set(table)


def test_every_field_is_a_list_of_some_language() -> None:
    tables = [_tables(language) for language in LANGUAGES]
    for name, names in _groups("ar").items():
        listed = {key for table in tables for key in table.get(name, {})}
        assert names - listed == MADE.get(name, set())


def test_a_list_is_a_field_of_the_same_name() -> None:
    assert bare("والدة") in lexicon("ar").nouns.kin
    assert (bare("با"), bare("این"), bare("حال")) in lexicon("fa").clause.connectives
    assert lexicon("ur").grammar.subject_marker == bare("نے")
    assert lexicon("en").agreement.feminine is None


def test_a_body_takes_the_article_and_people_a_plural() -> None:
    assert {bare("وزارة"), bare("الوزارة")} <= lexicon("ar").nouns.bodies
    assert {"officers", "policewomen", "secretaries", "envoys"} <= lexicon("en").nouns.people
