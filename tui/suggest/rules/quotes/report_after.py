"""The search for the report after a quotation: “…”, said the owner."""

from __future__ import annotations

import re
from bisect import bisect_left

from tui.suggest.lexicons.lexicon import has_words, is_in_any
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.quotes.surroundings import (
    LIGHT,
    LONGEST_TAG,
    NAME_WORDS,
    QuotationRules,
    Surroundings,
)
from tui.suggest.rules.reports.report import Report
from tui.text.spans import Span

_LIGHT_BEHIND = LIGHT + "؛;۔.!؟?"
"""What may be between them where the expression is at its clause's end."""


_LONGEST_PREDICATE = 3
"""Words between a quoted judgement and its verb: ’…‘ کا ذمہ دار قرار دیا."""


_LONGEST_BETWEEN = 3
"""Words between a quotation that ends no clause and the expression after it."""


class ReportAfter(QuotationRules):
    """The search for the report behind a quotation; each language has its own subclass.

    The clause behind a quotation has its subject first as a rule; in Arabic it has its verb first.
    """

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._firsts = [report.first for report in self.reports]
        self._by_first = {report.first: report for report in self.reports}

    def nearest(self, quotation: Span) -> Report | None:
        """Return the report right behind a quotation: “…,” said the owner."""
        index = self.passage.first_from(quotation.end)
        if index >= len(self.tokens):
            return None
        found = self.report_at(quotation, index)
        if found is None and self.is_set_off(quotation, index):
            return self.speakers.unlisted_verbs.report(self.behind_as(index))
        return found

    def behind_as(self, index: int) -> int:
        """Return the token of the verb behind هكذا (thus), على ما (according to what) or بهذه
        الكلمات (with these words), the token itself without such words."""
        for phrase in self.lexicon.clause.as_what:
            after = index + len(phrase)
            if tuple(token.bare for token in self.tokens[index:after]) == phrase:
                return after if after < len(self.tokens) else index
        start = index
        while (
            index + 1 < len(self.tokens) and self.tokens[index].bare in self.lexicon.clause.as_which
        ):
            index += 1
        if index > start and self.tokens[index - 1].bare in self.lexicon.clause.with_these:
            index += self.tokens[index].article
        return index

    def is_set_off(self, quotation: Span, index: int) -> bool:
        """Return whether a comma is between a quotation and what follows it."""
        gap = self.text[quotation.end : self.tokens[index].span.start]
        return gap.strip(SPACES) in ("،", ",")

    # ---------------------------------------------- what a language says itself

    def ends_sentence(self, quotation: Span) -> bool:
        """Return whether a quotation ends its sentence, so that no report of it follows."""
        return False

    def is_referring(self, index: int) -> bool:
        """Return whether the sentence that begins at a token says who spoke before."""
        return False

    def is_in_noun_phrase(self, quotation: Span) -> bool:
        """Return whether a few words between marks go on with the noun before them."""
        return False

    def belongs_to(self, report: Report, index: int, gap: str) -> bool:
        """Return whether a verb with a clause or colon behind it reports the quotation all the
        same."""
        return False

    def may_end_clause(self, report: Report) -> bool:
        """Return whether a report is at its sentence's end, whatever clause is before it."""
        return False

    def is_one_sentence(self, at: int) -> bool:
        """Return whether the sign before a token ends no sentence."""
        return False

    def may_be_apart(self, index: int, report: Report) -> bool:
        """Return whether a report may belong to words between marks that do not end a clause."""
        return report.first - index <= _LONGEST_BETWEEN

    def is_relative(self, index: int) -> bool:
        """Return whether a clause about the quotation opens behind it."""
        return False

    def opens_another(self, report: Report) -> bool:
        """Return whether a verb behind a quotation begins a report of its own: «…» قال فلان إن (“…”
        so-and-so said that)."""
        return self.continues_clause(report) or self.colon_follows(report)

    def opens_clause(self, word: str) -> bool:
        """Return whether a folded word behind a verb opens what it reports."""
        return word in self.lexicon.clause.complementizers

    # ------------------------------------------------------- the clause behind

    def report_at(self, quotation: Span, index: int) -> Report | None:
        """Return the report whose clause follows a quotation, subject first: “…,” the owner
        said."""
        gap = self.text[quotation.end : self.tokens[index].span.start]
        ended = self.text[quotation.end - 2] in ",،.!?؟۔…" or gap.strip()[:1] in tuple(",،؛;-–—")
        referring = self.is_referring(index)
        ended = ended or referring
        if gap.strip(_LIGHT_BEHIND if ended else LIGHT) or "\n" in gap:
            return None
        if re.search("[.۔؟]", gap) and not referring:
            return None
        if self.ends_sentence(quotation):
            return None
        place = bisect_left(self._firsts, index)
        if place >= len(self.reports):
            return None
        report = self.reports[place]
        if report.first - index > LONGEST_TAG or report.cue.kind == "participle":
            return None
        if report.cue.word in self.lexicon.verbs.before_quotation or report.cue.prefixed:
            return None
        if not ended and report.cue.kind == "verb" and self.is_in_noun_phrase(quotation):
            return None
        if not self._is_one_clause(index, report):
            return None
        if not ended and not self.may_be_apart(index, report):
            return None
        opens = report.cue.is_verb and self.opens_another(report)
        return None if opens and not self.belongs_to(report, index, gap) else report

    def _is_one_clause(self, index: int, report: Report) -> bool:
        """Return whether the tokens up to a report are its subject and adverbs, in one sentence."""
        for at in range(index, report.first):
            token = self.tokens[at]
            if token.quotation >= 0:
                return False
            if token.bare in self.lexicon.clause.complementizers and not self.may_end_clause(
                report
            ):
                return False
            stopped = at > index and re.search("[:.!?؟۔;؛\n]", token.gap)
            if stopped and not self.is_one_sentence(at):
                return False
        first = self.tokens[report.first]
        if report.first > index and re.search("[:!?؟۔;؛\n]|\\. ", first.gap):
            return False
        if self.tokens[index].bare in self.lexicon.clause.conjunctions:
            return False
        return not self.is_relative(index)

    def continues_clause(self, report: Report) -> bool:
        """Return whether a complementizer is right behind the expression."""
        at = report.after
        if at >= len(self.tokens):
            return False
        following = self.tokens[at]
        if self.passage.sentence(following.span.start) != self.passage.sentence(
            report.cue.span.start
        ):
            return False
        return not following.gap.strip(SPACES) and self.opens_clause(following.bare)

    def colon_follows(self, report: Report) -> bool:
        """Return whether a colon is behind the expression, in its clause."""
        for at in range(report.after, min(report.after + 8, len(self.tokens))):
            token = self.tokens[at]
            if ":" in token.gap:
                return True
            if at in self.speakers.cues:
                return False
            if token.gap.strip(SPACES) or token.quotation >= 0:
                return False
        return False


class EnglishReportAfter(ReportAfter):
    """The search for the report behind an English quotation."""

    def is_set_off(self, quotation: Span, index: int) -> bool:
        """Return whether a comma or question mark inside the marks is between a quotation and what
        follows it."""
        gap = self.text[quotation.end : self.tokens[index].span.start]
        return not gap.strip(SPACES) and self.text[quotation.end - 2] in ",?!"

    def ends_sentence(self, quotation: Span) -> bool:
        """Return whether a quotation ends its sentence: a full stop is inside the marks."""
        return self.text[quotation.end - 2] == "."

    def is_one_sentence(self, at: int) -> bool:
        """Return whether the full stop before a token is that of a title: Sen. Worsley."""
        return self._phrases.words.joins(at)


class HebrewReportAfter(ReportAfter):
    """The search for the report behind a Hebrew quotation."""

    def is_referring(self, index: int) -> bool:
        """Return whether the sentence that begins at a token says who spoke before: "…". כך פתח
        היושב ראש (“…”. So began the chairman), "…". סיים הרמטכ"ל (“…”. The chief of staff
        concluded)."""
        if self.tokens[index].bare in self.lexicon.frames.behind_only:
            return index + 1 in self.speakers.cues or self._is_sentence_of_verb(index)
        return self._is_sentence_of_verb(index)

    def _is_sentence_of_verb(self, index: int) -> bool:
        """Return whether a verb of saying and its subject are all that follows a quotation in its
        paragraph: "…". סיים הרמטכ"ל (“…”. The chief of staff concluded)."""
        report = self._by_first.get(index)
        if report is None or not report.cue.is_verb:
            return False
        end = report.after
        ends = end >= len(self.tokens) or "\n" in self.tokens[end].gap
        return ends and end - index <= NAME_WORDS + 1 and not report.cue.prefixed

    def belongs_to(self, report: Report, index: int, gap: str) -> bool:
        """Return whether a comma and the verb, with its subject, are right behind the quotation."""
        set_off = gap.strip(SPACES).startswith(",") and report.first == index
        return set_off and report.subject is not None

    def is_relative(self, index: int) -> bool:
        """Return whether a clause about the quotation opens behind it: „…”, שבה מאיים הוועד (“…”,
        in which the union threatens)."""
        word, joined = self.tokens[index].bare, self.lexicon.clause.joined
        known = word in self.lexicon.names.given or word in self._phrases.learned.known
        return word.startswith(joined) and not known and index not in self.speakers.cues

    def opens_another(self, report: Report) -> bool:
        """Return whether a verb behind a quotation begins a report of its own."""
        if report.cue.kind == "describing" and not self.continues_clause(report):
            at = report.after
            follows = at < len(self.tokens) and self.tokens[at].quotation >= 0
            return follows or self.colon_follows(report)
        return super().opens_another(report)

    def opens_clause(self, word: str) -> bool:
        """Return whether a folded word behind a verb opens what it reports, perhaps with ש (that)
        joined."""
        if word.startswith(self.lexicon.clause.joined) and len(word) > 3:
            return word[1:] in self._phrases.words.vocabulary or word[1] == "ה"
        return super().opens_clause(word)


class PersianUrduReportAfter(ReportAfter):
    """The search for the report behind a Persian or Urdu quotation."""

    def is_referring(self, index: int) -> bool:
        """Return whether the sentence that begins at a token says who spoke before: یہ بات کسان نے
        کہی (this the farmer said)."""
        words = [token.bare for token in self.tokens[index : index + 3]]
        return has_words(words, self.lexicon.clause.referring)

    def belongs_to(self, report: Report, index: int, gap: str) -> bool:
        """Return whether a comma and who spoke are between a quotation and a verb that a colon may
        follow: «…»، گل‌بس لبخند می‌زند و می‌گوید: «…» (“…,” Golbas smiles and says: “…”)."""
        subject = report.subject
        if subject is None or "،" not in gap:
            return False
        return (
            index <= subject.first < report.first
            and ":" in (self.text[report.cue.span.end : report.cue.span.end + 2])
        )

    def may_be_apart(self, index: int, report: Report) -> bool:
        """Return whether only the verb, or words that belong to it, are behind words quoted in its
        clause."""
        if report.cue.kind == "describing":
            return report.first - index <= _LONGEST_PREDICATE
        return report.cue.kind == "verb" and report.first == index


class PersianReportAfter(PersianUrduReportAfter):
    """The search for the report behind a Persian quotation."""

    def is_in_noun_phrase(self, quotation: Span) -> bool:
        """Return whether a few words between marks go on with a noun: مدیر صرافی «…» گفت (the
        manager of the exchange office “…” said)."""
        index = self.passage.first_from(quotation.start) - 1
        few = len(self.passage.words_in(quotation)) <= NAME_WORDS
        if index < 0 or not few or self._around.has_verb(quotation):
            return False
        before, lexicon = self.tokens[index].bare, self.lexicon
        grammar = (
            lexicon.stops.words,
            lexicon.clause.complementizers,
            lexicon.clause.relatives,
            lexicon.clause.pronouns,
        )
        touches = not self.text[self.tokens[index].span.end : quotation.start].strip(SPACES + '«“"')
        return touches and not is_in_any(before, *grammar)

    def belongs_to(self, report: Report, index: int, gap: str) -> bool:
        """Return whether a verb reports the quotation before it: این را فلانی گفت: (this so-and-so
        said:), or by a comma and who spoke."""
        told = [token.bare for token in self.tokens[index : index + 2]]
        if told[1:] == [self.lexicon.grammar.object_marker]:
            return True
        return super().belongs_to(report, index, gap)

    def may_end_clause(self, report: Report) -> bool:
        """Return whether a verb is last in its sentence, behind the relative clause of its
        subject."""
        return self._phrases.words.is_parted(report.cue.after)

    def opens_another(self, report: Report) -> bool:
        """Return whether a verb behind a quotation begins a report of its own."""
        if report.subject is not None and report.subject.first >= report.cue.after:
            return False  # «…»، می‌گوید زنی که: a clause about who spoke (“…,” says a woman who)
        if report.cue.kind == "describing":
            return self.colon_follows(report)
        return super().opens_another(report)


class ArabicReportAfter(ReportAfter):
    """The search for the report behind an Arabic quotation."""

    def report_at(self, quotation: Span, index: int) -> Report | None:
        """Return the report of the verb right behind a quotation: «…»، قال الوزير (“…,” said the
        minister)."""
        if self.text[quotation.end : self.tokens[index].span.start].strip(LIGHT):
            return None
        report = self._by_first.get(self.behind_as(index))
        if report is None or report.cue.prefixed or report.cue.kind in ("participle", "saying"):
            return None
        return None if report.cue.is_verb and self.opens_another(report) else report

    def opens_another(self, report: Report) -> bool:
        """Return whether a verb behind a quotation begins a report of its own: «…» قال فلان إن (“…”
        so-and-so said that)."""
        if report.after >= len(self.tokens):
            return False
        following = self.tokens[report.after]
        if following.gap.strip(LIGHT) == "":
            return following.bare in self.lexicon.clause.complementizers
        return ":" in following.gap
