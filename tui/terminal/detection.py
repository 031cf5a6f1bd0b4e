"""Recognise a terminal: its profile says how to send a row in visual order so that it looks right.

`choose` picks the profile from the terminal's answers and the environment; tmux and screen are
asked which terminal they run in. `detect` does all of that, and `override` applies the settings.
"""

from __future__ import annotations

import enum
import os
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tui.terminal.colour_depth import MANY, environment, is_known, is_screen, terminfo_colours
from tui.terminal.probe import Answers, is_terminal, probe, return_typed_keys

_PROC = Path("/proc")

_MOST_ANCESTORS = 32
"""Ancestors of a process that are looked at."""


class Bidi(enum.StrEnum):
    """The values of the setting `bidi` and of the option `--bidi`."""

    AUTO = "auto"
    """Choose by what the terminal answers."""
    VISUAL = "visual"
    """Send visual order as it is, for a terminal that does not reorder."""
    EXPLICIT = "explicit"
    """Send visual order after telling the terminal, by ECMA-48, not to reorder."""
    LRM = "lrm"
    """Send visual order with a left-to-right mark after each right-to-left cell."""
    TERMINAL = "terminal"
    """Send the order that a reordering terminal turns into visual order."""


class Marks(enum.StrEnum):
    """Where the marks of a right-to-left cell are written."""

    AFTER = "after"
    """After their base, as in Unicode."""
    BEFORE = "before"
    """Before their base: for a terminal that draws marks one cell too far right."""
    STRIP = "strip"
    """Not at all: for a terminal in which a letter with marks is not drawn."""


class Escaping(enum.StrEnum):
    """How the cells of a row are kept from being reordered by the terminal."""

    NONE = "none"
    LRM = "lrm"
    """U+200E after each right-to-left cell."""
    JOINERS = "joiners"
    """As `LRM`, with ZWJ on each joined side: for a terminal that joins forms again."""
    OSC66 = "osc66"
    """Each right-to-left cell as a text-sizing cell of its own (kitty)."""
    FONTS = "fonts"
    """Neighbouring cells alternate between regular and italic (see `alternation`)."""
    SCREEN_FONTS = "screen_fonts"
    """The same in GNU screen, which does not show italics as such."""
    COLOURS = "colours"
    """Neighbouring cells alternate between two equal colours (see `alternation`)."""
    FAINT = "faint"
    """Neighbouring cells alternate between regular and faint (see `alternation`)."""
    TERMINAL = "terminal"
    """Not at all: the terminal reorders, and gets the inverse (see `screen_copy`)."""
    KONSOLE = "konsole"
    """As `TERMINAL`, for one that does not mirror and joins presentation forms again."""
    MLTERM = "mlterm"
    """As `TERMINAL`, for one that reorders each part between two lines (see `mlterm_order`)."""


UNCHANGED, ON_A_SPACE, AS_A_CIRCLE = "{}", " {}", "○"

# How to send a sign over numbers. Some terminals give it no cell of its own, so that the rest of
# the
# row would be too far left: _NO_CELL has their profiles. _A_CELL has the names of terminals that
# give
# it a cell, as multiplexers do. All others get a circle.
_NO_CELL = ("explicit", "explicit-already", "konsole", "kitty-old", "alacritty", "putty", "qt")

_A_CELL = ("xterm(", "mlterm", "rxvt", "st-")


class Profile(NamedTuple):
    """How text is sent to one terminal."""

    name: str
    reason: str
    """Why it was chosen, as a clause."""
    enter: str = ""
    """Written before the alternate screen is entered."""
    leave: str = ""
    """Written after it is left."""
    escaping: Escaping = Escaping.NONE
    marks: Marks = Marks.AFTER
    hint: str = ""
    """Advice in one line for a terminal that sequences cannot configure; else empty."""
    signs: str = UNCHANGED
    """How a sign over numbers, such as END OF AYAH, is sent; `{}` is the sign itself."""
    italics: bool = True
    """Whether italic letters are sent as such."""
    foreground: str = "255;255;255"
    """With alternating colours, that of cells that have none, as `red;green;blue`."""


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

# Those of zutty, which calls itself xterm-256color.
_ZUTTY = "64;0;0", "64;1;9;15;21;22"

# What its process is called: it has no other name.
_QTERMINAL = "qterminal"

# mlterm's secondary device attributes: inside GNU screen its name is not known.
_MLTERM_DA2 = "24;279;0"

# Short enough for the status line of a narrow window; hashiya doctor has the rest.
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
    """Return the profile behind mosh, which answers itself and passes nothing on.

    `name` is LC_TERMINAL: iTerm2 sets it and users can, and ssh sends variables of the locale.
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
    """Return how signs over numbers are sent, by the profile and the terminal's name."""
    if profile in ("kitty", "mlterm") or terminal.lower().startswith(_A_CELL):
        return UNCHANGED
    return ON_A_SPACE if profile in _NO_CELL else AS_A_CIRCLE


# ------------------------------------------------------------ tmux and screen


class OuterTerminal(NamedTuple):
    """A multiplexer, and the terminal that it runs in."""

    multiplexer: str
    """`tmux` or `screen`."""
    name: str = ""
    """The terminal's answer to XTVERSION, else its TERM; empty if unknown."""
    passthrough: bool = False
    """Whether the multiplexer passes sequences on to the terminal."""
    answers: Answers = Answers()
    """The terminal's own answers, if the multiplexer passes queries on as well."""
    colours: int = 0
    """The number of colours that the multiplexer has there; 0 for unknown or many."""


_TMUX_FORMAT = "\t".join(
    f"#{{{name}}}"
    for name in (
        *("client_termtype", "client_termname", "version", "allow-passthrough"),
        *("client_termfeatures", "client_pid"),
    )
)

_TIMEOUT = 1.0


def passthrough(sequence: str) -> str:
    """Return a sequence wrapped so that tmux passes it on to its terminal."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\" if sequence else ""


def through_screen(sequence: str) -> str:
    """Return a sequence wrapped so that GNU screen passes it on to its terminal."""
    return f"\x1bP{sequence}\x1b\\" if sequence else ""


class _Process(NamedTuple):
    name: str
    """At most 15 characters of it."""
    parent: int
    terminal: int
    """The number of its controlling terminal; 0 for none."""


def terminal_program(pid: int, proc: Path = _PROC) -> str:
    """Return the name of the program that shows the terminal of a process; empty if unknown.

    It is the nearest ancestor with another terminal, or none. Only Linux has /proc.
    """
    process = _process(pid, proc)
    if process is None or not process.terminal:
        return ""
    terminal = process.terminal
    for _ in range(_MOST_ANCESTORS):
        process = _process(process.parent, proc)
        if process is None:
            return ""
        if process.terminal != terminal:
            return process.name
    return ""


def _process(pid: int, proc: Path) -> _Process | None:
    """Read what the kernel says of a process (proc(5), `/proc/pid/stat`)."""
    try:
        said = (proc / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:
        return None
    # The name is in brackets, and may contain some.
    before, _, after = said.rpartition(")")
    fields = after.split()
    return _Process(before.partition("(")[2], int(fields[1]), int(fields[4]))


def parse_tmux_answer(
    answer: str,
    program_of: Callable[[int], str] = terminal_program,
    colours_of: Callable[[str], int] = terminfo_colours,
) -> OuterTerminal:
    """Parse the answer of `tmux display-message`; an old tmux leaves fields empty.

    `program_of` returns the program that shows the terminal of a process, `colours_of` the
    number of colours in terminfo.
    """
    fields = (answer.rstrip("\n").split("\t") + [""] * 6)[:6]
    kind, name, version, allowed, features, pid = fields
    # Before 3.3 there was no such option, and every sequence was passed on.
    free = not allowed and version.startswith(("2.", "3.0", "3.1", "3.2"))
    if not kind and pid.isdigit() and program_of(int(pid)) == _QTERMINAL:
        kind = _QTERMINAL
    many = not features or {"256", "RGB"} & {*features.split(",")}
    colours = 0 if many else colours_of(name)
    return OuterTerminal(
        "tmux",
        kind or name,
        free or allowed in ("on", "all", "1", "2"),
        colours=colours if colours < MANY else 0,
    )


def ask_multiplexer(env: Mapping[str, str]) -> OuterTerminal:
    """Ask the multiplexer of this environment which terminal it runs in.

    tmux answers itself, GNU screen passes the query on. A tmux at the other end of a connection
    cannot be asked. Then, or if nothing answers, the terminal is unknown.
    """
    if "TMUX" not in env:
        return _ask_through_screen(env) if "STY" in env else OuterTerminal("tmux")
    command = ["tmux", "display-message", "-p", _TMUX_FORMAT]
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed command, found as the shell would
            command, capture_output=True, text=True, timeout=_TIMEOUT, check=True, env=dict(env)
        )
    except (OSError, subprocess.SubprocessError):
        return OuterTerminal("tmux")
    return parse_tmux_answer(answer.stdout)


def _ask_through_screen(env: Mapping[str, str]) -> OuterTerminal:
    answers = probe(wrap=through_screen)
    # screen puts its own name before that of the terminal, if there is such an entry.
    term = env.get("TERM", "").removeprefix("screen").removeprefix(".")
    name = answers.xtversion or term
    if not answers.da1:
        return OuterTerminal("screen", name, answers=Answers(typed=answers.typed))
    return OuterTerminal("screen", name, passthrough=True, answers=answers)


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
        # screen passes on no text-sizing cells: of a string it keeps a byte for each character.
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
    """Return the profile inside tmux or screen, by the name of the terminal that these run in.

    Left-to-right marks keep the order in any terminal that reorders by UAX #9 and do no harm in
    most others. The few exceptions are told through tmux not to reorder, or get the inverse.
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
    if name == _QTERMINAL:
        # mosh passes on any colour, but nothing faint; tmux has 256 colours for it, but faint ones.
        escaping = Escaping.COLOURS if outer.multiplexer == "mosh" else Escaping.FAINT
        return Profile(f"{outer.multiplexer}/qt", where, escaping=escaping, italics=False)
    return Profile(outer.multiplexer, where, escaping=Escaping.LRM)


# --------------------------------------------------- choosing for the program


def _inverse(name: str) -> Escaping:
    """Return how to send the inverse of a terminal's reordering, by the name of its profile.

    Behind mosh, left-to-right marks are right but in a terminal that joins forms again, as Konsole.
    """
    if name == "mosh":
        return Escaping.JOINERS
    if name.endswith("mlterm"):
        return Escaping.MLTERM
    return Escaping.KONSOLE if name.endswith("konsole") else Escaping.TERMINAL


def override(profile: Profile, bidi: Bidi, marks: Marks | None) -> Profile:
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
    if marks is not None:
        profile = profile._replace(marks=marks, reason=f"{profile.reason}; marks = {marks}")
    return profile


def for_printing(profile: Profile) -> Profile:
    """Return the profile for a command that prints and exits, whose output must stay right.

    Rows keep the mode of ECMA-48 in which they were written. Konsole and mlterm reorder the whole
    screen as soon as they are allowed to again, so they get the inverse of their reordering.
    """
    if profile.enter in ("", _EXPLICIT):
        return profile
    if profile.enter == through_screen(_EXPLICIT):
        # screen paints its rows again, in the mode of then.
        return profile._replace(enter="", leave="", escaping=Escaping.LRM)
    return profile._replace(enter="", leave="", escaping=_inverse(profile.name))


def detect(
    bidi: Bidi = Bidi.AUTO, marks: Marks | None = None, env: Mapping[str, str] = os.environ
) -> tuple[Profile, Answers]:
    """Ask the terminal; return its profile and its answers (with `Answers.typed`).

    If standard input or output is not a terminal, nothing is asked and rows are sent unchanged.
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


def detect_to_print(bidi: Bidi = Bidi.AUTO, marks: Marks | None = None) -> Profile:
    """Return the profile for a command that prints and exits; return typed keys to the input."""
    profile, answers = detect(bidi, marks)
    os.environ.update(environment(answers, os.environ))
    return_typed_keys(answers.typed)
    return for_printing(profile)
