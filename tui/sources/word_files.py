"""Word files (`.docx`): paragraphs, lists, tables, notes, text boxes, with their headings.

mammoth reads the body: styles, numbering, tracked changes (as accepted) and notes. It skips some
elements together with their text, and keeps all parts of the file in memory. So it gets only some
parts, which are changed beforehand; what is left out of them is counted.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from xml.etree import ElementTree as ET

import mammoth
from mammoth import documents

from tui.errors import CorpusError
from tui.hashing import sha256
from tui.model import JSON, title_of
from tui.sources.archives import Archive, attribute, local_name, named, parse_xml
from tui.sources.files import Note, SourceDocument, SourceFile
from tui.sources.heading_notes import Lines, with_headings
from tui.sources.page_text import LONGEST_ROW_CELL

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from mammoth.documents import Document as Body
    from mammoth.documents import Element as Node

MAX_PART = 16 * 2**20
"""Bytes of one part of the file, unpacked; its tree takes up to thirty times as much memory."""

_TEXT_PARTS = ("document", "footnotes", "endnotes")

_READ_PARTS = (*_TEXT_PARTS, "styles", "numbering", "Relationships", "Types")
"""Names of the root elements of the parts that mammoth reads."""

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_UNWRAPPED = ("bdo", "dir", "fldSimple", "ruby", "rubyBase", "rt", "subDoc")
"""Elements with text that mammoth skips; its `smartTag` is read like its children."""

_SAME_AS = {"cr": "br", "ptab": "tab"}
"""Elements that mammoth skips, each with an equivalent that it reads."""

_PICTURES = ("blip", "imagedata")

_OTHER_OBJECTS = {
    "chart": "charts",
    "relIds": "diagrams",
    "OLEObject": "embedded objects",
    "altChunk": "inserted files",
}

_LEVEL_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)

Nodes: TypeAlias = "Iterable[Node]"


def word_document(file: SourceFile, data: bytes) -> Iterator[SourceDocument | Note]:
    """Yield the document of a Word file, after a note of what is left out.

    Raises CorpusError if it is damaged, encrypted, no Word file, or without text.
    """
    archive = Archive(data)
    parts = _Parts(archive)
    try:
        body = _read_body(parts.packed())
        text = _BodyText(body, parts.levels)
        text.read()
    except RecursionError:
        raise CorpusError("it is nested too deeply") from None
    if not text.lines.text:
        raise CorpusError("no text was found in it" + _only(parts.left_out + text.left_out))
    left_out = parts.left_out + text.left_out
    if left_out:
        yield Note(file.path, f"left out {_counted(left_out)}")
    if parts.changes:
        yield Note(file.path, "tracked changes were read as accepted")
    meta = parts.meta
    title = meta.get("title")
    yield SourceDocument(
        id=file.id,
        title=title_of(title if isinstance(title, str) else "")
        or title_of(text.lines.text)
        or file.id,
        source=file.path,
        text=text.lines.text,
        meta=with_headings({**meta, "file_sha256": sha256(data).hexdigest()}, text.lines.headings),
        folder=file.folder,
    )


def _read_body(packed: bytes) -> Body:
    """Return mammoth's tree of the document. Raises CorpusError."""
    found: list[Body] = []

    def keep(body: Body) -> Body:
        found.append(body)
        return documents.document([])  # no HTML is made of it

    try:
        mammoth.convert_to_html(
            io.BytesIO(packed), transform_document=keep, include_embedded_style_map=False
        )
    except (OSError, KeyError, ValueError, AttributeError, TypeError, IndexError) as error:
        # What mammoth raises where an element lacks what the format requires.
        raise CorpusError(f"it is a damaged Word file ({error or type(error).__name__})") from None
    return found[0]


@dataclass(slots=True)
class _Parts:
    """The parts of the file, made ready for mammoth."""

    archive: Archive
    left_out: Counter[str] = field(default_factory=Counter)
    changes: bool = False
    """Whether anything was inserted, deleted or moved as a tracked change."""
    meta: dict[str, JSON] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    """The levels of the paragraph styles that are headings, by their ids."""

    def packed(self) -> bytes:
        """Return an archive of the parts that mammoth reads."""
        if self.archive.find("[Content_Types].xml") is None:
            raise CorpusError(_other_archive(self.archive))
        packed = io.BytesIO()
        has_body = False
        with zipfile.ZipFile(packed, "w") as out:
            for name in self.archive.names:
                if not name.endswith((".xml", ".rels")) or name.startswith("customXml/"):
                    continue
                root = parse_xml(self.archive.read(name, MAX_PART), name)
                kind = local_name(root)
                has_body = has_body or kind == "document"
                self._examine(root, kind)
                if kind in _READ_PARTS:
                    out.writestr(name, ET.tostring(root, "utf-8"))
        if not has_body:
            raise CorpusError(_other_archive(self.archive))
        return packed.getvalue()

    def _examine(self, root: Element, kind: str) -> None:
        if kind in _TEXT_PARTS:
            self._prepare(root)
        elif kind == "styles":
            for style in named(root, "style"):
                style.attrib.setdefault(f"{_space(style)}type", "paragraph")
            self.levels = _heading_levels(root)
        elif kind == "comments":
            self.left_out["comments"] += sum(local_name(one) == "comment" for one in root)
        elif kind in ("hdr", "ftr") and any((one.text or "").strip() for one in named(root, "t")):
            self.left_out["headers" if kind == "hdr" else "footers"] += 1
        elif kind == "coreProperties":
            self.meta = _properties(root)

    def _prepare(self, root: Element) -> None:
        """Change what mammoth would skip into what it reads; count what it does not read."""
        self._choose_alternatives(root)
        for parent in root.iter():
            for place, one in enumerate(parent):
                kind = local_name(one)
                if kind in ("drawing", "pict"):
                    parent[place] = self._boxes(one)
                elif kind in ("oMath", "oMathPara"):
                    parent[place] = _run("".join(text.text or "" for text in named(one, "t")))
                    self.left_out["formulas, except for their letters"] += 1
                elif kind in _UNWRAPPED:
                    one.tag = f"{_space(one)}smartTag"
                elif kind in _SAME_AS:
                    one.tag = f"{_space(one)}{_SAME_AS[kind]}"
                elif kind in _OTHER_OBJECTS:
                    self.left_out[_OTHER_OBJECTS[kind]] += 1
                self.changes = self.changes or kind in ("ins", "del", "moveFrom", "moveTo")

    def _choose_alternatives(self, root: Element) -> None:
        """Choose one of the alternatives that a producer wrote for newer and older programs."""
        for parent in root.iter():
            for place, one in enumerate(parent):
                while local_name(one) == "AlternateContent":
                    choices = [
                        inner for inner in one if local_name(inner) in ("Choice", "Fallback")
                    ]
                    best = next((choice for choice in choices if named(choice, "t")), *choices[-1:])
                    inner = ET.Element(f"{{{_WORD}}}smartTag")
                    inner.extend(best if choices else ())
                    one = parent[place] = inner

    def _boxes(self, drawing: Element) -> Element:
        """Return a drawing's text boxes as mammoth reads them; pictures are counted."""
        for kind in (*_PICTURES, *_OTHER_OBJECTS):
            count = len(named(drawing, kind))
            self.left_out[_OTHER_OBJECTS.get(kind, "pictures")] += count
        found = ET.Element(f"{{{_WORD}}}pict")
        found.extend(_outermost(drawing, "txbxContent"))
        return found


@dataclass(slots=True)
class _BodyText:
    """Collects the text of mammoth's tree."""

    body: Body
    levels: dict[str, int]
    lines: Lines = field(default_factory=Lines)
    left_out: Counter[str] = field(default_factory=Counter)
    _notes: list[Node] = field(default_factory=list)

    def read(self) -> None:
        """Collect the lines of the body, and after them its notes."""
        self._blocks(self.body.children)
        for number, note in enumerate(self._notes, 1):  # a note may refer to further ones
            self.lines.add(f"[{number}] {self._cell_text(note.body)}")

    def _blocks(self, nodes: Nodes) -> None:
        for node in nodes:
            if isinstance(node, documents.Table):
                self._table(node)
            elif isinstance(node, documents.Paragraph):
                level = self.levels.get(node.style_id or "", 0)
                self.left_out["numbers of list items"] += bool(
                    node.numbering is not None and node.numbering.is_ordered and not level
                )
                self.lines.add(self._inline(node.children), level)
            else:
                self.lines.add(self._inline([node]))

    def _table(self, table: Node) -> None:
        """Add the rows of a table, each a line with tabs between its cells.

        Where a cell is as long as a paragraph, the table only arranges the page: the paragraphs of
        this row's cells are lines of their own.
        """
        for row in getattr(table, "children", ()):
            cells = list(getattr(row, "children", ()))
            texts = [self._cell_text(getattr(cell, "children", ())) for cell in cells]
            if any(len(text) > LONGEST_ROW_CELL for text in texts):
                for cell in cells:
                    self._blocks(getattr(cell, "children", ()))
            else:
                self.lines.add_row(texts)

    def _cell_text(self, nodes: Nodes) -> str:
        """Return blocks on one line."""
        inner = _BodyText(self.body, {}, _notes=self._notes)
        inner._blocks(nodes)
        return " ".join(inner.lines.text.replace("\t", " ").split("\n"))

    def _inline(self, nodes: Nodes) -> str:
        """Return the text of the nodes inside a paragraph."""
        return "".join(map(self._node_text, nodes))

    def _node_text(self, node: Node) -> str:
        match node:
            case documents.Text():
                return str(node.value)
            case documents.Tab():
                return "\t"
            case documents.Break():
                return "\n"
            case documents.Checkbox():
                return "\u2612" if node.checked else "\u2610"
            case documents.NoteReference():
                return self._note_mark(node)
            case documents.HasChildren():
                return self._inline(node.children)
        return ""

    def _note_mark(self, reference: Node) -> str:
        """Return the sign of a note in the text, and keep the note for the end."""
        try:
            note = self.body.notes.resolve(reference)
        except KeyError:  # its part of the file is missing
            self.left_out["references to notes that are not there"] += 1
            return ""
        if note not in self._notes:
            self._notes.append(note)
        return f"[{self._notes.index(note) + 1}]"


def _heading_levels(styles: Element) -> dict[str, int]:
    """Return the levels of the paragraph styles that are headings.

    A style has the level of its outline, else of its name, else of the style that it is based on.
    """
    own: dict[str, int] = {}
    based_on: dict[str, str] = {}
    for style in named(styles, "style"):
        style_id = attribute(style, "styleId")
        for one in style.iter():
            value, kind = attribute(one, "val"), local_name(one)
            if kind == "outlineLvl" and value.isdecimal() and int(value) < 9:
                own[style_id] = int(value) + 1
            elif kind == "name" and (numbered := _LEVEL_NAME.fullmatch(value)):
                own.setdefault(style_id, int(numbered[1]))
            elif kind == "name" and value == "Title":
                own.setdefault(style_id, 1)
            elif kind == "basedOn":
                based_on[style_id] = value
    levels: dict[str, int] = {}
    for style_id in {*own, *based_on}:
        name, seen = style_id, set[str]()
        while name and name not in own and name not in seen:
            seen.add(name)
            name = based_on.get(name, "")
        if name in own:
            levels[style_id] = own[name]
    return levels


_PROPERTIES = {
    "title": "title",
    "creator": "author",
    "language": "language",
    "created": "date",
    "subject": "subject",
    "description": "description",
    "keywords": "keywords",
}
"""The elements of the core properties that are kept, with the names of the fields."""


def _properties(root: Element) -> dict[str, JSON]:
    """Return the metadata of the file."""
    meta: dict[str, JSON] = {}
    for one in root:
        field_name, value = _PROPERTIES.get(local_name(one)), " ".join((one.text or "").split())
        if field_name and value:
            meta[field_name] = value[:10] if field_name == "date" else value
    return meta


def _other_archive(archive: Archive) -> str:
    """Return the kind of an archive that is not a Word document, in words."""
    if archive.find("mimetype") and archive.find("content.xml"):
        return "it is an OpenDocument file: save it as .docx"
    if archive.find("xl/workbook.xml"):
        return "it is a table of Excel: save it as .csv"
    return "it is no Word file: there is no document in it"


def _counted(left_out: Counter[str]) -> str:
    """Return the counts as text: `2 pictures, 1 comment`."""
    return ", ".join(
        f"{count:,} {what if count > 1 else _SINGULAR.sub('', what, count=1)}"
        for what, count in left_out.items()
        if count
    )


_SINGULAR = re.compile("s(?=$|,| of | to )")


def _only(left_out: Counter[str]) -> str:
    return f", only {_counted(left_out)}" if +left_out else ""


def _run(text: str) -> Element:
    """Return a run with this text."""
    run = ET.Element(f"{{{_WORD}}}r")
    ET.SubElement(run, f"{{{_WORD}}}t").text = text
    return run


def _space(element: Element) -> str:
    """Return the namespace of an element in braces."""
    return str(element.tag)[: str(element.tag).rfind("}") + 1]


def _outermost(element: Element, name: str) -> list[Element]:
    """Return the elements with this name that are not inside another one with it."""
    found: list[Element] = []
    for one in element:
        found += [one] if local_name(one) == name else _outermost(one, name)
    return found
