"""The reports of a passage in order, each with who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.phrases.passage_phrases import PhraseReader
from tui.suggest.rules.reports.report import Report
from tui.suggest.rules.reports.report_reader import ReportReader
from tui.suggest.rules.speakers.anaphora import Anaphora
from tui.suggest.rules.speakers.headings import Headings
from tui.suggest.rules.speakers.mentions import Mentions
from tui.suggest.rules.speakers.sentence_subjects import SentenceSubjects
from tui.suggest.rules.speakers.speaker_rules import Mention, Reading
from tui.suggest.rules.speakers.unlisted_verbs import UnlistedVerbs


class Speakers(PhraseReader):
    """The reports of a passage in order, each with who speaks, also where its clause names nobody.

    `headings` and `unlisted_verbs` find more speakers, for quotations without a report.
    """

    def __init__(
        self,
        reading: Reading,
        mentions: Mentions,
        reports: ReportReader,
        sentences: SentenceSubjects,
        anaphora: Anaphora,
        headings: Headings,
        unlisted_verbs: UnlistedVerbs,
    ) -> None:
        super().__init__(reading.phrases)
        self.reading = reading
        self.mentions = reading.mentions
        self.found = reading.found
        self.asked: dict[int, Report] = {}
        """By the first token of what the writer asks, whom."""
        self.anaphora = anaphora
        self.headings = headings
        self.unlisted_verbs = unlisted_verbs
        self._reports = reports
        self._sentences = sentences
        self._read_mentions(mentions)
        self._read_reports()

    def _read_mentions(self, mentions: Mentions) -> None:
        """Read whom the sentences name, and learn the genders that they tell."""
        self.mentions.extend(mentions.all())
        for mention in self.mentions:
            self.reading.genders.learn(mention.subject)

    def _read_reports(self) -> None:
        """Read the reports in order, so that each can mean who spoke before it."""
        for cue, last, aside in self._cues_with_mentions():
            report = self._reports.report(cue)
            report = self._resolved(report, last, aside) if report is not None else None
            if report is None:
                continue
            if report.gender == "1":
                other = replace(report, gender="", form="pronoun")
                self.asked[report.first] = self.anaphora.spoken_of(other, last, aside)
            self.found.append(report)
            if report.subject is not None and report.form == "explicit":
                self.reading.genders.learn(report.subject, report.gender)

    def _cues_with_mentions(self) -> Iterator[tuple[Cue, Mention | None, Mention | None]]:
        """Return each cue with the last mention before it, and the last one aside."""
        place = 0
        last: Mention | None = None
        aside: Mention | None = None
        for at in sorted(self.cues):
            while place < len(self.mentions) and self.mentions[place].at < at:
                passed = self.mentions[place]
                last, aside = (last, passed) if passed.aside else (passed, aside)
                place += 1
            yield self.cues[at], last, aside

    def _resolved(self, report: Report, last: Mention | None, aside: Mention | None) -> Report:
        """Return the report with its speaker: whom it names itself, else the subject of its
        sentence, else who was named before."""
        if report.subject is not None or report.gender == "1":
            return report
        sentences = self._sentences
        if report.cue.kind in ("participle", "saying") and report.form != "pronoun":
            subject = sentences.main_subject(report)
            if subject is not None:
                cue = sentences.cue_with_verb(report)
                return replace(report, cue=cue, subject=subject, form="explicit")
            if report.cue.kind == "participle":
                return report
        subject = sentences.of_main_clause(report)
        if subject is not None:
            return replace(report, subject=subject)
        if report.bound and report.cue.kind != "saying":
            return replace(report, subject=sentences.of_relative_clause(report))
        subject = sentences.of_first_verb(report)
        if subject is not None:
            return replace(report, subject=subject)
        return self.anaphora.spoken_of(report, last, aside)
