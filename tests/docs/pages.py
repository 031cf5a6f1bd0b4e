"""The project's Markdown pages, their blocks of code, their links and their headings."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.paths import ROOT

DOCS = ROOT / "docs"


def pages() -> list[Path]:
    """Return all pages that people read."""
    top = sorted(ROOT.glob("*.md"))
    return [*top, *sorted(DOCS.rglob("*.md")), *sorted((ROOT / "examples").rglob("*.md"))]


def name(page: Path) -> str:
    """Return the path of a page within the project."""
    return page.relative_to(ROOT).as_posix()


class Block(NamedTuple):
    """A fenced block of code."""

    page: Path
    line: int
    language: str
    title: str
    """The file that it is the content of; empty if it has no name."""
    lines: tuple[str, ...]
    press: tuple[str, ...]
    """The keys for the reader that the block starts, from the comments behind it."""

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)


class Command(NamedTuple):
    """A command of a `console` block, with the output that the page shows."""

    words: str
    shown: tuple[str, ...]


_FENCE = re.compile(r'^```(\w*)(?: title="([^"]+)")?$')
_PRESS = re.compile(r"^<!-- press: (.*) -->$")


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page."""
    found: list[Block] = []
    lines = page.read_text(encoding="utf-8").split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        if keys := _PRESS.match(line):
            last = found[-1]
            found[-1] = last._replace(press=(*last.press, *keys[1].split()))
        elif line.startswith("```"):
            fence = _FENCE.match(line)
            assert fence, f"{name(page)}:{number + 1}: {line} is no fence that is known here"
            end = lines.index("```", number + 1)
            inside = tuple(lines[number + 1 : end])
            found.append(Block(page, number + 1, fence[1], fence[2] or "", inside, ()))
            number = end
        number += 1
    return found


def commands(block: Block) -> list[Command]:
    """Return the commands of a `console` block; each begins with `$ `."""
    found: list[Command] = []
    for line in block.lines:
        if line.startswith("$ "):
            found.append(Command(line.removeprefix("$ "), ()))
        else:
            assert found, f"{name(block.page)}:{block.line}: output before the first command"
            found[-1] = Command(found[-1].words, (*found[-1].shown, line))
    return found


def prose(page: Path) -> str:
    """Return the text of a page without its blocks of code."""
    text = page.read_text(encoding="utf-8")
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def inline_code(page: Path) -> Iterator[str]:
    """Yield the code within the sentences of a page."""
    for found in re.finditer(r"``(.+?)``|`([^`]+)`", prose(page), re.DOTALL):
        yield " ".join((found[1] or found[2]).replace("\\|", "|").split())


def inline_commands(page: Path) -> Iterator[list[str]]:
    """Yield the words of each command of Hashiya within a sentence, without `hashiya`.

    Left out is what shows the form of a command, with brackets, bars or an ellipsis, and what a
    shell does with its output.
    """
    for code in inline_code(page):
        own = re.split(r" [|>] ", code)[0]
        if own.startswith("hashiya ") and not set("[…{|") & set(own):
            yield shlex.split(own)[1:]


def links(page: Path) -> Iterator[str]:
    """Yield the targets of a page's links and pictures."""
    text = re.sub(r"`[^`]*`", "", prose(page))
    for found in re.finditer(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", text):
        yield found[1] or found[2]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub and the site make them."""
    found: set[str] = set()
    for heading in re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE):
        plain = re.sub(r"[`*]|\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", plain).strip()))
    return found
