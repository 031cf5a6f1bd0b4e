"""Who speaks by the sentence that a report is in, where its own clause names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.phrases.words import COMMAS, NEAR
from tui.suggest.rules.reports.preceding_subject import (
    LONGEST_CLAUSE,
    SHORT_NAME,
)
from tui.suggest.rules.reports.report import Report
from tui.suggest.rules.speakers.speaker_rules import FARTHEST_REPORTS, SpeakerRules, agree


class SentenceSubjects(SpeakerRules):
    """The subject of a sentence for a report inside it; languages have their own subclass."""

    def main_subject(self, report: Report) -> Subject | None:
        """Return the subject of the sentence's verb, for a participle: saying, با بیان اینکه
        (saying that)."""
        last = next(self._reports_of_sentence(report), None)
        if last is not None:
            return last.subject if agree(report.gender, last.gender) else None
        start = self.passage.sentence_start(report.first)
        if report.first - start > LONGEST_CLAUSE:
            return None
        phrases = self.phrases.between(start, report.first)
        subject = self.preceding.choose(phrases, report.cue, start, report.first)
        return None if subject is None or subject.kind == "pronoun" else subject

    def _reports_of_sentence(self, report: Report) -> Iterator[Report]:
        """Return the reports before one in its sentence that have a subject and no frame, the last
        first."""
        for other in islice(reversed(self.reading.found), FARTHEST_REPORTS):
            if not self.reading.is_in_sentence_of(other, report):
                return
            if other.subject is not None and other.cue.kind != "source before":
                yield other

    # ---------------------------------------------- what a language says itself

    def cue_with_verb(self, report: Report) -> Cue:
        """Return the expression of a report, at the place of the verb that it only repeats."""
        return report.cue

    def of_main_clause(self, report: Report) -> Subject | None:
        """Return the subject of the main clause for a verb in a clause with the same subject."""
        return None

    def of_relative_clause(self, report: Report) -> Subject | None:
        """Return who speaks in a clause such as ما وصفه (what he called): the subject of the verb
        before it in the sentence."""
        before = self.following.word_before(report.cue)
        if before not in self.lexicon.clause.what or not self.reading.found:
            return None
        last = self.reading.found[-1]
        same = self.reading.is_in_sentence_of(last, report)
        return last.subject if same and agree(report.gender, last.gender) else None

    def of_first_verb(self, report: Report) -> Subject | None:
        """Return the subject of a verb that reports nothing and that this one is joined to."""
        return None


class EnglishSentenceSubjects(SentenceSubjects):
    """The subjects of English sentences."""

    def main_subject(self, report: Report) -> Subject | None:
        """Return the subject of an absolute construction, or of the sentence's verb."""
        return self._absolute(report) or super().main_subject(report)

    def _absolute(self, report: Report) -> Subject | None:
        """Return who speaks in an absolute construction: with one union leader calling it."""
        first = max(self.passage.sentence_start(report.first), report.first - NEAR)
        phrases = self.phrases.between(first, report.first)
        if not phrases or phrases[-1].after != report.first:
            return None
        if self.tokens[report.first].gap.strip(SPACES):
            return None
        start = phrases[-1].first
        while start > first and self.tokens[start - 1].bare in self.lexicon.nouns.determiners:
            start -= 1
        held = start > first and self.tokens[start - 1].bare == "with"
        subject = self.phrases.subject(phrases[-1].first, report.first) if held else None
        return subject if subject is not None and subject.can_speak else None


class HebrewSentenceSubjects(SentenceSubjects):
    """The subjects of Hebrew sentences."""

    def of_relative_clause(self, report: Report) -> Subject | None:
        """Return who speaks in a relative clause: the person right before ש (who)."""
        found = super().of_relative_clause(report)
        return self._right_before(report) if found is None and report.cue.relative else found

    def _right_before(self, report: Report) -> Subject | None:
        """Return the person right before a verb with ש: Hassan in חסן, שסיפר כי (Hassan, who told
        that)."""
        start = max(self.passage.sentence_start(report.first), report.first - NEAR)
        phrases = self.phrases.between(start, report.first)
        if not phrases or phrases[-1].after != report.first:
            return None
        found = self.phrases.subject(phrases[-1].first, report.first)
        if found is None or found.kind not in ("person", "people"):
            return None
        return found if found.sure or found.kind == "people" else None

    def of_first_verb(self, report: Report) -> Subject | None:
        """Return the subject of the verb to which ו (and) joins this one, where that one reports
        nothing: אחד המבקרים ניגש ושאל (one of the visitors came up and asked)."""
        if not report.cue.prefixed:
            return None
        start = self.passage.sentence_start(report.first)
        at = report.first
        while at > start and not self.tokens[at].gap.strip(SPACES):
            at -= 1
            if at in self.cues or self.tokens[at].quotation >= 0:
                return None
        for phrase in self.phrases.between(at, report.first):
            after = phrase.after
            if after == report.first and after - phrase.first > 1:
                after -= 1  # the verb that no list has
            found = None if phrase.oblique else self.phrases.subject(phrase.first, after)
            if found is None:
                continue
            opens = phrase.first == start and after - phrase.first <= SHORT_NAME
            if found.can_speak or (found.kind == "unknown" and opens):
                return None if self.reading.conflicts(found, report) else found
        return None


class ArabicSentenceSubjects(SentenceSubjects):
    """The subjects of Arabic sentences."""

    def main_subject(self, report: Report) -> Subject | None:
        """Return the subject of the sentence's verb, for a participle: قائلا (saying)."""
        for other in self._reports_of_sentence(report):
            # نقلت الوكالة عن حارس (the agency quoted a guard)
            quoting = other.cue.word in self.lexicon.verbs.quoting
            if quoting or agree(report.gender, other.gender):
                return self._of_later_verb(other, report) or other.subject
        start = self.passage.sentence_start(report.first)
        if report.first - start > LONGEST_CLAUSE:
            return None
        for opening in reversed(list(self._clause_openings(start, report.first))):
            subject = self._of_clause(opening, report.first)
            if subject is not None:
                return subject
        return self._mentioned(report, start) or self._document(report, start)

    def _clause_openings(self, start: int, end: int) -> Iterator[int]:
        """Return the first words of the clauses of a sentence that may have its subject.

        They are the first word of the sentence, that of a clause behind a comma and لكن (but), and
        that behind a comma with only an adverb in front: وفي السياق ذاته، شكك الخبير (in the same
        context, the expert doubted).
        """
        tokens, lexicon = self.tokens, self.lexicon
        at, free = start, True
        while at + 1 < end and tokens[at].quotation < 0:
            opening = tokens[at].bare
            if free or opening in lexicon.clause.introducing:
                yield at
            # وردا على الاقتراح، اكتفت الإدارة (and in reply to the proposal, the board only)
            free = free and (opening in lexicon.stops.words or opening[1:] in lexicon.stops.words)
            at += 1
            while at < end and tokens[at].gap.strip(SPACES) not in (*COMMAS, ":"):
                at += 1
            # القدس - بترا: دان المجلس (Jerusalem - Petra: the council condemned)
            free = free or (at < end and ":" in tokens[at].gap)

    def _of_clause(self, at: int, end: int) -> Subject | None:
        """Return the person who is the subject of a clause: behind its verb, or at its start behind
        لكن (but) and the like."""
        tokens, lexicon = self.tokens, self.lexicon
        nominal = False
        while at + 1 < end and tokens[at].bare in lexicon.clause.introducing:
            at, nominal = at + 1, True
        subject: Subject | None = None
        if nominal:
            after = self.phrases.end(at)
            subject = self.following.with_apposition(at, after) if after > at else None
        if subject is None or subject.kind not in ("person", "people", "body"):
            subject = self.following.subject_after(at + 1)
        if subject is None:
            return None
        return subject if subject.kind in ("person", "people", "body") else None

    def _of_later_verb(self, other: Report, report: Report) -> Subject | None:
        """Return the subject of a verb that و joins between a report and a participle: عبر الوفد عن
        تقديره، ووجه الزناتي الدعوة، مؤكدا (the delegation expressed its appreciation, and al-Zanati
        issued the invitation, stressing)."""
        if report.cue.kind != "participle":
            return None
        for at in range(report.first - 1, other.after, -1):
            token = self.tokens[at]
            joined = token.bare[0] == "و" and len(token.bare) > 2 and token.quotation < 0
            if not joined or token.gap.strip(SPACES) not in COMMAS or at in self.cues:
                continue
            found = self.following.subject_after(at + 1)
            if found is not None and found.is_sure_person:
                feminine = token.bare.endswith("ت")
                return found if feminine == (report.gender == "f") else None
        return None

    def _mentioned(self, report: Report, start: int) -> Subject | None:
        """Return the person of whom a sentence speaks as its subject."""
        mention = self.reading.mention_before(report.first)
        if mention is None or mention.at < start:
            return None
        return None if self.reading.conflicts(mention.subject, report) else mention.subject

    def _document(self, report: Report, start: int) -> Subject | None:
        """Return what was issued, for an expression that says what is in it: وصل بيان جاء فيه (a
        statement arrived in which it said)."""
        if report.cue.after - report.cue.first < 2:
            return None
        for at in range(report.first - 1, max(start, report.first - NEAR) - 1, -1):
            if self.phrases.words.stem(self.tokens[at].bare) in self.lexicon.nouns.sources:
                return self.phrases.subject(at, self.phrases.end_from(at))
        return None

    def cue_with_verb(self, report: Report) -> Cue:
        """Return the expression of a report, at the place of the verb where only its subject is
        between the two: أوضح الوزير قائلا (the minister explained, saying)."""
        before = self.reading.found[-1] if self.reading.found else None
        if before is None or report.cue.word not in self.lexicon.verbs.saying_only:
            return report.cue
        if not before.cue.is_verb or before.after != report.first:
            return report.cue
        if not self.has_no_stop(report.first):
            return report.cue
        return report.cue._replace(span=before.cue.span)

    def of_main_clause(self, report: Report) -> Subject | None:
        """Return the subject of the sentence for a verb in a clause about what it issued: أصدرت
        الوزارة بيانا أكدت فيه أن (the ministry issued a statement in which it stressed that)."""
        after = report.cue.after
        if after < len(self.tokens) and self.tokens[after].bare in self.lexicon.clause.issued_in:
            return self._issuer(report)
        before = self.following.word_before(report.cue)
        subordinate = before in self.lexicon.clause.subordinating or report.cue.purpose
        return self.main_subject(report) if subordinate else None

    def _issuer(self, report: Report) -> Subject | None:
        """Return the person or body that the sentence names last before its clause, and that
        nothing governs."""
        start = self.passage.sentence_start(report.first)
        start = max(start, report.first - LONGEST_CLAUSE)
        for at in range(report.first - 1, start - 1, -1):
            if self.tokens[at].bare.lstrip("و") in self.lexicon.verbs.issuing:
                found = self.following.subject_after(at + 1)
                if found is not None and found.kind != "source" and not self._is_object(found):
                    return found
        for phrase in reversed(self.phrases.between(start, report.first)):
            found = None if phrase.oblique else self.phrases.subject(phrase.first, phrase.after)
            if found is not None and found.can_speak and not self._is_object(found):
                return found
        return None

    def _is_object(self, subject: Subject) -> bool:
        """Return whether one word has the ending of an accusative, and nothing tells that it is a
        name: تساؤلا (a question)."""
        alone = subject.after == subject.first + 1 and subject.head.endswith("ا")
        known = is_in_any(subject.head, self.phrases.learned.known, self.lexicon.nouns.heads)
        return alone and not known and not subject.is_sure_person

    def of_relative_clause(self, report: Report) -> Subject | None:
        """Return who speaks in a relative clause: whom it is about, المحلل فلان الذي يرى أن (the
        analyst so-and-so who holds that), else the subject of the sentence, أشادت فلانة بالعمل الذي
        قالت إنه (so-and-so praised the work that she said was)."""
        found = super().of_relative_clause(report)
        if found is not None:
            return found
        before = self.following.word_before(report.cue)
        if before in self.lexicon.clause.what:
            return self._who_judges(report)
        if before not in self.lexicon.clause.relatives:
            return None
        relative = report.first - 1
        if relative < 1:
            return None
        start = self.passage.sentence_start(relative)
        phrases = self.phrases.between(max(start, relative - NEAR), relative)
        if phrases and phrases[-1].after == relative:
            subject = self.phrases.subject(phrases[-1].first, relative)
            if subject is not None and subject.kind in ("person", "people", "body"):
                return subject
        return self.main_subject(report)

    def _who_judges(self, report: Report) -> Subject | None:
        """Return the subject of the sentence for a verb that judges behind ما (what) and agrees
        with it: رفض الوزير ما وصفه بـ«…» (the minister rejected what he called “…”)."""
        if report.cue.word not in self.lexicon.verbs.judging:
            return None
        for other in self._reports_of_sentence(report):
            if other.subject is not None and self._agrees(other.subject, report):
                return other.subject
        start = self.passage.sentence_start(report.first)
        if report.first - start > LONGEST_CLAUSE:
            return None
        openings = [start, *self._clause_openings(start, report.first)]
        found = (self._of_clause(at, report.first) for at in reversed(dict.fromkeys(openings)))
        return next(
            (subject for subject in found if subject and self._agrees(subject, report)), None
        )

    def _agrees(self, subject: Subject, report: Report) -> bool:
        """Return whether a subject has the gender and number of a verb."""
        return not self.reading.conflicts(subject, report)

    def of_first_verb(self, report: Report) -> Subject | None:
        """Return the subject of a sentence's first verb, where و or ف joins this one to it and it
        reports nothing: أدانت المنظمة الاقتحام، ورأت فيه (the organisation condemned the raid, and
        saw in it)."""
        if not report.cue.prefixed:
            return None
        start = self.passage.sentence_start(report.first)
        while start < report.first and self._only_opens(start):
            start += 1
        if start + 1 >= report.first or any(i in self.cues for i in range(start, report.first)):
            return None
        if self.phrases.words.stem(self.tokens[start].bare) in self.lexicon.nouns.heads:
            subject = self.following.with_apposition(start, self.phrases.end(start))
            return subject if subject is not None and subject.can_speak else None
        subject = self.following.subject_after(start + 1)
        if subject is None or subject.kind not in ("person", "body"):
            return None
        feminine = self.tokens[start].bare.endswith("ت")
        return subject if feminine == (report.gender == "f") else None

    def _only_opens(self, at: int) -> bool:
        """Return whether a word only leads over to a sentence: بدورها (for her part)."""
        word = self.tokens[at].bare.lstrip("وف")
        return word in self.lexicon.stops.words or self.tokens[at].bare in self.lexicon.stops.words
