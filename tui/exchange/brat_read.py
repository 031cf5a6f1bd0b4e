"""brat's folders of .txt and .ann files, read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tui.errors import ExchangeError
from tui.exchange.brat_config import MARK
from tui.exchange.brat_lines import AnnFile
from tui.exchange.brat_names import document_ids
from tui.exchange.head import Head
from tui.exchange.intake import Intake
from tui.exchange.jsontext import decoded
from tui.exchange.lines import Source
from tui.exchange.options import ImportOptions, Unit
from tui.exchange.placing import from_plain, same_place, with_plain_newlines
from tui.exchange.raw import RawDocument, RawSpan
from tui.exchange.report import ImportReport, Incoming

_MARK = "\ufeff"


def read(report: ImportReport, options: ImportOptions) -> Iterator[Incoming]:
    """The documents of a folder, below it too, in the order of their paths; or of one .ann file.

    Raises ExchangeError: a file has faults, or an .ann has no .txt beside it.
    """
    root = report.source.path
    folder = root if root.is_dir() else _configured(root)
    texts = sorted(root.rglob("*.txt")) if root.is_dir() else [root.with_suffix(".txt")]
    with Intake(report, options, Unit.CODEPOINT) as intake:
        reader = _Reader(folder, report, options)
        for lonely in _lonely(root, texts):
            intake.fault(ExchangeError("has no .txt beside it", file=str(lonely)))
        for path in texts:
            try:
                raw = reader.document(path, intake)
            except ExchangeError as error:
                intake.fault(error)
            else:
                yield from intake.accept(raw)


def _configured(path: Path) -> Path:
    """The folder above a file that has a configuration, as brat looks for it; else the nearest."""
    above = list(path.absolute().parents)
    return next((one for one in above if (one / "annotation.conf").exists()), above[0])


def _lonely(root: Path, texts: list[Path]) -> list[Path]:
    known = {path.with_suffix(".ann") for path in texts}
    return sorted(path for path in root.rglob("*.ann") if path not in known)


class _Reader:
    """Makes documents of pairs of files."""

    def __init__(self, folder: Path, report: ImportReport, options: ImportOptions) -> None:
        self._folder = folder
        self._report = report
        self._options = options
        self._names = _real_names(folder)
        self._infos = {info.name: info for info in options.labels or ()}

    def document(self, path: Path, intake: Intake) -> RawDocument:
        """The document of a .txt and the .ann beside it, if there is one.

        Raises ExchangeError: one of them cannot be read, or a line is not what it should be.
        """
        text, ann = self._source(path), self._source(path.with_suffix(".ann"))
        intake.source = ann
        stored = _whole(text)
        lines = _lines(ann) if ann.path.exists() else []
        self._report.source.position += text.position + ann.position
        found, place = self._parsed(ann, stored, lines)
        links = found.resolved_links()
        for kind, count in found.warnings.items():
            self._report.warn(kind, count)
        return RawDocument(
            1,
            id=self._id(path),
            text=stored.removeprefix(_MARK),
            source=str(path.absolute()),
            spans=[_moved(span, place) for span in found.spans.values()],
            links=links,
        )

    def _parsed(
        self, ann: Source, stored: str, lines: list[tuple[int, str]]
    ) -> tuple[AnnFile, Callable[[int], int]]:
        """The annotations, and the map from their offsets to the text's."""
        parsed = []
        for view, place in _views(stored):
            found = AnnFile(ann, view, self._names, self._infos)
            found.read(lines)
            parsed.append((found, place))
            if found.matching:
                return parsed[-1]
        return parsed[0]

    def _id(self, path: Path) -> str:
        """The document's id: that of a document of the database which the path may name."""
        with_suffix, without = document_ids(
            path.absolute().relative_to(self._folder.absolute()).with_suffix("").as_posix()
        )
        known = self._options.lookup(without, "")
        other = self._options.lookup(with_suffix, "")
        return without if known is not None and other is None else with_suffix

    def _source(self, path: Path) -> Source:
        return replace(self._report.source, path=path, position=0)


def _moved(span: RawSpan, place: Callable[[int], int]) -> RawSpan:
    return replace(span, start=place(span.start), end=place(span.end))


def _views(stored: str) -> Iterator[tuple[str, Callable[[int], int]]]:
    """The text as programs see it that wrote the offsets, the likeliest first.

    brat counts a line end of two characters as one; some do not. A byte-order mark, which is not
    text, is counted by those who do not know it. Each view comes with the map to the text.
    """
    text = stored.removeprefix(_MARK)
    yield with_plain_newlines(text), from_plain(text)
    if "\r" in text:
        yield text, same_place
    if text != stored:
        back = from_plain(text)
        yield with_plain_newlines(stored), lambda offset: back(max(0, offset - 1))


def _whole(source: Source) -> str:
    """All of a file's text; the files of one document are not large.

    Raises ExchangeError: it cannot be read, is not UTF-8, or is larger than a line may be.
    """
    with source.opened() as stream:
        raw = stream.read(source.max_line + 1)
        if len(raw) > source.max_line:
            raise source.too_long("file", 1)
        return decoded(raw, source.name, 1)


def _lines(source: Source) -> list[tuple[int, str]]:
    """The lines that are not blank, with their numbers; white space at their ends counts."""
    lines = enumerate(_whole(source).removeprefix(_MARK).split("\n"), 1)
    return [(number, line.removesuffix("\r")) for number, line in lines if line.strip()]


def _real_names(folder: Path) -> Mapping[str, str]:
    """What the names stand for that Hashiya's own visual.conf explains."""
    source = Source(folder / "visual.conf")
    if not source.path.exists():
        return {}
    lines = [line for _, line in _lines(source)]
    if lines[:1] != [MARK]:
        return {}
    pairs = (line.partition(" | ") for line in lines)
    return {stored: name for stored, bar, name in pairs if bar}


def sniff(head: Head) -> bool:
    """Whether a folder or file like this is of this format."""
    if head.is_folder:
        return any(name.endswith(".ann") for name in head.names)
    return head.name.endswith(".ann")
