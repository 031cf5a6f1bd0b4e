#!/usr/bin/env python3
"""Takes the pictures of docs/team.md: two people's databases, merged, measured, adjudicated.

    .venv/bin/python -m scripts.team_pictures                 all of them
    .venv/bin/python -m scripts.team_pictures adjudicate      one

What it needs is described in `scripts.shots`; the terminal is xterm.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from scripts.pictures import COLOURS, NEWS
from scripts.scenes import take_scenes
from scripts.shot_terminals import TERMINALS, Shot
from scripts.shots import (
    HASHIYA,
    Screen,
    program_in,
    running,
    wait_until,
    x_server,
)
from tui.cli.main import run
from tui.model import Annotation, DocumentInfo, annotate, comment, link
from tui.schema import default_schema
from tui.session.commands.adjudicating import Adjudication
from tui.session.session import Session
from tui.store.database import Store
from tui.store.row_mapping import Change, DocumentStatus
from tui.text.layout import LayoutOptions

OUT = Path(__file__).resolve().parents[1] / "docs" / "team"
ARTICLES = (
    "ar-01", "ar-02", "ar-03", "fa-01", "fa-02", "fa-03", "he-01", "he-02", "ur-01", "en-01",
)  # fmt: skip
COLUMNS, ROWS = 120, 36

SCENES: dict[str, tuple[str, Sequence[str]]] = {
    "assign": (
        "h --db team.db add articles\n"
        "h --db team.db assign --to laila --to omar --per-document 2\n"
        "h --db team.db assign --list",
        (),
    ),
    "annotate": (f"{HASHIYA} --db laila.db --annotator laila", ("Return", "j")),
    "measure": ("h --db gold.db merge laila.db omar.db\nh --db gold.db agreement", ()),
    "agreement": (
        f"{HASHIYA} --db merged.db --annotator boss",
        ("ctrl+p", *"agree", "Return"),
    ),
    "adjudicate": (f"{HASHIYA} --db merged.db --annotator boss adjudicate", ("1",)),
    "links": (f"{HASHIYA} --db linked.db --annotator boss adjudicate", ()),
    "layers": (f"{HASHIYA} --db merged.db --annotator laila", ("Return", "bar")),
    "comments": (f"{HASHIYA} --db laila.db --annotator laila", ("Return", "ctrl+Home", "C")),
    "export": (
        "h --db decided.db export gold.jsonl --annotator boss\n"
        "h --db decided.db check\n"
        "h --db decided.db stats --methods",
        (),
    ),
}
"""Name → what is run, and the keys for it, as xdotool names them.

`h` shows a command and runs it; the picture is taken when all commands have ended.
"""

SHELL = f"""h() {{ printf '\\n$ hashiya %s\\n' "$*"; {HASHIYA} "$@"; }}
"""


def prepare(folder: Path) -> None:
    """Make the databases of both annotators, and those that come of them."""
    (folder / "articles").mkdir()
    for name in ARTICLES:
        shutil.copy(NEWS / f"{name}.txt", folder / "articles")
    team = ["--db", str(folder / "base.db")]
    run([*team, "add", str(folder / "articles")])
    for who in ("laila", "omar"):
        path = folder / f"{who}.db"
        shutil.copy(folder / "base.db", path)
        with Store.open(path) as store:
            for name in ARTICLES:
                mark(store, name, who, alike=False)
    merge(folder, "merged.db", ["laila.db", "omar.db"])
    # The same layers but for where links lead.
    for who in ("laila", "omar"):
        shutil.copy(folder / "base.db", folder / f"{who}-alike.db")
        with Store.open(folder / f"{who}-alike.db") as store:
            mark(store, "ar-01", who, alike=True)
    merge(folder, "linked.db", ["laila-alike.db", "omar-alike.db"])
    shutil.copy(folder / "merged.db", folder / "decided.db")
    with Store.open(folder / "decided.db") as store:
        for name in ARTICLES:
            decide(store, name)


def merge(folder: Path, name: str, others: Sequence[str]) -> None:
    """Merge databases of the folder into a new one."""
    run(["--db", str(folder / name), "merge", *(str(folder / one) for one in others)])


def decide(store: Store, name: str) -> None:
    """Take Laila's part in each question of an article."""
    session = Session(store, default_schema(), "boss")
    session.open(f"{name}.txt", LayoutOptions(width=72))
    adjudication = Adjudication(session)
    adjudication.begin()
    while adjudication.current is not None:
        adjudication.choose(1)


def mark(store: Store, name: str, who: str, *, alike: bool) -> None:
    """Store one annotator's layer of an article, and mark it as done."""
    gold = json.loads((NEWS / f"{name}.gold.json").read_text("utf-8"))
    info = store.documents.get(f"{name}.txt")
    text = store.documents.text(info.text_sha256)
    spans = {(one["start"], one["end"]): one["type"] for one in gold["entities"]}
    rows: dict[tuple[int, int], Annotation] = {}
    for number, (place, type) in enumerate(sorted(spans.items())):
        rows[place] = entity(info, text, place, type, who, -1 if alike else number)
    if who == "omar" and not alike:
        rows.pop(sorted(rows)[2])
    made: list[Change] = [Change(None, row) for row in rows.values()]
    for number, quote in enumerate(gold["quotes"]):
        place = (quote["start"], quote["end"])
        source = annotate(info, text, place, "quote", who, attributes={"type": "direct"})
        made.append(Change(None, source))
        said = quote["speaker"]
        speaker = rows.get((said["start"], said["end"])) if said else None
        if alike and who == "omar" and number % 4 == 1:
            speaker = rows[sorted(rows)[0]]
        if speaker is not None:
            made.append(Change(None, link(source, speaker, "speaker", who)))
    before = DocumentStatus(info.id, who, "unread")
    made.append(Change(before, DocumentStatus(info.id, who, "done")))
    store.history.commit("all", info.id, who, made)
    if who == "laila" and name == "ar-01" and not alike:
        first = rows[min(rows)]
        asked = comment(info.id, "boss", "الاسم كاملاً أم العائلة وحدها؟", annotation_id=first.id)
        store.load([asked])
        store.load(
            [comment(info.id, "laila", "كما في النص", annotation_id=first.id, parent_id=asked.id)]
        )


def entity(
    info: DocumentInfo, text: str, place: tuple[int, int], type: str, who: str, number: int
) -> Annotation:
    """Return a name; Omar takes some of them otherwise."""
    start, end = place
    if who == "omar" and number % 7 == 3:
        start = text.rfind(" ", 0, max(start - 1, 0)) + 1
    if who == "omar" and number % 7 == 5:
        type = "ORG" if type == "PERS" else "PERS"
    return annotate(info, text, (start, end), "entity", who, attributes={"type": type})


def take(scene: str, out: Path) -> Path:
    """Take one picture; return its path."""
    commands, keys = SCENES[scene]
    with tempfile.TemporaryDirectory(prefix="shot.") as home, x_server(Path(home)) as display:
        folder = Path(home)
        prepare(folder)
        program, env = program_in(folder, display, f"{SHELL}{commands}\ntouch ended")
        screen = Screen(env)
        picture = screen.picture()
        shot = Shot(folder, program, COLUMNS, ROWS, size=9)
        with running(TERMINALS["xterm"](shot), env, folder / "terminal.log"):
            if commands.startswith("h "):
                wait_until((folder / "ended").exists, f"the commands of {scene}")
            picture = screen.settled(picture)
            if keys:
                screen.press(keys)
                picture = screen.settled(picture)
            path = out / f"{scene}.png"
            screen.save(picture, path, COLOURS)
    return path


if __name__ == "__main__":
    take_scenes(__doc__, SCENES, OUT, take)
