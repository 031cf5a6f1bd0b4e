"""The forms of Hebrew verbs, made of the past and the present, and plurals of nouns.

The rules are those of grammars of Modern Hebrew, for words without vowel points: the third persons
of the past, and both genders and numbers of the present.
"""

from __future__ import annotations

from tui.suggest.lexicons.verbs_arabic import Conjugation

_INNER = str.maketrans("םןךףץ", "מנכפצ")
"""Letters inside a word for those that end one."""


def conjugate(listed: str) -> Conjugation:
    """Return the forms of a verb that is listed as `past/present`, third person masculine."""
    past, _, present = listed.partition("/")
    finite = dict.fromkeys((*_past_forms(past), *_present_forms(present, past)))
    return Conjugation(tuple(finite), (past,) if past.endswith("ה") else (), ())


def plurals(noun: str) -> tuple[str, ...]:
    """Return the plural of a noun for a person, and that before a complement: שרים (ministers),
    שרי (ministers of)."""
    if noun.endswith(("ה", "ת")):
        return (f"{noun[:-1]}ות",)
    stem = noun.translate(_INNER)
    return (f"{stem}ים", f"{stem}י")


def _past_forms(past: str) -> list[str]:
    """Return he, she and they: אמר, אמרה, אמרו (said).

    A last ה of the root becomes ת or is left out.
    """
    if past.endswith("ה"):
        return [past, f"{past[:-1]}תה", f"{past[:-1]}ו"]
    stem = past.translate(_INNER)
    return [past, f"{stem}ה", f"{stem}ו"]


def _present_forms(present: str, past: str) -> list[str]:
    """Return the masculine and feminine, one and several: אומר, אומרת, אומרים, אומרות
    (says, say).

    The feminine ends in ה where the root does, and in hif'il, where י is before the last letter.
    """
    if present.endswith("ה"):
        return [present, f"{present[:-1]}ים", f"{present[:-1]}ות"]
    stem = present.translate(_INNER)
    causative = past.startswith("ה") and present.startswith("מ") and present[-2] == "י"
    ending = "ה" if causative and not past.startswith("הת") else "ת"
    return [present, f"{stem}{ending}", f"{stem}ים", f"{stem}ות"]
