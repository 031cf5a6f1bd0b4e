"""Compared with schema.org's ClaimReview and the requirements of Google's fact-check results."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.clients import local_json_ld
from tests.formats.damage import assert_one_clear_answer
from tests.formats.fixture import (
    Maker,
    assert_golden,
    hard_records,
    link,
    options,
    read_back,
    record,
    uid,
    written,
)
from tests.formats.strategies import records
from tui.errors import ExchangeError
from tui.formats import claimreview
from tui.formats.registry import ImportRun
from tui.model import AnnotatedDocument

NO_URL = "claims without the required url: the address of the fact check, attribute review_url"


def article() -> AnnotatedDocument:
    mark = Maker("😀 قال أحمد إن البطالة ارتفعت. وقال أحمد إن البطالة ارتفعت.")
    speaker = mark("أحمد", "entity", attributes={"canonical": "أحمد علي"})
    claim = mark(
        "البطالة ارتفعت",
        "claim",
        nth=1,
        attributes={
            "verdict": "false",
            "normalized": "ارتفعت البطالة في مصر عام 2023.",
            "review_url": "https://check.example/1",
            "review_date": "2024-02-01",
            "claim_date": "2024-01-31",
            "harm": "no",
        },
        note="؟",
    )
    mark("البطالة", "claim")
    links = (link(0x900, "source", claim, speaker),)
    return record("أخبار/1.txt", mark, links, url="https://news.example/1", author="هدى")


def reviews(made: list[AnnotatedDocument]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written(claimreview.write, made)[0])
    return found


def test_who_said_a_quote_is_counted_as_what_is_not_a_claim() -> None:
    mark = Maker("قال أحمد: “البطالة ارتفعت”.")
    speaker = mark("أحمد", "entity")
    quote = mark("البطالة ارتفعت", "quote")
    said = record("a.txt", mark, (link(0x900, "speaker", quote, speaker),))
    assert written(claimreview.write, [said])[1].lost["annotations that are not claims"] == 2


def test_the_golden_export_is_unchanged() -> None:
    raw, losses = written(claimreview.write, [*hard_records(), article()])
    assert_golden("claimreview.json", raw)
    assert losses.remarks == {NO_URL: 1}
    assert losses.lost["claims without a verdict"] == 4


def test_a_review_has_every_property_that_is_asked_for() -> None:
    (one,) = reviews([article()])
    assert one["@context"] == "https://schema.org"
    assert one["@type"] == "ClaimReview"
    assert one["claimReviewed"] == "ارتفعت البطالة في مصر عام 2023."
    assert one["url"] == "https://check.example/1"
    assert one["datePublished"] == "2024-02-01"
    assert one["author"] == {"@type": "Person", "name": "mona"}
    assert one["reviewRating"] == {"@type": "Rating", "alternateName": "false"}
    assert one["itemReviewed"]["author"] == {"@type": "Person", "name": "أحمد علي"}
    assert one["itemReviewed"]["datePublished"] == "2024-01-31"
    assert one["itemReviewed"]["appearance"]["url"] == "https://news.example/1"


def test_a_json_ld_processor_finds_the_same_properties() -> None:
    raw, _ = written(claimreview.write, [article()])
    graph = local_json_ld(raw.decode(), "https://schema.org", {"@vocab": "https://schema.org/"})
    found = {
        str(value)
        for subject, property_, value in graph
        if str(property_) == "https://schema.org/alternateName"
    }
    assert found == {"false"}
    kinds = {str(value).rpartition("/")[2] for _, property_, value in graph
             if str(property_).endswith("#type")}  # fmt: skip
    assert kinds == {"ClaimReview", "Rating", "Claim", "CreativeWork", "Person"}


def test_a_review_of_a_known_document_lies_where_it_was_made() -> None:
    raw, _ = written(claimreview.write, [article()])
    (back,) = read_back(claimreview.read, raw, [article()])
    (claim,) = back.annotations
    wanted = next(one for one in article().annotations if one.attributes.get("verdict"))
    assert (claim.start, claim.end, claim.text) == (wanted.start, wanted.end, wanted.text)
    assert claim.annotator == "mona"
    assert claim.attributes["verdict"] == "false"
    assert claim.attributes["normalized"] == "ارتفعت البطالة في مصر عام 2023."


def test_ids_of_hashiya_come_back() -> None:
    mark = Maker("ادعاء")
    mark("ادعاء", "claim", id=uid(7), attributes={"verdict": "true"})
    made = [record("x", mark)]
    raw, _ = written(claimreview.write, made)
    (back,) = read_back(claimreview.read, raw, made)
    assert back.annotations[0].id == uid(7)


FOREIGN: dict[str, Any] = {
    "@context": "http://schema.org",
    "@type": "ClaimReview",
    "datePublished": "2016-06-22",
    "url": "https://example.com/news/science/worldisflat",
    "claimReviewed": "الأرض مسطحة",
    "inLanguage": "ar",
    "reviewBody": "ليست كذلك.",
    "dateModified": "2016-07-01",
    "author": {"@type": "Organization", "name": "مدقق", "url": "https://example.com/"},
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": "1",
        "bestRating": "5",
        "worstRating": "1",
        "alternateName": "خطأ",
    },
    "itemReviewed": {
        "@type": "Claim",
        "datePublished": "2016-06-20",
        "author": [{"@type": "Person", "name": "فلان", "sameAs": "https://e.org"}, "غيره"],
        "appearance": {"@type": "CreativeWork", "url": "https://e.org/a"},
    },
}


def imported(tmp_path: Path, value: Any) -> tuple[list[AnnotatedDocument], dict[str, int]]:
    path = tmp_path / "in.json"
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    run = ImportRun(path, options())
    assert run.format.name == "claimreview"
    return [one.document for one in run], run.report.warnings


@pytest.mark.parametrize(
    "container",
    [
        [FOREIGN],
        [{"@context": "http://schema.org", "@graph": [FOREIGN]}],
        [{"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [FOREIGN]}]}],
    ],
)
def test_a_maximal_review_is_stored_whole(tmp_path: Path, container: Any) -> None:
    (one,), warnings = imported(tmp_path, container)
    assert (one.text, warnings) == ("الأرض مسطحة", {})
    (claim,) = one.annotations
    assert claim.attributes == {
        "verdict": "خطأ",
        "review_url": FOREIGN["url"],
        "review_date": "2016-06-22",
        "claim_date": "2016-06-20",
        "claimant": "فلان, غيره",
    }
    assert (claim.annotator, claim.updated_at) == ("مدقق", "2016-07-01")
    stored = {"@context", "@type", "claimReviewed", "url", "datePublished", "dateModified"}
    assert dict(one.meta) == {key: FOREIGN[key] for key in FOREIGN.keys() - stored}


def test_other_things_of_a_graph_are_counted(tmp_path: Path) -> None:
    graph = [{"@type": "WebPage"}, FOREIGN, {"@type": "Organization"}]
    found, warnings = imported(tmp_path, [{"@context": "http://schema.org", "@graph": graph}])
    assert [one.text for one in found] == ["الأرض مسطحة"]
    assert list(warnings.values()) == [2]


def test_required_properties_that_lack_are_counted(tmp_path: Path) -> None:
    (one,), warnings = imported(tmp_path, [{"@type": "ClaimReview", "claimReviewed": "ادعاء"}])
    assert one.annotations[0].attributes == {}
    assert warnings == {
        "reviews without the required reviewRating": 1,
        "reviews without the required url": 1,
    }


def test_two_imports_give_the_same_ids(tmp_path: Path) -> None:
    ids = [imported(tmp_path, [FOREIGN])[0][0].annotations[0].id for _ in range(2)]
    assert ids[0] == ids[1]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"@type": "ClaimReview"}, '"claimReviewed" is missing'),
        ({"@type": "ClaimReview", "claimReviewed": 7}, '"claimReviewed" is not a string'),
        ({**FOREIGN, "itemReviewed": "x"}, "itemReviewed is not an object but a string"),
        ({"@type": "Article"}, "is not a ClaimReview"),
    ],
)
def test_what_is_no_review_is_refused(tmp_path: Path, value: Any, message: str) -> None:
    path = tmp_path / "in.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(ExchangeError, match=message):
        list(ImportRun(path, options(), "claimreview"))


@given(records())
def test_every_claim_with_a_verdict_is_a_review(made: list[AnnotatedDocument]) -> None:
    raw, losses = written(claimreview.write, made)
    claims = [
        one
        for document in made
        for one in document.annotations
        if one.label == "claim" and one.status != "orphaned"
    ]
    assert len(json.loads(raw)) == len(claims) - losses.lost["claims without a verdict"]


@pytest.mark.slow
@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_clear_words(data: Any) -> None:
    raw, _ = written(claimreview.write, [article(), *hard_records()])
    foreign = json.dumps([FOREIGN], ensure_ascii=False, indent=1).encode()
    known = data.draw(st.booleans())
    assert_one_clear_answer(
        data, claimreview.read, raw if known else foreign, [article()] if known else None
    )
