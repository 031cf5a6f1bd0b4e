"""Reports: the places where a text says that somebody said something."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from tui.suggest.lexicons.lexicon import bare
from tui.suggest.rules.cues.cues import Cue, document_before, letter_end
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.subjects import LONGEST_SUBJECT, Subject
from tui.suggest.rules.phrases.words import NEAR
from tui.suggest.rules.reports.following_subject import FollowingSubject
from tui.suggest.rules.reports.preceding_subject import LONGEST_CLAUSE, PrecedingSubject
from tui.text.spans import Span

Form = Literal["explicit", "pronoun", "implicit"]


_LONGEST_NAME = 4
"""Words between quotation marks that may be a name inside a clause."""


_TO = bare("إلى")


_TO_MIND = bare("بالنسبة")


_COMMAS = ("", "،", ",")


_FROM_PERSIAN = (("از", bare("سوی")), ("از", "طرف"))


_SIDES_URDU = ([bare("جانب"), bare("سے")], [bare("طرف"), bare("سے")])


_ABOUT = {"عنه": "m", "عنها": "f", "عنهم": "p"}
"""عن with the pronoun of who is quoted: نقل الموقع عنه قوله."""


@dataclass(frozen=True)
class Report:
    """A reporting expression, and who it says has spoken."""

    cue: Cue
    after: int
    """Index of the token after the expression and a subject that follows it."""
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


class ReportReader:
    """Read the reports of a passage, each with the subject that its own clause names."""

    def __init__(self, following: FollowingSubject, preceding: PrecedingSubject) -> None:
        self._following = following
        self._preceding = preceding
        self.passage = following.passage
        self.tokens = following.tokens
        self.lexicon = following.lexicon
        self.cues = following.cues
        self.phrases = following.phrases

    def report(self, cue: Cue) -> Report | None:
        """Return what an expression reports by, and the subject that its clause names."""
        match cue.kind:
            case "source before" | "own words":
                return self._source_before(cue)
            case "source after":
                return self._source_after_name(cue)
            case "saying":
                return self._report_by_saying(cue)
            case "told in":
                return self._report_in_source(cue)
            case "participle":
                return Report(cue, cue.after, None, "implicit", bound=True, gender=cue.gender)
            case _:
                return self._report_by_verb(cue)

    def _source_before(self, cue: Cue) -> Report | None:
        """According to X, وفقا للوزير, לדברי, به گفتهٔ."""
        if cue.kind == "own words":
            return Report(cue, cue.after, None, "pronoun")
        if cue.word in self.lexicon.behind_only and self._may_be_cue_at(cue.after):
            return None  # "…". כך פתח היושב ראש
        subject = self._following.behind_lam(cue.after) or self._following.subject_after(cue.after)
        if subject is not None and self.lexicon.capitals and subject.head in self.lexicon.bodies:
            subject = self._author_of_source(subject) or subject
        if subject is None or subject.head in self.lexicon.not_sources:
            return None
        if cue.word == _TO_MIND and subject.kind == "unknown":
            return None  # إنه بالنسبة لتأليف الحكومة
        if subject.kind == "pronoun":
            return Report(cue, subject.after, None, "pronoun", gender=subject.gender)
        return Report(cue, subject.after, subject)

    def _may_be_cue_at(self, at: int) -> bool:
        return at < len(self.tokens) and self._may_be_cue(self.tokens[at].bare)

    def _author_of_source(self, source: Subject) -> Subject | None:
        """Return who made a report: according to a study published in May by the institute."""
        number = self.passage.sentence(source.span.start)
        for at in range(source.after, min(source.after + NEAR, len(self.tokens) - 1)):
            token = self.tokens[at]
            if token.quotation >= 0 or self.passage.sentence(token.span.start) != number:
                return None
            if token.gap.strip(SPACES):
                return None
            if token.bare == "by":
                found = self._following.subject_after(at + 1)
                return found if found is not None and found.can_speak else None
        return None

    def _source_after_name(self, cue: Cue) -> Report | None:
        """X کے مطابق."""
        found = self._preceding.subject_before(cue)
        if found is None:
            return None
        if found.kind == "pronoun":
            return Report(cue, cue.after, None, "pronoun", gender=found.gender)
        last = self.tokens[found.after - 1].bare
        if self.lexicon.postpositions and last in self.lexicon.written:
            found = self._issuer_before(found) or found
        return Report(cue, cue.after, found)

    def _issuer_before(self, document: Subject) -> Subject | None:
        """Return the body or person whose Urdu document it is: پلڈاٹ کی حالیہ رپورٹ کے مطابق."""
        at = document.first
        while at > 0 and self.tokens[at - 1].bare in self.lexicon.determiners:
            at -= 1
        joined = at > 1 and self.phrases.words.joins(at) and self.phrases.words.joins(at - 1)
        if not joined or self.tokens[at - 1].bare not in self.lexicon.genitives:
            return None
        start = self.passage.sentence_start(at)
        for phrase in self.phrases.between(max(start, at - NEAR), at - 1)[-1:]:
            found = self.phrases.subject(phrase.first, phrase.after)
            speaks = found is not None and found.kind != "pronoun" and phrase.after == at - 1
            return found if speaks else None
        return None

    def _report_by_saying(self, cue: Cue) -> Report | None:
        """نقلت الوكالة عن الوزير قوله: the speaker is after the last عن of the sentence."""
        sentence = self.passage.sentence(cue.span.start)
        if cue.word.startswith("ب"):  # بالقول, بقوله: who spoke is the subject of the verb before
            return Report(cue, cue.after, None, "implicit", bound=True)
        for index in range(cue.first - 1, max(-1, cue.first - 20), -1):
            if self.passage.sentence(self.tokens[index].span.start) != sentence:
                break
            if self.tokens[index].bare in _ABOUT:
                gender = _ABOUT[self.tokens[index].bare]
                return Report(cue, cue.after, None, "pronoun", gender=gender)
            of = self.tokens[index].bare == "عن" and not cue.word.startswith("ال")
            if of or self._is_ascribed(index):
                subject = self._following.subject_after(index + 1)
                if subject is not None and not self._is_aside(index):
                    return Report(cue, cue.after, subject)
        return None

    def _is_aside(self, at: int) -> bool:
        """Tell whether عن belongs to a verbal noun that says what somebody would not tell: طلب عدم
        الكشف عن اسمه."""
        return at > 0 and self.tokens[at - 1].bare in self.lexicon.disclosing

    def _is_ascribed(self, index: int) -> bool:
        """Tell whether a token is إلى after a verb that ascribes words: نسبت إلى الوزير قوله."""
        before = self.tokens[index - 1].bare.lstrip("وف") if index else ""
        return self.tokens[index].bare == _TO and before in self.lexicon.ascribing

    def _report_in_source(self, cue: Cue) -> Report | None:
        """وجاء في البيان: the source is after في; in Persian and Urdu a document is before."""
        if self.lexicon.subject == "before":
            return self._report_in_document(cue)
        subject = self._following.subject_after(cue.after + 1)
        if subject is None:
            return None
        wider = cue._replace(span=Span(cue.span.start, self.tokens[cue.after].span.end))
        return Report(wider, subject.after, subject)

    def _report_in_document(self, cue: Cue) -> Report | None:
        """در نامهٔ اداره آمده است, خط میں لکھا ہے."""
        document = document_before(self.passage, cue.first)
        if document is None:
            return None
        first, last = document
        issuer = self._issuer_of(first, cue.first)
        if issuer is not None:
            return Report(cue, cue.after, issuer)
        after = last if self.lexicon.postpositions else max(first + 1, self.phrases.end(first))
        subject = self.phrases.subject(first, min(after, cue.first))
        return Report(cue, cue.after, subject)

    def _issuer_of(self, document: int, end: int) -> Subject | None:
        """Return from whom a document is: بیانیه‌ای که از سوی شرکت منتشر شد, محکمے کی جانب سے جاری
        بیان."""
        words = [token.bare for token in self.tokens[document:end]]
        for step, pair in enumerate(pairwise(words)):
            if self.lexicon.object_marker and pair in _FROM_PERSIAN:
                return self._following.subject_after(document + step + 2)
        if not self.lexicon.genitives:
            return None
        start = max(self.passage.sentence_start(document), document - NEAR)
        for phrase in self.phrases.between(start, document):
            side = [token.bare for token in self.tokens[phrase.after : phrase.after + 3]]
            if side[1:] in _SIDES_URDU and side[0] in self.lexicon.genitives:
                return self.phrases.subject(phrase.first, phrase.after)
        return None

    def _report_by_verb(self, cue: Cue) -> Report:
        before = self._following.word_before(cue)
        negated = before in self.lexicon.negations
        form: Form = "explicit"
        bound = cue.relative
        subject: Subject | None = None
        if self.lexicon.subject == "after":
            subject, form, bound = self._verb_first(cue, before)
        elif before in self.lexicon.object_pronouns and cue.kind == "describing":
            return Report(cue, cue.after, None, "implicit")  # הממשלה, אותה כינו "…"
        elif before in self.lexicon.latter:
            return Report(cue, cue.after, self._last_named(cue), "pronoun", gender=cue.gender)
        elif not cue.relative:
            subject = self._preceding.verb_between(cue)
            passed_on = self._passed_on(cue) if self.lexicon.object_marker else None
            if passed_on is not None and (
                subject is None or subject.kind == "body" or subject.first > passed_on.first
            ):  # fmt: skip
                subject = passed_on
        after = cue.after
        if subject is not None and subject.first >= cue.after:
            after = subject.after
        first = cue.gender == "1"
        if first or (subject is not None and subject.kind == "pronoun"):
            gender = cue.gender if first or subject is None else subject.gender or cue.gender
            return Report(cue, after, None, "pronoun", bound, negated, gender)
        if subject is None and form == "explicit":
            form = "implicit"
        voice = self._spokesman(after) if self.lexicon.clitics == "arabic" else None
        if voice is not None:
            subject, form, after = voice, "explicit", voice.after
            bound = bound or cue.word in self.lexicon.impersonal
        return Report(cue, after, subject, form, bound, negated, cue.gender)

    def _passed_on(self, cue: Cue) -> Subject | None:
        """Return whose words a Persian verb passes on: ایسنا به نقل از وزیر نوشت."""
        for at in range(max(0, cue.first - NEAR), cue.first):
            source = self.cues.get(at)
            if source is None or source.word not in self.lexicon.passing_on:
                continue
            report = self._source_before(source)
            if report is None or report.subject is None or report.subject.kind == "body":
                continue
            end = report.after
            if end < cue.first and self.tokens[end].gap.strip(SPACES) in ("،", ","):
                end = self.phrases.end(end)  # his office, beyond a comma
            if end == cue.first:
                return report.subject
        return None

    def _spokesman(self, at: int) -> Subject | None:
        """Return who speaks for the subject of a verb that ends before a token: أعلنت الخارجية، على
        لسان ماثيو كارتر، أنها."""
        if at < len(self.tokens) and self.tokens[at].bare in self.lexicon.told_to:
            at += 1  # ترى فيها على لسان وكيلها
        words = tuple(token.bare for token in self.tokens[at : at + 2])
        if words != self.lexicon.spokesman or self.tokens[at].gap.strip(SPACES) not in _COMMAS:
            return None
        found = self._following.subject_after(at + 2)
        return found if found is not None and found.kind in ("person", "people") else None

    def _last_named(self, cue: Cue) -> Subject | None:
        """Return the person whom a Hebrew sentence names last before זה and a verb: השר התנצל בפני
        האב, אך זה השיב."""
        start = self.passage.sentence_start(cue.first)
        for phrase in reversed(self.phrases.between(start, cue.first - 1)):
            found = self.phrases.subject(phrase.first, phrase.after)
            if found is not None and found.kind in ("person", "people"):
                return found
        return None

    def _verb_first(self, cue: Cue, before: str) -> tuple[Subject | None, Form, bool]:
        """Subject, form and boundness where the subject follows its verb as a rule."""
        if cue.word in self.lexicon.quoting:
            return self._quoted_from(cue), "explicit", True
        what = before in self.lexicon.what or before in self.lexicon.relatives
        quoted = cue.after < len(self.tokens) and self.tokens[cue.after].quotation >= 0
        nothing = (what and quoted) or self._is_plural(cue)
        subject = None if nothing else self._following.subject_after(cue.after, cue)
        if cue.kind == "describing" and (subject is None or subject.kind != "person"):
            subject = self._named_before(cue) or subject  # رفض … الحميدي وصف العمال بـ
        if cue.word in self.lexicon.judging and subject and subject.kind == "unknown":
            subject = self._verb_second(cue) or subject  # القاضية اعتبرت التحقيق «…»
        if cue.prefixed and cue.word in self.lexicon.needs_object and self._is_all(subject):
            subject = None  # وخاطب البعثة قائلا
        form: Form = "explicit"
        bound = False
        if subject is None and not cue.prefixed:
            if before in self.lexicon.pronouns:
                form = "pronoun"
            elif before in self.lexicon.relatives:
                bound = True
            else:
                subject = (
                    self._verb_second(cue)
                    or self._behind_complementizer(cue.first)
                    or self._parted_from_verb(cue)
                    or self._unnamed(cue)
                    or self._apposed_before(cue)
                    or self._described_by(cue)
                )
        if subject is None and cue.prefixed:
            opening = self.passage.sentence_start(cue.first)
            bound = self.tokens[opening].bare in self.lexicon.as_for
            end = self.phrases.end(opening + 1) if bound else opening
            if opening + 1 < end <= cue.first:
                found = self._following.with_apposition(opening + 1, end)
                named = found is not None and self._is_parted_name(opening + 1, end)
                if found is not None and found.kind == "unknown" and named:
                    found = found._replace(kind="person", sure=False)
                subject = found if found is not None and found.can_speak else None
        return subject, form, bound

    def _is_plural(self, cue: Cue) -> bool:
        """Tell whether an Arabic verb is plural or dual, so that its subject is not after it."""
        ends = ("ون", "وا", "تا", "ان") if cue.word[0] in "يت" else ("وا", "تا")
        return self.lexicon.clitics == "arabic" and cue.is_verb and cue.word.endswith(ends)

    def _is_all(self, subject: Subject | None) -> bool:
        """Tell whether nothing but what was said follows a phrase after a verb."""
        if subject is None or subject.kind == "person" or subject.after >= len(self.tokens):
            return False
        cue = self.cues.get(subject.after)
        participle = cue is not None and cue.kind in ("participle", "saying")
        return participle or self._following.opens_clause(subject.after)

    def _quoted_from(self, cue: Cue) -> Subject | None:
        """Return who is after عن: ينقل الكتاب عن رحالة فرنسي أن."""
        for index in range(cue.after, min(cue.after + NEAR, len(self.tokens))):
            if self.tokens[index].quotation >= 0 or self.tokens[index].bare in (
                self.lexicon.complementizers
            ):
                break
            if self.tokens[index].bare == "عن":
                return self._following.subject_after(index + 1)
        return None

    def _named_before(self, cue: Cue) -> Subject | None:
        """Return the person whose name, surely one, ends right before an expression."""
        start = max(self.passage.sentence_start(cue.first), cue.first - NEAR)
        phrases = self.phrases.between(start, cue.first)
        if not phrases or phrases[-1].after != cue.first or phrases[-1].oblique:
            return None
        found = self.phrases.subject(phrases[-1].first, phrases[-1].after)
        return found if found is not None and found.kind == "person" and found.sure else None

    def _verb_second(self, cue: Cue) -> Subject | None:
        """Return the subject that is before the verb at its clause's start: الوزير أكد أن."""
        tokens, lexicon = self.tokens, self.lexicon
        sentence = self.passage.sentence_start(cue.first)
        end_at = cue.first
        while (
            end_at
            and tokens[end_at - 1].bare in lexicon.auxiliaries
            and self.phrases.words.joins(end_at)
        ):
            end_at -= 1
        end_at = self._before_turn(end_at)
        if end_at and self.phrases.arabic_stops.is_joined(end_at - 1):
            return None  # وبدوره صرح
        if end_at < cue.first and cue.kind in ("verb", "weaker verb", "describing"):
            parted = self._subject_after_auxiliary(end_at)
            if parted is not None:
                return parted
        if self._is_joined_noun(end_at - 1):
            return self._joined_noun(end_at - 1)
        if end_at == cue.first:  # وكانت الأمم المتحدة حذرت
            parted = self._subject_after_auxiliary(end_at)
            if parted is not None and parted.after == end_at:
                return parted
        first = self._opening_before(end_at, sentence)
        if first == end_at or end_at - first > LONGEST_SUBJECT:
            return None
        head = tokens[first].bare
        if head[:1] in ("و", "ف") and head[1:] in lexicon.heads:
            head = head[1:]
        if self.phrases.end(first, opening=True) != end_at and not self._is_of(first, end_at):
            return None
        found = self.phrases.subject(first, end_at)
        if found is None:
            return None
        opens = first == sentence or tokens[first - 1].bare in lexicon.complementizers
        opens = opens and cue.kind == "verb" and found.kind != "place"
        opens = opens and self._is_definite(first, end_at)
        named = opens or head in lexicon.heads or self._is_name(first, end_at)
        named = named or (found.kind == "person" and found.sure)  # الجناح عبدالإله العمري شدد
        return found if named else None

    def _opening_before(self, end: int, sentence: int) -> int:
        """Return the token at which the clause begins whose verb a token is, that token itself
        where only something that hangs on a preposition is before it."""
        lexicon = self.lexicon
        opening = lexicon.auxiliaries | lexicon.complementizers | lexicon.prepositions
        opening |= lexicon.introducing
        first = end
        while (
            first > sentence and self.phrases.words.joins(first) and end - first <= LONGEST_SUBJECT
        ):
            before = self.tokens[first - 1]
            if before.quotation >= 0 or before.bare in opening:
                break
            first -= 1
        place = self._before_workplace(first, end, sentence)
        if place == first and self._hangs_on_preposition(first):
            return end  # حين سئل عن أرشيفها أجاب
        return place

    def _is_definite(self, first: int, after: int) -> bool:
        """Tell whether one or two Arabic words are a noun with article, and its adjective: المهرب
        قال لنا."""
        plain = after - first <= 2 and self.tokens[first].bare not in self.lexicon.not_first
        return plain and all(token.article for token in self.tokens[first:after])

    def _behind_complementizer(self, end: int) -> Subject | None:
        """Return the person whom أن and a comma enclose before a verb: أوضح أن بابا الفاتيكان، قال
        إن."""
        tokens, lexicon = self.tokens, self.lexicon
        if end >= len(tokens) or tokens[end].gap.strip(SPACES) not in ("،", ","):
            return None
        for start in range(end - 1, max(-1, end - LONGEST_SUBJECT - 1), -1):
            if tokens[start].quotation >= 0:
                return None
            if tokens[start].bare in lexicon.complementizers:
                found = None
                if start + 1 < end and self.phrases.end(start + 1, opening=True) == end:
                    found = self.phrases.subject(start + 1, end)
                return found if found is not None and found.can_speak else None
        return None

    def _is_joined_noun(self, at: int) -> bool:
        """Tell whether و is joined to an Arabic noun with article for somebody who can speak, or
        any where a quotation is right before it: «…» والمردة يرد."""
        word = self.tokens[at].bare if at >= 0 else ""
        behind = at > 0 and self.tokens[at - 1].quotation >= 0
        return word.startswith("وال") and (behind or word[1:] in self.lexicon.heads)

    def _joined_noun(self, at: int) -> Subject | None:
        """Return the subject that a noun with و is, without it: خلاف بين إقليمين والحكومة
        تتعهد."""
        found = self.phrases.subject(at, at + 1)
        if found is None:
            return None
        start = self.tokens[at].span.start + letter_end(self.passage.written(at))
        return found._replace(span=Span(start, found.span.end))

    def _is_of(self, first: int, after: int) -> bool:
        """Tell whether من and where somebody is from follow them up to a verb: مصدر من المديرية."""
        at = self.phrases.end(first, opening=True)
        if at + 1 >= after or self.tokens[at].bare != "من":
            return False
        return self.phrases.end(at + 1, opening=True) == after

    def _in_long_quotation(self, at: int) -> bool:
        """Tell whether quotation marks around a token hold more than a name."""
        quotation = self.tokens[at].quotation
        if quotation < 0:
            return False
        return len(self.passage.words_in(self.passage.quotations[quotation])) > _LONGEST_NAME

    def _before_workplace(self, first: int, end: int, sentence: int) -> int:
        """Return the token at which مصدر في الوزارة begins before a verb, `first` where none
        does."""
        if first <= sentence or self.tokens[first - 1].bare not in ("في", "من"):
            return first
        of = self.tokens[first - 1].bare == "من"
        for start in range(first - 2, max(sentence, end - LONGEST_SUBJECT) - 1, -1):
            person = self.phrases.words.stem(self.tokens[start].bare) in self.lexicon.persons
            if person and self.phrases.end(start) == (first - 1 if of else end):
                return start
        return first

    def _before_turn(self, at: int) -> int:
        """Return the token at which من جانبها or بدوره begins before a verb, else `at`."""
        words = [token.bare for token in self.tokens[max(0, at - 2) : at]]
        for turn in self.lexicon.turns:
            if tuple(words[-len(turn) :]) == turn and at > len(turn):
                return at - len(turn)
        return at

    def _parted_from_verb(self, cue: Cue) -> Subject | None:
        """Return the name or office that opens the sentence, parted from its verb by what
        describes it: محمد حداد، أحد السكان، قال."""
        tokens, lexicon = self.tokens, self.lexicon
        at = cue.first
        while tokens[at - 1].bare in lexicon.auxiliaries and self.phrases.words.joins(at):
            at -= 1
        start = self.passage.sentence_start(cue.first)
        left_out = lexicon.openers | lexicon.introducing | lexicon.auxiliaries
        while start < at and tokens[start].bare in left_out:
            start += 1
        end = self.phrases.end(start)
        near = at - end < LONGEST_CLAUSE // 2
        if not near or not start < end < at or not self._is_set_off(end, at):
            return None
        if any(i in self.cues or self._in_long_quotation(i) for i in range(start, at)):
            return None
        subject = self._following.with_apposition(start, end)
        if subject is not None and subject.kind == "unknown" and self._is_parted_name(start, end):
            subject = subject._replace(kind="person", sure=False)
        if subject is None or not subject.can_speak:
            return None
        return subject if subject.sure or end - start > 1 else None

    def _is_set_off(self, first: int, after: int) -> bool:
        """Tell whether commas or brackets part the tokens `[first, after)` from what is around
        them."""
        opening, closing = self.tokens[first].gap.strip(SPACES), self.tokens[after].gap
        if opening == "(":
            return closing.strip(SPACES)[:1] == ")"
        return opening in ("،", ",") and closing.rstrip(SPACES)[-1:] in ("،", ",")

    def _unnamed(self, cue: Cue) -> Subject | None:
        """Return who opens an Arabic sentence and withholds the name: خبير مصايد طلب عدم نشر اسمه
        حذر."""
        tokens, start = self.tokens, self.passage.sentence_start(cue.first)
        end = self.phrases.end(start)
        near = start < end < cue.first <= end + LONGEST_SUBJECT
        if not near or tokens[end].bare not in self.lexicon.withholding:
            return None
        if any(at in self.cues or not self.phrases.words.joins(at) for at in range(end, cue.first)):
            return None
        found = self.phrases.subject(start, end)
        return found if found is not None and found.kind == "people" else None

    def _hangs_on_preposition(self, at: int) -> bool:
        before = self.tokens[at - 1] if at else None
        if before is None or not self.phrases.words.joins(at) or before.quotation >= 0:
            return False
        return before.bare in self.lexicon.prepositions

    def _apposed_before(self, cue: Cue) -> Subject | None:
        """Return the person whose name is before an Arabic verb, and before the name at the
        sentence's start who it is: رفيقة دربها الشاعرة روضة الحاج استعادت."""
        found = self._named_before(cue)
        start = self.passage.sentence_start(cue.first)
        if found is None or not start < found.first <= start + _LONGEST_NAME:
            return None
        owned = self.tokens[found.first - 1].bare.endswith(("ه", "ها", "هم"))
        joined = all(self.phrases.words.joins(at) for at in range(start + 1, found.first + 1))
        return found if owned and joined else None

    def _described_by(self, cue: Cue) -> Subject | None:
        """Return the indefinite Arabic noun for somebody that an imperfect right behind it
        describes: مقطع لسيدة تصرخ."""
        at = cue.first - 1
        if (
            cue.prefixed
            or cue.word[0] not in "يت"
            or at < 0
            or not self.phrases.words.joins(cue.first)
        ):
            return None
        token = self.tokens[at]
        if token.article or token.quotation >= 0 or token.bare[1:].startswith("ال"):
            return None
        if token.bare.removeprefix("و") in self.lexicon.stops:
            return None
        if self.phrases.words.stem(token.bare) not in self.lexicon.people:
            return None
        found = self.phrases.subject(at, at + 1)
        return found if found is not None and found.kind == "people" else None

    def _is_parted_name(self, first: int, after: int) -> bool:
        """Tell whether Arabic words at a sentence's start, with a comma behind, are a name: two
        words with the article would be a noun and its adjective."""
        tokens, lexicon = self.tokens, self.lexicon
        if lexicon.clitics != "arabic" or not 2 <= after - first <= _LONGEST_NAME:
            return False
        several = sum(token.article for token in tokens[first:after])
        plain = not any(
            self.phrases.words.stem(token.bare) in lexicon.heads - lexicon.given_or_noun
            for token in tokens[first:after]
        )
        office = after < len(tokens) and not tokens[after].article and (
            self.phrases.words.stem(tokens[after].bare) in lexicon.persons
        )  # fmt: skip
        return plain and (several < 2 or (office and several == 2))  # التجاني الدوسري، رئيس

    def _subject_after_auxiliary(self, end: int) -> Subject | None:
        """Return the subject between كان and قد before a verb: كان تقرير للبنك قد وصف."""
        if not self.phrases.words.joins(end):
            return None  # كان له رأي آخر، فقد اعتبر
        for index in range(end - 1, max(-1, end - NEAR), -1):
            token = self.tokens[index]
            if token.quotation >= 0 or (
                index < end - 1 and not self.phrases.words.joins(index + 1)
            ):
                return None
            if token.bare in self.lexicon.complementizers:
                return None
            if token.bare.removeprefix("و") in ("كان", "كانت") and index + 1 < end:
                found = self._following.subject_after(index + 1)
                owned = found is not None and found.kind == "unknown" and found.sure
                return (
                    None if owned and self.phrases.arabic_stops.is_owned_noun(index + 1) else found
                )
        return None

    def _is_name(self, first: int, after: int) -> bool:
        """Tell whether the words look like a bare name: none has the article or is short."""
        lexicon = self.lexicon
        words = [self.tokens[i].bare for i in range(first, after)]
        if all(word in self.phrases.learned.known or word in lexicon.given for word in words):
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
        if self.lexicon.clitics == "arabic" and word[0] in "وف" and word not in (
            self.lexicon.cues
        ):  # fmt: skip
            word = word[1:]  # ومضت تقول
        return any(len(words) == 1 for words, _ in self.lexicon.cues.get(word, ()))
