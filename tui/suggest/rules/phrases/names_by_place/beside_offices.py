"""Names next to an office, with a comma between."""

from __future__ import annotations

from itertools import pairwise

from tui.suggest.rules.passages import SPACES
from tui.suggest.rules.phrases.names_by_place.base import NamesByPlace
from tui.suggest.rules.phrases.noun_phrases import NounPhrase
from tui.suggest.rules.phrases.words import LONGEST_NAME


class NamesBesideOffices(NamesByPlace):
    """Learns names of two or three words, a comma between them and an office."""

    def learn_beside_offices(self, phrases: list[NounPhrase]) -> None:
        """Learn X Y of X Y، رئیس …، and of رئیس …، X Y،."""
        several = len(self.passage.source.paragraphs) > 1
        for one, other in pairwise(phrases):
            if several and not self.passage.paragraph(self.tokens[one.first].span.start):
                continue  # a headline has its own commas
            if other.part != one.part + 1 or one.oblique or other.first != one.after:
                self.learn_apart(one)
                continue
            if self.tokens[other.first].gap.strip(SPACES) not in ("،", ","):
                continue
            for name, office in ((one, other), (other, one)):
                alone = self.may_be_single_name(name, opens=name is one)
                if self._noun_phrases.is_office(office) and (alone or self.may_be_name(name)):
                    self.learn_name(name)

    def may_be_name(self, phrase: NounPhrase) -> bool:
        """Tell whether two or three words between sentence start, commas or stops may be a name."""
        lexicon = self.lexicon
        if phrase.oblique or not 2 <= phrase.after - phrase.first < LONGEST_NAME:
            return False
        parted = (
            phrase.after >= len(self.tokens) or self.tokens[phrase.after].gap.strip(SPACES) != ""
        )
        starts = phrase.first == 0 or self.tokens[phrase.first].gap.strip(SPACES) != ""
        starts = starts or self.tokens[phrase.first - 1].bare in lexicon.conjunctions
        starts = starts or self.only_leads_to(phrase.first)
        words = [self.tokens[i].bare for i in range(phrase.first, phrase.after)]
        plain = not any(
            word in lexicon.heads
            or word in lexicon.places
            or (self._words.is_common(place) and word not in lexicon.given)
            for place, word in enumerate(words, phrase.first)
        )
        return parted and starts and plain

    def may_be_single_name(self, phrase: NounPhrase, *, opens: bool) -> bool:  # noqa: ARG002 - for Persian
        """Tell whether one word may be a name, which opens a sentence or is between commas."""
        return False

    def only_leads_to(self, at: int) -> bool:  # noqa: ARG002 - for Persian and Urdu
        """Tell whether what is before a token in its clause says when, or joins it to another."""
        return False

    def learn_apart(self, office: NounPhrase) -> None:
        """Learn the name behind a phrase that the next one is not right behind; none as a rule."""
