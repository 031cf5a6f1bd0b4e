"""The block of labels: what is cached is what a new block paints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.session.opening import go, opened, put, tag
from tests.ui.test_styles import styles
from tui.session.commands import tagging, undoing
from tui.session.session import Session
from tui.ui.widgets.label_block import LabelBlock, LabelTarget, ValueTarget

WIDE, HIGH = 30, 40


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with opened(tmp_path, "one two three four") as session:
        yield session


def texts(block: LabelBlock, width: int = WIDE, height: int = HIGH, chosen: str = "") -> list[str]:
    return [strip.text.rstrip() for strip in block.strips(width, height, chosen=chosen)]


def test_it_shows_counts_and_the_values_of_the_current_annotation(session: Session) -> None:
    block = LabelBlock(session, styles())
    assert [line.split()[-1] for line in texts(block)[:4]] == ["0"] * 4
    assert not any(texts(block)[4:])

    made = tag(session, "entity", 0, 3)
    tag(session, "entity", 4, 7)
    session.pin(made)
    assert [line.split()[1:] for line in texts(block)[:4]] == [
        ["c", "claim", "0"],
        ["e", "entity", "2"],
        ["q", "quote", "0"],
        ["k", "cue", "0"],
    ]
    assert texts(block)[4].split()[:2] == ["1", "PERS"]
    assert block.target_at(0, 1) == LabelTarget("entity")
    assert block.target_at(0, 4) == ValueTarget("type", "PERS")


def test_whatever_changes_it_shows_what_a_new_one_does(session: Session) -> None:
    block = LabelBlock(session, styles())
    entity, claim = tag(session, "entity", 0, 3), tag(session, "claim", 4, 7)
    session.pin(entity)

    def check(width: int = WIDE, height: int = HIGH, chosen: str = "") -> None:
        fresh = LabelBlock(session, styles())
        wanted = fresh.strips(width, height, chosen=chosen)
        assert list(block.strips(width, height, chosen=chosen)) == list(wanted)
        assert block.height(width, height) == len(wanted)

    check()
    tagging.set_attribute(session, entity, "type", "ORG")
    check()
    undoing.undo(session)
    check()
    session.pin(claim)
    check()
    put(session, "cue", 8, 13)
    check()
    check(width=16)
    check(width=16, height=22)
    check(width=16, height=9)
    check(width=16, height=9, chosen="quote")
    check(width=16, height=9, chosen="claim")
    check()
    go(session, 12)
    check()


def test_another_theme_is_painted_when_the_old_one_is_forgotten(session: Session) -> None:
    theme = styles()
    block = LabelBlock(session, theme)
    before = list(block.strips(WIDE, HIGH, chosen=""))
    theme.set_theme({"primary": "#ffffff", "accent": "#ff0000"}, dark=False)
    block.forget()
    assert list(block.strips(WIDE, HIGH, chosen="")) != before
