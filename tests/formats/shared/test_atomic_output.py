import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.errors import ExchangeError
from tui.formats.shared.atomic_output import Outputs, open_out

SUFFIXES = frozenset({".txt", ".ann"})


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def write(outputs: Outputs, place: Path, data: bytes) -> None:
    with outputs.file(place) as stream:
        stream.write(data)


def save(place: Path, meanwhile: Callable[[], None]) -> None:
    """Writes a file, while something else goes on."""
    with open_out(str(place)) as stream:
        meanwhile()
        stream.write(b"new")


def refused(action: Callable[[], None]) -> str:
    with pytest.raises(ExchangeError) as caught:
        action()
    return str(caught.value)


def test_a_file_appears_when_all_of_it_is_written(tmp_path: Path) -> None:
    with open_out(str(tmp_path / "out")) as stream:
        stream.write(b"whole")
        assert not (tmp_path / "out").exists()
    assert (tmp_path / "out").read_bytes() == b"whole"
    assert names(tmp_path) == ["out"]


def test_nothing_appears_when_the_writing_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with Outputs() as outputs:
            write(outputs, tmp_path / "one", b"all of it")
            folder = outputs.folder(tmp_path / "two", SUFFIXES)
            (folder / "a.txt").write_bytes(b"")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(tmp_path) == []


def test_what_exists_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    told = refused(lambda: save(tmp_path / "out", lambda: pytest.fail("it was opened")))
    assert told == f"{tmp_path / 'out'}: already exists; --force replaces it"
    assert (tmp_path / "out").read_bytes() == b"old"


def test_what_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    def intrude() -> None:
        (tmp_path / "out").write_bytes(b"another program's")

    assert "already exists" in refused(lambda: save(tmp_path / "out", intrude))
    assert (tmp_path / "out").read_bytes() == b"another program's"
    assert names(tmp_path) == ["out"]


def test_force_replaces_a_file_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    with open_out(str(tmp_path / "out"), force=True) as stream:
        stream.write(b"new")
        assert (tmp_path / "out").read_bytes() == b"old"
    assert (tmp_path / "out").read_bytes() == b"new"


def test_file_systems_without_hard_links_are_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with open_out(str(tmp_path / "out")) as stream:
        stream.write(b"whole")
    assert names(tmp_path) == ["out"]


def test_the_file_has_the_rights_that_any_new_file_has(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with open_out(str(tmp_path / "out")) as stream:
            stream.write(b"")
    finally:
        os.umask(before)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o640


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    told = refused(lambda: save(tmp_path / "none" / "out", lambda: pytest.fail("it was opened")))
    assert told.endswith("cannot be written: No such file or directory")


def test_stdout_is_written_as_it_comes(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with open_out("-") as stream:
        stream.write("نص".encode())
    assert capfdbinary.readouterr().out == "نص".encode()


def test_a_folder_of_the_format_is_replaced_as_a_whole(tmp_path: Path) -> None:
    place = tmp_path / "corpus"
    (place / "deep").mkdir(parents=True)
    (place / "deep" / "old.txt").write_bytes(b"old")
    with Outputs(force=True) as outputs:
        folder = outputs.folder(place, SUFFIXES)
        (folder / "new.ann").write_bytes(b"new")
    assert names(tmp_path) == ["corpus", "corpus/new.ann"]


def test_a_folder_that_holds_anything_else_is_never_replaced(tmp_path: Path) -> None:
    place = tmp_path / "home"
    place.mkdir()
    (place / "thesis.odt").write_bytes(b"years of work")

    def replace() -> None:
        with Outputs(force=True) as outputs:
            outputs.folder(place, SUFFIXES)

    assert "holds thesis.odt, which is not of this format" in refused(replace)
    assert names(tmp_path) == ["home", "home/thesis.odt"]
