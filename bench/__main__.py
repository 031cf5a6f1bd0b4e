"""`python -m bench [NAME…]`: measure, print the table, and keep the whole one in results.md.

With `--keep` the rows of the named groups are kept in it too, in place of their earlier ones.
"""

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
    parser.add_argument("--keep", action="store_true", help="keep the named rows in results.md")
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
    elif options.keep:
        when = f"{', '.join(f'`{name}`' for name in options.names)}: {machine.measured()}"
        page = RESULTS.read_text(encoding="utf-8")
        RESULTS.write_text(_with_rows(page, results, when, options.names), encoding="utf-8")


def _with_rows(page: str, results: list[Result], when: str, names: list[str]) -> str:
    """Return the page with these rows, and a line that says when they were measured.

    A row that was there keeps its place, and a line no longer names what was measured again.
    """
    rows = {_head(row): row for row in markdown(results).splitlines()[2:]}
    lines = []
    for line in page.splitlines():
        if line.startswith("- `"):
            measured, _, rest = line.removeprefix("- ").partition(": ")
            left = [name for name in measured.split(", ") if name.strip("`") not in names]
            lines += [f"- {', '.join(left)}: {rest}"] if left else []
        else:
            lines.append(rows.pop(_head(line), line) if line.startswith("| ") else line)
    table = next(at for at, line in enumerate(lines) if line.startswith("| "))
    return "\n".join([*lines[: table - 1], f"- {when}", *lines[table - 1 :], *rows.values()]) + "\n"


def _head(row: str) -> tuple[str, ...]:
    """Return what a row of the table measures."""
    return tuple(row.split("|")[1:3])


def _page(results: list[Result], rounds: int, lines: list[str]) -> str:
    listed = "\n".join(f"- {line}" for line in lines)
    return f"{_INTRODUCTION.format(rounds=rounds, machine=listed)}\n{markdown(results)}\n"


if __name__ == "__main__":
    main()
