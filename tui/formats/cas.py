"""`cas`: UIMA's CAS as XMI, INCEpTION's own form, by dkpro-cassis.

A document is an .xmi file. Its types are in a TypeSystem.xml in the same folder or one above, in
`NAME.xmi.TypeSystem.xml`, or with the .xmi in a .zip, as INCEpTION exports it. Annotations and
links are the layers of `tui.formats.shared.uima`. A discontinuous annotation is its hull with a
slot `fragments`, in which each stretch is an annotation of `webanno.custom.Fragment`. Offsets in
the file count UTF-16 units; dkpro-cassis converts them.
"""

from __future__ import annotations

import importlib
import io
import keyword
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tui.choices import Unit
from tui.errors import ExchangeError
from tui.extras import install_command
from tui.formats.brat.names import FileNames, document_ids
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions
from tui.formats.shared.label_usage import Usage
from tui.formats.shared.losses import (
    COMMENTS,
    META,
    PROGRESS,
    Losses,
    count_lost,
    inner_links,
    placed,
)
from tui.formats.shared.parsed import Head, ImportReport, ParsedDocument, ParsedLink
from tui.formats.shared.refusals import PartFault
from tui.formats.shared.uima import (
    GRAMMAR,
    LINK_FEATURES,
    RELATION_FEATURES,
    RELATION_LAYER,
    SPAN_FEATURES,
    SPAN_LAYER,
    at_most_one,
    attribute_features,
    is_grammar,
    link_features,
    link_of,
    lost_features,
    short_name,
    span_features,
    span_of,
)
from tui.formats.shared.validation import Validator
from tui.model import AnnotatedDocument, ImportedDocument
from tui.sources.json_lines import InputFile
from tui.text.unicode import NOT_IN_XML, pattern

SUFFIX = ".xmi"

TYPE_SYSTEM = "TypeSystem.xml"

FRAGMENT = "webanno.custom.Fragment"
"""The layer of the stretches of discontinuous annotations."""

FRAGMENT_LINK = "webanno.custom.SpanFragmentsLink"

FRAGMENTS = "fragments"

METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"

_RESERVED = ("self", "type")
"""Features for which dkpro-cassis has attributes of other names."""

_FEATURES = {f"{name}_": name for name in _RESERVED}

_IMPOSSIBLE = frozenset({*keyword.kwlist, "get", "set", "get_covered_text", "xmiID"})
"""Features that dkpro-cassis cannot have as attributes: Python's keywords, and its own names."""

_ENDS = ("Governor", "Dependent")
"""The features of a relation that lead to its ends."""

_BASE = "uima.tcas.Annotation"

_LOST = (META, PROGRESS, COMMENTS)

_NOT_XML = re.compile(f"[{pattern(NOT_IN_XML)}]")

_CONTROLS = "documents with control characters, which XML cannot hold: written as U+FFFD"

_STRUCTURES = "features that are neither texts, numbers nor slots: left out"

_VIEWS = "views besides the first one: left out"

_SILENT = re.compile(
    r"uima\.|de\.tudarmstadt\.ukp\.(dkpro\.core\.api\.metadata|clarin\.webanno\.api)\.type\."
    r"|de\.tudarmstadt\.ukp\.dkpro\.core\.api\.segmentation\.type\.(Token|Sentence)"
)
"""Types that every CAS has, and that nobody expects among the annotations."""

_Features = dict[str, Any]

_Types = bytes | None
"""The bytes of a type system's file; None if there is none."""


def _cassis() -> Any:
    """Return dkpro-cassis, which is an extra.

    Raises ExchangeError if it is not installed.
    """
    try:
        return importlib.import_module("cassis")
    except ModuleNotFoundError as error:
        message = f"this format needs dkpro-cassis: {install_command('cas')}"
        raise ExchangeError(message) from error


# --------------------------------------------------------------------------- writing


def write(records: Iterable[AnnotatedDocument], out: Sink, _options: ExportOptions) -> Losses:
    """Write one document.

    Raises ExchangeError if there are several, or dkpro-cassis is not installed.
    """
    losses = Losses()
    for record in at_most_one(records):
        out.write(_xmi(record, losses, set()))
    return losses


def write_folder(
    records: Iterable[AnnotatedDocument], folder: Path, _options: ExportOptions
) -> Losses:
    """Write each document as a file of the folder, and one type system for all.

    Raises ExchangeError if dkpro-cassis is not installed.
    """
    losses, names, attributes = Losses(), FileNames(), set[str]()
    for record in records:
        path = folder / f"{names(f'{record.id}.txt')}{SUFFIX}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_xmi(record, losses, attributes))
    (folder / TYPE_SYSTEM).write_bytes(_type_system_bytes(attributes))
    return losses


def type_system(usage: Usage) -> bytes:
    """Return the type system for a file of documents with these labels and attributes."""
    names = {name for info in usage.infos() for name in info.attributes}
    return _type_system_bytes(attribute_features(names) - _IMPOSSIBLE)


def _type_system_bytes(attributes: Iterable[str]) -> bytes:
    text: str = _types(attributes).to_xml()
    return text.encode()


def _types(attributes: Iterable[str]) -> Any:
    """Return the type system that Hashiya writes."""
    types = _cassis().TypeSystem()
    span = types.create_type(SPAN_LAYER, supertypeName=_BASE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are not those of Python's attributes
        for name in [*SPAN_FEATURES, *sorted(set(attributes) - set(SPAN_FEATURES))]:
            types.create_feature(span, name=name, rangeType="uima.cas.String")
    types.create_type(FRAGMENT, supertypeName=_BASE)
    slot = types.create_type(FRAGMENT_LINK, supertypeName="uima.cas.TOP")
    types.create_feature(slot, name="role", rangeType="uima.cas.String")
    types.create_feature(slot, name="target", rangeType=FRAGMENT)
    types.create_feature(
        span, name=FRAGMENTS, rangeType="uima.cas.FSArray", elementType=FRAGMENT_LINK
    )
    relation = types.create_type(RELATION_LAYER, supertypeName=_BASE)
    for name in RELATION_FEATURES:
        types.create_feature(relation, name=name, rangeType="uima.cas.String")
    for name in _ENDS:
        types.create_feature(relation, name=name, rangeType=SPAN_LAYER)
    metadata = types.create_type(METADATA, supertypeName="uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId", "documentUri"):
        types.create_feature(metadata, name=name, rangeType="uima.cas.String")
    return types


def _xmi(record: AnnotatedDocument, losses: Losses, attributes: set[str]) -> bytes:
    """Return the file of a document; `attributes` gets the names of its own features."""
    spans = placed(record, losses, holds_fragments=True)
    links = inner_links(record, {span.id for span in spans}, losses)
    count_lost(losses, record, spans, _LOST)
    features = {span.id: span_features(span, _IMPOSSIBLE) for span in spans}
    own = {name for row in features.values() for name in row}
    attributes |= own
    types = _types(own)
    cas = _cassis().Cas(types)
    losses.remark(_CONTROLS, _NOT_XML.search(record.text) is not None)
    cas.sofa_string = _NOT_XML.sub("\ufffd", record.text)
    cas.sofa_mime = "text/plain"
    told = {"documentTitle": record.title, "documentId": record.id, "documentUri": record.source}
    plain = {name: value for name, value in told.items() if not _NOT_XML.search(value)}
    cas.add(types.get_type(METADATA)(begin=0, end=len(record.text), **plain))
    made: dict[str, Any] = {}
    for span in spans:
        values = {_accessor(name): value for name, value in features[span.id].items()}
        one = types.get_type(SPAN_LAYER)(begin=span.start, end=span.end, **values)
        if span.fragments is not None:
            one.fragments = _slots(cas, types, span.fragments)
        made[span.id] = one
        cas.add(one)
    for link in links:
        ends = made[link.from_id], made[link.to_id]
        one = types.get_type(RELATION_LAYER)(
            begin=ends[1].begin, end=ends[1].end, **link_features(link)
        )
        one.Governor, one.Dependent = ends
        cas.add(one)
    text: str = cas.to_xmi()
    return text.encode()


def _accessor(feature: str) -> str:
    """Return the Python attribute that dkpro-cassis has for a feature."""
    return f"{feature}_" if feature in _RESERVED else feature


def _slots(cas: Any, types: Any, fragments: Iterable[tuple[int, int]]) -> Any:
    """Return the array of slots that lead to the stretches, which are added to the CAS."""
    slots = []
    for start, end in fragments:
        piece = types.get_type(FRAGMENT)(begin=start, end=end)
        cas.add(piece)
        slots.append(types.get_type(FRAGMENT_LINK)(target=piece))
    return types.get_type("uima.cas.FSArray")(elements=slots)


# --------------------------------------------------------------------------- reading


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the documents of a file, a .zip or a folder.

    Raises ExchangeError if a file has faults or no type system, or dkpro-cassis is not installed.
    """
    _cassis()
    root = report.source.path
    with Validator(report, options, Unit.CODEPOINT) as validator:
        for source, data, types in _files(report.source, validator):
            validator.source = source
            try:
                parsed = _Document(source, report, data, types).parsed()
            except ExchangeError as error:
                validator.fault(error)
                continue
            _name(parsed, source.path, root, options)
            yield from validator.accept(parsed, again=root.is_dir())


def _name(parsed: ParsedDocument, path: Path, root: Path, options: ImportOptions) -> None:
    """Set the document's id, from the CAS or else from the file's path.

    A text that differs from the database's only in what XML cannot hold is the database's.
    """
    if not parsed.record_id and root.is_dir():
        place = path.relative_to(root).as_posix().removesuffix(SUFFIX)
        parsed.record_id = document_ids(place)[1]
    name = parsed.record_id
    known = options.known.find(name, "") if name else None
    if known is not None and known.id == name:
        parsed.id = name
        if _NOT_XML.sub("\ufffd", known.text) == parsed.text:
            parsed.text = known.text
    parsed.number = 1


def _files(source: InputFile, validator: Validator) -> Iterator[tuple[InputFile, bytes, _Types]]:
    """Yield each .xmi with its bytes and those of its type system, if it has one."""
    root = source.path
    if not root.is_dir():
        data = _bytes_of(source)
        if zipfile.is_zipfile(io.BytesIO(data)):
            yield from _unzipped(source, data)
        else:
            yield source, data, _type_system_for(source, root.parent)
        return
    for path in sorted(root.rglob(f"*{SUFFIX}")):
        one = replace(source, path=path, position=0)
        try:
            yield one, _bytes_of(one), _type_system_for(one, root)
        except ExchangeError as error:
            validator.fault(error)
        source.position += one.position


MOST_BYTES = 32 << 20
"""The most bytes of an .xmi or type system: its tree takes many times as much memory."""

_TOO_LARGE = f"longer than {MOST_BYTES >> 20} MiB"


def _bytes_of(source: InputFile) -> bytes:
    with source.opened() as stream:
        data: bytes = stream.read(source.max_line + 1)
    if len(data) > (source.max_line if data.startswith(b"PK") else MOST_BYTES):
        raise source.error(f"the file is {_TOO_LARGE}")
    return data


def _type_system_for(source: InputFile, root: Path) -> _Types:
    """Return the type system of an .xmi: of its own name, else the nearest in a folder above it.

    Raises ExchangeError if it cannot be read.
    """
    path = source.path
    folders = [one for one in path.absolute().parents if one.is_relative_to(root.absolute())]
    found = [Path(f"{path}.{TYPE_SYSTEM}"), *(folder / TYPE_SYSTEM for folder in folders)]
    for one in found:
        if one.is_file():
            return _bytes_of(replace(source, path=one))
    return None


def _unzipped(source: InputFile, data: bytes) -> Iterator[tuple[InputFile, bytes, _Types]]:
    """Yield the .xmi files of an archive, each with the nearest type system.

    Raises ExchangeError if it is damaged, or contains none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info.filename: info for info in archive.infolist()}
            types = sorted(name for name in members if Path(name).name == TYPE_SYSTEM)
            documents = sorted(name for name in members if name.endswith(SUFFIX))
            if not documents:
                raise source.error(f"holds no {SUFFIX}")
            if any(info.file_size > MOST_BYTES for info in members.values()):
                raise source.error(f"a file in the archive is {_TOO_LARGE}")
            for name in documents:
                near = max(types, key=lambda one: _shared_folders(one, name), default=None)
                yield source, archive.read(name), None if near is None else archive.read(near)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise source.error(f"is a damaged or encrypted archive: {error}") from error


def _shared_folders(one: str, other: str) -> int:
    """Return how many folders two paths have in common, less those that only the first has."""
    folders = Path(one).parts[:-1]
    shared = sum(a == b for a, b in zip(folders, Path(other).parts[:-1], strict=False))
    return 2 * shared - len(folders)


class _Document:
    """Makes the document of one CAS."""

    def __init__(self, source: InputFile, report: ImportReport, data: bytes, types: _Types) -> None:
        self._source = source
        self._report = report
        self._cas = _loaded(source, data, types)
        self._links: list[ParsedLink] = []

    def parsed(self) -> ParsedDocument:
        """Return the document.

        Raises ExchangeError if it has no text, or a feature that Hashiya wrote is damaged.
        """
        text = self._cas.sofa_string
        if not isinstance(text, str):
            raise self._source.error("has no text: its first view has no sofaString")
        self._report.warn(_VIEWS, len(self._cas.views) - 1)
        parsed = ParsedDocument(1, text=text)
        for one in self._cas.select_all_annotations():
            layer = one.type.name
            if layer == METADATA:
                parsed.record_id = str(getattr(one, "documentId", None) or "")
                parsed.title = getattr(one, "documentTitle", None) or None
            elif _SILENT.match(layer) or layer == FRAGMENT:
                continue
            elif is_grammar(layer):
                self._report.warn(GRAMMAR)
            else:
                try:
                    self._take(layer, one, parsed)
                except ExchangeError as error:
                    parsed.faults.append(PartFault(error, layer))
        parsed.links = self._links
        return parsed

    def _take(self, layer: str, one: Any, parsed: ParsedDocument) -> None:
        ends = _ends_of(one)
        if ends is None:
            self._span(layer, one, parsed)
        else:
            self._relation(layer, one, ends)

    def _span(self, layer: str, one: Any, parsed: ParsedDocument) -> None:
        texts, structures = self._features(one)
        if "referenceType" in {feature.name for feature in one.type.all_features}:
            relation = texts.pop("referenceRelation", "") or "coreference"
            texts["label"] = texts.pop("referenceType", "") or short_name(layer)
            following = structures.pop("next", None)
            if following is not None:
                self._link(relation, one, following)
        span = span_of(layer, texts, (int(one.begin), int(one.end)), 1, self._source)
        span.key = str(one.xmiID)
        for name, value in structures.items():
            slots = getattr(value, "elements", None)
            if name == FRAGMENTS and layer == SPAN_LAYER and slots:
                targets = [slot.target for slot in slots]
                span.fragments = tuple(sorted((int(one.begin), int(one.end)) for one in targets))
            else:
                self._slots(name, one, slots)
        parsed.spans.append(span)

    def _slots(self, name: str, one: Any, slots: Any) -> None:
        """Read a slot feature as links; count what is not one."""
        if not isinstance(slots, list | tuple) or not all(
            hasattr(slot, "target") for slot in slots
        ):
            self._report.warn(_STRUCTURES)
            return
        for slot in slots:
            if slot.target is not None:
                self._link(getattr(slot, "role", None) or name, one, slot.target)

    def _relation(self, layer: str, one: Any, ends: tuple[Any, Any]) -> None:
        if any(is_grammar(end.type.name) or _SILENT.match(end.type.name) for end in ends):
            self._report.warn(GRAMMAR)
            return
        texts, structures = self._features(one)
        self._report.warn(_STRUCTURES, len(structures) - 2)
        keys = str(ends[0].xmiID), str(ends[1].xmiID)
        self._report.warn(LINK_FEATURES, lost_features(layer, texts))
        self._links.append(link_of(layer, texts, keys, 1, self._source))

    def _link(self, kind: str, source: Any, target: Any) -> None:
        self._links.append(ParsedLink(1, str(kind), str(source.xmiID), str(target.xmiID)))

    def _features(self, one: Any) -> tuple[dict[str, str], _Features]:
        """Return the features that are texts or numbers, as texts, and the others."""
        texts: dict[str, str] = {}
        structures: _Features = {}
        for feature in one.type.all_features:
            value = getattr(one, feature.name, None)
            name = _FEATURES.get(feature.name, feature.name)
            if name in ("begin", "end", "sofa") or value is None:
                continue
            if isinstance(value, bool):
                texts[name] = "true" if value else "false"
            elif isinstance(value, str | int | float):
                texts[name] = str(value)
            else:
                structures[name] = value
        return texts, structures


def _ends_of(one: Any) -> tuple[Any, Any] | None:
    """Return the two ends of a relation; None if it is not a relation."""
    found = [getattr(one, name, None) for name in _ENDS]
    if any(end is None or not hasattr(end, "xmiID") for end in found):
        return None
    return found[0], found[1]


def _known_types() -> Any:
    """Return the types of DKPro Core, which include INCEpTION's own layers, and Hashiya's."""
    cassis = _cassis()
    return cassis.merge_typesystems(cassis.load_dkpro_core_typesystem(), _types(()))


def _loaded(source: InputFile, data: bytes, types: _Types) -> Any:
    """Return the CAS; without a type system, with the known types.

    Raises ExchangeError if dkpro-cassis cannot read it, or an offset is outside the text.
    """
    cassis = _cassis()
    unknown: type[Exception] = importlib.import_module("cassis.typesystem").TypeNotFoundError
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # dkpro-cassis only warns of an invalid offset and continues.
            warnings.filterwarnings("error", message="Not mapping")
            found = _known_types() if types is None else cassis.load_typesystem(io.BytesIO(types))
            return cassis.load_cas_from_xmi(io.BytesIO(data), typesystem=found)
    except (
        unknown, Warning, SyntaxError, ArithmeticError, AssertionError, AttributeError, LookupError,
        RuntimeError, TypeError, ValueError,
    ) as error:  # fmt: skip
        words = " ".join(str(error).split()) or type(error).__name__
        if types is None:
            message = (
                f"has no {TYPE_SYSTEM} next to it, and not only the types of DKPro Core: export it "
                f"as UIMA CAS XMI, with its type system ({words[:100]})"
            )
            raise source.error(message) from error
        raise source.error(f"is not a CAS that dkpro-cassis can read: {words[:200]}") from error


def sniff(head: Head) -> bool:
    """Return whether a file or folder is of this format."""
    if head.is_folder:
        return any(name.endswith(SUFFIX) for name in head.names)
    if head.data[:4] == b"PK\x03\x04":
        return _holds_xmi(head)
    return "http://www.omg.org/XMI" in head.text[:20_000] and "<" in head.text[:5]


def _holds_xmi(head: Head) -> bool:
    return SUFFIX.encode() in head.data or TYPE_SYSTEM.encode() in head.data
