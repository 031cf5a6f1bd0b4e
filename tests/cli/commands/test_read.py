"""What the reader is told about its database at the start."""

from __future__ import annotations

from pathlib import Path

import pytest

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
