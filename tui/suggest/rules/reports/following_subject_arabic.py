"""The Arabic subject that follows its verb, told from the verb's object and from what says how.

After a verb that may have an object, only a noun for a person or body is surely the subject, or
what is right before the reported clause.
"""

from __future__ import annotations

from tui.suggest.lexicons.lexicon import is_in_any
from tui.suggest.rules.cues.cue import Cue, letter_end
from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.passage_phrases import ArabicPhrases
from tui.suggest.rules.phrases.subjects import Subject
from tui.suggest.rules.phrases.words import COMMAS
from tui.suggest.rules.reports.following_subject import FollowingSubject
from tui.text.spans import Span

_SHORTEST_OWNED = 6
"""Letters of a word whose last ones, such as ها, may be a pronoun."""

_SHORTEST_JUDGED = 3
"""Words of a phrase that is long enough to hold a subject and the noun that it judges."""


class ArabicFollowingSubject(FollowingSubject):
    """The Arabic subject that follows its verb or preposition."""

    phrases: ArabicPhrases

    # ---------------------------------------------- between verb and subject

    def after_told(self, at: int, cue: Cue | None) -> int:
        """Return the token behind whom something was said to: قال لها (told her), وقال لسكانها (and
        told its residents)."""
        if self.tokens[at].bare in self.lexicon.nouns.told_to:
            return at + 1
        told = cue is not None and self._is_told_to(at)
        # قال لرويترز مسؤول (an official told Reuters)
        return self.phrases.end_from(at) if told else at

    def _is_told_to(self, at: int) -> bool:
        """Return whether ل (to) and somebody, or something with a pronoun, are at a token."""
        word = self.tokens[at].bare
        if not word.startswith("ل"):
            return False
        known = word in self.lexicon.names.given
        owned = word.endswith(("ها", "هم", "ه")) and len(word) >= _SHORTEST_OWNED
        return not known and (
            owned or self.phrases.words.stem(word[1:]) in self.lexicon.nouns.heads
        )

    def after_manner(self, at: int, cue: Cue) -> int:
        """Return the token behind what says how: يعلق ساخراً إدريس (Idris comments mockingly)."""
        while self._only_says_how(at):
            at += 1
        told = at > cue.after and at < len(self.tokens) and self.tokens[at].gap == " "
        # وقال أيضا لرئيس الوفد (he also told the head of the delegation)
        return self.after_told(at, cue) if told else at

    def _only_says_how(self, at: int) -> bool:
        """Return whether a word behind a verb is an accusative, or ب with a noun, and the subject
        may follow: أجابت باقتضاب فاطمة (Fatima answered briefly)."""
        lexicon = self.lexicon
        if at + 1 >= len(self.tokens) or not self.phrases.words.joins(at):
            return False
        word, following = self.tokens[at].bare, self.tokens[at + 1]
        if self.tokens[at].quotation >= 0 or is_in_any(
            word, self.phrases.learned.known, lexicon.names.given
        ):
            return False
        how = self.phrases.words.arabic.is_accusative(self.passage.written(at))
        how = how and self.phrases.words.stem(word) not in lexicon.nouns.heads
        joined = word[0] == "ب" and self.phrases.words.arabic.is_noun(word)
        named = is_in_any(
            following.bare, lexicon.nouns.heads, lexicon.names.given, self.phrases.learned.known
        )
        return how or word in lexicon.nouns.manner or (joined and named)

    def is_pronoun(self, at: int) -> bool:
        """Return False: a pronoun subject is in the verb's form."""
        return False

    # ------------------------------------------------------- what is no subject

    def is_no_subject(self, at: int, after: int, cue: Cue) -> bool:
        """Return whether the tokens `[at, after)` are the verb's object, or governed by it."""
        return (
            self._disagrees(at, cue)
            or self._has_joined_letters(at, after, cue)
            or self._is_what_is_told(at)
        )

    def _is_what_is_told(self, at: int) -> bool:
        """Return whether a noun behind a verb is no subject: it has no article, and nobody is
        called by it."""
        lexicon, word = self.lexicon, self.tokens[at].bare
        if self.tokens[at].quotation >= 0:
            return False
        named = (
            is_in_any(word, self.phrases.learned.known, lexicon.names.given)
            or self.phrases.words.stem(word) in lexicon.nouns.heads
        )
        return not named and not self.tokens[at].article and self.phrases.words.arabic.is_noun(word)

    def _has_joined_letters(self, at: int, after: int, cue: Cue) -> bool:
        """Return whether a conjunction or preposition is joined to what follows a verb: يحذر
        والمعارضة ترد (he warns, and the opposition answers)."""
        joined = self.tokens[at].bare.startswith(("وال", "فال"))
        word = self.tokens[at].bare
        listed = is_in_any(word, self.lexicon.names.like_clitics, self.phrases.learned.known)
        listed = listed or self.phrases.words.arabic.stem(word) != ""  # والدته (his mother)
        signs, takes = self.phrases.signs, cue.word in self.lexicon.verbs.takes_ba
        with_ba = signs.may_be_with_ba(at) if takes else signs.is_with_ba(at, after)
        return (joined and not listed) or with_ba

    def _disagrees(self, at: int, cue: Cue) -> bool:
        """Return whether a noun does not agree with the verb before it, and so is its object: هاجم
        الجائزة (he attacked the prize), خاطبت الحاضرين (she addressed those present)."""
        token = self.tokens[at]
        feminine = token.article and self.passage.written(at).endswith("ة")
        named = token.bare in self.lexicon.nouns.heads or token.bare in self.phrases.learned.known
        several = (
            token.article
            and token.bare.endswith("ين")
            and not is_in_any(
                token.bare, self.lexicon.names.given, self.lexicon.nouns.titles_and_roles
            )
        )
        if several and cue.gender == "m":
            return (
                self.phrases.words.stem(token.bare[2:]) in self.lexicon.nouns.persons
            )  # بادر الصحفيين (he addressed the journalists)
        if cue.gender == "f" and self._is_of_man(token.bare):
            return True  # تقاطع الوزير (she interrupts the minister)
        wrong = feminine if cue.gender == "m" else several and cue.gender == "f"
        return wrong and not (named and not several)

    def _is_of_man(self, word: str) -> bool:
        """Return whether a noun for somebody has another form for a woman: الوزير (the minister;
        الوزيرة)."""
        lexicon = self.lexicon
        both = word in lexicon.nouns.roles and f"{word}ه" in lexicon.nouns.roles
        return both and word.startswith("ال") and word not in lexicon.nouns.bodies

    # ------------------------------------------------------ subject or object

    def subject_of_verb(self, at: int, after: int, cue: Cue | None) -> Subject | None:
        """Return the subject that the phrase `[at, after)` behind a verb is, unless it may be the
        verb's object."""
        tokens, lexicon = self.tokens, self.lexicon
        if cue is None:
            return self.with_apposition(at, after)
        verb = cue.word
        if self._is_right_behind(cue) and not self._is_owned_thing(at):
            # «…»، تابع الزعبي الذي (“…,” went on al-Zoubi, who)
            return self.with_apposition(at, after)
        if self._is_common_object(at, after, verb):
            return None
        weak = any(kind == "weaker verb" for _, kind in lexicon.cues.get(verb, ()))
        if (weak or verb in lexicon.verbs.transitive) and self._is_owned_thing(at):
            return None
        if tokens[at].quotation >= 0 and not self.opens_clause(after):
            return self.phrases.subject(at, after) if self._is_name_in_marks(at, verb) else None
        sure = (
            tokens[at].bare in lexicon.nouns.heads or tokens[at].bare in self.phrases.learned.known
        )
        if not sure and self._is_judged(at, after, verb):
            return None
        after = self._before_judged(at, after) if verb in lexicon.verbs.judging else after
        after = self._agreeing_end(at, after)
        if verb in lexicon.verbs.objects:
            after = self._before_object(at, after)
            if after - at > 1 and not sure and not self._is_named(at, after):
                return None
        elif verb in lexicon.verbs.transitive and not sure and not self.opens_clause(after):
            found = self.phrases.person(at, after)
            if (found is None or found[0] != at) and not self._is_before_noun(at, after):
                return None
        return self.with_apposition(at, after)

    def _is_named(self, at: int, after: int) -> bool:
        """Return whether words behind a verb with an object are somebody: المحتجون (the
        protesters), زوجته سلامة (his wife Salama), or two words made like a name."""
        tokens, lexicon = self.tokens, self.lexicon
        several = tokens[at].article and tokens[after - 1].bare.endswith("ون")
        listed = self.phrases.words.stem(tokens[at].bare) in lexicon.nouns.heads
        made = after - at == 2 and self.phrases.signs.is_made_like_a_name(at, at + 1)
        return several or tokens[at].bare in lexicon.names.given or listed or made

    def _is_right_behind(self, cue: Cue) -> bool:
        """Return whether a verb follows a quotation and a comma, so that nothing but its subject is
        behind it."""
        if not self.follows_quotation(cue):
            return False
        sign = self.tokens[cue.first].gap.strip(f'{SPACES}”»"')
        return sign in ("،", ",") and cue.word not in self.lexicon.verbs.objects

    def _is_name_in_marks(self, at: int, verb: str) -> bool:
        """Return whether one word in quotation marks right behind a verb of saying is a name, as in
        Egypt's newspapers: وأضاف «حجازي»، خلال برنامج (“Higazi” added, during a programme)."""
        quotation = self.passage.quotations[self.tokens[at].quotation]
        after = self.passage.first_from(quotation.end)
        verbs = self.lexicon.verbs
        if verb not in verbs.says or verb in verbs.voiced:
            return False
        if after - at > 1 or after >= len(self.tokens):
            return False
        parted = self.tokens[after].gap.strip(SPACES + '«»“”"') in ("،", ",")
        return parted or self.tokens[after].bare in self.lexicon.stops.prepositions

    def _is_before_noun(self, at: int, after: int) -> bool:
        """Return whether a noun with the article is followed by one without it, the object."""
        definite = self.tokens[at].article
        return definite and after < len(self.tokens) and self.phrases.stops.is_object(after)

    def _is_common_object(self, at: int, after: int, verb: str) -> bool:
        """Return whether one common noun with the article is all behind a verb that may have an
        object: يرى الأمر بعين أخرى (he sees the matter differently)."""
        token, lexicon = self.tokens[at], self.lexicon
        if not token.article or after > at + 1:
            return False
        takes = verb in lexicon.verbs.transitive or verb in lexicon.verbs.judging
        listed = token.bare in lexicon.nouns.heads or token.bare in self.phrases.learned.known
        return (
            takes
            and not listed
            and self.phrases.words.arabic.is_noun(token.bare.removeprefix("ال"))
        )

    def _is_owned_thing(self, at: int) -> bool:
        """Return whether a noun with a pronoun that is no person follows: ختمت تدوينتها (she
        concluded her post)."""
        word = self.tokens[at].bare
        if len(word) < _SHORTEST_OWNED:
            return False
        named = word in self.phrases.learned.known
        owned = (
            word.endswith(("ها", "هم"))
            and self.phrases.words.stem(word) not in self.lexicon.nouns.heads
        )
        return owned and not named

    def _is_judged(self, at: int, after: int, verb: str) -> bool:
        """Return whether one word with the article behind a verb is what it judges, right before
        the judgement: اعتبر الاكتشاف «مذهلا» (he called the discovery “amazing”)."""
        if verb not in self.lexicon.verbs.judging or after != at + 1 or not self.tokens[at].article:
            return False
        following = self.tokens[after] if after < len(self.tokens) else None
        if (
            following is None
            or following.gap.strip(SPACES + '«“"”')
            or self.tokens[at].bare in self.lexicon.names.given
        ):
            return False
        return following.quotation >= 0 or following.bare in self.lexicon.clause.described_as

    def _before_judged(self, at: int, after: int) -> int:
        """Return the index after the subject where what is judged follows it, right before a
        quotation: اعتبرت غرفة تجارة عمان القرار «…» (the Amman chamber of commerce called the
        decision “…”)."""
        tokens = self.tokens
        held = after < len(tokens) and tokens[after].quotation >= 0
        judged = tokens[after - 1].article and not tokens[after - 2].article
        return after - 1 if held and judged and after - at >= _SHORTEST_JUDGED else after

    def _agreeing_end(self, at: int, after: int) -> int:
        """Return the index after a noun with the article and its adjectives: a word that does not
        agree with a feminine noun is the object, as in وصفت الرابطة الاعتقال (the league described
        the arrest)."""
        lexicon, tokens = self.lexicon, self.tokens
        if not tokens[at].article:
            return self._before_other_body(at, after)
        feminine = self.passage.written(at).endswith("ة") and tokens[at].bare in lexicon.nouns.heads
        for index in range(at + 1, after):
            if not tokens[index].article or not tokens[index - 1].article:
                return after
            written, word = self.passage.written(index), tokens[index].bare
            agrees = written.endswith(("ة", "ى", "ا", "اء", "ات")) or not feminine
            named = (
                is_in_any(word, self.phrases.learned.known, lexicon.names.given)
                or tokens[index].quotation >= 0
            )
            if word in lexicon.stops.numbers or not (agrees or named):
                return index
        return after

    def _before_other_body(self, at: int, after: int) -> int:
        """Return the index after a construct, before a body that is the object: طالب اتحاد الفنانين
        الحكومة (the artists' union asked the government)."""
        for index in range(at + 2, after):
            before, token = self.tokens[index - 1], self.tokens[index]
            written = self.passage.written(index)
            body = token.bare in self.lexicon.nouns.bodies and not written.endswith("ية")
            agrees = self.passage.written(index - 1).endswith(("ة", "ات")) or not before.article
            if token.article and body and written.endswith("ة") and not agrees:
                return index
        return after

    def _before_object(self, at: int, after: int) -> int:
        """Return the index after the subject, where the object follows without a sign: وصف الأمين
        العام أنطونيو غوتيريش الوضع (Secretary-General António Guterres described the situation).

        A country, or a word with the article behind a name, is the object.
        """
        tokens, lexicon = self.tokens, self.lexicon
        no_names = (lexicon.nouns.heads, lexicon.names.parts, lexicon.nouns.representing)
        # ناشدت النائبة حليمة قعقور رئيس الجمهورية (deputy Halima Kaakour appealed to the president)
        for index in range(at + 2, after):
            last, token = tokens[index - 1], tokens[index]
            listed = last.article or is_in_any(last.bare, *no_names)
            noun = token.bare in lexicon.nouns.heads and not token.article
            if noun and not listed and token.bare not in lexicon.names.given_or_noun:
                return index
        name = self.phrases.person(at, after)
        first = name[0] + 2 if name is not None and name[1] - name[0] > 1 else at + 1
        for index in range(first, after):
            word, before = tokens[index].bare, tokens[index - 1].bare
            named = (
                not tokens[index - 1].article
                and not is_in_any(before, *no_names)
                and not self.phrases.words.arabic.is_noun(before)
            )
            if tokens[index].article and word.endswith("ين") and before.endswith("ون"):
                return index  # ناشد المحتجون المسؤولين (the protesters called on the officials)
            if word in lexicon.names.places or (named and tokens[index].article):
                if word in self.phrases.learned.known:
                    continue
                return index
        return after

    # -------------------------------------------------------------- apposition

    def called_behind(self, at: int) -> Subject | None:
        """Return the person whose name is behind what says how they are called, where they are
        from, or what their office is for."""
        return self.called(at) or self.called(self._after_origin(at)) or self._after_purpose(at)

    def _after_origin(self, at: int) -> int:
        """Return the token behind من (from) and a noun: ساكن من بندر خمير يدعى يوسف (a resident of
        Bandar Khamir called Yusuf)."""
        if at + 1 >= len(self.tokens) or self.tokens[at].bare != "من":
            return at
        if not self.phrases.words.joins(at):
            return at
        return self.phrases.end_from(at + 1)

    def _after_purpose(self, at: int) -> Subject | None:
        """Return the person whom a title and a name tell behind what an office is for: المشرفة على
        الدراسة الدكتورة فيكتوريا أشوورث (the supervisor of the study, Dr Victoria Ashworth)."""
        lexicon, tokens = self.lexicon, self.tokens
        if not self.phrases.words.joins(at):
            return None
        if is_in_any(
            tokens[at].bare, lexicon.nouns.told_to, lexicon.clause.issued_in
        ) and at + 2 < len(tokens):
            at -= 1  # مديرة النقل فيها المهندسة أسيل (its director of transport, the engineer Asil)
        elif tokens[at].bare not in lexicon.stops.prepositions:
            return None
        for title in range(at + 2, min(at + 6, len(tokens) - 1)):
            if (
                not self.phrases.words.joins(title)
                or tokens[title].quotation >= 0
                or title in self.cues
            ):
                return None
            if tokens[title].bare in lexicon.nouns.titles:
                found = self.phrases.subject(title, self.phrases.end(title))
                return found if found is not None and found.kind == "person" else None
        return None

    def after_second_office(self, at: int) -> int:
        """Return the token behind و (and) with another office of the same person: الكاتب والمحلل
        (the writer and analyst)."""
        lexicon = self.lexicon
        if at >= len(self.tokens) or not self.phrases.words.joins(at):
            return at
        word = self.tokens[at].bare
        office = word.startswith("وال") and word[1:] in lexicon.nouns.titles_and_roles
        if not office or not self.tokens[at - 1].article or self.tokens[at].quotation >= 0:
            return at
        return self.phrases.end_from(at)

    def after_complement(self, at: int) -> int:
        """Return the token behind brackets, or behind من or في and a noun where a comma follows:
        الناجي من الطاقم، سالم (the survivor of the crew, Salim)."""
        at = super().after_complement(at)
        if at >= len(self.tokens):
            return at
        word = self.tokens[at].bare
        # بجامعة (at the university of)
        joined = word.startswith("ب") and word[1:] in self.lexicon.nouns.heads
        placed = word in ("من", "في", "علي", "عن", "لدي", "باسم") or joined
        if not placed or self.tokens[at].gap.strip(SPACES):
            return at
        end = self.phrases.end_from(at if joined else at + 1)
        parted = end < len(self.tokens) and self.tokens[end].gap.strip() in COMMAS
        return end if parted else at

    def _is_of_articles(self, at: int, end: int) -> bool:
        """Return whether two words with the article, neither of them a listed noun, may be a name:
        الوليد الحلبوسي (al-Walid al-Halbousi)."""
        words = self.tokens[at:end]
        return len(words) == 2 and all(
            word.article
            and self.phrases.words.stem(word.bare) not in self.lexicon.nouns.heads
            and not self.phrases.words.arabic.is_noun(word.bare.removeprefix("ال"))
            for word in words
        )

    def unlisted_name(self, at: int, end: int) -> tuple[int, int] | None:
        """Return a name of two to four words between commas: الخبير الاقتصادي، وائل النحاس: (the
        economist, Wael al-Nahhas:)."""
        if not 2 <= end - at <= 4:
            return None
        closed = end >= len(self.tokens) or (
            self.tokens[end].bare in self.lexicon.clause.complementizers
            or self.tokens[end].gap.strip()[:1] in ("،", ":", ",", "(", "–", "—")
        )
        if closed and self._is_of_articles(at, end):
            # الناطق الرسمي، الوليد الحلبوسي، (the official spokesman, al-Walid al-Halbousi,)
            return at, end
        # البرتغالي جواو: the nationality first (the Portuguese João)
        name = self.plain_name(at, end) if closed else None
        if name is None or self.phrases.words.arabic.is_noun(self.tokens[name[0]].bare):
            return None  # أول المصابين (the first of the injured)
        return name

    def behind_lam(self, at: int) -> Subject | None:
        """Return the subject with ل (to) joined at a token, its span without the ل: وفقا للوزير
        (according to the minister)."""
        tokens = self.tokens
        if at >= len(tokens):
            return None
        word = tokens[at].bare
        if not word.startswith("ل") or tokens[at].gap.strip(SPACES):
            return None
        if word == "ل":
            return self.subject_after(at + 1)
        after = self.phrases.end_from(at)
        start = tokens[at].span.start + letter_end(tokens[at].span.of(self.passage.text))
        rest = word[1:]
        head = f"ا{word}" if word.startswith("لل") else rest
        subject = self.phrases.subject(at, after)
        if subject is None:
            return None
        if subject.kind == "person" and subject.span.start > start:
            return subject._replace(head=head)
        kind = subject.kind
        if head in self.lexicon.nouns.bodies:
            kind = "body"
        elif head in self.lexicon.nouns.sources:
            kind = "source"
        elif head in self.lexicon.nouns.persons:
            kind = "people"
        return subject._replace(span=Span(start, subject.span.end), head=head, kind=kind)
