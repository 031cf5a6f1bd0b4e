"""Tagging, bounds, attributes, deleting: what is stored, where the caret stands, what undo does."""

from pathlib import Path

import pytest

from tests.session.opening import SEED, go, opened, put, spans, stored, tag, tag_words
from tui.schema import (
    AttributeChoice,
    AttributeDef,
    AttributeType,
    LabelDef,
    LabelSchema,
    default_schema,
)
from tui.session.commands import deciding, linking, tagging, undoing
from tui.session.messages import NO_CURRENT
from tui.session.session import Session
from tui.text.spans import Span

ENTITY, QUOTE, CLAIM = (default_schema().label(name) for name in ("entity", "quote", "claim"))
WORDS = "قال زاك كوبر إن اليابان مهمة. والفلبين أيضا."


def test_a_tag_takes_the_selection_then_drops_it_and_stands_at_its_end(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        session.open_text.select(Span(4, 12))
        said = tagging.tag(session, ENTITY)
        assert spans(session) == [("entity", 4, 12)]
        assert session.open_text.selection is None
        assert session.open_text.caret == 12
        assert session.current == session.annotations.items[0]
        assert said.text == "entity saved"


@pytest.mark.parametrize(
    ("label", "offset", "span"),
    [
        ("entity", 16, (16, 23)),
        ("entity", 12, (13, 15)),
        ("cue", 1, (0, 3)),
        ("claim", 20, (0, 28)),
        ("quote", 20, (0, 29)),
    ],
)
def test_a_tag_without_a_selection_takes_the_natural_span(
    tmp_path: Path, label: str, offset: int, span: tuple[int, int]
) -> None:
    with opened(tmp_path, WORDS) as session:
        go(session, offset)
        tagging.tag(session, default_schema().label(label))
        assert spans(session) == [(label, *span)]


def test_there_is_nothing_to_tag_in_a_blank_text(tmp_path: Path) -> None:
    with opened(tmp_path, " \n ") as session:
        assert tagging.tag(session, ENTITY).failed
        assert stored(session) == []


def test_no_document_no_tag(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        alone = Session(session.store, default_schema(), "me")
        assert tagging.tag(alone, ENTITY).failed
        assert tagging.repeat(alone).failed


def test_the_same_label_on_the_same_span_selects_what_is_there(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        first = tag(session, "entity", 4, 12, type="PERS")
        go(session, 0)
        session.open_text.select(Span(4, 12))
        said = tagging.tag(session, ENTITY)
        assert "already" in said.text
        assert stored(session) == [first]
        assert session.current == first
        assert session.open_text.caret == 12
        tag(session, "claim", 4, 12)
        assert len(stored(session)) == 2


def test_a_suggestion_on_the_same_span_is_accepted_by_the_tag(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        put(session, "entity", 4, 12, annotator="model", status="suggested", origin="m.jsonl",
            attributes={"type": "ORG"})  # fmt: skip
        session.open_text.select(Span(4, 12))
        tagging.tag(session, ENTITY)
        (row,) = stored(session)
        assert (row.status, row.annotator, row.attributes) == ("accepted", "me", {"type": "ORG"})
        assert session.current == row
        undoing.undo(session)
        (row,) = stored(session)
        assert (row.status, row.annotator) == ("suggested", "model")


def test_a_rejected_one_does_not_stand_in_the_way(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        put(session, "entity", 4, 12, status="rejected")
        tag(session, "entity", 4, 12)
        assert sorted(row.status for row in stored(session)) == ["accepted", "rejected"]


def test_another_annotators_is_not_taken_for_ones_own(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        session.show_others = True
        put(session, "entity", 4, 12, annotator="her")
        mine = tag(session, "entity", 4, 12)
        assert {row.annotator for row in stored(session)} == {"her", "me"}
        tag(session, "entity", 4, 12)
        assert len(stored(session)) == 2
        assert session.current == mine


def test_while_searching_a_tag_takes_the_match_that_one_is_at(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        session.search.look_for("اليابان مهمة")
        match = session.search.first_from(0)
        assert match is not None
        go(session, match.start)
        tagging.tag(session, ENTITY)
        assert spans(session) == [("entity", *match)]
        # At its end it is still the match, so that a second label can be put on it.
        tagging.tag(session, CLAIM)
        assert ("claim", *match) in spans(session)
        go(session, 5)
        tagging.tag(session, ENTITY)
        assert ("entity", 4, 7) in spans(session)


def test_a_selection_goes_before_the_match(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        session.search.look_for("اليابان")
        match = session.search.first_from(0)
        assert match is not None
        session.open_text.select(Span(match.start + 2, match.end))
        tagging.tag(session, ENTITY)
        assert spans(session) == [("entity", match.start + 2, match.end)]


def test_snapping_widens_a_selection_to_whole_words_only_where_it_is_set(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        session.open_text.select(Span(5, 10))
        tagging.tag(session, ENTITY)
        session.snap_to_words = True
        session.open_text.select(Span(5, 10))
        tagging.tag(session, ENTITY)
        assert spans(session) == [("entity", 4, 12), ("entity", 5, 10)]
        # Bounds that are moved afterwards stay as they are put.
        tagging.move_bound(session, "start_out")
        tagging.set_bounds(session, session.annotations.items[0], Span(4, 11))
        assert ("entity", 4, 11) in spans(session)


def test_defaults_of_the_schema_go_with_a_new_annotation(tmp_path: Path) -> None:
    label = LabelDef(
        "fact",
        "f",
        attributes=(
            AttributeDef("sure", AttributeType.YES_NO, default=True),
            AttributeDef(
                "kind", AttributeType.CHOICE, (AttributeChoice("a"), AttributeChoice("b"))
            ),
        ),
    )
    with opened(tmp_path, WORDS, schema=LabelSchema((label,))) as session:
        go(session, 0)
        tagging.tag(session, label)
        tagging.tag(session, label, attributes={"sure": False})
        assert [row.attributes for row in stored(session)] == [{"sure": True}, {"sure": False}]


def test_repeating_takes_the_last_label_with_its_attributes_as_they_are_now(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS, WORDS) as session:
        row = tag(session, "entity", 4, 12)
        tagging.set_attribute(session, row, "type", "PERS")
        go(session, 16)
        tagging.repeat(session)
        assert [one.attributes for one in stored(session)] == [{"type": "PERS"}] * 2
        undoing.undo(session)
        undoing.undo(session)
        session.open("001.txt", session.open_text.options)
        tagging.repeat(session)
        assert [one.attributes for one in stored(session)] == [{"type": "PERS"}]


def test_nothing_to_repeat_at_first(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        assert tagging.repeat(session).failed


@pytest.mark.parametrize(
    ("which", "text"),
    [("start_in", "لفلبين"), ("start_out", "مهمة. والفلبين"), ("end_out", "والفلبين أيضا")],
)
def test_bounds_of_a_selection_move(tmp_path: Path, which: str, text: str) -> None:
    with opened(tmp_path, WORDS) as session:
        start = WORDS.index("والفلبين")
        session.open_text.select(Span(start, start + 8))
        tagging.move_bound(session, which)
        assert session.open_text.selection is not None
        found = session.text_of(session.open_text.selection)
        assert found == ("الفلبين" if which == "start_in" else text)
        assert stored(session) == []


def test_bounds_of_the_current_annotation_move_in_one_step_each(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        start = WORDS.index("والفلبين")
        tag(session, "entity", start, start + 8)
        tagging.move_bound(session, "start_in")
        tagging.move_bound(session, "end_out")
        assert [row.text for row in stored(session)] == ["الفلبين أيضا"]
        assert session.open_text.caret == session.annotations.items[0].end
        undoing.undo(session)
        assert [row.text for row in stored(session)] == ["الفلبين"]
        assert session.current is not None
        tagging.move_bound(session, "start_out")
        assert [row.text for row in stored(session)] == ["والفلبين"]


def test_without_an_annotation_here_bounds_start_from_the_word(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        go(session, WORDS.index("والفلبين"))
        tagging.move_bound(session, "start_in")
        assert session.open_text.selection is not None
        assert session.text_of(session.open_text.selection) == "الفلبين"


def test_bounds_that_cannot_move_change_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, "كلمة") as session:
        row = tag(session, "entity", 0, 4)
        said = tagging.move_bound(session, "end_out")
        assert said is not None
        assert "same" in said.text
        assert tagging.set_bounds(session, row, Span(2, 2)).failed
        assert stored(session) == [row]
        undoing.undo(session)
        assert stored(session) == []


def test_there_is_no_bound_in_a_blank_text(tmp_path: Path) -> None:
    with opened(tmp_path, "\n") as session:
        assert tagging.move_bound(session, "end_in") == NO_CURRENT


def test_attributes_and_note_are_changed_in_one_step(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        row = tag(session, "entity", 4, 12)
        tagging.update(session, row, "edit entity", attributes={"type": "ORG"}, note="a\nb")
        (saved,) = stored(session)
        assert (saved.attributes, saved.note) == ({"type": "ORG"}, "a\nb")
        again = tagging.update(session, saved, "edit entity", attributes={"type": "ORG"})
        assert again.text == "nothing changed"
        undoing.undo(session)
        (saved,) = stored(session)
        assert (saved.attributes, saved.note) == ({}, "")


def test_deleting_takes_the_links_along_and_undo_brings_them_back(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        speaker = tag_words(session, "entity", "كوبر", type="PERS")
        quote = tag(session, "quote", 1329, 1450)
        linking.add_link(session, quote, speaker, "speaker")
        said = tagging.delete(session, speaker)
        assert "with 1 link" in said.text
        assert spans(session) == [("quote", 1329, 1450)]
        assert session.store.links.in_document("000.txt") == []
        undoing.undo(session)
        assert len(stored(session)) == 2
        assert [row.to_id for row in session.store.links.in_document("000.txt")] == [speaker.id]


def test_anothers_work_stays_as_it_is(tmp_path: Path) -> None:
    with opened(tmp_path, WORDS) as session:
        session.show_others = True
        hers = put(session, "entity", 4, 12, annotator="her")
        quote = put(session, "quote", 0, 12, annotator="her")
        for said in (
            tagging.delete(session, hers),
            tagging.set_bounds(session, hers, Span(4, 7)),
            tagging.set_attribute(session, hers, "type", "ORG"),
            linking.add_link(session, quote, hers, "speaker"),
            deciding.decide(session, hers, accept=True),
        ):
            assert said.failed
        assert stored(session) == [quote, hers]


def test_nothing_of_it_changes_the_text(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        tag(session, "entity", 0, 7)
        assert session.store.documents.text_of("000.txt") == SEED
