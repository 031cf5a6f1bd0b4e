"""Who spoke: the words beside a reporting verb that name its subject."""

from __future__ import annotations

from typing import NamedTuple

from tui.annotations.suggest import lexicon
from tui.annotations.suggest.bounds import end_of_subject, is_spaced, is_stop
from tui.annotations.suggest.tokens import Reading, Token
from tui.text.spans import Span

_NO_NAMES = lexicon.HEADS | lexicon.NAME_PARTS
_LONGEST_BEFORE = 6
_LONGEST_NAME = 4


class Subject(NamedTuple):
    """The words that name who spoke."""

    span: Span
    first: int
    """Index of its first token."""
    after: int
    """Index of the token behind it."""
    head: str
    """Its first word, folded, without the conjunction written together with it."""


def subject_after(reading: Reading, at: int, verb: str = "") -> Subject | None:
    """The subject that starts at token `at`, behind a verb or preposition; None if none does.

    Behind a verb that may have an object, only a noun for a person or body is surely the
    subject, or what stands right before the reported clause.
    """
    tokens = reading.tokens
    if at < len(tokens) and tokens[at].bare in lexicon.AGENCIES_TOLD and tokens[at].gap == " ":
        at += 1  # قال لرويترز مسؤول
    end, after = end_of_subject(reading, at)
    if after == at or tokens[at].bare in lexicon.NOT_FIRST:
        return None
    head = tokens[at].bare
    sure = head in lexicon.HEADS
    if verb in lexicon.OBJECT_VERBS:
        after = _end_before_object(reading, at, after)
        end = min(end, tokens[after - 1].span.end)
        if not sure and after - at > 1:
            return None
    elif verb in lexicon.TRANSITIVE and not sure and not _opens_clause(reading, after):
        return None
    if tokens[at].quotation >= 0:  # قالت «حماس»
        inside = reading.quotations[tokens[at].quotation]
        return Subject(Span(inside.start + 1, inside.end - 1), at, after, head)
    named = _end_of_apposition(reading, after) if head in lexicon.PERSONS else after
    if named > after:
        end, after = tokens[named - 1].span.end, named
    return Subject(Span(tokens[at].span.start, end), at, after, head)


def _end_before_object(reading: Reading, at: int, after: int) -> int:
    """The token behind the subject of وصف الأمين العام أنطونيو غوتيريش الوضع: a country, or a
    word with article behind a name, is the object."""
    tokens = reading.tokens
    for index in range(at + 1, after):
        word, before = tokens[index].bare, tokens[index - 1].bare
        named = not before.startswith(("ال", "لل")) and before not in _NO_NAMES
        if word in lexicon.PLACES or (named and word.startswith("ال")):
            return index
    return after


def heading_subject(reading: Reading, colon: int) -> Subject | None:
    """The subject that makes up all of a paragraph before a colon: ترامب: «…»."""
    paragraph = reading.paragraph(colon)
    first = reading.first_from(colon)
    while first and reading.paragraph(reading.tokens[first - 1].span.start) == paragraph:
        first -= 1
    last = reading.first_from(colon)
    if first == last or last - first > _LONGEST_BEFORE:
        return None
    end, after = end_of_subject(reading, first, opening=True)
    if after != last or reading.text[end:colon].strip():
        return None
    return Subject(
        Span(reading.tokens[first].span.start, end), first, after, reading.tokens[first].bare
    )


def subject_before(reading: Reading, verb: int) -> Subject | None:
    """The subject that stands before the verb at its clause's start: الوزير أكد أن."""
    tokens = reading.tokens
    sentence = reading.sentence(tokens[verb].span.start)
    end_at = verb
    while end_at and tokens[end_at - 1].bare in lexicon.AUXILIARIES and is_spaced(tokens[end_at]):
        end_at -= 1
    first = end_at
    while first and is_spaced(tokens[first]) and end_at - first <= _LONGEST_BEFORE:
        before = tokens[first - 1]
        if before.quotation >= 0 or reading.sentence(before.span.start) != sentence:
            break
        if before.bare in lexicon.AUXILIARIES:
            break
        first -= 1
    if first == end_at or end_at - first > _LONGEST_BEFORE:
        return None
    start, head = tokens[first].span.start, tokens[first].bare
    if head[:1] in ("و", "ف") and head[1:] in lexicon.HEADS:
        start, head = start + letter_end(tokens[first].span.of(reading.text)), head[1:]
    end, after = end_of_subject(reading, first, opening=True)
    if after != end_at or (head not in lexicon.HEADS and not _is_name(tokens[first:end_at])):
        return None
    return Subject(Span(start, end), first, after, head)


def subject_after_lam(reading: Reading, at: int) -> Subject | None:
    """The subject that follows ل: وفقا للوزير, وفقا لـ رويترز. Its span leaves out the ل."""
    tokens = reading.tokens
    if at >= len(tokens) or not tokens[at].bare.startswith("ل") or not is_spaced(tokens[at]):
        return None
    if tokens[at].bare == "ل":
        return subject_after(reading, at + 1)
    end, after = end_of_subject(reading, at, opening=True)
    start = tokens[at].span.start + letter_end(tokens[at].span.of(reading.text))
    bare = tokens[at].bare
    head = "ا" + bare if bare.startswith("لل") else bare[1:]
    return Subject(Span(start, end), at, after, head) if end > start else None


def letter_end(word: str) -> int:
    """Where the first letter of a word ends, the marks and tatweel on it included."""
    end = 1
    while end < len(word) and not lexicon.bare(word[end]):
        end += 1
    return end


def _end_of_apposition(reading: Reading, at: int) -> int:
    """The token behind a name set off by commas: وزير الخارجية، سامح شكري، إن; `at` if none."""
    tokens = reading.tokens
    if at >= len(tokens) or tokens[at].gap.strip() not in ("،", ","):
        return at
    end = at
    while end < len(tokens) and end - at <= _LONGEST_NAME:
        token = tokens[end]
        if token.quotation >= 0 or (end > at and not is_spaced(token)):
            break
        joined = end > at and tokens[end - 1].bare in lexicon.NAME_PARTS
        if not joined and is_stop(reading, end, at if end > at else -1):
            break
        end += 1
    names = tokens[at:end]
    closed = end < len(tokens) and (
        tokens[end].bare in lexicon.PARTICLES or tokens[end].gap.strip()[:1] in ("،", ":", ",")
    )
    is_name = 2 <= len(names) <= _LONGEST_NAME and not names[0].bare.startswith("ال")
    plain = all(name.bare not in lexicon.HEADS for name in names)
    return end if closed and is_name and plain else at


def _is_name(tokens: list[Token]) -> bool:
    """Whether the words look like a bare name: none has the article or is short."""
    return (
        len(tokens) <= _LONGEST_NAME
        and all(
            token.bare in lexicon.NAME_PARTS
            or (len(token.bare) > 2 and not token.bare.startswith("ال"))
            for token in tokens
        )
        and not any(
            token.bare in known
            for token in tokens
            for known in (lexicon.STOPS, lexicon.VERBS, lexicon.WEAKER_VERBS, lexicon.NOT_FIRST)
        )
    )


def _opens_clause(reading: Reading, at: int) -> bool:
    """Whether the reported clause or a quotation follows: what stands before is the subject."""
    if at >= len(reading.tokens):
        return False
    token = reading.tokens[at]
    return token.bare in lexicon.PARTICLES or token.quotation >= 0 or ":" in token.gap
