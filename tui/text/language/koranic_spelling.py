"""Signs of Koranic spelling that stand for letters of today's: ٱلْعَٰلَمِينَ is العالمين.

The dagger alef (U+0670) is alef in most words, and nothing in some: ٱلْكِتَٰبُ is الكتاب, but ذَٰلِكَ is
ذلك. On a waw, or on an alef maqsura inside a word, it makes that letter alef: ٱلصَّلَوٰةَ is الصلاة,
ٱلتَّوْرَىٰةَ is التوراة. A small high yeh (U+06E7) or noon (U+06E8) is a letter. يَٰ is the word يا.

So that a search finds both spellings, a stand-in takes the place of each sign. It is a letter, so
that words stay whole, of a script that no such text has. Nothing changes its length, and offsets
stay the same.
"""

from __future__ import annotations

import re
from itertools import product

from tui.text.unicode.letters import (
    ALEF,
    ARABIC_MARKS,
    DAGGER_ALEF,
    KORANIC_MARKS,
    SMALL_HIGH_NOON,
    SMALL_HIGH_YEH,
    TATWEEL,
    pattern,
)

_SIGNS = DAGGER_ALEF + SMALL_HIGH_YEH + SMALL_HIGH_NOON

# Letters of Linear A.
_DAGGER_AS_ALEF, _WAW_AS_ALEF, _YEH_AS_ALEF, _SMALL_YEH, _SMALL_NOON, _SILENT_WAW = map(
    chr, range(0x10600, 0x10606)
)

_READINGS = {
    _DAGGER_AS_ALEF: ("", ALEF),
    _WAW_AS_ALEF: ("و", ALEF),
    _YEH_AS_ALEF: ("ي", ALEF),
    _SMALL_YEH: ("", "ي"),
    _SMALL_NOON: ("", "ن"),
    _SILENT_WAW: ("و", ""),
}
"""What each stand-in is in a folded word, as the Koran spells it and as it is spelled today."""


def _stand_ins_for(letter: str) -> str:
    """Return the stand-ins that are this letter in one of the spellings; "" is no letter."""
    return "".join(sign for sign, readings in _READINGS.items() if letter in readings)


OPTIONAL = _stand_ins_for("")
"""Stand-ins of signs that are not written at all in one of the spellings."""

LETTERS = {letter: _stand_ins_for(letter) for letter in (ALEF, "و", "ي", "ن")}
"""The stand-ins that can be read as a folded letter."""

SPACE_AFTER = _DAGGER_AS_ALEF
"""The stand-in after which today's spelling may have a space, as in يا أيها."""

_MOST_SIGNS = 3
"""The most signs of a word of which some may be spelled in one way and some in the other, as in
السموات."""

_AFTER_DAGGER = rf"(?=[{pattern(f'{ARABIC_MARKS} {KORANIC_MARKS}')}{TATWEEL}]*[^\W\d_])"

_ON_WAW_BEFORE_ALEF = re.compile(f"و{DAGGER_ALEF}(?={ALEF})")

_ON_YEH = re.compile(f"[ىی]{DAGGER_ALEF}(?P<inside>{_AFTER_DAGGER})?")

_WORD = re.compile(rf"\w*[{''.join(_READINGS)}]\w*")

_VOCATIVE = f"ي{_DAGGER_AS_ALEF}"

_PLAIN = str.maketrans({sign: reading[0] for sign, reading in _READINGS.items()})


def has_signs(text: str) -> bool:
    """Return whether a text has signs that stand for letters."""
    return any(sign in text for sign in _SIGNS)


def with_stand_ins(text: str) -> str:
    """Return the text, of the same length, with stand-ins for its signs."""
    text = _ON_WAW_BEFORE_ALEF.sub(_SILENT_WAW + TATWEEL, text)
    text = text.replace(f"و{DAGGER_ALEF}", _WAW_AS_ALEF + TATWEEL)
    text = _ON_YEH.sub(_yeh, text)
    text = text.replace(DAGGER_ALEF, _DAGGER_AS_ALEF)
    return text.replace(SMALL_HIGH_YEH, _SMALL_YEH).replace(SMALL_HIGH_NOON, _SMALL_NOON)


def _yeh(match: re.Match[str]) -> str:
    """Return what takes the place of a yeh with a dagger alef; a final one is ى today too."""
    return (match[0][0] if match["inside"] is None else _YEH_AS_ALEF) + TATWEEL


def todays_words(folded: str) -> list[str]:
    """Return the other spellings of the words with stand-ins in a folded text, each once."""
    found: dict[str, None] = {}
    for word in _WORD.findall(folded):
        found.update(dict.fromkeys(_spellings(word)))
        if word.startswith(_VOCATIVE) and len(word) > len(_VOCATIVE):
            rest = word.removeprefix(_VOCATIVE)
            found.update(dict.fromkeys(("يا", rest.translate(_PLAIN), *_spellings(rest))))
    return list(found)


def _spellings(word: str) -> list[str]:
    """Return the spellings of a word but for the first, the Koran's own, in which no sign is a
    letter."""
    readings = [_READINGS.get(letter, (letter,)) for letter in word]
    if sum(map(len, readings)) - len(word) > _MOST_SIGNS:
        return ["".join(each[-1] for each in readings)]
    return list(map("".join, product(*readings)))[1:]
