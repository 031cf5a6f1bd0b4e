"""Measures of agreement, against published figures and straightforward computations."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.team.making import document, unit
from tui.team.agreement_measures import (
    F1,
    Alpha,
    Kappa,
    MeanOfPairs,
    Measure,
    Undefined,
    UnitizingAlpha,
    alpha_of,
    coincidences,
    figure,
    kappa_of,
    sections,
    students_t,
    united,
    unitizing_counts,
    unitizing_disagreement,
)
from tui.team.layers import DocumentLayers

# ------------------------------------------------------------- published figures


@pytest.mark.parametrize(
    ("counts", "kappa", "pi"),
    [
        # Artstein and Poesio 2008, the 2 × 2 example, and the one of page 568.
        ({("y", "y"): 20, ("y", "n"): 20, ("n", "y"): 10, ("n", "n"): 50}, 0.3478, 0.3407),
        (
            {("a", "a"): 46, ("a", "b"): 6, ("b", "b"): 32, ("c", "b"): 6, ("c", "c"): 10},
            0.8013,
            0.7995,
        ),
    ],
)
def test_kappa_of_artstein_and_poesio(
    counts: dict[tuple[str, str], int], kappa: float, pi: float
) -> None:
    assert kappa_of(counts) == pytest.approx(kappa, abs=5e-5)
    # With two annotators alpha is Scott's pi but for its correction of small samples.
    items = sum(counts.values())
    alpha = alpha_of(coincidences(Counter(counts)))
    assert 1 - (1 - alpha) * 2 * items / (2 * items - 1) == pytest.approx(pi, abs=5e-5)


def test_alpha_of_krippendorff_2011() -> None:
    observers = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    units = zip(*(row.split() for row in observers), strict=True)
    rows = Counter(tuple(value for value in unit if value != ".") for unit in units)
    assert alpha_of(coincidences(rows)) == pytest.approx(0.7434, abs=5e-5)


def test_unitizing_alpha_of_three_annotators_with_two_labels_at_once() -> None:
    first = sections([(2, 5, "1")], 60)
    second = sections([(2, 5, "1"), (10, 20, "2")], 60)
    third = sections([(2, 5, "2"), (15, 20, "2")], 60)
    observed, expected = unitizing_disagreement(unitizing_counts([first, second, third]))
    assert 1 - observed / expected == pytest.approx(0.398, abs=5e-4)


def test_unitizing_alpha_per_label_adds_disagreements_over_labels() -> None:
    layers = document(
        a=[unit("1", 2, 5)],
        b=[unit("1", 2, 5), unit("2", 10, 20)],
        c=[unit("1", 2, 5), unit("2", 15, 20)],
    )
    assert value(UnitizingAlpha(("1",)), layers) == 1
    second = value(UnitizingAlpha(("2",)), layers)
    both = value(UnitizingAlpha(("1", "2")), layers)
    assert second < both < 1


@pytest.mark.parametrize("length", [3, 10, 60, 1000])
def test_a_full_layer_against_an_empty_one(length: int) -> None:
    layers = document(length=length, a=[unit("x", 0, length)], b=[])
    assert value(UnitizingAlpha(("x",)), layers) == pytest.approx(-0.5 + 0.5 / length, abs=1e-9)


def test_students_t() -> None:
    # Table of the two-sided 95 % quantiles.
    table = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 9: 2.262, 29: 2.045, 100: 1.984}
    for degrees, t in table.items():
        assert students_t(degrees) == pytest.approx(t, abs=6e-4)


# ------------------------------------------------------------------------ edges


def value(measure: F1 | Kappa | Alpha | UnitizingAlpha, *documents: DocumentLayers) -> float:
    found = figure(measure, documents, 0)
    assert found.value is not None, found.reason
    return found.value


def reason(measure: F1 | Kappa | Alpha | UnitizingAlpha, *documents: DocumentLayers) -> str | None:
    found = figure(measure, documents, 0)
    assert found.value is None
    return found.reason


def test_a_span_against_the_same_span_cut_in_two() -> None:
    layers = document(a=[unit("x", 0, 20)], b=[unit("x", 0, 10), unit("x", 10, 20)])
    assert value(UnitizingAlpha(("x",)), layers) == 1
    assert value(F1("x", overlap=False), layers) == 0
    assert value(F1("x", overlap=True), layers) == pytest.approx(2 / 3)


def test_overlaps_are_matched_as_many_as_there_can_be() -> None:
    layers = document(
        a=[unit("x", 0, 6), unit("x", 6, 20)], b=[unit("x", 4, 16), unit("x", 16, 20)]
    )
    assert value(F1("x", overlap=True), layers) == 1


def test_an_empty_layer_against_one_with_spans() -> None:
    layers = document(a=[unit("x", 0, 20)], b=[])
    assert value(F1("x", overlap=False), layers) == 0
    assert value(Kappa("x"), layers) == 0
    assert value(Alpha("x"), layers) <= 0
    assert value(UnitizingAlpha(("x",)), layers) <= 0


@pytest.mark.parametrize("units", [[], [unit("x", 0, 60)]])
def test_layers_without_variation_have_no_chance_corrected_value(units: list[object]) -> None:
    layers = document(a=units, b=units)  # type: ignore[arg-type]  # parametrised
    assert reason(Kappa("x"), layers) == "no variation"
    assert reason(Alpha("x"), layers) == "no variation"
    if not units:
        assert reason(UnitizingAlpha(("x",)), layers) == "no variation"
        assert reason(F1("x", overlap=False), layers) == "no annotations"


def test_overlapping_units_of_one_annotator_are_joined_and_touching_ones_stay_apart() -> None:
    units = [unit("x", 0, 10), unit("x", 5, 12), unit("x", 12, 20)]
    assert united(units) == ([(0, 12), (12, 20)], 1)


def test_a_token_has_a_label_if_a_fragment_touches_it() -> None:
    split = unit("x", 0, 29)._replace(fragments=((0, 1), (27, 29)))
    layers = document(length=30, a=[split], b=[])
    assert layers.token_values() == {
        (frozenset({"x"}), frozenset()): 2,
        (frozenset(), frozenset()): 4,
    }


# -------------------------------------------------------------------- intervals


def test_the_interval_is_the_jackknife_over_documents() -> None:
    shares = [(4, 4), (3, 4), (1, 2), (2, 3), (5, 5)]
    documents = [
        document(
            str(number),
            length=100,
            a=[unit("x", 10 * i, 10 * i + 4) for i in range(total)],
            b=[unit("x", 10 * i, 10 * i + (4 if i < same else 3)) for i in range(total)],
        )
        for number, (same, total) in enumerate(shares)
    ]
    found = figure(F1("x", overlap=False), documents, 0)
    total, size = sum(t for _, t in shares), len(shares)
    f1 = sum(s for s, _ in shares) / total
    left = [(f1 * total - s) / (total - t) for s, t in shares]
    mean = sum(left) / size
    error = math.sqrt((size - 1) / size * sum((x - mean) ** 2 for x in left))
    assert found.value == pytest.approx(f1)
    assert found.low == pytest.approx(max(0, f1 - 2.776445 * error), abs=1e-5)
    assert found.high == pytest.approx(min(1, f1 + 2.776445 * error), abs=1e-5)
    assert found.reason == "few documents"


def test_one_document_has_no_interval() -> None:
    found = figure(F1("x", overlap=False), [document(a=[unit("x", 0, 4)], b=[])], 1)
    assert found == (0.0, None, None, 1, 1, "one document: no interval")


# ------------------------------------------------------------------- properties

spans = st.tuples(st.sampled_from("xy"), st.integers(0, 55), st.integers(1, 8)).map(
    lambda drawn: unit(drawn[0], drawn[1], min(drawn[1] + drawn[2], 60))
)
layer = st.lists(spans, max_size=6, unique_by=lambda u: u.id)
MEASURES: list[Measure] = [
    F1(None, overlap=False),
    F1(None, overlap=True),
    Kappa(None),
    Kappa("x"),
    Alpha(None),
    Alpha("y"),
    UnitizingAlpha(("x", "y")),
]


@given(layer, layer)
def test_every_measure_is_symmetric_and_in_its_range(a: list[object], b: list[object]) -> None:
    one = document(a=a, b=b)  # type: ignore[arg-type]  # drawn units
    other = document(b=b, a=a)  # type: ignore[arg-type]  # drawn units
    for measure in MEASURES:
        found, turned = figure(measure, [one], 0), figure(measure, [other], 0)
        if found.value is None:
            assert turned.value is None
        else:
            assert turned.value == pytest.approx(found.value)
            assert measure.range[0] - 1e-9 <= found.value <= measure.range[1] + 1e-9


@given(layer)
def test_a_layer_agrees_with_itself(a: list[object]) -> None:
    for measure in MEASURES:
        found = figure(measure, [document(a=a, b=a)], 0)  # type: ignore[arg-type]  # drawn units
        assert found.value is None or found.value == pytest.approx(1)


@given(st.lists(st.lists(layer, min_size=3, max_size=3), min_size=1, max_size=4))
def test_counts_add_up_so_that_documents_can_be_left_out(drawn: list[list[list[object]]]) -> None:
    documents = [
        document(str(i), **dict(zip("abc", layers, strict=True)))  # type: ignore[arg-type]  # drawn
        for i, layers in enumerate(drawn)
    ]
    pairs = (("a", "b"), ("a", "c"), ("b", "c"))
    measures: list[Measure] = [
        MeanOfPairs(Kappa(None), pairs),
        Alpha(None),
        UnitizingAlpha(("x", "y")),
    ]
    for measure in measures:
        whole: dict[object, float] = {}
        for part in documents:
            for key, count in measure.count(part).items():
                whole[key] = whole.get(key, 0) + count
        try:
            expected = measure.value(whole)
        except Undefined:
            assert figure(measure, documents, 0).value is None
        else:
            assert figure(measure, documents, 0).value == pytest.approx(expected)
