"""Two people's databases over ten articles: mailed, merged, measured, adjudicated, exported.

The walk of docs/team.md, by the keys and commands that are described there.
"""

from __future__ import annotations

import io
import json
import shutil
from contextlib import redirect_stdout
from pathlib import Path

from tests.paths import DATA
from tests.ui.driving import Reader, reading
from tui.cli.main import run
from tui.store.database import Store
from tui.store.maintenance.checks import check_database

ARTICLES = (
    "ar-01",
    "ar-02",
    "ar-03",
    "fa-01",
    "fa-02",
    "fa-03",
    "he-01",
    "he-02",
    "ur-01",
    "en-01",
)

LAILA = {
    "ar-01": "ctrl+home e 1 space space e 3",
    "fa-01": "ctrl+home e 1",
    "he-01": "ctrl+home e 1",
}
OMAR = {
    "ar-01": "ctrl+home f e 1 space e 3",  # the bounds of the first differ
    "fa-01": "ctrl+home e 2",  # the type differs
    "he-01": "ctrl+home k",  # the label differs
}
ELSE = "e 1 space e 2"
"""What both do in the other seven articles, in one of which Omar overlooks the second."""


async def annotate(folder: Path, who: str, keys: dict[str, str]) -> None:
    """Go through all documents: tag, `d` done, `d` next."""
    async with reading(folder, [], annotator=who) as reader:
        await reader.press("enter")
        for _ in ARTICLES:
            assert reader.session.info is not None
            name = reader.session.info.id.removesuffix(".txt")
            pressed = keys.get(name, ELSE)
            if who == "omar" and name == "ur-01":
                pressed = "e 1"
            await reader.press(*pressed.split(), "d", "d")
        assert reader.said == "every document is done"


async def test_two_people_and_ten_articles(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ARTICLES:
        shutil.copy(DATA / "news" / f"{name}.txt", articles)
    people = {who: tmp_path / who / "annotations.db" for who in ("laila", "omar")}
    team, gold = tmp_path / "team.db", tmp_path / "boss" / "annotations.db"
    gold.parent.mkdir()

    # 1. Give out.
    assert run(["--db", str(team), "add", str(articles)]) == 0
    to = ["--to", "laila", "--to", "omar", "--per-document", "2"]
    assert run(["--db", str(team), "assign", *to]) == 0
    for path in people.values():
        path.parent.mkdir()
        shutil.copy(team, path)

    # 2. Each annotates, and mails the file back.
    await annotate(people["laila"].parent, "laila", LAILA)
    await annotate(people["omar"].parent, "omar", OMAR)
    assert run(["--db", str(gold), "merge", *map(str, people.values())]) == 0

    # 3. Measure.
    printed = io.StringIO()
    with redirect_stdout(printed):
        assert run(["--db", str(gold), "agreement", "--json"]) == 0
    found = json.loads(printed.getvalue())
    assert found["annotators"] == ["laila", "omar"]
    assert found["documents"] == len(ARTICLES)
    assert 0.7 < found["all"]["f1_exact"]["value"] < 1

    # 4. Adjudicate.
    async with reading(gold.parent, [], annotator="boss") as reader:
        await reader.press("enter", "ctrl+p", *"how far annotators", "enter")
        await reader.until(lambda: "Agreement of laila, omar in 10" in reader.shown())
        await reader.press("enter")
        answers = await adjudicated(reader)
    assert answers == {"bounds": 1, "attributes": 1, "label": 1, "missing": 1}

    # 5. Export.
    export = tmp_path / "gold.jsonl"
    assert run(["--db", str(gold), "export", str(export), "--annotator", "boss"]) == 0
    rows = [json.loads(line) for line in export.read_text().splitlines()]
    with Store.open(gold, create=False, read_only=True) as store:
        hers = [row for row in store.annotations.select() if row.annotator == "laila"]
        made = [row for row in store.annotations.select() if row.annotator == "boss"]
    assert {row["annotator"] for row in rows} == {"boss"}
    assert len(rows) == len(made) == len(hers)
    assert check_database(gold) == []


async def adjudicated(reader: Reader) -> dict[str, int]:
    """Take Laila's part in each question of all documents; count the questions by kind."""
    kinds: dict[str, int] = {}
    await reader.until(lambda: "left of" in reader.said)
    while "another document" not in reader.said:
        if "left of" in reader.said:
            kind = reader.said.rpartition("; ")[2].partition(":")[0]
            kinds[kind] = kinds.get(kind, 0) + 1
            await reader.press("1")
        else:
            await reader.press("n")
    return kinds
