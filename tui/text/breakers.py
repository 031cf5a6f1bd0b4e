"""ICU's breakers as iterators over pieces that any stored text can be handed to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icu4py.breakers import BaseBreaker

_SURROGATE = re.compile("[\ud800-\udfff]")


def segments(breaker: type[BaseBreaker], text: str) -> Iterator[str]:
    """The pieces into which an ICU breaker cuts the text, lazily; joined they are as long as it.

    ICU takes no lone surrogate: U+FFFD stands in its place.
    """
    try:
        pieces = breaker(text, "en")
    except UnicodeEncodeError:
        pieces = breaker(_SURROGATE.sub("\ufffd", text), "en")
    return iter(pieces)
