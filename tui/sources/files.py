"""Find the files of the given sources, with the id of each document.

Paths are plain strings here: a folder may contain 100,000 files, and making a `Path` of each takes
as long as reading it.
"""

# ruff: noqa: PTH100, PTH110, PTH116, PTH118, PTH119, PTH122 (for that reason)

from __future__ import annotations

import codecs
import os
import re
import stat
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tui.model import Document
from tui.text.natural_order import natural_key

MAX_BYTES = 100 * 2**20
"""The largest file, or record of a file of records, that is read as one text, in bytes."""

MAX_PAGE_BYTES = 10 * 2**20
"""The most bytes of a web page: its tree takes up to forty times as much memory."""

DEEPEST_FOLDER = 100
"""The deepest nesting of folders that are searched."""

KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".conllu": "conllu",
    ".conllup": "conllu",
    ".docx": "word",
    ".docm": "word",
    ".epub": "book",
    ".pdf": "pdf",
}
"""The kind of a file, by its ending; a file with a further `.gz` is decompressed."""


_PAGE_PARTS = ("_files", ".files")
_PAGE_ENDINGS = tuple(ending for ending, kind in KINDS.items() if kind == "html")

_ARCHIVE = b"PK\x03\x04"

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_BOOK = b"mimetypeapplication/epub+zip"
"""The first member of an e-book, which is not compressed."""

_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
"""The start of a web page."""


@dataclass(frozen=True, slots=True)
class SourceDocument(Document):
    """A document as it was read from a file."""

    encoding: str = "utf-8"
    """Python's name of the encoding that the text was decoded from."""
    folder: str = ""
    """Name of the source folder (of a single file: the folder that it is in)."""

    file: str = ""
    """Id of the file that contains the record; empty for a document that is no record, and for a
    record without an id of its own, whose id is `FILE#LINE` already."""

    @property
    def qualified_ids(self) -> tuple[str, ...]:
        """The ids to try in turn when another source already has the plain one.

        They are `FOLDER/ID`, but of a record with an id of its own `FILE#ID` and `FOLDER/FILE#ID`.
        """
        name = f"{self.file}#{self.id}" if self.file else self.id
        with_folder = f"{self.folder}/{name}" if self.folder else name
        return (name, with_folder) if self.file else (with_folder,)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or a line of one, without a document, and the reason; reading continues.

    `str()` contains text of the file and its name: escape control characters before showing it.
    """

    path: str
    reason: str
    line: int | None = None
    """1-based number of the line in the file."""

    def __str__(self) -> str:
        return _with_location(self.path, self.line, self.reason)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about a file that was read, or left out as intended."""

    path: str
    message: str
    line: int | None = None
    """1-based number of the line in the file."""

    def __str__(self) -> str:
        return _with_location(self.path, self.line, self.message)


def _with_location(path: str, line: int | None, words: str) -> str:
    return f"{path}: {words}" if line is None else f"{path}:{line}: {words}"


class SourceFile(NamedTuple):
    """A file to read."""

    path: str
    """Absolute path; symbolic links in it are not resolved."""
    id: str
    """Path below the source folder in POSIX form; the name of a file that was named itself."""
    folder: str
    """Name of the source folder, or of the folder of a file that was named itself."""
    kind: str
    """One of the values of `KINDS`."""


def kind_of(name: str) -> str | None:
    """Return the kind of a file with this name; None for an unknown ending."""
    plain = name.rpartition("/")[2].lower().removesuffix(".gz")
    _, dot, ending = plain.lstrip(".").rpartition(".")
    return KINDS.get(dot + ending)


def kind_by_content(data: bytes) -> str:
    """Return the kind of a file by its first bytes; `text` if they are not recognised."""
    head = data[:1024]
    if head.startswith(_UTF_16):
        head = data[:2048].decode("utf-16", "ignore").encode("utf-8", "ignore")
    if b"%PDF-" in head:
        return "pdf"
    if data.startswith(_ARCHIVE):
        return "book" if _BOOK in head or b"META-INF/container.xml" in data else "word"
    return "html" if _PAGE.match(head) else "text"


def files(
    sources: Iterable[str | os.PathLike[str]],
    *,
    follow_links: bool = False,
    database: str | os.PathLike[str] | None = None,
) -> Iterator[SourceFile | Refusal | Note]:
    """List the files of the sources, folders recursively and sorted by name.

    Folders are read without hidden files and those with unknown endings; a note counts the latter,
    except the database and files whose names begin with its name, such as its log and its copies. A
    file that is named itself is read with any ending: see `kind_by_content`. Symbolic links out of
    a folder are followed only with `follow_links`; otherwise a note names them.
    """
    own = None if database is None else os.path.abspath(database)
    for source in sources:
        path = os.path.abspath(source)
        if not os.fspath(source):
            yield Refusal("", "a file needs a name")
            continue
        try:
            mode = os.stat(path).st_mode
        except OSError as error:
            yield Refusal(path, reason_of(error))
            continue
        except ValueError:  # a NUL in the name
            yield Refusal(path, "no file can have this name")
            continue
        if stat.S_ISDIR(mode):
            yield from _FolderWalk(path, follow_links, own).files()
        elif not stat.S_ISREG(mode):
            yield Refusal(path, "it is neither a file nor a folder")
        else:
            folder, name = os.path.split(path)
            yield _source_file(path, name, os.path.basename(folder), kind_of(name) or "text")


def reason_of(error: OSError) -> str:
    """Return why a file cannot be opened or read, in words."""
    return (error.strerror or str(error)).lower()


def _source_file(path: str, file_id: str, folder: str, kind: str) -> SourceFile | Refusal:
    try:
        file_id.encode()
    except UnicodeEncodeError:
        return Refusal(path, "its name is not valid UTF-8: rename it")
    return SourceFile(path, file_id, folder.encode("utf-8", "replace").decode(), kind)


def _has_parts_of_page(name: str, names: Container[str]) -> bool:
    """Whether a folder has the pictures and frames of a page that a browser saved next to it."""
    if not name.endswith(_PAGE_PARTS):  # as most names are
        return False
    stem = next(name.removesuffix(end) for end in _PAGE_PARTS if name.endswith(end))
    return bool(stem) and any(f"{stem}{ending}" in names for ending in _PAGE_ENDINGS)


@dataclass(slots=True)
class _FolderWalk:
    """One walk through a source folder."""

    root: str
    follow_links: bool
    database: str | None
    """The absolute path of the database."""
    real_root: str = field(init=False)
    name: str = field(init=False)
    left_out: Counter[str] = field(default_factory=Counter)
    page_parts: int = 0
    """Folders with the parts of a web page that a browser saved next to it."""
    found: bool = False

    def __post_init__(self) -> None:
        self.real_root = os.path.realpath(self.root)
        self.name = os.path.basename(self.real_root)

    def files(self) -> Iterator[SourceFile | Refusal | Note]:
        """Yield the files of the folder, and refusals and notes."""
        yield from self._folder(self.root, "", (self.real_root,))
        if self.left_out:
            total = sum(self.left_out.values())
            kinds = ", ".join(f"{end or 'none'} {n:,}" for end, n in self.left_out.most_common(5))
            files = f"{total:,} file{'s' if total > 1 else ''}"
            yield Note(self.root, f"left out {files} by their ending ({kinds})")
        if self.page_parts:
            pages = f"{self.page_parts:,} saved page{'s' if self.page_parts > 1 else ''}"
            yield Note(self.root, f"left out the parts of {pages}")
        if not self.found:
            yield Note(self.root, "holds no document")

    def _folder(
        self, path: str, below: str, above: tuple[str, ...]
    ) -> Iterator[SourceFile | Refusal | Note]:
        """Yield the contents of a folder.

        `below` is its id with a slash, `above` are the real paths of its parents.
        """
        if len(above) > DEEPEST_FOLDER:
            yield Refusal(path, f"it is nested in more than {DEEPEST_FOLDER} folders")
            return
        try:
            with os.scandir(path) as entries:
                listed = sorted(entries, key=lambda entry: (natural_key(entry.name), entry.name))
        except OSError as error:
            yield Refusal(path, reason_of(error))
            return
        names = {entry.name for entry in listed}
        for entry in listed:
            if entry.name.startswith("."):
                continue
            if _has_parts_of_page(entry.name, names) and entry.is_dir(follow_symlinks=False):
                self.page_parts += 1
                continue
            if entry.is_symlink():
                yield from self._link(entry, below, above)
            elif entry.is_dir(follow_symlinks=False):
                real = (*above, os.path.join(above[-1], entry.name))
                yield from self._folder(entry.path, f"{below}{entry.name}/", real)
            else:
                yield from self._file(entry, below, entry.is_file(follow_symlinks=False))

    def _link(
        self, entry: os.DirEntry[str], below: str, above: tuple[str, ...]
    ) -> Iterator[SourceFile | Refusal | Note]:
        real = os.path.realpath(entry.path)
        inside = real == self.real_root or real.startswith(os.path.join(self.real_root, ""))
        if not os.path.exists(real):
            yield Refusal(entry.path, "it is a link to a file that does not exist")
        elif not inside and not self.follow_links:
            yield Note(
                entry.path, "is a link out of the folder: not followed without --follow-links"
            )
        elif not entry.is_dir():
            yield from self._file(entry, below, entry.is_file())
        elif real in above:
            yield Note(entry.path, "is a link to a folder that it is in: not followed again")
        else:
            yield from self._folder(entry.path, f"{below}{entry.name}/", (*above, real))

    def _file(
        self, entry: os.DirEntry[str], below: str, regular: bool
    ) -> Iterator[SourceFile | Refusal]:
        kind = kind_of(entry.name)
        if kind is None and self.database and entry.path.startswith(self.database):
            return
        if kind is None:
            self.left_out[os.path.splitext(entry.name)[1].lower()[:10]] += 1
            return
        self.found = True
        if not regular:
            yield Refusal(entry.path, "it is not a regular file")
            return
        yield _source_file(entry.path, below + entry.name, self.name, kind)
