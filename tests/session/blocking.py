"""A store that refuses to write for as long as it is told to."""

from collections.abc import Sequence

from tui.errors import StoreError
from tui.session.saving.saver import Saver
from tui.session.session import Session
from tui.store.annotation_changes import History
from tui.store.database import Store
from tui.store.row_mapping import Change


class BlockedHistory:
    """Refuses to commit while the store has an error; else the real history."""

    def __init__(self, store: "Blocked", history: History) -> None:
        self._store = store
        self._history = history

    def __getattr__(self, name: str) -> object:
        return getattr(self._history, name)

    def commit(
        self, kind: str, document_id: str, annotator: str, changes: Sequence[Change]
    ) -> None:
        if self._store.error is not None:
            raise self._store.error
        self._history.commit(kind, document_id, annotator, changes)


class Blocked:
    """A store whose commits raise `error` while there is one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.history = BlockedHistory(self, store.history)
        self.error: StoreError | None = None

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


def blocked(session: Session, error: StoreError) -> Blocked:
    """From now on nothing that the session does is written."""
    store = Blocked(session.store)
    store.error = error
    shown = session.saver.shown
    session.saver = Saver(store)  # type: ignore[arg-type]  # it has all that a store has
    session.saver.shown = shown
    return store
