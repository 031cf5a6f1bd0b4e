"""`A` with suggesters of the settings: they run while keys go on, and end with the reader."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.articles import document
from tests.cli.commands.test_suggest_with import assert_none_is_left
from tests.ui.driving import Reader, settled
from tui.config import Settings
from tui.config.permissions import NamedSuggester
from tui.schema import default_schema
from tui.session.background_suggesting import BackgroundSuggesters, gazetteer_command
from tui.store.database import Store
from tui.ui.app import HashiyaApp, Launch

TEXT = "وصل الوفد إلى لندن أمس وبدأ العمل فيها.\n"

SCRIPT = """
import json, os, sys, time
open("pid", "w").write(str(os.getpid()))
sys.stdin.readline()
for line in sys.stdin:
    one = json.loads(line)
    while not os.path.exists("go"):
        time.sleep(0.01)
    at = one["text"].index("لندن")
    span = {"start": at, "end": at + 4, "label": "entity"}
    print(json.dumps({"document": one["id"], "spans": [span]}), flush=True)
"""

pytestmark = pytest.mark.slow


@asynccontextmanager
async def reading_with(
    folder: Path, script: str, *, auto: bool = False, model: NamedSuggester | None = None
) -> AsyncIterator[tuple[Reader, BackgroundSuggesters]]:
    """Run the reader with a suggester of the settings."""
    (folder / "script.py").write_text(script, encoding="utf-8")
    model = model or NamedSuggester("model", (sys.executable, "script.py"), "", auto, folder)
    with Store.open(folder / "annotations.db") as store:
        store.add_documents([document(TEXT, "a.txt")])
        suggesters = BackgroundSuggesters(store.path, default_schema(), [model])
        app = HashiyaApp(store, default_schema(), Settings(), "me", Launch(suggesters=suggesters))
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            try:
                yield Reader(app, pilot, store), suggesters
            finally:
                suggesters.stop(5)


def _pid(folder: Path) -> str:
    return (folder / "pid").read_text()


def suggested(reader: Reader) -> list[str]:
    return [row.text for row in reader.store.annotations.in_document("a.txt")]


async def test_keys_go_on_while_a_suggester_runs_and_its_suggestions_appear(
    tmp_path: Path,
) -> None:
    async with reading_with(tmp_path, SCRIPT) as (reader, _):
        await reader.press("A")
        await reader.until(lambda: (tmp_path / "pid").exists())
        await reader.press("space", "c")
        assert len(suggested(reader)) == 1
        (tmp_path / "go").touch()
        await reader.until(lambda: "لندن" in suggested(reader))
        await reader.until(lambda: "model: 1 suggestion" in reader.shown())
        assert len(reader.session.annotations) == 2


async def test_an_automatic_one_runs_at_the_first_opening(tmp_path: Path) -> None:
    (tmp_path / "go").touch()
    async with reading_with(tmp_path, SCRIPT, auto=True) as (reader, _):
        await reader.until(lambda: "لندن" in suggested(reader))


async def test_the_gazetteer_runs_beside_the_rules_where_it_is_chosen(tmp_path: Path) -> None:
    model = gazetteer_command(auto=False)
    assert Path(model.folder, "tui").is_dir()
    (tmp_path / "tui").mkdir()
    (tmp_path / "tui" / "__init__.py").write_text("open('owned', 'w')")
    async with reading_with(tmp_path, "", model=model) as (reader, _):
        await reader.press("A")
        await reader.until(lambda: "gazetteer: 1 suggestion" in reader.shown())
        (row,) = reader.store.annotations.in_document("a.txt")
    assert (row.text, row.score, dict(row.attributes)) == ("لندن", 0.8, {"type": "GPE"})
    assert row.origin == "gazetteer: GeoNames has it as London (GB)."
    assert not (tmp_path / "owned").exists()


async def test_one_that_fails_is_said_and_changes_nothing(tmp_path: Path) -> None:
    async with reading_with(tmp_path, "import sys; sys.exit('\\x1b[2J no model')") as (reader, _):
        await reader.press("A")
        await reader.until(lambda: "ended with exit status 1" in reader.shown())
        assert "no model" in reader.shown()
        assert suggested(reader) == []


MISBEHAVING = """
import json, os, sys, time
sys.stdin.readline()
document = json.loads(sys.stdin.readline())["id"]
os.fork() or time.sleep(60)
if os.fork() == 0:
    os.setsid()
    while True:
        print("still here", file=sys.stderr)
spans = [{"start": 0, "end": 3, "label": "entity"}, {"start": 0, "end": 999, "label": "dragon"}]
print(json.dumps({"document": document, "spans": spans}), flush=True)
print("x" * 10_000_000, end="", flush=True)
time.sleep(60)
"""


async def test_keys_count_while_a_suggester_does_all_that_it_should_not(tmp_path: Path) -> None:
    async with reading_with(tmp_path, MISBEHAVING) as (reader, _):
        await reader.press("A")
        await reader.press("space", "space", "e", "1")
        assert ("entity", "PERS") in kinds(reader)
        await reader.until(lambda: "model: 1 suggestion, then it wrote more than" in reader.shown())
        await reader.press("space", "space", "k")
        assert set(kinds(reader)) == {("entity", "PERS"), ("entity", None), ("cue", None)}
    await asyncio.to_thread(assert_none_is_left, tmp_path)


def kinds(reader: Reader) -> list[tuple[str, object]]:
    rows = reader.store.annotations.in_document("a.txt")
    return [(row.label, row.attributes.get("type")) for row in rows]


async def test_the_end_of_the_reader_ends_a_suggester(tmp_path: Path) -> None:
    async with reading_with(tmp_path, SCRIPT) as (reader, suggesters):
        await reader.press("A")
        await reader.until(lambda: (tmp_path / "pid").exists() and bool(_pid(tmp_path)))
        pid = int(_pid(tmp_path))
        suggesters.stop(5)
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("the suggester still runs")
