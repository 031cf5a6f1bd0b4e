"""A place where a text says that somebody said something, as the rules pass it on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from tui.suggest.rules.cues.cue import Cue
from tui.suggest.rules.phrases.subjects import Subject

Form = Literal["explicit", "pronoun", "implicit"]
"""How a report names its subject: by words of its own, by a pronoun, or not at all."""


class VerbSubject(NamedTuple):
    """The subject of a verb, as its own clause names it."""

    subject: Subject | None
    form: Form = "explicit"
    """How the subject is named."""
    bound: bool = False
    """Whether a subject that is not named must be looked for in the same clause only."""


@dataclass(frozen=True)
class Report:
    """A reporting expression, and who spoke by it."""

    cue: Cue
    after: int
    """Index of the token after the expression and a subject that follows it."""
    subject: Subject | None = None
    form: Form = "explicit"
    """How the subject is named here."""
    bound: bool = False
    """Whether a subject that is not named here must be looked for in the same clause only."""
    negated: bool = False
    gender: str = ""

    @property
    def first(self) -> int:
        """Index of the expression's first token."""
        return self.cue.first
