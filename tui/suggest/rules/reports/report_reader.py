"""Reading reports: what a cue reports by, and the subject that its own clause names."""

from __future__ import annotations

from itertools import pairwise

from tui.suggest.lexicons.lexicon import bare
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.cues.cues_persian_urdu import persian_document, urdu_document
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.passage_phrases import PhraseReader
from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.phrases.words import COMMAS, NEAR
from tui.suggest.rules.reports.following_subject import FollowingSubject
from tui.suggest.rules.reports.preceding_subject import PrecedingSubject
from tui.suggest.rules.reports.report import Report, VerbSubject

_FROM_PERSIAN = (("از", bare("سوی")), ("از", "طرف"))

_SIDES_URDU = ([bare("جانب"), bare("سے")], [bare("طرف"), bare("سے")])


class ReportReader(PhraseReader):
    """The reading of the reports of a passage: a cue with the subject that its own clause names.

    `report` asks by the kind of the cue; each language has its own subclass.
    """

    def __init__(self, following: FollowingSubject, preceding: PrecedingSubject) -> None:
        super().__init__(following.phrases)
        self.following = following
        self.preceding = preceding

    def report(self, cue: Cue) -> Report | None:
        """Return the report that an expression makes, with the subject that its clause names; None
        for a source that nobody speaks by."""
        match cue.kind:
            case "own words":
                return Report(cue, cue.after, None, "pronoun")
            case "source before":
                return self.source_before(cue)
            case "source after":
                return self.source_after_name(cue)
            case "saying":
                return self.by_saying(cue)
            case "told in":
                return self.in_source(cue)
            case "participle":
                return Report(cue, cue.after, None, "implicit", bound=True, gender=cue.gender)
            case _:
                return self.by_verb(cue)

    def source_before(self, cue: Cue) -> Report | None:
        """Return the report of a frame before a source: according to X, לדברי X, به گفتهٔ X."""
        subject = self.source(cue)
        if subject is None or subject.head in self.lexicon.frames.not_sources:
            return None
        if subject.kind == "pronoun":
            return Report(cue, subject.after, None, "pronoun", gender=subject.gender)
        return Report(cue, subject.after, subject)

    def source(self, cue: Cue) -> Subject | None:
        """Return the source behind a frame."""
        return self.following.subject_after(cue.after)

    def source_after_name(self, cue: Cue) -> Report | None:
        """Return the report of a frame behind a source: X کے مطابق (according to X)."""
        return None

    def by_saying(self, cue: Cue) -> Report | None:
        """Return the report of a noun of saying behind a verb: نقلت الوكالة عن الوزير قوله (the
        agency quoted the minister as saying)."""
        return None

    def in_source(self, cue: Cue) -> Report | None:
        """Return the report of what a document says: وجاء في البيان (the statement said)."""
        return None

    def by_verb(self, cue: Cue) -> Report:
        """Return the report of a verb."""
        return self._with_subject(cue, self.subject_of_verb(cue))

    def subject_of_verb(self, cue: Cue) -> VerbSubject:
        """Return the subject of a verb, as its clause names it."""
        return VerbSubject(self.preceding.verb_between(cue))

    def _with_subject(self, cue: Cue, found: VerbSubject) -> Report:
        """Return the report of a verb with its subject."""
        subject, form, bound = found
        negated = self.following.word_before(cue) in self.lexicon.clause.negations
        behind = subject is not None and subject.first >= cue.after
        after = subject.after if subject is not None and behind else cue.after
        if cue.gender == "1":
            return Report(cue, after, None, "pronoun", bound, negated, "1")
        if subject is not None and subject.kind == "pronoun":
            gender = subject.gender or cue.gender
            return Report(cue, after, None, "pronoun", bound, negated, gender)
        voice = self.spokesman(after)
        if voice is not None:
            return Report(cue, voice.after, voice, "explicit", bound, negated, cue.gender)
        if subject is None and form == "explicit":
            form = "implicit"
        return Report(cue, after, subject, form, bound, negated, cue.gender)

    def spokesman(self, at: int) -> Subject | None:
        """Return who speaks for the subject of a verb, named from a token on."""
        return None


class EnglishReports(ReportReader):
    """The reading of the reports of an English passage."""

    def source(self, cue: Cue) -> Subject | None:
        """Return the source behind a frame, or who made the document that is one."""
        subject = super().source(cue)
        if subject is not None and subject.head in self.lexicon.nouns.bodies:
            return self._author_of_source(subject) or subject
        return subject

    def _author_of_source(self, source: Subject) -> Subject | None:
        """Return who made a document: the institute in according to a study published in May by the
        institute."""
        number = self.passage.sentence(source.span.start)
        for at in range(source.after, min(source.after + NEAR, len(self.tokens) - 1)):
            token = self.tokens[at]
            if token.quotation >= 0 or self.passage.sentence(token.span.start) != number:
                return None
            if token.gap.strip(SPACES):
                return None
            if token.bare == "by":
                found = self.following.subject_after(at + 1)
                return found if found is not None and found.can_speak else None
        return None


class HebrewReports(ReportReader):
    """The reading of the reports of a Hebrew passage."""

    def source_before(self, cue: Cue) -> Report | None:
        """Return the report of a frame before a source, לדברי (in the words of); not of כך (so)
        before a verb of saying: כך פתח היושב ראש (so began the chairman)."""
        behind_only = cue.word in self.lexicon.frames.behind_only and cue.after < len(self.tokens)
        if behind_only and self.lexicon.is_cue(self.tokens[cue.after].bare):
            return None  # "…". כך פתח היושב ראש (“…”. So began the chairman)
        return super().source_before(cue)

    def by_verb(self, cue: Cue) -> Report:
        """Return the report of a verb; its subject may be whom the sentence names last: זה השיב
        (the latter answered)."""
        before = self.following.word_before(cue)
        if before in self.lexicon.clause.object_pronouns and cue.kind == "describing":
            # הממשלה, אותה כינו "…" (the government, which they called “…”)
            return Report(cue, cue.after, None, "implicit")
        if before in self.lexicon.clause.latter:
            return Report(cue, cue.after, self._last_named(cue), "pronoun", gender=cue.gender)
        return super().by_verb(cue)

    def subject_of_verb(self, cue: Cue) -> VerbSubject:
        """Return the subject of a verb; that of a relative clause is outside the clause."""
        if cue.relative:
            return VerbSubject(None, bound=True)
        return super().subject_of_verb(cue)

    def _last_named(self, cue: Cue) -> Subject | None:
        """Return the person whom a sentence names last before זה and a verb: the priest in השר
        התנצל בפני האב, אך זה השיב (the minister apologised to the priest, but he answered)."""
        start = self.passage.sentence_start(cue.first)
        for phrase in reversed(self.phrases.between(start, cue.first - 1)):
            found = self.phrases.subject(phrase.first, phrase.after)
            if found is not None and found.kind in ("person", "people"):
                return found
        return None


class PersianReports(ReportReader):
    """The reading of the reports of a Persian passage."""

    def subject_of_verb(self, cue: Cue) -> VerbSubject:
        """Return the subject of a verb, or whose words its subject passes on."""
        found, passed_on = super().subject_of_verb(cue), self._passed_on(cue)
        if passed_on is None:
            return found
        named = found.subject is not None and found.subject.kind != "body"
        if named and found.subject is not None and found.subject.first <= passed_on.first:
            return found
        return found._replace(subject=passed_on)

    def _passed_on(self, cue: Cue) -> Subject | None:
        """Return whose words a verb passes on: the minister in ایسنا به نقل از وزیر نوشت (ISNA
        wrote, quoting the minister)."""
        for at in range(max(0, cue.first - NEAR), cue.first):
            source = self.cues.get(at)
            passing_on = self.lexicon.frames.passing_on
            if source is None or tuple(source.word.split()) not in passing_on:
                continue
            report = self.source_before(source)
            if report is None or report.subject is None or report.subject.kind == "body":
                continue
            end = report.after
            if end < cue.first and self.tokens[end].gap.strip(SPACES) in COMMAS:
                end = self.phrases.end(end)  # his office, beyond a comma
            if end == cue.first:
                return report.subject
        return None

    def in_source(self, cue: Cue) -> Report | None:
        """Return the report of what a document says: در نامهٔ اداره آمده است (the letter of the
        office says)."""
        document = persian_document(self.passage, cue.first)
        if document is None:
            return None
        first = document[0]
        issuer = self._issuer_of(first, cue.first)
        after = max(first + 1, self.phrases.end(first))
        return Report(cue, cue.after, issuer or self.phrases.subject(first, min(after, cue.first)))

    def _issuer_of(self, document: int, end: int) -> Subject | None:
        """Return from whom a document is: the company in بیانیه‌ای که از سوی شرکت منتشر شد (a
        statement that was published by the company)."""
        words = [token.bare for token in self.tokens[document:end]]
        for step, pair in enumerate(pairwise(words)):
            if pair in _FROM_PERSIAN:
                return self.following.subject_after(document + step + 2)
        return None


class UrduReports(ReportReader):
    """The reading of the reports of an Urdu passage."""

    def source_after_name(self, cue: Cue) -> Report | None:
        """Return the report of a frame behind a source: X کے مطابق (according to X)."""
        found = self.preceding.subject_before(cue)
        if found is None:
            return None
        if found.kind == "pronoun":
            return Report(cue, cue.after, None, "pronoun", gender=found.gender)
        if self.tokens[found.after - 1].bare in self.lexicon.style.written:
            found = self._issuer_before(found) or found
        return Report(cue, cue.after, found)

    def _issuer_before(self, document: Subject) -> Subject | None:
        """Return whose document a source is: PILDAT in پلڈاٹ کی حالیہ رپورٹ کے مطابق (according to
        the recent report of PILDAT)."""
        at = document.first
        while at > 0 and self.tokens[at - 1].bare in self.lexicon.nouns.determiners:
            at -= 1
        joined = at > 1 and self.phrases.words.joins(at) and self.phrases.words.joins(at - 1)
        if not joined or self.tokens[at - 1].bare not in self.lexicon.grammar.genitives:
            return None
        start = self.passage.sentence_start(at)
        for phrase in self.phrases.between(max(start, at - NEAR), at - 1)[-1:]:
            found = self.phrases.subject(phrase.first, phrase.after)
            speaks = found is not None and found.kind != "pronoun" and phrase.after == at - 1
            return found if speaks else None
        return None

    def in_source(self, cue: Cue) -> Report | None:
        """Return the report of what a document says: خط میں لکھا ہے (it is written in the
        letter)."""
        document = urdu_document(self.passage, cue.first)
        if document is None:
            return None
        first, after = document
        issuer = self._issuer_of(first)
        return Report(cue, cue.after, issuer or self.phrases.subject(first, after))

    def _issuer_of(self, document: int) -> Subject | None:
        """Return from whom a document is: the department in محکمے کی جانب سے جاری بیان (a statement
        issued by the department)."""
        start = max(self.passage.sentence_start(document), document - NEAR)
        for phrase in self.phrases.between(start, document):
            side = [token.bare for token in self.tokens[phrase.after : phrase.after + 3]]
            if side[1:] in _SIDES_URDU and side[0] in self.lexicon.grammar.genitives:
                return self.phrases.subject(phrase.first, phrase.after)
        return None
