"""Read the layers whose agreement is measured from the store."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tui.model import AnnotatedDocument, Annotation, Link
from tui.team.decided import began_to_decide, is_original
from tui.team.layers import DocumentLayers, Layer, LinkUnit, SpanUnit, canonical
from tui.text.unicode import word_segments

Attributes = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Gathered:
    """The documents with the layers that count, and the number of annotations left out."""

    documents: list[DocumentLayers] = field(default_factory=list)
    annotators: list[str] = field(default_factory=list)
    """Everybody whose layer counts in some document, sorted."""
    outdated: int = 0
    """Accepted annotations over an earlier text, which wait to be re-anchored."""


def gather(
    documents: Iterable[AnnotatedDocument],
    annotators: Sequence[str] = (),
    labels: Sequence[str] = (),
    *,
    touched: bool = False,
) -> Gathered:
    """Return the layers of these documents, restricted to `annotators` and `labels`.

    A document counts for an annotator who marked it done, even without annotations; with `touched`,
    for everybody who opened it or annotated something in it. Only accepted annotations over the
    document's current text count; it does not count for an annotator of whom all wait over an
    earlier text, since that layer is not an empty one. Adjudicated annotations are no annotator's
    own and count only for those named in `annotators`.
    """
    gathered = Gathered()
    seen: set[str] = set()
    alike = _SharedAttributes()
    for document in documents:
        who = _who_counts(document, touched=touched)
        if annotators:
            who = [name for name in who if name in annotators]
        else:
            document, who = _without_decided(document, who)
        layers, outdated = _layers(document, who, labels, alike)
        seen.update(layers)
        gathered.outdated += outdated
        if layers:
            tokens = word_segments(document.text) if len(layers) > 1 else ()
            gathered.documents.append(
                DocumentLayers(document.id, len(document.text), tokens, layers)
            )
    gathered.annotators = sorted(seen)
    return gathered


def _who_counts(document: AnnotatedDocument, *, touched: bool) -> list[str]:
    names = {one.annotator for one in document.progress if one.status == "done"}
    if touched:
        names |= {one.annotator for one in document.progress if one.status != "unread"}
        names |= {annotation.annotator for annotation in document.annotations}
    return sorted(names)


def _without_decided(
    document: AnnotatedDocument, who: Sequence[str]
) -> tuple[AnnotatedDocument, list[str]]:
    """Return the document without adjudicated annotations, and the other annotators."""
    began = began_to_decide(document.annotations, document.decisions)
    if not began:
        return document, list(who)
    kept = tuple(row for row in document.annotations if is_original(row, began))
    own = {row.annotator for row in kept}
    return replace(document, annotations=kept), [
        name for name in who if name in own or name not in began
    ]


def _layers(
    document: AnnotatedDocument,
    annotators: Sequence[str],
    labels: Sequence[str],
    alike: _SharedAttributes,
) -> tuple[dict[str, Layer], int]:
    outdated: Counter[str] = Counter()
    units: dict[str, list[SpanUnit]] = {name: [] for name in annotators}
    counted: dict[str, Annotation] = {}
    for annotation in document.annotations:
        if annotation.status != "accepted" or annotation.deleted_at:
            continue
        if annotation.annotator not in units or (labels and annotation.label not in labels):
            continue
        if annotation.text_sha256 != document.sha256:
            outdated[annotation.annotator] += 1
            continue
        counted[annotation.id] = annotation
        units[annotation.annotator].append(_unit(annotation, alike))
    links: dict[str, list[LinkUnit]] = defaultdict(list)
    for link in document.links:
        if link.annotator in units and (found := _link(link, counted)) is not None:
            links[link.annotator].append(found)
    layers = {
        name: Layer(
            tuple(sorted(own, key=lambda unit: (unit.start, unit.end, unit.id))), tuple(links[name])
        )
        for name, own in units.items()
        if own or not outdated[name]
    }
    return layers, outdated.total()


class _SharedAttributes:
    """Keeps one of equal attributes, since most of a million annotations share theirs."""

    def __init__(self) -> None:
        self._attributes: dict[Attributes, Attributes] = {}

    def attributes(self, annotation: Annotation) -> Attributes:
        """Return the attributes of an annotation with canonical values."""
        pairs = ((name, canonical(value)) for name, value in annotation.attributes.items())
        found = tuple(sorted(pairs))
        return self._attributes.setdefault(found, found)


def _unit(annotation: Annotation, alike: _SharedAttributes) -> SpanUnit:
    return SpanUnit(
        annotation.id,
        sys.intern(annotation.label),
        annotation.start,
        annotation.end,
        annotation.fragments or (),
        alike.attributes(annotation),
    )


def _link(link: Link, annotations: dict[str, Annotation]) -> LinkUnit | None:
    """Return the link by its ends; None for one whose ends do not both count."""
    source, target = annotations.get(link.from_id), annotations.get(link.to_id)
    if link.status != "accepted" or link.deleted_at or source is None or target is None:
        return None
    return LinkUnit(
        link.type,
        (source.label, source.start, source.end, source.fragments or ()),
        (target.label, target.start, target.end, target.fragments or ()),
    )
