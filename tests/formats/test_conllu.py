from pathlib import Path

import pytest

from tests.formats.fixture import options
from tui.errors import ExchangeError
from tui.formats.registry import ImportRun
from tui.model import AnnotatedDocument


def read(tmp_path: Path, text: str) -> list[AnnotatedDocument]:
    path = tmp_path / "in.conllu"
    path.write_text(text, encoding="utf-8")
    return [one.document for one in ImportRun(path, options(), "conllu")]


def row(number: str, form: str, misc: str = "_") -> str:
    return "\t".join([number, form, *["_"] * 7, misc]) + "\n"


def test_documents_and_sentences_are_kept_apart(tmp_path: Path) -> None:
    first = "# newdoc id = a\n" + row("1", "قال", "SpaceAfter=No") + row("2", ".") + "\n"
    second = "# newdoc id = b\n" + row("1", "نعم", "NE=B-x") + "\n" + row("1", "لا", "NE=I-x")
    made = read(tmp_path, first + second)
    assert [(one.id, one.text) for one in made] == [("a", "قال.\n"), ("b", "نعم\nلا\n")]
    assert [(s.label, s.text) for s in made[1].annotations] == [("x", "نعم"), ("x", "لا")]


def test_an_entity_over_the_words_of_a_token_covers_the_token(tmp_path: Path) -> None:
    words = (
        row("1-2", "وليلى")
        + row("1", "و")
        + row("2", "ليلى", "NE=B-PER")
        + row("3", "علي", "NE=I-PER")
    )
    (made,) = read(tmp_path, "# text = وليلى علي\n" + words)
    assert [(s.start, s.end, s.text) for s in made.annotations] == [(0, 9, "وليلى علي")]


def test_a_table_that_names_fewer_columns_is_known_by_its_looks(tmp_path: Path) -> None:
    path = tmp_path / "in.conllup"
    path.write_text("# global.columns = ID FORM X:NER\n1\tقال\tO\n2\tأحمد\tB-PER\n", "utf-8")
    (one,) = [one.document for one in ImportRun(path, options())]
    assert [(a.label, a.text) for a in one.annotations] == [("PER", "أحمد")]


def test_a_named_column_has_the_tags(tmp_path: Path) -> None:
    head = "# global.columns = ID FORM PARSEME:MWE HIPE:NE\n"
    (made,) = read(tmp_path, head + "1\tفاس\t*\tB-LOC\n1.1\tx\t*\t_\n")
    assert [(s.label, s.text) for s in made.annotations] == [("LOC", "فاس")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1\tفاس\n", ":1: has 2 columns, not 10"),
        (row("x", "فاس"), ":1: has no number and form"),
        ("# text = غير\n" + row("1", "فاس"), ":2: 'فاس' is not the next token"),
    ],
)
def test_what_is_not_in_order_is_refused_by_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(ExchangeError, match=message):
        read(tmp_path, text)
