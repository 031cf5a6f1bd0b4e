"""The subject of Persian and Urdu verbs, which come last in their clauses."""

from __future__ import annotations

from abc import abstractmethod

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.subjects import LONGEST_SUBJECT, Subject
from tui.suggest.rules.phrases.words import COMMAS
from tui.suggest.rules.reports.preceding_subject import LONGEST_CLAUSE, PrecedingSubject


class SubjectBefore(PrecedingSubject):
    """The subject before a verb that ends its clause."""

    def joins_clauses(self, index: int) -> bool:
        """Return whether a word joins a clause to one that ends with a verb: هوا گرم بود و کارگردان
        می‌گفت (it was hot, and the director said)."""
        lexicon = self.lexicon
        if index < 1:
            return False
        joins = self.tokens[index].bare in lexicon.clause.joining
        before = self.tokens[index - 1]
        ends = before.bare in lexicon.clause.copulas or self.phrases.words.is_finite(index - 1)
        return joins and before.quotation < 0 and ends

    def first_of_sentence(self, start: int, cue: Cue) -> Subject | None:
        """Return who a sentence names first, for its second verb: گلابان ہنستی ہیں اور جواب دیتی
        ہیں (Gulaban laughs and answers)."""
        opening = self.passage.sentence_start(cue.first)
        if not 0 < start - opening <= LONGEST_CLAUSE:
            return None
        for phrase in self.phrases.between(opening, start):
            found = None if phrase.oblique else self.phrases.subject(phrase.first, phrase.after)
            if found is not None:
                if found.kind == "people":
                    after = self.end_with_name(phrase)
                    found = self.following.with_apposition(phrase.first, after) or found
                return found if found.can_speak else None
        return self.before_object(self.phrases.between(opening, start), opening)

    def bearer_before(
        self, phrases: list[NounPhrase], office: NounPhrase, subject: Subject | None
    ) -> Subject | None:
        """Return the person whose office a phrase gives behind a comma: یوکی تاناکا، وزیر بهداشت در
        کابل گفت (Yuki Tanaka, the health minister, said in Kabul)."""
        if subject is None or subject.kind != "people":
            return None
        if self.tokens[office.first].gap.strip(SPACES) not in COMMAS:
            return None
        before = next((p for p in phrases if p.after == office.first and not p.oblique), None)
        found = self.subject_of(before) if before is not None else None
        return found if found is not None and found.kind == "person" else None

    def is_no_subject(self, phrase: NounPhrase, subject: Subject) -> bool:
        """Return whether a phrase names no person, body or place, and seems to be a thing."""
        return subject.kind == "unknown" and self.is_thing(phrase)

    @abstractmethod
    def is_thing(self, phrase: NounPhrase) -> bool:
        """Return whether a phrase, none of whose words names a person, is a common noun."""


class PersianPrecedingSubject(SubjectBefore):
    """The subject before a Persian verb."""

    def verb_between(self, cue: Cue) -> Subject | None:
        """Return the subject of a verb, before it as a rule."""
        return self.subject_before(cue) or self._behind_verb(cue)

    def _behind_verb(self, cue: Cue) -> Subject | None:
        """Return the subject behind a verb that follows a quotation: «…»، می‌گوید زنی که (“…,” says
        a woman who)."""
        if not self.following.follows_quotation(cue):
            return None
        found = self.following.subject_after(cue.after)
        speaks = found is not None and found.can_speak and found.kind != "pronoun"
        return found if speaks else None

    def closed_clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the clauses between a comma with که (who) and a verb with a comma: کاوه، که نقاش
        است، می‌گوید (Kaveh, who is a painter, says)."""
        found: list[tuple[int, int]] = []
        opened = -1
        for index in range(start, min(end + 1, len(self.tokens))):
            token = self.tokens[index]
            if opened >= 0 and index > opened and token.gap.strip(SPACES) in COMMAS:
                last = index - 1
                if self.tokens[
                    last
                ].bare in self.lexicon.clause.copulas or self.phrases.words.is_finite(last):
                    found.append((opened, index))
                opened = -1
            parted = token.gap.strip(SPACES) in COMMAS
            if parted and token.bare in self.lexicon.clause.relatives and token.quotation < 0:
                opened = index
        return found

    def in_order(self, phrases: list[NounPhrase], cue: Cue) -> list[NounPhrase]:
        """Return the phrases that can be subjects, last those that give the office of somebody whom
        a preposition governs: از نامهٔ باراک اوباما، رئیس‌جمهور (of the letter of Barack Obama, the
        president)."""
        ordered = super().in_order(phrases, cue)
        return sorted(ordered, key=lambda phrase: self._is_of_governed(phrase, phrases))

    def _is_of_governed(self, office: NounPhrase, phrases: list[NounPhrase]) -> bool:
        """Return whether a phrase behind a comma gives an office, and a preposition governs the
        phrase before the comma."""
        if self.tokens[office.first].gap.strip(SPACES) not in COMMAS:
            return False
        before = next((phrase for phrase in phrases if phrase.after == office.first), None)
        if before is None or not before.oblique:
            return False
        found = self.subject_of(office)
        return found is not None and found.kind == "people"

    def is_only_before(self, phrases: list[NounPhrase]) -> bool:
        """Return whether one of the phrases in front of a particle is the subject in any case:
        منتقدی که نخواست نامش برده شود (a critic who did not want to be named)."""
        return any(not phrase.oblique for phrase in phrases)

    def is_governed(self, at: int) -> bool:
        """Return whether a pronoun is governed by the preposition or noun before it: به ما (to us),
        به خبرنگار ما (to our reporter)."""
        if at == 0 or self.tokens[at].gap.strip(SPACES) or self.tokens[at - 1].quotation >= 0:
            return False
        before, lexicon = self.tokens[at - 1].bare, self.lexicon
        if before in lexicon.stops.prepositions:
            return True
        return not is_in_any(
            before,
            lexicon.stops.words,
            lexicon.clause.conjunctions,
            lexicon.clause.complementizers,
            lexicon.clause.relatives,
        )

    def before_object(self, phrases: list[NounPhrase], start: int) -> Subject | None:
        """Return the person or body that opens a clause right before the object, without a sign
        between the two: پلیس علت حادثه را (police, object: the cause of the accident)."""
        marker, first = self.lexicon.grammar.object_marker, phrases[0] if phrases else None
        if first is None or first.first != start or not first.oblique:
            return None
        after = first.after
        if after >= len(self.tokens) or self.tokens[after].bare != marker:
            return None
        name = self.phrases.person(start, after)
        titled = self.phrases.words.stem(self.tokens[start].bare) in self.lexicon.nouns.persons
        if name is not None and name[1] < after and name[0] in (start, start + titled):
            return self.phrases.subject(start, name[1])
        speakers = self.lexicon.nouns.bodies | self.lexicon.nouns.persons
        alone = self.tokens[start].bare in speakers and after - start > 1
        return self.phrases.subject(start, start + 1) if alone else None

    def is_thing(self, phrase: NounPhrase) -> bool:
        """Return whether a phrase begins with a common noun."""
        return self.phrases.words.is_common(phrase.first)


class UrduPrecedingSubject(SubjectBefore):
    """The subject before an Urdu verb."""

    def verb_between(self, cue: Cue) -> Subject | None:
        """Return the subject of a verb, before it as a rule; that of a noun of saying may be behind
        it: یہ کہنا ہے نازیہ کا (this is what Nazia says)."""
        if cue.word.split()[0] in self.lexicon.verbs.nominal and not self._has_genitive(cue):
            end = min(self.passage.sentence_end(cue.first), cue.after + LONGEST_SUBJECT * 2)
            for phrase in self.phrases.between(cue.after, end):
                follows = self.phrases.subject(phrase.first, phrase.after)
                if follows is not None and follows.kind == "person":
                    return follows
        return self.subject_before(cue)

    def may_be_predicate(self, subject: Subject, start: int, end: int) -> bool:
        """Return whether words behind a quotation belong to its verb, since نے does not follow:
        نوید نے حکومت کو ’…‘ کا ذمہ دار قرار دیا (Naveed called the government responsible for
        “…”)."""
        marker = self.lexicon.grammar.subject_marker
        return (
            subject.kind in ("unknown", "people")
            and self.tokens[start - 1].quotation >= 0
            and "،" not in self.tokens[start].gap
            and not any(self.tokens[i].bare == marker for i in range(start, end))
        )

    def surely_subject(
        self, phrases: list[NounPhrase], cue: Cue, start: int, end: int
    ) -> tuple[bool, Subject | None]:
        """Return whether نے, or کا before a noun of saying, or کو before one of hoping, tells the
        subject, and the subject."""
        if cue.kind != "source after":
            marked = self._marked(phrases, start, end)
            if marked is not None:
                return True, marked
            if self._has_genitive(cue) or self._has_dative(cue):
                return True, self.right_before(phrases, end)
        return super().surely_subject(phrases, cue, start, end)

    def _marked(self, phrases: list[NounPhrase], start: int, end: int) -> Subject | None:
        """Return the phrase before نے, the sign of a subject."""
        marker = self.lexicon.grammar.subject_marker
        for phrase in reversed(phrases):
            if phrase.after < len(self.tokens) and self.tokens[phrase.after].bare == marker:
                return self.subject_of(phrase)
        for index in range(end - 1, start, -1):
            token = self.tokens[index]
            if token.quotation >= 0:
                break
            if (
                token.bare == marker
                and index
                and self.tokens[index - 1].bare in self.lexicon.clause.pronouns
            ):
                return self.phrases.subject(index - 1, index)
        return None

    def _has_genitive(self, cue: Cue) -> bool:
        """Return whether کا (of) is before the expression: رضوان کا کہنا تھا (Rizwan's saying
        was)."""
        return (
            bool(cue.first)
            and self.tokens[cue.first - 1].bare in self.lexicon.grammar.genitives
            and cue.word.split()[0] in self.lexicon.verbs.nominal
        )

    def _has_dative(self, cue: Cue) -> bool:
        """Return whether کو (to) is before an expression of what somebody has: وزیر کو امید ہے (the
        minister hopes)."""
        return (
            bool(cue.first)
            and self.tokens[cue.first - 1].bare in self.lexicon.grammar.datives
            and cue.word.split()[0] in self.lexicon.verbs.experienced
        )

    def is_thing(self, phrase: NounPhrase) -> bool:
        """Return whether a phrase has a common noun, or a genitive before it."""
        following = self.tokens[phrase.after].bare if phrase.after < len(self.tokens) else ""
        if is_in_any(
            following, self.lexicon.grammar.genitives, {self.lexicon.grammar.subject_marker}
        ):
            return False
        owned = (
            phrase.first > 0
            and self.tokens[phrase.first - 1].bare in self.lexicon.grammar.genitives
        )
        return owned or any(
            self.phrases.words.is_common(i) for i in range(phrase.first, phrase.after)
        )
