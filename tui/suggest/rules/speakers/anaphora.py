"""Whom a report means that names nobody: who spoke, or was spoken of, before it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import islice

from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.reports.report import Report
from tui.suggest.rules.speakers.speaker_rules import (
    FARTHEST_REPORTS,
    Mention,
    Reading,
    SpeakerRules,
    agree,
)

_OFFICE_REPORTS = 5
"""Reports before one with an office alone among which the name of its bearer is looked for."""


class Anaphora(SpeakerRules):
    """Whom pronouns, and verbs without a subject, mean; languages have their own subclass."""

    # ---------------------------------------------- what a language says itself

    def with_bearer(self, report: Report) -> Report:
        """Return the report with the name of its speaker, where that is given by an office alone
        and the text before tells the name."""
        return report

    def meant(self, report: Report) -> Report:
        """Return the report by the bearer of an office, for a quotation that goes on from it."""
        return report

    def is_inside(self, mention: Mention, report: Report) -> bool:
        """Return whether a report names its speaker itself, and its sentence somebody else."""
        return False

    def is_passed_over(self, other: Report, report: Report) -> bool:
        """Return whether the speaker of another report is not meant by a later one."""
        return False

    def is_thing(self, subject: Subject, report: Report) -> bool:
        """Return whether a report is by “he” or “she”, and the subject is a body or a thing."""
        return False

    def fits(self, subject: Subject, report: Report) -> bool:
        """Return whether a pronoun, or a verb alone, may mean the subject."""
        if self.reading.conflicts(subject, report):
            return False
        return report.form != "pronoun" or subject.kind in ("person", "people", "unknown")

    # ------------------------------------------------------------- who is meant

    def spoken_of(self, report: Report, mention: Mention | None, aside: Mention | None) -> Report:
        """Return the report by the last person before it who spoke or was spoken of.

        `mention` is whom a sentence named last as its subject, `aside` whom one named last
        otherwise.
        """
        earlier = self._earlier(report)
        if report.cue.answers:
            mention = self._before_sentence(report)
        if mention is not None and self.reading.conflicts(mention.subject, report):
            mention = self._mention_that_fits(report)
        newer = mention is not None and (earlier is None or mention.at > earlier.first)
        if mention is not None and earlier is not None and self.is_inside(mention, earlier):
            newer = False
        if mention is not None and newer and self._may_mean(mention, report):
            return self.with_bearer(replace(report, subject=mention.subject))
        nearer = aside is not None and self._is_nearer(aside, earlier, report)
        if earlier is not None and not nearer:
            return replace(report, subject=self.with_bearer(earlier).subject)
        if aside is not None and self._may_mean(aside, report):
            return replace(report, subject=aside.subject)
        return report

    def spoken_before(self, report: Report, at: int) -> Report:
        """Return the report by the last person before a token who spoke or was spoken of."""
        before = self.reading.mentions[: self.reading.mentions_before(at)]
        mention = next((one for one in reversed(before) if not one.aside), None)
        aside = next((one for one in reversed(before) if one.aside), None)
        return self.spoken_of(replace(report, subject=None, form="pronoun"), mention, aside)

    def _before_sentence(self, report: Report) -> Mention | None:
        """Return who is spoken of before the sentence of a verb whose object is named in it: وحين
        سأل المراسل، أجابه (and when the reporter asked, he answered him)."""
        return self.reading.mention_before(self.passage.sentence_start(report.first))

    def _is_nearer(self, aside: Mention, earlier: Report | None, report: Report) -> bool:
        """Return whether somebody is spoken of in the report's paragraph, and the last speaker
        before it."""
        if earlier is None or aside.at < earlier.first:
            return False
        paragraph = self.passage.paragraph(report.cue.span.start)
        there = self.passage.paragraph(self.tokens[aside.at].span.start)
        last = self.passage.paragraph(earlier.cue.span.start)
        sentence = self.passage.sentence(self.tokens[aside.at].span.start)
        parted = sentence < self.passage.sentence(report.cue.span.start)
        return there == paragraph and last < paragraph and parted

    def _may_mean(self, mention: Mention, report: Report) -> bool:
        """Return whether a report may mean somebody whom a sentence names."""
        return self.reading.is_near(mention.at, report) and self.fits(mention.subject, report)

    def _earlier(self, report: Report) -> Report | None:
        """Return the last report before with a subject that agrees and is near."""
        found = self.reading.found
        place = bisect_left(found, report.first, key=lambda other: other.first)
        for other in reversed(found[max(0, place - FARTHEST_REPORTS) : place]):
            subject = other.subject
            if not self.reading.is_near(other.first, report):
                return None
            if subject is None or self.is_passed_over(other, report):
                continue
            if report.cue.answers and self.reading.is_in_sentence_of(other, report):
                continue
            if self.reading.conflicts(subject, report) or self.is_thing(subject, report):
                continue
            # قال السكان: several (the residents said)
            known = self.reading.genders.of(subject) or other.gender
            return other if agree(report.gender, known) and self.fits(subject, report) else None
        return None

    def _mention_that_fits(self, report: Report) -> Mention | None:
        """Return the last person named as a subject before whom the pronoun or verb may mean."""
        mentions, place = self.reading.mentions, self.reading.mentions_before(report.first)
        for mention in reversed(mentions[max(0, place - FARTHEST_REPORTS) : place]):
            if not self.reading.is_near(mention.at, report):
                return None
            if mention.aside or self.reading.conflicts(mention.subject, report):
                continue
            return mention if mention.subject.kind == "person" else None
        return None


class ArabicAnaphora(Anaphora):
    """Whom Arabic pronouns and verbs without a subject mean."""

    def with_bearer(self, report: Report) -> Report:
        """Return an earlier report whose speaker has the name, where this one only has an office:
        قال كولر … وتابع المدرب (Koller said … and the coach went on)."""
        subject, found = report.subject, self.reading.found
        if subject is None or subject.kind != "people":
            return report
        words = self.tokens[subject.first : subject.after]
        if subject.head not in self.lexicon.nouns.roles or not all(word.article for word in words):
            return report
        place = next((i for i, one in enumerate(reversed(found)) if one is report), 0)
        for other in islice(reversed(found), place + 1, place + _OFFICE_REPORTS):
            person = other.subject is not None and other.subject.kind == "person"
            if person and agree(report.gender, other.gender):
                return other if self.reading.is_near(other.first, report) else report
        return report

    def is_inside(self, mention: Mention, report: Report) -> bool:
        """Return whether a report names a person as its speaker, and its sentence speaks of
        somebody else."""
        subject = report.subject
        if subject is None or subject.kind != "person" or report.form != "explicit":
            return False
        here = self.passage.sentence(self.tokens[mention.at].span.start)
        return here == self.passage.sentence(report.cue.span.start)

    def is_passed_over(self, other: Report, report: Report) -> bool:
        """Return whether a speaker is doubtful, or a source that nobody goes on from."""
        if self._is_doubtful(other):
            return True
        return other.cue.kind == "source before" and not self._follows_source(other, report)

    def fits(self, subject: Subject, report: Report) -> bool:
        """Return whether a pronoun, or a verb alone, may mean the subject."""
        return not self.reading.conflicts(subject, report)

    def _is_doubtful(self, report: Report) -> bool:
        """Return whether a verb with another meaning has a noun as its subject that no list has:
        علّقت شهادة (suspended a certificate; commented)."""
        unknown = report.subject is not None and report.subject.kind == "unknown"
        return report.cue.kind == "weaker verb" and unknown

    def _follows_source(self, source: Report, report: Report) -> bool:
        """Return whether a report without subject goes on from a source in the sentence before:
        وبحسب مسؤول (and according to an official)."""
        one = self.passage.sentence(source.cue.span.start)
        other = self.passage.sentence(report.cue.span.start)
        if source.subject is None or source.subject.kind not in ("person", "people"):
            return False
        return other - one == 1 and source.subject.head not in self.lexicon.nouns.agencies


class HebrewAnaphora(Anaphora):
    """Whom Hebrew pronouns and verbs without a subject mean."""

    def is_thing(self, subject: Subject, report: Report) -> bool:
        """Return whether a report is by “he” or “she”, and the subject is a body or place."""
        one = report.form == "pronoun" and report.gender in ("m", "f")
        return one and subject.kind in ("body", "place")

    def fits(self, subject: Subject, report: Report) -> bool:
        """Return whether a pronoun, or a verb alone, may mean the subject; a plural means no single
        person."""
        if report.gender == "p" and not self.reading.conflicts(subject, report):
            return subject.kind != "person"
        return super().fits(subject, report)


class EnglishAnaphora(HebrewAnaphora):
    """Whom English pronouns and verbs without a subject mean."""

    def is_thing(self, subject: Subject, report: Report) -> bool:
        """Return whether a report is by “he” or “she”, and the subject is a body or a thing."""
        if super().is_thing(subject, report):
            return True
        one = report.form == "pronoun" and report.gender in ("m", "f")
        return one and subject.kind == "unknown" and not self.tokens[subject.first].capital


class PersianUrduAnaphora(Anaphora):
    """Whom Persian and Urdu pronouns and verbs without a subject mean."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading)
        self._bearers = list(self.phrases.subjects.bearers())

    def with_bearer(self, report: Report) -> Report:
        """Return the report by the bearer of an office, where its subject is only the office."""
        subject = report.subject
        if subject is None or subject.kind != "people":
            return report
        return replace(report, subject=self._bearer(subject) or subject)

    def meant(self, report: Report) -> Report:
        """Return the report by the bearer of an office, for a quotation that goes on from it."""
        return self.with_bearer(report)

    def _bearer(self, office: Subject) -> Subject | None:
        """Return the person who has an office, where a text gives only that: دهیار (village head),
        این مربی (this coach), فاضل جج (the learned judge)."""
        first = self.tokens[office.first].bare
        definite = first in self.lexicon.nouns.definite
        alone = definite or office.after - office.first <= 1
        if not alone:
            return None
        if office.first and self.tokens[office.first - 1].bare in self.lexicon.grammar.genitives:
            return None  # ثنا کی والدہ: whose she is tells who is meant (Sana's mother)
        meant: Subject | None = None
        for subject, offices in self._bearers:
            if subject.first >= office.first:
                break
            if any(noun.endswith(office.head) for noun in offices):
                meant = subject
        if meant is not None or not definite:
            return meant
        before = self.reading.mention_before(office.first)
        near = before is not None and before.subject.kind == "person"
        return before.subject if before is not None and near else None
