"""A proxy in front of PostgreSQL that cuts its connections after a number of bytes."""

from __future__ import annotations

import contextlib
import selectors
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

SOCKET = ".s.PGSQL.5432"


class CuttingProxy:
    """Forwards one connection at a time, and cuts it once `allowance` bytes have passed."""

    def __init__(self, server: Path, folder: Path) -> None:
        self._server = server / SOCKET
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / SOCKET))
        self._listener.listen()
        self.folder = folder
        self.allowance: int | None = None
        """Bytes in both directions together; None cuts nothing."""
        self.cuts = 0
        self.answers = 0
        """How often the server answered: a run of what it sends is one answer."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening; the thread ends."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client, socket.socket(socket.AF_UNIX) as server:
                server.connect(str(self._server))
                self._forward(client, server)

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        left = self.allowance
        heard = client
        with selectors.DefaultSelector() as selector, contextlib.suppress(OSError):
            selector.register(client, selectors.EVENT_READ, server)
            selector.register(server, selectors.EVENT_READ, client)
            while True:
                for key, _ in selector.select():
                    read: socket.socket = key.fileobj  # type: ignore[assignment]  # it was registered
                    content = read.recv(65536)
                    if not content:
                        return
                    self.answers += read is server and heard is client
                    heard = read
                    if left is not None and len(content) >= left:
                        key.data.sendall(content[:left])
                        self.cuts += 1
                        return
                    left = None if left is None else left - len(content)
                    key.data.sendall(content)


@contextlib.contextmanager
def cutting_proxy(server: Path) -> Iterator[CuttingProxy]:
    """Yield a proxy to the server whose socket is in the folder `server`."""
    with tempfile.TemporaryDirectory(prefix="hashiya-proxy-") as folder:
        proxy = CuttingProxy(server, Path(folder))
        try:
            yield proxy
        finally:
            proxy.close()
