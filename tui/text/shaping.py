"""Arabic letters in the form that their neighbours ask for, for display only.

Forms are looked up in arabic-reshaper's table, which holds every one that Unicode encodes; a
letter without one is painted as itself, and its neighbours join it all the same. How letters
join is in `joining`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from tui.errors import EngineError
from tui.text._joining import FORMS, LAM_ALEFS
from tui.text.joining import (
    FINAL,
    INITIAL,
    LAM,
    MEDIAL,
    joined,
    level_changes,
    transparent_end,
    transparent_start,
)

_LIGATURES = {pair[entered]: entered for pair in LAM_ALEFS.values() for entered in (0, 1)}
"""Each ligature of lam and alef, and whether its lam joins what precedes it."""


def shape(
    text: str,
    levels: Sequence[int] | None = None,
    split_at: Container[int] = (),
    start: int = 0,
    end: int | None = None,
) -> list[str]:
    """What is painted for each code point of `text[start:end]`, in stored order.

    `text` is a paragraph; letters join across the bounds of the slice. A letter becomes its
    presentation form, or stays itself if it has none. Lam before an alef becomes the ligature of
    both, and the alef "", unless the alef's offset is in `split_at`: then each has its own
    form. Marks and all else stay themselves; what is `INVISIBLE` becomes "".

    `levels` are the paragraph's embedding levels. Joining is then limited to one directional
    run and goes by what is seen, so that letters forced from left to right join mirrored and
    make no ligature (UAX #9 3.5). Without them all letters count as running from right to left.
    """
    stop = len(text) if end is None else min(end, len(text))
    before, after = _before(text, levels, start), _after(text, levels, stop)
    piece = _chosen(text, before) + text[start:stop] + _chosen(text, after)
    known = None
    if levels is not None:
        known = bytes(levels[at] for at in before) + bytes(levels[start:stop])
        known += bytes(levels[at] for at in after)
    shapes = joined(piece, known)
    if split_at:
        places = [*before, *range(start, stop), *after]
        for at in [at for at, shown in enumerate(shapes) if not shown]:
            if piece[at] in LAM_ALEFS and places[at] in split_at:
                _split(shapes, at, piece[at])
    return shapes[len(before) : len(before) + stop - start]


def check_tables() -> None:
    """Hold the forms that this package was built with to the installed arabic-reshaper's.

    Raises EngineError: they differ; the message names the first letter that does.
    """
    from tui.text._reshaper import installed_forms, installed_ligatures, release

    for ours, theirs in ((FORMS, installed_forms()), (LAM_ALEFS, installed_ligatures())):
        for letter in sorted(ours.keys() | theirs.keys()):
            if ours.get(letter) != theirs.get(letter):
                raise EngineError(
                    f"arabic-reshaper {release()} gives U+{ord(letter):04X} the forms "
                    f"{theirs.get(letter)!a}, Hashiya has {ours.get(letter)!a}: "
                    "install the release that Hashiya asks for"
                )


def _chosen(text: str, places: list[int]) -> str:
    return "".join(text[at] for at in places)


def _split(shapes: list[str], alef_at: int, alef: str) -> None:
    """Draw the ligature whose alef stands at `alef_at` as two letters."""
    lam_at = alef_at - 1
    while shapes[lam_at] not in _LIGATURES:
        lam_at -= 1
    entered = _LIGATURES[shapes[lam_at]]
    shapes[lam_at] = FORMS[LAM][MEDIAL if entered else INITIAL]
    shapes[alef_at] = FORMS[alef][FINAL]


def _before(text: str, levels: Sequence[int] | None, offset: int) -> list[int]:
    """The places before `offset` that decide what joins there: a letter, if there is one."""
    first = transparent_start(text, offset)
    if not first:
        return []
    return [first - 1, *(level_changes(text, levels, first, offset) if levels else ())]


def _after(text: str, levels: Sequence[int] | None, offset: int) -> list[int]:
    """The places from `offset` on that decide what joins there: a letter, if there is one."""
    base = transparent_end(text, offset)
    if base == len(text):
        return []
    return [*(level_changes(text, levels, offset, base) if levels else ()), base]
