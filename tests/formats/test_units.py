"""`--offset-unit`: an export counts in it, and an import with the same unit gives all back."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.formats.fixture import Maker, read_back, record, written
from tui.choices import Unit
from tui.formats import citron, doccano, documents, jsonl, prodigy, w3c
from tui.formats import csv as csv_format
from tui.formats.label_studio import reader, writer
from tui.model import AnnotatedDocument

TEXT = "😀 زارت لَيْلَى 👨\u200d👩\u200d👧 فاس e\u0301.\r\nسطر 😀 ثان"

UNITS: dict[Unit, Callable[[str], int]] = {
    Unit.CODEPOINT: len,
    Unit.UTF16: lambda text: len(text.encode("utf-16-le")) // 2,
    Unit.BYTE: lambda text: len(text.encode()),
}


def made() -> AnnotatedDocument:
    mark = Maker(TEXT)
    for words in ("😀", "زارت", "لَيْلَى", "👨\u200d👩\u200d👧", "فاس"):
        mark(words, "entity")
    mark("سطر 😀 ثان", "claim")
    first = record("d.txt", mark)
    (*others, last) = first.annotations
    parts = ((last.start, last.start + 3), (last.end - 3, last.end))
    return replace(first, annotations=(*others, replace(last, fragments=parts)))


def expected(unit: Unit) -> list[tuple[int, int]]:
    size = UNITS[unit]
    return [(size(TEXT[: one.start]), size(TEXT[: one.end])) for one in made().annotations]


@pytest.mark.parametrize("unit", UNITS)
def test_offsets_are_written_in_the_unit(unit: Unit) -> None:
    one = made()
    lines = list(map(json.loads, written(jsonl.write, [one], unit=unit)[0].splitlines()))
    assert [(line["start"], line["end"]) for line in lines] == expected(unit)
    size = UNITS[unit]
    fragments = [
        [size(TEXT[:low]), size(TEXT[:high])] for low, high in one.annotations[-1].stretches
    ]
    assert lines[-1]["fragments"] == fragments
    for write in (documents.write, prodigy.write):
        (line,) = map(json.loads, written(write, [one], unit=unit)[0].splitlines())
        found = {(span["start"], span["end"]) for span in line["spans"]}
        assert found == set(expected(unit))
        (parts,) = [span["fragments"] for span in line["spans"] if span.get("fragments")]
        assert parts == fragments
        for token in line.get("tokens", ()):
            raw = TEXT.encode("utf-16-le")[2 * token["start"] : 2 * token["end"]]
            assert unit is not Unit.UTF16 or raw.decode("utf-16-le") == token["text"]
    raw, _ = written(csv_format.write, [one], unit=unit, context=True)
    rows = list(csv.DictReader(raw.decode().splitlines(keepends=True)))
    assert [(int(row["start"]), int(row["end"])) for row in rows] == expected(unit)
    assert int(rows[-1]["sentence_start"]) == size(TEXT[: TEXT.index("سطر")])


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize(
    ("write", "read", "needs_text"),
    [
        (jsonl.write, jsonl.read, True),
        (w3c.write, w3c.read, True),
        (documents.write, documents.read, False),
        (prodigy.write, prodigy.read, False),
        (doccano.write, doccano.read, False),
        (writer.write, reader.read, False),
    ],
)
def test_they_are_read_back_in_the_unit(
    write: Any, read: Any, needs_text: bool, unit: Unit
) -> None:
    one = made()
    raw, _ = written(write, [one], unit=unit)
    (back,) = read_back(read, raw, [one] if needs_text else [], unit=unit)
    places = [(span.start, span.end, span.text) for span in one.annotations]
    assert sorted((span.start, span.end, span.text) for span in back.annotations) == sorted(places)


def test_an_orphan_keeps_its_bounds() -> None:
    one = made()
    lost = replace(one.annotations[0], status="orphaned", start=900, end=905, fragments=None)
    (line,) = map(
        json.loads,
        written(documents.write, [replace(one, annotations=(lost,))], unit=Unit.UTF16)[
            0
        ].splitlines(),
    )
    assert [(span["start"], span["end"]) for span in line["spans"]] == [(900, 905)]


def test_citron_counts_in_the_unit() -> None:
    mark = Maker("😀 «نعم»")
    mark("نعم", "quote")
    raw, _ = written(citron.write, [record("d", mark)], unit=Unit.UTF16)
    assert '"start":4' in raw.decode().replace(" ", "")
