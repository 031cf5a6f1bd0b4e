"""Each ignore of a tool's finding carries its reason."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

IGNORE = re.compile(r"(?:type: ignore(?:\[[\w, -]+\])?|(?:ruff: )?noqa(?:: ?[A-Z0-9, ]+)?)(?!\w)")


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the comments of a file by line, each behind the comment on the line above it."""
    with path.open("rb") as file:
        tokens = [one for one in tokenize.tokenize(file.readline) if one.type == tokenize.COMMENT]
    alone = {token.start[0]: token.string for token in tokens if token.line.lstrip()[0] == "#"}
    for token in tokens:
        line = token.start[0]
        yield line, f"{alone.get(line - 1, '')} {token.string}"


def has_reason(words: str) -> bool:
    return re.search(r"\w", IGNORE.sub("", words)) is not None


def test_every_ignore_has_a_reason() -> None:
    paths = [
        path
        for folder in ("tui", "tests", "bench", "scripts", "examples")
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]
    ignores = [
        (f"{path.relative_to(ROOT)}:{line}", words)
        for path in paths
        for line, words in comments(path)
        if IGNORE.search(words)
    ]
    assert len(ignores) > 50
    assert [place for place, words in ignores if not has_reason(words)] == []


@pytest.mark.parametrize(
    "words", ["# noqa: S608", "# type: ignore[arg-type, misc]", "# ruff: noqa: PTH100, S603"]
)
def test_an_ignore_alone_has_none(words: str) -> None:
    assert not has_reason(words)
    assert has_reason(f"{words} (constants)")
