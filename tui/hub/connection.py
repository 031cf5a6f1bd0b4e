"""The address of a hub, and connecting to it.

psycopg is imported when a hub is used: it is an extra (`hashiya[hub]`), and slow to import.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tui.config import Config
from tui.config.permissions import trusted_hub
from tui.errors import HubError, UsageError
from tui.extras import install_command

if TYPE_CHECKING:
    import psycopg

HUB_VERSION = 1
"""The version of the hub's schema that this program can use."""

CONNECT_TIMEOUT = 10
"""Seconds to wait for the hub's answer to a new connection."""

_KEEPALIVE = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}
"""Seconds, and the number of probes, after which a connection without answers counts as lost."""


def hub_address(config: Config, given: str | None = None) -> str:
    """Return the given address, else HASHIYA_HUB, else that of a trusted settings file, else "".

    Raises `UsageError` for an address with a password, and `SettingsError` if only an untrusted
    file has an address: a folder of documents must not make anybody send their work to a stranger.
    """
    address = given or os.environ.get("HASHIYA_HUB") or trusted_hub(config)
    if address:
        _refuse_password(address)
    return address


def _refuse_password(address: str) -> None:
    try:
        parts = urlsplit(address)
        has_password = parts.password is not None or "password" in parse_qs(parts.query)
    except ValueError:
        has_password = False
    if has_password or ("://" not in address and "password" in address):
        raise UsageError(
            "the hub's address contains a password; put it into ~/.pgpass (or PGPASSWORD) instead"
        )


def import_psycopg() -> Any:
    """Import psycopg. Raises `HubError` if it is not installed."""
    try:
        import psycopg
    except ImportError as error:
        raise HubError(f"a hub needs psycopg: {install_command('hub')}") from error
    return psycopg


@contextlib.contextmanager
def connected(address: str) -> Iterator[Connection]:
    """Yield a connection in autocommit mode. Raises `HubError` for all its errors."""
    module = import_psycopg()
    with (
        translate_psycopg_errors(),
        module.connect(
            address,
            autocommit=True,
            connect_timeout=CONNECT_TIMEOUT,
            application_name="hashiya",
            client_encoding="utf8",
            # pgbouncer may give the connection to somebody else's session.
            prepare_threshold=None,
            **_KEEPALIVE,
        ) as connection,
    ):
        yield connection


@contextlib.contextmanager
def translate_psycopg_errors() -> Iterator[None]:
    """Turn psycopg's errors into `HubError`, in one line without the parts of the address."""
    module = import_psycopg()
    try:
        yield
    except module.Error as error:
        line = _first_line(error)
        # Without an SQLSTATE the error is not the server's; `HA…` are those of `schema.sql`.
        spoken = (error.sqlstate or "").startswith("HA")
        if isinstance(error, module.OperationalError) and not spoken:
            if "password" in line:
                line += " (passwords are read from ~/.pgpass or PGPASSWORD)"
            raise HubError(f"the hub cannot be reached: {line}") from error
        raise HubError(f"the hub refuses: {line}") from error


def _first_line(error: Exception) -> str:
    diagnosis = getattr(error, "diag", None)
    message = getattr(diagnosis, "message_primary", None) or str(error)
    return str(message).strip().split("\n")[0] or type(error).__name__


if TYPE_CHECKING:
    Connection = psycopg.Connection[tuple[Any, ...]]
