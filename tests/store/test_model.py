import re
import uuid
from dataclasses import FrozenInstanceError

import pytest

from tui.model import (
    CONTEXT,
    DocumentInfo,
    annotate,
    deleted,
    edited,
    instant_of,
    later_than,
    link,
    moved,
    new_id,
    now,
)

TEXT = "a" * 50 + "كلمة" + "b" * 50
DOCUMENT = DocumentInfo("d", "", "", "sha", len(TEXT), "")


def test_ids_are_uuids_of_version_7_that_rise() -> None:
    ids = [new_id() for _ in range(5000)]
    assert ids == sorted(set(ids))
    for made in ids[:50]:
        parsed = uuid.UUID(made)
        assert parsed.version == 7
        assert parsed.variant == uuid.RFC_4122
        assert str(parsed) == made


def test_an_id_begins_with_the_milliseconds_of_its_making(monkeypatch: pytest.MonkeyPatch) -> None:
    later = 4_000_000_000_000
    monkeypatch.setattr("time.time_ns", lambda: later * 1_000_000)
    assert int(new_id().replace("-", "")[:12], 16) == later


def test_ids_rise_even_when_the_clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 4_100_000_000_000 * 1_000_000)
    ids = [new_id() for _ in range(10_000)]
    assert ids == sorted(set(ids))


def test_times_have_the_form_that_sorts() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", now())


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2999-12-31T23:59:59.999999Z", "3000-01-01T00:00:00.000000Z"),
        ("2999-01-01T00:00:00.000000Z", "2999-01-01T00:00:00.000001Z"),
        ("2999-01-01T03:00:00+03:00", "2999-01-01T00:00:00.000001Z"),
        ("2999-01-01 00:00", "2999-01-01T00:00:00.000001Z"),
    ],
)
def test_a_later_time_is_later_even_where_the_clock_is_behind(stamp: str, expected: str) -> None:
    assert later_than(stamp) == expected


@pytest.mark.parametrize(
    "stamp", ["9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59-12:00", "9999-12-31T24:00:00Z"]
)
def test_after_the_end_of_all_times_there_is_none(stamp: str) -> None:
    assert instant_of(later_than(stamp)) >= instant_of(stamp)


def test_times_compare_by_the_instant_that_they_stand_for() -> None:
    same = ["2026-11-28T16:41:00+03:00", "2026-11-28T13:41Z", " 2026-11-28 13:41:00.000z"]
    assert len({instant_of(stamp) for stamp in same}) == 1
    rising = ["?", "0001-01-01T00:00:00+23:00", "0001-01-01", "2026-01-02", "9999-12-31"]
    assert [*map(instant_of, rising)] == sorted(map(instant_of, rising))


@pytest.mark.parametrize("stamp", ["", "2020-01-01", "zzz"])
def test_a_later_time_than_none_is_now(stamp: str) -> None:
    assert now() <= later_than(stamp) <= now()


def test_an_annotation_keeps_what_it_covers_and_what_stands_around() -> None:
    annotation = annotate(DOCUMENT, TEXT, (50, 54), "entity", "me", attributes={"type": "PERS"})
    assert annotation.text == "كلمة"
    assert annotation.prefix == "a" * CONTEXT
    assert annotation.suffix == "b" * CONTEXT
    assert annotation.created_at == annotation.updated_at
    assert annotation.status == "accepted"
    assert annotation.text_sha256 == "sha"


def test_context_is_shorter_at_the_ends_of_the_text() -> None:
    annotation = annotate(DOCUMENT, TEXT, (3, len(TEXT) - 2), "claim", "me")
    assert (annotation.prefix, annotation.suffix) == ("aaa", "bb")


def test_moving_editing_and_deleting_make_later_rows() -> None:
    annotation = annotate(DOCUMENT, TEXT, (50, 54), "entity", "me")
    shorter = moved(annotation, TEXT, (50, 52))
    assert (shorter.text, shorter.suffix) == ("كل", "مة" + "b" * (CONTEXT - 2))
    noted = edited(shorter, note="ملاحظة")
    gone = deleted(noted)
    assert gone.deleted_at == gone.updated_at
    times = [row.updated_at for row in (annotation, shorter, noted, gone)]
    assert times == sorted(set(times))
    assert {row.created_at for row in (annotation, shorter, noted, gone)} == {annotation.created_at}


def test_a_link_belongs_to_the_document_that_it_goes_out_from() -> None:
    quote = annotate(DOCUMENT, TEXT, (0, 9), "quote", "me")
    other = DocumentInfo("other", "", "", "sha", len(TEXT), "")
    person = annotate(other, TEXT, (50, 54), "entity", "me")
    made = link(quote, person, "speaker", "me")
    assert (made.document_id, made.from_id, made.to_id) == ("d", quote.id, person.id)


def test_values_are_frozen_and_can_stand_in_sets() -> None:
    annotation = annotate(DOCUMENT, TEXT, (0, 1), "entity", "me", attributes={"a": ["b"]})
    with pytest.raises(FrozenInstanceError):
        annotation.note = "x"  # type: ignore[misc]  # what is tested
    assert {annotation, annotation} == {annotation}
    assert {DOCUMENT, DOCUMENT} == {DOCUMENT}
