"""The commands of docs/hub.md, in their order, with a server of the tests' own."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Hashiya, hashiya
from tests.docs.console import run_command
from tests.docs.pages import DOCS, blocks, commands
from tests.hub.conftest import Postgres
from tests.paths import DATA

__all__ = ["hashiya"]

SHOWN = "postgresql://{login}@db.example.org/team"
"""The address that the page shows."""


def test_the_page_leads_two_people_to_a_hub(
    hashiya: Hashiya, postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres.execute("postgres", "DROP DATABASE IF EXISTS team WITH (FORCE)", "postgres")
    postgres.execute("postgres", "DROP ROLE IF EXISTS sara", "postgres")
    postgres.execute("postgres", "CREATE ROLE sara LOGIN CREATEDB CREATEROLE", "postgres")
    postgres.execute("postgres", "CREATE DATABASE team OWNER sara", "postgres")
    (tmp_path / "articles").mkdir()
    for article in ("ar-01", "ar-02", "fa-01"):
        shutil.copy(DATA / "news" / f"{article}.txt", tmp_path / "articles")
    ran = 0
    for block in blocks(DOCS / "hub.md"):
        if block.language != "console":
            continue
        for command in commands(block):
            ran += 1
            if not command.words.startswith("export "):
                run_command(command, block, tmp_path, hashiya)
                continue
            for word in command.words.split()[1:]:
                variable, _, value = word.partition("=")
                for login in ("sara", "hind"):
                    shown = SHOWN.format(login=login)
                    value = value.replace(shown, postgres.address("team", login))
                monkeypatch.setenv(variable, value)
    assert ran == 7
