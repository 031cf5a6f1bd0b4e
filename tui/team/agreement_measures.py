"""Measures of agreement and their intervals.

Every measure is computed from counts that add up over documents (`Counts`), so that leaving one
document out, as the jackknife does, is a subtraction. A measure has two halves: `count` turns a
document into counts, `value` turns the sum of counts into a number, or raises `Undefined`.

Sources: Artstein and Poesio 2008, "Inter-coder agreement for computational linguistics" (kappa);
Krippendorff 2011, "Computing Krippendorff's alpha-reliability" (alpha); Krippendorff, Mathet,
Bouvry and Widlöcher 2016, "On the reliability of unitizing textual continua" (unitizing alpha);
Efron and Stein 1981, "The jackknife estimate of variance" (intervals).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any, ClassVar, NamedTuple, Protocol

from tui.team.layers import DocumentLayers, SpanUnit

Counts = Mapping[Any, float]
"""Counts by keys that a measure chooses: strings, values, or pairs of these."""

FEW_DOCUMENTS = 10
"""Below this many documents an interval is marked as unreliable."""


class Undefined(Exception):
    """A measure has no value here; the message says why."""


class Figure(NamedTuple):
    """A value with its 95 % interval and what it is based on."""

    value: float | None
    low: float | None
    high: float | None
    documents: int
    spans: int
    reason: str | None
    """Why there is no value or no interval, or what to know about it."""


class Measure(Hashable, Protocol):
    """A measure: counts from a document, and a value from the sum of counts."""

    @property
    def range(self) -> tuple[float, float]:
        """The least and the largest possible value."""

    def count(self, document: DocumentLayers) -> Counts:
        """Return the document's counts."""

    def value(self, counts: Counts) -> float:
        """Return the measure of all documents together; raise `Undefined` if there is none."""


# ----------------------------------------------------------------------------- F1


@dataclass(frozen=True, slots=True)
class F1:
    """F1 of two annotators: 2·TP / (|A| + |B|), TP from exact or overlapping matches."""

    label: str | None
    """None for all labels; matches are always within a label."""
    overlap: bool
    range: ClassVar = (0.0, 1.0)

    def count(self, document: DocumentLayers) -> Counts:
        """Return the matches and the annotations of both layers."""
        a, b = document.layers
        of_a, of_b = document.by_label(a), document.by_label(b)
        labels = of_a.keys() & of_b.keys() if self.label is None else [self.label]
        match = document.overlapping if self.overlap else document.exact
        return {
            "matched": sum(len(match(a, b, label)) for label in labels),
            "all": len(document.units(a, self.label)) + len(document.units(b, self.label)),
        }

    def value(self, counts: Counts) -> float:
        """Return F1; undefined without any annotation."""
        return _f1(counts, "no annotations")


@dataclass(frozen=True, slots=True)
class LinkF1:
    """F1 of two annotators' links: equal type and both ends equal in label and bounds."""

    type: str
    range: ClassVar = (0.0, 1.0)

    def count(self, document: DocumentLayers) -> Counts:
        """Return the links that both made, and all links of both."""
        a, b = (
            Counter(link for link in layer.links if link.type == self.type)
            for layer in document.layers.values()
        )
        return {"matched": (a & b).total(), "all": a.total() + b.total()}

    def value(self, counts: Counts) -> float:
        """Return F1; undefined without any link."""
        return _f1(counts, "no links")


def _f1(counts: Counts, nothing: str) -> float:
    if not counts.get("all"):
        raise Undefined(nothing)
    return 2 * counts.get("matched", 0) / counts["all"]


# ----------------------------------------------------------------- kappa and alpha


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa of two annotators over tokens, pooled over documents.

    With a label each token is a yes or a no; without one its value is the set of labels on it.
    """

    label: str | None
    range: ClassVar = (-1.0, 1.0)

    def count(self, document: DocumentLayers) -> Counts:
        """Return how often each pair of values occurs."""
        return _token_values(document, self.label)

    def value(self, counts: Counts) -> float:
        """Return kappa; undefined without tokens or when both always chose one value."""
        return kappa_of(counts)


def kappa_of(pairs: Counts) -> float:
    """Return Cohen's kappa of counts of (first's value, second's value) pairs.

    Raises `Undefined` without counts and without variation.
    """
    total = sum(pairs.values())
    if not total:
        raise Undefined("nothing to compare")
    first: dict[Any, float] = defaultdict(float)
    second: dict[Any, float] = defaultdict(float)
    agreed = 0.0
    for pair, count in pairs.items():
        a, b = pair
        first[a] += count
        second[b] += count
        agreed += count if a == b else 0
    expected = sum(first[value] * second.get(value, 0) for value in first) / total
    if math.isclose(expected, total):
        raise Undefined("no variation")
    return (agreed - expected) / (total - expected)


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's nominal alpha of all annotators over the same values as `Kappa`.

    Coincidences are weighted by 1/(m - 1), m the annotators of the document.
    """

    label: str | None
    range: ClassVar = (-1.0, 1.0)

    def count(self, document: DocumentLayers) -> Counts:
        """Return the coincidence matrix of the document's tokens."""
        return coincidences(_token_values(document, self.label))

    def value(self, counts: Counts) -> float:
        """Return alpha; undefined without tokens or variation."""
        return alpha_of(counts)


def _token_values(document: DocumentLayers, label: str | None) -> Counter[tuple[Any, ...]]:
    """Count the tokens by what the annotators chose: sets of labels, or whether the label is on."""
    values: Counter[tuple[Any, ...]] = Counter()
    for sets, count in document.token_values().items():
        values[sets if label is None else tuple(label in found for found in sets)] += count
    return values


def coincidences(items: Mapping[tuple[Any, ...], float]) -> Counts:
    """Return the coincidence matrix of rows of values, each with how often it occurs.

    A row holds the values that the annotators gave to one item; those of one value are left out.
    """
    matrix: dict[Any, float] = defaultdict(float)
    for values, times in items.items():
        if len(values) < 2:
            continue
        counted = Counter(values)
        for c, n_c in counted.items():
            for k, n_k in counted.items():
                matrix[c, k] += times * n_c * (n_k - (c == k)) / (len(values) - 1)
    return {pair: count for pair, count in matrix.items() if count}


def alpha_of(matrix: Counts) -> float:
    """Return Krippendorff's nominal alpha of a coincidence matrix.

    Raises `Undefined` for an empty one and without variation.
    """
    margins: dict[Any, float] = defaultdict(float)
    agreed = 0.0
    for pair, count in matrix.items():
        c, k = pair
        margins[c] += count
        agreed += count if c == k else 0
    total = sum(margins.values())
    if total <= 1:
        raise Undefined("nothing to compare")
    expected = sum(n * (n - 1) for n in margins.values()) / (total - 1)
    if math.isclose(expected, total):
        raise Undefined("no variation")
    return 1 - (total - agreed) / (total - expected)


# ---------------------------------------------------------------- unitizing alpha


@dataclass(frozen=True, slots=True)
class UnitizingAlpha:
    """Krippendorff's unitizing alpha (2016) per label; over all: 1 - ΣD_observed/ΣD_expected.

    Each annotator cuts the document into units of the label and gaps; overlapping units of one
    annotator become their union, touching ones stay apart.
    """

    labels: tuple[str, ...]
    range: ClassVar = (-1.0, 1.0)

    def count(self, document: DocumentLayers) -> Counts:
        """Return lengths, weights and observed coincidences per label, in code points."""
        counts: dict[Any, float] = {}
        for label in self.labels:
            cuts = [_cut(document, annotator, label) for annotator in document.layers]
            for key, count in unitizing_counts(cuts).items():
                counts[label, key] = count
        return counts

    def value(self, counts: Counts) -> float:
        """Return alpha; undefined where every annotator left all labels out or took all text."""
        parts: dict[Hashable, dict[Any, float]] = defaultdict(dict)
        for (label, key), count in counts.items():
            parts[label][key] = count
        observed = expected = 0.0
        for part in parts.values():
            disagreement, by_chance = unitizing_disagreement(part)
            observed += disagreement
            expected += by_chance
        if math.isclose(expected, 0, abs_tol=1e-9):
            raise Undefined("no variation")
        return 1 - observed / expected


Section = tuple[int, int, str | None]
"""Start, end and the unit's category, None for a gap."""


def _cut(document: DocumentLayers, annotator: str, label: str) -> list[Section]:
    def cut() -> list[Section]:
        stretches, _ = united(document.units(annotator, label))
        return sections([(start, end, label) for start, end in stretches], document.length)

    return document.once(("cut", annotator, label), cut)


def united(units: Iterable[SpanUnit]) -> tuple[list[tuple[int, int]], int]:
    """Return the stretches of one label with overlapping ones joined, and how many were joined."""
    stretches = sorted(stretch for unit in units for stretch in unit.stretches)
    joined: list[tuple[int, int]] = []
    flattened = 0
    for start, end in stretches:
        if start == end:
            continue
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            flattened += 1
        else:
            joined.append((start, end))
    return joined, flattened


def sections(units: Iterable[Section], length: int) -> list[Section]:
    """Cut a text of `length` code points into its units and the gaps between them.

    The units must not overlap.
    """
    cut: list[Section] = []
    at = 0
    for start, end, category in sorted(units, key=lambda unit: unit[:2]):
        if start > at:
            cut.append((at, start, None))
        cut.append((start, end, category))
        at = end
    if at < length:
        cut.append((at, length, None))
    return cut


def unitizing_counts(layers: Sequence[Sequence[Section]]) -> Counts:
    """Return the counts of one document: ℓ_c and w_c of each category, and the coincidences
    o_cc."""
    counts: dict[Any, float] = defaultdict(float)
    for cut in layers:
        for start, end, category in cut:
            size = end - start
            counts["length", category] += size
            counts["weight", category] += size if category is None else size * size
    for a, b in combinations(layers, 2):
        for category, size in _shared_sections(a, b):
            # i with j and j with i.
            counts["agreed", category] += 2 * size / (len(layers) - 1)
    return counts


def _shared_sections(
    a: Sequence[Section], b: Sequence[Section]
) -> Iterable[tuple[str | None, int]]:
    """Compare two cuts of one text; yield the category and length of each shared stretch."""
    i = j = 0
    while i < len(a) and j < len(b):
        end = min(a[i][1], b[j][1])
        if a[i][2] == b[j][2]:
            yield a[i][2], end - max(a[i][0], b[j][0])
        i, j = i + (a[i][1] == end), j + (b[j][1] == end)


def unitizing_disagreement(counts: Counts) -> tuple[float, float]:
    """Return the observed and the expected disagreement, ℓ - Σo_cc and ℓ - Σe_cc."""
    lengths = {key[1]: n for key, n in counts.items() if key[0] == "length"}
    weights = {key[1]: n for key, n in counts.items() if key[0] == "weight"}
    agreed = sum(n for key, n in counts.items() if key[0] == "agreed")
    total, weight = sum(lengths.values()), sum(weights.values())
    if total * total <= weight:
        return 0.0, 0.0
    expected = sum(
        total * (length * length - weights[category]) / (total * total - weight)
        for category, length in lengths.items()
    )
    return total - agreed, total - expected


# -------------------------------------------------------------------- attributes


@dataclass(frozen=True, slots=True)
class AttributeF1:
    """The share of equal spans on which two annotators gave an attribute the same value."""

    label: str
    attribute: str
    range: ClassVar = (0.0, 1.0)

    def count(self, document: DocumentLayers) -> Counts:
        """Return the equal values and all that were compared, both sides counted."""
        pairs = value_pairs(document, self.label, self.attribute)
        same = sum(count for (first, second), count in pairs.items() if first == second)
        return {"matched": same, "all": 2 * pairs.total()}

    def value(self, counts: Counts) -> float:
        """Return the share; undefined without equal spans."""
        return _f1(counts, "no equal spans to compare")


@dataclass(frozen=True, slots=True)
class AttributeKappa:
    """Cohen's kappa of an attribute's values on equal spans; absence is a value."""

    label: str
    attribute: str
    range: ClassVar = (-1.0, 1.0)

    def count(self, document: DocumentLayers) -> Counts:
        """Return how often each pair of values occurs."""
        return value_pairs(document, self.label, self.attribute)

    def value(self, counts: Counts) -> float:
        """Return kappa; undefined without equal spans or variation."""
        return kappa_of(counts)


@dataclass(frozen=True, slots=True)
class AttributeAlpha:
    """Krippendorff's nominal alpha of an attribute's values on spans that at least two share."""

    label: str
    attribute: str
    range: ClassVar = (-1.0, 1.0)

    def count(self, document: DocumentLayers) -> Counts:
        """Return the coincidence matrix of the document's shared spans."""
        rows: dict[Hashable, list[str | None]] = defaultdict(list)
        for annotator in document.layers:
            seen: Counter[Hashable] = Counter()
            for unit in document.units(annotator, self.label):
                # The n-th of equal annotations of one layer is compared with the other's n-th.
                seen[unit.place] += 1
                rows[unit.place, seen[unit.place]].append(unit.value(self.attribute))
        return coincidences(Counter(tuple(row) for row in rows.values()))

    def value(self, counts: Counts) -> float:
        """Return alpha; undefined without equal spans or variation."""
        return alpha_of(counts)


def value_pairs(
    document: DocumentLayers, label: str, attribute: str
) -> Counter[tuple[str | None, str | None]]:
    """Count the pairs of values that two annotators gave on annotations of equal bounds."""
    a, b = document.layers
    return Counter(
        (first.value(attribute), second.value(attribute))
        for first, second in document.exact(a, b, label)
    )


# -------------------------------------------------------------------- combining


@dataclass(frozen=True, slots=True)
class MeanOfPairs:
    """A measure of two annotators, averaged over the pairs of annotators where it is defined."""

    measure: Measure
    pairs: tuple[tuple[str, str], ...]

    @property
    def range(self) -> tuple[float, float]:
        """The range of the measure itself."""
        return self.measure.range

    def count(self, document: DocumentLayers) -> Counts:
        """Return each pair's counts."""
        return {
            (pair, key): count
            for pair in self.pairs
            if pair[0] in document.layers and pair[1] in document.layers
            for key, count in counts_of(self.measure, document.only(pair)).items()
        }

    def value(self, counts: Counts) -> float:
        """Return the mean of the defined ones; undefined, with the reason, where none is."""
        parts: dict[Hashable, dict[Any, float]] = {pair: {} for pair in self.pairs}
        for (pair, key), count in counts.items():
            parts[pair][key] = count
        values, reason = [], "no two annotators to compare"
        for part in parts.values():
            try:
                values.append(self.measure.value(part))
            except Undefined as undefined:
                reason = str(undefined)
        if not values:
            raise Undefined(reason)
        return sum(values) / len(values)


def counts_of(measure: Measure, document: DocumentLayers) -> Counts:
    """Return a document's counts for a measure, cached for these layers."""
    key = ("counts", measure, *document.layers)
    return document.once(key, lambda: measure.count(document))


def figure(measure: Measure, documents: Sequence[DocumentLayers], spans: int) -> Figure:
    """Return the measure over documents with a delete-one-document jackknife interval.

    The interval is value ± t·SE, t of Student's distribution with D - 1 degrees of freedom for
    D documents, cut to the measure's range.
    """
    counted = [counts_of(measure, document) for document in documents]
    total: dict[Any, float] = defaultdict(float)
    for counts in counted:
        for key, count in counts.items():
            total[key] += count
    size = len(documents)
    try:
        value = measure.value(total)
    except Undefined as undefined:
        return Figure(None, None, None, size, spans, str(undefined))
    try:
        # Without its only document nothing is left; `interval` gives that as the reason.
        without = [measure.value(_without(total, counts)) for counts in counted if size > 1]
    except Undefined:
        return Figure(value, None, None, size, spans, "no interval: it rests on one document")
    found = interval(value, without, measure.range)
    return Figure(value, found.low, found.high, size, spans, found.reason)


class Interval(NamedTuple):
    """The interval of a value; None for both ends if there is none."""

    low: float | None
    high: float | None
    reason: str | None
    """Why there is none, or what to know about it."""


def interval(value: float, without: Sequence[float], bounds: tuple[float, float]) -> Interval:
    """Return the jackknife interval of a value.

    `without` holds the value without each document; the interval is cut to `bounds`.
    """
    size = len(without)
    if size < 2:
        return Interval(None, None, "one document: no interval")
    mean = sum(without) / size
    spread = math.sqrt((size - 1) / size * sum((x - mean) ** 2 for x in without))
    if math.isclose(spread, 0, abs_tol=1e-12):
        return Interval(None, None, "no variation between documents: no interval")
    reach = students_t(size - 1) * spread
    few = "few documents" if size < FEW_DOCUMENTS else None
    return Interval(max(bounds[0], value - reach), min(bounds[1], value + reach), few)


def _without(total: Mapping[Hashable, float], counts: Counts) -> Counts:
    """Return the sum of all other documents, without rounding residues."""
    left = dict(total)
    for key, count in counts.items():
        rest = left[key] - count
        if abs(rest) < 1e-9 * max(1.0, abs(count)):
            del left[key]
        else:
            left[key] = rest
    return left


@cache
def students_t(degrees: int) -> float:
    """Return t with P(T ≤ t) = 0.975 for `degrees` (at least 1) degrees of freedom.

    The distribution function is the finite sum for integer degrees (Abramowitz and Stegun 26.7.3
    and 26.7.4), inverted by bisection. The libraries that have it, as SciPy, are several times as
    large as Hashiya.
    """
    low, high = 0.0, 13.0  # t of one degree of freedom is 12.706
    while high - low > 1e-10:
        middle = (low + high) / 2
        if _distribution(middle, degrees) < 0.975:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _distribution(t: float, degrees: int) -> float:
    """P(T ≤ t) for t ≥ 0."""
    theta = math.atan(t / math.sqrt(degrees))
    cosine = math.cos(theta)
    if degrees % 2:
        total, term = 0.0, cosine
        for k in range(3, degrees + 1, 2):
            total += term
            term *= cosine * cosine * (k - 1) / k
        inside = 2 / math.pi * (theta + math.sin(theta) * total)
    else:
        total, term = 0.0, 1.0
        for k in range(2, degrees + 1, 2):
            total += term
            term *= cosine * cosine * (k - 1) / k
        inside = math.sin(theta) * total
    return 0.5 + inside / 2
