"""The search for cues in a passage, as far as it is the same in all languages."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import CueKind
from tui.suggest.rules.cues.cue import Cue, letter_end
from tui.suggest.rules.passages import SPACES, Passage, Word
from tui.text.spans import Span

WITHOUT_GENDER = ("source before", "source after", "own words", "saying", "told in")
"""Kinds of expressions that tell no gender."""


class Cues:
    """The search for the reporting expressions of a passage; each language has its own subclass.

    A subclass says what its language joins to the expressions, and which words are none where they
    stand.
    """

    prefixes: tuple[str, ...] = ()
    """What may be joined to a cue, folded."""
    relative_prefixes: tuple[str, ...] = ()
    """Those of them that make a verb's clause one about a noun, or about a time."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        self.lexicon = passage.lexicon

    def find(self) -> dict[int, Cue]:
        """Return the reporting expressions outside quotations, by the index of their first
        token."""
        found: dict[int, Cue] = {}
        at = 0
        while at < len(self.tokens):
            cue = self._cue_at(at) if self.tokens[at].quotation < 0 else None
            if cue is None:
                at += 1
                continue
            if cue.kind != "passive" and not self._is_no_cue(cue):
                found[at] = cue
            at = cue.after
        return found

    # ---------------------------------------------- what a language says itself

    def may_have_prefix(self, at: int, prefix: str) -> bool:
        """Return whether a word may begin with the letters of `prefix` ("" for none) as a prefix:
        with و (and) in وقال (and said), but not in ورد (was mentioned)."""
        return True

    def may_be_joined(self, at: int, after: int, prefix: str, kind: CueKind) -> bool:
        """Return whether `prefix` may be joined to an expression of the tokens `[at, after)`."""
        return kind not in ("saying", "participle")

    def is_told_in_source(self, at: int, after: int) -> bool:
        """Return whether a document is near, which an expression such as جاء (it said) needs: وجاء
        في البيان (the statement said)."""
        return False

    def unlisted_cue(self, at: int) -> Cue | None:
        """Return the expression at a token that no list has as it stands, or None."""
        return None

    def follows_conjunction(self, at: int) -> bool:
        """Return whether a conjunction, written as a word of its own, is right before a token."""
        return False

    def is_no_verb(self, cue: Cue, before: Word | None) -> bool:
        """Return whether the form of a verb is another word here, or a verb without a speaker.

        `before` is the word before it, None after a sign or a quotation.
        """
        return False

    def is_no_participle(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a participle is another word here; `before` is the word before it."""
        return False

    def gender(self, words: tuple[str, ...], kind: CueKind) -> str:
        """Return what the form of an expression tells of its subject: "m", "f", "p" (several), "1"
        (the writer), or ""."""
        lexicon, word = self.lexicon, words[-1]
        if kind in WITHOUT_GENDER:
            return ""
        feminine, plural = lexicon.agreement.feminine, lexicon.agreement.plural
        if kind == "participle":
            feminine, plural = (
                lexicon.agreement.feminine_participle,
                lexicon.agreement.plural_participle,
            )
        if word in lexicon.clause.first_persons:
            return "1"
        if word in lexicon.agreement.either:
            return ""
        if plural and plural.search(word):
            return "p"
        if word in lexicon.agreement.masculine or not feminine:
            return "m" if feminine else ""
        return "f" if feminine.search(word) else "m"

    # --------------------------------------------------------------- the search

    def _cue_at(self, at: int) -> Cue | None:
        """Return the expression that begins at a token, None without one."""
        lexicon = self.lexicon
        word = self.tokens[at].bare
        for prefix in ("", *self.prefixes):
            if not word.startswith(prefix) or not self.may_have_prefix(at, prefix):
                continue
            for words, kind in lexicon.cues.get(word[len(prefix) :], ()):
                after = self._match(at, words)
                if after and kind != "told in":
                    after = self._with_auxiliaries(after)
                if words[0] in lexicon.frames.behind_only and not self.is_behind_quotation(at):
                    continue
                if kind == "told in" and not self.is_told_in_source(at, after):
                    continue
                if after and (not prefix or self.may_be_joined(at, after, prefix, kind)):
                    return self.cue(at, after, words, kind, prefix)
        return self.unlisted_cue(at)

    def is_behind_quotation(self, at: int) -> bool:
        """Return whether a quotation ends right before a token."""
        return at > 0 and self.tokens[at - 1].quotation >= 0

    def _match(self, at: int, words: tuple[str, ...]) -> int:
        """Return the index after the words of an expression that are at a token, 0 where they are
        not; an adverb may be before its last word: تأکید هم کرد (also stressed)."""
        tokens, inside = self.tokens, self.lexicon.clause.inside
        at += 1
        for place, word in enumerate(words[1:], 2):
            adverb = place == len(words) and at + 1 < len(tokens) and tokens[at].bare in inside
            if adverb and tokens[at].quotation < 0 and not tokens[at].gap.strip(SPACES):
                at += 1  # تأکید هم کرد (also stressed)
            if at >= len(tokens) or tokens[at].bare != word:
                return 0
            if tokens[at].quotation >= 0 or tokens[at].gap.strip(f"{SPACES}־"):
                return 0
            at += 1
        return at

    def _with_auxiliaries(self, after: int) -> int:
        """Return the index after the auxiliaries that a verb goes on with: کہتا تھا (used to
        say)."""
        tokens, auxiliaries = self.tokens, self.lexicon.verbs.auxiliaries
        while after < len(tokens) and tokens[after].bare in auxiliaries and (
            tokens[after].quotation < 0 and not tokens[after].gap.strip(SPACES)
        ):  # fmt: skip
            after += 1
        return after

    def cue(
        self, at: int, after: int, words: tuple[str, ...], kind: CueKind, prefix: str = ""
    ) -> Cue:
        """Return the expression of the tokens `[at, after)`, which is `words` without prefix."""
        token = self.tokens[at]
        written = token.span.of(self.passage.text)
        start = token.span.start
        for _ in prefix:
            start += letter_end(written[start - token.span.start :])
        return Cue(
            kind=kind,
            span=Span(start, self.tokens[after - 1].span.end),
            first=at,
            after=after,
            word=" ".join(words),
            gender=self.gender(words, kind),
            prefixed=bool(prefix) or self.follows_conjunction(at),
            relative=prefix in self.relative_prefixes,
            purpose=prefix == "ل",
        )

    # ------------------------------------------------------------- what is none

    def _is_no_cue(self, cue: Cue) -> bool:
        """Return whether an expression is another word here, an infinitive, or a verb without a
        speaker."""
        before = self.tokens[cue.first - 1] if cue.first else None
        if before is not None and (before.quotation >= 0 or self.tokens[cue.first].gap.strip()):
            before = None
        if not cue.is_verb:
            return self.is_no_participle(cue, before)
        if cue.word in self.lexicon.verbs.before_quotation:
            return cue.after >= len(self.tokens) or self.tokens[cue.after].quotation < 0
        return self.is_no_verb(cue, before)

    def is_used_as_verb(self, cue: Cue) -> bool:
        """Return whether a word that is a noun as well is a verb here: a pronoun or a quotation is
        before it, or the reported clause or quotation follows. he claims “…”, but not his
        claims."""
        lexicon, tokens = self.lexicon, self.tokens
        before = tokens[cue.first - 1] if cue.first else None
        if before is not None and (before.quotation >= 0 or before.bare in lexicon.clause.pronouns):
            return True
        if before is not None and before.bare in lexicon.frames.behind_only:
            return True  # כך פתח (so began)
        if cue.after >= len(tokens):
            return self.has_sign_of_verb(cue, before, None)
        following = tokens[cue.after]
        if self.has_sign_of_verb(cue, before, following):
            return True
        joined = lexicon.clause.joined != "" and following.bare.startswith(lexicon.clause.joined)
        opens = following.bare in lexicon.clause.complementizers or joined or ":" in following.gap
        return (opens or following.quotation >= 0) and not self.is_noun_behind(cue, before)

    def has_sign_of_verb(self, cue: Cue, before: Word | None, following: Word | None) -> bool:
        """Return whether the words on both sides of a form show that it is a verb."""
        return False

    def is_noun_behind(self, cue: Cue, before: Word | None) -> bool:
        """Return whether the word before a form shows that it is a noun."""
        return False
