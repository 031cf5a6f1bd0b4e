"""What nothing foresaw: one line, exit 1, and a report; and what was once met that way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.faults.readers import hashiya
from tui.cli import main

CASES = {
    "nested brackets": "x = " + "[" * 2000 + "]" * 2000,
    "nested tables": "x = " + "{a=" * 3000 + "1" + "}" * 3000,
    "many digits": "x = " + "9" * 5000,
}


def test_an_unforeseen_error_is_one_line_and_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail(_: object) -> int:
        raise ZeroDivisionError("by\nnothing")

    monkeypatch.setattr(main, "run", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(main, "_discard_stdout", lambda: None)
    with pytest.raises(SystemExit) as ended:
        main.main(["list"])
    assert ended.value.code == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    (report,) = tmp_path.glob("hashiya-report-*.txt")
    assert str(report) in err
    assert "test_crash_report.py" in report.read_text()
    assert report.stat().st_mode & 0o77 == 0


@pytest.mark.parametrize("case", CASES)
def test_settings_that_the_parser_fails_on_are_refused(tmp_path: Path, case: str) -> None:
    (tmp_path / "a.txt").write_text("a text")
    assert hashiya(tmp_path, "add", str(tmp_path / "a.txt"))[0] == 0
    (tmp_path / "hashiya.toml").write_text(CASES[case])
    status, _, err = hashiya(tmp_path, "import", str(tmp_path / "a.txt"))
    assert status == 1
    assert re.fullmatch(r"hashiya: .*hashiya\.toml: cannot be read: .*\n", err)


def test_a_table_with_carriage_returns_keeps_no_other_file_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_bytes(b"text,id\rone,1\rtwo,2\r")
    (tmp_path / "in" / "b.txt").write_text("a text")
    status, out, _ = hashiya(tmp_path, "add", str(tmp_path / "in"))
    assert status == 0
    assert "3 added" in out


@pytest.mark.parametrize("name", ["punycode", "idna", "undefined", "unicode_escape"])
def test_an_encoding_that_no_file_has_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main.run(["--db", str(tmp_path / "x.db"), "add", "--encoding", name, str(tmp_path)])
    assert ended.value.code == 2
    assert "encoding" in capsys.readouterr().err


def test_utf_16_without_a_mark_is_read_or_refused_by_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("نص".encode("utf-16-le"))
    (tmp_path / "b.txt").write_bytes(b"odd")
    status, out, err = hashiya(
        tmp_path, "add", "--encoding", "utf-16", *(str(tmp_path / f"{n}.txt") for n in "ab")
    )
    assert status == 1
    assert "1 added" in out
    assert "broken" in err
