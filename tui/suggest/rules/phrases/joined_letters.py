"""What is joined to a word of a passage: a Hebrew conjunction, relative or preposition."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.phrases.words import LONGEST_NAME, SHORTEST_NAME, PhraseRules

_PREFIXES = "ובכלמש"
"""Hebrew conjunctions and prepositions of one letter: and, in, as, to, from, that."""


class JoinedLetters(PhraseRules):
    """The letters joined in front of the words of a passage; only Hebrew has rules for them
    here."""

    def clitic(self, index: int) -> str:
        """Return the preposition or conjunction joined to a word, "" for none."""
        return ""

    def ends_like_surname(self, word: str) -> bool:
        """Return whether a folded word ends as surnames do, and nouns do not."""
        return False

    def joined_letters(self, index: int) -> int:
        """Return how many letters are joined in front of a given name that a surname follows."""
        return 0


class HebrewJoinedLetters(JoinedLetters):
    """The letters joined in front of the Hebrew words of a passage: לבית (to a house)."""

    def clitic(self, index: int) -> str:
        """Return the preposition or conjunction joined to a word, "" for none: ב in בעירייה (in the
        municipality).

        The rest must be a known word, or one that the text has by itself.
        """
        word, lexicon = self.tokens[index].bare, self.lexicon
        before = self.tokens[index - 1].bare if index and self._words.joins(index) else ""
        if before in lexicon.nouns.titles:
            return ""  # ד"ר שניר (Dr Shnir)
        if before in lexicon.names.given and word[:1] in ("ש", "מ"):
            return ""  # גדי שמני (Gadi Shamni)
        if word[0] not in _PREFIXES:
            return ""
        if word[1:] in lexicon.nouns.common:
            return word[0]
        if word[0] == "ש" and index and self._opens_clause_about(index):
            return "ש"
        listed = is_in_any(word, lexicon.names.given, lexicon.nouns.heads)
        if word[0] == "ש" and "," in self.tokens[index].gap and len(word) > LONGEST_NAME:
            # בדו"ח, שפורסם הבוקר (in the report, which was published this morning)
            return "" if listed or word in self._learned.known else "ש"
        if listed or len(word) < LONGEST_NAME or not self._is_word(word):
            return ""
        return word[0]

    def _is_word(self, word: str) -> bool:
        """Return whether a folded word without its first letter is one: it has the article, is
        listed or in the text by itself, or is an abbreviation, דו"ח (report)."""
        lexicon, rest, vocabulary = self.lexicon, word[1:], self._words.vocabulary
        if rest[0] == "ה" and len(word) > LONGEST_NAME:
            return True
        if self.ends_like_surname(word):
            return False
        if is_in_any(rest, lexicon.nouns.heads, lexicon.names.places, lexicon.names.given):
            return True
        if rest in vocabulary or f"ה{rest}" in vocabulary:
            return True
        return '"' in rest and rest[0] != '"'

    def ends_like_surname(self, word: str) -> bool:
        """Return whether a folded word ends as surnames do, and nouns do not: מרקוביץ' (Markovich),
        בלינסקי (Belinsky)."""
        endings = self.lexicon.names.surname_endings
        return endings is not None and endings.search(word) is not None

    def _opens_clause_about(self, index: int) -> bool:
        """Return whether a word with ש (who) is right behind an indefinite noun for a person: אישה
        שיצאה (a woman who left)."""
        word, before, lexicon = self.tokens[index].bare, self.tokens[index - 1], self.lexicon
        names = (
            lexicon.names.given,
            lexicon.nouns.heads,
            self._learned.known,
            self._learned.surnames,
            self._learned.ends,
        )
        person = before.bare in lexicon.nouns.persons and not before.article
        if not person or len(word) <= SHORTEST_NAME or not self._words.joins(index):
            return False
        return not is_in_any(word, *names)

    def joined_letters(self, index: int) -> int:
        """Return how many letters are joined in front of a given name that a surname follows: לאבנר
        זילכה (to Avner Zilcha) has one, כשגיא לדרמן (when Guy Lederman) two."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if index + 1 >= len(self.tokens):
            return 0
        if word in lexicon.names.given or word in lexicon.nouns.heads or word[0] not in "ושכלבמ":
            return 0
        following = self.tokens[index + 1]
        nouns = (
            lexicon.nouns.heads,
            lexicon.stops.words,
            lexicon.names.places,
            lexicon.nouns.common,
        )
        if not self._words.joins(index + 1) or following.quotation >= 0 or following.article:
            return 0
        if len(following.bare) < SHORTEST_NAME or is_in_any(following.bare, *nouns):
            return 0
        for letters in (2, 1):
            joined = letters == 1 or word[:2] in ("כש", "וש", "ול", "וב", "ומ")
            name = word[letters:]
            common = letters == 1 and name in lexicon.names.also_words
            if joined and name in lexicon.names.given and not common:
                return letters
        return 0
