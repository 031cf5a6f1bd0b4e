"""The words of a passage as phrases and names are read from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from tui.suggest.lexicons.lexicon import bare, is_in_any
from tui.suggest.lexicons.words_arabic import ArabicWords
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import SPACES, Passage

LONGEST_PHRASE = 10
"""Words of the longest noun phrase that is read."""


LONGEST_NAME = 4
"""Words of the longest name, parts such as بن and van not counted."""


SHORTEST_NAME = 3
"""Letters of the shortest name that its place tells, and of the longest word with none joined."""


JOINS = "-–־."
"""What may be inside a name without white space: תע"ל-חד"ש (Ta'al-Hadash), J. K."""


POSSESSORS = ("ها", "هم", "ه")
"""Arabic pronouns joined to a noun: زوجها (her husband)."""


COMMAS = ("،", ",")


AGE = "ساله"
"""What is behind a number of years in Persian, and in Urdu: 15 ساله (15-year-old)."""


HAVING = bare("کر")
"""The word behind an Urdu verb's root that says what somebody did before."""


NEAR = 10
"""Tokens from an expression among which a name that belongs to it is looked for."""


_PERSIAN_ENDINGS = ("ي", "ش", "اش", "شان", "م", "ام")


_NO_NAMES = ("\u0654", "\u200cتر", "\u200cترین")
"""How a noun with its complement, خندهٔ (laughter of), and a comparative, کمتر (less), end."""


_IZAFAT = "\u0650"


@dataclass
class LearnedNames:
    """Words of the names of persons that a passage gives in full."""

    known: set[str] = field(default_factory=set)
    """All of them."""
    sure: set[str] = field(default_factory=set)
    """Those of which a title or given name tells that they are names."""
    first_names: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    """The first and the last words of those whose end is told by a sign."""
    ends: frozenset[str] = frozenset()
    """The last words of names, as a first look found them."""

    def forget(self) -> None:
        """Forget all words but the last ones of names, which are kept as `ends`."""
        self.ends = frozenset(self.surnames)
        for words in (self.known, self.sure, self.first_names, self.surnames):
            words.clear()


class PassageWords:
    """The words of a passage, the reporting expressions among them, and the names learned from
    it."""

    def __init__(self, passage: Passage, cues: dict[int, Cue]) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        self.lexicon = passage.lexicon
        self.cues = cues
        self.learned = LearnedNames()
        listed = [token.bare for token in self.tokens]
        self.counts = Counter(listed)
        self.vocabulary = frozenset(self.counts)
        self.pairs = Counter(pairwise(listed))
        self.first_places: dict[str, int] = {}
        """Where each word is first, the headline left out."""
        for at, token in enumerate(self.tokens):
            if passage.paragraph(token.span.start) or len(passage.spans) == 1:
                self.first_places.setdefault(token.bare, at)

    def joins(self, index: int) -> bool:
        """Return whether a word may be in one phrase with the word before: only a space, or a sign
        inside a name, is between them."""
        gap = self.tokens[index].gap
        if not gap.strip(SPACES):
            return True
        if gap in (". ", ".") and len(self.tokens[index - 1].bare) <= 2:
            return self.tokens[index - 1].bare in self.lexicon.nouns.titles  # د. نواف (Dr Nawaf)
        return not gap.strip(JOINS)

    def is_parted(self, at: int) -> bool:
        """Return whether a sign is before a token, or the passage ends."""
        return at >= len(self.tokens) or self.tokens[at].gap.strip(SPACES) != ""

    def is_title(self, index: int) -> bool:
        """Return whether a word is a title: Mr, الدكتور."""
        return self.tokens[index].bare in self.lexicon.nouns.titles

    def noun(self, index: int) -> str:
        """Return the listed noun of which a word is a form; the word as it is, if no list has
        it."""
        return self.stem(self.tokens[index].bare)

    def stem(self, word: str) -> str:
        """Return the listed noun of which a folded word is a form; the word itself, if no list has
        it."""
        return word

    def is_common(self, index: int) -> bool:
        """Return whether a word is listed as a common noun or adjective, and no name."""
        return self.tokens[index].bare in self.lexicon.nouns.common

    def is_unlisted(self, index: int) -> bool:
        """Return whether no list has a Persian or Urdu word, so that it may be a name."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if len(word) < SHORTEST_NAME:
            return word in lexicon.names.parts
        if self.passage.written(index).endswith(_NO_NAMES):
            return False
        lists = (
            lexicon.nouns.heads,
            lexicon.names.places,
            lexicon.nouns.naming,
            lexicon.nouns.determiners,
            lexicon.stops.words,
        )
        return not (
            is_in_any(word, *lists)
            or self.stem(word) in lexicon.nouns.heads
            or self.is_common(index)
        )

    def is_finite(self, index: int) -> bool:
        """Return whether a word is a finite verb, as far as its form tells: می‌خندد (laughs), but
        not خنده (laughter)."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if word in lexicon.verbs.finite:
            return True
        if not word.endswith(lexicon.verbs.imperfect):
            return False
        negated = index > 0 and self.tokens[index - 1].bare in lexicon.clause.negations
        following = self.tokens[index + 1].bare if index + 1 < len(self.tokens) else ""
        return negated or is_in_any(following, lexicon.clause.copulas, lexicon.clause.participles)

    def has_izafat(self, index: int) -> bool:
        """Return whether the vowel mark that joins a noun to its complement is written: وزیرِ
        اطلاعات (minister of information)."""
        return _IZAFAT in self.passage.written(index)[-2:]

    def has_postposition(self, after: int) -> bool:
        """Return whether a postposition other than the sign of a subject is at a token: را, کو
        (both after an object)."""
        if after >= len(self.tokens):
            return False
        following = self.tokens[after].bare
        if following == self.lexicon.grammar.object_marker != "":
            return True
        return (
            following != self.lexicon.grammar.subject_marker
            and following in self.lexicon.grammar.postpositions
        )


class EnglishPassageWords(PassageWords):
    """The words of an English passage."""

    def joins(self, index: int) -> bool:
        """Return whether a word may be in one phrase with the word before: J. K., the Prison
        Officers’ League."""
        gap, before = self.tokens[index].gap, self.tokens[index - 1].bare
        if gap in (". ", "."):
            return len(before) == 1 or before in self.lexicon.nouns.titles
        if gap in ("’ ", "' "):
            return before.endswith("s")
        return super().joins(index)


class HebrewPassageWords(PassageWords):
    """The words of a Hebrew passage."""

    def joins(self, index: int) -> bool:
        """Return whether a word may be in one phrase with the word before: מכבי ת”א (Maccabi Tel
        Aviv)."""
        return self.tokens[index].gap == "”" or super().joins(index)

    def stem(self, word: str) -> str:
        """Return the listed noun of which a folded word is a form, with up to two letters joined in
        front: והשר (and the minister) is a form of שר."""
        heads = self.lexicon.nouns.heads
        if word in heads:
            return word
        for start in (1, 2):
            two = start == 1 or word[0] == "ו" or word[1:2] == "ה"
            if two and not word[:start].strip("ושהבכלמ") and word[start:] in heads:
                return word[start:]
        return word


class ArabicPassageWords(PassageWords):
    """The words of an Arabic passage."""

    def __init__(self, passage: Passage, cues: dict[int, Cue]) -> None:
        super().__init__(passage, cues)
        self.arabic = ArabicWords(self.lexicon)

    def stem(self, word: str) -> str:
        """Return the listed noun of which a folded word is a form, perhaps with و, ف, ب or ل in
        front: وخبراؤها (and her experts) is a form of خبراء."""
        if word in self.lexicon.nouns.heads:
            return word
        joined = word[:1] in "وفبل" and len(word) > SHORTEST_NAME
        for part in (word, word[1:]) if joined else (word,):
            noun = self.arabic.stem(part)
            if noun:
                return noun
        return word


class PersianUrduPassageWords(PassageWords):
    """The words of a Persian or Urdu passage."""

    def is_common(self, index: int) -> bool:
        """Return whether a word, with an ending of nouns or without, is a common one and no
        name."""
        word, common = self.tokens[index].bare, self.lexicon.nouns.common
        return word in common or any(
            word.endswith(ending) and word[: -len(ending)] in common
            for ending in self.lexicon.grammar.endings
        )


class PersianPassageWords(PersianUrduPassageWords):
    """The words of a Persian passage."""

    def stem(self, word: str) -> str:
        """Return the listed noun of which a folded word is a form: منتقدی (a critic), همسرش (his
        wife). Words in شناسی are fields, not persons: زبان‌شناسی (linguistics)."""
        heads = self.lexicon.nouns.heads
        if word in heads or word.endswith("شناسي"):
            return word
        for ending in _PERSIAN_ENDINGS:
            if word.endswith(ending) and word.removesuffix(ending) in heads:
                return word.removesuffix(ending)
        return word

    def is_common(self, index: int) -> bool:
        """Return whether a word is a common one and no name, or an age: ۱۵ساله (15-year-old)."""
        return self.tokens[index].bare.endswith(AGE) or super().is_common(index)


class UrduPassageWords(PersianUrduPassageWords):
    """The words of an Urdu passage."""

    def is_common(self, index: int) -> bool:
        """Return whether a word is a common one and no name: دروازہ (door), دروازے."""
        word = self.tokens[index].bare
        inflected = word.endswith("ے") and f"{word[:-1]}ه" in self.lexicon.nouns.common
        return inflected or super().is_common(index)


class PhraseRules:
    """Rules that read the words of a passage."""

    def __init__(self, words: PassageWords) -> None:
        self._words = words
        self.passage = words.passage
        self.tokens = words.tokens
        self.lexicon = words.lexicon
        self.cues = words.cues
        self._learned = words.learned
