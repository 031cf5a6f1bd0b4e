"""Recognise JSON lines and tables whose file name says nothing, by their content."""

from __future__ import annotations

from contextlib import closing
from itertools import islice

from tui.errors import ExchangeError
from tui.sources.conllu_tables import COLUMNS, WORD_ID
from tui.sources.json_lines import InputFile
from tui.sources.tables import TRIAL_ROWS, table_kind


def record_kind(source: InputFile, text_field: str, *, has_header: bool = True) -> str:
    """Return "jsonl", "conllu", "csv" or "tsv"; "" for a file that is none of them.

    JSON lines begin with an object, alone or in an array. For tables see `table_kind`.
    """
    try:
        return _kind(source, text_field, has_header=has_header)
    except ExchangeError:
        return ""


def _kind(source: InputFile, text_field: str, *, has_header: bool) -> str:
    with closing(source.lines()) as lines:
        head = list(islice(lines, TRIAL_ROWS))
    texts = [line.text for line in head if not isinstance(line, ExchangeError)]
    begin = "".join(texts).lstrip(" \t\r\n")[:1]
    if begin in ("{", "["):
        return "jsonl" if _begins_with_object(source) else ""
    if _is_conllu(texts):
        return "conllu"
    return table_kind(head, source, text_field, has_header=has_header)


def _begins_with_object(source: InputFile) -> bool:
    objects = source.objects()
    return not isinstance(next(objects, None), ExchangeError | None)


def _is_conllu(head: list[str]) -> bool:
    """Return whether the first line that is no comment is a word of CoNLL-U."""
    words = (line for line in head if line.strip() and not line.startswith("#"))
    fields = next(words, "").rstrip("\r\n").split("\t")
    return len(fields) == len(COLUMNS) and WORD_ID.fullmatch(fields[0]) is not None
