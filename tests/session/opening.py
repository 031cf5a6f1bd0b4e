"""A session on a fresh database, without a screen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.articles import document, seed_text
from tui.model import Annotation, annotate
from tui.schema import LabelSchema, default_schema
from tui.session.commands import tagging
from tui.session.commands.suggesting import SuggestingRun, request_of
from tui.session.messages import StatusMessage
from tui.session.session import Session
from tui.store.database import Store
from tui.store.row_mapping import Change
from tui.text.layout.document_layout import LayoutOptions
from tui.text.spans import Span

OPTIONS = LayoutOptions(width=72)
SEED = seed_text()


@contextmanager
def opened(
    folder: Path,
    *texts: str,
    annotator: str = "me",
    schema: LabelSchema | None = None,
) -> Iterator[Session]:
    """A session with the first of the texts open; the seed article where none is given."""
    with Store.open(folder / "annotations.db") as store:
        given: Sequence[str] = texts or (SEED,)
        store.add_documents(document(text, f"{n:03}.txt") for n, text in enumerate(given))
        session = Session(store, schema or default_schema(), annotator)
        session.open("000.txt", OPTIONS)
        yield session


def tag(session: Session, label: str, start: int, end: int, **attributes: Any) -> Annotation:
    """Tag a span, as a selection and a key do."""
    session.open_text.deselect()
    session.open_text.select(Span(start, end))
    tagging.tag(session, session.schema.label(label), attributes=attributes)
    (found,) = [row for row in session.annotations.same(label, start, end) if session.mine(row)]
    return found


def make_suggestions(session: Session) -> StatusMessage:
    """Look for suggestions for the open document, wait for them, and store them."""
    request = request_of(session)
    assert request is not None
    run = SuggestingRun(session.store.path, session.schema, request)
    assert run.is_done(60)
    return run.store(session)


def tag_words(
    session: Session, label: str, words: str, nth: int = 0, **attributes: Any
) -> Annotation:
    """Tag the n-th place where the words stand."""
    start = -1
    for _ in range(nth + 1):
        start = session.open_text.text.index(words, start + 1)
    return tag(session, label, start, start + len(words), **attributes)


def put(
    session: Session, label: str, start: int, end: int, *, annotator: str = "me", **fields: Any
) -> Annotation:
    """An annotation that came from elsewhere, such as an import."""
    assert session.info is not None
    made = annotate(session.info, session.open_text.text, (start, end), label, annotator)
    made = replace(made, **fields)
    session.store.load([made])
    session.load_annotations()
    return made


def go(session: Session, offset: int) -> None:
    """Put the caret somewhere, as a move does."""
    session.unpin()
    session.open_text.deselect()
    session.open_text.go_to(offset)


def stored(session: Session) -> list[Annotation]:
    """What the database holds of the open document, deleted rows left out."""
    assert session.info is not None
    return session.store.annotations.in_document(session.info.id)


def spans(session: Session) -> list[tuple[str, int, int]]:
    """Label, start and end of what the database holds."""
    return [(row.label, row.start, row.end) for row in stored(session)]


def commit(session: Session, *changes: Change) -> None:
    """Write a command of the annotator's."""
    session.commit("test", changes)


def failed(said: StatusMessage) -> bool:
    """Whether it says that something did not happen."""
    return said.failed
