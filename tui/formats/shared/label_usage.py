"""Labels, attributes and links for the configurations of other tools and for the manifest.

They come from the label schema, and from the annotations of an export where the schema lacks them.
Attribute values become texts here for formats that have nothing else.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tui.model import JSON, AnnotatedDocument
from tui.schema import AttributeType, LabelDef, LabelSchema, resolve_colour
from tui.sources.json_values import compact

_WHOLE = re.compile(r"-?[0-9]{1,40}")

_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]+)?([eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class AttributeInfo:
    """An attribute of a label, in the form that configurations of other tools need."""

    kind: AttributeType = AttributeType.TEXT
    choices: tuple[str, ...] = ()

    @property
    def is_choice(self) -> bool:
        """Whether its values are chosen from those that the schema names."""
        return self.kind in (AttributeType.CHOICE, AttributeType.CHOICES)


@dataclass(frozen=True, slots=True)
class LabelInfo:
    """A label, in the form that configurations of other tools need."""

    name: str
    attributes: Mapping[str, AttributeInfo] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The labels that a link may lead to, by the type of the link."""
    colour: str = ""
    """`#rrggbb`, or empty."""

    def __hash__(self) -> int:
        return hash(self.name)


def label_infos(schema: LabelSchema, names: Sequence[str] = ()) -> tuple[LabelInfo, ...]:
    """Return the schema's labels, or those of these names."""
    return tuple(_label_info(label) for label in schema if not names or label.name in names)


def _label_info(label: LabelDef) -> LabelInfo:
    attributes = {
        one.name: AttributeInfo(one.type, tuple(choice.value for choice in one.choices))
        for one in label.attributes
    }
    links = {one.type: one.targets for one in label.links}
    ink = resolve_colour(label.colour, dark=False).ink
    return LabelInfo(label.name, attributes, links, ink)


def texts_of(info: AttributeInfo, value: JSON) -> list[str]:
    """Return the texts for a value: several for a multiple choice, none for an empty one.

    A value of another type than the attribute's is written as JSON.
    """
    if value is None or value in ("", []):
        return []
    if info.kind is AttributeType.CHOICES and isinstance(value, list):
        return [one if isinstance(one, str) else compact(one) for one in value]
    if info.kind is AttributeType.YES_NO and isinstance(value, bool):
        return ["yes" if value else "no"]
    return [value if isinstance(value, str) else compact(value)]


def fits(info: AttributeInfo, value: JSON) -> bool:
    """Return whether `value_of` restores the value from its texts."""
    return value_of(info, texts_of(info, value)) == value


def value_of(info: AttributeInfo, texts: list[str]) -> JSON:
    """Return the value for these texts; what is neither a number nor yes or no stays a text."""
    if info.kind is AttributeType.CHOICES:
        return list(texts)
    text = "\n".join(texts)
    if info.kind is AttributeType.YES_NO:
        return {"yes": True, "no": False, "true": True, "false": False}.get(text, text)
    if info.kind is AttributeType.NUMBER:
        return _number(text)
    return text


def _number(text: str) -> JSON:
    if not _NUMBER.fullmatch(text):
        return text
    value = int(text) if _WHOLE.fullmatch(text) else float(text)
    return value if math.isfinite(value) else text


UNKNOWN = AttributeInfo()
"""An attribute that the schema does not know is a text to the other program."""


class Usage:
    """Counts by label, and the schema's labels with everything that the records add to them."""

    def __init__(self, labels: Iterable[LabelInfo]) -> None:
        self._infos = {info.name: info for info in labels}
        self._targets: dict[tuple[str, str], dict[str, None]] = {}
        self.documents = 0
        self.spans: Counter[str] = Counter()
        """Annotations by label."""
        self.links: Counter[str] = Counter()
        """Links by type."""

    def attribute(self, label: str, name: str) -> AttributeInfo:
        """Return what is known about an attribute."""
        info = self._infos.get(label)
        return UNKNOWN if info is None else info.attributes.get(name, UNKNOWN)

    def counted(self, records: Iterable[AnnotatedDocument]) -> Iterator[AnnotatedDocument]:
        """Yield the records, and count them."""
        for record in records:
            self.count(record)
            yield record

    def count(self, record: AnnotatedDocument) -> None:
        """Count a record, and add what the schema does not know."""
        self.documents += 1
        labels = {}
        for span in record.annotations:
            labels[span.id] = span.label
            self.spans[span.label] += 1
            info = self._infos.setdefault(span.label, LabelInfo(span.label))
            new = {
                name: wider
                for name, value in span.attributes.items()
                if (wider := _wider(info.attributes.get(name), value)) is not None
            }
            if new:
                attributes = {**info.attributes, **new}
                self._infos[span.label] = replace(info, attributes=attributes)
        for link in record.links:
            self.links[link.type] += 1
            source, target = labels.get(link.from_id), labels.get(link.to_id)
            if source is not None and target is not None:
                self._targets.setdefault((source, link.type), {})[target] = None

    def infos(self) -> tuple[LabelInfo, ...]:
        """Return the labels: the schema's in its order, then the others as they occurred."""
        for (label, kind), met in self._targets.items():
            info = self._infos[label]
            known = info.links.get(kind, ())
            targets = (*known, *(one for one in met if one not in known))
            self._infos[label] = replace(info, links={**info.links, kind: targets})
        return tuple(self._infos.values())


def _wider(info: AttributeInfo | None, value: JSON) -> AttributeInfo | None:
    """Return the attribute with this value among its choices; None if it is known already."""
    if info is None:
        return UNKNOWN
    values: list[JSON] = []
    if info.kind is AttributeType.CHOICE:
        values = [value]
    elif info.kind is AttributeType.CHOICES and isinstance(value, list):
        values = value
    new = [one for one in values if isinstance(one, str)]
    new = [one for one in dict.fromkeys(new) if one not in info.choices]
    return replace(info, choices=(*info.choices, *new)) if new else None
