"""`hashiya search`: full-text search over all documents."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable

from tui.cli.environment import open_config, open_store
from tui.cli.output import notify, visual_line_writer, write_fields, write_json
from tui.store.search import SearchHit
from tui.text.layout import fit, isolated, tight

EVERY = 1_000_000
"""Hits, at most, without `--limit`."""


def run(options: argparse.Namespace) -> int:
    """Print the documents that contain the query's words, with offsets and a snippet."""
    settings = open_config(options).settings
    found = False
    with open_store(options) as store, visual_line_writer(settings) as write:
        for hit in store.search(options.query, options.limit or EVERY):
            found = True
            if options.json:
                write_json(_as_json(hit))
            elif sys.stdout.isatty():
                _print(hit, write)
            else:
                places = ",".join(f"{span.start}-{span.end}" for span in hit.spans)
                write_fields(hit.document_id, places, hit.snippet)
    if not found:
        notify(f"nothing found for {isolated(options.query)}")
    return 0


def _as_json(hit: SearchHit) -> dict[str, object]:
    return {
        "document_id": hit.document_id,
        "title": hit.title,
        "offsets": [[span.start, span.end] for span in hit.spans],
        "snippet": hit.snippet,
        "snippet_start": hit.snippet_start,
    }


def _print(hit: SearchHit, write: Callable[[str], None]) -> None:
    width = shutil.get_terminal_size().columns
    first = hit.spans[0] if hit.spans else None
    place = f"{first.start}–{first.end}" if first else ""
    more = f" and {len(hit.spans) - 1} more" if len(hit.spans) > 1 else ""
    write(f"{tight(hit.document_id, width)}  {place}{more}")
    write("    " + fit(hit.snippet, max(width - 4, 8)).rstrip())
