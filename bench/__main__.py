"""`python -m bench [NAME…]`: measure, print the table, and keep the whole one in results.md."""

from __future__ import annotations

import argparse
import sys
import time

from bench import machine
from bench.data import ROOT
from bench.rows import GROUPS
from bench.table import Result, markdown

RESULTS = ROOT / "results.md"

_INTRODUCTION = """# What was measured

Made by `make bench`; every figure is a median over {rounds} rounds in which both sides were \
measured in turn,
on a terminal of 120 × 40 cells. *Floor* is a bare Textual app with one Line-API widget over rows \
that were
made before, and no logic. The terminal answers as xterm does: visual order as it is.

{machine}
"""


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(GROUPS)}")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="5 or more (5)")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in GROUPS]
    if unknown or options.rounds < 1:
        parser.error(f"there is no {unknown[0]}" if unknown else "at least one round")
    results, began, load = [], time.monotonic(), machine.load()
    for name in options.names or GROUPS:
        print(f"{name} …", file=sys.stderr, flush=True)
        results += GROUPS[name](options.rounds)
    print(markdown(results))
    if not options.names:
        minutes = (time.monotonic() - began) / 60
        lines = [
            *machine.describe(),
            f"load {load:.1f} at the start, {minutes:.0f} minutes in all",
        ]
        RESULTS.write_text(_page(results, options.rounds, lines), encoding="utf-8")


def _page(results: list[Result], rounds: int, lines: list[str]) -> str:
    listed = "\n".join(f"- {line}" for line in lines)
    return f"{_INTRODUCTION.format(rounds=rounds, machine=listed)}\n{markdown(results)}\n"


if __name__ == "__main__":
    main()
