"""Whether an Arabic quotation belongs to the clause that a report before it introduces."""

from __future__ import annotations

import re

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.quotes.reported_clauses import ReportedClauses
from tui.suggest.rules.quotes.surroundings import (
    LONGEST_TAG,
    NAME_WORDS,
    NEAR_WORDS,
)
from tui.suggest.rules.reports.report import Report
from tui.text.spans import Span

_LONGEST_OBJECT = 6
"""Words of the subject and object between a verb and a quotation that begins with أن."""

_LONGEST_WHERE = NEAR_WORDS - 4
"""Words that say where or how, between a verb with its subject and a quotation."""


class ArabicReportedClauses(ReportedClauses):
    """Which Arabic quotations a report before them introduces."""

    def judges(self, report: Report, quotation: Span) -> bool:
        """Return whether a verb that may report a clause has an object here, and the quotation says
        what it is: اعتبر القرار «ضربة» (he called the decision “a blow”)."""
        if report.cue.word not in self.lexicon.verbs.judging:
            return False
        first, last = report.after, self.passage.first_from(quotation.start)
        between = self.tokens[first:last]
        openers = self.lexicon.clause.complementizers | self.lexicon.stops.prepositions
        plain = all(
            token.quotation < 0 and not token.gap.strip(SPACES) and token.bare not in openers
            for token in between
        )
        if not plain or not 0 < len(between) <= NAME_WORDS:
            return False
        if self.text[between[-1].span.end : quotation.start].strip(SPACES):
            return False
        return not self._phrases.quoted.is_naming(between[-1])

    def may_describe_in_clause(self) -> bool:
        """Return True: a verb that judges may have a clause of its own before the judgement."""
        return True

    # ------------------------------------------------------------ right behind

    def is_only_about_speaker(self, report: Report, quotation: Span) -> bool:
        """Return whether what is between a report and a quotation says only who, where or how."""
        return self._only_says_where(report, quotation) or self._says_nothing_else(
            report, quotation
        )

    def _only_says_where(self, report: Report, quotation: Span) -> bool:
        """Return whether all that is between a verb with its subject and a long quotation says
        where or how: قال فلان في اتصال هاتفي «…» (so-and-so said in a telephone call “…”)."""
        last = self.passage.first_from(quotation.start)
        between = range(report.after, last)
        if not 0 < len(between) <= _LONGEST_WHERE:
            return False
        # تمنى على زملائه «الارتقاء بالخطاب» (asked his colleagues to “raise the discourse”)
        told = self.is_told_somebody(report)
        if not told and report.cue.kind != "verb" and (
            report.cue.word not in self.lexicon.style.writing
        ):  # fmt: skip
            return False
        opening, ending = self.tokens[report.after], self.tokens[last - 1]
        if not (opening.bare in self.lexicon.stops.prepositions or opening.bare.startswith("ل")):
            return False
        if self.text[ending.span.end : quotation.start].strip(SPACES):
            return False
        if len(self.passage.words_in(quotation)) <= (1 if told else NAME_WORDS):
            return False
        noun = self._phrases.words.stem(ending.bare)
        if self._phrases.quoted.is_naming(ending) or noun in self.lexicon.nouns.naming:
            return False
        if noun in self.lexicon.nouns.heads and not told:
            return False
        return all(map(self._is_plain, between))

    def _is_plain(self, at: int) -> bool:
        """Return whether a word is in one phrase with the word before, and opens no clause."""
        if self.tokens[at].quotation >= 0 or at in self.speakers.cues:
            return False
        opens = self.tokens[at].bare in self.lexicon.clause.complementizers
        return not opens and self._phrases.words.joins(at)

    def _says_nothing_else(self, report: Report, quotation: Span) -> bool:
        """Return whether a long quotation is all that a verb of saying can have as its object:
        وقالت سلوى (50 عاما) المقيمة في دمر «…» (said Salwa (50), who lives in Dummar, “…”)."""
        last = self.passage.first_from(quotation.start)
        between = self.tokens[report.after : last]
        addresses = report.cue.word in self.lexicon.verbs.objects and len(between) < NAME_WORDS
        says = (
            report.cue.word in self.lexicon.verbs.says or addresses
        )  # ناشد المحتجون المسؤولين «…» (the protesters called on the officials “…”)
        words = len(self.passage.words_in(quotation))
        says = says or (report.cue.kind == "verb" and words > 2 * NAME_WORDS)
        if not says or not 0 < len(between) <= LONGEST_TAG or self._is_relative_verb(report):
            return False
        short = words < NAME_WORDS or (
            words == NAME_WORDS and self.passage.words_in(quotation)[0].article
        )
        if short or self.passage.nested:
            return False
        if words == NAME_WORDS and report.cue.word not in self.lexicon.verbs.says:
            return False
        if self._phrases.quoted.is_naming(between[-1]):
            return False
        return all(
            not re.search("[.:؛!؟\n]", token.gap)
            and not is_in_any(
                token.bare, self.lexicon.clause.complementizers, self.lexicon.clause.described_as
            )
            and (token.quotation < 0 or self._is_short(token.quotation))
            for token in between
        )

    def _is_relative_verb(self, report: Report) -> bool:
        """Return whether a report's verb is right behind الذي (who) or the like."""
        before = self.tokens[report.first - 1] if report.first else None
        return before is not None and before.bare in self.lexicon.clause.relatives

    def _is_short(self, quotation: int) -> bool:
        """Return whether the quotation of an index is no longer than a name."""
        return len(self.passage.words_in(self.passage.quotations[quotation])) <= NAME_WORDS

    def is_told_somebody(self, report: Report) -> bool:
        """Return whether على and the one who is asked for something are behind a verb and its
        subject: تمنى على زملائه (he asked of his colleagues)."""
        at = report.after
        if at + 1 >= len(self.tokens) or report.form != "explicit":
            return False
        told = self.tokens[at].bare == "علي" and report.cue.is_verb
        whom = self.tokens[at + 1].bare
        owned = whom.endswith(("ه", "ها", "هم")) and not self.tokens[at + 1].article
        return told and (owned)

    # -------------------------------------------------------------- the clause

    def opens_with_particle(self, quotation: Span, words: list[str]) -> bool:
        """Return whether a quotation behind a weaker verb and a few words begins with the particle
        of its clause."""
        first = self.passage.words_in(quotation)[0].bare
        return len(words) <= _LONGEST_OBJECT and first in self.lexicon.clause.complementizers

    def may_be_without_particle(self, report: Report, quotation: Span) -> bool:
        """Return whether a verb takes ب, and a noun with it follows: تعهد بإعادة الكهرباء «خلال
        أسابيع» (he pledged to restore electricity “within weeks”)."""
        near = list(self.between(report, quotation.start))[:NEAR_WORDS]
        takes = report.cue.word in self.lexicon.verbs.takes_ba
        return takes and any(word.startswith("ب") and len(word) > NAME_WORDS for word in near)

    def has_clause_of_its_own(self, report: Report, quotation: Span) -> bool:
        """Return whether what is behind a source only says more about it: وفق دراسة نُشرت في دورية
        «…» (according to a study published in the journal “…”)."""
        if report.cue.kind != "source before":
            return False
        behind = range(report.after, self.passage.first_from(quotation.start))
        joined = all(self._phrases.words.joins(at) for at in behind)
        thus = any(self.tokens[at].bare.startswith("فا") for at in behind)
        return joined and not thus and not self._around.follows_comma(quotation)

    def follows_joined_preposition(self, quotation: Span, report: Report) -> bool | None:
        """Return whether the verb's own preposition is joined to a quotation; None where nothing is
        joined."""
        joined = self.text[max(0, quotation.start - 2) : quotation.start].strip(" ـ")
        if joined == "ب":
            return report.cue.word in self.lexicon.verbs.quoting_with_ba
        if joined == "ل":
            return report.cue.word in self.lexicon.verbs.takes.get("ل", ())
        return None

    def follows_whole_subject(self, report: Report, quotation: Span) -> bool:
        """Return whether a verb that has an object is before the quotation, with a subject that
        takes no more words: أعلنت السلطات الصحية «الاستنفار الكامل» (the health authorities
        declared “full alert”)."""
        subject = report.subject
        if subject is None or report.form != "explicit":
            return False
        if report.cue.kind != "verb" or report.cue.word not in self.lexicon.verbs.transitive:
            return False
        if subject.first < report.cue.after or subject.after <= subject.first + 1:
            return False
        last = self.tokens[subject.after - 1]
        if not last.article and not subject.is_sure_person:
            return False
        if len(self.passage.words_in(quotation)) <= 1 or self._phrases.quoted.is_naming(last):
            return False
        return self.is_next_to(report, quotation)
