"""Where an Arabic noun phrase stops, by the words and the letters joined to them."""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.stops.stops import Stops
from tui.suggest.rules.phrases.words import (
    LONGEST_NAME,
    LONGEST_PHRASE,
    POSSESSORS,
    SHORTEST_NAME,
    ArabicPassageWords,
)
from tui.text.language import clitic_ends

_PRONOUNS = ("ه", "ها", "هم")
"""Pronouns joined to a noun, as they are written."""


class ArabicStops(Stops):
    """The Arabic words that are in no noun phrase."""

    _words: ArabicPassageWords

    def is_stop(self, index: int, at: int) -> bool:
        """Return whether a token is no part of the phrase that begins at `at`."""
        if not self.tokens[index].bare:
            return True
        inside = index > at and self._is_inside_name(index)
        return not inside and self._is_outside(index, at, self.cues.get(index))

    def _is_outside(self, index: int, at: int, cue: Cue | None) -> bool:
        """Return whether a token that is not inside a name is no part of the phrase that begins at
        `at`; `cue` is the reporting expression at it."""
        lexicon, word = self.lexicon, self.tokens[index].bare
        if word == "علي":
            return "ى" in self.passage.written(index)
        if word in ("في", "عن") and index > at:
            stands_for = word == "في" or self._words.noun(at) in lexicon.nouns.deputies
            return not (stands_for and self._is_workplace(index, at))
        listed = is_in_any(word, lexicon.stops.words, lexicon.clause.complementizers)
        if listed or self.is_joined(index):
            inside = index > at and (self._is_middle(index) or self._is_lam_of_office(index, at))
            return not inside
        if word in lexicon.clause.as_for:
            return True
        if index > at and self.has_pronoun(index):
            return False
        if self._is_joined_stop(word) or self._is_verb(index, at, cue):
            return True
        if self._is_verb_beside_name(index, at, cue) or self._is_adverbial(index, at):
            return True
        if index == at:
            return word.startswith(("لل", "بال")) or word.isdigit()
        if self.tokens[index - 1].bare in lexicon.nouns.offices:
            return not self._is_of_office(word)
        aim = self.tokens[index - 1].article and self.is_infinitive(index)
        # but not لشؤون الرعاية الأولية هزار فرعون (for primary care Hazar Pharaon)
        if aim and not self._has_named_bearer(index, at):
            return True
        return self._starts_other_phrase(index, at)

    def _is_joined_stop(self, word: str) -> bool:
        """Return whether و or ف is joined to a stop word, and the two are no name or noun."""
        lexicon = self.lexicon
        if word[0] not in "وف" or len(word) <= SHORTEST_NAME:
            return False
        listed = is_in_any(word, lexicon.names.given, lexicon.nouns.heads)
        return word[1:] in lexicon.stops.words and not listed

    def _is_verb(self, index: int, at: int, cue: Cue | None) -> bool:
        """Return whether a reporting expression at a token is surely one, and no name: a weaker
        verb only behind the article, المهندس حسام الشلوي نشر (Hussam al-Shalwi published), or a
        plural."""
        if cue is None:
            return False
        word = self.tokens[index].bare
        if cue.kind in ("verb", "participle", "saying"):
            return word not in self.lexicon.names.with_waw
        if cue.prefixed and word[0] == "ف":
            return True
        if cue.kind != "weaker verb" or word in self.lexicon.nouns.heads or index == at:
            return False
        return self.tokens[index - 1].article or self._agrees_in_number(index, cue)

    def _agrees_in_number(self, index: int, cue: Cue) -> bool:
        """Return whether a verb is right behind the plural that it agrees with: سكان غاضبون هتفوا
        (angry residents chanted), نساء غاضبات هتفن."""
        several = cue.gender == "p" or cue.word.endswith("ن")
        return several and self.tokens[index - 1].bare.endswith(("ون", "ين", "ات"))

    def _is_lam_of_office(self, index: int, at: int) -> bool:
        """Return whether ل (of) is between an office, the name of a body in quotation marks and the
        bearer: نائب الأمين العام لـ«الحزب» الشيخ نعيم (the deputy secretary-general of “the Party”
        Sheikh Naim)."""
        token = self.tokens[index]
        if token.bare != "ل" or self.tokens[at].bare not in self.lexicon.nouns.roles:
            return False
        quoted = index + 1 < len(self.tokens) and self.tokens[index + 1].quotation >= 0
        return quoted and self._quoted.is_of_quoted(index + 1, token)

    def is_object(self, index: int) -> bool:
        """Return whether a noun without the article follows one with it, and so is the verb's
        object: نفى الدفاع صلة موكله (the defence denied a connection of its client)."""
        word, before = self.tokens[index].bare, self.tokens[index - 1]
        if not before.article or self.tokens[index].article or before.quotation >= 0:
            return False
        if not self._words.joins(index):
            return False
        if word[0] == "ل":
            return word in self.lexicon.nouns.common
        return self._words.arabic.is_noun(word) or self._is_indefinite_plural(index)

    def _is_indefinite_plural(self, index: int) -> bool:
        """Return whether a plural in ات and its adjective are at a token, both without article:
        طلبت النيابة العامة تحريات تكميلية (the prosecution asked for further inquiries)."""
        following = index + 1
        if not self.tokens[index].bare.endswith("ات") or following >= len(self.tokens):
            return False
        adjective = self.passage.written(following).endswith("ية")
        return adjective and self._words.joins(following) and not self.tokens[following].article

    def _is_middle(self, index: int) -> bool:
        """Return whether وسط is the noun in لاعب وسط المنتخب (midfielder of the national team), not
        “amid”."""
        if self.tokens[index].bare != "وسط":
            return False
        before = self.tokens[index - 1]
        return before.bare in self.lexicon.nouns.persons and not before.article

    def _is_adverbial(self, index: int, at: int) -> bool:
        """Return whether a word inside a phrase is a number, or an accusative: المرأة البالغة 27
        عاما (the woman aged 27), الدوسري طويلاً (al-Dosari at length)."""
        word = self.tokens[index].bare
        if index == at:
            return False
        if self.is_object(index):
            return True
        if word[0].isdigit():
            return self._words.noun(at) not in self.lexicon.nouns.bodies
        accusative = self._words.arabic.is_accusative(self.passage.written(index))
        if word.endswith("نا") and is_in_any(
            word[:-2], self.lexicon.nouns.heads, self.lexicon.nouns.common
        ):
            return False  # مدرب منتخبنا (the coach of our team)
        return accusative and not self.tokens[at].bare.endswith("ا")

    def _is_inside_name(self, index: int) -> bool:
        """Return whether a word that looks like a conjunction or verb is part of a name: لوسيا فان
        دايك (Lucia van Dijk; فإن is also “then”), الناقد فضل حمودة (the critic Fadl Hamouda; فضل is
        also “preferred”)."""
        token, lexicon = self.tokens[index], self.lexicon
        if (
            index + 1 >= len(self.tokens)
            or not self._words.joins(index)
            or not self._words.joins(index + 1)
        ):
            return False
        if self.passage.written(index) == "فان":
            return not self.tokens[index + 1].article
        if token.bare not in lexicon.names.also_verbs or not self.tokens[index - 1].article:
            return False
        # النقيب خلف الزناتي (the chairman Khalaf al-Zanati; خلف is also “behind”)
        if token.bare in lexicon.stops.prepositions:
            return self.tokens[index - 1].bare in lexicon.nouns.titles_and_roles
        following = self.tokens[index + 1].bare
        return not is_in_any(
            following, lexicon.nouns.manner, lexicon.nouns.not_first, lexicon.clause.complementizers
        )

    def _is_verb_beside_name(self, index: int, at: int, cue: Cue | None) -> bool:
        """Return whether a word is a verb next to a name, says how somebody speaks, or is a
        number."""
        word = self.tokens[index].bare
        if index > at and (word in self.lexicon.nouns.manner or word in self.lexicon.stops.numbers):
            # يقول النادل ضاحكا (the waiter says, laughing), نفى الرئيس وجود (denied that there is)
            return True
        unlisted = cue is None and word[0] == "ي" and word[-1] != "ي" and index > at + 1
        if unlisted and len(word) > SHORTEST_NAME and self._ends_name(index, at):
            return True  # رجب عبد السميع يحمل (Ragab Abdel-Samie carries)
        if cue and cue.kind == "weaker verb" and self._ends_name(index, at):
            return True
        return index > at and self._is_verb_before_name(index)

    def _ends_name(self, index: int, at: int) -> bool:
        """Return whether a verb of saying follows a name: الخبير رشاد عبده يشكك (the expert Rashad
        Abduh doubts).

        Forms of the imperfect are seldom names; a perfect may be a name's last word, if no two
        words of the name are before it.
        """
        lexicon, word = self.lexicon, self.tokens[index].bare
        if is_in_any(
            word,
            lexicon.names.given_or_noun,
            lexicon.nouns.heads,
            lexicon.names.with_waw,
            lexicon.names.places,
        ):
            return False
        names = 0
        while names < index - at:
            before = self.tokens[index - names - 1]
            if before.bare in lexicon.nouns.heads or before.bare in lexicon.names.places:
                break
            names += 1
        if names == 0:
            return False
        given = any(
            self.tokens[place].bare in lexicon.names.given for place in range(index - names, index)
        )
        repeated = self._words.pairs[self.tokens[index - 1].bare, word] > 1
        imperfect = word[0] in "يت" and len(word) > SHORTEST_NAME
        return given and not repeated and (imperfect or names > 1)

    def _is_verb_before_name(self, index: int) -> bool:
        """Return whether a word that no list has is made like an imperfect, and a given name
        follows as its subject: يرتب in عند المدخل يرتب غسان (at the entrance Ghassan arranges)."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if word[0] != "ي" or len(word) <= SHORTEST_NAME or index + 1 >= len(self.tokens):
            return False
        listed = word in lexicon.names.given_or_noun
        named = self.tokens[index + 1].bare in lexicon.names.given and self._words.joins(index + 1)
        before = self.tokens[index - 1].bare
        return (
            named
            and not listed
            and not is_in_any(before, lexicon.nouns.titles, lexicon.names.parts)
        )

    def has_pronoun(self, index: int) -> bool:
        """Return whether باسم (in the name of) has a pronoun: المتحدث باسمه (his spokesman)."""
        word = self.tokens[index].bare
        return any(
            word.endswith(suffix) and word.removesuffix(suffix) in self.lexicon.nouns.representing
            for suffix in POSSESSORS
        )

    def is_joined(self, index: int) -> bool:
        """Return whether و or ف is joined to a preposition or adverb: وعن (and of), وبدوره (and for
        his part)."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        joined = word[0] in "وف" and len(word) > 2 and word[1:] in lexicon.stops.words
        name = word in lexicon.names.given or word in lexicon.names.with_waw
        name = name or self._words.stem(word) in lexicon.nouns.heads
        return joined and not name

    def _is_of_office(self, word: str) -> bool:
        """Return whether a word may follow a title such as الأمين العام (secretary-general): a
        name, or ل with a body."""
        if not word.startswith("ل"):
            return not word.startswith(("بال", "وال"))
        audiences = self.lexicon.nouns.audiences
        return f"ا{word}" not in audiences and word[1:] not in audiences

    def _has_named_bearer(self, index: int, at: int) -> bool:
        """Return whether an office has one more complement, and its bearer's title or name follows:
        مدير طرق وجسور نينوى المهندس (director of roads and bridges of Nineveh, engineer …)."""
        tokens, lexicon = self.tokens, self.lexicon
        if tokens[at].bare not in lexicon.nouns.roles:
            return False
        for following in range(index + 1, min(index + 6, len(tokens))):
            word = tokens[following].bare
            if tokens[following].quotation >= 0 or not self._words.joins(following):
                return False
            if word in lexicon.stops.words or following in self.cues:
                return False
            if (
                word in lexicon.nouns.titles
                or word in lexicon.names.given
                or word in lexicon.names.parts
            ):
                return True
            if following > index and self._is_unlisted_bearer(following, index):
                return True
        return False

    def is_name_with_lam(self, index: int) -> bool:
        """Return whether a word in ل behind a title begins a name of several words, right before
        what was said: لوسيا in الباحثة لوسيا فان دايك (the researcher Lucia van Dijk), but not in
        المحامي لصحيفة الغد (the lawyer to the newspaper al-Ghad)."""
        rest, nouns = self.tokens[index].bare[1:], self.lexicon.nouns
        joined = is_in_any(rest, nouns.heads, nouns.naming, nouns.occasions, self._words.vocabulary)
        after_title = self.tokens[index - 1].bare in nouns.offices
        return not joined and not after_title and self._is_unlisted_bearer(index, index)

    def _is_unlisted_bearer(self, first: int, complement: int) -> bool:
        """Return whether two to four words that no list has are the name of an office's bearer: the
        complement is before them, and what the bearer says behind."""
        lexicon, tokens = self.lexicon, self.tokens
        at = first
        while at < len(tokens) and at - first < LONGEST_NAME and self._words.joins(at):
            if at > first and self.is_before_speech(at):
                break
            inside = at > first and self._is_inside_name(at)
            if not inside and self.ends_phrase(at):
                break
            if is_in_any(tokens[at].bare, lexicon.nouns.heads, lexicon.names.places):
                return False
            if tokens[at].article if at == first else tokens[at - 1].article:
                return False  # only the last word may have the article
            at += 1
        if at - first < 2:
            return False
        before = tokens[first - 1].bare
        place = first - 1 == complement and before[1:] not in lexicon.nouns.heads
        ended = tokens[first - 1].article or before.startswith(("لل", "بال")) or place
        parted = tokens[complement].bare[0] == "ل" and self._words.is_parted(at)
        return ended and (parted or self.is_before_speech(at))

    def _starts_other_phrase(self, index: int, at: int) -> bool:
        """Return whether a word inside a phrase begins another one by a letter joined in front: و
        (and), ب (in), ل (to)."""
        lexicon, word = self.lexicon, self.tokens[index].bare
        if word.startswith("وال") and self._is_coordinated(word, at):
            return False
        if self._may_complete_office(index, at) and self._has_named_bearer(index, at):
            return False
        if word.startswith(("لل", "بال", "وال", "فال", "كال")) and len(word) > LONGEST_NAME:
            return word not in lexicon.names.like_clitics and not self._is_of_body(index, at)
        if word[0] == "و" and len(word) > SHORTEST_NAME:
            return self._has_conjunction(index)
        if word in lexicon.names.given or self.tokens[index].article:
            return False
        if word in lexicon.names.with_ha:
            return False
        if self.passage.written(index).endswith(_PRONOUNS) and len(word) > SHORTEST_NAME:
            return not self._is_owned_inside(index, at)
        if word[0] == "ب":
            return self._has_ba(word)
        return word[0] == "ل" and self._has_lam(index, at)

    def _may_complete_office(self, index: int, at: int) -> bool:
        """Return whether a word with و, لل or ب may be one more complement of an office: طرق وجسور
        (roads and bridges)."""
        word, nouns = self.tokens[index].bare, self.lexicon.nouns
        if word.startswith(("لل", "بال")):
            return True
        if word[0] == "و" and self.tokens[at].article:
            return word[1:] in nouns.titles_and_roles  # المهندس والمدون (the engineer and blogger)
        if word[0] == "و":
            return word[1:] not in nouns.heads
        return word[0] == "ب" and word[1:] in nouns.bodies

    def _has_conjunction(self, index: int) -> bool:
        """Return whether و (and) is joined to a word, and is no letter of a name: وليد (Walid)."""
        word, names = self.tokens[index].bare, self.lexicon.names
        if word[1:] in self.lexicon.nouns.heads:
            return True
        if is_in_any(word, names.with_waw, names.given):
            return False
        return bool(clitic_ends(self.passage.written(index)))

    def _is_owned_inside(self, index: int, at: int) -> bool:
        """Return whether a word with a pronoun goes on with a phrase: نائب رئيسها (her president's
        deputy), المتحدثة باسم خارجيتها (the spokeswoman of its foreign ministry)."""
        nouns = self.lexicon.nouns
        if is_in_any(self.tokens[index - 1].bare, nouns.representing, nouns.several):
            return True
        return self._words.noun(index) in nouns.roles and self._words.noun(at) in nouns.roles

    def _has_ba(self, word: str) -> bool:
        """Return whether ب (in, with) is joined to a noun known, or to one that the text has with
        the article."""
        lexicon, rest = self.lexicon, word[1:]
        also_word = rest in lexicon.names.also_words
        if len(word) <= LONGEST_NAME - also_word:
            return False
        listed = is_in_any(rest, lexicon.nouns.heads, lexicon.nouns.naming)
        return listed or also_word or f"ال{rest}" in self._words.vocabulary

    def _has_lam(self, index: int, at: int) -> bool:
        """Return whether ل (to, of) is joined to a noun that goes on with no office before it."""
        lexicon, word = self.lexicon, self.tokens[index].bare
        rest = word[1:]
        if rest in lexicon.nouns.roles and self.tokens[at].bare in lexicon.nouns.roles:
            return False  # النائب الأول لرئيس الوزراء (the first deputy of the prime minister)
        if not self.tokens[at].bare.startswith("ال") or len(word) <= LONGEST_NAME:
            return rest in lexicon.nouns.heads
        before = self.tokens[index - 1].bare
        if before in lexicon.names.given and self._words.is_parted(index + 1):
            return False  # سعاد لبراهمة، (Souad Lbrahma,)
        if self.is_name_with_lam(index) or self._has_named_bearer(index, at):
            return False
        return rest not in lexicon.names.places

    def _is_of_body(self, index: int, at: int) -> bool:
        """Return whether a word with لل (for the) says what a body is for: المنظمة الدولية للهجرة
        (International Organization for Migration)."""
        before, word = self.tokens[index - 1], self.tokens[index].bare
        if not word.startswith("لل"):
            return False
        listed = self._words.noun(at).removeprefix("ال") in self.lexicon.nouns.bodies
        other = index - at > 1 and self._is_of_office(word)
        return listed and other and before.article and before.quotation < 0

    def _is_coordinated(self, word: str, at: int) -> bool:
        """Return whether a word with و goes on with what an office or body is for: وزارة الصحة
        والسكان (ministry of health and population), but not الوزير والنائب (the minister and the
        deputy)."""
        nouns, head = self.lexicon.nouns, self._words.noun(at)
        if not is_in_any(head, nouns.bodies, nouns.roles) or head.startswith("ال"):
            return False
        ministry = head.startswith(("وزار", "وزير"))
        for noun in (word[1:], word[3:]):
            people = noun in nouns.people and noun not in nouns.titles_and_roles
            if ministry and people:
                continue  # الصحة والسكان (health and population)
            if is_in_any(noun, nouns.heads, self.lexicon.names.places):
                return False
        return True

    def _is_workplace(self, index: int, at: int) -> bool:
        """Return whether في (in) goes on describing the speaker: مسؤول في البنتاغون (an official in
        the Pentagon), but not الوزير في بيان (the minister in a statement)."""
        tokens, lexicon = self.tokens, self.lexicon
        if self._words.noun(at) not in lexicon.nouns.persons or index + 1 >= len(tokens):
            return False
        following = tokens[index + 1]
        if following.quotation >= 0 or following.gap.strip(SPACES):
            return False
        if is_in_any(following.bare, lexicon.nouns.occasions, lexicon.stops.words):
            return False
        return index == at + 1 or not tokens[at].article

    def is_infinitive(self, index: int) -> bool:
        """Return whether ل (to) is joined to a verbal noun: لفض in تدخل رئيس المجلس لفض الاشتباك
        اللفظي (the speaker intervened to end the quarrel)."""
        word, behind = self.tokens[index].bare, self.tokens[index + 1 : index + 3]
        if word[0] != "ل" or len(behind) < 2:
            return False
        listed = any(
            part in names
            for part in (word, word[1:])
            for names in (self.lexicon.names.given, self.lexicon.nouns.heads, self._learned.known)
        )
        return not listed and all(token.article and token.quotation < 0 for token in behind)

    def is_before_speech(self, at: int) -> bool:
        """Return whether a complementizer, a colon or a quotation is at a token, or behind أما (as
        for) a word with ف."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        if token.bare[0] == "ف" and token.bare not in self.lexicon.names.given:
            start = self.passage.sentence_start(at)
            return (
                self.tokens[start].bare in self.lexicon.clause.as_for
                and at - start < LONGEST_PHRASE
            )
        if at + 1 < len(self.tokens) and token.bare in self.lexicon.verbs.takes:
            token = self.tokens[at + 1]  # من أن, إلى «…» (of, that; to “…”)
        opens = token.bare in self.lexicon.clause.complementizers and not token.gap.strip(SPACES)
        return opens or ":" in token.gap or token.quotation >= 0
