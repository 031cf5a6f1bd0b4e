"""Names of persons in a Hebrew phrase."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.phrases.names.names_without_capitals import NamesWithoutCapitals
from tui.suggest.rules.phrases.words import JOINS, LONGEST_NAME


class HebrewNames(NamesWithoutCapitals):
    """The search for names in Hebrew phrases."""

    def is_named_before(self, first: int, title: int) -> bool:
        """Return whether the name of two or three words is before the office of its bearer: אלישע
        לוי מאמן בני יהודה (Elisha Levy, coach of Bnei Yehuda)."""
        if not 2 <= title - first < LONGEST_NAME or self.has_noun(first, title):
            return False
        return self.given_names.is_given(first) or not any(
            token.article or self._joined.clitic(first + place)
            for place, token in enumerate(self.tokens[first:title])
        )

    def start_without_title(self, first: int, after: int) -> int | None:
        """Return where a name begins in a phrase that has no noun for its bearer: one that is
        known, or begins with a part of names."""
        lexicon, words = self.lexicon, [token.bare for token in self.tokens[first:after]]
        joined = words[0][0] == "ו" and words[0][1:] in self._learned.known
        if words[0] in self._learned.known or joined:
            return first
        if any(word in lexicon.nouns.bodies for word in words):
            return None
        return first if words[0] in lexicon.names.parts and len(words) > 1 else None

    def start_after_title(
        self,
        first: int,
        title: int,
        after: int,
    ) -> int | None:
        """Return where a name begins after a title: נועה in חברת הכנסת נועה (member of the Knesset
        Noa).

        A name is what has no article behind a word with it, and what is right behind a title that
        has the article itself or takes no complement.
        """
        lexicon = self.lexicon
        definite = self.tokens[title].article or self._words.is_title(title)
        for index in range(title + 1, after):
            token, word = self.tokens[index], self.tokens[index].bare
            if token.gap in tuple(JOINS):
                continue  # the second part of a place's name
            complement = token.article and len(word) > 3 and word not in self._learned.known
            if complement:
                definite = True
            elif self._words.noun(index) in lexicon.nouns.heads:
                definite = False
            elif definite:
                return index if self._may_be_bearer(index, after) else None
            elif word in lexicon.names.places:
                definite = True
        return None

    def _may_be_bearer(self, index: int, after: int) -> bool:
        """Return whether a word behind an office and its complement may be the bearer's name; one
        word alone is only if it is known: נציג המחלבות ניסה (the representative of the dairies
        tried) has none."""
        if index + 1 < after:
            return True
        if self._words.is_title(index - 1) and self._stops.ends_phrase(after):
            return True  # השר אקוניס תקף (minister Akunis attacked)
        known = self.tokens[index].bare in self._learned.known or self.given_names.is_given(index)
        return known or not self.tokens[index - 1].article

    def length(self, start: int, after: int) -> int:
        """Return the most words that the name at a token can have, parts such as בן (ben) not
        counted.

        A noun may follow a name without a sign between them: a third word counts only as the
        phrase's last, or after a second given name.
        """
        lexicon, tokens = self.lexicon, self.tokens
        listed = self.listed_length(start, after)
        if listed is not None:
            return listed
        kin = start > 0 and tokens[start - 1].bare in lexicon.nouns.own_kin
        if kin and not self.hyphens(start, min(start + 1, after - 1)):
            return 1 + (start + 1 < after and tokens[start + 1].bare in self._learned.known)
        colon = after < len(tokens) and ":" in tokens[after].gap
        if self._joined.joined_letters(start) == 2 or (colon and after - start == 3):
            # כשתמר לבקוב נרדמה, תמיר בלאט דיבר: (when Tamar Levkov fell asleep, Tamir Blatt spoke:)
            return 2
        closed = self._words.is_parted(after) or after in self.cues
        if after - start <= 2 or (closed and after - start < LONGEST_NAME):
            return after - start
        third = tokens[start + 1].bare in lexicon.names.given and (after - start > 3 or closed)
        return 3 if third else 2

    def goes_on(self, index: int, start: int) -> bool:
        """Return whether the name that begins at `start` goes on with a token that is no part such
        as בן (ben)."""
        token, lexicon = self.tokens[index], self.lexicon
        if token.bare in lexicon.names.given:
            return True
        if index - start > 1 and token.gap == " " and token.bare[0] in "ולבמ" and (
            not is_in_any(token.bare, self._learned.known, lexicon.names.surnames)
        ):  # fmt: skip
            return False  # עולה דנית אלוש לבמה (Danit Alush comes on stage)
        if index == start + 1 and token.bare in lexicon.names.also_words:
            return True  # עומר אדם (Omer Adam; אדם is also “person”)
        return token.bare not in lexicon.nouns.heads and token.bare not in lexicon.names.places

    def is_sure(self, name: tuple[int, int]) -> bool:
        """Return whether a title, a given name or a letter joined to one tells that the tokens are
        a name."""
        return self._joined.joined_letters(name[0]) > 0 or super().is_sure(name)
