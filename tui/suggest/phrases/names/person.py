"""The name of a person in a noun phrase.

The languages give no sign of where a name begins or ends (English has capital letters): offices,
common words, given names and clitics must.
"""

from __future__ import annotations

from tui.suggest.passages import SPACES
from tui.suggest.phrases.hebrew_words import HebrewWords
from tui.suggest.phrases.names.arabic import ArabicNames
from tui.suggest.phrases.names.english import EnglishNames
from tui.suggest.phrases.names.given import GivenNames
from tui.suggest.phrases.names.persian_urdu import PersianUrduNames
from tui.suggest.phrases.stops.base import Stops
from tui.suggest.phrases.words import JOINS, LONGEST_NAME, POSSESSORS, SHORTEST_NAME, PassageWords


class PersonNames:
    """Finds the person's name in a noun phrase."""

    def __init__(
        self,
        words: PassageWords,
        hebrew: HebrewWords,
        stops: Stops,
        given: GivenNames,
        arabic_names: ArabicNames,
    ) -> None:
        self._words = words
        self.passage = words.passage
        self.tokens = words.tokens
        self.lexicon = words.lexicon
        self.cues = words.cues
        self._learned = words.learned
        self._arabic = words.arabic
        self._hebrew = hebrew
        self._stops = stops
        self._given = given
        self._arabic_names = arabic_names
        self._english_names = EnglishNames(words)
        self._persian_urdu_names = PersianUrduNames(words)

    def person(self, first: int, after: int) -> tuple[int, int] | None:
        """Return the tokens `[start, end)` of the person's name in a phrase; None without one."""
        if self._persian_urdu_names.is_urdu_body(first, after):
            return None
        start = self._name_start(first, after)
        if start is None:
            return None
        if start > first + 1 and self._persian_urdu_names.is_named_after_somebody(start - 1):
            return None
        second = self.tokens[start].bare in self.lexicon.second_words
        if second and start > first and self._words.is_unlisted(start - 1):
            start -= 1  # نظام الدین قریشی
        end = start
        limit = start + self._length(start, after)
        while end < after and end < limit + self._parts(start, end):
            if end > start and not self._goes_on(end, start):
                break
            end += 1
        noun = not self.lexicon.genitives or self._words.is_common(end - 1)
        if end - start > 2 and end == after and noun and self._words.has_postposition(after):
            end -= 1
        left_out = self.lexicon.name_parts | self.lexicon.after_names
        while end > start + 1 and self.tokens[end - 1].bare in left_out:
            end -= 1
        return (start, end) if end > start else None

    def is_sure(self, name: tuple[int, int]) -> bool:
        """Tell whether a title, given name or capital letter tells that the tokens are a name."""
        lexicon, tokens = self.lexicon, self.tokens
        words = [tokens[i].bare for i in range(*name)]
        if lexicon.capitals:
            return (
                len(words) > 1
                or words[0] in self._learned.known
                or self._english_names.is_set_off(name)
            )
        telling = lexicon.persons if lexicon.genitives else lexicon.titles  # ماں شمیمہ
        titled = name[0] > 0 and tokens[name[0] - 1].bare in telling
        behind = tokens[name[1]].bare if name[1] < len(tokens) else ""
        return (
            titled
            or behind in lexicon.after_names  # قریشی صاحب
            or words[0] in self._learned.sure
            or self._hebrew.joined_letters(name[0]) > 0
            or any(self._given.is_given(i) for i in range(*name))
            or any(word in lexicon.name_parts for word in words)
        )

    def may_be_arabic_name(self, first: int, after: int) -> bool:
        """Tell whether no word of a phrase is a noun or place, and none is known to be a name."""
        for index in range(first, after):
            word = self.tokens[index].bare
            if self._words.noun(index) in self.lexicon.heads or self._arabic.is_noun(word):
                return False
            if word in self.lexicon.places:
                return False
        word = self.tokens[first].bare
        joined = word[0] in "وف" and word[1:] in self.lexicon.given
        return not joined and self.person(first, after) is None

    def _length(self, start: int, after: int) -> int:
        """Return the most words that the name at a token has, parts such as بن and van not counted.

        Where a noun may follow a name without a sign between them, a third word counts only as
        the phrase's last, or after a second given name.
        """
        lexicon, tokens = self.lexicon, self.tokens
        if lexicon.capitals or lexicon.clitics == "arabic":
            return LONGEST_NAME
        if (
            tokens[start].bare in self._learned.first_names
            or tokens[start].bare in self._learned.surnames
        ):
            end = start + 1
            names = self._learned.known | lexicon.given | lexicon.name_parts
            names = names | lexicon.titles if lexicon.genitives else names  # منصور احمد خان
            while end < after and (
                tokens[end].bare in names or len(tokens[end].bare) < SHORTEST_NAME  # نسرین بی بی
            ):
                end += 1
            return end - start - self._hyphens(start, end - 1)
        kin = start > 0 and tokens[start - 1].bare in lexicon.own_kin
        if kin and not self._hyphens(start, min(start + 1, after - 1)):
            return 1 + (start + 1 < after and tokens[start + 1].bare in self._learned.known)
        colon = after < len(tokens) and ":" in tokens[after].gap and lexicon.clitics == "hebrew"
        if self._hebrew.joined_letters(start) == 2 or (colon and after - start == 3):
            return 2  # כשתמר לבקוב נרדמה, תמיר בלאט דיבר:
        gap = tokens[after].gap.strip(SPACES) if after < len(tokens) else "."
        closed = after in self.cues or (
            after < len(tokens) and tokens[after].bare == lexicon.subject_marker != ""
        )
        if lexicon.genitives and self._words.has_postposition(after):
            closed = closed or self._words.is_unlisted(after - 1)
        if after - start <= 2 or ((gap or closed) and after - start <= LONGEST_NAME - 1):
            return after - start
        ends = lexicon.clitics != "hebrew" or after - start > 3 or gap or closed
        return 3 if tokens[start + 1].bare in lexicon.given and ends else 2

    def _parts(self, start: int, end: int) -> int:
        """Return how many words of a name are not counted: parts, and all but the first of what
        hyphens join."""
        uncounted = self.lexicon.name_parts | self.lexicon.second_words
        parts = sum(self.tokens[i].bare in uncounted for i in range(start, end))
        return parts + self._hyphens(start, end)

    def _hyphens(self, start: int, end: int) -> int:
        return sum(token.gap in ("־", "-") for token in self.tokens[start + 1 : end + 1])

    def _goes_on(self, index: int, start: int) -> bool:
        """Tell whether a name goes on with a token."""
        token, lexicon = self.tokens[index], self.lexicon
        if token.bare in lexicon.name_parts:
            return True
        if lexicon.capitals:
            return token.capital and token.bare not in lexicon.weekdays
        if token.bare in lexicon.given:
            return True
        if lexicon.genitives and token.bare in lexicon.titles:
            return True  # titles that are surnames too: عمران ملک
        if lexicon.clitics == "arabic":
            return self._arabic_names.goes_on(index, start)
        if lexicon.subject == "before" and self._words.is_common(index) and (
            index - start > 1 or self.tokens[start].bare not in lexicon.given
        ):  # fmt: skip
            return False
        if (
            lexicon.subject == "before"
            and index == start + 1
            and self._stops.ends_phrase(index + 1)
        ):
            return token.bare not in lexicon.titles  # علی‌اصغر پناهنده
        if lexicon.clitics == "hebrew" and index - start > 1 and token.gap == " ":
            third = (
                token.bare[0] in "ולבמ" and token.bare not in self._learned.known | lexicon.surnames
            )
            if third and token.bare not in lexicon.name_parts:
                return False  # עולה דנית אלוש לבמה
        if (
            lexicon.clitics == "hebrew"
            and index == start + 1
            and token.bare in lexicon.common_names
        ):
            return True  # עומר אדם
        return token.bare not in lexicon.heads and token.bare not in lexicon.places

    def _name_start(self, first: int, after: int) -> int | None:
        if self.lexicon.capitals:
            return self._english_names.start(first, after)
        kin = self._arabic_names.kin(first, after)
        if kin is not None:
            return self._given.first_given(first, kin)
        title = self._last_title(first, after)
        named = first + (title > first + 1 and self._words.is_title(first))
        if title > named and self._is_named_before(named, title):
            return named  # ח"כ חנוך קירש יו"ר הוועדה
        given = self._given.first_given(title + 1 if title >= 0 else first, after)
        if given is not None:
            return given
        if title < 0:
            return self._name_without_title(first, after)
        rest = after - title - 1
        if rest <= 0:  # رشيد بلحوس اعتذار الفريق
            alone = self.lexicon.clitics != "arabic" or title == first
            return None if alone else self._given.first_given(first, title)
        if self.tokens[title + 1].bare in self._learned.known:
            return title + 1
        if self.lexicon.clitics:
            name = self._name_after_title(title, after)
            if name is None and self.lexicon.clitics == "arabic":
                return self._arabic_names.name_before_title(first, title)
            return name
        owned = self.lexicon.object_marker and self.tokens[title].bare not in self.lexicon.heads
        if owned and self.tokens[title].bare.endswith("ش"):
            return title + 1  # همسرش صنوبر
        if self._words.is_title(title) and not self._has_noun(title + 1, after):
            return title + 1
        return self._persian_urdu_names.name_after_complement(title, after)

    def _name_without_title(self, first: int, after: int) -> int | None:
        """Return where a name begins in a phrase without a noun for its bearer."""
        if self._arabic_names.is_nationality(first, after):
            return first + 1
        name = self._bare_name(first, after)
        if name is None and self._persian_urdu_names.is_marked(after):
            name = self._persian_urdu_names.name_before_marker(first, after)
        return self._arabic_names.name_after_noun(first, after) if name is None else name

    def _is_named_before(self, first: int, title: int) -> bool:
        """Tell whether a Hebrew or Persian name of two or three words is before the office that its
        bearer has: אלישע לוי מאמן בני יהודה, شنه ریگی سرمربی ملوان."""
        persian = self.lexicon.object_marker != ""
        if not (persian or self.lexicon.clitics == "hebrew"):
            return False
        if not 2 <= title - first < LONGEST_NAME or self._has_noun(first, title):
            return False
        if persian:
            return not any(self._words.is_common(i) for i in range(first, title))
        return self._given.is_given(first) or not any(
            token.article or self._hebrew.clitic(first + place) or token.bare in self.lexicon.titles
            for place, token in enumerate(self.tokens[first:title])
        )

    def _last_title(self, first: int, after: int) -> int:
        """Return the index of the last word for an office or person, -1 without one."""
        lexicon = self.lexicon
        for index in range(after - 1, first - 1, -1):
            word = self._words.noun(index)
            kin = (
                word in lexicon.people
                and word != self.tokens[index].bare
                and (lexicon.clitics == "arabic" and self.tokens[index].bare.endswith(POSSESSORS))
            )  # زوجته خدوج
            kin = kin or (word in lexicon.people and self._arabic_names.is_owned(index))
            if (kin or word in lexicon.titles_and_roles) and not (
                index > first
                and (
                    self._arabic_names.is_given_behind_noun(index, after)
                    or (index + 1 == after and word in lexicon.given)
                    or (index + 1 == after and self._arabic_names.is_surname(index, first))
                    or (index + 1 == after and self._persian_urdu_names.is_urdu_surname(index))
                    or self.tokens[index - 1].bare in lexicon.given | lexicon.name_parts
                )
            ):
                return index
        return -1

    def _has_noun(self, first: int, after: int) -> bool:
        lexicon = self.lexicon
        words = [self._words.noun(i) for i in range(first, after)]
        if any(word in lexicon.heads or word in lexicon.places for word in words):
            return True
        office = self.tokens[first - 1].bare in lexicon.roles  # قاضی پرونده, کاپیتان پیشین تیم
        return office and any(self._words.is_common(i) for i in range(first, after))

    def _bare_name(self, first: int, after: int) -> int | None:
        """Return the start of a name without title: one that is known, or made like a name."""
        lexicon, words = self.lexicon, [self.tokens[i].bare for i in range(first, after)]
        joined = (
            lexicon.clitics == "hebrew"
            and words[0][0] == "ו"
            and words[0][1:] in self._learned.known
        )
        if words[0] in self._learned.known or joined:
            return first
        if (
            len(words) == 2
            and self._arabic_names.is_behind_verb(first)
            and self._arabic_names.is_surname(first + 1, first)
        ):
            return first  # بيريفان الوزير
        if any(word in lexicon.bodies for word in words):
            return None
        if self._persian_urdu_names.opens_report(first, after):
            return first
        starts = words[0] in lexicon.not_at_start and self.passage.sentence_start(first) == first
        if words[0] in lexicon.name_parts and len(words) > 1 and not starts:
            return first
        parted = len(words) > 2 and words[1] in lexicon.name_parts
        if parted and self._given.is_made_like_a_verb(first):
            return first + 1  # يرعى عبد القادر
        if lexicon.clitics == "arabic":  # سئلت الجزيري
            for place, word in enumerate(words):
                if word in self._learned.known and (
                    self.tokens[first + place].article or len(word) >= LONGEST_NAME
                ):
                    return first + place
        return None

    def _name_after_title(self, title: int, after: int) -> int | None:
        """Return where a name begins after a title: رئيسة القافلة | مروة, חברת הכנסת | נועה.

        It does where a word without article follows one with it, and right after a title that
        has the article itself or takes no complement.
        """
        word = self.tokens[title].bare
        definite = (
            self.tokens[title].article
            or self._words.is_title(title)
            or self._arabic_names.is_of_somebody(title)
        )
        if not definite and word in self.lexicon.people and word not in self.lexicon.roles:
            return None
        for index in range(title + 1, after):
            word = self.tokens[index].bare
            if self.tokens[index].gap in tuple(JOINS):
                continue  # the second part of a place's name
            if self._arabic_names.is_possessed(index):
                definite = True
                continue
            if word in self.lexicon.representing:
                definite = False
            elif (
                word.startswith(("لل", "وال", "וה"))
                or (
                    self.tokens[index].article and len(word) > 3 and word not in self._learned.known
                )
                or self._arabic_names.is_place_of_office(index, after)
            ):
                definite = True
            elif self._arabic_names.is_complement(index) or (
                self._words.noun(index) in self.lexicon.heads
                and not (definite and self._arabic_names.is_given_behind_noun(index, after))
            ):
                definite = False
            elif self._arabic_names.is_told_to(index) and index + 1 >= after:
                continue
            elif word not in self.lexicon.also_verbs and (
                word in self.lexicon.stops or word in self.lexicon.not_first
            ):
                return None  # يقول النادل ضاحكا
            elif definite:
                return index if self._may_be_bearer(index, after) else None
            elif word in self.lexicon.places:
                definite = True
        return None

    def _may_be_bearer(self, index: int, after: int) -> bool:
        """Tell whether a word behind an office and its complement may be a name: one Hebrew word
        alone is, if it is known; נציג המחלבות ניסה is none."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if lexicon.clitics == "arabic":
            with_ba = word[0] == "ب" and self.passage.written(index).endswith("ة")
            with_ba = with_ba and not word.startswith(("بو", "بن", "بل"))
            named = word in self._learned.known or word in lexicon.given
            return not (self._arabic_names.is_no_name(index) or (with_ba and not named))
        if lexicon.clitics != "hebrew" or index + 1 < after:
            return True
        if self._words.is_title(index - 1) and self._stops.ends_phrase(after):
            return True  # השר אקוניס תקף
        return (
            word in self._learned.known
            or self._given.is_given(index)
            or self.tokens[index - 1].article is False
        )
