"""The reader in a real browser: what it shows, what its keys do, and who gets in."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext

from tests.articles import seed_text
from tests.cli.conftest import Hashiya, hashiya
from tests.web.serving import ReaderPage, Server, running_browser, wait_until
from tui.text.unicode import cell_len
from tui.text.unicode._joining_data import FORMS, LAM_ALEFS

__all__ = ["hashiya"]

pytestmark = pytest.mark.slow

FIRST_WORD = "\ufee5\ufe8e\ufe91\ufe8e\ufef4\ufedf\ufe8d"
"""The article's first word as cells from left to right."""

ANNOTATIONS = "SELECT label, text, annotator FROM annotations WHERE deleted_at IS NULL"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("served"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def requested() -> list[str]:
    """The addresses of all requests of the browser."""
    return []


@pytest.fixture(scope="module")
def browser(
    tmp_path_factory: pytest.TempPathFactory, requested: list[str]
) -> Iterator[BrowserContext]:
    with running_browser(tmp_path_factory.mktemp("profile")) as context:
        context.on("request", lambda request: requested.append(request.url))
        yield context


@pytest.fixture(scope="module")
def open_page(browser: BrowserContext, server: Server) -> ReaderPage:
    """A page that several tests use, one after the other.

    Without a graphics card WebGL takes four times as long as the elements of the page.
    """
    return ReaderPage(browser, f"{server.address}&renderer=dom")


@pytest.fixture
def page(open_page: ReaderPage) -> Iterator[ReaderPage]:
    """The page, with the caret at the start of the article."""
    open_page.press("Escape", "Control+Home")
    yield open_page
    assert open_page.errors == []


def first_word(page: ReaderPage) -> tuple[int, int]:
    """Return the column and row of the leftmost cell of the article's first word."""
    for row, text in enumerate(page.rows()):
        index, border, rest = text.partition("│")
        article = rest.partition("│")[0]
        if FIRST_WORD in article:
            return len(index + border) + article.rindex(FIRST_WORD), row
    raise AssertionError(page.text())


def test_a_word_is_read_tagged_saved_and_exported(
    page: ReaderPage, server: Server, hashiya: Hashiya, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.wait_for(FIRST_WORD)
    page.press("e")
    page.wait_for("entity saved")
    assert server.rows(ANNOTATIONS) == [("entity", "اليابان", "me")]
    monkeypatch.chdir(server.folder)
    exported = hashiya("export")
    assert json.loads(exported.out)["text"] == "اليابان"
    page.press("u")
    page.wait_for("undone")


def test_the_footer_says_which_key_quits(page: ReaderPage) -> None:
    page.wait_for("^X quit")
    page.press("Control+z")
    page.wait_for("ctrl+z does nothing here")


def test_the_page_has_the_background_of_the_theme(page: ReaderPage) -> None:
    colours = "[document.body.style.background, document.documentElement.style.colorScheme]"
    wait_until(lambda: page.page.evaluate(colours)[0], "a background")
    background, scheme = page.page.evaluate(colours)
    assert background.startswith("rgb(2")  # of the dark theme
    assert scheme == "dark"


def test_escape_and_a_key_are_two_keys(page: ReaderPage) -> None:
    page.press("v", "ArrowLeft")
    page.page.evaluate("terminal.input('\\x1bc')")
    page.wait_for("claim saved")
    page.press("u")
    page.wait_for("undone")


def test_a_click_moves_the_caret(page: ReaderPage, server: Server) -> None:
    column, row = first_word(page)
    page.click(column - 3, row)  # a letter of the second word
    page.press("e")
    page.wait_for("entity saved")
    assert server.rows(ANNOTATIONS)[-1][1] == seed_text().split()[1]
    page.press("u")
    page.wait_for("undone")


def test_a_paste_goes_into_fields_only(page: ReaderPage, server: Server) -> None:
    before = server.rows(ANNOTATIONS)
    page.paste("ecqk\x1b[201~ec")
    page.press("/")
    page.paste("المملكة\x1b[201~x")
    shown = "\ufe94\ufedc\ufee0\ufee4\ufee4\ufedf\ufe8d"
    page.wait_for(shown)
    page.wait_for("␛")
    page.press("Escape")
    assert server.rows(ANNOTATIONS) == before


def test_a_long_paste_is_complete(page: ReaderPage) -> None:
    page.press("/")
    page.paste("😀" * 40_000 + "end")
    page.wait_for("end")
    page.press("Control+a", "Control+c")
    copied = "navigator.clipboard.readText()"
    wait_until(lambda: str(page.page.evaluate(copied)).endswith("end"), "the copy")
    assert page.page.evaluate(copied) == "😀" * 40_000 + "end"
    page.press("Control+u", "Escape")


def test_a_copy_goes_to_the_clipboard_of_the_browser(page: ReaderPage) -> None:
    page.press("v", "Control+ArrowLeft", "y")
    page.wait_for("to the browser's clipboard")
    copied = "navigator.clipboard.readText()"
    wait_until(lambda: page.page.evaluate(copied) == "اليابان ", "the copy")
    page.press("Escape")


def test_a_browser_that_refuses_the_clipboard_gets_a_button(page: ReaderPage) -> None:
    page.page.evaluate(
        """() => {
          navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
          document.execCommand = () => false;
        }"""
    )
    page.press("w", "y")
    page.page.locator("#clipboard button[type=submit]").wait_for(state="visible")
    page.page.evaluate(
        "() => { delete navigator.clipboard.writeText; delete document.execCommand; }"
    )
    page.page.click("#clipboard button[type=submit]")
    wait_until(lambda: page.page.evaluate("navigator.clipboard.readText()"), "the copy")
    page.press("Escape")


def test_the_reader_takes_the_size_of_the_page(page: ReaderPage) -> None:
    wide = page.size()
    page.page.set_viewport_size({"width": 390, "height": 700})
    wait_until(lambda: page.size()[0] < wide[0], "a narrow screen")
    columns = page.size()[0]
    assert columns >= 44  # a phone's
    wait_until(lambda: max(map(cell_len, page.rows())) <= columns, "narrow rows")
    page.wait_for(FIRST_WORD)
    page.page.set_viewport_size({"width": 1200, "height": 700})
    wait_until(lambda: page.size() == wide, "the size it had")


def test_every_form_fills_its_cell(page: ReaderPage) -> None:
    """A letter that only a font of the machine has would have another width."""
    letters = {letter for letter in FORMS if "\u0600" <= letter <= "\u06ff"}
    forms = {form for letter in letters for form in FORMS[letter]}
    forms |= {form for pair in LAM_ALEFS.values() for form in pair}
    others = {chr(point) for point in (*range(0x5D0, 0x5EB), *range(0x712, 0x730))}
    wanted = sorted(forms | others | set("Aع۴٤─│▎"))
    unlike = page.page.evaluate(
        """async (wanted) => {
          const context = document.createElement("canvas").getContext("2d");
          const wrong = [];
          for (const weight of ["normal", "bold"]) {
            context.font = `${weight} 2048px ${terminal.options.fontFamily}`;
            const cell = context.measureText("A").width;
            for (const char of wanted) {
              if (Math.abs(context.measureText(char).width - cell) > 1) wrong.push(weight + char);
            }
          }
          return wrong;
        }""",
        wanted,
    )
    assert unlike == []


def test_cells_are_counted_as_the_reader_counts_them(page: ReaderPage) -> None:
    texts = [
        "\u0628\u064e\u0651", "\u0627\u0670", "\u08aa\u0898", "\u0628\u089c", "\u05d1\u05bc",
        "a\u200e", "漢", "👍", "❤", "❤\ufe0f", "\U0001e900\U0001e944", "\U00020000", "\u06dd",
        "\u0710\u0730", "\U0001fae8", "⚠\ufe0f",
    ]  # fmt: skip
    counted = page.page.evaluate(
        """async (texts) => {
          const counted = [];
          const other = new xterm.Terminal({ cols: 80, rows: 2, allowProposedApi: true });
          const widths = await fetch("static/widths.json").then((answer) => answer.json());
          other.unicode.register(new Widths(widths));
          other.unicode.activeVersion = "hashiya";
          for (const text of texts) {
            await new Promise((done) => other.write(`\\r${text}`, done));
            counted.push(other.buffer.active.cursorX);
          }
          return counted;
        }""",
        texts,
    )
    assert dict(zip(texts, counted, strict=True)) == {text: cell_len(text) for text in texts}


@pytest.mark.parametrize("renderer", ["webgl", "canvas", "dom"])
def test_the_renderer_can_be_chosen(browser: BrowserContext, server: Server, renderer: str) -> None:
    other = browser.new_page()
    other.goto(f"{server.address}&renderer={renderer}&fontsize=20")
    chosen = "document.body.dataset.renderer"
    wait_until(lambda: other.evaluate(chosen), "the renderer")
    assert other.evaluate(chosen) == renderer
    assert other.evaluate("terminal.options.fontSize") == 20
    canvases = other.locator(".xterm-screen canvas").count()
    assert (canvases > 0) == (renderer != "dom")
    other.close()


def test_two_pages_have_a_reader_each_that_ends_with_its_page(
    page: ReaderPage, browser: BrowserContext, server: Server
) -> None:
    wait_until(lambda: len(server.readers()) == 1, "one reader")
    second = ReaderPage(browser, server.address)
    assert second.page.evaluate("document.body.dataset.renderer") == "webgl"
    assert len(server.readers()) == 2
    page.press("k")
    page.wait_for("cue saved")
    second.press("e")
    second.wait_for("entity saved")
    page.press("Control+Home")
    assert {row[0] for row in server.rows(ANNOTATIONS)} == {"cue", "entity"}
    second.press("Control+End")
    second.page.close()
    wait_until(lambda: len(server.readers()) == 1, "the end of the second reader")
    [(place,)] = server.rows("SELECT offset FROM progress WHERE annotator = 'me'")
    assert place == len(seed_text().rstrip("\n")) or place > len(seed_text()) - 5
    page.press("u", "u")


def test_quitting_says_how_to_open_it_again(browser: BrowserContext, server: Server) -> None:
    other = ReaderPage(browser, server.address)
    readers = len(server.readers())
    other.press("Control+x")
    other.page.get_by_text("The reader has ended").wait_for()
    wait_until(lambda: len(server.readers()) == readers - 1, "the end of the reader")
    with other.page.expect_navigation():
        other.press("Enter")
    other.wait_for(FIRST_WORD)
    other.page.close()


def test_a_reader_that_was_killed_has_ended_with_an_error(
    browser: BrowserContext, server: Server
) -> None:
    before = set(server.readers())
    other = ReaderPage(browser, server.address)
    [reader] = set(server.readers()) - before
    os.kill(reader, signal.SIGKILL)
    other.page.get_by_text("The reader has ended with an error").wait_for()
    assert "Everything is saved" not in other.page.locator("#ended").inner_text()
    other.page.close()


# ------------------------------------------------------------------- who gets in


def ask(server: Server, target: str, **headers: str) -> tuple[int, str]:
    """Send a request as a program does; return the status and what came back."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", target, headers=names)
        answer = connection.getresponse()
        body = "" if answer.status == 101 else answer.read().decode("utf-8", "replace")
        return answer.status, body
    finally:
        connection.close()


UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", "?token=%ff", "?token=ا"])
@pytest.mark.parametrize("path", ["/", "/ws"])
def test_without_the_token_nobody_gets_in(server: Server, path: str, query: str) -> None:
    from urllib.parse import quote

    status, body = ask(
        server, path + quote(query, safe="?=%"), **(UPGRADE if path == "/ws" else {})
    )
    assert status == 403
    assert "hashiya serve" in body
    assert server.token not in body


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1", "file://"]
)
def test_another_page_gets_no_reader(server: Server, origin: str) -> None:
    status, _ = ask(server, f"/ws?token={server.token}", Origin=origin, **UPGRADE)
    assert status == 403


@pytest.mark.parametrize("path", ["/", "/ws", "/static/page.js"])
def test_a_foreign_name_of_the_server_is_refused(server: Server, path: str) -> None:
    target = f"{path}?token={server.token}"
    for host in ("elsewhere.example", f"elsewhere.example:{server.port}", "[", ""):
        assert ask(server, target, Host=host, **UPGRADE)[0] == 403


def test_its_own_names_are_known_at_any_port(server: Server) -> None:
    """`ssh -L` may forward another port of the other machine."""
    for host in ("localhost:9000", "127.0.0.1", "[::1]:8000", "192.168.1.5:8000"):
        assert ask(server, f"/?token={server.token}", Host=host)[0] == 200


def test_a_page_of_another_site_cannot_open_the_socket(
    browser: BrowserContext, server: Server
) -> None:
    other = browser.new_page()
    other.route("**/*", lambda route: route.fulfill(body="<p>", content_type="text/html"))
    other.goto("http://elsewhere.example/")
    readers = server.readers()
    opened = other.evaluate(
        """(address) => new Promise((done) => {
          const socket = new WebSocket(address);
          socket.onopen = () => done(true);
          socket.onerror = () => done(false);
        })""",
        f"ws://127.0.0.1:{server.port}/ws?token={server.token}",
    )
    assert opened is False
    assert server.readers() == readers
    other.close()


def test_what_the_page_loads_says_nothing_of_a_person(server: Server) -> None:
    assert ask(server, "/static/page.js")[0] == 200
    for name in ("page.html", "..%2fserver.py", "../server.py", "nothing"):
        assert ask(server, f"/static/{name}")[0] in (403, 404)


def test_no_other_host_is_asked_for_anything(
    page: ReaderPage, server: Server, requested: list[str]
) -> None:
    hosts = {urlsplit(address).netloc for address in requested}
    assert hosts - {"elsewhere.example"} == {f"127.0.0.1:{server.port}"}
    answer = page.page.request.get(server.address)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert server.token not in server.said


def test_ctrl_c_ends_all_readers_and_saves(tmp_path: Path, browser: BrowserContext) -> None:
    server = Server(tmp_path, "--annotator-from-url", annotator="هند")
    try:
        address = server.address
        assert "annotator=%D9%87%D9%86%D8%AF" in address
        assert ask(server, f"/?token={server.token}")[0] == 400
        assert ask(server, f"/?token={server.token}&annotator=%20")[0] == 400
        page = ReaderPage(browser, address.partition("annotator=")[0] + "annotator=me")
        page.press("e")
        page.wait_for("entity saved")
        [reader] = server.readers()
        assert server.stop() == 0
        page.page.get_by_text("The server has ended").wait_for()
        page.page.close()
        assert not Path(f"/proc/{reader}").exists()
        assert server.rows(ANNOTATIONS) == [("entity", "اليابان", "me")]
    finally:
        server.stop()
