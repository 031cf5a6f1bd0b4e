"""The number of colours of a terminal: from COLORTERM, its name, terminfo, and its own answer.

Rich looks only at COLORTERM and at the end of TERM. xterm sets TERM to `xterm`, whose terminfo
entry has 8 colours, although it shows 256 or more; it answers so when asked.
"""

from __future__ import annotations

from collections.abc import Mapping

from tui.terminal.probe import Answers

_SCREEN_DA2 = "83;"

MANY = 256
"""With at least this many colours, more than 16 are used."""


def is_known(env: Mapping[str, str]) -> bool:
    """Whether the environment alone says that there are 256 colours or more."""
    direct = env.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    return direct or "256color" in env.get("TERM", "") or "direct" in env.get("TERM", "")


def is_screen(answers: Answers, env: Mapping[str, str]) -> bool:
    """Whether GNU screen runs the program, with no tmux in between.

    Environment variables can be out of date: what the terminal answers counts first.
    """
    if answers.xtversion:
        return False
    if answers.da2:
        return answers.da2.startswith(_SCREEN_DA2)
    return "STY" in env and "TMUX" not in env


def environment(answers: Answers, env: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that tell Rich how many colours the terminal really has."""
    if is_screen(answers, env):
        # Inherited from what started screen; screen reads 38;2 as three attributes.
        return {"COLORTERM": ""} if env.get("COLORTERM") else {}
    if 0 < answers.colours < MANY and answers.xtversion.startswith("tmux"):
        # tmux accepts 256 colours anywhere, and shows the nearest that its terminal has.
        return {"TERM": env.get("TERM", "").removesuffix("-256color"), "COLORTERM": ""}
    if is_known(env):
        return {}
    if answers.direct_colour:
        return {"COLORTERM": "truecolor"}
    if max(answers.colours, terminfo_colours(env.get("TERM", ""))) >= MANY:
        return {"TERM": f"{env['TERM']}-256color"}
    return {}


def terminfo_colours(term: str) -> int:
    """Return the number of colours of terminfo's entry; 0 if there is none."""
    try:
        import curses  # needed only if the terminal says nothing else
    except ImportError:
        return 0
    try:
        curses.setupterm(term, 1)
    except (curses.error, ValueError):
        return 0
    return max(curses.tigetnum("colors"), 0)
