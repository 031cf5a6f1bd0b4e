"""Files of other tools, recognised by their looks and read without loss."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.formats.fixture import DATA, KnownRecords, options
from tests.formats.test_read_by_their_tools import everything
from tui.errors import ExchangeError
from tui.formats.registry import ImportRun
from tui.model import AnnotatedDocument, sha256_of

TOOLS = DATA / "tools"
TEXT = "زارت ليلى مدينة فاس"

Found = tuple[str, str, list[tuple[str, str]]]


def imported(
    path: Path, known: tuple[AnnotatedDocument, ...] = ()
) -> tuple[list[Found], str, dict[str, int]]:
    """Id, text, labels and words of each document, the format, and what was counted."""
    run = ImportRun(path, options(known=KnownRecords(list(known))))
    found = [
        (one.document.id, one.document.text, [(a.label, a.text) for a in one.document.annotations])
        for one in run
    ]
    return found, run.format.name, run.report.warnings


LAILA_AND_FES = [("PER", "ليلى"), ("LOC", "فاس")]
READ: list[tuple[str, str, list[Found]]] = [
    (
        "doccano-duplicate-texts/in.jsonl",
        "doccano",
        [
            ("1", "توقيع الطرفين: ليلى", [("entity", "ليلى")]),
            ("2", "توقيع الطرفين: ليلى", [("entity", "ليلى")]),
            ("3", "نص آخر", []),
        ],
    ),
    ("jsonl-bom-crlf/in.jsonl", "doccano", [("a", "زارت", [("X", "زارت")]), ("b", "عاد", [])]),
    ("doccano-113-label-ids/in.jsonl", "doccano", [("15", TEXT, [("7", "ليلى"), ("8", "فاس")])]),
    (
        "doccano-454-json-array/in.json",
        "doccano",
        [("in.json#1", TEXT, LAILA_AND_FES), ("in.json#2", "لا شيء هنا", [])],
    ),
    ("doccano-float-offsets/in.jsonl", "doccano", [("in.jsonl#1", TEXT, [("PER", "ليلى")])]),
    ("ls-452-completions/in.json", "label-studio", [("0", TEXT, [("PER", "ليلى")])]),
    ("ls-5654-prediction-ids/in.json", "label-studio", [("1", TEXT, [("PER", "ليلى")])]),
    (
        "ls-2653-json-min/in.json",
        "label-studio",
        [("3", "أعلنت الوزارة 1,554 إصابة جديدة", [("MISC", "1,554")])],
    ),
    ("ls-storage-object/in.json", "label-studio", [("1", TEXT, [("PER", "ليلى")])]),
    ("prodigy-token-only/in.jsonl", "prodigy", [("in.jsonl#1", TEXT, [("PER", "ليلى")])]),
    ("prodigy-textcat/task.jsonl", "prodigy", [("task.jsonl#1", "خبر عن الرياضة", [])]),
    (
        "conll-wikiann/in.conll",
        "conll",
        [
            (
                "in.conll#1",
                "زارت ليلى مدينة فاس\nعاد عمر\n",
                [("PER", "ليلى"), ("LOC", "فاس"), ("PER", "عمر")],
            )
        ],
    ),
]


@pytest.mark.parametrize(("file", "name", "documents"), READ, ids=[case[0] for case in READ])
def test_a_file_is_known_by_its_looks_and_read(
    file: str, name: str, documents: list[Found]
) -> None:
    found, read_as, _ = imported(TOOLS / file)
    assert (read_as, found) == (name, documents)


def test_what_is_not_stored_is_counted() -> None:
    counted = {
        "ls-5654-prediction-ids/in.json": {
            "predictions named by their numbers: they are not in the file": 2
        },
        "conll-wikiann/in.conll": {
            "texts put together from tokens, one space between two": 1,
            "documents whose tokens all begin with a language code: it is left out": 1,
        },
    }
    for file, warnings in counted.items():
        assert imported(TOOLS / file)[2] == warnings


def test_the_scores_of_label_studios_regions_are_stored() -> None:
    run = ImportRun(TOOLS / "ls-meta-score" / "in.json", options())
    (one,) = [one.document for one in run]
    assert [(span.text, span.score) for span in one.annotations] == [("ليلى", None), ("فاس", 0.55)]
    warnings = run.report.warnings
    assert warnings["scores: left out"] == 1  # of the whole prediction
    assert warnings["results that are not labels of text: left out"] == 1


def test_a_task_of_prodigy_keeps_its_answer_and_its_label() -> None:
    run = ImportRun(TOOLS / "prodigy-textcat" / "in.jsonl", options())
    first, second = [one.document for one in run]
    assert first.meta == {"source": "x", "label": "SPORT", "answer": "reject"}
    assert (second.meta["accept"], second.meta["answer"]) == (["A"], "accept")
    assert second.meta["options"] == [{"id": "A", "text": "مال"}, {"id": "B", "text": "رياضة"}]


def test_nan_is_a_missing_value_and_a_record_without_text_is_refused_by_its_line() -> None:
    path = TOOLS / "jsonl-nan" / "in.jsonl"
    with pytest.raises(ExchangeError, match=r'in\.jsonl:2: "text" is not a string but null'):
        imported(path)


def test_spacys_entities_and_all_groups_of_spans_are_read() -> None:
    found, name, _ = imported(TOOLS / "spacy" / "in.spacy")
    assert name == "spacy"
    assert sum(len(annotations) for _, _, annotations in found) == 5
    assert len({document_id for document_id, _, _ in found}) == len(found)


ARTICLE = AnnotatedDocument("https://example.org/news/1", "", "/x", sha256_of(TEXT), TEXT)
PAGE = AnnotatedDocument("doc.txt", "", "/doc.txt", sha256_of(TEXT), TEXT)


@pytest.mark.parametrize(
    ("file", "label"),
    [
        ("w3c-collection/in.jsonld", "PER"),
        ("w3c-hypothesis-api/in.json", "claim"),
        ("w3c-hypothesis-client/in.json", "claim"),
        ("w3c-specific-body/in.jsonl", "PER"),
    ],
)
def test_web_annotations_are_read_in_every_container(file: str, label: str) -> None:
    found, name, _ = imported(TOOLS / file, (ARTICLE, PAGE))
    assert name == "w3c"
    assert [annotations for _, _, annotations in found] == [[(label, "ليلى")]]


def test_the_notes_and_names_of_hypothesis_are_kept() -> None:
    run = ImportRun(
        TOOLS / "w3c-hypothesis-api" / "in.json", options(known=KnownRecords([ARTICLE]))
    )
    (document,) = [one.document for one in run]
    (annotation,), (comment,) = document.annotations, document.comments
    assert (annotation.note, annotation.annotator) == ("هل من مصدر؟", "acct:huda@hypothes.is")
    assert annotation.created_at == "2024-01-02T10:00:00.000000+00:00"
    assert (comment.text, comment.annotation_id) == ("ملاحظة صفحة", None)
    assert (comment.annotator, comment.created_at) == (annotation.annotator, annotation.created_at)
    assert not run.report.warnings


def test_answers_of_hypothesis_are_comments_on_what_they_answer(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    uri, selector = ARTICLE.id, [{"type": "TextPositionSelector", "start": 5, "end": 9}]
    rows: list[dict[str, object]] = [
        {"id": "R2", "text": "لا", "references": ["A1", "R1"]},
        {"id": "N1", "text": "صفحة", "tags": ["x", "y"]},
        {"id": "R1", "text": "نعم", "references": ["A1"]},
        {"id": "A1", "tags": ["PER", "poet"], "target": [{"source": uri, "selector": selector}]},
    ]
    answer = {"total": 4, "rows": [{"uri": uri, "user": "acct:huda@x", **row} for row in rows]}
    path.write_text(json.dumps(answer), encoding="utf-8")
    (one,) = [one.document for one in ImportRun(path, options(known=KnownRecords([ARTICLE])))]
    (span,) = one.annotations
    assert (span.label, span.attributes) == ("PER", {"tags": ["poet"]})
    by_text = {comment.text: comment for comment in one.comments}
    assert sorted(by_text) == sorted(["لا", "صفحة\n#x #y", "نعم"])
    assert by_text["نعم"].annotation_id == by_text["لا"].annotation_id == span.id
    assert by_text["لا"].parent_id == by_text["نعم"].id
    assert by_text["نعم"].parent_id is None


def test_a_target_without_a_source_is_in_the_document_that_is_named() -> None:
    path = TOOLS / "w3c-recogito" / "in.json"
    known = KnownRecords([ARTICLE, PAGE])
    with pytest.raises(ExchangeError, match="name the one that is meant by --document"):
        list(ImportRun(path, options(known=known)))
    (one,) = [one.document for one in ImportRun(path, options(known=known, document="doc.txt"))]
    assert one.id == "doc.txt"
    assert [(a.label, a.text, a.note) for a in one.annotations] == [("PER", "ليلى", "شاعرة")]


@pytest.mark.parametrize("motivation", [{"motivation": "linking"}, {}])
def test_recogitos_links_in_a_file_of_their_own_join_what_was_imported(
    tmp_path: Path, motivation: dict[str, str]
) -> None:
    path = TOOLS / "w3c-recogito" / "in.json"
    known = KnownRecords([PAGE])
    (one,) = [one.document for one in ImportRun(path, options(known=known, document="doc.txt"))]
    (annotation,) = one.annotations
    links = tmp_path / "rel.json"
    targets = [{"id": "#a88b22d0"}, {"id": "#a88b22d0"}]
    body = [{"type": "TextualBody", "purpose": "tagging", "value": "same"}]
    value = {"type": "Annotation", "id": "#r1", "body": body, "target": targets, **motivation}
    links.write_text(json.dumps([{"@context": "http://www.w3.org/ns/anno.jsonld", **value}]))

    there = KnownRecords([PAGE], (annotation.id,))
    run = ImportRun(links, options(known=there, document="doc.txt"))
    ((link,),) = [one.document.links for one in run]
    assert (link.type, link.from_id, link.to_id) == ("same", annotation.id, annotation.id)
    with pytest.raises(ExchangeError, match="goes out from '#a88b22d0', which is not in its"):
        list(ImportRun(links, options(known=known, document="doc.txt")))


def test_a_named_document_stands_for_one_document_alone(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    selector = {"type": "TextPositionSelector", "start": 5, "end": 9}
    rows = [{"target": {"source": name, "selector": selector}, "body": []} for name in ("x", "y")]
    path.write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(ExchangeError, match="the file is about several documents"):
        list(ImportRun(path, options(known=KnownRecords([PAGE]), document="doc.txt"), "w3c"))


def test_an_identifying_body_is_an_attribute() -> None:
    run = ImportRun(TOOLS / "w3c-specific-body" / "in.jsonl", options(known=KnownRecords([PAGE])))
    ((annotation,),) = [one.document.annotations for one in run]
    assert annotation.attributes == {"kb_id": "https://www.wikidata.org/wiki/Q1"}
    assert annotation.annotator == "huda"


def test_words_of_a_token_stand_in_its_place() -> None:
    found, name, warnings = imported(TOOLS / "conllu-mwt" / "in.conllu")
    assert name == "conllu"
    assert found == [("d1", "وزارتها ليلى، أمس.\n", [("PER", "ليلى")])]
    assert warnings == {
        "words with forms, lemmas, parts of speech or relations of their own: left out": 6,
        "comments on sentences, such as their ids and translations: left out": 1,
    }


def test_tags_that_are_numbers_are_labels() -> None:
    found, name, warnings = imported(TOOLS / "hf-tokens" / "in.jsonl")
    assert (name, found) == ("token-lists", [("0", "زارت ليلى", [("1", "ليلى")])])
    assert len(warnings) == 2


def test_events_on_one_trigger_keep_their_own_roles_and_attributes() -> None:
    (one,) = [one.document for one in ImportRun(TOOLS / "brat-shared-trigger", options())]
    words = {a.id: a.text for a in one.annotations}
    roles = {
        tuple(sorted(words[link.to_id] for link in one.links if link.from_id == visit.id)): {
            name for name, value in visit.attributes.items() if value is True
        }
        for visit in one.annotations
        if visit.label == "Visit"
    }
    assert roles == {("فاس", "ليلى"): {"Spec"}, ("صور", "هدى"): {"Negation"}}


FILES = [case[0] for case in READ] + [
    "spacy/in.spacy",
    "w3c-specific-body/in.jsonl",
    "conllu-mwt/in.conllu",
    "hf-tokens/in.jsonl",
]


@pytest.mark.parametrize("file", FILES)
def test_every_id_is_the_same_when_a_file_is_read_again(file: str) -> None:
    ids = [
        [
            row.id
            for one in ImportRun(TOOLS / file, options(known=KnownRecords([PAGE])))
            for row in one.document.annotations
        ]
        for _ in range(2)
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


def test_json_min_of_label_studios_converter_has_the_words_of_the_export() -> None:
    run = ImportRun(DATA / "written" / "label-studio-min.json", options())
    found = Counter(
        (one.document.id, span.label, span.text) for one in run for span in one.document.annotations
    )
    exported = [
        (one.id, span.label, span.text)
        for one in everything()
        for span in one.annotations
        if span.status == "accepted"
    ]
    assert found == Counter(exported)
    assert set(run.report.warnings) == {
        "other fields of regions: left out",
        "regions without a label: left out",
    }


def test_token_lists_of_datasets_are_read() -> None:
    found = {
        name: [label for one in imported(DATA / "written" / f"datasets-{name}.jsonl")[0]
               for label in one[2]]
        for name in ("tokens", "plain-labels")
    }  # fmt: skip
    assert found == {
        "tokens": [("1", "ليلى"), ("3", "فاس")],
        "plain-labels": [("PER", "ليلى"), ("LOC", "فاس")],
    }
