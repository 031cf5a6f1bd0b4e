"""Exports as a whole, through the registry: every format, recognised and read back."""

import hashlib
import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.fixture import CHANGED, LABELS, covered, hard_records, options
from tui.errors import ExchangeError, UsageError
from tui.formats.export_job import Filters, Job, Manifest, export, parse_split, part_path
from tui.formats.registry import FORMATS, Format, ImportRun, format_named, recognise_format
from tui.formats.shared.exchange_options import ExportOptions
from tui.formats.shared.losses import FAR_LINKS, Losses
from tui.model import AnnotatedDocument, Progress

MANIFEST = Manifest(
    version="1.2.3",
    created_at=CHANGED,
    schema_sha256="ab",
    guidelines_sha256="",
    filters=Filters().described(),
    options={"offset_unit": "codepoint"},
)


def job(name: str, out: Path | str, **more: Any) -> Job:
    chosen = ExportOptions(labels=LABELS)
    return Job(format=format_named(name), out=str(out), options=chosen, **more)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


READ = [one for one in FORMATS if one.read and (one.write or one.write_folder)]

OF_THE_FIELD = ("checkthat", "claimreview", "citron")
"""Formats that hold claims or quotations alone."""


def test_the_formats_are_those_of_the_contract() -> None:
    names = (
        "jsonl documents csv prodigy doccano label-studio brat w3c conll conllu token-lists "
        "webanno cas checkthat citron claimreview "
        "spacy-json spacy"
    )
    assert [one.name for one in FORMATS] == names.split()
    for name in ("conllu", "token-lists", "spacy-json"):
        with pytest.raises(UsageError, match=f"{name} can only be read"):
            export(hard_records, job(name, Path("out")))
    with pytest.raises(UsageError, match="unknown format 'xml'; there are jsonl, documents"):
        format_named("xml")


@pytest.mark.parametrize("one", READ, ids=lambda one: one.name)
def test_every_format_is_recognised_by_its_looks(tmp_path: Path, one: Format) -> None:
    # A DocBin has no looks but its name; all others may be called anything.
    out = tmp_path / ("out.spacy" if one.name == "spacy" else "out")
    export(hard_records, job(one.name, out))
    assert recognise_format(out).name == one.name


@pytest.mark.parametrize("one", READ, ids=lambda one: one.name)
def test_every_format_gives_back_the_text_of_every_annotation(tmp_path: Path, one: Format) -> None:
    out = tmp_path / "out"
    losses = export(hard_records, job(one.name, out))
    reading = ImportRun(out, options(hard_records(), labels=LABELS), one.name)
    back = [incoming.document for incoming in reading]
    found = sorted(("".join(text.split())) for _, text in covered(back))
    wanted = sorted(("".join(text.split())) for _, text in covered(hard_records()))
    if one.name == "conll":
        assert len(found) == len(wanted) - losses.lost["overlapping annotations"]
        assert set(found) <= set(wanted)
    elif one.name in OF_THE_FIELD:
        # None of the fixture's claims says whether it is worth checking.
        assert found or one.name == "checkthat"
        assert set(found) <= set(wanted)
    else:
        assert found == wanted
    assert reading.report.annotations == len(found)
    assert reading.report.source.position == reading.size or one.is_folder(str(out))
    assert set(reading.report.new_labels) <= {"تعليق_جانبي"}


def test_csv_can_only_be_written(tmp_path: Path) -> None:
    export(hard_records, job("csv", tmp_path / "out.csv"))
    with pytest.raises(ExchangeError, match="is of no format that is known by its looks"):
        recognise_format(tmp_path / "out.csv")
    with pytest.raises(UsageError, match="csv can only be written"):
        list(ImportRun(tmp_path / "out.csv", options(), "csv"))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"{", ":1: not JSON: "),
        (b"[1]", ":1: not a JSON object"),
        (b"[{}, {", "no format"),
    ],
)
def test_what_begins_as_json_is_told_what_is_wrong_with_it(
    tmp_path: Path, raw: bytes, message: str
) -> None:
    (tmp_path / "x").write_bytes(raw)
    with pytest.raises(ExchangeError, match=message):
        recognise_format(tmp_path / "x")


def test_bytes_that_are_no_utf8_in_a_later_line_do_not_hide_the_format(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b'{"id": "a", "text": "b", "spans": [], "links": []}\n\xff\n')
    assert recognise_format(tmp_path / "x").name == "documents"


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"plain words\n", b"{}\n"])
def test_what_looks_like_nothing_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "x").write_bytes(raw)
    with pytest.raises(ExchangeError, match="is of no format that is known"):
        recognise_format(tmp_path / "x")


def test_a_configuration_appears_beside_label_studios_tasks(tmp_path: Path) -> None:
    export(hard_records, job("label-studio", tmp_path / "tasks.json"))
    assert files(tmp_path) == ["tasks.json", "tasks.json.config.xml"]


def test_a_manifest_says_what_the_file_is(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    export(hard_records, job("jsonl", out, manifest=MANIFEST))
    said = json.loads((tmp_path / "out.jsonl.manifest.json").read_bytes())
    assert said["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert said["hashiya"] == "1.2.3"
    assert said["labels"] == {"claim": 4, "cue": 2, "entity": 14, "quote": 4, "تعليق جانبي": 1}
    assert (said["documents"], said["annotations"]) == (4, 25)
    assert said["links"] == {"coreference": 1, "source": 1, "speaker": 1}
    assert said["filters"]["statuses"] == ["accepted"]


def test_the_manifest_of_a_folder_tells_a_change_in_any_file(tmp_path: Path) -> None:
    hashes = []
    for name, first in (("a", 0), ("b", 0), ("c", 1)):
        made = hard_records()[first:]
        export(partial(iter, made), job("brat", tmp_path / name, manifest=MANIFEST))
        hashes.append(json.loads((tmp_path / f"{name}.manifest.json").read_bytes())["sha256"])
    assert hashes[0] == hashes[1] != hashes[2]


def test_nothing_appears_when_one_of_the_files_is_there(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl.manifest.json").write_bytes(b"old")
    with pytest.raises(ExchangeError, match=r"manifest.json: already exists"):
        export(hard_records, job("jsonl", tmp_path / "out.jsonl", manifest=MANIFEST))
    assert files(tmp_path) == ["out.jsonl.manifest.json"]


@pytest.mark.parametrize(
    ("name", "more"),
    [("brat", {}), ("jsonl", {"manifest": MANIFEST}), ("jsonl", {"split": parse_split("1/1")})],
)
def test_what_cannot_go_to_stdout_is_refused(name: str, more: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="cannot go to stdout"):
        export(hard_records, job(name, "-", **more))


def many(count: int) -> list[AnnotatedDocument]:
    return [
        AnnotatedDocument(f"d{n}", "", "", hashlib.sha256(str(n).encode()).hexdigest(), str(n))
        for n in range(count)
    ]


def test_a_split_parts_the_documents(tmp_path: Path) -> None:
    chosen = parse_split("80/10/10")
    export(lambda: many(400), job("documents", tmp_path / "out.jsonl", split=chosen))
    assert files(tmp_path) == ["out.dev.jsonl", "out.test.jsonl", "out.train.jsonl"]
    counts = [(tmp_path / one).read_bytes().count(b"\n") for one in files(tmp_path)]
    assert sum(counts) == 400
    assert counts[0] in range(20, 61)
    assert counts[1] in range(20, 61)


def test_documents_keep_their_part_as_others_come() -> None:
    chosen = parse_split("80/10/10")
    before = {one.id: chosen.part(one.sha256) for one in many(50)}
    after = {one.id: chosen.part(one.sha256) for one in many(100)}
    assert after | before == after
    assert {one: after[one] for one in ("d0", "d1", "d2", "d3")} == {
        "d0": "train", "d1": "train", "d2": "dev", "d3": "train",
    }  # fmt: skip


@given(st.integers(0, 16**64 - 1), st.lists(st.integers(0, 99), min_size=2, max_size=3).filter(any))
def test_every_hash_has_a_part_that_was_asked_for(number: int, shares: list[int]) -> None:
    chosen = parse_split("/".join(map(str, shares)))
    part = chosen.part(f"{number:064x}")
    assert shares[chosen.names.index(part)] > 0


@pytest.mark.parametrize("words", ["", "80", "80/20/", "a/b", "0/0", "1/2/3/4", "-1/2", "٨/٢"])
def test_what_is_no_split_is_refused(words: str) -> None:
    with pytest.raises(UsageError, match="is not a split"):
        parse_split(words)


def test_parts_stand_beside_the_file_that_was_named() -> None:
    assert part_path(Path("a/out.b.jsonl"), "dev") == Path("a/out.b.dev.jsonl")
    assert part_path(Path("corpus"), "dev") == Path("corpus.dev")


def taken(**asked: Any) -> tuple[list[AnnotatedDocument], Losses]:
    losses = Losses()
    return list(Filters(**asked).filtered(hard_records(), losses)), losses


def test_only_accepted_annotations_unless_asked() -> None:
    spans = {span.status for one in taken()[0] for span in one.annotations}
    assert spans == {"accepted"}
    every, _ = taken(all_statuses=True)
    assert {s.status for one in every for s in one.annotations} == {
        "accepted",
        "suggested",
        "rejected",
    }
    few, _ = taken(statuses=("suggested",), all_statuses=True)
    assert [s.text for one in few for s in one.annotations] == ["اتفاقية"]


def test_links_need_both_their_ends() -> None:
    made, losses = taken(labels=("quote", "cue"))
    assert {span.label for one in made for span in one.annotations} == {"quote", "cue"}
    assert not any(one.links for one in made)
    assert losses.lost[FAR_LINKS] == 3
    made, losses = taken(labels=("quote", "entity"))
    assert sum(len(one.links) for one in made) == 2
    assert losses.lost[FAR_LINKS] == 1


def test_flat_rows_keep_links_to_what_is_not_among_them() -> None:
    made, losses = taken(labels=("quote", "cue"), far_links=True)
    assert [link.type for one in made for link in one.links] == ["speaker"]
    assert not losses.lost
    assert {one.name for one in FORMATS if one.far_links} == {"jsonl", "csv"}


def test_documents_annotators_and_what_is_done() -> None:
    assert [one.id for one in taken(documents=("007",))[0]] == ["007"]
    assert [one.id for one in taken(done=True)[0]] == ["007", "a/أخبار 1.txt"]
    assert taken(done=True, annotators=("sami",))[0] == []
    made, _ = taken(annotators=("sami",))
    assert [s.text for one in made for s in one.annotations] == ["أحمد علي", "لبنان"]
    assert not any(one.links for one in made)


def test_a_document_is_done_when_a_reader_says_so() -> None:
    one = replace(hard_records()[2], progress=(Progress("c", "mona", "done"),))
    assert list(Filters(done=True).filtered([one], Losses()))
