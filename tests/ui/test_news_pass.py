"""How many keys an annotation takes in news articles, run key by key."""

import json
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest

from tests.paths import DATA
from tests.ui.driving import Reader, reading
from tests.ui.news_pass import NEWS_PASS
from tui.model import Annotation

TYPES = ("PERS", "ORG", "GPE", "LOC")


def costs(name: str) -> list[float]:
    """The keys of each annotation; corrections are shared by all of the article."""
    steps = NEWS_PASS[name]
    made = sum(count for _, count in steps)
    corrections = sum(len(keys.split()) for keys, count in steps if not count) / made
    return [len(keys.split()) / count + corrections for keys, count in steps for _ in range(count)]


def accepted(reader: Reader) -> list[Annotation]:
    return [row for row in reader.saved() if row.status == "accepted"]


def speakers(reader: Reader) -> dict[tuple[int, int], Annotation]:
    """The accepted speaker of each quote, by the quote's place."""
    rows = {row.id: row for row in accepted(reader)}
    return {
        (rows[link.from_id].start, rows[link.from_id].end): rows[link.to_id]
        for link in reader.store.links.in_document("000.txt")
        if link.type == "speaker" and link.status == "accepted"
    }


def is_speaker(found: Annotation, quote: dict[str, Any]) -> bool:
    """Whether an annotation names who the marked quote is by."""
    said = quote["speaker"]
    name = quote["speaker_name"] or (said["text"] if said else "")
    return found.text in name or (said is not None and found.text == said["text"])


@pytest.mark.parametrize("name", NEWS_PASS)
async def test_a_full_pass_over_an_article(tmp_path: Path, name: str) -> None:
    text = (DATA / "news" / f"{name}.txt").read_bytes().decode()
    gold = json.loads((DATA / "news" / f"{name}.gold.json").read_bytes())
    async with reading(tmp_path, [text], size=(160, 40)) as reader:
        for keys, count in NEWS_PASS[name]:
            before = len(accepted(reader))
            await reader.press_in_turn(*keys.split())
            assert len(accepted(reader)) - before == count, keys
        names = {
            (row.start, row.end): row.attributes.get("type")
            for row in accepted(reader)
            if row.label == "entity"
        }
        for marked in gold["entities"]:
            if marked["type"] in TYPES:
                assert names[marked["start"], marked["end"]] == marked["type"], marked
        found = speakers(reader)
        for quote in gold["quotes"]:
            place = quote["start"], quote["end"]
            assert place in {(r.start, r.end) for r in accepted(reader) if r.label == "quote"}
            if quote["speaker_name"] or quote["speaker"]:
                assert is_speaker(found[place], quote), quote["text"]
        assert {row.status for row in reader.saved()} == {"accepted"}


def test_an_annotation_takes_two_keys_on_the_median_and_three_on_average() -> None:
    every = [cost for name in NEWS_PASS for cost in costs(name)]
    assert median(every) <= 2
    assert mean(every) <= 3
    assert len(NEWS_PASS) == 4
