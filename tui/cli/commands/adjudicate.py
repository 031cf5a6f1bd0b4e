"""`hashiya adjudicate`: open the reader at the first disagreement."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from time import monotonic

from tui.cli.commands import read
from tui.cli.environment import annotator_name, open_config, open_store
from tui.config import Settings
from tui.errors import HashiyaError
from tui.store.database import Store
from tui.team.decided import state_of
from tui.ui.commands.adjudication import begin_adjudication

LONGEST = 2.0
"""The most seconds for searching the documents before the reader opens."""


def run(options: argparse.Namespace) -> int:
    """Find the documents that several annotators finished, and open the first that differs."""
    settings = open_config(options).settings
    with open_store(options, read_only=False) as store:
        name = annotator_name(options, settings, store)
        _check_curator(settings, name)
        documents = _documents(store, options, name)
        first = _first(store, documents, name, options.annotators, settings)
    return read.open_reader(
        options,
        first_document=first,
        opening=lambda reader: begin_adjudication(reader, options.annotators, documents),
    )


def _documents(store: Store, options: argparse.Namespace, name: str) -> Sequence[str]:
    """Return the ids of the documents to go through, in natural order."""
    found = store.progress.done_by_several(
        "" if name in options.annotators else name, options.annotators
    )
    if options.documents:
        wanted = {store.documents.find(one).id for one in options.documents}
        found = [id for id in found if id in wanted]
    if not found:
        raise HashiyaError("no document was finished by two annotators (d in the reader)")
    return found


def _first(
    store: Store, ids: Sequence[str], name: str, annotators: Sequence[str], settings: Settings
) -> str:
    """Return the first document with something left to decide, else to adopt.

    If the search takes longer than `LONGEST`, return the next one without decisions.
    """
    settled = None
    until = monotonic() + LONGEST
    for place, id in enumerate(ids):
        if monotonic() > until:
            begun = store.comments.decided_documents(name)
            return settled or next((one for one in ids[place:] if one not in begun), id)
        state = state_of(store, store.documents.get(id), name, annotators, settings.adjudication)
        if state.left:
            return id
        if settled is None and not state.is_settled:
            settled = id
    return settled or ids[0]


def _check_curator(settings: Settings, name: str) -> None:
    """Raise HashiyaError early where settings name curators and this is not one of them."""
    if settings.curators and name not in settings.curators:
        raise HashiyaError(f"only {', '.join(settings.curators)} may adjudicate here")
