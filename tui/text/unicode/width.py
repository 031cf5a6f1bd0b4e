"""How many cells a text takes, as Textual's compositor counts them.

The only module below `tui.ui` and `tui.cli` that imports rich: Textual crops, pads and composes
by `rich.cells.cell_len`, and a layout that counted otherwise would let rows run out of their pane.
Rich takes the Unicode version from the environment variable UNICODE_VERSION, which the command
line removes, so that the newest table counts.
"""

from rich.cells import cell_len

__all__ = ["cell_len"]
