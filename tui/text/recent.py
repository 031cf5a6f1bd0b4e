"""A cache that keeps what was used last, up to a total weight."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """A mapping that forgets its longest unused entries once they weigh more than `room`.

    The newest entry always stays, whatever it weighs.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._entries: dict[Key, tuple[Value, int]] = {}
        self._weight = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get_or_make(self, key: Key, make: Callable[[], Value], weight: int = 1) -> Value:
        """The value for `key`, made if it is not there."""
        entry = self._entries.pop(key, None)
        if entry is None:
            entry = (make(), weight)
            self._weight += weight
        self._entries[key] = entry
        while self._weight > self._room and len(self._entries) > 1:
            oldest = next(iter(self._entries))
            self._weight -= self._entries.pop(oldest)[1]
        return entry[0]
