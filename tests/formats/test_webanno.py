"""Compared with the description of WebAnno TSV 3.3 in INCEpTION's user guide: escapes, ids."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.damage import assert_one_clear_answer
from tests.formats.fixture import (
    LABELS,
    assert_golden,
    covered,
    hard_records,
    options,
    read_back,
    report,
    written,
)
from tests.formats.strategies import records, texts
from tui.choices import Unit
from tui.errors import ExchangeError
from tui.formats.registry import ImportRun
from tui.formats.shared.exchange_options import ExportOptions
from tui.formats.shared.losses import Losses
from tui.formats.webanno import cells, reader, writer
from tui.model import AnnotatedDocument, Annotation

HEAD = "#FORMAT=WebAnno TSV 3.3\n"
ENTITY = "#T_SP=webanno.custom.Entity|value\n"


def file_of(one: AnnotatedDocument, **more: Any) -> str:
    return writer.document_bytes(one, ExportOptions(labels=LABELS, **more), Losses()).decode()


def imported(tmp_path: Path, text: str, **more: Any) -> AnnotatedDocument:
    path = tmp_path / "in.tsv"
    path.write_text(text, encoding="utf-8")
    run = ImportRun(path, options(**more))
    assert run.format.name == "webanno"
    (one,) = [one.document for one in run]
    return one


def marked(one: AnnotatedDocument) -> list[tuple[str, str]]:
    return [(span.label, span.text) for span in one.annotations]


def arrows(one: AnnotatedDocument) -> list[tuple[str, str, str]]:
    words = {span.id: span.text for span in one.annotations}
    return sorted((link.type, words[link.from_id], words[link.to_id]) for link in one.links)


# ------------------------------------------------------------------------ reading


def test_layers_with_values_are_labels(tmp_path: Path) -> None:
    body = (
        "\n\n#Text=زارت ليلى فاس\n"
        "1-1\t0-4\tزارت\t_\t\n1-2\t5-9\tليلى\tPER\t\n1-3\t10-13\tفاس\tLOC\t\n"
    )
    one = imported(tmp_path, HEAD + ENTITY + body)
    assert (one.id, one.text) == ("in.tsv#1", "زارت ليلى فاس")
    assert marked(one) == [("PER", "ليلى"), ("LOC", "فاس")]
    assert one.annotations[0].attributes == {"layer": "webanno.custom.Entity"}


def test_rows_that_share_an_id_are_one_annotation_and_stacked_ones_are_apart(
    tmp_path: Path,
) -> None:
    body = (
        "\n\n#Text=الدكتورة ليلى علي\n"
        "1-1\t0-8\tالدكتورة\tPER[1]|OCC[2]\t\n"
        "1-2\t9-13\tليلى\tPER[1]\t\n"
        "1-3\t14-17\tعلي\tPER[1]|*\t\n"
    )
    one = imported(tmp_path, HEAD + ENTITY + body)
    assert marked(one) == [
        ("OCC", "الدكتورة"),
        ("PER", "الدكتورة ليلى علي"),
        ("Entity", "علي"),
    ]


def test_sub_tokens_and_offsets_in_utf16(tmp_path: Path) -> None:
    body = "\n\n#Text=😀 لليلى\n1-1\t0-2\t😀\t_\t\n1-2\t3-8\tلليلى\t_\t\n1-2.1\t4-8\tليلى\tPER\t\n"
    one = imported(tmp_path, HEAD + ENTITY + body)
    assert [(a.start, a.end, a.text) for a in one.annotations] == [(3, 7, "ليلى")]


def test_every_feature_is_stored_or_counted(tmp_path: Path) -> None:
    head = (
        "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n"
        "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n"
        "#T_SP=webanno.custom.Claim|topic|worth\n"
        "#T_SP=webanno.custom.Bare|\n"
        "#T_RL=webanno.custom.Says|label|sure|BT_webanno.custom.Claim\n"
    )
    body = (
        "\n\n#Sentence.id=s1\n#Text=قال نعم\n"
        "1-1\t0-3\tقال\tVERB\thttp://e.org/Q1\tPER\t*\tyes\t_\t_\t_\t_\t\n"
        "1-2\t4-7\tنعم\tNOUN\t_\t_\tسياسة\t*\t*\tabout\tno\t1-1\t\n"
    )
    path = tmp_path / "in.tsv"
    path.write_text(HEAD + head + body, encoding="utf-8")
    run = ImportRun(path, options())
    (one,) = [one.document for one in run]
    assert sorted((a.label, a.text, dict(a.attributes)) for a in one.annotations) == [
        ("Bare", "نعم", {}),
        ("Claim", "قال", {"worth": "yes"}),
        ("Claim", "نعم", {"topic": "سياسة"}),
        (
            "PER",
            "قال",
            {
                "layer": "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity",
                "kb_id": "http://e.org/Q1",
            },
        ),
    ]
    assert arrows(one) == [("about", "قال", "نعم")]
    assert run.report.warnings == {
        "ids and other headers of sentences: left out": 1,
        "layers of words (parts of speech, lemmas, dependencies and the like): left out": 2,
        "features of relations besides their label: left out": 1,
    }


def test_relations_find_their_ends_by_ids(tmp_path: Path) -> None:
    head = ENTITY + "#T_RL=webanno.custom.Rel|value|BT_webanno.custom.Entity\n"
    body = (
        "\n\n#Text=ليلى في فاس\n"
        "1-1\t0-4\tليلى\ta[1]|b[2]\t_\t_\t\n"
        "1-2\t5-7\tفي\tb[2]\t_\t_\t\n"
        "1-3\t8-11\tفاس\tc\tin|*\t1-1[1_0]|1-1[2_0]\t\n"
    )
    one = imported(tmp_path, HEAD + head + body)
    assert arrows(one) == [("Rel", "ليلى في", "فاس"), ("in", "ليلى", "فاس")]


def test_slots_and_chains_are_links(tmp_path: Path) -> None:
    head = (
        "#T_SP=webanno.custom.Lu|luvalue\n"
        "#T_SP=webanno.custom.Frame|FE|ROLE_webanno.custom.Frame:Roles_webanno.custom.FrameLink"
        "|webanno.custom.Lu\n"
        "#T_CH=webanno.custom.Coref|referenceType|referenceRelation\n"
    )
    body = (
        "\n\n#Text=باع علي ساعته القديمة\n"
        "1-1\t0-3\tباع\t_\tsale\tseller;*\t1-2;1-3[4]\t_\t_\t\n"
        "1-2\t4-7\tعلي\tx\t_\t_\t_\tpr[1]\tsame->1-1\t\n"
        "1-3\t8-13\tساعته\ty[4]\t_\t_\t_\tpr[1]\t*->1-2\t\n"
        "1-4\t14-21\tالقديمة\ty[4]\t_\t_\t_\t_\t_\t\n"
    )
    one = imported(tmp_path, HEAD + head + body)
    assert arrows(one) == [
        ("Roles", "باع", "ساعته القديمة"),
        ("same", "علي", "ساعته"),
        ("seller", "باع", "علي"),
    ]


def test_gaps_between_sentences_are_a_line_feed_and_spaces(tmp_path: Path) -> None:
    body = "\n\n#Text=نعم\n1-1\t0-3\tنعم\t_\t\n\n#Text=لا\n2-1\t6-8\tلا\tX\t\n"
    one = imported(tmp_path, HEAD + ENTITY + body)
    assert (one.text, marked(one)) == ("نعم\n  لا", [("X", "لا")])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#FORMAT=WebAnno TSV 2.0\n", ":1: is WebAnno TSV 2.0: export it as WebAnno TSV 3.3"),
        ("x\n", ":1: does not begin with #FORMAT"),
        (HEAD + "#T_XX=a\n", ":2: declares no layer"),
        (HEAD + ENTITY + "1-1\t0-1\ta\t_\t\n", ":3: a token comes before the first #Text="),
        (HEAD + "#Text=a\n1-1\t0-a\ta\t\n", ":3: has no number and offsets"),
        (HEAD + ENTITY + "#Text=a\n1-1\t0-1\ta\n", ":4: has 0 columns of annotations, not 1"),
        (HEAD + "#Text=ab\n1-1\t0-1\tb\t\n", ":3: the token 'b' is not at its offsets 0-1"),
        (
            HEAD + "#Text=😀ab\n1-1\t0-1\t😀\t\n1-2\t2-3\tb\t\n",
            "second half of a surrogate pair",
        ),
        (
            HEAD + "#Text=ab\n1-1\t0-2\tab\t\n\n#Text=c\n2-1\t1-2\tc\t\n",
            ":5: the sentence begins at 1, where the text is at 2",
        ),
        (
            HEAD + ENTITY + "#T_RL=r|BT_webanno.custom.Entity\n#Text=a\n1-1\t0-1\ta\tx\t1-2\t\n",
            ":5: a relation leads to 1-2, where nothing is",
        ),
    ],
)
def test_what_is_not_in_order_is_refused_by_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "in.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExchangeError, match=message):
        list(reader.read(report(path), options()))


def test_offsets_in_code_points_are_told_which_option_helps(tmp_path: Path) -> None:
    text = HEAD + ENTITY + "#Text=😀 ab\n1-1\t0-1\t😀\t_\t\n1-2\t2-4\tab\tX\t\n"
    with pytest.raises(ExchangeError, match="surrogate pair"):
        imported(tmp_path, text)
    assert marked(imported(tmp_path, text, unit=Unit.CODEPOINT)) == [("X", "ab")]


def test_an_exported_projects_folders_name_document_and_annotator(tmp_path: Path) -> None:
    folder = tmp_path / "project" / "annotation" / "أخبار.txt"
    folder.mkdir(parents=True)
    body = "\n\n#Text=فاس\n1-1\t0-3\tفاس\tLOC\t\n"
    for user in ("huda", "sami"):
        (folder / f"{user}.tsv").write_text(HEAD + ENTITY + body, encoding="utf-8")
    found = [one.document for one in ImportRun(tmp_path / "project", options())]
    assert [(one.id, one.annotations[0].annotator) for one in found] == [
        ("أخبار.txt", "huda"),
        ("أخبار.txt", "sami"),
    ]
    assert found[0].annotations[0].id != found[1].annotations[0].id


# ------------------------------------------------------------------------ writing


def test_the_golden_export_is_unchanged() -> None:
    for one in hard_records():
        name = one.id.replace("/", "-").replace(" ", "-")
        assert_golden(f"webanno/{name}.tsv", file_of(one).encode())


def test_rows_are_tokens_with_utf16_offsets_and_as_many_cells_as_the_header_has() -> None:
    for one in hard_records():
        text = one.text.encode("utf-16-le")
        lines = file_of(one).split("\n")
        header = [line.split("=", 1)[1].split("|") for line in lines if line.startswith("#T_")]
        columns = sum(len(names) - 1 for names in header)
        for line in lines:
            if line[:1].isdigit():
                _, offsets, token, *rest = line.split("\t")
                start, end = map(int, offsets.split("-"))
                assert text[2 * start : 2 * end].decode("utf-16-le") == cells.unescape_text(token)
                assert len(rest) == columns + 1


def test_a_file_holds_one_document() -> None:
    with pytest.raises(ExchangeError, match="name a folder, or one document with --document"):
        written(writer.write, hard_records())


def in_tsv(one: AnnotatedDocument) -> list[Annotation]:
    return [span for span in one.annotations if span.status != "orphaned"]


@given(records())
def test_every_text_and_annotation_comes_back_as_it_was(made: list[AnnotatedDocument]) -> None:
    for one in made:
        raw = file_of(one).encode()
        (back,) = read_back(reader.read, raw, [one])
        assert back.text == one.text
        assert list(back.annotations) == in_tsv(one)
        ids = {span.id for span in in_tsv(one)}
        inner = [link for link in one.links if link.from_id in ids and link.to_id in ids]
        assert list(back.links) == inner


@given(records())
def test_a_file_for_no_database_gives_the_same_words(made: list[AnnotatedDocument]) -> None:
    for one in made:
        (back,) = read_back(reader.read, file_of(one).encode(), [])
        assert back.text == one.text
        assert sorted(covered([back])) == sorted((a.label, a.text) for a in in_tsv(one))


def test_a_folder_gives_back_every_document_under_its_id(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    writer.write_folder(hard_records(), folder, ExportOptions())
    back = [one.document for one in ImportRun(folder, options())]
    assert {one.id: one.text for one in back} == {one.id: one.text for one in hard_records()}


@given(texts)
def test_escapes_are_taken_back(text: str) -> None:
    assert cells.unescape_value(cells.escape_value(text)) == text
    assert cells.unescape_text(cells.escape_text(text)) == text
    cell = cells.cell_of(text, 7)
    assert cells.split(f"{cell}|x", "|") == [cell, "x"]
    assert cells.parse_cell(cell) == (text, 7)
    assert cells.parse_cell(cells.cell_of(text, 0)) == (text, 0)


@pytest.mark.slow
@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_clear_words(data: Any) -> None:
    one = data.draw(st.sampled_from(hard_records()))
    assert_one_clear_answer(data, reader.read, file_of(one).encode(), [one])
