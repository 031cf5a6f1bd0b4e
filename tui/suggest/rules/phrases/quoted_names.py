"""Names between quotation marks that a noun phrase goes on with: صحيفة «الغارديان»."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.passages import Word
from tui.suggest.rules.phrases.words import POSSESSORS, SHORTEST_NAME, PhraseRules

_LONGEST_QUOTED = 4


class QuotedNames(PhraseRules):
    """Names between quotation marks inside a noun phrase; languages have their own subclass."""

    longest = _LONGEST_QUOTED
    """Words of the longest name between marks."""

    def is_quoted_name(self, index: int, before: Word | None) -> bool:
        """Return whether the quotation at a token is a name inside the phrase: صحيفة «الغارديان»
        (the newspaper “The Guardian”)."""
        token = self.tokens[index]
        quotation = self.passage.quotations[token.quotation]
        if len(token.gap.strip()) != 1 or quotation.start < self.tokens[index].span.start - 3:
            return False
        if len(self.passage.words_in(quotation)) > self.longest:
            return False
        return before is None or self.is_naming(before) or self.is_of_quoted(index, before)

    def is_of_quoted(self, index: int, before: Word) -> bool:
        """Return whether an office is before the quotation at a token, and its bearer behind."""
        return False

    def is_body_name(self, index: int, at: int) -> bool:
        """Return whether the quotation at a token is the name of the body with which the phrase
        from `at` on begins."""
        return False

    def is_nickname(self, index: int, at: int = -1) -> bool:
        """Return whether the quotation at a token is a nickname inside a name."""
        return False

    def is_naming(self, token: Word) -> bool:
        """Return whether quotation marks behind the word hold a name: صحيفة (newspaper), the
        film."""
        return token.bare in self.lexicon.nouns.naming


class EnglishQuotedNames(QuotedNames):
    """Names between quotation marks inside an English noun phrase."""

    def is_nickname(self, index: int, at: int = -1) -> bool:
        """Return whether the quotation at a token is a nickname inside a name: Otis “Papa”
        Greer."""
        tokens, quotation = self.tokens, self.passage.quotations[self.tokens[index].quotation]
        after = self.passage.first_from(quotation.end)
        if index in (0, at) or after >= len(tokens):
            return False
        inside = self.passage.words_in(quotation)
        gaps = tokens[index].gap[:-1] + tokens[after].gap[1:]
        if len(inside) > SHORTEST_NAME or gaps != "  " or tokens[index - 1].quotation >= 0:
            return False
        stops, determiners = self.lexicon.stops.words, self.lexicon.nouns.determiners
        sides = (tokens[index - 1], tokens[after])
        if any(token.bare in stops for token in sides):
            return False
        return all(token.capital or token.bare in determiners for token in (*sides, *inside))


class HebrewQuotedNames(QuotedNames):
    """Names between quotation marks inside a Hebrew noun phrase."""

    def is_body_name(self, index: int, at: int) -> bool:
        """Return whether the quotation at a token is the name of the body with which a phrase
        begins: חברת הקבלנים "תשתיות הצפון" (the contractors “Northern Infrastructure”)."""
        token = self.tokens[index]
        quotation = self.passage.quotations[token.quotation]
        opens = quotation.start >= token.span.start - 3 and len(token.gap.strip()) == 1
        if index < at + 2 or not opens or not self.tokens[index - 1].article:
            return False
        if self._words.noun(index - 2) not in self.lexicon.nouns.bodies:
            return False
        few = len(self.passage.words_in(quotation)) <= SHORTEST_NAME
        return few and self.is_naming(self.tokens[index - 2])

    def is_naming(self, token: Word) -> bool:
        """Return whether quotation marks behind the word, with joined letters or a pronoun, hold a
        name: שירו (his song)."""
        word, naming = token.bare, self.lexicon.nouns.naming
        owned = word[:-1] if len(word) > 3 and word[-1] in "ום" else word
        return (
            word in naming
            or word.lstrip("ושהבכלמ") in naming
            or owned in naming - self.lexicon.nouns.bodies
        )


class PersianQuotedNames(QuotedNames):
    """Names between quotation marks inside a Persian noun phrase."""

    longest = _LONGEST_QUOTED - 1


class ArabicQuotedNames(QuotedNames):
    """Names between quotation marks inside an Arabic noun phrase."""

    def is_of_quoted(self, index: int, before: Word) -> bool:
        """Return whether an office is before the quotation at a token, and its bearer's title or
        name behind: عضو «اللقاء» النائب بلال (member of “the Gathering” deputy Bilal)."""
        office = before.bare in self.lexicon.nouns.roles or before.bare == "ل"
        end = self.passage.first_from(self.passage.quotations[self.tokens[index].quotation].end)
        if end >= len(self.tokens) or self.tokens[end].gap[1:] != " ":
            return False
        following = self.tokens[end].bare
        named = is_in_any(following, self.lexicon.nouns.titles, self.lexicon.names.given)
        return office and not before.article and named

    def is_naming(self, token: Word) -> bool:
        """Return whether quotation marks behind the word, with joined letters or a pronoun, hold a
        name: بجائزة (with the prize)."""
        word, naming = token.bare, self.lexicon.nouns.naming
        if word in naming or len(word) <= 2:
            return word in naming
        joined = any(word[0] in first and word[1:] in naming for first in ("وف", "بلك"))
        return joined or self._is_owned_naming(token)

    def _is_owned_naming(self, token: Word) -> bool:
        """Return whether a noun that has a name has a pronoun too: أغنيتها (her song)."""
        for pronoun in POSSESSORS:
            stem = token.bare.removesuffix(pronoun)
            if (
                stem != token.bare
                and f"{stem[:-1]}ه" in self.lexicon.nouns.naming
                and stem[-1:] == "ت"
            ):
                return True
        return False
