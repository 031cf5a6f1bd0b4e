"""Runs the `console` blocks of pages, and compares what is printed with what the page shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from scripts.typed_keys import typed
from tests.cli.conftest import Hashiya
from tests.docs.pages import Block, Command, name
from tests.ptys import Program
from tui.cli.main import parse

READERS = {"adjudicate", "read", "tour"}
ANSWERS = {"trust": "yes\r"}
"""Command → what it is answered on a terminal."""
TOOLS = {"cmp", "head", "python3"}
"""Other programs that a page may call."""


def run_command(
    command: Command,
    block: Block,
    folder: Path,
    hashiya: Hashiya,
    servers: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Run one command and compare its output with the page's.

    `servers` gives the addresses of the tests' own servers for those that the page shows.
    """
    program, *words = (servers.get(word, word) for word in shlex.split(command.words))
    where = f"{name(block.page)}: {command.words}"
    if words[-2:-1] == [">"]:
        result = hashiya(*words[:-2])
        (folder / words[-1]).write_text(result.out, encoding="utf-8")
        status, output = result.status, result.err
    elif program != "hashiya":
        assert program in TOOLS, f"{where}: tests do not run {program}"
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            ["bash", "-c", command.words], cwd=folder, env={"PATH": path}, capture_output=True
        )
        status, output = done.returncode, (done.stdout + done.stderr).decode()
    elif (called := parse(words).command) in READERS:
        keys = "".join(map(typed, [*block.press, "ctrl+q"]))
        status, output = run_on_a_terminal(words, keys, folder, "quit"), ""
    elif called == "serve":
        # A port of the machine's choice; `ctrl+c` when the address is printed.
        words += ["--port", "0"]
        status, output = run_on_a_terminal(words, "\x03", folder, "?token="), ""
    elif called in ANSWERS:
        status, output = run_on_a_terminal(words, ANSWERS[called], folder), ""
    else:
        result = hashiya(*words)
        status, output = result.status, result.out + result.err
    fails = any(line.startswith("hashiya: ") for line in command.shown)
    assert (status != 0) == fails, f"{where}: exit status {status}\n{output}"
    if command.shown:
        assert matches("\n".join(command.shown), output.rstrip("\n")), f"{where}\n{output}"


def run_on_a_terminal(words: list[str], keys: str, folder: Path, *shown: str) -> int:
    """Run a command, type when these words are shown, and return its exit status."""
    names = {"HASHIYA_ANNOTATOR": "me", "XDG_CONFIG_HOME": str(folder / "config")}
    with Program(*words, folder=folder, env=names) as program:
        program.until_shown(*shown)
        program.type(keys)
        return program.until_ended()


def matches(shown: str, output: str) -> bool:
    """Whether an output is what a page shows of it; `…` stands for anything."""
    pattern = ".*".join(map(re.escape, shown.split("…")))
    return re.fullmatch(pattern, output, re.DOTALL) is not None
