"""Write brat's folders of texts and stand-off annotations, with annotation.conf and visual.conf.

Each document becomes a .txt and an .ann: T lines for annotations, A for attributes, R for links,
# for notes. brat counts code points after it has read CR LF and CR as LF, so the .txt has LF
alone and offsets count in it. A field of an .ann line has no line ends or tabs: an annotation
across one is written as fragments (`0 2;3 5`), as brat itself does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tui.formats.brat.names import MARK, FileNames, StorageNames
from tui.formats.shared.exchange_options import ExportOptions
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
from tui.formats.shared.usage import AttributeInfo, LabelInfo, Usage, fits, texts_of
from tui.model import AnnotatedDocument, Annotation
from tui.text.unicode import LINE_BREAKS, characters

_DRAWING = (
    "SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken",
    "ARC_DEFAULT\tcolor:black, arrowHead:triangle-5",
    "ATTRIBUTE_DEFAULT\tglyph:*",
)

BREAKS = "\t" + "".join(characters(LINE_BREAKS))
"""What a field of an .ann line cannot hold: tabs, and all that `str.splitlines` parts at."""

SUFFIXES = frozenset({".txt", ".ann", ".conf"})
"""The files of a folder in this format."""

_FRAGMENT = re.compile(f"[^{BREAKS}]+")

_BREAK = re.compile(f"[{BREAKS}]+")

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
    """Labels, links and attributes; all labels may overlap.

    Links and attributes of one name on several labels are one of brat's, with all their ends and
    values, for brat knows them by name alone.
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
    """The values to choose from; nothing where any value may stand."""
    if any(one.kind in ("text", "number") for one in attributes):
        return ""
    values = [
        value
        for one in attributes
        for value in (("yes", "no") if one.kind == "yes-no" else map(names, one.choices))
    ]
    return f", Value:{_joined(values)}" if values else ""


def _joined(names: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(names))


def visual_conf(infos: Sequence[LabelInfo], names: StorageNames) -> str:
    """How brat shows the names that it cannot store, and the labels' colours."""
    shown = [f"{stored} | {name}" for stored, name in names.shown()]
    colours = [f"{names(info.name)}\tbgColor:{info.colour}" for info in infos if info.colour]
    return "\n".join([MARK, "[labels]", *shown, "", "[drawing]", *colours, *_DRAWING]) + "\n"


def write(records: Iterable[AnnotatedDocument], folder: Path, options: ExportOptions) -> Losses:
    """Write the documents into the folder, which is there and empty."""
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
        self._attributes = 0
        self._notes = 0

    def all(self) -> Iterator[str]:
        """The lines, their ends included."""
        spans = placed(self._record, self._losses)
        count_lost(self._losses, self._record, spans, _LOST)
        self._losses.remark(NEWLINES, len(pairs_of(self._record.text)))
        keys: dict[str, str] = {}
        for span in spans:
            found = self._fragments(span)
            if not found:
                self._losses.count_loss(SPACES_ONLY)
                continue
            key = keys[span.id] = f"T{len(keys) + 1}"
            places = ";".join(f"{start} {end}" for start, end in found)
            text = " ".join(self._text[start:end] for start, end in found)
            yield f"{key}\t{self._names(span.label)} {places}\t{text}\n"
            yield from self._of(span, key)
        links = inner_links(self._record, keys, self._losses)
        for number, link in enumerate(links, 1):
            ends = f"Arg1:{keys[link.from_id]} Arg2:{keys[link.to_id]}"
            yield f"R{number}\t{self._names(link.type)} {ends}\n"

    def _fragments(self, span: Annotation) -> list[tuple[int, int]]:
        start, end = self._to_plain(span.start), self._to_plain(span.end)
        return [found.span() for found in _FRAGMENT.finditer(self._text, start, end)]

    def _of(self, span: Annotation, key: str) -> Iterator[str]:
        """The annotation's attributes and note."""
        for name, value in span.attributes.items():
            info = self._usage.attribute(span.label, name)
            texts = [one for one in map(self._flat, texts_of(info, value)) if one]
            self._losses.count_loss(ATTRIBUTES, not texts)
            self._losses.remark(RETYPED, bool(texts) and not fits(info, value))
            for text in texts:
                self._attributes += 1
                stored = self._names(text) if info.kind.endswith("choice") else text
                yield f"A{self._attributes}\t{self._names(name)} {key} {stored}\n"
        note = self._flat(span.note)
        if note:
            self._notes += 1
            yield f"#{self._notes}\tAnnotatorNotes {key}\t{note}\n"

    def _flat(self, text: str) -> str:
        """The text on one line, without white space around it."""
        flat = _BREAK.sub(" ", text).strip()
        self._losses.remark(LINE_ENDS, flat != text)
        return flat
