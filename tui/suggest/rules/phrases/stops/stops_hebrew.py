"""Where a Hebrew noun phrase stops, by the words and the letters joined to them."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.phrases.stops.stops import Stops
from tui.suggest.rules.phrases.words import SHORTEST_NAME


class HebrewStops(Stops):
    """The Hebrew words that are in no noun phrase."""

    def is_stop(self, index: int, at: int) -> bool:
        """Return whether a token is no part of the phrase that begins at `at`."""
        word = self.tokens[index].bare
        if not word or index in self.cues:
            return True
        if self.is_given_before_word(index):
            return False
        listed = self.is_listed_stop(word) or word in self.lexicon.nouns.told_to
        return listed or self._is_outside(index, at)

    def _is_outside(self, index: int, at: int) -> bool:
        """Return whether a word that no list of stop words has is no part of the phrase that begins
        at `at`."""
        tokens, word = self.tokens, self.tokens[index].bare
        if index == at + 1 and tokens[at].bare.lstrip("ו") in self.lexicon.nouns.several_of:
            return False  # אחד מחברי המועצה (one of the council members)
        if self._is_age(index) or self._follows_several(index, at):
            return True
        if index == at and self._is_verb_before_known_name(index):
            return True
        if index > at and self._is_verb_behind_subject(index, at):
            return True
        letters = "בלמכ" if index == at + 1 else "ל"
        if index > at and self._is_definite(index - 1) and word[0] in letters and len(word) > 3:
            # not הרמטכ"ל ללוחמים (the chief of staff to the fighters)
            named = self._may_be_hebrew_name(index)
            return not (named or self._is_before_bearer(index, at))
        if index == at or not self._joined.clitic(index):
            return False
        return not self._is_before_bearer(index, at)

    def _is_definite(self, index: int) -> bool:
        """Return whether a noun has the article, and does not only begin with that letter: הורים
        מודאגים (worried parents)."""
        token = self.tokens[index]
        return token.article and token.bare not in self.lexicon.nouns.people

    def _is_verb_before_known_name(self, index: int) -> bool:
        """Return whether a word that may be a verb is before a name: פנה אבנר (Avner turned)."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if word not in lexicon.cues or word in lexicon.nouns.heads:
            return False
        if index + 1 >= len(self.tokens) or not self._words.joins(index + 1):
            return False
        following = self.tokens[index + 1].bare
        return following in self._learned.known

    def _may_be_hebrew_name(self, index: int) -> bool:
        """Return whether a word is a name, or no letter joined in front looks like a
        preposition."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        names = (
            self._learned.known,
            lexicon.names.given,
            lexicon.names.surnames,
            lexicon.nouns.heads,
            lexicon.names.parts,
        )
        if is_in_any(word, *names):
            return True
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        named = self.tokens[index - 1].bare in lexicon.nouns.titles or (
            following is not None
            and self._words.joins(index + 1)
            and is_in_any(
                following.bare, lexicon.names.given, lexicon.names.surnames, self._learned.known
            )
        )
        return named and not self._joined.clitic(index)

    def _is_verb_behind_subject(self, index: int, at: int) -> bool:
        """Return whether a word right behind a definite noun for a person is a verb, with its
        preposition behind it: הרמטכ"ל שוחח עם (the chief of staff spoke with)."""
        tokens, lexicon = self.tokens, self.lexicon
        if index != at + 1 or not tokens[at].article or index + 1 >= len(tokens):
            return False
        word, following = tokens[index].bare, tokens[index + 1].bare
        listed = (
            self._learned.known,
            lexicon.names.given,
            lexicon.names.surnames,
            lexicon.nouns.heads,
        )
        named = is_in_any(word, *listed)
        takes = following in ("עם", "את", "אל", "על") and self._words.joins(index + 1)
        person = self._words.noun(at) in lexicon.nouns.persons
        return takes and person and not named and not tokens[index].article

    def _follows_several(self, index: int, at: int) -> bool:
        """Return whether a word behind a definite noun for several persons seems to have a
        preposition: החוקרים במאמר (the researchers in the article). No name follows such a noun."""
        word, before = self.tokens[index].bare, self.tokens[index - 1]
        if index == at or word[0] not in "במלכ" or len(word) <= SHORTEST_NAME:
            return False
        several = before.bare.endswith(("ים", "ות")) and self._is_definite(index - 1)
        return (
            several
            and before.bare not in self._learned.known
            and word not in self.lexicon.names.given
        )

    def _is_age(self, index: int) -> bool:
        """Return whether a word and a number say how old somebody is: בן 74 (aged 74)."""
        if self.tokens[index].bare not in ("בן", "בת") or index + 1 >= len(self.tokens):
            return False
        following = self.tokens[index + 1].bare
        if following == "ה" and index + 2 < len(self.tokens):
            following = self.tokens[index + 2].bare  # בת ה־36 (aged 36)
        return following[:1].isdigit()

    def _is_before_bearer(self, index: int, at: int) -> bool:
        """Return whether a word behind an office says of what or where, and its bearer's name
        follows: מהאופוזיציה in חבר המועצה מהאופוזיציה רן (council member from the opposition
        Ran)."""
        tokens, lexicon = self.tokens, self.lexicon
        if self._words.noun(at) not in lexicon.nouns.roles or tokens[index].bare[0] not in "מב":
            return False
        following = index + 1
        if following >= len(tokens) or not self._words.joins(following) or following in self.cues:
            return False
        word = tokens[following].bare
        named = word in lexicon.names.given
        return named and tokens[following].quotation < 0 and not self._joined.clitic(following)
