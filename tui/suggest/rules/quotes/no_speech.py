"""Quotation marks that hold no speech: names, titles, terms, words on a sign."""

from __future__ import annotations

from bisect import bisect_left

from tui.suggest.lexicons.lexicon import has_words, is_in_any
from tui.suggest.rules.passages import SPACES, Word
from tui.suggest.rules.phrases.words import COMMAS
from tui.suggest.rules.quotes.reported_clauses import ReportedClauses
from tui.suggest.rules.quotes.surroundings import LIGHT, NAME_WORDS, QuotationRules, Surroundings
from tui.suggest.rules.reports.report import Report
from tui.text.spans import Span

_SIGN = 8
"""Tokens between what something is written on and the words."""


class NoSpeech(QuotationRules):
    """Which quotations are nobody's words: names, titles, terms; each language has its own
    subclass."""

    joined_letters = ""
    """Letters that may be written between a word and the quotation marks behind it."""

    def __init__(self, around: Surroundings, clauses: ReportedClauses) -> None:
        super().__init__(around)
        self._clauses = clauses

    def is_subject(self, quotation: Span) -> bool:
        """Return whether the marks hold part of who spoke."""
        near = self.reports[max(0, bisect_left(self._around.starts, quotation.start) - 2) :][:4]
        return any(r.subject and r.subject.span.overlaps(quotation) for r in near)

    # ---------------------------------------------- what a language says itself

    def may_be_behind_colon(self, before: list[str]) -> bool:
        """Return whether a colon may be between the folded words before a quotation and the
        marks."""
        return False

    def is_name_of(self, index: int, adjacent: str, words: int) -> bool:
        """Return whether a few words between marks are the name of the noun that ends at a token;
        `adjacent` is the text between the two."""
        return False

    def is_construct(self, index: int) -> bool:
        """Return whether a noun without article is at a token, which has a name behind it."""
        return False

    def is_reported_clause(self, before: Report, quotation: Span) -> bool:
        """Return whether many words that seem to be a name are part of what is reported."""
        return False

    def is_after_preposition(self, index: int, adjacent: str, words: int) -> bool:
        """Return whether a preposition is right before a few words between marks: של "הארץ" (of
        “Haaretz”)."""
        if index < 0 or adjacent.strip(SPACES):
            return False
        token = self.tokens[index]
        if token.gap.strip(SPACES) in COMMAS and token.bare in self.lexicon.clause.conceding:
            return False  # …، چون «خجالت می‌کشید» (…, because “he was ashamed”)
        return token.bare in self.lexicon.stops.prepositions

    def is_told(self, inside: list[Word], before: Report | None, quotation: Span) -> bool:
        """Return whether words behind a preposition are in what somebody said."""
        return False

    def is_made_like_a_name(
        self,
        quotation: Span,
        inside: list[Word],
        before: Report | None,
        after: Report | None,
    ) -> bool:
        """Return whether words between marks look like a name or title, where the words around tell
        nothing."""
        return False

    def described_by(self, index: int) -> set[str]:
        """Return the words, folded, that may say of a quotation right behind a token that it is a
        term."""
        return {self.tokens[index].bare}

    def is_apposed_name(self, quotation: Span, words: int) -> bool:
        """Return whether a word or two between marks and commas name what is before."""
        return False

    def is_topic(self, quotation: Span, heading: Report | None, words: int) -> bool:
        """Return whether a place or an event and a colon open a headline, and a verb goes on behind
        a few quoted words."""
        return False

    # ---------------------------------------------------- names, titles, terms

    def is_no_speech(self, quotation: Span) -> bool:
        """Return whether the words next to the marks say that they hold a name, a term or a
        slogan."""
        index = self.passage.first_from(quotation.start)
        before = [token.bare for token in self.tokens[max(0, index - 6) : index]]
        end = self.passage.first_from(quotation.end)
        behind = [token.bare for token in self.tokens[end : end + 6]]
        if has_words(behind, self.lexicon.nouns.named_after):
            return not self.text[quotation.end : self.tokens[end].span.start].strip(LIGHT)
        held = self.text[self.tokens[index - 1].span.end : quotation.start] if index else ""
        colon = ":" if self.may_be_behind_colon(before) else ""
        if not index or held.strip(LIGHT + self.joined_letters + colon):
            return self._is_titled(index, quotation)
        return any(tuple(before[-len(words) :]) == words for words in self.lexicon.nouns.not_quote)

    def _is_titled(self, index: int, quotation: Span) -> bool:
        """Return whether a title or slogan is named right before a colon and a few words: كتبت على
        السبورة عنوان الدرس: (she wrote on the board the title of the lesson:)."""
        few = len(self.passage.words_in(quotation)) <= NAME_WORDS
        if not few or not self._around.follows_colon(quotation):
            return False
        before = [token.bare for token in self.tokens[max(0, index - NAME_WORDS) : index]]
        return any((word,) in self.lexicon.nouns.named_after for word in before)

    def is_name(
        self, quotation: Span, words: int, before: Report | None, after: Report | None
    ) -> bool:
        """Return whether the marks hold a name or title: صحيفة «الشرق الأوسط» (the newspaper
        “Asharq al-Awsat”), فيلم "المومياء" (the film “The Mummy”)."""
        index = self.passage.first_from(quotation.start) - 1
        inside = self.passage.words_in(quotation)
        adjacent = self.text[self.tokens[index].span.end : quotation.start] if index >= 0 else ""
        named = self._is_named(index, adjacent, words)
        if index >= 0 and self._is_described(index):
            return False
        if words > 2 * NAME_WORDS or (words > NAME_WORDS and not named):
            return False
        if words > NAME_WORDS and before is not None and (
            self._is_clause_about_body(index, before) or self.is_reported_clause(before, quotation)
        ):  # fmt: skip
            return False
        # كتلة «اللقاء الوطني» (the bloc “National Gathering”)
        construct = named and self.is_construct(index)
        if before is not None and not construct and (
            self._clauses.describes(before, quotation)
            or self._clauses.follows_preposition(quotation, before)
        ):  # fmt: skip
            return False
        if named:
            titled = self.tokens[index].bare in self.lexicon.nouns.titled and after is None
            return titled or not self._around.is_predicate(quotation)
        if self.is_after_preposition(index, adjacent, words):
            return not self.is_told(inside, before, quotation)
        if inside[0].bare in self.lexicon.nouns.naming and after is None:
            return True
        return self.is_made_like_a_name(quotation, inside, before, after)

    def _is_named(self, index: int, adjacent: str, words: int) -> bool:
        """Return whether the noun at a token has the name of so many `words` between marks behind
        it; `adjacent` is the text between the two."""
        if index < 0:
            return False
        noun = not adjacent.strip(LIGHT) and self._phrases.quoted.is_naming(self.tokens[index])
        return noun or self.is_name_of(index, adjacent, words)

    def _is_described(self, index: int) -> bool:
        """Return whether the words before the marks say that something is what they hold: מדובר
        ב"…" (it is a “…”)."""
        return bool(self.described_by(index) & self.lexicon.clause.described_as)

    def _is_clause_about_body(self, index: int, before: Report) -> bool:
        """Return whether what is reported begins with a body, and the marks hold more words than
        its name would have: بأن اللجنة «ستراجع اللقطة ولن تجامل أحداً» (that the committee “will
        review the shot and favour nobody”)."""
        word = self.tokens[index].bare.removeprefix("ال")
        opens = before.cue.after <= index and (
            self.tokens[index - 1].bare in self.lexicon.clause.complementizers
        )
        return opens and word in self.lexicon.nouns.bodies

    # ------------------------------------------------------------------- signs

    def is_written_on(self, quotation: Span, before: Report | None) -> bool:
        """Return whether the words are on a sign or wall, and nobody is said to have spoken
        them."""
        if before is not None and before.subject is not None and before.form == "explicit":
            written = before.cue.word in self.lexicon.style.writing
            if not written or before.subject.kind == "person":
                return False
        last = self.passage.first_from(quotation.start)
        sentence = self.passage.sentence(quotation.start)
        return any(
            self._is_sign(at) and self.passage.sentence(self.tokens[at].span.start) == sentence
            for at in range(max(0, last - _SIGN), last)
        )

    def _is_sign(self, at: int) -> bool:
        """Return whether a token is something that words are written on, perhaps with an ending:
        پلاکاردها (placards)."""
        word, signs = self.tokens[at].bare, self.lexicon.nouns.signs
        return word in signs or any(
            word.endswith(ending) and word.removesuffix(ending) in signs
            for ending in self.lexicon.grammar.endings
        )


class EnglishNoSpeech(NoSpeech):
    """Which English quotations are nobody's words."""

    def may_be_behind_colon(self, before: list[str]) -> bool:
        """Return whether a colon may be between “read” and what a sign says."""
        return before[-1:] in (["read"], ["reads"])

    def is_told(self, inside: list[Word], before: Report | None, quotation: Span) -> bool:
        """Return whether words behind a preposition are in what somebody said: none has a capital
        letter."""
        if before is None or any(word.capital for word in inside):
            return False
        return self._clauses.is_in_clause(before, quotation)

    def is_made_like_a_name(
        self,
        quotation: Span,
        inside: list[Word],
        before: Report | None,
        after: Report | None,
    ) -> bool:
        """Return whether all long words of a quotation in the text have a capital letter."""
        long = [word for word in inside if len(word.bare) > NAME_WORDS]
        headline = self.passage.paragraph(quotation.start) == 0
        return len(long) > 1 and all(word.capital for word in long) and not headline


class NoSpeechWithArticle(NoSpeech):
    """What Arabic and Hebrew share: letters joined to words, and an article."""

    def is_name_of(self, index: int, adjacent: str, words: int) -> bool:
        """Return whether an adjective with the article is between a noun that has a name and the
        marks: האלבום החדש, "אוויר" (the new album, “Air”)."""
        if index < 1 or words > NAME_WORDS:
            return False
        nouns, noun, adjective = self.lexicon.nouns, self.tokens[index - 1], self.tokens[index]
        if not adjective.article or adjective.gap.strip(SPACES) or adjacent.strip(LIGHT):
            return False
        if noun.quotation >= 0 or not self._phrases.quoted.is_naming(noun):
            return False
        if noun.bare.endswith(("ها", "هم")):
            return True  # أغنيتها الأخيرة «…» (her last song “…”)
        # שירו (his song)
        owned = noun.bare[:-1] in nouns.naming and noun.bare[:-1] not in nouns.bodies
        return (noun.article or owned) and adjective.bare not in nouns.heads


class HebrewNoSpeech(NoSpeechWithArticle):
    """Which Hebrew quotations are nobody's words."""

    joined_letters = "לכהשו"

    def described_by(self, index: int) -> set[str]:
        """Return the word at a token, and where that is one joined letter the word before it too:
        מדובר ב"…" (it is a “…”)."""
        token = self.tokens[index]
        if len(token.bare) > 1 or not index:
            return {token.bare}
        before = self.tokens[index - 1].bare
        return {token.bare, before, before.lstrip("ושה")}

    def is_apposed_name(self, quotation: Span, words: int) -> bool:
        """Return whether a word or two between marks and commas name what is before: החברה שהקים
        בעיר, ״טומטק״, מעסיקה (the company that he founded in the city, “Tomtech”, employs)."""
        first, end = (
            self.passage.first_from(quotation.start),
            self.passage.first_from(quotation.end),
        )
        if words > 2 or not first or end >= len(self.tokens):
            return False
        before = self.text[self.tokens[first - 1].span.end : quotation.start]
        behind = self.text[quotation.end : self.tokens[end].span.start]
        parted = before.strip(SPACES) == "," == behind.strip(SPACES)
        start = max(first - _SIGN, self.passage.sentence_start(first - 1))
        near = self.tokens[start:first]
        return (
            parted
            and any(
                self._phrases.quoted.is_naming(token)
                or self._phrases.words.stem(token.bare) in self.lexicon.nouns.bodies
                for token in near
            )
            and not any(at in self.speakers.cues for at in (*range(start, first), end))
        )


class PersianUrduNoSpeech(NoSpeech):
    """Which Persian or Urdu quotations are nobody's words."""

    def is_made_like_a_name(
        self, quotation: Span, inside: list[Word], before: Report | None, after: Report | None
    ) -> bool:
        """Return whether one word is alone between marks, and no predicate."""
        alone = len(inside) == 1 and after is None and not self._around.is_predicate(quotation)
        return alone and not self.is_in_that_clause(before, quotation)

    def is_in_that_clause(self, report: Report | None, quotation: Span) -> bool:
        """Return whether a verb, its particle and words that take no name are before a
        quotation."""
        return False


class PersianNoSpeech(PersianUrduNoSpeech):
    """Which Persian quotations are nobody's words."""

    def is_reported_clause(self, before: Report, quotation: Span) -> bool:
        """Return whether many words that seem to be a name are part of what is reported."""
        return self._clauses.is_in_clause(before, quotation)

    def is_in_that_clause(self, report: Report | None, quotation: Span) -> bool:
        """Return whether a verb, که (that) and some words are before a quotation, and the last of
        them takes no name: گفت که خسارت را «بی‌کم‌وکاست» (said that the damage … “in full”)."""
        if report is None or report.cue.kind != "verb":
            return False
        between = list(self._clauses.between(report, quotation.start))
        that = len(between) > 1 and between[0] in self.lexicon.clause.complementizers
        return that and not is_in_any(
            between[-1], self.lexicon.stops.prepositions, self.lexicon.nouns.naming
        )


class ArabicNoSpeech(NoSpeechWithArticle):
    """Which Arabic quotations are nobody's words."""

    joined_letters = "ب"

    def is_subject(self, quotation: Span) -> bool:
        """Return whether the marks hold part of who spoke, or what إن (that) follows at once."""
        if super().is_subject(quotation):
            return True
        index = self.passage.first_from(quotation.end)
        if index >= len(self.tokens):
            return False
        following = self.tokens[index]
        gap = self.text[quotation.end : following.span.start]
        if following.bare in self.lexicon.verbs.takes and index + 1 < len(self.tokens):
            # في حديث إلى «الشروق» إلى أن (in a talk with “al-Shorouk” that)
            following = self.tokens[index + 1]
        opens = following.bare in self.lexicon.clause.complementizers
        # الملف «مغلق» وأنها ستشكل (the file is “closed” and that it will form)
        joined = following.bare.startswith("و")
        return gap.isspace() and "\n" not in gap and opens and not joined

    def is_construct(self, index: int) -> bool:
        """Return whether a noun without article is at a token, which has a name behind it."""
        return not self.tokens[index].article

    def is_after_preposition(self, index: int, adjacent: str, words: int) -> bool:
        """Return False: many verbs of saying take a preposition."""
        return False

    def is_made_like_a_name(
        self,
        quotation: Span,
        inside: list[Word],
        before: Report | None,
        after: Report | None,
    ) -> bool:
        """Return whether a word is alone between marks, or all of several have the article, as
        titles do, and they are not what somebody said."""
        if before is not None and self._is_shouted(before, quotation):
            return False
        if len(inside) == 1:
            return True
        whole = before is not None and self._clauses.follows_whole_subject(before, quotation)
        return not whole and self._is_made_like_a_title(inside)

    def _is_shouted(self, report: Report, quotation: Span) -> bool:
        """Return whether a verb of shouting, with its subject, is right before a quotation: هتف
        المتظاهرون «ارحل» (the demonstrators chanted “Go”)."""
        voiced = report.cue.word in self.lexicon.verbs.voiced
        return voiced and self._clauses.is_next_to(report, quotation)

    def _is_made_like_a_title(self, inside: list[Word]) -> bool:
        """Return whether all words of a quotation have the article, or the last is Latin."""
        return all(word.article for word in inside) or inside[-1].bare.isascii()

    def is_topic(self, quotation: Span, heading: Report | None, words: int) -> bool:
        """Return whether a place or an event and a colon open a headline, and a verb goes on behind
        a few quoted words: باكستان: «خط الغاز» يشعل (Pakistan: the “gas line” ignites)."""
        subject = heading.subject if heading is not None else None
        place = subject is None or not subject.can_speak
        following = self.passage.first_from(quotation.end)
        if not place or words > NAME_WORDS + 1:
            return False
        if following >= len(self.tokens) or following in self.speakers.cues:
            return False
        if words > NAME_WORDS and self.tokens[following].bare[0] not in "يت":
            return False
        return self.text[quotation.end : self.tokens[following].span.start].strip(SPACES) == ""
