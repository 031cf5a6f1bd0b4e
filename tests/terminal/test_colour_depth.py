"""How many colours a terminal has."""

from collections.abc import Mapping

import pytest

from tui.terminal import colour_depth
from tui.terminal.colour_depth import environment, is_known
from tui.terminal.probe import Answers


@pytest.mark.parametrize(
    ("env", "answers", "expected"),
    [
        ({"TERM": "xterm"}, Answers(colours=256), {"TERM": "xterm-256color"}),
        ({"TERM": "xterm"}, Answers("XTerm(379)"), {}),
        ({"TERM": "xterm"}, Answers(colours=256, direct_colour=True), {"COLORTERM": "truecolor"}),
        ({"TERM": "xterm"}, Answers(colours=8), {}),
        ({"TERM": "xterm-256color"}, Answers(direct_colour=True), {}),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, Answers(colours=256), {}),
        ({"TERM": "tmux-256color"}, Answers("tmux 3.3a", colours=256), {}),
        ({"TERM": "no such terminal"}, Answers(), {}),
        ({}, Answers(), {}),
    ],
)
def test_what_the_terminal_answers_adds_to_the_environment(
    env: Mapping[str, str], answers: Answers, expected: dict[str, str]
) -> None:
    assert environment(answers, env) == expected
    known_before = "COLORTERM" in env or "256" in str(env)
    assert is_known({**env, **expected}) == (bool(expected) or known_before)


def test_the_terminfo_of_another_name_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(colour_depth, "terminfo_colours", lambda term: 256 if term == "st" else 8)
    assert environment(Answers(), {"TERM": "st"}) == {"TERM": "st-256color"}
    assert environment(Answers(), {"TERM": "vt220"}) == {}


def test_tmux_in_a_terminal_of_few_colours_has_few() -> None:
    env = {"TERM": "tmux-256color", "COLORTERM": "truecolor"}
    few = environment(Answers("tmux 3.3a", colours=8), env)
    assert few == {"TERM": "tmux", "COLORTERM": ""}
    assert not is_known({**env, **few})


SCREEN = Answers(da2="83;40900;0", da1="1;2")


@pytest.mark.parametrize(
    ("env", "answers", "expected"),
    [
        ({"TERM": "screen", "COLORTERM": "truecolor"}, SCREEN, {"COLORTERM": ""}),
        ({"TERM": "screen", "COLORTERM": "24bit", "STY": "1"}, Answers(), {"COLORTERM": ""}),
        ({"TERM": "screen.xterm-256color", "STY": "1"}, SCREEN, {}),
        # tmux in screen, by its own answers or its variable; and what screen was started from.
        ({"TERM": "tmux", "COLORTERM": "truecolor", "STY": "1"}, Answers("tmux 3.3a"), {}),
        ({"TERM": "screen", "COLORTERM": "truecolor", "STY": "1", "TMUX": "x"}, Answers(), {}),
        ({"TERM": "xterm", "COLORTERM": "truecolor", "STY": "1"}, Answers(da2="41;379;0"), {}),
    ],
)
def test_screen_has_no_direct_colour_whatever_it_was_started_from(
    env: Mapping[str, str], answers: Answers, expected: dict[str, str]
) -> None:
    assert environment(answers, env) == expected
