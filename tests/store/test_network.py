"""Recognising network folders by the kernel's list of what is mounted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.store.file.network import network_type


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("36 35 {} / /home rw,relatime shared:1 - nfs4 server:/home rw", "nfs4"),
        ("36 35 {} / /mnt/a\\040b rw - fuse.sshfs far:/data rw", "fuse.sshfs"),
        ("36 35 {} / / rw,noatime master:1 - ext4 /dev/root rw", ""),
        ("36 35 0:0 / /home rw - nfs4 server:/home rw", ""),
        ("36 35 {} / / rw -", ""),
        ("", ""),
    ],
)
def test_the_type_is_that_of_the_files_own_mount(tmp_path: Path, line: str, found: str) -> None:
    device = tmp_path.stat().st_dev
    mounts = tmp_path / "mountinfo"
    first = "22 1 0:1 / /proc rw - proc proc rw"
    mounts.write_text(f"{first}\n{line.format(f'{os.major(device)}:{os.minor(device)}')}\n")
    assert network_type(tmp_path, mounts) == found


def test_without_a_list_nothing_is_known(tmp_path: Path) -> None:
    assert network_type(tmp_path, tmp_path / "none") == ""
    assert network_type(tmp_path / "none") == ""


def test_a_folder_of_this_machine_is_none() -> None:
    assert network_type(Path("/proc")) == ""
