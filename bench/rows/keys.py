"""From a key to what it paints."""

from __future__ import annotations

from bench.data import annotated, article, database_of
from bench.data import one_line as one_line_article
from bench.sides import Side, copied, floor_of, press_in_turn, reader, working_folder
from bench.sides import text_area as area_of
from bench.table import Result, Target
from bench.terminal import Terminal, running

_TO_BOTTOM = "down*36"
"""Takes the caret to the lowest row that it stands in: from there on each key scrolls."""
_DOWN, _PAGES = "down*30", "pagedown*20"
_PER_SECOND, _REPEATS = 30, 60
_FRAME = 1000 / _PER_SECOND
_TAGS = 12


def down(rounds: int) -> list[Result]:
    """One row down, scrolling, in articles of any size; and the bytes that it writes."""
    floor, small, middle, large = press_in_turn(
        [
            Side(floor_of("1m"), _DOWN),
            Side(reader(article("4k")), _DOWN, before=f"ctrl+home {_TO_BOTTOM}"),
            Side(reader(article("1m")), _DOWN),
            Side(reader(article("10m")), _DOWN),
        ],
        rounds,
    )
    theirs = [one.time() for one in floor]
    results = [
        Result(Target(f"down, {name}", "floor", 1.15), [one.time() for one in own], theirs)
        for name, own in (("4 KB", small), ("1 MB", middle), ("10 MB", large))
    ]
    return [
        *results,
        Result(Target("down, 10 MB", "own, 4 KB", 1.15), results[2].ours, results[0].ours),
        Result(
            Target("bytes a scroll key", "floor, same forms", 1.3, unit="B"),
            [one.written for one in middle],
            [one.written for one in floor],
        ),
    ]


def pagedown(rounds: int) -> list[Result]:
    """One screen down."""
    programs = [floor_of("1m"), reader(article("1m")), reader(article("10m"))]
    floor, *ours = press_in_turn([Side(one, _PAGES) for one in programs], rounds)
    return [
        Result(
            Target(f"pagedown, {name}", "floor", 1.4),
            [one.time() for one in own],
            [one.time() for one in floor],
        )
        for name, own in zip(("1 MB", "10 MB"), ours, strict=True)
    ]


def jump(rounds: int) -> list[Result]:
    """To the end and to the start of 10 MB, once all rows are counted."""
    keys = ("ctrl+end", "ctrl+home")
    sides = [Side(one, " ".join(6 * keys)) for one in (floor_of("10m"), reader(article("10m")))]
    floor, ours = press_in_turn(sides, rounds)
    return [
        Result(
            Target(f"{key}, 10 MB", "floor", 1.75),
            [one.time(key) for one in ours],
            [one.time(key) for one in floor],
        )
        for key in keys
    ]


def one_line(rounds: int) -> list[Result]:
    """A paragraph of 1 MB on one line."""
    programs = [reader(article("1m")), reader(one_line_article())]
    usual, line = press_in_turn([Side(one, f"{_DOWN} {_PAGES}") for one in programs], rounds)
    return [
        Result(
            Target(f"{key}, 1 MB on one line", "own, 1 MB", most),
            [one.time(key) for one in line],
            [one.time(key) for one in usual],
        )
        for key, most in (("down", 1.15), ("pagedown", 1.3))
    ]


def text_area(rounds: int) -> list[Result]:
    """The same file in Textual's own widget."""
    sides = [Side(area_of(article("1m")), _DOWN), Side(reader(article("1m")), _DOWN)]
    area, ours = press_in_turn(sides, rounds)
    target = Target("down, 1 MB", "Textual's TextArea", 0.3)
    return [Result(target, [one.time() for one in ours], [one.time() for one in area])]


def many_annotations(rounds: int) -> list[Result]:
    """An article full of annotations."""
    path = article("1m")
    programs = [reader(path), reader(path, annotated(3000))]
    without, ours = press_in_turn([Side(one, _DOWN) for one in programs], rounds)
    target = Target("down, 3,000 annotations", "own, none", 1.2)
    return [Result(target, [one.time() for one in ours], [one.time() for one in without])]


def tag(rounds: int) -> list[Result]:
    """An entity tagged, painted and on the disk."""
    path = article("1m")
    with working_folder() as folder:
        database = copied(database_of(path), folder)
        sides = [
            Side(floor_of("1m"), f"down*{_TAGS}"),
            Side(reader(path, database), f"e*{_TAGS}", between="space space"),
        ]
        floor, ours = press_in_turn(sides, rounds)
    target = Target("tag a span, save included", "floor's key", 1.5)
    return [Result(target, [one.time() for one in ours], [one.time() for one in floor])]


def held(rounds: int) -> list[Result]:
    """A key held down: how far what is painted lags behind."""

    def lags(terminal: Terminal) -> list[float]:
        terminal.hold("down", _REPEATS, _PER_SECOND)
        return [1000 * terminal.hold("down", _REPEATS, _PER_SECOND).lag for _ in range(rounds)]

    with working_folder() as folder, running(reader(article("1m")), folder) as terminal:
        target = Target("key held at 30 Hz: lag of the last one", "", _FRAME)
        return [Result(target, lags(terminal), ())]
