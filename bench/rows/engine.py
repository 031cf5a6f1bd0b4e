"""The text engine by itself."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from bench.data import article
from bench.sides import each_in_turn
from bench.table import Result, Target
from tui.text.unicode import paragraphs, resolve
from tui.text.unicode.bidi_reference import reference_levels


def levels(rounds: int) -> list[Result]:
    """The levels of 1 MB, against python-bidi's debug route."""
    text = article("1m").read_text(encoding="utf-8")
    pieces = [text[one.start : one.end] for one in paragraphs(text) if one.end > one.start]

    def timed(work: Callable[[str], object]) -> Callable[[], float]:
        def measure() -> float:
            began = perf_counter()
            for piece in pieces:
                work(piece)
            return 1000 * (perf_counter() - began)

        return measure

    ours, theirs = each_in_turn(
        [timed(resolve), timed(lambda piece: reference_levels(piece, 1))], rounds
    )
    return [Result(Target("levels of 1 MB", "the debug route", 0.3), ours, theirs)]
