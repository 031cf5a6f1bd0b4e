"""What a release says about itself, in several places."""

import re
from datetime import date
from pathlib import Path

import pytest

from scripts.dist import Failed, audit_result
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


def test_an_audit_that_could_ask_nothing_is_no_clean_one() -> None:
    asked = {"name": "a", "version": "1", "vulns": []}
    skipped = {"name": "b", "skip_reason": "not found"}
    bad = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1"}]}

    assert audit_result([asked, asked]) == "no known vulnerabilities in 2 packages"
    assert audit_result([asked, skipped]).endswith("1 packages; 1 could not be looked up")
    assert audit_result([skipped, skipped]).startswith("not done")
    with pytest.raises(Failed, match="c 2: PYSEC-1"):
        audit_result([asked, bad])
