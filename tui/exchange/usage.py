"""What labels, attributes and links an export meets: for configurations and for the manifest."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tui.corpus.document import Json
from tui.exchange.options import AttributeInfo, LabelInfo
from tui.exchange.record import Record

UNKNOWN = AttributeInfo("text")
"""An attribute that the schema does not know is a text to the other program."""


class Usage:
    """Counts by label, and the schema's labels with all that the records add to them."""

    def __init__(self, labels: Iterable[LabelInfo]) -> None:
        self._infos = {info.name: info for info in labels}
        self._targets: dict[tuple[str, str], dict[str, None]] = {}
        self.documents = 0
        self.spans: Counter[str] = Counter()
        """Annotations by label."""
        self.links: Counter[str] = Counter()
        """Links by type."""

    def attribute(self, label: str, name: str) -> AttributeInfo:
        """What is known of an attribute."""
        info = self._infos.get(label)
        return UNKNOWN if info is None else info.attributes.get(name, UNKNOWN)

    def watched(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records, counted as they go by."""
        for record in records:
            self.count(record)
            yield record

    def count(self, record: Record) -> None:
        """Counts a record, and takes in what the schema does not know."""
        self.documents += 1
        labels = {}
        for span in record.spans:
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
        """The labels: the schema's in its order, then the others as they were met."""
        for (label, kind), met in self._targets.items():
            info = self._infos[label]
            known = info.links.get(kind, ())
            targets = (*known, *(one for one in met if one not in known))
            self._infos[label] = replace(info, links={**info.links, kind: targets})
        return tuple(self._infos.values())


def _wider(info: AttributeInfo | None, value: Json) -> AttributeInfo | None:
    """The attribute with this value among its choices; None when it is known already."""
    if info is None:
        return UNKNOWN
    values = [value] if info.kind == "choice" else value if info.kind == "multi-choice" else []
    new = [one for one in values if isinstance(one, str)] if isinstance(values, list) else []
    new = [one for one in dict.fromkeys(new) if one not in info.choices]
    return replace(info, choices=(*info.choices, *new)) if new else None
