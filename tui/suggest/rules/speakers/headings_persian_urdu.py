"""Speakers that a colon or only the place of a quotation tells in Persian and Urdu."""

from __future__ import annotations

from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.reports.report import Report
from tui.suggest.rules.speakers.headings import Headings, heading_report
from tui.suggest.rules.speakers.mentions import urdu_experiencer
from tui.text.spans import Span


class PersianUrduHeadings(Headings):
    """Speakers before a colon, or next to a quotation, in a Persian or Urdu passage."""

    def last_phrase(self, first: int, last: int) -> Subject | None:
        """Return None: the last phrase before a colon is seldom the subject."""
        return None

    def is_person_pronoun(self, at: int) -> bool:
        """Return whether a pronoun that is not the writer's, and that nothing governs, is at a
        token."""
        lexicon = self.lexicon
        behind = self.tokens[at + 1].bare if at + 1 < len(self.tokens) else ""
        governed = (
            behind in lexicon.grammar.postpositions and behind != lexicon.grammar.subject_marker
        )
        return (
            not governed
            and self.tokens[at].bare in lexicon.clause.pronouns - lexicon.clause.first_persons
        )

    def pronoun_may_be(self, at: int, start: int) -> bool:
        """Return whether a pronoun at a token may be the subject of its sentence."""
        return self.is_person_pronoun(at)

    def follows_topic(self, quotation: Span) -> bool:
        """Return whether a colon in a headline is before a quotation: کیس: ’…‘، عدالت (the case:
        “…”, court)."""
        first = self.passage.paragraph(quotation.start) == 0
        return first and self.passage.text[: quotation.start].rstrip().endswith(":")

    def pronoun_before(self, quotation: Span) -> Report | None:
        """Return the report by whom the pronoun means that is the subject of the sentence right
        before a quotation, in its paragraph: انھوں نے خود بات شروع کی۔ ”…“ (he began to speak
        himself. “…”)."""
        at = self.passage.first_from(quotation.start)
        if not at or "\n" in self.tokens[at].gap:
            return None
        start = self.passage.sentence_start(at - 1)
        for phrase in self.phrases.between(start, at):
            if phrase.oblique:
                continue
            named = self.phrases.subject(phrase.first, phrase.after)
            if not self.is_person_pronoun(phrase.first):
                if named is not None and named.can_speak:
                    return None
                continue
            unnamed = heading_report(None, quotation.start, at)
            found = self.anaphora.spoken_before(unnamed, phrase.first)
            return found if found.subject is not None else None
        return None

    def opening_body(self, start: int, last: int) -> Subject | None:
        """Return the body that a sentence without a verb of saying opens with."""
        after = self.phrases.end(start)
        found = self.phrases.subject(start, after) if start < after < last else None
        return found if found is not None and found.kind == "body" else None


class PersianHeadings(PersianUrduHeadings):
    """Speakers before a colon, or next to a quotation, in a Persian passage."""

    def unmarked_subject(self, start: int, last: int) -> Subject | None:
        """Return the subject of a sentence that only its place tells: فلانی سرش را تکان می‌دهد:
        (so-and-so shakes his head:)."""
        found = self.preceding.before_object(self.phrases.between(start, last), start)
        return found or self.opening_body(start, last)

    def ends_with_verb(self, last: int) -> bool:
        """Return whether a finite verb, and none of being, is right before a colon: دستم را
        می‌فشارد: (he shakes my hand:)."""
        word = self.tokens[last - 1].bare
        third = word not in self.lexicon.clause.first_persons and not word.endswith("م")
        if word.startswith("ب") and word.endswith("د"):
            return False  # بنویسند: what somebody should write
        verb = self.phrases.words.is_finite(last - 1) and word not in self.lexicon.clause.copulas
        return verb and third


class UrduHeadings(PersianUrduHeadings):
    """Speakers before a colon, or next to a quotation, in an Urdu passage."""

    def unmarked_subject(self, start: int, last: int) -> Subject | None:
        """Return the subject of a sentence that has no sign of one, or only کو (to)."""
        return urdu_experiencer(self.phrases, start, last)
