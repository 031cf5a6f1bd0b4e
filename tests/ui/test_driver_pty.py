"""The driver on a real pty: what reaches the terminal, what reaches the app, every way out."""

from __future__ import annotations

import os
import re
import signal
import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests.ui.pty_child import VTE, XTERM, PtyChild

pytestmark = pytest.mark.slow

APP = "tests.ui.terminal_app"
ENTER, LEAVE = b"\x1b[8l\x1b[1 k", b"\x1b[8h\x1b[0 k"
ALTERNATE, NORMAL = b"\x1b[?1049h", b"\x1b[?1049l"


def restored(child: PtyChild) -> bool:
    """Whether the last that was said of the order of text is that it is the terminal's own."""
    left = child.output.rfind(NORMAL)
    return child.output.rfind(LEAVE) > left > child.output.rfind(ENTER)


def test_the_terminal_is_told_before_the_alternate_screen() -> None:
    with PtyChild(APP, VTE) as child:
        child.wait_for_output(ALTERNATE, b"world")
        assert 0 < child.output.index(ENTER) < child.output.index(ALTERNATE)
        assert LEAVE not in child.output


@pytest.mark.parametrize(("key", "status"), [(b"q", 0), (b"x", 1)])
def test_it_is_put_back_at_the_end_and_after_an_exception(key: bytes, status: int) -> None:
    with PtyChild(APP, VTE) as child:
        child.wait_for_events("ready")
        child.send(key)
        assert child.wait_for_end() == status
        assert restored(child)
        assert child.attributes() == child.before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_is_put_back_on_a_signal(number: signal.Signals) -> None:
    with PtyChild(APP, VTE) as child:
        child.wait_for_events("ready")
        child.signal(number)
        assert child.wait_for_end() == 128 + number
        assert restored(child)
        assert child.attributes() == child.before


def test_it_is_put_back_by_a_second_signal_when_the_app_hangs() -> None:
    with PtyChild(APP, VTE) as child:
        child.wait_for_events("ready")
        child.send(b"h")
        child.wait_for_events("ready", "h")

        def end_after_one_more() -> bool:
            child.signal(signal.SIGTERM)
            return child.process.poll() is not None

        child.wait_for(end_after_one_more)
        assert child.wait_for_end() == -signal.SIGTERM
        assert restored(child)
        assert child.attributes() == child.before


def test_it_is_put_back_around_suspend_and_told_again() -> None:
    with PtyChild(APP, VTE) as child:
        child.wait_for_events("ready")
        child.send(b"z")
        child.wait_for(child.is_stopped)
        child.wait_for(lambda: restored(child))
        assert child.attributes() == child.before
        child.output = b""
        child.signal(signal.SIGCONT)
        child.wait_for(lambda: b"world" in child.output)
        assert 0 <= child.output.index(ENTER) < child.output.index(ALTERNATE)
        child.send(b"q")
        assert child.wait_for_end() == 0
        assert restored(child)
        assert child.events == ["ready", "z", "q"]


def test_what_is_typed_while_it_takes_the_terminal_over_is_kept() -> None:
    with PtyChild(APP, VTE) as child:
        child.wait_for_events("ready")
        child.send(b"f")
        child.wait_for_events("ready", "f")
        child.output = b""
        child.signal(signal.SIGSTOP)
        child.signal(signal.SIGCONT)
        for _ in range(30):  # its input thread ends, and another begins, within that time
            child.send(b"a")
            time.sleep(0.02)
        child.wait_for_output(LEAVE, ENTER, b"world")
        child.send(b"q")
        assert child.wait_for_end() == 0
        assert child.events == ["ready", "f", *"a" * 30, "q"]


def test_it_does_not_stop_once_a_signal_ends_it() -> None:
    with PtyChild(APP, VTE) as child:
        child.wait_for_events("ready")
        child.send(b"s")
        assert child.wait_for_end() == 128 + signal.SIGTERM


def test_it_ends_when_the_terminal_is_gone() -> None:
    with PtyChild(APP, VTE) as child:
        child.wait_for_events("ready")
        child.hang_up()
        child.wait_for_end()


def test_a_terminal_that_leaves_order_alone_is_told_nothing() -> None:
    with PtyChild(APP, XTERM) as child:
        child.wait_for_output(b"world")
        child.send(b"q")
        assert child.wait_for_end() == 0
        assert not re.search(rb"\x1b\[8[hl]|\x1b\][^2]", child.output)
        assert "ﻢﻟﺎﻌﻟﺍ".encode() in child.output


class ScreenChild(PtyChild):
    """GNU screen in Konsole: what is in a device control string goes on to the latter."""

    def _answer(self, data: bytes) -> None:
        asked = re.search(rb"\x1bP(\x1b7.*?)\x1b\\", self.output, re.DOTALL)
        if asked and not self._through:
            self._through = asked[1]
            os.write(self.master, b"b\x1bP>|Konsole 22.12.3\x1b\\\x1b[>1;115;0c\x1b[?62;1;4c")
        elif b"\x1b[c" in data and not asked:
            os.write(self.master, b"a\x1b[>83;40900;0c\x1b[?1;2c")

    _through = b""


def test_screen_passes_on_the_question_and_the_sequences() -> None:
    env = {"TERM": "screen.xterm-256color", "STY": "1.pts-0.host", "COLORTERM": "truecolor"}
    with ScreenChild(APP, {}, env=env) as child:
        child.wait_for_output(ALTERNATE, b"world")
        told = b"\x1bP\x1b]50;BidiRenderingEnabled=false\x07\x1b\\"
        assert 0 < child.output.index(told) < child.output.index(ALTERNATE)
        child.wait_for_events("ready", "a", "b")
        child.send(b"q")
        assert child.wait_for_end() == 0
        assert child.output.endswith(b"\x1bP\x1b]50;BidiRenderingEnabled=true\x07\x1b\\")
        assert b"38;2;" not in child.output


def test_old_kitty_gets_whole_rows_in_two_fonts() -> None:
    answers = {b"\x1b[>0q": b"\x1bP>|kitty(0.26.5)\x1b\\", b"\x1b[c": b"\x1b[?62;c"}
    with PtyChild(APP, answers) as child:
        child.wait_for_output("\x1b[23mﻢ\x1b[3mﻟ\x1b[23mﺎ\x1b[3mﻌ".encode())


def test_qterminal_gets_whole_rows_in_two_colours() -> None:
    with PtyChild(APP, {b"\x1b[c": b"\x1b[>0;115;0c\x1b[?1;2c"}) as child:
        child.wait_for_output(b"world")
        blues = re.findall(rb"38;2;\d+;\d+;(\d+)m(?=[\xd8-\xef])", child.output)
        assert len(blues) >= len("ﻢﻟﺎﻌﻟﺍ")
        assert {abs(int(one) - int(other)) for one, other in pairwise(blues[:6])} == {1}


def test_cells_are_escaped_on_their_way_out() -> None:
    with PtyChild(APP, {b"\x1b[c": b"\x1b[?1;2c"}) as child:
        child.wait_for_output("ﻢ\u200eﻟ\u200e".encode())


def test_keys_typed_while_the_terminal_is_asked_reach_the_app_in_order() -> None:
    # The second lot comes after the answers and before the app: at what tidies the screen up.
    with PtyChild(APP, {**VTE, b"\x1b8\x1b[K": b"cd"}, typed=b"ab\x1bOA") as child:
        child.wait_for(lambda: len(child.events) == 6)
        assert [key for key in child.events if key != "ready"] == ["a", "b", "up", "c", "d"]


TIOCSTI = Path("/proc/sys/dev/tty/legacy_tiocsti")


@pytest.mark.skipif(
    TIOCSTI.exists() and TIOCSTI.read_text().strip() == "0",
    reason="this kernel lets nobody put typed keys back",
)
def test_a_command_that_only_prints_leaves_typed_keys_to_the_shell() -> None:
    with PtyChild("tests.ui.terminal_print", VTE, typed=b"ls\r") as child:
        child.wait_for_events(r"line 'ls\n'")
        assert child.wait_for_end() == 0
        assert child.output.index(ENTER) < child.output.index("ﻢ".encode())
        assert child.output.index("ﻢ".encode()) < child.output.index(LEAVE)


def test_a_silent_terminal_holds_nothing_up_and_its_late_answers_are_no_keys() -> None:
    with PtyChild(APP, {}, typed=b"") as child:
        child.wait_for_events("ready")
        child.send(b"\x1bP>|xterm.js(5.5.0)\x1b\\\x1b[8;0$y\x1b[>0;276;0c\x1b[?1;2cq")
        child.wait_for_events("ready", "q")


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        (b"\x1bf\x1bb", ["escape", "f", "escape", "b"]),
        (b"\x1b(\x1b/", ["escape", "left_parenthesis", "escape", "slash"]),
        (b"\x1b'\x1b1", ["escape", "apostrophe", "escape", "1"]),
        (b"\x1b\x1b[A", ["escape", "up"]),
        (b"\x1bOP\x1b[1;5C\x1b[3~", ["f1", "ctrl+right", "delete"]),
        ("\x1bؤ".encode(), ["escape", "ؤ"]),
        (b"\x1b[200~a\x1b[31mq\x1b[201~c", [r"paste 'a\x1b[31mq'", "c"]),
        (b"\x1b[57441;2u\x1b[114;2;82u\x1b[57358uab", ["R", "a", "b"]),
        (b"\x1b\x7f\x1b\r", ["escape", "backspace", "escape", "enter"]),
    ],
)
def test_escape_and_a_key_are_two_keys(sent: bytes, keys: list[str]) -> None:
    with PtyChild(APP, XTERM) as child:
        child.wait_for_events("ready")
        child.send(sent)
        child.wait_for_events("ready", *keys)


def test_the_key_that_types_lam_and_alef_is_one_key() -> None:
    with PtyChild(APP, XTERM) as child:
        child.wait_for_events("ready")
        child.send("لا".encode())
        child.wait_for_events("ready", "ﻻ")


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        (b"\x1b", ["escape"]),
        (b"\x1b[", ["escape", "left_square_bracket"]),
        (b"\x1b]", ["escape", "right_square_bracket"]),
        (b"\x1bO", ["escape", "O"]),
    ],
)
def test_escape_alone_is_a_key_after_a_while(sent: bytes, keys: list[str]) -> None:
    with PtyChild(APP, XTERM, env={"ESCDELAY": "20"}) as child:
        child.wait_for_events("ready")
        child.send(sent)
        child.wait_for_events("ready", *keys)


def test_no_colour_is_written_where_none_is_wanted() -> None:
    with PtyChild(APP, XTERM, env={"NO_COLOR": "1"}) as child:
        child.wait_for_output(b"world")
        child.send(b"q")
        child.wait_for_end()
        parameters = re.findall(rb"\x1b\[([\d;:]*)m", child.output)
        codes = {int(code) for some in parameters for code in some.split(b";") if code}
        assert not codes & {*range(30, 50), 58, *range(90, 108)}


def test_colours_are_written_else() -> None:
    with PtyChild(APP, XTERM) as child:
        child.wait_for_output(b"world", b"\x1b[38;")
