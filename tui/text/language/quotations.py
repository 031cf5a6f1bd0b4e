"""Quotations: the text between a pair of quotation marks, within one paragraph.

A quotation that continues in the next paragraph has no mark at the end of its own; the next
paragraph opens with the same mark again.

Writers pair them as “…” ”…“ „…“ «…» »…« ‹…› ((…)) "…" ‘…’ '…', in Urdu ’…‘, in Hebrew ״…״ ׳…׳,
around verses of the Koran ﴿…﴾, often with a space on the wrong side; some Arabic newspapers ”…” or
“…“. The characters next to a mark decide whether it opens or closes; a mark without a partner is
ignored. Apostrophes, gershayim and geresh are letters of a word, not marks.
"""

from __future__ import annotations

import re

from tui.text.spans import Span
from tui.text.unicode.letters import HEBREW_LETTERS, TATWEEL, YIDDISH_LETTERS, pattern
from tui.text.unicode.segmentation import CONTENT

PARTNERS = {
    "“": "”“",
    "”": "“”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    '"': '"',
    "״": "״",
    "‘": "’",
    "’": "‘",
    "'": "'",
    "׳": "׳",
    "﴿": "﴾",
    "﴾": "﴿",
    "(": ")",
}
"""For each mark that can open a quotation, the marks that can close it.

Parentheses are marks only if doubled; they are listed once.
"""

QUOTATION_MARKS = "“”„«»‹›\"״‘’'׳﴿﴾"
"""Every quotation mark of one character."""

_MARK = re.compile(rf"[{QUOTATION_MARKS}]|(?<!\()\(\(|\)\)(?!\))")

_SWAPPED = "”»’﴾"
"""Marks that open where other languages close."""

_DOUBLE = "“”"
"""Marks that each close what either of them has opened."""

_STRAIGHT = "\"״'׳"
"""Marks that open and close alike."""

_APOSTROPHES = "’'׳"

_CLOSING = ".،؛:!؟?,;)]}…%۔"
"""Punctuation before which no quotation opens."""

_REPEATED = '“„«"״‘'
"""Marks with which the next paragraph opens where a quotation goes on in it."""

_CLITICS = f"وفبلك{TATWEEL}"
"""Letters after which `"` may open a quotation."""

_HEBREW_CLITICS = re.compile(f"(?<![{pattern(HEBREW_LETTERS)}])[והבכלמש]{{1,3}}\\Z")

_DEEPEST = 16
"""Marks that may be open at once."""

_HEBREW = re.compile(f"[{pattern(f'{HEBREW_LETTERS} {YIDDISH_LETTERS}')}]")


def find_quotations(text: str) -> list[Span]:
    """Return all quotations with their marks, sorted; they can be nested but do not cross.

    Marks pair only within a paragraph.
    """
    if not _MARK.search(text):
        return []
    found = []
    for paragraph in re.finditer(CONTENT, text):
        found += _paragraph_quotations(text, paragraph.start(), paragraph.end())
    return sorted(found)


def find_continued(text: str) -> list[Span]:
    """Return the quotations that continue in the next paragraph, each up to its paragraph's end.

    They are not closed there, and the next paragraph opens with the same mark.
    """
    found: list[Span] = []
    opened: Span | None = None
    for paragraph in re.finditer(CONTENT, text):
        content = Span(*paragraph.span()).trimmed(text)
        if not content.length:
            continue
        if opened is not None and text[content.start] == text[opened.start]:
            found.append(opened)
        still_open = _pair_marks(text, *paragraph.span())[1]
        outermost = still_open[0] if still_open else -1
        goes_on = outermost >= 0 and text[outermost] in _REPEATED
        opened = Span(outermost, content.end) if goes_on else None
    return found


def inside_marks(text: str, quotation: Span) -> Span:
    """Return the span between the marks of a quotation, one of which may be left out."""
    first, last = text[quotation.start], text[quotation.end - 1]
    width = 2 if first == "(" else 1
    closed = last in PARTNERS.get(first, "")
    return Span(quotation.start + width, quotation.end - width if closed else quotation.end)


def _paragraph_quotations(text: str, start: int, end: int) -> list[Span]:
    """Return the quotations of one paragraph `[start, end)`."""
    return _pair_marks(text, start, end)[0]


def _pair_marks(text: str, start: int, end: int) -> tuple[list[Span], list[int]]:
    """Return the quotations of one paragraph, and the marks that nothing closes in it."""
    found: list[Span] = []
    open_marks: list[int] = []
    places = [match.start() for match in _MARK.finditer(text, start, end)]
    last = {text[at]: at for at in places if not _HEBREW.match(text[at + 1 : min(at + 2, end)])}
    marks = [at for at in places if not _is_letter(text, at, start, end, last)]
    closers = _is_closed_later(text, marks, end)
    final = max((at for at in marks if _may_close(text, at, end)), default=0)
    for at, more in zip(marks, closers, strict=True):
        before = text[at - 1] if at > start else " "
        after_at = at + 2 if text[at] in "()" else at + 1
        after = text[after_at : after_at + 2] if after_at < end else " "
        if more and _is_possessive(text[at], before, after):
            continue
        opener = _matching_opener(
            text, open_marks, text[at], opens=_looks_like_opener(before, after)
        )
        if opener is not None:
            found.append(Span(open_marks[opener], after_at))
            del open_marks[opener:]
        elif _can_open(text[at], before, after) or _opens_apart(text, at, before, final):
            open_marks.append(at)
            del open_marks[:-_DEEPEST]
    return found, open_marks


def _is_closed_later(text: str, marks: list[int], end: int) -> list[bool]:
    """Return for each mark whether a ’ that can close follows before the next ‘."""
    found = [False] * len(marks)
    coming = False
    for index in range(len(marks) - 1, -1, -1):
        at = marks[index]
        found[index] = coming
        if text[at] == "‘":
            coming = False
        elif text[at] == "’":
            coming = coming or at + 1 == end or not text[at + 1].isalnum()
    return found


def _is_possessive(mark: str, before: str, after: str) -> bool:
    """Whether the mark may be the apostrophe of a plural possessive: the workers’ rights."""
    return mark == "’" and before == "s" and after[0] == " " and after[1:].islower()


def _is_letter(text: str, at: int, start: int, end: int, last: dict[str, int]) -> bool:
    """Whether the mark is an apostrophe, or gershayim or geresh between Hebrew letters.

    After clitics alone, and before more than one letter, it opens a quotation: ב"הארץ". `last` maps
    each mark to the last place in the paragraph where no Hebrew letter follows it.
    """
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if text[at] in _APOSTROPHES:
        return before.isalnum() and after.isalnum()
    longer = _HEBREW.match(text[at + 2 : at + 3])
    inside = _HEBREW.match(before) and _HEBREW.match(after)
    if text[at] == "”":
        return inside is not None and not longer  # ת”א
    if text[at] not in _STRAIGHT or not inside:
        return False
    closes = last.get(text[at], -1) > at
    return not (closes and longer and _HEBREW_CLITICS.search(text, max(start, at - 4), at))


def _matching_opener(text: str, open_marks: list[int], mark: str, *, opens: bool) -> int | None:
    """Return the index in `open_marks` of the nearest mark that this one closes.

    A mark that looks like an opener closes only its usual partner.
    """
    for index in range(len(open_marks) - 1, -1, -1):
        first = text[open_marks[index]]
        if mark in PARTNERS[first]:
            usual = first not in _SWAPPED and mark not in "“"
            return index if usual or not opens else None
    return None


def _looks_like_opener(before: str, after: str) -> bool:
    return not before.isalnum() and before not in _CLOSING and not _is_word_break(after)


def _can_open(mark: str, before: str, after: str) -> bool:
    """Whether a quotation may start at the mark, by the characters next to it."""
    if mark not in PARTNERS or (after[0] in _CLOSING and not after.startswith(("..", "…"))):
        return False
    if mark in "'׳":
        return not before.isalnum() and after[0].isalnum()
    if mark in "’":
        return not before.isalnum() and before not in _CLOSING and after[0].isalnum()
    if mark in _SWAPPED:
        apart = not before.isalnum() or before == TATWEEL  # بـ”النصر”
        return apart and before not in ".،؛!؟" and not after[0].isspace()
    if mark == "(":
        return not before.isalnum() or before in _CLITICS
    if mark in '"״':
        return not before.isalnum() or before in _CLITICS or bool(_HEBREW.match(before))
    return True


def _may_close(text: str, at: int, end: int) -> bool:
    """Whether “ or ” ends a word, or precedes punctuation or a paragraph's end."""
    after = text[at + 1] if at + 1 < end else "."
    return text[at] in _DOUBLE and (not text[at - 1].isspace() or after in _CLOSING)


def _opens_apart(text: str, at: int, before: str, final: int) -> bool:
    """Whether ” opens a quotation with a space behind it, as after a colon: :” كنا في حاجة”.

    `final` is the last place where such a mark closes one.
    """
    return text[at] == "”" and (before.isspace() or before == ":") and at < final


def _is_word_break(after: str) -> bool:
    return after[0].isspace() or after[0] in _CLOSING
