"""`hashiya trust`: nothing in a folder runs before a person has agreed to it."""

import io
import json
import sys
from pathlib import Path

import pytest

from tests.articles import document
from tests.cli.conftest import Hashiya
from tui.cli.commands.read import reader_suggesters
from tui.config import load
from tui.config.permissions import allowed, trusted_hub
from tui.errors import SettingsError
from tui.schema import default_schema
from tui.store.database import Store

HOSTILE = """
hub = "postgresql://evil.example/db"
[suggesters.names2]
command = ["{python}", "evil.py"]
auto = true
[suggesters.cat]
command = ["{python}", "evil.py"]
[suggesters.site]
url = "http://127.0.0.1:9/"
"""


@pytest.fixture(autouse=True)
def own_config(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    return folder / "hashiya"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder whose settings would run a program."""
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document("قال سامي لبيب إن العمل بدأ.\n", "a.txt")])
    (tmp_path / "hashiya.toml").write_text(HOSTILE.format(python=sys.executable))
    (tmp_path / "evil.py").write_text("open('owned', 'w')\n")
    return tmp_path


def answering(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(words))


WAYS = [
    ("suggest",),
    ("suggest", "--with", "names2"),
    ("suggest", "--with", "cat"),
    ("suggest", "--with", "site"),
    ("suggest", "--with", "rules", "--with", "names2", "--document", "a"),
    ("list",),
    ("stats",),
    ("check",),
    ("show", "a"),
    ("export", "-"),
    ("trust",),
    ("trust", "."),
]


@pytest.mark.parametrize("words", WAYS)
def test_a_hostile_folder_runs_nothing(
    hashiya: Hashiya, hostile: Path, own_config: Path, monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:  # fmt: skip
    answering(monkeypatch, "n\n")
    result = hashiya(*words)
    assert not (hostile / "owned").exists()
    assert not own_config.exists()
    if "names2" in words or "site" in words or "cat" in words:
        assert result.status == 1
        assert "hashiya trust" in result.err


@pytest.mark.parametrize("answer", ["", "\n", "no\n", "maybe\n", "yesterday\n"])
def test_only_a_yes_is_consent(
    hashiya: Hashiya, hostile: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    answering(monkeypatch, answer)
    result = hashiya("trust")
    assert result.status == 1
    assert "evil.py" in result.out
    assert "http://127.0.0.1:9/" in result.out
    assert "postgresql://evil.example/db" in result.out
    assert hashiya("suggest", "--with", "names2").status == 1
    assert not (hostile / "owned").exists()


@pytest.mark.slow
def test_after_consent_the_command_runs_until_something_changes(
    hashiya: Hashiya, hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "yes\n")
    assert hashiya("trust").status == 0
    assert "already" in hashiya("trust").out
    assert hashiya("suggest", "--with", "names2").status == 0
    assert (hostile / "owned").exists()
    (hostile / "owned").unlink()
    (hostile / "evil.py").write_text("open('owned', 'w') # another program\n")
    assert hashiya("suggest", "--with", "names2").status == 1
    (hostile / "evil.py").write_text("open('owned', 'w')\n")
    with (hostile / "hashiya.toml").open("a") as file:
        file.write("# another content\n")
    assert hashiya("suggest", "--with", "names2").status == 1
    assert not (hostile / "owned").exists()


def test_consent_for_one_folder_is_none_for_its_copy(
    hashiya: Hashiya, hostile: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert hashiya("trust", "--yes").status == 0
    copy = tmp_path_factory.mktemp("copy")
    for name in ("hashiya.toml", "evil.py"):
        (copy / name).write_bytes((hostile / name).read_bytes())
    assert allowed(load(hostile / "hashiya.toml")).suggesters.keys() == {"names2", "cat", "site"}
    assert allowed(load(copy / "hashiya.toml")).suggesters == {}


@pytest.mark.slow
def test_the_users_own_file_is_trusted_and_runs_in_its_own_folder(
    hashiya: Hashiya, hostile: Path, own_config: Path
) -> None:
    own_config.mkdir()
    (own_config / "mine.py").write_text("open('ran', 'w')\n")
    command = json.dumps([sys.executable, "mine.py"])
    (own_config / "config.toml").write_text(f"[suggesters.cat]\ncommand = {command}\n")
    (hostile / "mine.py").write_text("open('owned', 'w')\n")
    assert hashiya("suggest", "--with", "cat").status == 0
    assert (own_config / "ran").exists()
    assert not (hostile / "owned").exists()


def test_the_reader_gets_no_suggester_of_a_hostile_folder(hashiya: Hashiya, hostile: Path) -> None:
    config = load(hostile / "hashiya.toml")
    notices: list[str] = []
    with Store.open(hostile / "annotations.db") as store:
        assert reader_suggesters(store, default_schema(), config, notices) is None
        assert "names2" in notices[0]
        assert "hashiya trust" in notices[0]
        hashiya("trust", "--yes")
        assert reader_suggesters(store, default_schema(), config, notices) is not None


def test_the_gazetteer_of_the_settings_needs_no_trust(tmp_path: Path) -> None:
    (tmp_path / "hashiya.toml").write_text('suggest_with = ["rules", "gazetteer"]\n')
    config = load(tmp_path / "hashiya.toml")
    with Store.open(tmp_path / "annotations.db") as store:
        assert reader_suggesters(store, default_schema(), config, []) is not None
    (tmp_path / "hashiya.toml").write_text('suggest_with = ["evil"]\n')
    assert "'evil' is not one of rules, names" in str(load(tmp_path / "hashiya.toml").faults[0])


def test_a_hub_needs_trust(hashiya: Hashiya, hostile: Path) -> None:
    with pytest.raises(SettingsError, match="hashiya trust"):
        trusted_hub(load(hostile / "hashiya.toml"))
    hashiya("trust", "--yes")
    assert trusted_hub(load(hostile / "hashiya.toml")) == "postgresql://evil.example/db"


def test_what_is_shown_cannot_be_disguised(hashiya: Hashiya, tmp_path: Path) -> None:
    command = json.dumps(["rm", "\u202efdp.\u2066\u200b", "\x1b[2J"])
    (tmp_path / "hashiya.toml").write_text(f"[suggesters.x]\ncommand = {command}\n")
    out = hashiya("trust", "--yes").out
    assert all(line.isprintable() for line in out.splitlines())
    assert "\\u202efdp.\\u2066\\u200b" in out


@pytest.mark.parametrize(
    "command",
    [
        ["python3", "-m", "package.evil"],
        ["sh", "-c", "cat x | ./run.sh 2> log"],
        ["env", "MODE=1", "prog", "--script=run.sh"],
        ["run.sh", "x" * 5000, "loop/x", "../run.sh"],
    ],
)
def test_files_that_a_command_names_in_any_way_are_part_of_the_consent(
    hashiya: Hashiya, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "hashiya.toml").write_text(f"[suggesters.x]\ncommand = {json.dumps(command)}\n")
    (tmp_path / "package").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    files = [tmp_path / "run.sh", tmp_path / "package" / "evil.py"]
    for file in files:
        file.write_text("before")
    assert hashiya("trust", "--yes").status == 0
    assert allowed(load(tmp_path / "hashiya.toml")).suggesters
    for file in files:
        file.write_text("after")
    assert not allowed(load(tmp_path / "hashiya.toml")).suggesters


def test_a_folder_that_asks_for_nothing_needs_no_trust(hashiya: Hashiya, tmp_path: Path) -> None:
    (tmp_path / "hashiya.toml").write_text("measure = 60\n")
    assert hashiya("trust").status == 0
    assert hashiya("trust", "elsewhere").status == 1


FAULTS = [
    ("[suggesters.rules]\ncommand = ['x']", "the name of a built-in suggester"),
    ("[suggesters.x]", "either a command or a url"),
    ("[suggesters.x]\ncommand = ['x']\nurl = 'http://x'", "either a command or a url"),
    ("[suggesters.x]\ncommand = 'x y'", "is not a list of texts"),
    ("[suggesters.x]\ncommand = []", "is not a list of texts"),
    ("[suggesters.x]\nurl = 'file:///etc/passwd'", "is not an address"),
    ("[suggesters.x]\ncomand = ['x']", "did you mean command?"),
    ("[suggesters.x]\ncommand = ['x']\nauto = 1", "neither true nor false"),
    ("suggesters = 3", "is not a table"),
]


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_faults_of_suggesters_are_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "hashiya.toml").write_text(text + "\n")
    config = load(tmp_path / "hashiya.toml")
    assert any(message in str(fault) for fault in config.faults)
    assert not config.settings.suggesters
