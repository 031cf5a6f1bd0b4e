"""Files and folders that appear complete or not at all.

Everything is written under a temporary name in the same folder, synced, and renamed when all of an
export is written. An existing file is replaced only if that was requested.
"""

import errno
import os
import shutil
import stat
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
from tui.temporary_files import remove_temporary_files, sync_to_disk, temporary_prefix
from tui.text.unicode import escaped_lines

STDOUT = "-"

_EXISTS = "already exists; --force replaces it"


class Sink(Protocol):
    """A destination for bytes."""

    def write(self, data: bytes, /) -> object:
        """Write the bytes."""


class TerminalSink:
    """A sink on a terminal: lines are written with control characters escaped."""

    def __init__(self, terminal: Sink) -> None:
        self._terminal = terminal
        self._rest = b""

    def write(self, data: bytes, /) -> None:
        """Write UTF-8; complete lines at once, the rest with what follows."""
        lines, end, self._rest = (self._rest + data).rpartition(b"\n")
        self._show(lines + end)

    def finish(self) -> None:
        """Write a last line without an end."""
        self._show(self._rest)
        self._rest = b""

    def _show(self, lines: bytes) -> None:
        self._terminal.write(escaped_lines(lines.decode(errors="replace")).encode())


@dataclass(slots=True)
class _Pending:
    """A file or folder that is written but not yet in its place."""

    temporary: Path
    place: Path


class Outputs:
    """The files and folders of one export; a context manager.

    If it exits without an exception, all appear; otherwise none does and nothing is left.
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
                    with _exchange_errors("cannot be written", pending.place):
                        _move_into_place(pending, force=self._force)
        finally:
            for pending in self._pending:
                _remove(pending.temporary)

    @contextmanager
    def file(self, place: Path, *, private: bool = False) -> Iterator[BinaryIO]:
        """Yield a stream to the future file at `place`, readable only by its owner if `private`.

        A device or a FIFO is never replaced, but written to; a symbolic link stays, and its target
        is replaced. Raises ExchangeError if a file exists already, or it cannot be written.
        """
        with _exchange_errors("cannot be written", place):
            if _is_stream(place):
                with _stream_at(place) as stream:
                    yield stream
                return
        self._refuse_existing(place)
        place = _target(place)
        with _exchange_errors("cannot be written", place):
            remove_temporary_files(place.parent, place.name)
            start = temporary_prefix(place.name)
            handle, name = tempfile.mkstemp(prefix=start, suffix=".tmp", dir=place.parent)
            self._pending.append(_Pending(Path(name), place))
            with os.fdopen(handle, "wb", buffering=1 << 18) as stream:
                if not private:
                    Path(name).chmod(0o666 & ~_umask())
                yield stream
                stream.flush()
                os.fsync(stream.fileno())

    def folder(self, place: Path, suffixes: AbstractSet[str]) -> Path:
        """Return a new folder that will be the one at `place`.

        Raises ExchangeError if something exists already, or it cannot be written. A folder with
        files without one of the `suffixes` is never replaced.
        """
        self._refuse_existing(place)
        place = _target(place)
        if place.exists() and not place.is_dir():
            raise ExchangeError("is not a folder, and is not replaced by one", file=str(place))
        with _exchange_errors("cannot be written", place):
            remove_temporary_files(place.parent, place.name)
            others = [one for one in _files(place) if one.suffix not in suffixes]
            if others:
                message = f"holds {others[0].name}, which is not of this format: not replaced"
                raise ExchangeError(message, file=str(place))
            name = tempfile.mkdtemp(prefix=temporary_prefix(place.name), dir=place.parent)
            Path(name).chmod(0o777 & ~_umask())
        self._pending.append(_Pending(Path(name), place))
        return Path(name)

    def _refuse_existing(self, place: Path) -> None:
        if not self._force and os.path.lexists(place):
            raise ExchangeError(_EXISTS, file=str(place))


@contextmanager
def open_out(out: str, *, force: bool = False, private: bool = False) -> Iterator[Sink]:
    """Yield a stream to one file, which appears complete or not at all; `-` is stdout.

    On a terminal control characters are escaped.

    Raises ExchangeError if the file exists already, or cannot be written.
    """
    if out == STDOUT:
        if sys.stdout.isatty():
            shown = TerminalSink(sys.stdout.buffer)
            yield shown
            shown.finish()
        else:
            yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with Outputs(force=force) as outputs, outputs.file(Path(out), private=private) as stream:
        yield stream


def pour(blocks: Iterable[bytes], sink: Sink) -> None:
    """Write the blocks in order; bytes that are not UTF-8 are written as U+FFFD."""
    for block in blocks:
        sink.write(_utf8(block))


def _utf8(block: bytes) -> bytes:
    try:
        block.decode()
    except UnicodeDecodeError:
        return block.decode(errors="replace").encode()
    return block


def _is_stream(place: Path) -> bool:
    """Whether `place` is a stream: a FIFO or a character device.

    Raises ExchangeError for standard output, which is named `-`, and for a block device or a
    socket.
    """
    try:
        found = place.stat()
    except OSError:
        return False
    kind = found.st_mode
    if stat.S_ISDIR(kind):
        return False
    if _is_stdout(found):
        raise ExchangeError(f"is the standard output; name it {STDOUT}", file=str(place))
    if stat.S_ISBLK(kind) or stat.S_ISSOCK(kind):
        raise ExchangeError("is a disk or a socket, and is not written to", file=str(place))
    return stat.S_ISCHR(kind) or stat.S_ISFIFO(kind)


def _is_stdout(found: os.stat_result) -> bool:
    try:
        return os.path.samestat(found, os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):  # there is none, or it is not a file
        return False


@contextmanager
def _stream_at(place: Path) -> Iterator[BinaryIO]:
    """Yield a stream into a FIFO or a device, which stays in its place."""
    try:
        handle = os.open(place, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise ExchangeError("no program reads from this pipe", file=str(place)) from error
        raise
    with os.fdopen(handle, "wb", buffering=1 << 18) as stream:
        if stream.isatty():
            raise ExchangeError(f"is a terminal; {STDOUT} writes to it", file=str(place))
        os.set_blocking(handle, True)
        yield stream


def _target(place: Path) -> Path:
    """Return the target of a symbolic link; any other path unchanged."""
    return Path(os.path.realpath(place)) if place.is_symlink() else place


def _move_into_place(pending: _Pending, *, force: bool) -> None:
    """Move a written file or folder to its place, and sync that."""
    temporary, place = pending.temporary, pending.place
    if temporary.is_dir():
        _put_folder(temporary, place, force=force)
    elif force:
        temporary.replace(place)
    else:
        _put_new(temporary, place)
    sync_to_disk(place.parent)


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
    for path in [
        *_files(temporary),
        *(one for one in temporary.rglob("*") if one.is_dir()),
        temporary,
    ]:
        sync_to_disk(path)
    if not (force and os.path.lexists(place)):
        temporary.rename(place)
        return
    # Not every system can exchange folders in one step: the old one is renamed first.
    # Its name is not a temporary one: after a kill here it holds the only copy.
    aside = Path(tempfile.mkdtemp(prefix=f".{place.name[:40]}.old-", dir=place.parent))
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


def _remove(path: Path) -> None:
    """Remove a temporary file or folder that still exists."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@contextmanager
def _exchange_errors(what: str, place: Path) -> Iterator[None]:
    """Raise errors of the operating system as an ExchangeError for this file."""
    try:
        yield
    except OSError as error:
        raise ExchangeError(f"{what}: {error.strerror or error}", file=str(place)) from error
