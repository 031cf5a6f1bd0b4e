"""The dialog of comments: what it shows of each."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tui.ui.dialogs.comments_dialog import shown_time


@pytest.fixture(autouse=True)
def _in_beirut(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clock that is three hours ahead of UTC."""
    monkeypatch.setenv("TZ", "EET-3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("stamp", "shown"),
    [
        ("2026-11-29T22:30:59.123456Z", "2026-11-30 01:30"),
        ("2026-11-29T22:30:59+02:00", "2026-11-29 23:30"),
        ("last week", "last week"),
    ],
)
def test_a_comments_time_is_that_of_ones_own_clock(stamp: str, shown: str) -> None:
    assert shown_time(stamp) == shown
