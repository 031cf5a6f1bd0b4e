"""What stands beside the text: the annotations of the open document as a list of lines.

By label with counts, or in the order of the text; each with its attributes, note and links.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def margin_lines(session: Session, *, by_label: bool) -> list[MarginLine]:
    """The lines of all annotations that have a place, then of those that lost theirs."""
    return [*_placed(session, by_label=by_label), *_orphans(session)]


def _placed(session: Session, *, by_label: bool) -> Iterator[MarginLine]:
    if not by_label:
        for item in session.notes.items:
            yield from _item(session, item)
        return
    groups: dict[str, list[Annotation]] = {name: [] for name in session.schema.names}
    for item in session.notes.items:
        groups.setdefault(item.label, []).append(item)
    for name, items in groups.items():
        if items:
            yield MarginLine(label=name, kind="heading", value=str(len(items)))
            for item in items:
                yield from _item(session, item)
            yield MarginLine(kind="blank")


def _orphans(session: Session) -> Iterator[MarginLine]:
    orphans = session.notes.orphans
    if orphans:
        yield MarginLine(kind="heading", label="without a place", value=str(len(orphans)))
        for item in orphans:
            yield from _item(session, item)


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
