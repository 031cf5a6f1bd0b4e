"""Noun phrases: where they end, the name in them, and what they stand for.

The languages give no sign of where a name begins or ends (English has capital letters): offices,
common words, given names and clitics must.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Literal, NamedTuple

from tui.suggest.arabic_words import TANWIN, ArabicWords
from tui.suggest.cues import Cue, letter_end
from tui.suggest.passages import SPACES, Passage, Word
from tui.text.language import clitic_ends, inside_marks
from tui.text.spans import Span

SubjectKind = Literal["person", "body", "place", "source", "people", "pronoun", "unknown"]
"""What a phrase stands for."""


_LONGEST = 10


_LONGEST_QUOTED = 4


_LONGEST_NAME = 4


_SHORTEST_NAME = 3


_LONGEST_OFFICE = 7
"""Words of what a Hebrew office is for, before a comma and its bearer's name."""


_JOINS = "-–־."
"""What may be inside a name without white space: תע"ל-חד"ש, J. K."""


_POSSESSORS = ("ها", "هم", "ه")
"""Arabic pronouns joined to a noun: زوجها."""


_COMMAS = ("،", ",")


_HAVING_URDU = "كر"


_AGE = "ساله"


_PERSIAN_ENDINGS = ("ي", "ش", "اش", "شان", "م", "ام")


_JOINED = ("اقا", "خان", "جان", "بيگ")


_NO_NAMES = ("\u0654", "\u200cتر", "\u200cترین")
"""How a noun with its complement, خندهٔ, and a comparative end."""


_SERVANT = "عبدال"


_IZAFAT = "\u0650"


_VERBAL_NOUN = re.compile("ب(?:ا\\w{2,4}ا\\w|ت\\w{2}ي\\w)\\Z")
"""Infinitives with ب, as far as their letters tell: باقتضاب, بتطبيق."""


LONGEST_SUBJECT = 6
"""Tokens of a subject before its verb, or of a heading before its colon."""


NEAR = 10
"""Tokens from an expression among which a name that belongs to it is looked for."""


class Subject(NamedTuple):
    """The words that name who spoke."""

    span: Span
    """A person's or body's name alone, else the noun phrase."""
    first: int
    """Index of the first token of the whole phrase, title included."""
    after: int
    """Index of the token after it."""
    head: str
    """Its first word, folded, without the conjunction joined to it."""
    kind: SubjectKind
    gender: str = ""
    sure: bool = True
    """Whether a title, given name or capital letter tells the name; else only its place does."""

    @property
    def can_speak(self) -> bool:
        """Whether it is a person, a body, some people or a pronoun, and no place or other noun."""
        return self.kind in ("person", "body", "people", "pronoun")


class NounPhrase(NamedTuple):
    """A run of words without a stop between them."""

    first: int
    after: int
    oblique: bool
    """Whether it hangs on a preposition or postposition, or on another noun."""
    part: int
    """Which of the parts between commas it is in, counted from the left."""


@dataclass
class Phrases:
    """The noun phrases of a passage, and the persons that it names."""

    passage: Passage
    cues: dict[int, Cue]
    known: set[str] = field(default_factory=set)
    """Words of the names of persons that the passage gives in full."""
    sure: set[str] = field(default_factory=set)
    """Those of them of which a title or given name tells that they are names."""
    first_names: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    """The first and the last words of those whose end is told by a sign."""
    ends: frozenset[str] = frozenset()
    """The last words of names, as a first look found them."""
    first_places: dict[str, int] = field(default_factory=dict)
    """Where each word is first, the headline left out."""
    vocabulary: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.passage.tokens
        self.lexicon = self.passage.lexicon
        self.arabic = ArabicWords(self.lexicon)
        self.counts = Counter(token.bare for token in self.tokens)
        self.vocabulary = frozenset(self.counts)
        listed = [token.bare for token in self.tokens]
        self.pairs = Counter(pairwise(listed))
        self.threes = Counter(zip(listed, listed[1:], listed[2:], strict=False))
        for at, token in enumerate(self.tokens):
            if self.passage.paragraph(token.span.start) or len(self.passage.spans) == 1:
                self.first_places.setdefault(token.bare, at)
        self._collect()
        self.ends = frozenset(self.surnames)
        self.known, self.sure, self.first_names, self.surnames = set(), set(), set(), set()
        self._collect()  # again: now a surname is known to be a name's end

    # ------------------------------------------------------------------ bounds

    def end(self, at: int, *, opening: bool = False) -> int:
        """Return the index after the phrase that starts at a token; `at` where none does.

        With `opening` the first token belongs to it whatever it is.
        """
        after = at
        for index in self._run(at, opening=opening):
            after = index + 1
        while after > at + 1 and self.tokens[after - 1].bare in self.lexicon.name_parts:
            after -= 1
        return after

    def end_offset(self, after: int) -> int:
        """Return where a phrase that ends before a token ends, its quotation mark included."""
        token = self.tokens[after - 1]
        if token.quotation >= 0:
            return self.passage.quotations[token.quotation].end
        return token.span.end

    def _run(self, at: int, *, opening: bool) -> Iterator[int]:
        """Return the indices of the tokens of a phrase, as far as nothing ends it."""
        tokens = self.tokens
        index = at
        while index < min(len(tokens), at + _LONGEST):
            token = tokens[index]
            before = tokens[index - 1] if index > at else None
            if token.quotation >= 0:
                if not (
                    self._is_quoted_name(index, before)
                    or self.is_body_name(index, at)
                    or self.is_nickname(index, at)
                ):
                    return
                quoted = self.passage.words_in(self.passage.quotations[token.quotation])
                yield from range(index, index + len(quoted))
                index += len(quoted)
                if before is None:
                    return
                continue
            first = opening and index == at
            if index > at and not self.joins(index) and not _closes(before, token):
                return
            joined = before is not None and before.bare in self.lexicon.name_parts
            if not joined and not first and self.is_stop(index, at):
                return
            yield index
            index += 1

    def joins(self, index: int) -> bool:
        """Tell whether only a space, or a sign inside a name, is before the token."""
        gap = self.tokens[index].gap
        if not gap.strip(SPACES):
            return True
        if self.lexicon.capitals and gap in (". ", "."):
            before = self.tokens[index - 1].bare
            return len(before) == 1 or before in self.lexicon.titles
        if self.lexicon.capitals and gap in ("’ ", "' "):
            return self.tokens[index - 1].bare.endswith("s")  # the Prison Officers’ League
        if gap in (". ", ".") and len(self.tokens[index - 1].bare) <= 2:
            return self.tokens[index - 1].bare in self.lexicon.titles  # د. نواف
        if gap == "”" and self.lexicon.clitics == "hebrew":
            return True  # מכבי ת”א
        return not gap.strip(_JOINS)

    def _is_quoted_name(self, index: int, before: Word | None) -> bool:
        """Tell whether the quotation at a token is a name inside the phrase: صحيفة «الغارديان»."""
        token = self.tokens[index]
        quotation = self.passage.quotations[token.quotation]
        if len(token.gap.strip()) != 1 or quotation.start < self.tokens[index].span.start - 3:
            return False
        longest = _LONGEST_QUOTED - bool(self.lexicon.object_marker)
        if len(self.passage.words_in(quotation)) > longest:
            return False
        return before is None or self.is_naming(before) or self._is_of_quoted(index, before)

    def _is_of_quoted(self, index: int, before: Word) -> bool:
        """Tell whether an Arabic office is before the quotation at a token, and its bearer's title
        or name behind: عضو «اللقاء» النائب بلال."""
        if self.lexicon.clitics != "arabic":
            return False
        office = before.bare in self.lexicon.roles or before.bare == "ل"
        end = self.passage.first_from(self.passage.quotations[self.tokens[index].quotation].end)
        if end >= len(self.tokens) or self.tokens[end].gap[1:] != " ":
            return False
        following = self.tokens[end].bare
        named = following in self.lexicon.titles | self.lexicon.given
        return office and not before.article and named

    def _is_lam_of_office(self, index: int, at: int) -> bool:
        """Tell whether ل stands between an Arabic office, the name of a body in marks and the
        bearer: نائب الأمين العام لـ«الحزب» الشيخ نعيم."""
        token = self.tokens[index]
        if token.bare != "ل" or self.tokens[at].bare not in self.lexicon.roles:
            return False
        quoted = index + 1 < len(self.tokens) and self.tokens[index + 1].quotation >= 0
        return quoted and self._is_of_quoted(index + 1, token)

    def is_body_name(self, index: int, at: int) -> bool:
        """Tell whether the quotation at a token is the name of the Hebrew body that a phrase
        begins with: חברת הקבלנים "תשתיות הצפון"."""
        token = self.tokens[index]
        quotation = self.passage.quotations[token.quotation]
        opens = quotation.start >= token.span.start - 3 and len(token.gap.strip()) == 1
        return (
            self.lexicon.clitics == "hebrew"
            and index >= at + 2
            and opens
            and self.tokens[index - 1].article
            and self._noun(index - 2) in self.lexicon.bodies
            and self.is_naming(self.tokens[index - 2])
            and len(self.passage.words_in(quotation)) <= _SHORTEST_NAME
        )

    def _is_noun_behind_name(self, index: int, at: int) -> bool:
        """Tell whether an English word is the noun that an article belongs to: a Burnley insider
        told."""
        articles = {self.tokens[i].bare for i in range(max(0, at - 1), index)}
        some = bool(articles & {"a", "an"})
        return index + 1 in self.cues and (some or "the" in articles)

    def is_nickname(self, index: int, at: int = -1) -> bool:
        """Tell whether the English quotation at a token is inside a name: Otis “Papa” Greer."""
        tokens, quotation = self.tokens, self.passage.quotations[self.tokens[index].quotation]
        after = self.passage.first_from(quotation.end)
        if not self.lexicon.capitals or index in (0, at) or after >= len(tokens):
            return False
        inside = self.passage.words_in(quotation)
        gaps = tokens[index].gap[:-1] + tokens[after].gap[1:]
        sides = (tokens[index - 1], tokens[after], *inside)
        return (
            len(inside) <= _SHORTEST_NAME
            and gaps == "  "
            and tokens[index - 1].quotation < 0
            and all(token.capital or token.bare in self.lexicon.determiners for token in sides)
            and not any(tokens[i].bare in self.lexicon.stops for i in (index - 1, after))
        )

    def is_naming(self, token: Word) -> bool:
        """Tell whether quotation marks after the word hold a name: صحيفة, بجائزة, the film."""
        word, naming = token.bare, self.lexicon.naming
        if word in naming:
            return True
        if self.lexicon.clitics == "arabic" and len(word) > 2:
            joined = any(word[0] in first and word[1:] in naming for first in ("وف", "بلك"))
            return joined or self._is_owned_naming(token)
        if self.lexicon.clitics == "hebrew":
            owned = word[:-1] if len(word) > 3 and word[-1] in "ום" else word  # שירו
            return (
                word.lstrip("ושהבכלמ") in naming
                or word[1:] in naming
                or owned in naming - self.lexicon.bodies
            )
        return False

    def _is_owned_naming(self, token: Word) -> bool:
        """Tell whether an Arabic noun that has a name has a pronoun too: أغنيتها."""
        for pronoun in _POSSESSORS:
            stem = token.bare.removesuffix(pronoun)
            if stem != token.bare and f"{stem[:-1]}ه" in self.lexicon.naming and stem[-1:] == "ت":
                return True
        return False

    def is_stop(self, index: int, at: int) -> bool:
        """Tell whether a token does not belong to the phrase that starts at `at`."""
        lexicon, token = self.lexicon, self.tokens[index]
        word = token.bare
        if not word:
            return True
        cue = self.cues.get(index)
        if lexicon.clitics == "arabic":
            inside = index > at and self._is_inside_name(index)
            return not inside and self._is_arabic_stop(index, at, cue)
        if lexicon.capitals:
            return self._is_latin_stop(index, at, cue)
        if cue is not None or self._is_participle(index):
            return True
        if word in lexicon.given and index + 1 < len(self.tokens) and word not in lexicon.stops:
            return bool(lexicon.genitives) and self.tokens[index + 1].bare == _AGE
        if lexicon.object_marker and self._goes_on_persian(index, at):
            return False
        if self._is_no_noun(index, at):
            return True
        if self._is_name_of_paper(index, at):
            return False
        if word in lexicon.stops or word in lexicon.complementizers or word in lexicon.relatives:
            return True
        if word[0].isdigit():
            return True
        return lexicon.clitics == "hebrew" and self._is_hebrew_stop(index, at)

    def _is_hebrew_stop(self, index: int, at: int) -> bool:
        tokens, word = self.tokens, self.tokens[index].bare
        if word in self.lexicon.told_to:
            return True
        if index == at + 1 and tokens[at].bare.lstrip("ו") in self.lexicon.several_of:
            return False  # אחד מחברי המועצה
        if self._is_age(index) or self._hangs_on_several(index, at):
            return True
        if index == at and self._is_verb_before_known_name(index):
            return True
        if index > at and self._is_verb_behind_subject(index, at):
            return True
        letters = "בלמכ" if index == at + 1 else "ל"
        if index > at and tokens[index - 1].article and word[0] in letters and len(word) > 3:
            named = self._may_be_hebrew_name(index)  # not הרמטכ"ל ללוחמים
            return not (named or self._is_before_bearer(index, at))
        if index == at or not self.hebrew_clitic(index):
            return False
        return not self._is_before_bearer(index, at)

    def _is_name_of_paper(self, index: int, at: int) -> bool:
        """Tell whether a Persian number or day is right behind a noun that has a name: روزنامهٔ هشت
        صبح."""
        lexicon, word = self.lexicon, self.tokens[index].bare
        if not lexicon.object_marker or not at < index <= at + 2:
            return False
        if self.tokens[at].bare not in lexicon.press:
            return False
        grammar = lexicon.prepositions | lexicon.conjunctions | lexicon.complementizers
        grammar |= lexicon.relatives | lexicon.determiners | lexicon.pronouns | lexicon.inside
        return word in lexicon.stops - grammar and word != lexicon.object_marker

    def _is_of_verb(self, index: int) -> bool:
        """Tell whether a Persian word makes a verb with the light verb behind it: منتشر شد."""
        lexicon, word = self.lexicon, self.tokens[index].bare
        if not lexicon.light_forms or index + 1 >= len(self.tokens) or not self.joins(index + 1):
            return False
        if self.tokens[index + 1].bare not in lexicon.light_forms:
            return False
        surname = index > 0 and self.tokens[index - 1].bare in lexicon.given
        return not surname and word not in lexicon.given | lexicon.heads | self.known

    def _is_no_noun(self, index: int, at: int) -> bool:
        """Tell whether a token is a verb, part of one, or begins another phrase: زیرش, برایش."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if self.is_finite(index) or self._begins_urdu_phrase(index, at) or self._is_of_verb(index):
            return True
        following = self.tokens[index + 1].bare if index + 1 < len(self.tokens) else ""
        if lexicon.genitives and following == _AGE:
            return True  # انیس سالہ: nineteen, and a name
        owned = lexicon.object_marker and word.endswith("ش")
        return bool(owned) and word[:-1] in lexicon.prepositions

    def _begins_urdu_phrase(self, index: int, at: int) -> bool:
        """Tell whether an Urdu determiner begins another phrase: سینیٹر زہری | کچھ دیر."""
        determiner = self.tokens[index].bare in self.lexicon.determiners
        return bool(self.lexicon.genitives) and index > at and determiner

    def is_finite(self, index: int) -> bool:
        """Tell whether a token is a verb with a subject, as far as its form tells."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if word in lexicon.finite:
            return True
        if not word.endswith(lexicon.imperfect) or not lexicon.imperfect:
            return False
        negated = index > 0 and self.tokens[index - 1].bare in lexicon.negations
        following = self.tokens[index + 1].bare if index + 1 < len(self.tokens) else ""
        return negated or following in lexicon.copulas | lexicon.participles

    def _is_verb_before_known_name(self, index: int) -> bool:
        """Tell whether a Hebrew word that may be a verb or noun is before a name: פנה אבנר."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if word not in lexicon.cues or word in lexicon.given or word in lexicon.heads:
            return False
        if index + 1 >= len(self.tokens) or not self.joins(index + 1):
            return False
        following = self.tokens[index + 1].bare
        return following in self.known or following in lexicon.given

    def _may_be_hebrew_name(self, index: int) -> bool:
        """Tell whether a word is a name, or no letter in front of it looks like a preposition."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        names = (self.known, lexicon.given, lexicon.surnames, lexicon.heads, lexicon.name_parts)
        if any(word in listed for listed in names) or self.ends_like_surname(word):
            return True
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        named = self.tokens[index - 1].bare in lexicon.titles or (
            following is not None
            and self.joins(index + 1)
            and following.bare in lexicon.given | lexicon.surnames | self.known
        )
        return named and not self.hebrew_clitic(index)

    def _is_verb_behind_subject(self, index: int, at: int) -> bool:
        """Tell whether a Hebrew word behind a definite noun for a person has the preposition of a
        verb behind it, and is one: הרמטכ"ל שוחח עם."""
        tokens, lexicon = self.tokens, self.lexicon
        if index != at + 1 or not tokens[at].article or index + 1 >= len(tokens):
            return False
        word, following = tokens[index].bare, tokens[index + 1].bare
        listed = (self.known, lexicon.given, lexicon.surnames, lexicon.heads)
        named = any(word in words for words in listed)
        takes = following in ("עם", "את", "אל", "על") and self.joins(index + 1)
        person = self._noun(at) in lexicon.persons
        return takes and person and not named and not tokens[index].article

    def _hangs_on_several(self, index: int, at: int) -> bool:
        """Tell whether a Hebrew word behind a noun for several persons seems to have a preposition:
        החוקרים במאמר. A name does not follow such a noun."""
        word, before = self.tokens[index].bare, self.tokens[index - 1]
        if index == at or word[0] not in "במלכ" or len(word) <= _SHORTEST_NAME:
            return False
        several = before.bare.endswith(("ים", "ות")) and before.article
        return several and before.bare not in self.known and word not in self.lexicon.given

    def _is_age(self, index: int) -> bool:
        """Tell whether a Hebrew word and a number say how old somebody is: בן 74."""
        if self.tokens[index].bare not in ("בן", "בת") or index + 1 >= len(self.tokens):
            return False
        following = self.tokens[index + 1].bare
        if following == "ה" and index + 2 < len(self.tokens):
            following = self.tokens[index + 2].bare  # בת ה־36
        return following[:1].isdigit()

    def _is_before_bearer(self, index: int, at: int) -> bool:
        """Tell whether a Hebrew word after an office says of what or where, and its bearer's name
        follows: חבר המועצה מהאופוזיציה רן."""
        tokens, lexicon = self.tokens, self.lexicon
        if self._noun(at) not in lexicon.roles or tokens[index].bare[0] not in "מב":
            return False
        following = index + 1
        if following >= len(tokens) or not self.joins(following) or following in self.cues:
            return False
        word = tokens[following].bare
        named = word in lexicon.given or word in lexicon.name_parts
        return named and tokens[following].quotation < 0 and not self.hebrew_clitic(following)

    def _is_participle(self, index: int) -> bool:
        """Tell whether an Urdu word and ہوئے, رہے or کر are a verb, or say how somebody speaks:
        اسلم کھانستے ہوئے کہتے, پسینہ پونچھ کر."""
        lexicon, tokens = self.lexicon, self.tokens
        if not lexicon.genitives or index + 1 >= len(tokens) or not self.joins(index + 1):
            return False
        following = tokens[index + 1].bare
        if following == _HAVING_URDU and index + 2 < len(tokens):
            return tokens[index + 2].bare not in lexicon.going_on  # علی کر رہے ہیں
        return following in lexicon.participles | lexicon.going_on

    def _goes_on_persian(self, index: int, at: int) -> bool:
        """Tell whether از or و is inside a Persian phrase: یکی از معلمان, وزیر آموزش و پرورش."""
        lexicon, tokens = self.lexicon, self.tokens
        word = tokens[index].bare
        if word not in ("از", "و") or index == at or index + 1 >= len(tokens):
            return False
        if not self.joins(index + 1):
            return False
        following = tokens[index + 1]
        plain = following.quotation < 0 and index + 1 not in self.cues
        if word == "از":
            return plain and tokens[index - 1].bare in lexicon.several
        office = tokens[at].bare in lexicon.titles_and_roles or tokens[at].bare in lexicon.bodies
        no_noun = (lexicon.heads, lexicon.stops, lexicon.given, lexicon.places)
        return plain and office and not any(following.bare in words for words in no_noun)

    def _is_latin_stop(self, index: int, at: int, cue: Cue | None) -> bool:
        lexicon, token = self.lexicon, self.tokens[index]
        if cue is not None:
            return True
        if index > at and token.gap == "-":
            return False  # a 15-year-old
        before = self.tokens[index - 1] if index > at else None
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if token.bare in ("of", "for", "and", "the", "&") and before is not None:
            inside = following is not None and (following.capital or following.bare == "the")
            return not (
                inside
                and any(
                    self.tokens[i].bare in lexicon.bodies and self.tokens[i].capital
                    for i in range(at, index)
                )
                and token.bare != "and"
            )
        if token.capital and index > at and token.bare not in lexicon.weekdays:
            return False
        article = index > at and token.bare in ("a", "an", "the", "his", "her", "its", "their")
        if article and before is not None and not before.capital:
            return before.bare not in lexicon.determiners  # injuries a spokesperson described
        if token.bare.endswith("ly") and not token.capital:
            return True
        if (
            before is not None
            and before.capital
            and before.bare not in lexicon.determiners
            and not token.capital
            and (
                not any(
                    token.bare in words for words in (lexicon.roles, lexicon.people, lexicon.bodies)
                )
                and token.bare not in lexicon.name_parts
            )
            and not self.passage.written(index - 1).endswith(("’s", "'s"))
        ):
            return not self._is_noun_behind_name(index, at)  # a verb after a name
        counted = index + 1 < len(self.tokens) and self.tokens[index + 1].gap == "-"
        return token.bare in lexicon.stops or (token.bare[0].isdigit() and not counted)

    def _is_arabic_stop(self, index: int, at: int, cue: Cue | None) -> bool:
        lexicon, token = self.lexicon, self.tokens[index]
        word = token.bare
        if word == "علي":
            return "ى" in token.span.of(self.passage.text)
        if word in ("في", "عن") and index > at:
            stands_for = word == "في" or self._noun(at) in lexicon.deputies
            placed = self._is_workplace(index, at) or self._has_bearer_at(index, at)
            return not (stands_for and placed)
        if word in lexicon.stops or word in lexicon.complementizers or self.is_joined(index):
            inside = index > at and (self._is_middle(index) or self._is_lam_of_office(index, at))
            return not inside
        if word in lexicon.as_for or (index > at and self._has_pronoun(index)):
            return word in lexicon.as_for
        joined = word[0] in "وف" and len(word) > _SHORTEST_NAME
        if joined and word[1:] in lexicon.stops and word not in lexicon.given | lexicon.heads:
            return True
        if cue and cue.kind in ("verb", "participle", "saying") and word not in lexicon.with_waw:
            return True
        if cue and cue.prefixed and word[0] == "ف":
            return True
        definite = index > at and (
            self.tokens[index - 1].article or self.is_owned_noun(index - 1)
        )  # المهندس حسام الشلوي نشر, من جهته أبدى
        if cue and cue.kind == "weaker verb" and definite:
            return word not in lexicon.heads
        if self._is_verb_beside_name(index, at, cue) or self._is_adverbial(index, at):
            return True
        if index > at and self.tokens[index - 1].bare in lexicon.offices:
            return not self._is_of_office(word)
        if index == at:
            return word.startswith(("لل", "بال")) or word.isdigit()
        aim = self.tokens[index - 1].article and self._is_infinitive(index)
        aim = aim and not self._has_named_bearer(index, at)  # لشؤون الرعاية الأولية هزار فرعون
        return aim or self._starts_other_phrase(index, at)

    def is_object(self, index: int) -> bool:
        """Tell whether an Arabic noun without the article follows one with it, and so belongs to
        the verb: نفى الدفاع صلة موكله."""
        word, before = self.tokens[index].bare, self.tokens[index - 1]
        if not before.article or self.tokens[index].article or before.quotation >= 0:
            return False
        return (
            not self._is_in_names(before.bare)
            and not self._is_in_names(word)
            and self.joins(index)
            and self.arabic.is_noun(word, joined=word[0] != "ل")
        )

    def _is_in_names(self, word: str) -> bool:
        lexicon = self.lexicon
        return word in self.known or word in lexicon.given or word in lexicon.name_parts

    def is_owned_noun(self, index: int) -> bool:
        """Tell whether a pronoun is written with an Arabic noun: جهته."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        names = self.known | self.lexicon.given | self.lexicon.with_ha
        return written.endswith(_POSSESSORS) and len(word) > _SHORTEST_NAME and word not in names

    def _is_middle(self, index: int) -> bool:
        """Tell whether وسط is the noun in لاعب وسط المنتخب."""
        before, following = self.tokens[index - 1], self.tokens[index + 1 : index + 2]
        person = before.bare in self.lexicon.persons and not before.article
        return (
            self.tokens[index].bare == "وسط" and person and following != [] and following[0].article
        )

    def _is_adverbial(self, index: int, at: int) -> bool:
        """Tell whether an Arabic word inside a run is a number, or has the ending of an accusative
        that its first word has not: المرأة البالغة 27 عاما, الدوسري طويلاً."""
        word = self.tokens[index].bare
        if index == at:
            return False
        if self.is_object(index):
            return True
        if word[0].isdigit():
            return self._noun(at) not in self.lexicon.bodies
        accusative = self.arabic.is_accusative(self.passage.written(index))
        if word.endswith("نا") and word[:-2] in self.lexicon.heads | self.lexicon.common_nouns:
            return False  # مدرب منتخبنا
        if not accusative or word in self.lexicon.given or word in self.known:
            return False
        return not self.tokens[at].bare.endswith("ا")

    def _is_inside_name(self, index: int) -> bool:
        """Tell whether an Arabic word that looks like فإن or a verb is part of a name: لوسيا فان
        دايك, الناقد فضل حمودة."""
        token, lexicon = self.tokens[index], self.lexicon
        if index + 1 >= len(self.tokens) or not self.joins(index) or not self.joins(index + 1):
            return False
        if self.passage.written(index) == "فان":
            return not self.tokens[index + 1].article
        if token.bare not in lexicon.also_verbs or not self.tokens[index - 1].article:
            return False
        if token.bare in lexicon.prepositions:  # النقيب خلف الزناتي
            return self.tokens[index - 1].bare in lexicon.titles_and_roles
        following = self.tokens[index + 1].bare
        return following not in lexicon.manner | lexicon.not_first | lexicon.complementizers

    def _is_verb_beside_name(self, index: int, at: int, cue: Cue | None) -> bool:
        """Tell whether an Arabic word is a verb right behind or before a name, says how they
        speak, or is a number."""
        word = self.tokens[index].bare
        if index > at and (word in self.lexicon.manner or word in self.lexicon.numbers):
            return True  # يقول النادل ضاحكا, نفى الرئيس وجود
        unlisted = cue is None and word[0] == "ي" and word[-1] != "ي" and index > at + 1
        if unlisted and len(word) > _SHORTEST_NAME and self._ends_name(index, at):
            return True  # رجب عبد السميع يحمل
        if cue and cue.kind == "weaker verb" and self._ends_name(index, at):
            return True
        return index > at and self._is_verb_before_name(index)

    def _ends_name(self, index: int, at: int) -> bool:
        """Tell whether an Arabic verb of saying stands behind a name: الخبير رشاد عبده يشكك.

        Forms of the imperfect are names seldom; others may be a name's last word, as long as it
        has no two words before.
        """
        lexicon, word = self.lexicon, self.tokens[index].bare
        if word in lexicon.given_or_noun | lexicon.heads | lexicon.with_waw | lexicon.places:
            return False
        names = 0
        while names < index - at:
            before = self.tokens[index - names - 1]
            if before.bare in lexicon.heads or before.bare in lexicon.places:
                break
            names += 1
        if names == 0 or self.tokens[index - 1].bare in lexicon.name_parts:
            return False
        given = any(
            self.tokens[place].bare in lexicon.given for place in range(index - names, index)
        )
        repeated = self.pairs[self.tokens[index - 1].bare, word] > 1
        imperfect = word[0] in "يت" and len(word) > _SHORTEST_NAME
        return given and not repeated and (imperfect or names > 1)

    def _is_verb_before_name(self, index: int) -> bool:
        """Tell whether an Arabic word that no list has is made like an imperfect, and its subject
        follows: عند المدخل يرتب غسان."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if word[0] != "ي" or len(word) <= _SHORTEST_NAME or index + 1 >= len(self.tokens):
            return False
        listed = word in lexicon.given_or_noun or word in lexicon.places or word in lexicon.heads
        named = self.tokens[index + 1].bare in lexicon.given and self.joins(index + 1)
        before = self.tokens[index - 1].bare
        return named and not listed and before not in lexicon.titles | lexicon.name_parts

    def _is_possessed(self, index: int) -> bool:
        """Tell whether an Arabic word, in المتحدث باسمه or باسم خارجيتها, says for whom one
        speaks by a pronoun, so that a name may follow."""
        if self.lexicon.clitics != "arabic":
            return False
        behind = self.tokens[index - 1].bare in self.lexicon.representing
        owned = self.tokens[index].bare.endswith(_POSSESSORS)
        return self._has_pronoun(index) or (behind and owned)

    def _has_pronoun(self, index: int) -> bool:
        """Tell whether باسم has a pronoun: المتحدث باسمه."""
        word = self.tokens[index].bare
        return any(
            word.endswith(suffix) and word.removesuffix(suffix) in self.lexicon.representing
            for suffix in _POSSESSORS
        )

    def is_joined(self, index: int) -> bool:
        """Tell whether و or ف is joined to an Arabic preposition or adverb: وعن, وبدوره."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        joined = word[0] in "وف" and len(word) > 2 and word[1:] in lexicon.stops
        name = word in lexicon.given or word in lexicon.with_waw
        name = name or self.stem(word) in lexicon.heads
        return joined and lexicon.clitics == "arabic" and not name

    def _is_of_office(self, word: str) -> bool:
        """Tell whether a word may follow الأمين العام and its like: a name, or ل with a body."""
        lexicon = self.lexicon
        if not word.startswith("ل") or word[1:] in lexicon.agencies:
            return not word.startswith(("بال", "وال"))
        return f"ا{word}" not in lexicon.audiences and word[1:] not in lexicon.audiences

    def _has_named_bearer(self, index: int, at: int) -> bool:
        """Tell whether an office has one more complement, and its bearer's title or name follows:
        مدير طرق وجسور نينوى المهندس, أستاذ الاقتصاد بجامعة الكويت د."""
        tokens, lexicon = self.tokens, self.lexicon
        if tokens[at].bare not in lexicon.roles:
            return False
        for following in range(index + 1, min(index + 6, len(tokens))):
            word = tokens[following].bare
            if tokens[following].quotation >= 0 or not self.joins(following):
                return False
            if word in lexicon.stops or following in self.cues:
                return False
            if word in lexicon.titles or word in lexicon.given or word in lexicon.name_parts:
                return True
            if following > index and self._is_unlisted_bearer(following, index):
                return True
        return False

    def _is_name_with_lam(self, index: int) -> bool:
        """Tell whether a word in ل behind an Arabic title begins a name of several words, right
        before what was said: الباحثة لوسيا فان دايك, not المحامي لصحيفة الغد."""
        rest, lexicon = self.tokens[index].bare[1:], self.lexicon
        nouns = lexicon.heads | lexicon.naming | lexicon.occasions | self.vocabulary
        joined = rest in nouns or self.tokens[index - 1].bare in lexicon.offices
        return not joined and self._is_unlisted_bearer(index, index)

    def _has_bearer_at(self, index: int, at: int) -> bool:
        """Tell whether في and a place of work stand between an office and its bearer: المتحدث باسم
        الأمن في البيت الأبيض جون."""
        following = self.tokens[index + 1 : index + 2]
        occasion = any(token.bare in self.lexicon.occasions for token in following)
        return not occasion and self._has_named_bearer(index, at)

    def _is_unlisted_bearer(self, first: int, complement: int) -> bool:
        """Tell whether two to four Arabic words, none of which is known, are the name of an
        office's bearer: the complement is before them, and behind them what the bearer says."""
        lexicon, tokens = self.lexicon, self.tokens
        at = first
        while at < len(tokens) and at - first < _LONGEST_NAME and self.joins(at):
            if at > first and self._is_before_speech(at):
                break
            inside = at > first and self._is_inside_name(at)
            if not inside and (self._ends_phrase(at) or tokens[at].bare in lexicon.complementizers):
                break
            word = tokens[at].bare
            article_last = tokens[at].article and at == first
            if article_last or word in lexicon.heads | lexicon.places or word.startswith("لل"):
                return False
            if at > first and tokens[at - 1].article:
                return False
            at += 1
        if at - first < 2:
            return False
        before = tokens[first - 1].bare
        place = first - 1 == complement and before[1:] not in lexicon.heads
        ended = tokens[first - 1].article or before.startswith(("لل", "بال")) or place
        parted = tokens[complement].bare[0] == "ل" and self._is_parted(at)
        return ended and (parted or self._is_before_speech(at))

    def _starts_other_phrase(self, index: int, at: int) -> bool:
        """Tell whether a word inside a run begins another phrase by a letter written with it."""
        lexicon = self.lexicon
        word, written = self.tokens[index].bare, self.passage.written(index)
        if word.startswith("وال") and self._is_coordinated(word, at):
            return False
        joined = (
            word[0] == "و"
            and (
                word[1:] in lexicon.titles_and_roles  # المهندس والمدون
                if self.tokens[at].article
                else word[1:] not in lexicon.heads
            )
        )
        if (joined or word.startswith(("لل", "بال"))) and self._has_named_bearer(index, at):
            return False
        if word[0] == "ب" and word[1:] in lexicon.bodies and self._has_named_bearer(index, at):
            return False
        if word.startswith(("لل", "بال", "وال", "فال", "كال")) and len(word) > 4:
            return word not in lexicon.like_clitics and not self._is_of_body(index, at)
        rest = word[1:]
        if word[0] == "و" and len(word) > 3:
            return rest in lexicon.heads or (
                word not in lexicon.with_waw and word not in lexicon.given
                and bool(clitic_ends(written))
            )  # fmt: skip
        if word in lexicon.given:
            return False
        if self.tokens[index].article or word in lexicon.with_ha:
            return False
        if written.endswith(("ه", "ها", "هم")) and len(word) > 3:
            office = self._noun(index) in lexicon.roles and self._noun(at) in lexicon.roles
            before = self.tokens[index - 1].bare
            # نائب رئيسها, المتحدثة باسم خارجيتها
            # نائب رئيسها, المتحدثة باسم خارجيتها, أحد متابعيه
            return not (office or before in lexicon.representing | lexicon.several)
        if (
            word[0] == "ب"
            and len(word) > _LONGEST_NAME - (rest in lexicon.common_names)
            and (
                rest in lexicon.heads | lexicon.naming | lexicon.common_names
                or f"ال{rest}" in self.vocabulary
            )
        ):
            return True
        if word[0] == "ل" and rest in lexicon.roles and self.tokens[at].bare in lexicon.roles:
            return False  # النائب الأول لرئيس الوزراء
        if self.tokens[at].bare.startswith("ال") and word.startswith("ل") and len(word) > 4:
            surname = self.tokens[index - 1].bare in lexicon.given and self._is_parted(index + 1)
            name = surname or self._is_name_with_lam(index)  # سعاد لبراهمة،
            name = name or self._has_named_bearer(index, at)
            return rest not in lexicon.places and not name
        return word[0] == "ل" and (rest in lexicon.heads or rest in lexicon.agencies)

    def _is_of_body(self, index: int, at: int) -> bool:
        """Tell whether a word with لل says what a body is for: المنظمة الدولية للهجرة."""
        before, word = self.tokens[index - 1], self.tokens[index].bare
        if not word.startswith("لل"):
            return False
        listed = self._noun(at).removeprefix("ال") in self.lexicon.bodies
        other = index - at > 1 and self._is_of_office(word)
        return listed and other and before.article and before.quotation < 0

    def _is_coordinated(self, word: str, at: int) -> bool:
        """Tell whether a word with و goes on with what an office or body is for: وزارة الصحة
        والسكان, وزير التربية والتعليم, not الوزير والنائب."""
        lexicon, head = self.lexicon, self._noun(at)
        if (head not in lexicon.bodies and head not in lexicon.roles) or head.startswith("ال"):
            return False
        others = lexicon.heads | lexicon.places
        if head.startswith(("وزار", "وزير")):
            others = others - (lexicon.people - lexicon.titles_and_roles)  # الصحة والسكان
        return not {word[1:], word[3:]} & others

    def _is_workplace(self, index: int, at: int) -> bool:
        """Tell whether في goes on describing the speaker: مسؤول في البنتاغون, not الوزير في
        بيان."""
        tokens, lexicon = self.tokens, self.lexicon
        if self._noun(at) not in lexicon.persons or index + 1 >= len(tokens):
            return False
        following = tokens[index + 1]
        described = index == at + 1 or not tokens[at].article
        return (
            described
            and not following.gap.strip(SPACES)
            and following.bare not in lexicon.occasions
            and following.bare not in lexicon.stops
            and following.quotation < 0
        )

    def hebrew_clitic(self, index: int) -> str:
        """Return the preposition or conjunction joined to a Hebrew word, "" for none.

        The rest must be a word that is known, or that is in the text by itself.
        """
        word, lexicon = self.tokens[index].bare, self.lexicon
        if index and self.tokens[index - 1].bare in lexicon.titles and self.joins(index):
            return ""  # ד"ר שניר
        surname = index and self.tokens[index - 1].bare in lexicon.given and self.joins(index)
        if surname and word[:1] in ("ש", "מ"):
            return ""  # גדי שמני
        if word[1:] in lexicon.common_nouns and word[0] in "ובכלמש":
            return word[0]
        if word[0] == "ש" and index and self._opens_clause_about(index):
            return "ש"
        if word[0] == "ש" and "," in self.tokens[index].gap and len(word) > _LONGEST_NAME:
            names = lexicon.given | lexicon.heads | self.known
            return "" if word in names else "ש"  # בדו"ח, שפורסם הבוקר
        if (
            len(word) < 4
            or word in lexicon.given
            or word in lexicon.heads
            or word[0] not in "ובכלמש"
        ):
            return ""
        if word[1] == "ה" and len(word) > 4:
            return word[0]
        if self.ends_like_surname(word):
            return ""
        rest = word[1:]
        listed = (lexicon.heads, lexicon.places, lexicon.given, lexicon.common_nouns)
        familiar = any(rest in words for words in listed)
        if familiar or rest in self.vocabulary or f"ה{rest}" in self.vocabulary:
            return word[0]
        return word[0] if '"' in rest and rest[0] != '"' else ""

    def ends_like_surname(self, word: str) -> bool:
        """Tell whether a Hebrew word ends as surnames do, and no noun: מרקוביץ', בלינסקי."""
        endings = self.lexicon.surname_endings
        return endings is not None and endings.search(word) is not None

    def comma_behind(self, at: int) -> int:
        """Return the token behind the comma that ends what a Hebrew office is for, or where its
        bearer is from: הממונה על השכר, אורי; סטודנטית מנהריה, מאיה.

        Without such a comma it is the token itself.
        """
        tokens, lexicon = self.tokens, self.lexicon
        if lexicon.clitics != "hebrew" or at >= len(tokens) or tokens[at].gap.strip(SPACES):
            return at
        hangs = tokens[at].bare in lexicon.prepositions or tokens[at].bare[0] in "בלמ"
        for index in range(at, min(at + _LONGEST_OFFICE, len(tokens)) if hangs else at):
            if tokens[index].quotation >= 0 or index in self.cues:
                return at
            if tokens[index].bare in lexicon.complementizers or self._is_relative(index):
                return at
            gap = tokens[index].gap.strip(SPACES)
            if index > at and gap:
                return index if gap == "," else at
        return at

    def _opens_clause_about(self, index: int) -> bool:
        """Tell whether a Hebrew word behind an indefinite noun for a person begins with ש: אישה
        שיצאה."""
        word, before, lexicon = self.tokens[index].bare, self.tokens[index - 1], self.lexicon
        names = (lexicon.given, lexicon.heads, self.known, self.surnames, self.ends)
        person = before.bare in lexicon.persons and not before.article
        if not person or len(word) <= _SHORTEST_NAME or not self.joins(index):
            return False
        return not any(word in listed for listed in names)

    # ----------------------------------------------------------------- phrases

    def between(self, first: int, end: int) -> list[NounPhrase]:
        """Return the noun phrases among the tokens `[first, end)`, quotations left out."""
        found: list[NounPhrase] = []
        index, part, oblique, relative, aside = first, 0, False, False, False
        while index < end:
            joined = self._connective(index)
            if joined:
                index, part, oblique, relative = index + joined, part + 1, False, False
                continue
            token = self.tokens[index]
            if index > first and ("(" in token.gap or ")" in token.gap):
                aside = "(" in token.gap
            parted = token.gap.strip(SPACES + _JOINS + "()") or ". " in token.gap
            if index > first and parted:
                part, oblique, relative = part + 1, False, False
            if token.quotation < 0 and self._is_pronoun(index, end):
                found.append(NounPhrase(index, index + 1, oblique or relative, part))
                index, oblique = index + 1, False
                continue
            if token.quotation >= 0 or self.is_stop(index, index) or self._is_dateline(index):
                oblique = (
                    oblique
                    or token.bare in self.lexicon.prepositions
                    or (
                        token.bare[1:] in self.lexicon.prepositions
                        and token.quotation < 0
                        and self.is_joined(index)
                    )
                )
                relative = relative or self._is_relative(index)
                index += 1
                continue
            after = min(self.end(index), end)
            if after <= index:
                index += 1
                continue
            oblique = oblique and not self._follows_time(index)
            relative = relative or self._is_relative(index)
            phrase = self._phrase(index, after, part, hangs=oblique or relative or aside)
            found.append(phrase)
            index = after
            oblique = (
                self.lexicon.subject == "before"
                and not self.lexicon.postpositions
                and (phrase.oblique)
            )
        return found

    def _follows_time(self, index: int) -> bool:
        """Tell whether an English article is behind a word for a time, which ends what hangs on a
        preposition: on Sunday evening the department said."""
        before = self.tokens[index - 1] if index else None
        article = self.tokens[index].bare in ("the", "a", "an", "its", "his", "her", "their")
        return (
            self.lexicon.capitals
            and article
            and before is not None
            and (before.bare in self.lexicon.weekdays or before.bare in self.lexicon.times)
        )

    def _connective(self, index: int) -> int:
        """Return how many words of an expression that joins sentences are at a token: با این
        حال."""
        first = self.tokens[index].bare
        for words in self.lexicon.connectives:
            if words[0] != first:
                continue
            following = self.tokens[index : index + len(words)]
            if tuple(token.bare for token in following) == words and following[0].quotation < 0:
                return len(words)
        return 0

    def _is_dateline(self, index: int) -> bool:
        """Tell whether a town in capital letters begins a paragraph: AUSTIN, Texas —."""
        written = self.passage.written(index)
        starts = index == 0 or "\n" in self.tokens[index].gap
        return (
            self.lexicon.capitals
            and starts
            and written.isupper()
            and (len(written) >= _LONGEST_NAME)
        )

    def _phrase(self, first: int, after: int, part: int, *, hangs: bool) -> NounPhrase:
        """Return a phrase, which hangs on what is before it or on what is written with it."""
        lexicon = self.lexicon
        if lexicon.clitics == "hebrew" and self.hebrew_clitic(first) in tuple("בכלמ"):
            hangs = True
        if lexicon.object_marker and self._has_postposition(after + 1):
            owned = self.tokens[after].bare in lexicon.owners and self.person(first, after) is None
            hangs = hangs or (owned and self._noun(first) not in lexicon.heads)  # پایان آن را
        if lexicon.object_marker and not hangs and self.is_common(first):
            hangs = self._is_long_object(after)
        if self._has_postposition(after):
            name = self.person(first, after - 1) if after - first > 2 else None
            if self._is_object(after):
                return NounPhrase(first, after, True, part)
            if self.tokens[after - 1].bare in lexicon.bodies:
                return NounPhrase(first, after, True, part)
            unlisted = after - first == _SHORTEST_NAME and self._is_name_before_noun(first)
            noun = not lexicon.genitives or self.is_common(after - 1)
            if not unlisted and (name is None or name[1] - name[0] < 2 or not noun):
                return NounPhrase(first, after, True, part)
            after -= 1  # the last word hangs on what follows: حاجرہ ملاح کشتی کی طرف
        return NounPhrase(first, after, hangs, part)

    def _is_name_before_noun(self, first: int) -> bool:
        """Tell whether an Urdu phrase is two words that no list has, and a common one: بخت زادہ
        کوئلے سے."""
        urdu = self.lexicon.genitives != frozenset()
        names = all(self._is_unlisted(i) for i in (first, first + 1))
        return urdu and names and self.is_common(first + 2)

    def _is_long_object(self, after: int) -> bool:
        """Tell whether a Persian preposition and its noun are between a phrase and را: تأخیر در
        واردات را."""
        tokens = self.tokens
        if after + 1 >= len(tokens) or not self.joins(after):
            return False
        if tokens[after].bare not in self.lexicon.prepositions or tokens[after].quotation >= 0:
            return False
        end = self.end(after + 1)
        return (
            end > after + 1
            and end < len(tokens)
            and (tokens[end].bare == self.lexicon.object_marker and self.joins(end))
        )

    def _is_object(self, after: int) -> bool:
        following = self.tokens[after].bare
        return following == self.lexicon.object_marker or following not in self.lexicon.genitives

    def _is_pronoun(self, index: int, end: int) -> bool:
        """Tell whether a token stands for a noun phrase, and is not a determiner of one."""
        lexicon = self.lexicon
        word = self.tokens[index].bare
        if word not in lexicon.pronouns or lexicon.clitics == "arabic":
            return False
        if word in lexicon.postpositions and index and not self.tokens[index].gap.strip(SPACES):
            following = self.tokens[index + 1].bare if index + 1 < len(self.tokens) else ""
            return following == lexicon.subject_marker  # میں نے, not گھر میں
        if not lexicon.genitives or self.tokens[index].bare in lexicon.pronouns_always:
            return True
        return index + 1 >= end or self.is_stop(index + 1, index + 1)

    def _is_relative(self, index: int) -> bool:
        """Tell whether a clause about a noun opens at a token: who, که, الذي, ש."""
        token = self.tokens[index]
        if token.quotation >= 0:
            return False
        if self.lexicon.clitics == "hebrew" and token.bare[:1] == "ש":
            return self.hebrew_clitic(index) == "ש"
        return token.bare in self.lexicon.relatives

    def _has_postposition(self, after: int) -> bool:
        if after >= len(self.tokens):
            return False
        following = self.tokens[after].bare
        if following == self.lexicon.object_marker != "":
            return True
        return following != self.lexicon.subject_marker and following in self.lexicon.postpositions

    # ------------------------------------------------------------------- names

    def _collect(self) -> None:
        """Learn the words of the names that are given in full, for where one is alone."""
        lengths = {}
        phrases = self.between(0, len(self.tokens))
        self._learn_apposed(phrases)
        self._learn_speakers()
        for phrase in phrases:
            kin = self._kin(phrase.first, phrase.after)
            first = phrase.first if kin is None else kin + 1
            name = self.person(first, phrase.after)
            if name is not None and name[1] - name[0] > 1:
                words = [self.tokens[i].bare for i in range(*name)]
                words[0] = words[0][self.joined_letters(name[0]) :]
                lengths[name] = words
        surnames = {words[-1] for words in lengths.values() if words[0] in self.lexicon.given}
        for name, words in lengths.items():
            if self.lexicon.object_marker and words[0] in surnames and len(words) == 2:
                continue  # a surname alone, and a noun: فرزانه کمبود را
            again = len(words) > 1 and words[0] in self.lexicon.given and self.counts[words[1]] > 1
            if again:
                self.surnames.add(words[1])
            closed = self._is_closed(name)
            if closed:
                self.first_names.add(words[0])
                self.surnames.add(words[-1])
            if self.is_sure(name):
                self.sure.update(words)
            self.known.update(
                word
                for place, word in enumerate(words)
                if len(word) > (1 if self.lexicon.clitics == "hebrew" else 2)
                and not (
                    place > 1
                    and self.tokens[name[0] + place].article
                    and not (self.is_sure(name) and word.endswith("ي"))
                )
                and (closed or word in self.lexicon.given or self.counts[word] > 1)
            )
            if self.lexicon.subject == "before":  # عبدالشکور is called شکور as well
                servants = {word for word in words if word.startswith(_SERVANT)}
                self.known |= {word.removeprefix(_SERVANT) for word in servants}
            self.known -= self.lexicon.name_parts

    def _learn_speakers(self) -> None:
        """Learn Arabic names by their place: two to four words between a verb of saying and what
        was said, made like a name: قال فلان الفلاني إن."""
        if self.lexicon.clitics == "hebrew":
            self._learn_hebrew_speakers()
        if self.lexicon.clitics != "arabic":
            return
        for cue in self.cues.values():
            if not cue.is_verb or cue.after >= len(self.tokens):
                continue
            at = cue.after
            end = self.end(at)
            after = next((i for i in range(at + 1, end) if self._is_office_of(i)), end)
            if not 2 <= after - at <= _LONGEST_NAME or (
                after == end and not self._is_before_speech(after)
            ):
                continue
            told = cue.word in self.lexicon.addressed or cue.word in self.lexicon.objects
            if self.is_with_ba(at, after) or (told and self.tokens[after - 1].article):
                continue  # مازح سيلفا الحضور
            if self.is_made_like_a_name(at, after - 1) and self.person(at, after) is None and (
                self._noun(after - 1) not in self.lexicon.heads
            ):  # fmt: skip
                words = {self.tokens[i].bare for i in range(at, after)} - self.lexicon.name_parts
                self.known |= words
                self.surnames.add(self.tokens[after - 1].bare)

    def _is_office_of(self, index: int) -> bool:
        """Tell whether an Arabic noun for an office, with its complement, is behind a name: ماركو
        سيلفا مدرب فولهام."""
        word, following = self.tokens[index].bare, self.tokens[index + 1 : index + 2]
        office = word in self.lexicon.roles and word not in self.lexicon.given_or_noun
        return office and following != [] and self.joins(index + 1)

    def _learn_hebrew_speakers(self) -> None:
        """Learn Hebrew names by their place: two words behind a verb of saying, before את, כי, a
        sign or a quotation, made like no other words."""
        lexicon, tokens = self.lexicon, self.tokens
        for cue in self.cues.values():
            at = cue.after
            while at < len(tokens) and tokens[at].bare in lexicon.adverbs and self.joins(at):
                at += 1
            if not cue.is_verb or at >= len(tokens) or tokens[at].gap != " ":
                continue
            after = self.end(at)
            words = [tokens[i].bare for i in range(at, after)]
            nouns = (lexicon.heads, lexicon.places, lexicon.common_nouns)
            if len(words) != 2 or any(word in listed for listed in nouns for word in words):
                continue
            joined = any(
                tokens[i].article or self.hebrew_clitic(i) or tokens[i].bare[0] in "ושכל"
                for i in range(at, after)
            )
            following = tokens[after] if after < len(tokens) else None
            ends = following is None or (
                following.bare in {"את", *lexicon.complementizers}
                or following.quotation >= 0
                or following.gap.strip(SPACES) != ""
            )
            if ends and not joined and words[0][0] not in "במ" and words[1] not in lexicon.stops:
                self.known.update(words)
                self.surnames.add(words[1])

    def is_with_ba(self, at: int, after: int, *, takes: bool = False) -> bool:
        """Tell whether ب seems to be in front of an Arabic noun after a verb: أقر بصعوبة الوضع,
        أجابت باقتضاب, يستشهد بمثل بنجابي. With `takes` the verb takes ب: يطالب بسحب العبارة."""
        lexicon, word = self.lexicon, self.tokens[at].bare
        if word[0] != "ب" or len(word) <= _SHORTEST_NAME or self.tokens[at].quotation >= 0:
            return False
        names = lexicon.given_or_noun | self.known | lexicon.places | lexicon.name_parts
        if word in names or self.arabic.stem(word) or word.startswith(("بو", "بن", "بل")):
            return False
        nouns = lexicon.heads | lexicon.stops | lexicon.naming | lexicon.occasions
        nouns |= lexicon.not_first | self.vocabulary
        alone = after == at + 1 and self.counts[word] == 1
        noun = self.passage.written(at).endswith("ة") or word[1:] in nouns
        return takes or noun or alone or _VERBAL_NOUN.match(word) is not None

    def _is_before_speech(self, at: int) -> bool:
        """Tell whether a complementizer, a colon or a quotation follows, or behind أما a word with
        ف."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        if token.bare[0] == "ف" and token.bare not in self.lexicon.given:
            start = self.passage.sentence_start(at)
            return self.tokens[start].bare in self.lexicon.as_for and at - start < _LONGEST
        if at + 1 < len(self.tokens) and token.bare in self.lexicon.takes:
            token = self.tokens[at + 1]  # من أن, إلى «…»
        opens = token.bare in self.lexicon.complementizers and not token.gap.strip(SPACES)
        return opens or ":" in token.gap or token.quotation >= 0

    def _is_closed(self, name: tuple[int, int]) -> bool:
        """Tell whether a sign, a verb of saying or a stop ends a name.

        No noun is then taken with the name. English tells by capital letters, Arabic by the rules
        of its names.
        """
        end = name[1]
        if self.lexicon.capitals or self.lexicon.clitics == "arabic" or end >= len(self.tokens):
            return True
        if end - name[0] == 2:  # a given name and a surname
            words = [self.tokens[i].bare for i in range(*name)]
            if words[0] in self.lexicon.given and self.lexicon.clitics != "hebrew":
                return True
        following = self.tokens[end]
        parted = following.gap.strip(SPACES)[:1] in ("،", ",", ":", "(", ";", "؛")
        ends = parted or end in self.cues or following.quotation >= 0
        return ends or self.is_stop(end, name[0])

    def _learn_apposed(self, phrases: list[NounPhrase]) -> None:
        """Learn names by their place: X Y، رئیس …، or رئیس …، X Y،: two or three words beside an
        office, a comma between."""
        if self.lexicon.clitics == "arabic":
            self._learn_before_office(phrases)
        if self.lexicon.capitals or self.lexicon.clitics == "arabic":
            return
        for phrase in phrases:
            if self._is_described(phrase) or self._is_introduced(phrase):
                self._learn(phrase)
        several = len(self.passage.source.paragraphs) > 1
        for one, other in pairwise(phrases):
            if several and not self.passage.paragraph(self.tokens[one.first].span.start):
                continue  # a headline has its own commas
            if other.part != one.part + 1 or one.oblique or other.first != one.after:
                self._learn_behind_office(one)
                continue
            if self.tokens[other.first].gap.strip(SPACES) not in ("،", ","):
                continue
            for name, office in ((one, other), (other, one)):
                alone = self._may_be_single_name(name, opens=name is one)
                if self._is_office(office) and (alone or self._may_be_name(name)):
                    self._learn(name)

    def _learn_before_office(self, phrases: list[NounPhrase]) -> None:
        """Learn Arabic names of two to four words, behind which an office without article says
        between commas who it is: الوليد بركات، أخصائي الأعصاب، ..."""
        for one, other in pairwise(phrases):
            if other.first != one.after or not 2 <= one.after - one.first <= _LONGEST_NAME:
                continue
            office = self.tokens[other.first]
            parted = office.gap.strip(SPACES) in _COMMAS and not office.article
            if not parted or self._noun(other.first) not in self.lexicon.persons:
                continue
            verb = self._is_made_like_a_verb(one.first)
            name = one._replace(first=one.first + verb)  # لم يشارك هوغو بريتو، أخصائي
            if name.after - name.first > 1 and self.may_be_arabic_name(name):
                self._learn(name)

    def may_be_arabic_name(self, phrase: NounPhrase) -> bool:
        """Tell whether no word of a phrase is a noun or place, and none is known to be a name."""
        for index in range(phrase.first, phrase.after):
            word = self.tokens[index].bare
            if self._noun(index) in self.lexicon.heads or self.arabic.is_noun(word):
                return False
            if word in self.lexicon.places:
                return False
        word = self.tokens[phrase.first].bare
        joined = word[0] in "وف" and word[1:] in self.lexicon.given
        return not joined and self.person(phrase.first, phrase.after) is None

    def _learn_behind_office(self, office: NounPhrase) -> None:
        """Learn the name behind a Hebrew office, what it is for, and a comma."""
        first = self.comma_behind(office.after)
        last = NounPhrase(office.after - 1, office.after, office.oblique, office.part)
        named = self._is_office(office) or self._is_office(last)  # נכנסת סטודנטית
        if office.oblique or first == office.after or not named:
            return
        after = self.end(first)
        name = NounPhrase(first, after, False, office.part + 1)
        if after > first and not self.hebrew_clitic(first) and self._may_be_name(name):
            self._learn(name)

    def bearers(self) -> Iterator[tuple[Subject, frozenset[str]]]:
        """Return the persons whom a Persian or Urdu passage names with an office, in order, each
        with the nouns for it: beside the name, or beyond a comma."""
        phrases = self.between(0, len(self.tokens))
        for place, phrase in enumerate(phrases):
            name = self.person(phrase.first, phrase.after)
            subject = self.subject(phrase.first, phrase.after) if name is not None else None
            if name is None or subject is None:
                continue
            beside = {self._noun(i) for i in range(phrase.first, phrase.after)
                      if not name[0] <= i < name[1]}  # fmt: skip
            for other in phrases[max(0, place - 1) : place + 2]:
                comma = self.tokens[max(other.first, phrase.first)].gap.strip(SPACES) in ("،", ",")
                if other is not phrase and abs(other.part - phrase.part) == 1 and comma and (
                    self._is_office(other)
                ):  # fmt: skip
                    beside |= {self._noun(i) for i in range(other.first, other.after)}
            offices = frozenset(beside & self.lexicon.roles)
            if offices:
                yield subject, offices

    def _is_introduced(self, name: NounPhrase) -> bool:
        """Tell whether a Persian sentence says that something is somebody's name: نامش گل‌اندام
        است."""
        if not name.first or name.after >= len(self.tokens):
            return False
        before, behind = self.tokens[name.first - 1].bare, self.tokens[name.after].bare
        says = before in self.lexicon.whose_name and behind in self.lexicon.copulas
        return says and self._is_unlisted(name.first) and name.after - name.first < _LONGEST_NAME

    def _learn(self, name: NounPhrase) -> None:
        """Learn the words of a phrase that is a name."""
        words = [self.tokens[i].bare for i in range(name.first, name.after)]
        self.known.update(words)
        self.sure.update(words)
        self.first_names.add(words[0])
        self.surnames.add(words[-1])

    def _is_described(self, name: NounPhrase) -> bool:
        """Tell whether an age, a clause or one of several is behind what may be a Persian or Urdu
        name, a comma between: فرزاد دریکوند، از شاگردان او."""
        if self.lexicon.subject != "before" or name.after >= len(self.tokens):
            return False
        token, word = self.tokens[name.after], self.tokens[name.after].bare
        comma = token.gap.strip(SPACES) in ("،", ",") and token.quotation < 0
        following = self.tokens[name.after + 1].bare if name.after + 1 < len(self.tokens) else ""
        if comma and _AGE in (word, following, word[-len(_AGE) :]):
            return self._may_be_name(name) or self._may_be_single_name(name, opens=True)
        described = word[:1].isdigit() or word in self.lexicon.several | self.lexicon.describing
        return comma and described and self._may_be_name(name)

    def _may_be_single_name(self, phrase: NounPhrase, *, opens: bool) -> bool:
        """Tell whether one word that opens a Persian sentence, with a comma behind, may be a name,
        پریا، دانشجوی معماری, or one between commas: مادرش، کژال،."""
        lexicon, word = self.lexicon, self.tokens[phrase.first].bare
        if not lexicon.object_marker or phrase.after - phrase.first > 1 or phrase.oblique:
            return False
        known = lexicon.heads | lexicon.places | lexicon.not_subjects | lexicon.common_nouns
        if opens:
            placed = self.passage.sentence_start(phrase.first) == phrase.first
        else:
            placed = phrase.after < len(self.tokens) and self.is_apposed(phrase)
        plain = self.stem(word) not in known and not self.is_common(phrase.first)
        return placed and len(word) >= _SHORTEST_NAME and plain

    def _is_office(self, phrase: NounPhrase) -> bool:
        known = self._noun(phrase.first) in self.lexicon.titles_and_roles
        return known and self.person(phrase.first, phrase.after) is None

    def _may_be_name(self, phrase: NounPhrase) -> bool:
        """Tell whether two or three words between sentence start, commas or stops may be a name."""
        lexicon = self.lexicon
        if phrase.oblique or not 2 <= phrase.after - phrase.first < _LONGEST_NAME:
            return False
        parted = (
            phrase.after >= len(self.tokens) or self.tokens[phrase.after].gap.strip(SPACES) != ""
        )
        starts = phrase.first == 0 or self.tokens[phrase.first].gap.strip(SPACES) != ""
        starts = starts or self.tokens[phrase.first - 1].bare in lexicon.conjunctions
        starts = starts or self._only_leads_to(phrase.first)
        words = [self.tokens[i].bare for i in range(phrase.first, phrase.after)]
        plain = not any(
            word in lexicon.heads
            or word in lexicon.places
            or (self.is_common(place) and word not in lexicon.given)
            for place, word in enumerate(words, phrase.first)
        )
        return (
            parted
            and starts
            and plain
            and not (lexicon.clitics == "hebrew" and any(word.startswith("ה") for word in words))
        )

    def _only_leads_to(self, at: int) -> bool:
        """Tell whether all that is before a token in its Persian or Urdu clause says when, or joins
        it to what was before: روز دوشنبه, در همین حال."""
        if self.lexicon.subject != "before":
            return False
        start = self.passage.sentence_start(at)
        while at > start and not self.tokens[at].gap.strip(SPACES):
            joined = next(
                (len(words) for words in self.lexicon.connectives
                 if at - len(words) >= start and self._connective(at - len(words)) == len(words)),
                0,
            )  # fmt: skip
            word = self.tokens[at - 1]
            when = word.bare in self.lexicon.stops - self.lexicon.prepositions - self.lexicon.finite
            if word.quotation >= 0 or not (joined or when):
                return False
            at -= joined or 1
        return self.tokens[at].quotation < 0

    def is_sure(self, name: tuple[int, int]) -> bool:
        """Tell whether a title, given name or capital letter tells that the tokens are a name."""
        lexicon, tokens = self.lexicon, self.tokens
        words = [tokens[i].bare for i in range(*name)]
        if lexicon.capitals:
            return len(words) > 1 or words[0] in self.known or self._is_set_off(name)
        telling = lexicon.persons if lexicon.genitives else lexicon.titles  # ماں شمیمہ
        titled = name[0] > 0 and tokens[name[0] - 1].bare in telling
        behind = tokens[name[1]].bare if name[1] < len(tokens) else ""
        return (
            titled
            or behind in lexicon.after_names  # قریشی صاحب
            or words[0] in self.sure
            or self.joined_letters(name[0]) > 0
            or any(self.is_given(i) for i in range(*name))
            or any(word in lexicon.name_parts for word in words)
        )

    def _is_set_off(self, name: tuple[int, int]) -> bool:
        """Tell whether commas are around an English name behind a noun for a person: his wife,
        Jean,."""
        first, after = name
        if first == 0 or after >= len(self.tokens):
            return False
        parted = all(self.tokens[i].gap.strip(SPACES) == "," for i in (first, after))
        return parted and self.tokens[first - 1].bare in self.lexicon.persons

    def person(self, first: int, after: int) -> tuple[int, int] | None:
        """Return the tokens `[start, end)` of the person's name in a phrase; None without one."""
        if self._is_urdu_body(first, after):
            return None
        start = self._name_start(first, after)
        if start is None:
            return None
        if start > first + 1 and self._is_named_after_somebody(start - 1):
            return None
        second = self.tokens[start].bare in self.lexicon.second_words
        if second and start > first and self._is_unlisted(start - 1):
            start -= 1  # نظام الدین قریشی
        end = start
        limit = start + self._length(start, after)
        while end < after and end < limit + self._parts(start, end):
            if end > start and not self._goes_on(end, start):
                break
            end += 1
        noun = not self.lexicon.genitives or self.is_common(end - 1)
        if end - start > 2 and end == after and noun and self._has_postposition(after):
            end -= 1
        left_out = self.lexicon.name_parts | self.lexicon.after_names
        while end > start + 1 and self.tokens[end - 1].bare in left_out:
            end -= 1
        return (start, end) if end > start else None

    def _is_urdu_body(self, first: int, after: int) -> bool:
        """Tell whether an Urdu phrase ends with a noun for a body, which a name may be part of:
        محمد علی ٹرام کمپنی."""
        last = self.tokens[after - 1].bare
        lexicon = self.lexicon
        body = bool(lexicon.genitives) and after - first > 1 and last in lexicon.bodies
        return body and len(last) > _SHORTEST_NAME and last not in lexicon.given

    def _length(self, start: int, after: int) -> int:
        """Return the most words that the name at a token has, parts such as بن and van not counted.

        Where a noun may follow a name without a sign between them, a third word counts only as
        the phrase's last, or after a second given name.
        """
        lexicon, tokens = self.lexicon, self.tokens
        if lexicon.capitals or lexicon.clitics == "arabic":
            return _LONGEST_NAME
        if tokens[start].bare in self.first_names or tokens[start].bare in self.surnames:
            end = start + 1
            names = self.known | lexicon.given | lexicon.name_parts
            names = names | lexicon.titles if lexicon.genitives else names  # منصور احمد خان
            while end < after and (
                tokens[end].bare in names or len(tokens[end].bare) < _SHORTEST_NAME  # نسرین بی بی
            ):
                end += 1
            return end - start - self._hyphens(start, end - 1)
        kin = start > 0 and tokens[start - 1].bare in lexicon.own_kin
        if kin and not self._hyphens(start, min(start + 1, after - 1)):
            return 1 + (start + 1 < after and tokens[start + 1].bare in self.known)
        colon = after < len(tokens) and ":" in tokens[after].gap and lexicon.clitics == "hebrew"
        if self.joined_letters(start) == 2 or (colon and after - start == 3):
            return 2  # כשתמר לבקוב נרדמה, תמיר בלאט דיבר:
        gap = tokens[after].gap.strip(SPACES) if after < len(tokens) else "."
        closed = after in self.cues or (
            after < len(tokens) and tokens[after].bare == lexicon.subject_marker != ""
        )
        if lexicon.genitives and self._has_postposition(after):
            closed = closed or self._is_unlisted(after - 1)
        if after - start <= 2 or ((gap or closed) and after - start <= _LONGEST_NAME - 1):
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
            return self._goes_on_arabic(index, start)
        if lexicon.subject == "before" and self.is_common(index) and (
            index - start > 1 or self.tokens[start].bare not in lexicon.given
        ):  # fmt: skip
            return False
        if lexicon.subject == "before" and index == start + 1 and self._ends_phrase(index + 1):
            return token.bare not in lexicon.titles  # علی‌اصغر پناهنده
        if lexicon.clitics == "hebrew" and index - start > 1 and token.gap == " ":
            third = token.bare[0] in "ולבמ" and token.bare not in self.known | lexicon.surnames
            if third and token.bare not in lexicon.name_parts:
                return False  # עולה דנית אלוש לבמה
        if (
            lexicon.clitics == "hebrew"
            and index == start + 1
            and token.bare in lexicon.common_names
        ):
            return True  # עומר אדם
        return token.bare not in lexicon.heads and token.bare not in lexicon.places

    def _goes_on_arabic(self, index: int, start: int) -> bool:
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
        whole = all(self.tokens[at].bare in self.known for at in range(start + 1, index))
        if before in self.ends and whole and token.bare not in self.known:
            return False
        inner = before in lexicon.inner or self.tokens[index - 2].bare in lexicon.name_parts
        first = index - 1 == start and (before in lexicon.given or before in self.first_names)
        if self.tokens[index - 1].article and not inner and not first:
            return False  # a surname with article is the last
        if index - 1 == start and self._is_surname(index, start):
            return True
        if first and token.article and token.bare in lexicon.heads:
            # كمال الوالي, not أحمد المتحدث باسم
            return self._ends_phrase(index + 1) or not (
                self.tokens[index + 1].article
                or self.tokens[index + 1].bare in lexicon.representing
            )
        return token.bare not in lexicon.heads and token.bare not in lexicon.places

    def _is_no_surname(self, index: int, start: int) -> bool:
        """Tell whether a common noun behind an Arabic name is no surname: إسماعيل بانغورا انتصار
        فريقه, but محمود حرب،."""
        token = self.tokens[index]
        if token.bare in self.known or not self.arabic.is_noun(token.bare):
            return False
        titled = start > 0 and self.tokens[start - 1].bare in self.lexicon.titles_and_roles
        first = self.tokens[start].bare in self.lexicon.given or (
            titled and not self.arabic.is_noun(self.tokens[start].bare)
        )
        said = index + 1 in self.cues or self._is_before_speech(index + 1)
        surname = index - 1 == start and first and not token.article
        return not (surname and (said or self._is_parted(index + 1)))

    def _is_behind_name(self, index: int, start: int) -> bool:
        """Tell whether an Arabic word behind a name is one that is in no name: a preposition, a
        number, a verb, or how somebody speaks."""
        token, lexicon = self.tokens[index], self.lexicon
        word = token.bare
        if word in lexicon.prepositions:
            return not self.is_given(index)
        if word in lexicon.not_first or word in lexicon.numbers or word in lexicon.occasions:
            return True  # مشت حواء أبكر سبعة أيام, ألقى رفيقه برهوم مرزوق كلمة
        if self.passage.written(index).endswith(TANWIN):
            return True  # عمرو أديب ساخراً
        if word[0] == "ف" and self._is_before_speech(index):
            return True  # أما لوناس قاواوي فبدا
        if word in lexicon.kin and word not in self.known:
            return True  # مصطفى خطيب سارة
        thing = token.article and index - start > 1 and self.passage.written(index).endswith("ة")
        if thing and word not in self.known:
            return True  # ضرغام الأسدي المسؤولية
        several = token.article and word.endswith("ين") and word not in lexicon.roles
        return several and self.stem(word[2:]) in lexicon.persons  # أيمن حسان الصحفيين

    def _is_parted(self, at: int) -> bool:
        """Tell whether a sign is before a token."""
        return at >= len(self.tokens) or self.tokens[at].gap.strip(SPACES) != ""

    def _is_verb_of_woman(self, index: int, start: int) -> bool:
        """Tell whether an Arabic word in ت behind a woman's name is a perfect: سارة حلّت."""
        word = self.tokens[index].bare
        perfect = word.endswith("ت") and not word.endswith("ات") and word not in self.known
        return perfect and self.tokens[start].bare in self.lexicon.feminine_names

    def _ends_phrase(self, at: int) -> bool:
        """Tell whether a sign, a verb of saying or a word that is in no phrase is at a token."""
        ends = at >= len(self.tokens) or at in self.cues
        return ends or not self.joins(at) or self.is_stop(at, at)

    def _is_object_of_verb(self, index: int, start: int) -> bool:
        """Tell whether an Arabic noun with its complement follows a name of two words: غسان مرعي
        صناديق البرتقال. A name's last word with article ends in ي as a rule."""
        tokens, lexicon = self.tokens, self.lexicon
        if index - start < 2 or index + 1 >= len(tokens) or not self.joins(index + 1):
            return False
        word, following = tokens[index].bare, tokens[index + 1]
        names = lexicon.given | lexicon.name_parts | lexicon.inner | self.known
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
        if len(words) < _LONGEST_NAME - 1 or self.tokens[index].article:
            return False
        return (
            words[-2] not in self.lexicon.name_parts | self.lexicon.inner
            and self.counts[words[-1]] == 1
            and self.pairs[words[-3], words[-2]] > 1
            and self.threes[words[-3], words[-2], words[-1]] == 1
        )

    def _name_start(self, first: int, after: int) -> int | None:
        if self.lexicon.capitals:
            return self._latin_name(first, after)
        kin = self._kin(first, after)
        if kin is not None:
            return self._first_given(first, kin)
        title = self._last_title(first, after)
        named = first + (title > first + 1 and self._is_title(first))
        if title > named and self._is_named_before(named, title):
            return named  # ח"כ חנוך קירש יו"ר הוועדה
        given = self._first_given(title + 1 if title >= 0 else first, after)
        if given is not None:
            return given
        if title < 0:
            return self._name_without_title(first, after)
        rest = after - title - 1
        if rest <= 0:  # رشيد بلحوس اعتذار الفريق
            alone = self.lexicon.clitics != "arabic" or title == first
            return None if alone else self._first_given(first, title)
        if self.tokens[title + 1].bare in self.known:
            return title + 1
        if self.lexicon.clitics:
            name = self._name_after_title(title, after)
            if name is None and self.lexicon.clitics == "arabic":
                return self._name_before_title(first, title)
            return name
        owned = self.lexicon.object_marker and self.tokens[title].bare not in self.lexicon.heads
        if owned and self.tokens[title].bare.endswith("ش"):
            return title + 1  # همسرش صنوبر
        if self._is_title(title) and not self._has_noun(title + 1, after):
            return title + 1
        return self._name_after_complement(title, after)

    def _is_named_after_somebody(self, title: int) -> bool:
        """Tell whether a Persian title is in the name of a place or body: دانشگاه شهید بهشتی."""
        lexicon, before = self.lexicon, self.tokens[title - 1].bare
        if not lexicon.object_marker or self.tokens[title].bare in lexicon.roles:
            return False
        place = before in lexicon.bodies or before in lexicon.naming or self.is_common(title - 1)
        return self._is_title(title) and place

    def _name_without_title(self, first: int, after: int) -> int | None:
        """Return where a name begins in a phrase without a noun for its bearer."""
        if self._is_nationality(first, after):
            return first + 1
        name = self._bare_name(first, after)
        if name is None and self._is_marked(after):
            name = self._name_before_marker(first, after)
        return self._name_after_noun(first, after) if name is None else name

    def _is_named_before(self, first: int, title: int) -> bool:
        """Tell whether a Hebrew or Persian name of two or three words is before the office that its
        bearer has: אלישע לוי מאמן בני יהודה, شنه ریگی سرمربی ملوان."""
        persian = self.lexicon.object_marker != ""
        if not (persian or self.lexicon.clitics == "hebrew"):
            return False
        if not 2 <= title - first < _LONGEST_NAME or self._has_noun(first, title):
            return False
        if persian:
            return not any(self.is_common(i) for i in range(first, title))
        return self.is_given(first) or not any(
            token.article or self.hebrew_clitic(first + place) or token.bare in self.lexicon.titles
            for place, token in enumerate(self.tokens[first:title])
        )

    def _is_marked(self, after: int) -> bool:
        """Tell whether the Urdu sign of a subject is at a token: نے."""
        marker = self.lexicon.subject_marker
        return marker != "" and after < len(self.tokens) and self.tokens[after].bare == marker

    def _name_before_marker(self, first: int, after: int) -> int | None:
        """Return where a name of two or three words begins before نے, a common word before it: بات
        عبدالشکور بلوچ نے."""
        start = self._trailing_name(first, after)
        return start if first < start < after - 1 else None

    def _name_before_title(self, first: int, title: int) -> int | None:
        """Return the start of an Arabic name before an office: حسن عبد الله محافظ البنك, خيرت
        كابالاري المدير الإقليمي."""
        given = self._first_given(first, title)
        office = self.tokens[title].article or self.tokens[title].bare in self.lexicon.roles
        bare = title - first > 1 and office
        return first if given is None and bare and self.is_made_like_a_name(first, title) else given

    def _kin(self, first: int, after: int) -> int | None:
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
        titled = self.tokens[index].article and self._noun(index) in self.lexicon.persons
        return self.is_given(index) or (titled and index + 1 <= after)

    def _has_noun(self, first: int, after: int) -> bool:
        lexicon = self.lexicon
        words = [self._noun(i) for i in range(first, after)]
        if any(word in lexicon.heads or word in lexicon.places for word in words):
            return True
        office = self.tokens[first - 1].bare in lexicon.roles  # قاضی پرونده, کاپیتان پیشین تیم
        return office and any(self.is_common(i) for i in range(first, after))

    def is_common(self, index: int) -> bool:
        """Tell whether a Persian or Urdu word, without its ending, is a common one and no name."""
        word, common = self.tokens[index].bare, self.lexicon.common_nouns
        if word in common or (word.endswith("ساله") and self.lexicon.object_marker):
            return True
        return self.lexicon.subject == "before" and any(
            word.endswith(ending) and word[: -len(ending)] in common
            for ending in self.lexicon.endings
        )

    def _is_title(self, index: int) -> bool:
        return self.tokens[index].bare in self.lexicon.titles

    def _noun(self, index: int) -> str:
        """Return a word without the clitics of Hebrew or Arabic, where it is a noun known."""
        return self.stem(self.tokens[index].bare)

    def stem(self, word: str) -> str:
        """Return a folded word without what is joined to a noun that is known."""
        lexicon = self.lexicon
        if word in lexicon.heads:
            return word
        field_of = word.endswith("شناسي")  # زبان‌شناسی
        if lexicon.object_marker and not field_of:
            for ending in _PERSIAN_ENDINGS:  # منتقدی: a critic, همسرش, پسرخاله‌اش
                if word.endswith(ending) and word.removesuffix(ending) in lexicon.heads:
                    return word.removesuffix(ending)
        if lexicon.clitics == "hebrew":
            for start in (1, 2):
                two = start == 1 or word[0] == "ו" or word[1:2] == "ה"
                if two and not word[:start].strip("ושהבכלמ") and word[start:] in lexicon.heads:
                    return word[start:]
        if lexicon.clitics == "arabic":
            joined = word[:1] in "وفبل" and len(word) > _SHORTEST_NAME
            for part in (word, word[1:]) if joined else (word,):
                noun = self.arabic.stem(part)
                if noun:
                    return noun
        return word

    def is_apposed(self, phrase: NounPhrase) -> bool:
        """Tell whether a phrase is between two commas."""
        behind = self.tokens[phrase.after].gap if phrase.after < len(self.tokens) else "."
        return all(
            gap.strip(SPACES) in ("،", ",") for gap in (self.tokens[phrase.first].gap, behind)
        )

    def _last_title(self, first: int, after: int) -> int:
        """Return the index of the last word for an office or person, -1 without one."""
        lexicon = self.lexicon
        for index in range(after - 1, first - 1, -1):
            word = self._noun(index)
            kin = (
                word in lexicon.people
                and word != self.tokens[index].bare
                and (lexicon.clitics == "arabic" and self.tokens[index].bare.endswith(_POSSESSORS))
            )  # زوجته خدوج
            kin = kin or (word in lexicon.people and self._is_owned(index))
            if (kin or word in lexicon.titles_and_roles) and not (
                index > first
                and (
                    self._is_given_behind_noun(index, after)
                    or (index + 1 == after and word in lexicon.given)
                    or (index + 1 == after and self._is_surname(index, first))
                    or (index + 1 == after and self._is_urdu_surname(index))
                    or self.tokens[index - 1].bare in lexicon.given | lexicon.name_parts
                )
            ):
                return index
        return -1

    def _is_given_behind_noun(self, index: int, after: int) -> bool:
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

    def _is_urdu_surname(self, index: int) -> bool:
        """Tell whether an Urdu title is the last word of a name: شمس النساء بیگم."""
        return self.lexicon.genitives != frozenset() and (
            self._is_title(index) and self._is_unlisted(index - 1)
        )

    def _is_surname(self, index: int, first: int) -> bool:
        """Tell whether an Arabic title with article ends a phrase of two words as a surname:
        نعمة السيد."""
        before, token = self.tokens[index - 1], self.tokens[index]
        if self.lexicon.clitics != "arabic" or before.article or not token.article:
            return False
        if not (index == first + 1 or self.tokens[index - 2].article):
            return False  # المهندس عبيد الشاعر
        noun = self._noun(index - 1) in self.lexicon.heads or self.arabic.is_noun(before.bare)
        joined = before.bare in self.lexicon.representing or before.bare in self.lexicon.stops
        listed = token.bare in self.lexicon.persons
        return listed and not noun and not joined and self.is_closed_name(index + 1)

    def is_closed_name(self, at: int) -> bool:
        """Tell whether a sign, a verb of saying or what was said is behind an Arabic name."""
        ended = self._is_parted(at) or at in self.cues or self._is_before_speech(at)
        return ended or self._ends_phrase(at)

    def _first_given(self, first: int, after: int) -> int | None:
        lexicon = self.lexicon
        for index in range(first, after):
            given = self.is_given(index) or (index == first and self.joined_letters(index))
            if not given or self._is_common_at_end(index, first, after):
                continue
            before = self.tokens[index - 1].bare if index > first else ""
            if index > first and self._is_adjective(index):
                continue
            named_after = before != "" and self.stem(before) in lexicon.bodies
            if (named_after and not lexicon.genitives) or (
                index > first and self._izafat(index - 1)
            ):
                continue  # in Urdu the body is before the office: رکن اسمبلی کوثر
            if self.passage.written(index).endswith("\u0654"):
                continue  # ستارهٔ فیلم: a noun with its complement
            if before in lexicon.name_parts:
                more = index - 2 >= first and not self._noun_like(index - 2)
                return index - 2 if more and lexicon.clitics else index - 1
            if (
                index > first
                and index + 1 == after
                and index - 1 >= first
                and (
                    self._is_unlisted(index - 1)
                    if lexicon.genitives
                    else not self._noun_like(index - 1)
                )
                and not self._is_made_like_a_verb(index - 1)
            ):
                return index - 1  # the second of two names, the first of which is not known
            return index
        return None

    def _is_common_at_end(self, index: int, first: int, after: int) -> bool:
        """Tell whether a Persian or Urdu name that is another word too ends a long phrase, and is
        likely that: شورای صدور پروانه."""
        lexicon = self.lexicon
        ends = index + 1 == after and index - first >= _SHORTEST_NAME - 1
        titled = self.tokens[index - 1].bare in lexicon.titles
        common = self.tokens[index].bare in lexicon.common_names
        return lexicon.subject == "before" and ends and common and not titled

    def _is_adjective(self, index: int) -> bool:
        """Tell whether an Arabic name that is a common word too describes the plural before it:
        ممرات آمنة."""
        before, word = self.tokens[index - 1], self.tokens[index].bare
        several = before.bare.endswith("ات") and not before.article
        return several and word in self.lexicon.common_names and self.lexicon.clitics == "arabic"

    def _is_made_like_a_verb(self, index: int) -> bool:
        """Tell whether an Arabic word that no list has may be an imperfect: لا تخفي فاطمة."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        imperfect = word[:1] in ("ي", "ت") and written[1:2] != "ا"  # not تاديسي
        return self.lexicon.clitics == "arabic" and imperfect and word not in self.known

    def is_given(self, index: int) -> bool:
        """Tell whether a token is a given name; علي is one, which folds to the same as على."""
        word = self.tokens[index].bare
        if word in self.lexicon.common_names and self._follows_preposition(index):
            return False  # در پیام تسلیتی
        if index and (self.stem(self.tokens[index - 1].bare), word) in self.lexicon.not_names:
            return False  # עורך דינה
        if self.lexicon.clitics == "hebrew" and word in self.lexicon.roles:
            return False  # דודו של החייל
        if self._is_before_town(index):
            return False
        if self.lexicon.genitives and self.tokens[index + 1 : index + 2] and (
            self.tokens[index + 1].bare == _AGE
        ):  # fmt: skip
            return False
        if self.lexicon.object_marker and self._is_double(word):
            return True
        return word in self.lexicon.given or (
            word == "علي" and self.lexicon.clitics == "arabic"
            and self.passage.written(index).endswith("ي")
        )  # fmt: skip

    def _is_before_town(self, index: int) -> bool:
        """Tell whether an Urdu name is part of that of a town: شجاع آباد."""
        if index + 1 >= len(self.tokens) or not self.lexicon.towns:
            return False
        return self.tokens[index + 1].bare in self.lexicon.towns and self.joins(index + 1)

    def _is_double(self, word: str) -> bool:
        """Tell whether two Persian given names, or one and آقا, are written as one word: حسن‌علی."""
        given = self.lexicon.given
        if any(word.endswith(title) and word.removesuffix(title) in given for title in _JOINED):
            return True
        if len(word) <= _LONGEST_NAME or word in given or word in self.lexicon.heads:
            return False
        return any(
            word[:at] in given and word[at:] in given
            for at in range(_SHORTEST_NAME, len(word) - _SHORTEST_NAME + 1)
        )

    def _follows_preposition(self, index: int) -> bool:
        """Tell whether a Persian preposition is before a word."""
        before = self.tokens[index - 1].bare if index else ""
        persian = self.lexicon.object_marker != ""
        return persian and before in self.lexicon.prepositions and self.joins(index)

    def joined_letters(self, index: int) -> int:
        """Return how many letters are in front of a Hebrew given name that a surname follows:
        לאבנר זילכה, כשגיא לדרמן."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if lexicon.clitics != "hebrew" or index + 1 >= len(self.tokens):
            return 0
        if word in lexicon.given or word in lexicon.heads or word[0] not in "ושכלבמ":
            return 0
        following = self.tokens[index + 1]
        nouns = (lexicon.heads, lexicon.stops, lexicon.places, lexicon.common_nouns)
        if not self.joins(index + 1) or following.quotation >= 0 or following.article:
            return 0
        if len(following.bare) < _SHORTEST_NAME or any(following.bare in words for words in nouns):
            return 0
        for letters in (2, 1):
            joined = letters == 1 or word[:2] in ("כש", "וש", "ול", "וב", "ומ")
            name = word[letters:]
            common = letters == 1 and name in lexicon.common_names
            if joined and name in lexicon.given and not common:
                return letters
        return 0

    def _noun_like(self, index: int) -> bool:
        word = self.tokens[index].bare
        lexicon = self.lexicon
        if self.is_given(index):
            return False
        return (
            self._noun(index) in lexicon.heads
            or word in lexicon.places
            or word in lexicon.stops
            or (lexicon.clitics != "" and self.tokens[index].article)
            or not lexicon.clitics
        )

    def _izafat(self, index: int) -> bool:
        """Tell whether the vowel mark that joins a noun to its complement is written: وزیرِ
        اطلاعات."""
        return _IZAFAT in self.passage.written(index)[-2:]

    def _bare_name(self, first: int, after: int) -> int | None:
        """Return the start of a name without title: one that is known, or made like a name."""
        lexicon, words = self.lexicon, [self.tokens[i].bare for i in range(first, after)]
        joined = lexicon.clitics == "hebrew" and words[0][0] == "ו" and words[0][1:] in self.known
        if words[0] in self.known or joined:
            return first
        if len(words) == 2 and self._is_behind_verb(first) and self._is_surname(first + 1, first):
            return first  # بيريفان الوزير
        if any(word in lexicon.bodies for word in words):
            return None
        if self._opens_report(first, after):
            return first
        starts = words[0] in lexicon.not_at_start and self.passage.sentence_start(first) == first
        if words[0] in lexicon.name_parts and len(words) > 1 and not starts:
            return first
        parted = len(words) > 2 and words[1] in lexicon.name_parts
        if parted and self._is_made_like_a_verb(first):
            return first + 1  # يرعى عبد القادر
        if lexicon.clitics == "arabic":  # سئلت الجزيري
            for place, word in enumerate(words):
                if word in self.known and (
                    self.tokens[first + place].article or len(word) >= _LONGEST_NAME
                ):
                    return first + place
        return None

    def _opens_report(self, first: int, after: int) -> bool:
        """Tell whether two or three words that no list has open a Persian or Urdu sentence with a
        verb of saying or a colon, and are likely a name: گل‌بس راکی نخ را می‌برد و می‌گوید."""
        lexicon, tokens = self.lexicon, self.tokens
        if lexicon.subject != "before" or after - first < _SHORTEST_NAME - 1:
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
        words = list(takewhile(self._is_unlisted, range(first, min(after, first + _LONGEST_NAME))))
        if not 2 <= len(words) < _LONGEST_NAME:
            return False
        if self.first_places.get(tokens[first + 1].bare, first + 1) < first + 1:
            return False  # پیکر سپهوند: a surname that was there before
        if self._has_postposition(after) or tokens[after - 1].bare in lexicon.bodies:
            return False  # وطن واپسی پر
        end = self.passage.sentence_end(first)
        if self.counts[tokens[first + 1].bare] > 1:
            return True  # a surname that comes again
        return any(
            at in self.cues or ":" in tokens[at].gap
            for at in range(after, min(end + 1, len(tokens), after + NEAR * 4))
        )

    def _is_unlisted(self, index: int) -> bool:
        """Tell whether no list has a Persian or Urdu word, so that it may be a name."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if len(word) < _SHORTEST_NAME:
            return word in lexicon.name_parts
        if self.passage.written(index).endswith(_NO_NAMES):
            return False
        lists = (lexicon.heads, lexicon.places, lexicon.naming, lexicon.determiners, lexicon.stops)
        return not (
            any(word in words for words in lists)
            or self.stem(word) in lexicon.heads
            or self.is_common(index)
        )

    def _is_behind_verb(self, first: int) -> bool:
        """Tell whether a verb of saying or أما is right before an Arabic phrase, or commas are
        around its two words."""
        before = range(max(0, first - 3), first)
        said = any((cue := self.cues.get(at)) is not None and cue.after == first for at in before)
        opened = first > 0 and self.tokens[first - 1].bare in self.lexicon.as_for
        parted = self.tokens[first].gap.strip(SPACES) in _COMMAS and self._is_parted(first + 2)
        return said or opened or parted

    def _name_after_noun(self, first: int, after: int) -> int | None:
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
            listed = word in self.lexicon.given or word in self.known
            if word.startswith("ل") and not listed and not self._is_name_with_lam(index):
                return None  # to whom it was told: تقول الحرفية لهسبريس
            if not (self.tokens[index].article or word.startswith("لل")):
                noun = word in self.lexicon.heads or word in self.lexicon.places
                return None if noun or self._is_no_name(index) else index
        return None

    def _name_after_title(self, title: int, after: int) -> int | None:
        """Return where a name begins after a title: رئيسة القافلة | مروة, חברת הכנסת | נועה.

        It does where a word without article follows one with it, and right after a title that
        has the article itself or takes no complement.
        """
        word = self.tokens[title].bare
        definite = (
            self.tokens[title].article or self._is_title(title) or self._is_of_somebody(title)
        )
        if not definite and word in self.lexicon.people and word not in self.lexicon.roles:
            return None
        for index in range(title + 1, after):
            word = self.tokens[index].bare
            if self.tokens[index].gap in tuple(_JOINS):
                continue  # the second part of a place's name
            if self._is_possessed(index):
                definite = True
                continue
            if word in self.lexicon.representing:
                definite = False
            elif (
                word.startswith(("لل", "وال", "וה"))
                or (self.tokens[index].article and len(word) > 3 and word not in self.known)
                or self._is_place_of_office(index, after)
            ):
                definite = True
            elif self._is_complement(index) or (
                self._noun(index) in self.lexicon.heads
                and not (definite and self._is_given_behind_noun(index, after))
            ):
                definite = False
            elif self._is_told_to(index) and index + 1 >= after:
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

    def _is_of_somebody(self, index: int) -> bool:
        """Tell whether an Arabic noun for a person has a pronoun: زوجته خدوج."""
        word = self.tokens[index].bare
        owned = self.lexicon.clitics == "arabic" and word not in self.lexicon.heads
        return (owned and word.endswith(_POSSESSORS)) or self._is_owned(index)

    def _is_place_of_office(self, index: int, after: int) -> bool:
        """Tell whether ب seems to be in front of an Arabic place that no list has, and a name of
        two words follows: مدير المهرجان بقسنطينة سيرغي عرمان."""
        word = self.tokens[index].bare
        names = self.known | self.lexicon.given
        if self.lexicon.clitics != "arabic" or word[0] != "ب" or word in names:
            return False
        long = len(word) > _LONGEST_NAME + 1 and not word.startswith(("بو", "بن", "بل"))
        if after - index < _SHORTEST_NAME or self.tokens[index + 1].article:
            return False
        return self._noun(index) not in self.lexicon.heads and (
            long or word[1:] in self.lexicon.places | self.vocabulary
        )

    def _is_owned(self, index: int) -> bool:
        """Tell whether an Arabic noun for a person ends in a pronoun that is written like no ة:
        زميله راجي."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        if self.lexicon.clitics != "arabic" or not written.endswith("ه"):
            return False
        return word[:-1] in self.lexicon.people and not self.tokens[index].article

    def _may_be_bearer(self, index: int, after: int) -> bool:
        """Tell whether a word behind an office and its complement may be a name: one Hebrew word
        alone is, if it is known; נציג המחלבות ניסה is none."""
        word, lexicon = self.tokens[index].bare, self.lexicon
        if lexicon.clitics == "arabic":
            with_ba = word[0] == "ب" and self.passage.written(index).endswith("ة")
            with_ba = with_ba and not word.startswith(("بو", "بن", "بل"))
            named = word in self.known or word in lexicon.given
            return not (self._is_no_name(index) or (with_ba and not named))
        if lexicon.clitics != "hebrew" or index + 1 < after:
            return True
        if self._is_title(index - 1) and self._ends_phrase(after):
            return True  # השר אקוניס תקף
        return word in self.known or self.is_given(index) or self.tokens[index - 1].article is False

    def _is_complement(self, index: int) -> bool:
        """Tell whether ب or ل begins an Arabic word behind an office: الوزير بمحاسبة, المدير
        التنفيذي لمحلية."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        named = word in self.lexicon.given or word in self.known
        named = named or word.startswith(("بو", "بن", "بل"))  # بوجمعة
        if self.lexicon.clitics == "arabic" and self._is_infinitive(index):
            return True  # معاونة الوزير لشؤون الرعاية الأولية
        if self.lexicon.clitics != "arabic" or named or not written.endswith("ة"):
            return False
        return word[0] in "بل" and len(word) > _LONGEST_NAME

    def _is_told_to(self, index: int) -> bool:
        """Tell whether an Arabic word that no list has seems to have ل in front: قالت لهسبريس."""
        word = self.tokens[index].bare
        names = self.known | self.lexicon.given
        arabic = self.lexicon.clitics == "arabic"
        return arabic and word.startswith("ل") and len(word) > _LONGEST_NAME and word not in names

    def _name_after_complement(self, title: int, after: int) -> int | None:
        """Return where a name begins after an office of Persian or Urdu.

        The complement of such an office has no sign. In Urdu the complement is before the office,
        or after its izafat.
        """
        rest = after - title - 1
        start = title + 1
        if self.lexicon.genitives:
            if self._izafat(title):
                while start < after and self._izafat(start):
                    start += 1
                start += 1
            elif rest >= _LONGEST_NAME - 1:
                start = self._trailing_name(start, after)
            if any(self.is_common(i) for i in range(start, after)):
                return None
            return start if start + 1 < after else None
        return None  # Persian: the whole phrase is the speaker

    def _trailing_name(self, first: int, after: int) -> int:
        """Return where two or three words, parts not counted, that no list has begin at the end of
        an Urdu phrase: دفتر خارجہ شہیرہ قدوائی, کرم اللہ وقاصی."""
        lexicon, start, words = self.lexicon, after, 0
        while start > first and words < _SHORTEST_NAME:
            word = self.tokens[start - 1].bare
            part = word in lexicon.name_parts
            if not part and (word in lexicon.heads - lexicon.titles or self.is_common(start - 1)):
                break
            start, words = start - 1, words + (not part)
        return start

    def _latin_name(self, first: int, after: int) -> int | None:
        """Return the start of the capital letters after the last title, or of all of them."""
        lexicon, tokens = self.lexicon, self.tokens
        last = tokens[after - 1].bare
        short = after < len(tokens) and tokens[after].gap.startswith(".")
        if short and len(last) <= _LONGEST_NAME and last in lexicon.titles:
            return None  # State Rep. Donna Whitley, which ICU takes for a sentence's end
        start = self._capitals(first, after)
        role = first  # the body of Hospital chief executive Graham Lisle is not who speaks
        for index in range(first, start):
            role = index if tokens[index].bare in lexicon.titles_and_roles else role
        if any(tokens[i].capital and tokens[i].bare in lexicon.bodies for i in range(role, after)):
            return None
        for index in range(start, after - 1):
            if self.passage.written(index).endswith(("’s", "'s")):
                start = index + 1
        left_out = (lexicon.determiners, lexicon.persons, lexicon.nationalities)
        while start < after and any(tokens[start].bare in words for words in left_out):
            start += 1
        if start == after or not (tokens[start].capital or self._is_part(start, after)):
            return None
        if not (tokens[after - 1].capital or tokens[after - 1].bare in lexicon.name_parts):
            return None  # a name before a noun only describes it: the Nevada mine
        if start + 1 == after and not self._is_single_name(start, first):
            return None
        return start

    def _capitals(self, first: int, after: int) -> int:
        """Return where the last words with a capital letter of a phrase start, `after`
        without any."""
        lexicon, start = self.lexicon, after
        for index in range(after - 1, first - 1, -1):
            token = self.tokens[index]
            if start < after and token.capital and token.bare in lexicon.titles_and_roles:
                break
            if token.capital or (start < after and token.bare in lexicon.name_parts):
                start = index
            elif start < after:
                break
        return start

    def _is_part(self, index: int, after: int) -> bool:
        return self.tokens[index].bare in self.lexicon.name_parts and index + 1 < after

    def _is_single_name(self, index: int, first: int) -> bool:
        """Tell whether one word with a capital letter is a person's name."""
        token, lexicon = self.tokens[index], self.lexicon
        if len(token.bare) < _SHORTEST_NAME or token.bare in lexicon.weekdays:
            return False
        if token.bare.removesuffix("'s") in lexicon.places:
            return False
        if index == first and not self._is_name_elsewhere(index):
            return False
        return not self.passage.written(index).isupper() or token.bare in self.known

    def _is_name_elsewhere(self, index: int) -> bool:
        """Tell whether a word with a capital letter is a name, and does not only open a
        sentence."""
        token = self.tokens[index]
        if token.bare in self.known:
            return True
        opens = self.passage.sentence_start(index) == index or (
            index > 0 and self.tokens[index - 1].quotation != token.quotation
        )
        return not opens and token.bare not in self.lexicon.heads

    # ---------------------------------------------------------------- subjects

    def subject(self, first: int, after: int) -> Subject | None:
        """Return what the phrase of the tokens `[first, after)` names; None where it cannot
        speak."""
        tokens, lexicon = self.tokens, self.lexicon
        whole_first = first
        while first < after - 1 and tokens[first].bare in lexicon.determiners:
            if tokens[first + 1].bare in lexicon.prepositions:
                break  # یکی از معلمان
            first += 1
        head = self._noun(first)
        cut = 0
        if head != tokens[first].bare and lexicon.clitics:
            cut = self._cut(first)
        word = tokens[first].bare
        names = self.known | lexicon.given
        if lexicon.clitics == "arabic" and word[0] in "وف" and word not in names | lexicon.with_waw:
            given = word[1:] in lexicon.given and len(word) > _SHORTEST_NAME
            cut = letter_end(self.passage.written(first)) if given else cut  # فرغد المطلق
        if lexicon.clitics == "hebrew" and word[0] == "ו" and word not in names:
            several = word[1:] in lexicon.several_of  # ואחד השרים
            joined = several or word[1:] in names
            cut = letter_end(self.passage.written(first)) if joined else cut
        start = tokens[first].span.start + cut
        if tokens[first].bare in lexicon.pronouns:
            return Subject(tokens[first].span, first, first + 1, head, "pronoun",
                           self._pronoun_gender(first))  # fmt: skip
        some = lexicon.capitals and tokens[whole_first].bare in ("a", "an")
        some = some and not self._is_described_person(first, after)
        name = None if some else self.person(first, after)
        if name is not None:
            begin = tokens[name[0]].span.start
            if name[0] == first:
                begin = max(start, begin + self.joined_letters(first))
            span = Span(begin, tokens[name[1] - 1].span.end)
            return Subject(_without_possessive(span, self.passage.text), whole_first,
                           max(after, name[1]), head, "person",
                           sure=self.is_sure(name))  # fmt: skip
        kind = self._subject_kind(first, after)
        sure = True
        if kind == "unknown" and self.is_made_like_a_name(first, after):
            kind, sure = "person", False
        after = self._end_of_noun(first, after)
        span = Span(start, self.end_offset(after))
        if tokens[first].quotation >= 0:
            inside = self.passage.quotations[tokens[first].quotation]
            span = inside_marks(self.passage.text, inside)
        span = span.trimmed(self.passage.text)
        if not span.length:
            return None
        return Subject(span, whole_first, after, head, kind, sure=sure)

    def _is_described_person(self, first: int, after: int) -> bool:
        """Tell whether an article belongs to an adjective and a full name: a triumphant Wendy
        Tiffin."""
        words = self.tokens[first:after]
        named = words[1:]
        return (
            len(words) == _SHORTEST_NAME
            and not words[0].capital
            and words[0].bare not in self.lexicon.heads
            and all(word.capital and word.bare not in self.lexicon.heads for word in named)
        )

    def _end_of_noun(self, first: int, after: int) -> int:
        """Return the end of an English phrase: its last noun for persons, or a body's last
        capital; and of an Arabic one: where an object without article follows it."""
        if self.lexicon.clitics == "arabic" and self._noun(first) in self.lexicon.heads:
            nouns = self.lexicon.naming | self.lexicon.not_first | self.lexicon.occasions
            for index in range(first + 1, after):
                word = self.tokens[index].bare
                noun = word in nouns or self.arabic.is_noun(word)
                if noun and self.tokens[index - 1].article and not (
                    self.tokens[index].article or word in self.lexicon.representing
                ):  # fmt: skip
                    return index  # منفذو الهجوم | اسم البلدة
        if self.lexicon.capitals:
            named = self.tokens[first].capital and self._subject_kind(first, after) == "body"
            for index in range(after - 1, first - 1, -1):
                token = self.tokens[index]
                if token.capital if named else token.bare in self.lexicon.persons:
                    return index + 1
        kin = self._kin(first, after)
        whose = None if kin is None else self.person(kin + 1, after)
        return after if whose is None else whose[1]  # عائلة الشاب حسن أبو زايد

    def is_made_like_a_name(self, first: int, after: int) -> bool:
        """Tell whether Arabic words look like a bare name: none has the article or a sign of
        a noun."""
        lexicon = self.lexicon
        if lexicon.clitics != "arabic" or after - first > _LONGEST_NAME:
            return False
        before = self.tokens[first - 1].bare if first > 0 else ""
        if before in lexicon.before_verb:
            return False  # ولما عُرضت عليه
        if before in lexicon.relatives and before.startswith(("ال", "وال")):
            return False  # الشعار الذي دأبت
        if before in lexicon.before_wish and self.tokens[first].bare[0] in "يتنا":
            return False  # قبل أن نغادر
        if any(self._is_no_name(index) for index in range(first, after)):
            return False
        return all(
            token.bare in lexicon.name_parts
            or (
                len(token.bare) > 2
                and not token.article
                and not token.bare.startswith("لل")
                and not token.bare.endswith(("ه", "ات"))
                and not (token.bare.endswith(("ها", "هم")) and len(token.bare) > _LONGEST_NAME)
                and token.bare not in lexicon.stops
                and token.bare not in lexicon.not_first
            )
            for token in self.tokens[first:after]
        ) and not any(self._noun(i) in lexicon.heads for i in range(first, after))

    def _is_nationality(self, first: int, after: int) -> bool:
        """Tell whether an Arabic adjective of origin and words made like a name are all of a
        phrase: الإثيوبي تاديسي غيرما."""
        if self.lexicon.clitics != "arabic" or after - first < 2:
            return False
        word, written = self.tokens[first].bare, self.passage.written(first)
        origin = self.tokens[first].article and written.endswith(("ي", "ية")) and len(word) > 5
        if not origin:
            return False
        named = {word, word[2:]} & (self.lexicon.given | self.known | self.lexicon.heads)
        verb = self._is_made_like_a_verb(first + 1) or self.tokens[first + 1].bare.endswith("وا")
        return not named and not verb and self.is_made_like_a_name(first + 1, after)

    def _is_infinitive(self, index: int) -> bool:
        """Tell whether ل seems to be in front of an Arabic infinitive: تدخل رئيس المجلس لفض
        الاشتباك اللفظي."""
        word, behind = self.tokens[index].bare, self.tokens[index + 1 : index + 3]
        if word[0] != "ل" or len(behind) < 2:
            return False
        listed = any(
            part in names
            for part in (word, word[1:])
            for names in (self.lexicon.given, self.lexicon.heads, self.known)
        )
        return not listed and all(token.article and token.quotation < 0 for token in behind)

    def _is_no_name(self, index: int) -> bool:
        """Tell whether an Arabic word has a form that names never have, or stands where only a verb
        can: أسبوع, طويلاً, أنه دخل, قد وصل."""
        word, before = self.tokens[index].bare, self.tokens[index - 1].bare if index else ""
        if word in self.lexicon.given or word in self.lexicon.name_parts:
            return False
        written = self.passage.written(index)
        if self.arabic.is_noun(word) or self.arabic.is_accusative(written):
            return True
        if self._is_infinitive(index):
            return True
        if word.endswith("وا") and len(word) > _SHORTEST_NAME:
            return word not in self.known  # قدموا
        if written.endswith(("ه", "ها", "هم")) and len(word) > _SHORTEST_NAME:
            return word not in self.lexicon.with_ha | self.lexicon.inner | self.known
        if before in self.lexicon.auxiliaries | self.lexicon.negations and self.joins(index):
            return before not in self.lexicon.introducing
        owned = before in self.lexicon.complementizers and before.endswith(("ه", "ها", "هم", "هما"))
        return owned and self.joins(index)

    def _cut(self, index: int) -> int:
        """Return the code points of a conjunction or preposition before a noun that is known."""
        word, written = self.tokens[index].bare, self.passage.written(index)
        noun = self._noun(index)
        article = "ה" if self.lexicon.clitics == "hebrew" else "ال"
        letters = len(word) - len(noun)
        if not word.endswith(noun) or (word.startswith(article) and letters == len(article)):
            return 0
        return letter_end(written)

    def _pronoun_gender(self, index: int) -> str:
        word, lexicon = self.tokens[index].bare, self.lexicon
        if word in lexicon.first_persons:
            return "1"
        if word in lexicon.pronouns_feminine:
            return "f"
        if word in lexicon.pronouns_masculine:
            return "m"
        return "p" if word in lexicon.pronouns_plural else ""

    def _subject_kind(self, first: int, after: int) -> SubjectKind:
        lexicon = self.lexicon
        if lexicon.clitics == "hebrew" and first + 1 < after:
            opening = self.tokens[first].bare
            first += opening in lexicon.several_of or opening[1:] in lexicon.several_of
        words = [self._noun(i) for i in range(first, after)]
        if words[0] in lexicon.sources:
            return "source"
        if lexicon.capitals or not lexicon.clitics:
            words = words[::-1] if lexicon.capitals or lexicon.genitives else words
        elif (
            lexicon.clitics == "hebrew"
            and first + 1 < after
            and (self.tokens[first + 1].article or self.hebrew_clitic(first + 1))
        ):
            words = words[:1]  # the head of a construct is first: שביתת האחיות
        elif lexicon.clitics == "hebrew":
            words = words[:_SHORTEST_NAME]
        head_first = lexicon.clitics == "arabic" or lexicon.object_marker != ""
        for word in words[:1] if head_first else words:
            if word in lexicon.bodies:
                return "body"
            if word in lexicon.persons:
                return "people"
        if any(word in lexicon.places for word in words) and len(words) == 1:
            return "place"
        if lexicon.capitals and sum(char.isupper() for char in self.passage.written(first)) > 1:
            return "body"
        return "unknown"


def _closes(before: Word | None, token: Word) -> bool:
    """Tell whether a quoted name ends right before the token: بنك «مصر» المركزي."""
    return before is not None and before.quotation >= 0 and token.gap[1:] == " "


_POSSESSIVE = re.compile("['’]s\\Z")


def _without_possessive(span: Span, text: str) -> Span:
    found = _POSSESSIVE.search(span.of(text))
    return Span(span.start, span.end - len(found[0])) if found else span
