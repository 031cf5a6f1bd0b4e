"""Quotations that report speech, each with the expression that reports it and its speaker."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from tui.suggest import lexicon
from tui.suggest.reports import Report, between, colon_before, heading, reports
from tui.suggest.speakers import is_naming
from tui.suggest.words import WordSequence
from tui.text.spans import Span
from tui.text.unicode import LRM, NO_BREAK_SPACE, RLM, TATWEEL

_LONG = 5
"""Words from which a quotation without a reporting expression is still taken for one."""


_NAME = 3
"""Words of the longest name between quotation marks that is told by the noun before it."""


_LIGHT = f" {NO_BREAK_SPACE}{LRM}{RLM}،,-–—{TATWEEL}"
"""What may stand between a quotation and the expression behind it."""


_BEHIND = "{cue} stands right behind the quotation marks."


_COLON = "The quotation marks follow {cue} and a colon."


_HEADING = "A name and a colon stand before the quotation marks."


_BESIDE = "The quotation marks follow {cue}."


_BROKEN = "It goes on after its attribution by {cue}."


_GOES_ON = "It follows the last quotation at once."


_IN_CLAUSE = "It stands in the clause that {cue} reports."


_SENTENCE = "What the quotation marks enclose is as long as a sentence."


@dataclass(frozen=True)
class Quote:
    """A quotation, and how it is reported."""

    span: Span
    """What the quotation marks enclose, without white space at its ends."""
    type: Literal["direct", "mixed", ""]
    report: Report | None
    continues: int | None = None
    """Index of the quote of which this one is the next part."""
    why: str = ""
    """What it was told by, as a sentence; `{cue}` stands for the expression."""


def quotes(reading: WordSequence) -> list[Quote]:
    """Find the quotations that are somebody's words; names and titles between marks are none."""
    return _Finder(reading, reports(reading)).quotes()


class _Finder:
    def __init__(self, reading: WordSequence, found: list[Report]) -> None:
        self.reading = reading
        self.text = reading.text
        self.by_first = {report.first: report for report in found}
        self.reports = found
        self.starts = [report.cue.start for report in found]
        self.last_quotation: Span | None = None

    def quotes(self) -> list[Quote]:
        """All quotes of the text, in order."""
        done: list[Quote] = []
        for quotation in self.reading.quotations:
            inside = Span(quotation.start + 1, quotation.end - 1).trimmed(self.text)
            quote = self._quote(quotation, inside, done) if inside.length else None
            if quote is not None:
                done.append(quote)
                self.last_quotation = quotation
        return done

    def _quote(self, quotation: Span, inside: Span, done: list[Quote]) -> Quote | None:
        """The quote that a quotation is, by the first rule that knows it."""
        words = len(self.reading.words_in(inside))
        if not words or self._is_subject(quotation):
            return None
        colon = colon_before(self.text, quotation.start)
        if not colon and self._is_name(quotation, words):
            return None
        before, after = self._before(quotation, colon=colon), self._after(quotation)
        last = len(done) - 1
        if colon:
            before = before or heading(self.reading, quotation)
        if before is not None and (
            colon or (after and self._only_passes_on(after, before, quotation))
        ):
            return self._told_before(inside, before, colon=colon)
        if after is not None:
            return Quote(inside, "direct", after, None, _BEHIND)
        if before is not None and self._is_attribution_between(before, quotation, done):
            return Quote(inside, "direct", before, last, _BROKEN)
        if before is not None and words > _NAME and self._stands_beside(before, quotation):
            return Quote(inside, "direct", before, None, _BESIDE)
        if done and self._goes_on(quotation, done[-1]):
            return Quote(inside, "direct", done[-1].report, last, _GOES_ON)
        if before is not None and self._is_in_clause(before, quotation):
            return Quote(inside, "mixed", before, None, _IN_CLAUSE)
        return Quote(inside, "", None, None, _SENTENCE) if words >= _LONG and not before else None

    def _told_before(self, inside: Span, report: Report, *, colon: bool) -> Quote:
        """The quote that a report before it introduces."""
        if report.kind == "heading":
            return Quote(inside, "direct", report, None, _HEADING)
        if colon:
            return Quote(inside, "direct", report, None, _COLON)
        return Quote(inside, "mixed", report, None, _IN_CLAUSE)

    def _only_passes_on(self, after: Report, before: Report, quotation: Span) -> bool:
        """Whether the phrase behind only says who told of what the verb before reports:
        تعهد الوزير بـ«…»، وفق بيان."""
        if before.kind == "phrase" or after.kind != "phrase":
            return False
        return self._is_in_clause(before, quotation)

    def _is_subject(self, quotation: Span) -> bool:
        """Whether the marks hold part of who spoke, or what إن follows at once."""
        near = self.reports[max(0, bisect_left(self.starts, quotation.start) - 2) :][:4]
        if any(r.subject and r.subject.span.overlaps(quotation) for r in near):
            return True
        index = self.reading.first_from(quotation.end)
        if index >= len(self.reading.tokens):
            return False
        following = self.reading.tokens[index]
        gap = self.text[quotation.end : following.span.start]
        return gap.isspace() and "\n" not in gap and following.bare in lexicon.PARTICLES

    def _is_name(self, quotation: Span, words: int) -> bool:
        """Whether the marks hold a name or title: صحيفة «الشرق الأوسط», فيلم "المومياء"."""
        index = self.reading.first_from(quotation.start) - 1
        inside = self.reading.words_in(quotation)
        adjacent = (
            self.text[self.reading.tokens[index].span.end : quotation.start] if index >= 0 else ""
        )
        described = index >= 0 and self.reading.tokens[index].bare in lexicon.DESCRIBED_AS
        if described or (words > _NAME and not self._is_named(index, adjacent)):
            return False
        if words > 2 * _NAME:
            return False
        if words == 1 or self._is_named(index, adjacent):
            return True
        return all(word.bare.startswith("ال") for word in inside) or any(
            word.bare in lexicon.AGENCIES or word.bare.isascii() for word in inside
        )

    def _is_named(self, index: int, adjacent: str) -> bool:
        return index >= 0 and adjacent.strip(_LIGHT) == "" and is_naming(self.reading.tokens[index])

    def _after(self, quotation: Span) -> Report | None:
        """The report right behind a quotation: “…”، قال الوزير."""
        index = self.reading.first_from(quotation.end)
        if index >= len(self.reading.tokens):
            return None
        if self.text[quotation.end : self.reading.tokens[index].span.start].strip(_LIGHT):
            return None
        if self.reading.tokens[index].bare in lexicon.AS_WHICH:
            index += 1
        report = self.by_first.get(index)
        if report is None or report.prefixed or report.kind in ("participle", "saying"):
            return None
        if report.kind != "phrase" and self._opens_another(report):
            return None
        return report

    def _opens_another(self, report: Report) -> bool:
        """Whether a verb behind a quotation begins a report of its own: «…» قال فلان إن."""
        if report.after >= len(self.reading.tokens):
            return False
        following = self.reading.tokens[report.after]
        if following.span.start == report.cue.end:
            return False
        if following.gap.strip(_LIGHT) == "":
            return following.bare in lexicon.PARTICLES
        return ":" in following.gap

    def _before(self, quotation: Span, *, colon: bool) -> Report | None:
        """The nearest report before a quotation in its sentence, or in the one that a colon
        ends before it."""
        index = bisect_left(self.starts, quotation.start) - 1
        if index < 0:
            return None
        nearest = self.reports[index]
        sentence = self.reading.sentence(quotation.start)
        its_sentence = self.reading.sentence(nearest.cue.start)
        if its_sentence == sentence or (colon and its_sentence >= sentence - 1):
            return nearest
        return None

    def _stands_beside(self, report: Report, quotation: Span) -> bool:
        """Whether nothing but the subject stands between a report and the quotation."""
        last = self._end_of(report)
        return last <= quotation.start and not self.text[last : quotation.start].strip(_LIGHT)

    def _end_of(self, report: Report) -> int:
        end = self.reading.tokens[report.after - 1].span.end
        subject = report.subject
        return max(end, subject.span.end) if subject and subject.first > report.first else end

    def _is_attribution_between(self, report: Report, quotation: Span, done: list[Quote]) -> bool:
        """Whether the report already belongs to the quotation before: «…»، قال فلان، «…»."""
        return bool(
            done
            and done[-1].report is report
            and done[-1].span.end <= report.cue.start
            and (self._stands_beside(report, quotation) or self._follows_comma(quotation))
        )

    def _follows_comma(self, quotation: Span) -> bool:
        before = self.text[max(0, quotation.start - 4) : quotation.start]
        return before.rstrip(f" {NO_BREAK_SPACE}{RLM}").endswith(("،", ","))

    def _goes_on(self, quotation: Span, last: Quote) -> bool:
        """Whether the quotation is a sentence of its own, right after that of the last quote."""
        if last.report is None or self.last_quotation is None:
            return False
        sentence = self.reading.sentence(quotation.start)
        starts = self.reading.sentence_span(sentence).start == quotation.start
        if not starts or last.type == "mixed":
            return False
        same = self.reading.paragraph(quotation.start) == self.reading.paragraph(last.span.start)
        return same and sentence - self.reading.sentence(last.span.start) == 1

    def _is_in_clause(self, report: Report, quotation: Span) -> bool:
        """Whether the quotation stands in the clause that the report introduces."""
        verb = lexicon.bare(report.cue.of(self.text))
        if report.kind == "weaker verb" and verb not in lexicon.DESCRIBING:
            following = self.reading.tokens[report.after].bare
            return following in lexicon.PARTICLES or self._follows_preposition(quotation, verb)
        if report.kind == "phrase":
            return report.after <= self.reading.first_from(quotation.start)
        opens = self.reading.words_in(quotation)[0].bare in lexicon.PARTICLES
        introduced = opens or any(
            word in lexicon.PARTICLES or word in lexicon.DESCRIBED_AS
            for word in between(self.reading, report, quotation.start)
        )
        return introduced or self._follows_preposition(quotation, verb)

    def _follows_preposition(self, quotation: Span, verb: str) -> bool:
        """Whether the verb's own preposition stands right before: حذرت من «…», تعهد بـ«…»."""
        passage = self.text[max(0, quotation.start - 2) : quotation.start]
        if passage.strip(" ـ") == "ب":
            return verb in lexicon.TAKES_BA
        index = self.reading.first_from(quotation.start) - 1
        before = self.reading.tokens[index] if index >= 0 else None
        return (
            before is not None
            and before.bare == lexicon.OBJECTS_AFTER.get(verb)
            and not self.text[before.span.end : quotation.start].strip()
        )
