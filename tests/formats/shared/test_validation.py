"""Each kind of bad input gives one clear line with the file and the line number."""

import gzip
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.formats.fixture import KnownRecords, hard_records, options, report, written
from tui.errors import ExchangeError
from tui.formats import documents, jsonl
from tui.formats.registry import ImportRun
from tui.formats.shared.parsed import Faults
from tui.model import AnnotatedDocument
from tui.sources.json_lines import InputFile

Json = dict[str, Any]
TEXT = "قال أحمد\r\nنعم"
UID = "019a0000-0000-7000-8000-000000000001"
HUGE = 99999999999999999999
"""More than an integer of SQLite's can be."""


def document(**changes: Any) -> Json:
    span = {"id": "s1", "start": 4, "end": 8, "label": "entity", "text": "أحمد"}
    base: Json = {"id": "d1", "text": TEXT, "spans": [span], "links": []}
    return base | changes


def span(**changes: Any) -> Json:
    return document(spans=[{"id": "s1", "start": 4, "end": 8, "label": "entity"} | changes])


def read(tmp_path: Path, raw: bytes, **more: Any) -> list[AnnotatedDocument]:
    path = tmp_path / "in.jsonl"
    path.write_bytes(raw)
    known = more.pop("known", KnownRecords([]))
    return [one.document for one in documents.read(report(path), options(known=known, **more))]


def lines(*values: Json | bytes) -> bytes:
    return b"\n".join(
        value if isinstance(value, bytes) else json.dumps(value).encode() for value in values
    )


GOOD = document(id="d0", spans=[])

BAD: list[tuple[str, bytes, str]] = [
    ("truncated", lines(GOOD, b'{"id": "d1", "text": "ab'), "Unterminated string"),
    ("no object", lines(GOOD, b"[1, 2]"), "not a JSON object but a list"),
    ("two values", lines(GOOD, b"{} {}"), "Extra data"),
    ("Infinity", lines(GOOD, b'{"id": Infinity}'), "Infinity is not a number"),
    ("too deep", lines(GOOD, b"[" * 100_000), "not JSON that can be read"),
    ("huge number", lines(GOOD, b'{"start": ' + b"9" * 5000 + b"}"), "not JSON that can be read"),
    ("not UTF-8", lines(GOOD, b'{"id": "\xff"}'), "not UTF-8: byte 0xff at byte 9"),
    ("Latin-1", lines(GOOD, '{"id": "é"}'.encode("latin-1")), "not UTF-8"),
    ("a number as text", lines(GOOD, document(text=7)), '"text" is not a string but a number'),
    ("spans no list", lines(GOOD, document(spans={})), '"spans" is not a list but an object'),
    ("a span no object", lines(GOOD, document(spans=[3])), "spans[0] is not an object but a numb"),
    ("an offset as text", lines(GOOD, span(start="4")), 'spans[0]: "start" is not a whole number'),
    ("a broken offset", lines(GOOD, span(start=4.5)), '"start" is not a whole number'),
    ("true as offset", lines(GOOD, span(start=True)), "but true or false"),
    ("no label", lines(GOOD, span(label=None)), '"label" is not a string but null'),
    ("empty label", lines(GOOD, span(label="")), '"label" is empty'),
    ("unknown status", lines(GOOD, span(status="done")), '"status" is not one of accepted'),
    ("no end", lines(GOOD, document(spans=[{"start": 1, "label": "x"}])), '"end" is missing'),
    ("past the end", lines(GOOD, span(end=14)), "goes past the end of the text, which is at 13"),
    ("negative", lines(GOOD, span(start=-1)), "begins before the text, at -1"),
    ("start > end", lines(GOOD, span(start=9)), "[9, 8) begins after its end"),
    ("covers nothing", lines(GOOD, span(start=8)), "[8, 8) covers nothing"),
    ("another text", lines(GOOD, span(text="علي")), "does not hold 'علي' but 'أحمد'"),
    ("another hash", lines(GOOD, document(sha256="0" * 64)), "not the one that its sha256"),
    ("a document again", lines(document(), document()), "document 'd1' was already in line 1"),
    (
        "an annotation again",
        lines(span(id=UID), span(id=UID) | {"id": "d2"}),
        f"annotation {UID!r} was already in line 1",
    ),
    ("unknown document", lines(GOOD, {"id": "d9", "spans": []}), "unknown document 'd9'"),
    (
        "a link from nowhere",
        lines(GOOD, document(links=[{"id": "l", "type": "t", "from": "s7", "to": "s1"}])),
        "a link goes out from 's7'",
    ),
    (
        "a link to nowhere",
        lines(GOOD, document(links=[{"id": "l", "type": "t", "from": "s1", "to": "s7"}])),
        "a link leads to 's7', which does not exist",
    ),
    ("an offset beyond all", lines(GOOD, span(end=HUGE)), '"end" is too large or too small'),
    ("one below all", lines(GOOD, span(start=-HUGE)), '"start" is too large or too small'),
    (
        "an orphan's offset beyond all",
        lines(GOOD, span(end=HUGE, status="orphaned")),
        'spans[0]: "end" is too large or too small',
    ),
    (
        "a place beyond all",
        lines(GOOD, document(progress=[{"annotator": "x", "status": "done", "offset": HUGE}])),
        'progress[0]: "offset" is too large or too small',
    ),
    ("a number beyond all", lines(GOOD, b'{"meta": {"x": -1e999}}'), "-1e999 is too large a num"),
    ("half a pair", lines(GOOD, b'{"id": "a\\ud800", "text": "x"}'), "half of a surrogate pair"),
    ("half in a key", lines(GOOD, b'{"id": "a", "meta": {"\\uDFFF": 1}}'), "half of a surrogate"),
]


@pytest.mark.parametrize(("raw", "message"), [case[1:] for case in BAD], ids=[b[0] for b in BAD])
def test_one_clear_line_with_file_and_line_number(tmp_path: Path, raw: bytes, message: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        read(tmp_path, raw)
    told = str(caught.value)
    assert told.startswith(f"{tmp_path / 'in.jsonl'}:2: ")
    assert message in told
    assert "\n" not in told
    assert caught.value.line == 2


_THEIR_LABELS = {"start": 0, "end": HUGE, "labels": ["x"]}
BEYOND: list[tuple[str, Json]] = [
    ("jsonl", {"id": "s", "document_id": "d", "label": "x", "start": 0, "end": HUGE}),
    ("prodigy", span(end=HUGE, status="orphaned")),
    ("doccano", {"text": TEXT, "label": [[0, HUGE, "x"]]}),
    (
        "label-studio",
        {
            "data": {"text": TEXT},
            "predictions": [{"result": [{"type": "labels", "id": "a", "value": _THEIR_LABELS}]}],
        },
    ),
    (
        "w3c",
        {"target": {"selector": {"type": "TextPositionSelector", "start": 0, "end": HUGE}}},
    ),
]


@pytest.mark.parametrize(("name", "value"), BEYOND, ids=[name for name, _ in BEYOND])
def test_no_format_takes_an_offset_that_no_database_holds(
    tmp_path: Path, name: str, value: Json
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\n" + lines(value))
    with pytest.raises(ExchangeError, match=r"in\.jsonl:2: .*is too large or too small"):
        list(ImportRun(path, options(), name))


def test_the_whole_file_is_looked_through_before_it_is_refused(tmp_path: Path) -> None:
    bad = [span(end=99) | {"id": f"d{number}"} for number in range(5)]
    for number, one in enumerate(bad):
        one["spans"][0]["id"] = f"s{number}"
    with pytest.raises(Faults) as caught:
        read(tmp_path, lines(*bad))
    faults = str(caught.value).split("\n")
    assert [fault.split(":")[1] for fault in faults] == ["1", "2", "3", "4", "5"]


def test_after_so_many_faults_nobody_reads_on(tmp_path: Path) -> None:
    with pytest.raises(Faults) as caught:
        read(tmp_path, b"{\n" * 1000, faults=20)
    assert len(str(caught.value).split("\n")) == 20


def test_a_line_that_is_too_long_is_refused_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_bytes(b"{}\n" + b"x" * 5_000_000)
    _, second = InputFile(path, max_line=1 << 20).lines()
    assert str(second) == f"{path}:2: the line is longer than 1 MiB"


def test_lines_end_at_line_feeds_alone(tmp_path: Path) -> None:
    text = "a\x85b\u2028c\u2029d\x0be\x0cf\x1cg"
    raw = json.dumps(document(text=text, spans=[]), ensure_ascii=False).encode()
    assert [one.text for one in read(tmp_path, raw + b"\r\n\r\n")] == [text]


def test_a_byte_order_mark_before_the_first_line_is_passed_over(tmp_path: Path) -> None:
    assert [one.id for one in read(tmp_path, b"\xef\xbb\xbf" + lines(document()))] == ["d1"]


def test_halves_of_surrogate_pairs_are_replaced_on_request(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    raw = {"id": "d1", "text": "a\ud800b😀\udc00", "spans": [{"start": 2, "end": 4, "label": "x"}]}
    path.write_bytes(lines(raw))
    found = list(documents.read(report(path, replace_surrogates=True), options()))
    assert found[0].document.text == "a\ufffdb😀\ufffd"
    assert found[0].document.annotations[0].text == "b😀"


def test_gzip_is_read_and_a_cut_one_is_refused(tmp_path: Path) -> None:
    raw = gzip.compress(lines(document()), mtime=0)
    assert [one.id for one in read(tmp_path, raw)] == ["d1"]
    with pytest.raises(ExchangeError, match="cannot be read"):
        read(tmp_path, raw[:-9])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    with pytest.raises(ExchangeError, match="cannot be read: No such file"):
        list(documents.read(report(path), options()))


def test_a_span_that_moved_is_found_again_and_counted(tmp_path: Path) -> None:
    known = hard_records()
    raw, _ = written(jsonl.write, known)
    other = known[1]
    longer = "مقدمة. " + other.text
    changed = AnnotatedDocument(other.id, other.title, other.source, "ab", longer)
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in raw.split(b"\n")[:3]))

    progress = report(path)
    found = list(jsonl.read(progress, options([changed])))
    spans = found[0].document.annotations
    assert [(s.start, s.end) for s in spans] == [(9, 13), (14, 32), (24, 32)]
    assert all(longer[s.start : s.end] == s.text for s in spans)
    assert (progress.moved, progress.moved_lines) == (3, [1, 2, 3])


@pytest.mark.parametrize("newline", ["\n", "\r"])
def test_texts_that_differ_in_line_ends_alone_need_no_search(tmp_path: Path, newline: str) -> None:
    stored = AnnotatedDocument("d1", "t", "s", "0" * 64, TEXT)
    carried = TEXT.replace("\r\n", newline)
    spans = [{"id": "a", "start": 9, "end": 12, "label": "x", "text": "نعم"}]
    found = read(tmp_path, lines(document(text=carried, spans=spans)), known=KnownRecords([stored]))
    assert [(s.start, s.end, s.text) for s in found[0].annotations] == [(10, 13, "نعم")]


def test_labels_that_the_schema_lacks_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    two = [{"id": str(n), "start": 0, "end": 3, "label": label} for n, label in enumerate("xyx")]
    path.write_bytes(lines(GOOD, document(spans=two)))
    progress = report(path)
    list(documents.read(progress, options(labels=())))
    assert {name: (new.line, new.count) for name, new in progress.new_labels.items()} == {
        "x": (2, 2),
        "y": (2, 1),
    }


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        ("suggested", "accepted", "suggested"),
        ("accepted", "suggested", "accepted"),
        ("suggested", "rejected", "rejected"),
        (None, "suggested", "suggested"),
    ],
)
def test_as_suggestion_and_as_annotation(
    tmp_path: Path, asked: str | None, before: str, after: str
) -> None:
    (found,) = read(tmp_path, lines(span(status=before)), status=asked)
    assert found.annotations[0].status == after
    assert found.annotations[0].origin == ("in.jsonl" if before == "accepted" else "")


def test_what_the_file_does_not_say_is_filled_in(tmp_path: Path) -> None:
    (found,) = read(tmp_path, b'{"text": "\\u0627b", "spans": [{"start":0,"end":1,"label":"x"}]}')
    assert (found.id, found.title) == ("in.jsonl#1", "اb")
    made = found.annotations[0]
    assert (made.annotator, made.status) == ("reader", "accepted")
    # Of an existing row nobody can tell whether this is the later one.
    assert (made.created_at, made.updated_at) == ("2026-04-01T00:00:00.000000Z", "")
    assert UUID(made.id).version == 8


def test_links_may_lead_to_documents_that_come_later_or_are_there(tmp_path: Path) -> None:
    links = [
        {"id": "l1", "type": "repeats", "from": "s1", "to": "s2"},
        {"id": "l2", "type": "repeats", "from": "s1", "to": "in the database"},
        {"id": "l3", "type": "repeats", "from": "s1", "to": UID},
    ]
    spans = [{"id": name, "start": 0, "end": 3, "label": "x"} for name in ("s2", UID)]
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines(document(links=links), document(id="d2", spans=spans)))
    known = KnownRecords([], ("in the database",))
    found = [one.document for one in ImportRun(path, options(known=known), "documents")]
    made = next(one.id for one in found[1].annotations if one.id != UID)
    assert {link.to_id for one in found for link in one.links} == {made, "in the database", UID}


@pytest.mark.parametrize(
    ("spans", "to", "message"),
    [
        (("s1", "s1"), "s1", "line 1|several annotations are called 's1'"),
        (("s1",), "s2", "several annotations are called 's2'"),
    ],
)
def test_a_link_to_one_of_several_of_the_same_id_is_refused(
    tmp_path: Path, spans: tuple[str, ...], to: str, message: str
) -> None:
    made = [{"id": name, "start": n, "end": n + 2, "label": "x"} for n, name in enumerate(spans)]
    links = [{"id": "l1", "type": "repeats", "from": "s1", "to": to}]
    others = [document(id=name, spans=[made[0] | {"id": "s2"}]) for name in ("d2", "d3")]
    with pytest.raises(ExchangeError, match=message):
        read(tmp_path, lines(document(spans=made, links=links), *others))


def test_ids_are_the_databases_only_where_hashiya_wrote_them(tmp_path: Path) -> None:
    written = {"annotator": "a", "created_at": "2026", "updated_at": "2026"}
    spans = [
        {"id": "1", "start": 0, "end": 3, "label": "x"},
        {"id": UID, "start": 0, "end": 3, "label": "x"},
        {"id": "ours", "start": 0, "end": 3, "label": "x"} | written,
    ]
    first, second = read(tmp_path, lines(document(spans=spans[:1]), document(id="d2", spans=spans)))
    assert {UID, "ours"} < {one.id for one in second.annotations}
    made = {one.id for found in (first, second) for one in found.annotations} - {UID, "ours"}
    assert {UUID(one).version for one in made} == {8}
    assert len(made) == 2


@pytest.mark.parametrize(("start", "end"), [(-3, 2), (5, 2)])
def test_an_orphan_has_bounds_too(tmp_path: Path, start: int, end: int) -> None:
    with pytest.raises(ExchangeError, match="an orphan from"):
        read(tmp_path, lines(span(status="orphaned", start=start, end=end)))


def test_equal_annotations_get_ids_of_their_own_in_time(tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 4, "label": "claim"}] * 3_000
    raw = lines({"id": "d", "text": "word", "spans": spans})
    first, again = (read(tmp_path, raw)[0].annotations for _ in range(2))
    assert len({one.id for one in first}) == 3_000
    assert [one.id for one in first] == [one.id for one in again]
