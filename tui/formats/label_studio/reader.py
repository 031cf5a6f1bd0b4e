"""Read Label Studio's tasks: its `JSON` export, and tasks made for its import.

Regions of HTML and of paragraphs count in the text that `tui.formats.label_studio.texts` makes of
the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tui.choices import Unit
from tui.errors import ExchangeError
from tui.formats.label_studio.texts import REGIONS, TaskText, text_of
from tui.formats.label_studio.writer import TEXT
from tui.formats.shared.exchange_options import ImportOptions
from tui.formats.shared.label_usage import AttributeInfo, LabelInfo, value_of
from tui.formats.shared.parsed import (
    Head,
    ImportReport,
    ParsedDocument,
    ParsedLink,
    ParsedSpan,
    count_others,
    parse_foreign_document,
    parse_status,
)
from tui.formats.shared.refusals import PartFault
from tui.formats.shared.validation import Validator
from tui.model import JSON, ImportedDocument
from tui.schema import AttributeType
from tui.sources.json_lines import InputFile
from tui.sources.json_values import Fields

_MIN_FIELDS = ("annotator", "annotation_id", "created_at", "updated_at", "lead_time")
"""Fields of JSON-MIN about the annotator and the times."""

_NUMBERS = "predictions named by their numbers: they are not in the file"

_SCORES = "scores: left out"

_NO_SCORES = "scores that are not from 0 to 1: left out"

_DRAFTS = "drafts: left out"

_TRUTHS = "marks of annotations as ground truth: left out"

_FIELDS = "other fields of tasks, annotations and results: left out"

_BOTH_WAYS = "relations in both directions: read as links from their first end"

_TASK_FIELDS = {
    "id", "data", "meta", "annotations", "completions", "predictions", "drafts", "created_at",
    "updated_at", "inner_id", "total_annotations", "cancelled_annotations", "total_predictions",
    "comment_count", "unresolved_comment_count", "comment_authors", "last_comment_updated_at",
    "project", "updated_by", "file_upload", "allow_skip", "is_labeled", "overlap",
}  # fmt: skip
"""The known fields of a task: those that are stored, its counts, and Label Studio's own data."""

_ANNOTATION_FIELDS = {
    "id", "completed_by", "result", "was_cancelled", "ground_truth", "created_at", "updated_at",
    "draft_created_at", "lead_time", "prediction", "result_count", "unique_id", "import_id",
    "last_action", "bulk_created", "task", "project", "updated_by", "parent_prediction",
    "parent_annotation", "last_created_by", "created_username", "created_ago", "model_version",
    "score", "honeypot", "model", "model_run", "cluster", "neighbors", "mislabeled",
}  # fmt: skip
"""The known fields of an annotation or a prediction, including Label Studio's own data."""

_RESULT_FIELDS = {
    "id", "from_name", "to_name", "type", "value", "meta", "score", "origin", "from_id", "to_id",
    "direction", "labels", "hidden", "locked", "readonly", "image_rotation", "original_width",
    "original_height", "parentID",
}  # fmt: skip

_VALUE_FIELDS = {
    "start", "end", "text", "labels", "globalOffsets", "startOffset", "endOffset", "granularity",
    "paragraphlabels", "hypertextlabels",
}  # fmt: skip

_ANSWER_FIELDS = {"choices", "number", "rating"}

_PERSON_FIELDS = {
    "id", "email", "first_name", "last_name", "username", "avatar", "initials", "phone",
    "last_activity", "active_organization", "allow_newsletters", "date_joined",
}  # fmt: skip

_META_FIELDS = {"text", "annotator", "status", "origin", "created_at", "updated_at"}

_CANCELLED = "annotations of tasks that were skipped there: left out"

_UNLABELLED = "regions without a label: left out"

_WHOLE_TEXT = "answers about whole texts: left out"

_OTHER_RESULTS = "results that are not labels of text: left out"


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the tasks of a file, an array or one per line.

    Raises ExchangeError if the file has faults.
    """
    reader = _Reader(report, options)
    with Validator(report, options, Unit.CODEPOINT) as validator:
        for parsed in validator.each(report.source.objects(), reader.task):
            yield from validator.accept(parsed, again=reader.is_by_annotation)


def parse_prediction(
    prediction: Mapping[str, JSON], text: str, labels: tuple[LabelInfo, ...]
) -> ParsedDocument:
    """Return an ML backend's prediction for a text: spans, links, and faults in parts of it.

    Raises ExchangeError if the prediction has the wrong shape.
    """
    task: dict[str, JSON] = {"data": {TEXT: text}, "predictions": [dict(prediction)]}
    report = ImportReport(InputFile(Path("prediction")))
    options = ImportOptions(now="", annotator="", labels=labels)
    return _Reader(report, options).task(Fields(task, "", 1))


class _Reader:
    """Makes documents of tasks, with the types of attributes from the schema."""

    def __init__(self, report: ImportReport, options: ImportOptions) -> None:
        self._report = report
        self._text_field = options.text_field
        self.is_by_annotation = False
        """Whether the file has an object for each annotation, so that a task may have several."""
        self._infos = {info.name: info for info in options.labels or ()}
        self._keys: set[str] = set()
        """The ids of the regions of the task that were read."""
        self._text: TaskText | None = None
        """The text in which the offsets of the task's regions count."""

    def task(self, fields: Fields) -> ParsedDocument:
        """Return the document of a task.

        Raises ExchangeError if a field is missing or of another type.
        """
        if "data" not in fields and "annotation_id" in fields:
            return self._json_min(fields)
        if "data" not in fields and "task" in fields:
            self.is_by_annotation = True
            fields = _task_of_storage(fields)
        if "data" not in fields:
            exports = "JSON and JSON-MIN"
            raise fields.error(f'"data" is missing: of Label Studio\'s exports, {exports} are read')
        data = fields.inner(fields.values["data"], "data")
        self._keys = set()
        self._text = text_of(data, self._text_field, _kinds(fields))
        parsed = parse_foreign_document(self._text.data, self._text_field, self._text.used_fields)
        parsed.record_id = parsed.record_id or ("" if parsed.id else fields.name("id", ""))
        for name in ("annotations", "completions"):
            for one in fields.objects(name):
                self._annotation(one, parsed)
        for one in self._predictions(fields):
            self._prediction(one, parsed)
        meta = fields.inner(fields.mapping("meta"), "meta")
        parsed.meta = {**meta.plain(), **parsed.meta}
        self._report.warn(_DRAFTS, len(fields.items("drafts")), fields.line)
        self._report.warn(_FIELDS, len(fields.values.keys() - _TASK_FIELDS), fields.line)
        return parsed

    def _prediction(self, fields: Fields, parsed: ParsedDocument) -> None:
        spans, links = self._results(fields, parsed.faults)
        score = self._score(fields)
        is_used = False
        for span in spans:
            span.annotator = span.annotator or fields.name("model_version", "")
            span.status = span.status or "suggested"
            if span.score is None and score is not None:
                span.score, is_used = score, True
        self._report.warn(_SCORES, score is not None and not is_used, fields.line)
        self._report.warn(_FIELDS, len(fields.values.keys() - _ANNOTATION_FIELDS), fields.line)
        parsed.spans += spans
        parsed.links += links

    def _score(self, fields: Fields) -> float | None:
        """Return the score; None, counted, if it is not a number from 0 to 1."""
        score = fields.float_number("score")
        if score is None or 0 <= score <= 1:
            return score
        self._report.warn(_NO_SCORES, 1, fields.line)
        return None

    def _predictions(self, fields: Fields) -> list[Fields]:
        """Return the task's predictions; those named by their numbers alone are counted."""
        values = fields.items("predictions")
        numbers = [one for one in values if isinstance(one, int)]
        self._report.warn(_NUMBERS, len(numbers), fields.line)
        return [
            fields.inner(one, f"predictions[{number}]")
            for number, one in enumerate(values)
            if one not in numbers
        ]

    def _json_min(self, fields: Fields) -> ParsedDocument:
        """Return the document of a line of JSON-MIN: lists of regions by the control's name.

        A task has a line for each of its annotations.

        Raises ExchangeError if a field is missing or of another type.
        """
        self.is_by_annotation = True
        regions = {
            name: fields.objects(name)
            for name, value in fields.values.items()
            if isinstance(value, list) and value and isinstance(value[0], dict)
            and "start" in value[0]
        }  # fmt: skip
        parsed = parse_foreign_document(fields, self._text_field, (*_MIN_FIELDS, *regions))
        spans: dict[str, ParsedSpan] = {}
        for name, values in regions.items():
            for value in values:
                region = {"from_name": name, "value": value.plain()}
                self._region(fields.inner(region, name), spans)
        parsed.spans = list(spans.values())
        for span in parsed.spans:
            span.annotator = fields.name("annotator", "")
            span.created_at, span.updated_at = fields.time("created_at"), fields.time("updated_at")
        return parsed

    def _annotation(self, fields: Fields, parsed: ParsedDocument) -> None:
        spans, links = self._results(fields, parsed.faults)
        self._report.warn(_FIELDS, len(fields.values.keys() - _ANNOTATION_FIELDS), fields.line)
        if isinstance(fields.values.get("completed_by"), dict):
            person = fields.inner(fields.values["completed_by"], "completed_by")
            count_others(self._report, person, _PERSON_FIELDS, "annotators")
        self._report.warn(_TRUTHS, fields.values.get("ground_truth") is True, fields.line)
        if fields.values.get("was_cancelled") is True:
            self._report.warn(_CANCELLED, max(1, len(spans)), fields.line)
            return
        for span in spans:
            span.annotator = span.annotator or _parse_annotator(fields)
            span.created_at = span.created_at or fields.time("created_at")
            span.updated_at = span.updated_at or fields.time("updated_at")
        parsed.spans += spans
        parsed.links += links

    def _results(
        self, fields: Fields, faults: list[PartFault]
    ) -> tuple[list[ParsedSpan], list[ParsedLink]]:
        """Return the annotations and links of one list of results; unreadable ones are faults."""
        results = fields.objects("result")
        spans: dict[str, ParsedSpan] = {}
        links: list[ParsedLink] = []
        # Attributes may come before their regions.
        for one in sorted(results, key=lambda one: one.values.get("type") not in REGIONS):
            try:
                self._result(one, spans, links)
            except ExchangeError as error:
                faults.append(PartFault(error, one.plain()))
        # Two annotations of one task, as a copy has them, may have regions of the same ids.
        own = {key: f"{key} in {len(self._keys)}" for key in spans if key in self._keys}
        for key, span in spans.items():
            span.key = own.get(key, key)
        for link in links:
            link.from_key = own.get(link.from_key, link.from_key)
            link.to_key = own.get(link.to_key, link.to_key)
        self._keys |= {span.key for span in spans.values()}
        return list(spans.values()), links

    def _result(
        self, fields: Fields, spans: dict[str, ParsedSpan], links: list[ParsedLink]
    ) -> None:
        kind = fields.text("type", "")
        self._report.warn(_FIELDS, len(fields.values.keys() - _RESULT_FIELDS), fields.line)
        if kind in REGIONS:
            self._region(fields, spans)
        elif kind == "relation":
            links += _parse_relations(fields)
            self._report.warn(_BOTH_WAYS, fields.values.get("direction") == "bi", fields.line)
        elif kind in ("choices", "textarea", "number", "rating"):
            self._attribute(fields, spans)
        else:
            self._report.warn(_OTHER_RESULTS, 1, fields.line)

    def _region(self, fields: Fields, spans: dict[str, ParsedSpan]) -> None:
        """Add an annotation for each label of the region; the first has its id."""
        value = fields.inner(fields.values.get("value"), "value")
        count_others(self._report, value, _VALUE_FIELDS, "regions")
        kind = fields.text("type", "labels")
        labels = value.items(kind if kind in value else "labels")
        if not labels:
            self._report.warn(_UNLABELLED, 1, fields.line)
        start, end = self._place(kind, value)
        key = fields.name("id", "") or f"region {len(spans)}"
        meta = fields.inner(fields.mapping("meta"), "meta")
        self._report.warn(_FIELDS, len(meta.values.keys() - _META_FIELDS), fields.line)
        score = self._score(fields)
        for number, label in enumerate(labels):
            if not isinstance(label, str) or not label:
                raise fields.error("a label is not a string, or empty")
            name = f"{key} {number}" if number or key in spans else key
            spans[name] = ParsedSpan(
                fields.line,
                start,
                end,
                label,
                key=name,
                id=name if "annotator" in meta else "",
                source_id=name if "id" in fields else "",
                score=score,
                original=fields.plain(),
                text=value.text_or_none("text") if kind == "labels" else None,
                note="\n".join(one for one in meta.items("text") if isinstance(one, str)),
                annotator=meta.name("annotator", ""),
                status=parse_status(meta),
                origin=meta.text("origin", ""),
                created_at=meta.text("created_at", ""),
                updated_at=meta.text("updated_at", ""),
            )

    def _place(self, kind: str, value: Fields) -> tuple[int, int]:
        """Return the offsets of a region."""
        if kind != "labels" and self._text is not None:
            return self._text.place(value)
        return value.integer("start"), value.integer("end")

    def _attribute(self, fields: Fields, spans: dict[str, ParsedSpan]) -> None:
        """Store a value given for a region as an attribute of its annotation."""
        span = spans.get(fields.name("id", ""))
        if span is None:
            self._report.warn(_WHOLE_TEXT, 1, fields.line)
            return
        kind = fields.text("type")
        value = fields.inner(fields.values.get("value"), "value")
        count_others(self._report, value, _VALUE_FIELDS | _ANSWER_FIELDS, "regions")
        name = fields.name("from_name").removeprefix(f"{span.label}.")
        if kind in ("number", "rating"):
            span.attributes[name] = value.values.get(kind)
            return
        texts = value.items("choices" if kind == "choices" else "text")
        words = [one for one in texts if isinstance(one, str)]
        span.attributes[name] = value_of(self._info(span.label, name, len(words)), words)

    def _info(self, label: str, name: str, count: int) -> AttributeInfo:
        """Return what the schema knows about the attribute; without it, several texts are a
        list."""
        guess = AttributeInfo(AttributeType.CHOICES if count > 1 else AttributeType.TEXT)
        return self._infos.get(label, LabelInfo(label)).attributes.get(name, guess)


def _task_of_storage(fields: Fields) -> Fields:
    """Return the task of an annotation that target storage keeps in a separate file."""
    task = fields.inner(fields.values["task"], "task")
    annotation = {name: value for name, value in fields.values.items() if name != "task"}
    return Fields({**task.values, "annotations": [annotation]}, fields.file, fields.line)


def _kinds(fields: Fields) -> set[str]:
    """Return the types of all results of a task."""
    names = ("annotations", "completions", "predictions")
    holders = [one for name in names for one in fields.items(name) if isinstance(one, dict)]
    results = (one.get("result") for one in holders)
    found = (one for each in results if isinstance(each, list) for one in each)
    return {str(one.get("type")) for one in found if isinstance(one, dict)}


def _parse_annotator(fields: Fields) -> str:
    """Return the annotator: an e-mail address if there is one, else the user's number."""
    who = fields.values.get("completed_by")
    if isinstance(who, dict):
        inner = fields.inner(who, "completed_by")
        return inner.name("email", "") or inner.name("id", "")
    return fields.name("completed_by", "")


def _parse_relations(fields: Fields) -> list[ParsedLink]:
    """Return a link for each label of the relation; a left one is reversed."""
    ends = fields.name("from_id"), fields.name("to_id")
    if fields.text("direction", "right") == "left":
        ends = ends[1], ends[0]
    labels = [one for one in fields.items("labels") if isinstance(one, str)] or ["relation"]
    return [ParsedLink(fields.line, label, *ends) for label in labels]


def sniff(head: Head) -> bool:
    """Return whether a file is of this format."""
    lists = {"annotations", "completions", "predictions"}
    return (
        ("data" in head.keys and bool(head.is_array or lists & head.keys))
        or {"task", "result"} <= head.keys
        or {"annotation_id", "annotator"} <= head.keys
    )
