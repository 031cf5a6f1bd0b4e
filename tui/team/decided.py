"""The decisions and the open questions of a document, read from the database.

An adjudicator's annotations name in their `origin` the annotations that they come from, and each
answer is a row of `decisions`. Both are compared with the annotators' current layers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from tui.model import Annotation, Decision, DocumentInfo, Link, annotation_order, instant_of
from tui.store.database import Store
from tui.team.layer_comparison import (
    Agreed,
    AgreedLink,
    LinkQuestion,
    Question,
    Rule,
    compare,
    compare_links,
    content,
    fingerprint,
)

AnyQuestion = Question | LinkQuestion

ORIGIN = "adjudicated:"
"""The prefix of the origin of an adjudicated annotation, before the ids that it comes from."""

TAKEN_AS = "#"
"""Precedes the fingerprint of a copy's content in its origin. If the content still has this
fingerprint, the copy was not edited since."""


class Adopted(NamedTuple):
    """An annotation of the adjudicator's layer, and the annotations it comes from."""

    row: Annotation
    originals: Mapping[str, str]
    """The ids of the annotators' annotations, with their annotators."""


@dataclass(frozen=True, slots=True)
class State:
    """The decisions and the open questions of a document."""

    annotators: tuple[str, ...]
    """Those whose layers are compared."""
    agreed: tuple[Agreed, ...]
    """Annotations that all layers agree on and that the adjudicator's layer lacks."""
    stale: tuple[tuple[Annotation, Agreed], ...]
    """Adopted annotations, each with what all layers agree on now instead."""
    withdrawn: tuple[Annotation, ...]
    """Adopted annotations whose originals are all deleted."""
    doubled: tuple[Annotation, ...]
    """Annotations adopted in two databases that were merged since, without the first of each."""
    questions: tuple[Question, ...]
    """The differences that are not decided, in the text's order."""
    agreed_links: tuple[AgreedLink, ...]
    link_questions: tuple[LinkQuestion, ...]
    """Links that differ; they come after the annotations that they connect."""
    decided: int
    """The number of questions about these layers that have an answer."""
    own: tuple[Adopted, ...]
    """The adjudicator's annotations, in the text's order."""
    waiting: int = 0
    """Annotations of these layers over an earlier text, which were not placed in the newer one."""

    @property
    def left(self) -> int:
        """The number of questions that are left."""
        return len(self.questions) + len(self.link_questions)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to ask or to adopt."""
        waiting = self.agreed or self.stale or self.withdrawn or self.doubled or self.agreed_links
        return not self.left and not waiting

    @property
    def all_questions(self) -> tuple[AnyQuestion, ...]:
        """The questions that can be asked now: links come after all annotations."""
        return self.questions or self.link_questions


def state_of(
    store: Store,
    info: DocumentInfo,
    adjudicator: str,
    annotators: Sequence[str] = (),
    rule: Rule = "unanimous",
) -> State:
    """Read what annotators agree on in a document, what is decided and what is left.

    `annotators` are those whose layers are compared; by default those who marked the document done,
    or everybody with annotations if fewer than two did.
    """
    return Layers(store, info, adjudicator).state(annotators, rule)


class Layers:
    """The current rows of a document in the database."""

    def __init__(self, store: Store, info: DocumentInfo, adjudicator: str) -> None:
        self._store, self._info, self._adjudicator = store, info, adjudicator
        self._all = {
            row.id: row for row in store.annotations.in_document(info.id, include_deleted=True)
        }
        self.rows = [
            row
            for row in self._all.values()
            if row.status == "accepted"
            and row.deleted_at is None
            and row.text_sha256 == info.text_sha256
        ]
        self.own = sorted(
            (row for row in self.rows if row.annotator == adjudicator and sources(row)),
            key=annotation_order,
        )
        self.links = [one for one in store.links.in_document(info.id) if one.status == "accepted"]

    def state(self, wanted: Sequence[str], rule: Rule) -> State:
        """Return the agreements, the decisions and the open questions."""
        decisions = self._store.comments.decisions(self._info.id)
        by_annotator = self._layers(decisions)
        annotators = tuple(wanted) or self._finished(by_annotator, decisions)
        layers = {name: by_annotator.get(name, []) for name in annotators}
        decided = self._answered_subjects(decisions)
        comparison = compare(layers, rule)
        agreed, stale, own = self._compare_taken(comparison.agreed)
        questions = tuple(one for one in comparison.questions if one.subject not in decided)
        links, missing = self.compare_links(annotators, own)
        if questions:
            # What links connect is not decided yet, so some would seem to differ.
            links = ()
        link_questions = tuple(one for one in links if one.subject not in decided)
        asked = len(comparison.questions) + len(links)
        return State(
            annotators,
            agreed,
            stale,
            tuple(row for row in self.own if self._is_withdrawn(row)),
            tuple(self._taken_twice()),
            questions,
            missing,
            link_questions,
            asked - len(questions) - len(link_questions),
            own,
            sum(row.annotator in layers for row in self._outdated()),
        )

    def _outdated(self) -> Iterable[Annotation]:
        return (
            row
            for row in self._all.values()
            if row.status == "accepted"
            and row.deleted_at is None
            and row.text_sha256 != self._info.text_sha256
        )

    def _answered_subjects(self, decisions: Iterable[Decision]) -> set[str]:
        """Return the subjects of the adjudicator's decisions, except those with two answers.

        Two answers come from two databases in which one adjudicator worked.
        """
        choices: dict[str, set[str]] = {}
        for one in decisions:
            if one.adjudicator == self._adjudicator:
                choices.setdefault(one.subject, set()).add(one.choice)
        return {subject for subject, chosen in choices.items() if len(chosen) == 1}

    def _taken_twice(self) -> list[Annotation]:
        """Return the annotations that were adopted twice, without the first of each."""
        seen: set[object] = set()
        found = []
        for row in sorted(self.own, key=lambda row: row.id):
            key = content(row), tuple(sources(row))
            if key in seen and is_untouched(row) and not self._is_withdrawn(row):
                found.append(row)
            seen.add(key)
        return found

    def _layers(self, decisions: Iterable[Decision]) -> dict[str, list[Annotation]]:
        """Return the annotations by annotator, without those that were decided."""
        began = began_to_decide(self.rows, decisions)
        layers: dict[str, list[Annotation]] = {}
        for row in self.rows:
            if is_original(row, began):
                layers.setdefault(row.annotator, []).append(row)
        return layers

    def _finished(
        self, layers: Mapping[str, object], decisions: Iterable[Decision]
    ) -> tuple[str, ...]:
        """Return the annotators who finished the document, else those with annotations in it.

        Adjudicators without annotations of their own are left out.
        """
        deciding = {one.adjudicator for one in decisions}
        deciding |= {row.annotator for row in self.rows if sources(row)}
        deciding -= layers.keys()
        done = {
            progress.annotator
            for progress in self._store.progress.in_document(self._info.id)
            if progress.status == "done"
        }
        done -= deciding
        return tuple(sorted(done if len(done) > 1 else done | layers.keys()))

    def _compare_taken(
        self, agreed: Iterable[Agreed]
    ) -> tuple[tuple[Agreed, ...], tuple[tuple[Annotation, Agreed], ...], tuple[Adopted, ...]]:
        """Return what is agreed on but not adopted, what is adopted differently, and all
        decisions."""
        by_source: dict[str, list[Annotation]] = {}
        for row in self.own:
            for id in sources(row):
                by_source.setdefault(id, []).append(row)
        originals = {row.id: set(sources(row)) for row in self.own}
        missing, stale = [], []
        for one in agreed:
            copies = {row.id: row for id in one.ids for row in by_source.get(id, ())}
            equal = [row for row in copies.values() if content(row) == content(one.taken)]
            for row in equal or copies.values():
                originals[row.id] |= one.ids
            if not copies:
                missing.append(one)
            elif not equal and len(copies) == 1:
                (copy,) = copies.values()
                if is_untouched(copy):
                    stale.append((copy, one))
        own = tuple(
            Adopted(row, {id: self._annotator(id) for id in sorted(originals[row.id])})
            for row in self.own
        )
        return tuple(missing), tuple(stale), own

    def _annotator(self, id: str) -> str:
        row = self._all.get(id)
        return "" if row is None else row.annotator

    def _is_withdrawn(self, row: Annotation) -> bool:
        """Whether all annotations that a copy was taken from are deleted."""
        known = [self._all.get(id) for id in sources(row)]
        return is_untouched(row) and all(
            one is not None and (one.deleted_at is not None or one.status == "rejected")
            for one in known
        )

    def compare_links(
        self, annotators: Iterable[str], own: Sequence[Adopted]
    ) -> tuple[tuple[LinkQuestion, ...], tuple[AgreedLink, ...]]:
        """Return the differences in the layers' links, and agreed links that the own layer
        lacks."""
        layers: dict[str, list[Link]] = {name: [] for name in annotators}
        there = set()
        for one in self.links:
            if one.annotator in layers:
                layers[one.annotator].append(one)
            if one.annotator == self._adjudicator:
                there.add((one.type, one.from_id, one.to_id))
        found = compare_links(layers, [adopted.originals for adopted in own])
        missing = tuple(
            one
            for one in found.agreed
            if (one.type, own[one.source].row.id, own[one.target].row.id) not in there
        )
        return found.questions, missing


def began_to_decide(
    annotations: Iterable[Annotation], decisions: Iterable[Decision]
) -> Mapping[str, timedelta]:
    """Return when each adjudicator of a document made the first decision or copy in it."""
    stamps = [(one.adjudicator, one.created_at) for one in decisions]
    stamps += [(row.annotator, row.created_at) for row in annotations if sources(row)]
    began: dict[str, timedelta] = {}
    for name, stamp in stamps:
        moment = instant_of(stamp)
        began[name] = min(began.get(name, moment), moment)
    return began


def is_original(annotation: Annotation, began: Mapping[str, timedelta]) -> bool:
    """Whether an annotation is an annotator's own, not part of a decision.

    What adjudicators tag after they `began_to_decide` is part of their decisions, too.
    """
    first = began.get(annotation.annotator)
    return not sources(annotation) and (first is None or instant_of(annotation.created_at) < first)


def sources(annotation: Annotation) -> list[str]:
    """Return the ids that an adjudicated annotation comes from; none for any other annotation."""
    if not annotation.origin.startswith(ORIGIN):
        return []
    words = annotation.origin.removeprefix(ORIGIN).split()
    return [word for word in words if not word.startswith(TAKEN_AS)]


def is_untouched(annotation: Annotation) -> bool:
    """Whether an adjudicated annotation was not edited since it was adopted."""
    return f"{TAKEN_AS}{fingerprint(annotation)}" in annotation.origin.split()
