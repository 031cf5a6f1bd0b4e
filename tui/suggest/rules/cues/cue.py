"""A reporting expression, as the rules pass it on."""

from __future__ import annotations

import re
from typing import NamedTuple

from tui.suggest.lexicons.lexicon import CueKind
from tui.text.spans import Span

_LETTER = re.compile("\\w[\u0640\u064b-\u065f\u0670]*")


class Cue(NamedTuple):
    """A reporting expression, and where it is."""

    kind: CueKind
    span: Span
    """Without what is joined to its first word."""
    first: int
    """Index of its first token."""
    after: int
    """Index of the token after it."""
    word: str
    """Its words, folded, parted by spaces."""
    gender: str
    """"m", "f", "p" (several) or "1" (who writes) by the verb's form, "" where it does not tell."""
    prefixed: bool = False
    """Whether a conjunction is joined to it."""
    relative: bool = False
    """Whether a relative particle is."""
    answers: bool = False
    """Whether a pronoun is joined to it for whom the speaker answers: أجابه."""
    purpose: bool = False
    """Whether the Arabic ل that says what for, or what next, is: ليقول."""

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb with a subject of its own."""
        return self.kind in ("verb", "weaker verb", "describing")


def letter_end(word: str) -> int:
    """Return where the first letter of a word as written ends, its marks and a tatweel included:
    code points from the word's start."""
    found = _LETTER.match(word)
    return found.end() if found else 1
