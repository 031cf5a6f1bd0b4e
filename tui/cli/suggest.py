"""`hashiya suggest`: store suggestions for documents, to be decided on in the reader."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence

from tui.cli.environment import annotator_name, open_config, open_schema, open_store
from tui.cli.output import counting, write_fields, write_json
from tui.errors import UsageError
from tui.model import Annotation, DocumentInfo, Link
from tui.schema.labels import LabelSchema
from tui.store.database import Store
from tui.store.row_mapping import Change
from tui.suggest import BUILT_IN, KnownName, suggest
from tui.suggest.storing import names_tagged, new_rows


def run(options: argparse.Namespace) -> int:
    """Store what the chosen suggesters propose, one undo step a document; print how much."""
    makers = options.makers or ["rules"]
    for name in makers:
        if name not in BUILT_IN:
            raise UsageError(f"--with {name}: the suggesters are {' and '.join(BUILT_IN)}")
    config = open_config(options)
    schema = open_schema(options, config)
    with open_store(options, read_only=False) as store:
        annotator = annotator_name(options, config.settings, store)
        known = names_tagged(store, schema) if "names" in makers else []
        with counting("suggesting", "documents") as count:
            for document in count(_documents(store, options.documents)):
                rows = _suggested(store, document, known, makers, options.min_score, schema,
                                  annotator)  # fmt: skip
                _report(document, rows, as_json=options.json)
    return 0


def _documents(store: Store, wanted: Sequence[str]) -> Iterator[DocumentInfo]:
    """The named documents, or all. Raises StoreError for a name that fits none or several."""
    if not wanted:
        yield from list(store.documents.all())
        return
    found = [store.documents.find(name) for name in wanted]  # all names before the first write
    yield from {document.id: document for document in found}.values()


def _suggested(
    store: Store,
    document: DocumentInfo,
    known: Sequence[KnownName],
    makers: Sequence[str],
    min_score: float,
    schema: LabelSchema,
    annotator: str,
) -> list[Annotation | Link]:
    """Store the suggestions for one document as one command; the rows that are new."""
    text = store.documents.text(document.text_sha256)
    found = suggest(text, known, makers, min_score)
    there = [
        row
        for row in store.annotations.in_document(document.id)
        if row.annotator == annotator or row.status == "suggested"
    ]
    links = store.links.in_document(document.id)
    rows = new_rows(found, document, text, there, links, schema, annotator)
    if rows:
        count = sum(isinstance(row, Annotation) for row in rows)
        changes = [Change(None, row) for row in rows]
        store.history.commit(f"suggest {count}", document.id, annotator, changes)
    return rows


def _report(document: DocumentInfo, rows: Sequence[Annotation | Link], *, as_json: bool) -> None:
    labels = Counter(row.label for row in rows if isinstance(row, Annotation))
    if as_json:
        write_json(
            {
                "document_id": document.id,
                "suggestions": labels.total(),
                "labels": dict(sorted(labels.items())),
                "links": sum(isinstance(row, Link) for row in rows),
            }
        )
        return
    counts = " ".join(f"{label}:{count}" for label, count in sorted(labels.items()))
    write_fields(document.id, labels.total(), counts)
