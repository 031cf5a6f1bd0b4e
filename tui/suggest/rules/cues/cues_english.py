"""English cues: a form may be a noun, a name, an infinitive or a passive."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import has_words, is_in_any
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.cues.cues import Cues
from tui.suggest.rules.passages import Word

_FARTHEST_PLACE = 8
"""Words before an infinitive among which somebody takes to the place where they speak."""

_LONGEST_SUBJECT = 4
"""Words behind a quotation among which the verb of a subject without a name is looked for."""


class EnglishCues(Cues):
    """The search for the reporting expressions of an English passage."""

    def is_no_participle(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a form in -ing is a gerund (a knack of finding), or behind a determiner a
        noun: described the finding as."""
        if cue.kind != "participle" or before is None:
            return False
        gerund = before.bare in self.lexicon.clause.before_gerund
        return gerund or before.bare in self.lexicon.nouns.determiners

    def is_no_verb(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a form is a noun (state), a name (Claims Direct), an infinitive or a
        passive."""
        lexicon, tokens = self.lexicon, self.tokens
        if cue.word in lexicon.verbs.also_nouns and (
            not self.is_used_as_verb(cue) or self._is_before_subject(cue)
        ):  # fmt: skip
            return True
        if cue.kind == "weaker verb" and self._reports_nothing(cue, before):
            return True
        if cue.kind == "describing" and before is not None:
            verbs = lexicon.cues.get(before.bare, ())
            if any(kind == "describing" for words, kind in verbs if len(words) == 1):
                return True  # calls talk of a boycott
        if tokens[cue.first].capital:
            return True
        following = tokens[cue.after].bare if cue.after < len(tokens) else ""
        if following and before is not None and before.bare.endswith("'s") and (
            cue.word.endswith("ed")
        ):  # fmt: skip
            return tokens[cue.after].gap == " " and following not in lexicon.clause.complementizers
        if following == "of" and cue.kind != "describing":
            return True
        if following == "to" and cue.word in ("went on", "goes on"):
            return True
        return before is not None and self._is_no_finite_verb(cue, before, following)

    def _is_before_subject(self, cue: Cue) -> bool:
        """Return whether a form behind a quotation is the first noun of a subject, whose verb
        follows: “…,” protest organisers said."""
        if not self.is_behind_quotation(cue.first):
            return False
        for at in range(cue.after, min(cue.after + _LONGEST_SUBJECT, len(self.tokens))):
            token = self.tokens[at]
            if token.quotation >= 0 or token.gap.strip() or token.capital:
                return False
            if at > cue.after and self.lexicon.is_cue(token.bare):
                return token.bare not in self.lexicon.verbs.also_nouns
        return False

    def _reports_nothing(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a verb that also means something else says what somebody did, or might do:
        residents who felt the quake, the work would begin."""
        if before is None or self._opens_report(cue.after):
            return False
        clause = self.lexicon.clause
        return is_in_any(before.bare, clause.relatives, clause.modals, clause.future)

    def _opens_report(self, at: int) -> bool:
        """Return whether a quotation, a colon or "that" is at a token."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        opens = token.bare in self.lexicon.clause.complementizers
        return opens or token.quotation >= 0 or ":" in token.gap

    def _is_no_finite_verb(self, cue: Cue, before: Word, following: str) -> bool:
        """Return whether the word before a form makes it an infinitive (to claim), a passive (was
        quoted) or a noun (the claim)."""
        lexicon, tokens = self.lexicon, self.tokens
        if before.bare in lexicon.clause.modals and cue.kind == "describing":
            return True  # Nigerians must commend
        if before.bare not in lexicon.verbs.not_before:
            return False
        if cue.word.endswith("ing") and before.bare in lexicon.clause.being:
            return False
        earlier = tokens[cue.first - 2].bare if cue.first > 1 else ""
        if before.bare == "to" and earlier in lexicon.clause.catenatives:
            return False  # went on to accuse
        if before.bare == "to" and self._opens_report(cue.after) and self._is_behind_place(cue):
            return False
        # liked to say that; was dismissed by a reviewer as
        tells = before.bare == "to" and following in lexicon.clause.complementizers
        return not (tells or (cue.kind == "describing" and following == "by"))

    def _is_behind_place(self, cue: Cue) -> bool:
        """Return whether an infinitive is behind the place from which somebody speaks: took to
        Instagram to write."""
        words = [
            token.bare for token in self.tokens[max(0, cue.first - _FARTHEST_PLACE) : cue.first]
        ]
        phrases = self.lexicon.clause.taking_to
        return any(has_words(words[at:], phrases) for at in range(len(words) - 2))

    def has_sign_of_verb(self, cue: Cue, before: Word | None, following: Word | None) -> bool:
        """Return whether a quoted infinitive follows that the verb takes: vow to “block every
        harbour”."""
        if following is None or following.bare != "to" or cue.after + 1 >= len(self.tokens):
            return False
        quoted = self.tokens[cue.after + 1].quotation >= 0
        return quoted and cue.word in self.lexicon.verbs.with_infinitive

    def is_noun_behind(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a word that is no name and no noun for somebody is right before a form."""
        if before is None or "," in self.tokens[cue.first].gap:
            return False
        return not before.capital and before.bare not in self.lexicon.nouns.heads
