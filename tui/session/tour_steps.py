"""The tour: an article, and six steps on it.

The article is `seeds/000_e9c5731a151683e9.txt`. A step is done when the session has its result, so
that any other way than the keys it names counts too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tui.model import SPEAKER_LINK, Annotation, Document, title_of
from tui.session.session import Session

ARTICLE_ID = "000_e9c5731a151683e9.txt"

_NAME = "كوبر: “"
"""The span of the name that the second step tags."""

_QUOTATION = "من المحتمل أن يكون هذا"
"""The start of the quotation that the third step tags; its speaker is that name."""


def article() -> Document:
    """Return the article of the tour."""
    path = Path(__file__).with_name("tour_article.txt")
    text = path.read_bytes().decode()
    return Document(id=ARTICLE_ID, title=title_of(text), source="", text=text)


class TourStep(NamedTuple):
    """One step: the keys to press, and the check whether it is done."""

    title: str
    keys: Sequence[tuple[str, str]]
    """Each key with what it does, in the order in which they are pressed."""
    is_done: Callable[[Tour], bool]
    begins_at: str = ""
    """Text to which the caret goes at the beginning; empty for where it is."""


class Tour:
    """The steps of the tour, in a session on its article."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._number = 0
        self._begin()

    @property
    def heading(self) -> str:
        """The number and the title of the step."""
        return f"Tour {self._number + 1} of {len(STEPS)}: {STEPS[self._number].title}"

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of the step, each with what it does."""
        return STEPS[self._number].keys

    def advance(self) -> bool:
        """Begin the next step if this one is done; return whether it is."""
        if self._number + 1 == len(STEPS) or not STEPS[self._number].is_done(self):
            return False
        self._number += 1
        self._begin()
        return True

    def _begin(self) -> None:
        text = self.session.open_text
        begins_at = STEPS[self._number].begins_at
        if begins_at and (place := text.layout.text.find(begins_at)) >= 0:
            self.session.unpin()
            text.go_to(place)
        self._caret = text.caret
        self._accepted = {one.id for one in self._suggestions_accepted()}

    def has_moved(self) -> bool:
        """Whether the caret is elsewhere than when the step began."""
        return self.session.open_text.caret != self._caret

    def has_typed_entity(self) -> bool:
        """Whether an entity has its first attribute."""
        return any(
            one.label == "entity" and one.attributes.get("type") for one in self._own_accepted()
        )

    def has_linked_quote(self) -> bool:
        """Whether a quote has a speaker."""
        return any(
            link.type == SPEAKER_LINK and link.status == "accepted"
            for one in self._own_accepted()
            if one.label == "quote"
            for link in self.session.annotations.links_from(one.id)
        )

    def has_accepted_more(self) -> bool:
        """Whether a suggestion was accepted since the step began."""
        return any(one.id not in self._accepted for one in self._suggestions_accepted())

    def has_undone(self) -> bool:
        """Whether the step before the tour's was undone: a suggestion is no longer accepted."""
        return bool(self._accepted - {one.id for one in self._suggestions_accepted()})

    def _suggestions_accepted(self) -> list[Annotation]:
        return [one for one in self._own_accepted() if one.origin]

    def _own_accepted(self) -> list[Annotation]:
        session = self.session
        return [
            one
            for one in session.annotations.items
            if session.mine(one) and one.status == "accepted"
        ]


STEPS = (
    TourStep("move", [("space", "goes to the next word, in reading order")], Tour.has_moved),
    TourStep(
        "tag a name",
        [("e", "tags the word at the caret as an entity"), ("1", "says that it is a person")],
        Tour.has_typed_entity,
        _NAME,
    ),
    TourStep(
        "tag a quote",
        [
            ("q", "tags what the quotation marks enclose"),
            ("l", "links it to another annotation"),
            ("enter", "takes the speaker that it offers"),
        ],
        Tour.has_linked_quote,
        _QUOTATION,
    ),
    TourStep(
        "take a suggestion",
        [
            ("A", "suggests quotes, speakers and cues"),
            ("j", "goes to the next suggestion"),
            ("+", "accepts it"),
        ],
        Tour.has_accepted_more,
    ),
    TourStep("undo", [("u", "takes the last step back; U does it again")], Tour.has_undone),
    TourStep(
        "export",
        [("ctrl+q", "quits, and prints what you have tagged, as hashiya export does")],
        lambda _: False,
    ),
)
