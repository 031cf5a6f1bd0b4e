"""Find who speaks: the reports of a text (X said), each with its speaker."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from tui.suggest.cues import Cue, find_cues, letter_end
from tui.suggest.lexicon import bare
from tui.suggest.passages import SPACES, Passage
from tui.suggest.phrases import TANWIN, NounPhrase, Phrases, Subject
from tui.text.spans import Span
from tui.text.unicode import LRM, RLM

Form = Literal["explicit", "pronoun", "implicit"]


_ANAPHORA_PARAGRAPHS = 2


_ANAPHORA_REPORTS = 16
"""Reports before one that are looked at for who is meant."""


_LONGEST_BEFORE = 6


_LONGEST_TITLE = 3
"""Words between quotation marks that may be a name."""


_BESIDE = 10
"""Tokens of a noun phrase before an expression."""


_UNLISTED = 2
"""Words of a verb that no list has, behind a name and before a colon."""


_LONGEST_CLAUSE = 80
"""Tokens before a verb among which its subject is looked for."""


_COMMAS = "،,"


_TO = bare("إلى")


@dataclass(frozen=True)
class Report:
    """A reporting expression, and who it says has spoken."""

    cue: Cue
    after: int
    """Index of the token behind the expression and a subject that follows it."""
    subject: Subject | None = None
    form: Form = "explicit"
    """How the subject is named here."""
    bound: bool = False
    """Whether a subject that is not named here must be looked for in the same clause only."""
    negated: bool = False
    gender: str = ""

    @property
    def first(self) -> int:
        """Index of the expression's first token."""
        return self.cue.first


@dataclass(frozen=True)
class Mention:
    """Somebody who is named as the subject of a sentence, and may be meant by what follows."""

    at: int
    """Index of its first token."""
    subject: Subject
    aside: bool = False
    """Whether the sentence only speaks of them: meant where nobody else is."""


class Reports:
    """The reports of a passage, in order, their subjects resolved."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        self.lexicon = passage.lexicon
        self.cues = find_cues(passage)
        self.phrases = Phrases(passage, self.cues)
        self.mentions = list(self._mentions())
        self.found: list[Report] = []
        mention = 0
        last: Mention | None = None
        aside: Mention | None = None
        for at in sorted(self.cues):
            while mention < len(self.mentions) and self.mentions[mention].at < at:
                passed = self.mentions[mention]
                last, aside = (last, passed) if passed.aside else (passed, aside)
                mention += 1
            report = self._resolved(self._report(self.cues[at]), last, aside)
            if report is not None:
                self.found.append(report)

    # ---------------------------------------------------------------- mentions

    def _mentions(self) -> Iterator[Mention]:
        """The first person, or other speaker, that each sentence names and hangs on nothing."""
        at = 0
        while at < len(self.tokens):
            end = self._sentence_end(at)
            best: Mention | None = None
            aside: Mention | None = None
            free, part = False, 0
            for phrase in self.phrases.between(at, end):
                subject = self.phrases.subject(phrase.first, phrase.after)
                if subject is None:
                    continue
                far = best is not None and phrase.part > part + 1
                if far and not (subject.sure and self.phrases.is_apposed(phrase)):
                    continue
                if phrase.oblique and not (phrase.first == at and subject.stands == "person"):
                    if aside is None and subject.stands == "person" and subject.sure:
                        aside = Mention(phrase.first, subject, aside=True)
                    continue
                named = self.phrases.person(phrase.first, phrase.after) is not None
                if subject.stands == "person" and named and (subject.sure or best is None):
                    best = Mention(phrase.first, subject)
                    if subject.sure:
                        break
                leads = (phrase.part == 0 or not free) and self.lexicon.clitics != "arabic"
                part = phrase.part if best is None else part
                if best is None and leads and subject.stands in ("people", "body"):
                    best = Mention(phrase.first, subject)
                free = True
            yield from filter(None, (aside, best))
            at = end

    def mention_before(self, at: int) -> Mention | None:
        """The last person or other subject that a sentence before a token names."""
        place = bisect_left(self.mentions, at, key=lambda mention: mention.at) - 1
        while place >= 0 and self.mentions[place].aside:
            place -= 1
        return self.mentions[place] if place >= 0 else None

    def _sentence_end(self, at: int) -> int:
        """The index of the first token of the next sentence."""
        number = self.passage.sentence(self.tokens[at].span.start)
        end = at + 1
        while end < len(self.tokens):
            if self.passage.sentence(self.tokens[end].span.start) != number:
                break
            end += 1
        return end

    # ----------------------------------------------------------------- reports

    def _report(self, cue: Cue) -> Report | None:
        match cue.kind:
            case "source before" | "own words":
                return self._source_before(cue)
            case "source behind":
                return self._source_behind(cue)
            case "saying":
                return self._saying(cue)
            case "told in":
                return self._told_in(cue)
            case "participle":
                return Report(cue, cue.after, None, "implicit", bound=True, gender=cue.gender)
            case _:
                return self._verb(cue)

    def _source_before(self, cue: Cue) -> Report | None:
        """According to X, وفقا للوزير, לדברי, به گفتهٔ."""
        if cue.kind == "own words":
            return Report(cue, cue.after, None, "pronoun")
        subject = self._behind_lam(cue.after) or self.subject_after(cue.after)
        if subject is not None and self.lexicon.capitals and subject.head in self.lexicon.bodies:
            subject = self._by_whom(subject) or subject
        if subject is None or subject.head in self.lexicon.not_sources:
            return None
        if subject.stands == "pronoun":
            return Report(cue, subject.after, None, "pronoun", gender=subject.gender)
        return Report(cue, subject.after, subject)

    def _by_whom(self, source: Subject) -> Subject | None:
        """Who made a report: according to a study published in May by the institute."""
        number = self.passage.sentence(source.span.start)
        for at in range(source.after, min(source.after + _BESIDE, len(self.tokens) - 1)):
            token = self.tokens[at]
            if token.quotation >= 0 or self.passage.sentence(token.span.start) != number:
                return None
            if token.gap.strip(SPACES):
                return None
            if token.bare == "by":
                found = self.subject_after(at + 1)
                return found if found is not None and self._plausible(found) else None
        return None

    def _source_behind(self, cue: Cue) -> Report | None:
        """X کے مطابق."""
        found = self._before(cue)
        if found is None:
            return None
        if found.stands == "pronoun":
            return Report(cue, cue.after, None, "pronoun", gender=found.gender)
        return Report(cue, cue.after, found)

    def _saying(self, cue: Cue) -> Report | None:
        """نقلت الوكالة عن الوزير قوله: the speaker stands after the last عن of the sentence."""
        sentence = self.passage.sentence(cue.span.start)
        if cue.word.startswith("ب"):  # بالقول, بقوله: who spoke is the subject of the verb before
            return Report(cue, cue.after, None, "implicit", bound=True)
        for index in range(cue.first - 1, max(-1, cue.first - 20), -1):
            if self.passage.sentence(self.tokens[index].span.start) != sentence:
                break
            if self.tokens[index].bare == "عن" or self._is_ascribed(index):
                subject = self.subject_after(index + 1)
                return Report(cue, cue.after, subject) if subject else None
        return None

    def _is_ascribed(self, index: int) -> bool:
        """Whether a token is إلى behind a verb that ascribes words: نسبت إلى الوزير قوله."""
        before = self.tokens[index - 1].bare.lstrip("وف") if index else ""
        return self.tokens[index].bare == _TO and before in self.lexicon.ascribing

    def _told_in(self, cue: Cue) -> Report | None:
        """وجاء في البيان: the source stands after في."""
        following = [token.bare for token in self.tokens[cue.after : cue.after + 2]]
        if following[:1] != ["في"] or len(following) < 2:
            return None
        if following[1] not in self.lexicon.sources:
            return None
        subject = self.subject_after(cue.after + 1)
        if subject is None:
            return None
        wider = cue._replace(span=Span(cue.span.start, self.tokens[cue.after].span.end))
        return Report(wider, subject.after, subject)

    def _verb(self, cue: Cue) -> Report:
        before = self._word_before(cue)
        negated = before in self.lexicon.negations
        form: Form = "explicit"
        bound = cue.relative
        subject: Subject | None = None
        if self.lexicon.subject == "after":
            subject, form, bound = self._verb_first(cue, before)
        elif not cue.relative:
            subject = self._verb_between(cue)
        after = cue.after
        if subject is not None and subject.first >= cue.after:
            after = subject.after
        if subject is not None and subject.stands == "pronoun":
            gender = subject.gender or cue.gender
            return Report(cue, after, None, "pronoun", bound, negated, gender)
        if subject is None and form == "explicit":
            form = "implicit"
        return Report(cue, after, subject, form, bound, negated, cue.gender)

    def _word_before(self, cue: Cue) -> str:
        token = self.tokens[cue.first]
        if not cue.first or token.gap.strip(SPACES) or self.tokens[cue.first - 1].quotation >= 0:
            return ""
        return self.tokens[cue.first - 1].bare

    # ------------------------------------------------- where the verb comes first

    def _verb_first(self, cue: Cue, before: str) -> tuple[Subject | None, Form, bool]:
        """Subject, form and boundness where the subject follows its verb as a rule."""
        if cue.word in self.lexicon.quoting:
            return self._quoted_from(cue), "explicit", True
        what = before in self.lexicon.what or before in self.lexicon.relatives
        quoted = cue.after < len(self.tokens) and self.tokens[cue.after].quotation >= 0
        subject = None if what and quoted else self.subject_after(cue.after, cue)
        if cue.kind == "describing" and (subject is None or subject.stands != "person"):
            subject = self._named_before(cue) or subject  # رفض … الحميدي وصف العمال بـ
        if cue.word in self.lexicon.judging and subject and subject.stands == "unknown":
            subject = self._verb_second(cue) or subject  # القاضية اعتبرت التحقيق «…»
        form: Form = "explicit"
        bound = False
        if subject is None and not cue.prefixed:
            if before in self.lexicon.pronouns:
                form = "pronoun"
            elif before in self.lexicon.relatives:
                bound = True
            else:
                subject = self._verb_second(cue) or self._parted_from_verb(cue)
        if subject is None and cue.prefixed:
            opening = self.passage.sentence_start(cue.first)
            bound = self.tokens[opening].bare in self.lexicon.as_for
            end = self.phrases.end(opening + 1) if bound else opening
            if opening + 1 < end <= cue.first:
                found = self.phrases.subject(opening + 1, end)
                subject = found if found is not None and self._plausible(found) else None
            if bound and subject is None:
                subject = self._named_before(cue, sure=False) or self._parted_from_verb(cue)
        return subject, form, bound

    def _quoted_from(self, cue: Cue) -> Subject | None:
        """Who stands behind عن: ينقل الكتاب عن رحالة فرنسي أن."""
        for index in range(cue.after, min(cue.after + _BESIDE, len(self.tokens))):
            if self.tokens[index].quotation >= 0 or self.tokens[index].bare in (
                self.lexicon.complementizers
            ):
                break
            if self.tokens[index].bare == "عن":
                return self.subject_after(index + 1)
        return None

    def _named_before(self, cue: Cue, *, sure: bool = True) -> Subject | None:
        """The person whose name ends right before an expression."""
        start = max(self.passage.sentence_start(cue.first), cue.first - _BESIDE)
        phrases = self.phrases.between(start, cue.first)
        if not phrases or phrases[-1].after != cue.first or phrases[-1].oblique:
            return None
        found = self.phrases.subject(phrases[-1].first, phrases[-1].after)
        if found is None or found.stands != "person":
            return None
        return found if found.sure or not sure else None

    def _verb_second(self, cue: Cue) -> Subject | None:
        """The subject that stands before the verb at its clause's start: الوزير أكد أن."""
        tokens, lexicon = self.tokens, self.lexicon
        sentence = self.passage.sentence_start(cue.first)
        end_at = cue.first
        while (
            end_at and tokens[end_at - 1].bare in lexicon.auxiliaries and self.phrases.joins(end_at)
        ):
            end_at -= 1
        end_at = self._before_turn(end_at)
        if end_at and self.phrases.is_joined(end_at - 1):
            return None  # وبدوره صرح
        if end_at < cue.first and cue.kind in ("verb", "weaker verb", "describing"):
            parted = self._behind_auxiliary(end_at)
            if parted is not None:
                return parted
        opening = lexicon.auxiliaries | lexicon.complementizers | lexicon.prepositions
        opening |= lexicon.introducing
        first = end_at
        while first > sentence and self.phrases.joins(first) and end_at - first <= _LONGEST_BEFORE:
            before = tokens[first - 1]
            if before.quotation >= 0 or before.bare in opening:
                break
            first -= 1
        first = self._before_workplace(first, end_at, sentence)
        if first == end_at or end_at - first > _LONGEST_BEFORE:
            return None
        head = tokens[first].bare
        if head[:1] in ("و", "ف") and head[1:] in lexicon.heads:
            head = head[1:]
        if self.phrases.end(first, opening=True) != end_at:
            return None
        found = self.phrases.subject(first, end_at)
        if found is None or (head not in lexicon.heads and not self._is_name(first, end_at)):
            return None
        return found

    def _in_long_quotation(self, at: int) -> bool:
        """Whether quotation marks around a token hold more than a name."""
        quotation = self.tokens[at].quotation
        if quotation < 0:
            return False
        return len(self.passage.words_in(self.passage.quotations[quotation])) > _UNLISTED * 2

    def _before_workplace(self, first: int, end: int, sentence: int) -> int:
        """The token at which مصدر في الوزارة begins before a verb, `first` where none does."""
        if first <= sentence or self.tokens[first - 1].bare != "في":
            return first
        for start in range(first - 2, max(sentence, end - _LONGEST_BEFORE) - 1, -1):
            person = self.phrases.stem(self.tokens[start].bare) in self.lexicon.persons
            if person and self.phrases.end(start) == end:
                return start
        return first

    def _before_turn(self, at: int) -> int:
        """The token at which من جانبها or بدوره begins before a verb, else `at`."""
        words = [token.bare for token in self.tokens[max(0, at - 2) : at]]
        for turn in self.lexicon.turns:
            if tuple(words[-len(turn) :]) == turn and at > len(turn):
                return at - len(turn)
        return at

    def _parted_from_verb(self, cue: Cue) -> Subject | None:
        """The name or office that opens the sentence, parted from its verb by what describes it:
        محمد حداد، أحد السكان، قال."""
        tokens, lexicon = self.tokens, self.lexicon
        at = cue.first
        while tokens[at - 1].bare in lexicon.auxiliaries and self.phrases.joins(at):
            at -= 1
        start = self.passage.sentence_start(cue.first)
        left_out = lexicon.openers | lexicon.introducing | lexicon.auxiliaries
        while start < at and tokens[start].bare in left_out:
            start += 1
        end = self.phrases.end(start)
        parted = (
            tokens[at].gap.rstrip(SPACES)[-1:] in ("،", ",") and at - end < _LONGEST_CLAUSE // 2
        )
        if not parted or not start < end < at or tokens[end].gap.strip(SPACES) not in ("،", ","):
            return None
        if any(i in self.cues or self._in_long_quotation(i) for i in range(start, at)):
            return None
        subject = self._with_apposition(start, end)
        if subject is None or not self._plausible(subject):
            return None
        return subject if subject.sure or end - start > 1 else None

    def _behind_auxiliary(self, end: int) -> Subject | None:
        """The subject between كان and قد before a verb: كان تقرير للبنك قد وصف."""
        for index in range(end - 1, max(-1, end - _BESIDE), -1):
            token = self.tokens[index]
            if token.quotation >= 0 or (index < end - 1 and not self.phrases.joins(index + 1)):
                return None
            if token.bare.removeprefix("و") in ("كان", "كانت") and index + 1 < end:
                return self.subject_after(index + 1)
        return None

    def _is_name(self, first: int, after: int) -> bool:
        """Whether the words look like a bare name: none has the article or is short."""
        lexicon = self.lexicon
        words = [self.tokens[i].bare for i in range(first, after)]
        if all(word in self.phrases.known or word in lexicon.given for word in words):
            return True
        return (
            len(words) <= 4
            and all(
                token.bare in lexicon.name_parts or (len(token.bare) > 2 and not token.article)
                for token in self.tokens[first:after]
            )
            and not any(
                word in lexicon.stops or word in lexicon.not_first or self._may_be_cue(word)
                for word in words
            )
        )

    def _may_be_cue(self, word: str) -> bool:
        return any(len(words) == 1 for words, _ in self.lexicon.cues.get(word, ()))

    def subject_after(self, at: int, cue: Cue | None = None) -> Subject | None:
        """The subject that starts at a token, behind a verb or preposition; None if none does.

        Behind a verb that may have an object, only a noun for a person or body is surely the
        subject, or what stands right before the reported clause.
        """
        tokens, lexicon = self.tokens, self.lexicon
        if at < len(tokens) and tokens[at].gap == " " and self._is_told_to(at, cue):
            whole = tokens[at].bare not in lexicon.told_to
            at = self.phrases.end(at, opening=True) if whole else at + 1  # قال لرويترز مسؤول
        while (
            cue
            and at < len(tokens)
            and tokens[at].bare in lexicon.adverbs
            and (not tokens[at].gap.strip(SPACES) and tokens[at].quotation < 0)
        ):
            at += 1
        if at >= len(tokens) or (tokens[at].gap.strip(SPACES) and tokens[at].quotation < 0):
            return None
        if tokens[at].bare in lexicon.complementizers or self._opens_joined_clause(at, cue):
            return None
        if tokens[at].bare in lexicon.pronouns and lexicon.clitics != "arabic":
            return self.phrases.subject(at, at + 1) if tokens[at].quotation < 0 else None
        if tokens[at].bare in lexicon.determiners:
            after = self.phrases.end(at + 1)
            after = after if after > at + 1 else at
        else:
            after = self.phrases.end(at)
        if after == at or tokens[at].bare in lexicon.not_first or self._is_manner(at, after):
            return None
        if cue is not None and (self._disagrees(at, cue) or self._hangs(at)):
            return None
        if cue is not None and self._is_spoken_to(at):
            return None
        return self._behind_verb(at, after, cue.word if cue else "")

    def _is_spoken_to(self, at: int) -> bool:
        """Whether a Hebrew word that no list has seems to have ל in front: השיבה לשאלת."""
        word, lexicon = self.tokens[at].bare, self.lexicon
        if lexicon.clitics != "hebrew" or not word.startswith("ל"):
            return False
        names = self.phrases.known | lexicon.given | lexicon.heads | lexicon.name_parts
        return len(word) > 3 and word not in names

    def _opens_joined_clause(self, at: int, cue: Cue | None) -> bool:
        """Whether the reported clause begins with a word that ש is written together with:
        הודיעה שתכנס."""
        lexicon, word = self.lexicon, self.tokens[at].bare
        if cue is None or not lexicon.joined or not word.startswith(lexicon.joined):
            return False
        if self._stands_behind_speech(cue):
            return False  # what was said stands before: "…", צוחקת שכנתם
        names = self.phrases.known | lexicon.given | lexicon.heads | lexicon.name_parts
        return len(word) > 2 and word not in names

    def _is_told_to(self, at: int, cue: Cue | None) -> bool:
        """Whether a word behind a verb names whom it was said to: قال لها, وقال لسكانها."""
        word = self.tokens[at].bare
        if word in self.lexicon.told_to:
            return True
        if cue is None or self.lexicon.clitics != "arabic" or not word.startswith("ل"):
            return False
        known = word in self.lexicon.given or word in self.phrases.known
        owned = word.endswith(("ها", "هم", "ه")) and len(word) > _LONGEST_BEFORE - 1
        return not known and (owned or self.phrases.stem(word[1:]) in self.lexicon.heads)

    def _behind_verb(self, at: int, after: int, verb: str) -> Subject | None:
        """The subject that the phrase behind a verb is, unless it may be the verb's object."""
        tokens, lexicon = self.tokens, self.lexicon
        if verb and tokens[at].quotation >= 0 and not self._opens_clause(after):
            return None
        sure = tokens[at].bare in lexicon.heads or tokens[at].bare in self.phrases.known
        if lexicon.clitics == "arabic" and not sure and self._is_judged(at, after, verb):
            return None
        after = self._before_judged(at, after) if verb in lexicon.judging else after
        if verb in lexicon.objects and lexicon.clitics == "arabic":
            after = self._before_object(at, after)
            if not sure and after - at > 1 and tokens[at].bare not in lexicon.given:
                return None
        elif verb in lexicon.objects:
            return None
        elif verb in lexicon.transitive and not sure and not self._opens_clause(after):
            found = self.phrases.person(at, after)
            if (found is None or found[0] != at) and not self._is_apposed(after):
                return None
        return self._with_apposition(at, after)

    def _hangs(self, at: int) -> bool:
        """Whether a Hebrew preposition is written together with what follows a verb."""
        if self.lexicon.clitics != "hebrew" or self.tokens[at].bare in self.phrases.known:
            return False
        return self.phrases.hebrew_clitic(at) in ("ב", "ל", "מ")

    def _disagrees(self, at: int, cue: Cue) -> bool:
        """Whether a feminine noun follows a masculine verb, or several persons one of a woman, as
        its object: هاجم الجائزة, خاطبت الحاضرين."""
        token = self.tokens[at]
        feminine = token.article and self.passage.written(at).endswith("ة")
        named = token.bare in self.lexicon.heads or token.bare in self.phrases.known
        if self.lexicon.clitics != "arabic" or not cue.is_verb:
            return False
        several = (
            token.article and token.bare.endswith("ين") and token.bare not in (self.lexicon.given)
        )
        wrong = feminine if cue.gender == "m" else several and cue.gender == "f"
        return wrong and not (named and not several)

    def _is_judged(self, at: int, after: int, verb: str) -> bool:
        """Whether one Arabic word with article behind a verb is what it judges, right before the
        judgement: اعتبر الاكتشاف «مذهلا», وصف الوعد بأنه."""
        if verb not in self.lexicon.judging or after != at + 1 or not self.tokens[at].article:
            return False
        following = self.tokens[after] if after < len(self.tokens) else None
        if (
            following is None
            or following.gap.strip(SPACES + '«“"”')
            or self.tokens[at].bare in self.lexicon.given
        ):
            return False
        return following.quotation >= 0 or following.bare in self.lexicon.described_as

    def _before_judged(self, at: int, after: int) -> int:
        """The token behind the subject where the thing that is judged follows it, right before a
        quotation: اعتبرت غرفة تجارة عمان القرار «…»."""
        tokens = self.tokens
        held = after < len(tokens) and tokens[after].quotation >= 0
        judged = tokens[after - 1].article and not tokens[after - 2].article
        return after - 1 if held and judged and after - at > _UNLISTED else after

    def _is_apposed(self, at: int) -> bool:
        """Whether a sure name between commas follows: كشف ناشر الرواية، إلياس خوري، أن."""
        if at >= len(self.tokens) or self.tokens[at].gap.strip() not in tuple(_COMMAS):
            return False
        end = self.phrases.end(at)
        name = self.phrases.person(at, end) if end > at else None
        closed = end < len(self.tokens) and self.tokens[end].gap.strip(SPACES) != ""
        return name == (at, end) and closed and self.phrases.is_sure(name)

    def _is_manner(self, at: int, after: int) -> bool:
        """Whether an Arabic word says how somebody spoke: أضاف مبتسماً."""
        word, written = self.tokens[at].bare, self.passage.written(at)
        if self.lexicon.clitics != "arabic" or after > at + 1:
            return False
        if word in self.lexicon.given or word in self.phrases.known:
            return False
        return written.endswith(TANWIN) and word not in self.lexicon.heads

    def _with_apposition(self, at: int, after: int) -> Subject | None:
        """The subject, by the name that follows it between commas where it has none itself."""
        subject = self.phrases.subject(at, after)
        if subject is None or subject.stands == "person" or after >= len(self.tokens):
            return subject
        after = self._behind_workplace(self._behind_aside(after))
        if after >= len(self.tokens):
            return subject
        if ")" in self.tokens[after].gap:
            end = self.phrases.end(after, opening=True)
            name = self.phrases.person(after, end)
            found = self.phrases.subject(after, end) if name and name[0] == after else None
            return found._replace(first=at) if found is not None else subject
        if self.tokens[after].gap.strip() not in _COMMAS or subject.stands == "body":
            return subject
        if self.tokens[after].gap.strip() == "" or self.tokens[after].quotation >= 0:
            return subject
        end = self.phrases.end(after)
        if end == after:
            return subject
        name = self.phrases.person(after, end) or self._apposed_name(after, end)
        if name is None:
            return subject
        found = self.phrases.subject(after, end)
        span = Span(self.tokens[name[0]].span.start, self.tokens[name[1] - 1].span.end)
        assert found is not None  # noqa: S101 - a name is there
        return found._replace(span=span, first=at, after=end, stands="person")

    def _behind_aside(self, at: int) -> int:
        """The token behind (במיל') or של איתמר, which stand between an office and a name."""
        tokens = self.tokens
        if tokens[at].gap.strip(SPACES) == "(":
            for index in range(at + 1, min(at + 4, len(tokens))):
                if ")" in tokens[index].gap:
                    return index
        if tokens[at].bare == "של" and not tokens[at].gap.strip(SPACES):
            return max(at, self.phrases.end(at + 1, opening=True)) if at + 1 < len(tokens) else at
        return at

    def _behind_workplace(self, at: int) -> int:
        """The token behind من or في and a noun, where a comma follows: الناجي من الطاقم، سالم."""
        lexicon = self.lexicon
        if lexicon.clitics != "arabic" or self.tokens[at : at + 1] == []:
            return at
        if self.tokens[at].bare not in ("من", "في") or self.tokens[at].gap.strip(SPACES):
            return at
        end = self.phrases.end(at + 1, opening=True)
        parted = end < len(self.tokens) and self.tokens[end].gap.strip() in tuple(_COMMAS)
        return end if parted else at

    def _apposed_name(self, at: int, end: int) -> tuple[int, int] | None:
        """A bare name of two words or more between commas: الخبير الاقتصادي، وائل النحاس:."""
        if not self.lexicon.clitics or not 2 <= end - at <= 4:
            return None
        closed = end >= len(self.tokens) or (
            self.tokens[end].bare in self.lexicon.complementizers
            or self.tokens[end].gap.strip()[:1] in ("،", ":", ",")
        )
        if self.lexicon.clitics == "hebrew":
            closed = closed or self.tokens[end].gap != " "
        if self.lexicon.clitics == "arabic":  # البرتغالي جواو: the nationality first
            while at < end - 1 and self.tokens[at].article:
                at += 1
        words = [self.tokens[i].bare for i in range(at, end)]
        nouns = self.lexicon.heads - self.lexicon.given_or_noun
        plain = not self.tokens[at].article and not any(word in nouns for word in words)
        return (at, end) if closed and plain and len(words) > 1 else None

    def _before_object(self, at: int, after: int) -> int:
        """The token behind the subject of وصف الأمين العام أنطونيو غوتيريش الوضع: a country, or a
        word with article behind a name, is the object."""
        tokens, lexicon = self.tokens, self.lexicon
        no_names = lexicon.heads | lexicon.name_parts
        name = self.phrases.person(at, after)
        first = name[0] + 2 if name is not None and name[1] - name[0] > 1 else at + 1
        for index in range(first, after):
            word, before = tokens[index].bare, tokens[index - 1].bare
            named = (
                not (tokens[index - 1].article or before.startswith("لل"))
                and before not in no_names | lexicon.representing
            )
            if word in lexicon.places or (named and tokens[index].article):
                if word in self.phrases.known:
                    continue
                return index
        return after

    def _opens_clause(self, at: int) -> bool:
        """Whether the reported clause or a quotation follows: what stands before is the subject."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        opens = token.bare in self.lexicon.complementizers
        if token.bare in self.lexicon.takes or token.bare == "ب":
            following = self.tokens[at + 1] if at + 1 < len(self.tokens) else token
            opens = opens or following.quotation >= 0
        return opens or token.quotation >= 0 or ":" in token.gap

    def _behind_lam(self, at: int) -> Subject | None:
        """The subject that follows ل: وفقا للوزير, وفقا لـ رويترز. Its span leaves out the ل."""
        tokens = self.tokens
        if self.lexicon.clitics != "arabic" or at >= len(tokens):
            return None
        word = tokens[at].bare
        if not word.startswith("ل") or tokens[at].gap.strip(SPACES):
            return None
        if word == "ل":
            return self.subject_after(at + 1)
        after = self.phrases.end(at, opening=True)
        start = tokens[at].span.start + letter_end(tokens[at].span.of(self.passage.text))
        rest = word[1:]
        head = f"ا{word}" if word.startswith("لل") else rest
        subject = self.phrases.subject(at, after)
        if subject is None:
            return None
        if subject.stands == "person" and subject.span.start > start:
            return subject._replace(head=head)
        stands = subject.stands
        if head in self.lexicon.bodies:
            stands = "body"
        elif head in self.lexicon.sources:
            stands = "source"
        elif head in self.lexicon.persons:
            stands = "people"
        return subject._replace(span=Span(start, subject.span.end), head=head, stands=stands)

    # --------------------------------------------- where the verb comes second or last

    def _verb_between(self, cue: Cue) -> Subject | None:
        """The subject where it stands before its verb as a rule; in English and Hebrew it may
        follow the verb behind a quotation, or at the start of a clause."""
        both = self.lexicon.subject == "both"
        start = self._clause_start(cue.first)
        if cue.prefixed:
            found = self.subject_after(cue.after, cue)
            return found if found is not None and self._plausible(found) else None
        if both and start == cue.first:
            found = self.subject_after(cue.after, cue)
            behind = self._stands_behind(cue) or (found is not None and self._plausible(found))
            if found is not None and behind and not self._is_manner_of(found):
                return found
        if cue.word.split()[0] in self.lexicon.nominal and not self._has_genitive(cue):
            end = min(self._sentence_end(cue.first), cue.after + _LONGEST_BEFORE * 2)
            for phrase in self.phrases.between(cue.after, end):  # یہ کہنا ہے نازیہ کا
                follows = self.phrases.subject(phrase.first, phrase.after)
                if follows is not None and follows.stands == "person":
                    return follows
        if (
            self.lexicon.capitals
            and cue.after < len(self.tokens)
            and (self.tokens[cue.after].bare == "by" and cue.kind == "describing")
        ):
            return self.subject_after(cue.after + 1)
        named = self._named_behind(cue)
        if named is not None:
            return named
        found = self._before(cue)
        joined = cue.first > start and self._word_before(cue) in self.lexicon.joining
        if found is None and both and start != cue.first and not joined:
            follows = self.subject_after(cue.after, cue)
            if follows is not None and self._plausible(follows):
                return follows
        return found

    def _named_behind(self, cue: Cue) -> Subject | None:
        """The person whose name stands between a Hebrew verb and the clause that it reports:
        בריאיון לרדיו אמר אזולאי:."""
        if self.lexicon.clitics != "hebrew" or self._word_before(cue) in self.lexicon.pronouns:
            return None
        found = self.subject_after(cue.after, cue)
        if found is None or found.stands != "person" or found.first != cue.after:
            return None
        name = self.phrases.person(found.first, found.after)
        whole = name == (found.first, found.after) and found.sure
        return found if whole and self._opens_clause(found.after) else None

    def _is_manner_of(self, found: Subject | None) -> bool:
        """Whether a Hebrew word behind a verb says how somebody spoke: אמר ביובש."""
        if found is None or self.lexicon.clitics != "hebrew":
            return False
        hangs = self.phrases.hebrew_clitic(found.first) in ("ב", "ל", "מ")
        manner = self.tokens[found.first].bare.startswith("ב") and found.stands == "unknown"
        return manner or (hangs and found.stands != "person")

    def _plausible(self, subject: Subject) -> bool:
        return subject.stands in ("person", "body", "people", "pronoun")

    def _stands_behind(self, cue: Cue) -> bool:
        """Whether a quotation ends right before the expression."""
        return cue.first > 0 and self.tokens[cue.first - 1].quotation >= 0

    def _stands_behind_speech(self, cue: Cue) -> bool:
        """Whether the quotation right before the expression is longer than a name."""
        if not self._stands_behind(cue):
            return False
        quotation = self.passage.quotations[self.tokens[cue.first - 1].quotation]
        return len(self.passage.words_in(quotation)) > _LONGEST_TITLE

    def _clause_start(self, at: int) -> int:
        """The index of the first token of the clause before a token: behind the last quotation,
        colon, full stop or verb of the sentence."""
        index = at
        sentence = self.passage.sentence_start(min(at, len(self.tokens) - 1))
        while index > sentence:
            before = self.tokens[index - 1]
            if before.quotation >= 0 or re.search("[:;؛.!؟?]", self.tokens[index].gap):
                break
            if self._ends_verb(index) or at - index > _LONGEST_CLAUSE:
                break
            index -= 1
        return index

    def _ends_verb(self, index: int) -> bool:
        """Whether a reporting expression ends right before a token."""
        return any(
            (cue := self.cues.get(first)) is not None and cue.after == index and cue.is_verb
            for first in range(max(0, index - 4), index)
        )

    def _before(self, cue: Cue) -> Subject | None:
        """The subject before a verb, in its clause, or in front of a quotation that parts them."""
        end = cue.first
        for _ in range(2):
            start = self._clause_start(end)
            found, elided = self._in_clause(start, end, cue)
            inside = start > self.passage.sentence_start(cue.first)
            if found is not None and inside and self._may_be_predicate(found, start, end):
                found = None
            if found is not None or elided or self.lexicon.subject == "both":
                return found
            if start <= self.passage.sentence_start(cue.first):
                return None
            if self.tokens[start - 1].quotation < 0 or (
                self.tokens[start].gap.strip(SPACES + '«»“”"’‘')
            ):
                return None
            # A quotation inside the clause: the subject may stand in front of it.
            end = self._first_of_quotation(start - 1)
        return None

    def _may_be_predicate(self, subject: Subject, start: int, end: int) -> bool:
        """Whether Urdu words behind a quotation belong to its verb, since نے does not follow:
        نوید نے حکومت کو ’…‘ کا ذمہ دار قرار دیا."""
        marker = self.lexicon.subject_marker
        return (
            marker != ""
            and subject.stands in ("unknown", "people")
            and self.tokens[start - 1].quotation >= 0
            and not any(self.tokens[i].bare == marker for i in range(start, end))
        )

    def _in_clause(self, start: int, end: int, cue: Cue) -> tuple[Subject | None, bool]:
        """The subject among the tokens `[start, end)`, and whether it is left out there."""
        if end > start and self._is_pronoun(end - 1) and not self.tokens[end].gap.strip(SPACES):
            return self.phrases.subject(end - 1, end), False
        inner = self._inner_start(start, end)
        phrases = self.phrases.between(start, end)
        parted = any(
            "," in self.tokens[i].gap for i in range(inner, end + 1) if i < len(self.tokens)
        )
        if inner > start and not (parted and self.lexicon.capitals):
            inside = [p for p in self.phrases.between(inner, end) if p.part == 0]
            found = self._choose(inside, cue, inner, end) if inside else None
            if found is not None and self._plausible(found):
                return found, False
            phrases = self.phrases.between(start, inner - 1)
            free = [phrase for phrase in phrases if not phrase.oblique]
            if free and self.lexicon.object_marker:  # منتقدی که نخواست نامش برده شود
                return self._choose(phrases, cue, start, end), False
            more = phrases[-1].part + 1 if phrases else 0
            phrases += [
                phrase._replace(part=phrase.part + more)
                for phrase in self.phrases.between(inner, end)
            ]
        if self._is_elided(phrases, start, end):
            return None, True
        return self._choose(phrases, cue, start, end), False

    def _is_pronoun(self, at: int) -> bool:
        """Whether a pronoun stands right before a verb, or a quotation before the verb."""
        if self.lexicon.clitics == "arabic" or self.tokens[at].quotation >= 0:
            return False
        return self.tokens[at].bare in self.lexicon.pronouns

    def _inner_start(self, start: int, end: int) -> int:
        """The index behind the last particle that opens a clause before the verb, else `start`."""
        openers = self.lexicon.complementizers | self.lexicon.what
        for index in range(end - 1, start - 1, -1):
            if self.tokens[index].bare in openers and self.tokens[index].quotation < 0:
                return index + 1
        return start

    def _is_elided(self, phrases: list[NounPhrase], start: int, end: int) -> bool:
        """Whether a conjunction stands between the last noun phrase and the verb: و افزود."""
        last = max((phrase.after for phrase in phrases), default=start)
        between = [self.tokens[i].bare for i in range(last, end)]
        joining = self.lexicon.joining
        return bool(joining) and any(word in joining for word in between)

    def _first_of_quotation(self, index: int) -> int:
        quotation = self.tokens[index].quotation
        while index and self.tokens[index - 1].quotation == quotation:
            index -= 1
        return index

    def _choose(self, phrases: list[NounPhrase], cue: Cue, start: int, end: int) -> Subject | None:
        """The subject of a verb among the noun phrases before it.

        A phrase right before the verb is it; else a name between commas goes before what only
        describes its bearer.
        """
        if self.lexicon.subject_marker and cue.kind != "source behind":
            marked = self._marked(phrases, start, end)
            if marked is not None:
                return marked
        if cue.kind == "source behind" or self._has_genitive(cue):
            nearest = [phrase for phrase in phrases if phrase.after >= end - 1]
            return self._subject(nearest[-1]) if nearest else None
        if self.lexicon.capitals:
            beside = [phrase for phrase in phrases if not phrase.oblique and phrase.after == end]
            if beside and not self.tokens[end].gap.strip(SPACES):
                return self._subject(beside[-1])
        return self._nearest(phrases, cue, start, end)

    def _nearest(self, phrases: list[NounPhrase], cue: Cue, start: int, end: int) -> Subject | None:
        """The subject in the part between commas that is nearest to the verb; a name in one before
        it goes first."""
        best: Subject | None = None
        part = -1
        for phrase in self._in_order(phrases, cue):
            if best is not None and phrase.part == part:
                continue
            subject = self._subject(phrase)
            if subject is None:
                continue
            if best is None:
                best, part = subject, phrase.part
                adjacent = phrase.part == self._part_of(phrases, end) and self._plausible(subject)
                if (
                    subject.stands == "pronoun"
                    or _is_sure_person(subject)
                    or (adjacent and self._is_close(phrase, end))
                ):
                    return subject
            elif _is_sure_person(subject):
                return subject
            elif best.stands == "unknown" and self._plausible(subject):
                best, part = subject, phrase.part
        if best is not None and best.stands == "unknown" and not self._opens_part(best, start):
            return None
        return best

    def _opens_part(self, subject: Subject, start: int) -> bool:
        """Whether a Hebrew phrase that may be anything opens its clause or follows a comma."""
        if self.lexicon.clitics != "hebrew" or subject.first <= start:
            return True
        return self.tokens[subject.first].gap.strip(SPACES) != ""

    def _in_order(self, phrases: list[NounPhrase], cue: Cue) -> list[NounPhrase]:
        """The phrases that can be subjects: part after part from the verb back, each from its
        start."""
        free = [phrase for phrase in phrases if not phrase.oblique or self._may_hang(phrase, cue)]
        return sorted(free, key=lambda phrase: (-phrase.part, phrase.first))

    def _may_hang(self, phrase: NounPhrase, cue: Cue) -> bool:
        """Whether what a preposition stands before may speak: מלשכתו נמסר, בבנק הזהירו."""
        if self.lexicon.clitics != "hebrew":
            return False
        clitic = self.phrases.hebrew_clitic(phrase.first) or self._fused(phrase.first)
        plural = cue.gender == "p" and clitic == "ב"
        return plural or (cue.word in self.lexicon.reported_from and clitic == "מ")

    def _fused(self, index: int) -> str:
        word = self.tokens[index].bare
        return word[0] if word[:1] in ("ב", "מ") and len(word) > 3 else ""

    def _part_of(self, phrases: list[NounPhrase], end: int) -> int:
        """The part between commas that the verb stands in."""
        last = phrases[-1]
        gaps = [self.tokens[i].gap for i in range(last.after, end + 1) if i < len(self.tokens)]
        return last.part + any(gap.strip(SPACES + "-–־.") for gap in gaps)

    def _is_close(self, phrase: NounPhrase, end: int) -> bool:
        """Whether nothing but what may stand between subject and verb does."""
        if self.lexicon.subject == "before":
            return True
        between = [self.tokens[i] for i in range(phrase.after, end)]
        return not any(token.bare in self.lexicon.relatives for token in between)

    def _marked(self, phrases: list[NounPhrase], start: int, end: int) -> Subject | None:
        """The phrase before نے."""
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
        """The Urdu subject in front of a clause between commas that ends with a phrase:
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
        """Whether کا stands before the expression: رضوان کا کہنا تھا."""
        return (
            bool(cue.first)
            and self.tokens[cue.first - 1].bare in self.lexicon.genitives
            and cue.word.split()[0] in self.lexicon.nominal
        )

    def _subject(self, phrase: NounPhrase) -> Subject | None:
        after = phrase.after
        if after < len(self.tokens) and self.tokens[after].quotation >= 0:
            after = max(after, self.phrases.end(phrase.first))  # روزنامهٔ «اعتماد»
        subject = self.phrases.subject(phrase.first, after)
        if subject is None or subject.head in self.lexicon.not_subjects:
            return None
        first = self.tokens[phrase.first]
        if self._is_fused_noun(subject):
            return None
        plain = not (first.capital or first.bare in self.lexicon.determiners)
        if self.lexicon.capitals and subject.stands == "unknown" and plain:
            return None  # a verb that no list has: liked to say
        return subject

    def _is_fused_noun(self, subject: Subject) -> bool:
        """Whether a Hebrew noun that no list has seems to have ב in front: בריאיון."""
        if self.lexicon.clitics != "hebrew" or subject.stands != "unknown":
            return False
        word = self.tokens[subject.first].bare
        names = self.phrases.known | self.lexicon.given
        return word.startswith("ב") and len(word) > 3 and word not in names

    # ---------------------------------------------------------------- who is meant

    def _resolved(
        self, report: Report | None, mention: Mention | None, aside: Mention | None
    ) -> Report | None:
        """The report with the speaker named before, where it names none itself."""
        if report is None or report.subject is not None:
            return report
        if report.cue.kind in ("participle", "saying"):
            subject = self._main_subject(report)
            if subject is not None:
                return replace(report, subject=subject, form="explicit")
            if report.cue.kind == "participle":
                return report
        if report.bound and report.cue.kind != "saying":
            subject = self._subject_before_what(report) or self._before_relative(report)
            return replace(report, subject=subject)
        joined = self._of_first_verb(report)
        if joined is not None:
            return replace(report, subject=joined)
        earlier = self._earlier(report)
        newer = mention is not None and (earlier is None or mention.at > earlier.first)
        if mention is not None and newer and self._may_mean(mention, report):
            return replace(report, subject=mention.subject)
        nearer = aside is not None and self._is_nearer(aside, earlier, report)
        if earlier is not None and not nearer:
            return replace(report, subject=self._named(earlier).subject)
        if aside is not None and self._may_mean(aside, report):
            return replace(report, subject=aside.subject)
        return report

    def _of_first_verb(self, report: Report) -> Subject | None:
        """The subject of an Arabic sentence's first verb, where و or ف joins this one to it and
        that one reports nothing: أدانت المنظمة الاقتحام، ورأت فيه."""
        if self.lexicon.clitics != "arabic" or not report.cue.prefixed:
            return None
        start = self.passage.sentence_start(report.first)
        while start < report.first and self._only_opens(start):
            start += 1
        if start + 1 >= report.first or any(i in self.cues for i in range(start, report.first)):
            return None
        subject = self.subject_after(start + 1)
        if subject is None or subject.stands not in ("person", "body"):
            return None
        feminine = self.tokens[start].bare.endswith("ت")
        return subject if feminine == (report.gender == "f") else None

    def _only_opens(self, at: int) -> bool:
        """Whether a word only leads over to a sentence: بدورها, من جانبه,."""
        word = self.tokens[at].bare.lstrip("وف")
        return word in self.lexicon.stops or self.tokens[at].bare in self.lexicon.stops

    def _is_nearer(self, aside: Mention, earlier: Report | None, report: Report) -> bool:
        """Whether somebody is spoken of in the report's paragraph, and the last speaker before."""
        if earlier is None or aside.at < earlier.first or not self._may_mean(aside, report):
            return False
        paragraph = self.passage.paragraph(report.cue.span.start)
        there = self.passage.paragraph(self.tokens[aside.at].span.start)
        last = self.passage.paragraph(earlier.cue.span.start)
        sentence = self.passage.sentence(self.tokens[aside.at].span.start)
        parted = sentence < self.passage.sentence(report.cue.span.start)
        return there == paragraph and last < paragraph and parted

    def _named(self, report: Report) -> Report:
        """The report before it whose speaker has the name, where this one's only has an office:
        قال كولر … وتابع المدرب …"""
        subject = report.subject
        if subject is None or subject.stands != "people" or self.lexicon.clitics != "arabic":
            return report
        words = self.tokens[subject.first : subject.after]
        if subject.head not in self.lexicon.roles or not all(word.article for word in words):
            return report
        place = next((i for i, one in enumerate(reversed(self.found)) if one is report), 0)
        for other in islice(reversed(self.found), place + 1, place + 3):
            if other.subject is not None and other.subject.stands == "person":
                return other if self._is_near(other.first, report) else report
        return report

    def _may_mean(self, mention: Mention, report: Report) -> bool:
        return self._is_near(mention.at, report) and self._fits(mention.subject, report)

    def _earlier(self, report: Report) -> Report | None:
        """The last report before with a subject, where it agrees and is near."""
        for other in islice(reversed(self.found), _ANAPHORA_REPORTS):
            if not self._is_near(other.first, report):
                return None
            if other.subject is None or self._is_doubtful(other):
                continue
            source = other.cue.kind == "source before" and self.lexicon.clitics == "arabic"
            if source and not self._follows_source(other, report):
                continue
            if _agree(report.gender, other.gender) and self._fits(other.subject, report):
                return other
            return None
        return None

    def _is_doubtful(self, report: Report) -> bool:
        """Whether a verb that also means something else has a noun as subject that no list has:
        علّقت شهادة."""
        subject = report.subject
        return (
            report.cue.kind == "weaker verb"
            and self.lexicon.clitics == "arabic"
            and subject is not None
            and subject.stands == "unknown"
        )

    def _follows_source(self, source: Report, report: Report) -> bool:
        """Whether a report without subject goes on from وبحسب مسؤول in the sentence before."""
        one = self.passage.sentence(source.cue.span.start)
        other = self.passage.sentence(report.cue.span.start)
        return (
            other - one == 1
            and source.subject is not None
            and (source.subject.stands in ("person", "people"))
        )

    def _is_near(self, at: int, report: Report) -> bool:
        paragraph = self.passage.paragraph(report.cue.span.start)
        there = self.passage.paragraph(self.tokens[at].span.start)
        return paragraph - there <= _ANAPHORA_PARAGRAPHS

    def _fits(self, subject: Subject, report: Report) -> bool:
        """Whether a pronoun, or a verb alone, may mean the subject."""
        if report.gender == "p" and self.lexicon.subject == "both":
            return subject.stands != "person"
        if report.form == "pronoun" and self.lexicon.subject != "after":
            return subject.stands in ("person", "people", "unknown")
        return True

    def _subject_before_what(self, report: Report) -> Subject | None:
        """Who speaks in ما وصفه: the subject of the verb before it in the sentence."""
        before = self._word_before(report.cue)
        if before not in self.lexicon.what and report.cue.kind == "describing":
            return self._subject_of_sentence(report)
        if before not in self.lexicon.what or not self.found:
            return None
        last = self.found[-1]
        same = self.passage.sentence(last.cue.span.start) == self.passage.sentence(
            report.cue.span.start
        )
        return last.subject if same and _agree(report.gender, last.gender) else None

    def _before_relative(self, report: Report) -> Subject | None:
        """Who speaks in a relative clause: the person whom it is about (المحلل فلان الذي يرى أن),
        else the subject of the sentence (أشادت فلانة بالعمل الذي قالت إنه)."""
        before = self._word_before(report.cue)
        if self.lexicon.clitics != "arabic" or before not in self.lexicon.relatives:
            return None
        if before in self.lexicon.what or report.first < 2:
            return None
        relative = report.first - 1
        start = self.passage.sentence_start(relative)
        phrases = self.phrases.between(max(start, relative - _BESIDE), relative)
        if phrases and phrases[-1].after == relative:
            subject = self.phrases.subject(phrases[-1].first, relative)
            if subject is not None and subject.stands in ("person", "people", "body"):
                return subject
        return self._main_subject(report)

    def _subject_of_sentence(self, report: Report) -> Subject | None:
        """Who speaks in الذي وصفه: the person or body that the sentence names first."""
        start = self.passage.sentence_start(report.first)
        for phrase in self.phrases.between(start, report.first):
            found = None if phrase.oblique else self.phrases.subject(phrase.first, phrase.after)
            if found is not None and found.stands in ("person", "body"):
                return found
        return None

    def _main_subject(self, report: Report) -> Subject | None:
        """Who قائلا, saying, با بیان اینکه speaks of: the subject of the sentence's verb."""
        sentence = self.passage.sentence(report.cue.span.start)
        absolute = self._absolute(report) if self.lexicon.capitals else None
        if absolute is not None:
            return absolute
        for other in islice(reversed(self.found), _ANAPHORA_REPORTS):
            if self.passage.sentence(other.cue.span.start) != sentence:
                break
            if other.subject is not None and other.cue.kind != "source before":
                return other.subject if _agree(report.gender, other.gender) else None
        start = self.passage.sentence_start(report.first)
        if self.lexicon.subject != "after":
            subject = self._choose(
                self.phrases.between(start, report.first), report.cue, start, report.first
            )
            return None if subject is None or subject.stands == "pronoun" else subject
        parts = list(self._clause_openings(start, report.first))
        for opening in reversed(parts):
            subject = self._of_clause(opening, report.first)
            if subject is not None:
                return subject
        for phrase in reversed(self.phrases.between(start, report.first)):
            if phrase.oblique or phrase.first == start:
                continue  # a sentence opens with its verb
            named = self.phrases.subject(phrase.first, phrase.after)
            if named is not None and _is_sure_person(named):
                return named
        return None

    def _of_clause(self, at: int, end: int) -> Subject | None:
        """The person who is the subject of an Arabic clause: behind its verb, or at its start
        behind لكن and its like."""
        tokens, lexicon = self.tokens, self.lexicon
        nominal = False
        while at + 1 < end and tokens[at].bare in lexicon.introducing:
            at, nominal = at + 1, True
        subject: Subject | None = None
        if nominal:
            after = self.phrases.end(at)
            subject = self.phrases.subject(at, after) if after > at else None
        if subject is None or subject.stands not in ("person", "people", "body"):
            subject = self.subject_after(at + 1)
        if subject is None:
            return None
        return subject if subject.stands in ("person", "people", "body") else None

    def _absolute(self, report: Report) -> Subject | None:
        """Who speaks in an English absolute: with one union leader calling it."""
        first = max(self.passage.sentence_start(report.first), report.first - _BESIDE)
        phrases = self.phrases.between(first, report.first)
        if not phrases or phrases[-1].after != report.first:
            return None
        if self.tokens[report.first].gap.strip(SPACES):
            return None
        start = phrases[-1].first
        while start > first and self.tokens[start - 1].bare in self.lexicon.determiners:
            start -= 1
        held = start > first and self.tokens[start - 1].bare == "with"
        subject = self.phrases.subject(phrases[-1].first, report.first) if held else None
        return subject if subject is not None and self._plausible(subject) else None

    def _clause_openings(self, start: int, end: int) -> Iterator[int]:
        """The first word of an Arabic sentence, that of a clause behind a comma and لكن, and that
        behind a comma in front of which only an adverb stands: وفي السياق ذاته، شكك الخبير."""
        tokens, lexicon = self.tokens, self.lexicon
        at, free = start, True
        while at + 1 < end and tokens[at].quotation < 0:
            opening = tokens[at].bare
            if free or opening in lexicon.introducing:
                yield at
            free = free and (opening in lexicon.prepositions or opening[1:] in lexicon.prepositions)
            at += 1
            while at < end and tokens[at].gap.strip(SPACES) not in ("،", ","):
                at += 1

    # ------------------------------------------------------------ verbs not listed

    def unlisted(self, at: int) -> Report | None:
        """The report that a person and a verb which no list has make right behind a quotation:
        “…,” Dunlop deadpanned."""
        tokens, lexicon = self.tokens, self.lexicon
        if lexicon.subject == "before" or at + 1 >= len(tokens) or not self._has_no_stop(at + 1):
            return None
        verb, subject = at, None
        if self._may_be_verb(at) and tokens[at + 1].quotation < 0:
            after = self.phrases.end(at + 1)
            name = self.phrases.person(at + 1, after) if after > at + 1 else None
            if name is not None and name[0] <= at + 2:
                subject = self.phrases.subject(at + 1, after)
        elif lexicon.capitals:
            verb = at
            while verb < len(tokens) and tokens[verb].capital and self._has_no_stop(verb + 1):
                verb += 1
            if self._is_pronoun(at):
                verb = at + 1
            if verb > at and verb < len(tokens) and self._may_be_verb(verb):
                subject = self.phrases.subject(at, verb)
        if subject is None or subject.stands not in ("person", "pronoun"):
            return None
        cue = Cue("weaker verb", tokens[verb].span, verb, verb + 1, tokens[verb].bare, "")
        report = Report(cue, max(verb + 1, subject.after), subject)
        if subject.stands != "pronoun":
            return report
        earlier = self._earlier(replace(report, subject=None, form="pronoun"))
        return replace(report, subject=earlier.subject, form="pronoun") if earlier else None

    def _has_no_stop(self, at: int) -> bool:
        return at >= len(self.tokens) or not self.tokens[at].gap.strip(SPACES)

    def _may_be_verb(self, at: int) -> bool:
        token, lexicon = self.tokens[at], self.lexicon
        noun = token.bare in lexicon.heads or token.bare in lexicon.given
        plain = token.quotation < 0 and token.bare.isalpha() and len(token.bare) > 2
        if lexicon.clitics and token.article:
            return False
        if lexicon.clitics == "arabic" and self._is_adverbial(at):
            return False  # it begins what the writer adds: «…»، مطالباً السلطات
        return plain and not (token.capital or noun or token.bare in lexicon.stops)

    def _is_adverbial(self, at: int) -> bool:
        """Whether an Arabic word is a participle that says what the speaker did besides."""
        cue = self.cues.get(at)
        participle = cue is not None and cue.kind == "participle"
        return participle or self.passage.written(at).endswith(TANWIN)

    # -------------------------------------------------------------------- colons

    def heading(self, quotation: Span) -> Report | None:
        """The report that a name and a colon before a quotation make: ترامب: «…»."""
        colon = self.passage.text.rindex(":", 0, quotation.start)
        last = self.passage.first_from(colon)
        if not last or self.passage.first_from(quotation.start) != last:
            return None
        paragraph = self.passage.paragraph(colon)
        first = last
        while first and self.passage.paragraph(self.tokens[first - 1].span.start) == paragraph:
            first -= 1
        if first == last:
            return None
        if last - first <= _LONGEST_BEFORE:
            subject = self._heading_subject(first, last) or self._last_part(first, last)
            if subject is not None:
                return _heading_report(subject, colon, last)
        if self.lexicon.capitals and paragraph == 0:
            return None  # a headline's words all have capital letters
        return self._sentence_subject(colon, last)

    def headline(self, quotation: Span) -> Report | None:
        """The report that a name and a colon make in a title with words quoted in its clause:
        الوزير: القرار «نهائي»."""
        text = self.passage.text
        paragraph = self.passage.paragraph(quotation.start)
        start = self.passage.source.paragraphs[paragraph].span.start
        colon = text.rfind(":", start, quotation.start)
        if paragraph > 0 or colon < 0:
            return None
        first, last = self.passage.first_from(start), self.passage.first_from(colon)
        if not 0 < last - first <= _LONGEST_BEFORE:
            return None
        subject = self._heading_subject(first, last) or self._last_part(first, last)
        if subject is None or not self._plausible(subject):
            return None
        return _heading_report(subject, colon, last)

    def heading_behind(self, quotation: Span) -> Report | None:
        """The report that a name behind a quotation makes, where both are a paragraph:
        «…»، ترامب.
        """
        first = self.passage.first_from(quotation.end)
        if first >= len(self.tokens):
            return None
        paragraph = self.passage.paragraph(quotation.start)
        number = self.passage.sentence(quotation.start)
        if self.passage.source.paragraphs[paragraph].span.start != quotation.start or number < 0:
            return None
        gap = self.passage.text[quotation.end : self.tokens[first].span.start]
        if not gap.strip() or gap.strip(SPACES + "،,:–—-|.…"):
            return None
        last = first
        while last < len(self.tokens) and (
            self.passage.paragraph(self.tokens[last].span.start) == paragraph
        ):
            last += 1
        if last == first:
            return None
        end = self.phrases.end(first, opening=True)
        if end != last and paragraph == 0:  # a headline: «…».. ليلى حداد تفوز بالجائزة
            name = self.phrases.person(first, end)
            if name is None or name[0] != first or not self.phrases.is_sure(name):
                return None
        elif end != last:
            return None
        subject = self.phrases.subject(first, end)
        if subject is None or not self._plausible(subject):
            return None
        return _heading_report(subject, quotation.end, first)

    def _heading_subject(self, first: int, last: int) -> Subject | None:
        """The subject that makes up all of a paragraph before a colon, or its last noun phrase."""
        if any(self.tokens[i].quotation >= 0 for i in range(first, last)):
            return None
        if self.phrases.end(first, opening=True) == last:
            return self.phrases.subject(first, last)
        if self.lexicon.subject == "after":
            return None
        phrases = self.phrases.between(first, last)
        whole = [phrase for phrase in phrases if phrase.after == last and not phrase.oblique]
        return self.phrases.subject(whole[-1].first, whole[-1].after) if whole else None

    def _last_part(self, first: int, last: int) -> Subject | None:
        """The subject that an Arabic headline names between a stop and the colon:
        انهيار مبنى.. والبلدية: «…»."""
        start = last - 1
        while start > first and not self.tokens[start].gap.strip(SPACES):
            start -= 1
        if start == first or self.phrases.end(start, opening=True) != last:
            return None
        subject = self.phrases.subject(start, last)
        return subject if subject is not None and self._plausible(subject) else None

    def _sentence_subject(self, colon: int, last: int) -> Report | None:
        """The report of a sentence without a verb of saying that a colon ends."""
        if last == 0:
            return None
        start = self.passage.sentence_start(last - 1)
        if any(self.tokens[i].quotation >= 0 for i in range(start, last)):
            return None
        best: Subject | None = None
        for phrase in self.phrases.between(start, last):
            if phrase.oblique:
                continue
            after = phrase.after
            while (
                self.lexicon.capitals
                and after > phrase.first + 1
                and (not self.tokens[after - 1].capital and phrase.after - after < _UNLISTED)
            ):
                after -= 1
            subject = self.phrases.subject(phrase.first, after)
            named = self.phrases.person(phrase.first, after)
            if subject is not None and subject.stands == "person" and named:
                return _heading_report(subject, colon, last)
            if (
                subject is not None
                and subject.stands == "people"
                and best is None
                and (self.lexicon.clitics != "arabic")
            ):
                best = subject
        return _heading_report(best, colon, last) if best is not None else None


def _heading_report(subject: Subject, colon: int, last: int) -> Report:
    cue = Cue("verb", Span(colon, colon), last, last, "", "")
    return Report(cue, last, subject)


def _is_sure_person(subject: Subject) -> bool:
    return subject.stands == "person" and subject.sure


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other


_COLON = re.compile(rf":[\s{LRM}{RLM}]*\Z")


def colon_before(text: str, offset: int) -> bool:
    """Whether a colon stands before the offset, white space apart."""
    return bool(_COLON.search(text, max(0, offset - 8), offset))
