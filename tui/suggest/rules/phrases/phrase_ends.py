"""Where a noun phrase ends."""

from __future__ import annotations

from collections.abc import Iterator

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.passages import SPACES, Word
from tui.suggest.rules.phrases.joined_letters import JoinedLetters
from tui.suggest.rules.phrases.quoted_names import QuotedNames
from tui.suggest.rules.phrases.stops.stops import Stops
from tui.suggest.rules.phrases.words import LONGEST_PHRASE, PassageWords, PhraseRules

_LONGEST_OFFICE = 7
"""Words of what a Hebrew office is for, before a comma and its bearer's name."""


_NEVER_LAST = {"في", "عن"}
"""Arabic prepositions that may be inside a phrase, but need a word behind them."""


class PhraseEnds(PhraseRules):
    """The ends of the noun phrases of a passage."""

    def __init__(
        self, words: PassageWords, joined: JoinedLetters, quoted: QuotedNames, stops: Stops
    ) -> None:
        super().__init__(words)
        self._joined = joined
        self._quoted = quoted
        self._stops = stops

    def end(self, at: int) -> int:
        """Return the index after the phrase that begins at a token; `at` where none does."""
        return self._end(at, at)

    def end_from(self, at: int) -> int:
        """Return the index after the phrase that begins at a token, even if that is a stop word."""
        return self._end(at, at + 1)

    def _end(self, at: int, stops_from: int) -> int:
        """Return the index after the phrase that begins at a token; stop words before the token
        `stops_from` belong to it."""
        after = at
        for index in self._run(at, stops_from):
            after = index + 1
        while after > at + 1 and is_in_any(
            self.tokens[after - 1].bare, self.lexicon.names.parts, _NEVER_LAST
        ):
            after -= 1
        return after

    def end_offset(self, after: int) -> int:
        """Return the offset at which a phrase ends whose last token is before `after`, its
        quotation mark included."""
        token = self.tokens[after - 1]
        if token.quotation >= 0:
            return self.passage.quotations[token.quotation].end
        return token.span.end

    def _run(self, at: int, stops_from: int) -> Iterator[int]:
        """Return the tokens of a phrase, as far as nothing ends it; see `_end`."""
        tokens = self.tokens
        index = at
        while index < min(len(tokens), at + LONGEST_PHRASE):
            token = tokens[index]
            before = tokens[index - 1] if index > at else None
            if token.quotation >= 0:
                if not (
                    self._quoted.is_quoted_name(index, before)
                    or self._quoted.is_body_name(index, at)
                    or self._quoted.is_nickname(index, at)
                ):
                    return
                quoted = self.passage.words_in(self.passage.quotations[token.quotation])
                yield from range(index, index + len(quoted))
                index += len(quoted)
                if before is None:
                    return
                continue
            if index > at and not self._words.joins(index) and not _closes(before, token):
                return
            joined = before is not None and before.bare in self.lexicon.names.parts
            if index >= stops_from and not joined and self._stops.is_stop(index, at):
                return
            yield index
            index += 1

    def comma_behind(self, at: int) -> int:
        """Return the token behind the comma that ends what an office is for; `at` without one."""
        return at

    def is_relative(self, index: int) -> bool:
        """Return whether a relative clause opens at a token: who, که, الذي."""
        token = self.tokens[index]
        return token.quotation < 0 and token.bare in self.lexicon.clause.relatives


class EnglishPhraseEnds(PhraseEnds):
    """The ends of the noun phrases of an English passage."""

    def _end(self, at: int, stops_from: int) -> int:
        """Return the index after a phrase, with the people of whom it names some: hundreds of angry
        fans, one of the neighbours."""
        after = super()._end(at, stops_from)
        nouns = self.lexicon.nouns
        if after == at or self.tokens[after - 1].bare not in nouns.several_of:
            return after
        people = after + 1
        if people >= len(self.tokens) or self.tokens[after].bare != "of":
            return after
        if not self._words.joins(after) or self.tokens[after].quotation >= 0:
            return after
        people += self.tokens[people].bare in nouns.determiners
        end = super()._end(people, people)
        last = self.tokens[end - 1]
        some = end > people and last.bare in nouns.people and not last.capital
        return end if some else after


class HebrewPhraseEnds(PhraseEnds):
    """The ends of the noun phrases of a Hebrew passage."""

    def comma_behind(self, at: int) -> int:
        """Return the token behind the comma that ends what an office is for, or where its bearer is
        from: הממונה על השכר, אורי (the head of wages, Uri); סטודנטית מנהריה, מאיה (a student from
        Nahariya, Maya).

        `at` without such a comma.
        """
        tokens, lexicon = self.tokens, self.lexicon
        if at >= len(tokens) or tokens[at].gap.strip(SPACES):
            return at
        governed = tokens[at].bare in lexicon.stops.prepositions or tokens[at].bare[0] in "בלמ"
        for index in range(at, min(at + _LONGEST_OFFICE, len(tokens)) if governed else at):
            if tokens[index].quotation >= 0 or index in self.cues:
                return at
            if tokens[index].bare in lexicon.clause.complementizers or self.is_relative(index):
                return at
            gap = tokens[index].gap.strip(SPACES)
            if index > at and gap:
                return index if gap == "," else at
        return at

    def is_relative(self, index: int) -> bool:
        """Return whether a relative clause opens at a token: one with ש joined, שפורסם (that was
        published)."""
        token = self.tokens[index]
        if token.quotation < 0 and token.bare[:1] == "ש":
            return self._joined.clitic(index) == "ש"
        return super().is_relative(index)


def _closes(before: Word | None, token: Word) -> bool:
    """Return whether a quoted name ends right before the token: بنك «مصر» المركزي (the central bank
    “Misr”)."""
    return before is not None and before.quotation >= 0 and token.gap[1:] == " "
