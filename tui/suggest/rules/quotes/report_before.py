"""The search for the report before a quotation."""

from __future__ import annotations

from bisect import bisect_left

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.quotes.reported_clauses import ReportedClauses
from tui.suggest.rules.quotes.surroundings import QuotationRules, Surroundings
from tui.suggest.rules.reports.report import Report
from tui.text.spans import Span

_FARTHEST = 4
"""Speakers before a quotation in its sentence that are looked at."""


_FAR = 2000
"""Code points between a report and a quotation that it may report."""


class ReportBefore(QuotationRules):
    """The search for the report before a quotation; Arabic has its own subclass."""

    def __init__(self, around: Surroundings, clauses: ReportedClauses) -> None:
        super().__init__(around)
        self._clauses = clauses

    def nearest(self, quotation: Span) -> Report | None:
        """Return the report before a quotation in its sentence that introduces it, else the
        nearest; before a colon also that of the sentence before."""
        colon = self._around.follows_colon(quotation)
        index = bisect_left(self._around.starts, quotation.start) - 1
        sentence = self.passage.sentence(quotation.start)
        nearest: Report | None = None
        aside: Report | None = None
        alone = self._around.is_sentence(quotation)
        for place in range(index, max(-1, index - _FARTHEST), -1):
            report = self.reports[place]
            its_sentence = self.passage.sentence(report.cue.span.start)
            if its_sentence != sentence and not (colon and its_sentence >= sentence - 1 and alone):
                break
            if quotation.start - report.cue.span.end > _FAR:
                break
            if colon:
                if self.is_meanwhile(place, sentence):
                    continue
                return report
            if self.is_left_out(place, quotation):
                continue
            if self.is_aside(report, quotation):
                aside = aside or report
                continue
            nearest = nearest or report
            if self.introduces(report, quotation):
                return report
            if self.opens_clause_of_its_own(report):
                break
        return nearest or aside

    def introduces(self, report: Report, quotation: Span) -> bool:
        """Return whether a report is next to a quotation, judges by it, or has it in its clause."""
        return (
            self._clauses.is_next_to(report, quotation)
            or self._clauses.describes(report, quotation)
            or self._clauses.is_in_clause(report, quotation)
        )

    # ---------------------------------------------- what a language says itself

    def is_meanwhile(self, place: int, sentence: int) -> bool:
        """Return whether the report at an index only says what the speaker did meanwhile, in the
        sentence of that number."""
        return False

    def is_left_out(self, place: int, quotation: Span) -> bool:
        """Return whether the report at an index cannot be that of the quotation."""
        return False

    def is_aside(self, report: Report, quotation: Span) -> bool:
        """Return whether a report is in a clause about somebody, and counts only where no other
        does."""
        relative = report.cue.relative and self._around.follows_comma(quotation)
        return relative or self._is_in_relative_clause(report, quotation)

    def opens_clause_of_its_own(self, report: Report) -> bool:
        """Return whether no report before this one can have the quotation in its clause."""
        return False

    def _is_in_relative_clause(self, report: Report, quotation: Span) -> bool:
        """Return whether the verb is in a relative clause that ends before what is reported: لفت
        المحامي، الذي يتابع الملف، إلى أن «…» (the lawyer, who follows the case, pointed out that
        “…”)."""
        first = report.first
        opened = first > 0 and self.tokens[first - 1].bare in self.lexicon.clause.relatives
        if not opened or not report.cue.is_verb:
            return False
        for index in range(report.cue.after, self.passage.first_from(quotation.start)):
            token = self.tokens[index]
            if token.gap.strip(SPACES) in ("،", ","):
                at = index + (token.bare in self.lexicon.verbs.takes)
                return self.tokens[at].bare in self.lexicon.clause.complementizers
        return False


class ArabicReportBefore(ReportBefore):
    """The search for the report before an Arabic quotation."""

    def is_left_out(self, place: int, quotation: Span) -> bool:
        """Return whether the report at an index is a source put between a verb and its clause."""
        return self._is_source_aside(place)

    def is_aside(self, report: Report, quotation: Span) -> bool:
        """Return whether a report only says when, or what somebody did not tell, or is in a clause
        about somebody."""
        time = self._is_about_a_time(report, quotation) or self._is_left_unsaid(report)
        return time or super().is_aside(report, quotation)

    def opens_clause_of_its_own(self, report: Report) -> bool:
        """Return whether a report is a participle, which begins a clause of its own."""
        return report.cue.kind == "participle"

    def _is_source_aside(self, place: int) -> bool:
        """Return whether a source is only put between a verb of saying and its clause: وأشار الحكيم
        بحسب البيان، إلى أن (and al-Hakim, according to the statement, pointed out that)."""
        report, before = self.reports[place], self.reports[place - 1] if place else None
        if report.cue.kind != "source before" or not before:
            return False
        same = self.speakers.reading.is_in_sentence_of(before, report)
        if before.subject is not None and before.subject == report.subject:
            return True  # ترى على لسان وكيلها (holds through her lawyer)
        at = report.after
        at += at < len(self.tokens) and self.tokens[at].bare in self.lexicon.verbs.takes
        if not same or not before.cue.is_verb or at >= len(self.tokens):
            return False
        clause = self.tokens[at].bare in self.lexicon.clause.complementizers
        return clause and all(
            self.tokens[i].bare not in self.lexicon.clause.complementizers
            for i in range(before.cue.after, report.first)
        )

    def _is_left_unsaid(self, report: Report) -> bool:
        """Return whether a clause about somebody says what they did not tell: المصدر، الذي لم يفصح
        عن اسمه (the source, who did not disclose his name)."""
        then = self.tokens[report.first - 2].bare if report.first > 1 else ""
        return report.negated and then in self.lexicon.clause.relatives

    def _is_about_a_time(self, report: Report, quotation: Span) -> bool:
        """Return whether a verb only says when, and a comma ends its clause: قال فلان بعد أن كشف
        الصحافي أنه تلقى خطة، «…» (so-and-so said, after the journalist revealed that he had
        received a plan, “…”)."""
        first = report.first
        if first < 2 or not self._around.follows_comma(quotation):
            return False
        before, then = self.tokens[first - 1].bare, self.tokens[first - 2].bare
        time = before == "ان" and then in self.lexicon.stops.prepositions
        opened = self.passage.sentence_start(first) < first - 2
        return opened and time

    def is_meanwhile(self, place: int, sentence: int) -> bool:
        """Return whether the report at an index only says what the speaker did meanwhile: أضافت وهي
        تشير إلى …: (she added, pointing at …:)."""
        report = self.reports[place]
        before = self.tokens[report.first - 1].bare if report.first else ""
        relative = before in self.lexicon.clause.what or before in self.lexicon.clause.relatives
        # ما رأوا, الصحفي الذي سأله (what they saw; the journalist who asked him)
        inner = report.bound and relative and report.cue.is_verb
        return (
            ((report.form == "pronoun" and report.cue.kind != "saying") or inner)
            and place > 0
            and self.passage.sentence(self._around.starts[place - 1]) == sentence
        )
