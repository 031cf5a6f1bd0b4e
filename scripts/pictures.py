#!/usr/bin/env python3
"""Takes the pictures of docs/pictures: each part of the reader, by terminal, size and theme.

    .venv/bin/python -m scripts.pictures                          all that can be taken
    .venv/bin/python -m scripts.pictures xterm --size 80x24 --theme light --scene form

Each terminal is started once for all scenes of one size and theme. What it needs is described
in `scripts.shots`.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scripts.shot_terminals import TERMINALS, Shot
from scripts.shots import HASHIYA, Screen, program_in, running, x_server
from tui.model import JSON, Annotation, Document, annotate, link, title_of
from tui.store.database import Store

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "pictures"
NEWS = ROOT / "tests" / "data" / "news"
COLOURS = 96
"""Colours of a picture: fewer would merge those of a theme."""

SIZES = ("80x24", "120x36", "160x45")
THEMES = ("dark", "light")

SCENES: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "reader": (("space",), ("BackSpace",)),
    "suggestion": (("j",), ("ctrl+Home",)),
    "sidebar": (("Tab", "Down", "Down", "Down"), ("shift+Tab",)),
    "form": (("Return",), ("Escape",)),
    "review": (("ctrl+p", *"review", "Return"), ("Escape",)),
    "help": (("question",), ("Escape",)),
    "scrolled": (("Next",), ("ctrl+Home",)),
    "index": (("shift+Tab",), ("Tab",)),
}
"""Name → the keys that lead there from the reader, and those that lead back, as xdotool names
them."""


REASONS = {
    "entity": "The name is tagged elsewhere.",
    "quote": "The quotation marks follow the expression and a colon.",
    "cue": "It reports the quotation beside it.",
    "claim": "It can be checked.",
}
"""Why something of a label is suggested."""


def prepare(folder: Path, theme: str) -> str:
    """Make a database of the marked articles; return the command that reads it."""
    with Store.open(folder / "annotations.db") as store:
        texts = sorted(NEWS.glob("*.txt"))
        store.add_documents(
            Document(path.name, title_of(text), path.name, text)
            for path in texts
            if (text := path.read_bytes().decode())
        )
        for path in texts[:2]:
            mark(store, path)
    (folder / "hashiya.toml").write_text(f'theme = "hashiya-{theme}"\n')
    return f"{HASHIYA} --db annotations.db read {shlex.quote(str(NEWS / 'ar-01.txt'))}"


def mark(store: Store, path: Path) -> None:
    """Store what is marked in an article: the first two thirds accepted, the others suggested."""
    info, text = store.documents.get(path.name), path.read_bytes().decode()
    gold = json.loads(path.with_suffix(".gold.json").read_text("utf-8"))
    made: dict[tuple[str, int, int], Annotation] = {}

    def add(label: str, span: dict[str, Any], attributes: dict[str, JSON]) -> Annotation:
        key = label, span["start"], span["end"]
        if key not in made:
            suggested = span["start"] > 2 * len(text) // 3
            made[key] = annotate(
                info, text, key[1:], label, "rules" if suggested else "reader",
                attributes=attributes,
                status="suggested" if suggested else "accepted",
                origin=f"rules: {REASONS[label]}" if suggested else "",
            )  # fmt: skip
        return made[key]

    for entity in gold["entities"]:
        add("entity", entity, {"type": entity["type"]})
    links = []
    for quote in [*gold["quotes"], *gold["indirect"]]:
        source = add("quote", quote, {"type": quote["kind"]})
        for label, name in (("entity", "speaker"), ("cue", "cue")):
            if quote[name] is not None:
                links.append(link(source, add(label, quote[name], {}), name, "reader"))
    first = text.index("\n\n", len(text) // 4) + 2
    claim = {"start": first, "end": text.index("\n", first)}
    add("claim", claim, {"verifiable": "yes", "checkworthiness": "2"})
    store.load(made.values())
    store.load(links)


def take(terminal: str, size: str, theme: str, scenes: Sequence[str], out: Path) -> None:
    """Take the pictures of one terminal, size and theme."""
    columns, rows = map(int, size.split("x"))
    with (
        tempfile.TemporaryDirectory(prefix="shot.", ignore_cleanup_errors=True) as home,
        x_server(Path(home)) as display,
    ):
        folder = Path(home)
        program, env = program_in(folder, display, prepare(folder, theme))
        screen = Screen(env)
        picture = screen.picture()
        shot = Shot(folder, program, columns, rows, size=9)
        with running(TERMINALS[terminal](shot), env, folder / "terminal.log"):
            screen.settled(picture)
            for name, (there, back) in SCENES.items():
                if name in scenes:
                    screen.press(there)
                    screen.save(
                        screen.settled(), out / f"{name}-{terminal}-{size}-{theme}.png", COLOURS
                    )
                    screen.press(back)
                    screen.settled()


def main() -> int:
    """Take the pictures that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("terminals", nargs="*", metavar="TERMINAL")
    parser.add_argument("--size", action="append", choices=SIZES)
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--scene", action="append", choices=SCENES)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for terminal in options.terminals or ("xterm", "vte"):
        for size in options.size or SIZES:
            for theme in options.theme or THEMES:
                take(terminal, size, theme, options.scene or list(SCENES), options.out)
                print(f"{options.out}: {terminal} {size} {theme}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
