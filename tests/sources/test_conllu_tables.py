"""`add` of a table of Universal Dependencies takes its text, as `import` does."""

import gzip
from pathlib import Path

from tests.formats.fixture import DATA, options
from tests.sources.reading import read
from tui.formats.registry import ImportRun
from tui.sources.files import Refusal, SourceDocument

TABLE = DATA / "tools" / "conllu-mwt" / "in.conllu"


def row(number: str, form: str, misc: str = "_") -> str:
    return "\t".join([number, form, *["_"] * 7, misc]) + "\n"


def test_add_takes_the_text_and_not_the_table() -> None:
    (one,) = read([TABLE])
    assert isinstance(one, SourceDocument)
    assert (one.id, one.text) == ("d1", "وزارتها ليلى، أمس.\n")


def test_add_and_import_make_the_same_documents(tmp_path: Path) -> None:
    first = row("1", "قال", "SpaceAfter=No") + row("2", ".") + "\n"
    second = "# newdoc id = ب\n# text = نعم  لا\n" + row("1", "نعم") + row("2", "لا")
    third = "\n# newdoc\n" + row("1", "انتهى")
    path = tmp_path / "in.conllu.gz"
    path.write_bytes(gzip.compress((first + second + third).encode()))
    added = [(one.id, one.text) for one in read([path]) if isinstance(one, SourceDocument)]
    imported = [
        (one.document.id, one.document.text) for one in ImportRun(path, options(), "conllu")
    ]
    assert [text for _, text in added] == ["قال.\n", "نعم  لا\n", "انتهى\n"]
    assert added == imported


def test_a_bad_line_is_refused_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "in.conllu"
    path.write_text(row("1", "نعم") + "x\n" + row("2", "لا"), encoding="utf-8")
    found = list(read([path]))
    refused = [one for one in found if isinstance(one, Refusal)]
    assert [(one.line, one.reason) for one in refused] == [(2, "has 1 columns, not 10")]
    assert [one.text for one in found if isinstance(one, SourceDocument)] == ["نعم لا\n"]


def test_a_token_of_a_thousand_million_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.conllu"
    path.write_text(row("1-999999999", "وب") + row("7", "نعم") + row("1" * 5000, "ب"))
    document, *refused = sorted(read([path]), key=lambda one: isinstance(one, Refusal))
    assert isinstance(document, SourceDocument)
    assert document.text == "نعم\n"
    assert [one.line for one in refused if isinstance(one, Refusal)] == [1, 3]
