"""Quotations of a headline that the text repeats with their speaker."""

from __future__ import annotations

import re
from dataclasses import replace

from tui.suggest.lexicons.lexicon import bare
from tui.suggest.rules.quotes.quote import BECAUSE_REPEATED, Quote
from tui.suggest.rules.quotes.surroundings import NAME_WORDS, QuotationRules
from tui.suggest.rules.reports.report import Report
from tui.text.language import inside_marks
from tui.text.spans import Span
from tui.text.unicode import ZWNJ


class RepeatedQuotes(QuotationRules):
    """The speakers of a headline's quotations, by the text that repeats them."""

    def with_repeated(self, done: list[Quote]) -> list[Quote]:
        """Return the quotes, with those of a headline by the speaker whom the text gives them."""
        said = [
            (_plain(quote.span.of(self.text)), quote)
            for quote in done
            if quote.report is not None
            and quote.report.subject is not None
            and self.passage.paragraph(quote.span.start) > 0
        ]
        spans = {quote.span: place for place, quote in enumerate(done)}
        found: list[Quote] = []
        for quotation in self.passage.quotations:
            inside = inside_marks(self.text, quotation).trimmed(self.text)
            place = spans.get(inside)
            if self.passage.paragraph(quotation.start) > 0:
                continue
            report = done[place].report if place is not None else None
            if report is not None and (report.cue.span.length or self._names_somebody(report)):
                continue
            words = _plain(inside.of(self.text))
            again = next((quote for plain, quote in said if words and words in plain), None)
            if again is None or again.report is None:
                continue
            parted = self._around.follows_colon(quotation)
            if place is None and len(words.split()) <= NAME_WORDS - parted:
                continue
            report = replace(
                again.report,
                form="implicit",
                cue=again.report.cue._replace(span=Span(inside.start, inside.start)),
            )
            found.append(Quote(inside, "direct", report, None, BECAUSE_REPEATED))
        if not found:
            return done
        return _merged(done, found)

    def _names_somebody(self, report: Report) -> bool:
        """Return whether a headline itself says who speaks: a person, or a group. An office is
        somebody whom the text names."""
        subject = report.subject
        if subject is None or subject.head in self.lexicon.nouns.roles:
            return False
        few = subject.after - subject.first <= NAME_WORDS
        return subject.kind == "person" or (few and subject.kind in ("people", "body"))


def _merged(done: list[Quote], found: list[Quote]) -> list[Quote]:
    """Return all quotes in the text's order; of two on one span the one with a speaker."""
    better = {quote.span: quote for quote in found}
    kept = [quote for quote in done if quote.span not in better] + found
    order = sorted(kept, key=lambda quote: quote.span)
    place = {quote.span: index for index, quote in enumerate(order)}
    return [
        quote
        if quote.continues is None
        else replace(quote, continues=place.get(done[quote.continues].span))
        for quote in order
    ]


def _plain(text: str) -> str:
    """Return the words of a quotation, folded, for comparing it with others."""
    return " ".join(bare(word) for word in re.findall(rf"[\w{ZWNJ}'’]+", text))
