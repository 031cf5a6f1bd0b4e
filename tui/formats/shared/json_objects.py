"""JSON files with a single object over several lines, as people and many programs write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

from tui.errors import ExchangeError
from tui.sources.json_lines import InputFile
from tui.sources.json_values import Fields


def objects_of(source: InputFile) -> Iterator[Fields | ExchangeError]:
    """Yield the objects of a file with one per line, an array, or a single object.

    An error takes the place of a faulty line or item.

    Raises ExchangeError if the file cannot be read.
    """
    if source.is_array() or not _spans_lines(source):
        yield from source.objects()
        return
    try:
        yield source.parse_object(source.text(), 1)
    except ExchangeError as error:
        yield error


def _spans_lines(source: InputFile) -> bool:
    """Return whether the first line that is not blank begins an object and does not end it."""
    with closing(source.lines(every_blank=False)) as lines:
        for line in lines:
            if isinstance(line, ExchangeError):
                return False
            if text := line.text.strip():
                return text.startswith("{") and not _is_json(text)
    return False


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
