"""An export as a whole: its parts, what belongs beside them, and all of it or nothing."""

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tui.errors import UsageError
from tui.exchange.losses import Losses
from tui.exchange.manifest import Manifest, folder_sha256, manifest_bytes
from tui.exchange.options import ExportOptions
from tui.exchange.output import STDOUT, Outputs, Sink, open_out
from tui.exchange.record import Record
from tui.exchange.registry import Format
from tui.exchange.split import Split, part_path
from tui.exchange.usage import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be written where."""

    format: Format
    out: str
    """A path, or `-` for stdout."""
    options: ExportOptions
    force: bool = False
    split: Split | None = None
    manifest: Manifest | None = None
    """What the manifests beside the files begin with; None: there are none."""


def export(records: Callable[[], Iterable[Record]], job: Job) -> Losses:
    """Writes the records that `records` gives, which is called once for each part.

    All files appear when all are written; those of one part with what belongs beside it.

    Raises UsageError: what is asked for cannot go to stdout.
    Raises ExchangeError: a file is there already, or something cannot be written.
    """
    losses = Losses()
    if job.out == STDOUT:
        _refuse_on_stdout(job)
        with open_out(STDOUT) as stream:
            losses.add(_write_file(job, records(), stream))
        return losses
    with Outputs(force=job.force) as outputs:
        for name, path in _parts(job):
            chosen = records() if name is None else _of_part(records(), job.split, name)
            losses.add(_write_part(job, chosen, path, outputs))
    return losses


def _refuse_on_stdout(job: Job) -> None:
    asked = {
        f"{job.format.name} is a folder, which": job.format.is_folder,
        "a split": job.split is not None,
        "a manifest": job.manifest is not None,
    }
    for what, wanted in asked.items():
        if wanted:
            raise UsageError(f"{what} cannot go to stdout: name a file")
    if job.format.is_binary and sys.stdout.isatty():
        raise UsageError(f"{job.format.name} is binary, which no terminal shows: name a file")


def _parts(job: Job) -> Iterator[tuple[str | None, Path]]:
    """The parts' names and places; one without a name where nothing is split."""
    out = Path(job.out)
    if job.split is None:
        yield None, out
    else:
        yield from ((name, part_path(out, name)) for name in job.split.names)


def _of_part(records: Iterable[Record], split: Split | None, name: str) -> Iterator[Record]:
    return (record for record in records if split is None or split.part(record.sha256) == name)


def _write_part(job: Job, records: Iterable[Record], path: Path, outputs: Outputs) -> Losses:
    """One file or folder, with its configuration and manifest."""
    usage = Usage(job.options.labels)
    watched = usage.watched(records)
    if job.format.write_folder is not None:
        folder = outputs.folder(path, job.format.suffixes)
        losses = job.format.write_folder(watched, folder, job.options)
        digest = folder_sha256(folder) if job.manifest else ""
    else:
        with outputs.file(path) as stream:
            hashed = _Hashed(stream)
            losses = _write_file(job, watched, hashed)
            digest = hashed.sha256.hexdigest()
    if job.format.companion is not None:
        suffix, make = job.format.companion
        with outputs.file(Path(f"{path}{suffix}")) as stream:
            stream.write(make(usage))
    if job.manifest is not None:
        with outputs.file(Path(f"{path}.manifest.json")) as stream:
            stream.write(manifest_bytes(job.manifest, job.format.name, path.name, digest, usage))
    return losses


def _write_file(job: Job, records: Iterable[Record], sink: Sink) -> Losses:
    if job.format.write is None:
        raise UsageError(f"{job.format.name} cannot be written to a file")
    return job.format.write(records, sink, job.options)


class _Hashed:
    """Passes bytes on and makes their SHA-256."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes, /) -> None:
        """Takes the bytes."""
        self.sha256.update(data)
        self._sink.write(data)
