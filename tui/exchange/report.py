"""What an import has to tell: the documents, what was noted on the way, and the faults."""

from dataclasses import dataclass, field

from tui.errors import ExchangeError
from tui.exchange.lines import Source
from tui.exchange.record import Record

_LISTED = 20


class Faults(ExchangeError):
    """All that is wrong with a file; `str()` is one line a fault."""

    def __init__(self, errors: list[ExchangeError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)
        self.file, self.line = errors[0].file, errors[0].line


@dataclass(slots=True)
class NewLabel:
    """A label of the file that the schema does not know."""

    line: int
    """Where it stands first."""
    count: int = 0


@dataclass(slots=True)
class Incoming:
    """A document that was read and stands the test."""

    record: Record
    line: int
    known: bool
    """Whether the database holds the document: then `record` has its id, title and text."""


@dataclass(slots=True)
class ImportReport:
    """What was read so far, for the summary and the progress bar."""

    source: Source
    documents: int = 0
    spans: int = 0
    links: int = 0
    new_labels: dict[str, NewLabel] = field(default_factory=dict)
    moved: int = 0
    """Annotations that were found again at another place than the file says."""
    moved_lines: list[int] = field(default_factory=list)
    """Where the first of them stand in the file."""
    warnings: dict[str, int] = field(default_factory=dict)
    """What a person should know, and how many times."""

    def warn(self, kind: str, count: int = 1) -> None:
        """Counts what a person should know."""
        if count:
            self.warnings[kind] = self.warnings.get(kind, 0) + count

    def found_again(self, line: int) -> None:
        """Counts an annotation that was moved."""
        self.moved += 1
        if len(self.moved_lines) < _LISTED:
            self.moved_lines.append(line)
