"""Completion: what fits a line, and the scripts in real shells."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.articles import document
from tests.cli.conftest import NAME, Hashiya
from tests.cli.shells import Shell
from tui.cli.commands.completion import VALUES, bash_quoted, complete, split_line
from tui.cli.options import COMMANDS, READ_FORMATS, SHELLS, WRITTEN_FORMATS
from tui.cli.parsers import GLOBALS, actions_of, command_parser
from tui.formats import DESCRIPTIONS, registry
from tui.model import annotate
from tui.schema import default_schema
from tui.store import completion_names
from tui.store.database import Store
from tui.store.row_mapping import Change

BREAKS = " \t\n\"'@><=;|&(:"
"""bash's COMP_WORDBREAKS."""

IDS = (
    "a2.txt",
    "a10.txt",
    "-dash.txt",
    'it\'s a "quote" $x.txt',
    "bang!`date`.txt",
    "news/b c.txt",
    "news/x:y.txt",
    "news/x:z w.txt",
    "رأي آخر.txt",
    "رأي في الكتابة.txt",
    "مقال#1.txt",
    "می\u200cخواهم.txt",
)


def texts(*words: str) -> list[str]:
    """What the last of these words can be completed to."""
    return [word.text for word in complete(words[:-1], words[-1]).words]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with documents of difficult ids, labels and two annotators."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HASHIYA_DB", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", os.fspath(tmp_path / "config"))
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents(document(f"نص {id}", id) for id in IDS)
        info = store.documents.get("a2.txt")
        row = annotate(info, "نص a2.txt", (0, 2), "رأي", "ليلى ب")
        store.history.commit("tag", info.id, "ليلى ب", [Change(None, row)])
        store.progress.save("a2.txt", "omar", 3)
    return tmp_path


# --------------------------------------------------------------- what fits a line


def test_the_first_word_is_a_command_or_a_source() -> None:
    found = complete([], "e")

    assert [word.text for word in found.words] == ["export"]
    assert found.words[0].description == COMMANDS["export"].help
    assert found.kind == "files"


def test_every_command_is_completed() -> None:
    assert texts("") == [*COMMANDS]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_that_the_help_shows_is_completed(hashiya: Hashiya, command: str) -> None:
    shown = re.findall(r"^  (?:-h, )?(--[\w-]+)", hashiya(command, "--help").out, re.MULTILINE)

    assert texts(command, "--") == shown


@pytest.mark.parametrize("command", COMMANDS)
def test_it_is_decided_for_every_value_what_completes_it(command: str) -> None:
    for action in actions_of(command_parser(command, COMMANDS[command])):
        name = action.option_strings[-1] if action.option_strings else action.dest
        assert action.choices or action.nargs == 0 or name in VALUES, name


def test_global_options_come_before_a_command_and_after_it() -> None:
    assert set(GLOBALS) < set(texts("--"))
    assert texts("--bidi", "ex") == ["explicit"]
    assert texts("--bidi", "visual", "sho") == ["show"]
    assert texts("--bidi=visual", "sho") == ["show"]
    assert texts("show", "--bidi", "l") == ["lrm"]
    assert texts("list", "--bidi", "l") == ["lrm"]  # an option that its help does not show


def test_an_option_is_offered_once_unless_it_can_be_given_again() -> None:
    offered = texts("export", "--format", "csv", "--label", "claim", "--force", "--")

    assert "--format" not in offered
    assert "--force" not in offered
    assert "--label" in offered


def test_choices_and_formats() -> None:
    assert texts("export", "--status", "") == ["accepted", "suggested", "rejected", "orphaned"]
    assert texts("export", "--format=do") == ["--format=documents", "--format=doccano"]
    assert texts("import", "--format", "conll") == ["conll", "conllu"]
    assert texts("hub", "") == ["init", "add", "status", "documents", "blind", "forget"]
    assert texts("hub", "blind", "o") == ["on", "off"]
    assert texts("completion", "") == [*SHELLS]
    assert texts("add", "--encoding", "cp125")[:2] == ["cp1250", "cp1251"]


def test_formats_are_those_of_the_registry() -> None:
    assert [one.name for one in registry.FORMATS] == [*DESCRIPTIONS]
    written = [one.name for one in registry.FORMATS if one.write or one.write_folder]
    assert written == [*WRITTEN_FORMATS]
    assert tuple(one.name for one in registry.FORMATS if one.read) == READ_FORMATS


def test_files_and_folders_are_left_to_the_shell() -> None:
    assert complete(["add"], "x").kind == "files"
    assert complete(["--db"], "").kind == "files"
    assert complete(["trust"], "").kind == "folders"
    assert complete(["--schema"], "woj") == ([("wojood", "")], "files")


def test_after_two_hyphens_nothing_is_an_option(folder: Path) -> None:
    assert texts("show", "--", "-d") == ["-dash.txt"]
    assert "-dash.txt" not in texts("show", "")


def test_nothing_is_completed_after_the_last_argument(folder: Path) -> None:
    assert texts("show", "a2.txt", "") == []
    assert texts("show", "--no-such", "--width", "") == []
    assert texts("show", "--no-such=") == []


def test_documents_in_natural_order_with_their_titles(folder: Path) -> None:
    found = complete(["show"], "a").words

    assert [tuple(word) for word in found] == [("a2.txt", "نص a2.txt"), ("a10.txt", "نص a10.txt")]
    assert texts("export", "--document=news/x:z") == ["--document=news/x:z w.txt"]
    assert set(texts("show", "")) == {*IDS} - {"-dash.txt"}


def test_labels_are_the_schema_s_and_the_annotations(folder: Path) -> None:
    assert texts("export", "--label", "") == [*default_schema().names, "رأي"]

    (folder / "hashiya.toml").write_text('[[labels]]\nname = "frame"\n', encoding="utf-8")
    assert texts("export", "--label", "") == ["frame", "رأي"]
    assert texts("--schema", "polnear", "export", "--label", "cl") == ["claim"]

    (folder / "hashiya.toml").write_text("[[labels]]\nnam = 1\n", encoding="utf-8")
    assert texts("export", "--label", "") == ["رأي"]


def test_annotators_are_those_who_worked_here(folder: Path) -> None:
    assert texts("export", "--annotator", "") == ["omar", "ليلى ب"]
    assert texts("assign", "--to", "ل") == ["ليلى ب"]
    assert texts("hub", "forget", "o") == ["omar"]


def test_suggesters_are_the_built_in_ones_and_those_of_the_settings(folder: Path) -> None:
    text = '[suggesters.model]\ncommand = ["python3", "m.py"]\n'
    (folder / "hashiya.toml").write_text(text, encoding="utf-8")

    assert texts("suggest", "--with", "") == ["rules", "names", "gazetteer", "model"]


def test_another_database_can_be_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "annotations.db").rename(folder / "work.db")

    assert texts("show", "a2") == []
    assert texts("--db", "work.db", "show", "a2") == ["a2.txt"]
    assert texts("show", "--db=work.db", "a2") == ["a2.txt"]
    monkeypatch.setenv("HASHIYA_DB", "work.db")
    assert texts("show", "a2") == ["a2.txt"]


# ------------------------------------------------------------- only reading


def state_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with its size and time; opening one would drop the locks of this process."""
    states = {one.name: one.stat() for one in folder.iterdir() if one.is_file()}
    return {name: (state.st_size, state.st_mtime_ns) for name, state in states.items()}


def ask_everything(hashiya: Hashiya) -> None:
    """Complete all that is read from a database."""
    for words in (["show"], ["export", "--label"], ["assign", "--to"], ["suggest", "--with"]):
        assert hashiya("__complete", "zsh", *words, "").status == 0


def test_no_file_is_made_or_changed(hashiya: Hashiya, folder: Path) -> None:
    before = state_of(folder)
    ask_everything(hashiya)
    assert state_of(folder) == before


def test_no_database_is_made(hashiya: Hashiya, tmp_path: Path) -> None:
    ask_everything(hashiya)
    assert list(tmp_path.iterdir()) == []


def test_what_an_open_reader_has_written_is_seen(folder: Path) -> None:
    with Store.open(folder / "annotations.db") as store:
        store.add_documents([document("نص", "new.txt")])
        before = state_of(folder)
        assert texts("show", "new.") == ["new.txt"]
        after = state_of(folder)
        del before["annotations.db-shm"], after["annotations.db-shm"]  # has the readers' locks
        assert after == before


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 600])
def test_a_file_that_is_no_database_has_no_names(
    hashiya: Hashiya, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "annotations.db").write_bytes(content)
    ask_everything(hashiya)
    assert (tmp_path / "annotations.db").read_bytes() == content


def test_ids_with_control_characters_are_left_out(folder: Path) -> None:
    with Store.open(folder / "annotations.db") as store:
        store.add_documents([document("x\x1b[31m\u202e y", "z\x1b[2J"), document("x", "z\ny")])

    assert texts("show", "z") == []


def test_descriptions_hold_nothing_that_a_terminal_obeys(folder: Path) -> None:
    with Store.open(folder / "annotations.db") as store:
        store.add_documents([document("x\x1b[31m\u202ey" + "ن" * 200, "z.txt")])

    (word,) = complete(["show"], "z").words
    assert word.description.startswith("x[31my")
    assert len(word.description) == 60


def test_of_very_many_ids_only_the_beginnings(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completion_names, "MOST_IDS", 3)

    assert complete(["show"], "news/").words
    found = complete(["show"], "")
    assert found.kind == "parts"
    assert {word.text for word in found.words} == {id[0] for id in IDS} - {"-"}
    assert [word.text for word in complete(["show"], "zz").words] == []


def test_no_id_is_lost_between_the_beginnings(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completion_names, "MOST_IDS", 1)

    def followed(start: str) -> Iterator[str]:
        found = complete(["show", "--"], start)
        for word in found.words:
            yield word.text
            if found.kind == "parts" and word.text != start:
                yield from followed(word.text)

    assert {*IDS} <= {*followed("")}


# --------------------------------------------------------------- the line of bash


@pytest.mark.parametrize(
    ("line", "words", "fixed", "quote"),
    [
        ("h ", ["h", ""], 0, ""),
        ("h a\\ b", ["h", "a b"], 0, ""),
        ("h 'a b", ["h", "a b"], 0, "'"),
        ("h --x='a b", ["h", "--x=a b"], 4, "'"),
        ('h "a\\"b\\c', ["h", 'a"b\\c'], 0, '"'),
        ("h x:y", ["h", "x:y"], 2, ""),
        ("h x\\:y", ["h", "x:y"], 0, ""),
        ("h 'x:y'z", ["h", "x:yz"], 0, ""),
        ("h '' ", ["h", "", ""], 0, ""),
        ("h a\\", ["h", "a\\"], 0, ""),
    ],
)
def test_a_line_is_split_as_bash_does(line: str, words: list[str], fixed: int, quote: str) -> None:
    assert split_line(line, BREAKS) == (words, fixed, quote)


@pytest.mark.parametrize("quote", ["", "'", '"'])
@pytest.mark.parametrize("text", IDS)
def test_what_bash_inserts_is_read_as_the_same_word(text: str, quote: str) -> None:
    line = f"h {quote}{bash_quoted(text, quote)}{quote} "

    assert split_line(line, BREAKS).words == ["h", text, ""]


# -------------------------------------------------------------------- real shells

COMPLETED = [
    ("hashiya exp\t", ["export"]),
    ("hashiya --bi\texpl\tsh\ta2\t", ["--bidi", "explicit", "show", "a2.txt"]),
    ("hashiya show رأي\tآ\t", ["show", "رأي آخر.txt"]),
    ("hashiya show 'رأي آ\t", ["show", "رأي آخر.txt"]),
    ("hashiya show رأي\\ آ\t", ["show", "رأي آخر.txt"]),
    ("hashiya show it\t", ["show", "it's a \"quote\" $x.txt"]),
    ('hashiya show "it\t', ["show", "it's a \"quote\" $x.txt"]),
    ("hashiya show bang\t", ["show", "bang!`date`.txt"]),
    ("hashiya show news/x:\ty\t", ["show", "news/x:y.txt"]),
    ("hashiya show --width 9 news/x:z\t", ["show", "--width", "9", "news/x:z w.txt"]),
    ("hashiya export --document=news/b\t", ["export", "--document=news/b c.txt"]),
    ("hashiya show مق\t", ["show", "مقال#1.txt"]),
    ("hashiya show می\t", ["show", "می\u200cخواهم.txt"]),
    ("hashiya show -- -da\t", ["show", "--", "-dash.txt"]),
    ("hashiya export --format=cs\t", ["export", "--format=csv"]),
    ("hashiya export --label ent\t--status rej\t",
     ["export", "--label", "entity", "--status", "rejected"]),
    ("hashiya assign --to ل\t", ["assign", "--to", "ليلى ب"]),
    ("hashiya import some\t", ["import", "some file.jsonl"]),
    ("hashiya trust proj\t", ["trust", "project"]),
]  # fmt: skip
"""A line with tabs, and the words that it becomes."""


@pytest.mark.slow
@pytest.mark.parametrize("name", SHELLS)
def test_a_real_shell_completes(folder: Path, name: str) -> None:
    (folder / "some file.jsonl").touch()
    (folder / "project").mkdir()
    (folder / "export").mkdir()  # a folder that is called as a command
    before = state_of(folder)
    with Shell(name, folder, folder / "home") as shell:
        found = [(line, shell.completed(line)) for line, _ in COMPLETED]
        offered = shell.offered("hashiya export --s\t\t")
        nothing = shell.completed("hashiya show nothing-\t")

    assert [(line, [word.rstrip("/") for word in words]) for line, words in found] == COMPLETED
    assert "--subword" in offered
    assert "--split" in offered
    assert ("only of this status" in offered) == (name != "bash")
    assert nothing == ["show", "nothing-"]
    assert state_of(folder) == before


def test_the_hidden_command_is_not_shown(hashiya: Hashiya) -> None:
    assert "__complete" not in hashiya("--help").out
    assert hashiya("__complete", "tcsh", "x").status == 2
    assert hashiya("__complet").status != 0
    assert argparse.SUPPRESS not in hashiya("__complete", "zsh", "show", "--").out
    assert NAME not in hashiya("__complete", "zsh", "show", "").out
