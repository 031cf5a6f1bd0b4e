"""Hooks of the documentation site: what MkDocs cannot do by its settings.

- A page with `source: FILE` in its head shows that file of the project, with its links turned to
  the site's pages. So ARCHITECTURE.md is read in two places and written in one.
- `<!-- shows FILE -->` is replaced by the file as a block of code.
- Files outside `docs` that pages link to, such as the example suggesters, become part of the site.
- A Mermaid flowchart becomes an SVG picture: Mermaid itself would be loaded from another host.
- A page with `dir: rtl` in its head is laid out from right to left, and has its own language.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from scripts.flowchart import flowchart_svg

ROOT = Path(__file__).resolve().parents[1]

SHOWN = {
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "README.md": "index.md",
}
"""Files of the project that pages of the site show or replace."""

TAKEN = ("LICENSE", "examples/suggesters/*")
"""Patterns of files outside `docs` that are part of the site, under their own path."""

_LINK = re.compile(r"(\]\()([^)\s#]+)")
_SHOWS = re.compile(r"^<!-- shows (\S+) -->\n", re.MULTILINE)
_FLOWCHART = re.compile(r"^```mermaid\n(flowchart .*?)^```\n", re.MULTILINE | re.DOTALL)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files outside `docs`."""
    for path in (path for pattern in TAKEN for path in sorted(ROOT.glob(pattern))):
        if path.is_file():
            name = path.relative_to(ROOT).as_posix()
            added = File.generated(config, _published(name), abs_src_path=str(path))
            files.append(added)
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Put in the file that the page shows; turn links out of `docs` to the site."""
    place = f"docs/{page.file.src_uri}"
    if source := page.meta.get("source"):
        markdown, place = (ROOT / source).read_text(encoding="utf-8"), str(source)
    elif page.file.src_uri.startswith("examples/"):
        place = page.file.src_uri

    def turned(found: re.Match[str]) -> str:
        link = found[2]
        if re.match(r"[a-z]+:|//|#", link):
            return found[0]
        target = normpath(PurePosixPath(place).parent / link)
        return found[1] + relpath(_site_path(target), PurePosixPath(page.file.src_uri).parent)

    markdown = _LINK.sub(turned, _SHOWS.sub(_shown_file, markdown))
    return _FLOWCHART.sub(lambda found: flowchart_svg(found[1]), markdown)


def _shown_file(found: re.Match[str]) -> str:
    """Return a file of the project as a block of code."""
    path = ROOT / found[1]
    return f"```{path.suffix[1:]}\n{path.read_text(encoding='utf-8')}```\n"


def _site_path(path: str) -> str:
    """Return where the site has a file of the project, as a path below `docs`."""
    if path in SHOWN:
        return SHOWN[path]
    if (ROOT / path).is_dir() and (ROOT / path / "README.md").exists():
        path = f"{path}/README.md"
    return _published(path.removeprefix("docs/"))


def _published(name: str) -> str:
    # A file without an ending would be shown as a download by some servers.
    return "LICENSE.txt" if name == "LICENSE" else name


def on_post_page(output: str, page: Page, **_: object) -> str:
    """Set the language and the direction of a page that has its own."""
    if page.meta.get("dir") != "rtl":
        return output
    output = output.replace('<html lang="en"', f'<html lang="{page.meta["lang"]}"', 1)
    return output.replace('<body dir="ltr"', '<body dir="rtl"', 1)
