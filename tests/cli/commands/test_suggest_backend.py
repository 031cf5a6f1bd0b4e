"""`hashiya suggest --with http://…`: Label Studio's ML backend protocol, kept and broken."""

import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.articles import document
from tests.cli.conftest import Hashiya
from tests.suggest.ml_server import Reply, json_reply, ml_server, predicting, raw_reply
from tui.store.database import Store

TEXT = "قال سامي لبيب إن العمل بدأ في لندن.\n"
AT = TEXT.index("لندن")


@pytest.fixture
def two(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(TEXT, "a.txt"), document(TEXT, "b.txt")])
    return tmp_path


def region(id: str, start: int, end: int, label: str, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": [label]}
    return {"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value,
            **more}  # fmt: skip


def town(_: Any = None) -> dict[str, Any]:
    kind = {"start": AT, "end": AT + 4, "choices": ["GPE"]}
    quote, speaker = region("q", 0, 3, "quote"), region("s", 4, 13, "entity", score=0.5)
    arrow = {"type": "relation", "from_id": "q", "to_id": "s", "direction": "right",
             "labels": ["speaker"]}  # fmt: skip
    return {
        "result": [
            region("t", AT, AT + 4, "entity"),
            {"id": "t", "from_name": "entity.type", "to_name": "text", "type": "choices",
             "value": kind},
            quote,
            speaker,
            arrow,
        ],
        "score": 0.75,
        "model_version": "v8",
    }  # fmt: skip


def test_predictions_are_stored_with_attributes_links_scores_and_version(
    hashiya: Hashiya, two: Path
) -> None:
    with ml_server(predicting(town)) as server:
        result = hashiya("suggest", "--with", server.url)
    assert (result.status, result.err) == (0, "")
    assert result.out == "a.txt\t3\tentity:2 quote:1\nb.txt\t3\tentity:2 quote:1\n"
    with Store.open(two / "annotations.db", read_only=True) as store:
        rows = store.annotations.in_document("a.txt")
        (arrow,) = store.links.in_document("a.txt")
    assert [(row.label, row.text, row.score, dict(row.attributes)) for row in rows] == [
        ("quote", "قال", 0.75, {}),
        ("entity", "سامي لبيب", 0.5, {}),
        ("entity", "لندن", 0.75, {"type": "GPE"}),
    ]
    assert {row.origin for row in rows} == {f"{server.url}: model v8"}
    assert (arrow.type, arrow.from_id, arrow.to_id) == ("speaker", rows[0].id, rows[1].id)


def test_a_backend_is_asked_as_label_studio_asks(hashiya: Hashiya, two: Path) -> None:
    with ml_server(predicting(town)) as server:
        address = server.url.replace("//", "//user:p%40ss@")
        result = hashiya("suggest", "--with", f"{address}/below/", "--document", "a")
    assert result.status == 0
    paths = [path for path, _ in server.asked]
    assert paths == ["/below/health", "/below/setup", "/below/predict"]
    assert {header["Authorization"] for header in server.headers} == {"Basic dXNlcjpwQHNz"}
    setup, predict = server.asked[1][1], server.asked[2][1]
    labels = ET.fromstring(setup["schema"]).iter("Label")
    assert {"claim", "entity", "quote", "cue"} <= {label.get("value") for label in labels}
    assert predict["label_config"] == setup["schema"]
    assert predict["project"] == setup["project"]
    (task,) = predict["tasks"]
    assert task["data"]["text"] == TEXT
    with Store.open(two / "annotations.db", read_only=True) as store:
        assert not any("p%40ss" in row.origin for row in store.annotations.select())


def test_the_version_from_setup_is_kept_where_predictions_name_none(
    hashiya: Hashiya, two: Path
) -> None:
    with ml_server(predicting(lambda _: {"result": [region("t", AT, AT + 4, "entity")]})) as server:
        hashiya("suggest", "--with", server.url, "--document", "a")
    with Store.open(two / "annotations.db", read_only=True) as store:
        (row,) = store.annotations.select()
    assert (row.origin, row.score) == (f"{server.url}: model v7", None)


@pytest.mark.parametrize("nothing", [{"results": []}, {"results": [{}]}, {"results": [None]},
                                     {"results": [{"result": []}]}])  # fmt: skip
def test_nothing_predicted_is_no_fault(hashiya: Hashiya, two: Path, nothing: object) -> None:
    with ml_server(json_reply(nothing)) as server:
        result = hashiya("suggest", "--with", server.url)
    assert (result.status, result.err) == (0, "")


def drip(handler: BaseHTTPRequestHandler, _: Any) -> None:
    """A byte now and then, for ever: no single read takes long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-More: 1\r\n")
        time.sleep(0.05)


def hang(handler: BaseHTTPRequestHandler, _: Any) -> None:
    handler.connection.recv(1)


def break_off(handler: BaseHTTPRequestHandler, _: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    handler.close_connection = True


def endless(handler: BaseHTTPRequestHandler, _: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        handler.wfile.write(b"[" * 65536)


def not_http(handler: BaseHTTPRequestHandler, _: Any) -> None:
    handler.wfile.write(b"\x1b[2Jhello\r\n\r\n")
    handler.close_connection = True


def chunks(handler: BaseHTTPRequestHandler, size: int, pause: float) -> None:
    """Chunks for ever, each of a size that it names."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        handler.wfile.write(b"%x\r\n%s\r\n" % (size, b" " * size))
        time.sleep(pause)


def wrong_chunks(handler: BaseHTTPRequestHandler, _: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")
    handler.close_connection = True


def closed(handler: BaseHTTPRequestHandler, _: Any) -> None:
    handler.close_connection = True


WRONG: list[tuple[Reply, str]] = [
    (raw_reply(b"", 302, Location="http://elsewhere.example/"), 'redirects to "http://elsewhere'),
    (raw_reply(b"\x1b[31mTraceback\n  ...", 500), "HTTP status 500"),
    (raw_reply(b"<html>"), "not JSON"),
    (raw_reply(b"\xff\xff"), "not UTF-8"),
    (raw_reply(b"[" * 100_000), "nested too deeply"),
    (json_reply([1]), "does not answer with a JSON object"),
    (json_reply({"predictions": []}), '"results" is not a list'),
    (json_reply({"results": ["x"]}), "a result is not an object"),
    (json_reply({"results": [{"result": []}, {"result": []}]}), "2 results for one task"),
    (json_reply({"results": [{"result": 3}]}), "result"),
    (json_reply({"results": [{"result": [3]}]}), "result"),
    (json_reply({"results": [{"result": [{"type": "labels", "value": 3}]}]}), "value"),
    (predicting(lambda _: {"result": [region("t", 0, 999, "entity")]}), "not in the text"),
    (predicting(lambda _: {"result": [region("t", 0, 3, "dragon")]}), 'no label "dragon"'),
    (
        predicting(lambda _: {"result": [{"type": "labels", "value":
            {"start": 0, "end": 3, "text": "other", "labels": ["cue"]}}]}),
        'not "other"',
    ),
    (raw_reply(b"", 307, Location="file:///etc/passwd"), 'redirects to "file:///etc/passwd"'),
    (lambda handler, _: chunks(handler, 1, 0.05), "no answer in 0.5 seconds"),
    (lambda handler, _: chunks(handler, 100_000, 0), "more than 8,000,000 bytes"),
    (wrong_chunks, "the answer breaks off"),
    (closed, "does not speak HTTP"),
    (drip, "no answer in 0.5 seconds"),
    (hang, "no answer in 0.5 seconds"),
    (break_off, "breaks off"),
    (endless, "more than 8,000,000 bytes"),
    (not_http, "does not speak HTTP"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "message"), WRONG)
def test_a_wrong_prediction_is_one_clear_line(
    hashiya: Hashiya, two: Path, reply: Reply, message: str
) -> None:
    with ml_server(reply) as server:
        result = hashiya(
            "suggest", "--with", server.url, "--document", "b", "--timeout", "0.5"
        )  # fmt: skip
    assert result.status == 1
    (line,) = result.err.splitlines()
    assert message in line
    assert line.isprintable()
    with Store.open(two / "annotations.db", read_only=True) as store:
        assert list(store.annotations.select()) == []


def test_a_backend_that_fails_for_one_document_costs_no_other(hashiya: Hashiya, two: Path) -> None:
    def reply(handler: BaseHTTPRequestHandler, body: Any) -> None:
        first = body["tasks"][0]["data"]["document_id"] == "a.txt"
        (raw_reply(b"out of memory", 500) if first else predicting(town))(handler, body)

    with ml_server(reply) as server:
        result = hashiya("suggest", "--with", server.url)
    assert result.status == 1
    assert "a.txt: /predict answers with HTTP status 500" in result.err
    assert result.out == "b.txt\t3\tentity:2 quote:1\na.txt\t0\t\n"


@pytest.mark.parametrize("path", ["health", "setup"])
def test_a_backend_that_is_not_up_is_refused(hashiya: Hashiya, two: Path, path: str) -> None:
    others = {path: raw_reply(b"", 404)}
    with ml_server(predicting(town), **others) as server:
        result = hashiya("suggest", "--with", server.url)
    assert result.status == 1
    (line,) = result.err.splitlines()
    assert f"/{path} answers with HTTP status 404" in line


def test_a_status_other_than_up_is_said(hashiya: Hashiya, two: Path) -> None:
    with ml_server(predicting(town), health=json_reply({"status": "DOWN"})) as server:
        assert 'is not up: /health answers "DOWN"' in hashiya("suggest", "--with", server.url).err


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://127.0.0.1:1", "cannot be reached"),
        ("http://", "is not an address"),
        ("http://[::1", "is not an address"),
        ("http://host:99999", "is not an address"),
        ("http://host/?query", "is not an address"),
        ("https://{host}", "no safe connection"),
        ("http://{host}/elsewhere", "/health answers with HTTP status 404"),
    ],
)
def test_an_address_without_a_backend_is_said(
    hashiya: Hashiya, two: Path, address: str, message: str
) -> None:
    with ml_server(predicting(town)) as server:
        address = address.replace("{host}", server.url.removeprefix("http://"))
        result = hashiya("suggest", "--with", address)
    assert result.status == 1
    (line,) = result.err.splitlines()
    assert message in line
