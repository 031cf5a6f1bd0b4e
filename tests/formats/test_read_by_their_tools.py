"""Exports of everything hard at once, read by the tools' own libraries with equal texts."""

from __future__ import annotations

import io
import json
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.formats.brat_parser import read_brat
from tests.formats.clients import conll_docs, docbin_docs, json_ld, pd
from tests.formats.fixture import LABELS, Maker, hard_records, link, record, written
from tui.choices import Subword
from tui.formats import conll, csv, doccano, prodigy, spacy, w3c
from tui.formats.brat import writer
from tui.formats.label_studio import writer as label_studio_writer
from tui.formats.shared.exchange_options import ExportOptions, keys_of
from tui.formats.shared.losses import HULLS
from tui.model import AnnotatedDocument, Annotation

NFD = unicodedata.normalize("NFD", "أُسْتَاذٌ آمِنٌ — Café naïve")


def hardest() -> AnnotatedDocument:
    """Fragments, stacks, links, astral characters, bidi controls and decomposed letters."""
    text = (
        f"😀 \u2067قال {NFD}\u2069 لـ𞤀𞤁: لا بد لهم من السفر 👩🏽‍🚀.\n"
        "\u200fوأضاف\u200e (U.S.) أن אָמַר שָׁלוֹם والسَّلامُ می‌خواهم.\n"
    )
    mark = Maker(text)
    outer = mark(text[2:40], "claim", note="😀\u202e note")
    inner = mark(NFD, "entity", attributes={"type": "PERS", "canonical": NFD})
    mark(NFD[:7], "entity", attributes={"type": "ORG"})
    mark(NFD, "entity", annotator="sami")
    parts = mark("لا بد لهم من السفر", "claim", score=0.75)
    mark("𞤀𞤁", "entity")
    mark("👩🏽‍🚀", "cue")
    mark("אָמַר שָׁלוֹם", "quote", attributes={"type": "direct"})
    mark("می‌خواهم", "cue")
    mark.annotations[:] = [
        replace(one, fragments=((one.start, one.start + 5), (one.start + 10, one.end)))
        if one.id == parts
        else one
        for one in mark.annotations
    ]
    links = (link(0x201, "source", outer, inner), link(0x202, "repeats", parts, outer))
    return record("d/hard.txt", mark, links, tags=["😀"])


def everything() -> list[AnnotatedDocument]:
    made = [*hard_records(), hardest()]
    return sorted(made, key=lambda one: one.id)


def words_of(made: list[AnnotatedDocument]) -> list[tuple[str, str, str]]:
    return sorted((one.id, span.label, span.text) for one in made for span in one.annotations)


def test_brat_reads_equal_texts_and_fragments(tmp_path: Path) -> None:
    writer.write([hardest()], tmp_path, ExportOptions(labels=LABELS))
    found = read_brat(tmp_path / "d" / "hard.txt")
    assert found.text == hardest().text
    names = {"تعليق جانبي": "name"}
    assert Counter(found.spans.values()) == Counter(
        (names.get(span.label, span.label), span.text) for span in hardest().annotations
    )
    lines = (tmp_path / "d" / "hard.ann").read_text(encoding="utf-8").split("\n")
    assert sum(";" in line.split("\t")[1] for line in lines if line.startswith("T")) == 1
    assert len(found.relations) == 2


def test_pandas_reads_equal_texts() -> None:
    made = everything()
    raw, losses = written(csv.write, made, keys=keys_of(made))
    assert not losses.remarks.get(HULLS)
    table = pd.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False)
    found = zip(table["document_id"], table["label"], table["text"], strict=True)
    assert sorted(found) == words_of(made)
    rows = [json.loads(one) for one in table["fragments"] if one]
    assert rows == [[list(pair) for pair in _parts().fragments or ()]]
    marked = written(csv.write, made, bom=True)[0]
    table = pd.read_csv(io.BytesIO(marked), encoding="utf-8-sig", dtype=str)
    assert table.columns[0] == "id"


def _parts() -> Annotation:
    return next(one for one in hardest().annotations if one.fragments is not None)


def test_spacy_reads_equal_texts() -> None:
    made = everything()
    raw, losses = written(spacy.write, made)
    docs = docbin_docs(raw)
    assert [doc.text for doc in docs] == [one.text for one in made]
    for doc, one in zip(docs, made, strict=True):
        found = Counter((span.label_, span.text) for span in doc.spans["sc"])
        assert found == Counter((span.label, span.text) for span in one.annotations)
    assert losses.remarks[HULLS] == 1


@pytest.mark.parametrize("subword", list(Subword))
def test_spacys_converter_reads_the_words_of_the_tagged_tokens(subword: Subword) -> None:
    made = [hardest()]
    raw, losses = written(conll.write, made, subword=subword)
    (doc,) = conll_docs(raw.decode())
    plain = "".join(made[0].text.split())
    # A space inside a token is written as a low line, which is said.
    assert "".join(token.text for token in doc).replace("_", "") == plain
    words = {"".join(span.text.split()) for span in made[0].annotations}
    found = {"".join(token.text for token in span) for span in doc.ents}
    assert found
    if subword is Subword.SPLIT:
        assert found <= words
    assert losses.remarks[HULLS] == 1


def test_a_json_ld_processor_reads_the_words_of_every_fragment() -> None:
    lines = written(w3c.write, [hardest()])[0].decode().split("\n")[:-1]
    exact = "SELECT ?text WHERE { ?s <http://www.w3.org/ns/oa#exact> ?text }"
    found = sorted(str(row[0]) for row in json_ld(lines).query(exact))
    text = hardest().text
    places = [
        place
        for span in hardest().annotations
        for place in span.fragments or ((span.start, span.end),)
    ]
    assert found == sorted(text[start:end] for start, end in places)


def test_tokens_of_prodigy_are_the_text_that_spacy_puts_together() -> None:
    raw, losses = written(prodigy.write, [hardest()])
    task = json.loads(raw)
    text = "".join(one["text"] + (" " if one["ws"] else "") for one in task["tokens"])
    assert text == task["text"] == hardest().text
    for span in task["spans"]:
        tokens = task["tokens"][span["token_start"] : span["token_end"] + 1]
        assert text[tokens[0]["start"] : tokens[-1]["end"]] == span["text"]
    assert losses.remarks[HULLS] == 1


@pytest.mark.parametrize("name", ["doccano", "label-studio"])
def test_pages_that_count_as_javascript_does_cut_equal_texts(name: str) -> None:
    made = [hardest()]
    if name == "doccano":
        example = json.loads(written(doccano.write, made)[0])
        units = example["text"].encode("utf-16-le")
        found = [
            (label, units[2 * a : 2 * b].decode("utf-16-le")) for a, b, label in example["label"]
        ]
    else:
        (task,) = json.loads(written(label_studio_writer.write, made)[0])
        results = [one for each in task["annotations"] for one in each["result"]]
        regions = [one["value"] for one in results if one["type"] == "labels"]
        text = task["data"]["text"]
        found = [(one["labels"][0], text[one["start"] : one["end"]]) for one in regions]
    assert Counter(found) == Counter((span.label, span.text) for span in hardest().annotations)
