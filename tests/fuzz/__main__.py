"""`python -m tests.fuzz [TARGET…] --seconds N`: run targets, and keep what they stumble over.

A finding is a traceback, more than 4 seconds of work, or more than 500 MB of memory. Its file goes
to the folder `--findings`. Where atheris is installed, `--atheris` lets it guide the search by what
lines are reached; it is no dependency.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import random
import resource
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.targets import Target, mutated, samples, targets

MOST_SECONDS, MOST_MEMORY = 4.0, 500_000
"""Seconds of work on one file, and kilobytes of memory in all, above which something is wrong."""


def main() -> None:
    """Run the targets one after the other; exit with 1 if there are findings."""
    known = targets()
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(known))
    parser.add_argument("--seconds", type=float, default=600, help="for each target (600)")
    parser.add_argument("--findings", type=Path, default=Path("findings"), metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--atheris", action="store_true")
    asked = parser.parse_args()
    if asked.atheris:
        _with_atheris(asked.targets[0], known[asked.targets[0]], asked)
    found = sum(_run(name, known[name], asked) for name in asked.targets or known)
    sys.exit(1 if found else 0)


def _run(name: str, target: Target, asked: argparse.Namespace) -> int:
    """Run one target for its time; return how many different findings it had."""
    chance = random.Random(f"{name}{asked.seed}")
    corpus = list(samples(name))
    findings: set[str] = set()
    runs, slowest, end = 0, 0.0, time.monotonic() + asked.seconds
    while time.monotonic() < end:
        data = mutated(chance.choice(corpus), chance, chance.choice(corpus))
        began, why = time.process_time(), ""
        try:
            target(data)
        except Exception:  # noqa: BLE001 (a finding is whatever comes)
            why = traceback.format_exc()
        taken = time.process_time() - began
        slowest = max(slowest, taken)
        if taken > MOST_SECONDS:
            why = why or f"took {taken:.1f} s"
        elif resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MOST_MEMORY and not findings:
            why = why or "took more than 500 MB"
        runs += 1
        kind = "\n".join(why.splitlines()[-4:])
        if why and kind not in findings:
            findings.add(kind)
            _keep(name, data, why, asked.findings)
    print(f"{name}: {runs:,} files, {len(findings)} findings, {slowest:.2f} s at most", flush=True)
    return len(findings)


def _keep(name: str, data: bytes, why: str, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:10]}"
    path.write_bytes(data)
    path.with_suffix(".txt").write_text(why, encoding="utf-8")
    print(f"{name}: {path}\n{why}", flush=True)


def _with_atheris(name: str, target: Target, asked: argparse.Namespace) -> None:
    """Let atheris choose the files; it ends the process itself."""
    atheris = importlib.import_module("atheris")
    corpus = asked.findings / f"corpus-{name.replace(' ', '-')}"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(samples(name)):
        (corpus / f"sample-{number}").write_bytes(data)
    for module in [one for key, one in sys.modules.items() if key.startswith("tui.")]:
        for value in vars(module).values():
            if callable(value) and getattr(value, "__module__", "") == module.__name__:
                atheris.instrument_func(value) if hasattr(value, "__code__") else None
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={asked.seconds:.0f}", "-timeout=4", "-rss_limit_mb=500",
         "-max_len=20000", f"-artifact_prefix={asked.findings}/", str(corpus)],
        target,
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main()
