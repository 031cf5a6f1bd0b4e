"""Names of persons in a Persian or Urdu phrase, where no given name tells them."""

from __future__ import annotations

from itertools import takewhile

from tui.suggest.phrases.words import LONGEST_NAME, NEAR, SHORTEST_NAME, PassageWords


class PersianUrduNames:
    """Finds names in Persian and Urdu phrases."""

    def __init__(self, words: PassageWords) -> None:
        self._words = words
        self.passage = words.passage
        self.tokens = words.tokens
        self.lexicon = words.lexicon
        self.cues = words.cues

    def is_urdu_body(self, first: int, after: int) -> bool:
        """Tell whether an Urdu phrase ends with a noun for a body, which a name may be part of:
        محمد علی ٹرام کمپنی."""
        last = self.tokens[after - 1].bare
        lexicon = self.lexicon
        body = bool(lexicon.genitives) and after - first > 1 and last in lexicon.bodies
        return body and len(last) > SHORTEST_NAME and last not in lexicon.given

    def is_urdu_surname(self, index: int) -> bool:
        """Tell whether an Urdu title is the last word of a name: شمس النساء بیگم."""
        return self.lexicon.genitives != frozenset() and (
            self._words.is_title(index) and self._words.is_unlisted(index - 1)
        )

    def is_named_after_somebody(self, title: int) -> bool:
        """Tell whether a Persian title is in the name of a place or body: دانشگاه شهید بهشتی."""
        lexicon, before = self.lexicon, self.tokens[title - 1].bare
        if not lexicon.object_marker or self.tokens[title].bare in lexicon.roles:
            return False
        place = (
            before in lexicon.bodies or before in lexicon.naming or self._words.is_common(title - 1)
        )
        return self._words.is_title(title) and place

    def is_marked(self, after: int) -> bool:
        """Tell whether the Urdu sign of a subject is at a token: نے."""
        marker = self.lexicon.subject_marker
        return marker != "" and after < len(self.tokens) and self.tokens[after].bare == marker

    def name_before_marker(self, first: int, after: int) -> int | None:
        """Return where a name of two or three words begins before نے, a common word before it: بات
        عبدالشکور بلوچ نے."""
        start = self._trailing_name(first, after)
        return start if first < start < after - 1 else None

    def name_after_complement(self, title: int, after: int) -> int | None:
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

    def opens_report(self, first: int, after: int) -> bool:
        """Tell whether two or three words that no list has open a Persian or Urdu sentence with a
        verb of saying or a colon, and are likely a name: گل‌بس راکی نخ را می‌برد و می‌گوید."""
        lexicon, tokens = self.lexicon, self.tokens
        if lexicon.subject != "before" or after - first < SHORTEST_NAME - 1:
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
