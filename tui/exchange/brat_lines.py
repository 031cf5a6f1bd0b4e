"""The lines of one .ann file, read as brat's own reader takes them apart."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import pairwise

from tui.exchange.attribute_text import value_of
from tui.exchange.lines import Source
from tui.exchange.options import AttributeInfo, LabelInfo
from tui.exchange.raw import RawLink, RawSpan

_PLACES = re.compile(r"(\S+) ([0-9]+ [0-9]+(?:;[0-9]+ [0-9]+)*)\s*")
_BEYOND = re.compile("[0-9]{16}")
"""Digits of an offset that no database holds; of thousands Python would not make a number."""
_GAPS = "discontinuous annotations: read as one, from their first to their last sign"
_OTHER = "lines of .ann that are no T, R, A, M, E, N, # or Equiv: left out"
_NOWHERE = "attributes, notes and relations of what is no annotation: left out"


class AnnFile:
    """One document's annotations; lines may name what stands further down.

    Events (E) become links from their trigger, one a role; `Equiv` becomes links from its first
    member; a normalization (N) becomes an attribute.
    """

    def __init__(
        self,
        source: Source,
        text: str,
        names: Mapping[str, str],
        infos: Mapping[str, LabelInfo],
    ) -> None:
        self.spans: dict[str, RawSpan] = {}
        self.links: list[RawLink] = []
        self.matching = True
        """Whether every annotation's text is the one at its offsets."""
        self.warnings: Counter[str] = Counter()
        """What a person should know, and how many times."""
        self._source = source
        self._text = text
        self._names = names
        self._infos = infos
        self._events: dict[str, str] = {}
        self._values: dict[tuple[str, str], list[str]] = {}

    def read(self, lines: list[tuple[int, str]]) -> None:
        """Takes the lines in, with their numbers.

        Raises ExchangeError: a line is not what its first sign says.
        """
        for kinds in ("T", "E", "R*AMN#"):
            for number, line in lines:
                if line[0] in kinds:
                    key, _, rest = line.partition("\t")
                    self._line(key, rest, number)
        self.warnings[_OTHER] += sum(line[0] not in "TER*AMN#" for _, line in lines)
        for (key, name), texts in self._values.items():
            self._set_attribute(self.spans[key], name, texts)

    def _line(self, key: str, rest: str, number: int) -> None:
        parse: Callable[[str, str, str, int], None] = {
            "T": self._annotation,
            "E": self._event,
            "R": self._relation,
            "*": self._equiv,
            "#": self._note,
            "N": self._normalization,
        }.get(key[0], self._attribute)
        data, _, tail = rest.partition("\t")
        parse(key, data, tail, number)

    def _annotation(self, key: str, data: str, tail: str, number: int) -> None:
        found = _PLACES.fullmatch(data)
        if not found:
            raise self._source.error(f"{key} has no label and offsets", number)
        if key in self.spans:
            raise self._source.error(f"{key} was already there", number)
        if _BEYOND.search(found[2]):
            raise self._source.error(f"{key} has an offset beyond all texts", number)
        places = sorted(tuple(map(int, one.split())) for one in found[2].split(";"))
        start, end = places[0][0], max(place[1] for place in places)
        span = RawSpan(number, start, end, self._name(found[1]), key=key)
        if tail.split() != " ".join(self._text[a:b] for a, b in places).split() and tail:
            self.matching = False
            span.text = tail
        gaps = (self._text[a[1] : b[0]] for a, b in pairwise(places))
        self.warnings[_GAPS] += any(map(str.strip, gaps))
        self.spans[key] = span

    def _event(self, key: str, data: str, _tail: str, number: int) -> None:
        if not data.strip():
            raise self._source.error(f"{key} has no trigger", number)
        trigger, *arguments = (one.partition(":") for one in data.split())
        self._events[key] = trigger[2]
        for role, _, target in arguments:
            self._link(role, key, target, number)

    def _relation(self, key: str, data: str, _tail: str, number: int) -> None:
        words = data.split()
        if len(words) != 3:
            raise self._source.error(f"{key} has not two ends", number)
        kind, *ends = words
        first, second = (end.rpartition(":")[2] for end in ends)
        self._link(self._name(kind), first, second, number)

    def _equiv(self, key: str, data: str, _tail: str, number: int) -> None:
        if not data.strip():
            raise self._source.error(f"{key} has no type and members", number)
        kind, *members = data.split()
        for member in members[1:]:
            self._link(self._name(kind), members[0], member, number)

    def _link(self, kind: str, from_key: str, to_key: str, number: int) -> None:
        self.links.append(RawLink(number, kind, from_key, to_key))

    def _note(self, _key: str, data: str, tail: str, _number: int) -> None:
        span = self._target(data.rpartition(" ")[2])
        if span is not None:
            span.note = f"{span.note}\n{tail}" if span.note else tail

    def _normalization(self, key: str, data: str, _tail: str, number: int) -> None:
        self._attribute(key, data, "", number)

    def _attribute(self, key: str, data: str, _tail: str, number: int) -> None:
        name, _, rest = data.partition(" ")
        target, _, value = rest.partition(" ")
        if not target:
            raise self._source.error(f"{key} has no annotation that it belongs to", number)
        span = self._target(target)
        if span is not None:
            # An attribute without a value is a flag that is set.
            self._values.setdefault((span.key, self._name(name)), []).append(value)

    def _set_attribute(self, span: RawSpan, name: str, texts: list[str]) -> None:
        info = self._infos.get(span.label, LabelInfo(span.label)).attributes.get(name)
        if info is None or info.kind.endswith("choice"):
            texts = [self._name(text) for text in texts]
        if texts == [""]:
            span.attributes[name] = True
            return
        guess = AttributeInfo("multi-choice" if len(texts) > 1 else "text")
        span.attributes[name] = value_of(info or guess, texts)

    def resolved_links(self) -> list[RawLink]:
        """The links, with the trigger for each event; those of nothing are left out."""
        links = []
        for one in self.links:
            ends = self._target(one.from_key), self._target(one.to_key)
            if ends[0] is not None and ends[1] is not None:
                links.append(RawLink(one.line, one.type, ends[0].key, ends[1].key))
        return links

    def _target(self, key: str) -> RawSpan | None:
        """The annotation of this id, or the trigger of the event; counted where there is none."""
        span = self.spans.get(self._events.get(key, key))
        self.warnings[_NOWHERE] += span is None
        return span

    def _name(self, stored: str) -> str:
        return self._names.get(stored, stored)
