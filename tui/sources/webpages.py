"""HTML pages: the readable text, and the author, title and date that go with it."""

from __future__ import annotations

import codecs
import re

from tui.errors import CorpusError, NotText
from tui.model import JSON, title_of
from tui.sources.encodings import Decoded, decode
from tui.sources.files import SourceDocument, SourceFile

_DECLARED = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)

_KEPT = ("title", "author", "date", "sitename", "url", "description", "language")


def page(file: SourceFile, data: bytes, encoding: str | None = None) -> SourceDocument:
    """Return the document that an HTML page holds.

    Raises CorpusError when trafilatura finds no readable text in it.
    """
    from trafilatura import bare_extraction  # 0.6 s to import

    decoded = _decoded(data, encoding)
    # A surrogate or NUL cannot be here for lxml to stumble on: see `decode`.
    found = bare_extraction(decoded.text.replace("\0", "\ufffd"), with_metadata=True)
    if found is None or isinstance(found, dict) or not found.text:
        raise CorpusError("no readable text was found in the page")
    meta: dict[str, JSON] = {
        name: value for name in _KEPT if isinstance(value := getattr(found, name), str) and value
    }
    return SourceDocument(
        id=file.id,
        title=title_of(found.title or "") or title_of(found.text) or file.id,
        source=file.path,
        text=found.text,
        meta=meta,
        encoding=decoded.encoding,
        folder=file.folder,
    )


def _decoded(data: bytes, encoding: str | None) -> Decoded:
    """The page's source, in UTF-8 if it is valid, else as the page declares, else detected."""
    if encoding is None:
        try:
            data.decode()
        except UnicodeDecodeError:
            encoding = _declared(data)
    return decode(data, encoding)


def _declared(data: bytes) -> str | None:
    """The declared encoding if there is such a one and the page is valid in it."""
    declared = _DECLARED.search(data[:4096])
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
        decode(data, name)
    except (LookupError, NotText):
        return None
    return None if name == "utf-8" else name
