"""The verbs by which Arabic reports what somebody said."""

from __future__ import annotations

import re

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

_MARKS = re.compile("[\u064b-\u0653\u0656-\u065f\u0670\u0640]")
_ALEFS = str.maketrans("إآٱ", "أأا")


def _forms(verb: str, rest: list[str]) -> list[str]:
    """All forms of one line of the table, in perfect and imperfect."""
    if len(rest) > 1:
        return rest
    perfect = [verb + ending for ending in _ENDINGS]
    return perfect + [person + rest[0] + end for person in _PERSONS for end in ("", "ون", "ان")]


_LINES = [line.split(": ") for line in _TABLE.strip().splitlines()]

VERBS = tuple(verb for verb, _ in _LINES)
"""The verbs in the third person masculine singular of the perfect, without marks."""

FORMS = frozenset(form for verb, rest in _LINES for form in _forms(verb, rest.split()))
"""The verbs in all persons, without marks and without و or ف before them."""


def is_reporting_verb(word: str, *, prefixed: bool = True) -> bool:
    """Whether the word is a form of a reporting verb, with و or ف before it where `prefixed`."""
    bare = _MARKS.sub("", word).translate(_ALEFS)
    return bare in FORMS or (prefixed and bare[:1] in ("و", "ف") and bare[1:] in FORMS)
