"""HTML pages: the readable text with its author, title and date."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.errors import CorpusError, NotText
from tui.model import JSON, title_of
from tui.sources.encodings import Decoded, decode
from tui.sources.files import SourceDocument, SourceFile
from tui.sources.heading_notes import with_headings
from tui.sources.page_text import article_lines, parse
from tui.text.unicode import SURROGATES, pattern

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_DECLARED = re.compile(
    rb"<(?:meta[^>]{1,200}?charset|\?xml[^>]{1,200}?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})",
    re.I,
)

_META = {
    "title": ("og:title", "twitter:title", "citation_title", "dc.title"),
    "author": ("author", "article:author", "dc.creator", "citation_author"),
    "date": (
        "article:published_time",
        "datepublished",
        "date",
        "pubdate",
        "publishdate",
        "dc.date",
        "dcterms.created",
        "citation_publication_date",
    ),
    "sitename": ("og:site_name",),
    "url": ("og:url",),
    "description": ("description", "og:description"),
}
"""For each field of a document's meta, the names of `meta` elements that hold it, best first."""

_SURROGATE = re.compile(f"[{pattern(SURROGATES)}]")

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

_LONGEST_JSON = 1_000_000
"""Characters of a JSON-LD script above which it is not read."""


def page(file: SourceFile, data: bytes, encoding: str | None = None) -> SourceDocument:
    """Return the document of an HTML page.

    Raises CorpusError if it has no readable text.
    """
    decoded = decode_page(data, encoding)
    tree = parse(decoded.text)
    lines = article_lines(tree)
    text = lines.text
    if not text:
        raise CorpusError("no readable text was found in the page")
    meta = _metadata(tree)
    title = meta.get("title")
    return SourceDocument(
        id=file.id,
        title=title_of(title if isinstance(title, str) else "") or title_of(text) or file.id,
        source=file.path,
        text=text,
        meta=with_headings(meta, lines.headings),
        encoding=decoded.encoding,
        folder=file.folder,
    )


def _metadata(tree: LexborHTMLParser) -> dict[str, JSON]:
    """Return the metadata of the page; fields without a value are left out."""
    told = _meta_elements(tree)
    found: dict[str, JSON] = {}
    for field, names in _META.items():
        value = next((told[name] for name in names if told.get(name)), "")
        if field == "title":
            value = value or _headline(tree)
        if field == "author" and value.startswith(("http:", "https:")):
            value = ""  # the address of a profile
        if field == "url":
            value = value or _attribute(tree, 'link[rel="canonical"]', "href")
        found[field] = value
    for name, value in _linked_data(tree):
        found[name] = found[name] or value
    day = _DAY.match(str(found["date"]) or _attribute(tree, "time[datetime]", "datetime"))
    found["date"] = day[0] if day else ""
    found["language"] = _attribute(tree, "html", "lang")
    return {name: value for name, value in found.items() if value}


def _meta_elements(tree: LexborHTMLParser) -> dict[str, str]:
    """Return the contents of the `meta` elements, the first of each name."""
    told: dict[str, str] = {}
    for element in tree.css("meta[content]"):
        attributes = element.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if name:
            told.setdefault(name.lower(), _one_line(attributes.get("content") or ""))
    return told


def _headline(tree: LexborHTMLParser) -> str:
    """Return the only first-level headline, else the title of the window."""
    headlines = [found for one in tree.css("h1") if (found := _one_line(one.text()))]
    if len(headlines) == 1:
        return headlines[0]
    title = tree.css_first("title")
    return "" if title is None else _one_line(title.text())


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    element = tree.css_first(selector)
    return "" if element is None else _one_line(element.attributes.get(name) or "")


def _one_line(text: str) -> str:
    """Return the text on one line; a lone surrogate, which JSON can contain, becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", " ".join(text.split()))


def _linked_data(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Yield the authors and dates in schema.org's objects (JSON-LD)."""
    for script in tree.css('script[type="application/ld+json"]'):
        text = script.text()
        if len(text) > _LONGEST_JSON:
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for one in _json_ld_objects(value):
            day = one.get("datePublished")
            if isinstance(day, str):
                yield "date", day
            people = one.get("author")
            for person in people if isinstance(people, list) else [people]:
                name = person.get("name") if isinstance(person, dict) else person
                if isinstance(name, str):
                    yield "author", _one_line(name)


def _json_ld_objects(value: JSON) -> Iterator[dict[str, JSON]]:
    """Yield the objects of a JSON-LD script: one, a list, or a graph."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one
            graph = one.get("@graph")
            if isinstance(graph, list):
                yield from (inner for inner in graph if isinstance(inner, dict))


def decode_page(data: bytes, encoding: str | None) -> Decoded:
    """Return a page's source: in UTF-8 if it is valid, else as declared, else detected."""
    if encoding is None:
        try:
            data.decode()
        except UnicodeDecodeError:
            encoding = _declared_encoding(data)
    return decode(data, encoding)


def _declared_encoding(data: bytes) -> str | None:
    """Return the declared encoding if there is one and the page is valid in it."""
    declared = _DECLARED.search(data[:4096])
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
        decode(data, name)
    except (LookupError, NotText):
        return None
    return None if name == "utf-8" else name
