"""The expressions by which Arabic reports what somebody said."""

from __future__ import annotations

import re

VERBS = [
    "قال",
    "أضاف",
    "أكد",
    "صرح",
    "أوضح",
    "ذكر",
    "أعلن",
    "أشار",
    "أفاد",
    "تابع",
    "شدد",
    "لفت",
    "اعتبر",
    "زعم",
    "ادعى",
    "نفى",
    "حذر",
    "كشف",
    "توقع",
    "اتهم",
]
"""Reporting verbs in the third person masculine singular of the perfect, without marks."""

_PERFECT = {
    # Weak verbs change their stem before an ending; the others only take it.
    "قال": (
        "قال",
        "قالت",
        "قالوا",
        "قالا",
        "قالتا",
        "قلن",
        "قلت",
        "قلنا",
        "يقول",
        "تقول",
        "يقولون",
    ),
    "ادعى": ("ادعى", "ادعت", "ادعوا", "ادعيا", "ادعين", "ادعيت", "ادعينا", "يدعي", "تدعي", "يدعون"),
    "نفى": ("نفى", "نفت", "نفوا", "نفيا", "نفين", "نفيت", "نفينا", "ينفي", "تنفي", "ينفون"),
    "أشار": (
        "أشار",
        "أشارت",
        "أشاروا",
        "أشارا",
        "أشارتا",
        "أشرت",
        "أشرنا",
        "يشير",
        "تشير",
        "يشيرون",
    ),
    "أفاد": (
        "أفاد",
        "أفادت",
        "أفادوا",
        "أفادا",
        "أفادتا",
        "أفدت",
        "أفدنا",
        "يفيد",
        "تفيد",
        "يفيدون",
    ),
}
_ENDINGS = ("", "ت", "وا", "ا", "تا", "ن", "نا")
_IMPERFECT = {
    "أضاف": "ضيف",
    "أكد": "ؤكد",
    "صرح": "صرح",
    "أوضح": "وضح",
    "ذكر": "ذكر",
    "أعلن": "علن",
    "تابع": "تابع",
    "شدد": "شدد",
    "لفت": "لفت",
    "اعتبر": "عتبر",
    "زعم": "زعم",
    "حذر": "حذر",
    "كشف": "كشف",
    "توقع": "توقع",
    "اتهم": "تهم",
}


def _forms(verb: str) -> list[str]:
    if verb in _PERFECT:
        return list(_PERFECT[verb])
    stem = _IMPERFECT[verb]
    return [
        *(verb + ending for ending in _ENDINGS),
        *(person + stem + ending for person in "يتن" for ending in ("", "ون")),
    ]


FORMS = frozenset(form for verb in VERBS for form in _forms(verb))
"""The verbs in all persons of perfect and imperfect, without marks and without و or ف."""

_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_ALEFS = str.maketrans("إآٱ", "أأا")


def is_reporting_verb(word: str, *, prefixed: bool = True) -> bool:
    """Whether the word is a form of a reporting verb, with و or ف before it where ``prefixed``."""
    bare = _MARKS.sub("", word).translate(_ALEFS)
    return bare in FORMS or (prefixed and bare[:1] in ("و", "ف") and bare[1:] in FORMS)
