"""`hashiya suggest --with COMMAND`: the line protocol, kept and broken in every way."""

import json
import os
import selectors
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.articles import document
from tests.cli.conftest import Hashiya
from tests.store.making import entries
from tui.model import Annotation, edited
from tui.store.database import Store
from tui.store.row_mapping import Change

pytestmark = pytest.mark.slow

TEXT = "قال سامي لبيب إن العمل بدأ في لندن.\n"
AT = TEXT.index("لندن")

HEAD = """
import json, os, sys, time
schema = json.loads(sys.stdin.readline())["schema"]
def give(value):
    print(json.dumps(value), flush=True)
def town(text, **more):
    at = text.index("لندن")
    return {"start": at, "end": at + 4, "label": "entity", "text": "لندن", **more}
"""

GOOD = """
for line in sys.stdin:
    one = json.loads(line)
    span = town(one["text"], score=0.75, reason="a town", attributes={"type": "GPE"})
    give({"document": one["id"], "spans": [span]})
"""


@pytest.fixture
def three(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(TEXT, f"{name}.txt") for name in ("a", "b", "c")])
    return tmp_path


def command(folder: Path, body: str, name: str = "script.py") -> str:
    (folder / name).write_text(HEAD + body, encoding="utf-8")
    return shlex.join([sys.executable, str(folder / name)])


def rows(folder: Path) -> list[Annotation]:
    with Store.open(folder / "annotations.db", read_only=True) as store:
        return list(store.annotations.select())


def test_what_a_command_answers_is_stored(hashiya: Hashiya, three: Path) -> None:
    maker = command(three, GOOD)
    result = hashiya("suggest", "--with", maker)
    assert (result.status, result.err) == (0, "")
    assert result.out == "".join(f"{name}.txt\t1\tentity:1\n" for name in "abc")
    found = rows(three)
    assert [(row.document_id, row.start, row.end, row.text) for row in found] == [
        (f"{name}.txt", AT, AT + 4, "لندن") for name in "abc"
    ]
    assert {(row.status, row.score, row.annotator, row.origin) for row in found} == {
        ("suggested", 0.75, "me", f"{maker}: a town")
    }
    assert found[0].attributes == {"type": "GPE"}
    with Store.open(three / "annotations.db") as store:
        assert len(entries(store, "a.txt", "me")) == 1
        store.history.undo("a.txt", "me")
        assert store.annotations.in_document("a.txt") == []


def test_a_command_reads_the_schema_and_then_each_document(hashiya: Hashiya, three: Path) -> None:
    body = """
names = [label["name"] for label in schema["labels"]]
lines = [json.loads(line) for line in sys.stdin]
json.dump([names, lines], open("seen.json", "w"))
"""
    assert hashiya("suggest", "--with", "rules", "--document", "a").status == 0
    assert hashiya("suggest", "--with", command(three, body)).status == 0
    names, lines = json.loads((three / "seen.json").read_text())
    assert {"claim", "entity", "quote", "cue"} <= set(names)
    assert [line["id"] for line in lines] == ["a.txt", "b.txt", "c.txt"]
    assert all(set(line) == {"id", "title", "text", "meta", "spans", "links"} for line in lines)
    assert lines[0]["text"] == TEXT
    spans = {span["id"]: span["label"] for span in lines[0]["spans"]}
    assert sorted(spans.values()) == ["cue", "entity", "quote"]
    assert {(link["type"], spans[link["to"]]) for link in lines[0]["links"]} == {
        ("speaker", "entity"),
        ("cue", "cue"),
    }


def test_links_of_an_answer_lead_to_its_spans_and_to_what_is_there(
    hashiya: Hashiya, three: Path
) -> None:
    first = """
for line in sys.stdin:
    one = json.loads(line)
    give({"document": one["id"], "spans": [town(one["text"])]})
"""
    second = """
for line in sys.stdin:
    one = json.loads(line)
    quote = {"id": 1, "start": 0, "end": 3, "label": "quote"}
    link = {"type": "speaker", "from": 1, "to": one["spans"][0]["id"]}
    give({"document": one["id"], "spans": [quote], "links": [link]})
"""
    hashiya("suggest", "--with", command(three, first), "--document", "a")
    result = hashiya("suggest", "--with", command(three, second), "--document", "a")
    assert (result.status, result.err) == (0, "")
    with Store.open(three / "annotations.db", read_only=True) as store:
        (arrow,) = store.links.in_document("a.txt")
        ends = [store.annotations.get(id).label for id in (arrow.from_id, arrow.to_id)]
    assert (arrow.type, arrow.status, ends) == ("speaker", "suggested", ["quote", "entity"])


def test_a_second_span_of_an_id_leaves_the_first_ones_links(hashiya: Hashiya, three: Path) -> None:
    body = """
for line in sys.stdin:
    one = json.loads(line)
    quote = {"id": 1, "start": 17, "end": 29, "label": "quote"}
    speaker = {"id": 2, "start": 4, "end": 13, "label": "entity"}
    spans = [quote, speaker, {**speaker, "id": 1}, {**speaker, "end": 999}]
    links = [{"type": "speaker", "from": 1, "to": 2}, {"type": "speaker", "from": 1, "to": ""}]
    give({"document": one["id"], "spans": spans, "links": links})
"""
    result = hashiya("suggest", "--document", "a", "--with", command(three, body))
    assert result.status == 1
    said = result.err.splitlines()
    assert [line.split(" of a.txt")[0][-6:] for line in said] == ["span 3", "span 4", "link 2"]
    with Store.open(three / "annotations.db", read_only=True) as store:
        assert len(store.links.in_document("a.txt")) == 1


def test_what_is_there_or_was_rejected_is_not_suggested_again(
    hashiya: Hashiya, three: Path
) -> None:
    maker = command(three, GOOD)
    hashiya("suggest", "--with", maker)
    with Store.open(three / "annotations.db") as store:
        (row,) = store.annotations.in_document("a.txt")
        store.history.commit("reject", "a.txt", "me", [Change(row, edited(row, status="rejected"))])
    assert hashiya("suggest", "--with", maker).out == "a.txt\t0\t\nb.txt\t0\t\nc.txt\t0\t\n"


def test_a_least_score_leaves_out_what_is_below_it_and_keeps_what_has_none(
    hashiya: Hashiya, three: Path
) -> None:
    body = """
for line in sys.stdin:
    one = json.loads(line)
    cue = {"start": 0, "end": 3, "label": "cue"}
    give({"document": one["id"], "spans": [town(one["text"], score=0.4), cue]})
"""
    hashiya("suggest", "--min-score", "0.5", "--with", command(three, body))
    assert {(row.label, row.score) for row in rows(three)} == {("cue", None)}


BAD_SPANS = [
    ({"start": 0, "end": 999, "label": "entity"}, "[0, 999) is not in the text"),
    ({"start": 3, "end": 3, "label": "entity"}, "[3, 3) is not in the text"),
    ({"start": -1, "end": 3, "label": "entity"}, "[-1, 3) is not in the text"),
    ({"start": "0", "end": 3, "label": "entity"}, "not whole numbers"),
    ({"start": True, "end": 3, "label": "entity"}, "not whole numbers"),
    ({"start": 0, "end": 3, "label": "dragon"}, 'there is no label "dragon"'),
    ({"start": 0, "end": 3, "label": ["entity"]}, "there is no label"),
    ({"start": 0, "end": 3, "label": "cue", "text": "قا"}, 'is "قال", not "قا"'),
    ({"start": 0, "end": 3, "label": "cue", "text": 3}, "not 3"),
    ({"start": 0, "end": 3, "label": "cue", "score": 1.5}, '"score" is not from 0 to 1'),
    ({"start": 0, "end": 3, "label": "cue", "score": "high"}, '"score" is not from 0 to 1'),
    ({"start": 0, "end": 3, "label": "cue", "reason": 7}, '"reason" is not a string'),
    ({"start": 0, "end": 3, "label": "entity", "attributes": [1]}, "is not an object"),
    ({"start": 0, "end": 3, "label": "entity", "attributes": {"type": 4}}, "attribute type: 4"),
    ({"start": 0, "end": 3, "label": "entity", "attributes": {"no": 4}}, "no attribute"),
]


@pytest.mark.parametrize(("span", "message"), BAD_SPANS)
def test_a_wrong_span_alone_is_refused_with_its_line(
    hashiya: Hashiya, three: Path, span: dict[str, object], message: str
) -> None:
    body = f"""
for line in sys.stdin:
    one = json.loads(line)
    give({{"document": one["id"], "spans": [{span!r}, town(one["text"])]}})
"""
    result = hashiya("suggest", "--with", command(three, body), "--document", "b")
    assert result.status == 1
    (line,) = result.err.splitlines()
    assert "line 1: span 1 of b.txt: " in line
    assert message in line
    assert [row.text for row in rows(three)] == ["لندن"]


BAD_LINES = [
    ("print('nonsense', flush=True)", "not JSON"),
    ("print('[' * 100000, flush=True)", "nested too deeply"),
    ("give([1, 2])", "is not a JSON object"),
    ("give({'spans': []})", '"document" is not the id'),
    ("give({'document': 'z.txt', 'spans': []})", "is not one of the documents"),
    ("give({'document': 'a.txt', 'spans': []})", "is not one of the documents"),
    ("give({'document': one['id']})", '"spans" is not a list'),
    (
        "give({'document': one['id'], 'spans': ['x']})",
        '"spans" contains something that is not an object',
    ),
    ("give({'document': one['id'], 'spans': [], 'links': 3})", '"links" is not a list'),
    ("sys.stdout.buffer.write(b'\\xff\\xfe\\n')", "is not UTF-8"),
    ("print('\\x1b]0;owned\\x07\\x1b[2J', flush=True)", "not JSON"),
    ('print(\'{"document": "\\\\ud800", "spans": []}\', flush=True)', "half of a surrogate"),
]


@pytest.mark.parametrize(("broken", "message"), BAD_LINES)
def test_nonsense_about_one_document_is_one_clear_line_and_the_others_are_kept(
    hashiya: Hashiya, three: Path, broken: str, message: str
) -> None:
    body = f"""
for line in sys.stdin:
    one = json.loads(line)
    if one["id"] == "b.txt":
        {broken}
    else:
        give({{"document": one["id"], "spans": [town(one["text"])]}})
"""
    result = hashiya("suggest", "--with", command(three, body))
    assert result.status == 1
    (line,) = result.err.splitlines()
    assert message in line
    assert line.isprintable()
    assert {row.document_id for row in rows(three)} == {"a.txt", "c.txt"}


FAILURES = [
    ("sys.exit(3)", "ended with exit status 3"),
    ("os.kill(os.getpid(), 9)", "was ended by SIGKILL"),
    ("time.sleep(60)", "gave no answer for 0.5 seconds (--timeout)"),
    ("os.close(1); time.sleep(60)", "gave no answer for 0.5 seconds"),
    ("print('x' * 10_000_000, end='', flush=True); time.sleep(60)", "without a line end"),
    ("while True: print('y')", "lines are not answers"),
    (
        "\n        for _ in range(50): os.fork() or time.sleep(60)\n        time.sleep(60)",
        "gave no answer",
    ),
]


@pytest.mark.parametrize(("failure", "message"), FAILURES)
def test_a_command_that_fails_half_way_keeps_what_was_good(
    hashiya: Hashiya, three: Path, failure: str, message: str
) -> None:
    body = f"""
for line in sys.stdin:
    one = json.loads(line)
    if one["id"] == "b.txt":
        {failure}
    give({{"document": one["id"], "spans": [town(one["text"])]}})
"""
    result = hashiya("suggest", "--with", command(three, body), "--timeout", "0.5")
    assert result.status == 1
    assert message in result.err.splitlines()[-1]
    assert "Traceback" not in result.err
    assert {row.document_id for row in rows(three)} == {"a.txt"}
    assert_none_is_left(three)


def assert_none_is_left(folder: Path) -> None:
    """Wait until no process runs whose command line names the folder."""
    for _ in range(200):
        if not any(_runs_from(folder, one) for one in Path("/proc").iterdir()):
            return
        time.sleep(0.05)
    raise AssertionError("a process is left")


def _runs_from(folder: Path, process: Path) -> bool:
    try:
        return f"{folder}/".encode() in (process / "cmdline").read_bytes()  # empty for a dead one
    except OSError:
        return False


LEFT_BEHIND = [
    "os.fork() or time.sleep(60)",
    # It goes on in another process all the time.
    """
if os.fork() == 0:
    while True:
        os.fork() and os._exit(0)
""",
    # A service: in a session of its own, without parent, environment, or open files.
    """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 99)
        sleeping = [sys.executable, "-c", "import time; time.sleep(60)", __file__]
        os.execve(sys.executable, sleeping, {})
    os._exit(0)
""",
]


@pytest.mark.parametrize("leaving", LEFT_BEHIND)
def test_a_child_that_is_left_behind_is_ended_and_does_not_hold_up_the_end(
    hashiya: Hashiya, three: Path, leaving: str
) -> None:
    result = hashiya("suggest", "--with", command(three, leaving + GOOD))
    assert (result.status, result.err) == (0, "")
    assert len(rows(three)) == 3
    assert_none_is_left(three)


def test_a_first_answer_that_does_not_come_is_waited_for_by_its_own_limit(
    hashiya: Hashiya, three: Path
) -> None:
    maker = command(three, "time.sleep(60)")
    result = hashiya("suggest", "--with", maker, "--start-timeout", "0.3")
    assert result.status == 1
    assert "gave no first answer in 0.3 seconds" in result.err
    slow = command(three, "time.sleep(0.6)\n" + GOOD)
    assert hashiya("suggest", "--with", slow, "--timeout", "0.3").status == 0


def test_stderr_is_shown_line_by_line_without_control_sequences(
    hashiya: Hashiya, three: Path
) -> None:
    body = "print('loading \\x1b[31mmodel\\x1b]0;x\\x07', file=sys.stderr)\n" + GOOD
    result = hashiya("suggest", "--with", command(three, body))
    assert result.status == 0
    (line,) = result.err.splitlines()
    assert "loading" in line
    assert line.isprintable()


def test_a_flood_on_stderr_is_cut_and_its_end_shown(hashiya: Hashiya, three: Path) -> None:
    body = "for n in range(5000): print('line', n, file=sys.stderr)\n" + GOOD
    result = hashiya("suggest", "--with", command(three, body))
    assert result.status == 0
    lines = result.err.splitlines()
    assert len(lines) == 206
    assert lines[-1].endswith("line 4999")


def test_endless_stderr_ends_with_the_time_limit(hashiya: Hashiya, three: Path) -> None:
    body = "while True: print('still here', file=sys.stderr)"
    result = hashiya("suggest", "--with", command(three, body), "--start-timeout", "0.5")
    assert result.status == 1
    assert len(result.err.splitlines()) < 250


def test_unanswered_documents_have_no_suggestions(hashiya: Hashiya, three: Path) -> None:
    result = hashiya("suggest", "--with", "true")
    assert (result.status, result.err) == (0, "")
    assert result.out == "a.txt\t0\t\nb.txt\t0\t\nc.txt\t0\t\n"


def test_a_program_that_is_not_there_is_said(hashiya: Hashiya, three: Path) -> None:
    result = hashiya("suggest", "--with", "no-such-program --flag")
    assert result.status == 1
    assert "no-such-program: there is no such program" in result.err


def test_no_shell_reads_the_command(hashiya: Hashiya, three: Path) -> None:
    hashiya("suggest", "--with", "true; touch owned $(touch owned) > owned")
    assert not (three / "owned").exists()
    assert hashiya("suggest", "--with", "echo 'open").status == 2


def test_more_documents_than_pipes_hold_go_through_in_any_rhythm(
    hashiya: Hashiya, tmp_path: Path
) -> None:
    texts = [document(TEXT * 60, f"{number}.txt") for number in range(300)]
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents(texts)
    body = """
lines = sys.stdin.readlines()
for line in lines:
    one = json.loads(line)
    give({"document": one["id"], "spans": [town(one["text"], reason="r" * 3000)]})
"""
    result = hashiya("suggest", "--with", command(tmp_path, body))
    assert (result.status, result.err) == (0, "")
    assert len(rows(tmp_path)) == 300
    assert {len(row.origin.partition(": ")[2]) for row in rows(tmp_path)} == {500}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL])
def test_a_command_ends_with_hashiya(three: Path, number: signal.Signals) -> None:
    body = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork()
open("runs", "w").close()
time.sleep(60)
"""
    run = subprocess.Popen(
        [sys.executable, "-m", "tui", "suggest", "--with", command(three, body)],
        cwd=three,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        # A shell lets what it runs in the background ignore SIGINT, and so would the tests' child.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        for _ in range(400):
            if (three / "runs").exists():
                break
            time.sleep(0.05)
        run.send_signal(number)
        _, err = run.communicate(timeout=20)
    finally:
        run.kill()
        run.wait()
    assert run.returncode in (128 + number, 130, -signal.SIGKILL)
    assert b"Traceback" not in err
    assert_none_is_left(three)


def test_what_a_command_wrote_before_it_ended_is_read(
    hashiya: Hashiya, three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = """
time.sleep(0.6)
for line in sys.stdin:
    one = json.loads(line)
    give({"document": one["id"], "spans": [town(one["text"])]})
"""
    select = selectors.DefaultSelector.select

    def late(self: Any, timeout: float | None = None) -> Any:
        """Let the command write all and end after its pipes were looked at in vain."""
        found = select(self, timeout)
        if timeout and not found:
            time.sleep(1.0)
        return found

    monkeypatch.setattr(selectors.DefaultSelector, "select", late)
    assert hashiya("suggest", "--with", command(three, body)).status == 0
    assert {row.document_id for row in rows(three)} == {"a.txt", "b.txt", "c.txt"}


def test_a_command_runs_where_python_cannot_be_started_once_more(
    hashiya: Hashiya, three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = command(three, "os.fork() or time.sleep(60)" + GOOD)
    monkeypatch.setattr(sys, "executable", str(three / "moved"))
    assert hashiya("suggest", "--with", maker).status == 0
    assert len(rows(three)) == 3
    assert_none_is_left(three)
