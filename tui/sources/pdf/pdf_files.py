"""PDF files: their paragraphs, put together from lines that are read by the places of letters.

A PDF file has the positions of glyphs, not the order in which they are read. The order is derived
from the positions; what remains unknown is counted, and a file with too much of it is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.errors import CorpusError
from tui.extras import install_command
from tui.hashing import sha256
from tui.model import JSON, title_of
from tui.sources.files import Note, SourceDocument, SourceFile
from tui.sources.pdf.non_joiners import Forms, with_non_joiners
from tui.sources.pdf.page_glyphs import Doubts
from tui.sources.pdf.pages import PageLine, page_lines
from tui.sources.pdf.paragraphs import Block, joined, paragraph_blocks
from tui.sources.pdf.reversed_text import Evidence, order_of_letters
from tui.sources.pdf.visual_text import plain_letters, read_line, turned_brackets
from tui.text.unicode import RTL_BLOCKS, ZWNJ, Direction, pattern

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument


MOST_PAGES = 5_000
"""Pages of a file, at most."""

MOST_CHARACTERS = 10_000_000
"""Characters of a file, at most."""

UNKNOWN = 0.05
"""The share of characters without a meaning above which a file is refused."""

CLIMBING = 0.2
"""The share of right-to-left letters off their line above which a file is refused."""

FEW_LETTERS = 60
"""The most right-to-left letters of a text whose order need not be confirmed by its words."""

LONGEST_WORD = 12
"""Letters of a right-to-left word, on average, above which a file has lost its spaces."""

_MARGIN_LINES = 2
"""Lines at the top and the bottom of a page that may be the same on each."""

_ADVICE = "recognise its letters (`ocrmypdf --force-ocr IN.pdf OUT.pdf`) or ask for the original"

_NUMBER = re.compile(r"\d+")

_RTL = re.compile(f"[{pattern(RTL_BLOCKS)}]")

_WORD = re.compile(r"[^\W\d_]+")

_FOREIGN = re.compile(f"[^{pattern(RTL_BLOCKS)}A-Za-z]")
"""Letters that no word has next to right-to-left ones, except after prefixes, as in وNATO."""

_RTL_WORD = re.compile(f"[{pattern(RTL_BLOCKS)}]+")

_PERSIAN = frozenset("پچژگ")

_NOT_PERSIAN = frozenset(f"{ZWNJ}ٹڈڑںہےۍێۆەڭېڤڠڽ")
"""The non-joiner that Persian words have, and letters of Urdu, Pashto, Kurdish, Uyghur, Malay."""

_BEGINS_WITH_STOP = re.compile(r"[.:!?؟،؛۔]\s?\w")
"""The start of a line that was read in the wrong direction."""


def pdf_document(file: SourceFile, data: bytes) -> Iterator[SourceDocument | Note]:
    """Yield the document of a PDF file, after notes of what was done and what is doubtful.

    Raises CorpusError if the file is damaged, encrypted or without text, or if its text is not
    certain enough.
    """
    pdf = _open(data)
    try:
        reading = _Reading()
        for number in range(len(pdf)):
            reading.add(_lines_of_page(pdf, number, reading.doubts))
            if reading.doubts.characters > MOST_CHARACTERS:
                raise CorpusError(f"it has more than {MOST_CHARACTERS:,} characters")
        meta = _about(pdf)
    finally:
        pdf.close()
    text = reading.text()
    yield from (Note(file.path, words) for words in reading.notes)
    title = str(meta.get("title", ""))
    yield SourceDocument(
        id=file.id,
        title=title_of(title) or title_of(text) or file.id,
        source=file.path,
        text=text,
        meta={**meta, "file_sha256": sha256(data).hexdigest()},
        folder=file.folder,
    )


def _import_pypdfium2() -> Any:
    """Import pypdfium2, which is an extra. Raises CorpusError if it is not installed."""
    try:
        import pypdfium2
    except ModuleNotFoundError:
        message = f"a PDF file needs pypdfium2: {install_command('pdf')}"
        raise CorpusError(message) from None
    return pypdfium2


def _open(data: bytes) -> PdfDocument:
    """Return the opened file. Raises CorpusError."""
    pypdfium2 = _import_pypdfium2()
    try:
        pdf = pypdfium2.PdfDocument(data)
        pages = len(pdf)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise CorpusError("it is encrypted: save it without a password") from None
        raise CorpusError("it is a damaged PDF file") from None
    if pages > MOST_PAGES:
        raise CorpusError(f"it has more than {MOST_PAGES:,} pages")
    return pdf


def _lines_of_page(pdf: PdfDocument, number: int, doubts: Doubts) -> list[PageLine] | None:
    """Return the lines of a page; None if it is damaged."""
    try:
        page = pdf[number]
        try:
            return page_lines(page, doubts)
        finally:
            page.close()
    except _import_pypdfium2().PdfiumError:
        return None


def _metadata_entry(pdf: PdfDocument, key: str) -> str:
    """Return an entry of the metadata; "" if it is not text."""
    try:
        return str(pdf.get_metadata_value(key))
    except UnicodeDecodeError:  # half a surrogate pair
        return ""


def _about(pdf: PdfDocument) -> dict[str, JSON]:
    """Return the metadata of the file."""
    fields = {"title": "Title", "author": "Author", "subject": "Subject", "keywords": "Keywords"}
    said = {key: _metadata_entry(pdf, key) for key in (*fields.values(), "CreationDate")}
    meta: dict[str, JSON] = {
        name: " ".join(said[key].replace("\0", "").split())
        for name, key in fields.items()
        if said[key].strip()
    }
    day = re.match(r"D:(\d{4})(\d\d)(\d\d)", said["CreationDate"])
    return {**meta, "date": "-".join(day.groups())} if day else meta


class _Paragraph(NamedTuple):
    """A paragraph read in one direction."""

    text: str
    unverified: int
    """Lines that UAX #9 does not put into the order of the page."""
    faults: int
    """Unverified lines, and lines that begin with a full stop or a similar sign."""


@dataclass(slots=True)
class _Reading:
    """The pages of one file."""

    doubts: Doubts = field(default_factory=Doubts)
    pages: list[list[PageLine]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Notes of what was done, left out, or is doubtful; complete once `text` was called."""
    damaged: int = 0
    """Pages that cannot be read."""
    _lines: int = 0
    _unverified: int = 0

    def add(self, lines: list[PageLine] | None) -> None:
        """Add a page; None for one that is damaged."""
        self.damaged += lines is None
        self.pages.append(lines or [])

    def text(self) -> str:
        """Return the text, a paragraph a line. Raises CorpusError if it is not certain enough."""
        self._require_letters()
        self._leave_out_margins()
        self._add_non_joiners()
        rtl = sum(line.score for page in self.pages for line in page) > 0
        blocks = paragraph_blocks(self.pages, rtl)
        paragraphs = self._paragraphs(blocks, rtl)
        evidence = order_of_letters(paragraphs)
        if evidence.is_mixed:
            paragraphs, evidence = self._turned_parts(blocks, paragraphs)
        elif evidence.is_reversed:
            paragraphs, evidence = self._turned(blocks)
        if evidence.is_reversed or evidence.is_mixed:
            raise CorpusError(f"the order of its letters cannot be determined: {_ADVICE}")
        if not evidence.is_in_order and rtl and self.doubts.letters > FEW_LETTERS:
            self.notes.append("it is not certain that its letters are in order: check the text")
        text = "\n".join(one for one in turned_brackets(paragraphs) if one)
        plain = plain_letters(text)
        if plain != text:
            self.notes.append("presentation forms and ligatures were read as their letters")
        self._require_words(plain)
        self._note_doubts(plain)
        return plain

    def _require_letters(self) -> None:
        if self.damaged == len(self.pages):
            raise CorpusError("it is a damaged PDF file")
        if self.damaged:
            self.notes.append(f"{self.damaged:,} of {len(self.pages):,} pages are damaged")
        without = sum(not page for page in self.pages) - self.damaged
        if without + self.damaged == len(self.pages):
            raise CorpusError(
                f"it has no text, only pictures of pages: {_ADVICE}"
                if self.pages and not self.doubts.turned
                else "no text was found in it"
            )
        if self.doubts.unknown > UNKNOWN * self.doubts.characters:
            share = self.doubts.unknown / self.doubts.characters
            raise CorpusError(f"{share:.0%} of its letters have no meaning in the file: {_ADVICE}")
        if self.doubts.climbing > CLIMBING * self.doubts.letters:
            raise CorpusError(
                f"its letters are not on lines (Nastaliq), their order is not certain: {_ADVICE}"
            )
        if without:
            self.notes.append(f"{without:,} of {len(self.pages):,} pages have no text")

    def _leave_out_margins(self) -> None:
        """Remove lines at the top or bottom that are the same on most pages, apart from numbers."""
        seen = Counter(key for page in self.pages for key in {key for key, _ in _margins(page)})
        pages = sum(bool(page) for page in self.pages)
        repeated = {key for key, count in seen.items() if count >= 2 and count * 2 >= pages}
        left_out = 0
        for number, page in enumerate(self.pages):
            found = {id(line) for key, line in _margins(page) if key in repeated}
            left_out += len(found)
            self.pages[number] = [line for line in page if id(line) not in found]
        if left_out:
            self.notes.append(f"left out {left_out:,} lines of page numbers, headers and footers")

    def _add_non_joiners(self) -> None:
        """Restore the non-joiners of Persian words."""
        lines = [line for page in self.pages for line in page]
        letters = {
            char
            for line in lines
            for one in line.segments
            for cell in one.cells
            for char in cell.text
        }
        if not letters & _PERSIAN or letters & _NOT_PERSIAN:
            return
        forms = Forms(lines)
        found = [with_non_joiners(page, forms) for page in self.pages]
        self.pages = [page for page, _ in found]
        count = sum(number for _, number in found)
        if count:
            self.notes.append(
                f"{count:,} zero-width non-joiners, which the file does not name, were put where "
                "letters inside of words have their final form; others may be missing"
            )
        else:
            self.notes.append("it has no zero-width non-joiners: words may lack them")

    def _paragraphs(self, blocks: Sequence[Block], rtl: bool) -> list[str]:
        """Return the text of the paragraphs by the places of their letters."""
        readings = [_readings(block) for block in blocks]
        # Latin text from right to left, by its full stops: all of a file that was set so.
        votes = sum(_sign(one.faults - other.faults) for one, other in readings)
        found = [
            pair[_is_rtl(block, pair, rtl=rtl, usual=votes > 0)]
            for block, pair in zip(blocks, readings, strict=True)
        ]
        self._lines = sum(len(block.lines) for block in blocks)
        self._unverified = sum(one.unverified for one in found)
        return [one.text for one in found]

    def _turned(self, blocks: Sequence[Block]) -> tuple[list[str], Evidence]:
        """Return the paragraphs of a file that shows its letters from left to right as they are
        read, and the evidence for their order."""
        paragraphs = [_as_shown(block) for block in blocks]
        self.notes.append("its letters are in reverse order on the page; they were put in order")
        return paragraphs, order_of_letters(paragraphs)

    def _turned_parts(
        self, blocks: Sequence[Block], paragraphs: Sequence[str]
    ) -> tuple[list[str], Evidence]:
        """Return the paragraphs of a file of which some are as in `_turned`."""
        mended = [
            _as_shown(block) if order_of_letters([text]).is_reversed else text
            for block, text in zip(blocks, paragraphs, strict=True)
        ]
        turned = sum(one != other for one, other in zip(mended, paragraphs, strict=True))
        self.notes.append(
            f"the letters of {turned:,} paragraphs are in reverse order on the page; "
            "they were put in order"
        )
        return mended, order_of_letters(mended)

    def _require_words(self, text: str) -> None:
        foreign = sum(
            len(_FOREIGN.findall(word[0])) for word in _WORD.finditer(text) if _RTL.search(word[0])
        )
        if foreign > UNKNOWN * len(text):
            raise CorpusError(f"its letters stand for those of other scripts: {_ADVICE}")
        if foreign:
            self.notes.append(
                f"{foreign:,} letters of other scripts are inside of words: they are wrong"
            )
        lengths = [len(word) for word in _RTL_WORD.findall(text)]
        letters = sum(lengths)
        if letters > 40 and letters > LONGEST_WORD * len(lengths):
            raise CorpusError(f"its words have lost the spaces between them: {_ADVICE}")

    def _note_doubts(self, text: str) -> None:
        if _RTL.search(text):
            self.notes.insert(0, "the order of its letters was taken from their places on the page")
        if self.doubts.unknown:
            self.notes.append(f"{self.doubts.unknown:,} letters have no meaning in the file")
        if self.doubts.outside:
            self.notes.append(f"left out {self.doubts.outside:,} letters outside of the pages")
        if self.doubts.turned:
            self.notes.append(f"left out {self.doubts.turned:,} letters that run across the page")
        if self._unverified * 100 > self._lines:
            self.notes.append(
                f"{self._unverified:,} of {self._lines:,} lines mix directions: check their numbers"
            )


def _read(block: Block, direction: Direction) -> _Paragraph:
    """Return a paragraph as it is read in this direction."""
    lines: list[str] = []
    unverified = stops = 0
    for line in block.lines:
        before = lines[-1] if lines else ""
        pieces: list[str] = []
        is_verified = True
        for segment in line.segments[:: -1 if direction is Direction.RTL else 1]:
            found = read_line([cell.text for cell in segment.cells], direction, before)
            pieces.append(found.text)
            is_verified = is_verified and found.verified
            stops += bool(_BEGINS_WITH_STOP.match(found.text))
        unverified += not is_verified
        lines.append("\t".join(pieces))
    return _Paragraph(joined(lines), unverified, unverified + stops)


def _readings(block: Block) -> tuple[_Paragraph, _Paragraph]:
    """Return a paragraph as it is read from left to right, and from right to left."""
    from_right = _read(block, Direction.RTL)
    cells = (cell for line in block.lines for one in line.segments for cell in one.cells)
    if not from_right.faults and all(
        _RTL.match(cell.text) or not cell.text[0].isalpha() for cell in cells
    ):
        return from_right, from_right  # nothing speaks for the other direction
    return _read(block, Direction.LTR), from_right


def _is_rtl(
    block: Block, readings: tuple[_Paragraph, _Paragraph], *, rtl: bool, usual: bool
) -> bool:
    """Whether a paragraph runs from right to left, by its readings in both directions.

    `rtl` is whether most text of the file does, `usual` whether its Latin paragraphs do.
    """
    score = sum(line.score for line in block.lines)
    if not score or any(len(line.segments) > 1 for line in block.lines):
        return rtl  # the rows of a table have the order of the page, also those in Latin letters
    mostly_rtl = score > 0
    found, other = readings[mostly_rtl], readings[not mostly_rtl]
    if found.faults != other.faults:
        return mostly_rtl if found.faults < other.faults else not mostly_rtl
    if mostly_rtl != rtl and bool(_RTL.match(_first_letter(readings[rtl].text))) == rtl:
        return rtl
    return mostly_rtl or (usual and not _RTL.search(found.text))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _first_letter(text: str) -> str:
    return next((char for char in text if char.isalpha()), "")


def _margins(page: Sequence[PageLine]) -> Iterator[tuple[tuple[str, int], PageLine]]:
    """Yield the first and last lines of a page, each with a key that is equal on all pages."""
    for line in {*page[:_MARGIN_LINES], *page[-_MARGIN_LINES:]}:
        words = " ".join("".join(cell.text for cell in one.cells) for one in line.segments)
        digits = "".join("0" if unicodedata.category(char) == "Nd" else char for char in words)
        yield (_NUMBER.sub("0", digits), round(line.y / 4)), line


def _as_shown(block: Block) -> str:
    """Return a paragraph with its letters in the order that they have on the page."""
    return joined(
        "\t".join("".join(cell.text for cell in one.cells) for one in line.segments)
        for line in block.lines
    )
