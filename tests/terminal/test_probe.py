"""The questions to the terminal, and the sorting of what comes back."""

from __future__ import annotations

import os
import termios
import threading

import pytest

from tui.terminal.probe import QUERY, TIDY, Answers, parse, probe

ANSWERS = [b"\x1bP>|XTerm(379)\x1b\\", b"\x1b[8;0$y", b"\x1b[>41;379;0c", b"\x1b[?64;1;2c"]
XTERM = b"".join(ANSWERS)


def test_answers_are_sorted() -> None:
    assert parse(XTERM) == Answers("XTerm(379)", 0, "41;379;0", "64;1;2")


def test_silence_is_told_from_a_no() -> None:
    assert parse(b"\x1b[?62;1;4c") == Answers(da1="62;1;4")
    assert parse(b"\x1b[8;0$y").bdsm == 0
    assert parse(b"").bdsm is None


def test_a_name_may_end_with_a_bell() -> None:
    assert parse(b"\x1bP>|some 1.0\x07").xtversion == "some 1.0"


@pytest.mark.parametrize("at", range(len(ANSWERS) + 1))
def test_keys_between_the_answers_are_kept_in_order(at: int) -> None:
    received = [b"a", *ANSWERS[:at], "ب\x1b[A".encode(), *ANSWERS[at:], b"\x1bOP"]
    answers = parse(b"".join(received))
    assert answers.typed == "aب\x1b[A\x1bOP".encode()
    assert (answers.xtversion, answers.bdsm) == ("XTerm(379)", 0)


def ask(reply: bytes, timeout: float) -> tuple[Answers, bytes]:
    """Probe a pty whose other end sends `reply` when asked; returns what that end received too."""
    master, slave = os.openpty()
    received = bytearray()

    def play() -> None:
        while not received.endswith(QUERY):
            received.extend(os.read(master, 100))
        os.write(master, reply)
        while not received.endswith(TIDY):
            received.extend(os.read(master, 100))

    before = termios.tcgetattr(slave)
    terminal = threading.Thread(target=play)
    terminal.start()
    try:
        answers = probe(os.ttyname(slave), timeout)
        terminal.join()
        assert termios.tcgetattr(slave) == before
    finally:
        os.close(master)
        os.close(slave)
    return answers, bytes(received)


def test_it_reads_until_the_last_answer_and_tidies_up() -> None:
    answers, received = ask(b"x" + XTERM, timeout=60)
    assert answers == Answers("XTerm(379)", 0, "41;379;0", "64;1;2", b"x")
    assert received == QUERY + TIDY


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (b"\x1bP1+r436F=323536\x1b\\\x1bP1+r524742=38\x1b\\", (256, True)),
        (b"\x1bP1+r436f=323536\x1b\\\x1bP0+r524742\x1b\\", (256, False)),
        (b"\x1bP0+r436F\x1b\\\x1bP0+r524742\x1b\\", (0, False)),
        (b"\x1b]4;255;rgb:eeee/eeee/eeee\x1b\\", (256, False)),
        (b"\x1bP1+r436F=3g\x1b\\", (0, False)),
        (b"", (0, False)),
    ],
)
def test_the_answers_about_colours_are_no_keys(reply: bytes, expected: tuple[int, bool]) -> None:
    answers = parse(b"a" + reply + b"\x1b[?64;1;2cb")
    assert (answers.colours, answers.direct_colour) == expected
    assert answers.typed in (b"ab", b"a" + reply + b"b")
    assert not answers.colours or answers.typed == b"ab"


def test_a_terminal_without_an_answer_is_not_waited_for() -> None:
    answers, received = ask(b"typed", timeout=0.05)
    assert answers == Answers(typed=b"typed")
    assert received == QUERY + TIDY


def test_what_is_no_terminal_is_not_asked() -> None:
    assert probe("/dev/null") == Answers()
    assert probe("/nowhere") == Answers()
