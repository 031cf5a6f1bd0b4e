"""The search for the report after a quotation: “…”, said the owner."""

from __future__ import annotations

import re
from bisect import bisect_left

from tui.suggest.lexicons.lexicon import has_words
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


class ReportAfter(QuotationRules):
    """Finds the report after a quotation."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._firsts = [report.first for report in self.reports]
        self._by_first = {report.first: report for report in self.reports}

    def nearest(self, quotation: Span) -> Report | None:
        """Return the report right after a quotation: “…”، قال الوزير."""
        index = self.passage.first_from(quotation.end)
        if index >= len(self.tokens):
            return None
        if self.lexicon.subject == "after":
            found = self._verb_after(quotation, index)
        else:
            found = self._tag_after(quotation, index)
        if found is None and self._is_set_off(quotation, index):
            return self.speakers.unlisted_verbs.report(self._behind_as(index))
        return found

    def _behind_as(self, index: int) -> int:
        """Return the token of the verb behind هكذا or بهذه الكلمات, the token itself without."""
        start = index
        while index + 1 < len(self.tokens) and self.tokens[index].bare in self.lexicon.as_which:
            index += 1
        if index > start and self.tokens[index - 1].bare in self.lexicon.with_these:
            index += self.tokens[index].article
        return index

    def _is_set_off(self, quotation: Span, index: int) -> bool:
        """Tell whether a comma parts a quotation from what follows it in its sentence."""
        gap = self.text[quotation.end : self.tokens[index].span.start]
        inside = self.text[quotation.end - 2]
        if self.lexicon.capitals:
            return not gap.strip(SPACES) and inside in ",?!"
        return gap.strip(SPACES) in ("،", ",")

    def _verb_after(self, quotation: Span, index: int) -> Report | None:
        if self.text[quotation.end : self.tokens[index].span.start].strip(LIGHT):
            return None
        index = self._behind_as(index)
        report = self._by_first.get(index)
        if report is None or report.cue.prefixed or report.cue.kind in ("participle", "saying"):
            return None
        if report.cue.is_verb and self._opens_another(report):
            return None
        return report

    def _tag_after(self, quotation: Span, index: int) -> Report | None:
        """Return the report whose clause follows a quotation, subject first: “…,” the owner
        said."""
        gap = self.text[quotation.end : self.tokens[index].span.start]
        ended = self.text[quotation.end - 2] in ",،.!?؟۔…" or gap.strip()[:1] in tuple(",،؛;-–—")
        referring = self._is_referring(index) or self._is_sentence_of_verb(index)
        ended = ended or referring
        if gap.strip(_LIGHT_BEHIND if ended else LIGHT) or "\n" in gap:
            return None
        if re.search("[.۔؟]", gap) and not referring:
            return None
        if self.lexicon.capitals and self.text[quotation.end - 2] == ".":
            return None  # the next sentence begins
        place = bisect_left(self._firsts, index)
        if place >= len(self.reports):
            return None
        report = self.reports[place]
        if report.first - index > LONGEST_TAG or report.cue.kind == "participle":
            return None
        if report.cue.word in self.lexicon.before_quotation:
            return None
        if not ended and report.cue.kind == "verb" and self._is_in_noun_phrase(quotation):
            return None
        if not self._is_one_clause(index, report, ended=ended):
            return None
        told = [token.bare for token in self.tokens[index : index + 2]]
        this = bool(self.lexicon.object_marker) and told[1:] == [self.lexicon.object_marker]
        set_off = gap.strip(SPACES).startswith(",") and report.first == index
        about = set_off and self.lexicon.clitics == "hebrew" and report.subject is not None
        opens = report.cue.is_verb and not about and self._opens_another(report) and not this
        opens = opens and not self._names_before_verb(report, index, gap)
        return None if report.cue.prefixed or opens else report

    def _is_in_noun_phrase(self, quotation: Span) -> bool:
        """Tell whether a few Persian words between marks go on with a noun: مدیر صرافی «…» گفت."""
        index = self.passage.first_from(quotation.start) - 1
        few = len(self.passage.words_in(quotation)) <= NAME_WORDS
        if (
            not self.lexicon.object_marker
            or index < 0
            or not few
            or self._around.has_verb(quotation)
        ):
            return False
        before, lexicon = self.tokens[index].bare, self.lexicon
        grammar = (lexicon.stops, lexicon.complementizers, lexicon.relatives, lexicon.pronouns)
        touches = not self.text[self.tokens[index].span.end : quotation.start].strip(SPACES + '«“"')
        return touches and not any(before in words for words in grammar)

    def _is_referring(self, index: int) -> bool:
        """Tell whether a Persian or Urdu sentence says who spoke before: یہ بات کسان نے کہی."""
        words = [token.bare for token in self.tokens[index : index + 3]]
        if words[:1] and words[0] in self.lexicon.behind_only:
            return index + 1 in self.speakers.cues  # "…". כך פתח היושב ראש
        return has_words(words, self.lexicon.referring)

    def _names_before_verb(self, report: Report, index: int, gap: str) -> bool:
        """Tell whether a comma and who spoke are between a quotation and the verb of Persian or
        Urdu, which a colon may follow: «…»، گل‌بس لبخند می‌زند و می‌گوید: «…»."""
        subject = report.subject
        if self.lexicon.subject != "before" or subject is None or "،" not in gap:
            return False
        return (
            index <= subject.first < report.first
            and ":" in (self.text[report.cue.span.end : report.cue.span.end + 2])
        )

    def _is_sentence_of_verb(self, index: int) -> bool:
        """Tell whether a Hebrew verb of saying and its subject are all that follows a quotation in
        its paragraph: "…". סיים הרמטכ"ל."""
        report = self._by_first.get(index)
        if self.lexicon.clitics != "hebrew" or report is None or not report.cue.is_verb:
            return False
        end = report.after
        ends = end >= len(self.tokens) or "\n" in self.tokens[end].gap
        return ends and end - index <= NAME_WORDS + 1 and not report.cue.prefixed

    def _is_one_clause(self, index: int, report: Report, *, ended: bool) -> bool:
        """Tell whether the tokens up to a report are its subject and adverbs, in one sentence."""
        for at in range(index, report.first):
            token = self.tokens[at]
            if token.quotation >= 0:
                return False
            if token.bare in self.lexicon.complementizers and not self._ends_sentence(report):
                return False
            stopped = at > index and re.search("[:.!?؟۔;؛\n]", token.gap)
            if stopped and not self._abbreviates(at):
                return False
        first = self.tokens[report.first]
        if report.first > index and re.search("[:!?؟۔;؛\n]|\\. ", first.gap):
            return False
        opening = self.tokens[index]
        if opening.bare in self.lexicon.conjunctions or self._is_relative(index):
            return False
        if self.lexicon.subject == "before" and not ended:
            # A fragment inside the clause: only the verb, or words that belong to it, follow.
            return (
                report.first - index <= _LONGEST_PREDICATE
                and report.cue.kind in ("describing", "verb")
                and (report.first == index or report.cue.kind == "describing")
            )
        if not ended and report.cue.kind != "source before" and report.first > index + 3:
            return False
        return ended or report.first - index <= 3

    def _abbreviates(self, at: int) -> bool:
        """Tell whether the full stop before an English token is that of a title: Sen. Worsley."""
        return self.lexicon.capitals and self._phrases.words.joins(at)

    def _is_relative(self, index: int) -> bool:
        """Tell whether a clause about the quotation opens after it: „…”, שבה מאיים הוועד."""
        token, lexicon = self.tokens[index], self.lexicon
        if token.bare in lexicon.relatives:
            return True
        known = token.bare in lexicon.given or token.bare in self._phrases.learned.known
        return (
            lexicon.joined != ""
            and token.bare.startswith(lexicon.joined)
            and (not known and index not in self.speakers.cues)
        )

    def _ends_sentence(self, report: Report) -> bool:
        """Tell whether a verb of Persian is last, after its subject's relative clause."""
        if self.lexicon.subject != "before" or self.lexicon.genitives:
            return False
        if report.cue.after >= len(self.tokens):
            return True
        return self.tokens[report.cue.after].gap.strip(SPACES) != ""

    def _opens_another(self, report: Report) -> bool:
        """Tell whether a verb after a quotation begins a report of its own: «…» قال فلان إن."""
        at = report.after
        subject = report.subject
        if self.lexicon.object_marker and subject and subject.first >= report.cue.after:
            return False  # «…»، می‌گوید زنی که: a clause about who spoke
        if self.lexicon.object_marker and report.cue.kind == "describing":
            return self._colon_follows(report)
        if self._continues_clause(at, report):
            return True
        if report.cue.kind == "describing" and self.lexicon.clitics == "hebrew":
            follows = at < len(self.tokens) and self.tokens[at].quotation >= 0
            return follows or self._colon_follows(report)
        if self.lexicon.subject != "after" or at >= len(self.tokens):
            return self._colon_follows(report)
        following = self.tokens[at]
        if following.span.start == report.cue.span.end:
            return False
        if following.gap.strip(LIGHT) == "":
            return following.bare in self.lexicon.complementizers
        return ":" in following.gap

    def _continues_clause(self, at: int, report: Report) -> bool:
        """Tell whether a complementizer follows the expression."""
        if at >= len(self.tokens):
            return False
        following = self.tokens[at]
        if self.passage.sentence(following.span.start) != self.passage.sentence(
            report.cue.span.start
        ):
            return False
        if following.gap.strip(SPACES):
            return False
        word = following.bare
        if self.lexicon.joined and word.startswith(self.lexicon.joined) and len(word) > 3:
            return word[1:] in self._phrases.words.vocabulary or word[1] == "ה"
        return word in self.lexicon.complementizers and self.lexicon.subject != "after"

    def _colon_follows(self, report: Report) -> bool:
        """Tell whether a colon or another quotation that it introduces follows in its clause."""
        for at in range(report.after, min(report.after + 8, len(self.tokens))):
            token = self.tokens[at]
            if ":" in token.gap:
                return True
            if at in self.speakers.cues:
                return False
            if token.gap.strip(SPACES) or token.quotation >= 0:
                return False
        return False
