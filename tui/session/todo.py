"""What is left to do in a document: suggestions, missing speakers and attributes, comments."""

from __future__ import annotations

from tui.model import CONTINUES_LINK, SPEAKER_LINK, Annotation, origin_shown
from tui.session.messages import plural
from tui.session.session import Session
from tui.text.layout import isolated

SUGGESTION, SPEAKER, ATTRIBUTE, COMMENT = range(4)
"""The kinds of things to do, in the order in which they are offered."""


_UNSCORED = 2.0
"""The rank of a suggestion without a score, after all others."""


def todo(session: Session, annotation: Annotation) -> tuple[int, str] | None:
    """Return the kind and a description of what is left to do with an annotation, if anything."""
    if annotation.status == "suggested":
        origin = origin_shown(annotation.origin)
        return SUGGESTION, f"suggested: {origin}" if origin else "suggested"
    missing = _missing_part(session, annotation) if session.mine(annotation) else None
    if missing is not None:
        return missing
    comments = session.annotations.open_comments(annotation.id)
    if not comments:
        return None
    said = next((one.text for one in reversed(comments) if one.text), "flagged as unsure")
    return COMMENT, f"{session.name_of(comments[-1].annotator)}: {isolated(said)}"


def _missing_part(session: Session, annotation: Annotation) -> tuple[int, str] | None:
    """Return what an annotation lacks: a speaker, or a required attribute."""
    definition = session.schema.label(annotation.label)
    if definition.link(SPEAKER_LINK) and not any(
        row.type == SPEAKER_LINK for row in session.annotations.links_from(annotation.id)
    ):
        return SPEAKER, f"{annotation.label} without speaker"
    missing = definition.missing_required(annotation.attributes)
    return (ATTRIBUTE, f"{missing[0].name} is missing") if missing else None


def still_to_do(session: Session) -> str:
    """Return the number of things left of each kind, as text; empty if nothing is left."""
    kinds = [found[0] for row in session.annotations.items if (found := todo(session, row))]
    nouns = ("suggestion", "quote without speaker", "missing attribute", "open comment")
    kinds += [COMMENT] * len(session.annotations.open_comments(None))
    counts = ((kinds.count(kind), noun) for kind, noun in enumerate(nouns))
    return ", ".join(f"{count} {_plural(noun, count)}" for count, noun in counts if count)


def _plural(noun: str, count: int) -> str:
    first, space, rest = noun.partition(" without")
    return f"{plural(first, count)}{space}{rest}"


def next_todo(session: Session, *, forward: bool) -> tuple[Annotation, str] | None:
    """Return the next (or previous) annotation with something to do, and what; None for none.

    Suggestions come first, in the order of the text or, where the session has the least sure
    first, of their scores; then quotes without speaker, then missing required attributes, then
    flags and open comments. The search wraps around at the end. A suggestion that is decided on
    with another one, as a speaker is with its quote, is left out. An annotation that starts at
    the caret counts as next until it is pinned.
    """
    found = [
        (row, what)
        for row in session.annotations.items
        if (what := todo(session, row)) and not _is_part(session, row)
    ]
    if not found:
        return None
    first = min(kind for _, (kind, _) in found)
    by_score = session.least_sure_first and first == SUGGESTION
    of_first = [(row, words) for row, (kind, words) in found if kind == first]
    of_first.sort(key=lambda one: _rank(one[0], by_score=by_score), reverse=not forward)
    here = _here(session, by_score=by_score)
    for row, words in of_first:
        rank = _rank(row, by_score=by_score)
        if here is not None and ((rank > here) if forward else (rank < here)):
            return row, words
    return of_first[0]


def document_comes_next(session: Session, found: Annotation | None, *, forward: bool) -> bool:
    """Return whether the open comments on the document are next before `next_todo`'s `found`.

    They come after the last comment on an annotation. If `found` is None, they are all there is.
    """
    if not session.annotations.open_comments(None):
        return False
    if found is None:
        return True
    what, pinned = todo(session, found), session.pinned_annotation
    if what is None or what[0] != COMMENT or pinned is None:
        return False
    here, there = _rank(pinned, by_score=False), _rank(found, by_score=False)
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
