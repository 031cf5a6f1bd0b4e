"""The subject that precedes its verb: the minister said, وزیر گفت."""

from __future__ import annotations

import re

from tui.suggest.rules.cues.cues import Cue, letter_end
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.subjects import LONGEST_SUBJECT, Subject
from tui.suggest.rules.reports.following_subject import FollowingSubject
from tui.text.spans import Span

_SHORT = 2
"""Words of a name that nothing tells but its place."""


LONGEST_CLAUSE = 80
"""Tokens before a verb among which its subject is looked for."""


class PrecedingSubject:
    """Find who spoke before a verb that comes second or last in its clause."""

    def __init__(self, following: FollowingSubject) -> None:
        self._following = following
        self.passage = following.passage
        self.tokens = following.tokens
        self.lexicon = following.lexicon
        self.cues = following.cues
        self.phrases = following.phrases

    def verb_between(self, cue: Cue) -> Subject | None:
        """Return the subject where it is before its verb as a rule; in English and Hebrew it may
        follow the verb after a quotation, or at the start of a clause."""
        both = self.lexicon.subject == "both"
        if cue.word in self.lexicon.impersonal:
            return self._document(cue) or self._office(cue)
        start = self._clause_start(cue.first)
        if cue.prefixed:
            found = self._following.subject_after(cue.after, cue)
            return found if found is not None and found.can_speak else None
        if both and start == cue.first:
            midst = self._is_in_midst(cue)
            found = self._before_quoted_word(cue) if midst else self._opening_verb(cue)
            if found is not None:
                return found
        if cue.word.split()[0] in self.lexicon.nominal and not self._has_genitive(cue):
            end = min(self.passage.sentence_end(cue.first), cue.after + LONGEST_SUBJECT * 2)
            for phrase in self.phrases.between(cue.after, end):  # یہ کہنا ہے نازیہ کا
                follows = self.phrases.subject(phrase.first, phrase.after)
                if follows is not None and follows.kind == "person":
                    return follows
        if (
            self.lexicon.capitals
            and cue.after < len(self.tokens)
            and (self.tokens[cue.after].bare == "by" and cue.kind == "describing")
        ):
            return self._following.subject_after(cue.after + 1)
        named = self._name_after_verb(cue)
        if named is not None:
            return named
        found = self.subject_before(cue)
        if found is None and self.lexicon.object_marker:
            return self._behind_verb(cue)
        if both and start != cue.first and (found is None or self._may_be_adverbial(found)):
            return self._behind_adverbial(cue) or found
        return found

    def _opening_verb(self, cue: Cue) -> Subject | None:
        """Return the subject that follows a verb at its clause's start."""
        found = self._following.subject_after(cue.after, cue)
        behind = self._following.follows_quotation(cue) or (found is not None and found.can_speak)
        return found if found is not None and behind and not self._is_manner_of(found) else None

    def _is_in_midst(self, cue: Cue) -> bool:
        """Tell whether a few quoted words right before an English verb belong to its clause: Abetz
        “categorically” denied."""
        before = self.tokens[cue.first - 1].quotation if cue.first else -1
        if (
            not self.lexicon.capitals
            or before < 0
            or self.tokens[cue.first].gap.strip(SPACES + "”’\"'")
        ):
            return False
        quotation = self.passage.quotations[before]
        inside = self.passage.text[quotation.end - 2]
        return inside.isalnum() and len(self.passage.words_in(quotation)) <= _SHORT

    def _before_quoted_word(self, cue: Cue) -> Subject | None:
        """Return the subject in front of the quotation that is right before a verb."""
        end = self._first_of_quotation(cue.first - 1)
        found, _ = self._in_clause(self._clause_start(end), end, cue)
        return found if found is not None and found.can_speak else None

    def _behind_adverbial(self, cue: Cue) -> Subject | None:
        """Return the subject that follows a verb inside its clause: After the vote said Lisle."""
        if self._following.word_before(cue) in self.lexicon.joining:
            return None
        found = self._following.subject_after(cue.after, cue)
        speaks = found is not None and (found.can_speak or self._is_only_noun(found, cue))
        return found if speaks else None

    def _document(self, cue: Cue) -> Subject | None:
        """Return the document that a Hebrew passive takes words from: בדו"ח נכתב, נאמר בהודעה."""
        following = cue.after < len(self.tokens) and not self.tokens[cue.after].gap.strip(SPACES)
        places = [cue.after] if following else []
        clause = self.phrases.between(self._clause_start(cue.first), cue.first)
        places += [phrase.first for phrase in reversed(clause)]
        for at in places:
            word, noun = self.tokens[at].bare, self.phrases.words.stem(self.tokens[at].bare)
            if word[0] != "ב" or noun not in self.lexicon.documents or word == noun:
                continue
            found = self.phrases.subject(at, self.phrases.end(at, opening=True))
            if found is not None:
                return found._replace(kind="source", span=self._from_noun(at, found.span))
        return None

    def _from_noun(self, at: int, span: Span) -> Span:
        """Return a span without the preposition in front of its first word."""
        token = self.tokens[at]
        start = token.span.start + letter_end(token.span.of(self.passage.text))
        return Span(start, span.end) if span.start < start else span

    def _office(self, cue: Cue) -> Subject | None:
        """Return from whom words come, beside a Hebrew passive: ממשרד האוצר נמסר, נמסר מהעירייה."""
        found = self.subject_before(cue) or self._following.subject_after(cue.after, cue)
        if found is None and cue.after < len(self.tokens):
            joined = self.tokens[cue.after].bare[0] == "מ" and self._fused(cue.after) == "מ"
            after = self.phrases.end(cue.after, opening=True) if joined else 0
            found = self.phrases.subject(cue.after, after) if joined else None
            if found is not None and found.span.start == self.tokens[cue.after].span.start:
                found = found._replace(span=self._from_noun(cue.after, found.span))
        return found

    def _may_be_adverbial(self, found: Subject) -> bool:
        """Tell whether a Hebrew noun before a verb may say when it was: שבוע לפני האסון כתב."""
        return self.lexicon.clitics == "hebrew" and found.kind == "unknown"

    def _is_only_noun(self, follows: Subject, cue: Cue) -> bool:
        """Tell whether all that is between a Hebrew verb and what it reports is a word that no
        list has: בתגובה אמר ארבל:."""
        if self.lexicon.clitics != "hebrew" or follows.first < cue.after:
            return False
        if self.tokens[follows.first].bare[0] in "ובכלמש":
            return False  # מגיב בביטול:
        short = follows.after - follows.first <= _SHORT
        after = follows.after
        takes = after < len(self.tokens) and self.tokens[after].bare == "את"
        return short and (takes or self._following.opens_clause(after))

    def _behind_verb(self, cue: Cue) -> Subject | None:
        """Return the subject behind a Persian verb that follows a quotation: «…»، می‌گوید زنی که."""
        if not self._following.follows_quotation(cue):
            return None
        found = self._following.subject_after(cue.after)
        speaks = found is not None and found.can_speak and found.kind != "pronoun"
        return found if speaks else None

    def _name_after_verb(self, cue: Cue) -> Subject | None:
        """Return the person or body right after a Hebrew verb: בריאיון לרדיו אמר אזולאי כי. A
        definite object would have את before it."""
        if (
            self.lexicon.clitics != "hebrew"
            or self._following.word_before(cue) in self.lexicon.pronouns
        ):
            return None
        found = self._following.subject_after(cue.after, cue)
        if found is None or not found.can_speak:
            return None
        if self._is_definite(found):
            return found
        name = self.phrases.person(found.first, found.after)
        whole = name == (found.first, found.after) and found.sure
        return found if whole and found.first == cue.after else None

    def _is_definite(self, found: Subject) -> bool:
        """Tell whether a Hebrew phrase, or the complement of its noun, has the article."""
        first, last = found.first, min(found.first + 1, found.after - 1)
        titled = self.tokens[first].bare in self.lexicon.titles
        return titled or self.tokens[first].article or self.tokens[last].article

    def _is_manner_of(self, found: Subject | None) -> bool:
        """Tell whether a Hebrew word after a verb says how somebody spoke: אמר ביובש."""
        if found is None or self.lexicon.clitics != "hebrew":
            return False
        hangs = self.phrases.hebrew.clitic(found.first) in ("ב", "ל", "מ")
        manner = self.tokens[found.first].bare.startswith("ב") and found.kind == "unknown"
        return manner or (hangs and found.kind != "person")

    def _clause_start(self, at: int) -> int:
        """Return the index of the first token of the clause before a token: after the last
        quotation, colon, full stop or verb of the sentence."""
        index = at
        sentence = self.passage.sentence_start(min(at, len(self.tokens) - 1))
        while index > sentence:
            before = self.tokens[index - 1]
            opening = self._first_of_quotation(index - 1) if before.quotation >= 0 else 0
            if opening > 1 and self.phrases.quoted.is_body_name(opening, opening - 2):
                index = opening - 1
                continue
            if opening > 0 and self._is_name_in_clause(opening):
                index = opening
                continue
            if before.quotation >= 0 or re.search("[:;؛.!؟?]", self.tokens[index].gap):
                break
            relative = self._relative_verb_before(index)
            if relative and at - index <= LONGEST_CLAUSE:
                index = relative
                continue
            if self._ends_verb(index) or at - index > LONGEST_CLAUSE:
                break
            if self._joins_clauses(index - 1):
                break
            index -= 1
        return index

    def _is_name_in_clause(self, opening: int) -> bool:
        """Tell whether the quotation that opens at a token is a nickname, or a name of a newspaper
        or work in a Hebrew clause: שסקרה אותו ב"הארץ", כתבה."""
        if self.phrases.quoted.is_nickname(opening):
            return True
        before = self.tokens[opening - 1]
        quotation = self.passage.quotations[self.tokens[opening].quotation]
        words = len(self.passage.words_in(quotation))
        joined = len(before.bare) == 1 and self.tokens[opening].gap.strip() == (
            self.tokens[opening].gap
        )
        hebrew = self.lexicon.clitics == "hebrew" and before.quotation < 0
        named = words <= _SHORT and self.phrases.quoted.is_naming(before)
        return hebrew and ((joined and words == 1) or named)

    def _joins_clauses(self, index: int) -> bool:
        """Tell whether a Persian or Urdu word joins a clause to one that ends with a verb: هوا گرم
        بود و کارگردان می‌گفت."""
        lexicon = self.lexicon
        if lexicon.subject != "before" or index < 1:
            return False
        joins = self.tokens[index].bare in lexicon.joining
        before = self.tokens[index - 1]
        ends = before.bare in lexicon.copulas or self.phrases.words.is_finite(index - 1)
        return joins and before.quotation < 0 and ends

    def _relative_verb_before(self, index: int) -> int:
        """Return the token of the Hebrew verb with ש and a comma in front that ends before another,
        0 for none: הסגן, שהשיב בשם הממשלה, טען."""
        cue = self.cues.get(index - 1)
        if cue is None or not cue.relative or cue.after != index:
            return 0
        return index - 1 if self.tokens[index - 1].gap.strip(SPACES) == "," else 0

    def _ends_verb(self, index: int) -> bool:
        """Tell whether a reporting expression of the third person ends right before a token."""
        return any(
            (cue := self.cues.get(first)) is not None
            and cue.after == index
            and cue.is_verb
            and cue.gender != "1"
            for first in range(max(0, index - 4), index)
        )

    def subject_before(self, cue: Cue) -> Subject | None:
        """Return the subject before a verb, in its clause, or in front of a quotation that
        parts them."""
        end = cue.first
        for _ in range(2):
            start = self._clause_start(end)
            found, elided = self._in_clause(start, end, cue)
            inside = start > self.passage.sentence_start(cue.first)
            if found is not None and inside and self._may_be_predicate(found, start, end):
                found = None
            joined = self._follows_joining(start)
            if joined and found is not None and found.kind == "unknown":
                found = None  # این را فلانی گفت و تأخیر را نتیجهٔ … دانست
            if found is None and (elided or joined):
                return self._first_of_sentence(start, cue)
            if found is not None or elided or self.lexicon.subject == "both":
                return found
            if start <= self.passage.sentence_start(cue.first):
                return None
            if self.tokens[start - 1].quotation < 0 or (
                self.tokens[start].gap.strip(SPACES + '«»“”"’‘')
            ):
                return None
            # A quotation inside the clause: the subject may be in front of it.
            end = self._first_of_quotation(start - 1)
        return None

    def _follows_joining(self, start: int) -> bool:
        """Tell whether a conjunction that joins two verbs of one subject is before a token."""
        return start > 0 and self.tokens[start - 1].bare in self.lexicon.joining

    def _first_of_sentence(self, start: int, cue: Cue) -> Subject | None:
        """Return who a Persian or Urdu sentence names first, for its second verb:
        گلابان ہنستی ہیں اور جواب دیتی ہیں."""
        opening = self.passage.sentence_start(cue.first)
        if self.lexicon.subject != "before" or not 0 < start - opening <= LONGEST_CLAUSE:
            return None
        for phrase in self.phrases.between(opening, start):
            found = None if phrase.oblique else self.phrases.subject(phrase.first, phrase.after)
            if found is not None:
                if found.kind == "people":
                    after = self._end_with_name(phrase)
                    found = self._following.with_apposition(phrase.first, after) or found
                return found if found.can_speak else None
        return self.before_object(self.phrases.between(opening, start), opening)

    def _may_be_predicate(self, subject: Subject, start: int, end: int) -> bool:
        """Tell whether Urdu words after a quotation belong to its verb, since نے does not follow:
        نوید نے حکومت کو ’…‘ کا ذمہ دار قرار دیا."""
        marker = self.lexicon.subject_marker
        return (
            marker != ""
            and subject.kind in ("unknown", "people")
            and self.tokens[start - 1].quotation >= 0
            and "،" not in self.tokens[start].gap
            and not any(self.tokens[i].bare == marker for i in range(start, end))
        )

    def _in_clause(self, start: int, end: int, cue: Cue) -> tuple[Subject | None, bool]:
        """Return the subject among the tokens `[start, end)`, and whether it is left out there."""
        if end > start and self.is_pronoun(end - 1) and not self.tokens[end].gap.strip(SPACES):
            return self.phrases.subject(end - 1, end), False
        inner = self._inner_start(start, end)
        if any(first < inner <= last for first, last in self._closed_clauses(start, end)):
            inner = start
        phrases = self.phrases.between(start, end)
        parted = any(
            "," in self.tokens[i].gap for i in range(inner, end + 1) if i < len(self.tokens)
        )
        if inner > start and not (parted and self.lexicon.capitals):
            inside = [p for p in self.phrases.between(inner, end) if p.part == 0]
            found = self.choose(inside, cue, inner, end) if inside else None
            if found is not None and found.can_speak:
                return found, False
            phrases = self.phrases.between(start, inner - 1)
            free = [phrase for phrase in phrases if not phrase.oblique]
            if free and self.lexicon.object_marker:  # منتقدی که نخواست نامش برده شود
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

    def _closed_clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the Persian clauses between a comma and که and a verb and a comma: کاوه، که نقاش
        است، می‌گوید."""
        found: list[tuple[int, int]] = []
        opened = -1
        if not self.lexicon.object_marker:
            return found
        for index in range(start, min(end + 1, len(self.tokens))):
            token = self.tokens[index]
            if opened >= 0 and index > opened and token.gap.strip(SPACES) in ("،", ","):
                last = index - 1
                if self.tokens[last].bare in self.lexicon.copulas or self.phrases.words.is_finite(
                    last
                ):
                    found.append((opened, index))
                opened = -1
            parted = token.gap.strip(SPACES) in ("،", ",")
            if parted and token.bare in self.lexicon.relatives and token.quotation < 0:
                opened = index
        return found

    def _outside_clauses(self, phrases: list[NounPhrase], start: int, end: int) -> list[NounPhrase]:
        """Return the phrases that are in no clause between commas."""
        clauses = self._closed_clauses(start, end)
        free = [
            phrase for phrase in phrases
            if not any(first <= phrase.first < last for first, last in clauses)
        ]  # fmt: skip
        return free or phrases

    def is_pronoun(self, at: int) -> bool:
        """Tell whether a pronoun is right before a verb, or a quotation before the verb."""
        if self.lexicon.clitics == "arabic" or self.tokens[at].quotation >= 0:
            return False
        word = self.tokens[at].bare
        if word not in self.lexicon.pronouns:
            return False
        if word in self.lexicon.postpositions:  # میں: in, or I
            return at == 0 or self.tokens[at].gap.strip(SPACES) != ""
        return not (self.lexicon.object_marker and self._hangs(at))

    def _hangs(self, at: int) -> bool:
        """Tell whether a Persian pronoun belongs to the preposition or noun before it: به ما, به
        خبرنگار ما."""
        if at == 0 or self.tokens[at].gap.strip(SPACES) or self.tokens[at - 1].quotation >= 0:
            return False
        before, lexicon = self.tokens[at - 1].bare, self.lexicon
        if before in lexicon.prepositions:
            return True
        return before not in lexicon.stops | lexicon.conjunctions | lexicon.complementizers | (
            lexicon.relatives
        )

    def _inner_start(self, start: int, end: int) -> int:
        """Return the index after the last particle that opens a clause before the verb, else
        `start`."""
        openers = self.lexicon.complementizers | self.lexicon.what
        for index in range(end - 1, start - 1, -1):
            if self.tokens[index].bare in openers and self.tokens[index].quotation < 0:
                return index + 1
        return start

    def _is_elided(self, phrases: list[NounPhrase], start: int, end: int) -> bool:
        """Tell whether a conjunction is between the last noun phrase and the verb: و افزود."""
        last = max((phrase.after for phrase in phrases), default=start)
        between = [self.tokens[i].bare for i in range(last, end)]
        joining = self.lexicon.joining
        return bool(joining) and any(word in joining for word in between)

    def _first_of_quotation(self, index: int) -> int:
        quotation = self.tokens[index].quotation
        while index and self.tokens[index - 1].quotation == quotation:
            index -= 1
        return index

    def choose(self, phrases: list[NounPhrase], cue: Cue, start: int, end: int) -> Subject | None:
        """Return the subject of a verb among the noun phrases before it.

        A phrase right before the verb is it; else a name between commas goes before what only
        describes its bearer.
        """
        if self.lexicon.subject_marker and cue.kind != "source after":
            marked = self._marked(phrases, start, end)
            if marked is not None:
                return marked
        if cue.kind == "source after" or self._has_genitive(cue):
            nearest = [phrase for phrase in phrases if phrase.after >= end - 1]
            return self._subject(nearest[-1]) if nearest else None
        if self.lexicon.capitals:
            relative = self.lexicon.relatives | self.lexicon.what
            before_verb = [
                phrase
                for phrase in phrases
                if phrase.after == end
                and (not phrase.oblique or self.tokens[phrase.first - 1].bare in relative)
            ]
            if before_verb and not self.tokens[end].gap.strip(SPACES):
                return self._subject(before_verb[-1])
        return self._nearest(phrases, cue, start, end)

    def before_object(self, phrases: list[NounPhrase], start: int) -> Subject | None:
        """Return the person or body that opens a Persian clause and has no sign between it and the
        object: پلیس علت حادثه را."""
        marker, first = self.lexicon.object_marker, phrases[0] if phrases else None
        if not marker or first is None or first.first != start or not first.oblique:
            return None
        after = first.after
        if after >= len(self.tokens) or self.tokens[after].bare != marker:
            return None
        name = self.phrases.person(start, after)
        titled = self.phrases.words.stem(self.tokens[start].bare) in self.lexicon.persons
        if name is not None and name[1] < after and name[0] in (start, start + titled):
            return self.phrases.subject(start, name[1])
        speakers = self.lexicon.bodies | self.lexicon.persons
        alone = self.tokens[start].bare in speakers and after - start > 1
        return self.phrases.subject(start, start + 1) if alone else None

    def _nearest(self, phrases: list[NounPhrase], cue: Cue, start: int, end: int) -> Subject | None:
        """Return the subject in the part between commas that is nearest to the verb; a name in
        one before it goes first."""
        best: Subject | None = None
        part = -1
        for phrase in self._in_order(phrases, cue):
            if best is not None and phrase.part == part:
                continue
            subject = self._subject(phrase)
            subject = self._bearer_before(phrases, phrase, subject) or subject
            if subject is None:
                continue
            if best is None:
                best, part = subject, phrase.part
                adjacent = phrase.part == self._part_of(phrases, end) and subject.can_speak
                if (
                    subject.kind == "pronoun"
                    or _is_sure_person(subject)
                    or (adjacent and self._is_close(phrase, end))
                ):
                    return self._named_before_office(phrases, phrase, start) or subject
            elif _is_sure_person(subject):
                return subject
            elif best.kind == "unknown" and subject.can_speak:
                best, part = subject, phrase.part
        if best is not None and best.kind == "unknown" and not self._opens_part(best, start):
            return None
        noun = best is not None and best.kind in ("people", "unknown")
        if best is not None and noun and self.lexicon.clitics == "hebrew":
            return self._following.with_apposition(best.first, best.after) or best
        return best or self.before_object(phrases, start)

    def _bearer_before(
        self, phrases: list[NounPhrase], office: NounPhrase, subject: Subject | None
    ) -> Subject | None:
        """Return the person whose office a Persian or Urdu phrase gives behind a comma: یوکی
        تاناکا، وزیر بهداشت در کابل گفت."""
        if self.lexicon.subject != "before" or subject is None or subject.kind != "people":
            return None
        if self.tokens[office.first].gap.strip(SPACES) not in ("،", ","):
            return None
        before = next((p for p in phrases if p.after == office.first and not p.oblique), None)
        found = self._subject(before) if before is not None else None
        return found if found is not None and found.kind == "person" else None

    def _named_before_office(
        self, phrases: list[NounPhrase], office: NounPhrase, start: int
    ) -> Subject | None:
        """Return the Hebrew name that opens a clause, a comma between it and the office of its
        bearer: הרב יחיאל קירש, הרב הראשי של רמלה ספד."""
        first = phrases[0]
        if self.lexicon.clitics != "hebrew" or first is office or first.first != start:
            return None
        if first.oblique or first.part + 1 != office.part:
            return None
        subject, other = self._subject(first), self._subject(office)
        named = subject is not None and _is_sure_person(subject)
        return subject if named and other is not None and other.kind == "people" else None

    def _opens_part(self, subject: Subject, start: int) -> bool:
        """Tell whether a Hebrew phrase that may be anything opens its clause or follows a comma."""
        if self.lexicon.clitics != "hebrew" or subject.first <= start:
            return True
        return self.tokens[subject.first].gap.strip(SPACES) != ""

    def _in_order(self, phrases: list[NounPhrase], cue: Cue) -> list[NounPhrase]:
        """Return the phrases that can be subjects: part after part from the verb back, each
        from its start."""
        free = [phrase for phrase in phrases if not phrase.oblique or self._may_hang(phrase, cue)]
        return sorted(free, key=lambda phrase: (-phrase.part, phrase.first))

    def _may_hang(self, phrase: NounPhrase, cue: Cue) -> bool:
        """Tell whether a phrase after a preposition may speak: מלשכתו נמסר, בבנק הזהירו."""
        if self.lexicon.clitics != "hebrew":
            return False
        clitic = self.phrases.hebrew.clitic(phrase.first) or self._fused(phrase.first)
        plural = cue.gender == "p" and clitic == "ב"
        return plural or (cue.word in self.lexicon.reported_from and clitic == "מ")

    def _fused(self, index: int) -> str:
        word = self.tokens[index].bare
        return word[0] if word[:1] in ("ב", "מ") and len(word) > 3 else ""

    def _part_of(self, phrases: list[NounPhrase], end: int) -> int:
        """Return the part between commas that the verb is in."""
        last = phrases[-1]
        gaps = [self.tokens[i].gap for i in range(last.after, end + 1) if i < len(self.tokens)]
        return last.part + any(gap.strip(SPACES + "-–־.") for gap in gaps)

    def _is_close(self, phrase: NounPhrase, end: int) -> bool:
        """Tell whether only words that may be between subject and verb separate the two."""
        if self.lexicon.subject == "before":
            return True
        between = [self.tokens[i] for i in range(phrase.after, end)]
        return not any(token.bare in self.lexicon.relatives for token in between)

    def _marked(self, phrases: list[NounPhrase], start: int, end: int) -> Subject | None:
        """Return the phrase before نے."""
        marker = self.lexicon.subject_marker
        for phrase in reversed(phrases):
            if phrase.after < len(self.tokens) and self.tokens[phrase.after].bare == marker:
                if "،" in self.tokens[phrase.after].gap:
                    return self._before_relative_clause(phrases, phrase) or self._subject(phrase)
                return self._subject(phrase)
        for index in range(end - 1, start, -1):
            token = self.tokens[index]
            if token.quotation >= 0:
                break
            if (
                token.bare == marker
                and index
                and self.tokens[index - 1].bare in self.lexicon.pronouns
            ):
                return self.phrases.subject(index - 1, index)
        return None

    def _before_relative_clause(
        self, phrases: list[NounPhrase], last: NounPhrase
    ) -> Subject | None:
        """Return the Urdu subject in front of a clause between commas that ends with a phrase:
        خرم شہزاد، جنہوں نے پانچ وکٹیں لیں، نے کہا."""
        for phrase in reversed(phrases):
            after = phrase.after
            if phrase.part < last.part and after < len(self.tokens):
                parted = "،" in self.tokens[after].gap
                return self._subject(phrase) if (
                    parted and self.tokens[after].bare in self.lexicon.relatives
                ) else None  # fmt: skip
        return None

    def _has_genitive(self, cue: Cue) -> bool:
        """Tell whether کا is before the expression: رضوان کا کہنا تھا."""
        return (
            bool(cue.first)
            and self.tokens[cue.first - 1].bare in self.lexicon.genitives
            and cue.word.split()[0] in self.lexicon.nominal
        )

    def _subject(self, phrase: NounPhrase) -> Subject | None:
        after = self._end_with_name(phrase)
        subject = self.phrases.subject(phrase.first, after)
        if subject is None or subject.head in self.lexicon.not_subjects:
            return None
        called = self._following.called(after)
        if called is not None:
            return called._replace(first=subject.first)
        first = self.tokens[phrase.first]
        if self._is_fused_noun(subject):
            return None
        plain = not (first.capital or first.bare in self.lexicon.determiners)
        if self.lexicon.capitals and subject.kind == "unknown" and plain:
            return None  # a verb that no list has: liked to say
        if subject.kind == "unknown" and self._is_thing(phrase):
            return None
        return subject

    def _is_thing(self, phrase: NounPhrase) -> bool:
        """Tell whether a Persian or Urdu phrase, none of whose words names a person, is a common
        noun, or in Urdu hangs on a noun before it."""
        if self.lexicon.object_marker:
            return self.phrases.words.is_common(phrase.first)
        following = self.tokens[phrase.after].bare if phrase.after < len(self.tokens) else ""
        marked = following in self.lexicon.genitives | {self.lexicon.subject_marker}
        if not self.lexicon.genitives or marked:
            return False
        owned = phrase.first > 0 and self.tokens[phrase.first - 1].bare in self.lexicon.genitives
        return owned or any(
            self.phrases.words.is_common(i) for i in range(phrase.first, phrase.after)
        )

    def _end_with_name(self, phrase: NounPhrase) -> int:
        """Return the token after a phrase and the name in quotation marks behind it: روزنامهٔ
        «اعتماد»."""
        after = phrase.after
        if after < len(self.tokens) and self.tokens[after].quotation >= 0:
            return max(after, self.phrases.end(phrase.first))
        return after

    def _is_fused_noun(self, subject: Subject) -> bool:
        """Tell whether a Hebrew noun that no list has seems to have ב in front: בריאיון."""
        if self.lexicon.clitics != "hebrew" or subject.kind != "unknown":
            return False
        names = self.phrases.learned.known | self.lexicon.given
        word = self.tokens[subject.first].bare
        word = word if word in names else word.removeprefix("ו")  # ובערב
        named = word in names or self.phrases.hebrew.ends_like_surname(word)
        return word.startswith("ב") and len(word) > 3 and not named


def _is_sure_person(subject: Subject) -> bool:
    return subject.kind == "person" and subject.sure
