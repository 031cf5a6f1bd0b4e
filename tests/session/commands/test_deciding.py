"""Rejecting the speaker of a quote, and which one is offered next."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.session.opening import commit, opened, put
from tui.model import Annotation, link, owned_id
from tui.session.commands import deciding, undoing
from tui.session.session import Session
from tui.store.row_mapping import Change

TEXT = "قالت ليلى وعمر وسعاد في لندن أمس: «نعم ولا»، ثم سكتت"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with opened(tmp_path, TEXT) as session:
        yield session


def entity(session: Session, words: str, kind: str) -> Annotation:
    start = TEXT.index(words)
    return put(session, "entity", start, start + len(words), attributes={"type": kind})


def quote_by(session: Session, speaker: Annotation) -> Annotation:
    """An accepted quote with a suggested speaker."""
    start = TEXT.index("نعم")
    quote = put(session, "quote", start, start + len("نعم ولا"))
    commit(session, Change(None, link(quote, speaker, "speaker", "", status="suggested")))
    return quote


def offered(session: Session, quote: Annotation) -> str:
    """The text of the suggested speaker; "" without one."""
    links = deciding.suggested_links(session, quote.id)
    found = [row.text for one in links if (row := session.annotations.get(one.to_id)) is not None]
    assert len(found) <= 1
    return "".join(found)


def test_rejecting_offers_the_next_likely_speaker_until_none_is_left(session: Session) -> None:
    for words in ("ليلى", "عمر"):
        entity(session, words, "PERS")
    entity(session, "لندن", "GPE")
    entity(session, "أمس", "DATE")  # a day does not speak
    quote = quote_by(session, entity(session, "سعاد", "PERS"))

    said = []
    speakers = [offered(session, quote)]
    while speakers[-1]:
        said.append(deciding.decide(session, quote, accept=False).text)
        speakers.append(offered(session, quote))

    assert speakers == ["سعاد", "عمر", "ليلى", "لندن", ""]
    assert said[0].startswith("next likely speaker: ")
    assert said[-1] == "speaker rejected, saved"


def test_what_has_another_speaker_is_offered_none(session: Session) -> None:
    layla, suad = entity(session, "ليلى", "PERS"), entity(session, "سعاد", "PERS")
    entity(session, "عمر", "PERS")
    quote = quote_by(session, suad)
    commit(session, Change(None, link(quote, layla, "speaker", "me")))

    assert deciding.decide(session, quote, accept=False).text == "speaker rejected, saved"
    assert offered(session, quote) == ""


def test_only_a_suggestion_is_decided_on(session: Session) -> None:
    layla = entity(session, "ليلى", "PERS")
    for accept in (True, False):
        assert deciding.decide(session, layla, accept=accept).failed


def test_undo_shows_the_suggestion_that_has_come_again(session: Session) -> None:
    suggested = put(
        session, "entity", 0, 4, annotator="model", status="suggested", origin="rules: "
    )
    assert not deciding.decide(session, suggested, accept=True).failed
    again = replace(suggested, id=owned_id(suggested.id, "model"))
    session.store.load([again])
    session.load_annotations()
    assert [row.annotator for row in session.annotations.items] == ["me"]
    for step, expected in ((undoing.undo, "model"), (undoing.redo, "me"), (undoing.undo, "model")):
        assert not step(session).failed
        assert [row.annotator for row in session.annotations.items] == [expected]
