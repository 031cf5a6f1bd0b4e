"""Quotations that report speech, each with the expression that reports it and its speaker."""

from __future__ import annotations

from dataclasses import replace

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.quotes.continuations import Continuations
from tui.suggest.rules.quotes.no_speech import NoSpeech
from tui.suggest.rules.quotes.quote import (
    BECAUSE_BESIDE,
    BECAUSE_BROKEN,
    BECAUSE_COLON,
    BECAUSE_GOES_ON,
    BECAUSE_HEADING,
    BECAUSE_HEADLINE,
    BECAUSE_IN_CLAUSE,
    BECAUSE_NAME_AFTER,
    BECAUSE_REPORT_AFTER,
    BECAUSE_SENTENCE,
    Quote,
)
from tui.suggest.rules.quotes.repeated_quotes import RepeatedQuotes
from tui.suggest.rules.quotes.report_after import ReportAfter
from tui.suggest.rules.quotes.report_before import ReportBefore
from tui.suggest.rules.quotes.reported_clauses import ReportedClauses
from tui.suggest.rules.quotes.surroundings import (
    NAME_WORDS,
    SENTENCE_WORDS,
    QuotationRules,
    Surroundings,
)
from tui.suggest.rules.reports.report import Report
from tui.text.language import inside_marks
from tui.text.spans import Span


class QuotedSpeech(QuotationRules):
    """The quotations of a passage that are somebody's words, by the rules that it is given.

    Languages have their own subclass, for how few words between marks may be speech.
    """

    def __init__(
        self,
        around: Surroundings,
        clauses: ReportedClauses,
        no_speech: NoSpeech,
        report_before: ReportBefore,
        report_after: ReportAfter,
        continuations: Continuations,
    ) -> None:
        super().__init__(around)
        self.clauses = clauses
        self._no_speech = no_speech
        self._report_before = report_before
        self._report_after = report_after
        self._continuations = continuations
        self._repeated = RepeatedQuotes(around)

    def quotes(self) -> list[Quote]:
        """Return all quotes of the passage, in order; names and titles between marks are none."""
        done: list[Quote] = []
        for quotation in self.passage.quotations:
            inside = inside_marks(self.text, quotation).trimmed(self.text)
            quote = self._quote(quotation, inside, done) if inside.length else None
            if quote is not None:
                if done and self._continuations.last_quotation in self.passage.source.continued:
                    done[-1] = self._with_later_speaker(done[-1], quote)
                done.append(quote)
                self._continuations.last_quotation = quotation
        return self._repeated.with_repeated(done)

    def _with_later_speaker(self, quote: Quote, following: Quote) -> Quote:
        """Return a quote that goes on in the next paragraph, by the speaker whom that names."""
        if quote.report is not None or following.report is None:
            return quote
        return replace(self._continuations.without_cue(quote.span, following.report), type="direct")

    def _quote(self, quotation: Span, inside: Span, done: list[Quote]) -> Quote | None:
        """Return the quote that a quotation is, by the first rule that knows it."""
        words = len(self.passage.words_in(inside))
        if not words or self._no_speech.is_subject(quotation):
            return None
        colon = self._around.follows_colon(quotation)
        before, after = (
            self._report_before.nearest(quotation, colon=colon),
            self._report_after.nearest(quotation),
        )
        if colon and before is not None and self._around.opens_with_topic(quotation):
            before = None
        if before is not None and after is not None and (
            self.is_inner(before, after, quotation) or self.introduces(before, quotation)
        ):  # fmt: skip
            after = None
        if self._no_speech.is_no_speech(quotation) and not (after and words > NAME_WORDS):
            return None
        if after is None and self._no_speech.is_written_on(quotation, before):
            return None
        if after is not None and self._no_speech.is_name_before_verb(quotation, words, after):
            return None
        if self._no_speech.is_apposed_name(quotation, words):
            return None
        if not colon and self._no_speech.is_name(quotation, words, before, after):
            return None
        if colon and before is None:
            before = self.speakers.headings.heading(quotation)
            if self._no_speech.is_topic(quotation, before, words):
                return None
            if done and (before is None or before.subject is None) and (
                self._continuations.goes_on_behind_topic(quotation, done[-1])
            ):  # fmt: skip
                return self._continuations.without_cue(inside, done[-1].report)
        return (
            self._reported_before(quotation, inside, before, after, colon=colon)
            or self._reported_beside(quotation, inside, before, after, done)
            or self._without_report(quotation, inside, before, done)
        )

    # ---------------------------------------------- what a language says itself

    def introduces(self, before: Report, quotation: Span) -> bool:
        """Return whether a verb and its particle are right before a quotation."""
        return False

    def is_inner(self, before: Report, after: Report, quotation: Span) -> bool:
        """Return whether a verb behind a few words is that of the clause which they are in."""
        return False

    def least_alone(self, quotation: Span) -> int:
        """Return the least words with which a quotation that nobody is said to have spoken is
        suggested: as many as a sentence has, fewer next to a colon."""
        first = self.passage.paragraph(quotation.start) == 0
        parted = self._around.follows_colon(quotation) or (
            first and self.text[quotation.end : quotation.end + 2].strip()[:1] == ":"
        )
        return NAME_WORDS + 1 if parted else SENTENCE_WORDS

    def accepts_short(self, report: Report, quotation: Span) -> bool:
        """Return whether a few words next to the report may be speech and not a name."""
        return report.cue.kind == "verb"

    # -------------------------------------------------------------- the answers

    def _reported_before(
        self,
        quotation: Span,
        inside: Span,
        before: Report | None,
        after: Report | None,
        *,
        colon: bool,
    ) -> Quote | None:
        """Return the quote that a report before it, or a name on either side, introduces."""
        if before is not None:
            headline = self.speakers.headings.heading_after(quotation) if after is None else None
            if headline is not None and not before.cue.span.length:
                return Quote(inside, "direct", headline, None, BECAUSE_NAME_AFTER)
            if colon or (after and self._only_passes_on(after, before, quotation)):
                return self._introduced_quote(inside, before, colon=colon)
            return None
        if after is None and not colon:
            behind = self.speakers.headings.heading_after(quotation)
            if behind is not None:
                return Quote(inside, "direct", behind, None, BECAUSE_NAME_AFTER)
        return None

    def _reported_beside(
        self,
        quotation: Span,
        inside: Span,
        before: Report | None,
        after: Report | None,
        done: list[Quote],
    ) -> Quote | None:
        """Return the quote that is right next to a report."""
        words = len(self.passage.words_in(inside))
        if before is not None and self._is_attribution_between(before, quotation, done):
            own = (
                after is not None and after.cue.is_verb and self._around.is_finished(done[-1].span)
            )
            if not own:
                return Quote(inside, "direct", before, len(done) - 1, BECAUSE_BROKEN)
        if before is not None and (
            self.clauses.describes(before, quotation) or self.clauses.judges(before, quotation)
        ):
            return Quote(inside, "mixed", before, None, BECAUSE_BESIDE)
        if after is not None:
            mixed = after.cue.kind == "describing"
            return Quote(inside, "mixed" if mixed else "direct", after, None, BECAUSE_REPORT_AFTER)
        if before is None or not self.clauses.is_next_to(before, quotation):
            return None
        if words > NAME_WORDS or self.clauses.is_told_somebody(before):
            return Quote(
                inside, "direct" if words > NAME_WORDS else "mixed", before, None, BECAUSE_BESIDE
            )
        return (
            Quote(inside, "mixed", before, None, BECAUSE_BESIDE)
            if self.accepts_short(before, quotation)
            else None
        )

    def _without_report(
        self,
        quotation: Span,
        inside: Span,
        before: Report | None,
        done: list[Quote],
    ) -> Quote | None:
        """Return the quote that goes on from the last one, or is in a clause or by itself."""
        words = len(self.passage.words_in(inside))
        headline = self.speakers.headings.headline(quotation) if before is None else None
        if headline is not None:
            return Quote(inside, "mixed", headline, None, BECAUSE_HEADLINE)
        if done and self._continuations.is_broken(quotation, done[-1]):
            return Quote(inside, "direct", done[-1].report, len(done) - 1, BECAUSE_BROKEN)
        if done and self._continuations.is_coordinated(quotation, done[-1]):
            return Quote(inside, done[-1].type, done[-1].report, None, BECAUSE_GOES_ON)
        if done and self._continuations.goes_on(quotation, done[-1]):
            return Quote(inside, "direct", done[-1].report, len(done) - 1, BECAUSE_GOES_ON)
        if done and before is None and self._continuations.is_next_paragraph(quotation, done[-1]):
            return self._continuations.without_cue(inside, done[-1].report)
        if before is not None and self.clauses.is_in_clause(before, quotation):
            return Quote(inside, "mixed", before, None, BECAUSE_IN_CLAUSE)
        free = self._continuations.free_standing(
            quotation, inside, words
        ) or self._continuations.after_mention(quotation, inside)
        if free is None and not self.passage.nested and before is None and (
            words >= self.least_alone(quotation)
        ):  # fmt: skip
            return Quote(inside, "", None, None, BECAUSE_SENTENCE)
        return free

    def _introduced_quote(self, inside: Span, report: Report, *, colon: bool) -> Quote:
        """Return the quote that a report before it introduces."""
        if not report.cue.span.length:
            return Quote(inside, "direct", report, None, BECAUSE_HEADING)
        if colon:
            return Quote(inside, "direct", report, None, BECAUSE_COLON)
        return Quote(inside, "mixed", report, None, BECAUSE_IN_CLAUSE)

    def _only_passes_on(self, after: Report, before: Report, quotation: Span) -> bool:
        """Return whether the phrase behind only says who told of what the verb before reports: تعهد
        الوزير بـ«…»، وفق بيان (the minister pledged to “…”, according to a statement)."""
        if not before.cue.is_verb or after.cue.is_verb:
            return False
        return self.clauses.is_in_clause(before, quotation)

    def _is_attribution_between(self, report: Report, quotation: Span, done: list[Quote]) -> bool:
        """Return whether the report already belongs to the quotation before: «…»، قال فلان، «…»
        (“…,” so-and-so said, “…”)."""
        return bool(
            done
            and done[-1].report is report
            and done[-1].span.end <= report.cue.span.start
            and (
                self.clauses.is_next_to(report, quotation) or self._around.follows_comma(quotation)
            )
        )


class ArabicQuotedSpeech(QuotedSpeech):
    """The quotations of an Arabic passage that are somebody's words."""

    def least_alone(self, quotation: Span) -> int:
        """Return the least words of a quotation that nobody is said to have spoken: three behind a
        colon, in a headline or where a stop ends them."""
        first = self.passage.paragraph(quotation.start) == 0
        short = first or self._around.is_whole_sentence(quotation)
        if short and self._around.follows_colon(quotation):
            return NAME_WORDS
        return super().least_alone(quotation)

    def accepts_short(self, report: Report, quotation: Span) -> bool:
        """Return whether a few words next to the report may be speech and not a name."""
        if self.passage.nested and report.cue.kind != "describing":
            return True  # قال لي أحدهم هامساً ‘اكتبي أقل’
        words = self.passage.words_in(quotation)
        if report.cue.kind == "participle":  # هاتفين «أين الأجور؟»
            return len(words) > 1 and not all(word.article for word in words)
        if report.cue.kind != "verb":
            return False
        several = len(words) == NAME_WORDS and not all(word.article for word in words)
        return several or self.clauses.follows_whole_subject(report, quotation)


class PersianUrduQuotedSpeech(QuotedSpeech):
    """The quotations of a Persian or Urdu passage that are somebody's words."""

    def introduces(self, before: Report, quotation: Span) -> bool:
        """Return whether a verb and کہ (that) are right before a quotation."""
        last = self.passage.first_from(quotation.start)
        between = self.tokens[before.cue.after : last]
        return (
            before.cue.kind == "verb"
            and len(between) == 1
            and between[0].bare in self.lexicon.clause.complementizers
            and not self.text[between[0].span.end : quotation.start].strip(SPACES)
        )

    def least_alone(self, quotation: Span) -> int:
        """Return the least words of a quotation that nobody is said to have spoken: two in a
        headline, if it has a verb."""
        first = self.passage.paragraph(quotation.start) == 0
        if first and self._around.has_verb(quotation):
            return NAME_WORDS - 1
        return super().least_alone(quotation)

    def accepts_short(self, report: Report, quotation: Span) -> bool:
        """Return whether a few words next to the report may be speech and not a name."""
        if report.cue.kind == "weaker verb":
            return self._around.has_verb(quotation)
        return super().accepts_short(report, quotation)


class PersianQuotedSpeech(PersianUrduQuotedSpeech):
    """The quotations of a Persian passage that are somebody's words."""

    def is_inner(self, before: Report, after: Report, quotation: Span) -> bool:
        """Return whether a verb behind a few words is that of the clause which they are in: گفت که
        فیلم‌نامه را «در سه هفته» نوشته است (said that he has written the screenplay “in three
        weeks”)."""
        verbs = before.cue.kind == after.cue.kind == "verb" and before.form == "explicit"
        if not verbs or self.text[quotation.end - 2] in ".!؟?،":
            return False
        between = self.clauses.between(before, quotation.start)
        return any(word in self.lexicon.clause.complementizers for word in between)

    def accepts_short(self, report: Report, quotation: Span) -> bool:
        """Return whether a few words next to the report may be speech and not a name."""
        return report.cue.kind == "weaker verb" or super().accepts_short(report, quotation)
