"""Persian and Urdu cues: some need a document before them, and Urdu nouns make some."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import CueKind, bare, is_in_any
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.cues.cues import WITHOUT_GENDER, Cues
from tui.suggest.rules.passages import SPACES, Passage, Word

_FARTHEST_DOCUMENT = 24
"""Tokens before an expression among which the document is in which something is told."""

_IN_URDU = bare("میں")

_LONGEST_PREDICATE = 4
"""Tokens from an Urdu noun to the verb of being behind it, that included."""


def persian_document(passage: Passage, at: int) -> tuple[int, int] | None:
    """Return the tokens `[first, end)` of the document that says something, before a token: its
    noun and what follows, after در (in). در نامه آمده است (the letter says)."""
    index, start = _written_before(passage, at)
    if index < 0:
        return None
    tokens, leading = passage.tokens, passage.lexicon.nouns.determiners | {"بخشي", "از"}
    first = index
    while first > start and tokens[first - 1].bare in leading:
        first -= 1
    return (index, at) if first > start and tokens[first - 1].bare == "در" else None


def urdu_document(passage: Passage, at: int) -> tuple[int, int] | None:
    """Return the tokens `[first, end)` of the document that says something, before a token: its
    noun, right before میں (in). خط میں لکھا ہے (it is written in the letter).

    None where a subject with نے is named: انھوں نے خط میں لکھا ہے (he has written in the letter).
    """
    index, start = _written_before(passage, at)
    marker = passage.lexicon.grammar.subject_marker
    if index < 0 or any(token.bare == marker for token in passage.tokens[start:at]):
        return None
    following = passage.tokens[index + 1].bare if index + 1 < at else ""
    return (index, index + 1) if following == _IN_URDU else None


def _written_before(passage: Passage, at: int) -> tuple[int, int]:
    """Return the last noun for a document before a token in its clause, -1 for none, and the token
    from which it was looked for."""
    lexicon, tokens = passage.lexicon, passage.tokens
    start = max(passage.sentence_start(at), at - _FARTHEST_DOCUMENT)
    for index in range(at - 1, start - 1, -1):
        token = tokens[index]
        if token.quotation >= 0 or token.bare in lexicon.clause.joining:
            break
        if token.bare in lexicon.style.written:
            return index, start
    return -1, start


class PersianCues(Cues):
    """The search for the reporting expressions of a Persian passage."""

    def is_told_in_source(self, at: int, after: int) -> bool:
        """Return whether a document is before a token: در نامه آمده است (the letter says)."""
        return persian_document(self.passage, at) is not None


class UrduCues(Cues):
    """The search for the reporting expressions of an Urdu passage."""

    def is_told_in_source(self, at: int, after: int) -> bool:
        """Return whether a document is before a token: خط میں لکھا ہے (it is written in the
        letter)."""
        return urdu_document(self.passage, at) is not None

    def unlisted_cue(self, at: int) -> Cue | None:
        """Return the expression of a noun behind کا (of), an adjective and a verb of being, where a
        colon or clause follows: عباسی کا جواب مختصر ہے: (Abbasi's answer is short:)."""
        lexicon, tokens = self.lexicon, self.tokens
        if tokens[at].bare not in lexicon.verbs.nominal:
            return None
        if not at or tokens[at - 1].bare not in lexicon.grammar.genitives:
            return None
        for end in range(at + 1, min(at + _LONGEST_PREDICATE, len(tokens) - 1)):
            if tokens[end].quotation >= 0 or tokens[end].gap.strip(SPACES):
                return None
            if tokens[end].bare in lexicon.clause.copulas:
                following = tokens[end + 1]
                opens = ":" in following.gap or following.bare in lexicon.clause.complementizers
                words = tuple(token.bare for token in tokens[at : end + 1])
                return self.cue(at, end + 1, words, "verb") if opens else None
        return None

    def gender(self, words: tuple[str, ...], kind: CueKind) -> str:
        """Return "m" or "f" by all words of an expression: "f" for کہتی ہیں (she says), "" for لکھی
        (wrote), which agrees with its object."""
        if kind in WITHOUT_GENDER:
            return ""
        agreement, expression = self.lexicon.agreement, " ".join(words)
        if agreement.feminine and agreement.feminine.search(expression):
            return "f"
        return (
            "m" if agreement.masculine_verb and agreement.masculine_verb.search(expression) else ""
        )

    def is_no_verb(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a verb is a passive or participle, or a form of کرنا (to do) the genitive,
        or nobody has the hope or fear that a noun is."""
        if self._is_passive(cue) or self._is_genitive(cue) or self._is_participle(cue):
            return True
        return self._is_had_by_nobody(cue, before)

    def _is_participle(self, cue: Cue) -> bool:
        """Return whether ہوئے makes a participle of a verb before the verb of saying: مسترد کرتے
        ہوئے کہا (rejecting it, said)."""
        if cue.after >= len(self.tokens) or cue.word.split()[-1] in self.lexicon.clause.participles:
            return False
        following = self.tokens[cue.after]
        return following.bare in self.lexicon.clause.participles and not following.gap.strip(SPACES)

    def _is_had_by_nobody(self, cue: Cue, before: Word | None) -> bool:
        """Return whether neither کو (to) nor کا (of) is before a noun that somebody has: امید ہے کہ
        (it is hoped that)."""
        lexicon = self.lexicon
        if cue.kind != "weaker verb" or cue.word.split()[0] not in lexicon.verbs.experienced:
            return False
        if len(cue.word.split()) > 1 and cue.word.split()[1] not in lexicon.clause.copulas:
            return False
        grammar = lexicon.grammar
        return before is None or not is_in_any(before.bare, grammar.datives, grammar.genitives)

    def _is_passive(self, cue: Cue) -> bool:
        """Return whether a form of جانا (to go) makes the verb a passive without a speaker: بتائی
        گئی (was told)."""
        if cue.after >= len(self.tokens) or " كر " in f" {cue.word} ":
            return False
        following = self.tokens[cue.after]
        joined = following.quotation < 0 and not following.gap.strip(SPACES)
        return joined and following.bare in self.lexicon.verbs.passive_auxiliaries

    def _is_genitive(self, cue: Cue) -> bool:
        """Return whether the last word of an expression, کی (did), is the genitive of a noun that
        follows: احتجاج کی قیادت (leadership of the protest)."""
        lexicon, tokens = self.lexicon, self.tokens
        if len(cue.word.split()) < 2 or cue.word.split()[-1] not in lexicon.grammar.genitives:
            return False
        if cue.after >= len(tokens):
            return False
        following = tokens[cue.after]
        ends = following.gap.strip() != "" or following.quotation >= 0
        clause = lexicon.clause
        goes_on = (clause.complementizers, clause.copulas, clause.joining, clause.conjunctions)
        return not ends and not is_in_any(following.bare, *goes_on)
