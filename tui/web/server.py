"""The web server: one page, its files, and a socket that has a reader of its own.

Only those who have the address with its token may use the reader. Another page that is open in the
same browser must not: it does not know the token, it has another origin, and a host name that it
makes resolve to this machine is not one of this server's names. No cookie is set, so a browser
sends no credentials by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import ipaddress
import json
import logging
import re
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from tui.errors import WebError
from tui.web.assets import PAGE, assets
from tui.web.reader_process import ReaderProcess

HEARTBEAT = 15.0
"""Seconds between two pings; a page that does not answer within half that time counts as closed."""

LONGEST_MESSAGE = 1 << 20
"""Bytes of one message; the page splits a longer paste."""

_SIZES = range(1, 2001)
"""The widths and heights in cells that a page may request for its screen."""

_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

# An IPv6 address is in brackets.
_HOST = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+))(?::\d{1,5})?")

_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

# xterm.js's DOM renderer writes its rules into style elements. `ws:` and `wss:` are named
# with the host, since not every browser counts them as 'self'.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self'; connect-src 'self' ws://{host} wss://{host}; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)

NOT_ALLOWED = (
    "Open the address that `hashiya serve` printed: this one has no token, or a wrong one."
)
NO_NAME = "Add your name to the address: &annotator=NAME"
ENDED_BY_SERVER = "The server has ended. Everything is saved."


class NotAName(Exception):
    """The annotator in the address is not a valid name."""


@dataclass(frozen=True)
class Serving:
    """The settings of a server."""

    token: str
    reader: Callable[[str | None], tuple[list[str], dict[str, str]]]
    """Returns the command and the environment of a reader for the annotator that the page names;
    raises NotAName."""
    log: Callable[[str], None]
    """Prints what a reader wrote to stderr, for the person who runs the server."""
    host: str = "127.0.0.1"
    port: int | None = None
    """None for 8000, or any other if that is in use."""
    public_url: str = ""
    """The address by which a proxy makes the server known; empty without one."""
    named_by_page: bool = False
    """Whether pages have to name the annotator."""


class _Server:
    """The handlers of requests."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._readers: set[ReaderProcess] = set()
        self._ending = False
        public = urlsplit(serving.public_url)
        self._public_origin = f"{public.scheme}://{public.netloc}" if public.netloc else ""
        names = {serving.host, socket.gethostname(), public.hostname or ""}
        self._names = {name.lower() for name in names if name} | _LOOPBACK_NAMES

    # Access

    @web.middleware
    async def check_host(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse a host name that is not this server's: another site may resolve it to this one."""
        if not self._is_own_name(request.host):
            return _plain(403, "This is not a name of this server.")
        return await handler(request)

    def _is_own_name(self, host: str) -> bool:
        name = _name_of(host)
        if name is None:
            return False
        if name in self._names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True  # an IP address is not resolved, so no other site can use it as its own name

    def _has_token(self, request: web.Request) -> bool:
        given = request.query.get("token", "").encode("utf-8", "replace")
        return hmac.compare_digest(given, self._serving.token.encode())

    def _is_own_origin(self, request: web.Request) -> bool:
        """Whether the request for the socket is from this server's page, or from no page at all.

        Browsers always send the origin. Its scheme may differ from this server's behind a proxy.
        """
        origin = request.headers.get("Origin")
        own = {f"http://{request.host}", f"https://{request.host}", self._public_origin} - {""}
        return origin is None or origin in own

    # Responses

    async def page(self, request: web.Request) -> web.StreamResponse:
        """Return the page."""
        if not self._has_token(request):
            return _plain(403, NOT_ALLOWED)
        try:
            self._serving.reader(self._named_in(request))
        except NotAName as error:
            return _plain(400, str(error))
        return web.Response(body=PAGE.read_bytes(), content_type="text/html", charset="utf-8")

    async def static(self, request: web.Request) -> web.StreamResponse:
        """Return a file of the page; these are the same for everybody and need no token."""
        found = assets().get(request.match_info["name"])
        if found is None:
            return _plain(404, "There is no such file.")
        content, media_type = found
        charset = None if media_type.startswith("font/") else "utf-8"
        response = web.Response(body=content, content_type=media_type, charset=charset)
        response.headers["Cache-Control"] = "max-age=3600"
        return response

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Run a reader for as long as the page is open."""
        if not self._has_token(request):
            return _plain(403, NOT_ALLOWED)
        if not self._is_own_origin(request):
            return _plain(403, "Another page may not use this server.")
        try:
            command, environment = self._serving.reader(self._named_in(request))
        except NotAName as error:
            return _plain(400, str(error))
        if self._ending:
            return _plain(503, ENDED_BY_SERVER)
        page = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LONGEST_MESSAGE)
        await page.prepare(request)
        size = _size(request.query.get("width"), 80), _size(request.query.get("height"), 24)
        try:
            reader = await ReaderProcess.start(command, environment, *size)
        except OSError as error:
            self._serving.log(str(error))
            await _close_ended(page, 1, str(error))
            return page
        self._readers.add(reader)
        try:
            await self._run(page, reader)
        finally:
            self._readers.remove(reader)
            reader.kill()  # it has ended already, except after an error here
        return page

    async def _run(self, page: web.WebSocketResponse, reader: ReaderProcess) -> None:
        """Connect a page and its reader until one of them ends, then end the other."""
        output = asyncio.create_task(reader.pass_output(page.send_bytes))
        keys = asyncio.create_task(_pass_keys(page, reader))
        await asyncio.wait({output, keys}, return_when=asyncio.FIRST_COMPLETED)
        if not output.done():
            await reader.end()
        status = await output
        if reader.stderr_text:
            self._serving.log(reader.stderr_text)
        message = ENDED_BY_SERVER if self._ending and not status else reader.stderr_text
        await _close_ended(page, status, message)
        await keys

    def _named_in(self, request: web.Request) -> str | None:
        """Return the annotator in the address; None if pages do not name it. Raises NotAName."""
        if not self._serving.named_by_page:
            return None
        name = request.query.get("annotator")
        if not name:
            raise NotAName(NO_NAME)
        return name

    async def add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        """Add the headers by which a browser blocks other pages and hosts."""
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        host = request.host if self._is_own_name(request.host) else "127.0.0.1"
        response.headers["Content-Security-Policy"] = _POLICY.format(host=host)

    async def end_all(self, _: web.Application) -> None:
        """Let all readers save and end."""
        self._ending = True
        await asyncio.gather(*(reader.end() for reader in self._readers))

    def kill_all(self) -> None:
        """End all readers at once."""
        for reader in self._readers:
            reader.kill()


class _BriefHandler(logging.Handler):
    """Prints errors of requests in one line, without the request, which holds the token."""

    def __init__(self, log: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Print what went wrong."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, HttpProcessingError):
            self._log("a request that cannot be read was refused")
        else:
            self._log(f"a request failed: {type(error).__name__}: {error}")


def _logger(log: Callable[[str], None]) -> logging.Logger:
    """Return a logger for aiohttp, whose own prints the whole request."""
    logger = logging.Logger("hashiya.web")
    logger.addHandler(_BriefHandler(log))
    return logger


def _name_of(host: str) -> str | None:
    """Return the name in a Host header in lower case, None if it is not valid."""
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).lower() if found else None


def _plain(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=f"{text}\n", content_type="text/plain", charset="utf-8")


def _size(word: object, default: int) -> int:
    """Return a width or height that a page sent, in cells; `default` if it is not valid."""
    try:
        number = int(str(word))
    except ValueError:
        return default
    return number if number in _SIZES else default


async def _close_ended(page: web.WebSocketResponse, status: int, message: str) -> None:
    """Tell a page that its reader has ended, and close the connection."""
    with contextlib.suppress(ConnectionError):
        await page.send_str(json.dumps(["ended", {"status": status, "message": message}]))
    await page.close()


async def _pass_keys(page: web.WebSocketResponse, reader: ReaderProcess) -> None:
    """Pass what the page sends to its reader until it is closed."""
    async for message in page:
        if message.type is not WSMsgType.TEXT:
            continue
        try:
            kind, *data = json.loads(message.data)
        except (ValueError, TypeError):
            continue
        if kind == "stdin" and data and isinstance(data[0], str):
            await reader.type(data[0])
        elif kind == "resize" and data and isinstance(data[0], dict):
            width, height = (_size(data[0].get(name), 0) for name in ("width", "height"))
            if width and height:
                await reader.resize(width, height)


DEFAULT_PORT = 8000


async def serve(serving: Serving, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP; a second one ends the readers at once.

    `ready` is called with the address of the page, without a query. Raises WebError if the address
    cannot be used, or a package is missing.
    """
    assets()
    server = _Server(serving)
    app = web.Application(middlewares=[server.check_host])
    app.add_routes(
        [
            web.get("/", server.page),
            web.get("/ws", server.socket),
            web.get("/static/{name}", server.static),
        ]
    )
    app.on_response_prepare.append(server.add_headers)
    app.on_shutdown.append(server.end_all)
    # No log of requests: it would hold the token.
    runner = web.AppRunner(app, access_log=None, logger=_logger(serving.log), shutdown_timeout=1.0)
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def end() -> None:
        if stop.is_set():
            server.kill_all()
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            loop.add_signal_handler(number, end)
    await runner.setup()
    try:
        await _listen(runner, serving)
        ready(_address(serving, runner.addresses[0][1]))
        await stop.wait()
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, serving: Serving) -> None:
    wanted = [DEFAULT_PORT, 0] if serving.port is None else [serving.port]
    for port in wanted:
        try:
            await web.TCPSite(runner, serving.host, port).start()
        except OSError as error:
            refusal = error
        else:
            return
    where = f"{serving.host}, port {wanted[0]}"
    raise WebError(f"{where}: {refusal.strerror or refusal}; --port names another") from refusal


def _address(serving: Serving, port: int) -> str:
    """Return the address that people open; for all interfaces, by this machine's name."""
    if serving.public_url:
        return serving.public_url.rstrip("/") + "/"
    everywhere = serving.host in ("0.0.0.0", "::")  # noqa: S104 - asked for by the option
    host = socket.gethostname() if everywhere else serving.host
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
