"""The Arabic subject that precedes its verb, against the rule: الوزير أكد أن."""

from __future__ import annotations

from tui.suggest.rules.cues.cue import Cue, letter_end
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.passage_phrases import ArabicPhrases
from tui.suggest.rules.phrases.subjects import LONGEST_SUBJECT, Subject
from tui.suggest.rules.phrases.words import COMMAS, NEAR
from tui.suggest.rules.reports.preceding_subject import LONGEST_CLAUSE, PrecedingSubject
from tui.text.spans import Span

_LONGEST_NAME = 4
"""Words of a name, or between quotation marks inside a clause."""


class ArabicPrecedingSubject(PrecedingSubject):
    """The subject before an Arabic verb that has none behind it."""

    phrases: ArabicPhrases

    def verb_between(self, cue: Cue) -> Subject | None:
        """Return the subject before a verb that has none behind it."""
        return (
            self.verb_second(cue)
            or self._behind_complementizer(cue.first)
            or self._parted_from_verb(cue)
            or self._unnamed(cue)
            or self._apposed_before(cue)
            or self._described_by(cue)
        )

    def named_before(self, cue: Cue) -> Subject | None:
        """Return the person whose name, surely one, ends right before an expression."""
        start = max(self.passage.sentence_start(cue.first), cue.first - NEAR)
        phrases = self.phrases.between(start, cue.first)
        if not phrases or phrases[-1].after != cue.first or phrases[-1].oblique:
            return None
        found = self.phrases.subject(phrases[-1].first, phrases[-1].after)
        return found if found is not None and found.is_sure_person else None

    def verb_second(self, cue: Cue) -> Subject | None:
        """Return the subject before the verb, at its clause's start: الوزير أكد أن (the minister
        stressed that)."""
        end = self._before_turn(self._before_auxiliaries(cue.first))
        if end and self.phrases.stops.is_joined(end - 1):
            return None  # وبدوره صرح (and for his part he declared)
        parted = self._subject_after_auxiliary(end)
        if parted is not None and end < cue.first and cue.is_verb:
            return parted
        if self._is_joined_noun(end - 1):
            return self._joined_noun(end - 1)
        if parted is not None and end == cue.first and parted.after == end:
            return parted  # وكانت الأمم المتحدة حذرت (and the United Nations had warned)
        return self._of_opening(end, cue)

    def _before_auxiliaries(self, at: int) -> int:
        """Return the token at which auxiliaries right before a verb begin, else `at`."""
        auxiliaries = self.lexicon.clause.auxiliaries
        while at and self.tokens[at - 1].bare in auxiliaries and self.phrases.words.joins(at):
            at -= 1
        return at

    def _of_opening(self, end: int, cue: Cue) -> Subject | None:
        """Return the subject that is all of a clause before its verb, whose words end at `end`."""
        lexicon, sentence = self.lexicon, self.passage.sentence_start(cue.first)
        first = self._opening_before(end, sentence)
        if first == end or end - first > LONGEST_SUBJECT:
            return None
        if self.phrases.end_from(first) != end and not self._is_of(first, end):
            return None
        found = self.phrases.subject(first, end)
        if found is None or found.is_sure_person:
            return found  # الجناح عبدالإله العمري شدد (the winger Abdulelah al-Amri stressed)
        head = self.tokens[first].bare
        if head in lexicon.nouns.heads or (head[0] in "وف" and head[1:] in lexicon.nouns.heads):
            return found
        if self._is_name(first, end):
            return found
        complementizers = lexicon.clause.complementizers
        opens = first == sentence or self.tokens[first - 1].bare in complementizers
        said = cue.kind == "verb" and found.kind != "place"
        return found if opens and said and self._is_definite(first, end) else None

    def _opening_before(self, end: int, sentence: int) -> int:
        """Return the first token of the clause whose verb is at `end`; `end` itself where a
        preposition governs all that is before it."""
        lexicon = self.lexicon
        opening = (
            lexicon.clause.auxiliaries | lexicon.clause.complementizers | lexicon.stops.prepositions
        )
        opening |= lexicon.clause.introducing
        first = end
        while (
            first > sentence and self.phrases.words.joins(first) and end - first <= LONGEST_SUBJECT
        ):
            before = self.tokens[first - 1]
            if before.quotation >= 0 or before.bare in opening:
                break
            first -= 1
        place = self._before_workplace(first, end, sentence)
        if place == first and self._follows_preposition(first):
            return end  # حين سئل عن أرشيفها أجاب (when he was asked about its archive he answered)
        return place

    def _is_definite(self, first: int, after: int) -> bool:
        """Return whether one or two words are a noun with the article and its adjective: المهرب قال
        لنا (the smuggler told us)."""
        plain = after - first <= 2 and self.tokens[first].bare not in self.lexicon.nouns.not_first
        return plain and all(token.article for token in self.tokens[first:after])

    def _behind_complementizer(self, end: int) -> Subject | None:
        """Return the person between أن (that) and a comma before a verb: the Pope in أوضح أن بابا
        الفاتيكان، قال إن (he explained that the Pope, said that)."""
        tokens, lexicon = self.tokens, self.lexicon
        if end >= len(tokens) or tokens[end].gap.strip(SPACES) not in COMMAS:
            return None
        for start in range(end - 1, max(-1, end - LONGEST_SUBJECT - 1), -1):
            if tokens[start].quotation >= 0:
                return None
            if tokens[start].bare in lexicon.clause.complementizers:
                found = None
                if start + 1 < end and self.phrases.end_from(start + 1) == end:
                    found = self.phrases.subject(start + 1, end)
                return found if found is not None and found.can_speak else None
        return None

    def _is_joined_noun(self, at: int) -> bool:
        """Return whether و (and) is joined to a noun with the article for somebody, or to any right
        behind a quotation: «…» والمردة يرد (“…”, and the Marada answers)."""
        word = self.tokens[at].bare if at >= 0 else ""
        behind = at > 0 and self.tokens[at - 1].quotation >= 0
        return word.startswith("وال") and (behind or word[1:] in self.lexicon.nouns.heads)

    def _joined_noun(self, at: int) -> Subject | None:
        """Return the subject that a noun with و is, without the و: والحكومة تتعهد (and the
        government pledges)."""
        found = self.phrases.subject(at, at + 1)
        if found is None:
            return None
        start = self.tokens[at].span.start + letter_end(self.passage.written(at))
        return found._replace(span=Span(start, found.span.end))

    def _is_of(self, first: int, after: int) -> bool:
        """Return whether a phrase and من (from) with a noun are all before a verb: مصدر من المديرية
        (a source from the directorate)."""
        at = self.phrases.end_from(first)
        if at + 1 >= after or self.tokens[at].bare != "من":
            return False
        return self.phrases.end_from(at + 1) == after

    def _before_workplace(self, first: int, end: int, sentence: int) -> int:
        """Return the token at which مصدر في الوزارة (a source in the ministry) begins before a
        verb, `first` without such words."""
        if first <= sentence or self.tokens[first - 1].bare not in ("في", "من"):
            return first
        of = self.tokens[first - 1].bare == "من"
        for start in range(first - 2, max(sentence, end - LONGEST_SUBJECT) - 1, -1):
            person = self.phrases.words.stem(self.tokens[start].bare) in self.lexicon.nouns.persons
            if person and self.phrases.end(start) == (first - 1 if of else end):
                return start
        return first

    def _before_turn(self, at: int) -> int:
        """Return the token at which من جانبها (for her part) begins before a verb, else `at`."""
        words = [token.bare for token in self.tokens[max(0, at - 2) : at]]
        for turn in self.lexicon.clause.turns:
            if tuple(words[-len(turn) :]) == turn and at > len(turn):
                return at - len(turn)
        return at

    def _parted_from_verb(self, cue: Cue) -> Subject | None:
        """Return the name or office that opens the sentence, a description between commas before
        its verb: محمد حداد، أحد السكان، قال (Muhammad Haddad, one of the residents, said)."""
        tokens, lexicon = self.tokens, self.lexicon
        at = cue.first
        while tokens[at - 1].bare in lexicon.clause.auxiliaries and self.phrases.words.joins(at):
            at -= 1
        start = self.passage.sentence_start(cue.first)
        left_out = lexicon.stops.openers | lexicon.clause.introducing | lexicon.clause.auxiliaries
        while start < at and tokens[start].bare in left_out:
            start += 1
        end = self.phrases.end(start)
        near = at - end < LONGEST_CLAUSE // 2
        if not near or not start < end < at or not self._is_set_off(end, at):
            return None
        if any(i in self.cues for i in range(start, at)):
            return None
        subject = self.following.with_apposition(start, end)
        if subject is not None and subject.kind == "unknown" and self.is_parted_name(start, end):
            subject = subject._replace(kind="person", sure=False)
        if subject is None or not subject.can_speak:
            return None
        return subject if subject.sure or end - start > 1 else None

    def _is_set_off(self, first: int, after: int) -> bool:
        """Return whether commas or brackets are around the tokens `[first, after)`."""
        opening, closing = self.tokens[first].gap.strip(SPACES), self.tokens[after].gap
        if opening == "(":
            return closing.strip(SPACES)[:1] == ")"
        return opening in COMMAS and closing.rstrip(SPACES)[-1:] in COMMAS

    def _unnamed(self, cue: Cue) -> Subject | None:
        """Return who opens a sentence and withholds the name: خبير مصايد طلب عدم نشر اسمه حذر (a
        fisheries expert who asked not to be named warned)."""
        tokens, start = self.tokens, self.passage.sentence_start(cue.first)
        end = self.phrases.end(start)
        near = start < end < cue.first <= end + LONGEST_SUBJECT
        if not near or tokens[end].bare not in self.lexicon.verbs.withholding:
            return None
        if not all(self.phrases.words.joins(at) for at in range(end, cue.first)):
            return None
        found = self.phrases.subject(start, end)
        return found if found is not None and found.kind == "people" else None

    def _follows_preposition(self, at: int) -> bool:
        """Return whether a preposition is right before a token."""
        before = self.tokens[at - 1] if at else None
        if before is None or not self.phrases.words.joins(at) or before.quotation >= 0:
            return False
        return before.bare in self.lexicon.stops.prepositions

    def _apposed_before(self, cue: Cue) -> Subject | None:
        """Return the person named right before a verb, behind what the person is at the start of
        the sentence: رفيقة دربها الشاعرة روضة الحاج استعادت (her companion, the poet Rawda al-Hajj,
        recalled)."""
        found = self.named_before(cue)
        start = self.passage.sentence_start(cue.first)
        if found is None or not start < found.first <= start + _LONGEST_NAME:
            return None
        owned = self.tokens[found.first - 1].bare.endswith(("ه", "ها", "هم"))
        joined = all(self.phrases.words.joins(at) for at in range(start + 1, found.first + 1))
        return found if owned and joined else None

    def _described_by(self, cue: Cue) -> Subject | None:
        """Return the indefinite noun for somebody that an imperfect right behind it describes: مقطع
        لسيدة تصرخ (a clip of a woman shouting)."""
        at = cue.first - 1
        if cue.word[0] not in "يت" or at < 0 or not self.phrases.words.joins(cue.first):
            return None
        token = self.tokens[at]
        if token.article or token.quotation >= 0 or token.bare[1:].startswith("ال"):
            return None
        if token.bare.removeprefix("و") in self.lexicon.stops.words:
            return None
        if self.phrases.words.stem(token.bare) not in self.lexicon.nouns.people:
            return None
        found = self.phrases.subject(at, at + 1)
        return found if found is not None and found.kind == "people" else None

    def is_parted_name(self, first: int, after: int) -> bool:
        """Return whether words at a sentence's start, with a comma behind, are a name: two words
        with the article would be a noun and its adjective."""
        tokens, lexicon = self.tokens, self.lexicon
        if not 2 <= after - first <= _LONGEST_NAME:
            return False
        several = sum(token.article for token in tokens[first:after])
        plain = not any(
            self.phrases.words.stem(token.bare) in lexicon.nouns.heads - lexicon.names.given_or_noun
            for token in tokens[first:after]
        )
        office = after < len(tokens) and not tokens[after].article and (
            self.phrases.words.stem(tokens[after].bare) in lexicon.nouns.persons
        )  # fmt: skip
        # التجاني الدوسري، رئيس (al-Tijani al-Dosari, head of)
        return plain and (several < 2 or (office and several == 2))

    def _subject_after_auxiliary(self, end: int) -> Subject | None:
        """Return the subject between كان (was) and قد before a verb: كان تقرير للبنك قد وصف (a
        report of the bank had described)."""
        if not self.phrases.words.joins(end):
            return None  # كان له رأي آخر، فقد اعتبر (he had another opinion: he held)
        for index in range(end - 1, max(-1, end - NEAR), -1):
            token = self.tokens[index]
            if token.quotation >= 0 or (
                index < end - 1 and not self.phrases.words.joins(index + 1)
            ):
                return None
            if token.bare in self.lexicon.clause.complementizers:
                return None
            if token.bare.removeprefix("و") in ("كان", "كانت") and index + 1 < end:
                return self.following.subject_after(index + 1)
        return None

    def _is_name(self, first: int, after: int) -> bool:
        """Return whether the words look like a name without a title: none has the article or is
        short."""
        lexicon = self.lexicon
        words = [self.tokens[i].bare for i in range(first, after)]
        if all(word in self.phrases.learned.known or word in lexicon.names.given for word in words):
            return True
        return (
            len(words) <= 4
            and all(len(token.bare) > 2 and not token.article for token in self.tokens[first:after])
            and not any(
                word in lexicon.stops.words or word in lexicon.nouns.not_first for word in words
            )
        )
