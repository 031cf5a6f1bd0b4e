from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.making import document
from tui.store.database import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A new database without documents."""
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def filled(store: Store) -> Store:
    """A database with the document `a`."""
    store.add_documents([document("a")])
    return store
