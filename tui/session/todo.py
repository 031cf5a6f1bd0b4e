"""What is left to do in a document: suggestions, missing speakers and attributes, comments."""

from __future__ import annotations

import enum
from collections import Counter
from typing import NamedTuple

from tui.model import CONTINUES_LINK, SPEAKER_LINK, Annotation, origin_shown
from tui.session.messages import in_message, plural
from tui.session.session import Session
from tui.text.layout import isolated


class ToDoKind(enum.IntEnum):
    """The kinds of things to do, in the order in which they are offered."""

    SUGGESTION = 0
    SPEAKER = 1
    ATTRIBUTE = 2
    COMMENT = 3


_NOUNS = {
    ToDoKind.SUGGESTION: "suggestion",
    ToDoKind.SPEAKER: "quote without speaker",
    ToDoKind.ATTRIBUTE: "missing attribute",
    ToDoKind.COMMENT: "open comment",
}


class ToDo(NamedTuple):
    """What is left to do with an annotation."""

    annotation: Annotation
    kind: ToDoKind
    words: str
    """A description for the status line."""


_UNSCORED = 2.0
"""The rank of a suggestion without a score, after all others."""


def todo(session: Session, annotation: Annotation) -> ToDo | None:
    """Return what is left to do with an annotation, if anything."""
    if annotation.status == "suggested":
        origin = origin_shown(annotation.origin)
        words = f"suggested: {origin}" if origin else "suggested"
        return ToDo(annotation, ToDoKind.SUGGESTION, words)
    missing = _missing_part(session, annotation) if session.mine(annotation) else None
    if missing is not None:
        return missing
    comments = session.annotations.open_comments(annotation.id)
    if not comments:
        return None
    said = next((one.text for one in reversed(comments) if one.text), "flagged as unsure")
    words = f"{in_message(session.name_of(comments[-1].annotator))}: {isolated(said)}"
    return ToDo(annotation, ToDoKind.COMMENT, words)


def _missing_part(session: Session, annotation: Annotation) -> ToDo | None:
    """Return what an annotation lacks: a speaker, or a required attribute."""
    definition = session.schema.label(annotation.label)
    if definition.link(SPEAKER_LINK) and not any(
        row.type == SPEAKER_LINK for row in session.annotations.links_from(annotation.id)
    ):
        return ToDo(annotation, ToDoKind.SPEAKER, f"{annotation.label} without speaker")
    missing = definition.missing_required(annotation.attributes)
    if not missing:
        return None
    return ToDo(annotation, ToDoKind.ATTRIBUTE, f"{missing[0].name} is missing")


def still_to_do(session: Session) -> str:
    """Return the number of things left of each kind, as text; empty if nothing is left."""
    found = (todo(session, row) for row in session.annotations.items)
    kinds = Counter(one.kind for one in found if one is not None)
    kinds[ToDoKind.COMMENT] += len(session.annotations.open_comments(None))
    counts = ((kinds[kind], noun) for kind, noun in _NOUNS.items())
    return ", ".join(f"{count} {_plural(noun, count)}" for count, noun in counts if count)


def _plural(noun: str, count: int) -> str:
    first, space, rest = noun.partition(" without")
    return f"{plural(first, count)}{space}{rest}"


def next_todo(session: Session, *, forward: bool) -> ToDo | None:
    """Return the next (or previous) thing to do with an annotation; None for none.

    Suggestions come first, in the order of the text or, where the session has the least sure
    first, of their scores; then quotes without speaker, then missing required attributes, then
    flags and open comments. The search wraps around at the end. A suggestion that is decided on
    with another one, as a speaker is with its quote, is left out. An annotation that starts at
    the caret counts as next until it is pinned.
    """
    found = [
        what
        for row in session.annotations.items
        if (what := todo(session, row)) and not _is_part(session, row)
    ]
    if not found:
        return None
    first = min(one.kind for one in found)
    by_score = session.least_sure_first and first is ToDoKind.SUGGESTION
    of_first = [one for one in found if one.kind is first]
    of_first.sort(key=lambda one: _rank(one.annotation, by_score=by_score), reverse=not forward)
    here = _here(session, by_score=by_score)
    for one in of_first:
        rank = _rank(one.annotation, by_score=by_score)
        if here is not None and ((rank > here) if forward else (rank < here)):
            return one
    return of_first[0]


def document_comes_next(session: Session, found: ToDo | None, *, forward: bool) -> bool:
    """Return whether the open comments on the document are next before `next_todo`'s `found`.

    They come after the last comment on an annotation. If `found` is None, they are all there is.
    """
    if not session.annotations.open_comments(None):
        return False
    if found is None:
        return True
    pinned = session.pinned_annotation
    if found.kind is not ToDoKind.COMMENT or pinned is None:
        return False
    here, there = _rank(pinned, by_score=False), _rank(found.annotation, by_score=False)
    return there <= here if forward else there >= here


def next_suggestion(session: Session, decided: Annotation) -> Annotation | None:
    """Return the suggestion after the one that was decided, as `next_todo` orders them.

    It wraps around at the end; None if none is left.
    """
    by_score = session.least_sure_first
    left = [
        row
        for row in session.annotations.items
        if row.status == "suggested" and not _is_part(session, row)
    ]
    left.sort(key=lambda row: _rank(row, by_score=by_score))
    here = _rank(decided, by_score=by_score)
    following = (row for row in left if _rank(row, by_score=by_score) > here)
    return next(following, left[0] if left else None)


def _rank(row: Annotation, *, by_score: bool) -> tuple[float, int, int, str]:
    """Return the sort key of an annotation: the score if that counts, then the place."""
    score = 0.0
    if by_score:
        score = _UNSCORED if row.score is None else row.score
    return score, row.start, row.end, row.id


def _here(session: Session, *, by_score: bool) -> tuple[float, int, int, str] | None:
    """Return the rank of the pinned annotation, else of the caret; None where that has none."""
    pinned = session.pinned_annotation
    if pinned is not None:
        return _rank(pinned, by_score=by_score)
    return None if by_score else (0.0, session.open_text.caret, -1, "")


def _is_part(session: Session, annotation: Annotation) -> bool:
    """Whether a suggestion is accepted together with one that a suggested link starts from."""
    return annotation.status == "suggested" and any(
        row.status == "suggested"
        and row.type != CONTINUES_LINK
        and (source := session.annotations.in_text(row.from_id)) is not None
        and source.status == "suggested"
        for row in session.annotations.links_to(annotation.id)
    )
