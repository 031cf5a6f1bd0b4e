"""What is left to do in a document, and in which order."""

from pathlib import Path

from tests.session.opening import go, opened, put, tag
from tui.model import edited, link
from tui.schema import (
    AttributeChoice,
    AttributeDef,
    AttributeType,
    LabelDef,
    LabelSchema,
    default_schema,
)
from tui.session.commands import commenting, deciding, linking, tagging, undoing
from tui.session.session import Session
from tui.session.todo import (
    ToDo,
    ToDoKind,
    document_comes_next,
    next_suggestion,
    next_todo,
    still_to_do,
    todo,
)
from tui.store.row_mapping import Change

TEXT = "علي قال «نعم» وسمير قال «لا» في لندن يوم الأحد"
KIND = AttributeDef(
    "kind", AttributeType.CHOICE, (AttributeChoice("a"), AttributeChoice("b")), required=True
)


def going(session: Session, *, forward: bool = True, times: int = 3) -> list[int]:
    """Where the next things to do are, gone through one by one."""
    starts = []
    for _ in range(times):
        found = next_todo(session, forward=forward)
        assert found is not None
        session.pin(found.annotation)
        starts.append(found.annotation.start)
    return starts


def test_nothing_is_left_where_nothing_is_tagged(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        assert next_todo(session, forward=True) is None


def test_suggestions_come_before_quotes_without_speaker_before_missing_attributes(
    tmp_path: Path,
) -> None:
    schema = LabelSchema((*default_schema().labels, LabelDef("fact", "i", attributes=(KIND,))))
    with opened(tmp_path, TEXT, schema=schema) as session:
        fact = tag(session, "fact", 0, 3)
        quote = tag(session, "quote", 9, 12)
        suggestion = put(session, "entity", 32, 36, status="suggested", origin="because")
        go(session, 0)
        assert next_todo(session, forward=True) == ToDo(
            suggestion, ToDoKind.SUGGESTION, "suggested: because"
        )

        deciding.decide(session, suggestion, accept=True)
        assert next_todo(session, forward=True) == ToDo(
            quote, ToDoKind.SPEAKER, "quote without speaker"
        )
        speaker = session.annotations.same("entity", 32, 36)[0]
        linking.add_link(session, quote, speaker, "speaker")
        assert next_todo(session, forward=True) == ToDo(fact, ToDoKind.ATTRIBUTE, "kind is missing")
        tagging.set_attribute(session, fact, "kind", "a")
        assert next_todo(session, forward=True) is None


def test_one_goes_through_them_round_the_end_both_ways(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        for start, end in ((0, 3), (14, 18), (32, 36)):
            put(session, "entity", start, end, status="suggested")
        go(session, 5)
        assert going(session, times=4) == [14, 32, 0, 14]
        go(session, 16)
        assert going(session, forward=False, times=4) == [14, 0, 32, 14]


def test_one_that_starts_at_the_caret_is_the_first(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        put(session, "entity", 0, 3, status="suggested")
        put(session, "entity", 14, 18, status="suggested")
        assert going(session) == [0, 14, 0]


def test_those_that_start_together_are_each_gone_to(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        short = put(session, "entity", 0, 3, status="suggested")
        long = put(session, "claim", 0, 12, status="suggested")
        found = []
        for _ in range(3):
            step = next_todo(session, forward=True)
            assert step is not None
            session.pin(step.annotation)
            found.append(step.annotation)
        assert found == [short, long, short]


def test_anothers_missing_speaker_is_not_ones_own_to_do(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        session.show_others = True
        hers = put(session, "quote", 9, 12, annotator="her")
        assert todo(session, hers) is None
        assert next_todo(session, forward=True) is None


def test_a_suggested_speaker_is_one_for_now(tmp_path: Path) -> None:

    with opened(tmp_path, TEXT) as session:
        quote = tag(session, "quote", 9, 12)
        speaker = put(session, "entity", 0, 3, status="suggested")
        session.store.load([link(quote, speaker, "speaker", "me", status="suggested")])
        session.load_annotations()
        assert todo(session, quote) is None


def test_what_is_decided_on_with_another_is_not_gone_to_by_itself(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        quote = put(session, "quote", 9, 12, status="suggested")
        speaker = put(session, "entity", 0, 3, status="suggested")
        said = link(quote, speaker, "speaker", "me", status="suggested")
        session.store.load([said])
        session.load_annotations()
        assert going(session, times=2) == [9, 9]

        deciding.decide(session, quote, accept=False)
        assert session.annotations.get(speaker.id) is None  # it went with the quote
        undoing.undo(session)
        session.commit("accept", [Change(quote, edited(quote, status="accepted"))])
        assert going(session, times=2) == [0, 0]


def test_a_link_that_does_not_make_it_part_of_another(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        first, second = (
            put(session, "quote", start, start + 2, status="suggested") for start in (9, 25)
        )
        third = put(session, "entity", 32, 36, status="suggested")
        goes_on = link(first, second, "continues", "me", status="suggested")
        rejected = link(first, third, "speaker", "me", status="rejected")
        session.store.load([goes_on, rejected])
        session.load_annotations()
        go(session, 0)
        assert going(session) == [9, 25, 32]


def test_after_a_decision_the_next_suggestion_comes_from_the_end_the_first(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        first, second, third = (
            put(session, "entity", start, end, status="suggested")
            for start, end in ((0, 3), (14, 18), (32, 36))
        )
        assert next_suggestion(session, first) == second
        assert next_suggestion(session, third) == first
        for row in (first, second, third):
            deciding.decide(session, row, accept=True)
        assert next_suggestion(session, third) is None


def test_what_is_left_is_counted_by_kind(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        assert still_to_do(session) == ""
        tag(session, "quote", 9, 12)
        assert still_to_do(session) == "1 quote without speaker"
        tag(session, "quote", 25, 27)
        put(session, "entity", 0, 3, status="suggested")
        assert still_to_do(session) == "1 suggestion, 2 quotes without speaker"


def test_the_least_sure_are_gone_to_first_where_that_is_chosen(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        sure = put(session, "entity", 0, 3, status="suggested", score=0.9)
        unscored = put(session, "entity", 14, 18, status="suggested")
        doubtful = put(session, "entity", 32, 36, status="suggested", score=0.2)
        session.least_sure_first = True
        go(session, 16)
        assert going(session, times=4) == [32, 0, 14, 32]
        assert going(session, forward=False, times=3) == [14, 0, 32]
        assert next_suggestion(session, doubtful) == sure
        assert next_suggestion(session, unscored) == doubtful


def test_comments_on_the_document_come_after_those_on_annotations(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        assert not document_comes_next(session, None, forward=True)
        commenting.add(session, None, "translated by a machine?")
        assert document_comes_next(session, None, forward=True)
        assert still_to_do(session) == "1 open comment"
        first, second = tag(session, "entity", 0, 3), tag(session, "entity", 14, 18)
        for row in (first, second):
            commenting.flag(session, row)
        session.pin(first)
        assert not document_comes_next(session, todo(session, second), forward=True)
        assert document_comes_next(session, todo(session, second), forward=False)
        session.pin(second)
        assert document_comes_next(session, todo(session, first), forward=True)
        put(session, "entity", 32, 36, status="suggested")
        found = next_todo(session, forward=True)
        assert found is not None
        assert not document_comes_next(session, found, forward=True)
        commenting.resolve(session, None)
        assert not document_comes_next(session, None, forward=True)
