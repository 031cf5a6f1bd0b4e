from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.brat_parser import Brat, read_brat
from tests.formats.fixture import (
    DATA,
    LABELS,
    Maker,
    assert_golden,
    covered,
    hard_records,
    options,
    record,
    report,
)
from tests.formats.strategies import records, texts
from tui.errors import ExchangeError
from tui.formats.brat import reader, writer
from tui.formats.brat.names import FileNames, StorageNames, document_ids
from tui.formats.registry import ImportRun
from tui.formats.shared.exchange_options import ExportOptions
from tui.formats.shared.losses import ATTRIBUTES, IDS, LINE_ENDS, NEWLINES, Losses
from tui.formats.shared.offset_units import with_plain_newlines
from tui.model import AnnotatedDocument


def write(folder: Path, made: list[AnnotatedDocument]) -> Losses:
    return writer.write(made, folder, ExportOptions(labels=LABELS))


def read(folder: Path, known: list[AnnotatedDocument], **more: Any) -> list[AnnotatedDocument]:
    found = reader.read(report(folder), options(known, labels=LABELS, **more))
    return [one.document for one in found]


def in_brat(folder: Path) -> list[Brat]:
    return [read_brat(path) for path in sorted(folder.rglob("*.txt"))]


def test_the_golden_export_is_unchanged(tmp_path: Path) -> None:
    losses = write(tmp_path, hard_records())
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(files) == 10
    for path in files:
        assert_golden(f"brat/{path.relative_to(tmp_path).as_posix()}", path.read_bytes())
    assert losses.lost[IDS] == 25
    assert (losses.remarks[NEWLINES], losses.remarks[LINE_ENDS]) == (4, 2)


def test_brat_reads_every_annotation(tmp_path: Path) -> None:
    write(tmp_path, hard_records())
    found = [span for document in in_brat(tmp_path) for span in document.spans.values()]
    stored = {"تعليق جانبي": "name"}
    assert found == [
        (stored.get(label, label), with_plain_newlines(text))
        for label, text in covered(hard_records())
    ]


def test_a_line_end_inside_an_annotation_becomes_fragments(tmp_path: Path) -> None:
    write(tmp_path, hard_records())
    lines = (tmp_path / "b" / "lines.ann").read_text(encoding="utf-8").split("\n")
    assert lines[0] == "T1\tquote 0 3;4 8\tسطر ثانٍ"
    assert "T4\tquote 14 18;19 23\tرابع خامس" in lines


def test_offsets_count_after_cr_lf_has_become_one_sign(tmp_path: Path) -> None:
    mark = Maker("a\r\nb\r\nc")
    mark("c", "cue")
    write(tmp_path, [record("d.txt", mark)])
    assert (tmp_path / "d.ann").read_text(encoding="utf-8") == "T1\tcue 4 5\tc\n"


def test_links_attributes_and_notes_are_there(tmp_path: Path) -> None:
    write(tmp_path, hard_records())
    (news,) = (one for one in in_brat(tmp_path) if one.relations)
    text = {key: text for key, (_, text) in news.spans.items()}
    assert [(kind, text[a][:4], text[b][:4]) for kind, a, b in news.relations] == [
        ("speaker", "لن ن", "الرَ"),
        ("coreference", "الرَ", "أحمد"),
        ("source", "القا", "الرَ"),
    ]
    assert ("evidence", "T7", "court_records") in news.attributes
    assert news.notes["T6"] == "سطر أول سطر «ثانٍ» ثالث"


def test_the_configuration_knows_every_name(tmp_path: Path) -> None:
    write(tmp_path, hard_records())
    conf = (tmp_path / "annotation.conf").read_text(encoding="utf-8")
    words = set(conf.replace("\t", " ").replace(",", " ").replace("|", " ").split())
    for document in in_brat(tmp_path):
        assert {label for label, _ in document.spans.values()} <= words
        assert {name for name, _, _ in document.attributes} <= words
        assert {kind for kind, _, _ in document.relations} <= words
    sections = [line for line in conf.split("\n") if line.startswith("[")]
    assert sections == ["[entities]", "[relations]", "[events]", "[attributes]"]


def test_reading_into_the_same_documents_gives_back_the_annotations(tmp_path: Path) -> None:
    made = hard_records()
    write(tmp_path, made)
    for one, before in zip(read(tmp_path, made), made, strict=True):
        assert (one.id, one.text) == (before.id, before.text)
        read_again = [(s.start, s.end, s.label, s.text, s.attributes) for s in one.annotations]
        assert sorted(read_again, key=repr) == sorted(
            ((s.start, s.end, s.label, s.text, _flat(s.attributes)) for s in _by_place(before)),
            key=repr,
        )
        assert len(one.links) == len(before.links)


def _by_place(one: AnnotatedDocument) -> list[Any]:
    return sorted(one.annotations, key=lambda span: (span.start, span.end, span.id))


def _flat(attributes: Any) -> Any:
    return {
        name: " ".join(value.split()) if name == "normalized" else value
        for name, value in attributes.items()
    }


def test_reading_into_an_empty_database_keeps_ids_and_texts(tmp_path: Path) -> None:
    write(tmp_path, hard_records())
    back = read(tmp_path, [])
    assert [one.id for one in back] == ["007.txt", "a/أخبار 1.txt", "b/lines.txt", "c/marks.txt"]
    plain = [with_plain_newlines(one.text) for one in hard_records()]
    assert [one.text for one in back] == plain
    assert len(list(covered(back))) == 25


@given(records())
def test_brat_takes_whatever_can_be_stored(made: list[AnnotatedDocument]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        losses = write(folder, made)
        found = in_brat(folder)
        assert len(found) == len(made)
        spans = [span for one in made for span in one.annotations]
        assert sum(len(one.spans) for one in found) == losses.lost[IDS] - sum(
            count for kind, count in losses.lost.items() if kind.startswith("annotations of")
        )
        attributes = sum(len(span.attributes) for span in spans if span.status != "orphaned")
        assert attributes >= losses.lost[ATTRIBUTES]
        back = read(folder, made)
        assert sum(len(one.annotations) for one in back) == sum(len(one.spans) for one in found)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), unique=True))
def test_file_names_stay_in_their_folder_and_are_all_different(ids: list[str]) -> None:
    names = FileNames()
    paths = [names(one) for one in [*ids, "../../etc/passwd", "/root", "a//b", "A//B", "CON", "a."]]
    assert len({path.casefold() for path in paths}) == len(paths)
    for path in paths:
        parts = path.split("/")
        assert all(part not in ("", ".", "..") and len(part.encode()) <= 255 for part in parts)


@pytest.mark.parametrize("one", ["a/b.txt", "a", "../x.txt", "/abs/y", "50%.txt", ".hidden", "nul"])
def test_ids_are_read_back_from_paths(one: str) -> None:
    assert one in document_ids(FileNames()(one))


@given(st.lists(texts.filter(bool), unique=True))
def test_storage_names_are_brats_and_all_different(names: list[str]) -> None:
    storage = StorageNames()
    stored = [storage(name) for name in names]
    assert len(set(stored)) == len(names)
    assert all(set(name) <= set("_-") | set(map(chr, range(48, 123))) for name in stored)
    shown = dict(storage.shown())
    kept = [shown.get(name, name) for name in stored]
    assert sum(a != b for a, b in zip(kept, names, strict=True)) == storage.hidden()


EVENTS = """T1\tPERSON 0 5;10 15\tSasha Smith
T2\tMeet 16 19\tmet
T3\tPERSON 20 23\tAli
E1\tMeet:T2 Who:T1 Whom:T3
A1\tNegated E1
A2\tsure T3 very
A3\tsure T3 really
N1\tReference T3 Wikipedia:123\tAli
*\tEquiv T1 T3
R1\tknows Arg1:T1 Arg2:T3\t
#1\tAnnotatorNotes T3\ta note
#2\tAnnotatorNotes T3\tanother
X1\twhat
"""


def _theirs(folder: Path, text: bytes, ann: str) -> None:
    (folder / "doc.txt").write_bytes(text)
    (folder / "doc.ann").write_text(ann, encoding="utf-8", newline="")


def test_a_folder_of_someone_elses_is_read(tmp_path: Path) -> None:
    _theirs(tmp_path, b"Sasha and Smith met Ali.", EVENTS)
    progress = report(tmp_path)
    (one,) = [one.document for one in reader.read(progress, options())]
    assert list(covered([one])) == [
        ("PERSON", "Sasha and Smith"),
        ("Meet", "met"),
        ("PERSON", "Ali"),
    ]
    ali = one.annotations[2]
    assert ali.attributes == {"sure": ["very", "really"], "Reference": "Wikipedia:123"}
    assert ali.note == "a note\nanother"
    assert one.annotations[1].attributes == {"Negated": True}
    names = {span.id: span.text for span in one.annotations}
    assert sorted((x.type, names[x.from_id], names[x.to_id]) for x in one.links) == [
        ("Equiv", "Sasha and Smith", "Ali"),
        ("Who", "met", "Sasha and Smith"),
        ("Whom", "met", "Ali"),
        ("knows", "Sasha and Smith", "Ali"),
    ]
    assert list(progress.warnings.values()) == [1]
    assert one.annotations[0].fragments == ((0, 5), (10, 15))


@pytest.mark.parametrize(
    ("text", "ann"),
    [
        (b"a\r\nb\r\nAli", "T1\tPER 4 7\tAli\n"),
        (b"a\r\nb\r\nAli", "T1\tPER 6 9\tAli\r\n"),
        (b"\xef\xbb\xbfa\nAli", "T1\tPER 2 5\tAli\n"),
        (b"\xef\xbb\xbfa\nAli", "T1\tPER 3 6\tAli\n"),
    ],
)
def test_however_they_counted_line_ends_and_byte_order_marks(
    tmp_path: Path, text: bytes, ann: str
) -> None:
    _theirs(tmp_path, text, ann)
    (one,) = read(tmp_path, [])
    assert list(covered([one])) == [("PER", "Ali")]
    assert one.text == text.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("ann", "message"),
    [
        ("T1\tPER 0 3\tAla\n", r"doc.ann:1: the annotation \[0, 3\) does not hold 'Ala' but 'Ali'"),
        ("\nT1\tPER 0 9\tAli\n", r"doc.ann:2: .* goes past the end"),
        ("T1\tPER 2 2\t\n", r"doc.ann:1: .* covers nothing"),
        ("T1\tPER\tAli\n", r"doc.ann:1: T1 has no label and offsets"),
        ("T1\tP 0 1\tA\nT1\tP 0 1\tA\n", r"doc.ann:2: T1 was already there"),
        ("R1\tknows Arg1:T1\n", r"doc.ann:1: R1 does not have two ends"),
        ("A1\tsure\n", r"doc.ann:1: A1 has no annotation"),
        ("\nR1\t\n", r"doc.ann:2: R1 does not have two ends"),
        ("\nR1\n", r"doc.ann:2: R1 does not have two ends"),
        ("\nE1\t\n", r"doc.ann:2: E1 has no trigger"),
        ("\n*\t\n", r"doc.ann:2: \* has no type and members"),
        ("\nT1\tPER 0 " + "9" * 5000 + "\tAli\n", r"doc.ann:2: T1 has an offset beyond all texts"),
        ("T1\tPER 0 1;9 " + "9" * 20 + "\tAli\n", r"doc.ann:1: T1 has an offset beyond all texts"),
    ],
)
def test_what_is_not_in_order_is_refused_with_its_line(
    tmp_path: Path, ann: str, message: str
) -> None:
    _theirs(tmp_path, b"Ali", ann)
    with pytest.raises(ExchangeError, match=message):
        read(tmp_path, [])


def test_annotations_without_their_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "lonely.ann").write_bytes(b"")
    with pytest.raises(ExchangeError, match=r"lonely.ann: has no .txt of its name"):
        read(tmp_path, [])


def test_one_pair_of_files_can_be_read_alone(tmp_path: Path) -> None:
    write(tmp_path, hard_records())
    (one,) = read(tmp_path / "b" / "lines.ann", hard_records())
    assert (one.id, one.text) == ("b/lines.txt", hard_records()[2].text)
    assert [label for label, _ in covered([one])][-2:] == ["تعليق جانبي", "entity"]


def lines_of(path: Path) -> list[str]:
    return sorted(path.read_text(encoding="utf-8").split("\n"))


def copied(text: bytes, ann: str, folder: Path) -> tuple[Path, Path]:
    """Two folders: one with a document of someone else's, and its export."""
    theirs, ours = folder / "theirs", folder / "ours"
    theirs.mkdir()
    ours.mkdir()
    _theirs(theirs, text, ann)
    writer.write(read(theirs, []), ours, ExportOptions(labels=LABELS))
    return theirs / "doc.ann", ours / "doc.ann"


@pytest.mark.parametrize("case", ["brat-discont", "brat-shared-trigger"])
def test_what_came_from_brat_goes_back_line_by_line(tmp_path: Path, case: str) -> None:
    source = DATA / "tools" / case
    writer.write(read(source, []), tmp_path, ExportOptions(labels=LABELS))
    assert lines_of(tmp_path / "d.ann") == lines_of(source / "d.ann")
    again = read(tmp_path, [])
    other = tmp_path / "again"
    other.mkdir()
    writer.write(again, other, ExportOptions(labels=LABELS))
    assert lines_of(other / "d.ann") == lines_of(source / "d.ann")


def test_lines_of_every_kind_go_back(tmp_path: Path) -> None:
    ann = EVENTS.removesuffix("X1\twhat\n") + "N2\tReference T3 Wikidata:Q7\tعلي\nE2\tMeet:T2\n"
    theirs, ours = copied(b"Sasha and Smith met Ali.", ann, tmp_path)
    assert lines_of(ours) == lines_of(theirs)


def test_a_line_whose_annotation_changed_is_written_as_it_is_now(tmp_path: Path) -> None:
    _theirs(tmp_path, b"Sasha and Smith met Ali.", EVENTS)
    (one,) = read(tmp_path, [])
    spans = [
        replace(span, attributes={}, note="other") if span.text == "Ali" else span
        for span in one.annotations
    ]
    links = tuple(link for link in one.links if link.type not in ("Whom", "knows"))
    out = tmp_path / "out"
    out.mkdir()
    changed = replace(one, annotations=tuple(spans), links=links)
    writer.write([changed], out, ExportOptions(labels=LABELS))
    lines = (out / "doc.ann").read_text(encoding="utf-8").split("\n")
    assert "E1\tMeet:T2 Who:T1" in lines
    assert "A1\tNegated E1" in lines
    assert "*\tEquiv T1 T3" in lines
    assert [line.split("\t", 1)[1] for line in lines if line.startswith("#")] == [
        "AnnotatorNotes T3\tother"
    ]
    assert not any("Reference" in line or "knows" in line for line in lines)


def test_keys_and_lines_that_someone_else_put_there_make_no_line(tmp_path: Path) -> None:
    mark = Maker("Ali met Ali")
    mark("Ali", "cue", id="x")
    kept = {"keys": {"x": "T1\nT9", "y": 3}, "lines": ["A1\tz T1\nT2\tq 0 1\tA", 7, "R1", "Q1\tx"]}
    write(tmp_path, [record("d.txt", mark, brat=kept), record("e.txt", mark, brat="?")])
    for name in ("d.ann", "e.ann"):
        assert (tmp_path / name).read_text(encoding="utf-8") == "T1\tcue 0 3\tAli\n"


def test_links_out_of_the_folder_are_left_out(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    _theirs(outside, b"secret", "T1\tPER 0 6\tsecret\n")
    _theirs(inside, b"Ali", "T1\tPER 0 3\tAli\n")
    (inside / "link.txt").symlink_to(outside / "doc.txt")
    (inside / "own.txt").symlink_to(inside / "doc.txt")
    (inside / "own.ann").symlink_to(outside / "doc.ann")
    progress = report(inside)
    found = [one.document for one in reader.read(progress, options())]
    assert [(one.id, one.text, len(one.annotations)) for one in found] == [
        ("doc.txt", "Ali", 1),
        ("own.txt", "Ali", 0),
    ]
    assert progress.warnings == {"files that are links out of the folder: left out": 2}


@pytest.mark.parametrize(
    "one", ["COM1", "lpt9.notes", "con.tar.gz", "a/AUX/b", "conin$", "com\u00b2", "nul .x"]
)
def test_names_that_windows_keeps_for_devices_are_escaped(one: str) -> None:
    path = FileNames()(one)
    assert all(part.startswith("%") for part in path.split("/") if part not in ("a", "b"))
    assert one in document_ids(path)


@pytest.mark.parametrize("one", ["common", "console", "lpt10", "a.con", "com0x"])
def test_names_like_those_of_devices_stay(one: str) -> None:
    assert FileNames()(one) == one


def test_an_empty_annotation_is_refused_alone_in_a_lenient_import() -> None:
    progress = report(DATA / "tools" / "brat-empty-span")
    (one,) = [one.document for one in reader.read(progress, options(lenient=True))]
    assert list(covered([one])) == [("PER", "ليلى")]
    ((file, line, reason, row),) = progress.refused
    assert file.endswith("brat-empty-span/d.ann")
    assert (line, reason) == (2, "the annotation [10, 10) covers nothing")
    assert row["refused"] == {"line": 2, "reason": reason, "original": "T2\tGAP 10 10\t"}


@pytest.mark.parametrize(("start", "end"), [(4, 9), (5, 10)])
def test_a_place_that_takes_in_a_space_beside_the_words_is_put_right(
    tmp_path: Path, start: int, end: int
) -> None:
    (tmp_path / "d.txt").write_text("زارت ليلى فاس", encoding="utf-8")
    (tmp_path / "d.ann").write_text(f"T1\tPER {start} {end}\tليلى\n", encoding="utf-8")
    run = ImportRun(tmp_path, options())
    ((span,),) = [one.document.annotations for one in run]
    assert (span.start, span.end, run.report.moved) == (5, 9, 1)
