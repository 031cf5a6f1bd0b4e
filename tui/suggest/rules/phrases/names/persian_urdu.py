"""Names of persons in a Persian or Urdu phrase."""

from __future__ import annotations

from itertools import takewhile

from tui.suggest.rules.phrases.names.without_capitals import NamesWithoutCapitals
from tui.suggest.rules.phrases.words import LONGEST_NAME, NEAR, SHORTEST_NAME


class PersianUrduNames(NamesWithoutCapitals):
    """Finds names in Persian and Urdu phrases."""

    def start(self, first: int, after: int) -> int | None:
        """Return where the name begins; that of a body or place is none."""
        start = None if self._is_urdu_body(first, after) else super().start(first, after)
        if start is None:
            return None
        if start > first + 1 and self._is_named_after_somebody(start - 1):
            return None
        second = self.tokens[start].bare in self.lexicon.second_words
        unlisted = second and start > first and self._words.is_unlisted(start - 1)
        return start - 1 if unlisted else start  # نظام الدین قریشی

    def start_without_title(self, first: int, after: int) -> int | None:
        """Return where a name begins in a phrase without a noun for its bearer."""
        lexicon, words = self.lexicon, [token.bare for token in self.tokens[first:after]]
        if words[0] in self._learned.known:
            return first
        if not any(word in lexicon.bodies for word in words):
            part = words[0] in lexicon.name_parts and len(words) > 1
            if part or self._opens_report(first, after):
                return first
        return self._name_before_marker(first, after) if self._is_marked(after) else None

    def start_after_title(
        self,
        first: int,  # noqa: ARG002 - for Arabic
        title: int,
        after: int,
    ) -> int | None:
        """Return where a name that is not known begins after a title."""
        owned = self.lexicon.object_marker and self.tokens[title].bare not in self.lexicon.heads
        if owned and self.tokens[title].bare.endswith("ش"):
            return title + 1  # همسرش صنوبر
        if self._words.is_title(title) and not self.has_noun(title + 1, after):
            return title + 1
        return self._name_after_complement(title, after)

    def is_named_before(self, first: int, title: int) -> bool:
        """Tell whether a Persian name of two or three words is before the office that its bearer
        has: شنه ریگی سرمربی ملوان."""
        if not self.lexicon.object_marker or not 2 <= title - first < LONGEST_NAME:
            return False
        common = any(self._words.is_common(i) for i in range(first, title))
        return not common and not self.has_noun(first, title)

    def is_in_name(self, index: int, first: int, after: int) -> bool:
        """Tell whether a title inside a phrase is one of the words of a name."""
        surname = index + 1 == after and self._is_urdu_surname(index)
        return surname or super().is_in_name(index, first, after)

    def end(self, start: int, after: int) -> int:
        """Return the end of the name; its last word may belong to the postposition behind it."""
        end = super().end(start, after)
        noun = not self.lexicon.genitives or self._words.is_common(end - 1)
        hangs = end - start > 2 and end == after and noun and self._words.has_postposition(after)
        return end - hangs

    def length(self, start: int, after: int) -> int:
        """Return the most words that the name at a token has, parts not counted.

        A noun may follow a name without a sign between them: a third word counts only as the
        phrase's last, or after a second given name.
        """
        lexicon, tokens = self.lexicon, self.tokens
        names = self._learned.known | lexicon.given | lexicon.name_parts
        names = names | lexicon.titles if lexicon.genitives else names  # منصور احمد خان
        listed = self.listed_length(start, after, names)
        if listed is not None:
            return listed
        closed = self._words.is_parted(after) or after in self.cues or self._is_marked(after)
        if lexicon.genitives and self._words.has_postposition(after):
            closed = closed or self._words.is_unlisted(after - 1)
        if after - start <= 2 or (closed and after - start < LONGEST_NAME):
            return after - start
        return 3 if tokens[start + 1].bare in lexicon.given else 2

    def goes_on(self, index: int, start: int) -> bool:
        """Tell whether the name that begins at `start` goes on with a token that is no part."""
        token, lexicon = self.tokens[index], self.lexicon
        if token.bare in lexicon.given:
            return True
        if lexicon.genitives and token.bare in lexicon.titles:
            return True  # titles that are surnames too: عمران ملک
        if self._words.is_common(index) and (
            index - start > 1 or self.tokens[start].bare not in lexicon.given
        ):
            return False
        if index == start + 1 and self._stops.ends_phrase(index + 1):
            return token.bare not in lexicon.titles  # علی‌اصغر پناهنده
        return token.bare not in lexicon.heads and token.bare not in lexicon.places

    def _is_urdu_body(self, first: int, after: int) -> bool:
        """Tell whether an Urdu phrase ends with a noun for a body, which a name may be part of:
        محمد علی ٹرام کمپنی."""
        last = self.tokens[after - 1].bare
        lexicon = self.lexicon
        body = bool(lexicon.genitives) and after - first > 1 and last in lexicon.bodies
        return body and len(last) > SHORTEST_NAME and last not in lexicon.given

    def _is_urdu_surname(self, index: int) -> bool:
        """Tell whether an Urdu title is the last word of a name: شمس النساء بیگم."""
        return self.lexicon.genitives != frozenset() and (
            self._words.is_title(index) and self._words.is_unlisted(index - 1)
        )

    def _is_named_after_somebody(self, title: int) -> bool:
        """Tell whether a Persian title is in the name of a place or body: دانشگاه شهید بهشتی."""
        lexicon, before = self.lexicon, self.tokens[title - 1].bare
        if not lexicon.object_marker or self.tokens[title].bare in lexicon.roles:
            return False
        place = (
            before in lexicon.bodies or before in lexicon.naming or self._words.is_common(title - 1)
        )
        return self._words.is_title(title) and place

    def _is_marked(self, after: int) -> bool:
        """Tell whether the Urdu sign of a subject is at a token: نے."""
        marker = self.lexicon.subject_marker
        return marker != "" and after < len(self.tokens) and self.tokens[after].bare == marker

    def _name_before_marker(self, first: int, after: int) -> int | None:
        """Return where a name of two or three words begins before نے, a common word before it: بات
        عبدالشکور بلوچ نے."""
        start = self._trailing_name(first, after)
        return start if first < start < after - 1 else None

    def _name_after_complement(self, title: int, after: int) -> int | None:
        """Return where a name begins after an office of Persian or Urdu.

        The complement of such an office has no sign. In Urdu the complement is before the office,
        or after its izafat.
        """
        rest = after - title - 1
        start = title + 1
        if self.lexicon.genitives:
            if self._words.has_izafat(title):
                while start < after and self._words.has_izafat(start):
                    start += 1
                start += 1
            elif rest >= LONGEST_NAME - 1:
                start = self._trailing_name(start, after)
            if any(self._words.is_common(i) for i in range(start, after)):
                return None
            return start if start + 1 < after else None
        return None  # Persian: the whole phrase is the speaker

    def _trailing_name(self, first: int, after: int) -> int:
        """Return where two or three words, parts not counted, that no list has begin at the end of
        an Urdu phrase: دفتر خارجہ شہیرہ قدوائی, کرم اللہ وقاصی."""
        lexicon, start, words = self.lexicon, after, 0
        while start > first and words < SHORTEST_NAME:
            word = self.tokens[start - 1].bare
            part = word in lexicon.name_parts
            if not part and (
                word in lexicon.heads - lexicon.titles or self._words.is_common(start - 1)
            ):
                break
            start, words = start - 1, words + (not part)
        return start

    def _opens_report(self, first: int, after: int) -> bool:
        """Tell whether two or three words that no list has open a Persian or Urdu sentence with a
        verb of saying or a colon, and are likely a name: گل‌بس راکی نخ را می‌برد و می‌گوید."""
        lexicon, tokens = self.lexicon, self.tokens
        if after - first < SHORTEST_NAME - 1:
            return False
        before = tokens[first - 1] if first else None
        behind = before is not None and before.quotation >= 0 and tokens[first].quotation < 0
        opens = (
            self.passage.sentence_start(first) == first
            or behind
            or (before is not None and before.bare in lexicon.conjunctions)
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
            return False  # پیکر سپهوند: a surname that was there before
        if self._words.has_postposition(after) or tokens[after - 1].bare in lexicon.bodies:
            return False  # وطن واپسی پر
        end = self.passage.sentence_end(first)
        if self._words.counts[tokens[first + 1].bare] > 1:
            return True  # a surname that comes again
        return any(
            at in self.cues or ":" in tokens[at].gap
            for at in range(after, min(end + 1, len(tokens), after + NEAR * 4))
        )
