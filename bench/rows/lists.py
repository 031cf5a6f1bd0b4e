"""Finding one's way among 100,000 documents."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import cycle
from time import perf_counter

from bench.data import DOCUMENTS, READY, collection, hashiya, words
from bench.sides import Side, each_in_turn, floor, press_in_turn
from bench.table import Result, Target
from bench.terminal import Program
from tui.store.database import Store
from tui.text.language import fold_text

_TYPED = "ر ق م space 4 2 7"
"""All titles hold the first word, ever fewer the number."""
_QUERIES = 20


def typing(rounds: int) -> list[Result]:
    """Each key in the index's filter, with the list that it leaves."""
    command = [*hashiya(collection(DOCUMENTS)), "read"]
    sides = [
        Side(floor(2 * DOCUMENTS), "down*14"),
        Side(Program("filter", command, READY), f"{_TYPED} {_TYPED}", before="/ escape /"),
    ]
    other, ours = press_in_turn(sides, rounds)
    target = Target("a key in the filter over 100,000 documents", "floor's key", 2.0)
    return [Result(target, [one.time() for one in ours], [one.time() for one in other])]


def search(rounds: int) -> list[Result]:
    """How much later than SQLite's own first hit a search has its first one."""
    path = collection(DOCUMENTS)
    queries = cycle(words()[20 : 20 + _QUERIES])
    with Store.open(path, read_only=True) as store, closing(sqlite3.connect(path)) as plain:

        def later() -> float:
            query = next(queries)
            began = perf_counter()
            plain.execute(
                "SELECT rowid FROM text_search WHERE text_search MATCH ?",
                (f'"{fold_text(query)}"',),
            ).fetchone()
            between = perf_counter()
            next(iter(store.search(query)), None)
            return 1000 * ((perf_counter() - between) - (between - began))

        (found,) = each_in_turn([later], rounds * _QUERIES)
    target = Target("first hit of a search, later than plain FTS5's", "", 100)
    return [Result(target, found, ())]
