"""A field's row as segments."""

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style

from tui.ui.field_view import FieldRow


def row_segments(
    row: FieldRow, width: int, style_of: Callable[[FieldRow, int], Style | None]
) -> list[Segment]:
    """The row in exactly `width` columns, each cell with the style of its column."""
    texts = [" "] * width
    for column, cell in row.cells:
        texts[column : column + cell.width] = [cell.text, *[""] * (cell.width - 1)]
    return [Segment(text, style_of(row, column)) for column, text in enumerate(texts) if text]
