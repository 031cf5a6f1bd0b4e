"""Indirect speech: the clause after إن أن که כי ש that کہ, where it is certain who speaks."""

from __future__ import annotations

from bisect import bisect_right

from tui.suggest.rules.cues.cue import letter_end
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.words import COMMAS
from tui.suggest.rules.quotes.quote import Quote
from tui.suggest.rules.reports.report import Report
from tui.suggest.rules.speakers.speakers import Speakers
from tui.text.spans import Span

_BEFORE_CLAUSE = 14
"""Tokens between who spoke and the clause: a place, a day, an occasion."""


_SHORTEST = 3
"""Words of the shortest clause that is suggested."""


_LONGEST = 200
"""Words of the longest one: a text without full stops has no sentences to go by."""


_ENDS = SPACES + ".۔؟?!،,؛;:…"


_WHY = "It is the clause that {cue} reports."


class IndirectSpeech:
    """The reported clauses of a passage whose verb and speaker are certain."""

    needs_comma = True
    """Whether only a comma parts the clause of a source from it."""

    def __init__(self, speakers: Speakers) -> None:
        self.speakers = speakers
        self.passage = speakers.passage
        self.lexicon = speakers.lexicon
        self.tokens = speakers.tokens
        self.text = self.passage.text
        self.firsts = [report.first for report in speakers.found]
        self.quoted = {span.start: span.end for span in self.passage.quotations}
        self.quote_ends = frozenset(self.quoted.values())

    def quotes(self) -> list[Quote]:
        """Return the reported clauses, in order.

        A clause ends before the next report of its sentence. What is between quotation marks as a
        whole is not indirect speech.
        """
        reports = self.speakers.found
        return [quote for report in reports if (quote := self.quote(report)) is not None]

    def quote(self, report: Report) -> Quote | None:
        """Return the clause that a report introduces; None where frame or speaker is not
        certain."""
        subject = report.subject
        if subject is None or subject.kind in ("unknown", "pronoun") or report.negated:
            return None
        start = self._start(report)
        if start < 0:
            return None
        span = self._span(start, report)
        words = self.passage.first_from(span.end) - self.passage.first_from(span.start)
        if not _SHORTEST <= words <= _LONGEST or self._is_quoted(span):
            return None
        return Quote(span, "indirect", report, None, _WHY)

    def _start(self, report: Report) -> int:
        """Return the offset at which the reported clause starts, -1 where none does."""
        match report.cue.kind:
            case "verb" | "participle" | "saying":
                return self._skip_particle(report.after)
            case "source before" | "source after":
                return self._skip_source(report.after)
            case _:
                return -1

    def _skip_particle(self, at: int) -> int:
        """Return the offset after the particle that opens the clause of a verb."""
        for index in range(at, min(at + _BEFORE_CLAUSE, len(self.tokens))):
            token = self.tokens[index]
            if token.quotation >= 0 or index in self.speakers.cues:
                return -1
            if any(sign in token.gap for sign in ".۔؟?!؛;:\n"):
                return -1
            if token.bare in self.lexicon.clause.complementizers:
                return token.span.end
            if index == at and not token.gap.strip(SPACES) and self._is_joined(index):
                return token.span.start + letter_end(token.span.of(self.text))
        return -1

    def _is_joined(self, index: int) -> bool:
        """Return whether the particle is joined to the clause's first word: Hebrew ש (that)."""
        joined, word = self.lexicon.clause.joined, self.tokens[index].bare
        if not joined or not word.startswith(joined) or len(word) < _SHORTEST:
            return False
        return index == 0 or self.tokens[index - 1].bare not in self.lexicon.stops.words

    def _skip_source(self, at: int) -> int:
        """Return the offset after the comma that follows a source, if any."""
        if at >= len(self.tokens):
            return -1
        token = self.tokens[at]
        gap = token.gap.strip(SPACES)
        if gap not in COMMAS and (gap or self.needs_comma):
            return -1
        opens = token.bare in self.lexicon.clause.complementizers
        return token.span.end if opens else token.span.start

    def _span(self, start: int, report: Report) -> Span:
        """Return the clause from an offset to the sentence's end, or to its next report."""
        sentence = self.passage.sentence(report.cue.span.start)
        end = self.passage.sentence_span(sentence).end if sentence >= 0 else start
        place = bisect_right(self.firsts, self.passage.first_from(start))
        for other in self.speakers.found[place : place + _BEFORE_CLAUSE]:
            if other.cue.span.start >= end:
                break
            if self._goes_on(other, report):
                end = self._introduction_start(other)
                break
        return self._trimmed(Span(start, max(start, self._joined_clause(start, end))))

    def _goes_on(self, other: Report, report: Report) -> bool:
        """Return whether another report of the sentence is the same speaker's, and not in the
        clause."""
        if other.cue.kind == "participle" or other.form != "explicit":
            return True
        same = other.subject and report.subject and other.subject.span == report.subject.span
        return bool(same) or (other.cue.prefixed and not other.cue.relative)

    def _joined_clause(self, start: int, end: int) -> int:
        """Return the offset at which a clause begins that the writer adds, else `end`: ، هرچند او
        (although he)."""
        first = self.passage.first_from(start) + 1
        for index in range(first, min(self.passage.first_from(end), first + _LONGEST)):
            token = self.tokens[index]
            parted = token.quotation < 0 and token.gap.strip(SPACES) in ("،", ",", "؛", ";")
            if parted and token.bare in self.lexicon.clause.conceding:
                return token.span.start
        return end

    def _introduction_start(self, report: Report) -> int:
        """Return the offset at which what introduces another report begins: its conjunction,
        if any."""
        at = report.first
        lexicon = self.lexicon
        joins = (
            lexicon.clause.joining
            | lexicon.clause.conjunctions
            | lexicon.clause.auxiliaries
            | lexicon.clause.pronouns
        )
        while at and self.tokens[at - 1].bare in joins and self.tokens[at - 1].quotation < 0:
            at -= 1
        return self.tokens[at].span.start

    def _trimmed(self, span: Span) -> Span:
        """Return the span without white space and signs at its ends, quotation marks left in
        pairs."""
        span = span.trimmed(self.text, _ENDS)
        piece = span.of(self.text)
        if span.start in self.quoted and self.quoted[span.start] < span.end:
            return Span(span.start + 1, span.end).trimmed(self.text)
        if piece and piece[-1] in '”»“"’‘״' and span.end in self.quote_ends:
            return Span(span.start, span.end - 1).trimmed(self.text)
        return span

    def _is_quoted(self, span: Span) -> bool:
        """Return whether one pair of quotation marks encloses all of the clause."""
        words = self.passage.words_in(span)
        first = words[0].quotation
        return first >= 0 and all(word.quotation == first for word in words)


class PersianUrduIndirectSpeech(IndirectSpeech):
    """The reported clauses of a Persian or Urdu passage."""

    needs_comma = False
