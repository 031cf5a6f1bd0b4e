"""Through pgbouncer in session mode."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.hub.conftest import CURATOR, Hub, Opener
from tests.needs import needs_program
from tests.store.making import document, rows, tag
from tui.hub.exchange import sync


@pytest.fixture
def pool(hub: Hub) -> Iterator[Path]:
    """The folder of the socket of a pgbouncer with one connection to the hub for each login."""
    program = needs_program("pgbouncer")
    # A socket's path must be short, and pgbouncer does not run as root either.
    folder = hub.postgres.folder / "pool"
    folder.mkdir(mode=0o777, exist_ok=True)
    folder.chmod(0o777)
    settings = folder / "pgbouncer.ini"
    (folder / "users").write_text("".join(f'"{name}" ""\n' for name in (CURATOR, "hind", "عمر")))
    settings.write_text(
        f"[databases]\n{hub.database} = host={hub.postgres.folder}\n"
        f"[pgbouncer]\npool_mode = session\nauth_type = trust\nauth_file = {folder}/users\n"
        f"unix_socket_dir = {folder}\nlisten_addr =\nlisten_port = 5432\n"
        "default_pool_size = 1\n"
    )
    command = [*hub.postgres.run_as, program, str(settings)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 20
        while not (folder / ".s.PGSQL.5432").exists():
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < until
            time.sleep(0.02)
        yield folder
    finally:
        process.kill()
        process.wait()


def test_two_people_get_in_step_through_pgbouncer(hub: Hub, opened: Opener, pool: Path) -> None:
    curator, hind = opened(CURATOR), opened("hind")
    curator.add_documents([document("a")])
    for _ in range(2):
        tag(curator, annotator=CURATOR)
        for store, name in ((curator, CURATOR), (hind, "hind"), (hind, "hind")):
            address = f"postgresql://{name}@/{hub.database}?host={pool}"
            sync(store, address, name)
        tag(hind, annotator="hind")
    sync(hind, f"postgresql://hind@/{hub.database}?host={pool}", "hind")
    sync(curator, f"postgresql://{CURATOR}@/{hub.database}?host={pool}", CURATOR)
    assert {row.annotator for row in rows(curator)} == {CURATOR, "hind"}
    assert len(rows(curator)) == 4
    # What somebody left in a connection of the pool does not reach the next one.
    with psycopg.connect(f"postgresql://hind@/{hub.database}?host={pool}", autocommit=True) as one:
        one.execute("CREATE TEMP TABLE members (login name)")
        one.execute("SET search_path = pg_temp, hub")
    assert sync(hind, f"postgresql://hind@/{hub.database}?host={pool}", "hind").pending == 0
