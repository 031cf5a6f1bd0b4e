"""Compared with dkpro-cassis: what it reads, and files that it writes in INCEpTION's layers."""

import importlib
import io
import keyword
import sys
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.damage import damaged
from tests.formats.fixture import (
    LABELS,
    KnownRecords,
    Maker,
    covered,
    hard_records,
    link,
    options,
    record,
    report,
)
from tests.formats.strategies import records
from tui.errors import ExchangeError
from tui.formats import cas
from tui.formats.registry import ImportRun
from tui.formats.shared.exchange_options import ExportOptions
from tui.formats.shared.label_usage import Usage
from tui.model import AnnotatedDocument, Annotation

cassis: Any = importlib.import_module("cassis")

NER = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
POS = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS"


def discontinuous() -> AnnotatedDocument:
    mark = Maker("😀 «لن نتراجع»، قال أحمد، «أبدا».")
    quote = mark("«لن نتراجع»، قال أحمد، «أبدا»", "quote", fragments=((2, 13), (25, 31)), score=0.5)
    name = mark("أحمد", "entity")
    return record("د.txt", mark, (link(0x300, "speaker", quote, name),))


def exported(made: list[AnnotatedDocument], folder: Path) -> Path:
    folder.mkdir()
    cas.write_folder(made, folder, ExportOptions(labels=LABELS))
    return folder


def loaded(folder: Path, name: str) -> Any:
    """The CAS as dkpro-cassis reads it with the type system next to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the feature `type` has another name in Python
        types = cassis.load_typesystem(io.BytesIO((folder / "TypeSystem.xml").read_bytes()))
        return cassis.load_cas_from_xmi(folder / f"{name}.xmi", typesystem=types)


def in_cas(one: AnnotatedDocument) -> list[Annotation]:
    return [span for span in one.annotations if span.status != "orphaned"]


# ------------------------------------------------------------------------ writing


def test_cassis_finds_every_annotation_with_its_words(tmp_path: Path) -> None:
    made = [*hard_records(), discontinuous()]
    folder = exported(made, tmp_path / "out")
    for one in made:
        spans = loaded(folder, one.id).select("webanno.custom.Span")
        words = [(span.label, span.get_covered_text()) for span in spans]
        assert sorted(words) == sorted((a.label, a.text) for a in in_cas(one))


def test_offsets_in_the_file_count_utf16_units_and_fragments_are_slots(tmp_path: Path) -> None:
    folder = exported([discontinuous()], tmp_path / "out")
    raw = (folder / "د.txt.xmi").read_text("utf-8")
    assert 'begin="3" end="32"' in raw
    found = loaded(folder, "د.txt")
    (quote,) = [one for one in found.select("webanno.custom.Span") if one.label == "quote"]
    pieces = [slot.target.get_covered_text() for slot in quote.fragments.elements]
    assert pieces == ["«لن نتراجع»", "«أبدا»"]


def test_a_single_file_has_its_type_system_beside_it(tmp_path: Path) -> None:
    out, usage = io.BytesIO(), Usage(LABELS)
    made = discontinuous()
    usage.count(made)
    cas.write([made], out, ExportOptions(labels=LABELS))
    (tmp_path / "d.xmi").write_bytes(out.getvalue())
    (tmp_path / "d.xmi.TypeSystem.xml").write_bytes(cas.type_system(usage))
    run = ImportRun(tmp_path / "d.xmi", options())
    (back,) = [one.document for one in run]
    assert run.format.name == "cas"
    assert (back.id, back.text) == (made.id, made.text)
    assert back.annotations == made.annotations
    assert back.links == made.links
    with pytest.raises(ExchangeError, match="name a folder, or one document with --document"):
        cas.write(hard_records(), out, ExportOptions())


@pytest.mark.parametrize("name", [*keyword.kwlist, "get", "set", "xmiID", "get_covered_text"])
def test_an_attribute_may_have_a_name_that_python_or_dkpro_cassis_uses(
    tmp_path: Path, name: str
) -> None:
    mark = Maker("قال أحمد")
    mark("أحمد", "entity", attributes={name: "1", "other": "2"})
    made = record("د.txt", mark)
    folder = exported([made], tmp_path / "out")
    (span,) = loaded(folder, "د.txt").select("webanno.custom.Span")
    assert (span.get_covered_text(), span.other) == ("أحمد", "2")
    (back,) = cas.read(report(folder), options(known=KnownRecords([made])))
    assert back.document.annotations == made.annotations


@given(made=records())
def test_every_annotation_comes_back_as_it_was(
    made: list[AnnotatedDocument], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = exported(made, tmp_path_factory.mktemp("cas") / "out")
    known = KnownRecords(made)
    back = {one.document.id: one.document for one in cas.read(report(folder), options(known=known))}
    for one in made:
        found = back[one.id]
        assert found.text == one.text
        assert list(found.annotations) == in_cas(one)


def test_without_dkpro_cassis_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    message = r"needs dkpro-cassis: .* -m pip install 'hashiya\[cas\]'"
    with pytest.raises(ExchangeError, match=message):
        exported(hard_records(), tmp_path / "out")
    (tmp_path / "x.xmi").write_bytes(b"<x/>")
    with pytest.raises(ExchangeError, match=message):
        list(cas.read(report(tmp_path / "x.xmi"), options()))


# ------------------------------------------------------------------------ reading


def from_inception() -> tuple[bytes, bytes]:
    """An .xmi and its type system with the layers that a project of INCEpTION has."""
    types = cassis.TypeSystem()
    base = "uima.tcas.Annotation"
    string = "uima.cas.String"
    token = types.create_type(TOKEN, supertypeName=base)
    pos = types.create_type(POS, supertypeName=base)
    types.create_feature(pos, "PosValue", string)
    entity = types.create_type(NER, supertypeName=base)
    for name in ("value", "identifier"):
        types.create_feature(entity, name, string)
    claim = types.create_type("webanno.custom.Claim", supertypeName=base)
    types.create_feature(claim, "topic", string)
    types.create_feature(claim, "sure", "uima.cas.Boolean")
    types.create_feature(claim, "tags", "uima.cas.StringArray")
    slot = types.create_type("webanno.custom.ClaimWhoLink", supertypeName="uima.cas.TOP")
    types.create_feature(slot, "role", string)
    types.create_feature(slot, "target", base)
    types.create_feature(claim, "who", "uima.cas.FSArray", elementType=slot.name)
    relation = types.create_type("webanno.custom.About", supertypeName=base)
    for name in ("Governor", "Dependent"):
        types.create_feature(relation, name, NER)
    types.create_feature(relation, "label", string)
    types.create_feature(relation, "weight", "uima.cas.Integer")
    chain = types.create_type("webanno.custom.CorefLink", supertypeName=base)
    types.create_feature(chain, "next", chain.name)
    for name in ("referenceType", "referenceRelation"):
        types.create_feature(chain, name, string)

    made = cassis.Cas(types)
    made.sofa_string = "😀 زارت ليلى فاس"
    made.sofa_mime = "text/plain"
    first = entity(begin=7, end=11, value="PER", identifier="http://e.org/Q1")
    second = entity(begin=12, end=15, value="LOC")
    host = claim(begin=2, end=15, topic="سفر", sure=True)
    host.tags = types.get_type("uima.cas.StringArray")(elements=["a"])
    host.who = types.get_type("uima.cas.FSArray")(
        elements=[slot(role="visitor", target=first), slot(target=second)]
    )
    last = chain(begin=12, end=15, referenceType="place")
    start = chain(begin=7, end=11, referenceType="nam", referenceRelation="same", next=last)
    about = relation(begin=12, end=15, label="in", weight=3)
    about.Governor, about.Dependent = first, second
    made.add_all(
        [token(begin=2, end=6), pos(begin=2, end=6, PosValue="V"), first, second, host, last,
         start, about]
    )  # fmt: skip
    return made.to_xmi().encode(), types.to_xml().encode()


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return buffer.getvalue()


def test_every_feature_of_inceptions_layers_is_stored_or_counted(tmp_path: Path) -> None:
    xmi, types = from_inception()
    path = tmp_path / "export.zip"
    path.write_bytes(zipped(doc_xmi=xmi, TypeSystem_xml=types))
    run = ImportRun(path, options())
    (one,) = [one.document for one in run]
    assert (run.format.name, one.text) == ("cas", "😀 زارت ليلى فاس")
    assert sorted((a.label, a.text, dict(a.attributes)) for a in one.annotations) == [
        ("Claim", "زارت ليلى فاس", {"sure": "true", "topic": "سفر"}),
        ("LOC", "فاس", {"layer": NER}),
        ("PER", "ليلى", {"layer": NER, "kb_id": "http://e.org/Q1"}),
        ("nam", "ليلى", {"layer": "webanno.custom.CorefLink"}),
        ("place", "فاس", {"layer": "webanno.custom.CorefLink"}),
    ]
    words = {a.id: (a.label, a.text) for a in one.annotations}
    assert sorted((n.type, words[n.from_id][0], words[n.to_id][0]) for n in one.links) == [
        ("in", "PER", "LOC"),
        ("same", "nam", "place"),
        ("visitor", "Claim", "PER"),
        ("who", "Claim", "LOC"),
    ]
    assert run.report.warnings == {
        "layers of words (parts of speech, lemmas, dependencies and the like): left out": 1,
        "features that are neither texts, numbers nor slots: left out": 1,
        "features of relations besides their label: left out": 1,
    }


def test_a_type_system_is_found_beside_the_file_or_asked_for(tmp_path: Path) -> None:
    xmi, types = from_inception()
    path = tmp_path / "doc.xmi"
    path.write_bytes(xmi)
    with pytest.raises(
        ExchangeError, match=r"has no TypeSystem\.xml next to it, and .*: export it"
    ):
        list(ImportRun(path, options()))
    (tmp_path / "TypeSystem.xml").write_bytes(types)
    ids = [[a.id for one in ImportRun(path, options()) for a in one.document.annotations]
           for _ in range(2)]  # fmt: skip
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 5


def test_the_types_of_dkpro_core_are_known_without_a_type_system(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it opens its resources in a deprecated way
        types = cassis.load_dkpro_core_typesystem()
    made = cassis.Cas(types)
    made.sofa_string = "זורה ليلى فاس"
    made.add(types.get_type(NER)(begin=5, end=9, value="PER", identifier="Q1"))
    made.add(types.get_type(TOKEN)(begin=5, end=9))
    (tmp_path / "doc.xmi").write_text(made.to_xmi(), encoding="utf-8")
    (one,) = [one.document for one in ImportRun(tmp_path / "doc.xmi", options())]
    assert [(a.label, a.text, a.attributes["kb_id"]) for a in one.annotations] == [
        ("PER", "ليلى", "Q1")
    ]


def test_each_document_of_an_archive_has_the_nearest_type_system(tmp_path: Path) -> None:
    xmi, types = from_inception()
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/TypeSystem.xml", cassis.TypeSystem().to_xml())
        archive.writestr("b/TypeSystem.xml", types)
        archive.writestr("b/doc.xmi", xmi)
    (one,) = [one.document for one in ImportRun(path, options(), "cas")]
    assert len(one.annotations) == 5


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"doc_xmi": b"<x/>"}, r"has no TypeSystem\.xml next to it"),
        ({"TypeSystem_xml": b"<x/>"}, r"holds no \.xmi"),
        ({"doc_xmi": b"<x", "TypeSystem_xml": b""}, "is not a CAS that dkpro-cassis can read"),
    ],
)
def test_a_damaged_archive_is_refused(
    tmp_path: Path, members: dict[str, bytes], message: str
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped(**members))
    with pytest.raises(ExchangeError, match=message):
        list(cas.read(report(path), options()))


@pytest.mark.slow
@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_clear_words(
    tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    xmi, types = from_inception()
    which = data.draw(st.booleans())
    (folder / "doc.xmi").write_bytes(damaged(data, xmi) if which else xmi)
    (folder / "TypeSystem.xml").write_bytes(types if which else damaged(data, types))
    found: list[AnnotatedDocument] = []
    said = ""
    try:
        found = [one.document for one in cas.read(report(folder / "doc.xmi"), options())]
    except ExchangeError as error:
        said = str(error)
    assert all(str(folder) in line for line in said.split("\n") if said)
    list(covered(found))


def test_an_archive_that_only_fills_the_machine_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("a.xmi", b"<a>" + b" " * (33 << 20) + b"</a>")
    with pytest.raises(ExchangeError, match="a file in the archive is longer than 32 MiB"):
        list(cas.read(report(path), options()))
