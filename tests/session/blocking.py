"""A store that refuses to write for as long as it is told to."""

from collections.abc import Sequence

from tui.errors import StoreError
from tui.session.saving import Saver
from tui.session.session import Session
from tui.store.database import Store
from tui.store.row_mapping import Change, Entry


class Blocked:
    """A store whose commits fail as they are told to, else reach the real one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.error: StoreError | None = None

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def commit(
        self, kind: str, document_id: str, annotator: str, changes: Sequence[Change]
    ) -> Entry:
        if self.error is not None:
            raise self.error
        return self._store.commit(kind, document_id, annotator, changes)


def blocked(session: Session, error: StoreError) -> Blocked:
    """From now on nothing that the session does is written."""
    store = Blocked(session.store)
    store.error = error
    session.saver = Saver(store)  # type: ignore[arg-type]  # it has all that a store has
    return store
