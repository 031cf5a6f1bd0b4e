"""Two people's work: merged, measured, and its first disagreement on the screen."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.data import hashiya, layer
from bench.rows.corpus import peak_memory, seconds
from bench.sides import working_folder
from bench.table import Result, Target
from bench.terminal import Program, running

_MANY = 1_000_000
"""Annotations of both together."""


def million(_: int) -> list[Result]:
    """A million annotations of two people in a thousand documents, each figure once."""
    sides = [layer(who, _MANY // 2) for who in ("laila", "omar")]
    with working_folder() as place:
        gold = place / "gold.db"

        def merge(into: Path) -> list[str]:
            return [*hashiya(into), "merge", *map(str, sides)]

        merging = seconds(merge(gold))
        merging_memory = peak_memory(merge(place / "again.db"))
        comparing = [*hashiya(gold), "agreement", "--json"]
        measuring, measuring_memory = seconds(comparing), peak_memory(comparing)
        command = [*hashiya(gold), "--annotator", "boss", "adjudicate"]
        asked = Program("adjudicate", command, "left of")
        with running(asked, place) as terminal:
            first, first_memory = terminal.ready_after, terminal.peak_memory()
        shutil.rmtree(place, ignore_errors=True)
    figures = (
        ("merge of 1,000,000 annotations", 60, "s", merging),
        ("memory of that merge", 200, "MiB", merging_memory),
        ("agreement over 1,000,000 annotations", 120, "s", measuring),
        ("memory of that agreement", None, "MiB", measuring_memory),
        ("the first disagreement among 1,000,000", 3, "s", first),
        ("memory of the reader then", 200, "MiB", first_memory),
    )
    return [
        Result(Target(what, "", most, unit=unit), [value], ())
        for what, most, unit, value in figures
    ]
