"""Names of persons in a Persian or Urdu phrase."""

from __future__ import annotations

from itertools import takewhile

from tui.suggest.rules.phrases.names.names_without_capitals import NamesWithoutCapitals
from tui.suggest.rules.phrases.words import LONGEST_NAME, NEAR, SHORTEST_NAME


class PersianUrduNames(NamesWithoutCapitals):
    """What Persian and Urdu share: a name has no sign, and a noun may follow it at once."""

    # ---------------------------------------------- what a language says itself

    def is_ended(self, after: int) -> bool:
        """Return whether a sign or verb, or another sign of a name's end, is at a token."""
        return self._words.is_parted(after) or after in self.cues

    def is_last_governed(self, end: int) -> bool:
        """Return whether the last word of a name that ends before a token may be no part of it, but
        what the postposition behind it governs."""
        return True

    # ------------------------------------------------------------- the name

    def start_without_title(self, first: int, after: int) -> int | None:
        """Return where a name begins in a phrase that has no noun for its bearer."""
        lexicon, words = self.lexicon, [token.bare for token in self.tokens[first:after]]
        if words[0] in self._learned.known:
            return first
        if not any(word in lexicon.nouns.bodies for word in words):
            part = words[0] in lexicon.names.parts and len(words) > 1
            if part or self._opens_report(first, after):
                return first
        return None

    def end(self, start: int, after: int) -> int:
        """Return the index after the name; its last word may belong to the postposition behind
        it."""
        end = super().end(start, after)
        behind = end - start > 2 and end == after and self._words.has_postposition(after)
        return end - (behind and self.is_last_governed(end))

    def length(self, start: int, after: int) -> int:
        """Return the most words that the name at a token can have, parts not counted.

        A noun may follow a name without a sign between them: a third word counts only as the
        phrase's last, or after a second given name.
        """
        listed = self.listed_length(start, after)
        if listed is not None:
            return listed
        if after - start <= 2 or (after - start < LONGEST_NAME and self.is_ended(after)):
            return after - start
        return 3 if self.tokens[start + 1].bare in self.lexicon.names.given else 2

    def goes_on(self, index: int, start: int) -> bool:
        """Return whether the name that begins at `start` goes on with a token that is no part such
        as بن (bin)."""
        token, lexicon = self.tokens[index], self.lexicon
        if token.bare in lexicon.names.given:
            return True
        if self._words.is_common(index) and (
            index - start > 1 or self.tokens[start].bare not in lexicon.names.given
        ):
            return False
        if index == start + 1 and self._stops.ends_phrase(index + 1):
            # علی‌اصغر پناهنده (Ali-Asghar Panahandeh; “refugee”)
            return token.bare not in lexicon.nouns.titles
        return token.bare not in lexicon.nouns.heads and token.bare not in lexicon.names.places

    def _opens_report(self, first: int, after: int) -> bool:
        """Return whether two or three words that no list has open a sentence with a verb of saying
        or a colon, and so are likely a name: گل‌بس راکی نخ را می‌برد و می‌گوید (Golbas Raki cuts
        the thread and says)."""
        lexicon, tokens = self.lexicon, self.tokens
        if after - first < SHORTEST_NAME - 1:
            return False
        before = tokens[first - 1] if first else None
        behind = before is not None and before.quotation >= 0 and tokens[first].quotation < 0
        opens = (
            self.passage.sentence_start(first) == first
            or behind
            or (before is not None and before.bare in lexicon.clause.conjunctions)
        )
        if not opens or tokens[first].quotation >= 0:
            return False
        if len(self.passage.source.paragraphs) > 1 and first < self.passage.first_in(1):
            return False  # a headline
        words = list(
            takewhile(self._words.is_unlisted, range(first, min(after, first + LONGEST_NAME)))
        )
        if not 2 <= len(words) < LONGEST_NAME:
            return False
        if self._words.first_places.get(tokens[first + 1].bare, first + 1) < first + 1:
            return False  # پیکر سپهوند: a surname that was there before (the body of Sepahvand)
        if self._words.has_postposition(after):
            return False  # وطن واپسی پر (on the return home)
        end = self.passage.sentence_end(first)
        if self._words.counts[tokens[first + 1].bare] > 1:
            return True  # a surname that comes again
        return any(
            at in self.cues or ":" in tokens[at].gap
            for at in range(after, min(end + 1, len(tokens), after + NEAR * 4))
        )


class PersianNames(PersianUrduNames):
    """The search for names in Persian phrases."""

    def start(self, first: int, after: int) -> int | None:
        """Return where the name begins; the name of a body or place is none."""
        start = super().start(first, after)
        if start is None or (start > first + 1 and self._is_named_after_somebody(start - 1)):
            return None
        return start

    def start_after_title(
        self,
        first: int,
        title: int,
        after: int,
    ) -> int | None:
        """Return where a name that is not known begins after a title: only behind one that takes no
        complement, or has a pronoun, همسرش صنوبر (his wife Senobar)."""
        word = self.tokens[title].bare
        if word not in self.lexicon.nouns.heads and word.endswith("ش"):
            return title + 1
        titled = self._words.is_title(title) and not self.has_noun(title + 1, after)
        return title + 1 if titled else None

    def is_named_before(self, first: int, title: int) -> bool:
        """Return whether the name of two or three words is before the office of its bearer: شنه
        ریگی سرمربی ملوان (Sheneh Rigi, head coach of Malavan)."""
        if not 2 <= title - first < LONGEST_NAME:
            return False
        common = any(self._words.is_common(i) for i in range(first, title))
        return not common and not self.has_noun(first, title)

    def _is_named_after_somebody(self, title: int) -> bool:
        """Return whether a title is in the name of a place or body: دانشگاه شهید بهشتی (Martyr
        Beheshti University)."""
        lexicon, before = self.lexicon, self.tokens[title - 1].bare
        if self.tokens[title].bare in lexicon.nouns.roles:
            return False
        place = before in lexicon.nouns.bodies or self._words.is_common(title - 1)
        return self._words.is_title(title) and place


class UrduNames(PersianUrduNames):
    """The search for names in Urdu phrases."""

    @property
    def titling(self) -> frozenset[str]:
        """Nouns behind which a name is sure to be one, folded: ماں شمیمہ (mother Shamima)."""
        return self.lexicon.nouns.persons

    def may_be_inside(self, word: str) -> bool:
        """Return whether a name may go on with a folded word, also a title: منصور احمد خان (Mansoor
        Ahmad Khan)."""
        return word in self.lexicon.nouns.titles or super().may_be_inside(word)

    def start(self, first: int, after: int) -> int | None:
        """Return where the name begins; the name of a body is none."""
        start = None if self._is_body(first, after) else super().start(first, after)
        if start is None:
            return None
        second = self.tokens[start].bare in self.lexicon.names.second_words
        unlisted = second and start > first and self._words.is_unlisted(start - 1)
        return start - 1 if unlisted else start  # نظام الدین قریشی (Nizamuddin Qureshi)

    def start_after_title(
        self,
        first: int,
        title: int,
        after: int,
    ) -> int | None:
        """Return where a name that is not known begins after a title."""
        if self._words.is_title(title) and not self.has_noun(title + 1, after):
            return title + 1
        return self._name_after_complement(title, after)

    def is_in_name(self, index: int, first: int, after: int) -> bool:
        """Return whether a title inside a phrase is one of the words of a name: شمس النساء بیگم
        (Shams-un-Nisa Begum; بیگم is also “Mrs”)."""
        ends = index + 1 == after and self._words.is_title(index)
        surname = ends and self._words.is_unlisted(index - 1)
        return surname or super().is_in_name(index, first, after)

    def is_ended(self, after: int) -> bool:
        """Return whether a sign, a verb, نے, or behind an unlisted word a postposition is at a
        token."""
        if super().is_ended(after) or self._is_marked(after):
            return True
        return self._words.has_postposition(after) and self._words.is_unlisted(after - 1)

    def is_last_governed(self, end: int) -> bool:
        """Return whether the last word of a name that ends before a token is a common one, so that
        the postposition behind governs it."""
        return self._words.is_common(end - 1)

    def goes_on(self, index: int, start: int) -> bool:
        """Return whether a name goes on with a token; titles are surnames too: عمران ملک (Imran
        Malik)."""
        return self.tokens[index].bare in self.lexicon.nouns.titles or super().goes_on(index, start)

    def _is_body(self, first: int, after: int) -> bool:
        """Return whether a phrase ends with a noun for a body, and a name in it is part of what
        that is called: محمد علی ٹرام کمپنی (Muhammad Ali Tram Company)."""
        last = self.tokens[after - 1].bare
        lexicon = self.lexicon
        body = after - first > 1 and last in lexicon.nouns.bodies
        return body and len(last) > SHORTEST_NAME and last not in lexicon.names.given

    def _is_marked(self, after: int) -> bool:
        """Return whether the sign of a subject, نے, is at a token."""
        tokens = self.tokens
        return after < len(tokens) and tokens[after].bare == self.lexicon.grammar.subject_marker

    def _name_after_complement(self, title: int, after: int) -> int | None:
        """Return where a name begins after an office: its complement, which has no sign, is before
        the office or after its izafat."""
        start = title + 1
        if self._words.has_izafat(title):
            while start < after and self._words.has_izafat(start):
                start += 1
            start += 1
        elif after - start >= LONGEST_NAME - 1:
            start = self._trailing_name(start, after)
        if any(self._words.is_common(i) for i in range(start, after)):
            return None
        return start if start + 1 < after else None

    def _trailing_name(self, first: int, after: int) -> int:
        """Return where two or three words that no list has, parts not counted, begin at the end of
        a phrase: شہیرہ قدوائی in دفتر خارجہ شہیرہ قدوائی (of the foreign office Shahira Qidwai)."""
        lexicon, start, words = self.lexicon, after, 0
        while start > first and words < SHORTEST_NAME:
            word = self.tokens[start - 1].bare
            part = word in lexicon.names.parts
            if not part and (
                word in lexicon.nouns.heads - lexicon.nouns.titles
                or self._words.is_common(start - 1)
            ):
                break
            start, words = start - 1, words + (not part)
        return start
