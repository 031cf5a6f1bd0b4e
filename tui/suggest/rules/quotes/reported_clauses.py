"""Whether a quotation belongs to the clause that a report before it introduces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.quotes.surroundings import (
    LIGHT,
    LONGEST_TAG,
    NAME_WORDS,
    NEAR_WORDS,
    SENTENCE_WORDS,
    QuotationRules,
)
from tui.suggest.rules.reports.report import Report
from tui.text.spans import Span

_LONGEST_OBJECT = 6
"""Words of the subject and object between a verb and a quotation that begins with أن."""


class ReportedClauses(QuotationRules):
    """Tells which quotations a report before them introduces."""

    def describes(self, report: Report, quotation: Span) -> bool:
        """Tell whether the report gives a judgement that the marks hold: called the plan
        “brave”."""
        judges = report.cue.kind == "describing"
        if self.lexicon.subject == "before" or not (judges or self.judges(report, quotation)):
            return False
        if report.subject is not None and self._is_media(report.subject.head):
            return False
        between = self.tokens[report.cue.after : self.passage.first_from(quotation.start)]
        if len(between) > 12 or any(token.quotation >= 0 for token in between):
            return False
        if any(token.bare in self.lexicon.complementizers for token in between):
            return self.lexicon.clitics == "arabic"
        return not any(";" in token.gap or ":" in token.gap for token in between)

    def judges(self, report: Report, quotation: Span) -> bool:
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
            0 < len(between) <= NAME_WORDS
            and plain
            and not held
            and not (self._phrases.quoted.is_naming(between[-1]))
        )

    def _is_media(self, head: str) -> bool:
        """Tell whether a word means the press at large, whose labels are nobody's words."""
        return head in self.lexicon.media or head.removeprefix("ال") in self.lexicon.media

    def is_next_to(self, report: Report, quotation: Span) -> bool:
        """Tell whether nothing but the subject, and a clause about it, is between a report and the
        quotation."""
        last = self._end_of(report)
        if last < quotation.start and (
            self._only_describes(report.after, quotation)
            or self._only_says_where(report, quotation)
            or self._says_nothing_else(report, quotation)
        ):
            return True
        return last <= quotation.start and not self.text[last : quotation.start].strip(LIGHT)

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
        parted = between[0].gap.strip(SPACES) in ("،", ",") and self._around.follows_comma(
            quotation
        )
        long = len(self.passage.words_in(quotation)) > SENTENCE_WORDS and not (
            self._phrases.quoted.is_naming(between[-1])
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
        if self.lexicon.clitics != "arabic" or not 0 < len(between) <= NEAR_WORDS - 4:
            return False
        told = self.is_told_somebody(report)  # تمنى على زملائه «الارتقاء بالخطاب»
        if not told and report.cue.kind != "verb" and (
            report.cue.word not in self.lexicon.writing
        ):  # fmt: skip
            return False
        opening, ending = self.tokens[report.after], self.tokens[last - 1]
        opens = opening.bare in self.lexicon.prepositions or opening.bare.startswith("ل")
        noun = self._phrases.words.stem(ending.bare)
        named = self._phrases.quoted.is_naming(ending) or noun in self.lexicon.naming
        parted = self.text[ending.span.end : quotation.start].strip(SPACES)
        return (
            opens and not named and not parted
            and (noun not in self.lexicon.heads or told)
            and len(self.passage.words_in(quotation)) > (1 if told else NAME_WORDS)
            and all(
                self._phrases.words.joins(at)
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
        addresses = report.cue.word in self.lexicon.objects and len(between) < NAME_WORDS
        says = report.cue.word in self.lexicon.says or addresses  # ناشد المحتجون المسؤولين «…»
        words = len(self.passage.words_in(quotation))
        says = says or (report.cue.kind == "verb" and words > 2 * NAME_WORDS)
        if not says or not 0 < len(between) <= LONGEST_TAG or self._is_relative_verb(report):
            return False
        short = words < NAME_WORDS or (
            words == NAME_WORDS and self.passage.words_in(quotation)[0].article
        )
        if short or self.passage.nested or self.lexicon.clitics != "arabic":
            return False
        if words == NAME_WORDS and report.cue.word not in self.lexicon.says:
            return False
        if self._phrases.quoted.is_naming(between[-1]):
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
        return len(self.passage.words_in(self.passage.quotations[quotation])) <= NAME_WORDS

    def is_told_somebody(self, report: Report) -> bool:
        """Tell whether على and whom somebody asks for something follow a verb and its subject."""
        at = report.after
        if at + 1 >= len(self.tokens) or report.form != "explicit":
            return False
        told = self.tokens[at].bare == "علي" and report.cue.is_verb
        whom = self.tokens[at + 1].bare
        owned = whom.endswith(("ه", "ها", "هم")) and not self.tokens[at + 1].article
        return told and (owned or self._phrases.words.stem(whom) in self.lexicon.heads)

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

    def is_in_clause(self, report: Report, quotation: Span) -> bool:
        """Tell whether the quotation is in the clause that the report introduces."""
        verb = report.cue.word
        subject = report.subject
        if report.cue.kind == "describing" and subject and self._is_media(subject.head):
            return False
        if self._is_infinitive(quotation, report):
            return True
        if report.cue.kind == "weaker verb":
            near = list(self.between(report, quotation.start))[:NEAR_WORDS]
            inside = self.passage.words_in(quotation)[:1]
            opens = self.lexicon.clitics == "arabic" and len(near) <= _LONGEST_OBJECT
            return (
                any(word in self.lexicon.complementizers for word in near)
                or (opens and inside[0].bare in self.lexicon.complementizers)
                or self.follows_preposition(quotation, report)
            )
        if report.cue.kind in ("source before", "source after", "own words"):
            return self._is_in_source_clause(report, quotation)
        opens = self.passage.words_in(quotation)[0].bare in self.lexicon.complementizers
        introduced = opens or any(
            word in self.lexicon.complementizers or word in self.lexicon.described_as
            for word in self.between(report, quotation.start)
        )
        if not introduced and self.lexicon.joined:
            near = list(self.between(report, quotation.start))
            introduced = any(
                word.startswith(self.lexicon.joined) and len(word) != 2 for word in near[:2]
            ) or any(
                word.startswith(self.lexicon.joined) and word[1:] in self._phrases.words.vocabulary
                for word in near[: NEAR_WORDS // 2]
            )
        if not introduced and self.lexicon.capitals and report.cue.kind in ("verb", "participle"):
            introduced = True  # "that" may be left out
        if not introduced and self.lexicon.object_marker and report.cue.kind == "verb":
            introduced = self._follows_verb_of_clause(report, quotation)
        if not introduced and verb and report.cue.word.endswith((" اينكه", " اينكه")):
            introduced = True
        if not introduced and report.cue.word in self.lexicon.with_ba:
            introduced = any(  # تعهد بإعادة الكهرباء «خلال أسابيع»
                word.startswith("ب") and len(word) > NAME_WORDS
                for word in list(self.between(report, quotation.start))[:NEAR_WORDS]
            )
        return introduced or self.follows_preposition(quotation, report)

    def _follows_verb_of_clause(self, report: Report, quotation: Span) -> bool:
        """Tell whether a few Persian words, without که, are between a verb and a quotation:
        هواشناسی گفت هفتهٔ آینده «خنک‌تر» خواهد بود."""
        last = self.passage.first_from(quotation.start)
        between = self.tokens[report.cue.after : last + 1]
        return (
            1 < len(between) <= NEAR_WORDS // 2
            and between[0].bare not in self.lexicon.joining
            and all(not token.gap.strip(SPACES + '«"“') for token in between)
        )

    def _is_infinitive(self, quotation: Span, report: Report) -> bool:
        """Tell whether a Hebrew quotation is the infinitive that a verb takes: קרא להם "לחזור"."""
        first = self.passage.words_in(quotation)[0].bare
        if report.cue.word not in self.lexicon.with_infinitive or not first.startswith("ל"):
            return False
        between = self.tokens[report.cue.after : self.passage.first_from(quotation.start)]
        return len(between) <= NEAR_WORDS and all(
            token.quotation < 0 and not token.gap.strip(f"{SPACES}־-") for token in between[1:]
        )

    def _is_in_source_clause(self, report: Report, quotation: Span) -> bool:
        """Tell whether no other clause begins between the source and the quotation."""
        last = self.passage.first_from(quotation.start)
        if self.lexicon.clitics == "arabic" and report.cue.kind == "source before":
            joined = all(self._phrases.words.joins(at) for at in range(report.after, last))
            thus = any(self.tokens[at].bare.startswith("فا") for at in range(report.after, last))
            if joined and not thus and not self._around.follows_comma(quotation):
                return False  # وفق دراسة نُشرت في دورية «…»
        return report.after <= last and not any(
            self.tokens[at].bare in self.lexicon.conjunctions
            and self.tokens[at].gap.strip(SPACES) != ""
            for at in range(report.after, last)
        )

    def between(self, report: Report, end: int) -> Iterator[str]:
        """Return the folded words between a report and an offset, those in quotations left out."""
        for index in range(min(report.after, report.cue.after), len(self.tokens)):
            token = self.tokens[index]
            if token.span.start >= end:
                return
            if token.quotation < 0:
                yield token.bare

    def follows_preposition(self, quotation: Span, report: Report) -> bool:
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

    def follows_whole_subject(self, report: Report, quotation: Span) -> bool:
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
            and not self._phrases.quoted.is_naming(self.tokens[last])
            and self.is_next_to(report, quotation)
        )  # fmt: skip
