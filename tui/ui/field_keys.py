"""Which key does what in a field; `shift` with a move selects."""

from collections.abc import Callable, Mapping
from functools import partial

from tui.ui.field import Field
from tui.ui.field_view import FieldView

Move = Callable[[bool], bool]
"""A move, told whether it selects; false when there is nowhere to go and the key is free."""


def moves(view: FieldView) -> dict[str, Move]:
    """Key without `shift` → the move that it does, in a field of one line or several."""
    field = view.field
    steps: dict[str, Callable[..., object]] = {
        "left": view.left,
        "right": view.right,
        "ctrl+left": view.word_left,
        "ctrl+right": view.word_right,
        "home": view.home,
        "end": view.end,
        "ctrl+home": partial(field.move, 0),
        "ctrl+end": lambda *, select: field.move(len(field.text), select=select),
    }
    return {key: partial(_always, step) for key, step in steps.items()}


def row_moves(view: FieldView, height: Callable[[], int]) -> dict[str, Move]:
    """Key → the move from row to row; a screen has `height` rows."""

    def screen(step: Callable[..., bool], select: bool) -> bool:
        for _ in range(max(height() - 1, 1)):
            step(select=select)
        return True

    return {
        "up": lambda select: view.up(select=select),
        "down": lambda select: view.down(select=select),
        "pageup": partial(screen, view.up),
        "pagedown": partial(screen, view.down),
    }


def edits(field: Field) -> Mapping[str, Callable[[], bool]]:
    """Key → what it changes; `ctrl+z` is not free, for it suspends the reader."""
    return {
        "backspace": field.backspace,
        "delete": field.delete,
        "ctrl+w": field.delete_word_back,
        "ctrl+backspace": field.delete_word_back,
        "ctrl+delete": field.delete_word,
        "ctrl+u": field.delete_to_start,
        "ctrl+underscore": field.undo,
        "ctrl+slash": field.undo,
        "ctrl+y": field.redo,
    }


def _always(step: Callable[..., object], select: bool) -> bool:
    step(select=select)
    return True
