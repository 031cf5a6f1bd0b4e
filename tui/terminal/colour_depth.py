"""How many colours a terminal has: by COLORTERM, its name, terminfo, and its own answer.

Rich looks only at COLORTERM and at the end of TERM. xterm sets TERM to `xterm`, whose terminfo
entry has 8 colours, and shows 256 or more; it says so when it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping

from tui.terminal.probe import Answers

MANY = 256
"""Colours from which a terminal shows more than 16."""


def is_known(env: Mapping[str, str]) -> bool:
    """Whether the environment says by itself that there are 256 colours or more."""
    direct = env.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    return direct or "256color" in env.get("TERM", "") or "direct" in env.get("TERM", "")


def environment(answers: Answers, env: Mapping[str, str]) -> dict[str, str]:
    """Return the variables from which Rich takes the colours that the terminal really has."""
    if is_known(env):
        return {}
    if answers.direct_colour:
        return {"COLORTERM": "truecolor"}
    if max(answers.colours, terminfo_colours(env.get("TERM", ""))) >= MANY:
        return {"TERM": f"{env['TERM']}-256color"}
    return {}


def terminfo_colours(term: str) -> int:
    """Return the number of colours of terminfo's entry; 0 where there is none."""
    try:
        import curses  # only a terminal that says nothing else needs it
    except ImportError:
        return 0
    try:
        curses.setupterm(term, 1)
    except (curses.error, ValueError):
        return 0
    return max(curses.tigetnum("colors"), 0)
