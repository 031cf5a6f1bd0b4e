"""Several machines that share a network folder, on the one that runs the tests."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tui.store.file import machine_lock, network
from tui.store.file.log_owner import companion
from tui.store.file.machine_lock import Machine, MachineLock


def machine(name: str) -> Machine:
    """A machine of this name."""
    return Machine(name, f"{name}-id", f"{name}-boot")


def lock(path: Path, name: str) -> MachineLock:
    """What a process on the machine of this name has of the lock, once it takes it."""
    return MachineLock(path, folder(path), machine(name))


def folder(path: Path) -> Path:
    """The folder in which the processes that have the database open keep a file."""
    return companion(path, "-open")


def present(path: Path) -> list[str]:
    """The machines and the stages of all files in it."""
    try:
        names = sorted(one.name for one in folder(path).iterdir())
    except FileNotFoundError:
        return []
    return [f"{name.split('-id.')[0]} {name.rpartition('.')[2]}" for name in names]


def let_pass(path: Path, seconds: float) -> None:
    """Let the files be so much older: their machines have not renewed them for so long."""
    then = time.time() - seconds
    for one in folder(path).iterdir():
        os.utime(one, (then, then))


def in_network_folder(patch: pytest.MonkeyPatch, name: str = "here") -> None:
    """Let all folders be of a server, and this machine have the name; nothing takes long."""
    patch.setattr(network, "network_type", lambda _: "nfs4")
    patch.setattr(machine_lock, "this_machine", lambda _: machine(name))
    patch.setattr(machine_lock, "GRACE", 0.0)
    patch.setattr(machine_lock, "_RECENT", 0.0)
