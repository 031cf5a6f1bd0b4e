"""Where the words that name a speaker end: Arabic gives no sign, so words and clitics must."""

from __future__ import annotations

from collections.abc import Iterator

from tui.annotations.suggest import lexicon
from tui.annotations.suggest.tokens import Reading, Token
from tui.text.clitics import clitic_ends

_LONGEST = 10
_LONGEST_QUOTED = 4
_PLACES_OF_SPEECH = lexicon.OCCASIONS | lexicon.STOPS


def end_of_subject(reading: Reading, at: int, *, opening: bool = False) -> tuple[int, int]:
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


def _run(reading: Reading, at: int, *, opening: bool) -> Iterator[int]:
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


def is_spaced(token: Token) -> bool:
    """Whether only a space stands before the token."""
    return token.gap in (" ", "\u00a0", " \u200f", "\u200f ", "")


def _closes(before: Token | None, token: Token) -> bool:
    """Whether a quoted name ends right before the token: بنك «مصر» المركزي."""
    return before is not None and before.quotation >= 0 and token.gap[1:] == " "


def _is_quoted_name(reading: Reading, index: int, before: Token | None) -> bool:
    """Whether the quotation at a token is a name inside the subject: صحيفة «الغارديان»."""
    token = reading.tokens[index]
    quotation = reading.quotations[token.quotation]
    if token.gap.strip() not in ("«", '"', "“", "”", "‘", "„", "»"):
        return False
    if len(reading.words_in(quotation)) > _LONGEST_QUOTED:
        return False
    return before is None or is_naming(before)


def is_naming(token: Token) -> bool:
    """Whether quotation marks behind the word hold a name: صحيفة, بجائزة."""
    word = token.bare
    return word in lexicon.NAMING or any(
        word[0] in first and word[1:] in lexicon.NAMING for first in ("وف", "بلك") if len(word) > 2
    )


def is_stop(reading: Reading, index: int, at: int) -> bool:
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


def _is_workplace(reading: Reading, index: int, at: int) -> bool:
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
