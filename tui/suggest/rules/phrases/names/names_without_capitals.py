"""Names of persons in a phrase of a language without capital letters."""

from __future__ import annotations

from abc import abstractmethod

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.phrases.names.person_names import PersonNames
from tui.suggest.rules.phrases.words import SHORTEST_NAME


class NamesWithoutCapitals(PersonNames):
    """The search for names by the titles and offices of their bearers, and by given names."""

    def start(self, first: int, after: int) -> int | None:
        """Return where the name begins: by its bearer's title, a given name, or its form."""
        title = self._last_title(first, after)
        named = first + (title > first + 1 and self._words.is_title(first))
        if title > named and self.is_named_before(named, title):
            return named
        given = self.given_names.first_given(title + 1 if title >= 0 else first, after)
        if given is not None:
            return given
        if title < 0:
            return self.start_without_title(first, after)
        if title + 1 == after:
            return self.start_before_title(first, title)
        if self.tokens[title + 1].bare in self._learned.known:
            return title + 1
        return self.start_after_title(first, title, after)

    @property
    def titling(self) -> frozenset[str]:
        """Nouns behind which a name is sure to be one, folded."""
        return self.lexicon.nouns.titles

    @abstractmethod
    def start_without_title(self, first: int, after: int) -> int | None:
        """Return where a name begins in a phrase that has no noun for its bearer."""

    @abstractmethod
    def start_after_title(self, first: int, title: int, after: int) -> int | None:
        """Return where a name that is not known begins in a phrase with a title."""

    def start_before_title(self, first: int, title: int) -> int | None:
        """Return where a name begins in a phrase that a title ends."""
        return None

    def is_named_before(self, first: int, title: int) -> bool:
        """Return whether the name of two or three words is before the office of its bearer."""
        return False

    def is_sure(self, name: tuple[int, int]) -> bool:
        """Return whether a title, a given name or a part of names tells that the tokens are a
        name."""
        names, tokens = self.lexicon.names, self.tokens
        if name[0] > 0 and tokens[name[0] - 1].bare in self.titling:
            return True
        if name[1] < len(tokens) and tokens[name[1]].bare in names.after_names:
            return True  # قریشی صاحب (Mr Qureshi)
        if tokens[name[0]].bare in self._learned.sure:
            return True
        return any(
            self.given_names.is_given(index) or tokens[index].bare in names.parts
            for index in range(*name)
        )

    def _last_title(self, first: int, after: int) -> int:
        """Return the token of the last noun for an office or person of a phrase, -1 without one."""
        lexicon = self.lexicon
        for index in range(after - 1, first - 1, -1):
            title = self._words.noun(index) in lexicon.nouns.titles_and_roles or self.is_kin(index)
            if title and not (index > first and self.is_in_name(index, first, after)):
                return index
        return -1

    def is_kin(self, index: int) -> bool:
        """Return whether a noun for a relative is written with a pronoun."""
        return False

    def is_in_name(self, index: int, first: int, after: int) -> bool:
        """Return whether a title inside a phrase is one of the words of a name."""
        lexicon = self.lexicon
        ends = index + 1 == after and self._words.noun(index) in lexicon.names.given
        return ends or is_in_any(
            self.tokens[index - 1].bare, lexicon.names.given, lexicon.names.parts
        )

    def has_noun(self, first: int, after: int) -> bool:
        """Return whether a noun for somebody or a place is in a phrase, or behind an office a
        common word: قاضی پرونده (judge of the case)."""
        lexicon = self.lexicon
        words = [self._words.noun(i) for i in range(first, after)]
        if any(word in lexicon.nouns.heads or word in lexicon.names.places for word in words):
            return True
        office = (
            self.tokens[first - 1].bare in lexicon.nouns.roles
        )  # قاضی پرونده, کاپیتان پیشین تیم (the judge of the case, the team's former captain)
        return office and any(self._words.is_common(i) for i in range(first, after))

    def listed_length(self, start: int, after: int) -> int | None:
        """Return how many words a name that begins with a known first name or surname has, as far
        as they are known, given names or parts; None for another name."""
        learned, end = self._learned, start + 1
        if not is_in_any(self.tokens[start].bare, learned.first_names, learned.surnames):
            return None
        while end < after:
            word = self.tokens[end].bare
            if len(word) >= SHORTEST_NAME and not self.may_be_inside(word):
                break  # نسرین بی بی: a short word (Nasreen Bibi)
            end += 1
        return end - start - self.hyphens(start, end - 1)

    def may_be_inside(self, word: str) -> bool:
        """Return whether a name may go on with a folded word."""
        names = self.lexicon.names
        return is_in_any(word, self._learned.known, names.given, names.parts)
