"""Exchange rows with the hub, once: send the outbox, then fetch what is new.

Rows are copied into the hub's inbox first; the push itself is one statement. An interruption at any
point loses nothing: what the hub has not confirmed stays in the outbox, and what was not written
here is pulled again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal, LiteralString, NamedTuple, TypeAlias

from tui.errors import HubError
from tui.hub.connection import HUB_VERSION, connected, import_psycopg
from tui.hub.replica import register_replica
from tui.model import instant_of
from tui.store.replication.hub_copy import PORTION, HubCopy, HubState
from tui.store.replication.incoming import Applied, IncomingRow
from tui.store.replication.outgoing import COLUMNS, TEXTS_OF_DOCUMENTS

if TYPE_CHECKING:
    from tui.hub.connection import Connection
    from tui.store.database import Store

LINES_AT_ONCE = 200
"""Rows that are passed to COPY at a time."""

MOST_PUSHES = 1000
"""The most pushes since the last pull that the hub is told about; the rows of others are received
again."""

TEXT_BYTES_AT_ONCE = 1 << 25
"""Bytes of compressed texts from which on a push is full."""

TEXTS_AT_ONCE = 200
"""Texts that are fetched and stored at a time."""

HUB = "the hub"
"""The source of rows from the hub, in `versions`."""


@dataclass(slots=True)
class SyncReport:
    """The results of one exchange."""

    sent: int = 0
    received: int = 0
    refused: int = 0
    """Rows about documents that are not on the hub, or not this annotator's: not sent."""
    conflicts: int = 0
    """Rows that lost, here or on the hub, and are kept in `versions`."""
    restamped: int = 0
    """Rows whose time was ahead of the hub's clock."""
    waiting: int = 0
    """Rows that refer to rows that this annotator does not see."""
    unreadable: int = 0
    """Rows of the hub that are invalid."""
    pending: int = 0
    """Rows that are still to send."""
    is_new_copy: bool = False
    """Whether the database turned out to be a copy of another one."""


class _Hello(NamedTuple):
    """The hub's answer to `hub.hello`: who the caller is, and the number of the last push."""

    hub_id: str
    annotator: str
    is_curator: bool
    seq: int
    token: str
    known: bool
    """Whether the hub knows the push that was pulled last; if not, it is from a backup."""
    server_time: str


@dataclass(slots=True)
class _Portion:
    """The rows and texts of one push."""

    numbers: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    unfit: list[int] = field(default_factory=list)
    """Numbers of rows that no hub can store."""
    texts: dict[str, bytes] = field(default_factory=dict)
    size: int = 0
    """Bytes of the texts."""


_Answers: TypeAlias = list[tuple[Any, ...]]
"""The hub's answers about the rows of a push: kind, id, owner, answer, and another row."""


class _PushInFlight:
    """A portion that is being sent, in a daemon thread, which does not delay the exit."""

    def __init__(self, token: str, portion: _Portion, send: Callable[[], _Answers]) -> None:
        self.token, self.portion = token, portion
        self._send = send
        self._answers: _Answers = []
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, name="hub push", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._answers = self._send()
        except Exception as error:  # noqa: BLE001 (raised again where it is waited for)
            self._error = error

    def answers(self) -> _Answers:
        """Wait for the hub's answers. Raises the exception that sending raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._answers


Keep: TypeAlias = Literal["hub", "local"]
"""Whose rows count after a database was restored from a backup: the hub's, or the backup's."""


def sync(
    store: Store,
    address: str,
    annotator: str,
    *,
    keep: Keep | None = None,
) -> SyncReport:
    """Send the outbox and fetch what is new.

    Raises `HubError` if the hub cannot be reached, does not know the login, knows it by another
    name than `annotator`, or has another schema, and if the database was restored from a backup
    and `keep` is None. Nothing is lost in any of these cases.
    """
    if store.hub.is_paused() and keep is None:
        raise HubError(
            f"{store.path}: restored from a backup; `hashiya sync --keep hub` takes what the hub "
            "has of your work, `--keep local` what the backup has"
        )
    with connected(address) as connection:
        return _Exchange(store, connection, annotator).run(keep)


class _Exchange:
    """One exchange over an open connection."""

    def __init__(self, store: Store, connection: Connection, annotator: str) -> None:
        self._store = store
        self._copy: HubCopy = store.hub
        self._connection = connection
        self._annotator = annotator
        self._report = SyncReport()

    def run(self, keep: Keep | None = None) -> SyncReport:
        """Send and fetch; do so again if the hub may now accept rows that it refused."""
        self._report.is_new_copy = register_replica(self._store)
        hello = self._hello(self._copy.state())
        if hello.annotator != self._annotator:
            raise HubError(
                f"the hub knows this login as {hello.annotator!r}; "
                f"use --annotator {hello.annotator!r}, not {self._annotator!r}"
            )
        state = self._copy.join(hello.hub_id, hello.annotator, is_curator=hello.is_curator)
        if not hello.known:
            # The hub was restored from a backup.
            self._copy.start_over()
            state = state._replace(seq=0, token="")
        self._keep_lost_rows()
        if keep == "local":
            self._copy.keep_own(state.annotator)
        is_to_send = self._exchange(state, hello)
        if keep == "local":
            self._copy.restore_own(state.annotator)
        if keep is not None:
            self._copy.resume()
        if is_to_send or keep == "local":
            self._exchange(self._copy.state() or state, self._hello(self._copy.state()))
        self._report.pending = self._copy.pending()
        return self._report

    def _exchange(self, state: HubState, hello: _Hello) -> bool:
        """Send, then fetch; return whether the hub may now accept rows that it refused."""
        if self._push(state, instant_of(hello.server_time)):
            hello = self._hello(state)
        is_new = (hello.seq, hello.token) != (state.seq, state.token)
        return self._pull(self._incoming(state) if is_new else (), hello).offered_again > 0

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
            pushes = self._copy.pushes()
            confirmed = [token for token, is_confirmed in pushes.items() if is_confirmed]
            cursor = {"seq": state.seq, "token": state.token}
            cursor |= {"sent": list(pushes)[:MOST_PUSHES], "confirmed": confirmed[:MOST_PUSHES]}
        return json.dumps(cursor | {"push": push})

    # Sending

    def _push(self, state: HubState, server_now: timedelta) -> bool:
        """Send the outbox in portions; return whether anything was pushed.

        The next portion is prepared while the hub processes the last one.
        """
        self._report.restamped = self._copy.restamp(state, server_now)
        in_flight: _PushInFlight | None = None
        for portion in self._portions(state):
            if in_flight is not None:
                self._take_answers(in_flight)
            token = secrets.token_hex(16)
            cursor = self._cursor(state, token)
            self._copy.note_push(token)
            in_flight = _PushInFlight(token, portion, partial(self._send, token, portion, cursor))
        if in_flight is not None:
            self._take_answers(in_flight)
        return in_flight is not None

    def _portions(self, state: HubState) -> Iterator[_Portion]:
        portion = _Portion()
        for one in self._copy.queued(state):
            if one.is_unfit:
                portion.unfit.append(one.number)
                continue
            portion.numbers.append(one.number)
            portion.lines.append(one.line)
            if one.text and one.text not in portion.texts:
                portion.texts[one.text] = self._copy.compressed_text(one.text)
                portion.size += len(portion.texts[one.text])
            if len(portion.lines) >= PORTION or portion.size >= TEXT_BYTES_AT_ONCE:
                yield portion
                portion = _Portion()
        if portion.lines or portion.unfit:
            yield portion

    def _send(self, token: str, portion: _Portion, cursor: str) -> _Answers:
        """Copy a portion into the inbox and push it.

        This runs in a thread, so it must not use the local database.
        """
        columns, lines = ", ".join(f'"{name}"' for name in COLUMNS), portion.lines
        with self._connection.cursor() as inbox:
            with inbox.copy(f"COPY hub.inbox ({columns}) FROM STDIN") as copy:
                for start in range(0, len(lines), LINES_AT_ONCE):
                    copy.write("\n".join(lines[start : start + LINES_AT_ONCE]) + "\n")
            if portion.texts:
                with inbox.copy("COPY hub.inbox_texts (sha256, body) FROM STDIN") as copy:
                    for text in portion.texts.items():
                        copy.write_row(text)
        _, answered = self._ask("SELECT * FROM hub.push({}, {})", HUB_VERSION, cursor)[0]
        return self._answers(token) if answered else []

    def _answers(self, token: str) -> _Answers:
        return self._ask("SELECT * FROM hub.answers({})", token)

    def _keep_lost_rows(self) -> None:
        """Keep the rows that lost to an interrupted push, whose answers were not received."""
        for token, is_confirmed in self._copy.pushes().items():
            if not is_confirmed:
                lost = [
                    IncomingRow(kind, row_id, owner, *other)
                    for kind, row_id, owner, answer, *other in self._answers(token)
                    if answer == "won" and kind != TEXTS_OF_DOCUMENTS
                ]
                self._copy.keep_lost(lost, HUB)

    def _take_answers(self, in_flight: _PushInFlight) -> None:
        answers, portion, token = in_flight.answers(), in_flight.portion, in_flight.token
        sent, refused, lost = set(portion.numbers), list(portion.unfit), []
        for kind, row_id, owner, answer, *other in answers:
            if answer == "won":
                self._report.conflicts += 1
                if kind != TEXTS_OF_DOCUMENTS:
                    lost.append(IncomingRow(kind, row_id, owner, *other))
                continue
            # A row that lost stays in the outbox until the hub's row has been received, so that the
            # conflict is known here too.
            number = self._copy.number_of(kind, row_id, owner)
            if answer == "refused" and number in sent:
                refused.append(number)
            elif answer == "older":
                self._copy.await_row(IncomingRow(kind, row_id, owner, *other))
            sent.discard(number)
        if lost:
            self._copy.keep_lost(lost, HUB)
        self._copy.confirm_push(token, sorted(sent), refused)
        self._report.sent += len(sent)
        self._report.refused += len(refused)

    def _ask(self, query: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query, with `values` inserted as literals.

        Without parameters it is a single message, so the hub sees that it is its own transaction.
        """
        sql = import_psycopg().sql
        words = sql.SQL(query).format(*map(sql.Literal, values))
        return self._connection.execute(words).fetchall()

    # Fetching

    def _pull(self, incoming: Iterable[IncomingRow], hello: _Hello) -> Applied:
        self._copy.spool(incoming)
        missing = iter(self._copy.missing_texts())
        while some := list(islice(missing, TEXTS_AT_ONCE)):
            texts = self._connection.execute("SELECT * FROM hub.texts_of(%s)", (some,)).fetchall()
            self._copy.add_texts([(str(key), bytes(body)) for key, body in texts])
        applied = self._copy.apply(HUB, hello.seq, hello.token)
        self._report.received += applied.received
        self._report.conflicts += applied.conflicts
        self._report.unreadable += applied.unreadable
        self._report.waiting = applied.waiting
        return applied

    def _incoming(self, state: HubState) -> Iterator[IncomingRow]:
        sql = import_psycopg().sql
        query = sql.SQL("COPY (SELECT * FROM hub.pull({}, {})) TO STDOUT").format(
            sql.Literal(HUB_VERSION), sql.Literal(self._cursor(state))
        )
        with self._connection.cursor() as cursor, cursor.copy(query) as copy:
            for row in copy.rows():
                yield IncomingRow(*row)
