"""A file that is edited on disk between two sessions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.readers import QUIT, reader, stored

pytestmark = pytest.mark.slow


def test_the_change_is_shown_taken_and_taken_back(folder: Path) -> None:
    with reader(folder) as program:
        program.until_shown("Notes", "w000")
        program.type("e1  e2 ")
        program.until_shown("w002 ORG")
        program.type(QUIT)
        program.until_ended()
    source = folder / "seeds" / "a.txt"
    old = source.read_text()
    source.write_text("A new first line\n" + old.replace("w000 ", ""))
    with reader(folder) as program:
        program.until_shown("The text changed", "loses its place", "A new first line")
        assert [row.text for row in stored(folder)] == ["w000", "w002"]
        program.type("\r")
        program.until_shown("without a place 1", "1 without a place")
        (kept,) = [row for row in stored(folder) if row.status == "accepted"]
        assert source.read_text()[kept.start : kept.end] == kept.text == "w002"
        program.type("u")
        program.until_shown("undone: re-anchoring", "w000 w001")
        assert [row.status for row in stored(folder)] == ["accepted", "accepted"]
        program.type(QUIT)
        assert program.until_ended() == 0
