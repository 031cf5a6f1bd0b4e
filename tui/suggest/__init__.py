"""Suggestions that need no model: quotations with their speakers, and names known already.

Pure functions over a text. Precision comes first: what they propose is likely, what they miss
is tagged by hand. A suggestion becomes an annotation only by a key press.
"""

from __future__ import annotations

from tui.suggest.suggestions import (
    BUILT_IN,
    SuggestedLink,
    Suggestion,
    kept,
    quotations,
    suggest,
)
from tui.suggest.tagged_names import KnownName, confirmed_names, known_names

__all__ = [
    "BUILT_IN",
    "KnownName",
    "SuggestedLink",
    "Suggestion",
    "confirmed_names",
    "kept",
    "known_names",
    "quotations",
    "suggest",
]
