"""A function of bytes for each reader of files, and the samples from which hostile files are made.

A target may raise nothing: what a reader refuses is one of `tui.errors`, and that is what it is
to do. Anything else is a finding.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import random
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from tests.formats.fixture import options
from tests.paths import DATA, ROOT
from tests.sources.made_files import FONT, pdf
from tests.sources.reading import read
from tui.config import load
from tui.config.permissions import needs_trust
from tui.errors import HashiyaError
from tui.formats.registry import FORMATS, ImportRun
from tui.schema.file import open_schema
from tui.sources.files import KINDS
from tui.sources.readers import ReadOptions
from tui.suggest.external.answers import parse_answer

Target = Callable[[bytes], None]

TOKENS = (
    b"\t", b"\n", b"\r", b"\r\n\r\n", b'"', b"'", b"{", b"}", b"[", b"]", b",", b":", b"|", b"_",
    b"*", b"\\", b"\\u0000", b"\\ud800", b"-1", b"0", b"9" * 20, b"1e400", b"1-99999999999",
    b"NaN", b"null", b"true", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00", b"\x1f\x8b",
    b"\x1b]52;c;", b"<", b">", b"</", b"<!--", b"&", b"&#0;", b"<![CDATA[", b"PK\x03\x04",
    "ق".encode(), "\u202e".encode(), "\u2028".encode(), b"-DOCSTART-", b"#Text=", b"#T_SP=",
    b"T1\tX 0 1;2 3\t", b"B-", b"I-", b"../../a", b"/dev/stdin", b"file:///etc/passwd", b"start",
    b"end", b"text", b"=", b".", b" = [", b'"""',
)  # fmt: skip
"""What is put into a file by itself."""

_MOST = 100_000
"""Bytes of the longest sample."""


def _import(name: str, file_name: str) -> Target:
    """Read a file in a format, strictly and leniently."""

    def target(data: bytes) -> None:
        with tempfile.TemporaryDirectory(prefix="hashiya-fuzz-") as folder:
            path = Path(folder) / file_name
            path.write_bytes(data)
            for lenient in (False, True):
                with contextlib.suppress(HashiyaError):
                    list(ImportRun(path, options(lenient=lenient, document="d"), name))
            with contextlib.suppress(HashiyaError):
                list(ImportRun(path, options()))  # whatever it looks like

    return target


def _import_folder(name: str) -> Target:
    """Read a folder of brat, of a text and its annotations, parted at the first NUL."""

    def target(data: bytes) -> None:
        text, _, notes = data.partition(b"\0")
        with tempfile.TemporaryDirectory(prefix="hashiya-fuzz-") as folder:
            (Path(folder) / "d.txt").write_bytes(text)
            (Path(folder) / "d.ann").write_bytes(notes)
            for lenient in (False, True):
                with contextlib.suppress(HashiyaError):
                    list(ImportRun(Path(folder), options(lenient=lenient), name))

    return target


def _add(file_name: str) -> Target:
    """Read a file as a source, in the encoding that it looks like and in UTF-16."""

    def target(data: bytes) -> None:
        with tempfile.TemporaryDirectory(prefix="hashiya-fuzz-") as folder:
            path = Path(folder) / file_name
            path.write_bytes(data)
            for asked in (
                ReadOptions(),
                ReadOptions(encoding="utf-16", has_header=False, text_field="2"),
                ReadOptions(replace_surrogates=True),
            ):
                list(read([path], asked))

    return target


def _add_member(file_name: str, member: str) -> Target:
    """Read a Word file or an e-book that has the bytes as its `member`: in those of the archive
    itself a change seldom gets farther than to the archive's checksums."""
    whole = (DATA / "files" / file_name).read_bytes()

    def target(data: bytes) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(packed, "w") as new:
            for name in old.namelist():
                new.writestr(name, data if name == member else old.read(name))
        with tempfile.TemporaryDirectory(prefix="hashiya-fuzz-") as folder:
            path = Path(folder) / file_name
            path.write_bytes(packed.getvalue())
            list(read([path]))

    return target


def _pdf_page(data: bytes) -> None:
    """Read a PDF file with the bytes as what is drawn on its page."""
    with tempfile.TemporaryDirectory(prefix="hashiya-fuzz-") as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(pdf(data.decode("latin-1"), resources=FONT))
        list(read([path]))


def _settings(data: bytes) -> None:
    """Read settings with a schema."""
    with tempfile.TemporaryDirectory(prefix="hashiya-fuzz-") as folder:
        path = Path(folder) / "hashiya.toml"
        path.write_bytes(data)
        with contextlib.suppress(HashiyaError):
            config = load(path)
            needs_trust(config.settings)
            open_schema(config)


def _schema(data: bytes) -> None:
    """Read a schema file."""
    with tempfile.TemporaryDirectory(prefix="hashiya-fuzz-") as folder:
        path = Path(folder) / "schema.toml"
        path.write_bytes(data)
        with contextlib.suppress(HashiyaError):
            open_schema(load(Path(folder) / "hashiya.toml"), str(path))


def _answer(data: bytes) -> None:
    """Read the answer of a suggester."""
    for number, line in enumerate(data.split(b"\n"), 1):
        with contextlib.suppress(HashiyaError):
            parse_answer(line, number)


_ENDINGS = {"cas": ".xmi", "webanno": ".tsv", "brat": ".ann", "checkthat": ".tsv"}
"""How a file of a format must be called to be recognised."""


_FILES = {"add word": "docx", "add book": "epub", "add pdf": "pdf"}
"""The endings of further samples."""

_PAGES = (
    b"BT /F 12 Tf 20 250 Td (one line) Tj 0 -14 Td [(an) -300 (other) 90 (one)] TJ ET",
    b"BT /F 9 Tf 1 0 0 1 20 250 Tm (a) Tj 0.9 0.1 -0.1 0.9 90 90 Tm (b) Tj 120 Tz 3 Tw (c d) Tj ET",
)
"""What is drawn on pages."""

_MEMBERS = {
    "word document": ("libreoffice.docx", "word/document.xml"),
    "word notes": ("libreoffice.docx", "word/footnotes.xml"),
    "word styles": ("libreoffice.docx", "word/styles.xml"),
    "book page": ("libreoffice.epub", "OEBPS/sections/section0001.xhtml"),
    "book package": ("libreoffice.epub", "OEBPS/content.opf"),
    "book contents": ("libreoffice.epub", "OEBPS/toc.ncx"),
}
"""The targets that change a member of an archive, with the archive and the member."""


def targets() -> Mapping[str, Target]:
    """Return the targets by their names."""
    found: dict[str, Target] = {}
    for one in FORMATS:
        if one.read is not None:
            found[one.name] = _import(one.name, f"a{_ENDINGS.get(one.name, '.json')}")
    found["brat folder"] = _import_folder("brat")
    for kind, ending in {kind: ending for ending, kind in KINDS.items()}.items():
        found[f"add {kind}"] = _add(f"a{ending}")
    for name, (file_name, member) in _MEMBERS.items():
        found[name] = _add_member(file_name, member)
    found["pdf page"] = _pdf_page
    return found | {"settings": _settings, "schema": _schema, "answers": _answer}


@cache
def samples(target: str) -> tuple[bytes, ...]:
    """Return whole files for a target: those of the tests, which come from other programs."""
    folder = DATA / "formats"
    if target in ("settings", "schema"):
        files = [*(ROOT / "tui" / "schema").rglob("*.toml"), *ROOT.glob("examples/**/*.toml")]
    elif target == "pdf page":
        return _PAGES
    elif target in _MEMBERS:
        file_name, member = _MEMBERS[target]
        with zipfile.ZipFile(DATA / "files" / file_name) as archive:
            return (archive.read(member),)
    elif target == "answers":
        files = [folder / "documents.jsonl"]
    else:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        files += sorted((DATA / "pages").iterdir())
        files += sorted((DATA / "files").glob(f"*.{_FILES.get(target, '')}"))
    found = {path: path.read_bytes()[:_MOST] for path in sorted(files)}
    if target == "brat folder":
        found = {
            path: path.with_suffix(".txt").read_bytes() + b"\0" + path.read_bytes()
            for path in sorted((folder / "tools").rglob("*.ann"))
        }
    wanted = target.replace("add ", "").replace(" folder", "")
    wanted = f".{_FILES[target]}" if target in _FILES else wanted
    own = [data for path, data in found.items() if wanted in str(path)]
    return (*own * 4, *found.values())


def mutated(data: bytes, chance: random.Random, other: bytes = b"") -> bytes:
    """Return the bytes with a few pieces cut out, repeated, moved, overwritten or exchanged."""
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 1, 4, 30, 300)))
        match chance.randrange(8):
            case 0:
                middle = b""
            case 1:
                middle = data[start:end] * chance.choice((2, 3, 50))
            case 2 | 3:
                middle = chance.choice(TOKENS) + data[start:end]
            case 4:
                middle = chance.choice(TOKENS)
            case 5:
                middle = bytes(byte ^ 1 << chance.randrange(8) for byte in data[start:end])
            case 6:
                at = chance.randrange(len(other) + 1)
                middle = other[at : at + 200]
            case _:
                middle = chance.choice(TOKENS) * chance.choice((10, 1000))
        data = data[:start] + middle + data[end:]
    if not chance.randrange(30):
        data = data.decode("utf-8", "replace").encode(
            chance.choice(("utf-16", "utf-32", "utf-8-sig"))
        )
    if not chance.randrange(30):
        data = gzip.compress(data)[: chance.choice((None, -1, -9))]
    if not chance.randrange(60):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(chance.choice(("a.xmi", "../a.xmi", "TypeSystem.xml")), data)
        data = packed.getvalue()
    return data[: 4 * _MOST]
