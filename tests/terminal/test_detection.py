"""Which profile a terminal gets by what it answers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tui.choices import Bidi, Marks
from tui.terminal import detection
from tui.terminal.detection import choose, detect, for_printing, override
from tui.terminal.multiplexers import OuterTerminal
from tui.terminal.probe import Answers
from tui.terminal.profiles import Escaping, Profile

XTERM_TERM = {"TERM": "xterm-256color"}


def never(env: Mapping[str, str]) -> OuterTerminal:
    raise AssertionError("no multiplexer is to be asked")


def pick(answers: Answers, env: Mapping[str, str] = XTERM_TERM) -> Profile:
    return choose(answers, env, never)


@pytest.mark.parametrize("xtversion", ["VTE(8001)", ""])
def test_explicit_mode_where_the_terminal_reorders_and_can_be_told(xtversion: str) -> None:
    profile = pick(Answers(xtversion, bdsm=1))
    assert profile.name == "explicit"
    assert (profile.enter, profile.leave) == ("\x1b[8l\x1b[1 k", "\x1b[8h\x1b[0 k")
    assert (profile.escaping, profile.marks, profile.hint) == (Escaping.NONE, Marks.AFTER, "")


@pytest.mark.parametrize("bdsm", [2, 4])
def test_nothing_is_touched_where_it_was_told_already(bdsm: int) -> None:
    profile = pick(Answers("VTE(8001)", bdsm))
    assert profile.name == "explicit-already"
    assert not profile.enter + profile.leave
    assert profile.escaping is Escaping.NONE


@pytest.mark.parametrize(
    ("answers", "env"),
    [
        (Answers(bdsm=0, da2="24;279;0"), {"TERM": "mlterm"}),
        (Answers(bdsm=0), {"TERM": "xterm", "MLTERM": "3.9.0"}),
    ],
)
def test_mlterm(answers: Answers, env: Mapping[str, str]) -> None:
    profile = pick(answers, env)
    assert profile.name == "mlterm"
    assert profile.enter == "\x1b]5379;use_ctl=false\x07\x1b]5379;use_italic_font=false\x07"
    assert profile.leave == profile.enter.replace("false", "true")


@pytest.mark.parametrize(
    ("answers", "env"),
    [
        (Answers("Konsole 25.04.2"), XTERM_TERM),
        (Answers(da2="0;115;0"), {**XTERM_TERM, "KONSOLE_VERSION": "201203"}),
    ],
)
def test_konsole(answers: Answers, env: Mapping[str, str]) -> None:
    profile = pick(answers, env)
    assert profile.name == "konsole"
    assert profile.enter == "\x1b]50;BidiRenderingEnabled=false\x07"
    assert profile.leave == "\x1b]50;BidiRenderingEnabled=true\x07"


def test_konsoles_sequence_never_goes_to_xterm_which_reads_a_font_in_it() -> None:
    env = {"TERM": "xterm", "KONSOLE_VERSION": "221203", "MLTERM": "3.9.0"}
    assert pick(Answers("XTerm(379)", 0), env).name == "plain"


@pytest.mark.parametrize(
    ("version", "name", "escaping"),
    [
        ("kitty(0.26.5)", "kitty-old", Escaping.FONTS),
        ("kitty(0.39.9)", "kitty-old", Escaping.FONTS),
        ("kitty(0.40.0)", "kitty", Escaping.OSC66),
        ("kitty(1.0.0)", "kitty", Escaping.OSC66),
        ("", "kitty-old", Escaping.FONTS),
    ],
)
def test_kitty_by_its_version(version: str, name: str, escaping: Escaping) -> None:
    profile = pick(Answers(version, 0), {"TERM": "xterm-kitty"})
    assert (profile.name, profile.escaping) == (name, escaping)
    assert not profile.hint


@pytest.mark.parametrize(
    ("answers", "env"),
    [
        (Answers(da2="0;1700;1", da1="6"), {"TERM": "alacritty"}),
        (Answers(bdsm=0, da2="0;2500;1", da1="6"), XTERM_TERM),
    ],
)
def test_alacritty_draws_marks_one_cell_too_far_right(
    answers: Answers, env: Mapping[str, str]
) -> None:
    profile = pick(answers, env)
    assert (profile.name, profile.marks) == ("alacritty", Marks.BEFORE)


def test_foot_loses_letters_with_marks() -> None:
    profile = pick(Answers("foot(1.21.0)"), {"TERM": "foot"})
    assert (profile.name, profile.marks) == ("foot", Marks.STRIP)
    assert "grapheme-shaping=no" in profile.hint


@pytest.mark.parametrize(
    ("xtversion", "term"),
    [
        ("XTerm(379)", "xterm"),
        ("ghostty 1.2.0", "xterm-ghostty"),
        ("WezTerm 20240203", "xterm-256color"),
        ("", "rxvt-unicode-256color"),
        ("", "st-256color"),
        ("", "xterm-ghostty"),
    ],
)
def test_terminals_that_leave_visual_order_alone(xtversion: str, term: str) -> None:
    profile = pick(Answers(xtversion, 0), {"TERM": term})
    assert profile.name == "plain"
    assert (profile.escaping, profile.enter, profile.hint) == (Escaping.NONE, "", "")


@pytest.mark.parametrize(
    ("answers", "env", "name"),
    [
        (Answers(da2="0;136;0"), XTERM_TERM, "putty"),
        (Answers(da1="1;2"), {**XTERM_TERM, "TERM_PROGRAM": "Apple_Terminal"}, "apple"),
    ],
)
def test_a_hint_where_the_terminal_cannot_be_told(
    answers: Answers, env: Mapping[str, str], name: str
) -> None:
    profile = pick(answers, env)
    assert profile.name == name
    assert profile.hint
    assert "\n" not in profile.hint
    assert len(profile.hint) < 72


@pytest.mark.parametrize(
    ("colours", "foreground"),
    [("15;0", "255;255;255"), ("0;15", "0;0;0"), ("0;default;15", "0;0;0"), ("", "255;255;255")],
)
def test_qterminal_takes_neighbours_of_two_colours_for_words(colours: str, foreground: str) -> None:
    profile = pick(Answers(da2="0;115;0"), {**XTERM_TERM, "COLORFGBG": colours})
    assert (profile.name, profile.escaping) == ("qt", Escaping.COLOURS)
    assert (profile.foreground, profile.hint) == (foreground, "")


def test_mosh_answers_itself_whatever_the_variables_of_its_server_say() -> None:
    answers = Answers(da2="1;10;0", da1="62")
    for env in (XTERM_TERM, {**XTERM_TERM, "KONSOLE_VERSION": "221203", "MLTERM": "3.9.0"}):
        profile = pick(answers, env)
        assert (profile.name, profile.escaping, profile.enter) == ("mosh", Escaping.LRM, "")
    assert override(profile, Bidi.TERMINAL, Marks.AUTO).escaping is Escaping.JOINERS
    assert pick(Answers("XTerm(379)", da2="1;10;0", da1="62")).name == "plain"


@pytest.mark.parametrize(
    ("terminal", "name", "escaping", "marks"),
    [
        ("konsole", "mosh/konsole", Escaping.KONSOLE, Marks.AFTER),
        ("mlterm", "mosh/mlterm", Escaping.MLTERM, Marks.AFTER),
        ("kitty", "mosh/kitty", Escaping.FONTS, Marks.AFTER),
        ("Alacritty", "mosh/alacritty", Escaping.NONE, Marks.BEFORE),
        ("foot", "mosh/foot", Escaping.NONE, Marks.STRIP),
        ("qterminal", "mosh/qt", Escaping.COLOURS, Marks.AFTER),
        ("iTerm2", "mosh", Escaping.LRM, Marks.AFTER),
    ],
)
def test_behind_mosh_a_variable_of_the_locale_names_the_terminal(
    terminal: str, name: str, escaping: Escaping, marks: Marks
) -> None:
    profile = pick(Answers(da2="1;10;0", da1="62"), {**XTERM_TERM, "LC_TERMINAL": terminal})
    assert (profile.name, profile.escaping, profile.marks) == (name, escaping, marks)
    assert not profile.enter + profile.leave
    assert pick(Answers("XTerm(379)"), {**XTERM_TERM, "LC_TERMINAL": terminal}).name == "plain"


@pytest.mark.parametrize(
    "answers", [Answers(), Answers("xterm.js(5.5.0)", 0), Answers("iTerm2 3.5.0"), Answers(bdsm=3)]
)
def test_the_rest_gets_left_to_right_marks(answers: Answers) -> None:
    profile = pick(answers)
    assert (profile.name, profile.escaping, profile.enter) == ("unknown", Escaping.LRM, "")


def test_italic_letters_are_left_out_where_they_would_be_boxes() -> None:
    assert not pick(Answers(), {"TERM": "rxvt-unicode-256color"}).italics
    assert not pick(Answers(), {"TERM": "mlterm"}).italics
    assert pick(Answers("XTerm(379)", 0)).italics


def test_zutty_is_known_by_its_attributes() -> None:
    profile = pick(Answers(da2="64;0;0", da1="64;1;9;15;21;22"))
    assert (profile.name, profile.escaping, profile.hint) == ("plain", Escaping.NONE, "")


TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"}


@pytest.mark.parametrize(
    ("outer", "name", "escaping", "marks", "hinted"),
    [
        (OuterTerminal("tmux", "XTerm(379)"), "tmux", Escaping.LRM, Marks.AFTER, False),
        (
            OuterTerminal("tmux", "VTE(8001)", passthrough=True),
            "tmux",
            Escaping.LRM,
            Marks.AFTER,
            False,
        ),
        (OuterTerminal("tmux"), "tmux", Escaping.LRM, Marks.AFTER, False),
        (OuterTerminal("screen"), "screen", Escaping.LRM, Marks.AFTER, False),
        (
            OuterTerminal("tmux", "Konsole 22.12.3"),
            "tmux/konsole",
            Escaping.KONSOLE,
            Marks.AFTER,
            False,
        ),
        (OuterTerminal("tmux", "mlterm"), "tmux/mlterm", Escaping.MLTERM, Marks.AFTER, False),
        (OuterTerminal("tmux", "kitty(0.26.5)"), "tmux/kitty", Escaping.FONTS, Marks.AFTER, False),
        (OuterTerminal("tmux", "kitty(0.48.0)"), "tmux/kitty", Escaping.FONTS, Marks.AFTER, False),
        (OuterTerminal("tmux", "alacritty"), "tmux/alacritty", Escaping.NONE, Marks.BEFORE, False),
        (OuterTerminal("tmux", "qterminal"), "tmux/qt", Escaping.FAINT, Marks.AFTER, False),
        (OuterTerminal("tmux", "foot(1.21.0)"), "tmux/foot", Escaping.NONE, Marks.STRIP, True),
    ],
)
def test_inside_a_multiplexer_the_terminal_around_it_counts(
    outer: OuterTerminal, name: str, escaping: Escaping, marks: Marks, hinted: bool
) -> None:
    # What leaked in from elsewhere says konsole; tmux knows better.
    env = {**TMUX, "KONSOLE_VERSION": "221203"}
    profile = choose(Answers("tmux 3.3a"), env, lambda _: outer)
    assert (profile.name, profile.escaping, profile.marks) == (name, escaping, marks)
    assert bool(profile.hint) == hinted
    assert not profile.enter


def test_sequences_pass_through_tmux_where_it_lets_them() -> None:
    outer = OuterTerminal("tmux", "Konsole 22.12.3", passthrough=True)
    profile = choose(Answers("tmux 3.3a"), TMUX, lambda _: outer)
    assert profile.enter == "\x1bPtmux;\x1b\x1b]50;BidiRenderingEnabled=false\x07\x1b\\"
    assert profile.leave == "\x1bPtmux;\x1b\x1b]50;BidiRenderingEnabled=true\x07\x1b\\"
    assert not profile.hint


SCREEN = Answers(da2="83;40900;0", da1="1;2")
IN_SCREEN = {"TERM": "screen", "STY": "1.pts-0.host"}


def in_screen(answers: Answers, name: str = "") -> Profile:
    """The profile in screen, in a terminal that answers so."""
    outer = OuterTerminal("screen", answers.xtversion or name, True, answers)
    return choose(SCREEN, IN_SCREEN, lambda _: outer)


@pytest.mark.parametrize(
    ("answers", "name", "enter", "leave"),
    [
        (
            Answers("Konsole 22.12.3", da2="1;115;0", da1="62;1;4"),
            "screen/konsole",
            "\x1bP\x1b]50;BidiRenderingEnabled=false\x07\x1b\\",
            "\x1bP\x1b]50;BidiRenderingEnabled=true\x07\x1b\\",
        ),
        (
            Answers(bdsm=1, da2="65;7006;1", da1="65;1;9"),
            "screen/explicit",
            "\x1bP\x1b[8l\x1b[1 k\x1b\\",
            "\x1bP\x1b[8h\x1b[0 k\x1b\\",
        ),
        (
            Answers(bdsm=0, da2="24;279;0", da1="63;1;2;3;4"),
            "screen/mlterm",
            "\x1bP\x1b]5379;use_ctl=false\x07\x1b]5379;use_italic_font=false\x07\x1b\\",
            "\x1bP\x1b]5379;use_ctl=true\x07\x1b]5379;use_italic_font=true\x07\x1b\\",
        ),
    ],
)
def test_screen_passes_on_what_the_terminal_around_it_needs(
    answers: Answers, name: str, enter: str, leave: str
) -> None:
    profile = in_screen(answers)
    assert (profile.name, profile.enter, profile.leave) == (name, enter, leave)
    assert (profile.escaping, profile.hint) == (Escaping.NONE, "")


@pytest.mark.parametrize(
    ("answers", "name", "escaping", "marks", "hinted"),
    [
        (Answers("XTerm(379)", 0, da1="64"), "plain", Escaping.NONE, Marks.AFTER, False),
        (Answers(da2="0;1700;1", da1="6"), "alacritty", Escaping.NONE, Marks.BEFORE, False),
        (Answers("foot(1.13.1)", da1="62"), "foot", Escaping.NONE, Marks.STRIP, True),
        (
            Answers("kitty(0.26.5)", da1="62"),
            "kitty-old",
            Escaping.SCREEN_FONTS,
            Marks.AFTER,
            False,
        ),
        (Answers("kitty(0.41.1)", da1="62"), "kitty", Escaping.SCREEN_FONTS, Marks.AFTER, False),
        (Answers(da2="0;115;0", da1="1;2"), "qt", Escaping.FAINT, Marks.AFTER, False),
        (Answers(da2="1;10;0", da1="62"), "mosh", Escaping.LRM, Marks.AFTER, False),
        (Answers(da1="1"), "unknown", Escaping.LRM, Marks.AFTER, True),
    ],
)
def test_in_screen_as_in_the_terminal_around_it(
    answers: Answers, name: str, escaping: Escaping, marks: Marks, hinted: bool
) -> None:
    profile = in_screen(answers)
    assert profile.name == f"screen/{name}"
    assert (profile.escaping, profile.marks, profile.enter) == (escaping, marks, "")
    assert bool(profile.hint) == hinted


def test_what_is_printed_in_screen_stays_right_when_screen_paints_it_again() -> None:
    vte = for_printing(in_screen(Answers(bdsm=1, da1="65;1;9")))
    assert (vte.escaping, vte.enter, vte.leave) == (Escaping.LRM, "", "")
    konsole = for_printing(in_screen(Answers("Konsole 22.12.3", da1="62;1;4")))
    assert (konsole.escaping, konsole.enter, konsole.leave) == (Escaping.KONSOLE, "", "")


@pytest.mark.parametrize(
    ("answers", "env", "asked"),
    [
        (SCREEN, {"TERM": "screen"}, "STY"),
        (SCREEN, {**TMUX, "STY": "1"}, "STY"),
        (Answers(da2="84;0;0"), {**TMUX, "STY": "1"}, "TMUX"),
        (Answers("tmux 3.3a", da2="84;0;0"), {**TMUX, "STY": "1"}, "TMUX"),
        (Answers(), IN_SCREEN, "STY"),
    ],
)
def test_of_screen_and_tmux_the_inner_one_is_asked(
    answers: Answers, env: Mapping[str, str], asked: str
) -> None:
    seen: list[Mapping[str, str]] = []

    def ask(env: Mapping[str, str]) -> OuterTerminal:
        seen.append(env)
        return OuterTerminal("")

    choose(answers, env, ask)
    assert ("TMUX" if "TMUX" in seen[0] else "STY" if "STY" in seen[0] else "") == asked


def test_a_terminal_that_says_itself_what_it_is_is_no_multiplexer() -> None:
    assert pick(Answers("XTerm(379)", 0), TMUX).name == "plain"
    assert pick(Answers(bdsm=1), TMUX).name == "explicit"


@pytest.mark.parametrize("env", [TMUX, {"TERM": "screen", "STY": "1"}, {"TERM": "screen"}])
def test_a_silent_one_is_taken_for_a_multiplexer_by_its_environment(
    env: Mapping[str, str],
) -> None:
    assert choose(Answers(), env, lambda _: OuterTerminal("asked")).name == "asked"


VTE = choose(Answers("VTE(8001)", 1), XTERM_TERM, never)
FOOT = choose(Answers("foot(1.21.0)"), XTERM_TERM, never)


@pytest.mark.parametrize(
    ("bidi", "escaping"),
    [
        (Bidi.VISUAL, Escaping.NONE),
        (Bidi.LRM, Escaping.LRM),
        (Bidi.TERMINAL, Escaping.TERMINAL),
    ],
)
def test_what_is_asked_for_wins_and_tells_the_terminal_nothing(
    bidi: Bidi, escaping: Escaping
) -> None:
    profile = override(VTE, bidi, Marks.AUTO)
    assert (profile.escaping, profile.enter, profile.leave) == (escaping, "", "")
    assert override(FOOT, bidi, Marks.AUTO).marks is Marks.STRIP


def test_mode_8_is_set_back_only_where_the_terminal_had_it_set() -> None:
    assert override(VTE, Bidi.EXPLICIT, Marks.AUTO) == VTE
    asked = override(FOOT, Bidi.EXPLICIT, Marks.AUTO)
    assert asked.enter == "\x1b[8l\x1b[1 k"
    assert "\x1b[8h" not in asked.leave


def test_what_is_printed_stays_right_when_the_terminal_is_as_it_was_again() -> None:
    konsole = pick(Answers("Konsole 25.04.2"))
    printed = for_printing(konsole)
    assert (printed.name, printed.escaping) == ("konsole", Escaping.KONSOLE)
    assert not printed.enter + printed.leave
    # Rows keep the mode that they were written under.
    assert for_printing(VTE) == VTE
    assert for_printing(FOOT) == FOOT


def test_konsole_is_asked_for_its_own_reordering() -> None:
    konsole = pick(Answers("Konsole 25.04.2"))
    assert override(konsole, Bidi.TERMINAL, Marks.AUTO).escaping is Escaping.KONSOLE
    mlterm = pick(Answers(), {"TERM": "mlterm"})
    assert for_printing(mlterm).escaping is Escaping.MLTERM
    assert override(mlterm, Bidi.TERMINAL, Marks.AUTO).escaping is Escaping.MLTERM


def test_marks_can_be_asked_for_alone() -> None:
    assert override(VTE, Bidi.AUTO, Marks.AUTO) == VTE
    profile = override(FOOT, Bidi.AUTO, Marks.AFTER)
    assert (profile.name, profile.marks) == ("foot", Marks.AFTER)


def test_nothing_is_asked_without_a_terminal_at_both_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> Answers:
        raise AssertionError("nothing is to be asked")

    monkeypatch.setattr(detection, "probe", fail)
    monkeypatch.setattr(detection, "is_terminal", lambda: False)
    profile, answers = detect()
    assert (profile.name, profile.escaping, answers.typed) == ("none", Escaping.NONE, b"")


@pytest.mark.parametrize(
    ("answers", "env", "signs"),
    [
        (Answers("VTE(7006)", bdsm=1), XTERM_TERM, " {}"),
        (Answers("VTE(7006)", bdsm=2), XTERM_TERM, " {}"),
        (Answers("Konsole 22.12.3"), XTERM_TERM, " {}"),
        (Answers("kitty(0.26.5)"), XTERM_TERM, " {}"),
        (Answers("kitty(0.42.0)"), XTERM_TERM, "{}"),
        (Answers(da2="0;136;0"), XTERM_TERM, " {}"),
        (Answers("XTerm(379)"), XTERM_TERM, "{}"),
        (Answers(), {"TERM": "mlterm"}, "{}"),
        (Answers("ghostty 1.0"), XTERM_TERM, "○"),
        (Answers("tomorrow 1.0"), XTERM_TERM, "○"),
    ],
)
def test_signs_over_numbers_stand_on_a_space_where_they_have_no_cell(
    answers: Answers, env: Mapping[str, str], signs: str
) -> None:
    assert pick(answers, env).signs == signs
    for bidi in Bidi:
        assert override(pick(answers, env), bidi, Marks.AUTO).signs == signs


@pytest.mark.parametrize(
    ("name", "signs"),
    [("VTE(7006)", "○"), ("kitty(0.42.0)", "○"), ("XTerm(379)", "{}"), ("xterm-256color", "○")],
)
def test_signs_over_numbers_are_circles_where_tmux_may_count_otherwise(
    name: str, signs: str
) -> None:
    profile = choose(Answers("tmux 3.3a"), XTERM_TERM, lambda _: OuterTerminal("tmux", name))
    assert profile.signs == signs
