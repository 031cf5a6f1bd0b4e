"""Read a file of any kind into one stream of documents, refusals and notes."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tui import sources
from tui.errors import CorpusError, ExchangeError
from tui.hashing import sha256
from tui.model import heading_of, is_markdown, title_of
from tui.sources.encodings import decode, display_name
from tui.sources.files import (
    MAX_BYTES,
    MAX_PAGE_BYTES,
    Note,
    Refusal,
    SourceDocument,
    SourceFile,
    kind_by_content,
    kind_of,
    reason_of,
)
from tui.sources.json_lines import GZIP, InputFile
from tui.sources.records import Records

_TOO_LARGE = "it is larger than {:,} bytes"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How sources are read."""

    text_field: str = "text"
    """The field or column with the text of a record; in a table also the number of the column."""
    has_header: bool = True
    """Whether the first row of a table names the columns."""
    encoding: str | None = None
    """The encoding of all files; None to detect it for each."""
    follow_links: bool = False
    """Whether symbolic links are followed out of a source folder."""
    replace_surrogates: bool = False
    """Whether lone surrogates in JSON become U+FFFD; otherwise a record with one is refused."""


PIPE = "stdin"
"""The name of a source that is piped in."""

_RECORD_KINDS = ("jsonl", "csv", "tsv", "conllu")

DEFAULT_OPTIONS = ReadOptions()


def read_piped(
    data: bytes, options: ReadOptions = DEFAULT_OPTIONS
) -> Iterator[SourceDocument | Refusal | Note]:
    """Read what was piped in as one file; its kind is recognised by its content.

    The same bytes give the same id and source, so that they are known again.
    """
    name = f"{PIPE}-{sha256(data).hexdigest()[:8]}"
    yield from _safely(PIPE, _read_unknown(SourceFile(name, name, "", ""), options, data))


def read_file(
    file: SourceFile, options: ReadOptions = DEFAULT_OPTIONS
) -> Iterator[SourceDocument | Refusal | Note]:
    """Read the documents of one file."""
    if file.kind in _RECORD_KINDS:
        reading = _read_records(file, _input(file, options), options)
    elif kind_of(file.path):
        reading = _read_whole(file, options)
    else:
        reading = _read_unknown(file, options)
    return _safely(file.path, reading)


def _safely(
    path: str, reading: Iterator[SourceDocument | Refusal | Note]
) -> Iterator[SourceDocument | Refusal | Note]:
    """Yield the results of `reading`; an error becomes a refusal."""
    try:
        yield from reading
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:  # before OSError, its base
        yield Refusal(path, f"its gzip data is damaged ({error})")
    except OSError as error:
        yield Refusal(path, reason_of(error))
    except ExchangeError as error:
        yield Refusal(path, error.message, error.line)
    except CorpusError as error:
        yield Refusal(path, str(error))


def _read_unknown(
    file: SourceFile, options: ReadOptions, data: bytes | None = None
) -> Iterator[SourceDocument | Refusal | Note]:
    """Read a file whose name does not tell its kind; `data` is what it holds if it has no path."""
    source = _input(file, options, data)
    kind = sources.record_kinds.record_kind(
        source, options.text_field, has_header=options.has_header
    )
    if kind:
        yield from _read_records(file._replace(kind=kind), source, options)
    elif data is None:
        yield from _read_whole(file, options)
    else:
        yield from _read_data(file, data, options)


def _read_whole(file: SourceFile, options: ReadOptions) -> Iterator[SourceDocument | Note]:
    yield from _read_data(file, _read_bytes(file.path, _limit(file.kind)), options)


def _read_data(
    file: SourceFile, data: bytes, options: ReadOptions
) -> Iterator[SourceDocument | Note]:
    """Read the bytes of a file that is read as a whole, compressed or not."""
    data = _unpacked(data, _limit(file.kind))
    kind = file.kind if kind_of(file.path) else kind_by_content(data)
    encoding = "utf-8"
    for item in _documents_of(kind, file, data, options):
        if isinstance(item, SourceDocument) and item.encoding != encoding:
            encoding = item.encoding
            yield Note(file.path, f"read as {display_name(encoding)}")
        yield item


def _documents_of(
    kind: str, file: SourceFile, data: bytes, options: ReadOptions
) -> Iterator[SourceDocument | Note]:
    """Yield the documents of a file that is read as a whole."""
    if kind == "html":
        yield sources.webpages.page(file, data, options.encoding)
    elif kind == "word":
        yield from sources.word_files.word_document(file, data)
    elif kind == "book":
        yield from sources.books.chapters(file, data, options.encoding)
    elif kind == "pdf":
        yield from sources.pdf.pdf_files.pdf_document(file, data)
    else:
        text, encoding = decode(data, options.encoding)
        title = title_of(text)
        if is_markdown(file.id) or not file.kind:  # a pipe has no name
            title = heading_of(title)
        title = title or file.id.rpartition("/")[2]
        yield SourceDocument(file.id, title, file.path, text, {}, encoding, file.folder)


def _input(file: SourceFile, options: ReadOptions, data: bytes | None = None) -> InputFile:
    """Return a file of records, to be read line by line."""
    return InputFile(
        Path(file.path),
        replace_surrogates=options.replace_surrogates,
        encoding=options.encoding,
        recognise="letters" if file.kind == "jsonl" else "any",
        data=data,
    )


def _read_records(
    file: SourceFile, source: InputFile, options: ReadOptions
) -> Iterator[SourceDocument | Refusal | Note]:
    encoding = source.recognised_encoding()
    if encoding != "utf-8":
        yield Note(file.path, f"read as {display_name(encoding)}")
    records = Records(file, encoding, options.text_field)
    if file.kind == "jsonl":
        yield from records.json(source)
    elif file.kind == "conllu":
        yield from sources.conllu_tables.documents(records, source)
    else:
        has_header = options.has_header
        yield from sources.tables.rows(records, file.kind, source, has_header=has_header)


def _limit(kind: str) -> int:
    return MAX_PAGE_BYTES if kind == "html" else MAX_BYTES


def _read_bytes(path: str, limit: int) -> bytes:
    """Return all bytes of a file. Raises CorpusError if they are more than the limit.

    Most files take four system calls; with `io` they take one or two more.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        size = os.fstat(handle).st_size
        if size > limit:
            raise CorpusError(_TOO_LARGE.format(limit))
        data = os.read(handle, size + 1)
        if len(data) != size:  # it grows, or its size is not known, as in /proc
            with io.FileIO(handle, closefd=False) as stream:
                data += stream.readall()
        return data
    finally:
        os.close(handle)


def _unpacked(data: bytes, limit: int) -> bytes:
    """Return bytes, decompressed if they are gzip. Raises CorpusError if they are more than the
    limit."""
    if data.startswith(GZIP):
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            data = packed.read(limit + 1)
    if len(data) > limit:
        raise CorpusError(_TOO_LARGE.format(limit))
    return data
