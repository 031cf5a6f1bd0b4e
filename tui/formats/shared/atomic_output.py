"""Files and folders that appear whole or not at all.

Everything is written under a temporary name in the same folder, synced, and renamed when all of an
export is there. What exists is replaced only when that was asked for.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol

from tui.errors import ExchangeError
from tui.text.unicode import escaped_lines

STDOUT = "-"

_EXISTS = "is there already; --force replaces it"


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes, /) -> object:
        """Take the bytes."""


class Shown:
    """A sink on a terminal: lines as they are, but for what the terminal would obey."""

    def __init__(self, terminal: Sink) -> None:
        self._terminal = terminal
        self._rest = b""

    def write(self, data: bytes, /) -> None:
        """Take UTF-8; up to the last end of a line it goes on, the rest with what follows."""
        lines, end, self._rest = (self._rest + data).rpartition(b"\n")
        self._show(lines + end)

    def finish(self) -> None:
        """Let go of a last line without an end."""
        self._show(self._rest)
        self._rest = b""

    def _show(self, lines: bytes) -> None:
        self._terminal.write(escaped_lines(lines.decode(errors="replace")).encode())


@dataclass(slots=True)
class _Pending:
    """One thing that is written and not yet in its place."""

    temporary: Path
    place: Path


class Outputs:
    """The files and folders of one export; a context manager.

    Left without an exception, all appear; left with one, none does and nothing stays behind.
    """

    def __init__(self, *, force: bool = False) -> None:
        self._force = force
        self._pending: list[_Pending] = []

    def __enter__(self) -> "Outputs":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                for pending in self._pending:
                    with _told("cannot be written", pending.place):
                        _put(pending, force=self._force)
        finally:
            for pending in self._pending:
                _remove(pending.temporary)

    @contextmanager
    def file(self, place: Path, *, private: bool = False) -> Iterator[BinaryIO]:
        """A stream to what will be the file at `place`, for its owner alone if `private`.

        Raises ExchangeError if there is one already, or it cannot be written.
        """
        self._refuse_existing(place)
        with _told("cannot be written", place):
            handle, name = tempfile.mkstemp(prefix=f".{place.name[:40]}.", dir=place.parent)
            self._pending.append(_Pending(Path(name), place))
            with os.fdopen(handle, "wb", buffering=1 << 18) as stream:
                if not private:
                    Path(name).chmod(0o666 & ~_umask())
                yield stream
                stream.flush()
                os.fsync(stream.fileno())

    def folder(self, place: Path, suffixes: AbstractSet[str]) -> Path:
        """A new folder that will be the one at `place`.

        Raises ExchangeError if there is something already, or it cannot be written. A folder that
        holds files without one of the `suffixes` is never replaced.
        """
        self._refuse_existing(place)
        with _told("cannot be written", place):
            others = [one for one in _files(place) if one.suffix not in suffixes]
            if others:
                message = f"holds {others[0].name}, which is not of this format: not replaced"
                raise ExchangeError(message, file=str(place))
            name = tempfile.mkdtemp(prefix=f".{place.name[:40]}.", dir=place.parent)
            Path(name).chmod(0o777 & ~_umask())
        self._pending.append(_Pending(Path(name), place))
        return Path(name)

    def _refuse_existing(self, place: Path) -> None:
        if not self._force and os.path.lexists(place):
            raise ExchangeError(_EXISTS, file=str(place))


@contextmanager
def open_out(out: str, *, force: bool = False, private: bool = False) -> Iterator[Sink]:
    """A stream to one file, whole or not at all; `-` is stdout.

    On a terminal what it would obey is escaped.

    Raises ExchangeError if the file is there already, or cannot be written.
    """
    if out == STDOUT:
        if sys.stdout.isatty():
            shown = Shown(sys.stdout.buffer)
            yield shown
            shown.finish()
        else:
            yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with Outputs(force=force) as outputs, outputs.file(Path(out), private=private) as stream:
        yield stream


def pour(blocks: Iterable[bytes], sink: Sink) -> None:
    """Write the blocks in order; what is no UTF-8 in them is written as U+FFFD."""
    for block in blocks:
        sink.write(_utf8(block))


def _utf8(block: bytes) -> bytes:
    try:
        block.decode()
    except UnicodeDecodeError:
        return block.decode(errors="replace").encode()
    return block


def _put(pending: _Pending, *, force: bool) -> None:
    """Move what was written to its place, and makes that last."""
    temporary, place = pending.temporary, pending.place
    if temporary.is_dir():
        _put_folder(temporary, place, force=force)
    elif force:
        temporary.replace(place)
    else:
        _put_new(temporary, place)
    _sync(place.parent)


def _put_new(temporary: Path, place: Path) -> None:
    # Unlike a rename, a hard link fails where another program was quicker.
    try:
        place.hardlink_to(temporary)
    except FileExistsError as error:
        raise ExchangeError(_EXISTS, file=str(place)) from error
    except OSError:
        # Not every file system has hard links.
        if os.path.lexists(place):
            raise
        temporary.rename(place)


def _put_folder(temporary: Path, place: Path, *, force: bool) -> None:
    for path in [*_files(temporary), *(p for p in temporary.rglob("*") if p.is_dir()), temporary]:
        _sync(path)
    if not (force and os.path.lexists(place)):
        temporary.rename(place)
        return
    # Folders cannot be exchanged in one step everywhere: the old one steps aside first.
    aside = Path(tempfile.mkdtemp(prefix=f".{place.name[:40]}.", dir=place.parent))
    place.rename(aside / place.name)
    try:
        temporary.rename(place)
    except OSError:
        (aside / place.name).rename(place)
        aside.rmdir()
        raise
    shutil.rmtree(aside)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if not path.is_dir()] if folder.is_dir() else []


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    """Remove a temporary file or folder that is still there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@contextmanager
def _told(what: str, place: Path) -> Iterator[None]:
    """Says what the operating system refuses as an ExchangeError of this file."""
    try:
        yield
    except OSError as error:
        raise ExchangeError(f"{what}: {error.strerror or error}", file=str(place)) from error
