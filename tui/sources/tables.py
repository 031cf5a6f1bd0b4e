"""CSV and TSV: one document per row, with or without a header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Literal

from tui.errors import CorpusError, ExchangeError
from tui.model import JSON
from tui.sources.files import Refusal, SourceDocument
from tui.sources.json_lines import InputFile, Line
from tui.sources.records import Records

TRIAL_ROWS = 50
"""The first lines or rows by which a table and its delimiter are recognised."""

_MOST_LINES = 1_000_000
"""The most lines of one row, in case a closing quotation mark is missing."""

_DIGITS = 6
"""The number of a column has fewer digits than this."""

_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
"""The first line of a table that names its separator, as Excel writes and reads it."""

_CR_LINE = re.compile(r"[^\r]*\r\n?|[^\r]+")


def rows(
    records: Records, kind: str, source: InputFile, *, has_header: bool = True
) -> Iterator[SourceDocument | Refusal]:
    """Read the documents of a CSV (`kind` "csv") or TSV file.

    The first row names the columns, unless there is no header; the text's column is found by its
    name, else by its number, from 1. The delimiter of CSV may also be `;` or a tab, or what a first
    line `sep=` says, as Excel reads and writes it. Fields are quoted as in RFC 4180; a TSV file
    that breaks those rules is read without quoting. Rows end in LF, CR LF, or CR. Rows that do not
    fit the header are refused by their line.
    """
    csv.field_size_limit(source.max_line)
    lines = _table_lines(source.lines())
    head = list(islice(lines, TRIAL_ROWS))
    said = _SEPARATOR.fullmatch(_text_of_line(head[0])) if head else None
    if said:
        del head[0]
    if not head:
        return
    tried = said[1] if said else "\t" if kind == "tsv" else ",;\t"
    try:
        delimiter = _find_delimiter(
            records, list(map(_text_of_line, head)), tried, has_header=has_header
        )
    except CorpusError as error:
        yield records.refusal(1, str(error))
        return
    quoting = _quoting(head, delimiter, "csv" if said else kind)
    table = _Table(
        records, source, delimiter, quoting, has_header=has_header, first=2 if said else 1
    )
    yield from table.read(chain(head, lines))


def table_kind(
    head: Iterable[Line | ExchangeError], source: InputFile, text_field: str, *, has_header: bool
) -> str:
    """Return the kind, "csv" or "tsv", of a table that begins with these lines; "" for no table.

    In a table the first rows have equally many fields, two or more, and there is a column of the
    text: the name of the text's field is in the first row, or its number was given. A line `sep=`
    makes a table certain.
    """
    csv.field_size_limit(source.max_line)
    texts = list(map(_text_of_line, islice(_table_lines(iter(head)), TRIAL_ROWS)))
    if texts and _SEPARATOR.fullmatch(texts[0]):
        return "csv"
    for delimiter, kind in (("\t", "tsv"), (",", "csv"), (";", "csv")):
        if _is_table(texts, delimiter, text_field, has_header=has_header):
            return kind
    return ""


def _is_table(head: list[str], delimiter: str, text_field: str, *, has_header: bool) -> bool:
    rows = _first_rows(head, delimiter)
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    # A quoted field may go on after the lines that were read.
    whole = rows if len(head) < TRIAL_ROWS else rows[:-1]
    if any(len(row) != len(rows[0]) for row in whole):
        return False
    number = _column_number(text_field)
    return (has_header and text_field in rows[0]) or 0 < number <= len(rows[0])


def _table_lines(lines: Iterator[Line | ExchangeError]) -> Iterator[Line | ExchangeError]:
    """Yield the lines of a table from those of a file; they end at CR if the first one does."""
    first = next(lines, None)
    if first is None:
        return
    if isinstance(first, ExchangeError) or not _has_cr(first.text):
        yield first
        yield from lines
        return
    number = 1
    for line in chain([first], lines):
        if isinstance(line, ExchangeError):
            yield line
            continue
        # A line feed is inside a field here and does not end a row.
        for part in _CR_LINE.findall(line.text):
            yield Line(number, part)
            number += part[-1] in "\r\n"


def _has_cr(text: str) -> bool:
    """Whether a row ends in CR alone, outside of a quoted field."""
    return any("\r" in one for one in text.rstrip("\r\n").split('"')[::2])


def _text_of_line(line: Line | ExchangeError) -> str:
    return "" if isinstance(line, ExchangeError) else line.text


def _find_delimiter(records: Records, head: list[str], tried: str, *, has_header: bool) -> str:
    """Return the delimiter with which there is a column of the text."""
    wanted = records.text_field
    names: list[list[str]] = [_first_row(head, delimiter) for delimiter in tried]
    if has_header:
        for delimiter, columns in zip(tried, names, strict=True):
            if wanted in columns:
                return delimiter
    number = _column_number(wanted)
    if number:
        fitting = [
            one for one in tried if len(_widths(head, one)) and min(_widths(head, one)) >= number
        ]
        if fitting:
            # Columns that all rows have are not an accident.
            return max(
                fitting,
                key=lambda one: (len(set(_widths(head, one))) == 1, max(_widths(head, one))),
            )
    if not has_header:
        missing = f"has no column {number} in every row" if number else "has no column names"
        raise CorpusError(f"{missing}: give the text's column with --text-field NUMBER")
    display_name = ", ".join(map(repr, max(names, key=len)[:6]))
    names_none = any(not name.strip() or name.strip().isdecimal() for name in max(names, key=len))
    hint = " (--no-header where the first row names no columns)" if names_none else ""
    raise CorpusError(
        f"has no column {wanted!r} (its columns: {display_name}); name it by --text-field{hint}"
    )


def _first_row(head: list[str], delimiter: str) -> list[str]:
    """Return the fields of the first row; [] if it is not a valid row."""
    try:
        return next(csv.reader(head[:1], delimiter=delimiter), [])
    except csv.Error:
        return []


def _column_number(text_field: str) -> int:
    """Return the number of a column, from 1; 0 if it is a name."""
    is_number = text_field.isascii() and text_field.isdecimal() and len(text_field) < _DIGITS
    return int(text_field) if is_number else 0


def _first_rows(head: list[str], delimiter: str) -> list[list[str]]:
    """Return the fields of the first rows, without blank ones; [] if one is not a valid row."""
    try:
        return [row for row in csv.reader(head, delimiter=delimiter) if row]
    except csv.Error:
        return []


def _widths(head: list[str], delimiter: str) -> list[int]:
    """Return the number of fields of each of the first rows."""
    return list(map(len, _first_rows(head, delimiter)))


def _quoting(head: list[Line | ExchangeError], delimiter: str, kind: str) -> Literal[0, 3]:
    """Return csv's constant for quoting: linguists' TSV files often have bare quotation marks."""
    if kind != "tsv":
        return csv.QUOTE_MINIMAL
    trial = csv.reader(map(_text_of_line, head), delimiter=delimiter, strict=True)
    widths: list[int] = []
    try:
        widths.extend(len(row) for row in trial if row)
    except csv.Error as error:
        # A quoted field that is still open where the trial ends is not a fault.
        if "unexpected end of data" not in str(error) or len(head) < TRIAL_ROWS:
            return csv.QUOTE_NONE
    return csv.QUOTE_MINIMAL if len(set(widths)) <= 1 else csv.QUOTE_NONE


class _Table:
    """The rows of one table, with the line on which each begins."""

    def __init__(
        self,
        records: Records,
        source: InputFile,
        delimiter: str,
        quoting: Literal[0, 3],
        *,
        has_header: bool,
        first: int,
    ) -> None:
        self.records = records
        self.source = source
        self.delimiter = delimiter
        self.quoting = quoting
        self.has_header = has_header
        self.last_line = first - 1
        self.first_line = 0
        """The line at which the row began."""
        self.faults: list[ExchangeError] = []

    def read(self, lines: Iterator[Line | ExchangeError]) -> Iterator[SourceDocument | Refusal]:
        """Yield all rows below the header; nothing if the header itself is faulty."""
        reader = csv.reader(
            self._feed(lines), delimiter=self.delimiter, quoting=self.quoting, strict=True
        )
        columns: list[str] = []
        while True:
            self.first_line = 0
            try:
                cells = next(reader, None)
                # Behind a blank row no quoted field is open, in which blank lines would count.
                self.source.every_blank = cells != []
                if cells and not columns:
                    columns = _columns(cells if self.has_header else [""] * len(cells))
                    self._set_text_column(columns)
                    if self.has_header:
                        continue
                if cells:
                    yield self.records.document(_fields(columns, cells), self.first_line)
            except csv.Error as error:
                yield self.records.refusal(self.first_line, f"no valid row: {error}")
                cells = []
            except CorpusError as error:
                yield self.records.refusal(self.first_line, str(error))
                if not columns:
                    return
                cells = []
            for fault in self.faults:
                yield self.records.refusal(fault.line, fault.message)
            self.faults.clear()
            if cells is None:
                return

    def _set_text_column(self, columns: list[str]) -> None:
        """Give the records the name of the text's column if it was given as a number."""
        number = _column_number(self.records.text_field)
        if self.records.text_field not in columns and 0 < number <= len(columns):
            self.records.text_field = columns[number - 1]

    def _feed(self, lines: Iterator[Line | ExchangeError]) -> Iterator[str]:
        for line in lines:
            if isinstance(line, ExchangeError):
                self.faults.append(line)
                self.last_line = line.line or self.last_line
            else:
                self.last_line = line.number
            self.first_line = self.first_line or self.last_line
            if self.last_line - self.first_line >= _MOST_LINES:
                raise self.source.error(
                    f"the row goes on for more than {_MOST_LINES:,} lines: is a closing quotation "
                    "mark missing?",
                    self.first_line,
                )
            text = _text_of_line(line)
            # In a quoted field that begins here each blank line counts.
            self.source.every_blank = self.source.every_blank or not text.isspace()
            yield text


def _columns(header: list[str]) -> list[str]:
    names = [name or f"column {at}" for at, name in enumerate(header, 1)]
    name, times = Counter(names).most_common(1)[0]
    if times > 1:
        raise CorpusError(f"two columns are named {name!r}")
    return names


def _fields(columns: list[str], cells: list[str]) -> dict[str, JSON]:
    if len(cells) != len(columns):
        raise CorpusError(f"has {len(cells):,} fields where the header has {len(columns):,}")
    fields: dict[str, JSON] = dict(zip(columns, cells, strict=True))
    if not fields.get("id", "x"):
        del fields["id"]
    return fields
