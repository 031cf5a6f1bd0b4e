"""Quotations: what a pair of quotation marks encloses, found inside one paragraph.

Writers pair them as “…” ”…“ „…“ «…» »…« "…" ‘…’, often with a space on the wrong side. Which
of two is the opener follows from what stands beside the mark, and a mark without a partner is
none: a stray closer opens nothing.
"""

from __future__ import annotations

import re

from tui.text.spans import Span
from tui.text.unicode.letters import HEBREW_LETTERS, TATWEEL, YIDDISH_LETTERS, pattern
from tui.text.unicode.segmentation import CONTENT

PARTNERS = {
    "“": "”",
    "”": "“",
    "„": "“”",
    "«": "»",
    "»": "«",
    '"': '"',
    "‘": "’",
}
"""For each mark that can open a quotation, the marks that can close it."""


MARKS = '“”„«»"‘’'
"""Every quotation mark."""


_MARK = re.compile(f"[{MARKS}]")


_SWAPPED = "”»"


_CLOSING = ".،؛:!؟?,;)]}…%۔"


_CLITICS = f"وفبلك{TATWEEL}"


_DEEPEST = 16


_HEBREW = re.compile(f"[{pattern(f'{HEBREW_LETTERS} {YIDDISH_LETTERS}')}]")


def find_quotations(text: str) -> list[Span]:
    """All quotations with their marks, sorted; one may lie in another, none cross.

    Marks pair only inside a paragraph.
    """
    if not _MARK.search(text):
        return []
    found = []
    for paragraph in CONTENT.finditer(text):
        found += _pairs(text, paragraph.start(), paragraph.end())
    return sorted(found)


def _pairs(text: str, start: int, end: int) -> list[Span]:
    """The quotations of one paragraph `[start, end)`."""
    found: list[Span] = []
    waiting: list[int] = []
    for match in _MARK.finditer(text, start, end):
        at = match.start()
        before = text[at - 1] if at > start else " "
        after = text[at + 1 : at + 3] if at + 1 < end else " "
        if _is_letter(match[0], before, after[0]):
            continue
        opener = _opener(text, waiting, match[0], opens=_only_opens(before, after))
        if opener is not None:
            found.append(Span(waiting[opener], at + 1))
            del waiting[opener:]
        elif _can_open(match[0], before, after):
            waiting.append(at)
            del waiting[:-_DEEPEST]
    return found


def _is_letter(mark: str, before: str, after: str) -> bool:
    """Whether the mark is an apostrophe, or a gershayim between Hebrew letters."""
    if mark == "’":
        return before.isalnum() and after.isalnum()
    return mark == '"' and bool(_HEBREW.match(before) and _HEBREW.match(after))


def _opener(text: str, waiting: list[int], mark: str, *, opens: bool) -> int | None:
    """The index in `waiting` of the nearest mark that this one closes.

    A mark that looks only like an opener closes nothing but its usual partner.
    """
    for index in range(len(waiting) - 1, -1, -1):
        first = text[waiting[index]]
        if mark in PARTNERS[first]:
            usual = first not in _SWAPPED and mark not in "“"
            return index if usual or not opens else None
    return None


def _only_opens(before: str, after: str) -> bool:
    return not before.isalnum() and before not in _CLOSING and not _ends(after)


def _can_open(mark: str, before: str, after: str) -> bool:
    """Whether a quotation may start at the mark, by what stands beside it."""
    if mark not in PARTNERS or (after[0] in _CLOSING and not after.startswith(("..", "…"))):
        return False
    if mark in _SWAPPED:
        return not before.isalnum() and before not in ".،؛!؟" and not after[0].isspace()
    if mark == '"':
        return not before.isalnum() or before in _CLITICS
    return True


def _ends(after: str) -> bool:
    return after[0].isspace() or after[0] in _CLOSING
