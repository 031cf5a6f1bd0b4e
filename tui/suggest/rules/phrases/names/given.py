"""Given names: which words are one, and where a phrase has its first."""

from __future__ import annotations

from tui.suggest.rules.phrases.hebrew_words import HebrewWords
from tui.suggest.rules.phrases.words import (
    LONGEST_NAME,
    SHORTEST_NAME,
    PassageWords,
    PhraseRules,
)

_JOINED = ("اقا", "خان", "جان", "بيگ")


class GivenNames(PhraseRules):
    """Tells which words of a passage are given names."""

    def __init__(self, words: PassageWords, hebrew: HebrewWords) -> None:
        super().__init__(words)
        self._hebrew = hebrew

    def is_given(self, index: int) -> bool:
        """Tell whether a token is a given name; علي is one, which folds to the same as على."""
        word = self.tokens[index].bare
        if word in self.lexicon.common_names and self._follows_preposition(index):
            return False  # در پیام تسلیتی
        if (
            index
            and (self._words.stem(self.tokens[index - 1].bare), word) in self.lexicon.not_names
        ):
            return False  # עורך דינה
        if self._is_before_town(index):
            return False
        if self.lexicon.object_marker and self._is_double(word):
            return True
        return word in self.lexicon.given or (
            word == "علي" and self.lexicon.clitics == "arabic"
            and self.passage.written(index).endswith("ي")
        )  # fmt: skip

    def _is_before_town(self, index: int) -> bool:
        """Tell whether an Urdu name is part of that of a town: شجاع آباد."""
        if index + 1 >= len(self.tokens) or not self.lexicon.towns:
            return False
        return self.tokens[index + 1].bare in self.lexicon.towns and self._words.joins(index + 1)

    def _is_double(self, word: str) -> bool:
        """Tell whether two Persian given names, or one and آقا, are written as one word: حسن‌علی."""
        given = self.lexicon.given
        if any(word.endswith(title) and word.removesuffix(title) in given for title in _JOINED):
            return True
        if len(word) <= LONGEST_NAME or word in given or word in self.lexicon.heads:
            return False
        return any(
            word[:at] in given and word[at:] in given
            for at in range(SHORTEST_NAME, len(word) - SHORTEST_NAME + 1)
        )

    def _follows_preposition(self, index: int) -> bool:
        """Tell whether a Persian preposition is before a word."""
        before = self.tokens[index - 1].bare if index else ""
        persian = self.lexicon.object_marker != ""
        return persian and before in self.lexicon.prepositions and self._words.joins(index)

    def first_given(self, first: int, after: int) -> int | None:
        """Return where the name begins that the first given name of a phrase is in."""
        lexicon = self.lexicon
        for index in range(first, after):
            given = self.is_given(index) or (index == first and self._hebrew.joined_letters(index))
            if not given or self._is_common_at_end(index, first, after):
                continue
            before = self.tokens[index - 1].bare if index > first else ""
            if index > first and self._is_adjective(index):
                continue
            named_after = before != "" and self._words.stem(before) in lexicon.bodies
            if (named_after and not lexicon.genitives) or (
                index > first and self._words.has_izafat(index - 1)
            ):
                continue  # in Urdu the body is before the office: رکن اسمبلی کوثر
            if self.passage.written(index).endswith("\u0654"):
                continue  # ستارهٔ فیلم: a noun with its complement
            if before in lexicon.name_parts:
                more = index - 2 >= first and not self._is_like_a_noun(index - 2)
                return index - 2 if more and lexicon.clitics else index - 1
            if (
                index > first
                and index + 1 == after
                and index - 1 >= first
                and (
                    self._words.is_unlisted(index - 1)
                    if lexicon.genitives
                    else not self._is_like_a_noun(index - 1)
                )
                and not self.is_made_like_a_verb(index - 1)
            ):
                return index - 1  # the second of two names, the first of which is not known
            return index
        return None

    def _is_common_at_end(self, index: int, first: int, after: int) -> bool:
        """Tell whether a Persian or Urdu name that is another word too ends a long phrase, and is
        likely that: شورای صدور پروانه."""
        lexicon = self.lexicon
        ends = index + 1 == after and index - first >= SHORTEST_NAME - 1
        titled = self.tokens[index - 1].bare in lexicon.titles
        common = self.tokens[index].bare in lexicon.common_names
        return lexicon.subject == "before" and ends and common and not titled

    def _is_adjective(self, index: int) -> bool:
        """Tell whether an Arabic name that is a common word too describes the plural before it:
        ممرات آمنة."""
        before, word = self.tokens[index - 1], self.tokens[index].bare
        several = before.bare.endswith("ات") and not before.article
        return several and word in self.lexicon.common_names and self.lexicon.clitics == "arabic"

    def _is_like_a_noun(self, index: int) -> bool:
        word = self.tokens[index].bare
        lexicon = self.lexicon
        if self.is_given(index):
            return False
        return (
            self._words.noun(index) in lexicon.heads
            or word in lexicon.places
            or word in lexicon.stops
            or (lexicon.clitics != "" and self.tokens[index].article)
            or not lexicon.clitics
        )

    def is_made_like_a_verb(self, index: int) -> bool:
        """Tell whether an Arabic word that no list has may be an imperfect: لا تخفي فاطمة."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        imperfect = word[:1] in ("ي", "ت") and written[1:2] != "ا"  # not تاديسي
        return self.lexicon.clitics == "arabic" and imperfect and word not in self._learned.known
