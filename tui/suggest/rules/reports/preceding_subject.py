"""The subject that precedes its verb: the minister said, وزیر گفت."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.passage_phrases import PhraseReader
from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.reports.following_subject import FollowingSubject

SHORT_NAME = 2
"""Words of a name that nothing tells but its place."""

LONGEST_CLAUSE = 80
"""Tokens before a verb among which its subject is looked for."""


class PrecedingSubject(PhraseReader, ABC):
    """The subject before a verb that comes second or last in its clause.

    A subclass says where else its language may have the subject, and which phrases before a verb
    are none.
    """

    def __init__(self, following: FollowingSubject) -> None:
        super().__init__(following.phrases)
        self.following = following

    # ---------------------------------------------- what a language says itself

    may_be_before_quotation = True
    """Whether a quotation may be between a verb and the subject before it."""

    may_be_behind_particle = True
    """Whether a clause that a particle opens before a verb may have the verb's subject."""

    @abstractmethod
    def verb_between(self, cue: Cue) -> Subject | None:
        """Return the subject of a verb: before it as a rule; some languages have it behind a verb
        that follows a quotation, or that opens a clause."""

    def is_name_in_clause(self, opening: int) -> bool:
        """Return whether the quotation that opens at a token is a name inside the clause."""
        return False

    def start_of_name(self, opening: int) -> int:
        """Return the token at which the name of a body begins that is quoted from a token on, -1
        for none."""
        return -1

    def relative_verb_before(self, index: int) -> int:
        """Return the token of the verb of a relative clause that ends before a token, 0 for
        none."""
        return 0

    def joins_clauses(self, index: int) -> bool:
        """Return whether the word at a token joins a clause to one that ends with a verb."""
        return False

    def may_be_predicate(self, subject: Subject, start: int, end: int) -> bool:
        """Return whether words behind a quotation belong to its verb and are no subject."""
        return False

    def first_of_sentence(self, start: int, cue: Cue) -> Subject | None:
        """Return who a sentence names first, for its second verb."""
        return None

    def closed_clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the clauses among the tokens `[start, end)` that end with a verb and a comma."""
        return []

    def is_only_before(self, phrases: list[NounPhrase]) -> bool:
        """Return whether one of the phrases in front of a particle is the subject in any case."""
        return False

    def is_governed(self, at: int) -> bool:
        """Return whether a pronoun is governed by the preposition or noun before it."""
        return False

    def surely_subject(
        self,
        phrases: list[NounPhrase],
        cue: Cue,
        start: int,
        end: int,
    ) -> tuple[bool, Subject | None]:
        """Return whether a sign tells the subject of a verb, and the subject, None for nobody."""
        if cue.kind != "source after":
            return False, None
        return True, self.right_before(phrases, end)

    def right_before(self, phrases: list[NounPhrase], end: int) -> Subject | None:
        """Return who the last phrase names, if it ends right before an expression or one word
        before it."""
        nearest = [phrase for phrase in phrases if phrase.after >= end - 1]
        return self.subject_of(nearest[-1]) if nearest else None

    def before_object(self, phrases: list[NounPhrase], start: int) -> Subject | None:
        """Return the person or body that opens a clause right before the object."""
        return None

    def bearer_before(
        self,
        phrases: list[NounPhrase],
        office: NounPhrase,
        subject: Subject | None,
    ) -> Subject | None:
        """Return the person whose office a phrase gives behind a comma."""
        return None

    def named_before_office(
        self,
        phrases: list[NounPhrase],
        office: NounPhrase,
        start: int,
    ) -> Subject | None:
        """Return the name that opens a clause, a comma between it and the office."""
        return None

    def opens_part(self, subject: Subject, start: int) -> bool:
        """Return whether a phrase that may be anything is where a subject may be."""
        return True

    def may_be_oblique(self, phrase: NounPhrase, cue: Cue) -> bool:
        """Return whether a phrase that a preposition governs may speak."""
        return False

    def is_close(self, phrase: NounPhrase, end: int) -> bool:
        """Return whether only words that may be between a subject and its verb are between the
        two."""
        between = [self.tokens[i] for i in range(phrase.after, end)]
        return not any(token.bare in self.lexicon.clause.relatives for token in between)

    def is_no_subject(self, phrase: NounPhrase, subject: Subject) -> bool:
        """Return whether a phrase is a word of another kind, or a thing."""
        return False

    # ------------------------------------------------------------- the clause

    def clause_start(self, at: int) -> int:
        """Return the first token of the clause before a token: it begins behind the last quotation,
        colon, full stop or verb of the sentence."""
        index = at
        sentence = self.passage.sentence_start(min(at, len(self.tokens) - 1))
        while index > sentence:
            before = self.tokens[index - 1]
            opening = self.first_of_quotation(index - 1) if before.quotation >= 0 else 0
            name = self.start_of_name(opening) if opening > 1 else -1
            if name >= 0:
                index = name
                continue
            if opening > 0 and self.is_name_in_clause(opening):
                index = opening
                continue
            if before.quotation >= 0 or re.search("[:;؛.!؟?]", self.tokens[index].gap):
                break
            relative = self.relative_verb_before(index)
            if relative and at - index <= LONGEST_CLAUSE:
                index = relative
                continue
            if self._ends_verb(index) or at - index > LONGEST_CLAUSE:
                break
            if self.joins_clauses(index - 1):
                break
            index -= 1
        return index

    def _ends_verb(self, index: int) -> bool:
        """Return whether a reporting verb of the third person ends right before a token."""
        return any(
            (cue := self.cues.get(first)) is not None
            and cue.after == index
            and cue.is_verb
            and cue.gender != "1"
            for first in range(max(0, index - 4), index)
        )

    def subject_before(self, cue: Cue) -> Subject | None:
        """Return the subject before a verb: in its clause, or in front of a quotation between the
        two."""
        end = cue.first
        for _ in range(2):
            start = self.clause_start(end)
            found, elided = self._of_clause_before(start, end, cue)
            if found is not None or elided or not self.may_be_before_quotation:
                return found
            if start <= self.passage.sentence_start(cue.first):
                return None
            if self.tokens[start - 1].quotation < 0 or (
                self.tokens[start].gap.strip(SPACES + '«»“”"’‘')
            ):
                return None
            # A quotation inside the clause: the subject may be in front of it.
            end = self.first_of_quotation(start - 1)
        return None

    def _of_clause_before(self, start: int, end: int, cue: Cue) -> tuple[Subject | None, bool]:
        """Return the subject of the clause `[start, end)`, and whether the search ends here: it is
        named, or is that of the sentence's first verb where the clause leaves it out."""
        found, elided = self.in_clause(start, end, cue)
        inside = start > self.passage.sentence_start(cue.first)
        if found is not None and inside and self.may_be_predicate(found, start, end):
            found = None
        joined = start > 0 and self.tokens[start - 1].bare in self.lexicon.clause.joining
        if joined and found is not None and found.kind == "unknown":
            # این را فلانی گفت و تأخیر را … دانست (so-and-so said this and held the delay to be …)
            found = None
        if found is None and (elided or joined):
            return self.first_of_sentence(start, cue), True
        return found, elided

    def in_clause(self, start: int, end: int, cue: Cue) -> tuple[Subject | None, bool]:
        """Return the subject among the tokens `[start, end)`, and whether it is left out there."""
        if end > start and self.is_pronoun(end - 1) and not self.tokens[end].gap.strip(SPACES):
            return self.phrases.subject(end - 1, end), False
        inner = self._inner_start(start, end)
        if any(first < inner <= last for first, last in self.closed_clauses(start, end)):
            inner = start
        phrases = self.phrases.between(start, end)
        if inner > start and self.may_be_behind_particle:
            inside = [p for p in self.phrases.between(inner, end) if p.part == 0]
            found = self.choose(inside, cue, inner, end) if inside else None
            if found is not None and found.can_speak:
                return found, False
            phrases = self.phrases.between(start, inner - 1)
            if self.is_only_before(phrases):
                return self.choose(phrases, cue, start, end), False
            more = phrases[-1].part + 1 if phrases else 0
            phrases += [
                phrase._replace(part=phrase.part + more)
                for phrase in self.phrases.between(inner, end)
            ]
        phrases = self._outside_clauses(phrases, start, end)
        if self._is_elided(phrases, start, end):
            return None, True
        return self.choose(phrases, cue, start, end), False

    def _outside_clauses(self, phrases: list[NounPhrase], start: int, end: int) -> list[NounPhrase]:
        """Return the phrases that are in no clause between commas."""
        clauses = self.closed_clauses(start, end)
        free = [
            phrase for phrase in phrases
            if not any(first <= phrase.first < last for first, last in clauses)
        ]  # fmt: skip
        return free or phrases

    def is_pronoun(self, at: int) -> bool:
        """Return whether a pronoun is the subject right before a verb, or before a quotation and
        the verb."""
        if self.tokens[at].quotation >= 0:
            return False
        word = self.tokens[at].bare
        if word not in self.lexicon.clause.pronouns:
            return False
        if word in self.lexicon.grammar.postpositions:  # میں: in, or I
            return at == 0 or self.tokens[at].gap.strip(SPACES) != ""
        return not self.is_governed(at)

    def _inner_start(self, start: int, end: int) -> int:
        """Return the index after the last particle that opens a clause before the verb, else
        `start`."""
        openers = self.lexicon.clause.complementizers | self.lexicon.clause.what
        for index in range(end - 1, start - 1, -1):
            if self.tokens[index].bare in openers and self.tokens[index].quotation < 0:
                return index + 1
        return start

    def _is_elided(self, phrases: list[NounPhrase], start: int, end: int) -> bool:
        """Return whether a conjunction is between the last noun phrase and the verb, so that the
        subject is left out: و افزود (and added)."""
        last = max((phrase.after for phrase in phrases), default=start)
        between = [self.tokens[i].bare for i in range(last, end)]
        joining = self.lexicon.clause.joining
        return bool(joining) and any(word in joining for word in between)

    def first_of_quotation(self, index: int) -> int:
        """Return the first token of the quotation that a token is in."""
        quotation = self.tokens[index].quotation
        while index and self.tokens[index - 1].quotation == quotation:
            index -= 1
        return index

    # --------------------------------------------------------- one of phrases

    def choose(self, phrases: list[NounPhrase], cue: Cue, start: int, end: int) -> Subject | None:
        """Return the subject of a verb among the noun phrases before it.

        It is the phrase with a sign of a subject; else a name between commas is preferred to what
        only describes its bearer.
        """
        told, subject = self.surely_subject(phrases, cue, start, end)
        return subject if told else self._nearest(phrases, cue, start, end)

    def _nearest(self, phrases: list[NounPhrase], cue: Cue, start: int, end: int) -> Subject | None:
        """Return the subject in the part between commas that is nearest to the verb; a name in the
        part before it is preferred."""
        best: Subject | None = None
        part = -1
        for phrase in self.in_order(phrases, cue):
            if best is not None and phrase.part == part:
                continue
            subject = self.subject_of(phrase)
            subject = self.bearer_before(phrases, phrase, subject) or subject
            if subject is None:
                continue
            if best is None:
                best, part = subject, phrase.part
                adjacent = phrase.part == self._part_of(phrases, end) and subject.can_speak
                if (
                    subject.kind == "pronoun"
                    or subject.is_sure_person
                    or (adjacent and self.is_close(phrase, end))
                ):
                    return self.named_before_office(phrases, phrase, start) or subject
            elif subject.is_sure_person:
                return subject
            elif best.kind == "unknown" and subject.can_speak:
                best, part = subject, phrase.part
        if best is not None and best.kind == "unknown" and not self.opens_part(best, start):
            return None
        if best is None:
            return self.before_object(phrases, start)
        return self.named_behind(best) if best.kind in ("people", "unknown") else best

    def named_behind(self, subject: Subject) -> Subject:
        """Return the person whose name is behind a noun and a comma, or the noun."""
        return subject

    def in_order(self, phrases: list[NounPhrase], cue: Cue) -> list[NounPhrase]:
        """Return the phrases that can be subjects: part after part from the verb back, each from
        its start."""
        free = [
            phrase for phrase in phrases if not phrase.oblique or self.may_be_oblique(phrase, cue)
        ]
        return sorted(free, key=lambda phrase: (-phrase.part, phrase.first))

    def _part_of(self, phrases: list[NounPhrase], end: int) -> int:
        """Return the part between commas that the verb is in."""
        last = phrases[-1]
        gaps = [self.tokens[i].gap for i in range(last.after, end + 1) if i < len(self.tokens)]
        return last.part + any(gap.strip(SPACES + "-–־.") for gap in gaps)

    def subject_of(self, phrase: NounPhrase) -> Subject | None:
        """Return who a phrase before a verb names, None for what is no subject."""
        after = self.end_with_name(phrase)
        subject = self.phrases.subject(phrase.first, after)
        if subject is None or subject.head in self.lexicon.nouns.not_subjects:
            return None
        called = self.following.called(after)
        if called is not None:
            return called._replace(first=subject.first)
        return None if self.is_no_subject(phrase, subject) else subject

    def end_with_name(self, phrase: NounPhrase) -> int:
        """Return the index after a phrase and the name in quotation marks behind it: روزنامهٔ
        «اعتماد» (the newspaper “Etemad”)."""
        after = phrase.after
        if after < len(self.tokens) and self.tokens[after].quotation >= 0:
            return max(after, self.phrases.end(phrase.first))
        return after
