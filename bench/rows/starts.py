"""From the command to an article that can be read."""

from __future__ import annotations

from bench.data import READY, article, collection, hashiya
from bench.sides import floor, floor_of, hello, reader, starts
from bench.table import Result, Target
from bench.terminal import Program

_HELLO = "a bare Textual “hello”"
_SMALL, _LARGE = 1000, 100_000


def articles(rounds: int) -> list[Result]:
    """Articles of 4 KB and 1 MB."""
    sizes = ("4k", "1m")
    other, *ours = starts([hello(), *(reader(article(size)) for size in sizes)], rounds)
    return [
        Result(Target(f"start, {name} article", _HELLO, 1.5), own, other)
        for name, own in zip(("4 KB", "1 MB"), ours, strict=True)
    ]


def large_article(rounds: int) -> list[Result]:
    """An article of 10 MB."""
    other, ours = starts([floor_of("10m"), reader(article("10m"))], rounds)
    return [Result(Target("start, 10 MB article", "floor", 1.6), ours, other)]


def index(rounds: int) -> list[Result]:
    """A database of very many documents."""
    programs = [
        Program(f"{count} documents", [*hashiya(collection(count)), "read"], READY)
        for count in (_SMALL, _LARGE)
    ]
    other, small, large = starts([floor(2 * _LARGE), *programs], rounds)
    return [
        Result(Target("start, index of 100,000 documents", "floor", 1.5), large, other),
        Result(Target("start, index of 100,000 documents", "of 1,000", 1.15), large, small),
    ]
