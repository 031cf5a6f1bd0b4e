"""Where a Persian or Urdu noun phrase stops: at verbs, postpositions and other phrases."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.phrases.stops.stops import Stops
from tui.suggest.rules.phrases.words import AGE, HAVING


class PersianStops(Stops):
    """The Persian words that are in no noun phrase."""

    def is_stop(self, index: int, at: int) -> bool:
        """Return whether a token is no part of the phrase that begins at `at`."""
        word = self.tokens[index].bare
        if not word or index in self.cues:
            return True
        if self.is_given_before_word(index) or self._goes_on(index, at):
            return False
        if self._is_no_noun(index):
            return True
        return not self._is_name_of_paper(index, at) and self.is_listed_stop(word)

    def _is_no_noun(self, index: int) -> bool:
        """Return whether a token is a verb, part of one, or a preposition with a pronoun: برایش
        (for him)."""
        if self._words.is_finite(index) or self._is_of_verb(index):
            return True
        word = self.tokens[index].bare
        return word.endswith("ش") and word[:-1] in self.lexicon.stops.prepositions

    def _is_name_of_paper(self, index: int, at: int) -> bool:
        """Return whether a number or day is right behind a noun that has a name: روزنامهٔ هشت صبح
        (the newspaper Eight in the Morning)."""
        lexicon, word = self.lexicon, self.tokens[index].bare
        if not at < index <= at + 2 or self.tokens[at].bare not in lexicon.nouns.press:
            return False
        if word not in lexicon.stops.words or word == lexicon.grammar.object_marker:
            return False
        clause = lexicon.clause
        grammar = (
            lexicon.stops.prepositions,
            lexicon.nouns.determiners,
            clause.conjunctions,
            clause.complementizers,
            clause.relatives,
            clause.pronouns,
            clause.inside,
        )
        return not is_in_any(word, *grammar)

    def _is_of_verb(self, index: int) -> bool:
        """Return whether a word makes a verb with the light verb behind it: منتشر شد (was
        published)."""
        lexicon, word = self.lexicon, self.tokens[index].bare
        if index + 1 >= len(self.tokens) or not self._words.joins(index + 1):
            return False
        if self.tokens[index + 1].bare not in lexicon.verbs.light_forms:
            return False
        surname = index > 0 and self.tokens[index - 1].bare in lexicon.names.given
        return not surname and not is_in_any(
            word, lexicon.names.given, lexicon.nouns.heads, self._learned.known
        )

    def _goes_on(self, index: int, at: int) -> bool:
        """Return whether از (of) or و (and) is inside a phrase: یکی از معلمان (one of the
        teachers), وزیر آموزش و پرورش (minister of education and training)."""
        lexicon, tokens = self.lexicon, self.tokens
        word = tokens[index].bare
        if word not in ("از", "و") or index == at or index + 1 >= len(tokens):
            return False
        if not self._words.joins(index + 1):
            return False
        following = tokens[index + 1]
        plain = following.quotation < 0 and index + 1 not in self.cues
        if word == "از":
            return plain and tokens[index - 1].bare in lexicon.nouns.several
        office = (
            tokens[at].bare in lexicon.nouns.titles_and_roles
            or tokens[at].bare in lexicon.nouns.bodies
        )
        no_noun = (
            lexicon.nouns.heads,
            lexicon.stops.words,
            lexicon.names.given,
            lexicon.names.places,
        )
        return plain and office and not is_in_any(following.bare, *no_noun)


class UrduStops(Stops):
    """The Urdu words that are in no noun phrase."""

    def is_stop(self, index: int, at: int) -> bool:
        """Return whether a token is no part of the phrase that begins at `at`."""
        lexicon, word = self.lexicon, self.tokens[index].bare
        if not word or index in self.cues or self._is_participle(index):
            return True
        following = self.tokens[index + 1].bare if index + 1 < len(self.tokens) else ""
        if self.is_given_before_word(index):
            return following == AGE
        if self._words.is_finite(index) or (index > at and word in lexicon.nouns.determiners):
            return True  # سینیٹر زہری | کچھ دیر (senator Zehri | for a while)
        return following == AGE or self.is_listed_stop(word)  # انیس سالہ: nineteen, and a name

    def _is_participle(self, index: int) -> bool:
        """Return whether a word makes a verb or participle with the word behind it: کھانستے ہوئے
        (coughing), پسینہ پونچھ کر (wiping off the sweat)."""
        lexicon, tokens = self.lexicon, self.tokens
        if index + 1 >= len(tokens) or not self._words.joins(index + 1):
            return False
        following = tokens[index + 1].bare
        if following == HAVING and index + 2 < len(tokens):
            # علی کر رہے ہیں (Ali is doing)
            return tokens[index + 2].bare not in lexicon.verbs.going_on
        return is_in_any(following, lexicon.clause.participles, lexicon.verbs.going_on)
