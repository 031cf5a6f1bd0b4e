"""Arabic cues: و, ف and ل are joined to them, and without vowel marks most forms have readings
that are no verb of saying."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import CueKind, is_in_any
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.cues.cues import Cues
from tui.suggest.rules.passages import Word
from tui.text.unicode import SHADDA

_OBJECTS = ("ه", "ها", "هم", "هما", "نا", "ني")
"""Pronouns joined to a verb."""


_NEAR = 10
"""Words after a verb among which the preposition that it takes is looked for."""


class ArabicCues(Cues):
    """The search for the reporting expressions of an Arabic passage."""

    prefixes = ("و", "ف", "ل")

    def may_have_prefix(self, at: int, prefix: str) -> bool:
        """Return whether a word may begin with a prefix: وأسى (and grief) has و (and), whereas ورد
        (was mentioned) begins with a و of its own after حسبما (as)."""
        if not prefix:
            # و and أسى (and grief), not واسى (consoled)
            return not self.passage.written(at).startswith("وأ")
        return prefix != "و" or not self._is_behind_as(at)

    def _is_behind_as(self, at: int) -> bool:
        """Return whether a word such as كما (as) is right before a token."""
        before = self.tokens[at - 1].bare if at and self.tokens[at].gap == " " else ""
        return before in self.lexicon.clause.as_which

    def may_be_joined(self, at: int, after: int, prefix: str, kind: CueKind) -> bool:
        """Return whether a prefix may be joined to an expression: ل (so that) only to an imperfect
        (ليقول, to say), و and ف to a participle only before what is said (ومضيفا أن, and adding
        that), none to قوله (his saying)."""
        imperfect = self.tokens[at].bare[1:2] in ("ي", "ت") and kind in ("verb", "weaker verb")
        if prefix == "ل" and not imperfect:
            return False
        return kind != "saying" and (kind != "participle" or self._opens_clause(after))

    def _opens_clause(self, at: int) -> bool:
        """Return whether what is said, or a preposition before it, is at a token."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        opens = (
            token.bare in self.lexicon.clause.complementizers
            or token.bare in self.lexicon.verbs.takes
        )
        return opens or token.quotation >= 0 or ":" in token.gap

    def is_told_in_source(self, at: int, after: int) -> bool:
        """Return whether في (in) and a document follow: وجاء في البيان (the statement said)."""
        following = [token.bare for token in self.tokens[after : after + 2]]
        return following[:1] == ["في"] and following[1:] != [] and (
            following[1] in self.lexicon.nouns.sources
        )  # fmt: skip

    def follows_conjunction(self, at: int) -> bool:
        """Return whether و or ف, written as a word of its own, is right before a token: و أفاد (and
        reported)."""
        if not at or self.tokens[at].gap != " ":
            return False
        return self.tokens[at - 1].bare in self.prefixes

    def unlisted_cue(self, at: int) -> Cue | None:
        """Return the verb with its object as a pronoun: هذا ما أكده (this is what he stressed),
        وصفوها بأنها (they described her as).

        A verb that only reports needs ما (what) before it; one that judges or addresses does not.
        """
        lexicon, word = self.lexicon, self.tokens[at].bare
        what = at > 0 and self.tokens[at - 1].bare in lexicon.clause.what
        behind = self.is_behind_quotation(at)  # «…»، قالها ثم غادر (“…,” he said and left)
        for prefix in ("", "و", "ف"):
            for suffix in _OBJECTS if word.startswith(prefix) else ():
                if suffix == "ه" and self.passage.written(at).endswith("ة"):
                    continue  # مازحة (joking, of a woman)
                stem = word[len(prefix) :].removesuffix(suffix)
                if len(stem) + len(suffix) + len(prefix) != len(word):
                    continue
                # وصفوه: the alef of وصفوا is not written (they described him)
                for verb in (stem, f"{stem}ا"):
                    if verb.endswith("ي") and verb[0] not in "يت":
                        continue  # أسماها, but أسميها: I call her
                    told = verb in lexicon.verbs.judging or verb in lexicon.verbs.addressed
                    said = behind and suffix == "ها" and not prefix
                    if not told and not said and not (what and not prefix):
                        continue
                    for words, kind in lexicon.cues.get(verb, ()):
                        if words == (verb,) and kind in ("verb", "weaker verb", "describing"):
                            found = self.cue(at, at + 1, words, kind, prefix)
                            return found._replace(answers=verb in lexicon.verbs.addressed)
        return None

    def gender(self, words: tuple[str, ...], kind: CueKind) -> str:
        """Return what the verb of an expression tells, which is its first word: هزت رأسها (she
        shook her head)."""
        return super().gender(words if kind == "participle" else words[:1], kind)

    # ------------------------------------------------------------- what is none

    def is_no_verb(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a form is a noun, part of a name, or a verb of what is wished: يريد أن
        يقول (he wants to say)."""
        lexicon, tokens = self.lexicon, self.tokens
        written = self.passage.written(cue.first)
        if self._lacks_shadda(cue) or written.endswith("ة"):
            return True  # وصفة, not وصفه (recipe, not: described him)
        if cue.prefixed and before is not None and before.bare in lexicon.clause.complementizers:
            return True  # إن ورد سيلعب (that Ward will play)
        if cue.word in lexicon.verbs.with_hamza and not written.endswith("أ"):
            return True  # هنا (here)
        if self._is_in_name(cue):
            return True
        if self._lacks_alef(cue) or self._lacks_preposition(cue):
            return True
        # يدعى: he is called
        called = cue.word in ("يدعي", "تدعي") and "ى" in tokens[cue.first].span.of(
            self.passage.text
        )
        imperfect = cue.word[0] == "ي" or (
            cue.word[0] == "ت" and cue.gender == "f" and not cue.word.endswith("ت")
        )
        if imperfect and before is not None and before.bare in lexicon.verbs.before_wish:
            then = cue.first > 1 and tokens[cue.first - 2].bare in lexicon.stops.prepositions
            return not then  # يريد أن يقول, but not قبل أن يقول (wants to say; before he says)
        if imperfect and cue.kind == "weaker verb" and self._is_inside_clause(cue, before):
            return True
        nominal = before is not None and before.bare in lexicon.verbs.not_before
        return called or nominal or self._is_verbal_noun(cue, before)

    def _is_verbal_noun(self, cue: Cue, before: Word | None) -> bool:
        """Return whether أن (that) is before a form that is a noun as well: اعتبر أن رد النائبة كان
        مخيبا (held that the answer of the deputy was disappointing).

        After a preposition and أن it is a verb: بعد أن كشف (after he revealed).
        """
        lexicon, tokens = self.lexicon, self.tokens
        if before is None or cue.word not in lexicon.verbs.also_nouns or cue.prefixed:
            return False
        then = cue.first > 1 and tokens[cue.first - 2].bare in lexicon.stops.prepositions
        return before.bare in lexicon.clause.complementizers and not then

    def _is_inside_clause(self, cue: Cue, before: Word | None) -> bool:
        """Return whether a verb follows أنها (that she) or the like and has a noun as its object:
        مؤكدة أنها تواصل مسيرتها (stressing that she continues her career)."""
        lexicon, tokens = self.lexicon, self.tokens
        if (
            before is None
            or before.bare not in lexicon.clause.complementizers
            or cue.after >= len(tokens)
        ):
            return False
        following = tokens[cue.after]
        tells = (
            following.bare in lexicon.clause.complementizers
            or following.bare in lexicon.verbs.takes
        )
        tells = tells or following.quotation >= 0 or following.gap.strip() != ""
        owned = before.bare.endswith(("ه", "ها", "هم", "هما", "نا", "ني"))
        return owned and not tells and not following.bare.startswith("ب")

    def _lacks_shadda(self, cue: Cue) -> bool:
        """Return whether a verb that needs a shadda is written without it: بين (between), not بيّن
        (made clear). Before أن وبين is a verb, and عقب before a person is (commented; else
        after)."""
        tokens, lexicon = self.tokens, self.lexicon
        if cue.word not in lexicon.verbs.only_with_shadda or SHADDA in self.passage.written(
            cue.first
        ):
            return False
        if cue.word in lexicon.verbs.before_person and cue.after < len(tokens):
            following = tokens[cue.after]
            if is_in_any(
                following.bare, lexicon.nouns.persons, lexicon.nouns.bodies, lexicon.names.given
            ):
                return following.gap != " " or following.quotation >= 0
        opens = cue.after < len(tokens) and tokens[cue.after].bare in lexicon.clause.complementizers
        return not (cue.prefixed and (opens or self._opens_with_clause(cue)))

    def _opens_with_clause(self, cue: Cue) -> bool:
        """Return whether a verb opens a sentence in which أن follows soon: وبين الصدر في كلمته أن
        (al-Sadr made clear in his speech that)."""
        if self.passage.sentence_start(cue.first) != cue.first:
            return False
        for token in self.tokens[cue.after : cue.after + _NEAR]:
            if token.gap.strip() or token.quotation >= 0:
                return False
            if token.bare in self.lexicon.clause.complementizers:
                return True
        return False

    def _lacks_alef(self, cue: Cue) -> bool:
        """Return whether a perfect that ends in ى is written with ي, and is a noun or name: رأي
        (opinion), not رأى (saw)."""
        perfect = cue.word[-1] == "ي" and cue.word[0] not in "يتن"
        return perfect and self.passage.written(cue.first).endswith("ي")

    def _lacks_preposition(self, cue: Cue) -> bool:
        """Return whether neither the preposition that a verb needs nor a clause follows: القطعان
        التي تعبر الوادي (the herds that cross the valley), not تعبر عن (expresses)."""
        lexicon, tokens = self.lexicon, self.tokens
        if cue.word not in lexicon.verbs.with_preposition:
            return False
        homograph = cue.word in lexicon.stops.prepositions and not cue.prefixed
        # قال عبر مترجم: (he said through an interpreter:)
        homograph = homograph and self.passage.sentence_start(cue.first) < cue.first
        for token in tokens[cue.after : cue.after + _NEAR]:
            if "." in token.gap or "\n" in token.gap:
                break
            if homograph:
                if token.gap.strip() or token.quotation >= 0:
                    break
            elif token.quotation >= 0 or token.bare in lexicon.clause.complementizers:
                return False
            if cue.word in lexicon.verbs.takes.get(token.bare, ()):
                return False
        return True

    def _is_in_name(self, cue: Cue) -> bool:
        """Return whether a word that may be a verb is the second word of a name: يقول محمد رفعت إن
        (Muhammad Rifaat says that; رفعت is also “raised”)."""
        lexicon, tokens = self.lexicon, self.tokens
        if self.passage.written(cue.first)[0] == "ف" != cue.word[0] and (
            tokens[cue.first].gap == " "
        ):  # fmt: skip
            return self._is_behind_verb(cue.first)  # شددت فايد (Fayed stressed)
        if cue.first < 2 or cue.prefixed or tokens[cue.first].gap != " ":
            return False
        listed = cue.word in lexicon.names.given_or_noun
        return listed and is_in_any(
            tokens[cue.first - 1].bare, lexicon.names.given, lexicon.nouns.titles
        )

    def _is_behind_verb(self, at: int) -> bool:
        """Return whether a verb of saying or a given name is right before a token: شددت فايد (Fayed
        stressed)."""
        before = self.tokens[at - 1].bare if at else ""
        words = (before, before[1:] if before[:1] == "و" else before)
        verb = any(
            kind in ("verb", "weaker verb") and phrase == (word,)
            for word in words
            for phrase, kind in self.lexicon.cues.get(word, ())
        )
        return verb or before in self.lexicon.names.given
