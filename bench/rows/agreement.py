"""Agreement: how long it takes, and whether its intervals hold what they promise."""

from __future__ import annotations

import random
from time import perf_counter

from bench.table import Result, Target
from tui.team.agreement_measures import F1, UnitizingAlpha, figure
from tui.team.agreement_results import agreement, without_gamma
from tui.team.layers import DocumentLayers, Layer, SpanUnit

_DOCUMENTS, _SPANS = 1000, 33
_LENGTH = 4000
"""Code points of a document."""

_TRIALS = 300
"""Corpora that are drawn for each figure of coverage."""


def speed(rounds: int) -> list[Result]:
    """100,000 annotations of three annotators, every measure but γ."""
    taken = []
    for _ in range(rounds):
        documents = _corpus(random.Random(1), _DOCUMENTS, _SPANS, "abc")
        began = perf_counter()
        agreement(documents, list("abc"), without_gamma)
        taken.append(perf_counter() - began)
    return [Result(Target("agreement of 100,000 annotations", "", 5, unit="s"), taken, ())]


def coverage(_: int) -> list[Result]:
    """How often the interval of a small corpus holds the value of the large one it is from."""
    population = _corpus(random.Random(2), 3000, 8, "ab")
    results = []
    for name, measure in (
        ("F1 exact", F1(None, overlap=False)),
        ("unitizing α", UnitizingAlpha(("c", "d"))),
    ):
        truth = figure(measure, population, 0).value or 0.0
        for size in (3, 10, 30):
            draw = random.Random(size)
            held = 0
            for _ in range(_TRIALS):
                found = figure(measure, draw.sample(population, size), 0)
                held += found.low is not None and found.low <= truth <= (found.high or 0.0)
            what = f"coverage of the interval of {name}, {size} documents"
            target = Target(what, "", 0.90, unit="", least=True)
            results.append(Result(target, [held / _TRIALS], ()))
    return results


def _corpus(draw: random.Random, size: int, spans: int, people: str) -> list[DocumentLayers]:
    """Documents whose annotators agree more in some than in others."""
    tokens = [(start, start + 4) for start in range(0, _LENGTH, 5)]
    return [_document(draw, str(number), spans, people, tokens) for number in range(size)]


def _document(
    draw: random.Random, id: str, spans: int, people: str, tokens: list[tuple[int, int]]
) -> DocumentLayers:
    care = draw.uniform(0.5, 1.0)
    places = [(draw.choice("cd"), draw.randrange(0, _LENGTH - 50)) for _ in range(spans)]
    layers = {}
    for person in people:
        units = []
        for number, (label, start) in enumerate(places):
            moved = 0 if draw.random() < care else draw.randint(1, 9)
            units.append(SpanUnit(f"{id}{person}{number}", label, start + moved, start + 30))
        layers[person] = Layer(tuple(sorted(units, key=lambda u: (u.start, u.end, u.id))))
    return DocumentLayers(id, _LENGTH, tokens, layers)
