"""The forms of Arabic verbs, made of the perfect and the imperfect.

The rules are those of grammars of Modern Standard Arabic, for words without vowel marks: the third
persons of both tenses, and the participle in the accusative (مؤكدا), which says what else the
subject of a sentence says.
"""

from __future__ import annotations

from typing import NamedTuple

from tui.text.unicode import SHADDA

_WEAK_ENDS = ("ى", "ا", "ي")


_ROOT = 3
"""Letters of most verbs of the first stem."""


class Conjugation(NamedTuple):
    """The forms of one verb, as they are written without marks."""

    finite: tuple[str, ...]
    """All forms of both tenses. The first is the third person masculine of the perfect, by which
    the verb is named."""
    masculine: tuple[str, ...]
    """Those of them that are masculine and begin or end with ت all the same: تابع (went on)."""
    participle: tuple[str, ...]
    """Its forms in the accusative; none for a verb of the first stem, unless it is given."""


def conjugate(listed: str) -> Conjugation:
    """Return the forms of a verb that is listed as `perfect`, `perfect/imperfect` or
    `perfect/imperfect/participle`.

    The imperfect can be left out where the perfect has all its letters, as in أوضح, شدّد and انتقد.
    The second stem is written with shadda. A `-` for the participle keeps it from being made.
    """
    written, _, rest = listed.partition("/")
    imperfect, _, participle = rest.partition("/")
    perfect = written.replace(SHADDA, "")
    imperfect = imperfect or _imperfect(perfect)
    derived = perfect[0] in "أا" or len(perfect) > _ROOT or written != perfect
    participle = participle or (f"م{imperfect[1:]}" if derived else "-")
    masculine = (form for form in _masculine(perfect) if form[0] == "ت" or form[-1] == "ت")
    return Conjugation(
        tuple(dict.fromkeys((*_perfect_forms(perfect), *_imperfect_forms(imperfect)))),
        tuple(masculine),
        _participles(participle),
    )


def _imperfect(perfect: str) -> str:
    """Return the imperfect of a verb without a long vowel that changes."""
    return f"ي{perfect[1:] if perfect[0] in 'أاآإ' else perfect}"


def _is_hollow(perfect: str) -> bool:
    return len(perfect) > 2 and perfect[-2] == "ا" and perfect[-1] not in _WEAK_ENDS


def _perfect_forms(perfect: str) -> list[str]:
    """Return the third persons of the perfect. The dual of a short one, or one with ا behind its
    first letter, is left out: it looks like a noun: ردا (they two
    answered; an answer)."""
    if perfect[-1] in _WEAK_ENDS:
        base, weak = perfect[:-1], perfect[-1]
        root = "و" if weak == "ا" else "ي"
        feminine = f"{base}{'ي' if weak == 'ي' else ''}ت"
        return [perfect, feminine, f"{base}وا", f"{feminine}ا", f"{base}{root}ن"]
    short = f"{perfect[:-2]}{perfect[-1]}" if _is_hollow(perfect) else perfect
    long = len(perfect) > _ROOT and perfect[1] != "ا"
    dual = [f"{perfect}ا"] if long or _is_hollow(perfect) else []
    return [perfect, f"{perfect}ت", f"{perfect}وا", *dual, f"{perfect}تا", f"{short}ن"]


def _imperfect_forms(imperfect: str) -> list[str]:
    """Return the third persons of the imperfect."""
    rest = imperfect[1:]
    weak = rest[-1] in ("ي", "ى", "و")
    several = rest[:-1] if weak else rest
    two = f"{rest[:-1]}ي" if rest[-1] == "ى" else rest
    women = f"{rest[:-2]}{rest[-1]}" if len(rest) > 2 and rest[-2] in "وي" else two
    return [
        f"ي{rest}", f"ت{rest}", f"ي{several}ون", f"ي{several}وا", f"ي{two}ان", f"ت{two}ان",
        f"ي{women}ن",
    ]  # fmt: skip


def _masculine(perfect: str) -> list[str]:
    return [perfect, f"{perfect[:-1] if perfect[-1] in _WEAK_ENDS else perfect}وا"]


def _participles(participle: str) -> tuple[str, ...]:
    if participle == "-":
        return ()
    if participle[-1] in ("ى", "و"):
        participle = f"{participle[:-1]}ي"
    several = participle.removesuffix("ي")
    return (f"{participle}ا", f"{participle}ة", f"{several}ين")
