"""Numbers as people type them, in any of the digits of Arabic script."""

from __future__ import annotations

import re

from tui.text.folding import fold_text

_THOUSANDS, _MINUS = "\u066c", "\u2212"
_NUMBER = re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]+)?", re.ASCII)


def number_of(words: str) -> int | float:
    """The number that was typed, such as `-3`, `2.5` or `١٬٢٠٠٫٥`.

    Raises ValueError where it is none; nor is what JSON cannot hold, like `inf`.
    """
    plain = fold_text(words.replace(_THOUSANDS, "").replace(_MINUS, "-")).strip()
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise ValueError(f"{words!r} is no number")
    return float(plain) if found[1] else int(plain)
