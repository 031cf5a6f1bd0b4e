"""The command line, as scripts use it."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.articles import document, seed_text
from tests.cli.conftest import NAME, Hashiya
from tui.cli.options import COMMANDS
from tui.config import Settings
from tui.config.parsing import choice_text
from tui.formats.export_job import Filters
from tui.formats.registry import format_named
from tui.formats.shared.exchange_options import ExportOptions
from tui.formats.shared.losses import Losses
from tui.model import annotate
from tui.session.open_text import save_direction
from tui.store.database import Store
from tui.store.row_mapping import Change
from tui.text.unicode.bidi import Direction

SEED = seed_text()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(hashiya: Hashiya, command: str) -> None:
    result = hashiya(command, "--help")
    assert result.status == 0
    assert f"hashiya {command}" in result.out
    assert "example:" in result.out


@pytest.mark.parametrize(
    "words", [["--nonsense"], ["export", "--format"], ["show"], ["show", "x", "--width", "0"]]
)
def test_wrong_usage_is_2(hashiya: Hashiya, words: list[str]) -> None:
    result = hashiya(*words)
    assert result.status == 2
    assert result.out == ""
    assert result.err


@pytest.mark.parametrize("words", [["lst"], ["exprt", "--format", "csv"], ["statz", "a", "b"]])
def test_a_first_word_near_a_command_is_wrong_usage(hashiya: Hashiya, words: list[str]) -> None:
    result = hashiya(*words)
    assert result.status == 2
    near = {"lst": "list", "exprt": "export", "statz": "stats"}[words[0]]
    assert f"`hashiya {near}`" in result.err
    assert result.err.count("\n") == 1


def test_a_path_or_a_folder_is_not_taken_for_a_command(hashiya: Hashiya, tmp_path: Path) -> None:
    assert hashiya("./lst").status == 1  # a path that is not there, and no command's name
    (tmp_path / "lst").mkdir()
    assert "terminal" in hashiya("lst").err


@pytest.mark.parametrize("command", ["list", "stats", "check", "export", "backup"])
def test_without_a_database_the_work_fails_with_one_line(hashiya: Hashiya, command: str) -> None:
    result = hashiya(command)
    assert result.status == 1
    assert result.out == ""
    assert result.err.count("\n") == 1
    assert "annotations.db" in result.err
    assert not list(Path().iterdir())


def test_the_version(hashiya: Hashiya) -> None:
    assert hashiya("--version").out.startswith("hashiya ")


def test_the_reader_needs_a_terminal(hashiya: Hashiya) -> None:
    result = hashiya("read")
    assert result.status == 2
    assert "terminal" in result.err


def test_add_counts_and_refuses(hashiya: Hashiya, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(SEED, encoding="utf-8")
    (folder / "b.txt").write_text("نص آخر تماما", encoding="cp1256")
    assert hashiya("add", "texts").out == "2 added, 0 unchanged, 0 changed, 0 refused\n"
    (folder / "c.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "a.txt").write_text(SEED + "!", encoding="utf-8")
    result = hashiya("add", "texts")
    assert result.status == 1
    assert result.out == "0 added, 1 unchanged, 1 changed, 1 refused\n"
    assert "c.txt" in result.err


def test_add_lists_so_many_refused_lines_and_counts_the_rest(
    hashiya: Hashiya, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.cli.commands.add.MOST_LINES", 3)
    (tmp_path / "a.jsonl").write_text("{\n" * 5 + '{"text": "a"}\n')
    result = hashiya("add", "a.jsonl")
    assert (result.status, result.out) == (1, "1 added, 0 unchanged, 0 changed, 5 refused\n")
    assert result.err.count("not JSON") == 3
    assert result.err.endswith("a.jsonl: 2 more lines\n")


def test_fields_for_other_programs_keep_joiners(hashiya: Hashiya, tmp_path: Path) -> None:
    title = "قیمت لبنیات پایین نمی‌آید"
    (tmp_path / "بی‌پلاک.txt").write_text(f"{title}\x1b[31m\n", encoding="utf-8")
    assert hashiya("add", "بی‌پلاک.txt").status == 0
    id_, shown, *_ = hashiya("list").out.split("\t")
    assert (id_, shown) == ("بی‌پلاک.txt", f"{title}␛[31m")
    assert "نمی‌آید" in hashiya("search", "لبنیات").out


def test_list(hashiya: Hashiya, filled: Path) -> None:
    result = hashiya("list")
    assert NAME in result.out
    row = json.loads(hashiya("list", "--json").out)
    assert row == {
        "id": NAME,
        "title": SEED.split("\n", 1)[0],
        "length": len(SEED),
        "status": "unread",
        "annotations": {"claim": 1, "entity": 1, "quote": 1},
    }


@pytest.mark.parametrize("width", ["20", "40", "72", "100"])
def test_show_logical_gives_the_text_back(hashiya: Hashiya, filled: Path, width: str) -> None:
    result = hashiya("show", "000", "--order", "logical", "--width", width)
    paragraphs = SEED.split("\n")
    lines = result.out.removesuffix("\n").split("\n")
    rest = iter(lines)
    for paragraph in paragraphs:
        joined = next(rest)
        while joined != paragraph:
            assert paragraph.startswith(joined)
            joined += next(rest)
    assert list(rest) == []


def test_show_splits_a_ligature_at_an_annotation(hashiya: Hashiya, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("لأستراليا", encoding="utf-8")
    hashiya("add", "a.txt")
    whole = hashiya("show", "a.txt").out
    line = json.dumps(
        {"id": "a.txt", "text": "لأستراليا", "spans": [{"start": 1, "end": 9, "label": "entity"}]}
    )
    (tmp_path / "in.jsonl").write_text(line + "\n", encoding="utf-8")
    assert hashiya("import", "in.jsonl", "--format", "documents").status == 0
    split = hashiya("show", "a.txt").out
    assert len(split.strip()) == len(whole.strip()) + 1
    # As in the pane, which shows one's own work.
    assert hashiya("--annotator", "you", "show", "a.txt").out == whole
    (tmp_path / "hashiya.toml").write_text("show_others = true\n")
    assert hashiya("--annotator", "you", "show", "a.txt").out == split


def test_show_leaves_out_a_suggestion_on_which_one_has_decided(
    hashiya: Hashiya, tmp_path: Path
) -> None:
    """As the pane does: it may come again from a hub, and needs no second decision."""
    text = "لأستراليا"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    hashiya("add", "a.txt")
    whole = hashiya("show", "a.txt").out
    with Store.open(tmp_path / "annotations.db") as store:
        info = store.documents.get("a.txt")
        rows = {who: annotate(info, text, (1, 9), "entity", who) for who in ("me", "you")}
        theirs = replace(rows["you"], status="suggested")
        store.history.commit("entity", "a.txt", "you", [Change(None, theirs)])
    assert hashiya("--annotator", "me", "show", "a.txt").out != whole
    with Store.open(tmp_path / "annotations.db") as store:
        own = replace(rows["me"], status="rejected")
        store.history.commit("reject", "a.txt", "me", [Change(None, own)])
    assert hashiya("--annotator", "me", "show", "a.txt").out == whole


def test_show_splits_a_ligature_at_a_fragment(hashiya: Hashiya, tmp_path: Path) -> None:
    text = "قال لأستراليا"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    hashiya("add", "a.txt")
    whole = hashiya("show", "a.txt").out
    with Store.open(tmp_path / "annotations.db") as store:
        row = annotate(store.documents.get("a.txt"), text, (0, len(text)), "quote", "me")
        row = replace(row, fragments=((0, 3), (5, len(text))))
        store.history.commit("quote", "a.txt", "me", [Change(None, row)])
    assert len(hashiya("show", "a.txt").out.strip()) == len(whole.strip()) + 1


def test_show_hides_the_marks_that_the_reader_hides(hashiya: Hashiya, tmp_path: Path) -> None:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document("قَالَ", "a.txt")])
        store.choices.save("me", "show_marks", choice_text(Settings(), "show_marks", False))
    assert hashiya("show", "a.txt").out.strip() == "ﻝﺎﻗ"
    assert hashiya("show", "a.txt", "--order", "logical").out == "قَالَ\n"
    assert hashiya("--annotator", "you", "show", "a.txt").out.strip() != "ﻝﺎﻗ"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--label", "entity"],
        ["--annotator", "me", "--label", "quote"],
        ["--status", "suggested", "--status", "accepted"],
        ["--document", "000"],
        ["--annotator", "nobody"],
    ],
)
def test_the_database_writes_the_lines_that_records_give(
    hashiya: Hashiya, filled: Path, words: list[str]
) -> None:
    class Sink:
        data = b""

        def write(self, data: bytes) -> None:
            self.data += data

    def values(name: str) -> tuple[str, ...]:
        return tuple(b for a, b in pairwise(words) if a == name)

    filters = Filters(
        far_links=True,
        labels=values("--label"),
        annotators=values("--annotator"),
        statuses=values("--status"),
    )
    sink = Sink()
    write = format_named("jsonl").write
    assert write is not None
    with Store.open(filled / "annotations.db", read_only=True) as store:
        losses = Losses()
        losses.add(
            write(filters.filtered(store.annotated_documents(), losses), sink, ExportOptions())
        )
    result = hashiya("export", *words)
    assert result.out == sink.data.decode()
    nobody = ["no annotation is by 'nobody'"] if "nobody" in words else []
    assert result.err.splitlines() == [*nobody, *losses.lines("jsonl")]


def test_a_mistyped_label_does_not_give_an_empty_export_without_a_word(
    hashiya: Hashiya, filled: Path
) -> None:
    result = hashiya("export", "--label", "entitty", "--label", "entity", "--label", "cue")
    said = "no annotation has the label 'entitty'; the schema has claim, entity, quote, cue"
    assert result.err.splitlines()[0] == said
    assert result.status == 0
    assert result.err.count("no annotation") == 1


def test_export_lines_have_the_keys_of_the_contract_in_order(
    hashiya: Hashiya, filled: Path
) -> None:
    lines = [json.loads(line) for line in hashiya("export").out.split("\n")[:-1]]
    assert [(row["label"], row["start"]) for row in lines] == [
        ("claim", 296), ("entity", 1322), ("quote", 1329),
    ]  # fmt: skip
    for row in lines:
        assert list(row) == [
            "id", "document_id", "document_title", "document_sha256", "label", "start", "end",
            "text", "prefix", "suffix", "attributes", "note", "links", "annotator", "status",
            "created_at", "updated_at",
        ]  # fmt: skip
        assert SEED[row["start"] : row["end"]] == row["text"]
    (arrow,) = lines[2]["links"]
    assert (arrow["type"], arrow["target"]) == ("speaker", lines[1]["id"])


def test_export_never_replaces_without_force(hashiya: Hashiya, filled: Path) -> None:
    assert hashiya("export", "out.jsonl").status == 0
    first = Path("out.jsonl").read_bytes()
    result = hashiya("export", "out.jsonl", "--label", "claim")
    assert result.status == 1
    assert "--force" in result.err
    assert Path("out.jsonl").read_bytes() == first
    assert hashiya("export", "out.jsonl", "--label", "claim", "--force").status == 0
    assert Path("out.jsonl").read_bytes().count(b"\n") == 1


def test_documents_there_and_back_again(hashiya: Hashiya, filled: Path) -> None:
    first = hashiya("export", "all.jsonl", "--format", "documents")
    assert first.status == 0
    assert hashiya("--db", "other.db", "import", "all.jsonl").status == 0
    again = hashiya("--db", "other.db", "export", "--format", "documents")
    assert again.out == Path("all.jsonl").read_text(encoding="utf-8")
    assert hashiya("--db", "other.db", "check").status == 0
    assert hashiya("--db", "other.db", "import", "all.jsonl").status == 0
    more = hashiya("--db", "other.db", "export", "--format", "documents")
    assert more.out == again.out


@pytest.mark.parametrize("name", ["jsonl", "prodigy", "doccano", "label-studio", "w3c"])
def test_other_formats_come_back_as_suggestions(hashiya: Hashiya, filled: Path, name: str) -> None:
    assert hashiya("export", "out.x", "--format", name).status == 0
    assert hashiya("import", "out.x", "--format", name, "--as", "suggestion").status == 0
    assert hashiya("check").status == 0


def test_every_format_is_written(hashiya: Hashiya, filled: Path) -> None:
    for name in ("csv", "brat", "conll", "spacy"):
        assert hashiya("export", f"out-{name}", "--format", name).status == 0
        assert Path(f"out-{name}").exists()


def test_an_import_is_all_or_nothing(hashiya: Hashiya, filled: Path) -> None:
    before = hashiya("export", "--format", "documents").out
    good = json.dumps(
        {"id": "n", "text": "abc", "spans": [{"start": 0, "end": 1, "label": "claim"}]}
    )
    bad = json.dumps(
        {"id": "m", "text": "abc", "spans": [{"start": 2, "end": 9, "label": "claim"}]}
    )
    Path("in.jsonl").write_text(f"{good}\n{bad}\n", encoding="utf-8")
    result = hashiya("import", "in.jsonl", "--format", "documents")
    assert result.status == 1
    assert "in.jsonl:2" in result.err
    assert hashiya("export", "--format", "documents").out == before


def test_labels_that_the_schema_lacks_are_taken_only_when_asked(
    hashiya: Hashiya, filled: Path
) -> None:
    line = json.dumps({"id": "n", "text": "abc", "spans": [{"start": 0, "end": 1, "label": "odd"}]})
    Path("in.jsonl").write_text(line + "\n", encoding="utf-8")
    result = hashiya("import", "in.jsonl", "--format", "documents")
    assert result.status == 1
    assert "odd" in result.err
    assert hashiya("import", "in.jsonl", "--format", "documents", "--new-labels").status == 0
    assert '"odd"' in hashiya("export").out


def test_search_finds_folded_words(hashiya: Hashiya, filled: Path) -> None:
    hit = json.loads(hashiya("search", "أُستراليا", "--json").out)
    assert hit["document_id"] == NAME
    start, end = hit["offsets"][0]
    assert "ستراليا" in SEED[start:end]
    assert NAME in hashiya("search", "اليابان").out
    nowhere = hashiya("search", "nothing-like-it")
    assert (nowhere.status, nowhere.out) == (0, "")
    assert "nothing found for " in nowhere.err


def test_stats_and_check(hashiya: Hashiya, filled: Path) -> None:
    assert json.loads(hashiya("stats", "--json").out)["labels"]["entity"] == 1
    assert hashiya("check").out.startswith("in order")
    content = hashiya("check", "--content")
    assert content.status == 0


def test_backup(hashiya: Hashiya, filled: Path) -> None:
    assert hashiya("backup", "copy.db").out == "copy.db\n"
    assert hashiya("--db", "copy.db", "check").status == 0
    assert hashiya("backup", "copy.db").status == 1


def test_show_takes_the_direction_that_the_document_was_given(
    hashiya: Hashiya, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document("abc (א)\n", "a.txt")])
        save_direction(store, "a.txt", "me", Direction.RTL)
    assert hashiya("show", "a.txt", "--width", "9").out == "  (א) abc\n"
    assert hashiya("--annotator", "you", "show", "a.txt").out == "abc (א)\n"


@pytest.mark.slow
def test_a_closed_stdin_is_an_empty_one(filled: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", "doctor"],
        cwd=filled,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        preexec_fn=lambda: os.close(0),
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_records_id_that_another_file_holds_gets_its_file(
    hashiya: Hashiya, tmp_path: Path
) -> None:
    for folder, text in (("", "a"), ("", "b"), ("x", "c"), ("y", "d")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{text if not folder else 'b'}.jsonl").write_text(
            json.dumps({"id": 1, "text": text}) + "\n"
        )
    names = ("a.jsonl", "b.jsonl", "x/b.jsonl", "y/b.jsonl")

    def ids() -> dict[str, str]:
        lines = map(json.loads, hashiya("list", "--json").out.splitlines())
        return {line["title"]: line["id"] for line in lines}

    assert hashiya("add", *names).status == 0
    assert ids() == {"a": "1", "b": "b.jsonl#1", "c": "x/b.jsonl#1", "d": "y/b.jsonl#1"}
    assert hashiya("add", *reversed(names)).out.startswith("0 added, 4 unchanged")
    (tmp_path / "annotations.db").unlink()
    for name in names[:2]:
        line = {"id": 1, "text": name[0], "label": [[0, 1, "entity"]]}
        (tmp_path / name).write_text(json.dumps(line) + "\n")
        assert hashiya("import", name).status == 0
    assert ids() == {"a": "1", "b": "b.jsonl#1"}
