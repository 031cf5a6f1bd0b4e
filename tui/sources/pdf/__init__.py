"""PDF files: `reader` puts together the text, from the lines that `pages` finds on each page.

A line's characters are known by their places only: `visual_text` puts them into reading order,
`reversed_text` finds out whether the file itself has them in reverse, and `non_joiners` adds those
that a file shows but does not name.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.sources.pdf import reader
else:
    __getattr__ = lazy_modules(__name__, "reader")

__all__ = ["reader"]
