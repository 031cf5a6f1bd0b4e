"""The driver under a shell's job control: stopped and continued in every way, it ends tidily."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.needs import needs_program
from tests.ui.pty_child import VTE, PtyChild

pytestmark = pytest.mark.slow

ENTER, LEAVE = b"\x1b[8l\x1b[1 k", b"\x1b[8h\x1b[0 k"
ALTERNATE, NORMAL = b"\x1b[?1049h", b"\x1b[?1049l"
PROMPT = b"prompt> "


class Shell(PtyChild):
    """bash on a pty, with the sample app as its job."""

    def __init__(self) -> None:
        """Start both, and wait for the app."""
        super().__init__(
            "",
            VTE,
            env={"PS1": PROMPT.decode(), "PYTHONPATH": os.fspath(Path.cwd()), "HISTFILE": ""},
            command=[needs_program("bash"), "--norc", "--noprofile", "--noediting", "-i"],
        )
        self.wait_for_output(PROMPT)
        self.at_prompt = self.attributes()
        self.type(f"{sys.executable} -m tests.ui.terminal_app {self.events_fd}")
        self.wait_for_events("ready")
        self.wait_for_output(ALTERNATE)
        (self.job,) = self.children()

    def type(self, line: str) -> None:
        """Type a line for the shell."""
        self.output = b""
        self.send(f"{line}\n".encode())

    def children(self) -> list[int]:
        """The processes that the shell has started and that are there."""
        shell = self.process.pid
        return [
            int(pid) for pid in Path(f"/proc/{shell}/task/{shell}/children").read_text().split()
        ]

    def kill(self, *numbers: signal.Signals) -> None:
        """Send the app signals, one after the other."""
        for number in numbers:
            os.kill(self.job, number)

    def state(self) -> str:
        """The app's state, such as T for stopped; empty once it is gone."""
        try:
            return Path(f"/proc/{self.job}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return ""

    def is_gone(self) -> bool:
        """Whether the app has ended; it is continued if it stopped before a signal came.

        A signal that comes while a process is stopped waits until it is continued. So shells send
        SIGCONT with the others.
        """
        if self.state() == "T":
            self.kill(signal.SIGCONT)
        return self.state() in ("", "Z")

    def stop(self, how: str) -> None:
        """Stop the app: by its key, or by a signal of somebody else."""
        self.output = b""
        if how == "z":
            self.send(b"z")
        else:
            self.kill(signal.Signals[how])
        self.wait_for(lambda: self.state() == "T" and PROMPT in self.output)

    def foreground(self) -> None:
        """Continue the app in the foreground, and wait until it has painted."""
        self.type("fg")
        self.wait_for_output(ENTER, ALTERNATE, b"world")

    def ended(self) -> bool:
        """Whether the app is gone and the shell back at its prompt."""
        return self.state() == "" and self.output.rstrip(b" ").endswith(PROMPT.strip())

    def is_as_before(self) -> bool:
        """Whether the terminal is as it was before the app."""
        left = self.output.rfind(NORMAL)
        return (
            self.output.rfind(LEAVE) > left > max(self.output.rfind(ALTERNATE), 0)
            and self.output.rfind(b"\x1b[?25h") > self.output.rfind(b"\x1b[?25l")
            and self.output.rfind(b"\x1b[?1003l") > self.output.rfind(b"\x1b[?1003h")
            and self.attributes() == self.at_prompt
        )


@pytest.mark.parametrize(
    ("how", "end"),
    [
        ("z", "q"),
        ("z", "SIGTERM"),
        ("SIGTSTP", "SIGHUP"),
        ("SIGSTOP", "q"),
        ("SIGSTOP", "SIGTERM"),
        ("SIGSTOP", "SIGINT"),
    ],
)
def test_it_ends_after_fg(how: str, end: str) -> None:
    with Shell() as shell:
        shell.stop(how)
        shell.foreground()
        if end == "q":
            shell.send(b"q")
        else:
            shell.kill(signal.Signals[end])
        shell.wait_for(shell.ended)
        assert shell.is_as_before()


@pytest.mark.parametrize("how", ["z", "SIGSTOP"])
def test_keys_reach_it_once_after_any_number_of_stops(how: str) -> None:
    with Shell() as shell:
        for _ in range(3):
            shell.stop(how)
            shell.foreground()
        shell.send(b"abq")
        shell.wait_for(shell.ended)
        assert [event for event in shell.events if event not in ("ready", "z")] == ["a", "b", "q"]
        assert shell.is_as_before()


@pytest.mark.parametrize("how", ["z", "SIGSTOP"])
def test_in_the_background_it_stops_again(how: str) -> None:
    with Shell() as shell:
        shell.stop(how)
        shell.type("bg")
        shell.wait_for_output(PROMPT)  # bash has continued it by then
        shell.wait_for(lambda: shell.state() == "T")
        assert ALTERNATE not in shell.output
        shell.foreground()
        shell.kill(signal.SIGTERM)
        shell.wait_for(shell.ended)
        assert shell.is_as_before()


@pytest.mark.parametrize("how", ["z", "SIGSTOP"])
@pytest.mark.parametrize("order", ["SIGTERM SIGCONT", "SIGCONT SIGTERM"])
def test_it_ends_in_the_background_and_leaves_the_shells_terminal_alone(
    how: str, order: str
) -> None:
    with Shell() as shell:
        shell.stop(how)
        output = shell.output
        while_shell = shell.attributes()
        shell.kill(*(signal.Signals[name] for name in order.split()))
        shell.wait_for(shell.is_gone)
        assert shell.attributes() == while_shell
        shell.output = output + shell.output
        assert shell.output.rfind(LEAVE) > shell.output.rfind(ENTER)
        assert shell.output.count(NORMAL) >= 1
        shell.type("echo fine")
        shell.wait_for_output(b"\r\nfine\r\n")


def test_it_can_be_stopped_while_it_ends_and_after_that() -> None:
    with Shell() as shell:
        shell.output = b""
        shell.send(b"tq")
        for said in (("ready", "t", "q"), ("ready", "t", "q", "left")):
            shell.wait_for(lambda: shell.state() == "T" and PROMPT in shell.output)
            shell.wait_for_events(*said)
            shell.type("fg")
        shell.wait_for(shell.ended)
        shell.wait_for_events("ready", "t", "q", "left", "ended")
        assert ALTERNATE not in shell.output
        assert b"Traceback" not in shell.output
        assert shell.attributes() == shell.at_prompt


def test_it_ends_when_it_is_stopped_and_the_terminal_goes() -> None:
    with Shell() as shell:
        shell.stop("SIGSTOP")
        shell.hang_up()
        shell.wait_for(lambda: shell.state() in ("", "Z"))


def test_it_ends_after_being_continued_without_a_stop() -> None:
    with Shell() as shell:
        for _ in range(5):
            shell.kill(signal.SIGCONT)
        shell.kill(signal.SIGSTOP, signal.SIGCONT, signal.SIGTSTP, signal.SIGCONT, signal.SIGTERM)
        shell.wait_for(lambda: shell.state() in ("", "T"))
        if shell.state() == "T":
            shell.type("fg")
        shell.wait_for(lambda: shell.state() == "")
        # A shell that has seen the first stop prompted then, before the app left its screen.
        shell.type("echo fine")
        shell.wait_for_output(b"\r\nfine\r\n")
        assert shell.attributes() == shell.at_prompt
