"""A small server on loopback that speaks Label Studio's ML backend protocol, rightly or wrongly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[BaseHTTPRequestHandler, Any], None]
"""Answers a request, given its body."""


@dataclass
class MlServer:
    """What the server answers by path, and what it was asked."""

    replies: dict[str, Reply]
    url: str = ""
    asked: list[tuple[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


def json_reply(value: object, status: int = 200) -> Reply:
    return raw_reply(json.dumps(value).encode(), status)


def raw_reply(content: bytes, status: int = 200, **headers: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler, _: Any) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return reply


def predicting(predict: Callable[[Any], Any]) -> Reply:
    """Answer a request to predict with what `predict` makes of its one task."""

    def reply(handler: BaseHTTPRequestHandler, body: Any) -> None:
        json_reply({"results": [predict(task) for task in body["tasks"]]})(handler, body)

    return reply


@contextmanager
def ml_server(predict: Reply, **others: Reply) -> Iterator[MlServer]:
    """Run the server while the context is open."""
    state = MlServer(
        {
            "/health": json_reply({"status": "UP", "model_class": "Test"}),
            "/setup": json_reply({"model_version": "v7"}),
            "/predict": predict,
            **{f"/{path}": reply for path, reply in others.items()},
        }
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self._answer(json.loads(self.rfile.read(length)))

        def _answer(self, body: Any) -> None:
            state.asked.append((self.path, body))
            state.headers.append(dict(self.headers.items()))
            path = self.path.removeprefix("/below")
            try:
                state.replies.get(path, raw_reply(b"no such page", 404))(self, body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its base's name)
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
