"""Write WebAnno TSV 3.3: one document a file.

Sentences are written without a gap, each with the white space that follows it, so that the text
comes back as it is. Tokens are words and signs. White space is a token only where an annotation
begins or ends in it, which the format could not say otherwise; a part of a token is a sub-token.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path

from tui.choices import Unit
from tui.formats.brat.names import FileNames
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions
from tui.formats.shared.losses import (
    COMMENTS,
    META,
    PROGRESS,
    TITLES,
    Losses,
    count_lost,
    inner_links,
    placed,
)
from tui.formats.shared.offset_units import OffsetMap
from tui.formats.shared.tokens import pieces
from tui.formats.shared.uima import (
    RELATION_FEATURES,
    RELATION_LAYER,
    SPAN_FEATURES,
    SPAN_LAYER,
    at_most_one,
    feature_names,
    link_features,
    span_features,
)
from tui.formats.webanno.cells import NONE, cell_of, escape_text
from tui.model import AnnotatedDocument, Annotation, Link
from tui.text.language import find_sentences
from tui.text.spans import Span

SUFFIX = ".tsv"

_LOST = (META, TITLES, PROGRESS, COMMENTS)


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write one document.

    Raises ExchangeError if there are several: a file of this format holds one.
    """
    losses = Losses()
    for record in at_most_one(records):
        out.write(document_bytes(record, options, losses))
    return losses


def write_folder(
    records: Iterable[AnnotatedDocument], folder: Path, options: ExportOptions
) -> Losses:
    """Write each document as a file of the folder, which exists and is empty."""
    losses, names = Losses(), FileNames()
    for record in records:
        path = folder / f"{names(f'{record.id}.txt')}{SUFFIX}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document_bytes(record, options, losses))
    return losses


def document_bytes(record: AnnotatedDocument, options: ExportOptions, losses: Losses) -> bytes:
    """Return the file of a document, and count what it cannot hold."""
    spans = placed(record, losses)
    links = inner_links(record, {span.id for span in spans}, losses)
    count_lost(losses, record, spans, _LOST)
    table = _Table(record.text, spans, links, options.unit or Unit.UTF16)
    return "".join(f"{line}\n" for line in table.lines()).encode()


@dataclass(slots=True)
class _Unit:
    """A token or a part of one: a row of the file."""

    span: Span
    name: str
    """As `2-3`, or `2-3.1`."""
    covering: list[Annotation] = field(default_factory=list)


class _Table:
    """The rows of one document."""

    def __init__(self, text: str, spans: list[Annotation], links: list[Link], unit: Unit) -> None:
        self._text = text
        self._offsets = OffsetMap(text, unit)
        self._features = {span.id: span_features(span) for span in spans}
        self._columns = feature_names(self._features.values(), SPAN_FEATURES)
        self._link_features = {link.id: link_features(link) for link in links}
        self._link_columns = feature_names(self._link_features.values(), RELATION_FEATURES)
        tokens = list(_tokens(text, spans))
        covering = _covering(tokens, spans)
        self._sentences = [
            (sentence, list(_units(tokens[part.start : part.stop], number, covering)))
            for number, (sentence, part) in enumerate(_sentences(text, tokens), 1)
        ]
        self._first: dict[str, _Unit] = {}
        self._ids = self._disambiguation_ids()
        self._incoming: defaultdict[str, list[Link]] = defaultdict(list)
        for link in sorted(links, key=lambda one: one.id):
            self._incoming[self._first[link.to_id].name].append(link)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file."""
        yield "#FORMAT=WebAnno TSV 3.3"
        if self._columns:
            yield f"#T_SP={'|'.join([SPAN_LAYER, *self._columns])}"
        if self._link_columns:
            yield f"#T_RL={'|'.join([RELATION_LAYER, *self._link_columns])}|BT_{SPAN_LAYER}"
        yield ""
        for sentence, units in self._sentences:
            yield ""
            for part in sentence.of(self._text).split("\n"):
                yield f"#Text={escape_text(part)}"
            for unit in units:
                yield self._row(unit)

    def _row(self, unit: _Unit) -> str:
        start, end = self._offsets.from_span(*unit.span)
        cells = [unit.name, f"{start}-{end}", escape_text(unit.span.of(self._text))]
        cells += self._span_cells(unit) + self._link_cells(unit)
        return "".join(f"{cell}\t" for cell in cells)

    def _span_cells(self, unit: _Unit) -> list[str]:
        if not unit.covering:
            return [NONE] * len(self._columns)
        return [
            "|".join(
                cell_of(self._features[span.id].get(name), self._ids[span.id])
                for span in unit.covering
            )
            for name in self._columns
        ]

    def _link_cells(self, unit: _Unit) -> list[str]:
        if not self._link_columns:
            return []
        links = self._incoming.get(unit.name, [])
        if not links:
            return [NONE] * (len(self._link_columns) + 1)
        cells = [
            "|".join(cell_of(self._link_features[link.id].get(name), 0) for link in links)
            for name in self._link_columns
        ]
        return [*cells, "|".join(map(self._source, links))]

    def _source(self, link: Link) -> str:
        """Return the source of a link, with the ids of both its ends if one has any."""
        ends = self._ids[link.from_id], self._ids[link.to_id]
        name = self._first[link.from_id].name
        return f"{name}[{ends[0]}_{ends[1]}]" if any(ends) else name

    def _disambiguation_ids(self) -> dict[str, int]:
        """Return an id for each annotation on several rows, or on a row with others; else 0."""
        rows: defaultdict[str, int] = defaultdict(int)
        stacked = set()
        for _, units in self._sentences:
            for unit in units:
                for span in unit.covering:
                    self._first.setdefault(span.id, unit)
                    rows[span.id] += 1
                    if len(unit.covering) > 1:
                        stacked.add(span.id)
        numbers = count(1)
        return {
            name: next(numbers) if number > 1 or name in stacked else 0
            for name, number in rows.items()
        }


def _covering(tokens: list[Span], spans: list[Annotation]) -> dict[Span, list[Annotation]]:
    """Return the annotations that touch each token."""
    starts = [token.start for token in tokens]
    ends = [token.end for token in tokens]
    found: defaultdict[Span, list[Annotation]] = defaultdict(list)
    for span in spans:
        for token in tokens[bisect_right(ends, span.start) : bisect_left(starts, span.end)]:
            found[token].append(span)
    return found


def _units(
    tokens: list[Span], sentence: int, covering: Mapping[Span, list[Annotation]]
) -> Iterator[_Unit]:
    """Yield the rows of a sentence: its tokens, each with its sub-tokens."""
    for number, token in enumerate(tokens, 1):
        whole = _Unit(token, f"{sentence}-{number}")
        parts: defaultdict[Span, list[Annotation]] = defaultdict(list)
        for one in covering.get(token, ()):
            part = Span(max(one.start, token.start), min(one.end, token.end))
            (whole.covering if part == token else parts[part]).append(one)
        yield whole
        for index, part in enumerate(sorted(parts), 1):
            yield _Unit(part, f"{whole.name}.{index}", parts[part])


def _sentences(text: str, tokens: list[Span]) -> Iterator[tuple[Span, range]]:
    """Yield the sentences, each up to the next one's first token, and their tokens."""
    begins = {one.start for one in find_sentences(text)} | {0}
    firsts = [number for number, token in enumerate(tokens) if token.start in begins]
    for first, last in pairwise([*firsts, len(tokens)]):
        end = tokens[last].start if last < len(tokens) else len(text)
        yield Span(tokens[first].start, end), range(first, last)


def _tokens(text: str, spans: list[Annotation]) -> Iterator[Span]:
    """Yield the words and signs, and white space at the text's start or at annotations' edges."""
    starts = {span.start for span in spans}
    ends = {span.end for span in spans}
    for start, end in pieces(text):
        is_edge = not starts.isdisjoint(range(start, end)) or not ends.isdisjoint(
            range(start + 1, end + 1)
        )
        if not text[start:end].isspace() or start == 0 or is_edge:
            yield Span(start, end)
