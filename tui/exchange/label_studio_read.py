"""Label Studio's tasks, read: its `JSON` export, or tasks made for its import."""

from collections.abc import Iterator

from tui.exchange.attribute_text import value_of
from tui.exchange.fields import Fields
from tui.exchange.head import Head
from tui.exchange.intake import Intake
from tui.exchange.options import AttributeInfo, ImportOptions, LabelInfo, Unit
from tui.exchange.raw import RawDocument, RawLink, RawSpan, status_of
from tui.exchange.report import ImportReport, Incoming

_OURS = ("document_id", "title", "source", "sha256", "meta")
_CANCELLED = "annotations of tasks that were skipped there: left out"
_UNLABELLED = "regions without a label: left out"
_WHOLE_TEXT = "answers about whole texts: left out"
_OTHER_RESULTS = "results that are no labels of text: left out"


def read(report: ImportReport, options: ImportOptions) -> Iterator[Incoming]:
    """The tasks of a file, an array or one a line.

    Raises ExchangeError: the file has faults.
    """
    reader = _Reader(report, options)
    with Intake(report, options, Unit.CODEPOINT) as intake:
        for raw in intake.each(report.source.values(), reader.task):
            yield from intake.accept(raw)


class _Reader:
    """Makes documents of tasks, with what the schema knows of the attributes' types."""

    def __init__(self, report: ImportReport, options: ImportOptions) -> None:
        self._report = report
        self._text_field = options.text_field
        self._infos = {info.name: info for info in options.labels or ()}

    def task(self, fields: Fields) -> RawDocument:
        """The document of a task.

        Raises ExchangeError: a field is missing or of another type.
        """
        if "data" not in fields:
            raise fields.error('"data" is missing: of Label Studio\'s exports, "JSON" is read')
        data = fields.inner(fields.values["data"], "data")
        raw = RawDocument(
            fields.line,
            id=data.name("document_id", ""),
            text=data.text(self._text_field),
            sha256=data.text("sha256", ""),
            title=data.text("title") if "title" in data else None,
            source=data.text("source", ""),
            meta=data.mapping("meta"),
        )
        if not raw.id:
            known = {self._text_field, *_OURS}
            raw.meta |= {key: one for key, one in data.values.items() if key not in known}
        for one in fields.objects("annotations"):
            self._annotation(one, raw)
        for one in fields.objects("predictions"):
            spans, links = self._results(one)
            for span in spans:
                span.annotator = span.annotator or one.name("model_version", "")
                span.status = span.status or "suggested"
            raw.spans += spans
            raw.links += links
        return raw

    def _annotation(self, fields: Fields, raw: RawDocument) -> None:
        spans, links = self._results(fields)
        if fields.values.get("was_cancelled") is True:
            self._report.warn(_CANCELLED, len(spans))
            return
        for span in spans:
            span.annotator = span.annotator or _who(fields)
            span.created_at = span.created_at or fields.text("created_at", "")
            span.updated_at = span.updated_at or fields.text("updated_at", "")
        raw.spans += spans
        raw.links += links

    def _results(self, fields: Fields) -> tuple[list[RawSpan], list[RawLink]]:
        """The annotations and links of one list of results."""
        results = fields.objects("result")
        spans: dict[str, RawSpan] = {}
        for one in results:
            if one.text("type", "") == "labels":
                self._region(one, spans)
        links = []
        for one in results:
            kind = one.text("type", "")
            if kind == "relation":
                links += _relations(one)
            elif kind in ("choices", "textarea", "number", "rating"):
                self._attribute(one, spans)
            elif kind != "labels":
                self._report.warn(_OTHER_RESULTS)
        return list(spans.values()), links

    def _region(self, fields: Fields, spans: dict[str, RawSpan]) -> None:
        """One annotation for each label of the region; the first has its id."""
        value = fields.inner(fields.values.get("value"), "value")
        labels = value.items("labels")
        if not labels:
            self._report.warn(_UNLABELLED)
        key = fields.name("id", "") or f"region {len(spans)}"
        meta = fields.inner(fields.mapping("meta"), "meta")
        for number, label in enumerate(labels):
            if not isinstance(label, str) or not label:
                raise fields.error("a label is not a string, or empty")
            name = f"{key} {number}" if number or key in spans else key
            spans[name] = RawSpan(
                fields.line,
                value.integer("start"),
                value.integer("end"),
                label,
                key=name,
                id=name if "annotator" in meta else "",
                text=value.text("text") if "text" in value else None,
                note="\n".join(one for one in meta.items("text") if isinstance(one, str)),
                annotator=meta.name("annotator", ""),
                status=status_of(meta),
                origin=meta.text("origin", ""),
                created_at=meta.text("created_at", ""),
                updated_at=meta.text("updated_at", ""),
            )

    def _attribute(self, fields: Fields, spans: dict[str, RawSpan]) -> None:
        """An answer about a region as an attribute of its annotation."""
        span = spans.get(fields.name("id", ""))
        if span is None:
            self._report.warn(_WHOLE_TEXT)
            return
        kind = fields.text("type")
        value = fields.inner(fields.values.get("value"), "value")
        name = fields.name("from_name").removeprefix(f"{span.label}.")
        if kind in ("number", "rating"):
            span.attributes[name] = value.values.get(kind)
            return
        texts = value.items("choices" if kind == "choices" else "text")
        words = [one for one in texts if isinstance(one, str)]
        span.attributes[name] = value_of(self._info(span.label, name, len(words)), words)

    def _info(self, label: str, name: str, count: int) -> AttributeInfo:
        """What the schema knows of the attribute; without it, several texts are a list."""
        guess = AttributeInfo("multi-choice" if count > 1 else "text")
        return self._infos.get(label, LabelInfo(label)).attributes.get(name, guess)


def _who(fields: Fields) -> str:
    """Whose annotation it is: an e-mail address where there is one, else the user's number."""
    who = fields.values.get("completed_by")
    if isinstance(who, dict):
        inner = fields.inner(who, "completed_by")
        return inner.name("email", "") or inner.name("id", "")
    return fields.name("completed_by", "")


def _relations(fields: Fields) -> list[RawLink]:
    """A link for each label of the relation; one to the left goes the other way."""
    ends = fields.name("from_id"), fields.name("to_id")
    if fields.text("direction", "right") == "left":
        ends = ends[1], ends[0]
    labels = [one for one in fields.items("labels") if isinstance(one, str)] or ["relation"]
    return [RawLink(fields.line, label, *ends) for label in labels]


def sniff(head: Head) -> bool:
    """Whether a file that begins so is of this format."""
    return "data" in head.keys and bool(head.is_array or {"annotations"} & head.keys)
