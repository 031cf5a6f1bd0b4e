import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.formats.clients import blank, docbin_docs, docbin_of
from tests.formats.fixture import covered, hard_records, read_back, written
from tests.formats.strategies import records
from tui.choices import Nested, Subword
from tui.errors import ExchangeError
from tui.formats import spacy
from tui.formats.shared.losses import INSIDE_WORDS, ORPHANS
from tui.model import AnnotatedDocument


def test_spacy_reads_every_annotation_of_the_hard_texts() -> None:
    raw, losses = written(spacy.write, hard_records())
    docs = docbin_docs(raw)
    assert [doc.text for doc in docs] == [one.text for one in hard_records()]
    found = [(s.label_, s.text) for doc in docs for s in doc.spans["sc"]]
    assert found == list(covered(hard_records()))
    assert not losses.lost
    assert losses.remarks[INSIDE_WORDS] == 4


def test_the_outermost_of_what_overlaps_are_the_docs_entities() -> None:
    raw, _ = written(spacy.write, hard_records())
    names = [span.text for span in docbin_docs(raw)[1].ents]
    assert "الرَّئيسُ أحمد علي" in names
    assert "أحمد علي" not in names
    raw, _ = written(spacy.write, hard_records(), nested=Nested.INNERMOST)
    assert "أحمد علي" in [span.text for span in docbin_docs(raw)[1].ents]
    with pytest.raises(ExchangeError, match="overlap"):
        written(spacy.write, hard_records(), nested=Nested.ERROR)


def test_whole_words_when_asked() -> None:
    raw, _ = written(spacy.write, hard_records(), subword=Subword.WHOLE)
    docs = docbin_docs(raw)
    assert "لأستراليا" in [span.text for span in docs[1].spans["sc"]]


def test_reading_gives_back_the_records_themselves() -> None:
    raw, _ = written(spacy.write, hard_records())
    assert read_back(spacy.read, raw, []) == hard_records()


@settings(max_examples=settings().max_examples // 2)  # a vocabulary of spaCy for each
@given(records())
def test_only_orphans_are_lost(made: list[AnnotatedDocument]) -> None:
    raw, losses = written(spacy.write, made)
    back = read_back(spacy.read, raw, [])
    kept = [
        replace(
            one, annotations=tuple(s for s in one.annotations if s.status != "orphaned"), links=()
        )
        for one in made
    ]
    assert [replace(one, links=()) for one in back] == kept
    spans = sum(len(one.annotations) for one in made)
    assert losses.lost[ORPHANS] == spans - sum(len(one.annotations) for one in kept)


def test_a_docbin_of_someone_elses_is_read_by_its_entities() -> None:
    doc = blank()("Angela Merkel visited مصر .")
    doc.ents = [doc.char_span(0, 13, label="PER"), doc.char_span(22, 25, label="GPE")]
    (one,) = read_back(spacy.read, docbin_of([doc]), [])
    assert list(covered([one])) == [("PER", "Angela Merkel"), ("GPE", "مصر")]


def test_what_is_no_docbin_is_refused() -> None:
    with pytest.raises(ExchangeError, match="not a DocBin"):
        read_back(spacy.read, b"\x78\x9cnothing", [])


def test_without_spacy_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    with pytest.raises(ExchangeError, match=r"pip install 'hashiya\[spacy\]'"):
        written(spacy.write, hard_records())
