"""Write brat's folders of texts and stand-off annotations, with annotation.conf and visual.conf.

Each document becomes a .txt and an .ann: T lines for annotations, A for attributes, R for links,
# for notes. brat counts code points after it has read CR LF and CR as LF, so the .txt has LF
alone and offsets count in it. A field of an .ann line has no line ends or tabs: an annotation
across one is written as fragments (`0 2;3 5`), as brat itself does.

A document that came from brat keeps its keys, and the lines of its .ann that are still true:
events, equivalences, normalizations and modifications, which are links and attributes here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from tui.formats.brat.names import BREAKS, MARK, META_KEY, FileNames, StorageNames
from tui.formats.shared.exchange_options import ExportOptions
from tui.formats.shared.label_usage import UNKNOWN, AttributeInfo, LabelInfo, Usage, fits, texts_of
from tui.formats.shared.losses import (
    ANNOTATORS,
    ATTRIBUTES,
    COMMENTS,
    IDS,
    LINE_ENDS,
    LINK_DETAILS,
    META,
    NAMES,
    NEWLINES,
    ORIGINS,
    PROGRESS,
    RETYPED,
    SCORES,
    SPACES_ONLY,
    STATUSES,
    TIMES,
    TITLES,
    Losses,
    count_lost,
    inner_links,
    placed,
)
from tui.formats.shared.offset_units import pairs_of, to_plain, with_plain_newlines
from tui.model import JSON, AnnotatedDocument, Annotation
from tui.schema import AttributeType
from tui.sources.json_values import compact

_DRAWING = (
    "SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken",
    "ARC_DEFAULT\tcolor:black, arrowHead:triangle-5",
    "ATTRIBUTE_DEFAULT\tglyph:*",
)

SUFFIXES = frozenset({".txt", ".ann", ".conf"})
"""The files of a folder in this format."""

_FRAGMENT = re.compile(f"[^{BREAKS}]+")

_BREAK = re.compile(f"[{BREAKS}]+")

_LINE_END = re.compile(f"[{BREAKS[1:]}]")

_KEY = re.compile("[TE][0-9]{1,9}")

_LINE_KEY = re.compile(r"[ERAMN#*][0-9]{1,9}")

_EVENT = re.compile(r"E[0-9]+\t[^\s:]+:(T[0-9]{1,9})(?!\S)")

_LOST = (
    ANNOTATORS,
    STATUSES,
    ORIGINS,
    IDS,
    TIMES,
    TITLES,
    META,
    PROGRESS,
    LINK_DETAILS,
    COMMENTS,
    SCORES,
)


def annotation_conf(infos: Sequence[LabelInfo], names: StorageNames) -> str:
    """Return labels, links and attributes; all labels may overlap.

    Links and attributes with one name on several labels are joined, with all their ends and values,
    since brat identifies them by name alone.
    """
    lines = ["[entities]", *(names(info.name) for info in infos), "", "[relations]"]
    for kind in dict.fromkeys(kind for info in infos for kind in info.links):
        ends = [(info, info.links[kind]) for info in infos if kind in info.links]
        sources = _joined(names(info.name) for info, _ in ends)
        targets = _joined(names(name) for _, found in ends for name in found)
        lines.append(f"{names(kind)}\tArg1:{sources}, Arg2:{targets or '<ENTITY>'}")
    lines += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", ""]
    lines.append("[attributes]")
    for name in dict.fromkeys(name for info in infos for name in info.attributes):
        owners = [info for info in infos if name in info.attributes]
        labels = _joined(names(info.name) for info in owners)
        values = _values([info.attributes[name] for info in owners], names)
        lines.append(f"{names(name)}\tArg:{labels}{values}")
    return "\n".join(lines) + "\n"


def _values(attributes: Sequence[AttributeInfo], names: StorageNames) -> str:
    """Return the allowed values; "" if any value is allowed."""
    if any(one.kind in (AttributeType.TEXT, AttributeType.NUMBER) for one in attributes):
        return ""
    values = [
        value
        for one in attributes
        for value in (
            ("yes", "no") if one.kind is AttributeType.YES_NO else map(names, one.choices)
        )
    ]
    return f", Value:{_joined(values)}" if values else ""


def _joined(names: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(names))


def visual_conf(infos: Sequence[LabelInfo], names: StorageNames) -> str:
    """Return how brat shows names that it cannot store, and the labels' colours."""
    shown = [f"{stored} | {name}" for stored, name in names.shown()]
    colours = [f"{names(info.name)}\tbgColor:{info.colour}" for info in infos if info.colour]
    return "\n".join([MARK, "[labels]", *shown, "", "[drawing]", *colours, *_DRAWING]) + "\n"


def write(records: Iterable[AnnotatedDocument], folder: Path, options: ExportOptions) -> Losses:
    """Write the documents into the folder, which exists and is empty."""
    losses, usage, files, names = Losses(), Usage(options.labels), FileNames(), StorageNames()
    for info in options.labels:
        names(info.name)
    for record in records:
        usage.count(record)
        path = folder / f"{files(record.id)}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(with_plain_newlines(record.text).encode())
        lines = _Lines(record, usage, names, losses).all()
        path.with_name(f"{path.name[:-4]}.ann").write_bytes("".join(lines).encode())
    (folder / "annotation.conf").write_bytes(annotation_conf(usage.infos(), names).encode())
    (folder / "visual.conf").write_bytes(visual_conf(usage.infos(), names).encode())
    losses.remark(NAMES, names.hidden())
    return losses


class _Statement(NamedTuple):
    """The meaning of a line, or of a part of an event's line."""

    kind: Literal["link", "attribute", "note"]
    subject: str
    """The annotation's id."""
    name: str
    """A link's type or an attribute's name, as brat stores it."""
    value: str = ""
    """A link's target, an attribute's value, a note's text."""


class _Source:
    """The keys and lines of the .ann that a document was read from; empty for other documents."""

    def __init__(self, record: AnnotatedDocument, spans: Sequence[Annotation]) -> None:
        kept = record.meta.get(META_KEY)
        kept = kept if isinstance(kept, dict) else {}
        keys, lines = kept.get("keys"), kept.get("lines")
        self._texts = {span.id: with_plain_newlines(span.text) for span in spans}
        self.keys: dict[str, str] = {}
        """T or E and a number, by the annotation's id."""
        for name, key in keys.items() if isinstance(keys, dict) else ():
            is_key = isinstance(key, str) and _KEY.fullmatch(key)
            if name in self._texts and is_key and key not in self.keys.values():
                self.keys[name] = str(key)
        self.lines = _own_lines(lines if isinstance(lines, list) else [])
        """Each line by its key; equivalences have none, and a `*` and a number here."""
        self._ids = {key: name for name, key in self.keys.items()}
        self.triggers = {
            key: found[1] for key, line in self.lines.items() if (found := _EVENT.match(line))
        }
        """The key of each event's trigger."""
        for event, trigger in self.triggers.items():
            if event in self._ids:
                self._ids.setdefault(trigger, self._ids[event])

    def statements(self, key: str) -> tuple[list[_Statement], bool]:
        """Return what a line states about exported annotations, and whether that is all of it."""
        _, _, rest = self.lines[key].partition("\t")
        data, _, tail = rest.partition("\t")
        words = data.split()
        if key[0] in "ER*":
            ends = list(self._ends(key[0], words, key))
            made = [(self._ids.get(a), name, self._ids.get(b)) for a, name, b in ends]
            links = [_Statement("link", a, name, b) for a, name, b in made if a and b]
            return links, len(links) == len(ends) and (key[0] == "E" or bool(links))
        subject = self._ids.get(words[1]) if len(words) > 1 else None
        if subject is None:
            return [], False
        if key[0] == "#":
            return [_Statement("note", subject, "", tail)], True
        value = data.split(" ", 2)[2] if len(words) > 2 else ""
        if key[0] == "N" and tail != self._texts[subject]:
            value = compact({"id": value, "text": tail})
        return [_Statement("attribute", subject, words[0], value)], True

    @staticmethod
    def _ends(kind: str, words: list[str], key: str) -> Iterator[tuple[str, str, str]]:
        """Yield the links of a line as key, type and key."""
        if kind == "E":
            for role, _, target in (word.partition(":") for word in words[1:]):
                yield key, role, target
        elif kind == "R" and len(words) == 3:
            yield words[1].rpartition(":")[2], words[0], words[2].rpartition(":")[2]
        elif kind == "*":
            for target in words[2:]:
                yield words[1], words[0], target


def _own_lines(lines: Iterable[JSON]) -> dict[str, str]:
    """Return the lines of the source that can be written unchanged, by their keys."""
    found: dict[str, str] = {}
    for number, line in enumerate(lines):
        if isinstance(line, str) and not _LINE_END.search(line):
            key, tab, _ = line.partition("\t")
            key = f"*{number}" if key == "*" else key
            if tab and _LINE_KEY.fullmatch(key):
                found.setdefault(key, line)
    return found


class _Lines:
    """Makes the lines of one .ann."""

    def __init__(
        self, record: AnnotatedDocument, usage: Usage, names: StorageNames, losses: Losses
    ) -> None:
        self._record = record
        self._usage = usage
        self._names = names
        self._losses = losses
        self._text = with_plain_newlines(record.text)
        self._to_plain = to_plain(record.text)
        self._spans = placed(record, losses, holds_fragments=True)
        self._source = _Source(record, self._spans)
        self._triggers: dict[str, str] = {}
        """The key of the T line of each annotation, by its id."""
        self._events: dict[str, str] = {}
        """The key of the event whose trigger an annotation is, by the annotation's id."""
        self._taken = {*self._source.lines, *self._source.triggers.values()}
        self._taken |= set(self._source.keys.values())
        self._said_of: dict[str, list[_Statement]] = {}
        """Attributes and notes by their annotation's id."""
        self._counts: Counter[str] = Counter()

    def all(self) -> Iterator[str]:
        """Yield the lines with their ends."""
        count_lost(self._losses, self._record, self._spans, _LOST)
        self._losses.count_loss(META, bool(self._record.meta.keys() - {META_KEY}))
        self._losses.remark(NEWLINES, len(pairs_of(self._record.text)))
        annotations = list(self._annotations())
        statements = Counter(self._statements())
        again = list(self._kept_lines(statements))
        for name, line in annotations:
            yield line
            yield from self._details(name, statements)
        yield from again
        for one in statements.elements():
            if one.kind == "link":
                ends = f"Arg1:{self._triggers[one.subject]} Arg2:{self._triggers[one.value]}"
                yield f"{self._unused('R')}\t{one.name} {ends}\n"

    def _kept_lines(self, statements: Counter[_Statement]) -> Iterator[str]:
        """Yield the source's lines that are still true; remove their contents from `statements`."""
        events = {key: name for name, key in self._events.items()}
        for key, line in self._source.lines.items():
            said, is_all = self._source.statements(key)
            still = [one for one in said if statements[one]]
            is_so = is_all and not Counter(said) - statements
            if key in events:
                span = next(one for one in self._spans if one.id == events[key])
                start = f"{self._names(span.label)}:{self._triggers[span.id]}"
                is_so = is_so and line.partition("\t")[2].split()[0] == start
                yield f"{line}\n" if is_so else self._event(key, start, still)
            elif is_so and key[0] != "E":
                yield f"{line}\n"
            else:
                continue
            statements -= Counter(still)

    def _annotations(self) -> Iterator[tuple[str, str]]:
        """Yield the annotations' ids with their T lines; events on one trigger share one."""
        written: dict[str, str] = {}
        for span in self._spans:
            found = self._fragments(span)
            if not found:
                self._losses.count_loss(SPACES_ONLY)
                continue
            places = ";".join(f"{start} {end}" for start, end in found)
            text = " ".join(self._text[start:end] for start, end in found)
            rest = f"{self._names(span.label)} {places}\t{text}\n"
            own = self._source.keys.get(span.id, "")
            key = self._source.triggers.get(own, "") if own.startswith("E") else own
            if not key or written.get(key, rest) != rest:
                own = key = self._unused("T")
            yield span.id, f"{key}\t{rest}" if key not in written else ""
            written[key] = rest
            self._triggers[span.id] = key
            if own.startswith("E"):
                self._events[span.id] = own

    def _event(self, key: str, start: str, roles: Iterable[_Statement]) -> str:
        """Return the line of an event that has changed."""
        ends = "".join(f" {one.name}:{self._key_of(one.value)}" for one in roles)
        return f"{key}\t{start}{ends}\n"

    def _key_of(self, name: str) -> str:
        """Return the key of an annotation's event, else its own."""
        return self._events.get(name) or self._triggers[name]

    def _unused(self, sign: str) -> str:
        """Return a new key of this kind."""
        while True:
            self._counts[sign] += 1
            key = f"{sign}{self._counts[sign]}"
            if key not in self._taken:
                return key

    def _statements(self) -> Iterator[_Statement]:
        """Yield the statements to write about the annotations that have a line."""
        for span in self._spans:
            if span.id in self._triggers:
                said = self._said_of[span.id] = list(self._about(span))
                yield from said
        for link in inner_links(self._record, self._triggers, self._losses):
            yield _Statement("link", link.from_id, self._names(link.type), link.to_id)

    def _about(self, span: Annotation) -> Iterator[_Statement]:
        for name, value in span.attributes.items():
            for text in self._texts(span, name, value):
                yield _Statement("attribute", span.id, self._names(name), text)
        for note in span.note.split("\n") if span.note else ():
            yield _Statement("note", span.id, "", note)

    def _fragments(self, span: Annotation) -> list[tuple[int, int]]:
        pieces = span.fragments or ((span.start, span.end),)
        return [
            found.span()
            for start, end in pieces
            for found in _FRAGMENT.finditer(self._text, self._to_plain(start), self._to_plain(end))
        ]

    def _texts(self, span: Annotation, name: str, value: JSON) -> list[str]:
        """Return the values of the lines of an attribute; "" if it is only set."""
        info = self._usage.attribute(span.label, name)
        if value is True and info.kind is not AttributeType.YES_NO:
            return [""]
        if info == UNKNOWN and isinstance(value, list) and len(value) > 1:
            # Without a schema, lines of one name are read as a list.
            info = AttributeInfo(AttributeType.CHOICES)
            return [one for one in map(self._flat, texts_of(info, value)) if one]
        texts = [one for one in map(self._flat, texts_of(info, value)) if one]
        self._losses.count_loss(ATTRIBUTES, not texts)
        self._losses.remark(RETYPED, bool(texts) and not fits(info, value))
        return [self._names(text) if info.is_choice else text for text in texts]

    def _details(self, name: str, statements: Counter[_Statement]) -> Iterator[str]:
        """Yield the lines of the attributes and the note that no line of the source contains."""
        notes = []
        for one in self._said_of.get(name, ()):
            for _ in range(statements[one]):
                if one.kind == "attribute":
                    value = f" {one.value}" if one.value else ""
                    yield f"{self._unused('A')}\t{one.name} {self._key_of(name)}{value}\n"
                else:
                    notes.append(one.value)
            del statements[one]
        note = self._flat("\n".join(notes))
        if note:
            yield f"{self._unused('#')}\tAnnotatorNotes {self._key_of(name)}\t{note}\n"

    def _flat(self, text: str) -> str:
        """Return the text on one line, without white space around it."""
        flat = _BREAK.sub(" ", text).strip()
        self._losses.remark(LINE_ENDS, flat != text)
        return flat
