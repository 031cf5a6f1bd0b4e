"""How earlier decisions change the scores of suggestions.

A suggester's score counts as much as a few decisions, to which the decisions on the same text under
the same label are added. What was rejected in other documents gets a lower score, what was often
confirmed gets a high one. Only built-in suggesters are ranked in this way: a model's own score
stays as it is, since the model is measured by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tui.schema.labels import AttributeType, LabelSchema
from tui.store.database import Store
from tui.suggest.tagged_names import KnownName, confirmed_names
from tui.text.language import fold_text

if TYPE_CHECKING:
    from tui.suggest.suggestions import Suggestion

NAMES_FROM = "entity"
"""The label whose texts are names to look for elsewhere."""

_PRIOR = 4
"""How many decisions a suggester's own score counts for."""

Key = tuple[str, str]
"""A label and a folded text."""


def key_of(label: str, text: str) -> Key:
    """Return the key by which decisions are counted; folding makes spellings equal."""
    return label, fold_text(text).strip()


@dataclass(frozen=True, slots=True)
class Experience:
    """The suggestions that anybody accepted and one annotator rejected, in all documents."""

    names: Sequence[KnownName] = ()
    """The names that are tagged, with the attributes that are confirmed, commonest first."""
    accepted: Mapping[Key, int] = field(default_factory=Counter)
    """How often each name was accepted."""
    rejected: Mapping[Key, int] = field(default_factory=Counter)

    def counts(self, label: str, words: str) -> tuple[int, int]:
        """Return how often a text was accepted, and how often rejected, under a label."""
        key = key_of(label, words)
        return self.accepted.get(key, 0), self.rejected.get(key, 0)

    def ranked(self, found: Iterable[Suggestion], text: str) -> list[Suggestion]:
        """Return the suggestions for a text with scores changed by earlier decisions."""
        return [self._ranked(one, one.span.of(text)) for one in found]

    def _ranked(self, one: Suggestion, words: str) -> Suggestion:
        yes, no = self.counts(one.label, words)
        if one.score is None or not yes + no:
            return one
        score = (one.score * _PRIOR + yes) / (_PRIOR + yes + no)
        return replace(one, score=round(score, 4))


def experience_of(store: Store, schema: LabelSchema, annotator: str) -> Experience:
    """Read the decisions in all documents of a database."""
    definition = schema.label(NAMES_FROM) if NAMES_FROM in schema else None
    free = (AttributeType.TEXT, AttributeType.NUMBER)
    typed = (
        {attribute.name for attribute in definition.attributes if attribute.type in free}
        if definition
        else set()
    )
    tagged = store.annotations.known_names(NAMES_FROM)
    accepted: Counter[Key] = Counter()
    for text, _, count in tagged:
        accepted[key_of(NAMES_FROM, text)] += count
    rejected: Counter[Key] = Counter()
    for label, text, count in store.annotations.rejected_texts(annotator):
        rejected[key_of(label, text)] += count
    return Experience(confirmed_names(tagged, typed), accepted, rejected)
