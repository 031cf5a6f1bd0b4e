"""Reading Arabic reports: the verb opens its clause and its subject follows, or is before it."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import bare, is_in_any
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.phrases.words import COMMAS, NEAR
from tui.suggest.rules.reports.preceding_subject_arabic import ArabicPrecedingSubject
from tui.suggest.rules.reports.report import Report, VerbSubject
from tui.suggest.rules.reports.report_reader import ReportReader
from tui.text.spans import Span

_FARTHEST_SOURCE = 20
"""Tokens before قوله among which who is quoted is named."""

_TO = bare("إلى")

_TO_MIND = bare("بالنسبة")

_ABOUT = {"عنه": "m", "عنها": "f", "عنهم": "p"}
"""عن with the pronoun of who is quoted: نقل الموقع عنه قوله."""


class ArabicReports(ReportReader):
    """The reading of the reports of an Arabic passage."""

    preceding: ArabicPrecedingSubject

    # ----------------------------------------------------- sources and nouns

    def source(self, cue: Cue) -> Subject | None:
        """Return the source behind a frame: وفقا للوزير (according to the minister)."""
        subject = self.following.behind_lam(cue.after) or super().source(cue)
        if subject is not None and cue.word == _TO_MIND and subject.kind == "unknown":
            return None  # إنه بالنسبة لتأليف الحكومة (that with regard to forming the government)
        return subject

    def by_saying(self, cue: Cue) -> Report | None:
        """Return the report of a noun of saying: in نقلت الوكالة عن الوزير قوله (the agency quoted
        the minister as saying) the speaker is behind the last عن of the sentence."""
        sentence = self.passage.sentence(cue.span.start)
        # بالقول, بقوله: who spoke is the subject of the verb before (by saying)
        if cue.word.startswith("ب"):
            return Report(cue, cue.after, None, "implicit", bound=True)
        for index in range(cue.first - 1, max(-1, cue.first - _FARTHEST_SOURCE), -1):
            if self.passage.sentence(self.tokens[index].span.start) != sentence:
                break
            if self.tokens[index].bare in _ABOUT:
                gender = _ABOUT[self.tokens[index].bare]
                return Report(cue, cue.after, None, "pronoun", gender=gender)
            of = self.tokens[index].bare == "عن" and not cue.word.startswith("ال")
            if of or self._is_ascribed(index):
                subject = self.following.subject_after(index + 1)
                if subject is not None and not self._is_aside(index):
                    return Report(cue, cue.after, subject)
        return None

    def _is_aside(self, at: int) -> bool:
        """Return whether عن at a token belongs to a verbal noun of what somebody would not tell:
        طلب عدم الكشف عن اسمه (he asked not to disclose his name)."""
        return at > 0 and self.tokens[at - 1].bare in self.lexicon.verbs.disclosing

    def _is_ascribed(self, index: int) -> bool:
        """Return whether إلى behind a verb that ascribes words is at a token: نسبت إلى الوزير قوله
        (ascribed to the minister the saying)."""
        before = self.tokens[index - 1].bare.lstrip("وف") if index else ""
        return self.tokens[index].bare == _TO and before in self.lexicon.verbs.ascribing

    def in_source(self, cue: Cue) -> Report | None:
        """Return the report of what a document says, which is behind في: وجاء في البيان (the
        statement said)."""
        subject = self.following.subject_after(cue.after + 1)
        if subject is None:
            return None
        wider = cue._replace(span=Span(cue.span.start, self.tokens[cue.after].span.end))
        return Report(wider, subject.after, subject)

    # ------------------------------------------------------------- the verbs

    def spokesman(self, at: int) -> Subject | None:
        """Return who speaks for the subject of a verb that ends before a token: Matthew Carter in
        أعلنت الخارجية، على لسان ماثيو كارتر، أنها (the foreign ministry announced, through Matthew
        Carter, that it)."""
        if at < len(self.tokens) and self.tokens[at].bare in self.lexicon.nouns.told_to:
            at += 1  # ترى فيها على لسان وكيلها (sees in it, through her lawyer)
        words = tuple(token.bare for token in self.tokens[at : at + 2])
        if words != self.lexicon.frames.spokesman or self.tokens[at].gap.strip(SPACES) not in (
            "",
            *COMMAS,
        ):
            return None
        found = self.following.subject_after(at + 2)
        return found if found is not None and found.kind in ("person", "people") else None

    def subject_of_verb(self, cue: Cue) -> VerbSubject:
        """Return the subject of a verb, as its clause names it: behind the verb, else before it."""
        if cue.word in self.lexicon.verbs.quoting:
            return VerbSubject(self._quoted_from(cue), bound=True)
        subject = self._subject_behind(cue)
        if subject is not None:
            return VerbSubject(subject)
        if cue.prefixed:
            return self._subject_at_opening(cue)
        before, clause = self.following.word_before(cue), self.lexicon.clause
        if before in clause.pronouns:
            return VerbSubject(None, "pronoun")
        if before in clause.relatives:
            return VerbSubject(None, bound=True)
        return VerbSubject(self.preceding.verb_between(cue))

    def _subject_behind(self, cue: Cue) -> Subject | None:
        """Return the subject behind a verb; of one that judges also a surer one before it."""
        verbs, clause = self.lexicon.verbs, self.lexicon.clause
        what = is_in_any(self.following.word_before(cue), clause.what, clause.relatives)
        quoted = cue.after < len(self.tokens) and self.tokens[cue.after].quotation >= 0
        subject = None if what and quoted else self.following.subject_after(cue.after, cue)
        if cue.kind == "describing" and (subject is None or subject.kind != "person"):
            # رفض … الحميدي وصف العمال بـ (al-Humaidi refused to describe the workers as)
            subject = self.preceding.named_before(cue) or subject
        if cue.word in verbs.judging and subject is not None and subject.kind == "unknown":
            # القاضية اعتبرت التحقيق «…» (the judge called the inquiry “…”)
            subject = self.preceding.verb_second(cue) or subject
        if cue.prefixed and cue.word in verbs.needs_object and self._is_all(subject):
            return None  # وخاطب البعثة قائلا (and addressed the mission, saying)
        return subject

    def _subject_at_opening(self, cue: Cue) -> VerbSubject:
        """Return the subject that أما (as for) sets before the clause of a verb with ف or و: أما
        الوزير فقال (as for the minister, he said)."""
        opening = self.passage.sentence_start(cue.first)
        if self.tokens[opening].bare not in self.lexicon.clause.as_for:
            return VerbSubject(None)
        end = self.phrases.end(opening + 1)
        if not opening + 1 < end <= cue.first:
            return VerbSubject(None, bound=True)
        found = self.following.with_apposition(opening + 1, end)
        speaks = found is not None and found.can_speak
        return VerbSubject(found if speaks else None, bound=True)

    def _is_all(self, subject: Subject | None) -> bool:
        """Return whether what was said is right behind a phrase after a verb, so that the phrase is
        the object of a verb that needs one: وخاطب البعثة قائلا (and addressed the mission,
        saying)."""
        if subject is None or subject.kind == "person" or subject.after >= len(self.tokens):
            return False
        cue = self.cues.get(subject.after)
        participle = cue is not None and cue.kind in ("participle", "saying")
        return participle or self.following.opens_clause(subject.after)

    def _quoted_from(self, cue: Cue) -> Subject | None:
        """Return who is behind عن: a French traveller in ينقل الكتاب عن رحالة فرنسي أن (the book
        quotes a French traveller that)."""
        for index in range(cue.after, min(cue.after + NEAR, len(self.tokens))):
            if self.tokens[index].quotation >= 0 or self.tokens[index].bare in (
                self.lexicon.clause.complementizers
            ):
                break
            if self.tokens[index].bare == "عن":
                return self.following.subject_after(index + 1)
        return None
