"""Draws a Mermaid flowchart as SVG: enough of Mermaid for the diagram of layers.

A line is `a --> b`, where an end may bring its text along: `a["text · more"]`. Boxes stand in rows:
each in the row below the last box that leads to it.
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

_END = re.compile(r'(\w+)(?:\["([^"]*)"\])?')
_WIDTH, _HEIGHT = 860, 74
"""The picture's width and the distance between two rows, in units of its `viewBox`."""
_BOX, _GAP = 40, 12


class _Box(NamedTuple):
    x: float
    y: float
    width: float


def flowchart_svg(source: str) -> str:
    """Return the picture; its colours are those of the page around it."""
    names: dict[str, str] = {}
    arrows: list[tuple[str, str]] = []
    for line in source.splitlines()[1:]:
        ends = line.split("-->")
        found = [match for end in ends if (match := _END.search(end))]
        for match in found:
            names[match[1]] = match[2] or names.get(match[1], match[1])
        if len(found) == 2:
            arrows.append((found[0][1], found[1][1]))
    rows = _rows(names, arrows)
    boxes = _boxes(rows, names)
    parts = []
    for start, end in arrows:
        one, two = boxes[start], boxes[end]
        x1, x2 = one.x + one.width / 2, two.x + two.width / 2
        y1, y2 = one.y + _BOX, two.y - 4
        middle = (y2 - y1) / 2
        parts.append(
            f'<path d="M{x1:.0f} {y1:.0f}C{x1:.0f} {y1 + middle:.0f} {x2:.0f} {y2 - middle:.0f} '
            f'{x2:.0f} {y2:.0f}" marker-end="url(#arrow)"/>'
        )
    for name, box in boxes.items():
        title, _, detail = names[name].partition(" · ")
        parts.append(
            f'<rect x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" height="{_BOX}" '
            'rx="6"/>'
            f'<text x="{box.x + box.width / 2:.0f}" y="{box.y + 17:.0f}">'
            f'<tspan class="name">{escape(title)}</tspan>'
            f'<tspan x="{box.x + box.width / 2:.0f}" dy="15">{escape(detail)}</tspan></text>'
        )
    text = ", ".join(f"{start} uses {end}" for start, end in arrows)
    return (
        f'<div class="scrolls"><svg class="flowchart" viewBox="0 0 {_WIDTH} {_HEIGHT * len(rows)}" '
        'role="img" '
        f'aria-label="{escape(text)}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" '
        'markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/>'
        f"</marker></defs>{''.join(parts)}</svg></div>\n"
    )


def _rows(names: dict[str, str], arrows: list[tuple[str, str]]) -> list[list[str]]:
    """Return the boxes by row, each below all that lead to it, and below their middle."""
    rank = dict.fromkeys(names, 0)
    for _ in names:
        for start, end in arrows:
            rank[end] = max(rank[end], rank[start] + 1)
    rows: list[list[str]] = [[] for _ in range(max(rank.values()) + 1)]
    for name in names:
        rows[rank[name]].append(name)
    place = dict.fromkeys(names, 0.5)
    for row in rows:
        for name in row:
            above = [place[start] for start, end in arrows if end == name]
            place[name] = sum(above) / len(above) if above else 0.5
        row.sort(key=lambda name: place[name])
        for number, name in enumerate(row):
            place[name] = (number + 0.5) / len(row)
    return rows


def _boxes(rows: list[list[str]], names: dict[str, str]) -> dict[str, _Box]:
    boxes = {}
    for number, row in enumerate(rows):
        widths = [22 + 5.9 * max(map(len, names[name].split(" · ", 1))) for name in row]
        # Boxes share the width of the picture evenly, so that arrows do not bunch.
        space = (_WIDTH - sum(widths)) / (len(row) + 1)
        x = space
        for name, width in zip(row, widths, strict=True):
            boxes[name] = _Box(x, number * _HEIGHT + _GAP, width)
            x += width + space
    return boxes
