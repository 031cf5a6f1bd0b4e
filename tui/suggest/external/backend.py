"""Label Studio's ML backend protocol: `/health`, `/setup`, `/predict`.

A backend gets the labelling configuration that the `label-studio` export writes, and one task per
request, so that an error costs only one document. Its answers are read by the same code as
predictions in a file. Redirects and proxies are not followed and answers are bounded: a timer
closes the connection whatever the other side is doing.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Mapping
from types import TracebackType
from typing import Any, NamedTuple, Self

from tui.errors import ExchangeError, SuggesterError
from tui.formats.label_studio.reader import parse_prediction
from tui.formats.label_studio.writer import config
from tui.formats.shared.label_usage import Usage, label_infos
from tui.formats.shared.parsed import ParsedSpan
from tui.model import JSON, DocumentInfo
from tui.schema.labels import LabelSchema
from tui.sources.json_values import compact, parse_json
from tui.suggest.external.answers import OutsideAnswer, brief_json

LONGEST_ANSWER = 8_000_000
"""Bytes of a response, at most."""

_PIECE = 1 << 16
"""Bytes that are read at once."""

_PROJECT = "hashiya.0"
"""The project that requests name; backends keep a model for each."""

_REDIRECTS = range(300, 400)

_SHOWN = 100
"""Code points of a backend's own words in a message, at most."""


class Address(NamedTuple):
    """The parts of a backend's address."""

    scheme: str
    host: str
    port: int
    path: str
    """Without a slash at its end."""
    authorization: str
    """The header of Basic authentication, from the user and password in the address."""


def parse_address(url: str) -> Address:
    """Return the parts of an address; raise SuggesterError if it is not one."""
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise SuggesterError(f"is not an address of an ML backend: {error}") from error
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise SuggesterError("is not an address of an ML backend, such as http://localhost:9090")
    authorization = ""
    if parts.username is not None:
        pair = urllib.parse.unquote(f"{parts.username}:{parts.password or ''}")
        authorization = f"Basic {base64.b64encode(pair.encode()).decode()}"
    path = urllib.parse.quote(parts.path.rstrip("/"), safe="/%")
    return Address(parts.scheme, host, port, path, authorization)


class RequestRefused(SuggesterError):
    """A backend answered a request with an error, or not according to the protocol."""


class Backend:
    """An ML backend that is reachable and set up for a schema."""

    def __init__(self, url: str, schema: LabelSchema, seconds: float) -> None:
        """Connect; raise SuggesterError if no backend answers at the address."""
        self._address = parse_address(url)
        self._seconds = seconds
        self._infos = label_infos(schema)
        self._config = config(Usage(self._infos)).decode()
        health = self._request("GET", "/health", None)
        if health.get("status") != "UP":
            raise SuggesterError(
                f"is not up: /health answers {brief_json(health.get('status'), _SHOWN)}"
            )
        setup = {"project": _PROJECT, "schema": self._config, "hostname": "", "access_token": ""}
        self._version = self._request("POST", "/setup", setup).get("model_version")

    def predict(self, document: DocumentInfo, text: str) -> OutsideAnswer:
        """Return what the backend predicts for a document.

        Raises RequestRefused for a wrong answer, and SuggesterError if there is none.
        """
        request = {
            "tasks": [
                {
                    "id": 1,
                    "data": {
                        "text": text,
                        "document_id": document.id,
                        "title": document.title,
                        "meta": dict(document.meta),
                    },
                    "annotations": [],
                    "predictions": [],
                }
            ],
            "project": _PROJECT,
            "label_config": self._config,
            "params": {"login": None, "password": None, "context": None},
        }
        response = self._request("POST", "/predict", request)
        results = response.get("results")
        if not isinstance(results, list):
            raise RequestRefused('/predict: "results" is not a list')
        if len(results) > 1:
            raise RequestRefused(f"/predict: {len(results)} results for one task")
        if not results or results[0] is None or results[0] == {}:
            return OutsideAnswer(document.id, [], [])
        if not isinstance(results[0], dict):
            raise RequestRefused("/predict: a result is not an object")
        version = results[0].get("model_version") or response.get("model_version") or self._version
        return self._answer(document, text, results[0], version)

    def _answer(
        self, document: DocumentInfo, text: str, prediction: Mapping[str, JSON], version: JSON
    ) -> OutsideAnswer:
        try:
            parsed = parse_prediction(prediction, text, self._infos)
        except ExchangeError as error:
            raise RequestRefused(f"/predict: {error.message}") from error
        if parsed.faults:
            raise RequestRefused(f"/predict: {parsed.faults[0].error.message}")
        reason = f"model {version}" if isinstance(version, str | int | float) and version else ""
        return OutsideAnswer(
            document.id,
            [_span(span, reason) for span in parsed.spans],
            [{"type": one.type, "from": one.from_key, "to": one.to_key} for one in parsed.links],
        )

    def _request(self, method: str, path: str, body: Mapping[str, Any] | None) -> dict[str, JSON]:
        """Return the JSON object that a request gives.

        Raises RequestRefused for any other answer, and SuggesterError if none comes in time.
        """
        content = None if body is None else compact(body).encode()
        with _Exchange(self._address, self._seconds) as exchange:
            status, location, words = exchange.send(method, path, content)
        if status in _REDIRECTS:
            raise RequestRefused(
                f"{path} redirects to {brief_json(location, _SHOWN)}; name that address"
            )
        if not 200 <= status < 300:
            said = (
                brief_json(words[: 4 * _SHOWN].decode(errors="replace"), _SHOWN)
                if words.strip()
                else ""
            )
            raise RequestRefused(f"{path} answers with HTTP status {status} {said}".rstrip())
        try:
            value = parse_json(words.decode(), "", 1, in_a_thread=True).value
        except UnicodeDecodeError as error:
            raise RequestRefused(f"{path} answers with what is not UTF-8") from error
        except ExchangeError as error:
            raise RequestRefused(f"{path} answers with what is {error.message}") from error
        if not isinstance(value, dict):
            raise RequestRefused(f"{path} does not answer with a JSON object")
        return value


def _span(span: ParsedSpan, reason: str) -> dict[str, JSON]:
    words: dict[str, JSON] = {} if span.text is None else {"text": span.text}
    return {
        "id": span.key,
        "start": span.start,
        "end": span.end,
        "label": span.label,
        "attributes": span.attributes,
        "score": span.score,
        "reason": reason,
        **words,
    }


class _Exchange:
    """One request and its response, both cut off when the time is over."""

    def __init__(self, address: Address, seconds: float) -> None:
        self._address = address
        self._seconds = seconds
        self._is_over = threading.Event()
        is_safe = address.scheme == "https"
        make = http.client.HTTPSConnection if is_safe else http.client.HTTPConnection
        self._connection = make(address.host, address.port, timeout=seconds)
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self._connection.close()

    def _cut(self) -> None:
        """End the connection: a socket's own time limit begins again with every byte."""
        self._is_over.set()
        sock = self._connection.sock
        if sock is not None:
            _shut_down(sock)

    def send(self, method: str, path: str, body: bytes | None) -> tuple[int, str, bytes]:
        """Return the status, the Location and the content of the response.

        Raises SuggesterError if the time is over, the connection fails, or the response is not HTTP
        or is too long.
        """
        headers = {"Accept": "application/json", "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self._address.authorization:
            headers["Authorization"] = self._address.authorization
        self._timer.start()
        try:
            self._connection.request(method, self._address.path + path, body, headers)
            response = self._connection.getresponse()
            content = self._content(response, path)
        except (OSError, http.client.HTTPException) as error:
            raise SuggesterError(self._said(error, path)) from error
        if self._is_over.is_set():
            raise SuggesterError(self._said(TimeoutError(), path))
        return response.status, response.getheader("Location") or "", content

    def _content(self, response: http.client.HTTPResponse, path: str) -> bytes:
        pieces, length = [], 0
        while piece := response.read(_PIECE):
            pieces.append(piece)
            length += len(piece)
            if length > LONGEST_ANSWER:
                raise SuggesterError(f"{path} answers with more than {LONGEST_ANSWER:,} bytes")
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(pieces)

    def _said(self, error: OSError | http.client.HTTPException, path: str) -> str:
        if self._is_over.is_set() or isinstance(error, TimeoutError):
            return f"{path}: no answer in {self._seconds:g} seconds (--timeout)"
        if isinstance(error, ssl.SSLError):
            return f"{path}: no safe connection: {error.reason or error}"
        if isinstance(error, http.client.IncompleteRead):
            return f"{path}: the answer breaks off"
        if isinstance(error, http.client.HTTPException):
            return (
                f"{path}: what answers there does not speak HTTP: {brief_json(str(error), _SHOWN)}"
            )
        return f"{path}: cannot be reached: {error.strerror or error}"


def _shut_down(sock: socket.socket) -> None:
    """Wake the thread that reads from or writes to the socket."""
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
