"""Deciding on what annotators differ in."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.articles import document
from tests.session.blocking import blocked
from tui.choices import AnnotationStatus
from tui.errors import Busy
from tui.model import Annotation, Link, annotate, edited, link, moved
from tui.schema import default_schema
from tui.session.commands import document_state, tagging, undoing
from tui.session.commands.adjudicating import Adjudication
from tui.session.session import Session
from tui.store.database import Store
from tui.store.replication.other_database import other_database
from tui.store.row_mapping import Change, DocumentStatus
from tui.team.decided import sources
from tui.team.read_layers import gather
from tui.text.layout import LayoutOptions, fit
from tui.text.spans import Span
from tui.text.unicode import Direction

TEXT = (
    "قال وزير الخارجية سمير حداد إن الاتفاق بين اليابان وفرنسا جاهز.\n"
    "وأضافت ليلى عمران: “لن نوقع قبل الصيف”."
)
MINISTER = (4, 27)
NAME = (18, 27)
JAPAN = TEXT.index("اليابان")
FRANCE = TEXT.index("وفرنسا")
QUOTE = TEXT.index("لن نوقع")
LAILA = TEXT.index("ليلى")


def span(start: int, length: int) -> tuple[int, int]:
    return start, start + length


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A document that two annotators have done, each in their own way."""
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(TEXT, "1.txt")])
        mark(store, "a", NAME, span(FRANCE + 1, 5), "PERS")
        mark(store, "b", MINISTER, span(FRANCE, 6), "ORG")
        yield store


def mark(
    store: Store, who: str, name: tuple[int, int], france: tuple[int, int], laila: str
) -> None:
    info = store.documents.get("1.txt")

    def entity(place: tuple[int, int], type: str) -> Annotation:
        return annotate(info, TEXT, place, "entity", who, attributes={"type": type})

    speaker = entity(span(LAILA, 10), laila)
    quote = annotate(info, TEXT, span(QUOTE, 17), "quote", who)
    rows = [entity(name, "PERS"), entity(span(JAPAN, 7), "GPE"), entity(france, "GPE")]
    if who == "a":
        rows.append(annotate(info, TEXT, (31, 38), "claim", who))
    changes = [Change(None, row) for row in [*rows, speaker, quote]]
    changes.append(Change(None, link(quote, speaker, "speaker", who)))
    unread = DocumentStatus("1.txt", who, "unread")
    changes.append(Change(unread, DocumentStatus("1.txt", who, "done")))
    store.history.commit("all", "1.txt", who, changes)


@pytest.fixture
def session(store: Store) -> Session:
    session = Session(store, default_schema(), "me")
    session.open("1.txt", LayoutOptions(width=72))
    return session


def own(session: Session) -> list[tuple[str, int, int]]:
    rows = session.store.annotations.in_document("1.txt")
    return [(row.label, row.start, row.end) for row in rows if row.annotator == "me"]


def test_a_whole_document(session: Session) -> None:
    adjudication = Adjudication(session)
    message = adjudication.begin()
    assert message.text.startswith("taken: 2; bounds: 1 a 2 words, 2 b 4 words · 4 left of 4")
    assert adjudication.annotators == ("a", "b")
    assert session.open_text.caret == MINISTER[0]
    message = adjudication.choose(1)
    assert message.text.startswith("decided for a, saved; missing: 1 a claim, 2 b nothing")
    assert adjudication.choose_none().text.startswith("decided for none, saved; bounds:")
    message = adjudication.choose(1)
    assert "attributes: 1 a type=PERS, 2 b type=ORG · 1 left of 4" in message.text
    message = adjudication.choose(1)
    assert message.text == "decided for a, saved; nothing is left to decide here"
    assert own(session) == [
        ("entity", *NAME),
        ("entity", *span(JAPAN, 7)),
        ("entity", *span(FRANCE + 1, 5)),
        ("entity", *span(LAILA, 10)),
        ("quote", *span(QUOTE, 17)),
    ]
    (arrow,) = [one for one in session.store.links.in_document("1.txt") if one.annotator == "me"]
    ends = [session.store.annotations.get(id) for id in (arrow.from_id, arrow.to_id)]
    assert [row.label for row in ends] == ["quote", "entity"]
    assert len(session.store.comments.decisions("1.txt")) == 4


def test_an_arabic_name_leaves_the_order_of_the_answers(tmp_path: Path) -> None:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(TEXT, "1.txt")])
        mark(store, "ليلى", NAME, span(FRANCE + 1, 5), "PERS")
        mark(store, "عمر", MINISTER, span(FRANCE, 6), "PERS")
        session = Session(store, default_schema(), "me")
        session.open("1.txt", LayoutOptions(width=72))
        adjudication = Adjudication(session)
        text = adjudication.begin().text
        shown = fit(text.partition("; ")[2], 80, direction=Direction.LTR)
        assert re.fullmatch(r"bounds: 1 [^ ]+ 4 words, 2 [^ ]+ 2 words · 2 left of 2 *", shown)


def test_the_annotators_rows_stay_as_they_are(session: Session) -> None:
    before = [r for r in session.store.annotations.in_document("1.txt") if r.annotator != "me"]
    adjudication = Adjudication(session)
    adjudication.begin()
    adjudication.choose(2)
    adjudication.choose_all()
    after = [r for r in session.store.annotations.in_document("1.txt") if r.annotator != "me"]
    assert after == before


def test_an_answer_is_one_step_of_undo(session: Session) -> None:
    adjudication = Adjudication(session)
    adjudication.begin()
    taken = own(session)
    adjudication.choose(2)
    assert len(own(session)) == len(taken) + 1
    undoing.undo(session)
    assert own(session) == taken
    assert session.store.comments.decisions("1.txt") == []
    assert adjudication.ask().text.startswith("bounds: 1 a 2 words, 2 b 4 words · 4 left of 4")


def test_all_keeps_every_version(session: Session) -> None:
    adjudication = Adjudication(session)
    adjudication.begin()
    adjudication.choose_all()
    assert ("entity", *NAME) in own(session)
    assert ("entity", *MINISTER) in own(session)


def test_something_of_ones_own(session: Session) -> None:
    adjudication = Adjudication(session)
    adjudication.begin()
    asked = adjudication.current
    assert asked is not None
    session.open_text.go_to(NAME[0])
    tagging.tag(session, session.schema.label("entity"))
    made = session.current
    assert made is not None
    message = adjudication.choose_own(made)
    assert message.text.startswith("decided for your own, saved")
    found = session.store.annotations.get(made.id)
    assert len(sources(found)) == 2
    assert adjudication.current != asked


def test_a_later_change_opens_only_what_it_touches(session: Session, store: Store) -> None:
    adjudication = Adjudication(session)
    adjudication.begin()
    for _ in range(4):
        adjudication.choose(1)
    assert adjudication.state().left == 0
    claim = next(r for r in store.annotations.in_document("1.txt") if r.label == "claim"
                 and r.annotator == "a")  # fmt: skip
    other = Session(store, default_schema(), "a")
    other.open("1.txt", LayoutOptions(width=72))
    tagging.set_bounds(other, claim, Span(31, 44))
    state = adjudication.state()
    assert [question.kind for question in state.questions] == ["missing"]
    assert state.questions[0].span == (31, 44)
    session.sync_external_changes()
    adjudication.ask()
    adjudication.choose(1)
    assert [row for row in own(session) if row[0] == "claim"] == [("claim", 31, 44)]


def test_two_identical_layers_leave_nothing_to_decide(tmp_path: Path) -> None:
    with Store.open(tmp_path / "same.db") as store:
        store.add_documents([document(TEXT, "1.txt")])
        for who in ("a", "b"):
            mark(store, who, NAME, span(FRANCE + 1, 5), "PERS")
        claims = [r for r in store.annotations.in_document("1.txt") if r.label == "claim"]
        store.history.commit("delete", "1.txt", "a", [Change(claims[0], None)])
        session = Session(store, default_schema(), "me")
        session.open("1.txt", LayoutOptions(width=72))
        message = Adjudication(session).begin()
        assert message.text == "taken: 5; nothing is left to decide here"
        assert len([one for one in store.links.in_document("1.txt") if one.annotator == "me"]) == 1


def test_one_annotator_is_not_enough(session: Session) -> None:
    assert Adjudication(session, ["a"]).begin().text.startswith("fewer than two annotators")


# ------------------------------------------------------------------ later changes


def of(store: Store, who: str, label: str, start: int) -> Annotation:
    """Return the one annotation of this annotator and label that begins there."""
    rows = store.annotations.in_document("1.txt")
    (row,) = [r for r in rows if (r.annotator, r.label, r.start) == (who, label, start)]
    return row


def change(store: Store, row: Annotation, after: Annotation | None) -> None:
    store.history.commit("change", "1.txt", row.annotator, [Change(row, after)])


def decided(session: Session, *numbers: int) -> Adjudication:
    """Answer all questions of the document by these numbers."""
    adjudication = Adjudication(session)
    adjudication.begin()
    for number in numbers:
        adjudication.choose(number)
    assert adjudication.state().left == 0
    return adjudication


def begun(session: Session) -> str:
    session.reload()
    return Adjudication(session).begin().text


def test_what_all_change_alike_is_taken_again(session: Session, store: Store) -> None:
    decided(session, 1, 1, 1, 1)
    for who in ("a", "b"):
        row = of(store, who, "entity", JAPAN)
        change(store, row, edited(row, attributes={"type": "ORG"}))
        if who == "a":
            assert "attributes" in begun(session)
    assert begun(session) == "taken: 1; nothing is left to decide here"
    assert of(store, "me", "entity", JAPAN).attributes == {"type": "ORG"}
    assert begun(session) == "nothing is left to decide here"


def test_what_all_delete_is_withdrawn(session: Session, store: Store) -> None:
    decided(session, 1, 1, 1, 1)
    for who in ("a", "b"):
        change(store, of(store, who, "entity", JAPAN), None)
    assert begun(session) == "withdrawn: 1; nothing is left to decide here"
    assert ("entity", *span(JAPAN, 7)) not in own(session)
    undoing.undo(session)
    assert ("entity", *span(JAPAN, 7)) in own(session)


def test_what_the_adjudicator_edited_by_hand_stays(session: Session, store: Store) -> None:
    decided(session, 1, 1, 1, 1)
    mine = of(store, "me", "entity", JAPAN)
    change(store, mine, edited(mine, attributes={"type": "LOC"}))
    for who in ("a", "b"):
        change(store, of(store, who, "entity", JAPAN), None)
    assert begun(session) == "nothing is left to decide here"
    assert of(store, "me", "entity", JAPAN).attributes == {"type": "LOC"}


def test_a_link_stays_when_its_end_is_decided_on_again(session: Session, store: Store) -> None:
    decided(session, 1, 1, 1, 1)
    speaker = of(store, "b", "entity", LAILA)
    change(store, speaker, moved(speaker, TEXT, span(LAILA, 4)))
    session.sync_external_changes()
    adjudication = Adjudication(session)
    assert "bounds: 1 a 2 words, 2 b 1 word · 1 left of 4" in adjudication.begin().text
    adjudication.choose(2)
    (arrow,) = [one for one in store.links.in_document("1.txt") if one.annotator == "me"]
    end = store.annotations.get(arrow.to_id)
    assert ((end.start, end.end), end.deleted_at) == (span(LAILA, 4), None)


def test_what_the_adjudicator_adds_is_no_layer_to_compare(session: Session, store: Store) -> None:
    decided(session, 1, 1, 1, 1)
    session.open_text.go_to(TEXT.index("الاتفاق"))
    tagging.tag(session, session.schema.label("entity"))
    document_state.set_status(session, "done")
    assert begun(session) == "nothing is left to decide here"


def test_an_adjudicator_is_no_annotator_unless_named(session: Session, store: Store) -> None:
    decided(session, 1, 1, 1, 1)
    document_state.set_status(session, "done")
    assert gather(store.annotated_documents()).annotators == ["a", "b"]
    named = gather(store.annotated_documents(), ["a", "me"])
    assert named.annotators == ["a", "me"]
    (found,) = named.documents
    assert len(found.layers["me"].units) == 6


def test_an_annotator_who_adjudicates_counts_with_their_own(session: Session, store: Store) -> None:
    session.annotator = "a"
    message = Adjudication(session).begin()
    assert message.text.startswith("your own layer is one of those compared; f2 changes")
    assert "bounds: 1 a 2 words, 2 b 4 words · 4 left of 4" in message.text
    Adjudication(session).begin()
    gathered = gather(store.annotated_documents())
    assert gathered.annotators == ["a", "b"]
    (found,) = gathered.documents
    assert [len(layer.units) for layer in found.layers.values()] == [6, 5]


def test_a_third_annotator_opens_only_what_is_other_there(session: Session, store: Store) -> None:
    decided(session, 1, 1, 1, 1)
    mark(store, "c", NAME, span(FRANCE + 1, 5), "PERS")
    message = begun(session)
    # Each question in which the first two differed has a third opinion; all else is as it was.
    assert message == "attributes: 1 a type=PERS, 2 b type=ORG, 3 c type=PERS · 3 left of 4"


def test_of_many_layers_the_status_line_says_which_have_the_same(
    session: Session, store: Store
) -> None:
    for who in ("c", "d"):
        mark(store, who, NAME, span(FRANCE + 1, 5), "PERS")
    message = Adjudication(session).begin()
    assert message.text.startswith("taken: 2; bounds: 1 3 4 2 words, 2 4 words · 4 left of 4")


def test_a_majority_is_taken_where_it_is_asked_for(session: Session, store: Store) -> None:
    mark(store, "c", NAME, span(FRANCE + 1, 5), "PERS")
    message = Adjudication(session, rule="majority").begin()
    assert message.text == "taken: 5; nothing is left to decide here"
    assert ("entity", *NAME) in own(session)
    arrows = [one for one in store.links.in_document("1.txt") if one.annotator == "me"]
    assert len(arrows) == 1


def test_undo_takes_an_answer_of_ones_own_back_and_asks_again(session: Session) -> None:
    adjudication = Adjudication(session)
    first = adjudication.begin().text.removeprefix("taken: 2; ")
    before = own(session)
    session.open_text.go_to(NAME[0])
    tagging.tag(session, session.schema.label("entity"))
    assert session.current is not None
    tagging.set_attribute(session, session.current, "type", "PERS")
    adjudication.choose_own(session.current)
    assert own(session) != before
    assert adjudication.undo().text.endswith(first)
    assert own(session) == before


def test_an_answer_that_waits_to_be_saved_is_given_once(session: Session) -> None:
    adjudication = Adjudication(session)
    adjudication.begin()
    store = blocked(session, Busy("locked"))
    assert "NOT SAVED YET" in adjudication.choose(1).text
    assert adjudication.choose(1).text == "the last answer is not saved yet"
    store.error = None
    assert adjudication.choose(1).text.startswith("missing: 1 a claim, 2 b nothing · 3 left of 4")
    assert len(session.store.comments.decisions("1.txt")) == 1
    assert own(session).count(("entity", *NAME)) == 1


def test_what_was_taken_and_undone_is_taken_at_the_end(session: Session) -> None:
    adjudication = Adjudication(session)
    adjudication.begin()
    assert adjudication.undo().text.startswith("undone: take 2; bounds")
    assert own(session) == []
    for _ in range(4):
        adjudication.choose(1)
    assert len(own(session)) == 6
    assert adjudication.state().is_settled


def test_taking_links_can_be_undone(stacks: Store) -> None:
    stacked(stacks, "b")
    session = opened_by_me(stacks)
    adjudication = Adjudication(session)
    adjudication.begin()
    assert len(arrows(stacks, "me")) == 3
    assert adjudication.undo().text == "undone: take 3 links; nothing is left to decide here"
    assert arrows(stacks, "me") == []


def test_a_change_elsewhere_in_the_text_opens_nothing(session: Session, store: Store) -> None:
    decided(session, 1, 1, 1, 1)
    store.add_documents([document("خبر. " + TEXT, "1.txt")])
    store.documents.reanchor("1.txt", "me", store.documents.placements("1.txt"))
    session.sync_external_changes()
    assert begun(session) == "nothing is left to decide here"


def test_layers_over_an_earlier_text_are_placed_first(session: Session, store: Store) -> None:
    store.add_documents([document("خبر. " + TEXT, "1.txt")])
    placed = store.documents.placements("1.txt")
    hers = [one for one in placed if one.annotation.annotator == "a"]
    store.documents.reanchor("1.txt", "a", hers)
    assert begun(session).startswith("5 annotations of an earlier text: place them first")
    assert own(session) == []
    store.documents.reanchor("1.txt", "me", store.documents.placements("1.txt"))
    assert begun(session).startswith("taken: 2; bounds")


def test_two_databases_of_one_adjudicator_are_brought_together(
    session: Session, store: Store, tmp_path: Path
) -> None:
    store.backup(tmp_path / "second.db")
    decided(session, 1, 1, 1, 1)
    expected = own(session)
    with Store.open(tmp_path / "second.db") as second:
        other = opened_by_me(second)
        decided(other, 1, 1, 1, 2)
    with other_database(tmp_path / "second.db") as found:
        store.merge(found, {})
    assert len(own(session)) > len(expected)
    message = begun(session)
    # What was taken and answered alike is there once; the last answers differ.
    assert message == "withdrawn: 5; attributes: 1 a type=PERS, 2 b type=ORG · 1 left of 4"
    adjudication = Adjudication(session)
    adjudication.begin()
    adjudication.choose(1)
    assert own(session) == expected
    assert [one.annotator for one in store.links.in_document("1.txt")].count("me") == 1


def test_an_answer_holds_only_until_the_next_one(session: Session, store: Store) -> None:
    decided(session, 1, 1, 1, 1)
    first = of(store, "a", "claim", 31)
    change(store, first, moved(first, TEXT, (31, 44)))
    session.sync_external_changes()
    adjudication = Adjudication(session)
    adjudication.begin()
    adjudication.choose_none()
    second = of(store, "a", "claim", 31)
    change(store, second, moved(second, TEXT, (31, 38)))
    # It is again what it was when it was taken, but the answer since then was another one.
    assert begun(session).startswith("missing: 1 a claim, 2 b nothing")


def test_what_was_withdrawn_is_asked_again_when_it_comes_back(
    session: Session, store: Store
) -> None:
    decided(session, 1, 1, 1, 1)
    change(store, of(store, "a", "claim", 31), None)
    assert begun(session).startswith("withdrawn: 1; ")
    store.history.undo("1.txt", "a")
    assert begun(session).startswith("missing: 1 a claim, 2 b nothing")


# --------------------------------------------------------------- stacks and links

STACK = ((4, 27), (4, 27), (18, 27))
"""Three names in each other, two of them alike in all but a value."""


def stacked(store: Store, who: str, *, ends: tuple[int, int, int] = (0, 0, 2)) -> None:
    """Store a layer with a stack of names and three links, two of which lead to one name.

    `ends` are the names that the links lead to.
    """
    info = store.documents.get("1.txt")
    names = [
        annotate(info, TEXT, place, "entity", who, attributes={"type": type})
        for place, type in zip(STACK, ("PERS", "OCC", "PERS"), strict=True)
    ]
    quotes = [
        annotate(info, TEXT, span(QUOTE, length), "quote", who, attributes={"type": "direct"})
        for length in (17, 17, 7)
    ]
    links = [
        link(quote, names[end], "speaker", who) for quote, end in zip(quotes, ends, strict=True)
    ]
    made: list[Annotation | Link] = [*names, *quotes, *links]
    changes = [Change(None, row) for row in made]
    unread = DocumentStatus("1.txt", who, "unread")
    changes.append(Change(unread, DocumentStatus("1.txt", who, "done")))
    store.history.commit("all", "1.txt", who, changes)


@pytest.fixture
def stacks(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "stacks.db") as store:
        store.add_documents([document(TEXT, "1.txt")])
        stacked(store, "a")
        yield store


def opened_by_me(store: Store) -> Session:
    session = Session(store, default_schema(), "me")
    session.open("1.txt", LayoutOptions(width=72))
    return session


def arrows(store: Store, who: str) -> list[tuple[str, str]]:
    """Return the links of a layer by what their ends say."""
    rows = {row.id: row for row in store.annotations.in_document("1.txt")}
    ends = [
        tuple(
            f"{rows[id].start} {rows[id].end} {rows[id].attributes['type']}"
            for id in (one.from_id, one.to_id)
        )
        for one in store.links.in_document("1.txt")
        if one.annotator == who
    ]
    return sorted((source, target) for source, target in ends)


def test_identical_stacks_and_shared_targets_need_no_decision(stacks: Store) -> None:
    stacked(stacks, "b")
    session = opened_by_me(stacks)
    assert Adjudication(session).begin().text == "taken: 6; nothing is left to decide here"
    assert stacks.comments.decisions("1.txt") == []
    theirs = [
        [(r.label, r.start, r.end, r.attributes) for r in rows]
        for rows in (
            sorted(
                (r for r in stacks.annotations.in_document("1.txt") if r.annotator == who),
                key=lambda r: (r.start, r.end, str(r.attributes)),
            )
            for who in ("a", "b", "me")
        )
    ]
    assert theirs[0] == theirs[1] == theirs[2]
    assert arrows(stacks, "a") == arrows(stacks, "b") == arrows(stacks, "me")
    assert len(arrows(stacks, "me")) == 3


def test_of_a_stack_only_what_differs_is_asked(stacks: Store) -> None:
    stacked(stacks, "b")
    (inner,) = [
        row
        for row in stacks.annotations.in_document("1.txt")
        if row.annotator == "b" and (row.start, row.end) == STACK[2]
    ]
    change(stacks, inner, moved(inner, TEXT, (19, 27)))  # a clitic less
    session = opened_by_me(stacks)
    adjudication = Adjudication(session)
    message = adjudication.begin()
    said = message.text.translate({0x2068: None, 0x2069: None})
    assert said.startswith("taken: 5; bounds: 1 a سمير حداد, 2 b مير حداد")
    adjudication.choose(1)
    assert adjudication.state().left == 0
    assert arrows(stacks, "me") == arrows(stacks, "a")


def test_a_link_with_a_disputed_end_leads_to_what_was_decided(stacks: Store) -> None:
    stacked(stacks, "b", ends=(0, 0, 0))  # the third link leads to another name of the stack
    session = opened_by_me(stacks)
    adjudication = Adjudication(session)
    message = adjudication.begin()
    assert message.text.endswith("· 1 left of 1")
    assert "link speaker: 1 a → " in message.text
    adjudication.choose(2)
    assert arrows(stacks, "me") == arrows(stacks, "b")
    adjudication.undo()
    adjudication.choose(1)
    assert arrows(stacks, "me") == arrows(stacks, "a")


def test_a_row_that_lost_to_another_can_be_taken(
    store: Store, session: Session, tmp_path: Path
) -> None:
    """As on two machines: `a` widened the name on one, and on the other gave it a note later."""
    (name,) = [row for row in store.annotations.in_document("1.txt") if row.start == NAME[0]]
    copy = tmp_path / "copy.db"
    store.backup(copy)
    with Store.open(copy) as other:
        wide = moved(edited(name, attributes={"type": "OCC"}), TEXT, (9, 27))
        other.history.commit("move", "1.txt", "a", [Change(name, wide)])
    store.history.commit("note", "1.txt", "a", [Change(name, edited(name, note="later"))])
    with other_database(copy) as there:
        store.merge(there, {})
    adjudication = Adjudication(session)
    message = adjudication.begin()
    assert "bounds: 1 a 2 words" in message.text
    (lost,) = adjudication.replaced()
    assert (lost.start, lost.end, lost.annotator) == (9, 27, "a")
    said = adjudication.summary_of(lost)
    assert all(word in said for word in ("entity", TEXT[9:27], "type=OCC"))
    before = own(session)
    assert adjudication.choose_replaced(lost).text.startswith("decided for your own, saved")
    assert set(own(session)) - set(before) == {("entity", 9, 27)}
    (made,) = [row for row in store.annotations.in_document("1.txt") if row.start == 9]
    assert (made.annotator, made.attributes, made.text) == ("me", {"type": "OCC"}, TEXT[9:27])
    assert lost.id in sources(made)
    assert [row.annotator for row in store.annotations.replaced([name.id])] == ["a"]
    assert adjudication.undo().text
    assert own(session) == before


@pytest.mark.parametrize("third", ["zed", "ali"])
@pytest.mark.parametrize("into_gold", [True, False])
def test_what_was_decided_stays_when_another_shares_the_suggestions(
    tmp_path: Path, third: str, *, into_gold: bool
) -> None:
    """The ids of rows that were suggested to all depend on whose database is merged."""
    base = tmp_path / "base.db"
    with Store.open(base) as store:
        store.add_documents([document(TEXT, "1.txt")])
        info = store.documents.get("1.txt")
        suggested = [
            replace(annotate(info, TEXT, place, "entity", "sara"), status="suggested")
            for place in (NAME, span(JAPAN, 7))
        ]
        store.history.commit("s", "1.txt", "sara", [Change(None, row) for row in suggested])
        copies = {name: tmp_path / f"{name}.db" for name in ("laila", "omar", third)}
        for path in copies.values():
            store.backup(path)
    decisions: dict[str, tuple[AnnotationStatus, int]] = {
        "laila": ("accepted", 9),
        "omar": ("accepted", 4),
        third: ("rejected", 9),
    }
    for name, (decision, length) in decisions.items():
        with Store.open(copies[name]) as store:
            changes = [Change(row, decided_by(row, name, decision, length)) for row in suggested]
            store.history.commit("decide", "1.txt", name, changes)
    gold = tmp_path / "gold.db"
    with Store.open(gold) as store:
        for name in ("laila", "omar"):
            with other_database(copies[name]) as other:
                store.merge(other, {})
        assert begun_in(store) == "taken: 1; bounds: 1 laila 2 words, 2 omar 1 word · 1 left of 1"
        session = Session(store, default_schema(), "me")
        session.open("1.txt", LayoutOptions(width=72))
        decided(session, 2)
        before = own(session)
    target, source = (gold, copies[third]) if into_gold else (copies[third], gold)
    with Store.open(target) as store:
        with other_database(source) as other:
            store.merge(other, {})
        assert begun_in(store) == "nothing is left to decide here"
        assert sorted(own(Session(store, default_schema(), "me"))) == sorted(before)
        if into_gold:
            assert store.history.undo("1.txt", "me") is not None


def decided_by(row: Annotation, who: str, decision: AnnotationStatus, length: int) -> Annotation:
    """The suggestion as an annotator decides on it, the first of two with a length of their own."""
    after = edited(row, annotator=who, status=decision)
    return moved(after, TEXT, span(row.start, length)) if row.start == NAME[0] else after


def begun_in(store: Store) -> str:
    session = Session(store, default_schema(), "me")
    session.open("1.txt", LayoutOptions(width=72))
    return Adjudication(session).begin().text
