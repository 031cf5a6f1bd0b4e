"""What the words that name a speaker tell of it.

Who spoke: the words beside a reporting verb that name its subject.

Where the words that name a speaker end: Arabic gives no sign, so words and clitics must."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tui.model import JSON
from tui.suggest import lexicon
from tui.suggest.words import Word, WordSequence
from tui.text.language import clitic_ends
from tui.text.spans import Span
from tui.text.unicode import NO_BREAK_SPACE, RLM

_LONGEST = 10


_LONGEST_QUOTED = 4


_PLACES_OF_SPEECH = lexicon.OCCASIONS | lexicon.STOPS


def end_of_subject(reading: WordSequence, at: int, *, opening: bool = False) -> tuple[int, int]:
    """The offset at which the subject that starts at token `at` ends, and the token behind it.

    With `opening` the first token belongs to it whatever it is.
    """
    tokens = reading.tokens
    end, after = 0, at
    for index in _run(reading, at, opening=opening):
        token = tokens[index]
        end, after = token.span.end, index + 1
        if token.quotation >= 0:
            end = reading.quotations[token.quotation].end
    while after > at and tokens[after - 1].bare in lexicon.NAME_PARTS:
        after -= 1
        end = tokens[after - 1].span.end
    return (end, after) if after > at else (0, at)


def _run(reading: WordSequence, at: int, *, opening: bool) -> Iterator[int]:
    """The indices of the tokens of a subject, as far as nothing ends it."""
    tokens = reading.tokens
    index = at
    while index < min(len(tokens), at + _LONGEST):
        token = tokens[index]
        before = tokens[index - 1] if index > at else None
        if token.quotation >= 0:
            if not _is_quoted_name(reading, index, before):
                return
            quoted = reading.words_in(reading.quotations[token.quotation])
            yield from range(index, index + len(quoted))
            index += len(quoted)
            if before is None:
                return
            continue
        if not is_spaced(token) and not (opening and index == at) and not _closes(before, token):
            return
        joined = before is not None and before.bare in lexicon.NAME_PARTS
        if not joined and not (opening and index == at) and is_stop(reading, index, at):
            return
        yield index
        index += 1


def is_spaced(token: Word) -> bool:
    """Whether only a space stands before the token."""
    return token.gap in (" ", NO_BREAK_SPACE, f" {RLM}", f"{RLM} ", "")


def _closes(before: Word | None, token: Word) -> bool:
    """Whether a quoted name ends right before the token: بنك «مصر» المركزي."""
    return before is not None and before.quotation >= 0 and token.gap[1:] == " "


def _is_quoted_name(reading: WordSequence, index: int, before: Word | None) -> bool:
    """Whether the quotation at a token is a name inside the subject: صحيفة «الغارديان»."""
    token = reading.tokens[index]
    quotation = reading.quotations[token.quotation]
    if token.gap.strip() not in ("«", '"', "“", "”", "‘", "„", "»"):
        return False
    if len(reading.words_in(quotation)) > _LONGEST_QUOTED:
        return False
    return before is None or is_naming(before)


def is_naming(token: Word) -> bool:
    """Whether quotation marks behind the word hold a name: صحيفة, بجائزة."""
    word = token.bare
    return word in lexicon.NAMING or any(
        word[0] in first and word[1:] in lexicon.NAMING for first in ("وف", "بلك") if len(word) > 2
    )


def is_stop(reading: WordSequence, index: int, at: int) -> bool:
    """Whether a token does not belong to the subject that starts at `at`."""
    tokens = reading.tokens
    word = tokens[index].bare
    if word == "علي":
        return "ى" in tokens[index].span.of(reading.text)
    if word == "في" and index > at:
        return not _is_workplace(reading, index, at)
    if not word or word in lexicon.STOPS or word in lexicon.VERBS or word in lexicon.PARTICIPLES:
        return True
    if word in lexicon.SAYINGS or (index > at and tokens[index - 1].bare in lexicon.OFFICES):
        return word in lexicon.SAYINGS or not _is_of_office(word)
    if index == at:
        return word.startswith(("لل", "بال")) or word.isdigit()
    return _starts_something_else(word, tokens[index].span.of(reading.text))


def _is_of_office(word: str) -> bool:
    """Whether a word may follow الأمين العام and its like: a name, or ل with an institution."""
    if not word.startswith("ل") or word[1:] in lexicon.AGENCIES:
        return not word.startswith(("بال", "وال"))
    return f"ا{word}" not in lexicon.AUDIENCES and word[1:] not in lexicon.AUDIENCES


def _starts_something_else(word: str, written: str) -> bool:
    """Whether a word inside a run begins another phrase by the letter written together with it."""
    if word.startswith(("لل", "بال", "وال", "فال", "كال")) and len(word) > 4:
        return not word.startswith(("والتر", "بالم", "كالي"))
    rest = word[1:]
    if word[0] == "و" and len(word) > 3:
        return rest in lexicon.HEADS or (word not in lexicon.W_NAMES and bool(clitic_ends(written)))
    if written.endswith(("ه", "ها", "هم")) and len(word) > 3 and word not in lexicon.ENDS_IN_HA:
        return True
    return word[0] == "ل" and (rest in lexicon.HEADS or rest in lexicon.AGENCIES)


def _is_workplace(reading: WordSequence, index: int, at: int) -> bool:
    """Whether في goes on describing the speaker: مسؤول في البنتاغون, not الوزير في بيان."""
    tokens = reading.tokens
    if tokens[at].bare not in lexicon.PERSONS or index + 1 >= len(tokens):
        return False
    following = tokens[index + 1]
    described = index == at + 1 or not tokens[at].bare.startswith("ال")
    return (
        described
        and is_spaced(following)
        and following.bare not in _PLACES_OF_SPEECH
        and following.quotation < 0
    )


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


def subject_after(reading: WordSequence, at: int, verb: str = "") -> Subject | None:
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


def _end_before_object(reading: WordSequence, at: int, after: int) -> int:
    """The token behind the subject of وصف الأمين العام أنطونيو غوتيريش الوضع: a country, or a
    word with article behind a name, is the object."""
    tokens = reading.tokens
    for index in range(at + 1, after):
        word, before = tokens[index].bare, tokens[index - 1].bare
        named = not before.startswith(("ال", "لل")) and before not in _NO_NAMES
        if word in lexicon.PLACES or (named and word.startswith("ال")):
            return index
    return after


def heading_subject(reading: WordSequence, colon: int) -> Subject | None:
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


def subject_before(reading: WordSequence, verb: int) -> Subject | None:
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


def subject_after_lam(reading: WordSequence, at: int) -> Subject | None:
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


def _end_of_apposition(reading: WordSequence, at: int) -> int:
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


def _is_name(tokens: list[Word]) -> bool:
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


def _opens_clause(reading: WordSequence, at: int) -> bool:
    """Whether the reported clause or a quotation follows: what stands before is the subject."""
    if at >= len(reading.tokens):
        return False
    token = reading.tokens[at]
    return token.bare in lexicon.PARTICLES or token.quotation >= 0 or ":" in token.gap


def speaker_attributes(reading: WordSequence, subject: Subject) -> dict[str, JSON]:
    """The attributes of a speaker's entity that its words make sure, `type` first where known.

    A bare name is taken for a person's unless it is a country's or a capital's.
    """
    words = [word.bare for word in reading.words_in(subject.span)]
    head = subject.head
    if head in lexicon.BODIES:
        quoted = any(word.quotation >= 0 for word in reading.words_in(subject.span))
        return {"type": "ORG", "mention": "name" if quoted or len(words) > 1 else "description"}
    if head in lexicon.SOURCES:
        return {"mention": "description"}
    if head in lexicon.PERSONS:
        if _ends_in_a_name(words, head):
            return {"type": "PERS", "mention": "name"}
        return {"mention": "description"}
    if len(words) == 1 and (head in lexicon.PLACES or words[0] in lexicon.PLACES):
        return {"type": "GPE", "mention": "name"}
    if head.startswith("ال"):
        named = _ends_in_a_name(words, head)
        return {"type": "PERS", "mention": "name"} if named else {}
    if not words[0].isascii() and not any(word in lexicon.HEADS for word in words):
        return {"type": "PERS", "mention": "name"}
    return {}


def _ends_in_a_name(words: list[str], head: str) -> bool:
    """Whether a name follows the office: الرئيس جو بايدن, وزير الخارجية أنتوني بلينكن.

    It does where a word without article follows one with it; باسم starts a description anew.
    """
    definite = head.startswith("ال")
    if not definite and head in lexicon.PEOPLE:
        return False
    for word in words[1:]:
        if word == "باسم":
            definite = False
        elif word.startswith("ال"):
            definite = True
        elif word.startswith("لل") or word in lexicon.HEADS or word[1:] in lexicon.HEADS:
            definite = False
        elif definite:
            return True
    return False
