"""`hashiya doctor`: the terminal, how text is sent to it, and a sample to check."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from typing import TextIO

from tui.choices import Bidi, Marks
from tui.cli.environment import open_config
from tui.errors import EngineError
from tui.terminal import Answers, Encoder, Profile, choose, probe
from tui.terminal.detection import for_printing, override
from tui.terminal.multiplexers import OuterTerminal, ask_multiplexer
from tui.terminal.probe import return_typed_keys
from tui.text.layout import DocumentLayout, LayoutOptions
from tui.text.unicode import check_forms, check_levels

WIDTH = 40


SAMPLES = (
    (
        "Arabic, with marks and lam-alef",
        "قَالَ: «الإِسْلامُ لا يَنْفِي ذٰلِكَ» (٢٥).",
        "qāla: «al-islāmu lā yanfī dhālika» (25).",
    ),
    (
        "Urdu and Persian",
        "یہ ٹھیک ہے؛ می‌خواهم ۱۲۰ گچ و پژواک!",
        "yih ṭhīk hai; mī-khāham 120 gach o pezhvāk!",
    ),
    (
        "Hebrew, with niqqud",
        "שָׁלוֹם לְכֻלָּם [Hashiya 42], בְּרָכָה.",
        "shalom lekhullam [Hashiya 42], berakha.",
    ),
)
"""Script, text, and its transliteration from right to left."""


ADVICE: Mapping[str, str] = {
    "screen/kitty": "screen in kitty: what screen paints itself is reversed; not so tmux.",
    "screen/kitty-old": "screen in kitty: what screen paints itself is reversed; not so tmux.",
    "foot": "foot: put grapheme-shaping=no under [tweak] in foot.ini, then marks = 'after'.",
    "tmux/foot": "tmux in foot: as in foot: grapheme-shaping=no under [tweak], marks = 'after'.",
    "screen/foot": "screen in foot: as in foot: grapheme-shaping=no under [tweak].",
    "mosh/foot": "mosh in foot: as in foot: grapheme-shaping=no under [tweak].",
    "putty": "PuTTY: Terminal, Features: disable bidirectional text display and Arabic shaping.",
    "screen/putty": "PuTTY: Terminal, Features: disable bidirectional text and Arabic shaping.",
    "mosh": "mosh in Konsole: LC_TERMINAL=konsole mosh …; so in kitty, mlterm, alacritty, foot.",
    "apple": "Terminal.app has no setting; iTerm2, kitty, WezTerm and Ghostty leave order alone.",
}  # fmt: skip
"""Advice for terminals that sequences cannot configure, by the profile's name."""


_TRY = (
    "Where a line reads otherwise: try --bidi visual, explicit, lrm or terminal, and --marks",
    "before or strip, until it reads right; then put the same in hashiya.toml, such as",
    'bidi = "lrm" and marks = "before".',
)


_LIBRARIES = ("textual", "rich", "python-bidi", "icu4py", "arabic-reshaper", "sqlite-utils")


@dataclass(frozen=True, slots=True)
class TerminalReport:
    """The properties of the terminal that were found."""

    answers: Answers
    profile: Profile
    outer: OuterTerminal | None
    """The terminal of a multiplexer; None without a multiplexer."""


def examine_terminal(bidi: Bidi, marks: Marks, env: Mapping[str, str]) -> TerminalReport:
    """Ask the terminal, even if the output goes elsewhere, and choose its profile."""
    around: list[OuterTerminal] = []

    def ask(env: Mapping[str, str]) -> OuterTerminal:
        around.append(ask_multiplexer(env))
        return_typed_keys(around[0].answers.typed)
        return around[0]

    if not sys.stdin.isatty() or env.get("TERM", "dumb") == "dumb":
        profile = Profile("none", "there is no terminal to ask")
        return TerminalReport(Answers(), override(profile, bidi, marks), None)
    answers = probe()
    return_typed_keys(answers.typed)
    profile = override(choose(answers, env, ask), bidi, marks)
    return TerminalReport(answers, profile, around[0] if around else None)


def readable_sequence(sequence: str) -> str:
    """Return a control sequence in readable form."""
    return sequence.replace("\x1b", " ESC ").replace("\x07", " BEL").strip() or "nothing"


def about_terminal(found: TerminalReport, env: Mapping[str, str]) -> Iterator[str]:
    """Yield lines with the terminal's answers and its environment."""
    answers = found.answers
    said = {
        None: "no answer",
        0: "not known to it",
        1: "it reorders, and can be told not to",
        2: "it was told not to reorder",
        3: "it always reorders",
        4: "it never reorders",
    }
    yield f"  XTVERSION        {answers.xtversion or 'no answer'}"
    yield f"  mode 8 (BDSM)    {said.get(answers.bdsm, str(answers.bdsm))}"
    yield f"  DA2, DA1         {answers.da2 or 'no answer'}, {answers.da1 or 'no answer'}"
    yield f"  TERM             {env.get('TERM') or 'not set'}"
    if found.outer:
        lets = "lets sequences through" if found.outer.passthrough else "lets no sequence through"
        name = found.outer.name or "an unknown terminal"
        yield f"  {found.outer.multiplexer:<16} in {name}, {lets}"
    yield f"  output encoding  {sys.stdout.encoding}"


def about_profile(profile: Profile) -> Iterator[str]:
    """Yield lines on how text is sent to the terminal, and why."""
    yield f"  {profile.name}: {profile.reason}"
    yield f"  before           {readable_sequence(profile.enter)}"
    yield f"  after            {readable_sequence(profile.leave)}"
    yield f"  escaping         {profile.escaping}"
    yield f"  marks            {profile.marks}"
    if for_printing(profile) != profile:
        yield "  printed          in the order that the terminal turns into the right one"
    if profile.hint:
        yield f"  hint             {profile.hint}"


def about_libraries() -> Iterator[str]:
    """Yield lines with the versions of the libraries that affect the display."""
    yield f"  hashiya {version('hashiya')}, Python {platform.python_version()}"
    for some in (_LIBRARIES[:3], _LIBRARIES[3:]):
        yield "  " + ", ".join(f"{name} {version(name)}" for name in some)
    yield f"  SQLite {sqlite3.sqlite_version}, {platform.platform()}"


def about_schemas() -> Iterator[str]:
    """Yield lines with the paths of the JSON Schemas for settings and label schemas."""
    folder = files("tui.schema")
    yield f"  hashiya.toml     {folder / 'hashiya.schema.json'}"
    yield f"  label schemas    {folder / 'labels.schema.json'}"


def self_tests() -> Iterator[tuple[str, str]]:
    """Run the self-tests of the text engine; yield the name of each and its error, or ""."""
    tests: Sequence[tuple[str, Callable[[], None]]] = (
        ("embedding levels are those of python-bidi", check_levels),
        ("forms of letters are those of arabic-reshaper", check_forms),
    )
    for name, test in tests:
        try:
            test()
        except EngineError as error:
            yield name, str(error)
        else:
            yield name, ""


def sample_rows() -> Iterator[tuple[str, Sequence[str], str]]:
    """Yield the script of each sample, its rows in visual order, and a transliteration."""
    for script, text, reading in SAMPLES:
        layout = DocumentLayout(text, LayoutOptions(width=WIDTH))
        layout.settle()
        yield script, [layout.row(at).text() for at in range(layout.row_count)], reading


def run_doctor(out: TextIO, bidi: Bidi = Bidi.AUTO, marks: Marks = Marks.AUTO) -> bool:
    """Write the report; return whether all self-tests passed.

    `bidi` and `marks` are as in the settings. Control sequences are written only to a terminal.
    """
    found = examine_terminal(bidi, marks, os.environ)
    profile = found.profile
    tests = list(self_tests())

    def write(*lines: str) -> None:
        out.writelines(f"{line}\n" for line in lines)

    write("Terminal", *about_terminal(found, os.environ), "")
    write("Profile", *about_profile(profile), "")
    write("Libraries", *about_libraries(), "")
    write("For editors", *about_schemas(), "")
    write("Self-tests", *(f"  {'FAILED' if wrong else 'ok'}  {name}" for name, wrong in tests))
    write(*(f"  {wrong}" for _, wrong in tests if wrong), "")
    _write_sample(out, profile)
    if advice := ADVICE.get(profile.name):
        write(advice)
    write(*_TRY)
    return not any(wrong for _, wrong in tests)


def _write_sample(out: TextIO, profile: Profile) -> None:
    """Write the sample in three scripts through the profile, each line with a question."""
    telling = out.isatty()
    profile = for_printing(profile)
    no_color = bool(os.environ.get("NO_COLOR"))
    encoder = Encoder(profile if telling else Profile("none", ""), no_color=no_color)
    out.write("Sample: letters joined, marks on their letters, brackets facing inwards.\n\n")
    for script, rows, reading in sample_rows():
        out.write(f"  {script}\n\n{profile.enter if telling else ''}")
        out.writelines(encoder.encode(f"    {row}\n") for row in rows)
        out.write(f"{profile.leave if telling else ''}\n")
        out.write(f"  Does this line read, from right to left: {reading}\n\n")


def run(options: argparse.Namespace) -> int:
    """Print the report; return 1 if a self-test of the text engine failed."""

    settings = open_config(options).settings
    return 0 if run_doctor(sys.stdout, bidi=settings.bidi, marks=settings.marks) else 1
