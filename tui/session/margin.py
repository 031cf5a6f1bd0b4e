"""What stands beside the text: the annotations of the open document as a list of lines.

By label with counts, or in the order of the text; each with its attributes, note and links.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from tui.annotations.model import Annotation, Link
from tui.session.chips import chips
from tui.session.session import Session
from tui.text.line import isolated, listed

LineKind = Literal["text", "facts", "note", "link", "heading", "blank"]


class MarginLine(NamedTuple):
    """One line of the list."""

    annotation: str = ""
    """The annotation's id; empty for a heading or a blank line."""
    label: str = ""
    kind: LineKind = "text"
    value: str = ""


class Margin:
    """The lines of a session's annotations, made anew only for those that changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._annotator = session.annotator
        self._kept: dict[str, tuple[Annotation, list[MarginLine]]] = {}

    def lines(self, *, by_label: bool) -> list[MarginLine]:
        """The lines of all annotations that have a place, then of those that lost theirs."""
        notes = self._session.notes
        if self._annotator != self._session.annotator:
            self._kept.clear()
            self._annotator = self._session.annotator
        lines: list[MarginLine] = []
        before, self._kept = self._kept, {}
        if by_label:
            groups: dict[str, list[Annotation]] = {name: [] for name in self._session.schema.names}
            for item in notes.items:
                groups.setdefault(item.label, []).append(item)
            for name, items in groups.items():
                if items:
                    lines.append(_heading(name, items))
                    self._add(lines, items, before)
                    lines.append(MarginLine(kind="blank"))
        else:
            self._add(lines, notes.items, before)
        if notes.orphans:
            lines.append(_heading("without a place", notes.orphans))
            self._add(lines, notes.orphans, before)
        return lines

    def _add(
        self,
        lines: list[MarginLine],
        items: Sequence[Annotation],
        before: Mapping[str, tuple[Annotation, list[MarginLine]]],
    ) -> None:
        notes = self._session.notes
        for item in items:
            if notes.links_from(item.id) or notes.links_to(item.id):
                # What such a line says may change with the other end.
                lines += _item(self._session, item)
                continue
            kept = before.get(item.id)
            if kept is None or kept[0] is not item:
                kept = item, list(_item(self._session, item))
            self._kept[item.id] = kept
            lines += kept[1]


def _heading(name: str, items: Sequence[Annotation]) -> MarginLine:
    return MarginLine(label=name, kind="heading", value=str(len(items)))


def _item(session: Session, item: Annotation) -> Iterator[MarginLine]:
    def line(kind: LineKind, value: str) -> MarginLine:
        return MarginLine(item.id, item.label, kind, value)

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
    for link in session.notes.links_from(item.id):
        yield line("link", f"{_type(link)} → {_end(session, link.to_id)}")
    for link in session.notes.links_to(item.id):
        yield line("link", f"{_type(link)} ← {_end(session, link.from_id)}")


def _reason(item: Annotation) -> str:
    """Why it is suggested: an English sentence, also where a word of the text begins it (LRI)."""
    if item.status != "suggested" or not item.origin:
        return ""
    return f" · \u2066{isolated(item.origin)[1:]}"


def _type(link: Link) -> str:
    return f"{link.type}?" if link.status == "suggested" else link.type


def _end(session: Session, id: str) -> str:
    other = session.notes.get(id)
    return isolated(other.text) if other else "?"
