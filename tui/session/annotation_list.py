"""The annotations of the open document as lines of the sidebar.

They are listed by label, or in the order of the text. An annotation takes one line; adjacent equal
suggestions share one. `details` has more about an annotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from tui.model import JSON, Annotation, Link, origin_shown
from tui.schema import LabelDef
from tui.session.session import Session
from tui.text.layout import isolated

LineKind = Literal["item", "heading", "blank", "document"]


class AnnotationLine(NamedTuple):
    """One line of the list."""

    kind: LineKind
    label: str = ""
    """The label of an item, or the text of a heading."""
    annotations: tuple[str, ...] = ()
    """The ids of the annotations of an item: several for equal suggestions."""


def annotation_lines(
    session: Session, *, by_label: bool, known: Mapping[str, AnnotationLine] | None = None
) -> list[AnnotationLine]:
    """Return the lines of all annotations with a place, then of those that lost theirs.

    A line on the open comments of the document comes first. `known` has earlier lines by the id of
    their first annotation; lines that are still right are reused.
    """
    known = known or {}
    annotations = session.annotations
    lines: list[AnnotationLine] = []
    if annotations.open_comments(None):
        lines += [AnnotationLine("document"), AnnotationLine("blank")]
    if by_label:
        groups: dict[str, list[Annotation]] = {name: [] for name in session.schema.names}
        for item in annotations.items:
            groups.setdefault(item.label, []).append(item)
        for name, items in groups.items():
            if items:
                lines.append(AnnotationLine("heading", name))
                lines += _items(items, known)
                lines.append(AnnotationLine("blank"))
    else:
        lines += _items(annotations.items, known)
    if annotations.orphans:
        lines.append(AnnotationLine("heading", f"without a place {len(annotations.orphans)}"))
        lines += _items(annotations.orphans, known)
    return lines


def _items(
    items: Iterable[Annotation], known: Mapping[str, AnnotationLine]
) -> Iterator[AnnotationLine]:
    group: list[Annotation] = []
    for item in items:
        if group and not (item.status == "suggested" and _share_line(group[0], item)):
            yield _line_of(group, known.get(group[0].id))
            group = []
        group.append(item)
    if group:
        yield _line_of(group, known.get(group[0].id))


def _line_of(group: list[Annotation], before: AnnotationLine | None) -> AnnotationLine:
    ids = tuple([one.id for one in group])
    if before is not None and before.annotations == ids and before.label == group[0].label:
        return before
    return AnnotationLine("item", group[0].label, ids)


def _share_line(one: Annotation, other: Annotation) -> bool:
    """Whether two annotations are suggestions that share a line."""
    return (
        one.status == other.status == "suggested"
        and (one.label, one.text) == (other.label, other.text)
        and one.attributes == other.attributes
    )


def facts(session: Session, item: Annotation) -> list[str]:
    """Return an annotation's attributes as chips, after the annotator's name if it is another's.

    Suggestions whose reason names their maker do not name it twice.
    """
    found = chips(session.schema.label(item.label), item.attributes)
    named = session.mine(item) or item.origin.startswith(item.annotator)
    return found if named else [f"@{session.name_of(item.annotator)}", *found]


def details(session: Session, item: Annotation) -> Iterator[str]:
    """Yield why an annotation is suggested, its note, its comments, and its links."""
    if item.status == "suggested" and item.origin:
        yield origin_shown(item.origin)
    if item.score is not None:
        yield f"score {score_shown(item.score)}"
    if item.note:
        yield item.note
    for comment in session.annotations.comments_on(item.id):
        if comment.resolved_at is None:
            said = comment.text or "flagged as unsure"
            who = session.name_of(comment.annotator)
            yield f"{'!' if comment.kind == 'flag' else '*'} {who}: {isolated(said)}"
    for link in session.annotations.links_from(item.id):
        yield f"{_type(link)} → {_far_end_text(session, link.to_id)}"
    for link in session.annotations.links_to(item.id):
        yield f"{_type(link)} ← {_far_end_text(session, link.from_id)}"


def on_document(session: Session) -> str:
    """Return the number of open threads on the document itself, and the text of the last one."""
    found = session.annotations.open_comments(None)
    if not found:
        return ""
    last = found[-1]
    count = f" {len(found)}" if len(found) > 1 else ""
    return f"document{count}: {isolated(last.text or 'flagged as unsure')}"


_BARS = "▁▂▃▄▅▆▇█"


def score_bar(score: float | None) -> str:
    """Return a score as a bar of one cell, of eight heights; empty where there is none."""
    if score is None:
        return ""
    return _BARS[min(int(score * len(_BARS)), len(_BARS) - 1)]


def score_shown(score: float | None) -> str:
    """Return a score as a bar and a number of two places; empty where there is none."""
    return "" if score is None else f"{score_bar(score)} {score:.2f}"


def _type(link: Link) -> str:
    return f"{link.type}?" if link.status == "suggested" else link.type


def _far_end_text(session: Session, id: str) -> str:
    other = session.annotations.get(id)
    return isolated(other.shown_text) if other else "?"


def chips(label: LabelDef, attributes: Mapping[str, JSON]) -> list[str]:
    """Return one short text per attribute, in the order of the schema; unknown ones last.

    A chip is the value alone if it is clear which attribute it belongs to. For a number, or a value
    that several attributes of the label have, it is the attribute's name and the value.
    """
    place = {one.name: number for number, one in enumerate(label.attributes)}
    names = sorted(attributes, key=lambda name: place.get(name, len(place)))
    offered = [str(option.value) for one in label.attributes for option in one.options]
    return [
        _chip(name, value, named=offered.count(str(value)) > 1)
        for name in names
        if (value := attributes[name]) not in ("", None, [])
    ]


def _chip(name: str, value: JSON, *, named: bool) -> str:
    if isinstance(value, bool):
        return name if value else f"not {name}"
    if isinstance(value, list):
        return "+".join(map(str, value))
    words = str(value)
    named = named or isinstance(value, int | float) or words.isdecimal()
    return f"{name} {words}" if named else words
