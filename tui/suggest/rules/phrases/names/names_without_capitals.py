"""Names of persons in a phrase of a language without capital letters."""

from __future__ import annotations

from abc import abstractmethod

from tui.suggest.rules.phrases.names.given_names import GivenNames
from tui.suggest.rules.phrases.names.person_names import PersonNames
from tui.suggest.rules.phrases.stops.stops import Stops
from tui.suggest.rules.phrases.words import SHORTEST_NAME, PassageWords


class NamesWithoutCapitals(PersonNames):
    """Finds names by the titles and offices of who bears them, and by given names."""

    def __init__(self, words: PassageWords, stops: Stops, given: GivenNames) -> None:
        super().__init__(words)
        self._stops = stops
        self.given_names = given

    def start(self, first: int, after: int) -> int | None:
        """Return where the name begins: by its bearer's title, a given name, or what it is
        made like."""
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
        return self.lexicon.titles

    @abstractmethod
    def start_without_title(self, first: int, after: int) -> int | None:
        """Return where a name begins in a phrase without a noun for its bearer."""

    @abstractmethod
    def start_after_title(self, first: int, title: int, after: int) -> int | None:
        """Return where a name that is not known begins in a phrase with a title."""

    def start_before_title(self, first: int, title: int) -> int | None:
        """Return where a name begins in a phrase that a title ends."""
        return None

    def is_named_before(self, first: int, title: int) -> bool:
        """Tell whether the name of two or three words is before the office that its bearer has."""
        return False

    def is_sure(self, name: tuple[int, int]) -> bool:
        """Tell whether a title, given name or capital letter tells that the tokens are a name."""
        lexicon, tokens = self.lexicon, self.tokens
        words = [tokens[i].bare for i in range(*name)]
        titled = name[0] > 0 and tokens[name[0] - 1].bare in self.titling
        behind = tokens[name[1]].bare if name[1] < len(tokens) else ""
        return (
            titled
            or behind in lexicon.after_names  # قریشی صاحب
            or words[0] in self._learned.sure
            or any(self.given_names.is_given(i) for i in range(*name))
            or any(word in lexicon.name_parts for word in words)
        )

    def _last_title(self, first: int, after: int) -> int:
        """Return the index of the last word for an office or person, -1 without one."""
        lexicon = self.lexicon
        for index in range(after - 1, first - 1, -1):
            title = self._words.noun(index) in lexicon.titles_and_roles or self.is_kin(index)
            if title and not (index > first and self.is_in_name(index, first, after)):
                return index
        return -1

    def is_kin(self, index: int) -> bool:
        """Tell whether a noun for a relative is written with a pronoun."""
        return False

    def is_in_name(self, index: int, first: int, after: int) -> bool:
        """Tell whether a title inside a phrase is one of the words of a name."""
        lexicon = self.lexicon
        ends = index + 1 == after and self._words.noun(index) in lexicon.given
        return ends or self.tokens[index - 1].bare in lexicon.given | lexicon.name_parts

    def has_noun(self, first: int, after: int) -> bool:
        """Tell whether a noun for somebody or a place is in a phrase, or behind an office a common
        word."""
        lexicon = self.lexicon
        words = [self._words.noun(i) for i in range(first, after)]
        if any(word in lexicon.heads or word in lexicon.places for word in words):
            return True
        office = self.tokens[first - 1].bare in lexicon.roles  # قاضی پرونده, کاپیتان پیشین تیم
        return office and any(self._words.is_common(i) for i in range(first, after))

    def listed_length(self, start: int, after: int, names: frozenset[str] | set[str]) -> int | None:
        """Return how many words a name that begins with a known first name or surname has, as far
        as they are in `names`; None for another."""
        tokens = self.tokens
        if (
            tokens[start].bare not in self._learned.first_names
            and tokens[start].bare not in self._learned.surnames
        ):
            return None
        end = start + 1
        while end < after and (
            tokens[end].bare in names or len(tokens[end].bare) < SHORTEST_NAME  # نسرین بی بی
        ):
            end += 1
        return end - start - self.hyphens(start, end - 1)
