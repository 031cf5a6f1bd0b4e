"""The changelog is whole after merges, which keep the lines of both sides (`merge=union`)."""

from __future__ import annotations

import re
from collections import Counter

from tests.paths import ROOT

_BEGINNING = 45
"""Code points by which two entries count as the same, in two wordings."""


def unreleased() -> str:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.split(r"^## ", text, flags=re.MULTILINE)[1]


def test_no_entry_is_there_twice() -> None:
    entries = re.findall(r"^- (.+(?:\n  .+)*)", unreleased(), re.MULTILINE)
    assert entries
    begun = Counter(" ".join(entry.split())[:_BEGINNING] for entry in entries)
    assert [beginning for beginning, count in begun.items() if count > 1] == []


def test_no_group_is_there_twice() -> None:
    groups = re.findall(r"^### .+", unreleased(), re.MULTILINE)
    assert sorted(groups) == sorted(set(groups))


def test_every_heading_is_between_blank_lines() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^##+ .+", text, re.MULTILINE)
    assert headings == re.findall(r"(?<=\n\n)##+ .+(?=\n\n)", text)
