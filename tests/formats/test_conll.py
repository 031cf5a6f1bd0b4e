from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.formats.clients import conll_docs
from tests.formats.fixture import (
    LABELS,
    Maker,
    assert_golden,
    covered,
    hard_records,
    options,
    read_back,
    record,
    written,
)
from tests.formats.strategies import records
from tui.choices import Nested, Subword
from tui.errors import ExchangeError
from tui.formats import conll
from tui.formats.registry import ImportRun
from tui.formats.shared.losses import INSIDE_WORDS, NO_COLUMN, OVERLAPS, SPACES_ONLY
from tui.model import AnnotatedDocument


def squeezed(text: str) -> str:
    """The text without white space, which the file does not hold."""
    return "".join(text.split())


def in_spacy(made: list[AnnotatedDocument], **more: Any) -> list[tuple[str, str]]:
    raw, _ = written(conll.write, made, **more)
    docs = conll_docs(raw.decode())
    assert len(docs) == len(made)
    return [(span.label_, squeezed(span.text)) for doc in docs for span in doc.ents]


def of(made: list[AnnotatedDocument], *labels: str) -> list[tuple[str, str]]:
    """What a file with these labels holds, with the white space that it cannot hold gone."""
    return [
        (label.replace(" ", "_"), squeezed(text))
        for label, text in covered(made)
        if label in labels
    ]


def only(made: list[AnnotatedDocument], label: str, annotator: str = "") -> list[AnnotatedDocument]:
    return [
        AnnotatedDocument(
            one.id, one.title, one.source, one.sha256, one.text, one.meta,
            tuple(
                s for s in one.annotations
                if s.label == label and annotator in ("", s.annotator)
            ),
        )
        for one in made
    ]  # fmt: skip


@pytest.mark.parametrize("columns", [False, True])
def test_the_golden_export_is_unchanged(columns: bool) -> None:
    raw, losses = written(conll.write, hard_records(), columns=columns)
    assert_golden(f"{'columns' if columns else 'one'}.conll", raw)
    assert losses.remarks[INSIDE_WORDS] == 4
    assert losses.lost[OVERLAPS] == (2 if columns else 8)


@pytest.mark.parametrize("label", ["quote", "claim", "cue", "تعليق جانبي"])
def test_spacy_reads_every_annotation_of_one_label(label: str) -> None:
    made = only(hard_records(), label)
    assert in_spacy(made) == of(made, label)


@pytest.mark.parametrize(
    ("nested", "kept"),
    [(Nested.OUTERMOST, "الرَّئيسُ أحمد علي"), (Nested.INNERMOST, "أحمد علي")],
)
def test_of_nested_annotations_the_outermost_or_the_innermost(nested: Nested, kept: str) -> None:
    made = only(hard_records(), "entity", "mona")
    found = in_spacy(made, nested=nested)
    names = {squeezed("الرَّئيسُ أحمد علي"), squeezed("أحمد علي")}
    assert [text for _, text in found if text in names] == [squeezed(kept)]
    assert len(found) == len(of(made, "entity")) - 1


def test_nested_annotations_are_refused_when_asked() -> None:
    with pytest.raises(ExchangeError, match=r"overlap in 'a/أخبار 1.txt'"):
        written(conll.write, hard_records(), nested=Nested.ERROR)


def test_all_labels_in_columns() -> None:
    raw, losses = written(conll.write, hard_records(), columns=True)
    rows = [line.split("\t") for line in raw.decode().split("\n") if "\t" in line]
    assert {len(row) for row in rows} == {1 + len(LABELS)}
    assert not losses.lost[NO_COLUMN]
    _, few = written(conll.write, hard_records(), columns=True, labels=LABELS[:2])
    assert few.lost[NO_COLUMN] == 7
    with pytest.raises(ExchangeError, match="needs the labels"):
        written(conll.write, hard_records(), columns=True, labels=())


def test_no_token_holds_white_space_that_a_reader_would_part_it_at() -> None:
    raw, _ = written(conll.write, hard_records())
    for line in raw.decode().split("\n"):
        assert not line or line == conll.DOCUMENT_START or len(line.split()) == 2


def test_a_pipe_is_a_token_like_any_other() -> None:
    made = only(hard_records(), "claim")
    assert ("claim", "سادس|سابعثامن") in in_spacy(made)


def test_no_sentence_ends_inside_an_annotation() -> None:
    text = "جاء علي. ذهب عمر. عاد."
    mark = Maker(text)
    mark("علي. ذهب", "claim")
    raw, _ = written(conll.write, [record("d", mark)])
    sentences = raw.decode().split("\n\n")
    assert [s.count("\n") + 1 for s in sentences[1:-1]] == [6, 2]


def test_subword_whole_takes_the_word() -> None:
    made = only(hard_records(), "entity", "mona")
    assert ("entity", "لأستراليا") in in_spacy(made, subword=Subword.WHOLE)


def test_reading_gives_back_the_annotations() -> None:
    made = only(hard_records(), "entity", "mona")
    raw, losses = written(conll.write, made)
    back = read_back(conll.read, raw, [])
    kept = [(label, squeezed(text)) for label, text in covered(back)]
    assert len(kept) == len(of(made, "entity")) - losses.lost[OVERLAPS]
    assert set(kept) <= set(of(made, "entity"))


def test_reading_columns_gives_back_all_labels() -> None:
    raw, _ = written(conll.write, hard_records(), columns=True)
    labels = {label for label, _ in covered(read_back(conll.read, raw, []))}
    assert labels == {info.name.replace(" ", "_") for info in LABELS}


@given(records())
def test_every_annotation_that_is_not_lost_is_read_back(made: list[AnnotatedDocument]) -> None:
    raw, losses = written(conll.write, made, labels=())
    back = read_back(conll.read, raw, [])
    spans = [span for one in made for span in one.annotations if span.status != "orphaned"]
    lost = losses.lost[OVERLAPS] + losses.lost[SPACES_ONLY]
    assert len(list(covered(back))) == len(spans) - lost


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("O B-X I-X O B-X", ["b c", "e"]),
        ("I-X I-X O I-X I-Y", ["a b", "d", "e"]),
        ("B-X B-X I-X I-Y O", ["a", "b c", "d"]),
        ("S-X B-X I-X E-X S-Y", ["a", "b c d", "e"]),
        ("U-X B-X L-X U-X O", ["a", "b c", "d"]),
        ("B-X E-X I-X O O", ["a b", "c"]),
    ],
)
def test_tags_of_all_schemes_are_read(tags: str, found: list[str]) -> None:
    raw = "\n".join(f"{a} NN {tag}" for a, tag in zip("abcde", tags.split(), strict=True))
    back = read_back(conll.read, raw.encode(), [])
    assert [text for _, text in covered(back)] == found


def test_rows_with_as_many_tags_as_annotations_are_nested_ones() -> None:
    raw = "a O\nb B-OCC\nc I-OCC B-ORG B-GPE\nd I-ORG B-OCC I-OCC\n"
    found = covered(read_back(conll.read, raw.encode(), []))
    assert sorted(found) == [("GPE", "c"), ("OCC", "b c d"), ("OCC", "d"), ("ORG", "c d")]


@pytest.mark.parametrize(
    ("raw", "message"),
    [("a\tO\nb\n", ":2: needs a token and its tag"), ("a\tO\nb\tNN\n", ":2: 'NN' is not a tag")],
)
def test_a_line_without_a_tag_is_refused(raw: str, message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read_back(conll.read, raw.encode(), [])


def test_a_document_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.formats.conll.MOST_TOKENS", 10)
    monkeypatch.setattr("tui.formats.shared.validation.MOST_ANNOTATIONS", 5)
    path = tmp_path / "a.conll"
    path.write_text("word O\n" * 12)
    with pytest.raises(ExchangeError, match="more than 10 tokens: divide it by -DOCSTART- lines"):
        list(ImportRun(path, options(), "conll"))
    path.write_text(("word B-x\n" * 5 + "\n-DOCSTART- O\n\n") * 3)
    assert len(list(ImportRun(path, options(), "conll"))) == 3
    path.write_text("word B-x\n" * 6)
    with pytest.raises(ExchangeError, match="more than 5 annotations"):
        list(ImportRun(path, options(), "conll"))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("ar:زار O\nar:فاس B-LOC\n\nfa:عاد O\n", "زار فاس\nعاد\n"),
        ("ar:زار O\nar: O\nar:فاس B-LOC\n", "زار ar: فاس\n"),
        ("ar:زار O\nar:فاس B-LOC\n\nعاد O\n", "ar:زار ar:فاس\nعاد\n"),
        ("ar:زار O\nfa:فاس B-LOC\n", "ar:زار fa:فاس\n"),
        ("re:x O\n", "re:x\n"),
    ],
)
def test_language_codes_are_left_out_where_every_sentence_has_one(lines: str, text: str) -> None:
    (one,) = read_back(conll.read, lines.encode(), [])
    assert one.text == text
