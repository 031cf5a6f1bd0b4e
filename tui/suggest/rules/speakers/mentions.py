"""Whom each sentence names as its subject, who may be meant by what follows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from tui.suggest.lexicons.lexicon import bare, is_in_any
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.passage_phrases import ArabicPhrases, Phrases
from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.phrases.words import COMMAS
from tui.suggest.rules.speakers.speaker_rules import Mention, SpeakerRules

_FROM_URDU = bare("سے")

_TO_URDU = bare("کو")


class Mentions(SpeakerRules):
    """The persons whom the sentences of a passage name; each language has its own subclass."""

    def all(self) -> Iterator[Mention]:
        """Return whom each sentence names first of those that can speak, and whom it names
        besides."""
        at = 0
        while at < len(self.tokens):
            end = self.passage.sentence_end(at)
            sure = self.surely_named(at, end)
            yield from self._of_sentence(at, end) if sure is None else (sure,)
            at = end

    # ---------------------------------------------- what a language says itself

    def surely_named(self, at: int, end: int) -> Mention | None:
        """Return whom the form of the sentence `[at, end)` tells for certain."""
        return None

    def is_possessor(self, phrase: NounPhrase) -> bool:
        """Return whether a phrase only says whose relative the next one is."""
        return False

    def apposed(self, phrase: NounPhrase, subject: Subject) -> Subject | None:
        """Return the person whose name is in apposition to an office, between commas."""
        return None

    def hides_object(self, subject: Subject) -> bool:
        """Return whether a pronoun is the sentence's subject, so that nobody named later is."""
        return False

    def may_lead(self, phrase: NounPhrase, *, free: bool) -> bool:
        """Return whether some people or a body may be whom a sentence names: before a comma, or
        where every phrase before is governed by a preposition (`free` is false)."""
        return phrase.part == 0 or not free

    def experiencing(self, best: Mention | None, start: int, end: int) -> Mention | None:
        """Return whom a sentence speaks of, where nobody is its subject."""
        return best

    def opening_subject(self, at: int, end: int) -> Mention | None:
        """Return whom a sentence names by words made like a name, behind the verb that it opens
        with."""
        return None

    def of_later_clauses(self, best: Mention | None, end: int) -> Iterator[Mention]:
        """Return the persons whom later clauses of a sentence have as their subject."""
        return iter(())

    # ------------------------------------------------------------- a sentence

    def bearer_behind(self, phrase: NounPhrase, office: Subject) -> Subject | None:
        """Return the person whose name is in apposition to an office, between commas."""
        if office.kind != "people":
            return None
        found = self.following.with_apposition(phrase.first, phrase.after)
        return found if found is not None and found.kind == "person" else None

    def _of_sentence(self, at: int, end: int) -> Iterator[Mention]:
        """Return whom the sentence of the tokens `[at, end)` speaks of, if anybody: aside, and as
        its subject."""
        best: Mention | None = None
        aside: Mention | None = None
        free, part, pronoun = False, 0, False
        for phrase in self.phrases.between(at, end):
            subject = self.phrases.subject(phrase.first, phrase.after)
            if subject is None:
                continue
            if subject.kind == "pronoun" and not phrase.oblique:
                pronoun = self.hides_object(subject)  # He was born near New Orleans
            if pronoun and best is None and not phrase.oblique:
                continue  # He said the growers had to wait
            far = best is not None and phrase.part > part + 1
            if far and not (subject.sure and self.phrases.noun_phrases.is_apposed(phrase)):
                continue
            topic = phrase.first == at and not self.is_possessor(phrase)
            if phrase.oblique and not (topic and subject.kind == "person"):
                spoken_of = subject.is_sure_person
                if aside is None and not pronoun and spoken_of:
                    aside = Mention(phrase.first, subject, aside=True)
                continue
            apposed = self.apposed(phrase, subject)
            if apposed is not None:
                best = Mention(phrase.first, apposed)
                break
            named = self.phrases.person(phrase.first, phrase.after) is not None
            if subject.kind == "person" and named and (subject.sure or best is None):
                best = Mention(phrase.first, subject)
                if subject.sure:
                    break
            part = phrase.part if best is None else part
            leads = best is None and subject.kind in ("people", "body")
            if leads and self.may_lead(phrase, free=free):
                best = Mention(phrase.first, subject)
            free = True
        best = self.experiencing(best, at, end)
        aside = aside or (self.opening_subject(at, end) if best is None else None)
        yield from filter(None, (aside, best))
        yield from self.of_later_clauses(best, end)


class EnglishMentions(Mentions):
    """The persons whom English sentences name."""

    def hides_object(self, subject: Subject) -> bool:
        """Return True: a pronoun is the sentence's subject, so that nobody named later is. He said
        the growers had to wait."""
        return True


class HebrewMentions(EnglishMentions):
    """The persons whom Hebrew sentences name."""

    def apposed(self, phrase: NounPhrase, subject: Subject) -> Subject | None:
        """Return the person whose name is in apposition to an office, between commas."""
        return self.bearer_behind(phrase, subject)


class ArabicMentions(Mentions):
    """The persons whom Arabic sentences name, behind their verb as a rule."""

    phrases: ArabicPhrases

    def surely_named(self, at: int, end: int) -> Mention | None:
        """Return the person behind the verb that a sentence opens with, and that no list has: مشت
        حواء إسحق سبعة أيام (Hawa Ishaq walked for seven days)."""
        tokens, lexicon = self.tokens, self.lexicon
        while at + 1 < end and is_in_any(
            tokens[at].bare, lexicon.clause.auxiliaries, lexicon.clause.negations
        ):
            at += 1
        if at + 1 >= end or at in self.cues or tokens[at].quotation >= 0 or tokens[at].article:
            return None
        if not self._may_be_verb(tokens[at].bare):
            return None
        subject = self.following.subject_after(at + 1)
        if subject is None or subject.kind not in ("person", "people"):
            return None
        return Mention(at + 1, subject)

    def _may_be_verb(self, word: str) -> bool:
        """Return whether a folded word may be a verb: it is no noun, name or stop word."""
        lexicon, words = self.lexicon, self.phrases.words
        for listed in (word, word.lstrip("وف")):
            if is_in_any(listed, lexicon.nouns.heads, lexicon.names.given, lexicon.names.places):
                return False
            if listed in lexicon.stops.words and listed not in lexicon.stops.verbs:
                return False
        if len(word) <= 2 or word in self.phrases.learned.known:
            return False
        return words.stem(word) not in lexicon.nouns.heads and not words.arabic.is_noun(word)

    def may_lead(self, phrase: NounPhrase, *, free: bool) -> bool:
        """Return False: a noun before the verb is seldom its subject."""
        return False

    def opening_subject(self, at: int, end: int) -> Mention | None:
        """Return whom a sentence names that opens with a verb of a woman, by words made like a
        name: جلست منجية على حقيبتها (Manjia sat on her suitcase)."""
        parts = (i for i in range(at + 1, end) if self.tokens[i].gap.strip(SPACES) in COMMAS)
        # أمام المحطة، جلست (in front of the station, she sat)
        leads = self.tokens[at].bare in self.lexicon.stops.prepositions
        at = next(parts, at) if leads else at
        word = self.tokens[at].bare
        if at + 2 >= end or not word.endswith("ت"):
            return None
        listed = word in self.lexicon.nouns.heads or word.endswith("ات")
        if listed or at in self.cues or self.phrases.words.arabic.is_noun(word):
            return None
        found = self.following.subject_after(at + 1)
        if found is None or found.kind != "person":
            return None
        return Mention(found.first, found, aside=True)


class PersianUrduMentions(Mentions, ABC):
    """The persons whom Persian and Urdu sentences name."""

    def surely_named(self, at: int, end: int) -> Mention | None:
        """Return the person or people who are asked in the sentence `[at, end)`."""
        if not self.asks(at, end):
            return None
        for phrase in self.phrases.between(at, end):
            subject = self.phrases.subject(phrase.first, phrase.after)
            asked = subject is not None and subject.kind in ("person", "people")
            if subject is not None and asked and self.is_spoken_to(phrase, at, end):
                return Mention(phrase.first, subject)
        return None

    @abstractmethod
    def asks(self, start: int, end: int) -> bool:
        """Return whether somebody is asked in the sentence `[start, end)`."""

    @abstractmethod
    def is_spoken_to(self, phrase: NounPhrase, start: int, end: int) -> bool:
        """Return whether a phrase says who is asked in the sentence `[start, end)`."""

    def of_later_clauses(self, best: Mention | None, end: int) -> Iterator[Mention]:
        """Return the persons whom a sentence goes on to speak of as the subject, behind a comma and
        تاہم (however) or اما (but)."""
        if best is None:
            return
        for at in range(best.subject.after, end - 1):
            token = self.tokens[at]
            contrasts = (
                token.bare in self.lexicon.clause.conceding & self.lexicon.clause.conjunctions
            )
            opens = contrasts and token.gap.strip(SPACES) != ""
            after = self.phrases.end(at + 1) if opens and token.quotation < 0 else 0
            subject = self.phrases.subject(at + 1, after) if after > at + 1 else None
            if subject is not None and subject.is_sure_person:
                yield Mention(at + 1, subject)


class PersianMentions(PersianUrduMentions):
    """The persons whom Persian sentences name."""

    def asks(self, start: int, end: int) -> bool:
        """Return whether the writer asks somebody: از مهدوی می‌پرسم (I ask Mahdavi)."""
        return any(
            (cue := self.cues.get(at)) is not None and cue.gender == "1" for at in range(start, end)
        )

    def is_spoken_to(self, phrase: NounPhrase, start: int, end: int) -> bool:
        """Return whether از (from) is before a phrase."""
        return phrase.first > start and self.tokens[phrase.first - 1].bare == "از"


class UrduMentions(PersianUrduMentions):
    """The persons whom Urdu sentences name."""

    def asks(self, start: int, end: int) -> bool:
        """Return whether somebody is asked, by nobody who is named or by the writer: سے پوچھا گیا
        (was asked), میں نے پوچھا (I asked)."""
        tokens, lexicon = self.tokens, self.lexicon
        places = [at for at in range(start, end - 1) if tokens[at].bare in lexicon.clause.asking]
        passive = any(
            tokens[at + step].bare in lexicon.verbs.passive_auxiliaries
            for at in places for step in (1, 2) if at + step < end
        )  # fmt: skip
        marker = lexicon.grammar.subject_marker
        mine = any(
            tokens[at].bare in lexicon.clause.first_persons and tokens[at + 1].bare == marker
            for at in range(start, end - 1)
        )
        return passive or (bool(places) and mine)

    def is_spoken_to(self, phrase: NounPhrase, start: int, end: int) -> bool:
        """Return whether سے (from) is behind a phrase."""
        return self.tokens[min(phrase.after, end - 1)].bare == _FROM_URDU

    def is_possessor(self, phrase: NounPhrase) -> bool:
        """Return whether a phrase only says whose relative the next one is: ثنا کی والدہ (the
        mother of Sana)."""
        at = phrase.after + 1
        if (
            at >= len(self.tokens)
            or self.tokens[phrase.after].bare not in self.lexicon.grammar.genitives
        ):
            return False
        end = self.phrases.end(at)
        return end > at and self.tokens[end - 1].bare in self.lexicon.nouns.persons

    def experiencing(self, best: Mention | None, start: int, end: int) -> Mention | None:
        """Return whom a sentence speaks of: the person with کو, where nobody is its subject."""
        if best is not None and best.subject.kind == "person":
            return best
        felt = urdu_experiencer(self.phrases, start, end)
        return Mention(felt.first, felt) if felt is not None else best


def urdu_experiencer(phrases: Phrases, start: int, last: int) -> Subject | None:
    """Return the person of the Urdu sentence `[start, last)` who has no sign of a subject but کو
    (to): عباسی کو یاد ہے: (Abbasi remembers:)."""
    tokens, marker = phrases.words.tokens, phrases.words.lexicon.grammar.subject_marker
    if any(tokens[at].bare == marker for at in range(start, last)):
        return None
    for phrase in phrases.between(start, last):
        found = phrases.subject(phrase.first, phrase.after)
        behind = tokens[phrase.after].bare if phrase.after < last else ""
        if behind == _TO_URDU and found is not None and found.kind == "person":
            return found
    return None
