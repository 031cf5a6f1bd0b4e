"""How a row in visual order is handed to each terminal, and which of these ways fits this one.

tmux and screen: which terminal they run in, and how a sequence gets through to it."""

from __future__ import annotations

import enum
import os
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from tui.terminal.probe import Answers, give_back, is_terminal, probe

_ASK = "#{client_termtype}\t#{client_termname}\t#{version}\t#{allow-passthrough}"


_TIMEOUT = 1.0


class Outer(NamedTuple):
    """The terminal that a multiplexer runs in."""

    multiplexer: str
    """`tmux` or `screen`."""
    name: str = ""
    """What the terminal answered to XTVERSION, else its TERM; empty when it is not known."""
    passthrough: bool = False
    """Whether sequences get through to it."""


def passthrough(sequence: str) -> str:
    """Wrap a sequence so that tmux hands it on to the terminal it runs in."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\" if sequence else ""


def parse(answer: str) -> Outer:
    """Read tmux's answer to what it is asked; an old tmux leaves fields empty."""
    kind, name, version, allowed = (answer.rstrip("\n").split("\t") + [""] * 4)[:4]
    # Before 3.3 there was no such option, and everything got through.
    free = not allowed and version.startswith(("2.", "3.0", "3.1", "3.2"))
    return Outer("tmux", kind or name, free or allowed in ("on", "all", "1", "2"))


def outer(env: Mapping[str, str]) -> Outer:
    """Ask the multiplexer of this environment which terminal it runs in.

    GNU screen cannot be asked, nor can a tmux at the other end of a connection; then, and
    where tmux gives no answer, the terminal stays unknown.
    """
    if "TMUX" not in env:
        return Outer("screen" if "STY" in env else "tmux")
    import subprocess

    command = ["tmux", "display-message", "-p", _ASK]
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed command, found as the shell would
            command, capture_output=True, text=True, timeout=_TIMEOUT, check=True, env=dict(env)
        )
    except (OSError, subprocess.SubprocessError):
        return Outer("tmux")
    return parse(answer.stdout)


class Bidi(enum.StrEnum):
    """What a person can ask for (`--bidi`)."""

    AUTO = "auto"
    """What fits the terminal that was found."""
    VISUAL = "visual"
    """Visual order as it is, for a terminal that leaves it alone."""
    EXPLICIT = "explicit"
    """Visual order, and the terminal is told by ECMA-48 to leave it alone."""
    LRM = "lrm"
    """Visual order with a left-to-right mark after each right-to-left cell."""
    TERMINAL = "terminal"
    """The order that a reordering terminal turns into the visual one."""


class Marks(enum.StrEnum):
    """Where the marks of a right-to-left cell are written."""

    AFTER = "after"
    """After their base, as Unicode has it."""
    BEFORE = "before"
    """Before their base: for a terminal that draws marks one cell too far right."""
    STRIP = "strip"
    """Nowhere: for a terminal in which a letter with marks vanishes."""


class Escaping(enum.StrEnum):
    """What keeps the terminal from reordering the cells of a row."""

    NONE = "none"
    LRM = "lrm"
    """U+200E after each right-to-left cell."""
    OSC66 = "osc66"
    """Each right-to-left cell as a text-sizing cell of its own (kitty)."""
    TERMINAL = "terminal"
    """Nothing is added: the terminal reorders, and what it gets is the inverse of that."""


AS_IT_IS, ON_A_SPACE, AS_A_CIRCLE = "{}", " {}", "○"


# Profiles of terminals that give such a sign no cell of its own, so that what follows would stand
# too far left; and names of those that do give it one, as multiplexers do. A circle fits all.
_NO_CELL = ("explicit", "explicit-already", "konsole", "kitty-old", "alacritty", "putty", "qt")


_A_CELL = ("xterm(", "mlterm", "rxvt", "st-")


class Profile(NamedTuple):
    """How text is handed to one terminal."""

    name: str
    reason: str
    """What this was chosen by, as one clause."""
    enter: str = ""
    """Written before the alternate screen is entered."""
    leave: str = ""
    """Written after it is left."""
    escaping: Escaping = Escaping.NONE
    marks: Marks = Marks.AFTER
    hint: str = ""
    """One line for the person, where the terminal cannot be told; else empty."""
    signs: str = AS_IT_IS
    """What a sign over numbers, such as END OF AYAH, is written as; `{}` is the sign."""


# Under a right-to-left SCP explicit mode mirrors the row, hence the second sequence.
_EXPLICIT = "\x1b[8l\x1b[1 k"


_IMPLICIT = "\x1b[8h\x1b[0 k"


# mlterm shows boxes for letters that its italic font lacks, and italic fonts lack Arabic.
_MLTERM = (
    "\x1b]5379;use_ctl=false\x07\x1b]5379;use_italic_font=false\x07",
    "\x1b]5379;use_ctl=true\x07\x1b]5379;use_italic_font=true\x07",
)


_KONSOLE = ("\x1b]50;BidiRenderingEnabled=false\x07", "\x1b]50;BidiRenderingEnabled=true\x07")


# Names at the start of XTVERSION, or of TERM where that has no answer, of terminals that leave
# visual order alone. XTerm is told by its bracket from xterm.js, which has a renderer that
# reorders; ghostty and WezTerm are here by their source.
_PLAIN = ("xterm(", "rxvt", "st-", "zutty", "ghostty", "xterm-ghostty", "wezterm")


# alacritty has no answer to XTVERSION; its device attributes tell it where TERM does not.
_ALACRITTY_DA1, _ALACRITTY_DA2 = "6", re.compile(r"0;\d+;1")


# Short enough for the status line of a narrow window; hashiya doctor has the rest.
HINT_KITTY = "kitty before 0.40 reverses words: put force_ltr yes in kitty.conf"


HINT_FOOT = "no vowel marks: for them foot needs grapheme-shaping=no under [tweak]"


HINT_PUTTY = "PuTTY reorders text: see hashiya doctor for what to set"


HINT_APPLE = "Terminal.app cannot be told to leave order alone: see hashiya doctor"


HINT_QT = "this terminal reorders text: see hashiya doctor for what to set"


HINT_MLTERM = "letters may be lost at edges: set -g allow-passthrough on in tmux"


def _multiplexed(answers: Answers, env: Mapping[str, str]) -> bool:
    """Tell whether a multiplexer stands between; environment variables alone may lie."""
    if answers.xtversion:
        return answers.xtversion.startswith("tmux")
    if answers.bdsm:
        return False
    return "TMUX" in env or "STY" in env or env.get("TERM", "").startswith(("tmux", "screen"))


def _inside(outer: Outer) -> Profile:
    """The profile inside tmux or screen, by the terminal that these run in.

    Left-to-right marks hold in whatever reorders by UAX #9, and do no harm elsewhere, but for a
    few terminals: those are told through tmux, or get what they turn into the right order.
    """
    name = outer.name.lower()
    where = f"{outer.multiplexer} in {outer.name or 'an unknown terminal'}"
    if "konsole" in name or "mlterm" in name:
        known, (enter, leave) = ("konsole", _KONSOLE) if "konsole" in name else ("mlterm", _MLTERM)
        label = f"{outer.multiplexer}/{known}"
        if outer.passthrough:
            wrap = passthrough
            return Profile(label, f"{where}, with passthrough", wrap(enter), wrap(leave))
        hint = HINT_MLTERM if known == "mlterm" else ""
        return Profile(label, f"{where}, no passthrough", escaping=Escaping.TERMINAL, hint=hint)
    if "kitty" in name:
        return Profile(f"{outer.multiplexer}/kitty", where, hint=HINT_KITTY)
    if "alacritty" in name:
        return Profile(f"{outer.multiplexer}/alacritty", where, marks=Marks.BEFORE)
    if name.startswith("foot"):
        return Profile(f"{outer.multiplexer}/foot", where, marks=Marks.STRIP, hint=HINT_FOOT)
    return Profile(outer.multiplexer, where, escaping=Escaping.LRM)


def _kitty(said: str, reason: str) -> Profile:
    version = re.search(r"(\d+)\.(\d+)", said)
    if version and (int(version[1]), int(version[2])) >= (0, 40):
        return Profile("kitty", f"{reason}, which has text-sizing cells", escaping=Escaping.OSC66)
    return Profile("kitty-old", f"{reason}, older than 0.40", hint=HINT_KITTY)


def _by_name(answers: Answers, env: Mapping[str, str]) -> Profile | None:
    """The profile of a terminal that is known by its name, if it is one of those.

    TERM and the like count only where the terminal does not say itself what it is: they are
    handed down to whatever is started from it.
    """
    said, term = answers.xtversion, env.get("TERM", "")
    name = (said or term).lower()
    reason = f"it says {said}" if said else f"TERM is {term}"
    silent = not said
    if name.startswith("mlterm") or (silent and "MLTERM" in env):
        return Profile("mlterm", reason, *_MLTERM)
    if name.startswith("konsole") or (silent and "KONSOLE_VERSION" in env):
        return Profile("konsole", reason, *_KONSOLE)
    if name.startswith(("kitty", "xterm-kitty")):
        return _kitty(said, reason)
    by_attributes = answers.da1 == _ALACRITTY_DA1 and _ALACRITTY_DA2.fullmatch(answers.da2)
    if name.startswith("alacritty") or (silent and by_attributes):
        return Profile("alacritty", reason, marks=Marks.BEFORE)
    if name.startswith("foot"):
        return Profile("foot", reason, marks=Marks.STRIP, hint=HINT_FOOT)
    if name.startswith(_PLAIN):
        return Profile("plain", f"{reason}, which leaves visual order alone")
    return None


def choose(
    answers: Answers,
    env: Mapping[str, str] = os.environ,
    outer: Callable[[Mapping[str, str]], Outer] = outer,
) -> Profile:
    """Choose the profile for a terminal that answered so; `outer` asks the multiplexer."""
    if _multiplexed(answers, env):
        around = outer(env)
        return _inside(around)._replace(signs=_signs("", around.name))
    profile = _alone(answers, env)
    return profile._replace(signs=_signs(profile.name, answers.xtversion or env.get("TERM", "")))


def _signs(profile: str, terminal: str) -> str:
    """What signs over numbers are written as under a profile, by what the terminal says it is."""
    if profile in ("kitty", "mlterm") or terminal.lower().startswith(_A_CELL):
        return AS_IT_IS
    return ON_A_SPACE if profile in _NO_CELL else AS_A_CIRCLE


def _alone(answers: Answers, env: Mapping[str, str]) -> Profile:
    """The profile of a terminal in which no multiplexer runs."""
    if answers.bdsm == 1:
        return Profile("explicit", "it reorders, and can be told not to", _EXPLICIT, _IMPLICIT)
    if answers.bdsm in (2, 4):
        return Profile("explicit-already", "it was told already not to reorder")
    if named := _by_name(answers, env):
        return named
    if answers.da2 == "0;136;0":
        return Profile("putty", "it answers DA2 as PuTTY does", hint=HINT_PUTTY)
    if answers.da2 == "0;115;0":
        return Profile("qt", "it answers DA2 as QTerminal does", hint=HINT_QT)
    if env.get("TERM_PROGRAM") == "Apple_Terminal":
        return Profile("apple", "TERM_PROGRAM", escaping=Escaping.LRM, hint=HINT_APPLE)
    said = answers.xtversion or (env.get("TERM_PROGRAM") or env.get("TERM", "")) or "nothing"
    return Profile("unknown", f"it says {said}, which is not known", escaping=Escaping.LRM)


def override(profile: Profile, bidi: Bidi, marks: Marks | None) -> Profile:
    """The profile with what the person asked for instead of what was found.

    Mode 8 is set back only in a terminal that answered that it had it set; where explicit
    mode is asked for all the same, only the direction goes back to the terminal's own.
    """
    asked = f"bidi = {bidi}"
    if bidi is Bidi.EXPLICIT and profile.name != "explicit":
        profile = Profile(
            "explicit", asked, _EXPLICIT, "\x1b[0 k", marks=profile.marks, signs=profile.signs
        )
    elif bidi in (Bidi.VISUAL, Bidi.LRM, Bidi.TERMINAL):
        escaping = {Bidi.LRM: Escaping.LRM, Bidi.TERMINAL: Escaping.TERMINAL}.get(
            bidi, Escaping.NONE
        )
        profile = Profile(
            bidi.value, asked, escaping=escaping, marks=profile.marks, signs=profile.signs
        )
    if marks is not None:
        profile = profile._replace(marks=marks, reason=f"{profile.reason}; marks = {marks}")
    return profile


def to_print(profile: Profile) -> Profile:
    """The same for a command that prints and ends: what it printed has to stay right.

    Rows keep the mode of ECMA-48 that they were written under. Konsole and mlterm reorder all
    that is seen as soon as they are told so again: they get what they turn into the right order.
    """
    if profile.enter in ("", _EXPLICIT):
        return profile
    return profile._replace(enter="", leave="", escaping=Escaping.TERMINAL)


def detect(
    bidi: Bidi = Bidi.AUTO, marks: Marks | None = None, env: Mapping[str, str] = os.environ
) -> tuple[Profile, Answers]:
    """Ask the terminal and choose, or take what was asked for; see `Answers.typed`.

    Without a terminal at both ends nothing is asked and rows go out as they are.
    """
    if not is_terminal():
        return override(Profile("none", "there is no terminal"), bidi, marks), Answers()
    answers = probe()
    return override(choose(answers, env), bidi, marks), answers


def detect_to_print(bidi: Bidi = Bidi.AUTO, marks: Marks | None = None) -> Profile:
    """As `detect`, for a command that prints and ends, and reads no keys: they are given back."""
    profile, answers = detect(bidi, marks)
    give_back(answers.typed)
    return to_print(profile)
