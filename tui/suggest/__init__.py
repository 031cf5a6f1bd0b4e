"""Suggestions that need no model: quotations with their speakers, and names known already.

Pure functions over a text. Precision comes first: what they propose is likely, what they miss
is tagged by hand. A suggestion becomes an annotation only by a key press.
"""

from typing import TYPE_CHECKING

from tui.lazy import lazy_exports

if TYPE_CHECKING:
    from tui.suggest.experience import Experience, experience_of
    from tui.suggest.storing import new_rows
    from tui.suggest.suggestions import (
        BUILT_IN,
        SuggestedLink,
        Suggestion,
        kept,
        quotations,
        suggest,
    )
    from tui.suggest.tagged_names import KnownName, confirmed_names, known_names
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "experience": "Experience experience_of",
            "storing": "new_rows",
            "suggestions": "BUILT_IN SuggestedLink Suggestion kept quotations suggest",
            "tagged_names": "KnownName confirmed_names known_names",
        },
    )

__all__ = [
    "BUILT_IN",
    "Experience",
    "KnownName",
    "SuggestedLink",
    "Suggestion",
    "confirmed_names",
    "experience_of",
    "kept",
    "known_names",
    "new_rows",
    "quotations",
    "suggest",
]
