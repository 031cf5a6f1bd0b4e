"""Every cell of a table, and all that a DocBin holds, is stored or counted (`test_every_field`).

A file with all that a format has is read as it is, and then with each of its cells or lines changed
or missing. Each change must show in the document, in a count, or as a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.formats.clients import blank, docbin_of, spacy_doc, spacy_span
from tests.formats.fixture import options
from tui.errors import ExchangeError
from tui.formats.documents import document_line
from tui.formats.registry import ImportRun

Outcome = tuple[str, dict[str, int]]

TEXT = "زارت ليلى مدينة فاس القديمة مع هدى\n"
ANN = """\
T1\tPER 5 9\tليلى
T2\tVisit 0 4;10 15\tزارت مدينة
T3\tPER 31 34\tهدى
T4\tLOC 16 19\tفاس
E1\tVisit:T2 Agent:T1 Place:T4
R1\tKnows Arg1:T1 Arg2:T3
*\tEquiv T1 T3
A1\tNegation E1
A2\tKind T4 city
M1\tSure T1 yes
N1\tReference T4 Wiki:Q1\tمدينة فاس
#1\tAnnotatorNotes T1\tشاعرة
#2\tAnnotatorNotes E1\tرحلة
"""
CONLL = """\
# id 1 domain=news
زارت\tVB\tO
ليلى\tNN\tB-PER
مدينة\tNN\tI-PER

فاس\tNN\tB-LOC
"""
COLUMNS = """\
زارت\tO\tB-X
ليلى\tB-PER\tI-X
مدينة\tI-PER\tO
"""
CONLLU = """\
# newdoc id = d1
# text = زارت ليلى فاس.
1\tزارت\tزار\t_\t_\t_\t_\t_\t_\t_
2\tليلى\t_\tPROPN\t_\t_\t_\t_\t_\tNE=B-PER
3-4\tفاس.\t_\t_\t_\t_\t_\t_\t_\t_
3\tفاس\t_\t_\tN\t_\t_\t_\t_\tNE=B-LOC
4\t.\t_\t_\t_\tCase=Nom\t_\t_\t_\t_

# sent_id = s2
1\tنعم\t_\t_\t_\t_\t0\t_\t_\tSpaceAfter=No
2\t!\t_\t_\t_\t_\t_\tpunct\t_\t_
3\tوقال\t_\t_\t_\t_\t_\t_\t0:root\t_
4\tلا\t_\t_\t_\t_\t_\t_\t_\tGloss=no
4.1\tهو\t_\t_\t_\t_\t_\t_\t_\t_
"""
FILES = {
    "brat": ("d.ann", ANN),
    "conll": ("in.conll", CONLL),
    "conll columns": ("in.conll", COLUMNS),
    "conllu": ("in.conllu", CONLLU),
}

SAID_TWICE = ("# text",)
"""Lines that say what the others say."""

WHOLE = ("# ", "4.1\t", "3\tفاس", "4\t.")
"""Lines that are counted as a whole."""


def outcome(path: Path, name: str) -> Outcome | None:
    """The documents as lines and what was counted; None where the file is refused."""
    run = ImportRun(path, options(), name)
    try:
        found = [one.document for one in run]
    except ExchangeError:
        return None
    return "".join(map(document_line, found)), run.report.warnings


def changes(text: str) -> Iterator[tuple[str, list[str]]]:
    """What is changed, and files with it: each line missing, each cell other or empty.

    A cell that is counted counts the same with another content, but not when it is empty.
    """
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        before, after = "".join(lines[:number]), "".join(lines[number + 1 :])
        if line.strip() and not line.startswith(SAID_TWICE):
            yield f"without {line!r}", [before + after]
        if line.startswith(WHOLE):
            continue
        for found in re.finditer(r"[^\t\n]+", line):
            start, end = found.span()
            made = [line[:end] + "9" + line[end:], line[:start] + "_" + line[end:]]
            if found[0] != "_":
                yield f"{found[0]!r} in {line!r}", [before + one + after for one in made]
        parts = re.finditer("(?<=[\t ;:])[^\t ;:]+(?=[ ;:])", line)
        for found in parts if line.count("\t") < 3 else ():
            end = found.end()
            yield f"{found[0]!r} in {line!r}", [before + line[:end] + "9" + line[end:] + after]


@pytest.mark.parametrize("name", FILES)
def test_every_cell_and_line_makes_a_difference(name: str, tmp_path: Path) -> None:
    file, text = FILES[name]
    (tmp_path / "d.txt").write_text(TEXT, encoding="utf-8")
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")
    before = outcome(path, name.partition(" ")[0])
    assert before is not None
    lost = []
    for what, files in changes(text):
        found = []
        for changed in files:
            path.write_text(changed, encoding="utf-8")
            found.append(outcome(path, name.partition(" ")[0]))
        if all(one == before for one in found):
            lost.append(what)
    assert lost == []


def whole_doc() -> Any:
    """A document with all that a DocBin keeps of one."""
    doc = spacy_doc(blank(), ["زارت", "ليلى", "مدينة", "فاس"], [True, True, True, False])
    doc.spans["sc"] = [spacy_span(doc, 1, 2, "PER", span_id="p1", kb_id="Q1")]
    doc.spans["claims"] = [spacy_span(doc, 0, 4, "CLAIM")]
    doc.spans["claims"].attrs["by"] = "huda"
    doc.set_ents(
        [spacy_span(doc, 1, 2, "PER", kb_id="Q2"), spacy_span(doc, 3, 4, "LOC", kb_id="Q3")]
    )
    doc.cats = {"news": 0.5}
    doc.user_data["k"] = 1
    return doc


def set_lemma(doc: Any) -> None:
    doc[0].lemma_ = "زار"


def set_relation(doc: Any) -> None:
    doc[0].dep_ = "root"


def set_group(doc: Any) -> None:
    doc.spans["more"] = [spacy_span(doc, 1, 2, "PER")]


DOC_CHANGES: dict[str, Callable[[Any], None]] = {
    "a category": lambda doc: doc.cats.update(sport=1.0),
    "a lemma": set_lemma,
    "a relation": set_relation,
    "user data": lambda doc: doc.user_data.update(other=2),
    "an attribute of a group": lambda doc: doc.spans["claims"].attrs.update(other=2),
    "a group": set_group,
    "no entities": lambda doc: doc.set_ents([]),
    "another id of one place": lambda doc: doc.set_ents(
        [spacy_span(doc, 1, 2, "PER", kb_id="Q5"), spacy_span(doc, 3, 4, "LOC", kb_id="Q3")]
    ),
    "another base's id": lambda doc: doc.set_ents([spacy_span(doc, 3, 4, "LOC", kb_id="Q4")]),
    "another span's id": lambda doc: doc.spans.update(
        sc=[spacy_span(doc, 1, 2, "PER", span_id="p2", kb_id="Q1")]
    ),
    "no base's id": lambda doc: doc.spans.update(sc=[spacy_span(doc, 1, 2, "PER", span_id="p1")]),
    "another label": lambda doc: doc.spans.update(claims=[spacy_span(doc, 0, 4, "FACT")]),
}


@pytest.mark.parametrize("what", DOC_CHANGES)
def test_everything_of_a_spacy_document_makes_a_difference(what: str, tmp_path: Path) -> None:
    path = tmp_path / "in.spacy"
    path.write_bytes(docbin_of([whole_doc()], user_data=True))
    before = outcome(path, "spacy")
    assert before is not None
    changed = whole_doc()
    DOC_CHANGES[what](changed)
    path.write_bytes(docbin_of([changed], user_data=True))
    assert outcome(path, "spacy") != before
