"""Quotations without a report of their own: those that go on from one before, or are alone."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.quotes.quote import BECAUSE_GOES_ON, BECAUSE_MENTIONED, Previous, Quote
from tui.suggest.rules.quotes.surroundings import (
    NAME_WORDS,
    SENTENCE_WORDS,
    QuotationRules,
)
from tui.suggest.rules.reports.report import Report
from tui.text.spans import Span


class Continuations(QuotationRules):
    """The quotation or person that a quotation without a report belongs to.

    Languages have their own subclass.
    """

    # ---------------------------------------------- what a language says itself

    def is_coordinated(self, quotation: Span, last: Previous) -> bool:
        """Return whether only a conjunction is between the last quote and the quotation."""
        return False

    def goes_on_behind_topic(self, quotation: Span, last: Previous) -> bool:
        """Return whether a topic and a colon are between the last quote and the quotation."""
        return False

    def longest_no_speech(self, quotation: Span) -> int:
        """Return the most words with which a quotation that begins a sentence is no speech."""
        return NAME_WORDS - 1 if self._around.is_whole_sentence(quotation) else NAME_WORDS

    def is_about_speaker(self, quotation: Span) -> bool:
        """Return whether the sentence before a quotation only leads over to it."""
        return False

    # ----------------------------------------------------------- the same speaker

    def goes_on(self, quotation: Span, last: Previous) -> bool:
        """Return whether the quotation is a sentence of its own, right behind that of the last
        quote."""
        if last.quote.report is None or last.quote.type == "mixed":
            return False
        if not self._around.is_sentence(quotation):
            return False
        start = last.quote.span.start
        if self.passage.paragraph(quotation.start) != self.passage.paragraph(start):
            return False
        return self.passage.sentence(quotation.start) - self.passage.sentence(start) <= 1

    def is_next_paragraph(self, quotation: Span, last: Previous) -> bool:
        """Return whether a quotation is a whole paragraph, and the one before ends with the last
        quote or with who said it.

        If that quote is not closed there, the quotation only has to open its paragraph.
        """
        if last.quote.report is None or self.passage.nested:
            return False
        paragraph = self.passage.paragraph(quotation.start)
        span = self.passage.source.paragraphs[paragraph].span
        before = self.passage.paragraph(last.quotation.start)
        if paragraph - before != 1 or self.text[span.start : quotation.start].strip():
            return False
        if last.quotation in self.passage.source.continued:
            return True
        whole = not self.text[quotation.end : span.end].strip(f"{SPACES}.")
        if not whole or before == 0 or len(self.passage.words_in(quotation)) <= NAME_WORDS:
            return False
        first = self.passage.first_from(last.quotation.start)
        end = self.passage.source.paragraphs[before].span.end
        return self.passage.sentence_end(first) >= self.passage.first_from(end)

    def free_standing(self, quotation: Span, inside: Span, words: int) -> Quote | None:
        """Return the quote that a whole sentence between marks is right behind a sentence that
        reports what somebody said."""
        if (
            words <= self.longest_no_speech(quotation)
            or not self._around.is_sentence(quotation)
            or self.passage.nested
        ):
            return None
        index = bisect_left(self._around.starts, quotation.start) - 1
        if index >= 0 and self.reports[index].gender == "1":
            return self._answer(quotation, inside, self.reports[index])
        if index < 0 or self.reports[index].subject is None:
            return None
        nearest = self._outermost(index)
        here = self.passage.sentence(quotation.start)
        paragraph = self.passage.paragraph(quotation.start)
        same = paragraph == self.passage.paragraph(nearest.cue.span.start)
        apart = here - self.passage.sentence(nearest.cue.span.start)
        near = apart == 2 and self.is_about_speaker(quotation)
        if same and (apart <= 1 or near):
            return self.without_cue(inside, nearest)
        return None

    def _answer(self, quotation: Span, inside: Span, question: Report) -> Quote | None:
        """Return the quote that answers the writer's question in Persian."""
        at = question.cue.span.start
        same = self.passage.paragraph(at) == self.passage.paragraph(quotation.start)
        apart = self.passage.sentence(quotation.start) - self.passage.sentence(at)
        asked = self.speakers.asked.get(question.first)
        return (
            self.without_cue(inside, asked) if asked and same and 0 < apart <= NAME_WORDS else None
        )

    def without_cue(self, inside: Span, report: Report | None) -> Quote:
        """Return the quote that has the speaker of a report, and no expression of its own."""
        if report is not None:
            nothing = Span(inside.start, inside.start)
            report = self.speakers.anaphora.meant(report)
            report = replace(report, form="implicit", cue=report.cue._replace(span=nothing))
        return Quote(inside, "direct", report, None, BECAUSE_GOES_ON)

    def after_mention(self, quotation: Span, inside: Span) -> Quote | None:
        """Return the quote that a whole sentence between marks is right behind a sentence with a
        person as its subject."""
        if len(self.passage.words_in(inside)) < SENTENCE_WORDS or not self._around.is_sentence(
            quotation
        ):
            return None
        meant = None if self.passage.nested else self.speakers.headings.pronoun_before(quotation)
        if meant is not None:
            return self.without_cue(inside, meant)
        mention = self.speakers.reading.mention_before(self.passage.first_from(quotation.start))
        if mention is None or self.passage.nested or not mention.subject.sure:
            return None
        start = self.tokens[mention.at].span.start
        same = self.passage.paragraph(start) == self.passage.paragraph(quotation.start)
        near = self.passage.sentence(quotation.start) - self.passage.sentence(start)
        if not same or near != 1 or mention.subject.kind != "person":
            return None
        cue = Cue("verb", Span(inside.start, inside.start), mention.at, mention.at, "", "")
        return Quote(inside, "direct", Report(cue, mention.at, mention.subject, "implicit"), None,
                     BECAUSE_MENTIONED)  # fmt: skip

    def _outermost(self, index: int) -> Report:
        """Return the first report with a subject in the sentence of a report: the others are inside
        it."""
        sentence = self.passage.sentence(self._around.starts[index])
        found = self.reports[index]
        while index and self.passage.sentence(self._around.starts[index - 1]) == sentence:
            index -= 1
            if self.reports[index].subject is not None:
                found = self.reports[index]
        return found


class PronounContinuations(Continuations):
    """What English and Hebrew share: a pronoun tells that the last speaker goes on."""

    def goes_on_behind_topic(self, quotation: Span, last: Previous) -> bool:
        """Return whether a few words and a colon that name nobody open a paragraph, and the quote
        before ends one of the last two: כמות השלשות: "…" (the number of threes: “…”)."""
        if last.quote.report is None or last.quote.report.subject is None:
            return False
        paragraph = self.passage.paragraph(quotation.start)
        first = self.passage.first_in(paragraph)
        longest = 2 * SENTENCE_WORDS if self._around.opens_with_topic(quotation) else SENTENCE_WORDS
        few = 0 < self.passage.first_from(quotation.start) - first <= longest
        near = 0 < paragraph - self.passage.paragraph(last.quotation.start) <= 2
        quoted = any(
            self.tokens[at].quotation >= 0
            for at in range(first, self.passage.first_from(quotation.start))
        )
        return few and near and not quoted

    def is_about_speaker(self, quotation: Span) -> bool:
        """Return whether the sentence before a quotation begins with a pronoun: “…,” admits Wilk.
        He ran it again. “…”"""
        at = self.passage.first_from(quotation.start)
        start = self.passage.sentence_start(at - 1) if at else 0
        return (
            self.tokens[start].bare
            in self.lexicon.clause.pronouns - self.lexicon.nouns.not_subjects
        )


class PersianUrduContinuations(Continuations):
    """The quotation or person that a Persian or Urdu quotation without a report belongs to."""

    def longest_no_speech(self, quotation: Span) -> int:
        """Return the most words with which a quotation that begins a sentence is no speech: one, if
        it has a verb."""
        return 1 if self._around.has_verb(quotation) else super().longest_no_speech(quotation)


class ArabicContinuations(Continuations):
    """The quotation or person that an Arabic quotation without a report belongs to."""

    def is_coordinated(self, quotation: Span, last: Previous) -> bool:
        """Return whether only و (and) is between the last quote and the quotation: «جريمة»،
        و«استهتار بأرواح الناس» (“a crime”, and “disregard for human lives”)."""
        if last.quote.report is None:
            return False
        between = self.text[last.quotation.end : quotation.start]
        return between.strip(f"{SPACES}،,") == "و" and "\n" not in between

    def is_about_speaker(self, quotation: Span) -> bool:
        """Return whether a short question of the writer's is between: وماذا فعلت؟ «…» (And what did
        she do? “…”)."""
        at = self.passage.first_from(quotation.start)
        if not at:
            return False
        start = self.passage.sentence_start(at - 1)
        return at - start <= NAME_WORDS and "؟" in self.tokens[at].gap
