"""Quotations: the text between a pair of quotation marks, within one paragraph.

A quotation that continues in the next paragraph has no mark at the end of its own; the next
paragraph opens with the same mark again.

Writers pair them as “…” ”…“ „…“ «…» »…« ‹…› ((…)) "…" ‘…’ '…', in Urdu ’…‘ and ’’…‘‘, in Hebrew
״…״ ׳…׳, around verses of the Koran ﴿…﴾, often with a space on the wrong side; some Arabic
newspapers ”…” or “…“. The characters next to a mark decide whether it opens or closes; a mark
without a partner is ignored. Apostrophes, gershayim and geresh are letters of a word, not marks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

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

_DOUBLED = {"’’": "”", "‘‘": "“"}
"""Single marks that stand for a double one, as Urdu newspapers write them."""

_MARK_OR_DOUBLED = re.compile(rf"(?<!’)’’(?!’)|(?<!‘)‘‘(?!‘)|{_MARK.pattern}")

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


class _Mark(NamedTuple):
    """A quotation mark in a text."""

    at: int
    end: int
    kind: str
    """The mark itself; of a doubled one the double mark or the parenthesis that it stands for."""

    @property
    def width(self) -> int:
        """Its length in code points."""
        return self.end - self.at


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
        outermost = still_open[0].at if still_open else -1
        goes_on = outermost >= 0 and text[outermost] in _REPEATED
        opened = Span(outermost, content.end) if goes_on else None
    return found


def inside_marks(text: str, quotation: Span) -> Span:
    """Return the span between the marks of a quotation, one of which may be left out."""
    first, last = text[quotation.start], text[quotation.end - 1]
    opened_by = text[quotation.start : quotation.start + 2]
    if opened_by in _DOUBLED and text[quotation.end - 2 : quotation.end] in _DOUBLED:
        return Span(quotation.start + 2, max(quotation.start + 2, quotation.end - 2))
    closed = last in PARTNERS.get(first, "")
    width = 2 if first == "(" or (opened_by in _DOUBLED and not closed) else 1
    return Span(quotation.start + width, quotation.end - width if closed else quotation.end)


def _paragraph_quotations(text: str, start: int, end: int) -> list[Span]:
    """Return the quotations of one paragraph `[start, end)`."""
    return _pair_marks(text, start, end)[0]


def _pair_marks(text: str, start: int, end: int) -> tuple[list[Span], list[_Mark]]:
    """Return the quotations of one paragraph, and the marks that nothing closes in it."""
    found: list[Span] = []
    open_marks: list[_Mark] = []
    all_marks = _marks(text, start, end)
    last = {
        mark.kind: mark.at
        for mark in all_marks
        if not _HEBREW.match(text[mark.end : min(mark.end + 1, end)])
    }
    marks = [mark for mark in all_marks if not _is_letter(text, mark, start, end, last)]
    closers = _is_closed_later(text, marks, end)
    final = max((mark.at for mark in marks if _may_close(text, mark, end)), default=0)
    for mark, more in zip(marks, closers, strict=True):
        before = text[mark.at - 1] if mark.at > start else " "
        after = text[mark.end : mark.end + 2] if mark.end < end else " "
        if more and _is_possessive(mark.kind, before, after):
            continue
        opener = _matching_opener(open_marks, mark, opens=_looks_like_opener(before, after))
        if opener is not None:
            found.append(Span(open_marks[opener].at, mark.end))
            del open_marks[opener:]
        elif _can_open(mark.kind, before, after) or _opens_apart(mark, before, final):
            open_marks.append(mark)
            del open_marks[:-_DEEPEST]
    return found, open_marks


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    """Return the marks of a paragraph.

    Two single marks next to each other are one if such a pair can open a quotation and another
    follows; otherwise two quotations end or begin there: ‘They said ‘no’’.
    """
    found = [
        _Mark(*match.span(), _DOUBLED.get(match[0], match[0][0]))
        for match in _MARK_OR_DOUBLED.finditer(text, start, end)
    ]
    doubled = [mark.at for mark in found if text[mark.at : mark.end] in _DOUBLED]
    if not doubled:
        return found
    before = text[doubled[0] - 1] if doubled[0] > start else " "
    if len(doubled) > 1 and not before.isalnum() and (before == ":" or before not in _CLOSING):
        return found
    return [_Mark(*match.span(), match[0][0]) for match in _MARK.finditer(text, start, end)]


def _is_closed_later(text: str, marks: list[_Mark], end: int) -> list[bool]:
    """Return for each mark whether a ’ that can close follows before the next ‘."""
    found = [False] * len(marks)
    coming = False
    for index in range(len(marks) - 1, -1, -1):
        mark = marks[index]
        found[index] = coming
        if mark.kind == "‘":
            coming = False
        elif mark.kind == "’":
            coming = coming or mark.end == end or not text[mark.end].isalnum()
    return found


def _is_possessive(mark: str, before: str, after: str) -> bool:
    """Whether the mark may be the apostrophe of a plural possessive: the workers’ rights."""
    return mark == "’" and before == "s" and after[0] == " " and after[1:].islower()


def _is_letter(text: str, mark: _Mark, start: int, end: int, last: dict[str, int]) -> bool:
    """Whether the mark is an apostrophe, or gershayim or geresh between Hebrew letters.

    After clitics alone, and before more than one letter, it opens a quotation: ב"הארץ". `last` maps
    each mark to the last place in the paragraph where no Hebrew letter follows it.
    """
    before = text[mark.at - 1] if mark.at > start else " "
    after = text[mark.end] if mark.end < end else " "
    if mark.kind in _APOSTROPHES:
        return before.isalnum() and after.isalnum()
    longer = _HEBREW.match(text[mark.end + 1 : mark.end + 2])
    inside = _HEBREW.match(before) and _HEBREW.match(after)
    if mark.kind == "”":
        return inside is not None and not longer  # ת”א
    if mark.kind not in _STRAIGHT or not inside:
        return False
    closes = last.get(mark.kind, -1) > mark.at
    return not (
        closes and longer and _HEBREW_CLITICS.search(text, max(start, mark.at - 4), mark.at)
    )


def _matching_opener(open_marks: list[_Mark], mark: _Mark, *, opens: bool) -> int | None:
    """Return the index in `open_marks` of the nearest mark that this one closes.

    A mark that looks like an opener closes only its usual partner.
    """
    for index in range(len(open_marks) - 1, -1, -1):
        first = open_marks[index]
        if mark.kind in PARTNERS[first.kind] and mark.width == first.width:
            usual = first.kind not in _SWAPPED and mark.kind not in "“"
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


def _may_close(text: str, mark: _Mark, end: int) -> bool:
    """Whether “ or ” ends a word, or precedes punctuation or a paragraph's end."""
    after = text[mark.end] if mark.end < end else "."
    return mark.kind in _DOUBLE and (not text[mark.at - 1].isspace() or after in _CLOSING)


def _opens_apart(mark: _Mark, before: str, final: int) -> bool:
    """Whether ” opens a quotation with a space behind it, as after a colon: :” كنا في حاجة”.

    `final` is the last place where such a mark closes one.
    """
    return mark.kind == "”" and (before.isspace() or before == ":") and mark.at < final


def _is_word_break(after: str) -> bool:
    return after[0].isspace() or after[0] in _CLOSING
