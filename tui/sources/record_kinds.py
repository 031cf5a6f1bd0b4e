"""Recognise JSON lines and tables whose file name says nothing, by their content."""

from __future__ import annotations

import csv
from contextlib import closing
from itertools import islice

from tui.errors import ExchangeError
from tui.sources.conllu_tables import WORD_ID
from tui.sources.json_lines import InputFile
from tui.sources.tables import SEPARATOR, column_number

_TRIAL_ROWS = 50

_COLUMNS_OF_CONLLU = 10


def record_kind(source: InputFile, text_field: str, *, has_header: bool = True) -> str:
    """Return "jsonl", "conllu", "csv" or "tsv"; "" for a file that is none of them.

    JSON lines begin with an object, alone or in an array. A table is one whose first rows have
    equally many fields, two or more, and a column of the text: the name of the text's field is in
    the first row, or its number was given. A line `sep=` makes a table certain.
    """
    try:
        return _kind(source, text_field, has_header=has_header)
    except ExchangeError:
        return ""


def _kind(source: InputFile, text_field: str, *, has_header: bool) -> str:
    with closing(source.lines()) as found:
        head = [
            "" if isinstance(line, ExchangeError) else line.text
            for line in islice(found, _TRIAL_ROWS)
        ]
    begin = "".join(head).lstrip(" \t\r\n")[:1]
    if begin in ("{", "["):
        return "jsonl" if _begins_with_object(source) else ""
    if _is_conllu(head):
        return "conllu"
    if head and SEPARATOR.fullmatch(head[0]):
        return "csv"
    for delimiter, kind in (("\t", "tsv"), (",", "csv"), (";", "csv")):
        if _is_table(head, delimiter, text_field, has_header=has_header):
            return kind
    return ""


def _begins_with_object(source: InputFile) -> bool:
    objects = source.objects()
    return not isinstance(next(objects, None), ExchangeError | None)


def _is_conllu(head: list[str]) -> bool:
    """Return whether the first line that is no comment is a word of CoNLL-U."""
    words = (line for line in head if line.strip() and not line.startswith("#"))
    fields = next(words, "").rstrip("\r\n").split("\t")
    is_word = WORD_ID.fullmatch(fields[0]) is not None
    return is_word and len(fields) == _COLUMNS_OF_CONLLU


def _is_table(head: list[str], delimiter: str, text_field: str, *, has_header: bool) -> bool:
    try:
        rows = [row for row in csv.reader(head, delimiter=delimiter) if row]
    except csv.Error:
        return False
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    # A quoted field may go on after the lines that were read.
    whole = rows if len(head) < _TRIAL_ROWS else rows[:-1]
    if any(len(row) != len(rows[0]) for row in whole):
        return False
    number = column_number(text_field)
    return (has_header and text_field in rows[0]) or 0 < number <= len(rows[0])
