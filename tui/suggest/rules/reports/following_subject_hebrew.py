"""The Hebrew subject that follows its verb, whatever says when and where between the two."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.reports.following_subject import FollowingSubject

_LONGEST_ADVERBIAL = 5
"""Words between a verb and its subject that say where or when."""

_LONGEST_TITLE = 3
"""Words between quotation marks that may be a name, and letters of a word with nothing joined."""


class HebrewFollowingSubject(FollowingSubject):
    """The Hebrew subject that follows its verb or preposition."""

    def after_manner(self, at: int, cue: Cue) -> int:
        """Return the token behind what says when or where: אמרה אחר כך (she said afterwards), סיכם
        בסיום (he summed up at the end)."""
        for words in self.lexicon.clause.later:
            following = tuple(token.bare for token in self.tokens[at : at + len(words)])
            if (
                following == words
                and self.tokens[at].quotation < 0
                and self.phrases.words.joins(at)
            ):
                at += len(words)
        return self._after_adverbial(at, cue)

    def _after_adverbial(self, at: int, cue: Cue) -> int:
        """Return the token at which a name or title begins behind what says where or when, between
        it and a verb: סיכם בסיום המאמן אלישע לוי (summed up at the end the coach Elisha Levy).

        Where what is reported is before the verb, a last word of any kind is the subject too.
        """
        tokens, behind = self.tokens, self._follows_speech(cue)
        if at >= len(tokens) or not self._seems_adverbial(at):
            return at
        for index in range(at + 1, min(at + _LONGEST_ADVERBIAL, len(tokens))):
            token, before = tokens[index], tokens[index - 1]
            if token.gap.strip(SPACES) or token.quotation >= 0:
                break
            if token.bare in self.lexicon.clause.complementizers:
                break
            if before.bare in self.lexicon.stops.prepositions or self._seems_adverbial(index):
                continue
            after = self.phrases.end(index)
            found = self.phrases.subject(index, after) if after > index else None
            if found is None:
                continue
            whole = before.bare.endswith("ה") or (before.article and index > at + 1)
            told = (
                before.bare in self.lexicon.nouns.told_to
                or before.bare in self.lexicon.clause.adverbs
            )
            # מאמן מכבי ת"א (the coach of Maccabi Tel Aviv)
            construct = (behind or told or whole) and after - index > 1
            people = found.kind == "people" and ((token.article and whole) or construct)
            last = self.phrases.words.is_parted(after)
            alone = behind and last and told and index + 1 == after
            if people or alone or found.is_sure_person:
                return index
        return at

    def _seems_adverbial(self, at: int) -> bool:
        """Return whether a word is a preposition or adverb, or seems to have a preposition
        joined."""
        token, lexicon = self.tokens[at], self.lexicon
        if token.quotation >= 0 or token.gap.strip(SPACES):
            return False
        word = token.bare
        lists = (lexicon.stops.prepositions, lexicon.clause.adverbs, lexicon.nouns.told_to)
        if is_in_any(word, *lists):
            return True
        return len(word) > 3 and word[0] in "בלמ" and not self._may_be_name(word)

    def _is_known(self, word: str) -> bool:
        """Return whether a folded word is a name, part of one, or a noun for somebody."""
        lexicon = self.lexicon
        lists = (
            self.phrases.learned.known,
            lexicon.names.given,
            lexicon.nouns.heads,
            lexicon.names.parts,
        )
        return is_in_any(word, *lists)

    def _may_be_name(self, word: str) -> bool:
        """Return whether a folded word is known, or ends as surnames do."""
        return self._is_known(word) or self.phrases.joined.ends_like_surname(word)

    def is_no_subject(self, at: int, after: int, cue: Cue) -> bool:
        """Return whether ל (to) or ו (and) is joined to the word behind a verb."""
        return self._is_spoken_to(at) or self._opens_second_verb(at)

    def _is_spoken_to(self, at: int) -> bool:
        """Return whether a word that no list has seems to have ל (to) joined: השיבה לשאלת (she
        answered the question of)."""
        word = self.tokens[at].bare
        if not word.startswith("ל"):
            return False
        return (len(word) > 3 or word[1:] in self.lexicon.nouns.heads) and not self._may_be_name(
            word
        )

    def _opens_second_verb(self, at: int) -> bool:
        """Return whether a word that no list has begins with ו (and): אמר ועלה לאוטובוס (he said,
        and got on the bus)."""
        word = self.tokens[at].bare
        if not word.startswith("ו") or len(word) <= _LONGEST_TITLE:
            return False
        return not self._is_known(word) and not self._is_known(word[1:])

    def _follows_speech(self, cue: Cue) -> bool:
        """Return whether the quotation right before the expression is longer than a name."""
        if not self.follows_quotation(cue):
            return False
        quotation = self.passage.quotations[self.tokens[cue.first - 1].quotation]
        return len(self.passage.words_in(quotation)) > _LONGEST_TITLE

    def after_complement(self, at: int) -> int:
        """Return the token behind what is between an office and its bearer's name: brackets, של
        איתמר (of Itamar), or what the office is for, with a comma."""
        after = super().after_complement(at)
        if after != at:
            return after
        if self.tokens[at].bare == "של" and not self.tokens[at].gap.strip(SPACES):
            owner = at + 1 < len(self.tokens)
            return max(at, self.phrases.end_from(at + 1)) if owner else at
        return self.phrases.ends.comma_behind(at)

    def unlisted_name(self, at: int, end: int) -> tuple[int, int] | None:
        """Return a name of two to four words between commas that no list has."""
        if not 2 <= end - at <= 4 or self.phrases.joined.clitic(at):
            return None  # סגן ראש העירייה, שהגיע לצילום, (the deputy mayor, who came to the shoot,)
        closed = end >= len(self.tokens) or self.tokens[end].gap != " " or (
            self.tokens[end].bare in self.lexicon.clause.complementizers
        )  # fmt: skip
        return self.plain_name(at, end) if closed else None
