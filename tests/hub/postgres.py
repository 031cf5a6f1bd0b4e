"""A PostgreSQL server in a temporary folder, for tests and benchmarks."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from tests.needs import needs_program

CURATOR = "curator"

QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "64MB",
}
"""Settings of a server that may lose everything when the machine stops, not when it is killed."""


class Postgres:
    """A server, which trusts everybody on its socket and is run by a user that is not root."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        """Where the socket is."""
        self._port = settings.get("port", "5432")
        self._binaries = Path(needs_program("initdb")).parent
        self._data = folder / "data"
        self.run_as: list[str] = []
        """What a command begins with that the server's user runs."""
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres" if _has_user("postgres") else "nobody")
            os.chown(folder, user.pw_uid, user.pw_gid)
            ids = (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
            self.run_as = [needs_program("setpriv"), *ids]
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-N", self._data)
        lines = [f"{name} = '{value}'" for name, value in settings.items()]
        own = {"listen_addresses": "", "unix_socket_directories": folder.as_posix()}
        lines += [f"{name} = '{value}'" for name, value in own.items() if name not in settings]
        self.configure(*lines)

    def configure(self, *lines: str) -> None:
        """Add settings, before the start."""
        with (self._data / "postgresql.conf").open("a") as file:
            file.write("\n" + "\n".join(lines) + "\n")

    def start(self) -> None:
        """Start it, and wait until it answers; after a kill it recovers."""
        self._run("pg_ctl", "-D", self._data, "-w", "-l", self.folder / "log", "start")

    def kill(self) -> None:
        """SIGKILL its first process; the others end by themselves."""
        os.kill(self.pid, signal.SIGKILL)

    @property
    def pid(self) -> int:
        """The first process."""
        return int((self._data / "postmaster.pid").read_text().split()[0])

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Let all its processes stand still, as on a machine that hangs."""
        here = [self.pid, *_children(self.pid)]
        try:
            for pid in here:
                os.kill(pid, signal.SIGSTOP)
            yield
        finally:
            for pid in here:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def stop(self) -> None:
        """End it without a checkpoint."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    def _run(self, program: str, *words: str | Path) -> None:
        command = [*self.run_as, self._binaries / program, *words]
        subprocess.run(
            [str(word) for word in command],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )

    def address(self, database: str, login: str = CURATOR) -> str:
        """Return the address of a database on it."""
        return f"postgresql://{login}@/{database}?host={self.folder}&port={self._port}"

    def execute(self, database: str, query: str, login: str = CURATOR) -> list[tuple[Any, ...]]:
        """Run SQL as somebody; the rows where there are any."""
        with psycopg.connect(self.address(database, login), autocommit=True) as connection:
            cursor = connection.execute(query.encode())
            return cursor.fetchall() if cursor.description else []


def _children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _has_user(name: str) -> bool:
    return any(user.pw_name == name for user in pwd.getpwall())


@contextlib.contextmanager
def running_postgres(
    settings: dict[str, str], prepare: Callable[[Postgres], None] = lambda _: None
) -> Iterator[Postgres]:
    """Yield a server that is running, with a role that may make databases and roles.

    `prepare` is called before its start.
    """
    folder = Path(tempfile.mkdtemp(prefix="hashiya-pg-"))
    try:
        server = Postgres(folder, settings)
        prepare(server)
        server.start()
        server.execute("postgres", f"CREATE ROLE {CURATOR} LOGIN CREATEDB CREATEROLE", "postgres")
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
