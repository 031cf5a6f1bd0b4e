"""Read WebAnno TSV 3.2 and 3.3: a file is a document, a folder of them several.

The text is put together from `#Text=` as INCEpTION does it, and every token is verified against
it. An annotation is the rows that share its disambiguation id, or one row. Relations, slots and
the elements of chains become links. In the folders of an exported project,
`annotation/DOCUMENT/USER.tsv`, the document and the annotator are named by the path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from tui.choices import Unit
from tui.errors import ExchangeError
from tui.formats.brat.names import document_ids
from tui.formats.shared.exchange_options import ImportOptions
from tui.formats.shared.offset_units import OffsetMap
from tui.formats.shared.parsed import Head, ImportReport, ParsedDocument, ParsedLink, ParsedSpan
from tui.formats.shared.refusals import PartFault
from tui.formats.shared.uima import (
    GRAMMAR,
    LINK_FEATURES,
    is_grammar,
    link_of,
    lost_features,
    short_name,
    span_of,
)
from tui.formats.shared.validation import Validator
from tui.formats.webanno.cells import NONE, parse_cell, split, unescape_text, unescape_value
from tui.formats.webanno.writer import SUFFIX
from tui.model import ImportedDocument
from tui.sources.json_lines import InputFile, Line
from tui.text.unicode import BYTE_ORDER_MARK

_FORMAT = re.compile(r"#FORMAT=WebAnno TSV ([0-9]+)\.([0-9]+)\s*")

_ROW = re.compile(r"([0-9]{1,9}-[0-9]{1,9}(?:\.[0-9]{1,9})?)\t([0-9]{1,12})-([0-9]{1,12})\t")

_REFERENCE = re.compile(
    r"(?P<unit>[0-9]+-[0-9]+(?:\.[0-9]+)?)(?:\[(?P<source>[0-9]{1,9})(?:_(?P<target>[0-9]{1,9}))?\])?"
)

_CHAIN = re.compile(r"(?P<value>(?:[^\\]|\\.)*)->(?P<chain>[0-9]+)-(?P<link>[0-9]+)", re.DOTALL)

_LAYERS = {"#T_SP=": "span", "#T_CH=": "chain", "#T_RL=": "relation"}

_SENTENCE_IDS = "ids and other headers of sentences: left out"

_ANY = "uima.tcas.Annotation"
"""The type of the targets of slots that take any annotation."""

_COREFERENCE = "coreference"
"""The type of the links of a chain that has no type of its own."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer in the header, and its columns."""

    kind: str
    """`span`, `chain` or `relation`."""
    name: str
    columns: tuple[str, ...]
    first: int
    """The number of its first column, counted from 0 after those of the token."""


@dataclass(slots=True)
class _Row:
    """A token or a part of one."""

    line: int
    unit: str
    start: int
    end: int
    text: str
    cells: list[str]


@dataclass(slots=True)
class _Sentence:
    line: int
    text: str
    rows: list[_Row] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    """An annotation, from its first row to its last."""

    layer: str
    line: int
    start: int
    end: int
    key: str
    features: dict[str, str] = field(default_factory=dict)


class _Slot(NamedTuple):
    """The two cells of a slot feature."""

    column: str
    """`ROLE_LAYER:FEATURE_LINK`."""
    kind: str
    """The layer of the targets."""
    roles: str
    targets: str


class _Cells(NamedTuple):
    """The contents of the cells of a span layer on one row."""

    number: int
    """That of an annotation on several rows, or several on one; 0 without one."""
    features: dict[str, str]
    slots: list[_Slot]


class _End(NamedTuple):
    """An end of a link: an annotation on a row."""

    unit: str
    id: int
    """Its disambiguation id; 0 where the row has one annotation of the layer."""
    layer: str
    """The annotation's layer; empty where it may be any."""


class _Reference(NamedTuple):
    """A link as in its row, before its ends are known."""

    line: int
    layer: _Layer
    features: dict[str, str]
    source: _End
    target: _End


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the document of a file, or those of a folder in the order of their paths.

    Raises ExchangeError if a file has faults.
    """
    root = report.source.path
    paths = sorted(root.rglob(f"*{SUFFIX}")) if root.is_dir() else [root]
    with Validator(report, options, Unit.UTF16) as validator:
        for path in paths:
            source = replace(report.source, path=path, position=0)
            validator.source = source
            try:
                parsed = _Document(source, report, options.unit or Unit.UTF16).parsed()
            except ExchangeError as error:
                validator.fault(error)
                continue
            finally:
                report.source.position += source.position
            _name(parsed, path, root, options)
            yield from validator.accept(parsed, again=root.is_dir())


def _name(parsed: ParsedDocument, path: Path, root: Path, options: ImportOptions) -> None:
    """Set the document's id by the file's path, and the annotator by an exported project's."""
    names = document_ids(path.relative_to(root).as_posix().removesuffix(SUFFIX))[::-1]
    if not root.is_dir():
        parsed.number = 1
        names = document_ids(path.name.removesuffix(SUFFIX))[::-1]
        parsed.id = next((one for one in names if options.known.find(one, "") is not None), "")
        return
    parts = path.relative_to(root).parts
    if len(parts) > 2 and parts[-3] in ("annotation", "curation"):
        parsed.id = document_ids(parts[-2])[1]
        user = path.name.removesuffix(SUFFIX)
        for span in parsed.spans:
            span.annotator = span.annotator or user
        for link in parsed.links:
            link.annotator = link.annotator or user
        return
    parsed.id = next((one for one in names if options.known.find(one, "") is not None), names[0])
    parsed.source = str(path.absolute())


class _Document:
    """Makes the document of one file."""

    def __init__(self, source: InputFile, report: ImportReport, unit: Unit) -> None:
        self._source = source
        self._report = report
        self._unit = unit
        self._layers: list[_Layer] = []
        self._width = 0
        """The number of columns after those of the token."""
        self._found: list[_Found] = []
        self._by_id: dict[tuple[str, int], _Found] = {}
        self._at_unit: dict[tuple[str, int], list[_Found]] = {}
        """By the unit and the disambiguation id."""
        self._references: list[_Reference] = []
        self._chains: dict[tuple[str, int, int], tuple[_Found, str]] = {}
        self._links: list[ParsedLink] = []
        self._faults: list[PartFault] = []

    def parsed(self) -> ParsedDocument:
        """Return the document.

        Raises ExchangeError if the file is not valid.
        """
        sentences = self._sentences()
        text = self._text(sentences)
        offsets = OffsetMap(text, self._unit)
        for sentence in sentences:
            for row in sentence.rows:
                self._verify(row, text, offsets)
                with self._faults_of(row.line):
                    self._read_row(row)
        self._link_chains()
        for reference in self._references:
            with self._faults_of(reference.line):
                self._link(reference)
        return ParsedDocument(
            1, text=text, spans=list(self._spans()), links=self._links, faults=self._faults
        )

    def _spans(self) -> Iterator[ParsedSpan]:
        """Yield the annotations."""
        for one in self._found:
            with self._faults_of(one.line):
                bounds = (one.start, one.end)
                span = span_of(one.layer, one.features, bounds, one.line, self._source)
                span.key = one.key
                span.original = {"layer": one.layer, **one.features}
                yield span

    @contextmanager
    def _faults_of(self, line: int) -> Iterator[None]:
        """Collect the faults of an annotation or a link of a row."""
        try:
            yield
        except ExchangeError as error:
            self._faults.append(PartFault(error, f"line {line}"))

    # ------------------------------------------------------------------ lines

    def _sentences(self) -> list[_Sentence]:
        """Return the sentences, after the layers of the header."""
        sentences: list[_Sentence] = []
        is_open = False
        for line in self._lines():
            text = line.text
            if line.number == 1:
                self._check_version(text)
            elif text.startswith("#Text="):
                part = unescape_text(text.removeprefix("#Text="))
                if is_open:
                    sentences[-1].text += f"\n{part}"
                else:
                    sentences.append(_Sentence(line.number, part))
                is_open = True
            elif text.startswith("#T_"):
                self._declare(line)
            elif text.startswith("#"):
                self._report.warn(_SENTENCE_IDS, 1, line.number)
            elif text.strip():
                is_open = False
                if not sentences:
                    raise self._source.error("a token comes before the first #Text=", line.number)
                sentences[-1].rows.append(self._row(line))
            else:
                is_open = False
        return sentences

    def _lines(self) -> Iterator[Line]:
        for line in self._source.lines():
            if isinstance(line, ExchangeError):
                raise line
            yield Line(line.number, line.text.removesuffix("\n").removesuffix("\r"))

    def _check_version(self, text: str) -> None:
        found = _FORMAT.fullmatch(text.removeprefix(BYTE_ORDER_MARK))
        if found is None:
            raise self._source.error("does not begin with #FORMAT=WebAnno TSV", 1)
        if (found[1], found[2]) not in (("3", "2"), ("3", "3")):
            message = f"is WebAnno TSV {found[1]}.{found[2]}: export it as WebAnno TSV 3.3"
            raise self._source.error(message, 1)

    def _declare(self, line: Line) -> None:
        kind = _LAYERS.get(line.text[:6])
        name, *columns = line.text[6:].split("|")
        if kind is None or not name:
            raise self._source.error("declares no layer", line.number)
        columns = [one for one in columns if one] or [""]
        self._layers.append(_Layer(kind, name, tuple(columns), self._width))
        self._width += len(columns)

    def _row(self, line: Line) -> _Row:
        found = _ROW.match(line.text)
        if found is None:
            raise self._source.error("has no number and offsets of a token", line.number)
        text, *cells = line.text[found.end() :].split("\t")
        if len(cells) < self._width or any(cells[self._width :]):
            message = f"has {len(cells)} columns of annotations, not {self._width}"
            raise self._source.error(message, line.number)
        return _Row(line.number, found[1], int(found[2]), int(found[3]), text, cells)

    # ------------------------------------------------------------------- text

    def _text(self, sentences: list[_Sentence]) -> str:
        """Return the document's text; a gap is one line feed and spaces, as INCEpTION reads it."""
        pieces: list[str] = []
        length = 0
        for sentence in sentences:
            start = sentence.rows[0].start if sentence.rows else length + bool(pieces)
            gap = start - length
            if gap < 0 or gap > self._source.max_line:
                message = f"the sentence begins at {start}, where the text is at {length}"
                raise self._source.error(message, sentence.line)
            line_end = "\n" if gap and pieces else ""
            pieces += [line_end, " " * (gap - len(line_end)), sentence.text]
            length = start + self._length(sentence.text)
        return "".join(pieces)

    def _length(self, text: str) -> int:
        return OffsetMap(text, self._unit).from_span(0, len(text))[1]

    def _verify(self, row: _Row, text: str, offsets: OffsetMap) -> None:
        """Raise ExchangeError if the token is not at its offsets."""
        try:
            start, end = offsets.to_offset(row.start), offsets.to_offset(row.end)
        except ValueError as error:
            raise self._source.error(f"the token {error}", row.line) from error
        wanted = unescape_text(row.text)
        if text[start:end] != wanted:
            message = f"the token {wanted[:40]!r} is not at its offsets {row.start}-{row.end}"
            if text[row.start : row.end] == wanted:
                message += "; counted in code points it is: --offset-unit codepoint"
            raise self._source.error(message, row.line)

    # ------------------------------------------------------------ annotations

    def _read_row(self, row: _Row) -> None:
        """Read the annotations of a row."""
        for layer in self._layers:
            cells = row.cells[layer.first : layer.first + len(layer.columns)]
            if all(cell == NONE for cell in cells):
                continue
            if is_grammar(layer.name):
                self._report.warn(GRAMMAR, 1, row.line)
                continue
            stacks = [split(cell, "|") for cell in cells]
            depth = max(map(len, stacks))
            for index in range(depth):
                values = [stack[index] if index < len(stack) else NONE for stack in stacks]
                match layer.kind:
                    case "span":
                        self._read_span(row, layer, values, index)
                    case "chain":
                        self._read_chain(row, layer, values)
                    case _:
                        self._read_relation(row, layer, values)

    def _read_span(self, row: _Row, layer: _Layer, values: list[str], index: int) -> None:
        number, features, slots = _parse_cells(layer, values)
        known = self._by_id.get((layer.name, number)) if number else None
        found = known or _Found(
            layer.name, row.line, row.start, row.end, f"{layer.name} {row.unit} {index}", features
        )
        found.start, found.end = min(found.start, row.start), max(found.end, row.end)
        self._at_unit.setdefault((row.unit, number), []).append(found)
        if known is None:
            self._found.append(found)
            if number:
                self._by_id[layer.name, number] = found
            for slot in slots:
                self._read_slots(row, layer, slot, number)

    def _read_slots(self, row: _Row, layer: _Layer, slot: _Slot, number: int) -> None:
        """Note the links from an annotation to those in its slots."""
        column, kind, roles, targets = slot
        name = column.partition(":")[2].partition("_")[0]
        if targets in (NONE, "*", ""):
            return
        names = split(roles[: roles.rfind("[")] if parse_cell(roles).id else roles, ";")
        for position, target in enumerate(split(targets, ";")):
            found = _REFERENCE.fullmatch(target)
            if found is None:
                raise self._source.error(f"the slot {target[:40]!r} names no token", row.line)
            role = names[position] if position < len(names) else "*"
            label = name if role in ("*", NONE, "") else unescape_value(role)
            features = {"label": label}
            source = _End(row.unit, number, layer.name)
            end = _End(found["unit"], int(found["source"] or 0), "" if kind == _ANY else kind)
            self._references.append(_Reference(row.line, layer, features, source, end))

    def _read_relation(self, row: _Row, layer: _Layer, values: list[str]) -> None:
        found = _REFERENCE.fullmatch(values[-1])
        if found is None:
            raise self._source.error(
                f"the relation's source {values[-1][:40]!r} names no token", row.line
            )
        features = {
            column: cell.value
            for column, text in zip(layer.columns[:-1], values[:-1], strict=True)
            if text != NONE and (cell := parse_cell(text)).value is not None and column
        }
        base = layer.columns[-1].removeprefix("BT_")
        if is_grammar(base):
            self._report.warn(GRAMMAR, 1, row.line)
            return
        source = _End(found["unit"], int(found["source"] or 0), base)
        target = _End(row.unit, int(found["target"] or 0), base)
        self._references.append(_Reference(row.line, layer, features, source, target))
        self._report.warn(LINK_FEATURES, lost_features(layer.name, features), row.line)

    def _link(self, reference: _Reference) -> None:
        """Make the link; both its ends have been read."""
        source = self._end(reference.source, reference.line)
        target = self._end(reference.target, reference.line)
        ends = (source.key, target.key)
        if reference.layer.kind == "relation":
            name, features = reference.layer.name, reference.features
            self._links.append(link_of(name, features, ends, reference.line, self._source))
        else:
            self._links.append(ParsedLink(reference.line, reference.features["label"], *ends))

    def _end(self, end: _End, line: int) -> _Found:
        there = self._at_unit.get((end.unit, end.id), [])
        found = next((one for one in there if end.layer in ("", one.layer)), None)
        if found is None:
            called = f"{end.unit}[{end.id}]" if end.id else end.unit
            raise self._source.error(f"a relation leads to {called}, where nothing is", line)
        return found

    def _read_chain(self, row: _Row, layer: _Layer, values: list[str]) -> None:
        """Read an element of a chain: its type has the chain's id, its relation the link's."""
        columns = dict(zip(layer.columns, values, strict=True))
        relation = _CHAIN.fullmatch(columns.get("referenceRelation", ""))
        kind = parse_cell(columns.get("referenceType", "*"))
        if relation is None:
            raise self._source.error("an element of a chain has no number", row.line)
        place = (layer.name, int(relation["chain"]), int(relation["link"]))
        known = self._chains.get(place)
        if known is not None:
            known[0].end = max(known[0].end, row.end)
            return
        key = f"{layer.name} {place[1]}-{place[2]}"
        found = _Found(layer.name, row.line, row.start, row.end, key)
        found.features = {"label": kind.value or short_name(layer.name)}
        self._found.append(found)
        value = relation["value"]
        label = _COREFERENCE if value in ("*", "") else unescape_value(value)
        self._chains[place] = (found, label)

    def _link_chains(self) -> None:
        """Link each element of a chain to the next one."""
        previous: tuple[str, int] | None = None
        before: tuple[_Found, str] | None = None
        for name, chain, link in sorted(self._chains):
            found = self._chains[name, chain, link]
            if before is not None and previous == (name, chain):
                source, label = before
                self._links.append(ParsedLink(source.line, label, source.key, found[0].key))
            previous, before = (name, chain), found


def sniff(head: Head) -> bool:
    """Return whether a file or folder is of this format."""
    if head.is_folder:
        names = [name for name in head.names if not name.startswith(".")]
        return bool(names) and all(name.lower().endswith(SUFFIX) for name in names)
    return head.text.startswith("#FORMAT=WebAnno TSV")


def _parse_cells(layer: _Layer, values: Sequence[str]) -> _Cells:
    """Return the features and slots of a row; the two cells of a slot are next to each other."""
    number = 0
    features: dict[str, str] = {}
    slots: list[_Slot] = []
    cells = iter(zip(layer.columns, values, strict=True))
    for column, text in cells:
        is_slot = column.startswith("ROLE_")
        if is_slot and (targets := next(cells, None)) is not None:
            slots.append(_Slot(column, targets[0], text, targets[1]))
        if is_slot or text != NONE:
            cell = parse_cell(text)
            number = number or cell.id
            if not is_slot and cell.value is not None and column:
                features[column] = cell.value
    return _Cells(number, features, slots)
