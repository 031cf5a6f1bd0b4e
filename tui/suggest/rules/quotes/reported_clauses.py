"""Whether a quotation belongs to the clause that a report before it introduces."""

from __future__ import annotations

from collections.abc import Iterator

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.quotes.surroundings import (
    LIGHT,
    NEAR_WORDS,
    QuotationRules,
)
from tui.suggest.rules.reports.report import Report
from tui.text.spans import Span

_LONGEST_JUDGED = 12
"""Words between a verb that judges and its judgement."""


class ReportedClauses(QuotationRules):
    """Which quotations a report before them introduces; languages have their own subclass."""

    # ---------------------------------------------- what a language says itself

    def judges(self, report: Report, quotation: Span) -> bool:
        """Return whether a verb that may report a clause has an object, and the quotation says what
        that is."""
        return False

    def may_describe_in_clause(self) -> bool:
        """Return whether a verb that judges may have a clause of its own before the judgement."""
        return False

    def is_only_about_speaker(self, report: Report, quotation: Span) -> bool:
        """Return whether what is between a report and a quotation says only who, where or how."""
        return False

    def is_told_somebody(self, report: Report) -> bool:
        """Return whether the one who is asked for something is behind a verb and its subject."""
        return False

    def is_infinitive(self, quotation: Span, report: Report) -> bool:
        """Return whether a quotation is the infinitive that a verb takes."""
        return False

    def opens_with_particle(self, quotation: Span, words: list[str]) -> bool:
        """Return whether a quotation behind a weaker verb and a few words begins with the particle
        of its clause."""
        return False

    def may_be_without_particle(self, report: Report, quotation: Span) -> bool:
        """Return whether a verb's clause has begun before a quotation though no particle is
        there."""
        return False

    def has_clause_of_its_own(self, report: Report, quotation: Span) -> bool:
        """Return whether what is behind a source only says more about it."""
        return False

    def follows_joined_preposition(self, quotation: Span, report: Report) -> bool | None:
        """Return whether the verb's own preposition is joined to a quotation; None where nothing is
        joined."""
        return None

    def follows_whole_subject(self, report: Report, quotation: Span) -> bool:
        """Return whether a verb that has an object is before the quotation, its subject
        complete."""
        return False

    # ---------------------------------------------------------------- judgements

    def describes(self, report: Report, quotation: Span) -> bool:
        """Return whether the report gives a judgement that the marks hold: called the plan
        “brave”."""
        if report.cue.kind != "describing" and not self.judges(report, quotation):
            return False
        between = self.tokens[report.cue.after : self.passage.first_from(quotation.start)]
        if len(between) > _LONGEST_JUDGED or any(token.quotation >= 0 for token in between):
            return False
        if any(token.bare in self.lexicon.clause.complementizers for token in between):
            return self.may_describe_in_clause()
        return not any(";" in token.gap or ":" in token.gap for token in between)

    # ------------------------------------------------------------ right behind

    def is_next_to(self, report: Report, quotation: Span) -> bool:
        """Return whether only the subject, and a clause about it, is between a report and the
        quotation."""
        last = self._end_of(report)
        if last < quotation.start and self.is_only_about_speaker(report, quotation):
            return True
        return last <= quotation.start and not self.text[last : quotation.start].strip(LIGHT)

    def _end_of(self, report: Report) -> int:
        """Return the offset at which a report and its subject end."""
        last = report.after
        between = self.lexicon.nouns.told_to | self.lexicon.nouns.manner
        while (
            last < len(self.tokens)
            and self.tokens[last].bare in between
            and self.tokens[last].quotation < 0  # shouted “you …”
        ):
            last += 1
        end = self.tokens[last - 1].span.end
        subject = report.subject
        if (
            subject
            and subject.first >= report.cue.after
            and subject.span.start > report.cue.span.end
        ):
            return max(end, subject.span.end)
        return end

    # -------------------------------------------------------------- the clause

    def is_in_clause(self, report: Report, quotation: Span) -> bool:
        """Return whether the quotation is in the clause that the report introduces."""
        if self.is_infinitive(quotation, report):
            return True
        if report.cue.kind in ("source before", "source after", "own words"):
            return self._is_in_source_clause(report, quotation)
        if report.cue.kind == "weaker verb":
            near = list(self.between(report, quotation.start))[:NEAR_WORDS]
            introduced = any(word in self.lexicon.clause.complementizers for word in near)
            introduced = introduced or self.opens_with_particle(quotation, near)
        else:
            introduced = self._is_introduced(report, quotation)
        return introduced or self.follows_preposition(quotation, report)

    def _is_introduced(self, report: Report, quotation: Span) -> bool:
        """Return whether the particle of a verb's clause is before a quotation, or none is
        needed."""
        particles = self.lexicon.clause.complementizers | self.lexicon.clause.described_as
        if self.passage.words_in(quotation)[0].bare in self.lexicon.clause.complementizers:
            return True
        if any(word in particles for word in self.between(report, quotation.start)):
            return True
        return self.may_be_without_particle(report, quotation)

    def _is_in_source_clause(self, report: Report, quotation: Span) -> bool:
        """Return whether no other clause begins between the source and the quotation."""
        last = self.passage.first_from(quotation.start)
        if self.has_clause_of_its_own(report, quotation):
            return False
        return report.after <= last and not any(
            self.tokens[at].bare in self.lexicon.clause.conjunctions
            and self.tokens[at].gap.strip(SPACES) != ""
            for at in range(report.after, last)
        )

    def between(self, report: Report, end: int) -> Iterator[str]:
        """Return the folded words between a report and an offset, without those in quotations."""
        for index in range(min(report.after, report.cue.after), len(self.tokens)):
            token = self.tokens[index]
            if token.span.start >= end:
                return
            if token.quotation < 0:
                yield token.bare

    def follows_preposition(self, quotation: Span, report: Report) -> bool:
        """Return whether the verb's own preposition is right before a quotation: حذرت من «…» (she
        warned of “…”), تعهد بـ«…» (pledged to “…”)."""
        joined = self.follows_joined_preposition(quotation, report)
        if joined is not None:
            return joined
        index = self.passage.first_from(quotation.start) - 1
        before = self.tokens[index] if index >= 0 else None
        if before is None or self.text[before.span.end : quotation.start].strip(f"{SPACES}،,"):
            return False
        return report.cue.word in self.lexicon.verbs.takes.get(before.bare, ())


class EnglishReportedClauses(ReportedClauses):
    """Which English quotations a report before them introduces."""

    def may_be_without_particle(self, report: Report, quotation: Span) -> bool:
        """Return whether “that” may be left out behind an expression."""
        return report.cue.kind in ("verb", "participle")


class HebrewReportedClauses(ReportedClauses):
    """Which Hebrew quotations a report before them introduces."""

    def may_be_without_particle(self, report: Report, quotation: Span) -> bool:
        """Return whether ש (that) is joined to one of the first words behind a verb."""
        joined, near = self.lexicon.clause.joined, list(self.between(report, quotation.start))
        return any(word.startswith(joined) and len(word) != 2 for word in near[:2]) or any(
            word.startswith(joined) and word[1:] in self._phrases.words.vocabulary
            for word in near[: NEAR_WORDS // 2]
        )

    def is_infinitive(self, quotation: Span, report: Report) -> bool:
        """Return whether a quotation is the infinitive that a verb takes: קרא להם "לחזור" (called
        on them “to return”)."""
        first = self.passage.words_in(quotation)[0].bare
        if report.cue.word not in self.lexicon.verbs.with_infinitive or not first.startswith("ל"):
            return False
        between = self.tokens[report.cue.after : self.passage.first_from(quotation.start)]
        return len(between) <= NEAR_WORDS and all(
            token.quotation < 0 and not token.gap.strip(f"{SPACES}־-") for token in between[1:]
        )


class PersianUrduReportedClauses(ReportedClauses):
    """Which Persian or Urdu quotations a report before them introduces."""

    def describes(self, report: Report, quotation: Span) -> bool:
        """Return False: a verb that judges comes behind the marks."""
        return False


class PersianReportedClauses(PersianUrduReportedClauses):
    """Which Persian quotations a report before them introduces."""

    def may_be_without_particle(self, report: Report, quotation: Span) -> bool:
        """Return whether a verb has its clause right behind it, or an expression ends in اینکه
        (that)."""
        if report.cue.kind == "verb" and self._follows_verb_of_clause(report, quotation):
            return True
        return report.cue.word.endswith(" اينكه")

    def _follows_verb_of_clause(self, report: Report, quotation: Span) -> bool:
        """Return whether a few words, without که (that), are between a verb and a quotation:
        هواشناسی گفت هفتهٔ آینده «خنک‌تر» خواهد بود (the weather service said next week will be
        “cooler”)."""
        last = self.passage.first_from(quotation.start)
        between = self.tokens[report.cue.after : last + 1]
        return (
            1 < len(between) <= NEAR_WORDS // 2
            and between[0].bare not in self.lexicon.clause.joining
            and all(not token.gap.strip(SPACES + '«"“') for token in between)
        )
