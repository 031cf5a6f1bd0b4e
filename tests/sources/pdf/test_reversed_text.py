from __future__ import annotations

from pathlib import Path

import pytest

from tests.articles import seed_text
from tests.paths import DATA, ROOT
from tui.sources.pdf.reversed_text import Evidence, order_of_letters

WITHOUT_EVIDENCE = ("adlam", "nko", "syriac", "thaana", "en-")
"""Scripts of which no words are known, and Latin."""

TEXTS = sorted(
    path
    for folder in ("texts", "languages", "news")
    for path in (DATA / folder).glob("*.txt")
) + sorted((ROOT / "seeds").glob("*.txt"))  # fmt: skip


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_is_never_called_reversed_and_its_reverse_always_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found, backward = order_of_letters([text]), order_of_letters([text[::-1]])
    assert not found.is_reversed
    assert not found.is_mixed
    if not path.name.startswith(WITHOUT_EVIDENCE):
        assert backward.is_reversed
        assert found.is_in_order


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_paragraph_is_called_reversed(path: Path) -> None:
    for paragraph in path.read_text(encoding="utf-8").split("\n"):
        assert not order_of_letters([paragraph]).is_reversed, paragraph


def test_forms_of_letters_tell_by_themselves() -> None:
    shaped = "ﺳﻠﻤﺖ ﻗﻠﻤﺘﻚ ﻋﺼﻔﻤﺔ ﺑﺴﺘﻴﻦ"
    assert order_of_letters([shaped]).is_in_order
    assert order_of_letters([shaped[::-1]]).is_reversed


def test_a_text_of_which_parts_are_reversed_is_mixed() -> None:
    text = seed_text()
    half = len(text) // 2
    assert order_of_letters([text[:half], text[half:][::-1]]).is_mixed
    assert Evidence(5, 0).is_in_order
    assert not Evidence(2, 0).is_in_order
