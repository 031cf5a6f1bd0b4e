"""Word files and e-books made here, for what no program would write, or to be damaged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from tests.sources.reading import read
from tui.sources.files import Note, Refusal, SourceDocument

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def archive(members: dict[str, str | bytes]) -> bytes:
    """Return a ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return packed.getvalue()


def word_file(body: str, **parts: str) -> bytes:
    """Return a Word file with this body, and further parts of the folder `word`, as XML."""
    names = (
        'xmlns:w="' + W + '" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"/>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
    }
    members |= {f"word/{n}.xml": x.replace("NAMES", names) for n, x in parts.items()}
    return archive(members)


def paragraph(text: str, style: str = "") -> str:
    """Return the XML of a paragraph."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{run(text)}</w:p>"


def run(text: str) -> str:
    """Return the XML of a run."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def book(
    pages: dict[str, str], *, package: str = "", spine: Iterable[str] = (), **more: str
) -> bytes:
    """Return an e-book of these pages, in this order or that of `spine`.

    `package` is put into the metadata; `more` are further members by their names.
    """
    items = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(pages)
    )
    order = [list(pages).index(name) for name in spine or pages]
    references = "".join(f'<itemref idref="i{one}"/>' for one in order)
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
        'container"><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>',
        "OEBPS/content.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{package}</metadata>'
        f"<manifest>{items}{more.pop('manifest', '')}</manifest>"
        f"<spine>{references}</spine></package>",
    }
    return archive(members | more | {f"OEBPS/{name}": page for name, page in pages.items()})


def pdf(*contents: str, resources: str = "", about: str = "") -> bytes:
    """Return a PDF file with a page for each of the contents, which may use `FONT`.

    `about` is what the file says about itself: names and values of its document information.
    """
    numbers = range(4, 4 + 2 * len(contents), 2)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{' '.join(f'{n} 0 R' for n in numbers)}]/Count {len(contents)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, content in zip(numbers, contents, strict=True):
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents {number + 1} 0 R"
            f"/Resources<<{resources}>>>>",
            f"<</Length {len(content)}>>stream\n{content}\nendstream",
        ]
    objects.append(f"<<{about}>>")
    body = "%PDF-1.4\n"
    offsets = []
    for number, one in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj{one}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return (
        f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {size}/Root 1 0 R/Info {len(objects)} 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    ).encode("latin-1")


FONT = "/Font<</F 3 0 R>>"
"""The resources of a page: a font for Latin letters, `/F`."""


def read_bytes(path: Path, data: bytes) -> tuple[list[SourceDocument], list[str]]:
    """Return the documents of a file with these bytes, and what is said about it."""
    path.write_bytes(data)
    found = list(read([path]))
    documents = [item for item in found if isinstance(item, SourceDocument)]
    said = [
        f"{'refused: ' if isinstance(item, Refusal) else ''}{str(item).removeprefix(f'{path}: ')}"
        for item in found
        if isinstance(item, Refusal | Note)
    ]
    return documents, said


def refusal(path: Path, data: bytes) -> str:
    """Return why a file with these bytes is refused, in one line and without a document."""
    documents, said = read_bytes(path, data)
    assert not documents
    (line,) = said
    assert line.startswith("refused: ")
    assert "\n" not in line
    return line.removeprefix("refused: ")
