"""CSV and TSV: a header, and one document a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, islice
from typing import Literal

from tui.errors import CorpusError, ExchangeError
from tui.model import JSON
from tui.sources.files import Refusal, SourceDocument
from tui.sources.json_lines import InputFile, Line
from tui.sources.records import Records

_TRIAL_ROWS = 50


def rows(records: Records, kind: str, source: InputFile) -> Iterator[SourceDocument | Refusal]:
    """Read the documents of a CSV (`kind` "csv") or TSV file whose first row names the columns.

    The columns of CSV may also be parted by `;` or tabs. Fields are quoted as RFC 4180 says; a
    TSV file that breaks those rules is read as one that knows no quoting. Rows that do not fit
    the header are refused by their line.
    """
    csv.field_size_limit(source.max_line)
    lines = source.lines()
    head = list(islice(lines, _TRIAL_ROWS))
    if not head:
        return
    try:
        delimiter = _delimiter(records, _text(head[0]), kind)
    except CorpusError as error:
        yield records.refusal(1, str(error))
        return
    quoting = _quoting(head, delimiter, kind)
    table = _Table(records, delimiter, quoting)
    yield from table.read(chain(head, lines))


def _text(line: Line | ExchangeError) -> str:
    return "" if isinstance(line, ExchangeError) else line.text


def _delimiter(records: Records, header: str, kind: str) -> str:
    """The delimiter under which the header has the text's column."""
    wanted = records.text_field
    tried = "\t" if kind == "tsv" else ",;\t"
    try:
        names: list[list[str]] = [next(csv.reader([header], delimiter=d), []) for d in tried]
    except csv.Error as error:
        # A carriage return alone ends a line in files of old Macintosh programs.
        why = (
            "its lines end in carriage returns alone" if "\r" in header.rstrip("\r") else str(error)
        )
        raise CorpusError(f"has no valid header: {why}; save it with line feeds") from error
    for delimiter, columns in zip(tried, names, strict=True):
        if wanted in columns:
            return delimiter
    shown = ", ".join(map(repr, max(names, key=len)[:6]))
    raise CorpusError(f"has no column {wanted!r} (its columns: {shown}); name it by --text-field")


def _quoting(head: list[Line | ExchangeError], delimiter: str, kind: str) -> Literal[0, 3]:
    """How fields are quoted: linguists' TSV files often hold bare quotation marks."""
    if kind != "tsv":
        return csv.QUOTE_MINIMAL
    trial = csv.reader(map(_text, head), delimiter=delimiter, strict=True)
    widths: list[int] = []
    try:
        widths.extend(len(row) for row in trial if row)
    except csv.Error as error:
        # A quoted field that is still open where the trial ends is no fault.
        if "unexpected end of data" not in str(error) or len(head) < _TRIAL_ROWS:
            return csv.QUOTE_NONE
    return csv.QUOTE_MINIMAL if len(set(widths)) <= 1 else csv.QUOTE_NONE


class _Table:
    """The rows of one table; knows at which line of the file each began."""

    def __init__(self, records: Records, delimiter: str, quoting: Literal[0, 3]) -> None:
        self.records = records
        self.delimiter = delimiter
        self.quoting = quoting
        self.last_line = 0
        self.faults: list[ExchangeError] = []

    def read(self, lines: Iterator[Line | ExchangeError]) -> Iterator[SourceDocument | Refusal]:
        """All rows below the header; nothing when the header itself has a fault."""
        reader = csv.reader(
            self._feed(lines), delimiter=self.delimiter, quoting=self.quoting, strict=True
        )
        columns: list[str] = []
        while True:
            start = self.last_line + 1
            try:
                cells = next(reader, None)
                if cells and not columns:
                    columns = _columns(cells)
                elif cells:
                    yield self.records.document(_fields(columns, cells), start)
            except csv.Error as error:
                yield self.records.refusal(start, f"no valid row: {error}")
                cells = []
            except CorpusError as error:
                yield self.records.refusal(start, str(error))
                if not columns:
                    return
                cells = []
            for fault in self.faults:
                yield self.records.refusal(fault.line, fault.message)
            self.faults.clear()
            if cells is None:
                return

    def _feed(self, lines: Iterator[Line | ExchangeError]) -> Iterator[str]:
        for line in lines:
            if isinstance(line, ExchangeError):
                self.faults.append(line)
                self.last_line = line.line or self.last_line
            else:
                self.last_line = line.number
            yield _text(line)


def _columns(header: list[str]) -> list[str]:
    names = [name or f"column {at}" for at, name in enumerate(header, 1)]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise CorpusError(f"two columns are named {twice!r}")
    return names


def _fields(columns: list[str], cells: list[str]) -> dict[str, JSON]:
    if len(cells) != len(columns):
        raise CorpusError(f"has {len(cells):,} fields where the header has {len(columns):,}")
    fields: dict[str, JSON] = dict(zip(columns, cells, strict=True))
    if not fields.get("id", "x"):
        del fields["id"]
    return fields
