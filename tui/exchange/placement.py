"""Where the annotations of one document lie in its stored text."""

from tui.exchange.lines import Source
from tui.exchange.offsets import OffsetMap
from tui.exchange.options import ImportOptions, Unit
from tui.exchange.placing import sure_map
from tui.exchange.raw import RawDocument, RawSpan
from tui.exchange.record import RecordSpan, context_of

_SHOWN = 40


class Placement:
    """Turns what a file says of spans of one document into offsets of its stored text.

    `same` says whether the file's offsets are known to count in the stored text, or in a text
    that the file carries; otherwise one past the end may just be of another version.
    """

    def __init__(
        self, raw: RawDocument, stored: str, *, same: bool, unit: Unit, options: ImportOptions
    ) -> None:
        self._stored = stored
        self._base = stored if raw.text is None else raw.text
        self._map = sure_map(self._base, stored)
        self._same = same or raw.text is not None
        self._offsets = OffsetMap(self._base, unit)
        self._reanchor = options.reanchor
        self._name = raw.id or "the document"

    def place(self, span: RawSpan, source: Source) -> tuple[int, int, bool]:
        """The span in the stored text, and whether it had to be found again.

        Raises ExchangeError: it cannot be a span, or its place is not sure.
        """
        if span.quoted:
            return self._find(span, source)
        try:
            start, end = self._offsets.to_offset(span.start), self._offsets.to_offset(span.end)
            self._check(start, end)
        except ValueError as error:
            raise source.error(f"{_called(span)} {error}", span.line) from error
        base = self._base[start:end]
        expected = base if span.text is None else span.text
        if base == expected and self._map is not None:
            return self._map(start), self._map(end), False
        if self._stored[start:end] == expected:
            return start, end, False
        found = self._reanchor(self._stored, self._wanted(span, start, end, expected))
        if found is not None:
            return *found, True
        message = (
            f"{_called(span)} does not hold {_shown(expected)} but "
            f"{_shown(self._stored[start:end])}, and it is not found elsewhere in {self._name}"
        )
        raise source.error(message, span.line)

    def _find(self, span: RawSpan, source: Source) -> tuple[int, int, bool]:
        """The place of a span by its words alone: that of their only occurrence, or searched."""
        words = span.text or ""
        for before, after in ((span.prefix, span.suffix), ("", "")):
            whole = f"{before}{words}{after}"
            first = self._stored.find(whole)
            if words and first >= 0 and self._stored.find(whole, first + 1) < 0:
                return first + len(before), first + len(before) + len(words), False
        found = self._reanchor(self._stored, self._wanted(span, 0, 0, words)) if words else None
        if found is None:
            raise source.error(f"{_shown(words)} is not found in {self._name}", span.line)
        return *found, True

    def _check(self, start: int, end: int) -> None:
        """Raises ValueError with the rest of a sentence when `[start, end)` can be no span."""
        if start > end:
            raise ValueError("begins after its end")
        if start == end:
            raise ValueError("covers nothing")
        if end > len(self._base) and self._same:
            raise ValueError(f"goes past the end of the text, which is at {len(self._base)}")

    def _wanted(self, span: RawSpan, start: int, end: int, text: str) -> RecordSpan:
        """The span as the search for its place needs it."""
        prefix, suffix = span.prefix, span.suffix
        if not prefix and not suffix and self._base != self._stored:
            prefix, suffix = context_of(self._base, start, end)
        return RecordSpan(span.id, start, end, span.label, text, prefix, suffix)


def _called(span: RawSpan) -> str:
    return f"the annotation [{span.start}, {span.end})"


def _shown(text: str) -> str:
    """The text as an error shows it: short, and with nothing that a terminal obeys."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return repr(short) if short else "anything"
