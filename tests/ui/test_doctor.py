"""What `hashiya doctor` says of a terminal, and the sample that it prints."""

from __future__ import annotations

import io

import pytest

from tui.cli.commands import doctor
from tui.cli.commands.doctor import (
    ADVICE,
    SAMPLES,
    TerminalReport,
    about_profile,
    about_terminal,
    readable_sequence,
)
from tui.errors import EngineError
from tui.terminal.detection import choose
from tui.terminal.multiplexers import OuterTerminal
from tui.terminal.probe import Answers
from tui.terminal.profiles import Escaping, Profile

pytestmark = pytest.mark.slow  # Python's `platform` starts `uname`

VTE = Answers("VTE(8001)", 1, "61;8001;1", "61;1;21")
EXPLICIT = choose(VTE, {"TERM": "xterm-256color"})


class Output(io.StringIO):
    """A stream that is a terminal, or not."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "examine_terminal", lambda *_: TerminalReport(VTE, EXPLICIT, None))


def run(terminal: bool) -> tuple[str, bool]:
    out = Output(terminal)
    fine = doctor.run_doctor(out)
    return out.getvalue(), fine


def test_it_says_what_the_terminal_answered() -> None:
    lines = "\n".join(
        about_terminal(TerminalReport(VTE, EXPLICIT, None), {"TERM": "xterm-256color"})
    )
    for said in ("VTE(8001)", "it reorders, and can be told", "61;8001;1, 61;1;21", "xterm-256"):
        assert said in lines


def test_it_says_what_did_not_answer() -> None:
    lines = list(about_terminal(TerminalReport(Answers(), Profile("none", ""), None), {}))
    assert [line.split(maxsplit=1)[1] for line in lines[:1]] == ["no answer"]
    assert "not set" in lines[3]


@pytest.mark.parametrize(("passes", "said"), [(True, "lets seq"), (False, "lets no seq")])
def test_it_says_what_tmux_runs_in(passes: bool, said: str) -> None:
    around = OuterTerminal("tmux", "Konsole 22.12.3", passthrough=passes)
    lines = "\n".join(about_terminal(TerminalReport(Answers(), Profile("", ""), around), {}))
    assert "in Konsole 22.12.3" in lines
    assert said in lines


def test_sequences_can_be_read() -> None:
    assert readable_sequence("\x1b[8l\x1b[1 k") == "ESC [8l ESC [1 k"
    assert readable_sequence("\x1b]50;a=b\x07") == "ESC ]50;a=b BEL"
    assert readable_sequence("") == "nothing"
    assert "ESC [8h" in "\n".join(about_profile(EXPLICIT))


def test_a_terminal_that_orders_what_is_printed_is_told_of() -> None:
    konsole = choose(Answers("Konsole 22.12.3"), {})
    assert any("printed" in line for line in about_profile(konsole))
    assert not any("printed" in line for line in about_profile(EXPLICIT))


def in_screen(answers: Answers) -> Profile:
    outer = OuterTerminal("screen", answers.xtversion, passthrough=True, answers=answers)
    return choose(Answers(da2="83;40900;0"), {}, lambda _: outer)


def test_hints_have_advice() -> None:
    hinted = [
        choose(Answers("foot(1.21.0)"), {}),
        choose(Answers(da2="0;136;0"), {}),
        choose(Answers(), {"TERM_PROGRAM": "Apple_Terminal"}),
        in_screen(Answers("foot(1.21.0)", da1="62")),
        in_screen(Answers(da2="0;136;0", da1="1")),
    ]
    assert all(profile.hint and ADVICE[profile.name] for profile in hinted)


@pytest.mark.usefixtures("found")
def test_to_a_pipe_goes_no_control_sequence() -> None:
    text, fine = run(terminal=False)
    assert fine
    assert "\x1b" not in text
    assert "\ufb90" in text or "\ufeed" in text, "letters are in their forms"
    for script, _, reading in SAMPLES:
        assert script in text
        assert f"Does this line read, from right to left: {reading}" in text


@pytest.mark.usefixtures("found")
def test_to_a_terminal_the_sample_goes_as_its_profile_says() -> None:
    text, _ = run(terminal=True)
    assert text.count(EXPLICIT.enter) == text.count(EXPLICIT.leave) == len(SAMPLES)


def test_the_sample_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    escaped = Profile("unknown", "", escaping=Escaping.LRM)
    monkeypatch.setattr(
        doctor, "examine_terminal", lambda *_: TerminalReport(Answers(), escaped, None)
    )
    assert "\u200e" in run(terminal=True)[0]
    assert "\u200e" not in run(terminal=False)[0]


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize("name", ["check_levels", "check_forms"])
def test_a_self_test_that_fails_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise EngineError("a library answers otherwise")

    monkeypatch.setattr(doctor, name, fail)
    text, fine = run(terminal=False)
    assert not fine
    assert "FAILED" in text
    assert "a library answers otherwise" in text


def test_without_a_terminal_nothing_is_asked() -> None:
    text, fine = run(terminal=False)
    assert fine
    assert "there is no terminal to ask" in text
