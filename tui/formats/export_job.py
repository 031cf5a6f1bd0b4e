"""Run an export: filter the documents, split them, write all files or none.

Documents are assigned to training, development and test sets by the hash of their text: a
document stays in its set when others are added, and equal texts are in the same one. A manifest
next to a file records what was exported, from which schema, with which filters.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tui.choices import ANNOTATION_STATUSES
from tui.errors import UsageError
from tui.formats.registry import Format
from tui.formats.shared.atomic_output import STDOUT, Outputs, Sink, open_out
from tui.formats.shared.exchange_options import ExportOptions
from tui.formats.shared.label_usage import Usage
from tui.formats.shared.losses import FAR_LINKS, Losses
from tui.model import JSON, AnnotatedDocument, Annotation, Comment, Link

_NAMES = {2: ("train", "test"), 3: ("train", "dev", "test")}

_DIGITS = 16
"""Hexadecimal digits of a hash that determine the part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The chosen part of the database.

    An empty tuple means all; for `statuses`, the accepted ones.
    """

    documents: tuple[str, ...] = ()
    """Ids."""
    labels: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    all_statuses: bool = False
    """Whether empty `statuses` mean all of them (the format `documents`)."""
    far_links: bool = False
    """Whether a link is exported if its start is, even if its other end is not."""
    done: bool = False
    """Whether only documents are exported that one of the annotators has marked done."""

    def filtered(
        self, records: Iterable[AnnotatedDocument], losses: Losses
    ) -> Iterator[AnnotatedDocument]:
        """Yield the chosen records, without the parts that are not chosen.

        A link to another document is kept: its other end is not known here.
        """
        for record in records:
            if self._is_chosen_document(record):
                spans = tuple(filter(self._is_chosen, record.annotations))
                links = tuple(self._links(record, {span.id for span in spans}))
                wanted = sum(map(self._is_chosen_link, record.links))
                losses.count_loss(FAR_LINKS, 0 if self.far_links else wanted - len(links))
                comments = tuple(self._comments(record, spans))
                decisions = tuple(
                    one for one in record.decisions if self._is_chosen_annotator(one.adjudicator)
                )
                yield replace(
                    record, annotations=spans, links=links, comments=comments, decisions=decisions
                )

    def described(self) -> dict[str, JSON]:
        """Return the filters for a manifest."""
        return {
            "documents": list(self.documents),
            "labels": list(self.labels),
            "annotators": list(self.annotators),
            "statuses": list(self._statuses),
            "done": self.done,
        }

    @property
    def _statuses(self) -> tuple[str, ...]:
        return self.statuses or (ANNOTATION_STATUSES if self.all_statuses else ("accepted",))

    def _is_chosen_document(self, record: AnnotatedDocument) -> bool:
        if self.documents and record.id not in self.documents:
            return False
        readers = (one for one in record.progress if one.status == "done")
        return not self.done or any(self._is_chosen_annotator(one.annotator) for one in readers)

    def _is_chosen_annotator(self, annotator: str) -> bool:
        return not self.annotators or annotator in self.annotators

    def _is_chosen(self, span: Annotation) -> bool:
        labelled = not self.labels or span.label in self.labels
        return (
            labelled and span.status in self._statuses and self._is_chosen_annotator(span.annotator)
        )

    def _is_chosen_link(self, link: Link) -> bool:
        return link.status in self._statuses and self._is_chosen_annotator(link.annotator)

    def _comments(self, record: AnnotatedDocument, kept: Iterable[Annotation]) -> Iterator[Comment]:
        """Yield the chosen comments, with all that they answer."""
        ids = {span.id for span in kept}
        there = {
            one.id: one
            for one in record.comments
            if one.annotation_id is None or one.annotation_id in ids
        }
        wanted: set[str] = set()
        for one in there.values():
            each = one if self._is_chosen_annotator(one.annotator) else None
            while each is not None and each.id not in wanted:
                wanted.add(each.id)
                each = there.get(each.parent_id or "")
        return (one for one in there.values() if one.id in wanted)

    def _links(self, record: AnnotatedDocument, kept: set[str]) -> Iterator[Link]:
        gone = {span.id for span in record.annotations} - kept
        for link in record.links:
            there = link.from_id not in gone and (self.far_links or link.to_id not in gone)
            if there and self._is_chosen_link(link):
                yield link


class Split:
    """Shares, such as percentages, for each part."""

    def __init__(self, shares: tuple[int, ...]) -> None:
        self._total = sum(shares)
        self._bounds = [sum(shares[: number + 1]) for number in range(len(shares))]
        self.names = _NAMES[len(shares)]
        """The parts' names, in order."""

    def part(self, sha256: str) -> str:
        """Return the part of a document whose text has this hash in hexadecimal."""
        place = int(sha256[:_DIGITS], 16) * self._total
        bounds = (bound * 16**_DIGITS for bound in self._bounds)
        return next(name for name, bound in zip(self.names, bounds, strict=True) if place < bound)


def parse_split(words: str) -> Split:
    """Return the split for `80/10/10` or `90/10`.

    Raises UsageError if it is not two or three whole numbers that are not all 0.
    """
    parts = words.split("/")
    if len(parts) in _NAMES and all(one.isascii() and one.isdecimal() for one in parts):
        shares = tuple(map(int, parts))
        if sum(shares):
            return Split(shares)
    raise UsageError(f"{words!r} is not a split: two or three shares, as in 80/10/10")


def part_path(out: Path, name: str) -> Path:
    """Return the file or folder of one part, next to `out`."""
    return out.with_name(f"{out.stem}.{name}{out.suffix}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The values of a manifest that the caller provides."""

    version: str
    """Of Hashiya."""
    created_at: str
    schema_sha256: str
    """Of the label schema's file, in hexadecimal; empty for the built-in one."""
    guidelines_sha256: str
    """Of the guidelines, in hexadecimal; empty where there are none."""
    filters: Mapping[str, JSON]
    """The filters: documents, labels, annotators, statuses, done."""
    options: Mapping[str, JSON]
    """How it was written: unit, subword, nested, split …"""


def manifest_bytes(
    manifest: Manifest, format_name: str, file: str, sha256: str, usage: Usage
) -> bytes:
    """Return the manifest of one file or folder as JSON, with counts by label and link type."""
    value = {
        "hashiya": manifest.version,
        "created_at": manifest.created_at,
        "format": format_name,
        "file": file,
        "sha256": sha256,
        "schema_sha256": manifest.schema_sha256,
        "guidelines_sha256": manifest.guidelines_sha256,
        "filters": dict(manifest.filters),
        "options": dict(manifest.options),
        "documents": usage.documents,
        "annotations": usage.spans.total(),
        "labels": dict(sorted(usage.spans.items())),
        "links": dict(sorted(usage.links.items())),
    }
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def folder_sha256(folder: Path) -> str:
    """Return the hash of a folder's files: of the output of `sha256sum` for them, sorted by
    path."""
    lines = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The format, options and destination of an export."""

    format: Format
    out: str
    """A path, or `-` for stdout."""
    options: ExportOptions
    force: bool = False
    split: Split | None = None
    manifest: Manifest | None = None
    """The first values of the manifests next to the files; None if there are none."""


def export(records: Callable[[], Iterable[AnnotatedDocument]], job: Job) -> Losses:
    """Write the records that `records` returns; it is called once for each part.

    All files appear when all are written, each part with its configuration and manifest.

    Raises UsageError if the job cannot go to stdout.

    Raises ExchangeError if a file exists already, or something cannot be written.
    """
    if job.format.write is None and job.format.write_folder is None:
        raise UsageError(f"{job.format.name} can only be read")
    losses = Losses()
    if job.out == STDOUT:
        _refuse_on_stdout(job)
        with open_out(STDOUT) as stream:
            losses.add(_write_file(job, records(), stream))
        return losses
    with Outputs(force=job.force) as outputs:
        for name, path in _parts(job):
            chosen = records() if name is None else _records_of_part(records(), job.split, name)
            losses.add(_write_part(job, chosen, path, outputs))
    return losses


def _refuse_on_stdout(job: Job) -> None:
    asked = {
        f"{job.format.name} is a folder, which": job.format.is_folder(STDOUT),
        "a split": job.split is not None,
        "a manifest": job.manifest is not None,
    }
    for what, wanted in asked.items():
        if wanted:
            raise UsageError(f"{what} cannot go to stdout: name a file")
    if job.format.is_binary and sys.stdout.isatty():
        raise UsageError(f"{job.format.name} is binary, which no terminal shows: name a file")


def _parts(job: Job) -> Iterator[tuple[str | None, Path]]:
    """Yield the parts' names and paths; without a split, one without a name."""
    out = Path(job.out)
    if job.split is None:
        yield None, out
    else:
        yield from ((name, part_path(out, name)) for name in job.split.names)


def _records_of_part(
    records: Iterable[AnnotatedDocument], split: Split | None, name: str
) -> Iterator[AnnotatedDocument]:
    return (record for record in records if split is None or split.part(record.sha256) == name)


def _write_part(
    job: Job, records: Iterable[AnnotatedDocument], path: Path, outputs: Outputs
) -> Losses:
    """Write one file or folder, with its configuration and manifest."""
    usage = Usage(job.options.labels)
    counted = usage.counted(records)
    if job.format.write_folder is not None and job.format.is_folder(path.name):
        folder = outputs.folder(path, job.format.suffixes)
        losses = job.format.write_folder(counted, folder, job.options)
        digest = folder_sha256(folder) if job.manifest else ""
    else:
        with outputs.file(path) as stream:
            hashed = _Hashed(stream)
            losses = _write_file(job, counted, hashed)
            digest = hashed.sha256.hexdigest()
    if job.format.companion is not None and not job.format.is_folder(path.name):
        suffix, make = job.format.companion
        with outputs.file(Path(f"{path}{suffix}")) as stream:
            stream.write(make(usage))
    if job.manifest is not None:
        with outputs.file(Path(f"{path}.manifest.json")) as stream:
            stream.write(manifest_bytes(job.manifest, job.format.name, path.name, digest, usage))
    return losses


def _write_file(job: Job, records: Iterable[AnnotatedDocument], sink: Sink) -> Losses:
    if job.format.write is None:
        raise UsageError(f"{job.format.name} cannot be written to a file")
    return job.format.write(records, sink, job.options)


class _Hashed:
    """Passes bytes on and computes their SHA-256."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes, /) -> None:
        """Take the bytes."""
        self.sha256.update(data)
        self._sink.write(data)
