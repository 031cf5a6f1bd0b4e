"""Names of persons in an English phrase, by their capital letters."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.names.person_names import PersonNames
from tui.suggest.rules.phrases.words import LONGEST_NAME, SHORTEST_NAME


class EnglishNames(PersonNames):
    """The search for names in English phrases, by their capital letters."""

    def start(self, first: int, after: int) -> int | None:
        """Return the first word with a capital letter behind the last title: Graham in Hospital
        chief executive Graham Lisle.

        Bodies, nationalities and what has a possessive are passed over.
        """
        lexicon, tokens = self.lexicon, self.tokens
        last = tokens[after - 1].bare
        short = after < len(tokens) and tokens[after].gap.startswith(".")
        if short and len(last) <= LONGEST_NAME and last in lexicon.nouns.titles:
            return None  # State Rep. Donna Whitley, which ICU takes for a sentence's end
        start = self._capitals(first, after)
        role = first  # the body of Hospital chief executive Graham Lisle is not who speaks
        for index in range(first, start):
            role = index if tokens[index].bare in lexicon.nouns.titles_and_roles else role
        if any(
            tokens[i].capital and tokens[i].bare in lexicon.nouns.bodies for i in range(role, after)
        ):
            return None
        for index in range(start, after - 1):
            if self.passage.written(index).endswith(("’s", "'s")):
                start = index + 1
        left_out = (lexicon.nouns.determiners, lexicon.nouns.persons, lexicon.names.nationalities)
        while start < after and is_in_any(tokens[start].bare, *left_out):
            start += 1
        if start == after or not (tokens[start].capital or self._is_part(start, after)):
            return None
        if not (tokens[after - 1].capital or tokens[after - 1].bare in lexicon.names.parts):
            return None  # a name before a noun only describes it: the Nevada mine
        if start + 1 == after and not self._is_single_name(start, first):
            return None
        return start

    def goes_on(self, index: int, start: int) -> bool:
        """Return whether a word has a capital letter, and is no day or month."""
        token = self.tokens[index]
        return token.capital and token.bare not in self.lexicon.stops.weekdays

    def is_sure(self, name: tuple[int, int]) -> bool:
        """Return whether the tokens are surely a name: they are several words, known, or between
        commas."""
        first = self.tokens[name[0]].bare
        return name[1] - name[0] > 1 or first in self._learned.known or self._is_set_off(name)

    def _capitals(self, first: int, after: int) -> int:
        """Return the first of the last words with a capital letter of a phrase, `after` without
        any."""
        lexicon, start = self.lexicon, after
        for index in range(after - 1, first - 1, -1):
            token = self.tokens[index]
            if start < after and token.capital and token.bare in lexicon.nouns.titles_and_roles:
                break
            if token.capital or (start < after and token.bare in lexicon.names.parts):
                start = index
            elif start < after:
                break
        return start

    def _is_part(self, index: int, after: int) -> bool:
        """Return whether a token is a part such as “de”, with a word of the name behind it."""
        return self.tokens[index].bare in self.lexicon.names.parts and index + 1 < after

    def _is_single_name(self, index: int, first: int) -> bool:
        """Return whether one word with a capital letter is a person's name."""
        token, lexicon = self.tokens[index], self.lexicon
        if len(token.bare) < SHORTEST_NAME:
            return False
        if token.bare.removesuffix("'s") in lexicon.names.places:
            return False
        if index == first and not self._is_name_elsewhere(index):
            return False
        return not self.passage.written(index).isupper() or token.bare in self._learned.known

    def _is_name_elsewhere(self, index: int) -> bool:
        """Return whether a word with a capital letter is a known name, or does not owe it to a
        sentence that begins there."""
        token = self.tokens[index]
        if token.bare in self._learned.known:
            return True
        opens = self.passage.sentence_start(index) == index or (
            index > 0 and self.tokens[index - 1].quotation != token.quotation
        )
        return not opens and token.bare not in self.lexicon.nouns.heads

    def _is_set_off(self, name: tuple[int, int]) -> bool:
        """Return whether commas are around a name behind a noun for a person: his wife, Jean,
        said."""
        first, after = name
        if first == 0 or after >= len(self.tokens):
            return False
        parted = all(self.tokens[i].gap.strip(SPACES) == "," for i in (first, after))
        return parted and self.tokens[first - 1].bare in self.lexicon.nouns.persons
