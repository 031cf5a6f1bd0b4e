"""The list of all formats, by name and by the content of their files."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tui.errors import ExchangeError, UsageError
from tui.formats import (
    cas,
    checkthat,
    citron,
    claimreview,
    conll,
    conllu,
    csv,
    doccano,
    documents,
    jsonl,
    prodigy,
    spacy,
    spacy_json,
    token_lists,
    w3c,
)
from tui.formats.brat import reader as brat_reader
from tui.formats.brat import writer as brat_writer
from tui.formats.label_studio import reader as label_studio_reader
from tui.formats.label_studio import writer as label_studio_writer
from tui.formats.shared.atomic_output import STDOUT, Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions
from tui.formats.shared.label_usage import Usage
from tui.formats.shared.losses import Losses
from tui.formats.shared.parsed import Head, ImportReport, head_of
from tui.formats.webanno import reader as webanno_reader
from tui.formats.webanno import writer as webanno_writer
from tui.model import AnnotatedDocument, ImportedDocument
from tui.sources.encodings import display_name, mark_length
from tui.sources.json_lines import InputFile

Write = Callable[[Iterable[AnnotatedDocument], Sink, ExportOptions], Losses]

WriteFolder = Callable[[Iterable[AnnotatedDocument], Path, ExportOptions], Losses]

Read = Callable[[ImportReport, ImportOptions], Iterator[ImportedDocument]]

# A format comes before those that would accept its files too: a file of Hashiya's own documents is
# a list of Prodigy's tasks as well.
_ASKED = (
    "brat",
    "cas",
    "webanno",
    "spacy-json",
    "spacy",
    "claimreview",
    "citron",
    "w3c",
    "label-studio",
    "jsonl",
    "doccano",
    "documents",
    "token-lists",
    "prodigy",
    "checkthat",
    "conllu",
    "conll",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: how to write, read and recognise it."""

    name: str
    write: Write | None = None
    """Writes it to a file; None where it is a folder."""
    write_folder: WriteFolder | None = None
    """Writes it into an empty folder."""
    suffixes: frozenset[str] = frozenset()
    """For a folder: the suffixes of files that may be in a folder that is replaced."""
    read: Read | None = None
    """Reads it; None where it can only be written."""
    sniff: Callable[[Head], bool] | None = None
    companion: tuple[str, Callable[[Usage], bytes]] | None = None
    """A file written next to an export: its suffix, and the function that makes it."""
    is_binary: bool = False
    """Whether it is not text; it is then never written to a terminal."""
    all_statuses: bool = False
    """Whether it holds annotations of all statuses unless `--status` is given."""
    optional_keys: bool = False
    """Whether its lines have keys that depend on what else is exported (`OptionalKeys`)."""
    far_links: bool = False
    """Whether it contains links of an annotation whose other ends are not exported."""

    suffix: str = ""
    """Of a format that writes both: the ending of a file with one document; any other name is
    that of a folder."""

    def is_folder(self, out: str) -> bool:
        """Return whether an export to `out` is a folder and not a file."""
        if self.write_folder is None:
            return False
        return self.write is None or not (out == STDOUT or out.endswith(self.suffix))


FORMATS = (
    Format(
        name="jsonl",
        write=jsonl.write,
        read=jsonl.read,
        sniff=jsonl.sniff,
        optional_keys=True,
        far_links=True,
    ),
    Format(
        name="documents",
        write=documents.write,
        read=documents.read,
        sniff=documents.sniff,
        optional_keys=True,
        all_statuses=True,
    ),
    Format(
        name="csv",
        write=csv.write,
        optional_keys=True,
        far_links=True,
    ),
    Format(
        name="prodigy",
        write=prodigy.write,
        read=prodigy.read,
        sniff=prodigy.sniff,
    ),
    Format(
        name="doccano",
        write=doccano.write,
        read=doccano.read,
        sniff=doccano.sniff,
    ),
    Format(
        name="label-studio",
        write=label_studio_writer.write,
        read=label_studio_reader.read,
        sniff=label_studio_reader.sniff,
        companion=(".config.xml", label_studio_writer.config),
    ),
    Format(
        name="brat",
        write_folder=brat_writer.write,
        suffixes=brat_writer.SUFFIXES,
        read=brat_reader.read,
        sniff=brat_reader.sniff,
    ),
    Format(
        name="w3c",
        write=w3c.write,
        read=w3c.read,
        sniff=w3c.sniff,
    ),
    Format(
        name="conll",
        write=conll.write,
        read=conll.read,
        sniff=conll.sniff,
    ),
    Format(
        name="conllu",
        read=conllu.read,
        sniff=conllu.sniff,
    ),
    Format(
        name="token-lists",
        read=token_lists.read,
        sniff=token_lists.sniff,
    ),
    Format(
        name="webanno",
        write=webanno_writer.write,
        write_folder=webanno_writer.write_folder,
        suffix=webanno_writer.SUFFIX,
        suffixes=frozenset({webanno_writer.SUFFIX}),
        read=webanno_reader.read,
        sniff=webanno_reader.sniff,
    ),
    Format(
        name="cas",
        write=cas.write,
        write_folder=cas.write_folder,
        suffix=cas.SUFFIX,
        suffixes=frozenset({cas.SUFFIX, ".xml"}),
        companion=(f".{cas.TYPE_SYSTEM}", cas.type_system),
        read=cas.read,
        sniff=cas.sniff,
    ),
    Format(
        name="checkthat",
        write=checkthat.write,
        read=checkthat.read,
        sniff=checkthat.sniff,
    ),
    Format(
        name="citron",
        write=citron.write,
        read=citron.read,
        sniff=citron.sniff,
    ),
    Format(
        name="claimreview",
        write=claimreview.write,
        read=claimreview.read,
        sniff=claimreview.sniff,
    ),
    Format(
        name="spacy-json",
        read=spacy_json.read,
        sniff=spacy_json.sniff,
    ),
    Format(
        name="spacy",
        is_binary=True,
        write=spacy.write,
        read=spacy.read,
        sniff=spacy.sniff,
    ),
)


def format_named(name: str) -> Format:
    """Return the format with this name.

    Raises UsageError if there is none.
    """
    for one in FORMATS:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in FORMATS)
    raise UsageError(f"unknown format {name!r}; there are {known}")


def recognise_format(path: Path) -> Format:
    """Return the format of a file or folder, by its name and content.

    Raises ExchangeError if it cannot be read, or is of no known format.
    """
    head = head_of(path)
    for name in _ASKED:
        one = format_named(name)
        if one.sniff is not None and one.sniff(head):
            return one
    if head.fault is not None:
        raise head.fault
    is_binary = b"\0" in head.data or mark_length(head.data) > 0
    if head.data and not (head.text or is_binary):
        message = "is not UTF-8, UTF-16 or UTF-32: convert it, for instance with iconv"
        raise ExchangeError(message, file=str(path))
    message = "is of no format that is known by its looks; name one with --format"
    raise ExchangeError(message, file=str(path))


class ImportRun:
    """An import in progress: iterate over it once, and see `report` for its results.

    Iterating raises ExchangeError with all faults of the file (`Faults` if there are several); then
    nothing of the file should be stored.
    """

    def __init__(self, path: Path, options: ImportOptions, format_name: str | None = None) -> None:
        self.format = format_named(format_name) if format_name else recognise_format(path)
        """The format in which the file is read."""
        self.report = ImportReport(
            InputFile(path, options.max_line, replace_surrogates=options.replace_surrogates)
        )
        self.size = _size(path)
        """Bytes on disk; `report.source.position` of them have been read."""
        self._options = options

    def __iter__(self) -> Iterator[ImportedDocument]:
        if self.format.read is None:
            raise UsageError(f"{self.format.name} can only be written")
        if not (self.format.is_binary or self.report.source.path.is_dir()):
            encoding = self.report.source.recognised_encoding()
            if encoding != "utf-8":
                self.report.warn(f"file in {display_name(encoding)} instead of UTF-8")
        yield from self.format.read(self.report, self._options)
        yield from self.report.late_links


def _size(path: Path) -> int:
    paths = path.rglob("*") if path.is_dir() else [path]
    return sum(one.stat().st_size for one in paths if one.is_file())
