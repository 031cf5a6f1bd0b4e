"""The γ measure of Mathet, Widlöcher and Métivier 2015, computed by pygamma-agreement.

pygamma-agreement needs cvxopt, which is under the GPL: Hashiya neither depends on it nor imports
it. `python -m tui.team.gamma` does, as a separate program: it reads one document per line as JSON
and answers each with its γ. It is stopped if a document takes too long.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from queue import Empty, Queue
from threading import Thread
from typing import Any, Self

from tui.team.agreement_measures import Figure, interval
from tui.team.layers import DocumentLayers

SECONDS = 180.0
"""The time for a document: 3 × 100 annotations take seconds with the solver CBC, more with GLPK."""

STARTING_SECONDS = 120.0
"""The time for the first document: the library is compiled at its first use."""

NOT_INSTALLED = "pygamma-agreement is not installed (pip install pygamma-agreement)"


class Gamma:
    """Computes γ over documents: the mean of the documents' γ, weighted by their annotations.

    The program that computes it is started for the first document and ended with the context.
    """

    def __init__(
        self,
        seed: int = 0,
        seconds: float = SECONDS,
        computed: Callable[[int], object] = lambda _: None,
    ) -> None:
        """`computed` is called with 1 after each document."""
        self.seed = seed
        self.seconds = seconds
        self._computed = computed
        self._program: subprocess.Popen[str] | None = None
        self._answers: Queue[str] = Queue()
        self._known: dict[tuple[str, ...], float | str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def __call__(self, documents: Sequence[DocumentLayers], label: str | None) -> Figure:
        """Return the figure of all labels, or of one."""
        counted = [(document, _count(document, label)) for document in documents]
        spans, size = sum(count for _, count in counted), len(documents)
        if not spans:
            return Figure(None, None, None, size, 0, "no annotations")
        if find_spec("pygamma_agreement") is None:
            return Figure(None, None, None, size, spans, NOT_INSTALLED)
        values: list[tuple[float, int]] = []
        for document, count in counted:
            if not count:
                continue
            found = self._document_gamma(document, label, _units(document, label))
            if isinstance(found, str):
                return Figure(None, None, None, size, spans, found)
            values.append((found, count))
        mean = _mean(values)
        without = [_mean(values[:i] + values[i + 1 :]) for i in range(len(values))]
        bounds = interval(mean, without, (-float("inf"), 1.0))
        return Figure(mean, bounds.low, bounds.high, size, spans, bounds.reason)

    def _document_gamma(
        self, document: DocumentLayers, label: str | None, units: list[list[object]]
    ) -> float | str:
        """Return one document's γ, or why there is none."""
        key = (document.id, label or "", *document.layers)
        if key not in self._known:
            wanted = {"seed": self.seed, "annotators": list(document.layers), "units": units}
            self._known[key] = self._ask(json.dumps(wanted), document.id)
            self._computed(1)
        return self._known[key]

    def _ask(self, line: str, document_id: str) -> float | str:
        first = self._program is None
        program = self._running()
        seconds = max(self.seconds, STARTING_SECONDS) if first else self.seconds
        try:
            # An empty line means that the program has ended.
            with contextlib.suppress(BrokenPipeError):
                assert program.stdin is not None  # noqa: S101  # it was opened as a pipe
                program.stdin.write(line + "\n")
                program.stdin.flush()
            answer = self._answers.get(timeout=seconds)
        except Empty:
            self._stop()
            return f"γ of {document_id} took longer than {seconds:g} s"
        if not answer:
            self._stop()
            return "pygamma-agreement failed"
        found = json.loads(answer)
        return found["error"] if "error" in found else float(found["gamma"])

    def _running(self) -> subprocess.Popen[str]:
        if self._program is None:
            self._program = subprocess.Popen(  # this interpreter and this module
                [sys.executable, "-m", "tui.team.gamma"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            self._answers = Queue()
            Thread(target=_read, args=(self._program, self._answers), daemon=True).start()
        return self._program

    def _stop(self) -> None:
        if self._program is not None:
            self._program.kill()
            self._program.communicate()
            self._program = None


def _read(program: subprocess.Popen[str], answers: Queue[str]) -> None:
    """Put the program's lines into the queue, and an empty one when it has ended."""
    with contextlib.suppress(ValueError):  # its pipe was closed while it was stopped
        for line in program.stdout or ():
            answers.put(line)
    answers.put("")


def _count(document: DocumentLayers, label: str | None) -> int:
    """Return the number of annotations; γ takes each fragment of one as a unit."""
    return sum(len(document.units(annotator, label)) for annotator in document.layers)


def _units(document: DocumentLayers, label: str | None) -> list[list[object]]:
    return [
        [annotator, start, end, unit.label]
        for annotator in document.layers
        for unit in document.units(annotator, label)
        for start, end in unit.stretches
        if end > start
    ]


def _mean(values: Sequence[tuple[float, int]]) -> float:
    total = sum(weight for _, weight in values)
    return sum(value * weight for value, weight in values) / total if total else 0.0


def main() -> None:
    """Answer each document of stdin with its γ on stdout, a line of JSON each.

    What the library and its solvers print (GLPK does, from C) goes to stderr.
    """
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    library: Any = import_module("pygamma_agreement")
    seed: Any = import_module("numpy").random.seed
    measure = library.CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)
    for line in sys.stdin:
        wanted = json.loads(line)
        seed(wanted["seed"])
        try:
            found: dict[str, object] = {
                "gamma": float(_continuum(library, wanted).compute_gamma(measure).gamma)
            }
        except (ValueError, ArithmeticError, AssertionError) as error:
            found = {"error": f"pygamma-agreement: {error}"}
        answers.write(json.dumps(found) + "\n")
        answers.flush()


def _continuum(library: Any, wanted: dict[str, Any]) -> Any:
    segment = import_module("pyannote.core").Segment
    continuum = library.Continuum()
    for annotator in wanted["annotators"]:
        continuum.add_annotator(annotator)
    for annotator, start, end, label in wanted["units"]:
        continuum.add(annotator, segment(start, end), label)
    return continuum


if __name__ == "__main__":
    main()
