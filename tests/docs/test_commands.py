"""Every command that the documentation shows runs, and prints what the page says.

The `console` blocks of a page run in one folder, in their order. `…` in the shown output stands for
anything; the output of a command may be left out. A message `hashiya: …` means that the command
fails. What opens the reader runs on a terminal: it gets the keys of the comments
`<!-- press: … -->` behind the block, then `ctrl+q`.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.team_pictures import mark
from tests.cli.conftest import Hashiya, hashiya
from tests.docs.console import matches, run_command
from tests.docs.not_run import EXAMPLES, NOT_RUN
from tests.docs.pages import DOCS, blocks, commands, inline_commands, name, pages
from tests.paths import DATA, ROOT
from tests.suggest.ml_server import ml_server, predicting
from tui.cli.main import parse
from tui.cli.options import COMMANDS
from tui.config import load
from tui.errors import UsageError
from tui.store.database import Store

__all__ = ["hashiya"]

NEWS = ("ar-01", "ar-02", "fa-01")
LANGUAGES = {"console", "sh", "json", "toml", "python", "md", "mermaid", "nginx", "text"}
"""What a block of code can be; no test looks at the last four."""

ML_BACKEND = "http://localhost:9090"
HUB = DOCS / "hub.md"
"""Its commands run in tests/hub, which has a server."""

WITH_COMMANDS = [
    page for page in pages() if page != HUB and any(b.language == "console" for b in blocks(page))
]


def team(folder: Path, names: dict[str, str]) -> None:
    """Make a database for each annotator: all have marked and finished the articles."""
    for file, who in names.items():
        with Store.open(folder / file) as store:
            for article in NEWS:
                mark(store, article, who, alike=False)


def add_articles(folder: Path, hashiya: Hashiya, *files: str) -> None:
    for file in files:
        assert hashiya("--db", file, "add", "articles").status == 0


def prepare_team(folder: Path, hashiya: Hashiya) -> None:
    names = {"laila.db": "laila", "omar.db": "omar", "dina.db": "dina"}
    add_articles(folder, hashiya, *names)
    team(folder, names)


def prepare_commands(folder: Path, hashiya: Hashiya) -> None:
    names = {"hind.db": "user", "omar.db": "omar", "laila.db": "ليلى"}
    add_articles(folder, hashiya, *names)
    team(folder, names)
    assert hashiya("add", "seeds").status == 0
    assert hashiya("merge", "laila.db", "omar.db").status == 0
    assert hashiya("--db", "omar.db", "export", "others.jsonl").status == 0
    shutil.copytree(folder / "articles", folder / "news")
    shutil.copy(folder / "articles" / "ar-01.txt", folder / "interview.txt")
    (folder / "corpus.jsonl").write_text('{"id": "1", "text": "نص"}\n', encoding="utf-8")
    (folder / "suggest.py").write_text("for line in open(0): pass\n", encoding="utf-8")
    assert hashiya("backup", "annotations.db.2026-03-01.backup").status == 0
    press = folder / "projects" / "press"
    press.mkdir(parents=True)
    (press / "hashiya.toml").write_text('[suggesters.model]\nurl = "http://localhost:9090"\n')


def prepare_suggestions(folder: Path, hashiya: Hashiya) -> None:
    assert hashiya("add", "seeds").status == 0
    assert hashiya("suggest").status == 0


def prepare_seeds(folder: Path, hashiya: Hashiya) -> None:
    assert hashiya("add", "seeds").status == 0


PREPARE: dict[str, Callable[[Path, Hashiya], None]] = {
    "docs/commands.md": prepare_commands,
    "docs/database.md": prepare_suggestions,
    "docs/formats.md": prepare_suggestions,
    "docs/jsonl.md": prepare_suggestions,
    "docs/labels.md": prepare_seeds,
    "docs/settings.md": prepare_seeds,
    "docs/suggesters.md": prepare_seeds,
    "docs/suggestions.md": prepare_seeds,
    "docs/team.md": prepare_team,
    "docs/terminals.md": prepare_seeds,
}
"""What a page assumes, in addition to `seeds/` and a folder with three articles."""


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name)
def test_the_commands_of_a_page_run(page: Path, tmp_path: Path, hashiya: Hashiya) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "articles").mkdir()
    for article in NEWS:
        shutil.copy(DATA / "news" / f"{article}.txt", tmp_path / "articles")
    if prepare := PREPARE.get(name(page)):
        prepare(tmp_path, hashiya)
    with ml_server(predicting(lambda _: {"result": []})) as server:
        servers = {ML_BACKEND: server.url}
        for block in blocks(page):
            if block.title:
                (tmp_path / block.title).write_text(block.text, encoding="utf-8")
            if block.language == "console":
                for command in commands(block):
                    run_command(command, block, tmp_path, hashiya, servers)


def test_shown_output_is_compared() -> None:
    assert matches("a\n…\nd", "a\nb\nc\nd")
    assert matches("…,4,…", "3,4,5")
    assert not matches("a\n…", "b\nc")
    assert not matches("a", "a\nb")


@pytest.mark.parametrize("page", pages(), ids=name)
def test_what_is_not_run_is_listed(page: Path) -> None:
    for block in blocks(page):
        if block.language == "sh" and name(page) not in (EXAMPLES, name(HUB)):
            for line in block.lines:
                assert line in NOT_RUN, f"{name(page)}: {line}"


@pytest.mark.parametrize("page", pages(), ids=name)
def test_blocks_of_code_are_what_they_say(page: Path, tmp_path: Path) -> None:
    for block in blocks(page):
        where = f"{name(page)}:{block.line}"
        assert block.language in LANGUAGES, f"{where}: {block.language}"
        if block.language == "json":
            assert all(json.loads(line) for line in block.lines), where
        elif block.language == "toml":
            (tmp_path / "hashiya.toml").write_text(block.text, encoding="utf-8")
            assert not load(tmp_path / "hashiya.toml").faults, where
        elif block.language == "python":
            compile(block.text, where, "exec")
        elif block.language == "sh":
            for line in block.lines:
                program, *words = shlex.split(line, comments=True)
                if program == "hashiya" and not {">", "|"} & set(words):
                    parse(words)


def test_nothing_is_listed_that_no_page_shows() -> None:
    shown = {
        line for page in pages() for b in blocks(page) for line in b.lines if b.language == "sh"
    }
    assert NOT_RUN.keys() <= shown


def options_of(command: str) -> set[str]:
    """Return the names of a command's options."""
    parser = argparse.ArgumentParser()
    COMMANDS[command].add_options(parser)
    return {name for action in parser._actions for name in action.option_strings}


@pytest.mark.parametrize("page", pages(), ids=name)
def test_the_commands_within_sentences_are_right_usage(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in inline_commands(page):
        if words[0] in COMMANDS and {w for w in words[1:] if not w.isupper()} <= options_of(
            words[0]
        ):
            continue  # only named, with an option perhaps
        try:
            parse(words)
        except (SystemExit, UsageError) as error:
            pytest.fail(f"{name(page)}: hashiya {shlex.join(words)}: {error}")


def test_the_makefile_has_the_targets_that_are_named() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for page in pages():
        named = re.findall(r"`make (\w+)`", page.read_text(encoding="utf-8"))
        assert set(named) <= targets, name(page)
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
