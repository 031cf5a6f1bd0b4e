"""Giving out documents."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import UsageError
from tui.team.assignment_plan import Assigned, Plan, assign

DOCUMENTS = [f"{number}.txt" for number in range(40)]
people = st.lists(st.sampled_from(["ليلى", "b", "c", "d", "e"]), min_size=1, unique=True)


def by_document(assigned: list[Assigned]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for document, annotator in assigned:
        found.setdefault(document, []).append(annotator)
    return found


@given(people, st.integers(0, 9), st.data())
def test_loads_differ_by_one_document_at_most(
    people: list[str], seed: int, data: st.DataObject
) -> None:
    per_document = data.draw(st.integers(1, len(people)))
    assigned = assign(DOCUMENTS, Plan(people, per_document, 100, seed), {})
    load = Counter(annotator for _, annotator in assigned)
    assert max(load.values()) - min(load[name] for name in people) <= 1
    assert all(len(set(names)) == per_document for names in by_document(assigned).values())


@pytest.mark.parametrize(("overlap", "shared"), [(0, 0), (25, 10), (50, 20), (100, 40)])
def test_the_overlap_is_met_exactly(overlap: int, shared: int) -> None:
    assigned = by_document(assign(DOCUMENTS, Plan(["a", "b", "c"], 2, overlap), {}))
    assert Counter(map(len, assigned.values()))[2] == shared
    assert len(assigned) == 40


@given(st.integers(0, 5), st.integers(0, 40), st.sampled_from([20, 50, 100]))
def test_documents_that_come_later_move_nothing(seed: int, first: int, overlap: int) -> None:
    plan = Plan(["a", "b", "c"], 2, overlap, seed)
    before = by_document(assign(DOCUMENTS[:first], plan, {}))
    added = by_document(assign(DOCUMENTS, plan, before))
    assert not before.keys() & added.keys()
    assert before.keys() | added.keys() == set(DOCUMENTS)
    load = Counter(name for names in [*before.values(), *added.values()] for name in names)
    assert max(load.values()) - min(load.values()) <= 1
    both = [names for names in [*before.values(), *added.values()] if len(names) == 2]
    assert len(both) == 40 * overlap // 100


def test_the_same_seed_gives_the_same_answer_in_any_order() -> None:
    plan = Plan(["a", "b", "c"], 2, 50, 7)
    assert assign(DOCUMENTS, plan, {}) == assign(reversed(DOCUMENTS), plan, {})
    assert assign(DOCUMENTS, plan, {}) != assign(DOCUMENTS, plan._replace(seed=8), {})


@pytest.mark.parametrize(
    "plan", [Plan([]), Plan(["a", "a"]), Plan(["a"], 2), Plan(["a"], 0), Plan(["a"], 1, 101)]
)
def test_a_plan_that_cannot_be_carried_out_is_refused(plan: Plan) -> None:
    with pytest.raises(UsageError):
        assign(DOCUMENTS, plan, {})
