import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from tests.formats.clients import json_ld
from tests.formats.fixture import (
    Maker,
    assert_golden,
    covered,
    hard_records,
    link,
    options,
    read_back,
    record,
    report,
    written,
)
from tests.formats.strategies import records
from tui.choices import Unit
from tui.errors import ExchangeError
from tui.formats import w3c
from tui.formats.shared.losses import EMPTY_DOCUMENTS, META, ORIGINS, PROGRESS
from tui.formats.shared.parsed import head_of
from tui.model import AnnotatedDocument, sha256_of

OA = "http://www.w3.org/ns/oa#"

# In groups, since rdflib would join all bodies with all selectors first.
QUERY = """
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?label ?document ?start ?end ?exact WHERE {
  { ?a a oa:Annotation ; oa:motivatedBy oa:tagging ; oa:hasTarget ?target ; oa:hasBody ?body . }
  { ?body oa:hasPurpose oa:tagging ; rdf:value ?label . }
  { ?target oa:hasSource ?source ; oa:hasSelector ?position , ?quote . }
  { ?source dcterms:identifier ?document . }
  { ?position a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end . }
  { ?quote a oa:TextQuoteSelector ; oa:exact ?exact . }
}
"""

LINKS = """
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?from ?type ?to WHERE {
  ?a a oa:Annotation ; oa:motivatedBy oa:linking ; oa:hasTarget ?from ;
     oa:hasBody [ oa:hasPurpose oa:tagging ; rdf:value ?type ] ,
                [ oa:hasPurpose oa:linking ; oa:hasSource ?to ] .
}
"""


def lines_of(made: list[AnnotatedDocument], **more: Any) -> list[str]:
    return written(w3c.write, made, **more)[0].decode().split("\n")[:-1]


def test_the_golden_export_is_unchanged() -> None:
    raw, losses = written(w3c.write, hard_records())
    assert_golden("w3c.jsonl", raw)
    assert losses.lost == {META: 2, PROGRESS: 3, ORIGINS: 1, EMPTY_DOCUMENTS: 1}


def test_a_json_ld_processor_finds_every_annotation() -> None:
    made = hard_records()
    texts = {one.id: one.text for one in made}
    graph = json_ld(lines_of(made))
    found = []
    for label, document, start, end, exact in graph.query(QUERY):
        assert texts[str(document)][int(start) : int(end)] == str(exact)
        found.append((str(label), str(exact)))
    assert sorted(found) == sorted(covered(made))


def test_a_json_ld_processor_finds_every_link() -> None:
    graph = json_ld(lines_of(hard_records()))
    found = {tuple(map(str, row)) for row in graph.query(LINKS)}
    assert found == {
        (f"urn:uuid:{one.from_id}", one.type, f"urn:uuid:{one.to_id}")
        for one in hard_records()[1].links
    }


def test_every_term_is_one_of_the_vocabularys() -> None:
    graph = json_ld(lines_of(hard_records()))
    known = (OA, "http://purl.org/dc/", "http://www.w3.org/1999/02/22-rdf", "http://xmlns.com/foaf")
    assert all(str(predicate).startswith(known) for predicate in graph.predicates())


def test_prefix_and_suffix_are_no_longer_than_a_pattern_may_be() -> None:
    mark = Maker("😀" * 40 + "قال" + "x" + "😀" * 40)
    mark("قال", "cue")
    (line,) = lines_of([record("d", mark)])
    quote = json.loads(line)["target"]["selector"][0]
    assert quote["prefix"] == "😀" * 16
    assert quote["suffix"] == "x" + "😀" * 15


def test_ids_that_are_no_uuids_have_an_iri_too() -> None:
    mark = Maker("قال")
    name = mark("قال", "cue", id="a b/ع")
    made = [record("d", mark, (replace(link(1, "x", name, name), id="§"),))]
    ids = [json.loads(line)["id"] for line in lines_of(made)]
    assert ids == ["urn:hashiya:a%20b%2F%D8%B9", "urn:hashiya:%C2%A7"]
    (back,) = read_back(w3c.read, "\n".join(lines_of(made)).encode(), made)
    assert (back.annotations, back.links) == (made[0].annotations, made[0].links)


def test_reading_gives_back_annotations_and_links() -> None:
    made = hard_records()
    back = read_back(w3c.read, written(w3c.write, made)[0], made)
    for one, before in zip(back, made[1:], strict=True):
        spans = tuple(replace(span, origin="") for span in before.annotations)
        assert replace(one, meta={}, progress=()) == replace(
            before, meta={}, progress=(), annotations=spans
        )


@given(records())
def test_only_what_is_said_to_be_lost_is_lost(made: list[AnnotatedDocument]) -> None:
    kept = [
        replace(
            one, annotations=tuple(s for s in one.annotations if s.status != "orphaned"), links=()
        )
        for one in made
    ]
    back = read_back(w3c.read, written(w3c.write, kept)[0], kept)
    full = [one for one in kept if one.annotations]
    assert [one.id for one in back] == [one.id for one in full]
    for one, before in zip(back, full, strict=True):
        assert one.annotations == tuple(replace(span, origin="") for span in before.annotations)


TEXT = "قال أحمد إن أحمد سيعود."
KNOWN = AnnotatedDocument("d1", "t", "s", "0" * 64, TEXT)


def theirs(**changes: Any) -> bytes:
    made = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://example.org/anno1",
        "type": "Annotation",
        "motivation": "commenting",
        "bodyValue": "من هو؟",
        "creator": "https://example.org/people/1",
        "target": {
            "source": "d1",
            "selector": {"type": "TextQuoteSelector", "exact": "أحمد", "prefix": "إن "},
        },
    }
    return json.dumps(made | changes).encode()


def test_words_without_offsets_are_found_where_they_stand_once() -> None:
    (one,) = read_back(w3c.read, theirs(), [KNOWN])
    assert [(s.start, s.end, s.label, s.note, s.annotator) for s in one.annotations] == [
        (12, 16, "commenting", "من هو؟", "https://example.org/people/1")
    ]


def test_words_that_stand_twice_are_searched_for_or_refused() -> None:
    target = {"source": "d1", "selector": {"type": "TextQuoteSelector", "exact": "أحمد"}}
    with pytest.raises(ExchangeError, match="'أحمد' has no certain place: it occurs 2 times"):
        read_back(w3c.read, theirs(target=target), [KNOWN])
    text = "قال أحمد في المؤتمر الصحفي الكبير. ثم عاد أحمد إلى بيته القديم في المدينة."
    changed = AnnotatedDocument("d1", "t", "s", sha256_of(text), text)
    quoted = {"exact": "أحمد", "prefix": "الصحفي الكبير ثم عاد ", "suffix": " إلى بيته القديم"}
    target = {"source": "d1", "selector": {"type": "TextQuoteSelector"} | quoted}
    (one,) = read_back(w3c.read, theirs(target=target), [changed])
    assert one.annotations[0].start == text.rindex("أحمد")


def test_an_array_and_bodies_of_other_shapes(tmp_path: Any) -> None:
    position = {"type": "TextPositionSelector", "start": 0, "end": 3}
    tag = {"type": "TextualBody", "purpose": "classifying", "value": "verb"}
    first = json.loads(theirs(body=tag, target=[{"source": {"id": "d1"}, "selector": [position]}]))
    whole = json.loads(theirs(target="https://example.org/page"))
    path = tmp_path / "in.json"
    path.write_text(json.dumps([first, whole]), encoding="utf-8")
    progress = report(path)
    (one,) = [one.document for one in w3c.read(progress, options([KNOWN]))]
    assert [(s.label, s.text) for s in one.annotations] == [("verb", "قال")]
    assert list(progress.warnings.values()) == [1]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"target": None}, '"target" is missing'),
        ({"body": 7}, "body is not an object"),
        ({"target": {"selector": {"type": "TextPositionSelector", "start": "x"}}}, '"start" is no'),
        ({"target": {"source": "d2", "selector": [{"type": "TextQuoteSelector", "exact": "x"}]}},
         "unknown document 'd2'"),
        ({"body": {"value": "{", "format": "application/json"}}, ":1: body: not JSON: Expecting"),
        ({"body": {"value": "[" * 100_000, "format": "application/json"}}, ":1: body: not JSON"),
        ({"body": {"value": '{"a":Infinity}', "format": "application/json"}}, ":1: body: not JSON"),
        ({"body": {"value": '{"a":"\\ud800"}', "format": "application/json"}},
         ":1: body: holds half of a surrogate pair"),
    ],
)  # fmt: skip
def test_what_is_not_in_order_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read_back(w3c.read, theirs(**changes), [KNOWN])


def discontinuous() -> AnnotatedDocument:
    """A document with one annotation of three fragments, an emoji before it."""
    mark = Maker("😀 ولا بد لهم من السفر غدا")
    mark("لا بد لهم من السفر", "claim")
    (span,) = mark.annotations
    parts = (
        (span.start, span.start + 5),
        (span.start + 10, span.start + 12),
        (span.end - 2, span.end),
    )
    mark.annotations[0] = replace(span, fragments=parts)
    return record("d", mark)


@pytest.mark.parametrize("unit", [Unit.CODEPOINT, Unit.UTF16, Unit.BYTE])
def test_fragments_are_targets_and_come_back(unit: Unit) -> None:
    made = [discontinuous()]
    raw, losses = written(w3c.write, made, unit=unit)
    targets = json.loads(raw)["target"]
    assert [one["selector"][0]["exact"] for one in targets] == ["لا بد", "من", "فر"]
    assert not losses.remarks
    (back,) = read_back(w3c.read, raw, made, unit=unit)
    assert back.annotations == made[0].annotations


def test_fragments_whose_words_are_not_there_are_refused() -> None:
    made = [discontinuous()]
    value = json.loads(written(w3c.write, made)[0])
    value["target"][1]["selector"][0]["exact"] = "عن"
    with pytest.raises(ExchangeError, match=r"a fragment of .* does not hold 'عن'"):
        read_back(w3c.read, json.dumps(value).encode(), made)


def position(start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end} | more


@pytest.mark.parametrize(
    ("selector", "fragments", "words"),
    [
        ([position(9, 11), position(0, 3)], ((0, 3), (9, 11)), "قال أحمد إن"),
        (position(4, 11, refinedBy=position(5, 7)), None, "إن"),
        (
            position(4, 16, refinedBy=[position(0, 4), position(8, 12)]),
            ((4, 8), (12, 16)),
            "أحمد إن أحمد",
        ),
        (
            {
                "type": "XPathSelector",
                "value": "/p",
                "refinedBy": {"type": "TextQuoteSelector", "exact": "سيعود"},
            },
            None,
            "سيعود",
        ),
    ],
)
def test_several_positions_and_refined_ones(selector: Any, fragments: Any, words: str) -> None:
    (one,) = read_back(w3c.read, theirs(target={"source": "d1", "selector": selector}), [KNOWN])
    (span,) = one.annotations
    assert (span.fragments, span.text) == (fragments, words)


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        ({"type": "TextQuoteSelector", "exact": "x", "refinedBy": position(0, 1)}, "is not read"),
        (position(0, 5, refinedBy={"type": "CssSelector"}), "only a TextPositionSelector"),
    ],
)
def test_what_is_refined_in_another_way_is_refused(selector: Any, said: str) -> None:
    with pytest.raises(ExchangeError, match=said):
        read_back(w3c.read, theirs(target={"source": "d1", "selector": selector}), [KNOWN])


def test_what_is_not_stored_of_a_web_annotation_is_counted(tmp_path: Any) -> None:
    targets = [{"source": name, "selector": position(0, 3)} for name in ("d1", "d2")]
    bodies = [{"type": "TextualBody", "purpose": "assessing", "value": "good"}]
    path = tmp_path / "in.json"
    path.write_bytes(theirs(target=targets, body=bodies, rights="CC0"))
    progress = report(path)
    assert len(list(w3c.read(progress, options([KNOWN])))) == 1
    assert sorted(progress.warnings) == [
        "bodies that are neither label, note, attributes nor status: left out",
        "further targets in another text, or in what is not text: left out",
        "other fields of Web Annotations: left out",
    ]
    assert all(lines == [1] for lines in progress.warning_lines.values())


def test_several_entities_motivations_and_creators_are_kept_or_counted(tmp_path: Any) -> None:
    bodies = [
        {"purpose": "identifying", "source": f"http://q/{number}", "language": "ar"}
        for number in (1, 2)
    ]
    path = tmp_path / "in.json"
    path.write_bytes(
        theirs(
            body=bodies,
            motivation=["questioning", "highlighting", "editing"],
            creator=[{"id": "http://me", "name": "me"}, "you"],
            target={"source": "d1", "selector": {"type": "FragmentSelector", "value": "char=0,3"}},
        )
    )
    progress = report(path)
    ((span,),) = [one.document.annotations for one in w3c.read(progress, options([KNOWN]))]
    assert (span.start, span.end, span.annotator, span.label) == (0, 3, "me", "questioning")
    assert span.attributes == {
        "kb_id": ["http://q/1", "http://q/2"],
        "motivation": "editing",
    }
    assert progress.warnings == {
        "further creators of an annotation: left out": 1,
        "other fields of creators: left out": 1,
        "other fields of bodies: left out": 2,
        "bodies that are neither label, note, attributes nor status: left out": 1,
    }


@pytest.mark.parametrize(
    ("body", "motivation"),
    [
        ({"purpose": "identifying", "source": "http://q/1"}, "highlighting"),
        ({"purpose": "identifying", "source": {"id": "http://q/1"}}, "highlighting"),
        ({"purpose": "identifying", "id": "http://q/1"}, "highlighting"),
        ({"source": "http://q/1"}, "identifying"),
        ({"id": "http://q/1", "type": "Image"}, ["highlighting", "identifying"]),
        ("http://q/1", "identifying"),
    ],
)
def test_the_entity_that_a_body_identifies(tmp_path: Any, body: Any, motivation: Any) -> None:
    target = {"source": "d1", "selector": position(0, 3)}
    made = json.loads(theirs(body=body, motivation=motivation, target=target))
    del made["bodyValue"]
    path = tmp_path / "in.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    progress = report(path)
    ((span,),) = [one.document.annotations for one in w3c.read(progress, options([KNOWN]))]
    assert span.attributes == {"kb_id": "http://q/1"}
    assert not progress.warnings


def test_a_resource_of_another_purpose_is_no_entity() -> None:
    body = {"id": "http://q/1", "purpose": "linking"}
    (one,) = read_back(
        w3c.read, theirs(body=body, target={"source": "d1", "selector": position(0, 3)}), [KNOWN]
    )
    assert one.annotations[0].attributes == {}


def test_characters_of_a_text_are_named_in_its_iri() -> None:
    for target in ("d1#char=0,3", "d1#char=0,3;length=9", ["d1#char=0,3"]):
        (one,) = read_back(w3c.read, theirs(target=target), [KNOWN])
        assert [span.text for span in one.annotations] == ["قال"]


def test_a_graph_has_annotations_among_other_nodes(tmp_path: Any) -> None:
    one = json.loads(theirs(target={"source": "d1", "selector": position(0, 3)}))
    made = {"@context": one.pop("@context", ""), "@graph": [{"id": "http://me"}, one]}
    path = tmp_path / "in.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    progress = report(path)
    assert w3c.sniff(head_of(path))
    assert len(list(w3c.read(progress, options([KNOWN])))) == 1
    assert progress.warnings == {"nodes of a graph that are not annotations: left out": 1}


@pytest.mark.parametrize("shape", ["object", "array", "lines"])
def test_single_annotations_of_hypothesis(tmp_path: Any, shape: str) -> None:
    quote = {"type": "TextQuoteSelector", "exact": "قال"}
    row = {
        "id": "A1", "user": "acct:huda@hypothes.is", "uri": "d1", "text": "هل؟", "tags": ["verb"],
        "target": [{"source": "d1", "selector": [position(0, 3), quote]}],
    }  # fmt: skip
    made = {
        "object": json.dumps(row),
        "array": json.dumps([row]),
        "lines": f"{json.dumps(row)}\n",
    }
    path = tmp_path / "in.json"
    path.write_text(made[shape], encoding="utf-8")
    assert w3c.sniff(head_of(path))
    ((span,),) = [one.document.annotations for one in w3c.read(report(path), options([KNOWN]))]
    assert (span.label, span.text, span.note) == ("verb", "قال", "هل؟")
    assert span.annotator == "acct:huda@hypothes.is"


def test_what_a_collection_says_beside_its_annotations_is_counted(tmp_path: Any) -> None:
    one = json.loads(theirs(target={"source": "d1", "selector": position(0, 3)}))
    page = {"type": "AnnotationPage", "next": "http://x/2", "items": [one]}
    made = {"@context": "http://www.w3.org/ns/anno.jsonld", "label": "x", "first": page}
    path = tmp_path / "in.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    progress = report(path)
    assert len(list(w3c.read(progress, options([KNOWN])))) == 1
    assert progress.warnings == {
        "other fields of collections: left out": 1,
        "pages of a collection that are not in the file": 1,
    }


def test_recogito_links_its_two_targets() -> None:
    def row(name: str, **more: Any) -> bytes:
        return theirs(id=name, motivation="tagging", **more)

    spans = [
        row(f"#{start}", target={"source": "d1", "selector": position(start, start + 3)})
        for start in (0, 9)
    ]
    tag = {"type": "TextualBody", "purpose": "tagging", "value": "about"}
    arrow = theirs(id="#r", motivation="linking", body=[tag], target=[{"id": "#0"}, {"id": "#9"}])
    arrow = json.dumps({k: v for k, v in json.loads(arrow).items() if k != "bodyValue"}).encode()
    (one,) = read_back(w3c.read, b"\n".join([*spans, arrow]), [KNOWN])
    names = {span.id: span.start for span in one.annotations}
    assert [(x.type, names[x.from_id], names[x.to_id]) for x in one.links] == [("about", 0, 9)]
