"""Names that a passage gives in full, learned for where a part of one stands alone."""

from __future__ import annotations

from itertools import pairwise

from tui.suggest.passages import SPACES
from tui.suggest.phrases.noun_phrases import NounPhrase
from tui.suggest.phrases.passage_phrases import Phrases
from tui.suggest.phrases.words import AGE, COMMAS, LONGEST_NAME, SHORTEST_NAME

_SERVANT = "عبدال"


class NameLearner:
    """Learns the names that a passage gives in full or tells by their place."""

    def __init__(self, phrases: Phrases) -> None:
        self.passage = phrases.words.passage
        self.tokens = phrases.words.tokens
        self.lexicon = phrases.words.lexicon
        self.cues = phrases.words.cues
        self._words = phrases.words
        self._learned = phrases.learned
        self._hebrew = phrases.hebrew
        self._stops = phrases.stops
        self._arabic_stops = phrases.arabic_stops
        self._ends = phrases.ends
        self._given = phrases.given
        self._arabic_names = phrases.arabic_names
        self._names = phrases.names
        self._noun_phrases = phrases.noun_phrases

    def learn(self) -> None:
        """Learn the names twice: at the second time a surname is known to be a name's end."""
        self._learn_full_names()
        self._learned.forget()
        self._learn_full_names()

    def _learn_full_names(self) -> None:
        """Learn the words of the names that are given in full, for where one is alone."""
        lengths = {}
        phrases = self._noun_phrases.between(0, len(self.tokens))
        self._learn_apposed(phrases)
        self._learn_speakers()
        for phrase in phrases:
            kin = self._arabic_names.kin(phrase.first, phrase.after)
            first = phrase.first if kin is None else kin + 1
            name = self._names.person(first, phrase.after)
            if name is not None and name[1] - name[0] > 1:
                words = [self.tokens[i].bare for i in range(*name)]
                words[0] = words[0][self._hebrew.joined_letters(name[0]) :]
                lengths[name] = words
        surnames = {words[-1] for words in lengths.values() if words[0] in self.lexicon.given}
        for name, words in lengths.items():
            if self.lexicon.object_marker and words[0] in surnames and len(words) == 2:
                continue  # a surname alone, and a noun: فرزانه کمبود را
            again = (
                len(words) > 1
                and words[0] in self.lexicon.given
                and self._words.counts[words[1]] > 1
            )
            if again:
                self._learned.surnames.add(words[1])
            closed = self._is_closed(name)
            if closed:
                self._learned.first_names.add(words[0])
                self._learned.surnames.add(words[-1])
            if self._names.is_sure(name):
                self._learned.sure.update(words)
            self._learned.known.update(
                word
                for place, word in enumerate(words)
                if len(word) > (1 if self.lexicon.clitics == "hebrew" else 2)
                and not (
                    place > 1
                    and self.tokens[name[0] + place].article
                    and not (self._names.is_sure(name) and word.endswith("ي"))
                )
                and (closed or word in self.lexicon.given or self._words.counts[word] > 1)
            )
            if self.lexicon.subject == "before":  # عبدالشکور is called شکور as well
                servants = {word for word in words if word.startswith(_SERVANT)}
                self._learned.known |= {word.removeprefix(_SERVANT) for word in servants}
            self._learned.known -= self.lexicon.name_parts

    def _learn_speakers(self) -> None:
        """Learn Arabic names by their place: two to four words between a verb of saying and what
        was said, made like a name: قال فلان الفلاني إن."""
        if self.lexicon.clitics == "hebrew":
            self._learn_hebrew_speakers()
        if self.lexicon.clitics != "arabic":
            return
        for cue in self.cues.values():
            if not cue.is_verb or cue.after >= len(self.tokens):
                continue
            at = cue.after
            end = self._ends.end(at)
            after = next((i for i in range(at + 1, end) if self._is_office_of(i)), end)
            if not 2 <= after - at <= LONGEST_NAME or (
                after == end and not self._arabic_stops.is_before_speech(after)
            ):
                continue
            told = cue.word in self.lexicon.addressed or cue.word in self.lexicon.objects
            if self._arabic_names.is_with_ba(at, after) or (
                told and self.tokens[after - 1].article
            ):
                continue  # مازح سيلفا الحضور
            made = self._arabic_names.is_made_like_a_name(at, after - 1)
            named = made and self._names.person(at, after) is None
            if named and self._words.noun(after - 1) not in self.lexicon.heads:
                words = {self.tokens[i].bare for i in range(at, after)} - self.lexicon.name_parts
                self._learned.known |= words
                self._learned.surnames.add(self.tokens[after - 1].bare)

    def _is_office_of(self, index: int) -> bool:
        """Tell whether an Arabic noun for an office, with its complement, is behind a name: ماركو
        سيلفا مدرب فولهام."""
        word, following = self.tokens[index].bare, self.tokens[index + 1 : index + 2]
        office = word in self.lexicon.roles and word not in self.lexicon.given_or_noun
        return office and following != [] and self._words.joins(index + 1)

    def _learn_hebrew_speakers(self) -> None:
        """Learn Hebrew names by their place: two words behind a verb of saying, before את, כי, a
        sign or a quotation, made like no other words."""
        lexicon, tokens = self.lexicon, self.tokens
        for cue in self.cues.values():
            at = cue.after
            while at < len(tokens) and tokens[at].bare in lexicon.adverbs and self._words.joins(at):
                at += 1
            if not cue.is_verb or at >= len(tokens) or tokens[at].gap != " ":
                continue
            after = self._ends.end(at)
            words = [tokens[i].bare for i in range(at, after)]
            nouns = (lexicon.heads, lexicon.places, lexicon.common_nouns)
            if len(words) != 2 or any(word in listed for listed in nouns for word in words):
                continue
            joined = any(
                tokens[i].article or self._hebrew.clitic(i) or tokens[i].bare[0] in "ושכל"
                for i in range(at, after)
            )
            following = tokens[after] if after < len(tokens) else None
            ends = following is None or (
                following.bare in {"את", *lexicon.complementizers}
                or following.quotation >= 0
                or following.gap.strip(SPACES) != ""
            )
            if ends and not joined and words[0][0] not in "במ" and words[1] not in lexicon.stops:
                self._learned.known.update(words)
                self._learned.surnames.add(words[1])

    def _is_closed(self, name: tuple[int, int]) -> bool:
        """Tell whether a sign, a verb of saying or a stop ends a name.

        No noun is then taken with the name. English tells by capital letters, Arabic by the rules
        of its names.
        """
        end = name[1]
        if self.lexicon.capitals or self.lexicon.clitics == "arabic" or end >= len(self.tokens):
            return True
        if end - name[0] == 2:  # a given name and a surname
            words = [self.tokens[i].bare for i in range(*name)]
            if words[0] in self.lexicon.given and self.lexicon.clitics != "hebrew":
                return True
        following = self.tokens[end]
        parted = following.gap.strip(SPACES)[:1] in ("،", ",", ":", "(", ";", "؛")
        ends = parted or end in self.cues or following.quotation >= 0
        return ends or self._stops.is_stop(end, name[0])

    def _learn_apposed(self, phrases: list[NounPhrase]) -> None:
        """Learn names by their place: X Y، رئیس …، or رئیس …، X Y،: two or three words beside an
        office, a comma between."""
        if self.lexicon.clitics == "arabic":
            self._learn_before_office(phrases)
        if self.lexicon.capitals or self.lexicon.clitics == "arabic":
            return
        for phrase in phrases:
            if self._is_described(phrase) or self._is_introduced(phrase):
                self._learn(phrase)
        several = len(self.passage.source.paragraphs) > 1
        for one, other in pairwise(phrases):
            if several and not self.passage.paragraph(self.tokens[one.first].span.start):
                continue  # a headline has its own commas
            if other.part != one.part + 1 or one.oblique or other.first != one.after:
                self._learn_behind_office(one)
                continue
            if self.tokens[other.first].gap.strip(SPACES) not in ("،", ","):
                continue
            for name, office in ((one, other), (other, one)):
                alone = self._may_be_single_name(name, opens=name is one)
                if self._noun_phrases.is_office(office) and (alone or self._may_be_name(name)):
                    self._learn(name)

    def _learn_before_office(self, phrases: list[NounPhrase]) -> None:
        """Learn Arabic names of two to four words, behind which an office without article says
        between commas who it is: الوليد بركات، أخصائي الأعصاب، ..."""
        for one, other in pairwise(phrases):
            if other.first != one.after or not 2 <= one.after - one.first <= LONGEST_NAME:
                continue
            office = self.tokens[other.first]
            parted = office.gap.strip(SPACES) in COMMAS and not office.article
            if not parted or self._words.noun(other.first) not in self.lexicon.persons:
                continue
            verb = self._given.is_made_like_a_verb(one.first)
            name = one._replace(first=one.first + verb)  # لم يشارك هوغو بريتو، أخصائي
            if name.after - name.first > 1 and self._names.may_be_arabic_name(
                name.first, name.after
            ):
                self._learn(name)

    def _learn_behind_office(self, office: NounPhrase) -> None:
        """Learn the name behind a Hebrew office, what it is for, and a comma."""
        first = self._ends.comma_behind(office.after)
        last = NounPhrase(office.after - 1, office.after, office.oblique, office.part)
        named = self._noun_phrases.is_office(office) or self._noun_phrases.is_office(
            last
        )  # נכנסת סטודנטית
        if office.oblique or first == office.after or not named:
            return
        after = self._ends.end(first)
        name = NounPhrase(first, after, False, office.part + 1)
        if after > first and not self._hebrew.clitic(first) and self._may_be_name(name):
            self._learn(name)

    def _is_introduced(self, name: NounPhrase) -> bool:
        """Tell whether a Persian sentence says that something is somebody's name: نامش گل‌اندام
        است."""
        if not name.first or name.after >= len(self.tokens):
            return False
        before, behind = self.tokens[name.first - 1].bare, self.tokens[name.after].bare
        says = before in self.lexicon.whose_name and behind in self.lexicon.copulas
        return (
            says and self._words.is_unlisted(name.first) and name.after - name.first < LONGEST_NAME
        )

    def _learn(self, name: NounPhrase) -> None:
        """Learn the words of a phrase that is a name."""
        words = [self.tokens[i].bare for i in range(name.first, name.after)]
        self._learned.known.update(words)
        self._learned.sure.update(words)
        self._learned.first_names.add(words[0])
        self._learned.surnames.add(words[-1])

    def _is_described(self, name: NounPhrase) -> bool:
        """Tell whether an age, a clause or one of several is behind what may be a Persian or Urdu
        name, a comma between: فرزاد دریکوند، از شاگردان او."""
        if self.lexicon.subject != "before" or name.after >= len(self.tokens):
            return False
        token, word = self.tokens[name.after], self.tokens[name.after].bare
        comma = token.gap.strip(SPACES) in ("،", ",") and token.quotation < 0
        following = self.tokens[name.after + 1].bare if name.after + 1 < len(self.tokens) else ""
        if comma and AGE in (word, following, word[-len(AGE) :]):
            return self._may_be_name(name) or self._may_be_single_name(name, opens=True)
        described = word[:1].isdigit() or word in self.lexicon.several | self.lexicon.describing
        return comma and described and self._may_be_name(name)

    def _may_be_single_name(self, phrase: NounPhrase, *, opens: bool) -> bool:
        """Tell whether one word that opens a Persian sentence, with a comma behind, may be a name,
        پریا، دانشجوی معماری, or one between commas: مادرش، کژال،."""
        lexicon, word = self.lexicon, self.tokens[phrase.first].bare
        if not lexicon.object_marker or phrase.after - phrase.first > 1 or phrase.oblique:
            return False
        known = lexicon.heads | lexicon.places | lexicon.not_subjects | lexicon.common_nouns
        if opens:
            placed = self.passage.sentence_start(phrase.first) == phrase.first
        else:
            placed = phrase.after < len(self.tokens) and self._noun_phrases.is_apposed(phrase)
        plain = self._words.stem(word) not in known and not self._words.is_common(phrase.first)
        return placed and len(word) >= SHORTEST_NAME and plain

    def _may_be_name(self, phrase: NounPhrase) -> bool:
        """Tell whether two or three words between sentence start, commas or stops may be a name."""
        lexicon = self.lexicon
        if phrase.oblique or not 2 <= phrase.after - phrase.first < LONGEST_NAME:
            return False
        parted = (
            phrase.after >= len(self.tokens) or self.tokens[phrase.after].gap.strip(SPACES) != ""
        )
        starts = phrase.first == 0 or self.tokens[phrase.first].gap.strip(SPACES) != ""
        starts = starts or self.tokens[phrase.first - 1].bare in lexicon.conjunctions
        starts = starts or self._only_leads_to(phrase.first)
        words = [self.tokens[i].bare for i in range(phrase.first, phrase.after)]
        plain = not any(
            word in lexicon.heads
            or word in lexicon.places
            or (self._words.is_common(place) and word not in lexicon.given)
            for place, word in enumerate(words, phrase.first)
        )
        return (
            parted
            and starts
            and plain
            and not (lexicon.clitics == "hebrew" and any(word.startswith("ה") for word in words))
        )

    def _only_leads_to(self, at: int) -> bool:
        """Tell whether all that is before a token in its Persian or Urdu clause says when, or joins
        it to what was before: روز دوشنبه, در همین حال."""
        if self.lexicon.subject != "before":
            return False
        start = self.passage.sentence_start(at)
        while at > start and not self.tokens[at].gap.strip(SPACES):
            lengths = (len(words) for words in self.lexicon.connectives if at - len(words) >= start)
            connective = self._noun_phrases.connective
            joined = next((length for length in lengths if connective(at - length) == length), 0)
            word = self.tokens[at - 1]
            when = word.bare in self.lexicon.stops - self.lexicon.prepositions - self.lexicon.finite
            if word.quotation >= 0 or not (joined or when):
                return False
            at -= joined or 1
        return self.tokens[at].quotation < 0
