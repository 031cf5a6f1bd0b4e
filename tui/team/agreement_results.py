"""Agreement: every measure for all annotations, and per label, attribute and link type.

`agreement_measures` defines them; the caller decides which layers of which documents count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from tui.team.agreement_measures import (
    F1,
    Alpha,
    AttributeAlpha,
    AttributeF1,
    AttributeKappa,
    Figure,
    Kappa,
    LinkF1,
    MeanOfPairs,
    Measure,
    UnitizingAlpha,
    figure,
    united,
    value_pairs,
)
from tui.team.layers import DocumentLayers, SpanUnit, exact_matches, overlap_matches

Pair = tuple[str, str]

FIGURES = ("f1_exact", "f1_overlap", "kappa", "alpha", "alpha_unitizing", "gamma")
"""The figures of a group, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Group:
    """The figures for all annotations, a label, an attribute or a link type."""

    figures: Mapping[str, Figure]
    """By the names of `FIGURES`."""
    flattened: int = 0
    """Overlapping annotations of one label and annotator that unitizing alpha took as one."""
    pairs: Mapping[Pair, Group] = field(default_factory=dict)
    """The same for each two annotators; empty within a pair."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of some annotators."""

    annotators: tuple[str, ...]
    documents: int
    """Documents that at least two of them finished."""
    all: Group
    labels: Mapping[str, Group]
    attributes: Mapping[str, Mapping[str, Group]]
    links: Mapping[str, Group]


class DocumentScore(NamedTuple):
    """How much annotators agree on one document."""

    document_id: str
    agreed: int
    """Annotations, counted on both sides, that have an exact match."""
    total: int
    """Annotations of both sides."""

    @property
    def f1(self) -> float | None:
        """The exact F1 over all pairs; None for a document without annotations."""
        return self.agreed / self.total if self.total else None


def agreement(
    documents: Sequence[DocumentLayers],
    annotators: Sequence[str],
    gamma: Callable[[Sequence[DocumentLayers], str | None], Figure],
) -> Agreement:
    """Measure the agreement of annotators over the documents that at least two of them finished.

    `documents` contain the layers that count. `gamma` computes γ over documents for a label, or for
    all labels if that is None; it is an argument because its library is not always installed.
    """
    compared = [
        kept for document in documents if len((kept := document.only(annotators)).layers) > 1
    ]
    pairs = tuple(combinations(annotators, 2))
    labels = sorted({label for document in compared for label in document.labels})
    return Agreement(
        tuple(annotators),
        len(compared),
        _group(compared, pairs, _SpanMeasures(None, labels), gamma),
        {label: _group(compared, pairs, _SpanMeasures(label, [label]), gamma) for label in labels},
        {
            label: {
                name: _group(compared, pairs, _AttributeMeasures(label, name), None)
                for name in names
            }
            for label, names in _attributes(compared).items()
        },
        {type: _group(compared, pairs, _LinkMeasures(type), None) for type in _types(compared)},
    )


def without_gamma(documents: Sequence[DocumentLayers], _: str | None) -> Figure:
    """Return an undefined γ, for reports without it."""
    return Figure(None, None, None, len(documents), 0, "not computed")


class _SpanMeasures:
    """The measures of all annotations, or of those of one label."""

    def __init__(self, label: str | None, labels: Sequence[str]) -> None:
        self.label = label
        self.of_pair: dict[str, Measure] = {
            "f1_exact": F1(label, overlap=False),
            "f1_overlap": F1(label, overlap=True),
            "kappa": Kappa(label),
        }
        self.of_all: dict[str, Measure] = {
            "alpha": Alpha(label),
            "alpha_unitizing": UnitizingAlpha(tuple(labels)),
        }

    def spans(self, document: DocumentLayers) -> int:
        """Count the annotations on which the figures are based."""
        return sum(len(document.units(annotator, self.label)) for annotator in document.layers)

    def flattened(self, document: DocumentLayers, /) -> int:
        """Count the overlapping annotations that are joined for unitizing alpha."""
        return sum(
            united(units)[1]
            for annotator in document.layers
            for label, units in document.by_label(annotator).items()
            if self.label in (None, label)
        )


class _AttributeMeasures:
    """The measures of one attribute's values on spans of equal label and bounds."""

    def __init__(self, label: str, attribute: str) -> None:
        self.label = label
        self.of_pair: dict[str, Measure] = {
            "f1_exact": AttributeF1(label, attribute),
            "kappa": AttributeKappa(label, attribute),
        }
        self.of_all: dict[str, Measure] = {"alpha": AttributeAlpha(label, attribute)}

    def spans(self, document: DocumentLayers) -> int:
        """Count the annotations of the label that have an equal one in another layer."""
        return sum(
            2 * len(document.exact(one, other, self.label))
            for one, other in combinations(document.layers, 2)
        )

    def flattened(self, _: DocumentLayers, /) -> int:
        """Return 0: attributes have no extent that could overlap."""
        return 0


class _LinkMeasures:
    """The measure of one type of links."""

    def __init__(self, type: str) -> None:
        self.type = type
        self.of_pair: dict[str, Measure] = {"f1_exact": LinkF1(type)}
        self.of_all: dict[str, Measure] = {}

    def spans(self, document: DocumentLayers) -> int:
        """Count the links of the type."""
        return sum(
            link.type == self.type for layer in document.layers.values() for link in layer.links
        )

    def flattened(self, _: DocumentLayers, /) -> int:
        """Return 0: links have no extent that could overlap."""
        return 0


def _group(
    documents: Sequence[DocumentLayers],
    pairs: tuple[Pair, ...],
    measures: _SpanMeasures | _AttributeMeasures | _LinkMeasures,
    gamma: Callable[[Sequence[DocumentLayers], str | None], Figure] | None,
) -> Group:
    """Return the figures over all annotators and, below them, over each pair."""
    of_pairs = {}
    for pair in pairs:
        both = [kept for document in documents if len((kept := document.only(pair)).layers) == 2]
        of_pairs[pair] = _figures(both, measures, lambda measure: measure, gamma)
    whole = (
        next(iter(of_pairs.values()))
        if len(pairs) == 1
        else _figures(documents, measures, lambda measure: MeanOfPairs(measure, pairs), gamma)
    )
    return Group(whole.figures, whole.flattened, of_pairs)


def _figures(
    documents: Sequence[DocumentLayers],
    measures: _SpanMeasures | _AttributeMeasures | _LinkMeasures,
    over_pairs: Callable[[Measure], Measure],
    gamma: Callable[[Sequence[DocumentLayers], str | None], Figure] | None,
) -> Group:
    spans = sum(measures.spans(document) for document in documents)
    figures = {}
    for name in FIGURES:
        if name in measures.of_pair:
            figures[name] = figure(over_pairs(measures.of_pair[name]), documents, spans)
        elif name in measures.of_all:
            figures[name] = figure(measures.of_all[name], documents, spans)
        elif name == "gamma" and gamma is not None and isinstance(measures, _SpanMeasures):
            figures[name] = gamma(documents, measures.label)
        else:
            nothing = "not defined here"
            figures[name] = Figure(None, None, None, len(documents), spans, nothing)
    return Group(figures, sum(measures.flattened(document) for document in documents))


def _attributes(documents: Sequence[DocumentLayers]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for layer in document.layers.values():
            for unit in layer.units:
                found[unit.label].update(name for name, _ in unit.attributes)
    return {label: sorted(names) for label, names in sorted(found.items()) if names}


def _types(documents: Sequence[DocumentLayers]) -> list[str]:
    return sorted(
        {
            link.type
            for document in documents
            for layer in document.layers.values()
            for link in layer.links
        }
    )


# ------------------------------------------------------------- where they differ


def by_disagreement(documents: Sequence[DocumentLayers]) -> list[DocumentScore]:
    """Return the documents that two or more finished, least agreement first."""
    scores = []
    for document in documents:
        agreed = total = 0
        for a, b in combinations(document.layers.values(), 2):
            agreed += 2 * len(exact_matches(a.units, b.units))
            total += len(a.units) + len(b.units)
        if len(document.layers) > 1:
            scores.append(DocumentScore(document.id, agreed, total))
    return sorted(
        scores,
        key=lambda score: (1.0 if score.f1 is None else score.f1, -score.total, score.document_id),
    )


def label_confusion(documents: Sequence[DocumentLayers]) -> Counter[tuple[str, str]]:
    """Count which labels annotators give to the same text, over all pairs of annotators.

    Annotations are matched by overlap, first within a label, then the rest across labels; one
    without a partner counts with the empty label. Both orders of a pair count, so the table is
    symmetric.
    """
    table: Counter[tuple[str, str]] = Counter()
    for document in documents:
        for a, b in combinations(document.layers.values(), 2):
            for first, second in _label_pairs(a.units, b.units):
                table[first, second] += 1
                table[second, first] += 1
    return table


def _label_pairs(a: Sequence[SpanUnit], b: Sequence[SpanUnit]) -> list[tuple[str, str]]:
    matched: list[tuple[SpanUnit, SpanUnit]] = []
    for label in {unit.label for unit in a} & {unit.label for unit in b}:
        matched += overlap_matches(
            [unit for unit in a if unit.label == label],
            [unit for unit in b if unit.label == label],
        )
    left_a = _unmatched(a, [one for one, _ in matched])
    left_b = _unmatched(b, [other for _, other in matched])
    across = overlap_matches(left_a, left_b)
    alone_a = _unmatched(left_a, [one for one, _ in across])
    alone_b = _unmatched(left_b, [other for _, other in across])
    return [
        *((one.label, other.label) for one, other in matched + across),
        *((unit.label, "") for unit in alone_a),
        *(("", unit.label) for unit in alone_b),
    ]


def _unmatched(units: Sequence[SpanUnit], taken: Sequence[SpanUnit]) -> list[SpanUnit]:
    ids = {unit.id for unit in taken}
    return [unit for unit in units if unit.id not in ids]


def value_confusion(
    documents: Sequence[DocumentLayers], label: str, attribute: str
) -> Counter[tuple[str | None, str | None]]:
    """Count which values annotators give to an attribute on equal spans, in both orders of each
    pair."""
    table: Counter[tuple[str | None, str | None]] = Counter()
    for document in documents:
        for pair in combinations(document.layers, 2):
            for (first, second), count in value_pairs(
                document.only(pair), label, attribute
            ).items():
                table[first, second] += count
                table[second, first] += count
    return table


# -------------------------------------------------------------------------- JSON


def as_json(result: Agreement) -> dict[str, object]:
    """Return the object that `hashiya agreement --json` prints."""
    return {
        "annotators": list(result.annotators),
        "documents": result.documents,
        "all": _group_json(result.all),
        "labels": {label: _group_json(group) for label, group in result.labels.items()},
        "attributes": {
            label: {name: _group_json(group) for name, group in groups.items()}
            for label, groups in result.attributes.items()
        },
        "links": {type: _group_json(group) for type, group in result.links.items()},
    }


def _group_json(group: Group) -> dict[str, object]:
    return {
        **_figures_json(group),
        "pairs": [
            {"annotators": list(pair), **_figures_json(part)} for pair, part in group.pairs.items()
        ],
    }


def _figures_json(group: Group) -> dict[str, object]:
    figures: dict[str, dict[str, object]] = {
        name: item._asdict() for name, item in group.figures.items()
    }
    figures["alpha_unitizing"]["flattened"] = group.flattened
    return dict(figures)
