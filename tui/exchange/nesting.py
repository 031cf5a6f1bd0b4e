"""Annotations that overlap, for formats in which a token has one label."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from tui.errors import ExchangeError
from tui.exchange.options import Nested


class Stretch(Protocol):
    """Anything that covers tokens, or code points, from `first` to `last`, both included."""

    @property
    def first(self) -> int:
        """The first of them."""

    @property
    def last(self) -> int:
        """The last of them."""


S = TypeVar("S", bound=Stretch)


def one_layer(stretches: Iterable[S], nested: Nested, where: str) -> list[S]:
    """Those of the stretches that can stand in one layer, in the order of the text.

    The longest first, as spaCy's `filter_spans` does, or the shortest; among equals the one
    that begins first, or came first.

    Raises ExchangeError: two overlap and `nested` is ERROR; the message names `where`.
    """
    sign = 1 if nested is Nested.INNERMOST else -1
    ranked = sorted(stretches, key=lambda one: (sign * (one.last - one.first), one.first))
    taken: set[int] = set()
    chosen = []
    for one in ranked:
        covered = range(one.first, one.last + 1)
        if taken.isdisjoint(covered):
            taken.update(covered)
            chosen.append(one)
        elif nested is Nested.ERROR:
            raise ExchangeError(f"annotations overlap in {where}, and --nested error was asked for")
    return sorted(chosen, key=lambda one: one.first)
