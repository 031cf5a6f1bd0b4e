"""What layers agree on, and the questions that are left."""

from dataclasses import replace
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from tui.model import Annotation, Link
from tui.team.layer_comparison import (
    AgreedLink,
    Comparison,
    LinkQuestion,
    compare,
    compare_links,
)

TEXT = "وقال الوزير لأستراليا إن الخطة جاهزة وإن العمل يبدأ غدا في كل المدن الكبيرة"
_numbers = count()


def note(start: int, end: int, label: str = "entity", **attributes: str) -> Annotation:
    return Annotation(
        id=f"{next(_numbers):04}",
        document_id="d",
        text_sha256="0",
        label=label,
        start=start,
        end=end,
        text=TEXT[start:end],
        attributes=dict(attributes),
    )


def kinds(comparison: Comparison) -> list[str]:
    return [question.kind for question in comparison.questions]


def test_identical_layers_with_stacks_leave_no_question() -> None:
    def layer() -> list[Annotation]:
        return [
            note(0, 30, "claim"),
            note(0, 30, "quote"),
            note(5, 11, type="PERS"),
            note(5, 11, type="ROLE"),
            note(5, 11, type="ROLE"),
        ]

    found = compare({"a": layer(), "b": list(reversed(layer())), "c": layer()})
    assert found.questions == ()
    assert [len(agreed.members) for agreed in found.agreed] == [3] * 5


def test_spans_that_differ_by_a_clitic_are_one_question_of_bounds() -> None:
    found = compare({"a": [note(12, 21)], "b": [note(13, 21)]})
    assert kinds(found) == ["bounds"]
    assert found.questions[0].span == (12, 21)


def test_stacked_spans_of_one_label_are_paired_by_what_they_share() -> None:
    outer, inner = (0, 30), (5, 11)
    found = compare({"a": [note(*outer), note(*inner)], "b": [note(*inner), note(0, 29)]})
    assert [agreed.taken.start for agreed in found.agreed] == [5]
    assert kinds(found) == ["bounds"]
    assert {a.end for a in found.questions[0].annotations} == {29, 30}


def test_two_spans_where_another_layer_has_one_are_one_question() -> None:
    found = compare({"a": [note(0, 20)], "b": [note(0, 10), note(10, 20)]})
    assert kinds(found) == ["bounds"]
    assert [len(option) for option in found.questions[0].options.values()] == [1, 2]


def test_labels_attributes_and_what_is_missing() -> None:
    a = [note(0, 4, "claim"), note(5, 11, type="PERS"), note(22, 24)]
    b = [note(0, 4, "quote"), note(5, 11, type="ORG")]
    assert kinds(compare({"a": a, "b": b})) == ["label", "attributes", "missing"]


def test_a_nested_annotation_of_another_label_is_a_question_of_its_own() -> None:
    found = compare({"a": [note(0, 30, "claim")], "b": [note(0, 28, "claim"), note(5, 11)]})
    assert kinds(found) == ["bounds", "missing"]


def test_a_majority_is_taken_where_that_is_the_rule() -> None:
    layers = {
        "a": [note(12, 21), note(30, 36)],
        "b": [note(12, 21)],
        "c": [note(13, 21)],
    }
    assert kinds(compare(layers)) == ["bounds", "missing"]
    found = compare(layers, "majority")
    # Two of three have no annotation at 30: that is a majority as well.
    assert found.questions == ()
    assert [(agreed.taken.start, sorted(agreed.members)) for agreed in found.agreed] == [
        (12, ["a", "b"])
    ]


def test_a_change_opens_only_the_questions_that_it_touches() -> None:
    first, second = note(0, 4), note(30, 36)
    before = compare({"a": [first, second], "b": []})
    changed = replace(second, end=35, text=second.text[:-1])
    after = compare({"a": [first, changed], "b": []})
    assert after.questions[0].subject == before.questions[0].subject
    assert after.questions[1].subject != before.questions[1].subject


# --------------------------------------------------------------------------- links


def link(id: str, source: str, target: str, type: str = "speaker") -> Link:
    return Link(id, "d", type, source, target)


def test_links_with_shared_targets_are_compared_by_what_their_ends_became() -> None:
    adopted = [
        {"q1": "a", "q1b": "b"},
        {"q2": "a", "q2b": "b"},
        {"p": "a", "pb": "b"},
    ]
    layers = {
        "a": [link("1", "q1", "p"), link("2", "q2", "p")],
        "b": [link("3", "q1b", "pb"), link("4", "q2b", "pb")],
    }
    found = compare_links(layers, adopted)
    assert found.questions == ()
    assert [(item.source, item.target) for item in found.agreed] == [(0, 2), (1, 2)]


def test_a_link_whose_end_came_to_nothing_is_left_out() -> None:
    layers = {"a": [link("1", "q1", "gone")], "b": []}
    assert compare_links(layers, [{"q1": "a", "q1b": "b"}]) == ((), ())


BOTH = [{"q": "a", "qb": "b"}, {"x": "a", "xb": "b"}, {"y": "a", "yb": "b"}]


def test_a_link_that_one_layer_lacks_is_a_question() -> None:
    found = compare_links({"a": [link("1", "q", "x")], "b": []}, BOTH)
    assert [type(item) for item in found.questions] == [LinkQuestion]
    assert found.agreed == ()


def test_links_that_lead_elsewhere_are_one_question() -> None:
    layers = {"a": [link("1", "q", "x")], "b": [link("2", "qb", "yb")]}
    (question,) = compare_links(layers, BOTH).questions
    assert question.targets == {"1": 1, "2": 2}
    assert [len(option) for option in question.options.values()] == [1, 1]


def test_of_several_links_only_those_that_differ_are_asked() -> None:
    layers = {
        "a": [link("1", "q", "x"), link("2", "q", "y")],
        "b": [link("3", "qb", "xb")],
    }
    found = compare_links(layers, BOTH)
    assert found.agreed == (AgreedLink("speaker", 0, 1),)
    (question,) = found.questions
    assert [[one.id for one in option] for option in question.options.values()] == [["2"], []]
    assert question.agreed == {1}


def test_a_layer_without_the_source_has_no_say_in_where_it_leads() -> None:
    adopted = [{"q": "a"}, {"x": "a", "xb": "b"}]
    found = compare_links({"a": [link("1", "q", "x")], "b": []}, adopted)
    assert found == ((AgreedLink("speaker", 0, 1),), ())


# ---------------------------------------------------------------------- properties

spans = st.builds(
    lambda start, size, label: note(start, min(start + size, len(TEXT)), label),
    st.integers(0, len(TEXT) - 2),
    st.integers(1, 12),
    st.sampled_from(["claim", "entity"]),
)
layers = st.dictionaries(st.sampled_from("abc"), st.lists(spans, max_size=5), min_size=2)


@given(layers)
def test_each_annotation_is_in_one_place(drawn: dict[str, list[Annotation]]) -> None:
    found = compare(drawn)
    ids = [a.id for agreed in found.agreed for a in agreed.members.values()]
    ids += [a.id for question in found.questions for a in question.annotations]
    assert sorted(ids) == sorted(a.id for layer in drawn.values() for a in layer)


@given(layers)
def test_the_order_of_layers_changes_nothing(drawn: dict[str, list[Annotation]]) -> None:
    turned = {name: list(reversed(drawn[name])) for name in reversed(drawn)}
    assert [q.subject for q in compare(drawn).questions] == [
        q.subject for q in compare(turned).questions
    ]
