"""Whatever words stand on the screen, they are shaped, in visual order, and obeyed by nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.articles import document
from tests.ui.driving import reading
from tui.config import Settings
from tui.model import annotate, link
from tui.schema import (
    AttributeChoice,
    AttributeDef,
    AttributeType,
    LabelDef,
    LabelSchema,
    LinkDef,
)
from tui.store.database import Store
from tui.store.row_mapping import Change
from tui.text.layout.single_line import tight
from tui.text.unicode._joining_data import FORMS
from tui.text.unicode.sanitize import INVISIBLE
from tui.text.unicode.width import cell_len

SIZE = (110, 36)
HOSTILE = "\u202e\x1b[31m\x07[b]\u2067\x9b"
"""Turns what follows around, and rings the bell, where it is obeyed."""
TEXT = (
    "قال الوزير إن الاتفاق «مهم» للبلدين (2023).\n"
    f"وقال الوزير {HOSTILE}ثانية إن العمل بدأ في 12 مدينة.\n"
    "The minister قال that.\n"
)
SCHEMA = LabelSchema(
    (
        LabelDef(
            f"شخصية{HOSTILE}",
            key="e",
            help="من قال الكلام",
            attributes=(
                AttributeDef(
                    "نوع",
                    AttributeType.CHOICE,
                    (AttributeChoice("سياسي", "رجل سياسة", "وزير أو نائب"), AttributeChoice("آخر")),
                    help="أي نوع هو؟",
                ),
                AttributeDef("ملاحظة عامة", help="كلمة (أو كلمتان)."),
            ),
            links=(LinkDef("علاقة", (f"شخصية{HOSTILE}",)),),
        ),
    )
)
ME, OTHER = f"أحمد{HOSTILE}", "سلمى"


def prepare(store: Store) -> None:
    """Some annotations with all that they can carry, a bookmark, and a second document."""
    label = SCHEMA.labels[0].name
    info = store.documents.get("000.txt")
    values = {"نوع": "سياسي", "ملاحظة عامة": f"كلام{HOSTILE}"}
    first = annotate(info, TEXT, (4, 10), label, ME, attributes={**values})
    first = replace(first, note=f"لاحظ {HOSTILE}هذا\nوذاك")
    second = annotate(info, TEXT, (14, 21), label, ME)
    other = annotate(info, TEXT, (23, 26), label, OTHER, origin="اقتراح", status="suggested")
    changes = [Change(None, row) for row in (first, second, other)]
    changes.append(Change(None, link(first, second, "علاقة", ME)))
    store.history.commit("شيء", info.id, ME, changes)
    store.bookmarks.set(info.id, ME, 4)
    store.add_documents([document(f"عنوان {HOSTILE}طويل\nنص", f"ملف {HOSTILE}.txt")])


def as_seen(words: str) -> str:
    """Words as they stand inside a line of the screen."""
    return tight(words, 99)


def check(shown: str) -> None:
    """All of it is fit for a terminal."""
    assert not {char for char in shown if char in FORMS}, "a letter that was not shaped"
    assert INVISIBLE.isdisjoint(shown)
    assert all(char.isprintable() or char in "\n\u00a0" for char in shown)
    assert {cell_len(line) for line in shown.split("\n")} == {SIZE[0]}


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ([], ["شخصية", "الوزير", "سياسي", "علاقة", "لاحظ", "أحمد", "سلمى"]),
        (["down", "e"], ["رجل سياسة"]),
        (["ctrl+p", *"من"], ["من قال الكلام"]),
        (["enter"], ["رجل سياسة", "أي نوع هو؟", "كلمة (أو كلمتان)."]),
        (["enter", "1"], ["وزير أو نائب"]),
        (["l"], ["علاقة"]),
        (["a"], ["الوزير"]),
        (["'"], ["الوزير"]),
        (["?", *"من"], ["من قال الكلام"]),
        (["/", *"الوزير"], ["الوزير"]),
        (["/", *"الوزير", "enter"], ["2 of 2 for الوزير"]),
        (["shift+tab", "/", *"عنوان"], ["عنوان"]),
        (["ctrl+p", *"review", "enter"], ["سياسي", "أحمد", "سلمى"]),
        (["ctrl+p", *"search", "enter", *"الوزير"], ["الوزير", "2×", "1 document; "]),
        (["v", "right", "right"], ["selected"]),
        (["x"], ["deleted"]),
        (["u"], ["شيء"]),
    ],
    ids=lambda value: " ".join(value)[:30],
)
async def test_words_are_painted(tmp_path: Path, keys: list[str], words: list[str]) -> None:
    async with reading(
        tmp_path, [TEXT], size=SIZE, schema=SCHEMA, annotator=ME, prepare=prepare,
        settings=Settings(show_others=True),
    ) as reader:  # fmt: skip
        await reader.press("enter")
        reader.go(5)
        await reader.press(*keys)
        await reader.until(lambda: all(as_seen(word) in reader.shown() for word in words))
        check(reader.shown())
