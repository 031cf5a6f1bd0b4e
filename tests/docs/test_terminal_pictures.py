"""The pictures of terminals in docs read as they should, as tesseract has it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scripts.shot_judge import PROGRAMS, error_rate
from scripts.shots import OUT, ROOT, SEED
from tests.needs import lacks, needs_program

pytestmark = pytest.mark.slow

WRONG = ("mosh-kitty", "mosh-mlterm", "mosh-qterminal")
"""What `docs/terminals.md` says is wrong: words reversed, letters lost."""

QUICK = ("xterm-find", "tmux-mlterm-find", "mosh-kitty-find", "mosh-mlterm-find")
"""Those that `make test` looks at."""


def pictures() -> list[object]:
    """Each picture, the rest of them for `make soak` only."""
    return [
        pytest.param(path, id=path.stem, marks=[] if path.stem in QUICK else [pytest.mark.soak])
        for path in sorted(OUT.glob("*.png"))
    ]


@pytest.fixture(scope="module")
def _judge() -> None:
    """The programs that read a picture, and Arabic for tesseract."""
    for program in PROGRAMS:
        needs_program(program)
    known = subprocess.run(["tesseract", "--list-langs"], check=True, stdout=subprocess.PIPE)
    if b"ara" not in known.stdout.split():
        lacks("tesseract knows no Arabic here (Debian: tesseract-ocr-ara)")


@pytest.mark.usefixtures("_judge")
@pytest.mark.parametrize("picture", pictures())
def test_the_article_reads_as_the_page_says(picture: Path) -> None:
    text = (ROOT / "seeds" / SEED).read_text(encoding="utf-8")
    rate = error_rate(picture.read_bytes(), text)
    if picture.stem.removesuffix("-find") in WRONG:
        assert rate > 0.3
    else:
        assert rate < 0.1
