"""Speakers that a colon tells: a name before it, or the subject of a sentence that it ends."""

from __future__ import annotations

from dataclasses import replace

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.subjects import LONGEST_SUBJECT, Subject
from tui.suggest.rules.reports.preceding_subject import SHORT_NAME
from tui.suggest.rules.reports.report import Report
from tui.suggest.rules.speakers.anaphora import Anaphora
from tui.suggest.rules.speakers.speaker_rules import Reading, SpeakerRules
from tui.text.spans import Span

_LONGEST_TOPIC = 8
"""Words before a colon that say what is spoken on."""

_LONGEST_PARTICLE = 4
"""Letters of the words that a headline in capital letters may leave small."""

UNLISTED = 2
"""Words of a verb that no list has, after a name and before a colon."""


class Headings(SpeakerRules):
    """Speakers before a colon, or next to a quotation that is a paragraph or headline.

    A subclass says which words before a colon name somebody in its language.
    """

    def __init__(self, reading: Reading, anaphora: Anaphora) -> None:
        super().__init__(reading)
        self.anaphora = anaphora

    def heading(self, quotation: Span) -> Report | None:
        """Return the report that a name and a colon before a quotation make: ترامب: «…» (Trump:
        “…”)."""
        colon = self.passage.text.rindex(":", 0, quotation.start)
        last = self.passage.first_from(colon)
        if not last or self.passage.first_from(quotation.start) != last:
            return None
        paragraph = self.passage.paragraph(colon)
        opening = min(self.passage.sentence_start(last - 1), last)
        first = self.start(min(self.passage.first_in(paragraph), last), opening, last)
        first = self._after_stop(first, last)
        if first == last:
            return None
        if self.tokens[first].bare in self.lexicon.clause.about and last - first <= _LONGEST_TOPIC:
            return self._about(colon, first, last)
        alone = self.by_verb_alone(max(first, opening), last) if first < opening else None
        if alone is not None:
            return alone
        if last - first <= LONGEST_SUBJECT:
            subject = self._heading_subject(first, last) or self._last_part(first, last)
            if subject is not None:
                return heading_report(subject, colon, last)
        return self.by_sentence(colon, last)

    # ---------------------------------------------- what a language says itself

    def start(self, first: int, opening: int, last: int) -> int:
        """Return the token at which what is before a colon begins: that of its paragraph, or of a
        sentence inside it."""
        return first

    def by_verb_alone(self, at: int, last: int) -> Report | None:
        """Return the report of a verb that no list has and that has no subject."""
        return None

    def by_sentence(self, colon: int, last: int) -> Report | None:
        """Return the report of a sentence without a verb of saying that a colon ends."""
        return self._sentence_subject(colon, last)

    def may_be_heading(self, first: int, last: int) -> bool:
        """Return whether words before a colon, all in one phrase, may name somebody."""
        return True

    def last_phrase(self, first: int, last: int) -> Subject | None:
        """Return the subject that the last noun phrase before a colon is."""
        phrases = self.phrases.between(first, last)
        whole = [phrase for phrase in phrases if phrase.after == last and not phrase.oblique]
        return self.phrases.subject(whole[-1].first, whole[-1].after) if whole else None

    def is_heard_from(self, phrase: NounPhrase, last: int) -> bool:
        """Return whether a phrase right before a colon says from whom words were heard."""
        return False

    def is_person_pronoun(self, at: int) -> bool:
        """Return whether a pronoun for a single person is at a token."""
        lexicon = self.lexicon
        return is_in_any(
            self.tokens[at].bare,
            lexicon.clause.pronouns_feminine,
            lexicon.clause.pronouns_masculine,
        )

    def pronoun_may_be(self, at: int, start: int) -> bool:
        """Return whether a pronoun at a token may be the subject of a sentence that begins at
        `start`."""
        return at == start and self.is_person_pronoun(at)

    def end_before_verb(self, phrase: NounPhrase) -> int:
        """Return the index after a phrase, without a verb at its end that no list has."""
        return phrase.after

    def people_may_lead(self, phrase: NounPhrase, start: int) -> bool:
        """Return whether some people may be who speaks in a sentence that begins at `start`."""
        return True

    def unmarked_subject(self, start: int, last: int) -> Subject | None:
        """Return the subject of a sentence that only its place tells."""
        return None

    def ends_with_verb(self, last: int) -> bool:
        """Return whether a finite verb is right before a colon."""
        return False

    def pronoun_before(self, quotation: Span) -> Report | None:
        """Return the report by whom the pronoun means that is the subject of the sentence right
        before a quotation, in its paragraph."""
        return None

    def follows_topic(self, quotation: Span) -> bool:
        """Return whether the topic of a headline and a colon are before a quotation."""
        return False

    def is_in_capitals(self, first: int, last: int) -> bool:
        """Return whether all long words of a headline have a capital letter."""
        return False

    # ------------------------------------------------------------- the colon

    def _about(self, colon: int, first: int, last: int) -> Report:
        """Return the report of what somebody said before says on something: על המכרז: "…" (on the
        tender: “…”)."""
        return self.anaphora.spoken_before(heading_report(None, colon, last), first)

    def _after_stop(self, first: int, last: int) -> int:
        """Return the token behind the last colon or two full stops of a headline: الوزير: لا نقص..
        والمزارعون: (the minister: no shortage.. and the farmers:)."""
        for at in range(last - 1, first, -1):
            gap = self.tokens[at].gap
            if (":" in gap or ".." in gap) and self.tokens[at - 1].quotation < 0:
                return at
        return first

    def _heading_subject(self, first: int, last: int) -> Subject | None:
        """Return the subject that makes up all of a paragraph before a colon, or its last noun
        phrase."""
        if any(self.tokens[i].quotation >= 0 for i in range(first, last)):
            return None
        if self.phrases.end_from(first) == last:
            subject = self.phrases.subject(first, last)
            return subject if self.may_be_heading(first, last) else None
        return self.last_phrase(first, last)

    def _last_part(self, first: int, last: int) -> Subject | None:
        """Return the subject that a headline names between a stop and the colon: انهيار مبنى..
        والبلدية: «…» (collapse of a building.. and the municipality: “…”)."""
        start = last - 1
        while start > first and not self.tokens[start].gap.strip(SPACES):
            start -= 1
        if start == first or self.phrases.end_from(start) != last:
            return None
        subject = self.phrases.subject(start, last)
        return subject if subject is not None and subject.can_speak else None

    def _sentence_subject(self, colon: int, last: int) -> Report | None:
        """Return the report of a sentence without a verb of saying that a colon ends."""
        start = self.passage.sentence_start(last - 1)
        if any(self.tokens[i].quotation >= 0 for i in range(start, last)):
            return None
        best: Subject | None = None
        for phrase in self.phrases.between(start, last):
            if phrase.oblique and not self.is_heard_from(phrase, last):
                continue
            if best is None and self.pronoun_may_be(phrase.first, start):
                return self._by_pronoun(phrase.first, start, colon, last)
            after = self.end_before_verb(phrase)
            subject = self.phrases.subject(phrase.first, after)
            named = self.phrases.person(phrase.first, after)
            if subject is not None and subject.kind == "person" and named:
                return heading_report(subject, colon, last)
            people = subject is not None and subject.kind == "people"
            if people and best is None and self.people_may_lead(phrase, start):
                best = subject
        best = best or self.unmarked_subject(start, last)
        if best is None and self.ends_with_verb(last):
            return self.anaphora.spoken_before(heading_report(None, colon, last), start)
        return heading_report(best, colon, last) if best is not None else None

    def _by_pronoun(self, at: int, start: int, colon: int, last: int) -> Report:
        """Return the report of a sentence whose subject is the pronoun at a token."""
        subject = self.phrases.subject(at, at + 1)
        gender = subject.gender if subject is not None else ""
        report = replace(heading_report(None, colon, last), gender=gender)
        return self.anaphora.spoken_before(report, start)

    # ------------------------------------------------------------- headlines

    def headline(self, quotation: Span) -> Report | None:
        """Return the report that a name and a colon make in a title with words quoted in its
        clause: الوزير: القرار «نهائي» (the minister: the decision is “final”)."""
        text = self.passage.text
        paragraph = self.passage.paragraph(quotation.start)
        start = self.passage.source.paragraphs[paragraph].span.start
        colon = text.rfind(":", start, quotation.start)
        if paragraph > 0 or colon < 0:
            return None
        first, last = self.passage.first_from(start), self.passage.first_from(colon)
        if not 0 < last - first <= LONGEST_SUBJECT:
            return None
        subject = self._heading_subject(first, last) or self._last_part(first, last)
        if subject is None or not subject.can_speak:
            return None
        return heading_report(subject, colon, last)

    def heading_after(self, quotation: Span) -> Report | None:
        """Return the report that a name behind a quotation makes, where both are a paragraph: «…»،
        ترامب (“…”, Trump)."""
        first = self.passage.first_from(quotation.end)
        if first >= len(self.tokens):
            return None
        paragraph = self.passage.paragraph(quotation.start)
        number = self.passage.sentence(quotation.start)
        opens = self.passage.source.paragraphs[paragraph].span.start == quotation.start
        if number < 0 or not (opens or self.follows_topic(quotation)):
            return None
        gap = self.passage.text[quotation.end : self.tokens[first].span.start]
        if not gap.strip() or gap.strip(SPACES + "،,:–—-|.…"):
            return None
        last = first
        while last < len(self.tokens) and (
            self.passage.paragraph(self.tokens[last].span.start) == paragraph
        ):
            last += 1
        end = self.phrases.end_from(first)
        if end != last and paragraph == 0 and self.is_in_capitals(end, last):
            return None
        # a headline: «…».. ليلى حداد تفوز بالجائزة (“…”.. Layla Haddad wins the prize)
        if end != last and paragraph == 0:
            name = self.phrases.person(first, end)
            if name is None or name[0] != first or not self.phrases.names.is_sure(name):
                return None
        elif end != last:
            return None
        subject = self.phrases.subject(first, end)
        if subject is None or not subject.can_speak:
            return None
        return heading_report(subject, quotation.end, first)


class EnglishHeadings(Headings):
    """Speakers before a colon, or next to a quotation, in an English passage."""

    def start(self, first: int, opening: int, last: int) -> int:
        """Return the token at which what is before a colon begins: at most two words behind a full
        stop are a sentence by themselves."""
        return max(first, opening) if 0 < last - opening <= SHORT_NAME else first

    def last_phrase(self, first: int, last: int) -> Subject | None:
        """Return the subject that the last noun phrase before a colon is, if it names somebody:
        screamed is nobody in Aldana screamed:"""
        found = super().last_phrase(first, last)
        if found is None or found.kind != "unknown" or self.tokens[found.first].capital:
            return found
        determined = self.tokens[found.first].bare in self.lexicon.nouns.determiners
        return found if determined else None

    def by_sentence(self, colon: int, last: int) -> Report | None:
        """Return the report of a sentence that a colon ends; none in a headline, where all words
        have capital letters and none tells a name."""
        headline = self.passage.paragraph(colon) == 0
        return None if headline else super().by_sentence(colon, last)

    def end_before_verb(self, phrase: NounPhrase) -> int:
        """Return the index after a phrase, without one or two small words at its end."""
        after = phrase.after
        while (
            after > phrase.first + 1
            and not self.tokens[after - 1].capital
            and phrase.after - after < UNLISTED
        ):
            after -= 1
        return after

    def is_in_capitals(self, first: int, last: int) -> bool:
        """Return whether all long words of a headline have a capital letter."""
        long = [token for token in self.tokens[first:last] if len(token.bare) > _LONGEST_PARTICLE]
        return all(token.capital for token in long)


class HebrewHeadings(Headings):
    """Speakers before a colon, or next to a quotation, in a Hebrew passage."""

    def start(self, first: int, opening: int, last: int) -> int:
        """Return the token at which what is before a colon begins: at most two words behind a full
        stop are a sentence by themselves."""
        return max(first, opening) if 0 < last - opening <= SHORT_NAME else first

    def may_be_heading(self, first: int, last: int) -> bool:
        """Return whether two words are a person or body, and no construct such as שביתת האחיות (the
        strike of the nurses)."""
        if last - first != 2:
            return True
        subject = self.phrases.subject(first, last)
        construct = self.tokens[first + 1].article and not self.tokens[first].article
        return not construct or (subject is not None and subject.can_speak)

    def last_phrase(self, first: int, last: int) -> Subject | None:
        """Return the subject that the last noun phrase before a colon is, or the one before what it
        is about."""
        return super().last_phrase(first, self._before_joined_preposition(first, last))

    def _before_joined_preposition(self, first: int, last: int) -> int:
        """Return the token at which what follows a subject begins: במרד in הורי התלמידים במרד: (the
        parents of the pupils, in revolt:)."""
        after = self.phrases.end_from(first)
        if not first < after < last or self.tokens[after].bare[0] not in "בלמ":
            return last
        subject = self.phrases.subject(first, after)
        plain = all(not token.gap.strip(SPACES) for token in self.tokens[first + 1 : last])
        return after if plain and subject is not None and subject.can_speak else last


def heading_report(subject: Subject | None, at: int, last: int) -> Report:
    """Return the report that a colon, or only the place of a quotation, makes: an expression
    without length at the offset `at`, before the token `last`."""
    cue = Cue("verb", Span(at, at), last, last, "", "")
    return Report(cue, last, subject)
