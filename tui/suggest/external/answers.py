"""What an external suggester is sent, and what it answers.

A document is a JSON object with its text, its metadata and its annotations; an answer has spans and
links. Every answer is checked: one of the wrong shape is refused whole, and a span or link that
does not fit its document is refused alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeGuard

from tui.errors import ExchangeError, SuggesterError, shorten
from tui.model import JSON, Annotation, DocumentInfo, Link
from tui.schema.labels import LabelDef, LabelSchema
from tui.sources.json_values import compact, parse_json
from tui.suggest.suggestions import SuggestedLink, Suggestion
from tui.text.spans import Span

_LONGEST_REASON = 500
"""Code points of a reason that are kept."""

_SHOWN = 60
"""Code points of a suggester's words in a message, at most."""


class OutsideAnswer(NamedTuple):
    """An answer about one document, of the right shape."""

    document_id: str
    spans: Sequence[Mapping[str, JSON]]
    links: Sequence[Mapping[str, JSON]]
    line: int = 0
    """Line of the output, from 1; 0 where there are no lines."""


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """The suggestions of an answer, and the problems of those that were refused."""

    suggestions: list[Suggestion]
    refused: tuple[str, ...]


def schema_line(schema: LabelSchema) -> bytes:
    """Return the first line a command reads: the labels with their attributes and links."""
    return compact({"schema": {"labels": [_label_object(one) for one in schema]}}).encode() + b"\n"


def _label_object(label: LabelDef) -> dict[str, JSON]:
    return {
        "name": label.name,
        "help": label.help,
        "attributes": [
            {
                "name": one.name,
                "type": one.type.value,
                "choices": [choice.value for choice in one.choices],
                "required": one.required,
                "help": one.help,
            }
            for one in label.attributes
        ],
        "links": [
            {"type": one.type, "targets": list(one.targets), "help": one.help}
            for one in label.links
        ],
    }


def document_line(
    document: DocumentInfo, text: str, there: Iterable[Annotation], links: Iterable[Link]
) -> bytes:
    """Return the line that a command reads about one document."""
    value = {
        "id": document.id,
        "title": document.title,
        "text": text,
        "meta": dict(document.meta),
        "spans": [_span_object(row) for row in there if row.status != "orphaned"],
        "links": [
            {
                "id": row.id,
                "type": row.type,
                "from": row.from_id,
                "to": row.to_id,
                "annotator": row.annotator,
                "status": row.status,
            }
            for row in links
        ],
    }
    return compact(value).encode() + b"\n"


def _span_object(row: Annotation) -> dict[str, JSON]:
    more: dict[str, JSON] = {}
    if row.fragments is not None:
        more["fragments"] = [list(one) for one in row.fragments]
    if row.score is not None:
        more["score"] = row.score
    return {
        "id": row.id,
        "start": row.start,
        "end": row.end,
        "label": row.label,
        "text": row.text,
        "attributes": dict(row.attributes),
        "note": row.note,
        "annotator": row.annotator,
        "status": row.status,
        **more,
    }


def parse_answer(line: bytes, number: int) -> OutsideAnswer:
    """Return the answer in a line; raise SuggesterError if it is not an answer."""
    try:
        value = parse_json(line.decode(), "", number, in_a_thread=True).value
    except UnicodeDecodeError as error:
        raise SuggesterError(f"line {number}: is not UTF-8 (byte {error.start})") from error
    except ExchangeError as error:
        raise SuggesterError(f"line {number}: {error.message}: {_brief_line(line)}") from error
    if not isinstance(value, dict):
        raise SuggesterError(f"line {number}: is not a JSON object: {_brief_line(line)}")
    document_id = value.get("document")
    if not isinstance(document_id, str):
        raise SuggesterError(f'line {number}: "document" is not the id of a document')
    spans = _objects(value.get("spans"), '"spans"', number)
    links = _objects(value.get("links") or [], '"links"', number)
    return OutsideAnswer(document_id, spans, links, number)


def _objects(value: JSON, name: str, number: int) -> list[dict[str, JSON]]:
    if not isinstance(value, list):
        raise SuggesterError(f"line {number}: {name} is not a list")
    objects = [one for one in value if isinstance(one, dict)]
    if len(objects) < len(value):
        raise SuggesterError(f"line {number}: {name} contains something that is not an object")
    return objects


def _brief_line(line: bytes) -> str:
    return shorten(line[: 4 * _SHOWN].decode(errors="replace"), _SHOWN)


def checked(
    answer: OutsideAnswer,
    text: str,
    maker: str,
    schema: LabelSchema,
    there: Sequence[Annotation],
    min_score: float = 0.0,
) -> CheckedAnswer:
    """Return the suggestions of an answer that fit the document's text and the schema.

    `there` are the annotations that the suggester was sent; links may lead to them by their ids.
    Suggestions with a score below `min_score` are left out.
    """
    return _Checker(text, maker, schema, there).check(answer, min_score)


def _suggestion(span: Mapping[str, Any], maker: str) -> Suggestion:
    """Return the suggestion of a span without problems."""
    score = span.get("score")
    return Suggestion(
        span["label"],
        Span(span["start"], span["end"]),
        span.get("attributes") or {},
        (span.get("reason") or "")[:_LONGEST_REASON],
        score=None if score is None else float(score),
        maker=maker,
    )


class _Checker:
    """Checks the answer about one document."""

    def __init__(
        self, text: str, maker: str, schema: LabelSchema, there: Sequence[Annotation]
    ) -> None:
        self._text = text
        self._maker = maker
        self._schema = schema
        self._there = {row.id: row for row in there}
        self._made: list[Suggestion] = []
        self._places: dict[str, int] = {}
        """Indices of the suggestions by the ids that the answer gives them."""
        self._spans: dict[tuple[str, Span], int] = {}
        """Indices of the suggestions by what they propose: each is made once."""
        self._left_out: set[str] = set()
        """Ids of the spans that were refused, or score too little: links to them go as well."""

    def check(self, answer: OutsideAnswer, min_score: float) -> CheckedAnswer:
        where = f"line {answer.line}: " if answer.line else ""
        refused = []
        for number, span in enumerate(answer.spans, 1):
            problem = self._add(span, min_score)
            if problem is not None:
                refused.append(f"{where}span {number} of {answer.document_id}: {problem}")
        for number, link in enumerate(answer.links, 1):
            problem = self._add_link(link)
            if problem is not None:
                refused.append(f"{where}link {number} of {answer.document_id}: {problem}")
        return CheckedAnswer(self._made, tuple(refused))

    def _add(self, span: Mapping[str, JSON], min_score: float) -> str | None:
        """Add the suggestion of a span; return the span's problem, if any."""
        key = str(span["id"]) if isinstance(span.get("id"), str | int) else ""
        is_taken = bool(key) and (key in self._places or key in self._there)
        problem = self._problem(span)
        if problem is None and is_taken:
            problem = f"the id {key!r} already exists"
        score = span.get("score")
        if problem is not None or (isinstance(score, int | float) and score < min_score):
            if key and not is_taken:  # the span that had the id first keeps its links
                self._left_out.add(key)
            return problem
        made = _suggestion(span, self._maker)
        place = self._spans.setdefault((made.label, made.span), len(self._made))
        if place == len(self._made):
            self._made.append(made)
        if key:
            self._places[key] = place
        return None

    def _problem(self, span: Mapping[str, JSON]) -> str | None:
        """Return why a span cannot be stored, or None if it can."""
        start, end, label = span.get("start"), span.get("end"), span.get("label")
        if not _is_whole(start) or not _is_whole(end):
            return '"start" and "end" are not whole numbers'
        if not 0 <= start < end <= len(self._text):
            return f"[{start}, {end}) is not in the text, which has {len(self._text)} code points"
        if not isinstance(label, str) or label not in self._schema:
            return f"there is no label {brief_json(label)}"
        words, there = span.get("text"), self._text[start:end]
        if words is not None and words != there:
            found, said = brief_json(there), brief_json(words)
            return f"the text at [{start}, {end}) is {found}, not {said}"
        score = span.get("score")
        if score is not None and not (_is_number(score) and 0 <= score <= 1):
            return f'"score" is not from 0 to 1: {brief_json(score)}'
        if not isinstance(span.get("reason") or "", str):
            return '"reason" is not a string'
        return self._attribute_problem(self._schema.label(label), span.get("attributes") or {})

    def _attribute_problem(self, label: LabelDef, attributes: JSON) -> str | None:
        if not isinstance(attributes, dict):
            return '"attributes" is not an object'
        for name, value in attributes.items():
            definition = label.attribute(name)
            if definition is None:
                return f"{label.name} has no attribute {brief_json(name)}"
            problem = definition.problem(value)
            if problem is not None:
                return f"attribute {name}: {problem[:_SHOWN]}"
        return None

    def _add_link(self, link: Mapping[str, JSON]) -> str | None:
        """Add a link to the suggestion it starts from; return the link's problem, if any."""
        ends = [link.get("from"), link.get("to")]
        if any(str(end) in self._left_out for end in ends):
            return None
        source, target = (self._index_of(str(end)) for end in ends)
        if source is None or target is None:
            return f"there is no span {brief_json(ends[0 if source is None else 1])}"
        kind = link.get("type")
        definition = self._schema.label(self._made[source].label)
        found = definition.link(kind) if isinstance(kind, str) else None
        if found is None or self._made[target].label not in found.targets:
            between = f"from {definition.name} to {self._made[target].label}"
            return f"there is no link {brief_json(kind)} {between}"
        arrow = SuggestedLink(found.type, target)
        if arrow not in self._made[source].links:
            one = self._made[source]
            self._made[source] = replace(one, links=(*one.links, arrow))
        return None

    def _index_of(self, key: str) -> int | None:
        """Return the index of a span; an existing annotation gets a suggestion that is not
        stored."""
        row = self._there.get(key)
        if key not in self._places and row is not None and row.status != "orphaned":
            self._places[key] = len(self._made)
            span = Span(row.start, row.end)
            self._made.append(Suggestion(row.label, span, row.attributes, "", maker=self._maker))
        return self._places.get(key)


def _is_whole(value: JSON) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: JSON) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def brief_json(value: JSON, shown: int = _SHOWN) -> str:
    """Return a value as JSON for a message, cut to so many code points if it is longer."""
    return shorten(compact(value), shown)
