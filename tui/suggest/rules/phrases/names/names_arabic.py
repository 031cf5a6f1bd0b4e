"""Names of persons in an Arabic phrase."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.lexicons.words_arabic import TANWIN
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.names.given_names import ArabicGivenNames
from tui.suggest.rules.phrases.names.name_signs import ArabicNameSigns
from tui.suggest.rules.phrases.names.names_without_capitals import NamesWithoutCapitals
from tui.suggest.rules.phrases.stops.stops_arabic import ArabicStops
from tui.suggest.rules.phrases.words import (
    COMMAS,
    LONGEST_NAME,
    POSSESSORS,
    ArabicPassageWords,
)


class ArabicNames(NamesWithoutCapitals):
    """The search for names in Arabic phrases."""

    given_names: ArabicGivenNames
    _words: ArabicPassageWords
    _stops: ArabicStops
    _signs: ArabicNameSigns

    def start(self, first: int, after: int) -> int | None:
        """Return where the name begins; where a relative speaks, the name behind is not theirs:
        والدة سارة (the mother of Sarah)."""
        kin = self._signs.kin(first, after)
        if kin is not None:
            return self.given_names.first_given(first, kin)
        return super().start(first, after)

    def start_without_title(self, first: int, after: int) -> int | None:
        """Return where a name begins in a phrase that has no noun for its bearer."""
        if self._is_nationality(first, after):
            return first + 1
        name = self._bare_name(first, after)
        return self._name_after_noun(first, after) if name is None else name

    def start_before_title(self, first: int, title: int) -> int | None:
        """Return where a name begins in a phrase that a title ends: رشيد بلحوس اعتذار الفريق
        (Rachid Belhous, object: the apology of the team)."""
        return None if title == first else self.given_names.first_given(first, title)

    def start_after_title(self, first: int, title: int, after: int) -> int | None:
        """Return where a name begins after a title, else before it."""
        name = self._name_after_title(title, after)
        return self._name_before_title(first, title) if name is None else name

    def is_kin(self, index: int) -> bool:
        """Return whether a noun for a relative is written with a pronoun: زوجته خدوج (his wife
        Khaddouj)."""
        word, bare = self._words.noun(index), self.tokens[index].bare
        if word not in self.lexicon.nouns.people:
            return False
        return (word != bare and bare.endswith(POSSESSORS)) or self._is_owned(index)

    def is_in_name(self, index: int, first: int, after: int) -> bool:
        """Return whether a title inside a phrase is one of the words of a name."""
        return (
            super().is_in_name(index, first, after)
            or self._is_given_behind_noun(index, after)
            or (index + 1 == after and self._is_surname(index, first))
        )

    def goes_on(self, index: int, start: int) -> bool:
        """Return whether the name that begins at `start` goes on with a token that is no part such
        as بن (bin)."""
        token, lexicon = self.tokens[index], self.lexicon
        if token.bare in lexicon.names.given:
            return True
        before = self.tokens[index - 1].bare
        if before in lexicon.names.parts:
            return True
        if self._is_behind_name(index, start):
            return False
        if self._is_object_of_verb(index, start) or self._ends_repeated_name(index, start):
            return False
        if self._is_no_surname(index, start):
            return False
        whole = all(self.tokens[at].bare in self._learned.known for at in range(start + 1, index))
        if before in self._learned.ends and whole and token.bare not in self._learned.known:
            return False
        inner = before in lexicon.names.inner or self.tokens[index - 2].bare in lexicon.names.parts
        first = index - 1 == start and (
            before in lexicon.names.given or before in self._learned.first_names
        )
        if self.tokens[index - 1].article and not inner and not first:
            return False  # a surname with article is the last
        if index - 1 == start and self._is_surname(index, start):
            return True
        if first and token.article and token.bare in lexicon.nouns.heads:
            return True  # كمال الوالي (Kamal al-Wali; the governor)
        return token.bare not in lexicon.nouns.heads and token.bare not in lexicon.names.places

    def _is_no_surname(self, index: int, start: int) -> bool:
        """Return whether a common noun behind a name is no surname: إسماعيل بانغورا انتصار فريقه
        (Ismail Bangoura, object: the victory of his team), but not محمود حرب، (Mahmoud Harb; حرب is
        also “war”)."""
        token = self.tokens[index]
        if token.bare in self._learned.known or not self._words.arabic.is_noun(token.bare):
            return False
        titled = start > 0 and self.tokens[start - 1].bare in self.lexicon.nouns.titles_and_roles
        first = self.tokens[start].bare in self.lexicon.names.given or (
            titled and not self._words.arabic.is_noun(self.tokens[start].bare)
        )
        if index - 1 != start or not first or token.article:
            return True
        said = self._stops.is_before_speech(index + 1)
        return not said and not self._words.is_parted(index + 1)

    def _is_behind_name(self, index: int, start: int) -> bool:
        """Return whether a word behind a name is never part of one: a preposition, a verb, or how
        somebody speaks."""
        token, lexicon = self.tokens[index], self.lexicon
        word = token.bare
        if word in lexicon.stops.prepositions:
            return not self.given_names.is_given(index)
        if word in lexicon.nouns.not_first or word in lexicon.nouns.occasions:
            return True  # ألقى رفيقه برهوم مرزوق كلمة (his comrade Barhoum Marzouq gave a speech)
        if self.passage.written(index).endswith(TANWIN):
            return True  # عمرو أديب ساخراً (Amr Adib, mocking)
        if word[0] == "ف" and self._stops.is_before_speech(index):
            return True  # أما لوناس قاواوي فبدا (as for Lounès Gaouaoui, he seemed)
        if word in lexicon.nouns.kin and word not in self._learned.known:
            return True  # مصطفى خطيب سارة (Mustafa, Sarah's fiancé)
        thing = token.article and index - start > 1 and self.passage.written(index).endswith("ة")
        if thing and word not in self._learned.known:
            return True  # ضرغام الأسدي المسؤولية (Dirgham al-Asadi, object: the responsibility)
        several = token.article and word.endswith("ين") and word not in lexicon.nouns.roles
        # أيمن حسان الصحفيين (Ayman Hassan, object: the journalists)
        return several and self._words.stem(word[2:]) in lexicon.nouns.persons

    def _is_object_of_verb(self, index: int, start: int) -> bool:
        """Return whether a noun with its complement follows a name of two words, and is the verb's
        object: غسان مرعي صناديق البرتقال (Ghassan Mar'i, object: the crates of oranges).

        The last word of a name with the article ends in ي as a rule.
        """
        tokens, lexicon = self.tokens, self.lexicon
        if index - start < 2 or index + 1 >= len(tokens) or not self._words.joins(index + 1):
            return False
        noun, following = tokens[index], tokens[index + 1]
        if noun.article or not following.article or following.bare.endswith("ي"):
            return False
        if any(
            is_in_any(token.bare, lexicon.names.parts, lexicon.names.inner)
            for token in tokens[index - 2 : index + 2]
        ):
            return False
        return following.quotation < 0 and not any(
            is_in_any(token.bare, lexicon.names.given, self._learned.known)
            for token in (noun, following)
        )

    def _ends_repeated_name(self, index: int, start: int) -> bool:
        """Return whether two words of a name come again in the text without the word at `index`,
        which then is no part of it: ليلى حداد تفوز (Layla Haddad wins) beside ليلى حداد بجائزة
        (Layla Haddad a prize)."""
        words = [self.tokens[at].bare for at in range(start, index + 1)]
        if len(words) < LONGEST_NAME - 1 or self.tokens[index].article:
            return False
        if is_in_any(words[-2], self.lexicon.names.parts, self.lexicon.names.inner):
            return False
        again = self._words.pairs[words[-3], words[-2]] > 1
        return again and self._words.counts[words[-1]] == 1

    def _is_surname(self, index: int, first: int) -> bool:
        """Return whether a title with the article that ends a phrase of two words is a surname:
        نعمة السيد (Nima al-Sayyid; السيد is also “Mr”)."""
        before, token = self.tokens[index - 1], self.tokens[index]
        if before.article or not token.article:
            return False
        if not (index == first + 1 or self.tokens[index - 2].article):
            return False  # المهندس عبيد الشاعر (the engineer Ubaid, the poet)
        lexicon = self.lexicon
        if self._words.noun(index - 1) in lexicon.nouns.heads:
            return False
        if is_in_any(before.bare, lexicon.nouns.representing, lexicon.stops.words):
            return False
        if self._words.arabic.is_noun(before.bare) or token.bare not in lexicon.nouns.persons:
            return False
        return self._is_closed_name(index + 1)

    def _is_closed_name(self, at: int) -> bool:
        """Return whether a sign, a verb of saying, what was said, or a stop word is behind a
        name."""
        ended = self._words.is_parted(at) or at in self.cues or self._stops.is_before_speech(at)
        return ended or self._stops.ends_phrase(at)

    def _is_given_behind_noun(self, index: int, after: int) -> bool:
        """Return whether a title behind a noun with the article is a given name: عضو اللجنة رائد
        المالكي (member of the committee Raed al-Maliki; رائد is also “major”)."""
        word = self.tokens[index]
        return (
            word.bare in self.lexicon.names.given_or_noun
            and not word.article
            and self.tokens[index - 1].article
            and index + 1 < after
        )

    def _name_before_title(self, first: int, title: int) -> int | None:
        """Return the start of a name before an office: حسن عبد الله محافظ البنك (Hassan Abdullah,
        governor of the bank)."""
        given = self.given_names.first_given(first, title)
        office = self.tokens[title].article or self.tokens[title].bare in self.lexicon.nouns.roles
        bare = title - first > 1 and office
        return (
            first
            if given is None and bare and self._signs.is_made_like_a_name(first, title)
            else given
        )

    def _bare_name(self, first: int, after: int) -> int | None:
        """Return the start of a name without a title: one that is known, or begins with a part of
        names."""
        lexicon, words = self.lexicon, [self.tokens[i].bare for i in range(first, after)]
        if words[0] in self._learned.known:
            return first
        placed = len(words) == 2 and (self._is_behind_verb(first) or self._is_between_commas(first))
        if placed and self._is_surname(first + 1, first):
            return first  # بيريفان الوزير (Perivan al-Wazir; the minister)
        if any(word in lexicon.nouns.bodies for word in words):
            return None
        starts = (
            words[0] in lexicon.names.not_at_start and self.passage.sentence_start(first) == first
        )
        if words[0] in lexicon.names.parts and len(words) > 1 and not starts:
            return first
        parted = len(words) > 2 and words[1] in lexicon.names.parts
        if parted and self.given_names.is_made_like_a_verb(first):
            return first + 1  # يرعى عبد القادر (Abd al-Qadir sponsors)
        for place, word in enumerate(words):  # سئلت الجزيري (al-Jaziri was asked)
            if word in self._learned.known and (
                self.tokens[first + place].article or len(word) >= LONGEST_NAME
            ):
                return first + place
        return None

    def _is_behind_verb(self, first: int) -> bool:
        """Return whether a verb of saying or أما (as for) is right before a phrase."""
        before = range(max(0, first - 3), first)
        said = any((cue := self.cues.get(at)) is not None and cue.after == first for at in before)
        return said or (first > 0 and self.tokens[first - 1].bare in self.lexicon.clause.as_for)

    def _is_between_commas(self, first: int) -> bool:
        """Return whether commas are around the two words of a phrase."""
        return self.tokens[first].gap.strip(SPACES) in COMMAS and self._words.is_parted(first + 2)

    def _is_nationality(self, first: int, after: int) -> bool:
        """Return whether a phrase is an adjective of origin and words made like a name: الإثيوبي
        تاديسي غيرما (the Ethiopian Tadesse Girma)."""
        if after - first < 2:
            return False
        word, written = self.tokens[first].bare, self.passage.written(first)
        origin = self.tokens[first].article and written.endswith(("ي", "ية")) and len(word) > 5
        if not origin:
            return False
        given, heads = self.lexicon.names.given, self.lexicon.nouns.heads
        if any(is_in_any(part, given, self._learned.known, heads) for part in (word, word[2:])):
            return False
        verb = self.given_names.is_made_like_a_verb(first + 1)
        return not verb and self._signs.is_made_like_a_name(first + 1, after)

    def _name_after_noun(self, first: int, after: int) -> int | None:
        """Return where a name begins right after a noun with the article that is no title: an
        adjective would have the article too."""
        if not self.tokens[first].article or not self._is_behind_verb(first):
            return None
        for index in range(first + 1, after):
            word = self.tokens[index].bare
            known = word in self._learned.known
            if word.startswith("ل") and not known and not self._stops.is_name_with_lam(index):
                # to whom it was told: تقول الحرفية لهسبريس (the artisan tells Hespress)
                return None
            if not self.tokens[index].article:
                return index
        return None

    def _name_after_title(self, title: int, after: int) -> int | None:
        """Return where a name begins after a title: مروة in رئيسة القافلة مروة (the head of the
        caravan Marwa).

        A name is what has no article behind a word with it, and what is right behind a title that
        has the article itself or takes no complement.
        """
        definite = (
            self.tokens[title].article or self._words.is_title(title) or self._is_of_somebody(title)
        )
        for index in range(title + 1, after):
            word = self.tokens[index].bare
            if self._is_possessed(index):
                definite = True
                continue
            if word in self.lexicon.nouns.representing:
                definite = False
            elif word.startswith(("لل", "وال")) or (
                self.tokens[index].article and len(word) > 3 and word not in self._learned.known
            ):
                definite = True
            elif self._is_complement(index) or (
                self._words.noun(index) in self.lexicon.nouns.heads
                and not (definite and self._is_given_behind_noun(index, after))
            ):
                definite = False
            elif word not in self.lexicon.names.also_verbs and (
                word in self.lexicon.stops.words or word in self.lexicon.nouns.not_first
            ):
                return None  # يقول النادل ضاحكا (the waiter says, laughing)
            elif definite:
                return None if self._signs.is_no_name(index) else index
            elif word in self.lexicon.names.places:
                definite = True
        return None

    def _is_possessed(self, index: int) -> bool:
        """Return whether a pronoun behind باسم (in the name of) says for whom somebody speaks, so
        that a name may follow: المتحدث باسم خارجيتها (spokesman of its foreign ministry)."""
        behind = self.tokens[index - 1].bare in self.lexicon.nouns.representing
        owned = self.tokens[index].bare.endswith(POSSESSORS)
        return behind and owned

    def _is_of_somebody(self, index: int) -> bool:
        """Return whether a noun for a person has a pronoun: زوجته خدوج (his wife Khaddouj)."""
        word = self.tokens[index].bare
        owned = word not in self.lexicon.nouns.heads
        return (owned and word.endswith(POSSESSORS)) or self._is_owned(index)

    def _is_owned(self, index: int) -> bool:
        """Return whether a noun for a person ends in the pronoun ه, not in ة: زميله راجي (his
        colleague Raji)."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        if not written.endswith("ه"):
            return False
        return word[:-1] in self.lexicon.nouns.people and not self.tokens[index].article

    def _is_complement(self, index: int) -> bool:
        """Return whether ب or ل begins the complement of an office: المدير التنفيذي لمحلية
        (executive director of the locality)."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        named = word in self.lexicon.names.given or word in self._learned.known
        named = named or word.startswith(("بو", "بن", "بل"))  # بوجمعة (Boujemaa)
        if self._stops.is_infinitive(index):
            # معاونة الوزير لشؤون الرعاية الأولية (assistant to the minister for primary care)
            return True
        if named or not written.endswith("ة"):
            return False
        return word[0] in "بل" and len(word) > LONGEST_NAME
