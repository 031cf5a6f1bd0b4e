"""Compare several layers of one document: what they agree on, and the open questions.

Equal annotations of all layers are taken without a question. Differences become questions, each
about annotations that mean the same thing in different layers: other bounds, another label, missing
in some layer, other attributes, or links. This module writes nothing: the caller turns the answers
into annotations of the adjudicator's own layer.

Offsets count code points of the document's text; spans are `[start, end)`.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tui.model import Annotation, Link, annotation_order
from tui.team.layers import canonical

QuestionKind = Literal["bounds", "label", "missing", "attributes", "links"]
Rule = Literal["unanimous", "majority"]

NONE, ALL, OWN = "none", "all", "own"
"""Choices other than an annotator's name: none is right, all are, or an answer of one's own."""


NEAR = 4
"""Code points before and after an annotation that are part of its fingerprint: enough to
distinguish most occurrences of its text, and few enough that other changes seldom affect them."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Annotations that mean the same thing and are taken without a question."""

    members: Mapping[str, Annotation]
    """By annotator."""
    others: tuple[Annotation, ...] = ()
    """The annotations that a minority has instead."""

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all these annotations."""
        return frozenset(row.id for row in (*self.members.values(), *self.others))

    @property
    def taken(self) -> Annotation:
        """The annotation to copy: they are equal in everything that matters."""
        return next(iter(self.members.values()))


@dataclass(frozen=True, slots=True)
class Question:
    """A difference between the layers, and what each of them has."""

    kind: QuestionKind
    options: Mapping[str, tuple[Annotation, ...]]
    """By annotator, for all annotators; empty for one who has nothing here."""

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """All annotations that the question is about."""
        return tuple(one for option in self.options.values() for one in option)

    @property
    def span(self) -> tuple[int, int]:
        """The smallest span that contains its annotations."""
        return (
            min(annotation.start for annotation in self.annotations),
            max(annotation.end for annotation in self.annotations),
        )

    @property
    def subject(self) -> str:
        """The subject of the decision, as `decisions.subject` holds it.

        It changes with the content of each annotation, so that a later edit opens the question
        again, and with nothing else.
        """
        return subject_of(self.annotations)


class AgreedLink(NamedTuple):
    """A link that exists in all layers that have its source."""

    type: str
    source: int
    """The decided annotation at its start: an index into `adopted` of `compare_links`."""
    target: int
    """The decided annotation at its end, as such an index."""


@dataclass(frozen=True, slots=True)
class LinkQuestion:
    """A difference between the layers in the links of one type from one annotation."""

    type: str
    source: int
    """The decided annotation at their start: an index into `adopted` of `compare_links`."""
    options: Mapping[str, tuple[Link, ...]]
    """By annotator, for all annotators: the links that not all of them have."""
    targets: Mapping[str, int]
    """The decided annotation at the end of each of these links, by its id, as such an index."""
    agreed: frozenset[int] = frozenset()
    """The ends of links that all layers have, which are not part of the question."""

    @property
    def subject(self) -> str:
        """The subject of the decision, as `decisions.subject` holds it."""
        return links_subject([link for option in self.options.values() for link in option])


class Comparison(NamedTuple):
    """The agreements and the differences of layers, both in the order of the text."""

    agreed: tuple[Agreed, ...]
    questions: tuple[Question, ...]


class LinkComparison(NamedTuple):
    """The links that all layers have, and those in which they differ."""

    agreed: tuple[AgreedLink, ...]
    questions: tuple[LinkQuestion, ...]


# ------------------------------------------------------------------------ subjects


def subject_of(annotations: Iterable[Annotation]) -> str:
    """Return the subject of a question: the ids of its annotations with hashes of their content."""
    return json.dumps(
        sorted([annotation.id, fingerprint(annotation)] for annotation in annotations)
    )


def subject_ids(subject: str) -> set[str]:
    """Return the ids of the rows that a decision is about; none for another kind of subject."""
    try:
        found = json.loads(subject)
        return {str(id) for id, _ in found}
    except (ValueError, TypeError):
        return set()


def links_subject(links: Iterable[Link]) -> str:
    """Return the subject of a question about links."""
    return json.dumps(
        sorted([link.id, _hashed([link.type, link.from_id, link.to_id])] for link in links)
    )


def fingerprint(annotation: Annotation) -> str:
    """Return a hash of the content of an annotation.

    Its place is hashed as its text and context instead of its offsets, so that a change elsewhere
    in the document does not change the hash.
    """
    return _hashed(
        [
            annotation.label,
            annotation.prefix[-NEAR:],
            annotation.text,
            annotation.suffix[:NEAR],
            [(low - annotation.start, high - annotation.start) for low, high in _gaps(annotation)],
            _attributes(annotation),
        ]
    )


def _gaps(annotation: Annotation) -> Sequence[tuple[int, int]]:
    return annotation.fragments or ()


def content(annotation: Annotation) -> tuple[Hashable, ...]:
    """Return the values that are equal if two annotations say the same about a text."""
    return annotation.label, _place(annotation), _attributes(annotation)


def _hashed(content: Sequence[object]) -> str:
    text = json.dumps(content, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


# ---------------------------------------------------------------------- annotations


class _Group:
    """Annotations of the same label and bounds, at most one from each layer."""

    def __init__(self, members: dict[str, Annotation]) -> None:
        self.members = members
        first = next(iter(members.values()))
        self.label, self.start, self.end = first.label, first.start, first.end
        self.place = _place(first)


def compare(layers: Mapping[str, Sequence[Annotation]], rule: Rule = "unanimous") -> Comparison:
    """Compare the accepted annotations of several layers of one document.

    With `majority`, annotations that more than half of the layers have are taken too.
    """
    agreed: list[Agreed] = []
    questions: list[Question] = []
    partial: list[_Group] = []
    for group in _groups(layers):
        if len(group.members) < len(layers):
            partial.append(group)
        elif len({_attributes(one) for one in group.members.values()}) == 1:
            agreed.append(Agreed(group.members))
        else:
            questions.append(_question(layers, [group]))
    questions += [_question(layers, cluster) for cluster in _clusters(partial)]
    if rule == "majority":
        questions, taken = _by_majority(questions, len(layers))
        agreed += taken
    agreed.sort(key=lambda item: annotation_order(item.taken))
    questions.sort(key=lambda question: (question.span, question.subject))
    return Comparison(tuple(agreed), tuple(questions))


def _groups(layers: Mapping[str, Sequence[Annotation]]) -> list[_Group]:
    """Group annotations of equal label and bounds across layers.

    Those that all layers have with equal attributes come first, so that a stack of equal spans is
    divided in the same way in every layer; of the rest, the n-th is grouped with the n-th.
    """
    by_content = _numbered(layers, content)
    whole = [members for members in by_content if len(members) == len(layers)]
    used = {annotation.id for members in whole for annotation in members.values()}
    rest = {
        annotator: [annotation for annotation in layer if annotation.id not in used]
        for annotator, layer in layers.items()
    }
    partial = _numbered(rest, lambda one: (one.label, _place(one)))
    return [_Group(members) for members in [*whole, *partial]]


def _numbered(
    layers: Mapping[str, Sequence[Annotation]], key_of: Callable[[Annotation], Hashable]
) -> list[dict[str, Annotation]]:
    """Group by key across layers, the n-th annotation of a key with the n-th of other layers."""
    found: dict[Hashable, dict[str, Annotation]] = defaultdict(dict)
    for annotator, layer in layers.items():
        seen: dict[Hashable, int] = defaultdict(int)
        for annotation in sorted(layer, key=lambda one: (_attributes(one), one.id)):
            key = key_of(annotation)
            seen[key] += 1
            found[key, seen[key]][annotator] = annotation
    return list(found.values())


def _attributes(annotation: Annotation) -> str:
    return canonical(dict(annotation.attributes))


def _place(annotation: Annotation) -> tuple[int, int, tuple[tuple[int, int], ...]]:
    return annotation.start, annotation.end, tuple(annotation.fragments or ())


def _clusters(groups: Sequence[_Group]) -> list[list[_Group]]:
    """Join groups of different layers that mean the same thing, the likeliest first.

    Two groups mean the same thing if they have the same label and overlap, or have the same bounds.
    A group that is left over (two spans where another layer has one) joins the cluster that it
    overlaps most.
    """
    cluster = {id(group): [group] for group in groups}
    edges = sorted(_edges(groups), key=lambda edge: edge[0])
    for leftover in (False, True):
        for _, a, b in edges:
            first, second = cluster[id(a)], cluster[id(b)]
            if first is second:
                continue
            disjoint = not _layers(first) & _layers(second)
            if disjoint or (leftover and a.label == b.label and 1 in (len(first), len(second))):
                first += second
                for group in second:
                    cluster[id(group)] = first
    seen: set[int] = set()
    distinct = []
    for found in cluster.values():
        if id(found) not in seen:
            seen.add(id(found))
            distinct.append(found)
    return distinct


def _layers(groups: Iterable[_Group]) -> set[str]:
    return {annotator for group in groups for annotator in group.members}


def _edges(
    groups: Sequence[_Group],
) -> list[tuple[tuple[float, int, int], _Group, _Group]]:
    """Return pairs of groups that may mean the same thing, the likeliest first, with a sort key."""
    edges = []
    waiting: list[_Group] = []
    for group in sorted(groups, key=lambda group: (group.start, group.end)):
        waiting = [
            other for other in waiting if other.end > group.start or other.end == other.start
        ]
        for other in waiting:
            same_place = group.place == other.place
            if same_place or (group.label == other.label and other.end > group.start):
                shared = min(group.end, other.end) - max(group.start, other.start)
                hull = max(group.end, other.end) - min(group.start, other.start)
                likeness = 1.0 if same_place else shared / hull
                edges.append(((-likeness, other.start, other.end), other, group))
        waiting.append(group)
    return edges


def _question(layers: Mapping[str, Sequence[Annotation]], groups: Sequence[_Group]) -> Question:
    options = {
        annotator: tuple(
            sorted(
                (group.members[annotator] for group in groups if annotator in group.members),
                key=annotation_order,
            )
        )
        for annotator in layers
    }
    return Question(_kind(options, groups), options)


def _kind(options: Mapping[str, tuple[Annotation, ...]], groups: Sequence[_Group]) -> QuestionKind:
    if len({group.place for group in groups}) > 1:
        return "bounds"
    if len({group.label for group in groups}) > 1:
        return "label"
    if not all(options.values()):
        return "missing"
    return "attributes"


def _by_majority(questions: Sequence[Question], layers: int) -> tuple[list[Question], list[Agreed]]:
    """Take annotations that more than half of the layers have; return the other questions."""
    left, taken = [], []
    for question in questions:
        votes: dict[Hashable, list[str]] = defaultdict(list)
        for annotator, option in question.options.items():
            votes[tuple(content(one) for one in option)].append(annotator)
        voters = max(votes.values(), key=len)
        if 2 * len(voters) <= layers:
            left.append(question)
            continue
        # A majority that has nothing here takes nothing: the question is answered.
        count = len(question.options[voters[0]])
        outvoted = tuple(
            row for name, option in question.options.items() if name not in voters for row in option
        )
        taken += [
            Agreed(
                {name: question.options[name][index] for name in voters},
                outvoted if count == 1 else (),
            )
            for index in range(count)
        ]
    return left, taken


# ---------------------------------------------------------------------------- links


def compare_links(
    layers: Mapping[str, Sequence[Link]], adopted: Sequence[Mapping[str, str]]
) -> LinkComparison:
    """Compare links of several layers between annotations that are decided.

    `adopted` holds, for each annotation of the adjudicator's layer, the ids it comes from with
    their annotators. Links are equal if they have one type and their ends became the same of these.
    A layer without the source does not count for where it leads. Links with an end that became
    nothing are left out, since they cannot connect anything.
    """
    index = {id: number for number, ids in enumerate(adopted) for id in ids}
    found: dict[tuple[int, str], dict[str, dict[int, Link]]] = defaultdict(
        lambda: {annotator: {} for annotator in layers}
    )
    for annotator, links in layers.items():
        for link in sorted(links, key=lambda link: link.id):
            source, target = index.get(link.from_id), index.get(link.to_id)
            if source is not None and target is not None:
                found[source, link.type][annotator].setdefault(target, link)
    agreed: list[AgreedLink] = []
    questions: list[LinkQuestion] = []
    for (source, type), by_layer in sorted(found.items()):
        voters = set(adopted[source].values()) & layers.keys()
        shared = {
            target
            for target in set().union(*by_layer.values())
            if all(target in by_layer[name] for name in voters)
        }
        agreed += [AgreedLink(type, source, target) for target in sorted(shared)]
        options = {
            name: tuple(link for target, link in links.items() if target not in shared)
            for name, links in by_layer.items()
        }
        if any(options.values()):
            targets = {link.id: target for own in by_layer.values() for target, link in own.items()}
            questions.append(LinkQuestion(type, source, options, targets, frozenset(shared)))
    return LinkComparison(tuple(agreed), tuple(questions))
