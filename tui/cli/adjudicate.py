"""`hashiya adjudicate`: open the reader at the first disagreement."""

from __future__ import annotations

import argparse

from tui.cli import read
from tui.cli.environment import open_config, open_store
from tui.errors import HashiyaError
from tui.team.agreement import by_disagreement
from tui.team.gather import gather
from tui.ui.commands.adjudication import begin_adjudication


def run(options: argparse.Namespace) -> int:
    """Find the documents in which annotators differ, and open the first."""
    with open_store(options) as store:
        ids = [store.documents.find(name).id for name in options.documents]
        gathered = gather(store.annotated_documents(ids), options.annotators)
    differing = [
        score.document_id for score in by_disagreement(gathered.documents) if score.f1 is not None
    ]
    if not differing:
        raise HashiyaError("no document was finished by two annotators (d in the reader)")
    _check_curator(options)
    return read.open_reader(
        options,
        first_document=differing[0],
        opening=lambda reader: begin_adjudication(reader, options.annotators, differing),
    )


def _check_curator(options: argparse.Namespace) -> None:
    """Raise HashiyaError early if settings name curators and this is not one of them."""
    settings = open_config(options).settings
    name = options.annotator or settings.annotator
    if settings.curators and name and name not in settings.curators:
        raise HashiyaError(f"only {', '.join(settings.curators)} may adjudicate here")
