"""The disk or the network folder of the database is gone for a while, or for good."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.driving import Reader, reading
from tui.store.file import log_owner
from tui.store.maintenance.checks import check_database

TEXT = " ".join(f"w{number:03}" for number in range(500))
GONE = OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))


def files_cannot_be_found(patch: pytest.MonkeyPatch, database: Path) -> None:
    """As in a network folder that is not connected any more."""
    real = Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.name.startswith(database.name):
            raise GONE
        return real(path, follow_symlinks=follow_symlinks)

    patch.setattr(Path, "stat", stat)


def the_file_cannot_be_read(patch: pytest.MonkeyPatch, _: Path) -> None:
    """As after another machine has replaced it, or its disk was pulled out."""

    def generation_in(*_: object) -> str:
        raise GONE

    patch.setattr(log_owner, "generation_in", generation_in)


@pytest.mark.parametrize("fail", [files_cannot_be_found, the_file_cannot_be_read])
async def test_work_waits_until_the_database_is_there_again(
    tmp_path: Path, fail: Callable[[pytest.MonkeyPatch, Path], None]
) -> None:
    async with reading(tmp_path, [TEXT]) as reader:
        await reader.press("e", "space")
        saved = reader.saved()
        with pytest.MonkeyPatch.context() as patch:
            fail(patch, reader.store.path)
            await until_noticed(reader)
            await reader.press("e", "1", "space")
            await reader.until(lambda: "2 NOT SAVED: the file cannot be read" in reader.shown())
            await reader.press("?", "escape", "down")
            assert "2 NOT SAVED: the file cannot be read" in reader.shown()
            assert reader.session.saver.queued_count == 2
        assert reader.saved() == saved
        await reader.until(lambda: not reader.session.saver.queued_count)
        assert reader.saved() == reader.session.annotations.items
        assert check_database(reader.store.path) == []


async def until_noticed(reader: Reader) -> None:
    """Wait until the reader has looked for other programs' work, and say why it cannot."""
    await reader.until(lambda: os.strerror(errno.ENOTCONN) in reader.shown())
    assert "not done" not in reader.shown()
