"""Find the place in the stored text of a span that a file gives, or refuse it."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from tui.anchoring import QuoteFinder, SpanPlacer
from tui.choices import Unit
from tui.errors import ExchangeError, shorten
from tui.formats.shared.offset_units import OffsetMap, newline_map
from tui.formats.shared.parsed import ParsedDocument, ParsedSpan
from tui.model import fit_fragments
from tui.sources.json_lines import InputFile
from tui.text.spans import Span

_SHOWN = 40
"""Code points of a text that an error shows."""


class NoCertainPlace(ExchangeError):
    """An annotation has a text, but no certain place in the document."""


class OffsetResolver:
    """Turns a file's data about spans of one document into offsets of its stored text.

    `same` says whether the file's offsets are known to count in the stored text; in a text of
    another version, an offset past the end is not an error by itself.
    """

    def __init__(self, parsed: ParsedDocument, stored: str, *, same: bool, unit: Unit) -> None:
        self._stored = stored
        self._base = stored if parsed.text is None else parsed.text
        self._map = newline_map(self._base, stored)
        self._same = same or parsed.text is not None
        self._unit = unit
        self._offsets = OffsetMap(self._base, unit)
        self._name = parsed.id or "the document"
        self._quotes = QuoteFinder(self._base)

    def place(self, span: ParsedSpan, source: InputFile) -> tuple[int, int, bool]:
        """Return the span's bounds in the stored text, and whether it was found elsewhere.

        Raises ExchangeError if it cannot be a span, or if its place is not certain.
        """
        claimed, found, expected = self._found(span, source)
        stored = self._in_stored(found)
        if stored is None:
            raise self._unsure(span, _shown(expected), source)
        return *stored, found != claimed if claimed else found.of(self._base) != expected

    def fragments(
        self, span: ParsedSpan, hull: tuple[int, int], source: InputFile
    ) -> tuple[tuple[int, int], ...] | None:
        """Return the stretches of a discontinuous span whose hull `place` has found.

        Stretches that touch are joined; None if several become one.

        Raises ExchangeError if they are not stretches from its start to its end, or if their places
        are not certain.
        """
        if span.fragments is None:
            return None
        claimed, found, _ = self._found(span, source)
        own = self._claimed_fragments(span, span.fragments, source)
        if claimed is None or not _covers(own, claimed):
            message = (
                f"the fragments of {_name_of_span(span)} are not in order from its start to its end"
            )
            raise source.error(message, span.line)
        shift = found.start - claimed.start
        shifted = [Span(one.start + shift, one.end + shift) for one in own]
        placed = [place for place in map(self._in_stored, shifted) if place is not None]
        same_length = len(found.of(self._base)) == claimed.length
        if not (same_length and len(placed) == len(own) and _covers(placed, Span(*hull))):
            raise self._unsure(span, f"a fragment of {_shown(span.text or '')}", source)
        texts = [one.of(self._base) for one in shifted]
        for text, words in zip(texts, span.fragment_texts or texts, strict=True):
            if text != words:
                message = f"a fragment of {_name_of_span(span)} does not hold {_shown(words)}"
                raise NoCertainPlace(message, file=source.name, line=span.line)
        # The one fragment of a file that gives it alone is kept.
        return fit_fragments(placed, hull) if len(placed) > 1 else (hull,)

    def _claimed_fragments(
        self, span: ParsedSpan, fragments: Iterable[tuple[int, int]], source: InputFile
    ) -> list[Span]:
        """Return the fragments that the file gives, in code points of its text."""
        try:
            own = [Span(*map(self._offsets.to_offset, pair)) for pair in fragments]
            for one in own:
                self._check(one.start, one.end)
        except ValueError as error:
            raise source.error(f"a fragment of {_name_of_span(span)} {error}", span.line) from error
        return own

    def _found(self, span: ParsedSpan, source: InputFile) -> tuple[Span | None, Span, str]:
        """Return the span as the file gives it, its place in the file's text, and its text.

        Raises ExchangeError if it cannot be a span, or has no certain place.
        """
        claimed = None if span.quoted else self._claimed(span, source)
        expected = span.text
        if claimed is not None and expected is None:
            if not self._same:
                message = (
                    f"{_name_of_span(span)} has no text to find it by in the changed {self._name}"
                )
                raise source.error(message, span.line)
            expected = claimed.of(self._base)
        found = self._quotes.find(expected or "", span.prefix, span.suffix, claimed)
        if found is None:
            message = self._not_found(span, claimed)
            raise NoCertainPlace(message, file=source.name, line=span.line)
        return claimed, found, expected or ""

    def readable(self, span: ParsedSpan) -> ParsedSpan:
        """Return a refused span in a form that a person can correct: in code points, with
        its text."""
        if span.quoted:
            return span
        try:
            start, end = self._offsets.to_offset(span.start), self._offsets.to_offset(span.end)
        except ValueError:
            return span
        return replace(span, start=start, end=end, text=span.text or self._base[start:end] or None)

    def _unsure(self, span: ParsedSpan, shown: str, source: InputFile) -> NoCertainPlace:
        message = f"{shown} has no certain place in the changed {self._name}"
        return NoCertainPlace(message, file=source.name, line=span.line)

    def _claimed(self, span: ParsedSpan, source: InputFile) -> Span:
        """Return the bounds that the file gives, in code points of its text."""
        try:
            start, end = self._offsets.to_offset(span.start), self._offsets.to_offset(span.end)
            self._check(start, end)
        except ValueError as error:
            raise source.error(f"{_name_of_span(span)} {error}", span.line) from error
        return Span(start, end)

    def _in_stored(self, span: Span) -> Span | None:
        """Return the place in the stored text of a span of the file's text, if it is certain."""
        if self._map is not None:
            return Span(self._map(span.start), self._map(span.end))
        return self._placer.find(span).span

    @cached_property
    def _placer(self) -> SpanPlacer:
        return SpanPlacer(self._base, self._stored)

    def _not_found(self, span: ParsedSpan, claimed: Span | None) -> str:
        """Return why a span has no certain place, and the option that would help."""
        words = span.text or ""
        times = self._base.count(words) if words else 0
        where = f"it occurs {times} times in" if times > 1 else "it is not found elsewhere in"
        if times == 1:
            where = "its context is not there, nor is it sure elsewhere in"
        if claimed is None:
            return f"{_shown(words)} has no certain place: {where} {self._name}"
        unit = self._other_unit(span)
        help_text = f"; counted in another unit it is there: --offset-unit {unit}" if unit else ""
        there = _shown(claimed.of(self._base))
        return (
            f"{_name_of_span(span)} does not hold {_shown(words)} but {there}, and {where} "
            f"{self._name}{help_text}"
        )

    def _other_unit(self, span: ParsedSpan) -> str:
        """Return the unit in which the file's offsets would fit; "" if there is none."""
        for unit in (Unit.CODEPOINT, Unit.UTF16, Unit.BYTE):
            offsets = OffsetMap(self._base, unit)
            with contextlib.suppress(ValueError):
                start, end = offsets.to_offset(span.start), offsets.to_offset(span.end)
                if unit is not self._unit and self._base[start:end] == span.text:
                    return unit.value
        return ""

    def _check(self, start: int, end: int) -> None:
        """Raise ValueError, with the rest of a sentence, if `[start, end)` cannot be a span."""
        if start > end:
            raise ValueError("begins after its end")
        if start == end:
            raise ValueError("covers nothing")
        if end > len(self._base) and self._same:
            raise ValueError(f"goes past the end of the text, which is at {len(self._base)}")


def _covers(fragments: Sequence[Span], whole: Span) -> bool:
    """Whether fragments are in order, from the start of a span to its end."""
    in_order = all(one.end <= other.start for one, other in itertools.pairwise(fragments))
    return in_order and Span(fragments[0].start, fragments[-1].end) == whole


def _name_of_span(span: ParsedSpan) -> str:
    return f"the annotation [{span.start}, {span.end})"


def _shown(text: str) -> str:
    """Return the text for an error message: short, and with control characters escaped."""
    return repr(shorten(text, _SHOWN)) if text else "anything"
