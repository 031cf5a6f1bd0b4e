"""Names of persons in an Arabic phrase.

Nothing in writing tells a name from a noun: the words around it, and what a name never has, must.
"""

from __future__ import annotations

import re

from tui.suggest.arabic_words import TANWIN
from tui.suggest.passages import SPACES
from tui.suggest.phrases.names.given import GivenNames
from tui.suggest.phrases.stops.arabic import ArabicStops
from tui.suggest.phrases.words import COMMAS, LONGEST_NAME, POSSESSORS, SHORTEST_NAME, PassageWords

_VERBAL_NOUN = re.compile("ب(?:ا\\w{2,4}ا\\w|ت\\w{2}ي\\w)\\Z")
"""Infinitives with ب, as far as their letters tell: باقتضاب, بتطبيق."""


class ArabicNames:
    """Finds names in Arabic phrases."""

    def __init__(self, words: PassageWords, stops: ArabicStops, given: GivenNames) -> None:
        self._words = words
        self.passage = words.passage
        self.tokens = words.tokens
        self.lexicon = words.lexicon
        self.cues = words.cues
        self._learned = words.learned
        self._arabic = words.arabic
        self._stops = stops
        self._given = given

    def goes_on(self, index: int, start: int) -> bool:
        """Tell whether an Arabic name goes on with a token that is no given name or part."""
        token, lexicon = self.tokens[index], self.lexicon
        before = self.tokens[index - 1].bare
        if before in lexicon.name_parts:
            return True
        if self._is_behind_name(index, start):
            return False
        other = self._is_object_of_verb(index, start) or self._is_verb_of_woman(index, start)
        if other or self._ends_repeated_name(index, start):
            return False
        if self._is_no_surname(index, start):
            return False
        whole = all(self.tokens[at].bare in self._learned.known for at in range(start + 1, index))
        if before in self._learned.ends and whole and token.bare not in self._learned.known:
            return False
        inner = before in lexicon.inner or self.tokens[index - 2].bare in lexicon.name_parts
        first = index - 1 == start and (
            before in lexicon.given or before in self._learned.first_names
        )
        if self.tokens[index - 1].article and not inner and not first:
            return False  # a surname with article is the last
        if index - 1 == start and self.is_surname(index, start):
            return True
        if first and token.article and token.bare in lexicon.heads:
            # كمال الوالي, not أحمد المتحدث باسم
            return self._stops.ends_phrase(index + 1) or not (
                self.tokens[index + 1].article
                or self.tokens[index + 1].bare in lexicon.representing
            )
        return token.bare not in lexicon.heads and token.bare not in lexicon.places

    def _is_no_surname(self, index: int, start: int) -> bool:
        """Tell whether a common noun behind an Arabic name is no surname: إسماعيل بانغورا انتصار
        فريقه, but محمود حرب،."""
        token = self.tokens[index]
        if token.bare in self._learned.known or not self._arabic.is_noun(token.bare):
            return False
        titled = start > 0 and self.tokens[start - 1].bare in self.lexicon.titles_and_roles
        first = self.tokens[start].bare in self.lexicon.given or (
            titled and not self._arabic.is_noun(self.tokens[start].bare)
        )
        said = index + 1 in self.cues or self._stops.is_before_speech(index + 1)
        surname = index - 1 == start and first and not token.article
        return not (surname and (said or self._words.is_parted(index + 1)))

    def _is_behind_name(self, index: int, start: int) -> bool:
        """Tell whether an Arabic word behind a name is one that is in no name: a preposition, a
        number, a verb, or how somebody speaks."""
        token, lexicon = self.tokens[index], self.lexicon
        word = token.bare
        if word in lexicon.prepositions:
            return not self._given.is_given(index)
        if word in lexicon.not_first or word in lexicon.numbers or word in lexicon.occasions:
            return True  # مشت حواء أبكر سبعة أيام, ألقى رفيقه برهوم مرزوق كلمة
        if self.passage.written(index).endswith(TANWIN):
            return True  # عمرو أديب ساخراً
        if word[0] == "ف" and self._stops.is_before_speech(index):
            return True  # أما لوناس قاواوي فبدا
        if word in lexicon.kin and word not in self._learned.known:
            return True  # مصطفى خطيب سارة
        thing = token.article and index - start > 1 and self.passage.written(index).endswith("ة")
        if thing and word not in self._learned.known:
            return True  # ضرغام الأسدي المسؤولية
        several = token.article and word.endswith("ين") and word not in lexicon.roles
        return several and self._words.stem(word[2:]) in lexicon.persons  # أيمن حسان الصحفيين

    def _is_verb_of_woman(self, index: int, start: int) -> bool:
        """Tell whether an Arabic word in ت behind a woman's name is a perfect: سارة حلّت."""
        word = self.tokens[index].bare
        perfect = word.endswith("ت") and not word.endswith("ات") and word not in self._learned.known
        return perfect and self.tokens[start].bare in self.lexicon.feminine_names

    def _is_object_of_verb(self, index: int, start: int) -> bool:
        """Tell whether an Arabic noun with its complement follows a name of two words: غسان مرعي
        صناديق البرتقال. A name's last word with article ends in ي as a rule."""
        tokens, lexicon = self.tokens, self.lexicon
        if index - start < 2 or index + 1 >= len(tokens) or not self._words.joins(index + 1):
            return False
        word, following = tokens[index].bare, tokens[index + 1]
        names = lexicon.given | lexicon.name_parts | lexicon.inner | self._learned.known
        before = {token.bare for token in tokens[index - 2 : index]}
        return (
            following.article
            and following.quotation < 0
            and not following.bare.endswith("ي")
            and following.bare not in names
            and word not in names
            and not tokens[index].article
            and not before & (lexicon.name_parts | lexicon.inner)
        )

    def _ends_repeated_name(self, index: int, start: int) -> bool:
        """Tell whether two words of a name come again in the text, and the next one never does:
        it is no part of the name (ليلى حداد تفوز, ليلى حداد بجائزة)."""
        words = [self.tokens[at].bare for at in range(start, index + 1)]
        if len(words) < LONGEST_NAME - 1 or self.tokens[index].article:
            return False
        return (
            words[-2] not in self.lexicon.name_parts | self.lexicon.inner
            and self._words.counts[words[-1]] == 1
            and self._words.pairs[words[-3], words[-2]] > 1
            and self._words.threes[words[-3], words[-2], words[-1]] == 1
        )

    def is_surname(self, index: int, first: int) -> bool:
        """Tell whether an Arabic title with article ends a phrase of two words as a surname:
        نعمة السيد."""
        before, token = self.tokens[index - 1], self.tokens[index]
        if self.lexicon.clitics != "arabic" or before.article or not token.article:
            return False
        if not (index == first + 1 or self.tokens[index - 2].article):
            return False  # المهندس عبيد الشاعر
        noun = self._words.noun(index - 1) in self.lexicon.heads or self._arabic.is_noun(
            before.bare
        )
        joined = before.bare in self.lexicon.representing or before.bare in self.lexicon.stops
        listed = token.bare in self.lexicon.persons
        return listed and not noun and not joined and self.is_closed_name(index + 1)

    def is_closed_name(self, at: int) -> bool:
        """Tell whether a sign, a verb of saying or what was said is behind an Arabic name."""
        ended = self._words.is_parted(at) or at in self.cues or self._stops.is_before_speech(at)
        return ended or self._stops.ends_phrase(at)

    def is_given_behind_noun(self, index: int, after: int) -> bool:
        """Tell whether an Arabic word that is a title too stands as a given name behind a noun with
        article: عضو اللجنة رائد المالكي."""
        word = self.tokens[index]
        return (
            self.lexicon.clitics == "arabic"
            and word.bare in self.lexicon.given_or_noun
            and not word.article
            and self.tokens[index - 1].article
            and index + 1 < after
        )

    def kin(self, first: int, after: int) -> int | None:
        """Return the index of an Arabic noun for a relative of whoever is named behind it, None
        without one: والدة الطفلة سارة, but والدته زهرة."""
        if self.lexicon.clitics != "arabic":
            return None
        for index in range(first, after - 1):
            word = self.tokens[index].bare
            if word[:1] in "وف" and word not in self.lexicon.kin:
                word = word[1:]
            named = any(self._is_named(at, after) for at in range(index + 1, after))
            owned = word.endswith("ه") and self.passage.written(index).endswith("ه")  # جاره
            kin = word in self.lexicon.kin - self.lexicon.name_parts
            if kin and named and not owned:
                return index
            if word in self.lexicon.circles and index == first:
                return index  # مصادر رئيس المجلس نبيه بري
        return None

    def _is_named(self, index: int, after: int) -> bool:
        """Tell whether a given name is at a token, or a noun for a person with article that a name
        follows."""
        titled = self.tokens[index].article and self._words.noun(index) in self.lexicon.persons
        return self._given.is_given(index) or (titled and index + 1 <= after)

    def name_before_title(self, first: int, title: int) -> int | None:
        """Return the start of an Arabic name before an office: حسن عبد الله محافظ البنك, خيرت
        كابالاري المدير الإقليمي."""
        given = self._given.first_given(first, title)
        office = self.tokens[title].article or self.tokens[title].bare in self.lexicon.roles
        bare = title - first > 1 and office
        return first if given is None and bare and self.is_made_like_a_name(first, title) else given

    def is_behind_verb(self, first: int) -> bool:
        """Tell whether a verb of saying or أما is right before an Arabic phrase, or commas are
        around its two words."""
        before = range(max(0, first - 3), first)
        said = any((cue := self.cues.get(at)) is not None and cue.after == first for at in before)
        opened = first > 0 and self.tokens[first - 1].bare in self.lexicon.as_for
        parted = self.tokens[first].gap.strip(SPACES) in COMMAS and self._words.is_parted(first + 2)
        return said or opened or parted

    def name_after_noun(self, first: int, after: int) -> int | None:
        """Return where a name begins after an Arabic noun with article that is not a title: an
        adjective would have the article too."""
        behind_verb = any(
            (cue := self.cues.get(at)) is not None and cue.after == first
            for at in range(max(0, first - 3), first)
        ) or (first > 0 and self.tokens[first - 1].bare in self.lexicon.as_for)
        if self.lexicon.clitics != "arabic" or not self.tokens[first].article or not behind_verb:
            return None
        for index in range(first + 1, after):
            word = self.tokens[index].bare
            if word in self.lexicon.stops or word in self.lexicon.numbers or word[0].isdigit():
                return None
            listed = word in self.lexicon.given or word in self._learned.known
            if word.startswith("ل") and not listed and not self._stops.is_name_with_lam(index):
                return None  # to whom it was told: تقول الحرفية لهسبريس
            if not (self.tokens[index].article or word.startswith("لل")):
                noun = word in self.lexicon.heads or word in self.lexicon.places
                return None if noun or self.is_no_name(index) else index
        return None

    def is_possessed(self, index: int) -> bool:
        """Tell whether an Arabic word, in المتحدث باسمه or باسم خارجيتها, says for whom one
        speaks by a pronoun, so that a name may follow."""
        if self.lexicon.clitics != "arabic":
            return False
        behind = self.tokens[index - 1].bare in self.lexicon.representing
        owned = self.tokens[index].bare.endswith(POSSESSORS)
        return self._stops.has_pronoun(index) or (behind and owned)

    def is_of_somebody(self, index: int) -> bool:
        """Tell whether an Arabic noun for a person has a pronoun: زوجته خدوج."""
        word = self.tokens[index].bare
        owned = self.lexicon.clitics == "arabic" and word not in self.lexicon.heads
        return (owned and word.endswith(POSSESSORS)) or self.is_owned(index)

    def is_owned(self, index: int) -> bool:
        """Tell whether an Arabic noun for a person ends in a pronoun that is written like no ة:
        زميله راجي."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        if self.lexicon.clitics != "arabic" or not written.endswith("ه"):
            return False
        return word[:-1] in self.lexicon.people and not self.tokens[index].article

    def is_place_of_office(self, index: int, after: int) -> bool:
        """Tell whether ب seems to be in front of an Arabic place that no list has, and a name of
        two words follows: مدير المهرجان بقسنطينة سيرغي عرمان."""
        word = self.tokens[index].bare
        names = self._learned.known | self.lexicon.given
        if self.lexicon.clitics != "arabic" or word[0] != "ب" or word in names:
            return False
        long = len(word) > LONGEST_NAME + 1 and not word.startswith(("بو", "بن", "بل"))
        if after - index < SHORTEST_NAME or self.tokens[index + 1].article:
            return False
        return self._words.noun(index) not in self.lexicon.heads and (
            long or word[1:] in self.lexicon.places | self._words.vocabulary
        )

    def is_complement(self, index: int) -> bool:
        """Tell whether ب or ل begins an Arabic word behind an office: الوزير بمحاسبة, المدير
        التنفيذي لمحلية."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        named = word in self.lexicon.given or word in self._learned.known
        named = named or word.startswith(("بو", "بن", "بل"))  # بوجمعة
        if self.lexicon.clitics == "arabic" and self._stops.is_infinitive(index):
            return True  # معاونة الوزير لشؤون الرعاية الأولية
        if self.lexicon.clitics != "arabic" or named or not written.endswith("ة"):
            return False
        return word[0] in "بل" and len(word) > LONGEST_NAME

    def is_told_to(self, index: int) -> bool:
        """Tell whether an Arabic word that no list has seems to have ل in front: قالت لهسبريس."""
        word = self.tokens[index].bare
        names = self._learned.known | self.lexicon.given
        arabic = self.lexicon.clitics == "arabic"
        return arabic and word.startswith("ل") and len(word) > LONGEST_NAME and word not in names

    def is_made_like_a_name(self, first: int, after: int) -> bool:
        """Tell whether Arabic words look like a bare name: none has the article or a sign of
        a noun."""
        lexicon = self.lexicon
        if lexicon.clitics != "arabic" or after - first > LONGEST_NAME:
            return False
        before = self.tokens[first - 1].bare if first > 0 else ""
        if before in lexicon.before_verb:
            return False  # ولما عُرضت عليه
        if before in lexicon.relatives and before.startswith(("ال", "وال")):
            return False  # الشعار الذي دأبت
        if before in lexicon.before_wish and self.tokens[first].bare[0] in "يتنا":
            return False  # قبل أن نغادر
        if any(self.is_no_name(index) for index in range(first, after)):
            return False
        return all(
            token.bare in lexicon.name_parts
            or (
                len(token.bare) > 2
                and not token.article
                and not token.bare.startswith("لل")
                and not token.bare.endswith(("ه", "ات"))
                and not (token.bare.endswith(("ها", "هم")) and len(token.bare) > LONGEST_NAME)
                and token.bare not in lexicon.stops
                and token.bare not in lexicon.not_first
            )
            for token in self.tokens[first:after]
        ) and not any(self._words.noun(i) in lexicon.heads for i in range(first, after))

    def is_nationality(self, first: int, after: int) -> bool:
        """Tell whether an Arabic adjective of origin and words made like a name are all of a
        phrase: الإثيوبي تاديسي غيرما."""
        if self.lexicon.clitics != "arabic" or after - first < 2:
            return False
        word, written = self.tokens[first].bare, self.passage.written(first)
        origin = self.tokens[first].article and written.endswith(("ي", "ية")) and len(word) > 5
        if not origin:
            return False
        named = {word, word[2:]} & (self.lexicon.given | self._learned.known | self.lexicon.heads)
        verb = self._given.is_made_like_a_verb(first + 1) or self.tokens[first + 1].bare.endswith(
            "وا"
        )
        return not named and not verb and self.is_made_like_a_name(first + 1, after)

    def is_no_name(self, index: int) -> bool:
        """Tell whether an Arabic word has a form that names never have, or stands where only a verb
        can: أسبوع, طويلاً, أنه دخل, قد وصل."""
        word, before = self.tokens[index].bare, self.tokens[index - 1].bare if index else ""
        if word in self.lexicon.given or word in self.lexicon.name_parts:
            return False
        written = self.passage.written(index)
        if self._arabic.is_noun(word) or self._arabic.is_accusative(written):
            return True
        if self._stops.is_infinitive(index):
            return True
        if word.endswith("وا") and len(word) > SHORTEST_NAME:
            return word not in self._learned.known  # قدموا
        if written.endswith(("ه", "ها", "هم")) and len(word) > SHORTEST_NAME:
            return word not in self.lexicon.with_ha | self.lexicon.inner | self._learned.known
        if before in self.lexicon.auxiliaries | self.lexicon.negations and self._words.joins(index):
            return before not in self.lexicon.introducing
        owned = before in self.lexicon.complementizers and before.endswith(("ه", "ها", "هم", "هما"))
        return owned and self._words.joins(index)

    def is_with_ba(self, at: int, after: int, *, takes: bool = False) -> bool:
        """Tell whether ب seems to be in front of an Arabic noun after a verb: أقر بصعوبة الوضع,
        أجابت باقتضاب, يستشهد بمثل بنجابي. With `takes` the verb takes ب: يطالب بسحب العبارة."""
        lexicon, word = self.lexicon, self.tokens[at].bare
        if word[0] != "ب" or len(word) <= SHORTEST_NAME or self.tokens[at].quotation >= 0:
            return False
        names = lexicon.given_or_noun | self._learned.known | lexicon.places | lexicon.name_parts
        if word in names or self._arabic.stem(word) or word.startswith(("بو", "بن", "بل")):
            return False
        nouns = lexicon.heads | lexicon.stops | lexicon.naming | lexicon.occasions
        nouns |= lexicon.not_first | self._words.vocabulary
        alone = after == at + 1 and self._words.counts[word] == 1
        noun = self.passage.written(at).endswith("ة") or word[1:] in nouns
        return takes or noun or alone or _VERBAL_NOUN.match(word) is not None
