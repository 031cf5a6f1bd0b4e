"""A folder with a database of one article and some annotations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.articles import document, seed_text
from tui.cli.main import run
from tui.model import annotate, link
from tui.store.database import Store
from tui.store.row_mapping import Change

NAME = "000_e9c5731a151683e9.txt"


class Result(NamedTuple):
    """What a command gave."""

    status: int
    out: str
    err: str


Hashiya = Callable[..., Result]


@pytest.fixture
def hashiya(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Hashiya:
    """Runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HASHIYA_DB", raising=False)
    monkeypatch.setenv("HASHIYA_ANNOTATOR", "me")

    def call(*words: str) -> Result:
        import sys

        try:
            status = run(words)
        except SystemExit as ended:
            status = int(ended.code or 0)
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Result(status, out.decode(), err.decode())

    return call


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """The folder, with an article and four annotations of it, one of them a link's target."""
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(seed_text(), NAME)])
        info, text = store.documents.get(NAME), seed_text()
        quote = annotate(info, text, (1329, 1450), "quote", "me", attributes={"type": "direct"})
        speaker = annotate(info, text, (1322, 1326), "entity", "me", note="two\nlines “x”")
        claim = annotate(info, text, (296, 343), "claim", "you")
        maybe = annotate(info, text, (0, 7), "entity", "me", status="suggested", origin="a guess")
        arrow = link(quote, speaker, "speaker", "me")
        rows = (quote, speaker, claim, maybe, arrow)
        store.history.commit("all", NAME, "me", [Change(None, row) for row in rows])
    return tmp_path
