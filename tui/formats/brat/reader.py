"""Read brat's folders of `.txt` and `.ann` files.

The lines of an `.ann` file are parsed as brat's own reader does. They can refer to later lines, and
their offsets may have been counted in another view of the text (line ends of one character, a
byte-order mark).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from tui.choices import Unit
from tui.errors import ExchangeError
from tui.formats.brat.names import BREAKS, MARK, META_KEY, document_ids
from tui.formats.shared.exchange_options import ImportOptions
from tui.formats.shared.label_usage import AttributeInfo, LabelInfo, value_of
from tui.formats.shared.offset_units import from_plain, same_place, with_plain_newlines
from tui.formats.shared.parsed import (
    Head,
    ImportReport,
    ParsedDocument,
    ParsedLink,
    ParsedSpan,
)
from tui.formats.shared.refusals import PartFault
from tui.formats.shared.validation import Validator
from tui.model import JSON, ImportedDocument
from tui.schema import AttributeType
from tui.sources.json_lines import InputFile
from tui.text.unicode import BYTE_ORDER_MARK

_PLACES = re.compile(r"(\S+) ([0-9]+ [0-9]+(?:;[0-9]+ [0-9]+)*)\s*")

_BEYOND = re.compile("[0-9]{16}")
"""Enough digits for an offset that no database can hold; Python refuses thousands of them."""

_OTHER = "lines of .ann that are no T, R, A, M, E, N, # or Equiv: left out"

_NOWHERE = "attributes, notes and relations of what is not an annotation: left out"

_OTHER_FILES = "files with annotations of other kinds than .ann: left out"

_OTHER_SUFFIXES = frozenset((".a1", ".a2", ".rel", ".json", ".jsonl", ".xml", ".xmi", ".tsv"))

_OUTSIDE = "files that are links out of the folder: left out"

_LINE_BREAK = re.compile(f"[{BREAKS}]+")
"""Where brat itself splits an annotation."""


class AnnFile:
    """One document's annotations; lines can refer to later lines.

    Events (E) become links from their trigger, one per role; of several events on one trigger, each
    further one has its own annotation; `Equiv` becomes links from its first member; a normalization
    (N) becomes an attribute. The lines are kept too, so that an export can write those that are
    still true.
    """

    def __init__(
        self,
        source: InputFile,
        text: str,
        names: Mapping[str, str],
        infos: Mapping[str, LabelInfo],
    ) -> None:
        self.spans: dict[str, ParsedSpan] = {}
        self.links: list[ParsedLink] = []
        self.matching = True
        """Whether every annotation's text is the one at its offsets."""
        self.warnings: Counter[str] = Counter()
        """Warnings for the user, each with its count."""
        self.faults: list[PartFault] = []
        """Lines that do not have the form of their kind (their first character)."""
        self.lines: list[str] = []
        """All lines that were understood, except those of annotations (T)."""
        self._source = source
        self._text = text
        self._names = names
        self._infos = infos
        self._events: dict[str, str] = {}
        self._values: dict[tuple[str, str], list[str]] = {}
        self._normalized: dict[tuple[str, str], list[JSON]] = {}

    def read(self, lines: list[tuple[int, str]]) -> None:
        """Read the lines, with their numbers."""
        for kinds in ("T", "E", "R*AMN#"):
            for number, line in lines:
                if line[0] in kinds:
                    key, _, rest = line.partition("\t")
                    try:
                        self._line(key, rest, number)
                    except ExchangeError as error:
                        self.faults.append(PartFault(error, line))
                    else:
                        self.lines += [line] * (kinds != "T")
        self.warnings[_OTHER] += sum(line[0] not in "TER*AMN#" for _, line in lines)
        for (key, name), texts in self._values.items():
            self._set_attribute(self.spans[key], name, texts)
        for (key, name), entries in self._normalized.items():
            before = self.spans[key].attributes.get(name)
            values = before if isinstance(before, list) else [] if before is None else [before]
            found = [*values, *entries]
            self.spans[key].attributes[name] = found[0] if len(found) == 1 else found

    def event_of(self, key: str) -> str:
        """Return the first event whose annotation the file calls `key`; `key` where none is."""
        return next((event for event, name in self._events.items() if name == key), key)

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
        span = ParsedSpan(number, start, end, self._name(found[1]), key=key)
        span.original = f"{key}\t{data}\t{tail}"
        gaps = (self._text[one[1] : other[0]] for one, other in pairwise(places))
        if not all(map(_LINE_BREAK.fullmatch, gaps)):
            span.fragments = tuple((place[0], place[1]) for place in places)
        words = " ".join(self._text[start:end] for start, end in places)
        if tail and not _is_same_text(tail, words):
            self.matching = False
            span.text = tail
        self.spans[key] = span

    def _event(self, key: str, data: str, _tail: str, number: int) -> None:
        if not data.strip():
            raise self._source.error(f"{key} has no trigger", number)
        trigger, *arguments = (one.partition(":") for one in data.split())
        name = trigger[2]
        if name in self.spans and name in self._events.values():
            # Another event has the trigger: attributes of one must not become the other's.
            self.spans[key] = replace(self.spans[name], key=key, line=number, attributes={})
            name = key
        self._events[key] = name
        for role, _, target in arguments:
            self._link(role, key, target, number)

    def _relation(self, key: str, data: str, _tail: str, number: int) -> None:
        words = data.split()
        if len(words) != 3:
            raise self._source.error(f"{key} does not have two ends", number)
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
        self.links.append(ParsedLink(number, kind, from_key, to_key))

    def _note(self, _key: str, data: str, tail: str, _number: int) -> None:
        span = self._target(data.rpartition(" ")[2])
        if span is not None:
            span.note = f"{span.note}\n{tail}" if span.note else tail

    def _normalization(self, key: str, data: str, tail: str, number: int) -> None:
        """Read an entry of a knowledge base: its id, with its name if that differs from the
        text."""
        name, _, rest = data.partition(" ")
        target, _, value = rest.partition(" ")
        if not target or not value:
            raise self._source.error(f"{key} has no annotation and no entry", number)
        span = self._target(target)
        if span is not None:
            is_plain = tail == self._text[span.start : span.end]
            entry: JSON = value if is_plain else {"id": value, "text": tail}
            self._normalized.setdefault((span.key, self._name(name)), []).append(entry)

    def _attribute(self, key: str, data: str, _tail: str, number: int) -> None:
        name, _, rest = data.partition(" ")
        target, _, value = rest.partition(" ")
        if not target:
            raise self._source.error(f"{key} has no annotation that it belongs to", number)
        span = self._target(target)
        if span is not None:
            # An attribute without a value is a flag that is set.
            self._values.setdefault((span.key, self._name(name)), []).append(value)

    def _set_attribute(self, span: ParsedSpan, name: str, texts: list[str]) -> None:
        info = self._infos.get(span.label, LabelInfo(span.label)).attributes.get(name)
        if info is None or info.is_choice:
            texts = [self._name(text) for text in texts]
        if texts == [""]:
            span.attributes[name] = True
            return
        guess = AttributeInfo(AttributeType.CHOICES if len(texts) > 1 else AttributeType.TEXT)
        span.attributes[name] = value_of(info or guess, texts)

    def resolved_links(self) -> list[ParsedLink]:
        """Return the links, with the trigger for each event; those without an end are left out."""
        links = []
        for one in self.links:
            ends = self._target(one.from_key), self._target(one.to_key)
            if ends[0] is not None and ends[1] is not None:
                links.append(ParsedLink(one.line, one.type, ends[0].key, ends[1].key))
        return links

    def _target(self, key: str) -> ParsedSpan | None:
        """Return the annotation with this id, or the event's trigger; count it if there is none."""
        span = self.spans.get(self._events.get(key, key))
        self.warnings[_NOWHERE] += span is None
        return span

    def _name(self, stored: str) -> str:
        return self._names.get(stored, stored)


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the documents of a folder and its subfolders, by path, or of one .ann file.

    Files that are links out of the folder are left out.

    Raises ExchangeError if a file has faults, or an .ann has no .txt.
    """
    root = report.source.path
    folder = root if root.is_dir() else _configured(root)
    found = sorted(root.rglob("*.txt")) if root.is_dir() else [root.with_suffix(".txt")]
    with Validator(report, options, Unit.CODEPOINT) as validator:
        reader = _Reader(folder, report, options)
        texts = list(filter(reader.is_inside, found))
        report.warn(_OTHER_FILES, _other_files(root))
        for lonely in _lonely(root, found):
            validator.fault(ExchangeError("has no .txt of its name", file=str(lonely)))
        for path in texts:
            try:
                parsed, ann = reader.document(path, validator)
            except ExchangeError as error:
                validator.fault(error)
                continue
            for imported in validator.accept(parsed):
                yield _with_lines(imported, ann, validator.named)


def _with_lines(
    imported: ImportedDocument, ann: AnnFile, named: Mapping[str, str]
) -> ImportedDocument:
    """Return the document with the lines and keys of its .ann in `meta`.

    They are left out if an export would write the same anyway.
    """
    keys = {name: ann.event_of(key) for name, key in named.items()}
    numbered = [f"T{number}" for number, _ in enumerate(imported.document.annotations, 1)]
    if not ann.lines and [keys[one.id] for one in imported.document.annotations] == numbered:
        return imported
    kept: dict[str, JSON] = {"keys": dict(keys), "lines": list(ann.lines)}
    meta = {**imported.document.meta, META_KEY: kept}
    return imported._replace(document=replace(imported.document, meta=meta))


def _is_same_text(said: str, found: str) -> bool:
    """Whether a line has the words at its offsets; only white space inside them may differ."""
    edges = [(one[:1].isspace(), one[-1:].isspace()) for one in (said, found)]
    return said.split() == found.split() and edges[0] == edges[1]


def _configured(path: Path) -> Path:
    """Return the nearest folder above a file that has a configuration, as brat searches for it.

    Without one, return the file's own folder.
    """
    above = list(path.absolute().parents)
    return next((one for one in above if (one / "annotation.conf").exists()), above[0])


def _lonely(root: Path, texts: list[Path]) -> list[Path]:
    known = {path.with_suffix(".ann") for path in texts}
    return sorted(path for path in root.rglob("*.ann") if path not in known)


def _other_files(root: Path) -> int:
    """Return the number of files with annotations that only tools other than brat read."""
    return sum(one.suffix in _OTHER_SUFFIXES for one in root.rglob("*")) if root.is_dir() else 0


class _Reader:
    """Makes documents of pairs of files."""

    def __init__(self, folder: Path, report: ImportReport, options: ImportOptions) -> None:
        self._folder = folder
        self._root = folder.resolve()
        self._report = report
        self._options = options
        self._names = _real_names(folder) if self.is_inside(folder / "visual.conf") else {}
        self._infos = {info.name: info for info in options.labels or ()}

    def is_inside(self, path: Path) -> bool:
        """Whether the file is inside the folder and not a link out of it; count it if it is not."""
        is_link_out = path.is_symlink() and not path.resolve().is_relative_to(self._root)
        self._report.warn(_OUTSIDE, is_link_out)
        return not is_link_out

    def document(self, path: Path, validator: Validator) -> tuple[ParsedDocument, AnnFile]:
        """Return the document of a .txt, with its .ann if there is one.

        Raises ExchangeError if one of them cannot be read.
        """
        text, ann = self._source(path), self._source(path.with_suffix(".ann"))
        validator.source = ann
        stored = _whole(text)
        lines = _lines(ann) if ann.path.exists() and self.is_inside(ann.path) else []
        self._report.source.position += text.position + ann.position
        found, place = self._parsed(ann, stored, lines)
        links = found.resolved_links()
        for kind, count in found.warnings.items():
            self._report.warn(kind, count)
        parsed = ParsedDocument(
            1,
            id=self._id(path),
            text=stored.removeprefix(BYTE_ORDER_MARK),
            source=str(path.absolute()),
            spans=[_moved(span, place) for span in found.spans.values()],
            links=links,
            faults=found.faults,
        )
        return parsed, found

    def _parsed(
        self, ann: InputFile, stored: str, lines: list[tuple[int, str]]
    ) -> tuple[AnnFile, Callable[[int], int]]:
        """Return the annotations, and the map from their offsets to the text's."""
        parsed = []
        for view, place in _views(stored):
            found = AnnFile(ann, view, self._names, self._infos)
            found.read(lines)
            parsed.append((found, place))
            if found.matching:
                return parsed[-1]
        return parsed[0]

    def _id(self, path: Path) -> str:
        """Return the document's id, by its path; without `.txt` if only that is in the database."""
        with_suffix, without = document_ids(
            path.absolute().relative_to(self._folder.absolute()).with_suffix("").as_posix()
        )
        known = self._options.known.find(without, "")
        other = self._options.known.find(with_suffix, "")
        return without if known is not None and other is None else with_suffix

    def _source(self, path: Path) -> InputFile:
        return replace(self._report.source, path=path, position=0)


def _moved(span: ParsedSpan, place: Callable[[int], int]) -> ParsedSpan:
    fragments = span.fragments and tuple(
        (place(start), place(end)) for start, end in span.fragments
    )
    return replace(span, start=place(span.start), end=place(span.end), fragments=fragments)


def _views(stored: str) -> Iterator[tuple[str, Callable[[int], int]]]:
    """Yield the text as other programs may count it, likeliest first, with the map to the text.

    brat counts a line end of two characters as one; some programs do not. A byte-order mark, which
    is not part of the text, is counted by programs that do not know it.
    """
    text = stored.removeprefix(BYTE_ORDER_MARK)
    yield with_plain_newlines(text), from_plain(text)
    if "\r" in text:
        yield text, same_place
    if text != stored:
        back = from_plain(text)
        yield with_plain_newlines(stored), lambda offset: back(max(0, offset - 1))


def _whole(source: InputFile) -> str:
    """Return the whole text of a file, which is small, as it has one document.

    Raises ExchangeError if it cannot be read, is not UTF-8, or is larger than a line may be.
    """
    with source.opened() as stream:
        data = stream.read(source.max_line + 1)
        if len(data) > source.max_line:
            raise source.too_long("file", 1)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        byte = f"byte 0x{data[error.start]:02x} at byte {error.start + 1:,}"
        raise source.error(f"not UTF-8: {byte}", 1) from error


def _lines(source: InputFile) -> list[tuple[int, str]]:
    """Return the lines that are not blank, with their numbers; white space at their ends counts."""
    lines = enumerate(_whole(source).removeprefix(BYTE_ORDER_MARK).split("\n"), 1)
    return [(number, line.removesuffix("\r")) for number, line in lines if line.strip()]


def _real_names(folder: Path) -> Mapping[str, str]:
    """Return the real names that Hashiya's own visual.conf gives."""
    source = InputFile(folder / "visual.conf")
    if not source.path.exists():
        return {}
    lines = [line for _, line in _lines(source)]
    if lines[:1] != [MARK]:
        return {}
    pairs = (line.partition(" | ") for line in lines)
    return {stored: name for stored, bar, name in pairs if bar}


def sniff(head: Head) -> bool:
    """Return whether a file or folder is of this format."""
    if head.is_folder:
        return any(name.endswith(".ann") for name in head.names)
    return head.name.endswith(".ann")
