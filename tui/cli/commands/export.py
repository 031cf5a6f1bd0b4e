"""`hashiya export`: write the annotations in the format of another tool."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from tui import __version__
from tui.choices import CheckThatTask, Nested, Subword, Unit
from tui.cli.environment import (
    open_config,
    open_schema,
    open_store,
    refuse_database_file,
    unknown_labels,
)
from tui.cli.output import count_progress, notify
from tui.errors import UsageError
from tui.formats.export_job import Filters, Job, Manifest, export, parse_split
from tui.formats.registry import Format, format_named
from tui.formats.shared.atomic_output import STDOUT, open_out, pour
from tui.formats.shared.exchange_options import ExportOptions, keys_of
from tui.formats.shared.label_usage import label_infos
from tui.formats.shared.losses import (
    COMMENTS,
    EMPTY_DOCUMENTS,
    LINK_DETAILS,
    META,
    NUMBER_IDS,
    ORIGINS,
    PROGRESS,
    Losses,
)
from tui.model import AnnotatedDocument, now
from tui.schema import LabelSchema
from tui.store.annotation_queries import AnnotationFilter
from tui.store.database import Store


def run(options: argparse.Namespace) -> int:
    """Export; print on stderr what the format cannot hold."""
    wanted = format_named(options.format)
    schema = open_schema(options, open_config(options))
    split = parse_split(options.split) if options.split else None
    if options.bom and wanted.name != "csv":
        raise UsageError(f"--bom is for csv, which Excel opens, and not for {wanted.name}")
    if options.out != STDOUT:
        refuse_database_file(options, options.out)
    with open_store(options) as store:
        filters = _filters(store, options, wanted)
        filtered = Losses()

        def chosen() -> Iterator[AnnotatedDocument]:
            filtered.lost.clear()
            yield from filters.filtered(
                store.annotated_documents(filters.documents, include_deleted=True), filtered
            )

        export_options = _export_options(options, schema, filters)
        job = Job(
            format=wanted,
            out=options.out,
            options=export_options,
            force=options.force,
            split=split,
            manifest=_manifest(options, schema, filters) if options.manifest else None,
        )
        if _can_stream(job, filters):
            losses = _stream_lines(store, job, filters)
        else:
            if wanted.optional_keys:
                possible = store.optional_keys()
                keys = keys_of(chosen(), possible) if any(possible) else possible
                job = replace(job, options=replace(export_options, keys=keys))
            losses = _export(store, chosen, job)
        unknown = list(_unknown_names(store, schema, filters))
    losses.add(filtered)
    for line in [*unknown, *losses.lines(wanted.name)]:
        notify(line)
    return 0


def _unknown_names(store: Store, schema: LabelSchema, filters: Filters) -> Iterator[str]:
    """Yield a line for each requested label and annotator that does not occur."""
    yield from unknown_labels(store, schema, filters.labels)
    for name in filters.annotators:
        if not store.annotations.count(AnnotationFilter(annotators=(name,))):
            yield f"no annotation is by {name!r}"


def _export(store: Store, chosen: Callable[[], Iterator[AnnotatedDocument]], job: Job) -> Losses:
    done, parts = 0, len(job.split.names) if job.split else 1
    total = parts * store.documents.count(include_deleted=True)

    def counted() -> Iterator[AnnotatedDocument]:
        nonlocal done
        for record in chosen():
            yield record
            done += 1

    if job.out == STDOUT and sys.stdout.isatty():
        return export(counted, job)
    with count_progress("exporting", "documents", lambda: (done, total)) as count:
        return export(lambda: count(counted()), job)


def _filters(store: Store, options: argparse.Namespace, wanted: Format) -> Filters:
    return Filters(
        documents=tuple(store.documents.find(name).id for name in options.document),
        labels=tuple(options.label),
        annotators=tuple(options.annotators),
        statuses=tuple(options.status),
        all_statuses=wanted.all_statuses,
        far_links=wanted.far_links,
        done=options.done,
    )


def _export_options(
    options: argparse.Namespace, schema: LabelSchema, filters: Filters
) -> ExportOptions:
    return ExportOptions(
        labels=label_infos(schema, filters.labels),
        unit=Unit(options.offset_unit) if options.offset_unit else None,
        context=options.context,
        nested=Nested(options.nested or Nested.OUTERMOST),
        subword=Subword(options.subword or Subword.SPLIT),
        columns=options.columns,
        relations=options.relations,
        bom=options.bom,
        task=CheckThatTask(options.task or CheckThatTask.WORTH_CHECKING),
    )


def _manifest(options: argparse.Namespace, schema: LabelSchema, filters: Filters) -> Manifest:
    if options.out == "-":
        raise UsageError("a manifest cannot go to stdout: name a file")
    guidelines = Path(schema.guidelines) if schema.guidelines else None
    digest = ""
    if guidelines is not None and guidelines.is_file():
        digest = hashlib.sha256(guidelines.read_bytes()).hexdigest()
    names = (
        "offset_unit",
        "split",
        "context",
        "subword",
        "nested",
        "columns",
        "relations",
        "task",
        "bom",
    )
    asked = {name: value for name in names if (value := getattr(options, name))}
    return Manifest(
        version=__version__,
        created_at=now(),
        schema_sha256=schema.sha256(),
        guidelines_sha256=digest,
        filters=filters.described(),
        options=asked,
    )


def _can_stream(job: Job, filters: Filters) -> bool:
    """Whether the database can write the lines itself: plain `jsonl`, all in one file."""
    return (
        job.format.name == "jsonl"
        and not job.options.context
        and job.split is None
        and job.manifest is None
        and not filters.done
    )


def _stream_lines(store: Store, job: Job, filters: Filters) -> Losses:
    """Let the database write the lines: the bytes of `jsonl`, many times as fast (tested)."""
    chosen = AnnotationFilter(
        documents=filters.documents,
        labels=filters.labels,
        annotators=filters.annotators,
        statuses=filters.statuses or ("accepted",),
    )
    with ThreadPoolExecutor(1) as counter:
        losses = counter.submit(_count_losses, store.path, chosen)
        with open_out(job.out, force=job.force) as sink:
            pour(store.jsonl_lines(chosen), sink)
        return losses.result()


def _count_losses(database: Path, chosen: AnnotationFilter) -> Losses:
    """Count what the lines leave out, as `jsonl` does; on a connection of its own."""
    with Store.open(database, create=False, read_only=True) as store:
        found = store.jsonl_losses(chosen)
    losses = Losses()
    losses.count_loss(EMPTY_DOCUMENTS, found.documents)
    losses.count_loss(PROGRESS, found.progress)
    losses.count_loss(ORIGINS, found.origins)
    losses.count_loss(LINK_DETAILS, found.links)
    losses.count_loss(META, found.metas)
    losses.count_loss(COMMENTS, found.comments)
    losses.remark(NUMBER_IDS, found.numbers)
    return losses
