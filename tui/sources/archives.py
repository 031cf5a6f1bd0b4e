"""The members of a ZIP archive in memory, within limits: Word files and e-books are archives."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree as ET

from tui.errors import CorpusError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_MEMBERS = 20_000
"""Members of an archive, at most."""

MOST_UNPACKED = 100 * 2**20
"""The most bytes that the members which are read may unpack to, together."""

MOST_DEPTH = 300
"""The deepest nesting of XML elements; their readers are recursive."""

_ENTRY = b"PK\x01\x02"

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
"""The first bytes of an old Office file, and of a new one with a password."""

_LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

_ENCRYPTED = 0x1
"""The bit of a member's flags that is set if it is encrypted."""


class Archive:
    """A ZIP archive. Nothing is extracted to the disk, so names with `..` are harmless."""

    def __init__(self, data: bytes) -> None:
        """Read the table of members.

        Raises CorpusError if it is damaged or too long, or if the bytes are something else.
        """
        if data.startswith(_COMPOUND_FILE):
            locked = _LOCKED_PACKAGE in data
            raise CorpusError(
                "it is encrypted: save it without a password"
                if locked
                else "it is an old Office file: save it as .docx"
            )
        if not data.startswith(b"PK"):
            raise CorpusError("it is not what its name says: Word files and e-books are archives")
        if data.count(_ENTRY) > MOST_MEMBERS:
            raise CorpusError(f"it is an archive of more than {MOST_MEMBERS:,} files")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise CorpusError(f"it is a damaged archive ({error})") from None
        self._names = {name.casefold(): name for name in reversed(self._zip.namelist())}
        self._unpacked = 0

    @property
    def names(self) -> list[str]:
        """The names of the members, in the order of the archive."""
        return self._zip.namelist()

    def find(self, name: str) -> str | None:
        """Return the member's name as the archive spells it; None if there is no such member."""
        return name if name in self._zip.NameToInfo else self._names.get(name.casefold())

    def read(self, name: str, limit: int) -> bytes:
        """Return a member's bytes. Raises CorpusError if it is damaged, encrypted, or too large."""
        found = self.find(name)
        if found is None:
            raise CorpusError(f"its file {name} is missing: it is damaged")
        info = self._zip.getinfo(found)
        if info.flag_bits & _ENCRYPTED:
            raise CorpusError("it is encrypted: save it without a password")
        limit = min(limit, MOST_UNPACKED - self._unpacked)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(limit + 1)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
            ValueError, lzma.LZMAError,
        ) as error:  # fmt: skip
            raise CorpusError(f"its file {name} is damaged ({error})") from None
        if len(data) > limit:
            raise CorpusError(f"its file {name} is larger than {max(limit, 0):,} bytes")
        self._unpacked += len(data)
        return data

    def xml(self, name: str, limit: int) -> Element:
        """Return a member's XML tree. Raises CorpusError as `read`, and for damaged XML."""
        return parse_xml(self.read(name, limit), name)


def parse_xml(data: bytes, name: str) -> Element:
    """Return the tree of XML. Raises CorpusError if it is damaged or too deep."""
    try:
        depth = 0
        root: Element | None = None
        parser: ET.XMLPullParser[Element] = ET.XMLPullParser(("start", "end"))
        for start in range(0, len(data), 1 << 20):
            parser.feed(data[start : start + (1 << 20)])
            for found in parser.read_events():
                event, element = cast("tuple[str, Element]", found)
                root = element if root is None else root
                depth += 1 if event == "start" else -1
                if depth > MOST_DEPTH:
                    raise CorpusError(f"its file {name} is nested too deeply")
        parser.close()
    except (ET.ParseError, ValueError, LookupError) as error:
        raise CorpusError(f"its file {name} is damaged ({error})") from None
    if root is None:
        raise CorpusError(f"its file {name} is empty")
    return root


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Return the attribute with this name in any namespace; "" if there is none."""
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return next(found, "")


def named(element: Element, name: str) -> list[Element]:
    """Return the elements with this name inside another one."""
    return [one for one in element.iter() if local_name(one) == name]
