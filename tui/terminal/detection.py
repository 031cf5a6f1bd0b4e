"""Recognise a terminal, and choose the profile by which it shows right-to-left text right.

`choose` picks the profile from the terminal's answers and the environment; tmux and screen are
asked which terminal they run in. `detect` does all of that, and `override` applies the settings.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping

from tui.choices import Bidi, Marks
from tui.terminal.colour_depth import environment, is_known, is_screen
from tui.terminal.multiplexers import (
    QTERMINAL,
    OuterTerminal,
    ask_multiplexer,
    passthrough,
    through_screen,
)
from tui.terminal.probe import Answers, is_terminal, probe, return_typed_keys
from tui.terminal.profiles import UNCHANGED, Escaping, Profile

_ON_A_SPACE, _AS_A_CIRCLE = " {}", "○"

# How to send a sign over numbers. Some terminals give it no cell of its own, so that the rest of
# the row would be too far left: _NO_CELL has their profiles. _A_CELL has the names of terminals
# that give it a cell, as multiplexers do. All others get a circle.
_NO_CELL = ("explicit", "explicit-already", "konsole", "kitty-old", "alacritty", "putty", "qt")

_A_CELL = ("xterm(", "mlterm", "rxvt", "st-")

# Under a right-to-left SCP explicit mode mirrors the row, so the second sequence is needed.
_EXPLICIT = "\x1b[8l\x1b[1 k"

_IMPLICIT = "\x1b[8h\x1b[0 k"

# Most italic fonts lack Arabic. mlterm shows boxes then; Konsole and QTerminal take the letters
# from a font that is not monospaced, which leaves gaps in words.
_MLTERM = (
    "\x1b]5379;use_ctl=false\x07\x1b]5379;use_italic_font=false\x07",
    "\x1b]5379;use_ctl=true\x07\x1b]5379;use_italic_font=true\x07",
)

_KONSOLE = ("\x1b]50;BidiRenderingEnabled=false\x07", "\x1b]50;BidiRenderingEnabled=true\x07")

# Terminals that do not reorder, by the start of XTVERSION, or of TERM if that has no answer. The
# bracket distinguishes XTerm from xterm.js, which has a renderer that reorders. For ghostty and
# WezTerm the source code says so.
_PLAIN = ("xterm(", "rxvt", "st-", "zutty", "ghostty", "xterm-ghostty", "wezterm")

# alacritty does not answer XTVERSION; its device attributes identify it where TERM does not.
_ALACRITTY_DA1, _ALACRITTY_DA2 = "6", re.compile(r"0;\d+;1")

# The device attributes of mosh, which answers itself and passes on no other query.
_MOSH = "1;10;0", "62"

# The device attributes of zutty, whose TERM is xterm-256color.
_ZUTTY = "64;0;0", "64;1;9;15;21;22"

# mlterm's secondary device attributes: inside GNU screen its name is not known.
_MLTERM_DA2 = "24;279;0"

# Hints are short enough for the status line of a narrow window; hashiya doctor tells more.
HINT_FOOT = "no vowel marks: for them foot needs grapheme-shaping=no under [tweak]"

HINT_PUTTY = "PuTTY reorders text: see hashiya doctor for what to set"

HINT_APPLE = "Terminal.app cannot be told to leave order alone: see hashiya doctor"

HINT_UNKNOWN = "this terminal is not known: if letters are out of order, see hashiya doctor"


def choose(
    answers: Answers,
    env: Mapping[str, str] = os.environ,
    ask: Callable[[Mapping[str, str]], OuterTerminal] | None = None,
) -> Profile:
    """Return the profile of a terminal.

    `ask` asks the multiplexer, by default `ask_multiplexer`.
    """
    if _is_multiplexed(answers, env):
        if is_screen(answers, env):
            env = {**{name: value for name, value in env.items() if name != "TMUX"}, "STY": "1"}
        around = (ask or ask_multiplexer)(env)
        profile = _profile_in_screen(around) if around.answers.da1 else _profile_in_tmux(around)
        return profile._replace(signs=_sign_format("", around.name))
    profile = _profile_of_terminal(answers, env)
    return profile._replace(
        signs=_sign_format(profile.name, answers.xtversion or env.get("TERM", ""))
    )


def _profile_of_terminal(answers: Answers, env: Mapping[str, str]) -> Profile:
    """Return the profile of a terminal without a multiplexer."""
    if answers.bdsm == 1:
        return Profile("explicit", "it reorders, and can be told not to", _EXPLICIT, _IMPLICIT)
    if answers.bdsm in (2, 4):
        return Profile("explicit-already", "it was told already not to reorder")
    if not answers.xtversion and (answers.da2, answers.da1) == _MOSH:
        return _profile_behind_mosh(env.get("LC_TERMINAL", ""))
    if named := _profile_by_name(answers, env):
        return named
    if answers.da2 == "0;136;0":
        return Profile("putty", "it answers DA2 as PuTTY does", hint=HINT_PUTTY)
    if answers.da2 == "0;115;0":
        foreground = _foreground(env.get("COLORFGBG", ""))
        reason = "it answers DA2 as QTerminal does"
        return Profile(
            "qt", reason, escaping=Escaping.COLOURS, foreground=foreground, italics=False
        )
    if env.get("TERM_PROGRAM") == "Apple_Terminal":
        return Profile("apple", "TERM_PROGRAM", escaping=Escaping.LRM, hint=HINT_APPLE)
    said = answers.xtversion or (env.get("TERM_PROGRAM") or env.get("TERM", "")) or "nothing"
    reason = f"it says {said}, which is not known"
    return Profile("unknown", reason, escaping=Escaping.LRM, hint=HINT_UNKNOWN)


def _profile_behind_mosh(name: str) -> Profile:
    """Return the profile behind mosh, which answers queries itself and passes none on.

    `name` is the value of LC_TERMINAL, which iTerm2 or the user sets; ssh passes on the variables
    of the locale.
    """
    if not name:
        reason = "it answers DA2 and DA1 as mosh does, which hides the terminal"
        return Profile("mosh", reason, escaping=Escaping.LRM)
    profile = _profile_in_tmux(OuterTerminal("mosh", name))
    return profile._replace(reason=f"mosh, and LC_TERMINAL is {name}")


def _kitty_profile(said: str, reason: str) -> Profile:
    version = re.search(r"(\d+)\.(\d+)", said)
    if version and (int(version[1]), int(version[2])) >= (0, 40):
        return Profile("kitty", f"{reason}, which has text-sizing cells", escaping=Escaping.OSC66)
    return Profile("kitty-old", f"{reason}, older than 0.40", escaping=Escaping.FONTS)


def _profile_by_name(answers: Answers, env: Mapping[str, str]) -> Profile | None:
    """Return the profile of a terminal that is known by its name, else None.

    Environment variables count only if the terminal does not answer XTVERSION, because other
    terminals that were started from it inherit them.
    """
    said, term = answers.xtversion, env.get("TERM", "")
    name = (said or term).lower()
    reason = f"it says {said}" if said else f"TERM is {term}"
    silent = not said
    by_da2 = answers.da2 == _MLTERM_DA2
    if name.startswith("mlterm") or (silent and ("MLTERM" in env or by_da2)):
        return Profile("mlterm", reason, *_MLTERM, italics=False)
    if name.startswith("konsole") or (silent and "KONSOLE_VERSION" in env):
        return Profile("konsole", reason, *_KONSOLE, italics=False)
    if name.startswith(("kitty", "xterm-kitty")):
        return _kitty_profile(said, reason)
    by_attributes = answers.da1 == _ALACRITTY_DA1 and _ALACRITTY_DA2.fullmatch(answers.da2)
    if name.startswith("alacritty") or (silent and by_attributes):
        return Profile("alacritty", reason, marks=Marks.BEFORE)
    if name.startswith("foot"):
        return Profile("foot", reason, marks=Marks.STRIP, hint=HINT_FOOT)
    if silent and (answers.da2, answers.da1) == _ZUTTY:
        reason = "it answers DA2 and DA1 as zutty does"
        return Profile("plain", f"{reason}, which leaves visual order alone")
    if name.startswith(_PLAIN):
        # urxvt takes no letters from other fonts than its italic one.
        italics = not name.startswith("rxvt")
        return Profile("plain", f"{reason}, which leaves visual order alone", italics=italics)
    return None


def _foreground(colours: str) -> str:
    """Return white, or black if COLORFGBG says that the background is light."""
    background = colours.rpartition(";")[2]
    light = background in ("7", "15")
    return "0;0;0" if light else "255;255;255"


def _sign_format(profile: str, terminal: str) -> str:
    """Return the format of signs over numbers for a profile and a terminal's name."""
    if profile in ("kitty", "mlterm") or terminal.lower().startswith(_A_CELL):
        return UNCHANGED
    return _ON_A_SPACE if profile in _NO_CELL else _AS_A_CIRCLE


# ------------------------------------------------------------ in tmux and screen


def _is_multiplexed(answers: Answers, env: Mapping[str, str]) -> bool:
    """Whether a multiplexer is in between; environment variables alone can be out of date."""
    if answers.xtversion:
        return answers.xtversion.startswith("tmux")
    if answers.bdsm:
        return False
    if is_screen(answers, env):
        return True
    return "TMUX" in env or "STY" in env or env.get("TERM", "").startswith(("tmux", "screen"))


def _profile_in_screen(outer: OuterTerminal) -> Profile:
    """Return the profile inside GNU screen, by what the terminal around it answers."""
    around = _profile_of_terminal(outer.answers, {"TERM": outer.name})
    reason = f"screen; of the terminal around it: {around.reason}"
    if around.escaping in (Escaping.OSC66, Escaping.FONTS):
        # screen does not pass on text-sizing cells: of a string it keeps one byte per character.
        return Profile(f"screen/{around.name}", reason, escaping=Escaping.SCREEN_FONTS)
    if around.escaping is Escaping.COLOURS:
        # screen has 256 colours, too few for neighbours that look equal.
        return Profile(
            f"screen/{around.name}", reason, escaping=Escaping.FAINT, italics=around.italics
        )
    return around._replace(
        name=f"screen/{around.name}",
        reason=reason,
        enter=through_screen(around.enter),
        leave=through_screen(around.leave),
    )


def _profile_in_tmux(outer: OuterTerminal) -> Profile:
    """Return the profile inside tmux, screen or mosh, by the name of the terminal around it.

    Left-to-right marks keep the order in any terminal that reorders by UAX #9 and do no harm in
    most others. The few exceptions are told through tmux not to reorder, or get the inverse of
    their reordering.
    """
    name = outer.name.lower()
    where = f"{outer.multiplexer} in {outer.name or 'an unknown terminal'}"
    if "konsole" in name or "mlterm" in name:
        known, (enter, leave) = ("konsole", _KONSOLE) if "konsole" in name else ("mlterm", _MLTERM)
        label = f"{outer.multiplexer}/{known}"
        if outer.passthrough:
            wrap = passthrough
            reason = f"{where}, with passthrough"
            return Profile(label, reason, wrap(enter), wrap(leave), italics=False)
        reason = f"{where}, no passthrough"
        return Profile(label, reason, escaping=_inverse(label), italics=False)
    if "kitty" in name:
        return Profile(f"{outer.multiplexer}/kitty", where, escaping=Escaping.FONTS)
    if "alacritty" in name:
        return Profile(f"{outer.multiplexer}/alacritty", where, marks=Marks.BEFORE)
    if name.startswith("foot"):
        return Profile(f"{outer.multiplexer}/foot", where, marks=Marks.STRIP, hint=HINT_FOOT)
    if name == QTERMINAL:
        # mosh passes on all colours but not faint; tmux has only 256 colours there, but faint.
        escaping = Escaping.COLOURS if outer.multiplexer == "mosh" else Escaping.FAINT
        return Profile(f"{outer.multiplexer}/qt", where, escaping=escaping, italics=False)
    return Profile(outer.multiplexer, where, escaping=Escaping.LRM)


# --------------------------------------------------- choosing for the program


def _inverse(name: str) -> Escaping:
    """Return how to send the inverse of a terminal's reordering, by the name of its profile.

    Behind mosh the terminal is unknown. Left-to-right marks are right there except in a terminal
    that joins letters again, such as Konsole, so joiners are sent too.
    """
    if name == "mosh":
        return Escaping.JOINERS
    if name.endswith("mlterm"):
        return Escaping.MLTERM
    return Escaping.KONSOLE if name.endswith("konsole") else Escaping.TERMINAL


def override(profile: Profile, bidi: Bidi, marks: Marks) -> Profile:
    """Return the profile with the settings `bidi` and `marks` instead of what was detected.

    Mode 8 is restored only in a terminal that answered that it was set. If explicit mode is
    requested in another one, only the direction is restored.
    """
    asked = f"bidi = {bidi}"
    if bidi is Bidi.EXPLICIT and profile.name != "explicit":
        profile = Profile(
            "explicit", asked, _EXPLICIT, "\x1b[0 k", marks=profile.marks, signs=profile.signs
        )
    elif bidi in (Bidi.VISUAL, Bidi.LRM, Bidi.TERMINAL):
        escaping = {Bidi.LRM: Escaping.LRM, Bidi.TERMINAL: _inverse(profile.name)}.get(
            bidi, Escaping.NONE
        )
        profile = Profile(
            bidi.value, asked, escaping=escaping, marks=profile.marks, signs=profile.signs
        )
    if marks is not Marks.AUTO:
        profile = profile._replace(marks=marks, reason=f"{profile.reason}; marks = {marks}")
    return profile


def for_printing(profile: Profile) -> Profile:
    """Return the profile for a command that prints and exits, whose output must stay right.

    In VTE rows keep the mode of ECMA-48 in which they were written. Konsole and mlterm reorder the
    whole screen once reordering is turned on again, so they get the inverse of their reordering.
    """
    if profile.enter in ("", _EXPLICIT):
        return profile
    if profile.enter == through_screen(_EXPLICIT):
        # screen repaints rows later, in the mode that the terminal then has.
        return profile._replace(enter="", leave="", escaping=Escaping.LRM)
    return profile._replace(enter="", leave="", escaping=_inverse(profile.name))


def detect(
    bidi: Bidi = Bidi.AUTO, marks: Marks = Marks.AUTO, env: Mapping[str, str] = os.environ
) -> tuple[Profile, Answers]:
    """Ask the terminal; return its profile and its answers (with `Answers.typed`).

    If standard input or output is not a terminal, nothing is asked and the profile sends rows
    unchanged.
    """
    if not is_terminal():
        return override(Profile("none", "there is no terminal"), bidi, marks), Answers()
    named_xterm = env.get("TERM", "") == "xterm" and not is_known(env)
    answers = probe(colours=named_xterm)
    asked: list[OuterTerminal] = []

    def ask(env: Mapping[str, str]) -> OuterTerminal:
        asked.append(ask_multiplexer(env))
        return asked[-1]

    profile = override(choose(answers, env, ask), bidi, marks)
    for around in asked:
        answers = answers._replace(
            typed=answers.typed + around.answers.typed, colours=answers.colours or around.colours
        )
    return profile, answers


def detect_to_print(bidi: Bidi = Bidi.AUTO, marks: Marks = Marks.AUTO) -> Profile:
    """Return the profile for a command that prints and exits; return typed keys to the input."""
    profile, answers = detect(bidi, marks)
    os.environ.update(environment(answers, os.environ))
    return_typed_keys(answers.typed)
    return for_printing(profile)
