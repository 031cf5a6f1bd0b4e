"""Texts as rows of cells: glyphs, wrapping, rows, whole documents, single lines, the caret.

Vocabulary: a *glyph* is what is painted for a cluster, one or more cells wide. A *row* is a line on
the screen, broken in logical order (UAX #14) and then reordered (UAX #9 L2). A *cell* of a row
holds one glyph, for a lam-alef that of two clusters. A *column* counts the columns of the terminal
that a row takes, from 0 at its left. An *anchor* names a row by its paragraph and its number in it,
so that it does not change when other paragraphs are laid out. A *stop* is an offset at which the
caret can be.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_exports

if TYPE_CHECKING:
    from tui.text.layout.caret_motion import SCREEN_MOVES
    from tui.text.layout.document_layout import Anchor, DocumentLayout, LayoutOptions
    from tui.text.layout.rows import Cell, Row, RowBounds
    from tui.text.layout.single_line import (
        ELLIPSIS,
        Align,
        fit,
        flat,
        isolated,
        line_row,
        listed,
        runs_rtl,
        tight,
    )
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "caret_motion": "SCREEN_MOVES",
            "document_layout": "Anchor DocumentLayout LayoutOptions",
            "rows": "Cell Row RowBounds",
            "single_line": "ELLIPSIS Align fit flat isolated line_row listed runs_rtl tight",
        },
    )

__all__ = [
    "ELLIPSIS",
    "SCREEN_MOVES",
    "Align",
    "Anchor",
    "Cell",
    "DocumentLayout",
    "LayoutOptions",
    "Row",
    "RowBounds",
    "fit",
    "flat",
    "isolated",
    "line_row",
    "listed",
    "runs_rtl",
    "tight",
]
