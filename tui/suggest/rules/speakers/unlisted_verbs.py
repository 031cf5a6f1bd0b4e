"""Reports right after a quotation by verbs that no list has: “…,” Dunlop deadpanned."""

from __future__ import annotations

from tui.suggest.lexicons.words_arabic import TANWIN
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.reports.report import Report
from tui.suggest.rules.speakers.anaphora import Anaphora
from tui.suggest.rules.speakers.speaker_rules import Reading, SpeakerRules
from tui.text.spans import Span

_LONGEST_VERB = 2
"""Words of a verb that no list has, behind a quotation and a name."""


class UnlistedVerbs(SpeakerRules):
    """Reports by verbs that no list has; each language has its own subclass."""

    def __init__(self, reading: Reading, anaphora: Anaphora) -> None:
        super().__init__(reading)
        self.anaphora = anaphora

    def report(self, at: int) -> Report | None:
        """Return the report that a person and a verb right behind a quotation make, from a token
        on: “…,” Dunlop deadpanned."""
        if at + 1 >= len(self.tokens) or not self.has_no_stop(at + 1):
            return None
        verb, subject = self._verb_and_subject(at)
        if subject is None or subject.kind not in ("person", "pronoun"):
            return None
        token = self.tokens[verb]
        cue = Cue("weaker verb", token.span, verb, verb + 1, token.bare, "")
        report = Report(cue, max(verb + 1, subject.after), subject, gender=subject.gender)
        if subject.kind != "pronoun":
            return report
        found = self.anaphora.spoken_before(report, at)
        return found if found.subject is not None else None

    def _verb_and_subject(self, at: int) -> tuple[int, Subject | None]:
        """Return the token of a verb and its subject: the name behind the token `at`, or before the
        verb. The subject is None without such a verb."""
        if self.may_be_verb(at) and self.tokens[at + 1].quotation < 0:
            after = self.phrases.end(at + 1)
            name = self.phrases.person(at + 1, after) if after > at + 1 else None
            named = name is not None and name[0] <= at + 2
            return at, self.phrases.subject(at + 1, after) if named else None
        verb = self.behind_subject(at)
        if at < verb < len(self.tokens) and self.may_be_verb(verb):
            return verb, self.phrases.subject(at, verb)
        return at, None

    # ---------------------------------------------- what a language says itself

    def behind_subject(self, at: int) -> int:
        """Return the token behind a subject at a token, that token itself without one."""
        return at + self.preceding.is_pronoun(at)

    def may_be_verb(self, at: int) -> bool:
        """Return whether a token may be a verb that no list has."""
        token, lexicon = self.tokens[at], self.lexicon
        noun = token.bare in lexicon.nouns.heads or token.bare in lexicon.names.given
        plain = token.quotation < 0 and token.bare.isalpha() and len(token.bare) > 2
        return plain and not (token.capital or noun or token.bare in lexicon.stops.words)


class EnglishUnlistedVerbs(UnlistedVerbs):
    """Reports by English verbs that no list has."""

    def behind_subject(self, at: int) -> int:
        """Return the token behind a pronoun, or behind words with a capital letter."""
        verb = super().behind_subject(at)
        if verb > at:
            return verb
        while verb < len(self.tokens) and (
            self.tokens[verb].capital and self.has_no_stop(verb + 1)
        ):  # fmt: skip
            verb += 1
        return verb


class HebrewUnlistedVerbs(UnlistedVerbs):
    """Reports by Hebrew verbs that no list has."""

    def may_be_verb(self, at: int) -> bool:
        """Return whether a token without article may be a verb that no list has."""
        return not self.tokens[at].article and super().may_be_verb(at)


class ArabicUnlistedVerbs(UnlistedVerbs):
    """Reports by Arabic verbs that no list has."""

    def behind_subject(self, at: int) -> int:
        """Return the token itself: the subject follows its verb."""
        return at

    def may_be_verb(self, at: int) -> bool:
        """Return whether a token may be a verb that no list has, and is no accusative: «…»، مطالباً
        السلطات (“…,” calling on the authorities)."""
        if self.tokens[at].article or at in self.cues:
            return False
        return not self.passage.written(at).endswith(TANWIN) and super().may_be_verb(at)


class PersianUrduUnlistedVerbs(UnlistedVerbs):
    """Reports by Persian or Urdu verbs that no list has."""

    def report(self, at: int) -> Report | None:
        """Return the report that a person and a verb make which are a sentence behind a quotation:
        ”…“، عباسی ہنسے۔ (“…,” Abbasi laughed.)"""
        if at + 1 >= len(self.tokens):
            return None
        after, end = self.phrases.end(at), self.passage.sentence_end(at)
        name = self.phrases.person(at, after) if after > at else None
        after = name[1] if name is not None else after
        short = 0 < end - after <= _LONGEST_VERB and name is not None
        if not short or any(self.tokens[i].gap.strip(SPACES) for i in range(at + 1, end)):
            return None
        subject = self.phrases.subject(at, after)
        span = Span(self.tokens[after].span.start, self.tokens[end - 1].span.end)
        cue = Cue("weaker verb", span, after, end, self.tokens[end - 1].bare, "")
        return Report(cue, end, subject)
