"""E-books (`.epub`, versions 2 and 3): a document for each chapter, in the order of the book."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from tui.errors import CorpusError
from tui.hashing import sha256
from tui.model import JSON, title_of
from tui.sources.archives import Archive, attribute, local_name, named
from tui.sources.files import MAX_PAGE_BYTES, Note, SourceDocument, SourceFile
from tui.sources.heading_notes import with_headings
from tui.sources.page_text import chapter_lines, parse
from tui.sources.webpages import decode_page

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_XML = 4 * 2**20
"""The most bytes of a file about the book: its package, contents or encryption."""

MOST_CHAPTERS = 10_000
"""Chapters of a book, at most."""

_FONT_ALGORITHMS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Algorithms that obfuscate only fonts, in books that anybody may read."""

_PROTECTED = "it is protected against copying (DRM): only the shop's own program can open it"

_SELF_CLOSED = re.compile(
    r"<([A-Za-z][\w:.-]*)((?:\s+(?:[^\"'<>/]++|/(?!>)|\"[^\"]*\"|'[^']*')*+)?)/>"
)
"""An XML element without contents."""

_VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    }
)
"""HTML elements that have no contents, and no end tag."""

_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)

_ABOUT = {
    "title": "book",
    "creator": "author",
    "language": "language",
    "date": "date",
    "publisher": "publisher",
    "description": "description",
    "identifier": "identifier",
    "rights": "rights",
}
"""The elements of the package's metadata that are kept, with the names of the fields."""

_SEVERAL = ("creator",)
"""Elements that may occur several times; all are kept."""


def chapters(
    file: SourceFile, data: bytes, encoding: str | None = None
) -> Iterator[SourceDocument | Note]:
    """Yield the chapters of a book that have text, after a note of what is left out.

    Raises CorpusError if the file is damaged, protected, not a book, or without text.
    """
    book = _Book(Archive(data))
    book.open()
    digest = sha256(data).hexdigest()
    number = without_text = pictures = 0
    for name in book.spine:
        if name == book.contents:
            continue
        html = decode_page(book.archive.read(name, MAX_PAGE_BYTES), encoding)
        lines, found = chapter_lines(parse(_as_html(html.text)))
        pictures += found
        if not lines.text:
            without_text += 1
            continue
        number += 1
        headings = [heading.title for heading in lines.headings]
        title = title_of(book.titles.get(name) or next(iter(headings), "") or lines.text)
        meta = {**book.meta, "title": title, "chapter": number, "file_sha256": digest}
        yield SourceDocument(
            id=f"{file.id}#{number}",
            title=title,
            source=f"{file.path}#{number}",
            text=lines.text,
            meta=with_headings(meta, lines.headings),
            encoding=html.encoding,
            folder=file.folder,
        )
    if not number:
        raise CorpusError("no text was found in it")
    contents = int(book.contents in book.spine)
    if without_text or pictures or contents:
        yield Note(file.path, f"left out {_left_out(without_text, pictures, contents)}")


def _left_out(pages: int, pictures: int, contents: int) -> str:
    said = ["the table of contents"] if contents else []
    said += [
        f"{count:,} {what}{'s' if count > 1 else ''}{rest}"
        for count, what, rest in ((pages, "page", " without text"), (pictures, "picture", ""))
        if count
    ]
    return " and ".join([", ".join(said[:-1]), said[-1]] if said[1:] else said)


@dataclass(slots=True)
class _Book:
    """The files of a book and its metadata."""

    archive: Archive
    spine: list[str] = field(default_factory=list)
    """The names of the chapters' files in reading order."""
    contents: str | None = None
    """The name of the page with the table of contents, which may be in the spine too."""
    titles: dict[str, str] = field(default_factory=dict)
    """The titles in the table of contents, by the names of files."""
    meta: dict[str, JSON] = field(default_factory=dict)

    def open(self) -> None:
        """Read the package. Raises CorpusError."""
        if self.archive.find("META-INF/container.xml") is None:
            raise CorpusError("it is not an e-book: META-INF/container.xml is missing")
        container = self.archive.xml("META-INF/container.xml", MAX_XML)
        root = next((attribute(one, "full-path") for one in named(container, "rootfile")), "")
        package = self.archive.xml(root, MAX_XML)
        self.meta = _about(package)
        items = {attribute(one, "id"): one for one in named(package, "item")}
        references = [attribute(one, "idref") for one in named(package, "itemref")]
        if len(references) > MOST_CHAPTERS:
            raise CorpusError(f"it has more than {MOST_CHAPTERS:,} chapters")
        for reference in references:
            item = items.get(reference)
            name = None if item is None else self._member(root, attribute(item, "href"))
            if name is None:
                raise CorpusError(f"its chapter {reference!r} is missing: it is damaged")
            self.spine.append(name)
        self._require_readable()
        for item in items.values():
            name = self._member(root, attribute(item, "href"))
            if "nav" in attribute(item, "properties").split():
                self.contents = name
                self._read_contents(name)
            elif attribute(item, "media-type").endswith("dtbncx+xml"):
                self._read_contents(name)

    def _member(self, base: str, href: str) -> str | None:
        """Return the name of the file that an address in the file `base` leads to."""
        path = posixpath.join(posixpath.dirname(base), unquote(urldefrag(href).url))
        return self.archive.find(posixpath.normpath(path))

    def _require_readable(self) -> None:
        """Raise CorpusError if a chapter is encrypted."""
        if self.archive.find("META-INF/encryption.xml") is None:
            return
        for one in named(self.archive.xml("META-INF/encryption.xml", MAX_XML), "EncryptedData"):
            algorithms = [attribute(inner, "Algorithm") for inner in named(one, "EncryptionMethod")]
            if not any(algorithm in _FONT_ALGORITHMS for algorithm in algorithms):
                names = {
                    self._member("", attribute(reference, "URI"))
                    for reference in named(one, "CipherReference")
                }
                if names.intersection(self.spine):
                    raise CorpusError(_PROTECTED)

    def _read_contents(self, name: str | None) -> None:
        """Read the titles from a table of contents: a page with links, or an NCX file."""
        if name is None:
            return
        try:
            root = self.archive.xml(name, MAX_XML)
        except CorpusError:  # a chapter then has the title of its heading
            return
        for entry in named(root, "navPoint"):
            label = next(iter(named(entry, "text")), None)
            target = next(iter(named(entry, "content")), None)
            if label is not None and target is not None:
                self._title(name, attribute(target, "src"), label)
        for nav in named(root, "nav"):
            if attribute(nav, "type") in ("toc", ""):
                for link in named(nav, "a"):
                    self._title(name, attribute(link, "href"), link)

    def _title(self, base: str, href: str, label: Element) -> None:
        """Set a chapter's title.

        It is the first entry that leads into its file, or the innermost one that leads to its
        start, since a part of a book begins with its first chapter.
        """
        name, title = self._member(base, href), " ".join("".join(label.itertext()).split())
        if name is not None and title:
            if "#" in href:
                self.titles.setdefault(name, title)
            else:
                self.titles[name] = title


def _about(package: Element) -> dict[str, JSON]:
    """Return the metadata of the package."""
    meta: dict[str, JSON] = {}
    for one in (inner for about in named(package, "metadata") for inner in about.iter()):
        kind, value = local_name(one), " ".join((one.text or "").split())
        name = _ABOUT.get(kind)
        if not name or not value:
            continue
        if kind in _SEVERAL and name in meta:
            meta[name] = f"{meta[name]}, {value}"
        elif name not in meta:
            meta[name] = value[:10] if name == "date" else value
    return meta


def _as_html(source: str) -> str:
    """Return XHTML as an HTML parser reads it: without self-closed elements and CDATA."""

    def opened(match: re.Match[str]) -> str:
        name = match[1]
        return match[0] if name.lower() in _VOID else f"<{name}{match[2]}></{name}>"

    def escaped(match: re.Match[str]) -> str:
        return match[1].replace("&", "&amp;").replace("<", "&lt;")

    return _SELF_CLOSED.sub(opened, _CDATA.sub(escaped, source))
