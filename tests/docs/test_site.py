"""The site that `make docs` builds: complete, linked, and without a request to another host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from mkdocs.utils.yaml import yaml_load
from selectolax.lexbor import LexborHTMLParser

from tests.docs.pages import DOCS
from tests.paths import ROOT
from tests.web.serving import running_browser

LOADED = {
    "audio[src]": "src",
    "embed[src]": "src",
    "iframe[src]": "src",
    "img[src]": "src",
    "img[srcset]": "srcset",
    "input[src]": "src",
    "object[data]": "data",
    "script[src]": "src",
    "source[src]": "src",
    "source[srcset]": "srcset",
    "video[src]": "src",
    "link[href]": "href",
}
"""What a browser loads by itself, as selector and attribute."""

_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    out = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(out)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return out


def html(site: Path) -> Iterator[tuple[Path, LexborHTMLParser]]:
    """Yield the pages of the site."""
    for path in sorted(site.rglob("*.html")):
        yield path, LexborHTMLParser(path.read_text(encoding="utf-8"))


def is_elsewhere(address: str) -> bool:
    """Whether an address is on another host (`data:` is in the page itself)."""
    return bool(re.match(r"\s*(https?:)?//", address))


def test_the_navigation_has_every_page() -> None:
    config = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))

    def listed(entry: object) -> Iterator[str]:
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, list):
            for part in entry:
                yield from listed(part)
        elif isinstance(entry, dict):
            for part in entry.values():
                yield from listed(part)

    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    examples = {path.relative_to(ROOT).as_posix() for path in (ROOT / "examples").rglob("*.md")}
    assert set(listed(config["nav"])) == there | examples


@pytest.mark.slow
def test_a_browser_loads_nothing_from_another_host(site: Path) -> None:
    for path, page in html(site):
        for selector, attribute in LOADED.items():
            for node in page.css(selector):
                assert not is_elsewhere(node.attributes[attribute] or ""), f"{path}: {node.html}"
        styles = [node.text() for node in page.css("style")]
        styles += [node.attributes["style"] or "" for node in page.css("[style]")]
        assert not any(map(elsewhere_in_style, styles)), path
        # Mermaid is loaded from another host where a page has such a block.
        assert not page.css(".mermaid"), path
        config = page.css_first("#__config")
        assert config is None or "https://" not in config.text()
    sheets = list(site.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        assert not elsewhere_in_style(sheet.read_text(encoding="utf-8")), sheet


@pytest.mark.slow
def test_a_real_browser_asks_no_other_host_and_finds_words(site: Path, tmp_path: Path) -> None:
    asked: list[str] = []
    with running_browser(tmp_path) as browser:
        browser.on("request", lambda request: asked.append(request.url))
        page = browser.new_page()
        for name in ("index", "architecture", "settings", "keys.ar"):
            page.goto(f"{site.as_uri()}/{name}.html")
        # From the file system, the search runs in the site's own kind of worker.
        for word, title in (("manifest", "Command line"), ("نشانک", "فارسی")):
            page.fill(".md-search__input", word)
            page.press(".md-search__input", "End")
            page.locator(".md-search-result__item h1", has_text=title).first.wait_for()
    assert len(asked) > 15
    assert not [address for address in asked if not address.startswith(("file:", "data:"))]


def elsewhere_in_style(text: str) -> list[str]:
    """Return the addresses on other hosts that a style sheet loads."""
    return [found for pair in _STYLE.findall(text) for found in pair if is_elsewhere(found)]


def test_addresses_elsewhere_are_seen() -> None:
    assert elsewhere_in_style("a{background:url('//x.org/a.png')}") == ["//x.org/a.png"]
    assert elsewhere_in_style('@import "https://x.org/a.css";')
    assert not elsewhere_in_style("a{background:url(data:image/png;base64,AA) url(../a.png)}")


@pytest.mark.slow
def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    pages = dict(html(site))
    ids = {
        path: {node.attributes["id"] for node in page.css("[id]")} for path, page in pages.items()
    }
    checked = 0
    for path, page in pages.items():
        if path.name == "404.html":
            continue  # its links count from the host's root
        for node in page.css("a[href], img[src], script[src], link[href]"):
            link = node.attributes.get("href") or node.attributes.get("src") or ""
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            assert target.is_file(), f"{path.name}: {link}"
            if parts.fragment and target in ids:
                # `__toc` and the like are switches of the theme.
                wanted = unquote(parts.fragment)
                assert wanted in ids[target] or wanted == "", f"{path.name}: {link}"
            checked += 1
    assert checked > 1000


@pytest.mark.slow
@pytest.mark.parametrize("code", ["ar", "fa", "he"])
def test_a_page_in_another_language_is_laid_out_from_right_to_left(site: Path, code: str) -> None:
    page = LexborHTMLParser((site / f"keys.{code}.html").read_text(encoding="utf-8"))
    body, root = page.css_first("body"), page.css_first("html")
    assert body is not None
    assert root is not None
    assert (body.attributes["dir"], root.attributes["lang"]) == ("rtl", code)


@pytest.mark.slow
def test_the_other_pages_keep_their_direction(site: Path) -> None:
    page = LexborHTMLParser((site / "keys.html").read_text(encoding="utf-8"))
    body = page.css_first("body")
    assert body is not None
    assert body.attributes["dir"] == "ltr"
    assert "flowchart" in (site / "architecture.html").read_text(encoding="utf-8")
