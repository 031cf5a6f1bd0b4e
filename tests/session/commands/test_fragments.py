"""Discontinuous annotations: added to by hand, moved as one, carried into a changed text."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.opening import opened, put, stored, tag, tag_words
from tui.anchoring import place_annotations
from tui.model import Annotation, DocumentInfo, annotate, fit_fragments, moved
from tui.session.commands import tagging, undoing
from tui.session.session import Session
from tui.text.spans import Span

TEXT = "أعلن وزيرا الخارجية الفرنسي والألماني موقفا مشتركا من الأزمة."


def place(words: str) -> Span:
    """Where the words are in the text."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def only(session: Session) -> Annotation:
    """The only annotation that is stored."""
    (row,) = stored(session)
    return row


def test_a_selection_is_added_as_a_fragment_and_removed_by_undo(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag_words(session, "entity", "وزيرا الخارجية")
        said = tagging.add_fragment(session, row, place("والألماني"))
        assert said.text == "entity of 2 fragments, saved"
        assert only(session).fragments == (place("وزيرا الخارجية"), place("والألماني"))
        assert only(session).shown_text == "وزيرا الخارجية … والألماني"
        assert (only(session).start, only(session).end) == (row.start, place("والألماني").end)
        undoing.undo(session)
        assert only(session).fragments is None
        undoing.redo(session)
        assert only(session).fragments is not None


def test_what_touches_or_is_inside_makes_no_fragment(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag_words(session, "entity", "وزيرا الخارجية")
        assert "already" in tagging.add_fragment(session, row, place("الخارجية")).text
        said = tagging.add_fragment(session, row, Span(row.end, row.end + 8))
        assert said.text == "entity extended, saved"
        assert only(session).fragments is None
        assert only(session).end == row.end + 8


def test_a_bound_in_a_gap_goes_to_the_fragment_that_is_left(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag_words(session, "entity", "وزيرا الخارجية")
        tagging.add_fragment(session, row, place("والألماني"))
        tagging.move_bound(session, "start_in")
        assert only(session).shown_text == "الخارجية … والألماني"
        tagging.move_bound(session, "start_in")
        assert only(session).shown_text == "والألماني"
        assert only(session).fragments is None
        undoing.undo(session)
        tagging.move_bound(session, "end_in")
        assert only(session).shown_text == "الخارجية"


def test_it_is_found_in_its_gap_as_one(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag_words(session, "entity", "وزيرا الخارجية")
        tagging.add_fragment(session, row, place("والألماني"))
        gap = place("الفرنسي")
        assert [one.id for one in session.annotations.at(gap.start)] == [row.id]


def test_another_annotators_gets_no_fragment(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        session.show_others = True
        hers = put(session, "entity", 5, 10, annotator="her")
        assert tagging.add_fragment(session, hers, place("والألماني")).failed


@given(st.lists(st.integers(0, 60), min_size=4, max_size=10, unique=True), st.data())
def test_fitted_fragments_span_the_bounds_in_order(offsets: list[int], data: st.DataObject) -> None:
    offsets = sorted(offsets[: len(offsets) // 2 * 2])
    fragments = list(zip(offsets[::2], offsets[1::2], strict=True))
    start = data.draw(st.integers(0, 59))
    end = data.draw(st.integers(start + 1, 60))
    found = fit_fragments(fragments, (start, end))
    if found is not None:
        assert (found[0][0], found[-1][1]) == (start, end)
        flat = [offset for fragment in found for offset in fragment]
        assert all(low < high for low, high in pairwise(flat))


def discontinuous(text: str, first: str, second: str) -> Annotation:
    """An annotation of two stretches of a text."""
    low, high = text.index(first), text.index(second) + len(second)
    info = DocumentInfo("d", "", "", "0" * 64, len(text), "")
    made = annotate(info, text, (low, high), "entity", "me")
    return moved(made, text, (low, high), ((low, low + len(first)), (high - len(second), high)))


LONG = (
    "اجتمع أمس في العاصمة عدد من المسؤولين. أعلن وزيرا الخارجية الفرنسي والألماني موقفا "
    "مشتركا من الأزمة الراهنة، وقالا إن الحل السياسي هو الطريق الوحيد إلى السلام."
)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("اجتمع أمس", "خبر عاجل: اجتمع أمس", "وزيرا الخارجية … والألماني"),
        ("الفرنسي", "الفرنسي الجديد", "وزيرا الخارجية … والألماني"),
        ("وزيرا الخارجية الفرنسي والألماني", "الوفدان", None),
    ],
)
def test_a_changed_text_takes_its_fragments_along(old: str, new: str, shown: str | None) -> None:
    row = discontinuous(LONG, "وزيرا الخارجية", "والألماني")
    changed = LONG.replace(old, new)
    (placement,) = place_annotations(LONG, changed, [row])
    if shown is None:
        assert placement.span is None
        return
    assert placement.span is not None
    after = moved(row, changed, placement.span, placement.fragments)
    assert after.shown_text == shown


def test_a_text_that_stays_keeps_the_fragments() -> None:
    row = discontinuous(LONG, "وزيرا الخارجية", "والألماني")
    (placement,) = place_annotations(LONG, LONG, [row])
    assert placement.fragments == row.fragments


def test_tagging_the_hull_finds_the_one_that_is_there(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag_words(session, "entity", "وزيرا الخارجية")
        tagging.add_fragment(session, row, place("والألماني"))
        tag(session, "entity", row.start, place("والألماني").end)
        assert len(stored(session)) == 1
