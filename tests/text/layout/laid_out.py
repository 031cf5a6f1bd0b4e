"""Layouts of given texts, for tests."""

from __future__ import annotations

from tui.text.layout.document_layout import DocumentLayout, LayoutOptions
from tui.text.layout.rows import Row
from tui.text.unicode.bidi import Direction


def layout_of(text: str, width: int = 20, **options: bool | Direction) -> DocumentLayout:
    return DocumentLayout(text, LayoutOptions(width, **options))  # type: ignore[arg-type]  # passed on


def settled(layout: DocumentLayout) -> DocumentLayout:
    while layout.settle(1):
        pass
    return layout


def paragraph_count(layout: DocumentLayout) -> int:
    return layout.paragraph_of(len(layout.text)) + 1


def last_offset(layout: DocumentLayout) -> int:
    """The last offset at which the caret can be."""
    return layout.paragraph(paragraph_count(layout) - 1).end


def rows_of(text: str, width: int = 20, **options: bool | Direction) -> list[Row]:
    layout = settled(layout_of(text, width, **options))
    return [layout.row(index) for index in range(layout.row_count)]
