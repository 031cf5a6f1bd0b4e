"""Short ways to documents and annotations, for the tests of the store."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tui.model import JSON, Annotation, Document, Link, annotate, link
from tui.sources.files import SourceDocument
from tui.store.database import Store
from tui.store.row_mapping import Change, Entry

TEXT = "قال زاك كوبر إن اليابان مهمة.\nThe end."

_FOLDING = str.maketrans("أإآةى", "اااهي", "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640")


def fold(words: str) -> str:
    """A small stand-in for the text engine's folding."""
    return words.translate(_FOLDING)


def document(
    name: str,
    text: str = TEXT,
    *,
    title: str = "عنوان",
    source: str | None = None,
    folder: str = "",
    meta: Mapping[str, Any] | None = None,
) -> Document:
    """A document from a file that does not exist."""
    where = f"/nowhere/{name}" if source is None else source
    return SourceDocument(name, title, where, text, dict(meta or {}), folder=folder)


def entity(
    store: Store,
    start: int = 4,
    end: int = 12,
    *,
    name: str = "a",
    annotator: str = "me",
    label: str = "entity",
    attributes: Mapping[str, JSON] | None = None,
) -> Annotation:
    """A new annotation of the document `name`, not written yet."""
    info = store.document(name)
    text = store.document_text(name)
    return annotate(info, text, (start, end), label, annotator, attributes=attributes)


def tag(store: Store, start: int = 4, end: int = 12, **options: Any) -> Annotation:
    """An annotation that has been written as a command of its own."""
    annotation = entity(store, start, end, **options)
    make(store, annotation)
    return annotation


def make(store: Store, *rows: Annotation | Link) -> Entry:
    """Writes new rows as one command of their annotator."""
    changes = [Change(None, row) for row in rows]
    return store.commit("tag", rows[0].document_id, rows[0].annotator, changes)


def tie(store: Store, source: Annotation, target: Annotation, kind: str = "speaker") -> Link:
    """A link that has been written as a command of its own."""
    made = link(source, target, kind, source.annotator)
    make(store, made)
    return made


def rows(store: Store, name: str = "a") -> Sequence[Annotation]:
    """The document's annotations that are not deleted."""
    return store.annotations(name)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of the folder with its bytes."""
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
