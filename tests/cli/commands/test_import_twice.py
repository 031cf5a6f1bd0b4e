"""Importing a file again changes nothing, in every format that is read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Hashiya
from tests.formats.fixture import DATA, LABELS
from tests.formats.test_documents import reviewed_records
from tui.formats.export_job import Job, export
from tui.formats.registry import FORMATS, format_named
from tui.formats.shared.exchange_options import ExportOptions, keys_of

TOOLS = DATA / "tools"

BOTH_WAYS = [
    one.name for one in FORMATS if one.read is not None and (one.write or one.write_folder)
]

NEED_THE_TEXTS = ("jsonl", "w3c")

FILES = sorted(
    path
    for path in TOOLS.rglob("*")
    if path.is_file() and path.suffix not in (".txt", ".ann", ".md", ".csv", ".html")
)


def written(name: str) -> str:
    """The hard records, with fragments and reviews, in a file or folder of this format."""
    made = reviewed_records()
    out = f"out.{name}"
    options = ExportOptions(labels=LABELS, keys=keys_of(made))
    export(lambda: iter(made), Job(format=format_named(name), out=out, options=options))
    return out


def twice(hashiya: Hashiya, name: str, *words: str) -> None:
    """Import a file twice; the second import must not change a byte of the database."""
    asked = ("import", name, "--new-labels", *words)
    first = hashiya(*asked)
    kept = hashiya("export", "--format", "documents").out
    before = Path("annotations.db").read_bytes()
    second = hashiya(*asked)
    assert (second.status, second.err) == (first.status, first.err)
    assert re.search(r", 0 rows added, 0 updated, [0-9,]+ left as (it was|they were)\n", second.out)
    assert hashiya("export", "--format", "documents").out == kept
    assert Path("annotations.db").read_bytes() == before


@pytest.mark.parametrize("has_texts", [False, True])
@pytest.mark.parametrize("name", BOTH_WAYS)
def test_an_export_imported_twice(hashiya: Hashiya, name: str, has_texts: bool) -> None:
    if has_texts or name in NEED_THE_TEXTS:
        assert hashiya("import", written("documents"), "--new-labels").status == 0
    if name != "documents" or not has_texts:
        out = written(name)
        twice(hashiya, out, "--format", name, "--lenient")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TOOLS)))
@pytest.mark.parametrize("words", [(), ("--lenient",)])
def test_a_file_of_another_tool_imported_twice(
    hashiya: Hashiya, path: Path, words: tuple[str, ...]
) -> None:
    Path("page.jsonl").write_text(
        '{"id":"doc.txt","text":"زارت ليلى مدينة فاس"}\n'
        '{"id":"https://example.org/news/1","text":"زارت ليلى مدينة فاس"}\n',
        encoding="utf-8",
    )
    hashiya("add", "page.jsonl")
    copy = Path(path.name)
    copy.write_bytes(path.read_bytes())
    result = hashiya("import", path.name, "--new-labels", "--document", "doc.txt", *words)
    if result.out:
        twice(hashiya, path.name, "--document", "doc.txt", *words)
    else:
        assert result.status == 1
        assert hashiya("import", path.name, "--new-labels", *words).status == 1


@pytest.mark.parametrize("name", ["brat-discont", "brat-shared-trigger", "brat-empty-span"])
@pytest.mark.parametrize("has_texts", [False, True])
def test_a_folder_of_brats_imported_twice(hashiya: Hashiya, name: str, has_texts: bool) -> None:
    if has_texts:
        assert hashiya("add", str(TOOLS / name)).status == 0
    folder = Path(name)
    folder.mkdir()
    for path in (TOOLS / name).iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    twice(hashiya, name, "--lenient")


def test_what_has_no_times_and_no_ids_imported_twice(hashiya: Hashiya) -> None:
    record = {
        "id": "a",
        "text": "زارت ليلى مدينة فاس",
        "spans": [{"id": "s", "start": 5, "end": 9, "label": "entity"}],
        "links": [],
        "comments": [{"text": "من هي؟"}, {"id": "c", "annotation_id": "s", "text": "اسم"}],
    }
    Path("bare.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    twice(hashiya, "bare.jsonl")


def test_what_is_new_in_a_file_that_was_imported_is_stored(hashiya: Hashiya) -> None:
    spans = [{"start": 0, "end": 4, "label": "cue"}, {"start": 5, "end": 9, "label": "entity"}]
    lines = [
        json.dumps({"id": f"d{number}", "text": "زارت ليلى", "spans": [], "links": []})
        for number in range(600)
    ]
    path = Path("in.jsonl")
    path.write_text("\n".join(lines), encoding="utf-8")
    assert hashiya("import", "in.jsonl").status == 0
    last = {"id": "d599", "text": "زارت ليلى", "spans": spans, "links": []}
    for more in (json.dumps(last), json.dumps({"id": "new", "text": "عاد", "spans": []})):
        path.write_text("\n".join([*lines[:-1], more]), encoding="utf-8")
        assert hashiya("import", "in.jsonl").status == 0
        before = Path("annotations.db").read_bytes()
        assert hashiya("import", "in.jsonl").status == 0
        assert Path("annotations.db").read_bytes() == before
    found = [json.loads(line) for line in hashiya("list", "--json").out.splitlines()]
    assert len(found) == 601
    (marked,) = [one for one in found if one["annotations"]]
    assert (marked["id"], marked["annotations"]) == ("d599", {"cue": 1, "entity": 1})


def test_a_file_that_is_refused_whole_leaves_every_byte(hashiya: Hashiya) -> None:
    path = Path("in.jsonl")
    line = {"id": "a", "text": "زارت", "spans": [{"start": 0, "end": 4, "label": "cue"}]}
    path.write_text(json.dumps(line), encoding="utf-8")
    assert hashiya("import", "in.jsonl").status == 0
    before = Path("annotations.db").read_bytes()
    path.write_text(json.dumps(line) + "\n{", encoding="utf-8")
    assert hashiya("import", "in.jsonl").status == 1
    assert Path("annotations.db").read_bytes() == before
