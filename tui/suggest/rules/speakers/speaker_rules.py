"""The base of the rules of speakers, and what has been read of a passage when they are asked."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.passage_phrases import PhraseReader
from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.reports.following_subject import FollowingSubject
from tui.suggest.rules.reports.preceding_subject import PrecedingSubject
from tui.suggest.rules.reports.report import Report
from tui.suggest.rules.speakers.gender import Genders

_NEAR_PARAGRAPHS = 2
"""Paragraphs from one who is meant to the report that means them."""

FARTHEST_REPORTS = 16
"""Reports, or persons, before a report that are looked at for who is meant."""


@dataclass(frozen=True)
class Mention:
    """Somebody named as the subject of a sentence, who may be meant by what follows."""

    at: int
    """Index of its first token."""
    subject: Subject
    aside: bool = False
    """Whether the sentence only speaks of them: meant where nobody else is."""


class Reading(PhraseReader):
    """A passage with its phrases, the persons that its sentences name, and the reports found so
    far."""

    def __init__(
        self, following: FollowingSubject, preceding: PrecedingSubject, genders: Genders
    ) -> None:
        super().__init__(following.phrases)
        self.following = following
        self.preceding = preceding
        self.genders = genders
        self.mentions: list[Mention] = []
        """Whom the sentences name, in order."""
        self.found: list[Report] = []
        """The reports in order, each with its subject, as far as they have been read."""

    def mention_before(self, at: int) -> Mention | None:
        """Return the last person or other subject that a sentence before a token names."""
        place = self.mentions_before(at) - 1
        while place >= 0 and self.mentions[place].aside:
            place -= 1
        return self.mentions[place] if place >= 0 else None

    def mentions_before(self, at: int) -> int:
        """Return how many mentions are before a token."""
        return bisect_left(self.mentions, at, key=lambda mention: mention.at)

    def is_near(self, at: int, report: Report) -> bool:
        """Return whether at most two paragraph breaks are between a token and a report."""
        paragraph = self.passage.paragraph(report.cue.span.start)
        there = self.passage.paragraph(self.tokens[at].span.start)
        return paragraph - there <= _NEAR_PARAGRAPHS

    def is_in_sentence_of(self, other: Report, report: Report) -> bool:
        """Return whether two reports are in one sentence."""
        there = self.passage.sentence(other.cue.span.start)
        return there == self.passage.sentence(report.cue.span.start)

    def conflicts(self, subject: Subject, report: Report) -> bool:
        """Return whether the gender or number of a subject is not that of a report."""
        one, other = self.genders.of(subject), report.gender
        if one == "p" or other == "p":
            return one != other and "" not in (one, other)
        return {one, other} == {"m", "f"}


class SpeakerRules(PhraseReader):
    """Rules that find who speaks from what has been read of a passage."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading.phrases)
        self.reading = reading
        self.following = reading.following
        self.preceding = reading.preceding

    def has_no_stop(self, at: int) -> bool:
        """Return whether no sign is before a token."""
        return at >= len(self.tokens) or not self.tokens[at].gap.strip(SPACES)


def agree(one: str, other: str) -> bool:
    """Return whether two genders may be one person's: they are equal, or one of them is not
    known."""
    return not one or not other or one == other
