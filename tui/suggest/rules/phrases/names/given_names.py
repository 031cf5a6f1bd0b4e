"""Given names: which words are one, and where a phrase has its first."""

from __future__ import annotations

from tui.suggest.rules.phrases.joined_letters import JoinedLetters
from tui.suggest.rules.phrases.words import LONGEST_NAME, SHORTEST_NAME, PassageWords, PhraseRules

_JOINED = ("اقا", "خان", "جان", "بيگ")


class GivenNames(PhraseRules):
    """The given names in the words of a passage; languages have their own subclass."""

    def __init__(self, words: PassageWords, joined: JoinedLetters) -> None:
        super().__init__(words)
        self._joined = joined

    def is_given(self, index: int) -> bool:
        """Return whether a token is a given name, and no second word of what is none: עורך דינה
        (her lawyer; Dina)."""
        word = self.tokens[index].bare
        if index and self.lexicon.names.not_names:
            before = self._words.stem(self.tokens[index - 1].bare)
            if (before, word) in self.lexicon.names.not_names:
                return False
        return word in self.lexicon.names.given

    # ---------------------------------------------- what a language says itself

    def is_common_at_end(self, index: int, first: int, after: int) -> bool:
        """Return whether a name that is another word too ends a long phrase, and is likely that
        word."""
        return False

    def is_adjective(self, index: int) -> bool:
        """Return whether a name that is another word too is the adjective of the noun before it."""
        return False

    def is_named_after(self, before: str) -> bool:
        """Return whether the folded word before a name is a body, which is called by the name:
        جامعة محمد الخامس (Mohammed V University)."""
        return before != "" and self._words.stem(before) in self.lexicon.nouns.bodies

    def start_with_part(self, index: int, first: int) -> int:
        """Return where a name begins that has a part such as בן (ben) right before a token."""
        more = index - 2 >= first and not self.is_like_a_noun(index - 2)
        return index - 2 if more else index - 1

    def may_be_first(self, index: int) -> bool:
        """Return whether the word before a given name may be the first word of the name."""
        return not self.is_like_a_noun(index)

    def is_like_a_noun(self, index: int) -> bool:
        """Return whether a token that is no given name is a listed noun, or has the article."""
        if self.is_given(index):
            return False
        listed = self._words.noun(index) in self.lexicon.nouns.heads
        return listed or self.tokens[index].article

    # ------------------------------------------------------------- the search

    def first_given(self, first: int, after: int) -> int | None:
        """Return the token at which the name begins that the first given name of a phrase is part
        of, None without one."""
        for index in range(first, after):
            given = self.is_given(index) or (index == first and self._joined.joined_letters(index))
            if not given or self.is_common_at_end(index, first, after):
                continue
            before = self.tokens[index - 1].bare if index > first else ""
            if index > first and self.is_adjective(index):
                continue
            if self.is_named_after(before):
                continue
            if index > first and self._words.has_izafat(index - 1):
                continue
            if self.passage.written(index).endswith("\u0654"):
                continue  # ستارهٔ فیلم: a noun with its complement (star of the film)
            if before in self.lexicon.names.parts:
                return self.start_with_part(index, first)
            if index > first and index + 1 == after and self.may_be_first(index - 1):
                return index - 1  # the second of two names, the first of which is not known
            return index
        return None


class ArabicGivenNames(GivenNames):
    """The given names in the words of an Arabic passage."""

    def is_given(self, index: int) -> bool:
        """Return whether a token is a given name; علي (Ali) is one, which folds to the same as على
        (on)."""
        if super().is_given(index):
            return True
        return self.tokens[index].bare == "علي" and self.passage.written(index).endswith("ي")

    def is_adjective(self, index: int) -> bool:
        """Return whether a name that is another word too describes the plural before it: ممرات آمنة
        (safe corridors; Amina)."""
        before, word = self.tokens[index - 1], self.tokens[index].bare
        several = before.bare.endswith("ات") and not before.article
        return several and word in self.lexicon.names.also_words

    def may_be_first(self, index: int) -> bool:
        """Return whether the word before a given name may be the first word of the name, and is no
        verb."""
        return super().may_be_first(index) and not self.is_made_like_a_verb(index)

    def is_made_like_a_verb(self, index: int) -> bool:
        """Return whether a word that no list has may be an imperfect: تخفي in لا تخفي فاطمة (Fatima
        does not hide)."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        imperfect = word[:1] in ("ي", "ت") and written[1:2] != "ا"  # not تاديسي (Tadesse)
        return imperfect and word not in self._learned.known


class PersianUrduGivenNames(GivenNames):
    """The given names in the words of a Persian or Urdu passage."""

    def is_common_at_end(self, index: int, first: int, after: int) -> bool:
        """Return whether a name that is another word too ends a long phrase, and is likely that
        word: شورای صدور پروانه (licensing council; Parvaneh)."""
        lexicon = self.lexicon
        ends = index + 1 == after and index - first >= SHORTEST_NAME - 1
        titled = self.tokens[index - 1].bare in lexicon.nouns.titles
        common = self.tokens[index].bare in lexicon.names.also_words
        return ends and common and not titled

    def start_with_part(self, index: int, first: int) -> int:
        """Return where a name begins that has a part such as بن (bin) right before a token: at the
        part."""
        return index - 1


class PersianGivenNames(PersianUrduGivenNames):
    """The given names in the words of a Persian passage."""

    def is_given(self, index: int) -> bool:
        """Return whether a token is a given name, or two written as one: حسن‌علی (Hassan-Ali)."""
        word = self.tokens[index].bare
        return self._is_double(word) or super().is_given(index)

    def _is_double(self, word: str) -> bool:
        """Return whether two given names, or one and آقا (Mr), are written as one word: حسن‌علی
        (Hassan-Ali)."""
        given = self.lexicon.names.given
        if any(word.endswith(title) and word.removesuffix(title) in given for title in _JOINED):
            return True
        if len(word) <= LONGEST_NAME or word in given or word in self.lexicon.nouns.heads:
            return False
        return any(
            word[:at] in given and word[at:] in given
            for at in range(SHORTEST_NAME, len(word) - SHORTEST_NAME + 1)
        )


class UrduGivenNames(PersianUrduGivenNames):
    """The given names in the words of an Urdu passage."""

    def is_given(self, index: int) -> bool:
        """Return whether a token is a given name, and no part of a town's: شجاع آباد (Shujabad)."""
        return not self._is_before_town(index) and super().is_given(index)

    def _is_before_town(self, index: int) -> bool:
        """Return whether a word such as آباد (-abad) makes a name that of a town."""
        if index + 1 >= len(self.tokens):
            return False
        return self.tokens[index + 1].bare in self.lexicon.names.towns and self._words.joins(
            index + 1
        )

    def is_named_after(self, before: str) -> bool:
        """Return whether a body before a name is called by it; in Urdu the body belongs to the
        office: رکن اسمبلی کوثر (member of the assembly Kausar)."""
        return False

    def may_be_first(self, index: int) -> bool:
        """Return whether the word before a given name may be the first word of the name: no list
        has it."""
        return self._words.is_unlisted(index)
