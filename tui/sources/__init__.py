"""Read folders and files into documents.

`files` finds the files and the kind of each, `readers` reads them. The modules for kinds other than
texts are imported when a file of that kind is read.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_modules

if TYPE_CHECKING:
    from tui.sources import (
        books,
        conllu_tables,
        encodings,
        files,
        heading_notes,
        pdf,
        record_kinds,
        tables,
        webpages,
        word_files,
    )
else:
    __getattr__ = lazy_modules(
        __name__,
        "books conllu_tables encodings files heading_notes pdf record_kinds tables webpages "
        "word_files",
    )

__all__ = [
    "books",
    "conllu_tables",
    "encodings",
    "files",
    "heading_notes",
    "pdf",
    "record_kinds",
    "tables",
    "webpages",
    "word_files",
]
