"""The forms of English verbs that a report may have, made of the base and the past.

The rules are those of grammars of English. Forms in -ing are left out: most of them are nouns or
adjectives as well, and those that report are listed. The plurals of nouns are here too, since they
are spelled like the third person.
"""

from __future__ import annotations

from tui.suggest.lexicons.verbs_arabic import Conjugation

_VOWELS = "aeiou"


def conjugate(listed: str) -> Conjugation:
    """Return the forms of a verb that is listed as `base`, or as `base/past` where the past is not
    made by adding -ed: claim, quip/quipped, write/wrote.
    """
    base, _, past = listed.partition("/")
    past = past or _past(base)
    forms = (base, _with_s(base), past)
    return Conjugation(tuple(dict.fromkeys(forms)), (), ())


def _past(base: str) -> str:
    """Return the past of a regular verb that doubles no letter: claimed, agreed, denied."""
    if base.endswith("e"):
        return f"{base}d"
    return f"{base[:-1]}ied" if _ends_in_y(base) else f"{base}ed"


def plural(noun: str) -> str:
    """Return the plural of a noun: officers, policewomen, secretaries, envoys."""
    return f"{noun[:-2]}en" if noun.endswith("man") else _with_s(noun)


def _with_s(word: str) -> str:
    """Return the third person of a verb, or the plural of a noun: claims, denies, stresses."""
    if _ends_in_y(word):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{word}s"


def _ends_in_y(base: str) -> bool:
    return base.endswith("y") and base[-2] not in _VOWELS
