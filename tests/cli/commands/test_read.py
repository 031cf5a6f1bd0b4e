"""What the reader is told about its database at the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ptys import Program
from tui.cli.commands import read
from tui.store.database import Store


def test_each_annotator_is_told_once_that_it_is_in_a_network_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path / "annotations.db") as store:
        assert read.network_notices(store, "me") == []
        monkeypatch.setattr(read, "network_type", lambda _: "nfs4")
        told = ["network folder (nfs4): it opens on one machine at a time"]
        assert read.network_notices(store, "me") == told
        assert read.network_notices(store, "me") == []
        assert read.network_notices(store, "you") == told


@pytest.mark.slow
def test_a_file_of_records_opens_at_the_first_one_that_is_not_done(tmp_path: Path) -> None:
    lines = ('{"id": "r1", "text": "one"}', '{"id": "r2", "text": "two"}')
    (tmp_path / "c.jsonl").write_text("\n".join(lines), encoding="utf-8")
    env = {"HASHIYA_ANNOTATOR": "me"}
    with Program("c.jsonl", folder=tmp_path, env=env) as reader:
        reader.until_shown("document 1 of 2", "enter open")  # the index has the focus
        reader.type("\td")
        reader.until_shown("marked done")
        reader.type("\x11")
        assert reader.until_ended() == 0
    with Program("c.jsonl", folder=tmp_path, env=env) as reader:
        reader.until_shown("document 2 of 2", "c claim")
        reader.type("\x11")
        assert reader.until_ended() == 0
