"""Everything that is hard for an exchange format, in a few short documents."""

import io
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests import paths
from tui.choices import ReadingStatus, ReviewStatus
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions
from tui.formats.shared.label_usage import AttributeInfo, LabelInfo
from tui.formats.shared.losses import Losses
from tui.formats.shared.parsed import ImportReport
from tui.model import (
    AnnotatedDocument,
    Annotation,
    Document,
    ImportedDocument,
    Link,
    Progress,
    annotation_order,
    context_of,
    sha256_of,
)
from tui.schema import AttributeType
from tui.sources.json_lines import InputFile

WriteFile = Callable[[Iterable[AnnotatedDocument], Sink, ExportOptions], Losses]
ReadFile = Callable[[ImportReport, ImportOptions], Iterator[ImportedDocument]]

DATA = paths.DATA / "formats"

MADE = "2026-03-01T08:00:00.000000Z"
CHANGED = "2026-03-02T09:30:00.250000Z"

LABELS = (
    LabelInfo(
        "claim",
        attributes={
            "verifiable": AttributeInfo(AttributeType.CHOICE, ("yes", "not-yet", "no", "unsure")),
            "verdict": AttributeInfo(
                AttributeType.CHOICE, ("true", "misleading", "false", "unproven")
            ),
            "normalized": AttributeInfo(AttributeType.TEXT),
            "evidence": AttributeInfo(
                AttributeType.CHOICES, ("press", "court records", "statistics")
            ),
        },
        links={"source": ("entity",), "repeats": ("claim",)},
    ),
    LabelInfo(
        "entity",
        attributes={
            "type": AttributeInfo(AttributeType.CHOICE, ("PERS", "ORG", "GPE", "DATE")),
            "canonical": AttributeInfo(AttributeType.TEXT),
            "sure": AttributeInfo(AttributeType.YES_NO),
            "weight": AttributeInfo(AttributeType.NUMBER),
        },
        links={"coreference": ("entity",)},
    ),
    LabelInfo(
        "quote",
        attributes={"type": AttributeInfo(AttributeType.CHOICE, ("direct", "indirect"))},
        links={"speaker": ("entity",)},
    ),
    LabelInfo("cue"),
    LabelInfo("تعليق جانبي"),
)


def uid(number: int) -> str:
    """An id as the database makes them, but the same every time."""
    return f"019a0000-0000-7000-8000-{number:012x}"


class Maker:
    """Makes the annotations of one text by the words that they cover."""

    _numbers = count(1)

    def __init__(self, text: str) -> None:
        self.text = text
        self.annotations: list[Annotation] = []

    def __call__(self, covered: str, label: str, nth: int = 0, **fields: Any) -> str:
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(covered, start + 1)
        end = start + len(covered)
        prefix, suffix = context_of(self.text, start, end)
        fields = {"annotator": "mona", "created_at": MADE, "updated_at": CHANGED} | fields
        span_id = fields.pop("id", "") or uid(next(self._numbers))
        self.annotations.append(
            Annotation(
                span_id, "", sha256_of(self.text), label, start, end, covered, prefix, suffix,
                **fields,
            )
        )  # fmt: skip
        return span_id


def link(number: int, kind: str, from_id: str, to_id: str) -> Link:
    """A link whose document `record` fills in."""
    return Link(uid(number), "", kind, from_id, to_id, "mona", "accepted", MADE, CHANGED)


def record(
    name: str,
    maker: Maker,
    links: tuple[Link, ...] = (),
    progress: tuple[tuple[str, ReadingStatus, int, str], ...] = (),
    **meta: Any,
) -> AnnotatedDocument:
    return AnnotatedDocument(
        id=name,
        title=maker.text.strip().splitlines()[0] if maker.text.strip() else name,
        source=f"/corpus/{name}",
        sha256=sha256_of(maker.text),
        text=maker.text,
        meta=meta,
        annotations=tuple(
            replace(one, document_id=name)
            for one in sorted(maker.annotations, key=annotation_order)
        ),
        links=tuple(
            replace(one, document_id=name) for one in sorted(links, key=lambda one: one.id)
        ),
        progress=tuple(Progress(name, *one) for one in progress),
    )


def hard_records() -> list[AnnotatedDocument]:
    """The fixture: several documents, in the order of their ids."""
    Maker._numbers = count(1)
    return [_empty(), _news(), _lines(), _marks()]


def _news() -> AnnotatedDocument:
    """Emoji and marks before spans, nesting, overlap, a span inside a word, a quote's speaker."""
    text = (
        "😀 قالَ الرَّئيسُ أحمد علي لأستراليا: “لن نتراجعَ أبدًا، والقانونُ معنا”.\n"
        "👩‍👩‍👧 وأضاف أن لبنان وقّع اتفاقيةً في 2024 مع صندوق النقد الدولي.\n"
    )
    mark = Maker(text)
    mark("قالَ", "cue")
    speaker = mark("الرَّئيسُ أحمد علي", "entity", attributes={"type": "PERS", "sure": True})
    name = mark("أحمد علي", "entity", attributes={"type": "PERS", "canonical": "أحمد علي"})
    mark("أستراليا", "entity", attributes={"type": "GPE", "weight": 2})
    quote = mark(
        "لن نتراجعَ أبدًا، والقانونُ معنا",
        "quote",
        attributes={"type": "direct"},
        note="سطر أول\nسطر «ثانٍ»\r\n\tثالث",
    )
    claim = mark(
        "القانونُ معنا”.\n👩‍👩‍👧 وأضاف أن لبنان وقّع اتفاقيةً",
        "claim",
        attributes={"verifiable": "not-yet", "verdict": "true", "evidence": ["court records"]},
        note="overlaps the quote's end",
    )
    mark("أحمد علي", "entity", attributes={"type": "PERS"}, annotator="sami")
    mark("لبنان", "entity", attributes={"type": "GPE"}, annotator="sami")
    mark("اتفاقية", "entity", status="suggested", origin="gazetteer: اتفاقية")
    mark("2024", "entity", attributes={"type": "DATE", "sure": False})
    mark("صندوق النقد الدولي", "entity", attributes={"type": "ORG"})
    links = (
        link(0x101, "speaker", quote, speaker),
        link(0x102, "coreference", speaker, name),
        link(0x103, "source", claim, speaker),
    )
    progress: tuple[tuple[str, ReadingStatus, int, str], ...] = (
        ("mona", "done", 57, CHANGED),
        ("sami", "reading", 3, ""),
    )
    return record("a/أخبار 1.txt", mark, links, progress, date="2024-05-01", tags=["سياسة"])


def _lines() -> AnnotatedDocument:
    """CR LF, CR, U+0085, U+2028, NBSP, a pipe, a tab; spans after, across and around them."""
    text = "سطر\r\nثانٍ\rثالث\x85رابع\u2028خامس\u00a0سادس | سابع\tثامن\r\n\r\n“ختام” NA\r\n"
    mark = Maker(text)
    mark("ثانٍ", "entity", attributes={"type": "ORG"})
    mark("ثانٍ\rثالث", "claim", note="across a CR")
    mark("سطر\r\nثانٍ", "quote")
    mark("رابع\u2028خامس", "quote", attributes={"type": "indirect"})
    mark("خامس\u00a0سادس", "entity")
    mark("سادس | سابع\tثامن", "claim", attributes={"normalized": "six | seven\teight"})
    mark("ختام", "تعليق جانبي")
    mark("NA", "entity", attributes={"type": "ORG"})
    return record("b/lines.txt", mark, url="https://example.org/?a=1&b=2")


def _marks() -> AnnotatedDocument:
    """Bidi controls, ZWNJ, NUL, a mark after a space, Hebrew, markup and JSON's own signs."""
    text = (
        "\u200fنص \u202bمضمّن\u202c و\u2066isolate\u2069 می\u200cخواهم \u0301\x00 [/b] "
        '{"k": "\\u0041"} שלום <b>&amp;</b>'
    )
    mark = Maker(text)
    mark("\u200fنص", "entity", attributes={"type": "ORG"})
    mark("مضمّن\u202c و\u2066isolate", "quote")
    mark("می\u200cخواهم", "entity", attributes={"canonical": 'a "b" \\ c'})
    mark('{"k": "\\u0041"}', "claim", status="rejected")
    mark("שלום", "entity", attributes={"type": "PERS"})
    mark("<b>&amp;</b>", "cue", note="<script>alert(1)</script>")
    return record("c/marks.txt", mark)


def _empty() -> AnnotatedDocument:
    """No annotation: done and empty is not the same as unread. The id looks like a number."""
    return record("007", Maker("لا شيء هنا.\n"), progress=(("mona", "done", 0, CHANGED),))


class KnownRecords:
    """`KnownDocuments` of some records and of further annotations."""

    def __init__(self, records: list[AnnotatedDocument], annotations: tuple[str, ...] = ()) -> None:
        self._annotations = annotations
        self._by_id = {one.id: one for one in records}
        self._by_hash = {one.sha256: one for one in records}

    def find(self, document_id: str, sha256: str) -> Document | None:
        found = self._by_id.get(document_id)
        if found is None or (sha256 and found.sha256 != sha256):
            found = self._by_hash.get(sha256, found)
        if found is None:
            return None
        return Document(found.id, found.title, found.source, found.text)

    def has_annotation(self, annotation_id: str, document_id: str = "") -> bool:
        return annotation_id in self._annotations

    def has_link(self, link_id: str, document_id: str) -> bool:
        return False

    def review(self, document_id: str) -> ReviewStatus | None:
        return self._by_id[document_id].review


def options(records: list[AnnotatedDocument] | None = None, **more: Any) -> ImportOptions:
    """Import options with the records as the database."""
    fields: dict[str, Any] = {
        "now": "2026-04-01T00:00:00.000000Z",
        "annotator": "reader",
        "known": KnownRecords(records or []),
    }
    return ImportOptions(**(fields | more))


def report(path: Path, **more: Any) -> ImportReport:
    return ImportReport(InputFile(path, **more))


def assert_golden(name: str, raw: bytes) -> None:
    """Compare an export with the file of that name; HASHIYA_GOLDEN=write writes the file again."""
    path = DATA / name
    if os.environ.get("HASHIYA_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    assert raw == path.read_bytes()


def written(
    write: WriteFile, records: list[AnnotatedDocument], **more: Any
) -> tuple[bytes, Losses]:
    """What the format makes of the records, and what it says it lost."""
    out = io.BytesIO()
    losses = write(records, out, ExportOptions(**({"labels": LABELS} | more)))
    return out.getvalue(), losses


def read_back(
    read: ReadFile, raw: bytes, known: list[AnnotatedDocument], **more: Any
) -> list[AnnotatedDocument]:
    """The records that the format reads from the bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_bytes(raw)
        return [one.document for one in read(report(path), options(known, **more))]


def covered(records: list[AnnotatedDocument]) -> Iterator[tuple[str, str]]:
    """Label and text of every annotation, checked against the text that it lies in."""
    for one in records:
        for span in one.annotations:
            assert one.text[span.start : span.end] == span.text
            yield span.label, span.text
