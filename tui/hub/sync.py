"""Exchanging rows with the hub, once: first what is to send, then what has come.

Rows travel into the hub's inbox first; the push itself is one statement. An interruption at any
point loses nothing: what the hub has not confirmed stays in the outbox, what was not written here
is pulled again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.errors import HubError
from tui.hub.connection import HUB_VERSION, connected
from tui.model import instant_of
from tui.store.replication.outbox import (
    TEXTS_OF_DOCUMENTS,
    Applied,
    HubCopy,
    HubState,
    IncomingRow,
    OutgoingRow,
    Queued,
)

if TYPE_CHECKING:
    from tui.hub.connection import Connection
    from tui.store.database import Store

TEXTS_AT_ONCE = 200
"""Texts that are asked for and stored at a time."""

HUB = "the hub"
"""What `versions` calls the source of a row that came from the hub."""


@dataclass(slots=True)
class SyncReport:
    """What one exchange did."""

    sent: int = 0
    received: int = 0
    refused: int = 0
    """Rows about documents that are not on the hub, or not this annotator's: they stay here."""
    conflicts: int = 0
    """Rows that lost, here or on the hub, and are kept in `versions`."""
    restamped: int = 0
    """Rows whose time was ahead of the hub's clock."""
    waiting: int = 0
    """Rows that refer to others that this annotator does not see."""
    pending: int = 0
    """Rows that are still to send."""
    clock: timedelta = timedelta()
    """How far the hub's clock is ahead of this one."""


class _Hello(NamedTuple):
    """Who the hub takes the caller for, and where it stands."""

    hub_id: str
    annotator: str
    is_curator: bool
    seq: int
    token: str
    known: bool
    server_time: str


def sync(store: Store, address: str, annotator: str, *, connect_timeout: int = 10) -> SyncReport:
    """Send what the outbox holds and fetch what is new.

    Raises `HubError` where the hub cannot be reached, does not know the login, knows it by another
    name than `annotator`, or speaks another schema; then nothing is lost.
    """
    with connected(address, connect_timeout=connect_timeout) as connection:
        return _Exchange(store, connection, annotator).run()


class _Exchange:
    """One exchange over an open connection."""

    def __init__(self, store: Store, connection: Connection, annotator: str) -> None:
        self._copy: HubCopy = store.hub
        self._connection = connection
        self._annotator = annotator
        self._report = SyncReport()

    def run(self) -> SyncReport:
        """Send, then fetch."""
        hello = self._hello(self._copy.state())
        if hello.annotator != self._annotator:
            raise HubError(
                f"the hub knows this login as {hello.annotator!r}; "
                f"use --annotator {hello.annotator!r}, not {self._annotator!r}"
            )
        state = self._copy.join(hello.hub_id, hello.annotator, is_curator=hello.is_curator)
        if not hello.known:
            # The hub was restored from a backup.
            self._copy.begin_again()
            state = state._replace(seq=0, token="")
        self._report.clock = instant_of(hello.server_time) - _now()
        if self._push(state, instant_of(hello.server_time)):
            hello = self._hello(state)
        is_new = (hello.seq, hello.token) != (state.seq, state.token)
        self._pull(self._incoming(state) if is_new else (), hello)
        self._report.pending = self._copy.pending()
        return self._report

    def _hello(self, state: HubState | None) -> _Hello:
        row = self._connection.execute(
            "SELECT * FROM hub.hello(%s, %s)", (HUB_VERSION, self._cursor(state))
        ).fetchone()
        if row is None:
            raise HubError("the hub gave no answer")
        return _Hello(*row)

    def _cursor(self, state: HubState | None, push: str = "") -> str:
        cursor: dict[str, Any] = {"seq": 0, "token": ""}
        if state is not None:
            cursor = {"seq": state.seq, "token": state.token, "sent": self._copy.pushes()}
        return json.dumps(cursor | {"push": push})

    # Sending

    def _push(self, state: HubState, server_now: timedelta) -> bool:
        """Send the outbox; return whether anything was pushed."""
        self._report.restamped = self._copy.restamp(state, server_now)
        numbers = self._copy_rows(self._copy.queued(state))
        if not numbers:
            return False
        token = secrets.token_hex(16)
        cursor = self._cursor(state, token)
        self._copy.note_push(token)
        from psycopg import sql

        # Without parameters it is a single message, so that the hub sees that it is a transaction
        # of its own.
        query = sql.SQL("SELECT * FROM hub.push({}, {})").format(
            sql.Literal(HUB_VERSION), sql.Literal(cursor)
        )
        self._take_answers(numbers, self._connection.execute(query).fetchall())
        return True

    def _copy_rows(self, queued: Iterable[Queued]) -> dict[tuple[str, str, str], int]:
        """Copy rows into the inbox; return their outbox numbers by kind, id and owner."""
        numbers: dict[tuple[str, str, str], int] = {}
        texts: list[str] = []
        columns = ", ".join(f'"{name}"' for name in OutgoingRow._fields)
        queued = iter(queued)
        first = next(queued, None)
        if first is None:
            return {}
        with self._connection.cursor() as cursor:
            with cursor.copy(f"COPY hub.inbox ({columns}) FROM STDIN") as copy:
                for number, row in _chained(first, queued):
                    copy.write_row(row)
                    numbers[row.kind, row.id, row.owner] = number
                    if row.kind == TEXTS_OF_DOCUMENTS:
                        texts.append(row.id)
            if texts:
                with cursor.copy("COPY hub.inbox_texts (sha256, body) FROM STDIN") as copy:
                    for text_sha256 in dict.fromkeys(texts):
                        copy.write_row((text_sha256, self._copy.compressed_text(text_sha256)))
        return numbers

    def _take_answers(
        self, numbers: dict[tuple[str, str, str], int], answers: list[tuple[Any, ...]]
    ) -> None:
        done = dict(numbers)
        refused = []
        for kind, row_id, owner, answer, lost in answers:
            number = numbers[kind, row_id, owner]
            if answer == "won":
                self._report.conflicts += 1
                if kind != TEXTS_OF_DOCUMENTS:
                    self._copy.keep_lost(kind, lost, HUB)
                continue
            del done[kind, row_id, owner]
            if answer == "refused":
                refused.append(number)
        self._copy.sent(list(done.values()), refused)
        self._report.sent, self._report.refused = len(done), len(refused)

    # Fetching

    def _pull(self, incoming: Iterable[IncomingRow], hello: _Hello) -> None:
        self._copy.spool(incoming)
        missing = iter(self._copy.missing_texts())
        while some := list(islice(missing, TEXTS_AT_ONCE)):
            texts = self._connection.execute(
                "SELECT sha256, body FROM hub.texts WHERE sha256 = ANY (%s)", (some,)
            ).fetchall()
            self._copy.add_texts([(str(key), bytes(body)) for key, body in texts])
        self._note_applied(self._copy.apply(HUB, hello.seq, hello.token))

    def _incoming(self, state: HubState) -> Iterator[IncomingRow]:
        from psycopg import sql

        query = sql.SQL("COPY (SELECT * FROM hub.pull({}, {})) TO STDOUT").format(
            sql.Literal(HUB_VERSION), sql.Literal(self._cursor(state))
        )
        with self._connection.cursor() as cursor, cursor.copy(query) as copy:
            for row in copy.rows():
                yield IncomingRow(*row)

    def _note_applied(self, applied: Applied) -> None:
        self._report.received = applied.received
        self._report.conflicts += applied.conflicts
        self._report.waiting = applied.waiting


def _chained(first: Queued, others: Iterable[Queued]) -> Iterator[Queued]:
    yield first
    yield from others


def _now() -> timedelta:
    from tui.model import now

    return instant_of(now())
