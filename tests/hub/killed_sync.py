"""A client that synchronises for ever, until it is killed: DATABASE ADDRESS NAME."""

import sys
import time
from pathlib import Path

from tui.errors import HashiyaError
from tui.hub.exchange import sync
from tui.store.database import Store


def main(path: str, address: str, name: str) -> None:
    """Synchronise again and again."""
    while True:
        try:
            with Store.open(Path(path)) as store:
                sync(store, address, name)
        except HashiyaError:
            # The server was killed, or another program has the database locked.
            pass
        time.sleep(0.05)


if __name__ == "__main__":
    main(*sys.argv[1:])
