"""The annotations of the open document as a list of lines, as the sidebar shows them.

By label, or in the order of the text. Each annotation has a line with its text, then one with its
attributes, its note and its links, as far as it has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from tui.model import JSON, Annotation, Link
from tui.schema import LabelDef
from tui.session.results import CommitResult
from tui.session.session import Session
from tui.text.layout import isolated, listed
from tui.text.unicode import LRI

LineKind = Literal["text", "facts", "note", "link", "heading", "blank"]


class AnnotationLine(NamedTuple):
    """One line of the list."""

    annotation: str = ""
    """The annotation's id; empty for a heading or a blank line."""
    label: str = ""
    kind: LineKind = "text"
    value: str = ""


class AnnotationList:
    """The lines of a session's annotations, each kept until its annotation changes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lines: dict[str, list[AnnotationLine]] = {}

    def annotations_changed(self, result: CommitResult) -> None:
        """Drop the lines of what a command changed, and of annotations linked with it."""
        for id in result.annotation_ids():
            self._lines.pop(id, None)
            for link in self._session.annotations.links_of(id):
                self._lines.pop(link.from_id, None)
                self._lines.pop(link.to_id, None)

    def annotations_reloaded(self) -> None:
        """Drop all lines."""
        self._lines.clear()

    def lines(self, *, by_label: bool) -> list[AnnotationLine]:
        """Return the lines of all annotations with a place, then of those that lost theirs."""
        annotations = self._session.annotations
        lines: list[AnnotationLine] = []
        if by_label:
            groups: dict[str, list[Annotation]] = {name: [] for name in self._session.schema.names}
            for item in annotations.items:
                groups.setdefault(item.label, []).append(item)
            for name, items in groups.items():
                if items:
                    lines.append(_heading(name, items))
                    lines += self._of(items)
                    lines.append(AnnotationLine(kind="blank"))
        else:
            lines += self._of(annotations.items)
        if annotations.orphans:
            lines.append(_heading("without a place", annotations.orphans))
            lines += self._of(annotations.orphans)
        return lines

    def _of(self, items: Sequence[Annotation]) -> Iterator[AnnotationLine]:
        for item in items:
            lines = self._lines.get(item.id)
            if lines is None:
                lines = self._lines[item.id] = list(_item(self._session, item))
            yield from lines


def _heading(name: str, items: Sequence[Annotation]) -> AnnotationLine:
    return AnnotationLine(label=name, kind="heading", value=str(len(items)))


def _item(session: Session, item: Annotation) -> Iterator[AnnotationLine]:
    def line(kind: LineKind, value: str) -> AnnotationLine:
        return AnnotationLine(item.id, item.label, kind, value)

    yield line("text", item.text)
    facts = chips(session.schema.label(item.label), item.attributes)
    if not session.mine(item):
        facts.insert(0, f"@{item.annotator}")
    if item.status == "suggested":
        facts.insert(0, "?")
    if facts:
        yield line("facts", listed(facts) + _reason(item))
    if item.note:
        yield line("note", item.note)
    for link in session.annotations.links_from(item.id):
        yield line("link", f"{_type(link)} → {_end(session, link.to_id)}")
    for link in session.annotations.links_to(item.id):
        yield line("link", f"{_type(link)} ← {_end(session, link.from_id)}")


def _reason(item: Annotation) -> str:
    """Return why it is suggested, as an English sentence even if a word of the text begins it."""
    if item.status != "suggested" or not item.origin:
        return ""
    return f" · {LRI}{isolated(item.origin)[1:]}"


def _type(link: Link) -> str:
    return f"{link.type}?" if link.status == "suggested" else link.type


def _end(session: Session, id: str) -> str:
    other = session.annotations.get(id)
    return isolated(other.text) if other else "?"


def chips(label: LabelDef, attributes: Mapping[str, JSON]) -> list[str]:
    """Return one short text per attribute, in the order of the schema; unknown ones last.

    A chip is the value alone if it is clear which attribute it belongs to. For a number, or a
    value that several attributes of the label have, it is the attribute's name and the value.
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
