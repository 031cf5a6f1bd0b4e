"""Forms of Persian and Urdu verbs, made from their stems, as grammars of the languages give them.

Sources: Lazard, A Grammar of Contemporary Persian; Schmidt, Urdu: An Essential Grammar. Stems and
forms are spelt as folded text is, with ي and without ZWNJ: ميگويد.
"""

from __future__ import annotations

_PAST = ("م", "", "يم", "ند")
_PRESENT = ("م", "د", "يم", "ند")
_PERFECT = ("ام", "ايم", "اند")
_AUXILIARIES = ("است", "بود", "بودند", "باشد", "باشند")


_IMPERFECT = ("تا", "تے", "تي", "تيں")
_GOING_ON = ("رها", "رهے", "رهي", "رهيں", "چكا", "چكے", "چكي", "چكيں")


def urdu(root: str, base: str, *perfect: str) -> list[str]:
    """Return the forms of an Urdu verb of the third person, without ہے (is) and the like.

    `root` and `base` differ where the endings change the spelling: کہہ (say), but کہتا (says).
    """
    imperfect = [f"{base}{ending}" for ending in _IMPERFECT]
    beginning = [f"{base}نے {form}" for form in ("لگا", "لگے", "لگي", "لگيں")]
    habit = [f"{perfect[0]} {form}" for form in ("كرتا", "كرتے", "كرتي", "كرتيں")]
    return [*perfect, *habit, *imperfect, *(f"{root} {form}" for form in _GOING_ON), *beginning]


def third_person(past: str, present: str) -> list[str]:
    """Return the forms of which somebody else is the subject; some are two words: گفته است (has
    said).

    The participle alone is left out, since it is a noun or adjective as well.
    """
    simple = [past, f"{past}ند", f"مي{past}", f"مي{past}ند", f"{past}هاند", f"مي{past}هاند"]
    simple += [f"{present}د", f"{present}ند", f"مي{present}د", f"مي{present}ند"]
    perfect = [f"{past}ه {auxiliary}" for auxiliary in _AUXILIARIES]
    return [*simple, *perfect, f"خواهد {past}", f"خواهند {past}"]


def first_person(past: str, present: str) -> list[str]:
    """Return the forms of which I or we are the subject: گفتم (I said), مي‌گوييم (we
    say)."""
    return [
        form
        for ending in ("م", "يم")
        for form in (f"{past}{ending}", f"مي{past}{ending}", f"مي{present}{ending}")
    ]


def finite(past: str, present: str) -> set[str]:
    """Return the single words that have a subject, thus no participles; forms for you are left out:
    رفت (went), می‌رود (goes)."""
    return finite_of_noun(past, present) | {f"{prefix}{past}{end}" for prefix in ("", "ن")
                                            for end in _PAST}  # fmt: skip


def finite_of_noun(past: str, present: str) -> set[str]:
    """Return those of a verb whose past stem may be a noun too, the past without a prefix left out:
    ساخت (built; structure)."""
    found = {f"{prefix}{past}{end}" for prefix in ("مي", "نمي") for end in _PAST}
    found |= {f"{prefix}{present}{end}" for prefix in ("مي", "نمي", "ب", "ن") for end in _PRESENT}
    return found | {f"{prefix}{past}ه{end}" for prefix in ("", "ن", "مي") for end in _PERFECT}
