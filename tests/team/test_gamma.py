"""γ by a program of its own: the library here is one of the tests."""

import os
from pathlib import Path

import pytest

from tests.team.making import document, unit
from tui.team.gamma import NOT_INSTALLED, Gamma

LIBRARY = """
import os
import time

class Continuum:
    def __init__(self): self.units = []
    def add_annotator(self, name): pass
    def add(self, annotator, segment, label): self.units.append((annotator, *segment, label))
    def compute_gamma(self, measure):
        os.write(1, b"GLPK Integer Optimizer 5.0\\n")
        if any(label == "slow" for *_, label in self.units): time.sleep(60)
        if any(label == "bad" for *_, label in self.units): raise ValueError("no such thing")
        if any(label == "end" for *_, label in self.units): raise SystemExit(3)
        self.gamma = len(self.units) / 10
        return self

def CombinedCategoricalDissimilarity(alpha, beta, delta_empty): return None
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a library of the same names that answers at once."""
    (tmp_path / "pygamma_agreement.py").write_text(LIBRARY)
    (tmp_path / "pyannote").mkdir()
    (tmp_path / "pyannote/core.py").write_text("def Segment(start, end): return start, end")
    monkeypatch.syspath_prepend(tmp_path)
    paths = [str(tmp_path), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))


@pytest.mark.slow
def test_documents_are_weighted_by_their_annotations(library: None) -> None:
    one = document("1", a=[unit("x", 0, 4)], b=[])
    three = document("3", a=[unit("x", 0, 4), unit("y", 10, 14)], b=[unit("x", 0, 4)])
    with Gamma() as gamma:
        assert gamma([one, three], None).value == pytest.approx((0.1 + 3 * 0.3) / 4)
        assert gamma([one, three], "x").value == pytest.approx((0.1 + 2 * 0.2) / 3)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("slow", "γ of d took longer than 0.5 s"),
        ("bad", "pygamma-agreement: no such thing"),
        ("end", "pygamma-agreement failed"),
    ],
)
def test_what_goes_wrong_is_the_reason(
    library: None, label: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.team.gamma.STARTING_SECONDS", 0.5 if label == "slow" else 30.0)
    with Gamma(seconds=0.5) as gamma:
        found = gamma([document("d", a=[unit(label, 0, 4)], b=[])], None)
    assert (found.value, found.reason) == (None, reason)


def test_a_discontinuous_annotation_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.team.gamma.find_spec", lambda _: None)
    broken = unit("x", 0, 9)._replace(fragments=((0, 2), (4, 9)))
    with Gamma() as gamma:
        assert gamma([document(a=[broken], b=[unit("x", 0, 4)])], None).spans == 2


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.team.gamma.find_spec", lambda _: None)
    with Gamma() as gamma:
        assert gamma([document(a=[unit("x", 0, 4)], b=[])], None).reason == NOT_INSTALLED
        assert gamma([document(a=[], b=[])], None).reason == "no annotations"
