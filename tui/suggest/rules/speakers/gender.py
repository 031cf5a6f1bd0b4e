"""Whether somebody who is named is a man or a woman, where the words of a language tell it.

Hebrew and Arabic tell by the ending of an office (הבמאית, المخرجة) and by the verb (אמרה, قالت),
English by titles (Ms) and by nouns such as spokeswoman, Urdu by verbs (کہتی) and nouns such as
والدہ; all by many given names, Persian by none. What one place tells holds for the surname wherever
it is alone.
"""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.phrases.passage_phrases import Phrases
from tui.suggest.rules.phrases.subjects import Subject

_FEMININE_ENDINGS = ("ה", "ת")


_POSSESSED = ("ته", "تها", "تهم", "تي", "تنا")
"""How an Arabic noun in ة ends with a pronoun: جارته."""


_SHORTEST_PLURAL = 4
"""Letters of an Arabic word whose ون or ين may be the ending of a plural."""


class Genders:
    """The genders of the persons of a passage, learned as it is read.

    Persian has none, since none of its words tell them; the other languages have their own
    subclass.
    """

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._tokens = phrases.words.tokens
        self._lexicon = phrases.words.lexicon
        self._learned: dict[str, str] = {}

    def of(self, subject: Subject) -> str:
        """Return "m", "f", "p" for several persons, or "" where nothing tells."""
        return ""

    def learn(self, subject: Subject, gender: str = "") -> None:
        """Keep what the words, or the verb of a sentence, tell of a person, by surname."""
        told = gender or self.of(subject)
        if subject.kind == "person" and told in ("m", "f"):
            surname = self._tokens[self._name(subject)[1]].bare
            same = self._learned.get(surname, told) == told
            self._learned[surname] = told if same else ""  # two of one family

    def _name(self, subject: Subject) -> tuple[int, int]:
        """Return the first and the last token of a person's name."""
        passage = self._phrases.words.passage
        first = passage.first_from(subject.span.start)
        if first < len(self._tokens) and self._tokens[first].span.start >= subject.span.end:
            first -= 1  # the span leaves out a clitic of the only word
        last = passage.first_from(subject.span.end) - 1
        return min(first, last), max(last, 0)


class GendersByNouns(Genders):
    """Genders by nouns for persons, titles and given names."""

    def of(self, subject: Subject) -> str:
        """Return "m", "f", "p" for several persons, or "" where nothing tells."""
        if subject.kind == "people":
            return self.of_nouns(subject.first, subject.after)
        if subject.kind != "person":
            return ""
        first, last = self._name(subject)
        told = self.of_nouns(subject.first, first) or self.of_given(first, last)
        return told or self._learned.get(self._tokens[last].bare, "")

    def of_nouns(self, first: int, after: int) -> str:
        """Return what the offices and titles among the tokens `[first, after)` tell."""
        for index in range(after - 1, first - 1, -1):
            told = self.of_noun(self._phrases.words.stem(self._tokens[index].bare))
            if told:
                return told
        return ""

    def of_noun(self, noun: str) -> str:
        """Return what a folded noun tells."""
        if noun not in self._lexicon.nouns.persons:
            return ""
        if noun in self._lexicon.nouns.feminine:
            return "f"
        return "m" if noun in self._lexicon.nouns.masculine else ""

    def of_given(self, first: int, last: int) -> str:
        """Return what the given name among the tokens `[first, last]` of a name tells."""
        word = self._tokens[first].bare
        if word in self._lexicon.names.feminine:
            return "f"
        return "m" if word in self._lexicon.names.masculine else ""


class EnglishGenders(GendersByNouns):
    """The genders of the persons of an English passage."""

    def of_noun(self, noun: str) -> str:
        """Return what a folded noun tells: spokeswoman, firemen, mother."""
        lexicon = self._lexicon
        if not is_in_any(
            noun, lexicon.nouns.persons, lexicon.nouns.feminine, lexicon.nouns.masculine
        ):
            return ""
        if noun.endswith("woman") or noun in lexicon.nouns.feminine:
            return "f"
        if noun.endswith("man") or noun in lexicon.nouns.masculine:
            return "m"
        several = noun.endswith(("men", "people", "children")) or (
            noun.endswith("s") and noun[:-1] in lexicon.nouns.persons
        )
        return "p" if several else ""

    def of_given(self, first: int, last: int) -> str:
        """Return what a given name tells; a word alone that is a surname elsewhere in the passage
        tells nothing."""
        surname = self._tokens[first].bare in self._phrases.learned.surnames
        return "" if first == last and surname else super().of_given(first, last)


class UrduGenders(GendersByNouns):
    """The genders of the persons of an Urdu passage."""

    def of_given(self, first: int, last: int) -> str:
        """Return what the words of a name tell: a given name, or بی بی (Bibi, of women) or سنگھ
        (Singh, of men) behind it."""
        words = [token.bare for token in self._tokens[first : last + 1]]
        if any(word in self._lexicon.names.feminine for word in words):
            return "f"
        return "m" if any(word in self._lexicon.names.masculine for word in words) else ""


class HebrewGenders(GendersByNouns):
    """The genders of the persons of a Hebrew passage."""

    def of(self, subject: Subject) -> str:
        """Return "m", "f", "p" for several persons, or "" where nothing tells."""
        opening = self._tokens[subject.first].bare
        # אחד המבקרים (one of the visitors)
        if subject.kind == "people" and opening.endswith(("אחד", "אחת")):
            return "m" if opening.endswith("אחד") else "f"
        return super().of(subject)

    def of_nouns(self, first: int, after: int) -> str:
        """Return what the first noun for a person tells: those behind it say of what or whom it is,
        as in יו"ר האופוזיציה (chair of the opposition)."""
        for index in range(first, after):
            noun = self._phrases.words.stem(self._tokens[index].bare)
            if noun in self._lexicon.nouns.persons:
                return self.of_noun(noun)
        return ""

    def of_noun(self, noun: str) -> str:
        """Return what a folded noun for a person tells by its ending: הבמאית (the director, a
        woman)."""
        lexicon = self._lexicon
        if noun.endswith(("ים", "ות")):
            return "p"
        if noun in lexicon.nouns.masculine or not noun.isalpha():
            return ""  # ד"ר, ח"כ (Dr, MK)
        if noun in lexicon.nouns.feminine:
            return "f"  # אמו (his mother)
        return "f" if noun.endswith(_FEMININE_ENDINGS) else "m"

    def of_given(self, first: int, last: int) -> str:
        """Return what a given name tells; a word alone is most often a surname."""
        return "" if first == last else super().of_given(first, last)


class ArabicGenders(Genders):
    """The genders of the persons of an Arabic passage."""

    def of(self, subject: Subject) -> str:
        """Return "m", "f", "p" for several persons, or "" where nothing tells; a body has the
        gender of its noun."""
        if subject.kind in ("people", "body"):
            told = self._of_noun(subject.first)
            return "f" if subject.kind == "body" and told == "p" else told
        if subject.kind == "unknown":
            return self._learned.get(self._tokens[subject.first].bare, "")
        if subject.kind != "person":
            return ""
        first, last = self._name(subject)
        for index in range(first - 1, subject.first - 1, -1):
            noun = self._phrases.words.stem(self._tokens[index].bare)
            if noun in self._lexicon.nouns.persons - self._lexicon.nouns.honours:
                told = self._of_noun(index)
                if told != "p":  # رئيس نقابة عمال السكك (head of the railway workers' union)
                    return told
        word = self._tokens[first].bare
        learned = self._learned.get(self._tokens[last].bare, "")
        if word in self._lexicon.names.feminine or word in self._lexicon.names.given:
            told = "f" if word in self._lexicon.names.feminine else "m"
            return learned or ("" if word in self._lexicon.names.also_words else told)
        return learned

    def _of_noun(self, index: int) -> str:
        """Return "m", "f" or "p" by the form of a noun at a token."""
        word, written = self._tokens[index].bare, self._phrases.words.passage.written(index)
        owned = self._phrases.words.stem(word).endswith("ه") and written.endswith(_POSSESSED)
        if written.endswith(("ة", "ى")) or owned:
            return "f"
        plural = word.endswith(("ون", "ين")) or self._is_construct_plural(index)
        if word.endswith("ات") or (plural and len(word) > _SHORTEST_PLURAL):
            return "p"
        return "p" if word.removeprefix("ال") in self._lexicon.nouns.plurals else "m"

    def _is_construct_plural(self, index: int) -> bool:
        """Return whether a word is a plural before its complement: لاعبو المنتخب (the players of
        the national team)."""
        words, following = self._phrases.words, index + 1
        joined = following < len(self._tokens) and words.joins(following)
        return joined and self._tokens[index].bare.endswith("و")
