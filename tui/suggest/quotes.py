"""Quotations that report speech, each with the expression that reports it and its speaker."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tui.suggest.cues import Cue
from tui.suggest.lexicon import bare, has_words
from tui.suggest.passages import SPACES, Passage, Word
from tui.suggest.reports import Report
from tui.suggest.speakers import Speakers
from tui.text.language import inside_marks
from tui.text.spans import Span
from tui.text.unicode import LRM, NO_BREAK_SPACE, RLM, TATWEEL, ZWNJ

_LONG = 5
"""Words from which a quotation without a reporting expression is still taken for one."""


_NAME = 3
"""Words of the longest name between quotation marks that is told by the noun before it."""


_LIGHT = f" {NO_BREAK_SPACE}{LRM}{RLM}،,-–—{TATWEEL}"
"""What may be between a quotation and the expression after it."""


_LIGHT_BEHIND = _LIGHT + "؛;۔.!؟?"
"""The same where the expression is at its clause's end."""


_FARTHEST = 4
"""Speakers before a quotation in its sentence that are looked at."""


_LONGEST_PREDICATE = 3
"""Words between a quoted judgement and its verb: ’…‘ کا ذمہ دار قرار دیا."""


_LONGEST_OBJECT = 6
"""Words of the subject and object between a verb and a quotation that begins with أن."""


_NEAR = 14
"""Words after a weaker verb among which its clause begins."""


_SIGN = 8
"""Tokens between what something is written on and the words."""


_FAR = 2000
"""Code points between a report and a quotation that it may report."""


_LONGEST_TAG = 24
"""Tokens between a quotation and the expression after it."""


_REPORT_AFTER = "{cue} comes right after the quotation marks."


_COLON = "The quotation marks follow {cue} and a colon."


_HEADING = "A name and a colon come before the quotation marks."


_NAME_AFTER = "Only a name comes after the quotation marks."


_HEADLINE = "It is in a headline, after a name and a colon."


_BESIDE = "The quotation marks follow {cue}."


_BROKEN = "It goes on after its attribution by {cue}."


_GOES_ON = "It follows the last quotation at once."


_IN_CLAUSE = "It is in the clause that {cue} reports."


_SENTENCE = "What the quotation marks enclose is as long as a sentence."


_MENTIONED = "It follows a sentence about somebody at once."


_REPEATED = "The text says the same again, with its speaker."


@dataclass(frozen=True)
class Quote:
    """A quotation, and how it is reported."""

    span: Span
    """What the quotation marks enclose, without white space at its ends."""
    type: Literal["direct", "mixed", "indirect", ""]
    report: Report | None
    continues: int | None = None
    """Index of the quote of which this one is the next part."""
    why: str = ""
    """What it was told by, as a sentence; `{cue}` stands for the expression."""


def find_quotes(speakers: Speakers) -> list[Quote]:
    """Find the quotations that are somebody's words; names and titles between marks are none."""
    return _Finder(speakers).quotes()


class _Finder:
    """Finds the quotations of a passage that report speech."""

    def __init__(self, speakers: Speakers) -> None:
        self.speakers = speakers
        self.passage: Passage = speakers.passage
        self.lexicon = self.passage.lexicon
        self.text = self.passage.text
        self.tokens = self.passage.tokens
        self.reports = speakers.found
        self.firsts = [report.first for report in self.reports]
        self.by_first = {report.first: report for report in self.reports}
        self.starts = [report.cue.span.start for report in self.reports]
        self.last_quotation: Span | None = None

    def quotes(self) -> list[Quote]:
        """Return all quotes of the passage, in order."""
        done: list[Quote] = []
        for quotation in self.passage.quotations:
            inside = inside_marks(self.text, quotation).trimmed(self.text)
            quote = self._quote(quotation, inside, done) if inside.length else None
            if quote is not None:
                if done and self.last_quotation in self.passage.source.continued:
                    done[-1] = self._with_later_speaker(done[-1], quote)
                done.append(quote)
                self.last_quotation = quotation
        return self._with_repeated(done)

    def _with_later_speaker(self, quote: Quote, following: Quote) -> Quote:
        """Return a quote that goes on in the next paragraph, by the speaker whom that names."""
        if quote.report is not None or following.report is None:
            return quote
        return replace(self._without_cue(quote.span, following.report), type="direct")

    def _quote(self, quotation: Span, inside: Span, done: list[Quote]) -> Quote | None:
        """Return the quote that a quotation is, by the first rule that knows it."""
        words = len(self.passage.words_in(inside))
        if not words or self._is_subject(quotation):
            return None
        colon = _colon_before(self.text, quotation.start)
        before, after = self._report_before(quotation, colon=colon), self._report_after(quotation)
        if colon and before is not None and self._opens_with_topic(quotation):
            before = None
        if before is not None and after is not None and (
            self._is_inner(before, after, quotation) or self._introduces(before, quotation)
        ):  # fmt: skip
            after = None
        if self._is_no_speech(quotation) and not (after and words > _NAME):
            return None
        if after is None and self._is_written_on(quotation, before):
            return None
        if after is not None and self._is_name_before_verb(quotation, words, after):
            return None
        if self._is_apposed_name(quotation, words):
            return None
        if not colon and self._is_name(quotation, words, before, after):
            return None
        if colon and before is None:
            before = self.speakers.heading(quotation)
            if self._is_topic(quotation, before, words):
                return None
            if done and (before is None or before.subject is None) and (
                self._goes_on_behind_topic(quotation, done[-1])
            ):  # fmt: skip
                return self._without_cue(inside, done[-1].report)
        return (
            self._reported_before(quotation, inside, before, after, colon=colon)
            or self._reported_beside(quotation, inside, before, after, done)
            or self._without_report(quotation, inside, before, done)
        )

    def _is_topic(self, quotation: Span, heading: Report | None, words: int) -> bool:
        """Tell whether a place or an event and a colon open an Arabic headline, and a verb goes on
        behind a few quoted words: باكستان: «خط الغاز» يشعل."""
        subject = heading.subject if heading is not None else None
        place = subject is None or not subject.can_speak
        following = self.passage.first_from(quotation.end)
        if not place or words > _NAME + 1 or self.lexicon.clitics != "arabic":
            return False
        if following >= len(self.tokens) or following in self.speakers.cues:
            return False
        if words > _NAME and self.tokens[following].bare[0] not in "يت":
            return False
        return self.text[quotation.end : self.tokens[following].span.start].strip(SPACES) == ""

    def _introduces(self, before: Report, quotation: Span) -> bool:
        """Tell whether a Persian or Urdu verb and کہ are right before a quotation."""
        last = self.passage.first_from(quotation.start)
        between = self.tokens[before.cue.after : last]
        return (
            self.lexicon.subject == "before"
            and before.cue.kind == "verb"
            and len(between) == 1
            and between[0].bare in self.lexicon.complementizers
            and not self.text[between[0].span.end : quotation.start].strip(SPACES)
        )

    def _is_inner(self, before: Report, after: Report, quotation: Span) -> bool:
        """Tell whether a Persian verb after a few words is that of the clause which they are in:
        گفت که فیلم‌نامه را «در سه هفته» نوشته است."""
        inside = self.text[quotation.end - 2] not in ".!؟?،"
        return (
            self.lexicon.object_marker != ""
            and inside
            and before.cue.kind == "verb"
            and after.cue.kind == "verb"
            and before.form == "explicit"
            and any(
                word in self.lexicon.complementizers
                for word in self._between(before, quotation.start)
            )
        )

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
            headline = self.speakers.heading_after(quotation) if after is None else None
            if headline is not None and not before.cue.span.length:
                return Quote(inside, "direct", headline, None, _NAME_AFTER)
            if colon or (after and self._only_passes_on(after, before, quotation)):
                return self._introduced_quote(inside, before, colon=colon)
            return None
        if after is None and not colon:
            behind = self.speakers.heading_after(quotation)
            if behind is not None:
                return Quote(inside, "direct", behind, None, _NAME_AFTER)
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
            own = after is not None and after.cue.is_verb and self._is_finished(done[-1].span)
            if not own:
                return Quote(inside, "direct", before, len(done) - 1, _BROKEN)
        if before is not None and (
            self._describes(before, quotation) or self._judges(before, quotation)
        ):
            return Quote(inside, "mixed", before, None, _BESIDE)
        if after is not None:
            mixed = after.cue.kind == "describing"
            return Quote(inside, "mixed" if mixed else "direct", after, None, _REPORT_AFTER)
        if before is None or not self._is_next_to(before, quotation):
            return None
        if words > _NAME or self._is_told_somebody(before):
            return Quote(inside, "direct" if words > _NAME else "mixed", before, None, _BESIDE)
        return (
            Quote(inside, "mixed", before, None, _BESIDE)
            if self._accepts_short(before, quotation)
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
        headline = self.speakers.headline(quotation) if before is None else None
        if headline is not None:
            return Quote(inside, "mixed", headline, None, _HEADLINE)
        if done and self._is_broken(quotation, done[-1]):
            return Quote(inside, "direct", done[-1].report, len(done) - 1, _BROKEN)
        if done and self._is_coordinated(quotation, done[-1]):
            return Quote(inside, done[-1].type, done[-1].report, None, _GOES_ON)
        if done and self._goes_on(quotation, done[-1]):
            return Quote(inside, "direct", done[-1].report, len(done) - 1, _GOES_ON)
        if done and before is None and self._is_next_paragraph(quotation, done[-1]):
            return self._without_cue(inside, done[-1].report)
        if before is not None and self._is_in_clause(before, quotation):
            return Quote(inside, "mixed", before, None, _IN_CLAUSE)
        free = self._free_standing(quotation, inside, words) or self._after_mention(
            quotation, inside
        )
        first = self.passage.paragraph(quotation.start) == 0
        parted = _colon_before(self.text, quotation.start) or (
            first and self.text[quotation.end : quotation.end + 2].strip()[:1] == ":"
        )
        long = _NAME + 1 if parted else _LONG
        short = first or self._is_whole_sentence(quotation)
        if short and self.lexicon.clitics == "arabic" and _colon_before(self.text, quotation.start):
            long = _NAME
        if first and self.lexicon.subject == "before" and self._has_verb(quotation):
            long = _NAME - 1
        if free is None and words >= long and not self.passage.nested and before is None:
            return Quote(inside, "", None, None, _SENTENCE)
        return free

    def _has_verb(self, quotation: Span) -> bool:
        """Tell whether a Persian or Urdu quotation has a finite verb, or asks something."""
        first, end = (
            self.passage.first_from(quotation.start),
            self.passage.first_from(quotation.end),
        )
        asks = self.text[quotation.end - 2] in "؟?!"
        return asks or any(self.speakers.phrases.words.is_finite(at) for at in range(first, end))

    def _accepts_short(self, report: Report, quotation: Span) -> bool:
        """Tell whether a few words next to the report may be speech instead of a name."""
        if self.lexicon.subject == "before" and report.cue.kind == "weaker verb":
            return self.lexicon.object_marker != "" or self._has_verb(quotation)
        if self.lexicon.clitics != "arabic":
            return report.cue.kind == "verb"
        if self.passage.nested and report.cue.kind != "describing":
            return True  # قال لي أحدهم هامساً ‘اكتبي أقل’
        words = self.passage.words_in(quotation)
        if report.cue.kind == "participle":  # هاتفين «أين الأجور؟»
            return len(words) > 1 and not all(word.article for word in words)
        if report.cue.kind != "verb":
            return False
        several = len(words) == _NAME and not all(word.article for word in words)
        return several or self._follows_whole_subject(report, quotation)

    def _follows_whole_subject(self, report: Report, quotation: Span) -> bool:
        """Tell whether an Arabic verb that has an object is before the quotation, with a subject
        that takes no more words: أعلنت السلطات الصحية «الاستنفار الكامل»."""
        subject = report.subject
        if self.lexicon.clitics != "arabic" or subject is None or report.form != "explicit":
            return False
        if report.cue.kind != "verb" or report.cue.word not in self.lexicon.transitive:
            return False
        last = subject.after - 1
        behind = subject.first >= report.cue.after and subject.after > subject.first + 1
        named = subject.kind == "person" and subject.sure
        whole = named or self.tokens[last].article
        return (
            behind and whole and len(self.passage.words_in(quotation)) > 1
            and not self.speakers.phrases.quoted.is_naming(self.tokens[last])
            and self._is_next_to(report, quotation)
        )  # fmt: skip

    def _is_broken(self, quotation: Span, last: Quote) -> bool:
        """Tell whether the quotation goes on from the last one behind a verb that no list has, and
        what describes the speaker: «…»، تتدخل فاطمة، أم لثلاثة تلاميذ، «…»."""
        report = last.report
        if self.lexicon.clitics != "arabic" or report is None or not self._follows_comma(quotation):
            return False
        between = self.text[report.cue.span.start : quotation.start]
        start = self.passage.sentence(report.cue.span.start)
        return (
            report.cue.span.start >= last.span.end
            and start == self.passage.sentence(quotation.start - 1)
            and not re.search("[.:؛!؟]", between)
            and len(between.split()) <= _NEAR
        )

    def _free_standing(self, quotation: Span, inside: Span, words: int) -> Quote | None:
        """Return a whole sentence between marks right after one that reports what somebody said."""
        least = _NAME - 1 if self._is_whole_sentence(quotation) else _NAME
        if self.lexicon.subject == "before" and self._has_verb(quotation):
            least = 1
        if words <= least or not self._is_sentence(quotation) or self.passage.nested:
            return None
        index = bisect_left(self.starts, quotation.start) - 1
        if index >= 0 and self.reports[index].gender == "1":
            return self._answer(quotation, inside, self.reports[index])
        last = index
        while index > 0 and self.reports[index].subject is None and self._only_refers(index):
            index -= 1  # یہ کہہ کر وہ رو پڑیں۔
        if index < 0 or self.reports[index].subject is None:
            return None
        nearest = self._outermost(index)
        here = self.passage.sentence(quotation.start)
        paragraph = self.passage.paragraph(quotation.start)
        same = paragraph == self.passage.paragraph(nearest.cue.span.start)
        apart = here - self.passage.sentence(self.starts[last] if last > index else (
            nearest.cue.span.start))  # fmt: skip
        asked = self._follows_question(quotation)
        near = apart == 2 and (asked or self._is_about_last_speaker(quotation))
        if same and (apart <= 1 or near):
            return self._without_cue(inside, nearest)
        return None

    def _answer(self, quotation: Span, inside: Span, question: Report) -> Quote | None:
        """Return a whole sentence between marks that answers the writer's question in Persian."""
        at = question.cue.span.start
        same = self.passage.paragraph(at) == self.passage.paragraph(quotation.start)
        apart = self.passage.sentence(quotation.start) - self.passage.sentence(at)
        asked = self.speakers.asked.get(question.first)
        return self._without_cue(inside, asked) if asked and same and 0 < apart <= _NAME else None

    def _only_refers(self, index: int) -> bool:
        """Tell whether a Persian or Urdu expression without subject refers to what was just said,
        in the sentence before: یہ کہہ کر."""
        one, other = (self.passage.sentence(self.starts[at]) for at in (index - 1, index))
        return (
            self.lexicon.subject == "before"
            and self.reports[index].cue.kind in ("describing", "participle")
            and other - one <= 1
        )

    def _without_cue(self, inside: Span, report: Report | None) -> Quote:
        """Return the quote that has the speaker of a report and no expression of its own."""
        if report is not None:
            nothing = Span(inside.start, inside.start)
            report = self.speakers.meant(report)
            report = replace(report, form="implicit", cue=report.cue._replace(span=nothing))
        return Quote(inside, "direct", report, None, _GOES_ON)

    def _is_coordinated(self, quotation: Span, last: Quote) -> bool:
        """Tell whether only و is between the last quote and some more words: «جريمة»، و«استهتار
        بأرواح الناس»."""
        if self.lexicon.clitics != "arabic" or self.last_quotation is None or last.report is None:
            return False
        between = self.text[self.last_quotation.end : quotation.start]
        return between.strip(f"{SPACES}،,") == "و" and "\n" not in between

    def _opens_with_topic(self, quotation: Span) -> bool:
        """Tell whether a sentence before a colon begins with what somebody speaks on: On the strike
        that begins today: “…”"""
        last = self.passage.first_from(quotation.start)
        start = self.passage.sentence_start(last - 1) if last else 0
        short = 0 < last - start <= 2 * _LONG
        return short and self.tokens[start].bare in self.lexicon.about

    def _goes_on_behind_topic(self, quotation: Span, last: Quote) -> bool:
        """Tell whether a few words and a colon, which name nobody, open a paragraph, and the quote
        before ends one of the last two: כמות השלשות: "…"."""
        if self.last_quotation is None or last.report is None or last.report.subject is None:
            return False
        paragraph = self.passage.paragraph(quotation.start)
        first = self.passage.first_in(paragraph)
        longest = 2 * _LONG if self._opens_with_topic(quotation) else _LONG
        few = 0 < self.passage.first_from(quotation.start) - first <= longest
        near = 0 < paragraph - self.passage.paragraph(self.last_quotation.start) <= 2
        quoted = any(
            self.tokens[at].quotation >= 0
            for at in range(first, self.passage.first_from(quotation.start))
        )
        return self.lexicon.subject == "both" and few and near and not quoted

    def _is_next_paragraph(self, quotation: Span, last: Quote) -> bool:
        """Tell whether a quotation is a whole paragraph, and the one before ends with the last
        quote or with who said it. If that quote is not closed there, it only has to open this one.
        """
        if self.last_quotation is None or last.report is None or self.passage.nested:
            return False
        paragraph = self.passage.paragraph(quotation.start)
        span = self.passage.source.paragraphs[paragraph].span
        before = self.passage.paragraph(self.last_quotation.start)
        if paragraph - before != 1 or self.text[span.start : quotation.start].strip():
            return False
        if self.last_quotation in self.passage.source.continued:
            return True
        whole = not self.text[quotation.end : span.end].strip(f"{SPACES}.")
        if not whole or before == 0 or len(self.passage.words_in(quotation)) <= _NAME:
            return False
        first = self.passage.first_from(self.last_quotation.start)
        end = self.passage.source.paragraphs[before].span.end
        return self.passage.sentence_end(first) >= self.passage.first_from(end)

    def _is_whole_sentence(self, quotation: Span) -> bool:
        """Tell whether an Arabic quotation ends its sentence or paragraph, and a stop is inside or
        behind it."""
        behind = self.text[quotation.end : quotation.end + 1]
        ends = self._is_finished(Span(quotation.start, quotation.end - 1))
        return self.lexicon.clitics == "arabic" and (behind == "." or (ends and behind in "\n "))

    def _follows_question(self, quotation: Span) -> bool:
        """Tell whether a short question of the writer's is between: وماذا فعلت؟ «…»."""
        at = self.passage.first_from(quotation.start)
        if self.lexicon.clitics != "arabic" or not at:
            return False
        start = self.passage.sentence_start(at - 1)
        return at - start <= _NAME and "؟" in self.tokens[at].gap

    def _is_about_last_speaker(self, quotation: Span) -> bool:
        """Tell whether the sentence before a quotation begins with a pronoun: “…,” admits Wilk. He
        ran it again. “…”"""
        at = self.passage.first_from(quotation.start)
        start = self.passage.sentence_start(at - 1) if at else 0
        return self.lexicon.subject == "both" and self.tokens[start].bare in (
            self.lexicon.pronouns - self.lexicon.not_subjects
        )

    def _after_mention(self, quotation: Span, inside: Span) -> Quote | None:
        """Return a whole sentence between marks right after one that names a person as its
        subject."""
        if len(self.passage.words_in(inside)) < _LONG or not self._is_sentence(quotation):
            return None
        meant = None if self.passage.nested else self.speakers.pronoun_before(quotation)
        if meant is not None:
            return self._without_cue(inside, meant)
        mention = self.speakers.mention_before(self.passage.first_from(quotation.start))
        if mention is None or self.passage.nested or not mention.subject.sure:
            return None
        start = self.tokens[mention.at].span.start
        same = self.passage.paragraph(start) == self.passage.paragraph(quotation.start)
        near = self.passage.sentence(quotation.start) - self.passage.sentence(start)
        if not same or near != 1 or mention.subject.kind != "person":
            return None
        cue = Cue("verb", Span(inside.start, inside.start), mention.at, mention.at, "", "")
        return Quote(inside, "direct", Report(cue, mention.at, mention.subject, "implicit"), None,
                     _MENTIONED)  # fmt: skip

    def _outermost(self, index: int) -> Report:
        """Return the first report with a subject in the sentence of a report: the others are
        in it."""
        sentence = self.passage.sentence(self.starts[index])
        found = self.reports[index]
        while index and self.passage.sentence(self.starts[index - 1]) == sentence:
            index -= 1
            if self.reports[index].subject is not None:
                found = self.reports[index]
        return found

    def _is_sentence(self, quotation: Span) -> bool:
        """Tell whether the quotation begins a sentence."""
        number = self.passage.sentence(quotation.start)
        return number >= 0 and self.passage.sentence_span(number).start >= quotation.start - 1

    def _is_finished(self, span: Span) -> bool:
        return self.text[span.end - 1] in ".!?؟۔"

    def _introduced_quote(self, inside: Span, report: Report, *, colon: bool) -> Quote:
        """Return the quote that a report before it introduces."""
        if not report.cue.span.length:
            return Quote(inside, "direct", report, None, _HEADING)
        if colon:
            return Quote(inside, "direct", report, None, _COLON)
        return Quote(inside, "mixed", report, None, _IN_CLAUSE)

    def _only_passes_on(self, after: Report, before: Report, quotation: Span) -> bool:
        """Tell whether the phrase after only says who told of what the verb before reports:
        تعهد الوزير بـ«…»، وفق بيان."""
        if not before.cue.is_verb or after.cue.is_verb:
            return False
        return self._is_in_clause(before, quotation)

    # ------------------------------------------------------------- what is not speech

    def _is_subject(self, quotation: Span) -> bool:
        """Tell whether the marks hold part of who spoke, or what إن follows at once."""
        near = self.reports[max(0, bisect_left(self.starts, quotation.start) - 2) :][:4]
        if any(r.subject and r.subject.span.overlaps(quotation) for r in near):
            return True
        index = self.passage.first_from(quotation.end)
        if index >= len(self.tokens) or self.lexicon.clitics != "arabic":
            return False
        following = self.tokens[index]
        gap = self.text[quotation.end : following.span.start]
        if following.bare in self.lexicon.takes and index + 1 < len(self.tokens):
            following = self.tokens[index + 1]  # في حديث إلى «الشروق» إلى أن
        opens = following.bare in self.lexicon.complementizers
        joined = following.bare.startswith("و")  # الملف «مغلق» وأنها ستشكل
        return gap.isspace() and "\n" not in gap and opens and not joined

    def _is_no_speech(self, quotation: Span) -> bool:
        """Tell whether the words next to the marks say that they hold a name, a term or a
        slogan."""
        index = self.passage.first_from(quotation.start)
        before = [token.bare for token in self.tokens[max(0, index - 6) : index]]
        end = self.passage.first_from(quotation.end)
        behind = [token.bare for token in self.tokens[end : end + 6]]
        if has_words(behind, self.lexicon.named_after):
            return not self.text[quotation.end : self.tokens[end].span.start].strip(_LIGHT)
        held = self.text[self.tokens[index - 1].span.end : quotation.start] if index else ""
        read = self.lexicon.capitals and before[-1:] in (["read"], ["reads"])
        touching = index and not held.strip(_LIGHT + "بלכהשו" + (":" if read else ""))
        if not touching:
            return self._is_titled(index, quotation)
        for words in self.lexicon.not_quote:
            tail = before[-len(words) :]
            if tuple(tail) == words or (
                len(tail) == len(words) and tail[1:] == list(words[1:])
                and self.lexicon.clitics and len(tail[0]) > len(words[0])
                and tail[0].endswith(words[0]) and len(tail[0]) - len(words[0]) <= 2
            ):  # fmt: skip
                return True
        return False

    def _is_titled(self, index: int, quotation: Span) -> bool:
        """Tell whether a title or slogan is named right before a colon and a few words: كتبت على
        السبورة عنوان الدرس:."""
        few = len(self.passage.words_in(quotation)) <= _NAME
        if not few or not _colon_before(self.text, quotation.start):
            return False
        before = [token.bare for token in self.tokens[max(0, index - _NAME) : index]]
        return any((word,) in self.lexicon.named_after for word in before)

    def _is_name(
        self, quotation: Span, words: int, before: Report | None, after: Report | None
    ) -> bool:
        """Tell whether the marks hold a name or title: صحيفة «الشرق الأوسط», فيلم "المومياء"."""
        index = self.passage.first_from(quotation.start) - 1
        inside = self.passage.words_in(quotation)
        adjacent = self.text[self.tokens[index].span.end : quotation.start] if index >= 0 else ""
        described = index >= 0 and self._is_described(index)
        named = (
            index >= 0
            and not adjacent.strip(_LIGHT)
            and self.speakers.phrases.quoted.is_naming(self.tokens[index])
        )
        named = named or self._is_named_before_adjective(index, adjacent, words)
        named = named or self._is_name_of_body(index, adjacent, words)
        if described or (words > _NAME and not named):
            return False
        if words > 2 * _NAME:
            return False
        if words > _NAME and before is not None and (
            self._is_clause_about_body(index, before)
            or (self.lexicon.object_marker and self._is_in_clause(before, quotation))
        ):  # fmt: skip
            return False
        construct = (
            self.lexicon.clitics == "arabic" and named and not self.tokens[index].article
        )  # كتلة «اللقاء الوطني»
        if before is not None and not construct and (
            self._describes(before, quotation) or self._follows_preposition(quotation, before)
        ):  # fmt: skip
            return False
        judged = after is not None and after.cue.kind == "describing"
        if named and not (judged and self.lexicon.subject == "before"):
            titled = self.tokens[index].bare in self.lexicon.titled and after is None
            return titled or not self._is_predicate(quotation)
        if self._hangs_on_preposition(index, adjacent, words):
            told = self.lexicon.capitals and not any(word.capital for word in inside)
            return not (told and before is not None and self._is_in_clause(before, quotation))
        if inside[0].bare in self.lexicon.naming and not described and after is None:
            return True
        if self.lexicon.capitals:
            return self._is_title(quotation, inside)
        if self.lexicon.subject == "before":
            alone = words == 1 and after is None and not self._is_predicate(quotation)
            return alone and not self._is_in_that_clause(before, quotation)
        if self.lexicon.clitics != "arabic":
            return False
        speech = self._is_nested_speech(before, quotation)
        if words == 1 or speech:
            return not speech
        whole = before is not None and self._follows_whole_subject(before, quotation)
        return not whole and self._is_made_like_a_title(inside)

    def _is_nested_speech(self, report: Report | None, quotation: Span) -> bool:
        """Tell whether a verb of saying and its subject are right before an Arabic quotation inside
        another: قلت له ‘لا تبتعد’."""
        if report is None or not self.passage.nested or report.cue.kind == "describing":
            return False
        said = report.cue.is_verb or report.cue.kind == "participle"
        return said and self._is_next_to(report, quotation)

    def _is_made_like_a_title(self, inside: list[Word]) -> bool:
        """Tell whether all words of an Arabic quotation have the article, or one is Latin or that
        of an agency."""
        return all(word.article for word in inside) or any(
            word.bare in self.lexicon.agencies
            or (word.bare.isascii() and (word.bare.isalpha() or word is inside[-1]))
            for word in inside
        )

    def _is_name_before_verb(self, quotation: Span, words: int, after: Report) -> bool:
        """Tell whether one Hebrew word between marks is the subject of a verb right behind it, no
        comma between: ״מעריב״ מציעה."""
        if self.lexicon.clitics != "hebrew" or words > 1 or not after.cue.is_verb:
            return False
        gap = self.text[quotation.end : self.tokens[after.first].span.start]
        return gap == " " and self.text[quotation.end - 2].isalnum()

    def _is_apposed_name(self, quotation: Span, words: int) -> bool:
        """Tell whether a word or two between marks and commas name what stands before: החברה
        שהקים בעיר, ״טומטק״, מעסיקה."""
        first, end = (
            self.passage.first_from(quotation.start),
            self.passage.first_from(quotation.end),
        )
        if self.lexicon.clitics != "hebrew" or words > 2 or not first or end >= len(self.tokens):
            return False
        before = self.text[self.tokens[first - 1].span.end : quotation.start]
        behind = self.text[quotation.end : self.tokens[end].span.start]
        parted = before.strip(SPACES) == "," == behind.strip(SPACES)
        start = max(first - _SIGN, self.passage.sentence_start(first - 1))
        near = self.tokens[start:first]
        return (
            parted
            and any(
                self.speakers.phrases.quoted.is_naming(token)
                or self.speakers.phrases.words.stem(token.bare) in self.lexicon.bodies
                for token in near
            )
            and not any(at in self.speakers.cues for at in (*range(start, first), end))
        )

    def _is_name_of_body(self, index: int, adjacent: str, words: int) -> bool:
        """Tell whether an Arabic body and what it is of are right before a few words: اتحاد الطلاب
        «صوتنا»."""
        if self.lexicon.clitics != "arabic" or index < 1 or words > _NAME or adjacent.strip(SPACES):
            return False
        head, noun = self.tokens[index - 1], self.tokens[index]
        plain = not head.article and noun.article and head.quotation < 0 and noun.quotation < 0
        return plain and head.bare in self.lexicon.bodies and not noun.gap.strip(SPACES)

    def _is_named_before_adjective(self, index: int, adjacent: str, words: int) -> bool:
        """Tell whether an adjective with the article is between a noun that has a name and the
        marks: האלבום החדש, "אוויר"."""
        if index < 1 or words > _NAME or not self.lexicon.clitics:
            return False
        noun, adjective = self.tokens[index - 1], self.tokens[index]
        owned = noun.bare.endswith(("ها", "هم"))  # أغنيتها الأخيرة «…»
        definite = noun.article or owned
        return (
            adjective.article
            and (definite or noun.bare[:-1] in self.lexicon.naming - self.lexicon.bodies)
            and noun.quotation < 0
            and not adjacent.strip(_LIGHT)
            and not adjective.gap.strip(SPACES)
            and (owned or adjective.bare not in self.lexicon.heads)
            and self.speakers.phrases.quoted.is_naming(noun)
        )

    def _is_in_that_clause(self, report: Report | None, quotation: Span) -> bool:
        """Tell whether a Persian verb, که and some words are before, and the last of them takes no
        name: گفت که خسارت را «بی‌کم‌وکاست»."""
        if report is None or report.cue.kind != "verb" or not self.lexicon.object_marker:
            return False
        between = list(self._between(report, quotation.start))
        that = len(between) > 1 and between[0] in self.lexicon.complementizers
        return that and between[-1] not in self.lexicon.prepositions | self.lexicon.naming

    def _is_described(self, index: int) -> bool:
        """Tell whether the words before the marks say that something is what they hold: מדובר
        ב"…"."""
        words = self.lexicon.described_as
        token = self.tokens[index]
        fused = self.lexicon.clitics == "hebrew" and len(token.bare) == 1 and index > 0
        before = self.tokens[index - 1].bare if fused else ""
        return token.bare in words or (fused and {before, before.lstrip("ושה")} & words != set())

    def _is_clause_about_body(self, index: int, before: Report) -> bool:
        """Tell whether what is reported begins with a body, and the marks hold more words than its
        name would have: بأن اللجنة «ستراجع اللقطة ولن تجامل أحداً»."""
        word = self.tokens[index].bare.removeprefix("ال")
        opens = before.cue.after <= index and (
            self.tokens[index - 1].bare in self.lexicon.complementizers
        )
        return opens and word in self.lexicon.bodies

    def _hangs_on_preposition(self, index: int, adjacent: str, words: int) -> bool:
        """Tell whether a preposition is right before a few words between marks: של "הארץ"."""
        if self.lexicon.clitics == "arabic" or index < 0 or words > _NAME or adjacent.strip(SPACES):
            return False
        parted = self.tokens[index].gap.strip(SPACES) in ("،", ",")
        if parted and self.tokens[index].bare in self.lexicon.conceding:
            return False  # …، چون «خجالت می‌کشید»
        return self.tokens[index].bare in self.lexicon.prepositions

    def _is_written_on(self, quotation: Span, before: Report | None) -> bool:
        """Tell whether the words are on a sign or wall, and nobody is said to have spoken them."""
        written = before is not None and before.cue.word in self.lexicon.writing
        if (
            before is not None
            and before.form == "explicit"
            and before.subject is not None
            and (not written or before.subject.kind == "person")
        ):
            return False
        last = self.passage.first_from(quotation.start)
        sentence = self.passage.sentence(quotation.start)
        return any(
            self._is_sign(at) and self.passage.sentence(self.tokens[at].span.start) == sentence
            for at in range(max(0, last - _SIGN), last)
        )

    def _is_sign(self, at: int) -> bool:
        """Tell whether a token is something that words are written on, in Persian and Urdu also
        with an ending: پلاکاردها."""
        word, signs = self.tokens[at].bare, self.lexicon.signs
        return word in signs or any(
            word.endswith(ending) and word.removesuffix(ending) in signs
            for ending in self.lexicon.endings
        )

    def _is_title(self, quotation: Span, inside: list[Word]) -> bool:
        """Tell whether all words of an English quotation in the text have a capital letter."""
        long = [word for word in inside if len(word.bare) > _NAME]
        headline = self.passage.paragraph(quotation.start) == 0
        return len(long) > 1 and all(word.capital for word in long) and not headline

    def _is_predicate(self, quotation: Span) -> bool:
        """Tell whether a verb after says that something is what the marks hold: … “نوحہ” ہے."""
        end = self.passage.first_from(quotation.end)
        return end < len(self.tokens) and self.tokens[end].bare in self.lexicon.copulas

    # --------------------------------------------------------------- the report after a quotation

    def _report_after(self, quotation: Span) -> Report | None:
        """Return the report right after a quotation: “…”، قال الوزير."""
        index = self.passage.first_from(quotation.end)
        if index >= len(self.tokens):
            return None
        if self.lexicon.subject == "after":
            found = self._verb_after(quotation, index)
        else:
            found = self._tag_after(quotation, index)
        if found is None and self._is_set_off(quotation, index):
            return self.speakers.unlisted(self._behind_as(index))
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
        if self.text[quotation.end : self.tokens[index].span.start].strip(_LIGHT):
            return None
        index = self._behind_as(index)
        report = self.by_first.get(index)
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
        if gap.strip(_LIGHT_BEHIND if ended else _LIGHT) or "\n" in gap:
            return None
        if re.search("[.۔؟]", gap) and not referring:
            return None
        if self.lexicon.capitals and self.text[quotation.end - 2] == ".":
            return None  # the next sentence begins
        place = bisect_left(self.firsts, index)
        if place >= len(self.reports):
            return None
        report = self.reports[place]
        if report.first - index > _LONGEST_TAG or report.cue.kind == "participle":
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
        few = len(self.passage.words_in(quotation)) <= _NAME
        if not self.lexicon.object_marker or index < 0 or not few or self._has_verb(quotation):
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
        report = self.by_first.get(index)
        if self.lexicon.clitics != "hebrew" or report is None or not report.cue.is_verb:
            return False
        end = report.after
        ends = end >= len(self.tokens) or "\n" in self.tokens[end].gap
        return ends and end - index <= _NAME + 1 and not report.cue.prefixed

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
        return self.lexicon.capitals and self.speakers.phrases.words.joins(at)

    def _is_relative(self, index: int) -> bool:
        """Tell whether a clause about the quotation opens after it: „…”, שבה מאיים הוועד."""
        token, lexicon = self.tokens[index], self.lexicon
        if token.bare in lexicon.relatives:
            return True
        known = token.bare in lexicon.given or token.bare in self.speakers.phrases.learned.known
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
        if following.gap.strip(_LIGHT) == "":
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
            return word[1:] in self.speakers.phrases.words.vocabulary or word[1] == "ה"
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

    # --------------------------------------------------------------- what is before

    def _report_before(self, quotation: Span, *, colon: bool) -> Report | None:
        """Return the report before a quotation in its sentence that reports it, else the
        nearest; before a colon also that of the sentence before."""
        index = bisect_left(self.starts, quotation.start) - 1
        sentence = self.passage.sentence(quotation.start)
        nearest: Report | None = None
        aside: Report | None = None
        alone = self._is_sentence(quotation)
        for place in range(index, max(-1, index - _FARTHEST), -1):
            report = self.reports[place]
            its_sentence = self.passage.sentence(report.cue.span.start)
            if its_sentence != sentence and not (colon and its_sentence >= sentence - 1 and alone):
                break
            if quotation.start - report.cue.span.end > _FAR:
                break
            if colon:
                if self._is_aside(place, sentence):
                    continue
                return report
            if self._is_parted(report, quotation):
                break
            if self._is_circumstance(report, quotation) or self._is_source_aside(place):
                continue
            if self._is_about_a_time(report, quotation) or self._is_left_unsaid(report):
                aside = aside or report
                continue
            relative = report.cue.relative and self._follows_comma(quotation)
            if relative or self._is_in_relative_clause(report, quotation):
                aside = aside or report
                continue
            nearest = nearest or report
            if (
                self._is_next_to(report, quotation)
                or self._describes(report, quotation)
                or self._is_in_clause(report, quotation)
            ):
                return report
            if report.cue.kind == "participle" and self.lexicon.clitics == "arabic":
                break  # it began a clause of its own
        return nearest or aside

    def _is_source_aside(self, place: int) -> bool:
        """Tell whether a source is only put between an Arabic verb of saying and its clause: وأشار
        الحكيم بحسب البيان، إلى أن."""
        report, before = self.reports[place], self.reports[place - 1] if place else None
        if self.lexicon.clitics != "arabic" or report.cue.kind != "source before" or not before:
            return False
        same = self.passage.sentence(before.cue.span.start) == self.passage.sentence(
            report.cue.span.start
        )
        if before.subject is not None and before.subject == report.subject:
            return True  # ترى على لسان وكيلها
        at = report.after
        at += at < len(self.tokens) and self.tokens[at].bare in self.lexicon.takes
        if not same or not before.cue.is_verb or at >= len(self.tokens):
            return False
        clause = self.tokens[at].bare in self.lexicon.complementizers
        return clause and all(
            self.tokens[i].bare not in self.lexicon.complementizers
            for i in range(before.cue.after, report.first)
        )

    def _is_circumstance(self, report: Report, quotation: Span) -> bool:
        """Tell whether an Arabic verb behind وهو only says what the speaker does meanwhile: يقول
        الرجل وهو يشير إلى أرض متشققة، «…»."""
        before = self.tokens[report.first - 1].bare if report.first else ""
        meanwhile = before in self.lexicon.meanwhile and report.form == "pronoun"
        return meanwhile and not (
            self._is_next_to(report, quotation)
            or self._describes(report, quotation)
            or self._is_in_clause(report, quotation)
        )

    def _is_left_unsaid(self, report: Report) -> bool:
        """Tell whether an Arabic clause about somebody says what they did not tell: المصدر، الذي لم
        يفصح عن اسمه."""
        then = self.tokens[report.first - 2].bare if report.first > 1 else ""
        return (
            self.lexicon.clitics == "arabic" and report.negated and then in self.lexicon.relatives
        )

    def _is_about_a_time(self, report: Report, quotation: Span) -> bool:
        """Tell whether an Arabic verb only says when, and a comma ends its clause: قال فلان بعد أن
        كشف الصحافي أنه تلقى خطة، «…»."""
        first = report.first
        if self.lexicon.clitics != "arabic" or first < 2 or not self._follows_comma(quotation):
            return False
        before, then = self.tokens[first - 1].bare, self.tokens[first - 2].bare
        time = before == "ان" and then in self.lexicon.prepositions
        opened = self.passage.sentence_start(first) < first - 2
        return opened and (time or before in self.lexicon.before_verb)

    def _is_in_relative_clause(self, report: Report, quotation: Span) -> bool:
        """Tell whether a clause about a noun holds the verb, and ends before what is reported: لفت
        المحامي، الذي يتابع الملف، إلى أن «…»."""
        first = report.first
        opened = first > 0 and self.tokens[first - 1].bare in self.lexicon.relatives
        if not opened or not report.cue.is_verb:
            return False
        for index in range(report.cue.after, self.passage.first_from(quotation.start)):
            token = self.tokens[index]
            if token.gap.strip(SPACES) in ("،", ","):
                at = index + (token.bare in self.lexicon.takes)
                return self.tokens[at].bare in self.lexicon.complementizers
        return False

    def _is_aside(self, place: int, sentence: int) -> bool:
        """Tell whether a report only says what the speaker did meanwhile: أضافت وهي تشير إلى …:"""
        report = self.reports[place]
        before = self.tokens[report.first - 1].bare if report.first else ""
        relative = before in self.lexicon.what or before in self.lexicon.relatives
        inner = report.bound and relative and report.cue.is_verb  # ما رأوا, الصحفي الذي سأله
        return (
            self.lexicon.clitics == "arabic"
            and ((report.form == "pronoun" and report.cue.kind != "saying") or inner)
            and place > 0
            and self.passage.sentence(self.starts[place - 1]) == sentence
        )

    def _is_parted(self, report: Report, quotation: Span) -> bool:
        """Tell whether a full stop parts them though no sentence ends there, after a quotation."""
        between = self.text[report.cue.span.end : quotation.start]
        return (
            bool(re.search('[.!?؟۔][”“»"’‘״]?\\s', between))
            and len(between) < 400
            and (
                self.lexicon.subject == "before"
                and not self.passage.nested
                and bool(re.search("[۔؟!]\\s", between))
            )
        )

    def _describes(self, report: Report, quotation: Span) -> bool:
        """Tell whether the report gives a judgement that the marks hold: called the plan
        “brave”."""
        judges = report.cue.kind == "describing"
        if self.lexicon.subject == "before" or not (judges or self._judges(report, quotation)):
            return False
        if report.subject is not None and self._is_media(report.subject.head):
            return False
        between = self.tokens[report.cue.after : self.passage.first_from(quotation.start)]
        if len(between) > 12 or any(token.quotation >= 0 for token in between):
            return False
        if any(token.bare in self.lexicon.complementizers for token in between):
            return self.lexicon.clitics == "arabic"
        return not any(";" in token.gap or ":" in token.gap for token in between)

    def _judges(self, report: Report, quotation: Span) -> bool:
        """Tell whether an Arabic verb that may report a clause has an object here, and the
        quotation says what it is: اعتبر القرار «ضربة», معتبرا إياه «ضربة»."""
        if self.lexicon.clitics != "arabic" or report.cue.word not in self.lexicon.judging:
            return False
        first, last = report.after, self.passage.first_from(quotation.start)
        between = self.tokens[first:last]
        plain = all(
            token.quotation < 0 and not token.gap.strip(SPACES)
            and token.bare not in self.lexicon.complementizers | self.lexicon.prepositions
            for token in between
        )  # fmt: skip
        held = self.text[self.tokens[last - 1].span.end : quotation.start].strip(SPACES)
        return (
            0 < len(between) <= _NAME
            and plain
            and not held
            and not (self.speakers.phrases.quoted.is_naming(between[-1]))
        )

    def _is_media(self, head: str) -> bool:
        """Tell whether a word stands for the press at large, whose labels are nobody's words."""
        return head in self.lexicon.media or head.removeprefix("ال") in self.lexicon.media

    def _is_next_to(self, report: Report, quotation: Span) -> bool:
        """Tell whether nothing but the subject, and a clause about it, is between a report and the
        quotation."""
        last = self._end_of(report)
        if last < quotation.start and (
            self._only_describes(report.after, quotation)
            or self._only_says_where(report, quotation)
            or self._says_nothing_else(report, quotation)
        ):
            return True
        return last <= quotation.start and not self.text[last : quotation.start].strip(_LIGHT)

    def _only_describes(self, at: int, quotation: Span) -> bool:
        """Tell whether a relative clause between commas is all that is there: تضيف رسل هادي، التي
        كانت تنتظر، «…»."""
        last = self.passage.first_from(quotation.start)
        if at < last and ")" in self.tokens[min(at + 2, last)].gap:
            at += 2  # حنان محمد (49 عاما) التي نزحت
        between = self.tokens[at:last]
        if not between or self.lexicon.clitics != "arabic":
            return False
        opens = between[0].bare in self.lexicon.relatives | self.lexicon.pronouns
        parted = between[0].gap.strip(SPACES) in ("،", ",") and self._follows_comma(quotation)
        long = len(self.passage.words_in(quotation)) > _LONG and not (
            self.speakers.phrases.quoted.is_naming(between[-1])
            or self.text[between[-1].span.end : quotation.start].strip(SPACES)
            or any(word.bare in self.lexicon.complementizers for word in between)
        )
        return (
            opens
            and (parted or (long and between[0].bare not in self.lexicon.what))
            and not any(at + i in self.speakers.cues for i in range(len(between)))
            and all(not re.search("[.:؛!؟]", token.gap) for token in between)
        )

    def _only_says_where(self, report: Report, quotation: Span) -> bool:
        """Tell whether all that is between an Arabic verb with its subject and a long quotation
        says where or how: قال فلان في اتصال هاتفي «…»."""
        last = self.passage.first_from(quotation.start)
        between = range(report.after, last)
        if self.lexicon.clitics != "arabic" or not 0 < len(between) <= _NEAR - 4:
            return False
        told = self._is_told_somebody(report)  # تمنى على زملائه «الارتقاء بالخطاب»
        if not told and report.cue.kind != "verb" and (
            report.cue.word not in self.lexicon.writing
        ):  # fmt: skip
            return False
        opening, ending = self.tokens[report.after], self.tokens[last - 1]
        opens = opening.bare in self.lexicon.prepositions or opening.bare.startswith("ل")
        noun = self.speakers.phrases.words.stem(ending.bare)
        named = self.speakers.phrases.quoted.is_naming(ending) or noun in self.lexicon.naming
        parted = self.text[ending.span.end : quotation.start].strip(SPACES)
        return (
            opens and not named and not parted
            and (noun not in self.lexicon.heads or told)
            and len(self.passage.words_in(quotation)) > (1 if told else _NAME)
            and all(
                self.speakers.phrases.words.joins(at)
                and self.tokens[at].quotation < 0
                and at not in self.speakers.cues
                and self.tokens[at].bare not in self.lexicon.complementizers
                for at in between
            )
        )  # fmt: skip

    def _says_nothing_else(self, report: Report, quotation: Span) -> bool:
        """Tell whether a long quotation is all that an Arabic verb of saying can have for its
        object: وقالت سلوى (50 عاما) المقيمة في دمر «…»."""
        last = self.passage.first_from(quotation.start)
        between = self.tokens[report.after : last]
        addresses = report.cue.word in self.lexicon.objects and len(between) < _NAME
        says = report.cue.word in self.lexicon.says or addresses  # ناشد المحتجون المسؤولين «…»
        words = len(self.passage.words_in(quotation))
        says = says or (report.cue.kind == "verb" and words > 2 * _NAME)
        if not says or not 0 < len(between) <= _LONGEST_TAG or self._is_relative_verb(report):
            return False
        short = words < _NAME or (words == _NAME and self.passage.words_in(quotation)[0].article)
        if short or self.passage.nested or self.lexicon.clitics != "arabic":
            return False
        if words == _NAME and report.cue.word not in self.lexicon.says:
            return False
        if self.speakers.phrases.quoted.is_naming(between[-1]):
            return False
        return all(
            not re.search("[.:؛!؟\n]", token.gap)
            and token.bare not in self.lexicon.complementizers | self.lexicon.described_as
            and not self._is_main_verb(report.after + place)
            and (token.quotation < 0 or self._is_short(token.quotation))
            for place, token in enumerate(between)
        )

    def _is_relative_verb(self, report: Report) -> bool:
        before = self.tokens[report.first - 1] if report.first else None
        return before is not None and before.bare in self.lexicon.relatives

    def _is_main_verb(self, at: int) -> bool:
        """Tell whether a reporting expression at a token has a clause of its own."""
        cue = self.speakers.cues.get(at)
        return cue is not None and self.tokens[at - 1].bare not in self.lexicon.relatives

    def _is_short(self, quotation: int) -> bool:
        return len(self.passage.words_in(self.passage.quotations[quotation])) <= _NAME

    def _is_told_somebody(self, report: Report) -> bool:
        """Tell whether على and whom somebody asks for something follow a verb and its subject."""
        at = report.after
        if at + 1 >= len(self.tokens) or report.form != "explicit":
            return False
        told = self.tokens[at].bare == "علي" and report.cue.is_verb
        whom = self.tokens[at + 1].bare
        owned = whom.endswith(("ه", "ها", "هم")) and not self.tokens[at + 1].article
        return told and (owned or self.speakers.phrases.words.stem(whom) in self.lexicon.heads)

    def _end_of(self, report: Report) -> int:
        last = report.after
        between = self.lexicon.told_to | self.lexicon.manner
        while last < len(self.tokens) and self.tokens[last].bare in between:
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

    def _is_attribution_between(self, report: Report, quotation: Span, done: list[Quote]) -> bool:
        """Tell whether the report already belongs to the quotation before: «…»، قال فلان، «…»."""
        return bool(
            done
            and done[-1].report is report
            and done[-1].span.end <= report.cue.span.start
            and (self._is_next_to(report, quotation) or self._follows_comma(quotation))
        )

    def _follows_comma(self, quotation: Span) -> bool:
        before = self.text[max(0, quotation.start - 4) : quotation.start].rstrip(SPACES)
        return before.endswith(("،", ","))

    def _goes_on(self, quotation: Span, last: Quote) -> bool:
        """Tell whether the quotation is a sentence of its own, right after that of the last
        quote."""
        if last.report is None or self.last_quotation is None or last.type == "mixed":
            return False
        sentence = self.passage.sentence(quotation.start)
        if not self._is_sentence(quotation):
            return False
        same = self.passage.paragraph(quotation.start) == self.passage.paragraph(last.span.start)
        return same and sentence - self.passage.sentence(last.span.start) <= 1

    def _is_in_clause(self, report: Report, quotation: Span) -> bool:
        """Tell whether the quotation is in the clause that the report introduces."""
        verb = report.cue.word
        subject = report.subject
        if report.cue.kind == "describing" and subject and self._is_media(subject.head):
            return False
        if self._is_infinitive(quotation, report):
            return True
        if report.cue.kind == "weaker verb":
            near = list(self._between(report, quotation.start))[:_NEAR]
            inside = self.passage.words_in(quotation)[:1]
            opens = self.lexicon.clitics == "arabic" and len(near) <= _LONGEST_OBJECT
            return (
                any(word in self.lexicon.complementizers for word in near)
                or (opens and inside[0].bare in self.lexicon.complementizers)
                or self._follows_preposition(quotation, report)
            )
        if report.cue.kind in ("source before", "source after", "own words"):
            return self._is_in_source_clause(report, quotation)
        opens = self.passage.words_in(quotation)[0].bare in self.lexicon.complementizers
        introduced = opens or any(
            word in self.lexicon.complementizers or word in self.lexicon.described_as
            for word in self._between(report, quotation.start)
        )
        if not introduced and self.lexicon.joined:
            near = list(self._between(report, quotation.start))
            introduced = any(
                word.startswith(self.lexicon.joined) and len(word) != 2 for word in near[:2]
            ) or any(
                word.startswith(self.lexicon.joined)
                and word[1:] in self.speakers.phrases.words.vocabulary
                for word in near[: _NEAR // 2]
            )
        if not introduced and self.lexicon.capitals and report.cue.kind in ("verb", "participle"):
            introduced = True  # "that" may be left out
        if not introduced and self.lexicon.object_marker and report.cue.kind == "verb":
            introduced = self._follows_verb_of_clause(report, quotation)
        if not introduced and verb and report.cue.word.endswith((" اينكه", " اينكه")):
            introduced = True
        if not introduced and report.cue.word in self.lexicon.with_ba:
            introduced = any(  # تعهد بإعادة الكهرباء «خلال أسابيع»
                word.startswith("ب") and len(word) > _NAME
                for word in list(self._between(report, quotation.start))[:_NEAR]
            )
        return introduced or self._follows_preposition(quotation, report)

    def _follows_verb_of_clause(self, report: Report, quotation: Span) -> bool:
        """Tell whether a few Persian words, without که, are between a verb and a quotation:
        هواشناسی گفت هفتهٔ آینده «خنک‌تر» خواهد بود."""
        last = self.passage.first_from(quotation.start)
        between = self.tokens[report.cue.after : last + 1]
        return (
            1 < len(between) <= _NEAR // 2
            and between[0].bare not in self.lexicon.joining
            and all(not token.gap.strip(SPACES + '«"“') for token in between)
        )

    def _is_infinitive(self, quotation: Span, report: Report) -> bool:
        """Tell whether a Hebrew quotation is the infinitive that a verb takes: קרא להם "לחזור"."""
        first = self.passage.words_in(quotation)[0].bare
        if report.cue.word not in self.lexicon.with_infinitive or not first.startswith("ל"):
            return False
        between = self.tokens[report.cue.after : self.passage.first_from(quotation.start)]
        return len(between) <= _NEAR and all(
            token.quotation < 0 and not token.gap.strip(f"{SPACES}־-") for token in between[1:]
        )

    def _is_in_source_clause(self, report: Report, quotation: Span) -> bool:
        """Tell whether no other clause begins between the source and the quotation."""
        last = self.passage.first_from(quotation.start)
        if self.lexicon.clitics == "arabic" and report.cue.kind == "source before":
            joined = all(self.speakers.phrases.words.joins(at) for at in range(report.after, last))
            thus = any(self.tokens[at].bare.startswith("فا") for at in range(report.after, last))
            if joined and not thus and not self._follows_comma(quotation):
                return False  # وفق دراسة نُشرت في دورية «…»
        return report.after <= last and not any(
            self.tokens[at].bare in self.lexicon.conjunctions
            and self.tokens[at].gap.strip(SPACES) != ""
            for at in range(report.after, last)
        )

    def _between(self, report: Report, end: int) -> Iterator[str]:
        """Return the folded words between a report and an offset, those in quotations left out."""
        for index in range(min(report.after, report.cue.after), len(self.tokens)):
            token = self.tokens[index]
            if token.span.start >= end:
                return
            if token.quotation < 0:
                yield token.bare

    def _follows_preposition(self, quotation: Span, report: Report) -> bool:
        """Tell whether the verb's own preposition is right before: حذرت من «…», تعهد بـ«…»."""
        verb = report.cue.word
        passage = self.text[max(0, quotation.start - 2) : quotation.start]
        if passage.strip(" ـ") == "ب":
            return verb in self.lexicon.takes_ba
        if passage.strip(" ـ") == "ل" and self.lexicon.clitics == "arabic":
            return verb in self.lexicon.takes.get("ل", ())
        index = self.passage.first_from(quotation.start) - 1
        before = self.tokens[index] if index >= 0 else None
        if before is None or self.text[before.span.end : quotation.start].strip(f"{SPACES}،,"):
            return False
        verbs = self.lexicon.takes.get(before.bare)
        return verbs is not None and (verb in verbs)

    # ------------------------------------------------------------------ repetition

    def _with_repeated(self, done: list[Quote]) -> list[Quote]:
        """Return the quotes, those of a headline that the text repeats with their speaker
        among them."""
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
            parted = _colon_before(self.text, quotation.start)
            if place is None and len(words.split()) <= _NAME - parted:
                continue
            report = replace(
                again.report,
                form="implicit",
                cue=again.report.cue._replace(span=Span(inside.start, inside.start)),
            )
            found.append(Quote(inside, "direct", report, None, _REPEATED))
        if not found:
            return done
        return _merged(done, found)

    def _names_somebody(self, report: Report) -> bool:
        """Tell whether a headline itself says who speaks: a person, or a group, one of whose
        members the text may name. An office is somebody whom the text names."""
        subject = report.subject
        if subject is None or subject.head in self.lexicon.roles:
            return False
        few = subject.after - subject.first <= _NAME
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


_ENDS_IN_COLON = re.compile(rf":[\s{LRM}{RLM}]*\Z")


def _colon_before(text: str, offset: int) -> bool:
    """Tell whether a colon is before the offset, white space apart."""
    return bool(_ENDS_IN_COLON.search(text, max(0, offset - 8), offset))
