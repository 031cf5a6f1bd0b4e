"""The parts of a page in the order of reading: columns, and what is around them."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from tui.sources.pdf.page_glyphs import Glyph, is_mark

COLUMN_GAP = 0.9
"""The least gap between two columns, in font sizes."""

ASCENT = 0.6
"""The average height of letters above their base line, in font sizes."""

WIDEST = 20_000
"""The greatest width of a page that is read, in points; PDF allows 14,400."""

NARROWEST = 0.15
"""The least width of a column, as a share of the width of the text."""

CROSSING = 0.3
"""The largest share of lines, such as titles, that may cross the space between two columns."""

COLUMN_LINES = 4
"""Lines next to each other from which on two columns are read one after the other."""

COLUMN_CELLS = 12
"""The least average of characters in a line of a column; cells of a table have fewer."""


def regions(glyphs: list[Glyph], rtl: bool) -> Iterator[tuple[int, list[Glyph]]]:
    """Yield the parts of a page in the order of reading, with the numbers of their columns.

    Columns count from 1; a part that is in no column has 0.
    """
    numbers = itertools.count(1)
    for part in _parts(glyphs, rtl):
        yield (0 if part.outside else next(numbers)), part.glyphs


class _Part(NamedTuple):
    glyphs: list[Glyph]
    outside: bool
    """Whether it is in no column."""


def _parts(glyphs: list[Glyph], rtl: bool) -> Iterator[_Part]:
    """Yield text above, between and below columns, and each column, in the order of reading."""
    bands = _bands(glyphs)
    gutter = _gutter(bands)
    if gutter is None:
        yield _Part(glyphs, outside=True)
        return
    rest: list[Glyph] = []
    for open_there, run in groupby(bands, lambda band: _leaves_open(band, gutter)):
        found = list(run)
        before, inside, after = _trimmed(found, gutter, rtl) if open_there else (found, [], [])
        sides = [
            [one for band in inside for one in band if (one.x < gutter) is left]
            for left in (not rtl, rtl)
        ]
        if not all(map(_is_column, sides)):
            rest += itertools.chain.from_iterable(found)
            continue
        rest += itertools.chain.from_iterable(before)
        if rest:
            yield _Part(rest, outside=True)
        for side in sides:
            for part in _parts(side, rtl):  # there may be more than two
                yield part._replace(outside=False)
        rest = list(itertools.chain.from_iterable(after))
    if rest:
        yield _Part(rest, outside=True)


def _bands(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Return the glyphs in bands with white space between them: lines, or several columns."""
    bands: list[list[Glyph]] = []
    bottom = math.inf
    for glyph in sorted(glyphs, key=lambda one: -(one.y + ASCENT * one.size)):
        if glyph.y + ASCENT * glyph.size < bottom or not bands:
            bands.append([])
            bottom = math.inf
        bands[-1].append(glyph)
        bottom = min(bottom, glyph.y)
    return bands


def _gutter(bands: Sequence[Sequence[Glyph]]) -> float | None:
    """Return the middle of the strip that the fewest bands have text in; None if there is none as
    wide as columns need."""
    if not bands:
        return None
    every = [glyph for band in bands for glyph in band if not glyph.text.isspace()]
    if not every:
        return None
    size = Counter(round(glyph.size, 1) for glyph in every).most_common(1)[0][0]
    low, high = min(one.left for one in every), max(one.right for one in every)
    counts = [0] * (min(int(high - low), WIDEST) + 2)
    last = len(counts) - 1
    for band in bands:
        for left, right in pairwise(_gaps(band)):
            counts[min(max(int(left[1] - low), 0), last)] += 1
            counts[min(int(right[0] - low) + 1, last)] -= 1
    covered = list(itertools.accumulate(counts))
    crossing = CROSSING * max(covered)
    edge = int(NARROWEST * len(covered))
    found: list[tuple[int, int, int]] = []
    at = 0
    for is_free, run in groupby(covered, lambda count: count <= crossing):
        points = list(run)
        if is_free and edge < at + len(points) / 2 < len(covered) - edge:
            found.append((max(points), -len(points), at))
        at += len(points)
    wide = [one for one in found if -one[1] >= COLUMN_GAP * size]
    if not wide:
        return None
    _, length, start = min(wide)
    return low + start - length / 2


def _leaves_open(band: Sequence[Glyph], gutter: float) -> bool:
    """Whether a band has no text in the gutter, nor close to it."""
    room = COLUMN_GAP * band[0].size / 3
    return any(left <= gutter - room and gutter + room <= right for left, right in _gaps(band))


_Bands = list[list[Glyph]]


def _trimmed(bands: _Bands, gutter: float, rtl: bool) -> tuple[_Bands, _Bands, _Bands]:
    """Return bands before columns, of columns, and after them.

    At either end there may be full-width lines so short that they end before the gutter.
    """
    left = min(one.left for band in bands for one in band)
    right = max(one.right for band in bands for one in band)

    def belongs(band: Sequence[Glyph]) -> bool:
        at_start = [(one.x >= gutter) is rtl for one in band]
        if not all(at_start):
            return True
        inner = min(one.left for one in band) if rtl else max(one.right for one in band)
        room = right - gutter if rtl else gutter - left
        return abs(inner - gutter) < room / 3

    places = [place for place, band in enumerate(bands) if belongs(band)]
    if not places:
        return bands, [], []
    first, last = places[0], places[-1] + 1
    return bands[:first], bands[first:last], bands[last:]


def _is_column(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs are lines of text, not the cells of a table."""
    lines = len({round(glyph.y) for glyph in glyphs if not is_mark(glyph)})
    return lines >= COLUMN_LINES and len(glyphs) >= COLUMN_CELLS * lines


def _gaps(band: Sequence[Glyph]) -> list[tuple[float, float]]:
    """Return the stretches of a band that no glyph covers, from left to right."""
    gaps: list[tuple[float, float]] = []
    right = -math.inf
    for glyph in sorted(band, key=lambda one: one.left):
        if glyph.text.isspace():
            continue
        if glyph.left > right:
            gaps.append((right, glyph.left))
        right = max(right, glyph.right)
    return [*gaps, (right, math.inf)]
