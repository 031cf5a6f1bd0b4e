"""Escape and a key are two keys; sequences stay whole, over any number of reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser

from tui.terminal.input import KEYS_AND_REPORTS, InputKind, Piece, Splitter

ESCAPE = Piece(InputKind.ESCAPE, "\x1b")


def typed(text: str) -> Piece:
    return Piece(InputKind.INPUT, text)


def split(*reads: str, flush: bool = True) -> list[Piece]:
    splitter = Splitter()
    pieces = [piece for read in reads for piece in splitter.feed(read)]
    return pieces + list(splitter.flush()) if flush else pieces


@pytest.mark.parametrize("key", ["f", "b", "(", "/", "'", "ؤ", "\r", "\x7f", " ", "{", "+"])
def test_escape_and_a_key_are_two_keys(key: str) -> None:
    assert split("\x1b" + key, flush=False) == [ESCAPE, typed(key)]
    assert split("\x1b", key, flush=False) == [ESCAPE, typed(key)]


SEQUENCES = [
    *("\x1b[A", "\x1b[1;2D", "\x1b[5~", "\x1b[Z", "\x1bOP", "\x1bOa", "\x1b[[A", "\x1b[3$"),
    *("\x1b[102;3u", "\x1b[27u", "\x1b[97;;97u", "\x1b[I", "\x1b[<0;10;20M", "\x1b[<0;1;2m"),
    *("\x1b[?2026;2$y", "\x1b[32;10;20M", "\x1b[24;80R"),
]


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_a_sequence_stays_whole_however_it_is_read(sequence: str) -> None:
    for at in range(1, len(sequence)):
        pieces = split("a", sequence[:at], sequence[at:] + "b", flush=False)
        assert pieces == [typed("a"), typed(sequence), typed("b")]


@pytest.mark.parametrize(
    "answer",
    [
        *("\x1b[?1;2c", "\x1b[>0;276;0c", "\x1b[8;0$y", "\x1b[0n", "\x1b[?997;1n", "\x1b[?0u"),
        *("\x1bP>|VTE(8001)\x1b\\", "\x1b]11;rgb:0/0/0\x1b\\", "\x1b]11;rgb:0/0/0\x07"),
        *("\x1b_Gi=1;OK\x1b\\", "\x1bP1$r0m\x1b\\"),
        *("\x1b[48;24;80;0;0t", "\x1b[?2048;2$y"),
    ],
)
def test_answers_are_never_keys(answer: str) -> None:
    for at in range(1, len(answer)):
        assert split(answer[:at], answer[at:], "c", flush=False) == [typed("c")]


@pytest.mark.parametrize("begun", ["\x1b]11;rgb:0", "\x1bP>|VTE(80", "\x1b_Gi"])
def test_half_an_answer_is_dropped_after_a_while(begun: str) -> None:
    assert split(begun) == []


@pytest.mark.parametrize("keys", ["[", "O", "]", "P", "_", "[[", "[1"])
def test_keys_that_begin_sequences_are_keys_after_a_while(keys: str) -> None:
    assert split("\x1b" + keys, flush=False) == []
    assert split("\x1b" + keys) == [ESCAPE, typed(keys)]


def test_escape_alone_waits() -> None:
    splitter = Splitter()
    assert list(splitter.feed("\x1b")) == []
    assert splitter.waiting
    assert list(splitter.flush()) == [ESCAPE]
    assert not splitter.waiting


def test_escape_twice() -> None:
    assert split("\x1b\x1b") == [ESCAPE, ESCAPE]
    assert split("\x1b\x1b[A") == [ESCAPE, typed("\x1b[A")]


@pytest.mark.parametrize(
    "pasted", ["abc", "", "a\x1b[31mq\x1b]0;x\x07", "\x1b[200~", "مرحبا\n" * 3]
)
def test_a_paste_is_one_piece_with_all_that_is_in_it(pasted: str) -> None:
    whole = f"a\x1b[200~{pasted}\x1b[201~b"
    for at in range(len(whole)):
        pieces = split(whole[:at], whole[at:])
        assert pieces == [typed("a"), Piece(InputKind.PASTE, pasted), typed("b")]


def test_a_paste_does_not_end_by_time() -> None:
    splitter = Splitter()
    list(splitter.feed("\x1b[200~half"))
    assert not splitter.waiting
    assert list(splitter.flush()) == []
    assert list(splitter.feed(" whole\x1b[201~")) == [Piece(InputKind.PASTE, "half whole")]


def test_the_end_of_no_paste_is_nothing() -> None:
    assert split("\x1b[201~a") == [typed("a")]


@given(st.from_regex(KEYS_AND_REPORTS, fullmatch=True))
def test_textuals_parser_is_never_left_waiting(sequence: str) -> None:
    # Left waiting, it would take the keys that follow for a part of the sequence.
    parser = XTermParser()
    list(parser.feed(sequence))
    assert [getattr(event, "key", None) for event in parser.feed("x")] == ["x"]


@given(st.lists(st.text(st.sampled_from("\x1b[]OPA;~$M01<?cqf(\\\x07é"), max_size=6), max_size=4))
def test_nothing_raises_and_nothing_is_held_back_for_ever(reads: list[str]) -> None:
    splitter = Splitter()
    for read in reads:
        list(splitter.feed(read))
    list(splitter.flush())
    assert not splitter.waiting
