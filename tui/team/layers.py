"""The layers of one document, and which of their annotations match.

A layer contains the accepted annotations of one annotator in one document. Offsets count code
points of the document's text; spans are `[start, end)`.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from tui.model import JSON

T = TypeVar("T")

Fragments = tuple[tuple[int, int], ...]


class SpanUnit(NamedTuple):
    """The parts of an annotation that agreement compares."""

    id: str
    label: str
    start: int
    end: int
    fragments: Fragments = ()
    """The stretches of a discontinuous annotation; empty for a continuous one."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Names with their values as canonical JSON, sorted by name."""

    @property
    def place(self) -> tuple[int, int, Fragments]:
        """The bounds, equal for annotations that cover exactly the same text."""
        return self.start, self.end, self.fragments

    def value(self, attribute: str) -> str | None:
        """Return an attribute's value as canonical JSON, or None without one."""
        return next((value for name, value in self.attributes if name == attribute), None)

    @property
    def stretches(self) -> Fragments:
        """The stretches of text that the annotation covers."""
        return self.fragments or ((self.start, self.end),)


class LinkUnit(NamedTuple):
    """A link by the content of its ends, not their ids: two annotators' links can be equal."""

    type: str
    source: tuple[str, int, int, Fragments]
    """The label and place of the annotation at its start."""
    target: tuple[str, int, int, Fragments]


class Layer(NamedTuple):
    """The accepted annotations of one annotator in one document."""

    units: tuple[SpanUnit, ...] = ()
    """In the order of start, end, id."""
    links: tuple[LinkUnit, ...] = ()


class DocumentLayers:
    """One document with the layers that count in it.

    Results that several measures need are computed once, and shared with the parts that `only`
    makes.
    """

    def __init__(
        self,
        id: str,
        length: int,
        tokens: Sequence[tuple[int, int]],
        layers: Mapping[str, Layer],
    ) -> None:
        self.id = id
        self.length = length
        """Code points of the text."""
        self.starts = array("q", (start for start, _ in tokens))
        """Where the words of the text start, in order; they do not overlap."""
        self.ends = array("q", (end for _, end in tokens))
        self.layers = layers
        """By annotator. A layer without annotations counts: the annotator found nothing."""
        self._computed: dict[Hashable, Any] = {}

    def only(self, annotators: Iterable[str]) -> DocumentLayers:
        """Return the same document with only the layers of these annotators."""
        kept = {name: self.layers[name] for name in annotators if name in self.layers}
        part = DocumentLayers(self.id, self.length, (), kept)
        part.starts, part.ends = self.starts, self.ends
        part._computed = self._computed
        return part

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the cached result of `compute` for this key."""
        try:
            found: T = self._computed[key]
        except KeyError:
            found = self._computed[key] = compute()
        return found

    @property
    def labels(self) -> frozenset[str]:
        """The labels that any layer uses."""
        return frozenset(label for name in self.layers for label in self.by_label(name))

    def by_label(self, annotator: str) -> Mapping[str, Sequence[SpanUnit]]:
        """Return an annotator's annotations by label."""

        def group() -> dict[str, list[SpanUnit]]:
            found: dict[str, list[SpanUnit]] = defaultdict(list)
            for unit in self.layers[annotator].units:
                found[unit.label].append(unit)
            return dict(found)

        return self.once(("by label", annotator), group)

    def units(self, annotator: str, label: str | None) -> Sequence[SpanUnit]:
        """Return an annotator's annotations of a label, or all."""
        if label is None:
            return self.layers[annotator].units
        return self.by_label(annotator).get(label, ())

    def exact(self, a: str, b: str, label: str) -> list[tuple[SpanUnit, SpanUnit]]:
        """Return `exact_matches` of two annotators' annotations of a label."""
        return self.once(
            ("exact", a, b, label),
            lambda: exact_matches(self.units(a, label), self.units(b, label)),
        )

    def overlapping(self, a: str, b: str, label: str) -> list[tuple[SpanUnit, SpanUnit]]:
        """Return `overlap_matches` of two annotators' annotations of a label."""
        return self.once(
            ("overlapping", a, b, label),
            lambda: overlap_matches(self.units(a, label), self.units(b, label)),
        )

    def token_values(self) -> Counter[tuple[frozenset[str], ...]]:
        """Count the tokens by the sets of labels on them, one set for each annotator in order."""

        def count() -> Counter[tuple[frozenset[str], ...]]:
            return Counter(zip(*map(self._token_labels, self.layers), strict=True))

        return self.once(("token values", *self.layers), count)

    def _token_labels(self, annotator: str) -> Sequence[frozenset[str]]:
        return self.once(
            ("token labels", annotator),
            lambda: _labels_on(self.starts, self.ends, self.layers[annotator].units),
        )


def canonical(value: JSON) -> str:
    """Return the one JSON text of a value: keys sorted, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _labels_on(
    starts: Sequence[int], ends: Sequence[int], units: Sequence[SpanUnit]
) -> Sequence[frozenset[str]]:
    """Return the labels of each token: those with a stretch that shares a code point with it."""
    found: dict[int, set[str]] = defaultdict(set)
    for unit in units:
        for start, end in unit.stretches:
            for index in range(bisect_right(ends, start), bisect_left(starts, end)):
                found[index].add(unit.label)
    nothing: frozenset[str] = frozenset()
    sets: dict[frozenset[str], frozenset[str]] = {}
    labels = [nothing] * len(starts)
    for index, names in found.items():
        key = frozenset(names)
        labels[index] = sets.setdefault(key, key)
    return labels


# ------------------------------------------------------------------------- matching


def exact_matches(a: Sequence[SpanUnit], b: Sequence[SpanUnit]) -> list[tuple[SpanUnit, SpanUnit]]:
    """Pair annotations of the same label and place, each at most once (a multiset intersection).

    Equal ones of one layer are paired in the order of their attributes, so that as many as
    possible agree there too.
    """
    first, second = _by_place(a), _by_place(b)
    pairs: list[tuple[SpanUnit, SpanUnit]] = []
    for place in first.keys() & second.keys():
        pairs += _pair_at_place(first[place], second[place])
    return pairs


def _by_place(units: Sequence[SpanUnit]) -> dict[Hashable, list[SpanUnit]]:
    found: dict[Hashable, list[SpanUnit]] = defaultdict(list)
    for unit in units:
        found[unit.label, unit.start, unit.end, unit.fragments].append(unit)
    return found


def _pair_at_place(a: Sequence[SpanUnit], b: Sequence[SpanUnit]) -> list[tuple[SpanUnit, SpanUnit]]:
    """Pair annotations at one place: first those of equal attributes, then the others by id."""
    if len(a) == len(b) == 1:
        return [(a[0], b[0])]
    waiting = sorted(b, key=lambda unit: unit.id)
    pairs, left = [], []
    for unit in sorted(a, key=lambda unit: unit.id):
        same = next((one for one in waiting if one.attributes == unit.attributes), None)
        if same is None:
            left.append(unit)
        else:
            waiting.remove(same)
            pairs.append((unit, same))
    return pairs + list(zip(left, waiting, strict=False))


def overlap_matches(
    a: Sequence[SpanUnit], b: Sequence[SpanUnit]
) -> list[tuple[SpanUnit, SpanUnit]]:
    """Pair annotations that share a code point: as many pairs as possible, each unit at most once.

    Labels are not compared: pass the units of one label. Among the matchings with the most
    pairs this is one with the largest total overlap.
    """
    pairs: list[tuple[SpanUnit, SpanUnit]] = []
    for first, second in _clusters(a, b):
        if len(first) == 1 and len(second) == 1:
            if shared(first[0], second[0]):
                pairs.append((first[0], second[0]))
        elif first and second:
            pairs += _matching(first, second)
    return pairs


def shared(a: SpanUnit, b: SpanUnit) -> int:
    """Return how many code points two annotations share, by their fragments."""
    return sum(
        max(0, min(a_end, b_end) - max(a_start, b_start))
        for a_start, a_end in a.stretches
        for b_start, b_end in b.stretches
    )


def _clusters(
    a: Sequence[SpanUnit], b: Sequence[SpanUnit]
) -> Iterator[tuple[list[SpanUnit], list[SpanUnit]]]:
    """Split both layers where no annotation's hull reaches across, so that each part is small."""
    both = sorted(
        [(unit.start, unit.end, unit.id, 0, unit) for unit in a]
        + [(unit.start, unit.end, unit.id, 1, unit) for unit in b],
        key=lambda item: item[:4],
    )
    part: tuple[list[SpanUnit], list[SpanUnit]] = ([], [])
    reach = -1
    for start, end, _, side, unit in both:
        if start >= reach and (part[0] or part[1]):
            yield part
            part = ([], [])
        part[side].append(unit)
        reach = max(reach, end)
    if part[0] or part[1]:
        yield part


def _matching(a: Sequence[SpanUnit], b: Sequence[SpanUnit]) -> list[tuple[SpanUnit, SpanUnit]]:
    """Return a maximum matching with the largest total overlap (Edmonds' blossom algorithm)."""
    # Most clusters are a pair of annotations: the library is loaded for what is left.
    import networkx as nx

    graph: nx.Graph[tuple[int, int]] = nx.Graph()
    for i, unit in enumerate(a):
        for j, other in enumerate(b):
            if overlap := shared(unit, other):
                graph.add_edge((0, i), (1, j), weight=overlap)
    found = nx.max_weight_matching(graph, maxcardinality=True)
    indexes = sorted((min(edge)[1], max(edge)[1]) for edge in found)
    return [(a[i], b[j]) for i, j in indexes]
