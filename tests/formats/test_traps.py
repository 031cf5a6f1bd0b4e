"""What other programs do that the formats go around: each measured here against the program.

A test that fails after an upgrade says that a detour is no longer needed, or not enough.
"""

import io

import pytest

from tests.formats.clients import blank, conll_docs, iob_docs, pd, spacy_doc
from tui.formats.conll import DOCUMENT_START


def test_spacy_finds_no_span_that_begins_inside_a_token() -> None:
    doc = blank()("زار لأستراليا")
    assert doc.char_span(5, 13) is None
    cut = spacy_doc(blank(), ["زار", "ل", "أستراليا"], [True, False, False])
    assert cut.char_span(5, 13).text == "أستراليا"
    assert doc.char_span(5, 13, alignment_mode="expand").text == "لأستراليا"


@pytest.mark.parametrize("space", ["\u00a0", "\u2028", "\x85"])
def test_spacys_conll_reader_parts_tokens_at_any_white_space(space: str) -> None:
    with pytest.raises(ValueError, match="Ill-formed IOB input"):
        conll_docs(f"{DOCUMENT_START}\n\na{space}b\tB-X\nc\tO\n")
    (doc,) = conll_docs(f"{DOCUMENT_START}\n\na_b\tB-X\nc\tO\n")
    assert [span.text for span in doc.ents] == ["a_b"]


def test_spacys_one_line_form_takes_no_pipe_as_a_token() -> None:
    (doc,) = iob_docs("a|B-X b|O")
    assert [span.text for span in doc.ents] == ["a"]
    with pytest.raises(ValueError, match="Invalid token"):
        iob_docs("a|B-X ||O")


def test_pandas_takes_a_column_of_digits_for_numbers() -> None:
    frame = pd.read_csv(io.StringIO("id,text\r\n007,NA\r\n"))
    assert frame["id"][0] == 7
    assert frame["text"].isna()[0]
    lines = pd.read_json(io.StringIO('{"id":"007"}\n'), lines=True)
    assert lines["id"][0] == 7
    kept = pd.read_json(io.StringIO('{"id":"019a-7"}\n'), lines=True)
    assert kept["id"][0] == "019a-7"


def test_pandas_takes_a_byte_order_mark_for_no_json() -> None:
    with pytest.raises(ValueError, match="Expected object or value"):
        pd.read_json(io.StringIO('\ufeff{"id":"a"}\n'), lines=True)


def test_a_line_of_json_holds_what_splitlines_would_part() -> None:
    line = '{"id":"a","text":"x\u2028y\x85z"}\n'
    assert len(line.splitlines()) == 3
    assert list(pd.read_json(io.StringIO(line), lines=True)["text"]) == ["x\u2028y\x85z"]
