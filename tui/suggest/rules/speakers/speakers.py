"""Who spoke: the reports of a passage, those resolved that name nobody themselves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from tui.suggest.lexicons.arabic_words import TANWIN
from tui.suggest.rules.cues.cues import Cue, find_cues, letter_end
from tui.suggest.rules.passages import SPACES, Passage
from tui.suggest.rules.phrases.learned_names import NameLearner
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.passage_phrases import Phrases
from tui.suggest.rules.phrases.subjects import LONGEST_SUBJECT, Subject
from tui.suggest.rules.phrases.words import NEAR
from tui.suggest.rules.reports.following_subject import FollowingSubject
from tui.suggest.rules.reports.preceding_subject import LONGEST_CLAUSE, PrecedingSubject
from tui.suggest.rules.reports.reports import Report, ReportReader
from tui.suggest.rules.speakers.gender import Genders
from tui.text.spans import Span

_ANAPHORA_PARAGRAPHS = 2


_ANAPHORA_REPORTS = 16
"""Reports before one that are looked at for who is meant."""


_OFFICE_REPORTS = 5
"""Reports before one with an office alone among which the name of its bearer is looked for."""


_LONGEST_TOPIC = 8
"""Words before a colon that say what is spoken on."""


_LONGEST_PARTICLE = 4
"""Letters of the words that a headline in capital letters may leave small."""


_SHORT_HEADING = 2
"""Words of a name that opens a sentence inside a paragraph, a colon behind it."""


_FROM_URDU = "سے"


_LONGEST_VERB = 3
"""Words of a verb that no list has, behind a name and a quotation; one less than that."""


_TO_URDU = "كو"


_UNLISTED = 2
"""Words of a verb that no list has, after a name and before a colon."""


@dataclass(frozen=True)
class Mention:
    """Somebody named as the subject of a sentence, who may be meant by what follows."""

    at: int
    """Index of its first token."""
    subject: Subject
    aside: bool = False
    """Whether the sentence only speaks of them: meant where nobody else is."""


class Speakers:
    """The reports of a passage in order, with their subjects resolved."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        self.lexicon = passage.lexicon
        self.cues = find_cues(passage)
        self.phrases = Phrases(passage, self.cues)
        NameLearner(self.phrases).learn()
        self._following = FollowingSubject(passage, self.cues, self.phrases)
        self._preceding = PrecedingSubject(self._following)
        self._reader = ReportReader(self._following, self._preceding)
        self.genders = Genders(self.phrases)
        self.mentions = list(self._mentions())
        for mentioned in self.mentions:
            self.genders.learn(mentioned.subject, self._of_verb_before(mentioned.at))
        self._bearers = (
            list(self.phrases.subjects.bearers()) if self.lexicon.subject == "before" else []
        )
        self.found: list[Report] = []
        self.asked: dict[int, Report] = {}
        """By the first token of what the writer asks, whom."""
        mention = 0
        last: Mention | None = None
        aside: Mention | None = None
        for at in sorted(self.cues):
            while mention < len(self.mentions) and self.mentions[mention].at < at:
                passed = self.mentions[mention]
                last, aside = (last, passed) if passed.aside else (passed, aside)
                mention += 1
            report = self._resolved(self._reader.report(self.cues[at]), last, aside)
            if report is not None and report.gender == "1":
                other = replace(report, gender="", form="pronoun")
                self.asked[report.first] = self._spoken_of(other, last, aside)
            if report is not None:
                self.found.append(report)
                if report.subject is not None and report.form == "explicit":
                    self.genders.learn(report.subject, report.gender)

    # -------------------------------------------------------------- mentions

    def _mentions(self) -> Iterator[Mention]:
        """Return the first person, or other speaker, that each sentence names and hangs on
        nothing."""
        at = 0
        while at < len(self.tokens):
            end = self.passage.sentence_end(at)
            asked = self._asked(at, end) or self._subject_of_opening_verb(at, end)
            yield from self._of_sentence(at, end) if asked is None else (asked,)
            at = end

    def _of_sentence(self, at: int, end: int) -> Iterator[Mention]:
        """Return whom the sentence of the tokens `[at, end)` speaks of, if anybody."""
        best: Mention | None = None
        aside: Mention | None = None
        free, part, pronoun = False, 0, False
        for phrase in self.phrases.between(at, end):
            subject = self.phrases.subject(phrase.first, phrase.after)
            if subject is None:
                continue
            if subject.kind == "pronoun" and not phrase.oblique:
                pronoun = self.lexicon.subject == "both"  # He was born near New Orleans
            if pronoun and best is None and not phrase.oblique:
                continue  # He said the growers had to wait
            far = best is not None and phrase.part > part + 1
            if far and not (subject.sure and self.phrases.noun_phrases.is_apposed(phrase)):
                continue
            topic = phrase.first == at and not self._is_possessor(phrase)
            if phrase.oblique and not (topic and subject.kind == "person"):
                spoken_of = subject.kind == "person" and subject.sure
                if aside is None and not pronoun and spoken_of:
                    aside = Mention(phrase.first, subject, aside=True)
                continue
            apposed = self._apposed(phrase, subject)
            if apposed is not None:
                best = Mention(phrase.first, apposed)
                break
            named = self.phrases.person(phrase.first, phrase.after) is not None
            if subject.kind == "person" and named and (subject.sure or best is None):
                best = Mention(phrase.first, subject)
                if subject.sure:
                    break
            leads = (phrase.part == 0 or not free) and self.lexicon.clitics != "arabic"
            part = phrase.part if best is None else part
            if best is None and leads and subject.kind in ("people", "body"):
                best = Mention(phrase.first, subject)
            free = True
        best = self._experiencing(best, at, end)
        aside = aside or (self._opening_subject(at, end) if best is None else None)
        yield from filter(None, (aside, best))
        yield from self._of_later_clauses(best, end)

    def _subject_of_opening_verb(self, at: int, end: int) -> Mention | None:
        """Return the person behind the verb that no list has and an Arabic sentence opens with: مشت
        حواء إسحق سبعة أيام."""
        tokens, lexicon = self.tokens, self.lexicon
        if lexicon.clitics != "arabic":
            return None
        while at + 1 < end and tokens[at].bare in lexicon.auxiliaries | lexicon.negations:
            at += 1
        if at + 1 >= end or at in self.cues or tokens[at].quotation >= 0 or tokens[at].article:
            return None
        word = tokens[at].bare
        nouns = lexicon.heads | lexicon.given | lexicon.places
        nouns = nouns | (lexicon.stops - lexicon.stop_verbs)
        if {word, word.lstrip("وف")} & nouns or self.phrases.words.stem(word) in lexicon.heads:
            return None
        if (
            self.phrases.words.arabic.is_noun(word)
            or word in self.phrases.learned.known
            or len(word) <= 2
        ):
            return None
        subject = self._following.subject_after(at + 1)
        if subject is None or subject.kind not in ("person", "people"):
            return None
        return Mention(at + 1, subject)

    def _of_verb_before(self, at: int) -> str:
        """Return the gender that an Arabic verb which opens a sentence has by its form: مشت
        حواء."""
        if self.lexicon.clitics != "arabic" or not at or not self.phrases.words.joins(at):
            return ""
        cue, word = self.cues.get(at - 1), self.tokens[at - 1].bare
        if cue is not None:
            return cue.gender
        opens = self.passage.sentence_start(at) == at - 1 and not self.tokens[at - 1].article
        return "f" if opens and word.endswith("ت") and len(word) > 2 else ""

    def _is_possessor(self, phrase: NounPhrase) -> bool:
        """Tell whether an Urdu phrase says whose relative the next one is: ثنا کی والدہ."""
        at = phrase.after + 1
        if at >= len(self.tokens) or self.tokens[phrase.after].bare not in self.lexicon.genitives:
            return False
        end = self.phrases.end(at)
        return end > at and self.tokens[end - 1].bare in self.lexicon.persons

    def _apposed(self, phrase: NounPhrase, subject: Subject) -> Subject | None:
        """Return the person whose name follows an Arabic or Hebrew office, between commas."""
        if subject.kind != "people" or not self.lexicon.clitics:
            return None
        found = self._following.with_apposition(phrase.first, phrase.after)
        return found if found is not None and found.kind == "person" else None

    def _of_later_clauses(self, best: Mention | None, end: int) -> Iterator[Mention]:
        """Return the persons of whom a Persian or Urdu sentence goes on to speak after a comma and
        تاہم or اما, as the subject."""
        if best is None or self.lexicon.subject != "before":
            return
        for at in range(best.subject.after, end - 1):
            token = self.tokens[at]
            contrasts = token.bare in self.lexicon.conceding & self.lexicon.conjunctions
            opens = contrasts and token.gap.strip(SPACES) != ""
            after = self.phrases.end(at + 1) if opens and token.quotation < 0 else 0
            subject = self.phrases.subject(at + 1, after) if after > at + 1 else None
            if subject is not None and _is_sure_person(subject):
                yield Mention(at + 1, subject)

    def _asked(self, start: int, end: int) -> Mention | None:
        """Return the person who is asked in a Persian or Urdu sentence: از مهدوی می‌پرسم."""
        asking = self.lexicon.object_marker and any(
            (cue := self.cues.get(at)) is not None and cue.gender == "1" for at in range(start, end)
        )
        asking = asking or self._is_asked_in_urdu(start, end)
        for phrase in self.phrases.between(start, end) if asking else ():
            subject = self.phrases.subject(phrase.first, phrase.after)
            if self.lexicon.genitives:
                spoken_to = self.tokens[min(phrase.after, end - 1)].bare == _FROM_URDU
            else:
                spoken_to = phrase.first > start and self.tokens[phrase.first - 1].bare == "از"
            if spoken_to and subject is not None and subject.kind in ("person", "people"):
                return Mention(phrase.first, subject)
        return None

    def _is_asked_in_urdu(self, start: int, end: int) -> bool:
        """Tell whether somebody is asked, by nobody or the writer: سے پوچھا گیا, میں نے پوچھا."""
        tokens, lexicon = self.tokens, self.lexicon
        places = [at for at in range(start, end - 1) if tokens[at].bare in lexicon.asking]
        passive = any(
            tokens[at + step].bare in lexicon.passive_auxiliaries
            for at in places for step in (1, 2) if at + step < end
        )  # fmt: skip
        marker = lexicon.subject_marker
        mine = any(
            tokens[at].bare in lexicon.first_persons and tokens[at + 1].bare == marker
            for at in range(start, end - 1)
        )
        return passive or (bool(places) and mine)

    def mention_before(self, at: int) -> Mention | None:
        """Return the last person or other subject that a sentence before a token names."""
        place = bisect_left(self.mentions, at, key=lambda mention: mention.at) - 1
        while place >= 0 and self.mentions[place].aside:
            place -= 1
        return self.mentions[place] if place >= 0 else None

    # ---------------------------------------------------------- who is meant

    def _resolved(
        self, report: Report | None, mention: Mention | None, aside: Mention | None
    ) -> Report | None:
        """Return the report with the speaker named before, where it names none itself."""
        if report is None or report.subject is not None or report.gender == "1":
            return report
        if report.cue.kind in ("participle", "saying") and report.form != "pronoun":
            subject = self._main_subject(report)
            if subject is not None:
                cue = self._verb_of(report)
                return replace(report, cue=cue, subject=subject, form="explicit")
            if report.cue.kind == "participle":
                return report
        subject = self._of_main_clause(report)
        if subject is not None:
            return replace(report, subject=subject)
        if report.bound and report.cue.kind != "saying":
            subject = self._subject_before_what(report) or self._before_relative(report)
            return replace(report, subject=subject)
        joined = self._of_first_verb(report)
        if joined is not None:
            return replace(report, subject=joined)
        return self._spoken_of(report, mention, aside)

    def _verb_of(self, report: Report) -> Cue:
        """Return the expression of a report, with the place of the verb where only its subject is
        between it and قائلا: أوضح الوزير قائلا."""
        before = self.found[-1] if self.found else None
        if before is None or report.cue.word not in self.lexicon.saying_only:
            return report.cue
        if not before.cue.is_verb or before.after != report.first:
            return report.cue
        if not self._has_no_stop(report.first):
            return report.cue
        return report.cue._replace(span=before.cue.span)

    def _spoken_of(self, report: Report, mention: Mention | None, aside: Mention | None) -> Report:
        """Return the report with whoever spoke, or was spoken of, last before it."""
        earlier = self._earlier(report)
        if report.cue.answers:
            mention = self._before_sentence(report)
        if mention is not None and self._conflicts(mention.subject, report):
            mention = self._mention_that_fits(report)
        newer = mention is not None and (earlier is None or mention.at > earlier.first)
        if mention is not None and earlier is not None and self._is_inside(mention, earlier):
            newer = False
        if mention is not None and newer and self._may_mean(mention, report):
            return self._named(replace(report, subject=mention.subject))
        nearer = aside is not None and (
            self._is_nearer(aside, earlier, report) or self._replaces(aside, earlier, report)
        )
        if earlier is not None and not nearer:
            return replace(report, subject=self._named(earlier).subject)
        if aside is not None and self._may_mean(aside, report):
            return replace(report, subject=aside.subject)
        return report

    def _before_sentence(self, report: Report) -> Mention | None:
        """Return who is spoken of before the sentence of a verb whose object is who is named in it:
        وحين سأل المراسل، أجابه."""
        return self.mention_before(self.passage.sentence_start(report.first))

    def _is_inside(self, mention: Mention, report: Report) -> bool:
        """Tell whether the sentence of an Arabic report, which itself names a person as speaker,
        speaks of somebody else."""
        subject = report.subject
        named = subject is not None and subject.kind == "person" and report.form == "explicit"
        if not named or self.lexicon.clitics != "arabic":
            return False
        here = self.passage.sentence(self.tokens[mention.at].span.start)
        return here == self.passage.sentence(report.cue.span.start)

    def _of_main_clause(self, report: Report) -> Subject | None:
        """Return the subject of the sentence for a verb in a clause about what it issued, and for a
        Hebrew one about a time: أصدرت الوزارة بيانا أكدت فيه أن, הורחק אחרי שאמר."""
        after = report.cue.after
        if after < len(self.tokens) and self.tokens[after].bare in self.lexicon.issued_in:
            return self._issuer(report)
        before = self._following.word_before(report.cue)
        if before in self.lexicon.subordinating or report.cue.purpose:
            return self._main_subject(report)
        if self.lexicon.clitics == "hebrew" and report.cue.relative and (
            before in self.lexicon.openers
        ):  # fmt: skip
            return self._subject_of_sentence(report)
        return None

    def _issuer(self, report: Report) -> Subject | None:
        """Return the person or body that the sentence names last before its clause, and that hangs
        on nothing."""
        start = self.passage.sentence_start(report.first)
        start = max(start, report.first - LONGEST_CLAUSE)
        for at in range(report.first - 1, start - 1, -1):
            if self.tokens[at].bare.lstrip("و") in self.lexicon.issuing:
                found = self._following.subject_after(at + 1)
                if found is not None and found.kind != "source" and not self._is_object(found):
                    return found
        for phrase in reversed(self.phrases.between(start, report.first)):
            found = None if phrase.oblique else self.phrases.subject(phrase.first, phrase.after)
            if found is not None and found.can_speak and not self._is_object(found):
                return found
        return None

    def _is_object(self, subject: Subject) -> bool:
        """Tell whether one Arabic word has the ending of an accusative, and nothing tells that it
        is a name: تساؤلا."""
        alone = subject.after == subject.first + 1 and subject.head.endswith("ا")
        known = subject.head in self.phrases.learned.known | self.lexicon.heads
        return alone and not known and not (subject.kind == "person" and subject.sure)

    def _of_first_verb(self, report: Report) -> Subject | None:
        """Return the subject of an Arabic sentence's first verb, where و or ف joins this one to
        it and that one reports nothing: أدانت المنظمة الاقتحام، ورأت فيه."""
        if self.lexicon.clitics == "hebrew" and report.cue.prefixed and not report.cue.relative:
            return self._of_clause_before(report)
        if self.lexicon.clitics != "arabic" or not report.cue.prefixed:
            return None
        start = self.passage.sentence_start(report.first)
        while start < report.first and self._only_opens(start):
            start += 1
        if start + 1 >= report.first or any(i in self.cues for i in range(start, report.first)):
            return None
        if self.phrases.words.stem(self.tokens[start].bare) in self.lexicon.heads:
            subject = self._following.with_apposition(start, self.phrases.end(start))
            return subject if subject is not None and subject.can_speak else None
        subject = self._following.subject_after(start + 1)
        if subject is None or subject.kind not in ("person", "body"):
            return None
        feminine = self.tokens[start].bare.endswith("ت")
        return subject if feminine == (report.gender == "f") else None

    def _of_clause_before(self, report: Report) -> Subject | None:
        """Return the subject of the Hebrew verb that ו joins one to, where that one reports
        nothing: אחד המבקרים ניגש ושאל."""
        start = self.passage.sentence_start(report.first)
        at = report.first
        while at > start and not self.tokens[at].gap.strip(SPACES):
            at -= 1
            if at in self.cues or self.tokens[at].quotation >= 0:
                return None
        for phrase in self.phrases.between(at, report.first):
            after = phrase.after
            if after == report.first and after - phrase.first > 1:
                after -= 1  # the verb that no list has
            found = None if phrase.oblique else self.phrases.subject(phrase.first, after)
            if found is None or found.kind == "pronoun":
                continue
            opens = phrase.first == start and after - phrase.first <= _SHORT_HEADING
            if found.can_speak or (found.kind == "unknown" and opens):
                return None if self._conflicts(found, report) else found
        return None

    def _only_opens(self, at: int) -> bool:
        """Tell whether a word only leads over to a sentence: بدورها, من جانبه,."""
        word = self.tokens[at].bare.lstrip("وف")
        return word in self.lexicon.stops or self.tokens[at].bare in self.lexicon.stops

    def _is_nearer(self, aside: Mention, earlier: Report | None, report: Report) -> bool:
        """Tell whether somebody is spoken of in the report's paragraph, and the last speaker
        before."""
        if earlier is None or aside.at < earlier.first or not self._may_mean(aside, report):
            return False
        paragraph = self.passage.paragraph(report.cue.span.start)
        there = self.passage.paragraph(self.tokens[aside.at].span.start)
        last = self.passage.paragraph(earlier.cue.span.start)
        sentence = self.passage.sentence(self.tokens[aside.at].span.start)
        parted = sentence < self.passage.sentence(report.cue.span.start)
        return there == paragraph and last < paragraph and parted

    def _replaces(self, aside: Mention, earlier: Report | None, report: Report) -> bool:
        """Tell whether somebody is spoken of in the sentence before, and the last speaker before
        cannot be meant: شمیمہ خاتون کا غصہ تھمتا نہیں۔ … وہ کہتی ہیں."""
        last = next((other for other in reversed(self.found) if other.subject is not None), None)
        if earlier is None or last is None or last.subject is None or aside.at < earlier.first:
            return False
        return self._conflicts(last.subject, report) and self._may_mean(aside, report)

    def _named(self, report: Report) -> Report:
        """Return the report before it whose speaker has the name, where this one's only has an
        office: قال كولر … وتابع المدرب …"""
        subject = report.subject
        if subject is not None and subject.kind == "people" and self.lexicon.subject == "before":
            return replace(report, subject=self._bearer(subject) or subject)
        if subject is None or subject.kind != "people" or self.lexicon.clitics != "arabic":
            return report
        words = self.tokens[subject.first : subject.after]
        if subject.head not in self.lexicon.roles or not all(word.article for word in words):
            return report
        place = next((i for i, one in enumerate(reversed(self.found)) if one is report), 0)
        for other in islice(reversed(self.found), place + 1, place + _OFFICE_REPORTS):
            person = other.subject is not None and other.subject.kind == "person"
            if person and _agree(report.gender, other.gender):
                return other if self._is_near(other.first, report) else report
        return report

    def _bearer(self, office: Subject) -> Subject | None:
        """Return the person who has an office, where a Persian or Urdu text gives that alone:
        دهیار, این مربی, فاضل جج."""
        first = self.tokens[office.first].bare
        definite = first in self.lexicon.definite
        alone = definite or office.after - office.first <= 1
        if not alone or (first in self.lexicon.determiners and not definite):
            return None
        if office.first and self.tokens[office.first - 1].bare in self.lexicon.genitives:
            return None  # ثنا کی والدہ: whose she is tells who is meant
        meant: Subject | None = None
        for subject, offices in self._bearers:
            if subject.first >= office.first:
                break
            if any(noun.endswith(office.head) for noun in offices):
                meant = subject
        if meant is not None or not definite:
            return meant
        before = self.mention_before(office.first)
        near = before is not None and before.subject.kind == "person"
        return before.subject if before is not None and near else None

    def _may_mean(self, mention: Mention, report: Report) -> bool:
        return self._is_near(mention.at, report) and self._fits(mention.subject, report)

    def _earlier(self, report: Report) -> Report | None:
        """Return the last report before with a subject, where it agrees and is near."""
        place = bisect_left(self.found, report.first, key=lambda other: other.first)
        for other in reversed(self.found[max(0, place - _ANAPHORA_REPORTS) : place]):
            if not self._is_near(other.first, report):
                return None
            if other.subject is None or self._is_doubtful(other):
                continue
            if report.cue.answers and self._is_in_sentence_of(other, report):
                continue
            source = other.cue.kind == "source before" and self.lexicon.clitics == "arabic"
            if source and not self._follows_source(other, report):
                continue
            if self._conflicts(other.subject, report) or self._is_thing(other.subject, report):
                continue
            known = self.genders.of(other.subject) or other.gender  # قال السكان: several
            if _agree(report.gender, known) and self._fits(other.subject, report):
                return other
            if self.lexicon.clitics != "arabic":
                return None
        return None

    def _conflicts(self, subject: Subject, report: Report) -> bool:
        """Tell whether a pronoun or verb is of a woman, and the subject a man, or the like."""
        one, other = self.genders.of(subject), report.gender
        if one == "p" or other == "p":
            return one != other and "" not in (one, other)
        return {one, other} == {"m", "f"}

    def _mention_that_fits(self, report: Report) -> Mention | None:
        """Return the last person named as a subject before whom the pronoun or verb may mean."""
        place = bisect_left(self.mentions, report.first, key=lambda mention: mention.at)
        for mention in reversed(self.mentions[max(0, place - _ANAPHORA_REPORTS) : place]):
            if not self._is_near(mention.at, report):
                return None
            if mention.aside or self._conflicts(mention.subject, report):
                continue
            return mention if mention.subject.kind == "person" else None
        return None

    def _is_in_sentence_of(self, other: Report, report: Report) -> bool:
        there = self.passage.sentence(other.cue.span.start)
        return there == self.passage.sentence(report.cue.span.start)

    def _is_doubtful(self, report: Report) -> bool:
        """Tell whether a verb that also means something else has a noun as subject that no list
        has: علّقت شهادة."""
        subject = report.subject
        return (
            report.cue.kind == "weaker verb"
            and self.lexicon.clitics == "arabic"
            and subject is not None
            and subject.kind == "unknown"
        )

    def _follows_source(self, source: Report, report: Report) -> bool:
        """Tell whether a report without subject goes on from وبحسب مسؤول in the sentence before."""
        one = self.passage.sentence(source.cue.span.start)
        other = self.passage.sentence(report.cue.span.start)
        return (
            other - one == 1
            and source.subject is not None
            and source.subject.head not in self.lexicon.agencies
            and (source.subject.kind in ("person", "people"))
        )

    def _is_near(self, at: int, report: Report) -> bool:
        paragraph = self.passage.paragraph(report.cue.span.start)
        there = self.passage.paragraph(self.tokens[at].span.start)
        return paragraph - there <= _ANAPHORA_PARAGRAPHS

    def _is_thing(self, subject: Subject, report: Report) -> bool:
        """Tell whether a report is of he or she, and the subject a body or a thing."""
        one = report.form == "pronoun" and report.gender in ("m", "f")
        if not one or self.lexicon.subject != "both":
            return False
        small = self.lexicon.capitals and not self.tokens[subject.first].capital
        return subject.kind in ("body", "place") or (subject.kind == "unknown" and small)

    def _fits(self, subject: Subject, report: Report) -> bool:
        """Tell whether a pronoun, or a verb alone, may mean the subject."""
        if self._conflicts(subject, report):
            return False
        if report.gender == "p" and self.lexicon.subject == "both":
            return subject.kind != "person"
        if report.form == "pronoun" and self.lexicon.subject != "after":
            return subject.kind in ("person", "people", "unknown")
        return True

    def _subject_before_what(self, report: Report) -> Subject | None:
        """Return who speaks in ما وصفه: the subject of the verb before it in the sentence."""
        before = self._following.word_before(report.cue)
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
        """Return who speaks in a relative clause: the person whom it is about (المحلل فلان الذي
        يرى أن), else the subject of the sentence (أشادت فلانة بالعمل الذي قالت إنه)."""
        before = self._following.word_before(report.cue)
        if self.lexicon.clitics == "hebrew" and report.cue.relative:
            return self._right_before(report)
        if self.lexicon.clitics != "arabic" or before not in self.lexicon.relatives:
            return None
        if before in self.lexicon.what or report.first < 2:
            return None
        relative = report.first - 1
        start = self.passage.sentence_start(relative)
        phrases = self.phrases.between(max(start, relative - NEAR), relative)
        if phrases and phrases[-1].after == relative:
            subject = self.phrases.subject(phrases[-1].first, relative)
            if subject is not None and subject.kind in ("person", "people", "body"):
                return subject
        return self._main_subject(report)

    def _right_before(self, report: Report) -> Subject | None:
        """Return the person right before a Hebrew verb with ש: חסן, שסיפר כי."""
        start = max(self.passage.sentence_start(report.first), report.first - NEAR)
        phrases = self.phrases.between(start, report.first)
        if not phrases or phrases[-1].after != report.first:
            return None
        gap = self.tokens[report.first].gap.strip(SPACES)
        found = self.phrases.subject(phrases[-1].first, report.first)
        if found is None or gap not in ("", ",") or found.kind not in ("person", "people"):
            return None
        return found if found.sure or found.kind == "people" else None

    def _subject_of_sentence(self, report: Report) -> Subject | None:
        """Return who speaks in الذي وصفه: the person or body that the sentence names first."""
        start = self.passage.sentence_start(report.first)
        for phrase in self.phrases.between(start, min(report.first, start + LONGEST_CLAUSE)):
            found = None if phrase.oblique else self.phrases.subject(phrase.first, phrase.after)
            if found is not None and found.kind in ("person", "body"):
                return found
        return None

    def _main_subject(self, report: Report) -> Subject | None:
        """Return who قائلا, saying, با بیان اینکه speaks of: the subject of the sentence's verb."""
        sentence = self.passage.sentence(report.cue.span.start)
        absolute = self._absolute(report) if self.lexicon.capitals else None
        if absolute is not None:
            return absolute
        for other in islice(reversed(self.found), _ANAPHORA_REPORTS):
            if self.passage.sentence(other.cue.span.start) != sentence:
                break
            if other.subject is not None and other.cue.kind != "source before":
                quoting = other.cue.word in self.lexicon.quoting  # نقلت الوكالة عن حارس
                if quoting or _agree(report.gender, other.gender):
                    return self._of_later_verb(other, report) or other.subject
                if self.lexicon.clitics != "arabic":
                    return None  # in Arabic it may be of a clause that is reported
        start = self.passage.sentence_start(report.first)
        if report.first - start > LONGEST_CLAUSE:
            return None
        if self.lexicon.subject != "after":
            subject = self._preceding.choose(
                self.phrases.between(start, report.first), report.cue, start, report.first
            )
            return None if subject is None or subject.kind == "pronoun" else subject
        parts = list(self._clause_openings(start, report.first))
        for opening in reversed(parts):
            subject = self._of_clause(opening, report.first)
            if subject is not None:
                return subject
        person = self._last_person(start, report.first) or self._mentioned(report, start)
        return person or self._document(report, start)

    def _mentioned(self, report: Report, start: int) -> Subject | None:
        """Return the person of whom an Arabic sentence speaks as its subject."""
        place = bisect_left(self.mentions, report.first, key=lambda mention: mention.at) - 1
        mention = self.mentions[place] if place >= 0 else None
        while mention is not None and mention.aside and place > 0:
            place -= 1
            mention = self.mentions[place]
        if mention is None or mention.aside or mention.at < start:
            return None
        return None if self._conflicts(mention.subject, report) else mention.subject

    def _document(self, report: Report, start: int) -> Subject | None:
        """Return what was issued, for an Arabic expression that says what is in it: وصل بيان جاء
        فيه."""
        if report.cue.after - report.cue.first < 2 or self.lexicon.clitics != "arabic":
            return None
        for at in range(report.first - 1, max(start, report.first - NEAR) - 1, -1):
            if self.phrases.words.stem(self.tokens[at].bare) in self.lexicon.sources:
                return self.phrases.subject(at, self.phrases.end(at, opening=True))
        return None

    def _last_person(self, start: int, end: int) -> Subject | None:
        """Return the person whom an Arabic sentence, which opens with its verb, names last."""
        for phrase in reversed(self.phrases.between(start, end)):
            if phrase.oblique or phrase.first == start:
                continue
            named = self.phrases.subject(phrase.first, phrase.after)
            if named is not None and _is_sure_person(named):
                return named
        return None

    def _of_clause(self, at: int, end: int) -> Subject | None:
        """Return the person who is the subject of an Arabic clause: after its verb, or at its start
        after لكن and its like."""
        tokens, lexicon = self.tokens, self.lexicon
        nominal = False
        while at + 1 < end and tokens[at].bare in lexicon.introducing:
            at, nominal = at + 1, True
        subject: Subject | None = None
        if nominal:
            after = self.phrases.end(at)
            subject = self._following.with_apposition(at, after) if after > at else None
        if subject is None or subject.kind not in ("person", "people", "body"):
            subject = self._following.subject_after(at + 1)
        if subject is None:
            return None
        return subject if subject.kind in ("person", "people", "body") else None

    def _of_later_verb(self, other: Report, report: Report) -> Subject | None:
        """Return the subject of an Arabic verb that و joins between a report and a participle: عبر
        الوفد عن تقديره، ووجه الزناتي الدعوة، مؤكدا."""
        if self.lexicon.clitics != "arabic" or report.cue.kind != "participle":
            return None
        for at in range(report.first - 1, other.after, -1):
            token = self.tokens[at]
            joined = token.bare[0] == "و" and len(token.bare) > 2 and token.quotation < 0
            if not joined or token.gap.strip(SPACES) not in ("،", ",") or at in self.cues:
                continue
            found = self._following.subject_after(at + 1)
            if found is not None and found.kind == "person" and found.sure:
                feminine = token.bare.endswith("ت")
                return found if feminine == (report.gender == "f") else None
        return None

    def _absolute(self, report: Report) -> Subject | None:
        """Return who speaks in an English absolute: with one union leader calling it."""
        first = max(self.passage.sentence_start(report.first), report.first - NEAR)
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
        return subject if subject is not None and subject.can_speak else None

    def _clause_openings(self, start: int, end: int) -> Iterator[int]:
        """Return the first word of an Arabic sentence, that of a clause after a comma and لكن,
        and that after a comma in front of which only an adverb is: وفي السياق ذاته، شكك
        الخبير."""
        tokens, lexicon = self.tokens, self.lexicon
        at, free = start, True
        while at + 1 < end and tokens[at].quotation < 0:
            opening = tokens[at].bare
            if free or opening in lexicon.introducing:
                yield at
            leads = lexicon.prepositions | lexicon.stops  # وردا على الاقتراح، اكتفت الإدارة
            free = free and (opening in leads or opening[1:] in leads)
            at += 1
            while at < end and tokens[at].gap.strip(SPACES) not in ("،", ",", ":"):
                at += 1
            free = free or (at < end and ":" in tokens[at].gap)  # القدس - بترا: دان المجلس

    # ------------------------------------------------------ verbs not listed

    def unlisted(self, at: int) -> Report | None:
        """Return the report that a person and a verb which no list has make right after a
        quotation: “…,” Dunlop deadpanned."""
        tokens, lexicon = self.tokens, self.lexicon
        if at + 1 >= len(tokens):
            return None
        if lexicon.subject == "before":
            return self._unlisted_last(at)
        if not self._has_no_stop(at + 1):
            return None
        verb, subject = at, None
        if self._may_be_verb(at) and tokens[at + 1].quotation < 0:
            after = self.phrases.end(at + 1)
            name = self.phrases.person(at + 1, after) if after > at + 1 else None
            if name is not None and name[0] <= at + 2:
                subject = self.phrases.subject(at + 1, after)
        elif lexicon.subject == "both":
            verb = self._behind_subject(at)
            if at < verb < len(tokens) and self._may_be_verb(verb):
                subject = self.phrases.subject(at, verb)
        if subject is None or subject.kind not in ("person", "pronoun"):
            return None
        cue = Cue("weaker verb", tokens[verb].span, verb, verb + 1, tokens[verb].bare, "")
        report = Report(cue, max(verb + 1, subject.after), subject, gender=subject.gender)
        if subject.kind != "pronoun":
            return report
        found = self._spoken_before(report, at)
        return found if found.subject is not None else None

    def _behind_subject(self, at: int) -> int:
        """Return the token behind a pronoun, or behind English words with a capital letter."""
        if self._preceding.is_pronoun(at):
            return at + 1
        verb = at
        while self.lexicon.capitals and verb < len(self.tokens) and (
            self.tokens[verb].capital and self._has_no_stop(verb + 1)
        ):  # fmt: skip
            verb += 1
        return verb

    def _unlisted_last(self, at: int) -> Report | None:
        """Return the report that a person and a verb which no list has make of a Persian or Urdu
        sentence behind a quotation: ”…“، عباسی ہنسے۔"""
        after, end = self.phrases.end(at), self.passage.sentence_end(at)
        name = self.phrases.person(at, after) if after > at else None
        after = name[1] if name is not None else after
        short = 0 < end - after < _LONGEST_VERB and name is not None
        if not short or any(self.tokens[i].gap.strip(SPACES) for i in range(at + 1, end)):
            return None
        subject = self.phrases.subject(at, after)
        span = Span(self.tokens[after].span.start, self.tokens[end - 1].span.end)
        cue = Cue("weaker verb", span, after, end, self.tokens[end - 1].bare, "")
        return Report(cue, end, subject)

    def meant(self, report: Report) -> Report:
        """Return the report with the bearer of the office, where its subject is that alone."""
        persian = self.lexicon.subject == "before"
        return self._named(report) if persian else report

    def _has_no_stop(self, at: int) -> bool:
        return at >= len(self.tokens) or not self.tokens[at].gap.strip(SPACES)

    def _may_be_verb(self, at: int) -> bool:
        token, lexicon = self.tokens[at], self.lexicon
        noun = token.bare in lexicon.heads or token.bare in lexicon.given
        plain = token.quotation < 0 and token.bare.isalpha() and len(token.bare) > 2
        if lexicon.clitics and token.article:
            return False
        if lexicon.clitics == "arabic" and (at in self.cues or self._is_adverbial(at)):
            return False  # it begins what the writer adds: «…»، مطالباً السلطات, وكتب شعارا
        return plain and not (token.capital or noun or token.bare in lexicon.stops)

    def _is_adverbial(self, at: int) -> bool:
        """Tell whether an Arabic word is a participle that says what the speaker did besides."""
        cue = self.cues.get(at)
        participle = cue is not None and cue.kind == "participle"
        return participle or self.passage.written(at).endswith(TANWIN)

    # ---------------------------------------------------------------- colons

    def heading(self, quotation: Span) -> Report | None:
        """Return the report that a name and a colon before a quotation make: ترامب: «…»."""
        colon = self.passage.text.rindex(":", 0, quotation.start)
        last = self.passage.first_from(colon)
        if not last or self.passage.first_from(quotation.start) != last:
            return None
        paragraph = self.passage.paragraph(colon)
        first = min(self.passage.first_in(paragraph), last)
        opening = min(self.passage.sentence_start(last - 1), last)
        if self.lexicon.subject == "both" and 0 < last - opening <= _SHORT_HEADING:
            first = max(first, opening)
        first = self._after_stop(first, last)
        if first == last:
            return None
        if self.tokens[first].bare in self.lexicon.about and last - first <= _LONGEST_TOPIC:
            return self._about(colon, first, last)
        alone = self._by_verb_alone(max(first, opening), last) if first < opening else None
        if alone is not None:
            return alone
        if last - first <= LONGEST_SUBJECT:
            subject = self._heading_subject(first, last) or self._last_part(first, last)
            if subject is not None:
                return _heading_report(subject, colon, last)
        if self.lexicon.capitals and paragraph == 0:
            return None  # a headline's words all have capital letters
        return self._sentence_subject(colon, last) or self._by_gesture(colon, last)

    def _opening_subject(self, at: int, end: int) -> Mention | None:
        """Return whom an Arabic sentence that opens with a verb of a woman names by words made like
        a name: جلست منجية على حقيبتها."""
        if self.lexicon.clitics != "arabic":
            return None
        parts = (i for i in range(at + 1, end) if self.tokens[i].gap.strip(SPACES) in ("،", ","))
        leads = self.tokens[at].bare in self.lexicon.prepositions  # أمام المحطة، جلست
        at = next(parts, at) if leads else at
        word = self.tokens[at].bare
        if at + 2 >= end or not word.endswith("ت"):
            return None
        listed = word in self.lexicon.heads or word in self.lexicon.given or word.endswith("ات")
        if listed or at in self.cues or self.phrases.words.arabic.is_noun(word):
            return None
        found = self._following.subject_after(at + 1)
        if found is None or found.kind != "person":
            return None
        return Mention(found.first, found, aside=True)

    def _by_gesture(self, colon: int, last: int) -> Report | None:
        """Return the report of a short Arabic clause that says what somebody does with a part of
        the body: فهز كتفيه:, رفعت حاجبيها:."""
        if self.lexicon.clitics != "arabic":
            return None
        first, start = last - 1, self.passage.sentence_start(last - 1)
        while first > start and self._has_no_stop(first):
            first -= 1
        owner = self.tokens[last - 1]
        short = 1 < last - first <= _UNLISTED + 1 and not owner.article and owner.quotation < 0
        woman, man = owner.bare.endswith("ها"), self.passage.written(last - 1).endswith("ه")
        verb = self.tokens[first].bare.lstrip("وف")
        if not short or not (woman or man) or verb in self.lexicon.stops | self.lexicon.heads:
            return None
        report = replace(_heading_report(None, colon, last), gender="f" if woman else "m")
        found = self._spoken_before(report, first)
        return found if found.subject is not None else None

    def _is_heard_from(self, phrase: NounPhrase, last: int) -> bool:
        """Tell whether an Arabic phrase right before a colon says from whom words were heard: عبارة
        سمعتها من مدربه ليث العتوم:."""
        before = self.tokens[phrase.first - 1].bare if phrase.first else ""
        arabic = self.lexicon.clitics == "arabic"
        return arabic and phrase.after == last and before in ("من", "عن")

    def _by_verb_alone(self, at: int, last: int) -> Report | None:
        """Return the report that an Arabic verb makes which no list has, with و or ف and no
        subject: وصل سليم. وناقش: «…»."""
        token, lexicon = self.tokens[at], self.lexicon
        behind = [word.bare for word in self.tokens[at + 1 : last]]
        plain = all(word in lexicon.told_to or word in lexicon.manner for word in behind)
        verb = token.bare[1:]
        if lexicon.clitics != "arabic" or token.bare[0] not in "وف" or not plain:
            return None
        names = (lexicon.given, lexicon.with_waw, lexicon.heads, self.phrases.learned.known)
        noun = any(word in listed for word in (token.bare, verb) for listed in names)
        if noun or len(verb) <= _UNLISTED or verb.startswith("ال"):
            return None
        if verb in lexicon.adverbs or verb in lexicon.as_which or verb in lexicon.pronouns:
            return None
        if self.passage.written(at).endswith(TANWIN):
            return None
        if self.phrases.words.arabic.is_noun(verb):
            return None
        start = token.span.start + letter_end(self.passage.written(at))
        gender = "f" if verb.endswith("ت") else "" if verb.startswith("ت") else "m"
        cue = Cue("weaker verb", Span(start, token.span.end), at, at + 1, verb, gender)
        return self._spoken_before(Report(cue, last, None, "implicit", gender=gender), at)

    def _about(self, colon: int, first: int, last: int) -> Report:
        """Return the report of what somebody said before says on something: על המכרז: "…"."""
        return self._spoken_before(replace(_heading_report(None, colon, last), gender=""), first)

    def _spoken_before(self, report: Report, at: int) -> Report:
        """Return the report by whoever spoke, or was spoken of, before a token."""
        before = list(reversed(self.mentions[: bisect_left(self.mentions, at, key=_place)]))
        mention = next((one for one in before if not one.aside), None)
        aside = next((one for one in before if one.aside), None)
        unnamed = replace(report, subject=None, form="pronoun")
        return self._spoken_of(unnamed, mention, aside)

    def _after_stop(self, first: int, last: int) -> int:
        """Return the token after the last colon or two full stops of a headline: الوزير: لا نقص..
        والمزارعون:."""
        for at in range(last - 1, first, -1):
            gap = self.tokens[at].gap
            if (":" in gap or ".." in gap) and self.tokens[at - 1].quotation < 0:
                return at
        return first

    def headline(self, quotation: Span) -> Report | None:
        """Return the report that a name and a colon make in a title with words quoted in its
        clause: الوزير: القرار «نهائي»."""
        text = self.passage.text
        paragraph = self.passage.paragraph(quotation.start)
        start = self.passage.source.paragraphs[paragraph].span.start
        colon = text.rfind(":", start, quotation.start)
        if paragraph > 0 or colon < 0:
            return None
        first, last = self.passage.first_from(start), self.passage.first_from(colon)
        if not 0 < last - first <= LONGEST_SUBJECT:
            return None
        subject = self._heading_subject(first, last) or self._last_part(first, last)
        if subject is None or not subject.can_speak:
            return None
        return _heading_report(subject, colon, last)

    def heading_after(self, quotation: Span) -> Report | None:
        """Return the report that a name after a quotation makes, where both are a paragraph:
        «…»، ترامب.
        """
        first = self.passage.first_from(quotation.end)
        if first >= len(self.tokens):
            return None
        paragraph = self.passage.paragraph(quotation.start)
        number = self.passage.sentence(quotation.start)
        opens = self.passage.source.paragraphs[paragraph].span.start == quotation.start
        if number < 0 or not (opens or self._follows_topic(quotation)):
            return None
        gap = self.passage.text[quotation.end : self.tokens[first].span.start]
        if not gap.strip() or gap.strip(SPACES + "،,:–—-|.…"):
            return None
        last = first
        while last < len(self.tokens) and (
            self.passage.paragraph(self.tokens[last].span.start) == paragraph
        ):
            last += 1
        end = self.phrases.end(first, opening=True)
        if end != last and paragraph == 0 and self._is_in_capitals(end, last):
            return None
        if end != last and paragraph == 0:  # a headline: «…».. ليلى حداد تفوز بالجائزة
            name = self.phrases.person(first, end)
            if name is None or name[0] != first or not self.phrases.names.is_sure(name):
                return None
        elif end != last:
            return None
        subject = self.phrases.subject(first, end)
        if subject is None or not subject.can_speak:
            return None
        return _heading_report(subject, quotation.end, first)

    def _is_in_capitals(self, first: int, last: int) -> bool:
        """Tell whether all long words of an English headline have a capital letter."""
        long = [token for token in self.tokens[first:last] if len(token.bare) > _LONGEST_PARTICLE]
        return self.lexicon.capitals and all(token.capital for token in long)

    def _follows_topic(self, quotation: Span) -> bool:
        """Tell whether a colon in a Persian or Urdu headline is before a quotation: کیس: ’…‘،
        عدالت."""
        first = self.passage.paragraph(quotation.start) == 0
        before = self.passage.text[: quotation.start].rstrip()
        return self.lexicon.subject == "before" and first and before.endswith(":")

    def _heading_subject(self, first: int, last: int) -> Subject | None:
        """Return the subject that makes up all of a paragraph before a colon, or its last
        noun phrase."""
        if any(self.tokens[i].quotation >= 0 for i in range(first, last)):
            return None
        if self.phrases.end(first, opening=True) == last:
            subject = self.phrases.subject(first, last)
            return subject if self._may_be_heading(first, last) else None
        if self.lexicon.subject == "after":
            return None
        if self.lexicon.clitics == "hebrew":
            last = self._before_joined_preposition(first, last)
        phrases = self.phrases.between(first, last)
        whole = [phrase for phrase in phrases if phrase.after == last and not phrase.oblique]
        found = self.phrases.subject(whole[-1].first, whole[-1].after) if whole else None
        if found is not None and self.lexicon.subject == "before" and not found.can_speak:
            return None
        return found

    def _before_joined_preposition(self, first: int, last: int) -> int:
        """Return the token at which what follows a Hebrew subject begins: הורי התלמידים במרד:."""
        after = self.phrases.end(first, opening=True)
        if not first < after < last or self.tokens[after].bare[0] not in "בלמ":
            return last
        subject = self.phrases.subject(first, after)
        plain = all(not token.gap.strip(SPACES) for token in self.tokens[first + 1 : last])
        return after if plain and subject is not None and subject.can_speak else last

    def _may_be_heading(self, first: int, last: int) -> bool:
        """Tell whether several Arabic words before a colon, none of which is known, name somebody
        whom the text names again, and two Hebrew ones a person or body: no حادث قطار طنطا, no
        שביתת האחיות."""
        if self.lexicon.clitics == "hebrew" and last - first == 2:
            subject = self.phrases.subject(first, last)
            construct = self.tokens[first + 1].article and not self.tokens[first].article
            return not construct or (subject is not None and subject.can_speak)
        if self.lexicon.clitics != "arabic" or last - first < 2:
            return True
        name = self.phrases.person(first, last)
        words = [token.bare for token in self.tokens[first:last]]
        listed = any(self.phrases.words.stem(word) in self.lexicon.heads for word in words)
        return (
            name is not None or listed or any(word in self.phrases.learned.known for word in words)
        )

    def _last_part(self, first: int, last: int) -> Subject | None:
        """Return the subject that an Arabic headline names between a stop and the colon:
        انهيار مبنى.. والبلدية: «…»."""
        start = last - 1
        while start > first and not self.tokens[start].gap.strip(SPACES):
            start -= 1
        if start == first or self.phrases.end(start, opening=True) != last:
            return None
        subject = self.phrases.subject(start, last)
        return subject if subject is not None and subject.can_speak else None

    def _is_person_pronoun(self, at: int) -> bool:
        lexicon = self.lexicon
        if lexicon.subject == "before":
            behind = self.tokens[at + 1].bare if at + 1 < len(self.tokens) else ""
            hangs = behind in lexicon.postpositions and behind != lexicon.subject_marker
            return not hangs and self.tokens[at].bare in lexicon.pronouns - lexicon.first_persons
        if lexicon.subject != "both":
            return False
        return self.tokens[at].bare in lexicon.pronouns_feminine | lexicon.pronouns_masculine

    def _sentence_subject(self, colon: int, last: int) -> Report | None:
        """Return the report of a sentence without a verb of saying that a colon ends."""
        start = self.passage.sentence_start(last - 1)
        if any(self.tokens[i].quotation >= 0 for i in range(start, last)):
            return None
        best = self._marked_subject(start, last)
        if best is not None:
            return _heading_report(best, colon, last)
        for phrase in self.phrases.between(start, last):
            if phrase.oblique and not self._is_heard_from(phrase, last):
                continue
            first = phrase.first
            leads = first == start or self.lexicon.subject == "before"
            if leads and best is None and self._is_person_pronoun(first):
                subject = self.phrases.subject(first, first + 1)
                gender = subject.gender if subject is not None else ""
                report = replace(_heading_report(None, colon, last), gender=gender)
                return self._spoken_before(report, start)
            after = phrase.after
            while (
                self.lexicon.capitals
                and after > phrase.first + 1
                and (not self.tokens[after - 1].capital and phrase.after - after < _UNLISTED)
            ):
                after -= 1
            subject = self.phrases.subject(phrase.first, after)
            named = self.phrases.person(phrase.first, after)
            if subject is not None and subject.kind == "person" and named:
                return _heading_report(subject, colon, last)
            leads = self.lexicon.clitics != "arabic" or (
                self.tokens[start].bare in self.lexicon.as_for and phrase.first == start + 1
            )
            if subject is not None and subject.kind == "people" and best is None and leads:
                best = subject
        best = best or self._subject_of_verb(start, last) or self._unmarked_subject(start, last)
        if best is None and self._ends_with_verb(last):
            return self._spoken_before(_heading_report(None, colon, last), start)
        return _heading_report(best, colon, last) if best is not None else None

    def _unmarked_subject(self, start: int, last: int) -> Subject | None:
        """Return the subject of a Persian or Urdu sentence that only its place or کو tells: فلانی
        سرش را تکان می‌دهد:."""
        if self.lexicon.subject != "before":
            return None
        if self.lexicon.object_marker:
            found = self._preceding.before_object(self.phrases.between(start, last), start)
            if found is not None:
                return found
        return self._opening_body(start, last) or self._experiencer(start, last)

    def _ends_with_verb(self, last: int) -> bool:
        """Tell whether a Persian verb that has a subject, and is not one of being, is right before
        a colon: دستم را می‌فشارد:."""
        word = self.tokens[last - 1].bare
        third = word not in self.lexicon.first_persons and not word.endswith("م")
        if word.startswith("ب") and word.endswith("د"):
            return False  # بنویسند: what somebody should write
        verb = self.phrases.words.is_finite(last - 1) and word not in self.lexicon.copulas
        return self.lexicon.object_marker != "" and verb and third

    def _subject_of_verb(self, start: int, last: int) -> Subject | None:
        """Return the person behind the verb that opens an Arabic sentence and that no list has: ولا
        تخفي سديم برهوم خوفها:."""
        if self.lexicon.clitics != "arabic":
            return None
        at = start
        while at + 2 < last and self.tokens[at].bare in self.lexicon.negations:
            at += 1
        word = self.tokens[at].bare.removeprefix("و") if at + 2 < last else ""
        negated = at > start and word[:1] in ("ي", "ت")
        if not negated and not (len(word) > _UNLISTED + 1 and word[0] in "يت"):
            return None
        found = self._following.subject_after(at + 1)
        if found is None:
            return None
        if found.after - found.first < _UNLISTED:  # تصحح لي السبعينية
            told = self.tokens[at + 1].bare in self.lexicon.told_to
            return found if told and self.tokens[found.first].article else None
        return found if found.kind == "person" else None

    def pronoun_before(self, quotation: Span) -> Report | None:
        """Return the report by whoever the pronoun means that is the subject of the Persian or Urdu
        sentence right before a quotation, in its paragraph: انھوں نے خود بات شروع کی۔ ”…“"""
        at = self.passage.first_from(quotation.start)
        if self.lexicon.subject != "before" or not at or "\n" in self.tokens[at].gap:
            return None
        start = self.passage.sentence_start(at - 1)
        for phrase in self.phrases.between(start, at):
            if phrase.oblique:
                continue
            named = self.phrases.subject(phrase.first, phrase.after)
            if not self._is_person_pronoun(phrase.first):
                if named is not None and named.can_speak:
                    return None
                continue
            unnamed = _heading_report(None, quotation.start, at)
            found = self._spoken_before(unnamed, phrase.first)
            return found if found.subject is not None else None
        return None

    def _experiencing(self, best: Mention | None, start: int, end: int) -> Mention | None:
        """Return whom an Urdu sentence speaks of: who has کو, where nobody is its subject."""
        if best is not None and best.subject.kind == "person":
            return best
        felt = self._experiencer(start, end)
        return Mention(felt.first, felt) if felt is not None else best

    def _opening_body(self, start: int, last: int) -> Subject | None:
        """Return the body that a Persian or Urdu sentence without a verb of saying opens with."""
        after = self.phrases.end(start)
        found = self.phrases.subject(start, after) if start < after < last else None
        return found if found is not None and found.kind == "body" else None

    def _experiencer(self, start: int, last: int) -> Subject | None:
        """Return the person of an Urdu sentence who has no sign of a subject but کو: عباسی کو یاد
        ہے:."""
        marked = any(
            self.tokens[at].bare == self.lexicon.subject_marker for at in range(start, last)
        )
        if not self.lexicon.genitives or marked:
            return None
        for phrase in self.phrases.between(start, last):
            found = self.phrases.subject(phrase.first, phrase.after)
            behind = self.tokens[phrase.after].bare if phrase.after < last else ""
            if behind == _TO_URDU and found is not None and found.kind == "person":
                return found
        return None

    def _marked_subject(self, start: int, last: int) -> Subject | None:
        """Return the last Urdu subject before a colon that has its sign, نے."""
        marker = self.lexicon.subject_marker
        for phrase in reversed(self.phrases.between(start, last) if marker else ()):
            if phrase.after < last and self.tokens[phrase.after].bare == marker:
                found = self.phrases.subject(phrase.first, phrase.after)
                return found if found is not None and found.kind in ("person", "people") else None
        return None


def _place(mention: Mention) -> int:
    return mention.at


def _heading_report(subject: Subject | None, colon: int, last: int) -> Report:
    cue = Cue("verb", Span(colon, colon), last, last, "", "")
    return Report(cue, last, subject)


def _is_sure_person(subject: Subject) -> bool:
    return subject.kind == "person" and subject.sure


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other
