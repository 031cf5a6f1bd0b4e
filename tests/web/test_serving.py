"""What `hashiya serve` says and refuses, and what is left when it is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from tests.cli.conftest import Hashiya, hashiya
from tests.web.serving import Server
from tests.web.test_random_keys import open_page, wait_until
from tui.errors import WebError
from tui.web import assets, server

__all__ = ["hashiya"]


@pytest.mark.parametrize("package", ["aiohttp", "textual_serve"])
def test_without_its_packages_it_says_what_to_install(
    hashiya: Hashiya, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    assets.assets.cache_clear()
    for name in [name for name in sys.modules if name.startswith("tui.web.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    status, out, err = hashiya("serve", "--port", "0")
    assets.assets.cache_clear()
    assert (status, out) == (1, "")
    assert "pip install 'hashiya[web]'" in err


def test_another_release_of_textual_serve_is_refused() -> None:
    script = (assets.textual_serve_folder() / "js" / "textual.js").read_text("utf-8")
    assert "window.xterm={Terminal:" in assets.with_classes(script)
    for other in ("", "window.onload=e=>{}", script.replace("WebglAddon", "GpuAddon")):
        with pytest.raises(WebError, match=r"hashiya\[web\]"):
            assets.with_classes(other)


def test_a_port_that_is_in_use_is_refused(hashiya: Hashiya) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, _, err = hashiya("serve", "--port", str(port))
    assert status == 1
    assert f"port {port}" in err
    assert "--port" in err


@pytest.mark.parametrize(
    "words",
    [("--port", "65536"), ("--port", "x"), ("--url", "reader.example"), ("--url", "http://a/?b")],
)
def test_wrong_options_are_usage_errors(hashiya: Hashiya, words: tuple[str, str]) -> None:
    assert hashiya("serve", *words).status == 2


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("localhost", "localhost"),
        ("LocalHost:80", "localhost"),
        ("[::1]:8000", "::1"),
        ("10.0.0.1", "10.0.0.1"),
        ("localhost:8000; script-src *", None),
        ("localhost:x", None),
        ("::1", None),
        ("a b", None),
        ("", None),
    ],
)
def test_names_in_host_headers(host: str, name: str | None) -> None:
    assert server._name_of(host) == name


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback_needs_no_warning(host: str) -> None:
    assert server.is_loopback(host)
    assert not server.is_loopback("0.0.0.0")
    assert not server.is_loopback("reader.example")


@pytest.mark.slow
async def test_a_killed_server_leaves_no_reader(tmp_path: Path) -> None:
    running = Server(tmp_path, "--host", "0.0.0.0")
    try:
        await wait_until(lambda: "not encrypted" in running.said, lambda: running.said)
        async with aiohttp.ClientSession() as session:
            page = await open_page(session, running)
            await page.type("e")
            await page.wait_for("entity saved")
            running.process.kill()
            await wait_until(
                lambda: not Path(f"/proc/{page.reader}").exists(), lambda: "the reader's end"
            )
        assert running.rows("SELECT text FROM annotations") == [("اليابان",)]
    finally:
        running.stop()


@pytest.mark.slow
async def test_a_reader_that_cannot_start_says_why_in_its_page(tmp_path: Path) -> None:
    running = Server(tmp_path)
    try:
        (tmp_path / "hashiya.toml").write_text("measure = 'wide'\n")
        address = f"ws://127.0.0.1:{running.port}/ws?token={running.token}"
        async with aiohttp.ClientSession() as session, session.ws_connect(address) as page:
            kind, ended = await page.receive_json()
        assert kind == "ended"
        assert ended["status"] == 1
        assert "measure" in ended["message"]
        assert "measure" in running.said
    finally:
        running.stop()


@pytest.mark.slow
async def test_a_reader_that_was_killed_with_its_server_does_not_say_that_all_is_saved(
    tmp_path: Path,
) -> None:
    running = Server(tmp_path)
    try:
        address = f"ws://127.0.0.1:{running.port}/ws?token={running.token}"
        async with aiohttp.ClientSession() as session, session.ws_connect(address) as page:
            while (await page.receive()).type is not aiohttp.WSMsgType.BINARY:
                pass
            [reader] = running.readers()
            os.kill(reader, signal.SIGSTOP)  # so that it cannot end by itself
            running.process.terminate()
            await wait_until(lambda: not listens(running.port), lambda: "the server's end")
            while running.readers():
                running.process.terminate()  # a second time: at once
                await asyncio.sleep(0.05)
            said = [message.data async for message in page if isinstance(message.data, str)]
        assert said == ['["ended", {"status": -9, "message": ""}]']
    finally:
        running.stop()


@pytest.mark.slow
async def test_a_bad_request_is_refused_in_one_line_without_the_token(tmp_path: Path) -> None:
    running = Server(tmp_path, "--annotator-from-url")
    try:
        where = f"http://127.0.0.1:{running.port}/"
        async with aiohttp.ClientSession() as session:
            for name in ("%00", "a%00", "%0A", ""):
                for path in ("", "ws"):
                    query = f"?token={running.token}&annotator={name}"
                    async with session.get(URL(f"{where}{path}{query}", encoded=True)) as answer:
                        assert answer.status == 400
        with socket.create_connection(("127.0.0.1", running.port)) as raw:
            raw.sendall(f"GET /?token={running.token}&annotator=ليلى HTTP/1.1\r\n\r\n".encode())
            assert raw.recv(100).startswith(b"HTTP/1.0 400")
        assert "Traceback" not in running.said
        assert running.token not in running.said
        assert "cannot be read" in running.said
    finally:
        running.stop()


def listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
