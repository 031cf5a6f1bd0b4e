"""`checkthat`: tables of claims as the CheckThat! labs of CLEF publish and score them.

Tasks 1A (worth checking), 1B (verifiable) and 1C (harmful) have tab-separated rows of topic, id,
address, text and label, as of 2022. Task 2 (claim normalization, 2025) has comma-separated rows
of a post and its normalized claim. Fields are quoted as RFC 4180 says, which is how pandas, in
the labs' own scripts, reads them.

A row that is read is a document with one claim, which is its whole text. The task is known by
the name of a column or of the file, as in `CT22_arabic_1B_claim_train.tsv`. Later years' columns
(`Sentence_id`, `Text`) are read too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from typing import NamedTuple

from tui.choices import CheckThatTask, Unit
from tui.errors import ExchangeError
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions
from tui.formats.shared.losses import (
    ANNOTATORS,
    COMMENTS,
    EMPTY_DOCUMENTS,
    LINKS,
    META,
    NOT_CLAIMS,
    NOTES,
    ORIGINS,
    PROGRESS,
    SCORES,
    STATUSES,
    TIMES,
    TITLES,
    Losses,
    count_lost,
    placed,
)
from tui.formats.shared.parsed import Head, ImportReport, ParsedDocument, ParsedSpan
from tui.formats.shared.refusals import PartFault
from tui.formats.shared.validation import Validator
from tui.model import JSON, AnnotatedDocument, Annotation, ImportedDocument
from tui.sources.json_lines import InputFile
from tui.text.unicode import BYTE_ORDER_MARK

CLAIM = "claim"
"""The label that is exchanged."""

COLUMNS = ("topic", "tweet_id", "tweet_url", "tweet_text", "class_label")
"""The columns of tasks 1A, 1B and 1C."""

POST_COLUMNS = ("post", "normalized claim")
"""The columns of task 2."""

ATTRIBUTES: Mapping[CheckThatTask, str] = {
    CheckThatTask.WORTH_CHECKING: "check_worthy",
    CheckThatTask.VERIFIABLE: "verifiable",
    CheckThatTask.HARMFUL: "harmful",
    CheckThatTask.NORMALIZATION: "normalized",
}
"""The attribute that holds a task's answer; `yes` or `no` except for task 2."""

# The answers of the default schema, which asks more finely. "unsure" is not an answer.
_SYNONYMS: Mapping[CheckThatTask, tuple[str, Mapping[str, str]]] = {
    CheckThatTask.WORTH_CHECKING: (
        "checkworthiness",
        {"0": "no", "1": "no", "2": "yes", "3": "yes"},
    ),
    CheckThatTask.VERIFIABLE: ("verifiable", {"yes": "yes", "not-yet": "no", "no": "no"}),
    CheckThatTask.HARMFUL: ("harm", {"yes": "yes", "no": "no"}),
}

_ROLES = {
    "topic": "topic",
    "topic_id": "topic",
    "tweet_id": "id",
    "sentence_id": "id",
    "id": "id",
    "tweet_url": "url",
    "url": "url",
    "tweet_text": "text",
    "text": "text",
    "sentence": "text",
    "post": "text",
    "class_label": "label",
    "normalized claim": "normalized",
    "check_worthiness": "check_worthy",
    "claim_worthiness": "check_worthy",
    "claim": "verifiable",
    "harmful": "harmful",
}
"""The content of a column, by its name in lower case; other columns go into `meta`."""

_ANSWERS = {"1": "yes", "yes": "yes", "0": "no", "no": "no"}

_FILE_TASK = re.compile(r"1([abc])(?![a-z0-9])", re.IGNORECASE)

_LOST = (
    ANNOTATORS, STATUSES, SCORES, ORIGINS, NOTES, TIMES, TITLES, PROGRESS, LINKS, COMMENTS,
)  # fmt: skip

_NO_ANSWER = "claims without an answer to the task's question"

_OTHER_ATTRIBUTES = "attributes that the task does not ask for"

_PLACES = "places of claims inside longer texts"

_GUESSED = (
    "rows of a task that neither the file's name nor a column says: the label is read as 1A's, "
    "worth checking"
)


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write the claims with an answer to the task's question, one per row."""
    task = options.task
    losses = Losses()
    is_posts = task is CheckThatTask.NORMALIZATION
    out.write(_row(POST_COLUMNS if is_posts else COLUMNS, task))
    for record in records:
        spans = placed(record, losses)
        claims = [span for span in spans if span.label == CLAIM]
        losses.count_loss(NOT_CLAIMS, len(spans) - len(claims))
        _count(losses, record, claims)
        for claim in claims:
            answer, used = answer_of(claim, task)
            losses.count_loss(_OTHER_ATTRIBUTES, len(claim.attributes) - bool(used))
            if not answer:
                losses.count_loss(_NO_ANSWER)
            elif is_posts:
                out.write(_row((record.text, answer), task))
            else:
                losses.count_loss(_PLACES, not _is_whole(record, claim))
                out.write(_row(_cells(record, claim, answer), task))
    return losses


def _count(losses: Losses, record: AnnotatedDocument, claims: list[Annotation]) -> None:
    kept = {"topic", "url"} & record.meta.keys()
    losses.count_loss(META, bool(record.meta.keys() - kept))
    losses.count_loss(EMPTY_DOCUMENTS, not claims)
    count_lost(losses, record, claims, _LOST)


def answer_of(claim: Annotation, task: CheckThatTask) -> tuple[str, str]:
    """Return the claim's answer to the task's question, and the attribute that gives it.

    Both are empty if the claim has none; else the answer is `yes`, `no` or, for task 2, a text.
    """
    name = ATTRIBUTES[task]
    value = claim.attributes.get(name)
    if task is CheckThatTask.NORMALIZATION:
        return (value, name) if isinstance(value, str) and value else ("", "")
    if isinstance(value, bool):
        return ("yes" if value else "no"), name
    if value in ("yes", "no"):
        return str(value), name
    other, answers = _SYNONYMS[task]
    answer = answers.get(str(claim.attributes.get(other)), "")
    return answer, other if answer else ""


def _cells(record: AnnotatedDocument, claim: Annotation, answer: str) -> tuple[str, ...]:
    topic, url = (record.meta.get(name) or "" for name in ("topic", "url"))
    own_topic = claim.attributes.get("topic")
    topic = own_topic if isinstance(own_topic, str) and own_topic else topic
    name = record.id if _is_whole(record, claim) else claim.id
    return str(topic), name, str(url), claim.text, "1" if answer == "yes" else "0"


def _is_whole(record: AnnotatedDocument, claim: Annotation) -> bool:
    return (claim.start, claim.end) == (0, len(record.text))


def _row(cells: Iterable[str], task: CheckThatTask) -> bytes:
    buffer = io.StringIO(newline="")
    delimiter = "," if task is CheckThatTask.NORMALIZATION else "\t"
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return buffer.getvalue().encode()


class _Row(NamedTuple):
    line: int
    cells: list[str]


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield a document for each row.

    Raises ExchangeError if the file has no column of texts, or rows have faults.
    """
    source = report.source
    with Validator(report, options, Unit.CODEPOINT) as validator:
        table = _Table(source, validator)
        roles: list[str] = []
        task = task_of(source.path.name)
        for row in table.rows():
            try:
                if not roles:
                    roles = _roles_of(row, source)
                    table.width = len(roles)
                    continue
                parsed = _parse(row, roles, task, report)
            except ExchangeError as error:
                validator.fault(error)
                if not roles:
                    return
            else:
                yield from validator.accept(parsed)


def task_of(name: str) -> CheckThatTask | None:
    """Return the task in a file's name; None if there is none."""
    found = _FILE_TASK.search(name)
    return CheckThatTask(f"1{found[1].upper()}") if found else None


def _roles_of(row: _Row, source: InputFile) -> list[str]:
    """Return the content of each column: a role, or `meta:NAME`.

    Raises ExchangeError if there is no column of texts, or two with one name.
    """
    names = [name.strip().removeprefix(BYTE_ORDER_MARK) for name in row.cells]
    roles = [_ROLES.get(name.lower(), f"meta:{name}") for name in names]
    if "text" not in roles:
        shown = ", ".join(map(repr, names[:6]))
        raise source.error(f"has no column tweet_text, text or post (its columns: {shown})", 1)
    twice = next((role for role in roles if roles.count(role) > 1), None)
    if twice is not None:
        raise source.error(f"has two columns for {twice.removeprefix('meta:')}", 1)
    return roles


def _parse(
    row: _Row, roles: list[str], task: CheckThatTask | None, report: ImportReport
) -> ParsedDocument:
    """Return the document of a row; a label that no lab uses is a fault of its claim."""
    values = dict(zip(roles, row.cells, strict=True))
    meta: dict[str, JSON] = {
        role.removeprefix("meta:"): value
        for role, value in values.items()
        if role.startswith("meta:") or (role in ("topic", "url") and value)
    }
    text = values["text"]
    parsed = ParsedDocument(
        row.line, record_id=values.get("id", ""), number=row.line, text=text, meta=meta
    )
    original: dict[str, JSON] = {**values}
    try:
        attributes = _answers(values, row, task, report)
    except ExchangeError as error:
        parsed.faults.append(PartFault(error, original))
        return parsed
    if values.get("normalized"):
        attributes["normalized"] = values["normalized"]
    if attributes:
        span = ParsedSpan(row.line, 0, len(text), CLAIM, attributes=attributes, original=original)
        parsed.spans.append(span)
    return parsed


def _answers(
    values: Mapping[str, str], row: _Row, task: CheckThatTask | None, report: ImportReport
) -> dict[str, JSON]:
    """Return the answers of a row by their attributes.

    Raises ExchangeError if a label is not one of the lab's.
    """
    attributes: dict[str, JSON] = {}
    for role in ("check_worthy", "verifiable", "harmful"):
        if values.get(role):
            attributes[role] = _answer(values[role], row, report.source)
    if values.get("label"):
        if task is None:
            report.warn(_GUESSED, 1, row.line)
        name = ATTRIBUTES[task or CheckThatTask.WORTH_CHECKING]
        attributes[name] = _answer(values["label"], row, report.source)
    return attributes


def _answer(value: str, row: _Row, source: InputFile) -> str:
    answer = _ANSWERS.get(value.strip().lower())
    if answer is None:
        raise source.error(f"the label {value[:40]!r} is not one of 0, 1, yes and no", row.line)
    return answer


class _Table:
    """The rows of the file, with the line on which each begins.

    A file that breaks the rules of quoting is read without quoting, as some of the labs' tables
    are.
    """

    def __init__(self, source: InputFile, validator: Validator) -> None:
        self.width: int | None = None
        """The number of cells that each row must have."""
        self._source = source
        self._validator = validator
        self._line = 0
        self._delimiter, self._quoted = self._dialect()

    def rows(self) -> Iterator[_Row]:
        """Yield the rows; report a faulty one to the validator."""
        csv.field_size_limit(self._source.max_line)
        reader = self._reader(self._lines(collect=True), quoted=self._quoted)
        while True:
            start = self._line + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                self._validator.fault(self._source.error(f"no valid row: {error}", start))
                continue
            if cells is None:
                return
            if self.width not in (None, len(cells)):
                message = f"has {len(cells)} cells where the first row has {self.width}"
                self._validator.fault(self._source.error(message, start))
            elif cells:
                yield _Row(start, cells)

    def _dialect(self) -> tuple[str, bool]:
        """Return the delimiter, and whether quotation marks quote fields or belong to the text."""
        with closing(self._lines(collect=False)) as lines:
            first = next(lines, "")
        self._delimiter = delimiter = "\t" if "\t" in first else ","
        if delimiter == ",":
            return delimiter, True
        try:
            widths = {len(row) for row in self._reader(self._lines(collect=False), quoted=True)}
        except csv.Error:
            return delimiter, False
        return delimiter, len(widths - {0}) <= 1

    def _reader(self, lines: Iterator[str], *, quoted: bool) -> Iterator[list[str]]:
        # strict: csv would else take a quotation mark inside a field for the end of the quoting.
        if quoted:
            return csv.reader(lines, delimiter=self._delimiter, strict=True)
        return csv.reader(lines, delimiter=self._delimiter, quoting=csv.QUOTE_NONE, strict=True)

    def _lines(self, *, collect: bool) -> Generator[str]:
        """Yield the texts of the lines; with `collect`, a bad one is a fault."""
        with closing(self._source.lines()) as lines:
            for line in lines:
                if not isinstance(line, ExchangeError):
                    if collect:
                        self._line = line.number
                    yield line.text
                elif collect:
                    self._line = line.line or self._line
                    self._validator.fault(line)


def sniff(head: Head) -> bool:
    """Return whether a file is of this format, by the names of its columns."""
    if head.is_folder or not head.text:
        return False
    first = head.text.split("\n", 1)[0].rstrip("\r").lower()
    names = [
        name.strip().strip('"') for name in re.split("\t|," if "\t" not in first else "\t", first)
    ]
    if {"post", "normalized claim"} <= set(names):
        return True
    roles = {_ROLES.get(name) for name in names}
    answers = {"label", "check_worthy", "verifiable", "harmful"}
    return "\t" in first and {"id", "text"} <= roles and bool(roles & answers)
