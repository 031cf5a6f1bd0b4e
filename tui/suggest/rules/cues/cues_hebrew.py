"""Hebrew cues: ו, ש and כש are joined to them, and many forms are nouns or names too."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.cues.cues import Cues
from tui.suggest.rules.passages import Word


class HebrewCues(Cues):
    """The search for the reporting expressions of a Hebrew passage."""

    prefixes = ("ו", "ש", "וש", "כש")
    relative_prefixes = ("ש", "וש", "כש")

    def find(self) -> dict[int, Cue]:
        """Return the reporting expressions, surnames that look like one left out."""
        found = super().find()
        names = set(filter(None, (self._surname(found, cue) for cue in found.values())))
        return {at: cue for at, cue in found.items() if self.tokens[at].bare not in names}

    def _surname(self, found: dict[int, Cue], cue: Cue) -> str:
        """Return a word that looks like a verb and is a surname, "" for a verb.

        A surname follows a given name that has a verb of saying before it, or that is of the other
        gender: אמרה אסתר מקונן (said Esther Mekonen; מקונן is also “laments”).
        """
        tokens, lexicon, at = self.tokens, self.lexicon, cue.first
        if at < 1 or cue.prefixed or tokens[at].gap != " " or tokens[at - 1].quotation >= 0:
            return ""
        given = tokens[at - 1].bare
        if given not in lexicon.names.given_or_noun or given in lexicon.nouns.heads:
            return ""
        if (
            at > 1
            and tokens[at - 1].gap == " "
            and tokens[at - 2].bare in lexicon.names.given_or_noun
        ):
            return ""  # a given name that is a surname: רות גלעד קבעה (Ruth Gilad ruled)
        behind_verb = at > 1 and tokens[at - 1].gap == " " and any(
            other.after == at - 1 and other.is_verb
            for other in map(found.get, range(at - 3, at - 1))
            if other is not None
        )  # fmt: skip
        woman = given in lexicon.names.feminine and cue.gender == "m"
        man = given in lexicon.names.masculine and cue.gender == "f"
        return tokens[at].bare if behind_verb or woman or man else ""

    def is_no_verb(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a form is a name behind a title, or a noun: תובע (sues; prosecutor)."""
        if self._is_name_behind_title(cue, before) or self._is_adjective(cue, before):
            return True
        # וקרא, but not ומספר (and called; and tells, or: and a number)
        surely = cue.prefixed and not cue.word.endswith(("ה", "ר", "ת"))
        noun = cue.word in self.lexicon.verbs.also_nouns and not surely
        return noun and not self.is_used_as_verb(cue)

    def _is_adjective(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a participle in the plural is right behind people without article, and a
        verb of saying is on the other side of it or of them: תושבים זועמים צעקו (angry residents
        shouted), צעקו תושבים זועמים."""
        lexicon, tokens = self.lexicon, self.tokens
        if before is None or cue.prefixed or not cue.word.endswith(("ים", "ות")):
            return False
        if before.bare not in lexicon.nouns.persons or tokens[cue.first].gap != " ":
            return False
        beside = [tokens[at] for at in (cue.first - 2, cue.after) if 0 <= at < len(tokens)]
        return any(self._is_past(token) for token in beside)

    def _is_past(self, token: Word) -> bool:
        """Return whether a verb of saying in the plural of the past is at a token."""
        past = token.quotation < 0 and token.bare.endswith("ו")
        return past and self.lexicon.is_cue(token.bare.removeprefix("ו"))

    def _is_name_behind_title(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a given name that is a verb too is behind a title: השרה גילה נוי (minister
        Gila Noy; גילה is also “revealed”)."""
        lexicon, tokens = self.lexicon, self.tokens
        if before is None or cue.prefixed or cue.word not in lexicon.names.given_or_noun:
            return False
        following = tokens[cue.after] if cue.after < len(tokens) else None
        if following is None or following.gap != " " or following.quotation >= 0:
            return False
        titled = (
            before.bare in lexicon.nouns.titles
            or before.bare.removeprefix("ה") in lexicon.nouns.roles
        )
        return titled and not is_in_any(
            following.bare, lexicon.clause.complementizers, lexicon.stops.prepositions
        )

    def has_sign_of_verb(self, cue: Cue, before: Word | None, following: Word | None) -> bool:
        """Return whether a form in ה is right behind a noun with the article, or before a
        person."""
        behind = self._is_behind_definite(cue, before)
        return behind or (following is not None and self._is_before_person(cue, following))

    def _is_behind_definite(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a form in ה is right behind a noun with the article, of which it can be no
        complement without one: מפלגת העם טענה בהודעה (the people's party claimed in a
        statement)."""
        if before is None or not before.article:
            return False
        plain = cue.word.endswith("ה") and not cue.prefixed
        return plain and self.tokens[cue.first].gap == " "

    def _is_before_person(self, cue: Cue, following: Word) -> bool:
        """Return whether a person follows a form in ה: טענה נציגת (claimed the representative of).
        A noun before its complement would end in ת."""
        if not cue.word.endswith("ה") or following.gap.strip():
            return False
        return (
            following.bare in self.lexicon.nouns.persons
            or following.bare in self.lexicon.names.given
        )

    def is_noun_behind(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a form with the article is the complement of the noun before it: ראש העיר
        (the mayor; העיר is also “remarked”)."""
        token = self.tokens[cue.first]
        if before is None or not token.article:
            return False
        return before.bare in self.lexicon.nouns.heads and not token.gap.strip()
