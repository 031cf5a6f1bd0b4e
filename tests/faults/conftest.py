from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working directory with one document to read, below a home of its own."""
    work = tmp_path / "work"
    (work / "seeds").mkdir(parents=True)
    (tmp_path / "home").mkdir()
    words = [f"w{number:03}" for number in range(600)]
    rows = (" ".join(words[at : at + 6]) + "." for at in range(0, 600, 6))
    (work / "seeds" / "a.txt").write_text("\n".join(rows))
    return work
