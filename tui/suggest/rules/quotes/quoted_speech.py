"""Quotations that report speech, each with the expression that reports it and its speaker."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

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
    Previous,
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


class Candidate(NamedTuple):
    """A quotation, and what is next to it, before it is decided whether it is speech."""

    quotation: Span
    """With its marks."""
    inside: Span
    """What the marks enclose, without white space at its ends."""
    words: int
    colon: bool
    """Whether a colon is before it."""
    before: Report | None
    after: Report | None
    last: Previous | None
    """The quote found last."""


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
        last: Previous | None = None
        for quotation in self.passage.quotations:
            inside = inside_marks(self.text, quotation).trimmed(self.text)
            quote = self._quote(quotation, inside, last) if inside.length else None
            if quote is None:
                continue
            if last is not None and last.quotation in self.passage.source.continued:
                done[-1] = self._with_later_speaker(done[-1], quote)
            done.append(quote)
            last = Previous(quote, quotation, len(done) - 1)
        return self._repeated.with_repeated(done)

    def _with_later_speaker(self, quote: Quote, following: Quote) -> Quote:
        """Return a quote that goes on in the next paragraph, by the speaker whom that names."""
        if quote.report is not None or following.report is None:
            return quote
        return replace(self._continuations.without_cue(quote.span, following.report), type="direct")

    def _quote(self, quotation: Span, inside: Span, last: Previous | None) -> Quote | None:
        """Return the quote that a quotation is, by the first rule that knows it."""
        words = len(self.passage.words_in(inside))
        if not words or self._no_speech.is_subject(quotation):
            return None
        found = self._candidate(quotation, inside, words, last)
        if self._holds_no_speech(found):
            return None
        if found.colon and found.before is None:
            heading = self.speakers.headings.heading(quotation)
            if self._no_speech.is_topic(quotation, heading, words):
                return None
            unnamed = heading is None or heading.subject is None
            if unnamed and last and self._continuations.goes_on_behind_topic(quotation, last):
                return self._continuations.without_cue(inside, last.quote.report)
            found = found._replace(before=heading)
        return (
            self._reported_before(found)
            or self._reported_beside(found)
            or self._without_report(found)
        )

    def _candidate(
        self, quotation: Span, inside: Span, words: int, last: Previous | None
    ) -> Candidate:
        """Return a quotation with the reports before and behind it that may be its own."""
        colon = self._around.follows_colon(quotation)
        before = self._report_before.nearest(quotation)
        after = self._report_after.nearest(quotation)
        if colon and before is not None and self._around.opens_with_topic(quotation):
            before = None
        if before is not None and after is not None and (
            self.is_inner(before, after, quotation) or self.introduces(before, quotation)
        ):  # fmt: skip
            after = None
        return Candidate(quotation, inside, words, colon, before, after, last)

    def _holds_no_speech(self, found: Candidate) -> bool:
        """Return whether the marks hold a name, a title, a term or the words of a sign."""
        no_speech, quotation, words, after = (
            self._no_speech,
            found.quotation,
            found.words,
            found.after,
        )
        if no_speech.is_no_speech(quotation) and not (after and words > NAME_WORDS):
            return True
        if after is None and no_speech.is_written_on(quotation, found.before):
            return True
        if no_speech.is_apposed_name(quotation, words):
            return True
        return not found.colon and no_speech.is_name(quotation, words, found.before, after)

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
        return report.cue.kind == "verb" or report.cue.word in self.lexicon.verbs.voiced

    # -------------------------------------------------------------- the answers

    def _reported_before(self, found: Candidate) -> Quote | None:
        """Return the quote that a report before it, or a name on either side, introduces."""
        before, after = found.before, found.after
        if before is None:
            if after is not None or found.colon:
                return None
            return self._named_behind(found)
        if after is None and not before.cue.span.length:
            named = self._named_behind(found)
            if named is not None:
                return named
        if found.colon or (after and self._only_passes_on(after, before, found.quotation)):
            return self._introduced_quote(found, before)
        return None

    def _named_behind(self, found: Candidate) -> Quote | None:
        """Return the quote with only the name of its speaker behind it."""
        behind = self.speakers.headings.heading_after(found.quotation)
        if behind is None:
            return None
        return Quote(found.inside, "direct", behind, None, BECAUSE_NAME_AFTER)

    def _introduced_quote(self, found: Candidate, report: Report) -> Quote:
        """Return the quote that a report before it introduces."""
        if not report.cue.span.length:
            return Quote(found.inside, "direct", report, None, BECAUSE_HEADING)
        if found.colon:
            return Quote(found.inside, "direct", report, None, BECAUSE_COLON)
        return Quote(found.inside, "mixed", report, None, BECAUSE_IN_CLAUSE)

    def _reported_beside(self, found: Candidate) -> Quote | None:
        """Return the quote that is right next to a report."""
        quotation, inside, before, after = found.quotation, found.inside, found.before, found.after
        if before is not None:
            broken = self._goes_on_after_attribution(found, before)
            if broken is not None:
                return broken
            if self.clauses.describes(before, quotation):
                return Quote(inside, "mixed", before, None, BECAUSE_BESIDE)
        if after is not None:
            mixed = after.cue.kind == "describing"
            return Quote(inside, "mixed" if mixed else "direct", after, None, BECAUSE_REPORT_AFTER)
        if before is None or not self.clauses.is_next_to(before, quotation):
            return None
        if found.words > NAME_WORDS:
            return Quote(inside, "direct", before, None, BECAUSE_BESIDE)
        if self.clauses.is_told_somebody(before) or self.accepts_short(before, quotation):
            return Quote(inside, "mixed", before, None, BECAUSE_BESIDE)
        return None

    def _goes_on_after_attribution(self, found: Candidate, report: Report) -> Quote | None:
        """Return the quote that goes on from the last one, whose report is between the two: «…»،
        قال فلان، «…» (“…,” so-and-so said, “…”)."""
        last = found.last
        if last is None or last.quote.report is not report:
            return None
        if last.quote.span.end > report.cue.span.start:
            return None
        near = self.clauses.is_next_to(report, found.quotation)
        if not near and not self._around.follows_comma(found.quotation):
            return None
        return Quote(found.inside, "direct", report, last.place, BECAUSE_BROKEN)

    def _without_report(self, found: Candidate) -> Quote | None:
        """Return the quote that goes on from the last one, or is in a clause or by itself."""
        quotation, inside, before = found.quotation, found.inside, found.before
        headline = self.speakers.headings.headline(quotation) if before is None else None
        if headline is not None:
            return Quote(inside, "mixed", headline, None, BECAUSE_HEADLINE)
        going_on = self._going_on(found, found.last) if found.last is not None else None
        if going_on is not None:
            return going_on
        if before is not None and self.clauses.is_in_clause(before, quotation):
            return Quote(inside, "mixed", before, None, BECAUSE_IN_CLAUSE)
        free = self._continuations.free_standing(quotation, inside, found.words)
        free = free or self._continuations.after_mention(quotation, inside)
        if free is not None or before is not None or self.passage.nested:
            return free
        if found.words < self.least_alone(quotation):
            return None
        return Quote(inside, "", None, None, BECAUSE_SENTENCE)

    def _going_on(self, found: Candidate, last: Previous) -> Quote | None:
        """Return the quote that goes on from the last one."""
        quotation, inside, report = found.quotation, found.inside, last.quote.report
        rules = self._continuations
        if rules.is_coordinated(quotation, last):
            return Quote(inside, last.quote.type, report, None, BECAUSE_GOES_ON)
        if rules.goes_on(quotation, last):
            return Quote(inside, "direct", report, last.place, BECAUSE_GOES_ON)
        if found.before is None and rules.is_next_paragraph(quotation, last):
            return rules.without_cue(inside, report)
        return None

    def _only_passes_on(self, after: Report, before: Report, quotation: Span) -> bool:
        """Return whether the phrase behind only says who told of what the verb before reports: تعهد
        الوزير بـ«…»، وفق بيان (the minister pledged to “…”, according to a statement)."""
        if not before.cue.is_verb or after.cue.is_verb:
            return False
        return self.clauses.is_in_clause(before, quotation)


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
            # قال لي أحدهم هامساً ‘اكتبي أقل’ (one of them told me, whispering, ‘write less’)
            return True
        if report.cue.word in self.lexicon.verbs.voiced:
            return True  # هتفوا «ارحلوا» (they chanted “Go away”)
        words = self.passage.words_in(quotation)
        # هاتفين «أين الأجور؟» (chanting “Where are the wages?”)
        if report.cue.kind == "participle":
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
