"""Where an English noun phrase stops, by its words and capital letters."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.phrases.stops.stops import Stops


class EnglishStops(Stops):
    """The English words that are in no noun phrase."""

    def is_stop(self, index: int, at: int) -> bool:
        """Return whether a token is no part of the phrase that begins at `at`."""
        lexicon, token = self.lexicon, self.tokens[index]
        if not token.bare or index in self.cues:
            return True
        if index > at and token.gap == "-":
            return False  # a 15-year-old
        before = self.tokens[index - 1] if index > at else None
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if token.bare in ("of", "for", "and", "the", "&") and before is not None:
            inside = following is not None and (following.capital or following.bare == "the")
            return not (
                inside
                and any(
                    self.tokens[i].bare in lexicon.nouns.bodies and self.tokens[i].capital
                    for i in range(at, index)
                )
                and token.bare != "and"
            )
        if token.capital and index > at and token.bare not in lexicon.stops.weekdays:
            return False
        article = index > at and token.bare in ("a", "an", "the", "his", "her", "its", "their")
        if article and before is not None and not before.capital:
            return before.bare not in lexicon.nouns.determiners  # injuries a spokesperson described
        if token.bare.endswith("ly") and not token.capital:
            return True
        if (
            before is not None
            and before.capital
            and before.bare not in lexicon.nouns.determiners
            and not token.capital
            and (
                not is_in_any(
                    token.bare, lexicon.nouns.roles, lexicon.nouns.people, lexicon.nouns.bodies
                )
                and token.bare not in lexicon.names.parts
            )
            and not self.passage.written(index - 1).endswith(("’s", "'s"))
        ):
            return not self._is_noun_behind_name(index, at)  # a verb after a name
        counted = index + 1 < len(self.tokens) and self.tokens[index + 1].gap == "-"
        return token.bare in lexicon.stops.words or (token.bare[0].isdigit() and not counted)

    def _is_noun_behind_name(self, index: int, at: int) -> bool:
        """Return whether a word is the noun that an article before the name belongs to: a Burnley
        insider told."""
        articles = {self.tokens[i].bare for i in range(max(0, at - 1), index)}
        some = bool(articles & {"a", "an"})
        return index + 1 in self.cues and (some or "the" in articles)
