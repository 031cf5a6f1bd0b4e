"""The subject that follows its verb: قال الوزير, according to the ministry."""

from __future__ import annotations

from tui.suggest.lexicons.arabic_words import TANWIN
from tui.suggest.rules.cues.cues import Cue, letter_end
from tui.suggest.rules.passages import SPACES, Passage
from tui.suggest.rules.phrases.passage_phrases import Phrases
from tui.suggest.rules.phrases.subjects import Subject
from tui.text.spans import Span

_SHORTEST_OWNED = 6
"""Letters of an Arabic word whose last ones, such as ها, may be a pronoun."""


_LONGEST_TITLE = 3
"""Words between quotation marks that may be a name."""


_SHORTEST_JUDGED = 3
"""Words of a phrase that is long enough to hold a subject and the noun that it judges."""


_LONGEST_ADVERBIAL = 5
"""Words between a Hebrew verb and its subject that say where or when."""


_COMMAS = "،,"


class FollowingSubject:
    """Find the noun phrase after a verb or preposition that names who spoke."""

    def __init__(self, passage: Passage, cues: dict[int, Cue], phrases: Phrases) -> None:
        self.passage = passage
        self.tokens = passage.tokens
        self.lexicon = passage.lexicon
        self.cues = cues
        self.phrases = phrases

    def word_before(self, cue: Cue) -> str:
        """Return the word right before an expression, folded; "" after a sign or a quotation."""
        token = self.tokens[cue.first]
        if not cue.first or token.gap.strip(SPACES) or self.tokens[cue.first - 1].quotation >= 0:
            return ""
        return self.tokens[cue.first - 1].bare

    def subject_after(self, at: int, cue: Cue | None = None) -> Subject | None:
        """Return the subject that starts at a token, after a verb or preposition, or None.

        After a verb that may have an object, only a noun for a person or body is surely the
        subject, or what is right before the reported clause.
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
        at = self._after_manner(at, cue)
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
        if cue is not None and (self._disagrees(at, cue) or self._hangs(at, after, cue)):
            return None
        if cue is not None and (self._is_spoken_to(at) or self._opens_second_verb(at)):
            return None
        if cue is not None and self._is_what_is_told(at):
            return None
        return self._subject_after_verb(at, after, cue)

    def _after_manner(self, at: int, cue: Cue | None) -> int:
        """Return the token after what says how, where or when, between a verb and its subject."""
        if cue is None:
            return at
        while self._only_says_how(at):
            at += 1
        for words in self.lexicon.later:
            following = tuple(token.bare for token in self.tokens[at : at + len(words)])
            if (
                following == words
                and self.tokens[at].quotation < 0
                and self.phrases.words.joins(at)
            ):
                at += len(words)
        if self.lexicon.clitics == "hebrew":
            at = self._after_adverbial(at, behind=self._follows_speech(cue))
        return at

    def _is_what_is_told(self, at: int) -> bool:
        """Tell whether an Arabic noun after a verb is no subject: one with ب (أقر بصعوبة الوضع), or
        one without the article that nobody is called by."""
        lexicon, word = self.lexicon, self.tokens[at].bare
        if lexicon.clitics != "arabic" or self.tokens[at].quotation >= 0:
            return False
        named = (
            word in self.phrases.learned.known | lexicon.given
            or self.phrases.words.stem(word) in lexicon.heads
        )
        return not named and not self.tokens[at].article and self.phrases.words.arabic.is_noun(word)

    def _only_says_how(self, at: int) -> bool:
        """Tell whether an Arabic word after a verb is an accusative, or ب with a noun, behind which
        the subject may follow: يعلق ساخراً إدريس, أجابت باقتضاب فاطمة."""
        lexicon = self.lexicon
        if (
            lexicon.clitics != "arabic"
            or at + 1 >= len(self.tokens)
            or not self.phrases.words.joins(at)
        ):
            return False
        word, following = self.tokens[at].bare, self.tokens[at + 1]
        if self.tokens[at].quotation >= 0 or word in self.phrases.learned.known | lexicon.given:
            return False
        how = self.phrases.words.arabic.is_accusative(self.passage.written(at))
        how = how and self.phrases.words.stem(word) not in lexicon.heads
        joined = word[0] == "ب" and self.phrases.words.arabic.is_noun(word)
        named = following.bare in lexicon.heads | lexicon.given | self.phrases.learned.known
        return how or word in lexicon.manner or (joined and named)

    def _after_adverbial(self, at: int, *, behind: bool) -> int:
        """Return the token at which a name or title begins behind what says where or when, between
        it and a Hebrew verb: סיכם בסיום המאמן אלישע לוי.

        With `behind` what is reported is before the verb, and a word that ends the clause and may
        be any is the subject too.
        """
        tokens = self.tokens
        if at >= len(tokens) or not self._seems_adverbial(at):
            return at
        for index in range(at + 1, min(at + _LONGEST_ADVERBIAL, len(tokens))):
            token, before = tokens[index], tokens[index - 1]
            if token.gap.strip(SPACES) or token.quotation >= 0 or index in self.cues:
                break
            if token.bare in self.lexicon.complementizers:
                break
            if before.bare in self.lexicon.prepositions or self._seems_adverbial(index):
                continue
            after = self.phrases.end(index)
            found = self.phrases.subject(index, after) if after > index else None
            if found is None:
                continue
            whole = before.bare.endswith("ה") or (before.article and index > at + 1)
            told = before.bare in self.lexicon.told_to or before.bare in self.lexicon.adverbs
            construct = (behind or told or whole) and after - index > 1  # מאמן מכבי ת"א
            people = found.kind == "people" and ((token.article and whole) or construct)
            last = after >= len(tokens) or tokens[after].gap.strip(SPACES) != ""
            alone = behind and last and told and index + 1 == after
            if people or alone or (found.kind == "person" and found.sure):
                return index
        return at

    def _seems_adverbial(self, at: int) -> bool:
        """Tell whether a Hebrew word is a preposition or adverb, or seems to have one in front."""
        word, token = self.tokens[at].bare, self.tokens[at]
        if token.quotation >= 0 or token.gap.strip(SPACES):
            return False
        return self._seems_adverbial_word(word)

    def _seems_adverbial_word(self, word: str) -> bool:
        lexicon = self.lexicon
        if word in lexicon.prepositions or word in lexicon.adverbs or word in lexicon.told_to:
            return True
        names = self.phrases.learned.known | lexicon.given | lexicon.heads | lexicon.name_parts
        named = word in names or self.phrases.hebrew.ends_like_surname(word)
        return len(word) > 3 and word[0] in "בלמ" and not named

    def _is_right_behind(self, cue: Cue) -> bool:
        """Tell whether an Arabic verb follows a quotation and a comma, so that nothing but
        its subject follows."""
        if self.lexicon.clitics != "arabic" or not self.follows_quotation(cue):
            return False
        sign = self.tokens[cue.first].gap.strip(f'{SPACES}”»"')
        return sign in ("،", ",") and cue.word not in self.lexicon.objects

    def _opens_second_verb(self, at: int) -> bool:
        """Tell whether a Hebrew word that no list has begins with ו: אמר ועלה לאוטובוס."""
        word, lexicon = self.tokens[at].bare, self.lexicon
        if lexicon.clitics != "hebrew" or not word.startswith("ו") or len(word) <= _LONGEST_TITLE:
            return False
        names = self.phrases.learned.known | lexicon.given | lexicon.heads | lexicon.name_parts
        return word not in names and word[1:] not in names

    def _is_spoken_to(self, at: int) -> bool:
        """Tell whether a Hebrew word that no list has seems to have ל in front: השיבה לשאלת."""
        word, lexicon = self.tokens[at].bare, self.lexicon
        if lexicon.clitics != "hebrew" or not word.startswith("ל"):
            return False
        names = self.phrases.learned.known | lexicon.given | lexicon.heads | lexicon.name_parts
        named = word in names or self.phrases.hebrew.ends_like_surname(word)
        return (len(word) > 3 or word[1:] in lexicon.heads) and not named

    def _opens_joined_clause(self, at: int, cue: Cue | None) -> bool:
        """Tell whether the reported clause begins with a word that ש is joined to:
        הודיעה שתכנס."""
        lexicon, word = self.lexicon, self.tokens[at].bare
        if cue is None or not lexicon.joined or not word.startswith(lexicon.joined):
            return False
        if self._follows_speech(cue):
            return False  # what was said is before: "…", צוחקת שכנתם
        names = self.phrases.learned.known | lexicon.given | lexicon.heads | lexicon.name_parts
        return len(word) > 2 and word not in names

    def _is_told_to(self, at: int, cue: Cue | None) -> bool:
        """Tell whether a word after a verb names whom it was said to: قال لها, وقال لسكانها."""
        word = self.tokens[at].bare
        if word in self.lexicon.told_to:
            return True
        if cue is None or self.lexicon.clitics != "arabic" or not word.startswith("ل"):
            return False
        known = word in self.lexicon.given or word in self.phrases.learned.known
        owned = word.endswith(("ها", "هم", "ه")) and len(word) >= _SHORTEST_OWNED
        return not known and (owned or self.phrases.words.stem(word[1:]) in self.lexicon.heads)

    def _subject_after_verb(self, at: int, after: int, cue: Cue | None) -> Subject | None:
        """Return the subject that the phrase after a verb is, unless it may be the verb's
        object."""
        tokens, lexicon = self.tokens, self.lexicon
        verb = cue.word if cue else ""
        if cue is not None and self._is_right_behind(cue) and not self._is_owned_thing(at):
            return self.with_apposition(at, after)  # «…»، تابع الزعبي الذي
        if self._is_common_object(at, after, verb):
            return None
        weak = any(kind == "weaker verb" for _, kind in lexicon.cues.get(verb, ()))
        if (weak or verb in lexicon.transitive) and self._is_owned_thing(at):
            return None
        if verb and tokens[at].quotation >= 0 and not self.opens_clause(after):
            return self.phrases.subject(at, after) if self._is_name_in_marks(at, verb) else None
        sure = tokens[at].bare in lexicon.heads or tokens[at].bare in self.phrases.learned.known
        if lexicon.clitics == "arabic" and not sure and self._is_judged(at, after, verb):
            return None
        after = self._before_judged(at, after) if verb in lexicon.judging else after
        after = self._agreeing_end(at, after) if verb else after
        if verb in lexicon.objects and lexicon.clitics == "arabic":
            after = self._before_object(at, after)
            several = tokens[at].article and tokens[after - 1].bare.endswith("ون")
            named = sure or several or tokens[at].bare in lexicon.given
            named = (
                named or self.phrases.words.stem(tokens[at].bare) in lexicon.heads
            )  # زوجته سلامة
            named = named or (
                after - at == 2 and self.phrases.arabic_signs.is_made_like_a_name(at, at + 1)
            )
            if not named and after - at > 1:
                return None
        elif verb in lexicon.objects:
            return self._asked_after_quotation(at, after)
        elif verb in lexicon.transitive and not sure and not self.opens_clause(after):
            found = self.phrases.person(at, after)
            described = self._is_apposed(after) or self._is_described(after)
            described = described or self._is_before_noun(at, after)
            if (found is None or found[0] != at) and not described:
                return None
        return self.with_apposition(at, after)

    def _is_name_in_marks(self, at: int, verb: str) -> bool:
        """Tell whether one word in marks right after an Arabic verb of saying is a name, as in
        Egypt's newspapers: وأضاف «حجازي»، خلال برنامج."""
        quotation = self.passage.quotations[self.tokens[at].quotation]
        after = self.passage.first_from(quotation.end)
        if verb not in self.lexicon.says or after - at > 1 or after >= len(self.tokens):
            return False
        parted = self.tokens[after].gap.strip(SPACES + '«»“”"') in ("،", ",")
        return parted or self.tokens[after].bare in self.lexicon.prepositions

    def _is_before_noun(self, at: int, after: int) -> bool:
        """Tell whether an Arabic noun with article is followed by one without it, the object."""
        definite = self.lexicon.clitics == "arabic" and self.tokens[at].article
        return definite and after < len(self.tokens) and self.phrases.arabic_stops.is_object(after)

    def _is_common_object(self, at: int, after: int, verb: str) -> bool:
        """Tell whether one common noun with article is all behind an Arabic verb that may have an
        object: يرى الأمر بعين أخرى."""
        token, lexicon = self.tokens[at], self.lexicon
        if lexicon.clitics != "arabic" or not token.article or after > at + 1:
            return False
        takes = verb in lexicon.transitive or verb in lexicon.judging
        listed = token.bare in lexicon.heads or token.bare in self.phrases.learned.known
        return (
            takes
            and not listed
            and self.phrases.words.arabic.is_noun(token.bare.removeprefix("ال"))
        )

    def _is_owned_thing(self, at: int) -> bool:
        """Tell whether an Arabic noun with a pronoun that names no person follows: ختمت
        تدوينتها."""
        word = self.tokens[at].bare
        if self.lexicon.clitics != "arabic" or len(word) < _SHORTEST_OWNED:
            return False
        named = word in self.lexicon.given or word in self.phrases.learned.known
        owned = (
            word.endswith(("ها", "هم")) and self.phrases.words.stem(word) not in self.lexicon.heads
        )
        return owned and not named

    def _asked_after_quotation(self, at: int, after: int) -> Subject | None:
        """Return the subject of a verb that has an object, where the verb is right after a
        quotation and nothing but its subject follows: “Which ones?” asked Ms Hamdani."""
        asked = at > 1 and self.tokens[at - 2].quotation >= 0 and self.tokens[at - 1].quotation < 0
        ends = after >= len(self.tokens) or self.tokens[after].gap.strip(SPACES) != ""
        if not asked or not ends or not self.lexicon.capitals:
            return None
        found = self.phrases.subject(at, after)
        return found if found is not None and found.can_speak else None

    def _hangs(self, at: int, after: int, cue: Cue) -> bool:
        """Tell whether a preposition is joined to what follows a verb."""
        if self.lexicon.clitics == "arabic":
            joined = self.tokens[at].bare.startswith(("وال", "فال"))  # يحذر والمعارضة ترد
            word = self.tokens[at].bare
            listed = word in self.lexicon.like_clitics | self.phrases.learned.known
            listed = listed or self.phrases.words.arabic.stem(word) != ""  # والدته
            takes = cue.word in self.lexicon.with_ba
            return (joined and not listed) or self.phrases.arabic_signs.is_with_ba(
                at, after, takes=takes
            )
        if self.lexicon.clitics != "hebrew" or self.tokens[at].bare in self.phrases.learned.known:
            return False
        return self.phrases.hebrew.clitic(at) in ("ב", "ל", "מ")

    def _disagrees(self, at: int, cue: Cue) -> bool:
        """Tell whether a feminine noun follows a masculine verb, or several persons one of a
        woman, as its object: هاجم الجائزة, خاطبت الحاضرين."""
        token = self.tokens[at]
        feminine = token.article and self.passage.written(at).endswith("ة")
        named = token.bare in self.lexicon.heads or token.bare in self.phrases.learned.known
        if self.lexicon.clitics != "arabic" or not cue.is_verb:
            return False
        several = (
            token.article
            and token.bare.endswith("ين")
            and token.bare not in self.lexicon.given | self.lexicon.titles_and_roles
        )
        if several and cue.gender == "m":
            return self.phrases.words.stem(token.bare[2:]) in self.lexicon.persons  # بادر الصحفيين
        if cue.gender == "f" and self._is_of_man(token.bare):
            return True  # تقاطع الوزير
        wrong = feminine if cue.gender == "m" else several and cue.gender == "f"
        return wrong and not (named and not several)

    def _is_of_man(self, word: str) -> bool:
        """Tell whether an Arabic noun for somebody has another form for a woman: الوزير."""
        lexicon = self.lexicon
        both = word in lexicon.roles and f"{word}ه" in lexicon.roles
        return both and word.startswith("ال") and word not in lexicon.bodies

    def _is_judged(self, at: int, after: int, verb: str) -> bool:
        """Tell whether one Arabic word with article after a verb is what it judges, right
        before the judgement: اعتبر الاكتشاف «مذهلا», وصف الوعد بأنه."""
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

    def _agreeing_end(self, at: int, after: int) -> int:
        """Return the token after an Arabic noun with article and its adjectives: one that does not
        agree with a noun of a woman or body is the object (وصفت الرابطة الاعتقال)."""
        lexicon, tokens = self.lexicon, self.tokens
        if lexicon.clitics != "arabic":
            return after
        if not tokens[at].article:
            return self._before_other_body(at, after)
        feminine = self.passage.written(at).endswith("ة") and tokens[at].bare in lexicon.heads
        for index in range(at + 1, after):
            if not tokens[index].article or not tokens[index - 1].article:
                return after
            written, word = self.passage.written(index), tokens[index].bare
            agrees = written.endswith(("ة", "ى", "ا", "اء", "ات")) or not feminine
            named = (
                word in self.phrases.learned.known | lexicon.given or tokens[index].quotation >= 0
            )
            if word in lexicon.numbers or not (agrees or named):
                return index
        return after

    def _before_other_body(self, at: int, after: int) -> int:
        """Return the token after an Arabic construct, before a body that is the object: طالب اتحاد
        الفنانين الحكومة."""
        for index in range(at + 2, after):
            before, token = self.tokens[index - 1], self.tokens[index]
            written = self.passage.written(index)
            body = token.bare in self.lexicon.bodies and not written.endswith("ية")
            agrees = self.passage.written(index - 1).endswith(("ة", "ات")) or not before.article
            if token.article and body and written.endswith("ة") and not agrees:
                return index
        return after

    def _before_judged(self, at: int, after: int) -> int:
        """Return the token after the subject where the thing that is judged follows it, right
        before a quotation: اعتبرت غرفة تجارة عمان القرار «…»."""
        tokens = self.tokens
        held = after < len(tokens) and tokens[after].quotation >= 0
        judged = tokens[after - 1].article and not tokens[after - 2].article
        return after - 1 if held and judged and after - at >= _SHORTEST_JUDGED else after

    def _is_described(self, at: int) -> bool:
        """Tell whether a clause between commas says who an Arabic word names: تحكي نعمة السيد،
        وهي ممرضة."""
        if self.lexicon.clitics != "arabic" or at >= len(self.tokens):
            return False
        token = self.tokens[at]
        opens = token.bare in self.lexicon.pronouns or token.bare in self.lexicon.relatives
        return opens and token.gap.strip() in tuple(_COMMAS) and token.quotation < 0

    def _is_apposed(self, at: int) -> bool:
        """Tell whether a sure name between commas follows: كشف ناشر الرواية، إلياس خوري، أن."""
        if at >= len(self.tokens) or self.tokens[at].gap.strip() not in tuple(_COMMAS):
            return False
        end = self.phrases.end(at)
        name = self.phrases.person(at, end) if end > at else None
        closed = end < len(self.tokens) and self.tokens[end].gap.strip(SPACES) != ""
        return name == (at, end) and closed and self.phrases.names.is_sure(name)

    def _is_manner(self, at: int, after: int) -> bool:
        """Tell whether an Arabic word says how somebody spoke: أضاف مبتسماً."""
        word, written = self.tokens[at].bare, self.passage.written(at)
        if self.lexicon.clitics != "arabic" or after > at + 1:
            return False
        if word in self.lexicon.given or word in self.phrases.learned.known:
            return False
        return written.endswith(TANWIN) and word not in self.lexicon.heads

    def with_apposition(self, at: int, after: int) -> Subject | None:
        """Return the subject, by the name that follows it between commas where it has none
        itself."""
        subject = self.phrases.subject(at, after)
        if subject is None or subject.kind == "person" or after >= len(self.tokens):
            return subject
        called = self.called(after) or self.called(self._skip_origin(after))
        if called is not None:
            return called._replace(first=at)
        titled = self._behind_complement(after)
        if titled is not None:
            return titled._replace(first=at)
        after = self._skip_second_office(after)
        if after >= len(self.tokens):
            return subject
        named = self.phrases.person(subject.after, after) if after > subject.after else None
        if named is not None:
            found = self.phrases.subject(*named)
            return found._replace(first=at, after=after) if found is not None else subject
        after = self._skip_workplace(self._skip_aside(after))
        if after >= len(self.tokens):
            return subject
        if ")" in self.tokens[after].gap:
            end = self.phrases.end(after, opening=True)
            name = self.phrases.person(after, end)
            found = self.phrases.subject(after, end) if name and name[0] == after else None
            return found._replace(first=at) if found is not None else subject
        gap = self.tokens[after].gap.strip().lstrip("»”’")
        if gap not in _COMMAS or subject.kind == "body":
            return subject
        if gap == "" or self.tokens[after].quotation >= 0:
            return subject
        end = self.phrases.end(after)
        if end == after or not self._may_be_apposed(at, end):
            return subject
        name = self.phrases.person(after, end) or self._apposed_name(after, end)
        if name is None:
            return subject
        found = self.phrases.subject(after, end)
        span = Span(self.tokens[name[0]].span.start, self.tokens[name[1] - 1].span.end)
        assert found is not None  # noqa: S101 - a name is there
        return found._replace(span=span, first=at, after=end, kind="person")

    def _may_be_apposed(self, office: int, end: int) -> bool:
        """Tell whether a name behind a Persian or Urdu office and a comma belongs to it: not به
        گفتهٔ این مقام، احمدی, and only where a sign or verb is behind the name."""
        if self.lexicon.subject != "before":
            return True
        if self.tokens[office].bare in self.lexicon.determiners - self.lexicon.several:
            return False
        if end >= len(self.tokens) or end in self.cues:
            return True
        return self.tokens[end].gap.strip(SPACES) != ""

    def called(self, at: int) -> Subject | None:
        """Return the person whose name follows what says how somebody is called: زبون يدعى
        فتحي."""
        for words in self.lexicon.called:
            end = at + len(words)
            following = self.tokens[at:end]
            if tuple(token.bare for token in following) != words or end >= len(self.tokens):
                continue
            if any(token.quotation >= 0 or token.gap.strip(SPACES) for token in following):
                continue
            after = self.phrases.end(end, opening=True)
            found = self.phrases.subject(end, after)
            if found is not None and found.kind in ("person", "unknown") and (
                self.tokens[end].quotation < 0
            ):  # fmt: skip
                return found._replace(kind="person")
        return None

    def _skip_aside(self, at: int) -> int:
        """Return the token after (במיל') or של איתמר, which are between an office and a name."""
        tokens = self.tokens
        if tokens[at].gap.strip(SPACES) == "(":
            for index in range(at + 1, min(at + 4, len(tokens))):
                if ")" in tokens[index].gap:
                    return index
        if tokens[at].bare == "של" and not tokens[at].gap.strip(SPACES):
            return max(at, self.phrases.end(at + 1, opening=True)) if at + 1 < len(tokens) else at
        return self.phrases.ends.comma_behind(at)

    def _behind_complement(self, at: int) -> Subject | None:
        """Return the person whom a title and a name tell behind what an office is for: المشرفة على
        الدراسة الدكتورة فيكتوريا أشوورث."""
        lexicon, tokens = self.lexicon, self.tokens
        if lexicon.clitics != "arabic" or not self.phrases.words.joins(at):
            return None
        if tokens[at].bare in lexicon.told_to | lexicon.issued_in and at + 2 < len(tokens):
            at -= 1  # مديرة النقل فيها المهندسة أسيل
        elif tokens[at].bare not in lexicon.prepositions:
            return None
        for title in range(at + 2, min(at + 6, len(tokens) - 1)):
            if (
                not self.phrases.words.joins(title)
                or tokens[title].quotation >= 0
                or title in self.cues
            ):
                return None
            if tokens[title].bare in lexicon.titles:
                found = self.phrases.subject(title, self.phrases.end(title))
                return found if found is not None and found.kind == "person" else None
        return None

    def _skip_second_office(self, at: int) -> int:
        """Return the token after و and another office of the same person: الكاتب والمحلل."""
        lexicon = self.lexicon
        if (
            lexicon.clitics != "arabic"
            or at >= len(self.tokens)
            or not self.phrases.words.joins(at)
        ):
            return at
        word = self.tokens[at].bare
        office = word.startswith("وال") and word[1:] in lexicon.titles_and_roles
        if not office or not self.tokens[at - 1].article or self.tokens[at].quotation >= 0:
            return at
        return self.phrases.end(at, opening=True)

    def _skip_origin(self, at: int) -> int:
        """Return the token after من and a noun: ساكن من بندر خمير يدعى يوسف."""
        if at + 1 >= len(self.tokens) or self.tokens[at].bare != "من":
            return at
        if not self.phrases.words.joins(at):
            return at
        return self.phrases.end(at + 1, opening=True)

    def _skip_workplace(self, at: int) -> int:
        """Return the token after من or في and a noun, where a comma follows: الناجي من
        الطاقم، سالم."""
        lexicon = self.lexicon
        if lexicon.clitics != "arabic" or self.tokens[at : at + 1] == []:
            return at
        word = self.tokens[at].bare
        joined = word.startswith("ب") and word[1:] in lexicon.heads  # بجامعة
        if (word not in ("من", "في", "علي", "عن", "لدي", "باسم") and not joined) or self.tokens[
            at
        ].gap.strip(SPACES):
            return at
        end = self.phrases.end(at if joined else at + 1, opening=True)
        parted = end < len(self.tokens) and self.tokens[end].gap.strip() in tuple(_COMMAS)
        return end if parted else at

    def _is_of_articles(self, at: int, end: int) -> bool:
        """Tell whether two Arabic words with the article, none of them a noun that is known, may be
        a name."""
        words = self.tokens[at:end]
        return len(words) == 2 and all(
            word.article
            and self.phrases.words.stem(word.bare) not in self.lexicon.heads
            and not self.phrases.words.arabic.is_noun(word.bare.removeprefix("ال"))
            for word in words
        )

    def _apposed_name(self, at: int, end: int) -> tuple[int, int] | None:
        """Return a bare name of two words or more between commas: الخبير الاقتصادي، وائل
        النحاس:."""
        alone = end - at == 1 and self._is_alone_between_commas(at)
        if not self.lexicon.clitics or not (alone or 2 <= end - at <= 4):
            return None
        if self.lexicon.clitics == "hebrew" and self.phrases.hebrew.clitic(at):
            return None  # סגן ראש העירייה, שהגיע לצילום,
        closed = end >= len(self.tokens) or (
            self.tokens[end].bare in self.lexicon.complementizers
            or self.tokens[end].gap.strip()[:1] in ("،", ":", ",", "(", "–", "—")
        )
        if self.lexicon.clitics == "hebrew":
            closed = closed or self.tokens[end].gap != " "
        if self.lexicon.clitics == "arabic" and closed and self._is_of_articles(at, end):
            return at, end  # الناطق الرسمي، الوليد الحلبوسي،
        if self.lexicon.clitics:  # البرتغالي جواو, הסרבי דראגן: the nationality first
            while at < end - 1 and self.tokens[at].article:
                at += 1
        words = [self.tokens[i].bare for i in range(at, end)]
        nouns = self.lexicon.heads - self.lexicon.given_or_noun
        if self.phrases.words.arabic.is_noun(words[0]):
            return None  # أول المصابين
        plain = not self.tokens[at].article and not any(word in nouns for word in words)
        return (at, end) if closed and plain else None

    def _is_alone_between_commas(self, at: int) -> bool:
        """Tell whether a Hebrew word that is no noun known is between commas: אחת השכנות, תום,."""
        tokens, lexicon = self.tokens, self.lexicon
        if lexicon.clitics != "hebrew" or at + 1 >= len(tokens):
            return False
        word = tokens[at].bare
        parted = all(tokens[i].gap.strip(SPACES) == "," for i in (at, at + 1))
        plain = word not in lexicon.stops | lexicon.common_nouns | lexicon.places
        return parted and plain and not self._seems_adverbial_word(word)

    def _before_object(self, at: int, after: int) -> int:
        """Return the token after the subject of وصف الأمين العام أنطونيو غوتيريش الوضع: a
        country, or a word with article after a name, is the object."""
        tokens, lexicon = self.tokens, self.lexicon
        no_names = lexicon.heads | lexicon.name_parts
        for index in range(at + 2, after):  # ناشدت النائبة حليمة قعقور رئيس الجمهورية
            last, token = tokens[index - 1], tokens[index]
            listed = last.article or last.bare in no_names | lexicon.representing
            noun = token.bare in lexicon.heads and not token.article
            if noun and not listed and token.bare not in lexicon.given_or_noun:
                return index
        name = self.phrases.person(at, after)
        first = name[0] + 2 if name is not None and name[1] - name[0] > 1 else at + 1
        if first == at + 1 and self._is_surname_before_object(first, after):
            first += 1
        for index in range(first, after):
            word, before = tokens[index].bare, tokens[index - 1].bare
            named = (
                not (tokens[index - 1].article or before.startswith("لل"))
                and before not in no_names | lexicon.representing
                and not self.phrases.words.arabic.is_noun(before)
            )
            if tokens[index].article and word.endswith("ين") and before.endswith("ون"):
                return index  # ناشد المحتجون المسؤولين
            if word in lexicon.places or (named and tokens[index].article):
                if word in self.phrases.learned.known:
                    continue
                return index
        return after

    def _is_surname_before_object(self, index: int, after: int) -> bool:
        """Tell whether two words with article are behind a name's first word, so that one of them
        is a surname: حمّل هزاع الحريري الحكومة."""
        words = self.tokens[index : index + 2]
        if index + 1 >= after or not all(word.article for word in words):
            return False
        return not self.tokens[index - 1].article and not (
            self.phrases.words.arabic.is_noun(words[0].bare.removeprefix("ال"))
            or words[0].bare in self.lexicon.bodies
        )

    def opens_clause(self, at: int) -> bool:
        """Tell whether the reported clause or a quotation follows: what is before is the
        subject."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        opens = token.bare in self.lexicon.complementizers
        if token.bare in self.lexicon.takes or token.bare == "ب":
            following = self.tokens[at + 1] if at + 1 < len(self.tokens) else token
            opens = opens or following.quotation >= 0
        return opens or token.quotation >= 0 or ":" in token.gap

    def behind_lam(self, at: int) -> Subject | None:
        """Return the subject that follows ل: وفقا للوزير, وفقا لـ رويترز. Its span leaves out
        the ل."""
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
        if subject.kind == "person" and subject.span.start > start:
            return subject._replace(head=head)
        kind = subject.kind
        if head in self.lexicon.bodies:
            kind = "body"
        elif head in self.lexicon.sources:
            kind = "source"
        elif head in self.lexicon.persons:
            kind = "people"
        return subject._replace(span=Span(start, subject.span.end), head=head, kind=kind)

    def follows_quotation(self, cue: Cue) -> bool:
        """Tell whether a quotation ends right before the expression."""
        return cue.first > 0 and self.tokens[cue.first - 1].quotation >= 0

    def _follows_speech(self, cue: Cue) -> bool:
        """Tell whether the quotation right before the expression is longer than a name."""
        if not self.follows_quotation(cue):
            return False
        quotation = self.passage.quotations[self.tokens[cue.first - 1].quotation]
        return len(self.passage.words_in(quotation)) > _LONGEST_TITLE
