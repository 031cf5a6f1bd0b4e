"""Sentences as Arabic newspapers write them, and the verbs that report speech.

Sentences are ICU's (UAX #29), corrected where those rules fail for Arabic: after abbreviations and
initials, inside quotations, and before a reporting verb that follows a quotation. Offsets count
code points of the text that is passed in.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from icu4py.breakers import SentenceBreaker

from tui.text.language.quotations import QUOTATION_MARKS, find_quotations
from tui.text.spans import Span
from tui.text.unicode.letters import (
    ALEF,
    ALEF_WASLA,
    ALEF_WITH_HAMZA_ABOVE,
    ALEF_WITH_HAMZA_BELOW,
    ALEF_WITH_MADDAH,
    MADDAH_ABOVE,
    TATWEEL,
    VOWEL_MARKS,
    pattern,
)
from tui.text.unicode.segmentation import CONTENT, segments

# A verb, a colon, then the stem of its imperfect, or all forms of a verb that changes its stem.
_TABLE = """
قال: قال قالت قالوا قالا قالتا قلن قلت قلنا يقول تقول نقول يقولون تقولون يقولان
أشار: أشار أشارت أشاروا أشارا أشارتا أشرن أشرت أشرنا يشير تشير نشير يشيرون تشيرون يشيران
أفاد: أفاد أفادت أفادوا أفادا أفادتا أفدن أفدت أفدنا يفيد تفيد نفيد يفيدون تفيدون يفيدان
أضاف: أضاف أضافت أضافوا أضافا أضافتا أضفن أضفت أضفنا يضيف تضيف نضيف يضيفون تضيفون يضيفان
ادعى: ادعى ادعت ادعوا ادعيا ادعتا ادعين ادعيت ادعينا يدعي تدعي ندعي يدعون تدعون يدعيان
نفى: نفى نفت نفوا نفيا نفتا نفين نفيت نفينا ينفي تنفي ننفي ينفون تنفون ينفيان
أكد: ؤكد
صرح: صرح
أوضح: وضح
ذكر: ذكر
أعلن: علن
تابع: تابع
شدد: شدد
لفت: لفت
اعتبر: عتبر
زعم: زعم
حذر: حذر
كشف: كشف
توقع: توقع
اتهم: تهم
"""

_ENDINGS = ("", "ت", "وا", "ا", "تا", "ن", "نا")

_PERSONS = tuple("يتن")

_MARKS = re.compile(f"[{TATWEEL}{pattern(f'{VOWEL_MARKS} {MADDAH_ABOVE}')}]")
"""Characters that do not change a verb. Hamza does: it makes another letter."""

_ALEFS = str.maketrans(
    {
        ALEF_WITH_HAMZA_BELOW: ALEF_WITH_HAMZA_ABOVE,
        ALEF_WITH_MADDAH: ALEF_WITH_HAMZA_ABOVE,
        ALEF_WASLA: ALEF,
    }
)
"""Forms of alef that are equal in verbs. A bare alef is not: the table has hamza where needed."""


def _verb_forms(verb: str, rest: list[str]) -> list[str]:
    """Return all forms of one line of the table, in perfect and imperfect."""
    if len(rest) > 1:
        return rest
    perfect = [verb + ending for ending in _ENDINGS]
    return perfect + [person + rest[0] + end for person in _PERSONS for end in ("", "ون", "ان")]


_LINES = [line.split(": ") for line in _TABLE.strip().splitlines()]


REPORTING_FORMS = frozenset(
    form for verb, rest in _LINES for form in _verb_forms(verb, rest.split())
)
"""The verbs in all persons, without marks and without و or ف before them."""


def is_reporting_verb(word: str, *, prefixed: bool = True) -> bool:
    """Whether the word is a form of a reporting verb, with و or ف before it where `prefixed`."""
    bare = _MARKS.sub("", word).translate(_ALEFS)
    return bare in REPORTING_FORMS or (
        prefixed and bare[:1] in ("و", "ف") and bare[1:] in REPORTING_FORMS
    )


# Single letters with full stops, which covers د. م. أ.د. ص.ب. ق.م. and initials.
_ABBREVIATION = re.compile(r"(?<![\w.])(?:(?:[^\W\d_]\.\s?)*[^\W\d_]|Mr|Mrs|Ms|Dr|Prof|St|vs)\.$")

_LIST_MARK = re.compile(r"(?:\d{1,3}|\w)[.)]$")

_ELLIPSIS = re.compile(r"\.{2,}$")

_TAIL = 40

_LETTERS = re.compile(r"\w*")

_LONG_WORD = re.compile(r"[^\W\d]{3}")


def find_sentences(text: str) -> list[Span]:
    """Return the sentences of the text in order, without white space at their ends.

    A sentence does not end after an abbreviation (د. أ.د. م. ص.ب ق.م), an initial or the number of
    a list item, inside a quotation, before a reporting verb that follows a closing mark, or at
    `...`.
    """
    inside = _QuotedOffsets(find_quotations(text))
    spans = []
    for paragraph in re.finditer(CONTENT, text):
        start = at = paragraph.start()
        for piece in segments(SentenceBreaker, paragraph[0]):
            at += len(piece)
            if at == paragraph.end() or _is_sentence_end(text, start, at, inside):
                spans.append(Span(start, at).trimmed(text))
                start = at
    return [span for span in spans if span.length]


class _QuotedOffsets:
    """The offsets strictly inside the outermost quotations."""

    def __init__(self, spans: list[Span]) -> None:
        self._outer: list[Span] = []
        for span in spans:
            if not self._outer or span.start >= self._outer[-1].end:
                self._outer.append(span)

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._outer, (offset, offset)) - 1
        return at >= 0 and self._outer[at].start < offset < self._outer[at].end


def _is_sentence_end(text: str, start: int, bound: int, inside: _QuotedOffsets) -> bool:
    """Whether the sentence that runs from `start` really ends at ICU's `bound`."""
    tail = text[max(start, bound - _TAIL) : bound]
    end = bound - len(tail) + len(tail.rstrip())
    tail = tail.rstrip()
    if not tail or end in inside or bound in inside:
        return False
    if _ELLIPSIS.search(tail) or _ABBREVIATION.search(tail):
        return False
    if end - len(tail) == start and _LIST_MARK.fullmatch(tail):
        return False
    following = _LETTERS.match(text, bound)
    word = following[0] if following else ""
    if tail[-1] in QUOTATION_MARKS and is_reporting_verb(word, prefixed=False):
        return False
    return end < bound or tail[-1] != "." or _lacks_space(tail, word)


def _lacks_space(tail: str, word: str) -> bool:
    """Whether a full stop without a space after it ends a sentence and is not part of a name."""
    return bool(_LONG_WORD.search(tail[-4:-1]) and _LONG_WORD.match(word))
