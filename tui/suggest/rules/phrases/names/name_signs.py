"""What tells an Arabic name from the words around it.

Nothing in writing tells a name from a noun: the words around it, and what a name never has, must.
"""

from __future__ import annotations

import re

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.passages import Word
from tui.suggest.rules.phrases.names.given_names import ArabicGivenNames, GivenNames
from tui.suggest.rules.phrases.stops.stops import Stops
from tui.suggest.rules.phrases.stops.stops_arabic import ArabicStops
from tui.suggest.rules.phrases.words import (
    LONGEST_NAME,
    SHORTEST_NAME,
    ArabicPassageWords,
    PassageWords,
    PhraseRules,
)

_VERBAL_NOUN = re.compile("ب(?:ا\\w{2,4}ا\\w|ت\\w{2}ي\\w)\\Z")
"""Infinitives with ب, as far as their letters tell: باقتضاب, بتطبيق."""


class NameSigns(PhraseRules):
    """Signs of a name in the form and place of words; only Arabic has them."""

    def __init__(self, words: PassageWords, stops: Stops, given: GivenNames) -> None:
        super().__init__(words)
        self._stops = stops
        self._given = given

    def kin(self, first: int, after: int) -> int | None:
        """Return the token of a noun for a relative of the person named behind it, None without
        one."""
        return None

    def is_made_like_a_name(self, first: int, after: int) -> bool:
        """Return whether the tokens `[first, after)` look like a name without a title."""
        return False


class ArabicNameSigns(NameSigns):
    """Signs of a name in the form and place of Arabic words."""

    _words: ArabicPassageWords
    _stops: ArabicStops
    _given: ArabicGivenNames

    def kin(self, first: int, after: int) -> int | None:
        """Return the token of a noun for a relative of the person named behind it, None without
        one: والدة in والدة الطفلة سارة (the mother of the child Sarah), but not in والدته زهرة (his
        mother Zahra)."""
        nouns, parts = self.lexicon.nouns, self.lexicon.names.parts
        for index in range(first, after - 1):
            word = self.tokens[index].bare
            if word[:1] in "وف" and word not in nouns.kin:
                word = word[1:]
            kin = word in nouns.kin and word not in parts
            # جاره (his neighbour)
            owned = word.endswith("ه") and self.passage.written(index).endswith("ه")
            if kin and not owned and any(map(self._is_named, range(index + 1, after))):
                return index
            if word in nouns.circles and index == first:
                return index  # مصادر رئيس المجلس نبيه بري (sources of the speaker Nabih Berri)
        return None

    def _is_named(self, index: int) -> bool:
        """Return whether a given name is at a token, or a noun for a person with the article."""
        if self._given.is_given(index):
            return True
        return self.tokens[index].article and self._words.noun(index) in self.lexicon.nouns.persons

    def is_made_like_a_name(self, first: int, after: int) -> bool:
        """Return whether the tokens `[first, after)` look like a name without a title: none has the
        article, or an ending that names do not have."""
        lexicon = self.lexicon
        if after - first > LONGEST_NAME:
            return False
        before = self.tokens[first - 1].bare if first > 0 else ""
        if before in lexicon.verbs.before_verb:
            return False  # ولما عُرضت عليه (and when it was shown to him)
        if before in lexicon.clause.relatives and before.startswith(("ال", "وال")):
            return False  # الشعار الذي دأبت (the slogan that she kept)
        if before in lexicon.verbs.before_wish and self.tokens[first].bare[0] in "يتنا":
            return False  # قبل أن نغادر (before we leave)
        if any(self.is_no_name(index) for index in range(first, after)):
            return False
        if any(self._words.noun(index) in lexicon.nouns.heads for index in range(first, after)):
            return False
        return all(map(self._looks_like_a_name, self.tokens[first:after]))

    def _looks_like_a_name(self, token: Word) -> bool:
        """Return whether a word may be one of a name: it has no article, no stop list has it, and
        it does not end like a plural or in a pronoun."""
        word, lexicon = token.bare, self.lexicon
        if word in lexicon.names.parts:
            return True
        if len(word) <= 2 or token.article or word.endswith(("ه", "ات")):
            return False
        if word.endswith(("ها", "هم")) and len(word) > LONGEST_NAME:
            return False
        return not is_in_any(word, lexicon.stops.words, lexicon.nouns.not_first)

    def is_no_name(self, index: int) -> bool:
        """Return whether a word has a form that names never have, or stands where only a verb can:
        أسبوع (week), طويلاً (long), قد وصل (has arrived), أنه دخل (that he entered)."""
        word, before = self.tokens[index].bare, self.tokens[index - 1].bare if index else ""
        if word in self.lexicon.names.given or word in self.lexicon.names.parts:
            return False
        written = self.passage.written(index)
        if self._words.arabic.is_noun(word) or self._words.arabic.is_accusative(written):
            return True
        if self._stops.is_infinitive(index):
            return True
        if word.endswith("وا") and len(word) > SHORTEST_NAME:
            return word not in self._learned.known  # قدموا (they offered)
        if written.endswith(("ه", "ها", "هم")) and len(word) > SHORTEST_NAME:
            return not is_in_any(
                word, self.lexicon.names.with_ha, self.lexicon.names.inner, self._learned.known
            )
        if is_in_any(
            before, self.lexicon.clause.auxiliaries, self.lexicon.clause.negations
        ) and self._words.joins(index):
            return before not in self.lexicon.clause.introducing
        owned = before in self.lexicon.clause.complementizers and before.endswith(
            ("ه", "ها", "هم", "هما")
        )
        return owned and self._words.joins(index)

    def is_with_ba(self, at: int, after: int) -> bool:
        """Return whether ب (with, to) seems to be joined to the noun at a token, behind a verb: أقر
        بصعوبة الوضع (admitted the difficulty of it), أجابت باقتضاب (answered briefly)."""
        if not self.may_be_with_ba(at):
            return False
        nouns, word = self.lexicon.nouns, self.tokens[at].bare
        if self.passage.written(at).endswith("ة") or _VERBAL_NOUN.match(word) is not None:
            return True
        if after == at + 1 and self._words.counts[word] == 1:
            return True
        known = (nouns.heads, nouns.naming, nouns.occasions, nouns.not_first)
        return is_in_any(word[1:], *known, self.lexicon.stops.words, self._words.vocabulary)

    def may_be_with_ba(self, at: int) -> bool:
        """Return whether a word in ب is no name and no noun, so that behind a verb that takes ب it
        is what the verb takes: يطالب بسحب العبارة (demands the withdrawal of the phrase)."""
        names, word = self.lexicon.names, self.tokens[at].bare
        if word[0] != "ب" or len(word) <= SHORTEST_NAME or self.tokens[at].quotation >= 0:
            return False
        if word.startswith(("بو", "بن", "بل")) or self._words.arabic.stem(word):
            return False
        return not is_in_any(
            word, names.given_or_noun, self._learned.known, names.places, names.parts
        )
