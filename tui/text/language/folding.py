"""Folding: one spelling for all that readers of Arabic script and Hebrew consider equal.

Folding drops vowel marks, Koranic signs, Hebrew points and cantillation, tatweel, bidi controls,
ZWNJ and ZWJ. It makes one letter of alefs with and without hamza, of the yehs, of heh and teh
marbuta, and of the kafs; digits and the Hebrew geresh, gershayim and maqaf become ASCII,
presentation forms become letters, and white space becomes one space. ء گ پ چ stay, and so do Urdu
ے and ھ, and case. Every folded offset can be mapped back to the stored text.

A search treats more things as equal: ءا and آ, since the Koran writes ءامنوا; its signs for
letters, and these letters (`koranic_spelling`); and in Persian and Urdu the parts of a word
written together, with ZWNJ or with a space, as in می‌خواهم.

`parse_number` reads numbers in any of the digits that folding knows.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from icu4py.breakers import CharacterBreaker

from tui.text.language import koranic_spelling
from tui.text.spans import Span
from tui.text.unicode.letters import (
    ALEF,
    ARABIC_INDIC_DIGITS,
    ARABIC_LETTERS,
    ARABIC_MARKS,
    ARABIC_THOUSANDS_SEPARATOR,
    BASES,
    BIDI_CONTROLS,
    DISPUTED_END_OF_AYAH,
    EXTENDED_ARABIC_INDIC_DIGITS,
    EXTENDED_MARKS,
    GRAPHEME_JOINER,
    HAMZA,
    HARAKAT,
    HEBREW_CANTILLATION,
    HEBREW_POINTS,
    JOINERS,
    KORANIC_LETTERS,
    KORANIC_MARKS,
    MINUS_SIGN,
    NO_BREAK_SPACE,
    NOT_IN_ARABIC,
    PRESENTATION_FORMS,
    RLM,
    SPELLINGS_OF_ALEF,
    TATWEEL,
    WHITE_SPACE,
    ZWNJ,
    characters,
    pattern,
)
from tui.text.unicode.segmentation import segments

_DROPPED = TATWEEL + "".join(
    characters(
        f"{ARABIC_MARKS} {KORANIC_MARKS} {KORANIC_LETTERS} {EXTENDED_MARKS} "
        f"{DISPUTED_END_OF_AYAH} {HEBREW_CANTILLATION} {HEBREW_POINTS} {GRAPHEME_JOINER} "
        f"{BIDI_CONTROLS} {JOINERS}"
    )
)

_LETTERS = {
    ALEF: SPELLINGS_OF_ALEF,
    "ي": "ىیئ",
    "و": "ؤ",
    "ه": "ةہۀۃەۂ",
    "ك": "ک",
    "ے": "ۓ",
    ".": "٫",
    ",": "٬",
    "%": "٪",
    '"': "״",
    "'": "׳",
    "-": "־",
}

_DIGITS = {
    str(digit): "".join(same)
    for digit, same in enumerate(
        zip(ARABIC_INDIC_DIGITS, EXTENDED_ARABIC_INDIC_DIGITS, strict=True)
    )
}

_SAME = {source: target for target, sources in (_LETTERS | _DIGITS).items() for source in sources}

_WHITE = "".join(characters(WHITE_SPACE))


def _fold_presentation_forms() -> dict[str, str]:
    """Return the folded text of each presentation form (UAX #15, NFKC)."""
    table = str.maketrans(_SAME | dict.fromkeys(_DROPPED, "") | dict.fromkeys(_WHITE, " "))
    found = {}
    for form in characters(PRESENTATION_FORMS):
        plain = unicodedata.normalize("NFKC", form)
        if plain != form:
            found[form] = re.sub(" +", " ", plain.translate(table))
    return found


_FORMS = _fold_presentation_forms()

_BLANKS = "".join(form for form, plain in _FORMS.items() if plain == " ")
"""Presentation forms of lone marks, which NFKC decomposes to a space and the mark."""

# `str.replace` is ten times as fast as any table for the characters that most texts hold; one
# search finds out whether there are others.
_USUAL = {
    **_SAME,
    **dict.fromkeys([TATWEEL, *characters(HARAKAT), ZWNJ, RLM], ""),
    **dict.fromkeys(f"\n\r\t{NO_BREAK_SPACE}", " "),
}

_OTHERS = {
    **_FORMS,
    **dict.fromkeys(set(_DROPPED) - set(_USUAL), ""),
    **dict.fromkeys(set(_WHITE) - set(_USUAL) - {" "}, " "),
}


def _character_class(chars: str) -> str:
    """Return these characters as the inside of a regular expression's `[…]`."""
    return "".join(map(re.escape, chars))


_OTHER = re.compile(f"[{_character_class(''.join(_OTHERS))}]")

_SPACES = re.compile("  +")

_SPACE_CHARS = frozenset(_WHITE + _BLANKS)

_SPACE = _character_class(_WHITE + _BLANKS)

_NOTHING = _character_class(_DROPPED + "".join(form for form, plain in _FORMS.items() if not plain))

_LONGER = _character_class("".join(form for form, plain in _FORMS.items() if len(plain) > 1))

_LENGTH_CHANGES = re.compile(f"[{_SPACE}][{_SPACE}{_NOTHING}]*[{_SPACE}]|[{_NOTHING}]+|[{_LONGER}]")


def fold_text(text: str) -> str:
    """Return the folded text; folding it again changes nothing."""
    for source, target in _USUAL.items():
        if source in text:  # `in` is 25 times as fast as a `replace` that finds nothing
            text = text.replace(source, target)
    if _OTHER.search(text):
        text = _OTHER.sub(lambda match: _OTHERS[match[0]], text)
    return _SPACES.sub(" ", text) if "  " in text else text


_HAMZA_ALEF = HAMZA + ALEF


_HAMZAS = re.compile(f"{HAMZA}+{ALEF}")


_ARABIC = re.compile(f"[{pattern(ARABIC_LETTERS)}]")


_SHARE = 50
"""In Persian and Urdu texts, at least one in this many characters is a letter that Arabic lacks, or
a ZWNJ."""


def fold_words(text: str) -> str:
    """Return the folded text with ءا as ا, for comparing whole words; idempotent.

    Parts of words are not found in it: جزءا becomes جزا, which does not contain جزء.
    """
    folded = fold_text(text)
    return _HAMZAS.sub(ALEF, folded) if _HAMZA_ALEF in folded else folded


def joins_words(text: str) -> bool:
    """Return whether a text is Persian or Urdu, which write the parts of a word together or
    apart."""
    return _SHARE * sum(map(text.count, NOT_IN_ARABIC + ZWNJ)) >= len(text) > 0


def spellings_of_words(text: str) -> list[str]:
    """Return the folded words of a text whose spelling in the Koran differs from today's.

    They are spelled as today; their own spelling is in `fold_words`.
    """
    if not koranic_spelling.has_signs(text):
        return []
    return koranic_spelling.todays_words(fold_words(koranic_spelling.with_stand_ins(text)))


class Spellings(NamedTuple):
    """Which spellings of a query a search treats as equal."""

    hamza: bool
    """ءا and ا."""
    spaces: bool
    """A space, and none, everywhere."""
    signs: bool
    """Letters, and the stand-ins for Koranic signs."""

    def pattern(self, folded: str) -> str:
        """Return a regular expression for folded words in all these spellings."""
        letters = folded.replace(" ", "") if self.spaces else folded
        if self.hamza:
            letters = letters.replace(_HAMZA_ALEF, ALEF)
        between = " ?" if self.spaces else ""
        if not self.signs:
            return between.join(map(self._letter, letters))
        sign = f"[{koranic_spelling.OPTIONAL}]?"
        return f"{sign}{between}".join(map(self._letter, letters)) + sign

    def _letter(self, letter: str) -> str:
        if letter == " " and self.signs:
            return f"(?: |(?<={koranic_spelling.SPACE_AFTER}))"
        either = re.escape(letter)
        if self.signs and letter in koranic_spelling.LETTERS:
            either = f"[{letter}{koranic_spelling.LETTERS[letter]}]"
        return f"{HAMZA}?{either}" if self.hamza and letter == ALEF else either


class Folded:
    """A text and its folded form, and the map from folded offsets back to the text."""

    def __init__(self, source: str, stored: str | None = None) -> None:
        """Fold `source`; the clusters are those of `stored`, if that is another text of the same
        length."""
        self.source = source
        self.text = fold_text(source)
        self._stored = source if stored is None else stored

    @cached_property
    def with_signs(self) -> Folded:
        """The text with stand-ins for Koranic signs; itself if it has none of them."""
        if not koranic_spelling.has_signs(self.source):
            return self
        return Folded(koranic_spelling.with_stand_ins(self.source), self.source)

    def spellings(self, query: str, needle: str) -> Spellings:
        """Return which spellings of a query are found in this text.

        `needle` is the folded query.
        """
        is_arabic = bool(_ARABIC.search(needle))
        return Spellings(
            hamza=ALEF in needle and (_HAMZA_ALEF in needle or _HAMZA_ALEF in self.text),
            spaces=is_arabic and (self._joins_words or joins_words(query)),
            signs=is_arabic and self._stored is not self.source,
        )

    def has_joiner(self, at: int) -> bool:
        """Return whether there is a ZWNJ in the source before the folded character `at`."""
        return ZWNJ in self.source[self._bounds(at - 1)[1] : self._bounds(at)[0]]

    @cached_property
    def _joins_words(self) -> bool:
        return joins_words(self._stored)

    @cached_property
    def _clusters(self) -> WholeClusters:
        return WholeClusters(self._stored)

    @cached_property
    def _changes(self) -> tuple[array[int], array[int], array[int]]:
        """The places where folding changes the length.

        Returns the folded start and end of each, and by how many code points the source is ahead of
        the folded text after it.
        """
        starts, ends, ahead = array("L"), array("L"), array("l")
        distance = 0
        for change in _LENGTH_CHANGES.finditer(self.source):
            piece = change[0]
            if piece in _FORMS:
                length = len(_FORMS[piece])
            else:
                length = 1 if len(piece) > 1 and piece[0] in _SPACE_CHARS else 0
            start = change.start() - distance
            starts.append(start)
            ends.append(start + length)
            distance = change.end() - start - length
            ahead.append(distance)
        return starts, ends, ahead

    def span(self, start: int, end: int) -> Span:
        """Return the span of the source for the folded `[start, end)`, in whole clusters.

        Marks after its last letter are included. `start` must be less than `end`.
        """
        return self._clusters.around(self._bounds(start)[0], self._bounds(end - 1)[1])

    def _bounds(self, at: int) -> tuple[int, int]:
        """Return the source offsets at which the folded character `at` starts and ends."""
        starts, ends, ahead = self._changes
        index = bisect_right(ends, at)
        before = ahead[index - 1] if index else 0
        if index < len(starts) and starts[index] <= at:
            return starts[index] + before, ends[index] + ahead[index]
        return at + before, at + before + 1


def fold(text: str) -> Folded:
    """Fold a text and keep the map back to its offsets."""
    return Folded(text)


def find(text: str | Folded, query: str) -> Iterator[Span]:
    """Find the query in the text, in order, as spans of whole clusters of the stored text.

    Both are folded, and white space around the query is ignored. A query in quotation marks, `"…"`,
    is found exactly as it is written; one without capitals in any case.
    """
    folded = text if isinstance(text, Folded) else Folded(text)
    if len(query) > 2 and query[0] == query[-1] == '"':
        yield from _find_exact(folded.source, query[1:-1])
        return
    folded = folded.with_signs
    needle = fold_text(query).strip()
    haystack = folded.text
    if needle == needle.lower() != needle.upper():
        haystack = haystack.replace("İ", "i").lower()  # the one letter whose lower case is two
    last = 0
    for start, end in _find_folded(folded, haystack, needle, query):
        span = folded.span(start, end)
        if span.start >= last:  # one ligature can hold two matches
            yield span
            last = span.end


def _find_folded(
    folded: Folded, haystack: str, needle: str, query: str
) -> Iterator[tuple[int, int]]:
    """Yield the folded start and end of each match, in the same or another spelling."""
    spellings = folded.spellings(query, needle)
    if not any(spellings):
        yield from ((start, start + len(needle)) for start in _find_all(haystack, needle))
        return
    ways = [spellings._replace(spaces=False).pattern(needle)]
    if spellings.spaces:
        ways.append(rf"(?<!\w){spellings.pattern(needle)}(?!\w)")
        ways.append(f"(?P<joined>{' ?'.join(map(re.escape, needle.split(' ')))})")
    search = re.compile("|".join(ways)).search
    hit = search(haystack) if needle else None
    while hit:
        if hit.lastgroup is None or _only_joiners_differ(folded, hit, needle):
            yield hit.span()
            hit = search(haystack, hit.end())
        else:
            hit = search(haystack, hit.start() + 1)


def _only_joiners_differ(folded: Folded, hit: re.Match[str], needle: str) -> bool:
    """Whether a ZWNJ replaces each space of the needle that is missing in a match."""
    at = hit.start()
    for letter in needle:
        if at < hit.end() and letter == hit.string[at]:
            at += 1
        elif letter != " " or not folded.has_joiner(at):
            return False
    return True


def _find_exact(text: str, query: str) -> Iterator[Span]:
    clusters = WholeClusters(text)
    for start in _find_all(text, query):
        span = Span(start, start + len(query))
        if clusters.around(*span) == span:
            yield span


def _find_all(haystack: str, needle: str) -> Iterator[int]:
    start = haystack.find(needle) if needle else -1
    while start >= 0:
        yield start
        start = haystack.find(needle, start + len(needle))


_BASE = re.compile(rf"[\s{pattern(BASES)}]")

_HARAKAT = frozenset(characters(HARAKAT))

_LONGEST = 4096
"""The most code points of a cluster that are read on each side."""


class WholeClusters:
    """Widens spans of a text to where clusters start (UAX #29).

    It remembers the clusters that it found last, so that spans in the order of the text take a
    time that grows with the text alone, also where no cluster's start is sure.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []
        """Where the clusters of a part of the text start, and where the part ends."""
        self._last = -1
        """Up to where these are clusters of the text, too."""

    def around(self, start: int, end: int) -> Span:
        """Return the span, widened at both ends."""
        if _is_cluster_bound(self._text, start) and _is_cluster_bound(self._text, end):
            return Span(start, end)
        if end > self._last or start < self._starts[0]:
            self._read(start, end)
        starts = self._starts
        return Span(starts[bisect_right(starts, start) - 1], starts[bisect_left(starts, end)])

    def _read(self, start: int, end: int) -> None:
        """Find the clusters of a part of the text that holds the span."""
        text = self._text
        low, lowest = start, max(0, start - _LONGEST)
        known = bisect_right(self._starts, min(start, self._last)) - 1
        if known >= 0:
            lowest = max(lowest, self._starts[known])
        while low > lowest and not _is_cluster_bound(text, low):
            low -= 1
        high, highest = end, min(len(text), end + 2 * _LONGEST)
        while high < highest and not _is_cluster_bound(text, high):
            high += 1
        pieces = segments(CharacterBreaker, text[low:high])
        self._starts = list(accumulate(map(len, pieces), initial=low))
        # A cluster that is longer counts as one up to here.
        self._last = high if _is_cluster_bound(text, high) else high - _LONGEST


def _is_cluster_bound(text: str, offset: int) -> bool:
    """Whether a cluster certainly starts at `offset`, so that ICU can start there.

    Most matches begin and end at such offsets and need no ICU: in a text of 1 MB 88,000 matches
    take 0.4 s instead of 0.9.
    """
    if offset in (0, len(text)):
        return True
    before, after = text[offset - 1], text[offset]
    return bool(
        _BASE.match(after)
        and (before in _HARAKAT or _BASE.match(before))
        and (before, after) != ("\r", "\n")
    )


# Numbers

_NUMBER = re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]+)?", re.ASCII)


def parse_number(words: str) -> int | float:
    """Return the number that was typed, such as `-3`, `2.5` or `١٬٢٠٠٫٥`.

    Raises ValueError for anything else, also for `inf` and `nan`, which JSON cannot hold.
    """
    plain = fold_text(
        words.replace(ARABIC_THOUSANDS_SEPARATOR, "").replace(MINUS_SIGN, "-")
    ).strip()
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise ValueError(f"{words!r} is not a number")
    return float(plain) if found[1] else int(plain)
