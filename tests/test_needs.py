"""What a machine lacks skips a test at a desk and fails it in CI."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import needs


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for programs, the only one in `PATH`, with a list of two programs."""
    names = tmp_path / "programs.txt"
    names.write_text("# a comment\nsomewhere some-package\nnowhere another-package\n")
    monkeypatch.setattr(needs, "PROGRAMS", names)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_a_program_is_found(listed: Path) -> None:
    program = listed / "somewhere"
    program.touch(mode=0o755)
    assert needs.needs_program("somewhere") == str(program)


def test_a_missing_program_skips_at_a_desk(listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"no nowhere \(Debian: another-package\)"):
        needs.needs_program("nowhere")


def test_a_missing_program_fails_in_ci(listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"no nowhere \(Debian: another-package\)"):
        needs.needs_program("nowhere")


def test_a_program_that_is_not_listed_is_an_error(listed: Path) -> None:
    with pytest.raises(KeyError):
        needs.needs_program("ls")


def test_the_list_can_be_read() -> None:
    assert needs.packages()["mount"] == "mount"
