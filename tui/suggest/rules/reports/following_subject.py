"""The subject that follows its verb: قال الوزير, according to the ministry."""

from __future__ import annotations

from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.passage_phrases import PhraseReader
from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.phrases.words import COMMAS
from tui.text.spans import Span


class FollowingSubject(PhraseReader):
    """The subject that follows its verb or preposition.

    A subclass says what its language may have between the two, and which words are no subject.
    """

    def word_before(self, cue: Cue) -> str:
        """Return the word right before an expression, folded; "" after a sign or a quotation."""
        token = self.tokens[cue.first]
        if not cue.first or token.gap.strip(SPACES) or self.tokens[cue.first - 1].quotation >= 0:
            return ""
        return self.tokens[cue.first - 1].bare

    def subject_after(self, at: int, cue: Cue | None = None) -> Subject | None:
        """Return the subject that begins at a token, after a verb or preposition, or None.

        With `cue`, the verb, what may be between it and its subject is skipped, and a word that
        cannot be its subject gives None.
        """
        tokens, lexicon = self.tokens, self.lexicon
        at = self._after_verb(at, cue)
        if at >= len(tokens) or (tokens[at].gap.strip(SPACES) and tokens[at].quotation < 0):
            return None
        if tokens[at].bare in lexicon.clause.complementizers:
            return None
        if self.is_pronoun(at):
            return self.phrases.subject(at, at + 1) if tokens[at].quotation < 0 else None
        if tokens[at].bare in lexicon.nouns.determiners:
            after = self.phrases.end(at + 1)
            after = after if after > at + 1 else at
        else:
            after = self.phrases.end(at)
        if after == at or tokens[at].bare in lexicon.nouns.not_first:
            return None
        if cue is not None and self.is_no_subject(at, after, cue):
            return None
        return self.subject_of_verb(at, after, cue)

    def _after_verb(self, at: int, cue: Cue | None) -> int:
        """Return the token behind whom it was said to, adverbs, and what else says how."""
        if at < len(self.tokens) and self.tokens[at].gap == " ":
            at = self.after_told(at, cue)
        if cue is None:
            return at
        while (
            at < len(self.tokens)
            and self.tokens[at].bare in self.lexicon.clause.adverbs
            and (not self.tokens[at].gap.strip(SPACES) and self.tokens[at].quotation < 0)
        ):
            at += 1
        return self.after_manner(at, cue)

    # ---------------------------------------------- what a language says itself

    def after_told(self, at: int, cue: Cue | None) -> int:
        """Return the token behind whom something was said to: told them, قال لها (told her)."""
        return at + (self.tokens[at].bare in self.lexicon.nouns.told_to)

    def after_manner(self, at: int, cue: Cue) -> int:
        """Return the token behind what says how, where or when, between a verb and its subject."""
        return at

    def is_pronoun(self, at: int) -> bool:
        """Return whether a pronoun at a token is the subject."""
        return self.tokens[at].bare in self.lexicon.clause.pronouns

    def is_no_subject(self, at: int, after: int, cue: Cue) -> bool:
        """Return whether the tokens `[at, after)` cannot be the subject of the verb before them."""
        return False

    def subject_of_verb(self, at: int, after: int, cue: Cue | None) -> Subject | None:
        """Return the subject that the phrase `[at, after)` behind a verb is, if it may be one: a
        name between quotation marks is one only right before what was said."""
        if cue is not None and self.tokens[at].quotation >= 0 and not self.opens_clause(after):
            return None
        return self.with_apposition(at, after)

    def behind_lam(self, at: int) -> Subject | None:
        """Return the subject with ل joined at a token."""
        return None

    def called_behind(self, at: int) -> Subject | None:
        """Return the person whose name is behind what says how they are called, from a token on."""
        return self.called(at)

    def after_second_office(self, at: int) -> int:
        """Return the token behind another office of the same person."""
        return at

    def after_complement(self, at: int) -> int:
        """Return the token behind what is in brackets between an office and its bearer's name:
        (במיל') (in the reserve)."""
        if self.tokens[at].gap.strip(SPACES) == "(":
            for index in range(at + 1, min(at + 4, len(self.tokens))):
                if ")" in self.tokens[index].gap:
                    return index
        return at

    def may_be_apposed(self, office: int, end: int) -> bool:
        """Return whether a name that ends before `end` may be that of the office at a token, a
        comma between the two."""
        return True

    def unlisted_name(self, at: int, end: int) -> tuple[int, int] | None:
        """Return the tokens of a name that only the commas around `[at, end)` tell."""
        return None

    def plain_name(self, at: int, end: int) -> tuple[int, int] | None:
        """Return the tokens of `[at, end)` behind the adjectives with the article that it begins
        with: הסרבי דראגן (the Serb Dragan). None where one is a noun for somebody, or the last has
        the article."""
        while at < end - 1 and self.tokens[at].article:
            at += 1
        nouns, names = self.lexicon.nouns.heads, self.lexicon.names.given_or_noun
        words = [token.bare for token in self.tokens[at:end]]
        noun = any(word in nouns and word not in names for word in words)
        return None if noun or self.tokens[at].article else (at, end)

    # -------------------------------------------------------------- apposition

    def with_apposition(self, at: int, after: int) -> Subject | None:
        """Return the subject that the tokens `[at, after)` are, by the name in apposition where it
        has none itself: the mayor, Jane Doe,."""
        subject = self.phrases.subject(at, after)
        if subject is None or subject.kind == "person" or after >= len(self.tokens):
            return subject
        called = self.called_behind(after)
        if called is not None:
            return called._replace(first=at)
        after = self.after_second_office(after)
        if after >= len(self.tokens):
            return subject
        named = self.phrases.person(subject.after, after) if after > subject.after else None
        if named is not None:
            found = self.phrases.subject(*named)
            return found._replace(first=at, after=after) if found is not None else subject
        after = self.after_complement(after)
        if after >= len(self.tokens):
            return subject
        if ")" in self.tokens[after].gap:
            end = self.phrases.end_from(after)
            name = self.phrases.person(after, end)
            found = self.phrases.subject(after, end) if name and name[0] == after else None
            return found._replace(first=at) if found is not None else subject
        return self._beyond_comma(subject, at, after) or subject

    def _beyond_comma(self, office: Subject, at: int, after: int) -> Subject | None:
        """Return the person whose name is behind an office and a comma, from the token `after`."""
        gap = self.tokens[after].gap.strip().lstrip("»”’")
        if gap not in COMMAS or office.kind == "body":
            return None
        if self.tokens[after].quotation >= 0:
            return None
        end = self.phrases.end(after)
        if end == after or not self.may_be_apposed(at, end):
            return None
        name = self.phrases.person(after, end) or self.unlisted_name(after, end)
        found = self.phrases.subject(after, end) if name is not None else None
        if name is None or found is None:
            return None
        span = Span(self.tokens[name[0]].span.start, self.tokens[name[1] - 1].span.end)
        return found._replace(span=span, first=at, after=end, kind="person")

    def called(self, at: int) -> Subject | None:
        """Return the person whose name is behind what says how somebody is called: زبون يدعى فتحي
        (a customer called Fathi)."""
        for words in self.lexicon.clause.called:
            end = at + len(words)
            following = self.tokens[at:end]
            if tuple(token.bare for token in following) != words or end >= len(self.tokens):
                continue
            if any(token.quotation >= 0 or token.gap.strip(SPACES) for token in following):
                continue
            after = self.phrases.end_from(end)
            found = self.phrases.subject(end, after)
            if found is not None and found.kind in ("person", "unknown") and (
                self.tokens[end].quotation < 0
            ):  # fmt: skip
                return found._replace(kind="person")
        return None

    # -------------------------------------------------------------- quotations

    def opens_clause(self, at: int) -> bool:
        """Return whether the reported clause or a quotation is at a token, so that what is before
        is the subject."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        opens = token.bare in self.lexicon.clause.complementizers
        if token.bare in self.lexicon.verbs.takes or token.bare == "ب":
            following = self.tokens[at + 1] if at + 1 < len(self.tokens) else token
            opens = opens or following.quotation >= 0
        return opens or token.quotation >= 0

    def follows_quotation(self, cue: Cue) -> bool:
        """Return whether a quotation ends right before the expression."""
        return cue.first > 0 and self.tokens[cue.first - 1].quotation >= 0


class EnglishFollowingSubject(FollowingSubject):
    """The English subject that follows its verb or preposition."""

    def subject_of_verb(self, at: int, after: int, cue: Cue | None) -> Subject | None:
        """Return the subject that the phrase behind a verb is: of a verb with an object it is the
        object, unless a quotation is right before the verb."""
        if cue is not None and cue.word in self.lexicon.verbs.objects and (
            self.tokens[at].quotation < 0 or self.opens_clause(after)
        ):  # fmt: skip
            return self._asked_after_quotation(at, after)
        return super().subject_of_verb(at, after, cue)

    def _asked_after_quotation(self, at: int, after: int) -> Subject | None:
        """Return the subject of a verb with an object that is right after a quotation, where
        nothing but the subject follows: “Which ones?” asked Ms Hamdani."""
        asked = at > 1 and self.tokens[at - 2].quotation >= 0 and self.tokens[at - 1].quotation < 0
        if not asked or not self.phrases.words.is_parted(after):
            return None
        found = self.phrases.subject(at, after)
        return found if found is not None and found.can_speak else None


class PersianUrduFollowingSubject(FollowingSubject):
    """The Persian or Urdu subject that follows its verb or preposition."""

    def may_be_apposed(self, office: int, end: int) -> bool:
        """Return whether a name may be that of the office at a token: only where a sign or verb is
        behind the name, and not in به گفتهٔ این مقام، احمدی (according to this official,
        Ahmadi)."""
        if self.tokens[office].bare in self.lexicon.nouns.determiners - self.lexicon.nouns.several:
            return False
        return end in self.cues or self.phrases.words.is_parted(end)
