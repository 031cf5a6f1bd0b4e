"""What in the annotations themselves may be a slip: for ``hashiya check --content``."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tui.exchange.options import LabelInfo
from tui.exchange.record import Record, RecordSpan
from tui.text.folding import fold_text

SPEAKER = "speaker"
"""The link without which a label that can have it is incomplete."""
TYPE = "type"
"""The attribute that should be the same wherever a text is."""

_EDGE = "،"


@dataclass(frozen=True, slots=True)
class Slip:
    """One annotation that a person should look at."""

    kind: str
    """``no-speaker``, ``two-types``, ``duplicate`` or ``edge``."""
    document_id: str
    annotation_id: str
    start: int
    end: int
    message: str


class Content:
    """Looks through documents one by one; what is to be compared across them it remembers."""

    def __init__(self, labels: Iterable[LabelInfo]) -> None:
        self._speaking = {info.name for info in labels if SPEAKER in info.links}
        self._types: dict[tuple[str, str], tuple[str, str, int]] = {}

    def slips(self, record: Record) -> Iterator[Slip]:
        """What may be wrong with the accepted annotations of a document, in their order."""
        speaking = {x.from_id for x in record.links if x.type == SPEAKER and x.status == "accepted"}
        before: dict[tuple[int, int, str, str], str] = {}
        for span in record.spans:
            if span.status == "accepted":
                for kind, message in self._faults(span, record, span.id in speaking, before):
                    yield Slip(kind, record.id, span.id, span.start, span.end, message)

    def _faults(
        self,
        span: RecordSpan,
        record: Record,
        has_speaker: bool,
        before: dict[tuple[int, int, str, str], str],
    ) -> Iterator[tuple[str, str]]:
        if span.label in self._speaking and not has_speaker:
            yield "no-speaker", f"{span.label} without a speaker"
        yield from self._two_types(span, record)
        place = (span.start, span.end, span.label, span.annotator)
        if before.setdefault(place, span.id) != span.id:
            yield "duplicate", f"{span.label} twice on the same words by {span.annotator}"
        yield from _edges(span)

    def _two_types(self, span: RecordSpan, record: Record) -> Iterator[tuple[str, str]]:
        """A text is compared as it is searched for: without vowel marks and spelling variants."""
        kind = span.attributes.get(TYPE)
        if not isinstance(kind, str):
            return
        here = (kind, record.id, span.start)
        first, document, start = self._types.setdefault((span.label, fold_text(span.text)), here)
        if first != kind:
            yield "two-types", f"{kind} here, but {first} in {document} at {start}"


def _edges(span: RecordSpan) -> Iterator[tuple[str, str]]:
    for sign, where in ((span.text[:1], "begins"), (span.text[-1:], "ends")):
        if sign.isspace():
            yield "edge", f"{span.label} {where} with white space"
        elif sign == _EDGE:
            yield "edge", f"{span.label} {where} with {_EDGE}"
