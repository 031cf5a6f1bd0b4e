"""PDF files, read by the places of their characters; `pdf_files` makes the document.

`page_glyphs` reads the characters of a page, `columns` divides it, `pages` makes lines and
`paragraphs` joins these. `visual_text` puts the characters of a line into reading order,
`reversed_text` finds out whether the file itself has them in reverse, and `non_joiners` adds the
non-joiners that a file shows but does not name.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.sources.pdf import pdf_files
else:
    __getattr__ = lazy_modules(__name__, "pdf_files")

__all__ = ["pdf_files"]
