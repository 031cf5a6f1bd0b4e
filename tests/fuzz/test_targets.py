"""Each reader of files with damaged and hostile files; `python -m tests.fuzz` runs it longer."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import mutated, samples, targets

TARGETS = targets()


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_damaged_files_are_read_or_refused(name: str) -> None:
    chance = random.Random(name)
    for _ in range(6):
        TARGETS[name](mutated(chance.choice(samples(name)), chance, chance.choice(samples(name))))


@pytest.mark.soak
@pytest.mark.parametrize("name", TARGETS)
def test_damaged_files_are_read_or_refused_for_long(name: str) -> None:
    @settings(max_examples=2000, deadline=4000)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        one, other = (data.draw(st.sampled_from(samples(name))) for _ in range(2))
        TARGETS[name](mutated(one, data.draw(st.randoms(use_true_random=False)), other))

    run()
