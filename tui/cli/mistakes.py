"""The command or option that was probably meant by a mistyped one."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, words: Iterable[str]) -> str:
    """Return the one of `words` that is most like `word`; "" if none is."""
    return next(iter(get_close_matches(word, list(words), 1)), "")
