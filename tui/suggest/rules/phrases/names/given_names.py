"""Given names: which words are one, and where a phrase has its first."""

from __future__ import annotations

from tui.suggest.rules.phrases.joined_letters import JoinedLetters
from tui.suggest.rules.phrases.words import LONGEST_NAME, SHORTEST_NAME, PassageWords, PhraseRules

_JOINED = ("اقا", "خان", "جان", "بيگ")


class GivenNames(PhraseRules):
    """Tells which words of a passage are given names; languages have their own subclass."""

    def __init__(self, words: PassageWords, joined: JoinedLetters) -> None:
        super().__init__(words)
        self._joined = joined

    def is_given(self, index: int) -> bool:
        """Tell whether a token is a given name, and no second word of what is none: עורך דינה."""
        word = self.tokens[index].bare
        if index and self.lexicon.names.not_names:
            before = self._words.stem(self.tokens[index - 1].bare)
            if (before, word) in self.lexicon.names.not_names:
                return False
        return word in self.lexicon.names.given

    # ---------------------------------------------- what a language says itself

    def is_common_at_end(self, index: int, first: int, after: int) -> bool:
        """Tell whether a name that is another word too ends a long phrase, and is likely that."""
        return False

    def is_adjective(self, index: int) -> bool:
        """Tell whether a name that is a common word too describes the noun before it."""
        return False

    def is_named_after(self, before: str) -> bool:
        """Tell whether a body, the folded word before a name, is called by it."""
        return before != "" and self._words.stem(before) in self.lexicon.nouns.bodies

    def start_with_part(self, index: int, first: int) -> int:
        """Return where a name begins of which a part such as בן is right before a token."""
        more = index - 2 >= first and not self.is_like_a_noun(index - 2)
        return index - 2 if more else index - 1

    def may_be_first(self, index: int) -> bool:
        """Tell whether a word before a given name may be a name's first."""
        return not self.is_like_a_noun(index)

    def is_like_a_noun(self, index: int) -> bool:
        """Tell whether a token that is no given name is a noun known, or has the article."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if self.is_given(index):
            return False
        return (
            self._words.noun(index) in lexicon.nouns.heads
            or word in lexicon.names.places
            or word in lexicon.stops.words
            or self.tokens[index].article
        )

    # ------------------------------------------------------------- the search

    def first_given(self, first: int, after: int) -> int | None:
        """Return where the name begins that the first given name of a phrase is in."""
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
                continue  # ستارهٔ فیلم: a noun with its complement
            if before in self.lexicon.names.parts:
                return self.start_with_part(index, first)
            if index > first and index + 1 == after and self.may_be_first(index - 1):
                return index - 1  # the second of two names, the first of which is not known
            return index
        return None


class ArabicGivenNames(GivenNames):
    """Tells which words of an Arabic passage are given names."""

    def is_given(self, index: int) -> bool:
        """Tell whether a token is a given name; علي is one, which folds to the same as على."""
        if super().is_given(index):
            return True
        return self.tokens[index].bare == "علي" and self.passage.written(index).endswith("ي")

    def is_adjective(self, index: int) -> bool:
        """Tell whether a name that is a common word too describes the plural before it:
        ممرات آمنة."""
        before, word = self.tokens[index - 1], self.tokens[index].bare
        several = before.bare.endswith("ات") and not before.article
        return several and word in self.lexicon.names.also_words

    def may_be_first(self, index: int) -> bool:
        """Tell whether a word before a given name may be a name's first, and is no verb."""
        return super().may_be_first(index) and not self.is_made_like_a_verb(index)

    def is_made_like_a_verb(self, index: int) -> bool:
        """Tell whether a word that no list has may be an imperfect: لا تخفي فاطمة."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        imperfect = word[:1] in ("ي", "ت") and written[1:2] != "ا"  # not تاديسي
        return imperfect and word not in self._learned.known


class PersianUrduGivenNames(GivenNames):
    """Tells which words of a Persian or Urdu passage are given names."""

    def is_common_at_end(self, index: int, first: int, after: int) -> bool:
        """Tell whether a name that is another word too ends a long phrase, and is
        likely that: شورای صدور پروانه."""
        lexicon = self.lexicon
        ends = index + 1 == after and index - first >= SHORTEST_NAME - 1
        titled = self.tokens[index - 1].bare in lexicon.nouns.titles
        common = self.tokens[index].bare in lexicon.names.also_words
        return ends and common and not titled

    def start_with_part(self, index: int, first: int) -> int:
        """Return where a name begins of which a part is right before a token: with that part."""
        return index - 1

    def is_like_a_noun(self, index: int) -> bool:
        """Tell whether a token is no given name: nothing else tells a name."""
        return not self.is_given(index)


class PersianGivenNames(PersianUrduGivenNames):
    """Tells which words of a Persian passage are given names."""

    def is_given(self, index: int) -> bool:
        """Tell whether a token is a given name, or two written as one; no noun behind a
        preposition, as in در پیام تسلیتی."""
        word = self.tokens[index].bare
        if word in self.lexicon.names.also_words and self._follows_preposition(index):
            return False
        return self._is_double(word) or super().is_given(index)

    def _is_double(self, word: str) -> bool:
        """Tell whether two given names, or one and آقا, are written as one word: حسن‌علی."""
        given = self.lexicon.names.given
        if any(word.endswith(title) and word.removesuffix(title) in given for title in _JOINED):
            return True
        if len(word) <= LONGEST_NAME or word in given or word in self.lexicon.nouns.heads:
            return False
        return any(
            word[:at] in given and word[at:] in given
            for at in range(SHORTEST_NAME, len(word) - SHORTEST_NAME + 1)
        )

    def _follows_preposition(self, index: int) -> bool:
        """Tell whether a preposition is before a word."""
        before = self.tokens[index - 1].bare if index else ""
        return before in self.lexicon.stops.prepositions and self._words.joins(index)


class UrduGivenNames(PersianUrduGivenNames):
    """Tells which words of an Urdu passage are given names."""

    def is_given(self, index: int) -> bool:
        """Tell whether a token is a given name, and no part of a town's: شجاع آباد."""
        return not self._is_before_town(index) and super().is_given(index)

    def _is_before_town(self, index: int) -> bool:
        """Tell whether a name is part of that of a town."""
        if index + 1 >= len(self.tokens):
            return False
        return self.tokens[index + 1].bare in self.lexicon.names.towns and self._words.joins(
            index + 1
        )

    def is_named_after(self, before: str) -> bool:
        """Tell whether a body before a name is called by it: it belongs to the office, as in رکن
        اسمبلی کوثر."""
        return False

    def may_be_first(self, index: int) -> bool:
        """Tell whether a word before a given name may be a name's first: no list has it."""
        return self._words.is_unlisted(index)
