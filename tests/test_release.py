"""What a release says about itself, in several places."""

import re
from datetime import date
from pathlib import Path

from tui import RELEASE_DATE, __version__

ROOT = Path(__file__).parents[1]


def test_the_changelog_is_headed_by_this_version_or_by_what_is_not_released() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)

    assert headings[0] in ("Unreleased", f"{__version__} ({RELEASE_DATE})")
    assert date.fromisoformat(RELEASE_DATE)


def test_the_hosted_ci_does_what_ci_does_here() -> None:
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    supported = re.findall(r"Programming Language :: Python :: (3\.\d+)", pyproject)

    assert "- run: bash .ci/run\n" in text
    assert re.findall(r'"(3\.\d+)"', text) == supported
