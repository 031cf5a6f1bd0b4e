"""What the review's line of filter means, and which annotations fit."""

from pathlib import Path

import pytest

from tests.session.opening import opened, put, tag, tag_words
from tui.model import link
from tui.schema import (
    AttributeChoice,
    AttributeDef,
    AttributeType,
    LabelDef,
    LabelSchema,
    default_schema,
)
from tui.session.commands import linking
from tui.session.review import ReviewFilter, completed, matching, parse
from tui.session.session import Session

TEXTS = ("علي قال «نعم» في لندن", "في لُندن أيضا")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", ReviewFilter()),
        ("label:quote label:claim", ReviewFilter(labels=("quote", "claim"))),
        ("by:me", ReviewFilter(annotators=("me",))),
        ("status:suggested", ReviewFilter(statuses=("suggested",))),
        ("status:sugg", ReviewFilter(statuses=("suggested",))),
        ("status:sugested", ReviewFilter(statuses=("sugested",))),
        ("document:a.txt", ReviewFilter(document="a.txt")),
        ("missing:speaker", ReviewFilter(missing=("speaker",))),
        ("type:PERS", ReviewFilter(attributes=(("type", "PERS"),))),
        ('topic:"two words" أحمد', ReviewFilter(("احمد",), attributes=(("topic", "two words"),))),
        ("label: type:", ReviewFilter()),
        ('"unfinished', ReviewFilter(('"unfinished',))),
    ],
)
def test_a_line_of_filter(line: str, expected: ReviewFilter) -> None:
    assert parse(line) == expected


def found(session: Session, line: str) -> list[str]:
    return [row.text for row in matching(session.store, session.schema, parse(line))]


def fill(session: Session) -> None:
    speaker = tag(session, "entity", 0, 3, type="PERS", mention="name")
    quote = tag(session, "quote", 9, 12)
    linking.add_link(session, quote, speaker, "speaker")
    put(session, "entity", 17, 21, annotator="model", status="suggested")
    session.open("001.txt", session.open_text.options)
    tag_words(session, "entity", "لُندن", type="GPE")
    put(session, "quote", 3, 8, annotator="her", note="قالت")


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("", ["علي", "نعم", "لندن", "لُندن", "لُندن"]),
        ("label:quote", ["نعم", "لُندن"]),
        ("لندن", ["لندن", "لُندن", "لُندن"]),
        ("label:entity لندن", ["لندن", "لُندن"]),
        ("قالت", ["لُندن"]),
        ("by:her", ["لُندن"]),
        ("status:suggested", ["لندن"]),
        ("status:sugested", []),
        ("document:001", ["لُندن", "لُندن"]),
        ("type:pers", ["علي"]),
        ("type:GPE document:000", []),
        ("missing:type", ["نعم", "لندن", "لُندن"]),
        ("missing:speaker", ["لُندن"]),
        ("missing:mention label:entity", ["لندن", "لُندن"]),
        ("missing:type missing:mention label:entity", ["لندن"]),
        ("missing:nothing", []),
    ],
)
def test_what_fits(tmp_path: Path, line: str, texts: list[str]) -> None:
    with opened(tmp_path, *TEXTS) as session:
        fill(session)
        assert found(session, line) == texts


def test_a_list_fits_by_any_of_its_values(tmp_path: Path) -> None:
    with opened(tmp_path, *TEXTS) as session:
        put(session, "claim", 0, 3, attributes={"tags": ["a", "b"]})
        assert found(session, "tags:b") == ["علي"]
        assert found(session, "tags:c") == []


def test_a_label_that_the_schema_lacks_is_reviewed_too(tmp_path: Path) -> None:
    with opened(tmp_path, *TEXTS) as session:
        put(session, "stance", 0, 3)
        assert found(session, "label:stance") == ["علي"]
        assert found(session, "missing:type") == []


def test_a_rejected_link_is_none(tmp_path: Path) -> None:
    with opened(tmp_path, *TEXTS) as session:
        speaker, quote = tag(session, "entity", 0, 3), tag(session, "quote", 9, 12)
        session.store.load([link(quote, speaker, "speaker", "me", status="rejected")])
        assert found(session, "missing:speaker") == ["نعم"]


def test_what_is_required(tmp_path: Path) -> None:
    kind = AttributeDef("kind", AttributeType.CHOICE, (AttributeChoice("a"),), required=True)
    schema = LabelSchema((LabelDef("fact", "i", attributes=(kind,)),))
    with opened(tmp_path, *TEXTS, schema=schema) as session:
        tag(session, "fact", 0, 3)
        tag(session, "fact", 9, 12, kind="a")
        assert found(session, "missing:required") == ["علي"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("lab", ["label:"]),
        ("label:c", ["label:claim", "label:cue"]),
        ("x by:", ["by:her", "by:me"]),
        ("status:s", ["status:suggested"]),
        ("missing:sp", ["missing:speaker", "missing:speaker_form"]),
        ("type:p", ["type:PERS", "type:PRODUCT", "type:PERCENT"]),
        ("negated:", ["negated:True", "negated:False"]),
        ("topic:", []),
        ("zzz", []),
    ],
)
def test_how_a_filter_can_go_on(line: str, expected: list[str]) -> None:
    assert completed(line, default_schema(), ["her", "me"]) == expected
