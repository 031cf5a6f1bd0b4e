"""Re-anchoring held against random edits of which it is known where every letter went."""

import random
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from tests.anchoring.edits import (
    RESPELLINGS,
    TASHKEEL,
    Edited,
    is_letter,
    normalized,
    random_edit,
    respelled,
)
from tui.anchoring.alignment import Skeleton
from tui.anchoring.placement import Placement, place_annotations
from tui.model import DocumentInfo, annotate

SEED = next(Path("seeds").glob("*.txt")).read_text(encoding="utf-8")
DOCUMENT = DocumentInfo("a", "", "", "0", len(SEED), "")

SEEDS = [
    0,
    *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2)),
    *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(3, 30)),
]
"""For 100 edited texts each; `make quick` tries the first, `make test` three, `make soak` all."""


def _spans(text: str, rng: random.Random) -> list[tuple[int, int]]:
    words = [match.span() for match in re.finditer(rf"[\w{TASHKEEL}]+", text)]
    spans = []
    for length in [1] * 20 + [2] * 8 + [5] * 6 + [12] * 6:
        at = rng.randrange(max(1, len(words) - length))
        spans.append((words[at][0], words[min(at + length, len(words)) - 1][1]))
    return spans


def _verdict(placement: Placement, edited: Edited, old: str, now_at: dict[int, int]) -> str:
    """What became of an annotation, and whether that is right.

    It is intact when all of its letters stand in their order with no other letter between them:
    then it must cover exactly these. Of one that was edited no letter that is left may be cut off.
    """
    annotation = placement.annotation
    inside = range(annotation.start, annotation.end)
    letters = [offset for offset in inside if is_letter(old[offset])]
    kept = [now_at[offset] for offset in letters if offset in now_at]
    intact = len(kept) == len(letters) and kept == sorted(kept)
    if intact:
        between = range(kept[0], kept[-1])
        intact = sum(is_letter(edited.text[at]) for at in between) == len(letters) - 1
    if placement.span is None:
        return "intact, not placed" if intact else "edited, not placed"
    start, end = placement.span
    own = [at for at in range(start, end) if is_letter(edited.text[at])]
    if intact:
        if own == kept and start == kept[0] and _ends_in_marks(edited.text[kept[-1] + 1 : end]):
            return "intact, right"
        return "intact, CUT" if set(own) < set(kept) else "intact, WRONG"
    if placement.how != "fuzzy" or _same_letters(annotation.text, edited.text[start:end]):
        return "edited, close"  # the same text, wherever its letters were before
    # Letters of the span that were moved away from the others are none of what it became.
    if any(at in (start - 1, end) for at in kept):
        return "edited, CUT"
    # Copying a sentence and deleting it is moving it.
    origins = [edited.origins[at] for at in own]
    places = [at if at is None or at >= 0 else -1 - at for at in origins]
    mine = sum(at in inside for at in places)
    foreign = sum(at is not None for at in places) - mine
    return "edited, close" if mine * 2 > len(letters) and foreign <= mine else "edited, WRONG"


def _same_letters(one: str, other: str) -> bool:
    return Skeleton(one).letters == Skeleton(other).letters


def _ends_in_marks(rest: str) -> bool:
    return all(unicodedata.category(char) == "Mn" for char in rest)


def _tally(edits: int, seed: int) -> Counter[str]:
    rng = random.Random(seed)
    tally: Counter[str] = Counter()
    for _ in range(edits):
        text = SEED
        if rng.random() < 0.3:
            text = re.sub(r"(?<=[\u0621-\u064a])", lambda _: rng.choice(["", "", *TASHKEEL]), SEED)
        edited = Edited.of(text)
        for _ in range(rng.choice([1, 1, 2, 4, 12])):
            _, edited = random_edit(edited, SEED, rng)
        annotations = [annotate(DOCUMENT, text, span, "entity", "a") for span in _spans(text, rng)]
        placements = place_annotations(text, edited.text, annotations)
        assert [placement.annotation for placement in placements] == annotations
        tally.update(_verdicts(placements, edited, text))
    return tally


def _verdicts(placements: list[Placement], edited: Edited, text: str) -> list[str]:
    origins = enumerate(edited.origins)
    now_at = {origin: at for at, origin in origins if origin is not None and origin >= 0}
    return [_verdict(placement, edited, text, now_at) for placement in placements]


@pytest.mark.parametrize("seed", SEEDS)
def test_after_random_edits_nothing_is_wrong_or_cut_and_99_in_100_are_placed(seed: int) -> None:
    tally = _tally(100, seed)
    assert not [verdict for verdict in tally if verdict.endswith(("WRONG", "CUT"))], tally
    intact = tally["intact, right"] + tally["intact, not placed"]
    assert tally["intact, right"] >= 0.99 * intact


@pytest.mark.parametrize("form", ["NFD", "respelled", "both"])
def test_another_spelling_of_the_whole_text_orphans_nothing(form: str) -> None:
    edited = Edited.of(SEED)
    if form != "NFD":
        edited = respelled(edited, lambda char: RESPELLINGS.get(char, char))
    if form != "respelled":
        edited = normalized(edited, "NFD")
    spans = _spans(SEED, random.Random(form)) * 5
    placements = place_annotations(
        SEED, edited.text, [annotate(DOCUMENT, SEED, s, "entity", "a") for s in spans]
    )
    assert set(_verdicts(placements, edited, SEED)) == {"intact, right"}
