"""TLS is as libpq is told: with a certificate that counts, and without one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.hub.conftest import CURATOR, Opener
from tests.hub.postgres import QUICK, Postgres, running_postgres
from tests.needs import needs_program
from tests.store.making import document
from tui.errors import HubError
from tui.hub import administration
from tui.hub.connection import connected
from tui.hub.exchange import sync


def certificate(folder: Path, name: str) -> Path:
    """Make a certificate that is signed by itself, for `localhost`, with its key next to it."""
    made = folder / f"{name}.crt"
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    files = ("-keyout", made.with_suffix(".key"), "-out", made)
    subprocess.run(
        [needs_program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         *subject, *files],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return made


def install(source: Path, running: Postgres) -> None:
    """Give a server a certificate and its key, which nobody else may read."""
    for path in (source, source.with_suffix(".key")):
        place = running.folder / f"server{path.suffix}"
        shutil.copy(path, place)
        place.chmod(0o600)
        shutil.chown(place, running.folder.stat().st_uid, running.folder.stat().st_gid)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's certificate, and that of somebody else."""
    folder = tmp_path_factory.mktemp("certificates")
    for name in ("own", "other"):
        certificate(folder, name)
    return folder


@pytest.fixture(scope="module")
def port(certificates: Path) -> Iterator[int]:
    """The port of a server on which only TLS connections reach a hub."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    settings = {
        **QUICK,
        "listen_addresses": "127.0.0.1",
        "port": str(number),
        "ssl": "on",
    }

    def prepare(running: Postgres) -> None:
        install(certificates / "own.crt", running)
        running.configure(
            f"ssl_cert_file = '{running.folder / 'server.crt'}'",
            f"ssl_key_file = '{running.folder / 'server.key'}'",
        )

    with running_postgres(settings, prepare) as running:
        running.execute("postgres", "CREATE DATABASE hub")
        administration.init(running.address("hub"), CURATOR)
        yield number


def address(port: int, *options: str, host: str = "localhost") -> str:
    return f"postgresql://{CURATOR}@{host}:{port}/hub?{'&'.join(options)}"


def uses_tls(url: str) -> bool:
    with connected(url) as connection:
        query = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        (found,) = connection.execute(query).fetchone() or (False,)
        return bool(found)


def test_the_hub_is_reached_over_tls(port: int, certificates: Path, opened: Opener) -> None:
    assert uses_tls(address(port, "sslmode=require"))
    url = address(port, "sslmode=verify-full", f"sslrootcert={certificates / 'own.crt'}")
    assert uses_tls(url)
    store = opened(CURATOR)
    store.add_documents([document("a")])
    assert sync(store, url, CURATOR).pending == 0


@pytest.mark.parametrize(
    ("host", "root", "why"),
    [
        ("localhost", "other.crt", "certificate verify failed"),
        ("localhost", "nowhere.crt", "does not exist"),
        ("127.0.0.1", "own.crt", "does not match host name"),
    ],
)
def test_a_certificate_that_does_not_count_is_refused(
    port: int, certificates: Path, opened: Opener, host: str, root: str, why: str
) -> None:
    url = address(port, "sslmode=verify-full", f"sslrootcert={certificates / root}", host=host)
    with pytest.raises(HubError, match="the hub cannot be reached") as refused:
        sync(opened(CURATOR), url, CURATOR)
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_server_without_tls_is_refused_where_it_is_required(opened: Opener) -> None:
    """It answers N to the request for TLS, as PostgreSQL does, and would get a password then."""
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            for _ in range(2):  # libpq may try each address of the name
                with suppress(OSError), listener.accept()[0] as connection:
                    got.append(connection.recv(100))
                    connection.sendall(b"N")
                    got.append(connection.recv(100))

        threading.Thread(target=answer, daemon=True).start()
        port = int(listener.getsockname()[1])
        with pytest.raises(HubError, match="SSL was required"):
            sync(opened(CURATOR), address(port, "sslmode=require", host="127.0.0.1"), CURATOR)
    assert CURATOR.encode() not in b"".join(got)
