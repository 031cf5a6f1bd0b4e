"""The glyph of each cluster: what is painted for it and how many cells it takes.

Wrapping and painting both measure with this module, so that a row is never wider than it was
measured. Offsets count code points of one paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from tui.text.unicode import letters, shaping
from tui.text.unicode.bidi import mirrored
from tui.text.unicode.letters import (
    LAM,
    LIGATING_ALEFS,
    NARROW_NO_BREAK_SPACE,
    NO_BREAK_SPACE,
    characters,
    pattern,
)
from tui.text.unicode.sanitize import INVISIBLE, control_sign, sanitized
from tui.text.unicode.segmentation import cluster_starts
from tui.text.unicode.width import cell_len

NUMBER_SIGNS = frozenset(characters(letters.NUMBER_SIGNS))
HANGING = frozenset(characters(letters.BREAKING_SPACES))
"""White space that may hang beyond a row's last cell: a row may be broken after it."""

_LINE_ENDS = frozenset(characters(letters.LINE_ENDS))

EXPLICIT = re.compile(f"[{pattern(letters.EXPLICIT_CONTROLS)}]")
"""Matches the controls that can give neighbouring letters different levels."""

_ALEF = f"[{LIGATING_ALEFS}]"

_SPACED_ALEF = re.compile(f"{_ALEF}(?=[{pattern(letters.SPACING_MARK_BLOCKS)}])")
"""An alef before a letter or under a mark of scripts whose marks may have a width."""

_HIDEABLE = "[{}]".format(
    pattern(
        f"{letters.VOWEL_MARKS} {letters.KORANIC_MARKS} {letters.EXTENDED_MARKS} "
        f"{letters.HEBREW_CANTILLATION} {letters.HEBREW_POINTS}"
    )
)
"""Marks that a reader can hide; not hamza and maddah, which make other letters."""

_MAY_LIGATE = re.compile(rf"{LAM}[^\w\s]*{_ALEF}")

_NO_BREAK_SPACES = NO_BREAK_SPACE + NARROW_NO_BREAK_SPACE

_DIRECTIONAL_MARKS = frozenset(characters(letters.DIRECTIONAL_MARKS))

_WINDOW = 1024
"""Code points that are shaped at once."""

_CONTEXT = 1024
"""Marks and controls in a row that a search for a joining neighbour skips at most."""

_MAX_CACHED = 50_000
"""The number of entries at which a cache is emptied."""


class Size(NamedTuple):
    """The cells of a piece of text after which a row may be broken."""

    content: int
    """The cells without the white space at its end, which may hang beyond the row."""
    total: int
    """The cells with that white space."""
    hard: bool
    """Whether a row must end after it (UAX #14 LB4)."""


@lru_cache(maxsize=1024)
def _size(content: int, total: int, hard: bool) -> Size:
    """Return a shared value for equal sizes: tens of thousands of words have few sizes."""
    return Size(content, total, hard)


class GlyphTable:
    """The glyphs of clusters under given options, and the sizes of words.

    `marks` False leaves out vowel marks; `controls` True shows invisible characters and no-break
    spaces as signs of one cell. Neither changes an offset, and marks change no width.
    """

    def __init__(self, *, marks: bool = True, controls: bool = False) -> None:
        self.marks = marks
        self.controls = controls
        self.sizes: dict[str, Size] = {}
        self._painted: dict[tuple[str, bool], tuple[str, int]] = {}

    def glyph(self, cluster: str, forms: Sequence[str], level: int) -> tuple[str, int]:
        """Return the text to paint for a cluster, and its cells; `("", 0)` if it is not visible.

        `forms` is what `shape` returned for each of its code points.
        """
        odd = level % 2 == 1
        seen = self._visible_text(cluster, forms, odd=odd)
        key = (seen, odd)
        found = self._painted.get(key)
        if found is None:
            if len(self._painted) > _MAX_CACHED:
                self._painted.clear()
            found = self._painted[key] = self._paint(seen, odd=odd)
        return found

    def _visible_text(self, cluster: str, forms: Sequence[str], *, odd: bool) -> str:
        """Return the visible characters of a cluster in their forms, and controls as signs."""
        if len(cluster) == 1:
            if self.controls and (cluster in INVISIBLE or cluster in _NO_BREAK_SPACES):
                return control_sign(cluster)
            return "" if cluster in INVISIBLE else forms[0] or cluster
        shaped = "".join(
            form or char for char, form in zip(cluster, forms, strict=True) if char not in INVISIBLE
        )
        if not self.controls:
            return shaped
        signs = "".join(control_sign(char) for char in cluster if char in INVISIBLE)
        return signs[::-1] + shaped if odd else shaped + signs

    def _paint(self, seen: str, *, odd: bool) -> tuple[str, int]:
        if not seen:
            return "", 0
        text = sanitized(_reordered_rtl(seen) if odd else seen)
        width = cell_len(text)
        if not self.marks:
            text = re.sub(_HIDEABLE, "", text) or " " * width
            text += " " * (width - cell_len(text))
        return text, width

    def size(self, text: str, start: int, end: int, levels: bytes | None = None) -> Size:
        """Return the cells of the piece `[start, end)` of a paragraph.

        `levels` are those of a paragraph with explicit controls: there, they decide whether a
        lam-alef takes one cell.
        """
        piece = text[start:end]
        if levels is not None and not _MAY_LIGATE.search(piece):
            levels = None
        found = self.sizes.get(piece) if levels is None else None
        if found is not None:
            return found
        edge = self._content_end(piece)
        content = total = 0
        for offset, width in self.widths(text, start, end, levels):
            total += width
            content += width if offset < start + edge else 0
        size = _size(content, total, piece[-1] in _LINE_ENDS)
        if levels is None and len(piece) < _WINDOW:
            if len(self.sizes) > _MAX_CACHED:
                self.sizes.clear()
            self.sizes[piece] = size
        return size

    def _content_end(self, piece: str) -> int:
        """Return where the white space at the end of a piece starts, with invisible controls
        in it."""
        end = len(piece)
        while end and (
            piece[end - 1] in HANGING
            or (
                not self.controls
                and piece[end - 1] in INVISIBLE
                and piece[end - 1] not in _DIRECTIONAL_MARKS
            )
        ):
            end -= 1
        return end

    def shaped(
        self, text: str, start: int, end: int, levels: bytes | None, split_alefs: Iterable[int] = ()
    ) -> list[str]:
        """Return the forms of `[start, end)` of a paragraph, joined across its edges.

        No ligature is made with the alefs at the offsets `split_alefs`, with one whose lam is
        beyond an edge or a control that is shown, or with one under a mark that has a width.
        """
        before, stop = start, end
        for _ in range(shaping.CONTEXT):
            before = max(_after_last_base(text, before) - 1, 0)
            stop = min(_next_base(text, stop) + 1, len(text))
        first, after = _next_base(text, start), _next_base(text, end)
        alefs = (*split_alefs, *self._alefs_to_split(text, start, end), first, after)
        split = {offset - before for offset in alefs}
        forms = shaping.shape(text[before:stop], levels and levels[before:stop], split)
        return forms[start - before : end - before]

    def _alefs_to_split(self, text: str, start: int, end: int) -> Iterator[int]:
        """Yield the alefs whose ligature would not fit into one cell."""
        for match in _SPACED_ALEF.finditer(text, start, end + 1):
            if len(cluster_starts(text[match.start() : match.end() + 1])) == 1:
                yield match.start()
        if self.controls:
            for match in _MAY_LIGATE.finditer(text, start, end):
                if not INVISIBLE.isdisjoint(match[0]):
                    yield match.end() - 1

    def widths(
        self, text: str, start: int, end: int, levels: bytes | None
    ) -> Iterator[tuple[int, int]]:
        """Yield the offset and the cells of each cluster of `[start, end)`.

        The alef of a lam-alef takes none.
        """
        for begin, stop in _windows(text, start, end):
            forms = self.shaped(text, begin, stop, levels)
            edges = [*cluster_starts(text[begin:stop]), stop - begin]
            found: list[tuple[int, int]] = []
            for at, following in pairwise(edges):
                cluster = text[begin + at : begin + following]
                if forms[at] or cluster[0] not in LIGATING_ALEFS:
                    found.append((begin + at, self.glyph(cluster, forms[at:following], 0)[1]))
                    continue
                if self.controls:  # signs on the alef are in the lam's cell
                    lam = found[-1][0] - begin
                    both = text[begin + lam : begin + at] + cluster[1:]
                    width = self.glyph(both, forms[lam:at] + forms[at + 1 : following], 0)[1]
                    found[-1] = (begin + lam, width)
                found.append((begin + at, 0))
            yield from found


def _reordered_rtl(seen: str) -> str:
    """Return the visible text of a right-to-left cluster from its left edge on."""
    if seen[0] not in NUMBER_SIGNS:
        return mirrored(seen[0]) + seen[1:]
    parts: list[str] = []
    for char in seen:
        if parts and not cell_len(char):
            parts[-1] += char
        else:
            parts.append(mirrored(char))
    return "".join(reversed(parts))


@lru_cache(maxsize=4)
def glyph_table(marks: bool, controls: bool) -> GlyphTable:
    """Return the glyphs under these options. Layouts share them and the sizes of words."""
    return GlyphTable(marks=marks, controls=controls)


def _after_last_base(text: str, offset: int) -> int:
    """Return the end of the last character before an offset that joining does not skip."""
    lowest = max(offset - _CONTEXT, 0)
    while offset > lowest and _is_transparent(text[offset - 1]):
        offset -= 1
    return offset


def _next_base(text: str, offset: int) -> int:
    """Return the first offset from this one on that joining does not skip."""
    highest = min(offset + _CONTEXT, len(text))
    while offset < highest and _is_transparent(text[offset]):
        offset += 1
    return offset


@lru_cache(maxsize=4096)
def _is_transparent(char: str) -> bool:
    """Whether joining skips the character: a mark or a format character."""
    return unicodedata.category(char) in ("Mn", "Me", "Cf")


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield `[start, end)` in pieces of about a thousand code points that end at cluster edges."""
    span = _WINDOW
    while start < end:
        stop = min(start + span, end)
        if stop < end:
            last = cluster_starts(text[start:stop])[-1]
            if not last:
                span *= 2
                continue
            stop, span = start + last, _WINDOW
        yield start, stop
        start = stop
