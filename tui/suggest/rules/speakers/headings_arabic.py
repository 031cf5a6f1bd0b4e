"""Speakers that a colon tells in Arabic, where the verb before it may be one that no list has."""

from __future__ import annotations

from dataclasses import replace

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.lexicons.words_arabic import TANWIN
from tui.suggest.rules.cues.cue import Cue, letter_end
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.passage_phrases import ArabicPhrases
from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.reports.report import Report
from tui.suggest.rules.speakers.headings import UNLISTED, Headings, heading_report
from tui.text.spans import Span


class ArabicHeadings(Headings):
    """Speakers before a colon, or next to a quotation, in an Arabic passage."""

    phrases: ArabicPhrases

    def by_sentence(self, colon: int, last: int) -> Report | None:
        """Return the report of a sentence without a verb of saying that a colon ends."""
        return super().by_sentence(colon, last) or self._by_gesture(colon, last)

    def _by_gesture(self, colon: int, last: int) -> Report | None:
        """Return the report of a short clause that says what somebody does with a part of the body:
        فهز كتفيه: (he shrugged his shoulders:), رفعت حاجبيها: (she raised her eyebrows:)."""
        first, start = last - 1, self.passage.sentence_start(last - 1)
        while first > start and self.has_no_stop(first):
            first -= 1
        owner = self.tokens[last - 1]
        short = 1 < last - first <= UNLISTED + 1 and not owner.article and owner.quotation < 0
        woman, man = owner.bare.endswith("ها"), self.passage.written(last - 1).endswith("ه")
        verb = self.tokens[first].bare.lstrip("وف")
        if (
            not short
            or not (woman or man)
            or is_in_any(verb, self.lexicon.stops.words, self.lexicon.nouns.heads)
        ):
            return None
        report = replace(heading_report(None, colon, last), gender="f" if woman else "m")
        found = self.anaphora.spoken_before(report, first)
        return found if found.subject is not None else None

    def by_verb_alone(self, at: int, last: int) -> Report | None:
        """Return the report of a verb that no list has, with و or ف joined and without a subject:
        وصل سليم. وناقش: «…» (Salim arrived. And he discussed: “…”)."""
        token, lexicon = self.tokens[at], self.lexicon
        behind = [word.bare for word in self.tokens[at + 1 : last]]
        plain = all(word in lexicon.nouns.told_to for word in behind)
        verb = token.bare[1:]
        if token.bare[0] not in "وف" or not plain:
            return None
        names = (
            lexicon.names.given,
            lexicon.names.with_waw,
            lexicon.nouns.heads,
            self.phrases.learned.known,
        )
        noun = any(word in listed for word in (token.bare, verb) for listed in names)
        if noun or len(verb) <= UNLISTED or verb.startswith("ال"):
            return None
        if (
            verb in lexicon.clause.adverbs
            or verb in lexicon.clause.as_which
            or verb in lexicon.clause.pronouns
        ):
            return None
        if self.passage.written(at).endswith(TANWIN):
            return None
        if self.phrases.words.arabic.is_noun(verb):
            return None
        start = token.span.start + letter_end(self.passage.written(at))
        gender = "f" if verb.endswith("ت") else "" if verb.startswith("ت") else "m"
        cue = Cue("weaker verb", Span(start, token.span.end), at, at + 1, verb, gender)
        return self.anaphora.spoken_before(Report(cue, last, None, "implicit", gender=gender), at)

    def may_be_heading(self, first: int, last: int) -> bool:
        """Return whether words, if several, name somebody who is known or named again: no حادث قطار
        طنطا (the Tanta train accident)."""
        if last - first < 2 or self.phrases.person(first, last) is not None:
            return True
        words = [token.bare for token in self.tokens[first:last]]
        listed = any(self.phrases.words.stem(word) in self.lexicon.nouns.heads for word in words)
        return listed or any(word in self.phrases.learned.known for word in words)

    def last_phrase(self, first: int, last: int) -> Subject | None:
        """Return None: the subject follows its verb."""
        return None

    def is_heard_from(self, phrase: NounPhrase, last: int) -> bool:
        """Return whether a phrase right before a colon says from whom words were heard: عبارة
        سمعتها من مدربه ليث العتوم: (a phrase I heard from his coach Laith al-Atoum:)."""
        before = self.tokens[phrase.first - 1].bare if phrase.first else ""
        return phrase.after == last and before in ("من", "عن")

    def is_person_pronoun(self, at: int) -> bool:
        """Return False: a pronoun subject is in the verb's form."""
        return False

    def people_may_lead(self, phrase: NounPhrase, start: int) -> bool:
        """Return whether some people behind أما (as for) may be who speaks."""
        opened = self.tokens[start].bare in self.lexicon.clause.as_for
        return opened and phrase.first == start + 1

    def unmarked_subject(self, start: int, last: int) -> Subject | None:
        """Return the person behind the verb that opens a sentence and that no list has: ولا تخفي
        سديم برهوم خوفها: (and Sadim Barhoum does not hide her fear:)."""
        at = start
        while at + 2 < last and self.tokens[at].bare in self.lexicon.clause.negations:
            at += 1
        word = self.tokens[at].bare.removeprefix("و") if at + 2 < last else ""
        negated = at > start and word[:1] in ("ي", "ت")
        if not negated and not (len(word) > UNLISTED + 1 and word[0] in "يت"):
            return None
        found = self.following.subject_after(at + 1)
        if found is None:
            return None
        # تصحح لي السبعينية (the woman in her seventies corrects me)
        if found.after - found.first < UNLISTED:
            told = self.tokens[at + 1].bare in self.lexicon.nouns.told_to
            return found if told and self.tokens[found.first].article else None
        return found if found.kind == "person" else None
