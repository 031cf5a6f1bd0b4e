"""The grammar that output is held against: what is the program's own passes, nothing else does."""

import pytest

from tests.security.hostile import PAYLOADS
from tests.security.sequences import MARK, dangers


@pytest.mark.parametrize(
    "name", sorted(set(PAYLOADS) - {"markup", "marks", "noncharacters", "joiners"})
)
def test_hostile_data_is_found(name: str) -> None:
    assert dangers(PAYLOADS[name].encode())


@pytest.mark.parametrize(
    "sent",
    [
        f"\x1b]0;{MARK}\x07", f"\x1b]52;c;{MARK}\x07", f"\x1b]22;{MARK}\x07", f"\x1b[{MARK}m",
        f"\x1b]66;w=1:h=1;{MARK}\x1b\\", f"\x1bP{MARK}\x1b\\", "\x1b[6n", "\x1b[21t", "\x1bc",
        "\x1b[2J", "\x1b[;H", "\x07", "\x0e", "\x9b1m", "\u202e",
    ],
)  # fmt: skip
def test_other_sequences_are_found(sent: str) -> None:
    assert dangers(f"before {sent} after".encode())


def test_the_programs_own_pass() -> None:
    own = "\x1b[?2026h\x1b[1;1H\x1b[38;2;1;2;3mنص ZQX7 ␛\x1b[0m\x1b[?2026l\r\n\x1b]52;c;WlFY\x07"
    assert dangers(own.encode()) == []
