"""What the words that name a speaker tell of it."""

from __future__ import annotations

from tui.annotations.model import JSON
from tui.annotations.suggest import lexicon
from tui.annotations.suggest.subjects import Subject
from tui.annotations.suggest.tokens import Reading


def speaker_attributes(reading: Reading, subject: Subject) -> dict[str, JSON]:
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
