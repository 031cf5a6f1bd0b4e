"""What an Arabic word may be, told by its form and by the words that the lexicon lists.

Nothing in writing tells a name from a noun. What rules a name out is what a name never has: the
ending of an accusative, a pronoun, a preposition or the sign of the future joined to it, or a place
where only a verb can stand.
"""

from __future__ import annotations

import re

from tui.suggest.lexicons.lexicon import Lexicon

TANWIN = ("اً", "ًا")
"""How an accusative ends, such as one that says how something is done."""


_JOINED = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")


_PRONOUNS = ("ها", "هم", "هما", "نا", "ه")


_SHORTEST = 3
"""Letters of the shortest noun to which something is joined."""


_MANNER = re.compile("با(?:ست\\w\\w|ن\\w\\w|\\wت\\w)ا\\w$")
"""ب (with) and a verbal noun of the measures انفعال, افتعال and استفعال: باقتضاب (briefly)."""


_PARTICIPLE = re.compile("م(?:[^اوي]{2}\\w|\\wا\\w)\\w+ا$")
"""An accusative whose ending is not written, of the measures of participles: متأخرا (late)."""


_PLURAL = re.compile("م(?!ا)\\w{3,5}و\\Z")
"""Participles in the plural, before a noun: منفذو (those who carried out)."""


class ArabicWords:
    """The forms of Arabic words, told by what the lexicon lists."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names = lexicon.names.given | lexicon.names.parts
        self._nouns: dict[str, bool] = {}
        self._stems: dict[str, str] = {}

    def is_noun(self, word: str) -> bool:
        """Return whether a folded word is a common noun or adjective, with what is joined to it."""
        if word not in self._nouns:
            self._nouns[word] = word not in self._names and self._is_noun(word)
        return self._nouns[word]

    def _is_noun(self, word: str) -> bool:
        common = self._lexicon.nouns.common
        for joined in _JOINED:
            stem = word[len(joined) :]
            shortest = _SHORTEST + (joined in ("و", "ف"))  # فايد is a name
            if not word.startswith(joined) or (joined and len(stem) < shortest):
                continue
            if stem in common or any(noun in common for noun in _without_ending(stem)):
                return True
        return bool(_MANNER.match(word))

    def stem(self, word: str) -> str:
        """Return the listed noun for somebody of which a folded word is a form, "" for none."""
        if word not in self._stems:
            self._stems[word] = (
                word
                if word in self._lexicon.nouns.heads
                else self._of_case(word) or self._of_owner(word) or self._of_several(word)
            )
        return self._stems[word]

    def _of_case(self, word: str) -> str:
        persons = self._lexicon.nouns.persons
        if word.endswith("ا") and word[:-1] in persons:
            return word[:-1]  # لكن مهندسا (but an engineer, accusative)
        if word.endswith("و") and (f"{word}ن" in persons or word[:-1] in persons):
            # صيادو الجبايش (the fishermen of Chibayish)
            return word[:-1] if word[:-1] in persons else f"{word}ن"
        # منفذو الهجوم (those who carried out the attack)
        return "منظمون" if _PLURAL.match(word) else ""

    def _of_owner(self, word: str) -> str:
        for suffix in ("ها", "هم", "ه"):
            stem = word.removesuffix(suffix) if word.endswith(suffix) else ""
            for noun in (stem, *_endings(stem)):
                if noun and noun in self._lexicon.nouns.heads:
                    return noun  # زوجها, زوجته, خبراؤها (her husband, his wife, her experts)
        return ""

    def _of_several(self, word: str) -> str:
        lexicon = self._lexicon
        if (
            word.startswith("ال")
            or word in lexicon.names.given_or_noun
            or word in lexicon.names.places
        ):
            return ""
        for ending in ("ون", "ين", "ان", "ات", "تان", "تين"):
            stem = word.removesuffix(ending) if word.endswith(ending) else ""
            for noun in (stem, f"{stem}ه"):
                if len(stem) >= _SHORTEST and noun in lexicon.nouns.persons:
                    return noun  # باحثتان, مدربين (two women researchers, coaches)
        return ""

    def is_accusative(self, written: str) -> bool:
        """Return whether a word has the ending of an indefinite accusative."""
        return written.endswith(TANWIN) or bool(_PARTICIPLE.match(written))


def _endings(stem: str) -> list[str]:
    """Return what a folded noun is without a pronoun, which changes how it ends."""
    if stem.endswith("ت"):
        return [f"{stem[:-1]}ه"]
    if stem.endswith(("او", "اي")):
        return [f"{stem[:-1]}ء", stem[:-1]]
    return []


def _without_ending(word: str) -> list[str]:
    """Return what a noun may be without its case, or without a pronoun."""
    found = []
    if word.endswith("ا") and len(word) > _SHORTEST:
        found.append(word[:-1])
    for pronoun in _PRONOUNS:
        stem = word.removesuffix(pronoun) if word.endswith(pronoun) else ""
        if len(stem) >= _SHORTEST:
            found += [stem, f"{stem[:-1]}ه" if stem.endswith("ت") else stem]
    return found
