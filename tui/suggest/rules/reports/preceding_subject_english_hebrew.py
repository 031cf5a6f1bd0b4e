"""The subject of English and Hebrew verbs, which may precede or follow the verb."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.cues.cue import Cue, letter_end
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.reports.preceding_subject import (
    SHORT_NAME,
    PrecedingSubject,
)
from tui.text.spans import Span


class SubjectOnEitherSide(PrecedingSubject):
    """The subject before a verb, or behind one that opens its clause or follows a quotation."""

    may_be_before_quotation = False

    def opening_verb(self, cue: Cue) -> Subject | None:
        """Return the subject that follows a verb at its clause's start."""
        found = self.following.subject_after(cue.after, cue)
        behind = self.following.follows_quotation(cue) or (found is not None and found.can_speak)
        return found if found is not None and behind and not self.is_manner(found) else None

    def is_manner(self, found: Subject) -> bool:
        """Return whether a word behind a verb says how somebody spoke."""
        return False

    def behind_adverbial(self, cue: Cue) -> Subject | None:
        """Return the subject that follows a verb inside its clause: After the vote said Lisle."""
        if self.following.word_before(cue) in self.lexicon.clause.joining:
            return None
        found = self.following.subject_after(cue.after, cue)
        speaks = found is not None and (found.can_speak or self.is_only_noun(found, cue))
        return found if speaks else None

    def is_only_noun(self, follows: Subject, cue: Cue) -> bool:
        """Return whether one unlisted word is all between a verb and what it reports."""
        return False


class EnglishPrecedingSubject(SubjectOnEitherSide):
    """The subject before, or behind, an English verb."""

    may_be_behind_particle = False

    def verb_between(self, cue: Cue) -> Subject | None:
        """Return the subject of a verb, before it as a rule."""
        start = self.clause_start(cue.first)
        if start == cue.first:
            midst = self._is_in_midst(cue)
            found = self._before_quoted_word(cue) if midst else self.opening_verb(cue)
            if found is not None:
                return found
        passive = cue.kind == "describing" and cue.after < len(self.tokens)
        if passive and self.tokens[cue.after].bare == "by":
            return self.following.subject_after(cue.after + 1)
        found = self.subject_before(cue)
        if found is None and start != cue.first:
            return self.behind_adverbial(cue)
        return found

    def _is_in_midst(self, cue: Cue) -> bool:
        """Return whether a few quoted words right before a verb belong to its clause: Abetz
        “categorically” denied."""
        before = self.tokens[cue.first - 1].quotation if cue.first else -1
        if before < 0 or self.tokens[cue.first].gap.strip(SPACES + "”’\"'"):
            return False
        quotation = self.passage.quotations[before]
        inside = self.passage.text[quotation.end - 2]
        return inside.isalnum() and len(self.passage.words_in(quotation)) <= SHORT_NAME

    def _before_quoted_word(self, cue: Cue) -> Subject | None:
        """Return the subject in front of the quotation that is right before a verb."""
        end = self.first_of_quotation(cue.first - 1)
        found, _ = self.in_clause(self.clause_start(end), end, cue)
        return found if found is not None and found.can_speak else None

    def is_name_in_clause(self, opening: int) -> bool:
        """Return whether the quotation that opens at a token is a nickname: Otis “Papa” Greer."""
        return self.phrases.quoted.is_nickname(opening)

    def surely_subject(
        self, phrases: list[NounPhrase], cue: Cue, start: int, end: int
    ) -> tuple[bool, Subject | None]:
        """Return whether a phrase right before a verb is its subject, and the subject."""
        relative = self.lexicon.clause.relatives | self.lexicon.clause.what
        before_verb = [
            phrase
            for phrase in phrases
            if phrase.after == end
            and (not phrase.oblique or self.tokens[phrase.first - 1].bare in relative)
        ]
        if before_verb and not self.tokens[end].gap.strip(SPACES):
            found = self.subject_of(before_verb[-1])
            # not heard in Tolver is heard saying “…”
            says = cue.kind == "participle" and self.following.opens_clause(cue.after)
            if found is not None or not says:
                return True, found
        return super().surely_subject(phrases, cue, start, end)

    def is_no_subject(self, phrase: NounPhrase, subject: Subject) -> bool:
        """Return whether a phrase is a verb that no list has: liked in liked to say."""
        first = self.tokens[phrase.first]
        plain = not (first.capital or first.bare in self.lexicon.nouns.determiners)
        return subject.kind == "unknown" and plain


class HebrewPrecedingSubject(SubjectOnEitherSide):
    """The subject before, or behind, a Hebrew verb."""

    def verb_between(self, cue: Cue) -> Subject | None:
        """Return the subject of a verb, before it as a rule; of a passive, the document or office
        that its words come from."""
        if cue.word in self.lexicon.verbs.impersonal:
            return self._document(cue) or self._office(cue)
        start = self.clause_start(cue.first)
        if cue.prefixed:
            found = self.following.subject_after(cue.after, cue)
            return found if found is not None and found.can_speak else None
        if start == cue.first:
            found = self.opening_verb(cue)
            if found is not None:
                return found
        found = self.subject_before(cue)
        # שבוע לפני האסון כתב: a noun before a verb may say when it was
        if start != cue.first and (found is None or found.kind == "unknown"):
            return self.behind_adverbial(cue) or found
        return found

    def _document(self, cue: Cue) -> Subject | None:
        """Return the document that the words of a passive come from: בדו"ח נכתב (in the report it
        is written), נאמר בהודעה (it was said in the announcement)."""
        following = cue.after < len(self.tokens) and not self.tokens[cue.after].gap.strip(SPACES)
        places = [cue.after] if following else []
        clause = self.phrases.between(self.clause_start(cue.first), cue.first)
        places += [phrase.first for phrase in reversed(clause)]
        for at in places:
            word, noun = self.tokens[at].bare, self.phrases.words.stem(self.tokens[at].bare)
            if word[0] != "ב" or noun not in self.lexicon.nouns.documents or word == noun:
                continue
            found = self.phrases.subject(at, self.phrases.end_from(at))
            if found is not None:
                return found._replace(kind="source", span=self._from_noun(at, found.span))
        return None

    def _from_noun(self, at: int, span: Span) -> Span:
        """Return a span without the preposition joined to its first word."""
        token = self.tokens[at]
        start = token.span.start + letter_end(token.span.of(self.passage.text))
        return Span(start, span.end) if span.start < start else span

    def _office(self, cue: Cue) -> Subject | None:
        """Return the office that the words of a passive come from: ממשרד האוצר נמסר (it was said
        from the finance ministry), נמסר מהעירייה (it was said from the municipality)."""
        found = self.subject_before(cue) or self.following.subject_after(cue.after, cue)
        if found is None and cue.after < len(self.tokens):
            joined = self.tokens[cue.after].bare[0] == "מ" and self._fused(cue.after) == "מ"
            after = self.phrases.end_from(cue.after) if joined else 0
            found = self.phrases.subject(cue.after, after) if joined else None
            if found is not None and found.span.start == self.tokens[cue.after].span.start:
                found = found._replace(span=self._from_noun(cue.after, found.span))
        return found

    def is_only_noun(self, follows: Subject, cue: Cue) -> bool:
        """Return whether one or two words that no list has are all between a verb and what it
        reports: בתגובה אמר ארבל: (in response Arbel said:)."""
        if self.tokens[follows.first].bare[0] in "ובכלמש":
            return False  # מגיב בביטול: (answers dismissively:)
        short = follows.after - follows.first <= SHORT_NAME
        after = follows.after
        takes = after < len(self.tokens) and self.tokens[after].bare == "את"
        return short and (takes or self.following.opens_clause(after))

    def is_manner(self, found: Subject) -> bool:
        """Return whether a word behind a verb says how somebody spoke: אמר ביובש (he said
        drily)."""
        governed = self.phrases.joined.clitic(found.first) in ("ב", "ל", "מ")
        manner = self.tokens[found.first].bare.startswith("ב") and found.kind == "unknown"
        return manner or (governed and found.kind != "person")

    def start_of_name(self, opening: int) -> int:
        """Return the token at which the name of a body begins that is quoted from a token on, -1
        for none."""
        return opening - 1 if self.phrases.quoted.is_body_name(opening, opening - 2) else -1

    def is_name_in_clause(self, opening: int) -> bool:
        """Return whether the quotation that opens at a token is the name of a newspaper or work:
        שסקרה אותו ב"הארץ", כתבה (who reviewed it in “Haaretz”, wrote)."""
        before = self.tokens[opening - 1]
        quotation = self.passage.quotations[self.tokens[opening].quotation]
        words = len(self.passage.words_in(quotation))
        joined = len(before.bare) == 1 and self.tokens[opening].gap.strip() == (
            self.tokens[opening].gap
        )
        named = words <= SHORT_NAME and self.phrases.quoted.is_naming(before)
        return before.quotation < 0 and ((joined and words == 1) or named)

    def relative_verb_before(self, index: int) -> int:
        """Return the token of the verb with ש (who) and a comma before it that ends before another
        verb, 0 for none: הסגן, שהשיב בשם הממשלה, טען (the deputy, who answered for the government,
        claimed)."""
        cue = self.cues.get(index - 1)
        if cue is None or not cue.relative or cue.after != index:
            return 0
        return index - 1 if self.tokens[index - 1].gap.strip(SPACES) == "," else 0

    def named_before_office(
        self, phrases: list[NounPhrase], office: NounPhrase, start: int
    ) -> Subject | None:
        """Return the name that opens a clause, a comma between it and its bearer's office: הרב
        יחיאל קירש, הרב הראשי של רמלה ספד (Rabbi Yehiel Kirsch, the chief rabbi of Ramla,
        eulogised)."""
        first = phrases[0]
        if first is office or first.first != start:
            return None
        if first.oblique or first.part + 1 != office.part:
            return None
        subject, other = self.subject_of(first), self.subject_of(office)
        named = subject is not None and subject.is_sure_person
        return subject if named and other is not None and other.kind == "people" else None

    def opens_part(self, subject: Subject, start: int) -> bool:
        """Return whether a phrase that may be anything opens its clause or follows a comma."""
        return subject.first <= start or self.tokens[subject.first].gap.strip(SPACES) != ""

    def named_behind(self, subject: Subject) -> Subject:
        """Return the person whose name is behind a noun and a comma, or the noun."""
        return self.following.with_apposition(subject.first, subject.after) or subject

    def may_be_oblique(self, phrase: NounPhrase, cue: Cue) -> bool:
        """Return whether a phrase that a preposition governs may speak: מלשכתו נמסר (it was said
        from his office), בבנק הזהירו (at the bank they warned)."""
        clitic = self.phrases.joined.clitic(phrase.first) or self._fused(phrase.first)
        plural = cue.gender == "p" and clitic == "ב"
        return plural or (cue.word in self.lexicon.verbs.reported_from and clitic == "מ")

    def _fused(self, index: int) -> str:
        """Return ב or מ where it seems to be joined to a word, else ""."""
        word = self.tokens[index].bare
        return word[0] if word[:1] in ("ב", "מ") and len(word) > 3 else ""

    def is_no_subject(self, phrase: NounPhrase, subject: Subject) -> bool:
        """Return whether ב (in) seems to be joined to a noun that no list has: בריאיון (in an
        interview)."""
        if subject.kind != "unknown":
            return False
        word = self.tokens[subject.first].bare
        if not is_in_any(word, self.phrases.learned.known, self.lexicon.names.given):
            word = word.removeprefix("ו")  # ובערב (and in the evening)
        named = self.phrases.joined.ends_like_surname(word)
        return word.startswith("ב") and len(word) > 3 and not named
