"""Every link of the project's pages leads somewhere, also to a heading."""

from pathlib import Path

import pytest

from tests.docs.pages import anchors, links, name, pages
from tests.paths import ROOT


@pytest.mark.parametrize("page", pages(), ids=name)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    for link in links(page):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name(page)}: {link}"
        assert target.is_relative_to(ROOT), f"{name(page)}: {link}"
        if anchor:
            assert anchor in anchors(target), f"{name(page)}: {link}"


def test_the_readme_is_short() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert lines.index("## More") <= 40
    assert not [line for line in lines if "<!--" in line]  # what is generated is in docs/


def test_pictures_are_small() -> None:
    sizes = {path: path.stat().st_size for path in (ROOT / "docs").rglob("*.png")}
    assert sizes
    assert max(sizes.values()) < 100_000


def test_anchors_are_made_as_github_makes_them(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# `hashiya` hub\n## A day of annotating\n## A [link](x.md), here\n")
    assert anchors(page) == {"hashiya-hub", "a-day-of-annotating", "a-link-here"}
