"""Re-anchoring held against random edits of which it is known where every letter went."""

import random
import re
from collections import Counter
from pathlib import Path

from tests.anchoring.edits import TASHKEEL, Edited, is_letter, random_edit
from tui.anchoring.placement import Placement, plan
from tui.model import DocumentInfo, annotate

SEED = next(Path("seeds").glob("*.txt")).read_text(encoding="utf-8")
DOCUMENT = DocumentInfo("a", "", "", "0", len(SEED), "")


def _spans(text: str, rng: random.Random) -> list[tuple[int, int]]:
    words = [match.span() for match in re.finditer(rf"[\w{TASHKEEL}]+", text)]
    spans = []
    for length in [1] * 20 + [2] * 8 + [5] * 6 + [12] * 6:
        at = rng.randrange(max(1, len(words) - length))
        spans.append((words[at][0], words[min(at + length, len(words)) - 1][1]))
    return spans


def _verdict(placement: Placement, edited: Edited, old: str, now_at: dict[int, int]) -> str:
    annotation = placement.annotation
    inside = range(annotation.start, annotation.end)
    letters = [offset for offset in inside if is_letter(old[offset])]
    kept = [now_at[offset] for offset in letters if offset in now_at]
    whole = len(kept) == len(letters) and kept == sorted(kept)
    if whole:
        between = range(kept[0], kept[-1])
        whole = sum(is_letter(edited.text[at]) for at in between) == len(letters) - 1
    if placement.span is None:
        return "survived, not placed" if whole else "edited, not placed"
    start, end = placement.span
    if whole:
        right = start == kept[0] and not edited.text[kept[-1] + 1 : end].strip(TASHKEEL)
        return "survived, right" if right and end > kept[-1] else "survived, WRONG"
    in_order = kept == sorted(kept) and kept[:1] == [start] and len(kept) * 2 > len(letters)
    # All that is left of it may stand between its bounds, whatever was put in there.
    if in_order and not edited.text[kept[-1] + 1 : end].strip(TASHKEEL):
        return "edited, close"
    origins = [edited.origins[at] for at in range(start, end) if is_letter(edited.text[at])]
    foreign = [origin for origin in origins if origin is not None and origin not in inside]
    own = [origin for origin in origins if origin is not None and origin in inside]
    return "edited, close" if not foreign and len(own) * 2 > len(letters) else "edited, WRONG"


def _tally(edits: int, seed: int) -> Counter[str]:
    rng = random.Random(seed)
    tally: Counter[str] = Counter()
    for _ in range(edits):
        text = SEED
        if rng.random() < 0.3:
            text = re.sub(r"(?<=[\u0621-\u064a])", lambda _: rng.choice(["", "", *TASHKEEL]), SEED)
        edited = Edited.of(text)
        for _ in range(rng.choice([1, 1, 2, 4])):
            _, edited = random_edit(edited, SEED, rng)
        annotations = [annotate(DOCUMENT, text, span, "entity", "a") for span in _spans(text, rng)]
        placements = plan(text, edited.text, annotations)
        assert [placement.annotation for placement in placements] == annotations
        origins = enumerate(edited.origins)
        now_at = {origin: at for at, origin in origins if origin is not None}
        tally.update(_verdict(placement, edited, text, now_at) for placement in placements)
    return tally


def test_after_500_random_edits_nothing_is_lost_or_wrong_and_19_in_20_are_placed() -> None:
    tally = _tally(500, seed=20)
    assert not [verdict for verdict in tally if "WRONG" in verdict], tally
    survived = tally["survived, right"] + tally["survived, not placed"]
    assert tally["survived, right"] >= 0.95 * survived
