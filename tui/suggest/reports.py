"""Reports: the places where a text says that somebody said something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tui.suggest import lexicon
from tui.suggest.speakers import (
    Subject,
    heading_subject,
    letter_end,
    subject_after,
    subject_after_lam,
    subject_before,
)
from tui.suggest.words import WordSequence
from tui.text.spans import Span
from tui.text.unicode import LRM, RLM

Kind = Literal["verb", "weaker verb", "participle", "phrase", "saying", "heading"]


Form = Literal["explicit", "pronoun", "implicit"]


_ANAPHORA_PARAGRAPHS = 2


@dataclass(frozen=True)
class Report:
    """A reporting expression, and who it says has spoken."""

    kind: Kind
    cue: Span
    """The expression, without the conjunction written together with it; empty at a heading."""
    first: int
    """Index of its first token."""
    after: int
    """Index of the token behind the expression and its subject."""
    gender: str
    """"m", "f" or "p" (several) by the verb's form, "" for a phrase."""
    subject: Subject | None = None
    form: Form = "explicit"
    """How the subject is named here."""
    bound: bool = False
    """Whether a subject that is not named here must be looked for in the same clause only."""
    prefixed: bool = False
    """Whether و or ف stands before the verb."""
    negated: bool = False


def reports(reading: WordSequence) -> list[Report]:
    """Find the reporting expressions outside quotations, in order, their subjects resolved.

    An expression whose speaker is not named beside it takes the last speaker before it, of the
    same gender and number and at most two paragraphs up.
    """
    found: list[Report] = []
    index = 0
    while index < len(reading.tokens):
        report = _report_at(reading, index) if reading.tokens[index].quotation < 0 else None
        if report is not None:
            report = _resolved(reading, report, found)
            found.append(report)
        index = max(index + 1, report.first + 1 if report else 0)
    return found


def _report_at(reading: WordSequence, at: int) -> Report | None:
    word = reading.tokens[at].bare
    phrase = _phrase_at(reading, at)
    if phrase is not None:
        return phrase
    if word in lexicon.SAYINGS:
        return _saying(reading, at)
    if word in lexicon.PARTICIPLES:
        gender = "f" if word.endswith("ه") else "p" if word.endswith("ين") else "m"
        cue = reading.tokens[at].span
        return Report("participle", cue, at, at + 1, gender, None, "implicit", bound=True)
    told_in = _told_in(reading, at) if word in lexicon.TOLD_IN else None
    if told_in is not None:
        return told_in
    if word in lexicon.NAMED_SO and "ى" in reading.tokens[at].span.of(reading.text):
        return None  # يدعى: he is called
    for prefixed in (False, True):
        stem = word[1:] if prefixed else word
        if prefixed and word[:1] not in ("و", "ف"):
            break
        if stem in lexicon.VERBS or stem in lexicon.WEAKER_VERBS:
            return _verb(reading, at, stem, prefixed=prefixed)
    return None


def _verb(reading: WordSequence, at: int, verb: str, *, prefixed: bool) -> Report:
    token = reading.tokens[at]
    start = token.span.start
    if prefixed:
        start += letter_end(token.span.of(reading.text))
    before = reading.tokens[at - 1].bare if at and token.gap.strip() == "" else ""
    subject = subject_after(reading, at + 1, verb)
    after = subject.after if subject else at + 1
    form: Form = "explicit"
    bound = False
    if subject is None and not prefixed:
        if before in lexicon.PRONOUNS:
            form = "pronoun"
        elif before in lexicon.RELATIVES:
            bound = True
        else:
            subject = subject_before(reading, at)
    if subject is None and form == "explicit":
        form = "implicit"
        opening = reading.first_from(reading.sentence_span(reading.sentence(start)).start)
        bound = bound or (prefixed and reading.tokens[opening].bare in lexicon.AS_FOR)
    return Report(
        kind="verb" if verb in lexicon.VERBS else "weaker verb",
        cue=Span(start, token.span.end),
        first=at,
        after=after,
        gender=_gender(verb),
        subject=subject,
        form=form,
        bound=bound,
        prefixed=prefixed,
        negated=before in lexicon.NEGATIONS,
    )


def _gender(verb: str) -> str:
    """Gender and number of the verb's subject; a first ت is of the stem in some."""
    if verb.endswith(("وا", "ون")):
        return "p"
    if verb in lexicon.FALSE_FEMININES:
        return "m"
    return "f" if verb.endswith("ت") or verb.startswith("ت") else "m"


def _phrase_at(reading: WordSequence, at: int) -> Report | None:
    """وفقا للوزير, بحسب رويترز, على حد قوله at a token."""
    tokens = reading.tokens
    word = tokens[at].bare
    prefixed = word not in lexicon.PHRASES and word[:1] == "و"
    for phrase in lexicon.PHRASES.get(word[1:] if prefixed else word, ()):
        after = at + len(phrase)
        if tuple(token.bare for token in tokens[at + 1 : after]) != phrase[1:]:
            continue
        cue = Span(tokens[at].span.start + prefixed, tokens[after - 1].span.end)
        if phrase in lexicon.OWN_WORDS:
            return Report("phrase", cue, at, after, "", None, "pronoun")
        subject = subject_after_lam(reading, after) or subject_after(reading, after)
        if subject is not None and subject.head not in lexicon.NOT_SOURCES:
            return Report("phrase", cue, at, subject.after, "", subject)
    return None


def _saying(reading: WordSequence, at: int) -> Report | None:
    """نقلت الوكالة عن الوزير قوله: the speaker stands after the last عن of the sentence."""
    tokens = reading.tokens
    sentence = reading.sentence(tokens[at].span.start)
    cue = tokens[at].span
    for index in range(at - 1, max(-1, at - 16), -1):
        if reading.sentence(tokens[index].span.start) != sentence:
            break
        if tokens[index].bare == "عن":
            subject = subject_after(reading, index + 1)
            if subject is not None:
                return Report("saying", cue, at, at + 1, "", subject)
            break
    return None


def _told_in(reading: WordSequence, at: int) -> Report | None:
    """وجاء في البيان: the source stands after في."""
    tokens = reading.tokens
    following = [token.bare for token in tokens[at + 1 : at + 3]]
    if following[:1] != ["في"] or len(following) < 2 or following[1] not in lexicon.SOURCES:
        return None
    subject = subject_after(reading, at + 2)
    if subject is None:
        return None
    token = tokens[at]
    start = token.span.start + (
        1 if token.bare.startswith("و") and token.bare not in ("ورد", "وردت") else 0
    )
    return Report("verb", Span(start, tokens[at + 1].span.end), at, subject.after, "", subject)


def _resolved(reading: WordSequence, report: Report, earlier: list[Report]) -> Report:
    """The report with the speaker of an earlier one, where it names none itself."""
    if report.subject is not None:
        return report
    if report.kind == "participle":
        subject = _main_subject(reading, report, earlier)
        return replace(report, subject=subject, form="explicit") if subject else report
    if report.bound:
        return replace(report, subject=_subject_before_what(reading, report, earlier))
    paragraph = reading.paragraph(report.cue.start)
    for other in reversed(earlier):
        if paragraph - reading.paragraph(other.cue.start) > _ANAPHORA_PARAGRAPHS:
            break
        if other.subject is None or other.kind == "phrase":
            continue
        if _agree(report.gender, other.gender):
            return replace(report, subject=other.subject)
        break
    return report


def _subject_before_what(
    reading: WordSequence, report: Report, earlier: list[Report]
) -> Subject | None:
    """Who speaks in ما وصفه: the subject of the verb before it in the sentence."""
    if not report.first or reading.tokens[report.first - 1].bare not in lexicon.WHAT or not earlier:
        return None
    last = earlier[-1]
    same = reading.sentence(last.cue.start) == reading.sentence(report.cue.start)
    return last.subject if same and _agree(report.gender, last.gender) else None


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other


def _main_subject(reading: WordSequence, report: Report, earlier: list[Report]) -> Subject | None:
    """Who قائلا speaks of: the subject of the sentence's last verb before it."""
    sentence = reading.sentence(report.cue.start)
    for other in reversed(earlier):
        if reading.sentence(other.cue.start) != sentence:
            break
        if other.subject is not None and other.kind != "phrase":
            return other.subject if _agree(report.gender, other.gender) else None
    start = reading.first_from(reading.sentence_span(sentence).start)
    if start + 1 < report.first and reading.tokens[start].quotation < 0:
        subject = subject_after(reading, start + 1)
        if subject is not None and subject.head in lexicon.PERSONS:
            return subject
    return None


def heading(reading: WordSequence, quotation: Span) -> Report | None:
    """The report that a name and a colon at a paragraph's start make: ترامب: «…»."""
    colon = reading.text.rindex(":", 0, quotation.start)
    subject = heading_subject(reading, colon)
    if subject is None:
        return None
    return Report("heading", Span(colon, colon), subject.first, subject.after, "", subject)


_COLON = re.compile(rf":[\s{LRM}{RLM}]*\Z")


def colon_before(text: str, offset: int) -> bool:
    """Whether a colon stands before the offset, white space apart."""
    return bool(_COLON.search(text, max(0, offset - 8), offset))


def between(reading: WordSequence, report: Report, end: int) -> Iterator[str]:
    """The folded words between a report and an offset, those in quotations left out."""
    for index in range(report.after, len(reading.tokens)):
        token = reading.tokens[index]
        if token.span.start >= end:
            return
        if token.quotation < 0:
            yield token.bare
